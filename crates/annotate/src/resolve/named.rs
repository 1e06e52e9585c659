//! Sources with names: persons, bodies, outlets; and what an entity is as a source.

use backstory_lexicon::outlet_by_name;
use backstory_model::{EntityKind, SourceKind, Span};

use super::{Known, Resolver, bodies::is_agency, forms::Form, squeeze};
use crate::{beside::Beside, nouns, words};

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
    pub(super) fn kind_and_name(&self, place: usize) -> (SourceKind, String) {
        let hearer = self.hearers.contains(&place);
        let entity = &self.names.entities[place];
        match entity.kind {
            // A name of one word that reports is an outlet's, whatever it looks like.
            EntityKind::Person
                if !entity.name.contains(' ') && {
                    let beside = Beside { text: self.text(), layout: self.layout };
                    entity.spans.iter().take(50).any(|span| beside.reports_news(*span))
                } =>
            {
                (SourceKind::Outlet, entity.name.clone())
            }
            EntityKind::Person => (SourceKind::Person, entity.name.clone()),
            EntityKind::Place => (SourceKind::Organization, entity.name.clone()),
            EntityKind::Organization | EntityKind::Other => {
                if let Some(outlet) = self.outlet_named(&entity.name) {
                    return (SourceKind::Outlet, outlet);
                }
                let beside = Beside { text: self.text(), layout: self.layout };
                if entity.spans.iter().take(50).any(|span| beside.is_called_outlet(*span)) {
                    return (SourceKind::Outlet, entity.name.clone());
                }
                let person = self.reads_as_person(place);
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

    /// Whether an entity of unknown kind reads as a person's name.
    pub(super) fn reads_as_person(&self, place: usize) -> bool {
        self.forms[place] == Form::Person && self.names.entities[place].kind == EntityKind::Other
    }

    /// The outlet with this name: by the table, by a short form of one that the report names in full ("the Times"), or by
    /// its form.
    pub(super) fn outlet_named(&self, name: &str) -> Option<String> {
        let bare = name.strip_prefix("The ").or_else(|| name.strip_prefix("the ")).unwrap_or(name);
        let last = bare.rsplit(' ').next().unwrap_or_default();
        // "The National Health Register" keeps one; "the Orsk Register" is printed.
        let kept = |name: &str| {
            let rest = name.strip_suffix(last).unwrap_or_default();
            is_agency(last) && rest.split_whitespace().any(words::is_organization)
        };
        if !bare.contains(' ') && nouns::is_outlet_word(bare) {
            let full = self.names.entities.iter().find(|e| {
                e.kind == EntityKind::Organization
                    && e.name.len() > bare.len()
                    && e.name.ends_with(bare)
                    && !kept(&e.name)
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
        let agency = ["Press Agency", "News Agency", "News Service"].iter().any(|end| bare.ends_with(end));
        let station = bare.starts_with("Radio ");
        (agency || station || bare.contains(' ') && nouns::is_outlet_word(last) && !kept(bare))
            .then(|| name.to_owned())
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
                parts: Vec::new(),
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
