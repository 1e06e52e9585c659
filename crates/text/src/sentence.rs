use crate::token::{is_apostrophe, is_quote_mark};
use crate::{Span, Token, TokenKind, abbreviation, tokens};

/// The paragraphs of a stretch: its lines without white space at their ends; empty lines are left out.
///
/// News texts on the web put one newline between paragraphs as often as two, and do not break lines inside them.
pub fn paragraphs(text: &str, within: Span) -> Vec<Span> {
    let start = within.start as usize;
    let mut found = Vec::new();
    let mut at = start;
    for line in within.of(text).split(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let span = Span::new(at, at + line.len()).trim(text);
        if !span.is_empty() {
            found.push(span);
        }
        at += line.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
    }
    found
}

/// The sentences of a stretch, in order, without overlap and without white space at their ends. A sentence never
/// crosses a paragraph's end; the marks that close a quotation belong to the sentence they stand behind.
pub fn sentences(text: &str, within: Span) -> Vec<Span> {
    paragraphs(text, within).into_iter().flat_map(|p| split(text, &tokens(text, p))).collect()
}

/// The sentences of one paragraph, given its tokens.
pub fn split(text: &str, tokens: &[Token]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut first = 0;
    let mut at = 0;
    while at < tokens.len() {
        let mut last = at;
        if ends_sentence(text, tokens, at) {
            while last + 1 < tokens.len() && closes(text, tokens, last + 1) {
                last += 1;
            }
            if last + 1 == tokens.len() || starts_sentence(text, tokens, at, last) {
                found.push(tokens[first].span.cover(tokens[last].span));
                first = last + 1;
            }
        }
        at = last + 1;
    }
    if first < tokens.len() {
        found.push(tokens[first].span.cover(tokens[tokens.len() - 1].span));
    }
    found
}

/// Whether a sentence may end behind this token: a full stop, or an abbreviation that carries its own.
fn ends_sentence(text: &str, tokens: &[Token], at: usize) -> bool {
    let words = tokens[at].span.of(text);
    match tokens[at].kind {
        TokenKind::Punctuation => {
            matches!(words, "." | "!" | "?") || words.starts_with('…') || words.starts_with("..")
        }
        TokenKind::Word => words.ends_with('.'),
        _ => false,
    }
}

/// Whether the token closes a quotation or bracket and so belongs to the sentence that just ended.
fn closes(text: &str, tokens: &[Token], at: usize) -> bool {
    let words = tokens[at].span.of(text);
    let glued = tokens[at - 1].span.end == tokens[at].span.start;
    let space_behind = tokens.get(at + 1).is_none_or(|next| next.span.start > tokens[at].span.end);
    match tokens[at].kind {
        TokenKind::Quote => {
            matches!(words, "”" | "’" | "»" | "''") && glued
                || words == "“" && glued && space_behind
                || matches!(words, "\"" | "'")
                    && (glued && !opens_behind(text, tokens, at) || !glued && space_behind)
        }
        TokenKind::Clitic => words.chars().all(is_apostrophe) && glued,
        TokenKind::Punctuation => {
            matches!(words, ")" | "]" | "." | "!" | "?") && glued
                || words.starts_with(['…', '.']) && words.len() > 1
        }
        _ => false,
    }
}

/// Whether a straight mark without a space before it stands right before a word: `end."Next`.
fn opens_behind(text: &str, tokens: &[Token], at: usize) -> bool {
    let Some(next) = tokens.get(at + 1) else { return false };
    next.span.start == tokens[at].span.end && next.span.of(text).starts_with(char::is_alphanumeric)
}

/// Whether what stands behind `last` can begin a sentence, where the last one ended at token `at`.
fn starts_sentence(text: &str, tokens: &[Token], at: usize, last: usize) -> bool {
    let end = &tokens[at];
    let mut next = last + 1;
    let mut opened = false;
    while tokens.get(next).is_some_and(|t| {
        matches!(t.kind, TokenKind::Quote)
            || matches!(t.span.of(text), "(" | "[" | "—" | "–" | "-" | "•" | "." | "...")
            || t.kind == TokenKind::Punctuation && t.span.of(text).starts_with('…')
    }) {
        opened |= tokens[next].span.of(text).starts_with(is_quote_mark);
        next += 1;
    }
    let Some(token) = tokens.get(next) else { return true };
    let word = token.span.of(text);
    let glued = token.span.start == tokens[last].span.end;
    let upper = word.starts_with(|c: char| c.is_uppercase());
    let number = token.kind == TokenKind::Number || matches!(word, "$" | "£" | "€");
    let caseless = word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase());
    let begins = upper || number || caseless || matches!(token.kind, TokenKind::Address);
    if end.kind == TokenKind::Word {
        let stem = end.span.of(text).trim_end_matches('.');
        let stem = stem.rsplit(['-', '‑']).next().unwrap_or(stem);
        if abbreviation::precedes_name(stem) {
            return false;
        }
        if abbreviation::precedes_number(stem) {
            return upper && (opened || last > at || STARTERS.binary_search(&word).is_ok());
        }
        let initial = stem.chars().count() == 1;
        if initial && last == at {
            return upper && STARTERS.binary_search(&word).is_ok() && word != "A";
        }
        return begins && !number && (opened || last > at || STARTERS.binary_search(&word).is_ok());
    }
    if glued && last == at {
        // "end.Next": a lost space; "example.Org" is not worth a sentence.
        return upper
            && last + 1 < tokens.len()
            && word.chars().count() > 1
            && tokens[at].span.of(text) == ".";
    }
    if !begins {
        // A lower-case start: only where a new quotation opens behind a full stop.
        return opened
            && tokens[at].span.of(text) == "."
            && last == at
            && word.starts_with(char::is_alphabetic);
    }
    true
}

/// Words that begin sentences and hardly ever follow an abbreviation inside one.
const STARTERS: &[&str] = &[
    "A",
    "About",
    "After",
    "All",
    "Also",
    "Although",
    "Among",
    "An",
    "And",
    "Another",
    "Any",
    "As",
    "At",
    "Because",
    "Before",
    "But",
    "By",
    "Critics",
    "During",
    "Each",
    "Earlier",
    "Even",
    "Every",
    "For",
    "From",
    "He",
    "Her",
    "Here",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "Instead",
    "Is",
    "It",
    "Its",
    "Last",
    "Later",
    "Many",
    "Meanwhile",
    "More",
    "Most",
    "Mr.",
    "Mrs.",
    "Ms.",
    "My",
    "No",
    "Nor",
    "Not",
    "Nothing",
    "Now",
    "Of",
    "Officials",
    "On",
    "Once",
    "One",
    "Only",
    "Or",
    "Other",
    "Others",
    "Our",
    "Over",
    "People",
    "She",
    "Since",
    "So",
    "Some",
    "Still",
    "Such",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "Through",
    "To",
    "Today",
    "Under",
    "Until",
    "We",
    "What",
    "When",
    "Where",
    "Whether",
    "Which",
    "While",
    "Who",
    "Why",
    "With",
    "Without",
    "Yes",
    "Yet",
    "You",
    "Your",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Sentences come apart at `|`.
    #[track_caller]
    fn check(marked: &str) {
        let text = marked.replace('|', "");
        let found: Vec<&str> =
            sentences(&text, Span::new(0, text.len())).iter().map(|s| s.of(&text)).collect();
        let wanted: Vec<&str> = marked.split(['|', '\n']).map(str::trim).filter(|s| !s.is_empty()).collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn starters_are_sorted() {
        assert!(STARTERS.is_sorted());
    }

    #[test]
    fn abbreviations_do_not_end_sentences() {
        check(
            "The U.S. Navy met Gen. Tolo on Jan. 3 at No. 2 Hill St. Ilmar.| Rep. Ana Orlo, R-Fla., paid $10 million.",
        );
        check("He left the U.S.| The talks went on.| They met J. R. Pell at 9 a.m.| It rained.");
        check("Acme Inc. Chairman Pell spoke.| It was 2.5 percent.| Prices rose.");
        check("U.S.-backed envoys came.| U.N. aid did not.");
    }

    #[test]
    fn quoted_sentences() {
        check("“We go.| We stay,” he said.| “Why?” she asked.| He left.");
        check("\"We go.| We stay.\"| He said so.| \"Trust me!\" said Orlo.");
        check("He said: “No.”| “Yes.”| (She agreed.)| All fine.");
        check("\"I think so. ...| But we are no island. ...| We need help,\" he said.");
        check("“'Trust me.| I'll go.'| He says that,” said Orlo.");
    }

    #[test]
    fn paragraphs_end_sentences() {
        check("A headline without a stop\nA body. |And more\n\nLast one");
    }
}
