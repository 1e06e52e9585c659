//! How likely it is that one report retells another, from the measures of [`super::kinship`].
//!
//! Two logistic regressions whose weights `training/lineage.py` finds on generated news (docs/newsroom.md), with pairs of
//! real reports that were written apart: one tells which of several reports is the giver, the other whether there is one
//! at all. The score is the second's chance, held against reports that were not seen when the weights were found
//! (docs/evaluation.md).

use super::kinship::{Kinship, MEASURES};

/// Chance from which a retelling without credit is said.
pub(super) const UNCREDITED: f64 = 0.5;
/// The same where the receiver names the giver.
pub(super) const CREDITED: f64 = 0.35;
/// The same where the receiver names the giver for what it quotes alone.
pub(super) const QUOTED: f64 = 0.8;

/// The weight of each measure, in the order of [`Kinship::row`]; the last is added without any.
type Weights = [f64; MEASURES + 1];

const GIVER: Weights = [
    1.672, 1.807, 0.688, 1.705, 2.803, 0.871, -0.807, 0.142, 1.729, 0.887, 0.731, -1.427, -1.355, 0.997,
    -0.344, 0.320, -1.437, 1.004, -1.412, -1.242, -14.379,
];
const RETOLD: Weights = [
    1.229, 2.326, 1.223, 1.428, 4.143, -0.045, -0.306, 0.618, 1.284, 0.934, -0.108, -1.604, -1.482, 0.670,
    -0.468, 1.028, -1.511, 0.885, -1.798, -0.151, -15.604,
];

/// What a credit adds to the logarithm of the odds.
const CREDIT: f64 = 1.4;

/// The chance that the receiver retells the giver, from 0 to 1; `credited`: where it names its outlet.
pub(super) fn retold(kin: &Kinship, credited: bool) -> f64 {
    chance(kin, &RETOLD, if credited { CREDIT } else { 0.0 })
}

/// How much one report is the giver rather than another, from 0 to 1.
pub(super) fn giver(kin: &Kinship) -> f64 {
    chance(kin, &GIVER, 0.0)
}

fn chance(kin: &Kinship, weights: &Weights, more: f64) -> f64 {
    let row = kin.row();
    let sum: f64 = row.iter().zip(weights).map(|(v, w)| v * w).sum::<f64>() + weights[MEASURES];
    1.0 / (1.0 + (-sum - more).exp())
}
