//! What was found about a story: claims, quotes, denials, days, and who took from whom.

use std::collections::BTreeSet;

use backstory_model::{
    Anchor, Annotated, Attribution, Claim, Edge, Node, Quote, QuoteChange, Span, Stance, Statement,
};
use maud::{Markup, PreEscaped, html};

use super::{
    Page,
    address::edge_anchor,
    marks::{Mark, Marked, Plain, Struck},
};
use crate::{
    diff::{Piece, comparable, diff},
    digest::{Difference, Kind, Thread, claim_changes, people, quote_changes, range, sources_word},
    draw::{self, Look},
    words::{alone, plain, plural, short},
};

/// What is shown at once; the rest is folded.
const CLAIMS: usize = 8;
const QUOTES: usize = 8;
const DAYS: usize = 12;
const EDGES: usize = 12;
const STATEMENTS: usize = 9;
const PASSAGES: usize = 4;
/// Characters of a passage; longer ones are cut on both sides alike.
const PASSAGE: usize = 900;

/// The first of the items, and the others folded.
pub(super) fn folded<T>(
    items: &[T],
    most: usize,
    one: &str,
    many: &str,
    show: impl Fn(&T) -> Markup,
) -> Markup {
    let (first, rest) = items.split_at(items.len().min(most));
    html! {
        @for item in first { (show(item)) }
        @if !rest.is_empty() {
            details.more {
                summary { (plural(rest.len(), &format!("more {one}"), &format!("more {many}"))) }
                @for item in rest { (show(item)) }
            }
        }
    }
}

/// The claims ledger.
pub(super) fn claims(page: &Page<'_>, thread: &Thread<'_>) -> Markup {
    html! {
        @if !thread.claims.is_empty() {
            h3 { "Claims, those with the most at stake first" }
            (folded(&thread.claims, CLAIMS, "claim", "claims", |c| claim(page, c)))
        }
    }
}

/// Who did what, when, where and how much of it, in one line; the statements below lead to the words.
pub(super) fn slots(page: &Page<'_>, claim: &Claim) -> Markup {
    let slots = page.digest.slots(claim);
    html! {
        @if !slots.is_empty() {
            p.slots aria-label="Who did what, when, where, how many" {
                @for (at, slot) in slots.iter().enumerate() {
                    @if at > 0 { span.soft { " · " } }
                    span title=(slot.kind) { bdi { (slot.words) } }
                    @if !slot.days.is_empty() { span.soft.num { " (" (slot.days) ")" } }
                }
            }
        }
    }
}

fn claim(page: &Page<'_>, claim: &Claim) -> Markup {
    let changes: Vec<Difference> = claim_changes(claim).collect();
    html! {
        section.claim id=(claim.id) {
            header {
                div.range { b { (range(claim.independent)) } span { "independent " (sources_word(claim.independent)) } }
                div {
                    h4 { bdi { (alone(&claim.text)) } }
                    (slots(page, claim))
                    p.why { bdi { (page.digest.because(claim)) } "." }
                    (page.corrected_id(&claim.id.to_string()))
                    @if !claim.reasons.is_empty() {
                        details.count {
                            summary { "How this was counted" }
                            ul.why { @for reason in &claim.reasons { li { (plain(reason)) } } }
                        }
                    }
                }
            }
            @if claim.statements.len() > 1 || claim.statements.iter().any(|s| s.attribution.is_some()) {
                (statements(page, claim))
            }
            (differences(page, &changes))
        }
    }
}

/// A card for each report and stance, in order.
fn statements(page: &Page<'_>, claim: &Claim) -> Markup {
    let mut list: Vec<&Statement> = claim.statements.iter().collect();
    list.sort_by_key(|s| (page.digest.number(s.at.report), s.stance != Stance::Affirms));
    let first = list.iter().find(|s| s.stance == Stance::Affirms).map(|s| s.at);
    let cards: Vec<&[&Statement]> =
        list.chunk_by(|a, b| a.at.report == b.at.report && a.stance == b.stance).collect();
    let (shown, rest) = cards.split_at(cards.len().min(STATEMENTS));
    html! {
        div.cards { @for card in shown { (statement(page, card, first)) } }
        @if !rest.is_empty() {
            details.more {
                summary { (plural(rest.len(), "more report", "more reports")) }
                div.cards { @for card in rest { (statement(page, card, first)) } }
            }
        }
    }
}

fn statement(page: &Page<'_>, statements: &[&Statement], first: Option<Anchor>) -> Markup {
    let at = statements[0].at;
    let denies = statements[0].stance == Stance::Denies;
    let annotated = page.annotated(at.report);
    let mut said: Vec<(&Statement, Markup)> = Vec::new();
    let mut covered: Vec<Span> = Vec::new();
    for statement in statements {
        let sentence = around(annotated, statement.at.span);
        // A second stretch of a sentence that is shown already adds nothing to read.
        if !covered.contains(&sentence) {
            covered.push(sentence);
            let first = first.filter(|f| *f != statement.at && !denies);
            said.push((statement, in_sentence(page, annotated, statement.at.span, first, &statement.hedges)));
        }
    }
    html! {
        div class=(if denies { "card denies" } else { "card" }) {
            div.by {
                a href=(page.link(at)) { (page.label(at.report)) }
                span.soft.num { (page.digest.date(annotated)) }
            }
            @for (statement, words) in &said {
                p { (words) }
                div.chain {
                    @match statement.attribution.and_then(|id| page.digest.attribution(id)) {
                        Some((_, attribution)) => (chain(page, attribution)),
                        None => "in the report’s own voice",
                    }
                }
                (page.corrected_at(statement.at))
            }
        }
    }
}

/// The first letter a capital.
pub(super) fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// `denied by X, through Y`: who says it, how many they are, and whom it came through.
pub(super) fn chain(page: &Page<'_>, attribution: &Attribution) -> Markup {
    let links = page.digest.chain(attribution);
    let verb = match attribution.stance {
        Stance::Affirms => "from",
        Stance::Denies => "denied by",
        Stance::Declines => "no answer from",
    };
    html! {
        @if attribution.stance == Stance::Denies { span.bad { (verb) } } @else { (verb) }
        " " bdi { (links[0]) }
        @if let Some(people) = people(attribution.count) { " (" (people) ")" }
        @for link in &links[1..] { ", through " bdi { (link) } }
    }
}

/// A stretch, and all of the sentences that it touches.
pub(super) fn around(annotated: &Annotated, span: Span) -> Span {
    let sentences = &annotated.annotations.sentences;
    let from = sentences.partition_point(|s| s.end <= span.start);
    sentences[from..].iter().take_while(|s| s.start < span.end).fold(span, |all, s| all.cover(*s))
}

/// A stretch inside its sentence; where it is much like the first wording, what differs is marked.
pub(super) fn in_sentence(
    page: &Page<'_>,
    annotated: &Annotated,
    span: Span,
    first: Option<Anchor>,
    hedges: &[Span],
) -> Markup {
    let text = &annotated.report.text;
    let around = around(annotated, span);
    let mut marks: Vec<Mark> = hedges.iter().map(|h| Mark::new(*h, "hedge")).collect();
    let mut struck = Vec::new();
    if let Some(first) = first {
        if page.same_words(first, span.of(text)) {
            return html! { span.around { "Word for word as in " (page.label(first.report)) "." } };
        }
        let pieces = diff(page.digest.case.words(first), span.of(text));
        if comparable(&pieces) {
            (marks, struck) = differing(&pieces, span.start, marks);
        }
    }
    html! {
        @let (before, after) = (Span { start: around.start, end: span.start }, Span { start: span.end, end: around.end });
        @if !before.is_empty() { span.around { (Plain(&short_start(before.of(text), 160))) } }
        (Marked { text, of: span, marks, struck })
        @if !after.is_empty() { span.around { (Plain(&short_end(after.of(text), 160))) } }
    }
}

/// The marks of a comparison on its second text, which starts at this byte.
pub(super) fn differing<'a>(
    pieces: &[Piece<'a>],
    start: u32,
    mut marks: Vec<Mark>,
) -> (Vec<Mark>, Vec<Struck<'a>>) {
    let mut struck = Vec::new();
    let mut at = start as usize;
    for piece in pieces {
        match piece {
            Piece::Same(_, words) => at += words.len(),
            Piece::Gone(words) => struck.push(Struck { at: at as u32, words }),
            Piece::New(words) => {
                marks.push(Mark::new(Span::new(at, at + words.trim_end().len()), "new"));
                at += words.len();
            }
        }
    }
    (marks, struck)
}

/// The end of what stands before a stretch.
pub(super) fn short_start(text: &str, most: usize) -> String {
    let count = text.chars().count();
    if count <= most {
        return text.to_owned();
    }
    let tail: String = text.chars().skip(count - most).collect();
    format!("… {}", tail.split_once(' ').map_or(tail.as_str(), |(_, rest)| rest))
}

/// The start of what stands behind a stretch.
pub(super) fn short_end(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let head: String = text.chars().take(most).collect();
    format!("{} …", head.rsplit_once(' ').map_or(head.as_str(), |(kept, _)| kept))
}

pub(super) fn differences(page: &Page<'_>, changes: &[Difference<'_>]) -> Markup {
    html! {
        @if !changes.is_empty() {
            ul.changes {
                @for change in changes {
                    li class=[(change.kind == Kind::Quote(QuoteChange::NoOrigin)).then_some("worst")] {
                        span { (change.kind.label()) }
                        span { (page.report_link(change.report)) ": " (difference(page, change)) }
                    }
                }
            }
        }
    }
}

/// From, to; each linked to its words.
pub(super) fn difference(page: &Page<'_>, change: &Difference<'_>) -> Markup {
    let side = |words: &str, at: Option<Anchor>, name: bool| {
        let shown =
            html! { @if name { bdi { (short(words, 160)) } } @else { q { bdi { (short(words, 300)) } } } };
        html! { @match at { Some(at) => { a href=(page.link(at)) { (shown) } } None => (shown) } }
    };
    let name = change.kind == Kind::Quote(QuoteChange::Speaker);
    let (from, to) = (side(change.from, change.from_at, name), side(change.to, change.to_at, name));
    let compared = match change.kind {
        Kind::Quote(QuoteChange::Trimmed | QuoteChange::Wording) => {
            Some(diff(change.from, change.to)).filter(|pieces| comparable(pieces))
        }
        _ => None,
    };
    html! {
        @if change.kind == Kind::Quote(QuoteChange::NoOrigin) {
            (to) " is not in the report it cites"
        } @else if let Some(pieces) = compared {
            span.words {
                @for piece in pieces { @match piece {
                    Piece::Same(_, words) => (Plain(words)),
                    Piece::Gone(words) => { del { (Plain(words.trim_end())) } " " },
                    Piece::New(words) => { span.new { (Plain(words.trim_end())) } " " },
                } }
            }
            " ("
            @if let Some(at) = change.from_at { a href=(page.link(at)) { "before" } }
            @if change.from_at.is_some() && change.to_at.is_some() { ", " }
            @if let Some(at) = change.to_at { a href=(page.link(at)) { "after" } }
            ")"
        } @else if change.to.is_empty() {
            (from) " dropped"
        } @else if change.from.is_empty() {
            (to) " added"
        } @else {
            (from) " → " (to)
        }
    }
}

/// Quotes that stand in several reports or changed.
pub(super) fn quotes(page: &Page<'_>, thread: &Thread<'_>) -> Markup {
    let reports: BTreeSet<_> = thread.reports.iter().map(|a| a.report.id).collect();
    // A quote of several stories is shown in one: where it changed, or else where it stands first.
    let home = |q: &Quote| {
        let changed = q.changes.first().map(|c| c.report);
        changed.or_else(|| q.occurrences.first().map(|o| o.at.report))
    };
    let spread = |q: &Quote| q.occurrences.iter().map(|o| o.at.report).collect::<BTreeSet<_>>().len() > 1;
    let mut list: Vec<&Quote> = page.digest.quotes(thread);
    list.retain(|q| (!q.changes.is_empty() || spread(q)) && home(q).is_some_and(|r| reports.contains(&r)));
    list.sort_by_key(|q| (q.changes.is_empty(), std::cmp::Reverse(q.occurrences.len())));
    html! {
        @if !list.is_empty() {
            (page.section("quotes", "Quotes that travelled"))
            (folded(&list, QUOTES, "quote", "quotes", |q| quote(page, q)))
        }
    }
}

fn quote(page: &Page<'_>, quote: &Quote) -> Markup {
    let changes: Vec<Difference> = quote_changes(quote).collect();
    html! {
        section.quote id=(quote.id) {
            blockquote { "“" bdi { (short(plain(&quote.text).trim_matches(['“', '”', '"']), 420)) } "”" }
            p { small {
                @for (at, occurrence) in quote.occurrences.iter().enumerate() {
                    @if at > 0 { " · " }
                    a href=(page.link(occurrence.at)) { (page.label(occurrence.at.report)) }
                    @if quote.origin == Some(occurrence.at.report) { " (first)" }
                    @if let Some(speaker) = occurrence.speaker { ": " bdi { (page.digest.source_name(speaker)) } }
                }
                (page.more(page.quote_href(quote.id), "This quote"))
            } }
            @for occurrence in &quote.occurrences { (page.corrected_at(occurrence.at)) }
            (differences(page, &changes))
        }
    }
}

/// Denials, whether or not they meet a claim.
pub(super) fn denials(page: &Page<'_>, thread: &Thread<'_>) -> Markup {
    let list = page.digest.denials(thread);
    html! {
        @if !list.is_empty() {
            (page.section("denied", "Denied"))
            ul.changes {
                @for places in &list {
                    @let (annotated, denial) = places[0];
                    @let report = annotated.report.id;
                    li.worst {
                        span { bdi { (page.digest.chain(denial)[0]) } }
                        span {
                            @for (at, span) in page.digest.denied(annotated, denial).iter().enumerate() {
                                @if at > 0 { " … " }
                                a href=(page.link(Anchor { report, span: *span })) { q { bdi { (short(span.of(&annotated.report.text), 240)) } } }
                            }
                            " " span.soft {
                                "in "
                                @for (at, (annotated, _)) in places.iter().enumerate() {
                                    @if at > 0 { ", " }
                                    (page.report_link(annotated.report.id))
                                }
                                @for link in &page.digest.chain(denial)[1..] { ", through " bdi { (link) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A drawing for wide and one for narrow screens; a style sheet shows one of them.
pub(super) fn drawing(id: &str, draw: impl Fn(&Look) -> String) -> Markup {
    html! {
        figure.drawing {
            div.bs-wide { (PreEscaped(draw(&Look::wide(format!("{id}-w"))))) }
            div.bs-narrow { (PreEscaped(draw(&Look::narrow(format!("{id}-n"))))) }
        }
    }
}

/// Who got it from whom, drawn; nothing where no report took anything from another.
pub(super) fn lineage(page: &Page<'_>, thread: &Thread<'_>) -> Option<Markup> {
    let view = draw::lineage_of(&page.digest, thread, &|t| page.target(t));
    let id = thread.id.map_or_else(|| "lineage".to_owned(), |id| format!("lineage-{id}"));
    (!view.edges.is_empty()).then(|| drawing(&id, |look| draw::lineage(&view, look)))
}

/// What happened when.
pub(super) fn timeline(page: &Page<'_>, thread: &Thread<'_>) -> Markup {
    let drawn = thread.id.and_then(|id| draw::events_of(&page.digest, id, &|t| page.target(t)));
    let events: Vec<_> =
        page.digest.case.links.timeline.iter().filter(|e| Some(e.story) == thread.id).collect();
    html! {
        @if !events.is_empty() {
            (page.section("days", "What happened when"))
            @if let Some(view) = drawn.filter(|v| v.events.len() > 1) {
                (drawing(&format!("events-{}", events[0].story), |look| draw::events(&view, look)))
            }
            (page.folded(&plural(events.len(), "day as the reports tell it", "days as the reports tell them"), html! { div.days {
                (folded(&events, DAYS, "day", "days", |event| {
                    let annotated = page.annotated(event.at.report);
                    let (start, end) = (event.when.start, event.when.end);
                    let marks = vec![Mark::new(event.expression, "when")];
                    html! {
                        div.day {
                            span.num { (start) @if start != end { " – " (end) } }
                            span {
                                span.words { (Marked { text: &annotated.report.text, of: event.at.span, marks, struck: vec![] }) }
                                " " small { a href=(page.link(event.at)) { (page.label(event.at.report)) } }
                            }
                        }
                    }
                }))
            } }))
        }
    }
}

/// Who took from whom: both passages, both dates, why.
pub(super) fn edges(page: &Page<'_>, thread: &Thread<'_>) -> Markup {
    let reports: BTreeSet<_> = thread.reports.iter().map(|a| a.report.id).collect();
    let list: Vec<&Edge> =
        page.digest.case.links.lineage.iter().filter(|e| reports.contains(&e.to)).collect();
    html! {
        @if !list.is_empty() {
            h3 { "Who took from whom: the evidence" }
            (folded(&list, EDGES, "finding", "findings", |e| edge(page, e)))
        }
    }
}

pub(super) fn edge(page: &Page<'_>, edge: &Edge) -> Markup {
    let receiver = page.annotated(edge.to);
    let giver = match edge.from {
        Node::Report(id) => Some(page.annotated(id)),
        Node::External(_) => None,
    };
    let of = |annotated: &Annotated| -> Vec<Anchor> {
        edge.evidence.iter().copied().filter(|a| a.report == annotated.report.id).collect()
    };
    let (given, got) = (giver.map(of).unwrap_or_default(), of(receiver));
    let pairs: Vec<(Anchor, Anchor)> = given.iter().copied().zip(got.iter().copied()).collect();
    let alone: Vec<Anchor> =
        given.iter().chain(&got).copied().filter(|a| !pairs.iter().any(|(f, t)| f == a || t == a)).collect();
    html! {
        section.edge id=(edge_anchor(edge)) {
            h4 { (page.report_link(edge.to)) " " (page.digest.taking(edge)) }
            p { small {
                (page.digest.name(edge.to)) ": " (page.digest.date(receiver))
                @if let Some(giver) = giver { " · " (page.digest.name(giver.report.id)) ": " (page.digest.date(giver)) }
                " · score " (format!("{:.2}", edge.score))
            } }
            @if !edge.reasons.is_empty() { ul.why { @for reason in &edge.reasons { li { (plain(&reason.words)) } } } }
            @if !alone.is_empty() {
                p { small {
                    "At these words: "
                    @for (at, place) in alone.iter().enumerate() {
                        @if at > 0 { ", " }
                        a href=(page.link(*place)) { q { bdi { (short(page.digest.case.words(*place), 160)) } } }
                        " in " (page.digest.number(place.report))
                    }
                } }
            }
            (folded(&pairs, PASSAGES, "passage", "passages", |(from, to)| passages(page, *from, *to)))
        }
    }
}

pub(super) fn passages(page: &Page<'_>, from: Anchor, to: Anchor) -> Markup {
    let head = |at: Anchor| {
        html! { a.by href=(page.link(at)) { (page.label(at.report)) } }
    };
    let words = |at: Anchor| page.digest.case.words(at);
    let shown = |at: Anchor| html! { div { (head(at)) bdi { (Plain(&short_end(words(at), PASSAGE))) } } };
    let pieces = diff(words(from), words(to));
    let short = |at: Anchor| words(at).chars().count() <= PASSAGE;
    html! {
        div.pair {
            (shown(from))
            @if comparable(&pieces) && short(from) && short(to) {
                @let (marks, struck) = differing(&pieces, to.span.start, vec![]);
                div { (head(to)) bdi { (Marked { text: &page.annotated(to.report).report.text, of: to.span, marks, struck }) } }
            } @else { (shown(to)) }
        }
    }
}
