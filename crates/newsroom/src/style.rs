//! House styles: the same sentence as different papers print it.

use crate::grammar::{Bound, Unit};
use crate::world::{Day, civil, month_name, weekday};

/// The marks around what people say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quotes {
    /// “…”
    Double,
    /// ‘…’
    Single,
    /// "…"
    Straight,
}

/// A house style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Style {
    pub(crate) quotes: Quotes,
    /// "organize", "harbor" instead of "organise", "harbour".
    pub(crate) american: bool,
    /// 0: percent, 1: per cent, 2: %.
    pub(crate) percent: usize,
    /// "on Tuesday" instead of "Tuesday".
    pub(crate) on: bool,
    /// "May 6" instead of "6 May".
    pub(crate) month_first: bool,
    /// "said Morrow" as well as "Morrow said".
    pub(crate) inverted: bool,
}

impl Style {
    /// The opening and the closing mark.
    pub(crate) fn marks(self) -> (&'static str, &'static str) {
        match self.quotes {
            Quotes::Double => ("“", "”"),
            Quotes::Single => ("‘", "’"),
            Quotes::Straight => ("\"", "\""),
        }
    }

    /// Words with the house's apostrophes and spelling. Texts are written in British spelling.
    pub(crate) fn spell(self, text: &str) -> String {
        let apostrophe = if self.quotes == Quotes::Straight { '\'' } else { '’' };
        let mut out = String::with_capacity(text.len());
        let mut word = String::new();
        for c in text.chars().chain(std::iter::once('\0')) {
            if c.is_alphabetic() {
                word.push(c);
                continue;
            }
            if !word.is_empty() {
                out.push_str(&self.respell(&word));
                word.clear();
            }
            match c {
                '\0' => {}
                '\'' => out.push(apostrophe),
                _ => out.push(c),
            }
        }
        out
    }

    fn respell(self, word: &str) -> String {
        if self.american {
            // Names keep their spelling: only words in small letters change.
            if let Some((_, american)) = SPELLINGS.iter().find(|(british, _)| *british == word) {
                return (*american).to_owned();
            }
        }
        word.to_owned()
    }

    /// A day as a report of another day names it: (before the day, the day). "on ", "Tuesday".
    pub(crate) fn day(self, day: Day, today: Day) -> (&'static str, String) {
        let away = today - day;
        let on = if self.on { "on " } else { "" };
        if (0..7).contains(&away) {
            return (on, weekday(day).to_owned());
        }
        if (-6..0).contains(&away) {
            return (on, weekday(day).to_owned());
        }
        let (year, month, date) = civil(day);
        let month = month_name(month);
        if civil(today).0 != year && away.abs() > 120 {
            return ("in ", format!("{month} {year}"));
        }
        let text = if self.month_first { format!("{month} {date}") } else { format!("{date} {month}") };
        ("on ", text)
    }
}

/// British, American.
const SPELLINGS: &[(&str, &str)] = &[
    ("harbour", "harbor"),
    ("harbours", "harbors"),
    ("labour", "labor"),
    ("centre", "center"),
    ("centres", "centers"),
    ("metres", "meters"),
    ("metre", "meter"),
    ("kilometres", "kilometers"),
    ("litres", "liters"),
    ("colour", "color"),
    ("neighbour", "neighbor"),
    ("neighbours", "neighbors"),
    ("neighbourhood", "neighborhood"),
    ("neighbourhoods", "neighborhoods"),
    ("rumours", "rumors"),
    ("rumour", "rumor"),
    ("defence", "defense"),
    ("licence", "license"),
    ("licences", "licenses"),
    ("offence", "offense"),
    ("organise", "organize"),
    ("organised", "organized"),
    ("recognise", "recognize"),
    ("recognised", "recognized"),
    ("authorised", "authorized"),
    ("apologise", "apologize"),
    ("apologised", "apologized"),
    ("realise", "realize"),
    ("realised", "realized"),
    ("criticised", "criticized"),
    ("travellers", "travelers"),
    ("traveller", "traveler"),
    ("travelling", "traveling"),
    ("cancelled", "canceled"),
    ("labelled", "labeled"),
    ("programme", "program"),
    ("grey", "gray"),
    ("lorries", "trucks"),
    ("lorry", "truck"),
    ("favour", "favor"),
    ("honour", "honor"),
    ("ageing", "aging"),
    ("tonnes", "tons"),
    ("towards", "toward"),
    ("cheque", "check"),
    ("cheques", "checks"),
    ("mould", "mold"),
    ("plough", "plow"),
    ("hospitalised", "hospitalized"),
    ("finalised", "finalized"),
    ("jewellery", "jewelry"),
    ("fulfil", "fulfill"),
    ("enquiry", "inquiry"),
    ("behaviour", "behavior"),
    ("parlour", "parlor"),
    ("tyres", "tires"),
    ("kerb", "curb"),
];

/// A number with what it counts and how it is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quantity {
    /// The number; tenths of a million of money.
    pub(crate) value: i64,
    pub(crate) unit: Unit,
    pub(crate) bound: Bound,
}

impl Quantity {
    /// The number in words or digits, without its bound. `first`: at the start of a sentence, where no digits stand.
    pub(crate) fn number(self, style: Style, money: &str, first: bool) -> String {
        match self.unit {
            Unit::Money => match (self.value / 10, self.value % 10) {
                (whole, 0) if whole > 0 => format!("{} million {money}", thousands(whole)),
                (0, part) => format!("{} {money}", thousands(part * 100_000)),
                (whole, part) => format!("{}.{part} million {money}", thousands(whole)),
            },
            Unit::Percent => match style.percent {
                0 => format!("{} percent", self.value),
                1 => format!("{} per cent", self.value),
                _ => format!("{}%", self.value),
            },
            Unit::Plain if self.value < 10 || (first && self.value < 1000) => words(self.value),
            Unit::Plain => thousands(self.value),
        }
    }

    /// The number with its bound; `form` picks among words that mean the same.
    pub(crate) fn text(self, style: Style, money: &str, form: usize, first: bool) -> String {
        let bounds: &[&str] = match self.bound {
            Bound::Exact => &[""],
            Bound::AtLeast => &["at least ", "at least ", "no fewer than "],
            Bound::MoreThan => &["more than ", "over ", "more than "],
            Bound::About => &["about ", "around ", "some ", "roughly "],
            Bound::UpTo => &["up to ", "as many as "],
        };
        let mut bound = bounds[form % bounds.len()];
        if self.unit != Unit::Plain {
            bound = match bound {
                "no fewer than " => "at least ",
                "as many as " => "up to ",
                "some " => "about ",
                other => other,
            };
        }
        format!("{bound}{}", self.number(style, money, first && bound.is_empty()))
    }
}

/// "12,400".
pub(crate) fn thousands(n: i64) -> String {
    if n < 1000 { n.to_string() } else { format!("{},{:03}", thousands(n / 1000), n % 1000) }
}

/// "forty-one", below a thousand.
pub(crate) fn words(n: i64) -> String {
    const SMALL: [&str; 20] = [
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 10] =
        ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    match n {
        0..20 => SMALL[n as usize].to_owned(),
        20..100 if n % 10 == 0 => TENS[(n / 10) as usize].to_owned(),
        20..100 => format!("{}-{}", TENS[(n / 10) as usize], SMALL[(n % 10) as usize]),
        100..1000 if n % 100 == 0 => format!("{} hundred", SMALL[(n / 100) as usize]),
        100..1000 => format!("{} hundred and {}", SMALL[(n / 100) as usize], words(n % 100)),
        _ => thousands(n),
    }
}
