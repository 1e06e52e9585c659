//! `watch`: the same inputs again and again; what is new is printed, and told to others.

use std::{
    io::{self, Write},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use anyhow::{Context, Result, anyhow, bail};
use backstory_model::{Anchor, Case, Diagnostic, Independent, ReportId};
use backstory_pipeline::{
    Address, ClaimOrQuote, Edit, Fetcher, Input, News, Options, Outcome, PipelineError, Progress, Settings,
    Stage, Watch, archive_beside,
};
use backstory_show::{html, steers};
use backstory_store::{Store, StoreError};
use serde_json::{Value, json};

use crate::{
    args::{Common, Inputs, Watching},
    commands::{given, own_files, reading},
    console::{Console, count},
    output::{ours, unwritten, write_to},
};

pub(crate) fn watch(
    case: &Path,
    inputs: &Inputs,
    how: &Watching,
    common: &Common,
    console: &mut Console,
) -> Result<usize> {
    let named = given(inputs)?;
    if named.contains(&Input::Stdin) {
        bail!("-: standard input can be read once and not be watched; give files, folders or addresses");
    }
    let webhook = how
        .webhook
        .as_deref()
        .map(Address::parse)
        .transpose()
        .map_err(|e| anyhow!("{}: {e}", how.webhook.as_deref().unwrap_or_default()))?;
    if let Some(address) = webhook.as_ref().filter(|_| inputs.fetch.offline) {
        bail!("{address}: --offline forbids telling it anything; leave --webhook out");
    }
    let mut fetching = inputs.fetch.fetching(Some(archive_beside(case)), !how.no_follow);
    // Each look asks those that were named; their servers say whether anything changed.
    fetching.age = Duration::ZERO;
    let settings = fetching.settings.clone();
    let mut skip = own_files(case);
    skip.extend(fetching.archive.clone());
    let options = Options { fetching, skip, ..reading(inputs, common) };
    let mut store = Store::create(case)?;
    let mut watch = Watch::new(named, options);
    let page = case.with_extension("html");
    let mut failed = 0;
    // What the webhook could not be told: it is sent with what is new at the next look.
    let mut untold: Vec<Value> = Vec::new();
    for look in 0.. {
        if look > 0 {
            thread::sleep(how.interval);
        }
        let polled = watch.poll(&mut store, &mut Calm { console: &mut *console, calm: look > 0 });
        console.finish();
        let polled = match polled {
            Ok(polled) => polled,
            // Another program writes to the case, or room is made: it is tried again.
            Err(PipelineError::Store(error @ (StoreError::Busy(_) | StoreError::Full(_)))) if !how.once => {
                console.warning(&error.to_string());
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        failed = polled.outcome.failed;
        if look == 0 || polled.changed {
            console.status(&told(&polled.outcome, case));
        }
        let Some(now) = watch.case() else { continue };
        if polled.changed && !how.no_report && ours(&page) {
            write_to(Some(&page), |out| out.write_all(html::report(now).as_bytes()))?;
        }
        if webhook.is_some() && polled.news.is_empty() && !untold.is_empty() {
            tell(case, &settings, webhook.as_ref(), &mut untold, how.once, console);
        }
        if !polled.news.is_empty() {
            let news: Vec<Value> = polled.news.iter().map(|n| news_json(now, n)).collect();
            print(now, &polled.news, &news, how.json)?;
            let message = json!({ "case": case.display().to_string(), "news": news }).to_string();
            if let Some(command) = &how.on_change
                && let Err(error) = run(command, &message)
            {
                console.warning(&format!("{command}: {error:#}; what is new was printed"));
            }
            untold.extend(news);
            tell(case, &settings, webhook.as_ref(), &mut untold, how.once, console);
        }
        if how.once {
            break;
        }
        if look == 0 {
            console.status(&format!(
                "watching; looks again every {}; Ctrl-C ends it, and the case stays whole",
                every(how.interval)
            ));
        }
    }
    Ok(failed)
}

/// Most news that are kept for a webhook that does not answer; older ones go.
const MOST_UNTOLD: usize = 1000;

/// Sends what is new to the webhook; what it does not take is kept for the next time.
fn tell(
    case: &Path,
    settings: &Settings,
    webhook: Option<&Address>,
    untold: &mut Vec<Value>,
    once: bool,
    console: &mut Console,
) {
    let news = std::mem::take(untold);
    let Some(address) = webhook else { return };
    let message = json!({ "case": case.display().to_string(), "news": news }).to_string();
    if let Err(error) = Fetcher::tell(settings, address, &message) {
        console.warning(&format!(
            "{address}: {error}; what is new was printed{}",
            if once { "" } else { ", and is sent again at the next look" }
        ));
        *untold = news;
        untold.drain(..untold.len().saturating_sub(MOST_UNTOLD));
    }
}

fn every(interval: Duration) -> String {
    let seconds = interval.as_secs();
    match seconds {
        0 => format!("{} ms", interval.as_millis()),
        s if s % 3600 == 0 => format!("{} h", s / 3600),
        s if s % 60 == 0 => format!("{} min", s / 60),
        s => format!("{s} s"),
    }
}

fn told(outcome: &Outcome, case: &Path) -> String {
    let Outcome { added, replaced, failed, .. } = *outcome;
    let mut parts = vec![count(added, "new report")];
    if replaced > 0 {
        parts.push(format!("{replaced} made anew"));
    }
    if failed > 0 {
        parts.push(format!("{failed} could not be read"));
    }
    format!("{}: {}", case.display(), parts.join(", "))
}

/// Shows progress at the first look alone: later ones are mostly about nothing.
struct Calm<'a> {
    console: &'a mut Console,
    calm: bool,
}

impl Progress for Calm<'_> {
    fn stage(&mut self, stage: Stage) {
        if !self.calm {
            self.console.stage(stage);
        }
    }

    fn file(&mut self) {
        if !self.calm {
            self.console.file();
        }
    }

    fn report(&mut self) {}

    fn diagnostic(&mut self, diagnostic: &Diagnostic) {
        self.console.diagnostic(diagnostic);
    }
}

/// Runs a command of the shell with JSON on its standard input.
fn run(command: &str, message: &str) -> Result<()> {
    let mut shell = if cfg!(windows) { Command::new("cmd") } else { Command::new("sh") };
    let mut child = shell
        .arg(if cfg!(windows) { "/C" } else { "-c" })
        .arg(command)
        .stdin(Stdio::piped())
        .spawn()
        .context("the command could not be started")?;
    if let Some(mut input) = child.stdin.take() {
        match input.write_all(message.as_bytes()).and_then(|()| input.write_all(b"\n")) {
            // A command may well not read what it is told.
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                return Err(error).context("the command could not be told");
            }
            _ => {}
        }
    }
    let status = child.wait().context("the command was lost")?;
    if status.success() { Ok(()) } else { bail!("the command failed ({status})") }
}

fn print(case: &Case, news: &[News], as_json: &[Value], json: bool) -> Result<()> {
    let mut out = io::stdout().lock();
    let mut write = || -> io::Result<()> {
        for (news, value) in news.iter().zip(as_json) {
            if json { writeln!(out, "{value}") } else { out.write_all(news_text(case, news).as_bytes()) }?;
        }
        out.flush()
    };
    write().map_err(|error| unwritten("standard output", error))
}

fn claim_text(case: &Case, id: backstory_model::ClaimId) -> String {
    case.links.claims.iter().find(|c| c.id == id).map(|c| c.text.clone()).unwrap_or_default()
}

fn name_of(case: &Case, report: ReportId) -> String {
    let Some(annotated) = case.report(report) else { return report.to_string() };
    let report = &annotated.report;
    report.outlet.clone().unwrap_or_else(|| report.uri.clone())
}

fn source_name(case: &Case, id: backstory_model::SourceId) -> String {
    let source = case.links.source(id);
    source
        .and_then(|s| s.name.clone().or_else(|| s.description.clone()))
        .unwrap_or_else(|| "the report itself".into())
}

fn range(independent: Independent) -> String {
    let Independent { min, max, open } = independent;
    let more = if open { " or more" } else { "" };
    if min == max { format!("{min}{more}") } else { format!("{min} to {max}{more}") }
}

/// Some lines of text, the first of them flush left.
fn news_text(case: &Case, news: &News) -> String {
    let mut lines = Vec::new();
    match news {
        News::Origin { claim, before, after, sources, report } => {
            let sources: Vec<String> = sources.iter().map(|s| source_name(case, *s)).collect();
            let before = before.map_or_else(|| "not counted".into(), range);
            lines.push(format!(
                "new origin ({}): independent {before} -> {}",
                name_of(case, *report),
                range(*after)
            ));
            lines.push(format!("claim {claim}: {}", claim_text(case, *claim)));
            lines.push(format!("new behind it: {}", sources.join("; ")));
        }
        News::Denial { claim, at } => {
            lines.push(format!("denial ({})", name_of(case, at.report)));
            lines.push(format!("claim {claim}: {}", claim_text(case, *claim)));
            lines.push(format!("denied: {}", case.words(*at)));
        }
        News::Change { of, kind, report, from, to } => {
            lines.push(format!("{kind} changed ({})", name_of(case, *report)));
            lines.push(match of {
                ClaimOrQuote::Claim(id) => format!("claim {id}: {}", claim_text(case, *id)),
                ClaimOrQuote::Quote(id) => {
                    let quote = case.links.quotes.iter().find(|q| q.id == *id);
                    format!("quote {id}: {}", quote.map(|q| q.text.as_str()).unwrap_or_default())
                }
            });
            lines.push(format!("- {from}"));
            lines.push(format!("+ {to}"));
        }
        News::Edit(edit) => {
            let Edit { address, report, seen, sentences, notice } = &**edit;
            let how = match notice {
                Some(_) => "edited, and says so",
                None => "edited without a word of it",
            };
            lines.push(format!("{how} ({})", name_of(case, *report)));
            lines.push(address.clone());
            if let Some(seen) = seen {
                lines.push(format!("last seen as it was: {seen}"));
            }
            for (from, to) in sentences {
                lines.extend(from.as_ref().map(|f| format!("- {f}")));
                lines.extend(to.as_ref().map(|t| format!("+ {t}")));
            }
            lines.extend(notice.as_ref().map(|n| format!("it says: {n}")));
        }
    }
    let clean = |line: &String| {
        let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
        words.chars().filter(|c| !steers(*c)).collect::<String>()
    };
    let shown: Vec<String> = lines.iter().map(clean).collect();
    format!("{}\n\n", shown.join("\n    "))
}

fn independent_json(independent: Independent) -> Value {
    let Independent { min, max, open } = independent;
    json!({ "min": min, "max": max, "open": open })
}

fn report_json(case: &Case, id: ReportId) -> Value {
    let Some(annotated) = case.report(id) else { return json!({ "id": id.to_string() }) };
    let report = &annotated.report;
    json!({
        "id": id.to_string(), "uri": report.uri, "url": report.url, "outlet": report.outlet,
        "title": report.title.as_ref().map(|t| t.text.as_str()),
        "published": report.published.as_ref().map(|p| p.date.as_str()),
    })
}

fn place_json(case: &Case, at: Anchor) -> Value {
    let start = case.report(at.report).map_or(0, |a| a.report.text[..at.span.start as usize].chars().count());
    let words = case.words(at);
    json!({ "start": start, "end": start + words.chars().count(), "words": words })
}

/// Offsets count code points of the report's text, as in the export.
fn news_json(case: &Case, news: &News) -> Value {
    match news {
        News::Origin { claim, before, after, sources, report } => json!({
            "kind": "origin", "claim": claim.to_string(), "text": claim_text(case, *claim),
            "before": before.map(independent_json), "independent": independent_json(*after),
            "sources": sources.iter().map(|s| json!({ "id": s.to_string(), "name": source_name(case, *s) })).collect::<Vec<_>>(),
            "report": report_json(case, *report),
        }),
        News::Denial { claim, at } => json!({
            "kind": "denial", "claim": claim.to_string(), "text": claim_text(case, *claim),
            "at": place_json(case, *at), "report": report_json(case, at.report),
        }),
        News::Change { of, kind, report, from, to } => {
            let (claim, quote) = match of {
                ClaimOrQuote::Claim(id) => (Some(id.to_string()), None),
                ClaimOrQuote::Quote(id) => (None, Some(id.to_string())),
            };
            json!({
                "kind": "change", "claim": claim, "quote": quote, "what": kind, "from": from, "to": to,
                "report": report_json(case, *report),
            })
        }
        News::Edit(edit) => {
            let Edit { address, report, seen, sentences, notice } = &**edit;
            json!({
                "kind": "edit", "address": address, "seen": seen, "silent": notice.is_none(), "notice": notice,
                "sentences": sentences.iter().map(|(from, to)| json!({ "from": from, "to": to })).collect::<Vec<_>>(),
                "report": report_json(case, *report),
            })
        }
    }
}
