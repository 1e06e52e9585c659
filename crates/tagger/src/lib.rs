//! Tokens of a report → who said what, found by a trained network.
#![allow(missing_docs)]

mod features;
mod pieces;

pub use features::{CASES, Features, PLACES, features};
pub use pieces::Piece;
