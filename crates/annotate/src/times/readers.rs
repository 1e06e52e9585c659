//! How the forms of time expressions are read that take more than a line.

use std::sync::LazyLock;

use backstory_model::Interval;
use jiff::civil::Date;
use regex::{Captures, Regex};

use super::{
    Context,
    calendar::{month_number, month_of, months_from, weekday, years},
    last_word,
    rules::{MONTH, OPEN, Reading},
};

impl Context<'_> {
    /// "last year", "this year", "next year".
    pub(super) fn year_called(&self, which: &str) -> Option<i16> {
        let by = match which {
            "last" => -1,
            "next" => 1,
            _ => 0,
        };
        Some(self.published?.year() + by)
    }

    /// The season that "last summer", "this summer" or "the summer" means. None where it may be one of two: in November,
    /// "last summer" may be that of the same year.
    pub(super) fn season(&self, name: &str, which: &str) -> Option<Interval> {
        let (day, hemisphere) = (self.published?, self.hemisphere?);
        let all: Vec<Interval> =
            (day.year() - 2..=day.year() + 2).filter_map(|year| hemisphere.season(name, year)).collect();
        let past = all.iter().rev().find(|i| i.end < day).copied();
        let current = all.iter().find(|i| i.start <= day && day <= i.end).copied();
        let coming = all.iter().find(|i| i.start > day).copied();
        let this_year = |i: &Interval| i.start.year() == day.year();
        match which {
            "last" => past.filter(|i| !this_year(i)),
            "this past" => past,
            "next" => coming.filter(|i| !this_year(i)),
            "this coming" | "the coming" => coming,
            "this" => current.or_else(|| past.into_iter().chain(coming).find(this_year)),
            _ if self.ahead => current.or(coming),
            _ => current.or(past),
        }
    }
}

pub(super) fn read_slashes(c: &Captures<'_>, _: &Context<'_>) -> Reading {
    let (a, b, year): (i8, i8, i16) = (number(c, "a")?, number(c, "b")?, number(c, "year")?);
    // 3/4/2020 is March or April; only where one reading is no date, or both are the same, is it known.
    let (us, other) = (Date::new(year, a, b).ok(), Date::new(year, b, a).ok());
    let date = match (us, other) {
        (Some(us), Some(other)) => (us == other).then_some(us),
        (us, other) => Some(us.or(other)?),
    };
    Some((date.map(Interval::day), false))
}

/// The year that stands behind the second of two dates: "March 28 to April 3, 2019", "March and April 2019".
pub(super) fn shared_year(context: &Context<'_>, month: i8, day: Option<i8>) -> Option<i16> {
    static SECOND: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(&format!(
            r"^(?: (?:and|to|through|until|or) |,? ?[-–] ?)(?:(?<d>\d{{1,2}}),? (?<y>(?:1[89]|20)\d\d)\b|{MONTH}(?: (?<day>\d{{1,2}}))?,? (?<year>(?:1[89]|20)\d\d)\b|(?<after>\d{{1,2}}) {}(?: (?<last>(?:1[89]|20)\d\d))\b)",
            MONTH.replace("<month>", "<second>")
        ))
        .expect("the pattern is constant")
    });
    let c = SECOND.captures(context.after)?;
    let year: i16 = number(&c, "year").or_else(|| number(&c, "last")).or_else(|| number(&c, "y"))?;
    let second = c.name("month").or_else(|| c.name("second")).and_then(|m| month_number(m.as_str()));
    let second_day = number(&c, "day").or_else(|| number(&c, "after"));
    let earlier = second.is_some_and(|second| (second, second_day) < (month, day));
    Some(if earlier { year - 1 } else { year })
}

pub(super) fn read_day_of_month(c: &Captures<'_>, context: &Context<'_>) -> Reading {
    let month = month_number(&c["month"])?;
    let first: i8 = number(c, "day")?;
    let last: i8 = number(c, "to").filter(|to| *to > first).unwrap_or(first);
    let days = |year: i16| {
        Some(Interval { start: Date::new(year, month, first).ok()?, end: Date::new(year, month, last).ok()? })
    };
    days(2024)?;
    if let Some(year) = number(c, "year").or_else(|| shared_year(context, month, Some(first))) {
        return Some((days(year), false));
    }
    if let Some(which) = c.name("which") {
        return Some((context.year_called(which.as_str()).and_then(days), true));
    }
    let named = c.name("weekday").and_then(|w| weekday(w.as_str()));
    let fits = |i: &Interval| named.is_none_or(|w| i.start.weekday() == w);
    Some((context.nearest(|year| days(year).filter(fits)), true))
}

pub(super) fn read_holiday(c: &Captures<'_>, context: &Context<'_>) -> Reading {
    let name = &c["name"];
    let (month, day) = match name {
        _ if name.starts_with("New Year") && name.ends_with("Eve") => (12, 31),
        _ if name.starts_with("New Year") => (1, 1),
        _ if name.starts_with("Christmas Eve") => (12, 24),
        _ if name.starts_with("Christmas") => (12, 25),
        _ if name.starts_with("Valentine") => (2, 14),
        _ if name.starts_with("Halloween") => (10, 31),
        _ => (7, 4),
    };
    // "The Christmas market" is open for weeks.
    if name == "Christmas" && context.after.trim_start().starts_with(char::is_alphabetic) {
        return None;
    }
    let date = |year: i16| Some(Interval::day(Date::new(year, month, day).ok()?));
    Some(match number(c, "year") {
        Some(year) => (date(year), false),
        None => (context.nearest(date), true),
    })
}

pub(super) fn read_quarter(c: &Captures<'_>, context: &Context<'_>) -> Reading {
    let which = match c["which"].to_ascii_lowercase().as_str() {
        "first" | "1st" | "1" => 0,
        "second" | "2nd" | "2" => 1,
        "third" | "3rd" | "3" => 2,
        _ => 3,
    };
    let days = |year: i16| months_from(Date::new(year, which * 3 + 1, 1).ok()?, 3);
    Some(match (number(c, "year"), c.name("whose")) {
        (Some(year), _) => (days(year), false),
        (None, Some(whose)) => (context.year_called(whose.as_str()).and_then(days), true),
        (None, None) => (context.nearest(days), true),
    })
}

pub(super) fn read_weekday(c: &Captures<'_>, context: &Context<'_>) -> Reading {
    let name = weekday(&c["weekday"])?;
    let Some(day) = context.published else { return OPEN };
    let back = i32::from(day.weekday().since(name));
    let which = c.name("which").map(|w| w.as_str().to_ascii_lowercase());
    let later_this_week = name.to_monday_zero_offset() > day.weekday().to_monday_zero_offset();
    let by = match which.as_deref() {
        Some("last" | "this past") if back == 0 => -7,
        Some("last" | "this past") => -back,
        // Said on a Tuesday, "next Friday" may be in three days or in ten.
        Some("next") if later_this_week => return OPEN,
        Some("next" | "this coming") => 7 - back,
        Some("this") if later_this_week => 7 - back,
        _ if context.ahead && back != 0 => 7 - back,
        _ => -back,
    };
    Some((context.days_from_now(by, by), true))
}

pub(super) fn read_month(c: &Captures<'_>, context: &Context<'_>) -> Reading {
    let month = month_number(&c["month"])?;
    let which = c.name("which").map(|w| w.as_str().to_ascii_lowercase());
    if which.is_none() && !is_named_month(&c["month"], context) {
        return None;
    }
    let days = |year: i16| month_of(year, month);
    if which.is_none()
        && let Some(year) = shared_year(context, month, None)
    {
        return Some((days(year), false));
    }
    let when = match (which.as_deref(), context.published) {
        (_, None) => None,
        (Some("last" | "this past"), Some(day)) => {
            days(if month < day.month() { day.year() } else { day.year() - 1 })
        }
        (Some("next" | "this coming"), Some(day)) => {
            days(if month > day.month() { day.year() } else { day.year() + 1 })
        }
        (Some(_), Some(day)) => days(day.year()),
        (None, Some(_)) => context.nearest(days),
    };
    Some((when, true))
}

/// Whether a month's name without day and year means the month: "May" may be a verb, "April" and "Mr. August" people.
pub(super) fn is_named_month(name: &str, context: &Context<'_>) -> bool {
    if name.ends_with('.') || matches!(name, "Jan" | "Feb" | "Aug" | "Sep" | "Sept" | "Oct" | "Nov" | "Dec") {
        return false;
    }
    let previous = last_word(context.before);
    let in_name =
        previous.starts_with(char::is_uppercase) && !context.before.trim_end().ends_with(['.', ',', ':']);
    let named = in_name && !opens_sentence(previous);
    if context.after.starts_with(['\'', '’']) {
        let possessive = context.after.trim_start_matches(['\'', '’']).starts_with('s');
        return possessive && !named && !context.people.contains(name);
    }
    let next = context.after.strip_prefix(' ').unwrap_or_default();
    if next.starts_with(char::is_uppercase) || named {
        return false;
    }
    let ambiguous = matches!(name, "May" | "March" | "April" | "June" | "August");
    let led = leads_to_time(previous) || previous.eq_ignore_ascii_case("each") || previous == "every";
    led && !context.people.contains(name) || !ambiguous
}

/// Words before a month or a year: "since 2030", "in April".
pub(super) fn leads_to_time(word: &str) -> bool {
    matches!(
        word.to_ascii_lowercase().as_str(),
        "in" | "since"
            | "by"
            | "until"
            | "till"
            | "from"
            | "during"
            | "of"
            | "through"
            | "before"
            | "after"
            | "early"
            | "late"
            | "mid"
            | "and"
            | "to"
            | "between"
            | "the"
    )
}

/// Words that go on behind a date.
pub(super) fn leads_on(word: &str) -> bool {
    matches!(
        word.trim_end_matches(|c: char| !c.is_alphanumeric()),
        "in" | "at"
            | "on"
            | "for"
            | "by"
            | "with"
            | "to"
            | "of"
            | "and"
            | "but"
            | "when"
            | "while"
            | "after"
            | "before"
            | "the"
            | "among"
            | "last"
            | "this"
    )
}

/// Words with a capital before a month that make no name with it.
pub(super) fn opens_sentence(word: &str) -> bool {
    leads_to_time(word) || matches!(word, "On" | "Last" | "Next" | "This" | "Throughout")
}

/// Whether digits, a sign of money or a mark before or behind makes four digits part of something else.
pub(super) fn is_inside_number(context: &Context<'_>) -> bool {
    context.before.ends_with(|c: char| c.is_alphanumeric() || "$€£¥#.,-–/'’@".contains(c))
        || context.after.starts_with(|c: char| c.is_alphanumeric() || c == '%' || c == '/' || c == '@')
        || context.after.starts_with([',', '.', '-', '–', ':'])
            && context.after.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
}

pub(super) fn read_bare_year(c: &Captures<'_>, context: &Context<'_>) -> Reading {
    if is_inside_number(context) {
        return None;
    }
    let next = context
        .after
        .strip_prefix(' ')
        .map_or("", |rest| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or(""));
    let previous = last_word(context.before).to_ascii_lowercase();
    // "1,950" has a comma in news; a bare four-digit number that counts something stands before a plural.
    if matches!(
        next,
        "people" | "men" | "women" | "children" | "feet" | "square" | "percent" | "more" | "other"
    ) {
        return None;
    }
    let led = leads_to_time(&previous)
        || matches!(previous.as_str(), "for" | "or" | "a" | "his" | "her" | "their" | "its" | "year")
        || of_a_year(next);
    let counts = next.ends_with('s') && next.starts_with(char::is_lowercase) && !previous.starts_with("the");
    if !led && counts || matches!(previous.as_str(), "no" | "than" | "about") && !of_a_year(next) {
        return None;
    }
    let year = number(c, "year")?;
    Some((years(year, year), false))
}

/// Plurals that a year stands before: "2029 levels", "2030 elections".
pub(super) fn of_a_year(noun: &str) -> bool {
    matches!(
        noun,
        "levels"
            | "elections"
            | "primaries"
            | "games"
            | "protests"
            | "riots"
            | "floods"
            | "attacks"
            | "results"
            | "figures"
            | "prices"
            | "sanctions"
            | "talks"
            | "hearings"
            | "standards"
            | "rules"
    )
}

pub(super) fn number<T: std::str::FromStr>(c: &Captures<'_>, name: &str) -> Option<T> {
    c.name(name)?.as_str().parse().ok()
}
