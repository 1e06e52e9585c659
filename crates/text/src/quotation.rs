use crate::token::{elision_len, is_apostrophe};
use crate::{Span, paragraphs};

/// A stretch between quotation marks, within one paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// The quoted words without their marks and without white space at the ends.
    pub span: Span,
    /// With the marks that are there.
    pub outer: Span,
    /// Whether a mark opens it in this paragraph. Where none does, it goes on from the paragraph before.
    pub opened: bool,
    /// Whether a mark closes it in this paragraph. Where none does, it reaches to the paragraph's end, or to the next
    /// opening mark of the same kind.
    pub closed: bool,
    /// Whether it goes on from the paragraph before, whose last quotation was not closed.
    pub continues: bool,
    /// 0 for a quotation that stands in no other, 1 for one inside it, and so on.
    pub level: u8,
    /// The kind of its marks.
    pub marks: Marks,
}

/// Kinds of quotation marks. Straight and curly forms of one kind may open and close each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Marks {
    /// `"…"`, `“…”`, `„…“`, ` ``…'' `.
    Double,
    /// `'…'`, `‘…’`, `‚…‘`.
    Single,
    /// `«…»`, `»…«`, `‹…›`.
    Angle,
}

/// The quoted stretches of a stretch of text, in order of their start (an outer one before those in it).
///
/// A mark that finds no partner loses its force at its paragraph's end, so one stray mark cannot turn the rest of the
/// text inside out. An unclosed quotation counts as carried on only where the next paragraph opens with a mark of the
/// same kind, as long quotations are set, or closes one that it did not open.
pub fn quotations(text: &str, within: Span) -> Vec<Quotation> {
    let mut found: Vec<Quotation> = Vec::new();
    let mut carried: Option<Marks> = None;
    for paragraph in paragraphs(text, within) {
        let from = found.len();
        Scan { text, paragraph, carried, open: Vec::new(), found: &mut found, from }.run();
        let here = &mut found[from..];
        here.sort_by_key(|q| (q.outer.start, std::cmp::Reverse(q.outer.end)));
        carried = here
            .iter()
            .rfind(|q| q.level == 0)
            .filter(|q| !q.closed && q.outer.end == paragraph.end)
            .map(|q| q.marks);
    }
    found
}

/// The state of the search in one paragraph.
struct Scan<'a> {
    text: &'a str,
    paragraph: Span,
    /// The marks of a quotation that the paragraph before left open.
    carried: Option<Marks>,
    open: Vec<Open>,
    found: &'a mut Vec<Quotation>,
    /// Where this paragraph's quotations start in `found`.
    from: usize,
}

struct Open {
    marks: Marks,
    /// The opening mark.
    mark: char,
    outer: usize,
    inner: usize,
}

/// How far ahead the partner of a single mark is looked for, in bytes: keeps the search linear.
const REACH: usize = 1500;

impl Scan<'_> {
    fn run(mut self) {
        let end = self.paragraph.end as usize;
        let mut at = self.paragraph.start as usize;
        while let Some(c) = self.text[at..end].chars().next() {
            let mut len = c.len_utf8();
            let rest = &self.text[at..end];
            if rest.starts_with("``") || rest.starts_with("''") {
                len = 2;
                if c == '`' { self.open(Marks::Double, c, at, len) } else { self.straight_double(at, len) }
            } else {
                match c {
                    '"' | '＂' => self.straight_double(at, len),
                    '„' | '‟' => self.open(Marks::Double, c, at, len),
                    '“' if self.is_open_with(Marks::Double, '„') => self.close(Marks::Double, at, len),
                    '“' if self.could_only_close(at, len) => self.close(Marks::Double, at, len),
                    '“' => self.open(Marks::Double, c, at, len),
                    '”' if !self.is_open(Marks::Double)
                        && self.after(at + len).is_some_and(char::is_alphanumeric) =>
                    {
                        self.open(Marks::Double, c, at, len);
                    }
                    '”' => self.close(Marks::Double, at, len),
                    '«' | '‹' if self.is_open_with(Marks::Angle, '»') => {
                        self.close(Marks::Angle, at, len)
                    }
                    '«' | '‹' => self.open(Marks::Angle, c, at, len),
                    '»' | '›' if self.is_open(Marks::Angle) => self.close(Marks::Angle, at, len),
                    '»' | '›' if self.could_only_open(at, len) => self.open(Marks::Angle, '»', at, len),
                    '‚' => self.single_opens(c, at, len),
                    '‘' if self.is_open_with(Marks::Single, '‚') => self.close(Marks::Single, at, len),
                    '‘' => self.single_opens(c, at, len),
                    _ if is_apostrophe(c) => self.apostrophe(c, at, len),
                    _ => {}
                }
            }
            at += len;
        }
        while let Some(open) = self.open.pop() {
            let last = self.text[..end].trim_end().len();
            self.push(open, last, last, false);
        }
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text[self.paragraph.start as usize..at].chars().next_back()
    }

    fn after(&self, at: usize) -> Option<char> {
        self.text[at..self.paragraph.end as usize].chars().next()
    }

    /// Nothing to close before it, something to open behind it.
    fn could_only_open(&self, at: usize, len: usize) -> bool {
        self.before(at).is_none_or(|c| c.is_whitespace() || "([{—–-/\"“‘«".contains(c))
            && self
                .after(at + len)
                .is_some_and(|c| !c.is_whitespace() && !matches!(c, '.' | ',' | ';' | ':' | '?' | '!' | ')'))
    }

    /// Something to close before it, nothing to open behind it.
    fn could_only_close(&self, at: usize, len: usize) -> bool {
        self.before(at).is_some_and(|c| !c.is_whitespace() && !"([{".contains(c))
            && self.after(at + len).is_none_or(|c| c.is_whitespace() || ".,;:?!)]}—–".contains(c))
    }

    fn is_open(&self, marks: Marks) -> bool {
        self.open.iter().any(|o| o.marks == marks)
    }

    fn is_open_with(&self, marks: Marks, mark: char) -> bool {
        self.open.iter().rev().find(|o| o.marks == marks).is_some_and(|o| o.mark == mark)
    }

    fn straight_double(&mut self, at: usize, len: usize) {
        if self.could_only_open(at, len) {
            self.open(Marks::Double, '"', at, len);
        } else if self.could_only_close(at, len) || self.is_open(Marks::Double) {
            self.close(Marks::Double, at, len);
        } else {
            self.open(Marks::Double, '"', at, len);
        }
    }

    fn apostrophe(&mut self, c: char, at: usize, len: usize) {
        let letter_before = self.before(at).is_some_and(char::is_alphanumeric);
        let letter_after = self.after(at + len).is_some_and(char::is_alphanumeric);
        if letter_before && letter_after {
            return;
        }
        if self.is_open(Marks::Single) && !letter_after && !self.before(at).is_some_and(char::is_whitespace) {
            self.close(Marks::Single, at, len);
        } else if self.could_only_open(at, len) {
            self.single_opens(c, at, len);
        }
    }

    /// A single mark opens a quotation only where its partner can be seen: else it is an apostrophe.
    fn single_opens(&mut self, c: char, at: usize, len: usize) {
        let end = self.paragraph.end as usize;
        if elision_len(&self.text[at..end]).is_some() || self.is_open(Marks::Single) {
            return;
        }
        let mut previous = ' ';
        let inside_double = self.is_open(Marks::Double);
        for (i, d) in self.text[at + len..end].char_indices().take_while(|(i, _)| *i < REACH) {
            let here = at + len + i;
            let behind = here + d.len_utf8();
            if is_apostrophe(d) || (c == '‚' && d == '‘') {
                let closes =
                    !previous.is_whitespace() && !self.after(behind).is_some_and(char::is_alphanumeric);
                if closes && i > 0 {
                    return self.open(Marks::Single, c, at, len);
                }
                if previous.is_whitespace()
                    && self.after(behind).is_some_and(char::is_alphanumeric)
                    && c == '\''
                {
                    return;
                }
            }
            if inside_double && (d == '”' || d == '"') {
                return;
            }
            previous = d;
        }
    }

    fn open(&mut self, marks: Marks, mark: char, at: usize, len: usize) {
        // The same kind again, with no mark between: the first one was never closed.
        if let Some(place) = self.open.iter().rposition(|o| o.marks == marks) {
            let end =
                self.paragraph.start as usize + self.text[self.paragraph.start as usize..at].trim_end().len();
            for open in self.open.split_off(place).into_iter().rev() {
                let end = end.max(open.inner);
                self.push_at(open, self.open.len() as u8, end, end, false);
            }
        }
        self.open.push(Open { marks, mark, outer: at, inner: at + len });
    }

    fn close(&mut self, marks: Marks, at: usize, len: usize) {
        match self.open.iter().rposition(|o| o.marks == marks) {
            Some(place) => {
                while self.open.len() > place + 1 {
                    let inner = self.open.pop().expect("longer than the place");
                    self.push(inner, at, at, false);
                }
                let open = self.open.pop().expect("it was found at the place");
                self.push(open, at, at + len, true);
            }
            None if self.carried == Some(marks) && self.found.len() == self.from => {
                let start = self.paragraph.start as usize;
                let span = Span::new(start, at).trim(self.text);
                let outer = Span::new(start, at + len);
                if span.is_empty() {
                    return;
                }
                self.found.push(Quotation {
                    span,
                    outer,
                    opened: false,
                    closed: true,
                    continues: true,
                    level: 0,
                    marks,
                });
            }
            None => {}
        }
    }

    /// Ends the innermost open quotation, which was just taken off the stack.
    fn push(&mut self, open: Open, inner_end: usize, outer_end: usize, closed: bool) {
        self.push_at(open, self.open.len() as u8, inner_end, outer_end, closed);
    }

    fn push_at(&mut self, open: Open, level: u8, inner_end: usize, outer_end: usize, closed: bool) {
        let span = Span::new(open.inner, inner_end.max(open.inner)).trim(self.text);
        if span.is_empty() {
            return;
        }
        let continues = open.outer == self.paragraph.start as usize && self.carried == Some(open.marks);
        let outer = Span::new(open.outer, outer_end.max(open.inner));
        self.found.push(Quotation { span, outer, opened: true, closed, continues, level, marks: open.marks });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each wanted stretch as its words, with `>` before one inside another, `…` behind an unclosed one and `+` before
    /// one that goes on from the paragraph before.
    #[track_caller]
    fn check(text: &str, wanted: &[&str]) {
        let found: Vec<String> = quotations(text, Span::new(0, text.len()))
            .iter()
            .map(|q| {
                let (level, open) = (">".repeat(q.level.into()), if q.closed { "" } else { "…" });
                format!("{level}{}{}{open}", if q.continues { "+" } else { "" }, q.span.of(text))
            })
            .collect();
        assert_eq!(found, wanted, "{text}");
    }

    #[test]
    fn kinds_of_marks() {
        check("“We go,” he said. \"Not now,\" she said.", &["We go,", "Not now,"]);
        check("„Wir gehen“, sagte er. «Non», dit-elle. »Nein«, sagte sie.", &["Wir gehen", "Non", "Nein"]);
        check("‘We go,’ he said. 'Not now,' she said.", &["We go,", "Not now,"]);
        check("``We go,'' he said.", &["We go,"]);
        check("“We go,\" he said. \"We stay,” she said.", &["We go,", "We stay,"]);
        check("he said.”We go.”", &["We go."]);
    }

    #[test]
    fn apostrophes_are_no_quotes() {
        check("Don't trust the ministers' word, it's Orlo's; the '90s and '08 got 'em.", &[]);
        check("The ‘big’ bill isn’t the ministers’ idea.", &["big"]);
        check("Mayor calls Orlo's plan 'a disgrace' at council's session", &["a disgrace"]);
    }

    #[test]
    fn quotes_in_quotes() {
        check(
            "“He said, ‘Trust me. I’ll go.’ So we did,” she said.",
            &["He said, ‘Trust me. I’ll go.’ So we did,", ">Trust me. I’ll go."],
        );
        check(
            "\"Orlo says, 'Trust me. I'll go.' Well,\" he said.",
            &["Orlo says, 'Trust me. I'll go.' Well,", ">Trust me. I'll go."],
        );
        check("\"'Trust me,'\" he said.", &["'Trust me,'", ">Trust me,"]);
    }

    #[test]
    fn stray_marks_stay_in_their_paragraph() {
        check("He is 6'2\" tall.\n“We go,” he said.", &["We go,"]);
        check("A \"stray mark\n\"We go,\" he said.", &["stray mark…", "+We go,"]);
        check("We go,” he said.\n“We stay,” she said.", &["We stay,"]);
        check("“We go, he said. “We stay,” she said.", &["We go, he said.…", "We stay,"]);
    }

    #[test]
    fn long_quotes_go_on() {
        check("“One.\n“Two.\n“Three,” he said. “Four.”", &["One.…", "+Two.…", "+Three,", "Four."]);
        check("“One.\nTwo,” he said.", &["One.…", "+Two,"]);
    }
}
