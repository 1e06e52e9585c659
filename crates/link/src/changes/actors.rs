//! Another actor or another day in the same words.

use std::collections::BTreeSet;

use backstory_model::{Change, ClaimChange, EntityKind, Span};

use super::Pair;
use crate::{features::other_days, sources::folded, statements::Said};

/// Bytes between two parts of one name.
const NEXT: u32 = 6;

/// Words of a retelling's sentence up to which a part of it is read as the whole.
const SENTENCE: usize = 24;

/// Words below which a statement is only a part of what is stated.
const FRAGMENT: usize = 5;

/// Someone who has a part in a statement.
#[derive(Clone, Debug)]
struct Actor {
    span: Span,
    /// The words of the name, without the place or matter behind it: "fire brigade" of "the Fire Brigade of Orlo".
    words: Vec<String>,
    /// Whether it is a person, where that is sure.
    person: Option<bool>,
}

impl Actor {
    /// The word that says what it is: "brigade".
    fn head(&self) -> Option<&String> {
        self.words.last()
    }

    /// Whether two can only be two: names that share no word, or nothing but the word that says what they are.
    fn is_other(&self, other: &Actor) -> bool {
        let shared = self.words.iter().filter(|w| other.words.contains(w)).count();
        let apart = shared == 1 && self.head() == other.head() && self.words.len().min(other.words.len()) > 1;
        (shared == 0 || apart)
            && !is_short_for(&self.words, &other.words)
            && !is_short_for(&other.words, &self.words)
    }
}

/// Whether one word is the initials of some others.
fn is_short_for(one: &[String], other: &[String]) -> bool {
    let initials: String = other.iter().filter_map(|w| w.chars().next()).collect();
    one.len() == 1 && other.len() > 1 && one[0] == initials
}

/// The words of a name without the place or matter behind it, where more than one is left.
fn bare(name: &str) -> Vec<String> {
    let whole = [" of ", " in ", " for "].iter().filter_map(|w| name.find(w)).min();
    let cut = folded(&name[..whole.unwrap_or(name.len())]);
    let mut words = if cut.len() > 1 { cut } else { folded(name) };
    words.retain(|w| !matches!(w.as_str(), "the" | "of" | "in" | "for" | "and" | "'s"));
    words
}

impl Pair<'_> {
    /// One name in the place of another, in statements of which one was taken from the other.
    pub(super) fn actors(&self, found: &mut Vec<Change<ClaimChange>>) {
        if !self.derived || self.quotes_alone {
            return;
        }
        let (ours, theirs) = (self.acting(self.before.0), self.acting(self.after.0));
        let words = |said: &Said| -> BTreeSet<String> {
            folded(self.ctx.words_of(said.report, self.whole(said))).into_iter().collect()
        };
        let (there, here) = (words(self.after.0), words(self.before.0));
        let only = |list: &[Actor], others: &[Actor], said: &BTreeSet<String>| -> Vec<Actor> {
            let known =
                |a: &Actor| others.iter().any(|o| !a.is_other(o)) || a.words.iter().all(|w| said.contains(w));
            let mut found: Vec<Actor> = Vec::new();
            for actor in list.iter().filter(|a| !known(a)) {
                if found.iter().all(|f| f.is_other(actor)) {
                    found.push(actor.clone());
                }
            }
            found
        };
        let (a, b) = (only(&ours, &theirs, &there), only(&theirs, &ours, &here));
        let ([from], [to]) = (a.as_slice(), b.as_slice()) else { return };
        // A person in the place of a body is another way to say it.
        if from.person.zip(to.person).is_some_and(|(x, y)| x != y) {
            return;
        }
        found.push(self.change(ClaimChange::Actor, Some(from.span), Some(to.span)));
    }

    /// A statement, or all of a short sentence of which it is only a part.
    fn whole(&self, said: &Said) -> Span {
        let words = |span: Span| self.ctx.words_in(said.report, span).len();
        let sentence = self.ctx.sentence_at(said.report, said.span.start).map_or(said.span, |s| s.span);
        if words(said.span) < FRAGMENT && words(sentence) <= SENTENCE { sentence } else { said.span }
    }

    /// The people and bodies in a statement, but for those who say it.
    fn acting(&self, said: &Said) -> Vec<Actor> {
        let whole = self.whole(said);
        let annotations = &self.ctx.reports[said.report].annotations;
        let beside = if whole == said.span { self.asides(said) } else { Vec::new() };
        let mut found: Vec<Actor> = Vec::new();
        for entity in
            annotations.entities.iter().filter(|e| e.kind != EntityKind::Place && !self.is_outlet(&e.name))
        {
            for span in entity.spans.iter().filter(|s| whole.contains(**s)) {
                if beside.iter().any(|s| s.overlaps(*span)) || self.is_where(said.report, *span) {
                    continue;
                }
                let (span, name) = self.full_name(said.report, *span, &entity.name);
                let first = folded(&entity.name).into_iter().next().unwrap_or_default();
                let person = match entity.kind {
                    EntityKind::Person => backstory_lexicon::is_first_name(&first).then_some(true),
                    EntityKind::Organization => Some(false),
                    _ => None,
                };
                found.push(Actor { span, words: bare(&name), person });
            }
        }
        for (name, span) in self.bodies_meant(said, whole) {
            if !beside.iter().any(|s| s.overlaps(span)) {
                found.push(Actor { span, words: bare(&name), person: Some(false) });
            }
        }
        found.retain(|a| !a.words.is_empty());
        found.sort_by_key(|a| (a.span.start, std::cmp::Reverse(a.span.end)));
        found.dedup_by(|next, last| last.span.contains(next.span));
        // "The Teachers' Pension Fund" may be read as two names.
        found.dedup_by(|next, last| {
            let near = next.span.start <= last.span.end + NEXT;
            if near {
                last.span = last.span.cover(next.span);
                last.words.append(&mut next.words);
            }
            near
        });
        found
    }

    /// Whether a name stands where a place does: "in Orlo", "near Velm".
    fn is_where(&self, report: usize, span: Span) -> bool {
        let before = &self.ctx.reports[report].report.text[..span.start as usize];
        let word = before.trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let word = word.to_lowercase();
        matches!(word.as_str(), "in" | "at" | "near" | "off" | "outside" | "around" | "within" | "across")
    }

    /// A name with what goes on in capitals on either side of it, where only a part of it was read as a name: "the Labour
    /// `Inspectorate`", "the `Children`'s Hospital".
    fn full_name(&self, report: usize, span: Span, name: &str) -> (Span, String) {
        let text = &self.ctx.reports[report].report.text;
        let capital = |w: &str| w.starts_with(char::is_uppercase);
        let mut whole = span;
        let after = &text[span.end as usize..];
        if let Some(rest) = after.strip_prefix("’s ").or_else(|| after.strip_prefix("'s ")) {
            let end = rest.split_inclusive(' ').take_while(|w| capital(w)).map(str::len).sum::<usize>();
            let run = rest[..end].trim_end_matches(|c: char| !c.is_alphanumeric());
            if !run.is_empty() {
                let length = after.len() - rest.len() + run.len();
                whole = Span::new(span.start as usize, span.end as usize + length);
            }
        }
        let before = text[..span.start as usize].strip_suffix(' ').unwrap_or_default();
        let from = before.rfind(' ').map_or(0, |at| at + 1);
        let led = before[..from].trim_end().to_lowercase();
        if capital(&before[from..])
            && before[from..].chars().all(char::is_alphabetic)
            && led.ends_with(" the")
        {
            whole = Span::new(from, whole.end as usize);
        }
        if whole == span { (span, name.to_owned()) } else { (whole, whole.of(text).to_owned()) }
    }

    /// Whether a name is an outlet's: who is credited for a statement does not act in it.
    fn is_outlet(&self, name: &str) -> bool {
        self.chains.is_outlet(name)
    }

    /// Bodies that a statement means by a noun alone, "the brigade" of the Orsk Fire Brigade: their names, and the nouns.
    fn bodies_meant(&self, said: &Said, whole: Span) -> Vec<(String, Span)> {
        let words = self.ctx.words_in(said.report, whole);
        let small = |span: Span| self.ctx.words_of(said.report, span).starts_with(char::is_lowercase);
        let bodies = |report: usize| {
            let entities = self.ctx.reports[report].annotations.entities.iter();
            entities.filter(|e| !matches!(e.kind, EntityKind::Place | EntityKind::Person))
        };
        // "The service" is the Coast Guard Service of Orlo, and not the Service Union.
        let named = |report: usize, noun: &str| {
            let mut all = bodies(report).filter(|e| bare(&e.name).last().is_some_and(|w| w == noun));
            let first = all.next();
            first.map(|e| if all.next().is_none() { e.name.clone() } else { noun.to_owned() })
        };
        let other =
            if said.report == self.before.0.report { self.after.0.report } else { self.before.0.report };
        let mut found: Vec<(String, Span)> = Vec::new();
        for at in 0..words.len() {
            if self.ctx.term(words[at].form) != "the" {
                continue;
            }
            let Some(next) = words.get(at + 1).filter(|w| small(w.span)) else { continue };
            let noun = self.ctx.term(next.form);
            if let Some(name) =
                named(said.report, noun).or_else(|| named(other, noun).map(|_| noun.to_owned()))
            {
                found.push((name, next.span));
            }
        }
        found
    }

    /// Whether two expressions name two days in their words: "today" of two reports is two days, and no change.
    fn names_other_day(&self, from: Span, to: Span) -> bool {
        let words = |report: usize, span: Span| {
            let mut words = folded(self.ctx.words_of(report, span));
            words.retain(|w| !matches!(w.as_str(), "on" | "the" | "of" | "in" | "at" | "late" | "early"));
            words.sort();
            words
        };
        let (a, b) = (words(self.before.0.report, from), words(self.after.0.report, to));
        let figure = |words: &[String]| words.iter().any(|w| w.starts_with(|c: char| c.is_ascii_digit()));
        let weekday = |words: &[String]| words.len() == 1 && words[0].ends_with("day") && words[0] != "today";
        a != b && (figure(&a) && figure(&b) || weekday(&a) && weekday(&b))
    }

    pub(super) fn times(&self, found: &mut Vec<Change<ClaimChange>>) {
        if !self.derived || !other_days(self.before.1, self.after.1) {
            return;
        }
        let of = |said: &Said| {
            let times = &self.ctx.reports[said.report].annotations.times;
            let mut here = times.iter().filter(|t| said.span.contains(t.span) && t.when.is_some());
            let first = here.next().map(|t| t.span);
            first.filter(|_| here.next().is_none())
        };
        if let (Some(from), Some(to)) = (of(self.before.0), of(self.after.0))
            && self.names_other_day(from, to)
        {
            found.push(self.change(ClaimChange::Time, Some(from), Some(to)));
        }
    }
}
