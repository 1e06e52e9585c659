//! The same quoted words, wherever they stand, and what changed on their way.
//!
//! What stands between quotation marks in one stretch is an item. Items whose words are the same, or of which one is
//! contained in the other, are one family; so are those that share a third: a quote that one report splits with
//! "he said" and another runs together stays in one piece.

mod compare;
mod families;
mod lost;
pub(crate) mod spelling;
mod ways;

use std::collections::{BTreeMap, BTreeSet};

use backstory_model::{
    AttributionId, Edge, Manner, Moment, Quote, QuoteId, QuoteOccurrence, ReportId, SourceId, Span,
};

use crate::{
    alignment::{Match, chains},
    context::{Context, Word},
    lineage::Credits,
    sources::Sources,
};
use compare::compare;
use lost::no_origin;
use ways::{Ways, origin};

/// Words that may differ between two stretches in common: a bracketed insertion, an ellipsis, a reworded clause.
const GAP: usize = 8;

/// One stretch between quotation marks.
#[derive(Debug)]
pub(crate) struct Item {
    /// The report's place in the context.
    pub(crate) report: usize,
    /// The words, without the marks.
    pub(crate) span: Span,
    /// Without words in square brackets, which are the editor's.
    pub(crate) words: Vec<Word>,
    /// Who is said to have said them, as a source of the case.
    pub(crate) speaker: Option<SourceId>,
    /// Where that is said.
    pub(crate) attribution: Option<AttributionId>,
}

impl Item {
    /// Whether both are given to the same speaker.
    fn is_same_voice(&self, other: &Item) -> bool {
        self.speaker.is_some() && self.speaker == other.speaker
    }
}

/// The quotes of the case, sorted into families.
#[derive(Debug, Default)]
pub(crate) struct Families {
    items: Vec<Item>,
    /// Places in `items`, each family in order of reports and place.
    families: Vec<Vec<usize>>,
}

impl Families {
    /// The items of each family, in order of reports and place.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Vec<&Item>> {
        self.families.iter().map(|f| f.iter().map(|i| &self.items[*i]).collect())
    }
}

/// The same quoted words, wherever they stand. `stories` gives the number of each report's story.
pub(crate) fn families(ctx: &Context, sources: &Sources, stories: &[usize]) -> Families {
    let items: Vec<Item> = (0..ctx.reports.len()).flat_map(|r| items_of(ctx, sources, r)).collect();
    let families = families::group(ctx, stories, &items);
    Families { items, families }
}

/// Words in the longest title of a work or operation that stands in quotation marks without being said by anyone.
const NAME_WORDS: usize = 8;

/// Whether words between quotation marks are a name ("Operation Clear Water", "Meet the Harvesters"): two words or more,
/// and all but the small ones start with a capital or a figure.
fn is_name(quoted: &str) -> bool {
    let words: Vec<&str> =
        quoted.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    let small =
        |w: &&str| w.chars().count() <= 4 && !w.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    let large = |w: &&str| w.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    (2..=NAME_WORDS).contains(&words.len())
        && words.iter().all(|w| small(w) || large(w))
        && words.first().is_some_and(large)
        && words.last().is_some_and(large)
        && words.iter().filter(|w| large(w)).count() >= 2
}

/// What stands between quotation marks in a report and is no name; of a quote within a quote only the outer one.
fn items_of(ctx: &Context, sources: &Sources, report: usize) -> Vec<Item> {
    let said = &ctx.reports[report].annotations;
    let text = &ctx.reports[report].report.text;
    let direct = said.attributions.iter().filter(|a| a.manner == Manner::Direct);
    let mut spans: Vec<Span> = said.quotations.clone();
    spans.extend(
        direct.flat_map(|a| &a.content_spans).filter(|s| !said.quotations.iter().any(|q| q.overlaps(**s))),
    );
    spans.sort_by_key(|s| (s.start, std::cmp::Reverse(s.end)));
    let mut reach = 0;
    spans.retain(|s| {
        let outer = s.start >= reach && !s.is_empty();
        reach = reach.max(s.end);
        outer
    });
    let item = |span: Span| {
        let words = unbracketed(ctx, report, span);
        let attribution = said
            .attributions
            .iter()
            .filter_map(|a| {
                let shared: u32 = a.content_spans.iter().map(|c| shared(*c, span)).sum();
                let length: usize = a.content_spans.iter().map(|c| c.len()).sum();
                (shared > 0).then_some(((std::cmp::Reverse(shared), length), a))
            })
            .min_by_key(|(order, _)| *order)
            .map(|(_, a)| a);
        let speaker = attribution.and_then(|a| a.source).map(|s| sources.id(s));
        let spoken = attribution.is_some_and(|a| a.manner == Manner::Direct) || !is_name(span.of(text));
        (spoken && !words.is_empty()).then_some(Item {
            report,
            span,
            words,
            speaker,
            attribution: attribution.map(|a| a.id),
        })
    };
    spans.into_iter().filter_map(item).collect()
}

/// Bytes that two spans share.
fn shared(a: Span, b: Span) -> u32 {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

fn unbracketed(ctx: &Context, report: usize, span: Span) -> Vec<Word> {
    let text = ctx.words_of(report, span);
    let mut open = None;
    let mut brackets = Vec::new();
    for (at, c) in text.char_indices() {
        match (c, open) {
            ('[', None) => open = Some(at),
            (']', Some(from)) => {
                brackets.push(Span::new(span.start as usize + from, span.start as usize + at));
                open = None;
            }
            _ => {}
        }
    }
    let words = ctx.words_in(report, span).iter();
    words.filter(|w| !brackets.iter().any(|b| b.contains(w.span))).copied().collect()
}

/// The stretch that two quotes share.
fn overlap(a: &Item, b: &Item) -> Option<Match> {
    chains::<2>(&a.words, &b.words, GAP).into_iter().next()
}

/// The families as they are shown: oldest first, with what changed from the origin on.
pub(crate) fn changes(
    ctx: &Context,
    sources: &Sources,
    families: &Families,
    lineage: &[Edge],
    credits: &Credits,
    not_before: &BTreeMap<ReportId, Moment>,
) -> Vec<Quote> {
    let ways = Ways::new(ctx, lineage);
    let mut quotes: Vec<(Option<Moment>, Quote)> = Vec::new();
    let groups = families::rejoin(ctx, &families.items, &families.families, &ways);
    let breaths = Breaths::new(&families.items, &groups);
    for family in groups {
        let family: Vec<&Item> = family.iter().map(|at| &families.items[*at]).collect();
        let origin = origin(ctx, &family, &ways);
        let mut items = family.clone();
        items.sort_by_cached_key(|i| (Some(i.report) != origin, ctx.place(i.report, not_before), i.span));
        let at_origin = |i: &&&Item| origin.is_none_or(|o| i.report == o);
        let fullest = items
            .iter()
            .filter(at_origin)
            .max_by_key(|i| (i.words.len(), std::cmp::Reverse((i.report, i.span))))
            .expect("a family has members");
        let mut changes = Vec::new();
        // Who had the words from whom may be known where it is open in which of two reports they stood first.
        for receiver in items.iter().map(|i| i.report).collect::<BTreeSet<_>>() {
            if Some(receiver) == origin {
                continue;
            }
            if let Some(giver) = ways.giver(receiver, &items).or(origin) {
                let unheard = breaths.unheard(&items, giver, receiver);
                compare(ctx, sources, &items, &unheard, (giver, receiver), &ways, &mut changes);
            }
        }
        for item in items.iter().filter(|i| Some(i.report) == origin) {
            changes.extend(no_origin(ctx, sources, credits, item, &ways));
        }
        changes.sort_by_key(|c| (c.report, c.kind, c.to_at, c.from_at));
        changes.dedup();
        let key: Vec<&str> = fullest.words.iter().map(|w| ctx.term(w.form)).collect();
        let quote = Quote {
            id: QuoteId::of(key.iter().map(|w| w.as_bytes())),
            text: ctx.words_of(fullest.report, fullest.span).to_owned(),
            origin: origin.map(|o| ctx.id(o)),
            occurrences: items
                .iter()
                .map(|i| QuoteOccurrence {
                    at: ctx.anchor(i.report, i.span),
                    speaker: i.speaker,
                    attribution: i.attribution,
                })
                .collect(),
            changes,
        };
        quotes.push((origin.and_then(|o| ctx.moment(o, not_before)).cloned(), quote));
    }
    name_apart(&mut quotes);
    quotes.sort_by(|(a, x), (b, y)| (a.is_none(), a, x.id).cmp(&(b.is_none(), b, y.id)));
    quotes.into_iter().map(|(_, quote)| quote).collect()
}

/// What was said in one breath: the stretches of one attribution, which "she said" takes apart.
struct Breaths<'a> {
    by_attribution: BTreeMap<(usize, AttributionId), Vec<(usize, &'a Item)>>,
    /// The groups of which a report has an item.
    held: BTreeSet<(usize, usize)>,
}

impl<'a> Breaths<'a> {
    fn new(items: &'a [Item], groups: &[Vec<usize>]) -> Self {
        let mut breaths = Self { by_attribution: BTreeMap::new(), held: BTreeSet::new() };
        for (group, members) in groups.iter().enumerate() {
            for item in members.iter().map(|at| &items[*at]) {
                breaths.held.insert((item.report, group));
                if let Some(attribution) = item.attribution {
                    let here = breaths.by_attribution.entry((item.report, attribution)).or_default();
                    here.push((group, item));
                }
            }
        }
        breaths
    }

    /// What a giver has beside the items of a family, in one breath with them, and a receiver not at all.
    fn unheard(&self, family: &[&Item], giver: usize, receiver: usize) -> Vec<&'a Item> {
        let mut found: Vec<&Item> = Vec::new();
        for item in family.iter().filter(|i| i.report == giver) {
            let beside = item.attribution.and_then(|a| self.by_attribution.get(&(giver, a)));
            for (group, other) in beside.into_iter().flatten() {
                let new = !found.iter().any(|f| f.span == other.span);
                if new && !self.held.contains(&(receiver, *group)) {
                    found.push(other);
                }
            }
        }
        found
    }
}

/// Two families may have the same words ("very sad"): their ids then also tell where they stand.
fn name_apart(quotes: &mut [(Option<Moment>, Quote)]) {
    let mut seen: BTreeMap<QuoteId, usize> = BTreeMap::new();
    quotes.iter().for_each(|(_, q)| *seen.entry(q.id).or_default() += 1);
    for (_, quote) in quotes.iter_mut().filter(|(_, q)| seen[&q.id] > 1) {
        let at = quote.occurrences.iter().map(|o| o.at).min().expect("a family has members");
        let place = [quote.id.0, at.report.0, u64::from(at.span.start)].map(u64::to_be_bytes);
        quote.id = QuoteId::of(place.iter().map(|p| p.as_slice()));
    }
}
