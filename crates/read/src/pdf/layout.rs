//! Letters → lines in the order in which they are read.

use std::collections::BTreeMap;

use super::glyphs::Glyph;

/// A gap between letters, in their size, that is one between words.
const SPACE: f64 = 0.16;
/// A gap that is one between columns, or between a line and its number.
const GUTTER: f64 = 1.1;

/// A stretch of a line without a wide gap in it.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) base: f64,
    pub(super) size: f64,
    /// The ends of its column.
    pub(super) column: (f64, f64),
}

/// A page.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    /// In the order in which they are read.
    pub(super) lines: Vec<Line>,
}

/// A row of the page: stretches on one base line, from left to right.
type Row = Vec<Line>;

/// Puts letters in order.
pub(super) fn page(glyphs: Vec<Glyph>) -> Page {
    let mut rows = rows(glyphs);
    drop_line_numbers(&mut rows);
    let mut lines = Vec::new();
    order(&rows, &mut lines, 0);
    Page { lines }
}

/// Columns that lie in columns.
const DEEPEST: u32 = 6;

/// Puts rows in the order in which they are read.
fn order(rows: &[Row], lines: &mut Vec<Line>, depth: u32) {
    let found = |from: usize| if depth < DEEPEST { columns(&rows[from..]) } else { None };
    let mut at = 0;
    while at < rows.len() {
        if let Some((count, gutter)) = found(at) {
            let (mut left, mut right) = (Vec::new(), Vec::new());
            for row in &rows[at..at + count] {
                let (l, r): (Row, Row) = row.iter().cloned().partition(|s| s.right <= gutter);
                left.extend((!l.is_empty()).then_some(l));
                right.extend((!r.is_empty()).then_some(r));
            }
            order(&left, lines, depth + 1);
            order(&right, lines, depth + 1);
            at += count;
        } else {
            let end = (at + 1..rows.len()).find(|&n| found(n).is_some()).unwrap_or(rows.len());
            lines.extend(bounded(rows[at..end].iter().cloned().filter_map(joined).collect()));
            at = end;
        }
    }
}

/// Letters on one base line make a row.
fn rows(mut glyphs: Vec<Glyph>) -> Vec<Row> {
    glyphs.sort_by(|a, b| a.base.total_cmp(&b.base).then(a.left.total_cmp(&b.left)));
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    for glyph in glyphs {
        // Raised and lowered figures stand on the row of what they stand beside.
        let near = rows.last().and_then(|r| r.first()).is_some_and(|first: &Glyph| {
            glyph.base - first.base < 0.35 * first.size.max(glyph.size).min(1.6 * first.size.min(glyph.size))
        });
        match rows.last_mut() {
            Some(row) if near => row.push(glyph),
            _ => rows.push(vec![glyph]),
        }
    }
    rows.into_iter().map(row).filter(|row| !row.is_empty()).collect()
}

/// Cuts a row at its wide gaps.
fn row(mut glyphs: Vec<Glyph>) -> Row {
    glyphs.sort_by(|a, b| a.left.total_cmp(&b.left));
    let mut row: Row = Vec::new();
    let mut last: Option<Glyph> = None;
    for glyph in glyphs {
        // Bold print is at times the same letter twice.
        if last
            .as_ref()
            .is_some_and(|l| l.text == glyph.text && (l.left - glyph.left).abs() < 0.15 * glyph.size)
        {
            continue;
        }
        let blank = glyph.text.trim().is_empty();
        match row.last_mut() {
            Some(line) if glyph.left - line.right < GUTTER * line.size.max(glyph.size) => {
                let spaced = line.text.ends_with(' ');
                if !spaced && (blank || glyph.left - line.right > SPACE * glyph.size) {
                    line.text.push(' ');
                }
                if !blank {
                    line.text.push_str(&glyph.text);
                    line.right = line.right.max(glyph.right);
                    line.size = line.size.max(glyph.size);
                }
            }
            _ if blank => {}
            _ => row.push(Line {
                text: glyph.text.clone(),
                left: glyph.left,
                right: glyph.right,
                base: glyph.base,
                size: glyph.size,
                column: (0.0, 0.0),
            }),
        }
        last = Some(glyph);
    }
    row.iter_mut().for_each(|line| line.text.truncate(line.text.trim_end().len()));
    row
}

/// The stretches of a row as one line.
fn joined(row: Row) -> Option<Line> {
    row.into_iter().reduce(|mut line, next| {
        line.text.push(' ');
        line.text.push_str(&next.text);
        line.right = next.right;
        line.size = line.size.max(next.size);
        line
    })
}

/// Lines of one column, each with its ends.
fn bounded(mut lines: Vec<Line>) -> Vec<Line> {
    let left = lines.iter().map(|l| l.left).fold(f64::INFINITY, f64::min);
    let right = lines.iter().map(|l| l.right).fold(f64::NEG_INFINITY, f64::max);
    lines.iter_mut().for_each(|l| l.column = (left, right));
    lines
}

/// How many rows from the first on stand in columns, and where the first column ends; None where the first does not.
fn columns(rows: &[Row]) -> Option<(usize, f64)> {
    let mut taken: Vec<(f64, f64)> = Vec::new();
    let mut count = 0;
    for row in rows {
        let more = covered(&taken, row);
        let size = row.first()?.size;
        let cut = widest(&more).is_some_and(|(l, r)| r - l > 0.6 * size);
        // The lines of the columns may stand a little above each other: the first few are all of one.
        if !cut && (taken.len() > 1 || count >= 4) {
            break;
        }
        taken = more;
        count += 1;
    }
    let (left, right) = widest(&taken)?;
    let side = |wanted: &dyn Fn(&Line) -> bool| {
        let lines: Vec<&Line> = rows[..count].iter().flatten().filter(|s| wanted(s)).collect();
        let words: usize = lines.iter().map(|s| s.text.split(' ').count()).sum();
        let top = lines.iter().map(|s| s.base).fold(f64::INFINITY, f64::min);
        let end = lines.iter().map(|s| s.base).fold(f64::NEG_INFINITY, f64::max);
        (lines.len(), words, top, end)
    };
    let (l, r) = (side(&|s| s.right <= left + 0.01), side(&|s| s.left >= right - 0.01));
    // Beside each other, and filled: a name and a date, or a table, are no columns of a text.
    let beside = l.3.min(r.3) - l.2.max(r.2) > 0.3 * (l.3 - l.2).min(r.3 - r.2);
    let filled = |(lines, words, ..): (usize, usize, f64, f64)| lines >= 3 && words >= 3 * lines;
    (filled(l) && filled(r) && beside && l.0.max(r.0) >= 4).then_some((count, (left + right) / 2.0))
}

/// What of the width is taken once a row is added.
fn covered(taken: &[(f64, f64)], row: &Row) -> Vec<(f64, f64)> {
    let mut parts: Vec<(f64, f64)> =
        taken.iter().copied().chain(row.iter().map(|s| (s.left, s.right))).collect();
    parts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut merged: Vec<(f64, f64)> = Vec::new();
    for part in parts {
        match merged.last_mut() {
            Some(last) if part.0 <= last.1 => last.1 = last.1.max(part.1),
            _ => merged.push(part),
        }
    }
    merged
}

/// The widest stretch between those that are taken.
fn widest(taken: &[(f64, f64)]) -> Option<(f64, f64)> {
    let gaps = taken.windows(2).map(|w| (w[0].1, w[1].0));
    gaps.max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))
}

/// Takes away the numbers that stand beside each line of a filing: a column of numbers, each one more than the last.
fn drop_line_numbers(rows: &mut Vec<Row>) {
    let number = |row: &Row| row.first().and_then(|s| s.text.parse::<u32>().ok().filter(|n| *n < 1000));
    let numbered: Vec<(usize, u32)> =
        rows.iter().enumerate().filter_map(|(at, row)| Some((at, number(row)?))).collect();
    let steps = numbered.windows(2).filter(|w| w[1].1 > w[0].1 && w[1].1 - w[0].1 <= 5).count();
    // Most rows of the page have one, and they count on.
    if numbered.len() < 8 || steps * 10 < (numbered.len() - 1) * 9 {
        return;
    }
    let mut edges: Vec<f64> = numbered.iter().map(|(at, _)| rows[*at][0].right).collect();
    edges.sort_by(f64::total_cmp);
    let edge = edges[edges.len() / 2];
    let alone = rows
        .iter()
        .filter(|row| row.len() > 1 && row[0].right <= edge + 3.0 && number(row).is_some())
        .count();
    if alone < 4 {
        return;
    }
    for (at, _) in numbered {
        if (rows[at][0].right - edge).abs() < rows[at][0].size {
            rows[at].remove(0);
        }
    }
    rows.retain(|row| !row.is_empty());
}

/// Takes away what pages repeat at their heads and feet, and their numbers.
pub(super) fn drop_furniture(pages: &mut [Page]) {
    let count = pages.len();
    let mut seen: BTreeMap<(String, i64), usize> = BTreeMap::new();
    let key = |line: &Line| {
        let words: String = line.text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        // A number may have more digits on a later page.
        let mut words = words.to_lowercase();
        while words.contains("00") {
            words = words.replace("00", "0");
        }
        (words, (line.base / 6.0).round() as i64)
    };
    let edges: Vec<Vec<usize>> = pages.iter().map(edge_lines).collect();
    for (page, edges) in pages.iter().zip(&edges) {
        for &at in edges {
            *seen.entry(key(&page.lines[at])).or_default() += 1;
        }
    }
    // Left and right pages may have heads of their own.
    let repeated =
        |line: &Line| count > 1 && seen.get(&key(line)).is_some_and(|n| *n >= 2.max(count.div_ceil(3)));
    for (page, edges) in pages.iter_mut().zip(&edges) {
        let gone: Vec<usize> = edges
            .iter()
            .copied()
            .filter(|&at| is_page_number(&page.lines[at].text) || repeated(&page.lines[at]))
            .collect();
        let mut at = 0;
        page.lines.retain(|_| {
            at += 1;
            !gone.contains(&(at - 1))
        });
    }
}

/// The lines at the top and at the bottom of a page: three rows each.
fn edge_lines(page: &Page) -> Vec<usize> {
    let mut bases: Vec<f64> = page.lines.iter().map(|l| l.base).collect();
    bases.sort_by(f64::total_cmp);
    bases.dedup_by(|a, b| (*a - *b).abs() < 1.0);
    let (Some(top), Some(bottom)) =
        (bases.get(bases.len().min(3).saturating_sub(1)), bases.get(bases.len().saturating_sub(3)))
    else {
        return Vec::new();
    };
    let at_edge = |l: &Line| l.base <= *top + 1.0 || l.base >= *bottom - 1.0;
    page.lines.iter().enumerate().filter(|(_, l)| at_edge(l)).map(|(at, _)| at).collect()
}

/// `7`, `- 7 -`, `Page 7 of 9`, `7/9`, `iv`.
fn is_page_number(text: &str) -> bool {
    let text = text.to_lowercase();
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty() && !matches!(*w, "page" | "of" | "p"))
        .collect();
    let roman = |w: &str| w.len() < 7 && w.chars().all(|c| "ivxl".contains(c));
    let number = |w: &&str| w.len() < 5 && (w.bytes().all(|b| b.is_ascii_digit()) || roman(w));
    (1..=2).contains(&words.len()) && words.iter().all(number) && text.len() < 20
}
