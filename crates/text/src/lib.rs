//! Positions in a text, and the tokens, sentences and quoted stretches that stand in it. Knows nothing of news.
//!
//! Inside the program every position is a **byte** offset into the UTF-8 text of one report ([`Span`]).
//! What leaves the program (JSON, SQL) counts **Unicode code points**; only [`CharIndex`] converts.
//!
//! The splitters ([`tokens`], [`sentences`], [`paragraphs`], [`quotations`], [`words`]) read each text once, from left to
//! right, by rules made for English news: abbreviations with periods, quotation marks of several kinds, marks that
//! were lost on the way. They never fail; what they cannot make sense of they leave in one piece.

mod abbreviation;
mod front_matter;
mod phrase;
mod quotation;
mod sentence;
mod span;
mod spelling;
mod token;
mod words;

pub use front_matter::front_matter;
pub use phrase::find_phrase;
pub use quotation::{Marks, Quotation, quotations};
pub use sentence::{paragraphs, sentences, split};
pub use span::{CharIndex, CharSpan, Span};
pub use spelling::spelled;
pub use token::{Token, TokenKind, tokens};
pub use words::{fold, stem, words};
