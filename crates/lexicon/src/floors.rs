//! Words before a number that make it the least there is.

/// The phrases, in lower case, and whether they leave out the number itself: "more than 21" is 22 at least, "at least 21" is
/// not. Longer phrases stand before those they end in.
pub const FLOORS: &[(&[&str], bool)] = &[
    (&["at", "the", "very", "least"], false),
    (&["in", "excess", "of"], true),
    (&["well", "more", "than"], true),
    (&["not", "fewer", "than"], false),
    (&["as", "few", "as"], false),
    (&["as", "little", "as"], false),
    (&["no", "fewer", "than"], false),
    (&["no", "less", "than"], false),
    (&["not", "less", "than"], false),
    (&["a", "minimum", "of"], false),
    (&["at", "least"], false),
    (&["more", "than"], true),
    (&["well", "over"], true),
    (&["well", "above"], true),
    (&["north", "of"], true),
    (&["a", "minimum"], false),
    (&["greater", "than"], true),
    (&["upwards", "of"], true),
    (&["upward", "of"], true),
    (&["topping"], true),
    (&["topped"], true),
    (&["surpassing"], true),
    (&["surpassed"], true),
    (&["exceeds"], true),
    (&["exceeding"], true),
    (&["exceeded"], true),
    (&[">"], true),
    (&["over"], true),
    (&["above"], true),
    (&["between"], false),
];

/// Whether a number with the words before it is the least there is and left out itself: "More than 21 boats".
pub fn leaves_out(words: &str) -> bool {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let stands = |at: usize, phrase: &[&str]| {
        at >= phrase.len() && words[at - phrase.len()..at].iter().eq(phrase.iter())
    };
    let floor = |at: usize| FLOORS.iter().find(|(phrase, _)| stands(at, phrase));
    (1..=words.len()).rev().find_map(floor).is_some_and(|(_, out)| *out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_a_number_leaves_it_out() {
        for more in ["More than 300 people", "North of 300 people", "topped 300", "well over $4 million"] {
            assert!(leaves_out(more), "{more}");
        }
        for least in
            ["at least 300 people", "no fewer than 300", "300 people", "not less than 4", "300 or more"]
        {
            assert!(!leaves_out(least), "{least}");
        }
    }

    #[test]
    fn longer_phrases_stand_first() {
        for (at, (short, _)) in FLOORS.iter().enumerate() {
            assert!(FLOORS[at..].iter().skip(1).all(|(long, _)| !long.ends_with(short)), "{short:?}");
        }
    }
}
