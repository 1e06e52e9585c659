use std::collections::BTreeMap;

use backstory_model::{Beside, Credit, Link, ReportId};
use rusqlite::params;

use crate::{
    Store, StoreError,
    load::{Loaded, Loader, Part, each, moment, word},
    put::{CAPTURES, Writer, add},
};

impl Loader {
    /// What stood beside the texts of the reports that were loaded, for those that came with any of it.
    pub(crate) fn beside(&self, part: &Part<'_>) -> Loaded<BTreeMap<ReportId, Beside>> {
        let mut found: BTreeMap<ReportId, Beside> = BTreeMap::new();
        let id = |at: usize| self.reports[at].report.id;
        let sql = "SELECT report, modified, dateline, backstory FROM report_pages [reports:report]";
        each(part, sql, |row| {
            let beside = found.entry(id(self.row_at(row, 0)?)).or_default();
            beside.modified = row.get::<_, Option<String>>(1)?.as_deref().map(moment).transpose()?;
            beside.dateline = row.get(2)?;
            beside.backstory = row.get(3)?;
            Ok(())
        })?;
        let sql = "SELECT report, max(captured) FROM report_captures [reports:report] GROUP BY report";
        each(part, sql, |row| {
            let beside = found.entry(id(self.row_at(row, 0)?)).or_default();
            beside.captured = row.get::<_, Option<String>>(1)?.as_deref().map(moment).transpose()?;
            Ok(())
        })?;
        let sql = "SELECT report, taken_over, name, title, url FROM report_credits [reports:report] \
                   ORDER BY report, position";
        each(part, sql, |row| {
            let credit =
                Credit { taken_over: row.get(1)?, name: row.get(2)?, title: row.get(3)?, url: row.get(4)? };
            found.entry(id(self.row_at(row, 0)?)).or_default().based_on.push(credit);
            Ok(())
        })?;
        let sql = "SELECT report, kind, start, end, url FROM report_links [reports:report] ORDER BY report, position";
        each(part, sql, |row| {
            let at = self.row_at(row, 0)?;
            let link = Link { kind: word(row, 1)?, span: self.span(at, row, 2)?, url: row.get(4)? };
            found.entry(id(at)).or_default().links.push(link);
            Ok(())
        })?;
        Ok(found)
    }
}

impl Store {
    /// Notes what stood beside the text of a report that was just put; links that do not lie in the text are left out.
    /// It is safe after the next [`Store::commit`].
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn put_beside(&mut self, id: ReportId, text: &str, beside: &Beside) -> Result<(), StoreError> {
        if *beside == Beside::default() {
            return Ok(());
        }
        self.settle_one(id)?;
        self.begin()?;
        Writer::new(&self.db, &id.to_string(), text).beside(beside).map_err(|e| self.sql(e))
    }

    /// Notes that a report of the case was fetched once more. It is safe after the next [`Store::commit`].
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn add_capture(&mut self, id: ReportId, beside: &Beside) -> Result<(), StoreError> {
        let Some(captured) = &beside.captured else { return Ok(()) };
        self.settle_one(id)?;
        self.begin()?;
        self.db
            .prepare_cached(&add(CAPTURES, ""))
            .and_then(|mut s| s.execute(params![id.to_string(), captured.as_str()]))
            .map_err(|e| self.sql(e))?;
        Ok(())
    }
}
