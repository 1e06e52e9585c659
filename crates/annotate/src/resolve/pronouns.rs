//! Whom pronouns stand for: the one most in mind among those that fit, by part of the sentence and distance.
//!
//! The weights follow what is common to the salience lists since Lappin and Leass ("An Algorithm for Pronominal Anaphora
//! Resolution", 1994): subjects before objects before possessors, near before far, speakers before all. Candidates of
//! another gender or number are out; where none is left that is near, nobody is meant.

use std::collections::BTreeMap;

use backstory_lexicon::{Gender, country_of_people, gender_of_name, is_gerund, verbs};
use backstory_model::{EntityKind, SourceKind, Span};
use backstory_text::TokenKind;

use super::{
    Resolver,
    parts::Part,
    seen::{Personal, Seen, Who},
};
use crate::{
    nouns,
    phrase::{self, Phrase, Pronoun},
    quantities, words,
};

/// How many mentions back a pronoun can reach; more than any two paragraphs of news hold.
const REACH: usize = 80;

/// What is lost by each sentence in between, and by each paragraph's end.
const SENTENCE: i32 = 16;
const PARAGRAPH: i32 = 6;

/// What is lost by whoever a clause within the sentence is about, for a pronoun that goes on from the whole.
const WITHIN: i32 = 10;

/// Nobody who is less in mind than this is meant.
const LEAST: i32 = 10;

impl Resolver<'_> {
    /// Whom a pronoun stands for.
    pub(super) fn pronoun(&mut self, pronoun: Pronoun, span: Span) -> Option<usize> {
        match pronoun {
            Pronoun::Reporter => Some(self.reporter(span)),
            Pronoun::Relative => self.antecedent(span),
            Pronoun::Person => self.singular_person(span),
            Pronoun::People => self.plural(span),
            Pronoun::Thing => self.thing(span),
        }
    }

    /// Whom "he", "she", "his" or "her" stands for, and marks that it is said here.
    pub(super) fn singular_person(&mut self, span: Span) -> Option<usize> {
        self.read_to(span.start);
        let personal = self.personal_at(span).or_else(|| {
            super::seen::personal(span.of(self.text()).split_whitespace().next().unwrap_or_default())
        })?;
        let who = self.person_meant(span, personal)?;
        Some(self.source_of(who, span))
    }

    /// The source that somebody is, said at a span.
    pub(super) fn source_of(&mut self, who: Who, span: Span) -> usize {
        match who {
            Who::Entity(entity) if self.may_be_person(entity) || self.is_person_like(entity) => {
                self.person(entity, span)
            }
            Who::Entity(entity) => {
                let (kind, name) = self.kind_and_name(entity);
                self.entity_source(entity, kind, name, span)
            }
            Who::Source(source) => {
                self.known[source].mentions.push(span);
                source
            }
        }
    }

    /// Whether an entity is a person, or reads as one.
    pub(super) fn is_person_like(&self, place: usize) -> bool {
        self.names.entities[place].kind == EntityKind::Person
            || self.speakers.contains(&place) && self.reads_as_person(place)
    }

    /// Whether an entity is a person or has the form of one's name.
    pub(super) fn may_be_person(&self, place: usize) -> bool {
        let entity = &self.names.entities[place];
        entity.kind == EntityKind::Person || entity.name.contains(' ') && self.reads_as_person(place)
    }

    /// The person most in mind whom a pronoun fits.
    pub(super) fn person_meant(&self, span: Span, pronoun: Personal) -> Option<Who> {
        let wanted = if pronoun.female { Gender::Female } else { Gender::Male };
        self.most_in_mind(span, |seen| {
            let (gender, unnamed) = match seen.who {
                Who::Entity(entity) if self.is_person_like(entity) => (self.gender(entity), false),
                Who::Source(source) if self.known[source].single => {
                    let head = self.known[source].people.as_ref().map_or("", |p| p.head.as_str());
                    (gender_of_noun(head), self.known[source].kind == SourceKind::Anonymous)
                }
                _ => return None,
            };
            match gender {
                Some(gender) if gender != wanted => None,
                Some(_) => Some(if unnamed { 4 } else { 8 }),
                None => Some(if unnamed { -15 } else { 0 }),
            }
        })
    }

    /// The one most in mind before a span; `fit` gives None where somebody cannot be meant, else what is added.
    fn most_in_mind(&self, span: Span, fit: impl Fn(&Seen) -> Option<i32>) -> Option<Who> {
        let here = self.layout.sentence_at(span.start)?;
        let paragraph = |sentence: usize| self.layout.sentences[sentence].paragraph;
        let quoted = self.quoted(span.start);
        let beside = self.is_beside(span.start);
        let mut weights: BTreeMap<Who, (i32, usize)> = BTreeMap::new();
        let near = self.seen.iter().enumerate().rev().filter(|(_, s)| s.at < span.start).take(REACH);
        for (place, seen) in near.take_while(|(_, s)| paragraph(here) <= paragraph(s.sentence) + 3) {
            // "OSEI: He was late.": who says it is not spoken of.
            if self.is_label(seen.at) {
                continue;
            }
            let Some(more) = fit(seen) else { continue };
            let part = match seen.part {
                Part::Subject => 70,
                Part::Object => 42,
                Part::Possessor => 38,
            };
            let apart = (self.told[here] - self.told[seen.sentence.min(here)]) as i32;
            let mut weight = part + more - SENTENCE * apart;
            weight -= PARAGRAPH * (paragraph(here) - paragraph(seen.sentence).min(paragraph(here))) as i32;
            weight += if here == seen.sentence && seen.part == Part::Subject { 15 } else { 0 };
            weight += if seen.speaks { 12 } else { 0 };
            weight -= if seen.quoted && !quoted { 40 } else { 0 };
            weight -= if beside && here == seen.sentence && self.is_embedded(seen.at) { WITHIN } else { 0 };
            let (best, last) = weights.entry(seen.who).or_insert((weight, place));
            // Whoever is spoken of again and again is more in mind.
            *best = (*best).max(weight) + if *last == place { 0 } else { 3 };
        }
        // Of equals, the one spoken of last.
        let best = weights.into_iter().max_by_key(|(_, (weight, last))| (*weight, *last))?;
        (best.1.0 >= LEAST).then_some(best.0)
    }

    /// Whether a word opens what its bearer says in a transcript: "OSEI: The mine is shut."
    fn is_label(&self, at: u32) -> bool {
        let token = self.layout.tokens.partition_point(|t| t.span.start < at);
        let word = self.token(token);
        self.token(token + 1) == ":" && word.len() > 2 && word.chars().all(char::is_uppercase)
    }

    /// Whether a word stands behind "and" or "but", so that what it begins goes on from the clause before.
    fn is_beside(&self, at: u32) -> bool {
        matches!(self.word_before(at), "and" | "but")
    }

    /// Whether a name begins a clause within another: "Osei regrets that «Molk» is ill, and he …".
    fn is_embedded(&self, at: u32) -> bool {
        matches!(self.word_before(at), "that" | "whether" | "because" | "if" | "when" | "while" | "as")
    }

    fn word_before(&self, at: u32) -> &str {
        let token = self.layout.tokens.partition_point(|t| t.span.end <= at);
        token.checked_sub(1).map_or("", |before| self.token(before))
    }

    /// Whom "they" stands for: people or a body, as the subject before it.
    fn plural(&mut self, span: Span) -> Option<usize> {
        self.read_to(span.start);
        let group = self.group_before(span);
        // "Osei and Lind left. They …": two, and no source is both.
        if self
            .pair_before(span)
            .is_some_and(|pair| group.is_none_or(|g| g.start > pair || !self.same_sentence(g.start, pair)))
        {
            return None;
        }
        let body = self.most_in_mind(span, |seen| match seen.who {
            Who::Source(source) => {
                let known = &self.known[source];
                let fits = !known.single && known.kind == SourceKind::Anonymous
                    || known.kind == SourceKind::Organization;
                fits.then_some(10)
            }
            Who::Entity(entity) => {
                let kind = self.names.entities[entity].kind;
                let fits = kind == EntityKind::Organization
                    || kind == EntityKind::Other && !self.may_be_person(entity);
                (fits && seen.part == Part::Subject).then_some(-5)
            }
        });
        let group_sentence = group.and_then(|g| self.layout.sentence_at(g.start));
        let nearer = |who: &Who| {
            let last = self.seen.iter().rev().find(|s| s.who == *who && s.at < span.start);
            last.map_or(0, |s| s.at) > group.map_or(0, |g| g.start)
        };
        match (group, body) {
            (Some(group), body)
                if !body.as_ref().is_some_and(nearer)
                    || group_sentence == self.layout.sentence_at(span.start) =>
            {
                self.source_named_by(group, span)
            }
            (_, Some(who)) => Some(self.source_of(who, span)),
            (_, None) => None,
        }
    }

    fn same_sentence(&self, a: u32, b: u32) -> bool {
        self.layout.sentence_at(a) == self.layout.sentence_at(b)
    }

    /// Where two people named together are the subject of this sentence or the one before.
    fn pair_before(&self, span: Span) -> Option<u32> {
        let here = self.layout.sentence_at(span.start)?;
        let from = self.layout.sentences[here.saturating_sub(1)].span.start;
        let within = self.names.within(Span { start: from, end: span.start });
        within.windows(2).rev().find_map(|pair| {
            let between = &self.text()[pair[0].span.end as usize..pair[1].span.start as usize];
            let people = pair.iter().all(|m| self.may_be_person(m.entity));
            let subject = self.part_of(&pair[0]) == Part::Subject && !self.quoted(pair[0].span.start);
            (people && subject && matches!(between.trim(), "and" | "and President" | "and Mr." | "and Mrs."))
                .then_some(pair[0].span.start)
        })
    }

    /// The plural noun phrase that "they" goes on from: the subject of its sentence, else of the one before.
    fn group_before(&self, span: Span) -> Option<Span> {
        let here = self.layout.sentence_at(span.start)?;
        let first = here
            .saturating_sub(1)
            .max(self.layout.paragraphs[self.layout.sentences[here].paragraph].sentences.start);
        for sentence in (first..=here).rev() {
            let tokens = self.layout.sentences[sentence].tokens.clone();
            let end = self.layout.tokens.partition_point(|t| t.span.start < span.start).min(tokens.end);
            let mut last = None;
            for at in tokens.start..end {
                if !self.is_group_noun(at) || self.quoted(self.layout.tokens[at].span.start) {
                    continue;
                }
                let phrase = self.noun_phrase(tokens.start, at);
                if self.part(phrase, at + 1) == Part::Subject {
                    last = Some((phrase, at));
                    // Of the sentence before, its own subject.
                    if sentence != here {
                        break;
                    }
                }
            }
            if let Some((from, at)) = last {
                return Some(self.layout.tokens[from].span.cover(self.layout.tokens[at].span));
            }
        }
        None
    }

    /// Whether a token is a plural noun for people: "aides", "Republicans", "proponents".
    fn is_group_noun(&self, at: usize) -> bool {
        let word = self.token(at);
        let small = word.to_lowercase();
        let one = nouns::singular(&small);
        if one == small && small != "people" {
            return false;
        }
        nouns::is_person_noun(&one)
            || nouns::looks_like_person(&one)
            || word.starts_with(char::is_uppercase) && is_people(word)
            || matches!(one.as_str(), "proponent" | "opponent" | "citizen" | "american" | "european")
    }

    /// First token of the noun phrase whose head is a token: back over adjectives and nouns to a determiner.
    pub(super) fn noun_phrase(&self, limit: usize, head: usize) -> usize {
        let mut from = head;
        while from > limit {
            let before = &self.layout.tokens[from - 1];
            let word = before.span.of(self.text());
            let small = word.to_lowercase();
            if quantities::number_word(&small).is_some() {
                return from - 1;
            }
            if before.kind != TokenKind::Word {
                break;
            }
            if matches!(
                small.as_str(),
                "the"
                    | "a"
                    | "an"
                    | "some"
                    | "many"
                    | "several"
                    | "these"
                    | "those"
                    | "each"
                    | "every"
                    | "other"
                    | "his"
                    | "her"
                    | "their"
                    | "its"
            ) {
                return from - 1;
            }
            // "to placate nervous Democrats": what "to" stands before is a verb.
            let verb = from >= 2
                && matches!(self.token(from - 2), "to" | "will" | "would" | "could" | "may" | "should");
            if words::is_function(&small) || words::is_said(&small) || verb || self.is_past(&small) {
                break;
            }
            from -= 1;
        }
        from
    }

    fn is_past(&self, word: &str) -> bool {
        word.len() > 5 && word.ends_with("ed")
    }

    /// What "it" stands for: a body, a place or a document.
    fn thing(&mut self, span: Span) -> Option<usize> {
        self.read_to(span.start);
        let who = self.most_in_mind(span, |seen| match seen.who {
            Who::Source(source) => matches!(
                self.known[source].kind,
                SourceKind::Organization | SourceKind::Outlet | SourceKind::Document
            )
            .then_some(8),
            Who::Entity(entity) => match self.names.entities[entity].kind {
                EntityKind::Organization => Some(5),
                EntityKind::Other if !self.may_be_person(entity) => Some(0),
                EntityKind::Place if seen.part == Part::Subject => Some(-5),
                _ => None,
            },
        })?;
        Some(self.source_of(who, span))
    }

    /// What a person's given name or form of address tells.
    pub(super) fn gender(&self, entity: usize) -> Option<Gender> {
        let first = self.names.entities[entity].name.split(' ').next()?;
        self.addressed.get(&entity).copied().or_else(|| gender_of_name(first))
    }

    /// Whom "who", "which" or "that" stands for: the noun that it stands behind.
    fn antecedent(&mut self, span: Span) -> Option<usize> {
        self.read_to(span.start);
        let here = self.layout.sentence_at(span.start)?;
        let start = self.layout.sentences[here].tokens.start;
        let own = self.layout.tokens.partition_point(|t| t.span.start < span.start);
        let person = self.token(own).eq_ignore_ascii_case("who");
        let mut end = own;
        while end > start && matches!(self.token(end - 1), "," | "—" | "–" | "-") {
            end -= 1;
        }
        // "who wrote it and who sent it"
        if end > start && matches!(self.token(end - 1), "and" | "or" | "but") {
            let earlier = (start..end).find(|at| self.token(*at) == self.token(own));
            if let Some(earlier) = earlier {
                let source = self.antecedent(self.layout.tokens[earlier].span)?;
                self.known[source].mentions.push(span);
                return Some(source);
            }
        }
        for at in (start.max(end.saturating_sub(16))..end).rev() {
            let token = &self.layout.tokens[at];
            if matches!(self.token(at), ";" | ":" | "." | "—") {
                return None;
            }
            let word = self.token(at);
            let before = self.names.mentions.partition_point(|m| m.span.end < token.span.end);
            let mention = self.names.mentions.get(before).copied().filter(|m| m.span.contains(token.span));
            if self.quoted(token.span.start) && !self.quoted(span.start) {
                continue;
            }
            if let Some(mention) = mention.filter(|_| !is_people(word)) {
                let first = self.layout.tokens.partition_point(|t| t.span.end <= mention.span.start);
                if let Some(named) = self.name_before_apposition(self.noun_phrase(start, first))
                    && self.may_be_person(named) == person
                {
                    return Some(self.source_of(Who::Entity(named), span));
                }
                // "people in Orsk, who"
                let placed = first
                    .checked_sub(1)
                    .is_some_and(|at| matches!(self.token(at), "in" | "at" | "near" | "on" | "outside"));
                let is_person = self.may_be_person(mention.entity) && !placed;
                if is_person == person && !(person && self.is_possessive(&mention)) {
                    return Some(self.source_of(Who::Entity(mention.entity), span));
                }
                continue;
            }
            let one = nouns::singular(&word.to_lowercase());
            let fits = if person {
                nouns::is_person_noun(&one)
                    || nouns::looks_like_person(&one)
                    || is_people(word)
                    || matches!(
                        one.as_str(),
                        "citizen"
                            | "someone"
                            | "somebody"
                            | "anyone"
                            | "some"
                            | "those"
                            | "others"
                            | "listener"
                            | "personnel"
                            | "staff"
                    )
            } else {
                at + 1 == end && (nouns::is_body(&one) || nouns::is_document(&one) || word == "PAC")
            };
            // "National security offices of the north who", "other rumours, who": beside nouns it only says what kind. But "a
            // person familiar with the talks, who", "a guard ashore who".
            let mut beside = (at + 1..end).map(|at| self.token(at)).take_while(|word| {
                word.starts_with(char::is_lowercase)
                    && !words::is_function(word)
                    && !verbs::is_plain_verb(word)
                    && !word.ends_with("ing")
            });
            let describes = person && one == word.to_lowercase() && beside.any(is_head);
            if !fits || describes {
                if !person {
                    return None;
                }
                continue;
            }
            let mut from = self.noun_phrase(start, at);
            // "A site for guiding engineers who": what is done with them is no part of what they are.
            let done = |at: usize| is_gerund(&self.token(at).to_lowercase());
            let leads =
                |at: usize| matches!(self.token(at), "of" | "for" | "by" | "from" | "with" | "in" | "at");
            if from < at && from > start && done(from) && leads(from - 1) {
                from += 1;
            }
            // "Osei, a clerk at the port who": the name that the noun stands beside.
            if let Some(named) = self.name_before_apposition(from) {
                let same = self.may_be_person(named) == person;
                return same.then(|| self.source_of(Who::Entity(named), span));
            }
            // "Democrats and Republicans, who"
            if from >= start + 2
                && self.token(from - 1) == "and"
                && from == at
                && is_people(self.token(from - 2)) == is_people(word)
                && is_people(word)
            {
                from -= 2;
            }
            return self.source_named_by(self.layout.tokens[from].span.cover(token.span), span);
        }
        None
    }

    /// The entity that an apposition beginning at a token explains: "«Osei», a clerk".
    fn name_before_apposition(&self, from: usize) -> Option<usize> {
        let comma = from.checked_sub(1).filter(|at| self.token(*at) == ",")?;
        let end = self.layout.tokens[comma].span.start;
        let place = self.names.mentions.partition_point(|m| m.span.end <= end).checked_sub(1)?;
        let mention = self.names.mentions[place];
        let article = matches!(self.token(from), "a" | "an" | "the");
        (mention.span.end == end && article).then_some(mention.entity)
    }

    /// The source that a noun phrase means, said again at another span.
    fn source_named_by(&mut self, phrase: Span, span: Span) -> Option<usize> {
        let source = match phrase::read(self.text(), self.layout, self.names, phrase) {
            Phrase::Pronoun(_) | Phrase::Definite { .. } | Phrase::Unknown => {
                let last = self.layout.tokens_in(phrase).next_back()?;
                self.unnamed(phrase, self.layout.tokens[last].span)?
            }
            _ => self.source_at(phrase).0?,
        };
        self.known[source].mentions.push(span);
        Some(source)
    }
}

/// "Democrats", "Danes": people by party or country, as one word.
pub(super) fn is_people(word: &str) -> bool {
    let one = nouns::singular(word);
    one != word
        && word.starts_with(char::is_uppercase)
        && (words::is_affiliation(&one)
            || country_of_people(word).is_some()
            || country_of_people(&one).is_some())
}

/// Whether a word is a noun by its form or by the lists: "offices", "board", but not "familiar", "overseas".
fn is_head(word: &str) -> bool {
    let one = nouns::singular(word);
    let adverb = matches!(
        word,
        "afterwards"
            | "always"
            | "besides"
            | "downstairs"
            | "indoors"
            | "nowadays"
            | "outdoors"
            | "overseas"
            | "sometimes"
            | "upstairs"
    ) || word.ends_with("wards");
    one != word && !adverb || nouns::is_body(&one) || nouns::is_document(&one) || nouns::is_person_noun(&one)
}

/// What a noun for a person tells.
pub(super) fn gender_of_noun(head: &str) -> Option<Gender> {
    match head {
        "man" | "father" | "son" | "brother" | "husband" | "boy" | "uncle" | "nephew" | "king" | "prince" => {
            Some(Gender::Male)
        }
        "woman" | "mother" | "daughter" | "sister" | "wife" | "girl" | "aunt" | "widow" | "queen"
        | "actress" => Some(Gender::Female),
        head if head.ends_with("woman") => Some(Gender::Female),
        head if head.ends_with("man") => Some(Gender::Male),
        _ => None,
    }
}
