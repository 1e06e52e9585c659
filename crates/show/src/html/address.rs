//! Where the things of a case are shown: places of one file, or pages of a site.

use backstory_model::{Anchor, ClaimId, Edge, Node, QuoteId, ReportId, SourceId, StoryId};
use maud::{Markup, html};

use super::Page;
use crate::draw::Target;

/// What the links of a page lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// Everything stands in one file.
    OneFile,
    /// Each thing has a page; this is the page of that report, or of something else.
    Site(Option<ReportId>),
}

/// Path of a story's page.
pub fn story_path(id: StoryId) -> String {
    format!("/story/{id}")
}

/// Path of a claim's page.
pub fn claim_path(id: ClaimId) -> String {
    format!("/claim/{id}")
}

/// Path of a quote's page.
pub fn quote_path(id: QuoteId) -> String {
    format!("/quote/{id}")
}

/// Path of a report's page.
pub fn report_path(id: ReportId) -> String {
    format!("/report/{id}")
}

/// Path of words of a report, in code points of its text.
pub fn span_path(id: ReportId, start: u32, end: u32) -> String {
    format!("/report/{id}#span-{start}-{end}")
}

/// Path of a source's page.
pub fn source_path(id: SourceId) -> String {
    format!("/source/{id}")
}

/// Path of two reports side by side.
pub fn compare_path(a: ReportId, b: ReportId) -> String {
    format!("/compare/{a}/{b}")
}

/// The id of the place that shows what an edge rests on.
pub(super) fn edge_anchor(edge: &Edge) -> String {
    let from = match edge.from {
        Node::Report(id) => id.to_string(),
        Node::External(id) => id.to_string(),
    };
    format!("edge-{from}-{}-{}", edge.to, edge.kind.name())
}

impl Page<'_> {
    /// Where a part of a drawing leads.
    pub(super) fn target(&self, target: &Target) -> Option<String> {
        match target {
            Target::Report(id) => Some(self.report_href(*id)),
            Target::Edge(from, to, kind) => {
                let edges = &self.digest.case.links.lineage;
                let edge = edges.iter().find(|e| e.from == *from && e.to == *to && e.kind == *kind)?;
                Some(self.edge_href(edge))
            }
            Target::Source(id) => self.on_site().then(|| source_path(self.digest.case.links.source_id(*id))),
            Target::Claim(id) => Some(self.claim_href(*id)),
            Target::Place(at) => Some(self.link(*at)),
        }
    }

    /// Id of a place in a text.
    pub(super) fn place(&self, at: Anchor) -> String {
        let text =
            &self.digest.case.report(at.report).expect("an anchor names a report of its case").report.text;
        let chars = self.indexes[&at.report].chars(text, at.span);
        match self.address {
            Address::OneFile => format!("{}-{}-{}", at.report, chars.start, chars.end),
            Address::Site(_) => format!("span-{}-{}", chars.start, chars.end),
        }
    }

    /// Address of a place in a text; from now on the text must carry it.
    pub(super) fn link(&self, at: Anchor) -> String {
        let place = self.place(at);
        match self.address {
            Address::Site(here) if here != Some(at.report) => {
                format!("{}#{place}", report_path(at.report))
            }
            _ => {
                self.wanted.borrow_mut().entry(at.report).or_default().insert(at.span);
                format!("#{place}")
            }
        }
    }

    pub(super) fn on_site(&self) -> bool {
        matches!(self.address, Address::Site(_))
    }

    /// A heading inside a story.
    pub(super) fn section(&self, id: &str, words: &str) -> Markup {
        html! { @if self.on_site() { h2.section id=(id) { (words) } } @else { h3 { (words) } } }
    }

    /// What is folded on a page of its own, where a drawing says the same, and open in one file.
    pub(super) fn folded(&self, words: &str, what: Markup) -> Markup {
        html! { @if self.on_site() { details.more { summary { (words) } (what) } } @else { (what) } }
    }

    /// A link to more, where there is a page for it.
    pub(super) fn more(&self, href: String, words: &str) -> Markup {
        html! { @if self.on_site() { " · " a href=(href) { (words) } } }
    }

    pub(super) fn report_href(&self, id: ReportId) -> String {
        if self.on_site() { report_path(id) } else { format!("#{id}") }
    }

    pub(super) fn claim_href(&self, id: ClaimId) -> String {
        if self.on_site() { claim_path(id) } else { format!("#{id}") }
    }

    pub(super) fn quote_href(&self, id: QuoteId) -> String {
        if self.on_site() { quote_path(id) } else { format!("#{id}") }
    }

    /// Where the evidence of an edge is shown.
    pub(super) fn edge_href(&self, edge: &Edge) -> String {
        match (self.on_site(), edge.from) {
            (true, Node::Report(from)) => compare_path(from, edge.to),
            (true, Node::External(_)) => format!("{}#{}", report_path(edge.to), edge_anchor(edge)),
            (false, _) => format!("#{}", edge_anchor(edge)),
        }
    }

    /// A source's name, as a link where it has a page.
    pub(super) fn source_link(&self, id: SourceId) -> Markup {
        let name = self.digest.source_name(id);
        html! {
            @if self.on_site() { a.quiet href=(source_path(self.digest.case.links.source_id(id))) { bdi { (name) } } }
            @else { bdi { (name) } }
        }
    }

    /// A report's number, where it has one on this page, and its name.
    pub(super) fn label(&self, id: ReportId) -> Markup {
        let number = self.digest.number(id);
        html! { @if number > 0 { span.no { (number) } " " } bdi { (self.digest.name(id)) } }
    }

    /// A report by number and name, as a link to its text.
    pub(super) fn report_link(&self, id: ReportId) -> Markup {
        html! { a href=(self.report_href(id)) { (self.label(id)) } }
    }
}
