//! Words made fit for a line: cleaned of what steers a screen, shortened, counted.

/// One line of words: white space folded, and control and direction characters left out, which could otherwise steer a
/// terminal or turn the rest of a line around.
pub(crate) fn plain(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let kept = word.chars().filter(|c| !steers(*c));
        let before = out.len();
        if before > 0 {
            out.push(' ');
        }
        let start = out.len();
        out.extend(kept);
        if out.len() == start {
            out.truncate(before);
        }
    }
    out
}

/// Words of a claim or a quote that stand alone: without what joined them to the rest of their sentence.
pub(crate) fn alone(text: &str) -> String {
    let mut text = plain(text);
    let end = text.trim_end_matches([',', ';', ':', ' ', '–', '—']).len();
    text.truncate(end);
    text
}

/// Whether words are fit for a line as they are, as most are.
fn is_plain(text: &str) -> bool {
    let mut space = true;
    for c in text.chars() {
        match c {
            ' ' if space => return false,
            ' ' => space = true,
            '!'..='~' => space = false,
            c if c.is_whitespace() || steers(c) => return false,
            _ => space = false,
        }
    }
    !space || text.is_empty()
}

/// Whether a character acts on the screen instead of standing on it.
pub fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// [`plain`], cut after the last whole word within `most` characters, with an ellipsis where something was cut.
pub(crate) fn short(text: &str, most: usize) -> String {
    let text = plain(text);
    if text.chars().count() <= most {
        return text;
    }
    let end = text.char_indices().nth(most).map_or(text.len(), |(at, _)| at);
    let cut = match text[..end].rfind(' ') {
        Some(space) if space * 2 > end => space,
        _ => end,
    };
    format!("{} …", text[..cut].trim_end_matches([' ', ',', ';', ':', '—', '–']))
}

/// Between quotation marks, [`short`], without the marks it may bring.
pub(crate) fn quoted(text: &str, most: usize) -> String {
    format!("“{}”", short(text, most).trim_matches(['“', '”', '"']))
}

/// `1 report`, `2 reports`.
pub(crate) fn plural(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn and(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [many @ .., last] => format!("{} and {last}", many.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_screen() {
        assert_eq!(plain("  red \u{1b}[31m\n\ttext \u{202e}abc\u{7} \u{200f} end"), "red [31m text abc end");
    }

    #[test]
    fn short_words_end_at_a_word() {
        assert_eq!(short("the grain left, they said", 17), "the grain left …");
        assert_eq!(short("the grain", 9), "the grain");
        assert_eq!(short("Donaudampfschifffahrt", 5), "Donau …");
        assert_eq!(quoted("“never”", 20), "“never”");
    }

    #[test]
    fn lists_read_as_a_sentence() {
        let list = |words: &[&str]| and(&words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>());
        assert_eq!(
            [list(&[]), list(&["a"]), list(&["a", "b"]), list(&["a", "b", "c"])],
            ["", "a", "a and b", "a, b and c"]
        );
    }
}
