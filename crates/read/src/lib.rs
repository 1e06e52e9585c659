//! Bytes → [`Document`]s: text, Markdown, JSON, JSON lines, web pages, in any encoding. Opens no file itself.
//!
//! What an input is, its first bytes tell, not its name alone. Bad input is a [`Diagnostic`], never a failure: of a
//! file of many records, those that are sound are handed over.

mod answer;
mod archive;
mod decode;
mod feed;
mod fields;
mod front_matter;
mod html;
mod json;
mod mail;
mod manifest;
mod office;
mod pdf;
mod record;
mod scan;
mod sniff;
#[cfg(test)]
mod tests;
mod unpack;
mod warc;
mod zstd;

use std::{
    io::{self, BufRead, Cursor, Read},
    panic::{AssertUnwindSafe, catch_unwind},
};

use backstory_model::{Diagnostic, Document, Severity};

pub use answer::{Answer, Listed, listed, read_answer};
pub use archive::Seekable;
use decode::{Assumed, Decoded, decode};
use html::Given;
pub use manifest::Manifest;
use sniff::{HEAD, Kind};
use unpack::{Budget, Packing, Stopped, unpack};

/// What is refused, and what it may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Threads that take pages of a web archive apart; what comes out is the same with any number. At least one is used.
    pub threads: usize,
    /// Largest size of one report's text, in bytes as stored.
    pub report_bytes: u64,
    /// Most that one input may unpack to, in bytes, through all archives in it.
    pub unpacked_bytes: u64,
    /// Archives within archives that are opened.
    pub depth: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { threads: 1, report_bytes: 32 << 20, unpacked_bytes: 16 << 30, depth: 4 }
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

    fn ends_with(&self, end: &str) -> bool {
        let name = self.path.as_ref().unwrap_or(&self.uri).as_bytes();
        name.len() > end.len() && name[name.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes())
    }

    /// Whether one record a line is what is expected of it: a pipe, or a file that is named so.
    fn is_lines(&self) -> bool {
        self.path.as_deref().is_none_or(|path| {
            let name = path.to_ascii_lowercase();
            let packed = [".gz", ".zst"].iter().find_map(|end| name.strip_suffix(end));
            let name = packed.unwrap_or(&name);
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
/// Text, Markdown and web pages are one report; so is a JSON object. A JSON array and JSON lines are read record by record and
/// never held whole; each record is handed over once its last byte is there. No more than [`Limits::report_bytes`] of
/// a report is kept in memory before it is refused. What is compressed is unpacked as it is read.
pub fn read(
    name: &Name,
    input: &mut dyn BufRead,
    manifest: Option<&Manifest>,
    limits: &Limits,
    each: &mut dyn FnMut(Result<Document, Diagnostic>, Vec<Diagnostic>),
) {
    let budget = Budget::new(limits.unpacked_bytes);
    Source { name, manifest, limits, budget: &budget, depth: 0 }.read_or_tell(input, each);
}

/// As [`read`], for an input whose parts can be read in any order: only so can a ZIP archive of any size be read.
pub fn read_file(
    name: &Name,
    input: &mut dyn Seekable,
    manifest: Option<&Manifest>,
    limits: &Limits,
    each: &mut dyn FnMut(Result<Document, Diagnostic>, Vec<Diagnostic>),
) {
    let budget = Budget::new(limits.unpacked_bytes);
    let source = Source { name, manifest, limits, budget: &budget, depth: 0 };
    match input.fill_buf().map(archive::is_zip) {
        Ok(true) => {
            if let Err(error) = archive::zip(&source, input, each) {
                each(Err(source.unread(None, &error)), Vec::new());
            }
        }
        _ => source.read_or_tell(input, each),
    }
}

/// One input and what is known about it.
pub(crate) struct Source<'a> {
    pub(crate) name: &'a Name,
    pub(crate) manifest: Option<&'a Manifest>,
    pub(crate) limits: &'a Limits,
    pub(crate) budget: &'a Budget,
    /// How many archives it lies in.
    pub(crate) depth: u32,
}

impl Source<'_> {
    /// Reads the input; what cannot be read of it is told.
    pub(crate) fn read_or_tell(&self, input: &mut dyn BufRead, each: Each) {
        if let Err(error) = self.read(input, each) {
            each(Err(self.unread(None, &error)), Vec::new());
        }
    }

    /// What an error in reading means.
    pub(crate) fn unread(&self, record: Option<u64>, error: &io::Error) -> Diagnostic {
        match unpack::stopped(error) {
            Some(why @ Stopped::TooMuch(_)) => {
                self.error(record, "read/unpacked", why.to_string(), &["raise the limit with --max-unpacked"])
            }
            Some(why @ Stopped::Bomb) => {
                self.error(record, "read/bomb", why.to_string(), &["unpack it yourself, if you trust it"])
            }
            Some(why @ Stopped::Broken(_)) => {
                self.error(record, "read/broken-archive", why.to_string(), &["fetch it again"])
            }
            None => self.error(record, "read/io", format!("it could not be read: {error}"), &[]),
        }
    }

    /// Reads what lies in an archive, unless that lies too deep.
    pub(crate) fn read_inner(&self, input: &mut dyn BufRead, each: Each) -> io::Result<()> {
        let most = self.limits.depth;
        if self.depth > most {
            let message = format!("it lies in more than {most} archives, one in the other");
            let hint = "raise the limit with --max-depth, or unpack the outer ones";
            each(Err(self.error(None, "read/nested", message, &[hint])), Vec::new());
            return Ok(());
        }
        self.read(input, each)
    }

    fn read(&self, input: &mut dyn BufRead, each: Each) -> io::Result<()> {
        let (head, error) = head(input);
        let kind = sniff::kind(&head);
        // What stands before a damage is read, where it is anything.
        let ends = match error {
            Some(error) if matches!(kind, Kind::Refused { .. }) => return Err(error),
            error => Ends(error),
        };
        // JSON is cut up as UTF-8; what is UTF-16 is turned into it first, as far as the limit allows.
        let wide = decode::is_utf16(&head);
        let opening = if kind == Kind::Feed { head.clone() } else { Vec::new() };
        let mut input = Cursor::new(head).chain(ends).chain(input);
        if kind == Kind::Feed {
            return feed::read(self, &opening, &mut input, each);
        }
        let packing = match kind {
            Kind::Gzip => Some(Packing::Gzip),
            Kind::Zstd => Some(Packing::Zstd),
            // Brotli has no mark of its own.
            Kind::Refused { what: sniff::BINARY, .. } if self.name.ends_with(".br") => Some(Packing::Brotli),
            _ => None,
        };
        if let Some(packing) = packing {
            let inner = Source { depth: self.depth + 1, ..*self };
            return unpack(packing, &mut input, self.budget, |unpacked| inner.read_inner(unpacked, each));
        }
        if let Kind::Refused { code, what, hint } = kind {
            each(
                Err(self.error(None, code, format!("it is {what}, which cannot be read"), &[hint])),
                Vec::new(),
            );
            return Ok(());
        }
        if kind == Kind::Warc {
            return warc::read(self, &mut input, each);
        }
        if kind == Kind::PackedWarc {
            return warc::read_packed(self, &mut input, each);
        }
        if kind == Kind::Zip {
            return archive::zip_in_stream(self, &mut input, each);
        }
        if kind == Kind::MailBox {
            return mail::read_box(self, &mut input, each);
        }
        if kind == Kind::Tar {
            return archive::tar(self, &mut input, each);
        }
        if wide || matches!(kind, Kind::Text | Kind::Blank | Kind::Page | Kind::Message | Kind::Pdf) {
            let bytes = match scan::read_whole(&mut input, self.limits.report_bytes)? {
                Ok(bytes) => bytes,
                Err(size) => {
                    each(Err(self.too_large(None, size)), Vec::new());
                    return Ok(());
                }
            };
            if kind == Kind::Message {
                return mail::whole(self, None, &bytes, each);
            }
            if kind == Kind::Pdf {
                pdf::whole(self, None, bytes, &Given::default(), each);
                return Ok(());
            }
            if kind == Kind::Page {
                self.page(None, &bytes, &Given::default(), each);
                return Ok(());
            }
            let decoded = decode(&bytes);
            drop(bytes);
            match sniff::kind(decoded.text.as_bytes()) {
                kind @ (Kind::Object | Kind::Array) if wide => {
                    return json::read(self, kind, &mut Cursor::new(decoded.text.into_bytes()), each);
                }
                Kind::Feed if wide => {
                    return feed::read(
                        self,
                        b"\xEF\xBB\xBF",
                        &mut Cursor::new(decoded.text.into_bytes()),
                        each,
                    );
                }
                Kind::Page if wide => {
                    self.page(None, decoded.text.as_bytes(), &Given::default(), each);
                    return Ok(());
                }
                _ => {}
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

    /// Reads a file that lies whole in memory, of which its archive says where it is from.
    pub(crate) fn held(&self, record: Option<u64>, bytes: &[u8], page: bool, given: &Given, each: Each) {
        if page && !bytes.starts_with(b"%PDF-") {
            return self.page(record, bytes, given, each);
        }
        let kind = sniff::kind(&bytes[..bytes.len().min(HEAD)]);
        if kind == Kind::Pdf {
            return pdf::whole(self, record, bytes.to_vec(), given, each);
        }
        if let Kind::Refused { code, what, hint } = kind {
            let message = format!("it is {what}, which cannot be read");
            return each(Err(self.error(record, code, message, &[hint])), Vec::new());
        }
        let decoded = html::decode_page(bytes, given.charset.as_deref());
        let notes = self.notes(record, decoded.assumed);
        let mut document = self.name.document(record);
        document.text = decoded.text;
        document.meta.url.clone_from(&given.url);
        document.meta.captured.clone_from(&given.captured);
        if let Some(manifest) = self.manifest {
            manifest.apply(&mut document);
        }
        each(Ok(document), notes);
    }

    /// Reads a page of the web.
    pub(crate) fn page(&self, record: Option<u64>, bytes: &[u8], given: &Given, each: Each) {
        let decoded = html::decode_page(bytes, given.charset.as_deref());
        let notes = self.notes(record, decoded.assumed);
        // Spans of such a note would be measured in the page's markup, not in the report's text.
        let notes = notes.into_iter().map(|note| Diagnostic { labels: Vec::new(), ..note }).collect();
        // It gets a text and gives a new value: nothing that it touches outlives a panic.
        let report = catch_unwind(AssertUnwindSafe(|| html::report(&decoded.text, given)));
        match report.unwrap_or(Err(html::Nothing::Fault)) {
            Ok(report) => {
                let mut document = self.name.document(record);
                document.text = report.text;
                document.meta = report.meta;
                document.marks = report.marks;
                document.links = report.links;
                if let Some(manifest) = self.manifest {
                    manifest.apply(&mut document);
                }
                each(Ok(document), notes);
            }
            Err(html::Nothing::Empty) => {
                let message =
                    "it is a web page that shows no text by itself; a report was expected".to_owned();
                let hint =
                    "pages that build themselves by script must be saved from a browser, as they are shown";
                each(Err(self.error(record, "read/html-empty", message, &[hint])), notes);
            }
            Err(html::Nothing::Fault) => {
                let message = "backstory failed on this page; it was left out".to_owned();
                let hint = "this is a fault in backstory: please report it with the page";
                each(Err(self.error(record, "read/fault", message, &[hint])), notes);
            }
            Err(html::Nothing::TooMany(elements)) => {
                let message = format!("it is a web page of {elements} elements, more than are read");
                each(
                    Err(self.error(record, "read/html-large", message, &["save the report's part of it"])),
                    notes,
                );
            }
        }
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
/// and the rest may be long in coming; and what stopped reading among them.
fn head(input: &mut dyn BufRead) -> (Vec<u8>, Option<io::Error>) {
    let mut head: Vec<u8> = Vec::new();
    while head.len() < HEAD {
        let buffer = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return (head, Some(error)),
            Ok(buffer) => buffer,
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
    (head, None)
}

/// An input that ends in this error, where there is one.
struct Ends(Option<io::Error>);

impl Read for Ends {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

impl BufRead for Ends {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.take().map_or(Ok(&[]), Err)
    }

    fn consume(&mut self, _: usize) {}
}

/// A size for people: `200 MB`, in units of 1,000, as file managers show it.
pub(crate) fn bytes(size: u64) -> String {
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
