//! What the words that name a source say by themselves: a name, a pronoun, four unnamed people, an office, a document.

use backstory_lexicon::is_trade;
use backstory_model::{Count, EntityKind, Span};
use backstory_text::TokenKind;

use crate::{
    beside::takes_name,
    entities::{Mention, Names},
    layout::Layout,
    nouns::{
        is_body, is_company, is_document, is_outlet_noun, is_person_noun, is_spokesperson, looks_like_person,
        singular,
    },
    quantities, words,
};

/// A source phrase, read without the rest of the report.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Phrase {
    /// "he", "they", "it", "who", "we".
    Pronoun(Pronoun),
    /// A name; place in [`Names::mentions`], and what the phrase says that the person is.
    Named {
        /// Place in [`Names::mentions`].
        mention: usize,
        /// "interior minister".
        role: Option<String>,
        /// Place in [`Names::mentions`] of the organization the person is with.
        affiliation: Option<usize>,
    },
    /// People without names.
    People(People),
    /// An organization without a name: "rights groups", "the company"; or one named by an office: "the Ruritanian government".
    Body {
        /// The words without article: "rights groups".
        name: String,
        /// "groups".
        head: String,
        /// Whether it is one that was spoken of before: "the company".
        definite: bool,
    },
    /// An indictment, a report, a poll.
    Document {
        /// The words without article.
        name: String,
    },
    /// Something that was spoken of before, by a noun that does not say what it is: "the corps", "the airport".
    Definite {
        /// "corps".
        head: String,
    },
    /// None of these.
    Unknown,
}

/// Pronouns by what they can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pronoun {
    /// "he", "she".
    Person,
    /// "they".
    People,
    /// "it".
    Thing,
    /// "who".
    Relative,
    /// "I", "we".
    Reporter,
}

/// People without names.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct People {
    /// How many.
    pub(crate) count: Count,
    /// Whether the words themselves bound the number ("four", "a"), or only the plural does.
    pub(crate) counted: bool,
    /// The noun in the singular: "official".
    pub(crate) head: String,
    /// The words around the noun, without articles and numbers, in lower case.
    pub(crate) modifiers: Vec<String>,
    /// How they relate to who was spoken of before.
    pub(crate) reach: Reach,
    /// Place in [`Names::mentions`] of an organization or country they are with.
    pub(crate) affiliation: Option<usize>,
    /// More unnamed people that "and" puts beside them: where the first noun phrase ends, and the second.
    pub(crate) beside: Option<(u32, Span)>,
}

/// Whether a phrase brings someone new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// "the official", "those sources": someone spoken of before, if there is one.
    Before,
    /// "another official", "a third source", "a source", "four people": someone new.
    New,
    /// "officials": the same as others called so.
    Bare,
}

/// Reads the words of a source.
pub(crate) fn read(text: &str, layout: &Layout, names: &Names, span: Span) -> Phrase {
    let mut tokens = layout.tokens_in(span);
    if tokens.is_empty() {
        // "they" of "they're"
        let at = layout.tokens.partition_point(|t| t.span.end <= span.start);
        let whole = layout.tokens.get(at).is_some_and(|t| t.span.contains(span));
        tokens = at..at + usize::from(whole);
    }
    let reader = Reader { text, layout, names, start: tokens.start, end: tokens.end };
    reader.phrase()
}

struct Reader<'a> {
    text: &'a str,
    layout: &'a Layout,
    names: &'a Names,
    start: usize,
    end: usize,
}

impl<'a> Reader<'a> {
    fn word(&self, at: usize) -> &'a str {
        if at < self.end { self.layout.tokens[at].span.of(self.text) } else { "" }
    }

    fn lower(&self, at: usize) -> String {
        self.word(at).to_lowercase()
    }

    fn kind(&self, at: usize) -> Option<TokenKind> {
        (at < self.end).then(|| self.layout.tokens[at].kind)
    }

    /// The mention that a token lies in, as a place in [`Names::mentions`].
    fn mention_at(&self, at: usize) -> Option<usize> {
        if at >= self.end {
            return None;
        }
        let token = self.layout.tokens[at].span;
        let place = self.names.mentions.partition_point(|m| m.span.end <= token.start);
        let mention = self.names.mentions.get(place)?;
        let whole = mention.title.map_or(mention.span, |t| t.cover(mention.span));
        whole.contains(token).then_some(place)
    }

    fn mention(&self, place: usize) -> (&Mention, EntityKind) {
        let mention = &self.names.mentions[place];
        (mention, self.names.entity(mention).kind)
    }

    /// One past the last token of a mention.
    fn mention_end(&self, place: usize) -> usize {
        let end = self.names.mentions[place].span.end;
        self.layout.tokens.partition_point(|t| t.span.end <= end)
    }

    fn written(&self, from: usize, to: usize) -> String {
        if from >= to {
            return String::new();
        }
        let span = self.layout.tokens[from].span.cover(self.layout.tokens[to - 1].span);
        span.of(self.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn phrase(&self) -> Phrase {
        let mut at = self.start;
        while matches!(self.kind(at), Some(TokenKind::Quote | TokenKind::Punctuation)) {
            at += 1;
        }
        if at >= self.end {
            return Phrase::Unknown;
        }
        // "which Osei said was late": the name behind the relative pronoun speaks.
        if matches!(self.lower(at).as_str(), "which" | "whom" | "that") && self.mention_at(at + 1).is_some() {
            at += 1;
        }
        if let Some(pronoun) = self.pronoun(at) {
            return Phrase::Pronoun(pronoun);
        }
        // "Neither would say", "nobody said": that is no one.
        if matches!(self.lower(at).as_str(), "nobody" | "neither" | "none")
            || self.lower(at) == "no" && matches!(self.lower(at + 1).as_str(), "one" | "body")
        {
            return Phrase::Unknown;
        }
        let (lead, counted, reach, noun_from) = self.quantifier(at);
        // "one of them", "most of whom"
        if noun_from > at
            && self.lower(noun_from - 1) == "of"
            && matches!(self.lower(noun_from).as_str(), "them" | "us" | "whom")
        {
            return Phrase::People(People {
                count: lead.unwrap_or(Count { min: 2, max: None }),
                counted: true,
                head: "person".to_owned(),
                modifiers: Vec::new(),
                reach: Reach::New,
                affiliation: None,
                beside: None,
            });
        }
        let core_end = self.core_end(noun_from);
        // The last name of the noun phrase is its head, unless a noun follows: "Ada Osei", but "Osei's lawyer".
        let name = (core_end > noun_from).then(|| self.mention_at(core_end - 1)).flatten();
        if let Some(place) = name.filter(|_| lead.is_none_or(|c| c.max == Some(1)) || !counted) {
            return self.named(place, noun_from, core_end);
        }
        let head = self.lower(core_end.saturating_sub(1).max(noun_from));
        let one_person =
            core_end > noun_from && singular(&head) == head && lead.is_none_or(|c| c.max == Some(1));
        if let Some(place) = self.apposed_person(core_end).filter(|_| one_person) {
            let role = self.written(noun_from, core_end);
            return Phrase::Named {
                mention: place,
                role: (!role.is_empty()).then_some(role),
                affiliation: self.organization_in(noun_from, core_end),
            };
        }
        if core_end == noun_from {
            // "some", "many", "four of them": people all the same; "one", "the former" are not enough.
            let numeral = noun_from.checked_sub(1).is_some_and(|at| self.kind(at) == Some(TokenKind::Number));
            return match lead.filter(|c| c.max != Some(1) && reach != Reach::Before && !numeral) {
                Some(count) => Phrase::People(People {
                    count,
                    counted,
                    head: "person".to_owned(),
                    modifiers: Vec::new(),
                    reach: Reach::New,
                    affiliation: None,
                    beside: None,
                }),
                None => Phrase::Unknown,
            };
        }
        if let Some(mention) = self.apposed_body(core_end, &head).filter(|_| one_person) {
            return Phrase::Named { mention, role: None, affiliation: None };
        }
        self.common(lead, counted, reach, noun_from, core_end)
    }

    fn pronoun(&self, at: usize) -> Option<Pronoun> {
        let word = self.lower(at);
        // "she'll"
        let bare = word.split(['\'', '’']).next().unwrap_or_default();
        let pronoun = match bare {
            "he" | "she" | "him" | "her" | "his" => Pronoun::Person,
            "they" | "them" | "their" | "both" => Pronoun::People,
            "it" | "its" => Pronoun::Thing,
            "who" | "which" | "that" => Pronoun::Relative,
            "i" | "we" | "us" | "me" => Pronoun::Reporter,
            _ => return None,
        };
        // "her lawyer" is no pronoun; "he himself" and "who, like others" are.
        let alone = at + 1 >= self.end || self.kind(at + 1) != Some(TokenKind::Word);
        let himself = matches!(
            self.lower(at + 1).as_str(),
            "himself" | "herself" | "themselves" | "itself" | "also" | "later"
        );
        let relative = self.lower(at) == "who";
        (alone || himself || relative).then_some(pronoun)
    }

    /// Article or number that a phrase starts with: how many, whether that is said, how it relates to those before, and
    /// the token the noun phrase goes on at.
    fn quantifier(&self, from: usize) -> (Option<Count>, bool, Reach, usize) {
        let exactly = |n: u32| Some(Count { min: n, max: Some(n) });
        let least = |n: u32| Some(Count { min: n, max: None });
        let (mut count, mut counted, mut reach, mut at) = (None, false, Reach::Bare, from);
        loop {
            let word = self.lower(at);
            let next = match word.as_str() {
                "the" | "this" | "that" | "those" | "these" | "such" => {
                    if count.is_none() {
                        reach = Reach::Before;
                    }
                    at + 1
                }
                // "both the ministry and the mayor" names them
                "both" if self.mention_at(at + 1).is_some() || self.lower(at + 1) == "the" => at + 1,
                "both" => {
                    (count, counted, reach) = (exactly(2), true, Reach::Before);
                    at + 1
                }
                "his" | "her" | "its" | "their" | "our" | "my" | "one's" => {
                    reach = Reach::New;
                    at + 1
                }
                "a" | "an" if self.lower(at + 1) == "dozen" => {
                    (count, counted, reach) = (least(12), true, Reach::New);
                    at + 2
                }
                "a" | "an"
                    if matches!(
                        self.lower(at + 1).as_str(),
                        "number" | "handful" | "group" | "series" | "range" | "few"
                    ) =>
                {
                    let group = self.lower(at + 1) == "group" && self.lower(at + 2) != "of";
                    if group {
                        break;
                    }
                    (count, counted, reach) = (least(2), true, Reach::New);
                    at + 2
                }
                "a" | "an" if matches!(self.lower(at + 1).as_str(), "couple" | "pair") => {
                    (count, counted, reach) = (exactly(2), true, Reach::New);
                    at + 2
                }
                "a" | "an" | "another" | "one" | "yet" | "same" if !(word == "same" && at == from) => {
                    if word != "same" && word != "yet" {
                        (count, counted, reach) = (exactly(1), true, Reach::New);
                    }
                    at + 1
                }
                "second" | "third" | "fourth" | "fifth" | "other" | "different" => {
                    reach = Reach::New;
                    at + 1
                }
                "multiple" | "several" | "numerous" | "many" | "some" | "few" | "most" | "various"
                | "certain" | "other's" | "others" => {
                    // "some 40 people" is a number.
                    if word == "some" && quantities::number_word(&self.lower(at + 1)).is_some() {
                        at + 1
                    } else {
                        (count, counted) = (least(2), true);
                        if reach == Reach::Bare {
                            reach = Reach::New;
                        }
                        at + 1
                    }
                }
                "at" if self.lower(at + 1) == "least" => {
                    counted = true;
                    count = least(1);
                    at + 2
                }
                "more" if self.lower(at + 1) == "than" => {
                    counted = true;
                    count = least(1);
                    at + 2
                }
                "about" | "nearly" | "roughly" | "only" | "all" | "half" | "as" => at + 1,
                _ => {
                    let many = quantities::many(&word).filter(|_| self.lower(at + 1) == "of");
                    let number = quantities::number_word(&word)
                        .or_else(|| word.replace(',', "").parse().ok())
                        .or((word == "dozen").then_some(12.0));
                    match (number, many) {
                        (Some(n), _) if (1.0..1e6).contains(&n) && n.fract() == 0.0 => {
                            let open = count.is_some_and(|c| c.max.is_none()) || word == "dozen";
                            count = if open { least(n as u32) } else { exactly(n as u32) };
                            counted = true;
                            if reach == Reach::Bare {
                                reach = Reach::New;
                            }
                            at + 1
                        }
                        (_, Some(n)) => {
                            (count, counted, reach) = (least(n as u32), true, Reach::New);
                            at + 1
                        }
                        _ => break,
                    }
                }
            };
            at = next;
            // "four of the people", "a number of officials"
            if self.lower(at) == "of" && count.is_some() {
                at += 1;
                while matches!(
                    self.lower(at).as_str(),
                    "the" | "those" | "these" | "his" | "her" | "its" | "their"
                ) {
                    at += 1;
                }
                reach = Reach::New;
            }
            if at >= self.end {
                break;
            }
        }
        (count, counted, reach, at)
    }

    /// One past the last token of the noun phrase that starts at a token: before a comma, a preposition, "who".
    fn core_end(&self, from: usize) -> usize {
        let mut at = from;
        while at < self.end {
            if let Some(place) = self.mention_at(at) {
                at = self.mention_end(place).max(at + 1);
                continue;
            }
            match self.kind(at) {
                Some(TokenKind::Word) => {
                    let word = self.lower(at);
                    let conjoined = word == "and" && at > from && self.continues_adjectives(at);
                    // "a statement issued by the council"
                    let next = self.lower(at + 1);
                    let reduced = at > from
                        && (word == "dated"
                            || is_participle(&word) && (is_link(&next) || is_thing(&self.lower(at - 1)))
                            || word.ends_with("ing") && self.is_doing(at));
                    if !conjoined && (ends_noun_phrase(&word) || reduced) {
                        break;
                    }
                    at += 1;
                }
                Some(TokenKind::Clitic | TokenKind::Number) => at += 1,
                Some(TokenKind::Quote) if at == from || self.is_apostrophe(at) => at += 1,
                _ => break,
            }
        }
        while at > from && !matches!(self.kind(at - 1), Some(TokenKind::Word | TokenKind::Number)) {
            at -= 1;
        }
        at
    }

    /// Whether a word in "-ing" says what those before it do: "bankers advising the buyer", but not "officials briefing
    /// reporters" of whom it is the noun.
    fn is_doing(&self, at: usize) -> bool {
        let before = self.lower(at - 1);
        let one = singular(&before);
        let object = matches!(
            self.lower(at + 1).as_str(),
            "the" | "a" | "an" | "his" | "her" | "its" | "their" | "this" | "that"
        ) || is_link(&self.lower(at + 1))
            || self.mention_at(at + 1).is_some();
        object && one != before && is_person_noun(&one)
    }

    /// Whether a mark at a token makes a plural a possessor: "the Farmers' League".
    fn is_apostrophe(&self, at: usize) -> bool {
        let tokens = &self.layout.tokens;
        at > self.start
            && matches!(self.word(at), "'" | "’")
            && tokens[at - 1].span.end == tokens[at].span.start
            && self.lower(at - 1).ends_with('s')
            && self.kind(at + 1) == Some(TokenKind::Word)
    }

    /// Whether "and" at a token stands between adjectives: "current and former officials".
    fn continues_adjectives(&self, at: usize) -> bool {
        let previous = self.lower(at - 1);
        let next = self.lower(at + 1);
        !is_person_noun(&singular(&previous))
            && self.mention_at(at - 1).is_none()
            && self.mention_at(at + 1).is_none()
            && !next.is_empty()
            && self.kind(at + 2) == Some(TokenKind::Word)
    }

    /// A name as head of the noun phrase.
    fn named(&self, place: usize, from: usize, core_end: usize) -> Phrase {
        let (mention, kind) = self.mention(place);
        if !matches!(kind, EntityKind::Person | EntityKind::Other) {
            return Phrase::Named { mention: place, role: None, affiliation: None };
        }
        let start = mention.title.map_or(mention.span.start, |t| t.start);
        let before = self.layout.tokens.partition_point(|t| t.span.start < start).max(from);
        let mut role = self.written(from.min(before), before);
        if let Some(title) = mention.title {
            role = format!("{role} {}", title.of(self.text)).trim().to_owned();
        }
        let mut affiliation = self.organization_in(from, before);
        if role.is_empty() && self.word(core_end) == "," {
            // "Ada Osei, the interior minister," — what stands between the commas, where it starts as a role does.
            let mut from = core_end + 1;
            if self.kind(from) == Some(TokenKind::Number) && self.word(from + 1) == "," {
                from += 2;
            }
            let mut to = from;
            while to < self.end && self.word(to) != "," && !matches!(self.word(to), "—" | "–" | "(") {
                to += 1;
            }
            let opening = self.lower(from);
            let skip = match opening.as_str() {
                "who"
                    if matches!(self.lower(from + 1).as_str(), "served" | "serves" | "worked" | "works") =>
                {
                    3
                }
                "who"
                    if matches!(self.lower(from + 1).as_str(), "is" | "was" | "heads" | "leads" | "runs") =>
                {
                    2
                }
                "the" | "a" | "an" => 1,
                "now" | "currently" if matches!(self.lower(from + 1).as_str(), "at" | "with") => 2,
                _ => 0,
            };
            affiliation = affiliation.or_else(|| self.organization_in(from, to));
            let role_like = skip > 0 || (from..to).any(|at| words::is_role(&self.lower(at)));
            let from = (from + skip).min(to);
            if role_like && !matches!(self.lower(from).as_str(), "") && opening != "now" {
                role = self.written(from, to);
            }
        }
        Phrase::Named { mention: place, role: (!role.is_empty()).then_some(role), affiliation }
    }

    /// "a spokesman for the ministry, Ada Osei,": the person named after the noun phrase and what belongs to it.
    fn apposed_person(&self, core_end: usize) -> Option<usize> {
        let mut at = core_end;
        while at < self.end {
            if self.word(at) == "," {
                let place = self.mention_at(at + 1)?;
                let (mention, kind) = self.mention(place);
                let starts = mention.title.map_or(mention.span.start, |t| t.start)
                    == self.layout.tokens[at + 1].span.start;
                return (kind == EntityKind::Person && starts).then_some(place);
            }
            if matches!(self.lower(at).as_str(), "who" | "which" | "that" | "whose") {
                return None;
            }
            at += 1;
        }
        None
    }

    /// "The contractor, Velm Works,": the body named behind a noun for one.
    fn apposed_body(&self, core_end: usize, head: &str) -> Option<usize> {
        let noun = is_company(head) || is_trade(head) || is_body(head);
        let place = self.mention_at(core_end + 1).filter(|_| noun && self.word(core_end) == ",")?;
        let (mention, kind) = self.mention(place);
        let end = self.mention_end(place);
        let alone = end >= self.end || self.word(end) == ",";
        let starts = mention.span.start == self.layout.tokens[core_end + 1].span.start;
        (alone && starts && matches!(kind, EntityKind::Organization | EntityKind::Other)).then_some(place)
    }

    fn organization_in(&self, from: usize, to: usize) -> Option<usize> {
        let of_kind = |wanted: EntityKind| {
            (from..to).find_map(|at| self.mention_at(at).filter(|place| self.mention(*place).1 == wanted))
        };
        of_kind(EntityKind::Organization).or_else(|| of_kind(EntityKind::Place))
    }

    /// A common noun as head.
    fn common(
        &self,
        lead: Option<Count>,
        counted: bool,
        reach: Reach,
        from: usize,
        core_end: usize,
    ) -> Phrase {
        let last = core_end - 1;
        let head = self.lower(last);
        let one = singular(&head);
        if is_spokesperson(&one) {
            // A spokesperson speaks for an organization, which is the source.
            let of = self.organization_in(from, last).or_else(|| {
                let behind = matches!(self.lower(core_end).as_str(), "for" | "of" | "at" | "from");
                behind.then(|| self.organization_in(core_end, self.end)).flatten()
            });
            if let Some(place) = of {
                return Phrase::Named { mention: place, role: None, affiliation: None };
            }
        }
        // "Britain's Guardian newspaper", "the Axios news site": the name before the noun.
        let before = if self.lower(last.saturating_sub(1)) == "news" { last - 1 } else { last };
        let outlet = is_outlet_noun(&one) || before < last;
        if let Some(place) =
            before.checked_sub(1).filter(|at| outlet && *at >= from).and_then(|at| self.mention_at(at))
        {
            return Phrase::Named { mention: place, role: None, affiliation: None };
        }
        // "the Blue Kettle relief society": the name that the noun explains.
        if let Some(place) = self
            .mention_at(from)
            .filter(|place| takes_name(&one) && self.mention(*place).1 == EntityKind::Organization)
        {
            return Phrase::Named { mention: place, role: None, affiliation: None };
        }
        // "the minutes say", but not ten of them
        if is_document(&one) || head == "minutes" && !counted {
            let issued = is_participle(&self.lower(core_end)) && self.lower(core_end + 1) == "by";
            // "a memo to the board marked secret": to whom, but not how it is marked.
            let tail = match self.lower(core_end).as_str() {
                "of" | "by" => self.end,
                _ if issued => self.end,
                "to" if self.is_somebody(core_end + 1) => {
                    (core_end + 2..self.end).find(|at| self.is_reduced(*at)).unwrap_or(self.end)
                }
                _ => core_end,
            };
            let name = self.written(from, self.clause_end(core_end, tail));
            return Phrase::Document { name };
        }
        let named_office = self.lower(core_end) == "of" && is_body(&one);
        if is_body(&one) || is_body(&head) {
            let end = if named_office { self.clause_end(core_end, self.end) } else { core_end };
            return Phrase::Body {
                name: self.written(from, end),
                head: one,
                definite: reach == Reach::Before,
            };
        }
        let plural = head != one || matches!(head.as_str(), "people" | "police" | "staff");
        let people = is_person_noun(&one);
        if !people && !looks_like_person(&one) && self.mention_at(last).is_none() {
            let before = reach == Reach::Before && lead.is_none() && last == from && core_end == self.end;
            return if before { Phrase::Definite { head } } else { Phrase::Unknown };
        }
        let count = match lead {
            Some(count) if counted => count,
            _ if plural => Count { min: 2, max: None },
            _ => Count { min: 1, max: Some(1) },
        };
        // "Another" and "one" lead a singular; "one of the people" has a plural noun and stands for one all the same.
        let mut modifiers: Vec<String> = (from..last)
            .filter(|at| self.kind(*at) == Some(TokenKind::Word))
            .map(|at| self.lower(at))
            .filter(|w| w != "and" && w != "same")
            .collect();
        if self.kind(core_end).is_some() && self.word(core_end) != "," {
            modifiers.extend(
                (core_end..self.end)
                    .filter(|at| self.kind(*at) == Some(TokenKind::Word))
                    .map(|at| self.lower(at)),
            );
        }
        Phrase::People(People {
            count,
            counted,
            head: one,
            modifiers,
            reach: if !plural && lead.is_none() && reach == Reach::Bare { Reach::New } else { reach },
            affiliation: self.organization_in(from, self.end),
            beside: self.others(core_end),
        })
    }

    /// Whether a token opens words for somebody or something: an article, a name, a noun for people or a body.
    fn is_somebody(&self, at: usize) -> bool {
        let word = self.lower(at);
        let one = singular(&word);
        self.mention_at(at).is_some()
            || self.word(at).starts_with(char::is_uppercase)
            || is_article(&word)
            || is_person_noun(&one)
            || is_body(&one)
            || one != word && looks_like_person(&one)
    }

    /// Whether a participle behind a noun opens a clause about it: "a memo to the board «marked» secret", but not "a letter to
    /// the United Nations", "to the injured".
    fn is_reduced(&self, at: usize) -> bool {
        let before = self.lower(at - 1);
        is_participle(&self.lower(at))
            && self.word(at).starts_with(char::is_lowercase)
            && self.mention_at(at).is_none()
            && self.kind(at - 1) == Some(TokenKind::Word)
            && !is_article(&before)
            && (is_thing(&before) || self.mention_at(at - 1).is_some() || is_link(&self.lower(at + 1)))
    }

    /// More unnamed people that "and" puts beside those whose noun phrase ends at a token: "an aide and «two officials»".
    fn others(&self, core_end: usize) -> Option<(u32, Span)> {
        let and = (core_end..self.end).find(|at| self.lower(*at) == "and")?;
        let relative =
            (core_end..and).any(|at| matches!(self.lower(at).as_str(), "who" | "which" | "that" | "whose"));
        let (_, counted, reach, noun) = self.quantifier(and + 1);
        let end = self.core_end(noun);
        let head = self.lower(end.checked_sub(1).filter(|last| *last >= noun)?);
        let one = singular(&head);
        // "Officials of France and Britain": nobody new stands there; "an aide who saw clerks and guards" saw both, "four
        // aides who saw the plan and two clerks" are as many as six.
        let own = end < self.end && !matches!(self.lower(and - 1).as_str(), "of" | "with") && {
            let before = singular(&self.lower(and - 1));
            before == self.lower(and - 1) || !is_person_noun(&before)
        };
        let bare = noun == and + 1 && (and > core_end && !own || head == one);
        // "An aide who saw the plan and clerks at the port": nobody sees a plan and clerks.
        let object = singular(&self.lower(and - 1));
        let apart = own && !is_body(&object) && !is_person_noun(&object);
        // Whether "the directors" stand beside them is for the rest of the report to tell.
        let seen = relative
            && !apart
            && !(counted && reach == Reach::New && self.counts(self.start))
            && !(reach == Reach::Before && end == self.end);
        if seen || bare || !(is_person_noun(&one) || looks_like_person(&one)) {
            return None;
        }
        let span = |at: usize| self.layout.tokens[at].span;
        Some((span(and - 1).end, span(and + 1).cover(span(self.end - 1))))
    }

    /// Whether a phrase that starts at a token says how many it speaks of.
    fn counts(&self, from: usize) -> bool {
        let (_, counted, reach, _) = self.quantifier(from);
        counted && reach == Reach::New
    }

    /// Where a clause that goes on from a token ends: at a comma, a dash, a relative pronoun.
    fn clause_end(&self, from: usize, limit: usize) -> usize {
        (from..limit)
            .find(|at| {
                self.kind(*at) != Some(TokenKind::Word)
                    && self.kind(*at) != Some(TokenKind::Clitic)
                    && self.kind(*at) != Some(TokenKind::Number)
                    || matches!(
                        self.lower(*at).as_str(),
                        "who" | "which" | "that" | "whose" | "released" | "published" | "filed"
                    )
            })
            .unwrap_or(limit)
    }
}

/// Participles by their form, and those without "-ed" that stand behind documents: "put to", "drawn up by".
fn is_participle(word: &str) -> bool {
    word.ends_with("ed")
        || matches!(
            word,
            "put"
                | "drawn"
                | "written"
                | "made"
                | "sent"
                | "shown"
                | "given"
                | "held"
                | "kept"
                | "done"
                | "taken"
                | "found"
                | "hung"
        )
}

/// Nouns behind which a participle opens a clause of its own: "the memo marked confidential", "inspectors employed there".
fn is_thing(word: &str) -> bool {
    let one = singular(word);
    is_document(&one) || is_person_noun(&one) || is_body(&one)
}

fn is_article(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "this"
            | "that"
            | "these"
            | "those"
            | "his"
            | "her"
            | "its"
            | "their"
            | "our"
            | "my"
    )
}

/// Prepositions behind a participle: "issued by", "based in".
fn is_link(word: &str) -> bool {
    matches!(word, "by" | "in" | "on" | "to" | "from" | "at" | "with" | "for")
}

/// Words that end a noun phrase behind its head.
fn ends_noun_phrase(word: &str) -> bool {
    matches!(
        word,
        "of" | "from"
            | "in"
            | "at"
            | "with"
            | "for"
            | "on"
            | "to"
            | "by"
            | "about"
            | "who"
            | "which"
            | "that"
            | "whose"
            | "whom"
            | "familiar"
            | "briefed"
            | "close"
            | "involved"
            | "speaking"
            | "cited"
            | "quoted"
            | "interviewed"
            | "and"
            | "or"
            | "as"
            | "near"
            | "inside"
            | "within"
            | "outside"
            | "under"
            | "over"
            | "among"
            | "including"
            | "like"
            | "knowledgeable"
            | "working"
            | "aware"
            | "privy"
            | "directly"
            | "behind"
            | "told"
            | "said"
            | "has"
            | "have"
            | "had"
            | "is"
            | "are"
            | "was"
            | "were"
            | "aligned"
            | "present"
            | "between"
            | "against"
            | "via"
            | "when"
            | "where"
            | "while"
            | "but"
            | "released"
            | "published"
            | "conducted"
            | "commissioned"
            | "obtained"
            | "reviewed"
            | "seen"
            | "contacted"
            | "asked"
            | "then"
            | "now"
    )
}
