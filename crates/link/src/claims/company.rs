//! What the other statements of a story say of two that may state one fact.
//!
//! A report says a thing once. Where it has a statement that goes with the one at hand better than the other of the pair
//! does, the pair is hardly one fact, and where it has none, a faint likeness is enough. And what goes with both of a pair
//! ties them together, even where they share no word. A number tells as much as it is alone: where each report has 740 once,
//! both speak of the same 740. Measures of this kind are common where records of two lists are
//! matched (collective matching: Bhattacharya and Getoor, "Collective entity resolution in relational data", 2007).

use std::collections::{BTreeMap, BTreeSet};

use super::{Pair, Same, trees};
use crate::{
    changes::{drift, measure_of},
    features::Facts,
    likeness,
};

/// Measures of the company that a pair keeps.
pub(super) const MEASURES: usize = 28;

/// The chance below which a statement is no company to another.
const COMPANY: f32 = 0.02;

/// Statements that are looked at beside one: those that go with it best. A bound for stories with many reports.
const NEAREST: usize = 32;

/// The measures of each pair.
pub(super) fn measures(pairs: &[Pair], nodes: &[Same], numbers: &Numbers) -> Vec<[f32; MEASURES]> {
    let beside = neighbours(nodes);
    // For each node, those that go with it, the likeliest first, and by their place.
    let mut near: Vec<Vec<(f32, usize)>> = vec![Vec::new(); nodes.len()];
    for pair in pairs.iter().filter(|p| p.chance >= COMPANY) {
        near[pair.a].push((pair.chance, pair.b));
        near[pair.b].push((pair.chance, pair.a));
    }
    let mut by_place: Vec<Vec<(usize, f32)>> = Vec::with_capacity(near.len());
    for list in &mut near {
        list.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        list.truncate(NEAREST);
        let mut places: Vec<(usize, f32)> = list.iter().map(|(chance, at)| (*at, *chance)).collect();
        places.sort_by_key(|(at, _)| *at);
        by_place.push(places);
    }
    // The chances of what `one` finds in the reports of `other` beside `other`, the best first.
    let rivals = |one: usize, other: usize| {
        let found = near[one].iter().filter(move |(_, at)| {
            *at != other
                && nodes[*at].denies == nodes[other].denies
                && !nodes[*at].reports.is_disjoint(&nodes[other].reports)
        });
        found.map(|(chance, _)| *chance)
    };
    let rival = |one: usize, other: usize| rivals(one, other).next().unwrap_or(0.0);
    let chance = |one: Option<usize>, other: Option<usize>| -> f32 {
        let (Some(one), Some(other)) = (one, other) else { return 0.0 };
        let found = by_place[one].binary_search_by_key(&other, |(at, _)| *at);
        found.map_or(0.0, |at| by_place[one][at].1)
    };
    let overlap = Overlap::new(pairs, nodes);
    // The more reports there are, the more company a fact has.
    let reports: BTreeSet<usize> = nodes.iter().flat_map(|n| n.reports.iter().copied()).collect();
    let size = (reports.len() as f32).ln();
    pairs
        .iter()
        .map(|pair| {
            // What a report says and who denies it there are one fact, told twice.
            let (a, b) = (&nodes[pair.a], &nodes[pair.b]);
            let within = a.denies == b.denies && !a.reports.is_disjoint(&b.reports);
            let (x, y) = if within { (0.0, 0.0) } else { (rival(pair.a, pair.b), rival(pair.b, pair.a)) };
            let (with, against) = witnesses(&by_place[pair.a], &by_place[pair.b], pair);
            let best = x.max(y);
            let share = (with + 0.25) / (with + against + 0.5);
            let number = numbers.common(pair, nodes);
            let yes = |is: bool| f32::from(u8::from(is));
            let opposed = a.denies != b.denies;
            let all = |one, other| rivals(one, other).sum::<f32>();
            let most = all(pair.a, pair.b).max(all(pair.b, pair.a));
            let ([before, after], [theirs_before, theirs_after]) = (beside[pair.a], beside[pair.b]);
            let around = chance(before, theirs_before).max(chance(after, theirs_after));
            let crossed = chance(before, theirs_after).max(chance(after, theirs_before));
            [
                odds(pair.chance),
                odds(best),
                odds(x.min(y)),
                best - pair.chance,
                f32::from(u8::from(pair.chance > best)),
                share,
                with.ln_1p(),
                against.ln_1p(),
                f32::from(u8::from(within)),
                size,
                size * odds(pair.chance),
                size * share,
                number.alone,
                number.telling,
                number.times,
                number.other_measure,
                f32::from(u8::from(a.quoted != b.quoted)),
                f32::from(u8::from(a.quoted && b.quoted)),
                overlap.between(a, b),
                overlap.elsewhere(a).min(overlap.elsewhere(b)),
                yes(opposed),
                yes(a.hedged != b.hedged),
                yes(a.hedged && b.hedged),
                yes(a.own != b.own),
                yes(a.own && b.own),
                numbers.apart(pair),
                pair.chance / (pair.chance + most + 0.01),
                around.max(0.9 * crossed),
            ]
        })
        .collect()
}

/// For each node, the one before its first statement in that report, and the one behind.
fn neighbours(nodes: &[Same]) -> Vec<[Option<usize>; 2]> {
    let holder: BTreeMap<usize, usize> =
        nodes.iter().enumerate().flat_map(|(at, node)| node.members.iter().map(move |m| (*m, at))).collect();
    let beside = |node: &Same, other: Option<usize>| {
        let at = *holder.get(&other?)?;
        (!nodes[at].reports.is_disjoint(&node.reports)).then_some(at)
    };
    nodes
        .iter()
        .map(|node| {
            let first = node.members[0];
            [beside(node, first.checked_sub(1)), beside(node, first.checked_add(1))]
        })
        .collect()
}

/// How much two reports have in common: of reports that tell nearly all the same, what is left over is likelier to be the
/// same too than of those that share one fact.
struct Overlap {
    /// How many statements each report has, and how many of them have a likely partner.
    reports: BTreeMap<usize, [f32; 2]>,
    /// How many of its statements have a likely partner in the other report.
    between: BTreeMap<(usize, usize), f32>,
}

/// The chance of a likely partner, and how many of a node's reports are looked at. A bound for what many reprint.
const LIKELY: f32 = 0.5;
const REPORTS: usize = 4;

impl Overlap {
    fn new(pairs: &[Pair], nodes: &[Same]) -> Self {
        let first = |node: usize| nodes[node].reports.iter().copied().take(REPORTS);
        let mut reports: BTreeMap<usize, [f32; 2]> = BTreeMap::new();
        for report in (0..nodes.len()).flat_map(first) {
            reports.entry(report).or_default()[0] += 1.0;
        }
        // A statement with two partners in a report counts once.
        let mut with: BTreeSet<(usize, usize)> = BTreeSet::new();
        for node in 0..nodes.len() {
            with.extend(
                first(node).flat_map(|r| first(node).filter(move |o| *o != r).map(move |o| (node, o))),
            );
        }
        for pair in pairs.iter().filter(|p| p.chance >= LIKELY) {
            with.extend(first(pair.b).map(|report| (pair.a, report)));
            with.extend(first(pair.a).map(|report| (pair.b, report)));
        }
        let mut between: BTreeMap<(usize, usize), f32> = BTreeMap::new();
        let mut last = None;
        for (node, other) in with {
            for report in first(node).filter(|report| *report != other) {
                *between.entry((report, other)).or_default() += 1.0;
            }
            if last != Some(node) {
                for report in first(node) {
                    reports.entry(report).or_default()[1] += 1.0;
                }
            }
            last = Some(node);
        }
        Self { reports, between }
    }

    /// The share of its statements that have a likely partner in the other's report, of the report that has fewer such, for
    /// those two of their reports that have most in common.
    fn between(&self, a: &Same, b: &Same) -> f32 {
        let share = |x: usize, y: usize| {
            let all = self.reports.get(&x).map_or(1.0, |[all, _]| *all);
            self.between.get(&(x, y)).map_or(0.0, |count| count / all)
        };
        let pairs = a
            .reports
            .iter()
            .take(REPORTS)
            .flat_map(|x| b.reports.iter().take(REPORTS).map(move |y| (*x, *y)));
        pairs.filter(|(x, y)| x != y).map(|(x, y)| share(x, y).min(share(y, x))).fold(0.0, f32::max)
    }

    /// The share of its statements that have a likely partner in any other report, for that report of a node that has most.
    fn elsewhere(&self, node: &Same) -> f32 {
        let shares = node.reports.iter().filter_map(|r| self.reports.get(r)).map(|[all, with]| with / all);
        shares.fold(0.0, f32::max)
    }
}

/// A number of a statement.
struct Number {
    /// Its value, as bits.
    value: u64,
    /// How telling it is, from 0 to 1.
    telling: f32,
    counts: Counts,
}

/// What a number counts.
enum Counts {
    Unsaid,
    /// Money, time, lengths, weights, shares: each is counted of everything, but never of another.
    Measure(&'static str),
    Things,
}

/// The numbers of a story's statements.
pub(super) struct Numbers {
    /// By node.
    of: Vec<Vec<Number>>,
    /// Statements of a report that have a value.
    held: BTreeMap<(usize, u64), f32>,
    /// For each value, how many statements of a report have it, on average over the reports that do.
    times: BTreeMap<u64, f32>,
}

/// What two statements say of the numbers that both have; 0 where they have none in common.
#[derive(Default)]
struct Common {
    /// The share of the number's statements in both reports that the two are: 1 where either report has it once.
    alone: f32,
    /// The same, by how telling the number is.
    telling: f32,
    /// How many statements of a report have the number.
    times: f32,
    /// 1 where the number counts what is measured in another way: six tonnes and six boys.
    other_measure: f32,
}

/// A bound for what the trees see of [`Common::times`].
const TIMES: f32 = 4.0;

impl Numbers {
    /// Those of the first statement of each node.
    pub(super) fn new(nodes: &[Same], facts: &[Facts]) -> Self {
        let counts = |facts: &Facts, value: f64| {
            let quantity = facts.quantities.iter().find(|q| q.value == value);
            match quantity.map(|q| (measure_of(q), q.unit.is_empty())) {
                Some((Some(measure), _)) => Counts::Measure(measure),
                Some((None, false)) => Counts::Things,
                _ => Counts::Unsaid,
            }
        };
        let numbers = |node: &Same| {
            let facts = &facts[node.members[0]];
            let number = |value: &f64| Number {
                value: value.to_bits(),
                telling: likeness::telling(*value),
                counts: counts(facts, *value),
            };
            facts.figures.iter().map(number).collect()
        };
        let of: Vec<Vec<Number>> = nodes.iter().map(numbers).collect();
        let mut held: BTreeMap<(usize, u64), f32> = BTreeMap::new();
        for (node, numbers) in nodes.iter().zip(&of) {
            let values: BTreeSet<u64> = numbers.iter().map(|n| n.value).collect();
            for report in &node.reports {
                for value in &values {
                    *held.entry((*report, *value)).or_default() += 1.0;
                }
            }
        }
        let mut sums: BTreeMap<u64, (f32, f32)> = BTreeMap::new();
        for ((_, value), count) in &held {
            let (sum, reports) = sums.entry(*value).or_default();
            *sum += count;
            *reports += 1.0;
        }
        let times = sums.into_iter().map(|(value, (sum, reports))| (value, sum / reports)).collect();
        Self { of, held, times }
    }

    /// How many times the one is the other, as a logarithm, of those two numbers that count the same and are nearest;
    /// [`FAR`] where there are none.
    fn apart(&self, pair: &Pair) -> f32 {
        let mut least = FAR;
        for one in &self.of[pair.a] {
            for other in &self.of[pair.b] {
                let same = match (&one.counts, &other.counts) {
                    (Counts::Measure(x), Counts::Measure(y)) => x == y,
                    (Counts::Measure(_), _) | (_, Counts::Measure(_)) => false,
                    _ => true,
                };
                let (x, y) = (f64::from_bits(one.value), f64::from_bits(other.value));
                if same {
                    least = least.min(drift(x, y) as f32);
                }
            }
        }
        least
    }

    fn common(&self, pair: &Pair, nodes: &[Same]) -> Common {
        let mut common = Common::default();
        // The fewest statements that a report of a node has with a value.
        let count = |node: usize, value: u64| {
            let counts = nodes[node].reports.iter().map(|r| self.held[&(*r, value)]);
            counts.fold(f32::INFINITY, f32::min)
        };
        let mut one_measure = false;
        for one in &self.of[pair.a] {
            for other in self.of[pair.b].iter().filter(|other| other.value == one.value) {
                match (&one.counts, &other.counts) {
                    (Counts::Unsaid, _) | (_, Counts::Unsaid) => {}
                    (Counts::Measure(x), Counts::Measure(y)) if x == y => one_measure = true,
                    (Counts::Things, Counts::Things) => one_measure = true,
                    _ => {
                        common.other_measure = 1.0;
                        continue;
                    }
                }
                let alone = 1.0 / (count(pair.a, one.value) * count(pair.b, one.value));
                common.alone = common.alone.max(alone);
                common.telling = common.telling.max(alone * one.telling);
                common.times = common.times.max(self.times[&one.value].min(TIMES));
            }
        }
        if one_measure {
            common.other_measure = 0.0;
        }
        common
    }
}

/// What [`Numbers::apart`] says of two that have no numbers of one kind.
const FAR: f32 = 3.0;

/// The chance from which one that goes with two makes them acquainted, and how many of a node's may.
const ACQUAINTED: f32 = 0.3;
const FRIENDS: usize = 8;

/// Pairs that share no word by which they would be looked up, but one that both go with: smaller place first.
pub(super) fn acquainted(pairs: &[Pair], nodes: usize) -> BTreeSet<(usize, usize)> {
    let mut friends: Vec<Vec<(f32, usize)>> = vec![Vec::new(); nodes];
    for pair in pairs.iter().filter(|p| p.chance >= ACQUAINTED) {
        friends[pair.a].push((pair.chance, pair.b));
        friends[pair.b].push((pair.chance, pair.a));
    }
    let known: BTreeSet<(usize, usize)> = pairs.iter().map(|p| (p.a, p.b)).collect();
    let mut found = BTreeSet::new();
    for list in &mut friends {
        list.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        list.truncate(FRIENDS);
        for (at, (_, one)) in list.iter().enumerate() {
            let others = list[at + 1..].iter().map(|(_, other)| (*one.min(other), *one.max(other)));
            found.extend(others.filter(|pair| !known.contains(pair)));
        }
    }
    found
}

/// How many others go with both of a pair, and how many with one alone, each by its chances.
fn witnesses(a: &[(usize, f32)], b: &[(usize, f32)], pair: &Pair) -> (f32, f32) {
    let (mut i, mut j, mut with, mut against) = (0, 0, 0.0, 0.0);
    while i < a.len() || j < b.len() {
        let at = match (a.get(i), b.get(j)) {
            (Some((x, _)), Some((y, _))) => *x.min(y),
            (Some((x, _)), None) | (None, Some((x, _))) => *x,
            (None, None) => break,
        };
        let take = |list: &[(usize, f32)], n: &mut usize| match list.get(*n) {
            Some((place, chance)) if *place == at => {
                *n += 1;
                *chance
            }
            _ => 0.0,
        };
        let (x, y) = (take(a, &mut i), take(b, &mut j));
        if at != pair.a && at != pair.b {
            with += x * y;
            against += x * (1.0 - y) + y * (1.0 - x);
        }
    }
    (with, against)
}

/// Places of what [`super::tellings`] looks at: what two reports have in common, and either with any; whether one of the
/// two denies; whether both have a word of caution, and both are in the reporter's own voice; how far numbers are apart;
/// what stands beside either.
pub(super) const BETWEEN: usize = 18;
pub(super) const ELSEWHERE: usize = 19;
pub(super) const OPPOSED: usize = 20;
pub(super) const HEDGED: usize = 22;
pub(super) const OWN: usize = 24;
pub(super) const NUMBERS_APART: usize = 25;
pub(super) const NEIGHBOURS: usize = 27;

/// Place of the measure of those that go with both, and what it must be before it counts as a witness.
const WITNESSES: usize = 6;
const WITNESSED: f32 = 0.1;

/// Places, among a pair's own measures, of how alike its words are (0 where they are too few to be one fact), the numbers
/// that both have, and whether both have a day.
const BARE: [usize; 3] = [0, 3, 5];

/// Place of the measure of those that go with one of a pair alone.
const AGAINST: usize = 7;

/// Place of the measure of the likeliest partner that one of a pair has beside the other, and the chance from which it is a
/// rival.
const BEST: usize = 1;
const RIVAL: f32 = 0.05;

/// Place of the measure of the likeliest partner that either has beside the other, of the two the less likely.
const BOTH_RIVALS: usize = 2;

/// What a pair may gain by its company that nothing else ties together, in the logarithm of the odds.
const LONELY: f32 = 1.2;

/// The same of a pair that shares too little, where more goes with one of it alone than with both.
const CONTESTED: f32 = 0.6;

/// How many times as much must go with one of a pair alone as with both, for others to speak against it: what goes with one
/// alone is common, since most statements have a neighbour that the other lacks.
const OUTVOTED: f32 = 2.0;

/// The most that company can make of a pair, as the logarithm of its odds. That nobody else is there makes two statements
/// no more alike than a little; neither does company where both have a likelier partner in the other's report. What is said
/// by reports that do not know of each other, and shares too little to be a fact, gains less where others speak against it.
/// Nor does company make a denial one with what shares nothing with it but a name.
fn most(pair: &Pair, opposed: bool, company: &[f32; MEASURES]) -> f32 {
    let own = odds(pair.chance);
    let lonely = company[WITNESSES] < WITNESSED || company[BOTH_RIVALS] > own;
    let bare = BARE.iter().all(|measure| pair.own[*measure] <= 0.0);
    let contested = company[AGAINST] > OUTVOTED * company[WITNESSES] && company[BEST] > odds(RIVAL);
    if opposed && bare {
        own
    } else if !pair.related && bare && contested {
        own + CONTESTED
    } else if lonely {
        own + LONELY
    } else {
        f32::INFINITY
    }
}

/// The logarithm of the odds, within bounds.
pub(super) fn odds(chance: f32) -> f32 {
    let chance = chance.clamp(0.001, 0.999);
    (chance / (1.0 - chance)).ln()
}

/// The chance of two that are [worded alike](is_worded_alike): of such pairs of the newsroom 99 of 100 are one fact, and of
/// 25 real ones 24.
const WORDED_ALIKE: f32 = 0.9;

/// How many pairs of words they must have in the same order.
const RUNS: f32 = 2.0;

/// Whether two say the same in the same words, no number and no day speaks against it, and neither has a likelier partner:
/// then no company tells them apart.
fn is_worded_alike(pair: &Pair, company: &[f32; MEASURES]) -> bool {
    let own = &pair.own;
    own[likeness::ALIKE] >= likeness::SAME_WORDS
        && own[likeness::RUNS] >= RUNS
        && own[likeness::OTHER_DAYS] <= 0.0
        && own[likeness::TWO_NUMBERS] <= 0.0
        && company[BEST] < odds(pair.chance)
}

/// The chance that each pair is one fact, by what it says and by its company.
pub(super) fn chances(
    pairs: &[Pair],
    nodes: &[Same],
    facts: &[Facts],
    measured: &[[f32; MEASURES]],
) -> Vec<f32> {
    let trees = trees::company();
    let chance = |(pair, company): (&Pair, &[f32; MEASURES])| {
        let row: Vec<f32> = pair.own.iter().chain(company).copied().collect();
        let sum = trees.odds(&row);
        let opposed = nodes[pair.a].denies != nodes[pair.b].denies;
        let chance = likeness::logistic(sum.min(most(pair, opposed, company)));
        let chance = if is_worded_alike(pair, company) { chance.max(WORDED_ALIKE) } else { chance };
        let first = |node: usize| &facts[nodes[node].members[0]];
        let elsewhere = !pair.related && likeness::is_elsewhere(first(pair.a), first(pair.b));
        if elsewhere { chance.min(pair.chance) } else { chance }
    };
    pairs.iter().zip(measured).map(chance).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{context::Context, features, sources, statements::statements, testing::report};

    /// Nodes by the reports they stand in, each affirming.
    fn nodes(reports: &[usize]) -> Vec<Same> {
        let node = |(at, report): (usize, &usize)| Same {
            members: vec![at],
            reports: BTreeSet::from([*report]),
            denies: false,
            quoted: false,
            hedged: false,
            own: false,
        };
        reports.iter().enumerate().map(node).collect()
    }

    fn pair(a: usize, b: usize, chance: f32) -> Pair {
        Pair { a, b, related: false, own: [0.0; likeness::MEASURES], chance }
    }

    /// As many statements without numbers.
    fn none(nodes: usize) -> Numbers {
        Numbers {
            of: (0..nodes).map(|_| Vec::new()).collect(),
            held: BTreeMap::new(),
            times: BTreeMap::new(),
        }
    }

    #[test]
    fn a_likelier_partner_in_the_same_report_is_a_rival() {
        let [alone] = measures(&[pair(0, 1, 0.3)], &nodes(&[0, 1]), &none(2))[..] else { panic!("one pair") };
        // The second report has another statement that goes better with the first's; then that one denies it.
        let mut all = nodes(&[0, 1, 1]);
        let pairs = [pair(0, 1, 0.3), pair(0, 2, 0.8)];
        let beside = measures(&pairs, &all, &none(3))[0];
        assert!(beside[1] > alone[1] && beside[3] > 0.0 && beside[4] == 0.0, "{beside:?}");
        all[2].denies = true;
        assert_eq!(measures(&pairs, &all, &none(3))[0][1], alone[1]);
    }

    #[test]
    fn what_goes_with_both_is_a_witness_and_with_one_alone_speaks_against() {
        let all = nodes(&[0, 1, 2]);
        let both = measures(&[pair(0, 1, 0.3), pair(0, 2, 0.9), pair(1, 2, 0.9)], &all, &none(3))[0];
        let one = measures(&[pair(0, 1, 0.3), pair(0, 2, 0.9)], &all, &none(3))[0];
        let none = measures(&[pair(0, 1, 0.3)], &all, &none(3))[0];
        assert!(both[5] > none[5] && none[5] > one[5], "{both:?} {none:?} {one:?}");
        assert!(both[6] > none[6] && one[7] > none[7]);
    }

    #[test]
    fn company_makes_little_of_a_pair_of_which_both_have_a_likelier_partner() {
        let all = nodes(&[0, 1, 0, 1, 2]);
        let witnessed = [pair(0, 4, 0.9), pair(1, 4, 0.9), pair(0, 1, 0.2)];
        let company = *measures(&witnessed, &all, &none(5)).last().expect("three pairs");
        assert_eq!(most(&pair(0, 1, 0.2), false, &company), f32::INFINITY);
        // Each goes better with another statement of the other's report.
        let rivals = [&witnessed[..], &[pair(0, 3, 0.8), pair(1, 2, 0.8)]].concat();
        let company = measures(&rivals, &all, &none(5))[2];
        assert!(most(&pair(0, 1, 0.2), false, &company) < 0.0, "{company:?}");
    }

    #[test]
    fn reports_that_tell_the_same_have_much_in_common() {
        // Two reports of three statements each.
        let all = nodes(&[0, 0, 0, 1, 1, 1]);
        let in_common = |pairs: &[Pair]| {
            let overlap = Overlap::new(pairs, &all);
            (overlap.between(&all[2], &all[5]), overlap.elsewhere(&all[2]))
        };
        assert_eq!(in_common(&[pair(2, 5, 0.2)]), (0.0, 0.0));
        let (one, any) = in_common(&[pair(0, 3, 0.9), pair(0, 4, 0.6), pair(2, 5, 0.2)]);
        assert!((one - 1.0 / 3.0).abs() < 1e-6 && (any - 1.0 / 3.0).abs() < 1e-6, "{one} {any}");
        let (two, _) = in_common(&[pair(0, 3, 0.9), pair(1, 4, 0.9), pair(2, 5, 0.2)]);
        assert!((two - 2.0 / 3.0).abs() < 1e-6, "{two}");
    }

    #[test]
    fn what_shares_too_little_gains_less_where_others_speak_against_it() {
        let all = nodes(&[0, 1, 2, 3, 4, 1]);
        let pairs = [(0, 1, 0.3), (0, 2, 0.6), (1, 2, 0.5), (0, 3, 0.6), (1, 4, 0.6), (0, 5, 0.2)];
        let pairs = pairs.map(|(a, b, chance)| pair(a, b, chance));
        let company = measures(&pairs, &all, &none(6))[0];
        let little = most(&pairs[0], false, &company);
        assert_eq!(little, odds(0.3) + CONTESTED, "{company:?}");
        // A number that both have is enough, and so is that one took from the other.
        let mut number = pair(0, 1, 0.3);
        number.own[3] = 1.0;
        assert_eq!(most(&number, false, &company), f32::INFINITY);
        let mut day = pair(0, 1, 0.3);
        day.own[5] = 1.0;
        assert_eq!(most(&day, false, &company), f32::INFINITY);
        let related = Pair { related: true, ..pair(0, 1, 0.3) };
        assert_eq!(most(&related, false, &company), f32::INFINITY);
        // One denies, and nothing but a name is in both.
        assert_eq!(most(&related, true, &company), odds(0.3));
        assert_eq!(most(&number, true, &company), f32::INFINITY);
    }

    #[test]
    fn no_company_tells_apart_what_is_worded_alike() {
        let reports = [
            report("Ilmar Post", "2031-05-06", "Premier Odran Vell plans to talk openly with Tessa Mirov."),
            report("Orlo Times", "2031-05-06", "Vell plans to talk openly with Mirov, and it will be soon."),
        ];
        let ctx = Context::new(&reports);
        let said: Vec<_> = [0, 1].into_iter().flat_map(|report| statements(&ctx, report)).collect();
        let facts = features::of(&ctx, &sources::merge(&ctx), &said);
        let all = nodes(&[0, 1]);
        // Much goes with either alone, and the two reports have nothing in common.
        let mut lonely = measures(&[pair(0, 1, 0.55)], &all, &none(2))[0];
        (lonely[WITNESSES], lonely[AGAINST], lonely[BEST]) = (0.0, 2.0, odds(0.3));
        let mut among = |own: [(usize, f32); 3], day: f32, best: f32| {
            let mut pair = pair(0, 1, 0.55);
            own.into_iter().for_each(|(measure, value)| pair.own[measure] = value);
            pair.own[likeness::OTHER_DAYS] = day;
            lonely[BEST] = odds(best);
            chances(&[pair], &all, &facts, &[lonely])[0]
        };
        let mut chance = |own| among(own, 0.0, 0.3);
        let alike = [(likeness::ALIKE, 0.7), (likeness::RUNS, 2.0), (likeness::TWO_NUMBERS, 0.0)];
        assert_eq!(chance(alike), WORDED_ALIKE);
        // Too few words in the same order; and another number of the same.
        assert!(chance([alike[0], (likeness::RUNS, 1.0), alike[2]]) < WORDED_ALIKE);
        assert!(chance([alike[0], alike[1], (likeness::TWO_NUMBERS, 1.0)]) < WORDED_ALIKE);
        // Another day; and a likelier partner.
        assert!(among(alike, 1.0, 0.3) < WORDED_ALIKE);
        assert!(among(alike, 0.0, 0.6) < WORDED_ALIKE);
    }

    #[test]
    fn who_shares_a_friend_is_looked_at() {
        let pairs = [pair(0, 2, 0.5), pair(1, 2, 0.5), pair(2, 3, 0.1)];
        assert_eq!(acquainted(&pairs, 4), BTreeSet::from([(0, 1)]));
        let known = [pair(0, 1, 0.0), pair(0, 2, 0.5), pair(1, 2, 0.5)];
        assert_eq!(acquainted(&known, 3), BTreeSet::new());
    }

    /// What the first statements of two reports have in common by their numbers.
    fn common(one: &str, other: &str) -> Common {
        let reports = [report("Ilmar Post", "2031-05-06", one), report("Orlo Times", "2031-05-06", other)];
        let ctx = Context::new(&reports);
        let said: Vec<_> = [0, 1].into_iter().flat_map(|report| statements(&ctx, report)).collect();
        let facts = features::of(&ctx, &sources::merge(&ctx), &said);
        let reports: Vec<usize> = said.iter().map(|s| s.report).collect();
        let second = reports.iter().position(|r| *r == 1).expect("a statement of the second report");
        let nodes = nodes(&reports);
        Numbers::new(&nodes, &facts).common(&pair(0, second, 0.5), &nodes)
    }

    #[test]
    fn a_number_that_stands_once_in_either_report_tells_most() {
        let once = common("The brewery of Ilmar is 75 years old.", "It has stood in Ilmar for 75 years.");
        assert_eq!((once.alone, once.times, once.other_measure), (1.0, 1.0, 0.0));
        let twice = common(
            "The brewery of Ilmar is 75 years old.\nThe mayor of Ilmar is 75 years old.",
            "It has stood in Ilmar for 75 years.",
        );
        assert!(twice.alone < once.alone && twice.telling < once.telling && twice.times > once.times);
        let none = common("The brewery of Ilmar is 75 years old.", "It has stood in Ilmar for 80 years.");
        assert_eq!((none.alone, none.telling, none.other_measure), (0.0, 0.0, 0.0));
    }

    #[test]
    fn the_number_of_a_lap_counts_nothing() {
        let lap = common("The Ilmar boat capsized on lap 48.", "No boat of Ilmar has won in 48 years.");
        assert_eq!((lap.alone, lap.times), (0.0, 0.0));
        let version =
            common("The pumps of Ilmar got update 5.50 on Monday.", "A pump of Ilmar costs 5.5 crowns.");
        assert_eq!((version.alone, version.times), (0.0, 0.0));
        // Of what is released there are so many.
        let freed = common(
            "The rebels of Ilmar agreed to release 40 hostages on Friday.",
            "The rebels of Ilmar said that 40 hostages would go free.",
        );
        assert_eq!((freed.alone, freed.times), (1.0, 1.0));
    }

    #[test]
    fn a_number_of_another_measure_is_another() {
        let boats = "The harbour police stopped 12 boats off Ilmar.";
        assert_eq!(common(boats, "They carried 12 tonnes of tobacco.").other_measure, 1.0);
        assert_eq!(common(boats, "The police led 12 ferries back to Ilmar.").other_measure, 0.0);
    }
}
