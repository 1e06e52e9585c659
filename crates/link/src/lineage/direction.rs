//! Which of two reports was first.
//!
//! An earlier day settles it, unless the words say otherwise ([`super::dates`]); then a credit, an hour, what one has that
//! the other can only have from it, whom the rest of the story names; and where nothing does, it stays open.

use backstory_model::{Role, Span};

use super::{Case, Common, Measured, kinship::Kin, score};

/// Score from which a report surely retells another that it names, whatever their dates.
const SURE: f64 = 0.9;
/// Share of one report's body in another from which it is a part of it, and how much less of the other must be in the
/// one.
const WITHIN: f64 = 0.85;
const LONGER: f64 = 0.2;
/// How much more one direction must be likely than the other where nothing else tells them apart.
const LEANING: f64 = 0.35;

/// How the direction between two reports was settled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Settled {
    Day,
    Credit,
    Text,
    Named,
    Hour,
    Sources,
    Length,
    Kinship,
    Open,
}

impl Settled {
    pub(super) fn reason(self) -> &'static str {
        match self {
            Settled::Day => "The other report is dated on an earlier day.",
            Settled::Hour => "The other report is dated earlier on the same day.",
            Settled::Credit => "The dates do not tell which was first; the credit does.",
            Settled::Text => {
                "It is dated on an earlier day than the other report, from which it says it has this: one of the dates is wrong, or the other report was printed anew."
            }
            Settled::Named => {
                "The dates do not tell which was first; others name the other report's outlet as their source, and none this one's."
            }
            Settled::Sources => {
                "The dates do not tell which was first; the other report shows sources of its own and this one none."
            }
            Settled::Length => {
                "The dates do not tell which was first; this report stands almost wholly in the other, which has more."
            }
            Settled::Kinship => {
                "The dates do not tell which was first; this report has little that the other does not have, and the other has more."
            }
            Settled::Open => "Nothing tells which of the two was first.",
        }
    }
}

impl Case<'_, '_> {
    /// Giver, receiver, and how that was settled.
    pub(super) fn direction(
        &self,
        a: usize,
        b: usize,
        common: &Common,
        kin: &Kin,
    ) -> (usize, usize, Settled) {
        let measured = |from: usize, to: usize| Measured::new(self, from, to, common);
        for (giver, receiver) in [(a, b), (b, a)] {
            let text = || self.says_whose(receiver, giver) && measured(giver, receiver).is_copy();
            let facts = || {
                let kin = kin.of(self, giver, receiver).filter(|k| k.exclusive > 0.0);
                let apart = self.named_apart(giver, receiver, common);
                kin.is_some_and(|k| score::retold_by_name(&k, apart) >= SURE)
            };
            if self.is_dated_before(receiver, giver) && (text() || facts()) {
                return (giver, receiver, Settled::Text);
            }
        }
        if self.is_before(a, b) {
            return (a, b, Settled::Day);
        }
        if self.is_before(b, a) {
            return (b, a, Settled::Day);
        }
        match (self.credits(b, a), self.credits(a, b)) {
            (true, false) => return (a, b, Settled::Credit),
            (false, true) => return (b, a, Settled::Credit),
            _ => {}
        }
        if self.is_earlier(a, b) {
            return (a, b, Settled::Hour);
        }
        if self.is_earlier(b, a) {
            return (b, a, Settled::Hour);
        }
        let (x, y) = (self.own_sources(a), self.own_sources(b));
        if x >= y + 2 && y <= 1 {
            return (a, b, Settled::Sources);
        }
        if y >= x + 2 && x <= 1 {
            return (b, a, Settled::Sources);
        }
        let (x, y) = (self.named_by_others(a, b), self.named_by_others(b, a));
        if x.max(y) > 0 && x.min(y) == 0 {
            return if x > y { (a, b, Settled::Named) } else { (b, a, Settled::Named) };
        }
        // Who cuts a text has less than it; who puts something to it has words of its own.
        let (x, y) = (measured(b, a).share, measured(a, b).share);
        if x.max(y) >= WITHIN && (x - y).abs() >= LONGER {
            return if y > x { (a, b, Settled::Length) } else { (b, a, Settled::Length) };
        }
        let score = |from: usize, to: usize| kin.of(self, from, to).map_or(0.0, |k| score::retold(&k));
        let (x, y) = (score(a, b), score(b, a));
        if x.max(y) >= 0.5 && (x - y).abs() >= LEANING {
            return if x > y { (a, b, Settled::Kinship) } else { (b, a, Settled::Kinship) };
        }
        (a, b, Settled::Open)
    }

    /// Whether `receiver` names the outlet of `giver`, which does not name its own, and is dated on an earlier day all the
    /// same: nobody tells what is still to be written, so one of the dates is wrong where it has the text or the facts.
    pub(super) fn is_dated_before(&self, receiver: usize, giver: usize) -> bool {
        self.is_before(receiver, giver)
            && self.stories[receiver] == self.stories[giver]
            && self.names(receiver, giver)
            && !self.names(giver, receiver)
    }

    /// Whether a report says beside its text, in a byline, a dateline or a line of the page, that it is the giver's.
    pub(super) fn says_whose(&self, receiver: usize, giver: usize) -> bool {
        let (Some(outlet), report) = (self.credits.own[giver], &self.ctx.reports[receiver].report) else {
            return false;
        };
        let agency = |name: &str| self.sources.outlet(name).is_some_and(|s| s.id == outlet);
        let beside = |span: &Span| {
            let block = report.blocks.iter().find(|b| b.span.overlaps(*span));
            block.is_some_and(|b| !matches!(b.role, Role::Title | Role::Body | Role::Caption))
        };
        report.agencies.iter().any(|a| agency(&a.name))
            || self.credits.by_report[receiver].get(&outlet).is_some_and(|spans| spans.iter().any(beside))
    }

    /// How many other reports of its story name a report's outlet, and not the other's: whom the others have it from was
    /// first.
    fn named_by_others(&self, report: usize, other: usize) -> usize {
        let Some(outlet) = self.credits.own[report] else { return 0 };
        let named = self.named.get(&(self.stories[report], outlet)).into_iter().flatten();
        named.filter(|n| **n != other).count()
    }

    /// Whose date is doubted, in words.
    pub(super) fn doubt(&self, from: usize, to: usize) -> Option<String> {
        let which = match (self.doubtful.contains(&from), self.doubtful.contains(&to)) {
            (true, _) => "the other report",
            (_, true) => "this report",
            _ => return None,
        };
        Some(format!(
            "The date of {which} is doubtful: it is weeks before all others that share its words, and none of them names it."
        ))
    }
}
