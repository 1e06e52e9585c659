//! People, organizations and places by the form of their names.
//!
//! A name is a run of capitalized words, with the small words that names hold ("de", "of" after "Department"). What it
//! names is told from titles, given names, the lexicon's tables, words that organizations' names end in, and how the
//! report itself goes on ("Ada Osei … Osei"). Names in the headline count only where the text has them too, because
//! headlines capitalize everything.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use backstory_lexicon::{
    country_of_people, is_body_noun, is_calendar, is_first_name, is_month, is_party, is_trade,
    outlet_by_name, place,
};
use backstory_model::{Entity, EntityKind, Report, Role, Span};
use backstory_text::{Token, TokenKind};

use crate::{
    beside::{Beside, takes_name},
    layout::Layout,
    nouns::{is_body, is_company, is_outlet_word, is_person_noun, singular},
    words,
};

/// The names of a report, and which one each mention names.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// In order of first mention.
    pub(crate) entities: Vec<Entity>,
    /// In order.
    pub(crate) mentions: Vec<Mention>,
}

/// One place where a name stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mention {
    /// The name without title.
    pub(crate) span: Span,
    /// The title before it: "Secretary of State", "Rep.".
    pub(crate) title: Option<Span>,
    /// Place in [`Names::entities`].
    pub(crate) entity: usize,
}

impl Names {
    /// Reads the title, body and captions. `seen`: names that a tagger found, in order, which settle what form alone does
    /// not tell.
    pub(crate) fn new(report: &Report, layout: &Layout, seen: &[(Span, EntityKind)]) -> Self {
        Finder::new(&report.text, layout, seen).names()
    }

    /// The mentions that lie wholly in a span, in order.
    pub(crate) fn within(&self, span: Span) -> &[Mention] {
        let start = self.mentions.partition_point(|m| m.span.start < span.start);
        let end = self.mentions.partition_point(|m| m.span.end <= span.end);
        &self.mentions[start..end.max(start)]
    }

    /// What a mention names.
    pub(crate) fn entity(&self, mention: &Mention) -> &Entity {
        &self.entities[mention.entity]
    }
}

/// A run of capitalized words, as places in [`Layout::tokens`].
#[derive(Clone, Debug)]
struct Run {
    title: Option<Range<usize>>,
    name: Range<usize>,
    kind: Option<EntityKind>,
    headline: bool,
}

struct Finder<'a> {
    text: &'a str,
    layout: &'a Layout,
    /// Words that the body writes in lower case somewhere.
    lower: BTreeSet<&'a str>,
    /// Words that the body capitalizes where nothing but their being names explains it.
    capital: BTreeSet<&'a str>,
    /// Names that a tagger found, in order.
    seen: &'a [(Span, EntityKind)],
}

impl<'a> Finder<'a> {
    fn new(text: &'a str, layout: &'a Layout, seen: &'a [(Span, EntityKind)]) -> Self {
        let mut finder = Self { text, layout, lower: BTreeSet::new(), capital: BTreeSet::new(), seen };
        for sentence in &layout.sentences {
            if finder.is_headline(sentence.paragraph) {
                continue;
            }
            for at in sentence.tokens.clone() {
                let token = &layout.tokens[at];
                if token.kind != TokenKind::Word {
                    continue;
                }
                let word = token.span.of(text);
                if word.starts_with(char::is_lowercase) {
                    finder.lower.insert(word);
                } else if !finder.opens(at, &sentence.tokens) {
                    finder.capital.insert(word);
                }
            }
        }
        finder
    }

    fn word(&self, at: usize) -> &'a str {
        self.layout.tokens.get(at).map_or("", |t| t.span.of(self.text))
    }

    /// Whether a paragraph is a headline: the title, or a line between that writes most words with a capital.
    fn is_headline(&self, paragraph: usize) -> bool {
        let paragraph = &self.layout.paragraphs[paragraph];
        if paragraph.role == Role::Title {
            return true;
        }
        let text = paragraph.span.of(self.text).trim_end();
        if text.len() > 120 || text.ends_with(['.', '!', '?', '”', '"', ':', ',']) {
            return false;
        }
        let long = text.split_whitespace().filter(|w| w.len() > 3);
        let (capital, all) =
            long.fold((0, 0), |(c, n), w| (c + usize::from(w.starts_with(char::is_uppercase)), n + 1));
        all >= 3 && capital * 4 >= all * 3
    }

    /// Whether a token opens a sentence, a quotation or what stands after a colon, where any word has a capital.
    fn opens(&self, at: usize, sentence: &Range<usize>) -> bool {
        at == sentence.start
            || matches!(self.layout.tokens[at - 1].kind, TokenKind::Quote)
            || matches!(self.word(at - 1), ":" | "—" | "–" | "•" | "-" | "…" | "...")
    }

    fn names(&self) -> Names {
        let mut runs = Vec::new();
        for sentence in &self.layout.sentences {
            let headline = self.is_headline(sentence.paragraph);
            let mut at = sentence.tokens.start;
            while at < sentence.tokens.end {
                if !self.is_name_word(at, &sentence.tokens) {
                    at += 1;
                    continue;
                }
                let end = self.run_end(at, sentence.tokens.end);
                if let Some(mut run) = self.split(at..end) {
                    run.headline = headline;
                    runs.push(run);
                }
                at = end;
            }
        }
        self.settle(&mut runs);
        self.gather(&runs)
    }

    /// Whether a token can start a name.
    fn is_name_word(&self, at: usize, sentence: &Range<usize>) -> bool {
        let token: &Token = &self.layout.tokens[at];
        let word = token.span.of(self.text);
        if token.kind != TokenKind::Word || !is_capitalized(word) || is_calendar(word) {
            return false;
        }
        if matches!(
            word,
            "I" | "I'm" | "I’m" | "I've" | "I’ve" | "I'll" | "I’ll" | "I'd" | "I’d" | "A" | "The"
        ) {
            return word == "The" && outlet_by_name(&format!("The {}", self.word(at + 1))).is_some();
        }
        if !self.opens(at, sentence) {
            return is_name_like(word);
        }
        // A word that opens a sentence is a name where the report has it as a name elsewhere, or the tables have it.
        let small = word.to_lowercase();
        let next_is_name = at + 1 < sentence.end
            && self.layout.tokens[at + 1].kind == TokenKind::Word
            && is_capitalized(self.word(at + 1))
            && is_name_like(self.word(at + 1));
        let leads_a_name = next_is_name && (words::is_title(word) || is_first_name(word));
        if is_name_like(word) && (self.capital.contains(word) || leads_a_name) {
            return true;
        }
        if words::is_role(&singular(&small)) && !next_is_name {
            return false;
        }
        if words::is_function(&small) || self.lower.contains(small.as_str()) {
            return false;
        }
        let known = is_first_name(word)
            || words::is_title(word)
            || place(word).is_some()
            || country_of_people(word).is_some()
            || outlet_by_name(word).is_some()
            || words::is_organization(word);
        let acronym = word.len() > 1 && word.chars().all(|c| c.is_uppercase());
        let verbal = small.ends_with("ing") || small.ends_with("ed") || small.ends_with("ly");
        known || next_is_name && !verbal || acronym || self.layout.tokens.get(at + 1).is_some_and(|t| t.kind == TokenKind::Clitic)
            // A word in no list that opens a sentence before a verb of speech: "Osei said".
            || words::is_said(self.word(at + 1))
    }

    /// One past the last token of the run that starts at a token.
    fn run_end(&self, from: usize, limit: usize) -> usize {
        let is_capital = |at: usize| {
            at < limit
                && self.layout.tokens[at].kind == TokenKind::Word
                && is_capitalized(self.word(at))
                && !is_calendar(self.word(at))
                && (is_name_like(self.word(at)) || words::is_organization(self.word(at)))
        };
        let (mut end, mut joined) = (from + 1, false);
        while end < limit && end - from < 10 {
            let word = self.word(end);
            if is_capital(end) {
                end += 1;
                continue;
            }
            let links = match word {
                "de" | "del" | "da" | "di" | "van" | "von" | "der" | "den" | "bin" | "ibn" | "al" | "el"
                | "la" | "las" | "los" | "du" | "dos" | "ter" => true,
                "of" | "for" if end == from + 1 && self.is_of_many(from) => true,
                "of" | "for" | "on" => {
                    let organization = (from..end).any(|at| words::takes_of(self.word(at)));
                    joined |= organization && !matches!(self.word(from), "Secretary" | "Chief");
                    organization
                }
                "and" if end == from + 1 && self.joins_body(from, limit) => true,
                "and" => joined && !words::is_title(self.word(end + 1)),
                "&" => true,
                "'" | "’" | "'s" | "’s"
                    if is_capital(end + 1) && (self.is_possessor(end) || self.is_of_one(from, end)) =>
                {
                    let last = (end + 1..limit).take_while(|at| is_capital(*at)).last();
                    last.is_some_and(|at| takes_possessor(self.word(at))) || self.is_of_one(from, end)
                }
                _ => false,
            };
            if !links {
                break;
            }
            if is_capital(end + 1) {
                end += 2;
            } else if word != "and"
                && matches!(self.word(end + 1), "the" | "la" | "los" | "las" | "der")
                && is_capital(end + 2)
            {
                end += 3;
            } else {
                break;
            }
        }
        end
    }

    /// Whether a word that others have as a plain noun for people, in the plural and with a capital, starts the name of a
    /// body: "Friends of the Pier". Where it opens a sentence, that shows only where it has a capital elsewhere.
    fn is_of_many(&self, at: usize) -> bool {
        let word = self.word(at);
        let small = word.to_lowercase();
        let one = singular(&small);
        let sentence = self.layout.sentence_at(self.layout.tokens[at].span.start);
        let opens = sentence.is_some_and(|s| self.opens(at, &self.layout.sentences[s].tokens));
        let many = matches!(word, "Brotherhood" | "Sisterhood") || one != small && is_person_noun(&one);
        many && !words::is_title(word)
            && !words::is_affiliation(word)
            && country_of_people(word).is_none()
            && (!opens || self.capital.contains(word))
    }

    /// Whether "and" behind a single word joins it to the name of a body: "the Needle and Thread Union", but not "the Senate
    /// and Defence Ministry".
    fn joins_body(&self, from: usize, limit: usize) -> bool {
        let word = self.word(from);
        let capital = |at: usize| at < limit && is_capitalized(self.word(at)) && is_name_like(self.word(at));
        let behind = (from + 2..limit).take_while(|at| capital(*at)).count();
        let last = self.word(from + 1 + behind);
        let span = self.layout.tokens[from].span;
        let place_seen = self.seen.partition_point(|(seen, _)| seen.end <= span.start);
        // A word that stands alone nowhere else is no name.
        let alone = self.seen.get(place_seen).is_some_and(|(seen, kind)| {
            *kind != EntityKind::Person && seen.start == span.start && seen.end == span.end
        }) && self.stands_alone(word);
        let article = from.checked_sub(1).is_some_and(|at| self.word(at).eq_ignore_ascii_case("the"));
        article
            && (2..=4).contains(&behind)
            && matches!(
                last,
                "Union" | "Party" | "Federation" | "League" | "Association" | "Council" | "Alliance"
            )
            && !alone
            && !words::is_organization(word)
            && place(word).is_none()
            && outlet_by_name(word).is_none()
            && word.chars().any(char::is_lowercase)
    }

    /// Whether a capitalized word stands somewhere without "and" and another behind it.
    fn stands_alone(&self, word: &str) -> bool {
        let joined =
            |at: usize| self.word(at + 1) == "and" && self.word(at + 2).starts_with(char::is_uppercase);
        (0..self.layout.tokens.len()).any(|at| self.word(at) == word && !joined(at))
    }

    /// Whether an apostrophe at a token follows a plural: "the Weavers' League", "the Children's Hospital".
    fn is_possessor(&self, at: usize) -> bool {
        let tokens = &self.layout.tokens;
        let Some(before) = at.checked_sub(1).filter(|b| tokens[*b].span.end == tokens[at].span.start) else {
            return false;
        };
        let word = self.word(before);
        if matches!(self.word(at), "'s" | "’s") {
            // Of plurals without an s only those for people are such: "Seamen's", but not "Osei's".
            let small = word.to_lowercase();
            let one = singular(&small);
            return one != small && !word.ends_with('s') && is_person_noun(&one);
        }
        word.ends_with('s')
            && place(word).is_none()
            && tokens.get(at + 1).is_some_and(|next| tokens[at].span.end < next.span.start)
    }

    /// Whether an apostrophe at a token stands in a name that is called after a plain noun for somebody: "the Fisherman's Bell",
    /// but not "the President's Office".
    fn is_of_one(&self, from: usize, at: usize) -> bool {
        let word = self.word(from);
        let small = word.to_lowercase();
        let article = from.checked_sub(1).is_some_and(|at| self.word(at).eq_ignore_ascii_case("the"));
        // "The Guardian’s Emine Sinmaz", "the Courier’s Berlin bureau": an outlet, and whoever works there.
        let outlet = is_outlet_word(word)
            || outlet_by_name(word).is_some()
            || outlet_by_name(&format!("The {word}")).is_some();
        let span = self.layout.tokens[from].span;
        let alone = self.seen.binary_search_by_key(&span, |(seen, _)| *seen).is_ok();
        let next = self.word(at + 1);
        let other = is_first_name(next) || words::is_title(next) || place(next).is_some();
        article
            && !outlet
            && !alone
            && !other
            && at == from + 1
            && matches!(self.word(at), "'s" | "’s")
            && singular(&small) == small
            && is_person_noun(&small)
            && !words::is_title(word)
            && !words::is_role(&small)
            && !self.lower.contains(small.as_str())
    }

    /// The role behind a body's name, and the person named behind it: "Harbor Guard Commander Ada Osei".
    fn role_of_body(&self, run: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
        let role = run.end.checked_sub(3).filter(|at| *at >= run.start)?;
        let name = role + 1..run.end;
        let span = self.layout.tokens[name.start].span.cover(self.layout.tokens[name.end - 1].span);
        let place = self.seen.partition_point(|(seen, _)| seen.end <= span.start);
        let seen = self
            .seen
            .get(place)
            .is_some_and(|(seen, kind)| *kind == EntityKind::Person && seen.end == span.end);
        let given = is_first_name(self.word(name.start));
        let person = given || seen;
        // With a given name, whatever it is of: "Velm County Prosecutor Ada Osei", "Manager Ada Osei".
        let body = given || (run.start..role).any(|at| words::is_organization(self.word(at)));
        let plain = name.clone().all(|at| !words::is_organization(self.word(at)));
        (person && body && plain && words::is_role(&self.word(role).to_lowercase()))
            .then_some((run.start..name.start, name))
    }

    /// Parts a run into title and name. None where nothing is left that is a name.
    fn split(&self, run: Range<usize>) -> Option<Run> {
        let whole = self.words(run.clone());
        let named = |kind| Some(Run { title: None, name: run.clone(), kind, headline: false });
        if outlet_by_name(&whole).is_some_and(|_| !is_first_name(&whole)) {
            return named(Some(EntityKind::Organization));
        }
        if place(&whole).is_some() || is_shouted_place(&whole) {
            return named(Some(EntityKind::Place));
        }
        if let Some((title, name)) = self.title(run.clone()).or_else(|| self.role_of_body(run.clone())) {
            return Some(Run { title: Some(title), name, kind: Some(EntityKind::Person), headline: false });
        }
        if run.clone().all(|at| {
            words::is_title(self.word(at))
                || country_of_people(self.word(at)).is_some()
                || self.word(at) == "of"
        }) {
            // "Secretary", "President", "Venezuelans": a role or a people, not a name.
            return None;
        }
        if run.len() == 1 && (is_month(&whole) || words::is_generic_organization(&whole)) {
            return None;
        }
        // What somebody is in a transcript.
        if run.len() == 1 && self.is_part(run.start) {
            return None;
        }
        // "The Loaders' Brotherhood"
        let owned = run.clone().any(|at| matches!(self.word(at), "'" | "’"));
        if owned || run.clone().any(|at| words::is_organization(self.word(at))) {
            return named(Some(EntityKind::Organization));
        }
        let first = run.clone().find(|at| {
            let word = self.word(*at);
            // "Republican Osei", but "Summit Ferries".
            country_of_people(word).is_none() && (!words::is_affiliation(word) || words::is_of_events(word))
        })?;
        // "New Mitt Romney", "Rival Ada Osei": the name starts at the given name.
        let given = (first + 1..run.end.saturating_sub(1)).find(|at| is_first_name(self.word(*at)));
        let first = given.filter(|_| !is_first_name(self.word(first))).unwrap_or(first);
        let name = first..run.end;
        let words = name.len();
        let first_word = self.word(first);
        let kind = if is_first_name(first_word) && (2..=5).contains(&words)
            || words::is_suffix(self.word(name.end - 1)) && words > 2
            || (2..=4).contains(&words) && name.clone().skip(1).any(|at| is_initial(self.word(at)))
        {
            Some(EntityKind::Person)
        } else if words == 1
            && first_word.len() > 1
            && first_word.len() < 7
            && first_word.chars().all(char::is_uppercase)
        {
            Some(EntityKind::Organization)
        } else {
            place(&self.words(name.clone())).map(|_| EntityKind::Place)
        };
        Some(Run { title: None, name, kind, headline: false })
    }

    /// Whether a word is what somebody is in a transcript, behind the name: "ADA OSEI, HOST:".
    fn is_part(&self, at: usize) -> bool {
        let part = self.word(at);
        at > 0
            && self.word(at - 1) == ","
            && self.word(at + 1) == ":"
            && part.len() > 3
            && part.chars().all(char::is_uppercase)
    }

    /// The title that a run starts with and the person's name behind it.
    fn title(&self, run: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
        let last = run.clone().rev().skip(1).find(|at| words::is_title(self.word(*at)))?;
        // "Council on Foreign Relations" holds a title and is none.
        if (run.start..last).any(|at| matches!(self.word(at), "of" | "on" | "for")) {
            return None;
        }
        let mut name = last + 1;
        if self.word(name) == "of" {
            // "Secretary of State Ada Osei", "Chief of Staff Ada Osei", "Secretary of Homeland Security Ada Osei"
            let person =
                (name + 2..run.end).find(|at| is_first_name(self.word(*at)) || *at + 2 == run.end)?;
            name = person;
        }
        if name >= run.end
            || (name..run.end)
                .any(|at| words::is_organization(self.word(at)) || words::is_title(self.word(at)))
        {
            return None;
        }
        let alone = run.end - name == 1;
        if alone && words::is_weak_title(self.word(last)) && !self.capital.contains(self.word(name)) {
            return None;
        }
        if alone && (place(self.word(name)).is_some() || country_of_people(self.word(name)).is_some()) {
            return None;
        }
        Some((run.start..name, name..run.end))
    }

    fn words(&self, range: Range<usize>) -> String {
        if range.is_empty() {
            return String::new();
        }
        let span = self.layout.tokens[range.start].span.cover(self.layout.tokens[range.end - 1].span);
        // A soft hyphen is where a page may break the word, no part of the name.
        let plain = span.of(self.text).replace('\u{ad}', "");
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What a tagger takes the runs for, by their words: the kind that it gives most mentions.
    fn seen_kinds(&self, runs: &[Run]) -> BTreeMap<String, EntityKind> {
        let mut votes: BTreeMap<String, BTreeMap<EntityKind, usize>> = BTreeMap::new();
        for run in runs.iter().filter(|r| !r.headline) {
            let name =
                self.layout.tokens[run.name.start].span.cover(self.layout.tokens[run.name.end - 1].span);
            let place = self.seen.partition_point(|(span, _)| span.end <= name.start);
            if let Some((_, kind)) = self.seen.get(place).filter(|(span, _)| span.start < name.end) {
                *votes
                    .entry(words::fold_name(&self.words(run.name.clone())))
                    .or_default()
                    .entry(*kind)
                    .or_default() += 1;
            }
        }
        let most = |kinds: BTreeMap<EntityKind, usize>| {
            kinds.into_iter().max_by_key(|(kind, n)| (*n, std::cmp::Reverse(*kind))).map(|(kind, _)| kind)
        };
        votes.into_iter().filter_map(|(name, kinds)| Some((name, most(kinds)?))).collect()
    }

    /// Decides what the runs name that their form alone does not tell.
    fn settle(&self, runs: &mut [Run]) {
        let seen = self.seen_kinds(runs);
        let alone: BTreeSet<&str> = runs
            .iter()
            .filter(|r| r.name.len() == 1 && !r.headline)
            .map(|r| self.word(r.name.start))
            .collect();
        for run in runs.iter_mut().filter(|r| r.kind.is_none() && !r.headline) {
            run.kind = seen.get(&words::fold_name(&self.words(run.name.clone()))).copied();
            let last = self.word(run.name.end - 1);
            if run.kind == Some(EntityKind::Person) && run.name.len() > 1 && is_facility(last) {
                run.kind = Some(EntityKind::Place);
            }
            // "ADA OSEI, HOST:" opens what she says in a transcript.
            if (2..=3).contains(&run.name.len()) && self.is_part(run.name.end + 1) {
                run.kind = Some(EntityKind::Person);
            }
            // "Velm Air" flies, whoever a tagger takes it for; but not "in Bel Air".
            let before = run.name.start.checked_sub(1).map_or("", |at| self.word(at));
            let open = run.kind.is_none() && !matches!(before.to_lowercase().as_str(), "in" | "near");
            if (open || run.kind == Some(EntityKind::Person))
                && run.title.is_none()
                && run.name.len() > 1
                && last == "Air"
            {
                run.kind = Some(EntityKind::Organization);
            }
            // "Ada Osei, who drove the car", and "Ada Osei, head of the port", where the report calls her Osei too: whatever a
            // tagger takes her for.
            let behind = if self.word(run.name.end) == "," { self.word(run.name.end + 1) } else { "" };
            // What firms are called as often tells nothing: "Velm Kest, maker of pumps".
            let noun = behind.to_lowercase();
            let somebody =
                is_person_noun(&noun) && !is_body_noun(&noun) && !is_trade(&noun) && !is_party(&noun);
            let relative = behind == "who" || somebody && alone.contains(last);
            let the =
                run.name.start.checked_sub(1).is_some_and(|at| self.word(at).eq_ignore_ascii_case("the"));
            let of_place = run.name.clone().any(|at| place(self.word(at)).is_some());
            if run.kind == Some(EntityKind::Organization)
                && run.name.len() == 2
                && relative
                && !the
                && !of_place
            {
                run.kind = Some(EntityKind::Person);
            }
        }
        // A single word is a person's name where the report goes on with "he" or "she" rather than "it".
        let mut persons: BTreeMap<&str, i32> = BTreeMap::new();
        for run in runs.iter().filter(|r| r.name.len() == 1 && r.kind.is_none() && !r.headline) {
            *persons.entry(self.word(run.name.start)).or_default() +=
                self.personal_pronouns_after(run.name.end);
        }
        // What stands beside one mention holds for all of them, and outweighs a first word that happens to be a given name.
        let beside = Beside { text: self.text, layout: self.layout };
        let mut bodies: BTreeSet<String> = BTreeSet::new();
        for run in runs.iter_mut().filter(|r| r.title.is_none() && !r.headline) {
            match (beside.kind(&run.name), run.kind) {
                (
                    Some(EntityKind::Organization),
                    None | Some(EntityKind::Person | EntityKind::Organization),
                ) if !alone.contains(self.word(run.name.end - 1)) => {
                    bodies.insert(words::fold_name(&self.words(run.name.clone())));
                }
                (Some(EntityKind::Person), None) => run.kind = Some(EntityKind::Person),
                _ => {}
            }
        }
        bodies.extend(self.said_in_full(runs, &alone));
        for run in runs.iter_mut().filter(|r| r.title.is_none() && r.name.len() > 1) {
            if matches!(run.kind, None | Some(EntityKind::Person))
                && bodies.contains(&words::fold_name(&self.words(run.name.clone())))
            {
                run.kind = Some(EntityKind::Organization);
            }
        }
        for run in runs.iter_mut() {
            if run.name.clone().any(|at| words::is_affiliation(self.word(at))) {
                continue;
            }
            if run.kind.is_none()
                && run.name.len() == 1
                && persons.get(self.word(run.name.start)).is_some_and(|n| *n > 0)
            {
                run.kind = Some(EntityKind::Person);
                continue;
            }
            if run.kind.is_some() || run.headline || !(2..=4).contains(&run.name.len()) {
                continue;
            }
            if run.name.clone().any(|at| is_brand_like(self.word(at))) {
                continue;
            }
            let last = self.word(run.name.end - 1);
            let next = self.word(run.name.end);
            let aged = next == ","
                && self.word(run.name.end + 1).parse::<u32>().is_ok_and(|n| (2..115).contains(&n))
                && self.word(run.name.end + 2) == ",";
            let relative = next == "," && matches!(self.word(run.name.end + 1), "who" | "whose");
            let role = run.name.start > 0 && words::is_role(self.word(run.name.start - 1));
            let spoke =
                words::is_said(next) || run.name.start > 0 && words::is_said(self.word(run.name.start - 1));
            if alone.contains(last) || aged || relative || role || spoke {
                run.kind = Some(EntityKind::Person);
            }
        }
    }

    /// Names of two words that say something and that the report says in full each time, where it speaks of a company.
    /// People are called by their surname the second time, and brought in with what they are; a company keeps its name.
    /// `alone`: the names of one word.
    fn said_in_full(&self, runs: &[Run], alone: &BTreeSet<&str>) -> Vec<String> {
        let company = |at: usize| self.word(at).eq_ignore_ascii_case("the") && is_company(self.word(at + 1));
        if !(0..self.layout.tokens.len()).any(company) {
            return Vec::new();
        }
        let beside = Beside { text: self.text, layout: self.layout };
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        let (mut people, mut speakers) = (BTreeSet::new(), BTreeSet::new());
        for run in runs.iter().filter(|r| !r.headline && r.name.len() == 2) {
            let name = words::fold_name(&self.words(run.name.clone()));
            let person = run.title.is_some()
                || run.kind == Some(EntityKind::Person)
                || run.name.clone().any(|at| alone.contains(self.word(at)))
                || is_first_name(self.word(run.name.start))
                || run.name.start > 0 && words::is_role(self.word(run.name.start - 1))
                || beside.kind(&run.name) == Some(EntityKind::Person)
                || self.personal_pronouns_after(run.name.end) > 0;
            if person {
                people.insert(name.clone());
            }
            let before = run.name.start.checked_sub(1).map_or("", |at| self.word(at));
            let cited = before == "to"
                && run.name.start > 1
                && self.word(run.name.start - 2).eq_ignore_ascii_case("according");
            if cited || words::is_said(before) || words::is_said(self.word(run.name.end)) {
                speakers.insert(name.clone());
            }
            *times.entry(name).or_default() += 1;
        }
        times.retain(|name, n| *n >= IN_FULL && speakers.contains(name) && !people.contains(name));
        times.into_keys().collect()
    }

    /// How the same sentence goes on behind a name: +1 where its first pronoun is of a person, -1 of a thing.
    fn personal_pronouns_after(&self, from: usize) -> i32 {
        for at in from..(from + 14).min(self.layout.tokens.len()) {
            match self.word(at) {
                "he" | "she" | "his" | "her" | "him" | "himself" | "herself" | "who" | "whose" => return 1,
                "it" | "its" | "which" | "itself" => return -1,
                "." | "!" | "?" => return 0,
                word if word.starts_with(char::is_uppercase) => return 0,
                _ => {}
            }
        }
        0
    }

    /// Merges runs that name the same, gives short names to the people they belong to.
    fn gather(&self, runs: &[Run]) -> Names {
        let mut people = People::default();
        for run in
            runs.iter().filter(|r| r.kind == Some(EntityKind::Person) && !r.headline && r.name.len() > 1)
        {
            people.add(&self.words(run.name.clone()), run.name.start);
        }
        // A title makes a single word a person, unless a full name with that surname stands somewhere.
        for run in
            runs.iter().filter(|r| r.kind == Some(EntityKind::Person) && !r.headline && r.name.len() == 1)
        {
            let name = self.words(run.name.clone());
            if people.find(&name, run.name.start).is_none() {
                people.add(&name, run.name.start);
            }
        }
        let mut keys: BTreeMap<(EntityKind, String), usize> = BTreeMap::new();
        let mut names = Names::default();
        for run in runs {
            let written = self.words(run.name.clone());
            let person = match run.kind {
                Some(EntityKind::Person) => people.find(&written, run.name.start),
                None | Some(EntityKind::Other) => people.find(&written, run.name.start),
                // "OSEI: The mine is shut.", where she was named in full before.
                _ if run.name.len() == 1
                    && self.word(run.name.end) == ":"
                    && written.chars().count() > 2
                    && written.chars().all(char::is_uppercase)
                    && people.find_surname(&written).is_some() =>
                {
                    people.find_surname(&written)
                }
                // "Washington", "Jordan": a place, unless it is a surname of this report.
                // So with "Fox" and other outlets of one word.
                Some(EntityKind::Place) if run.name.len() == 1 => people.find_surname(&written),
                Some(EntityKind::Organization)
                    if run.name.len() == 1 && outlet_by_name(&written).is_some() =>
                {
                    people.find_surname(&written)
                }
                _ => None,
            };
            let (kind, name, key) = match (person, run.kind) {
                (Some(person), _) => {
                    (EntityKind::Person, people.all[person].name.clone(), format!("\u{0}{person}"))
                }
                (None, Some(EntityKind::Person)) if run.headline => continue,
                (None, Some(EntityKind::Place)) => {
                    let found = place(&written).or_else(|| place(&title_case(&written)));
                    let name = found.map_or(written.as_str(), |p| p.name).to_owned();
                    (EntityKind::Place, name.clone(), words::fold_name(&name))
                }
                (None, kind) => {
                    let kind = kind.unwrap_or(EntityKind::Other);
                    let name = match outlet_by_name(&written) {
                        Some(outlet) if kind == EntityKind::Organization => outlet.name.to_owned(),
                        _ => written.clone(),
                    };
                    (kind, name.clone(), words::fold_name(&name))
                }
            };
            if run.headline && !keys.contains_key(&(kind, key.clone())) && kind == EntityKind::Other {
                continue;
            }
            let entity = *keys.entry((kind, key)).or_insert_with(|| {
                names.entities.push(Entity { kind, name, spans: Vec::new() });
                names.entities.len() - 1
            });
            let span =
                |r: &Range<usize>| self.layout.tokens[r.start].span.cover(self.layout.tokens[r.end - 1].span);
            let mention = Mention { span: span(&run.name), title: run.title.as_ref().map(span), entity };
            names.entities[entity].spans.push(mention.span);
            names.mentions.push(mention);
        }
        names
    }
}

/// A person with a name.
struct Person {
    /// The fullest form so far.
    name: String,
    /// Folded words of it, without suffixes and initials.
    parts: Vec<String>,
    /// First token of each full mention.
    at: Vec<usize>,
}

#[derive(Default)]
struct People {
    all: Vec<Person>,
    /// Folded surname → places in `all`.
    by_last: BTreeMap<String, Vec<usize>>,
    /// Folded given name → places in `all`, of those with more than one name.
    by_first: BTreeMap<String, Vec<usize>>,
}

impl People {
    fn parts(name: &str) -> Vec<String> {
        name.split(' ')
            .filter(|w| !is_initial(w) && !words::is_suffix(w))
            .map(words::fold_name)
            .filter(|w| !w.is_empty())
            .collect()
    }

    fn with_last(&self, last: &str) -> &[usize] {
        self.by_last.get(last).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, name: &str, at: usize) {
        let parts = Self::parts(name);
        let (Some(first), Some(last)) = (parts.first().cloned(), parts.last().cloned()) else { return };
        let same = self.with_last(&last).iter().copied().find(|p| self.all[*p].parts.first() == Some(&first));
        if let Some(place) = same {
            let person = &mut self.all[place];
            if name.len() > person.name.len() {
                (person.name, person.parts) = (name.to_owned(), parts);
            }
            person.at.push(at);
            return;
        }
        let place = self.all.len();
        if parts.len() > 1 {
            self.by_first.entry(first).or_default().push(place);
        }
        self.by_last.entry(last).or_default().push(place);
        self.all.push(Person { name: name.to_owned(), parts, at: vec![at] });
    }

    /// The person that a name at a token means: by full name, surname, or given name where only one has it. Of several
    /// with the surname, the one named in full last before it.
    fn find(&self, name: &str, at: usize) -> Option<usize> {
        let parts = Self::parts(name);
        let (first, last) = (parts.first()?, parts.last()?);
        let nearest = |fits: &dyn Fn(&Person) -> bool| {
            self.with_last(last).iter().copied().filter(|p| fits(&self.all[*p])).min_by_key(|place| {
                let person = &self.all[*place];
                let before =
                    person.at.partition_point(|a| *a <= at).checked_sub(1).map(|i| at - person.at[i]);
                (before.is_none(), before.unwrap_or(person.at[0]), *place)
            })
        };
        if parts.len() > 1 {
            return nearest(&|p| p.parts.first() == Some(first))
                // "Elvira Salazar" for "Maria Elvira Salazar"
                .or_else(|| nearest(&|p| p.parts.len() > parts.len() && p.parts.ends_with(&parts)));
        }
        nearest(&|_| true).or_else(|| match self.by_first.get(first)?[..] {
            [only] => Some(only),
            _ => None,
        })
    }

    fn find_surname(&self, word: &str) -> Option<usize> {
        let all = self.with_last(&words::fold_name(word));
        all.iter().copied().find(|p| self.all[*p].parts.len() > 1)
    }
}

/// How often a report says in full the name of someone whom it brings in with nothing.
const IN_FULL: usize = 2;

/// Whether a place where people work is called so: "Orsk Airport".
pub(crate) fn is_facility(word: &str) -> bool {
    matches!(word, "Airport" | "Station" | "Stadium" | "Terminal" | "Harbor" | "Harbour")
}

/// Whether a body of many is called so: "the Weavers' League".
fn takes_possessor(word: &str) -> bool {
    words::takes_of(word)
        || takes_name(&word.to_lowercase())
        || is_body(&word.to_lowercase())
        || matches!(word, "Guild" | "Brotherhood" | "Sisterhood")
}

/// Starts with a capital and is no "U.S.-backed", "Trump-era" or "R-Fla.".
fn is_capitalized(word: &str) -> bool {
    let mut parts = word.split('-');
    let first = parts.next().unwrap_or_default();
    if !first.starts_with(char::is_uppercase) {
        // "al-Assad", "bin-Laden"
        return matches!(first, "al" | "el" | "bin" | "ibn" | "d’" | "d'")
            && word.split('-').nth(1).is_some_and(|p| p.starts_with(char::is_uppercase));
    }
    if word.contains('-') {
        let last = word.rsplit('-').next().unwrap_or_default();
        if matches!(first, "R" | "D" | "I") || first.contains('.') {
            return false;
        }
        // "Ban Ki-moon" goes on in lower case, and so does "Trump-era".
        return last.starts_with(char::is_uppercase)
            || word.len() < 12 && !words::is_hyphened_adjective(last);
    }
    true
}

/// "QuarryX", "TubeCo", "ORSK": capitals inside a word or throughout, as brands and picture credits have and people's names
/// have only behind a prefix ("McAllen", "DeVry") or an apostrophe.
fn is_brand_like(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    let shouted = letters.len() > 2 && letters.iter().all(|c| c.is_uppercase());
    let inner = letters.windows(2).position(|pair| pair[0].is_lowercase() && pair[1].is_uppercase());
    shouted || inner.is_some_and(|at| at > 3 || at + 2 == letters.len())
}

/// Whether a capitalized word is more than a small word of a headline; all capitals ("US", "IT") are.
fn is_name_like(word: &str) -> bool {
    word.len() > 1 && word.chars().all(|c| !c.is_lowercase()) || !words::is_function(&word.to_lowercase())
}

/// "BERLIN": a place in the capitals of a dateline.
fn is_shouted_place(name: &str) -> bool {
    name.len() > 3 && name.chars().all(|c| !c.is_lowercase()) && place(&title_case(name)).is_some()
}

fn title_case(name: &str) -> String {
    let word = |w: &str| {
        let mut letters = w.chars();
        letters.next().map_or(String::new(), |first| first.to_string() + &letters.as_str().to_lowercase())
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// "J." and "J.R."
fn is_initial(word: &str) -> bool {
    word.len() <= 4 && word.ends_with('.') && word.split_terminator('.').all(|p| p.len() == 1)
}
