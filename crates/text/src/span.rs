use std::fmt;

use serde::{Deserialize, Serialize};

/// A half-open range of **bytes** in the text of one report; both ends lie on character boundaries, start ≤ end.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span of `start..end` bytes.
    ///
    /// # Panics
    /// Where `start > end`, or where an end does not fit 32 bits (texts that large are refused when they are read).
    #[track_caller]
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "span {start}..{end} ends before it starts");
        let fit = |n: usize| u32::try_from(n).expect("texts over 4 GiB are refused when they are read");
        Self { start: fit(start), end: fit(end) }
    }

    /// The words the span covers.
    ///
    /// # Panics
    /// Where the span does not lie in `text` or cuts a character: such a span belongs to another text.
    #[track_caller]
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// As a range of byte offsets.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span without white space at its ends.
    #[track_caller]
    pub fn trim(self, text: &str) -> Span {
        let words = self.of(text);
        let lead = words.len() - words.trim_start().len();
        let kept = words.trim().len();
        Span::new(self.start as usize + lead, self.start as usize + lead + kept)
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// A half-open range of **Unicode code points** in the text of one report: the unit of the JSON and of the case file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CharSpan {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
}

/// Converts between byte offsets and code points of one text. A text of ASCII alone costs nothing.
#[derive(Clone, Debug)]
pub struct CharIndex {
    /// Code points before each block of `STEP` bytes (rounded up to a boundary); empty for ASCII.
    marks: Vec<u32>,
    len: usize,
}

const STEP: usize = 256;

impl CharIndex {
    /// Reads the text once.
    pub fn new(text: &str) -> Self {
        let mut marks = Vec::new();
        if !text.is_ascii() {
            marks.reserve(text.len() / STEP + 1);
            let mut count = 0u32;
            for (at, byte) in text.bytes().enumerate() {
                if at % STEP == 0 {
                    marks.push(count);
                }
                count += u32::from(is_first(byte));
            }
        }
        Self { marks, len: text.len() }
    }

    /// Byte span → code points. `text` is the text the index was made from.
    #[track_caller]
    pub fn chars(&self, text: &str, span: Span) -> CharSpan {
        CharSpan { start: self.char_at(text, span.start), end: self.char_at(text, span.end) }
    }

    /// Code points → byte span. None where the text is shorter than that.
    pub fn bytes(&self, text: &str, span: CharSpan) -> Option<Span> {
        let (start, end) = (self.byte_at(text, span.start)?, self.byte_at(text, span.end)?);
        (start <= end).then(|| Span::new(start, end))
    }

    fn char_at(&self, text: &str, byte: u32) -> u32 {
        debug_assert_eq!(self.len, text.len(), "an index made from another text");
        assert!(text.is_char_boundary(byte as usize), "byte {byte} is inside a character or past the end");
        if self.marks.is_empty() {
            return byte;
        }
        let block = (byte as usize / STEP).min(self.marks.len() - 1);
        let rest = &text.as_bytes()[block * STEP..byte as usize];
        self.marks[block] + rest.iter().filter(|b| is_first(**b)).count() as u32
    }

    fn byte_at(&self, text: &str, at: u32) -> Option<usize> {
        if self.marks.is_empty() {
            return (at as usize <= self.len).then_some(at as usize);
        }
        let block = self.marks.partition_point(|m| *m <= at).saturating_sub(1);
        let mut count = self.marks[block];
        for (i, byte) in text.as_bytes()[block * STEP..].iter().enumerate() {
            if is_first(*byte) {
                if count == at {
                    return Some(block * STEP + i);
                }
                count += 1;
            }
        }
        (count == at).then_some(self.len)
    }
}

/// Whether a UTF-8 byte starts a character.
fn is_first(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_and_bytes_agree_at_every_boundary() {
        for text in ["", "plain", "“We won’t — ever,” said Ða 𝒳", &"é—x".repeat(400)] {
            let index = CharIndex::new(text);
            let starts: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            for (n, at) in starts.iter().enumerate() {
                let span = Span::new(*at, text.len());
                let chars = index.chars(text, span);
                assert_eq!(chars, CharSpan { start: n as u32, end: starts.len() as u32 - 1 });
                assert_eq!(index.bytes(text, chars), Some(span));
            }
            let past = starts.len() as u32;
            assert_eq!(index.bytes(text, CharSpan { start: past, end: past }), None);
        }
    }

    #[test]
    fn trimming_leaves_the_words() {
        let text = " \n said Ða \u{a0}";
        assert_eq!(Span::new(0, text.len()).trim(text).of(text), "said Ða");
    }
}
