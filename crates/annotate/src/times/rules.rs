//! The forms of time expressions, and how each is read.

use std::sync::LazyLock;

use backstory_model::Interval;
use jiff::{ToSpan, civil::Date};
use regex::{Captures, Regex};

use super::{
    Context,
    calendar::{month_number, month_of, months_from, small_number, weekday, years},
    last_word,
    readers::{
        is_inside_number, leads_on, number, read_bare_year, read_day_of_month, read_holiday, read_month,
        read_quarter, read_slashes, read_weekday,
    },
};

/// The days meant, and whether they depend on the publication date. None where the words are no time after all.
pub(super) type Reading = Option<(Option<Interval>, bool)>;

/// A form of time expression; earlier rules win where two overlap.
pub(super) struct Rule {
    /// What it looks like; the expression is the group `when`, or all of it.
    pub(super) pattern: Regex,
    pub(super) read: fn(&Captures<'_>, &Context<'_>) -> Reading,
}

/// A month's name, whole or short.
pub(super) const MONTH: &str = r"(?<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)";

/// Pieces that patterns name in capitals.
const PIECES: [(&str, &str); 8] = [
    ("MONTH", MONTH),
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
    // Word boundaries of Unicode would take the regex engine off its fast path at every curly quote.
    let pattern = pattern.replace(r"\b", r"(?-u:\b)").replace(r"\d", "[0-9]");
    Rule { pattern: Regex::new(&pattern).expect("the rules are constant"), read }
}

/// No days: they depend on another event, or have no fixed ends.
pub(super) const OPEN: Reading = Some((None, true));

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
            r"\bMONTH (?<day>\d{1,2})(?:st|nd|rd|th)?(?: to | through | until | and )(?<to>\d{1,2})(?:st|nd|rd|th)?(?:,? YEAR)?\b",
            |c, context| {
                // "On March 5 and 12 people left"
                let counts = context.after.strip_prefix(' ').is_some_and(|rest| {
                    rest.split(' ').next().is_some_and(|word| word.ends_with('s') || !leads_on(word))
                });
                let (from, to): (i8, i8) = (number(c, "day")?, number(c, "to")?);
                let and = c[0].contains(" and ") && to > from + 1 && last_word(context.before) != "between";
                if counts || and || to <= from { None } else { read_day_of_month(c, context) }
            },
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
