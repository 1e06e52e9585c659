//! What an input is, by its first bytes.

use crate::{archive, decode::is_utf16, mail, warc, zstd};

/// How many first bytes of an input are looked at.
pub(crate) const HEAD: usize = 64 << 10;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// No bytes, or white space alone, in all of the head.
    Blank,
    /// Plain text or Markdown.
    Text,
    /// Opens with `{` and a key.
    Object,
    /// Opens with `[` and an object.
    Array,
    /// A web page.
    Page,
    /// RSS, Atom or a sitemap.
    Feed,
    /// A web archive.
    Warc,
    /// A web archive whose records are compressed one by one.
    PackedWarc,
    /// A ZIP archive, or an office document in one.
    Zip,
    /// A tar archive.
    Tar,
    /// One mail.
    Message,
    /// Many mails in one file.
    MailBox,
    /// A PDF document.
    Pdf,
    /// Compressed with gzip.
    Gzip,
    /// Compressed with Zstandard.
    Zstd,
    /// Cannot be read: what it is, and what to try.
    Refused { code: &'static str, what: &'static str, hint: &'static str },
}

/// What a file is that shows no more than that it is no text.
pub(crate) const BINARY: &str = "a binary file";

const AS_TEXT: &str = "open it and save the report's words as a text file";
const UNPACK: &str = "unpack it and give the files in it";

/// First bytes by which a file format makes itself known (their published specifications).
const MAGIC: &[(&[u8], &str, &str)] = &[
    (b"BZh", "a bzip2 archive", UNPACK),
    (b"\xFD7zXZ\x00", "an xz archive", UNPACK),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive", UNPACK),
    (b"Rar!\x1A\x07", "a RAR archive", UNPACK),
    (
        b"SQLite format 3\x00",
        "an SQLite database",
        "a case is not given as an input; name it with -o, or look at it with `backstory show`",
    ),
    (b"\x89PNG\r\n\x1A\n", "a PNG picture", AS_TEXT),
    (b"\xFF\xD8\xFF", "a JPEG picture", AS_TEXT),
    (b"GIF87a", "a GIF picture", AS_TEXT),
    (b"GIF89a", "a GIF picture", AS_TEXT),
    (b"RIFF", "a sound, film or picture file", AS_TEXT),
    (b"ID3", "a sound file", AS_TEXT),
    (b"OggS", "a sound or film file", AS_TEXT),
    (b"\x7FELF", "a program", "give reports: text, Markdown, web pages, feeds, JSON or JSON lines"),
    (b"MZ\x90\x00", "a program", "give reports: text, Markdown, web pages, feeds, JSON or JSON lines"),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old office document", "save the document as text"),
    (b"{\\rtf", "an RTF document", "save the document as text"),
    (b"PAR1", "a Parquet table", "write its rows as JSON lines"),
];

pub(crate) fn kind(head: &[u8]) -> Kind {
    if head.starts_with(b"\x1F\x8B\x08") {
        return if warc::is_packed_warc(head) { Kind::PackedWarc } else { Kind::Gzip };
    }
    if zstd::is_zstd(head) {
        return Kind::Zstd;
    }
    if archive::is_zip(head) {
        return Kind::Zip;
    }
    if archive::is_tar(head) {
        return Kind::Tar;
    }
    if warc::is_warc(head) {
        return Kind::Warc;
    }
    // Some have a few bytes before their mark.
    if head[..head.len().min(1024)].windows(5).any(|w| w == b"%PDF-")
        && (head.starts_with(b"%PDF-") || is_binary(head))
    {
        return Kind::Pdf;
    }
    for (magic, what, hint) in MAGIC {
        // Four letters are too few to tell a sound file from a text that opens with a name.
        if head.starts_with(magic) && (*magic != b"RIFF" || head.contains(&0)) {
            return Kind::Refused { code: "read/binary", what, hint };
        }
    }
    let words = head.trim_ascii_start();
    if words.is_empty() {
        return Kind::Blank;
    }
    if is_binary(head) {
        return Kind::Refused {
            code: "read/binary",
            what: BINARY,
            hint: "give reports: text, Markdown, web pages, feeds, JSON or JSON lines",
        };
    }
    if mail::is_box(head) {
        return Kind::MailBox;
    }
    if mail::is_message(head) {
        return Kind::Message;
    }
    if let Some(kind) = markup(words) {
        return kind;
    }
    let next = words.get(1..).unwrap_or_default().trim_ascii_start().first();
    match (words[0], next) {
        (b'{', Some(b'"' | b'}')) => Kind::Object,
        (b'[', Some(b'{')) => Kind::Array,
        _ => Kind::Text,
    }
}

/// Control characters that no text has; a zero byte alone settles it.
fn is_binary(head: &[u8]) -> bool {
    if is_utf16(head) {
        return false;
    }
    let odd = head.iter().filter(|b| matches!(b, 0x01..=0x08 | 0x0E..=0x1A | 0x1C..=0x1F)).count();
    head.contains(&0) || odd * 20 > head.len()
}

/// Pages, feeds and other markup.
fn markup(words: &[u8]) -> Option<Kind> {
    let words = words.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(words).trim_ascii_start();
    if words.first() != Some(&b'<') {
        return None;
    }
    // Some pages open with long comments.
    let start = words[..words.len().min(16 << 10)].to_ascii_lowercase();
    let has = |tag: &[u8]| start.windows(tag.len()).any(|w| w == tag);
    let opens = |tag: &[u8]| start.starts_with(tag);
    let xml: [&[u8]; 6] = [b"<?xml", b"<rss", b"<feed", b"<rdf:rdf", b"<urlset", b"<sitemapindex"];
    if xml.iter().any(|tag| opens(tag)) {
        let place = |tag: &[u8]| start.windows(tag.len()).position(|w| w == tag);
        // A namespace may have a prefix: `<atom:feed`.
        let feed: [&[u8]; 7] = [b"<rss", b"<feed", b"<rdf", b"<urlset", b"<sitemapindex", b":feed", b":rss"];
        let feed = feed.iter().filter_map(|tag| place(tag)).min();
        let page = place(b"<html");
        if page.is_some_and(|page| feed.is_none_or(|feed| page < feed)) {
            return Some(Kind::Page);
        }
        if feed.is_some() {
            return Some(Kind::Feed);
        }
        let hint = "save the reports in it as text or JSON";
        return Some(Kind::Refused { code: "read/xml", what: "an XML file", hint });
    }
    let page = opens(b"<!doctype html")
        || opens(b"<html")
        || opens(b"<head")
        || opens(b"<body")
        || opens(b"<!--") && has(b"<html")
        || has(b"<div")
        || has(b"<p>")
        || has(b"<article")
        || has(b"<meta");
    page.then_some(Kind::Page)
}
