//! Another day for the same thing.

use backstory_model::{Change, ClaimChange, Interval, Span};

use super::Pair;
use crate::{sources::folded, statements::Said};

/// Words that stand with a day and do not belong to its name.
const BESIDE: &[&str] =
    &["on", "the", "of", "in", "at", "late", "early", "since", "by", "until", "from", "last", "next", "this"];

/// Days up to which a date may have moved on the way.
const SEASON: i32 = 62;

/// A day that a statement names.
struct Day {
    span: Span,
    /// Its name, in order of the alphabet: "12 May" and "May 12" are one.
    name: Vec<String>,
    when: Option<Interval>,
}

impl Day {
    fn is_weekday(&self) -> bool {
        self.name.len() == 1
            && self.name[0].ends_with("day")
            && !matches!(self.name[0].as_str(), "today" | "yesterday")
    }

    /// Whether it is a date: "14 months earlier" is a length of time.
    fn is_date(&self) -> bool {
        let length = |w: &String| matches!(w.as_str(), "ago" | "before" | "earlier" | "later" | "after");
        self.name.iter().any(|w| w.starts_with(|c: char| c.is_ascii_digit())) && !self.name.iter().any(length)
    }

    /// Whether both may be the same day.
    fn may_be(&self, other: &Day) -> bool {
        let overlap = self.when.zip(other.when).is_some_and(|(a, b)| a.overlaps(b));
        self.name == other.name || overlap
    }

    /// Whether both are days by name, and two: "today" of two reports is two days, and no change.
    fn is_other(&self, other: &Day) -> bool {
        let days = |w: Interval| w.start.until(w.end).map_or(i32::MAX, |s| s.get_days());
        // A month is no other day, and a date of another season is one of something else.
        let near = self.when.zip(other.when).map(|(a, b)| {
            let (first, last) = if a.start <= b.start { (a, b) } else { (b, a) };
            days(a) == days(b) && first.end.until(last.start).is_ok_and(|s| s.get_days() <= SEASON)
        });
        let length = self.name.len();
        let dates =
            self.is_date() && other.is_date() && near.unwrap_or(length > 1 && length == other.name.len());
        !self.may_be(other) && (dates || self.is_weekday() && other.is_weekday())
    }
}

impl Pair<'_> {
    /// Of a report and the one it took from, the one day of each statement that the other has not.
    pub(super) fn times(&self, found: &mut Vec<Change<ClaimChange>>) {
        if !self.derived || self.quotes_alone {
            return;
        }
        let (before, after) = (self.days(self.before.0), self.days(self.after.0));
        let only = |list: &[Day], other: &[Day]| -> Option<usize> {
            let mut new = (0..list.len()).filter(|at| !other.iter().any(|o| o.may_be(&list[*at])));
            new.next().filter(|_| new.next().is_none())
        };
        let (Some(from), Some(to)) = (only(&before, &after), only(&after, &before)) else { return };
        if before[from].is_other(&after[to]) {
            found.push(self.change(ClaimChange::Time, Some(before[from].span), Some(after[to].span)));
        }
    }

    /// The days of a statement, or where it has none, those of its sentence: not the day on which it was said, nor the one
    /// up to which a report tells of ("as of Monday").
    fn days(&self, said: &Said) -> Vec<Day> {
        let annotations = &self.ctx.reports[said.report].annotations;
        let text = &self.ctx.reports[said.report].report.text;
        let sentence = self.ctx.sentence_at(said.report, said.span.start).map_or(said.span, |s| s.span);
        let cues: Vec<Span> = annotations.attributions.iter().flat_map(|a| &a.cue_spans).copied().collect();
        let is_of_saying = |span: Span| {
            cues.iter().any(|cue| {
                let (from, to) = (cue.end.min(span.start), span.start.max(cue.end));
                let between = Span::new(from as usize, to as usize).of(text);
                cue.end <= span.start && between.split_whitespace().all(|w| w == "on") || cue.overlaps(span)
            })
        };
        let within = |whole: Span| -> Vec<Day> {
            let times = annotations.times.iter().filter(|t| whole.contains(t.span) && !is_of_saying(t.span));
            let told = times.filter(|t| !is_as_of(text[..t.span.start as usize].trim_end()));
            let day = |span: Span, when: Option<Interval>| {
                let mut name = folded(span.of(text));
                name.retain(|w| !BESIDE.contains(&w.as_str()));
                name.sort();
                Day { span, name, when }
            };
            told.map(|t| day(t.span, t.when)).collect()
        };
        let here = within(said.span);
        if here.is_empty() { within(sentence) } else { here }
    }
}
/// Whether words end with "as of".
fn is_as_of(words: &str) -> bool {
    const LENGTH: usize = "as of".len();
    words.get(words.len().saturating_sub(LENGTH)..).is_some_and(|end| end.eq_ignore_ascii_case("as of"))
}
