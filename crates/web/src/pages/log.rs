//! Who corrected what and when.

use backstory_model::{Anchor, Correction, Node, Ruling};
use backstory_show::{
    html::{compare_path, report_path, ruled},
    phrases::{line, moment},
    table::{Cell, Table},
};
use backstory_store::Store;
use maud::{Markup, html};

use super::Made;
use crate::{app::App, error::Failure, export::Format, frame::Body};

pub(crate) fn log(app: &App, store: &Store, format: Format) -> Result<Made, Failure> {
    let mut all = store.corrections()?;
    if format != Format::Html {
        return Ok(Made::Table(table(&all)));
    }
    // The latest first.
    all.reverse();
    let main = html! {
        header.lead {
            h1 { "Log" }
            p.soft { "What people say of findings. The program’s own finding is kept beside each; what is taken back stays in the log." }
        }
        @if all.is_empty() { p.empty { "Nothing was corrected yet. Claims, quotes, comparisons and reports have forms for it." } }
        ol.statements { @for correction in &all { (entry(app, correction, &store.subject(&correction.ruling)?)) } }
    };
    Ok(Made::Page(Body { title: "Log".into(), section: "Log", main, exports: true, find: true }))
}

fn entry(app: &App, correction: &Correction, subject: &str) -> Markup {
    let id = correction.id.to_string();
    html! {
        li.statement id=(id) {
            span.by { b { (line(&correction.by, 100)) } span.soft.num { (moment(&correction.at)) } }
            blockquote { @if correction.undone.is_some() { s { (ruled(correction)) } } @else { (ruled(correction)) } }
            @if !subject.is_empty() { p.chain.subject { (line(subject, 300)) } }
            @if !correction.note.is_empty() { p.chain { "Why: " (line(&correction.note, 600)) } }
            @if !matches!(correction.ruling, Ruling::Confirmed { .. }) { p.chain { "The program had found: " (line(&correction.found, 300)) } }
            @if let Some(undone) = &correction.undone {
                p.chain { span.tag.change { "Taken back" } " by " (line(&undone.by, 100)) ", " (moment(&undone.at)) @if !undone.note.is_empty() { ": " (line(&undone.note, 300)) } }
            }
            p.acts { @if let Some(place) = place(&correction.ruling) { a href=(place) { "What it is about" } } }
            @if correction.undone.is_none() && !app.rules.read_only {
                details.fix {
                    summary { "Take back" }
                    form.correct method="post" action="/correct" aria-label="Take back" {
                        input type="hidden" name="kind" value="undo";
                        input type="hidden" name="id" value=(id);
                        input type="hidden" name="back" value="/log";
                        label { "Why" input type="text" name="note" maxlength="1000"; }
                        label { "Your name" input type="text" name="by" required maxlength="100" autocomplete="name"; }
                        button type="submit" { "Take back" }
                    }
                }
            }
        }
    }
}

fn place(ruling: &Ruling) -> Option<String> {
    let of = |at: &Anchor| report_path(at.report);
    match ruling {
        Ruling::Speaker { at, .. } => Some(of(at)),
        Ruling::SameClaim { a, b } | Ruling::OtherClaim { a, b } if a.report == b.report => Some(of(a)),
        Ruling::SameClaim { a, b } | Ruling::OtherClaim { a, b } => Some(compare_path(a.report, b.report)),
        Ruling::NotTaken { from: Node::Report(from), to } => Some(compare_path(*from, *to)),
        Ruling::NotTaken { to, .. } => Some(report_path(*to)),
        Ruling::Published { report, .. } => Some(report_path(*report)),
        Ruling::Confirmed { finding } if finding.starts_with(['c', 'q', 'r']) && !finding.contains('>') => {
            Some(format!("/{finding}"))
        }
        Ruling::Confirmed { finding } => {
            let (from, to) = finding.split_once('>')?;
            Some(format!("/compare/{from}/{to}"))
        }
    }
}

fn table(all: &[Correction]) -> Table {
    let rows = all.iter().map(|c| {
        vec![
            Cell::Text(c.id.to_string()),
            Cell::Text(c.at.clone()),
            Cell::Text(c.by.clone()),
            Cell::Text(c.ruling.name().into()),
            Cell::Text(ruled(c)),
            Cell::Text(c.note.clone()),
            Cell::Text(c.found.clone()),
            place(&c.ruling).into(),
            c.undone.as_ref().map(|u| &u.at).into(),
            c.undone.as_ref().map(|u| &u.by).into(),
        ]
    });
    Table {
        columns: vec![
            "correction",
            "at",
            "by",
            "kind",
            "ruling",
            "note",
            "found",
            "link",
            "taken_back_at",
            "taken_back_by",
        ],
        rows: rows.collect(),
    }
}
