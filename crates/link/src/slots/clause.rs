//! The words of a sentence → its main clause: subject, verb, and what belongs to the verb.
//!
//! No grammar is parsed: a clause is read from left to right by closed classes of words (what helps a verb, what leads to
//! a place, what opens a clause) and by a list of verbs. Where that does not tell, nothing is found.

use std::{cell::RefCell, collections::BTreeMap};

use std::ops::Range;

use backstory_lexicon::{is_verb, verbs};

use super::{
    classes::{
        is_adverb, is_be, is_circumstance, is_conjunction, is_determiner, is_help, is_negation, is_object,
        is_preposition, is_regular_past, is_relative, is_subordinator, is_time_lead, opens_noun,
    },
    token::{Gap, Token},
};

/// Words behind a verb of saying among which the "that" of what is said stands.
const HEARER: usize = 7;

/// A clause, by the places of its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clause {
    /// Where it starts, with what stands before its subject.
    pub(super) start: usize,
    /// Its subject, without clauses about it; empty where it has none.
    pub(super) subject: Range<usize>,
    /// Its verb and what belongs to it.
    pub(super) action: Range<usize>,
    /// Whether its verb is a plain "is".
    pub(super) is_state: bool,
    /// In the passive, by whom it is done.
    pub(super) agent: Option<Range<usize>>,
    /// One past its last word: what stands behind is another clause, or one within it.
    pub(super) end: usize,
}

/// The words of one sentence, and whether it is known to be whole: what stands before a comma in "a ferry towed to Orlo,
/// he said" is only named.
pub(super) struct Words<'t>(pub(super) Vec<Token<'t>>, pub(super) bool, Later);

/// What [`Words::later`] says of each place, once it was asked: it asks itself of later ones again and again.
type Later = RefCell<BTreeMap<usize, bool>>;

impl<'t> Words<'t> {
    pub(super) fn new(tokens: Vec<Token<'t>>, whole: bool) -> Self {
        Self(tokens, whole, Later::default())
    }

    /// What is known of a place, or else found.
    pub(super) fn once(&self, place: usize, find: impl FnOnce() -> bool) -> bool {
        let known = self.2.borrow().get(&place).copied();
        known.unwrap_or_else(|| {
            let found = find();
            self.2.borrow_mut().insert(place, found);
            found
        })
    }
}

impl Words<'_> {
    /// The main clause from a place on; None where no verb can be told.
    pub(super) fn clause(&self, from: usize) -> Option<Clause> {
        let start = self.opened(from);
        let subject = self.subject_start(start);
        let first = self.0.get(start)?;
        let next = self.0.get(start + 1);
        let to = first.form == "to" && next.is_some_and(|t| !opens_noun(t) && !is_object(t.form));
        // What starts with its verb has its subject elsewhere: "rarely spoke of it".
        let open = (start..self.0.len()).find(|i| !is_adverb(self.0[*i].form)).unwrap_or(start);
        let lead = &self.0[open];
        let bare = !first.capital && !lead.name && open + 1 < self.0.len();
        let thing = self.0.get(open + 1).is_some_and(|t| t.gap == Gap::Open && opens_noun(t));
        let past = |form: &str| is_regular_past(form) && thing || verbs::is_past(form);
        let (subject, verb) = match first.form {
            // "vowed to fight on"
            _ if to => (start..start, start + 1),
            // "If you find it, write to us": who is to write is not told.
            form if is_circumstance(form)
                && !first.time
                && subject == start
                && next.is_none_or(|t| !matches!(t.form, "many" | "much" | "few" | "little")) =>
            {
                return None;
            }
            "nor" | "neither" | "what" => return None,
            _ if bare && (is_help(lead.form) || past(lead.form) || thing && is_verb(lead.form)) => {
                (start..start, open)
            }
            // "denied selling the boat"
            form if bare
                && !self.1
                && backstory_lexicon::is_gerund(form)
                && self.behind_comma(start).is_none() =>
            {
                (start..start, start)
            }
            _ => self.main_verb(subject)?,
        };
        let head = self.head(verb);
        if let Some(told) = self.told(verb, head) {
            return Some(told);
        }
        let (end, agent) = self.complement(verb, head);
        // "is" and "has" alone are no act.
        if is_help(self.0[head].form) && end == head + 1 {
            return None;
        }
        // "…, the paper quoted her as saying" tells who says it.
        let said = verbs::lookup(self.0[head].form).is_some_and(|(frame, _)| frame.behind) && end == head + 1
            || self.0[head..end].iter().any(|t| t.form == "saying");
        if said && (subject.start > from + HEARER || end == head + 1) && !self.is_passive(verb, head) {
            // "She said, 'We will sail'"
            let quoted =
                end == head + 1 && self.0.get(end).is_some_and(|t| matches!(t.gap, Gap::Comma | Gap::Break));
            return if quoted { self.clause(end) } else { None };
        }
        let verb = if to { start } else { verb };
        Some(Clause {
            start,
            subject,
            action: verb..end,
            is_state: is_be(self.0[head].form),
            agent,
            end: self.clause_end(end),
        })
    }

    /// What somebody is said to say: the clause behind a verb of saying.
    fn told(&self, verb: usize, head: usize) -> Option<Clause> {
        let (frame, _) = verbs::lookup(self.0[head].form)?;
        let denied = self.0[verb..head].iter().any(|t| is_negation(t.form));
        if !frame.clause || !(frame.behind || frame.addressee) || denied || self.is_passive(verb, head) {
            return None;
        }
        let next = head + 1;
        let that = (next..self.0.len().min(next + HEARER))
            .take_while(|at| *at == next || self.0[*at].gap != Gap::Break);
        let that = that.into_iter().find(|at| self.0[*at].form == "that");
        if let Some(that) = that {
            return self.clause(that + 1);
        }
        let number = |t: &Token<'_>| opens_noun(t) && !is_determiner(t.form);
        let about = |t: &Token<'_>| is_preposition(t.form) && self.0.get(next + 1).is_some_and(number);
        let bare = frame.behind
            && self.0.get(next).is_some_and(|t| t.gap == Gap::Open && (opens_noun(t) || about(t)))
            && self.later(next);
        if bare { self.clause(next) } else { None }
    }

    /// Behind what joins a clause to what stands before it, and behind a clause of circumstance with a comma.
    fn opened(&self, from: usize) -> usize {
        let mut at = from;
        while let Some(token) = self.0.get(at) {
            let circumstance = is_circumstance(token.form);
            // "That may be so", "That boat may be so"
            if token.form == "that" && (token.capital || self.0.get(at + 1).is_some_and(|t| is_help(t.form)))
            {
                break;
            }
            if circumstance && let Some(next) = self.behind_comma(at) {
                at = next;
            } else if circumstance && let Some(next) = (at + 3..self.0.len()).find(|i| self.is_who_does(*i)) {
                at = next;
            } else if at + 1 < self.0.len()
                && matches!(
                    token.form,
                    "that"
                        | "and"
                        | "but"
                        | "or"
                        | "so"
                        | "how"
                        | "why"
                        | "whether"
                        | "where"
                        | "also"
                        | "then"
                        | "however"
                        | "meanwhile"
                        | "still"
                        | "yet"
                )
                && !token.time
            {
                at += 1;
            } else {
                break;
            }
        }
        at
    }

    /// The word behind the first comma with a verb behind it.
    fn behind_comma(&self, at: usize) -> Option<usize> {
        let comma = |i: &usize| self.0[*i].gap == Gap::Comma;
        (at + 1..self.0.len())
            .take_while(|i| self.0[*i].gap != Gap::Break)
            .filter(comma)
            .filter(|i| {
                let form = self.0[*i].form;
                !is_regular_past(form) && !is_help(form) && !is_conjunction(form)
            })
            .find(|i| self.later(*i) || self.main_verb(*i).is_some())
    }

    /// Behind what stands before the subject: "On Monday", "In Orlo,", "Speaking to the press,".
    fn subject_start(&self, start: usize) -> usize {
        let mut at = start;
        while let Some(token) = self.0.get(at) {
            let amount = |t: &Token<'_>| {
                t.form.starts_with(|c: char| c.is_ascii_digit()) && !t.time
                    || matches!(t.form, "least" | "most" | "many" | "few")
            };
            let led = (is_preposition(token.form) || is_time_lead(token.form) || token.form == "to")
                && !self.0.get(at + 1).is_some_and(amount);
            let (mut end, mut time) = (at, false);
            // "On Monday", "late last year", "Monday"
            while self.0.get(end).is_some_and(|t| t.time) || end - at < 3 && led && self.time_follows(end) {
                time |= self.0[end].time;
                end += 1;
            }
            if time && self.0.get(end).is_some_and(|t| t.gap != Gap::Break && !self.is_finite(end, at)) {
                at = end;
                continue;
            }
            let adverb = is_adverb(token.form) && at + 1 < self.0.len();
            if adverb && self.0[at + 1].gap == Gap::Comma {
                at += 1;
                continue;
            }
            let participle = token.form.ends_with("ing") || token.form.ends_with("ed") && is_verb(token.form);
            let led = led && !is_time_lead(token.form);
            if led || participle && !token.name {
                match self.behind_comma(at) {
                    Some(next) => {
                        at = next;
                        continue;
                    }
                    // "In Orlo three men were killed"
                    None if led && token.form != "to" => {
                        let name = (at + 1..self.0.len().min(at + 4)).find(|i| self.0[*i].name);
                        if let Some(mut end) = name {
                            while self.0.get(end).is_some_and(|t| t.name) {
                                end += 1;
                            }
                            if end < self.0.len() && !self.is_finite(end, at) {
                                at = end;
                            }
                        }
                    }
                    None => {}
                }
            }
            break;
        }
        at
    }

    /// The subject that starts at a place, and the place of its verb.
    fn main_verb(&self, lo: usize) -> Option<(Range<usize>, usize)> {
        let mut else_found = None;
        self.sure_verb(lo, &mut else_found).or(else_found.filter(|_| self.1))
    }

    /// The same; `else_found` is what may be it where a sentence has no other verb.
    fn sure_verb(
        &self,
        lo: usize,
        else_found: &mut Option<(Range<usize>, usize)>,
    ) -> Option<(Range<usize>, usize)> {
        let (mut lo, mut subject_end, mut owed) = (lo, None, 0);
        let mut skipped = lo;
        let mut at = lo;
        while at < self.0.len() {
            let token = &self.0[at];
            if token.gap == Gap::Break && at > lo {
                return None;
            }
            if token.gap == Gap::Comma && at > lo && at != skipped {
                // "in Orlo, Velm, were"
                let behind = (at..self.0.len()).find(|i| !self.0[*i].name);
                if let Some(behind) = behind.filter(|b| {
                    *b > at && self.0[at - 1].name && self.0[*b].gap == Gap::Comma && self.is_where(at - 1)
                }) {
                    (at, skipped) = (behind, behind);
                    continue;
                }
                let verb = (at..self.0.len())
                    .take_while(|i| self.0[*i].gap != Gap::Break)
                    .find(|i| self.is_finite(*i, lo))?;
                let commas = |i: usize| (i..=verb).rev().find(|i| self.0[*i].gap == Gap::Comma);
                let last = commas(at).unwrap_or(at);
                if is_relative(token.form)
                    || is_subordinator(token.form)
                    || token.form.ends_with("ing")
                    || is_preposition(token.form) && last == at
                {
                    // ", who has led it since May," and ", speaking in Orlo,"
                    let next =
                        (at + 1..self.0.len()).find(|i| matches!(self.0[*i].gap, Gap::Comma | Gap::Break))?;
                    subject_end.get_or_insert(at);
                    (at, skipped) = (next, next);
                    continue;
                }
                let row = |range: Range<usize>| self.0[range].iter().any(|t| matches!(t.form, "and" | "or"));
                if last == verb {
                    subject_end.get_or_insert(at);
                    (at, skipped) = (verb, verb);
                    continue;
                }
                if row(at..verb)
                    && (last == at || matches!(self.0[last].form, "and" | "or") || row(last..verb))
                {
                    at = verb;
                    continue;
                }
                if last == at {
                    // What stood before the comma was no subject, or who says it stands behind.
                    if else_found.is_some() {
                        return None;
                    }
                    (lo, at, skipped, subject_end) = (at, at, at, None);
                    continue;
                }
                subject_end.get_or_insert(at);
                (at, skipped) = (last, last);
                continue;
            }
            if at > lo && self.opens_about(at) {
                subject_end.get_or_insert(at);
                owed += 1;
                at += 1;
                continue;
            }
            if matches!(token.form, "because" | "while" | "although" | "though" | "if" | "unless") && at > lo
            {
                return None;
            }
            if self.is_finite(at, lo) {
                if owed > 0 {
                    owed -= 1;
                    at = self.head(at) + 1;
                    continue;
                }
                if self.is_adjective(at) {
                    at += 1;
                    continue;
                }
                if self.is_about_noun(at) {
                    subject_end.get_or_insert(at);
                    at += 1;
                    continue;
                }
                let end = subject_end.unwrap_or(at).max(lo);
                // "Moving forward we will"
                let who = (lo + 1..end).rev().find(|i| !is_adverb(self.0[*i].form));
                let who = who.filter(|i| {
                    self.is_who_does(*i) && self.0[*i - 1].form != "and" && subject_end.is_none()
                });
                let led = is_preposition(self.0[lo].form)
                    || self.0[lo].form.ends_with("ing")
                    || is_adverb(self.0[lo].form);
                // "the boat they sold"
                if let Some(who) = who.filter(|_| !led) {
                    // "Every evening they sold" has no other verb.
                    else_found.get_or_insert((who..end, at));
                    subject_end = Some(who);
                    at = self.head(at) + 1;
                    continue;
                }
                // "concerns its lamps would break"
                let simple = |i: usize| {
                    !self.0[lo + usize::from(led || self.0[lo].form == "to")..i].iter().any(|t| {
                        t.form == "to"
                            || t.form.ends_with("ing")
                            || t.form.ends_with("ed")
                            || is_preposition(t.form)
                            || t.gap == Gap::Comma
                    })
                };
                let noun = (lo + 1..end).rev().find(|i| {
                    let before = &self.0[*i - 1];
                    let article = matches!(
                        self.0[*i].form,
                        "the" | "a" | "an" | "its" | "his" | "her" | "their" | "my" | "our" | "your"
                    );
                    article
                        && self.0[*i].gap == Gap::Open
                        && simple(*i)
                        && !is_conjunction(before.form)
                        && !is_determiner(before.form)
                        && !is_adverb(before.form)
                        && before.form != "half"
                        && before.gap != Gap::Hyphen
                });
                let who = who.or(noun);
                return Some((who.unwrap_or(lo)..end, at));
            }
            // "Divers work at the lock" has no other verb.
            if at > lo && self.is_bare_verb(at) {
                else_found.get_or_insert((lo..at, at));
            }
            at += 1;
        }
        None
    }
}
