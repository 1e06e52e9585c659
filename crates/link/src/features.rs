//! What a statement is about, in a form that can be compared: words without inflection, names, numbers and days.

mod classes;
mod meant;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use backstory_lexicon::is_verb;
use backstory_model::{EntityKind, Interval, Manner, Quantity, SourceId, Span};

use crate::{
    context::{Context, Word},
    former::is_former,
    meaning::{self, Direction},
    sources::{Sources, folded},
    statements::Said,
};
pub(crate) use classes::{class, class_of};
use meant::Called;

/// A word class, number or day of a story; smaller numbers come first in the alphabet.
pub(crate) type Feature = u32;

/// A statement, ready to be compared.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    /// Sorted, each once, with its weight.
    pub(crate) features: Vec<(Feature, f32)>,
    /// Sum of the weights.
    pub(crate) total: f32,
    /// Those that are neither names nor numbers nor days.
    pub(crate) plain: BTreeSet<Feature>,
    /// Of the plain ones, those that only say who somebody is who is named beside them: "the rebel commander" Joren Vask.
    titles: BTreeSet<Feature>,
    /// Those that are numbers.
    pub(crate) numbers: BTreeSet<Feature>,
    /// Days and months it names.
    pub(crate) days: Vec<Interval>,
    /// Numbers in it.
    pub(crate) quantities: Vec<Quantity>,
    /// The values of all numbers in it, those of ages and of years gone by too.
    pub(crate) figures: Vec<f64>,
    /// What they count, each once: the stem of the unit's last word; people of all kinds are one.
    pub(crate) units: BTreeSet<String>,
    /// Words of caution in it.
    pub(crate) hedges: Vec<Span>,
    /// Whether it says that something is not so.
    pub(crate) negated: bool,
    /// Pairs of plain words that follow one another, but for words that say nothing.
    runs: BTreeSet<(Feature, Feature)>,
    /// People that its pronouns and nouns may mean, nearest first, with their weight.
    meant: Vec<(Feature, f32)>,
    /// How many pronouns it has for people, and nouns that mean somebody who was named.
    pronouns: usize,
    /// Its main clause, where more follows it.
    main: Option<Box<Facts>>,
    /// What the plain words of the story mean, by feature.
    meanings: Arc<Vec<Direction>>,
    /// What all of it means; None where it says nothing.
    pub(crate) direction: Option<Direction>,
    /// The same without what all statements of the story have in common.
    pub(crate) apart: Option<Direction>,
    /// How far that can be trusted, from 0 to 1: of two sentences there is no telling what is common to their story.
    pub(crate) settled: f32,
    /// Who says it, as a source of the case.
    pub(crate) source: Option<SourceId>,
    /// The report's place in the context.
    pub(crate) report: usize,
    /// Where in the report it stands, from 0 (its head) to 1.
    pub(crate) place: f32,
    /// Whether it stands between quotation marks.
    pub(crate) quoted: bool,
}

/// What two statements share.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Overlap {
    /// Of the names of the one that has fewer, the share of their weight.
    pub(crate) names: f32,
    /// Whether both have names.
    pub(crate) both_name: bool,
    /// Of the plain words of the one that has fewer, the share of their weight.
    pub(crate) plain: f32,
    /// Pairs of words in the same order.
    pub(crate) runs: usize,
}

impl Facts {
    /// What several statements that stand together are about.
    pub(crate) fn together(parts: &[&Facts]) -> Facts {
        let mut features: BTreeMap<Feature, f32> = BTreeMap::new();
        for (feature, weight) in parts.iter().flat_map(|p| &p.features) {
            let at = features.entry(*feature).or_insert(*weight);
            *at = at.max(*weight);
        }
        Facts {
            total: features.values().sum(),
            features: features.into_iter().collect(),
            plain: parts.iter().flat_map(|p| p.plain.iter().copied()).collect(),
            titles: parts.iter().flat_map(|p| p.titles.iter().copied()).collect(),
            numbers: parts.iter().flat_map(|p| p.numbers.iter().copied()).collect(),
            days: parts.iter().flat_map(|p| p.days.iter().copied()).collect(),
            quantities: parts.iter().flat_map(|p| p.quantities.iter().cloned()).collect(),
            figures: parts.iter().flat_map(|p| p.figures.iter().copied()).collect(),
            units: parts.iter().flat_map(|p| p.units.iter().cloned()).collect(),
            hedges: parts.iter().flat_map(|p| p.hedges.iter().copied()).collect(),
            negated: parts.iter().any(|p| p.negated),
            runs: parts.iter().flat_map(|p| p.runs.iter().copied()).collect(),
            meant: parts.iter().flat_map(|p| p.meant.iter().copied()).collect(),
            pronouns: parts.iter().map(|p| p.pronouns).sum(),
            main: None,
            meanings: parts.first().map(|p| p.meanings.clone()).unwrap_or_default(),
            direction: meaning::sum(parts.iter().filter_map(|p| Some((p.direction.as_ref()?, p.total)))),
            apart: meaning::sum(parts.iter().filter_map(|p| Some((p.apart.as_ref()?, p.total)))),
            settled: parts.first().map_or(0.0, |p| p.settled),
            source: parts.first().and_then(|p| p.source),
            report: parts.first().map_or(0, |p| p.report),
            place: parts.first().map_or(0.0, |p| p.place),
            quoted: parts.iter().all(|p| p.quoted),
        }
    }

    /// What it shares with another.
    pub(crate) fn overlap(&self, other: &Facts) -> Overlap {
        // Shared weight, ours and theirs: of plain words, and of names.
        let (mut plain, mut names) = ([0.0f32; 3], [0.0f32; 3]);
        let kind = |f: &Facts, x: Feature| {
            if f.plain.contains(&x) {
                Some(true)
            } else if f.numbers.contains(&x) {
                None
            } else {
                Some(false)
            }
        };
        for (at, facts, rest) in [(1, self, other), (2, other, self)] {
            for (feature, weight) in &facts.features {
                let Some(is_plain) = kind(facts, *feature) else { continue };
                let sums = if is_plain { &mut plain } else { &mut names };
                sums[at] += weight;
                if at == 1
                    && let Some(theirs) = rest.weight(*feature)
                {
                    sums[0] += weight.min(theirs);
                }
            }
        }
        for (one, rest) in [(self, other), (other, self)] {
            let named = one.meant.iter().filter_map(|(f, w)| rest.weight(*f).map(|v| v.min(*w)));
            for weight in named.take(one.pronouns) {
                names = names.map(|sum| sum + weight);
            }
        }
        let share =
            |sums: [f32; 3]| if sums[1].min(sums[2]) > 0.0 { sums[0] / sums[1].min(sums[2]) } else { 0.0 };
        Overlap {
            // What one names may be a plain word of the other.
            names: share(names).min(1.0),
            both_name: names[1] > 0.0 && names[2] > 0.0,
            plain: share(plain),
            runs: self.runs.intersection(&other.runs).count(),
        }
    }

    /// How many of its features are names or days.
    pub(crate) fn names(&self) -> usize {
        self.features.len().saturating_sub(self.plain.len() + self.numbers.len())
    }

    /// The weight of a feature; None where it is not there.
    fn weight(&self, feature: Feature) -> Option<f32> {
        let at = self.features.binary_search_by_key(&feature, |(f, _)| *f).ok()?;
        Some(self.features[at].1)
    }

    /// Whether all that this says is said by the other too, and it is enough to be a fact.
    pub(crate) fn is_within(&self, other: &Facts) -> bool {
        self.features.len() >= 3
            && self.plain.len() >= 2
            && self.negated == other.negated
            && self.features.iter().all(|(feature, _)| other.weight(*feature).is_some())
    }
}

/// Weights beside that of an ordinary word.
const NUMBER: f32 = 1.4;
const DAY: f32 = 0.8;
const GIVEN_NAME: f32 = 0.25;

/// How rare numbers and days count as, on the scale of [`Context::weight`].
const RARE: f32 = 5.0;

/// Statements a feature is thought to stand in beside those of the story: keeps the weights of small stories even.
const PRIOR: f32 = 30.0;

/// Statements of a story that are few.
const FEW: f32 = 8.0;

/// Makes the statements of one story comparable.
pub(crate) fn of(ctx: &Context, sources: &Sources, statements: &[Said]) -> Vec<Facts> {
    let mut called: BTreeMap<usize, Called> = BTreeMap::new();
    for said in statements {
        called.entry(said.report).or_insert_with(|| Called::new(ctx, said.report));
    }
    let raw: Vec<Raw> = statements.iter().map(|s| Raw::new(ctx, s, &called[&s.report])).collect();
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for raw in &raw {
        for name in raw.words.keys() {
            *counts.entry(name).or_default() += 1;
        }
    }
    let numbers: BTreeMap<&str, (Feature, f32)> = counts
        .iter()
        .enumerate()
        .map(|(at, (name, count))| {
            let here = ((raw.len() as f32 + PRIOR) / *count as f32).ln().max(0.1);
            (*name, (at as Feature, here))
        })
        .collect();
    let meanings = counts.keys().map(|name| meaning::of_word(name.trim_start_matches('='))).collect();
    let meanings = Arc::new(meanings);
    let whole = raw.iter().map(|raw| weighed(raw, &numbers, &meanings));
    let mut found: Vec<Facts> = whole
        .zip(statements)
        .map(|(facts, said)| {
            let main = main_clause(ctx, said)
                .map(|span| Raw::new(ctx, &Said { span, ..said.clone() }, &called[&said.report]));
            let deepest = said.attribution.and_then(|a| a.source.or_else(|| a.via.first().copied()));
            let length = ctx.reports[said.report].report.text.len().max(1);
            Facts {
                main: main.map(|raw| Box::new(weighed(&raw, &numbers, &meanings))),
                direction: meaning::sum(facts.features.iter().map(|(f, w)| (&meanings[*f as usize], *w))),
                source: deepest.map(|id| sources.id(id)),
                report: said.report,
                place: said.span.start as f32 / length as f32,
                quoted: said.attribution.is_some_and(|a| a.manner == Manner::Direct),
                ..facts
            }
        })
        .collect();
    let settled = (found.len() as f32 / (found.len() as f32 + FEW)).powi(2);
    let directions: Vec<Option<Direction>> = found.iter().map(|f| f.direction).collect();
    for (facts, apart) in found.iter_mut().zip(meaning::centred(&directions)) {
        facts.apart = apart;
        facts.settled = settled;
    }
    found
}

fn weighed(raw: &Raw, numbers: &BTreeMap<&str, (Feature, f32)>, meanings: &Arc<Vec<Direction>>) -> Facts {
    let mut features = Vec::with_capacity(raw.words.len());
    let (mut plain, mut figures) = (BTreeSet::new(), BTreeSet::new());
    for (name, (kind, anywhere)) in &raw.words {
        let (feature, here) = numbers[name.as_str()];
        let weight = (here * anywhere).sqrt();
        let factor = match kind {
            Kind::Plain => 1.0,
            Kind::Name => 1.0,
            Kind::GivenName => GIVEN_NAME,
            Kind::Number => NUMBER,
            Kind::Day => DAY,
        };
        match kind {
            Kind::Plain => plain.insert(feature),
            Kind::Number => figures.insert(feature),
            _ => false,
        };
        features.push((feature, weight * factor));
    }
    Facts {
        total: features.iter().map(|(_, w)| w).sum(),
        features,
        plain,
        titles: raw.titles.iter().filter_map(|name| Some(numbers.get(name.as_str())?.0)).collect(),
        numbers: figures,
        days: raw.days.clone(),
        quantities: raw.quantities.clone(),
        figures: raw.words.keys().filter_map(|name| name.strip_prefix('#')?.parse().ok()).collect(),
        units: raw.quantities.iter().filter_map(unit).collect(),
        hedges: raw.hedges.clone(),
        negated: raw.negated,
        runs: raw.runs.iter().map(|(a, b)| (numbers[a.as_str()].0, numbers[b.as_str()].0)).collect(),
        meant: raw
            .meant
            .iter()
            .filter_map(|(name, anywhere)| {
                let (feature, here) = numbers.get(name.as_str())?;
                Some((*feature, (here * anywhere).sqrt()))
            })
            .collect(),
        pronouns: raw.pronouns,
        main: None,
        meanings: meanings.clone(),
        direction: None,
        apart: None,
        settled: 0.0,
        source: None,
        report: 0,
        place: 0.0,
        quoted: false,
    }
}

/// What a number counts, in a form that can be compared; None where it does not say.
pub(crate) fn unit(quantity: &Quantity) -> Option<String> {
    let head = folded(&quantity.unit).pop()?;
    let people = crate::changes::ANYONE.contains(&head.as_str());
    Some(if people { "people".to_owned() } else { backstory_text::stem(&head).to_owned() })
}

/// Words that open a clause of circumstance behind a comma: what was going on beside the fact itself.
const CIRCUMSTANCE: &[&str] = &[
    "after", "although", "and", "as", "because", "before", "but", "even", "since", "though", "when", "while",
];
/// Words that a main clause must have.
const MAIN_WORDS: usize = 6;

/// The words of a statement up to a clause that only goes with its fact; None where it has none.
fn main_clause(ctx: &Context, said: &Said) -> Option<Span> {
    let words = ctx.words_in(said.report, said.span);
    let text = &ctx.reports[said.report].report.text;
    let opens = |pair: &[Word]| {
        text[pair[0].span.end as usize..pair[1].span.start as usize].contains(',')
            && CIRCUMSTANCE.binary_search(&ctx.term(pair[1].form)).is_ok()
    };
    let last = words.windows(2).skip(MAIN_WORDS - 1).find(|pair| opens(pair))?[0];
    Some(Span::new(said.span.start as usize, last.span.end as usize))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Plain,
    Name,
    Number,
    Day,
    GivenName,
}

struct Raw {
    /// With how rare each is in news at large.
    words: BTreeMap<String, (Kind, f32)>,
    days: Vec<Interval>,
    quantities: Vec<Quantity>,
    hedges: Vec<Span>,
    negated: bool,
    runs: BTreeSet<(String, String)>,
    titles: BTreeSet<String>,
    meant: Vec<(String, f32)>,
    pronouns: usize,
}

impl Raw {
    fn new(ctx: &Context, said: &Said, called: &Called) -> Self {
        let annotations = &ctx.reports[said.report].annotations;
        let within = |span: &Span| said.span.contains(*span);
        let mut raw = Raw {
            words: BTreeMap::new(),
            days: Vec::new(),
            quantities: Vec::new(),
            hedges: slice(&annotations.hedges, said.span, |h| h.span).map(|h| h.span).collect(),
            negated: false,
            runs: BTreeSet::new(),
            titles: BTreeSet::new(),
            meant: Vec::new(),
            pronouns: 0,
        };
        let mut skip: Vec<Span> = Vec::new();
        let text = &ctx.reports[said.report].report.text;
        for quantity in slice(&annotations.quantities, said.span, |q| q.span) {
            if is_former(text, said.span, quantity) {
                skip.push(quantity.span);
            } else {
                raw.quantities.push(quantity.clone());
            }
        }
        for time in slice(&annotations.times, said.span, |t| t.span) {
            // "75 years ago" may be told as "75 years old": the number is kept beside the day.
            if !time.span.of(text).ends_with(" ago") {
                skip.push(time.span);
            }
            if let Some(when) = time.when.filter(|_| !time.is_present(text) && !names_thing(text, time.span))
            {
                raw.days.push(when);
                let name = if when.start == when.end {
                    when.start.to_string()
                } else {
                    format!("{}/{}", when.start, when.end)
                };
                raw.words.insert(format!("@{name}"), (Kind::Day, RARE));
            }
        }
        for quantity in raw.quantities.iter().filter(|q| !is_label(text, q.span, !q.unit.is_empty())) {
            raw.words.insert(format!("#{}", quantity.value), (Kind::Number, RARE));
        }
        let mut names: BTreeMap<u32, (Span, EntityKind)> = BTreeMap::new();
        // Who somebody is said to be beside the name.
        let mut roles: Vec<Span> = Vec::new();
        for entity in &annotations.entities {
            for span in entity.spans.iter().filter(|s| within(s)) {
                names.insert(span.start, (*span, entity.kind));
                if entity.kind == EntityKind::Person {
                    let beside = meant::introductions(ctx, said.report, *span);
                    roles.extend(beside.into_iter().map(|introduced| introduced.span));
                }
            }
        }
        for (noun, person) in called.in_statement(ctx, said) {
            roles.push(noun);
            if !raw.meant.contains(person) {
                raw.meant.push(person.clone());
            }
        }
        let mut before: Option<String> = None;
        for word in ctx.words_in(said.report, said.span) {
            if skip.iter().any(|s| s.contains(word.span)) {
                continue;
            }
            let form = ctx.term(word.form);
            // "No fewer than 29" denies nothing.
            if is_negation(form) && !raw.quantities.iter().any(|q| q.span.contains(word.span)) {
                raw.negated = true;
            }
            raw.pronouns += usize::from(meant::is_pronoun(form));
            let form = form.strip_suffix("'s").unwrap_or(form);
            if form.bytes().all(|b| b.is_ascii_digit()) {
                // The number of a lap counts nothing.
                let counts = |q: &Quantity| q.span.contains(word.span) && !q.unit.is_empty();
                let counts = raw.quantities.iter().any(counts);
                let mark = if is_label(text, word.span, counts) { "№" } else { "#" };
                let number = form.trim_start_matches('0');
                raw.words.entry(format!("{mark}{number}")).or_insert((Kind::Number, RARE));
                continue;
            }
            if is_empty_word(form) {
                continue;
            }
            let name =
                names.range(..=word.span.start).next_back().filter(|(_, (s, _))| s.contains(word.span));
            let kind = match name {
                Some((_, (span, EntityKind::Person))) if word.span.end < span.end => Kind::GivenName,
                Some(_) => Kind::Name,
                None => Kind::Plain,
            };
            let class = class(form, ctx.term(word.stem));
            let weight = ctx.weight(word.stem) as f32;
            if kind == Kind::Plain && roles.iter().any(|s| s.contains(word.span)) {
                raw.titles.insert(class.clone());
            }
            let at = raw.words.entry(class.clone()).or_insert((kind, weight));
            *at = (at.0.min(kind), at.1.min(weight));
            if kind == Kind::Plain {
                raw.runs.extend(before.replace(class.clone()).map(|before| (before, class)));
            } else {
                before = None;
            }
        }
        let nouns = raw.meant.len();
        let before = if raw.pronouns > 0 { meant::named_before(ctx, said) } else { Vec::new() };
        for (name, weight) in before {
            if raw.meant.iter().all(|(known, _)| *known != name) {
                raw.meant.push((name, weight));
            }
        }
        raw.pronouns += nouns;
        raw.meant.retain(|(name, _)| !raw.words.contains_key(name));
        raw
    }
}

/// The items of a sorted list that lie wholly in a stretch.
pub(crate) fn slice<T>(
    items: &[T],
    within: Span,
    span: impl Fn(&T) -> Span + Copy,
) -> impl Iterator<Item = &T> {
    let from = items.partition_point(|i| span(i).start < within.start);
    items[from..]
        .iter()
        .take_while(move |i| span(i).start < within.end)
        .filter(move |i| span(i).end <= within.end)
}

fn is_negation(form: &str) -> bool {
    matches!(
        form,
        "not" | "no" | "never" | "nobody" | "none" | "neither" | "nor" | "without" | "cannot" | "nothing"
    ) || form.ends_with("n't")
}

/// Words that say nothing of the fact itself: grammar, saying and reporting, the calendar of the news.
const EMPTY: &[&str] = &[
    "a",
    "about",
    "above",
    "according",
    "add",
    "added",
    "adding",
    "adds",
    "after",
    "again",
    "ago",
    "all",
    "allegedly",
    "almost",
    "along",
    "already",
    "also",
    "although",
    "always",
    "am",
    "amid",
    "among",
    "an",
    "and",
    "another",
    "any",
    "apparently",
    "are",
    "around",
    "as",
    "at",
    "away",
    "back",
    "be",
    "became",
    "because",
    "become",
    "been",
    "before",
    "being",
    "between",
    "both",
    "but",
    "by",
    "came",
    "can",
    "cannot",
    "come",
    "could",
    "did",
    "do",
    "does",
    "doing",
    "done",
    "down",
    "during",
    "each",
    "early",
    "either",
    "else",
    "even",
    "ever",
    "every",
    "few",
    "for",
    "former",
    "from",
    "further",
    "gave",
    "get",
    "give",
    "go",
    "going",
    "got",
    "had",
    "has",
    "have",
    "having",
    "he",
    "her",
    "here",
    "hers",
    "him",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "including",
    "into",
    "is",
    "it",
    "its",
    "just",
    "last",
    "late",
    "later",
    "less",
    "like",
    "made",
    "make",
    "many",
    "may",
    "me",
    "might",
    "more",
    "most",
    "mr",
    "mrs",
    "ms",
    "much",
    "must",
    "my",
    "near",
    "never",
    "new",
    "next",
    "no",
    "nor",
    "not",
    "now",
    "of",
    "off",
    "on",
    "once",
    "one",
    "only",
    "onto",
    "or",
    "other",
    "others",
    "our",
    "out",
    "over",
    "own",
    "per",
    "quite",
    "rather",
    "really",
    "recent",
    "reported",
    "reportedly",
    "reports",
    "said",
    "same",
    "say",
    "saying",
    "says",
    "several",
    "she",
    "should",
    "since",
    "so",
    "some",
    "still",
    "such",
    "take",
    "taken",
    "tell",
    "tells",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "thing",
    "this",
    "those",
    "though",
    "through",
    "thus",
    "time",
    "to",
    "today",
    "told",
    "too",
    "took",
    "toward",
    "towards",
    "two",
    "under",
    "until",
    "up",
    "upon",
    "us",
    "very",
    "via",
    "was",
    "way",
    "we",
    "well",
    "went",
    "were",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "who",
    "whom",
    "whose",
    "why",
    "will",
    "with",
    "within",
    "without",
    "would",
    "yes",
    "yet",
    "you",
    "your",
];

/// Whether a day only tells which thing of a kind is meant, and not when something was done: "before the February
/// ceasefire", "Monday's raid".
fn names_thing(text: &str, time: Span) -> bool {
    let before = text[..time.start as usize].trim_end().rsplit(|c: char| !c.is_alphanumeric()).next();
    let behind = &text[time.end as usize..];
    let owner = ["'s", "’s"].iter().any(|s| behind.starts_with(s) || time.of(text).ends_with(s));
    let behind = behind.trim_start_matches("'s").trim_start_matches("’s");
    let next: String = behind
        .strip_prefix(' ')
        .unwrap_or_default()
        .chars()
        .take_while(|c| c.is_alphabetic() || *c == '.')
        .collect();
    let article = before.is_some_and(|w| {
        matches!(w.to_lowercase().as_str(), "the" | "a" | "an" | "this" | "that" | "its" | "their")
    });
    (owner || article) && !next.is_empty() && !is_empty_word(&next.to_lowercase()) && !is_verb(&next)
}

/// Whether a number tells which of many something is, and counts nothing: "lap 48", "Flight 1943", "Article 5". `counts`:
/// whether it stands before what it counts, as in "agreed to release 40 hostages".
pub(crate) fn is_label(text: &str, number: Span, counts: bool) -> bool {
    let before = text[..number.start as usize].trim_end_matches([' ', '\u{a0}']);
    let before = before.strip_suffix('.').filter(|b| b.ends_with("o")).unwrap_or(before);
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    // "May release 40 on Friday"
    let sooner = before[..before.len() - word.len()].trim_end().rsplit(' ').next().unwrap_or_default();
    let does = sooner == "to" || backstory_lexicon::verbs::is_auxiliary(sooner);
    if is_verb(&word) && (counts || does) {
        return false;
    }
    matches!(
        word.as_str(),
        "act"
            | "apartment"
            | "article"
            | "chapter"
            | "firmware"
            | "flight"
            | "gate"
            | "highway"
            | "lap"
            | "no"
            | "page"
            | "paragraph"
            | "platform"
            | "release"
            | "room"
            | "route"
            | "section"
            | "terminal"
            | "update"
            | "version"
            | "ward"
    ) && before.len() < number.start as usize
}

fn is_empty_word(form: &str) -> bool {
    // "us" is the country as often as the pronoun; it stays.
    form != "us" && EMPTY.binary_search(&form).is_ok()
        || form.len() == 1
        || form.strip_suffix("n't").is_some()
        || ["'ll", "'re", "'ve", "'d", "'m"].iter().any(|tail| form.ends_with(tail))
}

/// How alike two statements are: the weight they share, over a mean of their weights that leans to the smaller.
/// 0 where they share too little to be one fact at all.
pub(crate) fn likeness(a: &Facts, b: &Facts) -> f32 {
    let whole = overlap(a, b);
    if a.main.is_none() && b.main.is_none() || a.negated != b.negated || other_days(a, b) {
        return whole;
    }
    let (x, y) = (a.main.as_deref().unwrap_or(a), b.main.as_deref().unwrap_or(b));
    whole.max(MAIN * overlap(x, y))
}

fn overlap(a: &Facts, b: &Facts) -> f32 {
    let (mut i, mut j) = (0, 0);
    let (mut shared, mut count, mut plain, mut numbers) = (0.0f32, 0, 0, 0);
    let (mut only_a, mut only_b) = (Vec::new(), Vec::new());
    while let (Some((x, w)), Some((y, v))) = (a.features.get(i), b.features.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => {
                only_a.push((*x, *w));
                i += 1;
            }
            std::cmp::Ordering::Greater => {
                only_b.push((*y, *v));
                j += 1;
            }
            std::cmp::Ordering::Equal => {
                shared += w.min(*v);
                count += 1;
                let title = a.titles.contains(x) && b.titles.contains(x);
                plain += usize::from(a.plain.contains(x) && b.plain.contains(x) && !title);
                numbers += usize::from(a.numbers.contains(x));
                i += 1;
                j += 1;
            }
        }
    }
    if shared > 0.0 {
        only_a.extend(&a.features[i..]);
        only_b.extend(&b.features[j..]);
        let (weight, near) = near_words(a, &only_a, b, &only_b);
        shared += weight;
        count += near;
        plain += near;
    }
    let (mut totals, mut people) = ([a.total, b.total], 0);
    for (at, one, other) in [(0, a, b), (1, b, a)] {
        let named = one.meant.iter().filter_map(|(f, w)| other.weight(*f).map(|v| v.min(*w)));
        for weight in named.take(one.pronouns) {
            shared += weight;
            totals[at] += weight;
            people += 1;
        }
    }
    count += people;
    let large = if a.total < b.total { b } else { a };
    let (least, most) = (totals[0].min(totals[1]), totals[0].max(totals[1]));
    // Names alone are a topic; a fact needs something that is done, or a number, too.
    let enough = count >= 3 && plain >= 1 && (plain >= 2 || numbers >= 1) || count == large.features.len();
    if !enough || shared <= 0.0 {
        return 0.0;
    }
    let mut score = shared / (SMALLER * least + (1.0 - SMALLER) * most);
    let runs = a.runs.intersection(&b.runs).count();
    if runs >= 2 {
        score *= 1.0 + IN_ORDER * runs.min(3) as f32;
    }
    if a.negated != b.negated {
        score *= 0.8;
    }
    if other_days(a, b) {
        score *= 0.5;
    }
    score
}

/// Cosine from which two words may stand for one another, and from which they surely do.
const NEAR_WORD: f32 = 0.5;
const SAME_WORD: f32 = 0.62;
/// What the nearest of them count for, of what the same word would.
const IN_OTHER_WORDS: f32 = 0.8;

/// The weight of plain words that stand for one another in two statements, each used once, the nearest first; and how
/// many of them surely do.
fn near_words(a: &Facts, only_a: &[(Feature, f32)], b: &Facts, only_b: &[(Feature, f32)]) -> (f32, usize) {
    let plain = |facts: &Facts, list: &[(Feature, f32)]| -> Vec<(Feature, f32)> {
        list.iter().filter(|(f, _)| facts.plain.contains(f)).copied().collect()
    };
    let (ours, theirs) = (plain(a, only_a), plain(b, only_b));
    let mut near: Vec<(f32, usize, usize)> = Vec::new();
    for (i, (x, _)) in ours.iter().enumerate() {
        for (j, (y, _)) in theirs.iter().enumerate() {
            let cosine = a.meanings[*x as usize].cosine(&b.meanings[*y as usize]);
            if cosine >= NEAR_WORD {
                near.push((cosine, i, j));
            }
        }
    }
    near.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let (mut used_a, mut used_b) = (vec![false; ours.len()], vec![false; theirs.len()]);
    let (mut weight, mut count) = (0.0, 0);
    for (cosine, i, j) in near {
        if used_a[i] || used_b[j] {
            continue;
        }
        (used_a[i], used_b[j]) = (true, true);
        let sure = ((cosine - NEAR_WORD) / (SAME_WORD - NEAR_WORD)).clamp(0.3, 1.0);
        weight += IN_OTHER_WORDS * sure * ours[i].1.min(theirs[j].1);
        count += usize::from(cosine >= SAME_WORD);
    }
    (weight, count)
}

/// How far the mean of two weights leans to the smaller: a short sentence within a long one is the same fact.
const SMALLER: f32 = 0.65;

/// What the likeness of two main clauses counts for that of the statements.
const MAIN: f32 = 0.85;

/// What each pair of words in the same order adds, from the second on: a phrase is more than its words.
const IN_ORDER: f32 = 0.08;

/// Whether both name days and none of them meet: two events of a kind.
pub(crate) fn other_days(a: &Facts, b: &Facts) -> bool {
    !a.days.is_empty() && !b.days.is_empty() && !a.days.iter().any(|x| b.days.iter().any(|y| x.overlaps(*y)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `«»` marks a day; whether it only tells which thing is meant.
    #[track_caller]
    fn check(marked: &str, names: bool) {
        let (start, end) = (marked.find('«').expect("a mark"), marked.find('»').expect("a mark"));
        let time = Span::new(start, end - '«'.len_utf8());
        assert_eq!(names_thing(&marked.replace(['«', '»'], ""), time), names, "{marked}");
    }

    #[test]
    fn no_more_names_are_shared_than_there_are() {
        let text = "Tessa Kell met Odo Marrick and Ada Osei in Orlo.";
        let reports =
            ["Ilmar Post", "Orlo Times"].map(|outlet| crate::testing::report(outlet, "2031-05-06", text));
        let ctx = Context::new(&reports);
        let said: Vec<_> =
            [0, 1].into_iter().flat_map(|report| crate::statements::statements(&ctx, report)).collect();
        let mut facts = of(&ctx, &crate::sources::merge(&ctx), &said);
        assert_eq!(facts[0].overlap(&facts[1]).names, 1.0);
        // The other report's names but one were not known for names.
        let named: Vec<Feature> =
            facts[1].features.iter().map(|(f, _)| *f).filter(|f| !facts[1].plain.contains(f)).collect();
        facts[1].plain.extend(&named[1..]);
        assert_eq!(facts[0].overlap(&facts[1]).names, 1.0);
    }

    #[test]
    fn a_day_that_only_names_a_thing_is_no_day_of_the_statement() {
        check("They met the guild twice before the «February» ceasefire.", true);
        check("The guild condemned «Monday»'s raid.", true);
        check("The «March 3» U.S. raid was condemned.", true);
        check("The ferry left on «Monday» morning.", false);
        check("They met the guild on the «Monday» after the raid.", false);
        check("On «Monday» police searched the ferry.", false);
        check("The raid came in the «February» of that year.", false);
    }
}
