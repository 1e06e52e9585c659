//! One [`Report`] → who said what, entities, times, quantities, hedges.
//!
//! The steps, each in its module: `layout` (paragraphs, sentences, tokens, quotations), `tagged` (source, cue and content
//! spans by a trained tagger, see the crate `tagger`), `extract` (the same by rules, joined to the tagger's), `passive`
//! (who "was quoted as saying" by whom), `parts` (where a source ends and what it says begins), `entities`
//! and `namesakes` (short names to full ones), `times`, `quantities`, `hedges`, and `resolve`, which tells who the sources
//! are. All but the tagger are rules for
//! English; nothing here needs a second report.

mod beside;
mod entities;
mod extract;
mod hedges;
mod layout;
mod namesakes;
mod nouns;
mod outlets;
mod parts;
mod passive;
mod phrase;
mod quantities;
mod resolve;
mod speakers;
mod stance;
mod tagged;
mod times;
mod words;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use backstory_model::{Annotations, Report};
use backstory_tagger::Network;

/// What finds the attributions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Model {
    /// The larger network: finds most, and takes about a tenth of a second for a report.
    #[default]
    Accurate,
    /// The smaller network, taught by the larger one.
    Fast,
    /// No network.
    Rules,
}

impl Model {
    /// What is noted with each report: name and version.
    pub fn name(self) -> &'static str {
        match self {
            Model::Accurate => "accurate/1",
            Model::Fast => "fast/1",
            Model::Rules => "rules/1",
        }
    }

    fn network(self) -> Option<&'static Network> {
        match self {
            Model::Accurate => Some(backstory_tagger::Model::Accurate.network()),
            Model::Fast => Some(backstory_tagger::Model::Fast.network()),
            Model::Rules => None,
        }
    }
}

pub use resolve::{Given, annotate_given};

/// Everything that can be told from one report alone.
pub fn annotate(report: &Report, model: Model) -> Annotations {
    let layout = layout::Layout::new(report);
    let mut raw = extract::extract(report, &layout);
    let tagged = model.network().map(|network| tagged::tag(report, &layout, network));
    let names = names(report, &layout, tagged.as_ref());
    if let Some(tagged) = &tagged {
        raw = tagged::join(report, &layout, &names, &tagged.attributions, raw);
    }
    let raw = passive::mend(report, &layout, &names, raw);
    let raw = parts::mend(report, &layout, &names, raw);
    let raw = speakers::mend(report, &layout, &names, raw);
    let (attributions, sources) = resolve::resolve(report, &layout, &names, &raw);
    let times = times::times(report, &layout);
    Annotations {
        model: model.name().to_owned(),
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

/// The names of a report, with what a tagger took them for.
fn names(report: &Report, layout: &layout::Layout, tagged: Option<&tagged::Found>) -> entities::Names {
    let seen = tagged.map_or(&[][..], |t| &t.names);
    namesakes::tell_apart(&report.text, layout, entities::Names::new(report, layout, seen))
}
