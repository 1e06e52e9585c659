//! How likely it is that two statements state one fact.
//!
//! The measures are what a reader goes by: the same words or words for the same, the same numbers, names and days, the
//! same source, the same place in two reports of which one took from the other. A logistic regression weighs them; its
//! weights are found by `training/claims.py` on generated news (docs/newsroom.md), which says of every statement which
//! fact it states.

use crate::features::{Facts, likeness, other_days};

/// Measures of a pair.
pub(crate) const MEASURES: usize = 27;

fn yes(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// Cosine of two statements of one story that have nothing but the story in common.
pub(crate) const USUAL: f32 = 0.35;

/// The measures of two statements of one story. `related`: whether one report took from the other.
pub(crate) fn measures(a: &Facts, b: &Facts, related: bool) -> [f32; MEASURES] {
    let cosine = match (&a.direction, &b.direction) {
        (Some(x), Some(y)) => x.cosine(y).max(0.0),
        _ => 0.0,
    };
    let apart = match (&a.apart, &b.apart) {
        (Some(x), Some(y)) => x.cosine(y),
        _ => 0.0,
    };
    let apart = a.settled * apart + (1.0 - a.settled) * (cosine - USUAL) / (1.0 - USUAL);
    let shared = a.overlap(b);
    let numbers = a.numbers.intersection(&b.numbers).count();
    let two_numbers = !a.numbers.is_empty() && !b.numbers.is_empty();
    let day = a.days.iter().any(|x| b.days.iter().any(|y| x.overlaps(*y)));
    let sources = a.source.zip(b.source);
    let (short, long) = (a.total.min(b.total).max(0.1), a.total.max(b.total).max(0.1));
    let units = a.units.intersection(&b.units).next().is_some();
    let related = yes(related);
    let telling = telling_number(a, b);
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
        yes(units),
        related * yes(units && numbers == 0),
        telling,
        related * telling,
        yes(two_numbers && a.numbers == b.numbers),
    ]
}

/// How telling the largest number is that both have, from 0 to 1: two and three are everywhere, 44,000 is of one thing.
fn telling_number(a: &Facts, b: &Facts) -> f32 {
    let both = a.quantities.iter().filter(|x| b.quantities.iter().any(|y| x.value == y.value));
    both.map(|q| telling(q.value)).fold(0.0, f32::max)
}

/// How telling a number is, from 0 to 1.
pub(crate) fn telling(value: f64) -> f32 {
    ((1.0 + value.abs()).log10() as f32 / DIGITS).min(1.0)
}

/// Digits from which a number tells as much as it can.
const DIGITS: f32 = 4.0;

/// What each measure adds to the logarithm of the odds; the last is added without any.
const WEIGHTS: [f32; MEASURES + 1] = [
    3.666, -0.319, -3.378, -1.004, -0.101, 1.634, -1.162, 0.801, 0.451, 2.054, 0.075, -0.041, -0.164, -0.653,
    0.122, 1.015, -2.103, 2.124, -1.946, -5.031, 7.185, -1.860, 1.118, -1.815, 2.904, 0.910, 1.163, -4.258,
];

/// The chance that two statements state one fact, from 0 to 1.
pub(crate) fn chance(a: &Facts, b: &Facts, related: bool) -> f32 {
    chance_by(&measures(a, b, related), a, b, related)
}

/// The same where their measures are known.
pub(crate) fn chance_by(row: &[f32; MEASURES], a: &Facts, b: &Facts, related: bool) -> f32 {
    let chance = weigh(row);
    // Enough of the same rare words in the same order is enough, in stories too small for the rest to tell anything.
    let enough = if related { SAME_WORDS_TAKEN } else { SAME_WORDS };
    let chance = if row[0] >= enough { chance.max(0.55) } else { chance };
    if !related && is_elsewhere(a, b) { chance * ELSEWHERE } else { chance }
}

/// Whether days or counts say that two statements of reports that do not know of each other are of two things: two ships
/// on two days are two, and so are three million crowns and two hundred sailors, however alike the words.
pub(crate) fn is_elsewhere(a: &Facts, b: &Facts) -> bool {
    let other_count = !a.numbers.is_empty()
        && !b.numbers.is_empty()
        && a.numbers.is_disjoint(&b.numbers)
        && a.units.is_disjoint(&b.units);
    other_days(a, b) || other_count
}

/// The chance that a report and the one it took from state one fact, where the number may have changed on the way: as if
/// the numbers of one thing were the same.
pub(crate) fn retold(a: &Facts, b: &Facts) -> f32 {
    let mut row = measures(a, b, true);
    // "340 crates", "430 boxes": what they count may be another word too, where the numbers are not far apart.
    let near = a.quantities.iter().any(|x| {
        b.quantities
            .iter()
            .any(|y| x.value.min(y.value) > 0.0 && x.value.max(y.value) / x.value.min(y.value) < FAR)
    });
    if row[TWO_NUMBERS] > 0.0 && (row[UNITS] > 0.0 || near) {
        let largest = |f: &Facts| f.quantities.iter().map(|q| telling(q.value)).fold(0.0, f32::max);
        row[NUMBERS] = 1.0;
        row[TWO_NUMBERS] = 0.0;
        row[OTHER_NUMBERS] = 0.0;
        row[TELLING] = largest(a).min(largest(b));
        row[RELATED_TELLING] = row[TELLING];
        row[ALL_NUMBERS] = yes(a.numbers.len() == b.numbers.len());
    }
    weigh(&row)
}

/// How many times a number another may be and have come of it on the way.
const FAR: f64 = 2.0;

/// Places of measures in a row.
pub(crate) const ALIKE: usize = 0;
pub(crate) const COSINE: usize = 1;
pub(crate) const NUMBERS: usize = 3;
pub(crate) const TWO_NUMBERS: usize = 4;
pub(crate) const DAY: usize = 5;
pub(crate) const OTHER_DAYS: usize = 6;
pub(crate) const SOURCE: usize = 9;
pub(crate) const RUNS: usize = 14;
pub(crate) const APART: usize = 20;
const UNITS: usize = 22;
const OTHER_NUMBERS: usize = 23;
const TELLING: usize = 24;
const RELATED_TELLING: usize = 25;
const ALL_NUMBERS: usize = 26;

fn weigh(row: &[f32; MEASURES]) -> f32 {
    logistic(row.iter().zip(&WEIGHTS).map(|(v, w)| v * w).sum::<f32>() + WEIGHTS[MEASURES])
}

/// The chance that odds stand for, given by their logarithm.
pub(crate) fn logistic(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

/// Likeness of words from which two statements are one fact, whatever else; and where one report took from the other.
pub(crate) const SAME_WORDS: f32 = 0.56;
const SAME_WORDS_TAKEN: f32 = 0.42;

/// What is left of the chance where days or counts of two reports speak against it that do not know of each other.
const ELSEWHERE: f32 = 0.3;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{context::Context, features, sources, statements::statements, testing::report};

    /// The chance of two statements, one taken from the other: as they are, and as a retelling.
    fn chances(a: &str, b: &str) -> (f32, f32) {
        let reports = [report("Ilmar Post", "2031-05-06", a), report("Orlo Times", "2031-05-06", b)];
        let ctx = Context::new(&reports);
        let said: Vec<_> = [0, 1].into_iter().flat_map(|report| statements(&ctx, report)).collect();
        let facts = features::of(&ctx, &sources::merge(&ctx), &said);
        assert_eq!(facts.len(), 2, "{a} / {b}");
        (chance(&facts[0], &facts[1], true), retold(&facts[0], &facts[1]))
    }

    #[test]
    fn a_retelling_may_have_another_number_of_the_same_thing() {
        let first = "Customs officers of Velm found 340 crates in the hold.";
        let (same, _) = chances(first, "In the hold 340 crates were found by officers of Orlo.");
        let (other, retold) = chances(first, "In the hold 430 crates were found by officers of Orlo.");
        assert!(other < retold && retold < same, "{other} {retold} {same}");
        // Numbers of two things are two numbers.
        let (other, retold) = chances(first, "In the hold 12 rifles were found by officers of Orlo.");
        assert!(retold <= other, "{other} {retold}");
    }
}
