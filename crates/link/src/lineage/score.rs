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
    0.824, -0.198, -0.780, 3.486, 3.643, -2.854, 1.795, 1.228, 0.140, 0.327, -1.119, -1.998, -0.007, 1.746,
    2.516, 0.297, 2.825, -1.597, 2.895, 1.719, -17.652,
];
const RETOLD: Weights = [
    0.163, -0.274, 0.083, 4.096, 3.125, -3.425, 1.188, 1.499, 0.805, 0.443, -1.168, -1.907, 0.086, 1.065,
    2.284, 1.575, 3.425, -2.037, 3.341, 1.570, -19.270,
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
