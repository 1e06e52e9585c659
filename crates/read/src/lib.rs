//! Bytes → [`Document`]s: text, Markdown, JSON, JSON lines, in any encoding. Opens no file itself.
//!
//! What an input is, its first bytes tell, not its name alone. Bad input is a [`Diagnostic`], never a failure: of a
//! file of many records, those that are sound are handed over.

mod decode;
mod fields;
mod front_matter;
mod json;
mod manifest;
mod record;
mod scan;
mod sniff;
#[cfg(test)]
mod tests;

use std::io::{self, BufRead, Cursor, Read};

use backstory_model::{Diagnostic, Document, Severity};

use decode::{Assumed, Decoded, decode};
pub use manifest::Manifest;
use sniff::{HEAD, Kind};

/// What is refused.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Largest size of one report's text, in bytes as stored.
    pub report_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { report_bytes: 32 << 20 }
    }
}

/// Name and place of an input.
#[derive(Clone, Debug, Default)]
pub struct Name {
    /// See [`Document::uri`].
    pub uri: String,
    /// See [`Document::path`].
    pub path: Option<String>,
}

impl Name {
    /// The name of the file at an absolute path: its uri is the last two parts, with `/` between on any system.
    pub fn of_path(path: &str) -> Self {
        let parts: Vec<&str> = path.split(['/', '\\']).filter(|p| !p.is_empty()).collect();
        let uri = parts[parts.len().saturating_sub(2)..].join("/");
        Self { uri, path: Some(path.to_owned()) }
    }

    /// What a message calls the input, or one record of it.
    fn shown(&self, record: Option<u64>) -> String {
        let name = self.path.as_ref().unwrap_or(&self.uri);
        record.map_or_else(|| name.clone(), |number| format!("{name}#{number}"))
    }

    /// Whether one record a line is what is expected of it: a pipe, or a file that is named so.
    fn is_lines(&self) -> bool {
        self.path.as_deref().is_none_or(|path| {
            let name = path.to_ascii_lowercase();
            [".jsonl", ".ndjson", ".jsonlines"].iter().any(|end| name.ends_with(end))
        })
    }

    fn document(&self, record: Option<u64>) -> Document {
        let uri = record.map_or_else(|| self.uri.clone(), |number| format!("{}#{number}", self.uri));
        Document { uri, path: self.path.clone(), ..Document::default() }
    }
}

/// Takes each report, or what was wrong with it, and what had to be assumed on the way.
pub(crate) type Each<'a> = &'a mut dyn FnMut(Result<Document, Diagnostic>, Vec<Diagnostic>);

/// Reads one input to its end and hands over each report in it, or what was wrong with it.
///
/// Text and Markdown are one report; so is a JSON object. A JSON array and JSON lines are read record by record and
/// never held whole; each record is handed over once its last byte is there. No more than [`Limits::report_bytes`] of
/// a report is kept in memory before it is refused.
pub fn read(
    name: &Name,
    input: &mut dyn BufRead,
    manifest: Option<&Manifest>,
    limits: &Limits,
    each: &mut dyn FnMut(Result<Document, Diagnostic>, Vec<Diagnostic>),
) {
    let source = Source { name, manifest, limits };
    if let Err(error) = source.read(input, each) {
        each(Err(source.error(None, "read/io", format!("it could not be read: {error}"), &[])), Vec::new());
    }
}

/// One input and what is known about it.
pub(crate) struct Source<'a> {
    pub(crate) name: &'a Name,
    pub(crate) manifest: Option<&'a Manifest>,
    pub(crate) limits: &'a Limits,
}

impl Source<'_> {
    fn read(&self, input: &mut dyn BufRead, each: Each) -> io::Result<()> {
        let head = head(input)?;
        let kind = sniff::kind(&head);
        // JSON is cut up as UTF-8; what is UTF-16 is turned into it first, as far as the limit allows.
        let wide = decode::is_utf16(&head);
        let mut input = Cursor::new(head).chain(input);
        if let Kind::Refused { code, what, hint } = kind {
            each(
                Err(self.error(None, code, format!("it is {what}, which cannot be read"), &[hint])),
                Vec::new(),
            );
            return Ok(());
        }
        if wide || kind == Kind::Text || kind == Kind::Blank {
            let bytes = match scan::read_whole(&mut input, self.limits.report_bytes)? {
                Ok(bytes) => bytes,
                Err(size) => {
                    each(Err(self.too_large(None, size)), Vec::new());
                    return Ok(());
                }
            };
            let decoded = decode(&bytes);
            drop(bytes);
            if wide && let kind @ (Kind::Object | Kind::Array) = sniff::kind(decoded.text.as_bytes()) {
                return json::read(self, kind, &mut Cursor::new(decoded.text.into_bytes()), each);
            }
            self.text(decoded, each);
            return Ok(());
        }
        json::read(self, kind, &mut input, each)
    }

    fn text(&self, decoded: Decoded, each: Each) {
        if decoded.text.trim().is_empty() {
            let what =
                if decoded.text.is_empty() { "it is empty" } else { "it holds nothing but white space" };
            let message = format!("{what}; a report's text was expected");
            each(Err(self.error(None, "read/empty", message, &[])), Vec::new());
            return;
        }
        let notes = self.notes(None, decoded.assumed);
        let mut document = self.name.document(None);
        document.meta = front_matter::meta(&decoded.text).unwrap_or_default();
        document.text = decoded.text;
        if let Some(manifest) = self.manifest {
            manifest.apply(&mut document);
        }
        each(Ok(document), notes);
    }

    /// What is to be said about how bytes were decoded.
    pub(crate) fn notes(&self, record: Option<u64>, assumed: Assumed) -> Vec<Diagnostic> {
        let (code, severity, message, labels, hint) = match assumed {
            Assumed::Nothing => return Vec::new(),
            Assumed::Encoding(encoding) => (
                "read/encoding-guessed",
                Severity::Note,
                format!(
                    "it is not UTF-8 and names no encoding; it was read as {encoding}, a guess from its bytes"
                ),
                Vec::new(),
                "where letters look wrong, save it as UTF-8",
            ),
            Assumed::Broken { bytes, first } => (
                "read/broken-utf8",
                Severity::Warning,
                format!(
                    "it is UTF-8 with broken bytes in {bytes} {}; they stand as U+FFFD",
                    if bytes == 1 { "place" } else { "places" }
                ),
                vec![(first, "first of them".to_owned())],
                "fetch it again if words are damaged",
            ),
        };
        let (uri, hints) = (self.name.shown(record), vec![hint.to_owned()]);
        vec![Diagnostic { code, severity, uri, message, labels, hints }]
    }

    pub(crate) fn error(
        &self,
        record: Option<u64>,
        code: &'static str,
        message: String,
        hints: &[&str],
    ) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            uri: self.name.shown(record),
            message,
            labels: Vec::new(),
            hints: hints.iter().map(|h| (*h).to_owned()).collect(),
        }
    }

    pub(crate) fn too_large(&self, record: Option<u64>, size: u64) -> Diagnostic {
        let message = format!(
            "it has {}, more than the {} that one report may have",
            bytes(size),
            bytes(self.limits.report_bytes)
        );
        self.error(record, "read/too-large", message, &["raise the limit with --max-report-size"])
    }
}

/// The first bytes of an input: [`HEAD`] of them where there are so many, fewer where a first line of JSON is there
/// and the rest may be long in coming.
fn head(input: &mut dyn BufRead) -> io::Result<Vec<u8>> {
    let mut head: Vec<u8> = Vec::new();
    while head.len() < HEAD {
        let buffer = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            buffer => buffer?,
        };
        if buffer.is_empty() {
            break;
        }
        let count = buffer.len().min(HEAD - head.len());
        let line_ends = buffer[..count].contains(&b'\n');
        head.extend_from_slice(&buffer[..count]);
        input.consume(count);
        let opens = matches!(head.trim_ascii_start().first(), Some(b'{' | b'['));
        if line_ends && opens && matches!(sniff::kind(&head), Kind::Object | Kind::Array) {
            break;
        }
    }
    Ok(head)
}

/// A size for people: `200 MB`, in units of 1,000, as file managers show it.
fn bytes(size: u64) -> String {
    let mut unit = "bytes";
    let mut whole = size as f64;
    for next in ["kB", "MB", "GB"] {
        if whole >= 1000.0 {
            whole /= 1000.0;
            unit = next;
        }
    }
    if unit == "bytes" || whole >= 100.0 {
        format!("{whole:.0} {unit}")
    } else {
        format!("{whole:.1} {unit}")
    }
}
