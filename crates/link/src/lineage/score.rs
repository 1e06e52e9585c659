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
    1.032, 1.691, 1.247, 2.968, 2.457, 0.726, -1.159, 0.883, 1.839, 1.244, 0.828, -1.761, -0.818, 1.128,
    -0.527, 0.194, -2.334, 1.655, -0.823, -1.278, -15.083,
];
const RETOLD: Weights = [
    0.308, 1.308, 0.945, 0.613, 3.383, 0.224, -0.214, -0.021, 0.666, 1.280, 0.143, -1.351, -1.671, 1.003,
    -2.001, 1.931, -2.961, 0.402, -2.271, -0.850, -11.241,
];

/// The weights of the same measures where the receiver names the giver; the last but one is of the logarithm of one more
/// than how often it names it beside what it quotes.
const NAMED: [f64; MEASURES + 2] = [
    0.479, 0.728, 0.558, 0.578, 2.301, 0.792, -0.655, 0.326, 0.590, -0.386, -0.665, -0.732, -1.211, -0.478,
    -0.904, 0.986, -1.433, 0.968, -0.492, 0.385, 3.669, -7.845,
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
