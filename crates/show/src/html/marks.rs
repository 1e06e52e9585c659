//! A stretch of text with marks on it, where marks may overlap: HTML elements may not, so a mark that crosses the end of
//! another is cut there and goes on behind it.

use std::{cmp::Reverse, collections::BTreeSet};

use backstory_model::Span;
use maud::{Escaper, Render};
use std::fmt::Write;

/// A mark on a stretch.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark {
    /// Bytes of the report's text; what lies outside the stretch is left out.
    pub(crate) span: Span,
    /// CSS class; may be empty.
    pub(crate) class: &'static str,
    /// Anchor; stands on the first piece alone.
    pub(crate) id: Option<String>,
    /// Shown when pointed at.
    pub(crate) title: Option<String>,
    /// A link before its first word, to the passage of this number on the other side: id there, number.
    pub(crate) jump: Option<(String, usize)>,
}

impl Mark {
    pub(crate) fn new(span: Span, class: &'static str) -> Self {
        Self { span, class, id: None, title: None, jump: None }
    }
}

/// Words that do not stand in the text, shown struck out before this byte.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Struck<'a> {
    pub(crate) at: u32,
    pub(crate) words: &'a str,
}

/// The stretch `of` the text, its marks as nested spans. Ids of marks that touch it are always written.
pub(crate) struct Marked<'a> {
    pub(crate) text: &'a str,
    pub(crate) of: Span,
    pub(crate) marks: Vec<Mark>,
    pub(crate) struck: Vec<Struck<'a>>,
}

impl Render for Marked<'_> {
    fn render_to(&self, out: &mut String) {
        let mut queue: BTreeSet<(u32, Reverse<u32>, usize, bool)> = BTreeSet::new();
        for (n, mark) in self.marks.iter().enumerate() {
            let (start, end) = (mark.span.start.max(self.of.start), mark.span.end.min(self.of.end));
            if start < end {
                queue.insert((start, Reverse(end), n, true));
            }
        }
        let mut struck = self.struck.iter().peekable();
        let mut open: Vec<u32> = Vec::new();
        let mut at = self.of.start;
        let mut write_to = |out: &mut String, at: &mut u32, to: u32| {
            while let Some(gone) = struck.next_if(|s| s.at <= to) {
                let place = gone.at.max(*at);
                escape(out, &self.text[*at as usize..place as usize]);
                *at = place;
                if !gone.words.trim().is_empty() {
                    out.push_str("<del>");
                    escape(out, gone.words.trim());
                    out.push_str("</del> ");
                }
            }
            escape(out, &self.text[*at as usize..to as usize]);
            *at = to;
        };
        while let Some((start, Reverse(end), n, first)) = queue.pop_first() {
            while let Some(close) = open.last().copied().filter(|c| *c <= start) {
                write_to(out, &mut at, close);
                out.push_str("</span>");
                open.pop();
            }
            write_to(out, &mut at, start);
            let mut end = end;
            if let Some(outer) = open.last().copied().filter(|c| *c < end) {
                queue.insert((outer, Reverse(end), n, false));
                end = outer;
            }
            let mark = &self.marks[n];
            out.push_str("<span");
            if !mark.class.is_empty() {
                write!(out, " class=\"{}\"", mark.class).expect("writing to a string");
            }
            if let Some(id) = mark.id.as_deref().filter(|_| first) {
                write!(out, " id=\"{id}\"").expect("writing to a string");
            }
            if let Some(title) = &mark.title {
                out.push_str(" title=\"");
                escape(out, title);
                out.push('"');
            }
            if let Some((other, _)) = &mark.jump {
                write!(out, " data-pair=\"{other}\"").expect("writing to a string");
            }
            out.push('>');
            if let Some((other, number)) = mark.jump.as_ref().filter(|_| first) {
                write!(
                    out,
                    "<a class=\"jump\" href=\"#{other}\" aria-label=\"Passage {number} in the other report\">{number}</a>"
                )
                .expect("writing to a string");
            }
            open.push(end);
        }
        while let Some(close) = open.pop() {
            write_to(out, &mut at, close);
            out.push_str("</span>");
        }
        write_to(out, &mut at, self.of.end);
    }
}

/// Words of a report as they stand, made harmless.
pub(crate) struct Plain<'a>(pub(crate) &'a str);

impl Render for Plain<'_> {
    fn render_to(&self, out: &mut String) {
        escape(out, self.0);
    }
}

/// Escapes for text and attributes. Direction characters are shown as what they are, for they could turn around the
/// words that follow.
fn escape(out: &mut String, text: &str) {
    let mut rest = text;
    let special = |c: char| c == '\r' || crate::words::steers(c) && !c.is_whitespace();
    while let Some(at) = rest.find(special) {
        let c = rest[at..].chars().next().expect("a character was found");
        write!(Escaper::new(out), "{}", &rest[..at]).expect("writing to a string");
        match c {
            // Readers of HTML drop it otherwise, and places in the text would move.
            '\r' => out.push_str("&#13;"),
            _ => write!(out, "[U+{:04X}]", u32::from(c)).expect("writing to a string"),
        }
        rest = &rest[at + c.len_utf8()..];
    }
    write!(Escaper::new(out), "{rest}").expect("writing to a string");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, marks: &[(usize, usize, &'static str)], struck: &[(u32, &str)], html: &str) {
        let marks = marks.iter().map(|(a, b, class)| Mark::new(Span::new(*a, *b), class)).collect();
        let struck = struck.iter().map(|(at, words)| Struck { at: *at, words }).collect();
        let marked = Marked { text, of: Span::new(0, text.len()), marks, struck };
        assert_eq!(marked.render().into_string(), html);
    }

    #[test]
    fn overlapping_marks_are_cut_where_they_cross() {
        check("abcdef", &[(1, 3, "x")], &[], "a<span class=\"x\">bc</span>def");
        check(
            "abcdef",
            &[(1, 5, "x"), (2, 3, "y")],
            &[],
            "a<span class=\"x\">b<span class=\"y\">c</span>de</span>f",
        );
        check(
            "abcdef",
            &[(1, 4, "x"), (2, 6, "y")],
            &[],
            "a<span class=\"x\">b<span class=\"y\">cd</span></span><span class=\"y\">ef</span>",
        );
        check("ab", &[(0, 1, "x"), (1, 2, "y")], &[], "<span class=\"x\">a</span><span class=\"y\">b</span>");
    }

    #[test]
    fn struck_words_stand_before_their_place() {
        check("a b", &[(2, 3, "x")], &[(2, "gone ")], "a <del>gone</del> <span class=\"x\">b</span>");
        check("a", &[], &[(1, " z")], "a<del>z</del> ");
    }

    #[test]
    fn text_stays_text() {
        check("<b>&\u{202e}x\u{7}", &[], &[], "&lt;b&gt;&amp;[U+202E]x[U+0007]");
    }
}
