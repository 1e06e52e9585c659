//! The web application: a case as pages that an editor can look through, on this machine alone unless told otherwise.
//!
//! What comes in is the path of a case file; what goes out are pages, their style sheet, a few small scripts, and the
//! same findings as CSV and JSON. Everything is embedded, nothing is fetched from elsewhere, and every page can be read
//! without a script. A page asks the case file for what it shows ([`backstory_store::Store::load_part`]); no page loads
//! a whole case.
//!
//! Who may look: `safety` holds the rules. What a page says of one thing is drawn by `backstory-show`, as in the
//! one-file report.

mod answer;
mod app;
mod assets;
mod correct;
mod error;
mod export;
mod frame;
mod pages;
mod safety;
mod server;
mod visit;

pub use error::WebError;
pub use server::{Options, Running, start};
