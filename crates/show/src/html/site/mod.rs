//! Pages about one thing each, of a part of a case: what a server puts between its head and its foot.

mod claim;
mod compare;
mod correct;
mod quote;
mod report;
mod story;

use std::sync::OnceLock;

use backstory_model::{Anchor, Case, Claim, ReportId, SourceId, SourceKind, Stance, StoryId};
use maud::{Markup, html};

pub use correct::{corrected, ruled};
pub use report::revised;

use super::{Page, address::Address, story_path};
use crate::{
    digest::{Thread, day, title},
    words::{plain, plural, short},
};

/// Claims on one page of a ledger.
pub const LEDGER: usize = 40;

/// What claims a ledger is kept to; all where nothing is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClaimFilter {
    /// Nobody with a name stands behind it.
    pub anonymous: bool,
    /// Someone denies it.
    pub denied: bool,
    /// It changed on the way.
    pub changed: bool,
    /// At most one origin stands behind it.
    pub single: bool,
    /// Two or more reports state it.
    pub repeated: bool,
}

/// The drawings of a story, for whoever makes its page again and again: they follow from the case alone, and not from
/// which of its claims are listed. What was drawn for one state of a case must not be kept for another.
#[derive(Debug, Default)]
pub struct Drawn {
    lineage: OnceLock<Option<String>>,
    timeline: OnceLock<String>,
}

/// The pages of a case, or of a part of one.
pub struct Site<'a> {
    page: Page<'a>,
    /// The story that the numbers of the reports are those of.
    story: Option<StoryId>,
    editable: bool,
    drawn: Option<&'a Drawn>,
}

impl<'a> Site<'a> {
    /// Pages of what is in this part of a case. Reports are numbered as in that story. `editable`: whether forms for
    /// corrections are shown.
    pub fn new(part: &'a Case, story: Option<StoryId>, editable: bool) -> Self {
        let mut page = Page::new(part);
        page.address = Address::Site(None);
        page.digest.number_within(story);
        Self { page, story, editable, drawn: None }
    }

    /// The same, with drawings that are made once and kept.
    pub fn drawn(self, drawn: &'a Drawn) -> Self {
        Self { drawn: Some(drawn), ..self }
    }

    pub(crate) fn digest(&self) -> &crate::digest::Digest<'a> {
        &self.page.digest
    }

    pub(crate) fn thread_of(&self, id: StoryId) -> Option<&Thread<'a>> {
        self.page.digest.threads.iter().find(|t| t.id == Some(id))
    }

    /// A place in code points.
    pub(crate) fn chars(&self, at: Anchor) -> backstory_text::CharSpan {
        self.page.indexes[&at.report].chars(&self.page.annotated(at.report).report.text, at.span)
    }

    fn thread(&self) -> Option<&Thread<'a>> {
        self.page.digest.threads.iter().find(|t| t.id.is_some() && t.id == self.story)
    }

    /// `Stories › This story › …`.
    fn trail(&self, here: Option<&str>) -> Markup {
        html! {
            nav.trail aria-label="Where this is" {
                ol {
                    li { a href="/" { "Stories" } }
                    @if let Some(thread) = self.thread() {
                        li { @match here {
                            Some(_) => { a href=(story_path(thread.id.expect("a thread of a story"))) { bdi { (short(&thread.title, 70)) } } },
                            None => span aria-current="page" { bdi { (short(&thread.title, 70)) } },
                        } }
                    }
                    @if let Some(here) = here { li { span aria-current="page" { (here) } } }
                }
            }
        }
    }

    /// Words for a citation: quote, outlet, title and day. A script adds the address.
    fn citation(&self, at: Anchor) -> String {
        let words = plain(self.page.digest.case.words(at));
        let words = words.trim_matches(['“', '”', '"', ',']);
        format!("“{words}” — {}", self.citation_of(at.report))
    }

    /// The same without the quote.
    fn citation_of(&self, id: ReportId) -> String {
        let annotated = self.page.annotated(id);
        format!("{}, “{}”, {}", self.page.digest.name(id), title(annotated), self.page.digest.date(annotated))
    }

    /// A button that copies quote, report and address.
    fn cite(&self, at: Anchor) -> Markup {
        let link = format!("{}#{}", super::report_path(at.report), self.page.place(at));
        html! {
            button.cite type="button" data-cite=(self.citation(at)) data-link=(link) hidden { "Copy citation" }
        }
    }

    /// Whether only people whose names are withheld stand behind it.
    fn anonymous(&self, claim: &Claim) -> bool {
        let kinds: Vec<SourceKind> =
            claim.origins.iter().filter_map(|o| self.page.digest.source(o.source)).map(|s| s.kind).collect();
        kinds.contains(&SourceKind::Anonymous)
            && kinds
                .iter()
                .all(|k| matches!(k, SourceKind::Anonymous | SourceKind::Reporter | SourceKind::Outlet))
    }

    pub(crate) fn passes(&self, claim: &Claim, filter: ClaimFilter) -> bool {
        let stated = self.page.digest.stated_in(claim, Stance::Affirms).len();
        (!filter.anonymous || self.anonymous(claim))
            && (!filter.denied || claim.statements.iter().any(|s| s.stance == Stance::Denies))
            && (!filter.changed || !claim.changes.is_empty())
            && (!filter.single || (claim.independent.max <= 1 && !claim.independent.open))
            && (!filter.repeated || stated > 1)
    }

    /// Kind of a source in a word, for a badge.
    fn kind(&self, id: SourceId) -> &'static str {
        self.page.digest.source(id).map_or("unknown", |s| s.kind.name())
    }

    /// Outlet, headline and day of a report, in two lines.
    fn report_head(&self, id: ReportId) -> Markup {
        let annotated = self.page.annotated(id);
        html! {
            span.by {
                (self.page.report_link(id))
                span.soft.num { (self.page.digest.date(annotated)) }
            }
        }
    }
}

/// A heading of a section, with an id so that it can be linked to.
fn section(id: &str, words: &str) -> Markup {
    html! { h2.section id=(id) { (words) } }
}

/// `3 reports`, as a figure with its caption.
fn stat(number: usize, one: &str, many: &str, class: &str) -> Markup {
    html! { div.stat { b class={ "num " (class) } { (number) } span { (if number == 1 { one } else { many }) } } }
}

/// Reports in words.
fn reports(n: usize) -> String {
    plural(n, "report", "reports")
}

/// Day of a moment.
fn only_day(moment: &str) -> String {
    day(moment).split(' ').next().unwrap_or_default().to_owned()
}
