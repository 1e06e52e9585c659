//! What a statement came through: outlets that were spoken to, statements and posts.

use std::collections::{BTreeMap, BTreeSet};

use backstory_lexicon::{outlet_by_name, verbs::NOUNS};
use backstory_model::{EntityKind, SourceKind, Span, Stance};

use super::Resolver;
use crate::{
    entities::Mention,
    extract::RawAttribution,
    nouns, outlets,
    phrase::{self, Phrase},
    words,
};

/// Words of a source that may stand between "from" and the word by which it speaks on: "from a clerk of the port who".
const HAD_FROM: usize = 10;

impl Resolver<'_> {
    /// The body that an unnamed source speaks to: "officials tell Quillon", "sources cited by Quillon". Those who hide
    /// their names speak to the press; what they tell a parliament or a court, they tell it under their names.
    pub(super) fn hearer(&self, attribution: &RawAttribution) -> Option<usize> {
        let source = *attribution.source_spans.first()?;
        let Phrase::People(_) = phrase::read(self.text(), self.layout, self.names, source) else {
            return None;
        };
        let span = attribution.addressee.or_else(|| self.after_citing(source))?;
        let mention = self.names.within(span).first()?;
        let entity = self.names.entity(mention);
        let body = matches!(entity.kind, EntityKind::Organization | EntityKind::Other)
            || entity.kind == EntityKind::Person && !entity.name.contains(' ');
        // "Quillon", "the Quillon", "the news agency QPA"
        let lead = self.text()[span.start as usize..mention.span.start.max(span.start) as usize].trim();
        let noun = lead.rsplit(' ').next().unwrap_or_default();
        let named_alone = lead.len() < 4 || noun == "agency" || nouns::is_outlet_noun(noun);
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

    /// Outlets and documents that each attribution came through, nearest first.
    pub(super) fn vias_of(&mut self, raw: &[RawAttribution]) -> Vec<Vec<usize>> {
        let mut own: Vec<Vec<usize>> = Vec::with_capacity(raw.len());
        for attribution in raw {
            let mut via = Vec::new();
            via.extend(self.document_of(attribution, own.len()));
            let addressee = attribution
                .addressee
                .or_else(|| self.addressee_of(attribution))
                .or_else(|| self.addressee_ahead(attribution));
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
        let around = enclosing(raw);
        (0..raw.len())
            .map(|i| {
                let mut via = own[i].clone();
                let (mut at, mut steps) = (i, 0);
                if let Some(from) =
                    raw[i].carried.filter(|_| raw[i].source_spans.is_empty() && via.is_empty())
                {
                    via = own[from.min(own.len() - 1)].clone();
                }
                let deepest = 16;
                while let Some(next) =
                    raw[at].through.or(around[at]).filter(|n| *n < raw.len() && steps < deepest)
                {
                    // Who denies a report in which it stood did not pass it on; whoever tells of the denial did.
                    if !self.denies_report(&raw[next]) {
                        via.extend(self.sources[next]);
                        via.extend(&own[next]);
                    }
                    (at, steps) = (next, steps + 1);
                }
                let mut seen = BTreeSet::new();
                let own_voice =
                    |v: usize| self.known[v].kind == SourceKind::Reporter || self.is_own_outlet(v);
                via.retain(|v| Some(*v) != self.sources[i] && !own_voice(*v) && seen.insert(*v));
                via
            })
            .collect()
    }

    /// Whether what an attribution denies is something that another put out: "rejected «a report» in which …", but not
    /// "denied that …".
    fn denies_report(&self, attribution: &RawAttribution) -> bool {
        let Some(content) = attribution.content_spans.first() else { return false };
        let words = content.of(self.text()).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        let head = words
            .map(str::to_lowercase)
            .skip_while(|word| {
                matches!(word.as_str(), "the" | "a" | "an" | "these" | "those" | "any" | "all")
            })
            .take_while(|word| !words::is_function(word))
            .last();
        let put_out = head.is_some_and(|head| {
            nouns::is_document(&nouns::singular(&head)) || NOUNS.contains(&head.as_str())
        });
        put_out && self.stance_of(attribution) == Stance::Denies
    }

    /// Whether a source is the outlet that this report is from: a report is not its own go-between.
    pub(super) fn is_own_outlet(&self, source: usize) -> bool {
        let known = &self.known[source];
        let (Some(name), Some(own)) = (&known.name, &self.report.outlet) else { return false };
        let canonical = |name: &str| {
            outlet_by_name(name).map_or_else(|| words::fold_name(name), |o| words::fold_name(o.name))
        };
        known.kind == SourceKind::Outlet && canonical(name) == canonical(own)
    }

    /// The outlet that a cue is followed by: "told «Axios»", "said in an interview with «CBS»".
    pub(super) fn addressee_of(&self, attribution: &RawAttribution) -> Option<Span> {
        let cue = attribution.cue_spans.last()?;
        let sentence = &self.layout.sentences[self.layout.sentence_at(cue.start)?];
        let within = self.layout.tokens_in(*cue);
        let from = self.layout.tokens.partition_point(|t| t.span.start < cue.end);
        let told = within.clone().any(|at| matches!(self.token(at), "told" | "tell" | "tells" | "telling"));
        let interview = (within.start..(from + 6).min(sentence.tokens.end)).find(|at| {
            self.token(*at) == "interview" && matches!(self.token(at + 1), "with" | "on" | "to" | "for")
        });
        // "said on CNN", "said Sunday on CBS's “Face the Nation”"
        let aired = || {
            (from..(from + 5).min(sentence.tokens.end)).filter(|at| self.token(*at) == "on").find(|on| {
                let span = self.layout.tokens[*on].span;
                let next = self.names.mentions.partition_point(|m| m.span.start < span.end);
                self.names.mentions.get(next).is_some_and(|m| {
                    let between = &self.text()[span.end as usize..m.span.start as usize];
                    matches!(between.trim(), "" | "the")
                        && self.kind_and_name(m.entity).0 == SourceKind::Outlet
                })
            })
        };
        let (start, reach) = match interview {
            Some(at) => (at + 2, 5),
            None if told => (from, 2),
            None => (aired()? + 1, 4),
        };
        let end = (start + reach).min(sentence.tokens.end);
        let first = self.layout.tokens.get(start).filter(|_| start < end)?;
        let span = first.span.cover(self.layout.tokens[end - 1].span);
        let outlet = |m: &&Mention| self.kind_and_name(m.entity).0 == SourceKind::Outlet;
        self.names.within(span).iter().find(outlet).map(|m| m.span)
    }

    /// The outlet that the head of the sentence or the words before the cue name: "In an interview with «CBS», Orlo said",
    /// "Speaking to «Axios», …", "was quoted by «AP» as saying".
    fn addressee_ahead(&self, attribution: &RawAttribution) -> Option<Span> {
        let (cue, source) = (attribution.cue_spans.first()?, attribution.source_spans.first()?);
        let sentence = &self.layout.sentences[self.layout.sentence_at(cue.start)?];
        let first = sentence.tokens.start;
        let own = self.layout.tokens.partition_point(|t| t.span.start < source.start);
        let verb = self.layout.tokens.partition_point(|t| t.span.start < cue.start);
        let outlet = |m: &&Mention| self.kind_and_name(m.entity).0 == SourceKind::Outlet;
        // "«AP» quoted Orlo as saying"
        let quoter = own.checked_sub(1).filter(|at| matches!(self.token(*at), "quoted" | "quotes" | "cited"));
        if let Some(before) = quoter.filter(|at| *at > first) {
            let from = before.saturating_sub(6).max(first);
            return self.press_between(from, before);
        }
        if let Some(span) = self.had_from(first, own) {
            return Some(span);
        }
        let link = if matches!(self.token(first), "Speaking" | "Talking") {
            (first + 1..own.min(first + 3)).find(|at| matches!(self.token(*at), "to" | "with" | "on"))
        } else if self.token(first) == "In" {
            let talk = (first + 1..own.min(first + 7))
                .find(|at| matches!(self.token(*at), "interview" | "comments" | "remarks" | "appearance"))?;
            (talk + 1..own).take(1).find(|at| matches!(self.token(*at), "to" | "with" | "on" | "for"))
        } else {
            (own..verb).rev().take(8).find(|at| self.token(*at) == "by" && self.token(at - 1) == "quoted")
        }?;
        let end = (link + 6).min(sentence.tokens.end);
        let span = self.layout.tokens.get(link + 1)?.span.cover(self.layout.tokens[end - 1].span);
        self.names.within(span).iter().find(outlet).map(|m| m.span)
    }

    /// The last outlet that tokens name, or else the noun for one that they end in: "the paper".
    fn press_between(&self, from: usize, to: usize) -> Option<Span> {
        let tokens = self.layout.tokens.get(from..to)?;
        let span = tokens.first()?.span.cover(tokens.last()?.span);
        let outlet = |m: &&Mention| self.kind_and_name(m.entity).0 == SourceKind::Outlet;
        let named = self.names.within(span).iter().rev().find(outlet).map(|m| m.span);
        named.or_else(|| {
            let [.., article, noun] = tokens else { return None };
            let press = article.span.of(self.text()).eq_ignore_ascii_case("the")
                && (nouns::is_outlet_noun(noun.span.of(self.text()))
                    || noun.span.of(self.text()) == "agency");
            press.then(|| article.span.cover(noun.span))
        })
    }

    /// The outlet that is said to have something from a source further on in the sentence: "«The agency» has this from two
    /// officials who …". `own` is the first token of the source or of the word that stands for it.
    fn had_from(&self, first: usize, own: usize) -> Option<Span> {
        let from = (first..own).rev().take(HAD_FROM).find(|at| self.token(*at) == "from")?;
        let phrase = self.layout.tokens[from].span.cover(self.layout.tokens[own].span);
        if phrase.of(self.text()).contains([',', ';', ':', '(', '“', '"']) {
            return None;
        }
        let had =
            |at: &usize| matches!(self.token(*at), "has" | "had" | "got" | "heard" | "learned" | "obtained");
        let verb = (first..from).rev().take(4).find(had)?;
        let what = &self.text()
            [self.layout.tokens[verb].span.end as usize..self.layout.tokens[from].span.start as usize];
        let told = matches!(
            what.trim(),
            "this" | "it" | "that" | "its story" | "its report" | "the story" | "the news"
        );
        self.press_between(verb.saturating_sub(6).max(first), verb).filter(|_| told)
    }

    /// The outlet that a span names: "Axios", "the newspaper", "CBS's “Face the Nation”".
    pub(super) fn outlet_at(&mut self, span: Span) -> Option<usize> {
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
            Phrase::Body { name, head, definite: true } if head == "agency" && name == head => {
                let entity = self.news_agency(span)?;
                let (kind, own) = self.kind_and_name(entity);
                self.entity_source(entity, kind, own, span)
            }
            _ => {
                let outlet = self.outlet_within(span)?;
                let (kind, name) = self.kind_and_name(outlet);
                self.add(kind, name, span)
            }
        };
        (self.known[source].kind == SourceKind::Outlet).then_some(source)
    }

    /// The outlet that "the agency" means: the one named last that is an agency by its name or by the words before it, "the
    /// news agency KPA".
    fn news_agency(&self, span: Span) -> Option<usize> {
        let before = self.names.mentions.partition_point(|m| m.span.end <= span.start);
        let agency = |m: &&Mention| {
            let (kind, name) = self.kind_and_name(m.entity);
            let lead = self.text()[..m.span.start as usize].trim_end();
            let called = name.split(' ').any(|word| word.eq_ignore_ascii_case("agency"));
            kind == SourceKind::Outlet && (called || lead.ends_with("agency"))
        };
        self.names.mentions[..before].iter().rev().take(40).find(agency).map(|m| m.entity)
    }

    /// The first outlet that a span mentions, as an entity.
    pub(super) fn outlet_within(&self, span: Span) -> Option<usize> {
        let mut mentions = self.names.within(span).iter().map(|m| m.entity);
        mentions.find(|e| self.kind_and_name(*e).0 == SourceKind::Outlet)
    }

    /// The programme of a broadcaster that is named in or behind a span: the span with it, and the name of both.
    pub(super) fn programme_after(&self, span: Span, outlet: &str) -> Option<(Span, String)> {
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
    pub(super) fn cited_by(&mut self, span: Span) -> Option<usize> {
        let rest = self.after_citing(span)?;
        let outlet = self.outlet_within(rest)?;
        let (kind, name) = self.kind_and_name(outlet);
        let span = self.names.within(rest).iter().find(|m| m.entity == outlet)?.span;
        let source = self.add(kind, name, span);
        self.known[source].entity = Some(outlet);
        Some(source)
    }

    /// What stands behind "cited by", "who spoke to" or "obtained by" in a source phrase.
    pub(super) fn after_citing(&self, span: Span) -> Option<Span> {
        let words = span.of(self.text());
        let at = [
            "cited by ",
            "quoted by ",
            "interviewed by ",
            "who spoke to ",
            "who spoke with ",
            "speaking to ",
            "contacted by ",
            "obtained by ",
            "reviewed by ",
            "seen by ",
            "viewed by ",
            "shared with ",
            "provided to ",
            "leaked to ",
            "given to ",
            "sent to ",
            "reported by ",
        ]
        .iter()
        .find_map(|cue| words.find(cue).map(|at| at + cue.len()))?;
        Some(Span::new(span.start as usize + at, span.end as usize))
    }

    /// "said in a statement", "In a letter, Orlo said", "tweeted", "wrote on Facebook": what the words were written in.
    fn document_of(&mut self, attribution: &RawAttribution, place: usize) -> Option<usize> {
        let cue = *attribution.cue_spans.last()?;
        let source = self.sources.get(place).copied().flatten()?;
        let by = self.known[source].name.clone()?;
        let head = attribution.source_spans.first().copied();
        let found = outlets::document(self.text(), self.layout, cue, head)?;
        Some(self.add(SourceKind::Document, format!("{} by {by}", found.what), found.span))
    }
}

/// For each attribution, the innermost other one whose words it stands in: what A says that B said comes through A.
fn enclosing(raw: &[RawAttribution]) -> Vec<Option<usize>> {
    let mut contents: Vec<(Span, usize)> = raw
        .iter()
        .enumerate()
        .flat_map(|(i, a)| a.content_spans.iter().map(move |span| (*span, i)))
        .collect();
    contents.sort_unstable_by_key(|(span, i)| (span.start, std::cmp::Reverse(span.end), *i));
    let mut cues: Vec<(Span, usize)> = raw
        .iter()
        .enumerate()
        .filter_map(|(i, a)| a.cue_spans.first().or(a.content_spans.first()).map(|span| (*span, i)))
        .collect();
    cues.sort_unstable();
    let mut around = vec![None; raw.len()];
    let (mut open, mut next): (Vec<(Span, usize)>, usize) = (Vec::new(), 0);
    for (cue, place) in cues {
        while next < contents.len() && contents[next].0.start <= cue.start {
            open.push(contents[next]);
            next += 1;
        }
        open.retain(|(span, _)| span.end > cue.start);
        around[place] = open
            .iter()
            .filter(|(span, i)| {
                *i != place && span.contains(cue) && raw[*i].content_spans != raw[place].content_spans
            })
            .min_by_key(|(span, i)| (span.len(), *i))
            .map(|(_, i)| *i);
    }
    around
}
