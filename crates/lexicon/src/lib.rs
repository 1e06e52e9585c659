//! What the world calls things: news outlets and agencies, countries and their people, first names.
//!
//! Plain look-ups in tables that ship with the program (`data/*.tsv`, each with its licence in its head). Everything
//! is read once, on first use; nothing here looks at a report.

mod outlets;

pub use outlets::{Outlet, OutletKind, outlet_by_domain, outlet_by_name, outlets};
