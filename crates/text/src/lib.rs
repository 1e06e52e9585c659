//! Positions in a text, and the tokens, sentences and quoted stretches that stand in it. Knows nothing of news.
//!
//! Inside the program every position is a **byte** offset into the UTF-8 text of one report ([`Span`]).
//! What leaves the program (JSON, SQL) counts **Unicode code points**; only [`CharIndex`] converts.

mod front_matter;
mod span;
mod words;

pub use front_matter::front_matter;
pub use span::{CharIndex, CharSpan, Span};
pub use words::{fold, stem, words};
