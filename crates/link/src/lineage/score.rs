//! How likely it is that one report retells another, from the measures of [`super::kinship`].
//!
//! Two logistic regressions whose weights `training/lineage.py` finds on generated news (docs/newsroom.md), with pairs of
//! real reports that were written apart: one tells which of several reports is the giver, the other whether there is one
//! at all. The score is the second's chance, held against reports that were not seen when the weights were found
//! (docs/evaluation.md).

use super::kinship::{Kinship, MEASURES};

/// Chance from which a retelling without credit is said.
pub(super) const UNCREDITED: f64 = 0.55;
/// The same where the receiver names the giver.
pub(super) const CREDITED: f64 = 0.35;
/// The same where the receiver names the giver for what it quotes alone.
pub(super) const QUOTED: f64 = 0.8;

/// The weight of each measure, in the order of [`Kinship::row`]; the last is added without any.
type Weights = [f64; MEASURES + 1];

const GIVER: Weights = [
    1.648, 1.560, 1.260, 2.908, 2.694, 0.754, -1.244, 1.348, 1.896, 0.650, 0.939, -1.596, -1.161, 0.851,
    -0.508, 0.095, -1.776, 1.135, -0.999, -1.299, -15.597,
];
const RETOLD: Weights = [
    0.600, 2.193, 1.996, 2.015, 4.463, -0.184, -0.745, 1.852, 1.041, 1.034, 0.183, -1.948, -1.262, 0.351,
    -0.926, 1.262, -1.988, 1.093, -1.810, -0.336, -16.698,
];

/// What a credit adds to the logarithm of the odds.
const CREDIT: f64 = 1.4;

/// The least that it is for a brief report that names whose facts it has: see [`Kinship::brief`].
const BRIEF: f64 = 0.6;

/// The chance that the receiver retells the giver, from 0 to 1; `credited`: where it names its outlet.
pub(super) fn retold(kin: &Kinship, credited: bool) -> f64 {
    let chance = chance(kin, &RETOLD, if credited { CREDIT } else { 0.0 });
    if credited && kin.brief { chance.max(BRIEF) } else { chance }
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
