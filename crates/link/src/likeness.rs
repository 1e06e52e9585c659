//! How likely it is that two statements state one fact.
//!
//! The measures are what a reader goes by: the same words or words for the same, the same numbers, names and days, the
//! same source, the same place in two reports of which one took from the other. A logistic regression weighs them; its
//! weights are found by `training/claims.py` on generated news (docs/newsroom.md), which says of every statement which
//! fact it states.

use crate::features::{Facts, likeness, other_days};

/// Measures of a pair.
pub(crate) const MEASURES: usize = 22;

/// The measures of two statements of one story. `related`: whether one report took from the other.
pub(crate) fn measures(a: &Facts, b: &Facts, related: bool) -> [f32; MEASURES] {
    let yes = |is: bool| f32::from(u8::from(is));
    let cosine = match (&a.direction, &b.direction) {
        (Some(x), Some(y)) => x.cosine(y).max(0.0),
        _ => 0.0,
    };
    let apart = match (&a.apart, &b.apart) {
        (Some(x), Some(y)) => x.cosine(y),
        _ => 0.0,
    };
    let shared = a.overlap(b);
    let numbers = a.numbers.intersection(&b.numbers).count();
    let two_numbers = !a.numbers.is_empty() && !b.numbers.is_empty();
    let day = a.days.iter().any(|x| b.days.iter().any(|y| x.overlaps(*y)));
    let sources = a.source.zip(b.source);
    let (short, long) = (a.total.min(b.total).max(0.1), a.total.max(b.total).max(0.1));
    let related = yes(related);
    [
        likeness(a, b).min(1.5),
        cosine,
        (cosine - 0.6).max(0.0),
        (numbers as f32).min(2.0),
        yes(two_numbers && numbers == 0),
        yes(day),
        yes(other_days(a, b)),
        shared.names,
        yes(shared.both_name && shared.names == 0.0),
        yes(sources.is_some_and(|(x, y)| x == y)),
        yes(sources.is_some_and(|(x, y)| x != y)),
        yes(a.report == b.report),
        yes(a.negated != b.negated),
        (long / short).ln(),
        (shared.runs as f32).min(3.0),
        shared.plain,
        (a.place - b.place).abs(),
        related,
        related * cosine,
        related * (a.place - b.place).abs(),
        apart,
        (apart - 0.5).max(0.0),
    ]
}

/// What each measure adds to the logarithm of the odds; the last is added without any.
const WEIGHTS: [f32; MEASURES + 1] = [
    3.296, 0.836, -3.596, 0.758, 0.14, 1.665, -0.869, 0.667, 0.181, 2.115, 0.124, 0.239, -0.041, -0.735, 0.102, 1.037,
    -2.522, 1.222, -1.167, 0.368, 6.612, -1.413, -4.596,
];

/// The chance that two statements state one fact, from 0 to 1.
pub(crate) fn chance(a: &Facts, b: &Facts, related: bool) -> f32 {
    let row = measures(a, b, related);
    let odds = row.iter().zip(&WEIGHTS).map(|(v, w)| v * w).sum::<f32>() + WEIGHTS[MEASURES];
    1.0 / (1.0 + (-odds).exp())
}
