//! The lines of `data/voices.txt`: how things are attributed, and what stands around them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::grammar::{Template, lists, template};

/// List → its sentences.
static VOICES: LazyLock<BTreeMap<&'static str, Vec<Template>>> = LazyLock::new(|| {
    lists(include_str!("../data/voices.txt"))
        .into_iter()
        .map(|(name, lines)| {
            let parsed = lines.iter().map(|line| {
                template(line).unwrap_or_else(|what| panic!("data/voices.txt: {name} {line}: {what}"))
            });
            (name, parsed.collect())
        })
        .collect()
});

/// The sentences of a list. Panics where there is none: a test renders all of them.
pub(crate) fn voices(list: &str) -> &'static [Template] {
    VOICES.get(list).unwrap_or_else(|| panic!("no list {list} in data/voices.txt"))
}
