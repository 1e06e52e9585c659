use std::collections::{BTreeMap, BTreeSet};

use backstory_lexicon::is_first_name;
use backstory_model::{Annotated, Role, SourceId, SourceKind, Span};
use backstory_text::{fold, words};

use super::links::Linked;
use crate::{context::Context, sources::Sources};

/// Which outlets reports come from and which they name as sources.
pub(crate) struct Credits {
    /// The outlet of each report.
    pub(crate) own: Vec<Option<SourceId>>,
    /// For each report, the other outlets it names as a source, with the words that do.
    pub(crate) by_report: Vec<BTreeMap<SourceId, Vec<Span>>>,
    /// What links credit; empty until [`super::links::follow`] fills it.
    pub(super) linked: Linked,
}

impl Credits {
    pub(crate) fn new(ctx: &Context, sources: &Sources, stories: &[usize]) -> Self {
        let outlet = |name: &String| sources.outlet(name).map(|s| s.id);
        let own: Vec<_> = ctx.reports.iter().map(|r| r.report.outlet.as_ref().and_then(outlet)).collect();
        let mut around: BTreeMap<usize, BTreeSet<SourceId>> = BTreeMap::new();
        for (story, own) in stories.iter().zip(&own) {
            around.entry(*story).or_default().extend(own);
        }
        let by_report = ctx
            .reports
            .iter()
            .enumerate()
            .zip(&own)
            .zip(stories)
            .map(|(((at, report), own), story)| {
                let mut named: BTreeMap<SourceId, Vec<Span>> = BTreeMap::new();
                for agency in &report.report.agencies {
                    if let Some(id) = outlet(&agency.name) {
                        named.entry(id).or_default().extend(agency.span);
                    }
                }
                let names = Names::new(sources, report);
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
                let named_below = footers(ctx, sources, at, &names, &around[story]);
                for (outlet, span) in
                    mentioned(ctx, sources, at, &names, &around[story]).into_iter().chain(named_below)
                {
                    named.entry(outlet).or_default().push(span);
                }
                named.retain(|id, _| Some(*id) != *own);
                named.values_mut().for_each(|spans| {
                    spans.sort_unstable();
                    spans.dedup();
                });
                named
            })
            .collect();
        Self { own, by_report, linked: Linked::default() }
    }
}

/// Words in the longest name of an outlet that is looked for.
const NAME_WORDS: usize = 4;

/// Where the body of a report names an outlet whose reports are in its story, whatever it was taken for: a report that
/// tells of an event and names another that does has it from there, if only in part. Names of one word count where they
/// do not open a sentence.
fn mentioned(
    ctx: &Context,
    sources: &Sources,
    report: usize,
    names: &Names,
    around: &BTreeSet<SourceId>,
) -> Vec<(SourceId, Span)> {
    if around.len() < 2 {
        return Vec::new();
    }
    let body = ctx.texts[report].sentences.iter().filter(|s| s.role == Role::Body);
    let words = |span: Span| ctx.words_in(report, span).iter().map(|w| w.span).collect::<Vec<_>>();
    body.flat_map(|s| outlets_in(ctx, sources, report, names, &words(s.span), around)).collect()
}

/// Bytes of the longest line beside a report that says whose it is.
const FOOTER: usize = 200;

/// What such lines say, in small letters.
const FROM: [&str; 16] = [
    "source:",
    "sources:",
    "reporting by",
    "published on",
    "published by",
    "published in",
    "published at",
    "first appeared",
    "originally appeared",
    "republished from",
    "reprinted from",
    "courtesy of",
    "provided by",
    "with material from",
    "h/t",
    "©",
];

/// Whether a line beside the text of a report is one that says whose the text is.
pub(super) fn says_from(line: &str) -> bool {
    line.len() <= FOOTER && {
        let line = line.to_lowercase();
        FROM.iter().any(|from| line.contains(from))
    }
}

/// Outlets of the story that a line beside the text of a report says it has it from: "Source: the Ilmar Post", "This
/// article was first published by …". They are furniture, and so no part of the report's words.
fn footers(
    ctx: &Context,
    sources: &Sources,
    report: usize,
    names: &Names,
    around: &BTreeSet<SourceId>,
) -> Vec<(SourceId, Span)> {
    let text = &ctx.reports[report].report.text;
    let blocks = ctx.reports[report].report.blocks.iter();
    let beside =
        blocks.filter(|b| matches!(b.role, Role::Furniture | Role::Byline) && says_from(b.span.of(text)));
    beside
        .flat_map(|b| {
            let spans: Vec<Span> = words(text, b.span).collect();
            outlets_in(ctx, sources, report, names, &spans, around)
        })
        .collect()
}

/// The names in a report.
struct Names {
    /// Where they stand, and whether each is an outlet's; in order.
    spans: Vec<(Span, bool)>,
    /// Where times stand, in order.
    times: Vec<Span>,
    /// See [`Sources::longer`].
    longer: BTreeMap<String, Option<SourceId>>,
}

impl Names {
    fn new(sources: &Sources, report: &Annotated) -> Self {
        let said = &report.annotations;
        let spans = said.entities.iter().flat_map(|e| &e.spans);
        let outlet = |span: &Span| sources.outlet(span.of(&report.report.text)).is_some();
        let mut spans: Vec<(Span, bool)> = spans.map(|span| (*span, outlet(span))).collect();
        spans.sort_unstable();
        let mut times: Vec<Span> = said.times.iter().map(|time| time.span).collect();
        times.sort_unstable();
        Self { spans, times, longer: sources.longer(said) }
    }

    /// The name that words stand in, and whether it is an outlet's. Names do not overlap.
    fn around(&self, words: Span) -> Option<(Span, bool)> {
        let last = self.spans.partition_point(|(name, _)| name.start <= words.start).checked_sub(1)?;
        Some(self.spans[last]).filter(|(name, _)| name.contains(words))
    }

    /// Whether a time begins at a place.
    fn is_time(&self, at: u32) -> bool {
        self.times.binary_search_by_key(&at, |time| time.start).is_ok()
    }
}

/// The outlets of the story that words name, in order.
fn outlets_in(
    ctx: &Context,
    sources: &Sources,
    report: usize,
    names: &Names,
    words: &[Span],
    around: &BTreeSet<SourceId>,
) -> Vec<(SourceId, Span)> {
    let mut found = Vec::new();
    let capital =
        |span: Span| ctx.words_of(report, span).starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    let mut at = 0;
    while at < words.len() {
        let longest = (1..=NAME_WORDS.min(words.len() - at)).rev().find_map(|length| {
            let (first, last) = (words[at], words[at + length - 1]);
            if !capital(first) || !capital(last) || length == 1 && at == 0 {
                return None;
            }
            let span = first.cover(last);
            // "Castle Hythe" is a town, and not the Hythe News.
            let behind = words.get(at + length).copied();
            // Somebody's name or a time begins there, whatever the two together were taken for.
            let apart = behind
                .is_some_and(|next| names.is_time(next.start) || is_first_name(ctx.words_of(report, next)));
            let within = names.around(span).filter(|(name, _)| *name != span);
            if within.is_some_and(|(_, outlet)| !outlet && !apart) {
                return None;
            }
            let named = ctx.words_of(report, span);
            // "The Daily" of "the Daily News of Orlo" is none; but "told the Gazette Monday", "told the Gazette Ada Osei was".
            let goes_on = behind.is_some_and(|next| names.around(first.cover(next)).is_some() && !apart);
            let is_around = |outlet: &SourceId| around.contains(outlet);
            // "The Times" in a report that names the Orlo Times is that one, unless the story has one of that name.
            let own = sources.outlet(named).map(|s| s.id).filter(is_around);
            let longer = names.longer.get(&fold(named)).copied().flatten().filter(|_| own.is_none());
            let outlet = own.or(longer.filter(is_around));
            if longer.is_some() && outlet.is_none() {
                return None;
            }
            let outlet = outlet.or_else(|| {
                let before: Vec<&str> =
                    words[at.saturating_sub(2)..at].iter().map(|w| ctx.words_of(report, *w)).collect();
                // Who was told something may be called by the end of a name: "told the Gazette".
                (before == ["told", "the"] && !goes_on).then(|| sources.called(named, false, around))?
            });
            outlet.map(|outlet| (length, outlet, span))
        });
        match longest {
            Some((length, outlet, span)) => {
                found.push((outlet, span));
                at += length;
            }
            None => at += 1,
        }
    }
    found
}
