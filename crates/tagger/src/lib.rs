//! Tokens of a report → who said what, found by a trained network.
#![allow(missing_docs)]

mod decode;
mod features;
mod pieces;

pub use decode::{Named, Tagged, attributions, best_tags, entities};
pub use features::{CASES, Features, PLACES, features};
pub use pieces::Piece;
