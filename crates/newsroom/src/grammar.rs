//! The grammars of `data/events`: text in, kinds of event out. docs/newsroom.md describes the format.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A piece of a sentence that is still to be filled.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Part {
    /// Words as they are.
    Text(String),
    /// `{name}` or `{name.form}`.
    Slot { name: String, form: String },
    /// `[one|another]`: any of them.
    Either(Vec<Vec<Part>>),
    /// `<with the hedge|without it>`.
    Hedge { with: Vec<Part>, without: Vec<Part> },
    /// `~words that may be cut~`, in quotes.
    Cut(Vec<Part>),
    /// `^`: where a quote may be split.
    Split,
}

/// A sentence that is still to be filled.
pub(crate) type Template = Vec<Part>;

/// What a slot holds.
#[derive(Debug, Clone)]
pub(crate) enum SlotKind {
    /// A place from a list of the world: `town`, `port`, `river`, `region`, `mountain`.
    Place(String),
    /// A person; the same one in all events where `recurs`; a woman or a man where the role says so.
    Person { title: Template, role: Template, recurs: bool, she: Option<bool> },
    /// A body.
    Org { full: Template, short: Template },
    /// A company with a made-up name.
    Company { words: Vec<String>, short: String },
    /// A name from a list of the world.
    Name(String),
    /// A paper.
    Doc { first: Template, later: Template },
    /// People without names.
    Anon { one: String, many: String, after: Template, why: Vec<Template> },
    /// A number.
    Number { from: i64, to: i64, round: i64, unit: Unit, bounds: Vec<Bound>, grows: bool },
    /// A day, counted from the event's.
    Day { from: i64, to: i64 },
    /// One of several words for the whole event.
    Word(Vec<Template>),
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// The noun stands in the sentence.
    Plain,
    /// Tenths of a million of the country's money.
    Money,
    /// A share of a hundred.
    Percent,
}

/// How a number is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    /// As it is.
    Exact,
    /// That or more.
    AtLeast,
    /// More than that.
    MoreThan,
    /// Near that.
    About,
    /// That or less.
    UpTo,
}

/// Where a fact stands in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    /// The first sentence.
    Lead,
    /// Soon after it.
    Early,
    /// Anywhere in the middle.
    Mid,
    /// Towards the end.
    Late,
}

/// A fact of a kind of event.
#[derive(Debug, Clone)]
pub(crate) struct Fact {
    pub(crate) name: String,
    pub(crate) rank: Rank,
    /// Slots of those who can tell it; `own` is the reporter.
    pub(crate) by: Vec<String>,
    /// Told to one outlet only.
    pub(crate) exclusive: bool,
    /// Who denies it.
    pub(crate) denied_by: Option<String>,
    /// (a slot, the slot that it may be mistaken for).
    pub(crate) swap: Option<(String, String)>,
    /// Of the facts with the same word here, an event has one.
    pub(crate) one_of: Option<String>,
    pub(crate) tellings: Vec<Template>,
}

/// Where something was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Channel {
    /// Before the press: everybody has it.
    Press,
    /// In writing, to everybody.
    Statement,
    /// On the radio.
    Radio,
    /// In a court room.
    Court,
    /// In parliament.
    Parliament,
    /// To one outlet.
    Told,
}

/// What somebody may say.
#[derive(Debug, Clone)]
pub(crate) struct Saying {
    pub(crate) speaker: String,
    pub(crate) channel: Channel,
    /// Sentences; several variants, of which an event has one.
    pub(crate) variants: Vec<Vec<Template>>,
    /// Each variant in indirect speech, from "that" on without it.
    pub(crate) indirect: Vec<Template>,
}

/// A kind of event.
#[derive(Debug, Clone)]
pub(crate) struct Kind {
    pub(crate) name: String,
    /// "the sinking of the {ferry}"
    pub(crate) about: Template,
    pub(crate) slots: Vec<(String, SlotKind)>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) sayings: Vec<Saying>,
    pub(crate) heads: Vec<Template>,
    pub(crate) stock: Vec<Template>,
}

impl Kind {
    /// The slot of this name.
    pub(crate) fn slot(&self, name: &str) -> Option<&SlotKind> {
        self.slots.iter().find(|(n, _)| n == name).map(|(_, kind)| kind)
    }
}

/// All kinds of event.
pub(crate) static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    SOURCES
        .iter()
        .map(|(name, text)| {
            kind(name, text).unwrap_or_else(|(line, what)| panic!("data/events/{name}.txt:{line}: {what}"))
        })
        .collect()
});

macro_rules! sources {
    ($($name:literal),* $(,)?) => {
        const SOURCES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../data/events/", $name, ".txt")))),*];
    };
}
sources![
    "ferry", "mine", "fire", "theft", "talks", "raid", "election", "strike", "hospital", "verdict", "resign",
    "takeover", "hostages", "flood", "airport", "school",
];

/// Reads a sentence with its marks.
pub(crate) fn template(text: &str) -> Result<Template, String> {
    let mut chars = text.chars().peekable();
    let parts = parts(&mut chars, &[])?;
    Ok(parts)
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn parts(chars: &mut Chars, stops: &[char]) -> Result<Template, String> {
    let mut list = Vec::new();
    let mut text = String::new();
    let flush = |text: &mut String, list: &mut Template| {
        if !text.is_empty() {
            list.push(Part::Text(std::mem::take(text)));
        }
    };
    while let Some(&c) = chars.peek() {
        if stops.contains(&c) {
            break;
        }
        chars.next();
        match c {
            '{' => {
                flush(&mut text, &mut list);
                let inside: String = chars.by_ref().take_while(|&c| c != '}').collect();
                let (name, form) = inside.split_once('.').unwrap_or((&inside, ""));
                if name.is_empty() {
                    return Err("an empty slot".to_owned());
                }
                list.push(Part::Slot { name: name.to_owned(), form: form.to_owned() });
            }
            '[' => {
                flush(&mut text, &mut list);
                let mut options = Vec::new();
                loop {
                    options.push(parts(chars, &['|', ']'])?);
                    match chars.next() {
                        Some('|') => {}
                        Some(']') => break,
                        _ => return Err("[ without ]".to_owned()),
                    }
                }
                list.push(Part::Either(options));
            }
            '<' => {
                flush(&mut text, &mut list);
                let with = parts(chars, &['|', '>'])?;
                let without = match chars.next() {
                    Some('|') => {
                        let without = parts(chars, &['>'])?;
                        chars.next();
                        without
                    }
                    Some('>') => Vec::new(),
                    _ => return Err("< without >".to_owned()),
                };
                list.push(Part::Hedge { with, without });
            }
            '~' => {
                flush(&mut text, &mut list);
                let inside = parts(chars, &['~'])?;
                chars.next().ok_or("~ without ~")?;
                list.push(Part::Cut(inside));
            }
            '^' => {
                flush(&mut text, &mut list);
                list.push(Part::Split);
            }
            ']' | '>' | '}' | '|' => return Err(format!("a stray {c} in: {text}")),
            _ => text.push(c),
        }
    }
    flush(&mut text, &mut list);
    Ok(list)
}

/// Reads a grammar; the error says in which line.
fn kind(name: &str, text: &str) -> Result<Kind, (usize, String)> {
    let mut kind = Kind {
        name: name.to_owned(),
        about: Vec::new(),
        slots: Vec::new(),
        facts: Vec::new(),
        sayings: Vec::new(),
        heads: Vec::new(),
        stock: Vec::new(),
    };
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        read_line(&mut kind, line).map_err(|what| (number + 1, what))?;
    }
    Ok(kind)
}

fn read_line(kind: &mut Kind, line: &str) -> Result<(), String> {
    let (word, rest) = line.split_once(' ').ok_or_else(|| format!("a lone word: {line}"))?;
    let rest = rest.trim();
    match word {
        "-" => {
            let fact = kind.facts.last_mut().ok_or("a telling before any fact")?;
            fact.tellings.push(template(rest)?);
        }
        "+" => {
            let saying = kind.sayings.last_mut().ok_or("words before any quote")?;
            saying.variants.push(rest.split(" // ").map(template).collect::<Result<_, _>>()?);
        }
        ">" => {
            let saying = kind.sayings.last_mut().ok_or("indirect words before any quote")?;
            saying.indirect.push(template(rest)?);
        }
        "about" => kind.about = template(rest)?,
        "head" => kind.heads.push(template(rest)?),
        "stock" => kind.stock.push(template(rest)?),
        "fact" => kind.facts.push(fact(rest)?),
        "quote" => {
            let (speaker, channel) = rest.split_once(' ').ok_or("quote SPEAKER CHANNEL")?;
            let channel = match channel {
                "press" => Channel::Press,
                "statement" => Channel::Statement,
                "radio" => Channel::Radio,
                "court" => Channel::Court,
                "parliament" => Channel::Parliament,
                "told" => Channel::Told,
                other => return Err(format!("no channel {other}")),
            };
            let speaker = speaker.to_owned();
            kind.sayings.push(Saying { speaker, channel, variants: Vec::new(), indirect: Vec::new() });
        }
        _ => {
            let (name, slot) = slot(word, rest)?;
            kind.slots.push((name, slot));
        }
    }
    Ok(())
}

fn fact(rest: &str) -> Result<Fact, String> {
    let mut words = rest.split_whitespace();
    let mut fact = Fact {
        name: words.next().ok_or("a fact needs a name")?.to_owned(),
        rank: Rank::Mid,
        by: Vec::new(),
        exclusive: false,
        denied_by: None,
        swap: None,
        one_of: None,
        tellings: Vec::new(),
    };
    for word in words {
        match word.split_once('=') {
            Some(("by", list)) => fact.by = list.split(',').map(str::to_owned).collect(),
            Some(("deny", who)) => fact.denied_by = Some(who.to_owned()),
            Some(("swap", pair)) => {
                let (a, b) = pair.split_once(':').ok_or("swap=slot:slot")?;
                fact.swap = Some((a.to_owned(), b.to_owned()));
            }
            Some(("one", group)) => fact.one_of = Some(group.to_owned()),
            None if word == "lead" => fact.rank = Rank::Lead,
            None if word == "early" => fact.rank = Rank::Early,
            None if word == "mid" => fact.rank = Rank::Mid,
            None if word == "late" => fact.rank = Rank::Late,
            None if word == "excl" => fact.exclusive = true,
            _ => return Err(format!("no flag {word}")),
        }
    }
    if fact.by.is_empty() {
        return Err("a fact needs by=".to_owned());
    }
    Ok(fact)
}

fn slot(word: &str, rest: &str) -> Result<(String, SlotKind), String> {
    // A bar inside brackets belongs to a choice of words.
    let mut depth = 0;
    let fields: Vec<&str> = rest
        .split(|c| {
            depth += i32::from(c == '[') - i32::from(c == ']');
            c == '|' && depth == 0
        })
        .map(str::trim)
        .collect();
    let mut head = fields[0].split_whitespace();
    let name = head.next().ok_or("a slot needs a name")?.to_owned();
    let field =
        |i: usize| fields.get(i).copied().ok_or_else(|| format!("{word} {name}: field {i} is missing"));
    let kind = match word {
        "place" => SlotKind::Place(head.next().ok_or("place NAME LIST")?.to_owned()),
        "person" => SlotKind::Person {
            title: template(field(1)?)?,
            role: template(field(2)?)?,
            recurs: fields.get(3) == Some(&"recurs"),
            she: fields.get(4).map(|word| *word == "she"),
        },
        "org" => SlotKind::Org { full: template(field(1)?)?, short: template(field(2)?)? },
        "company" => SlotKind::Company {
            words: field(1)?.split(',').map(|w| w.trim().to_owned()).collect(),
            short: field(2)?.to_owned(),
        },
        "name" => SlotKind::Name(head.next().ok_or("name NAME LIST")?.to_owned()),
        "doc" => SlotKind::Doc { first: template(field(1)?)?, later: template(field(2)?)? },
        "anon" => {
            let (one, many) = field(1)?.split_once('/').ok_or("one/many")?;
            SlotKind::Anon {
                one: one.to_owned(),
                many: many.to_owned(),
                after: template(field(2)?)?,
                why: fields[3..].iter().map(|why| template(&reason(why))).collect::<Result<_, _>>()?,
            }
        }
        "num" => number(head)?,
        "day" => {
            let (from, to) = range(head.next().unwrap_or("0"))?;
            SlotKind::Day { from, to }
        }
        "word" => SlotKind::Word(fields[1..].iter().map(|f| template(f)).collect::<Result<_, _>>()?),
        other => return Err(format!("no slot of the kind {other}")),
    };
    Ok((name, kind))
}

/// "feared for their jobs" → "they feared for their jobs"; what has a subject of its own stays.
fn reason(why: &str) -> String {
    let subject = ["the ", "their ", "they ", "lives "].iter().any(|word| why.starts_with(word));
    if subject { why.to_owned() } else { format!("they {why}") }
}

fn range(text: &str) -> Result<(i64, i64), String> {
    let (a, b) = text.split_once("..").unwrap_or((text, text));
    let number = |s: &str| s.parse::<i64>().map_err(|e| format!("{s}: {e}"));
    Ok((number(a)?, number(b)?))
}

fn number<'a>(mut words: impl Iterator<Item = &'a str>) -> Result<SlotKind, String> {
    let (from, to) = range(words.next().ok_or("num NAME FROM..TO")?)?;
    let (mut round, mut unit, mut bounds, mut grows) = (1, Unit::Plain, Vec::new(), false);
    for word in words {
        match word {
            "money" => unit = Unit::Money,
            "percent" => unit = Unit::Percent,
            "exact" => bounds.push(Bound::Exact),
            "least" => bounds.push(Bound::AtLeast),
            "more" => bounds.push(Bound::MoreThan),
            "about" => bounds.push(Bound::About),
            "upto" => bounds.push(Bound::UpTo),
            "grows" => grows = true,
            _ => match word.strip_prefix("round=") {
                Some(n) => round = n.parse().map_err(|_| format!("round={n}"))?,
                None => return Err(format!("no flag {word}")),
            },
        }
    }
    if bounds.is_empty() {
        bounds.push(Bound::Exact);
    }
    Ok(SlotKind::Number { from, to, round, unit, bounds, grows })
}

/// Lines of a plain list: `name<space>text`, by name.
pub(crate) fn lists(text: &str) -> BTreeMap<&str, Vec<&str>> {
    let mut map: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        if let Some((name, rest)) = line.split_once(' ') {
            map.entry(name).or_default().push(rest.trim());
        }
    }
    map
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn walk<'a>(template: &'a Template, visit: &mut impl FnMut(&'a Part)) {
        for part in template {
            visit(part);
            match part {
                Part::Either(options) => options.iter().for_each(|o| walk(o, visit)),
                Part::Hedge { with, without } => {
                    walk(with, visit);
                    walk(without, visit);
                }
                Part::Cut(inside) => walk(inside, visit),
                _ => {}
            }
        }
    }

    fn slots(template: &Template) -> BTreeSet<&str> {
        let mut set = BTreeSet::new();
        walk(template, &mut |part| {
            if let Part::Slot { name, .. } = part {
                set.insert(name.as_str());
            }
        });
        set
    }

    fn hedged(template: &Template) -> bool {
        let mut found = false;
        walk(template, &mut |part| found |= matches!(part, Part::Hedge { .. }));
        found
    }

    #[test]
    fn every_kind_has_enough_of_everything() {
        assert!(KINDS.len() >= 12);
        for kind in KINDS.iter() {
            let name = &kind.name;
            assert!(kind.facts.len() >= 14, "{name}: {} facts", kind.facts.len());
            assert!(kind.sayings.len() >= 5, "{name}: {} quotes", kind.sayings.len());
            assert!(kind.heads.len() >= 4, "{name}: headlines");
            assert!(kind.stock.len() >= 3, "{name}: stock");
            assert!(kind.facts.iter().any(|f| f.rank == Rank::Lead && !f.exclusive), "{name}: a public lead");
            for fact in &kind.facts {
                assert!(fact.tellings.len() >= 5, "{name}/{}: {} tellings", fact.name, fact.tellings.len());
            }
            for saying in &kind.sayings {
                let who = &saying.speaker;
                assert!(saying.variants.len() >= 2, "{name}/{who}: variants");
                assert_eq!(saying.variants.len(), saying.indirect.len(), "{name}/{who}: indirect words");
            }
        }
    }

    #[test]
    fn every_slot_is_there() {
        let fixed = ["country", "adjective", "capital", "money"];
        for kind in KINDS.iter() {
            let names: BTreeSet<&str> = kind.slots.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names.len(), kind.slots.len(), "{}: a slot stands twice", kind.name);
            let known = |slot: &str| fixed.contains(&slot) || kind.slot(slot).is_some();
            let mut lines: Vec<&Template> = kind.heads.iter().chain(&kind.stock).collect();
            lines.push(&kind.about);
            lines.extend(kind.facts.iter().flat_map(|f| &f.tellings));
            lines.extend(kind.sayings.iter().flat_map(|s| s.variants.iter().flatten().chain(&s.indirect)));
            for line in lines {
                for slot in slots(line) {
                    assert!(known(slot), "{}: no slot {slot} in {line:?}", kind.name);
                }
            }
            for fact in &kind.facts {
                let swap = fact.swap.iter().flat_map(|(a, b)| [a, b]);
                for slot in fact.by.iter().chain(&fact.denied_by).chain(swap) {
                    assert!(slot == "own" || known(slot), "{}/{}: no slot {slot}", kind.name, fact.name);
                }
            }
            for saying in &kind.sayings {
                assert!(known(&saying.speaker), "{}: no slot {}", kind.name, saying.speaker);
            }
        }
    }

    #[test]
    fn all_tellings_of_a_fact_tell_the_same_numbers_days_and_hedges() {
        let mut wrong = Vec::new();
        for kind in KINDS.iter() {
            for fact in &kind.facts {
                let counted = |template: &Template| -> BTreeSet<String> {
                    let mut set: BTreeSet<String> = slots(template)
                        .into_iter()
                        .filter(|s| {
                            matches!(kind.slot(s), Some(SlotKind::Number { .. } | SlotKind::Day { .. }))
                        })
                        .map(str::to_owned)
                        .collect();
                    if let Some((from, _)) = &fact.swap
                        && slots(template).contains(from.as_str())
                    {
                        set.insert(from.clone());
                    }
                    set
                };
                for telling in &fact.tellings {
                    let (here, first) = (counted(telling), counted(&fact.tellings[0]));
                    if here != first || hedged(telling) != hedged(&fact.tellings[0]) {
                        wrong.push(format!("{}/{}: {here:?} {first:?} {telling:?}", kind.name, fact.name));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn marks_are_read() {
        let parts = template("{a} and [b|c {d.bare}] <may have|had> ~cut~ ^end").expect("it is well formed");
        assert_eq!(parts.len(), 10, "{parts:?}");
        assert!(template("a ] b").is_err());
        assert!(template("[a|b").is_err());
    }
}
