//! Who got it from whom.
//!
//! Three things speak for it: text in common ([`crate::passages`], [`crate::quotes`]), a receiver that names the giver's
//! outlet, and, where no phrase is shared, the same facts in other words and in the same order, as [`kinship`] measures and
//! [`score`] weighs them. Dates settle the direction; where they do not, the credit does, then what one has that the other
//! can only have from it; where nothing does, it stays open. What two reports of one event share because both heard the
//! same press conference is no lineage, and what both print of an agency's text is from the agency ([`outside`]).

mod credit;
mod dates;
mod direction;
mod kinship;
pub(crate) mod links;
mod original;
mod outside;
mod prune;
mod retelling;
mod rings;
mod score;

use std::collections::{BTreeMap, BTreeSet};

use backstory_model::{
    About, Anchor, Attribution, Edge, EdgeKind, Moment, Node, Passage, Reason, ReportId, SourceId,
    SourceKind, Span, Stance,
};
use rayon::prelude::*;

use crate::{
    context::Context,
    corrections::Rulings,
    quotes::{Families, Item},
    similarity::Vectors,
    sources::Sources,
};
pub(crate) use credit::Credits;
use direction::Settled;
use kinship::{Kin, Kinship};

/// Share of a report's body that must stand in another to be a copy of it.
const COPIED: f64 = 0.5;
/// Share of its body below which a report that has text of another is no copy of it but a rewrite.
const REWRITTEN: f64 = 0.35;
/// Words outside quotation marks that two reports must share before one has text of the other: fewer are names with
/// titles, set phrases, and what a press release says.
const OWN_WORDS: usize = 40;
/// Share of what a report says that another must tell for it to be a retelling of that.
const RETOLD: f64 = 0.25;
/// Words by which each passage goes on beyond a set phrase, of which two reports must share so many.
const SOLID: usize = 20;
/// The same where the report is no copy and does not name the other: both may have had a press release.
const MUCH: usize = 60;
/// Words of a set phrase.
const PHRASE: usize = 10;
/// Words of a quote that count as taken with it.
const QUOTE_WORDS: usize = 5;
/// Quotes of people who spoke to one report alone that another must have before it has them from there: a single one
/// may be a statement that went to everyone.
const EXCLUSIVE: usize = 2;
/// Words of such a quote.
const EXCLUSIVE_WORDS: usize = 8;
/// Passages, quotes or pairs of sentences shown for an edge.
const SHOWN: usize = 8;
/// Statements of two reports that must go together before one retells the other without saying so.
const KIN_PAIRS: usize = 4;
/// Reports of its story that a report is held against where they share no phrase: the most alike.
const KIN: usize = 8;
/// Pairs of reports of two stories that are looked at in one go: nothing is kept of one for the next.
const BETWEEN: usize = 256;

/// What two reports have in common.
#[derive(Default)]
struct Common<'a> {
    passages: Vec<&'a Passage>,
    /// Quotes of one family: that of the report with the smaller place first.
    quotes: Vec<(&'a Item, &'a Item)>,
}

impl Common<'_> {
    /// Words of the passages.
    fn words(&self) -> usize {
        self.passages.iter().map(|p| p.words as usize).sum()
    }

    /// Share of the body of `receiver`, one of the two, that stands in the other.
    fn share(&self, ctx: &Context, receiver: usize) -> f64 {
        self.words() as f64 / ctx.texts[receiver].body.max(1) as f64
    }
}

/// Everything the decision about one pair needs.
struct Case<'c, 'a> {
    ctx: &'c Context<'a>,
    sources: &'c Sources,
    stories: &'c [usize],
    vectors: &'c [Vectors],
    credits: &'c Credits,
    /// Reports whose date others contradict: see [`dates`].
    doubtful: BTreeSet<usize>,
    /// By story and outlet: the reports that name it.
    named: BTreeMap<(usize, SourceId), BTreeSet<usize>>,
}

/// Pairs of reports, smaller place first.
type Pairs = BTreeSet<(usize, usize)>;

/// Who got it from whom, by receiver, then giver. `stories` gives the number of each report's story, `alike` pairs of
/// reports whose words are alike.
#[allow(clippy::too_many_arguments, reason = "what all steps before it found")]
pub(crate) fn trace(
    ctx: &Context,
    sources: &Sources,
    stories: &[usize],
    vectors: &[Vectors],
    alike: &[(usize, usize)],
    passages: &[Passage],
    families: &Families,
    credits: &Credits,
    rulings: &Rulings,
) -> Vec<Edge> {
    let shared = in_common(ctx, passages, families);
    let case = Case::new(ctx, sources, stories, vectors, credits, &shared);
    let nothing = Common::default();
    let copies = case.copies(&shared);
    let mut found: Vec<Found> = case
        .by_story(&shared, alike, &copies)
        .into_par_iter()
        .flat_map_iter(|pairs| {
            let kin = Kin::new(&case, &pairs, &copies);
            let edge = |pair: (usize, usize)| {
                case.edge(pair.0, pair.1, None, shared.get(&pair).unwrap_or(&nothing), &kin, &copies)
            };
            let turned = |from: usize, to: usize| {
                let common = shared.get(&(from.min(to), from.max(to))).unwrap_or(&nothing);
                case.edge(from, to, Some(Settled::Open), common, &kin, &copies)
            };
            let mut found: Vec<Found> = pairs.iter().copied().filter_map(edge).collect();
            original::behind(&case, &kin, &mut found);
            once(&mut found);
            rings::untangle(&mut found, &turned);
            found
        })
        .collect();
    once(&mut found);
    found.retain(|f| !rulings.not_taken(f.edge.from, f.edge.to));
    let wires = outside::wires(&case, &found);
    outside::reroute(&case, &wires, &shared, &mut found);
    prune::prune(&mut found, &|report| case.credits.own[report]);
    let mut edges: Vec<Edge> = found.into_iter().map(|f| f.edge).collect();
    edges.extend(outside::cited(&case, &wires[0], &edges));
    // What was led to an outlet outside, and what is only cited.
    edges.retain(|e| !rulings.not_taken(e.from, e.to));
    edges.sort_by_key(|e| (e.to, e.from, e.kind));
    edges
}

/// Keeps the surest of several edges between two reports.
fn once(found: &mut Vec<Found>) {
    found.sort_by(|a, b| {
        (a.from, a.to)
            .cmp(&(b.from, b.to))
            .then(b.words.cmp(&a.words))
            .then(b.edge.score.total_cmp(&a.edge.score))
    });
    found.dedup_by_key(|f| (f.from, f.to));
}

/// Rows of measures of pairs of reports that share no text, giver first, by which training/lineage.py finds the weights
/// of `score`. The last of a row is how often the receiver names the giver beside what it quotes; −1 where it does not
/// name it at all.
pub(crate) fn measures(
    ctx: &Context,
    sources: &Sources,
    stories: &[usize],
    vectors: &[Vectors],
    alike: &[(usize, usize)],
    passages: &[Passage],
    families: &Families,
) -> Vec<(ReportId, ReportId, Vec<f64>)> {
    let credits = Credits::new(ctx, sources, stories);
    let nothing = Common::default();
    let shared = in_common(ctx, passages, families);
    let case = Case::new(ctx, sources, stories, vectors, &credits, &shared);
    let mut rows = Vec::new();
    let copies = case.copies(&shared);
    for pairs in case.by_story(&shared, alike, &copies) {
        let kin = Kin::new(&case, &pairs, &copies);
        for (a, b) in pairs {
            let common = shared.get(&(a, b)).unwrap_or(&nothing);
            let text = Measured::new(&case, a, b, common).own_words;
            for (from, to) in [(a, b), (b, a)].into_iter().filter(|_| text < OWN_WORDS) {
                if let Some(k) = kin.of(&case, from, to) {
                    let named = case.credits(to, from).then(|| case.named_apart(from, to, common) as f64);
                    let row = k.row().into_iter().chain([named.unwrap_or(-1.0)]).collect();
                    rows.push((ctx.id(from), ctx.id(to), row));
                }
            }
        }
    }
    rows
}

/// An edge between two reports, with what pruning needs.
struct Found {
    from: usize,
    to: usize,
    /// Words in common.
    words: usize,
    /// Of them, those of the receiver that stand outside its quotation marks.
    own_words: usize,
    /// By what one of several givers is chosen: see [`score::giver`]; the score where text was taken.
    rank: f64,
    /// Whether the receiver has the giver's facts in other words, and no text of it to speak of.
    retold: bool,
    edge: Edge,
}

impl Found {
    /// Whether the receiver tells the giver's facts in other words, without credit.
    fn is_retelling(&self) -> bool {
        self.retold && !self.edge.credited
    }
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

impl<'c, 'a> Case<'c, 'a> {
    fn new(
        ctx: &'c Context<'a>,
        sources: &'c Sources,
        stories: &'c [usize],
        vectors: &'c [Vectors],
        credits: &'c Credits,
        shared: &BTreeMap<(usize, usize), Common>,
    ) -> Self {
        let mut named: BTreeMap<(usize, SourceId), BTreeSet<usize>> = BTreeMap::new();
        for (report, outlets) in credits.by_report.iter().enumerate() {
            for outlet in outlets.keys() {
                named.entry((stories[report], *outlet)).or_default().insert(report);
            }
        }
        let mut case = Self { ctx, sources, stories, vectors, credits, doubtful: BTreeSet::new(), named };
        case.doubtful = dates::doubtful(&case, shared);
        case
    }

    /// Whether one report came out on an earlier day than another, by dates that nothing contradicts.
    fn is_before(&self, one: usize, other: usize) -> bool {
        self.ctx.is_before(one, other) && !self.in_doubt(one, other)
    }

    /// The same by day or time of day.
    fn is_earlier(&self, one: usize, other: usize) -> bool {
        self.ctx.is_earlier(one, other) && !self.in_doubt(one, other)
    }

    /// Whether the date of one of two reports is contradicted.
    fn in_doubt(&self, one: usize, other: usize) -> bool {
        self.doubtful.contains(&one) || self.doubtful.contains(&other)
    }
}

impl Case<'_, '_> {
    /// Pairs in which one report credits the outlet of the other or leads to the other, smaller place first.
    fn credited_pairs(&self) -> Vec<(usize, usize)> {
        let mut by_outlet: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for report in 0..self.ctx.reports.len() {
            if let Some(outlet) = self.credits.own[report] {
                by_outlet.entry((self.stories[report], outlet)).or_default().push(report);
            }
        }
        let mut pairs = Vec::new();
        for (receiver, credits) in self.credits.by_report.iter().enumerate() {
            let linked: Vec<usize> = self.credits.linked.givers(receiver).collect();
            pairs.extend(linked.iter().map(|g| (*g.min(&receiver), *g.max(&receiver))));
            for outlet in credits.keys() {
                // A link says which of an outlet's reports is meant.
                if linked.iter().any(|g| self.credits.own[*g] == Some(*outlet)) {
                    continue;
                }
                // Several reports of one outlet may tell of one event; the one most like the receiver is meant.
                let givers = by_outlet.get(&(self.stories[receiver], *outlet)).into_iter().flatten();
                let likeness = |g: &usize| self.vectors[*g].words.dot(&self.vectors[receiver].words);
                // One that came later is meant where there is no other: a date may be wrong.
                let late = |g: &usize| self.is_before(receiver, *g);
                let meant = givers.copied().filter(|g| *g != receiver).max_by(|a, b| {
                    late(b)
                        .cmp(&late(a))
                        .then_with(|| likeness(a).total_cmp(&likeness(b)))
                        .then_with(|| b.cmp(a))
                });
                pairs.extend(meant.map(|g| (g.min(receiver), g.max(receiver))));
            }
        }
        pairs
    }

    /// Whether `receiver` leads to `giver` or names its outlet, for a report that can be meant: one of the same event that
    /// does not come later.
    fn credits(&self, receiver: usize, giver: usize) -> bool {
        if self.credits.linked.words(receiver, giver).is_some() {
            return true;
        }
        self.names(receiver, giver)
            && self.stories[receiver] == self.stories[giver]
            && !self.is_before(receiver, giver)
    }

    /// Whether `receiver` names the outlet of `giver`.
    fn names(&self, receiver: usize, giver: usize) -> bool {
        self.credits.own[giver].is_some_and(|outlet| self.credits.by_report[receiver].contains_key(&outlet))
    }

    /// Pairs that are looked at, by story; those between two stories come last, in parts of their own.
    fn by_story(
        &self,
        shared: &BTreeMap<(usize, usize), Common>,
        alike: &[(usize, usize)],
        copies: &BTreeMap<usize, usize>,
    ) -> Vec<Pairs> {
        let mut near: Vec<Vec<(f64, usize)>> = vec![Vec::new(); self.ctx.reports.len()];
        for (a, b) in alike.iter().filter(|(a, b)| self.stories[*a] == self.stories[*b]) {
            // What is taken from a copy is said of what it is a copy of.
            let likeness = self.vectors[*a].words.dot(&self.vectors[*b].words);
            for (one, other) in [(*a, *b), (*b, *a)].into_iter().filter(|(one, _)| !copies.contains_key(one))
            {
                near[other].push((likeness, one));
            }
        }
        let mut pairs: Pairs = shared.keys().copied().collect();
        pairs.extend(self.credited_pairs());
        for (report, mut others) in near.into_iter().enumerate() {
            others.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
            pairs.extend(others.iter().take(KIN).map(|(_, o)| (report.min(*o), report.max(*o))));
        }
        let mut by_story: BTreeMap<usize, Pairs> = BTreeMap::new();
        let mut between = Vec::new();
        for (a, b) in pairs {
            if self.stories[a] == self.stories[b] {
                by_story.entry(self.stories[a]).or_default().insert((a, b));
            } else if shared.get(&(a, b)).is_none_or(|common| !self.is_stock(a, b, common)) {
                between.push((a, b));
            }
        }
        let parts = between.chunks(BETWEEN).map(|part| part.iter().copied().collect());
        by_story.into_values().chain(parts).collect()
    }

    /// Whether all that two reports of two stories share is too little for any edge, whoever was first: neither leads to the
    /// other, and what they have in common is a set phrase or a quote that both may have heard.
    fn is_stock(&self, a: usize, b: usize, common: &Common) -> bool {
        common.words() < OWN_WORDS / 2
            && common.quotes.len() < EXCLUSIVE
            && !self.credits(a, b)
            && !self.credits(b, a)
    }

    /// Reports that are surely copies, each with what it is a copy of.
    fn copies(&self, shared: &BTreeMap<(usize, usize), Common>) -> BTreeMap<usize, usize> {
        let mut givers: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for ((a, b), common) in shared.iter().filter(|((a, b), _)| self.stories[*a] == self.stories[*b]) {
            for (from, to) in [(*a, *b), (*b, *a)] {
                if common.share(self.ctx, to) < COPIED {
                    continue;
                }
                let m = Measured::new(self, from, to, common);
                let later = self.is_before(from, to)
                    || self.is_earlier(from, to)
                    || self.credits(to, from) && !self.credits(from, to)
                    || self.is_dated_before(to, from) && self.says_whose(to, from) && m.is_copy();
                if later {
                    let most = givers.entry(to).or_insert((m.words, from));
                    if m.words > most.0 {
                        *most = (m.words, from);
                    }
                }
            }
        }
        let first = |report: usize| {
            let mut at = report;
            // A ring, by dates that contradict each other, ends where it began.
            for _ in 0..givers.len() {
                match givers.get(&at) {
                    Some((_, from)) if *from != report => at = *from,
                    _ => break,
                }
            }
            at
        };
        givers.keys().map(|copy| (*copy, first(*copy))).filter(|(copy, from)| copy != from).collect()
    }

    /// How many sources a report shows that it must have spoken to itself: counted groups without names, and people
    /// who told it.
    fn own_sources(&self, report: usize) -> usize {
        let said = &self.ctx.reports[report].annotations;
        let of_it = said.attributions.iter().filter(|a| {
            let Some(source) = a.source.and_then(|s| self.sources.get(s)) else { return false };
            let counted = source.kind == SourceKind::Anonymous && a.count.is_some_and(|c| c.max.is_some());
            self.told_outlet(report, a) || counted && a.via.is_empty()
        });
        of_it.filter_map(|a| a.source).collect::<BTreeSet<_>>().len()
    }

    /// Whether something was said to a report's own outlet.
    fn told_outlet(&self, report: usize, attribution: &Attribution) -> bool {
        self.sources.told_own(&self.ctx.reports[report], attribution)
    }

    /// Whether the receiver has a quote in common from the giver by its own word: the paragraph that quotes it names the
    /// giver's outlet. What was said in public both may have heard, also where one speaks of the other elsewhere.
    fn quoted_from(&self, from: usize, to: usize, common: &Common) -> bool {
        let Some(outlet) = self.credits.own[from] else { return false };
        let named = self.named(from, to);
        let attributions = &self.ctx.reports[to].annotations.attributions;
        common.quotes.iter().any(|(a, b)| {
            let item = if a.report == to { a } else { b };
            let paragraph = self.paragraph(to, item.span);
            let said = attributions.iter().filter(|a| Some(a.id) == item.attribution);
            named.iter().any(|n| paragraph.overlaps(*n))
                || said.flat_map(|a| &a.via).any(|v| self.sources.id(*v) == outlet)
        })
    }

    /// How often the receiver names the giver's outlet beside where it quotes from it or has somebody deny what it reports:
    /// who retells a report says so again and again, and who quotes or answers it names it for that. A page whose data name
    /// the giver as its base says so once.
    fn named_apart(&self, from: usize, to: usize, common: &Common) -> usize {
        let quotes = common.quotes.iter().map(|(a, b)| if a.report == to { a } else { b });
        let quoted = quotes.map(|item| self.paragraph(to, item.span));
        let said = self.ctx.reports[to].annotations.attributions.iter();
        // "The guild denied what the Post had printed", but not "the guild denied it, the Post reported".
        let denials = said.filter(|a| a.stance == Stance::Denies);
        let denied = denials.filter_map(|a| {
            let said =
                a.content_spans.iter().copied().filter(|c| a.cue_spans.iter().all(|cue| cue.end <= c.end));
            Some(said.fold(*a.cue_spans.first()?, Span::cover))
        });
        let beside: Vec<Span> = quoted.chain(denied).collect();
        let named = self.named(from, to);
        let apart = named.iter().filter(|n| !beside.iter().any(|p| p.overlaps(**n))).count();
        apart + usize::from(named.is_empty())
    }

    /// Where the receiver names the giver's outlet, or else leads to the giver.
    fn named(&self, from: usize, to: usize) -> &[Span] {
        let outlet = self.credits.own[from];
        let named = outlet.and_then(|o| self.credits.by_report[to].get(&o)).map(Vec::as_slice);
        named.filter(|n| !n.is_empty()).or_else(|| self.credits.linked.words(to, from)).unwrap_or_default()
    }

    /// How the receiver says that it has something from the giver.
    fn credit(&self, from: usize, to: usize) -> Reason {
        let outlet = self.credits.own[from];
        let words = match (outlet, self.credits.linked.words(to, from)) {
            (Some(outlet), None) => format!("{}.", self.naming(outlet, to)),
            (_, linked) => {
                let name = outlet.and_then(|o| self.sources.get(o)?.name.as_deref());
                let report =
                    name.map_or("the other report".to_owned(), |name| format!("the report of {name}"));
                match linked {
                    Some([]) => format!("The data of its page name {report} as what it rests on."),
                    _ => format!("It links to {report}."),
                }
            }
        };
        Reason { about: About::Credit, words }
    }

    /// How the receiver names an outlet as a source, without the period.
    fn naming(&self, outlet: SourceId, to: usize) -> String {
        let name = self.sources.get(outlet).and_then(|s| s.name.as_deref()).unwrap_or_default();
        let spans = self.credits.by_report[to].get(&outlet).map_or(0, Vec::len);
        match self.credits.linked.only(to, outlet) {
            true if spans == 0 => format!("The data of its page name {name} as what it rests on"),
            true => format!("It links to {name} as a source"),
            false => format!("It names {name} as a source"),
        }
    }

    /// The line of a report's text that a stretch stands in.
    fn paragraph(&self, report: usize, span: Span) -> Span {
        let text = &self.ctx.reports[report].report.text;
        let (start, end) = (span.start as usize, span.end as usize);
        let from = text[..start].rfind('\n').unwrap_or(0);
        let to = text[end..].find('\n').map_or(text.len(), |n| end + n);
        Span::new(from, to)
    }

    /// Whether two reports are of one outlet.
    fn same_house(&self, a: usize, b: usize) -> bool {
        self.credits.own[a].is_some() && self.credits.own[a] == self.credits.own[b]
    }

    /// The edge of a retelling without credit.
    fn retelling(&self, from: usize, to: usize, settled: Settled, score: f64, kinship: &Kinship) -> Found {
        let ctx = self.ctx;
        let mut reasons = kinship.reasons();
        reasons.push(no_credit());
        reasons.push(settled.reason().into());
        reasons.extend(self.doubt(from, to).map(Reason::from));
        let edge = Edge {
            from: Node::Report(ctx.id(from)),
            to: ctx.id(to),
            kind: EdgeKind::Rewrite,
            credited: false,
            directed: settled != Settled::Open,
            score: (score * 100.0).round() / 100.0,
            evidence: self.sentences(from, to, kinship),
            reasons,
        };
        Found { from, to, words: 0, own_words: 0, rank: score::giver(kinship), retold: true, edge }
    }

    /// What joins two reports; giver first where `known` says how that was settled.
    fn edge(
        &self,
        a: usize,
        b: usize,
        known: Option<Settled>,
        common: &Common,
        kin: &Kin,
        copies: &BTreeMap<usize, usize>,
    ) -> Option<Found> {
        let measured = |from: usize, to: usize| Measured::new(self, from, to, common);
        let (from, to, settled) =
            known.map_or_else(|| self.direction(a, b, common, kin), |settled| (a, b, settled));
        let credited = self.credits(to, from) || settled == Settled::Text;
        let m = measured(from, to);
        let mut reasons = Vec::new();
        let mut evidence = Vec::new();
        let mut rank = None;
        let (kind, sure) = if m.share >= COPIED && m.own_words >= OWN_WORDS / 2 {
            let words = format!(
                "{:.0} of 100 words of its body stand in the other report in the same order.",
                100.0 * m.share
            );
            reasons.push(words.into());
            (EdgeKind::Copy, 0.7 + 0.3 * m.share)
        } else if m.own_words >= OWN_WORDS
            && m.solid >= SOLID
            && (credited || m.share >= REWRITTEN || m.solid >= MUCH)
        {
            let words =
                format!("{} words outside quotation marks stand in both in the same order.", m.own_words);
            reasons.push(words.into());
            let kind = if m.share < REWRITTEN { EdgeKind::Rewrite } else { EdgeKind::Copy };
            (kind, 1.0 - (-(m.own_words as f64) / 60.0).exp())
        } else {
            let kinship = kin
                .of(self, from, to)
                .filter(|k| !self.same_house(from, to) && (credited || k.told_apart >= KIN_PAIRS));
            let retold = kinship.as_ref().map_or(0.0, |k| match credited {
                true => score::retold_by_name(k, self.named_apart(from, to, common)),
                false => score::retold(k),
            });
            // What is retold of a copy is retold of what it is a copy of.
            if let Some(original) =
                copies.get(&from).filter(|o| **o != to && retold >= score::UNCREDITED && !credited)
            {
                let whole = kin.of(self, *original, to).filter(|_| !self.is_before(to, *original))?;
                if self.same_house(*original, to) || self.credits(to, *original) {
                    return None;
                }
                return Some(self.retelling(
                    *original,
                    to,
                    settled,
                    retold.max(score::retold(&whole)),
                    &whole,
                ));
            }
            let quoted = !common.quotes.is_empty()
                && (credited && (m.exclusive > 0 || self.quoted_from(from, to, common))
                    || m.exclusive >= EXCLUSIVE && settled != Settled::Open);
            let sure_of_quotes = 1.0 - 0.5f64.powi(1 + common.quotes.len() as i32);
            let least = match credited {
                true if quoted => score::QUOTED,
                true => score::CREDITED,
                false => score::UNCREDITED,
            };
            if let Some(kinship) = kinship.filter(|k| retold >= least && k.told() >= RETOLD) {
                reasons.extend(kinship.reasons());
                evidence = self.sentences(from, to, &kinship);
                rank = Some(score::giver(&kinship));
                // Where it quotes it by its own word, it took from it in any case.
                (EdgeKind::Rewrite, if credited && quoted { retold.max(sure_of_quotes) } else { retold })
            } else if quoted {
                reasons.push(match common.quotes.len() {
                    1 => "It has a quote of the other report.".into(),
                    n => format!("It has {n} quotes of the other report.").into(),
                });
                (EdgeKind::Quotes, sure_of_quotes)
            } else if let Some(retold) =
                retelling::compare(self, from, to).filter(|_| !credited && !self.same_house(from, to))
            {
                reasons.extend(retold.reasons);
                evidence = retold.evidence;
                rank = Some(0.0);
                (EdgeKind::Rewrite, retold.score)
            } else if credited {
                (EdgeKind::Cites, 0.8)
            } else {
                return None;
            }
        };
        evidence.extend(self.evidence(from, to, common));
        evidence.truncate(2 * SHOWN);
        let mut score = sure;
        if credited {
            reasons.insert(0, self.credit(from, to));
            evidence.extend(self.named(from, to).iter().take(2).map(|span| self.ctx.anchor(to, *span)));
            if evidence.is_empty() {
                // A field of the file says so: what is shown is the text that it says it of.
                evidence.extend(self.ctx.opening(to));
            }
            score = if kind == EdgeKind::Rewrite { score } else { 1.0 - (1.0 - score) / 2.0 };
        } else if self.same_house(from, to) {
            reasons.push("Both reports are of one outlet, which uses its own text again.".into());
        } else {
            reasons.push(no_credit());
        }
        reasons.push(settled.reason().into());
        reasons.extend(self.doubt(from, to).map(Reason::from));
        if !credited {
            let third: Vec<&str> = self.credits.by_report[from]
                .keys()
                .filter(|o| self.credits.by_report[to].contains_key(o))
                .filter_map(|o| self.sources.get(*o)?.name.as_deref())
                .collect();
            if !third.is_empty() {
                let words = format!("Both name {}: they may have it from there.", third.join(", "));
                reasons.push(words.into());
            }
        }
        let edge = Edge {
            from: Node::Report(self.ctx.id(from)),
            to: self.ctx.id(to),
            kind,
            credited: credited || self.same_house(from, to),
            directed: settled != Settled::Open,
            score: (score * 100.0).round() / 100.0,
            evidence,
            reasons,
        };
        Some(Found {
            from,
            to,
            words: m.words,
            own_words: m.own_words,
            rank: rank.unwrap_or(score),
            retold: rank.is_some(),
            edge,
        })
    }

    /// Sentences that tell the same, in pairs: the giver's, then the receiver's; the most alike of them.
    fn sentences(&self, from: usize, to: usize, kinship: &Kinship) -> Vec<Anchor> {
        let mut shown = kinship.pairs.clone();
        shown.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| a.1.cmp(&b.1)));
        shown.truncate(SHOWN);
        shown.sort_by_key(|p| p.1);
        let ctx = self.ctx;
        shown.iter().flat_map(|(i, j, _)| [ctx.anchor(from, *i), ctx.anchor(to, *j)]).collect()
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
}

/// How much two reports share.
struct Measured {
    /// Words in common.
    words: usize,
    /// Of them, those of the receiver that stand outside its quotation marks.
    own_words: usize,
    /// The same without the first few of each passage: what a row of set phrases does not add up to.
    solid: usize,
    /// Share of the receiver's body that stands in the giver.
    share: f64,
    /// Quotes in common whose speaker spoke to the giver alone: unnamed, or told its outlet.
    exclusive: usize,
}

impl Measured {
    /// Whether the receiver surely has the giver's text.
    fn is_copy(&self) -> bool {
        self.share >= COPIED && self.own_words >= OWN_WORDS
    }

    fn new(case: &Case, from: usize, to: usize, common: &Common) -> Self {
        let ctx = case.ctx;
        let mut own_words = 0;
        let mut solid = 0;
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
            let own = (shared * x)
                .checked_div(all_x)
                .unwrap_or(0)
                .min((shared * y).checked_div(all_y).unwrap_or(0));
            own_words += own;
            solid += own.saturating_sub(PHRASE);
        }
        let exclusive = common.quotes.iter().filter(|(i, j)| {
            let item = if i.report == from { i } else { j };
            if i.words.len().min(j.words.len()) < EXCLUSIVE_WORDS {
                return false;
            }
            let said = &ctx.reports[from].annotations;
            let attribution = said.attributions.iter().find(|a| Some(a.id) == item.attribution);
            let told = attribution.is_some_and(|a| case.told_outlet(from, a));
            let unnamed = item
                .speaker
                .and_then(|s| case.sources.get(s))
                .is_some_and(|s| s.kind == SourceKind::Anonymous);
            told || unnamed
        });
        Self {
            words: common.words(),
            own_words,
            solid,
            share: common.share(ctx, to),
            exclusive: exclusive.count(),
        }
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

/// That a report does not name the one it has something from.
fn no_credit() -> Reason {
    Reason { about: About::NoCredit, words: "It does not name the other report's outlet.".to_owned() }
}
