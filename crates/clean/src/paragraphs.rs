//! The paragraphs of a text.

use backstory_model::Span;

/// A paragraph, or a line that stands for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Paragraph {
    /// Without white space at the ends; never empty.
    pub(crate) span: Span,
    /// Blank lines before it.
    pub(crate) gap: usize,
}

/// The lines of a text that hold anything. Where a text is wrapped at a fixed width, lines up to the next blank one
/// are one paragraph.
pub(crate) fn paragraphs(text: &str) -> Vec<Paragraph> {
    let lines = lines(text);
    if !is_wrapped(text, &lines) {
        return lines;
    }
    let mut joined: Vec<Paragraph> = Vec::new();
    for line in lines {
        match joined.last_mut() {
            Some(last) if line.gap == 0 => last.span = last.span.cover(line.span),
            _ => joined.push(line),
        }
    }
    joined
}

fn lines(text: &str) -> Vec<Paragraph> {
    let mut lines = Vec::new();
    let mut gap = 0;
    let mut at = 0;
    for line in text.split_inclusive(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
        let span = Span::new(at, at + line.len()).trim(text);
        // The line feed of a carriage return and line feed.
        let second = line == "\n" && text[..at].ends_with('\r');
        at += line.len();
        if !span.is_empty() {
            lines.push(Paragraph { span, gap });
            gap = 0;
        } else if !second {
            gap += 1;
        }
    }
    lines
}

/// Whether a text is wrapped at a fixed width, as mail and old archives are: most lines that go on in the next one
/// break off in a sentence, at about the same width.
fn is_wrapped(text: &str, lines: &[Paragraph]) -> bool {
    let followed: Vec<&str> =
        lines.windows(2).filter(|w| w[1].gap == 0).map(|w| w[0].span.of(text)).collect();
    if followed.len() < 4 || !lines.iter().skip(1).any(|l| l.gap > 0) {
        return false;
    }
    let widest = followed.iter().map(|l| l.chars().count()).max().unwrap_or(0);
    if !(40..=110).contains(&widest) {
        return false;
    }
    let wrapped = followed
        .iter()
        .filter(|l| !l.ends_with(['.', '!', '?', ':', '”', '"']) && l.chars().count() * 10 >= widest * 7)
        .count();
    wrapped * 10 >= followed.len() * 6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, usize)]) {
        let found: Vec<(&str, usize)> = paragraphs(text).iter().map(|p| (p.span.of(text), p.gap)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn lines_are_paragraphs() {
        check(
            "One.\n\n\n Two. \r\nThree.\r\n\r\nFour",
            &[("One.", 0), ("Two.", 2), ("Three.", 0), ("Four", 1)],
        );
        check("a\rb", &[("a", 0), ("b", 0)]);
        check(" \n\t", &[]);
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let text = "The harbour of Ostra stays closed for the rest of the\nweek because of the storm that came in from the\n\
                    north, the port authority said on Monday, and will\nopen again when the wind has gone down enough for\n\
                    pilots.\n\nFerries do not run.";
        let found = paragraphs(text);
        assert_eq!(found.len(), 2);
        assert!(found[0].span.of(text).ends_with("pilots."));
    }
}
