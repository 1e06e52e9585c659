//! What came in since someone looked last.

use backstory_model::Moment;
use backstory_show::{
    html::{claim_path, quote_path, report_path, story_path},
    phrases::{line, moment, plural},
    table::{Cell, Table},
};
use backstory_store::{Arrivals, NewsRow, ReportRow, Store, StoryRow};
use maud::{Markup, html};

use super::{Made, Query, lists::when};
use crate::{error::Failure, export::Format, frame::Body};

/// Rows of each kind on the page; CSV and JSON have more.
const ROWS: u32 = 50;
const EXPORTED: u32 = 10_000;

/// The time that news are asked for from: `?since=2031-05-06T09:30:00Z`, or a day.
pub(super) fn since(query: &Query) -> Result<Option<String>, Failure> {
    let Some(text) = query.get("since").map(|t| t.trim()).filter(|t| !t.is_empty()) else { return Ok(None) };
    match (Moment::parse(text), text.len()) {
        (Some(_), 10) => Ok(Some(format!("{text}T00:00:00Z"))),
        (Some(_), 20) if text.ends_with('Z') => Ok(Some(text.to_owned())),
        _ => Err(Failure::Bad(format!(
            "since={text}: expected a day or a time in UTC, such as 2031-05-06 or 2031-05-06T09:30:00Z."
        ))),
    }
}

/// What is new in a line each, for the head of the first page; nothing where nothing is.
pub(super) fn panel(store: &Store, since: &str) -> Result<Markup, Failure> {
    let new = store.arrivals(since)?;
    if new.is_empty() {
        return Ok(html! {});
    }
    Ok(html! {
        aside.news aria-labelledby="news" {
            h2 id="news" { "Since your last visit" span.soft.num { (moment(since)) " UTC" } }
            ul { @for (n, words, class) in told(&new) { li { b class={ "num " (class) } { (n) } " " (words) } } }
            p { a href=(format!("/new?since={since}")) { "See what is new" } }
        }
    })
}

/// Figures with their words, those that are not zero.
fn told(new: &Arrivals) -> Vec<(u32, &'static str, &'static str)> {
    let all = [
        (new.reports, "new report", "new reports", ""),
        (new.stories, "new story told by two or more", "new stories told by two or more", ""),
        (new.origins, "claim gained a source", "claims gained a source", "good"),
        (new.denials, "new denial", "new denials", "bad"),
        (
            new.changes,
            "change to a quote or claim on the way",
            "changes to quotes and claims on the way",
            "change",
        ),
        (new.edits, "report was changed by its outlet", "reports were changed by their outlets", "change"),
    ];
    let some = all.into_iter().filter(|a| a.0 > 0);
    some.map(|(n, one, many, class)| (n, if n == 1 { one } else { many }, class)).collect()
}

/// All that is new since a time.
pub(crate) fn news(store: &Store, query: &Query, format: Format) -> Result<Made, Failure> {
    let since = since(query)?.ok_or_else(|| {
        Failure::Bad("Say from when on: /new?since=2031-05-06, or with a time in UTC behind it.".into())
    })?;
    let limit = if format == Format::Html { ROWS } else { EXPORTED };
    let shown = store.news_since(&since, limit)?;
    let reports = store.reports_since(&since, limit)?;
    if format != Format::Html {
        return Ok(Made::Table(table(&shown, &reports)));
    }
    let new = store.arrivals(&since)?;
    let stories = store.stories_since(&since, 24)?;
    let of = |kind: &str| shown.iter().filter(|n| n.kind == kind).collect::<Vec<_>>();
    let main = html! {
        header.lead {
            h1 { "New since " span.num { (moment(&since)) } }
            @if new.is_empty() { p.soft { "Nothing came in since then." } }
            @else { p.soft { @for (at, (n, words, _)) in told(&new).iter().enumerate() { @if at > 0 { " · " } span.num { (n) } " " (words) } } }
        }
        (group("Claims that gained a source", &of("origin")))
        (group("Denials", &of("denial")))
        (group("Changed on the way", &of("change")))
        (group("Changed by their outlets", &of("edit")))
        @if !stories.is_empty() {
            section { h2.section { "Stories" } ul.minor { @for story in &stories { li { (story_line(story)) } } } }
        }
        @if !reports.is_empty() {
            section {
                h2.section { "Reports" }
                ul.minor { @for report in &reports { li { (report_line(report)) } } }
                @if new.reports as usize > reports.len() { p.soft { "and " (new.reports as usize - reports.len()) " more; CSV and JSON have them" } }
            }
        }
        p.soft { "Changes, denials and new sources are noted while a case is watched (" code { "backstory watch" } "); reports and stories by when they were stored." }
    };
    Ok(Made::Page(Body { title: "What is new".into(), section: "Stories", main, exports: true, find: true }))
}

fn group(heading: &str, rows: &[&NewsRow]) -> Markup {
    html! {
        @if !rows.is_empty() { section { h2.section { (heading) } ol.statements { @for row in rows { (item(row)) } } } }
    }
}

fn item(row: &NewsRow) -> Markup {
    let path = row
        .claim
        .map(claim_path)
        .or(row.quote.map(quote_path))
        .or(row.report.as_ref().map(|r| report_path(r.id)));
    html! {
        li.statement {
            span.by {
                @match &row.report {
                    Some(report) => a href=(report_path(report.id)) { (line(report.outlet.as_deref().or(report.title.as_deref()).unwrap_or("a report without an outlet"), 80)) },
                    None => span.soft { "a report that is gone" },
                }
                span.soft.num { (moment(&row.at)) }
            }
            blockquote { @match &path { Some(path) => a.quiet href=(path) { (line(&row.text, 300)) }, None => (line(&row.text, 300)) } }
            p.chain {
                @match row.kind.as_str() {
                    "origin" if row.before.is_empty() => { "A claim of its own now, with " b { (row.after) } " independent sources" }
                    "origin" => { b { (row.before) } " → " b { (row.after) } " independent sources" }
                    "denial" => { span.tag.bad { "denied" } " “" (line(&row.after, 300)) "”" }
                    _ => {
                        @if row.before.is_empty() { "added: " } @else { del { (line(&row.before, 300)) } " " }
                        @if row.after.is_empty() { "left out" } @else { ins { (line(&row.after, 300)) } }
                    }
                }
            }
        }
    }
}

fn story_line(story: &StoryRow) -> Markup {
    html! { a href=(story_path(story.id)) { (line(&story.title, 140)) } " " span.soft { (plural(story.reports as usize, "report", "reports")) } }
}

fn report_line(report: &ReportRow) -> Markup {
    html! {
        a href=(report_path(report.id)) { (line(report.title.as_deref().unwrap_or(&report.uri), 140)) }
        " " span.soft { @if let Some(outlet) = &report.outlet { (line(outlet, 60)) ", " } (when(report)) }
    }
}

fn table(news: &[NewsRow], reports: &[ReportRow]) -> Table {
    let report_of = |row: &NewsRow| row.report.as_ref().map(|r| r.id);
    let mut rows: Vec<Vec<Cell>> = news
        .iter()
        .map(|row| {
            let link = row.claim.map(claim_path).or(row.quote.map(quote_path));
            vec![
                Cell::Text(row.kind.clone()),
                Cell::Text(row.at.clone()),
                Cell::Text(row.text.clone()),
                Cell::Text(row.before.clone()),
                Cell::Text(row.after.clone()),
                report_of(row).into(),
                link.or(report_of(row).map(report_path)).into(),
            ]
        })
        .collect();
    rows.extend(reports.iter().map(|report| {
        vec![
            Cell::Text("report".into()),
            Cell::None,
            Cell::Text(report.title.clone().unwrap_or_default()),
            Cell::None,
            Cell::None,
            Cell::Text(report.id.to_string()),
            Cell::Text(report_path(report.id)),
        ]
    }));
    Table { columns: vec!["kind", "at", "text", "before", "after", "report", "link"], rows }
}
