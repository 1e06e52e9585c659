//! Writing: pieces of sentences in, a text and the places of what is marked in it out.

use crate::style::Style;

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Piece {
    /// Words.
    Text(String),
    /// A comma that is left out before another mark and at the end.
    Comma,
    /// The next letter is a capital.
    Capital,
    /// From here …
    Open(Mark),
    /// … to here.
    Close,
}

/// What a stretch of a report is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A clause that states a fact; the item.
    Fact { item: usize, fact: usize },
    /// What stands for a slot inside a fact.
    Slot { fact: usize, slot: String },
    /// The hedge of a fact.
    Hedge { fact: usize },
    /// Words between quotation marks.
    Stretch { item: usize, sentences: Vec<usize> },
    /// A sentence of a quote.
    Sentence { item: usize, sentence: usize },
    /// A choice of words inside a quote.
    Choice { item: usize, sentence: usize, choice: usize },
    /// Words inside a quote that may be cut.
    Cut { item: usize, sentence: usize, cut: usize },
    /// Whom a quote is given to.
    Speaker { item: usize },
    /// Boilerplate.
    Stock,
}

/// A text that grows.
#[derive(Debug)]
pub(crate) struct Ink {
    pub(crate) text: String,
    /// Code points so far.
    chars: usize,
    style: Style,
    /// (what, start, end) in code points; (start, end) in bytes.
    pub(crate) marks: Vec<Marked>,
}

/// A marked stretch.
#[derive(Debug, Clone)]
pub(crate) struct Marked {
    pub(crate) mark: Mark,
    /// In code points.
    pub(crate) start: usize,
    /// In code points.
    pub(crate) end: usize,
    /// The same in bytes.
    bytes: (usize, usize),
}

impl Ink {
    pub(crate) fn new(style: Style) -> Ink {
        Ink { text: String::new(), chars: 0, style, marks: Vec::new() }
    }

    /// The words of a mark.
    pub(crate) fn words(&self, marked: &Marked) -> &str {
        &self.text[marked.bytes.0..marked.bytes.1]
    }

    /// Adds words as they are.
    pub(crate) fn raw(&mut self, words: &str) {
        self.text.push_str(words);
        self.chars += words.chars().count();
    }

    /// Adds a sentence: articles fit what follows, commas that nobody needs go, the house's spelling applies.
    pub(crate) fn write(&mut self, pieces: &[Piece]) {
        let mut capital = false;
        let mut open: Vec<(Mark, usize, usize)> = Vec::new();
        for (i, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Text(words) => {
                    let mut words = self.style.spell(&fit_articles(words, next_text(&pieces[i + 1..])));
                    if capital && let Some(at) = words.find(char::is_alphanumeric) {
                        capital = false;
                        if let Some(c) = words[at..].chars().next() {
                            let big: String = c.to_uppercase().collect();
                            words.replace_range(at..at + c.len_utf8(), &big);
                        }
                    }
                    // An empty choice leaves two spaces behind.
                    let doubled = self.text.ends_with([' ', '\n']) && words.starts_with(' ');
                    self.raw(if doubled { &words[1..] } else { &words });
                }
                Piece::Comma => {
                    let next = next_text(&pieces[i + 1..]).and_then(|t| t.chars().next());
                    if next.is_some_and(|c| !matches!(c, ',' | '.' | ';' | ':' | '?' | '!' | ')')) {
                        self.raw(",");
                    }
                }
                Piece::Capital => capital = true,
                Piece::Open(mark) => open.push((mark.clone(), self.chars, self.text.len())),
                Piece::Close => {
                    if let Some((mark, start, byte)) = open.pop() {
                        let bytes = (byte, self.text.len());
                        self.marks.push(Marked { mark, start, end: self.chars, bytes });
                    }
                }
            }
        }
    }
}

/// The next words that are not empty.
fn next_text(pieces: &[Piece]) -> Option<&str> {
    pieces.iter().find_map(|p| match p {
        Piece::Text(words) if !words.is_empty() => Some(words.as_str()),
        _ => None,
    })
}

/// "a hour" → "an hour"; `next` is what follows the text.
fn fit_articles(text: &str, next: Option<&str>) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let mut out = Vec::with_capacity(words.len());
    for (i, word) in words.iter().enumerate() {
        let following = match words.get(i + 1) {
            // The text ends in a space: the following word is the next piece's first.
            Some(&"") if i + 2 == words.len() => next.and_then(|t| t.split(' ').next()),
            other => other.copied(),
        };
        let fitted = match (*word, following) {
            ("a" | "an", Some(f)) if !f.is_empty() => {
                if vowel(f) {
                    "an"
                } else {
                    "a"
                }
            }
            ("A" | "An", Some(f)) if !f.is_empty() => {
                if vowel(f) {
                    "An"
                } else {
                    "A"
                }
            }
            (other, _) => other,
        };
        out.push(fitted);
    }
    out.join(" ")
}

/// Whether a word begins with the sound of a vowel.
fn vowel(word: &str) -> bool {
    let word: String = word
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .chars()
        .flat_map(char::to_lowercase)
        .collect();
    let starts = |list: &[&str]| list.iter().any(|s| word.starts_with(s));
    if starts(&["hour", "honest", "honour", "honor", "heir", "8", "11-", "18-"])
        || word == "11"
        || word == "18"
    {
        return true;
    }
    if starts(&["unin", "unim", "unid"]) {
        return true;
    }
    if starts(&["uni", "use", "usu", "eu", "one", "once", "ute", "u-"]) {
        return false;
    }
    starts(&["a", "e", "i", "o", "u"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_fit_the_word_that_follows() {
        assert_eq!(fit_articles("a old ship and an union", None), "an old ship and a union");
        assert_eq!(fit_articles("an ", Some("ship")), "a ");
        assert_eq!(fit_articles("a ", Some("8-year")), "an ");
    }
}
