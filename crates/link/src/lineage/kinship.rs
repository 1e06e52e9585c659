//! How much of what one report tells another tells too, where they need not share a phrase.
//!
//! Both are taken as rows of statements. Each statement of the receiver goes with one of the giver's that most likely
//! states the same fact ([`crate::likeness`]); from these pairs come the measures that [`super::score`] weighs: how much
//! of the receiver the giver tells, whether in the same order, what of it stands in no other report of the story that was
//! written apart, what the giver has from people who spoke to it alone, whom both name for the same fact, and what the
//! receiver has of its own.

use std::collections::{BTreeMap, BTreeSet};

use backstory_model::{Manner, Reason, Role, SourceId, SourceKind, Span};

use super::{Case, Pairs};
use crate::{
    claims::candidates,
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
    /// Sources that spoke to it: see [`Case::own_sources`].
    own: usize,
    /// Whom it lets speak.
    speakers: BTreeSet<SourceId>,
    /// Words of title and body.
    words: usize,
    /// The report whose text it copied or that it credits, over any number of steps; else itself.
    root: usize,
}

/// Statements of one report and of another that may state one fact, with the chance: as reports that do not know of each
/// other, and as if one took from the other.
type Likely = Vec<(usize, usize, [f32; 2])>;

/// For statements of one report, the chance and the place of the one of the other report that each goes with; no
/// statement of either goes with two.
type Paired = BTreeMap<usize, (f32, usize)>;

/// The reports of one story as rows of statements, for the pairs within it; made when the story is looked at, and dropped
/// with it.
pub(super) struct Kin<'a> {
    tellings: BTreeMap<usize, Telling>,
    said: Vec<Said<'a>>,
    facts: Vec<Facts>,
    /// Who stands behind each statement.
    voices: Vec<Voice>,
    /// Whether unnamed people, or people who spoke to its outlet alone, stand behind a statement.
    exclusive: Vec<bool>,
    /// For two reports, smaller place first: their statements that may state one fact.
    likely: BTreeMap<(usize, usize), Likely>,
    /// The roots of the other reports in which each statement's fact stands.
    holders: Vec<BTreeSet<usize>>,
    /// How many roots there are: reports that were written apart, as far as text and credits tell.
    roots: usize,
}

/// Who stands behind a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Voice {
    /// The report itself, or someone of whom nothing is known.
    Own,
    /// People without names.
    Unnamed,
    /// A person, a body or a document.
    Named(SourceId),
    /// An outlet or a reporter.
    Press,
}

/// What two reports have in common beyond phrases. Shares are from 0 to 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Kinship {
    /// Share of what the receiver says that the giver says too: as reports that do not know of each other, and as if the
    /// one took from the other, as for all that follows.
    told: [f64; 2],
    /// Share of what the giver says that the receiver says too.
    given: f64,
    /// From −1 (the other way round) to 1: how the order of the facts in common is the giver's (Kendall's tau).
    pub(super) order: f64,
    /// Of the statements in common that follow one another in the receiver, the share that do so in the giver, or but one.
    adjacent: f64,
    /// How many statements go together.
    count: f64,
    /// Of them, the share that no other report has that was written apart.
    only: f64,
    /// How unlikely it is that a report of this story has one of them, in nats, on average.
    surprise: f64,
    /// Statements of the receiver that the giver has from people who spoke to it.
    pub(super) exclusive: f64,
    /// Of them, those that no other report has that was written apart.
    exclusive_only: f64,
    /// What the giver has from people who spoke to it, and the receiver has not.
    left_out: f64,
    /// Facts of the receiver that others have and the giver has not.
    elsewhere: f64,
    /// Words that the receiver gives to someone as they were said, and the giver has not.
    own_quotes: f64,
    /// Facts in common that both have from one named source, from two, and that the giver has from people without names
    /// and the receiver from nobody it names.
    same_source: f64,
    other_source: f64,
    vague: f64,
    /// Words that the receiver gives to someone as they were said; those of them that the giver has.
    quotes: f64,
    common_quotes: f64,
    /// Sources that spoke to the receiver.
    pub(super) own: f64,
    /// People whom the receiver lets speak and the giver does not have.
    pub(super) fresh: f64,
    /// How many times as long as the giver the receiver is, in nats.
    longer: f64,
    /// Whether the receiver is brief, has no source of its own, and most of it is what the giver tells: where there are few
    /// facts, their order and number say nothing.
    pub(super) brief: bool,
    /// How many of the statements that go together are not the same words of someone quoted, which anyone may have heard.
    pub(super) told_apart: usize,
    /// Statements that go together: the giver's, the receiver's, the chance.
    pub(super) pairs: Vec<(Span, Span, f32)>,
}

/// Measures of a pair.
pub(super) const MEASURES: usize = 20;

impl<'a> Kin<'a> {
    /// `copies`: see [`Case::copies`].
    pub(super) fn new(case: &Case<'_, 'a>, pairs: &Pairs, copies: &BTreeMap<usize, usize>) -> Self {
        let ctx = case.ctx;
        let inside = || pairs.iter().filter(|(a, b)| case.stories[*a] == case.stories[*b]);
        let reports: BTreeSet<usize> = inside().flat_map(|(a, b)| [*a, *b]).collect();
        let roots = roots(case, &reports, inside(), copies);
        let mut said: Vec<Said> = Vec::new();
        let mut tellings = BTreeMap::new();
        for report in reports {
            let from = said.len();
            said.extend(statements(ctx, report).into_iter().filter(|s| s.role != Role::Title));
            tellings.insert(report, telling(case, report, from..said.len(), roots[&report]));
        }
        let facts = features::of(ctx, case.sources, &said);
        let mut likely: BTreeMap<(usize, usize), Likely> = BTreeMap::new();
        let mut holders: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); said.len()];
        for (i, j) in candidates(&facts.iter().collect::<Vec<_>>()) {
            let (a, b) = (said[i].report, said[j].report);
            if a == b {
                continue;
            }
            let chance = likeness::chance(&facts[i], &facts[j], false);
            if chance >= TOGETHER {
                holders[i].insert(roots[&b]);
                holders[j].insert(roots[&a]);
            }
            let taken = likeness::retold(&facts[i], &facts[j]);
            if chance.max(taken) >= APART {
                let (i, j) = if a < b { (i, j) } else { (j, i) };
                likely.entry((a.min(b), a.max(b))).or_default().push((i, j, [chance, taken]));
            }
        }
        let voices = said.iter().map(|s| voice(case, s)).collect();
        let exclusive = said.iter().map(|s| is_exclusive(case, s)).collect();
        let roots = roots.into_values().collect::<BTreeSet<_>>().len();
        Self { tellings, said, facts, voices, exclusive, likely, holders, roots }
    }

    /// What `to` tells of what `from` tells; None where they are of two stories.
    pub(super) fn of(&self, case: &Case, from: usize, to: usize) -> Option<Kinship> {
        let (giver, receiver) = (self.tellings.get(&from)?, self.tellings.get(&to)?);
        if case.stories[from] != case.stories[to] {
            return None;
        }
        let none = Vec::new();
        let likely = self.likely.get(&(from.min(to), from.max(to))).unwrap_or(&none);
        let [apart, paired] = [0, 1].map(|which| pair_up(likely, which));
        let mut nearest: BTreeMap<usize, f32> = BTreeMap::new();
        for (i, j, [chance, taken]) in likely {
            for at in [i, j] {
                let near = nearest.entry(*at).or_default();
                *near = near.max(chance.max(*taken));
            }
        }
        let nearest = |at: usize| nearest.get(&at).copied().unwrap_or_default();
        let told = |lines: &std::ops::Range<usize>, paired: &Paired| {
            let weight = |at: usize| f64::from(self.facts[at].total);
            let all: f64 = lines.clone().map(weight).sum();
            let chance = |at: usize| paired.get(&at).map_or(0.0, |(c, _)| f64::from(*c));
            let told: f64 = lines.clone().map(|at| weight(at) * chance(at)).sum();
            if all > 0.0 { told / all } else { 0.0 }
        };
        let mut kin = Kinship {
            told: [told(&receiver.lines, &apart), told(&receiver.lines, &paired)],
            given: told(&giver.lines, &apart),
            own: receiver.own as f64,
            fresh: receiver.speakers.difference(&giver.speakers).count() as f64,
            longer: (receiver.words.max(1) as f64 / giver.words.max(1) as f64).ln(),
            ..Kinship::default()
        };
        let both = [giver.root, receiver.root];
        let others = (self.roots - both.iter().collect::<BTreeSet<_>>().len()) as f64;
        let mut places: Vec<usize> = Vec::new();
        for at in receiver.lines.clone() {
            let Some((chance, theirs)) = paired.get(&at).copied() else { continue };
            places.push(theirs);
            kin.pairs.push((self.said[theirs].span, self.said[at].span, chance));
            let known: BTreeSet<usize> = self.holders[at].union(&self.holders[theirs]).copied().collect();
            let known = known.iter().filter(|root| !both.contains(root)).count();
            kin.surprise -= ((known as f64 + HALF) / (others + 3.0 * HALF)).ln();
            kin.only += f64::from(u8::from(known == 0));
            if self.exclusive[theirs] {
                kin.exclusive += 1.0;
                kin.exclusive_only += f64::from(u8::from(known == 0));
            }
            match (self.voices[theirs], self.voices[at]) {
                (Voice::Named(x), Voice::Named(y)) if x == y => kin.same_source += 1.0,
                (Voice::Named(_), Voice::Named(_)) => kin.other_source += 1.0,
                (Voice::Unnamed, Voice::Unnamed | Voice::Own) => kin.vague += 1.0,
                _ => {}
            }
            let both_quote = self.is_quote(at) && self.is_quote(theirs);
            kin.common_quotes += f64::from(u8::from(both_quote));
            kin.told_apart += usize::from(!both_quote);
        }
        kin.count = places.len() as f64;
        kin.only /= kin.count.max(1.0);
        kin.surprise /= kin.count.max(1.0);
        kin.order = in_order(&places);
        let next = |pair: &&[usize]| pair[1] > pair[0] && pair[1] - pair[0] <= 2;
        kin.adjacent =
            places.windows(2).filter(next).count() as f64 / places.len().saturating_sub(1).max(1) as f64;
        let is_fact = |at: &usize| self.facts[*at].features.len() >= FACT;
        for at in receiver.lines.clone() {
            kin.quotes += f64::from(u8::from(self.is_quote(at)));
        }
        for at in receiver.lines.clone().filter(is_fact) {
            let others_have = self.holders[at].iter().any(|root| !both.contains(root));
            kin.elsewhere += f64::from(u8::from(nearest(at) < APART && others_have));
            kin.own_quotes += f64::from(u8::from(nearest(at) < TOGETHER && self.is_quote(at)));
        }
        kin.brief = receiver.lines.len() <= BRIEF
            && kin.told[1] >= MOST
            && receiver.own == 0
            && receiver.speakers.is_subset(&giver.speakers);
        let left_out = |at: &usize| self.exclusive[*at] && !paired.contains_key(at);
        kin.left_out = giver.lines.clone().filter(is_fact).filter(left_out).count() as f64;
        Some(kin)
    }

    /// Whether a statement is what someone said, in quotation marks.
    fn is_quote(&self, at: usize) -> bool {
        self.said[at].attribution.is_some_and(|a| a.manner == Manner::Direct)
    }
}

/// Statements of a brief report.
const BRIEF: usize = 6;
/// Share of it that must stand in a report that it names, for it to be that report told again.
const MOST: f64 = 0.5;

/// What is added to a count of reports that have a fact: of few reports there is no telling what the next one has.
const HALF: f64 = 0.5;

/// The likeliest pairs, one of the two chances at a time, each statement in one of them.
fn pair_up(likely: &Likely, which: usize) -> Paired {
    let mut order: Vec<(f32, usize, usize)> =
        likely.iter().map(|(i, j, chances)| (chances[which], *i, *j)).filter(|p| p.0 >= TOGETHER).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut paired = Paired::new();
    for (chance, i, j) in order {
        if !paired.contains_key(&i) && !paired.contains_key(&j) {
            paired.insert(i, (chance, j));
            paired.insert(j, (chance, i));
        }
    }
    paired
}

/// For each report of a story, the one whose text it copied or that it credits, over any number of steps; itself where
/// there is none. What a report and its copies have, one has found out.
fn roots<'p>(
    case: &Case,
    reports: &BTreeSet<usize>,
    pairs: impl Iterator<Item = &'p (usize, usize)>,
    copies: &BTreeMap<usize, usize>,
) -> BTreeMap<usize, usize> {
    let inside = copies.iter().filter(|(copy, from)| reports.contains(copy) && reports.contains(from));
    let mut givers: BTreeMap<usize, usize> = inside.map(|(copy, from)| (*copy, *from)).collect();
    for (a, b) in pairs {
        match (case.credits(*b, *a), case.credits(*a, *b)) {
            (true, false) => givers.entry(*b).or_insert(*a),
            (false, true) => givers.entry(*a).or_insert(*b),
            _ => continue,
        };
    }
    let root = |report: usize| {
        let mut seen = BTreeSet::from([report]);
        let mut at = report;
        // A ring, by dates that contradict each other, ends.
        while let Some(from) = givers.get(&at).filter(|from| seen.insert(**from)) {
            at = *from;
        }
        at
    };
    reports.iter().map(|report| (*report, root(*report))).collect()
}

fn telling(case: &Case, report: usize, lines: std::ops::Range<usize>, root: usize) -> Telling {
    let said = &case.ctx.reports[report].annotations;
    let speakers = said
        .attributions
        .iter()
        .filter(|a| a.manner != Manner::Indirect)
        .filter_map(|a| case.sources.get(a.source?))
        .filter(|s| matches!(s.kind, SourceKind::Person | SourceKind::Organization))
        .map(|s| s.id)
        .collect();
    let words = case.ctx.texts[report].words.len();
    Telling { lines, own: case.own_sources(report), speakers, words, root }
}

fn voice(case: &Case, said: &Said) -> Voice {
    let source = said.attribution.and_then(|a| a.source).and_then(|s| case.sources.get(s));
    let Some(source) = source else { return Voice::Own };
    match source.kind {
        SourceKind::Anonymous => Voice::Unnamed,
        SourceKind::Person | SourceKind::Organization | SourceKind::Document => Voice::Named(source.id),
        _ => Voice::Press,
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

/// Of all pairs of a row of places, how many more rise than fall, as a share: Kendall's tau.
fn in_order(places: &[usize]) -> f64 {
    // One place is in any order.
    if places.len() < 2 {
        return 0.0;
    }
    let falls = |(at, place): (usize, &usize)| places[at + 1..].iter().filter(|p| *p < place).count();
    let falling: usize = places.iter().enumerate().map(falls).sum();
    let all = places.len() * (places.len() - 1) / 2;
    1.0 - 2.0 * falling as f64 / all as f64
}

/// Kendall's tau from which facts are told in the same order.
const SAME_ORDER: f64 = 0.7;

impl Kinship {
    /// Share of what the receiver says that the giver says too, as if the one took from the other.
    pub(super) fn told(&self) -> f64 {
        self.told[1]
    }

    /// What shows that one retells the other, in words.
    pub(super) fn reasons(&self) -> Vec<Reason> {
        let mut reasons = vec![format!(
            "It tells {} of the other report's facts in other words{}.",
            self.pairs.len(),
            if self.order >= SAME_ORDER { ", in the same order" } else { "" }
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
        reasons.into_iter().map(Reason::from).collect()
    }

    /// The measures as a row, as [`super::score`] weighs them.
    pub(super) fn row(&self) -> [f64; MEASURES] {
        let ln = |count: f64| (1.0 + count).ln();
        [
            self.told[0],
            self.told[1],
            self.given,
            self.order,
            // Of many facts the order says more than of few.
            self.order * self.count.sqrt(),
            self.adjacent,
            self.only,
            self.surprise,
            ln(self.exclusive),
            ln(self.exclusive_only),
            ln(self.left_out),
            ln(self.elsewhere),
            ln(self.own_quotes),
            ln(self.same_source),
            ln(self.other_source),
            ln(self.vague),
            ln(self.quotes),
            ln(self.common_quotes),
            ln(self.own),
            self.longer,
        ]
    }
}
