//! The shape of `truth.json`; docs/newsroom.md says what each field means.

use serde::{Deserialize, Serialize};

/// Everything that is known about the reports.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Truth {
    /// The version of this shape.
    pub newsroom: u32,
    /// The seed that the reports grew from.
    pub seed: u64,
    /// One for each report, in the order of the file names.
    pub reports: Vec<Report>,
    /// Who took from whom.
    pub lineage: Vec<Lineage>,
    /// Reports that name another one's outlet for what it said, but took nothing else from it.
    pub cites: Vec<Pair>,
    /// Two reports of one outlet on one event that share paragraphs of the outlet's own.
    pub same_house: Vec<Pair>,
    /// What people said, wherever it stands.
    pub quotes: Vec<Quote>,
    /// What was told as a fact, wherever it stands.
    pub claims: Vec<Claim>,
    /// Later numbers of the same thing.
    pub updates: Vec<Update>,
    /// Boilerplate.
    pub stock: Vec<Place>,
    /// Days that the texts name.
    pub timeline: Vec<Moment>,
}

/// A report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Its file name.
    pub file: String,
    /// The event that it tells of.
    pub event: String,
    /// What kind of event that is: the name of a grammar.
    pub topic: String,
    /// `origin`, `wire-copy`, `credited-rewrite` …
    pub kind: String,
    /// The outlet.
    pub outlet: String,
    /// The true day, ISO 8601.
    pub published: String,
    /// Whether the report tells its day: `right`, `missing` or `wrong`.
    pub date: String,
}

/// A taking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lineage {
    /// The report that was read.
    pub from: String,
    /// The report that took.
    pub to: String,
    /// `copy`, `rewrite` or `quotes`.
    pub kind: String,
    /// Whether the text names the outlet of `from`.
    pub credited: bool,
    /// Whether anything in the reports settles the direction: a credit, or two right dates that differ.
    pub directed: bool,
    /// The report whose outlet the text names: `from`, or one that `from` had it from.
    pub credits: Option<String>,
}

/// Two reports.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Pair {
    /// The earlier one.
    pub from: String,
    /// The later one.
    pub to: String,
}

/// What one person said once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// `q1` …
    pub id: String,
    /// Each stretch between marks.
    pub occurrences: Vec<Occurrence>,
    /// What became of it.
    pub changes: Vec<Change>,
}

/// A stretch between quotation marks, in code points, without the marks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Occurrence {
    /// The report.
    pub file: String,
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Whom this report gives it to: a name, or the words for a nameless one.
    pub speaker: String,
    /// Which sentences of what was said it holds, whole or in part, counted from 0.
    pub sentences: Vec<usize>,
}

/// Something that a report made different from what it had read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What was changed.
    pub kind: String,
    /// The report that made it.
    pub file: String,
    /// The report that it was read in.
    pub giver: String,
    /// The words there; empty where there were none.
    pub from: String,
    /// The words here; empty where they were dropped.
    pub to: String,
}

/// A fact of an event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// `c1` …
    pub id: String,
    /// The event.
    pub event: String,
    /// The fact's name in the grammar.
    pub fact: String,
    /// Where it is told.
    pub statements: Vec<Statement>,
    /// How many people, bodies, documents and reporters really stand behind it.
    pub sources: usize,
    /// What can be told of that from the reports.
    pub range: Range,
    /// What became of it.
    pub changes: Vec<Change>,
}

/// A clause that states a fact, in code points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// The report.
    pub file: String,
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// `affirms`, `denies` or `declines`.
    pub stance: String,
}

/// A count that is not known exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// At least.
    pub min: usize,
    /// At most.
    pub max: usize,
    /// Whether a group of unstated size may hold more.
    pub open: bool,
}

/// A later number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Update {
    /// The claim.
    pub claim: String,
    /// The later report.
    pub file: String,
    /// The number before, as it stands in the claim's first report.
    pub from: String,
    /// The number in the later report.
    pub to: String,
}

/// A stretch of a report, in code points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The report.
    pub file: String,
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// A day that a report names for something that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Moment {
    /// The event.
    pub event: String,
    /// The first day, ISO 8601.
    pub start: String,
    /// The last day.
    pub end: String,
    /// The report.
    pub file: String,
    /// The words for the day.
    pub at: [usize; 2],
}
