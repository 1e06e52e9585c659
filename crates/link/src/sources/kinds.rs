//! Whether a name is a person's or a body's, where reports take it for both: by what stands beside it in their texts.

use std::collections::{BTreeMap, BTreeSet};

use backstory_lexicon::{is_body_noun, is_first_name, is_party, is_person_noun, is_trade, is_verb};
use backstory_model::{Annotated, EntityKind, SourceKind, Span};
use backstory_text::{fold, words};

use super::{ADDRESSES, parts};
use crate::slots::classes::is_preposition;

/// Bytes on each side of a name that are looked at.
const BESIDE: usize = 60;

/// What speaks for a name being a person's, and for its being a body's: places of reports.
#[derive(Default)]
struct Votes {
    /// Whose source it is, as a person and as a body.
    taken: [BTreeSet<usize>; 2],
    /// In whose text it stands as a person's name does ("Mr X", "X, 34,"), and as a body's ("the head of X", "X, which").
    beside: [BTreeSet<usize>; 2],
}

/// Names that some report takes for a person's though it is a body's, or the other way round, and whether each is a body:
/// by what stands beside it in the texts, and where that tells nothing, where no more reports take it for a person. A name
/// of one word, which may be somebody's surname, only where no text has anything of a person by it.
pub(super) fn bodies(reports: &[Annotated]) -> BTreeMap<Vec<String>, bool> {
    let mut votes: BTreeMap<Vec<String>, Votes> = BTreeMap::new();
    let mut surnames: BTreeSet<String> = BTreeSet::new();
    for (at, report) in reports.iter().enumerate() {
        for source in &report.annotations.sources {
            let body = match source.kind {
                SourceKind::Person => 0,
                SourceKind::Organization | SourceKind::Outlet => 1,
                _ => continue,
            };
            let name = parts(source.name.as_deref().unwrap_or_default());
            if !name.is_empty() {
                votes.entry(name).or_default().taken[body].insert(at);
            }
        }
        let entities = report.annotations.entities.iter();
        let people = entities.filter(|e| matches!(e.kind, EntityKind::Person | EntityKind::Other));
        let sources = report.annotations.sources.iter().filter(|s| s.kind == SourceKind::Person);
        let names = people.map(|e| e.name.as_str()).chain(sources.filter_map(|s| s.name.as_deref()));
        let full = names.map(parts).filter(|name| name.len() > 1);
        surnames.extend(full.filter_map(|mut name| name.pop()));
    }
    votes.retain(|_, votes| !votes.taken[0].is_empty());
    for (at, report) in reports.iter().enumerate() {
        let text = &report.report.text;
        let entities = report.annotations.entities.iter();
        let entities = entities.map(|e| (e.name.as_str(), &e.spans, e.kind == EntityKind::Person));
        let sources = report.annotations.sources.iter();
        let sources = sources
            .map(|s| (s.name.as_deref().unwrap_or_default(), &s.mentions, s.kind == SourceKind::Person));
        for (name, spans, person) in entities.chain(sources) {
            let name = parts(name);
            let Some(votes) = votes.get_mut(&name) else { continue };
            for span in spans {
                // A part of the name that stands alone is somebody's surname: "Osei" of Ada Osei.
                let here = parts(span.of(text));
                if here.len() < name.len() {
                    if person && name.last() == here.first() {
                        votes.beside[0].insert(at);
                    }
                    continue;
                }
                if let Some(body) = told_beside(text, *span) {
                    votes.beside[usize::from(body)].insert(at);
                }
            }
        }
    }
    let mut found = BTreeMap::new();
    for (name, votes) in votes {
        let [persons, bodies] = votes.taken.map(|places| places.len());
        let [mut as_person, as_body] = votes.beside.map(|places| places.len());
        let [first, ..] = &name[..] else { continue };
        if name.len() == 1 {
            if as_person == 0 && !surnames.contains(first) && (as_body > 0 || bodies > persons) {
                found.insert(name, true);
            }
            continue;
        }
        let given = first.chars().take(1).flat_map(char::to_uppercase).chain(first.chars().skip(1));
        as_person += usize::from(as_body > 0 && is_first_name(&given.collect::<String>()));
        if as_person != as_body {
            found.insert(name, as_body > as_person);
        } else if bodies > 0 {
            found.insert(name, bodies >= persons);
        }
    }
    found
}

/// Whether what stands beside a name says that it is a body's (true) or a person's (false).
fn told_beside(text: &str, name: Span) -> Option<bool> {
    let from = boundary(text, (name.start as usize).saturating_sub(BESIDE));
    let to = boundary(text, name.end as usize + BESIDE);
    let (before, behind) = (&text[from..name.start as usize], &text[name.end as usize..to]);
    let all = |part: &str| -> Vec<String> {
        words(part, Span::new(0, part.len())).map(|word| fold(word.of(part))).collect()
    };
    let (lead, next) = (all(before), all(behind));
    let lead = lead.strip_suffix(&["the".to_owned()]).unwrap_or(&lead);
    let word = |at: usize| next.get(at).map_or("", String::as_str);
    let near =
        before.ends_with(char::is_whitespace) && !before.trim_end().ends_with(['.', ',', ';', ':', '\n']);
    if let [.., office, of] = lead
        && near
        && matches!(of.as_str(), "of" | "at")
        && is_of_body(office)
    {
        return Some(true);
    }
    // "Dr. X", but not "They sued the mayor. X said".
    let address = |title: &&String| {
        ADDRESSES.contains(&title.as_str())
            && (near || is_abbreviated(title) && before.trim_end().ends_with('.'))
    };
    if lead.last().filter(address).is_some() {
        return Some(false);
    }
    if behind.starts_with("'s ") || behind.starts_with("’s ") {
        let skip = usize::from(word(0) == "s");
        let people = |word: &String| is_of_body(word) && word.ends_with('s');
        return next.iter().skip(skip).take(3).any(people).then_some(true);
    }
    if !behind.starts_with(',') {
        return None;
    }
    // "X, 34, said", but not "X, 12 of whose branches shut".
    let digits = behind[1..].trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    let aged = digits.starts_with(',') && word(0).parse::<u32>().is_ok_and(|age| (2..115).contains(&age));
    // "A clerk of X, who", "the arrest of X, which": the clerk, the arrest; but not "was run by X, which".
    let passive = |by: &str| {
        let helps =
            |w: &String| matches!(w.as_str(), "is" | "are" | "was" | "were" | "be" | "been" | "being");
        by == "by" && lead.iter().rev().skip(2).take(2).any(helps)
    };
    let of_it = near && lead.last().is_some_and(|w| is_preposition(w) || w == "to");
    let done_by = near && lead.last().is_some_and(|w| passive(w));
    match word(0) {
        "which" if of_it && !done_by => None,
        "which" => Some(true),
        "who" if of_it => None,
        "who" => Some(false),
        _ if aged => Some(false),
        "a" | "an" | "the" => {
            // "X, a shipping company of the north", "X, the clerk", "X, the head of the airline"
            let end = behind[1..].find([',', '.', ';', '\n'])?;
            // "Under X, the government in Orlo", "asked about X, the company of the north declined" are none.
            let closed = behind[1 + end..].starts_with(',');
            let phrase = all(&behind[1..=end]);
            if opens_phrase(before) {
                return None;
            }
            let stops =
                |w: &String| matches!(w.as_str(), "of" | "at" | "for" | "in" | "who" | "that" | "which");
            let end = phrase.iter().position(stops).unwrap_or(phrase.len());
            let noun = phrase[..end].last().filter(|_| end < PHRASE)?;
            if !closed && phrase[end..].iter().any(|w| is_verb(w)) {
                return None;
            }
            let person = leads(noun)
                || is_person_noun(noun) && !is_trade(noun) && !is_party(noun) && !is_of_body(noun);
            (person != is_body_noun(noun)).then_some(!person)
        }
        _ => None,
    }
}

/// Words of what somebody or something is, behind its name.
const PHRASE: usize = 6;

/// Whether what stands before a name begins a phrase that another subject follows behind a comma: "under", "when they met".
fn opens_phrase(before: &str) -> bool {
    let segment = before.rsplit(['.', '!', '?', ',', ';', ':', '“', '"', '\n']).next().unwrap_or_default();
    let first = fold(segment.split_whitespace().next().unwrap_or_default());
    is_preposition(&first)
        || matches!(
            first.as_str(),
            "to" | "when" | "while" | "if" | "because" | "although" | "though" | "once"
        )
}

/// Words that are said of a body: who works for it, what it has.
fn is_of_body(word: &str) -> bool {
    leads(word)
        || matches!(
            word,
            "board"
                | "customers"
                | "directors"
                | "employees"
                | "executives"
                | "headquarters"
                | "owners"
                | "passengers"
                | "shareholders"
                | "shares"
                | "subsidiary"
                | "workers"
        )
}

/// Words for somebody who has a part in a body.
fn leads(word: &str) -> bool {
    matches!(
        word,
        "chairman" | "chairwoman" | "chief" | "director" | "employee" | "executive" | "founder" | "head"
    )
}

/// Whether a word before a name is written with a full stop.
fn is_abbreviated(address: &str) -> bool {
    matches!(address, "mr" | "mrs" | "ms" | "dr" | "prof" | "capt")
}

/// The end of the character that a place in a text lies in.
fn boundary(text: &str, at: usize) -> usize {
    (at.min(text.len())..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}
