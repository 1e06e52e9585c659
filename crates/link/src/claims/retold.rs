//! What a retelling made unlike: statements of a report that lie in no claim with the report that it took from.
//!
//! Two who tell of one event agree by chance; who retells has the other's text before them. So of a report and the one it
//! took from, every statement that is left over is held against every one left over there, and weighed by more than what
//! the two say: who says it, whether it lies between statements that go together already, what others that took the same
//! say there, whether a number may have come of the other. Trees weigh a pair by itself, and a logistic regression what they
//! say of it beside what they say of all its rivals (`training/retold.py`). The likeliest pairs go together first, each
//! statement once.

mod contest;

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use backstory_model::{Edge, EdgeKind, Interval, Node, Quantity, Role, SourceId, SourceKind, Stance};

use crate::{
    changes::numbers::{alike_things, comparable, drift, left_over},
    context::Context,
    features::{Facts, class_of},
    likeness,
    meaning::{self, Direction},
    origins::Chains,
    sources::{Sources, folded},
    statements::Said,
};

/// Measures of a pair that is left over.
pub(super) const MEASURES: usize = 22;

/// The least chance, by what two statements say alone, with which they are weighed.
const LEAST: f32 = 0.001;

/// The share of what is left over between the same neighbours from which even less is enough.
const ALONE: f32 = 0.25;

/// The chance from which two statements go together.
const ONE_FACT: f32 = 0.5;

/// The chance from which they do so with all that goes with either already, whoever says it.
const SURE: f32 = 0.7;

/// How often all reports are gone through: what goes together tells where the rest belongs.
const ROUNDS: usize = 2;

/// Statements of others that are asked what they say of a pair.
const WITNESSES: usize = 4;

/// The chance of a statement and its partner below which another is looked for.
const UNSURE: f32 = 0.35;

/// What is added to the logarithm of the odds of a witness, so that one who says something else counts as none.
const NOTHING: f32 = 3.0;

/// The least weight of all words of a statement.
const LEAST_TOTAL: f32 = 0.1;

/// Statements up to which the distance from what goes together counts.
const REACH: usize = 6;

/// What a report opens with is what it is about, and who retells it opens with the same, in whatever words: of what stands
/// among the first two statements of both, is left over in both, and has words for so much of the other, 13 of 15 pairs in
/// retellings of the newsroom's seeds 1, 2, 3, 5 and 6 are one fact. A copy has the words themselves.
const HEAD: usize = 2;
const HEAD_COVERED: f32 = 0.45;
/// The chance of such a pair, where no other measure gives it more.
const HEADS: f32 = 0.6;

/// The statements of a story and the claims they are in so far.
pub(super) struct Retold<'r, 'a> {
    pub(super) ctx: &'r Context<'a>,
    pub(super) sources: &'r Sources,
    pub(super) chains: &'r Chains<'r>,
    pub(super) reports: &'r [usize],
    /// Pairs of reports, smaller place first, of which one took from the other, at once or through others.
    pub(super) taken: &'r BTreeSet<(usize, usize)>,
    pub(super) said: &'r [Said<'a>],
    pub(super) facts: &'r [Facts],
}

/// Who says something, as far as two reports can be held against each other by it.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Voice {
    Report,
    /// Somebody known, by the source of the case.
    Known(SourceId),
    /// Somebody without a name, by the words for them.
    Unnamed(BTreeSet<String>),
}

/// What two without a name have in common for being two without a name.
const UNNAMED: f32 = 0.3;

impl Voice {
    /// Whether both are one somebody, and how alike two without a name are.
    fn alike(&self, other: &Voice) -> [f32; 2] {
        match (self, other) {
            (Voice::Known(one), Voice::Known(other)) => [yes(one == other), 0.0],
            (Voice::Unnamed(one), Voice::Unnamed(other)) => {
                let shared = one.intersection(other).count() as f32;
                [0.0, UNNAMED + shared / one.len().min(other.len()).max(1) as f32]
            }
            _ => [0.0; 2],
        }
    }
}

/// What was asked of others: the chance that a statement and one of theirs are one fact.
type Asked = BTreeMap<(usize, usize), f32>;

/// Which statements go together.
struct Groups {
    members: Vec<Vec<usize>>,
    /// Of each statement, its group.
    of: Vec<usize>,
    /// Of each group, the reports in it.
    holders: Vec<BTreeSet<usize>>,
}

impl Groups {
    fn new(members: Vec<Vec<usize>>, said: &[Said]) -> Self {
        let mut of = vec![usize::MAX; said.len()];
        for (number, group) in members.iter().enumerate() {
            group.iter().for_each(|m| of[*m] = number);
        }
        let holders = members.iter().map(|g| g.iter().map(|m| said[*m].report).collect()).collect();
        Self { members, of, holders }
    }

    /// Puts statements of one group into one of their own.
    fn part(&mut self, moved: &[usize], said: &[Said]) {
        let Some(from) = moved.first().map(|m| self.of[*m]) else { return };
        let holders = |group: &[usize]| group.iter().map(|m| said[*m].report).collect();
        self.members[from].retain(|m| !moved.contains(m));
        self.holders[from] = holders(&self.members[from]);
        moved.iter().for_each(|m| self.of[*m] = self.members.len());
        self.holders.push(holders(moved));
        self.members.push(moved.to_vec());
    }

    fn join(&mut self, from: usize, to: usize) {
        let moved = std::mem::take(&mut self.members[from]);
        moved.iter().for_each(|m| self.of[*m] = to);
        self.members[to].extend(moved);
        self.members[to].sort_unstable();
        let moved = std::mem::take(&mut self.holders[from]);
        self.holders[to].extend(moved);
    }
}

/// What the words of a statement mean that say something, each with how rare it is.
struct Wording(Vec<(Direction, f32)>);

impl Wording {
    /// How well the other has a word for each of these: the cosine of the nearest, on average by weight.
    fn covered_by(&self, other: &Wording) -> f32 {
        let nearest =
            |word: &Direction| other.0.iter().map(|(theirs, _)| word.cosine(theirs)).fold(0.0, f32::max);
        let all: f32 = self.0.iter().map(|(_, weight)| weight).sum();
        let met: f32 = self.0.iter().map(|(word, weight)| weight * nearest(word)).sum();
        if all > 0.0 { met / all } else { 0.0 }
    }
}

/// The statements of the two reports of an edge, in order.
struct Lines<'l> {
    receiver: usize,
    giver: usize,
    mine: &'l [usize],
    theirs: &'l [usize],
    copy: bool,
    /// The chances of those that were held against each other, by the receiver's and then the giver's; NaN of the others.
    chances: Vec<Cell<f32>>,
    /// How well each of these has words for the other, the receiver's first; None of the others.
    covers: Vec<Cell<Option<[f32; 2]>>>,
}

impl Retold<'_, '_> {
    /// `groups` with those joined that are one fact; `seen` is told of every pair that is weighed, and its measures.
    pub(super) fn join(
        &self,
        groups: Vec<Vec<usize>>,
        seen: &mut dyn FnMut(usize, usize, &[f32; MEASURES]),
    ) -> Vec<Vec<usize>> {
        let mut groups = Groups::new(groups, self.said);
        let mut lines: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, statement) in self.said.iter().enumerate() {
            if statement.role != Role::Title && groups.of[at] != usize::MAX {
                lines.entry(statement.report).or_default().push(at);
            }
        }
        lines.values_mut().for_each(|line| line.sort_by_key(|at| self.said[*at].span));
        let edges = self.edges(&lines);
        let voices: Vec<Voice> = self.said.iter().map(|s| self.voice(s)).collect();
        let told = edges.iter().flat_map(|lines| lines.mine.iter().chain(lines.theirs));
        let words: BTreeMap<usize, Wording> = told.map(|at| (*at, self.wording(&self.said[*at]))).collect();
        let mut asked = Asked::new();
        for round in 0..ROUNDS {
            let mut seen = |one: usize, other: usize, row: &[f32; MEASURES]| {
                if round == 0 {
                    seen(one, other, row);
                }
            };
            for lines in &edges {
                let pairs = self.weigh(lines, &groups, (&voices, &words), &mut asked, &mut seen);
                self.join_pairs(pairs, lines, &mut groups);
            }
        }
        let mut groups = groups.members;
        groups.retain(|g| !g.is_empty());
        groups.sort();
        groups
    }

    /// Who took from whom, by receiver. `lines` are the statements of each report.
    fn edges<'l>(&self, lines: &'l BTreeMap<usize, Vec<usize>>) -> Vec<Lines<'l>> {
        let mut found = Vec::new();
        for receiver in self.reports {
            for edge in self.chains.into(self.ctx.id(*receiver)) {
                if let (Node::Report(giver), EdgeKind::Copy | EdgeKind::Rewrite) = (edge.from, edge.kind)
                    && let Some(giver) = self.ctx.index(giver)
                    && let (Some(mine), Some(theirs)) = (lines.get(receiver), lines.get(&giver))
                {
                    let chances = vec![Cell::new(f32::NAN); mine.len() * theirs.len()];
                    let covers = vec![Cell::new(None); mine.len() * theirs.len()];
                    let copy = edge.kind == EdgeKind::Copy;
                    found.push(Lines { receiver: *receiver, giver, mine, theirs, copy, chances, covers });
                }
            }
        }
        found
    }

    /// The chance, by what they say alone, that a statement of the receiver and one of the giver are one fact.
    fn chance(&self, lines: &Lines, i: usize, j: usize) -> f32 {
        let known = &lines.chances[i * lines.theirs.len() + j];
        if known.get().is_nan() {
            known.set(likeness::retold(&self.facts[lines.mine[i]], &self.facts[lines.theirs[j]]));
        }
        known.get()
    }

    /// Joins the pairs of an edge, the likeliest first, each statement once.
    fn join_pairs(&self, mut pairs: Vec<(f32, usize, usize)>, lines: &Lines, groups: &mut Groups) {
        pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
        let mut gone = BTreeSet::new();
        for (chance, one, other) in pairs {
            let to = groups.of[other];
            if gone.contains(&one) || groups.holders[to].contains(&lines.receiver) {
                continue;
            }
            if groups.holders[groups.of[one]].contains(&lines.giver) {
                let moved = self.with_those_after(one, to, lines, groups);
                groups.part(&moved, self.said);
            }
            let from = groups.of[one];
            if self.may_join(groups, from, to, chance, lines) {
                groups.join(from, to);
                gone.insert(one);
            }
        }
    }

    fn may_join(&self, groups: &Groups, from: usize, to: usize, chance: f32, lines: &Lines) -> bool {
        // What stands in reports that have nothing to do with the giver stays where it is, but for a sure pair.
        let own = chance >= SURE
            || groups.holders[from].iter().all(|r| {
                *r == lines.receiver || self.taken.contains(&(lines.giver.min(*r), lines.giver.max(*r)))
            });
        from != to && own && groups.holders[from].is_disjoint(&groups.holders[to])
    }

    /// A statement and, of its group, those that were taken from its report and go with it rather than with the giver's, but
    /// for reports that the claim has already to which they are to go.
    fn with_those_after(&self, one: usize, to: usize, lines: &Lines, groups: &Groups) -> Vec<usize> {
        let receiver = Node::Report(self.ctx.id(lines.receiver));
        let took = |e: &&Edge| e.from == receiver && e.kind != EdgeKind::Cites;
        let group = &groups.members[groups.of[one]];
        let after = |m: &usize| {
            let report = self.said[*m].report;
            let chance = |other: usize| likeness::retold(&self.facts[*m], &self.facts[other]);
            let of_giver = group.iter().filter(|m| self.said[**m].report == lines.giver);
            !groups.holders[to].contains(&report)
                && self.chains.into(self.ctx.id(report)).iter().any(took)
                && of_giver.map(|m| chance(*m)).reduce(f32::max) < Some(chance(one))
        };
        group.iter().copied().filter(|m| *m == one || after(m)).collect()
    }

    /// The chance with which a statement of the receiver goes with the giver's in its group; None where it has none there.
    fn kept(&self, i: usize, lines: &Lines, groups: &Groups) -> Option<f32> {
        let group = groups.of[lines.mine[i]];
        if !groups.holders[group].contains(&lines.giver) {
            return None;
        }
        let theirs = groups.members[group].iter().filter_map(|m| lines.theirs.binary_search(m).ok());
        theirs.map(|j| self.chance(lines, i, j)).reduce(f32::max)
    }

    /// The pairs of an edge that are one fact with some chance: that, the receiver's statement, and the giver's.
    fn weigh(
        &self,
        lines: &Lines,
        groups: &Groups,
        (voices, words_of): (&[Voice], &BTreeMap<usize, Wording>),
        asked: &mut Asked,
        seen: &mut dyn FnMut(usize, usize, &[f32; MEASURES]),
    ) -> Vec<(f32, usize, usize)> {
        let (mine, theirs) = (lines.mine, lines.theirs);
        let left = |line: &[usize], other: usize| -> Vec<usize> {
            (0..line.len()).filter(|at| !groups.holders[groups.of[line[*at]]].contains(&other)).collect()
        };
        let given = left(theirs, lines.receiver);
        if given.is_empty() {
            return Vec::new();
        }
        // What goes together with another statement of the giver, of which it has little, is asked too.
        let kept: Vec<Option<f32>> = (0..mine.len()).map(|at| self.kept(at, lines, groups)).collect();
        let open: Vec<usize> =
            (0..mine.len()).filter(|at| kept[*at].is_none_or(|chance| chance < UNSURE)).collect();
        let left_over: Vec<usize> = open.iter().copied().filter(|at| kept[*at].is_none()).collect();
        let anchors = anchors(mine, theirs, groups);
        let (mut heard, mut told) = (BTreeMap::new(), BTreeMap::new());
        left_over.iter().for_each(|at| *heard.entry(&voices[mine[*at]]).or_insert(0) += 1);
        given.iter().for_each(|at| *told.entry(&voices[theirs[*at]]).or_insert(0) += 1);
        // How many that are left over of the other have a day near that of a statement.
        let near = |one: &usize, left: &[usize], line: &[usize]| {
            let facts = &self.facts[*one];
            let near = left.iter().filter(|at| are_near(&self.facts[line[**at]], facts));
            if facts.days.is_empty() { 0 } else { near.count() }
        };
        let near_mine: Vec<usize> = open.iter().map(|i| near(&mine[*i], &given, theirs)).collect();
        let near_theirs: Vec<usize> = given.iter().map(|j| near(&theirs[*j], &left_over, mine)).collect();
        // Pairs of what the two reports open with, by their place in `pairs`.
        let mut heads: Vec<usize> = Vec::new();
        let mut pairs: Vec<contest::Pair> = Vec::new();
        for (row, i) in open.iter().enumerate() {
            for (column, j) in given.iter().enumerate() {
                let (one, other) = (mine[*i], theirs[*j]);
                let (a, b) = (&self.facts[one], &self.facts[other]);
                let denies = |at: usize| self.said[at].stance() == Stance::Denies;
                let chance = self.chance(lines, *i, *j);
                let [distance, between] = place(&anchors, *i, *j, &left_over, &given);
                // "Did not survive" may be told of the dead; but a "not" and another number make another statement.
                let unsaid = a.negated != b.negated
                    && !a.numbers.is_empty()
                    && !b.numbers.is_empty()
                    && a.numbers.is_disjoint(&b.numbers);
                if unsaid || denies(one) != denies(other) || chance < LEAST && between < ALONE {
                    continue;
                }
                let [same, unnamed] = voices[one].alike(&voices[other]);
                let voiced = |of: &BTreeMap<&Voice, usize>, at: usize| {
                    of.get(&voices[at]).copied().unwrap_or(0).max(1) as f32
                };
                let alone =
                    if same > 0.0 { (voiced(&heard, one) * voiced(&told, other)).recip() } else { 0.0 };
                let witness = self.witness(one, groups.of[other], groups, lines, asked);
                let witness_back = self.witness(other, groups.of[one], groups, lines, asked);
                let numbers = numbers(a, b);
                let known = &lines.covers[*i * theirs.len() + *j];
                let [covered, covers] = known.get().unwrap_or_else(|| {
                    let (ours, others) = (&words_of[&one], &words_of[&other]);
                    [ours.covered_by(others), others.covered_by(ours)]
                });
                known.set(Some([covered, covers]));
                let days = days(a, b);
                // How few others that are left over have such a day.
                let day_alone = if days[0] + days[1] > 0.0 {
                    ((near_theirs[column].max(1) * near_mine[row].max(1)) as f32).recip()
                } else {
                    0.0
                };
                let row = [
                    odds(chance),
                    yes(a.negated != b.negated),
                    same,
                    unnamed,
                    alone,
                    witness,
                    witness_back,
                    numbers[0],
                    numbers[1],
                    numbers[2],
                    things(a, b),
                    yes(!a.units.is_disjoint(&b.units)),
                    days[1],
                    day_alone,
                    distance,
                    between,
                    yes(lines.copy),
                    yes(kept[*i].is_some()),
                    covered,
                    covers,
                    (a.total.max(LEAST_TOTAL) / b.total.max(LEAST_TOTAL)).ln(),
                    (a.features.len().max(1) as f32).ln(),
                ];
                seen(one, other, &row);
                let opens = !lines.copy && (*i).max(*j) < HEAD && kept[*i].is_none();
                if opens && (covered + covers) / 2.0 >= HEAD_COVERED {
                    heads.push(pairs.len());
                }
                pairs.push((*i, *j, row));
            }
        }
        let mut chances = contest::chances(&pairs);
        heads.iter().for_each(|at| chances[*at] = chances[*at].max(HEADS));
        let told = pairs.iter().zip(chances).filter(|(_, chance)| *chance >= ONE_FACT);
        told.map(|((i, j, _), chance)| (chance, mine[*i], theirs[*j])).collect()
    }

    /// How well a statement goes with what others than the two reports say of a fact: the logarithm of the odds of the one
    /// that goes with it best, 0 where there is none.
    fn witness(&self, one: usize, group: usize, groups: &Groups, lines: &Lines, asked: &mut Asked) -> f32 {
        let others = groups.members[group].iter().filter(|m| {
            let report = self.said[**m].report;
            report != lines.giver && report != lines.receiver && self.said[**m].role != Role::Title
        });
        // Of those who say it in the same words, one is enough.
        let mut heard: Vec<usize> = Vec::new();
        for other in others {
            let same = |h: &usize| self.facts[*h].features == self.facts[*other].features;
            if !heard.iter().any(same) {
                heard.push(*other);
            }
            if heard.len() == WITNESSES {
                break;
            }
        }
        let chances = heard.into_iter().map(|m| {
            *asked.entry((one, m)).or_insert_with(|| likeness::retold(&self.facts[one], &self.facts[m]))
        });
        chances.reduce(f32::max).map_or(0.0, |chance| odds(chance) + NOTHING)
    }

    fn wording(&self, said: &Said) -> Wording {
        let words =
            self.ctx.words_in(said.report, said.span).iter().filter(|w| class_of(self.ctx, w).is_some());
        let plain = words.filter(|w| !self.ctx.term(w.form).starts_with(|c: char| c.is_ascii_digit()));
        Wording(
            plain
                .map(|w| (meaning::of_word(self.ctx.term(w.form)), self.ctx.weight(w.stem) as f32))
                .collect(),
        )
    }

    fn voice(&self, said: &Said) -> Voice {
        let source = said.attribution.and_then(|a| a.source.or_else(|| a.via.first().copied()));
        match source.and_then(|s| self.sources.get(s)) {
            None => Voice::Report,
            Some(source) if source.kind == SourceKind::Anonymous => Voice::Unnamed(
                folded(source.description.as_deref().unwrap_or_default()).into_iter().collect(),
            ),
            Some(source) => Voice::Known(source.id),
        }
    }
}

/// The statements of two reports that go together already, by their places in both: those of which each report has one.
fn anchors(mine: &[usize], theirs: &[usize], groups: &Groups) -> Vec<(usize, usize)> {
    let mut places: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (j, at) in theirs.iter().enumerate() {
        places.entry(groups.of[*at]).or_default().push(j);
    }
    let partner = |(i, at): (usize, &usize)| match places.get(&groups.of[*at]).map(Vec::as_slice) {
        Some([j]) => Some((i, *j)),
        _ => None,
    };
    mine.iter().enumerate().filter_map(partner).collect()
}

/// Where a pair lies among those that go together: how far from the nearest, in statements, and its share of what is left
/// over between the two on either side, 0 where it does not lie between the same two in both reports.
fn place(anchors: &[(usize, usize)], i: usize, j: usize, open: &[usize], given: &[usize]) -> [f32; 2] {
    let at = anchors.partition_point(|(x, _)| *x < i);
    let before = at.checked_sub(1).map(|at| anchors[at]);
    let after = anchors.get(at).copied();
    let off = |(x, y): (usize, usize)| (i as i64 - x as i64 - (j as i64 - y as i64)).unsigned_abs() as usize;
    let distance = before.into_iter().chain(after).map(off).min().unwrap_or(REACH).min(REACH) as f32;
    let mine = before.map_or(0, |(x, _)| x + 1)..after.map_or(usize::MAX, |(x, _)| x);
    let theirs = before.map_or(0, |(_, y)| y + 1)..after.map_or(usize::MAX, |(_, y)| y);
    if !theirs.contains(&j) {
        return [distance, 0.0];
    }
    let within = |list: &[usize], place: Range<usize>| {
        let (from, to) =
            (list.partition_point(|at| *at < place.start), list.partition_point(|at| *at < place.end));
        to.saturating_sub(from).max(1)
    };
    [distance, ((within(open, mine) * within(given, theirs)) as f32).recip()]
}

/// What the numbers of two statements say: whether all are the same, how near one is to another that it may have come of
/// (from 1 to -1), and whether they are of other things.
fn numbers(a: &Facts, b: &Facts) -> [f32; 3] {
    if a.quantities.is_empty() && b.quantities.is_empty() {
        return [0.0; 3];
    }
    let (ours, theirs) = left_over(&a.quantities, &b.quantities);
    let same = ours.len() < a.quantities.len();
    let near = ours
        .iter()
        .flat_map(|x| theirs.iter().filter(|y| comparable(x, y)).map(|y| drift(x.value, y.value)))
        .reduce(f64::min);
    let whole = ours.is_empty() && theirs.is_empty();
    [
        yes(same && whole),
        near.map_or(0.0, |d| (1.0 - d as f32).max(-1.0)),
        yes(!whole && near.is_none() && !ours.is_empty() && !theirs.is_empty()),
    ]
}

/// How near two numbers are that the other statement does not have, and how alike what they count is: from 0 to 1.
fn things(a: &Facts, b: &Facts) -> f32 {
    let (ours, theirs) = left_over(&a.quantities, &b.quantities);
    let pairs = ours.iter().flat_map(|x| theirs.iter().filter(|y| comparable(x, y)).map(move |y| (*x, *y)));
    let near =
        |(x, y): (&Quantity, &Quantity)| (1.0 - drift(x.value, y.value) as f32).max(0.0) * alike_things(x, y);
    pairs.map(near).fold(0.0, f32::max)
}

/// Days apart up to which a day may have been taken wrong.
const DAYS: i32 = 3;

/// Whether both statements name one day, or days of which one may have been taken for the other.
fn days(a: &Facts, b: &Facts) -> [f32; 2] {
    let same = a.days.iter().any(|x| b.days.iter().any(|y| x.overlaps(*y)));
    [yes(same), yes(are_near(a, b) && !same)]
}

/// Whether two statements name days of which one may have been taken for the other.
fn are_near(a: &Facts, b: &Facts) -> bool {
    let near = |x: Interval, y: Interval| {
        let (first, last) = if x.start <= y.start { (x, y) } else { (y, x) };
        x.overlaps(y) || first.end.until(last.start).is_ok_and(|s| s.get_days() <= DAYS)
    };
    a.days.iter().any(|x| b.days.iter().any(|y| near(*x, *y)))
}

fn yes(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// The logarithm of the odds, within bounds.
fn odds(chance: f32) -> f32 {
    let chance = chance.clamp(0.001, 0.999);
    (chance / (1.0 - chance)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{OneStory, report};

    /// Whether what has the words `first` in the first report is one claim with what has the words `then` in the second,
    /// which is a rewrite of it.
    #[track_caller]
    fn check(reports: [&str; 2], first: &str, then: &str, one: bool) {
        let reports = [("Ilmar Post", reports[0]), ("Orlo Times", reports[1])];
        let reports = reports.map(|(outlet, text)| report(outlet, "2031-05-06", text)).to_vec();
        let story = OneStory::new(reports, &[(0, 1, EdgeKind::Rewrite)]);
        let claims = story.claims();
        let has = |report: usize, words: &str| {
            claims.iter().position(|c| {
                c.statements
                    .iter()
                    .any(|s| s.at.report == story.order[report] && story.words(s.at).contains(words))
            })
        };
        let (a, b) = (has(0, first), has(1, then));
        assert!(a.is_some() && b.is_some(), "no claim of {first:?} or {then:?}: {claims:#?}");
        assert_eq!(a == b, one, "{first} / {then}");
    }

    #[test]
    fn what_lies_between_the_same_two_goes_together() {
        let text = |between: &str| {
            format!(
                "The trawler of the Velm fleet ran onto the rocks below the lighthouse on Monday night.
                {between}
                The captain, Tessa Kell, was led to the Orlo harbour office in handcuffs."
            )
        };
        let first = text("Divers needed 37 hours to bring up the engine.");
        let then = text("Raising the motor took a team 33 hours.");
        check([&first, &then], "37 hours", "33 hours", true);
        // Of something else.
        let other = text("Fishermen of the islands have asked for 2 more beacons.");
        check([&first, &other], "37 hours", "2 more beacons", false);
    }

    #[test]
    fn the_one_thing_left_that_somebody_says_goes_together() {
        let text = |said: &str| {
            format!(
                "The trawler of the Velm fleet ran onto the rocks below the lighthouse on Monday night.
                {{{said}}}, «Tessa Kell|person» [said].
                The gates of the Orlo harbour were shut for two weeks behind the wreck."
            )
        };
        let first = text("The owners were told of the leak on March 12, 2031");
        let then = text("Word of a hole in the hull reached the line on March 13, 2031");
        check([&first, &then], "March 12", "March 13", true);
    }

    #[test]
    fn a_word_that_is_near_goes_for_the_same_word() {
        let text = |between: &str| {
            format!(
                "The trawler of the Velm fleet ran onto the rocks below the lighthouse on Monday night.
                {between}
                The gates of the Orlo harbour were shut for two weeks behind the wreck.
                The captain, Tessa Kell, was led to the Orlo harbour office in handcuffs."
            )
        };
        let first =
            text("Six sailors were still missing at dawn.\nA flare was seen from the island of Ilmar.");
        let then = text("From Ilmar islanders saw a signal light.\nThe fate of five seamen is unknown.");
        check([&first, &then], "Six sailors", "five seamen", true);
        check([&first, &then], "Six sailors", "signal light", false);
    }

    #[test]
    fn who_retells_a_report_opens_with_what_it_opens_with() {
        let rest = "The gates of the Orlo harbour were shut for two weeks behind the wreck.
            Six trawlers of the fleet lie at the pier of Ilmar.
            A lamp of the lighthouse was stolen in June, the keeper found.";
        let first = "{Clerks of the governor Ilda Tarn had been in hidden talks with the smuggler Odan Kress for weeks before the winter truce, and met him on a barge}, «two aides|anonymous 2 2» [said].";
        let then = "{The Tarn administration quietly tended a back door to Odan Kress, the most feared man of the coast, well ahead of the ceasefire that let the nets be mended}, «insiders|anonymous 2» [said].";
        let more = "Nobody at the market of Velm knew of it, a fishwife said.
            The price of herring rose to 12 crowns a crate.
            Two priests asked for a mass on Sunday.";
        let head = |words: &str, rest: &str| format!("{words}\n{rest}");
        check([&head(first, rest), &head(then, more)], "hidden talks", "back door", true);
        // At the end of a report it may be anything; and so may what has no words for the other.
        check([&head(first, rest), &head(more, then)], "hidden talks", "back door", false);
        let other = "Herring was sold at 12 crowns a crate in the market hall of Ilmar, and no boat came in.";
        check([&head(first, rest), &head(other, more)], "hidden talks", "Herring", false);
    }

    #[test]
    fn where_a_pair_lies() {
        // The second statement of each report goes with the other's, and the fifth with the sixth.
        let anchors = [(1, 1), (4, 5)];
        assert_eq!(place(&anchors, 2, 2, &[0, 2], &[2, 3]), [0.0, 0.5]);
        assert_eq!(place(&anchors, 2, 4, &[0, 2], &[2, 4]), [1.0, 0.5]);
        assert_eq!(place(&anchors, 2, 0, &[0, 2], &[0, 3])[1], 0.0);
        assert_eq!(place(&[], 3, 0, &[3], &[0]), [REACH as f32, 1.0]);
    }

    #[test]
    fn statements_that_part_keep_their_places() {
        let reports =
            ["The ferry sank off Velm.", "The quay of Orlo was shut.", "The pilot of Ilmar was away."]
                .map(|text| report("Ilmar Post", "2031-05-06", text));
        let ctx = Context::new(&reports);
        let said: Vec<Said> = (0..3).flat_map(|report| crate::statements::statements(&ctx, report)).collect();
        let mut groups = Groups::new(vec![vec![0, 1, 2]], &said);
        groups.part(&[1, 2], &said);
        assert_eq!(groups.of, [0, 1, 1]);
        assert_eq!(groups.holders, [BTreeSet::from([0]), BTreeSet::from([1, 2])]);
        groups.join(1, 0);
        assert_eq!(groups.members, [vec![0, 1, 2], vec![]]);
    }
}
