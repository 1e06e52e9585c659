use std::collections::{BTreeMap, BTreeSet};

use backstory_model::{SourceId, SourceKind, Span};

use crate::{context::Context, sources::Sources};

/// Which outlets reports come from and which they name as sources.
pub(super) struct Credits {
    /// The outlet of each report.
    pub(super) own: Vec<Option<SourceId>>,
    /// For each report, the other outlets it names as a source, with the words that do.
    pub(super) by_report: Vec<BTreeMap<SourceId, Vec<Span>>>,
}

impl Credits {
    pub(super) fn new(ctx: &Context, sources: &Sources, stories: &[usize]) -> Self {
        let outlet = |name: &String| sources.outlet(name).map(|s| s.id);
        let own: Vec<_> = ctx.reports.iter().map(|r| r.report.outlet.as_ref().and_then(outlet)).collect();
        let mut around: BTreeMap<usize, BTreeSet<SourceId>> = BTreeMap::new();
        for (story, own) in stories.iter().zip(&own) {
            around.entry(*story).or_default().extend(own);
        }
        let by_report = ctx
            .reports
            .iter()
            .zip(&own)
            .zip(stories)
            .map(|((report, own), story)| {
                let mut named: BTreeMap<SourceId, Vec<Span>> = BTreeMap::new();
                for agency in &report.report.agencies {
                    if let Some(id) = outlet(&agency.name) {
                        named.entry(id).or_default().extend(agency.span);
                    }
                }
                for attribution in &report.annotations.attributions {
                    for id in attribution.source.iter().chain(&attribution.via) {
                        let Some(source) = sources.get(*id) else { continue };
                        let short = sources.short_for(*id, &around[story]);
                        let Some(outlet) = short.or((source.kind == SourceKind::Outlet).then_some(source.id))
                        else {
                            continue;
                        };
                        let said = &report.annotations.sources;
                        let mentions = said.iter().find(|s| s.id == *id).map_or(&[][..], |s| &s.mentions);
                        let spans = if mentions.is_empty() { &attribution.source_spans } else { mentions };
                        named.entry(outlet).or_default().extend(spans.iter().copied());
                    }
                }
                named.retain(|id, _| Some(*id) != *own);
                named.values_mut().for_each(|spans| {
                    spans.sort_unstable();
                    spans.dedup();
                });
                named
            })
            .collect();
        Self { own, by_report }
    }
}
