//! A report: its text as read, with who says what marked, and notes in the margin.

use std::collections::BTreeSet;

use backstory_model::{Anchor, Annotated, Attribution, Edge, Manner, Node, ReportId, Span, Stance};
use backstory_text::CharSpan;
use maud::{Markup, html};

use super::{Site, claim::kind_words, section};
use crate::{
    diff::{Piece, diff},
    digest::{people, range, sources_word, title},
    html::{address::Address, findings, texts},
    words::{plain, short},
};

/// Words that are the same before and behind a change, so that it is seen where it stands.
const AROUND: usize = 90;

/// What differs between an earlier text of a report and the one that followed it, each change with the words around it.
pub fn revised(before: &str, after: &str) -> Markup {
    let pieces = diff(before, after);
    let last = pieces.len().saturating_sub(1);
    let same = |at: usize, words: &str| match (at, words.chars().count()) {
        (_, n) if n <= 2 * AROUND => plain(words),
        (0, _) => plain(&findings::short_start(words, AROUND)),
        (at, _) if at == last => plain(&findings::short_end(words, AROUND)),
        _ => format!(
            "{} {}",
            plain(&findings::short_end(words, AROUND)),
            plain(&findings::short_start(words, AROUND))
        ),
    };
    html! {
        p.revised {
            @for (at, piece) in pieces.iter().enumerate() {
                @match piece {
                    Piece::Same(_, words) => { (same(at, words)) " " }
                    Piece::Gone(words) => { @if !plain(words).is_empty() { del { bdi { (short(words, 600)) } } " " } }
                    Piece::New(words) => { @if !plain(words).is_empty() { ins.new { bdi { (short(words, 600)) } } " " } }
                }
            }
        }
    }
}

impl Site<'_> {
    /// The page of a report; None where the part does not hold it. `also` are words that are asked for and that no
    /// finding need point at: they can be linked to like those of findings.
    pub fn report(&mut self, id: ReportId, also: Option<CharSpan>) -> Option<Markup> {
        self.page.address = Address::Site(Some(id));
        let case = self.page.digest.case;
        let annotated = case.report(id)?;
        self.want_all(id);
        let index = &self.page.indexes[&id];
        if let Some(span) = also.and_then(|also| index.bytes(&annotated.report.text, also)) {
            self.page.wanted.borrow_mut().entry(id).or_default().insert(span);
        }
        let at = |span: Span| Some(index.chars(&annotated.report.text, span).start);
        let report = &annotated.report;
        let claims: Vec<_> =
            case.links.claims.iter().filter(|c| c.statements.iter().any(|s| s.at.report == id)).collect();
        let taken = self.page.digest.taken(id);
        let takers = self.page.digest.takers(id);
        Some(html! {
            (self.trail(Some("Report")))
            article.reportpage {
                header.lead {
                    p.kicker { (self.page.label(id)) " · " span.num { (self.page.digest.date(annotated)) } }
                    h1 { bdi { (title(annotated)) } }
                }
                div.split {
                    div.main {
                        (texts::key())
                        div.text.noted lang=[report.language.as_deref()] dir="auto" id="text" data-cite=(self.citation_of(id)) {
                            (texts::laid_out(annotated, texts::all_marks(&self.page, annotated), |span| self.notes(annotated, span), at))
                        }
                    }
                    aside.side {
                        section aria-labelledby="about" {
                            (section("about", "About this report"))
                            (texts::meta(&self.page, annotated))
                            (self.corrected_id(&id.to_string()))
                            (self.date_form(id))
                        }
                        @if !taken.is_empty() || !takers.is_empty() {
                            section aria-labelledby="lineage" {
                                (section("lineage", "Where it stands"))
                                ul.taken {
                                    @for edge in &taken { li { (self.taking(edge)) } }
                                    @for taker in &takers {
                                        li { (self.page.report_link(*taker)) " took from it. "
                                            a href=(crate::html::compare_path(id, *taker)) { "Compare" } }
                                    }
                                }
                            }
                        }
                        @if !claims.is_empty() {
                            section aria-labelledby="claims" {
                                (section("claims", "Claims in it"))
                                ul.minor {
                                    @for claim in claims.iter().take(12) {
                                        li {
                                            a href=(self.page.claim_href(claim.id)) { bdi { (short(&plain(&claim.text), 110)) } }
                                            span.soft { (range(claim.independent)) " " (sources_word(claim.independent)) }
                                        }
                                    }
                                }
                                @if claims.len() > 12 { p.soft { "and " (claims.len() - 12) " more, on the story’s page" } }
                            }
                        }
                    }
                }
                @let outside: Vec<&Edge> = case.links.lineage.iter().filter(|e| e.to == id && matches!(e.from, Node::External(_))).collect();
                @if !outside.is_empty() {
                    section aria-labelledby="outside" {
                        (section("outside", "Cited, and not in the case"))
                        @for edge in outside { (findings::edge(&self.page, edge)) }
                    }
                }
            }
        })
    }

    /// Headline of a report, for the head of its page.
    pub fn report_title(&self, id: ReportId) -> Option<String> {
        self.page.digest.case.report(id).map(|a| short(&title(a), 80))
    }

    /// Every place of the report that a finding points at gets an id, so that pages elsewhere can link to it.
    fn want_all(&self, report: ReportId) {
        let case = self.page.digest.case;
        let mut spans: BTreeSet<Span> = BTreeSet::new();
        let mut want = |at: Anchor| {
            if at.report == report {
                spans.insert(at.span);
            }
        };
        for claim in &case.links.claims {
            claim.statements.iter().for_each(|s| want(s.at));
            claim.changes.iter().flat_map(|c| c.from_at.into_iter().chain(c.to_at)).for_each(&mut want);
        }
        for quote in &case.links.quotes {
            quote.occurrences.iter().for_each(|o| want(o.at));
            quote.changes.iter().flat_map(|c| c.from_at.into_iter().chain(c.to_at)).for_each(&mut want);
        }
        case.links.lineage.iter().flat_map(|e| &e.evidence).for_each(|a| want(*a));
        case.links.passages.iter().flat_map(|p| [p.a, p.b]).for_each(&mut want);
        case.links.timeline.iter().for_each(|e| want(e.at));
        if let Some(annotated) = case.report(report) {
            let contents = annotated.annotations.attributions.iter().flat_map(|a| &a.content_spans);
            contents.for_each(|s| want(Anchor { report, span: *s }));
            let dated = annotated.report.published.as_ref().and_then(|p| p.span);
            dated.into_iter().for_each(|span| want(Anchor { report, span }));
        }
        self.page.wanted.borrow_mut().entry(report).or_default().extend(spans);
    }

    fn taking(&self, edge: &Edge) -> Markup {
        html! {
            "It " a href=(self.page.edge_href(edge)) { (self.page.digest.taking(edge)) } "."
        }
    }

    /// What is said in a paragraph and by whom.
    fn notes(&self, annotated: &Annotated, paragraph: Span) -> Option<Markup> {
        let starts = |a: &&Attribution| {
            let first = a.content_spans.first().or(a.cue_spans.first()).or(a.source_spans.first());
            first.is_some_and(|s| s.start >= paragraph.start && s.start < paragraph.end)
        };
        let list: Vec<&Attribution> = annotated.annotations.attributions.iter().filter(starts).collect();
        if list.is_empty() {
            return None;
        }
        // The same person quoted twice in a paragraph is one note.
        let mut notes: Vec<(&Attribution, usize)> = Vec::new();
        for attribution in list {
            let same = |(other, _): &&mut (&Attribution, usize)| {
                other.source == attribution.source
                    && other.via == attribution.via
                    && other.stance == attribution.stance
            };
            match notes.iter_mut().find(same) {
                Some((_, times)) => *times += 1,
                None => notes.push((attribution, 1)),
            }
        }
        Some(html! {
            aside.notes aria-label="Who says this" {
                ul {
                    @for (attribution, times) in notes {
                        li.denies[attribution.stance == Stance::Denies] { (self.note(attribution, times)) }
                    }
                }
            }
        })
    }

    fn note(&self, attribution: &Attribution, times: usize) -> Markup {
        let kind = attribution.source.map_or("unknown", |s| self.kind(s));
        html! {
            span class=(format!("dot {kind}")) aria-hidden="true" {}
            span {
                @match attribution.source {
                    Some(source) => (self.page.source_link(source)),
                    None => "someone it does not name",
                }
                span.soft {
                    @if kind == "anonymous" || kind == "document" { ", " (kind_words(kind)) }
                    @if let Some(people) = people(attribution.count) { ", " (people) }
                    @match attribution.stance {
                        Stance::Denies => { ", " span.bad { "denies" } }
                        Stance::Declines => ", gives no answer",
                        Stance::Affirms => {}
                    }
                    @if times > 1 { ", " (times) " times" }
                    @else if attribution.manner == Manner::Direct { ", quoted" }
                    @for via in &attribution.via { " ← " (self.page.source_link(*via)) }
                }
            }
        }
    }
}
