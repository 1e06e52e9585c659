//! Where results go: standard output, or a file that is there whole or not at all.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use anyhow::{Error, Result, anyhow};

/// Writes to standard output; None or `-` names it. A file takes its name only once it is whole.
pub(crate) fn write_to(
    target: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<()> {
    match target.filter(|path| path.as_os_str() != "-") {
        None => {
            let mut out = BufWriter::new(io::stdout().lock());
            write(&mut out).and_then(|()| out.flush()).map_err(|error| unwritten("standard output", error))
        }
        Some(path) => to_file(path, write).map_err(|error| unwritten(&path.display().to_string(), error)),
    }
}

/// What an error in writing means for the person who waits for the output, and what to try.
pub(crate) fn unwritten(place: &str, error: io::Error) -> Error {
    let why = match error.kind() {
        // Whoever calls has to know it; nobody is told of it.
        io::ErrorKind::BrokenPipe => return error.into(),
        io::ErrorKind::NotFound => "its folder does not exist; make the folder first",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "it may not be written (permission denied); check the folder's permissions, or name another place"
        }
        io::ErrorKind::IsADirectory => "it is a folder, and a file was expected; name a file in it",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "the disk is full; make room, or name another place"
        }
        _ => return Error::new(error).context(format!("{place}: it could not be written")),
    };
    anyhow!("{place}: {why}")
}

fn to_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    // A pipe or a device is written to as it is.
    let plain = fs::metadata(path).map_or(true, |m| m.is_file());
    if !plain {
        let mut out = BufWriter::new(File::create(path)?);
        write(&mut out)?;
        return out.flush();
    }
    let part = beside(path, ".part");
    let done = File::create(&part).and_then(|file| {
        let mut out = BufWriter::new(file);
        write(&mut out)?;
        out.flush()
    });
    let done = done.and_then(|()| fs::rename(&part, path));
    if done.is_err() {
        let _ = fs::remove_file(&part);
    }
    done
}

/// `folder/name` with something behind the name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path.as_os_str());
    name.push(suffix);
    name.into()
}

/// Whether a page may be written there without being asked for by name: nothing is there, or a page of ours.
pub(crate) fn ours(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return !path.exists() };
    let mut head = Vec::new();
    file.take(4096).read_to_end(&mut head).is_ok()
        && (head.is_empty() || String::from_utf8_lossy(&head).to_lowercase().contains("backstory"))
}

/// Whether an error only says that nobody reads our output any more.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|e| e.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}
