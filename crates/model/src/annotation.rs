use serde::{Deserialize, Serialize};

use crate::{AttributionId, Interval, ReportId, SourceId, Span};

/// What one report says: nothing in it needs a second report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Annotations {
    /// What made the attributions, with its version: `accurate/1`, `fast/1`, `rules/1`.
    pub model: String,
    /// Sentences of the title, body and caption blocks, in order, without overlap.
    pub sentences: Vec<Span>,
    /// The stretches between quotation marks (marks left out), in order; one for each paragraph of a long quote.
    pub quotations: Vec<Span>,
    /// Everyone that anything is attributed to, once each, sorted by id.
    pub sources: Vec<Source>,
    /// In order of their contents.
    pub attributions: Vec<Attribution>,
    /// People, organizations and places, in order of first mention.
    pub entities: Vec<Entity>,
    /// Time expressions, in order.
    pub times: Vec<TimeExpression>,
    /// Numbers of something, in order.
    pub quantities: Vec<Quantity>,
    /// Words that say how sure the writer is, in order.
    pub hedges: Vec<Hedge>,
}

/// Someone or something that words or facts are attributed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// From kind and name, or from report and first mention (anonymous, reporter).
    pub id: SourceId,
    /// What it is.
    pub kind: SourceKind,
    /// Full name as people write it; None for anonymous sources.
    pub name: Option<String>,
    /// As first written: "a senior official briefed on the talks".
    pub description: Option<String>,
    /// What they are or were, where the text says it: "interior minister".
    pub role: Option<String>,
    /// Whom they are with, where the text says it: "White House".
    pub affiliation: Option<String>,
    /// The report that an anonymous source or a reporter belongs to; None for all others.
    pub report: Option<ReportId>,
    /// Where this report mentions it, in order; empty for a source of the whole case.
    pub mentions: Vec<Span>,
}

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// A named person.
    Person,
    /// A named organization, authority or government, or an unnamed one that is not hiding ("rights groups").
    Organization,
    /// A news outlet or agency.
    Outlet,
    /// An indictment, filing, statement, poll, post.
    Document,
    /// Anyone whose name is withheld.
    Anonymous,
    /// The report's own voice.
    Reporter,
}

impl SourceKind {
    /// As the JSON and the case file write it.
    pub fn name(self) -> &'static str {
        match self {
            SourceKind::Person => "person",
            SourceKind::Organization => "organization",
            SourceKind::Outlet => "outlet",
            SourceKind::Document => "document",
            SourceKind::Anonymous => "anonymous",
            SourceKind::Reporter => "reporter",
        }
    }
}

/// A source, a cue and a content: that someone said something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribution {
    /// From report and spans.
    pub id: AttributionId,
    /// Whether the content stands between quotation marks.
    pub manner: Manner,
    /// What the source does with the content.
    pub stance: Stance,
    /// One of [`Annotations::sources`]; None where the text does not tell. Never guessed.
    pub source: Option<SourceId>,
    /// Outlets and people it came through, nearest to the source first.
    pub via: Vec<SourceId>,
    /// How many people an anonymous source stands for; None for named sources.
    pub count: Option<Count>,
    /// Words that name the source; may be empty (a quote whose speaker stands in an earlier sentence).
    pub source_spans: Vec<Span>,
    /// "said", "according to", "told".
    pub cue_spans: Vec<Span>,
    /// What was said; a direct quote without its marks.
    pub content_spans: Vec<Span>,
}

/// How a content is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Manner {
    /// Between quotation marks.
    Direct,
    /// Partly between quotation marks.
    Mixed,
    /// In the reporter's words.
    Indirect,
}

impl Manner {
    /// As the JSON and the case file write it.
    pub fn name(self) -> &'static str {
        match self {
            Manner::Direct => "direct",
            Manner::Mixed => "mixed",
            Manner::Indirect => "indirect",
        }
    }
}

/// What a source does with a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stance {
    /// Says it.
    Affirms,
    /// Says it is not so; the content is what is denied.
    Denies,
    /// Was asked and does not say.
    Declines,
}

impl Stance {
    /// As the JSON and the case file write it.
    pub fn name(self) -> &'static str {
        match self {
            Stance::Affirms => "affirms",
            Stance::Denies => "denies",
            Stance::Declines => "declines",
        }
    }
}

/// How many people: 'four sources' 4 and 4, 'officials' 2 and None, 'a source' 1 and 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Count {
    /// At least so many.
    pub min: u32,
    /// At most so many; None where the text sets no bound.
    pub max: Option<u32>,
}

/// Someone or something with a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// The fullest form that the report uses.
    pub name: String,
    /// Every mention by name, in order.
    pub spans: Vec<Span>,
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntityKind {
    /// A person.
    Person,
    /// An organization, government, party, outlet.
    Organization,
    /// A place.
    Place,
    /// A name of something else, or of something unknown.
    Other,
}

impl EntityKind {
    /// As the JSON and the case file write it.
    pub fn name(self) -> &'static str {
        match self {
            EntityKind::Person => "person",
            EntityKind::Organization => "organization",
            EntityKind::Place => "place",
            EntityKind::Other => "other",
        }
    }
}

/// Words that say when, with the days they mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeExpression {
    /// The words.
    pub span: Span,
    /// The days meant; None where the report's date would be needed and is not known.
    pub when: Option<Interval>,
    /// Whether the days depend on the publication date ("Monday", "last month").
    pub relative: bool,
}

impl TimeExpression {
    /// Whether it says when something is so, and not when anything happened: "now".
    pub fn is_present(&self, text: &str) -> bool {
        self.span.of(text).eq_ignore_ascii_case("now")
    }
}

/// A number of something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The words, with bound and unit: "at least 83 people".
    pub span: Span,
    /// The number; of a range, its lower end.
    pub value: f64,
    /// What is counted, in singular or plural as written, lower case: "people", "dollars", "percent"; empty where unsaid.
    pub unit: String,
    /// How exact.
    pub bound: Bound,
}

/// How exact a quantity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// That many or more.
    AtLeast,
    /// That many.
    Exact,
    /// Roughly that many.
    About,
    /// That many or fewer.
    AtMost,
}

impl Bound {
    /// As the JSON and the case file write it.
    pub fn name(self) -> &'static str {
        match self {
            Bound::AtLeast => "at-least",
            Bound::Exact => "exact",
            Bound::About => "about",
            Bound::AtMost => "at-most",
        }
    }
}

/// A word that says how sure the writer is: "allegedly", "reportedly", "may".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hedge {
    /// The word.
    pub span: Span,
}
