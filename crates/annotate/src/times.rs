//! Time expressions → the days they mean, against the publication date.
//!
//! Calendar expressions of English news only: clock times, ages and durations are left out, and so are holidays whose day
//! depends on the country. An expression that needs the publication date stays without days where the report has none; one
//! that needs another event ("three days later", "in the hours after") or has no fixed ends ("a few weeks ago", "fiscal
//! 2030") always does. Parts of a unit ("early May", "mid-2030") stand for the whole, which holds them. A range ("from
//! March to May") is two expressions. The forms are those of TIMEX3 (Pustejovsky et al., 2003), as far as news uses them.

mod calendar;
mod readers;
mod rules;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use backstory_model::{Interval, Report, Span, TimeExpression};
use jiff::{ToSpan, civil::Date};
use regex::Regex;

use crate::{
    layout::Layout,
    words::{boundary, is_said},
};
use calendar::{Hemisphere, monday_of, month_of, months_from, week_of, years};

/// All time expressions of the report's title, body and captions, in order, without overlap.
pub(crate) fn times(report: &Report, layout: &Layout) -> Vec<TimeExpression> {
    let day = report.published.as_ref().and_then(|p| p.date.interval()).filter(|i| i.start == i.end);
    let published = day.map(|i| i.start);
    let hemisphere = report.outlet.as_deref().and_then(Hemisphere::of_outlet);
    let people = people_called_like_months(report, layout);
    let mut found = Vec::new();
    for paragraph in &layout.paragraphs {
        let start = paragraph.span.start as usize;
        let text = paragraph.span.of(&report.text);
        let mut taken = BTreeMap::new();
        let first = found.len();
        for rule in rules::RULES.iter() {
            for captures in rule.pattern.captures_iter(text) {
                let whole = captures.name("when").or_else(|| captures.get(0)).expect("a match has a whole");
                let span = Span::new(start + whole.start(), start + whole.end());
                // What is taken does not overlap, so the last one that starts before this one's end is enough to look at.
                let neighbour = taken.range(..span.end).next_back();
                if neighbour.is_some_and(|(_, end)| *end > span.start) {
                    continue;
                }
                let before = &text[boundary(text, whole.start().saturating_sub(NEAR))..whole.start()];
                let after = &text[whole.end()..boundary(text, whole.end() + NEAR)];
                let ahead = speaks_of_the_future(before, after);
                let context = Context { published, hemisphere, people: &people, before, after, ahead };
                if let Some((when, relative)) = (rule.read)(&captures, &context) {
                    taken.insert(span.start, span.end);
                    found.push(TimeExpression { span, when, relative });
                }
            }
        }
        found[first..].sort_by_key(|t: &TimeExpression| t.span);
    }
    found
}

/// How many bytes around an expression can bear on what it means.
const NEAR: usize = 200;

/// What an expression is read against.
struct Context<'a> {
    /// Day of publication.
    published: Option<Date>,
    /// Where the report's outlet sits.
    hemisphere: Option<Hemisphere>,
    /// Months after which people of this report are called: "May" where it tells of an Ada May.
    people: &'a BTreeSet<&'a str>,
    /// The words before the expression, in its paragraph.
    before: &'a str,
    /// The words after it.
    after: &'a str,
    /// Whether the words around speak of what is to come.
    ahead: bool,
}

impl Context<'_> {
    fn days_from_now(&self, from: i32, to: i32) -> Option<Interval> {
        let day = self.published?;
        Some(Interval { start: day.checked_add(from.days()).ok()?, end: day.checked_add(to.days()).ok()? })
    }

    /// The week, month, … that the publication day lies in, moved by whole ones.
    fn named_unit(&self, unit: &str, by: i32) -> Option<Interval> {
        let day = self.published?;
        match unit {
            "week" => week_of(day.checked_add(by.weeks()).ok()?),
            "weekend" => {
                // On a Saturday or Sunday "this weekend" has begun and "last weekend" is the one before; on other days
                // "last" is the one just over.
                let saturday = monday_of(day)?.checked_add((5 + 7 * by).days()).ok()?;
                Some(Interval { start: saturday, end: saturday.tomorrow().ok()? })
            }
            "month" => {
                let first = day.first_of_month().checked_add(by.months()).ok()?;
                Some(Interval { start: first, end: first.last_of_month() })
            }
            "quarter" => {
                let start = Date::new(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).ok()?;
                months_from(start.checked_add((3 * by).months()).ok()?, 3)
            }
            "year" => years(day.year() + by as i16, day.year() + by as i16),
            // "This decade" has no fixed first day.
            _ => None,
        }
    }

    /// The day, week, month or year so many units away: as wide as the unit, since such numbers are round. An hour may
    /// lie across midnight.
    fn away(&self, count: i32, unit: &str) -> Option<Interval> {
        let day = self.published?;
        match unit {
            "minute" | "hour" if count.abs() <= 24 => {
                self.days_from_now(-i32::from(count < 0), i32::from(count > 0))
            }
            "day" => self.days_from_now(count, count),
            "week" => week_of(day.checked_add(count.weeks()).ok()?),
            "month" => {
                let first = day.first_of_month().checked_add(count.months()).ok()?;
                month_of(first.year(), first.month())
            }
            "year" => {
                let year = day.checked_add(count.years()).ok()?.year();
                years(year, year)
            }
            "decade" => self.away(count * 10, "year"),
            _ => None,
        }
    }

    /// From so many units before the publication day (or, where negative, after it) up to it.
    fn stretch(&self, count: i32, unit: &str) -> Option<Interval> {
        let day = self.published?;
        let other = match unit {
            "hour" => day.checked_sub(((count + 23 * count.signum()) / 24).days()),
            "day" => day.checked_sub(count.days()),
            "week" => day.checked_sub(count.weeks()),
            "month" => day.checked_sub(count.months()),
            "year" => day.checked_sub(count.years()),
            "decade" => day.checked_sub((count * 10).years()),
            _ => return None,
        };
        let other = other.ok()?;
        Some(Interval { start: day.min(other), end: day.max(other) })
    }

    /// The year in which an interval of the calendar lies that is named without one: the nearest that has begun, or the
    /// next one where the words speak of the future. A day that is most of a year gone and comes again within weeks
    /// ("the Nov. 8 election" in October) is the coming one.
    fn nearest(&self, in_year: impl Fn(i16) -> Option<Interval>) -> Option<Interval> {
        let days_named = in_year(2024).is_some_and(|i| i.start.until(i.end).is_ok_and(|s| s.get_days() < 20));
        let day = self.published?;
        let candidates = [day.year() - 1, day.year(), day.year() + 1].into_iter().filter_map(in_year);
        let (past, coming): (Vec<_>, Vec<_>) = candidates.partition(|i| i.start <= day);
        let (past, coming) = (past.last().copied(), coming.first().copied());
        let days = |a: Date, b: Date| a.until(b).map_or(i32::MAX, |s| s.get_days());
        match (past, coming) {
            (Some(past), _) if past.end >= day => Some(past),
            (Some(past), Some(coming)) => {
                let soon = days_named && days(past.end, day) > 300 && days(day, coming.start) < 45;
                Some(if self.ahead || soon { coming } else { past })
            }
            (past, coming) => past.or(coming),
        }
    }
}

/// Whether the words of the same sentence around an expression say that it is still to come.
fn speaks_of_the_future(before: &str, after: &str) -> bool {
    static FUTURE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?xi)\b(?: will | won['’]t | shall | (?:is|are)\ (?:set|due|slated|planning)\ (?:to|for) | (?:is|are)\ to
            | going\ to | gonna | expected | scheduled\ (?:to|for) | set\ (?:to|for) | slated\ (?:to|for) | due\ (?:to|on|in)
            | (?:plan|hope|expect|aim|intend)s?\ to | planned\ for | upcoming | ahead\ of | to\ be\ held | as\ soon\ as
            | no\ later\ than | deadline )\b | ['’]ll\b",
        )
        .expect("the pattern is constant")
    });
    let from = before.rfind(['.', '!', '?', '“', '"', ';']).map_or(0, |at| at + 1);
    let clause = before.get(from..).unwrap_or_default();
    let until = after.find(['.', '!', '?', '”', '"', ';', ',']).unwrap_or(after.len());
    let ahead = FUTURE.find_iter(clause).last().is_some_and(|hit| {
        // "The bridge will close, officials said on Monday": the day is that of the saying.
        let mut previous = "";
        !clause[hit.end()..].split_whitespace().any(|word| {
            let said = is_said(word.trim_matches(|c: char| !c.is_alphanumeric())) && previous != "be";
            previous = word;
            said
        })
    });
    ahead || after[..until].trim_start().starts_with("will ")
}

fn last_word(text: &str) -> &str {
    text.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default()
}

/// Months that are part of a person's name somewhere in the report: "Ada May", "Mr. August", "April Osei".
fn people_called_like_months<'a>(report: &'a Report, layout: &Layout) -> BTreeSet<&'a str> {
    static NAME: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\b(?:[A-Z][a-z]+|Mr\.?|Mrs\.?|Ms\.?|Dr\.?) (?<surname>May|March|April|June|August)\b|\b(?<given>April|June|May|August) [A-Z][a-z]+")
            .expect("the pattern is constant")
    });
    let mut found = BTreeSet::new();
    for paragraph in &layout.paragraphs {
        let text = paragraph.span.of(&report.text);
        for hit in NAME.captures_iter(text) {
            let first = hit[0].split(' ').next().unwrap_or_default();
            if let Some(month) = hit.name("surname").filter(|_| !readers::opens_sentence(first)) {
                found.insert(month.as_str());
            }
            // "In June Osei left" names a month.
            let given = hit.name("given").map(|m| (m.as_str(), last_word(&text[..m.start()])));
            found
                .extend(given.filter(|(_, before)| !readers::opens_sentence(before)).map(|(month, _)| month));
        }
    }
    found
}
