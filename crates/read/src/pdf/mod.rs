//! PDF documents with a text layer → their text, in the order in which people read it.
//!
//! ```text
//! bytes → letters with places → lines → columns → lines without heads, feet and numbers → paragraphs
//! ```
//!
//! A PDF says where letters stand and not what they make up. `hayro-interpret` tells the letters; what is ours is how they
//! are put together: columns, words that were cut at the end of a line, lines that every page repeats, the numbers that
//! courts set beside each line.

mod glyphs;
mod layout;
mod paragraphs;

use std::panic::{AssertUnwindSafe, catch_unwind};

use backstory_model::{Block, Role, Span};

use crate::{
    Each, Source,
    html::Given,
    unpack::{MOST_TIMES, inflated},
};

/// Bytes that streams may unpack to, whatever the document's size.
const FREE: u64 = 64 << 20;

/// What a document gives.
pub(crate) struct Read {
    pub(crate) text: String,
    pub(crate) title: Option<Span>,
}

/// Why a document gives nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nothing {
    /// It is broken.
    Broken,
    /// It cannot be opened without a password.
    Locked,
    /// It shows no letters.
    Pictures,
    /// Its fonts do not tell which letters they show.
    Unknown,
    /// It has more pages or drawing than are read.
    TooMuch,
    /// It unpacks to far more than its size.
    Bomb,
    /// The program failed.
    Fault,
}

/// Reads a document that is held whole.
pub(crate) fn whole(source: &Source, record: Option<u64>, bytes: Vec<u8>, given: &Given, each: Each) {
    // It gets bytes and gives a new value: nothing that it touches outlives a panic.
    let read = catch_unwind(AssertUnwindSafe(|| read(bytes, source.limits.unpacked_bytes)));
    let read = read.unwrap_or_else(|panic| {
        Err(if panic.is::<glyphs::TooMuch>() { Nothing::TooMuch } else { Nothing::Fault })
    });
    let (what, hint) = match read {
        Ok(read) => {
            let mut document = source.name.document(record);
            document.text = read.text;
            document.meta.url.clone_from(&given.url);
            document.meta.captured.clone_from(&given.captured);
            document.marks.extend(read.title.map(|span| Block { role: Role::Title, span }));
            if let Some(manifest) = source.manifest {
                manifest.apply(&mut document);
            }
            return each(Ok(document), Vec::new());
        }
        Err(Nothing::Broken) => ("is broken or cut short", "fetch it again"),
        Err(Nothing::Locked) => ("opens with a password alone", "save it without one"),
        Err(Nothing::Pictures) => (
            "shows pictures of pages and holds no text",
            "run text recognition over it first, for example with `ocrmypdf`",
        ),
        Err(Nothing::Unknown) => (
            "does not tell which letters its fonts show",
            "run text recognition over it, for example with `ocrmypdf --force-ocr`",
        ),
        Err(Nothing::TooMuch) => ("has more pages or drawing in it than is read", "cut it into parts"),
        Err(Nothing::Bomb) => (
            "unpacks to far more than its size, as only a decompression bomb does",
            "turn it into text yourself, if you trust it",
        ),
        Err(Nothing::Fault) => (
            "could not be read, as backstory failed on it",
            "this is a fault in backstory: please report it with the document",
        ),
    };
    let error = source.error(record, "read/pdf", format!("it is a PDF document that {what}"), &[hint]);
    each(Err(error), Vec::new());
}

fn read(bytes: Vec<u8>, most: u64) -> Result<Read, Nothing> {
    if is_bomb(&bytes, most) {
        return Err(Nothing::Bomb);
    }
    let pages = glyphs::pages(bytes)?;
    let mut pages: Vec<layout::Page> = pages.into_iter().map(layout::page).collect();
    layout::drop_furniture(&mut pages);
    let (text, title) = paragraphs::text(&pages);
    if text.trim().is_empty() { Err(Nothing::Pictures) } else { Ok(Read { text, title }) }
}

/// Whether the streams of a document unpack to more than text and pictures do. What reads them unpacks each whole; so
/// they are unpacked here first, and nothing is kept.
fn is_bomb(bytes: &[u8], most: u64) -> bool {
    let allowed = (bytes.len() as u64).saturating_mul(MOST_TIMES).max(FREE).min(most);
    let mut given = 0;
    let mut rest = bytes;
    while let Some(at) = find(rest, b"stream") {
        let before = &rest[..at];
        rest = &rest[at + 6..];
        if before.ends_with(b"end") {
            continue;
        }
        let dictionary = &before[before.len().saturating_sub(2048)..];
        let start = dictionary.windows(4).rposition(|w| w == b" obj").unwrap_or(0);
        // Packed twice, it could grow by the square; hardly any program for writing does so.
        let packers = [b"FlateDecode".as_slice(), b"LZWDecode"];
        let packers = packers.iter().map(|p| dictionary[start..].windows(p.len()).filter(|w| w == p).count());
        if packers.sum::<usize>() > 1 {
            return true;
        }
        let data = rest.strip_prefix(b"\r").unwrap_or(rest);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        given += inflated(data, allowed - given);
        if given >= allowed {
            return true;
        }
    }
    false
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|w| w == what)
}
