use std::fmt;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// A point in time as precisely as it is known: ISO 8601 `2025`, `2025-11`, `2025-11-24` or `2025-11-24T03:35:42Z`.
///
/// Ordered by the text, which for these forms is the order of time (a month before its first day).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment(String);

impl Moment {
    /// Reads an ISO 8601 date or date and time. None for anything else and for days that do not exist.
    pub fn parse(text: &str) -> Option<Self> {
        let moment = Self(text.to_owned());
        let ok = match text.len() {
            4 | 7 | 10 => moment.interval().is_some(),
            n if n > 10 => {
                let bytes = text.as_bytes();
                bytes[10] == b'T'
                    && bytes[11..].iter().all(|b| b.is_ascii_digit() || b":.+-Z".contains(b))
                    && moment.interval().is_some()
            }
            _ => false,
        };
        ok.then_some(moment)
    }

    /// A whole day.
    pub fn day(date: Date) -> Self {
        Self(date.to_string())
    }

    /// As ISO 8601.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The days it may mean; one day unless only month or year is known.
    pub fn interval(&self) -> Option<Interval> {
        let text = self.0.as_bytes();
        let number = |from: usize, to: usize| -> Option<i16> {
            let digits = text.get(from..to)?;
            digits.iter().all(u8::is_ascii_digit).then(|| self.0[from..to].parse().ok())?
        };
        let part = |from: usize| -> Option<Option<i8>> {
            match text.get(from - 1) {
                None => Some(None),
                Some(b'-') => Some(Some(i8::try_from(number(from, from + 2)?).ok()?)),
                Some(_) => None,
            }
        };
        let year = number(0, 4)?;
        let (month, day) = match part(5)? {
            None => (None, None),
            Some(month) => (Some(month), part(8)?),
        };
        let start = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        let end = match (month, day) {
            (None, _) => Date::new(year, 12, 31).ok()?,
            (Some(_), None) => start.last_of_month(),
            (Some(_), Some(_)) => start,
        };
        Some(Interval { start, end })
    }

    /// Whether it is later than `other` whatever the clocks of both: a day without a time may have begun 14 hours
    /// before it does in UTC, and may end 12 hours after.
    pub fn is_surely_after(&self, other: &Moment) -> bool {
        const EAST: i64 = 14 * 3600;
        const WEST: i64 = 12 * 3600;
        let seconds = |date: Date| date.to_zoned(TimeZone::UTC).ok().map(|z| z.timestamp().as_second());
        let exact = |moment: &Moment| moment.0.parse::<Timestamp>().ok().map(Timestamp::as_second);
        let earliest = exact(self).or_else(|| Some(seconds(self.interval()?.start)? - EAST));
        let latest = exact(other).or_else(|| Some(seconds(other.interval()?.end)? + 24 * 3600 + WEST));
        earliest.zip(latest).is_some_and(|(earliest, latest)| earliest > latest)
    }

    /// First day it may mean.
    pub fn first_day(&self) -> Option<Date> {
        Some(self.interval()?.start)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Days from `start` to `end`, both of them included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Interval {
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
}

impl Interval {
    /// One day.
    pub fn day(date: Date) -> Self {
        Self { start: date, end: date }
    }

    /// Whether the two share a day.
    pub fn overlaps(self, other: Interval) -> bool {
        self.start <= other.end && other.start <= self.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_on_any_clock() {
        let check = |a: &str, b: &str, expected: bool| {
            let (a, b) = (Moment::parse(a).expect("a moment"), Moment::parse(b).expect("a moment"));
            assert_eq!(a.is_surely_after(&b), expected, "{a} {b}");
        };
        check("2032-01-02", "2032-01-01T12:00:00Z", false);
        check("2032-01-02", "2032-01-01T09:00:00Z", true);
        check("2032-01-02T01:00:00+10:00", "2032-01-01T15:30:00Z", false);
        check("2032-01-02T01:00:00+0900", "2032-01-01T15:30:00Z", true);
        check("2032-01-02T08:00:00", "2032-01-01", false);
        check("2032-02", "2032-01-29", true);
        check("2032", "2032-01-30", false);
    }

    #[test]
    fn precision_is_kept() {
        let days = |text: &str| {
            let i = Moment::parse(text)?.interval()?;
            Some((i.start.to_string(), i.end.to_string()))
        };
        let both = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(days("2024"), both("2024-01-01", "2024-12-31"));
        assert_eq!(days("2024-02"), both("2024-02-01", "2024-02-29"));
        assert_eq!(days("2024-02-28"), both("2024-02-28", "2024-02-28"));
        assert_eq!(days("2024-02-28T23:59:00Z"), both("2024-02-28", "2024-02-28"));
        for bad in ["", "24", "2024-13", "2023-02-29", "2024/02/28", "2024-02-28 10:00", "2024-2-8", "20é4"]
        {
            assert_eq!(days(bad), None, "{bad}");
        }
    }
}
