//! The parts of an exported case that the truth speaks of, and look-ups in them. Positions count code points.

use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Case {
    pub(crate) reports: Vec<Report>,
    pub(crate) sources: Vec<Source>,
    pub(crate) attributions: Vec<Attribution>,
    pub(crate) quotes: Vec<Quote>,
    pub(crate) lineage: Vec<Edge>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) timeline: Vec<Event>,
}

#[derive(Deserialize)]
pub(crate) struct Report {
    pub(crate) id: String,
    pub(crate) uri: String,
    pub(crate) text: String,
    pub(crate) story: Option<String>,
    pub(crate) title: Option<Title>,
    pub(crate) outlet: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) published: Option<Published>,
    pub(crate) not_before: Option<String>,
    pub(crate) blocks: Vec<Block>,
}

#[derive(Deserialize)]
pub(crate) struct Title {
    pub(crate) text: String,
}

#[derive(Deserialize)]
pub(crate) struct Published {
    pub(crate) date: String,
    pub(crate) basis: String,
}

#[derive(Deserialize)]
pub(crate) struct Block {
    pub(crate) role: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

#[derive(Deserialize)]
pub(crate) struct Source {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Attribution {
    pub(crate) report: String,
    pub(crate) manner: String,
    pub(crate) stance: String,
    pub(crate) source: Option<String>,
    pub(crate) via: Vec<String>,
    pub(crate) count: Option<Count>,
    pub(crate) source_spans: Vec<(usize, usize)>,
    pub(crate) cue_spans: Vec<(usize, usize)>,
    pub(crate) content_spans: Vec<(usize, usize)>,
}

#[derive(Deserialize)]
pub(crate) struct Count {
    pub(crate) min: u32,
    pub(crate) max: Option<u32>,
}

#[derive(Deserialize)]
pub(crate) struct Quote {
    pub(crate) text: String,
    pub(crate) occurrences: Vec<Occurrence>,
    pub(crate) changes: Vec<Change>,
}

#[derive(Deserialize)]
pub(crate) struct Occurrence {
    pub(crate) report: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

#[derive(Deserialize)]
pub(crate) struct Change {
    pub(crate) kind: String,
    pub(crate) report: String,
    pub(crate) from: String,
    pub(crate) to: String,
}

#[derive(Deserialize)]
pub(crate) struct Edge {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) kind: String,
    pub(crate) credited: bool,
}

#[derive(Deserialize)]
pub(crate) struct Claim {
    pub(crate) statements: Vec<Statement>,
    pub(crate) origins: Vec<Origin>,
    pub(crate) independent: Independent,
    pub(crate) changes: Vec<Change>,
}

#[derive(Deserialize)]
pub(crate) struct Statement {
    pub(crate) report: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

#[derive(Deserialize)]
pub(crate) struct Origin {
    pub(crate) source: String,
    pub(crate) report: String,
}

#[derive(Deserialize)]
pub(crate) struct Independent {
    pub(crate) min: u32,
    pub(crate) max: u32,
}

#[derive(Deserialize)]
pub(crate) struct Event {
    pub(crate) when: When,
    pub(crate) text: String,
    pub(crate) report: String,
    pub(crate) expression: String,
}

#[derive(Deserialize)]
pub(crate) struct When {
    pub(crate) start: String,
}

impl Case {
    /// The report that was read from the file `name` (`#2` behind it for the second record).
    ///
    /// # Panics
    /// Where there is none, or more than one: nothing else can then be told.
    pub(crate) fn report(&self, name: &str) -> &Report {
        let found: Vec<&Report> =
            self.reports.iter().filter(|r| r.uri == name || r.uri.ends_with(&format!("/{name}"))).collect();
        match found.as_slice() {
            [report] => report,
            _ => {
                let uris: Vec<&str> = self.reports.iter().map(|r| r.uri.as_str()).collect();
                panic!("{} reports were read from {name}; the case holds {uris:#?}", found.len())
            }
        }
    }

    /// The words at `start..end` of a report.
    pub(crate) fn words(&self, report: &str, start: usize, end: usize) -> String {
        let text = self.reports.iter().find(|r| r.id == report).map_or("", |r| r.text.as_str());
        text.chars().skip(start).take(end.saturating_sub(start)).collect()
    }

    fn joined(&self, report: &str, spans: &[(usize, usize)]) -> String {
        let words: Vec<String> = spans.iter().map(|&(start, end)| self.words(report, start, end)).collect();
        words.join(" … ")
    }

    /// Name and description of a source.
    pub(crate) fn source_words(&self, id: &str) -> String {
        let source = self.sources.iter().find(|s| s.id == id);
        source.map_or(String::new(), |s| {
            format!("{} / {}", s.name.as_deref().unwrap_or(""), s.description.as_deref().unwrap_or(""))
        })
    }

    /// What the source of an attribution is; empty where it has none.
    pub(crate) fn source_kind(&self, attribution: &Attribution) -> &str {
        let id = attribution.source.as_deref().unwrap_or("");
        self.sources.iter().find(|s| s.id == id).map_or("", |s| s.kind.as_str())
    }

    /// Attributions of a report whose content holds `content` and whose source is called `source` (`a|b`: a or b).
    pub(crate) fn attributions<'a>(
        &'a self,
        report: &'a Report,
        content: Option<&'a str>,
        source: &'a str,
    ) -> impl Iterator<Item = &'a Attribution> {
        self.attributions.iter().filter(move |a| {
            let who = self.joined(&a.report, &a.source_spans);
            let who = format!("{who} / {}", self.source_words(a.source.as_deref().unwrap_or("")));
            a.report == report.id
                && content.is_none_or(|c| holds(&self.joined(&a.report, &a.content_spans), c))
                && holds_any(&who, source)
        })
    }

    /// Quote families in which `words` stand.
    pub(crate) fn quotes<'a>(&'a self, words: &'a str) -> impl Iterator<Item = &'a Quote> {
        self.quotes.iter().filter(move |q| {
            holds(&q.text, words)
                || q.occurrences.iter().any(|o| holds(&self.words(&o.report, o.start, o.end), words))
        })
    }

    /// Claims that, for each (report, words), have a statement of that report with those words.
    pub(crate) fn claims<'a>(
        &'a self,
        statements: &'a [(String, String)],
    ) -> impl Iterator<Item = &'a Claim> {
        self.claims.iter().filter(move |claim| {
            statements.iter().all(|(report, words)| {
                let id = &self.report(report).id;
                claim
                    .statements
                    .iter()
                    .any(|s| s.report == *id && holds(&self.words(&s.report, s.start, s.end), words))
            })
        })
    }
}

impl Report {
    /// What the block is in which `words` begin; None where no block does.
    ///
    /// # Panics
    /// Where they do not stand in the text: then the truth is wrong, not the case.
    pub(crate) fn role_of(&self, words: &str) -> Option<&str> {
        let byte =
            self.text.find(words).unwrap_or_else(|| panic!("{words:?} does not stand in {}", self.uri));
        let at = self.text[..byte].chars().count();
        self.blocks.iter().find(|b| b.start <= at && at < b.end).map(|b| b.role.as_str())
    }
}

/// Whether `text` holds `words`, in capitals or not, with any quotation marks, dashes and white space.
pub(crate) fn holds(text: &str, words: &str) -> bool {
    plain(text).contains(&plain(words))
}

/// Whether `text` holds one of the alternatives in `words`, which are set apart by `|`.
pub(crate) fn holds_any(text: &str, words: &str) -> bool {
    words.split('|').any(|w| holds(text, w))
}

fn plain(text: &str) -> String {
    let mapped: String = text
        .chars()
        .map(|c| match c {
            '“' | '”' => '"',
            '‘' | '’' => '\'',
            '—' | '–' => '-',
            c => c,
        })
        .collect();
    mapped.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
