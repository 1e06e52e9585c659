//! Time expressions → the days they mean, against the publication date.
//!
//! Calendar expressions of English news only: clock times, ages and durations are left out. An expression that needs the
//! publication date stays without days where the report has none; one that needs another event ("three days later")
//! always does.

use std::{collections::BTreeMap, sync::LazyLock};

use backstory_model::{Interval, Report, Span, TimeExpression};
use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};
use regex::{Captures, Regex};

use crate::{layout::Layout, words::boundary};

/// All time expressions of the report's title, body and captions, in order, without overlap.
pub(crate) fn times(report: &Report, layout: &Layout) -> Vec<TimeExpression> {
    let day = report.published.as_ref().and_then(|p| p.date.interval()).filter(|i| i.start == i.end);
    let published = day.map(|i| i.start);
    let mut found = Vec::new();
    for paragraph in &layout.paragraphs {
        let start = paragraph.span.start as usize;
        let text = paragraph.span.of(&report.text);
        let mut taken = BTreeMap::new();
        let first = found.len();
        for rule in RULES.iter() {
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
                let context =
                    Context { published, before, after, ahead: speaks_of_the_future(before, after) };
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
    /// The words before the expression, in its paragraph.
    before: &'a str,
    /// The words after it.
    after: &'a str,
    /// Whether the words before speak of what is to come.
    ahead: bool,
}

/// The days meant, and whether they depend on the publication date. None where the words are no time after all.
type Reading = Option<(Option<Interval>, bool)>;

/// A form of time expression; earlier rules win where two overlap.
struct Rule {
    pattern: Regex,
    read: fn(&Captures<'_>, &Context<'_>) -> Reading,
}

const MONTH: &str = r"(?<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)";
const WEEKDAY: &str = r"(?<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)";
const YEAR: &str = r"(?<year>1[5-9]\d\d|20\d\d)";
const COUNT: &str = r"(?<count>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)";

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let rule = |pattern: &str, read: fn(&Captures<'_>, &Context<'_>) -> Reading| {
        let pattern = pattern
            .replace("MONTH", MONTH)
            .replace("WEEKDAY", WEEKDAY)
            .replace("YEAR", YEAR)
            .replace("COUNT", COUNT);
        Rule { pattern: Regex::new(&pattern).expect("the rules are constant"), read }
    };
    vec![
        rule(r"\b(?<when>(?<year>\d{4})-(?<m>\d\d)-(?<day>\d\d))(?:\b|T\d)", |c, _| {
            let date = Date::new(number(c, "year")?, number(c, "m")?, number(c, "day")?).ok()?;
            Some((Some(Interval::day(date)), false))
        }),
        rule(r"\b(?<a>\d{1,2})/(?<b>\d{1,2})/(?<year>(?:19|20)\d\d)\b", read_slashes),
        rule(
            r"\b(?:WEEKDAY,? )?MONTH (?<day>\d{1,2})(?:st|nd|rd|th)?(?:\s?[-–]\s?(?<to>\d{1,2}))?(?:,? YEAR)?\b",
            read_day_of_month,
        ),
        rule(
            r"\b(?:WEEKDAY,? )?(?<day>\d{1,2})(?:st|nd|rd|th)?(?:\s?[-–]\s?(?<to>\d{1,2}))? (?:of )?MONTH(?:,? YEAR)?\b",
            read_day_of_month,
        ),
        rule(r"\b(?:(?:early|mid|late)[ -])?MONTH,? (?:of )?YEAR\b", |c, _| {
            Some((month_of(number(c, "year")?, month_number(&c["month"])?), false))
        }),
        rule(
            r"\b(?i:(?<which>first|second|third|fourth|1st|2nd|3rd|4th) quarter)(?:,? (?:of )?YEAR)?\b",
            read_quarter,
        ),
        rule(r"\bQ(?<which>[1-4])(?:,? (?:of )?YEAR)?\b", read_quarter),
        rule(r"\b(?i:spring|summer|autumn|fall|winter)(?: of|,)? YEAR\b", |c, _| {
            // Which months a season has depends on the hemisphere, and a winter lies in two years.
            let year = number(c, "year")?;
            let winter = c[0].to_ascii_lowercase().starts_with("winter");
            Some((if winter { None } else { years(year, year) }, false))
        }),
        rule(r"\b(?i:(?:the )?day (?:before|after) (?:yesterday|tomorrow))\b", |c, context| {
            let by = if c[0].contains("yesterday") { -2 } else { 2 };
            Some((context.days_from_now(by, by), true))
        }),
        rule(
            r"\b(?i:today|tonight|this (?:morning|afternoon|evening)|yesterday|last night|tomorrow)\b",
            |c, context| {
                let by = match c[0].to_ascii_lowercase().as_str() {
                    "yesterday" | "last night" => -1,
                    "tomorrow" => 1,
                    _ => 0,
                };
                Some((context.days_from_now(by, by), true))
            },
        ),
        rule(r"\b(?i:earlier|later) (?i:this) (?<unit>week|month|year)\b", |c, context| {
            Some((context.named_unit(&c["unit"], 0), true))
        }),
        rule(
            r"\b(?i:(?<which>last|past|previous|this|current|next|coming) (?<unit>week|weekend|month|quarter|year|decade|spring|summer|autumn|fall|winter))\b",
            |c, context| {
                let by = match c["which"].to_ascii_lowercase().as_str() {
                    "last" | "past" | "previous" => -1,
                    "next" | "coming" => 1,
                    _ => 0,
                };
                Some((context.named_unit(&c["unit"].to_ascii_lowercase(), by), true))
            },
        ),
        rule(r"\b(?i:COUNT (?<unit>day|week|month|year|decade)s? ago)\b", |c, context| {
            Some((context.ago(small_number(&c["count"])?, &c["unit"].to_ascii_lowercase()), true))
        }),
        rule(
            r"\b(?i:COUNT (?:day|week|month|year)s? (?:later|earlier|before|after(?:wards?)?)|the (?:following|next|previous|same) (?:day|week|month|year|morning|evening|night)|(?:later )?that (?:same )?(?:day|morning|afternoon|evening|night|week|month|year)|the day (?:before|after))\b",
            |_, _| Some((None, true)),
        ),
        rule(
            r"\b(?:(?:early|late|mid)[ -])?(?:(?<which>[Ll]ast|[Tt]his|[Nn]ext|[Tt]his past|[Tt]his coming) )?WEEKDAY(?: (?:morning|afternoon|evening|night))?\b",
            read_weekday,
        ),
        rule(
            r"\b(?:(?:early|mid|late)[ -])?(?:(?<which>[Ll]ast|[Tt]his|[Nn]ext|[Tt]his past|[Tt]his coming) )?MONTH\b",
            read_month,
        ),
        rule(r"\b(?:(?:early|mid|late)[ -])?(?<year>1[89]\d0|20[0-2]0)['’]?s\b", |c, _| {
            let year = number(c, "year")?;
            Some((years(year, year + 9), false))
        }),
        rule(r"\b(?<year>1[89]\d\d|20[0-4]\d)\b", read_bare_year),
    ]
});

impl Context<'_> {
    fn days_from_now(&self, from: i32, to: i32) -> Option<Interval> {
        let day = self.published?;
        Some(Interval { start: day.checked_add(from.days()).ok()?, end: day.checked_add(to.days()).ok()? })
    }

    /// The week, month, … that the publication day lies in, moved by whole ones.
    fn named_unit(&self, unit: &str, by: i32) -> Option<Interval> {
        let day = self.published?;
        let monday = day.checked_sub(i32::from(day.weekday().to_monday_zero_offset()).days()).ok()?;
        match unit {
            "week" => week(monday.checked_add(by.weeks()).ok()?),
            "weekend" => {
                // On a Saturday or Sunday "this weekend" has begun and "last weekend" is the one before; on other days
                // "last" is the one just over.
                let saturday = monday.checked_add((5 + 7 * by).days()).ok()?;
                Some(Interval { start: saturday, end: saturday.tomorrow().ok()? })
            }
            "month" => {
                let first = day.first_of_month().checked_add(by.months()).ok()?;
                Some(Interval { start: first, end: first.last_of_month() })
            }
            "quarter" => {
                let start = Date::new(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).ok()?;
                quarter_from(start.checked_add((3 * by).months()).ok()?)
            }
            "year" => years(day.year() + by as i16, day.year() + by as i16),
            // "The last decade" has no fixed first day, and seasons depend on the hemisphere.
            _ => None,
        }
    }

    /// The day, week, month or year so long ago: as wide as the unit, since such numbers are round.
    fn ago(&self, count: i32, unit: &str) -> Option<Interval> {
        let day = self.published?;
        match unit {
            "day" => self.days_from_now(-count, -count),
            "week" => {
                let day = day.checked_sub(count.weeks()).ok()?;
                week(day.checked_sub(i32::from(day.weekday().to_monday_zero_offset()).days()).ok()?)
            }
            "month" => {
                let first = day.first_of_month().checked_sub(count.months()).ok()?;
                Some(Interval { start: first, end: first.last_of_month() })
            }
            "year" => {
                let year = day.checked_sub(count.years()).ok()?.year();
                years(year, year)
            }
            _ => None,
        }
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

fn read_slashes(c: &Captures<'_>, _: &Context<'_>) -> Reading {
    let (a, b, year): (i8, i8, i16) = (number(c, "a")?, number(c, "b")?, number(c, "year")?);
    // 3/4/2020 is March or April; only where one reading is no date, or both are the same, is it known.
    let (us, other) = (Date::new(year, a, b).ok(), Date::new(year, b, a).ok());
    let date = match (us, other) {
        (Some(us), Some(other)) => (us == other).then_some(us),
        (us, other) => Some(us.or(other)?),
    };
    Some((date.map(Interval::day), false))
}

fn read_day_of_month(c: &Captures<'_>, context: &Context<'_>) -> Reading {
    let month = month_number(&c["month"])?;
    let first: i8 = number(c, "day")?;
    let last: i8 = number(c, "to").filter(|to| *to > first).unwrap_or(first);
    let days = |year: i16| {
        Some(Interval { start: Date::new(year, month, first).ok()?, end: Date::new(year, month, last).ok()? })
    };
    days(2024)?;
    if let Some(year) = number(c, "year") {
        return Some((days(year), false));
    }
    let named = c.name("weekday").and_then(|w| weekday(w.as_str()));
    let fits = |i: &Interval| named.is_none_or(|w| i.start.weekday() == w);
    Some((context.nearest(|year| days(year).filter(fits)), true))
}

fn read_quarter(c: &Captures<'_>, context: &Context<'_>) -> Reading {
    let which = match c["which"].to_ascii_lowercase().as_str() {
        "first" | "1st" | "1" => 0,
        "second" | "2nd" | "2" => 1,
        "third" | "3rd" | "3" => 2,
        _ => 3,
    };
    let days = |year: i16| quarter_from(Date::new(year, which * 3 + 1, 1).ok()?);
    Some(match number(c, "year") {
        Some(year) => (days(year), false),
        None => (context.nearest(days), true),
    })
}

fn read_weekday(c: &Captures<'_>, context: &Context<'_>) -> Reading {
    let name = weekday(&c["weekday"])?;
    let Some(day) = context.published else { return Some((None, true)) };
    let back = i32::from(day.weekday().since(name));
    let which = c.name("which").map(|w| w.as_str().to_ascii_lowercase());
    let by = match which.as_deref() {
        Some("last" | "this past") if back == 0 => -7,
        Some("next") => 7 - back,
        Some("this coming") => 7 - back,
        Some("last" | "this past") => -back,
        _ if context.ahead && back != 0 => 7 - back,
        _ => -back,
    };
    Some((context.days_from_now(by, by), true))
}

fn read_month(c: &Captures<'_>, context: &Context<'_>) -> Reading {
    let month = month_number(&c["month"])?;
    let which = c.name("which").map(|w| w.as_str().to_ascii_lowercase());
    if which.is_none() && !is_named_month(&c["month"], context) {
        return None;
    }
    let days = |year: i16| month_of(year, month);
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
fn is_named_month(name: &str, context: &Context<'_>) -> bool {
    if name.ends_with('.') || matches!(name, "Jan" | "Feb" | "Aug" | "Sep" | "Sept" | "Oct" | "Nov" | "Dec") {
        return false;
    }
    if context.after.starts_with(['\'', '’']) {
        return context.after.trim_start_matches(['\'', '’']).starts_with('s');
    }
    let next = context.after.strip_prefix(' ').unwrap_or_default();
    let previous = last_word(context.before);
    let in_name =
        previous.starts_with(char::is_uppercase) && !context.before.trim_end().ends_with(['.', ',', ':']);
    if next.starts_with(char::is_uppercase) || in_name && !is_sentence_opener(previous) {
        return false;
    }
    let ambiguous = matches!(name, "May" | "March" | "April" | "June" | "August");
    let led = matches!(
        previous.to_ascii_lowercase().as_str(),
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
            | "each"
            | "every"
            | "the"
    );
    led || !ambiguous
}

fn is_sentence_opener(word: &str) -> bool {
    matches!(
        word,
        "In" | "Since" | "By" | "Until" | "From" | "During" | "Before" | "After" | "Early" | "Late" | "The"
    )
}

fn read_bare_year(c: &Captures<'_>, context: &Context<'_>) -> Reading {
    let before = context.before;
    if before.ends_with(|c: char| c.is_alphanumeric() || "$€£¥#.,-–/'’@".contains(c)) {
        return None;
    }
    let after = context.after;
    if after.starts_with(|c: char| c.is_alphanumeric() || c == '%' || c == '/' || c == '@')
        || after.starts_with([',', '.', '-', '–', ':'])
            && after.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
    {
        return None;
    }
    let next = after
        .strip_prefix(' ')
        .map_or("", |rest| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or(""));
    let previous = last_word(before).to_ascii_lowercase();
    // "1,950" has a comma in news; a bare four-digit number that counts something stands before a plural.
    if matches!(
        next,
        "people" | "men" | "women" | "children" | "feet" | "square" | "percent" | "more" | "other"
    ) {
        return None;
    }
    let led = matches!(
        previous.as_str(),
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
            | "for"
            | "or"
            | "a"
            | "his"
            | "her"
            | "their"
            | "its"
            | "year"
    );
    let counts = next.ends_with('s') && next.starts_with(char::is_lowercase) && !previous.starts_with("the");
    if !led && counts || previous == "no" || previous == "than" || previous == "about" {
        return None;
    }
    let year = number(c, "year")?;
    Some((years(year, year), false))
}

/// Whether the words of the same sentence before an expression say that it is still to come.
fn speaks_of_the_future(before: &str, after: &str) -> bool {
    static FUTURE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:will|(?:is|are) (?:set|due|scheduled|expected|slated|going|planning) (?:to|for)|scheduled (?:to|for)|set (?:to|for)|slated (?:to|for)|plans? to|planned for|due to|upcoming|ahead of|shall|to be held)\b")
            .expect("the pattern is constant")
    });
    let from = before.rfind(['.', '!', '?', '“', '"', ';']).map_or(0, |at| at + 1);
    let clause_start = before.get(from..).unwrap_or_default();
    let until = after.find(['.', '!', '?', '”', '"', ';', ',']).unwrap_or(after.len());
    // A verb of the past after the day ("Monday said it will …") ends what the day can belong to.
    FUTURE.is_match(clause_start) || after[..until].trim_start().starts_with("will ")
}

fn last_word(text: &str) -> &str {
    text.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default()
}

fn number<T: std::str::FromStr>(c: &Captures<'_>, name: &str) -> Option<T> {
    c.name(name)?.as_str().parse().ok()
}

fn small_number(word: &str) -> Option<i32> {
    const WORDS: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let word = word.to_ascii_lowercase();
    match word.as_str() {
        "a" | "an" => Some(1),
        word => word.parse().ok().or_else(|| WORDS.iter().position(|w| *w == word).map(|n| n as i32)),
    }
}

fn month_number(name: &str) -> Option<i8> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let start = name.get(..3)?;
    MONTHS.iter().position(|m| *m == start).map(|n| n as i8 + 1)
}

fn weekday(name: &str) -> Option<Weekday> {
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

fn month_of(year: i16, month: i8) -> Option<Interval> {
    let first = Date::new(year, month, 1).ok()?;
    Some(Interval { start: first, end: first.last_of_month() })
}

fn quarter_from(first: Date) -> Option<Interval> {
    Some(Interval { start: first, end: first.checked_add(2.months()).ok()?.last_of_month() })
}

fn years(from: i16, to: i16) -> Option<Interval> {
    Some(Interval { start: Date::new(from, 1, 1).ok()?, end: Date::new(to, 12, 31).ok()? })
}

fn week(monday: Date) -> Option<Interval> {
    Some(Interval { start: monday, end: monday.checked_add(6.days()).ok()? })
}
