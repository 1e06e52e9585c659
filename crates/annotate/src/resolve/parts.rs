//! Parts of sentences, told from the words around a name alone, without a parse.

use backstory_text::TokenKind;

use super::Resolver;
use crate::{entities::Mention, nouns, words};

/// Part of a sentence, from the most to the least likely to be spoken of next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Subject,
    Object,
    Possessor,
}

impl Resolver<'_> {
    /// The part of the sentence that a name has there.
    pub(super) fn part_of(&self, mention: &Mention) -> Part {
        if self.is_possessive(mention) {
            return Part::Possessor;
        }
        let start = mention.title.map_or(mention.span.start, |t| t.start);
        let first = self.layout.tokens.partition_point(|t| t.span.end <= start);
        let end = self.layout.tokens.partition_point(|t| t.span.start < mention.span.end);
        self.part(first, end)
    }

    /// The part of the sentence that the words of these tokens have.
    pub(super) fn part(&self, first: usize, end: usize) -> Part {
        let Some(sentence) =
            self.layout.tokens.get(first).and_then(|t| self.layout.sentence_at(t.span.start))
        else {
            return Part::Object;
        };
        let tokens = self.layout.sentences[sentence].tokens.clone();
        // "«longtime pollster» Ada Osei"
        let mut before = first;
        while before > tokens.start && self.describes(before - 1) {
            before -= 1;
        }
        // "noted «Harbor Radio's» Ada Osei"
        while before > tokens.start + 1 && self.layout.tokens[before - 1].kind == TokenKind::Clitic {
            before -= 2;
            while before > tokens.start
                && self.token(before).starts_with(char::is_uppercase)
                && self.token(before - 1).starts_with(char::is_uppercase)
            {
                before -= 1;
            }
        }
        let previous =
            if before > tokens.start { self.token(before - 1).to_lowercase() } else { String::new() };
        if matches!(previous.as_str(), "told" | "tell" | "tells" | "asked") {
            return Part::Object;
        }
        if words::is_said(&previous)
            || matches!(previous.as_str(), "continued" | "concluded" | "explains" | "to")
                && self.token(before.saturating_sub(2)).eq_ignore_ascii_case("according")
        {
            return Part::Subject;
        }
        if matches!(previous.as_str(), "should" | "does" | "did" | "would" | "could") {
            return Part::Subject;
        }
        let acts = self.acts(end, tokens.end);
        let governed = matches!(
            previous.as_str(),
            "of" | "with"
                | "by"
                | "for"
                | "to"
                | "against"
                | "from"
                | "on"
                | "in"
                | "at"
                | "about"
                | "between"
                | "like"
                | "into"
                | "over"
                | "under"
                | "behind"
                | "through"
                | "without"
                | "including"
                | "than"
                | "toward"
                | "towards"
        );
        if governed && !(acts && matches!(previous.as_str(), "than" | "by")) {
            return Part::Object;
        }
        if acts
            || before == tokens.start
            || previous == "," && before == first && self.introduced(tokens.start, before)
        {
            return Part::Subject;
        }
        Part::Object
    }

    /// Whether what stands before a comma is an introduction ("In a statement, Osei …").
    fn introduced(&self, start: usize, comma: usize) -> bool {
        let first = self.token(start).to_lowercase();
        words::is_function(&first) && comma - start < 14
    }

    /// Whether a token can stand between a determiner and a person's name.
    fn describes(&self, at: usize) -> bool {
        let token = &self.layout.tokens[at];
        let word = token.span.of(self.text());
        let small = word.to_lowercase();
        token.kind == TokenKind::Word
            && !words::is_said(&small)
            && (words::is_role(&small)
                || words::is_title(word)
                || words::is_affiliation(word)
                || small == "the"
                || nouns::is_person_noun(&small)
                || small.ends_with("ial") && words::is_role(self.token(at + 1)))
    }

    /// Whether the words from a token go on with a verb, behind brackets, an apposition and adverbs.
    fn acts(&self, mut at: usize, end: usize) -> bool {
        if matches!(self.token(at), "(" | "[") {
            let close = (at..end.min(at + 12)).find(|at| matches!(self.token(*at), ")" | "]"));
            at = close.map_or(at, |close| close + 1);
        }
        if self.token(at) == "," {
            let close = (at + 1..end.min(at + 30)).find(|at| self.token(*at) == ",");
            match close {
                Some(close) if self.is_verb(close + 1) => return true,
                _ => return self.token(at + 1) == "including",
            }
        }
        for _ in 0..2 {
            let word = self.token(at);
            if matches!(
                word,
                "also"
                    | "then"
                    | "never"
                    | "still"
                    | "later"
                    | "again"
                    | "now"
                    | "first"
                    | "once"
                    | "himself"
                    | "herself"
            ) || word.ends_with("ly") && word.len() > 4
            {
                at += 1;
            }
        }
        // "Osei and Lind said"
        if matches!(self.token(at), "and" | "or") && self.token(at + 1).starts_with(char::is_uppercase) {
            return (at + 2..end.min(at + 5)).any(|at| self.is_verb(at));
        }
        at < end && self.is_verb(at)
    }

    /// Whether a word behind a noun reads as its verb.
    pub(super) fn is_verb(&self, at: usize) -> bool {
        let word = self.token(at);
        if !word.starts_with(char::is_lowercase) {
            return false;
        }
        let third = word.len() > 3
            && word.ends_with('s')
            && !word.ends_with("ss")
            && !nouns::is_person_noun(&nouns::singular(word))
            && !nouns::looks_like_person(&nouns::singular(word))
            && !nouns::is_body(&nouns::singular(word))
            && !nouns::is_only_document(&nouns::singular(word))
            && !words::is_function(word);
        words::is_plain_verb(word) || third
    }
}
