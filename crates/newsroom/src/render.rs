//! A plan in, the words of a report out, with the places of facts, quotes and boilerplate.

use std::collections::BTreeSet;

use crate::dice::Dice;
use crate::event::{Event, Value};
use crate::grammar::{Channel, Part, Template};
use crate::ink::{Ink, Mark, Marked, Piece};
use crate::plan::{Body, Clause, Dateline, Group, Plan, ReportKind, Spoken, Stance, Teller, Told};
use crate::voices::voices;
use crate::words::exchange;
use crate::world::{Day, Outlet, OutletKind, WORLD, civil, month_name, weekday};

/// A report in words.
#[derive(Debug)]
pub(crate) struct Rendered {
    pub(crate) title: Option<String>,
    pub(crate) text: String,
    pub(crate) marks: Vec<(Mark, usize, usize, String)>,
    /// (the day, start, end) of words that name a day of the event.
    pub(crate) days: Vec<(Day, usize, usize)>,
    /// Whom each item with a quote gives it to.
    pub(crate) speakers: Vec<Option<String>>,
}

/// Writes a report. `giver_day`: when the report came out that this one credits.
pub(crate) fn render(event: &Event, plan: &Plan, giver_day: Option<Day>) -> Rendered {
    let mut writer = Writer {
        event,
        plan,
        giver_day: giver_day.unwrap_or(plan.day()),
        mentioned: BTreeSet::new(),
        in_sentence: BTreeSet::new(),
        last_speaker: None,
        pieces: Vec::new(),
        at_start: true,
        names_only: false,
        item: 0,
        speakers: vec![None; plan.items.len()],
        dice: Dice::named(event.seed, &format!("{}/{}", plan.outlet, plan.time)),
    };
    let title = plan.head.map(|head| writer.head(head.number, head.seed));
    writer.mentioned.clear();
    let mut ink = Ink::new(plan.style);
    ink.raw(&writer.dateline());
    for (i, item) in plan.items.iter().enumerate() {
        if i > 0 {
            ink.raw(if item.para { "\n\n" } else { " " });
        }
        if item.para && i > 0 {
            // A pronoun does not reach over a paragraph of somebody else.
            writer.in_sentence.clear();
        }
        writer.item = i;
        writer.start();
        writer.body(&item.body);
        ink.write(&std::mem::take(&mut writer.pieces));
    }
    let speakers = writer.speakers;
    let mut marks = Vec::new();
    let mut days = Vec::new();
    for marked in &ink.marks {
        let Marked { mark, start, end, .. } = marked;
        if let Mark::Slot { slot, .. } = mark
            && let Some(Value::Day(day)) = event.values.get(slot)
            && !plan.view.days.contains_key(slot)
        {
            days.push((*day, *start, *end));
        }
        marks.push((mark.clone(), *start, *end, ink.words(marked).to_owned()));
    }
    Rendered { title, text: ink.text, marks, days, speakers }
}

/// How a sentence's choices are settled.
struct Choices {
    /// For `[…|…]`.
    dice: Dice,
    /// For synonyms, with the rate.
    synonyms: Option<(Dice, u32)>,
    /// The fact that is told.
    fact: Option<usize>,
    /// Without hedges.
    plain: bool,
    /// The words around: facts and sources to put in.
    frame: Option<Frame>,
}

impl Choices {
    fn new(seed: u64) -> Choices {
        Choices { dice: Dice::new(seed, 0), synonyms: None, fact: None, plain: false, frame: None }
    }
}

/// What the slots of a line of `voices.txt` stand for.
#[derive(Clone)]
enum Frame {
    Told(Told),
    Spoken(Box<Spoken>),
    Words {
        outlet: Option<usize>,
        day: Option<Day>,
    },
    /// Why somebody wants no name.
    Why(String),
}

struct Writer<'a> {
    event: &'a Event,
    plan: &'a Plan,
    giver_day: Day,
    /// Who has been introduced.
    mentioned: BTreeSet<String>,
    /// Who has been named in this sentence.
    in_sentence: BTreeSet<String>,
    /// Who spoke in the sentence before.
    last_speaker: Option<String>,
    pieces: Vec<Piece>,
    at_start: bool,
    /// "said she" is not said.
    names_only: bool,
    item: usize,
    speakers: Vec<Option<String>>,
    dice: Dice,
}

impl Writer<'_> {
    fn outlet(&self) -> &'static Outlet {
        &WORLD.outlets[self.plan.outlet]
    }

    fn money(&self) -> &'static str {
        WORLD.countries[self.event.country].money
    }

    fn start(&mut self) {
        self.pieces.push(Piece::Capital);
        self.at_start = true;
        self.in_sentence.clear();
    }

    fn text(&mut self, words: impl Into<String>) {
        let words = words.into();
        if words.chars().any(char::is_alphanumeric) {
            self.at_start = false;
        }
        self.pieces.push(Piece::Text(words));
    }

    fn marked(&mut self, mark: Mark, words: impl Into<String>) {
        self.pieces.push(Piece::Open(mark));
        self.text(words);
        self.pieces.push(Piece::Close);
    }

    fn head(&mut self, number: usize, seed: u64) -> String {
        let mut choices = Choices::new(seed);
        self.start();
        self.fill(&self.event.kind.heads[number], &mut choices);
        let mut ink = Ink::new(self.plan.style);
        let pieces: Vec<Piece> = std::mem::take(&mut self.pieces);
        ink.write(&pieces);
        // A headline that opens with a quote.
        match ink.text.strip_prefix('’') {
            Some(rest) => format!("‘{rest}"),
            None => ink.text,
        }
    }

    fn dateline(&self) -> String {
        let town = |agency: Option<usize>| -> String {
            let place = self.event.kind.slots.iter().find_map(|(name, _)| {
                match (self.event.kind.slot(name), self.event.values.get(name)) {
                    (Some(crate::grammar::SlotKind::Place(list)), Some(Value::Text(place)))
                        if list == "town" || list == "port" =>
                    {
                        Some(place.clone())
                    }
                    _ => None,
                }
            });
            let capital = WORLD.countries[self.event.country].capital.to_owned();
            // An agency's copies keep its dateline, so the agency's name settles where it wrote.
            let from_capital = agency.is_some_and(|a| (self.event.seed ^ a as u64).is_multiple_of(3));
            place.filter(|_| !from_capital).unwrap_or(capital).to_uppercase()
        };
        match self.plan.dateline {
            Dateline::None => String::new(),
            Dateline::Town => format!("{} - ", town(None)),
            Dateline::Agency(a) => format!("{} ({}) - ", town(Some(a)), WORLD.outlets[a].slug),
            Dateline::Dated(a) => {
                let (_, month, day) = civil(self.giver_day.min(self.plan.day()));
                let month = month_name(month);
                format!("{}, {month} {day} ({}) — ", town(Some(a)), WORLD.outlets[a].slug)
            }
        }
    }

    fn body(&mut self, body: &Body) {
        // Each sentence has a stream of its own, so that a copy has its words whatever was cut before it.
        self.dice = Dice::new(
            match body {
                Body::Told(told) => told.form,
                Body::Spoken(spoken) | Body::Indirect(spoken) => spoken.form,
                Body::Words { seed, .. } | Body::Background { seed, .. } => *seed,
            },
            2,
        );
        match body {
            Body::Told(told) => self.told(told),
            Body::Spoken(spoken) => self.spoken(spoken),
            Body::Indirect(spoken) => self.indirect(spoken),
            Body::Words { list, seed, outlet, day, stock } => {
                let mut choices = Choices::new(*seed);
                choices.frame = Some(Frame::Words { outlet: *outlet, day: *day });
                let line = Dice::new(*seed, 1).pick(voices(list));
                if *stock {
                    self.pieces.push(Piece::Open(Mark::Stock));
                }
                self.fill(line, &mut choices);
                if *stock {
                    self.pieces.push(Piece::Close);
                }
                self.last_speaker = None;
            }
            Body::Background { number, seed } => {
                let mut choices = Choices::new(*seed);
                self.pieces.push(Piece::Open(Mark::Stock));
                self.fill(&self.event.kind.stock[*number], &mut choices);
                self.pieces.push(Piece::Close);
                self.last_speaker = None;
            }
        }
    }

    fn told(&mut self, told: &Told) {
        let two = told.clauses.len() > 1;
        let list = self.list(told);
        let lines = voices(if two { two_of(list) } else { list });
        let mut dice = Dice::new(told.form, 0);
        let inverted =
            (list == "named" || list == "private") && !two && self.plan.style.inverted && dice.percent(25);
        let line = if inverted { dice.pick(voices("named_inverted")) } else { dice.pick(lines) };
        let mut choices = Choices::new(told.form);
        choices.frame = Some(Frame::Told(told.clone()));
        self.names_only = inverted;
        self.fill(line, &mut choices);
        self.names_only = false;
        self.last_speaker = match told.voice.tellers.first() {
            Some(Teller::Named(slot)) if told.stance == Stance::Affirms => Some(slot.clone()),
            _ => None,
        };
    }

    /// Which list of `voices.txt` has the forms for it.
    fn list(&self, told: &Told) -> &'static str {
        let via = told.voice.via.is_some();
        match (told.stance, told.voice.tellers.first()) {
            (Stance::Denies, _) if via => "via_deny",
            (Stance::Denies, _) => "deny",
            (Stance::Declines, _) => "decline",
            (_, None) if via => "via_own",
            (_, None) => "own",
            (_, Some(Teller::Vague(_))) => "vague",
            (_, Some(Teller::Group(_))) if via => "via_anon",
            (_, Some(Teller::Group(_))) => "anon",
            (_, Some(Teller::Named(slot))) => match (self.event.values.get(slot), via) {
                (Some(Value::Doc { .. }), true) => "via_doc",
                (Some(Value::Doc { .. }), false) => "doc",
                (_, true) => "via_named",
                (Some(Value::Org { .. }), false) => "body",
                _ if told.voice.exclusive => "told",
                (Some(Value::Person { title, .. }), false) if title.is_empty() => "private",
                _ => "named",
            },
        }
    }

    /// A fact. What is denied is denied without its hedge.
    fn clause(&mut self, clause: &Clause, stance: Stance) {
        let telling = &self.event.kind.facts[clause.fact].tellings[clause.telling];
        let mut choices = Choices::new(clause.seed);
        if clause.rate > 0 {
            choices.synonyms = Some((Dice::new(clause.synonyms, 0), clause.rate));
        }
        choices.fact = Some(clause.fact);
        choices.plain = stance != Stance::Affirms || self.plan.view.plain.contains(&clause.fact);
        self.pieces.push(Piece::Open(Mark::Fact { item: self.item, fact: clause.fact }));
        self.fill(telling, &mut choices);
        self.pieces.push(Piece::Close);
    }

    /// Fills a sentence.
    fn fill(&mut self, template: &Template, choices: &mut Choices) {
        for part in template {
            match part {
                Part::Text(words) => match &mut choices.synonyms {
                    Some((dice, rate)) => {
                        let words = exchange(words, dice, *rate);
                        self.text(words);
                    }
                    None => self.text(words.clone()),
                },
                Part::Either(options) => {
                    let option = choices.dice.below(options.len());
                    self.fill(&options[option], choices);
                }
                Part::Hedge { with, without } => match choices.fact {
                    Some(_) if choices.plain => self.fill(without, choices),
                    Some(fact) => {
                        // The hedge's mark is around its words alone; a space at its end stands behind it.
                        self.pieces.push(Piece::Open(Mark::Hedge { fact }));
                        self.fill(with, choices);
                        self.pieces.push(Piece::Close);
                    }
                    None => self.fill(with, choices),
                },
                Part::Cut(inside) => self.fill(inside, choices),
                Part::Split => {}
                Part::Slot { name, form } => match choices.frame.clone() {
                    Some(frame) => self.frame_slot(&frame, name, form, choices),
                    None => self.slot(name, form, choices),
                },
            }
        }
    }

    /// Fills a slot of an event's sentence.
    fn slot(&mut self, name: &str, form: &str, choices: &mut Choices) {
        let mut name = name;
        if let Some(fact) = choices.fact
            && self.plan.view.swapped.contains(&fact)
            && let Some((from, to)) = &self.event.kind.facts[fact].swap
        {
            // The two change places, so that nobody acts on himself.
            if name == from {
                name = to;
            } else if name == to {
                name = from;
            }
        }
        let shown = name;
        let mark = choices.fact.map(|fact| Mark::Slot { fact, slot: shown.to_owned() });
        let number =
            self.plan.view.numbers.get(name).copied().or_else(|| self.event.known(name, self.event.day));
        match self.event.values.get(name) {
            Some(Value::Number(_)) => {
                let Some(number) = number else { return };
                let form_number = choices.dice.below(60);
                let words = if form == "n" {
                    number.number(self.plan.style, self.money(), self.at_start)
                } else {
                    number.text(self.plan.style, self.money(), form_number, self.at_start)
                };
                self.put(mark, words);
            }
            Some(Value::Day(day)) => {
                let day = self.plan.view.days.get(name).copied().unwrap_or(*day);
                let (on, words) = self.plan.style.day(day, self.plan.day().min(self.giver_day));
                if form != "bare" {
                    self.text(on);
                }
                self.put(mark, words);
            }
            Some(value) => {
                let words = value.clone();
                match mark {
                    Some(mark) => {
                        self.pieces.push(Piece::Open(mark));
                        self.mention(name, &words, form);
                        self.close_before_comma();
                    }
                    None => self.mention(name, &words, form),
                }
            }
            None => panic!("{}: no slot {name}", self.event.kind.name),
        }
    }

    fn put(&mut self, mark: Option<Mark>, words: String) {
        match mark {
            Some(mark) => self.marked(mark, words),
            None => self.text(words),
        }
    }

    /// Closes a mark; a comma that waits at its end is no part of it.
    fn close_before_comma(&mut self) {
        if self.pieces.last() == Some(&Piece::Comma) {
            self.pieces.pop();
            self.pieces.push(Piece::Close);
            self.pieces.push(Piece::Comma);
        } else {
            self.pieces.push(Piece::Close);
        }
    }

    /// Names somebody or something: in full at first, in short later on.
    fn mention(&mut self, slot: &str, value: &Value, form: &str) {
        let first = self.mentioned.insert(slot.to_owned());
        self.in_sentence.insert(slot.to_owned());
        match value {
            Value::Text(words) => self.text(words.clone()),
            Value::Person { person, title, role } => {
                if form == "surname" || (!first && form != "full") {
                    let by_role = role.starts_with("the ") && !role.contains(" of ") && form.is_empty();
                    if by_role && self.dice.percent(25) {
                        self.text(role.clone());
                    } else {
                        self.text(person.surname.clone());
                    }
                } else if form == "full" {
                    self.text(person.name());
                } else if form == "poss" {
                    self.text(format!("{}'s", person.name()));
                } else if title.is_empty() || (self.dice.percent(35) && !role.is_empty()) {
                    self.text(format!("{}, {role}", person.name()));
                    self.pieces.push(Piece::Comma);
                } else {
                    self.text(format!("{title} {}", person.name()));
                }
            }
            Value::Org { full, short } => {
                let short_now = form == "short" || (!first && form != "full" && self.dice.percent(60));
                self.text(if short_now { short.clone() } else { full.clone() });
            }
            Value::Doc { first: long, later } => self.text(if first { long.clone() } else { later.clone() }),
            Value::Anon { many, after, .. } => self.text(join(many, after)),
            Value::Number(_) | Value::Day(_) => {}
        }
    }

    /// Fills a slot of a line of `voices.txt`.
    fn frame_slot(&mut self, frame: &Frame, name: &str, form: &str, choices: &mut Choices) {
        match (name, frame) {
            ("C", Frame::Told(told)) => self.clause(&told.clauses[0], told.stance),
            ("C2", Frame::Told(told)) => self.clause(&told.clauses[1], told.stance),
            ("S", Frame::Told(told)) => self.tellers(&told.voice.tellers),
            ("S", Frame::Spoken(spoken)) => self.speaker(spoken),
            ("O", Frame::Told(told)) => self.other_outlet(told.voice.via),
            ("O", Frame::Spoken(spoken)) => self.other_outlet(spoken.via),
            ("O", Frame::Words { outlet, .. }) => self.other_outlet(*outlet),
            ("ON", _) => {
                let (on, words) = self.plan.style.day(self.giver_day, self.plan.day());
                self.text(format!("{on}{words}"));
            }
            ("V", Frame::Spoken(spoken)) => self.verb(spoken, choices),
            ("I", Frame::Spoken(spoken)) => {
                let indirect = &self.event.kind.sayings[spoken.utterance.saying].indirect;
                let line = &indirect[spoken.utterance.variant.min(indirect.len() - 1)];
                let mut inner = Choices::new(spoken.form);
                self.fill(line, &mut inner);
            }
            ("Q,", Frame::Spoken(s)) => self.stretch(s, Range::All, true),
            ("Q", Frame::Spoken(s)) => self.stretch(s, Range::All, false),
            ("A,", Frame::Spoken(s)) => self.stretch(s, Range::First, true),
            ("B", Frame::Spoken(s)) => self.stretch(s, Range::Rest, false),
            ("a,", Frame::Spoken(s)) => self.stretch(s, Range::BeforeSplit, true),
            ("b", Frame::Spoken(s)) => self.stretch(s, Range::AfterSplit, false),
            ("me", _) => self.text(WORLD.outlets[self.plan.me].short),
            ("us", _) => self.text(self.outlet().short),
            ("outlet", _) => self.text(self.outlet().name),
            ("town", Frame::Words { .. }) => self.text(self.outlet().town),
            ("staff", _) => self.text(choices.dice.pick(&self.outlet().staff).clone()),
            ("staff2", _) => {
                // Never the one who is named first: the next in the list.
                let staff = &self.outlet().staff;
                let named = self.pieces.iter().rev().find_map(|p| match p {
                    Piece::Text(t) => staff.iter().position(|s| s == t),
                    _ => None,
                });
                self.text(staff[(named.unwrap_or(0) + 1) % staff.len()].clone());
            }
            ("today", _) => self.text(weekday(self.plan.day())),
            ("when", Frame::Words { day, .. }) => {
                let (_, words) = self.plan.style.day(day.unwrap_or(self.event.day), self.plan.day());
                self.text(words);
            }
            ("why", Frame::Why(why)) => self.text(why.clone()),
            _ => {
                let mut inner = Choices::new(choices.dice.any());
                self.slot(name, form, &mut inner);
            }
        }
    }

    fn other_outlet(&mut self, outlet: Option<usize>) {
        let Some(outlet) = outlet else { return };
        let other = &WORLD.outlets[outlet];
        let key = format!("outlet {outlet}");
        if self.mentioned.insert(key) {
            let full = self.dice.percent(60);
            let words = match (other.kind, full) {
                (OutletKind::Agency, true) => format!("the news agency {}", other.short),
                (_, true) => other.name.replacen("The ", "the ", 1),
                (_, false) => other.short.to_owned(),
            };
            self.text(words);
        } else if self.dice.percent(30) {
            self.text(match other.kind {
                OutletKind::Agency => "the agency",
                OutletKind::Daily => "the newspaper",
                OutletKind::Broadcaster => "the broadcaster",
                OutletKind::Site => "the site",
                OutletKind::Blog => "the blog",
            });
        } else {
            self.text(other.short);
        }
    }

    fn tellers(&mut self, tellers: &[Teller]) {
        for (i, teller) in tellers.iter().enumerate() {
            if i > 0 {
                self.text(" and ");
            }
            match teller {
                Teller::Named(slot) => self.named(slot),
                Teller::Group(group) => self.group(group, tellers.len() == 1),
                Teller::Vague(n) => {
                    let words = voices("vague_word");
                    if let Some(Part::Text(words)) = words[n % words.len()].first() {
                        self.text(words.clone());
                    }
                }
            }
        }
    }

    /// A person, body or paper as the subject of "said".
    fn named(&mut self, slot: &str) {
        let value = self.event.values[slot].clone();
        let again = self.in_sentence.contains(slot)
            || (self.last_speaker.as_deref() == Some(slot) && self.dice.percent(55));
        if let Value::Person { person, .. } = &value
            && again
            && !self.names_only
            && self.mentioned.contains(slot)
        {
            self.text(if person.she { "she" } else { "he" });
            return;
        }
        if matches!(value, Value::Org { .. }) && self.in_sentence.contains(slot) {
            self.text("it");
            return;
        }
        self.mention(slot, &value, "");
    }

    fn group(&mut self, group: &Group, alone: bool) {
        let Value::Anon { one, many, after, why } = self.event.values[&group.slot].clone() else { return };
        let key = format!("group {}", group.slot);
        let first = self.mentioned.insert(key);
        let words = match (group.stated, first) {
            (Some(1), true) => format!("a {}", join(&one, &after)),
            (Some(1), false) => format!("the {one}"),
            (Some(n), true) => format!("{} {}", crate::style::words(n as i64), join(&many, &after)),
            (_, false) => format!("the {many}"),
            (None, true) => {
                let how = *self.dice.pick(&["", "", "several ", "multiple "]);
                format!("{how}{}", join(&many, &after))
            }
        };
        self.text(words);
        if first && alone && self.dice.percent(65) {
            let line = self.dice.pick(voices("why"));
            let why =
                if why.is_empty() { "they were not allowed to speak" } else { self.dice.pick(&why).as_str() };
            self.pieces.push(Piece::Comma);
            self.text(" ");
            let mut choices = Choices::new(self.dice.any());
            choices.frame = Some(Frame::Why(why.to_owned()));
            self.fill(line, &mut choices);
            self.pieces.push(Piece::Comma);
        }
    }

    /// Who says a quote.
    fn speaker(&mut self, spoken: &Spoken) {
        self.pieces.push(Piece::Open(Mark::Speaker { item: self.item }));
        let from = self.pieces.len();
        let name = match &spoken.speaker {
            Teller::Named(slot) => {
                self.named(slot);
                match &self.event.values[slot] {
                    Value::Person { person, .. } => Some(person.name()),
                    Value::Org { full, .. } => Some(full.clone()),
                    _ => None,
                }
            }
            Teller::Group(group) => {
                let Value::Anon { one, many, after, .. } = &self.event.values[&group.slot] else { return };
                let known = !self.mentioned.insert(format!("group {}", group.slot));
                let words = match (known, group.stated) {
                    (true, Some(1)) => format!("the {one}"),
                    (true, _) => format!("one of the {many}"),
                    (false, Some(1)) => format!("a {}", join(one, after)),
                    (false, _) => format!("one {}", join(one, after)),
                };
                self.text(words);
                None
            }
            Teller::Vague(_) => {
                self.text("one source");
                None
            }
        };
        let words: String = self.pieces[from..]
            .iter()
            .filter_map(|p| match p {
                Piece::Text(t) => Some(t.as_str()),
                _ => None,
            })
            .collect();
        self.speakers[self.item] = Some(name.unwrap_or(words));
        self.close_before_comma();
    }

    fn verb(&mut self, spoken: &Spoken, choices: &mut Choices) {
        let channel = self.event.kind.sayings[spoken.utterance.saying].channel;
        let list = match (spoken.via, &spoken.speaker) {
            (Some(_), _) => "verb_via",
            (None, Teller::Vague(_)) => "verb_plain",
            // A rewrite without credit was told nothing.
            (None, _)
                if spoken.taken && channel == Channel::Told && self.plan.kind != ReportKind::WireCopy =>
            {
                "verb_plain"
            }
            _ => match channel {
                Channel::Press => "verb_press",
                Channel::Statement => "verb_statement",
                Channel::Radio => "verb_radio",
                Channel::Court => "verb_court",
                Channel::Parliament => "verb_parliament",
                Channel::Told => "verb_told",
            },
        };
        let line = choices.dice.pick(voices(list));
        self.fill(line, choices);
    }

    fn spoken(&mut self, spoken: &Spoken) {
        let utterance = &self.event.kind.sayings[spoken.utterance.saying].variants[spoken.utterance.variant];
        let splits = utterance[spoken.sentences[0]].contains(&Part::Split);
        let several = spoken.sentences.len() > 1;
        let mut dice = Dice::new(spoken.form, 0);
        let mut forms = vec!["after", "before"];
        if several {
            forms.extend(["middle", "middle", "after"]);
        } else {
            forms.push("after");
        }
        if splits {
            forms.extend(["split", "split"]);
        }
        let mut list = *dice.pick(&forms);
        let pronoun = matches!(&spoken.speaker, Teller::Named(s) if self.last_speaker.as_ref() == Some(s));
        if self.plan.style.inverted && !pronoun && spoken.via.is_none() && dice.percent(50) {
            list = match list {
                "after" => "after_inverted",
                "middle" => "middle_inverted",
                other => other,
            };
        }
        let line = dice.pick(voices(list));
        let mut choices = Choices::new(spoken.form);
        choices.frame = Some(Frame::Spoken(Box::new(spoken.clone())));
        self.names_only = list.ends_with("_inverted");
        self.fill(line, &mut choices);
        self.names_only = false;
        self.last_speaker = match &spoken.speaker {
            Teller::Named(slot) => Some(slot.clone()),
            _ => None,
        };
    }

    fn indirect(&mut self, spoken: &Spoken) {
        let told = self.event.kind.sayings[spoken.utterance.saying].channel == Channel::Told;
        let list = match (spoken.via, told) {
            (Some(_), _) => "indirect_via",
            (None, true) => "indirect_told",
            (None, false) => "indirect",
        };
        let line = Dice::new(spoken.form, 0).pick(voices(list));
        let mut choices = Choices::new(spoken.form);
        choices.frame = Some(Frame::Spoken(Box::new(spoken.clone())));
        self.fill(line, &mut choices);
        self.speakers[self.item] = None;
        self.last_speaker = None;
    }

    /// Words between marks. `comma`: a comma stands for the last stop.
    fn stretch(&mut self, spoken: &Spoken, range: Range, comma: bool) {
        let sentences: Vec<usize> = match range {
            Range::All => spoken.sentences.clone(),
            Range::First | Range::BeforeSplit => spoken.sentences[..1].to_vec(),
            Range::Rest => spoken.sentences[1..].to_vec(),
            Range::AfterSplit => spoken.sentences.clone(),
        };
        let (open, close) = self.plan.style.marks();
        // The marks stand in the plan's own form: an apostrophe is not a mark.
        self.pieces.push(Piece::Text(open.to_owned()));
        self.pieces.push(Piece::Open(Mark::Stretch { item: self.item, sentences: sentences.clone() }));
        for (i, &sentence) in sentences.iter().enumerate() {
            let after_split = range == Range::AfterSplit && i == 0;
            if i > 0 {
                self.text(" ");
            }
            if !after_split {
                self.pieces.push(Piece::Capital);
                self.at_start = true;
            }
            let template = self.event.kind.sayings[spoken.utterance.saying].variants
                [spoken.utterance.variant][sentence]
                .clone();
            self.pieces.push(Piece::Open(Mark::Sentence { item: self.item, sentence }));
            let side = match range {
                Range::BeforeSplit => Side::Before,
                Range::AfterSplit if i == 0 => Side::After,
                _ => Side::Both,
            };
            let mut saying = Saying { spoken, sentence, choice: 0, cut: 0, side, passed: false };
            self.say(&template, &mut saying, false);
            self.pieces.push(Piece::Close);
        }
        if comma {
            self.comma_for_stop(range == Range::BeforeSplit);
        } else if range == Range::BeforeSplit {
            self.comma_for_stop(true);
        }
        self.pieces.push(Piece::Close);
        self.pieces.push(Piece::Text(close.to_owned()));
    }

    /// The stop that ends the words becomes a comma; a question stays one.
    fn comma_for_stop(&mut self, split: bool) {
        let last = self.pieces.iter_mut().rev().find_map(|p| match p {
            Piece::Text(t) if !t.is_empty() => Some(t),
            _ => None,
        });
        if let Some(text) = last {
            if text.ends_with('.') {
                text.pop();
                text.push(',');
            } else if split {
                let trimmed = text.trim_end_matches([' ', ',']).len();
                text.truncate(trimmed);
                text.push(',');
            }
        }
    }

    fn say(&mut self, template: &Template, saying: &mut Saying, hidden: bool) {
        for part in template {
            let shown = !hidden
                && match saying.side {
                    Side::Both => true,
                    Side::Before => !saying.passed,
                    Side::After => saying.passed,
                };
            match part {
                Part::Text(words) if shown => self.text(words.clone()),
                Part::Text(_) => {}
                Part::Split => saying.passed = true,
                Part::Slot { name, form } if shown => {
                    let mut choices = Choices::new(saying.spoken.utterance.seed);
                    let form = if form.is_empty() { "full" } else { form };
                    self.slot(name, form, &mut choices);
                }
                Part::Slot { .. } => {}
                Part::Either(options) => {
                    let key = (saying.sentence, saying.choice);
                    saying.choice += 1;
                    let option = match saying.spoken.reworded.get(&key) {
                        Some(option) => *option,
                        None => saying.spoken.utterance.option(key, options.len()),
                    };
                    if shown {
                        let (sentence, choice) = key;
                        self.pieces.push(Piece::Open(Mark::Choice { item: self.item, sentence, choice }));
                        self.say(&options[option], saying, false);
                        self.pieces.push(Piece::Close);
                    }
                }
                Part::Cut(inside) => {
                    let key = (saying.sentence, saying.cut);
                    saying.cut += 1;
                    let gone = saying.spoken.cuts.contains(&key);
                    if shown && !gone {
                        let (sentence, cut) = key;
                        self.pieces.push(Piece::Open(Mark::Cut { item: self.item, sentence, cut }));
                        self.say(inside, saying, false);
                        self.pieces.push(Piece::Close);
                    } else {
                        self.say(inside, saying, true);
                    }
                }
                Part::Hedge { with, .. } => self.say(with, saying, hidden),
            }
        }
    }
}

/// Which part of what was said stands between a pair of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Range {
    All,
    First,
    Rest,
    BeforeSplit,
    AfterSplit,
}

/// Which side of its split a sentence shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Both,
    Before,
    After,
}

struct Saying<'a> {
    spoken: &'a Spoken,
    sentence: usize,
    choice: usize,
    cut: usize,
    side: Side,
    /// The split lies behind.
    passed: bool,
}

/// The list with the forms for two facts.
fn two_of(list: &'static str) -> &'static str {
    match list {
        "own" => "own2",
        "named" => "named2",
        "private" => "private2",
        "body" => "body2",
        "doc" => "doc2",
        "told" => "told2",
        "anon" => "anon2",
        "vague" => "vague2",
        "via_own" => "via_own2",
        "via_named" => "via_named2",
        "via_doc" => "via_doc2",
        "via_anon" => "via_anon2",
        other => other,
    }
}

fn join(noun: &str, after: &str) -> String {
    if after.is_empty() { noun.to_owned() } else { format!("{noun} {after}") }
}
