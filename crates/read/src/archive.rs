//! ZIP and tar archives → what is in them, as if they were folders. Nothing is ever written: a member's name is only
//! what a message and a report's uri call it.

use std::{
    borrow::Cow,
    io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom},
    str,
};

use zip::{ZipArchive, result::ZipError};

use crate::{
    Each, Manifest, Name, Source, bytes, office,
    scan::read_whole,
    unpack::{Stopped, Watched, stopped},
};

/// An input whose parts can be read in any order: a file, or bytes in memory.
pub trait Seekable: BufRead + Seek {}

impl<T: BufRead + Seek> Seekable for T {}

/// Members of an archive that are looked at.
const MOST_MEMBERS: usize = 1_000_000;
/// Bytes of a member's name.
const LONGEST_NAME: u64 = 4096;
/// Name of the file that says what a folder's bare texts do not.
const MANIFEST: &str = "manifest.csv";

/// Whether these first bytes are those of a ZIP archive.
pub(crate) fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Whether these first bytes are those of a tar archive: its mark, and a sum that fits.
pub(crate) fn is_tar(head: &[u8]) -> bool {
    head.len() >= 512 && head[257..262] == *b"ustar" && sum_fits(&head[..512])
}

/// A reader of the kind that the crate for ZIP wants.
struct Parts<'a>(&'a mut dyn Seekable);

impl Read for Parts<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into)
    }
}

impl Seek for Parts<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

impl Source<'_> {
    /// The name of a member: the archive's, as if it were a folder, and its own without what leads out of it.
    pub(crate) fn member(&self, name: &str) -> (Name, String) {
        let parts: Vec<String> = name
            .split(['/', '\\'])
            .filter(|p| !matches!(*p, "" | "." | ".."))
            .map(|p| p.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect())
            .collect();
        let inner = parts.join("/");
        let path = self.name.path.as_ref().map(|p| format!("{p}/{inner}"));
        (Name { uri: format!("{}/{inner}", self.name.uri), path }, inner)
    }
}

/// Whether a member's name is one of those that are left out in a folder too, or that systems leave in archives.
fn is_hidden(name: &str) -> bool {
    name.split('/').any(|p| p.starts_with('.') || p == "__MACOSX") || name.is_empty()
}

/// Reads a ZIP archive: a folder of files, an office document, or pages that were archived (WACZ).
pub(crate) fn zip(source: &Source, input: &mut dyn Seekable, each: Each) -> io::Result<()> {
    let mut zip = match ZipArchive::new(Parts(input)) {
        Ok(zip) => zip,
        Err(ZipError::Io(error)) if error.kind() != io::ErrorKind::UnexpectedEof => return Err(error),
        Err(error) => {
            let message = format!("its list of files cannot be read ({error}); it is cut short or broken");
            each(Err(source.error(None, "read/broken-archive", message, &["fetch it again"])), Vec::new());
            return Ok(());
        }
    };
    let names: Vec<String> = zip
        .file_names()
        .take(MOST_MEMBERS)
        .map(|name| name.map(Cow::into_owned).unwrap_or_default())
        .collect();
    let has = |name: &str| names.iter().any(|n| n == name);
    if has("word/document.xml") || has("content.xml") && has("mimetype") {
        return office::read(source, &mut |name| held(source, &mut zip, name), each);
    }
    for (folder, what) in [("xl/workbook.xml", "a spreadsheet"), ("ppt/presentation.xml", "a set of slides")]
    {
        if has(folder) {
            let message = format!("it is {what}, which cannot be read");
            let hint = "save the report in it as text, a document or a page";
            each(Err(source.error(None, "read/binary", message, &[hint])), Vec::new());
            return Ok(());
        }
    }
    // An archive of pages lists them and their words beside the records that hold them.
    let pages = has("datapackage.json") && names.iter().any(|n| n.starts_with("archive/"));
    let manifest = if has(MANIFEST) {
        let (name, _) = source.member(MANIFEST);
        match held(source, &mut zip, MANIFEST)? {
            Some(csv) => {
                let (manifest, said) =
                    Manifest::parse(name.path.as_deref().unwrap_or(&name.uri), &mut &csv[..]);
                said.into_iter().for_each(|d| each(Err(d), Vec::new()));
                Some(manifest)
            }
            None => None,
        }
    } else {
        None
    };
    let mut read = 0;
    for at in 0..zip.len().min(MOST_MEMBERS) {
        let mut file = match zip.by_index(at) {
            Ok(file) => file,
            Err(ZipError::Io(error)) if error.kind() != io::ErrorKind::UnexpectedEof => return Err(error),
            Err(error) => {
                let (name, _) = source.member(names.get(at).map_or("?", String::as_str));
                let inner = Source { name: &name, ..*source };
                let message = format!("it cannot be unpacked: {error}");
                let hint = "unpack the archive yourself and give what is in it";
                each(Err(inner.error(None, "read/broken-archive", message, &[hint])), Vec::new());
                continue;
            }
        };
        let (name, shown) = source.member(names.get(at).map_or("", String::as_str));
        let wanted = file.is_file() && !is_hidden(&shown) && shown != MANIFEST;
        if !wanted || pages && !shown.starts_with("archive/") {
            continue;
        }
        read += 1;
        let size = file.compressed_size();
        let packed = || size;
        let inner = Source {
            name: &name,
            depth: source.depth + 1,
            manifest: manifest.as_ref().or(source.manifest),
            ..*source
        };
        let mut input = BufReader::with_capacity(32 << 10, Watched::new(&mut file, source.budget, &packed));
        member(&inner, &mut input, each)?;
    }
    if read == 0 {
        nothing(source, each);
    }
    Ok(())
}

/// Reads one member; only what ends the whole archive is an error.
fn member(inner: &Source, input: &mut dyn BufRead, each: Each) -> io::Result<()> {
    match inner.read_inner(input, each) {
        Err(error) if matches!(stopped(&error), Some(Stopped::TooMuch(_))) => Err(error),
        Err(error) => {
            each(Err(inner.unread(None, &error)), Vec::new());
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

fn nothing(source: &Source, each: Each) {
    let message = "the archive holds no file that could be a report".to_owned();
    let hint = "files whose names start with a dot are left out";
    each(Err(source.error(None, "read/empty", message, &[hint])), Vec::new());
}

/// A member whole, as far as the limit allows; None where it is not there.
fn held(source: &Source, zip: &mut ZipArchive<Parts>, name: &str) -> io::Result<Option<Vec<u8>>> {
    let file = match zip.by_name(name) {
        Ok(file) => file,
        Err(ZipError::Io(error)) => return Err(error),
        Err(_) => return Ok(None),
    };
    let size = file.compressed_size();
    let packed = || size;
    let mut input = BufReader::new(Watched::new(file, source.budget, &packed));
    match read_whole(&mut input, source.limits.report_bytes)? {
        Ok(bytes) => Ok(Some(bytes)),
        Err(_) => Err(io::Error::other(Stopped::TooMuch(source.limits.report_bytes))),
    }
}

/// Reads a ZIP archive that comes through a pipe or lies in another archive: it is held whole, as its list of files
/// stands at its end.
pub(crate) fn zip_in_stream(source: &Source, input: &mut dyn BufRead, each: Each) -> io::Result<()> {
    match read_whole(input, source.limits.report_bytes)? {
        Ok(whole) => zip(source, &mut Cursor::new(whole), each),
        Err(size) => {
            let message = format!(
                "it is a ZIP archive of {} in a pipe or another archive, where it must be held whole, and more than {} is not",
                bytes(size),
                bytes(source.limits.report_bytes)
            );
            let hint = "give it as a file of its own, or raise the limit with --max-report-size";
            each(Err(source.error(None, "read/too-large", message, &[hint])), Vec::new());
            Ok(())
        }
    }
}

/// Reads a tar archive as it comes.
pub(crate) fn tar(source: &Source, input: &mut dyn BufRead, each: Each) -> io::Result<()> {
    let mut long_name: Option<String> = None;
    let mut long_size: Option<u64> = None;
    let (mut read, mut members) = (0, 0);
    let broken = |what: &str, members: usize, each: Each| {
        let message = format!("it is {what} after {members} files");
        each(
            Err(source.error(None, "read/broken-archive", message, &["fetch it again; those were read"])),
            Vec::new(),
        );
        Ok(())
    };
    loop {
        let mut head = [0; 512];
        match fill(input, &mut head)? {
            0 => break,
            512 => {}
            _ => return broken("cut short", members, each),
        }
        if head.iter().all(|b| *b == 0) {
            break;
        }
        if !sum_fits(&head) {
            return broken("broken", members, each);
        }
        let Some(size) = long_size.take().or_else(|| number(&head[124..136])) else {
            return broken("broken", members, each);
        };
        let padding = (512 - size % 512) % 512;
        let kind = head[156];
        match kind {
            b'L' | b'x' if size <= 64 * LONGEST_NAME => {
                let mut words = vec![0; usize::try_from(size).unwrap_or_default()];
                if fill(input, &mut words)? < words.len() {
                    return broken("cut short", members, each);
                }
                if kind == b'L' {
                    long_name = Some(text(&words));
                } else {
                    for (key, value) in records(&words) {
                        match key {
                            "path" => long_name = Some(value.to_owned()),
                            "size" => long_size = value.parse().ok(),
                            _ => {}
                        }
                    }
                }
                skip(input, padding)?;
                continue;
            }
            b'0' | 0 | b'7' => {
                members += 1;
                let prefix = text(&head[345..500]);
                let short = text(&head[..100]);
                let short = if head[257..263] == *b"ustar\0" && !prefix.is_empty() {
                    format!("{prefix}/{short}")
                } else {
                    short
                };
                let (name, shown) = source.member(&long_name.take().unwrap_or(short));
                let mut body = (&mut *input).take(size);
                if !is_hidden(&shown) && !shown.ends_with(MANIFEST) {
                    read += 1;
                    let inner = Source { name: &name, depth: source.depth + 1, ..*source };
                    member(&inner, &mut body, each)?;
                }
                io::copy(&mut body, &mut io::sink())?;
                if body.limit() > 0 {
                    return broken("cut short", members, each);
                }
            }
            // Folders, links and devices: none is a report, and none is ever made.
            _ => {
                long_name = None;
                skip(input, size)?;
            }
        }
        skip(input, padding)?;
    }
    if read == 0 {
        nothing(source, each);
    }
    Ok(())
}

fn fill(input: &mut dyn BufRead, into: &mut [u8]) -> io::Result<usize> {
    let mut count = 0;
    while count < into.len() {
        match input.read(&mut into[count..]) {
            Ok(0) => break,
            Ok(more) => count += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}

fn skip(input: &mut dyn BufRead, count: u64) -> io::Result<()> {
    io::copy(&mut input.take(count), &mut io::sink()).map(|_| ())
}

/// Words up to the first zero.
fn text(field: &[u8]) -> String {
    let end = field.iter().position(|b| *b == 0).unwrap_or(field.len());
    String::from_utf8_lossy(&field[..end]).into_owned()
}

/// A number in octal digits, or in binary where its first bit is set.
fn number(field: &[u8]) -> Option<u64> {
    if field[0] & 0x80 != 0 {
        let bytes = &field[field.len() - 8..];
        let high = field[1..field.len() - 8].iter().any(|b| *b != 0) || field[0] & 0x7F != 0;
        return (!high && bytes[0] & 0x80 == 0).then(|| bytes.iter().fold(0, |n, b| n << 8 | u64::from(*b)));
    }
    let digits = str::from_utf8(field).ok()?.trim_matches([' ', '\0']);
    if digits.is_empty() { Some(0) } else { u64::from_str_radix(digits, 8).ok() }
}

fn sum_fits(head: &[u8]) -> bool {
    let told = number(&head[148..156]);
    let sum: u64 = head
        .iter()
        .enumerate()
        .map(|(at, b)| u64::from(if (148..156).contains(&at) { b' ' } else { *b }))
        .sum();
    told == Some(sum)
}

/// `27 path=folder/name.txt\n` → `path`, `folder/name.txt`.
fn records(words: &[u8]) -> Vec<(&str, &str)> {
    let mut rest = words;
    let mut found = Vec::new();
    while let Some(space) = rest.iter().position(|b| *b == b' ') {
        let length = str::from_utf8(&rest[..space]).ok().and_then(|l| l.parse::<usize>().ok());
        let Some(record) = length.filter(|l| *l > space + 1).and_then(|l| rest.get(space + 1..l)) else {
            break;
        };
        let pair = str::from_utf8(record).ok().and_then(|r| r.trim_end_matches('\n').split_once('='));
        found.extend(pair);
        rest = &rest[length.unwrap_or(rest.len())..];
    }
    found
}
