//! How much of what one report tells another tells too, where they need not share a phrase.
//!
//! Both are taken as rows of statements. Each statement of the receiver goes with the giver's that most likely states the
//! same fact ([`crate::likeness`]); from these pairs come the measures that [`super::score`] weighs: how much of the
//! receiver is told by the giver, in which order, how much of it the giver has from people who spoke to it alone, which
//! facts, names and numbers the two share that the story's other reports do not have, and what the receiver has of its own.

use std::collections::{BTreeMap, BTreeSet};

use backstory_model::{Manner, Role, SourceId, SourceKind, Span};

use super::{Case, Pairs};
use crate::{
    claims::candidates,
    context::Context,
    features::{self, Facts},
    likeness,
    statements::{Said, statements},
};

/// Chance from which two statements go together.
const TOGETHER: f32 = 0.5;
/// Chance below which a statement of the receiver is not the giver's.
const APART: f32 = 0.25;
/// Features of a statement that is a fact and no remark.
const FACT: usize = 4;

/// A report as a row of statements.
struct Telling {
    /// Places of its statements in [`Kin::said`].
    lines: std::ops::Range<usize>,
    /// Names, numbers and days, as words.
    marks: BTreeSet<String>,
    /// Sources that spoke to it: see [`Case::own_sources`].
    own: usize,
    /// Whom it lets speak.
    speakers: BTreeSet<SourceId>,
    /// Whether all that it has is from unnamed people of no stated number.
    vague: bool,
}

/// Statements of one report and of another that may state one fact, with the chance: as reports that do not know of each
/// other, and as if one took from the other.
type Likely = Vec<(usize, usize, [f32; 2])>;

/// How one report's statements go with another's, by one of the two chances.
#[derive(Clone, Debug, Default, PartialEq)]
struct Pairing {
    /// Share of what the receiver says that the giver says too.
    told: f64,
    /// Share of what the giver says that the receiver says too.
    given: f64,
    /// Share of the receiver's facts that the giver has not.
    apart: f64,
    /// Of the statements that go together, the share that comes in the giver's order.
    order: f64,
    /// Statements that go together.
    pairs: f64,
    /// Of them, those that the giver has from people who spoke to it.
    exclusive: f64,
}

/// The reports of one story as rows of statements, for the pairs within it; made when the story is looked at, and dropped
/// with it.
pub(super) struct Kin<'a> {
    tellings: BTreeMap<usize, Telling>,
    said: Vec<Said<'a>>,
    facts: Vec<Facts>,
    /// Whether unnamed people, or people who spoke to its outlet alone, stand behind a statement.
    exclusive: Vec<bool>,
    /// For two reports, smaller place first: their statements that may state one fact.
    likely: BTreeMap<(usize, usize), Likely>,
    /// In how many reports each statement's fact stands, its own included.
    spread: Vec<usize>,
    /// The same for each name, number and day.
    marks: BTreeMap<String, usize>,
}

/// What two reports have in common beyond phrases. All but the counts are from 0 to 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Kinship {
    /// Share of what the receiver says that the giver says too.
    pub(super) told: f64,
    /// Of the statements that go together, the share that comes in the giver's order.
    pub(super) order: f64,
    /// Statements of the receiver that the giver has from people who spoke to it.
    pub(super) exclusive: f64,
    /// The pairing as of reports that do not know of each other, and as if one took from the other.
    pairings: [Pairing; 2],
    /// Share of the receiver's names, numbers and days that the giver does not have, by how rare they are in the story.
    new: f64,
    /// How few other reports have the facts in common: 1 where none has.
    rare: f64,
    /// Cosine of the two reports' words.
    likeness: f64,
    /// Whether the receiver rests on unnamed people of no stated number alone.
    vague: f64,
    /// Sources that spoke to the receiver.
    pub(super) own: f64,
    /// People whom the receiver lets speak and the giver does not have.
    pub(super) fresh: f64,
    /// How many of the statements that go together are not the same words of someone quoted, which anyone may have heard.
    pub(super) told_apart: usize,
    /// Statements that go together: the giver's, the receiver's, the chance.
    pub(super) pairs: Vec<(Span, Span, f32)>,
}

/// Measures of a pair.
pub(super) const MEASURES: usize = 20;

impl<'a> Kin<'a> {
    pub(super) fn new(case: &Case<'_, 'a>, pairs: &Pairs) -> Self {
        let ctx = case.ctx;
        let reports: BTreeSet<usize> = pairs
            .iter()
            .filter(|(a, b)| case.stories[*a] == case.stories[*b])
            .flat_map(|(a, b)| [*a, *b])
            .collect();
        let mut said: Vec<Said> = Vec::new();
        let mut tellings = BTreeMap::new();
        for report in reports {
            let from = said.len();
            said.extend(statements(ctx, report).into_iter().filter(|s| s.role != Role::Title));
            tellings.insert(report, telling(case, report, from..said.len()));
        }
        let facts = features::of(ctx, case.sources, &said);
        let mut likely: BTreeMap<(usize, usize), Likely> = BTreeMap::new();
        let mut holders: Vec<BTreeSet<usize>> = said.iter().map(|s| BTreeSet::from([s.report])).collect();
        for (i, j) in candidates(&facts.iter().collect::<Vec<_>>()) {
            let (a, b) = (said[i].report, said[j].report);
            if a == b {
                continue;
            }
            let chance = likeness::chance(&facts[i], &facts[j], false);
            if chance >= TOGETHER {
                holders[i].insert(b);
                holders[j].insert(a);
            }
            let taken = likeness::retold(&facts[i], &facts[j]);
            if chance.max(taken) >= APART {
                let (i, j) = if a < b { (i, j) } else { (j, i) };
                likely.entry((a.min(b), a.max(b))).or_default().push((i, j, [chance, taken]));
            }
        }
        let mut marks: BTreeMap<String, usize> = BTreeMap::new();
        for mark in tellings.values().flat_map(|t: &Telling| &t.marks) {
            *marks.entry(mark.clone()).or_default() += 1;
        }
        let exclusive = said.iter().map(|s| is_exclusive(case, s)).collect();
        let spread = holders.iter().map(BTreeSet::len).collect();
        Self { tellings, said, facts, exclusive, likely, spread, marks }
    }

    /// What `to` tells of what `from` tells; None where they are of two stories.
    pub(super) fn of(&self, case: &Case, from: usize, to: usize) -> Option<Kinship> {
        let (giver, receiver) = (self.tellings.get(&from)?, self.tellings.get(&to)?);
        if case.stories[from] != case.stories[to] {
            return None;
        }
        let mut kin = Kinship {
            likeness: case.vectors[from].words.dot(&case.vectors[to].words),
            own: receiver.own as f64,
            vague: f64::from(u8::from(receiver.vague)),
            fresh: receiver.speakers.difference(&giver.speakers).count() as f64,
            ..Kinship::default()
        };
        let none = Vec::new();
        let likely = self.likely.get(&(from.min(to), from.max(to))).unwrap_or(&none);
        let best = [0, 1].map(|which| best_of(likely, which));
        kin.pairings = [0, 1].map(|which| self.pairing(giver, receiver, &best[which]));
        let [apart, _] = &kin.pairings;
        (kin.told, kin.order, kin.exclusive) = (apart.told, apart.order, apart.exclusive);
        for at in receiver.lines.clone() {
            let Some((chance, theirs)) = best[0].get(&at).filter(|(c, _)| *c >= TOGETHER) else { continue };
            let direct = |at: usize| self.said[at].attribution.is_some_and(|a| a.manner == Manner::Direct);
            kin.told_apart += usize::from(!(direct(at) && direct(*theirs)));
            kin.rare += 1.0 / (self.spread[*theirs].max(self.spread[at]).max(2) - 1) as f64;
            kin.pairs.push((self.said[*theirs].span, self.said[at].span, *chance));
        }
        kin.rare /= kin.pairs.len().max(1) as f64;
        let reports = self.tellings.len() as f64;
        let rarity =
            |mark: &&String| (1.0 + reports / self.marks.get(*mark).copied().unwrap_or(1) as f64).ln();
        let all: f64 = receiver.marks.iter().map(|m| rarity(&m)).sum();
        let new: f64 = receiver.marks.difference(&giver.marks).map(|m| rarity(&m)).sum();
        kin.new = if all > 0.0 { new / all } else { 0.0 };
        Some(kin)
    }

    /// How the receiver's statements go with the giver's, where each has gone with its likeliest.
    fn pairing(&self, giver: &Telling, receiver: &Telling, best: &Best) -> Pairing {
        let weight = |at: usize| f64::from(self.facts[at].total);
        let chance = |at: usize| best.get(&at).map_or(0.0, |(c, _)| f64::from(*c));
        let share = |lines: &std::ops::Range<usize>| {
            let all: f64 = lines.clone().map(weight).sum();
            let told: f64 = lines.clone().map(|at| weight(at) * chance(at)).sum();
            if all > 0.0 { told / all } else { 0.0 }
        };
        let facts: Vec<usize> =
            receiver.lines.clone().filter(|at| self.facts[*at].features.len() >= FACT).collect();
        let apart = facts.iter().filter(|at| chance(**at) < f64::from(APART)).count();
        let together = |at| best.get(&at).filter(|(c, _)| *c >= TOGETHER).map(|(_, theirs)| *theirs);
        let places: Vec<usize> = receiver.lines.clone().filter_map(together).collect();
        Pairing {
            told: share(&receiver.lines),
            given: share(&giver.lines),
            apart: apart as f64 / facts.len().max(1) as f64,
            order: in_order(&places),
            pairs: places.len() as f64,
            exclusive: places.iter().filter(|at| self.exclusive[**at]).count() as f64,
        }
    }
}

/// For a statement, the chance and the place of the one of the other report that it goes with.
type Best = BTreeMap<usize, (f32, usize)>;

fn best_of(likely: &Likely, which: usize) -> Best {
    let mut best = Best::new();
    for (i, j, chances) in likely {
        for (one, other) in [(*i, *j), (*j, *i)] {
            let at = best.entry(one).or_insert((chances[which], other));
            if chances[which] > at.0 {
                *at = (chances[which], other);
            }
        }
    }
    best
}

fn telling(case: &Case, report: usize, lines: std::ops::Range<usize>) -> Telling {
    let said = &case.ctx.reports[report].annotations;
    let speakers = said
        .attributions
        .iter()
        .filter(|a| a.manner != Manner::Indirect)
        .filter_map(|a| case.sources.get(a.source?))
        .filter(|s| matches!(s.kind, SourceKind::Person | SourceKind::Organization))
        .map(|s| s.id)
        .collect();
    Telling {
        lines,
        marks: marks(case.ctx, report),
        own: case.own_sources(report),
        speakers,
        vague: only_vague(case, report),
    }
}

fn is_exclusive(case: &Case, said: &Said) -> bool {
    said.attribution.is_some_and(|a| {
        let source = a.source.and_then(|s| case.sources.get(s));
        let unnamed = source.is_some_and(|s| s.kind == SourceKind::Anonymous) && a.via.is_empty();
        unnamed || case.told_outlet(said.report, a)
    })
}

/// Whether a report rests on nothing but unnamed people of no stated number: no one has told it anything that it can
/// show, and it quotes no one.
pub(super) fn only_vague(case: &Case, report: usize) -> bool {
    let said = &case.ctx.reports[report].annotations;
    let mut vague = 0;
    for attribution in &said.attributions {
        let Some(source) = attribution.source.and_then(|s| case.sources.get(s)) else { continue };
        match source.kind {
            SourceKind::Anonymous if attribution.count.is_some_and(|c| c.max.is_some()) => return false,
            SourceKind::Anonymous => vague += 1,
            SourceKind::Person | SourceKind::Organization if attribution.manner == Manner::Direct => {
                return false;
            }
            _ => {}
        }
    }
    vague > 0
}

/// Surnames, places and other names, numbers and days, of title and body.
fn marks(ctx: &Context, report: usize) -> BTreeSet<String> {
    let said = &ctx.reports[report].annotations;
    let inside = |span: &Span| ctx.sentence_at(report, span.start).is_some_and(|s| s.role != Role::Caption);
    let mut marks = BTreeSet::new();
    for entity in &said.entities {
        if let Some(span) = entity.spans.iter().find(|s| inside(s))
            && let Some(word) = ctx.words_in(report, *span).last()
        {
            marks.insert(ctx.term(word.stem).to_owned());
        }
    }
    for quantity in said.quantities.iter().filter(|q| inside(&q.span)) {
        // Small numbers are everywhere.
        if quantity.value >= 3.0 {
            marks.insert(format!("#{}", quantity.value));
        }
    }
    for when in said.times.iter().filter(|t| inside(&t.span)).filter_map(|t| t.when) {
        if when.start == when.end {
            marks.insert(format!("@{}", when.start));
        }
    }
    marks
}

/// Of a row of places, the share that lies in its longest rising part; by chance about a half or less of a short row.
fn in_order(places: &[usize]) -> f64 {
    let mut ends: Vec<usize> = Vec::new();
    for place in places {
        let at = ends.partition_point(|e| e <= place);
        if at == ends.len() { ends.push(*place) } else { ends[at] = *place }
    }
    // One pair is in any order.
    if places.len() < 2 { 0.0 } else { (ends.len() - 1) as f64 / (places.len() - 1) as f64 }
}

impl Kinship {
    /// What shows that one retells the other, in words.
    pub(super) fn reasons(&self) -> Vec<String> {
        let mut reasons = vec![format!(
            "It tells {} of the other report's facts in other words{}.",
            self.pairs.len(),
            if self.order >= 0.75 { ", in the same order" } else { "" }
        )];
        match self.exclusive as usize {
            0 => {}
            1 => {
                reasons.push("One of them the other report has from people who spoke to it alone.".to_owned())
            }
            n => reasons.push(format!("{n} of them the other report has from people who spoke to it alone.")),
        }
        if self.own == 0.0 && self.fresh == 0.0 {
            reasons.push("It shows no source of its own.".to_owned());
        }
        reasons
    }

    /// The measures as a row, as [`super::score`] weighs them.
    pub(super) fn row(&self) -> [f64; MEASURES] {
        let [apart, taken] = &self.pairings;
        let ln = |count: f64| (1.0 + count).ln();
        [
            apart.told,
            apart.apart,
            apart.given,
            apart.order,
            apart.told * apart.order,
            self.new,
            self.rare,
            self.likeness,
            self.vague,
            ln(apart.exclusive),
            ln(self.own),
            ln(self.fresh),
            ln(apart.pairs),
            apart.told * self.rare,
            taken.told,
            taken.given,
            taken.order,
            taken.apart,
            ln(taken.pairs),
            ln(taken.exclusive),
        ]
    }
}
