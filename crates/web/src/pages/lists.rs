//! Lists: stories as cards, claims of the whole case, reports.

use backstory_model::{Independent, Moment, ReportId};
use backstory_show::{
    draw,
    html::{claim_path, report_path, story_path},
    phrases::{line, moment, plural, range, sources_word},
    table::{Cell, Table},
};
use backstory_store::{ClaimFilter, ClaimRow, ReportRow, Store, StoryOrder, StoryRow, Totals};
use maud::{Markup, PreEscaped, html};

use super::{Made, Query, after, news};
use crate::{error::Failure, export::Format, frame::Body};

const STORIES: u32 = 24;
const ROWS: u32 = 50;
/// Rows of a list in CSV and JSON: all of a case of usual size; `after` goes on behind them.
const EXPORTED: u32 = 10_000;

fn most(format: Format, page: u32) -> u32 {
    if format == Format::Html { page } else { EXPORTED }
}

/// Whether a claim rests on one origin or none.
pub(super) fn weight(n: Independent) -> &'static str {
    if n.max <= 1 && !n.open { "thin" } else { "" }
}

pub(crate) fn stories(
    _app: &crate::app::App,
    store: &Store,
    query: &Query,
    format: Format,
) -> Result<Made, Failure> {
    let order = match query.get("sort").map(String::as_str) {
        Some("newest") => StoryOrder::Newest,
        _ => StoryOrder::Largest,
    };
    // Stories of one report have no lineage to show: they follow where they are asked for.
    let single = query.contains_key("single");
    let limit = most(format, STORIES);
    let mut list = store.stories(order, if single { 0 } else { 2 }, after(query)?, limit + 1)?;
    let more = list.len() > limit as usize;
    list.truncate(limit as usize);
    if format != Format::Html {
        return Ok(Made::Table(story_table(&list)));
    }
    let totals = store.totals()?;
    let next = list.last().filter(|_| more).map(|s| {
        let sort = if order == StoryOrder::Newest { "sort=newest&" } else { "" };
        format!("/?{sort}{}after={}", if single { "single&" } else { "" }, s.id)
    });
    let first = !query.contains_key("after");
    let since = news::since(query)?;
    let main = html! {
        @if first {
            (head(&totals))
            @if let Some(since) = &since { (news::panel(store, since)?) }
        }
        @if totals.reports == 0 {
            div.plain { h2 { "The case holds no reports" } p { "Add some with " code { "backstory trace PATH… -o CASE" } ", then open this page again." } }
        }
        section aria-labelledby="stories" {
            div.listhead {
                h2.section id="stories" { @if single { "All stories" } @else { "Stories" } }
                nav.chips aria-label="Order of the stories" {
                    a href="/" aria-current=[(order == StoryOrder::Largest && !single).then_some("true")] { "Most reports" }
                    a href="/?sort=newest" aria-current=[(order == StoryOrder::Newest && !single).then_some("true")] { "Newest" }
                    @if totals.singles > 0 { a href="/?single" aria-current=[single.then_some("true")] { "With those of one report " span.num { (totals.singles) } } }
                }
            }
            div.storycards { @for story in &list { (card(story)) } }
            @if list.is_empty() && totals.reports > 0 { p.empty { "No two reports of this case tell of the same event. " a href="/?single" { "Show each report’s story" } } }
            @if let Some(next) = next { p.next { a href=(next) { "More stories" } } }
        }
    };
    let title = plural(totals.reports as usize, "report", "reports");
    Ok(Made::Page(Body { title, section: "Stories", main, exports: true, find: !first }))
}

fn head(totals: &Totals) -> Markup {
    let stat = |n: u32, one: &str, many: &str, class: &str| {
        html! { div.stat { b class={ "num " (class) } { (n) } span { (if n == 1 { one } else { many }) } } }
    };
    html! {
        header.lead.home {
            h1 { (plural(totals.reports as usize, "report", "reports")) ", " (totals.own) " of them not taken from another" }
            div.stats {
                (stat(totals.stories, "story told by two or more", "stories told by two or more", ""))
                (stat(totals.claims, "claim", "claims", ""))
                @if totals.silent > 0 { (stat(totals.silent, "report took without credit", "takings without credit", "bad")) }
                @if totals.changed > 0 { (stat(totals.changed, "change to a quote or claim on the way", "changes to quotes and claims on the way", "change")) }
            }
            form.bigfind role="search" action="/search" {
                label for="find" { "Find words in reports, quotes, claims and sources" }
                div { input #find type="search" name="q" autocomplete="off" enterkeyhint="search"; button type="submit" { "Find" } }
            }
        }
    }
}

/// Who took from whom, small.
fn thumbnail(story: &StoryRow) -> Markup {
    let at = |id: ReportId| story.members.iter().position(|m| m.id == id);
    let moment = |text: &Option<String>| text.as_deref().and_then(Moment::parse);
    let reports = story.members.iter().enumerate().map(|(n, member)| draw::ReportNode {
        label: (n + 1).to_string(),
        outlet: member.outlet.clone().unwrap_or_default(),
        title: member.title.clone().unwrap_or_default(),
        when: moment(&member.published),
        not_before: moment(&member.not_before),
        href: None,
    });
    let edges = story.edges.iter().filter_map(|edge| {
        Some(draw::Line {
            from: draw::End::Report(at(edge.from)?),
            to: at(edge.to)?,
            kind: edge.kind,
            credited: edge.credited,
            directed: edge.directed,
            why: String::new(),
            href: None,
        })
    });
    let view = draw::Lineage {
        title: story.title.clone(),
        reports: reports.collect(),
        outside: Vec::new(),
        edges: edges.collect(),
    };
    html! { div.thumb aria-hidden="true" { (PreEscaped(draw::thumbnail(&view))) } }
}

fn card(story: &StoryRow) -> Markup {
    let day =
        |m: &Option<String>| m.as_deref().map(|m| moment(m).split(' ').next().unwrap_or_default().to_owned());
    let days = match (day(&story.first_day), day(&story.last_day)) {
        (Some(a), Some(b)) if a == b => a,
        (Some(a), Some(b)) => format!("{a} – {b}"),
        _ => "undated".to_owned(),
    };
    html! {
        article.storycard {
            (thumbnail(story))
            h2 { a href=(story_path(story.id)) { (line(&story.title, 130)) } }
            p.figure {
                b { (plural(story.reports as usize, "report", "reports")) }
                @match &story.claim {
                    Some(claim) => { ", " b class=(weight(claim.independent)) { (range(claim.independent)) " " (sources_word(claim.independent)) } }
                    None => span.soft { ", no claim in two of them" },
                }
            }
            @if let Some(claim) = &story.claim { p.words { (line(claim.text.trim_end_matches([',', ';', ':']), 150)) } }
            p.foot {
                span.num { (days) }
                @if story.outlets > 0 { span { (plural(story.outlets as usize, "outlet", "outlets")) } }
                @if story.silent > 0 { span.bad { (story.silent) " without credit" } }
                @if story.denied > 0 { span.bad { (plural(story.denied as usize, "claim", "claims")) " denied" } }
                @if story.changed > 0 { span.change { (plural(story.changed as usize, "change", "changes")) } }
            }
        }
    }
}

fn story_table(list: &[StoryRow]) -> Table {
    let number = |n: u32| Cell::Number(n.into());
    let rows = list.iter().map(|story| {
        let range = story.claim.as_ref().map(|c| c.independent);
        vec![
            Cell::Text(story.id.to_string()),
            Cell::Text(story.title.clone()),
            number(story.reports),
            number(story.own),
            number(story.outlets),
            story.first_day.as_ref().into(),
            story.last_day.as_ref().into(),
            story.claim.as_ref().map(|c| c.id).into(),
            story.claim.as_ref().map(|c| &c.text).into(),
            range.map_or(Cell::None, |r| number(r.min)),
            range.map_or(Cell::None, |r| number(r.max)),
            number(story.denied),
            number(story.changed),
            number(story.silent),
            Cell::Text(story_path(story.id)),
        ]
    });
    Table {
        columns: vec![
            "story",
            "title",
            "reports",
            "own",
            "outlets",
            "first_day",
            "last_day",
            "claim",
            "claim_text",
            "independent_min",
            "independent_max",
            "denied",
            "changed",
            "uncredited",
            "link",
        ],
        rows: rows.collect(),
    }
}

const FILTERS: [(&str, &str, ClaimFilter); 5] = [
    ("repeated", "Repeated", ClaimFilter::Repeated),
    ("single", "Single origin", ClaimFilter::Single),
    ("anonymous", "Anonymous only", ClaimFilter::Anonymous),
    ("denied", "Denied", ClaimFilter::Denied),
    ("changed", "Changed", ClaimFilter::Changed),
];

pub(crate) fn claims(store: &Store, query: &Query, format: Format) -> Result<Made, Failure> {
    let only = query.get("only").map(String::as_str).unwrap_or_default();
    let on: Vec<&str> =
        FILTERS.iter().map(|f| f.0).filter(|name| only.split(',').any(|o| o == *name)).collect();
    let filter: Vec<ClaimFilter> = FILTERS.iter().filter(|f| on.contains(&f.0)).map(|f| f.2).collect();
    let limit = most(format, ROWS);
    let mut list = store.claims(&filter, after(query)?, limit + 1)?;
    let more = list.len() > limit as usize;
    list.truncate(limit as usize);
    if format != Format::Html {
        return Ok(Made::Table(claim_table(&list)));
    }
    let with = |name: &str| {
        let set: Vec<&str> = FILTERS.iter().map(|f| f.0).filter(|f| (*f == name) != on.contains(f)).collect();
        if set.is_empty() { "/claims".to_owned() } else { format!("/claims?only={}", set.join(",")) }
    };
    let set = if on.is_empty() { String::new() } else { format!("only={}&", on.join(",")) };
    let main = html! {
        header.lead { h1 { "Claims" } p.soft { "Of the whole case, those with the most at stake first: often repeated, denied, changed, with few behind them." } }
        nav.chips aria-label="Show only some claims" {
            a href="/claims" aria-current=[on.is_empty().then_some("true")] { "All" }
            @for (name, words, _) in FILTERS { a href=(with(name)) aria-current=[on.contains(&name).then_some("true")] { (words) } }
        }
        @if list.is_empty() { p.empty { "No claim passes these filters. " a href="/claims" { "Show all" } } }
        ol.ledger { @for claim in &list { li { (claim_row(claim, true)) } } }
        @if let Some(last) = list.last().filter(|_| more) { p.next { a href=(format!("/claims?{set}after={}", last.id)) { "More claims" } } }
    };
    Ok(Made::Page(Body { title: "Claims".into(), section: "Claims", main, exports: true, find: true }))
}

pub(super) fn claim_row(claim: &ClaimRow, with_story: bool) -> Markup {
    html! {
        a.claimrow href=(claim_path(claim.id)) {
            span class={ "range " (if claim.reports > 1 { weight(claim.independent) } else { "" }) } { b { (range(claim.independent)) } span { (sources_word(claim.independent)) } }
            span.body {
                span.words { (line(claim.text.trim_end_matches([',', ';', ':']), 400)) }
                @if with_story { span.why { (line(&claim.story_title, 120)) } }
                span.tags {
                    @if claim.reports > 0 { span.tag { "in " (plural(claim.reports as usize, "report", "reports")) } }
                    @if claim.denied > 0 { span.tag.bad { "denied in " (plural(claim.denied as usize, "report", "reports")) } }
                    @if claim.changed > 0 { span.tag.change { (plural(claim.changed as usize, "change", "changes")) } }
                }
            }
        }
    }
}

fn claim_table(list: &[ClaimRow]) -> Table {
    let number = |n: u32| Cell::Number(n.into());
    let rows = list.iter().map(|claim| {
        vec![
            Cell::Text(claim.id.to_string()),
            Cell::Text(claim.text.clone()),
            Cell::Text(claim.story.to_string()),
            Cell::Text(claim.story_title.clone()),
            number(claim.independent.min),
            number(claim.independent.max),
            Cell::Text(if claim.independent.open { "yes" } else { "no" }.into()),
            number(claim.reports),
            number(claim.denied),
            number(claim.changed),
            Cell::Text(claim_path(claim.id)),
        ]
    });
    Table {
        columns: vec![
            "claim",
            "text",
            "story",
            "story_title",
            "independent_min",
            "independent_max",
            "open",
            "reports",
            "denied_in",
            "changes",
            "link",
        ],
        rows: rows.collect(),
    }
}

pub(crate) fn reports(store: &Store, query: &Query, format: Format) -> Result<Made, Failure> {
    let outlet = query.get("outlet").map(String::as_str);
    let limit = most(format, ROWS);
    let mut list = store.reports(outlet, after(query)?, limit + 1)?;
    let more = list.len() > limit as usize;
    list.truncate(limit as usize);
    if format != Format::Html {
        return Ok(Made::Table(report_table(&list)));
    }
    let of = outlet.map(|o| format!("outlet={}&", encode(o))).unwrap_or_default();
    let main = html! {
        header.lead {
            h1 { "Reports" @if let Some(outlet) = outlet { " of " (line(if outlet.is_empty() { "no known outlet" } else { outlet }, 80)) } }
            p.soft { "Newest first, undated ones last. " @if outlet.is_some() { a href="/reports" { "Of all outlets" } } @else { a href="/outlets" { "By outlet, and what each rests on" } } }
        }
        (report_list(&list))
        @if list.is_empty() { p.empty { "There are none. " a href="/reports" { "All reports" } } }
        @if let Some(last) = list.last().filter(|_| more) { p.next { a href=(format!("/reports?{of}after={}", last.id)) { "More reports" } } }
    };
    Ok(Made::Page(Body { title: "Reports".into(), section: "Reports", main, exports: true, find: true }))
}

pub(super) fn report_list(list: &[ReportRow]) -> Markup {
    html! {
        ul.rows {
            @for report in list {
                li {
                    span.num.soft { (when(report)) }
                    a href=(report_path(report.id)) { (line(report.title.as_deref().unwrap_or(&report.uri), 160)) }
                    span.soft { (line(report.outlet.as_deref().unwrap_or("no known outlet"), 60)) }
                }
            }
        }
    }
}

pub(super) fn when(report: &ReportRow) -> String {
    match (&report.published, &report.not_before) {
        (Some(published), _) => moment(published),
        (None, Some(bound)) => format!("not before {}", moment(bound)),
        (None, None) => "undated".to_owned(),
    }
}

fn report_table(list: &[ReportRow]) -> Table {
    let rows = list.iter().map(|r| {
        vec![
            Cell::Text(r.id.to_string()),
            r.title.as_ref().into(),
            r.outlet.as_ref().into(),
            r.published.as_ref().into(),
            r.not_before.as_ref().into(),
            Cell::Text(r.uri.clone()),
            r.story.into(),
            Cell::Text(report_path(r.id)),
        ]
    });
    Table {
        columns: vec!["report", "title", "outlet", "published", "not_before", "uri", "story", "link"],
        rows: rows.collect(),
    }
}

/// Words as part of an address.
pub(super) fn encode(words: &str) -> String {
    let mut out = String::new();
    for byte in words.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(byte.into()),
            other => out += &format!("%{other:02X}"),
        }
    }
    out
}
