//! A paragraph as cues are looked for in it: sentences whose quotations are one item each.

use backstory_model::Span;
use backstory_text::{Quotation, Token, TokenKind};

use super::{phrase, verbs};
use crate::layout::{Layout, Paragraph};

/// A token outside quotation marks, or a whole quotation.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Its bytes; of a quotation, the words without the marks.
    pub(super) span: Span,
    /// The word in lower case with plain apostrophes; empty for a quotation.
    pub(super) low: String,
    /// Whether it begins with a capital letter.
    pub(super) cap: bool,
    pub(super) kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    Clitic,
    Mark,
    /// Place in [`Layout::quotations`], number of words, whether a sentence ends with it.
    Quote {
        place: usize,
        words: usize,
        ends: bool,
    },
}

impl Item {
    pub(super) fn is(&self, word: &str) -> bool {
        self.low == word
    }

    pub(super) fn one_of(&self, words: &[&str]) -> bool {
        !self.low.is_empty() && words.contains(&self.low.as_str())
    }

    pub(super) fn quote(&self) -> Option<usize> {
        match self.kind {
            Kind::Quote { place, .. } => Some(place),
            _ => None,
        }
    }

    pub(super) fn is_word(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Number)
    }

    /// A quotation of a few words that stands for a word of the sentence around it: a title, a scare quote.
    pub(super) fn is_short_quote(&self) -> bool {
        matches!(self.kind, Kind::Quote { words, ends: false, .. } if words <= 6)
    }
}

/// One sentence.
#[derive(Clone, Debug, Default)]
pub(super) struct Unit {
    pub(super) items: Vec<Item>,
}

impl Unit {
    /// The bytes from item `from` up to, not including, item `to`.
    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        self.items[from].span.cover(self.items[to - 1].span)
    }

    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    pub(super) fn get(&self, at: usize) -> Option<&Item> {
        self.items.get(at)
    }

    pub(super) fn is_at(&self, at: usize, word: &str) -> bool {
        self.get(at).is_some_and(|item| item.is(word))
    }

    /// End of the sentence without its closing mark.
    pub(super) fn end(&self) -> usize {
        let mut end = self.items.len();
        while end > 0 && self.items[end - 1].one_of(&[".", "!", "?", ";", ","]) {
            end -= 1;
        }
        end
    }
}

/// Items of the longest sentence looked at in one piece: lists and lost full stops must not make the search quadratic.
const LONGEST: usize = 300;

/// Splits a paragraph into sentences; a full stop inside a quotation ends one only where the quotation ends too and a
/// new sentence follows.
pub(super) fn units(text: &str, layout: &Layout, paragraph: &Paragraph) -> Vec<Unit> {
    let outer: Vec<usize> =
        paragraph.quotations.clone().filter(|q| layout.quotations[*q].level == 0).collect();
    let mut found: Vec<Unit> = Vec::new();
    let mut unit = Unit::default();
    let mut next_quote = 0;
    for (n, sentence) in layout.sentences[paragraph.sentences.clone()].iter().enumerate() {
        let inside = outer.get(next_quote).is_some_and(|q| {
            let outer = layout.quotations[*q].outer;
            outer.start < sentence.span.start && outer.end > sentence.span.start
        });
        let open_before = n > 0 && next_quote > 0 && {
            let outer = layout.quotations[outer[next_quote - 1]].outer;
            outer.end > sentence.span.start
        };
        if !inside && !open_before && !unit.items.is_empty() {
            found.push(std::mem::take(&mut unit));
        }
        for token in &layout.tokens[sentence.tokens.clone()] {
            if unit.items.len() >= LONGEST {
                found.push(std::mem::take(&mut unit));
            }
            while outer.get(next_quote).is_some_and(|q| layout.quotations[*q].outer.start <= token.span.start)
            {
                unit.items.push(quote_item(text, outer[next_quote], &layout.quotations[outer[next_quote]]));
                next_quote += 1;
            }
            let hidden =
                next_quote > 0 && token.span.start < layout.quotations[outer[next_quote - 1]].outer.end;
            if !hidden {
                unit.items.push(token_item(text, token));
            }
        }
    }
    if !unit.items.is_empty() {
        found.push(unit);
    }
    join_questions(text, found)
}

/// Joins a sentence that is a quoted question or cry to "Orlo asked." behind it, which begins with a capital and so was
/// taken for a sentence of its own; and a quotation to "– Ana Orlo".
fn join_questions(text: &str, units: Vec<Unit>) -> Vec<Unit> {
    let mut found: Vec<Unit> = Vec::with_capacity(units.len());
    for mut unit in units {
        match found.last_mut() {
            Some(last)
                if last.len() == 1
                    && last.items[0].quote().is_some()
                    && (unit.items[0].one_of(&["–", "—", "--", "-", "―"])
                        || last.items[0].span.of(text).ends_with(['?', '!', '…', '—', '–', '-'])
                            && opens_with_speaker(&unit)) =>
            {
                last.items.append(&mut unit.items);
            }
            _ => found.push(unit),
        }
    }
    found
}

/// Whether a sentence is a speaker and a verb of speech that says nothing itself: "Orlo asked.", "Orlo said on Monday."
fn opens_with_speaker(unit: &Unit) -> bool {
    let verb = (1..unit.len().min(12))
        .find(|i| verbs::lookup(&unit.items[*i].low).is_some_and(|(frame, _)| frame.behind));
    verb.is_some_and(|verb| {
        let next = unit.get(verb + 1);
        phrase::ending_at(unit, verb, 0) == Some(0)
            && next.is_none_or(|n| {
                n.one_of(phrase::PREPOSITIONS) || phrase::is_time(n) || n.one_of(&[".", ",", "as", "when"])
            })
            && unit.get(verb + 2).is_none_or(|n| n.quote().is_none())
    })
}

fn quote_item(text: &str, place: usize, quotation: &Quotation) -> Item {
    let words = quotation.span.of(text);
    let kind = Kind::Quote {
        place,
        words: words.split_whitespace().count(),
        ends: words.ends_with(['.', '!', '?', '…', ',']) || !quotation.closed,
    };
    let cap = words.starts_with(|c: char| c.is_uppercase());
    Item { span: quotation.span, low: String::new(), cap, kind }
}

fn token_item(text: &str, token: &Token) -> Item {
    let words = token.span.of(text);
    let kind = match token.kind {
        TokenKind::Word | TokenKind::Address => Kind::Word,
        TokenKind::Number => Kind::Number,
        TokenKind::Clitic => Kind::Clitic,
        TokenKind::Punctuation | TokenKind::Quote | TokenKind::Symbol => Kind::Mark,
    };
    let low = words.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }).collect();
    Item { span: token.span, low, cap: words.starts_with(|c: char| c.is_uppercase()), kind }
}
