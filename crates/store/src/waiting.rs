//! Reports that are safe before they are in the tables.
//!
//! The tables are sorted by ids, which stand in no order: a report that is put there for itself changes a page of each of
//! them, and one for each of its attributions, fifty in a case that is not small. Put there together, in the order of
//! their ids, as many reports change each page about once. So that a run that is killed loses none of them, their rows
//! are kept in one table in the order in which they came, packed; whoever opens the case to write next, puts them where
//! they belong.

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    time::Duration,
};

use backstory_model::{Annotated, Beside, Diagnostic, ReportId, Severity};
use rusqlite::{ErrorCode, Statement, ToSql, params, types::ToSqlOutput, types::ValueRef};
use serde::{Deserialize, Serialize};

use crate::{
    Store, StoreError,
    open::PATIENCE,
    put::{
        CAPTURES, InputHash, LOCATIONS, Put, REPORTS, Rows, TABLES, Writer, add_columns, again, check, place,
    },
};

/// What was handed in and is not in the tables.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    /// Rows that are not safe: the report and its packed rows, as they came.
    rows: Vec<(ReportId, Vec<u8>)>,
    /// How many of them the open transaction has written.
    down: usize,
    /// Whether that transaction has also put all that waits into the tables.
    settled: bool,
    /// Whether there may be rows in the table of what waits.
    table: bool,
    /// Every report that waits, safe or not, with what tells whether it is the same again.
    stamps: BTreeMap<ReportId, Stamp>,
    /// Rows of that table that cannot be put into the others, by number.
    left: BTreeSet<i64>,
}

impl Waiting {
    /// The open transaction is safe: what it wrote is not written again.
    pub(crate) fn written(&mut self) {
        self.table |= self.down > 0;
        self.rows.drain(..std::mem::take(&mut self.down));
        if std::mem::take(&mut self.settled) {
            self.table = false;
            if self.rows.is_empty() {
                self.stamps.clear();
            }
        }
    }

    /// The open transaction was given up: what it wrote is to be written again.
    pub(crate) fn unwritten(&mut self) {
        (self.down, self.settled, self.table) = (0, false, true);
    }
}

#[derive(Debug)]
struct Stamp {
    tool_version: String,
    model: String,
    input: String,
}

impl Store {
    /// Adds a report with what it says and what stood beside it, all of it or nothing, as [`Store::put`] and
    /// [`Store::put_beside`] do; one that is there already was found once more. It is safe after the next
    /// [`Store::keep`] or [`Store::commit`], and seen after the next commit.
    ///
    /// # Errors
    /// As [`Store::put`].
    pub fn hand_in(
        &mut self,
        annotated: &Annotated,
        beside: &Beside,
        input: InputHash,
        tool_version: &str,
    ) -> Result<Put, StoreError> {
        let Annotated { report, annotations } = annotated;
        if let Err(what) = check(annotated) {
            return Err(StoreError::Malformed { at: report.uri.clone(), what });
        }
        let (id, hash) = (report.id.to_string(), input.to_string());
        let waits = self.waiting.stamps.get(&report.id);
        let put = match waits {
            Some(then) => again(
                (&then.tool_version, &then.model, &then.input),
                (tool_version, &annotations.model, &hash),
            ),
            None => {
                self.what_becomes(&id, tool_version, &annotations.model, &hash).map_err(|e| self.sql(e))?
            }
        };
        if put == Put::Known && waits.is_none() {
            self.add_location(report.id, &report.uri, report.path.as_deref())?;
            self.add_capture(report.id, beside)?;
            return Ok(put);
        }
        let mut packed = Vec::new();
        let mut pack = || -> rusqlite::Result<()> {
            let mut writer = Writer::new(Pack { id: &id, bytes: &mut packed }, &id, &report.text);
            if put != Put::Known {
                writer.report(report, annotations, input, tool_version)?;
                writer.annotations(annotations)?;
                writer.beside(beside)?;
            }
            let mut rows = Pack { id: &id, bytes: &mut packed };
            if put == Put::Known
                && let Some(captured) = &beside.captured
            {
                rows.row(TABLES[CAPTURES].0, params![id, captured.as_str()])?;
            }
            let path = report.path.as_deref().unwrap_or_default();
            rows.row(TABLES[LOCATIONS].0, params![id, report.uri, path])
        };
        pack().map_err(|e| self.sql(e))?;
        self.waiting.rows.push((report.id, packed));
        if put != Put::Known {
            let (tool_version, model) = (tool_version.to_owned(), annotations.model.clone());
            self.waiting.stamps.insert(report.id, Stamp { tool_version, model, input: hash });
        }
        Ok(put)
    }

    /// Makes safe what was put or handed in. What was handed in is seen after the next [`Store::commit`] alone: until
    /// then it waits, and is put into the tables with all that waits.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub fn keep(&mut self) -> Result<(), StoreError> {
        self.set_down()?;
        self.end_transaction()
    }

    /// Reports that are safe in the file, but not yet where they are seen.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn unseen(&self) -> Result<usize, StoreError> {
        // Older cases, which may not be written to, have no such table.
        if !self.query("SELECT count(*) > 0 FROM sqlite_master WHERE name = 'waiting'", |row| row.get(0))? {
            return Ok(0);
        }
        self.query("SELECT count(DISTINCT report) FROM waiting", |row| row.get::<_, i64>(0))
            .map(|n| usize::try_from(n).unwrap_or(0))
    }

    /// What is to be said of reports that are in the file and are not seen, once.
    pub fn take_notices(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.notices)
    }

    /// Notes that reports are not seen, for the case cannot be written to.
    pub(crate) fn note_unseen(&mut self) {
        let one = match self.unseen() {
            Ok(0) | Err(_) => return,
            Ok(1) => "1 report that a run had finished waits".to_owned(),
            Ok(more) => format!("{more} reports that a run had finished wait"),
        };
        self.notice(
            "store/unseen",
            Severity::Warning,
            format!("{one} in the case and cannot be shown, for the case could not be written to"),
            "see to it that the file and its folder may be written to and have room, then run the same command again",
        );
    }

    fn notice(&mut self, code: &'static str, severity: Severity, message: String, hint: &str) {
        let (uri, hints) = (self.path.display().to_string(), vec![hint.to_owned()]);
        self.notices.push(Diagnostic { code, severity, uri, message, labels: Vec::new(), hints });
    }

    /// Writes what waits in memory into the table of what waits.
    fn set_down(&mut self) -> Result<(), StoreError> {
        if self.waiting.rows.len() == self.waiting.down {
            return Ok(());
        }
        self.begin()?;
        let write = || -> rusqlite::Result<()> {
            let mut add = self.db.prepare_cached("INSERT INTO waiting (report, packed) VALUES (?1, ?2)")?;
            for (report, packed) in &self.waiting.rows[self.waiting.down..] {
                add.execute(params![report.to_string(), packed])?;
            }
            Ok(())
        };
        match write() {
            Ok(()) => {
                self.waiting.down = self.waiting.rows.len();
                self.waiting.settled = false;
                Ok(())
            }
            Err(error) => {
                self.give_up();
                Err(self.sql(error))
            }
        }
    }

    /// Puts all that waits into the tables where this report does.
    pub(crate) fn settle_one(&mut self, report: ReportId) -> Result<(), StoreError> {
        if self.waiting.stamps.contains_key(&report) { self.settle() } else { Ok(()) }
    }

    /// Puts all that waits into the tables, within the open transaction.
    pub(crate) fn settle(&mut self) -> Result<(), StoreError> {
        let Waiting { rows, down, settled, table, .. } = &self.waiting;
        if rows.len() == *down && (*settled || (*down == 0 && !(*table && self.waits()?))) {
            return Ok(());
        }
        self.set_down()?;
        self.begin()?;
        match self.settled() {
            Ok(()) => {
                self.waiting.settled = true;
                Ok(())
            }
            Err(error) => {
                self.give_up();
                Err(self.sql(error))
            }
        }
    }

    fn waits(&self) -> Result<bool, StoreError> {
        self.query("SELECT EXISTS (SELECT 1 FROM waiting)", |row| row.get(0))
    }

    /// Puts into the tables what a run that was killed left waiting; not where another one writes: it does that.
    ///
    /// # Errors
    /// Where the file may not be written to. Anything else does not keep from opening it.
    pub(crate) fn recover(mut self) -> Result<Self, StoreError> {
        if !self.waits()? {
            return Ok(self);
        }
        self.waiting.table = true;
        let patience = |store: &Self, time| store.db.busy_timeout(time).map_err(|e| store.sql(e));
        patience(&self, Duration::ZERO)?;
        let begun = self.begin();
        patience(&self, PATIENCE)?;
        match begun.and_then(|()| self.settle()).and_then(|()| self.end_transaction()) {
            Ok(()) | Err(StoreError::Busy(_)) => {}
            Err(error @ (StoreError::ReadOnly(_) | StoreError::CannotOpen(_))) => return Err(error),
            Err(_) => self.note_unseen(),
        }
        Ok(self)
    }

    fn settled(&mut self) -> rusqlite::Result<()> {
        let mut left: BTreeMap<i64, (String, String)> = BTreeMap::new();
        loop {
            self.db.execute_batch("SAVEPOINT settle")?;
            if self.settled_but(&mut left)? {
                break;
            }
            // One row more is left out.
            self.db.execute_batch("ROLLBACK TO settle; RELEASE settle")?;
        }
        self.db.execute_batch("RELEASE settle")?;
        for (number, (report, why)) in left {
            if self.waiting.left.insert(number) && !self.has(&report)? {
                self.notice(
                    "store/left-out",
                    Severity::Error,
                    format!(
                        "report {report}, which a run had finished, cannot be stored ({why}); it was left out"
                    ),
                    "trace its file again",
                );
            }
        }
        Ok(())
    }

    /// Whether a report is in the tables.
    fn has(&self, id: &str) -> rusqlite::Result<bool> {
        self.db.prepare_cached("SELECT 1 FROM reports WHERE id = ?1")?.exists([id])
    }

    /// Puts all that waits into the tables but rows that are left out, by number, with their report and the reason; false
    /// where one was found that has to be.
    fn settled_but(&self, left: &mut BTreeMap<i64, (String, String)>) -> rusqlite::Result<bool> {
        let db = &self.db;
        // All of them come in now: whoever looked at the case before has not seen them.
        let now = "SELECT strftime('%Y-%m-%dT%H:%M:%SZ', 'now')";
        let now: String = db.query_row(now, [], |row| row.get(0))?;
        // The reports themselves, in the order in which they came: their numbers say so.
        let mut stays: BTreeMap<String, i64> = BTreeMap::new();
        let mut order: Vec<(String, i64)> = Vec::new();
        let mut revised = 0;
        let mut adders = Adders { db, statements: BTreeMap::new() };
        let mut query = db.prepare("SELECT number, report, packed FROM waiting ORDER BY number")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let (number, id): (i64, String) = (row.get(0)?, row.get(1)?);
            if self.waiting.left.contains(&number) || left.contains_key(&number) {
                continue;
            }
            let mut unpack = Unpack { id: &id, bytes: row.get_ref(2)?.as_blob()? };
            if let Err(error) = unpack.check() {
                left.insert(number, (id.clone(), error.to_string()));
                continue;
            }
            let mut values = Vec::new();
            if unpack.row(&mut values)? == Some(REPORTS) {
                let [version, model, input] = stamp(&values)?;
                let put = self.what_becomes(&id, version, model, input)?;
                if put != Put::Known {
                    let kept = if put == Put::Replaced { Some(self.take_out(&id)?) } else { None };
                    if let Err(error) = adders.add(REPORTS, &values, Some(&now)) {
                        return refused(error).map(|why| left.insert(number, (id.clone(), why)).is_some());
                    }
                    kept.map_or(Ok(()), |kept| self.put_back(&id, &kept))?;
                    stays.insert(id.clone(), number);
                    revised += 1;
                }
            }
            order.push((id.clone(), number));
        }
        drop(rows);
        // Then what belongs to them, in the order of the tables.
        order.sort_unstable();
        let mut query = db.prepare("SELECT packed FROM waiting WHERE number = ?1")?;
        for (id, number) in &order {
            let stays = stays.get(id) == Some(number);
            // A place of a report that was left out is no place of anything.
            if !stays && !self.has(id)? {
                continue;
            }
            let mut rows = query.query([number])?;
            let Some(row) = rows.next()? else { continue };
            let mut unpack = Unpack { id, bytes: row.get_ref(0)?.as_blob()? };
            let mut values = Vec::new();
            while let Some(table) = unpack.row(&mut values)? {
                if (table != REPORTS && (stays || matches!(table, LOCATIONS | CAPTURES)))
                    && let Err(error) = adders.add(table, &values, None)
                {
                    return refused(error).map(|why| left.insert(*number, (id.clone(), why)).is_some());
                }
            }
        }
        if left.is_empty() && self.waiting.left.is_empty() {
            db.execute("DELETE FROM waiting", [])?;
        } else {
            let mut delete = db.prepare("DELETE FROM waiting WHERE number = ?1")?;
            order.iter().try_for_each(|(_, number)| delete.execute([number]).map(drop))?;
            // What is left out of a report that is there all the same is not missed.
            db.execute("DELETE FROM waiting WHERE report IN (SELECT id FROM reports)", [])?;
        }
        self.revise(revised)?;
        Ok(true)
    }
}

/// What is wrong with a row that breaks a rule of its table; any other error is not its fault.
fn refused(error: rusqlite::Error) -> rusqlite::Result<String> {
    match error.sqlite_error_code() {
        Some(ErrorCode::ConstraintViolation) => Ok(error.to_string()),
        _ => Err(error),
    }
}

/// Adds rows that were unpacked.
struct Adders<'a> {
    db: &'a rusqlite::Connection,
    /// By table and number of columns.
    statements: BTreeMap<(usize, usize), Statement<'a>>,
}

impl Adders<'_> {
    /// A row of one of [`TABLES`]; with the time at which it comes in, a report.
    fn add(&mut self, table: usize, values: &[ValueRef<'_>], now: Option<&str>) -> rusqlite::Result<()> {
        let statement = match self.statements.entry((table, values.len())) {
            Entry::Occupied(there) => there.into_mut(),
            Entry::Vacant(new) => {
                let more = if now.is_some() { ", ingested_at" } else { "" };
                new.insert(self.db.prepare(&add_columns(table, values.len(), more))?)
            }
        };
        for (at, value) in values.iter().enumerate() {
            statement.raw_bind_parameter(at + 1, ToSqlOutput::Borrowed(*value))?;
        }
        if let Some(now) = now {
            statement.raw_bind_parameter(values.len() + 1, now)?;
        }
        statement.raw_execute().map(drop)
    }
}

/// Of a row of the table of reports: the version of the program, the model and the hash of the input.
fn stamp<'a>(values: &[ValueRef<'a>]) -> rusqlite::Result<[&'a str; 3]> {
    let text = |column| match values.get(column_of(column)).map(ValueRef::as_str) {
        Some(Ok(text)) => Ok(text),
        _ => Err(damaged()),
    };
    Ok([text("tool_version")?, text("model")?, text("input_sha256")?])
}

/// The place of a column of the table of reports.
fn column_of(name: &str) -> usize {
    TABLES[REPORTS].1.split(", ").position(|column| column == name).expect("a column of reports")
}

/// A value of a row that is packed.
#[derive(Serialize, Deserialize)]
enum Value<'a> {
    Null,
    Integer(i64),
    Real(f64),
    Text(&'a str),
    /// The report's id, which most rows begin with.
    Id,
}

/// Packs rows, one behind the other: the place of its table and its values (postcard's wire format, which is documented
/// and does not change). A later version may give a table more columns, behind those that it has.
struct Pack<'a> {
    id: &'a str,
    bytes: &'a mut Vec<u8>,
}

impl<'a> Pack<'a> {
    fn value<'v>(&self, value: ValueRef<'v>) -> rusqlite::Result<Value<'v>> {
        Ok(match value {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => Value::Integer(number),
            ValueRef::Real(number) => Value::Real(number),
            ValueRef::Text(text) if text == self.id.as_bytes() => Value::Id,
            ValueRef::Text(_) => Value::Text(value.as_str()?),
            ValueRef::Blob(_) => unreachable!("no row of a report has bytes"),
        })
    }
}

impl Rows for Pack<'_> {
    fn row(&mut self, table: &str, values: &[&dyn ToSql]) -> rusqlite::Result<()> {
        let values = values.iter().map(|value| value.to_sql()).collect::<rusqlite::Result<Vec<_>>>()?;
        let value = |value| match value {
            &ToSqlOutput::Borrowed(value) => self.value(value),
            ToSqlOutput::Owned(value) => self.value(ValueRef::from(value)),
            other => unreachable!("no row of a report has {other:?}"),
        };
        let values = values.iter().map(value).collect::<rusqlite::Result<Vec<_>>>()?;
        postcard::to_io(&(place(table), values), &mut *self.bytes).expect("memory can be written to");
        Ok(())
    }
}

/// Reads what [`Pack`] wrote.
#[derive(Clone, Copy)]
struct Unpack<'a> {
    id: &'a str,
    bytes: &'a [u8],
}

impl<'a> Unpack<'a> {
    /// Whether all of it can be read.
    fn check(mut self) -> rusqlite::Result<()> {
        let mut values = Vec::new();
        let mut table = self.row(&mut values)?.ok_or_else(damaged)?;
        if table == REPORTS {
            stamp(&values)?;
        }
        while let Some(next) = self.row(&mut values)? {
            table = next;
            if table == REPORTS {
                return Err(damaged());
            }
        }
        // Where it was found comes last.
        if table == LOCATIONS { Ok(()) } else { Err(damaged()) }
    }

    /// The table of the next row, and its values into `values`; None at the end.
    fn row(&mut self, values: &mut Vec<ValueRef<'a>>) -> rusqlite::Result<Option<usize>> {
        values.clear();
        if self.bytes.is_empty() {
            return Ok(None);
        }
        let ((table, packed), rest): ((usize, Vec<Value<'a>>), _) =
            postcard::take_from_bytes(self.bytes).map_err(|_| damaged())?;
        self.bytes = rest;
        if TABLES.get(table).is_none_or(|(_, known)| packed.len() > known.split(", ").count()) {
            return Err(damaged());
        }
        values.extend(packed.into_iter().map(|value| match value {
            Value::Null => ValueRef::Null,
            Value::Integer(number) => ValueRef::Integer(number),
            Value::Real(number) => ValueRef::Real(number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Id => ValueRef::Text(self.id.as_bytes()),
        }));
        Ok(Some(table))
    }
}

/// What waits cannot be read.
fn damaged() -> rusqlite::Error {
    let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
    rusqlite::Error::SqliteFailure(code, Some("a report that waits cannot be read".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_unpacked_as_they_were_packed() {
        let id = "r0123456789abcdef";
        let mut bytes = Vec::new();
        let mut pack = Pack { id, bytes: &mut bytes };
        let numbers = [0, 1, -1, 63, 64, -65, i64::MAX, i64::MIN];
        for number in numbers {
            pack.row("sentences", params![id, number, 5_u32, None::<u32>]).expect("a row");
        }
        pack.row("report_authors", params![id, 0.25, "Ædla"]).expect("a row");
        let mut unpack = Unpack { id, bytes: &bytes };
        let mut row = |table: &str, columns: usize| {
            let mut values = Vec::new();
            assert_eq!(unpack.row(&mut values).expect("a table"), Some(place(table)));
            assert_eq!(values.len(), columns);
            values
        };
        for number in numbers {
            let values = [ValueRef::Text(id.as_bytes()), ValueRef::Integer(number), ValueRef::Integer(5)];
            assert_eq!(row("sentences", 4), [&values[..], &[ValueRef::Null]].concat());
        }
        let values = [ValueRef::Text(id.as_bytes()), ValueRef::Real(0.25), ValueRef::Text("Ædla".as_bytes())];
        assert_eq!(row("report_authors", 3), values);
        assert_eq!(unpack.row(&mut Vec::new()).expect("the end"), None);
        // Cut short, they are refused and nothing else.
        let mut unpack = Unpack { id, bytes: &bytes[..bytes.len() - 1] };
        let mut read = || -> rusqlite::Result<()> {
            let mut values = Vec::new();
            while unpack.row(&mut values)?.is_some() {}
            Ok(())
        };
        assert!(read().is_err());
    }

    #[test]
    fn a_table_that_has_more_columns_now_takes_older_rows() {
        assert_eq!(
            add_columns(place("report_authors"), 2, ", more"),
            "INSERT INTO report_authors (report, position, more) VALUES (?, ?, ?)"
        );
        // One of a later version is not read.
        let mut bytes = Vec::new();
        let mut pack = Pack { id: "r0", bytes: &mut bytes };
        pack.row("report_authors", params!["r0", 1, "Ada Osei", None::<u32>]).expect("a row");
        assert!(Unpack { id: "r0", bytes: &bytes }.row(&mut Vec::new()).is_err());
    }
}
