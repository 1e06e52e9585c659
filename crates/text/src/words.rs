use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::Span;

/// The words of `text[within]` in order: runs of letters and digits, with an apostrophe between letters (`we're`),
/// full stops between single letters (`U.S`) and marks between digits (`10,000`, `2.5`). Hyphens and dashes divide.
///
/// For comparing texts; sentences and grammar need the finer tokens. Spans are in bytes of `text`.
pub fn words(text: &str, within: Span) -> impl Iterator<Item = Span> + '_ {
    let end = within.end as usize;
    let mut at = within.start as usize;
    std::iter::from_fn(move || {
        let start = at + text[at..end].find(char::is_alphanumeric)?;
        at = start;
        let mut before = None;
        let mut rest = text[start..end].chars().peekable();
        while let Some(c) = rest.next() {
            if c.is_alphanumeric() || is_combining_mark(c) {
                before = Some(c);
            } else {
                let joins = match (before, rest.peek()) {
                    (Some(b), Some(a)) if is_apostrophe(c) => b.is_alphanumeric() && a.is_alphabetic(),
                    (Some(b), Some(a)) if c == ',' => b.is_ascii_digit() && a.is_ascii_digit(),
                    (Some(b), Some(a)) if c == '.' => {
                        b.is_ascii_digit() && a.is_ascii_digit()
                            || b.is_uppercase() && a.is_uppercase() && is_letter_alone(&text[start..at])
                    }
                    _ => false,
                };
                if !joins {
                    break;
                }
            }
            at += c.len_utf8();
        }
        Some(Span::new(start, at))
    })
}

/// A word as it is compared: lower case, without accents, with plain apostrophes, without marks between its
/// letters or digits (`U.S.` → `us`, `10,000` → `10000`, `Nicolás` → `nicolas`).
pub fn fold(word: &str) -> String {
    word.nfkd()
        .filter(|c| !is_combining_mark(*c) && !matches!(c, '.' | ','))
        .flat_map(|c| if is_apostrophe(c) { '\''.to_lowercase() } else { c.to_lowercase() })
        .collect()
}

/// A folded English word without its possessive and inflection: step 1 of Porter's algorithm ("An algorithm for
/// suffix stripping", 1980), which joins `strikes`, `striking` and `strike` and leaves derived words apart.
pub fn stem(folded: &str) -> &str {
    let word = folded.strip_suffix("'s").unwrap_or(folded).trim_end_matches('\'');
    if word.len() <= 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return word;
    }
    let word = singular(word);
    let word = match word.strip_suffix("ing").or_else(|| word.strip_suffix("ed")) {
        Some(rest) if rest.len() >= 3 && has_vowel(rest) => undouble(rest),
        _ => word,
    };
    // Porter restores the final `e` that `-ing` took; dropping it everywhere joins the same words more simply.
    match word.as_bytes() {
        [.., b'e' | b'y'] if word.len() > 3 => &word[..word.len() - 1],
        [.., b'i'] if word.len() > 3 => &word[..word.len() - 1],
        _ => word,
    }
}

fn singular(word: &str) -> &str {
    match word.as_bytes() {
        [.., b's', b's' | b'u'] | [.., b'u' | b'i', b's'] => word,
        [.., b's', b's', b'e', b's'] | [.., b'i', b'e', b's'] => &word[..word.len() - 2],
        [.., b's'] => &word[..word.len() - 1],
        _ => word,
    }
}

fn undouble(word: &str) -> &str {
    match word.as_bytes() {
        [.., a, b] if a == b && !matches!(a, b'l' | b's' | b'z' | b'a' | b'e' | b'i' | b'o' | b'u') => {
            &word[..word.len() - 1]
        }
        _ => word,
    }
}

fn has_vowel(word: &str) -> bool {
    word.bytes().any(|b| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y'))
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ')
}

/// Whether what stands before a full stop is one letter, or letters with full stops between them.
fn is_letter_alone(before: &str) -> bool {
    before.split('.').all(|part| part.chars().count() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found: Vec<_> = words(text, Span::new(0, text.len())).map(|s| fold(s.of(text))).collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }

    #[test]
    fn words_are_folded_the_same_however_they_are_set() {
        check("“We’re going — at last —” she said.", "we're going at last she said");
        check("'We're going' - at last", "we're going at last");
        check("Nicolás NICOLA\u{301}S", "nicolas nicolas");
        check("the U.S. Navy, the US navy", "the us navy the us navy");
        check("10,000 troops, 2.5 percent; in 2019, 12", "10000 troops 25 percent in 2019 12");
        check("end.Start", "end start");
        check("gas-rich dogs' ‘n’ Ltd.", "gas rich dogs n ltd");
        check("", "");
        check("… — “”", "");
    }

    #[test]
    fn inflected_forms_share_a_stem() {
        for family in [
            "strike strikes striking strike's",
            "official officials officials'",
            "talk talks talked talking",
            "plan plans planned planning",
            "copy copies copied",
            "release releases released releasing",
        ] {
            let stems: Vec<_> = family.split(' ').map(stem).collect();
            assert!(stems.iter().all(|s| *s == stems[0]), "{family}: {stems:?}");
        }
        for (one, other) in [("bring", "bred"), ("press", "pres"), ("need", "new"), ("king", "kid")] {
            assert_ne!(stem(one), stem(other));
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_gives_words_on_character_boundaries(text in "\\PC{0,60}") {
            let mut last = 0;
            for span in words(&text, Span::new(0, text.len())) {
                proptest::prop_assert!(!span.is_empty() && span.start >= last);
                last = span.end;
                let _ = stem(&fold(span.of(&text)));
            }
        }
    }
}
