//! Ids, and attributions as the rest of the program knows them.

use std::collections::{BTreeMap, BTreeSet};

use backstory_model::{Attribution, AttributionId, Report, Source, SourceId, SourceKind, Span, Stance};

use super::Resolver;
use crate::{extract::RawAttribution, stance::stance, words};

impl Resolver<'_> {
    fn words(&self, spans: &[Span]) -> String {
        spans.iter().map(|span| span.of(self.text())).collect::<Vec<_>>().join(" ")
    }

    /// Gives out ids.
    pub(super) fn finish(
        mut self,
        raw: &[RawAttribution],
        via: &[Vec<usize>],
    ) -> (Vec<Attribution>, Vec<Source>) {
        let mut used = BTreeSet::new();
        used.extend(self.sources.iter().flatten().copied());
        used.extend(via.iter().flatten().copied());
        let report = self.report.id;
        let mut ids: BTreeMap<usize, SourceId> = BTreeMap::new();
        let mut sources: BTreeMap<SourceId, Source> = BTreeMap::new();
        for place in used {
            let known = &mut self.known[place];
            known.mentions.sort_unstable();
            known.mentions.dedup();
            // A name inside a longer mention ("Osei" in "Osei, the mayor") is that mention.
            let all = std::mem::take(&mut known.mentions);
            for span in all {
                match known.mentions.last() {
                    Some(last) if last.contains(span) => {}
                    Some(last) if span.contains(*last) => {
                        *known.mentions.last_mut().expect("just seen") = span
                    }
                    _ => known.mentions.push(span),
                }
            }
            let bound = matches!(known.kind, SourceKind::Anonymous | SourceKind::Reporter);
            let first = known.mentions.first().map_or(0, |s| s.start);
            let id = match &known.name {
                Some(name) => SourceId::of([known.kind.name().as_bytes(), words::fold_name(name).as_bytes()]),
                None => SourceId::of([
                    report.to_string().as_bytes(),
                    known.kind.name().as_bytes(),
                    first.to_le_bytes().as_slice(),
                    // Two groups side by side begin where the first of them does.
                    if known.parts.is_empty() { b"" } else { b"and" },
                ]),
            };
            ids.insert(place, id);
            sources.entry(id).or_insert_with(|| Source {
                id,
                kind: known.kind,
                name: known.name.take(),
                description: known.description.take(),
                role: known.role.take(),
                affiliation: known.affiliation.take(),
                report: bound.then_some(report),
                mentions: std::mem::take(&mut known.mentions),
            });
        }
        // In order of contents; the same spans found twice are one attribution.
        let mut attributions = BTreeMap::new();
        for (i, raw) in raw.iter().enumerate() {
            let key = (raw.content_spans.clone(), raw.cue_spans.clone(), raw.source_spans.clone());
            attributions.entry(key).or_insert_with(|| Attribution {
                id: attribution_id(self.report, raw),
                manner: raw.manner,
                stance: self.stance_of(raw),
                source: self.sources[i].map(|s| ids[&s]),
                via: via[i].iter().map(|v| ids[v]).collect(),
                count: self.counts[i],
                source_spans: raw.source_spans.clone(),
                cue_spans: raw.cue_spans.clone(),
                content_spans: raw.content_spans.clone(),
            });
        }
        (attributions.into_values().collect(), sources.into_values().collect())
    }

    /// What the source does with what is attributed to it.
    pub(super) fn stance_of(&self, raw: &RawAttribution) -> Stance {
        stance(raw.act, &self.words(&raw.cue_spans), &self.words(&raw.content_spans))
    }
}

pub(super) fn attribution_id(report: &Report, raw: &RawAttribution) -> AttributionId {
    let bytes = |spans: &[Span]| -> Vec<u8> {
        spans.iter().flat_map(|s| [s.start.to_le_bytes(), s.end.to_le_bytes()]).flatten().collect()
    };
    AttributionId::of([
        report.id.to_string().as_bytes(),
        &bytes(&raw.source_spans),
        &bytes(&raw.cue_spans),
        &bytes(&raw.content_spans),
    ])
}
