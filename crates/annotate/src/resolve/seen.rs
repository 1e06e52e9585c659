//! Who was spoken of where, and in which part of the sentence: what pronouns and short descriptions are resolved against.
//!
//! The list grows from left to right as sources are resolved, so that each “she” in between, whoever she is, keeps her in
//! mind.

use backstory_model::Span;

use super::{Resolver, parts::Part};
use crate::{
    entities::Mention,
    phrase::{self, Phrase, Pronoun},
    words,
};

/// Somebody or something that a text spoke of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    /// Place in `Names::entities`.
    Entity(usize),
    /// Place in `Resolver::known`, of a source without an entity.
    Source(usize),
}

/// One place where somebody was spoken of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    /// First byte.
    pub(super) at: u32,
    /// Place in `Layout::sentences`.
    pub(super) sentence: usize,
    pub(super) who: Who,
    pub(super) part: Part,
    /// Whether it stands in a quotation.
    pub(super) quoted: bool,
    /// Whether something is attributed to them here.
    pub(super) speaks: bool,
}

impl Resolver<'_> {
    /// Takes in the text up to a byte: names, and pronouns for persons.
    pub(super) fn read_to(&mut self, end: u32) {
        while let Some(token) = self.layout.tokens.get(self.next_token).filter(|t| t.span.start < end) {
            let at = self.next_token;
            let mention = self.names.mentions.get(self.next_mention).copied();
            if let Some(mention) = mention.filter(|m| m.span.start <= token.span.start) {
                self.next_mention += 1;
                self.see_mention(&mention);
                continue;
            }
            self.next_token += 1;
            if self.token(at).eq_ignore_ascii_case("the") && !self.quoted(token.span.start) {
                self.see_role(at);
            }
            if let Some(pronoun) = personal(self.token(at)) {
                let quoted = self.quoted(token.span.start);
                let who = if quoted { None } else { self.person_meant(token.span, pronoun) };
                if let Some(who) = who {
                    let part = if pronoun.possessive {
                        Part::Possessor
                    } else if pronoun.object {
                        Part::Object
                    } else {
                        Part::Subject
                    };
                    self.see(token.span, who, part, false);
                }
            }
        }
    }

    fn see_mention(&mut self, mention: &Mention) {
        // "Ada Osei/Orsk Herald" is the credit of a picture.
        if !self.text()[mention.span.end as usize..].starts_with(['/', '|']) {
            self.see(mention.span, Who::Entity(mention.entity), self.part_of(mention), false);
        }
    }

    /// Takes in "the president" where the report says who that is.
    fn see_role(&mut self, the: usize) {
        let end = self.sentence_tokens(self.layout.tokens[the].span.start).end;
        let Some(head) = (the + 1..end.min(the + 5)).find(|at| words::is_role(self.token(*at))) else {
            return;
        };
        let named =
            self.token(head + 1).starts_with(char::is_uppercase) || words::is_role(self.token(head + 1));
        let span = self.layout.tokens[the].span.cover(self.layout.tokens[head].span);
        if named || self.names.mentions.get(self.next_mention).is_some_and(|m| m.span.start < span.end) {
            return;
        }
        if let Phrase::People(people) = phrase::read(self.text(), self.layout, self.names, span)
            && let Some(entity) = self.named_by_role(&people, span)
        {
            self.see(span, Who::Entity(entity), self.part(the, head + 1), false);
        }
    }

    /// Notes that somebody is spoken of in a span.
    pub(super) fn see(&mut self, span: Span, who: Who, part: Part, speaks: bool) {
        let Some(sentence) = self.layout.sentence_at(span.start) else { return };
        let quoted = self.quoted(span.start);
        self.seen.push(Seen { at: span.start, sentence, who, part, quoted, speaks });
    }

    /// Notes that something is attributed to a source at a span, which has been read.
    pub(super) fn see_speaker(&mut self, span: Span, source: usize) {
        self.read_to(span.end);
        let who = self.known[source].entity.map_or(Who::Source(source), Who::Entity);
        let from = self.seen.partition_point(|s| s.at < span.start);
        let mut there = self.seen[from..].iter_mut().filter(|s| s.who == who && s.at < span.end).peekable();
        if there.peek().is_some() {
            there.for_each(|s| s.speaks = true);
            return;
        }
        // Whoever a relative clause is about is not what the sentence is about.
        let relative = matches!(span.of(self.text()), "who" | "which" | "that");
        self.see(span, who, if relative { Part::Object } else { Part::Subject }, true);
        self.seen[from..].sort_by_key(|s| s.at);
    }

    /// The pronoun that a span is, as far as it is for one person.
    pub(super) fn personal_at(&self, span: Span) -> Option<Personal> {
        match phrase::read(self.text(), self.layout, self.names, span) {
            Phrase::Pronoun(Pronoun::Person) => {
                personal(span.of(self.text()).split_whitespace().next().unwrap_or_default())
            }
            _ => None,
        }
    }
}

/// A pronoun for one person.
#[derive(Clone, Copy, Debug)]
pub(super) struct Personal {
    pub(super) female: bool,
    pub(super) possessive: bool,
    pub(super) object: bool,
}

/// "he", "her".
pub(super) fn personal(word: &str) -> Option<Personal> {
    let word = word.to_lowercase();
    let (female, possessive, object) = match word.split(['\'', '’']).next().unwrap_or_default() {
        "he" => (false, false, false),
        "she" => (true, false, false),
        "him" | "himself" => (false, false, true),
        "his" => (false, true, false),
        "her" | "hers" => (true, true, false),
        "herself" => (true, false, true),
        _ => return None,
    };
    Some(Personal { female, possessive, object })
}
