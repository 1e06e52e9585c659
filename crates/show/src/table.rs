//! Rows and columns of what a page shows, for spreadsheets and programs.

use backstory_model::{Anchor, ClaimId, QuoteId, ReportId, Stance, StoryId};

use crate::{
    digest::{claim_changes, in_words, quote_changes},
    html::{ClaimFilter, Site},
    words::plain,
};

/// Something in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A whole number.
    Number(i64),
    /// Unknown, or not there.
    None,
}

impl Cell {
    /// A count.
    pub fn count(n: usize) -> Self {
        Cell::Number(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl<T: ToString> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::None, |v| Cell::Text(v.to_string()))
    }
}

/// Named columns and rows of as many cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Names of the columns.
    pub columns: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

fn text(words: impl ToString) -> Cell {
    Cell::Text(words.to_string())
}

impl Site<'_> {
    /// The claims of a story that pass the filter.
    pub fn story_table(&self, id: StoryId, filter: ClaimFilter) -> Option<Table> {
        let thread = self.thread_of(id)?;
        let digest = self.digest();
        let rows = thread.claims.iter().filter(|c| self.passes(c, filter)).map(|claim| {
            let changes: Vec<String> =
                claim_changes(claim).map(|c| format!("{}: {}", c.kind.label(), in_words(&c, 200))).collect();
            vec![
                text(claim.id),
                text(plain(&claim.text)),
                Cell::Number(claim.independent.min.into()),
                Cell::Number(claim.independent.max.into()),
                text(if claim.independent.open { "yes" } else { "no" }),
                Cell::count(digest.stated_in(claim, Stance::Affirms).len()),
                Cell::count(digest.stated_in(claim, Stance::Denies).len()),
                text(digest.rests_on(claim)),
                text(claim.reasons.join(" ")),
                text(changes.join("; ")),
            ]
        });
        Some(Table {
            columns: vec![
                "claim",
                "text",
                "independent_min",
                "independent_max",
                "open",
                "reports",
                "denied_in",
                "rests_on",
                "reasons",
                "changes",
            ],
            rows: rows.collect(),
        })
    }

    /// The statements of a claim.
    pub fn claim_table(&self, id: ClaimId) -> Option<Table> {
        let digest = self.digest();
        let claim = digest.case.links.claims.iter().find(|c| c.id == id)?;
        let rows = claim.statements.iter().map(|statement| {
            let attribution = statement.attribution.and_then(|a| digest.attribution(a)).map(|(_, a)| a);
            let chain = attribution.map(|a| digest.chain(a)).unwrap_or_default();
            let mut row = self.place_cells(statement.at);
            row.extend([
                text(statement.stance.name()),
                chain.first().into(),
                text(chain.get(1..).unwrap_or_default().join(" < ")),
            ]);
            row
        });
        let mut columns = PLACE.to_vec();
        columns.extend(["stance", "source", "via"]);
        Some(Table { columns, rows: rows.collect() })
    }

    /// The places of a quote.
    pub fn quote_table(&self, id: QuoteId) -> Option<Table> {
        let digest = self.digest();
        let quote = digest.case.links.quotes.iter().find(|q| q.id == id)?;
        let rows = quote.occurrences.iter().map(|occurrence| {
            let here = quote_changes(quote).filter(|c| c.report == occurrence.at.report);
            let changes: Vec<String> =
                here.map(|c| format!("{}: {}", c.kind.label(), in_words(&c, 200))).collect();
            let mut row = self.place_cells(occurrence.at);
            row.extend([occurrence.speaker.map(|s| digest.source_name(s)).into(), text(changes.join("; "))]);
            row
        });
        let mut columns = PLACE.to_vec();
        columns.extend(["speaker", "changes"]);
        Some(Table { columns, rows: rows.collect() })
    }

    /// Who says what in a report.
    pub fn report_table(&self, id: ReportId) -> Option<Table> {
        let digest = self.digest();
        let annotated = digest.case.report(id)?;
        let mut rows = Vec::new();
        for attribution in &annotated.annotations.attributions {
            let chain = digest.chain(attribution);
            for span in &attribution.content_spans {
                let mut row = self.place_cells(Anchor { report: id, span: *span });
                row.extend([
                    text(attribution.stance.name()),
                    text(attribution.manner.name()),
                    chain.first().into(),
                    text(chain.get(1..).unwrap_or_default().join(" < ")),
                ]);
                rows.push(row);
            }
        }
        let mut columns = PLACE.to_vec();
        columns.extend(["stance", "manner", "source", "via"]);
        Some(Table { columns, rows })
    }

    /// The passages that stand in both of two reports.
    pub fn compare_table(&self, a: ReportId, b: ReportId) -> Option<Table> {
        let digest = self.digest();
        digest.case.report(a).and(digest.case.report(b))?;
        let rows = self.pairs(a, b).into_iter().map(|(x, y)| {
            let mut row = self.place_cells(x);
            row.extend(self.place_cells(y));
            row
        });
        let columns = vec![
            "a_report",
            "a_outlet",
            "a_published",
            "a_start",
            "a_end",
            "a_words",
            "a_link",
            "b_report",
            "b_outlet",
            "b_published",
            "b_start",
            "b_end",
            "b_words",
            "b_link",
        ];
        Some(Table { columns, rows: rows.collect() })
    }

    /// Cells of [`PLACE`].
    fn place_cells(&self, at: Anchor) -> Vec<Cell> {
        let digest = self.digest();
        let annotated = digest.case.report(at.report).expect("a finding names a report of its case");
        let chars = self.chars(at);
        let published = annotated.report.published.as_ref().map(|p| p.date.as_str());
        vec![
            text(at.report),
            text(digest.name(at.report)),
            published.into(),
            Cell::Number(chars.start.into()),
            Cell::Number(chars.end.into()),
            text(plain(digest.case.words(at))),
            text(crate::html::span_path(at.report, chars.start, chars.end)),
        ]
    }
}

const PLACE: [&str; 7] = ["report", "outlet", "published", "start", "end", "words", "link"];
