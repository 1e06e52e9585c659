//! A claim taken apart, in one line: who · did what · when · where · how many.

use backstory_model::{Anchor, Claim, Interval, Part, Span};

use crate::{
    digest::Digest,
    words::{and, plain},
};

/// A part of a claim.
pub(crate) struct Slot {
    /// What it tells: `who`, `what`, `when`, `where` or `how many`.
    pub(crate) kind: &'static str,
    /// Its words.
    pub(crate) words: String,
    /// Days that its words do not name themselves; empty where there are none.
    pub(crate) days: String,
}

impl Digest<'_> {
    /// The parts of a claim, in this order; what stands within the words of another is not repeated. Empty where nothing is
    /// known to be done.
    pub(crate) fn slots(&self, claim: &Claim) -> Vec<Slot> {
        let slots = &claim.slots;
        let Some(action) = slots.action else { return Vec::new() };
        let anchor = |span: Span| Anchor { report: slots.at.report, span };
        let words = |span: Span| plain(self.case.words(anchor(span)));
        let subjects: Vec<Span> =
            slots.actors.iter().filter(|a| a.part == Part::Subject).map(|a| a.named.span).collect();
        let mut shown: Vec<Span> = Vec::new();
        let mut found = Vec::new();
        let mut add = |kind, spans: &[Span], days: String| {
            let new: Vec<Span> =
                spans.iter().copied().filter(|s| !shown.iter().any(|o| o.contains(*s))).collect();
            let all = if new.is_empty() && !days.is_empty() { spans } else { &new };
            if !all.is_empty() {
                let words = and(&all.iter().map(|s| words(*s)).collect::<Vec<_>>());
                found.push(Slot { kind, words, days });
            }
            shown.extend(new);
        };
        add("who", &subjects, String::new());
        add("what", &[action], String::new());
        if let Some(time) = slots.time {
            let said = words(time.span);
            let days = time.when.map(days).filter(|d| !said.contains(d.as_str())).unwrap_or_default();
            add("when", &[time.span], days);
        }
        if let Some(place) = &slots.place {
            add("where", &[place.span], String::new());
        }
        let numbers: Vec<Span> = slots.quantities.iter().map(|q| q.span).collect();
        add("how many", &numbers, String::new());
        found
    }
}

/// `2031`, `2031-05`, `2031-05-06` or `2031-05-06 – 2031-05-08`.
fn days(when: Interval) -> String {
    let (start, end) = (when.start, when.end);
    if start == end {
        start.to_string()
    } else if start == start.first_of_year() && end == start.last_of_year() {
        format!("{:04}", start.year())
    } else if start == start.first_of_month() && end == start.last_of_month() {
        format!("{:04}-{:02}", start.year(), start.month())
    } else {
        format!("{start} – {end}")
    }
}
