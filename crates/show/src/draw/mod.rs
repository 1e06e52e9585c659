//! Drawings: plain view data in, SVG text out.
//!
//! A picture is made for a page or to stand alone ([`Look`]). On a page its colours come from the style sheet
//! ([`STYLE`], by custom properties), so that one picture serves light and dark; nothing in it carries a style of its
//! own, which a strict content security policy would refuse. Whatever a colour says, a line, a shape or a word says too.
//!
//! Positions on a time axis are whole minutes; pictures are measured in user units, one of which is a pixel on a page
//! that is as wide as the picture.

mod arcs;
mod axis;
mod chains;
mod events;
mod fold;
mod frame;
mod lineage;
mod moves;
mod pen;
mod route;
#[cfg(test)]
mod tests;
mod text;
mod thumbnail;
mod view;

use backstory_model::{EdgeKind, Moment};
use jiff::civil::Date;

pub use chains::chains;
pub use events::events;
pub use frame::still;
pub use moves::moves;
pub use thumbnail::thumbnail;
pub use view::{Links, Target, chains_view, events_view, lineage_view, moves_view};
pub(crate) use view::{chains_of, events_of, lineage as lineage_of, moves_of};

/// What the pictures need of a page's style sheet. Each colour is a custom property with a light fall-back.
pub const STYLE: &str = concat!(
    include_str!("style.css"),
    ".bs-narrow{display:none}\n@media (max-width:40rem){.bs-wide{display:none}.bs-narrow{display:block}}\n"
);

/// The custom properties with values for a dark page, as declarations.
pub const DARK: &str = "--draw-ink:#ece9e2;--draw-soft:#aaa69b;--draw-rule:#383a40;--draw-paper:#16171a;\
--draw-band:#212328;--draw-credited:#5fcfc0;--draw-silent:#ff9a62;--draw-cites:#85827a;--draw-event:#c79be6;\
--draw-accent:#e6b85f;";

/// How a picture is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// 960 units wide; time goes to the right.
    Wide,
    /// 360 units wide, for a phone; time goes down.
    Narrow,
}

/// Where a picture will stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// How it is laid out.
    pub layout: Layout,
    /// What its ids begin with; unique on a page.
    pub id: String,
    /// Whether it is a file of its own: then it brings its style, a ground and its title.
    pub alone: bool,
}

impl Look {
    /// On a page with room.
    pub fn wide(id: impl Into<String>) -> Self {
        Self { layout: Layout::Wide, id: id.into(), alone: false }
    }

    /// On a phone.
    pub fn narrow(id: impl Into<String>) -> Self {
        Self { layout: Layout::Narrow, id: id.into(), alone: false }
    }

    /// As a file.
    pub fn alone(layout: Layout) -> Self {
        Self { layout, id: "bs".to_owned(), alone: true }
    }
}

/// Who took from whom in a story.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lineage {
    /// What the story is called.
    pub title: String,
    /// In order of time.
    pub reports: Vec<ReportNode>,
    /// Whoever is cited and not in the case.
    pub outside: Vec<OutsideNode>,
    /// Who took from whom.
    pub edges: Vec<Line>,
}

/// A report of a lineage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReportNode {
    /// What stands in its dot: a number of up to three digits.
    pub label: String,
    /// Its lane.
    pub outlet: String,
    /// Its headline.
    pub title: String,
    /// When it came out.
    pub when: Option<Moment>,
    /// When an undated one came out at the earliest.
    pub not_before: Option<Moment>,
    /// Where its dot leads.
    pub href: Option<String>,
}

/// A source outside the case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutsideNode {
    /// What it is called.
    pub name: String,
    /// Where it leads.
    pub href: Option<String>,
}

/// Where a line starts: an index into one of the lists of a [`Lineage`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// A report.
    Report(usize),
    /// A source outside the case.
    Outside(usize),
}

/// That a report took something.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The giver.
    pub from: End,
    /// The receiver, an index into the reports.
    pub to: usize,
    /// What was taken.
    pub kind: EdgeKind,
    /// Whether the receiver says so.
    pub credited: bool,
    /// Whether it is settled who was first.
    pub directed: bool,
    /// The finding in words, shown on hover and read aloud.
    pub why: String,
    /// Where it leads.
    pub href: Option<String>,
}

/// Who took from whom, on a time axis.
///
/// Indices that are out of range are left out. Where there are many reports, those that did the same with the same
/// report share a lane, and so do those that have to do with no other.
pub fn lineage(view: &Lineage, look: &Look) -> String {
    match look.layout {
        Layout::Wide => lineage::draw(view, look),
        Layout::Narrow => arcs::draw(view, look),
    }
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// First day.
    pub from: Date,
    /// Last day, which may be the first.
    pub to: Date,
    /// The words that say when.
    pub words: String,
    /// The sentence they stand in.
    pub text: String,
    /// Who reports it.
    pub by: String,
    /// Where it leads.
    pub href: Option<String>,
}

/// What happened in a story, and when it was reported.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Events {
    /// What the story is called.
    pub title: String,
    /// In any order.
    pub events: Vec<Happening>,
    /// When its reports came out.
    pub reported: Vec<Moment>,
}

/// What a link of a chain is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChainKind {
    /// A news outlet.
    Outlet,
    /// A news agency.
    Wire,
    /// A person by name.
    Person,
    /// An organization by name.
    Organization,
    /// A document.
    Document,
    /// Someone whose name is withheld.
    Anonymous,
    /// A report's own word.
    Reporter,
    /// A report whose outlet nothing tells.
    Report,
}

/// A link of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainLink {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: ChainKind,
    /// A second line: a role, a number of people.
    pub note: Option<String>,
    /// Where it leads.
    pub href: Option<String>,
    /// Whether it has it from the next link without saying so.
    pub silent: bool,
}

/// How a claim came to its readers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chains {
    /// The claim.
    pub title: String,
    /// Each from the outlet that a reader reads to the one who knows.
    pub chains: Vec<Vec<ChainLink>>,
}

/// One statement of a claim, for how it moved.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// When it was published.
    pub when: Option<Moment>,
    /// By whom.
    pub outlet: String,
    /// The report's number.
    pub label: String,
    /// The words.
    pub words: String,
    /// The figure's lower end; None where it has none ("at most 40").
    pub low: Option<f64>,
    /// The figure's upper end; None where it has none ("at least 40").
    pub high: Option<f64>,
    /// What changed here, in words.
    pub changed: Vec<String>,
    /// Whether it is a denial.
    pub denied: bool,
    /// Whether words of caution stand in it.
    pub hedged: bool,
    /// Where it leads.
    pub href: Option<String>,
}

/// How a claim's figures and words moved.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moves {
    /// The claim.
    pub title: String,
    /// What the figures count.
    pub unit: String,
    /// Oldest first.
    pub steps: Vec<Step>,
}
