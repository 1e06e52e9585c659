//! What belongs to a verb: its object, by whom it is done, and where its clause ends.

use std::ops::Range;

use backstory_lexicon::{is_verb, verbs};

use super::{
    classes::{
        is_adverb, is_article, is_conjunction, is_count, is_determiner, is_help, is_loose, is_object,
        is_preposition, is_pronoun, is_regular_past, is_relative, is_subordinator, is_time_lead, opens_noun,
    },
    clause::Words,
    token::{Gap, Token},
};

/// Words of an action that are shown; longer ones are cut before their last phrase.
const LONG: usize = 14;

/// Words of a row ("gates, boats and two ferries") between a comma and its "and".
const ROW: usize = 8;

impl Words<'_> {
    pub(super) fn time_follows(&self, at: usize) -> bool {
        let lead =
            self.0.get(at).is_some_and(|t| is_preposition(t.form) || is_time_lead(t.form) || t.form == "the");
        let next = self.0.get(at + 1);
        lead && next
            .is_some_and(|t| t.time || is_time_lead(t.form) && self.0.get(at + 2).is_some_and(|t| t.time))
    }

    /// One past the last word of an action, and who does it in the passive.
    pub(super) fn complement(&self, verb: usize, head: usize) -> (usize, Option<Range<usize>>) {
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
                    // "means that, in the end, it is over"
                    None if self.0[head + 1].form == "that"
                        && !(head + 2..at).any(|i| self.is_finite(i, head + 1)) => {}
                    // "a calm, sunny day"
                    None if at > 1
                        && (is_determiner(self.0[at - 2].form) || is_preposition(self.0[at - 2].form))
                        && !self.0[at - 1].name
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
            // "so many", "so far"
            let so = form == "so"
                && self.0.get(at + 1).is_some_and(|t| matches!(t.form, "many" | "much" | "few" | "far"));
            let opens = !so && is_subordinator(form) && form != "whether"
                || is_time_lead(form) && self.time_end(at).is_some();
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
            // "neither told nor asked"
            let pair = form == "nor" && self.0[verb..at].iter().any(|t| t.form == "neither");
            if is_conjunction(form) && !pair && row.is_none_or(|end| at >= end) && self.is_new_clause(at + 1)
            {
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
    pub(super) fn aside(&self, comma: usize) -> Option<usize> {
        let next = (comma + 1..self.0.len().min(comma + ROW))
            .find(|i| matches!(self.0[*i].gap, Gap::Comma | Gap::Break))?;
        let named = !is_relative(self.0[comma].form) && !self.0[comma].form.ends_with("ing");
        let verb = self.0[next].gap == Gap::Comma
            && (is_help(self.0[next].form) || verbs::is_past(self.0[next].form));
        (named && verb && !(comma + 1..next).any(|i| self.is_finite(i, comma))).then_some(next)
    }

    /// One past the words behind "by" that name who does something; None where they name how, when or by how much.
    pub(super) fn agent(&self, from: usize) -> Option<Range<usize>> {
        let first = self.0.get(from)?;
        let person = |form: &str| backstory_lexicon::is_person_noun(form.strip_suffix('s').unwrap_or(form));
        let who = first.name
            || first.capital
            || opens_noun(first)
            || first.form.ends_with('s')
            || person(first.form)
            || matches!(first.form, "police" | "troops");
        // "By three people", but not "by 10 minutes"
        let digits = |t: &Token<'_>| t.form.starts_with(|c: char| c.is_ascii_digit());
        let people =
            |t: &Token<'_>| person(t.form) || matches!(t.form, "people" | "others" | "men" | "women");
        let number =
            (digits(first) || is_count(first.form)) && !self.0[from..].iter().skip(1).take(2).any(people);
        if !who
            || first.form.ends_with("ing")
            || first.time
            || number
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
    pub(super) fn thing_end(&self, from: usize) -> usize {
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
        // "at the end of last year"; and no expression starts within another.
        let within = |before: &Token<'_>| before.form == "of" || before.time;
        if self.0.get(at)?.form == "of" || at > 0 && within(&self.0[at - 1]) {
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
    pub(super) fn row_end(&self, comma: usize) -> Option<usize> {
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
    pub(super) fn is_new_clause(&self, at: usize) -> bool {
        let Some(first) = (at..self.0.len()).find(|i| !is_adverb(self.0[*i].form)) else { return false };
        let token = &self.0[first];
        let form = token.form;
        if token.name || token.time {
            return self.later(first);
        }
        is_help(form)
            || verbs::is_past(form)
            || verbs::is_past_or_participle(form)
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
    pub(super) fn clause_end(&self, from: usize) -> usize {
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
                    && (!matches!(form, "as" | "once") || self.later(at + 1))
                || is_conjunction(form) && self.is_new_clause(at + 1)
            {
                break;
            }
            at += 1;
        }
        at
    }
}
