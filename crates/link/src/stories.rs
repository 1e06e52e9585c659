use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use backstory_model::{Edge, Interval, Moment, Node, Passage, ReportId, Role, Span, Story, StoryId};
use backstory_text::words;

use crate::{
    context::Context,
    similarity::{Vector, candidates},
};

/// Two groups are joined while the reports of one are, on average, at least so similar to those of the other.
const JOINED: f64 = 0.11;

/// A group of reports while groups are being joined.
struct Group {
    reports: Vec<usize>,
    /// The sum of its reports' vectors: the product of two sums over the number of pairs is the average cosine of
    /// all pairs, so that no pair has to be compared.
    sum: Vector,
    neighbours: BTreeSet<usize>,
    /// Reports that have text in common with one of its own.
    tied: BTreeSet<usize>,
    alive: bool,
}

/// For each report, the number of its story: reports that are alike in words and near in time, joined two groups at
/// a time by average linkage (Sokal and Michener, 1958), which does not chain.
pub(crate) fn group(ctx: &Context, vectors: &[Vector], passages: &[Passage]) -> Vec<usize> {
    let tied = tied(ctx, passages);
    let mut groups: Vec<Group> = vectors
        .iter()
        .enumerate()
        .map(|(r, v)| Group {
            reports: vec![r],
            sum: v.clone(),
            neighbours: BTreeSet::new(),
            tied: tied[r].clone(),
            alive: true,
        })
        .collect();
    let mut queue = BinaryHeap::new();
    for (a, b) in candidates(ctx, vectors) {
        groups[a].neighbours.insert(b);
        groups[b].neighbours.insert(a);
        push(ctx, &groups, a, b, &mut queue);
    }
    while let Some(Pair { a, b, .. }) = queue.pop() {
        if !(groups[a].alive && groups[b].alive) {
            continue;
        }
        let joined = groups.len();
        groups[a].alive = false;
        groups[b].alive = false;
        let mut reports = [groups[a].reports.as_slice(), &groups[b].reports].concat();
        reports.sort_unstable();
        let neighbours: BTreeSet<usize> =
            groups[a].neighbours.union(&groups[b].neighbours).copied().filter(|n| groups[*n].alive).collect();
        let sum = groups[a].sum.plus(&groups[b].sum);
        let tied = groups[a].tied.union(&groups[b].tied).copied().collect();
        groups.push(Group { reports, sum, neighbours: neighbours.clone(), tied, alive: true });
        for n in neighbours {
            groups[n].neighbours.insert(joined);
            push(ctx, &groups, n, joined, &mut queue);
        }
    }
    let mut stories = vec![0; vectors.len()];
    for (number, group) in groups.iter().enumerate().filter(|(_, g)| g.alive) {
        for r in &group.reports {
            stories[*r] = number;
        }
    }
    stories
}

/// Two groups that may be joined; the most alike first, then by their first reports.
#[derive(PartialEq)]
struct Pair {
    score: f64,
    first: (usize, usize),
    a: usize,
    b: usize,
}

impl Eq for Pair {}

impl Ord for Pair {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.score
            .total_cmp(&other.score)
            .then_with(|| other.first.cmp(&self.first))
            .then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
    }
}

impl PartialOrd for Pair {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

fn push(ctx: &Context, groups: &[Group], a: usize, b: usize, queue: &mut BinaryHeap<Pair>) {
    let (x, y) = (&groups[a], &groups[b]);
    let score = x.sum.dot(&y.sum) / (x.reports.len() * y.reports.len()) as f64 * nearness(ctx, x, y);
    if score >= JOINED {
        let first = (x.reports[0].min(y.reports[0]), x.reports[0].max(y.reports[0]));
        queue.push(Pair { score, first, a, b });
    }
}

/// Words of a passage that ties an undated report to others.
const TIE: u32 = 15;
/// How near a report without a date counts to one with a date, and two without to each other, unless they share text:
/// words alone do not tell an event from one of the same kind and people years before.
const UNDATED: f64 = 0.4;
const BOTH_UNDATED: f64 = 0.75;
/// Days after which two groups are half as near as on one day.
const HALF: f64 = 45.0;

/// For each report, those that share a passage with it.
fn tied(ctx: &Context, passages: &[Passage]) -> Vec<BTreeSet<usize>> {
    let mut tied = vec![BTreeSet::new(); ctx.reports.len()];
    for passage in passages.iter().filter(|p| p.words >= TIE) {
        if let (Some(a), Some(b)) = (ctx.index(passage.a.report), ctx.index(passage.b.report)) {
            tied[a].insert(b);
            tied[b].insert(a);
        }
    }
    tied
}

/// How much two groups may be of one event for their dates, from 0 to 1: news of an event comes within days, and
/// what comes years later is another event of the same kind.
fn nearness(ctx: &Context, a: &Group, b: &Group) -> f64 {
    match (middle(ctx, a), middle(ctx, b)) {
        (Some(a), Some(b)) => 1.0 / (1.0 + f64::from(gap(a, b)) / HALF),
        _ if a.reports.iter().any(|r| b.tied.contains(r)) => 1.0,
        (None, None) => BOTH_UNDATED,
        _ => UNDATED,
    }
}

fn middle(ctx: &Context, group: &Group) -> Option<Interval> {
    let mut days: Vec<_> = group.reports.iter().filter_map(|r| ctx.texts[*r].days).collect();
    days.sort_unstable_by_key(|d| (d.start, d.end));
    days.get(days.len() / 2).copied()
}

/// Days between two intervals; 0 where they share one.
fn gap(a: Interval, b: Interval) -> i32 {
    if a.overlaps(b) {
        return 0;
    }
    let (first, second) = if a.end < b.start { (a, b) } else { (b, a) };
    (second.start - first.end).get_days()
}

/// Words of a title that is made of the first words of a text.
const TITLE_WORDS: usize = 12;

/// Stories in their order, with title and reports in order of publication; of two of one day, the one that gave to
/// the other comes first.
pub(crate) fn present(
    ctx: &Context,
    groups: Vec<usize>,
    lineage: &[Edge],
    not_before: &BTreeMap<ReportId, Moment>,
) -> Vec<Story> {
    let givers = givers(ctx, lineage);
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (report, group) in groups.into_iter().enumerate() {
        members.entry(group).or_default().push(report);
    }
    let mut stories: Vec<_> = members
        .into_values()
        .map(|mut reports| {
            reports.sort_by_cached_key(|r| ctx.place(*r, not_before));
            let reports = givers_first(reports, &givers);
            let ids: Vec<ReportId> = reports.iter().map(|r| ctx.id(*r)).collect();
            let mut key: Vec<[u8; 8]> = ids.iter().map(|id| id.0.to_be_bytes()).collect();
            key.sort_unstable();
            let id = StoryId::of(key.iter().map(|k| k.as_slice()));
            let first = ctx.moment(reports[0], not_before).cloned();
            (first.is_none(), first, Story { id, title: title(ctx, &reports), reports: ids })
        })
        .collect();
    stories.sort_by(|a, b| (a.0, &a.1, a.2.id).cmp(&(b.0, &b.1, b.2.id)));
    stories.into_iter().map(|(_, _, story)| story).collect()
}

/// The headline of the first report that has one, or the first words of the first that has any.
fn title(ctx: &Context, reports: &[usize]) -> String {
    let origin = &ctx.reports[reports[0]].report;
    let headline = origin.title.as_ref().map(|t| t.text.trim()).filter(|t| !t.is_empty());
    if let Some(headline) = headline {
        return headline.to_owned();
    }
    let mut openings = reports.iter().map(|r| opening(ctx, *r)).filter(|words| !words.is_empty());
    openings.next().unwrap_or_else(|| {
        let file = origin.uri.rsplit('/').next().unwrap_or_default();
        if file.is_empty() { origin.id.to_string() } else { file.to_owned() }
    })
}

/// The first words of a report's body, or of all its text where it has none, cut where a word ends.
fn opening(ctx: &Context, report: usize) -> String {
    let text = &ctx.reports[report].report.text;
    let body = ctx.texts[report].sentences.iter().find(|s| s.role == Role::Body);
    let span = body.map_or(Span::new(0, text.len()), |s| s.span);
    let mut words = words(text, span);
    let Some(first) = words.next() else { return String::new() };
    let last = words.by_ref().take(TITLE_WORDS - 1).last().unwrap_or(first);
    let cut = words.next().is_some();
    let end = if cut { last } else { span.trim(text) };
    let shown = first.cover(end).of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    if cut { format!("{shown} …") } else { shown }
}

/// For each report, those it took from, where that is settled.
fn givers(ctx: &Context, lineage: &[Edge]) -> Vec<BTreeSet<usize>> {
    let mut givers = vec![BTreeSet::new(); ctx.reports.len()];
    for edge in lineage.iter().filter(|e| e.directed) {
        if let Node::Report(from) = edge.from
            && let (Some(from), Some(to)) = (ctx.index(from), ctx.index(edge.to))
        {
            givers[to].insert(from);
        }
    }
    givers
}

/// The reports in their order, but each behind those it took from. Reports that form a ring keep theirs.
fn givers_first(order: Vec<usize>, givers: &[BTreeSet<usize>]) -> Vec<usize> {
    let rank: BTreeMap<usize, usize> = order.iter().enumerate().map(|(at, r)| (*r, at)).collect();
    let mut placed: Vec<usize> = Vec::with_capacity(order.len());
    let mut met: BTreeSet<usize> = BTreeSet::new();
    let mut open: Vec<usize> = Vec::new();
    for report in order {
        if met.contains(&report) {
            continue;
        }
        open.push(report);
        while let Some(report) = open.last().copied() {
            met.insert(report);
            let waiting = givers[report].iter().filter(|g| rank.contains_key(g) && !met.contains(g));
            match waiting.min_by_key(|g| rank[g]) {
                Some(giver) => open.push(*giver),
                None => {
                    open.pop();
                    placed.push(report);
                }
            }
        }
    }
    placed
}
