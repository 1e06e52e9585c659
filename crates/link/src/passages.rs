use backstory_model::Passage;

use crate::context::Context;

/// Text reused between two reports.
pub(crate) fn find(_ctx: &Context) -> Vec<Passage> {
    Vec::new()
}
