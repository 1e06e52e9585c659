//! The invented world: names, outlets, days.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::dice::Dice;
use crate::grammar::lists;
use crate::style::{Quotes, Style};

/// What the world is made of.
#[derive(Debug)]
pub(crate) struct World {
    lists: BTreeMap<&'static str, Vec<&'static str>>,
    pub(crate) countries: Vec<Country>,
    pub(crate) outlets: Vec<Outlet>,
}

/// A country.
#[derive(Debug, Clone)]
pub(crate) struct Country {
    pub(crate) name: &'static str,
    pub(crate) adjective: &'static str,
    pub(crate) money: &'static str,
    pub(crate) capital: &'static str,
}

/// What an outlet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OutletKind {
    /// Sells its reports to others.
    Agency,
    /// A newspaper.
    Daily,
    /// Radio or television.
    Broadcaster,
    /// A site with reporters of its own.
    Site,
    /// A site without many.
    Blog,
}

/// An outlet.
#[derive(Debug, Clone)]
pub(crate) struct Outlet {
    pub(crate) name: &'static str,
    pub(crate) short: &'static str,
    pub(crate) domain: &'static str,
    pub(crate) kind: OutletKind,
    pub(crate) town: &'static str,
    /// "CPA", of agencies.
    pub(crate) slug: &'static str,
    pub(crate) style: Style,
    /// The reporters who sign.
    pub(crate) staff: Vec<String>,
}

/// A person of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) given: String,
    pub(crate) surname: String,
    pub(crate) she: bool,
}

impl Person {
    /// "Tessa Novik".
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.given, self.surname)
    }
}

/// The world.
pub(crate) static WORLD: LazyLock<World> = LazyLock::new(|| {
    let lists = lists(include_str!("../data/world.txt"));
    let fields = |line: &&'static str| -> Vec<&'static str> { line.split('|').map(str::trim).collect() };
    let countries = lists["country"]
        .iter()
        .map(fields)
        .map(|f| Country { name: f[0], adjective: f[1], money: f[2], capital: f[3] })
        .collect();
    let mut world = World { lists, countries, outlets: Vec::new() };
    let rows: Vec<_> = world.lists["outlet"].iter().map(fields).collect();
    world.outlets = rows
        .into_iter()
        .map(|f| {
            // An outlet is the same in every newsroom: its house style and its staff hang on its name.
            let mut dice = Dice::named(0, f[0]);
            let kind = match f[3] {
                "agency" => OutletKind::Agency,
                "daily" => OutletKind::Daily,
                "broadcaster" => OutletKind::Broadcaster,
                "site" => OutletKind::Site,
                _ => OutletKind::Blog,
            };
            let style = Style {
                quotes: *dice.pick(&[Quotes::Double, Quotes::Double, Quotes::Single, Quotes::Straight]),
                american: dice.percent(45),
                percent: dice.below(3),
                on: dice.percent(70),
                month_first: dice.percent(60),
                inverted: dice.percent(40),
            };
            let staff = (0..if kind == OutletKind::Blog { 2 } else { 7 })
                .map(|_| world.person(&mut dice, None).name())
                .collect();
            Outlet { name: f[0], short: f[1], domain: f[2], kind, town: f[4], slug: f[5], style, staff }
        })
        .collect();
    world
});

impl World {
    /// One entry of a list. Panics where there is no such list: a test fills every grammar.
    pub(crate) fn entry(&self, list: &str, dice: &mut Dice) -> &'static str {
        let entries = self.lists.get(list).unwrap_or_else(|| panic!("no list {list} in data/world.txt"));
        entries[dice.below(entries.len())]
    }

    /// Somebody; a woman or a man where that is settled.
    pub(crate) fn person(&self, dice: &mut Dice, she: Option<bool>) -> Person {
        let drawn = dice.percent(45);
        let she = she.unwrap_or(drawn);
        Person {
            given: self.entry(if she { "she" } else { "he" }, dice).to_owned(),
            surname: self.entry("surname", dice).to_owned(),
            she,
        }
    }

    /// All outlets of these kinds.
    pub(crate) fn of_kind(&self, kinds: &[OutletKind]) -> Vec<usize> {
        (0..self.outlets.len()).filter(|&i| kinds.contains(&self.outlets[i].kind)).collect()
    }
}

/// A day: the number of days since 1 January 1970.
pub(crate) type Day = i64;

/// 7 January 2030, a Monday: the first day on which something happens.
pub(crate) const FIRST_DAY: Day = 21_921;

/// Year, month, day of the month.
pub(crate) fn civil(day: Day) -> (i64, usize, i64) {
    // Days since 1 March of the year 0; a year that starts in March has its leap day at the end.
    let z = day + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(month <= 2), month as usize, doy - (153 * mp + 2) / 5 + 1)
}

/// "2030-01-07".
pub(crate) fn iso(day: Day) -> String {
    let (y, m, d) = civil(day);
    format!("{y:04}-{m:02}-{d:02}")
}

/// "Monday".
pub(crate) fn weekday(day: Day) -> &'static str {
    ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"][day.rem_euclid(7) as usize]
}

/// "January".
pub(crate) fn month_name(month: usize) -> &'static str {
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ][month - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_the_dates_of_the_calendar() {
        assert_eq!(iso(0), "1970-01-01");
        assert_eq!(iso(FIRST_DAY), "2030-01-07");
        assert_eq!(weekday(FIRST_DAY), "Monday");
        assert_eq!(iso(FIRST_DAY + 785), "2032-03-02");
        assert_eq!(iso(FIRST_DAY + 783), "2032-02-29");
    }
}
