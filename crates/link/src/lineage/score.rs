//! How likely it is that one report retells another, from the measures of [`super::kinship`].
//!
//! A logistic regression whose weights `training/lineage.py` finds on generated news (docs/newsroom.md). The score is
//! the chance, held against reports that were not seen when the weights were found (docs/evaluation.md).

use super::kinship::Kinship;

/// Chance from which a retelling without credit is said: where one report names another, less is asked.
pub(super) const UNCREDITED: f64 = 0.5;

/// The weight of each measure, in the order of [`Kinship::row`]; the last is what is added without any.
const WEIGHTS: [f64; 14] = [3.0, 1.0, 1.0, 0.5, 3.0, -3.0, 1.0, 2.0, 2.0, 1.0, -1.0, -1.5, 0.5, -4.0];

/// What a credit adds.
const CREDIT: f64 = 2.0;

/// The chance that the receiver retells the giver, from 0 to 1.
pub(super) fn retold(kin: &Kinship, credited: bool) -> f64 {
    let row = kin.row();
    let sum: f64 = row.iter().zip(&WEIGHTS).map(|(v, w)| v * w).sum::<f64>() + WEIGHTS[row.len()];
    let sum = if credited { sum + CREDIT } else { sum };
    1.0 / (1.0 + (-sum).exp())
}
