//! Corrections that a form asks for.

use std::{collections::BTreeMap, time::SystemTime};

use backstory_model::{
    Anchor, Case, Diagnostic, Moment, Node, ReportId, Ruling, SourceKind, Speaker, Undone,
};
use backstory_pipeline::{Options, PipelineError, Progress, Request, Stage};
use backstory_show::html::claim_path;
use backstory_store::Store;
use backstory_text::{CharIndex, CharSpan};

use crate::{
    app::{App, lock},
    error::Failure,
};

type Form = BTreeMap<String, String>;

/// Nobody watches a correction being made.
struct Unseen;

impl Progress for Unseen {
    fn stage(&mut self, _: Stage) {}
    fn file(&mut self) {}
    fn report(&mut self) {}
    fn diagnostic(&mut self, _: &Diagnostic) {}
}

/// Does what the form asks for and links the case anew; gives the page to go on with.
pub(crate) fn correct(app: &App, form: &Form) -> Result<String, Failure> {
    let by = text(form, "by");
    if by.is_empty() {
        return Err(Failure::Bad(
            "A correction needs the name of whoever makes it. Go back and give it.".into(),
        ));
    }
    let (by, note, at) = (by.to_owned(), text(form, "note").to_owned(), now());
    let back = Some(text(form, "back"))
        .filter(|b| b.starts_with('/') && !b.starts_with("//") && !b.contains(['\\', '\r', '\n']));
    let back = back.unwrap_or("/log").to_owned();
    let _one = lock(&app.writing);
    let mut store = Store::open(&app.path)?;
    if store.read_only() {
        return Err(Failure::Forbidden(
            "The case file may not be written to, so nothing was changed.".into(),
        ));
    }
    let options = Options::default();
    if text(form, "kind") == "undo" {
        let id =
            text(form, "id").parse().map_err(|_| Failure::Bad("No correction goes by that id.".into()))?;
        backstory_pipeline::undo(&mut store, id, &Undone { at, by, note }, &options, &mut Unseen)
            .map_err(failed)?;
        return Ok(back);
    }
    let ruling = ruling(&store, form)?;
    let place = match &ruling {
        Ruling::Speaker { at, .. } => Some(*at),
        Ruling::SameClaim { a, .. } | Ruling::OtherClaim { a, .. } => Some(*a),
        _ => None,
    };
    let request = Request { at, by, note, ruling };
    let (_, case) =
        backstory_pipeline::correct(&mut store, request, &options, &mut Unseen).map_err(failed)?;
    Ok(after(&case, &back, place))
}

/// Where the words are stated now, if the claim they stood in goes by another id since.
fn after(case: &Case, back: &str, place: Option<Anchor>) -> String {
    let gone = back
        .strip_prefix("/claim/")
        .is_some_and(|id| case.links.claims.iter().all(|c| c.id.to_string() != id));
    let claim = place.filter(|_| gone).and_then(|at| {
        let meets = |s: &backstory_model::Statement| {
            s.at.report == at.report && s.at.span.start < at.span.end && at.span.start < s.at.span.end
        };
        case.links.claims.iter().find(|c| c.statements.iter().any(meets))
    });
    match claim {
        Some(claim) => claim_path(claim.id),
        None if gone => "/log".to_owned(),
        None => back.to_owned(),
    }
}

fn text<'a>(form: &'a Form, name: &str) -> &'a str {
    form.get(name).map(|v| v.trim()).unwrap_or_default()
}

fn failed(error: PipelineError) -> Failure {
    match error {
        PipelineError::Store(error) => Failure::Store(error),
        other => Failure::Bad(other.to_string()),
    }
}

/// Now, in UTC.
fn now() -> String {
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |d| d.as_secs());
    let at = jiff::Timestamp::from_second(i64::try_from(seconds).unwrap_or(0)).unwrap_or_default();
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn ruling(store: &Store, form: &Form) -> Result<Ruling, Failure> {
    let bad = |what: &str| Failure::Bad(what.to_owned());
    Ok(match text(form, "kind") {
        "speaker" => {
            let kind = match text(form, "speaker_kind") {
                "person" => Some(SourceKind::Person),
                "organization" => Some(SourceKind::Organization),
                "outlet" => Some(SourceKind::Outlet),
                "document" => Some(SourceKind::Document),
                "anonymous" => Some(SourceKind::Anonymous),
                "nobody" => None,
                _ => return Err(bad("What the speaker is was not said.")),
            };
            let name = text(form, "speaker");
            let speaker = match kind {
                None => None,
                Some(_) if name.is_empty() => {
                    return Err(bad("Give the speaker’s name, or say that the text does not tell."));
                }
                Some(kind) => Some(Speaker { kind, name: name.to_owned() }),
            };
            Ruling::Speaker { at: place(store, form, "")?, speaker }
        }
        "same-claim" => Ruling::SameClaim { a: place(store, form, "")?, b: other(store, form)? },
        "other-claim" => Ruling::OtherClaim { a: place(store, form, "")?, b: other(store, form)? },
        "not-taken" => {
            Ruling::NotTaken { from: Node::Report(report(form, "from")?), to: report(form, "to")? }
        }
        "published" => {
            let date = text(form, "date");
            let date = match date {
                "" => None,
                date => Some(Moment::parse(date).ok_or_else(|| {
                    Failure::Bad(format!(
                        "{date} is no date; expected 2031, 2031-05, 2031-05-06 or 2031-05-06T09:30:00Z."
                    ))
                })?),
            };
            Ruling::Published { report: report(form, "report")?, date }
        }
        "confirmed" => Ruling::Confirmed { finding: text(form, "finding").to_owned() },
        _ => return Err(bad("What is to be corrected was not said.")),
    })
}

fn report(form: &Form, name: &str) -> Result<ReportId, Failure> {
    text(form, name).parse().map_err(|_| Failure::Bad("No report goes by that id.".into()))
}

/// The other words of a pair: in fields of their own, or chosen from a list as `r0123456789abcdef-120-164`.
fn other(store: &Store, form: &Form) -> Result<Anchor, Failure> {
    if !form.contains_key("other") {
        return place(store, form, "other_");
    }
    let chosen: Vec<&str> = text(form, "other").split('-').collect();
    let [report, start, end] = chosen[..] else {
        return Err(Failure::Bad("Choose the claim that is the same. Nothing was changed.".into()));
    };
    let fields = [("other_report", report), ("other_start", start), ("other_end", end)];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    place(store, &Form::from(fields), "other_")
}

/// Words of a report, counted in code points by the form.
fn place(store: &Store, form: &Form, prefix: &str) -> Result<Anchor, Failure> {
    let report = report(form, &format!("{prefix}report"))?;
    let number = |name: &str| text(form, &format!("{prefix}{name}")).parse::<u32>().ok();
    let part = store.load_part(&[report])?;
    let span =
        part.report(report).zip(number("start").zip(number("end"))).and_then(|(annotated, (start, end))| {
            let text = &annotated.report.text;
            CharIndex::new(text).bytes(text, CharSpan { start, end })
        });
    span.map(|span| Anchor { report, span })
        .ok_or_else(|| Failure::Bad("These words do not stand in that report.".into()))
}
