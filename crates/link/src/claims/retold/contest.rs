//! How sure a pair of statements is beside its rivals: a report tells a thing once, so of several partners for a statement
//! one is right at most.

use std::collections::BTreeMap;

use super::{super::trees, MEASURES};
use crate::likeness::logistic;

/// A pair of statements: their places in the receiver and the giver, and its measures.
pub(super) type Pair = (usize, usize, [f32; MEASURES]);

/// The bound of the logarithm of the odds of a rival.
const BOUND: f32 = 8.0;

/// What is added to the odds of all rivals: those that were never weighed.
const OTHERS: f32 = 0.3;

/// What the odds by the measures alone, and those of all rivals for the receiver's statement and the giver's, add to the
/// logarithm of the odds; the last is added without any. Found by `training/retold.py`.
const RIVALS: [f32; 4] = [1.025, -0.796, -0.763, -1.239];

/// The chances of the pairs of two reports.
pub(super) fn chances(pairs: &[Pair]) -> Vec<f32> {
    let trees = trees::left();
    let own: Vec<f32> = pairs.iter().map(|(_, _, row)| trees.odds(row)).collect();
    let (mut here, mut there): (BTreeMap<usize, f32>, BTreeMap<usize, f32>) = Default::default();
    for ((i, j, _), own) in pairs.iter().zip(&own) {
        *here.entry(*i).or_default() += odds(*own);
        *there.entry(*j).or_default() += odds(*own);
    }
    let rivals = |all: f32, own: f32| ((all - odds(own)).max(0.0) + OTHERS).ln();
    let all = pairs.iter().zip(&own);
    all.map(|((i, j, _), own)| {
        let [by_own, by_here, by_there, always] = RIVALS;
        let rivals = by_here * rivals(here[i], *own) + by_there * rivals(there[j], *own);
        logistic(by_own * own + rivals + always)
    })
    .collect()
}

/// Odds by their logarithm.
fn odds(log: f32) -> f32 {
    log.clamp(-BOUND, BOUND).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pair whose statements have words for each other to some degree.
    fn pair(i: usize, j: usize, alike: f32) -> Pair {
        let mut row = [0.0; MEASURES];
        [row[18], row[19]] = [alike, alike];
        (i, j, row)
    }

    #[test]
    fn a_rival_takes_from_a_pair() {
        let alone = chances(&[pair(0, 0, 0.4)])[0];
        let beside = chances(&[pair(0, 0, 0.4), pair(0, 1, 0.3)])[0];
        let apart = chances(&[pair(0, 0, 0.4), pair(1, 1, 0.3)])[0];
        assert!(beside < alone - 0.1, "{beside} {alone}");
        assert!((apart - alone).abs() < 1e-6, "{apart} {alone}");
    }
}
