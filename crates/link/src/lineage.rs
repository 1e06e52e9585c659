//! Who got it from whom.
//!
//! Three things speak for it: text in common ([`crate::passages`], [`crate::quotes`]), a receiver that names the giver's
//! outlet, and, where no phrase is shared, the same facts in other words in a report that shows no source of its own.
//! Dates settle the direction; where they do not, the credit does, then who has sources of its own; where nothing does,
//! it stays open. What two reports of one event share because both heard the same press conference is no lineage.

mod credit;
mod prune;
mod retelling;

use std::collections::{BTreeMap, BTreeSet};

use backstory_model::{Anchor, Edge, EdgeKind, Moment, Node, Passage, ReportId, SourceKind};

use crate::{
    context::Context,
    quotes::{Families, Item},
    similarity::Vector,
    sources::Sources,
};
use credit::Credits;

/// Share of a report's body that must stand in another to be a copy of it.
const COPIED: f64 = 0.5;
/// Words outside quotation marks that two reports must share before one has text of the other: fewer are names with
/// titles, set phrases, and what a press release says.
const OWN_WORDS: usize = 40;
/// Words of a quote that count as taken with it.
const QUOTE_WORDS: usize = 5;
/// Quotes of people who spoke to one report alone that another must have before it has them from there: a single one
/// may be a statement that went to everyone.
const EXCLUSIVE: usize = 2;
/// Words of such a quote.
const EXCLUSIVE_WORDS: usize = 8;
/// Passages and quotes shown for an edge.
const SHOWN: usize = 8;

/// What two reports have in common.
#[derive(Default)]
struct Common<'a> {
    passages: Vec<&'a Passage>,
    /// Quotes of one family: that of the report with the smaller place first.
    quotes: Vec<(&'a Item, &'a Item)>,
}

/// Everything the decision about one pair needs.
struct Case<'c, 'a> {
    ctx: &'c Context<'a>,
    sources: &'c Sources,
    stories: &'c [usize],
    vectors: &'c [Vector],
    credits: Credits,
}

/// Who got it from whom, by receiver, then giver. `stories` gives the number of each report's story.
pub(crate) fn trace(
    ctx: &Context,
    sources: &Sources,
    stories: &[usize],
    vectors: &[Vector],
    passages: &[Passage],
    families: &Families,
) -> Vec<Edge> {
    let credits = Credits::new(ctx, sources);
    let case = Case { ctx, sources, stories, vectors, credits };
    let shared = in_common(ctx, passages, families);
    let mut pairs: BTreeSet<(usize, usize)> = shared.keys().copied().collect();
    pairs.extend(case.credited_pairs());
    pairs.extend(retelling::candidates(&case));
    let nothing = Common::default();
    let mut found: Vec<Found> = pairs
        .into_iter()
        .filter_map(|pair| case.edge(pair.0, pair.1, shared.get(&pair).unwrap_or(&nothing)))
        .collect();
    prune::prune(ctx, &mut found);
    let mut edges: Vec<Edge> = found.into_iter().map(|f| f.edge).collect();
    edges.extend(case.outside(&edges));
    edges.sort_by_key(|e| (e.to, e.from, e.kind));
    edges
}

/// An edge between two reports, with what pruning needs.
struct Found {
    from: usize,
    to: usize,
    /// Words in common.
    words: usize,
    edge: Edge,
}

/// Passages and quotes by pair of reports, smaller place first.
fn in_common<'a>(
    ctx: &Context,
    passages: &'a [Passage],
    families: &'a Families,
) -> BTreeMap<(usize, usize), Common<'a>> {
    let mut shared: BTreeMap<(usize, usize), Common> = BTreeMap::new();
    for passage in passages {
        if let (Some(a), Some(b)) = (ctx.index(passage.a.report), ctx.index(passage.b.report)) {
            shared.entry((a.min(b), a.max(b))).or_default().passages.push(passage);
        }
    }
    for family in families.iter() {
        // The first few reports of a family stand for it: a quote that fifty reports print shows nothing about two.
        let mut first: BTreeMap<usize, &Item> = BTreeMap::new();
        for item in family.into_iter().filter(|i| i.words.len() >= QUOTE_WORDS) {
            first.entry(item.report).or_insert(item);
        }
        let items: Vec<&Item> = first.into_values().take(12).collect();
        for (at, a) in items.iter().enumerate() {
            for b in &items[at + 1..] {
                shared.entry((a.report, b.report)).or_default().quotes.push((a, b));
            }
        }
    }
    shared
}

/// How the direction between two reports was settled.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Settled {
    Day,
    Credit,
    Hour,
    Sources,
    Open,
}

impl Case<'_, '_> {
    /// Pairs in which one report credits the outlet of the other, smaller place first.
    fn credited_pairs(&self) -> Vec<(usize, usize)> {
        let mut by_outlet: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for report in 0..self.ctx.reports.len() {
            if let Some(outlet) = self.credits.own[report] {
                by_outlet.entry((self.stories[report], outlet)).or_default().push(report);
            }
        }
        let mut pairs = Vec::new();
        for (receiver, credits) in self.credits.by_report.iter().enumerate() {
            for outlet in credits.keys() {
                // Several reports of one outlet may tell of one event; the one most like the receiver is meant.
                let givers = by_outlet.get(&(self.stories[receiver], *outlet)).into_iter().flatten();
                let likeness = |g: &usize| self.vectors[*g].dot(&self.vectors[receiver]);
                let meant = givers
                    .copied()
                    .filter(|g| *g != receiver && !self.ctx.is_before(receiver, *g))
                    .max_by(|a, b| likeness(a).total_cmp(&likeness(b)).then_with(|| b.cmp(a)));
                pairs.extend(meant.map(|g| (g.min(receiver), g.max(receiver))));
            }
        }
        pairs
    }

    /// Whether `receiver` names the outlet of `giver`, for a report that can be meant: one of the same event that
    /// does not come later.
    fn credits(&self, receiver: usize, giver: usize) -> bool {
        self.credits.own[giver].is_some_and(|outlet| self.credits.by_report[receiver].contains_key(&outlet))
            && self.stories[receiver] == self.stories[giver]
            && !self.ctx.is_before(receiver, giver)
    }

    /// Giver, receiver, and how that was settled.
    fn direction(&self, a: usize, b: usize) -> (usize, usize, Settled) {
        let ctx = self.ctx;
        if ctx.is_before(a, b) {
            return (a, b, Settled::Day);
        }
        if ctx.is_before(b, a) {
            return (b, a, Settled::Day);
        }
        match (self.credits(b, a), self.credits(a, b)) {
            (true, false) => return (a, b, Settled::Credit),
            (false, true) => return (b, a, Settled::Credit),
            _ => {}
        }
        if ctx.is_earlier(a, b) {
            return (a, b, Settled::Hour);
        }
        if ctx.is_earlier(b, a) {
            return (b, a, Settled::Hour);
        }
        let (x, y) = (self.own_sources(a), self.own_sources(b));
        match () {
            _ if x >= y + 2 && y <= 1 => (a, b, Settled::Sources),
            _ if y >= x + 2 && x <= 1 => (b, a, Settled::Sources),
            _ => (a, b, Settled::Open),
        }
    }

    /// How many sources a report shows that it must have spoken to itself: counted groups without names, and people
    /// who told it.
    fn own_sources(&self, report: usize) -> usize {
        let own = self.credits.own[report];
        let said = &self.ctx.reports[report].annotations;
        let of_it = said.attributions.iter().filter(|a| {
            let via: Vec<_> = a.via.iter().map(|v| self.sources.id(*v)).collect();
            let Some(source) = a.source.and_then(|s| self.sources.get(s)) else { return false };
            let counted = source.kind == SourceKind::Anonymous && a.count.is_some_and(|c| c.max.is_some());
            let told = own.is_some_and(|own| via.contains(&own));
            told || counted && via.is_empty()
        });
        of_it.filter_map(|a| a.source).collect::<BTreeSet<_>>().len()
    }

    fn edge(&self, a: usize, b: usize, common: &Common) -> Option<Found> {
        let (from, to, settled) = self.direction(a, b);
        let credited = self.credits(to, from);
        let measured = Measured::new(self, from, to, common);
        let mut reasons = Vec::new();
        let (kind, sure) = if measured.share >= COPIED && measured.own_words >= OWN_WORDS / 2 {
            reasons.push(format!(
                "{:.0} of 100 words of its body stand in the other report in the same order.",
                100.0 * measured.share
            ));
            (EdgeKind::Copy, 0.7 + 0.3 * measured.share)
        } else if measured.own_words >= OWN_WORDS {
            reasons.push(format!(
                "{} words outside quotation marks stand in both in the same order.",
                measured.own_words
            ));
            (EdgeKind::Copy, 1.0 - (-(measured.own_words as f64) / 60.0).exp())
        } else if !common.quotes.is_empty()
            && (credited || measured.exclusive >= EXCLUSIVE && settled != Settled::Open)
        {
            reasons.push(match common.quotes.len() {
                1 => "It has a quote of the other report.".to_owned(),
                n => format!("It has {n} quotes of the other report."),
            });
            (EdgeKind::Quotes, 1.0 - 0.5f64.powi(1 + common.quotes.len() as i32))
        } else if let Some(retold) = retelling::compare(self, from, to, credited) {
            reasons.extend(retold.reasons);
            return Some(self.found(
                from,
                to,
                settled,
                EdgeKind::Rewrite,
                credited,
                retold.score,
                0,
                retold.evidence,
                reasons,
            ));
        } else if credited {
            (EdgeKind::Cites, 0.8)
        } else {
            return None;
        };
        let evidence = self.evidence(from, to, common);
        Some(self.found(from, to, settled, kind, credited, sure, measured.words, evidence, reasons))
    }

    #[allow(clippy::too_many_arguments, reason = "the one place where an edge is put together")]
    fn found(
        &self,
        from: usize,
        to: usize,
        settled: Settled,
        kind: EdgeKind,
        credited: bool,
        score: f64,
        words: usize,
        mut evidence: Vec<Anchor>,
        mut reasons: Vec<String>,
    ) -> Found {
        let ctx = self.ctx;
        let mut score = score;
        if credited && let Some(outlet) = self.credits.own[from] {
            let name = self.sources.get(outlet).and_then(|s| s.name.as_deref()).unwrap_or_default();
            reasons.insert(0, format!("It names {name} as a source."));
            let named = &self.credits.by_report[to][&outlet];
            evidence.extend(named.iter().take(2).map(|span| ctx.anchor(to, *span)));
            score = 1.0 - (1.0 - score) / 2.0;
        } else {
            reasons.push("It does not name the other report's outlet.".to_owned());
        }
        reasons.push(
            match settled {
                Settled::Day => "The other report is dated on an earlier day.",
                Settled::Hour => "The other report is dated earlier on the same day.",
                Settled::Credit => "The dates do not tell which was first; the credit does.",
                Settled::Sources => {
                    "The dates do not tell which was first; the other report shows sources of its own and this one none."
                }
                Settled::Open => "Nothing tells which of the two was first.",
            }
            .to_owned(),
        );
        let third: Vec<&str> = self.credits.by_report[from]
            .keys()
            .filter(|o| self.credits.by_report[to].contains_key(o) && !credited)
            .filter_map(|o| self.sources.get(*o)?.name.as_deref())
            .collect();
        if !third.is_empty() {
            reasons.push(format!("Both name {}: they may have it from there.", third.join(", ")));
        }
        let edge = Edge {
            from: Node::Report(ctx.id(from)),
            to: ctx.id(to),
            kind,
            credited,
            directed: settled != Settled::Open,
            score: (score * 100.0).round() / 100.0,
            evidence,
            reasons,
        };
        Found { from, to, words, edge }
    }

    /// Passages, and quotes that stand in no passage, in pairs: the giver's words, then the receiver's.
    fn evidence(&self, from: usize, to: usize, common: &Common) -> Vec<Anchor> {
        let ctx = self.ctx;
        let mut pairs: Vec<(usize, Anchor, Anchor)> = Vec::new();
        for p in &common.passages {
            let (x, y) = if p.a.report == ctx.id(from) { (p.a, p.b) } else { (p.b, p.a) };
            pairs.push((p.words as usize, x, y));
        }
        for (i, j) in &common.quotes {
            let (x, y) = if i.report == from { (i, j) } else { (j, i) };
            let (x_at, y_at) = (ctx.anchor(from, x.span), ctx.anchor(to, y.span));
            if !pairs.iter().any(|(_, _, b)| b.span.overlaps(y_at.span)) {
                pairs.push((x.words.len().min(y.words.len()), x_at, y_at));
            }
        }
        pairs.sort_by_key(|(words, _, b)| (std::cmp::Reverse(*words), b.span));
        pairs.into_iter().take(SHOWN).flat_map(|(_, a, b)| [a, b]).collect()
    }

    /// Outlets that a report names as a source and whose report is not in the case.
    fn outside(&self, edges: &[Edge]) -> Vec<Edge> {
        let ctx = self.ctx;
        let mut found = Vec::new();
        for (receiver, credits) in self.credits.by_report.iter().enumerate() {
            for (outlet, spans) in credits {
                let inside = edges.iter().any(|e| {
                    e.credited
                        && e.to == ctx.id(receiver)
                        && matches!(e.from, Node::Report(g) if ctx.index(g).is_some_and(|g| self.credits.own[g] == Some(*outlet)))
                });
                if inside {
                    continue;
                }
                let name = self.sources.get(*outlet).and_then(|s| s.name.as_deref()).unwrap_or_default();
                found.push(Edge {
                    from: Node::External(*outlet),
                    to: ctx.id(receiver),
                    kind: EdgeKind::Cites,
                    credited: true,
                    directed: true,
                    score: 1.0,
                    evidence: spans.iter().take(SHOWN).map(|s| ctx.anchor(receiver, *s)).collect(),
                    reasons: vec![format!(
                        "It names {name} as a source; no report of {name} in the case can be the one meant."
                    )],
                });
            }
        }
        found
    }
}

/// How much two reports share.
struct Measured {
    /// Words in common.
    words: usize,
    /// Of them, those of the receiver that stand outside its quotation marks.
    own_words: usize,
    /// Share of the receiver's body that stands in the giver.
    share: f64,
    /// Quotes in common whose speaker spoke to the giver alone: unnamed, or told its outlet.
    exclusive: usize,
}

impl Measured {
    fn new(case: &Case, from: usize, to: usize, common: &Common) -> Self {
        let ctx = case.ctx;
        let mut words = 0;
        let mut own_words = 0;
        // Some houses set a statement off without quotation marks, so both sides are asked.
        let outside = |report: usize, anchor: Anchor| {
            let quoted = &ctx.reports[report].annotations.quotations;
            let inside = ctx.words_in(report, anchor.span);
            let outside = inside.iter().filter(|w| !quoted.iter().any(|q| q.contains(w.span))).count();
            (outside, inside.len())
        };
        for passage in &common.passages {
            let (theirs, ours) =
                if passage.a.report == ctx.id(to) { (passage.b, passage.a) } else { (passage.a, passage.b) };
            let ((x, all_x), (y, all_y)) = (outside(from, theirs), outside(to, ours));
            let shared = passage.words as usize;
            words += shared;
            own_words += (shared * x)
                .checked_div(all_x)
                .unwrap_or(0)
                .min((shared * y).checked_div(all_y).unwrap_or(0));
        }
        let body = ctx.texts[to].words.iter().filter(|w| w.role == backstory_model::Role::Body).count();
        let own = case.credits.own[from];
        let exclusive = common.quotes.iter().filter(|(i, j)| {
            let item = if i.report == from { i } else { j };
            if i.words.len().min(j.words.len()) < EXCLUSIVE_WORDS {
                return false;
            }
            let said = &ctx.reports[from].annotations;
            let attribution = said.attributions.iter().find(|a| Some(a.id) == item.attribution);
            let told = own.is_some_and(|own| {
                attribution.is_some_and(|a| a.via.iter().any(|v| case.sources.id(*v) == own))
            });
            let unnamed = item
                .speaker
                .and_then(|s| case.sources.get(s))
                .is_some_and(|s| s.kind == SourceKind::Anonymous);
            told || unnamed
        });
        Self { words, own_words, share: words as f64 / body.max(1) as f64, exclusive: exclusive.count() }
    }
}

/// Earliest possible publication of undated reports: the latest date among those they took from.
pub(crate) fn not_before(ctx: &Context, lineage: &[Edge]) -> BTreeMap<ReportId, Moment> {
    let mut bounds: BTreeMap<ReportId, Moment> = BTreeMap::new();
    for edge in lineage.iter().filter(|e| e.directed) {
        let (Node::Report(giver), Some(to)) = (edge.from, ctx.index(edge.to)) else { continue };
        let Some(from) = ctx.index(giver) else { continue };
        if ctx.reports[to].report.published.is_some() {
            continue;
        }
        let day = ctx.texts[from].days.map(|d| Moment::day(d.start));
        if let Some(day) = day {
            let bound = bounds.entry(edge.to).or_insert_with(|| day.clone());
            *bound = day.max(bound.clone());
        }
    }
    bounds
}
