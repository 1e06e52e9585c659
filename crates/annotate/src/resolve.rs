//! Who the sources are: spans of source, cue and content → [`Attribution`]s with [`Source`]s.
//!
//! Within one report only. Names lead to the person, organization or outlet they name; unnamed people are told apart by
//! how they are spoken of ("a senior official … the official … another official"); pronouns lead to the last fitting
//! speaker or subject. Where nothing fits, the source stays None.

mod bodies;
mod finish;
mod forms;
mod given;
mod named;
mod parts;
mod people;
mod pronouns;
mod roles;
mod seen;
#[cfg(test)]
mod tests;
mod via;

use std::collections::{BTreeMap, BTreeSet};

use backstory_lexicon::Gender;
use backstory_model::{Attribution, Count, EntityKind, Report, Source, SourceKind, Span};
use backstory_text::TokenKind;

use crate::{
    entities::{Mention, Names},
    extract::RawAttribution,
    layout::{Layout, Sentence},
    namesakes::gender_of_title,
    nouns,
    phrase::{self, People, Phrase},
    words,
};

use forms::Form;
pub use given::{Given, annotate_given};
use pronouns::is_people;
use roles::Said;
use seen::Seen;

/// The attributions of a report in order of their contents, and everyone they name, by id.
pub(crate) fn resolve(
    report: &Report,
    layout: &Layout,
    names: &Names,
    raw: &[RawAttribution],
) -> (Vec<Attribution>, Vec<Source>) {
    let mut resolver = Resolver::new(report, layout, names);
    resolver.sources_of(raw);
    let via = resolver.vias_of(raw);
    resolver.finish(raw, &via)
}

/// How many speakers or mentions back (or on) a reference can reach: more than any report of news has.
const FAR: usize = 500;

/// A source while the report is read.
struct Known {
    kind: SourceKind,
    name: Option<String>,
    description: Option<String>,
    role: Option<String>,
    affiliation: Option<String>,
    mentions: Vec<Span>,
    /// The entity it is, in [`Names::entities`].
    entity: Option<usize>,
    /// Of unnamed people: how they are spoken of.
    people: Option<People>,
    /// Whether it is one person.
    single: bool,
    /// Of two groups that speak side by side: both, in order.
    parts: Vec<usize>,
}

struct Resolver<'a> {
    report: &'a Report,
    layout: &'a Layout,
    names: &'a Names,
    known: Vec<Known>,
    /// Kind and folded name → place in `known`.
    by_name: BTreeMap<(SourceKind, String), usize>,
    /// Source of each attribution, as a place in `known`.
    sources: Vec<Option<usize>>,
    counts: Vec<Option<Count>>,
    /// Who spoke where, in order: place in the text, place in `known`.
    history: Vec<(u32, usize)>,
    /// What people are said to be, by entity.
    roles: BTreeMap<usize, Vec<Said>>,
    /// What each entity's name reads as.
    forms: Vec<Form>,
    /// Who was spoken of so far, in order.
    seen: Vec<Seen>,
    /// For each sentence, how many before it have words outside quotations.
    told: Vec<u32>,
    /// The first token and the first mention that were not yet read.
    next_token: usize,
    next_mention: usize,
    /// People who are called "Mr." or "Mrs.".
    addressed: BTreeMap<usize, Gender>,
    /// Entities that unnamed sources speak to here: outlets, whatever they are called.
    hearers: BTreeSet<usize>,
    /// Entities that something is attributed to by name.
    speakers: BTreeSet<usize>,
}

/// Words behind the first noun of a phrase by which a clause about it opens: "the private firm of the port that runs".
const CLAUSE_OF_NOUN: usize = 4;

impl<'a> Resolver<'a> {
    fn new(report: &'a Report, layout: &'a Layout, names: &'a Names) -> Self {
        let mut resolver = Self {
            report,
            layout,
            names,
            known: Vec::new(),
            by_name: BTreeMap::new(),
            sources: Vec::new(),
            counts: Vec::new(),
            history: Vec::new(),
            roles: BTreeMap::new(),
            forms: forms::forms(&report.text, layout, names),
            seen: Vec::new(),
            told: told_before(layout),
            next_token: 0,
            next_mention: 0,
            addressed: BTreeMap::new(),
            hearers: BTreeSet::new(),
            speakers: BTreeSet::new(),
        };
        for mention in &names.mentions {
            let gender = gender_of_title(mention.title.map_or("", |t| t.of(&report.text)));
            resolver.addressed.extend(gender.map(|g| (mention.entity, g)));
            let said = resolver.said_of(mention);
            if !said.is_empty() {
                resolver.roles.entry(mention.entity).or_default().extend(said);
            }
        }
        resolver
    }

    fn text(&self) -> &'a str {
        &self.report.text
    }

    /// Finds the source of each attribution, in order of where the sources stand.
    fn sources_of(&mut self, raw: &[RawAttribution]) {
        self.sources = vec![None; raw.len()];
        self.counts = vec![None; raw.len()];
        self.hearers = raw.iter().filter_map(|a| self.hearer(a)).collect();
        let named = raw.iter().filter_map(|a| a.source_spans.first());
        self.speakers =
            named.flat_map(|span| self.names.within(*span)).map(|mention| mention.entity).collect();
        let place = |a: &RawAttribution| {
            let spans = [&a.source_spans, &a.cue_spans, &a.content_spans];
            spans.into_iter().find_map(|s| s.first()).map_or(0, |s| s.start)
        };
        let mut order: Vec<usize> = (0..raw.len()).collect();
        order.sort_by_key(|i| (place(&raw[*i]), *i));
        for i in order {
            let Some(&span) = raw[i].source_spans.first() else { continue };
            self.read_to(span.start);
            let (source, count) = match self.agency_that_reports(span, &raw[i]) {
                Some(agency) => (Some(agency), None),
                None => self.source_at(span),
            };
            let source = source.or_else(|| self.speaking_thing(span, &raw[i]));
            self.sources[i] = source;
            self.counts[i] = count.or_else(|| self.own_count(source));
            if let Some(source) = source {
                self.history.push((span.start, source));
                self.see_speaker(span, source);
            }
        }
        // What goes on without a source of its own has the speaker of the one before; those come earlier in the list.
        for (i, attribution) in raw.iter().enumerate() {
            if let Some(from) =
                attribution.carried.filter(|from| *from < i && attribution.source_spans.is_empty())
            {
                self.sources[i] = self.sources[from];
                self.counts[i] = self.counts[from];
            }
        }
    }

    /// The source that a span's words mean.
    fn source_at(&mut self, span: Span) -> (Option<usize>, Option<Count>) {
        if let Some(mention) = self.named_behind_clause(span) {
            return (Some(self.named(mention, span)), None);
        }
        match phrase::read(self.text(), self.layout, self.names, span) {
            Phrase::Pronoun(pronoun) => (self.pronoun(pronoun, span), None),
            // "Democrats in Orsk": people of a party, not the party.
            Phrase::Named { mention, .. } if self.is_of_people(mention) => {
                let source = self.unnamed(span, self.names.mentions[mention].span);
                (source, self.own_count(source))
            }
            Phrase::Named { mention, role, affiliation } => {
                let other = self.names.entity(&self.names.mentions[mention]).kind == EntityKind::Other;
                let is_role = |r: &String| r.split_whitespace().any(|w| words::is_role(&w.to_lowercase()));
                let source = if other && role.as_ref().is_some_and(is_role) {
                    self.person(self.names.mentions[mention].entity, span)
                } else {
                    self.named(mention, span)
                };
                let affiliation = affiliation.map(|place| self.mention_name(place));
                let known = &mut self.known[source];
                known.role = known.role.take().or(role);
                known.affiliation = known.affiliation.take().or(affiliation);
                (Some(source), None)
            }
            Phrase::People(people) => {
                if let Some((both, count)) = self.side_by_side(&people, span) {
                    return (Some(both), Some(count));
                }
                let source = self.people(people.clone(), span);
                let anonymous = source.filter(|s| self.known[*s].kind == SourceKind::Anonymous);
                // "The officials" are as many as the group they are; a number said here holds for here.
                let count = if people.counted {
                    Some(self.open_count(people.count, span))
                } else {
                    self.own_count(source)
                };
                (source, anonymous.and(count))
            }
            Phrase::Body { name, head, definite } => {
                // "His office" is the office of someone; by itself it names no one.
                let owner = span.of(self.text()).split_whitespace().next().unwrap_or_default().to_lowercase();
                let name = match owner.as_str() {
                    "his" | "her" => {
                        let Some(person) = self.singular_person(span) else { return (None, None) };
                        // The words name the office, not its holder.
                        self.known[person].mentions.retain(|mention| *mention != span);
                        let Some(owner) = &self.known[person].name else { return (None, None) };
                        format!("{owner}'s {name}")
                    }
                    // "Their union" is a body of its own, whoever they are; "their office" is not.
                    "its" | "their" if head != "office" => name,
                    "its" | "their" | "our" | "my" => return (None, None),
                    _ => name,
                };
                (self.body(&name, &head, definite, span), None)
            }
            Phrase::Document { name } => {
                let paper = self.printed_in(&name, span);
                (Some(paper.unwrap_or_else(|| self.document(&name, span))), None)
            }
            Phrase::Definite { head } => {
                let source = self.named_so(&head, span).map(|entity| {
                    let (kind, name) = self.kind_and_name(entity);
                    self.entity_source(entity, kind, name, span)
                });
                (source, None)
            }
            Phrase::Unknown => (None, None),
        }
    }

    /// The name that comes behind a clause which tells who it is: "the firm that runs the crane, «Orlo Freight»".
    fn named_behind_clause(&self, span: Span) -> Option<usize> {
        let end = self.names.mentions.partition_point(|m| m.span.end <= span.end);
        let mention = end.checked_sub(1)?;
        let name = &self.names.mentions[mention];
        let inside = name.span.start > span.start;
        let who = matches!(self.names.entity(name).kind, EntityKind::Person | EntityKind::Organization);
        let text = self.text();
        let bare = |from: u32, to: u32| {
            text[from as usize..to as usize].chars().all(|c| c == ',' || c.is_whitespace())
        };
        if !inside || !who || !bare(name.span.end, span.end) {
            return None;
        }
        let lead = text[span.start as usize..name.span.start as usize].trim_end().strip_suffix(',')?;
        let mut words = lead.split_whitespace();
        let article = matches!(words.next()?.to_lowercase().as_str(), "the" | "a" | "an");
        // The clause belongs to the noun at the head, and no other comma parts it from the name.
        let clause = words.skip(1).take(CLAUSE_OF_NOUN).any(|w| matches!(w, "that" | "who" | "which"));
        (article && clause && !lead.contains(',')).then_some(mention)
    }

    fn is_of_people(&self, mention: usize) -> bool {
        let word = self.names.mentions[mention].span.of(self.text());
        is_people(word) || nouns::is_plain_people(word)
    }

    /// A count without its upper end where the words before it say so: "at least «three people»".
    fn open_count(&self, count: Count, span: Span) -> Count {
        let before = self.text()[..span.start as usize].trim_end();
        let from = words::boundary(before, before.len().saturating_sub(20));
        let near = before[from..].to_lowercase();
        let open = ["at least", "more than", "over", "no fewer than", "no less than", "upwards of"]
            .iter()
            .any(|bound| near.ends_with(bound));
        if open && count.max.is_some_and(|n| n > 1) { Count { max: None, ..count } } else { count }
    }

    /// The last speaker that fits.
    fn nearest(&self, fits: impl Fn(&Known) -> bool) -> Option<usize> {
        self.history
            .iter()
            .rev()
            .take(FAR)
            .map(|(_, source)| *source)
            .find(|source| fits(&self.known[*source]))
    }

    fn paragraph(&self, at: u32) -> Option<usize> {
        Some(self.layout.sentences[self.layout.sentence_at(at)?].paragraph)
    }

    fn quoted(&self, at: u32) -> bool {
        self.layout.is_quoted(at)
    }

    /// Whether a mention is a possessor: "Osei's lawyer".
    fn is_possessive(&self, mention: &Mention) -> bool {
        let at = self.layout.tokens.partition_point(|t| t.span.start < mention.span.end);
        self.layout
            .tokens
            .get(at)
            .is_some_and(|t| t.kind == TokenKind::Clitic && t.span.start == mention.span.end)
    }

    fn token(&self, at: usize) -> &'a str {
        self.layout.tokens.get(at).map_or("", |t| t.span.of(&self.report.text))
    }
}

/// White space made single.
fn squeeze(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches([',', ';', ' ']).to_owned()
}

/// For each sentence, how many before it have words outside quotations.
fn told_before(layout: &Layout) -> Vec<u32> {
    let mut told = 0;
    let count = |sentence: &Sentence| {
        let before = told;
        told += u32::from(
            !(layout.is_quoted(sentence.span.start) && layout.is_quoted(sentence.span.end.saturating_sub(1))),
        );
        before
    };
    layout.sentences.iter().map(count).collect()
}
