//! What the words beside a name say that it names: "Ada Osei, the deputy mines minister, …", "the monitoring group Pier
//! Watch", "the Blue Kettle relief society".

use std::ops::Range;

use backstory_lexicon::is_first_name;
use backstory_model::{EntityKind, Span};
use backstory_text::TokenKind;

use crate::{
    entities::is_facility,
    layout::Layout,
    nouns::{is_only_outlet_noun, is_person_noun, singular},
    words,
};

/// The tokens of a report, read around a name.
#[derive(Clone, Copy)]
pub(crate) struct Beside<'a> {
    pub(crate) text: &'a str,
    pub(crate) layout: &'a Layout,
}

impl<'a> Beside<'a> {
    fn word(self, at: usize) -> &'a str {
        self.layout.tokens.get(at).map_or("", |t| t.span.of(self.text))
    }

    fn is_small_word(self, at: usize) -> bool {
        self.layout.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Word)
            && self.word(at).starts_with(char::is_lowercase)
    }

    /// The words of the apposition behind a name that ends before token `end`, up to its head noun and without article:
    /// "deputy mines minister". None where no apposition stands there that a comma, a preposition or "who" ends.
    fn apposition(self, end: usize) -> Option<Range<usize>> {
        if self.word(end) != "," {
            return None;
        }
        let mut from = end + 1;
        let age = self.word(from).parse::<u32>().is_ok_and(|n| (2..115).contains(&n));
        if age && self.word(from + 1) == "," {
            from += 2;
        }
        while matches!(self.word(from), "the" | "a" | "an" | "now" | "then" | "its" | "his" | "her" | "their")
        {
            from += 1;
        }
        let mut to = from;
        while to < from + 8
            && self
                .layout
                .tokens
                .get(to)
                .is_some_and(|t| matches!(t.kind, TokenKind::Word | TokenKind::Clitic | TokenKind::Number))
            && !ends_core(self.word(to))
        {
            to += 1;
        }
        let closed = matches!(self.word(to), "," | "." | ";" | "—" | "–" | ")" | "\"" | "”" | "“")
            || ends_core(self.word(to));
        // "According to Velm Air, the belts held bags without owners."
        let clause = self.word(to) == "." && self.is_according_to(end);
        (to > from && closed && !clause).then_some(from..to)
    }

    /// Whether "according to" stands before a name that ends before token `end`.
    fn is_according_to(self, end: usize) -> bool {
        let first = (0..end).rev().find(|at| !self.word(*at).starts_with(char::is_uppercase));
        first.is_some_and(|to| {
            self.word(to) == "to" && to > 0 && self.word(to - 1).eq_ignore_ascii_case("according")
        })
    }

    /// The role that an apposition behind a name gives, by its tokens: "Ada Osei, the deputy mines minister, …".
    pub(crate) fn role_behind(self, end: usize) -> Option<Range<usize>> {
        self.apposition(end).filter(|core| words::is_role(&singular(&self.word(core.end - 1).to_lowercase())))
    }

    /// Whether a role stands before a name that commas set off: "the regulator's spokesman in Orsk, Ada Osei, said".
    fn role_before(self, name: &Range<usize>) -> bool {
        let Some(comma) = name.start.checked_sub(1).filter(|at| self.word(*at) == ",") else { return false };
        if !(self.word(name.end) == "," || words::is_said(self.word(name.end))) {
            return false;
        }
        let sentence = self
            .layout
            .sentence_at(self.layout.tokens[comma].span.start)
            .map_or(0, |s| self.layout.sentences[s].tokens.start);
        let from = (sentence..comma)
            .rev()
            .take(10)
            .take_while(|at| {
                matches!(self.layout.tokens[*at].kind, TokenKind::Word | TokenKind::Clitic)
                    && !words::is_said(self.word(*at))
            })
            .last();
        from.is_some_and(|from| (from..comma).any(|at| words::is_role(self.word(at))))
    }

    /// Whether the words beside a name say that it is an outlet's: "the newspaper Quillon", "the Orsk Lantern newspaper",
    /// "Quillon, a weekly magazine", "state news agency Velm".
    pub(crate) fn is_called_outlet(self, name: Span) -> bool {
        let tokens = self.layout.tokens_in(name);
        let small = |at: usize| self.word(at).to_lowercase();
        let is_noun = |at: usize| {
            let before = at.checked_sub(1).map_or(String::new(), small);
            let news = matches!(before.as_str(), "news" | "press" | "television" | "radio");
            is_only_outlet_noun(&small(at))
                || news
                    && matches!(
                        small(at).as_str(),
                        "agency"
                            | "site"
                            | "website"
                            | "channel"
                            | "station"
                            | "network"
                            | "outlet"
                            | "organization"
                            | "service"
                    )
        };
        let behind = tokens.end + usize::from(self.word(tokens.end) == "news");
        tokens.start.checked_sub(1).is_some_and(is_noun)
            || self.is_small_word(behind) && is_noun(behind)
            || self.apposition(tokens.end).is_some_and(|core| is_noun(core.end - 1))
    }

    /// Whether the words beside a name have it do what outlets do: "Quillon first reported", "officials cited by Quillon".
    pub(crate) fn reports_news(self, name: Span) -> bool {
        let tokens = self.layout.tokens_in(name);
        let adverb = matches!(self.word(tokens.end), "first" | "also" | "earlier" | "previously");
        let reports = matches!(self.word(tokens.end + usize::from(adverb)), "reported" | "reports");
        let cited = tokens.start >= 2
            && self.word(tokens.start - 1) == "by"
            && matches!(self.word(tokens.start - 2), "cited" | "reported" | "quoted");
        reports || cited
    }

    /// Whether somebody works for the bearer of a name, as few do for a person: "a clerk at Velm Foods", "a captain
    /// with Velm Air", "the chief executive of Velm Mills", "employed by Velm Docks".
    fn is_worked_for(self, name: &Range<usize>) -> bool {
        let Some(noun) = name.start.checked_sub(2) else { return false };
        let last = self.word(name.end - 1);
        if is_first_name(self.word(name.start))
            || is_facility(last)
            || matches!(last, "Square" | "Park" | "Harbor" | "Harbour")
            || words::is_of_events(last)
        {
            return false;
        }
        let one = singular(&self.word(noun).to_lowercase());
        match self.word(noun + 1) {
            "at" => is_person_noun(&one),
            "with" => words::is_role(&one),
            "of" => is_of_company(&one),
            "by" => one == "employed",
            _ => false,
        }
    }

    /// What a name of two words or more names, as far as the words beside it tell.
    pub(crate) fn kind(self, name: &Range<usize>) -> Option<EntityKind> {
        if name.len() < 2 {
            return None;
        }
        let before = name.start.checked_sub(1).map_or("", |at| self.word(at));
        let article = matches!(before, "the" | "The");
        if article {
            // "the Blue Kettle relief society"
            let noun = (name.end..name.end + 3)
                .take_while(|at| {
                    let word = self.word(*at);
                    self.is_small_word(*at) && !words::is_said(word) && !words::is_function(word)
                })
                .any(|at| takes_name(self.word(at)));
            if noun {
                return Some(EntityKind::Organization);
            }
        }
        if takes_name(before) {
            return Some(EntityKind::Organization);
        }
        if self.is_worked_for(name) {
            return Some(EntityKind::Organization);
        }
        // "In Port Ayle, a company …" tells nothing of the town.
        if matches!(before.to_lowercase().as_str(), "in" | "at" | "from" | "near" | "to" | "of" | "outside") {
            return None;
        }
        if self.apposition(name.end).is_some_and(|core| takes_name(self.word(core.end - 1))) {
            return Some(EntityKind::Organization);
        }
        let person = !article && (self.role_behind(name.end).is_some() || self.role_before(name));
        person.then_some(EntityKind::Person)
    }
}

/// Whether those called so are of a company or another body that pays: "executives of Velm Foods".
pub(crate) fn is_of_company(one: &str) -> bool {
    matches!(
        one,
        "executive"
            | "employee"
            | "shareholder"
            | "worker"
            | "manager"
            | "director"
            | "chairman"
            | "chairwoman"
            | "owner"
    )
}

/// Words at which the core of an apposition ends.
fn ends_core(word: &str) -> bool {
    matches!(
        word,
        "of" | "for"
            | "at"
            | "in"
            | "from"
            | "with"
            | "to"
            | "on"
            | "by"
            | "who"
            | "whose"
            | "which"
            | "that"
            | "based"
    )
}

/// Nouns for bodies whose own name stands beside them: "the group Pier Watch", "the Blue Kettle society". A
/// government, an office or a campaign goes by the name of something else.
pub(crate) fn takes_name(noun: &str) -> bool {
    matches!(
        noun,
        "group"
            | "company"
            | "agency"
            | "firm"
            | "society"
            | "charity"
            | "organization"
            | "organisation"
            | "network"
            | "association"
            | "movement"
            | "newspaper"
            | "website"
            | "magazine"
            | "broadcaster"
            | "bank"
            | "airline"
            | "institute"
            | "militia"
            | "watchdog"
            | "tank"
            | "club"
            | "federation"
            | "league"
            | "cooperative"
            | "foundation"
            | "publisher"
            | "manufacturer"
            | "operator"
            | "retailer"
            | "nonprofit"
    )
}
