//! The reports' texts: every block with its role, attributions marked, and every place that a finding links to.

use backstory_model::{Annotated, Basis, Role, Span, Stance};
use maud::{Markup, html};

use super::{
    Page, line,
    marks::{Mark, Marked},
};
use crate::{
    digest::{day, title},
    words::plain,
};

/// What the marks mean.
pub(super) fn key() -> Markup {
    html! {
        p.key { small {
            span.source { "who says it" } " · " span.cue { "that they say it" } " · " span.content { "what they say" } " · "
            span class="content denied" { "what they deny" } " · " span.hedge { "words of caution" } " · "
            "indented and grey: belongs to the page, not to the report"
        } }
    }
}

/// A report, folded, without more.
pub(super) fn report(page: &Page<'_>, annotated: &Annotated) -> Markup {
    report_with(page, annotated, html! {})
}

/// A report, folded, with findings before its text.
pub(super) fn report_with(page: &Page<'_>, annotated: &Annotated, before: Markup) -> Markup {
    let report = &annotated.report;
    html! {
        details.report id=(report.id) {
            summary {
                span.num.soft { (page.digest.number(report.id)) }
                span { b { bdi { (page.digest.name(report.id)) } } br; small.num { (page.digest.date(annotated)) } }
                i { (line(&title(annotated), 200)) }
            }
            (meta(page, annotated))
            (page.corrected_id(&report.id.to_string()))
            (before)
            article.text lang=[report.language.as_deref()] dir="auto" { (text(page, annotated)) }
        }
    }
}

pub(super) fn meta(page: &Page<'_>, annotated: &Annotated) -> Markup {
    let report = &annotated.report;
    html! {
        dl.meta {
            dt { "Published" }
            dd {
                @match &report.published {
                    Some(published) => {
                        (day(published.date.as_str())) ", "
                        @match (published.span, published.basis) {
                            (Some(span), _) => { a href=(page.link(backstory_model::Anchor { report: report.id, span })) { (basis(published.basis)) } }
                            (None, _) => { (basis(published.basis)) }
                        }
                    }
                    None => {
                        "unknown"
                        @if let Some(moment) = page.digest.case.links.not_before.get(&report.id) {
                            "; not before " (day(moment.as_str())) ", because of what it cites"
                        }
                    }
                }
            }
            @if let Some(outlet) = &report.outlet { dt { "Outlet" } dd { bdi { (plain(outlet)) } } }
            @if !report.authors.is_empty() { dt { "By" } dd { bdi { (plain(&report.authors.join(", "))) } } }
            @if !report.agencies.is_empty() {
                dt { "Credits" }
                dd { @for (at, agency) in report.agencies.iter().enumerate() { @if at > 0 { ", " } bdi { (plain(&agency.name)) } } }
            }
            @if let Some(url) = &report.url {
                dt { "Address" }
                // Only addresses of the web become links: others could run what they hold.
                dd { bdi { @if url.starts_with("https://") || url.starts_with("http://") {
                    a href=(url) rel="noopener noreferrer nofollow" { (plain(url)) }
                } @else { (plain(url)) } } }
            }
            dt { "File" } dd { bdi { (plain(&report.uri)) } }
        }
    }
}

/// What a date rests on, in words.
pub(super) fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Url => "from the address",
        Basis::Text => "from its text",
        Basis::Metadata => "from the file’s fields",
        Basis::Manifest => "given by hand",
    }
}

/// A text with its attributions and every place that was linked to.
pub(super) fn text(page: &Page<'_>, annotated: &Annotated) -> Markup {
    laid_out(annotated, all_marks(page, annotated), |_| None, |_| None)
}

/// Attributions, words of caution, and every place that was linked to.
pub(super) fn all_marks(page: &Page<'_>, annotated: &Annotated) -> Vec<Mark> {
    let mut marks = attribution_marks(annotated);
    marks.extend(place_marks(page, annotated));
    marks
}

/// Every place that was linked to.
pub(super) fn place_marks(page: &Page<'_>, annotated: &Annotated) -> Vec<Mark> {
    let report = annotated.report.id;
    let wanted = page.wanted.borrow();
    let spans = wanted.get(&report).into_iter().flatten();
    spans
        .map(|span| {
            let place = page.place(backstory_model::Anchor { report, span: *span });
            Mark { id: Some(place), ..Mark::new(*span, "") }
        })
        .collect()
}

/// A text in paragraphs, with marks; beside each paragraph what `note` says of its stretch, and on it the code point
/// that it begins at, where `at` tells.
pub(super) fn laid_out(
    annotated: &Annotated,
    mut marks: Vec<Mark>,
    note: impl Fn(Span) -> Option<Markup>,
    at: impl Fn(Span) -> Option<u32>,
) -> Markup {
    let report = &annotated.report;
    marks.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end), m.id.is_none()));
    let stretches = stretches(annotated);
    let mut lost: Vec<String> = Vec::new();
    // Each mark goes to the stretches it touches; its id to the first.
    let mut of: Vec<Vec<Mark>> = vec![Vec::new(); stretches.len()];
    for mark in marks {
        let first = stretches.partition_point(|(_, s)| s.end <= mark.span.start);
        let touched = stretches[first..].iter().take_while(|(_, s)| s.start < mark.span.end).count();
        if mark.span.is_empty() || touched == 0 {
            lost.extend(mark.id);
            continue;
        }
        for (at, marks) in of.iter_mut().skip(first).take(touched).enumerate() {
            let first = at == 0;
            let id = mark.id.clone().filter(|_| first);
            let jump = mark.jump.clone().filter(|_| first);
            marks.push(Mark { id, jump, ..mark.clone() });
        }
    }
    html! {
        @for ((role, span), marks) in stretches.iter().zip(of) {
            p class=[(*role != Role::Body).then_some(role.name())] data-at=[at(*span)] { (Marked { text: &report.text, of: *span, marks, struck: vec![] }) }
            @if let Some(note) = note(*span) { (note) }
        }
        // Places without a visible character still have to be reachable.
        @for id in lost { span id=(id) {} }
    }
}

/// The blocks, and whatever a block should have held but none does: nothing of a text is left out.
pub(super) fn stretches(annotated: &Annotated) -> Vec<(Role, Span)> {
    let text = &annotated.report.text;
    let mut list = Vec::new();
    let mut at = 0;
    let end = Span::new(text.len(), text.len());
    let blocks = annotated.report.blocks.iter().map(|b| (Some(b.role), b.span)).chain([(None, end)]);
    for (role, span) in blocks {
        let between = Span::new(at.min(span.start as usize), span.start as usize);
        if !between.is_empty() && !between.of(text).trim().is_empty() {
            list.push((Role::Body, between.trim(text)));
        }
        at = span.end as usize;
        if let Some(role) = role.filter(|_| !span.is_empty()) {
            list.push((role, span));
        }
    }
    list
}

/// Source, cue and content of every attribution, and the words of caution.
pub(super) fn attribution_marks(annotated: &Annotated) -> Vec<Mark> {
    let mut marks = Vec::new();
    for attribution in &annotated.annotations.attributions {
        let content = if attribution.stance == Stance::Denies { "content denied" } else { "content" };
        marks.extend(attribution.content_spans.iter().map(|s| Mark::new(*s, content)));
        marks.extend(attribution.source_spans.iter().map(|s| Mark::new(*s, "source")));
        marks.extend(attribution.cue_spans.iter().map(|s| Mark::new(*s, "cue")));
    }
    marks.extend(annotated.annotations.hedges.iter().map(|h| Mark::new(h.span, "hedge")));
    marks.sort();
    marks.dedup();
    marks
}
