//! The statement that stands for a claim → who did what, when, where and how much of what.
//!
//! `The ferry Orlo Star ran aground off Velm on Monday, said the harbour office.` has the actor "The ferry Orlo Star", the
//! action "ran aground", the time "on Monday" with its day, and the place "off Velm". Each is a stretch of the report's own
//! words; nothing is filled in that the statement does not say: "on Monday" of a report without a date is a time without a
//! day, and a pronoun stays one. Claims are not joined or told apart by this.

mod action;
pub(crate) mod classes;
mod clause;
mod token;
mod verb;

use std::ops::Range;

use backstory_lexicon::verbs;
use backstory_model::{Actor, Attribution, EntityKind, Manner, Named, Part, Quantity, Slots, Span, Time};
use backstory_text::fold;

use crate::{context::Context, features::slice, statements::Said};
use clause::{Clause, Words};
use token::{Gap, Token};

/// Words of an actor that are shown; a longer one is cut before what is said of it.
const LONG: usize = 12;

/// Words behind what is shown within which a quotation that it opened is closed.
const BEHIND: usize = 8;

/// Words between "in" and the name of a place: "in the eastern `Velm`".
const BEFORE_PLACE: usize = 4;

/// A statement taken apart; `quantities` are the numbers in it.
pub(crate) fn of(ctx: &Context, said: &Said, quantities: &[Quantity]) -> Slots {
    let at = ctx.anchor(said.report, said.span);
    let mut slots = Slots { quantities: quantities.to_vec(), ..Slots::new(at) };
    let reading = Reading { ctx, said, text: &ctx.reports[said.report].report.text };
    // Of a quotation over several sentences, the first that has a verb says what it is about.
    let sentences = ctx.texts[said.report].sentences.iter();
    let parts = sentences.filter(|s| s.span.overlaps(said.span)).map(|s| s.span);
    let parts =
        parts.map(|s| Span::new(s.start.max(said.span.start) as usize, s.end.min(said.span.end) as usize));
    for part in parts {
        let words = reading.words(part);
        if let Some(clause) = words.clause(0) {
            reading.fill(&mut slots, &words, &clause);
            break;
        }
    }
    slots
}

/// A statement and its report.
struct Reading<'c, 'a> {
    ctx: &'c Context<'a>,
    said: &'c Said<'a>,
    text: &'c str,
}

impl Reading<'_, '_> {
    /// The words of a sentence of the statement, without those that say who says it.
    fn words(&self, part: Span) -> Words<'_> {
        let annotations = &self.ctx.reports[self.said.report].annotations;
        let names: Vec<Span> = self.mentions().map(|(span, _)| span).filter(|s| part.overlaps(*s)).collect();
        let times: Vec<Span> = slice(&annotations.times, part, |t| t.span)
            .filter(|t| !t.is_present(self.text))
            .map(|t| t.span)
            .collect();
        let mut tokens: Vec<Token<'_>> = Vec::new();
        let mut end = part.start;
        let mut aside = false;
        for word in self.ctx.words_in(self.said.report, part) {
            if self.is_aside(word.span) {
                (aside, end) = (true, word.span.end);
                continue;
            }
            let gap = if tokens.is_empty() {
                Gap::Open
            } else {
                Gap::of(&self.text[end as usize..word.span.start as usize])
            };
            let token = Token {
                span: word.span,
                form: self.ctx.term(word.form),
                capital: word.span.of(self.text).starts_with(char::is_uppercase),
                name: names.iter().any(|n| n.overlaps(word.span)),
                time: times.iter().any(|t| t.overlaps(word.span)),
                gap: if aside { Gap::Comma } else { gap },
            };
            tokens.extend(token.parts(self.text));
            (end, aside) = (word.span.end, false);
        }
        let words = part.of(self.text);
        // Behind "said" stands all of what was said, behind "cited" only what was cited.
        let says = |cue: &Span| {
            let cue = cue.of(self.text);
            let mut words = backstory_text::words(cue, Span::new(0, cue.len())).map(|w| fold(w.of(cue)));
            words.any(|w| w == "according" || verbs::lookup(&w).is_some_and(|(frame, _)| frame.behind))
        };
        let says = |a: &Attribution| a.cue_spans.is_empty() || a.cue_spans.iter().any(says);
        let whole = self.said.attribution.is_none_or(|a| a.manner == Manner::Direct || says(a))
            || words.starts_with(char::is_uppercase)
            || words.starts_with("that ")
            || self
                .said
                .attribution
                .is_some_and(|a| a.cue_spans.iter().any(|c| part.contains(*c) && c.start > part.start));
        Words::new(tokens, whole)
    }

    /// Whether a word stands between two parts of what somebody says: "The gates, `she said`, were shut".
    fn is_aside(&self, word: Span) -> bool {
        let Some(attribution) = self.said.attribution else { return false };
        let contents = &attribution.content_spans;
        // "It is believed to be shut" has its verb there.
        let last = contents.iter().map(|c| c.end).filter(|end| *end <= word.start).max();
        contents.len() > 1
            && last.is_some_and(|end| {
                self.text[..end as usize].ends_with(',')
                    || self.text[end as usize..].starts_with([',', '”', '"', '—'])
            })
            && contents.iter().any(|c| c.start >= word.end)
            && !contents.iter().any(|c| c.overlaps(word))
    }

    /// Names in the statement, each with its entity's place in the annotations.
    fn mentions(&self) -> impl Iterator<Item = (Span, usize)> {
        let entities = self.ctx.reports[self.said.report].annotations.entities.iter().enumerate();
        entities
            .flat_map(|(at, e)| e.spans.iter().map(move |s| (*s, at)))
            .filter(|(s, _)| self.said.span.overlaps(*s))
    }

    fn fill(&self, slots: &mut Slots, words: &Words<'_>, clause: &Clause) {
        let time = self.time(words, clause);
        let place = self.place(words, clause);
        let mut action = clause.action.clone();
        // What stands behind the verb and says when and where is shown as that.
        if let Some((_, at)) = &place
            && at.start > action.start
            && at.end >= action.end
        {
            action.end = action.end.min(at.start);
        }
        // "There were", "it is unclear whether"
        let empty = clause.subject.len() == 1
            && clause.subject.end == action.start
            && is_empty_subject(words, clause, words.0[clause.subject.start].form);
        if empty {
            action.start = clause.subject.start;
        }
        slots.action = Some(self.span(words, &action));
        slots.time = time;
        slots.place = place.map(|(named, _)| named);
        slots.actors = self.actors(words, clause);
    }

    /// Words as they are shown: with the signs that belong to them.
    fn span(&self, words: &Words<'_>, range: &Range<usize>) -> Span {
        let (first, last) = (words.0[range.start].span, words.0[range.end - 1].span);
        let (mut start, mut end) = (first.start as usize, last.end as usize);
        let before = self.text[..start].chars().next_back();
        if let Some(sign) = before.filter(|c| matches!(c, '$' | '€' | '£' | '¥' | '#')) {
            start -= sign.len_utf8();
        }
        let behind = |end: usize| self.text[end..].chars().next();
        if let Some(sign) = behind(end).filter(|c| matches!(c, '%')) {
            end += sign.len_utf8();
        }
        // "U.S.", "Jr.", "Co."
        let word = last.of(self.text);
        let short = word.contains('.') || matches!(word, "Jr" | "Sr" | "Inc" | "Co" | "Corp" | "Ltd" | "St");
        if short && behind(end) == Some('.') {
            end += 1;
        }
        // A quotation is shown with both of its marks.
        for (open, close) in [('“', '”'), ('"', '"')] {
            let inner = &self.text[start..end];
            let (opened, closed) = if open == close {
                let marks = inner.matches(open).count();
                (marks.div_ceil(2), marks / 2)
            } else {
                (inner.matches(open).count(), inner.matches(close).count())
            };
            if opened == closed + 1 {
                let last = words.0[(range.end - 1 + BEHIND).min(words.0.len() - 1)].span.end as usize;
                let reach = last + self.text[last..].chars().take(2).map(char::len_utf8).sum::<usize>();
                if let Some(at) = self.text[end..reach.max(end)].find(close) {
                    end += at + close.len_utf8();
                } else if open == close && self.text[..start].ends_with(open) {
                    start -= open.len_utf8();
                }
            } else if closed == opened + 1 && self.text[..start].ends_with(open) {
                start -= open.len_utf8();
            }
        }
        Span::new(start, end)
    }

    /// Who acts.
    fn actors(&self, words: &Words<'_>, clause: &Clause) -> Vec<Actor> {
        let mut found = Vec::new();
        for subject in self.subjects(words, clause) {
            found.push(Actor { named: self.named(words, &subject), part: Part::Subject });
        }
        if let Some(agent) = &clause.agent {
            found.push(Actor { named: self.named(words, agent), part: Part::Agent });
        }
        found
    }

    /// The subjects of a clause, each by the places of its words.
    fn subjects(&self, words: &Words<'_>, clause: &Clause) -> Vec<Range<usize>> {
        let tokens = &words.0;
        let mut range = clause.subject.clone();
        let joined = |at: usize| tokens.get(at + 1).is_some_and(|t| t.gap == Gap::Hyphen);
        while range.start < range.end
            && !joined(range.start)
            && (classes::is_adverb(tokens[range.start].form)
                && !matches!(tokens[range.start].form, "both" | "all" | "each")
                || matches!(tokens[range.start].form, "and" | "but"))
        {
            range.start += 1;
        }
        // Where what stands before the subject could not be told from it, it is not known.
        let amount = |t: &Token<'_>| {
            t.form.starts_with(|c: char| c.is_ascii_digit())
                || classes::is_count(t.form)
                || matches!(t.form, "least" | "most" | "many" | "few" | "half")
        };
        if range.len() > 1
            && classes::is_preposition(tokens[range.start].form)
            && !(matches!(
                tokens[range.start].form,
                "about" | "around" | "as" | "over" | "under" | "between" | "at" | "near"
            ) && tokens[range.start + 1..range.end.min(range.start + 3)].iter().any(amount))
        {
            return Vec::new();
        }
        // "The minister on Monday ordered"
        let time = (range.start..range.end)
            .skip(1)
            .find(|at| words.time_end(*at).is_some_and(|end| end == range.end));
        range.end = time.unwrap_or(range.end);
        while range.end > range.start
            && (classes::is_adverb(tokens[range.end - 1].form)
                || classes::is_preposition(tokens[range.end - 1].form))
        {
            range.end -= 1;
        }
        if range.is_empty()
            || range.len() == 1
                && (is_empty_subject(words, clause, tokens[range.start].form)
                    || is_reference(tokens[range.start].form))
        {
            return Vec::new();
        }
        if range.len() > LONG {
            let cut = (range.start + 1..range.end)
                .find(|at| classes::is_preposition(tokens[*at].form) && tokens[*at].form != "of");
            range.end = cut.unwrap_or(range.end);
        }
        // Two names, two actors.
        let mut parts = Vec::new();
        let mut from = range.start;
        for (at, token) in tokens.iter().enumerate().take(range.end).skip(range.start + 1) {
            let and = token.form == "and" && !token.name;
            if and || token.gap == Gap::Comma {
                parts.push(from..at);
                from = if and { at + 1 } else { at };
            }
        }
        parts.push(from..range.end);
        parts.retain(|p| !p.is_empty());
        let named = |part: &Range<usize>| {
            tokens[part.end - 1].name
                && !tokens[part.clone()].iter().any(|t| classes::is_preposition(t.form) && t.form != "of")
        };
        if parts.len() > 1 && parts.iter().all(named) { parts } else { vec![range] }
    }

    /// Words for someone, with the name that they give.
    fn named(&self, words: &Words<'_>, range: &Range<usize>) -> Named {
        let span = self.span(words, range);
        let tokens = &words.0;
        // The words up to what is said of it: "the mayor of Velm", of which "Velm" is no name.
        let head = (range.start + 1..range.end).find(|at| {
            classes::is_preposition(tokens[*at].form) && !tokens[*at].name || tokens[*at].gap == Gap::Comma
        });
        let head = head.unwrap_or(range.end);
        let last = tokens[head - 1].span;
        let bare = !last.of(self.text).ends_with("'s") && !last.of(self.text).ends_with("’s");
        let name = self.mentions().find(|(mention, _)| mention.overlaps(last) && bare);
        let entities = &self.ctx.reports[self.said.report].annotations.entities;
        Named { span, name: name.map(|(_, at)| entities[at].name.clone()) }
    }

    /// When it happens: of the times of the clause the first whose days are known, or the first. Not the day on which it
    /// was said, nor that of a thing which the clause is about ("condemned Monday's raid").
    fn time(&self, words: &Words<'_>, clause: &Clause) -> Option<Time> {
        let annotations = &self.ctx.reports[self.said.report].annotations;
        let cues: Vec<Span> = annotations.attributions.iter().flat_map(|a| &a.cue_spans).copied().collect();
        let tokens = &words.0;
        let mut found: Vec<Time> = Vec::new();
        let mut at = clause.start;
        while at < clause.end {
            let Some(end) = words.time_end(at) else {
                at += 1;
                continue;
            };
            let range = at..end;
            at = end;
            let inside = clause.subject.contains(&range.start)
                || range.start >= clause.action.start
                || range.end <= clause.subject.start.max(clause.start + 1);
            let span = self.span(words, &range);
            let behind_of = tokens[range.start].form == "of"
                || range.start > 0 && matches!(tokens[range.start - 1].form, "of" | "as");
            let said = cues.iter().any(|cue| {
                cue.end <= span.start
                    && self.text[cue.end as usize..span.start as usize].trim().is_empty()
                    && !self.is_of_clause(words, clause, *cue)
            });
            if !inside || behind_of || said {
                continue;
            }
            let of = annotations.times.iter().find(|t| span.contains(t.span) || t.span.contains(span));
            let Some(time) = of else { continue };
            found.push(Time { span: span.cover(time.span), when: time.when });
        }
        found.iter().find(|t| t.when.is_some()).or(found.first()).copied()
    }

    /// Whether a cue is the verb of the clause itself.
    fn is_of_clause(&self, words: &Words<'_>, clause: &Clause, cue: Span) -> bool {
        words.0[clause.action.clone()].iter().any(|t| t.span.overlaps(cue))
    }

    /// Where it happens, and the places of its words: behind "in", "at", "near" and the like, and no part of a name, of who
    /// acts, or of a thing that is called by it ("in Orlo police circles").
    fn place(&self, words: &Words<'_>, clause: &Clause) -> Option<(Named, Range<usize>)> {
        let entities = &self.ctx.reports[self.said.report].annotations.entities;
        let tokens = &words.0;
        let mut places: Vec<(Span, usize)> =
            self.mentions().filter(|(_, at)| entities[*at].kind == EntityKind::Place).collect();
        places.sort();
        let found = |(mention, entity): &(Span, usize)| {
            let first = tokens.iter().position(|t| t.span.overlaps(*mention))?;
            let mut end = first + tokens[first..].iter().take_while(|t| t.span.overlaps(*mention)).count();
            let last = tokens[end - 1].span.of(self.text);
            if last.ends_with("'s")
                || last.ends_with("’s")
                || tokens.get(end).is_some_and(|t| matches!(t.gap, Gap::Possessive | Gap::Hyphen))
            {
                return None;
            }
            let leads = |at: &usize| is_where(tokens[*at].form);
            let lead = (first.saturating_sub(BEFORE_PLACE)..first).rev().find(leads)?;
            // "aimed at Velm"
            if tokens[lead].form == "at"
                && lead > 0
                && ["ed", "ing"].iter().any(|end| tokens[lead - 1].form.ends_with(end))
            {
                return None;
            }
            // "is the largest port in Velm": what is so is not so there.
            if clause.is_state
                && lead >= clause.action.end.min(clause.action.start + 3)
                && lead > clause.action.start + 1
            {
                return None;
            }
            let between = &tokens[lead + 1..first];
            let plain = between.iter().all(|t| {
                t.gap == Gap::Open
                    && !t.time
                    && !t.capital | is_point(t.form)
                    && (!classes::is_preposition(t.form) || t.form == "of")
            });
            // "in the hands of Orlo", "in support of Velm"
            let of = between.iter().position(|t| t.form == "of");
            let of_place = of.is_none_or(|at| at > 0 && is_ground(between[at - 1].form));
            let noun = tokens.get(end).is_some_and(|t| t.gap == Gap::Open && !is_behind_place(t));
            if !plain || !of_place || noun {
                return None;
            }
            // "in Orlo, Velm"
            while let Some((next, _)) = places.iter().find(|(s, _)| {
                tokens.get(end).is_some_and(|t| t.gap == Gap::Comma && t.span.start == s.start)
            }) {
                end += tokens[end..].iter().take_while(|t| t.span.overlaps(*next)).count();
            }
            let range = lead..end;
            let outside = clause.subject.contains(&lead)
                || lead < clause.start
                || range.end > clause.end.max(clause.subject.start);
            (!outside).then(|| {
                (Named { span: self.span(words, &range), name: Some(entities[*entity].name.clone()) }, range)
            })
        };
        let all: Vec<_> = places.iter().filter_map(found).collect();
        all.iter().find(|(_, r)| r.start >= clause.action.start).or(all.first()).cloned()
    }
}

/// Whether a subject stands for nothing: "there were", "it is unclear whether".
fn is_empty_subject(words: &Words<'_>, clause: &Clause, form: &str) -> bool {
    let action = &words.0[clause.action.clone()];
    let clausal = || {
        action
            .iter()
            .skip(1)
            .any(|t| matches!(t.form, "that" | "whether" | "if" | "how" | "why" | "who" | "what"))
            && classes::is_help(action[0].form)
    };
    form == "there" || form == "it" && clausal()
}

/// Whether a subject only refers to what stands before: "which sank".
fn is_reference(form: &str) -> bool {
    matches!(form, "who" | "which" | "what" | "whoever")
}

/// Words that lead to where something is.
fn is_where(form: &str) -> bool {
    matches!(
        form,
        "in" | "at"
            | "near"
            | "off"
            | "outside"
            | "inside"
            | "around"
            | "within"
            | "across"
            | "along"
            | "throughout"
    )
}

fn is_point(form: &str) -> bool {
    ["north", "south", "east", "west", "central", "upper", "lower"].iter().any(|p| form.starts_with(p))
}

/// What is "of" a place and a place itself.
fn is_ground(form: &str) -> bool {
    matches!(
        form,
        "city"
            | "town"
            | "village"
            | "port"
            | "island"
            | "islands"
            | "province"
            | "region"
            | "district"
            | "state"
            | "county"
            | "capital"
            | "suburb"
            | "coast"
            | "shore"
            | "north"
            | "south"
            | "east"
            | "west"
            | "outskirts"
            | "part"
            | "parts"
            | "coasts"
            | "border"
            | "bay"
            | "gulf"
            | "strait"
            | "areas"
            | "area"
            | "republic"
            | "kingdom"
            | "waters"
            | "neighbourhood"
            | "neighborhood"
    )
}

/// Whether a word may follow the name of a place that ends there, and is no thing called by it.
fn is_behind_place(token: &Token<'_>) -> bool {
    let form = token.form;
    token.time
        || classes::is_preposition(form)
        || classes::is_relative(form)
        || classes::is_help(form)
        || classes::is_adverb(form)
        || classes::is_determiner(form)
        || classes::is_pronoun(form)
        || matches!(
            form,
            "and"
                | "or"
                | "but"
                | "to"
                | "when"
                | "while"
                | "because"
                | "where"
                | "that"
                | "if"
                | "early"
                | "late"
                | "last"
                | "next"
                | "this"
                | "though"
                | "although"
        )
        || form.ends_with("ing")
        || form.ends_with("ed")
        || backstory_lexicon::is_verb(form)
}

#[cfg(test)]
mod tests;
