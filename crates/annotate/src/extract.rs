//! Source, cue and content spans: who is said to have said what. The only part that a trained tagger would replace.

use backstory_model::{Manner, Report, Span};

use crate::layout::Layout;

/// What a cue says about its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// Said, thought, wrote, asked: the source stands behind the content.
    Says,
    /// Denied, disputed, dismissed: the content is what is denied.
    Denies,
    /// Did not respond, declined to comment; the content is what was not said or not answered.
    Declines,
}

/// Who says what, as spans of the report's text, before it is known who the source is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RawAttribution {
    /// Words that name the source, a whole noun phrase with what stands in apposition; empty where none stands there.
    pub(crate) source_spans: Vec<Span>,
    /// "said", "according to"; empty where a quotation stands alone.
    pub(crate) cue_spans: Vec<Span>,
    /// What was said, without the marks around it.
    pub(crate) content_spans: Vec<Span>,
    /// How it is given.
    pub(crate) manner: Manner,
    /// What the cue does with the content.
    pub(crate) act: Act,
    /// The one spoken to, where that may be an outlet: "told «Axios»", "in an interview with «CBS»".
    pub(crate) addressee: Option<Span>,
    /// Where no source stands here: place of the attribution in this list whose speaker goes on. Always an earlier one.
    pub(crate) carried: Option<usize>,
    /// Place of the attribution in this list that brings this one: "«AP» [reported], citing «an official»" gives the
    /// official's attribution `through` AP's.
    pub(crate) through: Option<usize>,
}

/// All attributions of a report's title, body and captions, in order of their first span.
pub(crate) fn extract(report: &Report, layout: &Layout) -> Vec<RawAttribution> {
    let _ = (report, layout);
    Vec::new()
}
