//! Names of writers, in bylines and in metadata.

use std::sync::LazyLock;

use backstory_lexicon::{OutletKind, outlet_by_name};
use regex::Regex;

use crate::{dates, form::pattern};

/// Who a byline names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Writers {
    pub(crate) people: Vec<String>,
    /// Agencies and outlets named as if they were writers.
    pub(crate) outlets: Vec<String>,
}

static BY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W*(?i:(?:(?:written|reported|story|words|posted|published|analysis|exclusive|text|interview|commentary|opinion) )?by|authors?\s*:|from)\b:?\s+",
    )
});
static PARTS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\s*(?:[,;|•·/]|\s(?:and|AND|And|&|–|—|-)\s)\s*"));
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\s(?i:for|in|at|of|from|with|reporting|reports|updated|published)\s.*$|\s*\(.*\)\s*$|\s@\w+.*$")
});
static JOB: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:correspondent|editors?|reporters?|staff|writers?|contributors?|contributing|columnist|journalist|desk|bureau|team|newsroom|agenc(?:y|ies)|chief|producer|author|freelance|special|services?|web|online|news|media|admin|press|department|university)\b",
    )
});
/// What credits of pictures leave among the names.
static IMAGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:getty|images?|photos?|video|pictures?)\b|\bimages$|^(?:last )?(?:updated|published|posted|written|by)\b",
    )
});
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:Dr|Prof|Sir|Dame)\.? )?\p{Lu}[\p{L}\p{M}'’.-]*(?: (?:\p{Lu}[\p{L}\p{M}'’.-]*|de|van|von|der|den|al|bin|ibn|da|dos|di|del|la|le|el|y|e)){1,4}$",
    )
});

/// Whether some words are a person's name by form: two to five words with capitals, perhaps with `de`, `van`, `al`.
pub(crate) fn is_name(words: &str) -> bool {
    NAME.is_match(words)
        && !JOB.is_match(words)
        && outlet_by_name(words).is_none()
        && !is_masthead(words)
        && words.chars().filter(|c| c.is_lowercase()).count() >= 2
}

/// Reads a line that opens with `By`; None where it is a sentence or a headline.
pub(crate) fn byline(line: &str) -> Option<Writers> {
    let by = BY.find(line)?;
    let rest = &line[by.end()..];
    if rest.split_whitespace().count() > 24 {
        return None;
    }
    let mut writers = Writers::default();
    let mut staff = false;
    for part in PARTS.split(rest) {
        let part = TAIL.replace(part, "");
        let part = part.trim().trim_end_matches('.');
        if part.is_empty() {
            continue;
        }
        if let Some(name) = outlet(part) {
            writers.outlets.push(name);
        } else if is_name(part) {
            writers.people.push(part.to_owned());
        } else if let Some(name) = shouted(part) {
            writers.people.push(name);
        } else if JOB.is_match(part) && part.split(' ').all(|w| w.starts_with(char::is_uppercase)) {
            staff = true;
        } else if writers.people.is_empty() && writers.outlets.is_empty() {
            return None;
        }
    }
    (staff || !writers.people.is_empty() || !writers.outlets.is_empty()).then_some(writers)
}

/// Names given by metadata, without jobs, addresses and outlets among them.
pub(crate) fn given(names: &[String]) -> Writers {
    let mut writers = Writers::default();
    for given in names {
        let given = BY.replace(given, "");
        let name = TAIL.replace(given.trim(), "");
        let name = name.trim();
        // What stands beside a writer's name on a page: where, in which part of the paper, what that one once was.
        let place = backstory_lexicon::place(name).is_some();
        let section = name.split(' ').next_back().is_some_and(|word| {
            matches!(word, "Opinion" | "View" | "Technology" | "Politics" | "Sport" | "Business")
        });
        let odd = dates::is_month(name)
            || place
            || section
            || name.starts_with("Former ")
            || IMAGE.is_match(name)
            || name.is_empty()
            || name.contains("://")
            || name.contains('@')
            || name.split(' ').count() > 6;
        if let Some(outlet) = outlet(name) {
            if !writers.outlets.contains(&outlet) {
                writers.outlets.push(outlet);
            }
        } else if !odd && !JOB.is_match(name) && !writers.people.iter().any(|p| p == name) {
            writers.people.push(name.to_owned());
        }
    }
    writers
}

/// `Reuters Staff` → `Reuters`.
fn outlet(words: &str) -> Option<String> {
    let bare = words.trim_end_matches(" Staff").trim_end_matches(" staff").trim_end_matches(" Reporter");
    outlet_by_name(bare).map(|o| o.name.to_owned()).or_else(|| is_masthead(bare).then(|| bare.to_owned()))
}

/// What newspapers, stations and sites call themselves, as the last or the first word of their names.
static MASTHEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:The |the )?(?:\p{Lu}[\p{L}’'.-]* (?:of |and |& )?){1,4}(?:Times|Post|News|Herald|Tribune|Courier|Ledger|Sentinel|Gazette|Journal|Chronicle|Observer|Telegraph|Examiner|Independent|Press|Record|Dispatch|Inquirer|Globe|Bulletin|Monitor|Standard|Review|Today|Weekly|Daily|Mirror|Guardian|Mail|Star|Sun|Argus|Echo|Beacon|Register|Advertiser|Messenger|Express|Citizen|Republic|Reporter|Insider|Wire|Magazine|Radio|Television|TV|FM|Broadcasting|Network|Agency|Online|Digest|Dispatches|Enquirer|Leader|Mercury|Nation|Voice|World|Zeitung|Tagblatt|Anzeiger)$|^(?:The |the )?(?:Daily|Radio|Weekly|Evening|Morning|Sunday) \p{Lu}[\p{L}’'.-]*(?: \p{Lu}[\p{L}’'.-]*){0,2}$",
    )
});

/// Whether some words are the name of an outlet by form: words with capitals that close with what such names close
/// with.
pub(crate) fn is_masthead(words: &str) -> bool {
    MASTHEAD.is_match(words)
}

/// The outlet that a line of the head names and nothing else.
pub(crate) fn outlet_line(line: &str) -> Option<String> {
    let known = outlet_by_name(line).map(|o| o.name.to_owned());
    known.or_else(|| is_masthead(line).then(|| line.to_owned()))
}

/// `ANA BRELL` → `Ana Brell`.
fn shouted(words: &str) -> Option<String> {
    let parts: Vec<&str> = words.split(' ').collect();
    let upper =
        words.chars().all(|c| !c.is_lowercase()) && words.chars().filter(|c| c.is_uppercase()).count() >= 4;
    if !upper || !(2..=4).contains(&parts.len()) || JOB.is_match(words) {
        return None;
    }
    let name = parts.iter().map(|part| {
        let mut letters = part.chars();
        letters.next().into_iter().chain(letters.flat_map(char::to_lowercase)).collect::<String>()
    });
    Some(name.collect::<Vec<_>>().join(" "))
}

/// Whether an outlet of this name sells its reports to others.
pub(crate) fn is_agency(name: &str) -> bool {
    outlet_by_name(name).is_some_and(|o| o.kind == OutletKind::Agency)
}

/// Whether a line is what a writer is: `Technology Correspondent`.
pub(crate) fn is_job(line: &str) -> bool {
    line.split_whitespace().count() <= 6 && JOB.is_match(line) && !line.ends_with('.')
}

/// Agencies that a credit line names by their letters: `With material from VPA`.
pub(crate) fn credited(line: &str) -> Vec<std::ops::Range<usize>> {
    static FROM: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:(?i:inputs?|material|agencies|files|reporting) from|(?i:additional reporting by))(?: the)? (\p{Lu}{2,6})\b",
        )
    });
    FROM.captures_iter(line).filter_map(|c| c.get(1)).map(|m| m.range()).collect()
}
