//! Days, months, seasons and years: arithmetic of the calendar and the words for its parts.

use backstory_lexicon::outlet_by_name;
use backstory_model::Interval;
use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

pub(super) fn month_number(name: &str) -> Option<i8> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let start = name.get(..3)?;
    MONTHS.iter().position(|m| *m == start).map(|n| n as i8 + 1)
}

pub(super) fn weekday(name: &str) -> Option<Weekday> {
    Some(match name.get(..3)? {
        "Mon" => Weekday::Monday,
        "Tue" => Weekday::Tuesday,
        "Wed" => Weekday::Wednesday,
        "Thu" => Weekday::Thursday,
        "Fri" => Weekday::Friday,
        "Sat" => Weekday::Saturday,
        "Sun" => Weekday::Sunday,
        _ => return None,
    })
}

/// A number in digits or in words up to fifty, as far as news counts days and years in words.
pub(super) fn small_number(word: &str) -> Option<i32> {
    let word = word.to_ascii_lowercase();
    match word.as_str() {
        "a" | "an" => Some(1),
        "a couple of" => Some(2),
        word => word.parse().ok().or_else(|| crate::quantities::number_word(word).map(|n| n as i32)),
    }
}

pub(super) fn month_of(year: i16, month: i8) -> Option<Interval> {
    let first = Date::new(year, month, 1).ok()?;
    Some(Interval { start: first, end: first.last_of_month() })
}

/// So many whole months from the first of one on.
pub(super) fn months_from(first: Date, count: i32) -> Option<Interval> {
    Some(Interval { start: first, end: first.checked_add((count - 1).months()).ok()?.last_of_month() })
}

pub(super) fn years(from: i16, to: i16) -> Option<Interval> {
    Some(Interval { start: Date::new(from, 1, 1).ok()?, end: Date::new(to, 12, 31).ok()? })
}

pub(super) fn monday_of(day: Date) -> Option<Date> {
    day.checked_sub(i32::from(day.weekday().to_monday_zero_offset()).days()).ok()
}

pub(super) fn week_of(day: Date) -> Option<Interval> {
    let monday = monday_of(day)?;
    Some(Interval { start: monday, end: monday.checked_add(6.days()).ok()? })
}

/// The half of the earth that a report is written from, which says what its seasons are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hemisphere {
    North,
    South,
}

impl Hemisphere {
    /// Where an outlet sits. None for outlets that the table does not have, and near the equator.
    pub(super) fn of_outlet(name: &str) -> Option<Self> {
        match outlet_by_name(name)?.country {
            "AR" | "AU" | "BW" | "CL" | "LS" | "NA" | "NZ" | "PY" | "SZ" | "UY" | "ZA" | "ZW" => {
                Some(Hemisphere::South)
            }
            "BO" | "BR" | "CO" | "CR" | "EC" | "ET" | "GH" | "ID" | "KE" | "LK" | "MY" | "NG" | "PA"
            | "PE" | "PH" | "RW" | "SG" | "SN" | "SO" | "TH" | "TZ" | "UG" | "VE" | "VN" | "ZM" => None,
            _ => Some(Hemisphere::North),
        }
    }

    /// The season that begins in a year: three months, as weather services count. A season over New Year begins in the
    /// old one.
    pub(super) fn season(self, name: &str, year: i16) -> Option<Interval> {
        let north = match name {
            "spring" => 3,
            "summer" => 6,
            "autumn" | "fall" => 9,
            _ => 12,
        };
        let first = match self {
            Hemisphere::North => north,
            Hemisphere::South => (north + 5) % 12 + 1,
        };
        months_from(Date::new(year, first, 1).ok()?, 3)
    }
}
