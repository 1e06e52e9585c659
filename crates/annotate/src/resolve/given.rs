//! Whom sources mean where the spans come from elsewhere: people's annotations, another extractor.

use backstory_model::{Annotations, Manner, Report, Span};

use super::resolve;
use crate::{
    Model,
    extract::{Act, RawAttribution},
    layout::Layout,
    tagged,
};

/// One attribution's spans, in bytes of the report's text, each list in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Words that name the source; empty where none stands there.
    pub source_spans: Vec<Span>,
    /// Words that say that something is said.
    pub cue_spans: Vec<Span>,
    /// What is said.
    pub content_spans: Vec<Span>,
}

/// The attributions with these spans and whom their sources mean. Give all attributions of the report: who spoke last
/// tells who “she” is. Only `attributions`, `sources` and `entities` are filled in; manner and stance are not looked at. Of
/// the model, what it takes names for is used.
///
/// # Panics
/// May panic where a span is not one of the report's text.
pub fn annotate_given(report: &Report, given: &[Given], model: Model) -> Annotations {
    let layout = Layout::new(report);
    let tagged = model.network().map(|network| tagged::tag(report, &layout, network));
    let names = crate::names(report, &layout, tagged.as_ref());
    let raw: Vec<RawAttribution> = given
        .iter()
        .map(|given| RawAttribution {
            source_spans: given.source_spans.clone(),
            cue_spans: given.cue_spans.clone(),
            content_spans: given.content_spans.clone(),
            manner: Manner::Indirect,
            act: Act::Says,
            addressee: None,
            carried: None,
            through: None,
        })
        .collect();
    let (attributions, sources) = resolve(report, &layout, &names, &raw);
    Annotations {
        model: "given".to_owned(),
        attributions,
        sources,
        entities: names.entities,
        ..Annotations::default()
    }
}
