use backstory_model::{Event, Story};

use crate::context::Context;

/// What happened when, by story, then day, then report and place.
pub(crate) fn events(_ctx: &Context, _stories: &[Story]) -> Vec<Event> {
    Vec::new()
}
