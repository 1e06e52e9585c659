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
    1.067, -0.950, -0.664, 3.195, 3.673, -2.964, 1.924, 1.482, 0.168, 0.332, -1.361, -2.050, 0.377, 1.813,
    1.828, 0.293, 3.531, -0.937, 2.397, 1.755, -17.623,
];
const RETOLD: Weights = [
    0.434, -0.895, 0.460, 3.952, 3.031, -3.652, 1.220, 1.551, 0.763, 0.458, -1.537, -1.984, 0.666, 1.023,
    1.601, 1.482, 3.957, -1.490, 2.689, 1.611, -19.171,
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
