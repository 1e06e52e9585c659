//! One JSON object → text and metadata.

use backstory_model::Meta;
use serde_json::{Map, Value};

use crate::fields::{Field, NAMES, split_names};

/// The text and metadata of a record; the names of its fields where none of them holds a text.
pub(crate) fn report(record: &Map<String, Value>) -> Result<(String, Meta), Vec<String>> {
    let text = text(record).ok_or_else(|| record.keys().cloned().collect::<Vec<_>>())?;
    let meta = Meta {
        title: string(record, Field::Title),
        outlet: string(record, Field::Outlet),
        authors: authors(record),
        published: string(record, Field::Published),
        url: string(record, Field::Url),
        language: string(record, Field::Language),
        description: string(record, Field::Description),
        by_hand: false,
    };
    Ok((text, meta))
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
