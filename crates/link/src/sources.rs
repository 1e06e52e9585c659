//! The sources of each report → the sources of the case.
//!
//! Two names are one source where they are the same after titles, articles, dots and accents are set aside, where two
//! full names of a person share the first and the last part, or where a surname that stands alone in a report has
//! exactly one full name in all the reports that speak of the same people and places. Anything less sure stays apart: two sources taken for one
//! would make a claim look weaker than it is, and two people under one name would be worse.
//! Anonymous sources and reporters belong to their report and are never merged.

mod kinds;

use std::collections::{BTreeMap, BTreeSet};

use backstory_model::{
    Annotated, Annotations, Attribution, Claim, Edge, EntityKind, Node, ReportId, Source, SourceId,
    SourceKind, Span,
};
use backstory_text::{fold, words};

use crate::context::Context;

/// Every source of the case once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sources {
    /// Sorted by id.
    pub(crate) list: Vec<Source>,
    /// Source of one report → source of the case, where the two differ.
    pub(crate) aliases: BTreeMap<SourceId, SourceId>,
    bodies: BTreeMap<Key, SourceId>,
    initials: BTreeMap<String, Key>,
    voices: BTreeMap<ReportId, SourceId>,
    /// Where the reports of each outlet are: the words of the names in them, folded, but for people's.
    grounds: BTreeMap<SourceId, BTreeSet<String>>,
    /// The letters of the addresses of each outlet's reports.
    hosts: BTreeMap<SourceId, BTreeSet<String>>,
}

impl Sources {
    /// The case's id for a source of one report.
    pub(crate) fn id(&self, local: SourceId) -> SourceId {
        self.aliases.get(&local).copied().unwrap_or(local)
    }

    /// The source with this id (of a report or of the case).
    pub(crate) fn get(&self, id: SourceId) -> Option<&Source> {
        let id = self.id(id);
        self.list.binary_search_by_key(&id, |s| s.id).ok().map(|at| &self.list[at])
    }

    /// The outlet of this name, where the case knows one: as a source, as an agency, or as the outlet of a report.
    pub(crate) fn outlet(&self, name: &str) -> Option<&Source> {
        self.get(*self.bodies.get(&expanded(&self.initials, name))?)
    }

    /// Adds outlets that no report mentions, by the names that the tables have for them.
    pub(crate) fn add_outlets(&mut self, names: impl IntoIterator<Item = &'static str>) {
        for name in names {
            let key = expanded(&self.initials, name);
            let new = outlet(name);
            let id = *self.bodies.entry(key).or_insert(new.id);
            if let Err(at) = self.list.binary_search_by_key(&id, |s| s.id) {
                self.list.insert(at, new);
            }
        }
    }

    /// The outlet that a source means among those whose reports stand around it, where it is called by the last words of
    /// its name alone ("the Gazette"); None where it is none of them or may be two.
    pub(crate) fn short_for(&self, id: SourceId, around: &BTreeSet<SourceId>) -> Option<SourceId> {
        let source = self.get(id)?;
        let name = source.name.as_deref()?;
        // "The Lantern" may be read as someone's name.
        let word = source.kind == SourceKind::Person && !name.contains(' ');
        if !(word || matches!(source.kind, SourceKind::Outlet | SourceKind::Organization))
            || around.contains(&source.id)
        {
            return None;
        }
        self.called(name, word, around)
    }

    /// The outlets that the last words of longer names in a report mean: "the Times" the Orlo Times. None where a word may
    /// mean more than one.
    pub(crate) fn longer(&self, said: &Annotations) -> BTreeMap<String, Option<SourceId>> {
        let names = said.entities.iter().map(|e| e.name.as_str());
        let names = names.chain(said.sources.iter().filter_map(|s| s.name.as_deref()));
        let mut found: BTreeMap<String, Option<SourceId>> = BTreeMap::new();
        for name in names {
            let mut parts = parts(name);
            let Some(last) = parts.pop().filter(|_| !parts.is_empty()) else { continue };
            let Some(outlet) = self.outlet(name).map(|o| o.id) else { continue };
            let known = found.entry(last).or_insert(Some(outlet));
            *known = known.filter(|known| *known == outlet);
        }
        found
    }

    /// Whether an outlet is from a place: by the names in its reports, or by their addresses.
    fn is_from(&self, outlet: SourceId, place: &str) -> bool {
        self.grounds.get(&outlet).is_some_and(|names| names.contains(place))
            || self.hosts.get(&outlet).is_some_and(|hosts| hosts.iter().any(|host| host.contains(place)))
    }

    /// The outlet that words mean among those whose reports stand around them, where they are the last ones of its name;
    /// `word`: whether they may be somebody's name as well.
    pub(crate) fn called(&self, called: &str, word: bool, around: &BTreeSet<SourceId>) -> Option<SourceId> {
        let short = run(called);
        // "Pike and Tar" is often read as two.
        let joined = format!("{short}and");
        let ends = |outlet: &&SourceId| {
            let Some(name) = self.get(**outlet).and_then(|o| o.name.as_deref()) else { return false };
            let (full, words) = (run(name), parts(name));
            // A person called Ward is no short name of the Forward.
            let apart = words.last() == Some(&short) || words.get(1).is_some_and(|w| w == "and");
            let same = full.len() > short.len() && full.ends_with(&short) || full.starts_with(&joined);
            // "The Orlo Times-Herald", "the Times-Herald of Orlo": with where it is from.
            let all = parts(called);
            let from: &[String] = if all.len() == words.len() + 1 && short.ends_with(&full) {
                &all[..1]
            } else if short.starts_with(&format!("{full}of")) {
                all.get(words.len() + 1..).unwrap_or_default()
            } else {
                &[]
            };
            let placed = name.contains(['-', ' '])
                && full.len() >= LEADING
                && !from.is_empty()
                && from.iter().all(|place| self.is_from(**outlet, place))
                && backstory_lexicon::outlet_by_name(called).is_none();
            let same = same || !word && placed;
            same && (!word || apart)
        };
        let mut found = around.iter().filter(ends);
        let first = found.next().filter(|_| short.len() >= 4)?;
        found.next().is_none().then_some(*first)
    }

    /// Whether something was said to the outlet of a report: by the words behind the cue ("told the Ilmar Post"), since a
    /// report is not its own go-between.
    pub(crate) fn told_own(&self, report: &Annotated, said: &Attribution) -> bool {
        let report = &report.report;
        let Some(outlet) = report.outlet.as_deref() else { return false };
        let Some(own) = self.outlet(outlet) else { return false };
        if said.via.iter().any(|via| self.id(*via) == own.id) {
            return true;
        }
        let Some(cue) = said.cue_spans.last() else { return false };
        let told = |word: &String| matches!(word.as_str(), "told" | "tell" | "tells" | "telling");
        if !folded(cue.of(&report.text)).iter().any(told) {
            return false;
        }
        let behind = &report.text[cue.end as usize..];
        let names = [run(outlet), own.name.as_deref().map(run).unwrap_or_default()];
        let (mut heard, mut words) = (String::new(), behind.split_whitespace().take(HEARER).peekable());
        words.next_if(|word| matches!(*word, "the" | "The"));
        while let Some(word) = words.next() {
            heard.push_str(&run(word));
            // "The Guardian Council" is not the Guardian.
            let ends = word.ends_with([',', '.', ';'])
                || words.peek().is_none_or(|next| !next.starts_with(char::is_uppercase));
            if ends && names.contains(&heard) {
                return true;
            }
        }
        false
    }

    /// The source that stands for a report's own voice.
    pub(crate) fn voice(&self, report: ReportId) -> Option<SourceId> {
        self.voices.get(&report).copied()
    }

    /// The sources that a finding names: those of the reports, cited outlets outside the case, and the reporters
    /// among the origins of claims.
    pub(crate) fn used(&self, reports: &[Annotated], lineage: &[Edge], claims: &[Claim]) -> Vec<Source> {
        let local = reports.iter().flat_map(|r| &r.annotations.sources).map(|s| self.id(s.id));
        let cited = lineage.iter().filter_map(|e| match e.from {
            Node::External(outlet) => Some(outlet),
            Node::Report(_) => None,
        });
        let origins = claims.iter().flat_map(|c| &c.origins).map(|o| o.source);
        let used: BTreeSet<SourceId> = local.chain(cited).chain(origins).collect();
        self.list.iter().filter(|s| used.contains(&s.id)).cloned().collect()
    }
}

/// Words behind a cue in which the name of an outlet can stand.
const HEARER: usize = 8;

/// A news outlet that is no source of any report.
fn outlet(name: &str) -> Source {
    let name = backstory_lexicon::outlet_by_name(name).map_or(name, |o| o.name);
    Source {
        id: SourceId::of([SourceKind::Outlet.name().as_bytes(), name.as_bytes()]),
        kind: SourceKind::Outlet,
        name: Some(name.to_owned()),
        description: None,
        role: None,
        affiliation: None,
        report: None,
        mentions: Vec::new(),
    }
}

/// The voice of a report that names no one: the one its annotations carry, or a new one.
fn reporter(report: &Annotated) -> Source {
    let own = report.annotations.sources.iter().find(|s| s.kind == SourceKind::Reporter);
    own.cloned().unwrap_or_else(|| {
        let id = report.report.id;
        Source {
            id: SourceId::of([SourceKind::Reporter.name().as_bytes(), id.to_string().as_bytes()]),
            kind: SourceKind::Reporter,
            name: (!report.report.authors.is_empty()).then(|| report.report.authors.join(", ")),
            description: None,
            role: None,
            affiliation: report.report.outlet.clone(),
            report: Some(id),
            mentions: Vec::new(),
        }
    })
}

/// Words that stand before somebody's name alone, and are no part of it.
const ADDRESSES: &[&str] = &[
    "capt",
    "captain",
    "dr",
    "judge",
    "mayor",
    "miss",
    "mr",
    "mrs",
    "ms",
    "prof",
    "professor",
    "sergeant",
    "sir",
];

/// More words before a name that are no part of it.
const TITLES: &[&str] = &[
    "adm",
    "admiral",
    "ambassador",
    "archbishop",
    "baroness",
    "bishop",
    "brig",
    "cardinal",
    "chairman",
    "chairwoman",
    "chancellor",
    "chief",
    "cllr",
    "col",
    "colonel",
    "commissioner",
    "congressman",
    "congresswoman",
    "councillor",
    "dame",
    "defence",
    "defense",
    "deputy",
    "father",
    "first",
    "foreign",
    "former",
    "gen",
    "general",
    "gov",
    "governor",
    "hon",
    "inspector",
    "interim",
    "interior",
    "justice",
    "king",
    "lady",
    "lieutenant",
    "lord",
    "lt",
    "maj",
    "major",
    "minister",
    "officer",
    "pastor",
    "pope",
    "premier",
    "president",
    "prime",
    "prince",
    "princess",
    "queen",
    "rep",
    "representative",
    "rev",
    "sec",
    "secretary",
    "sen",
    "senator",
    "sgt",
    "sheikh",
    "sheriff",
    "speaker",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "state",
    "superintendent",
    "supt",
    "vice",
];

/// Words behind a name that tell two people apart, and are not their surname.
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv"];

/// The words of a text, folded for comparing, without possessives.
pub(crate) fn folded(text: &str) -> Vec<String> {
    let plain = |span: Span| {
        let word = fold(span.of(text));
        word.strip_suffix("'s").map(str::to_owned).unwrap_or(word)
    };
    words(text, Span::new(0, text.len())).map(plain).collect()
}

/// The words of a name, folded, without a leading article.
fn parts(name: &str) -> Vec<String> {
    let mut parts = folded(name);
    if parts.len() > 1 && parts[0] == "the" {
        parts.remove(0);
    }
    parts
}

/// The letters of a name in one run, as the address of an outlet has them.
fn run(name: &str) -> String {
    let short = |word: &String| if word == "television" { "tv".to_owned() } else { word.clone() };
    parts(name).iter().map(short).collect()
}

/// The words of a person's name without titles: `["elliott", "abrams"]`. Never empty where the name is not.
fn person_parts(name: &str) -> Vec<String> {
    let all = parts(name);
    let title = |word: &&String| [ADDRESSES, TITLES].iter().any(|words| words.contains(&word.as_str()));
    let kept: Vec<String> = all.iter().skip_while(title).cloned().collect();
    if kept.is_empty() { all } else { kept }
}

/// What two names of one thing have in common. A person with one name has `first: None`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Person {
        first: Option<String>,
        last: String,
        suffix: Option<String>,
    },
    /// Outlets and organizations: the same name is the same body, whatever a report took it for.
    Body(String),
    Document(String),
}

fn person_key(name: &str) -> Option<Key> {
    let mut parts = person_parts(name);
    let suffix = if parts.len() > 2 && SUFFIXES.contains(&parts[parts.len() - 1].as_str()) {
        parts.pop()
    } else {
        None
    };
    let last = parts.pop()?;
    Some(Key::Person { first: parts.into_iter().next(), last, suffix })
}

fn body_key(name: &str) -> Key {
    let full = backstory_lexicon::outlet_by_name(name).map_or(name, |o| o.name);
    let key = parts(full).join(" ");
    // An outlet that is called by a common word is known by its article: no paper is The Paper.
    let common = full.starts_with("The ") && !key.contains(' ');
    let article = common && backstory_lexicon::outlet_by_name(&key).is_none();
    Key::Body(if article && backstory_lexicon::outlet_by_name(full).is_some() {
        full.to_lowercase()
    } else {
        key
    })
}

/// Words that the address of an outlet has and its name may lack.
const TAILS: &[&str] = &["news", "online", "wire", "press", "agency", "media", "net", "web", "tv", "radio"];

/// The outlets that the reports of a case come from, by what others may call them by: their initials, or the letters of
/// a name that was read off an address (`Ostrapost`, for the Ostra Post). What two outlets are called by means neither.
fn initials(reports: &[Annotated]) -> BTreeMap<String, Key> {
    let mut found: BTreeMap<String, BTreeSet<Key>> = BTreeMap::new();
    let names = full_outlets(reports);
    let sources = reports.iter().flat_map(|r| &r.annotations.sources);
    let cited = sources.filter(|s| s.kind == SourceKind::Outlet).filter_map(|s| s.name.as_deref());
    let cited: BTreeSet<String> = cited.filter(|name| parts(name).len() > 1).map(run).collect();
    for (name, full) in &names {
        let words = parts(name);
        let key = || body_key(full);
        if let Some(letters) = first_letters(name) {
            found.entry(letters).or_default().insert(key());
        }
        let run = run(name);
        let mut short = vec![run.as_str()];
        short.extend(TAILS.iter().filter(|_| words.len() <= 2).filter_map(|tail| run.strip_suffix(tail)));
        // "Plain Words" for the Plain Words Daily; where it is from may stand behind the name of an outlet that is cited.
        let (whole, run_of_all) = (parts(full), self::run(full));
        let last = whole.last().filter(|_| whole.len() > 2);
        let front = last.and_then(|last| run_of_all.strip_suffix(last.as_str()));
        let issued = |word: &String| ISSUED.contains(&word.as_str());
        short.extend(front.filter(|front| last.is_some_and(issued) || cited.contains(*front)));
        // An address keeps the article that names lose.
        let bare: Vec<&str> = short.iter().filter_map(|s| s.strip_prefix("the")).collect();
        for short in short.into_iter().chain(bare).filter(|s| s.len() >= 3 && *s != run) {
            found.entry(short.to_owned()).or_default().insert(key());
        }
        found.entry(run).or_default().insert(key());
    }
    found
        .into_iter()
        .filter(|(_, keys)| keys.len() == 1)
        .filter_map(|(k, keys)| Some((k, keys.into_iter().next()?)))
        .collect()
}

/// Letters of a name that an address has in front of others, from which on it is the outlet's.
const LEADING: usize = 8;

/// Words of an outlet's name that say when it comes out.
const ISSUED: &[&str] = &["daily", "evening", "morning", "sunday", "weekly"];

/// What the address of an outlet may have of its name: without a word in the middle (`ilmarecho`, for the Ilmar Coast
/// Echo), or without when it comes out.
fn shortened(name: &str) -> Vec<String> {
    let words = parts(name);
    let without =
        |at: usize| words.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, w)| w.as_str()).collect();
    let mut short: Vec<String> = (1..words.len().saturating_sub(1)).map(without).collect();
    if words.len() > 1 && ISSUED.contains(&words[0].as_str()) {
        short.push(without(0));
    }
    short
}

/// The initials of a name of three words or more, in capitals.
fn first_letters(name: &str) -> Option<String> {
    let words = parts(name);
    (words.len() > 2)
        .then(|| words.iter().filter_map(|w| w.chars().next()).flat_map(char::to_uppercase).collect())
}

/// The outlets that reports come from, each with the fullest name that one of the case has: of `Ostrapost`, read off an
/// address, the Ostra Post; of `insnews` the Ilmar News Service, where nobody else has these initials.
fn full_outlets(reports: &[Annotated]) -> BTreeMap<&str, &str> {
    let outlets: BTreeSet<&str> = reports.iter().filter_map(|r| r.report.outlet.as_deref()).collect();
    let agencies = reports.iter().flat_map(|r| &r.report.agencies).map(|a| a.name.as_str());
    let cited = reports.iter().flat_map(|r| &r.annotations.sources);
    let cited =
        |kind: SourceKind| cited.clone().filter(move |s| s.kind == kind).filter_map(|s| s.name.as_deref());
    let agencies: BTreeSet<&str> = agencies.chain(cited(SourceKind::Outlet)).collect();
    let mut by_letters: BTreeMap<String, BTreeMap<Key, &str>> = BTreeMap::new();
    let mut by_some = by_letters.clone();
    for name in outlets.union(&agencies).filter(|name| parts(name).len() > 1) {
        let letters = first_letters(name).map(|l| l.to_lowercase());
        for letters in letters.into_iter().chain([run(name)]) {
            by_letters.entry(letters).or_default().entry(body_key(name)).or_insert(name);
        }
        for letters in shortened(name) {
            by_some.entry(letters).or_default().entry(body_key(name)).or_insert(name);
        }
    }
    // What reports take for a body is what an outlet is called too, where its address has all of the name.
    let mut bodies: BTreeMap<String, BTreeMap<Key, &str>> = BTreeMap::new();
    for name in cited(SourceKind::Organization).filter(|name| parts(name).len() > 1) {
        bodies.entry(run(name)).or_default().entry(body_key(name)).or_insert(name);
    }
    let full = |name: &&'_ str| {
        let run = run(name);
        let bare = run.strip_prefix("the").filter(|r| r.len() > 2).unwrap_or(&run);
        let tails = TAILS.iter().chain(ISSUED).filter_map(|tail| bare.strip_suffix(tail));
        let tails: Vec<&str> = tails.filter(|s| s.len() > 2).collect();
        // Where it is from may stand behind it: `channelsixilmar`, for Channel Six.
        let heads = (LEADING..bare.len()).rev().filter_map(|end| bare.get(..end));
        let heads = heads.filter(|head| {
            by_letters.get(*head).is_some_and(|names| names.values().all(|n| self::run(n) == **head))
        });
        let whole = || [run.as_str(), bare].into_iter();
        let called = whole().chain(tails.iter().copied()).chain(heads).filter_map(|l| by_letters.get(l));
        let called = called.chain(whole().filter_map(|l| by_some.get(l)));
        let mut called = called.chain(whole().chain(tails.iter().copied()).filter_map(|l| bodies.get(l)));
        called.find(|names| names.len() == 1).and_then(|names| names.values().next().copied())
    };
    let address = |name: &&str| parts(name).len() == 1;
    outlets
        .iter()
        .map(|name| (*name, Some(name).filter(|n| address(n)).and_then(full).unwrap_or(name)))
        .collect()
}

/// The key of a body, which may be named by its initials.
fn expanded(initials: &BTreeMap<String, Key>, name: &str) -> Key {
    let by_run = || initials.get(&run(name));
    let known = initials.get(name.strip_prefix("the ").unwrap_or(name)).or_else(by_run);
    known.cloned().unwrap_or_else(|| body_key(name))
}

fn key(source: &Source, initials: &BTreeMap<String, Key>) -> Option<Key> {
    let name = source.name.as_deref()?;
    match source.kind {
        // "Ledger Room" may be read as someone's name; but reports come from it.
        SourceKind::Person => initials.get(&run(name)).cloned().or_else(|| person_key(name)),
        SourceKind::Organization | SourceKind::Outlet => Some(expanded(initials, name)),
        SourceKind::Document => Some(Key::Document(parts(name).join(" "))),
        SourceKind::Anonymous | SourceKind::Reporter => None,
    }
}

/// Joins the sources of all reports: the same name of the same kind, and names that can only mean the same. Outlets
/// that reports come from or credit are there too, and a voice for each report; [`Sources::used`] leaves out those
/// that no finding needs.
pub(crate) fn merge(ctx: &Context) -> Sources {
    let reports = ctx.reports;
    let surnames = full_names(reports);
    let mut all: BTreeMap<SourceId, Source> = BTreeMap::new();
    let mut sources = Sources { initials: initials(reports), ..Sources::default() };
    let press: BTreeMap<Key, &str> =
        full_outlets(reports).into_values().map(|name| (body_key(name), name)).collect();
    let mut groups: BTreeMap<Key, Vec<(usize, &Source)>> = BTreeMap::new();
    let bodies = kinds::bodies(reports);
    for (at, report) in reports.iter().enumerate() {
        for source in &report.annotations.sources {
            let name = source.name.as_deref().unwrap_or_default();
            // What reports come from is an outlet, whatever some take it for.
            let press = sources.initials.contains_key(&run(name));
            let body = bodies.get(&parts(name)).filter(|_| !press);
            let key = key(source, &sources.initials).map(|key| match (&key, body) {
                (Key::Person { .. }, Some(true)) => body_key(name),
                (Key::Body(_), Some(false)) => person_key(name).unwrap_or(key),
                (Key::Person { first: None, .. }, _) => surnames.get(&source.id).cloned().unwrap_or(key),
                _ => key,
            });
            match key {
                Some(key) => groups.entry(key).or_default().push((at, source)),
                None => {
                    all.insert(source.id, source.clone());
                }
            }
        }
    }
    for (key, members) in groups {
        let person = matches!(key, Key::Person { .. });
        let so: Vec<(usize, &Source)> =
            members.iter().filter(|(_, m)| (m.kind == SourceKind::Person) == person).copied().collect();
        let mut merged = one(reports, if so.is_empty() { &members } else { &so });
        if so.is_empty() {
            // No report took it for what it is.
            merged.kind = if person { SourceKind::Person } else { SourceKind::Organization };
            let name = merged.name.as_deref().unwrap_or_default();
            merged.id = SourceId::of([merged.kind.name().as_bytes(), name.as_bytes()]);
        }
        if let Some(name) = press.get(&key) {
            // Whatever a report took it for, and whatever it called it: reports come from it.
            let outlet = outlet(name);
            merged = Source { id: outlet.id, kind: outlet.kind, name: outlet.name, ..merged };
        }
        for (_, member) in members.iter().filter(|(_, m)| m.id != merged.id) {
            sources.aliases.insert(member.id, merged.id);
        }
        if matches!(key, Key::Body(_)) {
            sources.bodies.insert(key, merged.id);
        }
        all.insert(merged.id, merged);
    }
    for report in reports {
        let credited = report.report.agencies.iter().map(|a| &a.name);
        for name in report.report.outlet.iter().chain(credited) {
            let key = expanded(&sources.initials, name);
            let new = outlet(press.get(&key).copied().unwrap_or(name));
            let id = *sources.bodies.entry(key).or_insert(new.id);
            // A report that comes from it shows that the body is an outlet, whatever others took it for.
            all.entry(id).or_insert(new).kind = SourceKind::Outlet;
        }
        let from = report.report.outlet.as_deref();
        if let Some(own) = from.and_then(|name| sources.bodies.get(&expanded(&sources.initials, name))) {
            let entities = report.annotations.entities.iter().filter(|e| e.kind != EntityKind::Person);
            sources.grounds.entry(*own).or_default().extend(entities.flat_map(|e| parts(&e.name)));
            let host = report.report.url.as_deref().and_then(|url| url.split('/').nth(2));
            sources.hosts.entry(*own).or_default().extend(host.map(str::to_lowercase));
        }
        let voice = reporter(report);
        sources.voices.insert(report.report.id, voice.id);
        all.entry(voice.id).or_insert(voice);
    }
    sources.list = all.into_values().collect();
    sources
}

/// One source for all that name it: the fullest name (of those, the one most reports use), what the earliest report
/// says of it.
fn one(reports: &[Annotated], members: &[(usize, &Source)]) -> Source {
    let mut uses: BTreeMap<SourceId, (usize, &Source)> = BTreeMap::new();
    for (_, source) in members {
        uses.entry(source.id).or_insert((0, source)).0 += 1;
    }
    // A body is an outlet where at least as many reports take it for one as for something else.
    let taken_for = |kind: SourceKind| members.iter().filter(|(_, s)| s.kind == kind).count();
    let outlet = taken_for(SourceKind::Outlet) >= taken_for(SourceKind::Organization);
    let fullness = |s: &Source| match s.kind {
        SourceKind::Person => person_parts(s.name.as_deref().unwrap_or_default()).len(),
        kind => usize::from((kind == SourceKind::Outlet) == outlet),
    };
    let (_, best) = uses
        .values()
        .max_by(|(n, a), (m, b)| (fullness(a), n).cmp(&(fullness(b), m)).then(b.id.cmp(&a.id)))
        .expect("a group has members");
    let mut oldest: Vec<&(usize, &Source)> = members.iter().collect();
    oldest.sort_by_key(|(at, _)| {
        let report = &reports[*at].report;
        (report.published.is_none(), report.published.as_ref().map(|p| p.date.clone()), report.id)
    });
    let first = |field: fn(&Source) -> &Option<String>| oldest.iter().find_map(|(_, s)| field(s).clone());
    Source {
        id: best.id,
        kind: best.kind,
        name: best.name.clone(),
        description: first(|s| &s.description),
        role: first(|s| &s.role),
        affiliation: first(|s| &s.affiliation),
        report: None,
        mentions: Vec::new(),
    }
}

/// Names that two reports must share, beside the surname, before one lends the other a full name.
const COMMON_GROUND: usize = 2;

/// For each person who is a source under a surname alone: the one full name that the reports around it have for the
/// surname, among their sources and the people they name.
fn full_names(reports: &[Annotated]) -> BTreeMap<SourceId, Key> {
    let mut full: BTreeMap<String, BTreeMap<usize, BTreeSet<Key>>> = BTreeMap::new();
    let mut alone: BTreeMap<SourceId, (String, Vec<usize>)> = BTreeMap::new();
    for (at, report) in reports.iter().enumerate() {
        let said = &report.annotations;
        for name in people(said) {
            if let Some(key @ Key::Person { first: Some(_), .. }) = person_key(name)
                && let Key::Person { last, .. } = &key
            {
                full.entry(last.clone()).or_default().entry(at).or_default().insert(key);
            }
        }
        for source in said.sources.iter().filter(|s| s.kind == SourceKind::Person) {
            if let Some(Key::Person { first: None, last, .. }) = source.name.as_deref().and_then(person_key) {
                alone.entry(source.id).or_insert((last, Vec::new())).1.push(at);
            }
        }
    }
    let mut found = BTreeMap::new();
    for (id, (last, places)) in alone {
        let Some(holders) = full.get(&last) else { continue };
        // The id is the same in every report that has the surname alone, so all of them must agree.
        let mut agreed: BTreeSet<Option<&Key>> = BTreeSet::new();
        for at in places {
            let here = ground(&reports[at].annotations, &last);
            let near = holders.iter().filter(|(there, _)| {
                **there == at
                    || ground(&reports[**there].annotations, &last).intersection(&here).count()
                        >= COMMON_GROUND
            });
            let keys: BTreeSet<&Key> = near.flat_map(|(_, keys)| keys).collect();
            agreed.insert((keys.len() == 1).then(|| keys.first().copied()).flatten());
        }
        if let (1, Some(Some(key))) = (agreed.len(), agreed.first()) {
            found.insert(id, (*key).clone());
        }
    }
    found
}

/// Full names of people, as sources and as entities.
fn people(said: &Annotations) -> impl Iterator<Item = &str> {
    let sources =
        said.sources.iter().filter(|s| s.kind == SourceKind::Person).filter_map(|s| s.name.as_deref());
    sources.chain(said.entities.iter().filter(|e| e.kind == EntityKind::Person).map(|e| e.name.as_str()))
}

/// What a report speaks of, but for the people of one surname.
fn ground(said: &Annotations, last: &str) -> BTreeSet<Vec<String>> {
    said.entities.iter().map(|e| parts(&e.name)).filter(|p| p.last().is_some_and(|p| p != last)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::report;

    /// Who says something in each text, as the case names them.
    #[track_caller]
    fn check(texts: &[&str], names: &[&str]) {
        let mut reports: Vec<Annotated> =
            texts.iter().map(|t| report("Ilmar Post", "2031-05-06", t)).collect();
        let order: Vec<ReportId> = reports.iter().map(|r| r.report.id).collect();
        reports.sort_by_key(|r| r.report.id);
        let sources = merge(&Context::new(&reports));
        let mut found = Vec::new();
        for id in order {
            let here = reports.iter().find(|r| r.report.id == id).expect("a report of the case");
            for attribution in &here.annotations.attributions {
                let source =
                    sources.get(attribution.source.expect("a source")).expect("a source of the case");
                found.push(source.name.clone().expect("a name"));
            }
        }
        assert_eq!(found, names);
    }

    #[test]
    fn titles_and_articles_are_no_part_of_a_name() {
        check(
            &[
                "{The gates are shut}, «Tessa Morrow|person» [said].",
                "{The gates are open}, «President Tessa Morrow|person» [said].",
                "{The gates are gone}, «Tessa K. Morrow|person» [said].",
            ],
            &["Tessa K. Morrow", "Tessa K. Morrow", "Tessa K. Morrow"],
        );
        check(
            &[
                "{The gates are shut}, «the Ilmar Port Authority|organization» [said].",
                "{The gates are open}, «Ilmar Port Authority|organization» [said].",
            ],
            &["Ilmar Port Authority", "Ilmar Port Authority"],
        );
    }

    #[test]
    fn other_people_stay_apart() {
        check(
            &[
                "{The gates are shut}, «Tessa Morrow|person» [said].",
                "{The gates are open}, «Odo Morrow|person» [said].",
                "{The gates are gone}, «Morrow|person» [said].",
            ],
            &["Tessa Morrow", "Odo Morrow", "Morrow"],
        );
        check(
            &[
                "{The gates are shut}, «Tessa Morrow|person» [said].",
                "{The gates are open}, «Tessa Morrow Jr.|person» [said].",
            ],
            &["Tessa Morrow", "Tessa Morrow Jr."],
        );
    }

    #[test]
    fn an_outlet_of_a_report_is_an_outlet_everywhere() {
        let reports = [report(
            "Ilmar Post",
            "2031-05-06",
            "{The gates are shut}, «the Ilmar Post|organization» [said].",
        )];
        let sources = merge(&Context::new(&reports));
        let id = reports[0].annotations.attributions[0].source.expect("a source");
        assert_eq!(sources.get(id).map(|s| s.kind), Some(SourceKind::Outlet));
        assert_eq!(sources.outlet("The Ilmar Post").map(|s| s.id), Some(sources.id(id)));
    }

    /// The sources of a case of these reports, each an outlet and a text.
    fn merged(reports: &[(&str, &str)]) -> Sources {
        let mut reports: Vec<Annotated> =
            reports.iter().map(|(outlet, text)| report(outlet, "2031-05-06", text)).collect();
        reports.sort_by_key(|r| r.report.id);
        merge(&Context::new(&reports))
    }

    #[test]
    fn an_outlet_by_its_address_is_the_outlet_by_its_name() {
        let check = |reports: &[(&str, &str)], address: &str, name: &str, same: bool| {
            let sources = merged(reports);
            let full = sources.outlet(address).and_then(|s| s.name.clone());
            assert_eq!(full.as_deref() == Some(name), same, "{address}: {full:?}");
            let ids = [address, name].map(|n| sources.outlet(n).map(|s| s.id));
            assert_eq!(ids[0].is_some() && ids[0] == ids[1], same, "{address}, {name}");
        };
        let text = "The gates are shut.";
        check(&[("Ostrapost", text), ("Ostra Post", "The gates are open.")], "Ostrapost", "Ostra Post", true);
        check(
            &[("theostrapost", text), ("Ostra Post", "The gates are open.")],
            "theostrapost",
            "Ostra Post",
            true,
        );
        check(
            &[("Ostrapost", text), ("Orlo Times", "The gates are open.")],
            "Ostrapost",
            "Orlo Times",
            false,
        );
        // Initials with a tail, of an outlet that is only named.
        let cites = "{The gates are open}, «the Ilmar News Service|outlet» [reported].";
        let other = "{The gates are gone}, «the Inner North Signal|outlet» [reported].";
        let service = "Ilmar News Service";
        check(&[("insnews", text), ("Orlo Times", cites)], "insnews", service, true);
        let both = [("insnews", text), ("Orlo Times", cites), ("Dorn Echo", other)];
        check(&both, "insnews", service, false);
        // Without a word in the middle, without when it comes out, and with where it is from.
        let named = |name: &str| format!("{{The gates are open}}, «the {name}|outlet» [reported].");
        let coast = named("Ilmar Coast Echo");
        check(&[("Ilmarecho", text), ("Orlo Times", &coast)], "Ilmarecho", "Ilmar Coast Echo", true);
        let whole = [("Ilmarecho", text), ("Orlo Times", &coast), ("Ilmar Echo", "The gates are gone.")];
        check(&whole, "Ilmarecho", "Ilmar Echo", true);
        let evening = named("Evening Lantern");
        check(&[("Lantern", text), ("Orlo Times", &evening)], "Lantern", "Evening Lantern", true);
        let six = named("Channel Six");
        check(&[("Channelsixilmar", text), ("Orlo Times", &six)], "Channelsixilmar", "Channel Six", true);
        // The first words of its name.
        let nine = named("Channel Nine");
        let sources = merged(&[("Channel Nine Velm", text), ("Orlo Times", &nine)]);
        let [short, whole] = ["Channel Nine", "Channel Nine Velm"].map(|n| sources.outlet(n).map(|s| s.id));
        assert!(short.is_some() && short == whole);
        for kind in ["person", "organization"] {
            let plain = format!("{{The gates are open}}, «Plain Words|{kind}» [said].");
            let daily = named("Plain Words Daily");
            let reports = [("plainwordsdaily", text), ("Orlo Times", plain.as_str()), ("Dorn Echo", &daily)];
            let sources = merged(&reports);
            let id = SourceId::of([kind.as_bytes(), b"Plain Words"]);
            assert_eq!(sources.id(id), sources.outlet("Plain Words Daily").expect("an outlet").id);
        }
        // What reports take for some body.
        let plain = "{The gates are open}, «Plain Words|organization» [reported].";
        check(&[("plainwordsdaily", text), ("Orlo Times", plain)], "plainwordsdaily", "Plain Words", true);
        check(&[("plainwordswatch", text), ("Orlo Times", plain)], "plainwordswatch", "Plain Words", false);
    }

    #[test]
    fn outlets_with_odd_names_are_themselves() {
        for name in ["A", "é", "The", "News", "—", "24", "a b", "the x"] {
            let sources = merged(&[(name, "The gates are shut."), ("Ilmar Post", "The gates are open.")]);
            let (own, other) = (sources.outlet(name), sources.outlet("Ilmar Post"));
            assert!(other.is_some_and(|o| own.is_none_or(|s| s.id != o.id)), "{name}");
        }
    }

    #[test]
    fn a_name_is_a_bodys_where_as_many_reports_take_it_for_one() {
        let check = |kinds: &[&str], expected: SourceKind| {
            let says =
                |(n, kind): (usize, &&str)| format!("{{Gate {n} is shut}}, «Arden Air|{kind}» [said].");
            let texts: Vec<String> = kinds.iter().enumerate().map(says).collect();
            let reports: Vec<(&str, &str)> = texts.iter().map(|t| ("Ilmar Post", t.as_str())).collect();
            let sources = merged(&reports);
            for kind in kinds {
                let id = SourceId::of([kind.as_bytes(), b"Arden Air"]);
                assert_eq!(sources.get(id).map(|s| s.kind), Some(expected), "{kinds:?}: {kind}");
            }
        };
        check(&["person", "organization"], SourceKind::Organization);
        check(&["person", "person", "organization"], SourceKind::Person);
        // Reports come from the Ilmar Post, whatever most take it for.
        let texts = ["person", "person", "organization"]
            .map(|kind| format!("{{The gate is shut}}, «Ilmar Post|{kind}» [said]."));
        let sources = merged(&texts.each_ref().map(|t| ("Ilmar Post", t.as_str())));
        let id = SourceId::of([b"person".as_slice(), b"Ilmar Post"]);
        assert_eq!(sources.get(id).map(|s| s.kind), Some(SourceKind::Outlet));
    }

    #[test]
    fn an_outlet_is_itself_with_where_it_is_from() {
        let called = |outlet: &str, name: &str| {
            let cites = format!("{{The gates are open}}, «the {name}|outlet» [reported].");
            let sources = merged(&[(outlet, "They shut the gates of Orlo."), ("Dorn Echo", &cites)]);
            let around = [outlet, "Dorn Echo"].map(|o| sources.outlet(o).expect("an outlet").id);
            let own = sources.outlet(name).expect("an outlet").id;
            sources.short_for(own, &around.into_iter().collect()) == Some(around[0])
        };
        assert!(called("Times-Herald", "Orlo Times-Herald"));
        assert!(called("Harbour Signal", "Harbour Signal of Orlo"));
        // A table knows them apart.
        assert!(!called("The Times", "New York Times"));
        assert!(!called("Signal", "Orlo Signal"));
        assert!(!called("Times-Herald", "Orlo Coast Times-Herald"));
        // Nothing says that it is from there.
        assert!(!called("Times-Herald", "Dorn Times-Herald"));
        assert!(!called("Harbour Signal", "Harbour Signal of Dorn"));
        assert!(!called("Daily Star", "Lebanon Daily Star"));
    }

    #[test]
    fn a_paper_is_no_outlet_of_that_name() {
        let sources = merged(&[
            ("Ilmar Post", "{The gates are shut}, «paper|organization» [said]."),
            ("Orlo Times", "{The gates are open}, «The Paper|outlet» [said]."),
        ]);
        let id = SourceId::of([b"organization".as_slice(), b"paper"]);
        let outlet = sources.outlet("The Paper").expect("an outlet");
        assert_eq!((outlet.kind, outlet.name.as_deref()), (SourceKind::Outlet, Some("The Paper")));
        assert_ne!(sources.get(id).map(|s| s.id), Some(outlet.id));
    }

    #[test]
    fn a_short_name_is_of_the_outlet_that_the_report_names_in_full() {
        let reports =
            [report("Dorn Echo", "2031-05-06", "{The gates are shut}, «the Orlo Times|outlet» [said].")];
        let sources = merge(&Context::new(&reports));
        let said = &reports[0].annotations;
        let outlet = sources.outlet("Orlo Times").map(|o| o.id);
        let longer = sources.longer(said);
        let longer = |word: &str| longer.get(word).copied().flatten();
        assert!(outlet.is_some() && longer("times") == outlet);
        // Of two that end so, the word means neither.
        let two = "{The gates are shut}, «the Orlo Times|outlet» [said].
            {The gates are open}, «the Dorn Times|outlet» [said].";
        let reports = [report("Dorn Echo", "2031-05-06", two)];
        let sources = merge(&Context::new(&reports));
        assert_eq!(sources.longer(&reports[0].annotations).get("times").copied().flatten(), None);
    }

    #[test]
    fn what_stands_beside_a_name_tells_whose_it_is() {
        let check = |name: &str, texts: &[&str], expected: SourceKind| {
            let reports: Vec<(&str, &str)> = texts.iter().map(|t| ("Ilmar Post", *t)).collect();
            let sources = merged(&reports);
            let id = SourceId::of([b"person".as_slice(), name.as_bytes()]);
            assert_eq!(sources.get(id).map(|s| s.kind), Some(expected), "{texts:?}");
        };
        let air =
            ["{The gate is shut}, «Varn Lothe|person» [said].", "{It is open}, «Varn Lothe|person» [said]."];
        for beside in [
            "Ada Osei, the managing director of Varn Lothe, was in Orlo.",
            "All 40 of Varn Lothe's employees were in Orlo.",
            "The ferry was run by Varn Lothe, which has its seat in Orlo.",
            "The ferry belongs to Varn Lothe, a shipping company of the north.",
        ] {
            let beside = beside.replace("Varn Lothe", "«Varn Lothe|person»") + " {It is gone}, Ada [said].";
            check("Varn Lothe", &[air[0], air[1], &beside], SourceKind::Organization);
        }
        for beside in [
            "Mr Varn Lothe was in Orlo.",
            "Varn Lothe, 34, was in Orlo.",
            "Varn Lothe, who fell, was in Orlo.",
            "Varn Lothe, the head of an airline, was in Orlo.",
            "Dr. Varn Lothe was in Orlo.",
            "Varn Lothe, a clerk at the port, was in Orlo.",
        ] {
            let beside = beside.replace("Varn Lothe", "«Varn Lothe|person»") + " {It is gone}, Ada [said].";
            let taken = air[0].replace("person", "organization");
            check("Varn Lothe", &[&taken, &taken.replace("gate", "lock"), &beside], SourceKind::Person);
        }
        // What is said of another, or of both alike, tells nothing: most take it for a person, or for a body.
        for beside in [
            "Many wept at the death of Varn Lothe, which had come at noon.",
            "They heard of the arrest of Varn Lothe, which was in Orlo.",
            "Under Varn Lothe, the government in Orlo fell.",
            "Under Varn Lothe, the government, which had fallen, was in Orlo.",
            "Asked about Varn Lothe, the company in Orlo declined.",
        ] {
            let beside = beside.replace("Varn Lothe", "«Varn Lothe|person»") + " {It is gone}, Ada [said].";
            check("Varn Lothe", &[air[0], air[1], &beside], SourceKind::Person);
        }
        for beside in [
            "The ferry met Varn Lothe, a subsidiary of an airline, in Orlo.",
            "The ferry met Varn Lothe, a contractor for the navy, in Orlo.",
            "The ferry met Varn Lothe, the owner of the port, in Orlo.",
            "Varn Lothe, 12 of whose ferries were in Orlo, fell.",
            "They sued the mayor. Varn Lothe was in Orlo.",
        ] {
            let beside = beside.replace("Varn Lothe", "«Varn Lothe|person»") + " {It is gone}, Ada [said].";
            let taken = air[0].replace("person", "organization");
            check("Varn Lothe", &[&taken, &taken.replace("gate", "lock"), &beside], SourceKind::Organization);
        }
    }

    #[test]
    fn one_word_is_a_bodys_name_where_no_text_has_a_person_by_it() {
        let said = "{The gate is shut}, «Lothe|person» [said].";
        let taken = "{The gate is open}, «Lothe|organization» [said].";
        let id = SourceId::of([b"person".as_slice(), b"Lothe"]);
        let kind = |texts: &[&str]| {
            let reports: Vec<(&str, &str)> = texts.iter().map(|t| ("Ilmar Post", *t)).collect();
            merged(&reports).get(id).map(|s| s.kind)
        };
        let open = taken.replace("open", "wide open");
        assert_eq!(kind(&[said, taken]), Some(SourceKind::Person));
        assert_eq!(kind(&[said, taken, &open]), Some(SourceKind::Organization));
        let head = "{The gate is wet}, the head of «Lothe|person» [said].";
        assert_eq!(kind(&[said, head]), Some(SourceKind::Organization));
        let full = "{The gate is gone}, «Ada Lothe|person» [said].";
        assert_eq!(kind(&[said, taken, &open, full]), Some(SourceKind::Person));
    }

    #[test]
    fn a_body_is_what_most_reports_take_it_for() {
        let check = |kinds: &[&str], expected: SourceKind| {
            let says = |(n, kind): (usize, &&str)| {
                format!("{{Gate {n} is shut}}, «the Tidewater Corridor|{kind}» [said].")
            };
            let texts: Vec<String> = kinds.iter().enumerate().map(says).collect();
            let reports: Vec<(&str, &str)> = texts.iter().map(|t| ("Ilmar Post", t.as_str())).collect();
            let sources = merged(&reports);
            for kind in kinds {
                let id = SourceId::of([kind.as_bytes(), b"Tidewater Corridor"]);
                assert_eq!(sources.get(id).map(|s| s.kind), Some(expected), "{kinds:?}: {kind}");
            }
        };
        check(&["outlet", "organization", "organization"], SourceKind::Organization);
        check(&["outlet", "outlet", "organization"], SourceKind::Outlet);
        check(&["outlet", "organization"], SourceKind::Outlet);
    }
}
