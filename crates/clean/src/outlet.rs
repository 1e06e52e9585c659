//! Which outlet published a report, by its address, by what the page calls itself, or by its own voice.

use std::{collections::BTreeMap, sync::LazyLock};

use aho_corasick::{AhoCorasick, MatchKind};
use backstory_lexicon::{outlet_by_domain, outlet_by_name, outlets};
use regex::Regex;

use crate::{form::pattern, people::is_masthead};

/// The name for an outlet that metadata names by name or domain.
pub(crate) fn named(given: &str) -> Option<String> {
    let given = given.trim();
    if given.is_empty() {
        return None;
    }
    if let Some(outlet) = outlet_by_name(given) {
        return Some(outlet.name.to_owned());
    }
    let host_like = !given.contains(' ') && given.contains('.') || given.contains("://");
    Some(if host_like { by_address(given)? } else { given.to_owned() })
}

/// The name for the outlet at an address or domain: as people write it where it is known, else the domain without
/// `www.` and without its ending (`ostra-post.example` → `Ostra-post`).
pub(crate) fn by_address(url: &str) -> Option<String> {
    if let Some(outlet) = outlet_by_domain(url) {
        return Some(outlet.name.to_owned());
    }
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?.to_lowercase();
    let parts: Vec<&str> = host.split('.').filter(|p| !p.is_empty()).collect();
    let (_, parts) = parts.split_last()?;
    // Second-level endings such as .co.uk and .com.au; names that short are hardly ever an outlet's.
    let parts = match parts.split_last() {
        Some((last, before))
            if !before.is_empty() && matches!(*last, "co" | "com" | "org" | "net" | "gov" | "ac" | "edu") =>
        {
            before
        }
        _ => parts,
    };
    let name = parts.last()?;
    if let Some(outlet) = by_label(name) {
        return Some(outlet.to_owned());
    }
    let mut letters = name.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

/// Words that the address of an outlet has and its name may lack: `insnews.example` is the INS.
const TAILS: [&str; 16] = [
    "news", "online", "wire", "press", "agency", "media", "daily", "today", "live", "net", "web", "site",
    "tv", "radio", "hq", "now",
];

/// Letters and digits alone, in lower case, without "the" before them.
pub(crate) fn letters(name: &str) -> String {
    let name = name.strip_prefix("The ").or_else(|| name.strip_prefix("the ")).unwrap_or(name);
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether an outlet's name and one that was read off its address are the same.
pub(crate) fn is_at(name: &str, address: &str) -> bool {
    let (name, address) = (letters(name), letters(address));
    name.len() >= 3
        && address.strip_prefix(&name).is_some_and(|tail| tail.is_empty() || TAILS.contains(&tail))
}

/// Most words of a name that a text may spell.
const NAME_WORDS: usize = 5;

/// An outlet's name as a text spells it, for one that was read off an address: `Ostra-post` → `Ostra Post`. None where
/// the text does not have it.
pub(crate) fn spelt(text: &str, address: &str) -> Option<String> {
    let wanted = letters(address);
    let all = backstory_text::Span::new(0, text.len());
    let words: Vec<backstory_text::Span> = backstory_text::words(text, all).collect();
    let capital = |at: usize| words[at].of(text).starts_with(char::is_uppercase);
    for first in (0..words.len()).filter(|at| capital(*at)) {
        // Most words do not begin it: only those that do are put together.
        if !wanted.starts_with(&letters(words[first].of(text))) {
            continue;
        }
        for last in (first + 1..words.len().min(first + NAME_WORDS)).filter(|at| capital(*at)) {
            let name = words[first].cover(words[last]).of(text);
            if letters(name) == wanted && !name.contains(['\n', '.', ',']) {
                let article = first.checked_sub(1).map(|at| words[at].of(text)).filter(|w| *w == "The");
                return Some(article.map_or_else(|| name.to_owned(), |the| format!("{the} {name}")));
            }
        }
    }
    None
}

/// The outlet that publishes under this name with another ending (`ostrapost.de` beside `ostrapost.example`), where
/// the name is long enough to be no one else's.
fn by_label(label: &str) -> Option<&'static str> {
    if label.len() < 8 {
        return None;
    }
    let same = |domain: &str| domain.split('.').next() == Some(label);
    let mut found = outlets().iter().filter(|o| o.domains.iter().any(|d| same(d)));
    let first = found.next()?;
    found.next().is_none().then_some(first.name)
}

/// Known outlets named in a text, with where: the longest name at each place, between word boundaries.
pub(crate) fn mentions(text: &str) -> Vec<(&'static str, std::ops::Range<usize>)> {
    static NAMES: LazyLock<(AhoCorasick, Vec<&'static str>)> = LazyLock::new(|| {
        let mut forms: Vec<(String, &'static str)> = Vec::new();
        for outlet in outlets() {
            for name in std::iter::once(&outlet.name).chain(&outlet.aliases) {
                let bare = name.strip_prefix("The ").filter(|b| b.contains(' '));
                forms.extend([Some(*name), bare].into_iter().flatten().map(|n| (n.to_owned(), outlet.name)));
            }
        }
        forms.retain(|(form, name)| outlet_by_name(form).is_some_and(|o| o.name == *name));
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(forms.iter().map(|(form, _)| form))
            .expect("the table of outlets is small");
        (automaton, forms.into_iter().map(|(_, name)| name).collect())
    });
    let (automaton, names) = &*NAMES;
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    automaton
        .find_iter(text)
        .filter(|m| !inside(text[..m.start()].chars().next_back()) && !inside(text[m.end()..].chars().next()))
        .map(|m| (names[m.pattern().as_usize()], m.range()))
        .collect()
}

static SELF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:(?i:subscribe to|sign up (?:for|to)|the best of|best features from|newsletters? from|follow|download the|support|become a member of|a subscriber to|thank you for reading|published (?:by|in|on)|copyright (?:©|\(c\))? ?(?:\d{4},? )?(?:by )?|© ?(?:\d{4},? )?)\s*)(?P<name>(?:[Tt]he )?\p{Lu}[\p{L}&'’-]*(?:\.\p{L}+)*(?: (?:of |and |& )?\p{Lu}[\p{L}&'’-]*(?:\.\p{L}+)*){0,4})",
    )
});

static POINTS_ELSEWHERE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^\W*(?:read|see|more|via|h/t|also on)\b"));

/// The outlet that lines of the page name as their own: one that is known and that alone is named; else a name that
/// is an outlet's by form, or that two lines or more give in the same words.
pub(crate) fn of_page<'a>(lines: impl Iterator<Item = &'a str> + Clone) -> Option<String> {
    // "Read the rest at …" leads to another's page.
    let lines = lines.filter(|line| !POINTS_ELSEWHERE.is_match(line));
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for line in lines.clone() {
        for (name, _) in mentions(line) {
            *known.entry(name).or_default() += 1;
        }
    }
    // Where readers can follow or share is named beside the outlet itself.
    const PLATFORMS: [&str; 9] = [
        "Facebook",
        "Twitter",
        "X",
        "YouTube",
        "Instagram",
        "WhatsApp",
        "Telegram",
        "Google News",
        "Apple News",
    ];
    known.retain(|name, _| !PLATFORMS.contains(name));
    if known.len() == 1 {
        return known.keys().next().map(|n| (*n).to_owned());
    }
    if !known.is_empty() {
        return None;
    }
    let mut said: BTreeMap<String, usize> = BTreeMap::new();
    // A line that stands twice says it once.
    for line in lines.collect::<std::collections::BTreeSet<_>>() {
        let mut names: Vec<String> = SELF
            .captures_iter(line)
            .map(|c| {
                c["name"]
                    .trim_end_matches(['.', ','])
                    .trim_end_matches("'s")
                    .trim_end_matches("’s")
                    .to_owned()
            })
            .filter(|n| !PLATFORMS.iter().any(|p| n == p))
            .collect();
        names.sort();
        names.dedup();
        for name in names {
            *said.entry(name).or_default() += 1;
        }
    }
    let mut often = said.into_iter().filter(|(name, count)| *count >= 2 || is_masthead(name));
    let first = often.next()?;
    often.next().is_none().then_some(first.0)
}

/// Whether some capitals are the first letters of a name: `VPA` of `Veldria Press Agency`.
pub(crate) fn is_short_for(letters: &str, name: &str) -> bool {
    let initials: String =
        name.split(' ').filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect();
    letters.len() >= 2
        && (initials == letters || initials.strip_prefix('T') == Some(letters) && name.starts_with("The "))
}

/// What an outlet writes of its own work and nobody else's.
static OWN_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?: interviews? with\b| (?:has|have) (?:learned|learnt|not been able to|been unable to|contacted|reached out|approached|reviewed|seen|obtained|asked)\b| (?:could|was|were) (?:not|unable)\b[^.]{0,40}\bverif| (?:is|was) not (?:naming|identifying|publishing)\b| (?:does|did) not (?:name|identify)\b| (?:reporters?|journalists?|correspondents?|witness(?:es)?|photographers?|team|crew) (?:saw|heard|visited|witnessed|watched|counted|spoke)\b| (?:calculations?|analysis|review|tally|count) (?:of|based|shows?|found)\b| reached out to\b)",
    )
});
static OWN_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:seen by|reviewed by|obtained by|spoke (?:to|with)|speaking (?:to|with)|told|tell|tells|in an interview with|an email to|a statement to|interviewed by|contacted by|request for comment from|shared (?:exclusively )?with)(?: the)? ?$",
    )
});
/// How a report that retells another's names it.
static CREDIT_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:['’]s? (?:report|story|article|account|reporting|scoop)|,? (?:also |later |has )?(?:report(?:s|ed)|said|says|wrote|writes|noted|quoted|added|cited|citing|broke|published|revealed)\b|,? which (?:first )?(?:reported|broke))",
    )
});
static CREDIT_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:according to|cited by|citing|quoted by|reported by|report (?:by|from|in)|as told to|per|via|first reported by|interview with|published by|broken by)(?: the| an?)? ?$",
    )
});

/// The outlet whose own voice a text is: the only one that speaks of its own interviews, sightings and checks, and
/// that the text nowhere credits as one credits another's report. A text that only quotes what people told one outlet
/// may be that outlet's or anyone's, and stays without.
pub(crate) fn by_voice(body: &str) -> Option<&'static str> {
    let mut own: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
    for (name, at) in mentions(body) {
        let (before, after) = (&body[..at.start], &body[at.end..]);
        let before = &before[floor(before, before.len().saturating_sub(60))..];
        let after = &after[..floor(after, 80)];
        let entry = own.entry(name).or_insert((0, false));
        if OWN_AFTER.is_match(after) {
            entry.0 += 3;
        } else if CREDIT_AFTER.is_match(after) || CREDIT_BEFORE.is_match(before) {
            entry.1 = true;
        } else if OWN_BEFORE.is_match(before) {
            entry.0 += 1;
        }
    }
    let mut voices = own.into_iter().filter(|(_, (score, _))| *score > 0);
    let (name, (score, credited)) = voices.next()?;
    (voices.next().is_none() && score >= 3 && !credited).then_some(name)
}

/// Whether a text credits an outlet as one credits another's report: "according to", "cited by", "citing".
pub(crate) fn is_credited(text: &str, name: &str) -> bool {
    mentions(text).into_iter().filter(|(n, _)| *n == name).any(|(_, at)| {
        let before = &text[..at.start];
        CREDIT_BEFORE.is_match(&before[floor(before, before.len().saturating_sub(60))..])
    })
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"https?://[\w.-]+\.[a-zA-Z]{2,}(?:[/?#][^\s<>"'”’)\]]*)?"#));

/// An address in a text.
pub(crate) struct Address {
    pub(crate) range: std::ops::Range<usize>,
    /// Whether words are glued to its end that do not belong to it.
    pub(crate) glued: bool,
}

/// Addresses in a line. Where the last part of one is a row of lower-case words and then goes on with a capital
/// (`…/harbour-strikeNew post`), the address ends before the capital: that is where the next line was glued to it.
pub(crate) fn addresses(line: &str) -> Vec<Address> {
    ADDRESS
        .find_iter(line)
        .map(|m| {
            let url = m.as_str().trim_end_matches(['.', ',', ';', ':', '!', '?']);
            let slug = url.rfind('/').map_or(0, |at| at + 1);
            let words = &url[slug..];
            let capital = words.char_indices().skip(1).find(|(at, c)| {
                c.is_uppercase() && words[..*at].ends_with(|p: char| p.is_lowercase() || p.is_ascii_digit())
            });
            let slug_like = |part: &str| {
                part.contains('-')
                    && part.chars().all(|c| c.is_lowercase() || c.is_ascii_digit() || c == '-' || c == '_')
            };
            let end = match capital {
                Some((at, _)) if slug_like(&words[..at]) && words[at..].chars().all(char::is_alphabetic) => {
                    slug + at
                }
                _ => url.len(),
            };
            let range = m.start()..m.start() + end;
            let glued = end < url.len();
            Address { range, glued }
        })
        .collect()
}
