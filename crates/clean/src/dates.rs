//! Calendar dates as news pages and files write them.

use std::{ops::Range, sync::LazyLock};

use backstory_model::Moment;
use jiff::civil::Date;
use regex::{Captures, Regex};

/// Which part of `3/4/2026` is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    DayFirst,
    MonthFirst,
}

/// A date in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) moment: Moment,
    pub(crate) range: Range<usize>,
}

const MONTHS: &str = r"(?:jan(?:uary|vier|uar|eiro)?|ene(?:ro)?|genn(?:aio)?|f(?:e|é)v(?:rier|ereiro)?|feb(?:ruary|ruar|rero|braio)?|m(?:a|ä)rz|mar(?:ch|s|zo|ço)?|apr(?:il|ile)?|avr(?:il)?|abr(?:il)?|may|mai|mayo|maggio|maio|june?|juin|juni|junio|giugno|junho|july?|juillet|juli|julio|luglio|julho|aug(?:ust)?|ao(?:u|û)t|agosto|sept?(?:ember|embre|iembre)?|settembre|setembro|o[ck]t(?:ober|obre|ubre)?|ottobre|outubro|nov(?:ember|embre|iembre|embro)?|de[cz](?:ember|embro)?|d(?:é|e)c(?:embre)?|diciembre|dicembre|dic)";

static ISO: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:\b|_)((?:19|20)\d\d)([-/.])(\d{1,2})([-/.])(\d{1,2})(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(z|utc|gmt|[+-]\d\d:?\d\d)?)?",
    )
});
static MONTH_DAY: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(r"\b({MONTHS})\b\.?,?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b,?\s+((?:19|20)\d\d)"))
});
static DAY_MONTH: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"\b(\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?[\s-]+(?:of\s+|de\s+|di\s+)?({MONTHS})\b\.?,?[\s-]+(?:de\s+|del\s+)?((?:19|20)\d\d)(?:\s+(\d\d:\d\d:\d\d)\s*(z|utc|gmt|[+-]\d\d:?\d\d)?)?"
    ))
});
static NUMERIC: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\b(\d{1,2})([/.-])(\d{1,2})([/.-])((?:19|20)\d\d)"));
static MONTH_YEAR: LazyLock<Regex> =
    LazyLock::new(|| regex(&format!(r"^({MONTHS})\b\.?,?\s+(?:de\s+)?((?:19|20)\d\d)$")));
static COMPACT: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)(Z)?)?$"));
static IN_PATH: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"[/_-]((?:19|20)\d\d)(?:[/_-]?(\d\d)[/_-]?(\d\d)|[/-]({MONTHS})[/-](\d\d?)|[/-](\d\d?)[/-](\d\d?)|/(\d\d))(?:[/_.?#-]|$)"
    ))
});

fn regex(pattern: &str) -> Regex {
    Regex::new(&format!("(?i){pattern}")).expect("the pattern is well-formed")
}

/// Every full date in a text, in order, without overlap. A numeric date whose day and month cannot be told apart is
/// known to the year alone, unless `order` tells.
pub(crate) fn find(text: &str, order: Option<Order>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut add = |range: Range<usize>, moment: Option<Moment>| {
        if let Some(moment) = moment
            && found.iter().all(|f| f.range.end <= range.start || range.end <= f.range.start)
        {
            found.push(Found { moment, range });
        }
    };
    for c in ISO.captures_iter(text) {
        add(range(&c), iso(&c));
    }
    for c in MONTH_DAY.captures_iter(text) {
        add(range(&c), month(&c[1]).and_then(|m| day(&c[3], m, &c[2])));
    }
    for c in DAY_MONTH.captures_iter(text) {
        add(
            range(&c),
            month(&c[2]).and_then(|m| day(&c[3], m, &c[1])).map(|d| at_time(d, c.get(4), c.get(5))),
        );
    }
    for c in NUMERIC.captures_iter(text) {
        add(range(&c), numeric(&c, order));
    }
    found.sort_by_key(|f| f.range.start);
    found
}

/// The date a metadata field gives, in any of the usual forms; a time of midnight is filler and left out.
pub(crate) fn parse(field: &str) -> Option<Moment> {
    let field = field.trim();
    let whole = |c: &Captures| -> Option<Moment> {
        let m = c[2].parse().ok()?;
        let moment = day(&c[1], m, &c[3])?;
        let Some(hour) = c.get(4) else { return Some(moment) };
        let zone = if c.get(7).is_some() { "Z" } else { "" };
        Moment::parse(&format!("{moment}T{}:{}:{}{zone}", hour.as_str(), &c[5], &c[6]))
    };
    if let Some(c) = COMPACT.captures(field) {
        return whole(&c).map(without_midnight);
    }
    if let Ok(seconds) = field.parse::<i64>()
        && field.len() >= 9
    {
        let seconds = if field.len() >= 12 { seconds / 1000 } else { seconds };
        let time = jiff::Timestamp::from_second(seconds).ok()?;
        return Moment::parse(&time.to_string());
    }
    if let Some(found) = find(field, None).into_iter().next() {
        return Some(without_midnight(found.moment));
    }
    if let Some(c) = MONTH_YEAR.captures(field) {
        return Moment::parse(&format!("{}-{:02}", &c[2], month(&c[1])?));
    }
    Moment::parse(field)
}

/// The date in the path of an address: `/2025/11/24/`, `/2018/feb/01/`, `/2025/11/` (a month), `-2025-11-24`.
pub(crate) fn in_address(url: &str) -> Option<Moment> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = &path[path.find('/')?..];
    let path = &path[..path.find(['?', '#']).unwrap_or(path.len())];
    let mut best: Option<Moment> = None;
    for c in IN_PATH.captures_iter(path) {
        let part = |n: usize| c.get(n).map(|m| m.as_str());
        let moment = match (part(2), part(4), part(6), part(8)) {
            (Some(m), ..) => m.parse().ok().and_then(|m| day(&c[1], m, part(3).unwrap_or_default())),
            (_, Some(m), ..) => month(m).and_then(|m| day(&c[1], m, part(5).unwrap_or_default())),
            (_, _, Some(m), _) => m.parse().ok().and_then(|m| day(&c[1], m, part(7).unwrap_or_default())),
            (.., Some(m)) => Moment::parse(&format!("{}-{m}", &c[1])),
            _ => None,
        };
        if let Some(moment) = moment
            && best.as_ref().is_none_or(|b| b.as_str().len() < moment.as_str().len())
        {
            best = Some(moment);
        }
    }
    best
}

/// The order of day and month that a text shows by a numeric date with a day past 12; None where there is none, or
/// where two contradict each other.
pub(crate) fn order(text: &str) -> Option<Order> {
    let mut seen = None;
    for c in NUMERIC.captures_iter(text) {
        let (a, b): (u8, u8) = (c[1].parse().ok()?, c[3].parse().ok()?);
        let order = match (a, b) {
            (13..=31, 1..=12) => Order::DayFirst,
            (1..=12, 13..=31) => Order::MonthFirst,
            _ => continue,
        };
        if seen.is_some_and(|s| s != order) {
            return None;
        }
        seen = Some(order);
    }
    seen
}

/// Whether a word is the name of a month or its short form.
pub(crate) fn is_month(word: &str) -> bool {
    static MONTH: LazyLock<Regex> = LazyLock::new(|| regex(&format!(r"^{MONTHS}\.?$")));
    MONTH.is_match(word)
}

fn range(c: &Captures) -> Range<usize> {
    c.get(0).expect("group 0 is the match").range()
}

fn iso(c: &Captures) -> Option<Moment> {
    if c[2] != c[4] {
        return None;
    }
    day(&c[1], c[3].parse().ok()?, &c[5]).map(|d| at_time(d, c.get(6), c.get(7)))
}

fn numeric(c: &Captures, order: Option<Order>) -> Option<Moment> {
    if c[2] != c[4] {
        return None;
    }
    let (a, b): (i8, i8) = (c[1].parse().ok()?, c[3].parse().ok()?);
    let year = &c[5];
    if !(1..=31).contains(&a) || !(1..=31).contains(&b) || (a > 12 && b > 12) {
        return None;
    }
    // Points are set between day, month and year where the day comes first (German, Russian, Turkish …).
    let order = if &c[2] == "." { Some(Order::DayFirst) } else { order };
    match (a, b) {
        _ if a == b => day(year, a, &c[3]),
        (13.., _) => day(year, b, &c[1]),
        (_, 13..) => day(year, a, &c[3]),
        _ => match order {
            Some(Order::DayFirst) => day(year, b, &c[1]),
            Some(Order::MonthFirst) => day(year, a, &c[3]),
            None => Moment::parse(year),
        },
    }
}

fn day(year: &str, month: i8, day: &str) -> Option<Moment> {
    Date::new(year.parse().ok()?, month, day.parse().ok()?).ok().map(Moment::day)
}

fn at_time(day: Moment, time: Option<regex::Match>, zone: Option<regex::Match>) -> Moment {
    let Some(time) = time else { return day };
    let zone = zone.map_or("", |z| z.as_str());
    let zone = match zone.to_ascii_lowercase().as_str() {
        "" => String::new(),
        "z" | "utc" | "gmt" => "Z".to_owned(),
        z if z.contains(':') => z.to_owned(),
        z => format!("{}:{}", &z[..3], &z[3..]),
    };
    let seconds = if time.as_str().len() == 5 { ":00" } else { "" };
    Moment::parse(&format!("{day}T{}{seconds}{zone}", time.as_str())).unwrap_or(day)
}

fn without_midnight(moment: Moment) -> Moment {
    let filler = moment.as_str().get(11..19).is_some_and(|time| time == "00:00:00");
    if filler { Moment::parse(&moment.as_str()[..10]).unwrap_or(moment) } else { moment }
}

/// Number of a month by its first letters, in English and the languages written beside it in [`MONTHS`].
fn month(name: &str) -> Option<i8> {
    let name =
        name.to_lowercase().replace(['é', 'è'], "e").replace('û', "u").replace('ä', "a").replace('ç', "c");
    const STARTS: [&[&str]; 12] = [
        &["jan", "ene", "genn"],
        &["feb", "fev"],
        &["mar"],
        &["apr", "avr", "abr"],
        &["may", "mai", "mag"],
        &["jun", "juin", "giu"],
        &["jul", "juil", "lug"],
        &["aug", "aou", "ago"],
        &["sep", "set"],
        &["oct", "okt", "ott", "out"],
        &["nov"],
        &["dec", "dez", "dic"],
    ];
    let at = STARTS.iter().position(|starts| starts.iter().any(|s| name.starts_with(s)))?;
    i8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(field: &str, expected: Option<&str>) {
        assert_eq!(parse(field).as_ref().map(Moment::as_str), expected, "{field}");
    }

    #[test]
    fn metadata_dates() {
        check("2026-01-17", Some("2026-01-17"));
        check("2018-02-01T17:00:00", Some("2018-02-01T17:00:00"));
        check("2018-02-05T00:00:00", Some("2018-02-05"));
        check("2018-02-05 08:30:00+00:00", Some("2018-02-05T08:30:00+00:00"));
        check("2018-02-05T08:30Z", Some("2018-02-05T08:30:00Z"));
        check("Sat, 17 Jan 2026 03:35:42 +0100", Some("2026-01-17T03:35:42+01:00"));
        check("Sat, 17 Jan 2026 03:35:42 GMT", Some("2026-01-17T03:35:42Z"));
        check("January 17, 2026", Some("2026-01-17"));
        check("Sept. 3rd, 2026", Some("2026-09-03"));
        check("17 de enero de 2026", Some("2026-01-17"));
        check("17. März 2026", Some("2026-03-17"));
        check("20260117", Some("2026-01-17"));
        check("20260117T033542Z", Some("2026-01-17T03:35:42Z"));
        check("1768617342", Some("2026-01-17T02:35:42Z"));
        check("1768617342000", Some("2026-01-17T02:35:42Z"));
        check("March 2026", Some("2026-03"));
        check("2026", Some("2026"));
        check("17.1.2026", Some("2026-01-17"));
        check("Tuesdy 3", None);
        check("2026-13-45", None);
        check("", None);
    }

    #[test]
    fn day_and_month_are_not_guessed() {
        let first = |text, order| find(text, order).first().map(|f| f.moment.to_string());
        assert_eq!(first("1/17/20262 min read", None).as_deref(), Some("2026-01-17"));
        assert_eq!(first("17/1/2026", None).as_deref(), Some("2026-01-17"));
        assert_eq!(first("3/4/2026", None).as_deref(), Some("2026"));
        assert_eq!(first("4/4/2026", None).as_deref(), Some("2026-04-04"));
        assert_eq!(first("3/4/2026", order("on 3/25/2026")).as_deref(), Some("2026-03-04"));
        assert_eq!(first("3/4/2026", order("on 25/3/2026")).as_deref(), Some("2026-04-03"));
        assert_eq!(order("25/3/2026 and 3/25/2026"), None);
        assert_eq!(first("31/31/2026", None), None);
    }

    #[test]
    fn dates_in_addresses() {
        let at = |url| in_address(url).map(|m| m.to_string());
        assert_eq!(at("https://a.example/2025/11/24/slug").as_deref(), Some("2025-11-24"));
        assert_eq!(at("https://a.example/news/2018/feb/01/slug").as_deref(), Some("2018-02-01"));
        assert_eq!(at("https://a.example/2025/11/slug").as_deref(), Some("2025-11"));
        assert_eq!(at("https://a.example/slug-2025-11-24").as_deref(), Some("2025-11-24"));
        assert_eq!(at("https://a.example/20251124/slug").as_deref(), Some("2025-11-24"));
        assert_eq!(at("https://a.example/article-20259911/slug"), None);
        assert_eq!(at("https://a.example/story?d=/2025/11/24/"), None);
        assert_eq!(at("https://2025.example/"), None);
    }
}
