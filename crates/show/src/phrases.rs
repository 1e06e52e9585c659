//! Words that every view says in the same way, for views that are made elsewhere.

use backstory_model::Independent;
use maud::{Markup, Render, html};

use crate::digest;

/// `1–2`, `2 or more`, `1–3 or more`.
pub fn range(n: Independent) -> String {
    digest::range(n)
}

/// `source` or `sources`.
pub fn sources_word(n: Independent) -> &'static str {
    digest::sources_word(n)
}

/// `2031-03-04T18:20:00Z` → `2031-03-04 18:20`.
pub fn moment(moment: &str) -> String {
    digest::day(moment)
}

/// `1 report`, `2 reports`.
pub fn plural(n: usize, one: &str, many: &str) -> String {
    crate::words::plural(n, one, many)
}

/// One line of words, cleaned of what steers a screen, cut after `most` characters.
pub fn short(text: &str, most: usize) -> String {
    crate::words::short(text, most)
}

/// Words of a report on one line, kept from turning around what stands beside them.
pub fn line(text: &str, most: usize) -> Markup {
    html! { bdi { (short(text, most)) } }
}

/// Words of a report between quotation marks.
pub fn quoted(text: &str, most: usize) -> Markup {
    html! { bdi { (crate::words::quoted(text, most)) } }.render()
}
