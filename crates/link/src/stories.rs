use std::collections::BTreeMap;

use backstory_model::{Edge, Moment, Passage, Quote, ReportId, Story, StoryId};

use crate::context::Context;

/// For each report, the number of its story.
pub(crate) fn group(ctx: &Context, _passages: &[Passage], _quotes: &[Quote]) -> Vec<usize> {
    (0..ctx.reports.len()).collect()
}

/// Stories in their order, with title and reports in order of publication.
pub(crate) fn present(
    ctx: &Context,
    groups: Vec<usize>,
    _lineage: &[Edge],
    not_before: &BTreeMap<ReportId, Moment>,
) -> Vec<Story> {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (report, group) in groups.into_iter().enumerate() {
        members.entry(group).or_default().push(report);
    }
    let mut stories: Vec<_> = members
        .into_values()
        .map(|mut reports| {
            reports.sort_by_key(|r| (ctx.moment(*r, not_before).is_none(), ctx.moment(*r, not_before), *r));
            let ids: Vec<ReportId> = reports.iter().map(|r| ctx.id(*r)).collect();
            let mut key: Vec<[u8; 8]> = ids.iter().map(|id| id.0.to_be_bytes()).collect();
            key.sort_unstable();
            let id = StoryId::of(key.iter().map(|k| k.as_slice()));
            let title = ctx.reports[reports[0]].report.title.as_ref().map_or("", |t| &t.text).to_owned();
            let first = ctx.moment(reports[0], not_before).cloned();
            (first.is_none(), first, Story { id, title, reports: ids })
        })
        .collect();
    stories.sort_by(|a, b| (a.0, &a.1, a.2.id).cmp(&(b.0, &b.1, b.2.id)));
    stories.into_iter().map(|(_, _, story)| story).collect()
}
