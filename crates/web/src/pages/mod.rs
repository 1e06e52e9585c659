//! Which page an address asks for.

mod lists;
mod log;
mod news;
mod search;
mod sources;

use std::{collections::BTreeMap, str::FromStr, sync::Arc};

use backstory_model::{Case, ClaimId, QuoteId, ReportId, StoryId};
use backstory_show::{
    html::{ClaimFilter, Site, report_path, revised},
    phrases::{line, moment, plural},
    table::Table,
    views::{self, Kind},
};
use backstory_store::{Revision, Store};
use backstory_text::CharSpan;
use maud::{Markup, html};

use crate::{app::App, error::Failure, export::Format, frame::Body};

/// What an address gives.
pub(crate) enum Made {
    /// A page.
    Page(Body),
    /// Rows, as CSV or JSON.
    Table(Table),
    /// A finding in the shape of the export.
    Json(String),
    /// The thing stands elsewhere.
    Moved(String),
}

pub(crate) type Query = BTreeMap<String, String>;

pub(crate) fn page(
    app: &App,
    store: &Store,
    path: &str,
    query: &Query,
    format: Format,
) -> Result<Made, Failure> {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let one = One { app, store, format };
    match parts[..] {
        [""] => lists::stories(app, store, query, format),
        ["claims"] => lists::claims(store, query, format),
        ["reports"] => lists::reports(store, query, format),
        ["sources"] => sources::sources(store, query, format),
        ["outlets"] => sources::outlets(store, query, format),
        ["source", id] => sources::source(store, one.id(id, "source")?, query, format),
        ["log"] => log::log(app, store, format),
        ["new"] => news::news(store, query, format),
        ["search"] => search::search(store, query, format),
        ["story", id] => one.story(one.id(id, "story")?, query),
        ["claim", id] => one.claim(one.id(id, "claim")?),
        ["quote", id] => one.quote(one.id(id, "quote")?),
        ["report", id] => one.report(one.id(id, "report")?, query),
        ["compare", a, b] => one.compare(one.id(a, "report")?, one.id(b, "report")?),
        ["case.json"] => Err(Failure::Bad(
            "The whole case is written by `backstory export`; here each page gives what it shows.".into(),
        )),
        // Ids alone lead to their page: c1f3… in a mail.
        [id] => match store.whole_id(id)? {
            Some(whole) => Ok(Made::Moved(format!("/{}/{whole}", kind_of(&whole)))),
            None => Err(Failure::Missing(format!("There is no page {path}."))),
        },
        _ => Err(Failure::Missing(format!("There is no page {path}."))),
    }
}

fn kind_of(id: &str) -> &'static str {
    match id.as_bytes()[0] {
        b'r' => "report",
        b't' => "story",
        b'c' => "claim",
        b'q' => "quote",
        _ => "source",
    }
}

/// Which claims are asked for: `?only=denied,changed`.
pub(crate) fn filter(query: &Query) -> ClaimFilter {
    let only = query.get("only").map(String::as_str).unwrap_or_default();
    let has = |name: &str| only.split(',').any(|o| o == name);
    ClaimFilter {
        anonymous: has("anonymous"),
        denied: has("denied"),
        changed: has("changed"),
        single: has("single"),
        repeated: has("repeated"),
    }
}

/// What a list goes on behind: `?after=`.
pub(crate) fn after<T: FromStr>(query: &Query) -> Result<Option<T>, Failure> {
    match query.get("after") {
        None => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| {
            Failure::Bad(format!("after={text}: expected the id of the last item of the page before."))
        }),
    }
}

/// What stood at the address of a report before, and what was changed each time; the latest first.
fn earlier(case: &Case, id: ReportId, revisions: &[Revision]) -> Markup {
    let now = case.report(id).map(|a| a.report.text.as_str()).unwrap_or_default();
    let next = |at: usize| match revisions.get(at + 1) {
        Some(next) if next.address == revisions[at].address => next.text.as_str(),
        _ => now,
    };
    html! {
        @if !revisions.is_empty() {
            section aria-labelledby="revisions" {
                h2.section id="revisions" { "Changed by its outlet" }
                p.soft { (plural(revisions.len(), "earlier text", "earlier texts")) " stood at its address. What was taken out is struck, what was put in is underlined." }
                ol.statements {
                    @for (at, revision) in revisions.iter().enumerate().rev() {
                        li.statement {
                            span.by {
                                b { (line(revision.title.as_deref().unwrap_or("untitled"), 140)) }
                                span.soft.num {
                                    @if let Some(seen) = &revision.captured { "last seen " (moment(seen)) }
                                    @if let Some(replaced) = &revision.replaced { ", another text from " (moment(replaced)) }
                                }
                            }
                            blockquote { (revised(&revision.text, next(at))) }
                            @if let Some(told) = &revision.modified { p.chain { "It told of a change on " (moment(told)) } }
                        }
                    }
                }
            }
        }
    }
}

/// Words of a report that are asked for, in code points: `?at=120-164`.
fn words_at(text: &str) -> Result<CharSpan, Failure> {
    let ends = text.split_once('-').and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
    match ends {
        Some((start, end)) if start < end => Ok(CharSpan { start, end }),
        _ => Err(Failure::Bad(format!("at={text}: expected two code points of the text, such as 120-164."))),
    }
}

/// Pages about one thing.
struct One<'a> {
    app: &'a App,
    store: &'a Store,
    format: Format,
}

impl One<'_> {
    /// A whole id, or the start of one.
    fn id<T: FromStr>(&self, text: &str, kind: &str) -> Result<T, Failure> {
        if let Ok(id) = text.parse() {
            return Ok(id);
        }
        let letter = if kind == "story" { 't' } else { kind.chars().next().unwrap_or_default() };
        let whole = match text.starts_with(letter) && text.len() > 2 {
            true => self.store.whole_id(text)?,
            false => None,
        };
        whole
            .and_then(|id| id.parse().ok())
            .ok_or_else(|| Failure::Missing(format!("No {kind} goes by {text}.")))
    }

    fn answer(
        &self,
        case: &Case,
        kind: Kind,
        id: String,
        table: Option<Table>,
        page: impl FnOnce() -> Option<(String, Markup)>,
    ) -> Result<Made, Failure> {
        let missing = || Failure::Missing(format!("No {} has the id {id}.", kind.name()));
        match self.format {
            Format::Html => {
                let (title, main) = page().ok_or_else(missing)?;
                Ok(Made::Page(Body { title, section: "", main, exports: true, find: true }))
            }
            Format::Csv => table.map(Made::Table).ok_or_else(missing),
            Format::Json => views::view_json(case, kind, Some(&id)).map(Made::Json).map_err(|_| missing()),
        }
    }

    fn editable(&self) -> bool {
        !self.app.rules.read_only
    }

    fn story(&self, id: StoryId, query: &Query) -> Result<Made, Failure> {
        let missing = || Failure::Missing(format!("No story has the id {id}."));
        let (case, drawn) = self.app.story(self.store, id)?.ok_or_else(missing)?;
        let site = Site::new(&case, Some(id), self.editable()).drawn(&drawn);
        let filter = filter(query);
        let after = after(query)?;
        self.answer(&case, Kind::Story, id.to_string(), site.story_table(id, filter), || {
            Some((site.story_title(id)?.to_owned(), site.story(id, filter, after)?))
        })
    }

    fn claim(&self, id: ClaimId) -> Result<Made, Failure> {
        let missing = || Failure::Missing(format!("No claim has the id {id}."));
        let story = self.store.story_of_claim(id)?.ok_or_else(missing)?;
        let (case, _) = self.app.story(self.store, story)?.ok_or_else(missing)?;
        let site = Site::new(&case, Some(story), self.editable());
        self.answer(&case, Kind::Claim, id.to_string(), site.claim_table(id), || {
            Some((site.claim_title(id)?, site.claim(id)?))
        })
    }

    fn quote(&self, id: QuoteId) -> Result<Made, Failure> {
        let reports = self.store.quote_reports(id)?;
        let first = *reports.first().ok_or_else(|| Failure::Missing(format!("No quote has the id {id}.")))?;
        // Numbers are those of the story it began in; a family of several stories is loaded by its reports.
        let (story, mut case) = self.app.around(self.store, first)?;
        if !reports.iter().all(|r| case.report(*r).is_some()) {
            case = Arc::new(self.app.part(self.store, &reports)?);
        }
        let site = Site::new(&case, story, self.editable());
        self.answer(&case, Kind::Quote, id.to_string(), site.quote_table(id), || {
            Some((site.quote_title(id)?, site.quote(id)?))
        })
    }

    fn report(&self, id: ReportId, query: &Query) -> Result<Made, Failure> {
        let also = query.get("at").map(|at| words_at(at)).transpose()?;
        let (story, case) = self.app.around(self.store, id)?;
        // What was edited since goes by another id: links to it lead on.
        if case.report(id).is_none()
            && let Some(now) = self.store.successor(id)?
        {
            return Ok(Made::Moved(report_path(now)));
        }
        let revisions = self.store.revisions_of(id)?;
        let mut site = Site::new(&case, story, self.editable());
        let table = site.report_table(id);
        self.answer(&case, Kind::Report, id.to_string(), table, || {
            Some((
                site.report_title(id)?,
                html! { (site.report(id, also)?) (earlier(&case, id, &revisions)) },
            ))
        })
    }

    fn compare(&self, a: ReportId, b: ReportId) -> Result<Made, Failure> {
        let (story, mut case) = self.app.around(self.store, a)?;
        if case.report(b).is_none() {
            case = Arc::new(self.app.part(self.store, &[a, b])?);
        }
        let site = Site::new(&case, story, self.editable());
        let missing = || Failure::Missing(format!("The case does not hold both {a} and {b}."));
        match self.format {
            Format::Html => {
                let main = site.compare(a, b).ok_or_else(missing)?;
                Ok(Made::Page(Body {
                    title: site.compare_title(a, b),
                    section: "",
                    main,
                    exports: true,
                    find: true,
                }))
            }
            _ => site.compare_table(a, b).map(Made::Table).ok_or_else(missing),
        }
    }
}
