//! One JSON object → text and metadata.

use backstory_model::{Credit, Meta};
use serde_json::{Map, Value};

use crate::{
    fields::{Field, NAMES, split_names},
    html::{Address, Marked, fragment, is_web},
};

/// The text and metadata of a record; the names of its fields where none of them holds a text.
pub(crate) fn report(record: &Map<String, Value>) -> Result<(Marked, Meta), Vec<String>> {
    let url = string(record, Field::Url);
    let text = text(record).map(|text| (text, Vec::new(), Vec::new()));
    let text = text.or_else(|| ninjs_body(record, &Address::new(url.as_deref())));
    let text = text.ok_or_else(|| record.keys().cloned().collect::<Vec<_>>())?;
    let first = |names: &[&str]| names.iter().find_map(|n| one_string(record.get(*n)?));
    let published = string(record, Field::Published).or_else(|| first(&["firstcreated", "versioncreated"]));
    let modified = first(&["date_modify", "date_modified", "modified", "versioncreated"]);
    let modified = modified.filter(|m| Some(m) != published.as_ref());
    let mut meta = Meta {
        title: string(record, Field::Title).or_else(|| main_value(record.get("headlines")?)),
        outlet: string(record, Field::Outlet).or_else(|| first(&["copyrightholder"])),
        authors: authors(record),
        published,
        // The identifier of a ninjs item is an address by form alone.
        url: url.filter(|u| !is_ninjs(record) || is_web(u)),
        language: string(record, Field::Language),
        description: string(record, Field::Description)
            .or_else(|| first(&["description_text"]))
            .or_else(|| main_value(record.get("descriptions")?)),
        modified,
        captured: first(&["date_download"]),
        dateline: first(&["located"]),
        ..Meta::default()
    };
    if is_ninjs(record) {
        for source in record.get("infosources").and_then(Value::as_array).into_iter().flatten() {
            let name = source.get("name").and_then(one_string);
            let url = source.get("uri").and_then(one_string).filter(|u| is_web(u));
            if (name.is_some() || url.is_some()) && name != meta.outlet {
                meta.based_on.push(Credit { name, url, ..Credit::default() });
            }
        }
    }
    Ok((text, meta))
}

/// What one entry of a JSON Feed gives.
pub(crate) struct FeedItem {
    pub(crate) text: Marked,
    pub(crate) meta: Meta,
}

/// An entry of a JSON Feed; None where it has neither a title nor words.
pub(crate) fn feed_item(item: &Value, feed: &Map<String, Value>) -> Option<FeedItem> {
    let item = item.as_object()?;
    let get = |name: &str| item.get(name).and_then(one_string);
    let url = get("url").or_else(|| get("id")).filter(|u| is_web(u));
    let base = url.clone().or_else(|| feed.get("home_page_url").and_then(one_string));
    let title = get("title");
    let text = item
        .get("content_html")
        .and_then(Value::as_str)
        .map(|html| fragment(html, &Address::new(base.as_deref())));
    let text = text.filter(|t| !t.0.trim().is_empty());
    let words = ["content_text", "summary"].iter().find_map(|n| get(n)).or_else(|| title.clone());
    let text = text.or_else(|| Some((words?, Vec::new(), Vec::new())))?;
    let authors = [item, feed].iter().find_map(|of| {
        let found: Vec<String> =
            ["authors", "author"].iter().filter_map(|n| of.get(*n)).flat_map(names).collect();
        (!found.is_empty()).then_some(found)
    });
    let outlet = feed.get("title").and_then(one_string);
    let meta = Meta {
        title,
        // A feed names its one writer in the place of its outlet where the two are the same.
        authors: authors.unwrap_or_default().into_iter().filter(|a| Some(a) != outlet.as_ref()).collect(),
        outlet,
        published: get("date_published"),
        url,
        language: get("language").or_else(|| feed.get("language").and_then(one_string)),
        description: get("summary"),
        modified: get("date_modified"),
        based_on: get("external_url")
            .filter(|u| is_web(u))
            .map(|url| Credit { url: Some(url), ..Credit::default() })
            .into_iter()
            .collect(),
        ..Meta::default()
    };
    Some(FeedItem { text, meta })
}

/// Whether a record is an IPTC ninjs item, by fields that others do not have.
fn is_ninjs(record: &Map<String, Value>) -> bool {
    record.contains_key("uri")
        && ["versioncreated", "body_text", "body_xhtml", "body_html", "bodies"]
            .iter()
            .any(|k| record.contains_key(*k))
}

/// The body of a ninjs item, of its first versions (`body_text`, `body_xhtml`) and its later ones (`bodies`).
fn ninjs_body(record: &Map<String, Value>, base: &Address) -> Option<Marked> {
    let held = |marked: &Marked| !marked.0.trim().is_empty();
    let plain = |text: &str| (text.to_owned(), Vec::new(), Vec::new());
    let named = |name: &str| record.get(name).and_then(Value::as_str);
    let bodies = record.get("bodies").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let typed = |html: bool| {
        bodies.iter().find_map(|b| {
            let kind = b.get("contenttype").and_then(Value::as_str).unwrap_or("text/plain");
            (kind.contains("html") == html).then(|| b.get("value")?.as_str())?
        })
    };
    // Markup keeps links and captions; some suppliers send it without the words.
    let html = ["body_xhtml", "body_html"].iter().find_map(|n| named(n)).or_else(|| typed(true));
    let html = html.map(|html| fragment(html, base)).filter(held);
    html.or_else(|| named("body_text").or_else(|| typed(false)).map(plain)).filter(held)
}

/// The value of the main one of several headlines or descriptions.
fn main_value(list: &Value) -> Option<String> {
    let list = list.as_array()?;
    let main = list.iter().find(|v| v.get("role").and_then(Value::as_str) == Some("main"));
    main.or(list.first()).and_then(|v| one_string(v.get("value")?))
}

fn one_string(value: &Value) -> Option<String> {
    value.as_str().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)
}

fn values(record: &Map<String, Value>, wanted: Field) -> impl Iterator<Item = &Value> {
    let names = NAMES.iter().find(|(field, _)| *field == wanted).map_or(&[][..], |(_, names)| names);
    names.iter().filter_map(|name| record.get(*name))
}

fn text(record: &Map<String, Value>) -> Option<String> {
    values(record, Field::Text).find_map(|value| match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Object(body) => sections(body),
        _ => None,
    })
}

/// The body of a fundus article: a summary, and sections of a headline and paragraphs. Parts are set one blank line
/// apart, which is how fundus itself writes them out.
fn sections(body: &Map<String, Value>) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    strings(body.get("summary"), &mut parts);
    for section in body.get("sections").and_then(Value::as_array).into_iter().flatten() {
        strings(section.get("headline"), &mut parts);
        strings(section.get("paragraphs"), &mut parts);
    }
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

fn strings<'a>(value: Option<&'a Value>, parts: &mut Vec<&'a str>) {
    match value {
        Some(Value::String(text)) if !text.trim().is_empty() => parts.push(text),
        Some(Value::Array(list)) => list.iter().for_each(|v| strings(Some(v), parts)),
        _ => {}
    }
}

fn string(record: &Map<String, Value>, field: Field) -> Option<String> {
    values(record, field).find_map(|value| match value {
        Value::String(text) => Some(text.trim()).filter(|t| !t.is_empty()).map(str::to_owned),
        // Seconds since 1970, as some crawlers write them.
        Value::Number(number) if field == Field::Published => Some(number.to_string()),
        Value::Array(list) => {
            let mut parts = Vec::new();
            list.iter().for_each(|v| strings(Some(v), &mut parts));
            (!parts.is_empty()).then(|| parts.join(" "))
        }
        _ => None,
    })
}

fn authors(record: &Map<String, Value>) -> Vec<String> {
    let found = values(record, Field::Authors).map(names).find(|names| !names.is_empty());
    let mut kept: Vec<String> = Vec::new();
    for name in found.unwrap_or_default() {
        if !kept.contains(&name) {
            kept.push(name);
        }
    }
    kept
}

fn names(value: &Value) -> Vec<String> {
    match value {
        Value::String(names) => split_names(names),
        Value::Array(list) => list.iter().flat_map(names).collect(),
        Value::Object(author) => author.get("name").map(names).unwrap_or_default(),
        _ => Vec::new(),
    }
}
