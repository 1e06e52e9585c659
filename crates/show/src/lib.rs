//! A case, made readable: terminal text, one HTML page, SVG, and the JSON that other programs read.
//!
//! Pure functions over [`backstory_model::Case`]: no file is opened here, nothing is looked up, and the same case gives
//! the same bytes. Inside a case spans count bytes; what [`export`] writes counts Unicode code points.

mod because;
mod diff;
mod digest;
pub mod draw;
pub mod export;
pub mod html;
mod lines;
pub mod phrases;
mod slots;
pub mod table;
mod terminal;
pub mod views;
mod words;

pub use terminal::{Screen, SummaryOptions, summary};
pub use words::steers;
