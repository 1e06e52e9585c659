//! Noun phrases around a verb, found with closed-class words and the shapes of words alone.

use super::unit::{Item, Kind, Unit};
use super::verbs;

#[rustfmt::skip]
pub(super) const DETERMINERS: &[&str] = &[
    "the", "a", "an", "this", "that", "these", "those", "his", "her", "their", "its", "our", "my", "your",
    "some", "any", "each", "every", "both", "many", "several", "most", "few", "all", "no", "one", "two",
    "three", "four", "five", "six", "seven", "eight", "nine", "ten", "another", "other", "others",
    "multiple", "various", "more", "whose",
];

#[rustfmt::skip]
pub(super) const SUBJECT_PRONOUNS: &[&str] = &[
    "he", "she", "they", "it", "i", "we", "you", "who", "which", "others", "some", "many", "everyone",
    "nobody",
];

#[rustfmt::skip]
pub(super) const PREPOSITIONS: &[&str] = &[
    "of", "in", "on", "at", "by", "for", "from", "with", "to", "about", "against", "near", "under", "over",
    "into", "between", "among", "including", "like", "within", "behind", "inside", "outside", "across",
    "around", "through", "during", "without", "amid", "toward", "towards", "via", "per", "despite", "above",
    "below", "than", "upon",
];

/// Words at which a noun phrase to the left of a verb stops.
#[rustfmt::skip]
const STOPS: &[&str] = &[
    "but", "or", "that", "if", "when", "because", "while", "although", "as", "whether", "where", "since",
    "after", "before", "until", "though", "so", "yet", "what", "how", "why", "not", "nor", "then",
    "however", "unless", "once", "than", "there", "whom", "him", "them", "me", "us", "also",
];

#[rustfmt::skip]
pub(super) const AUXILIARIES: &[&str] = &[
    "has", "have", "had", "having", "is", "are", "was", "were", "be", "been", "being", "am", "will",
    "would", "can", "could", "may", "might", "must", "shall", "should", "do", "does", "did", "didn't",
    "doesn't", "don't", "hasn't", "haven't", "hadn't", "won't", "wouldn't", "isn't", "aren't", "wasn't",
    "weren't", "couldn't", "can't", "cannot",
];

/// Adverbs that stand between a subject and its verb; those in -ly count without being listed.
#[rustfmt::skip]
const ADVERBS: &[&str] = &[
    "also", "later", "then", "often", "even", "now", "still", "just", "already", "long", "once", "again",
    "further", "first", "never", "not", "n't", "always", "soon", "twice", "earlier", "ever", "since",
    "instead", "too", "only", "recently", "all", "both",
];

/// Frequent past tenses that do not end in -ed.
#[rustfmt::skip]
const PASTS: &[&str] = &[
    "said", "told", "made", "took", "went", "came", "got", "gave", "saw", "held", "met", "won", "lost",
    "left", "led", "began", "became", "ran", "kept", "knew", "thought", "found", "brought", "put", "set",
    "sent", "spent", "stood", "spoke", "wrote", "fell", "felt", "grew", "heard", "paid", "rose", "sat",
    "sold", "shot", "struck", "swore", "threw", "drew", "drove", "built", "bought", "broke", "chose", "cut",
    "hit", "quit", "read", "sought", "taught", "wore", "fought", "hurt", "let", "meant", "arose", "seen", "known", "given", "taken", "written", "spoken", "gone", "done", "shown", "bore",
];

#[rustfmt::skip]
pub(super) const TIME_WORDS: &[&str] = &[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday",
    "tonight", "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "jan.", "feb.", "mar.", "apr.", "aug.", "sept.", "oct.", "nov.",
    "dec.", "spring", "summer", "autumn", "winter", "morning", "afternoon", "evening", "night", "week", "month", "year", "weekend", "day",
];

#[rustfmt::skip]
pub(super) const LEADERS_OF_TIME: &[&str] =
    &[
    "last", "this", "earlier", "late", "early", "next", "late", "later", "on",
];

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
    item.one_of(TIME_WORDS)
        && if item.one_of(&[
            "today",
            "yesterday",
            "tonight",
            "morning",
            "night",
            "day",
            "week",
            "month",
            "year",
            "evening",
            "afternoon",
            "weekend",
            "spring",
            "summer",
            "autumn",
            "winter",
        ]) {
            !item.cap
        } else {
            item.cap
        }
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

/// Participles that do not end in -ed.
#[rustfmt::skip]
const PARTICIPLES: &[&str] = &[
    "told", "made", "held", "won", "lost", "led", "found", "brought", "put", "set", "sent", "spent", "paid",
    "sold", "shot", "struck", "built", "bought", "kept", "hurt", "seen", "known", "given", "taken", "written",
    "spoken", "done", "shown", "drawn", "caught", "taught",
];

fn is_ed(item: &Item) -> bool {
    item.kind == Kind::Word && (item.low.ends_with("ed") || item.one_of(PARTICIPLES))
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
    while at > floor && end - at < LONGEST {
        let item = &items[at - 1];
        let before = (at - 1 > floor).then(|| &items[at - 2]);
        match item.kind {
            Kind::Mark if item.one_of(&[")", "]"]) => {
                at = (floor..at - 1).rev().take(14).find(|i| items[*i].one_of(&["(", "["]))?;
                continue;
            }
            Kind::Mark if !item.one_of(SIGNS) => break,
            Kind::Quote { .. } if !item.is_short_quote() => break,
            Kind::Mark | Kind::Quote { .. } | Kind::Clitic | Kind::Number => {}
            // "one person briefed on them said", "those close to her said"
            Kind::Word if is_governed_pronoun(item, before) && only_adverbs(&items[at..end]) => {}
            Kind::Word if item.one_of(SINGLE_PRONOUNS) => {
                return match start {
                    None => Some(at - 1),
                    Some(_) if item.is("who") && before.is_some_and(Item::is_word) => {
                        at -= 1;
                        start = Some(at);
                        continue;
                    }
                    Some(start) => finish(unit, start, end),
                };
            }
            Kind::Word
                if item.is("that") && before.is_some_and(|b| b.is_word() && !b.one_of(PREPOSITIONS)) =>
            {
                if start.is_none() || !items.get(at).is_some_and(|n| is_verb(n) || is_adverb(n)) {
                    break;
                }
            }
            Kind::Word if item.one_of(&["and", "or"]) => {
                let left = start.and_then(|_| plain(unit, at - 1, floor));
                let joined = left.filter(|left| *left == floor || is_boundary(&items[left - 1]));
                return match (joined, start) {
                    (Some(left), _) => Some(left),
                    (None, Some(start)) => finish(unit, start, end),
                    (None, None) => None,
                };
            }
            // "the man who ran the dam until last month said": when that was belongs to the relative clause.
            Kind::Word
                if item.one_of(&["until", "since", "before", "after"])
                    && start.is_some_and(|start| is_only_time(&items[start..end])) => {}
            Kind::Word if item.one_of(STOPS) => break,
            Kind::Word if start.is_some() && is_plural_verb(item, before) => break,
            Kind::Word if is_verb(item) && !is_participle(unit, at - 1, end, floor) => {
                match relative_pronoun(unit, at - 1, floor) {
                    Some(pronoun) if start.is_some() => {
                        at = pronoun;
                        start = Some(at);
                        continue;
                    }
                    _ => break,
                }
            }
            Kind::Word if item.one_of(DETERMINERS) => {
                at -= 1;
                start = Some(at);
                let linked = before.is_none_or(|b| {
                    b.one_of(PREPOSITIONS)
                        || b.one_of(DETERMINERS)
                        || b.one_of(&["and", "or"])
                        || is_verb(b)
                        || is_adverb(b)
                        || is_doing(&items[..at])
                });
                if !linked {
                    break;
                }
                continue;
            }
            Kind::Word => {
                if is_adverb(item) && start.is_none() {
                    at -= 1;
                    continue;
                }
            }
        }
        at -= 1;
        start = Some(at);
    }
    finish(unit, start?, end)
}

/// Whether what stands before ends in what people do who are named right before it: "bankers advising".
fn is_doing(items: &[Item]) -> bool {
    let [.., who, doing] = items else { return false };
    let word = |i: &Item| i.kind == Kind::Word && !i.cap;
    let plural = who.low.ends_with('s') || who.is("people");
    word(doing) && word(who) && plural && doing.low.ends_with("ing") && doing.low.len() > 5
}

/// Whether a pronoun hangs on the preposition before it and so is no subject: "briefed on them", "close to it".
fn is_governed_pronoun(item: &Item, before: Option<&Item>) -> bool {
    item.one_of(&["him", "her", "it", "them", "me", "us", "you"])
        && before.is_some_and(|b| b.one_of(PREPOSITIONS) && !b.one_of(&["than", "like", "per", "despite"]))
}

fn only_adverbs(items: &[Item]) -> bool {
    items.iter().all(|i| is_adverb(i) || i.is(","))
}

/// Whether a stretch only says when: "last month", "the day", "Monday".
fn is_only_time(items: &[Item]) -> bool {
    items.iter().any(is_time)
        && items.iter().all(|i| {
            is_time(i)
                || i.one_of(LEADERS_OF_TIME)
                || i.one_of(DETERMINERS)
                || i.kind == Kind::Number
                || i.one_of(PREPOSITIONS)
        })
}

/// Whether a bare form of a verb of speech follows a plural or an adverb: "polls show most voters think".
fn is_plural_verb(item: &Item, before: Option<&Item>) -> bool {
    matches!(verbs::lookup(&item.low), Some((frame, verbs::Form::Base)) if !frame.noun)
        && !item.cap
        && before.is_some_and(|b| {
            b.kind == Kind::Word && (b.low.ends_with('s') || b.one_of(SINGLE_PRONOUNS)) || is_adverb(b)
        })
}

/// Items that a noun phrase may have: longer ones are taken for something else.
const LONGEST: usize = 45;

const SIGNS: &[&str] = &["$", "£", "€", "%", "&", "/", "@"];

/// Pronouns that are a whole subject.
const SINGLE_PRONOUNS: &[&str] = &["he", "she", "they", "it", "i", "we", "you", "who", "which"];

/// Whether a clause begins behind this item.
fn is_boundary(item: &Item) -> bool {
    matches!(item.kind, Kind::Mark | Kind::Quote { .. }) || item.one_of(STOPS)
}

/// Without what opens the sentence, where a name is left.
fn finish(unit: &Unit, start: usize, end: usize) -> Option<usize> {
    let start = strip_front(unit, start, end);
    let participle =
        start + 1 < end && is_ed(&unit.items[start]) && unit.items[start + 1].one_of(PREPOSITIONS);
    (start < end && !participle && valid(unit, start, end)).then(|| with_bound(unit, start))
}

/// Takes in what says how exact the number is that a phrase starts with: "at least three people".
fn with_bound(unit: &Unit, start: usize) -> usize {
    const BOUNDS: [&[&str]; 9] = [
        &["at", "least"],
        &["more", "than"],
        &["no", "fewer", "than"],
        &["as", "many", "as"],
        &["up", "to"],
        &["about"],
        &["nearly"],
        &["roughly"],
        &["over"],
    ];
    let item = &unit.items[start];
    let number = item.kind == Kind::Number
        || crate::quantities::number_word(&item.low).is_some()
        || item.is("a") && unit.get(start + 1).is_some_and(|i| i.is("dozen"));
    let bound = BOUNDS.iter().find(|bound| {
        number
            && start >= bound.len()
            && bound.iter().zip(&unit.items[start - bound.len()..]).all(|(w, i)| i.is(w))
    });
    start - bound.map_or(0, |bound| bound.len())
}

/// Whether a word that looks like a past tense describes a noun here: "people briefed on it", "a retired doctor".
fn is_participle(unit: &Unit, at: usize, end: usize, floor: usize) -> bool {
    let items = &unit.items;
    if !is_ed(&items[at]) || at + 1 >= end {
        return false;
    }
    let next = &items[at + 1];
    let before = (at > floor).then(|| &items[at - 1]);
    let behind_noun = next.one_of(PREPOSITIONS)
        && before.is_some_and(|b| {
            b.kind == Kind::Word && !b.one_of(STOPS) && !is_adverb(b) && !b.one_of(SINGLE_PRONOUNS)
        });
    let before_noun = next.kind == Kind::Word
        && !next.one_of(PREPOSITIONS)
        && before.is_none_or(|b| {
            b.one_of(DETERMINERS)
                || b.kind == Kind::Number
                || b.kind == Kind::Clitic
                || !next.cap
                    && !next.one_of(DETERMINERS)
                    && (b.one_of(PREPOSITIONS) || b.is("and") || !b.is_word())
        });
    // "the note marked secret said"
    let marked = at + 2 == end
        && next.kind == Kind::Word
        && !next.cap
        && !is_adverb(next)
        && before.is_some_and(|b| b.kind == Kind::Word && !b.one_of(STOPS) && !b.one_of(SINGLE_PRONOUNS));
    behind_noun || before_noun || marked
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
    if is_only_time(items) {
        return false;
    }
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
/// Y, said". `mark` is the place of that comma or dash. The phrase then includes what stands in apposition.
fn behind_apposition(unit: &Unit, mark: usize, floor: usize) -> Option<usize> {
    let items = &unit.items;
    if !items[mark].is(",") {
        let open = (floor..mark).rev().take(LONGEST).find(|i| items[*i].low == items[mark].low)?;
        return plain(unit, open, floor);
    }
    let mut right = mark;
    let mut fallback = None;
    for _ in 0..6 {
        let comma =
            (floor..right).rev().take(LONGEST).find(|i| is_cut(&items[*i])).filter(|i| items[*i].is(","));
        let Some(end) = comma else { break };
        // The segment that ends at this comma.
        let from = (floor..end).rev().find(|i| is_cut(&items[*i])).map_or(floor, |i| i + 1);
        if let Some(start) = plain(unit, end, floor) {
            let whole = start == from
                || start > from && (is_boundary(&items[start - 1]) || strip_front(unit, from, end) == start);
            let first = &items[start];
            let explains = first.one_of(&["a", "an", "who", "whose", "which"])
                || first.kind == Kind::Number
                || end - start == 1 && first.low.contains('.')
                || !first.cap && !first.one_of(DETERMINERS) && !first.one_of(SUBJECT_PRONOUNS);
            // "Ana Orlo, who lives in Columbus, Ohio, said": a place inside a clause about someone named before it.
            let place = end - start == 1 && first.cap && from > floor && {
                let left = (floor..from - 1).rev().find(|i| is_cut(&items[*i])).map_or(floor, |i| i + 1);
                left > floor && items[left].one_of(&["who", "whose", "which", "a", "an", "the"])
            };
            if whole && !place && !(explains && from > floor) {
                return Some(start);
            }
            if whole {
                fallback = Some(start);
            }
        }
        right = end;
    }
    fallback
}

/// Whether a phrase with appositions cannot reach over this item.
fn is_cut(item: &Item) -> bool {
    item.one_of(&[",", ";", ":"]) || matches!(item.kind, Kind::Quote { .. }) && !item.is_short_quote()
}

/// For "X, speaking in Y, said": the source without what X was doing.
pub(super) fn shorten(unit: &Unit, start: usize, end: usize) -> (usize, usize) {
    let comma = (start..end).find(|i| unit.items[*i].is(","));
    match comma {
        Some(comma) if comma + 1 < end && !is_apposition(&unit.items[comma + 1]) => (start, comma),
        _ => (start, end),
    }
}

/// For "the ministry on Monday said": the source without the day.
pub(super) fn without_day(unit: &Unit, (start, end): (usize, usize)) -> (usize, usize) {
    let items = &unit.items;
    let mut cut = end;
    while cut > start + 1 && is_time(&items[cut - 1]) {
        cut -= 1;
    }
    if cut == end {
        return (start, end);
    }
    while cut > start + 1 && items[cut - 1].one_of(LEADERS_OF_TIME) {
        cut -= 1;
    }
    // "a report on Monday's vote" has no time at its end, "the man who left in May" needs his.
    let clause =
        items[start..cut].iter().any(|i| i.one_of(&["who", "that", "which", "in", "until", "since"]));
    if clause
        || items[cut - 1].one_of(PREPOSITIONS)
        || items[cut - 1].one_of(DETERMINERS)
        || items[cut - 1].kind == Kind::Clitic
    {
        return (start, end);
    }
    (start, cut)
}

/// Whether what stands between the commas behind a name says what the named one is (and not what they were doing).
fn is_apposition(first: &Item) -> bool {
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
                if !seen_noun || !apposition_follows(unit, at, limit) {
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
    #[rustfmt::skip]
const OCCASIONS: &[&str] = &[
    "interview", "statement", "speech", "letter", "email", "e-mail", "memo", "conference", "call", "tweet",
    "post", "message", "report", "briefing", "news", "rally", "phone", "telephone", "written", "text",
    "video", "column", "debate", "hearing", "filing", "note", "blog", "release", "press", "series",
    "recent", "separate", "joint",
];
    [first, second].into_iter().flatten().any(|i| i.one_of(OCCASIONS))
}

/// Whether a clause with a subject and a finite verb stands right at `start`.
fn clause_follows(unit: &Unit, start: usize, limit: usize) -> bool {
    let items = &unit.items;
    let stop = (start..limit).find(|i| is_cut(&items[*i])).unwrap_or(limit);
    let verb = (start + 1..stop).find(|i| is_verb(&items[*i]));
    verb.is_some_and(|verb| {
        let reduced = is_ed(&items[verb]) && items.get(verb + 1).is_some_and(|n| n.one_of(PREPOSITIONS));
        !reduced
            && plain(unit, verb, start) == Some(start)
            && !items[start..verb].iter().any(|i| i.one_of(&["who", "which", "that"]))
    })
}

/// Whether the comma at `comma` behind a name opens an apposition or a relative clause, and not the next clause.
fn apposition_follows(unit: &Unit, comma: usize, limit: usize) -> bool {
    let items = &unit.items;
    let Some(next) = items.get(comma + 1).filter(|_| comma + 1 < limit) else { return false };
    if matches!(next.kind, Kind::Quote { .. } | Kind::Mark) {
        return false;
    }
    if next.one_of(&["who", "whose", "which"]) {
        return true;
    }
    if clause_follows(unit, comma + 1, limit) {
        return false;
    }
    if next.one_of(&["a", "an", "the", "now", "then", "one"]) {
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
    // "Ana Orlo, director of the council" or "Ana Orlo, R-Fla."
    next.kind == Kind::Word && !is_verb(next) && !next.one_of(PREPOSITIONS)
}

/// The subject of the clause that `floor..limit` ends in: the noun phrase before its first finite verb, rather one that
/// stands at the clause's start than one behind "when" or "after".
pub(super) fn main_subject(unit: &Unit, floor: usize, limit: usize) -> Option<(usize, usize)> {
    let items = &unit.items;
    let mut any = None;
    for at in floor..limit {
        let item = &items[at];
        let finite = is_verb(item)
            || item.kind == Kind::Word
                && !item.cap
                && at > floor
                && third_person(item)
                && (items[at - 1].cap || items[at - 1].one_of(&["he", "she", "it", "who"]));
        if !finite || at > floor && is_verb(&items[at - 1]) {
            continue;
        }
        let mut end = at;
        while end > floor && is_adverb(&items[end - 1]) {
            end -= 1;
        }
        let Some(start) = ending_at(unit, end, floor) else { continue };
        let end = if items[end - 1].is(",") { end - 1 } else { end };
        let opens = start == floor
            || items[start - 1].one_of(&[",", ";", ":", "but", "and"])
            || strip_front(unit, floor, end) == start
                && !items[floor..start].iter().any(|i| i.is(",") || i.one_of(STOPS));
        if opens {
            return Some((start, end));
        }
        any = any.or(Some((start, end)));
    }
    any
}

fn third_person(item: &Item) -> bool {
    item.low.len() > 3 && item.low.ends_with('s') && !item.low.ends_with("ss") && !item.low.ends_with("'s")
}
