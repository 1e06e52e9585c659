//! Tokens of a report → who said what, found by a trained network.
//!
//! `features` (what the network is shown), `window` (what it sees at once), `network` and `kernel` (the forward pass, the same
//! bits on every machine), `decode` (scores → attributions and names), `models` (the weights that ship; docs/models.md).

mod aligned;
mod decode;
mod features;
mod kernel;
mod math;
mod models;
mod network;
mod pieces;
mod weights;
mod window;

pub use decode::{Named, Tagged, attribution_tags, attributions, entities};
pub use features::{CASES, Features, PLACES, features};
pub use models::Model;
pub use network::{Network, Scores};
pub use pieces::Piece;
pub use weights::Error;
