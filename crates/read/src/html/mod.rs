//! A page → the text of its report and what stands beside it.
//!
//! ```text
//! bytes → decoded → tidied → parsed → head read, boxes taken out → report found → text
//! ```
//!
//! What finds the report is `dom_smoothie`; what is ours is what provenance needs beyond it: the visible byline and
//! date lines, corrections, links and their words, structured data. Scripts are never run: a page whose text comes by
//! script has none here, except where its structured data holds it.

mod address;
mod body;
mod dom;
mod json_ld;
mod meta;
mod prune;
mod tidy;
mod visible;

use backstory_model::{Block, Link, Meta, Role, Span};
use dom_query::Document as Page;
use dom_smoothie::{Config, Readability, TextMode};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8};

use crate::decode::{Assumed, Decoded, decode, decode_as};
pub(crate) use address::{Address, host, is_web};
use body::Writer;
pub(crate) use dom::one_line;
pub(crate) use json_ld::entities;
use meta::Head;
pub(crate) use meta::{is_body, is_front, is_name_like};

/// Elements of a page that are read.
const MOST_ELEMENTS: usize = 200_000;
/// A report found in a page with boxes taken out is taken for a fragment below this many bytes.
const SHORT: usize = 200;

/// What is known of a page from outside it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    /// Address it was fetched from.
    pub(crate) url: Option<String>,
    /// When it was fetched.
    pub(crate) captured: Option<String>,
    /// The encoding that its server named.
    pub(crate) charset: Option<String>,
    /// Address that a browser wrote into it.
    pub(crate) saved_from: Option<String>,
}

/// What a page gives.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) text: String,
    pub(crate) marks: Vec<Block>,
    pub(crate) links: Vec<Link>,
    pub(crate) meta: Meta,
}

/// Why a page gives nothing.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Nothing {
    /// It has so many elements, too many for a report's page.
    TooMany(usize),
    /// It shows no text.
    Empty,
    /// Something in it made the program fail.
    Fault,
}

/// Bytes of a page → text: by its byte order mark, as UTF-8 where it is valid, or as its server or itself says.
pub(crate) fn decode_page(bytes: &[u8], charset: Option<&str>) -> Decoded {
    if Encoding::for_bom(bytes).is_some() || crate::decode::is_utf16(bytes) {
        return decode(bytes);
    }
    let told = charset.and_then(|c| Encoding::for_label(c.trim().as_bytes())).or_else(|| declared(bytes));
    match told {
        // A page that is valid UTF-8 hardly ever is what else it says; only this one looks like it.
        Some(encoding)
            if encoding == ISO_2022_JP || encoding != UTF_8 && std::str::from_utf8(bytes).is_err() =>
        {
            decode_as(encoding, bytes, Assumed::Nothing)
        }
        _ => decode(bytes),
    }
}

/// The encoding that a page names in its first bytes.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let mut rest = head.as_str();
    while let Some(at) = rest.find("charset").or_else(|| rest.find("encoding=")) {
        rest = &rest[at..];
        rest = rest.strip_prefix("charset").or_else(|| rest.strip_prefix("encoding"))?;
        let value =
            rest.trim_start().strip_prefix('=').unwrap_or_default().trim_start_matches([' ', '"', '\'']);
        let label = value
            .split(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c)))
            .next()
            .unwrap_or_default();
        if let Some(encoding) = Encoding::for_label(label.as_bytes()) {
            // Written in ASCII, it cannot be in UTF-16, whatever it says.
            return Some(encoding.output_encoding());
        }
    }
    None
}

/// The encoding that XML names in its first bytes, by its mark, its declaration or its pattern of zeros; else UTF-8.
pub(crate) fn declared_xml(head: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return encoding;
    }
    match crate::decode::utf16_without_mark(head) {
        Some(wide) => wide,
        None => declared(&head[..head.len().min(200)]).unwrap_or(UTF_8),
    }
}

/// A text with the parts whose role is told, and its links.
pub(crate) type Marked = (String, Vec<Block>, Vec<Link>);

/// A piece of HTML without a page around it → text, marks, links.
pub(crate) fn fragment(html: &str, base: &Address) -> Marked {
    let tidy = tidy::tidy(html);
    let mut writer = Writer::new(base);
    if tidy.elements <= MOST_ELEMENTS {
        writer.node(&Page::fragment(tidy.html).root());
    }
    writer.finish()
}

/// Reads one page.
pub(crate) fn report(page: &str, given: &Given) -> Result<Report, Nothing> {
    let tidy = tidy::tidy(page);
    if tidy.elements > MOST_ELEMENTS {
        return Err(Nothing::TooMany(tidy.elements));
    }
    let given = Given { saved_from: tidy.saved_from.clone(), ..given.clone() };
    let article = json_ld::article(&tidy.data).unwrap_or_default();
    let document = Page::from(tidy.html.as_str());
    let head = Head::new(&document);
    let whole = prune::pruned(&document);
    let notices = visible::notices(&document);
    let top = visible::top(&document, article.title.as_deref());
    let meta = head.meta(&given, &article, top.title.as_deref(), top.time.clone());
    let base = Address::new(meta.url.as_deref());
    let base =
        Address::new(head.base.as_deref().and_then(|b| base.join(b)).as_deref().or(meta.url.as_deref()));
    drop(head);

    let paragraphs = visible::paragraphs(&document, article.title.as_deref());
    let mut found = find(document, &base);
    let shown: Vec<String> = found.text.lines().filter(|l| !l.trim().is_empty()).map(key).collect();
    let lead = visible::lead(paragraphs, &shown, key);
    if found.text.len() < SHORT
        && let Some(whole) = whole
    {
        // What was taken out may have been the report: a gallery, a page of one notice.
        let again = find(whole, &base);
        if again.text.len() > found.text.len() * 2 {
            found = again;
        }
    }
    if let Some(body) = article.body.filter(|b| b.len() > found.text.len() * 2) {
        // A page that shows its text by script alone.
        found = Found { text: body, ..Found::default() };
    }
    let report = assemble(&top, &lead, found, notices.into_iter().chain(article.corrections), meta, &base);
    if report.text.trim().is_empty() { Err(Nothing::Empty) } else { Ok(report) }
}

/// A report as it was found, before what stands around it is added.
#[derive(Default)]
struct Found {
    text: String,
    marks: Vec<Block>,
    links: Vec<Link>,
}

fn find(document: Page, base: &Address) -> Found {
    let config = Config {
        keep_classes: true,
        disable_json_ld: true,
        text_mode: TextMode::Raw,
        max_elements_to_parse: MOST_ELEMENTS,
        ..Config::default()
    };
    let content = Readability::with_document(document, None, Some(config)).and_then(|mut r| r.parse());
    let Ok(content) = content else { return Found::default() };
    let fragment = Page::fragment(content.content);
    let mut writer = Writer::new(base);
    writer.node(&fragment.root());
    let (text, marks, links) = writer.finish();
    Found { text, marks, links }
}

/// Letters and figures alone, to see whether two lines say the same.
fn key(line: &str) -> String {
    line.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Headline, lines under it, report, corrections.
fn assemble(
    top: &visible::Top,
    lead: &[String],
    found: Found,
    notices: impl Iterator<Item = String>,
    meta: Meta,
    base: &Address,
) -> Report {
    let mut writer = Writer::new(base);
    let shown: Vec<String> = found.text.lines().map(key).collect();
    // What the report was found with is not said twice.
    let new = |line: &str| {
        let key = key(line);
        !key.is_empty() && !shown.contains(&key)
    };
    let mut marks = found.marks;
    let mut at = 0;
    for line in found.text.split_inclusive('\n').take(24) {
        let span = Span::new(at, at + line.len()).trim(&found.text);
        at += line.len();
        let same = |other: &str| key(other) == key(line) && !span.is_empty();
        let role = top.lines.iter().find(|(l, _)| same(l)).map(|(_, role)| *role);
        if let Some(role) = role.or_else(|| top.title.as_deref().filter(|t| same(t)).map(|_| Role::Title))
            && !marks.iter().any(|m| m.span.overlaps(span))
        {
            marks.push(Block { role, span });
        }
    }
    if let Some(title) = top.title.as_deref().filter(|t| new(t)) {
        writer.line(title, Some(Role::Title));
    }
    for (line, role) in top.lines.iter().filter(|(l, _)| new(l)) {
        writer.line(line, Some(*role));
    }
    for line in lead.iter().filter(|l| new(l)) {
        writer.line(line, None);
    }
    writer.paragraph();
    writer.append(&found.text, marks, found.links);
    let said = key(&found.text);
    let mut kept: Vec<String> = Vec::new();
    for notice in notices {
        let key = key(&notice);
        if !said.contains(&key) && !kept.iter().any(|k| k.contains(&key) || key.contains(k.as_str())) {
            writer.line(&notice, None);
            kept.push(key);
        }
    }
    let (text, marks, links) = writer.finish();
    Report { text, marks, links, meta }
}
