//! Changes that were told against changes that were made.

use std::collections::BTreeSet;

use backstory_lexicon::number_word;

use super::data::{Pair, Place};

/// A change, told or true.
#[derive(Clone, Debug)]
pub(crate) struct Change<'a> {
    pub(crate) kind: &'a str,
    pub(crate) report: usize,
    /// What it changed belongs to: a quote family or a claim, by its number in its own file.
    pub(crate) group: usize,
    pub(crate) from: String,
    pub(crate) to: String,
    /// Where the words stand, for reading.
    pub(crate) at: Vec<&'a Place>,
}

/// What became of each change that was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    Right,
    /// The change was made by a report that this one took from: neither right nor wrong.
    Inherited,
    Wrong,
}

/// What a matching came to: each told change, and whether each true one was found.
pub(crate) struct Settled {
    pub(crate) told: Vec<Told>,
    pub(crate) found: Vec<bool>,
}

/// Matches told and true changes of one kind in one report, one to one, the best fits first. `fit` says how well two of
/// them agree, None where they do not.
pub(crate) fn settle(
    pair: &Pair<'_>,
    told: &[Change<'_>],
    wanted: &[Change<'_>],
    fit: impl Fn(&Change<'_>, &Change<'_>) -> Option<f64>,
) -> Settled {
    let mut fits = Vec::new();
    for (t, one) in told.iter().enumerate() {
        for (w, other) in wanted.iter().enumerate() {
            if one.kind == other.kind
                && one.report == other.report
                && let Some(quality) = fit(one, other)
            {
                fits.push((quality, t, w));
            }
        }
    }
    fits.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut settled = Settled { told: vec![Told::Wrong; told.len()], found: vec![false; wanted.len()] };
    for (_, t, w) in fits {
        if settled.told[t] == Told::Wrong && !settled.found[w] {
            settled.told[t] = Told::Right;
            settled.found[w] = true;
        }
    }
    for (one, state) in told.iter().zip(&mut settled.told) {
        let before = pair.ancestors(one.report);
        let inherited =
            |w: &Change<'_>| w.kind == one.kind && before.contains(&w.report) && fit(one, w).is_some();
        if *state == Told::Wrong && wanted.iter().any(inherited) {
            *state = Told::Inherited;
        }
    }
    settled
}

/// Words in small letters, numbers without their commas, number words as digits.
pub(crate) fn words(text: &str) -> BTreeSet<String> {
    let plain = text.to_lowercase().replace('’', "'");
    plain
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | ',' | '.')))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .map(|word| {
            let bare = if word.starts_with(|c: char| c.is_ascii_digit()) {
                word.replace(',', "")
            } else {
                word.to_owned()
            };
            whole(&bare).map_or(bare, |n| n.to_string())
        })
        .collect()
}

/// The value of a number written as a word.
fn whole(word: &str) -> Option<usize> {
    number_word(word).map(|n| n as usize)
}

/// Words that say nothing of a matter.
const SMALL_WORDS: &[&str] = &[
    "a", "an", "and", "as", "at", "by", "for", "from", "had", "has", "have", "in", "is", "it", "its", "of",
    "on", "or", "that", "the", "their", "they", "this", "to", "was", "were", "will", "with", "he", "she",
    "his", "her", "but", "not",
];

/// The words that say something; all of them where none does.
pub(crate) fn telling(text: &str) -> BTreeSet<String> {
    let all = words(text);
    let some: BTreeSet<String> = all.iter().filter(|w| !SMALL_WORDS.contains(&w.as_str())).cloned().collect();
    if some.is_empty() { all } else { some }
}

/// The share of the smaller set that is in the other; None where one is empty.
pub(crate) fn common(a: &BTreeSet<String>, b: &BTreeSet<String>) -> Option<f64> {
    let least = a.len().min(b.len());
    (least > 0).then(|| a.intersection(b).count() as f64 / least as f64)
}

/// The numbers in a text, as digits without commas: whole and broken ones, and those in words up to the thousands ("one
/// hundred and fifty-four"). "Million" and more is left out on either side.
pub(crate) fn numbers(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Option<usize> = None;
    let plain = text.to_lowercase();
    for token in plain.split(|c: char| !(c.is_alphanumeric() || matches!(c, ',' | '.'))) {
        let word = token.trim_matches(|c: char| !c.is_alphanumeric());
        let fits = |so_far: usize, small: usize| {
            small < 10 && so_far.is_multiple_of(10) && so_far % 100 >= 20
                || small < 100 && so_far.is_multiple_of(100)
        };
        match (open, word) {
            (Some(so_far), "hundred") => open = Some(so_far + so_far % 1000 * 99),
            (Some(so_far), "thousand") => open = Some(so_far * 1000),
            (Some(so_far), "and") if so_far >= 100 => {}
            _ => match (open, whole(word)) {
                (Some(so_far), Some(small)) if so_far > 0 && fits(so_far, small) => {
                    open = Some(so_far + small)
                }
                (_, small) => {
                    found.extend(open.map(|n| n.to_string()));
                    open = small;
                }
            },
        }
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            found.insert(word.replace(',', ""));
        }
    }
    found.extend(open.map(|n| n.to_string()));
    found
}

/// How well both sides of two changes agree by `alike` (from 0 to 1; None where there is nothing to compare). Sides
/// that cannot be compared are left out; one side at least must be, and none may have nothing in common.
pub(crate) fn sides(
    told: &Change<'_>,
    wanted: &Change<'_>,
    alike: impl Fn(&str, &str) -> Option<f64>,
) -> Option<f64> {
    let both = [alike(&told.from, &wanted.from), alike(&told.to, &wanted.to)];
    let known: Vec<f64> = both.into_iter().flatten().collect();
    let enough = !known.is_empty() && known.iter().all(|share| *share > 0.0);
    enough.then(|| known.iter().sum::<f64>() / 2.0)
}

/// The rows' counts of one kind, or of all (None).
pub(crate) fn figure(
    kind: Option<&str>,
    told: &[Change<'_>],
    wanted: &[Change<'_>],
    settled: &Settled,
) -> super::score::Figure {
    let of = |change: &Change<'_>| kind.is_none_or(|kind| change.kind == kind);
    let is = |state: Told| told.iter().zip(&settled.told).filter(move |(c, s)| of(c) && **s == state).count();
    super::score::Figure::Found {
        right: is(Told::Right),
        told: is(Told::Right) + is(Told::Wrong),
        found: wanted.iter().zip(&settled.found).filter(|(c, found)| of(c) && **found).count(),
        wanted: wanted.iter().filter(|c| of(c)).count(),
    }
}

/// A change that was told in words, with what stands around it.
pub(crate) fn shown(pair: &Pair<'_>, change: &Change<'_>) -> Vec<String> {
    let mut lines =
        vec![pair.name(change.report), format!("{}: {:?} → {:?}", change.kind, change.from, change.to)];
    for place in change.at.iter().take(4) {
        if let Some(report) = pair.id(&place.report) {
            let file = &pair.truth.reports[report].file;
            lines.push(format!("{file}: {}", pair.around(report, place.start, place.end, 100)));
        }
    }
    lines
}

/// The true changes of a report in words.
pub(crate) fn true_ones(pair: &Pair<'_>, wanted: &[Change<'_>], report: usize) -> String {
    let near = pair.ancestors(report);
    let all: Vec<String> = wanted
        .iter()
        .filter(|w| w.report == report || near.contains(&w.report))
        .map(|w| format!("{} {:?} → {:?} ({})", w.kind, w.from, w.to, pair.truth.reports[w.report].file))
        .collect();
    if all.is_empty() { "true: no change".to_owned() } else { format!("true: {}", all.join("; ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_same_however_they_are_written() {
        let check = |text: &str, expected: &[&str]| {
            assert_eq!(numbers(text).into_iter().collect::<Vec<_>>(), expected, "{text}");
        };
        check("At least 41 people", &["41"]);
        check("Twelve separate raids", &["12"]);
        check("$1,400,000.", &["1400000"]);
        check("about 2.5 million", &["2.5"]);
        check("raids", &[]);
        check("Twenty-four men", &["24"]);
        check("one hundred and fifty-four days and two nights", &["154", "2"]);
        check("Three thousand five hundred", &["3500"]);
    }

    #[test]
    fn words_in_common() {
        let share = |a: &str, b: &str| common(&telling(a), &telling(b));
        assert_eq!(share("the suspected smugglers", "smugglers"), Some(1.0));
        assert_eq!(share("the crew", "the pilots"), Some(0.0));
        assert_eq!(share("the crew", ""), None);
        assert_eq!(share("the", "the"), Some(1.0));
    }
}
