//! The words of a sentence → its main clause: subject, verb, and what belongs to the verb.
//!
//! No grammar is parsed: a clause is read from left to right by closed classes of words (what helps a verb, what leads to
//! a place, what opens a clause) and by a list of verbs. Where that does not tell, nothing is found.

use std::ops::Range;

use backstory_lexicon::{is_verb, verbs};
use backstory_model::Span;

/// Words of an action that are shown; longer ones are cut before their last phrase.
const LONG: usize = 14;

/// Words of a row ("gates, boats and two ferries") between a comma and its "and".
const ROW: usize = 8;

/// Words behind a verb of saying among which the "that" of what is said stands.
const HEARER: usize = 7;

/// One word of a sentence.
#[derive(Clone, Debug)]
pub(super) struct Token<'t> {
    /// Where it stands.
    pub(super) span: Span,
    /// Folded.
    pub(super) form: &'t str,
    /// Whether it starts with a capital.
    pub(super) capital: bool,
    /// Whether it is a part of a name.
    pub(super) name: bool,
    /// Whether it is a part of a time expression.
    pub(super) time: bool,
    /// What stands between it and the word before.
    pub(super) gap: Gap,
}

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// White space, and marks that divide nothing.
    Open,
    /// "-": both are one word.
    Hyphen,
    /// The apostrophe of "the officials' demand".
    Possessive,
    /// A comma, a dash or a bracket.
    Comma,
    /// What ends a clause: a semicolon, a colon.
    Break,
}

impl<'t> Token<'t> {
    /// The word, or both words of a short form: "they" and "'re" of "they're".
    pub(super) fn parts(self, text: &str) -> impl Iterator<Item = Token<'t>> {
        let short = self.form.find('\'').filter(|at| {
            let (who, help) = self.form.split_at(*at);
            matches!(help, "'ve" | "'re" | "'ll" | "'d" | "'m")
                || help == "'s" && (is_pronoun(who) || matches!(who, "that" | "who" | "what"))
        });
        let mark = short.and_then(|_| self.span.of(text).find(['\'', '’', 'ʼ']));
        let (Some(at), Some(mark)) = (short, mark) else { return [Some(self), None].into_iter().flatten() };
        let (start, end) = (self.span.start as usize, self.span.end as usize);
        let who = Token { span: Span::new(start, start + mark), form: &self.form[..at], ..self.clone() };
        let help = Token {
            span: Span::new(start + mark, end),
            form: &self.form[at..],
            capital: false,
            gap: Gap::Open,
            ..self
        };
        [Some(who), Some(help)].into_iter().flatten()
    }
}

impl Gap {
    /// What these characters are.
    pub(super) fn of(between: &str) -> Self {
        if between == ":" {
            // "9:30"
            Gap::Open
        } else if between.contains([';', ':', '…', '?', '!', '\n']) {
            Gap::Break
        } else if between.contains([',', '(', ')', '[', ']', '–', '—'])
            || between.contains(" - ")
            || between.contains("--")
        {
            Gap::Comma
        } else if between == "-" {
            Gap::Hyphen
        } else if between == "' " || between == "’ " {
            Gap::Possessive
        } else {
            Gap::Open
        }
    }
}

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
pub(super) struct Words<'t>(pub(super) Vec<Token<'t>>, pub(super) bool);

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
        let past = |form: &str| is_regular_past(form) && thing || is_past(form);
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
            form if bare && !self.1 && is_gerund(form) && self.behind_comma(start).is_none() => {
                (start..start, start)
            }
            _ => self.main_verb(subject)?,
        };
        let head = self.head(verb);
        if let Some(told) = self.told(verb, head) {
            return Some(told);
        }
        let (end, agent) = self.complement(verb, head);
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

    /// Whether a word is a pronoun that can only be a subject, with its verb behind it.
    fn is_who_does(&self, at: usize) -> bool {
        let who =
            matches!(self.0[at].form, "i" | "he" | "she" | "we" | "they") && self.0[at].gap != Gap::Hyphen;
        who && (at + 1..self.0.len())
            .find(|i| !is_adverb(self.0[*i].form))
            .is_some_and(|next| self.is_finite(next, at))
    }

    /// The word behind the first comma with a verb behind it.
    fn behind_comma(&self, at: usize) -> Option<usize> {
        let comma = |i: &usize| self.0[*i].gap == Gap::Comma;
        (at + 1..self.0.len())
            .take_while(|i| self.0[*i].gap != Gap::Break)
            .filter(comma)
            .filter(|i| !is_regular_past(self.0[*i].form))
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
            if led || participle && !token.name {
                match self.behind_comma(at) {
                    Some(next) => {
                        at = next;
                        continue;
                    }
                    // "In Orlo three men were killed"
                    None if led => {
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

    fn time_follows(&self, at: usize) -> bool {
        let lead =
            self.0.get(at).is_some_and(|t| is_preposition(t.form) || is_time_lead(t.form) || t.form == "the");
        let next = self.0.get(at + 1);
        lead && next
            .is_some_and(|t| t.time || is_time_lead(t.form) && self.0.get(at + 2).is_some_and(|t| t.time))
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

    /// Whether a word opens a clause about the noun before it; "of that ship" opens none.
    fn opens_about(&self, at: usize) -> bool {
        let form = self.0[at].form;
        let that = form == "that" && at > 0 && is_preposition(self.0[at - 1].form);
        is_relative(form) && !that && !self.0[at].name
    }

    /// Whether a name stands behind a word that leads to a place.
    fn is_where(&self, at: usize) -> bool {
        let lead = (0..at).rev().find(|i| !self.0[*i].name);
        lead.is_some_and(|i| matches!(self.0[i].form, "in" | "at" | "near" | "from" | "outside" | "of"))
    }

    /// Whether a word is a verb with a subject: neither a part of a name nor a noun or adjective by what stands before it.
    fn is_finite(&self, at: usize, lo: usize) -> bool {
        let token = &self.0[at];
        if is_preposition(token.form)
            || is_adverb(token.form)
            || is_determiner(token.form)
            || is_subordinator(token.form)
        {
            return false;
        }
        if token.name
            || token.time
            || token.capital
            || token.gap == Gap::Hyphen
            || self.0.get(at + 1).is_some_and(|t| t.gap == Gap::Hyphen)
        {
            return false;
        }
        let before = (lo..at).rev().find(|i| !is_adverb(self.0[*i].form));
        let Some(before) = before.map(|i| &self.0[i]) else { return false };
        if matches!(before.form, "to" | "be" | "been" | "being" | "having") {
            return false;
        }
        let joined = before.gap == Gap::Hyphen;
        if is_help(token.form) {
            return !is_article(before.form)
                && (joined || !is_preposition(before.form) || matches!(token.form, "is" | "was"));
        }
        if is_determiner(before.form)
            || is_possessive(before.form)
            || token.gap == Gap::Possessive
            || !joined && is_preposition(before.form)
            || is_conjunction(before.form)
        {
            return false;
        }
        let form = token.form;
        if matches!(before.form, "more" | "most" | "less" | "very" | "so" | "too") {
            return false;
        }
        if is_past(form) || is_past_or_participle(form) || is_regular_past(form) {
            return true;
        }
        if is_relative(before.form) && is_verb(form) {
            return true;
        }
        let next = self.0.get(at + 1).filter(|t| matches!(t.gap, Gap::Open));
        let object = next.is_some_and(|t| opens_noun(t) || t.form == "to" || is_object(t.form));
        // "The effect of the talks remains", "talks in Orlo remain"
        let of = (lo + 1..at).find(|i| is_preposition(self.0[*i].form) && self.0[*i].form != "than");
        let of_whom = of.map_or(before, |of| &self.0[of - 1]);
        let plural = matches!(
            of_whom.form,
            "they"
                | "we"
                | "i"
                | "you"
                | "who"
                | "people"
                | "police"
                | "men"
                | "women"
                | "children"
                | "which"
                | "that"
        ) || of_whom.form.ends_with('s')
            && !of_whom.form.ends_with("ss")
            && !of_whom.form.ends_with("'s");
        let third = form.len() > 3 && form.ends_with('s') && !form.ends_with("ss") && !form.ends_with("'s");
        let adjective = !before.name
            && !before.time
            && !before.capital
            && ["al", "ic", "ive", "ous", "ary", "ful", "less", "ble"]
                .iter()
                .any(|end| before.form.ends_with(end));
        let number = before.form.starts_with(|c: char| c.is_ascii_digit()) || is_count(before.form);
        if number || adjective && !backstory_lexicon::is_person_noun(before.form) {
            return false;
        }
        if third {
            let known = is_verb(form) || verbs::lookup(form).is_some_and(|(_, f)| f == verbs::Form::Third);
            let noun = next.is_some_and(|t| {
                is_help(t.form) || is_past(t.form) || is_past_or_participle(t.form) || t.form.ends_with("ed")
            });
            let singular = !plural || matches!(of_whom.form, "who" | "which" | "that");
            if matches!(before.form, "he" | "she" | "it") {
                return true;
            }
            let sure =
                before.name || is_pronoun(before.form) || is_relative(before.form) || token.gap == Gap::Comma;
            // "his travels and his home"
            let row = self.0.get(at + 1).is_some_and(|t| is_conjunction(t.form));
            return singular && !noun && (object || known && (sure || !row && !self.later(at + 1)));
        }
        // "They want", "officials want"
        let base = is_verb(form)
            || verbs::lookup(form).is_some_and(|(frame, f)| f == verbs::Form::Base && !frame.noun);
        base && plural && (object || !self.later(at + 1))
    }

    /// Whether a past form says of the noun before it what was done to it: "the men `killed` in the raid were sailors".
    fn is_about_noun(&self, at: usize) -> bool {
        let form = self.0[at].form;
        if is_help(form) || is_past(form) || !(form.ends_with("ed") || is_past_or_participle(form)) {
            return false;
        }
        let particle =
            |form: &str| is_adverb(form) || matches!(form, "out" | "up" | "off" | "down" | "away" | "back");
        let next = (at + 1..self.0.len()).find(|i| !particle(self.0[*i].form));
        let Some(next) = next.filter(|n| !matches!(self.0[*n].gap, Gap::Comma | Gap::Break)) else {
            return false;
        };
        let token = &self.0[next];
        let bare = is_preposition(token.form) || token.form == "to" || token.time;
        token.form == "by"
            || is_help(token.form)
            || bare
                && verbs::lookup(form).is_none_or(|(frame, _)| !frame.behind)
                && (!self.1 || self.later(next))
    }

    /// Whether a word that may be a noun stands where the verb of a plural subject would: "divers `work` at the lock".
    fn is_bare_verb(&self, at: usize) -> bool {
        let (before, token) = (&self.0[at - 1], &self.0[at]);
        let plural = before.form.ends_with('s')
            && !before.form.ends_with("ss")
            && !before.form.ends_with("'s")
            && before.gap != Gap::Hyphen;
        let word = |t: &Token<'_>| t.gap == Gap::Open && !t.name && !t.capital && !t.time;
        let plain = word(token)
            && token.form.len() > 2
            && !token.form.ends_with("ing")
            && !opens_noun(token)
            && !is_preposition(token.form)
            && !is_adverb(token.form)
            && !is_conjunction(token.form)
            && !is_relative(token.form)
            && !is_subordinator(token.form)
            && token.form != "to";
        let next = self.0.get(at + 1);
        // "The sale rests on a loan", "the divers work at the lock"
        let third = token.form.ends_with('s') && !token.form.ends_with("ss") && !token.form.ends_with("'s");
        let person = backstory_lexicon::is_person_noun(token.form.trim_end_matches('s'));
        let noun = is_determiner(before.form)
            || is_preposition(before.form)
            || is_count(before.form)
            || before.form.starts_with(|c: char| c.is_ascii_digit());
        plural != third
            && !person
            && !noun
            && plain
            && next.is_some_and(|t| {
                t.gap == Gap::Open && (is_preposition(t.form) && t.form != "of" || is_determiner(t.form))
            })
    }

    /// Whether a past form stands before the noun it is about: "nineteen `jailed` sailors were let out".
    fn is_adjective(&self, at: usize) -> bool {
        let form = self.0[at].form;
        let past = !is_help(form) && (is_regular_past(form) || is_past_or_participle(form));
        let Some(next) = self.0.get(at + 1).filter(|t| t.gap == Gap::Open) else { return false };
        let noun = !opens_noun(next)
            && !is_preposition(next.form)
            && !is_adverb(next.form)
            && !is_object(next.form)
            && !is_conjunction(next.form)
            && !next.time
            && !matches!(next.form, "to" | "that" | "out" | "up" | "down" | "back" | "off" | "away");
        past && noun && verbs::lookup(form).is_none() && self.later(at + 1)
    }

    /// Whether a verb that can only have a subject of its own comes before the clause ends.
    fn later(&self, from: usize) -> bool {
        for at in from..self.0.len() {
            let token = &self.0[at];
            if at > from && matches!(token.gap, Gap::Comma | Gap::Break)
                || is_relative(token.form)
                || is_conjunction(token.form)
                || is_subordinator(token.form)
            {
                return false;
            }
            if at == from {
                continue;
            }
            // "the boat they sold"
            if matches!(token.form, "i" | "he" | "she" | "we" | "they") {
                return false;
            }
            if !self.is_finite(at, from) {
                continue;
            }
            let object =
                self.0.get(at + 1).is_some_and(|t| opens_noun(t) || is_object(t.form) || t.form == "that");
            if is_help(token.form)
                || is_past(token.form)
                || object
                || at + 1 == self.0.len() && !token.form.ends_with("ed")
            {
                return true;
            }
            if !self.0.get(at + 1).is_some_and(|t| t.form == "by")
                && token.form.ends_with("ed")
                && from + 1 < at
                && !is_preposition(self.0[at - 1].form)
            {
                return true;
            }
        }
        false
    }

    /// The last word of a verb: of "had not yet been sold", "sold"; of "is unsafe", "is".
    fn head(&self, verb: usize) -> usize {
        let mut head = verb;
        let mut at = verb;
        while is_help(self.0[at].form) || matches!(self.0[at].form, "be" | "been" | "being") {
            let next = (at + 1..self.0.len())
                .find(|i| !is_adverb(self.0[*i].form) && !matches!(self.0[*i].form, "since" | "so" | "far"));
            let Some(next) = next.filter(|n| !matches!(self.0[*n].gap, Gap::Comma | Gap::Break)) else {
                break;
            };
            let token = &self.0[next];
            let form = token.form;
            let verbal = is_help(form)
                || matches!(form, "be" | "been" | "being")
                || is_past_or_participle(form)
                || is_past(form)
                || is_verb(form)
                || form.ends_with("ing")
                || form.ends_with("ed")
                || form.ends_with("en")
                || form.ends_with("wn");
            if !verbal || token.name || token.capital {
                break;
            }
            (at, head) = (next, next);
        }
        head
    }

    /// Whether a verb is in the passive.
    fn is_passive(&self, verb: usize, head: usize) -> bool {
        let form = self.0[head].form;
        let be = |t: &Token<'_>| is_be(t.form);
        head > verb
            && self.0[verb..head]
                .iter()
                .rev()
                .find(|t| !is_adverb(t.form) && !is_negation(t.form))
                .is_some_and(be)
            && !form.ends_with("ing")
    }

    /// One past the last word of an action, and who does it in the passive.
    fn complement(&self, verb: usize, head: usize) -> (usize, Option<Range<usize>>) {
        let passive = self.is_passive(verb, head);
        let (mut at, mut agent, mut row) = (head + 1, None, None);
        // Whether a comma or the end of the sentence ends it: "who he met with" is whole.
        let mut whole = true;
        while at < self.0.len() {
            let token = &self.0[at];
            let form = token.form;
            let first = at == head + 1;
            if token.gap == Gap::Break {
                break;
            }
            if token.gap == Gap::Comma {
                match self.row_end(at) {
                    Some(end) => row = Some(end),
                    None if row.is_some_and(|end| at < end) => {}
                    // "think the next one, the Orlo Star, is", "in Orlo, Velm"
                    None if token.name && self.0[at - 1].name => {}
                    // "warned Kell, 62, against"
                    None if form.starts_with(|c: char| c.is_ascii_digit())
                        && self.0.get(at + 1).is_some_and(|t| t.gap == Gap::Comma) =>
                    {
                        at += 2;
                        continue;
                    }
                    // "a calm, sunny day"
                    None if is_determiner(self.0[at - 2].form)
                        && !opens_noun(token)
                        && !is_relative(form)
                        && !is_preposition(form)
                        && !is_conjunction(form)
                        && !is_subordinator(form)
                        && !form.ends_with("ing")
                        && !self.later(at) => {}
                    None if !first && let Some(verb) = self.aside(at) => {
                        at = verb;
                        continue;
                    }
                    None => break,
                }
            }
            let whom = matches!(
                self.0[at - 1].form,
                "those" | "everybody" | "everyone" | "anybody" | "anyone" | "all"
            );
            if self.opens_about(at) && !whom && !(first && form != "which") {
                whole = false;
                break;
            }
            if form == "that"
                && self.opens_about(at)
                && !first
                && !self.0[head + 1..at].iter().all(|t| is_object(t.form))
            {
                whole = false;
                break;
            }
            if !first && self.is_who_does(at) && verbs::lookup(self.0[head].form).is_none() {
                whole = false;
                break;
            }
            let opens =
                is_subordinator(form) && form != "whether" || is_time_lead(form) && self.time_follows(at);
            // "served as mayor", "asked when it sank"
            let asks = matches!(form, "if" | "where" | "when") && verbs::lookup(self.0[head].form).is_some();
            if opens && !(first && (form == "as" || asks)) {
                let next = self.0.get(at + 1);
                if !matches!(form, "as" | "once")
                    || self.later(at + 1)
                    || next.is_some_and(|t| t.name || is_pronoun(t.form))
                {
                    whole = false;
                    break;
                }
            }
            if is_conjunction(form) && row.is_none_or(|end| at >= end) && self.is_new_clause(at + 1) {
                whole = false;
                break;
            }
            let time = self.time_end(at);
            if let Some(end) = time {
                // "agreed on Monday to pay"
                let goes_on = first
                    && self.0.get(end).is_some_and(|t| {
                        t.gap == Gap::Open
                            && (t.form == "to"
                                || t.form == "that"
                                || opens_noun(t)
                                || is_preposition(t.form)
                                    && !is_subordinator(t.form)
                                    && self.time_end(end).is_none())
                    });
                if goes_on {
                    at = end;
                    continue;
                }
                whole = false;
                break;
            }
            if passive && form == "by" && agent.is_none() {
                agent = self.agent(at + 1);
                if let Some(found) = &agent {
                    at = found.end;
                    continue;
                }
            }
            if at - verb >= LONG {
                let cut = (head + 2..at).rev().find(|i| {
                    let form = self.0[*i].form;
                    (is_preposition(form) && form != "of"
                        || is_conjunction(form)
                        || form == "that"
                        || form == "to")
                        && self.0[*i].gap != Gap::Hyphen
                });
                at = cut.unwrap_or(at);
                whole = false;
                break;
            }
            at += 1;
        }
        while at > head + 1
            && (!whole
                && at > head + 2
                && (is_preposition(self.0[at - 1].form)
                    || matches!(
                        self.0[at - 1].form,
                        "what" | "how" | "why" | "which" | "who" | "that" | "whether"
                    ))
                || is_loose(self.0[at - 1].form)
                || is_determiner(self.0[at - 1].form) && self.0[at - 1].form != "that")
        {
            at -= 1;
        }
        (at, agent)
    }

    /// The verb behind an aside that a comma opens and another closes.
    fn aside(&self, comma: usize) -> Option<usize> {
        let next = (comma + 1..self.0.len().min(comma + ROW))
            .find(|i| matches!(self.0[*i].gap, Gap::Comma | Gap::Break))?;
        let named = !is_relative(self.0[comma].form) && !self.0[comma].form.ends_with("ing");
        let verb =
            self.0[next].gap == Gap::Comma && (is_help(self.0[next].form) || is_past(self.0[next].form));
        (named && verb && !(comma + 1..next).any(|i| self.is_finite(i, comma))).then_some(next)
    }

    /// One past the words behind "by" that name who does something; None where they name how, when or by how much.
    fn agent(&self, from: usize) -> Option<Range<usize>> {
        let first = self.0.get(from)?;
        let person = |form: &str| backstory_lexicon::is_person_noun(form.strip_suffix('s').unwrap_or(form));
        let who = first.name
            || first.capital
            || opens_noun(first)
            || first.form.ends_with('s')
            || person(first.form)
            || matches!(first.form, "police" | "troops");
        let number = first.form.starts_with(|c: char| c.is_ascii_digit());
        if !who
            || first.form.ends_with("ing")
            || first.time
            || number && first.gap != Gap::Open
            || matches!(first.gap, Gap::Comma | Gap::Break)
        {
            return None;
        }
        let end = self.thing_end(from);
        let amount = self.0[from..end].iter().all(|t| {
            t.form.starts_with(|c: char| c.is_ascii_digit())
                || matches!(
                    t.form,
                    "percent" | "about" | "million" | "billion" | "per" | "cent" | "a" | "half" | "third"
                )
        });
        (!amount).then_some(from..end)
    }

    /// One past the words for a thing that start at a place.
    fn thing_end(&self, from: usize) -> usize {
        let end = (from + 1..self.0.len()).find(|i| {
            let token = &self.0[*i];
            matches!(token.gap, Gap::Comma | Gap::Break)
                || is_preposition(token.form) && token.form != "of"
                || is_relative(token.form)
                || is_subordinator(token.form)
                || is_conjunction(token.form) && self.is_new_clause(*i + 1)
                || token.form == "to"
                || token.form.ends_with("ing") && !token.name
                || self.time_end(*i).is_some()
                || token.form.ends_with("ed") && is_verb(token.form) && !is_determiner(self.0[*i - 1].form)
        });
        end.unwrap_or(self.0.len())
    }

    /// One past a time expression at a place, with the words that lead to it; None where there is none.
    pub(super) fn time_end(&self, at: usize) -> Option<usize> {
        // "at the end of last year"
        if self.0.get(at)?.form == "of" || at > 0 && self.0[at - 1].form == "of" {
            return None;
        }
        let mut end = at;
        while end - at < 3 && !self.0.get(end)?.time {
            let form = self.0[end].form;
            if !(is_preposition(form) || is_time_lead(form) || end > at && form == "the")
                || end > at && self.0[end].gap != Gap::Open
            {
                return None;
            }
            end += 1;
        }
        if !self.0.get(end)?.time {
            return None;
        }
        while self.0.get(end).is_some_and(|t| t.time) {
            end += 1;
        }
        // "months before the talks"
        if matches!(self.0[end - 1].form, "before" | "after" | "since" | "following" | "of" | "to")
            && self
                .0
                .get(end)
                .is_some_and(|t| t.gap == Gap::Open && !is_preposition(t.form) && !is_pronoun(t.form))
        {
            return Some(self.thing_end(end));
        }
        // "the Jan. 3 raid" is a raid.
        let noun = self.0.get(end).is_some_and(|t| t.gap == Gap::Possessive || t.gap == Gap::Hyphen)
            || self.0[end - 1].form.ends_with("'s")
            || at > 0
                && end - at == self.0[at..end].iter().filter(|t| t.time).count()
                && is_determiner(self.0[at - 1].form)
                && !self.0[at].form.starts_with("the");
        let article = self.0[at..end].iter().any(|t| is_article(t.form) && !t.time);
        let thing = article
            && self.0.get(end).is_some_and(|t| {
                let other = is_preposition(t.form)
                    || is_conjunction(t.form)
                    || is_adverb(t.form)
                    || is_help(t.form)
                    || is_relative(t.form)
                    || is_subordinator(t.form)
                    || t.form == "to"
                    || t.form.ends_with("ed");
                t.gap == Gap::Open && !other && !opens_noun(t)
            });
        (!noun && !thing).then_some(end)
    }

    /// The end of a row that a comma goes on with; None where it ends a clause or opens an aside.
    fn row_end(&self, comma: usize) -> Option<usize> {
        let and = (comma..self.0.len().min(comma + ROW)).find(|i| matches!(self.0[*i].form, "and" | "or"))?;
        let inside = &self.0[comma..and];
        let stop = |t: &Token<'_>| {
            is_relative(t.form)
                || is_subordinator(t.form)
                || t.gap == Gap::Break
                || is_pronoun(t.form)
                || t.time
                || is_preposition(t.form) && t.form != "of"
                || t.form.ends_with("ing")
        };
        let verb = |i: usize| self.is_finite(i, comma.saturating_sub(1));
        (!inside.is_empty()
            && !self.0[and].name
            && !inside.iter().any(stop)
            && !(comma..and).any(verb)
            && !self.is_new_clause(and + 1))
        .then_some(and + 1)
    }

    /// Whether a verb with or without a subject of its own follows.
    fn is_new_clause(&self, at: usize) -> bool {
        let Some(first) = (at..self.0.len()).find(|i| !is_adverb(self.0[*i].form)) else { return false };
        let token = &self.0[first];
        let form = token.form;
        if token.name || token.time {
            return self.later(first);
        }
        is_help(form)
            || is_past(form)
            || is_past_or_participle(form)
            || is_regular_past(form)
            || matches!(form, "that" | "then" | "not")
            || is_subordinator(form)
            || is_relative(form)
            || is_pronoun(form) && form != "you" && form != "it"
            || form.ends_with('s')
                && is_verb(form)
                && self.0.get(first + 1).is_some_and(|t| opens_noun(t) || is_object(t.form))
            || self.later(first)
    }

    /// One past the last word of the clause whose action ends at a place: times and places that follow are its own.
    fn clause_end(&self, from: usize) -> usize {
        let mut at = from;
        while let Some(token) = self.0.get(at) {
            let form = token.form;
            let lead = self.time_end(at).is_some() || is_preposition(form);
            if token.gap == Gap::Break
                || token.gap == Gap::Comma && !lead
                || is_relative(form)
                || form == "that"
                || is_subordinator(form)
                    && self.time_end(at).is_none()
                    && !(matches!(form, "as" | "once") && !self.later(at + 1))
                || is_conjunction(form) && self.is_new_clause(at + 1)
            {
                break;
            }
            at += 1;
        }
        at
    }
}

/// Words that open a clause of circumstance.
fn is_circumstance(form: &str) -> bool {
    matches!(
        form,
        "when"
            | "if"
            | "as"
            | "after"
            | "since"
            | "because"
            | "while"
            | "although"
            | "though"
            | "before"
            | "once"
            | "until"
            | "unless"
    )
}

/// Whether a word opens the words for a thing: "the", "his", "three", a name.
fn opens_noun(token: &Token<'_>) -> bool {
    is_determiner(token.form)
        || token.name
        || token.capital
        || token.form.starts_with(|c: char| c.is_ascii_digit())
        || is_pronoun(token.form)
        || is_count(token.form)
}

pub(super) fn is_count(form: &str) -> bool {
    matches!(
        form,
        "one"
            | "two"
            | "three"
            | "four"
            | "five"
            | "six"
            | "seven"
            | "eight"
            | "nine"
            | "ten"
            | "eleven"
            | "twelve"
            | "dozens"
            | "hundreds"
            | "thousands"
            | "several"
            | "many"
            | "some"
            | "both"
    )
}

/// Whether a word helps another verb or is the plain "is", in the short forms too.
pub(super) fn is_help(form: &str) -> bool {
    let form = form.strip_suffix("n't").map_or(form, |stem| match stem {
        "wo" => "will",
        "ca" => "can",
        other => other,
    });
    verbs::is_auxiliary(form) || matches!(form, "cannot" | "'ll" | "'re" | "'ve" | "'d" | "'m" | "'s")
}

/// Forms of "be".
fn is_be(form: &str) -> bool {
    matches!(
        form,
        "is" | "was"
            | "are"
            | "were"
            | "be"
            | "been"
            | "being"
            | "'s"
            | "'re"
            | "'m"
            | "isn't"
            | "wasn't"
            | "aren't"
            | "weren't"
    )
}

pub(super) fn is_negation(form: &str) -> bool {
    matches!(form, "not" | "never")
}

pub(super) fn is_adverb(form: &str) -> bool {
    matches!(
        form,
        "also"
            | "already"
            | "still"
            | "now"
            | "yet"
            | "soon"
            | "then"
            | "never"
            | "not"
            | "ever"
            | "always"
            | "often"
            | "just"
            | "even"
            | "again"
            | "later"
            | "once"
            | "twice"
            | "almost"
            | "perhaps"
            | "too"
            | "now'"
            | "instead"
            | "together"
            | "first"
            | "alone"
            | "sometimes"
            | "long"
            | "both"
            | "all"
            | "each"
            | "rather"
            | "only"
    ) || form.len() > 4
        && form.ends_with("ly")
        && !matches!(
            form,
            "family" | "assembly" | "monopoly" | "supply" | "reply" | "apply" | "rally" | "anomaly"
        )
}

pub(super) fn is_determiner(form: &str) -> bool {
    matches!(
        form,
        "the"
            | "a"
            | "an"
            | "this"
            | "these"
            | "those"
            | "his"
            | "her"
            | "their"
            | "its"
            | "my"
            | "our"
            | "your"
            | "no"
            | "any"
            | "some"
            | "each"
            | "every"
            | "another"
            | "whose"
            | "such"
    )
}

/// Determiners behind which always a noun comes.
fn is_article(form: &str) -> bool {
    matches!(
        form,
        "the"
            | "a"
            | "an"
            | "his"
            | "her"
            | "their"
            | "its"
            | "my"
            | "our"
            | "your"
            | "no"
            | "every"
            | "whose"
    )
}

fn is_possessive(form: &str) -> bool {
    form.ends_with("'s") && !matches!(form, "it's" | "he's" | "she's" | "that's" | "there's" | "who's")
}

pub(super) fn is_preposition(form: &str) -> bool {
    matches!(
        form,
        "of" | "in"
            | "at"
            | "on"
            | "by"
            | "with"
            | "from"
            | "for"
            | "into"
            | "onto"
            | "near"
            | "off"
            | "outside"
            | "inside"
            | "around"
            | "within"
            | "across"
            | "along"
            | "about"
            | "against"
            | "among"
            | "between"
            | "during"
            | "through"
            | "throughout"
            | "over"
            | "under"
            | "above"
            | "below"
            | "behind"
            | "beyond"
            | "toward"
            | "towards"
            | "upon"
            | "via"
            | "without"
            | "despite"
            | "amid"
            | "following"
            | "beside"
            | "besides"
            | "like"
            | "since"
            | "until"
            | "before"
            | "after"
            | "as"
            | "per"
            | "including"
            | "than"
    )
}

/// Words that stand before a time or its preposition: "late on Monday", "early last year".
fn is_time_lead(form: &str) -> bool {
    matches!(
        form,
        "late" | "early" | "earlier" | "later" | "last" | "next" | "this" | "mid" | "shortly" | "overnight"
    )
}

pub(super) fn is_relative(form: &str) -> bool {
    matches!(form, "who" | "which" | "whom" | "whose" | "where" | "that")
}

fn is_subordinator(form: &str) -> bool {
    matches!(
        form,
        "when"
            | "while"
            | "because"
            | "since"
            | "although"
            | "though"
            | "unless"
            | "until"
            | "if"
            | "whether"
            | "whereas"
            | "after"
            | "before"
            | "as"
            | "amid"
            | "despite"
            | "following"
            | "so"
            | "once"
            | "even"
            | "where"
            | "but"
            | "including"
    )
}

fn is_conjunction(form: &str) -> bool {
    matches!(form, "and" | "or" | "but" | "nor")
}

pub(super) fn is_pronoun(form: &str) -> bool {
    matches!(form, "i" | "he" | "she" | "it" | "we" | "they" | "you" | "there")
}

fn is_object(form: &str) -> bool {
    matches!(
        form,
        "him" | "her" | "them" | "us" | "me" | "it" | "himself" | "herself" | "itself" | "themselves"
    )
}

/// Words that belong to what follows them: no action ends with one.
fn is_loose(form: &str) -> bool {
    matches!(
        form,
        "and"
            | "or"
            | "but"
            | "of"
            | "to"
            | "with"
            | "at"
            | "for"
            | "from"
            | "into"
            | "than"
            | "as"
            | "also"
            | "about"
            | "between"
            | "late"
            | "early"
            | "even"
            | "including"
            | "both"
            | "just"
            | "only"
            | "like"
    )
}

/// "sailed", but not "need".
fn is_regular_past(form: &str) -> bool {
    let base =
        form.ends_with("eed") && !matches!(form, "agreed" | "decreed" | "freed" | "guaranteed" | "refereed");
    form.len() > 3 && form.ends_with("ed") && !base && is_verb(form)
}

/// "selling", but not "something".
fn is_gerund(form: &str) -> bool {
    let stem = form.strip_suffix("ing");
    stem.is_some_and(|stem| is_verb(stem) || is_verb(&format!("{stem}e")) || verbs::lookup(form).is_some())
}

/// Past forms that are no participle.
fn is_past(form: &str) -> bool {
    matches!(
        form,
        "became"
            | "came"
            | "overcame"
            | "ran"
            | "overran"
            | "arose"
            | "ate"
            | "awoke"
            | "began"
            | "bore"
            | "broke"
            | "chose"
            | "drew"
            | "drove"
            | "drank"
            | "fell"
            | "flew"
            | "forbade"
            | "forgave"
            | "forgot"
            | "froze"
            | "gave"
            | "got"
            | "grew"
            | "hid"
            | "knew"
            | "lay"
            | "overtook"
            | "rang"
            | "rode"
            | "rose"
            | "sang"
            | "sank"
            | "saw"
            | "shook"
            | "shrank"
            | "spoke"
            | "sprang"
            | "stole"
            | "swam"
            | "swore"
            | "threw"
            | "tore"
            | "took"
            | "undertook"
            | "went"
            | "withdrew"
            | "woke"
            | "wore"
            | "wrote"
            | "overthrew"
            | "underwent"
            | "oversaw"
            | "mistook"
            | "blew"
    )
}

/// Irregular past forms that are participles too.
fn is_past_or_participle(form: &str) -> bool {
    matches!(
        form,
        "beat"
            | "bent"
            | "bled"
            | "bought"
            | "bound"
            | "bred"
            | "broadcast"
            | "brought"
            | "built"
            | "burst"
            | "cast"
            | "caught"
            | "clung"
            | "cost"
            | "crept"
            | "cut"
            | "dealt"
            | "dug"
            | "fed"
            | "felt"
            | "fled"
            | "fought"
            | "found"
            | "had"
            | "heard"
            | "held"
            | "hit"
            | "hung"
            | "hurt"
            | "kept"
            | "knelt"
            | "laid"
            | "leapt"
            | "led"
            | "left"
            | "lent"
            | "let"
            | "lit"
            | "lost"
            | "made"
            | "meant"
            | "met"
            | "paid"
            | "put"
            | "quit"
            | "read"
            | "said"
            | "sat"
            | "sent"
            | "set"
            | "shot"
            | "shut"
            | "slept"
            | "slid"
            | "slept'"
            | "sold"
            | "sought"
            | "sped"
            | "spent"
            | "split"
            | "spread"
            | "sprung"
            | "spun"
            | "stood"
            | "struck"
            | "stuck"
            | "stung"
            | "swept"
            | "swung"
            | "taught"
            | "thought"
            | "told"
            | "understood"
            | "upheld"
            | "wept"
            | "withheld"
            | "withstood"
            | "won"
            | "wound"
            | "reset"
            | "rebuilt"
            | "misled"
    )
}
