use serde::{Deserialize, Serialize};

use crate::{Anchor, Interval, Quantity, Span};

/// A claim taken apart: who did what, when, where and how much of what. All of it is read from one statement, the one whose
/// words are the claim's text; what that does not say, or not clearly, is not filled in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slots {
    /// The statement.
    pub at: Anchor,
    /// Who acts, in the order of the words; empty where that is not told. Who only says it is none of them.
    pub actors: Vec<Actor>,
    /// What they do: the verb with all that helps it, and its object or what else belongs to it.
    pub action: Option<Span>,
    /// When.
    pub time: Option<Time>,
    /// Where it happens.
    pub place: Option<Named>,
    /// Numbers of something.
    pub quantities: Vec<Quantity>,
}

impl Slots {
    /// Of a statement of which no more is known.
    pub fn new(at: Anchor) -> Self {
        Self { at, actors: Vec::new(), action: None, time: None, place: None, quantities: Vec::new() }
    }
}

/// Words for someone or something, and its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The words: "the ferry's owner, Tessa Morrow".
    pub span: Span,
    /// The fullest name that the report uses for it; None where the words hold no name for it.
    pub name: Option<String>,
}

/// Someone or something that has a part in an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Who.
    pub named: Named,
    /// What part.
    pub part: Part,
}

/// What part someone has in an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The subject: who acts, or in the passive, whom it happens to.
    Subject,
    /// In the passive, by whom it is done.
    Agent,
}

impl Part {
    /// As the JSON and the case file write it.
    pub fn name(self) -> &'static str {
        match self {
            Part::Subject => "subject",
            Part::Agent => "agent",
        }
    }
}

/// When something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Time {
    /// The words, with what leads to them: "since early March".
    pub span: Span,
    /// The days that they name; None where these are not known.
    pub when: Option<Interval>,
}
