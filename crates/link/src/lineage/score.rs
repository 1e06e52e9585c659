//! How likely it is that one report retells another, from the measures of [`super::kinship`].
//!
//! Three logistic regressions whose weights `training/lineage.py` finds on generated news (docs/newsroom.md), with pairs of
//! real reports that were written apart: one tells which of several reports is the giver, the second whether there is one
//! at all, and the third whether one that is named is retold or only quoted. The score is the chance by the second or the
//! third, held against reports that were not seen when the weights were found (docs/evaluation.md).

use super::kinship::{Kinship, MEASURES};

/// Chance from which a retelling without credit is said.
pub(super) const UNCREDITED: f64 = 0.5;
/// The same where the receiver names the giver.
pub(super) const CREDITED: f64 = 0.4;
/// The same where it also quotes from it, and so took from it in any case.
pub(super) const QUOTED: f64 = 0.3;

/// The weight of each measure, in the order of [`Kinship::row`]; the last is added without any.
type Weights = [f64; MEASURES + 1];

const GIVER: Weights = [
    1.014, 1.680, 1.288, 3.023, 2.431, 0.743, -1.235, 1.047, 1.902, 1.194, 0.879, -1.764, -0.859, 1.121,
    -0.533, 0.148, -2.379, 1.707, -0.808, -1.233, -15.133,
];
const RETOLD: Weights = [
    0.308, 1.237, 1.102, 0.800, 3.388, 0.062, -0.061, 0.010, 0.680, 1.215, 0.128, -1.441, -1.769, 1.015,
    -1.878, 2.008, -2.995, 0.465, -2.450, -0.774, -11.308,
];

/// The weights of the same measures where the receiver names the giver; the last but one is of the logarithm of one more
/// than how often it names it beside what it quotes.
const NAMED: [f64; MEASURES + 2] = [
    0.544, 1.105, 0.735, 0.745, 2.911, 0.628, -0.811, 0.396, 0.120, -0.163, -0.736, -1.010, -0.992, -0.994,
    -0.875, 1.374, -1.140, 1.160, -0.766, 0.982, 3.124, -9.133,
];

/// The least that it is for a brief report that names whose facts it has: see [`Kinship::brief`].
const BRIEF: f64 = 0.6;

/// The chance that the receiver retells the giver, which it does not name, from 0 to 1.
pub(super) fn retold(kin: &Kinship) -> f64 {
    chance(&kin.row(), &RETOLD)
}

/// The chance that a receiver that names the giver retells it and does not only quote it; `apart`: how often it names it
/// beside what it quotes.
pub(super) fn retold_by_name(kin: &Kinship, apart: usize) -> f64 {
    let row = [&kin.row()[..], &[(1.0 + apart as f64).ln()]].concat();
    let chance = chance(&row, &NAMED);
    if kin.brief { chance.max(BRIEF) } else { chance }
}

/// How much one report is the giver rather than another, from 0 to 1.
pub(super) fn giver(kin: &Kinship) -> f64 {
    chance(&kin.row(), &GIVER)
}

/// `weights` has one more than `row`, which is added without any measure.
fn chance(row: &[f64], weights: &[f64]) -> f64 {
    let sum: f64 = row.iter().chain(&[1.0]).zip(weights).map(|(v, w)| v * w).sum();
    1.0 / (1.0 + (-sum).exp())
}
