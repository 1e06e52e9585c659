use std::collections::BTreeMap;

use backstory_model::{Beside, Credit, Link, ReportId};
use backstory_text::CharIndex;
use rusqlite::params;

use crate::{
    Store, StoreError,
    load::{Loaded, Loader, Part, each, moment, word},
    put::insert,
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
        self.begin()?;
        self.beside_rows(id, text, beside).map_err(|e| self.sql(e))?;
        self.add_capture(id, beside)
    }

    /// Notes that a report of the case was fetched once more. It is safe after the next [`Store::commit`].
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn add_capture(&mut self, id: ReportId, beside: &Beside) -> Result<(), StoreError> {
        let Some(captured) = &beside.captured else { return Ok(()) };
        self.begin()?;
        self.db
            .prepare_cached("INSERT OR IGNORE INTO report_captures (report, captured) VALUES (?1, ?2)")
            .and_then(|mut s| s.execute(params![id.to_string(), captured.as_str()]))
            .map_err(|e| self.sql(e))?;
        Ok(())
    }

    fn beside_rows(&self, id: ReportId, text: &str, beside: &Beside) -> rusqlite::Result<()> {
        let id = id.to_string();
        let Beside { modified, captured: _, dateline, backstory, based_on, links } = beside;
        if modified.is_some() || dateline.is_some() || backstory.is_some() {
            self.db
                .prepare_cached(&insert("report_pages", "report, modified, dateline, backstory"))?
                .execute(params![id, modified.as_ref().map(|m| m.as_str()), dateline, backstory])?;
        }
        let columns = "report, position, taken_over, name, title, url";
        let mut add = self.db.prepare_cached(&insert("report_credits", columns))?;
        for (position, work) in based_on.iter().enumerate() {
            add.execute(params![id, position as i64, work.taken_over, work.name, work.title, work.url])?;
        }
        let index = CharIndex::new(text);
        let mut add =
            self.db.prepare_cached(&insert("report_links", "report, position, kind, start, end, url"))?;
        let inside = links.iter().filter(|l| text.get(l.span.range()).is_some());
        for (position, link) in inside.enumerate() {
            let chars = index.chars(text, link.span);
            add.execute(params![id, position as i64, link.kind.name(), chars.start, chars.end, link.url])?;
        }
        Ok(())
    }
}
