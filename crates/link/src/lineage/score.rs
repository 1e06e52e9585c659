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
    0.836, -1.787, -0.290, 4.463, 4.380, -3.838, 1.758, 1.666, 0.322, 1.657, -1.303, -1.808, 2.462, 1.772,
    -13.324,
];
const RETOLD: Weights = [
    0.282, -1.701, 1.345, 5.191, 4.173, -4.300, 1.167, 2.249, 0.956, 1.565, -1.438, -1.826, 2.759, 1.204,
    -14.455,
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
