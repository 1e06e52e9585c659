use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    time::Duration,
};

use backstory_model::Diagnostic;
use rusqlite::{Connection, OpenFlags, OptionalExtension};

use crate::{APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION, StoreError, waiting::Waiting};

/// How long to wait for another program that writes to the same case.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// Pages of the file that whoever writes keeps at hand, in KiB. Ids stand in no order, so rows and the index of a big case
/// are met all over the file; with SQLite's own 2 MB each row of a case of 5,000 reports took twice as long as of 1,000.
const CACHE_KIB: i64 = 64 * 1024;

/// The version of the schema that has a table of reports that wait.
const WAITING_SINCE: i64 = 6;

/// An open case file.
#[derive(Debug)]
pub struct Store {
    pub(crate) db: Connection,
    pub(crate) path: PathBuf,
    /// Whether a transaction is open (see [`Store::commit`]).
    pub(crate) pending: bool,
    /// Reports that are not yet in the tables.
    pub(crate) waiting: Waiting,
    /// What is to be said of them.
    pub(crate) notices: Vec<Diagnostic>,
    read_only: bool,
}

impl Store {
    fn over(db: Connection, path: &Path, read_only: bool) -> Self {
        let (path, waiting, notices) = (path.to_owned(), Waiting::default(), Vec::new());
        Self { db, path, pending: false, waiting, notices, read_only }
    }

    /// Opens a case to add to it; makes it where there is none. What a run that was killed left waiting in it is put where it
    /// is seen, as by [`Store::open`].
    ///
    /// # Errors
    /// Where the file is no case, or one of a newer schema (it is then left as it was), or cannot be written to.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        // A run that was killed before its first write leaves a file of no length: that is a new case too.
        let fresh = std::fs::metadata(path).map_or(true, |m| m.is_file() && m.len() == 0);
        if !fresh {
            check(path)?;
        }
        let db = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        Self::over(db, path, false).prepare()
    }

    /// Opens a case that is there, to read it. What a run that was killed left waiting in it is put where it is seen; not
    /// where another program is writing, which does so itself. Where the file may not be written to, it is opened for
    /// reading alone, and [`Store::take_notices`] says what cannot be seen.
    ///
    /// # Errors
    /// Where there is no file, or it is no case, or one of a newer schema.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        check(path)?;
        let writable = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
            .and_then(|db| Self::over(db, path, false).prepare());
        match writable {
            Err(StoreError::ReadOnly(_) | StoreError::CannotOpen(_) | StoreError::Full(_)) => {
                let db = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
                let store = Self::over(db, path, true);
                // A case in a folder that may not be written to has no room for its side files.
                let mut store = match store.revision() {
                    Ok(_) => store,
                    Err(_) => Self::open_immutable(path)?,
                };
                store.note_unseen();
                Ok(store)
            }
            other => other,
        }
    }

    /// Opens a case that is up to date, to read it and nothing else: one of many connections to the same file.
    ///
    /// # Errors
    /// As [`Store::open`], and where the schema is not the newest.
    pub fn reader(path: &Path) -> Result<Self, StoreError> {
        check(path)?;
        let db = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let store = Self::over(db, path, true);
        let store = match store.revision() {
            Ok(_) => store,
            Err(_) => Self::open_immutable(path)?,
        };
        let found = store.version().map_err(|e| store.sql(e))?;
        if found < SCHEMA_VERSION {
            let what = "it was made by an older version, and may not be written to, to bring it up to date";
            return Err(StoreError::NotACase { path: path.to_owned(), what });
        }
        Ok(store)
    }

    /// A number that is another one whenever the file was changed through another connection since this one was
    /// opened; cheap enough to be asked before every page.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn changes(&self) -> Result<i64, StoreError> {
        self.query("PRAGMA data_version", |row| row.get(0))
    }

    fn open_immutable(path: &Path) -> Result<Self, StoreError> {
        let address = format!("file:{}?immutable=1", escape(path));
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let db = Connection::open_with_flags(address, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .map_err(|e| StoreError::of(path, e))?;
        let store = Self::over(db, path, true);
        store.revision()?;
        Ok(store)
    }

    /// Brings the schema up to date and sets what holds for this connection.
    fn prepare(self) -> Result<Self, StoreError> {
        let sql = |e| StoreError::of(&self.path, e);
        self.db.pragma_update(None, "foreign_keys", true).map_err(sql)?;
        let found = self.version().map_err(sql)?;
        if found > SCHEMA_VERSION {
            return Err(StoreError::Newer { path: self.path, found, known: SCHEMA_VERSION });
        }
        // A second process may be doing the same: the version is read again once the file is ours.
        if found < SCHEMA_VERSION {
            self.db.execute_batch("BEGIN IMMEDIATE").map_err(sql)?;
            let done = self.migrate().and_then(|()| self.db.execute_batch("COMMIT"));
            if let Err(error) = done {
                let _ = self.db.execute_batch("ROLLBACK");
                return Err(sql(error));
            }
        }
        // After the first write, so that a file in the making is never in two pieces.
        self.db.pragma_update(None, "journal_mode", "WAL").map_err(sql)?;
        self.db.pragma_update(None, "synchronous", "NORMAL").map_err(sql)?;
        self.db.pragma_update(None, "cache_size", -CACHE_KIB).map_err(sql)?;
        // What figures are counted from is small, and is met in no order: as files it was read and written many times over.
        self.db.pragma_update(None, "temp_store", "MEMORY").map_err(sql)?;
        // Nothing waits in a table that was just made.
        if found < WAITING_SINCE { Ok(self) } else { self.recover() }
    }

    fn version(&self) -> rusqlite::Result<i64> {
        self.db.pragma_query_value(None, "user_version", |row| row.get(0))
    }

    fn migrate(&self) -> rusqlite::Result<()> {
        let from = usize::try_from(self.version()?).unwrap_or(0);
        for step in &MIGRATIONS[from..] {
            self.db.execute_batch(step)?;
        }
        self.db.pragma_update(None, "application_id", APPLICATION_ID)?;
        self.db.pragma_update(None, "user_version", SCHEMA_VERSION)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it can only be read.
    pub fn read_only(&self) -> bool {
        self.read_only
    }

    /// Reports in the case.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn len(&self) -> Result<usize, StoreError> {
        self.query("SELECT count(*) FROM reports", |row| row.get::<_, i64>(0))
            .map(|n| usize::try_from(n).unwrap_or(0))
    }

    /// Whether the case has no reports.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(self.len()? == 0)
    }

    /// Grows whenever a report is added or replaced.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn revision(&self) -> Result<i64, StoreError> {
        Ok(self.meta("revision")?.and_then(|v| v.parse().ok()).unwrap_or(0))
    }

    /// Whether the links were made from other reports, or by another version of the program, than those of now.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn links_stale(&self, tool_version: &str) -> Result<bool, StoreError> {
        let made_from = self.meta("linked_revision")?.and_then(|v| v.parse::<i64>().ok()).unwrap_or(0);
        let made_by = self.meta("linked_by")?;
        let revision = self.revision()?;
        Ok(made_from != revision || (revision > 0 && made_by.as_deref() != Some(tool_version)))
    }

    /// Puts what waits into the tables, also what another run left or keeps there, and ends the open transaction, if there
    /// is one: what was put is then safe. A report that cannot be stored is left out, and [`Store::take_notices`] names it.
    ///
    /// # Errors
    /// Those of SQLite; what was put ([`Store::put`]) since the last commit is then lost. What was handed in
    /// ([`Store::hand_in`]) is not: it is written by the next call.
    /// [`StoreError::Busy`] where another program is writing: nothing is lost then.
    pub fn commit(&mut self) -> Result<(), StoreError> {
        self.settle()?;
        self.end_transaction()
    }

    pub(crate) fn end_transaction(&mut self) -> Result<(), StoreError> {
        if self.pending {
            if let Err(error) = self.db.execute_batch("COMMIT") {
                self.give_up();
                return Err(self.sql(error));
            }
            self.pending = false;
            self.waiting.written();
        }
        Ok(())
    }

    /// Starts a transaction where none is open.
    pub(crate) fn begin(&mut self) -> Result<(), StoreError> {
        if !self.pending {
            self.db.execute_batch("BEGIN IMMEDIATE").map_err(|e| self.sql(e))?;
            self.pending = true;
        }
        Ok(())
    }

    /// Gives up the open transaction: some errors of SQLite have already done so.
    pub(crate) fn give_up(&mut self) {
        let _ = self.db.execute_batch("ROLLBACK");
        self.pending = false;
        self.waiting.unwritten();
    }

    /// Limits the size of the file, as a full disk would.
    ///
    /// # Errors
    /// Those of SQLite.
    #[doc(hidden)]
    pub fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        let set = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
        self.db.query_row(&format!("PRAGMA max_page_count = {pages}"), [], set).map_err(|e| self.sql(e))?;
        Ok(())
    }

    pub(crate) fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.db
            .query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0))
            .optional()
            .map_err(|e| self.sql(e))
    }

    pub(crate) fn query<T>(
        &self,
        sql: &str,
        read: impl FnOnce(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        self.db.query_row(sql, [], read).map_err(|e| self.sql(e))
    }

    pub(crate) fn sql(&self, error: rusqlite::Error) -> StoreError {
        StoreError::of(&self.path, error)
    }
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let sql = |e| StoreError::of(path, e);
    let db = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(sql)?;
    db.busy_timeout(PATIENCE).map_err(sql)?;
    db.set_prepared_statement_cache_capacity(128);
    Ok(db)
}

/// Looks whether a file is a case that this program can read, without touching it.
fn check(path: &Path) -> Result<(), StoreError> {
    let not = |what| StoreError::NotACase { path: path.to_owned(), what };
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            return Err(StoreError::Missing(path.to_owned()));
        }
        Err(_) => return Err(StoreError::CannotOpen(path.to_owned())),
    };
    if file.metadata().is_ok_and(|m| m.is_dir()) {
        return Err(not("it is a folder"));
    }
    let mut head = [0; 16];
    match file.read_exact(&mut head) {
        Ok(()) if head == *b"SQLite format 3\0" => {}
        Ok(()) => return Err(not("it is not an SQLite database")),
        Err(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => return Err(not("it is too short")),
        Err(_) => return Err(StoreError::CannotOpen(path.to_owned())),
    }
    // Both numbers stand in the header from the first transaction on, which is written before the write-ahead log is
    // in use; a migration may still wait in the log, and is then looked at again when the file is open.
    let mut rest = [0; 84];
    file.read_exact(&mut rest).map_err(|_| not("it is too short"))?;
    let number = |at: usize| i32::from_be_bytes([rest[at - 16], rest[at - 15], rest[at - 14], rest[at - 13]]);
    if number(68) != APPLICATION_ID {
        return Err(not("it is an SQLite database of another program"));
    }
    let found = i64::from(number(60));
    if found > SCHEMA_VERSION {
        return Err(StoreError::Newer { path: path.to_owned(), found, known: SCHEMA_VERSION });
    }
    Ok(())
}

/// A path as SQLite's `file:` addresses want it.
fn escape(path: &Path) -> String {
    path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}
