//! The forms of time expressions, and how each is read.

use std::sync::LazyLock;

use backstory_model::Interval;
use jiff::{ToSpan, civil::Date};
use regex::{Captures, Regex};

use super::{
    Context,
    calendar::{month_number, month_of, months_from, small_number, weekday, years},
    last_word,
};

/// The days meant, and whether they depend on the publication date. None where the words are no time after all.
pub(super) type Reading = Option<(Option<Interval>, bool)>;

/// A form of time expression; earlier rules win where two overlap.
pub(super) struct Rule {
    /// What it looks like; the expression is the group `when`, or all of it.
    pub(super) pattern: Regex,
    pub(super) read: fn(&Captures<'_>, &Context<'_>) -> Reading,
}

/// Pieces that patterns name in capitals.
const PIECES: [(&str, &str); 8] = [
    (
        "MONTH",
        r"(?<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)",
    ),
    ("WEEKDAY", r"(?<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"),
    ("SHORTDAY", r"(?<weekday>(?:Mon|Tue|Tues|Wed|Wednes|Thu|Thur|Thurs|Fri|Sat|Satur|Sun)(?:day|\.)?)"),
    ("YEAR", r"(?<year>1[5-9]\d\d|20\d\d)"),
    (
        "COUNT",
        r"(?<count>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty|forty|fifty|a couple of)",
    ),
    ("VAGUE", r"(?:an?|a few|few|several|many|some|a number of)"),
    ("PART", r"(?:(?i:early|mid|late)[ -])"),
    ("DAYTIME", r"(?i:morning|afternoon|evening|night|midday|noon|lunchtime)"),
];

fn rule(pattern: &str, read: fn(&Captures<'_>, &Context<'_>) -> Reading) -> Rule {
    let pattern = PIECES.iter().fold(pattern.to_owned(), |p, (name, piece)| p.replace(name, piece));
    Rule { pattern: Regex::new(&pattern).expect("the rules are constant"), read }
}

/// No days: they depend on another event, or have no fixed ends.
const OPEN: Reading = Some((None, true));

pub(super) static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    [absolute_days(), seasons(), months_and_years(), relative_units(), counted_units(), weekdays(), bare()]
        .into_iter()
        .flatten()
        .collect()
});

/// Days of the calendar.
fn absolute_days() -> Vec<Rule> {
    vec![
        rule(
            r"\b(?<when>(?<year>\d{4})(?:-(?<m>\d\d)-|/(?<n>\d\d)/)(?<day>\d\d))(?:\b|T\d)",
            |c, context| {
                // Addresses hold dates of other reports.
                if context.before.ends_with('/') || context.after.starts_with('/') {
                    return None;
                }
                let month = number(c, "m").or_else(|| number(c, "n"))?;
                let date = Date::new(number(c, "year")?, month, number(c, "day")?).ok()?;
                Some((Some(Interval::day(date)), false))
            },
        ),
        rule(r"\b(?<a>\d{1,2})/(?<b>\d{1,2})/(?<year>(?:19|20)\d\d)\b", read_slashes),
        rule(r"\b(?<a>\d{1,2})-(?<b>\d{1,2})-(?<year>(?:19|20)\d\d)\b", read_slashes),
        rule(r"\b(?<day>\d{1,2})\.\s?(?<m>\d{1,2})\.\s?(?<year>(?:19|20)\d\d)\b", |c, _| {
            let date = Date::new(number(c, "year")?, number(c, "m")?, number(c, "day")?).ok()?;
            Some((Some(Interval::day(date)), false))
        }),
        // The day that became a name: the attacks of 2001.
        rule(
            r"\b(?:9/11\b|(?<when>Sept(?:\.|ember) 11(?:th)?) (?:terrorist|terror|attack|attacks|hijackers|conspiracy)\b)",
            |_, _| Some((Some(Interval::day(Date::new(2001, 9, 11).ok()?)), false)),
        ),
        rule(
            r"\b(?:(?:the )?(?:early )?DAYTIME of )?(?:SHORTDAY,? )?MONTH (?<day>\d{1,2})(?:st|nd|rd|th)?(?:\s?[-–]\s?(?<to>\d{1,2}))?(?:,? YEAR| (?:of )?(?<which>last|this|next) year)?\b",
            read_day_of_month,
        ),
        rule(
            r"\b(?:(?:the )?(?:early )?DAYTIME of )?(?:SHORTDAY,? )?(?<day>\d{1,2})(?:st|nd|rd|th)?(?:\s?[-–]\s?(?<to>\d{1,2}))? (?:of )?MONTH(?:,? YEAR| (?:of )?(?<which>last|this|next) year)?\b",
            read_day_of_month,
        ),
        rule(
            r"\b(?<name>New Year['’]s (?:Day|Eve)|Christmas(?: Day| Eve)?|Valentine['’]s Day|Halloween|(?:the )?Fourth of July)(?:,? YEAR)?\b",
            read_holiday,
        ),
    ]
}

/// Months, quarters and years of the calendar, and longer times.
fn months_and_years() -> Vec<Rule> {
    vec![
        rule(r"\bPART?MONTH,? (?:of )?YEAR\b", |c, _| {
            Some((month_of(number(c, "year")?, month_number(&c["month"])?), false))
        }),
        rule(r"\bPART?MONTH,? (?:of )?(?<which>last|this|next) year\b", |c, context| {
            let month = month_number(&c["month"])?;
            let year = context.year_called(&c["which"]);
            Some((year.and_then(|year| month_of(year, month)), true))
        }),
        // Whose year it is, and when it begins, the words do not tell.
        rule(
            r"\b(?i:(?:(?:first|second|third|fourth)[ -]quarter of )?fiscal (?:year )?20\d\d|FY ?(?:20)?\d\d|(?:fiscal (?:first|second|third|fourth)|(?:first|second|third|fourth)[ -]fiscal)[ -]quarter(?: of)?(?: 20\d\d)?|(?:last|this|next|the current) fiscal (?:year|quarter))\b",
            |_, _| Some((None, false)),
        ),
        rule(
            r"\b(?i:(?<which>first|second|third|fourth|1st|2nd|3rd|4th)[ -]quarter)(?:,? (?:of )?YEAR| (?:of )?(?<whose>last|this|next) year)?\b",
            read_quarter,
        ),
        rule(
            r"\bQ(?<which>[1-4])(?:,? (?:of )?YEAR| (?:of )?(?<whose>last|this|next) year)?\b",
            read_quarter,
        ),
        rule(r"\b(?<which>[1-4])Q(?: YEAR)?\b", read_quarter),
        rule(
            r"\b(?i:(?:the )?(?<which>first|second) half of (?:YEAR|(?<whose>last|this|next) year))\b",
            |c, context| {
                let year = number(c, "year");
                let first = if c["which"].eq_ignore_ascii_case("first") { 1 } else { 7 };
                let days = |year: i16| months_from(Date::new(year, first, 1).ok()?, 6);
                Some(match c.name("whose") {
                    Some(whose) => (context.year_called(whose.as_str()).and_then(days), true),
                    None => (days(year?), false),
                })
            },
        ),
        rule(r"\b(?<year>1[5-9]\d\d|20\d\d)\s?[-–/]\s?(?<to>(?:1[5-9]|20)\d\d|\d\d)\b", |c, context| {
            if is_inside_number(context) {
                return None;
            }
            let from: i16 = number(c, "year")?;
            let to: i16 = number(c, "to")?;
            let to = if to < 100 { from / 100 * 100 + to } else { to };
            (to > from).then(|| (years(from, to), false))
        }),
        rule(r"\bPART(?:(?:to|and) late[ -])?YEAR\b", |c, context| {
            let year = number(c, "year")?;
            (!is_inside_number(context)).then(|| (years(year, year), false))
        }),
        rule(r"\bPART?(?<year>1[5-9]\d0|20[0-9]0)['’]?s\b", |c, _| {
            let year: i16 = number(c, "year")?;
            // "The 1900s" may be ten years or a hundred.
            Some((if year % 100 == 0 { None } else { years(year, year + 9) }, false))
        }),
        rule(r"\b(?i:the )PART?(?<when>['’‘](?<tens>[2-9]0)s)\b", |c, _| {
            let year = 1900 + number::<i16>(c, "tens")?;
            Some((years(year, year + 9), false))
        }),
        rule(r"\bPART?(?<count>1[0-9]|20|21)(?:th|st)[ -]century\b", |c, _| {
            let century: i16 = number(c, "count")?;
            Some((years(century * 100 - 99, century * 100), false))
        }),
    ]
}

fn seasons() -> Vec<Rule> {
    vec![
        rule(
            r"\bPART?(?i:(?<season>spring|summer|autumn|fall|winter))(?: of|,)? YEAR(?:\s?[-–/]\s?(?<to>\d{2,4}))?\b",
            |c, context| {
                let year = number(c, "year")?;
                let season = c["season"].to_ascii_lowercase();
                let days = context.hemisphere.and_then(|h| h.season(&season, year));
                // One season of a year may be its start or its end: over New Year it lies in two.
                let over_new_year = days.is_some_and(|d| d.start.year() != d.end.year());
                let days = match (days, c.name("to").is_some()) {
                    (Some(days), true) => over_new_year.then_some(days),
                    (Some(days), false) => (!over_new_year).then_some(days),
                    (None, false) if season != "winter" => years(year, year),
                    (None, _) => None,
                };
                Some((days, false))
            },
        ),
        rule(
            r"\b(?i:(?:(?:early|mid|late)[ -])?(?<which>last|this past|this coming|this|next|the coming) (?<season>spring|summer|autumn|fall|winter))\b",
            |c, context| {
                // "Next fall apart", "this spring water" are too rare to ask for more.
                Some((
                    context.season(&c["season"].to_ascii_lowercase(), &c["which"].to_ascii_lowercase()),
                    true,
                ))
            },
        ),
        rule(
            r"\b(?i:(?:in|over|during|since|by|until|throughout) (?<when>(?:the )?PART?(?<season>spring|summer|autumn|fall|winter)))\b",
            |c, context| {
                if context.after.starts_with(" of ") || context.after.starts_with('-') {
                    return None;
                }
                Some((context.season(&c["season"].to_ascii_lowercase(), "the"), true))
            },
        ),
    ]
}

/// Days, weeks, months and years told from the day of publication.
fn relative_units() -> Vec<Rule> {
    vec![
        rule(r"\bWEEKDAY,? (?:of )?(?<which>last|this|next) week\b", |c, context| {
            let name = weekday(&c["weekday"])?;
            let by = match &c["which"] {
                "last" => -1,
                "next" => 1,
                _ => 0,
            };
            let monday = context.named_unit("week", by).map(|week| week.start);
            let days = i32::from(name.to_monday_zero_offset());
            Some((monday.and_then(|m| m.checked_add(days.days()).ok()).map(Interval::day), true))
        }),
        rule(r"\b(?i:(?:the )?day (?:before|after) (?:yesterday|tomorrow))\b", |c, context| {
            let by = if c[0].to_ascii_lowercase().contains("yesterday") { -2 } else { 2 };
            Some((context.days_from_now(by, by), true))
        }),
        rule(
            r"\b(?i:(?:(?:early|earlier|late|later) )?(?:today|tonight|this (?:morning|afternoon|evening)|(?<day>yesterday|tomorrow)(?: (?:morning|afternoon|evening|night))?|(?<night>last night)))\b",
            |c, context| {
                let day = c.name("day").map(|d| d.as_str().to_ascii_lowercase());
                let by = match day.as_deref() {
                    Some("yesterday") => -1,
                    Some(_) => 1,
                    None => -i32::from(c.name("night").is_some()),
                };
                Some((context.days_from_now(by, by), true))
            },
        ),
        rule(r"\b(?i:(?<way>earlier|later) (?:this|in the) (?<unit>week|month|year))\b", |c, context| {
            let earlier = c["way"].eq_ignore_ascii_case("earlier");
            let days = context.named_unit(&c["unit"].to_ascii_lowercase(), 0).zip(context.published);
            let days = days.map(|(whole, day)| match earlier {
                true => Interval { start: whole.start, end: day },
                false => Interval { start: day, end: whole.end },
            });
            Some((days, true))
        }),
        // The words of a story that has a time of its own.
        rule(
            r"\b(?i:the (?:following|next|previous|preceding|same) (?<unit>day|week|weekend|month|year|morning|afternoon|evening|night|spring|summer|autumn|fall|winter))\b",
            |c, context| {
                let next = c[0].to_ascii_lowercase().starts_with("the next");
                let led = matches!(last_word(context.before), "over" | "in" | "within" | "during" | "for");
                Some((
                    if next && led && context.ahead { context.stretch(-1, &c["unit"]) } else { None },
                    true,
                ))
            },
        ),
        rule(
            r"\b(?i:(?:the|this) (?:past|last) (?<unit>hour|day|week|month|year|decade|century))\b",
            |c, context| {
                let part = [" of ", " before ", " in ", " to "].iter().any(|w| context.after.starts_with(w));
                let days = context.stretch(1, &c["unit"].to_ascii_lowercase());
                Some((days.filter(|_| !part), true))
            },
        ),
        rule(
            r"\b(?i:(?:(?:early|mid|late|earlier|later) )?(?:this )?(?<which>last|past|previous|this|the current|current|next|coming|the coming) (?<unit>week|weekend|month|quarter|year|decade))\b",
            |c, context| {
                let by = match c["which"].to_ascii_lowercase().as_str() {
                    "last" | "past" | "previous" => -1,
                    "next" | "coming" | "the coming" => 1,
                    _ => 0,
                };
                Some((context.named_unit(&c["unit"].to_ascii_lowercase(), by), true))
            },
        ),
        rule(r"\b(?i:(?:over|at|during|on) (?<when>the weekend))\b", |_, context| {
            let over = context.published.is_some_and(|day| day.weekday().to_monday_zero_offset() < 5);
            let by = if context.ahead || !over { 0 } else { -1 };
            Some((context.named_unit("weekend", by), true))
        }),
        rule(
            r"\b(?:the )?(?i:coming|recent|past|last few|past few) (?i:hours|days|weeks|months|years|decades)\b",
            |_, _| OPEN,
        ),
    ]
}

/// Numbers of days, weeks, months and years before or after a day.
fn counted_units() -> Vec<Rule> {
    vec![
        rule(
            r"\b(?i:(?:the|these|his|her|its|their) (?<which>past|last|previous|preceding|next|coming|following) (?:COUNT|VAGUE) (?<unit>hour|day|week|month|year|decade)s?)\b",
            |c, context| {
                let part = [" of ", " before ", " in "].iter().any(|w| context.after.starts_with(w));
                let count = c.name("count").filter(|_| !part).and_then(|n| small_number(n.as_str()));
                let sign = match c["which"].to_ascii_lowercase().as_str() {
                    "past" | "last" => 1,
                    "next" | "coming" => -1,
                    _ => return OPEN,
                };
                let unit = c["unit"].to_ascii_lowercase();
                Some((count.and_then(|n| context.stretch(sign * n, &unit)), true))
            },
        ),
        rule(
            r"\b(?i:COUNT (?<unit>minute|hour|day|week|month|year|decade)s? (?<way>ago|from now))\b",
            |c, context| {
                let count = small_number(&c["count"])?;
                let sign = if c["way"].eq_ignore_ascii_case("ago") { -1 } else { 1 };
                // "More than ten years ago" has no first day.
                let open = ["more than", "less than", "over", "at least", "up to", "under"];
                let before = context.before.trim_end().to_lowercase();
                if open.iter().any(|words| before.ends_with(words)) {
                    return OPEN;
                }
                Some((context.away(sign * count, &c["unit"].to_ascii_lowercase()), true))
            },
        ),
        rule(
            r"\b(?i:(?:(?:VAGUE|half a|tens of|hundreds of|a couple) )?(?:minute|hour|day|week|month|year|decade|century|centurie)s? (?:ago|from now))\b",
            |_, _| OPEN,
        ),
        rule(
            r"\b(?:[Tt]he (?:(?:first|final|last|early|immediate|intervening|few|COUNT) ){0,2}(?:moments|minutes|hours|days|weeks|months|years|night|morning|week|month|year) (?:after|since|before|following|leading up to|that followed|ahead of|prior to))\b",
            |_, _| OPEN,
        ),
        rule(
            r"\b(?i:(?:(?:COUNT|VAGUE|just) )?(?:minutes|hours|days|weeks|months|years|decades) (?:later|earlier|before|after(?:wards?)?))\b",
            |_, _| OPEN,
        ),
        rule(
            r"\b(?i:COUNT (?:minute|hour|day|week|month|year|decade)s? (?:later|earlier|before|after(?:wards?)?)|(?:(?:later|earlier) )?(?:on )?that (?:same )?(?:day|morning|afternoon|evening|night|week|month|year)|(?:later|earlier) (?:in|on) the (?:day|morning|evening)|the day (?:before|after))\b",
            |_, _| OPEN,
        ),
    ]
}

fn weekdays() -> Vec<Rule> {
    vec![
        rule(r"\b(?i:overnight)(?: (?<into>into|from|on))? WEEKDAY\b", |c, context| {
            let Some((Some(day), _)) = read_weekday(c, context) else { return OPEN };
            let before = c.name("into").is_some_and(|w| w.as_str() == "into");
            let night = |day: Interval| {
                Some(if before {
                    Interval { start: day.start.yesterday().ok()?, end: day.end }
                } else {
                    Interval { start: day.start, end: day.end.tomorrow().ok()? }
                })
            };
            Some((night(day), true))
        }),
        rule(
            r"\b(?:(?i:early|late|mid|earlier|later)[ -](?i:on )?)?(?:(?<which>[Ll]ast|[Tt]his|[Nn]ext|[Tt]his past|[Tt]his coming) )?WEEKDAY(?: DAYTIME)?\b",
            read_weekday,
        ),
        rule(r"\b(?i:overnight)\b", |_, context| {
            // "An overnight success" is no time; what happened overnight happened in the night before the report.
            let adjective = matches!(last_word(context.before), "an" | "a" | "the" | "An" | "The")
                || context.after.starts_with('-');
            (!adjective).then(|| (context.days_from_now(-1, 0), true))
        }),
    ]
}

/// Months and years by themselves, and the present.
fn bare() -> Vec<Rule> {
    vec![
        rule(
            r"\bPART?(?:(?<which>[Ll]ast|[Tt]his|[Nn]ext|[Tt]his past|[Tt]his coming) )?MONTH\b",
            read_month,
        ),
        rule(r"\b(?<year>1[89]\d\d|20[0-4]\d)\b", read_bare_year),
        rule(r"\b(?:now|Now)\b", |_, context| {
            let glued = |text: &str| text.starts_with(['-', '–', '—', '’', '\'']);
            let before = context.before.ends_with(['-', '–', '—', '’', '\'']);
            // "Now that", "Now, …" join clauses; "until now" and "from now on" have a far end.
            let joins = context.after.starts_with(" that ") || context.after.starts_with(',');
            let far = matches!(last_word(context.before), "until" | "till" | "from" | "Until" | "From");
            (!glued(context.after) && !before && !joins && !far).then(|| (context.days_from_now(0, 0), true))
        }),
    ]
}

impl Context<'_> {
    /// "last year", "this year", "next year".
    fn year_called(&self, which: &str) -> Option<i16> {
        let by = match which {
            "last" => -1,
            "next" => 1,
            _ => 0,
        };
        Some(self.published?.year() + by)
    }

    /// The season that "last summer", "this summer" or "the summer" means. None where it may be one of two: in November,
    /// "last summer" may be that of the same year.
    fn season(&self, name: &str, which: &str) -> Option<Interval> {
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

/// The year that stands behind the second of two dates: "March 28 to April 3, 2019", "March and April 2019".
fn shared_year(context: &Context<'_>, month: i8, day: Option<i8>) -> Option<i16> {
    static SECOND: LazyLock<Regex> = LazyLock::new(|| {
        let month = PIECES[0].1;
        Regex::new(&format!(
            r"^(?: (?:and|to|through|until|or) |,? ?[-–] ?)(?:(?<d>\d{{1,2}}),? (?<y>(?:1[89]|20)\d\d)\b|{month}(?: (?<day>\d{{1,2}}))?,? (?<year>(?:1[89]|20)\d\d)\b|(?<after>\d{{1,2}}) {}(?: (?<last>(?:1[89]|20)\d\d))\b)",
            month.replace("<month>", "<second>")
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

fn read_day_of_month(c: &Captures<'_>, context: &Context<'_>) -> Reading {
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

fn read_holiday(c: &Captures<'_>, context: &Context<'_>) -> Reading {
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

fn read_quarter(c: &Captures<'_>, context: &Context<'_>) -> Reading {
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

fn read_weekday(c: &Captures<'_>, context: &Context<'_>) -> Reading {
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

fn read_month(c: &Captures<'_>, context: &Context<'_>) -> Reading {
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
fn is_named_month(name: &str, context: &Context<'_>) -> bool {
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
fn leads_to_time(word: &str) -> bool {
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

/// Words with a capital before a month that make no name with it.
pub(super) fn opens_sentence(word: &str) -> bool {
    leads_to_time(word) || matches!(word, "On" | "Last" | "Next" | "This" | "Throughout")
}

/// Whether digits, a sign of money or a mark before or behind makes four digits part of something else.
fn is_inside_number(context: &Context<'_>) -> bool {
    context.before.ends_with(|c: char| c.is_alphanumeric() || "$€£¥#.,-–/'’@".contains(c))
        || context.after.starts_with(|c: char| c.is_alphanumeric() || c == '%' || c == '/' || c == '@')
        || context.after.starts_with([',', '.', '-', '–', ':'])
            && context.after.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
}

fn read_bare_year(c: &Captures<'_>, context: &Context<'_>) -> Reading {
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
fn of_a_year(noun: &str) -> bool {
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

fn number<T: std::str::FromStr>(c: &Captures<'_>, name: &str) -> Option<T> {
    c.name(name)?.as_str().parse().ok()
}
