//! How a claim's figures and words moved: a row for each wording, oldest first, with its figure on one scale.

use super::{
    Layout, Look, Moves, Step,
    axis::told,
    frame::{Key, framed, full_width, legend},
    pen::{Pen, r},
    text::{fit, width, wrap, wrap_marked},
};
use crate::diff::{Piece, diff};

/// Statements in the same words and with the same figure, one after the other.
struct Row<'a> {
    step: &'a Step,
    /// Its words; those that differ from the wording above that is most like it are marked.
    words: Vec<(String, bool)>,
    more: Vec<&'a str>,
}

/// The statements of a claim one below the other.
pub fn moves(view: &Moves, look: &Look) -> String {
    let mut rows: Vec<Row> = Vec::new();
    for step in &view.steps {
        let same = |s: &Step| {
            s.words == step.words && (s.low, s.high, s.denied) == (step.low, step.high, step.denied)
        };
        match rows.iter_mut().find(|row| same(row.step)) {
            Some(row) if step.changed.is_empty() => {
                if row.step.outlet != step.outlet && !row.more.contains(&step.outlet.as_str()) {
                    row.more.push(&step.outlet);
                }
            }
            _ => {
                let words = marked(step, &rows);
                rows.push(Row { step, words, more: Vec::new() });
            }
        }
    }
    let width_all = full_width(look);
    let wide = look.layout == Layout::Wide;
    let scale = Scale::new(&view.steps, if wide { (210.0, 420.0) } else { (34.0, 340.0) });
    let text = match (wide, &scale) {
        (true, Some(_)) => 452.0,
        (true, None) => 210.0,
        (false, _) => 24.0,
    };
    let mut pen = Pen::default();
    let mut y = 4.0;
    if let Some(scale) = &scale {
        let unit = fit(&view.unit, 12.0, true, scale.to - scale.from);
        pen.text("bs-s bs-b", (scale.from, y + 12.0), &unit);
        y += 40.0;
    }
    let top = y;
    let mut points: Vec<(f64, f64)> = Vec::new();
    let mut heads: Vec<(f64, f64)> = Vec::new();
    for row in &rows {
        let words = wrap_marked(&row.words, 13.0, width_all - text, if wide { 3 } else { 5 });
        let note = notes(row);
        let figured = row.step.low.or(row.step.high).is_some() && scale.is_some();
        let extra = match (wide, figured) {
            (true, _) => 0.0,
            (false, true) => 46.0,
            (false, false) => 20.0,
        };
        let lines = words.len() + wrap(&note, 12.0, true, width_all - text, 2).len();
        let height = (extra + lines as f64 * 18.0).max(38.0) + 16.0;
        let middle = if wide { y + 13.0 } else { y + 34.0 };
        if let Some(scale) = scale.as_ref().filter(|_| figured) {
            points.push((scale.x(middle_of(row.step)), middle));
        }
        heads.push((y, middle));
        y += height;
    }
    if let Some(scale) = &scale {
        scale.draw(&mut pen, top, y - 8.0, wide);
    }
    // Where words stand between the rows, a line would lie on them.
    for pair in points.windows(2).filter(|_| wide) {
        pen.path(
            "bs-trend",
            &format!("M{} {}L{} {}", r(pair[0].0), r(pair[0].1), r(pair[1].0), r(pair[1].1)),
        );
    }
    for (row, (top, middle)) in rows.iter().zip(&heads) {
        draw_row(&mut pen, row, (*top, *middle), text, width_all, scale.as_ref(), wide);
    }
    let keys = keys(&rows, scale.is_some());
    let height = y + legend(&mut pen, y, width_all, &keys);
    let label = format!("How it moved: {} ({} statements)", view.title, view.steps.len());
    framed(look, &label, &view.title, "Every wording, oldest first; what changed is marked.", pen, height)
}

/// The words of a step, marked against the wording before it that has most words in common with it; none where it has
/// less than half of its words from there, because all of it is new then.
fn marked(step: &Step, before: &[Row<'_>]) -> Vec<(String, bool)> {
    let text = crate::words::plain(&step.words);
    let plain = || text.split(' ').map(|w| (w.to_owned(), false)).collect::<Vec<_>>();
    let mut best: Option<(usize, Vec<(String, bool)>)> = None;
    for row in before {
        let other = crate::words::plain(&row.step.words);
        let mut words: Vec<(String, bool)> = Vec::new();
        for piece in diff(&other, &text) {
            let (part, new) = match piece {
                Piece::Same(_, part) => (part, false),
                Piece::New(part) => (part, true),
                Piece::Gone(_) => continue,
            };
            words.extend(part.split_whitespace().map(|w| (w.to_owned(), new)));
        }
        let common = words.iter().filter(|w| !w.1).count();
        if 2 * common > words.len() && best.as_ref().is_none_or(|b| common > b.0) {
            best = Some((common, words));
        }
    }
    best.map_or_else(plain, |b| b.1)
}

fn notes(row: &Row<'_>) -> String {
    let mut parts = row.step.changed.clone();
    if row.step.denied {
        parts.insert(0, "denied".to_owned());
    }
    parts.join(" · ")
}

fn draw_row(
    pen: &mut Pen,
    row: &Row<'_>,
    (top, middle): (f64, f64),
    text: f64,
    width_all: f64,
    scale: Option<&Scale>,
    wide: bool,
) {
    let step = row.step;
    let when = step.when.as_ref().map_or_else(|| "undated".to_owned(), told);
    let more = match row.more.len() {
        0 => String::new(),
        n => format!(" +{n}"),
    };
    let outlet = format!("{} {}", step.label, step.outlet);
    let title = match row.more[..] {
        [] => format!("{outlet}, {when}: {}", step.words),
        _ => format!("{outlet}, {when}: {}; in the same words: {}", step.words, row.more.join(", ")),
    };
    pen.linked("bs-node", step.href.as_deref(), &title, |pen| {
        let mut line = top + 17.0;
        if wide {
            let room = 190.0 - width(&more, 13.0, true);
            pen.text("bs-b", (0.0, line), &format!("{}{more}", fit(&outlet, 13.0, true, room)));
            pen.text("bs-s bs-soft", (0.0, line + 17.0), &when);
        } else {
            let room = width_all - width(&more, 13.0, true) - width(&when, 12.0, false) - 14.0;
            pen.text("bs-b", (0.0, line), &format!("{}{more}", fit(&outlet, 13.0, true, room)));
            pen.text("bs-s bs-soft bs-end", (width_all, line), &when);
            line += if scale.is_some() && step.low.or(step.high).is_some() { 46.0 } else { 20.0 };
        }
        if let Some(scale) = scale {
            if !wide && step.low.or(step.high).is_some() {
                pen.line("bs-rule", (scale.from, middle), (scale.to, middle));
            }
            figure(pen, step, scale, middle);
        }
        for words in wrap_marked(&row.words, 13.0, width_all - text, if wide { 3 } else { 5 }) {
            pen.runs(if step.denied { "bs-i" } else { "" }, (text, line), &words, "bs-change");
            line += 18.0;
        }
        for words in wrap(&notes(row), 12.0, true, width_all - text, 2) {
            pen.text("bs-s bs-change", (text, line), &words);
            line += 18.0;
        }
    });
}

/// The middle of what a figure may be, for the line between figures.
fn middle_of(step: &Step) -> f64 {
    match (step.low, step.high) {
        (Some(low), Some(high)) => (low + high) / 2.0,
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => 0.0,
    }
}

/// A dot for a figure; a bar for a range; an arrow where one end is open.
fn figure(pen: &mut Pen, step: &Step, scale: &Scale, y: f64) {
    let class = if step.changed.is_empty() { "bs-figure" } else { "bs-moved" };
    let (Some(x1), Some(x2)) =
        (step.low.or(step.high).map(|v| scale.x(v)), step.high.or(step.low).map(|v| scale.x(v)))
    else {
        return;
    };
    match (step.low, step.high) {
        (Some(low), Some(high)) if low != high => {
            pen.path("bs-reach", &format!("M{} {}H{}", r(x1), r(y), r(x2)))
        }
        (Some(_), None) => pen.path("bs-reach", &format!("M{} {}h22m-5 -4l5 4l-5 4", r(x1), r(y))),
        (None, Some(_)) => pen.path("bs-reach", &format!("M{} {}h-22m5 -4l-5 4l5 4", r(x1), r(y))),
        _ => {}
    }
    let open = step.hedged || step.denied;
    pen.circle(if open { "bs-open" } else { class }, (x1, y), 5.5);
    if x2 - x1 > 1.0 {
        pen.circle(if open { "bs-open" } else { class }, (x2, y), 5.5);
    }
    let words = match (step.low, step.high) {
        (Some(low), Some(high)) if low != high => format!("{}–{}", number(low), number(high)),
        (Some(low), None) => format!("{} or more", number(low)),
        (None, Some(high)) => format!("up to {}", number(high)),
        (Some(low), _) => number(low),
        (None, None) => String::new(),
    };
    // Beside the mark, on the side that has room.
    let arrow = 24.0;
    let right = x2 + if step.high.is_none() { arrow } else { 0.0 } + 11.0;
    let left = x1 - if step.low.is_none() { arrow } else { 0.0 } - 11.0;
    if right + width(&words, 12.0, true) <= scale.to + 20.0 {
        pen.text("bs-s bs-b bs-on", (right, y + 4.0), &words);
    } else {
        pen.text("bs-s bs-b bs-on bs-end", (left, y + 4.0), &words);
    }
}

/// `1,200`, `3.5`, `4.2 million`.
fn number(value: f64) -> String {
    let (value, unit) = match value.abs() {
        v if v >= 1e12 => (value / 1e12, " trillion"),
        v if v >= 1e9 => (value / 1e9, " billion"),
        v if v >= 1e6 => (value / 1e6, " million"),
        _ => (value, ""),
    };
    let rounded = (value * 100.0).round() / 100.0;
    let text = rounded.abs().to_string();
    let (whole, part) = text.split_once('.').map_or((text.as_str(), None), |(w, p)| (w, Some(p)));
    let mut grouped = String::new();
    for (n, c) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n) % 3 == 0 && whole.len() > 3 {
            grouped.push(',');
        }
        grouped.push(c);
    }
    let sign = if rounded < 0.0 { "−" } else { "" };
    format!("{sign}{grouped}{}{unit}", part.map_or_else(String::new, |p| format!(".{p}")))
}

/// From figures to places.
struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
    ticks: Vec<f64>,
}

impl Scale {
    /// None where fewer than two figures differ: there is nothing to compare then.
    fn new(steps: &[Step], (from, to): (f64, f64)) -> Option<Self> {
        let values: Vec<f64> =
            steps.iter().flat_map(|s| [s.low, s.high]).flatten().filter(|v| v.is_finite()).collect();
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if low >= high || values.len() < 2 {
            return None;
        }
        // From zero, where that does not press the figures together.
        let low = if low >= 0.0 && low < 0.75 * high { 0.0 } else { low };
        let raw = (high - low) / 3.0;
        let power = 10f64.powf(raw.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0].iter().map(|m| m * power).find(|s| *s >= raw).unwrap_or(raw);
        let (low, high) = ((low / step).floor() * step, (high / step).ceil() * step);
        let count = ((high - low) / step).round() as usize;
        let ticks = (0..=count).map(|n| low + n as f64 * step).collect();
        Some(Self { low, high, from: from + 8.0, to: to - 8.0, ticks })
    }

    fn x(&self, value: f64) -> f64 {
        self.from + (self.to - self.from) * (value - self.low) / (self.high - self.low)
    }

    fn draw(&self, pen: &mut Pen, top: f64, bottom: f64, wide: bool) {
        let mut free = f64::MIN;
        for tick in &self.ticks {
            let x = self.x(*tick);
            let words = number(*tick);
            let half = width(&words, 12.0, false) / 2.0;
            if wide {
                pen.line("bs-grid", (x, top - 4.0), (x, bottom));
            }
            if x - half >= free {
                pen.text("bs-s bs-soft bs-mid", (x, top - 9.0), &words);
                free = x + half + 8.0;
            }
        }
        pen.line("bs-rule", (self.from, top - 4.0), (self.to, top - 4.0));
    }
}

fn keys(rows: &[Row<'_>], scaled: bool) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    if !scaled {
        return keys;
    }
    let mut dot = |class: &'static str, words: &str| {
        keys.push(Key {
            sample: Box::new(move |pen, x, y| pen.circle(class, (x + 6.0, y), 5.5)),
            wide: 13.0,
            words: words.to_owned(),
        });
    };
    let has =
        |f: &dyn Fn(&Step) -> bool| rows.iter().any(|r| r.step.low.or(r.step.high).is_some() && f(r.step));
    if has(&|s| !s.changed.is_empty() && !s.hedged && !s.denied) {
        dot("bs-moved", "changed here");
    }
    if has(&|s| s.hedged || s.denied) {
        dot("bs-open", "with caution, or denied");
    }
    if has(&|s| s.low.is_some() != s.high.is_some()) {
        keys.push(Key {
            sample: Box::new(|pen, x, y| {
                pen.path("bs-reach", &format!("M{} {}h22m-5 -4l5 4l-5 4", r(x), r(y)))
            }),
            wide: 24.0,
            words: "or more, or up to".to_owned(),
        });
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        let words = [1200.0, 40.0, 3.5, 4_200_000.0, 0.0, 12_345.0].map(number);
        assert_eq!(words, ["1,200", "40", "3.5", "4.2 million", "0", "12,345"]);
    }
}
