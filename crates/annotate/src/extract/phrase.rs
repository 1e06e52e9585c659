//! Noun phrases around a verb, found with closed-class words and the shapes of words alone.

use super::unit::{Item, Kind, Unit};
use super::verbs;

pub(super) const DETERMINERS: &[&str] = &[
    "the", "a", "an", "this", "that", "these", "those", "his", "her", "their", "its", "our", "my", "your",
    "some", "any", "each", "every", "both", "many", "several", "most", "few", "all", "no", "one", "two",
    "three", "four", "five", "six", "seven", "eight", "nine", "ten", "another", "other", "others",
    "multiple", "various", "more", "whose",
];

pub(super) const SUBJECT_PRONOUNS: &[&str] = &[
    "he", "she", "they", "it", "i", "we", "you", "who", "which", "others", "some", "many", "everyone",
    "nobody",
];

pub(super) const PREPOSITIONS: &[&str] = &[
    "of",
    "in",
    "on",
    "at",
    "by",
    "for",
    "from",
    "with",
    "to",
    "about",
    "against",
    "near",
    "under",
    "over",
    "into",
    "between",
    "among",
    "including",
    "like",
    "within",
    "behind",
    "inside",
    "outside",
    "across",
    "around",
    "through",
    "during",
    "without",
    "amid",
    "toward",
    "towards",
    "via",
    "per",
    "despite",
    "above",
    "below",
    "than",
    "upon",
];

/// Words at which a noun phrase to the left of a verb stops.
const STOPS: &[&str] = &[
    "but", "or", "that", "if", "when", "because", "while", "although", "as", "whether", "where", "since",
    "after", "before", "until", "though", "so", "yet", "what", "how", "why", "not", "nor", "then", "however",
    "unless", "once", "than", "there", "whom", "him", "them", "me", "us", "also",
];

pub(super) const AUXILIARIES: &[&str] = &[
    "has", "have", "had", "having", "is", "are", "was", "were", "be", "been", "being", "am", "will", "would",
    "can", "could", "may", "might", "must", "shall", "should", "do", "does", "did", "didn't", "doesn't",
    "don't", "hasn't", "haven't", "hadn't", "won't", "wouldn't", "isn't", "aren't", "wasn't", "weren't",
    "couldn't", "can't", "cannot",
];

/// Adverbs that stand between a subject and its verb; those in -ly count without being listed.
const ADVERBS: &[&str] = &[
    "also", "later", "then", "often", "even", "now", "still", "just", "already", "long", "once", "again",
    "further", "first", "never", "not", "n't", "always", "soon", "twice", "earlier", "ever", "since",
    "instead", "too", "only", "recently", "all", "both",
];

/// Frequent past tenses that do not end in -ed.
const PASTS: &[&str] = &[
    "said", "told", "made", "took", "went", "came", "got", "gave", "saw", "held", "met", "won", "lost",
    "left", "led", "began", "became", "ran", "kept", "knew", "thought", "found", "brought", "put", "set",
    "sent", "spent", "stood", "spoke", "wrote", "fell", "felt", "grew", "heard", "paid", "rose", "sat",
    "sold", "shot", "struck", "swore", "threw", "drew", "drove", "built", "bought", "broke", "chose", "cut",
    "hit", "quit", "read", "sought", "taught", "wore", "fought", "hurt", "let", "meant", "arose", "bore",
];

pub(super) const TIME_WORDS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "today",
    "yesterday",
    "tonight",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan.",
    "feb.",
    "mar.",
    "apr.",
    "aug.",
    "sept.",
    "oct.",
    "nov.",
    "dec.",
    "morning",
    "afternoon",
    "evening",
    "night",
    "week",
    "month",
    "year",
    "weekend",
    "day",
];

pub(super) const LEADERS_OF_TIME: &[&str] =
    &["last", "this", "earlier", "late", "early", "next", "late", "later", "on"];

/// Whether a word is an adverb that may stand before a verb.
pub(super) fn is_adverb(item: &Item) -> bool {
    item.kind == Kind::Word
        && !item.cap
        && (item.one_of(ADVERBS)
            || item.low.ends_with("ly")
                && !item
                    .one_of(&["family", "ally", "assembly", "daily", "weekly", "supply", "italy", "monthly"]))
}

pub(super) fn is_time(item: &Item) -> bool {
    item.one_of(TIME_WORDS) && (item.cap || !item.is("may") && !item.is("march"))
}

/// Whether a word looks like a finite verb or participle.
fn is_verb(item: &Item) -> bool {
    if item.kind != Kind::Word || item.cap {
        return false;
    }
    item.one_of(AUXILIARIES)
        || item.one_of(PASTS)
        || item.low.len() > 4
            && item.low.ends_with("ed")
            && !item.one_of(&["hundred", "united", "alleged", "indeed"])
        || matches!(verbs::lookup(&item.low), Some((frame, form)) if form != verbs::Form::Ing && !frame.noun && !matches!(form, verbs::Form::Base))
}

fn is_ed(item: &Item) -> bool {
    item.kind == Kind::Word
        && (item.low.ends_with("ed") || item.one_of(&["told", "given", "seen", "known", "held"]))
}

/// The noun phrase that ends right before item `end`: its first item. None where there is none.
pub(super) fn ending_at(unit: &Unit, end: usize, floor: usize) -> Option<usize> {
    let items = &unit.items;
    if end <= floor {
        return None;
    }
    let last = &items[end - 1];
    if last.is(",") || last.one_of(&["—", "–", "--", "-"]) {
        return behind_apposition(unit, end - 1, floor);
    }
    plain(unit, end, floor)
}

/// A noun phrase without a comma at its end.
fn plain(unit: &Unit, end: usize, floor: usize) -> Option<usize> {
    let items = &unit.items;
    let mut at = end;
    let mut start = None;
    while at > floor && end - at < 45 {
        let item = &items[at - 1];
        match item.kind {
            Kind::Mark => {
                if item.one_of(&[")", "]"]) {
                    let open = (floor..at - 1).rev().take(14).find(|i| items[*i].one_of(&["(", "["]))?;
                    at = open;
                    continue;
                }
                if item.one_of(&["$", "£", "€", "%", "&", "/", "@"]) {
                    at -= 1;
                    start = Some(at);
                    continue;
                }
                break;
            }
            Kind::Quote { .. } => {
                if !item.is_short_quote() {
                    break;
                }
                at -= 1;
                start = Some(at);
            }
            Kind::Clitic | Kind::Number => {
                at -= 1;
                start = Some(at);
            }
            Kind::Word => {
                if start.is_none()
                    && (item.one_of(&["he", "she", "they", "it", "i", "we", "you", "who", "which"]))
                {
                    return Some(at - 1);
                }
                if item.one_of(&["he", "she", "they", "i", "we"]) {
                    // "…, people he trusts said": what stands before belongs to the phrase.
                    break;
                }
                if item.one_of(&["who", "that"])
                    && start.is_some()
                    && at >= 2
                    && items[at - 2].is_word()
                    && at - 1 > floor
                    && relative_follows(items.get(at))
                {
                    at -= 1;
                    start = Some(at);
                    continue;
                }
                if item.is("and") || item.is("or") {
                    let next = &items[at];
                    let before = items.get(at.wrapping_sub(2));
                    let joined = start.is_some()
                        && before.is_some_and(|b| {
                            b.is_word() && !is_verb(b) && !b.one_of(PREPOSITIONS) && !is_adverb(b)
                        })
                        && (next.cap && before.is_some_and(|b| b.cap || !next.one_of(DETERMINERS))
                            || !next.one_of(&["the", "a", "an", "he", "she", "they", "it"]) && !next.cap);
                    if !joined {
                        break;
                    }
                    // Only where what is joined is a phrase that reaches a boundary.
                    at -= 1;
                    continue;
                }
                if item.one_of(STOPS) && !(item.is("that") && start.is_none()) {
                    break;
                }
                if item.one_of(AUXILIARIES) && !item.cap {
                    match relative_pronoun(unit, at - 1, floor) {
                        Some(pronoun) => {
                            at = pronoun;
                            start = Some(at);
                            continue;
                        }
                        None => break,
                    }
                }
                if is_verb(item) {
                    let next_is_link = items.get(at).is_some_and(|n| n.one_of(PREPOSITIONS));
                    let reduced = is_ed(item)
                        && at - 1 > floor
                        && at < end
                        && next_is_link
                        && (items[at - 2].kind == Kind::Word
                            && !items[at - 2].one_of(STOPS)
                            && !is_adverb(&items[at - 2]));
                    let adjective = is_ed(item)
                        && at < end
                        && items.get(at).is_some_and(|n| {
                            n.kind == Kind::Word
                                && !n.one_of(DETERMINERS)
                                && !n.one_of(PREPOSITIONS)
                                && !n.cap
                        })
                        && (at - 1 == floor
                            || items[at - 2].one_of(DETERMINERS)
                            || items[at - 2].one_of(PREPOSITIONS)
                            || !items[at - 2].is_word()
                            || items[at - 2].kind == Kind::Number);
                    if !reduced && !adjective {
                        match relative_pronoun(unit, at - 1, floor) {
                            Some(pronoun) => {
                                at = pronoun;
                                start = Some(at);
                                continue;
                            }
                            None => break,
                        }
                    }
                }
                at -= 1;
                if !is_adverb(item) || start.is_some() {
                    start = Some(at);
                }
            }
        }
    }
    let start = start?;
    let start = strip_front(unit, start, end);
    (start < end && valid(unit, start, end)).then_some(start)
}

/// Whether what stands behind `who` or `that` can open a relative clause.
fn relative_follows(next: Option<&Item>) -> bool {
    next.is_some_and(|n| is_verb(n) || is_adverb(n) || n.kind == Kind::Clitic)
}

/// The place of a `who` or `that` to the left whose clause the verb at `verb` belongs to.
fn relative_pronoun(unit: &Unit, verb: usize, floor: usize) -> Option<usize> {
    for i in (floor..verb).rev().take(8) {
        let item = &unit.items[i];
        if item.is("who") && i > floor && unit.items[i - 1].is_word() {
            return Some(i);
        }
        if !(is_adverb(item) || item.one_of(AUXILIARIES) || item.kind == Kind::Clitic) {
            return None;
        }
    }
    None
}

/// Leaves out what opens a sentence before its subject: "On Monday", "In a statement", "Meanwhile".
fn strip_front(unit: &Unit, start: usize, end: usize) -> usize {
    let items = &unit.items;
    let mut start = start;
    while start < end
        && (is_adverb(&items[start])
            || items[start].one_of(&[
                "meanwhile",
                "and",
                "still",
                "again",
                "earlier",
                "later",
                "also",
                "thus",
                "indeed",
                "separately",
                "privately",
                "publicly",
            ]))
        && !(items[start].one_of(&["both", "all"]))
    {
        start += 1;
    }
    if start >= end || !items[start].one_of(PREPOSITIONS) {
        return skip_time(unit, start, end);
    }
    let mut at = start + 1;
    while at < end {
        let item = &items[at];
        let before = &items[at - 1];
        let after_link = before.one_of(PREPOSITIONS) || before.one_of(DETERMINERS) || before.is("and");
        if item.one_of(&["he", "she", "they", "it", "i", "we"]) {
            return at;
        }
        if !after_link
            && (item.one_of(DETERMINERS)
                || item.cap && (!before.cap || is_time(before)) && before.kind != Kind::Clitic)
        {
            return at;
        }
        at += 1;
    }
    end
}

/// Leaves out a time at the front: "Last week", "Monday".
fn skip_time(unit: &Unit, start: usize, end: usize) -> usize {
    let items = &unit.items;
    let mut at = start;
    if at + 1 < end && items[at].one_of(LEADERS_OF_TIME) && is_time(&items[at + 1]) {
        at += 2;
        while at < end && is_time(&items[at]) {
            at += 1;
        }
    }
    if at < end { at } else { start }
}

/// Whether a stretch can name someone: not only adverbs, numbers and the like.
fn valid(unit: &Unit, start: usize, end: usize) -> bool {
    let items = &unit.items[start..end];
    if items.len() == 1 {
        let item = &items[0];
        if item.one_of(SUBJECT_PRONOUNS) || item.cap {
            return !is_time(item)
                && !item.one_of(PREPOSITIONS)
                && !item.one_of(&["as", "what", "that", "there"]);
        }
        if item.one_of(&["this", "that", "these", "those", "as", "what", "there", "here"]) {
            return false;
        }
    }
    items.iter().any(|i| {
        i.kind == Kind::Word && !i.one_of(PREPOSITIONS) && !is_time(i) && !is_adverb(i)
            || i.kind == Kind::Number && items.len() == 1
            || matches!(i.kind, Kind::Quote { .. })
    })
}

/// The subject of a verb with a comma or dash before it: "X, a doctor, said", "X, who was there, said", "X, speaking in
/// Y, said". `comma` is the place of that mark. The phrase then includes what stands in apposition.
fn behind_apposition(unit: &Unit, comma: usize, floor: usize) -> Option<usize> {
    let items = &unit.items;
    let dash = !items[comma].is(",");
    let mut right = comma;
    let mut first = None;
    for _ in 0..6 {
        let left = (floor..right)
            .rev()
            .take(40)
            .find(|i| if dash { items[*i].low == items[comma].low } else { items[*i].is(",") });
        let Some(left) = left else { break };
        let head = plain(unit, left, floor);
        let Some(start) = head else { break };
        first = Some(start);
        // A name or a phrase that starts its clause is the head; a phrase behind another comma may be one more apposition.
        let before = start.checked_sub(1).filter(|i| *i >= floor).map(|i| &items[i]);
        let more = before.is_some_and(|b| b.is(",")) && !items[start].cap
            || before.is_some_and(|b| b.is(",")) && items[start].low.contains('.') && left - start == 1;
        if !more || dash {
            break;
        }
        right = start - 1 + 1;
        if right <= floor + 1 {
            break;
        }
        right = start - 1;
        // From here the search goes on left of the comma before this phrase.
        let start_of_previous = plain(unit, right, floor);
        match start_of_previous {
            Some(start) => {
                first = Some(start);
                if items[start].cap || start == floor {
                    break;
                }
            }
            None => break,
        }
    }
    first
}

/// Whether what stands between the commas behind a name says what the named one is (and not what they were doing).
pub(super) fn is_apposition(first: &Item) -> bool {
    !(first.low.ends_with("ing") && !first.cap
        || first.one_of(PREPOSITIONS)
        || first.one_of(&[
            "however",
            "meanwhile",
            "though",
            "when",
            "after",
            "before",
            "while",
            "as",
            "then",
            "too",
        ])
        || is_adverb(first))
}

/// The noun phrase that begins at `start`: one past its last item. It takes in what stands in apposition.
pub(super) fn starting_at(unit: &Unit, start: usize, limit: usize) -> usize {
    let items = &unit.items;
    let mut at = start;
    let mut seen_noun = false;
    while at < limit {
        let item = &items[at];
        match item.kind {
            Kind::Quote { .. } if item.is_short_quote() => {}
            Kind::Quote { .. } => break,
            Kind::Mark if item.one_of(&["(", "["]) => {
                match (at..limit).take(14).find(|i| items[*i].one_of(&[")", "]"])) {
                    Some(close) => at = close,
                    None => break,
                }
            }
            Kind::Mark if item.is(",") => {
                if !seen_noun || !apposition_follows(unit, start, at, limit) {
                    break;
                }
            }
            Kind::Mark if item.one_of(&["$", "£", "€", "%", "&", "/", "@"]) => {}
            Kind::Mark => break,
            Kind::Word => {
                if seen_noun && at > start {
                    let inside_apposition = items[start..at].iter().any(|i| i.is(","));
                    let leaves = item.one_of(&[
                        "when", "after", "before", "while", "because", "but", "if", "as", "that", "during",
                        "although", "via", "since", "until",
                    ]) || item.one_of(&["in", "on", "at", "to", "by"])
                        && !inside_apposition
                        && ends_with_name(unit, at)
                        || item.one_of(&["in", "on", "at", "during"])
                            && items.get(at + 1).is_some_and(|n| {
                                n.one_of(&["a", "an", "the"])
                                    && starts_occasion(items.get(at + 2), items.get(at + 3))
                                    || is_time(n)
                                    || n.kind == Kind::Number
                            })
                        || item.one_of(&["last", "this", "earlier", "late"])
                            && items.get(at + 1).is_some_and(is_time)
                        || is_time(item) && item.cap && !inside_apposition
                        || item.one_of(&["he", "she", "they", "it", "i", "we"]);
                    if leaves {
                        break;
                    }
                    if item.is("and") && items.get(at + 1).is_some_and(|n| is_verb(n) || is_adverb(n)) {
                        break;
                    }
                    if item.one_of(AUXILIARIES)
                        && !items[start..at]
                            .iter()
                            .any(|i| i.one_of(&["who", "which", "that", "whose", "where"]))
                    {
                        break;
                    }
                }
                if !item.one_of(PREPOSITIONS) && !item.one_of(DETERMINERS) {
                    seen_noun = true;
                }
                if at == start && item.one_of(&["he", "she", "they", "it", "i", "we"]) {
                    return at + 1;
                }
            }
            Kind::Number | Kind::Clitic => seen_noun = true,
        }
        at += 1;
    }
    at
}

fn ends_with_name(unit: &Unit, at: usize) -> bool {
    unit.items[at - 1].cap
        || unit.items[at - 1].one_of(&["official", "officials", "spokesman", "spokeswoman"])
}

/// Whether "in a …" goes on to name an occasion: "in an interview", "at a news conference", "in a statement".
fn starts_occasion(first: Option<&Item>, second: Option<&Item>) -> bool {
    const OCCASIONS: &[&str] = &[
        "interview",
        "statement",
        "speech",
        "letter",
        "email",
        "e-mail",
        "memo",
        "conference",
        "call",
        "tweet",
        "post",
        "message",
        "report",
        "briefing",
        "news",
        "rally",
        "phone",
        "telephone",
        "written",
        "text",
        "video",
        "column",
        "debate",
        "hearing",
        "filing",
        "note",
        "blog",
        "release",
        "press",
        "series",
        "recent",
        "separate",
        "joint",
    ];
    [first, second].into_iter().flatten().any(|i| i.one_of(OCCASIONS))
}

/// Whether the comma at `comma` behind a name opens an apposition or a relative clause, and not the next clause.
fn apposition_follows(unit: &Unit, start: usize, comma: usize, limit: usize) -> bool {
    let items = &unit.items;
    let Some(next) = items.get(comma + 1).filter(|_| comma + 1 < limit) else { return false };
    if matches!(next.kind, Kind::Quote { .. } | Kind::Mark) {
        return false;
    }
    if next.one_of(&["who", "whose", "a", "an", "the", "now", "then", "one", "which"]) {
        return true;
    }
    if next.kind == Kind::Number {
        return comma + 2 >= limit || items[comma + 2].one_of(&[",", "."]);
    }
    if next.one_of(&[
        "and", "but", "or", "in", "on", "at", "as", "while", "when", "he", "she", "they", "it", "we", "i",
        "although", "though", "so", "because",
    ]) || is_adverb(next)
        || next.low.ends_with("ing")
        || next.one_of(STOPS)
    {
        return false;
    }
    let _ = start;
    // "Ana Orlo, director of the council" or "Ana Orlo, R-Fla."
    next.kind == Kind::Word && !is_verb(next) && !next.one_of(PREPOSITIONS)
}

/// The subject of the sentence: the noun phrase before the first finite verb, within `floor..limit`.
pub(super) fn main_subject(unit: &Unit, floor: usize, limit: usize) -> Option<(usize, usize)> {
    let items = &unit.items;
    let mut at = floor;
    while at < limit {
        if is_verb(&items[at])
            || items[at].kind == Kind::Word
                && !items[at].cap
                && at > floor
                && third_person(&items[at])
                && (items[at - 1].cap || items[at - 1].one_of(&["he", "she", "it", "who"]))
        {
            let mut end = at;
            while end > floor && is_adverb(&items[end - 1]) {
                end -= 1;
            }
            if let Some(start) = ending_at(unit, end, floor) {
                let end = if items[end - 1].is(",") { end - 1 } else { end };
                return Some((start, end));
            }
        }
        at += 1;
    }
    None
}

fn third_person(item: &Item) -> bool {
    item.low.len() > 3 && item.low.ends_with('s') && !item.low.ends_with("ss") && !item.low.ends_with("'s")
}
