//! The answer of a web server → the reports in it, or the addresses that it lists.

use std::io::Cursor;

use backstory_model::{Diagnostic, Document};
use serde_json::Value;

use crate::{
    Budget, HEAD, Kind, Limits, Name, Source, feed,
    html::{Given, is_web},
    scan::read_whole,
    sniff,
    unpack::{Packing, unpack},
};

/// What a server said beside the body of its answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The address that a person named, or a feed.
    pub asked: String,
    /// The address that gave it, after redirects.
    pub url: String,
    /// When, in any form.
    pub captured: String,
    /// Its `Content-Encoding`: how the body is packed, where its first bytes do not show that it is not.
    pub encoding: Option<String>,
    /// Its `Content-Type`. Only the encoding is taken from it: what a body is, its first bytes tell.
    pub content_type: Option<String>,
}

/// An address that a feed or a sitemap lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// The address, whole.
    pub url: String,
    /// When what is there was last changed, in any form.
    pub modified: Option<String>,
    /// Whether it is another sitemap.
    pub sitemap: bool,
}

/// Reads the body of an answer, which may be packed, and hands over each report in it, or what was wrong with it.
///
/// The uri of a report is its address; of an entry of a feed, that of the feed with the entry's own behind a `#`, as
/// its number changes with every new one.
pub fn read_answer(
    answer: &Answer,
    body: &[u8],
    limits: &Limits,
    each: &mut dyn FnMut(Result<Document, Diagnostic>, Vec<Diagnostic>),
) {
    let name = Name { uri: answer.asked.clone(), path: None };
    let budget = Budget::new(limits.unpacked_bytes);
    let source = Source { name: &name, manifest: None, limits, budget: &budget, depth: 0 };
    let mut each = |found: Result<Document, Diagnostic>, notes| {
        each(found.map(|document| dated(answer, document)), notes);
    };
    let unpacked;
    let body = match unpacked_body(&source, answer.encoding.as_deref(), body) {
        Ok(None) => body,
        Ok(Some(bytes)) => {
            unpacked = bytes;
            &unpacked
        }
        Err(error) => return each(Err(error), Vec::new()),
    };
    let content = answer.content_type.as_deref().unwrap_or_default().to_ascii_lowercase();
    let charset = content.split("charset=").nth(1).map(|c| c.trim_matches(['"', '\'', ' ', ';']).to_owned());
    let given = Given {
        url: Some(answer.url.clone()),
        captured: Some(answer.captured.clone()),
        charset,
        ..Given::default()
    };
    match sniff::kind(&body[..body.len().min(HEAD)]) {
        Kind::Page => source.page(None, body, &given, &mut each),
        Kind::Text if given.charset.is_some() => source.held(None, body, false, &given, &mut each),
        _ => source.read_or_tell(&mut Cursor::new(body), &mut each),
    }
}

/// The addresses that a feed or a sitemap lists, in order, each once; None where the body is neither.
/// `encoding` says how the body is packed ([`Answer::encoding`]).
pub fn listed(body: &[u8], encoding: Option<&str>, limits: &Limits) -> Option<Vec<Listed>> {
    let name = Name::default();
    let budget = Budget::new(limits.unpacked_bytes);
    let source = Source { name: &name, manifest: None, limits, budget: &budget, depth: 0 };
    let unpacked = unpacked_body(&source, encoding, body).ok()?;
    let body = unpacked.as_deref().unwrap_or(body);
    let mut found = match sniff::kind(&body[..body.len().min(HEAD)]) {
        Kind::Feed => feed::listed(&source, body),
        Kind::Object => json_feed(body)?,
        _ => return None,
    };
    found.retain(|l| is_web(&l.url));
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|l| seen.insert(l.url.clone()));
    Some(found)
}

fn json_feed(body: &[u8]) -> Option<Vec<Listed>> {
    let feed: Value = serde_json::from_slice(body).ok()?;
    if !feed.get("version")?.as_str()?.contains("jsonfeed.org/version") {
        return None;
    }
    let items = feed.get("items")?.as_array()?;
    let entry = |item: &Value| {
        let get = |name: &str| item.get(name).and_then(Value::as_str).map(str::to_owned);
        Some(Listed {
            url: get("url").or_else(|| get("id"))?,
            modified: get("date_modified"),
            sitemap: false,
        })
    };
    Some(items.iter().filter_map(entry).collect())
}

/// What is in a body that was packed, by what is said of it or by its first bytes. Web archives are packed by record and
/// left as they are.
fn unpacked_body(
    source: &Source,
    encoding: Option<&str>,
    body: &[u8],
) -> Result<Option<Vec<u8>>, Diagnostic> {
    let start = &body[..body.len().min(HEAD)];
    let packing = match sniff::kind(start) {
        Kind::Gzip => Some(Packing::Gzip),
        Kind::Zstd => Some(Packing::Zstd),
        _ => encoding
            .and_then(|e| Packing::told(&e.to_ascii_lowercase(), start))
            .filter(|p| *p != Packing::Gzip),
    };
    let Some(packing) = packing else { return Ok(None) };
    let most = source.limits.report_bytes;
    let mut held = None;
    let done = unpack(packing, &mut Cursor::new(body), source.budget, |unpacked| {
        held = Some(read_whole(unpacked, most)?);
        Ok(())
    });
    match (done, held) {
        (Err(error), _) => Err(source.unread(None, &error)),
        (Ok(()), Some(Ok(bytes))) => Ok(Some(bytes)),
        (Ok(()), Some(Err(size))) => Err(source.too_large(None, size)),
        (Ok(()), None) => Ok(None),
    }
}

/// A document with what is known from outside it.
fn dated(answer: &Answer, mut document: Document) -> Document {
    let meta = &mut document.meta;
    meta.captured.get_or_insert_with(|| answer.captured.clone());
    let number = document.uri.strip_prefix(answer.asked.as_str()).and_then(|rest| rest.strip_prefix('#'));
    match number.filter(|n| n.bytes().all(|b| b.is_ascii_digit())) {
        Some(_) => {
            if let Some(url) = &meta.url {
                document.uri = format!("{}#{url}", answer.asked);
            }
        }
        None => drop(meta.url.get_or_insert_with(|| answer.url.clone())),
    }
    document
}
