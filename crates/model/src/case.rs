use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Annotations, AttributionId, Beside, ClaimId, Correction, Count, Interval, Moment, Quantity, QuoteId,
    Report, ReportId, Slots, Source, SourceId, Span, Stance, StoryId,
};

/// A report and what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotated {
    /// The report.
    pub report: Report,
    /// What it says.
    pub annotations: Annotations,
}

/// Reports and what they say together: all that is shown or exported.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Case {
    /// Sorted by id, each once.
    pub reports: Vec<Annotated>,
    /// What they say together.
    pub links: Links,
    /// What people say of findings, as far as it holds, by time. It is laid over reports and links already.
    pub corrections: Vec<Correction>,
    /// What stood beside the texts, for the reports that came with any of it.
    pub beside: BTreeMap<ReportId, Beside>,
}

impl Case {
    /// The report with this id.
    pub fn report(&self, id: ReportId) -> Option<&Annotated> {
        self.reports.binary_search_by_key(&id, |a| a.report.id).ok().map(|at| &self.reports[at])
    }

    /// The words at an anchor.
    ///
    /// # Panics
    /// Where the anchor's report is not in the case.
    pub fn words(&self, at: Anchor) -> &str {
        at.span.of(&self.report(at.report).expect("an anchor names a report of its case").report.text)
    }
}

/// What many reports say together. Every list has a fixed order that does not depend on the order of reading.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Links {
    /// Every source of the case once, sorted by id: those of the reports, merged where two reports name the same one,
    /// and the outlets that are cited but not in the case.
    pub sources: Vec<Source>,
    /// Source of one report → source of the case, where the two differ.
    pub aliases: BTreeMap<SourceId, SourceId>,
    /// Stories, by first date, then id.
    pub stories: Vec<Story>,
    /// Text reused, by reports and place.
    pub passages: Vec<Passage>,
    /// Quote families, by origin's date, then id.
    pub quotes: Vec<Quote>,
    /// Who got it from whom, by receiver, then giver.
    pub lineage: Vec<Edge>,
    /// Claims; of a story, those with the most at stake first.
    pub claims: Vec<Claim>,
    /// What happened when, by story, then day, then report and place.
    pub timeline: Vec<Event>,
    /// Earliest possible publication of an undated report, from what it cites.
    pub not_before: BTreeMap<ReportId, Moment>,
}

impl Links {
    /// The case's source for a source of one report.
    pub fn source_id(&self, local: SourceId) -> SourceId {
        self.aliases.get(&local).copied().unwrap_or(local)
    }

    /// The source with this id, after [`Links::source_id`].
    pub fn source(&self, id: SourceId) -> Option<&Source> {
        let id = self.source_id(id);
        self.sources.binary_search_by_key(&id, |s| s.id).ok().map(|at| &self.sources[at])
    }
}

/// A place in a report: what a finding points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Anchor {
    /// The report.
    pub report: ReportId,
    /// The words.
    pub span: Span,
}

/// Reports of one event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// From its reports.
    pub id: StoryId,
    /// The title of its origin, or the first words of its text.
    pub title: String,
    /// In order of publication; undated ones by what they cannot come before, then id.
    pub reports: Vec<ReportId>,
}

/// Text reused between two reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// In the earlier report, or the one with the smaller id where the dates do not tell.
    pub a: Anchor,
    /// In the other.
    pub b: Anchor,
    /// Words the two have in common, in the same order.
    pub words: u32,
}

/// The same quoted words, wherever they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// From its words.
    pub id: QuoteId,
    /// The fullest form at its origin.
    pub text: String,
    /// The report it stood in first; None where that cannot be told.
    pub origin: Option<ReportId>,
    /// Oldest first.
    pub occurrences: Vec<QuoteOccurrence>,
    /// What changed from the origin on.
    pub changes: Vec<Change<QuoteChange>>,
}

/// One place where quoted words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteOccurrence {
    /// The words.
    pub at: Anchor,
    /// Who is said to have said them.
    pub speaker: Option<SourceId>,
    /// Where that is said.
    pub attribution: Option<AttributionId>,
}

/// A difference between two reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change<K> {
    /// What kind of difference.
    pub kind: K,
    /// The later report, which differs.
    pub report: ReportId,
    /// Before: exact words of the earlier report, or a source's name; empty where there is nothing (`no-origin`).
    pub from: String,
    /// After: exact words of the later report, or a source's name; empty where something was dropped.
    pub to: String,
    /// Where the earlier words stand.
    pub from_at: Option<Anchor>,
    /// Where the later words stand.
    pub to_at: Option<Anchor>,
}

/// What can happen to a quote on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuoteChange {
    /// Given to someone else.
    Speaker,
    /// Other words.
    Wording,
    /// Words left out.
    Trimmed,
    /// Credited to a report of the case in which it does not stand.
    NoOrigin,
}

impl QuoteChange {
    /// As the JSON and the case file write it.
    pub fn name(self) -> &'static str {
        match self {
            QuoteChange::Speaker => "speaker",
            QuoteChange::Wording => "wording",
            QuoteChange::Trimmed => "trimmed",
            QuoteChange::NoOrigin => "no-origin",
        }
    }
}

/// What can happen to a claim on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimChange {
    /// Another number, unit or bound.
    Quantity,
    /// A word of caution gained or lost.
    Hedge,
    /// Another actor.
    Actor,
    /// Another time.
    Time,
}

impl ClaimChange {
    /// As the JSON and the case file write it.
    pub fn name(self) -> &'static str {
        match self {
            ClaimChange::Quantity => "quantity",
            ClaimChange::Hedge => "hedge",
            ClaimChange::Actor => "actor",
            ClaimChange::Time => "time",
        }
    }
}

/// Where an edge of the lineage starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Node {
    /// A report of the case.
    Report(ReportId),
    /// An outlet that is cited and not in the case.
    External(SourceId),
}

/// That one report took from another: an inference, with its evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edge {
    /// Giver.
    pub from: Node,
    /// Receiver.
    pub to: ReportId,
    /// What was taken.
    pub kind: EdgeKind,
    /// Whether the receiver says so.
    pub credited: bool,
    /// Whether the direction is settled; where it is not, `from` is only the report with the smaller id.
    pub directed: bool,
    /// How sure it is that one took from the other (0 to 1).
    pub score: f64,
    /// The passages that show it: those of the giver and those of the receiver, in pairs where they match.
    pub evidence: Vec<Anchor>,
    /// Why, in words a person can check.
    pub reasons: Vec<Reason>,
}

/// Why one report is said to have taken from another: one reason of several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// What it is about.
    pub about: About,
    /// A sentence, of which "it" is the receiver.
    pub words: String,
}

impl From<String> for Reason {
    fn from(words: String) -> Self {
        Self { about: About::Other, words }
    }
}

impl From<&str> for Reason {
    fn from(words: &str) -> Self {
        words.to_owned().into()
    }
}

/// What a reason of an edge is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// That the receiver names the giver.
    Credit,
    /// That it does not.
    NoCredit,
    /// Anything else.
    Other,
}

impl About {
    /// As the case file writes it.
    pub fn name(self) -> &'static str {
        match self {
            About::Credit => "credit",
            About::NoCredit => "no-credit",
            About::Other => "other",
        }
    }
}

impl Edge {
    /// Its reasons as one clause about the receiver, "shows no source of its own, the other report is dated on an earlier
    /// day"; without what only says whether it credits the giver, as [`Edge::credited`] does. Empty where there is no other.
    pub fn why(&self) -> String {
        let credit = |reason: &&Reason| match reason.about {
            About::Credit => self.credited,
            About::NoCredit => true,
            About::Other => false,
        };
        let clause = |reason: &Reason| {
            let reason = reason.words.trim_end_matches('.');
            let reason = reason.strip_prefix("It ").unwrap_or(reason);
            let mut letters = reason.chars();
            letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
        };
        let clauses: Vec<String> = self.reasons.iter().filter(|r| !credit(r)).map(clause).collect();
        clauses.join(", ")
    }
}

/// What one report took from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EdgeKind {
    /// Its text.
    Copy,
    /// Its facts, in other words.
    Rewrite,
    /// Its quotes.
    Quotes,
    /// It names the other as a source for something.
    Cites,
}

impl EdgeKind {
    /// As the JSON and the case file write it.
    pub fn name(self) -> &'static str {
        match self {
            EdgeKind::Copy => "copy",
            EdgeKind::Rewrite => "rewrite",
            EdgeKind::Quotes => "quotes",
            EdgeKind::Cites => "cites",
        }
    }
}

/// A fact that one or more reports state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// From its statements.
    pub id: ClaimId,
    /// The story it belongs to.
    pub story: StoryId,
    /// The clearest statement of it, as written.
    pub text: String,
    /// What that statement says, taken apart.
    pub slots: Slots,
    /// Oldest first.
    pub statements: Vec<Statement>,
    /// Who stands behind it, once each, sorted by source.
    pub origins: Vec<Origin>,
    /// How many of them are independent.
    pub independent: Independent,
    /// Why that many, a sentence each.
    pub reasons: Vec<String>,
    /// What changed from the first statement on.
    pub changes: Vec<Change<ClaimChange>>,
    /// How much hangs on it (0 to 1): how often repeated, changed, denied, how few stand behind it. For sorting alone.
    pub stakes: f64,
}

/// One place where a claim is made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// The words.
    pub at: Anchor,
    /// Who says it; None for the report's own voice.
    pub attribution: Option<AttributionId>,
    /// What they do with it.
    pub stance: Stance,
    /// Words of caution in it.
    pub hedges: Vec<Span>,
    /// Numbers in it.
    pub quantities: Vec<Quantity>,
}

/// A source that a claim goes back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Origin {
    /// The root of the chain; an anonymous group, a person, an outlet, or the reporter.
    pub source: SourceId,
    /// The report through which it came into the case.
    pub report: ReportId,
    /// How many people it stands for; None for named sources.
    pub count: Option<Count>,
}

/// How many independent origins a claim has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Independent {
    /// At least.
    pub min: u32,
    /// At most, but for `open`.
    pub max: u32,
    /// Whether a group of unstated size may hold more.
    pub open: bool,
}

/// That something happened at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The story it belongs to.
    pub story: StoryId,
    /// The days it happened on.
    pub when: Interval,
    /// The sentence or clause that says so.
    pub at: Anchor,
    /// The words that say when: "the Jan. 3 raid".
    pub expression: Span,
}
