//! Corrections by people: checked against the case, stored, and the case linked anew.

use backstory_model::{Anchor, Case, Correction, CorrectionId, Node, ReportId, Ruling, SourceId, Undone};
use backstory_store::Store;

use crate::{Options, PipelineError, Progress, attribution_at, linked};

/// A correction that a person asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// When: RFC 3339 in UTC.
    pub at: String,
    /// Who asks.
    pub by: String,
    /// Why.
    pub note: String,
    /// What is so.
    pub ruling: Ruling,
}

/// Stores a correction and links the case anew; gives it with what the program had found, and the new case.
///
/// # Errors
/// [`PipelineError::Correction`] where it is about something that is not in the case; those of storing and linking.
pub fn correct(
    store: &mut Store,
    request: Request,
    options: &Options,
    progress: &mut dyn Progress,
) -> Result<(Correction, Case), PipelineError> {
    let (case, _) = linked(store, options, progress)?;
    let found = found(&case, &request.ruling).map_err(PipelineError::Correction)?;
    let Request { at, by, note, ruling } = request;
    let correction = Correction::new(at, by, note, ruling, found);
    store.add_correction(&correction)?;
    let (case, saved) = linked(store, options, progress)?;
    saved?;
    Ok((correction, case))
}

/// Takes a correction back and links the case anew.
///
/// # Errors
/// [`PipelineError::Correction`] where there is none that holds by this id; those of storing and linking.
pub fn undo(
    store: &mut Store,
    id: CorrectionId,
    undone: &Undone,
    options: &Options,
    progress: &mut dyn Progress,
) -> Result<Case, PipelineError> {
    if !store.undo_correction(id, undone)? {
        return Err(PipelineError::Correction(format!(
            "no correction {id} is in force; nothing was changed"
        )));
    }
    let (case, saved) = linked(store, options, progress)?;
    saved?;
    Ok(case)
}

/// What the case says now of what is ruled on.
fn found(case: &Case, ruling: &Ruling) -> Result<String, String> {
    let report = |id: ReportId| case.report(id).ok_or_else(|| format!("no report {id} is in the case"));
    match ruling {
        Ruling::Speaker { at, .. } => {
            let annotated = report(at.report)?;
            let said = attribution_at(annotated, at.span).ok_or_else(|| {
                format!("in {} these words are not attributed to anyone, so no speaker of theirs can be corrected", at.report)
            })?;
            Ok(said.source.map_or_else(|| "no one is named".to_owned(), |s| name(case, s)))
        }
        Ruling::NotTaken { from, to } => {
            report(*to)?;
            let giver = Node::Report(*to);
            let between = |e: &&backstory_model::Edge| {
                (e.from == *from && e.to == *to) || (e.from == giver && *from == Node::Report(e.to))
            };
            let edges: Vec<&backstory_model::Edge> = case.links.lineage.iter().filter(between).collect();
            if edges.is_empty() {
                return Err("the case does not say that one of these took from the other, so there is nothing to reject".to_owned());
            }
            let words = edges.iter().map(|e| {
                let credit = if e.credited { "credited" } else { "not credited" };
                format!("{}, {credit}, {:.2}", e.kind.name(), e.score)
            });
            Ok(words.collect::<Vec<_>>().join("; "))
        }
        Ruling::SameClaim { a, b } | Ruling::OtherClaim { a, b } => {
            let of = |at: &Anchor| {
                let holds =
                    |s: &backstory_model::Statement| s.at.report == at.report && s.at.span.overlaps(at.span);
                case.links.claims.iter().filter(|c| c.statements.iter().any(holds)).collect::<Vec<_>>()
            };
            report(a.report)?;
            report(b.report)?;
            let (x, y) = (of(a), of(b));
            if x.is_empty() || y.is_empty() {
                return Err("one of these places states no claim; give the words of a statement".to_owned());
            }
            if !x.iter().any(|x| y.iter().any(|y| x.story == y.story)) {
                return Err("these statements belong to two stories; claims are told within one".to_owned());
            }
            let shared = x.iter().find(|x| y.iter().any(|y| x.id == y.id));
            Ok(match shared {
                Some(one) => format!("one claim, “{}”", brief(&one.text)),
                None => format!("two claims, “{}” and “{}”", brief(&x[0].text), brief(&y[0].text)),
            })
        }
        Ruling::Published { report: id, .. } => {
            let published = report(*id)?.report.published.as_ref();
            Ok(published.map_or_else(|| "undated".to_owned(), |p| format!("{} ({})", p.date, p.basis.name())))
        }
        Ruling::Confirmed { finding } => {
            let links = &case.links;
            let there = links.claims.iter().any(|c| c.id.to_string() == *finding)
                || links.quotes.iter().any(|q| q.id.to_string() == *finding)
                || links.lineage.iter().any(|e| {
                    let from = match e.from {
                        Node::Report(id) => id.to_string(),
                        Node::External(id) => id.to_string(),
                    };
                    *finding == format!("{from}>{}", e.to)
                })
                || case
                    .reports
                    .iter()
                    .any(|r| r.annotations.attributions.iter().any(|a| a.id.to_string() == *finding));
            match there {
                true => Ok("as confirmed".to_owned()),
                false => Err(format!(
                    "no claim, quote, attribution or link of the lineage is called {finding:?}; a link is the two ids with '>' between them"
                )),
            }
        }
    }
}

/// The first words of a claim.
fn brief(text: &str) -> String {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let all = words.len();
    words.truncate(14);
    let cut = if all > 14 { "…" } else { "" };
    format!("{}{cut}", words.join(" ").trim_end_matches([',', '.', '”', '"']))
}

fn name(case: &Case, id: SourceId) -> String {
    let local = || case.reports.iter().flat_map(|r| &r.annotations.sources).find(|s| s.id == id);
    let source = case.links.source(id).or_else(local);
    let words = source.and_then(|s| s.name.as_deref().or(s.description.as_deref()));
    words.unwrap_or("someone unnamed").to_owned()
}
