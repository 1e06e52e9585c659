//! What is new in a case: reports by when they were stored, and what a watched case showed that it did not show before.

use backstory_model::{ClaimId, QuoteId, ReportId};
use rusqlite::{Row, params};

use crate::{ReportRow, Store, StoreError, StoryRow, lists};

/// Something that a case showed for the first time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// `origin`, `denial`, `change` or `edit`.
    pub kind: &'static str,
    /// The claim it is about.
    pub claim: Option<ClaimId>,
    /// Or the quote.
    pub quote: Option<QuoteId>,
    /// The report that brought it.
    pub report: ReportId,
    /// Words of the claim or the quote; of an edit, the headline.
    pub text: String,
    /// What it was, in words; empty where there was nothing.
    pub before: String,
    /// What it is.
    pub after: String,
}

/// News as they are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewsRow {
    /// Grows with each.
    pub number: i64,
    /// When it was seen: RFC 3339 in UTC.
    pub at: String,
    /// `origin`, `denial`, `change` or `edit`.
    pub kind: String,
    /// The claim it is about, if the case still has it by that id.
    pub claim: Option<ClaimId>,
    /// The quote it is about, if the case still has it by that id.
    pub quote: Option<QuoteId>,
    /// The report that brought it, if it is still there.
    pub report: Option<ReportRow>,
    /// Words of the claim or the quote; of an edit, the headline.
    pub text: String,
    /// What it was.
    pub before: String,
    /// What it is.
    pub after: String,
}

/// How much came in since a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arrivals {
    /// Reports.
    pub reports: u32,
    /// Stories of two or more reports, all of which came in since.
    pub stories: u32,
    /// Claims that gained a source.
    pub origins: u32,
    /// Denials.
    pub denials: u32,
    /// Changes to a quote or a claim.
    pub changes: u32,
    /// Reports whose text was changed by their outlet.
    pub edits: u32,
}

impl Arrivals {
    /// Whether nothing is new.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

const NEW_STORIES: &str = "SELECT f.story FROM story_figures f WHERE f.reports > 1 AND f.story IN \
    (SELECT x.story FROM reports r JOIN story_reports x ON x.report = r.id WHERE r.ingested_at > ?1) \
    AND NOT EXISTS (SELECT 1 FROM story_reports x JOIN reports r ON r.id = x.report \
    WHERE x.story = f.story AND r.ingested_at <= ?1)";

impl Store {
    /// Keeps what is new, with the time of now.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn add_news(&mut self, news: &[News]) -> Result<(), StoreError> {
        if news.is_empty() {
            return Ok(());
        }
        self.begin()?;
        let write = || -> rusqlite::Result<()> {
            let mut add = self.db.prepare_cached(
                "INSERT INTO news (kind, claim, quote, report, text, before, after) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?;
            for one in news {
                let claim = one.claim.map(|c| c.to_string());
                let quote = one.quote.map(|q| q.to_string());
                let report = one.report.to_string();
                add.execute(params![one.kind, claim, quote, report, one.text, one.before, one.after])?;
            }
            Ok(())
        };
        match write() {
            Ok(()) => self.commit(),
            Err(error) => {
                self.give_up();
                Err(self.sql(error))
            }
        }
    }

    /// How much came in after a time (RFC 3339 in UTC).
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn arrivals(&self, since: &str) -> Result<Arrivals, StoreError> {
        let sql = format!(
            "SELECT (SELECT count(*) FROM reports WHERE ingested_at > ?1), (SELECT count(*) FROM ({NEW_STORIES})), \
             (SELECT count(*) FROM news WHERE at > ?1 AND kind = 'origin'), \
             (SELECT count(*) FROM news WHERE at > ?1 AND kind = 'denial'), \
             (SELECT count(*) FROM news WHERE at > ?1 AND kind = 'change'), \
             (SELECT count(*) FROM news WHERE at > ?1 AND kind = 'edit')"
        );
        let read = |row: &Row<'_>| {
            Ok(Arrivals {
                reports: row.get(0)?,
                stories: row.get(1)?,
                origins: row.get(2)?,
                denials: row.get(3)?,
                changes: row.get(4)?,
                edits: row.get(5)?,
            })
        };
        Ok(self.rows(&sql, &[&since], read)?.pop().unwrap_or_default())
    }

    /// Reports that came in after a time, the latest first, at most `limit`.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn reports_since(&self, since: &str, limit: u32) -> Result<Vec<ReportRow>, StoreError> {
        let sql = format!(
            "SELECT {} FROM reports r WHERE r.ingested_at > ?1 ORDER BY r.ingested_at DESC, r.id LIMIT ?2",
            lists::REPORT
        );
        self.rows(&sql, &[&since, &limit], |row| lists::report(row, 0))
    }

    /// Stories all of whose reports came in after a time, the largest first, at most `limit`.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn stories_since(&self, since: &str, limit: u32) -> Result<Vec<StoryRow>, StoreError> {
        self.stories_where(
            &format!("f.story IN ({NEW_STORIES}) AND ?1 <> ''"),
            "f.reports DESC, f.story LIMIT ?2",
            &[&since, &limit],
        )
    }

    /// What the case showed for the first time after a time, the latest first, at most `limit`.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn news_since(&self, since: &str, limit: u32) -> Result<Vec<NewsRow>, StoreError> {
        let sql = format!(
            "SELECT n.number, n.at, n.kind, (SELECT id FROM claims WHERE id = n.claim), \
             (SELECT id FROM quotes WHERE id = n.quote), n.text, n.before, n.after, {} \
             FROM news n LEFT JOIN reports r ON r.id = n.report WHERE n.at > ?1 ORDER BY n.number DESC LIMIT ?2",
            lists::REPORT
        );
        self.rows(&sql, &[&since, &limit], |row| {
            Ok(NewsRow {
                number: row.get(0)?,
                at: row.get(1)?,
                kind: row.get(2)?,
                claim: lists::maybe_id(row, 3)?,
                quote: lists::maybe_id(row, 4)?,
                text: row.get(5)?,
                before: row.get(6)?,
                after: row.get(7)?,
                report: match row.get::<_, Option<String>>(8)? {
                    Some(_) => Some(lists::report(row, 8)?),
                    None => None,
                },
            })
        })
    }
}
