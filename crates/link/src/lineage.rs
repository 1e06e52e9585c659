use std::collections::BTreeMap;

use backstory_model::{Edge, Moment, Passage, Quote, ReportId};

use crate::{context::Context, similarity::Vector, sources::Sources};

/// Who got it from whom, by receiver, then giver. `stories` gives the number of each report's story.
pub(crate) fn trace(
    _ctx: &Context,
    _sources: &Sources,
    _stories: &[usize],
    _vectors: &[Vector],
    _passages: &[Passage],
    _quotes: &[Quote],
) -> Vec<Edge> {
    Vec::new()
}

/// Earliest possible publication of undated reports, from what they took from others.
pub(crate) fn not_before(_ctx: &Context, _lineage: &[Edge]) -> BTreeMap<ReportId, Moment> {
    BTreeMap::new()
}
