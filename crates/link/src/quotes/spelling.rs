//! Words that are the same in another spelling.

use backstory_text::spelled;

/// Short forms and what they stand for, but for `'s`, which may be "is", "has" or a possessive.
const SHORT_FORMS: &[(&str, &str)] = &[
    ("can't", "cannot"),
    ("won't", "willnot"),
    ("n't", "not"),
    ("'ve", "have"),
    ("'re", "are"),
    ("'ll", "will"),
    ("'m", "am"),
];

/// Whether two stretches are the same words in another spelling: joined or divided ("per cent", "percent"), British or
/// American ("organise", "organize"), short or in full ("we've", "we have"), with or without an article.
pub(super) fn is_same(a: &[String], b: &[String]) -> bool {
    let (plain, other) = (letters(a, "s"), letters(b, "s"));
    plain == other || ["is", "has"].iter().any(|full| letters(a, full) == other || plain == letters(b, full))
}

/// The letters of a word, by which two spellings of it are the same.
pub(crate) fn letters_of(word: &str) -> String {
    let word = [word.to_owned()];
    letters(&word, "s")
}

/// The letters of some words; `'s` stands for `full`.
fn letters(words: &[String], full: &str) -> String {
    let kept = words.iter().map(String::as_str).filter(|w| !matches!(*w, "a" | "an" | "the"));
    let mut all: String = kept.collect();
    for (short, long) in SHORT_FORMS {
        all = all.replace(short, long);
    }
    all = all.replace("'s", full);
    let mut letters: Vec<char> = spelled(&all).chars().filter(|c| c.is_alphanumeric()).collect();
    // "modelling" and "modeling".
    letters.dedup_by(|a, b| a == b && a.is_alphabetic());
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(a: &str, b: &str, same: bool) {
        let words = |text: &str| -> Vec<String> { text.split(' ').map(str::to_owned).collect() };
        assert_eq!(is_same(&words(a), &words(b)), same, "{a} / {b}");
        assert_eq!(is_same(&words(b), &words(a)), same, "{b} / {a}");
    }

    #[test]
    fn one_word_in_two_spellings() {
        check("per cent", "percent", true);
        check("we've organised", "we have organized", true);
        check("nobody's asked", "nobody has asked", true);
        check("it's late", "it is late", true);
        check("the harbour", "harbor", true);
        check("can't", "cannot", true);
        check("can", "cannot", false);
        check("it's late", "it was late", false);
        check("the mayor's", "the mayor", false);
    }
}
