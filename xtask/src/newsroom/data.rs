//! The two files that are held against each other, `truth.json` of the newsroom and a case's export, and where the
//! reports of one stand in the other.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

/// What really happened; docs/newsroom.md describes it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Truth {
    pub(crate) reports: Vec<TrueReport>,
    pub(crate) lineage: Vec<Taking>,
    /// Reports of one outlet that share paragraphs of its own.
    pub(crate) same_house: Vec<House>,
    pub(crate) quotes: Vec<TrueQuote>,
    pub(crate) claims: Vec<TrueClaim>,
    pub(crate) updates: Vec<Update>,
    pub(crate) timeline: Vec<TrueEvent>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct TrueReport {
    pub(crate) file: String,
    pub(crate) event: String,
    pub(crate) kind: String,
}

/// One report took from another.
#[derive(Debug, Deserialize)]
pub(crate) struct Taking {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) kind: String,
    pub(crate) credited: bool,
    pub(crate) directed: bool,
}

/// A later report of an outlet with paragraphs of an earlier one of its own.
#[derive(Debug, Deserialize)]
pub(crate) struct House {
    pub(crate) from: String,
    pub(crate) to: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct TrueQuote {
    pub(crate) id: String,
    pub(crate) occurrences: Vec<TrueSpan>,
    #[serde(default)]
    pub(crate) changes: Vec<TrueChange>,
}

/// Code points of a report.
#[derive(Debug, Deserialize)]
pub(crate) struct TrueSpan {
    pub(crate) file: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Of a statement.
    #[serde(default)]
    pub(crate) stance: String,
    /// Of a quote: which sentences of what was said stand here, whole or in part.
    #[serde(default)]
    pub(crate) sentences: Vec<usize>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct TrueChange {
    pub(crate) kind: String,
    pub(crate) file: String,
    #[serde(default)]
    pub(crate) from: String,
    #[serde(default)]
    pub(crate) to: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct TrueClaim {
    pub(crate) id: String,
    pub(crate) statements: Vec<TrueSpan>,
    pub(crate) sources: u32,
    pub(crate) range: Range,
    #[serde(default)]
    pub(crate) changes: Vec<TrueChange>,
}

/// How many independent sources there are, as far as can be told.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) min: u32,
    pub(crate) max: u32,
    #[serde(default)]
    pub(crate) open: bool,
}

/// A later number of the same fact.
#[derive(Debug, Deserialize)]
pub(crate) struct Update {
    pub(crate) file: String,
    #[serde(default)]
    pub(crate) from: String,
    #[serde(default)]
    pub(crate) to: String,
}

/// When something happened, and where a report says so.
#[derive(Debug, Deserialize)]
pub(crate) struct TrueEvent {
    pub(crate) event: String,
    pub(crate) start: String,
    pub(crate) end: String,
    pub(crate) file: String,
    pub(crate) at: [usize; 2],
}

/// What the program found: the parts of its export that are measured.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Export {
    pub(crate) reports: Vec<Report>,
    pub(crate) quotes: Vec<Quote>,
    pub(crate) lineage: Vec<Edge>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) timeline: Vec<Event>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Report {
    pub(crate) id: String,
    pub(crate) uri: String,
    #[serde(default)]
    pub(crate) text: String,
    pub(crate) story: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) published: Option<Published>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Published {
    pub(crate) date: String,
}

/// Code points of a report.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Place {
    pub(crate) report: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Quote {
    pub(crate) occurrences: Vec<Place>,
    #[serde(default)]
    pub(crate) changes: Vec<Change>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Change {
    pub(crate) kind: String,
    pub(crate) report: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) from_at: Option<Place>,
    pub(crate) to_at: Option<Place>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Edge {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) kind: String,
    pub(crate) credited: bool,
    #[serde(default = "yes")]
    pub(crate) directed: bool,
    pub(crate) score: f64,
    #[serde(default)]
    pub(crate) evidence: Vec<Place>,
    #[serde(default)]
    pub(crate) reasons: Vec<String>,
}

/// An edge that does not say so has a direction.
fn yes() -> bool {
    true
}

#[derive(Debug, Deserialize)]
pub(crate) struct Claim {
    pub(crate) statements: Vec<Place>,
    pub(crate) independent: Range,
    #[serde(default)]
    pub(crate) changes: Vec<Change>,
    #[serde(default)]
    pub(crate) reasons: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Event {
    pub(crate) when: Days,
    pub(crate) report: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Days {
    pub(crate) start: String,
    pub(crate) end: String,
}

/// Truth and export side by side. Reports are numbered as the truth lists them.
pub(crate) struct Pair<'a> {
    pub(crate) truth: &'a Truth,
    pub(crate) export: &'a Export,
    files: BTreeMap<&'a str, usize>,
    ids: BTreeMap<&'a str, usize>,
    exported: Vec<Option<usize>>,
    ancestors: Vec<BTreeSet<usize>>,
    /// The same with reports of one house.
    relatives: Vec<BTreeSet<usize>>,
}

impl<'a> Pair<'a> {
    /// Finds each report by the name of its file. Takings between files that the truth does not list are left out.
    pub(crate) fn new(truth: &'a Truth, export: &'a Export) -> Self {
        let files: BTreeMap<&str, usize> =
            truth.reports.iter().enumerate().map(|(at, report)| (report.file.as_str(), at)).collect();
        let mut ids = BTreeMap::new();
        let mut exported = vec![None; truth.reports.len()];
        for (at, report) in export.reports.iter().enumerate() {
            if let Some(&number) = files.get(file(&report.uri)) {
                ids.insert(report.id.as_str(), number);
                exported[number] = Some(at);
            }
        }
        let mut givers = vec![BTreeSet::new(); truth.reports.len()];
        let give = |givers: &mut Vec<BTreeSet<usize>>, from: &str, to: &str| {
            if let (Some(&from), Some(&to)) = (files.get(from), files.get(to)) {
                givers[to].insert(from);
            }
        };
        truth.lineage.iter().for_each(|taking| give(&mut givers, &taking.from, &taking.to));
        let ancestors = (0..givers.len()).map(|report| all_before(report, &givers)).collect();
        truth.same_house.iter().for_each(|house| give(&mut givers, &house.from, &house.to));
        let relatives = (0..givers.len()).map(|report| all_before(report, &givers)).collect();
        Self { truth, export, files, ids, exported, ancestors, relatives }
    }

    /// The number of a file of the truth.
    pub(crate) fn file(&self, name: &str) -> Option<usize> {
        self.files.get(name).copied()
    }

    /// The number of a report of the export; None for what is not in the truth (outlets from outside too).
    pub(crate) fn id(&self, id: &str) -> Option<usize> {
        self.ids.get(id).copied()
    }

    /// A report as it was exported; None where the case does not have it.
    pub(crate) fn report(&self, number: usize) -> Option<&'a Report> {
        self.exported[number].map(|at| &self.export.reports[at])
    }

    /// Reports that the case does not have.
    pub(crate) fn absent(&self) -> usize {
        self.exported.iter().filter(|at| at.is_none()).count()
    }

    /// All reports that this one really took from, over any number of steps.
    pub(crate) fn ancestors(&self, number: usize) -> &BTreeSet<usize> {
        &self.ancestors[number]
    }

    /// Whether one of the two really took from the other, over any number of steps.
    pub(crate) fn related(&self, a: usize, b: usize) -> bool {
        self.ancestors[a].contains(&b) || self.ancestors[b].contains(&a)
    }

    /// Whether words got from one of the two to the other, by takings and from report to report of one outlet.
    pub(crate) fn one_house(&self, a: usize, b: usize) -> bool {
        self.relatives[a].contains(&b) || self.relatives[b].contains(&a)
    }

    /// Name, outlet, date and kind of a report, for reading.
    pub(crate) fn name(&self, number: usize) -> String {
        let report = &self.truth.reports[number];
        let exported = self.report(number);
        let outlet = exported.and_then(|r| r.outlet.as_deref()).unwrap_or("no outlet");
        let date = exported.and_then(|r| r.published.as_ref()).map_or("no date", |p| p.date.as_str());
        format!("{} ({outlet}, {date}; {}, {})", report.file, report.kind, report.event)
    }

    /// The words of a span; empty where the case does not have the report.
    pub(crate) fn words(&self, number: usize, start: usize, end: usize) -> String {
        let text = self.report(number).map_or("", |r| r.text.as_str());
        text.chars().skip(start).take(end.saturating_sub(start)).collect()
    }

    /// The first words of a report on one line, for reading.
    pub(crate) fn head(&self, number: usize, length: usize) -> String {
        let text = self.report(number).map_or("(not in the case)", |r| r.text.as_str());
        one_line(&text.chars().take(length).collect::<String>())
    }

    /// A span and what stands around it on one line, for reading.
    pub(crate) fn around(&self, number: usize, start: usize, end: usize, reach: usize) -> String {
        let Some(report) = self.report(number) else { return "(not in the case)".to_owned() };
        let part = |from: usize, to: usize| -> String {
            report.text.chars().skip(from).take(to.saturating_sub(from)).collect()
        };
        one_line(&format!(
            "{}«{}»{}",
            part(start.saturating_sub(reach), start),
            part(start, end),
            part(end, end + reach)
        ))
    }
}

/// What an address ends with, without the number of a record.
fn file(uri: &str) -> &str {
    let last = uri.rsplit(['/', '\\']).next().unwrap_or(uri);
    last.split('#').next().unwrap_or(last)
}

fn all_before(report: usize, givers: &[BTreeSet<usize>]) -> BTreeSet<usize> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<usize> = givers[report].iter().copied().collect();
    while let Some(next) = open.pop() {
        if seen.insert(next) {
            open.extend(&givers[next]);
        }
    }
    seen
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many code points two spans share, and whether that is half of the shorter one or more.
pub(crate) fn overlap(a: (usize, usize), b: (usize, usize)) -> (usize, bool) {
    let shared = a.1.min(b.1).saturating_sub(a.0.max(b.0));
    let shorter = a.1.saturating_sub(a.0).min(b.1.saturating_sub(b.0));
    (shared, shared > 0 && 2 * shared >= shorter)
}

/// The spans of an export by report, to find the one that lies over a span of the truth.
pub(crate) struct Spans {
    by_report: BTreeMap<usize, Vec<(usize, usize, usize)>>,
}

impl Spans {
    /// Each place with the number of the group it belongs to.
    pub(crate) fn new<'a>(pair: &Pair<'_>, places: impl Iterator<Item = (&'a Place, usize)>) -> Self {
        let mut by_report: BTreeMap<usize, Vec<(usize, usize, usize)>> = BTreeMap::new();
        for (place, group) in places {
            if let Some(report) = pair.id(&place.report) {
                by_report.entry(report).or_default().push((place.start, place.end, group));
            }
        }
        Self { by_report }
    }

    /// The group of the span that shares most with this one, by half of the shorter at least; of two that share as
    /// much, the shorter one.
    pub(crate) fn best(&self, report: usize, span: (usize, usize)) -> Option<usize> {
        let spans = self.by_report.get(&report)?;
        let fits = spans.iter().filter_map(|&(start, end, group)| {
            let (shared, enough) = overlap(span, (start, end));
            enough.then_some((shared, std::cmp::Reverse(end - start), std::cmp::Reverse(group)))
        });
        fits.max().map(|(_, _, group)| group.0)
    }
}
