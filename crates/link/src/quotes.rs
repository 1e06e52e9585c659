use std::collections::BTreeMap;

use backstory_model::{Edge, Moment, Quote, ReportId};

use crate::{context::Context, sources::Sources};

/// The same quoted words, wherever they stand; without what changed.
pub(crate) fn families(_ctx: &Context, _sources: &Sources) -> Vec<Quote> {
    Vec::new()
}

/// Adds what changed from the origin on.
pub(crate) fn changes(
    _ctx: &Context,
    _sources: &Sources,
    families: Vec<Quote>,
    _lineage: &[Edge],
    _not_before: &BTreeMap<ReportId, Moment>,
) -> Vec<Quote> {
    families
}
