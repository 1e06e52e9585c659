//! What has the words: claims, quotes, reports and sources, best first.

use backstory_show::{
    html::source_path,
    phrases::{line, plural},
    table::{Cell, Table},
};
use backstory_store::{Found, Hit, RANKED, SourceOrder, SourceRow, Store};
use maud::{Markup, html};

use super::{Made, Query};
use crate::{error::Failure, export::Format, frame::Body};

/// Results of each kind.
const MOST: usize = 20;

pub(crate) fn search(store: &Store, query: &Query, format: Format) -> Result<Made, Failure> {
    let words = query.get("q").map(|q| q.trim()).unwrap_or_default();
    let hits = store.search(words, if format == Format::Html { MOST } else { 1000 })?;
    if format != Format::Html {
        return Ok(Made::Table(table(&hits)));
    }
    let sources = match words.is_empty() {
        true => Vec::new(),
        false => store.sources(SourceOrder { kind: None, words }, None, 8)?,
    };
    let with = if hits.len() >= MOST { store.reports_with(words)? } else { 0 };
    let of = |found: Found| hits.iter().filter(move |h| h.found == found);
    let main = html! {
        header.lead {
            h1 { @if words.is_empty() { "Find words" } @else { "“" (line(words, 80)) "”" } }
            @if words.is_empty() {
                p.soft { "All of the words have to be there. “Several together” in quotation marks; a word that goes on with a star: " code { "evacuat*" } "." }
            }
        }
        @if !words.is_empty() && hits.is_empty() && sources.is_empty() {
            p.empty { "Nothing in this case has all of these words. Try fewer of them, or the start of a word with a star behind it." }
        }
        (group("Sources", &sources, source))
        (group("Claims", &of(Found::Claim).collect::<Vec<_>>(), |h| hit(h)))
        (group("Quotes", &of(Found::Quote).collect::<Vec<_>>(), |h| hit(h)))
        @if with > RANKED { p.soft { (with) " reports have these words. The best of the " (RANKED) " that came in last are shown; more words find fewer." } }
        (group("Reports", &of(Found::Report).collect::<Vec<_>>(), |h| hit(h)))
    };
    let title = if words.is_empty() { "Find".to_owned() } else { format!("“{words}”") };
    Ok(Made::Page(Body { title, section: "", main, exports: !words.is_empty(), find: true }))
}

fn group<T>(heading: &str, items: &[T], show: impl Fn(&T) -> Markup) -> Markup {
    html! {
        @if !items.is_empty() {
            section {
                h2.section { (heading) }
                ul.hits { @for item in items { li { (show(item)) } } }
            }
        }
    }
}

fn hit(hit: &Hit) -> Markup {
    html! {
        a href=(format!("/{}/{}", hit.found.name(), hit.id)) {
            span.words { @for (text, matched) in &hit.snippet {
                @if *matched { mark { (clean(text)) } } @else { (clean(text)) }
            } }
        }
        span.soft { (line(&hit.title, 140)) }
    }
}

/// Without what steers a screen; spaces at the ends stay, for the next piece goes on there.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !backstory_show::steers(*c)).collect()
}

fn source(source: &SourceRow) -> Markup {
    html! {
        a href=(source_path(source.id)) { span class=(format!("dot {}", source.kind.name())) aria-hidden="true" {} span.words { (line(&source.name, 120)) } }
        span.soft {
            (source.kind.name())
            ", named " (plural(source.attributions as usize, "time", "times")) " in " (plural(source.reports as usize, "report", "reports"))
        }
    }
}

fn table(hits: &[Hit]) -> Table {
    let rows = hits.iter().map(|hit| {
        let snippet: String = hit.snippet.iter().map(|(text, _)| text.as_str()).collect();
        vec![
            Cell::Text(hit.found.name().into()),
            Cell::Text(hit.id.clone()),
            Cell::Text(hit.title.clone()),
            Cell::Text(snippet),
            Cell::Text(format!("/{}/{}", hit.found.name(), hit.id)),
        ]
    });
    Table { columns: vec!["kind", "id", "title", "snippet", "link"], rows: rows.collect() }
}
