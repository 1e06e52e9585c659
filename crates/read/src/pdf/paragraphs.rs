//! Lines → paragraphs.

use std::collections::BTreeSet;

use backstory_model::Span;

use super::layout::{Line, Page};

/// The text of the pages, its paragraphs one blank line apart, and the headline where the first page has one.
pub(super) fn text(pages: &[Page]) -> (String, Option<Span>) {
    let hyphened = hyphened(pages);
    let body = usual_size(pages);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    for page in pages {
        let spacing = usual_spacing(&page.lines);
        let mut last: Option<&Line> = None;
        for line in &page.lines {
            let continues = match last {
                // The first of a page goes on with a sentence that the page before left open.
                None => paragraphs
                    .last()
                    .is_some_and(|p| p.is_open() && line.text.starts_with(char::is_lowercase)),
                Some(last) => !starts_paragraph(last, line, spacing, paragraphs.last()),
            };
            match paragraphs.last_mut() {
                Some(paragraph) if continues => paragraph.add(line, &hyphened),
                _ => paragraphs.push(Paragraph { text: line.text.clone(), size: line.size }),
            }
            last = Some(line);
        }
    }
    let mut text = String::new();
    let mut title = None;
    let largest = paragraphs.iter().take(8).map(|p| p.size).fold(0.0, f64::max);
    for (number, paragraph) in paragraphs.iter().enumerate() {
        if number > 0 {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(&paragraph.text);
        let head = number < 8 && paragraph.size == largest && paragraph.size > 1.15 * body;
        if head && title.is_none() && (8..300).contains(&paragraph.text.len()) {
            title = Some(Span::new(start, text.len()));
        }
    }
    (text, title)
}

struct Paragraph {
    text: String,
    size: f64,
}

impl Paragraph {
    fn is_open(&self) -> bool {
        !self.text.trim_end_matches(['”', '"', '’', ')']).ends_with(['.', '!', '?', ':', ';'])
    }

    /// Adds a line; puts together what was cut at its end.
    fn add(&mut self, line: &Line, hyphened: &BTreeSet<String>) {
        let word = |c: char| c.is_alphabetic() || c == '-' || c == '\'';
        let cut = self.text.ends_with(['-', '\u{AD}', '\u{2010}'])
            && self.text.chars().rev().nth(1).is_some_and(char::is_alphabetic)
            && line.text.starts_with(char::is_lowercase);
        if !cut {
            self.text.push(' ');
            self.text.push_str(&line.text);
            return;
        }
        self.text.pop();
        let first = self.text.rsplit(|c| !word(c)).next().unwrap_or_default();
        let second = line.text.split(|c| !word(c)).next().unwrap_or_default();
        // A word that is written with a hyphen elsewhere was only cut there.
        let whole = format!("{first}-{second}").to_lowercase();
        if hyphened.contains(&whole)
            || first.contains('-')
                && hyphened.iter().any(|h| h.starts_with(&format!("{first}-").to_lowercase()))
        {
            self.text.push('-');
        }
        self.text.push_str(&line.text);
    }
}

/// Words that are written with a hyphen inside a line.
fn hyphened(pages: &[Page]) -> BTreeSet<String> {
    let words = pages.iter().flat_map(|p| &p.lines).flat_map(|l| l.text.split_whitespace());
    let words = words.map(|w| w.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase());
    words.filter(|w| w.contains('-')).collect()
}

fn starts_paragraph(last: &Line, line: &Line, spacing: f64, paragraph: Option<&Paragraph>) -> bool {
    let open = paragraph.is_some_and(Paragraph::is_open);
    let (left, right) = line.column;
    let width = (right - left).max(1.0);
    // Another column, or the next page of it.
    if line.base < last.base || (line.column.0 - last.column.0).abs() > 0.1 * width && line.left > last.right
    {
        return !(open
            && (line.text.starts_with(char::is_lowercase)
                || last.right > last.column.0 + 0.9 * (last.column.1 - last.column.0)));
    }
    let gap = line.base - last.base;
    if gap > 1.4 * spacing.max(1.05 * line.size.min(last.size)) {
        return true;
    }
    if (line.size - last.size).abs() > 0.12 * last.size.max(line.size) {
        return true;
    }
    // Drawn in from the edge of its column, after a line that was not.
    let inset = |l: &Line| l.left - l.column.0;
    let centered = |l: &Line| {
        ((l.left - l.column.0) - (l.column.1 - l.right)).abs() < 0.04 * width && inset(l) > 0.05 * width
    };
    if inset(line) > inset(last) + 0.9 * line.size && !(centered(line) && centered(last)) {
        return true;
    }
    if is_item(&line.text) {
        return true;
    }
    // A last line that does not fill its column: the first word of the next one would have fitted.
    let room = last.column.1 - last.right;
    let first = line.text.split(' ').next().unwrap_or_default().chars().count() as f64;
    !open && room > 0.6 * line.size * (first + 1.0) && !centered(last)
}

/// `(a)`, `1.`, `•`.
fn is_item(text: &str) -> bool {
    let first = text.split(' ').next().unwrap_or_default();
    matches!(first, "•" | "–" | "▪" | "◦" | "·")
        || first.strip_suffix(['.', ')']).is_some_and(|n| {
            let n = n.strip_prefix('(').unwrap_or(n);
            n.len() < 4
                && !n.is_empty()
                && (n.bytes().all(|b| b.is_ascii_digit())
                    || n.len() == 1 && n.bytes().all(|b| b.is_ascii_lowercase()))
        })
}

/// The distance between base lines that is found most.
fn usual_spacing(lines: &[Line]) -> f64 {
    let mut gaps: Vec<f64> =
        lines.windows(2).map(|w| w[1].base - w[0].base).filter(|gap| *gap > 1.0 && *gap < 60.0).collect();
    gaps.sort_by(f64::total_cmp);
    // Between paragraphs there may be more; within them there is never less.
    gaps.get(gaps.len() / 3).copied().unwrap_or(0.0)
}

/// The size that most letters have.
fn usual_size(pages: &[Page]) -> f64 {
    let mut sizes: std::collections::BTreeMap<i64, usize> = std::collections::BTreeMap::new();
    for line in pages.iter().flat_map(|p| &p.lines) {
        *sizes.entry((line.size * 4.0).round() as i64).or_default() += line.text.len();
    }
    sizes.into_iter().max_by_key(|(_, count)| *count).map_or(0.0, |(size, _)| size as f64 / 4.0)
}
