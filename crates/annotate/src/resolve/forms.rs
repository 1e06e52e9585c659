//! What a name of unknown kind reads as, from its form and the words beside it, where nothing else tells.

use std::collections::BTreeSet;

use backstory_lexicon::is_first_name;
use backstory_model::{Entity, EntityKind, Span};

use crate::{entities::Names, layout::Layout, nouns, words};

/// What a name reads as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A person's: capitalized words, no "the" before, no body's things beside it.
    Person,
    /// A body's: it has shares, executives, customers.
    Body,
    /// Either, or neither.
    Open,
}

/// The forms of all entities of a report; of those of known kind they say nothing new.
pub(super) fn forms(text: &str, layout: &Layout, names: &Names) -> Vec<Form> {
    let mut reader = Reader { text, layout, bodies: BTreeSet::new() };
    reader.bodies = reader.bodies();
    names.entities.iter().map(|entity| reader.form(entity)).collect()
}

/// More mentions than these tell nothing more.
const ENOUGH: usize = 50;

struct Reader<'a> {
    text: &'a str,
    layout: &'a Layout,
    /// Nouns for bodies that the report has in lower case behind "the": of "the harbor guard", "guard".
    bodies: BTreeSet<String>,
}

impl Reader<'_> {
    fn token(&self, at: usize) -> &str {
        self.layout.tokens.get(at).map_or("", |t| t.span.of(self.text))
    }

    /// Nouns for bodies in lower case, with "the" at most two words before them.
    fn bodies(&self) -> BTreeSet<String> {
        let led = |at: usize| (1..=3).any(|n| at >= n && self.token(at - n).eq_ignore_ascii_case("the"));
        (0..self.layout.tokens.len())
            .filter(|at| nouns::is_body(self.token(*at)) && led(*at))
            .map(|at| self.token(at).to_owned())
            .collect()
    }

    fn form(&self, entity: &Entity) -> Form {
        match entity.kind {
            EntityKind::Person => return Form::Person,
            EntityKind::Organization | EntityKind::Place => return Form::Body,
            EntityKind::Other => {}
        }
        let spans = || entity.spans.iter().take(ENOUGH);
        let (rest, noun) = entity.name.rsplit_once(' ').unwrap_or_default();
        let called_so = self.bodies.contains(&noun.to_lowercase()) && !is_first_name(rest);
        if called_so || spans().any(|span| self.has_body(*span)) {
            return Form::Body;
        }
        let led = spans().any(|s| {
            let before = &self.text[..s.start as usize];
            before.ends_with("the ") || before.ends_with("The ")
        });
        let parts: Vec<&str> = entity.name.split(' ').collect();
        let person = !led
            && parts.iter().all(|w| is_plain(w) && !words::is_affiliation(w))
            && match parts.len() {
                1 => is_first_name(&entity.name) || !is_plural(&entity.name) && self.is_speaker(entity),
                2..=3 => true,
                _ => false,
            };
        if person { Form::Person } else { Form::Open }
    }

    /// Whether something that only bodies have stands behind a name: "Orlo's shareholders", "the Orlo CEO".
    fn has_body(&self, span: Span) -> bool {
        let end = self.layout.tokens.partition_point(|t| t.span.start < span.end);
        let owned = if matches!(self.token(end), "'s" | "’s") { end + 1 } else { end };
        matches!(
            self.token(owned),
            "executives"
                | "employees"
                | "shares"
                | "stock"
                | "headquarters"
                | "users"
                | "customers"
                | "CEO"
                | "Inc."
                | "shareholders"
                | "bankers"
                | "branches"
                | "subsidiary"
        )
    }

    /// Whether a single word is the subject of a verb of speech somewhere, and goes on as "it" nowhere.
    fn is_speaker(&self, entity: &Entity) -> bool {
        let mut says = false;
        for span in entity.spans.iter().take(ENOUGH) {
            let first = self.layout.tokens.partition_point(|t| t.span.end <= span.start);
            let end = self.layout.tokens.partition_point(|t| t.span.start < span.end);
            let before = first.checked_sub(1).map_or("", |at| self.token(at));
            says |= words::is_said(self.token(end))
                || words::is_said(before) && !matches!(before, "told" | "tells" | "asked");
            let sentence = self.layout.sentence_at(span.start).map(|s| &self.layout.sentences[s]);
            let stop = sentence.map_or(end, |s| s.tokens.end).min(end + 14);
            if (end..stop).any(|at| matches!(self.token(at), "it" | "its")) {
                return false;
            }
        }
        says
    }
}

/// "Demonstrators", where they open a sentence.
fn is_plural(word: &str) -> bool {
    let small = word.to_lowercase();
    let one = nouns::singular(&small);
    one != small && (nouns::is_person_noun(&one) || nouns::looks_like_person(&one))
}

/// One capital, or two behind a prefix: "Osei", "McAllen", "O'Hara", "DeVry".
fn is_plain(word: &str) -> bool {
    let rest = ["Mc", "Mac", "O'", "O’", "De", "Di", "La", "Le"]
        .iter()
        .find_map(|p| word.strip_prefix(p).filter(|rest| rest.starts_with(char::is_uppercase)));
    let mut letters = rest.unwrap_or(word).chars();
    letters.next().is_some_and(char::is_uppercase) && letters.all(|c| c.is_lowercase() || c == '-')
}
