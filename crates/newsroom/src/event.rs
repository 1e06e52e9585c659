//! One event of the world: a kind and a number in, who, where, when and how many out.

use std::collections::BTreeMap;

use crate::dice::{Dice, hash};
use crate::grammar::{KINDS, Kind, Part, SlotKind, Template, Unit};
use crate::style::{Quantity, Style};
use crate::world::{Day, FIRST_DAY, Person, WORLD, weekday};

/// What a slot holds in an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// A name of a place or thing, or a word.
    Text(String),
    /// A person: title before the name, role after it.
    Person { person: Person, title: String, role: String },
    /// A body or a company, in full and later on.
    Org { full: String, short: String },
    /// A paper, first and later.
    Doc { first: String, later: String },
    /// People without names: one, many, and the words after that.
    Anon { one: String, many: String, after: String, why: Vec<String> },
    /// A number.
    Number(Quantity),
    /// A day.
    Day(Day),
}

/// Something that somebody said once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Utterance {
    /// Which saying of the kind.
    pub(crate) saying: usize,
    /// Which variant of it.
    pub(crate) variant: usize,
    /// How many earlier events of the kind had this variant: settles its choices of words.
    pub(crate) turn: usize,
    /// Settles them where many have had it.
    pub(crate) seed: u64,
}

impl Utterance {
    /// Which option of a choice was really said. Any three choices in a row together count the turn in twos, so that
    /// the events of a kind have few words in a row in common.
    pub(crate) fn option(&self, (sentence, choice): (usize, usize), options: usize) -> usize {
        let digit = (self.turn >> ((sentence * 2 + choice) % 3)) & 1;
        let key = (self.saying * 100 + self.variant * 10 + sentence) * 100 + choice;
        (Dice::new(self.seed ^ (self.turn as u64 >> 3), key as u64).below(options) + digit) % options
    }
}

/// An event.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) name: String,
    pub(crate) kind: &'static Kind,
    pub(crate) country: usize,
    pub(crate) day: Day,
    pub(crate) seed: u64,
    pub(crate) values: BTreeMap<String, Value>,
    /// The facts that are facts here.
    pub(crate) facts: Vec<usize>,
    /// One for each saying of the kind.
    pub(crate) utterances: Vec<Utterance>,
    /// One more for each saying: what was never said, for reports that invent.
    pub(crate) inventions: Vec<Utterance>,
    /// Numbers that grow: slot → (from that day on, the number), in order of days, without the first.
    pub(crate) growth: BTreeMap<String, Vec<(Day, Quantity)>>,
}

impl Event {
    /// The event of this number. With another one: on the same people and bodies, but something else.
    pub(crate) fn new(seed: u64, number: usize, before: Option<&Event>) -> Event {
        let mut dice = Dice::new(seed, number as u64 + 1);
        let kind = match before {
            Some(event) => event.kind,
            // In rounds through all kinds, so that a small newsroom has each.
            None => {
                let mut order: Vec<usize> = (0..KINDS.len()).collect();
                Dice::named(seed, &format!("round {}", number / KINDS.len())).shuffle(&mut order);
                &KINDS[order[number % KINDS.len()]]
            }
        };
        let country = before.map_or_else(|| dice.below(WORLD.countries.len()), |e| e.country);
        let day = match before {
            Some(event) => {
                let away = dice.between(70, 500);
                if dice.percent(50) { event.day + away } else { event.day - away }
            }
            None => FIRST_DAY + dice.between(0, 730),
        };
        let mut event = Event {
            name: format!("e{:04}", number + 1),
            kind,
            country,
            day,
            seed: dice.any(),
            values: BTreeMap::new(),
            facts: Vec::new(),
            utterances: Vec::new(),
            inventions: Vec::new(),
            growth: BTreeMap::new(),
        };
        let home = &WORLD.countries[country];
        let fixed = [
            ("country", home.name),
            ("adjective", home.adjective),
            ("capital", home.capital),
            ("money", home.money),
        ];
        for (name, text) in fixed {
            event.values.insert(name.to_owned(), Value::Text(text.to_owned()));
        }
        for (name, slot) in &kind.slots {
            let kept = before.and_then(|e| e.values.get(name)).filter(|_| match slot {
                SlotKind::Place(_) | SlotKind::Org { .. } | SlotKind::Company { .. } => true,
                SlotKind::Person { recurs, .. } => *recurs,
                _ => false,
            });
            let value = match kept {
                Some(value) => value.clone(),
                None => event.value(seed, slot, &mut dice),
            };
            if let SlotKind::Number { grows: true, round, .. } = slot {
                event.grow(name, &value, *round, &mut dice);
            }
            event.values.insert(name.clone(), value);
        }
        event.choose_facts(&mut dice);
        // Each kind comes once in a round, so its events take turns with what is said.
        let round = match before {
            Some(_) => dice.below(1 << 16),
            None => number / KINDS.len(),
        };
        for (saying, says) in kind.sayings.iter().enumerate() {
            let count = says.variants.len();
            let turn = round / count;
            let variant = (round + saying) % count;
            let other = (variant + 1 + dice.below(count - 1)) % count;
            event.utterances.push(Utterance { saying, variant, turn, seed });
            event.inventions.push(Utterance { saying, variant: other, turn: dice.below(1 << 16), seed });
        }
        event
    }

    fn value(&self, seed: u64, slot: &SlotKind, dice: &mut Dice) -> Value {
        match slot {
            SlotKind::Place(list) | SlotKind::Name(list) => {
                // Two slots of one list never hold the same.
                for _ in 0..50 {
                    let value = Value::Text(WORLD.entry(list, dice).to_owned());
                    if !self.values.values().any(|v| *v == value) {
                        return value;
                    }
                }
                Value::Text(WORLD.entry(list, dice).to_owned())
            }
            SlotKind::Person { title, role, recurs, she } => {
                let title = self.plain(title, dice);
                let role = self.plain(role, dice);
                let person = if *recurs {
                    let office = format!("{}/{title}/{role}", self.country);
                    WORLD.person(&mut Dice::new(seed ^ 0x0ff1_ce00, hash(&office)), *she)
                } else {
                    WORLD.person(dice, *she)
                };
                Value::Person { person, title, role }
            }
            SlotKind::Org { full, short } => {
                Value::Org { full: self.plain(full, dice), short: self.plain(short, dice) }
            }
            SlotKind::Company { words, short } => {
                let full = format!("{} {}", WORLD.entry("founder", dice), dice.pick(words));
                Value::Org { full, short: short.clone() }
            }
            SlotKind::Doc { first, later } => {
                Value::Doc { first: self.plain(first, dice), later: self.plain(later, dice) }
            }
            SlotKind::Anon { one, many, after, why } => Value::Anon {
                one: one.clone(),
                many: many.clone(),
                after: self.plain(after, dice),
                why: why.iter().map(|why| self.plain(why, dice)).collect(),
            },
            SlotKind::Number { from, to, round, unit, bounds, .. } => {
                let mut value = dice.between(*from, *to) / round * round;
                value = value.max(*round);
                if *unit == Unit::Money {
                    // Small sums have a tenth, large ones none.
                    value = value * 10 + if value < 12 { dice.between(0, 9) } else { 0 };
                }
                Value::Number(Quantity { value, unit: *unit, bound: *dice.pick(bounds) })
            }
            SlotKind::Day { from, to } => Value::Day(self.day + dice.between(*from, *to)),
            SlotKind::Word(options) => Value::Text(self.plain(dice.pick(options), dice)),
        }
    }

    fn grow(&mut self, name: &str, value: &Value, round: i64, dice: &mut Dice) {
        let Value::Number(mut number) = *value else { return };
        let mut steps = Vec::new();
        let mut day = self.day;
        for _ in 0..2 {
            day += dice.between(2, 5);
            let more = number.value * dice.between(10, 45) / 100 / round * round;
            number.value += more.max(2).max(round);
            steps.push((day, number));
        }
        self.growth.insert(name.to_owned(), steps);
    }

    fn choose_facts(&mut self, dice: &mut Dice) {
        let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (i, fact) in self.kind.facts.iter().enumerate() {
            match &fact.one_of {
                Some(group) => groups.entry(group).or_default().push(i),
                None => self.facts.push(i),
            }
        }
        for list in groups.values() {
            self.facts.push(*dice.pick(list));
        }
        self.facts.sort_unstable();
    }

    /// A sentence filled with names in full, outside any report.
    pub(crate) fn plain(&self, template: &Template, dice: &mut Dice) -> String {
        let mut text = String::new();
        for part in template {
            match part {
                Part::Text(words) => text.push_str(words),
                Part::Slot { name, form } => match self.values.get(name) {
                    Some(Value::Text(words)) if form == "bare" => {
                        text.push_str(words.trim_start_matches("the "))
                    }
                    Some(Value::Text(words)) => text.push_str(words),
                    Some(Value::Person { person, .. }) if form == "surname" => text.push_str(&person.surname),
                    Some(Value::Person { person, .. }) => text.push_str(&person.name()),
                    Some(Value::Org { full, .. }) => text.push_str(full),
                    Some(Value::Day(day)) => text.push_str(weekday(*day)),
                    Some(Value::Number(number)) => {
                        text.push_str(&number.text(PLAIN, WORLD.countries[self.country].money, 0, false));
                    }
                    _ => text.push_str(name),
                },
                Part::Either(options) => text.push_str(&self.plain(dice.pick(options), dice)),
                Part::Hedge { with, .. } => text.push_str(&self.plain(with, dice)),
                Part::Cut(inside) => text.push_str(&self.plain(inside, dice)),
                Part::Split => {}
            }
        }
        text
    }

    /// The number in this slot as it is known on a day.
    pub(crate) fn known(&self, slot: &str, today: Day) -> Option<Quantity> {
        let later = self.growth.get(slot).and_then(|steps| steps.iter().rev().find(|(day, _)| *day <= today));
        match (later, self.values.get(slot)) {
            (Some((_, number)), _) => Some(*number),
            (None, Some(Value::Number(number))) => Some(*number),
            _ => None,
        }
    }
}

/// Any style, where none matters.
const PLAIN: Style = Style {
    quotes: crate::style::Quotes::Double,
    american: false,
    percent: 1,
    on: true,
    month_first: true,
    inverted: false,
};
