//! The case as one self-contained HTML page: no script is needed to read it, nothing is fetched.
//!
//! Every finding links to the words it rests on: the places of a text are `#` report id, start, end, in Unicode code
//! points, as in the JSON. Whatever stands in a report is text and is written as text.

mod address;
mod findings;
mod marks;
mod site;
mod texts;

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use backstory_model::{Anchor, Annotated, Case, EdgeKind, ReportId, Span};
use backstory_text::CharIndex;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use address::Address;

use crate::{
    diff::{Piece, diff},
    digest::{Digest, Thread, derives, range, sources_word, title},
    draw,
    words::{and, plain, plural, short},
};

pub use address::{claim_path, compare_path, quote_path, report_path, source_path, span_path, story_path};
pub use site::{ClaimFilter, Drawn, LEDGER, Site, corrected, revised, ruled};

/// The style sheet of every page, with that of the drawings: the one-file report carries it, a server hands it out.
pub fn style() -> String {
    format!("{}{}", include_str!("style.css"), draw::STYLE)
}

/// Stories that stand open when the page is opened; the others are folded.
const OPEN_STORIES: usize = 1;

/// The page of a case. The same case gives the same bytes.
pub fn report(case: &Case) -> String {
    let page = Page::new(case);
    page.whole().into_string()
}

/// A page in the making.
struct Page<'a> {
    digest: Digest<'a>,
    indexes: BTreeMap<ReportId, CharIndex>,
    /// Places that findings link to: the texts, which come last, must carry them.
    wanted: RefCell<BTreeMap<ReportId, BTreeSet<Span>>>,
    address: Address,
}

impl<'a> Page<'a> {
    fn new(case: &'a Case) -> Self {
        Self {
            digest: Digest::new(case),
            indexes: case.reports.iter().map(|a| (a.report.id, CharIndex::new(&a.report.text))).collect(),
            wanted: RefCell::default(),
            address: Address::OneFile,
        }
    }

    fn whole(&self) -> Markup {
        let stories: Vec<&Thread> = self.digest.stories().collect();
        let singles: Vec<&Thread> = self.digest.singles().collect();
        let body = html! {
            (self.head(&stories, &singles))
            main {
                @for (at, thread) in stories.iter().enumerate() {
                    (self.story(thread, at < OPEN_STORIES))
                }
                @if !singles.is_empty() {
                    section.story id="alone" {
                        h2 { @if stories.is_empty() { "Reports" } @else { "On their own" } }
                        p.brief { "Reports that no other report in the case tells about the same event." }
                        @for thread in &singles { (self.single(thread)) }
                    }
                }
            }
        };
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="referrer" content="no-referrer";
                    meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
                    meta name="generator" content="Backstory";
                    title { (self.heading(&stories)) " – Backstory" }
                    style { (PreEscaped(style())) }
                }
                body {
                    (body)
                    footer {
                        p { "Ten articles are not ten sources. What is written here was inferred from the reports’ own words by program; "
                            "each finding links to the words it rests on. ‘Copied’ and ‘rewrote’ are inferences." }
                    }
                }
            }
        }
    }

    fn heading(&self, stories: &[&Thread<'_>]) -> String {
        match stories {
            [one] => one.title.clone(),
            _ => plural(self.digest.case.reports.len(), "report", "reports"),
        }
    }

    fn head(&self, stories: &[&Thread<'a>], singles: &[&Thread<'a>]) -> Markup {
        let links = &self.digest.case.links;
        let changes: usize = links.quotes.iter().map(|q| q.changes.len()).sum::<usize>()
            + links.claims.iter().map(|c| c.changes.len()).sum::<usize>();
        let silent = self.digest.silent();
        let reports = self.digest.case.reports.len();
        let own: usize = self.digest.threads.iter().map(|t| self.digest.independent_reports(t)).sum();
        html! {
            header.mast {
                div.brand { b { "Backstory" } span { "who said it, how they know, who repeated it" } }
                h1 {
                    (plural(reports, "report", "reports"))
                    @if !stories.is_empty() { ", " (plural(stories.len(), "story", "stories")) }
                    @if !stories.is_empty() && !singles.is_empty() { ", " (singles.len()) " on " @if singles.len() == 1 { "its" } @else { "their" } " own" }
                }
                div.figures {
                    (figure(&format!("{own} of {reports}"), "reports took nothing from another report here"))
                    @if silent > 0 { (figure(&silent.to_string(), if silent == 1 { "taking without credit" } else { "takings without credit" })) }
                    @if changes > 0 { (figure(&changes.to_string(), if changes == 1 { "change to a quote or a claim on the way" } else { "changes to quotes and claims on the way" })) }
                }
                @if stories.len() + usize::from(!singles.is_empty()) > 1 {
                    nav.index aria-label="Stories" {
                        ol {
                            li.soft aria-hidden="true" { small { "Story" } span { "Reports" } span { "Most repeated claim" } }
                            @for thread in stories {
                                li {
                                    a href=(format!("#{}", story_anchor(thread))) { bdi { (short(&thread.title, 160)) } }
                                    span.num { (plural(thread.reports.len(), "report", "reports")) }
                                    span.num { @if let Some(claim) = self.digest.most_repeated(thread) { (range(claim.independent)) " " (sources_word(claim.independent)) } }
                                }
                            }
                            @if !singles.is_empty() {
                                li { a href="#alone" { "On their own" } span.num { (plural(singles.len(), "report", "reports")) } span {} }
                            }
                        }
                    }
                }
            }
        }
    }

    fn story(&self, thread: &Thread<'a>, open: bool) -> Markup {
        html! {
            details.story id=(story_anchor(thread)) open[open] {
                summary { h2 { bdi { (thread.title) } } p.brief { (self.brief(thread)) } }
                (self.figures(thread))
                @if let Some(drawing) = findings::lineage(self, thread) {
                    h3 { "Who got it from whom" }
                    (drawing)
                }
                h3 { "Reports in order of time" }
                (self.reports(thread))
                (findings::claims(self, thread))
                (findings::quotes(self, thread))
                (findings::denials(self, thread))
                (findings::timeline(self, thread))
                (findings::edges(self, thread))
                h3 { "The reports’ texts" }
                (texts::key())
                @for annotated in &thread.reports { (texts::report(self, annotated)) }
            }
        }
    }

    /// Outlets and days, in a line.
    fn brief(&self, thread: &Thread<'_>) -> String {
        let mut names: Vec<String> = Vec::new();
        for annotated in &thread.reports {
            let name = self.digest.name(annotated.report.id);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let more = names.len().saturating_sub(4);
        let mut words = names.into_iter().take(4).collect::<Vec<_>>().join(", ");
        if more > 0 {
            words += &format!(" and {more} more");
        }
        format!("{} · {words}", plural(thread.reports.len(), "report", "reports"))
    }

    fn figures(&self, thread: &Thread<'a>) -> Markup {
        let own = self.digest.independent_reports(thread);
        html! {
            div.figures {
                (figure(&thread.reports.len().to_string(), "reports"))
                (figure(&own.to_string(), "of them took nothing from another"))
                @if let Some(claim) = self.digest.most_repeated(thread) {
                    div {
                        b { (range(claim.independent)) }
                        span { "independent " (sources_word(claim.independent)) " behind " a href=(self.claim_href(claim.id)) { "the most repeated claim" } }
                    }
                }
            }
        }
    }

    fn reports(&self, thread: &Thread<'a>) -> Markup {
        html! {
            table.reports {
                thead { tr { th { "No." } th { "Published" } th { "Outlet" } th { "Headline" } th { "Took from" } } }
                tbody {
                    @for annotated in &thread.reports {
                        @let id = annotated.report.id;
                        @let taken = self.digest.taken(id);
                        tr {
                            td.n.num { (self.digest.number(id)) }
                            td.d.num { (self.digest.date(annotated)) }
                            td { bdi { (self.digest.name(id)) } }
                            td { a href=(self.report_href(id)) { bdi { (short(&title(annotated), 110)) } } }
                            td {
                                @if taken.is_empty() && self.digest.takers(id).is_empty() { span.soft { "took nothing from another" } }
                                @if taken.iter().all(|e| !derives(e)) && !self.digest.takers(id).is_empty() { span.good { "origin: " (self.numbers(&self.digest.takers(id))) " took from it" } br; }
                                @for edge in taken {
                                    a class=(if edge.kind == EdgeKind::Cites || !edge.directed { "" } else if edge.credited { "good" } else { "bad" })
                                        href=(self.edge_href(edge)) { (self.digest.taking(edge)) }
                                    br;
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// `1, 2 and 5`.
    fn numbers(&self, reports: &[ReportId]) -> String {
        and(&reports.iter().map(|r| self.digest.number(*r).to_string()).collect::<Vec<_>>())
    }

    fn single(&self, thread: &Thread<'a>) -> Markup {
        html! {
            @for annotated in &thread.reports {
                @let id = annotated.report.id;
                @let taken = self.digest.taken(id);
                @if !taken.is_empty() || !thread.claims.is_empty() {
                    div id=[thread.id.map(|id| id.to_string())] {}
                }
                (texts::report_with(self, annotated, html! {
                    (findings::claims(self, thread))
                    (findings::edges(self, thread))
                }))
            }
        }
    }

    /// Whether these are the words at that place, but for capitals and the shape of quotation marks.
    fn same_words(&self, at: Anchor, words: &str) -> bool {
        diff(self.digest.case.words(at), words).iter().all(|p| matches!(p, Piece::Same(..)))
    }

    fn annotated(&self, id: ReportId) -> &'a Annotated {
        self.digest.case.report(id).expect("a finding names a report of its case")
    }
}

fn story_anchor(thread: &Thread<'_>) -> String {
    thread.id.map_or_else(|| format!("story-{}", thread.reports[0].report.id), |id| id.to_string())
}

fn figure(number: &str, caption: &str) -> Markup {
    html! { div { b { (number) } span { (caption) } } }
}

/// Words of a report on one line, fit for a heading.
fn line(text: &str, most: usize) -> Markup {
    html! { bdi { (short(&plain(text), most)) } }
}
