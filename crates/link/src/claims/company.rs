//! What the other statements of a story say of two that may state one fact.
//!
//! A report says a thing once. Where it has a statement that goes with the one at hand better than the other of the pair
//! does, the pair is hardly one fact, and where it has none, a faint likeness is enough. And what goes with both of a pair
//! ties them together, even where they share no word. Measures of this kind are common where records of two lists are
//! matched (collective matching: Bhattacharya and Getoor, "Collective entity resolution in relational data", 2007).

use std::collections::BTreeSet;

use super::{Pair, Same};
use crate::{features::Facts, likeness};

/// Measures of the company that a pair keeps.
pub(super) const MEASURES: usize = 12;

/// The chance below which a statement is no company to another.
const COMPANY: f32 = 0.02;

/// Statements that are looked at beside one: those that go with it best. A bound for stories with many reports.
const NEAREST: usize = 32;

/// The measures of each pair.
pub(super) fn measures(pairs: &[Pair], nodes: &[Same]) -> Vec<[f32; MEASURES]> {
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
    // The best that `one` finds in the reports of `other`, beside `other`.
    let rival = |one: usize, other: usize| {
        let mut rivals = near[one].iter().filter(|(_, at)| {
            *at != other
                && nodes[*at].denies == nodes[other].denies
                && !nodes[*at].reports.is_disjoint(&nodes[other].reports)
        });
        rivals.next().map_or(0.0, |(chance, _)| *chance)
    };
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
            ]
        })
        .collect()
}

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

/// Place of the measure of those that go with both, and what it must be before it counts as a witness.
const WITNESSES: usize = 6;
const WITNESSED: f32 = 0.1;

/// What a pair that nothing else ties together may gain by its company, in the logarithm of the odds.
const LONELY: f32 = 1.5;

/// The logarithm of the odds, within bounds.
fn odds(chance: f32) -> f32 {
    let chance = chance.clamp(0.001, 0.999);
    (chance / (1.0 - chance)).ln()
}

/// What each measure adds to the logarithm of the odds: those of the pair itself ([`likeness::measures`]), then those of
/// its company; the last is added without any. Found by `training/claims.py`.
const WEIGHTS: [f32; likeness::MEASURES + MEASURES + 1] = [
    3.876, -1.442, -1.725, -0.937, 0.117, 0.516, -0.044, 0.644, 0.433, 1.356, 0.165, 0.609, -0.117, 0.087,
    0.141, 0.508, -0.855, 2.444, -2.400, -6.870, 4.527, 3.940, 0.295, -1.415, 1.102, 2.413, -0.014, 0.499,
    -0.174, 0.012, 1.525, 1.244, -6.624, 3.504, -1.016, -2.480, -1.720, -0.228, 4.635, -0.533,
];

/// The chance that each pair is one fact, by what it says and by its company.
pub(super) fn chances(pairs: &[Pair], nodes: &[Same], facts: &[Facts]) -> Vec<f32> {
    let chance = |(pair, company): (&Pair, [f32; MEASURES])| {
        let row = pair.own.iter().chain(&company);
        let sum = row.zip(&WEIGHTS).map(|(v, w)| v * w).sum::<f32>() + WEIGHTS[WEIGHTS.len() - 1];
        // That nobody else is there makes two statements no more alike than a little.
        let most = if company[WITNESSES] < WITNESSED { odds(pair.chance) + LONELY } else { f32::INFINITY };
        let chance = likeness::logistic(sum.min(most));
        let first = |node: usize| &facts[nodes[node].members[0]];
        let elsewhere = !pair.related && likeness::is_elsewhere(first(pair.a), first(pair.b));
        if elsewhere { chance.min(pair.chance) } else { chance }
    };
    pairs.iter().zip(measures(pairs, nodes)).map(chance).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nodes by the reports they stand in, each affirming.
    fn nodes(reports: &[usize]) -> Vec<Same> {
        let node = |(at, report): (usize, &usize)| Same {
            members: vec![at],
            reports: BTreeSet::from([*report]),
            denies: false,
        };
        reports.iter().enumerate().map(node).collect()
    }

    fn pair(a: usize, b: usize, chance: f32) -> Pair {
        Pair { a, b, related: false, own: [0.0; likeness::MEASURES], chance }
    }

    #[test]
    fn a_likelier_partner_in_the_same_report_is_a_rival() {
        let [alone] = measures(&[pair(0, 1, 0.3)], &nodes(&[0, 1]))[..] else { panic!("one pair") };
        // The second report has another statement that goes better with the first's; then that one denies it.
        let mut all = nodes(&[0, 1, 1]);
        let pairs = [pair(0, 1, 0.3), pair(0, 2, 0.8)];
        let beside = measures(&pairs, &all)[0];
        assert!(beside[1] > alone[1] && beside[3] > 0.0 && beside[4] == 0.0, "{beside:?}");
        all[2].denies = true;
        assert_eq!(measures(&pairs, &all)[0][1], alone[1]);
    }

    #[test]
    fn what_goes_with_both_is_a_witness_and_with_one_alone_speaks_against() {
        let all = nodes(&[0, 1, 2]);
        let both = measures(&[pair(0, 1, 0.3), pair(0, 2, 0.9), pair(1, 2, 0.9)], &all)[0];
        let one = measures(&[pair(0, 1, 0.3), pair(0, 2, 0.9)], &all)[0];
        let none = measures(&[pair(0, 1, 0.3)], &all)[0];
        assert!(both[5] > none[5] && none[5] > one[5], "{both:?} {none:?} {one:?}");
        assert!(both[6] > none[6] && one[7] > none[7]);
    }

    #[test]
    fn who_shares_a_friend_is_looked_at() {
        let pairs = [pair(0, 2, 0.5), pair(1, 2, 0.5), pair(2, 3, 0.1)];
        assert_eq!(acquainted(&pairs, 4), BTreeSet::from([(0, 1)]));
        let known = [pair(0, 1, 0.0), pair(0, 2, 0.5), pair(1, 2, 0.5)];
        assert_eq!(acquainted(&known, 3), BTreeSet::new());
    }
}
