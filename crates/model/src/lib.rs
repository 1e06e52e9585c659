//! What the rooms hand to each other: documents, reports, what one report says, what many say together.
//!
//! Plain data without behaviour of its own beyond what keeps it well-formed. Positions are byte [`Span`]s into
//! [`Report::text`]; the JSON and SQL shapes, which count code points, belong to the rooms at the edge.

mod annotation;
mod beside;
mod case;
mod correction;
mod date;
mod diagnostic;
mod id;
mod report;
mod slots;

pub use annotation::{
    Annotations, Attribution, Bound, Count, Entity, EntityKind, Hedge, Manner, Quantity, Source, SourceKind,
    Stance, TimeExpression,
};
pub use backstory_text::Span;
pub use beside::Beside;
pub use case::{
    About, Anchor, Annotated, Case, Change, Claim, ClaimChange, Edge, EdgeKind, Event, Independent, Links,
    Node, Origin, Passage, Quote, QuoteChange, QuoteOccurrence, Reason, Statement, Story,
};
pub use correction::{Correction, Ruling, Speaker, Undone, standing};
pub use date::{Interval, Moment};
pub use diagnostic::{Diagnostic, Severity};
pub use id::{
    AttributionId, ClaimId, CorrectionId, IdError, QuoteId, ReportId, SourceId, StoryId, hash_parts,
};
pub use report::{
    Agency, Basis, Block, Credit, Document, Link, LinkKind, Meta, Published, Report, Role, Title,
};
pub use slots::{Actor, Named, Part, Slots, Time};
