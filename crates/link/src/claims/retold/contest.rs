//! How sure a pair of statements is beside its rivals: a report tells a thing once, so of several partners for a statement
//! one is right at most.

use std::collections::BTreeMap;

use super::MEASURES;
use crate::likeness::logistic;

/// A pair of statements: their places in the receiver and the giver, and its measures.
pub(super) type Pair = (usize, usize, [f32; MEASURES]);

/// The bound of the logarithm of the odds of a rival.
const BOUND: f32 = 8.0;

/// What is added to the odds of all rivals: those that were never weighed.
const OTHERS: f32 = 0.3;

/// What each measure adds to the logarithm of the odds; the last is added without any. Found by `training/retold.py`.
const WEIGHTS: [f32; MEASURES + 1] = [
    0.233, -0.435, 0.645, 2.084, 2.073, 0.411, 0.206, 1.453, 2.258, -2.859, 0.606, -1.599, 1.237, 1.086,
    -0.445, 1.773, -1.456, -1.637, 4.180, 4.644, 0.838, -1.356, -1.777,
];

/// The same of the odds by the measures alone, and of those of all rivals for the receiver's statement and the giver's.
const RIVALS: [f32; 4] = [1.107, -0.782, -0.283, -0.452];

/// The chances of the pairs of two reports.
pub(super) fn chances(pairs: &[Pair]) -> Vec<f32> {
    let own: Vec<f32> = pairs.iter().map(|(_, _, row)| weighed(row, &WEIGHTS)).collect();
    let (mut here, mut there): (BTreeMap<usize, f32>, BTreeMap<usize, f32>) = Default::default();
    for ((i, j, _), own) in pairs.iter().zip(&own) {
        *here.entry(*i).or_default() += odds(*own);
        *there.entry(*j).or_default() += odds(*own);
    }
    let rivals = |all: f32, own: f32| ((all - odds(own)).max(0.0) + OTHERS).ln();
    let all = pairs.iter().zip(&own);
    all.map(|((i, j, _), own)| {
        logistic(weighed(&[*own, rivals(here[i], *own), rivals(there[j], *own)], &RIVALS))
    })
    .collect()
}

/// Odds by their logarithm.
fn odds(log: f32) -> f32 {
    log.clamp(-BOUND, BOUND).exp()
}

fn weighed(row: &[f32], weights: &[f32]) -> f32 {
    row.iter().zip(weights).map(|(v, w)| v * w).sum::<f32>() + weights[row.len()]
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
