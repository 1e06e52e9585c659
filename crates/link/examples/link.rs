//! Prints what the reports of some folders say together: stories, lineage, passages, quotes, claims, timeline.
//!
//! ```text
//! cargo run --example link -- FOLDER…
//! ```
//! Reads plain text and news-please JSON; where a JSON file names its `event`, stories are scored against it.
#![allow(clippy::print_stdout, reason = "a tool for people who work on this crate")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use backstory_model::{Anchor, Annotated, Document, Links, Meta, Node, ReportId, SourceId};

fn main() -> std::io::Result<()> {
    let mut paths = Vec::new();
    let mut wanted = Vec::new();
    for arg in std::env::args().skip(1) {
        match arg.strip_prefix("--") {
            Some(part) => wanted.push(part.to_owned()),
            None if Path::new(&arg).is_dir() => {
                paths.extend(
                    std::fs::read_dir(&arg)?.map(|e| e.map(|e| e.path())).collect::<Result<Vec<_>, _>>()?,
                );
            }
            None => paths.push(PathBuf::from(arg)),
        }
    }
    paths.sort();
    let mut events = BTreeMap::new();
    let mut reports = Vec::new();
    for path in &paths {
        let (document, event) = read(path)?;
        let (report, _) = backstory_clean::clean(document);
        let annotations = backstory_annotate::annotate(&report, backstory_annotate::Model::Rules);
        if let Some(event) = event {
            events.insert(report.id, event);
        }
        reports.push(Annotated { report, annotations });
    }
    reports.sort_by_key(|r| r.report.id);
    reports.dedup_by_key(|r| r.report.id);
    if wanted.iter().any(|w| w == "dump") {
        reports.iter().for_each(dump);
    }
    let start = std::time::Instant::now();
    let links = backstory_link::link(&reports);
    println!("{} reports linked in {:.2?}", reports.len(), start.elapsed());
    let shown = Shown { reports: &reports, links: &links, events: &events };
    let all = wanted.is_empty();
    let want = |part: &str| all || wanted.iter().any(|w| w == part);
    if want("stories") {
        shown.stories();
    }
    if want("lineage") {
        shown.lineage();
    }
    if want("passages") {
        shown.passages();
    }
    if want("quotes") {
        shown.quotes();
    }
    if want("claims") {
        shown.claims(wanted.iter().any(|w| w == "single"));
    }
    if want("timeline") {
        shown.timeline();
    }
    if !events.is_empty() {
        shown.score();
    }
    Ok(())
}

fn read(path: &Path) -> std::io::Result<(Document, Option<String>)> {
    let text = std::fs::read_to_string(path)?;
    let uri = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if path.extension().is_none_or(|e| e != "json") {
        return Ok((Document { uri, text, ..Document::default() }, None));
    }
    let record: serde_json::Value = serde_json::from_str(&text)?;
    let field = |name: &str| record[name].as_str().map(str::to_owned);
    let meta = Meta {
        title: field("title"),
        outlet: field("source_domain"),
        published: field("date_publish"),
        url: field("url"),
        language: field("language"),
        description: field("description"),
        ..Meta::default()
    };
    let text = field("text").or_else(|| field("maintext")).unwrap_or_default();
    Ok((Document { uri, text, meta, ..Document::default() }, field("event")))
}

struct Shown<'a> {
    reports: &'a [Annotated],
    links: &'a Links,
    events: &'a BTreeMap<ReportId, String>,
}

impl Shown<'_> {
    fn report(&self, id: ReportId) -> &Annotated {
        let at = self.reports.binary_search_by_key(&id, |r| r.report.id).expect("a report of the case");
        &self.reports[at]
    }

    fn name(&self, id: ReportId) -> String {
        let report = &self.report(id).report;
        let date = report.published.as_ref().map_or("undated", |p| p.date.as_str());
        let short: String = report.uri.chars().take(8).collect();
        format!("{short} {} {}", report.outlet.as_deref().unwrap_or("?"), date.get(..10).unwrap_or(date))
    }

    fn source(&self, id: Option<SourceId>) -> String {
        let source = id.and_then(|id| self.links.source(id));
        source.and_then(|s| s.name.as_ref().or(s.description.as_ref())).cloned().unwrap_or_default()
    }

    fn words(&self, at: Anchor) -> String {
        at.span.of(&self.report(at.report).report.text).replace('\n', " ")
    }

    fn stories(&self) {
        for story in &self.links.stories {
            println!("\nSTORY {} [{}]", story.title, story.reports.len());
            for id in &story.reports {
                let report = self.report(*id);
                let title = report.report.title.as_ref().map_or("", |t| &t.text);
                println!("  {} | {title} | {}", self.name(*id), self.events.get(id).map_or("", |e| e));
            }
        }
    }

    fn lineage(&self) {
        for edge in &self.links.lineage {
            let from = match edge.from {
                Node::Report(id) => self.name(id),
                Node::External(id) => format!("outside: {}", self.source(Some(id))),
            };
            let sure = (if edge.directed { "→" } else { "?" }, if edge.credited { "credited" } else { "" });
            println!(
                "\n{from} {} {}  {} {} {:.2}",
                sure.0,
                self.name(edge.to),
                edge.kind.name(),
                sure.1,
                edge.score
            );
            for reason in &edge.reasons {
                println!("    because {}", reason.words);
            }
            for at in edge.evidence.iter().take(6) {
                println!("    [{}] {}", self.name(at.report), self.words(*at));
            }
        }
    }

    fn passages(&self) {
        for p in &self.links.passages {
            println!("\n{} | {} : {} words", self.name(p.a.report), self.name(p.b.report), p.words);
            println!("   a {}\n   b {}", self.words(p.a), self.words(p.b));
        }
    }

    fn quotes(&self) {
        for quote in &self.links.quotes {
            if quote.occurrences.len() < 2 && quote.changes.is_empty() {
                continue;
            }
            println!("\nQUOTE {}", quote.text.replace('\n', " "));
            for o in &quote.occurrences {
                println!("   {} [{}] {}", self.name(o.at.report), self.source(o.speaker), self.words(o.at));
            }
            for c in &quote.changes {
                println!("   ! {} in {}: {:?} -> {:?}", c.kind.name(), self.name(c.report), c.from, c.to);
            }
        }
    }

    /// Claims of several reports; those of one report too where `single`.
    fn claims(&self, single: bool) {
        for claim in &self.links.claims {
            let reports: BTreeSet<ReportId> = claim.statements.iter().map(|s| s.at.report).collect();
            if reports.len() < 2 && !single {
                continue;
            }
            let range = claim.independent;
            println!(
                "\nCLAIM {:.2} [{}-{}{}] {}",
                claim.stakes,
                range.min,
                range.max,
                if range.open { "+" } else { "" },
                claim.text.replace('\n', " ")
            );
            for s in &claim.statements {
                let said = &self.report(s.at.report).annotations.attributions;
                let by = said.iter().find(|a| Some(a.id) == s.attribution);
                let who = by.map_or("own voice".to_owned(), |a| self.source(a.source));
                println!("   {} [{} {who}] {}", self.name(s.at.report), s.stance.name(), self.words(s.at));
            }
            for o in &claim.origins {
                println!("   < {} by {}", self.source(Some(o.source)), self.name(o.report));
            }
            for reason in &claim.reasons {
                println!("   because {reason}");
            }
            for c in &claim.changes {
                println!("   ! {} in {}: {:?} -> {:?}", c.kind.name(), self.name(c.report), c.from, c.to);
            }
        }
    }

    fn timeline(&self) {
        for event in &self.links.timeline {
            let words = event.expression.of(&self.report(event.at.report).report.text);
            let when = event.when;
            println!(
                "{}..{} {} <{words}> {}",
                when.start,
                when.end,
                self.name(event.at.report),
                self.words(event.at)
            );
        }
    }

    /// B-cubed precision and recall of the stories (Bagga and Baldwin, 1998).
    fn score(&self) {
        let story: BTreeMap<ReportId, usize> = self
            .links
            .stories
            .iter()
            .enumerate()
            .flat_map(|(n, s)| s.reports.iter().map(move |r| (*r, n)))
            .collect();
        let (mut precision, mut recall) = (0.0, 0.0);
        for (a, event) in self.events {
            let same = self.events.iter().filter(|(_, e)| *e == event).count();
            let found = self.events.keys().filter(|b| story[b] == story[a]).count();
            let both = self.events.iter().filter(|(b, e)| *e == event && story[b] == story[a]).count();
            precision += both as f64 / found as f64;
            recall += both as f64 / same as f64;
        }
        let (p, r) = (precision / self.events.len() as f64, recall / self.events.len() as f64);
        println!("\nstories: B-cubed P {:.3} R {:.3} F1 {:.3}", p, r, 2.0 * p * r / (p + r));
    }
}

/// Who is said to have said what in a report.
fn dump(a: &Annotated) {
    for x in &a.annotations.attributions {
        let w = |s: &[backstory_model::Span]| {
            s.iter().map(|s| s.of(&a.report.text)).collect::<Vec<_>>().join(" … ")
        };
        println!(
            "ATT {:?} [{}] <{}> {{{}}} via {:?}",
            x.manner,
            w(&x.source_spans),
            w(&x.cue_spans),
            w(&x.content_spans),
            x.via
        );
    }
}
