//! Many reports → stories, passages, quotes, lineage, claims, origins.

use backstory_model::{Annotated, Links};

/// What the reports say together. `reports` are sorted by id, each once; the answer depends on nothing else.
pub fn link(reports: &[Annotated]) -> Links {
    let _ = reports;
    Links::default()
}
