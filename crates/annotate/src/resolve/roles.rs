//! What people are said to be, and whom "the minister" or "the Republican nominee" then means.
//!
//! Said of a person: a title, the words before a name ("Republican nominee Ada Osei"), an apposition ("Osei, the deputy
//! mines minister"), a party in brackets, or "Osei is the …". A description means the person of whom its noun was said and
//! with whom its other words agree.

use std::collections::BTreeSet;

use backstory_lexicon::country_of_people;
use backstory_model::Span;
use backstory_text::TokenKind;

use super::{Resolver, parts::Part, pronouns::gender_of_noun, seen::Who};
use crate::{
    beside::Beside,
    entities::Mention,
    nouns,
    phrase::{People, Reach},
    words,
};

/// One thing that a person is said to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// "minister", in the form of [`kin`].
    head: String,
    /// The words around it, in lower case: "deputy", "mines".
    around: BTreeSet<String>,
}

impl Resolver<'_> {
    /// What the words beside a mention say that a person is.
    pub(super) fn said_of(&self, mention: &Mention) -> Vec<Said> {
        if !self.is_person_like(mention.entity) {
            return Vec::new();
        }
        let mut all = Vec::new();
        let start = mention.title.map_or(mention.span.start, |t| t.start);
        let first = self.layout.tokens.partition_point(|t| t.span.end <= start);
        let end = self.layout.tokens.partition_point(|t| t.span.start < mention.span.end);
        let limit = self.sentence_tokens(mention.span.start).start;
        // "the former «Ruritanian mines minister» Ada Osei"
        let mut from = first;
        while from > limit && first - from < 6 && self.is_plain(from - 1) && !self.in_person(from - 1) {
            from -= 1;
        }
        let mut before: Vec<String> = (from..first).map(|at| self.token(at).to_lowercase()).collect();
        if let Some(title) = mention.title {
            let title = title.of(self.text()).to_lowercase();
            before.extend(title.split_whitespace().map(|w| long_title(w).to_owned()));
        }
        all.extend(said(&before));
        let beside = Beside { text: self.text(), layout: self.layout };
        if let Some(core) = beside.role_behind(end) {
            let words: Vec<String> = core.map(|at| self.token(at).to_lowercase()).collect();
            all.extend(said(&words));
        }
        // "Osei is the front-runner and Harbor Party nominee"
        if matches!(self.token(end), "is" | "was" | "became")
            && matches!(self.token(end + 1), "the" | "a" | "an")
        {
            let to = (end + 2..end + 8).find(|at| !self.is_plain(*at)).unwrap_or(end + 8);
            let words: Vec<String> = (end + 2..to).map(|at| self.token(at).to_lowercase()).collect();
            all.extend(said(&words));
        }
        // "Osei (R-Utah)", "Osei, D-Mass."
        let behind = self.text()[mention.span.end as usize..].trim_start_matches([' ', ',', '(', '\u{a0}']);
        let party = ["R-", "D-", "R)", "D)"].iter().find(|mark| behind.starts_with(**mark));
        if let Some(party) = party {
            let name = if party.starts_with('R') { "republican" } else { "democratic" };
            all.push(Said { head: String::new(), around: BTreeSet::from([name.to_owned()]) });
        }
        all
    }

    /// Whether a token can belong to the words that say what somebody is.
    fn is_plain(&self, at: usize) -> bool {
        let Some(token) = self.layout.tokens.get(at) else { return false };
        let small = self.token(at).to_lowercase();
        token.kind == TokenKind::Word
            && !words::is_plain_verb(&small)
            && (!words::is_function(&small) || small == "former")
            && !matches!(small.as_str(), "that" | "who" | "while" | "when" | "but" | "and" | "as")
    }

    /// Whether a token lies in a person's name.
    fn in_person(&self, at: usize) -> bool {
        let span = self.layout.tokens[at].span;
        let place = self.names.mentions.partition_point(|m| m.span.end <= span.start);
        let mention = self.names.mentions.get(place).filter(|m| m.span.contains(span));
        mention.is_some_and(|m| self.may_be_person(m.entity))
    }

    /// The tokens of the sentence that a byte lies in.
    pub(super) fn sentence_tokens(&self, at: u32) -> std::ops::Range<usize> {
        self.layout.sentence_at(at).map_or(0..0, |s| self.layout.sentences[s].tokens.clone())
    }

    /// Whether several named persons are said to have a role.
    pub(super) fn has_role(&self, head: &str) -> bool {
        let of = self.roles.values().filter(|said| said.iter().any(|s| s.head == kin(head)));
        !nouns::is_often_unnamed(head) && of.count() > 1
    }

    /// Of those who are said to have a role and have nothing against them, the one of whom most of its words were said,
    /// then the one mentioned last before it, else first after it.
    pub(super) fn named_by_role(&self, people: &People, span: Span) -> Option<usize> {
        if people.count.max != Some(1) || people.head == "official" || !is_role(&people.head) {
            return None;
        }
        let mut best: Option<(i32, Nearness, usize)> = None;
        for &entity in self.roles.keys() {
            let Some(fit) = self.fit(people, entity) else { continue };
            let near = self.nearness(entity, span);
            if best.is_none_or(|(most, nearest, _)| (fit, near) > (most, nearest)) {
                best = Some((fit, near, entity));
            }
        }
        best.map(|(_, _, entity)| entity)
    }

    /// Where an entity was mentioned last before a span, else first after it.
    fn nearness(&self, entity: usize, span: Span) -> Nearness {
        let spans = &self.names.entities[entity].spans;
        let before = spans.partition_point(|s| s.end <= span.start);
        match before.checked_sub(1) {
            Some(last) => (true, i64::from(spans[last].start)),
            None => (false, -spans.first().map_or(i64::MAX, |s| i64::from(s.start))),
        }
    }

    /// Whether a noun like "businessman" can be said of a person.
    fn agrees(&self, people: &People, entity: usize) -> bool {
        let theirs = self.gender(entity);
        gender_of_noun(&people.head).is_none_or(|g| theirs.is_none_or(|t| t == g))
    }

    /// How well a description fits what was said of a person; None where it does not.
    fn fit(&self, people: &People, entity: usize) -> Option<i32> {
        let said = self.roles.get(&entity)?;
        if !self.agrees(people, entity) {
            return None;
        }
        let head = kin(&people.head);
        let with_head: Vec<&Said> = said.iter().filter(|s| s.head == head).collect();
        if with_head.is_empty() {
            return None;
        }
        let known: BTreeSet<&str> = said.iter().flat_map(|s| s.around.iter().map(String::as_str)).collect();
        let mut fit = 0;
        for word in telling(&people.modifiers) {
            if known.contains(word) || said.iter().any(|s| s.head == kin(word)) {
                fit += 2;
            } else if let Some(party) = party(word) {
                if known.iter().any(|k| self::party(k).is_some_and(|p| p != party)) {
                    return None;
                }
            } else if is_rank(word)
                || !with_head.iter().any(|s| s.around.iter().all(|w| party(w).is_some() || is_filler(w)))
            {
                // "The deputy mines minister" is neither the mines minister nor the deputy trade minister; where nothing
                // but the noun is known of somebody, that is enough.
                return None;
            }
        }
        // "The Republican nominee" is not the one for vice president.
        let under = |s: &&Said| s.around.iter().any(|w| is_under(w) && !people.modifiers.contains(w));
        if with_head.iter().all(under) {
            return None;
        }
        // "The president" alone is first of all one who is called no more than that.
        let bare = with_head.iter().any(|s| s.around.iter().all(|w| is_filler(w)));
        let ranked = with_head.iter().all(|s| {
            s.around.iter().any(|w| is_rank(w.as_str()) && !people.modifiers.iter().any(|m| m == w))
        });
        if telling(&people.modifiers).next().is_none() && !bare {
            fit -= 1;
        }
        Some(if ranked { fit - 2 } else { fit })
    }

    /// Whom a description means that says something new of the one just spoken of ("Osei was late. The Harbor Party nominee
    /// …"): the last subject, where nobody in the report is said to be such a one and nothing is against it.
    pub(super) fn in_other_words(&self, people: &People, span: Span) -> Option<usize> {
        // What somebody can be beside an office, and offices of one among many.
        let beside = matches!(
            kin(&people.head),
            "candidate"
                | "businessman"
                | "journalist"
                | "actor"
                | "actress"
                | "singer"
                | "author"
                | "host"
                | "star"
                | "activist"
                | "veteran"
        );
        let office = matches!(kin(&people.head), "senator" | "representative" | "governor" | "mayor");
        let telling: Vec<&str> = telling(&people.modifiers).collect();
        let single = people.count.max == Some(1);
        if people.reach != Reach::Before
            || !single
            || !(beside || office)
            || telling.is_empty() && people.affiliation.is_none()
        {
            return None;
        }
        let taken = |entity: &usize| self.roles[entity].iter().any(|s| s.head == kin(&people.head));
        if self.roles.keys().any(taken) || telling.iter().any(|w| is_rank(w) && *w != "former") {
            return None;
        }
        let here = self.layout.sentence_at(span.start)?;
        let paragraph = self.layout.sentences[here].paragraph;
        let mut last =
            self.seen.iter().rev().filter(|s| s.at < span.start && s.sentence < here && !s.quoted).take(30);
        let seen = last
            .find(|s| s.part == Part::Subject && matches!(s.who, Who::Entity(e) if self.is_person_like(e)))?;
        let Who::Entity(entity) = seen.who else { return None };
        if !self.agrees(people, entity) {
            return None;
        }
        let parties: BTreeSet<&str> = telling.iter().filter_map(|w| party(w)).collect();
        let theirs = self.roles.get(&entity).into_iter().flatten().flat_map(|s| s.around.iter());
        let other = theirs.filter_map(|w| party(w)).any(|p| !parties.is_empty() && !parties.contains(p));
        let near = self.layout.sentences[seen.sentence].paragraph + 1 >= paragraph;
        let count = |e: usize| self.names.entities[e].spans.len();
        // Whoever is spoken of in other words is whom the report is about.
        let most = self.roles.keys().map(|e| count(*e)).max().unwrap_or_default();
        let fits = (beside || !self.roles.contains_key(&entity)) && count(entity) * 2 >= most;
        (near && !other && fits).then_some(entity)
    }
}

/// Whether before, and the later the greater; behind, the earlier the greater.
type Nearness = (bool, i64);

/// What words say that somebody is: the last noun for a role, and the words before it. None without such a noun.
fn said(words: &[String]) -> Option<Said> {
    let at = words.iter().rposition(|w| is_role(&nouns::singular(w)))?;
    let around = words.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, w)| w.clone());
    Some(Said { head: kin(&nouns::singular(&words[at])).to_owned(), around: around.collect() })
}

fn is_role(word: &str) -> bool {
    words::is_role(word)
        || matches!(
            word,
            "representative"
                | "speaker"
                | "lieutenant"
                | "sergeant"
                | "contender"
                | "hopeful"
                | "lawmaker"
                | "justice"
                | "lady"
                | "democrat"
                | "republican"
                | "developer"
                | "entrepreneur"
                | "chair"
                | "commissioner"
                | "superintendent"
                | "star"
                | "pastor"
                | "bishop"
                | "archbishop"
                | "pope"
                | "queen"
                | "princess"
        )
}

/// One word for roles that are said in several.
fn kin(head: &str) -> &str {
    match head {
        "nominee" | "contender" | "hopeful" => "candidate",
        "congressman" | "congresswoman" | "lawmaker" => "representative",
        "billionaire" | "mogul" | "tycoon" | "developer" | "businesswoman" | "entrepreneur" => "businessman",
        "justice" => "judge",
        "physician" => "doctor",
        "chairwoman" | "chair" => "chairman",
        "lawyer" => "attorney",
        "adviser" => "advisor",
        head => head,
    }
}

/// The words of a description that tell people apart.
fn telling(words: &[String]) -> impl Iterator<Item = &str> {
    words.iter().map(String::as_str).filter(|w| !words::is_function(w) && !is_filler(w) || is_rank(w))
}

fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "presidential" | "new" | "longtime" | "current" | "own" | "mr." | "mrs." | "ms." | "party" | "the"
    )
}

/// Words that make a lower office of one.
fn is_under(word: &str) -> bool {
    matches!(word, "deputy" | "vice" | "assistant" | "associate" | "junior" | "lieutenant")
}

/// Words that make another office of one.
fn is_rank(word: &str) -> bool {
    matches!(
        word,
        "deputy"
            | "vice"
            | "assistant"
            | "former"
            | "acting"
            | "ex"
            | "associate"
            | "junior"
            | "interim"
            | "lieutenant"
    ) || country_of_people(word).is_some()
}

/// One name for each party.
fn party(word: &str) -> Option<&str> {
    match word {
        "republican" | "gop" => Some("republican"),
        "democratic" | "democrat" => Some("democratic"),
        "libertarian" | "green" | "labour" | "conservative" => Some(word),
        _ => None,
    }
}

/// The long form of an abbreviated title, in lower case.
pub(super) fn long_title(word: &str) -> &str {
    match word {
        "gen." => "general",
        "rep." => "representative",
        "sen." => "senator",
        "gov." => "governor",
        "col." => "colonel",
        "capt." => "captain",
        "prof." => "professor",
        "sgt." => "sergeant",
        "dr." => "doctor",
        word => word.trim_matches(|c: char| !c.is_alphanumeric()),
    }
}
