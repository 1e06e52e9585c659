//! Words that are verbs, and words that are numbers.

use std::{collections::BTreeSet, sync::OnceLock};

use crate::{
    names::lines,
    verbs::{self, is_plain_verb},
};

/// Whether a word in lower case is a verb more often than anything else, in any of its forms but that with "-ing"; by
/// WordNet 3.0 (Fellbaum 1998).
pub fn is_verb(word: &str) -> bool {
    static VERBS: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    let verbs = VERBS.get_or_init(|| lines(include_str!("../data/verbs.txt")).collect());
    let known = |form: &str| verbs.contains(form);
    let ending = |ending: &str, for_it: &str| {
        word.strip_suffix(ending).is_some_and(|stem| known(&format!("{stem}{for_it}")))
    };
    // "stopped": the last letter is written twice.
    let twice = word.strip_suffix("ed").is_some_and(|stem| {
        let mut last = stem.chars().rev();
        matches!((last.next(), last.next()), (Some(a), Some(b)) if a == b && known(&stem[..stem.len() - a.len_utf8()]))
    });
    known(word)
        || is_plain_verb(word)
        || [("s", ""), ("es", ""), ("ies", "y"), ("d", ""), ("ed", ""), ("ied", "y")]
            .into_iter()
            .any(|(end, for_it)| ending(end, for_it))
        || twice
}

/// Whether a word in lower case is the form of a verb with "-ing": "selling", but not "something".
pub fn is_gerund(form: &str) -> bool {
    let stem = form.strip_suffix("ing");
    stem.is_some_and(|stem| is_verb(stem) || is_verb(&format!("{stem}e")) || verbs::lookup(form).is_some())
}

/// Days of the week and months, which have capitals and name nothing.
pub fn is_calendar(word: &str) -> bool {
    matches!(
        word,
        "Monday"
            | "Tuesday"
            | "Wednesday"
            | "Thursday"
            | "Friday"
            | "Saturday"
            | "Sunday"
            | "Mondays"
            | "Sundays"
            | "January"
            | "February"
            | "March"
            | "July"
            | "September"
            | "October"
            | "November"
            | "December"
            | "Jan."
            | "Feb."
            | "Aug."
            | "Sept."
            | "Sep."
            | "Oct."
            | "Nov."
            | "Dec."
            | "Jan"
            | "Feb"
            | "Aug"
            | "Sept"
            | "Oct"
            | "Nov"
            | "Dec"
    )
}

/// Months whose names are people's or verbs too, which [`is_calendar`] leaves out.
pub fn is_month(word: &str) -> bool {
    matches!(word, "April" | "May" | "June" | "August")
}

/// The value of a number written as a word, in lower case: "seven", "twenty-five".
pub fn number_word(word: &str) -> Option<f64> {
    const SMALL: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let small = |w: &str| SMALL.iter().position(|s| *s == w).filter(|n| *n > 0);
    let tens = |w: &str| TENS.iter().position(|s| *s == w).map(|n| (n + 2) * 10);
    let value = small(word).or_else(|| tens(word)).or_else(|| {
        let (ten, one) = word.split_once('-')?;
        Some(tens(ten)? + small(one).filter(|n| *n < 10)?)
    })?;
    Some(value as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_known_in_their_forms() {
        for word in ["holds", "tore", "died", "stopped", "carries", "carried", "contain", "employs", "was"] {
            assert!(is_verb(word), "{word}");
        }
        for word in ["harbour", "people", "houses", "iron", "hundred", "red"] {
            assert!(!is_verb(word), "{word}");
        }
        // A letter that is written twice may take more than a byte.
        assert_eq!(is_verb("ééed"), is_plain_verb("ééed"));
    }
}
