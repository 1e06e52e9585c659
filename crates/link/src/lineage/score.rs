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
    1.028, 1.742, 1.263, 3.025, 2.435, 0.748, -1.204, 0.974, 1.834, 1.220, 0.847, -1.756, -0.819, 1.093,
    -0.552, 0.183, -2.322, 1.663, -0.884, -1.234, -15.106,
];
const RETOLD: Weights = [
    0.316, 1.226, 1.098, 0.737, 3.368, 0.112, -0.058, -0.047, 0.730, 1.179, 0.178, -1.415, -1.726, 1.016,
    -1.880, 1.948, -2.979, 0.440, -2.440, -0.735, -11.199,
];

/// The weights of the same measures where the receiver names the giver; the last but one is of the logarithm of one more
/// than how often it names it beside what it quotes.
const NAMED: [f64; MEASURES + 2] = [
    0.550, 1.091, 0.745, 0.747, 2.908, 0.628, -0.802, 0.394, 0.112, -0.211, -0.733, -1.030, -1.009, -0.989,
    -0.864, 1.399, -1.133, 1.156, -0.773, 0.997, 3.119, -9.112,
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
