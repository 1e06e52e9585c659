//! Unnamed people: told apart by how they are spoken of ("a senior official … the official … another official").

use backstory_lexicon::{Gender, is_trade};
use backstory_model::{Count, EntityKind, SourceKind, Span};
use backstory_text::TokenKind;

use super::{FAR, Known, Resolver, squeeze};
use crate::{
    entities::Mention,
    nouns,
    phrase::{self, People, Phrase, Reach},
    words,
};

impl Resolver<'_> {
    /// Unnamed people: someone spoken of before, or someone new.
    pub(super) fn people(&mut self, people: People, span: Span) -> Option<usize> {
        if let Some(source) = self.by_order(&people, span) {
            self.known[source].mentions.push(span);
            return Some(source);
        }
        let by_role = if people.reach == Reach::Before { self.named_by_role(&people, span) } else { None };
        if let Some(person) = by_role {
            return Some(self.person(person, span));
        }
        // "Admiral Osei … the admiral"
        let alone = people.reach == Reach::Before && people.modifiers.is_empty() && !people.counted;
        if let Some(entity) = self.named_so(&people.head, span).filter(|_| alone) {
            let (kind, name) = self.kind_and_name(entity);
            return Some(self.entity_source(entity, kind, name, span));
        }
        // "The contract with Velm Foods … the caterer"
        let trade = alone
            && people.count.max == Some(1)
            && is_trade(&people.head)
            && self.nearest(|k| k.people.as_ref().is_some_and(|p| p.head == people.head)).is_none();
        if let Some(entity) = trade.then(|| self.company_meant(span)).flatten() {
            let (kind, name) = self.kind_and_name(entity);
            return Some(self.entity_source(entity, kind, name, span));
        }
        let single = people.count.max == Some(1);
        let same = match people.reach {
            Reach::New if !people.counted || single => None,
            // "Four sources" twice are the same four; so are "officials" twice.
            Reach::New | Reach::Bare => self.nearest(|k| {
                let Some(known) = k.people.as_ref().filter(|_| k.parts.is_empty()) else { return false };
                k.single == single
                    && known.head == people.head
                    && (known.modifiers == people.modifiers
                        && (people.reach == Reach::Bare || known.count == people.count)
                        || people.reach == Reach::Bare && people.modifiers.is_empty() && !known.counted)
            }),
            Reach::Before => {
                // "The people" are rather those called people than "three clerks".
                let so = |k: &Known| {
                    let known = k.people.as_ref().filter(|_| k.parts.is_empty());
                    k.single == single && known.is_some_and(|known| known.head == people.head)
                };
                let other = people.modifiers.is_empty() && self.nearest(so).is_some();
                self.nearest(|k| {
                    let Some(known) = k.people.as_ref().filter(|_| k.parts.is_empty()) else { return false };
                    if other {
                        return so(k);
                    }
                    let vague = matches!(people.head.as_str(), "source" | "person");
                    let kin = known.head == people.head
                        || vague
                        || known.modifiers.contains(&people.head)
                        || people.head == "official"
                            && matches!(known.head.as_str(), "aide" | "adviser" | "advisor" | "diplomat")
                            && people.modifiers.is_empty();
                    k.single == single
                        && kin
                        && people
                            .modifiers
                            .iter()
                            .all(|m| known.modifiers.contains(m) || vague && m.len() < 4)
                })
            }
        };
        if let Some(same) = same {
            self.known[same].mentions.push(span);
            return Some(same);
        }
        if let Some(person) = self.in_other_words(&people, span) {
            return Some(self.person(person, span));
        }
        // "The governor", who is named nowhere as such, hides no more than "the two men" do.
        let known_to_readers =
            single && words::is_role(&people.head) && !nouns::is_often_unnamed(&people.head);
        if let Some(person) = self.introduced_after(&people, span) {
            return Some(self.person(person, span));
        }
        // "The two presidents", where the report names some.
        let named = people.counted && people.count.max.is_some() && self.has_role(&people.head);
        if people.reach == Reach::Before && (known_to_readers || named || is_pair_of_named(&people)) {
            return None;
        }
        let affiliation = people.affiliation.map(|place| self.mention_name(place));
        self.known.push(Known {
            kind: SourceKind::Anonymous,
            name: None,
            description: Some(squeeze(span.of(self.text()))),
            role: None,
            affiliation,
            mentions: vec![span],
            entity: None,
            people: Some(people),
            single,
            parts: Vec::new(),
        });
        Some(self.known.len() - 1)
    }

    /// "The members and the officials": each of the two, and both together as one source; None where either cannot be told.
    pub(super) fn side_by_side(&mut self, people: &People, span: Span) -> Option<(usize, Count)> {
        let (end, other) = people.beside?;
        // "Four cooks who saw the list and the clerk": beside them only where a clerk was heard before.
        let first = &self.text()[span.start as usize..end as usize];
        if first.contains(" who ")
            && let Phrase::People(second) = phrase::read(self.text(), self.layout, self.names, other)
            && second.reach == Reach::Before
            && self.nearest(|k| k.people.as_ref().is_some_and(|p| p.head == second.head)).is_none()
        {
            return None;
        }
        let mut parts = Vec::new();
        let mut sum = Count { min: 0, max: Some(0) };
        for part in [Span { start: span.start, end }, other] {
            let (source, count) = self.source_at(part);
            let source = source.filter(|s| self.known[*s].kind == SourceKind::Anonymous)?;
            let count = count?;
            // Some of the one may be among the other.
            sum = Count { min: sum.min.max(count.min), max: sum.max.zip(count.max).map(|(a, b)| a + b) };
            parts.push(source);
        }
        self.history.extend(parts.iter().map(|part| (span.start, *part)));
        parts.sort_unstable();
        parts.dedup();
        if let Some(both) = self.known.iter().position(|k| k.parts == parts && parts.len() > 1) {
            self.known[both].mentions.push(span);
            return Some((both, sum));
        }
        self.known.push(Known {
            kind: SourceKind::Anonymous,
            name: None,
            description: Some(squeeze(span.of(self.text()))),
            role: None,
            affiliation: self.known[parts[0]].affiliation.clone(),
            mentions: vec![span],
            entity: None,
            people: Some(People { count: sum, counted: true, beside: None, ..people.clone() }),
            single: false,
            parts,
        });
        Some((self.known.len() - 1, sum))
    }

    /// The person whom a report describes first and names next: "the deputy mines minister said … «Ada Osei» said". It is
    /// the first person named behind the description within two paragraphs, where that name is new there, stands
    /// without a role of its own and speaks; anyone else would be introduced with a role.
    pub(super) fn introduced_after(&self, people: &People, span: Span) -> Option<usize> {
        // "The president" needs no name; "the deputy mines minister" does.
        let described = words::is_role(&people.head)
            && !nouns::is_often_unnamed(&people.head)
            && people.modifiers.iter().any(|m| !words::is_function(m))
            || matches!(people.head.as_str(), "man" | "woman") && people.modifiers.iter().any(|m| m == "who");
        if people.reach != Reach::Before || people.count.max != Some(1) || !described {
            return None;
        }
        let here = self.paragraph(span.start)?;
        let from = self.names.mentions.partition_point(|m| m.span.start < span.end);
        let is_person = |m: &&Mention| {
            let entity = self.names.entity(m);
            entity.kind == EntityKind::Person || self.reads_as_person(m.entity)
        };
        let mention = self.names.mentions[from..]
            .iter()
            .take(FAR)
            .take_while(|m| self.paragraph(m.span.start).is_some_and(|p| p <= here + 2))
            .filter(|m| !self.quoted(m.span.start) && self.paragraph(m.span.start) > Some(here))
            .filter(|m| !self.names.mentions[..from].iter().any(|b| b.entity == m.entity))
            .find(is_person)?;
        let entity = self.names.entity(mention);
        let at = self.layout.tokens.partition_point(|t| t.span.start < mention.span.start);
        let end = self.layout.tokens.partition_point(|t| t.span.end <= mention.span.end);
        // "Trader Ada Osei", "Osei, a trader": others bring a description of their own; an age is none.
        let led = at.checked_sub(1).is_some_and(|before| {
            self.layout.tokens[before].kind == TokenKind::Word && !words::is_said(self.token(before))
        });
        let aged = self.layout.tokens.get(end + 1).is_some_and(|t| t.kind == TokenKind::Number);
        let described_itself = led || self.token(end) == "," && !aged;
        let gender = match people.head.as_str() {
            "man" => Some(Gender::Male),
            "woman" => Some(Gender::Female),
            _ => None,
        };
        let fits = gender.is_none() || self.gender(mention.entity).is_none_or(|g| Some(g) == gender);
        let first = entity.spans.first() == Some(&mention.span);
        (first
            && self.speakers.contains(&mention.entity)
            && !described_itself
            && fits
            && mention.title.is_none()
            && entity.name.contains(' ')
            && !self.roles.contains_key(&mention.entity)
            && !self.is_possessive(mention))
        .then_some(mention.entity)
    }

    pub(super) fn own_count(&self, source: Option<usize>) -> Option<Count> {
        let known = &self.known[source?];
        (known.kind == SourceKind::Anonymous).then(|| known.people.as_ref().map(|p| p.count)).flatten()
    }

    /// "The first source", "the second official": of unnamed people called so, in the order they came.
    fn by_order(&self, people: &People, span: Span) -> Option<usize> {
        let words = span.of(self.text()).to_lowercase();
        let mut words = words.split_whitespace();
        let place = match (words.next()?, words.next()?) {
            ("the", "first") => 0,
            ("the", "second") => 1,
            ("the", "third") => 2,
            _ => return None,
        };
        let mut found = Vec::new();
        for (_, source) in self.history.iter().take(FAR) {
            let known = &self.known[*source];
            let same =
                known.people.as_ref().is_some_and(|k| k.head == people.head || people.head == "source");
            if known.single && same && known.kind == SourceKind::Anonymous && !found.contains(source) {
                found.push(*source);
            }
        }
        // One alone is not the first of several.
        found.get(place).copied().filter(|_| found.len() > 1)
    }

    /// People called by a noun that names no role: "Republicans", "someone".
    pub(super) fn unnamed(&mut self, span: Span, noun: Span) -> Option<usize> {
        let last = noun.of(self.text()).to_lowercase();
        let mut words: Vec<String> = span.of(self.text()).split_whitespace().map(str::to_lowercase).collect();
        words.retain(|w| *w != last);
        let last = last.as_str();
        let head = nouns::singular(last);
        let single = head == last && !matches!(last, "some" | "those" | "many" | "others" | "few" | "people");
        let modifiers: Vec<String> = words.into_iter().filter(|w| !words::is_function(w)).collect();
        let people = People {
            count: Count { min: if single { 1 } else { 2 }, max: single.then_some(1) },
            counted: single,
            head,
            modifiers,
            reach: if single { Reach::New } else { Reach::Bare },
            affiliation: None,
            beside: None,
        };
        self.people(people, span)
    }
}

/// "the two men", "the pair": people with names, though not these.
pub(super) fn is_pair_of_named(people: &People) -> bool {
    people.counted
        && people.modifiers.is_empty()
        && matches!(people.head.as_str(), "man" | "woman" | "person" | "leader" | "candidate")
}
