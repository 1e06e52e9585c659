//! Which of several entities a short name names, told from the whole report: surnames that a family shares, initials of
//! bodies, surnames in headlines, surnames taken for bodies, and slips of the pen.
//!
//! Comes after [`Names`], from wherever its entities are.

use std::collections::{BTreeMap, BTreeSet};

use backstory_lexicon::{Gender, PlaceKind, gender_of_name, is_first_name, outlet_by_name, place};
use backstory_model::{Entity, EntityKind, Role};

use crate::{
    entities::{Mention, Names},
    layout::Layout,
    words,
};

/// Gives each short name to the entity that it names; entities that are left without mentions go.
pub(crate) fn tell_apart(text: &str, layout: &Layout, names: Names) -> Names {
    let mut settler = Settler { text, layout, names };
    settler.countries();
    let mut meant = settler.initials();
    meant.extend(settler.surnames_of_bodies());
    for mention in &mut settler.names.mentions {
        mention.entity = meant.get(&mention.entity).copied().unwrap_or(mention.entity);
    }
    settler.families();
    settler.surnames();
    settler.gathered()
}

struct Settler<'a> {
    text: &'a str,
    layout: &'a Layout,
    names: Names,
}

impl Settler<'_> {
    fn word(&self, mention: &Mention) -> &str {
        mention.span.of(self.text)
    }

    /// Folded surname → people with a name of several words that ends so.
    fn by_surname(&self) -> BTreeMap<String, Vec<usize>> {
        let mut people: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, entity) in self.names.entities.iter().enumerate() {
            let last = entity.name.rsplit(' ').find(|w| !words::is_suffix(w)).unwrap_or_default();
            if entity.kind == EntityKind::Person && entity.name.contains(' ') {
                people.entry(words::fold_name(last)).or_default().push(place);
            }
        }
        people
    }

    /// "Poor Kenya" is no person, and Kenya is a country.
    fn countries(&mut self) {
        let mut country: BTreeMap<usize, usize> = BTreeMap::new();
        for at in 0..self.names.entities.len() {
            let entity = &self.names.entities[at];
            let Some((first, last)) = entity.name.rsplit_once(' ') else { continue };
            let known = place(last).filter(|p| p.kind == PlaceKind::Country);
            let titled = || self.names.mentions.iter().any(|m| m.entity == at && m.title.is_some());
            let Some(known) = known.filter(|_| {
                entity.kind == EntityKind::Person
                    && !first.contains(' ')
                    && !is_first_name(first)
                    && !titled()
            }) else {
                continue;
            };
            let there =
                self.names.entities.iter().position(|e| e.kind == EntityKind::Place && e.name == known.name);
            let there = there.unwrap_or(self.names.entities.len());
            if there == self.names.entities.len() {
                let name = known.name.to_owned();
                self.names.entities.push(Entity { kind: EntityKind::Place, name, spans: Vec::new() });
            }
            self.names.entities[at].kind = EntityKind::Other;
            country.insert(at, there);
        }
        for mention in &mut self.names.mentions {
            if let Some(there) = country.get(&mention.entity)
                && !mention.span.of(self.text).contains(' ')
            {
                mention.entity = *there;
            }
        }
    }

    /// "IMF" for the International Monetary Fund, "VA" for the Department of Veterans Affairs.
    fn initials(&self) -> BTreeMap<usize, usize> {
        let mut found = BTreeMap::new();
        let bodies = |e: &Entity| matches!(e.kind, EntityKind::Organization | EntityKind::Other);
        let mut long: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (place, entity) in self.names.entities.iter().enumerate().filter(|(_, e)| bodies(e)) {
            let initials = |words: &[&str]| -> String {
                words.iter().filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect()
            };
            let words: Vec<&str> = entity.name.split([' ', '-']).filter(|w| *w != "The").collect();
            if words.len() < 2 {
                continue;
            }
            long.entry(initials(&words)).or_default().insert(place);
            if words.len() > 2 && words::takes_of(words[0]) && words[1] == "of" {
                long.entry(initials(&words[2..])).or_default().insert(place);
            }
        }
        for short in 0..self.names.entities.len() {
            let entity = &self.names.entities[short];
            let letters: String = entity.name.chars().filter(|c| *c != '.').collect();
            let shouted = (2..=6).contains(&letters.len()) && letters.chars().all(|c| c.is_uppercase());
            if !shouted || !bodies(entity) || outlet_by_name(&entity.name).is_some() {
                continue;
            }
            let meant: Vec<usize> =
                long.get(&letters).into_iter().flatten().copied().filter(|p| *p != short).collect();
            if let [only] = meant[..] {
                found.insert(short, only);
            }
        }
        found
    }

    /// A single word that was not known for a person's, where a person of that surname is in the report; or of a surname
    /// that is one letter away, as slips of the pen are.
    fn surnames_of_bodies(&self) -> BTreeMap<usize, usize> {
        let mut found = BTreeMap::new();
        let people = self.by_surname();
        let mut slips: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (surname, people) in &people {
            for form in shortened(surname) {
                slips.entry(form).or_default().extend(people);
            }
        }
        let led: BTreeSet<usize> = self
            .names
            .mentions
            .iter()
            .filter(|m| self.text[..m.span.start as usize].ends_with("the "))
            .map(|m| m.entity)
            .collect();
        for (place, entity) in self.names.entities.iter().enumerate() {
            let shouted = entity.name.chars().all(char::is_uppercase);
            let single = !entity.name.contains(' ') && entity.kind != EntityKind::Place && !shouted;
            if !single || led.contains(&place) || outlet_by_name(&entity.name).is_some() {
                continue;
            }
            let name = words::fold_name(&entity.name);
            if let Some(&[first, ..]) = people.get(&name).map(Vec::as_slice) {
                found.insert(place, first);
                continue;
            }
            let near: BTreeSet<usize> =
                shortened(&name).iter().filter_map(|form| slips.get(form)).flatten().copied().collect();
            if let (Some(only), 1) = (near.first(), near.len()) {
                found.insert(place, *only);
            }
        }
        found
    }

    /// Whose surname a surname alone is, where several people have it. One who is called by a given name alone is not
    /// called by the surname alone; of those left, it is the one named in full first. "Mr." and "Mrs." go before.
    fn families(&mut self) {
        let mut of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, mention) in self.names.mentions.iter().enumerate() {
            of.entry(mention.entity).or_default().push(at);
        }
        for (surname, people) in self.by_surname() {
            let mentions =
                |place: usize| of.get(&place).into_iter().flatten().map(|at| &self.names.mentions[*at]);
            let first = |place: usize| self.names.entities[place].name.split(' ').next().unwrap_or_default();
            let introduced =
                |place: usize| mentions(place).find(|m| self.word(m).contains(' ')).map(|m| m.span);
            // "Ada Osei Calls Karel Osei" is a headline.
            let is_long = |place: usize| self.names.entities[place].name.split(' ').count() > 4;
            // In quotations, people call others as they please.
            let by_given_name = |place: usize| {
                mentions(place).any(|m| self.word(m) == first(place) && !self.layout.is_quoted(m.span.start))
            };
            let mut bare: Vec<usize> = people
                .iter()
                .flat_map(|place| of.get(place).into_iter().flatten().copied())
                .filter(|at| words::fold_name(self.word(&self.names.mentions[*at])) == surname)
                .collect();
            bare.sort_unstable();
            let gendered =
                |at: usize| gender_of_title(self.names.mentions[at].title.map_or("", |t| t.of(self.text)));
            let mut people_by: BTreeMap<Option<Gender>, Option<usize>> = BTreeMap::new();
            for wanted in [None, Some(Gender::Female), Some(Gender::Male)] {
                let fits = |place: &usize| {
                    wanted.is_none() || gender_of_name(first(*place)).is_none_or(|g| Some(g) == wanted)
                };
                let fitting: Vec<usize> = people.iter().copied().filter(fits).collect();
                let formal: Vec<usize> = fitting.iter().copied().filter(|p| !by_given_name(*p)).collect();
                let left = if formal.is_empty() { fitting } else { formal };
                people_by.insert(wanted, left.into_iter().min_by_key(|p| (is_long(*p), introduced(*p))));
            }
            let addressed: Vec<Option<Gender>> = bare.iter().map(|at| gendered(*at)).collect();
            // "Mr. Osei" where the report names no man of that name in full: someone of his own, who is then meant by the
            // surname alone as well, where he is spoken of more than she is.
            let mut new: BTreeMap<Gender, usize> = BTreeMap::new();
            for gender in [Gender::Female, Gender::Male] {
                if addressed.contains(&Some(gender)) && people_by[&Some(gender)].is_none() {
                    let name = self.word(&self.names.mentions[bare[0]]).to_owned();
                    new.insert(gender, self.names.entities.len());
                    self.names.entities.push(Entity { kind: EntityKind::Person, name, spans: Vec::new() });
                }
            }
            let count = |g: Gender| addressed.iter().filter(|a| **a == Some(g)).count();
            let other = |g: Gender| if g == Gender::Male { Gender::Female } else { Gender::Male };
            let alone = new.iter().find(|(g, _)| count(**g) > count(other(**g))).map(|(_, place)| *place);
            for (at, gender) in bare.iter().zip(&addressed) {
                let meant = match gender {
                    Some(gender) => new.get(gender).copied().or(people_by[&Some(*gender)]),
                    None => alone.or(people_by[&None]),
                };
                if let Some(meant) = meant.filter(|_| people.len() > 1 || !new.is_empty()) {
                    self.names.mentions[*at].entity = meant;
                }
            }
        }
    }

    /// Surnames that were not seen as names: in headlines, where every word has a capital ("Osei Plan Is Late"), and such
    /// that are titles as well ("Dean said").
    fn surnames(&mut self) {
        let mut people: BTreeMap<String, BTreeMap<usize, usize>> = BTreeMap::new();
        for mention in &self.names.mentions {
            let entity = self.names.entity(mention);
            if entity.kind == EntityKind::Person {
                let last = entity.name.rsplit(' ').find(|w| !words::is_suffix(w)).unwrap_or_default();
                *people.entry(words::fold_name(last)).or_default().entry(mention.entity).or_default() += 1;
            }
        }
        let layout = self.layout;
        let word = |at: usize| layout.tokens.get(at).map_or("", |t| t.span.of(self.text));
        let capital = |at: usize| word(at).starts_with(char::is_uppercase);
        let mut new = Vec::new();
        for sentence in &layout.sentences {
            let title = layout.paragraphs[sentence.paragraph].role == Role::Title;
            for at in sentence.tokens.clone().filter(|at| capital(*at)) {
                let span = layout.tokens[at].span;
                let known = people.get(&words::fold_name(word(at)));
                let Some((&entity, _)) = known.and_then(|of| of.iter().rev().max_by_key(|(_, n)| **n)) else {
                    continue;
                };
                let opens = at == sentence.tokens.start;
                let next = word(at + 1);
                let alone = !(capital(at + 1) || !opens && capital(at - 1));
                let acts = words::is_said(next)
                    || matches!(next, "," | "'s" | "’s" | "has" | "had" | "is" | "was" | "also");
                if !title && !(alone && (!opens || acts)) {
                    continue;
                }
                let place = self.names.mentions.partition_point(|m| m.span.end <= span.start);
                let there = self
                    .names
                    .mentions
                    .get(place)
                    .filter(|m| m.title.unwrap_or(m.span).cover(m.span).overlaps(span));
                match there {
                    Some(there) if title && self.names.entity(there).kind != EntityKind::Person => {
                        // "Osei Says Ore Museum": no name holds its sentence.
                        if there.span.contains(span) {
                            new.push((Some(place), Mention { span, title: None, entity }));
                        }
                    }
                    Some(_) => {}
                    None => new.push((None, Mention { span, title: None, entity })),
                }
            }
        }
        for (place, mention) in new {
            match place {
                Some(place) => self.names.mentions[place] = mention,
                None => self.names.mentions.push(mention),
            }
        }
        self.names.mentions.sort_by_key(|m| m.span);
    }

    /// The names with each entity's spans as its mentions are, in order of first mention.
    fn gathered(self) -> Names {
        let Names { entities, mut mentions, .. } = self.names;
        let mut places: BTreeMap<usize, usize> = BTreeMap::new();
        let mut kept: Vec<Entity> = Vec::new();
        for mention in &mut mentions {
            let place = *places.entry(mention.entity).or_insert_with(|| {
                let entity = &entities[mention.entity];
                kept.push(Entity { kind: entity.kind, name: entity.name.clone(), spans: Vec::new() });
                kept.len() - 1
            });
            mention.entity = place;
            kept[place].spans.push(mention.span);
        }
        Names { entities: kept, mentions }
    }
}

/// Whom a form of address is for.
pub(crate) fn gender_of_title(title: &str) -> Option<Gender> {
    title.split_whitespace().find_map(|word| match word {
        "Mr." | "Mr" | "Sir" | "Lord" => Some(Gender::Male),
        "Mrs." | "Ms." | "Mrs" | "Ms" | "Miss" | "Dame" | "Lady" => Some(Gender::Female),
        _ => None,
    })
}

/// A word of five letters or more without each of its letters but the first, and itself: two words that share a form are
/// one letter apart.
fn shortened(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    if letters.len() < 5 {
        return Vec::new();
    }
    let without = |at: usize| letters[..at].iter().chain(&letters[at + 1..]).collect();
    (1..letters.len()).map(without).chain([word.to_owned()]).collect()
}
