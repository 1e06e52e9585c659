//! The JSON that other programs read: the public face of a case, described by [`SCHEMA`].
//!
//! Offsets are Unicode code points of the report's `text`. What is unknown is `null`. Lists keep the order of the case,
//! each record stands on a line of its own, and the same case gives the same bytes.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use backstory_model::{
    Anchor, Annotated, Attribution, AttributionId, Beside, Case, Change, Claim, Correction, CorrectionId,
    Count, Edge, Event, Interval, Named, Node, Passage, Quantity, Quote, QuoteId, ReportId, Ruling, Slots,
    Source, SourceId, Span, Story, StoryId,
};
use backstory_text::CharIndex;
use serde::{Serialize, Serializer};

/// The JSON Schema (draft 2020-12) of what [`json`] writes.
pub const SCHEMA: &str = include_str!("../../../docs/schema/backstory-1.schema.json");

/// The value of `schema` in every export.
pub const SCHEMA_NAME: &str = "backstory/1";

/// Writes the whole case as one JSON object.
///
/// # Errors
/// Only those of `out`.
///
/// # Panics
/// Where a span of the case does not lie in its report.
pub fn json(case: &Case, mut out: impl Write) -> io::Result<()> {
    let export = Export::new(case);
    write!(out, "{{\"schema\": \"{SCHEMA_NAME}\"")?;
    list(&mut out, "reports", case.reports.iter().map(|a| export.report(a)))?;
    list(&mut out, "sources", export.sources().into_iter().map(source))?;
    let attributions =
        case.reports.iter().flat_map(|a| a.annotations.attributions.iter().map(move |t| (a, t)));
    list(&mut out, "attributions", attributions.map(|(a, t)| export.attribution(a, t)))?;
    list(&mut out, "quotes", case.links.quotes.iter().map(|q| export.quote(q)))?;
    list(&mut out, "passages", case.links.passages.iter().map(|p| export.passage(p)))?;
    list(&mut out, "lineage", case.links.lineage.iter().map(|e| export.edge(e)))?;
    list(&mut out, "claims", case.links.claims.iter().map(|c| export.claim(c)))?;
    list(&mut out, "stories", case.links.stories.iter().map(story))?;
    list(&mut out, "timeline", case.links.timeline.iter().map(|e| export.event(e)))?;
    list(&mut out, "corrections", case.corrections.iter().map(|c| export.correction(c)))?;
    out.write_all(b"\n}\n")
}

/// The corrections of a case, each as one line of JSON without the line end, as the export writes them.
pub fn correction_lines(case: &Case) -> Vec<String> {
    let export = Export::new(case);
    case.corrections.iter().map(|c| line(&export.correction(c))).collect()
}

/// One report, what stood beside it and what it says, as one line of JSON without the line end: nothing in it needs a
/// second report.
pub fn annotated_line(report: &Annotated, beside: &Beside) -> String {
    let texts = BTreeMap::from([(report.report.id, Text::new(report))]);
    let export = Export { case: None, texts, stories: BTreeMap::new() };
    line(&export.alone(report, beside))
}

/// `,\n"name": [` and one record a line.
fn list<T: Serialize>(out: &mut impl Write, name: &str, items: impl Iterator<Item = T>) -> io::Result<()> {
    write!(out, ",\n\"{name}\": [")?;
    for (at, item) in items.enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &item)?;
    }
    out.write_all(b"]")
}

/// A record as one line.
pub(crate) fn line(record: &impl Serialize) -> String {
    serde_json::to_string(record).expect("records hold text, numbers and lists, which are always written")
}

/// A text with its code points counted.
struct Text<'a> {
    text: &'a str,
    index: CharIndex,
}

impl<'a> Text<'a> {
    fn new(report: &'a Annotated) -> Self {
        Self { text: &report.report.text, index: CharIndex::new(&report.report.text) }
    }

    fn place(&self, span: Span) -> Place {
        let chars = self.index.chars(self.text, span);
        Place { start: chars.start, end: chars.end }
    }

    fn pair(&self, span: Span) -> [u32; 2] {
        let place = self.place(span);
        [place.start, place.end]
    }

    fn pairs(&self, spans: &[Span]) -> Vec<[u32; 2]> {
        spans.iter().map(|s| self.pair(*s)).collect()
    }
}

/// Turns the things of a case into records.
pub(crate) struct Export<'a> {
    /// None for a report on its own.
    case: Option<&'a Case>,
    texts: BTreeMap<ReportId, Text<'a>>,
    stories: BTreeMap<ReportId, StoryId>,
}

impl<'a> Export<'a> {
    /// Counts the code points of every text once.
    pub(crate) fn new(case: &'a Case) -> Self {
        let stories = case.links.stories.iter().flat_map(|s| s.reports.iter().map(move |r| (*r, s.id)));
        Self {
            case: Some(case),
            texts: case.reports.iter().map(|a| (a.report.id, Text::new(a))).collect(),
            stories: stories.collect(),
        }
    }

    /// Every source of the case, by id: the linked ones, and those of single reports that nothing was linked to.
    pub(crate) fn sources(&self) -> Vec<&'a Source> {
        let Some(case) = self.case else { return Vec::new() };
        let mut all: BTreeMap<SourceId, &Source> = BTreeMap::new();
        for source in case.reports.iter().flat_map(|a| &a.annotations.sources) {
            if case.links.source_id(source.id) == source.id {
                all.insert(source.id, source);
            }
        }
        all.extend(case.links.sources.iter().map(|s| (s.id, s)));
        all.into_values().collect()
    }

    fn text(&self, report: ReportId) -> &Text<'a> {
        self.texts.get(&report).expect("an anchor names a report of its case")
    }

    fn source_id(&self, id: SourceId) -> SourceId {
        self.case.map_or(id, |case| case.links.source_id(id))
    }

    fn at(&self, anchor: Anchor) -> At {
        At { report: anchor.report, place: self.text(anchor.report).place(anchor.span) }
    }

    /// A report with its text.
    pub(crate) fn report(&self, annotated: &'a Annotated) -> impl Serialize + 'a {
        let not_before = self.case.and_then(|c| c.links.not_before.get(&annotated.report.id));
        let beside = self.case.and_then(|c| c.beside.get(&annotated.report.id));
        LinkedReport {
            head: self.head(annotated, beside),
            story: self.stories.get(&annotated.report.id).copied(),
            not_before: not_before.map(|m| m.as_str()),
        }
    }

    fn head(&self, annotated: &'a Annotated, beside: Option<&'a Beside>) -> ReportHead<'a> {
        let report = &annotated.report;
        let text = self.text(report.id);
        ReportHead {
            id: report.id,
            uri: &report.uri,
            url: report.url.as_deref(),
            text: &report.text,
            title: report
                .title
                .as_ref()
                .map(|t| Title { text: &t.text, place: Place::maybe(t.span.map(|s| text.place(s))) }),
            outlet: report.outlet.as_deref(),
            authors: &report.authors,
            published: report.published.as_ref().map(|p| Published {
                date: p.date.as_str(),
                basis: p.basis,
                place: Place::maybe(p.span.map(|s| text.place(s))),
            }),
            agencies: report
                .agencies
                .iter()
                .map(|a| Agency { name: &a.name, place: Place::maybe(a.span.map(|s| text.place(s))) })
                .collect(),
            language: report.language.as_deref(),
            blocks: report
                .blocks
                .iter()
                .map(|b| Block { role: b.role.name(), place: text.place(b.span) })
                .collect(),
            modified: beside.and_then(|b| b.modified.as_ref()).map(|m| m.as_str()),
            dateline: beside.and_then(|b| b.dateline.as_deref()),
            backstory: beside.and_then(|b| b.backstory.as_deref()),
            based_on: beside
                .map_or(&[][..], |b| &b.based_on)
                .iter()
                .map(|w| Work {
                    taken_over: w.taken_over,
                    name: w.name.as_deref(),
                    title: w.title.as_deref(),
                    url: w.url.as_deref(),
                })
                .collect(),
            // One that does not lie in the text is left out, as the case file does.
            links: beside
                .map_or(&[][..], |b| &b.links)
                .iter()
                .filter(|l| report.text.get(l.span.range()).is_some())
                .map(|l| Link { kind: l.kind.name(), url: &l.url, place: text.place(l.span) })
                .collect(),
        }
    }

    fn alone(&self, annotated: &'a Annotated, beside: &'a Beside) -> impl Serialize + 'a {
        let notes = &annotated.annotations;
        let text = self.text(annotated.report.id);
        AloneReport {
            head: self.head(annotated, Some(beside)),
            sources: notes.sources.iter().map(source).collect(),
            attributions: notes.attributions.iter().map(|a| self.attribution(annotated, a)).collect(),
            entities: notes
                .entities
                .iter()
                .map(|e| Entity { kind: e.kind.name(), name: &e.name, spans: text.pairs(&e.spans) })
                .collect(),
            times: notes
                .times
                .iter()
                .map(|t| Time {
                    span: text.pair(t.span),
                    start: t.when.map(|w| w.start.to_string()),
                    end: t.when.map(|w| w.end.to_string()),
                    relative: t.relative,
                })
                .collect(),
            quantities: notes
                .quantities
                .iter()
                .map(|q| PlacedQuantity { span: text.pair(q.span), quantity: quantity(q) })
                .collect(),
            hedges: notes.hedges.iter().map(|h| text.pair(h.span)).collect(),
        }
    }

    /// An attribution of a report.
    pub(crate) fn attribution(&self, of: &'a Annotated, a: &'a Attribution) -> AttributionRecord<'a> {
        let text = self.text(of.report.id);
        AttributionRecord {
            id: a.id,
            report: of.report.id,
            manner: a.manner.name(),
            stance: a.stance.name(),
            source: a.source.map(|s| self.source_id(s)),
            via: a.via.iter().map(|s| self.source_id(*s)).collect(),
            count: a.count.map(count),
            source_spans: text.pairs(&a.source_spans),
            cue_spans: text.pairs(&a.cue_spans),
            content_spans: text.pairs(&a.content_spans),
            model: &of.annotations.model,
        }
    }

    /// A quote family.
    pub(crate) fn quote(&self, quote: &'a Quote) -> impl Serialize + 'a {
        QuoteRecord {
            id: quote.id,
            text: &quote.text,
            origin: quote.origin,
            occurrences: quote
                .occurrences
                .iter()
                .map(|o| Occurrence {
                    at: self.at(o.at),
                    speaker: o.speaker.map(|s| self.source_id(s)),
                    attribution: o.attribution,
                })
                .collect(),
            changes: quote.changes.iter().map(|c| self.change(c, c.kind.name())).collect(),
        }
    }

    fn change<K>(&self, change: &'a Change<K>, kind: &'static str) -> ChangeRecord<'a> {
        ChangeRecord {
            kind,
            report: change.report,
            from: &change.from,
            to: &change.to,
            from_at: change.from_at.map(|a| self.at(a)),
            to_at: change.to_at.map(|a| self.at(a)),
        }
    }

    fn passage(&self, passage: &Passage) -> impl Serialize {
        PassageRecord { a: self.at(passage.a), b: self.at(passage.b), words: passage.words }
    }

    /// An edge of the lineage.
    pub(crate) fn edge(&self, edge: &'a Edge) -> impl Serialize + 'a {
        EdgeRecord {
            from: match edge.from {
                Node::Report(id) => id.to_string(),
                Node::External(id) => self.source_id(id).to_string(),
            },
            to: edge.to,
            kind: edge.kind.name(),
            credited: edge.credited,
            directed: edge.directed,
            score: Rounded(edge.score),
            evidence: edge.evidence.iter().map(|a| self.at(*a)).collect(),
            reasons: edge.reasons.iter().map(|r| r.words.as_str()).collect(),
        }
    }

    /// A claim with its statements.
    pub(crate) fn claim(&self, claim: &'a Claim) -> impl Serialize + 'a {
        ClaimRecord {
            id: claim.id,
            story: claim.story,
            text: &claim.text,
            slots: self.slots(&claim.slots),
            statements: claim
                .statements
                .iter()
                .map(|s| {
                    let text = self.text(s.at.report);
                    StatementRecord {
                        at: self.at(s.at),
                        attribution: s.attribution,
                        stance: s.stance.name(),
                        hedges: s.hedges.iter().map(|h| h.of(text.text)).collect(),
                        quantities: s.quantities.iter().map(quantity).collect(),
                    }
                })
                .collect(),
            origins: claim
                .origins
                .iter()
                .map(|o| OriginRecord {
                    source: self.source_id(o.source),
                    report: o.report,
                    count: o.count.map(count),
                })
                .collect(),
            independent: IndependentRecord {
                min: claim.independent.min,
                max: claim.independent.max,
                open: claim.independent.open,
            },
            reasons: &claim.reasons,
            changes: claim.changes.iter().map(|c| self.change(c, c.kind.name())).collect(),
            stakes: Rounded(claim.stakes),
        }
    }

    fn slots(&self, slots: &'a Slots) -> SlotsRecord<'a> {
        let report = slots.at.report;
        let text = self.text(report);
        let words = |span: Span| {
            let place = text.place(span);
            WordsRecord { text: span.of(text.text), report, start: place.start, end: place.end }
        };
        let named = |n: &'a Named| NamedRecord { words: words(n.span), name: n.name.as_deref() };
        SlotsRecord {
            actors: slots
                .actors
                .iter()
                .map(|a| ActorRecord { named: named(&a.named), part: a.part.name() })
                .collect(),
            action: slots.action.map(words),
            time: slots.time.map(|t| TimeRecord { words: words(t.span), when: t.when.map(days) }),
            place: slots.place.as_ref().map(named),
            quantities: slots
                .quantities
                .iter()
                .map(|q| CountedRecord { words: words(q.span), quantity: quantity(q) })
                .collect(),
        }
    }

    fn correction(&self, made: &'a Correction) -> impl Serialize + 'a {
        let ruling = &made.ruling;
        let mut record = CorrectionRecord {
            id: made.id,
            at: &made.at,
            by: &made.by,
            note: &made.note,
            kind: ruling.name(),
            found: &made.found,
            place: None,
            other: None,
            report: None,
            from: None,
            speaker: None,
            published: None,
            finding: None,
            undone: made.undone.as_ref().map(|u| UndoneRecord { at: &u.at, by: &u.by, note: &u.note }),
        };
        match ruling {
            Ruling::Speaker { at, speaker } => {
                record.place = Some(self.at(*at));
                record.speaker =
                    speaker.as_ref().map(|s| SpeakerRecord { kind: s.kind.name(), name: &s.name });
            }
            Ruling::NotTaken { from, to } => {
                record.report = Some(*to);
                record.from = Some(match *from {
                    Node::Report(id) => id.to_string(),
                    Node::External(id) => self.source_id(id).to_string(),
                });
            }
            Ruling::SameClaim { a, b } | Ruling::OtherClaim { a, b } => {
                record.place = Some(self.at(*a));
                record.other = Some(self.at(*b));
            }
            Ruling::Published { report, date } => {
                record.report = Some(*report);
                record.published = date.as_ref().map(|d| d.as_str());
            }
            Ruling::Confirmed { finding } => record.finding = Some(finding),
        }
        record
    }

    fn event(&self, event: &Event) -> impl Serialize {
        let text = self.text(event.at.report);
        EventRecord {
            story: event.story,
            when: days(event.when),
            text: event.at.span.of(text.text).to_owned(),
            at: self.at(event.at),
            expression: event.expression.of(text.text).to_owned(),
            expression_span: text.pair(event.expression),
        }
    }
}

/// A source, without the places it is mentioned.
pub(crate) fn source(source: &Source) -> SourceRecord<'_> {
    SourceRecord {
        id: source.id,
        kind: source.kind.name(),
        name: source.name.as_deref(),
        description: source.description.as_deref(),
        role: source.role.as_deref(),
        affiliation: source.affiliation.as_deref(),
        report: source.report,
    }
}

/// A story.
pub(crate) fn story(story: &Story) -> impl Serialize + '_ {
    StoryRecord { id: story.id, title: &story.title, reports: &story.reports }
}

fn count(count: Count) -> CountRecord {
    CountRecord { min: count.min, max: count.max }
}

fn quantity(q: &Quantity) -> QuantityRecord<'_> {
    QuantityRecord { value: Rounded(q.value), unit: &q.unit, bound: q.bound.name() }
}

fn days(days: Interval) -> Days {
    Days { start: days.start.to_string(), end: days.end.to_string() }
}

/// A number with four decimals at most, whole ones without a point, and `null` for what is no number.
struct Rounded(f64);

impl Serialize for Rounded {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Above 2^53 every value is whole, and rounding would only add error.
        const WHOLE: f64 = 9_007_199_254_740_992.0;
        let value = if self.0.abs() < WHOLE { (self.0 * 1e4).round() / 1e4 } else { self.0 };
        if !value.is_finite() {
            serializer.serialize_none()
        } else if value.fract() == 0.0 && value.abs() < WHOLE {
            serializer.serialize_i64(value as i64)
        } else {
            serializer.serialize_f64(value)
        }
    }
}

/// Code points.
#[derive(Serialize)]
struct Place {
    start: u32,
    end: u32,
}

/// Code points, or null and null for what stands outside the text.
#[derive(Default, Serialize)]
struct MaybePlace {
    start: Option<u32>,
    end: Option<u32>,
}

impl Place {
    fn maybe(place: Option<Place>) -> MaybePlace {
        place.map_or_else(MaybePlace::default, |p| MaybePlace { start: Some(p.start), end: Some(p.end) })
    }
}

#[derive(Serialize)]
struct At {
    report: ReportId,
    #[serde(flatten)]
    place: Place,
}

#[derive(Serialize)]
struct ReportHead<'a> {
    id: ReportId,
    uri: &'a str,
    url: Option<&'a str>,
    text: &'a str,
    title: Option<Title<'a>>,
    outlet: Option<&'a str>,
    authors: &'a [String],
    published: Option<Published<'a>>,
    agencies: Vec<Agency<'a>>,
    language: Option<&'a str>,
    blocks: Vec<Block>,
    modified: Option<&'a str>,
    dateline: Option<&'a str>,
    backstory: Option<&'a str>,
    based_on: Vec<Work<'a>>,
    links: Vec<Link<'a>>,
}

#[derive(Serialize)]
struct LinkedReport<'a> {
    #[serde(flatten)]
    head: ReportHead<'a>,
    story: Option<StoryId>,
    not_before: Option<&'a str>,
}

#[derive(Serialize)]
struct AloneReport<'a> {
    #[serde(flatten)]
    head: ReportHead<'a>,
    sources: Vec<SourceRecord<'a>>,
    attributions: Vec<AttributionRecord<'a>>,
    entities: Vec<Entity<'a>>,
    times: Vec<Time>,
    quantities: Vec<PlacedQuantity<'a>>,
    hedges: Vec<[u32; 2]>,
}

#[derive(Serialize)]
struct Title<'a> {
    text: &'a str,
    #[serde(flatten)]
    place: MaybePlace,
}

#[derive(Serialize)]
struct Published<'a> {
    date: &'a str,
    basis: backstory_model::Basis,
    #[serde(flatten)]
    place: MaybePlace,
}

#[derive(Serialize)]
struct Agency<'a> {
    name: &'a str,
    #[serde(flatten)]
    place: MaybePlace,
}

#[derive(Serialize)]
struct Block {
    role: &'static str,
    #[serde(flatten)]
    place: Place,
}

#[derive(Serialize)]
struct Work<'a> {
    taken_over: bool,
    name: Option<&'a str>,
    title: Option<&'a str>,
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Link<'a> {
    kind: &'static str,
    url: &'a str,
    #[serde(flatten)]
    place: Place,
}

/// See `sources` in [`SCHEMA`].
#[derive(Serialize)]
pub(crate) struct SourceRecord<'a> {
    id: SourceId,
    kind: &'static str,
    name: Option<&'a str>,
    description: Option<&'a str>,
    role: Option<&'a str>,
    affiliation: Option<&'a str>,
    report: Option<ReportId>,
}

/// See `attributions` in [`SCHEMA`].
#[derive(Serialize)]
pub(crate) struct AttributionRecord<'a> {
    id: AttributionId,
    report: ReportId,
    manner: &'static str,
    stance: &'static str,
    source: Option<SourceId>,
    via: Vec<SourceId>,
    count: Option<CountRecord>,
    source_spans: Vec<[u32; 2]>,
    cue_spans: Vec<[u32; 2]>,
    content_spans: Vec<[u32; 2]>,
    model: &'a str,
}

#[derive(Serialize)]
struct CountRecord {
    min: u32,
    max: Option<u32>,
}

#[derive(Serialize)]
struct Entity<'a> {
    kind: &'static str,
    name: &'a str,
    spans: Vec<[u32; 2]>,
}

#[derive(Serialize)]
struct Time {
    span: [u32; 2],
    start: Option<String>,
    end: Option<String>,
    relative: bool,
}

#[derive(Serialize)]
struct QuantityRecord<'a> {
    value: Rounded,
    unit: &'a str,
    bound: &'static str,
}

#[derive(Serialize)]
struct PlacedQuantity<'a> {
    span: [u32; 2],
    #[serde(flatten)]
    quantity: QuantityRecord<'a>,
}

#[derive(Serialize)]
struct QuoteRecord<'a> {
    id: QuoteId,
    text: &'a str,
    origin: Option<ReportId>,
    occurrences: Vec<Occurrence>,
    changes: Vec<ChangeRecord<'a>>,
}

#[derive(Serialize)]
struct Occurrence {
    #[serde(flatten)]
    at: At,
    speaker: Option<SourceId>,
    attribution: Option<AttributionId>,
}

#[derive(Serialize)]
struct ChangeRecord<'a> {
    kind: &'static str,
    report: ReportId,
    from: &'a str,
    to: &'a str,
    from_at: Option<At>,
    to_at: Option<At>,
}

#[derive(Serialize)]
struct PassageRecord {
    a: At,
    b: At,
    words: u32,
}

#[derive(Serialize)]
struct EdgeRecord<'a> {
    from: String,
    to: ReportId,
    kind: &'static str,
    credited: bool,
    directed: bool,
    score: Rounded,
    evidence: Vec<At>,
    reasons: Vec<&'a str>,
}

#[derive(Serialize)]
struct ClaimRecord<'a> {
    id: backstory_model::ClaimId,
    story: StoryId,
    text: &'a str,
    slots: SlotsRecord<'a>,
    statements: Vec<StatementRecord<'a>>,
    origins: Vec<OriginRecord>,
    independent: IndependentRecord,
    reasons: &'a [String],
    changes: Vec<ChangeRecord<'a>>,
    stakes: Rounded,
}

#[derive(Serialize)]
struct StatementRecord<'a> {
    #[serde(flatten)]
    at: At,
    attribution: Option<AttributionId>,
    stance: &'static str,
    hedges: Vec<&'a str>,
    quantities: Vec<QuantityRecord<'a>>,
}

/// See `slots` of a claim in [`SCHEMA`].
#[derive(Serialize)]
struct SlotsRecord<'a> {
    actors: Vec<ActorRecord<'a>>,
    action: Option<WordsRecord<'a>>,
    time: Option<TimeRecord<'a>>,
    place: Option<NamedRecord<'a>>,
    quantities: Vec<CountedRecord<'a>>,
}

/// Words and where they stand.
#[derive(Serialize)]
struct WordsRecord<'a> {
    text: &'a str,
    report: ReportId,
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct NamedRecord<'a> {
    #[serde(flatten)]
    words: WordsRecord<'a>,
    name: Option<&'a str>,
}

#[derive(Serialize)]
struct ActorRecord<'a> {
    #[serde(flatten)]
    named: NamedRecord<'a>,
    part: &'static str,
}

#[derive(Serialize)]
struct TimeRecord<'a> {
    #[serde(flatten)]
    words: WordsRecord<'a>,
    when: Option<Days>,
}

#[derive(Serialize)]
struct CountedRecord<'a> {
    #[serde(flatten)]
    words: WordsRecord<'a>,
    #[serde(flatten)]
    quantity: QuantityRecord<'a>,
}

#[derive(Serialize)]
struct OriginRecord {
    source: SourceId,
    report: ReportId,
    count: Option<CountRecord>,
}

#[derive(Serialize)]
struct IndependentRecord {
    min: u32,
    max: u32,
    open: bool,
}

#[derive(Serialize)]
struct StoryRecord<'a> {
    id: StoryId,
    title: &'a str,
    reports: &'a [ReportId],
}

#[derive(Serialize)]
struct Days {
    start: String,
    end: String,
}

#[derive(Serialize)]
struct EventRecord {
    story: StoryId,
    when: Days,
    text: String,
    #[serde(flatten)]
    at: At,
    expression: String,
    expression_span: [u32; 2],
}

#[derive(Serialize)]
struct CorrectionRecord<'a> {
    id: CorrectionId,
    at: &'a str,
    by: &'a str,
    note: &'a str,
    kind: &'static str,
    found: &'a str,
    place: Option<At>,
    other: Option<At>,
    report: Option<ReportId>,
    from: Option<String>,
    speaker: Option<SpeakerRecord<'a>>,
    published: Option<&'a str>,
    finding: Option<&'a str>,
    undone: Option<UndoneRecord<'a>>,
}

#[derive(Serialize)]
struct SpeakerRecord<'a> {
    kind: &'static str,
    name: &'a str,
}

#[derive(Serialize)]
struct UndoneRecord<'a> {
    at: &'a str,
    by: &'a str,
    note: &'a str,
}
