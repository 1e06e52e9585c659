//! Who the sources are: spans of source, cue and content → [`Attribution`]s with [`Source`]s.
//!
//! Within one report only. Names lead to the person, organization or outlet they name; unnamed people are told apart by
//! how they are spoken of ("a senior official … the official … another official"); pronouns lead to the last fitting
//! speaker or subject. Where nothing fits, the source stays None.

use std::collections::{BTreeMap, BTreeSet};

use backstory_lexicon::{Gender, country_of_people, gender_of_name, outlet_by_name};
use backstory_model::{
    Attribution, AttributionId, Count, Entity, EntityKind, Report, Source, SourceId, SourceKind, Span, Stance,
};
use backstory_text::TokenKind;

use crate::{
    beside::Beside,
    entities::{Mention, Names},
    extract::{Act, RawAttribution},
    layout::Layout,
    nouns,
    phrase::{self, People, Phrase, Pronoun, Reach},
    words,
};

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
    /// What people are said to be, before or behind their names: entity → lower-case roles.
    roles: BTreeMap<usize, BTreeSet<String>>,
    /// People who are called "Mr." or "Mrs.".
    addressed: BTreeMap<usize, Gender>,
    /// Entities that unnamed sources speak to here: outlets, whatever they are called.
    hearers: BTreeSet<usize>,
    /// Entities that something is attributed to by name.
    speakers: BTreeSet<usize>,
}

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
            addressed: BTreeMap::new(),
            hearers: BTreeSet::new(),
            speakers: BTreeSet::new(),
        };
        for mention in &names.mentions {
            let gender = match mention.title.map_or("", |t| t.of(&report.text)) {
                "Mr." | "Mr" | "Sir" | "Lord" => Some(Gender::Male),
                "Mrs." | "Ms." | "Mrs" | "Ms" | "Miss" | "Dame" | "Lady" => Some(Gender::Female),
                _ => None,
            };
            resolver.addressed.extend(gender.map(|g| (mention.entity, g)));
            for role in resolver.roles_at(mention) {
                resolver.roles.entry(mention.entity).or_default().insert(role);
            }
        }
        resolver
    }

    fn text(&self) -> &'a str {
        &self.report.text
    }

    /// What a mention's title and the words before it say that a person is.
    fn roles_at(&self, mention: &Mention) -> Vec<String> {
        if self.names.entity(mention).kind != EntityKind::Person {
            return Vec::new();
        }
        let mut roles = Vec::new();
        if let Some(title) = mention.title {
            let title = title.of(self.text()).to_lowercase();
            roles.extend(title.split_whitespace().map(|w| long_title(w).to_owned()));
        }
        let start = mention.title.map_or(mention.span.start, |t| t.start);
        let at = self.layout.tokens.partition_point(|t| t.span.end <= start);
        let before = at.checked_sub(1).map(|at| self.layout.tokens[at].span.of(self.text()));
        roles.extend(before.filter(|b| words::is_role(b)).map(str::to_owned));
        let end = self.layout.tokens.partition_point(|t| t.span.start < mention.span.end);
        let behind = Beside { text: self.text(), layout: self.layout }.role_behind(end);
        roles.extend(behind.into_iter().flatten().map(|at| self.token(at).to_lowercase()));
        roles
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
            let (source, count) = self.source_at(span);
            self.sources[i] = source;
            self.counts[i] = count.or_else(|| self.own_count(source));
            if let Some(source) = source {
                self.history.push((span.start, source));
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

    /// The body that an unnamed source speaks to: "officials tell Quillon", "sources cited by Quillon". Those who hide
    /// their names speak to the press; what they tell a parliament or a court, they tell it under their names.
    fn hearer(&self, attribution: &RawAttribution) -> Option<usize> {
        let source = *attribution.source_spans.first()?;
        let Phrase::People(_) = phrase::read(self.text(), self.layout, self.names, source) else {
            return None;
        };
        let span = attribution.addressee.or_else(|| self.after_citing(source))?;
        let mention = self.names.within(span).first()?;
        let entity = self.names.entity(mention);
        let body = matches!(entity.kind, EntityKind::Organization | EntityKind::Other);
        let named_alone = mention.span.start.saturating_sub(span.start) <= 4;
        let last = entity.name.rsplit(' ').next().unwrap_or_default();
        let authority = matches!(
            last,
            "Congress"
                | "Parliament"
                | "Senate"
                | "House"
                | "Court"
                | "Council"
                | "Committee"
                | "Commission"
                | "Police"
        );
        (body && named_alone && !authority).then_some(mention.entity)
    }

    fn own_count(&self, source: Option<usize>) -> Option<Count> {
        let known = &self.known[source?];
        (known.kind == SourceKind::Anonymous).then(|| known.people.as_ref().map(|p| p.count)).flatten()
    }

    /// The source that a span's words mean.
    fn source_at(&mut self, span: Span) -> (Option<usize>, Option<Count>) {
        match phrase::read(self.text(), self.layout, self.names, span) {
            Phrase::Pronoun(pronoun) => (self.pronoun(pronoun, span), None),
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
                if let (Some(entity), Some(role)) = (known.entity, known.role.as_deref()) {
                    let roles = role.to_lowercase();
                    let roles = roles
                        .split_whitespace()
                        .map(long_title)
                        .filter(|w| words::is_role(w))
                        .map(str::to_owned);
                    self.roles.entry(entity).or_default().extend(roles);
                }
                (Some(source), None)
            }
            Phrase::People(people) => {
                let source = self.people(people.clone(), span);
                let anonymous = source.filter(|s| self.known[*s].kind == SourceKind::Anonymous);
                // "The officials" are as many as the group they are; a number said here holds for here.
                let count = if people.counted { Some(people.count) } else { self.own_count(source) };
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
            Phrase::Document { name } => (Some(self.document(&name, span)), None),
            Phrase::Unknown => (None, None),
        }
    }

    fn mention_name(&self, place: usize) -> String {
        self.names.entity(&self.names.mentions[place]).name.clone()
    }

    /// The source that a mention names.
    fn named(&mut self, place: usize, span: Span) -> usize {
        let mention = self.names.mentions[place];
        let entity = self.names.entity(&mention);
        let (kind, name) = self.kind_and_name(mention.entity);
        let spans = entity.spans.clone();
        let source = self.add(kind, name, span);
        let known = &mut self.known[source];
        if known.entity.replace(mention.entity).is_none() {
            known.mentions.extend(spans);
        }
        source
    }

    /// What an entity is as a source.
    fn kind_and_name(&self, entity: usize) -> (SourceKind, String) {
        let hearer = self.hearers.contains(&entity);
        let entity = &self.names.entities[entity];
        match entity.kind {
            EntityKind::Person => (SourceKind::Person, entity.name.clone()),
            EntityKind::Place => (SourceKind::Organization, entity.name.clone()),
            EntityKind::Organization | EntityKind::Other => {
                if let Some(outlet) = self.outlet_named(&entity.name) {
                    return (SourceKind::Outlet, outlet);
                }
                let person = entity.kind == EntityKind::Other && self.reads_as_person(entity);
                if hearer && !(person && entity.name.contains(' ')) {
                    return (SourceKind::Outlet, entity.name.clone());
                }
                if person {
                    return (SourceKind::Person, entity.name.clone());
                }
                (SourceKind::Organization, entity.name.clone())
            }
        }
    }

    /// Whether a name of unknown kind that something is attributed to has the form of a person's: two or three words, each
    /// with one capital, and no "the" before.
    fn reads_as_person(&self, entity: &Entity) -> bool {
        let parts: Vec<&str> = entity.name.split(' ').collect();
        let plain = |w: &&str| {
            let mut letters = w.chars();
            letters.next().is_some_and(|c| c.is_uppercase()) && letters.all(|c| c.is_lowercase() || c == '-')
        };
        let led = entity.spans.iter().any(|s| {
            self.text()[..s.start as usize].ends_with("the ")
                || self.text()[..s.start as usize].ends_with("The ")
        });
        (2..=3).contains(&parts.len())
            && parts.iter().all(plain)
            && !led
            && !parts.iter().any(|w| words::is_affiliation(w))
    }

    /// The outlet with this name: by the table, by a short form of one that the report names in full ("the Times"), or by
    /// its form.
    fn outlet_named(&self, name: &str) -> Option<String> {
        let bare = name.strip_prefix("The ").or_else(|| name.strip_prefix("the ")).unwrap_or(name);
        if !bare.contains(' ') && nouns::is_outlet_word(bare) {
            let full = self.names.entities.iter().find(|e| {
                e.kind == EntityKind::Organization && e.name.len() > bare.len() && e.name.ends_with(bare)
            });
            if let Some(full) = full {
                return Some(
                    outlet_by_name(&full.name).map_or_else(|| full.name.clone(), |o| o.name.to_owned()),
                );
            }
        }
        if let Some(outlet) = outlet_by_name(name) {
            return Some(outlet.name.to_owned());
        }
        let credited = self.report.agencies.iter().map(|a| a.name.as_str());
        let own = self.report.outlet.as_deref().into_iter().chain(credited);
        // Its last word alone is its short form: "the Ledger" in the Port Ayle Ledger.
        let short =
            |own: &str| !bare.contains(' ') && own.rsplit_once(' ').is_some_and(|(_, last)| last == bare);
        if let Some(own) = own.into_iter().find(|o| words::fold_name(o) == words::fold_name(name) || short(o))
        {
            return Some(own.to_owned());
        }
        let last = bare.rsplit(' ').next().unwrap_or_default();
        let agency = ["Press Agency", "News Agency"].iter().any(|end| bare.ends_with(end));
        let station = bare.starts_with("Radio ");
        (agency || station || bare.contains(' ') && nouns::is_outlet_word(last)).then(|| name.to_owned())
    }

    /// The source of this kind and name, made where it is new.
    fn add(&mut self, kind: SourceKind, name: String, span: Span) -> usize {
        let key = (kind, words::fold_name(&name));
        let source = *self.by_name.entry(key).or_insert_with(|| {
            self.known.push(Known {
                kind,
                name: Some(name),
                description: Some(squeeze(span.of(&self.report.text))),
                role: None,
                affiliation: None,
                mentions: Vec::new(),
                entity: None,
                people: None,
                single: kind == SourceKind::Person,
            });
            self.known.len() - 1
        });
        self.known[source].mentions.push(span);
        source
    }

    /// Unnamed people: someone spoken of before, or someone new.
    fn people(&mut self, people: People, span: Span) -> Option<usize> {
        let by_role = if people.reach == Reach::Before { self.by_role(&people, span) } else { None };
        if let Some(person) = by_role {
            return Some(self.person(person, span));
        }
        let single = people.count.max == Some(1);
        let same = match people.reach {
            Reach::New if !people.counted || single => None,
            // "Four sources" twice are the same four; so are "officials" twice.
            Reach::New | Reach::Bare => self.nearest(|k| {
                let Some(known) = &k.people else { return false };
                k.single == single
                    && known.head == people.head
                    && (known.modifiers == people.modifiers
                        && (people.reach == Reach::Bare || known.count == people.count)
                        || people.reach == Reach::Bare && people.modifiers.is_empty() && !known.counted)
            }),
            Reach::Before => self.nearest(|k| {
                let Some(known) = &k.people else { return false };
                let vague = matches!(people.head.as_str(), "source" | "person");
                let kin = known.head == people.head
                    || vague
                    || known.modifiers.contains(&people.head)
                    || people.head == "official"
                        && matches!(known.head.as_str(), "aide" | "adviser" | "advisor" | "diplomat")
                        && people.modifiers.is_empty();
                k.single == single
                    && kin
                    && people.modifiers.iter().all(|m| known.modifiers.contains(m) || vague && m.len() < 4)
            }),
        };
        if let Some(same) = same {
            self.known[same].mentions.push(span);
            return Some(same);
        }
        // "The governor", who is named nowhere as such, hides no more than "the two men" do.
        let known_to_readers =
            single && words::is_role(&people.head) && !nouns::is_often_unnamed(&people.head);
        if let Some(person) = self.introduced_after(&people, span) {
            return Some(self.person(person, span));
        }
        if people.reach == Reach::Before && (known_to_readers || is_pair_of_named(&people)) {
            return None;
        }
        let affiliation = people.affiliation.map(|place| self.mention_name(place));
        self.known.push(Known {
            kind: SourceKind::Anonymous,
            name: None,
            description: Some(squeeze(span.of(self.text()))),
            role: None,
            affiliation,
            mentions: vec![span],
            entity: None,
            people: Some(people),
            single,
        });
        Some(self.known.len() - 1)
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

    /// The named person that "the minister" means: the one with that role mentioned last before it, else first after it.
    fn by_role(&self, people: &People, span: Span) -> Option<usize> {
        if people.count.max != Some(1) || people.head == "official" || !words::is_role(&people.head) {
            return None;
        }
        // "The deputy mines minister" is neither the mines minister nor the deputy trade minister; where nothing but the
        // head noun is known of somebody, that is enough.
        let fits = |entity: usize| {
            self.roles.get(&entity).is_some_and(|roles| {
                let bare = || roles.iter().all(|r| *r == people.head);
                let said = |m: &&String| !words::is_function(m);
                let all = || people.modifiers.iter().filter(said).all(|m| roles.contains(m));
                roles.contains(&people.head) && (all() || bare())
            })
        };
        let before = self.names.mentions.partition_point(|m| m.span.end <= span.start);
        let (earlier, later) = self.names.mentions.split_at(before);
        earlier.iter().rev().take(FAR).chain(later.iter().take(FAR)).map(|m| m.entity).find(|e| fits(*e))
    }

    /// The person whom a report describes first and names next: "the deputy mines minister said … «Ada Osei» said". It is
    /// the first person named behind the description within two paragraphs, where that name is new there, stands
    /// without a role of its own and speaks; anyone else would be introduced with a role.
    fn introduced_after(&self, people: &People, span: Span) -> Option<usize> {
        // "The president" needs no name; "the deputy mines minister" does.
        let described = words::is_role(&people.head)
            && !nouns::is_often_unnamed(&people.head)
            && people.modifiers.iter().any(|m| !words::is_function(m))
            || matches!(people.head.as_str(), "man" | "woman") && people.modifiers.iter().any(|m| m == "who");
        if people.reach != Reach::Before || people.count.max != Some(1) || !described {
            return None;
        }
        let here = self.paragraph(span.start)?;
        let from = self.names.mentions.partition_point(|m| m.span.start < span.end);
        let is_person = |m: &&Mention| {
            let entity = self.names.entity(m);
            entity.kind == EntityKind::Person
                || entity.kind == EntityKind::Other && self.reads_as_person(entity)
        };
        let mention = self.names.mentions[from..]
            .iter()
            .take(FAR)
            .take_while(|m| self.paragraph(m.span.start).is_some_and(|p| p <= here + 2))
            .filter(|m| !self.quoted(m.span.start) && self.paragraph(m.span.start) > Some(here))
            .filter(|m| !self.names.mentions[..from].iter().any(|b| b.entity == m.entity))
            .find(is_person)?;
        let entity = self.names.entity(mention);
        let at = self.layout.tokens.partition_point(|t| t.span.start < mention.span.start);
        let end = self.layout.tokens.partition_point(|t| t.span.end <= mention.span.end);
        // "Trader Ada Osei", "Osei, a trader": others bring a description of their own; an age is none.
        let led = at.checked_sub(1).is_some_and(|before| {
            self.layout.tokens[before].kind == TokenKind::Word && !words::is_said(self.token(before))
        });
        let aged = self.layout.tokens.get(end + 1).is_some_and(|t| t.kind == TokenKind::Number);
        let described_itself = led || self.token(end) == "," && !aged;
        let gender = match people.head.as_str() {
            "man" => Some(Gender::Male),
            "woman" => Some(Gender::Female),
            _ => None,
        };
        let fits = gender.is_none() || self.gender(mention.entity).is_none_or(|g| Some(g) == gender);
        let first = entity.spans.first() == Some(&mention.span);
        (first
            && self.speakers.contains(&mention.entity)
            && !described_itself
            && fits
            && mention.title.is_none()
            && entity.name.contains(' ')
            && !self.roles.contains_key(&mention.entity)
            && !self.is_possessive(mention))
        .then_some(mention.entity)
    }

    /// The source that is this entity, a person.
    fn person(&mut self, entity: usize, span: Span) -> usize {
        let entity_data = &self.names.entities[entity];
        let source = self.add(SourceKind::Person, entity_data.name.clone(), span);
        let known = &mut self.known[source];
        if known.entity.replace(entity).is_none() {
            known.mentions.extend(&entity_data.spans);
        }
        source
    }

    fn body(&mut self, name: &str, head: &str, definite: bool, span: Span) -> Option<usize> {
        if definite && !name.contains(' ') {
            // "the newspaper", "the ministry": the one spoken of last.
            let outlet = nouns::is_outlet_noun(head);
            let before = self.names.mentions.partition_point(|m| m.span.end <= span.start);
            let named = self.names.mentions[..before].iter().rev().take(40).find(|m| {
                let entity = self.names.entity(m);
                let said = words::fold_name(&entity.name).split(' ').any(|w| w == head);
                let vague =
                    matches!(head, "group" | "company" | "agency" | "organization" | "organisation" | "firm");
                entity.kind == EntityKind::Organization
                    && if outlet {
                        self.outlet_named(&entity.name).is_some()
                    } else {
                        said || vague && self.outlet_named(&entity.name).is_none()
                    }
            });
            if let Some(mention) = named.copied() {
                let (kind, name) = self.kind_and_name(mention.entity);
                let source = self.add(kind, name, span);
                let spans = &self.names.entities[mention.entity].spans;
                if self.known[source].entity.replace(mention.entity).is_none() {
                    self.known[source].mentions.extend(spans);
                }
                return Some(source);
            }
            if outlet {
                return None;
            }
            // "The government" behind "the Ruritanian government".
            let same = self.nearest(|known| {
                known.kind == SourceKind::Organization
                    && known
                        .name
                        .as_deref()
                        .is_some_and(|n| n.contains(' ') && n.split(' ').any(|w| w == head))
            });
            if let Some(same) = same {
                self.known[same].mentions.push(span);
                return Some(same);
            }
        }
        Some(self.add(SourceKind::Organization, office_name(name), span))
    }

    /// The report's own voice.
    fn reporter(&mut self, span: Span) -> usize {
        let key = (SourceKind::Reporter, String::new());
        if let Some(&source) = self.by_name.get(&key) {
            self.known[source].mentions.push(span);
            return source;
        }
        let source = self.add(SourceKind::Reporter, String::new(), span);
        self.known[source].name = None;
        source
    }

    /// Whether words for a document mean the report they stand in: "this article", "our report", and "an exclusive
    /// report", which is what reports call themselves and no one else.
    fn is_this_report(&self, name: &str, span: Span) -> bool {
        let mut words = name.split(' ').map(str::to_lowercase);
        let published = matches!(words.next_back().as_deref(), Some("report" | "article" | "story"));
        let first = span.of(self.text()).split_whitespace().next().unwrap_or_default().to_lowercase();
        published && (matches!(first.as_str(), "this" | "our") || words.any(|w| w == "exclusive"))
    }

    fn document(&mut self, name: &str, span: Span) -> usize {
        if self.is_this_report(name, span) {
            return self.reporter(span);
        }
        // "The statement" behind "a statement issued by the council" is that one.
        let longer = self.nearest(|known| {
            known.kind == SourceKind::Document
                && known.name.as_deref().is_some_and(|n| n.split(' ').any(|w| w == name))
        });
        if let Some(known) = longer.filter(|_| !name.contains(' ')) {
            self.known[known].mentions.push(span);
            return known;
        }
        self.add(SourceKind::Document, name.to_owned(), span)
    }

    /// Whom a pronoun stands for.
    fn pronoun(&mut self, pronoun: Pronoun, span: Span) -> Option<usize> {
        match pronoun {
            Pronoun::Reporter => Some(self.reporter(span)),
            Pronoun::Relative => self.antecedent(span),
            Pronoun::Person => self.singular_person(span),
            Pronoun::People => {
                let speaker = self.last_speaker(span, 2, |k| {
                    k.kind == SourceKind::Anonymous && !k.single || k.kind == SourceKind::Organization
                })?;
                self.known[speaker.1].mentions.push(span);
                Some(speaker.1)
            }
            Pronoun::Thing => {
                let speaker = self.last_speaker(span, 1, |k| {
                    matches!(k.kind, SourceKind::Organization | SourceKind::Outlet | SourceKind::Document)
                })?;
                self.known[speaker.1].mentions.push(span);
                Some(speaker.1)
            }
        }
    }

    /// The last fitting speaker in the sentence's paragraph and so many before it.
    fn last_speaker(
        &self,
        span: Span,
        paragraphs: usize,
        fits: impl Fn(&Known) -> bool,
    ) -> Option<(u32, usize)> {
        let here = self.paragraph(span.start)?;
        self.history
            .iter()
            .rev()
            .filter(|(at, _)| *at < span.start)
            .take_while(|(at, _)| self.paragraph(*at).is_some_and(|p| p + paragraphs >= here))
            .find(|(_, source)| fits(&self.known[*source]))
            .copied()
    }

    fn paragraph(&self, at: u32) -> Option<usize> {
        Some(self.layout.sentences[self.layout.sentence_at(at)?].paragraph)
    }

    fn quoted(&self, at: u32) -> bool {
        let place = self.layout.quotations.partition_point(|q| q.outer.end <= at);
        self.layout.quotations[place.min(self.layout.quotations.len())..]
            .iter()
            .take(2)
            .any(|q| q.outer.start <= at && at < q.outer.end)
    }

    /// Whom "he" or "she" stands for: the subject of this sentence before it, else the later of the last speaker and the
    /// subject of the sentence before.
    fn singular_person(&mut self, span: Span) -> Option<usize> {
        let sentence = self.layout.sentence_at(span.start)?;
        let here = Span { start: self.layout.sentences[sentence].span.start, end: span.start };
        let wanted = match span
            .of(self.text())
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_lowercase()
            .as_str()
        {
            "she" | "her" => Gender::Female,
            _ => Gender::Male,
        };
        let subject = |this: &Self, within: Span| {
            let mentions = this.names.within(within).iter();
            mentions
                .filter(|m| this.names.entity(m).kind == EntityKind::Person && !this.quoted(m.span.start))
                // "Ada Osei/Orsk Herald" is the credit of a picture.
                .filter(|m| !this.text()[m.span.end as usize..].starts_with(['/', '|']))
                .filter(|m| !this.is_possessive(m) && this.gender(m.entity).is_none_or(|g| g == wanted))
                .map(|m| (m.span.start, m.entity))
                .next()
        };
        if let Some((_, entity)) = subject(self, here) {
            return Some(self.person(entity, span));
        }
        let fits = |k: &Known| k.single && k.entity.and_then(|e| self.gender(e)).is_none_or(|g| g == wanted);
        let speaker = self.last_speaker(span, 2, fits);
        let paragraph = self.layout.sentences[sentence].paragraph;
        let first = self.layout.paragraphs[paragraph.saturating_sub(1)].sentences.start;
        let earlier =
            (first..sentence).rev().take(2).find_map(|s| subject(self, self.layout.sentences[s].span));
        match (speaker, earlier) {
            (Some((said, _)), Some((at, entity))) if at > said => Some(self.person(entity, span)),
            (Some((_, source)), _) => {
                self.known[source].mentions.push(span);
                Some(source)
            }
            (None, Some((_, entity))) => Some(self.person(entity, span)),
            (None, None) => None,
        }
    }

    /// What a person's given name or form of address tells.
    fn gender(&self, entity: usize) -> Option<Gender> {
        let first = self.names.entities[entity].name.split(' ').next()?;
        gender_of_name(first).or_else(|| self.addressed.get(&entity).copied())
    }

    /// Whether a mention is a possessor: "Osei's lawyer".
    fn is_possessive(&self, mention: &Mention) -> bool {
        let at = self.layout.tokens.partition_point(|t| t.span.start < mention.span.end);
        self.layout
            .tokens
            .get(at)
            .is_some_and(|t| t.kind == TokenKind::Clitic && t.span.start == mention.span.end)
    }

    /// Whom "who" stands for: the name right before it.
    fn antecedent(&mut self, span: Span) -> Option<usize> {
        let before = self.names.mentions.partition_point(|m| m.span.end <= span.start);
        let place = before.checked_sub(1)?;
        let mention = self.names.mentions[place];
        let between = &self.text()[mention.span.end as usize..span.start as usize];
        let near = between.trim().trim_matches(',').trim().is_empty();
        (near && self.names.entity(&mention).kind == EntityKind::Person)
            .then(|| self.person(mention.entity, span))
    }

    /// Outlets and documents that each attribution came through, nearest first.
    fn vias_of(&mut self, raw: &[RawAttribution]) -> Vec<Vec<usize>> {
        let mut own: Vec<Vec<usize>> = Vec::with_capacity(raw.len());
        for attribution in raw {
            let mut via = Vec::new();
            via.extend(self.document_of(attribution, own.len()));
            let addressee = attribution.addressee.or_else(|| self.addressee_of(attribution));
            via.extend(addressee.and_then(|span| self.outlet_at(span)));
            via.extend(attribution.source_spans.first().and_then(|span| self.cited_by(*span)));
            own.push(via);
        }
        // An unnamed source that spoke to an outlet once in a report spoke to it throughout.
        let mut given: BTreeMap<usize, usize> = BTreeMap::new();
        for (i, via) in own.iter().enumerate() {
            let outlet = via.iter().copied().find(|v| self.known[*v].kind == SourceKind::Outlet);
            if let (Some(source), Some(outlet)) = (self.sources[i], outlet) {
                given.entry(source).or_insert(outlet);
            }
        }
        for (i, via) in own.iter_mut().enumerate() {
            let Some(source) = self.sources[i].filter(|s| self.known[*s].kind == SourceKind::Anonymous)
            else {
                continue;
            };
            if let Some(&outlet) = given.get(&source).filter(|_| via.is_empty()) {
                via.push(outlet);
            }
        }
        (0..raw.len())
            .map(|i| {
                let mut via = own[i].clone();
                let (mut at, mut steps) = (i, 0);
                if let Some(from) =
                    raw[i].carried.filter(|_| raw[i].source_spans.is_empty() && via.is_empty())
                {
                    via = own[from.min(own.len() - 1)].clone();
                }
                while let Some(next) = raw[at].through.filter(|n| *n < raw.len() && steps < 4) {
                    via.extend(self.sources[next]);
                    via.extend(&own[next]);
                    (at, steps) = (next, steps + 1);
                }
                let mut seen = BTreeSet::new();
                via.retain(|v| Some(*v) != self.sources[i] && !self.is_own_outlet(*v) && seen.insert(*v));
                via
            })
            .collect()
    }

    /// Whether a source is the outlet that this report is from: a report is not its own go-between.
    fn is_own_outlet(&self, source: usize) -> bool {
        let known = &self.known[source];
        let (Some(name), Some(own)) = (&known.name, &self.report.outlet) else { return false };
        let canonical = |name: &str| {
            outlet_by_name(name).map_or_else(|| words::fold_name(name), |o| words::fold_name(o.name))
        };
        known.kind == SourceKind::Outlet && canonical(name) == canonical(own)
    }

    /// The outlet that a cue is followed by: "told «Axios»", "said in an interview with «CBS»".
    fn addressee_of(&self, attribution: &RawAttribution) -> Option<Span> {
        let cue = attribution.cue_spans.last()?;
        let sentence = &self.layout.sentences[self.layout.sentence_at(cue.start)?];
        let within = self.layout.tokens_in(*cue);
        let from = self.layout.tokens.partition_point(|t| t.span.start < cue.end);
        let told = within.clone().any(|at| matches!(self.token(at), "told" | "tell" | "tells" | "telling"));
        let interview = (within.start..(from + 6).min(sentence.tokens.end)).find(|at| {
            self.token(*at) == "interview" && matches!(self.token(at + 1), "with" | "on" | "to" | "for")
        });
        let (start, reach) = match interview {
            Some(at) => (at + 2, 5),
            None if told => (from, 2),
            None => return None,
        };
        let end = (start + reach).min(sentence.tokens.end);
        let first = self.layout.tokens.get(start).filter(|_| start < end)?;
        let span = first.span.cover(self.layout.tokens[end - 1].span);
        let outlet = |m: &&Mention| self.kind_and_name(m.entity).0 == SourceKind::Outlet;
        self.names.within(span).iter().find(outlet).map(|m| m.span)
    }

    /// The outlet that a span names: "Axios", "the newspaper", "CBS's “Face the Nation”".
    fn outlet_at(&mut self, span: Span) -> Option<usize> {
        let source = match phrase::read(self.text(), self.layout, self.names, span) {
            Phrase::Named { mention, .. } => {
                let (kind, name) = self.kind_and_name(self.names.mentions[mention].entity);
                if kind != SourceKind::Outlet {
                    // "Osei told Mara Lind of the Harbor Post"
                    let outlet = self.outlet_within(span)?;
                    let (kind, name) = self.kind_and_name(outlet);
                    return Some(self.add(kind, name, span));
                }
                match self.programme_after(span, &name) {
                    Some((whole, programme)) => self.add(SourceKind::Outlet, programme, whole),
                    None => self.named(mention, span),
                }
            }
            Phrase::Body { name, head, definite: true } if nouns::is_outlet_noun(&head) => {
                self.body(&name, &head, true, span)?
            }
            _ => {
                let outlet = self.outlet_within(span)?;
                let (kind, name) = self.kind_and_name(outlet);
                self.add(kind, name, span)
            }
        };
        (self.known[source].kind == SourceKind::Outlet).then_some(source)
    }

    /// The first outlet that a span mentions, as an entity.
    fn outlet_within(&self, span: Span) -> Option<usize> {
        let mut mentions = self.names.within(span).iter().map(|m| m.entity);
        mentions.find(|e| self.kind_and_name(*e).0 == SourceKind::Outlet)
    }

    /// The programme of a broadcaster that is named in or behind a span: the span with it, and the name of both.
    fn programme_after(&self, span: Span, outlet: &str) -> Option<(Span, String)> {
        let line = self.text()[span.start as usize..].lines().next()?;
        let rest = &line[..words::boundary(line, 200)];
        let (name, after) = rest.split_once(['\'', '’'])?;
        if name.contains(['\n', '.', '"', '“']) || name.len() > 40 || !after.starts_with("s ") {
            return None;
        }
        let title = after[2..].trim_start();
        let open = title.chars().next()?;
        let close = match open {
            '"' => '"',
            '“' => '”',
            '‘' => '’',
            '\'' => '\'',
            _ => return None,
        };
        let inner = &title[open.len_utf8()..];
        let end = inner.find(close).filter(|end| (2..60).contains(end))?;
        let programme = inner[..end].trim_end_matches(',');
        let stop = span.start as usize + (rest.len() - inner.len()) + end + close.len_utf8();
        Some((Span::new(span.start as usize, stop), format!("{programme} ({outlet})")))
    }

    /// "sources cited by Axios", "people who spoke to the Harbor Post": the outlet inside a source phrase.
    fn cited_by(&mut self, span: Span) -> Option<usize> {
        let rest = self.after_citing(span)?;
        let outlet = self.outlet_within(rest)?;
        let (kind, name) = self.kind_and_name(outlet);
        let span = self.names.within(rest).iter().find(|m| m.entity == outlet)?.span;
        let source = self.add(kind, name, span);
        self.known[source].entity = Some(outlet);
        Some(source)
    }

    /// What stands behind "cited by" or "who spoke to" in a source phrase.
    fn after_citing(&self, span: Span) -> Option<Span> {
        let words = span.of(self.text());
        let at = [
            "cited by ",
            "quoted by ",
            "interviewed by ",
            "who spoke to ",
            "who spoke with ",
            "speaking to ",
            "contacted by ",
        ]
        .iter()
        .find_map(|cue| words.find(cue).map(|at| at + cue.len()))?;
        Some(Span::new(span.start as usize + at, span.end as usize))
    }

    /// "said in a statement", "wrote on Twitter": the document that a cue names right behind it.
    fn document_of(&mut self, attribution: &RawAttribution, place: usize) -> Option<usize> {
        let cue = attribution.cue_spans.last()?;
        let source = self.sources.get(place).copied().flatten()?;
        let from = self.layout.tokens.partition_point(|t| t.span.start < cue.end);
        // The cue may hold the words itself.
        let within = self.layout.tokens_in(*cue);
        let start = within.clone().find(|at| self.token(*at) == "in").unwrap_or(from);
        if !matches!(self.token(start), "in" | "via" | "through" | "on") {
            return None;
        }
        if !matches!(self.token(start + 1), "a" | "an" | "his" | "her" | "its" | "their" | "the") {
            return None;
        }
        let noun = (start + 2..start + 5).find(|at| {
            matches!(
                self.token(*at),
                "statement"
                    | "tweet"
                    | "post"
                    | "letter"
                    | "memo"
                    | "email"
                    | "e-mail"
                    | "message"
                    | "op-ed"
                    | "essay"
                    | "filing"
                    | "release"
                    | "report"
                    | "book"
                    | "memoir"
                    | "affidavit"
                    | "complaint"
                    | "lawsuit"
            )
        })?;
        let span = self.layout.tokens[start + 1].span.cover(self.layout.tokens[noun].span);
        let document =
            squeeze(self.layout.tokens[start + 2].span.cover(self.layout.tokens[noun].span).of(self.text()));
        let by = self.known[source].name.clone()?;
        Some(self.add(SourceKind::Document, format!("{document} by {by}"), span))
    }

    fn token(&self, at: usize) -> &'a str {
        self.layout.tokens.get(at).map_or("", |t| t.span.of(&self.report.text))
    }

    /// Gives out ids.
    fn finish(mut self, raw: &[RawAttribution], via: &[Vec<usize>]) -> (Vec<Attribution>, Vec<Source>) {
        let mut used = BTreeSet::new();
        used.extend(self.sources.iter().flatten().copied());
        used.extend(via.iter().flatten().copied());
        let report = self.report.id;
        let mut ids: BTreeMap<usize, SourceId> = BTreeMap::new();
        let mut sources: BTreeMap<SourceId, Source> = BTreeMap::new();
        for place in used {
            let known = &mut self.known[place];
            known.mentions.sort_unstable();
            known.mentions.dedup();
            // A name inside a longer mention ("Osei" in "Osei, the mayor") is that mention.
            let all = std::mem::take(&mut known.mentions);
            for span in all {
                match known.mentions.last() {
                    Some(last) if last.contains(span) => {}
                    Some(last) if span.contains(*last) => {
                        *known.mentions.last_mut().expect("just seen") = span
                    }
                    _ => known.mentions.push(span),
                }
            }
            let bound = matches!(known.kind, SourceKind::Anonymous | SourceKind::Reporter);
            let first = known.mentions.first().map_or(0, |s| s.start);
            let id = match &known.name {
                Some(name) => SourceId::of([known.kind.name().as_bytes(), words::fold_name(name).as_bytes()]),
                None => SourceId::of([
                    report.to_string().as_bytes(),
                    known.kind.name().as_bytes(),
                    first.to_le_bytes().as_slice(),
                ]),
            };
            ids.insert(place, id);
            sources.entry(id).or_insert_with(|| Source {
                id,
                kind: known.kind,
                name: known.name.take(),
                description: known.description.take(),
                role: known.role.take(),
                affiliation: known.affiliation.take(),
                report: bound.then_some(report),
                mentions: std::mem::take(&mut known.mentions),
            });
        }
        // In order of contents; the same spans found twice are one attribution.
        let mut attributions = BTreeMap::new();
        for (i, raw) in raw.iter().enumerate() {
            let key = (raw.content_spans.clone(), raw.cue_spans.clone(), raw.source_spans.clone());
            attributions.entry(key).or_insert_with(|| Attribution {
                id: attribution_id(self.report, raw),
                manner: raw.manner,
                stance: match raw.act {
                    Act::Says => Stance::Affirms,
                    Act::Denies => Stance::Denies,
                    Act::Declines => Stance::Declines,
                },
                source: self.sources[i].map(|s| ids[&s]),
                via: via[i].iter().map(|v| ids[v]).collect(),
                count: self.counts[i],
                source_spans: raw.source_spans.clone(),
                cue_spans: raw.cue_spans.clone(),
                content_spans: raw.content_spans.clone(),
            });
        }
        (attributions.into_values().collect(), sources.into_values().collect())
    }
}

fn attribution_id(report: &Report, raw: &RawAttribution) -> AttributionId {
    let bytes = |spans: &[Span]| -> Vec<u8> {
        spans.iter().flat_map(|s| [s.start.to_le_bytes(), s.end.to_le_bytes()]).flatten().collect()
    };
    AttributionId::of([
        report.id.to_string().as_bytes(),
        &bytes(&raw.source_spans),
        &bytes(&raw.cue_spans),
        &bytes(&raw.content_spans),
    ])
}

/// "the two men", "the pair": people with names, though not these.
fn is_pair_of_named(people: &People) -> bool {
    people.counted
        && people.modifiers.is_empty()
        && matches!(people.head.as_str(), "man" | "woman" | "person" | "leader" | "candidate")
}

/// One name for what is said in two ways: "Ruritanian government" and "government of Ruritania".
fn office_name(name: &str) -> String {
    let mut parts = name.split(' ');
    let (first, rest) = (parts.next().unwrap_or_default(), parts.collect::<Vec<_>>());
    let country = country_of_people(first.trim_end_matches("'s").trim_end_matches("’s"));
    match (country, rest[..] == ["government"]) {
        (Some(country), true) => format!("government of {country}"),
        _ => name.to_owned(),
    }
}

/// The long form of an abbreviated title, in lower case.
fn long_title(word: &str) -> &str {
    match word {
        "gen." => "general",
        "rep." => "representative",
        "sen." => "senator",
        "gov." => "governor",
        "col." => "colonel",
        "capt." => "captain",
        "prof." => "professor",
        "sgt." => "sergeant",
        word => word.trim_matches(|c: char| !c.is_alphanumeric()),
    }
}

/// White space made single.
fn squeeze(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
