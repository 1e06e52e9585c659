use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why a case file could not be read or written. Each message says what to try.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no file.
    #[error("{path}: there is no such case file; make one with 'backstory trace PATH… -o {path}'", path = .0.display())]
    Missing(PathBuf),
    /// The file is something else; it is left as it was.
    #[error("{path}: this is not a case file ({what}), so it was left as it is; name another file", path = .path.display())]
    NotACase {
        /// The file.
        path: PathBuf,
        /// What it seems to be.
        what: &'static str,
    },
    /// A later version of the program made it.
    #[error("{path}: this case has schema version {found}, and this program knows versions up to {known}; use a newer backstory, or trace the reports into a new case", path = .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema version.
        found: i64,
        /// The newest version known here.
        known: i64,
    },
    /// Another program is writing.
    #[error("{path}: another program is writing to this case; wait until it is done, then run the same command again", path = .0.display())]
    Busy(PathBuf),
    /// No room is left.
    #[error("{path}: the disk is full; what the case already holds is safe; make room, then run the same command again to go on", path = .0.display())]
    Full(PathBuf),
    /// It may not be written to.
    #[error("{path}: the case cannot be written to; check the permissions of the file and its folder, or name another file with -o", path = .0.display())]
    ReadOnly(PathBuf),
    /// The file or its folder cannot be opened.
    #[error("{path}: the case cannot be opened; check that its folder exists and that you may write there", path = .0.display())]
    CannotOpen(PathBuf),
    /// What is in it contradicts itself.
    #[error("{path}: the case file is damaged ({what}); trace the reports into a new case", path = .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// A finding that points at nothing: a fault of the program, not of the case.
    #[error("{at}: {what}; this is a fault in backstory, and nothing of it was stored")]
    Malformed {
        /// The report's uri, or `links`.
        at: String,
        /// What is wrong.
        what: String,
    },
    /// Anything else SQLite says.
    #[error("{path}: {source}", path = .path.display())]
    Sql {
        /// The file.
        path: PathBuf,
        /// SQLite's words.
        source: rusqlite::Error,
    },
}

impl StoreError {
    /// What an SQLite error means for the person whose case it is.
    pub(crate) fn of(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => {
                StoreError::NotACase { path, what: "it is not an SQLite database" }
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy(path),
            // A write that fails half-way on a full disk is at times reported as an input/output error.
            Some(ErrorCode::DiskFull) => StoreError::Full(path),
            Some(ErrorCode::SystemIoFailure) if write_failed(&source) => StoreError::Full(path),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => StoreError::ReadOnly(path),
            Some(ErrorCode::CannotOpen) => StoreError::CannotOpen(path),
            Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged { path, what: source.to_string() },
            _ => StoreError::Sql { path, source },
        }
    }
}

fn write_failed(error: &rusqlite::Error) -> bool {
    matches!(error, rusqlite::Error::SqliteFailure(e, _)
        if matches!(e.extended_code, rusqlite::ffi::SQLITE_IOERR_WRITE | rusqlite::ffi::SQLITE_IOERR_SHMSIZE))
}
