//! One [`Report`] → who said what, entities, times, quantities, hedges.
//!
//! The steps, each in its module: `layout` (paragraphs, sentences, tokens, quotations), `extract` (source, cue and content
//! spans), `entities` and `namesakes` (short names to full ones), `times`, `quantities`, `hedges`, and `resolve`, which tells
//! who the sources are. All are rules for
//! English; nothing here needs a second report.

mod beside;
mod entities;
mod extract;
mod hedges;
mod layout;
mod namesakes;
mod nouns;
mod outlets;
mod phrase;
mod quantities;
mod resolve;
mod stance;
mod times;
mod words;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use backstory_model::{Annotations, Report};

pub use resolve::{Given, annotate_given};

/// Everything that can be told from one report alone.
pub fn annotate(report: &Report) -> Annotations {
    let layout = layout::Layout::new(report);
    let raw = extract::extract(report, &layout);
    let names = namesakes::tell_apart(&report.text, &layout, entities::Names::new(report, &layout));
    let (attributions, sources) = resolve::resolve(report, &layout, &names, &raw);
    let times = times::times(report, &layout);
    Annotations {
        model: "rules/1".to_owned(),
        sentences: layout.sentences.iter().map(|s| s.span).collect(),
        quotations: layout.quotations.iter().filter(|q| q.level == 0).map(|q| q.span).collect(),
        sources,
        attributions,
        entities: names.entities,
        quantities: quantities::quantities(report, &layout, &times),
        hedges: hedges::hedges(report, &layout),
        times,
    }
}
