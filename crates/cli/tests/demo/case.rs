//! The parts of an exported case that the truth speaks of, and look-ups in them. Positions count code points.

use serde::Deserialize;

#[derive(Deserialize)]
pub struct Case {
    pub reports: Vec<Report>,
    pub sources: Vec<Source>,
    pub attributions: Vec<Attribution>,
    pub quotes: Vec<Quote>,
    pub lineage: Vec<Edge>,
    pub claims: Vec<Claim>,
    pub timeline: Vec<Event>,
}

#[derive(Deserialize)]
pub struct Report {
    pub id: String,
    pub uri: String,
    pub text: String,
    pub story: Option<String>,
    pub title: Option<Title>,
    pub outlet: Option<String>,
    pub authors: Vec<String>,
    pub published: Option<Published>,
    pub not_before: Option<String>,
    pub blocks: Vec<Block>,
}

#[derive(Deserialize)]
pub struct Title {
    pub text: String,
}

#[derive(Deserialize)]
pub struct Published {
    pub date: String,
    pub basis: String,
}

#[derive(Deserialize)]
pub struct Block {
    pub role: String,
    pub start: usize,
    pub end: usize,
}

#[derive(Deserialize)]
pub struct Source {
    pub id: String,
    pub kind: String,
    pub name: Option<String>,
    pub description: Option<String>,
}

#[derive(Deserialize)]
pub struct Attribution {
    pub report: String,
    pub manner: String,
    pub stance: String,
    pub source: Option<String>,
    pub via: Vec<String>,
    pub count: Option<Count>,
    pub source_spans: Vec<(usize, usize)>,
    pub cue_spans: Vec<(usize, usize)>,
    pub content_spans: Vec<(usize, usize)>,
}

#[derive(Deserialize)]
pub struct Count {
    pub min: u32,
    pub max: Option<u32>,
}

#[derive(Deserialize)]
pub struct Quote {
    pub text: String,
    pub occurrences: Vec<Occurrence>,
    pub changes: Vec<Change>,
}

#[derive(Deserialize)]
pub struct Occurrence {
    pub report: String,
    pub start: usize,
    pub end: usize,
}

#[derive(Deserialize)]
pub struct Change {
    pub kind: String,
    pub report: String,
    pub from: String,
    pub to: String,
}

#[derive(Deserialize)]
pub struct Edge {
    pub from: String,
    pub to: String,
    pub kind: String,
    pub credited: bool,
}

#[derive(Deserialize)]
pub struct Claim {
    pub statements: Vec<Statement>,
    pub origins: Vec<Origin>,
    pub independent: Independent,
    pub changes: Vec<Change>,
}

#[derive(Deserialize)]
pub struct Statement {
    pub report: String,
    pub start: usize,
    pub end: usize,
}

#[derive(Deserialize)]
pub struct Origin {
    pub source: String,
    pub report: String,
}

#[derive(Deserialize)]
pub struct Independent {
    pub min: u32,
    pub max: u32,
}

#[derive(Deserialize)]
pub struct Event {
    pub when: When,
    pub text: String,
    pub report: String,
    pub expression: String,
}

#[derive(Deserialize)]
pub struct When {
    pub start: String,
}

impl Case {
    /// The report that was read from the file `name` (`#2` behind it for the second record).
    ///
    /// # Panics
    /// Where there is none, or more than one: nothing else can then be told.
    pub fn report(&self, name: &str) -> &Report {
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
    pub fn words(&self, report: &str, start: usize, end: usize) -> String {
        let text = self.reports.iter().find(|r| r.id == report).map_or("", |r| r.text.as_str());
        text.chars().skip(start).take(end.saturating_sub(start)).collect()
    }

    fn joined(&self, report: &str, spans: &[(usize, usize)]) -> String {
        let words: Vec<String> = spans.iter().map(|&(start, end)| self.words(report, start, end)).collect();
        words.join(" … ")
    }

    /// Name and description of a source.
    pub fn source_words(&self, id: &str) -> String {
        let source = self.sources.iter().find(|s| s.id == id);
        source.map_or(String::new(), |s| {
            format!("{} / {}", s.name.as_deref().unwrap_or(""), s.description.as_deref().unwrap_or(""))
        })
    }

    /// What the source of an attribution is; empty where it has none.
    pub fn source_kind(&self, attribution: &Attribution) -> &str {
        let id = attribution.source.as_deref().unwrap_or("");
        self.sources.iter().find(|s| s.id == id).map_or("", |s| s.kind.as_str())
    }

    /// Attributions of a report whose content holds `content` and whose source is called `source` (`a|b`: a or b).
    pub fn attributions<'a>(
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
    pub fn quotes<'a>(&'a self, words: &'a str) -> impl Iterator<Item = &'a Quote> {
        self.quotes.iter().filter(move |q| {
            holds(&q.text, words)
                || q.occurrences.iter().any(|o| holds(&self.words(&o.report, o.start, o.end), words))
        })
    }

    /// Claims that, for each (report, words), have a statement of that report with those words.
    pub fn claims<'a>(&'a self, statements: &'a [(String, String)]) -> impl Iterator<Item = &'a Claim> {
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
    pub fn role_of(&self, words: &str) -> Option<&str> {
        let byte =
            self.text.find(words).unwrap_or_else(|| panic!("{words:?} does not stand in {}", self.uri));
        let at = self.text[..byte].chars().count();
        self.blocks.iter().find(|b| b.start <= at && at < b.end).map(|b| b.role.as_str())
    }
}

/// Whether `text` holds `words`, in capitals or not, with any quotation marks, dashes and white space.
pub fn holds(text: &str, words: &str) -> bool {
    plain(text).contains(&plain(words))
}

/// Whether `text` holds one of the alternatives in `words`, which are set apart by `|`.
pub fn holds_any(text: &str, words: &str) -> bool {
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
