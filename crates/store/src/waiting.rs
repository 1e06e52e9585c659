//! Reports that are safe before they are in the tables.
//!
//! The tables are sorted by ids, which stand in no order: a report that is put there for itself changes a page of each of
//! them, and one for each of its attributions, fifty in a case that is not small. Put there together, in the order of
//! their ids, as many reports change each page about once. So that a run that is killed loses none of them, their rows
//! are kept in one table in the order in which they came, packed; whoever opens the case to write next, puts them where
//! they belong.

use std::collections::BTreeMap;

use backstory_model::{Annotated, Beside, ReportId};
use rusqlite::{ToSql, params, types::ToSqlOutput, types::ValueRef};

use crate::{
    Store, StoreError,
    put::{CAPTURES, InputHash, LOCATIONS, Put, REPORTS, Rows, TABLES, Writer, add, again, check, place},
};

/// What was handed in and is not in the tables.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    /// Rows that are not safe: the report and its packed rows, as they came.
    rows: Vec<(ReportId, Vec<u8>)>,
    /// Every report that waits, safe or not, with what tells whether it is the same again.
    stamps: BTreeMap<ReportId, Stamp>,
}

impl Waiting {
    pub(crate) fn forget(&mut self) {
        *self = Self::default();
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

    /// Writes what waits in memory into the table of what waits.
    fn set_down(&mut self) -> Result<(), StoreError> {
        if self.waiting.rows.is_empty() {
            return Ok(());
        }
        self.begin()?;
        let write = || -> rusqlite::Result<()> {
            let mut add = self.db.prepare_cached("INSERT INTO waiting (report, packed) VALUES (?1, ?2)")?;
            for (report, packed) in &self.waiting.rows {
                add.execute(params![report.to_string(), packed])?;
            }
            Ok(())
        };
        match write() {
            Ok(()) => {
                self.waiting.rows.clear();
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
        if self.waiting.stamps.is_empty() {
            return Ok(());
        }
        self.set_down()?;
        self.begin()?;
        match self.settled() {
            Ok(()) => {
                self.waiting.forget();
                Ok(())
            }
            Err(error) => {
                self.give_up();
                Err(self.sql(error))
            }
        }
    }

    /// Puts into the tables what a run that was killed left waiting; not where another one writes: it does that.
    pub(crate) fn recover(mut self) -> Result<Self, StoreError> {
        let waits = "SELECT EXISTS (SELECT 1 FROM waiting)";
        if !self.query(waits, |row| row.get::<_, bool>(0))? {
            return Ok(self);
        }
        match self.begin() {
            Err(StoreError::Busy(_)) => return Ok(self),
            other => other?,
        }
        if let Err(error) = self.settled() {
            self.give_up();
            return Err(self.sql(error));
        }
        self.end_transaction()?;
        Ok(self)
    }

    fn settled(&self) -> rusqlite::Result<()> {
        let db = &self.db;
        // The reports themselves, in the order in which they came: their numbers say so.
        let mut stays: BTreeMap<String, i64> = BTreeMap::new();
        let mut order: Vec<(String, i64)> = Vec::new();
        let mut revised = 0;
        let columns: Vec<usize> = TABLES.iter().map(|(_, columns)| columns.split(',').count()).collect();
        let mut add_report = db.prepare(&add(REPORTS, ", ingested_at"))?;
        let mut query =
            db.prepare("SELECT number, report, stored_at, packed FROM waiting ORDER BY number")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let (number, id): (i64, String) = (row.get(0)?, row.get(1)?);
            let mut unpack = Unpack { id: &id, bytes: row.get_ref(3)?.as_blob()? };
            if unpack.table()? == Some(REPORTS) {
                let mut values = Vec::new();
                unpack.values(columns[REPORTS], &mut values)?;
                let text = |column: &str| values[column_of(column)].as_str();
                let (version, model, input) = (text("tool_version")?, text("model")?, text("input_sha256")?);
                let put = self.what_becomes(&id, version, model, input)?;
                if put != Put::Known {
                    let kept = if put == Put::Replaced { Some(self.take_out(&id)?) } else { None };
                    for (at, value) in values.iter().enumerate() {
                        add_report.raw_bind_parameter(at + 1, ToSqlOutput::Borrowed(*value))?;
                    }
                    add_report.raw_bind_parameter(values.len() + 1, row.get_ref(2)?.as_str()?)?;
                    add_report.raw_execute()?;
                    kept.map_or(Ok(()), |kept| self.put_back(&id, &kept))?;
                    stays.insert(id.clone(), number);
                    revised += 1;
                }
            }
            order.push((id, number));
        }
        drop(rows);
        // Then what belongs to them, in the order of the tables.
        order.sort_unstable();
        let tables = (0..TABLES.len()).map(|table| db.prepare(&add(table, "")));
        let mut tables = tables.collect::<rusqlite::Result<Vec<_>>>()?;
        let mut query = db.prepare("SELECT packed FROM waiting WHERE number = ?1")?;
        for (id, number) in &order {
            let mut rows = query.query([number])?;
            let Some(row) = rows.next()? else { continue };
            let mut unpack = Unpack { id, bytes: row.get_ref(0)?.as_blob()? };
            let stays = stays.get(id) == Some(number);
            let mut values = Vec::new();
            while let Some(table) = unpack.table()? {
                unpack.values(columns[table], &mut values)?;
                if table != REPORTS && (stays || matches!(table, LOCATIONS | CAPTURES)) {
                    let add = &mut tables[table];
                    for (at, value) in values.iter().enumerate() {
                        add.raw_bind_parameter(at + 1, ToSqlOutput::Borrowed(*value))?;
                    }
                    add.raw_execute()?;
                }
            }
        }
        db.execute("DELETE FROM waiting", [])?;
        self.revise(revised)
    }
}

/// The place of a column of the table of reports.
fn column_of(name: &str) -> usize {
    TABLES[REPORTS].1.split(", ").position(|column| column == name).expect("a column of reports")
}

/// Packs rows: for each, the place of its table, then its values, of which each has a byte that says what it is.
struct Pack<'a> {
    /// The report's id, which most rows begin with.
    id: &'a str,
    bytes: &'a mut Vec<u8>,
}

const NULL: u8 = 0;
const INTEGER: u8 = 1;
const REAL: u8 = 2;
const TEXT: u8 = 3;
const BLOB: u8 = 4;
const ID: u8 = 5;

impl Pack<'_> {
    /// Seven bits of a number in each byte, the lowest first.
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    fn value(&mut self, value: ValueRef<'_>) {
        match value {
            ValueRef::Null => self.bytes.push(NULL),
            ValueRef::Integer(number) => {
                self.bytes.push(INTEGER);
                self.number(((number << 1) ^ (number >> 63)) as u64);
            }
            ValueRef::Real(number) => {
                self.bytes.push(REAL);
                self.bytes.extend(number.to_le_bytes());
            }
            ValueRef::Text(text) if text == self.id.as_bytes() => self.bytes.push(ID),
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                self.bytes.push(if matches!(value, ValueRef::Text(_)) { TEXT } else { BLOB });
                self.number(bytes.len() as u64);
                self.bytes.extend(bytes);
            }
        }
    }
}

impl Rows for Pack<'_> {
    fn row(&mut self, table: &str, values: &[&dyn ToSql]) -> rusqlite::Result<()> {
        self.number(place(table) as u64);
        for value in values {
            match value.to_sql()? {
                ToSqlOutput::Borrowed(value) => self.value(value),
                ToSqlOutput::Owned(value) => self.value(ValueRef::from(&value)),
                other => unreachable!("no row of a report has {other:?}"),
            }
        }
        Ok(())
    }
}

/// Reads what [`Pack`] wrote.
struct Unpack<'a> {
    id: &'a str,
    bytes: &'a [u8],
}

impl<'a> Unpack<'a> {
    /// The table of the next row; None at the end.
    fn table(&mut self) -> rusqlite::Result<Option<usize>> {
        if self.bytes.is_empty() {
            return Ok(None);
        }
        let table = usize::try_from(self.number()?).unwrap_or(usize::MAX);
        if table < TABLES.len() { Ok(Some(table)) } else { Err(damaged()) }
    }

    /// So many values of a row, into `values`.
    fn values(&mut self, columns: usize, values: &mut Vec<ValueRef<'a>>) -> rusqlite::Result<()> {
        values.clear();
        (0..columns).try_for_each(|_| self.value().map(|value| values.push(value)))
    }

    fn value(&mut self) -> rusqlite::Result<ValueRef<'a>> {
        Ok(match self.take(1)?[0] {
            NULL => ValueRef::Null,
            INTEGER => {
                let number = self.number()?;
                ValueRef::Integer((number >> 1) as i64 ^ -((number & 1) as i64))
            }
            REAL => ValueRef::Real(f64::from_le_bytes(self.take(8)?.try_into().map_err(|_| damaged())?)),
            ID => ValueRef::Text(self.id.as_bytes()),
            kind @ (TEXT | BLOB) => {
                let length = usize::try_from(self.number()?).map_err(|_| damaged())?;
                let bytes = self.take(length)?;
                if kind == TEXT { ValueRef::Text(bytes) } else { ValueRef::Blob(bytes) }
            }
            _ => return Err(damaged()),
        })
    }

    fn number(&mut self) -> rusqlite::Result<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(damaged())
    }

    fn take(&mut self, bytes: usize) -> rusqlite::Result<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(bytes).ok_or_else(damaged)?;
        self.bytes = rest;
        Ok(taken)
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
            assert_eq!(unpack.table().expect("a table"), Some(place(table)));
            let mut values = Vec::new();
            unpack.values(columns, &mut values).expect("the values");
            values
        };
        for number in numbers {
            let values = [ValueRef::Text(id.as_bytes()), ValueRef::Integer(number), ValueRef::Integer(5)];
            assert_eq!(row("sentences", 4), [&values[..], &[ValueRef::Null]].concat());
        }
        let values = [ValueRef::Text(id.as_bytes()), ValueRef::Real(0.25), ValueRef::Text("Ædla".as_bytes())];
        assert_eq!(row("report_authors", 3), values);
        assert_eq!(unpack.table().expect("the end"), None);
        // Cut short, they are refused and nothing else.
        let mut unpack = Unpack { id, bytes: &bytes[..bytes.len() - 1] };
        let mut read = || -> rusqlite::Result<()> {
            let mut values = Vec::new();
            while let Some(table) = unpack.table()? {
                unpack.values(if table == place("sentences") { 4 } else { 3 }, &mut values)?;
            }
            Ok(())
        };
        assert!(read().is_err());
    }
}
