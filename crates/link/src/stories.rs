use std::collections::{BTreeMap, BTreeSet};

use backstory_model::{Edge, Interval, Moment, Node, Passage, ReportId, Role, Span, Story, StoryId};
use backstory_text::words;
use rayon::prelude::*;

use crate::{context::Context, likeness::telling, linkage, similarity::Vectors};

/// Two groups are joined while the reports of one are, on average over all pairs, at least so likely of one event with
/// those of the other.
const JOINED: f64 = 0.42;

/// For each report, the number of its story: reports that are alike in words and names and near in time. `alike` are the pairs looked at.
pub(crate) fn group(
    ctx: &Context,
    vectors: &[Vectors],
    alike: &[(usize, usize)],
    passages: &[Passage],
) -> Vec<usize> {
    let tied = tied(ctx, passages);
    let mut stories = vec![0; vectors.len()];
    let groups = linkage::groups(vectors.len(), &chances(ctx, vectors, alike, &tied), JOINED);
    for (number, members) in groups.iter().enumerate() {
        for report in members {
            stories[*report] = number;
        }
    }
    stories
}

/// Reports by which it is judged how alike a report is to its nearest: the mean of so many.
const NEAREST: usize = 3;
/// Likeness below which even the nearest report is not near.
const LEAST_NEAREST: f64 = 0.25;
/// What each measure adds to the logarithm of the odds that two reports are of one event; found by logistic regression
/// on generated news (docs/newsroom.md) and 168 real reports of 33 events (docs/evaluation.md).
const WORDS: f64 = -7.197;
const NAMES: f64 = -15.735;
/// For each unit of the logarithm of the days between them.
const GAP: f64 = -1.182;
/// How alike they are for what is usual around them: in a case of twenty ferries that sank, ferries that sank are
/// nothing by which to know one.
const RELATIVE: f64 = 22.595;
const RELATIVE_WORDS: f64 = 13.17;
/// For each thirty days between them, up to ninety; and the same for how alike they are, up to sixty.
const MONTHS: f64 = 1.955;
const RELATIVE_MONTHS: f64 = -4.837;
const NEVER: f64 = -4.839;
/// Where one has no date and they share no text. Not from the regression, in whose reports it is chance who has none: words
/// and names alone do not tell an event from one of the same kind and people years before.
const UNDATED: f64 = -9.0;
/// The most that words and names alone can make sure: what lies years apart is not one event, however alike.
const SURE: f64 = 8.0;

/// The chance that two reports are of one event, for each pair that was looked at.
fn chances(
    ctx: &Context,
    vectors: &[Vectors],
    alike: &[(usize, usize)],
    tied: &[BTreeSet<usize>],
) -> Vec<(usize, usize, f64)> {
    let cosines: Vec<[f64; 2]> = alike.par_iter().map(|(a, b)| vectors[*a].cosines(&vectors[*b])).collect();
    let mut nearest = vec![[0.0f64; NEAREST]; vectors.len()];
    for ((a, b), [words, names]) in alike.iter().zip(&cosines) {
        let likeness = (words + names) / 2.0;
        for report in [*a, *b] {
            let list = &mut nearest[report];
            if likeness > list[NEAREST - 1] {
                list[NEAREST - 1] = likeness;
                list.sort_by(|x, y| y.total_cmp(x));
            }
        }
    }
    let usual: Vec<f64> =
        nearest.iter().map(|n| (n.iter().sum::<f64>() / NEAREST as f64).max(LEAST_NEAREST)).collect();
    let counts = Counts::new(ctx);
    let chance = |(&(a, b), &[words, names]): (&(usize, usize), &[f64; 2])| {
        let relative = (words + names) / 2.0 / (usual[a] * usual[b]).sqrt();
        let time = match (ctx.texts[a].days, ctx.texts[b].days) {
            (Some(a), Some(b)) => {
                let days = f64::from(gap(a, b));
                let months = MONTHS * days.min(90.0) + RELATIVE_MONTHS * relative * days.min(60.0);
                GAP * days.ln_1p() + months / 30.0
            }
            _ if tied[a].contains(&b) => 0.0,
            _ => (UNDATED + counts.shared(a, b)).min(0.0),
        };
        let odds = NEVER
            + WORDS * words
            + NAMES * names
            + RELATIVE * relative
            + RELATIVE_WORDS * relative * words.sqrt();
        (a, b, 1.0 / (1.0 + (-(odds.min(SURE) + time)).exp()))
    };
    alike.par_iter().zip(&cosines).map(chance).collect()
}

/// Reports that numbers are thought to stand in beside those of the case: of five reports there is no telling which number
/// is rare.
const OTHERS: f64 = 200.0;

/// The numbers of each report, by which one without a date is known as of an event: where two tell of 13,100 workers,
/// 250 trains and 39,000 passengers, it is no other strike.
struct Counts {
    /// By report: the values, as bits.
    values: Vec<BTreeSet<u64>>,
    /// Reports that have a value.
    reports: BTreeMap<u64, usize>,
}

impl Counts {
    fn new(ctx: &Context) -> Self {
        let of = |r: &crate::Annotated| {
            r.annotations.quantities.iter().map(|q| q.value.to_bits()).collect::<BTreeSet<u64>>()
        };
        let values: Vec<BTreeSet<u64>> = ctx.reports.iter().map(of).collect();
        let mut reports = BTreeMap::new();
        for value in values.iter().flatten() {
            *reports.entry(*value).or_default() += 1;
        }
        Self { values, reports }
    }

    /// What the numbers that two reports share add to the logarithm of the odds that they are of one event: how rare each
    /// is, and small numbers less, which count many things.
    fn shared(&self, a: usize, b: usize) -> f64 {
        let all = self.values.len() as f64 + OTHERS;
        self.values[a]
            .intersection(&self.values[b])
            .map(|v| f64::from(telling(f64::from_bits(*v))) * (all / self.reports[v] as f64).ln())
            .sum()
    }
}

/// Words of a passage that ties an undated report to others.
const TIE: u32 = 15;

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
