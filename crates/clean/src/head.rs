//! What stands above a report: title, writers, place and date.

use std::sync::LazyLock;

use backstory_lexicon::outlet_by_name;
use backstory_model::{Basis, Meta, Moment, Published, Role, Span, Title};
use regex::Regex;

use crate::{
    dates::{self, Found, Order},
    form::{
        capitalised, ends_sentence, ends_with_stop, headline_like, pattern, prose_like, squash, word_count,
        words,
    },
    page::Page,
    people::{self, Writers},
};

/// How many paragraphs may stand above the text proper.
const DEEPEST: usize = 12;

/// What the head of a page tells.
#[derive(Debug, Default)]
pub(crate) struct Head {
    pub(crate) title: Option<Title>,
    pub(crate) writers: Writers,
    pub(crate) bylines: Vec<(Span, Writers)>,
    pub(crate) published: Option<Published>,
}

/// Names the parts of the head and marks them.
pub(crate) fn read(page: &mut Page, meta: &Meta) -> Head {
    let order = dates::order(page.text);
    let title = title(page, meta.title.as_deref(), order);
    let mut head = Head { title, ..Head::default() };
    let after = page.roles.iter().rposition(|r| *r == Role::Title).map_or(0, |at| at + 1);
    if let Some(title) = &head.title {
        mark_repeats(page, &squash(&title.text), after);
    }
    let end = end(page, after, order);
    let mut dates: Vec<(Stamp, Published)> = Vec::new();
    for at in 0..end {
        if matches!(page.roles[at], Role::Title | Role::Caption) {
            continue;
        }
        let (span, line) = (page.paragraphs[at].span, page.line(at));
        let told = page.marked(at) == Some(Role::Byline);
        if let Some(stamp) = stamp(line, at == 0, order) {
            dates.push((stamp.kind, published(&stamp.found, span)));
            page.roles[at] = Role::Dateline;
            if let Some(writers) = byline_with_date(line, &stamp.found) {
                page.roles[at] = Role::Byline;
                head.bylines.push((span, writers));
            }
        } else if page.roles[at] == Role::Furniture {
            continue;
        } else if let Some(writers) =
            people::byline(line).filter(|_| word_count(line) <= 20 && !is_prose(line))
        {
            page.roles[at] = Role::Byline;
            head.bylines.push((span, writers));
        } else if let Some(name) = people::outlet_line(line).filter(|_| at >= after) {
            page.roles[at] = Role::Byline;
            head.bylines.push((span, Writers { outlets: vec![name], ..Writers::default() }));
        } else if people::is_name(line) && (told || at >= after && stands_between(page, at, end, order)) {
            page.roles[at] = Role::Byline;
            head.bylines.push((span, Writers { people: vec![line.to_owned()], ..Writers::default() }));
        } else if at > 0 && page.roles[at - 1] == Role::Byline && people::is_job(line) {
            page.roles[at] = Role::Byline;
        } else if let Some(role @ (Role::Byline | Role::Dateline)) = page.marked(at) {
            page.roles[at] = role;
        }
    }
    for (_, writers) in &head.bylines {
        for name in &writers.people {
            if !head.writers.people.contains(name) {
                head.writers.people.push(name.clone());
            }
        }
        head.writers.outlets.extend(writers.outlets.iter().cloned());
    }
    head.published = dates.into_iter().min_by_key(|(kind, _)| *kind).map(|(_, published)| published);
    if let Some(first) = (after..page.roles.len().min(after + 3)).find(|at| page.roles[*at] == Role::Body)
        && let Some((span, found)) = date_before_text(page.line(first), order)
    {
        let start = page.paragraphs[first].span.start as usize;
        page.lead(first, Span::new(start, start + span), Role::Dateline);
        let stamp = published(&found, Span::new(start, start + span));
        head.published.get_or_insert(stamp);
    }
    head
}

fn published(found: &Found, line: Span) -> Published {
    let start = line.start as usize;
    let span = Span::new(start + found.range.start, start + found.range.end);
    Published { date: found.moment.clone(), basis: Basis::Text, span: Some(span) }
}

/// Marks the title's line and gives the title: the one the file gives, which may also stand in the text, or else the
/// text's first line where it has the form of one.
fn title(page: &mut Page, given: Option<&str>, order: Option<Order>) -> Option<Title> {
    let open = page.first_text.min(page.roles.len());
    if let Some(given) = given {
        let wanted = squash(given);
        let mut title = Title { text: given.to_owned(), span: None };
        for at in open..page.roles.len().min(open + 6) {
            let span = page.heading(at);
            let line = span.of(page.text);
            if squash(line) == wanted {
                page.set(at, Role::Title);
                title = Title { text: line.to_owned(), span: Some(span) };
                break;
            }
            if headline_like(line) && alike(&squash(line), &wanted) {
                page.set(at, Role::Title);
                break;
            }
        }
        return Some(title);
    }
    let mut at = open;
    while at < page.roles.len().min(open + 4) {
        let line = page.line(at);
        let skipped = matches!(page.roles[at], Role::Furniture | Role::Caption)
            || stamp(line, at == 0, order).is_some()
            || people::byline(line).is_some()
            || people::outlet_line(line).is_some();
        let kicker = word_count(line) <= 2
            && !ends_sentence(line)
            && at + 1 < page.roles.len()
            && headline_like(page.line(at + 1))
            && !prose_like(page.line(at + 1));
        if !skipped && !kicker {
            break;
        }
        if kicker {
            page.set(at, Role::Furniture);
        }
        at += 1;
    }
    if at >= page.roles.len() || !is_title(page, at) {
        return None;
    }
    page.set(at, Role::Title);
    let span = page.heading(at);
    Some(Title { text: span.of(page.text).to_owned(), span: Some(span) })
}

/// Whether the line is the text's title by form: one short line with a longer text below it.
fn is_title(page: &Page, at: usize) -> bool {
    let line = page.heading(at).of(page.text);
    if !headline_like(line) || page.roles[at] != Role::Body || at + 1 >= page.roles.len() {
        return false;
    }
    let below = (at + 1..page.roles.len().min(at + 8)).map(|i| page.line(i)).find(|l| prose_like(l));
    let Some(below) = below else { return false };
    if line.ends_with(';') && page.paragraphs[at + 1].gap > 0 {
        return false;
    }
    if !ends_with_stop(line) {
        // Speech that opens a text closes with its mark or with the comma before "said".
        return !line.starts_with(['“', '"', '„', '«']) || below.len() > line.len();
    }
    if !(at + 1..page.roles.len().min(at + 4)).any(|i| page.line(i).len() * 2 > line.len() * 3) {
        return false;
    }
    // A headline that closes with a full stop is told from a first sentence by what sentences have and it lacks:
    // length, articles, a pronoun in front, and neighbours set as close as it is.
    let count = word_count(line);
    let first = words(line).next().unwrap_or_default().to_lowercase();
    let pronoun = matches!(
        first.as_str(),
        "it" | "he"
            | "she"
            | "they"
            | "i"
            | "we"
            | "this"
            | "that"
            | "these"
            | "those"
            | "there"
            | "but"
            | "and"
    );
    let articles = words(line).filter(|w| matches!(w.to_lowercase().as_str(), "the" | "a" | "an")).count();
    let set_off = page.paragraphs[at + 1].gap > 0;
    let apart = page.paragraphs[at + 1].gap > page.usual_gap;
    count <= 26
        && !pronoun
        && (capitalised(line) >= 75 || apart || set_off && (count <= 13 || articles == 0 && count <= 18))
}

/// Whether two headlines share at least four of five words, each of the other's.
fn alike(a: &str, b: &str) -> bool {
    let set = |s: &str| {
        s.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect::<std::collections::BTreeSet<_>>()
    };
    let (a, b) = (set(a), set(b));
    let common = a.intersection(&b).count();
    common * 5 >= a.len().max(b.len()) * 4 && common >= 3
}

fn mark_repeats(page: &mut Page, title: &str, after: usize) {
    for at in after..page.roles.len().min(after + DEEPEST) {
        if squash(page.line(at)) == title {
            page.set(at, Role::Furniture);
        }
    }
}

/// One past the last paragraph of the head: the last date line, byline or repeated title that has at most two short
/// paragraphs of text (standfirst and summary) above it.
fn end(page: &Page, after: usize, order: Option<Order>) -> usize {
    let mut end = after;
    let (mut text, mut letters) = (0, 0);
    for at in after..page.roles.len().min(after + DEEPEST) {
        let line = page.line(at);
        let of_head = stamp(line, at == 0, order).is_some()
            || people::outlet_line(line).is_some()
            || people::byline(line).is_some() && !is_prose(line)
            || matches!(page.marked(at), Some(Role::Byline | Role::Dateline));
        if of_head {
            end = at + 1;
        } else if page.roles[at] == Role::Body && !people::is_name(line) {
            text += usize::from(word_count(line) > 3);
            letters += line.len();
            if text > 2 || letters > 600 {
                break;
            }
        }
    }
    end
}

fn is_prose(line: &str) -> bool {
    ends_with_stop(line) && word_count(line) > 8
}

/// Whether a name that stands alone has the title above it (with nothing but a standfirst between) and a date line or
/// another part of the head right below.
fn stands_between(page: &Page, at: usize, end: usize, order: Option<Order>) -> bool {
    let below = (at + 1..end.max(at + 1).min(page.roles.len())).find(|i| page.roles[*i] != Role::Furniture);
    below.is_some_and(|i| {
        let line = page.line(i);
        stamp(line, false, order).is_some() || people::is_job(line) || people::is_name(line)
    })
}

/// What a date line says happened on its day, the most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stamp {
    Published,
    Plain,
    Updated,
}

struct Stamped {
    kind: Stamp,
    found: Found,
}

static AROUND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)\b(?:first\ |last\ |originally\ |date\ )?(?:published|posted|updated|modified|created|released|issued|edited|uploaded|filed|date|dated)(?:\ date)?\b(?:\ (?:on|at|in|by))?
          |\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?
          |\b\d{1,2}[:.]\d\d(?:[:.]\d\d)?\b(?:\ ?[ap]\.?m\b\.?)?|\b\d{1,2}\ ?[ap]\.?m\b\.?|\bat\ \d{1,2}\b
          |\b(?:[ECMP][SD]?T|GMT|UTC|BST|CES?T|IST|WIB|JST|AEDT|AEST|MSK|EAT|WAT|hrs?|eastern|local\ time|o['’]clock)\b(?:[+-]\d{1,4})?
          |\b\d{1,3}\ ?[-\ ]?min(?:ute)?s?(?:\ (?:to\ )?read)?\b|\bread(?:ing)?\ time\b|\b\d+\ (?:comments?|shares?|views?)\b|\bon\b|\bat\b",
    )
});

/// Whether a line is a date and what goes with one.
pub(crate) fn is_stamp(line: &str) -> bool {
    stamp(line, false, None).is_some()
}

/// A line that is a date and what goes with one: a time, `Published`, a name, a place. Never a sentence.
fn stamp(line: &str, first: bool, order: Option<Order>) -> Option<Stamped> {
    if line.len() > 160 {
        return None;
    }
    let found = dates::find(line, order);
    let lower = line.to_lowercase();
    let kind_at = |at: usize| {
        let before = lower.get(..at).unwrap_or_default();
        let place = |words: &[&str]| words.iter().filter_map(|w| before.rfind(w)).max();
        match (place(&["publish", "posted", "released"]), place(&["updated", "modified", "edited"])) {
            (Some(p), Some(u)) if u > p => Stamp::Updated,
            (None, Some(_)) => Stamp::Updated,
            (Some(_), _) => Stamp::Published,
            _ => Stamp::Plain,
        }
    };
    let best = found.iter().min_by_key(|f| kind_at(f.range.start))?.clone();
    let kind = kind_at(best.range.start);
    let mut rest = line.to_owned();
    for f in found.iter().rev() {
        rest.replace_range(f.range.clone(), " ");
    }
    let rest = AROUND.replace_all(&rest, " ");
    let left: Vec<&str> = words(&rest).collect();
    let named = left.iter().all(|w| {
        w.starts_with(char::is_uppercase)
            || matches!(*w, "by" | "and" | "in" | "of" | "the" | "for" | "de" | "a")
    });
    let labelled = kind != Stamp::Plain || lower.starts_with("date");
    // A first line with a date in it may be a headline ("Budget of March 3, 2026").
    let most = if first && !labelled { 0 } else { 8 };
    let running = ends_with_stop(rest.trim()) && left.len() > 3;
    (left.len() <= most && (named || left.len() <= 2 && labelled) && !running)
        .then_some(Stamped { kind, found: best })
}

/// `By Ana Brell | Jan. 17, 2026`.
fn byline_with_date(line: &str, found: &Found) -> Option<Writers> {
    let before = line[..found.range.start].trim_end_matches(|c: char| !c.is_alphanumeric());
    let before = AROUND.replace_all(before, " ");
    let before = before.trim().trim_matches(|c: char| !c.is_alphanumeric()).trim();
    people::byline(before)
        .or_else(|| {
            let outlets = vec![people::outlet_line(before)?];
            Some(Writers { outlets, ..Writers::default() })
        })
        .or_else(|| {
            people::is_name(before).then(|| Writers { people: vec![before.to_owned()], ..Writers::default() })
        })
}

static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:(?:date|published|posted|updated|publication date|publish(?:ed)? date|pubdate)(?: on| at)?\s*[:=]?\s*)?",
    )
});

/// A date set before the first sentence in the same paragraph (`date 2026-01-17 The mayor …`), as tools that join the
/// fields of a page leave it: how many bytes it takes, and the date.
fn date_before_text(line: &str, order: Option<Order>) -> Option<(usize, Found)> {
    let label = LABELLED.find(line).map_or(0, |m| m.end());
    let found =
        dates::find(line.get(..line.len().min(label + 48)).or_else(|| line.get(..label + 20))?, order);
    let found = found.into_iter().find(|f| f.range.start == label)?;
    let bare = words(&line[..label]).next().is_none();
    let iso = line[found.range.clone()].starts_with(|c: char| c.is_ascii_digit()) && found.range.len() >= 8;
    let rest =
        line[found.range.end..].trim_start_matches(|c: char| c.is_whitespace() || "-–—:|•,.".contains(c));
    let sentence =
        rest.starts_with(|c: char| c.is_uppercase() || "“\"‘'".contains(c)) && word_count(rest) >= 5;
    (sentence && (!bare || iso))
        .then(|| (line.len() - rest.len(), found))
        .map(|(len, found)| (line[..len].trim_end().len(), found))
}

static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)^\s*
        (?:(?P<place>[\p{Lu}][\p{L}'’.-]*(?:[\ /](?:\p{Lu}[\p{L}'’.-]*|of|de|la|el|al|and|the|on)){0,3})
           (?:,\s+(?P<region>[\p{Lu}][\p{L}.]*(?:\ [\p{Lu}][\p{L}.]*)?))?
           (?:,?\s+(?P<date>(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\ )?(?:(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?|May)\ \d{1,2}(?:,\ \d{4})?|\d{1,2}\ (?:(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?|May)(?:,?\ \d{4})?))?
           [.,:]?)?
        \s*(?:[(\[](?P<agency>[\p{Lu}][^()\[\]]{1,40})[)\]])?
        \s*(?P<dash>—|–|--|-|―|:)+\s*",
    )
});

const LABELS: [&str; 12] = [
    "EXCLUSIVE",
    "BREAKING",
    "UPDATE",
    "ANALYSIS",
    "OPINION",
    "FACTBOX",
    "WATCH",
    "VIDEO",
    "LIVE",
    "EXPLAINER",
    "FILE",
    "CORRECTED",
];

/// The line that opens a text: `OSTRA, Jan 3 (Reuters) — `.
pub(crate) struct Dateline {
    /// Bytes it takes, without white space behind.
    pub(crate) len: usize,
    /// The agency, and where it stands in the line.
    pub(crate) agency: Option<(String, std::ops::Range<usize>)>,
    /// A full date, where the line has one.
    pub(crate) date: Option<Found>,
}

/// Reads the line that opens a paragraph.
pub(crate) fn dateline(line: &str) -> Option<Dateline> {
    let c = DATELINE.captures(line)?;
    let whole = c.get(0)?;
    let place = c.name("place").map_or("", |m| m.as_str());
    let agency = c.name("agency");
    if LABELS.iter().any(|l| place.starts_with(l)) || place.is_empty() && agency.is_none() {
        return None;
    }
    let spaced = line[..whole.end()].ends_with(char::is_whitespace) || c["dash"] != *"-";
    let upper =
        place.chars().filter(|c| c.is_uppercase()).count() >= 3 && !place.chars().any(char::is_lowercase);
    let known = agency.is_some() || c.name("date").is_some();
    let colon = &c["dash"] == ":";
    let wire = agency.is_some_and(|a| outlet_by_name(a.as_str().trim()).is_some());
    // `Rep. Ada Brell (R-Ore.)` is no agency.
    let party = agency.is_some_and(|a| a.as_str().as_bytes().get(1) == Some(&b'-'));
    if !spaced || party || !(wire || (upper || known) && !colon) || word_count(&line[whole.end()..]) < 4 {
        return None;
    }
    let date = c.name("date").and_then(|d| {
        let found = dates::find(d.as_str(), None).into_iter().next()?;
        Some(Found { range: d.start() + found.range.start..d.start() + found.range.end, ..found })
    });
    let agency = agency.map(|a| {
        let name = a.as_str().trim();
        let known = outlet_by_name(name).map(|o| o.name.to_owned());
        (known.unwrap_or_else(|| name.to_owned()), a.range())
    });
    Some(Dateline { len: line[..whole.end()].trim_end().len(), agency, date })
}

/// Which of two dates of a text to keep: the more precise.
pub(crate) fn more_precise(a: &Moment, b: &Moment) -> bool {
    a.as_str().len().min(10) > b.as_str().len().min(10)
}
