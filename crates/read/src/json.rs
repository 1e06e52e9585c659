//! JSON objects, arrays and lines → documents, one record at a time.

use std::io::{self, BufRead, Cursor, Read};

use backstory_model::{Diagnostic, Document};
use serde_json::{Map, Value, error::Category};

use crate::{
    Each, Source,
    decode::decode,
    record,
    scan::{Piece, Scanner},
    sniff::Kind,
};

pub(crate) fn read(source: &Source, kind: Kind, input: &mut dyn BufRead, each: Each) -> io::Result<()> {
    if kind == Kind::Array { array(source, input, each) } else { objects(source, input, each) }
}

fn array(source: &Source, input: &mut dyn BufRead, each: Each) -> io::Result<()> {
    let limit = source.limits.report_bytes;
    let mut scanner = Scanner::new(input, 1, limit);
    skip_mark(&mut scanner)?;
    scanner.take();
    let mut number = 0;
    loop {
        match scanner.peek()? {
            None => {
                let message = format!(
                    "its list of records is cut short: it ends at line {} after record {number}, where `]` was expected",
                    scanner.line()
                );
                each(Err(source.error(None, "read/json-cut", message, &[])), Vec::new());
                return Ok(());
            }
            Some(b']') => return Ok(()),
            Some(b',' | b'}') => scanner.take(),
            Some(_) => {
                number += 1;
                let Some(piece) = scanner.next_value()? else { return Ok(()) };
                let cut = piece.cut;
                record(source, Some(number), "record", piece, each);
                if cut {
                    return Ok(());
                }
            }
        }
    }
}

/// One object, or one after another. Where the first line is followed by another that opens an object, each line is a
/// record of its own, so that a broken one does not take the next with it. In a pipe or a file of JSON lines, a first
/// line that is an object by itself is enough to tell: what it says is not held back until the next one arrives.
fn objects(source: &Source, input: &mut dyn BufRead, each: Each) -> io::Result<()> {
    let limit = source.limits.report_bytes;
    let mut scanner = Scanner::new(input, 1, limit);
    skip_mark(&mut scanner)?;
    let Some(first) = scanner.next_line()? else { return Ok(()) };
    if source.name.is_lines() && serde_json::from_slice::<Map<String, Value>>(&first.bytes).is_ok() {
        return lines(source, &mut scanner, first, each);
    }
    // A feed's list of items may open on the next line.
    let feed = first.bytes.windows(20).any(|w| w == b"jsonfeed.org/version");
    match scanner.peek()? {
        Some(b'{') if !feed => lines(source, &mut scanner, first, each),
        None => {
            record(source, None, "record", first, each);
            Ok(())
        }
        // The object goes on over further lines.
        Some(_) if first.size > limit => {
            each(Err(source.too_large(None, first.size)), Vec::new());
            Ok(())
        }
        Some(_) => {
            let line = first.line;
            let mut whole = Cursor::new(first.bytes).chain(Cursor::new(b"\n")).chain(input);
            lengthy(source, &mut Scanner::new(&mut whole, line, limit), each)
        }
    }
}

/// One record a line.
fn lines(source: &Source, scanner: &mut Scanner, first: Piece, each: Each) -> io::Result<()> {
    let mut number = 1;
    record(source, Some(number), "line", first, each);
    while let Some(piece) = scanner.next_line()? {
        number += 1;
        record(source, Some(number), "line", piece, each);
    }
    Ok(())
}

/// Objects that are written over several lines.
fn lengthy(source: &Source, scanner: &mut Scanner, each: Each) -> io::Result<()> {
    let Some(mut piece) = scanner.next_value()? else { return Ok(()) };
    let mut number = 0;
    loop {
        number += 1;
        let next = scanner.peek()?;
        let several = number > 1 || next == Some(b'{');
        record(source, several.then_some(number), "record", piece, each);
        match next {
            None => return Ok(()),
            Some(b'{') => match scanner.next_value()? {
                Some(next) => piece = next,
                None => return Ok(()),
            },
            Some(_) => {
                let message = format!(
                    "the JSON ends before line {}, and more stands after it, which is left out",
                    scanner.line()
                );
                each(Err(source.error(None, "read/json", message, &[])), Vec::new());
                return Ok(());
            }
        }
    }
}

/// A byte order mark is no white space to JSON.
fn skip_mark(scanner: &mut Scanner) -> io::Result<()> {
    for byte in *b"\xEF\xBB\xBF" {
        if scanner.peek()? != Some(byte) {
            break;
        }
        scanner.take();
    }
    scanner.peek().map(|_| ())
}

fn record(source: &Source, number: Option<u64>, called: &str, piece: Piece, each: Each) {
    if piece.size > source.limits.report_bytes {
        each(Err(source.too_large(number, piece.size)), Vec::new());
        return;
    }
    let decoded = decode(&piece.bytes);
    let notes = source.notes(number, decoded.assumed);
    // Spans of such a note would be measured in the JSON, not in the report's text.
    let notes = notes.into_iter().map(|note| Diagnostic { labels: Vec::new(), ..note }).collect();
    let place = Place { source, number, called, line: piece.line };
    if number.is_none() && decoded.text.contains("jsonfeed.org/version") {
        match place.object(&decoded.text) {
            Ok(feed) => return feed_items(source, &feed, notes, each),
            Err(error) => return each(Err(*error), notes),
        }
    }
    match place.document(&decoded.text) {
        Ok(document) => each(Ok(document), notes),
        Err(error) => each(Err(*error), notes),
    }
}

/// The items of a JSON Feed.
fn feed_items(source: &Source, feed: &Map<String, Value>, notes: Vec<Diagnostic>, each: Each) {
    let items = feed.get("items").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if items.is_empty() {
        let error = source.error(
            None,
            "read/feed",
            "it is a feed without entries".to_owned(),
            &["fetch it again later"],
        );
        return each(Err(error), notes);
    }
    let mut notes = Some(notes);
    for (number, item) in (1..).zip(items) {
        let found = record::feed_item(item, feed).map(|found| {
            let mut document = source.name.document(Some(number));
            (document.text, document.marks, document.links) = found.text;
            document.meta = found.meta;
            if let Some(manifest) = source.manifest {
                manifest.apply(&mut document);
            }
            document
        });
        let found = found.ok_or_else(|| {
            source.error(
                Some(number),
                "read/no-text",
                "the entry has neither a title nor words".to_owned(),
                &[],
            )
        });
        each(found, notes.take().unwrap_or_default());
    }
}

/// Where a record stands.
struct Place<'a> {
    source: &'a Source<'a>,
    number: Option<u64>,
    /// `line` or `record`.
    called: &'a str,
    line: u64,
}

impl Place<'_> {
    fn document(&self, json: &str) -> Result<Document, Box<Diagnostic>> {
        let record = self.object(json)?;
        let (text, meta) = record::report(&record).map_err(|names| {
            let message = format!(
                "the record at line {} has no text; a field `maintext`, `text`, `plaintext`, `body` or `content` was expected, found {}",
                self.line,
                list(&names)
            );
            Box::new(self.source.error(self.number, "read/no-text", message, &["rename the field that holds the text"]))
        })?;
        let mut document = self.source.name.document(self.number);
        (document.text, document.marks, document.links) = text;
        document.meta = meta;
        if let Some(manifest) = self.source.manifest {
            manifest.apply(&mut document);
        }
        Ok(document)
    }

    fn object(&self, json: &str) -> Result<Map<String, Value>, Box<Diagnostic>> {
        let parsed = match serde_json::from_str::<Value>(json) {
            Err(error) if error.classify() == Category::Syntax && json.contains("\\u") => {
                serde_json::from_str(&mend_surrogates(json))
            }
            other => other,
        };
        match parsed {
            Ok(Value::Object(record)) => Ok(record),
            Ok(other) => {
                let message = format!("{} is {}; a JSON object was expected", self.shown(), kind(&other));
                Err(Box::new(self.source.error(self.number, "read/json", message, &[])))
            }
            Err(error) => Err(Box::new(self.broken(&error))),
        }
    }

    fn broken(&self, error: &serde_json::Error) -> Diagnostic {
        let full = error.to_string();
        let what = full.rsplit_once(" at line ").map_or(full.as_str(), |(what, _)| what);
        if error.classify() == Category::Eof {
            let inside = what.strip_prefix("EOF while parsing ").unwrap_or("a value");
            let message = format!("{} is cut short: it ends inside {inside} of its JSON", self.shown());
            return self.source.error(self.number, "read/json-cut", message, &["fetch or write it again"]);
        }
        let at = match (self.called, error.line()) {
            ("line", _) | (_, 1) => format!("line {}, column {}", self.line, error.column()),
            (_, line) => format!("line {}, column {}", self.line + line as u64 - 1, error.column()),
        };
        let message = format!("{at} is not valid JSON: {what}");
        self.source.error(self.number, "read/json", message, &[])
    }

    fn shown(&self) -> String {
        match self.called {
            "line" => format!("line {}", self.line),
            _ => format!("the record at line {}", self.line),
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn list(names: &[String]) -> String {
    const MOST: usize = 12;
    if names.is_empty() {
        return "no field at all".to_owned();
    }
    let shown: Vec<String> = names.iter().take(MOST).map(|n| format!("`{n}`")).collect();
    let more = if names.len() > MOST { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}

/// Halves of a character outside the basic plane, written alone, become U+FFFD: text that was cut by code units (as
/// JavaScript does) has them, and JSON readers refuse the whole record for one.
fn mend_surrogates(json: &str) -> String {
    let unit = |at: usize| -> Option<u16> {
        let escape = json.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(escape, 16).ok()
    };
    let mut mended = String::with_capacity(json.len());
    let mut at = 0;
    while let Some(step) = json[at..].find('\\') {
        mended.push_str(&json[at..at + step]);
        at += step;
        let (kept, len) = match unit(at) {
            Some(0xD800..=0xDBFF) if matches!(unit(at + 6), Some(0xDC00..=0xDFFF)) => {
                (&json[at..at + 12], 12)
            }
            Some(0xD800..=0xDFFF) => ("\\ufffd", 6),
            _ => {
                let len = 1 + json[at + 1..].chars().next().map_or(0, char::len_utf8);
                (&json[at..at + len], len)
            }
        };
        mended.push_str(kept);
        at += len;
    }
    mended.push_str(&json[at..]);
    mended
}
