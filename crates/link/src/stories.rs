use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use backstory_model::{Edge, Interval, Moment, Node, Passage, ReportId, Story, StoryId};

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
    let depth = depths(ctx, lineage);
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (report, group) in groups.into_iter().enumerate() {
        members.entry(group).or_default().push(report);
    }
    let mut stories: Vec<_> = members
        .into_values()
        .map(|mut reports| {
            reports.sort_by_key(|r| {
                let moment = ctx.moment(*r, not_before);
                (moment.is_none(), moment, depth[*r], *r)
            });
            let ids: Vec<ReportId> = reports.iter().map(|r| ctx.id(*r)).collect();
            let mut key: Vec<[u8; 8]> = ids.iter().map(|id| id.0.to_be_bytes()).collect();
            key.sort_unstable();
            let id = StoryId::of(key.iter().map(|k| k.as_slice()));
            let first = ctx.moment(reports[0], not_before).cloned();
            (first.is_none(), first, Story { id, title: title(ctx, reports[0]), reports: ids })
        })
        .collect();
    stories.sort_by(|a, b| (a.0, &a.1, a.2.id).cmp(&(b.0, &b.1, b.2.id)));
    stories.into_iter().map(|(_, _, story)| story).collect()
}

/// A report's headline, or the first words of its text.
fn title(ctx: &Context, report: usize) -> String {
    let text = &ctx.reports[report].report;
    if let Some(title) = &text.title {
        return title.text.clone();
    }
    let words = &ctx.texts[report].words;
    let (Some(first), Some(last)) = (words.first(), words.iter().take(TITLE_WORDS).next_back()) else {
        return String::new();
    };
    let shown = first.span.cover(last.span).of(&text.text).split_whitespace().collect::<Vec<_>>().join(" ");
    if words.len() > TITLE_WORDS { format!("{shown} …") } else { shown }
}

/// For each report, how many hands its text went through in the case before it.
fn depths(ctx: &Context, lineage: &[Edge]) -> Vec<usize> {
    let mut depth = vec![0; ctx.reports.len()];
    let steps: Vec<(usize, usize)> = lineage
        .iter()
        .filter(|e| e.directed)
        .filter_map(|e| match e.from {
            Node::Report(from) => Some((ctx.index(from)?, ctx.index(e.to)?)),
            Node::External(_) => None,
        })
        .collect();
    // Chains are short; the bound only keeps a ring, which undated reports that credit each other can form, finite.
    for _ in 0..LONGEST_CHAIN {
        let mut moved = false;
        for (from, to) in &steps {
            if depth[*to] <= depth[*from] {
                depth[*to] = depth[*from] + 1;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    depth
}

/// Hands that a report is followed through when a day's reports are put in order.
const LONGEST_CHAIN: usize = 16;
