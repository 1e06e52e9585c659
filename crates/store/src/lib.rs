//! The case file: one SQLite database that keeps reports, what they say, and what they say together.
//!
//! The only crate with SQL. A case goes in and comes out as [`backstory_model::Case`], without loss: spans are bytes in
//! the model and Unicode code points in the tables, so that `substr(text, start + 1, end - start)` gives the words in
//! any SQLite tool. Every table, view and column is described in `docs/case-file.md`.
//!
//! A case file is told from other SQLite files by its `application_id`; `PRAGMA user_version` is the version of its
//! schema. An older one is brought up to date when it is opened, a newer one is refused and left as it is.
//!
//! Reports are written one by one ([`Store::put`]) inside a transaction that the caller ends ([`Store::commit`]), so
//! that a run that is killed loses no finished report. Many are handed in ([`Store::hand_in`]), made safe as they come
//! ([`Store::keep`]), and put into the tables together, in the order of the tables: by [`Store::commit`], or by whoever
//! opens the case next and may write to it. Until then nobody sees them ([`Store::unseen`]). The links between reports are
//! written whole ([`Store::save_links`]) and remember which revision of the reports they were made from: [`Store::links_stale`] says
//! whether reports came in since.

mod beside;
mod corrections;
mod error;
mod fetched;
mod lists;
mod load;
mod multiply;
mod names;
mod news;
mod open;
mod part;
mod put;
mod save;
mod search;
mod waiting;

pub use error::StoreError;
pub use fetched::{Fetch, Revision};
pub use lists::{
    Citation, ClaimFilter, ClaimRow, EdgeRow, Moved, OutletRow, ReportRow, Said, SourceOrder, SourceRow,
    StoryOrder, StoryRow, Totals,
};
pub use news::{Arrivals, News, NewsRow};
pub use open::Store;
pub use put::{InputHash, Put};
pub use search::{Found, Hit, RANKED};

/// `PRAGMA application_id` of a case file: "BkSt" in ASCII.
pub const APPLICATION_ID: i32 = 0x426B_5374;

/// The steps from an empty file to the present schema; the version of a case is the number of steps it has behind it.
/// A step that was released is never changed: what must change is a new step.
const MIGRATIONS: &[&str] = &[
    include_str!("schema/v1.sql"),
    include_str!("schema/v2.sql"),
    concat!(
        include_str!("schema/v3_corrections.sql"),
        include_str!("schema/fetched.sql"),
        include_str!("schema/figures.sql")
    ),
    // The figures of version 3 are thrown away and made anew.
    concat!(include_str!("schema/v4.sql"), include_str!("schema/figures_fill.sql")),
    include_str!("schema/v5.sql"),
    include_str!("schema/v6.sql"),
];

/// Makes the figures from the links and the corrections, as the step to version 4 does.
const FILL_FIGURES: &str = include_str!("schema/figures_fill.sql");

/// The newest schema version that this program knows.
pub const SCHEMA_VERSION: i64 = MIGRATIONS.len() as i64;
