use serde::{Deserialize, Serialize};

use crate::{Anchor, CorrectionId, Moment, Node, ReportId, SourceKind};

/// What a person says of a finding, kept beside what the program found.
///
/// It refers to what stays the same when reports are added or linked anew: reports, places in them, names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// From time, person, note and ruling.
    pub id: CorrectionId,
    /// When it was made: RFC 3339 in UTC, `2031-05-06T09:30:00Z`. It comes from whoever asks, never from a clock here.
    pub at: String,
    /// Who made it.
    pub by: String,
    /// Why.
    pub note: String,
    /// What is so instead.
    pub ruling: Ruling,
    /// What the program had found, in words.
    pub found: String,
    /// Who took it back, where someone did; it then counts for nothing.
    pub undone: Option<Undone>,
}

/// That a correction was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// When: RFC 3339 in UTC.
    pub at: String,
    /// By whom.
    pub by: String,
    /// Why.
    pub note: String,
}

/// What a person rules.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Ruling {
    /// Who said it.
    Speaker {
        /// What was said.
        at: Anchor,
        /// By whom; None where the text does not tell.
        speaker: Option<Speaker>,
    },
    /// A report took nothing from another, in neither direction.
    NotTaken {
        /// The supposed giver.
        from: Node,
        /// The supposed receiver.
        to: ReportId,
    },
    /// Two statements state one fact.
    SameClaim {
        /// One.
        a: Anchor,
        /// The other.
        b: Anchor,
    },
    /// Two statements state two facts.
    OtherClaim {
        /// One.
        a: Anchor,
        /// The other.
        b: Anchor,
    },
    /// When a report was published.
    Published {
        /// The report.
        report: ReportId,
        /// When; None where that is not known.
        date: Option<Moment>,
    },
    /// A finding is as the program says.
    Confirmed {
        /// Its id: of a claim, a quote, an attribution; for a link of the lineage the ids of giver and receiver with
        /// `>` between them.
        finding: String,
    },
}

/// A source as a person names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Speaker {
    /// What it is.
    pub kind: SourceKind,
    /// Full name; for an anonymous one what is told of it.
    pub name: String,
}

impl Ruling {
    /// In a word, as the JSON and the case file write it.
    pub fn name(&self) -> &'static str {
        match self {
            Ruling::Speaker { .. } => "speaker",
            Ruling::NotTaken { .. } => "not-taken",
            Ruling::SameClaim { .. } => "same-claim",
            Ruling::OtherClaim { .. } => "other-claim",
            Ruling::Published { .. } => "published",
            Ruling::Confirmed { .. } => "confirmed",
        }
    }

    /// What it rules on: of two rulings on one thing, the later one holds.
    fn subject(&self) -> String {
        let place = |at: &Anchor| format!("{} {} {}", at.report, at.span.start, at.span.end);
        match self {
            Ruling::Speaker { at, .. } => format!("speaker {}", place(at)),
            Ruling::NotTaken { from, to } => {
                let from = node(from);
                let to = to.to_string();
                format!("taken {} {}", from.clone().min(to.clone()), from.max(to))
            }
            Ruling::SameClaim { a, b } | Ruling::OtherClaim { a, b } => {
                format!("claim {} {}", place(a.min(b)), place(a.max(b)))
            }
            Ruling::Published { report, .. } => format!("published {report}"),
            Ruling::Confirmed { finding } => format!("confirmed {finding}"),
        }
    }
}

fn node(node: &Node) -> String {
    match node {
        Node::Report(id) => id.to_string(),
        Node::External(id) => id.to_string(),
    }
}

impl Correction {
    /// A correction that stands.
    pub fn new(at: String, by: String, note: String, ruling: Ruling, found: String) -> Self {
        let what = match &ruling {
            Ruling::Speaker { speaker: Some(s), .. } => format!("{} {}", s.kind.name(), s.name),
            Ruling::Published { date: Some(date), .. } => date.to_string(),
            _ => String::new(),
        };
        let subject = ruling.subject();
        let parts = [&at, &by, &note, ruling.name(), &subject, &what].map(str::as_bytes);
        Self { id: CorrectionId::of(parts), at, by, note, ruling, found, undone: None }
    }
}

/// The corrections that hold, by time, then id: those that were not taken back, and of several on one thing the last.
/// The order in which they are given does not matter.
pub fn standing(corrections: &[Correction]) -> Vec<Correction> {
    let mut all: Vec<&Correction> = corrections.iter().filter(|c| c.undone.is_none()).collect();
    all.sort_by(|a, b| (&a.at, a.id).cmp(&(&b.at, b.id)));
    let mut seen = std::collections::BTreeSet::new();
    let mut kept: Vec<Correction> =
        all.into_iter().rev().filter(|c| seen.insert(c.ruling.subject())).cloned().collect();
    kept.reverse();
    kept
}
