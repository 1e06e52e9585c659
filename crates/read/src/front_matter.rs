//! The metadata a person writes above a bare text, between two lines `---`.

use backstory_model::Meta;
use backstory_text::front_matter;

use crate::fields::{Field, field, split_names};

/// The metadata a text opens with; None where it opens without. Keys that mean nothing here are left alone.
///
/// A subset of YAML: `key: value`, a value in quotes, a list in brackets or one item a line.
pub(crate) fn meta(text: &str) -> Option<Meta> {
    let block = front_matter(text)?.of(text);
    let mut meta = Meta { by_hand: true, ..Meta::default() };
    let mut current = None;
    for line in block.lines().skip(1) {
        let words = line.trim();
        if matches!(words, "---" | "...") || words.starts_with('#') || words.is_empty() {
            continue;
        }
        let value = if let Some(item) = words.strip_prefix("- ") {
            item
        } else if let Some((key, value)) = words.split_once(':') {
            current = field(key.trim());
            value
        } else {
            continue;
        };
        if let Some(field) = current {
            set(&mut meta, field, value.trim());
        }
    }
    Some(meta)
}

fn set(meta: &mut Meta, field: Field, value: &str) {
    let value = match value.strip_prefix('[').and_then(|v| v.strip_suffix(']')) {
        Some(list) if field == Field::Authors => {
            meta.authors.extend(list.split(',').map(unquote).filter(|n| !n.is_empty()).map(str::to_owned));
            return;
        }
        _ => unquote(value),
    };
    if value.is_empty() {
        return;
    }
    let slot = match field {
        Field::Title => &mut meta.title,
        Field::Outlet => &mut meta.outlet,
        Field::Published => &mut meta.published,
        Field::Url => &mut meta.url,
        Field::Language => &mut meta.language,
        Field::Description => &mut meta.description,
        Field::Authors => {
            meta.authors.extend(split_names(value));
            return;
        }
        Field::Text => return,
    };
    slot.get_or_insert_with(|| value.to_owned());
}

fn unquote(value: &str) -> &str {
    let value = value.trim();
    for mark in ['"', '\''] {
        if let Some(inner) = value.strip_prefix(mark).and_then(|v| v.strip_suffix(mark)) {
            return inner;
        }
    }
    value
}
