//! `backstory correct` and `backstory log`: what people say of findings.

use std::{fmt::Write as _, path::Path, time::SystemTime};

use anyhow::{Context, Result, bail};
use backstory_model::{
    Anchor, Case, Correction, CorrectionId, Moment, Node, ReportId, Ruling, SourceKind, Span, Speaker, Undone,
};
use backstory_pipeline::{Options, Request};
use backstory_show::{export, steers, views};
use backstory_store::Store;

use crate::{
    args::{Rule, SpeakerKind},
    console::Console,
    output::write_to,
};

/// Who asks, and why.
pub(crate) struct Asked<'a> {
    pub(crate) case: &'a Path,
    pub(crate) by: &'a str,
    pub(crate) note: &'a str,
    /// RFC 3339; now where None.
    pub(crate) at: Option<&'a str>,
}

/// Does what the command says, and tells what changed.
pub(crate) fn correct(
    rule: &Rule,
    asked: &Asked<'_>,
    options: &Options,
    console: &mut Console,
) -> Result<()> {
    let path = asked.case.display();
    let by = asked.by.trim();
    if by.is_empty() {
        bail!("{path}: a correction needs the name of whoever makes it; give it with --by");
    }
    let at = match asked.at {
        Some(at) if Moment::parse(at).is_some() && at.len() == 20 && at.ends_with('Z') => at.to_owned(),
        Some(at) => bail!("{path}: {at:?} is no time such as 2031-05-06T09:30:00Z"),
        None => now(),
    };
    let mut store = Store::open(asked.case)?;
    if store.read_only() {
        bail!("{path}: the file may only be read, so nothing can be corrected in it");
    }
    let before = backstory_pipeline::load(&mut store, options, console)?;
    let (line, after) = if let Rule::Undo { id } = rule {
        let id = correction(&store, id, asked.case)?;
        let undone = Undone { at, by: by.to_owned(), note: asked.note.to_owned() };
        let after = backstory_pipeline::undo(&mut store, id, &undone, options, console)?;
        (format!("{path}: {id} is taken back"), after)
    } else {
        let ruling = ruling(&before, rule, asked.case)?;
        let request = Request { at, by: by.to_owned(), note: asked.note.to_owned(), ruling };
        let (made, after) = backstory_pipeline::correct(&mut store, request, options, console)
            .with_context(|| format!("{path}: nothing was corrected"))?;
        (format!("{path}: {}", told(&made)), after)
    };
    console.finish();
    console.status(&line);
    for line in differences(&before, &after) {
        console.status(&line);
    }
    Ok(())
}

/// Now, in UTC.
fn now() -> String {
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |d| d.as_secs());
    let at = jiff::Timestamp::from_second(i64::try_from(seconds).unwrap_or(0)).unwrap_or_default();
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn ruling(case: &Case, rule: &Rule, path: &Path) -> Result<Ruling> {
    Ok(match rule {
        Rule::Speaker { words, name, kind } => {
            let at = place(case, words, path)?;
            let kind = match kind {
                SpeakerKind::Person => Some(SourceKind::Person),
                SpeakerKind::Organization => Some(SourceKind::Organization),
                SpeakerKind::Outlet => Some(SourceKind::Outlet),
                SpeakerKind::Document => Some(SourceKind::Document),
                SpeakerKind::Unnamed => Some(SourceKind::Anonymous),
                SpeakerKind::Nobody => None,
            };
            let name = name.as_deref().map(str::trim).filter(|n| !n.is_empty());
            let speaker = match (kind, name) {
                (None, _) => None,
                (Some(kind), Some(name)) => Some(Speaker { kind, name: name.to_owned() }),
                (Some(_), None) => {
                    bail!("give the speaker's name, or --kind nobody where the text does not tell")
                }
            };
            Ruling::Speaker { at, speaker }
        }
        Rule::NotTaken { receiver, giver } => {
            let to = views::find_report(case, receiver)?;
            let from = match giver.parse() {
                Ok(source) => Node::External(case.links.source_id(source)),
                Err(_) => Node::Report(views::find_report(case, giver)?),
            };
            Ruling::NotTaken { from, to }
        }
        Rule::SameClaim { a, b } => Ruling::SameClaim { a: place(case, a, path)?, b: place(case, b, path)? },
        Rule::OtherClaim { a, b } => {
            Ruling::OtherClaim { a: place(case, a, path)?, b: place(case, b, path)? }
        }
        Rule::Published { report, date } => Ruling::Published {
            report: views::find_report(case, report)?,
            date: match date.as_str() {
                "unknown" => None,
                date => match Moment::parse(date) {
                    Some(date) => Some(date),
                    None => bail!(
                        "{date:?} is no date; expected 2031, 2031-05, 2031-05-06, 2031-05-06T09:30:00Z, or 'unknown'"
                    ),
                },
            },
        },
        Rule::Confirm { finding } => Ruling::Confirmed { finding: full_id(case, finding) },
        Rule::Undo { .. } => bail!("this is no ruling"),
    })
}

/// The whole id of a claim or quote whose start is given; anything else as it is.
fn full_id(case: &Case, start: &str) -> String {
    let claims = case.links.claims.iter().map(|c| c.id.to_string());
    let quotes = case.links.quotes.iter().map(|q| q.id.to_string());
    let found: Vec<String> = claims.chain(quotes).filter(|id| id.starts_with(start)).collect();
    match &found[..] {
        [one] if start.len() > 1 => one.clone(),
        _ => start.to_owned(),
    }
}

/// A place that is named in one of these ways: the start of an attribution's or a claim's id; a report's id with start
/// and end in code points, as the page links to it; a report and words of it with a colon between them.
fn place(case: &Case, words: &str, path: &Path) -> Result<Anchor> {
    let path = path.display();
    if let Some((report, quoted)) = words.split_once(':') {
        let report = views::find_report(case, report)?;
        let text = &case.report(report).context("a report that was found is there")?.report.text;
        let quoted = quoted.trim();
        let mut found = text.match_indices(quoted).filter(|_| !quoted.is_empty());
        return match (found.next(), found.next()) {
            (Some((start, _)), None) => Ok(Anchor { report, span: Span::new(start, start + quoted.len()) }),
            (Some(_), Some(_)) => {
                bail!("{path}: {quoted:?} stands more than once in that report; give more words")
            }
            (None, _) => {
                bail!("{path}: {quoted:?} does not stand in that report; copy the words as they are written")
            }
        };
    }
    if let [report, start, end] = words.trim_start_matches('#').split('-').collect::<Vec<_>>()[..]
        && let (Ok(report), Ok(start), Ok(end)) =
            (report.parse::<ReportId>(), start.parse::<usize>(), end.parse())
    {
        let annotated =
            case.report(report).with_context(|| format!("{path}: no report {report} is in the case"))?;
        let text = &annotated.report.text;
        let byte = |n: usize| text.char_indices().map(|c| c.0).chain([text.len()]).nth(n);
        return match (byte(start), byte(end)) {
            (Some(start), Some(end)) if start < end => Ok(Anchor { report, span: Span::new(start, end) }),
            _ => bail!("{path}: {words:?} does not lie in the text of {report}"),
        };
    }
    let mut found: Vec<Anchor> = Vec::new();
    for annotated in &case.reports {
        let named = annotated.annotations.attributions.iter().filter(|a| a.id.to_string().starts_with(words));
        found.extend(
            named.filter_map(|a| {
                Some(Anchor { report: annotated.report.id, span: *a.content_spans.first()? })
            }),
        );
    }
    let claims = case.links.claims.iter().filter(|c| c.id.to_string().starts_with(words));
    found.extend(claims.filter_map(|c| c.statements.first()).map(|s| s.at));
    match found[..] {
        [one] if words.len() > 1 => Ok(one),
        [] | [_] => bail!(
            "{path}: {words:?} names no words; give the id of an attribution or claim, a place such as \
             r0123456789abcdef-120-164, or a report and its words: '3:cracks in the eastern wall'"
        ),
        _ => bail!("{path}: {} findings have ids that start with {words:?}; give more of it", found.len()),
    }
}

fn correction(store: &Store, start: &str, path: &Path) -> Result<CorrectionId> {
    let path = path.display();
    let all = store.corrections()?;
    let found: Vec<&Correction> =
        all.iter().filter(|c| c.undone.is_none() && c.id.to_string().starts_with(start)).collect();
    match found[..] {
        [one] => Ok(one.id),
        [] => bail!(
            "{path}: no correction in force has an id that starts with {start:?}; 'backstory log {path}' lists them"
        ),
        _ => bail!("{path}: {} corrections have ids that start with {start:?}; give more of it", found.len()),
    }
}

/// A correction in a line.
fn told(made: &Correction) -> String {
    let what = match &made.ruling {
        Ruling::Speaker { at, speaker } => {
            let who = speaker.as_ref().map_or("no one named", |s| &s.name);
            format!("in {} said by {who}, not {}", at.report, made.found)
        }
        Ruling::NotTaken { to, .. } => format!("{to} took nothing there (found: {})", made.found),
        Ruling::SameClaim { .. } => format!("one claim (found: {})", made.found),
        Ruling::OtherClaim { .. } => format!("two claims (found: {})", made.found),
        Ruling::Published { report, date } => {
            let date = date.as_ref().map_or("at an unknown time", |d| d.as_str());
            format!("{report} published {date} (found: {})", made.found)
        }
        Ruling::Confirmed { finding } => format!("{finding} confirmed"),
    };
    format!("{} {what}", made.id)
}

/// What became of the counts.
fn differences(before: &Case, after: &Case) -> Vec<String> {
    let mut out = Vec::new();
    for claim in &after.links.claims {
        // The same claim: the same first words at the same place.
        let same = |c: &&backstory_model::Claim| {
            c.statements.iter().any(|s| claim.statements.iter().any(|t| t.at == s.at))
        };
        let old = before.links.claims.iter().filter(same).max_by_key(|c| {
            c.statements.iter().filter(|s| claim.statements.iter().any(|t| t.at == s.at)).count()
        });
        if let Some(old) = old.filter(|o| o.independent != claim.independent) {
            let text: String = claim.text.chars().filter(|c| !steers(*c)).take(80).collect();
            out.push(format!(
                "{} {} → {} independent sources: {text}",
                claim.id,
                views::independent(old.independent),
                views::independent(claim.independent)
            ));
        }
    }
    let (a, b) = (before.links.lineage.len(), after.links.lineage.len());
    if a != b {
        out.push(format!("{a} → {b} links between reports"));
    }
    let (a, b) = (before.links.claims.len(), after.links.claims.len());
    if a != b {
        out.push(format!("{a} → {b} claims"));
    }
    out
}

/// Prints who corrected what and when, oldest first, those that were taken back too.
pub(crate) fn log(path: &Path, json: bool, console: &mut Console) -> Result<()> {
    let store = Store::open(path)?;
    let all = store.corrections()?;
    if all.is_empty() {
        console.status(&format!(
            "{}: nothing was corrected yet; 'backstory correct --help' tells how",
            path.display()
        ));
    }
    let reports = if json { store.load_reports()? } else { Vec::new() };
    let case = Case { reports, corrections: all.clone(), ..Case::default() };
    let mut out = String::new();
    if json {
        for line in export::correction_lines(&case) {
            let _ = writeln!(out, "{line}");
        }
    } else {
        for made in &all {
            let clean = |text: &str| text.chars().filter(|c| !steers(*c)).collect::<String>();
            let _ = writeln!(out, "{}  {}  {}", made.at, clean(&made.by), clean(&told(made)));
            if !made.note.is_empty() {
                let _ = writeln!(out, "    {}", clean(&made.note));
            }
            if let Some(undone) = &made.undone {
                let _ = writeln!(
                    out,
                    "    taken back {}  {}  {}",
                    undone.at,
                    clean(&undone.by),
                    clean(&undone.note)
                );
            }
        }
    }
    write_to(None, |to| to.write_all(out.as_bytes()))
}
