//! Another actor or another day in the same words.

use std::collections::BTreeSet;

use backstory_model::{Change, ClaimChange, EntityKind, Span};

use super::Pair;
use crate::{features::other_days, sources::folded, statements::Said};

/// The same chance as for other statements, where one name stands for another.
const OTHER_NAME: f32 = 0.4;

/// Bytes between two parts of one name.
const NEXT: u32 = 6;

impl Pair<'_> {
    /// One name in the place of another, in statements that are otherwise nearly the same.
    pub(super) fn actors(&self, found: &mut Vec<Change<ClaimChange>>) {
        // An exchanged name makes two statements less alike than they were.
        if !self.derived || self.chance < OTHER_NAME {
            return;
        }
        let who = |kind: EntityKind| matches!(kind, EntityKind::Person | EntityKind::Organization);
        let only = |one: &Said, other: &Said| -> Vec<(EntityKind, Span)> {
            // Whoever the other report calls by a part of the name is the same.
            let there: BTreeSet<String> =
                folded(self.ctx.words_of(other.report, other.span)).into_iter().collect();
            let entities = self.ctx.reports[one.report].annotations.entities.iter();
            let known = |name: &str| folded(name).iter().any(|w| there.contains(w));
            let here = entities.filter(|e| who(e.kind) && !known(&e.name) && !self.is_outlet(&e.name));
            let in_it = |spans: &[Span]| spans.iter().find(|s| one.span.contains(**s)).copied();
            let mut found: Vec<(EntityKind, Span)> =
                here.filter_map(|e| Some((e.kind, in_it(&e.spans)?))).collect();
            let bodies = self.bodies_meant(one).into_iter().filter(|(name, _)| !known(name));
            found.extend(bodies.map(|(_, span)| (EntityKind::Organization, span)));
            found.sort_unstable_by_key(|(_, span)| *span);
            // "The Teachers' Pension Fund" may be read as two names.
            found.dedup_by(|next, last| {
                let near = next.1.start <= last.1.end + NEXT;
                if near {
                    last.1 = last.1.cover(next.1);
                }
                near
            });
            found
        };
        let (a, b) = (only(self.before.0, self.after.0), only(self.after.0, self.before.0));
        let ([(kind, from)], [(other, to)]) = (a.as_slice(), b.as_slice()) else { return };
        if kind != other {
            return;
        }
        let last = |report: usize, span: Span| folded(self.ctx.words_of(report, span)).pop();
        // One of two short forms of a name may be no part of the other.
        let same = |report: usize, word: &Option<String>| {
            let entities = self.ctx.reports[report].annotations.entities.iter();
            entities.filter(|e| who(e.kind)).any(|e| folded(&e.name).last() == word.as_ref())
        };
        let (before, after) = (last(self.before.0.report, *from), last(self.after.0.report, *to));
        if same(self.before.0.report, &after) && same(self.after.0.report, &before) || before != after {
            found.push(self.change(ClaimChange::Actor, Some(*from), Some(*to)));
        }
    }

    /// Whether a name is an outlet's: who is credited for a statement does not act in it.
    fn is_outlet(&self, name: &str) -> bool {
        self.chains.is_outlet(name)
    }

    /// Bodies that a statement means by a noun alone, "the brigade" of the Orsk Fire Brigade: their names, and the nouns.
    fn bodies_meant(&self, said: &Said) -> Vec<(&str, Span)> {
        let words = self.ctx.words_in(said.report, said.span);
        let small = |span: Span| self.ctx.words_of(said.report, span).starts_with(char::is_lowercase);
        let entities = &self.ctx.reports[said.report].annotations.entities;
        let mut found: Vec<(&str, Span)> = Vec::new();
        for pair in words.windows(2) {
            if self.ctx.term(pair[0].form) != "the" || !small(pair[1].span) {
                continue;
            }
            let noun = self.ctx.term(pair[1].form);
            // "The service" is the Coast Guard Service of Orlo, and not the Service Union.
            let named = |name: &str| {
                let whole = [" of ", " in ", " for "].iter().filter_map(|w| name.find(w)).min();
                let bare = &name[..whole.unwrap_or(name.len())];
                bare.contains(' ') && folded(bare).last().is_some_and(|w| w == noun)
            };
            let body = entities.iter().find(|e| e.kind == EntityKind::Organization && named(&e.name));
            if let Some(body) = body.filter(|b| !found.iter().any(|(name, _)| *name == b.name)) {
                found.push((&body.name, pair[1].span));
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
