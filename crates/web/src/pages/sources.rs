//! Who is cited: everyone that something is attributed to, what outlets rest on, and all that one source said.

use backstory_model::{Correction, SourceId, SourceKind, Stance};
use backstory_show::{
    html::{corrected, report_path, source_path, span_path},
    phrases::{line, plural, short},
    table::{Cell, Table},
};
use backstory_store::{Citation, Moved, OutletRow, Said, SourceOrder, SourceRow, Store};
use maud::{Markup, html};

use super::{
    Made, Query, after,
    lists::{encode, when},
};
use crate::{error::Failure, export::Format, frame::Body};

const ROWS: u32 = 50;
const EXPORTED: u32 = 10_000;

const KINDS: [(SourceKind, &str); 5] = [
    (SourceKind::Person, "People"),
    (SourceKind::Organization, "Organizations"),
    (SourceKind::Outlet, "Outlets"),
    (SourceKind::Document, "Documents"),
    (SourceKind::Anonymous, "Unnamed"),
];

/// What an outlet's attributions rest on: class, one word, in the order of [`OutletRow::kinds`].
const BARS: [(&str, &str); 6] = [
    ("person", "people by name"),
    ("organization", "organizations"),
    ("outlet", "other outlets"),
    ("document", "documents"),
    ("anonymous", "unnamed people"),
    ("unknown", "not told"),
];

pub(crate) fn sources(store: &Store, query: &Query, format: Format) -> Result<Made, Failure> {
    let kind = query.get("kind").map(String::as_str).unwrap_or_default();
    let kind = KINDS.iter().map(|k| k.0).find(|k| k.name() == kind);
    let words = query.get("words").map(|w| w.trim()).unwrap_or_default();
    let limit = if format == Format::Html { ROWS } else { EXPORTED };
    let first = !query.contains_key("after");
    let mut list = store.sources(SourceOrder { kind, words }, after(query)?, limit + 1)?;
    let more = list.len() > limit as usize;
    list.truncate(limit as usize);
    if format != Format::Html {
        return Ok(Made::Table(source_table(&list)));
    }
    let outlets = if first && words.is_empty() { store.outlets(None, 9)? } else { Vec::new() };
    let with = |kind: Option<SourceKind>| {
        let words = if words.is_empty() { String::new() } else { format!("words={}&", encode(words)) };
        format!("/sources?{words}{}", kind.map(|k| format!("kind={}", k.name())).unwrap_or_default())
    };
    let most = list.first().map_or(1, |s| s.attributions.max(1));
    let main = html! {
        header.lead {
            h1 { "Sources" }
            p.soft { "Who is cited by whom, how often, and how much of it comes from people without a name." }
        }
        @if !outlets.is_empty() {
            section aria-labelledby="outlets" {
                h2.section id="outlets" { "What each outlet rests on" }
                (bars(&outlets[..outlets.len().min(8)]))
                @if outlets.len() > 8 { p.next { a href="/outlets" { "All outlets" } } }
            }
        }
        section {
        h2.section { "Everyone who is named" }
        form.bigfind role="search" action="/sources" {
            label for="words" { "Find a person, organization or role" }
            div { input #words type="search" name="words" value=(words) autocomplete="off"; button type="submit" { "Find" } }
        }
        nav.chips aria-label="Kind of source" {
            a href=(with(None)) aria-current=[kind.is_none().then_some("true")] { "All" }
            @for (one, name) in KINDS { a href=(with(Some(one))) aria-current=[(kind == Some(one)).then_some("true")] { span class=(format!("dot {}", one.name())) aria-hidden="true" {} (name) } }
        }
        @if list.is_empty() { p.empty { "No source goes by these letters. " a href="/sources" { "All sources" } } }
        ul.rows.sources {
            @for source in &list {
                li {
                    span class=(format!("dot {}", source.kind.name())) title=(source.kind.name()) { span.sr { (source.kind.name()) } }
                    a href=(source_path(source.id)) { (line(&source.name, 110)) }
                    span.soft { (about(source)) }
                    span.meter aria-hidden="true" { (meter(source.attributions, most)) }
                    span.num.soft { (plural(source.attributions as usize, "time", "times")) ", " (plural(source.reports as usize, "report", "reports")) }
                }
            }
        }
        @if let Some(last) = list.last().filter(|_| more) { p.next { a href=(format!("{}&after={}", with(kind), last.id)) { "More sources" } } }
        }
    };
    Ok(Made::Page(Body { title: "Sources".into(), section: "Sources", main, exports: true, find: true }))
}

fn about(source: &SourceRow) -> String {
    let words: Vec<&str> = source.role.iter().chain(&source.affiliation).map(String::as_str).collect();
    // What a description says already need not be said again.
    let about = if words.iter().all(|w| source.name.contains(w)) { String::new() } else { words.join(", ") };
    let heard = source.heard_by.as_ref().map(|by| format!("in {}", short(by, 40)));
    let parts: Vec<String> = [about].into_iter().filter(|a| !a.is_empty()).chain(heard).collect();
    short(&parts.join(", "), 80)
}

/// A bar of a share; drawn, for a style sheet cannot know the figure.
fn meter(n: u32, most: u32) -> Markup {
    html! { svg viewBox="0 0 100 8" preserveAspectRatio="none" { rect width=(share(n, most)) height="8" rx="1" {} } }
}

/// Percent with one decimal.
fn share(n: u32, of: u32) -> f64 {
    (f64::from(n) * 1000.0 / f64::from(of.max(1))).round() / 10.0
}

pub(crate) fn outlets(store: &Store, query: &Query, format: Format) -> Result<Made, Failure> {
    let limit = if format == Format::Html { ROWS } else { EXPORTED };
    let after = query.get("after").map(String::as_str);
    let mut list = store.outlets(after, limit + 1)?;
    let more = list.len() > limit as usize;
    list.truncate(limit as usize);
    if format != Format::Html {
        return Ok(Made::Table(outlet_table(&list)));
    }
    let main = html! {
        header.lead { h1 { "What each outlet rests on" } p.soft { "Attributions in its reports, by whom they name." } }
        (bars(&list))
        @if let Some(last) = list.last().filter(|_| more) { p.next { a href=(format!("/outlets?after={}", encode(&last.outlet))) { "More outlets" } } }
    };
    Ok(Made::Page(Body { title: "Outlets".into(), section: "Sources", main, exports: true, find: true }))
}

/// Shares of the kinds of sources, an outlet a row.
fn bars(list: &[OutletRow]) -> Markup {
    html! {
        ul.legend { @for (class, words) in BARS { li { span class=(format!("dot {class}")) aria-hidden="true" {} (words) } } }
        div.tablewrap tabindex="0" role="region" aria-label="What each outlet rests on" {
        table.outlets {
            thead { tr { th scope="col" { "Outlet" } th scope="col" { "Reports" } th scope="col" { "Attributions" } th scope="col" { "Named people" } th scope="col" { "Unnamed" } } }
            tbody {
                @for outlet in list {
                    @let all: u32 = outlet.kinds.iter().sum();
                    tr {
                        th scope="row" { a href=(format!("/reports?outlet={}", encode(&outlet.outlet))) { @if outlet.outlet.is_empty() { "no known outlet" } @else { (line(&outlet.outlet, 60)) } } }
                        td.num { (outlet.reports) }
                        td.stack {
                            @let words: Vec<String> = outlet.kinds.iter().zip(BARS).filter(|(n, _)| **n > 0).map(|(n, (_, words))| format!("{n} {words}")).collect();
                            svg viewBox="0 0 100 12" preserveAspectRatio="none" role="img" aria-label=(words.join(", ")) {
                                @for (at, (n, (class, words))) in outlet.kinds.iter().zip(BARS).enumerate() {
                                    @let from: u32 = outlet.kinds[..at].iter().sum();
                                    @if *n > 0 {
                                        rect class=(class) x=(share(from, all)) width=(share(*n, all)) height="12" { title { (n) " " (words) } }
                                    }
                                }
                            }
                            span.num { (all) }
                        }
                        td.num { (percent(outlet.kinds[0], all)) }
                        td.num { (percent(outlet.kinds[4], all)) }
                    }
                }
            }
        }
        }
    }
}

fn percent(n: u32, of: u32) -> String {
    if of == 0 { "–".to_owned() } else { format!("{} %", (f64::from(n) * 100.0 / f64::from(of)).round()) }
}

pub(crate) fn source(store: &Store, id: SourceId, query: &Query, format: Format) -> Result<Made, Failure> {
    let id = store.source_id(id)?;
    let source = store.source(id)?.ok_or_else(|| Failure::Missing(format!("No source has the id {id}.")))?;
    let words = query.get("words").map(|w| w.trim()).unwrap_or_default();
    let limit = if format == Format::Html { ROWS } else { EXPORTED };
    let mut said = store.said_by(id, words, after(query)?, limit + 1)?;
    let more = said.len() > limit as usize;
    said.truncate(limit as usize);
    if format != Format::Html {
        return Ok(Made::Table(said_table(&said)));
    }
    let touched = said.iter().any(|s| s.moved != Moved::No);
    let corrections = if touched { store.corrections()? } else { Vec::new() };
    let cited = store.cited_where(id, 12)?;
    let cites = match source.kind {
        SourceKind::Outlet => store.cited_by(&source.name, 12)?,
        _ => Vec::new(),
    };
    let main = html! {
        nav.trail aria-label="Where this is" { ol { li { a href="/sources" { "Sources" } } li { span aria-current="page" { (line(&source.name, 60)) } } } }
        article {
            header.lead {
                p.kicker { span class=(format!("dot {}", source.kind.name())) aria-hidden="true" {} (kind_words(source.kind)) }
                h1 { (line(&source.name, 160)) }
                @if !about(&source).is_empty() { p.soft { (about(&source)) } }
                p.headline {
                    "Named " b { (plural(source.attributions as usize, "time", "times")) } " in " b { (plural(source.reports as usize, "report", "reports")) } " of " b { (plural(source.outlets as usize, "outlet", "outlets")) }
                }
                @if let Some(report) = source.report {
                    p.soft { "Whoever this is, it is known from " a href=(report_path(report)) { "one report" } " alone: people described alike elsewhere may be the same or others." }
                }
            }
            div.split {
                div.main {
                    section aria-labelledby="said" {
                        h2.section id="said" { "All that is attributed to them" }
                        form.find.inline role="search" action=(source_path(id)) {
                            label.sr for="words" { "Find words in what is attributed to them" }
                            input #words type="search" name="words" value=(words) placeholder="Find in these"; button type="submit" { "Find" }
                        }
                        @if said.is_empty() { p.empty { @if words.is_empty() { "Nothing in so many words." } @else { "None of it has these words. " a href=(source_path(id)) { "Show all" } } } }
                        ol.statements { @for one in &said { (statement(one, &source, &corrections)) } }
                        @if let Some(last) = said.last().filter(|_| more) {
                            @let of = if words.is_empty() { String::new() } else { format!("words={}&", encode(words)) };
                            p.next { a href=(format!("{}?{of}after={}", source_path(id), last.attribution)) { "More" } }
                        }
                    }
                }
                aside.side {
                    (citations("cited", "Named by", &cited, |c| html! { a href=(format!("/reports?outlet={}", encode(&c.outlet))) { @if c.outlet.is_empty() { "no known outlet" } @else { (line(&c.outlet, 50)) } } }))
                    (citations("cites", "Names as sources", &cites, |c| html! { a href=(source_path(c.source)) { (line(&c.name, 50)) } }))
                }
            }
        }
    };
    Ok(Made::Page(Body {
        title: short(&source.name, 80),
        section: "Sources",
        main,
        exports: true,
        find: true,
    }))
}

fn citations(id: &str, heading: &str, list: &[Citation], show: impl Fn(&Citation) -> Markup) -> Markup {
    let most = list.first().map_or(1, |c| c.attributions);
    html! {
        @if !list.is_empty() {
            section aria-labelledby=(id) {
                h2.section id=(id) { (heading) }
                ul.minor.counted {
                    @for citation in list {
                        li { (show(citation)) span.num.soft { (citation.attributions) } span.meter aria-hidden="true" { (meter(citation.attributions, most)) } }
                    }
                }
            }
        }
    }
}

fn statement(said: &Said, source: &SourceRow, corrections: &[Correction]) -> Markup {
    let denies = said.stance == Stance::Denies;
    let (moved, away) = match said.moved {
        Moved::No => (None, false),
        Moved::Here(id) => (Some(id), false),
        Moved::Away(id) => (Some(id), true),
    };
    let made = moved.and_then(|id| corrections.iter().find(|c| c.id == id));
    let place = said.content.first().map(|(_, start, end)| span_path(said.report.id, *start, *end));
    let words: Vec<&str> = said.content.iter().map(|(text, ..)| text.as_str()).collect();
    let outlet = said.report.outlet.as_deref().unwrap_or("no known outlet");
    html! {
        li.statement.denies[denies].away[away] {
            span.by { a href=(report_path(said.report.id)) { (line(outlet, 60)) } span.soft.num { (when(&said.report)) } }
            blockquote { @for (at, words) in words.iter().enumerate() { @if at > 0 { span.around { " … " } } (line(words, 600)) } }
            p.chain {
                @if denies { span.bad { "denied" } " · " }
                @if said.stance == Stance::Declines { "gives no answer · " }
                (said.manner.name())
                @if said.through { " · said by someone else, through " (line(&source.name, 50)) }
                @if let Some(title) = &said.report.title { " · " i { (line(title, 90)) } }
            }
            @if away { p.chain { span.tag.change { "Not counted here" } " The program gives these words to " (line(&source.name, 50)) ", and a person says otherwise." } }
            @if let Some(made) = made { (corrected(made)) }
            p.acts {
                @if let Some(place) = &place { a href=(place) { "In the text" } }
                button.cite type="button" hidden data-link=[place.as_ref()]
                    data-cite=(format!("“{}” — {}, in {outlet}, “{}”, {}", short(&words.join(" … "), 600), source.name, said.report.title.as_deref().unwrap_or("untitled"), when(&said.report))) { "Copy citation" }
            }
        }
    }
}

fn kind_words(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Person => "Person",
        SourceKind::Organization => "Organization",
        SourceKind::Outlet => "Outlet",
        SourceKind::Document => "Document",
        SourceKind::Anonymous => "Unnamed",
        SourceKind::Reporter => "A report’s own voice",
    }
}

fn source_table(list: &[SourceRow]) -> Table {
    let rows = list.iter().map(|s| {
        vec![
            Cell::Text(s.id.to_string()),
            Cell::Text(s.kind.name().into()),
            Cell::Text(s.name.clone()),
            s.role.as_ref().into(),
            s.affiliation.as_ref().into(),
            s.report.into(),
            Cell::Number(s.attributions.into()),
            Cell::Number(s.reports.into()),
            Cell::Number(s.outlets.into()),
            Cell::Text(source_path(s.id)),
        ]
    });
    Table {
        columns: vec![
            "source",
            "kind",
            "name",
            "role",
            "affiliation",
            "report",
            "attributions",
            "reports",
            "outlets",
            "link",
        ],
        rows: rows.collect(),
    }
}

fn outlet_table(list: &[OutletRow]) -> Table {
    let rows = list.iter().map(|o| {
        let mut row = vec![Cell::Text(o.outlet.clone()), Cell::Number(o.reports.into())];
        row.extend(o.kinds.iter().map(|n| Cell::Number((*n).into())));
        row
    });
    Table {
        columns: vec![
            "outlet",
            "reports",
            "people",
            "organizations",
            "outlets",
            "documents",
            "anonymous",
            "unknown",
        ],
        rows: rows.collect(),
    }
}

fn said_table(list: &[Said]) -> Table {
    let rows = list.iter().map(|said| {
        let words: Vec<&str> = said.content.iter().map(|(text, ..)| text.as_str()).collect();
        let place = said.content.first().map(|(_, start, end)| span_path(said.report.id, *start, *end));
        vec![
            Cell::Text(said.attribution.to_string()),
            Cell::Text(said.report.id.to_string()),
            said.report.outlet.as_ref().into(),
            said.report.title.as_ref().into(),
            said.report.published.as_ref().into(),
            Cell::Text(said.stance.name().into()),
            Cell::Text(said.manner.name().into()),
            Cell::Text(words.join(" … ")),
            match said.moved {
                Moved::No => Cell::None,
                Moved::Here(id) => Cell::Text(format!("{id} says so")),
                Moved::Away(id) => Cell::Text(format!("{id} says otherwise")),
            },
            place.into(),
        ]
    });
    Table {
        columns: vec![
            "attribution",
            "report",
            "outlet",
            "title",
            "published",
            "stance",
            "manner",
            "words",
            "corrected",
            "link",
        ],
        rows: rows.collect(),
    }
}
