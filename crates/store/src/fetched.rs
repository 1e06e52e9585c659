use std::collections::BTreeMap;

use backstory_model::ReportId;
use rusqlite::{Row, params};

use crate::{Store, StoreError};

/// What is known of an address that was asked. Times are in UTC, to the second.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fetch {
    /// As it was asked.
    pub address: String,
    /// When it was asked first.
    pub first_asked: String,
    /// When it was asked last.
    pub asked: String,
    /// When it gave what is kept of it.
    pub fetched: Option<String>,
    /// Where its redirects ended.
    pub final_address: Option<String>,
    /// Its `ETag`.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub last_modified: Option<String>,
    /// SHA-256 of the body as it was sent.
    pub body_sha256: Option<String>,
    /// Name of the file beside the case that holds the answer, and its place there: first byte and how many.
    pub archived: Option<(String, u64, u64)>,
    /// When what it gave was last seen to differ from before; None where it never did.
    pub changed: Option<String>,
    /// The feed or sitemap that named it; None where a person did.
    pub listed_by: Option<String>,
    /// Why it gave nothing when it was asked last.
    pub problem: Option<String>,
}

/// What an address gave before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The address.
    pub address: String,
    /// The id that it had as a report.
    pub report: ReportId,
    /// The id of what came after it.
    pub successor: ReportId,
    /// When it was last seen.
    pub captured: Option<String>,
    /// When what came after it was first seen.
    pub replaced: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// The change that it told of itself.
    pub modified: Option<String>,
    /// Its text.
    pub text: String,
}

const COLUMNS: &str = "address, first_asked, asked, fetched, final_address, etag, last_modified, body_sha256, archive, \
                       archive_start, archive_bytes, changed, listed_by, problem";

impl Store {
    /// Every address that was asked.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn fetches(&self) -> Result<BTreeMap<String, Fetch>, StoreError> {
        let read = || -> rusqlite::Result<BTreeMap<String, Fetch>> {
            let mut query = self.db.prepare(&format!("SELECT {COLUMNS} FROM fetches"))?;
            let rows = query.query_map([], fetch)?;
            rows.map(|row| row.map(|fetch| (fetch.address.clone(), fetch))).collect()
        };
        read().map_err(|e| self.sql(e))
    }

    /// Notes what is known of an address, in place of what was noted before. It is safe after the next
    /// [`Store::commit`].
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn put_fetch(&mut self, fetch: &Fetch) -> Result<(), StoreError> {
        self.begin()?;
        let places = "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14";
        let archived = fetch.archived.as_ref();
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        self.db
            .prepare_cached(&format!("INSERT OR REPLACE INTO fetches ({COLUMNS}) VALUES ({places})"))
            .and_then(|mut s| {
                s.execute(params![
                    fetch.address,
                    fetch.first_asked,
                    fetch.asked,
                    fetch.fetched,
                    fetch.final_address,
                    fetch.etag,
                    fetch.last_modified,
                    fetch.body_sha256,
                    archived.map(|a| &a.0),
                    archived.map(|a| number(a.1)),
                    archived.map(|a| number(a.2)),
                    fetch.changed,
                    fetch.listed_by,
                    fetch.problem,
                ])
            })
            .map_err(|e| self.sql(e))?;
        Ok(())
    }

    /// Says that an address now gives the report `now`: others that it gave before are no reports of the case any
    /// more, unless they stand elsewhere too, but revisions of this one. Gives those that were made so. It is safe after the
    /// next [`Store::commit`].
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn supersede(
        &mut self,
        address: &str,
        now: ReportId,
        captured: Option<&str>,
    ) -> Result<Vec<Revision>, StoreError> {
        self.settle()?;
        self.begin()?;
        self.superseded(address, now, captured).map_err(|e| {
            self.give_up();
            self.sql(e)
        })
    }

    fn superseded(
        &self,
        address: &str,
        now: ReportId,
        captured: Option<&str>,
    ) -> rusqlite::Result<Vec<Revision>> {
        let now_id = now.to_string();
        // The entry of a feed stood in for its page as long as that was not there.
        let older: Vec<(String, String)> = self
            .db
            .prepare_cached(
                "SELECT DISTINCT report, uri FROM report_locations WHERE report <> ?2 AND (uri = ?1 OR \
                 uri = (SELECT listed_by FROM fetches WHERE address = ?1) || '#' || ?1) ORDER BY report, uri",
            )?
            .query_map(params![address, now_id], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let mut made = Vec::new();
        for (old, address) in &older {
            self.db
                .prepare_cached(
                    "INSERT INTO revisions (address, position, report, successor, captured, replaced, title, outlet, \
                     published, modified, text, input_sha256) \
                     SELECT ?1, (SELECT count(*) FROM revisions WHERE address = ?1), r.id, ?3, \
                     (SELECT max(captured) FROM report_captures WHERE report = r.id), ?4, r.title, r.outlet, \
                     r.published, p.modified, r.text, r.input_sha256 \
                     FROM reports r LEFT JOIN report_pages p ON p.report = r.id WHERE r.id = ?2",
                )?
                .execute(params![address, old, now_id, captured])?;
            self.db
                .prepare_cached("DELETE FROM report_locations WHERE uri = ?1 AND report = ?2")?
                .execute(params![address, old])?;
            let elsewhere: i64 = self
                .db
                .prepare_cached("SELECT count(*) FROM report_locations WHERE report = ?1")?
                .query_row([old], |row| row.get(0))?;
            if elsewhere == 0 {
                self.drop_links()?;
                self.db.prepare_cached("DELETE FROM reports WHERE id = ?1")?.execute([old])?;
            }
            self.revise(1)?;
            made.extend(self.revision_rows("WHERE address = ?1", &[&address])?.pop());
        }
        Ok(made)
    }

    /// What the addresses of the case gave before, by address, oldest first.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn revisions(&self) -> Result<Vec<Revision>, StoreError> {
        self.revision_rows("", &[]).map_err(|e| self.sql(e))
    }

    /// What stood at the addresses of a report before it, oldest first.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn revisions_of(&self, report: ReportId) -> Result<Vec<Revision>, StoreError> {
        let which = "WHERE address IN (SELECT address FROM revisions WHERE successor = ?1)";
        self.revision_rows(which, &[&report.to_string()]).map_err(|e| self.sql(e))
    }

    /// The report that took the place of one that is no longer in the case.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn successor(&self, report: ReportId) -> Result<Option<ReportId>, StoreError> {
        let found =
            self.revision_rows("WHERE report = ?1", &[&report.to_string()]).map_err(|e| self.sql(e))?;
        Ok(found.last().map(|r| r.successor))
    }

    fn revision_rows(&self, which: &str, given: &[&dyn rusqlite::ToSql]) -> rusqlite::Result<Vec<Revision>> {
        let sql = format!(
            "SELECT address, report, successor, captured, replaced, title, modified, text FROM revisions {which} \
             ORDER BY address, position"
        );
        let mut query = self.db.prepare_cached(&sql)?;
        let id = |row: &Row<'_>, at: usize| {
            row.get::<_, String>(at)?.parse::<ReportId>().map_err(|e| {
                rusqlite::Error::FromSqlConversionFailure(at, rusqlite::types::Type::Text, Box::new(e))
            })
        };
        let rows = query.query_map(given, |row| {
            Ok(Revision {
                address: row.get(0)?,
                report: id(row, 1)?,
                successor: id(row, 2)?,
                captured: row.get(3)?,
                replaced: row.get(4)?,
                title: row.get(5)?,
                modified: row.get(6)?,
                text: row.get(7)?,
            })
        })?;
        rows.collect()
    }
}

fn fetch(row: &Row<'_>) -> rusqlite::Result<Fetch> {
    let archive: Option<String> = row.get(8)?;
    let number = |n: i64| u64::try_from(n).unwrap_or(0);
    let place = row.get::<_, Option<i64>>(9)?.zip(row.get(10)?);
    Ok(Fetch {
        address: row.get(0)?,
        first_asked: row.get(1)?,
        asked: row.get(2)?,
        fetched: row.get(3)?,
        final_address: row.get(4)?,
        etag: row.get(5)?,
        last_modified: row.get(6)?,
        body_sha256: row.get(7)?,
        archived: archive.zip(place).map(|(file, (start, length))| (file, number(start), number(length))),
        changed: row.get(11)?,
        listed_by: row.get(12)?,
        problem: row.get(13)?,
    })
}
