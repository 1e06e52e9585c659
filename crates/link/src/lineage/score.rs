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
    0.834, -0.320, -0.630, 3.513, 3.179, -2.822, 1.812, 1.284, 0.148, 0.270, -1.389, -2.045, -0.014, 1.536,
    2.469, 0.433, 3.099, -1.908, 2.715, 1.837, -17.206,
];
const RETOLD: Weights = [
    0.087, -0.321, 0.141, 3.963, 3.085, -3.331, 1.206, 1.536, 0.861, 0.312, -1.439, -1.911, 0.118, 1.020,
    2.152, 1.593, 3.385, -2.473, 3.095, 1.740, -18.386,
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
