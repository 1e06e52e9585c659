//! Another actor in the same words.

use std::collections::BTreeSet;

use backstory_model::{Attribution, Change, ClaimChange, Entity, EntityKind, Manner, Span};

use backstory_lexicon::{is_body_noun, is_first_name, is_person_noun, is_verb, verbs::is_auxiliary};

use super::Pair;
use crate::{
    context::{Body, Word, without_place},
    features::class_of,
    sources::folded,
    statements::{Said, is_act},
};

/// Bytes of " the ".
const THE: u32 = 5;

/// Words of a body that has no name of its own.
const NOUNS: usize = 3;

/// Words between a name and the body behind it that says who that is.
const DESCRIPTION: usize = 5;

/// Bytes between two parts of one name.
const NEXT: u32 = 6;

/// Words behind a name among which an office is looked for.
const OFFICE: usize = 6;

/// Words of the longest name of somebody who acts.
const NAME: usize = 8;

/// Words of a retelling's sentence up to which a part of it is read as the whole.
const SENTENCE: usize = 24;

/// Words below which a statement is only a part of what is stated.
const FRAGMENT: usize = 7;

/// Someone who has a part in a statement.
#[derive(Clone, Debug)]
struct Actor {
    span: Span,
    /// The words of the name, without the place or matter behind it: "fire brigade" of "the Fire Brigade of Orlo".
    words: Vec<String>,
    /// The word that says what it is: "brigade".
    head: String,
    /// What it is; None where only a part of its name was read as one.
    kind: Option<EntityKind>,
    /// Whether it is a noun alone that any body may be called by: "the institution".
    open: bool,
    /// Whether it has no name of its own: "the harbour police".
    common: bool,
    /// Whether it can be nobody but a person: it has a given name, or a title.
    person: bool,
}

impl Actor {
    fn new(span: Span, name: &str, kind: Option<EntityKind>) -> Option<Self> {
        let (words, head) = (bare(name), head(name)?);
        let common = !name.contains(char::is_uppercase);
        let open = words.len() == 1 && name.starts_with(char::is_lowercase);
        let given = kind == Some(EntityKind::Person) && name.split(' ').next().is_some_and(is_first_name);
        (!words.is_empty()).then_some(Self { span, words, head, kind, open, common, person: given })
    }

    /// Whether two can only be two: names that share no word, or nothing but the word that says what they are.
    fn is_other(&self, other: &Actor) -> bool {
        let shared = self.words.iter().filter(|w| other.words.contains(w)).count();
        // "The Fire Brigade" and "the Rescue Brigade", "Orlo Airport" and "the airport police".
        let several = self.words.len().min(other.words.len()) > 1;
        let apart =
            shared == 1 && several && (self.words.contains(&other.head) || other.words.contains(&self.head));
        // "The observers' mission" may be the Fair Vote mission, and "the institution" any body, but no person.
        let may_be = self.common != other.common && self.head == other.head;
        (shared == 0 || apart)
            && !may_be
            && (!self.open || other.person)
            && (!other.open || self.person)
            && !is_short_for(&self.words, &other.words)
            && !is_short_for(&other.words, &self.words)
    }
}

/// Whether one word is the initials of some others.
fn is_short_for(one: &[String], other: &[String]) -> bool {
    let initials: String = other.iter().filter_map(|w| w.chars().next()).collect();
    one.len() == 1 && other.len() > 1 && one[0] == initials
}

fn head(name: &str) -> Option<String> {
    folded(without_place(name)).pop()
}

/// The words of a name without the place or matter behind it, where more than one is left.
fn bare(name: &str) -> Vec<String> {
    let cut = folded(without_place(name));
    let mut words = if cut.len() > 1 { cut } else { folded(name) };
    words.retain(|w| !matches!(w.as_str(), "the" | "of" | "in" | "for" | "and" | "'s"));
    words
}

impl Pair<'_> {
    /// One name in the place of another, in statements of which one was taken from the other.
    pub(super) fn actors(&self, found: &mut Vec<Change<ClaimChange>>) {
        let direct = |said: &Said| said.attribution.is_some_and(|a| a.manner == Manner::Direct);
        if !self.derived || self.quotes_alone || direct(self.before.0) || direct(self.after.0) {
            return;
        }
        let (ours, theirs) = (self.acting(self.before.0), self.acting(self.after.0));
        // Who stands in the sentence beside the statement is known there too.
        let words = |said: &Said| -> BTreeSet<String> {
            let sentence = self.ctx.sentence_at(said.report, said.span.start).map_or(said.span, |s| s.span);
            folded(self.ctx.words_of(said.report, sentence.cover(said.span))).into_iter().collect()
        };
        let (there, here) = (words(self.after.0), words(self.before.0));
        let only = |at: &Said, list: &[Actor], others: &[Actor], said: &BTreeSet<String>| -> Vec<Actor> {
            let known = |a: &Actor| {
                others.iter().any(|o| !a.is_other(o))
                    || a.words.iter().all(|w| said.contains(w))
                    || others.iter().all(|o| o.kind != Some(EntityKind::Person))
                        && self.offices(at.report, a).iter().any(|w| said.contains(w))
            };
            let mut found: Vec<Actor> = Vec::new();
            for actor in list.iter().filter(|a| !known(a)) {
                if found.iter().all(|f| f.is_other(actor)) {
                    found.push(actor.clone());
                }
            }
            found
        };
        let one = |ours: &[Actor], theirs: &[Actor]| {
            let (mut a, mut b) =
                (only(self.before.0, ours, theirs, &there), only(self.after.0, theirs, ours, &here));
            if a.len() == 1 && b.len() == 1 { a.pop().zip(b.pop()) } else { None }
        };
        // Where the names do not tell, who stands before the verb or behind "by".
        let acting = || one(&self.agents(self.before.0), &self.agents(self.after.0));
        let Some((from, to)) = one(&ours, &theirs).or_else(acting) else { return };
        // A person in the place of a body is another way to say it.
        if from.kind.zip(to.kind).is_some_and(|(x, y)| x != y) {
            return;
        }
        // Who acts is not taken for somebody who has something: "Morrow has fled" and "Kell's post is safe".
        if self.has_something(self.before.0, &from) != self.has_something(self.after.0, &to) {
            return;
        }
        found.push(self.change(ClaimChange::Actor, Some(from.span), Some(to.span)));
    }

    /// Who acts in a statement, by where they stand: before a verb that is no passive, or behind "by".
    fn agents(&self, said: &Said) -> Vec<Actor> {
        let text = &self.ctx.reports[said.report].report.text;
        let words = self.ctx.words_in(said.report, said.span);
        let form = |at: usize| words.get(at).map_or("", |w| self.ctx.term(w.form));
        let mut found: Vec<Actor> = Vec::new();
        for at in (0..words.len()).filter(|at| form(*at) == "by") {
            found.extend(self.named_at(said, words, at + 1).map(|(actor, _)| actor));
        }
        if !found.is_empty() {
            return found;
        }
        // "In Orlo, the brigade …"
        let comma =
            |at: &usize| text[words[at - 1].span.end as usize..words[*at].span.start as usize].contains(',');
        let led = matches!(
            form(0),
            "in" | "on"
                | "at"
                | "after"
                | "before"
                | "by"
                | "during"
                | "for"
                | "from"
                | "since"
                | "under"
                | "with"
        );
        let from =
            if led { (1..words.len()).find(comma).unwrap_or(0) } else { usize::from(form(0) == "that") };
        let Some((actor, end)) = self.named_at(said, words, from) else { return found };
        let passive = |at: usize| matches!(form(at), "is" | "are" | "was" | "were" | "be" | "been" | "being");
        // "The army has already been dissolved"
        let helps = |at: usize| {
            let form = form(at);
            is_auxiliary(form)
                || form.ends_with("ly")
                || matches!(form, "not" | "never" | "already" | "since")
        };
        let be = (end..words.len()).find(|at| passive(*at) || !helps(*at));
        if is_verb(form(end)) && !comma(&end) && !be.is_some_and(passive) {
            found.push(actor);
        }
        found
    }

    /// Somebody whose name starts at a word of a statement, with or without "the", and the place behind it.
    fn named_at(&self, said: &Said, words: &[Word], at: usize) -> Option<(Actor, usize)> {
        let text = &self.ctx.reports[said.report].report.text;
        let form = |at: usize| words.get(at).map_or("", |w| self.ctx.term(w.form));
        let capital =
            |at: usize| words.get(at).is_some_and(|w| w.span.of(text).starts_with(char::is_uppercase));
        let from = if matches!(form(at), "the" | "a" | "an") { at + 1 } else { at };
        let (mut end, mut large) = (from, false);
        while end < words.len().min(from + NAME) {
            let gap = if end == from {
                " "
            } else {
                &text[words[end - 1].span.end as usize..words[end].span.start as usize]
            };
            let joins = matches!(form(end), "of" | "for" | "in" | "at" | "and" | "the") && end > from;
            let name = |next: usize| capital(next) || is_body_noun(form(next));
            let goes_on = || (end + 1..=end + 2).find(|next| form(*next) != "the").is_some_and(name);
            let word = capital(end) && (end > from || class_of(self.ctx, &words[end]).is_some())
                || class_of(self.ctx, &words[end]).is_some() && !is_verb(form(end));
            if gap.contains(|c: char| !c.is_whitespace() && !matches!(c, '\'' | '’' | '-'))
                || !(word || joins && goes_on())
            {
                break;
            }
            large |= capital(end) && end > at;
            end += 1;
        }
        let name = |from: usize| self.somebody(said, words.get(from..end)?, large);
        // "By order of the brigade", "cars of the brigade".
        let led = (from + 1..end).find(|at| form(*at) == "of" && !is_body_noun(form(*at - 1)));
        let behind = led.map(|of| if form(of + 1) == "the" { of + 2 } else { of + 1 });
        let small = led.is_some_and(|of| (from..of).all(|at| !capital(at)));
        let actor = if small { name(behind?) } else { name(from).or_else(|| name(behind?)) };
        Some((actor?, end))
    }

    /// Some words of a statement, where they name somebody who can act; `large`: in capitals.
    fn somebody(&self, said: &Said, words: &[Word], large: bool) -> Option<Actor> {
        let text = &self.ctx.reports[said.report].report.text;
        let span = words.first()?.span.cover(words.last()?.span);
        let name = span.of(text);
        let meant = || self.meant_by(said, &folded(name)).unwrap_or_else(|| name.to_owned());
        let whole = if large { name.to_owned() } else { meant() };
        if self.is_outlet(&whole) || self.is_speaker(said.report, span) || self.is_headed(said.report, span) {
            return None;
        }
        let entities = &self.ctx.reports[said.report].annotations.entities;
        let ends = |e: &Entity| e.spans.iter().any(|s| s.end == span.end);
        let person = entities.iter().any(|e| e.kind == EntityKind::Person && ends(e));
        let kind = if person { EntityKind::Person } else { EntityKind::Organization };
        let actor = Actor::new(span, &whole, Some(kind))?;
        let other =
            if said.report == self.before.0.report { self.after.0.report } else { self.before.0.report };
        let known = || {
            let mut bodies = self.ctx.bodies(said.report).iter().chain(self.ctx.bodies(other));
            bodies.any(|body| bare(&body.name) == actor.words)
        };
        (person || is_body_noun(&actor.head) || known()).then_some(actor)
    }

    /// The nouns for people that stand beside a person's name or in it: "minister" of "Tessa Morrow, the transport minister".
    fn offices(&self, report: usize, actor: &Actor) -> Vec<String> {
        if actor.kind != Some(EntityKind::Person) {
            return Vec::new();
        }
        let text = &self.ctx.reports[report].report.text;
        let (before, behind) = (&text[..actor.span.start as usize], &text[actor.span.end as usize..]);
        let behind =
            behind.strip_prefix(", ").map(|rest| rest.split([',', '.', ';']).next().unwrap_or_default());
        let title = before.strip_suffix(' ').map(|rest| rest.rsplit(' ').next().unwrap_or_default());
        let beside = [title, behind].into_iter().flatten().chain([actor.span.of(text)]);
        let nouns = beside.flat_map(|part| folded(part).into_iter().take(OFFICE));
        nouns.filter(|w| is_person_noun(w)).collect()
    }

    /// Whether a name stands for whose something is: "Kell's post".
    fn has_something(&self, said: &Said, actor: &Actor) -> bool {
        let text = &self.ctx.reports[said.report].report.text;
        let (name, behind) = text.split_at(actor.span.end as usize);
        ["'s", "’s"].iter().any(|s| behind.starts_with(s) || name.ends_with(s))
    }

    /// A statement, or all of a short sentence of which it is only a part.
    fn whole(&self, said: &Said) -> Span {
        let words = |span: Span| self.ctx.words_in(said.report, span).len();
        let sentence = self.ctx.sentence_at(said.report, said.span.start).map_or(said.span, |s| s.span);
        if words(said.span) < FRAGMENT && words(sentence) <= SENTENCE { sentence } else { said.span }
    }

    /// The people and bodies in a statement, but for those who say it.
    fn acting(&self, said: &Said) -> Vec<Actor> {
        let whole = self.whole(said);
        let annotations = &self.ctx.reports[said.report].annotations;
        // Who orders something says nothing.
        let text = &self.ctx.reports[said.report].report.text;
        let here = |a: &&Attribution| a.source_spans.iter().any(|s| s.overlaps(whole)) && !is_act(text, a);
        let attributions = annotations.attributions.iter().filter(here);
        let speaks: Vec<Span> = attributions.flat_map(|a| &a.source_spans).copied().collect();
        let beside = if whole == said.span { self.asides(said) } else { Vec::new() };
        let mut found: Vec<Actor> = Vec::new();
        let acts = |e: &&Entity| {
            e.kind != EntityKind::Place
                && e.spans.iter().any(|s| whole.contains(*s))
                && !self.is_outlet(&e.name)
        };
        for entity in annotations.entities.iter().filter(acts) {
            for span in entity.spans.iter().filter(|s| whole.contains(**s)) {
                let says = entity.kind == EntityKind::Person && speaks.iter().any(|s| s.overlaps(*span));
                if says
                    || self.is_headed(said.report, *span)
                    || beside.iter().any(|s| s.overlaps(*span))
                    || self.is_where(said.report, *span, entity.kind)
                {
                    continue;
                }
                let (span, name) = self.full_name(said.report, *span, &entity.name);
                let kind =
                    if self.has_article(said.report, span) { EntityKind::Organization } else { entity.kind };
                let kind = (name == entity.name).then_some(kind);
                let mut actor = Actor::new(span, &name, kind);
                // "Coast Guard Commander Tessa Morrow", who is Tessa Morrow elsewhere.
                let titled = |e: &Entity| {
                    e.kind == EntityKind::Person && e.name.contains(' ') && name.ends_with(&e.name)
                };
                if let Some(actor) = &mut actor
                    && annotations.entities.iter().any(titled)
                {
                    (actor.kind, actor.person) = (Some(EntityKind::Person), true);
                }
                found.extend(actor);
            }
        }
        for (name, span) in self.bodies_meant(said, whole) {
            if !beside.iter().any(|s| s.overlaps(span)) && !self.is_speaker(said.report, span) {
                found.extend(Actor::new(span, &name, Some(EntityKind::Organization)));
            }
        }
        found.sort_by_key(|a| (a.span.start, std::cmp::Reverse(a.span.end)));
        found.dedup_by(|next, last| last.span.contains(next.span));
        // "The Teachers' Pension Fund" may be read as two names.
        found.dedup_by(|next, last| {
            let near = next.span.start <= last.span.end + NEXT;
            if near {
                last.span = last.span.cover(next.span);
                last.words.append(&mut next.words);
                last.head.clone_from(&next.head);
                // "Rescue Corps Chief Tessa Morrow"
                if next.kind == Some(EntityKind::Person) {
                    (last.kind, last.person) = (next.kind, true);
                }
            }
            near
        });
        // "Tessa Morrow, who heads the Orlo Bank": the body says who she is.
        found.dedup_by(|next, last| {
            let between = Span::new(last.span.end as usize, next.span.start.max(last.span.end) as usize);
            let between = self.ctx.words_of(said.report, between);
            let is_of = [" of", " of the", " at", " at the", " for", " for the"];
            between.starts_with(',')
                && !between[1..].contains(',')
                && between.split_whitespace().count() <= DESCRIPTION
                && is_of.iter().any(|w| between.trim_end().ends_with(w))
        });
        found
    }

    /// Whether a name stands where a place does: "in Orlo", "near Velm", and "to Orlo" where that is no body.
    fn is_where(&self, report: usize, span: Span, kind: EntityKind) -> bool {
        let before = &self.ctx.reports[report].report.text[..span.start as usize];
        let word = before.trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let word = word.to_lowercase();
        matches!(word.as_str(), "in" | "at" | "near" | "off" | "outside" | "around" | "within" | "across")
            || kind != EntityKind::Organization && matches!(word.as_str(), "to" | "from" | "between")
    }

    /// Whether "the" stands before a name: people have none.
    fn has_article(&self, report: usize, span: Span) -> bool {
        let before = self.ctx.reports[report].report.text[..span.start as usize].trim_end();
        before.rsplit(|c: char| !c.is_alphabetic()).next().is_some_and(|w| w.eq_ignore_ascii_case("the"))
    }

    /// Whether a body only says who somebody is: "the head of the Orlo Bank".
    fn is_headed(&self, report: usize, span: Span) -> bool {
        let before = &self.ctx.reports[report].report.text[..span.start as usize];
        let mut words = before.rsplit(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
        let next = words.next().map(str::to_lowercase);
        let of = if next.as_deref() == Some("the") { words.next().map(str::to_lowercase) } else { next };
        let person = words.next().map(str::to_lowercase).unwrap_or_default();
        of.as_deref() == Some("of") && (person == "head" || backstory_lexicon::is_person_noun(&person))
    }

    /// Whether a noun stands beside a verb of saying as the one who says it: "the agency `reported`", "`said` the union".
    fn is_speaker(&self, report: usize, span: Span) -> bool {
        let (text, annotations) =
            (&self.ctx.reports[report].report.text, &self.ctx.reports[report].annotations);
        let says = |cue: &Span| {
            let passive = cue.of(text).ends_with("by");
            let behind = cue.start >= span.end && cue.start - span.end <= 1;
            let ends = text[span.end as usize..].starts_with(['.', ',']);
            let before = span.start >= cue.end && span.start - cue.end <= THE && ends;
            !passive && (behind || before)
        };
        let mut all = annotations.attributions.iter();
        all.any(|a| a.cue_spans.iter().any(says) && !is_act(text, a))
    }

    /// A name with what goes on in capitals on either side of it, where only a part of it was read as a name: "the Labour
    /// `Inspectorate`", "the `Children`'s Hospital".
    fn full_name(&self, report: usize, span: Span, name: &str) -> (Span, String) {
        let text = &self.ctx.reports[report].report.text;
        let capital = |w: &str| w.starts_with(char::is_uppercase);
        let mut whole = span;
        let sentence = self.ctx.sentence_at(report, span.start).map_or(span, |s| s.span);
        let after = &text[span.end as usize..(sentence.end as usize).max(span.end as usize)];
        if let Some(rest) = after.strip_prefix("’s ").or_else(|| after.strip_prefix("'s ")) {
            let mut end = 0;
            for word in rest.split_inclusive(' ').take_while(|w| capital(w)) {
                end += word.len();
                if word.trim_end().ends_with(|c: char| !c.is_alphanumeric()) {
                    break;
                }
            }
            let run = rest[..end].trim_end_matches(|c: char| !c.is_alphanumeric());
            if !run.is_empty() {
                let length = after.len() - rest.len() + run.len();
                whole = Span::new(span.start as usize, span.end as usize + length);
            }
        }
        let before = text[..span.start as usize].strip_suffix(' ').unwrap_or_default();
        let from = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        let led = before[..from].split_whitespace().next_back();
        let led = led.is_some_and(|w| w.eq_ignore_ascii_case("the")) && from > sentence.start as usize;
        if led && capital(&before[from..]) && before[from..].chars().all(char::is_alphabetic) {
            whole = Span::new(from, whole.end as usize);
        }
        if whole == span { (span, name.to_owned()) } else { (whole, whole.of(text).to_owned()) }
    }

    /// Whether a name is an outlet's: who is credited for a statement does not act in it.
    fn is_outlet(&self, name: &str) -> bool {
        self.chains.is_outlet(name)
    }

    /// Bodies that a statement means by a noun, "the brigade" of the Orsk Fire Brigade, or that have no other name, "the
    /// harbour police": their names, and where they stand.
    fn bodies_meant(&self, said: &Said, whole: Span) -> Vec<(String, Span)> {
        let words = self.ctx.words_in(said.report, whole);
        let small = |span: Span| self.ctx.words_of(said.report, span).starts_with(char::is_lowercase);
        let mut found: Vec<(String, Span)> = Vec::new();
        for at in 0..words.len() {
            if self.ctx.term(words[at].form) != "the" {
                continue;
            }
            let rest = words[at + 1..].iter().take_while(|w| small(w.span)).take(NOUNS);
            let rest: Vec<(Span, &str)> = rest.map(|w| (w.span, self.ctx.term(w.form))).collect();
            for length in (1..=rest.len()).rev() {
                let full: Vec<String> = rest[..length]
                    .iter()
                    .map(|(_, w)| w.strip_suffix("'s").unwrap_or(w).to_owned())
                    .collect();
                // "The airport police" are not the airport.
                let goes_on = rest.get(length).is_some_and(|(_, w)| is_body_noun(w) || is_person_noun(w));
                let name = self.meant_by(said, &full).filter(|_| !goes_on);
                if let Some(name) = name {
                    found.push((name, rest[0].0.cover(rest[length - 1].0)));
                    break;
                }
            }
        }
        found
    }

    /// The name of the body that a statement means by some words, in small letters: "the brigade", "the prosecutor's office".
    fn meant_by(&self, said: &Said, words: &[String]) -> Option<String> {
        let other =
            if said.report == self.before.0.report { self.after.0.report } else { self.before.0.report };
        let (own, theirs) = (self.ctx.bodies(said.report), self.ctx.bodies(other));
        // "The service" is the Coast Guard Service of Orlo, and not the Service Union; of two that it may be, neither.
        let named = |all: &[Body], noun: &str| -> Option<String> {
            let is =
                |body: &&Body| body.words.last().is_some_and(|w| w == noun) && !self.is_outlet(&body.name);
            let called: Vec<&Body> = all.iter().filter(is).collect();
            let mut names = called.iter().filter(|body| body.name.starts_with(char::is_uppercase));
            let first = names.next().or_else(|| called.first())?;
            let name = folded(&first.name);
            Some(if names.all(|n| folded(&n.name) == name) { first.name.clone() } else { noun.to_owned() })
        };
        // "The prosecutor's office" is the public prosecutor's office.
        let whole = |body: &&Body| body.words.ends_with(words) && !self.is_outlet(&body.name);
        match words {
            [] => None,
            [noun] => named(own, noun).or_else(|| named(theirs, noun).map(|_| noun.clone())),
            _ => own.iter().chain(theirs).find(whole).map(|body| body.name.clone()),
        }
    }
}
