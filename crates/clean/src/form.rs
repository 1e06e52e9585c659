//! What a line looks like, by its form alone.

use std::sync::LazyLock;

use regex::Regex;

/// A regular expression that is part of the program, in any case unless it says otherwise.
pub(crate) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is well-formed")
}

/// Words of a line, without punctuation at their ends.
pub(crate) fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric())).filter(|w| !w.is_empty())
}

pub(crate) fn word_count(line: &str) -> usize {
    words(line).count()
}

/// Whether a line closes like a sentence: with a full stop, perhaps inside quotation marks or brackets. The point of
/// an abbreviation such as `U.S.` closes one too: which of both it does cannot be told.
pub(crate) fn ends_sentence(line: &str) -> bool {
    let line = line.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']);
    line.ends_with(['.', '!', '?', '…'])
}

/// Whether a line closes with a full stop.
pub(crate) fn ends_with_stop(line: &str) -> bool {
    let line = line.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']);
    line.ends_with(['.', '…'])
}

/// Share of the longer words (4 letters or more) that start with a capital, in percent.
pub(crate) fn capitalised(line: &str) -> usize {
    let long: Vec<&str> = words(line).filter(|w| w.chars().count() >= 4).collect();
    if long.is_empty() {
        return 0;
    }
    let upper = long.iter().filter(|w| w.starts_with(char::is_uppercase)).count();
    upper * 100 / long.len()
}

/// Whether a line has quotation marks.
pub(crate) fn has_quote(line: &str) -> bool {
    line.contains(['"', '“', '”', '«', '»', '„'])
}

/// Whether a line could be a headline: short, more than two words, opens with a capital, a figure or a quotation
/// mark, and does not run on.
pub(crate) fn headline_like(line: &str) -> bool {
    let count = word_count(line);
    let opens = line
        .chars()
        .find(|c| c.is_alphanumeric())
        .is_some_and(|c| c.is_uppercase() || c.is_numeric() || !c.is_lowercase());
    (3..=30).contains(&count)
        && line.chars().count() <= 200
        && opens
        && !line.ends_with([':', ',', '-', '–', '—'])
        && !line.contains("://")
}

/// Whether a line is a headline of another report: a headline without full stop or speech.
pub(crate) fn teaser_like(line: &str) -> bool {
    headline_like(line)
        && word_count(line) >= 4
        && !ends_with_stop(line)
        && !line.starts_with(['"', '“', '„'])
}

static SPEECH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:said|says|told|added|according to|announced|reported|wrote|tweeted|warned|denied)\b")
});

/// Whether a line reports what someone said.
pub(crate) fn has_speech(line: &str) -> bool {
    SPEECH.is_match(line)
}

/// A line of the report rather than of the page: whole sentences.
pub(crate) fn prose_like(line: &str) -> bool {
    let count = word_count(line);
    ends_sentence(line) && (count >= 12 || count >= 6 && (has_speech(line) || has_quote(line)))
}

/// Letters and figures of a line in lower case, so that the same words compare equal.
pub(crate) fn squash(line: &str) -> String {
    words(line).flat_map(|w| w.chars().flat_map(char::to_lowercase).chain([' '])).collect()
}
