//! Sources with names: persons, bodies, outlets; and what an entity is as a source.

use backstory_lexicon::outlet_by_name;
use backstory_model::{Entity, EntityKind, SourceKind, Span};

use super::{Known, Resolver, squeeze};
use crate::{nouns, words};

impl Resolver<'_> {
    pub(super) fn mention_name(&self, place: usize) -> String {
        self.names.entity(&self.names.mentions[place]).name.clone()
    }

    /// The source that a mention names.
    pub(super) fn named(&mut self, place: usize, span: Span) -> usize {
        let mention = self.names.mentions[place];
        let (kind, name) = self.kind_and_name(mention.entity);
        self.entity_source(mention.entity, kind, name, span)
    }

    /// The source of this kind and name that is an entity of the report, said at a span.
    pub(super) fn entity_source(
        &mut self,
        entity: usize,
        kind: SourceKind,
        name: String,
        span: Span,
    ) -> usize {
        let source = self.add(kind, name, span);
        let known = &mut self.known[source];
        if known.entity.replace(entity).is_none() {
            known.mentions.extend(&self.names.entities[entity].spans);
        }
        source
    }

    /// What an entity is as a source.
    pub(super) fn kind_and_name(&self, entity: usize) -> (SourceKind, String) {
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
    pub(super) fn reads_as_person(&self, entity: &Entity) -> bool {
        let parts: Vec<&str> = entity.name.split(' ').collect();
        let plain = |w: &&str| {
            // "McAllen", "O'Hara", "DeVry"
            let rest = ["Mc", "Mac", "O'", "O’", "De", "Di", "La", "Le"]
                .iter()
                .find_map(|p| w.strip_prefix(p).filter(|rest| rest.starts_with(char::is_uppercase)));
            let mut letters = rest.unwrap_or(w).chars();
            letters.next().is_some_and(|c| c.is_uppercase()) && letters.all(|c| c.is_lowercase() || c == '-')
        };
        let led = entity.spans.iter().any(|s| {
            self.text()[..s.start as usize].ends_with("the ")
                || self.text()[..s.start as usize].ends_with("The ")
        });
        let plain = parts.iter().all(plain) && !led && !parts.iter().any(|w| words::is_affiliation(w));
        match parts.len() {
            1 => plain && self.surname_speaks(entity),
            2..=3 => plain,
            _ => false,
        }
    }

    /// Whether a single word is the subject of a verb of speech somewhere, and nothing beside it tells of a body.
    fn surname_speaks(&self, entity: &Entity) -> bool {
        let beside = |span: &Span| {
            let first = self.layout.tokens.partition_point(|t| t.span.end <= span.start);
            let end = self.layout.tokens.partition_point(|t| t.span.start < span.end);
            let before = first.checked_sub(1).map_or("", |at| self.token(at));
            let after = self.token(end);
            let owned = if matches!(after, "'s" | "’s") { self.token(end + 1) } else { after };
            let body = nouns::is_spokesperson(owned)
                || matches!(
                    owned,
                    "officials"
                        | "executives"
                        | "employees"
                        | "shares"
                        | "stock"
                        | "headquarters"
                        | "users"
                        | "customers"
                        | "it"
                        | "its"
                        | "which"
                        | "CEO"
                        | "Inc."
                        | "board"
                        | "chief"
                        | "shareholders"
                        | "workers"
                );
            let within = self.sentence_tokens(span.start);
            let thing = (end..within.end.min(end + 14)).any(|at| matches!(self.token(at), "it" | "its"));
            let says = words::is_said(after)
                || words::is_said(before) && !matches!(before, "told" | "tells" | "asked");
            (says, body || thing)
        };
        let found: Vec<(bool, bool)> = entity.spans.iter().take(50).map(beside).collect();
        backstory_lexicon::is_first_name(&entity.name)
            || found.iter().any(|(says, _)| *says) && !found.iter().any(|(_, body)| *body)
    }

    /// The outlet with this name: by the table, by a short form of one that the report names in full ("the Times"), or by
    /// its form.
    pub(super) fn outlet_named(&self, name: &str) -> Option<String> {
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
    pub(super) fn add(&mut self, kind: SourceKind, name: String, span: Span) -> usize {
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

    /// The source that is this entity, a person.
    pub(super) fn person(&mut self, entity: usize, span: Span) -> usize {
        let name = self.names.entities[entity].name.clone();
        self.entity_source(entity, SourceKind::Person, name, span)
    }
}
