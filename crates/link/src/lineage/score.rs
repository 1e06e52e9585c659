//! How likely it is that one report retells another, from the measures of [`super::kinship`].
//!
//! Two logistic regressions whose weights `training/lineage.py` finds on generated news (docs/newsroom.md), with pairs of
//! real reports that were written apart: one tells which of several reports is the giver, the other whether there is one
//! at all. The score is the second's chance, held against reports that were not seen when the weights were found
//! (docs/evaluation.md).

use super::kinship::{Kinship, MEASURES};

/// Chance from which a retelling without credit is said.
pub(super) const UNCREDITED: f64 = 0.45;
/// The same where the receiver names the giver.
pub(super) const CREDITED: f64 = 0.4;
/// The same where the receiver names the giver for what it quotes alone.
pub(super) const QUOTED: f64 = 0.97;

/// The weight of each measure, in the order of [`Kinship::row`]; the last is added without any.
type Weights = [f64; MEASURES + 1];

const GIVER: Weights = [
    0.491, -0.354, -0.821, 3.157, 2.958, -3.220, 1.905, 1.175, 0.159, 0.465, -1.135, -1.961, 0.175, 1.581,
    2.354, 0.383, 2.730, -1.733, 2.489, 1.556, -15.658,
];
const RETOLD: Weights = [
    -0.343, -0.273, -0.047, 3.643, 2.927, -3.677, 1.415, 1.548, 0.862, 0.487, -1.200, -1.918, -0.035, 1.129,
    1.943, 1.575, 2.841, -2.254, 3.085, 1.477, -16.518,
];

/// What a credit adds.
const CREDIT: f64 = 2.0;

/// The chance that the receiver retells the giver, from 0 to 1.
pub(super) fn retold(kin: &Kinship, credited: bool) -> f64 {
    chance(kin, &RETOLD, credited)
}

/// How much one report is the giver rather than another, from 0 to 1.
pub(super) fn giver(kin: &Kinship, credited: bool) -> f64 {
    chance(kin, &GIVER, credited)
}

fn chance(kin: &Kinship, weights: &Weights, credited: bool) -> f64 {
    let row = kin.row();
    let sum: f64 = row.iter().zip(weights).map(|(v, w)| v * w).sum::<f64>() + weights[MEASURES];
    let sum = if credited { sum + CREDIT } else { sum };
    1.0 / (1.0 + (-sum).exp())
}
