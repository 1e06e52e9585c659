use backstory_model::{Claim, Edge, Quote, Story};

use crate::{context::Context, sources::Sources};

/// Facts that one or more reports state, those with the most at stake first.
pub(crate) fn claims(
    _ctx: &Context,
    _sources: &Sources,
    _stories: &[Story],
    _lineage: &[Edge],
    _quotes: &[Quote],
) -> Vec<Claim> {
    Vec::new()
}
