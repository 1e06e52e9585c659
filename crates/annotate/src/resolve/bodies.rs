//! Bodies and documents without a name of their own: "the ministry", "the company", "a statement"; and the report itself.

use std::collections::BTreeMap;

use backstory_lexicon::{OutletKind, PlaceKind, country_of_people, is_verb, outlet_by_name, place};
use backstory_model::{EntityKind, Manner, SourceKind, Span};

use super::{FAR, Resolver, forms::Form, pronouns::is_people};
use crate::{
    beside::Beside,
    entities::Mention,
    extract::{self, RawAttribution},
    nouns,
    phrase::{self, Phrase},
    words,
};

impl Resolver<'_> {
    /// The body that words for one mean: "the ministry", "the appeals court", "rights groups".
    pub(super) fn body(&mut self, name: &str, head: &str, definite: bool, span: Span) -> Option<usize> {
        if definite {
            if let Some(entity) = self.body_meant(name, head, span) {
                let (kind, own) = self.kind_and_name(entity);
                let outlet = nouns::is_outlet_noun(head) && !name.contains(' ');
                let kind = if outlet { SourceKind::Outlet } else { kind };
                return Some(self.entity_source(entity, kind, own, span));
            }
            if nouns::is_outlet_noun(head) && !name.contains(' ') {
                return None;
            }
        }
        if definite && !name.contains(' ') {
            // "The government" behind "the Ruritanian government".
            let same = self.nearest(|known| {
                known.kind == SourceKind::Organization
                    && known.name.as_deref().is_some_and(|n| n.contains(' ') && noun_of(n) == head)
            });
            if let Some(same) = same {
                self.known[same].mentions.push(span);
                return Some(same);
            }
        }
        // "Newspapers first wrote of it": which ones is not told.
        if !definite
            && nouns::is_outlet_noun(head)
            && !name.contains(' ')
            && nouns::singular(&name.to_lowercase()) != name.to_lowercase()
        {
            return None;
        }
        // "State television", "state media" speak as outlets.
        let state = name.to_lowercase().starts_with("state ");
        let outlet =
            state && (nouns::is_outlet_noun(head) || matches!(head, "television" | "radio" | "media"));
        let kind = if outlet { SourceKind::Outlet } else { SourceKind::Organization };
        Some(self.add(kind, office_name(name), span))
    }

    /// The named body that "the ministry" means: the one named last whose name has these words, or that can be called so.
    fn body_meant(&self, name: &str, head: &str, span: Span) -> Option<usize> {
        let wanted: Vec<String> = name.split(' ').map(words::fold_name).collect();
        let single = wanted.len() == 1;
        let outlet = nouns::is_outlet_noun(head);
        let before = self.names.mentions.partition_point(|m| m.span.end <= span.start);
        let earlier = &self.names.mentions[..before];
        let is_body = |m: &&Mention| {
            let kind = self.names.entity(m).kind;
            let open = !single || self.forms[m.entity] == Form::Body;
            let place =
                kind == EntityKind::Place && noun_of(&self.names.entity(m).name).eq_ignore_ascii_case(head);
            kind == EntityKind::Organization || kind == EntityKind::Other && open || place
        };
        let has_words = |m: &&Mention| {
            let folded = words::fold_name(&self.names.entity(m).name);
            wanted.iter().all(|w| folded.split(' ').any(|part| words::is_same_word(part, w)))
        };
        let beside = Beside { text: self.text(), layout: self.layout };
        let is_outlet = |m: &&Mention| {
            self.kind_and_name(m.entity).0 == SourceKind::Outlet || beside.reports_news(m.span)
        };
        let mut near = earlier.iter().rev().take(40).filter(is_body);
        if single && outlet {
            let named = earlier.iter().rev().take(40);
            let thing = |m: &&Mention| {
                matches!(self.names.entity(m).kind, EntityKind::Organization | EntityKind::Other)
            };
            return named.filter(thing).find(is_outlet).map(|m| m.entity);
        }
        // "The service" is no News Service, unless it is called an outlet.
        let called_so =
            |m: &&Mention| outlet || head == "agency" || self.kind_and_name(m.entity).0 != SourceKind::Outlet;
        if let Some(mention) = near.find(|m| has_words(m) && called_so(m)) {
            return Some(mention.entity);
        }
        // "The aid group Pier Watch … the aid group", "the Weavers' Federation … the union"
        let named = |m: &&Mention| self.is_introduced_as(m, name) || head == "union" && self.is_union(m);
        let mut near = earlier.iter().rev().take(40).filter(is_body);
        if let Some(mention) = near.find(named) {
            return Some(mention.entity);
        }
        if !single {
            return None;
        }
        if matches!(head, "city" | "town" | "country" | "nation" | "state") {
            return self.place_meant(head, earlier);
        }
        let company = nouns::is_company(head);
        let vague = company
            || matches!(
                head,
                "group"
                    | "agency"
                    | "organization"
                    | "organisation"
                    | "charity"
                    | "nonprofit"
                    | "watchdog"
                    | "institution"
            );
        if !vague || self.is_told_apart(head, span) {
            return None;
        }
        let can_be = |m: &&Mention| {
            let name = &self.names.entity(m).name;
            let other = match head {
                _ if company => {
                    is_people(name)
                        // "Ada Osei, the labour minister", whatever the name was taken for
                        || beside.role_behind(self.layout.tokens_in(m.span).end).is_some()
                        || name.split(' ').any(is_no_company)
                        // "Airlines lost money", where it opens a sentence
                        || nouns::singular(&name.to_lowercase()) == head
                        || self.names_a_thing(m.entity)
                        || self.stands_as_place(m.entity)
                        || self.has_article(m.entity)
                }
                "group" | "charity" | "nonprofit" => {
                    name.split(' ').any(is_state) || self.stands_as_place(m.entity)
                }
                _ => false,
            };
            self.kind_and_name(m.entity).0 != SourceKind::Outlet && !other
        };
        let near: Vec<usize> =
            earlier.iter().rev().take(40).filter(is_body).filter(can_be).map(|m| m.entity).collect();
        let public = match head {
            "agency" => is_agency,
            "institution" => is_institution,
            _ => |_: &str| false,
        };
        let public_head = matches!(head, "agency" | "institution");
        if !company && !public_head {
            return near.first().copied();
        }
        let count = |entity: usize| near.iter().filter(|e| **e == entity).count();
        let named_public = |entity: usize| self.names.entities[entity].name.split(' ').any(public);
        if public_head {
            // "Velm Wire, a news agency, … the agency reported"
            let wire = earlier.iter().rev().take(40).find(|m| {
                head == "agency"
                    && self.kind_and_name(m.entity).0 == SourceKind::Outlet
                    && beside.reports_news(m.span)
            });
            if let Some(wire) = wire.filter(|_| !near.iter().any(|e| named_public(*e))) {
                return Some(wire.entity);
            }
            // An agency is one by its name, where the report names such; of equals, the one named first.
            return near.iter().copied().max_by_key(|e| (named_public(*e), count(*e)));
        }
        // "Velm Air … the airline"; else a company is what the report speaks of most; of equals, the one named last.
        let named_so =
            |entity: usize| self.names.entities[entity].name.split(' ').any(|word| is_kin(word, head));
        let best = near.iter().rev().copied().max_by_key(|e| (named_so(*e), count(*e)));
        // Where several companies stand, and none is known for the trade or spoken of more than all others, "the airline"
        // may be any.
        let any = matches!(head, "company" | "firm" | "corporation" | "giant")
            || near.iter().all(|e| Some(*e) == best);
        best.filter(|e| any || named_so(*e) || 2 * count(*e) > near.len())
    }

    /// The one company that a report has named so far; None where it has named several.
    pub(super) fn company_meant(&self, span: Span) -> Option<usize> {
        let before = self.names.mentions.partition_point(|m| m.span.end <= span.start);
        let mut found = self.names.mentions[..before].iter().rev().take(40).filter(|m| {
            let entity = self.names.entity(m);
            entity.kind == EntityKind::Organization
                && !entity.name.split(' ').any(is_no_company)
                && self.kind_and_name(m.entity).0 == SourceKind::Organization
        });
        let first = found.next()?.entity;
        found.all(|m| m.entity == first).then_some(first)
    }

    /// Whether a name is only ever said of some thing that stands behind it: "the Deep Hope mine".
    fn names_a_thing(&self, entity: usize) -> bool {
        self.names.entities[entity].spans.iter().take(FAR).all(|span| {
            let next = self.layout.tokens.partition_point(|t| t.span.start < span.end);
            let word = self.token(next);
            let noun = word.starts_with(char::is_lowercase) && !words::is_function(word) && !is_verb(word);
            // "the Black Hope mine", of which "Hope" was taken for the name
            let mut before = self.text()[..span.start as usize].split_whitespace().rev();
            let led = before.find(|w| !w.starts_with(char::is_uppercase) || *w == "The");
            noun && led.is_some_and(|word| word.eq_ignore_ascii_case("the"))
        })
    }

    /// Whether a name only ever stands where places do, whatever it was taken for: "in Port Ayle".
    fn stands_as_place(&self, entity: usize) -> bool {
        let named = &self.names.entities[entity];
        let word = |span: &Span, back: usize| {
            let at = self.layout.tokens.partition_point(|t| t.span.start < span.start);
            at.checked_sub(back).map_or("", |at| self.token(at))
        };
        let spans = || named.spans.iter().take(FAR);
        // "Shares in Velm Air"
        let held = |span: &Span| {
            matches!(
                word(span, 2),
                "share" | "shares" | "stake" | "stakes" | "interest" | "confidence" | "trust" | "money"
            ) || word(span, 2).starts_with("invest")
        };
        let within = |span: &Span| matches!(word(span, 1), "in" | "near" | "off" | "outside") && !held(span);
        !named.name.split(' ').any(words::is_organization)
            && spans().any(within)
            && spans()
                .all(|s| within(s) || matches!(word(s, 1), "at" | "from" | "to" | "of" | "left" | "reached"))
    }

    /// Whether a name of one word always has "the", as rivers and ships have: "the Velm".
    fn has_article(&self, entity: usize) -> bool {
        let named = &self.names.entities[entity];
        let mut spans = named.spans.iter().take(FAR);
        !named.name.contains(' ')
            && named.name.chars().any(char::is_lowercase)
            && spans.all(|span| {
                let before = &self.text()[..span.start as usize];
                before.ends_with("the ") || before.ends_with("The ")
            })
    }

    /// Whether the words for a body stand right before its name: "the aid group Pier Watch".
    fn is_introduced_as(&self, mention: &Mention, name: &str) -> bool {
        let before = self.text()[..mention.span.start as usize].trim_end();
        name.contains(' ') && before.ends_with(name) && before.len() > name.len()
    }

    /// Whether a body is a union by its name.
    fn is_union(&self, mention: &Mention) -> bool {
        let name = &self.names.entity(mention).name;
        let last = name.rsplit(' ').next().unwrap_or_default();
        matches!(noun_of(name), "Federation" | "Brotherhood" | "Guild" | "Workers") || last == "Workers"
    }

    /// What a noun alone means that stands in a name or a title before it: "the Port Ayle Rescue Corps … the corps", "Admiral
    /// Osei … the admiral"; the one named last.
    pub(super) fn named_so(&self, head: &str, span: Span) -> Option<usize> {
        let before = self.names.mentions.partition_point(|m| m.span.end <= span.start);
        let named_so = |m: &&Mention| {
            let title = m.title.map_or("", |title| title.of(self.text()));
            if title.split_whitespace().any(|word| word.eq_ignore_ascii_case(head)) {
                return true;
            }
            let entity = self.names.entity(m);
            let last = entity.name.rsplit_once(' ').map_or("", |(_, last)| last);
            entity.kind != EntityKind::Person
                && words::is_same_word(&words::fold_name(last), &words::fold_name(head))
                && (nouns::is_outlet_noun(head) || self.kind_and_name(m.entity).0 != SourceKind::Outlet)
        };
        self.names.mentions[..before].iter().rev().take(FAR).find(named_so).map(|m| m.entity)
    }

    /// The outlet that "the agency" means where it writes or reports: one that the report has named, first of all an agency by
    /// its name. Those of a state say and announce.
    pub(super) fn agency_that_reports(&mut self, span: Span, said: &RawAttribution) -> Option<usize> {
        let words = span.of(self.text());
        // "[first reported] by the agency", "the agency [reported Saturday]"
        let has = |cue: &Span, verbs: &[&str]| {
            cue.of(self.text()).split_whitespace().any(|word| verbs.contains(&word))
        };
        let press = |cue: &Span| has(cue, &["wrote", "writes", "reported", "reports"]);
        let of_news = said.cue_spans.iter().any(|cue| has(cue, &["wrote", "writes", "first"]));
        if !matches!(words, "the agency" | "The agency") || !said.cue_spans.iter().any(press) {
            return None;
        }
        let before = self.names.mentions.partition_point(|m| m.span.end <= span.start);
        let beside = Beside { text: self.text(), layout: self.layout };
        let is_outlet = |m: &&Mention| {
            self.kind_and_name(m.entity).0 == SourceKind::Outlet || beside.reports_news(m.span)
        };
        let by_name = |m: &&Mention| {
            let name = &self.names.entity(m).name;
            outlet_by_name(name).is_some_and(|outlet| outlet.kind == OutletKind::Agency)
                || name.split(' ').any(|w| matches!(w, "Agency" | "Wire" | "Press" | "Service"))
                || name.ends_with("wire")
        };
        let near = || self.names.mentions[..before].iter().rev().take(FAR);
        // Of an agency of news and one of a state, the one named last; only those of news write, and are first to report.
        let of_state = |m: &&Mention| !of_news && self.names.entity(m).name.ends_with(" Agency");
        let agency = near().find(|m| is_outlet(m) && by_name(m) || of_state(m));
        if agency.is_some_and(|m| !is_outlet(&m)) {
            return None;
        }
        let entity = agency.or_else(|| near().find(is_outlet))?.entity;
        let name = self.kind_and_name(entity).1;
        Some(self.entity_source(entity, SourceKind::Outlet, name, span))
    }

    /// A party to a deal or a suit that says a whole clause: "the target said that …" is a body, though nothing tells which.
    pub(super) fn speaking_thing(&mut self, span: Span, said: &RawAttribution) -> Option<usize> {
        let Phrase::Definite { head } = phrase::read(self.text(), self.layout, self.names, span) else {
            return None;
        };
        let aloud = said.manner == Manner::Indirect
            && said.cue_spans.first().is_some_and(|cue| {
                let verb = cue.of(self.text()).split_whitespace().next().unwrap_or_default();
                verb == "according" || words::is_said(verb) && extract::is_aloud(verb)
            });
        let clause =
            said.content_spans.first().is_some_and(|c| c.of(self.text()).split_whitespace().any(is_verb));
        let party = matches!(
            head.as_str(),
            "target" | "bidder" | "plaintiff" | "defendant" | "claimant" | "respondent"
        );
        (aloud && clause && party).then(|| self.add(SourceKind::Organization, head, span))
    }

    /// The place that "the city" or "the country" means: of those that are one, the one named most.
    fn place_meant(&self, head: &str, earlier: &[Mention]) -> Option<usize> {
        let kind = match head {
            "country" | "nation" => PlaceKind::Country,
            "state" => PlaceKind::State,
            _ => PlaceKind::Other,
        };
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for mention in earlier {
            let entity = self.names.entity(mention);
            if entity.kind == EntityKind::Place && place(&entity.name).is_some_and(|p| p.kind == kind) {
                *counts.entry(mention.entity).or_default() += 1;
            }
        }
        let most = counts.values().copied().max()?;
        let mut with_most = counts.iter().filter(|(_, n)| **n == most).map(|(entity, _)| *entity);
        // Two cities that are named as often leave it open.
        with_most.next().filter(|_| with_most.next().is_none())
    }

    /// Whether the report brought in one such thing without a name shortly before: "the group of voters … the group".
    fn is_told_apart(&self, head: &str, span: Span) -> bool {
        let here = self.layout.tokens.partition_point(|t| t.span.start < span.start);
        let mut before = (here.saturating_sub(150)..here).rev();
        before.any(|at| {
            let word = self.token(at);
            let named =
                self.names.mentions.partition_point(|m| m.span.end <= self.layout.tokens[at].span.start);
            let in_name =
                self.names.mentions.get(named).is_some_and(|m| m.span.contains(self.layout.tokens[at].span));
            let article = at.checked_sub(1).map_or("", |a| self.token(a));
            let explains = at.checked_sub(2).is_some_and(|a| self.token(a) == ",");
            word == head
                && !in_name
                && !explains
                && (self.token(at + 1) == "of" || matches!(article, "a" | "an"))
        })
    }

    /// The report's own voice.
    pub(super) fn reporter(&mut self, span: Span) -> usize {
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
    pub(super) fn is_this_report(&self, name: &str, span: Span) -> bool {
        let mut words = name.split(' ').map(str::to_lowercase);
        let published = matches!(words.next_back().as_deref(), Some("report" | "article" | "story"));
        let first = span.of(self.text()).split_whitespace().next().unwrap_or_default().to_lowercase();
        published && (matches!(first.as_str(), "this" | "our") || words.any(|w| w == "exclusive"))
    }

    /// The outlet that prints what is called a report or an article "in" it: "an article in «the Orsk Herald»".
    fn printed_in_place(&self, name: &str, span: Span) -> Option<Span> {
        let printed = matches!(name.rsplit(' ').next()?, "report" | "article" | "story" | "editorial");
        let words = span.of(self.text());
        let end = words.find(name)? + name.len();
        let rest = words.get(end..)?.strip_prefix(" in ").filter(|_| printed)?;
        let bare = rest.strip_prefix("the ").unwrap_or(rest);
        let start = span.end as usize - bare.len();
        let first = self.names.within(Span::new(start, span.end as usize)).first()?;
        let here = first.span.start as usize <= start + "The ".len();
        (here && self.kind_and_name(first.entity).0 == SourceKind::Outlet).then_some(first.span)
    }

    /// As [`Self::printed_in_place`], as a source.
    pub(super) fn printed_in(&mut self, name: &str, span: Span) -> Option<usize> {
        let place = self.printed_in_place(name, span)?;
        self.outlet_at(place)
    }

    pub(super) fn document(&mut self, name: &str, span: Span) -> usize {
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
}

/// The noun of a body's name: "government" of "Ruritanian government" and of "government of Ruritania".
fn noun_of(name: &str) -> &str {
    let before = name.split(" of ").next().unwrap_or(name);
    before.rsplit(' ').next().unwrap_or(before)
}

/// Words of the names of authorities, which are no companies.
fn is_authority(word: &str) -> bool {
    matches!(
        word,
        "Department"
            | "Commission"
            | "Bureau"
            | "Agency"
            | "Committee"
            | "Court"
            | "Police"
            | "University"
            | "Union"
            | "Senate"
            | "House"
            | "Congress"
            | "Ministry"
            | "Council"
            | "Board"
            | "Parliament"
            | "Party"
            | "Government"
            | "Administration"
            | "Office"
            | "Authority"
            | "Corps"
            | "Brigade"
            | "Guard"
            | "Army"
            | "Navy"
            | "Federation"
            | "League"
            | "Guild"
            | "Brotherhood"
            | "Airport"
            | "Hospital"
            | "Inspectorate"
            | "Registry"
    )
}

/// Words of the names of bodies that are no companies.
fn is_no_company(word: &str) -> bool {
    is_authority(word) || is_agency(word) || words::takes_of(word) && word != "Bank" || word == "Alliance"
}

/// Words of the names of what belongs to a state.
fn is_state(word: &str) -> bool {
    let group =
        matches!(word, "Union" | "Federation" | "League" | "Guild" | "Brotherhood" | "Party" | "Committee");
    (is_authority(word) || is_agency(word)) && !group && word != "Fund"
}

/// Whether a word of a name and a noun are the same word, or one grown out of the other: "Air" or "Airways" and "airline".
fn is_kin(word: &str, noun: &str) -> bool {
    let word = word.to_lowercase();
    let air = noun == "airline"
        && (matches!(word.as_str(), "air" | "airways") || word.len() > 5 && word.ends_with("air"));
    air || word.len() > 3 && word.starts_with(noun)
}

/// Words of the names of what is called an agency.
pub(super) fn is_agency(word: &str) -> bool {
    matches!(
        word,
        "Agency"
            | "Office"
            | "Bureau"
            | "Authority"
            | "Administration"
            | "Department"
            | "Service"
            | "Board"
            | "Commission"
            | "Directorate"
            | "Registry"
            | "Register"
            | "Inspectorate"
            | "Fund"
    )
}

/// Words of the names of what is called an institution.
fn is_institution(word: &str) -> bool {
    is_agency(word)
        || matches!(
            word,
            "Bank"
                | "University"
                | "Institute"
                | "Institution"
                | "Hospital"
                | "College"
                | "School"
                | "Museum"
                | "Academy"
                | "Church"
                | "Court"
        )
}

/// One name for what is said in two ways: "Ruritanian government" and "government of Ruritania".
pub(super) fn office_name(name: &str) -> String {
    let mut parts = name.split(' ');
    let (first, rest) = (parts.next().unwrap_or_default(), parts.collect::<Vec<_>>());
    let country = country_of_people(first.trim_end_matches("'s").trim_end_matches("’s"));
    match (country, rest[..] == ["government"]) {
        (Some(country), true) => format!("government of {country}"),
        _ => name.to_owned(),
    }
}
