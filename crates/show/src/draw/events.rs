//! What happened in a story, apart from when it was reported: a strip of time with both, and the events one below the
//! other.

use std::collections::{BTreeMap, BTreeSet};

use backstory_model::Moment;
use jiff::civil::Date;

use super::{
    Events, Happening, Layout, Look,
    axis::{Axis, DAY, lapse, minutes, month, of_day, short_day},
    frame::{Key, framed, full_width, legend},
    pen::{Pen, r},
    text::{wrap, wrap_marked},
};

/// At most so many days are told; those that most reports speak of come first.
const MOST: usize = 30;

/// What is told of one day, or stretch of days.
struct Entry<'a> {
    from: Date,
    to: Date,
    /// The first to tell it.
    first: &'a Happening,
    /// Who else does.
    by: BTreeSet<&'a str>,
    /// How many sentences in all.
    count: usize,
}

/// A timeline of what happened, above one of when it was reported.
pub fn events(view: &Events, look: &Look) -> String {
    let mut days: BTreeMap<(Date, Date), Entry> = BTreeMap::new();
    for event in &view.events {
        let entry = days.entry((event.from, event.to)).or_insert_with(|| Entry {
            from: event.from,
            to: event.to,
            first: event,
            by: BTreeSet::new(),
            count: 0,
        });
        entry.by.insert(&event.by);
        entry.count += 1;
    }
    let all = days.len();
    let mut entries: Vec<Entry> = days.into_values().collect();
    entries.sort_by_key(|e| (std::cmp::Reverse((e.by.len(), e.count)), e.from));
    entries.truncate(MOST);
    entries.sort_by_key(|e| (e.from, e.to));

    let width = full_width(look);
    let wide = look.layout == Layout::Wide;
    let mut pen = Pen::default();
    let mut y = strip(&mut pen, &entries, &view.reported, width, wide);
    y = list(&mut pen, &entries, y + 18.0, width, wide);
    if all > entries.len() {
        y += 20.0;
        let words = format!("and {} more days that fewer reports speak of", all - entries.len());
        pen.text("bs-s bs-soft bs-i", (if wide { 172.0 } else { 34.0 }, y), &words);
        y += 6.0;
    }
    let label = format!("What happened, and when it was reported: {} ({all} dates)", view.title);
    let brief = "Above the line what happened, below it when the reports came out.";
    framed(look, &label, &view.title, brief, pen, y + 6.0)
}

fn strip(pen: &mut Pen, entries: &[Entry<'_>], reported: &[Moment], width: f64, wide: bool) -> f64 {
    let left = if wide { 172.0 } else { 0.0 };
    let seen: Vec<f64> = reported.iter().filter_map(minutes).collect();
    let mut times = seen.clone();
    // By its middle: the ends of a year would stretch the axis to a year.
    let middle = |e: &Entry<'_>| (of_day(e.from) + of_day(e.to) + DAY) / 2.0;
    times.extend(entries.iter().map(middle));
    if times.is_empty() {
        return 0.0;
    }
    let mut axis = Axis::new(&times, false, left, width);
    axis.names = entries.iter().map(|e| (middle(e), when(e.from, e.to))).collect();
    // Numbers above the line, in as many rows as it takes.
    let mut rows: Vec<f64> = Vec::new();
    let mut marks = Vec::new();
    for (n, entry) in entries.iter().enumerate() {
        let (a, b) = axis.span(of_day(entry.from), middle(entry), of_day(entry.to) + DAY);
        let at = axis.x(middle(entry));
        // A stretch of time is shown as one where it is wider than its dot.
        let (a, b) = if b - a > 24.0 && entry.from != entry.to { (a, b) } else { (at, at) };
        let row = rows.iter().position(|free| *free <= a.min(at - 9.0)).unwrap_or(rows.len());
        if row == rows.len() {
            rows.push(0.0);
        }
        rows[row] = b.max(at + 9.0) + 2.0;
        marks.push((n, at, (a, b), row));
    }
    // Dots below it, stacked where they coincide.
    let mut stacks: BTreeMap<i64, usize> = BTreeMap::new();
    let dots: Vec<(f64, usize)> = seen
        .iter()
        .map(|t| {
            let x = (axis.x(*t) / 6.0).round() * 6.0;
            let nth = stacks.entry(x as i64).or_insert(0);
            *nth += 1;
            (x, *nth - 1)
        })
        .collect();
    let tallest = stacks.values().copied().max().unwrap_or(0).min(12) as f64;
    let extra = if wide { 0.0 } else { 16.0 };
    let top = 44.0;
    let happened = top + 10.0 + extra + rows.len() as f64 * 21.0;
    let base = happened + 6.0;
    let bottom = base + 10.0 + tallest.max(1.0) * 7.0 + extra;
    axis.draw(pen, top, bottom);
    pen.line("bs-tear", (left, base), (width, base));
    if wide {
        pen.text("bs-end", (left - 14.0, (top + base) / 2.0 + 6.0), "What happened");
        pen.text("bs-soft bs-end", (left - 14.0, base + 17.0), "When it was reported");
    } else {
        pen.text("bs-s bs-b", (0.0, top + 16.0), "What happened");
        pen.text("bs-s bs-soft", (0.0, bottom - 1.0), "When it was reported");
    }
    for (_, at, _, row) in &marks {
        pen.line("bs-rule", (*at, happened - 12.0 - *row as f64 * 21.0), (*at, base));
    }
    for (n, at, (a, b), row) in marks {
        let y = happened - 12.0 - row as f64 * 21.0;
        let entry = &entries[n];
        pen.linked("bs-node", entry.first.href.as_deref(), &title(entry), |pen| {
            if b > a + 1.0 {
                pen.rect("bs-span", (a, y - 3.0), (b - a, 6.0), 3.0);
            }
            pen.circle("bs-event", (at, y), 9.0);
            pen.text("bs-event-n", (at, y + 3.9), &(n + 1).to_string());
        });
    }
    for (x, nth) in dots {
        if nth < 12 {
            pen.circle("bs-tick", (x, base + 9.0 + nth as f64 * 7.0), 2.8);
        }
    }
    bottom
}

/// The words of the sentence; those that say when are marked.
fn emphasised(event: &Happening) -> Vec<(String, bool)> {
    let text = crate::words::plain(&event.text);
    let when = crate::words::plain(&event.words);
    let place = text.find(&when).filter(|_| !when.is_empty()).map(|at| (at, at + when.len()));
    let mut at = 0;
    let mut out = Vec::new();
    for word in text.split(' ') {
        let marked = place.is_some_and(|(from, to)| at < to && at + word.len() > from);
        out.push((word.to_owned(), marked));
        at += word.len() + 1;
    }
    out
}

fn title(entry: &Entry<'_>) -> String {
    format!("{}: {}", when(entry.from, entry.to), entry.first.text)
}

/// `4 Mar 2031`, `March 2031`, `2031`, `4–6 Mar 2031`.
fn when(from: Date, to: Date) -> String {
    if from == to {
        return short_day(from);
    }
    let whole = from.day() == 1 && to == to.last_of_month();
    if whole && from.year() == to.year() && (from.month(), to.month()) == (1, 12) {
        return from.year().to_string();
    }
    if whole && (from.year(), from.month()) == (to.year(), to.month()) {
        return format!("{} {}", month(from), from.year());
    }
    if (from.year(), from.month()) == (to.year(), to.month()) {
        return format!("{}–{}", from.day(), short_day(to));
    }
    format!("{} – {}", short_day(from), short_day(to))
}

/// What is drawn once the line behind it is.
type Later<'a> = Box<dyn FnOnce(&mut Pen) + 'a>;

fn list(pen: &mut Pen, entries: &[Entry<'_>], top: f64, width: f64, wide: bool) -> f64 {
    let (rail, text) = if wide { (190.0, 214.0) } else { (12.0, 34.0) };
    let mut y = top;
    let mut before: Option<Date> = None;
    let mut last = top;
    let mut draw: Vec<Later> = Vec::new();
    for (n, entry) in entries.iter().enumerate() {
        let gap = before.map(|b| of_day(entry.from) - of_day(b)).filter(|g| *g > 60.0 * DAY);
        if let Some(gap) = gap {
            let words = format!("{} later", lapse(gap));
            let at = y + 12.0;
            draw.push(Box::new(move |pen| pen.text("bs-s bs-soft bs-i", (text, at), &words)));
            y += 26.0;
        }
        before = Some(entry.to);
        let words = wrap_marked(&emphasised(entry.first), 13.0, width - text, if wide { 2 } else { 4 });
        let more = entry.by.len().saturating_sub(1);
        let by = match more {
            0 => entry.first.by.clone(),
            n => format!("{} and {n} other{}", entry.first.by, if n == 1 { "" } else { "s" }),
        };
        let at = y;
        let lines = words.len() as f64 + if wide { 1.0 } else { 2.0 };
        last = at + 12.0;
        draw.push(Box::new(move |pen| {
            pen.linked("bs-node", entry.first.href.as_deref(), &title(entry), |pen| {
                pen.circle("bs-event", (rail, at + 12.0), 9.0);
                pen.text("bs-event-n", (rail, at + 15.9), &(n + 1).to_string());
                let date = when(entry.from, entry.to);
                let mut line = at + 16.0;
                if wide {
                    pen.text("bs-b bs-end", (rail - 18.0, line), &date);
                } else {
                    pen.text("bs-b", (text, line), &date);
                    line += 18.0;
                }
                for words in &words {
                    pen.runs("", (text, line), words, "bs-b");
                    line += 18.0;
                }
                for words in wrap(&by, 12.0, false, width - text, 1) {
                    pen.text("bs-s bs-soft", (text, line), &words);
                }
            });
        }));
        y += lines * 18.0 + 14.0;
    }
    if last > top {
        pen.path("bs-rule", &format!("M{} {}V{}", r(rail), r(top + 12.0), r(last)));
    }
    for one in draw {
        one(pen);
    }
    let keys: Vec<Key> = Vec::new();
    y + legend(pen, y, width, &keys)
}
