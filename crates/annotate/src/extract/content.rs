//! How far the content of a cue reaches, and whom it was said to.

use backstory_model::Span;

use super::cues::{Cue, Found};
use super::phrase::{
    AUXILIARIES, DETERMINERS, PREPOSITIONS, ending_at, is_adverb, is_time, main_subject, starting_at,
};
use super::unit::{Item, Kind, Unit};
use super::verbs::{self, Form, Frame};

/// Where what is said starts behind the verb, and the one spoken to.
pub(super) struct Behind {
    pub(super) content: Option<usize>,
    addressee: Option<(usize, usize)>,
    /// One past the last item that belongs to the cue's clause.
    end: usize,
}

pub(super) fn behind_verb(unit: &Unit, found: &Found, limit: usize) -> Behind {
    let frame = found.frame;
    let mut at = match (found.inverted, found.source) {
        (true, Some((_, end))) => end,
        _ => found.verb + 1,
    };
    if unit.get(at).is_some_and(|i| {
        i.one_of(&["out", "back", "again", "later", "publicly", "privately", "recently", "repeatedly"])
    }) {
        at += 1;
    }
    let verb = &unit.items[found.verb].low;
    if !found.inverted && unit.get(at).is_some_and(|next| verbs::takes(verb, &next.low)) && at + 1 < limit {
        return Behind { content: Some(at + 1), addressee: None, end: at + 1 };
    }
    let mut addressee = None;
    if frame.addressee && !found.inverted {
        let end = addressee_end(unit, at, limit);
        if end > at {
            addressee = Some((at, end));
            at = end;
        }
    }
    // Adverbials before the content: "on Monday", "in a statement to reporters".
    let from = at;
    while at < limit {
        let item = &unit.items[at];
        // "said at least 14 people died", "said nearly 40 boats sank": what is said begins with the number.
        if leads_number(unit, at) {
            break;
        }
        if is_time(item)
            || item.one_of(&["last", "earlier", "late", "this", "early"])
                && (at + 1..at + 3).any(|i| unit.get(i).is_some_and(is_time))
        {
            at += 1;
            continue;
        }
        if is_adverb(item) && !item.is("only") && !item.is("all") && !item.is("both") {
            at += 1;
            continue;
        }
        let occasion = item.one_of(&[
            "in", "on", "at", "during", "via", "through", "to", "from", "with", "after", "before", "of",
            "about", "by", "for", "without",
        ]);
        if !(occasion && adverbial(unit, at, frame, found)) {
            break;
        }
        // "said on Monday prices had doubled": the day ends the adverbial.
        if item.one_of(&["on", "in"]) && unit.get(at + 1).is_some_and(is_time) {
            at += 2;
            while at < limit && (is_time(&unit.items[at]) || unit.items[at].kind == Kind::Number) {
                at += 1;
            }
            continue;
        }
        let stop = (at + 1..limit).take(24).find(|i| {
            let item = &unit.items[*i];
            item.one_of(&["that", ":", ","])
                || item.quote().is_some() && !item.is_short_quote()
                || item.quote().is_some() && unit.items[*i - 1].one_of(&[":", ","])
                || *i > at + 1
                    && item.one_of(&[
                        "he", "she", "they", "it", "i", "we", "there", "adding", "saying", "when", "as",
                        "if", "who", "because",
                    ])
                || *i > at + 1 && leads_number(unit, *i) && !unit.items[*i].one_of(PREPOSITIONS)
                || *i > at + 2
                    && item.one_of(&["the", "a", "an"])
                    && !unit.items[*i - 1].one_of(PREPOSITIONS)
                    && !unit.items[*i - 1].one_of(&["and", "or"])
        });
        at = stop.unwrap_or(limit);
        if unit.get(at).is_some_and(|i| i.is(",")) {
            break;
        }
    }
    let moved = at > from;
    let ends = at >= limit;
    let content = if ends {
        None
    } else {
        let item = &unit.items[at];
        let quote_next = unit.get(at + 1).filter(|_| at + 1 < limit).is_some_and(|n| n.quote().is_some());
        match () {
            () if item.is(":") => (at + 1 < limit).then_some(at + 1),
            () if item.is(",") && quote_next => Some(at + 1),
            () if item.kind == Kind::Mark && !item.one_of(&["$", "£", "€", "(", "["]) => None,
            () if item.quote().is_some() => Some(at),
            () if found.inverted => None,
            () if item.one_of(&["that", "whether", "if", "how", "why", "what", "who", "where", "when"])
                && frame_clause(frame)
                && !(item.is("when") && before_is_content(unit, found))
                && !(item.is("if") && before_is_content(unit, found)) =>
            {
                Some(at)
            }
            () if item.is("to") && frame.to => Some(at),
            () if item.one_of(&[
                "as", "when", "while", "after", "before", "because", "but", "although", "though", "since",
                "until",
            ]) && !(item.is("as") && frame.object && !frame.behind) =>
            {
                None
            }
            () if item.is("and") => None,
            () if (moved || item.one_of(PLACING)) && item.one_of(PREPOSITIONS) && !leads_number(unit, at) => {
                None
            }
            () if frame.object && leads_number(unit, at) => Some(at),
            () if frame.declines => (item.is("to")
                && unit.get(at + 1).is_some_and(|n| n.kind == Kind::Word && !n.cap))
            .then_some(at),
            () if addressee.is_some()
                && (frame.object || frame.addressee && !moved)
                && !item.one_of(PREPOSITIONS) =>
            {
                Some(at)
            }
            () if item.one_of(&["for", "on", "against", "of", "about"]) && !frame.object => None,
            () if frame.object || frame_clause(frame) && moved && clause_here(unit, at, limit) => Some(at),
            () if frame_clause(frame) && frame.behind && clause_here(unit, at, limit) => Some(at),
            () => None,
        }
    };
    Behind {
        content,
        addressee,
        end: if content.is_some() {
            at
        } else if ends {
            limit
        } else {
            from.max(at)
        },
    }
}

/// Whether words that bound a number stand at `at`: "at least 14", "up to a dozen", "more than $3 million", "nearly half".
fn leads_number(unit: &Unit, at: usize) -> bool {
    let item = &unit.items[at];
    let next = |word: &str| unit.is_at(at + 1, word);
    let number = match () {
        () if item.is("at") && (next("least") || next("most")) => at + 2,
        () if item.is("up") && next("to") => at + 2,
        () if item.one_of(&["more", "fewer", "less", "better"]) && next("than") => at + 2,
        () if item.is("as") && (next("many") || next("much") || next("few")) => {
            return unit.is_at(at + 2, "as");
        }
        () if item.one_of(&[
            "about",
            "around",
            "over",
            "under",
            "between",
            "nearly",
            "roughly",
            "approximately",
            "exactly",
            "possibly",
            "barely",
            "fully",
            "virtually",
            "probably",
            "only",
        ]) =>
        {
            at + 1
        }
        () => return false,
    };
    // "in about 20 minutes", "said over 3 days that": a stretch of time is no number of what is said.
    unit.get(number).is_some_and(|n| {
        n.kind == Kind::Number
            || n.one_of(&["$", "£", "€"])
            || n.one_of(&["a", "an"]) && unit.get(number + 1).is_some_and(|n| n.one_of(COUNTS))
            || n.one_of(COUNTS)
    }) && !(number..number + 3).any(|i| unit.get(i).is_some_and(|n| n.one_of(DURATIONS)))
}

/// Prepositions that say where or under what something was said, and never open what was said.
#[rustfmt::skip]
const PLACING: &[&str] = &[
    "outside", "inside", "near", "amid", "despite", "behind", "across", "around", "within", "per", "toward",
    "towards", "above", "below",
];

#[rustfmt::skip]
const COUNTS: &[&str] = &[
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "fifteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "half",
    "dozen", "dozens", "hundred", "hundreds", "thousand", "thousands", "million", "third", "quarter",
];

const DURATIONS: &[&str] = &[
    "hour", "hours", "minute", "minutes", "day", "days", "week", "weeks", "month", "months", "year", "years",
];

fn frame_clause(frame: Frame) -> bool {
    frame.clause || frame.object && frame.behind
}

/// Whether a clause with a verb of its own stands at `at`.
fn clause_here(unit: &Unit, at: usize, limit: usize) -> bool {
    main_subject(unit, at, limit).is_some_and(|(start, _)| start <= at + 1)
}

/// Whether a preposition behind the verb opens a "when, where, to whom" rather than the content.
fn adverbial(unit: &Unit, at: usize, frame: Frame, found: &Found) -> bool {
    let item = &unit.items[at];
    let next = unit.get(at + 1);
    let _ = found;
    if item.one_of(&["about", "of", "for"]) {
        return frame.behind && frame.clause && !frame.object || item.is("of");
    }
    if item.is("to") {
        return !frame.to
            && next.is_some_and(|n| {
                n.cap
                    || n.one_of(&[
                        "the",
                        "a",
                        "an",
                        "reporters",
                        "journalists",
                        "me",
                        "him",
                        "her",
                        "them",
                        "us",
                    ])
            });
    }
    next.is_some_and(|n| n.is_word() || n.kind == Kind::Mark)
}

fn addressee_end(unit: &Unit, at: usize, limit: usize) -> usize {
    let Some(first) = unit.get(at) else { return at };
    if first.kind != Kind::Word
        || first.one_of(&["that", "whether", "if", "how", "why", "what", "to", "for", "about", "of"])
        || first.one_of(PREPOSITIONS)
    {
        return at;
    }
    if first.one_of(&["him", "them", "me", "us", "you", "reporters", "journalists", "lawmakers"]) {
        return at + 1;
    }
    if first.is("her")
        && unit
            .get(at + 1)
            .is_none_or(|n| n.one_of(&["that", "to", "about", "she", "he", "they", "it", ",", "."]))
    {
        return at + 1;
    }
    let mut end = at;
    while end < limit {
        let item = &unit.items[end];
        let stop = match item.kind {
            Kind::Quote { .. } => !item.is_short_quote() || end == at,
            Kind::Mark => !item.is("&"),
            Kind::Clitic | Kind::Number => false,
            Kind::Word => {
                is_time(item)
                    || item.one_of(&[
                        "that", "whether", "if", "how", "why", "what", "when", "as", "in", "on", "at",
                        "during", "to", "about", "after", "before", "last", "via", "earlier", "who", "by",
                        "he", "she", "they", "it", "i", "we", "there", "his", "her", "their",
                    ]) && end > at
                    || item.one_of(AUXILIARIES)
                    || end > at
                        && item.one_of(&["the", "a", "an"])
                        && !unit.items[end - 1].one_of(&["and", "of", "both", "all"])
                    || end > at
                        && item.cap
                        && !unit.items[end - 1].cap
                        && !unit.items[end - 1].one_of(DETERMINERS)
                        && !unit.items[end - 1].one_of(&["of", "and", "both"])
                        && !names_it(unit, end, limit)
            }
        };
        if stop {
            break;
        }
        end += 1;
    }
    end
}

/// Whether a noun is one for those who report news.
fn names_the_press(item: &Item) -> bool {
    item.is("agency") || crate::nouns::is_outlet_noun(&item.low)
}

/// Whether the name at `at` says what the one spoken to is called, and opens no clause: "told the agency VPA, …",
/// "told the agency VPA that …".
fn names_it(unit: &Unit, at: usize, limit: usize) -> bool {
    if !names_the_press(&unit.items[at - 1]) {
        return false;
    }
    let end = (at..limit).find(|i| !unit.items[*i].cap).unwrap_or(limit);
    end == limit
        || unit.items[end].kind == Kind::Mark && !unit.items[end].is("&")
        || unit.items[end].one_of(&["that", "whether", "how", "why", "about"])
}

/// Whether a quotation or a comma stands right before the source: what was said came before.
pub(super) fn before_is_content(unit: &Unit, found: &Found) -> bool {
    let at = if found.inverted { Some(found.group) } else { found.source.map(|(start, _)| start) };
    at.and_then(|at| at.checked_sub(1))
        .is_some_and(|i| unit.items[i].is(",") && i > 0 || unit.items[i].quote().is_some())
}

/// The stretch of content that ends right before item `end`; None where it has fewer than `least` words and no
/// quotation, or where a few words only say when or how.
pub(super) fn content_before(unit: &Unit, end: usize, floor: usize, least: usize) -> Option<(usize, usize)> {
    let mut end = end;
    while end > floor && unit.items[end - 1].one_of(&[",", "—", "–", "--", "-", "."]) {
        end -= 1;
    }
    let mut start = floor;
    if let Some(cut) = (floor..end).rev().find(|i| unit.items[*i].is(";")) {
        start = cut + 1;
    }
    if end <= start {
        return None;
    }
    if unit.items[end - 1].quote().is_some() && !unit.items[end - 1].is_short_quote() {
        // A whole quotation alone, unless words of the same sentence lead into it.
        let lead = &unit.items[start..end - 1];
        let last = lead.last();
        if lead.is_empty()
            || last.is_some_and(|l| l.one_of(&[",", ":", "."]))
            || lead.iter().all(|i| !i.is_word() || i.one_of(&["but", "and", "yet", "so"]))
        {
            return Some((end - 1, end));
        }
    }
    // "Why it matters: …" labels what follows.
    if let Some(label) = (start..end.min(start + 6)).find(|i| unit.items[*i].is(":"))
        && unit.items[label + 1..end].len() > 3
    {
        start = label + 1;
    }
    while start < end && (unit.items[start].one_of(&["but", "and", "yet", "still", "so", ",", "—", "–"]))
    {
        start += 1;
    }
    let words = unit.items[start..end].iter().filter(|i| i.is_word() || i.quote().is_some()).count();
    let names = unit.items[start..end].iter().any(|i| i.quote().is_some())
        || words >= 3
        || words >= least
            && !is_adverb(&unit.items[start])
            && !unit.items[start].one_of(PREPOSITIONS)
            && ending_at(unit, end, start) == Some(start);
    names.then_some((start, end))
}

/// "The plan, he said, would fail": whether the content goes on behind a cue that stands between commas.
fn goes_on(unit: &Unit, anchor: usize, rest: usize, limit: usize) -> bool {
    unit.items[anchor - 1].is(",")
        && unit.is_at(rest, ",")
        && rest + 2 < limit
        && unit.get(rest + 1).is_some_and(|next| {
            !next.one_of(&[
                "and",
                "but",
                "as",
                "who",
                "which",
                "while",
                "when",
                "although",
                "though",
                "according",
            ]) && next.quote().is_none()
                && !next.low.ends_with("ing")
        })
}

/// Finds the content of a cue.
pub(super) fn with_content(unit: &Unit, found: &Found, limit: usize, cues: &[Cue]) -> Option<Cue> {
    let limit = limit.max(found.verb + 1);
    let behind = behind_verb(unit, found, limit);
    let mut cue = Cue {
        cue: (
            found.group.max(found.source.map_or(0, |(_, end)| if found.inverted { 0 } else { end })),
            found.verb + 1,
        ),
        source: found.source,
        content: Vec::new(),
        addressee: behind.addressee,
        act: super::act_of(found.frame),
        through: None,
        behind: false,
    };
    if unit.get(found.verb + 1).is_some_and(|i| i.one_of(&["out"])) || goes_on_speaking(unit, found.verb) {
        cue.cue.1 += 1;
    }
    if cue.cue.0 >= cue.cue.1 {
        cue.cue.0 = found.verb;
    }
    // "citing X", "which cited X": X is the source of what the cue before says.
    let which = found.source.is_some_and(|(start, end)| end - start == 1 && unit.items[start].is("which"));
    if (unit.items[found.verb].one_of(&["citing", "quoting"])
        || which && unit.items[found.verb].one_of(&["cited", "cites", "quoted", "quotes"]))
        && let Some(place) = cues.iter().rposition(|c| c.cue.1 <= found.verb && !c.content.is_empty())
    {
        let end = starting_at(unit, found.verb + 1, limit);
        if end > found.verb + 1 {
            cue.source = Some((found.verb + 1, end));
            cue.content = cues[place].content.clone();
            cue.through = Some(place);
            cue.addressee = None;
            return Some(cue);
        }
    }
    if let Some(start) = behind.content {
        let end = trim_end(unit, start, limit);
        if end > start {
            cue.content.push((start, end));
        }
    }
    if cue.addressee.is_none() {
        cue.addressee = occasion_host(unit, found, limit);
    }
    let can_stand_behind =
        found.frame.behind && before_is_content(unit, found) && found.form != Form::Ing && !found.relative;
    let quote_before =
        found.source.is_some_and(|(start, _)| start > 0 && unit.items[start - 1].quote().is_some());
    let only_quote_behind = behind
        .content
        .filter(|i| quote_before || !unit.items[*i].cap)
        .is_some_and(|i| unit.items[i].quote().is_some() && unit.items[i - 1].one_of(&[",", ":"]));
    if can_stand_behind && (behind.content.is_none() || only_quote_behind) {
        let anchor =
            if found.inverted { found.group } else { found.source.map_or(found.group, |(start, _)| start) };
        let floor = cues.iter().filter(|c| c.behind).map(|c| c.cue.1).max().unwrap_or(0);
        let rest = (behind.content.is_none() && goes_on(unit, anchor, behind.end, limit))
            .then(|| (behind.end + 1, trim_end(unit, behind.end + 1, limit)));
        if let Some(before) = content_before(unit, anchor, floor, if rest.is_some() { 1 } else { 3 }) {
            // "Asked about it, Orlo said." leads in to what is said.
            let leads =
                unit.items[before.0].one_of(&["asked", "while", "although", "though", "speaking", "when"]);
            if !leads || rest.is_some() {
                cue.content.insert(0, before);
                cue.behind = true;
            }
        }
        cue.content.extend(rest);
    }
    cue.content.retain(|(start, end)| start < end);
    let quoted =
        cue.content.iter().any(|(start, end)| unit.items[*start..*end].iter().any(|i| i.quote().is_some()));
    let that = cue.content.iter().any(|(start, _)| unit.items[*start].is("that"));
    (!cue.content.is_empty() && (quoted || that || !found.frame.quotes)).then_some(cue)
}

/// "“…,” he went on."
pub(super) fn goes_on_speaking(unit: &Unit, verb: usize) -> bool {
    let ends = unit.get(verb + 2).is_none_or(|i| !i.is_word());
    unit.items[verb].one_of(&["went", "goes"]) && unit.is_at(verb + 1, "on") && ends
}

/// The one that an interview is given to: "said in an interview with CBS", "told" aside.
fn occasion_host(unit: &Unit, found: &Found, limit: usize) -> Option<(usize, usize)> {
    let at = (found.verb + 1..limit).take(14).find(|i| unit.items[*i].is("interview"))?;
    let link = (at + 1..limit).take(4).find(|i| unit.items[*i].one_of(&["with", "on", "to"]))?;
    let end = starting_at(unit, link + 1, unit.end());
    (end > link + 1 && unit.items[link + 1..end].iter().any(|i| i.cap)).then_some((link + 1, end))
}

pub(super) fn trim_end(unit: &Unit, start: usize, limit: usize) -> usize {
    let mut end = limit;
    if let Some(cut) = (start..limit).find(|i| unit.items[*i].is(";")) {
        end = cut;
    }
    while end > start && unit.items[end - 1].one_of(&[",", ";", ".", "and", "but", "—", "–", ":"]) {
        end -= 1;
    }
    end
}

/// The bytes of a range of items as a content: a quotation alone without its marks, else whole words and marks.
pub(super) fn content_span(unit: &Unit, range: (usize, usize), outer: impl Fn(usize) -> Span) -> Span {
    let items = &unit.items[range.0..range.1];
    if let [item] = items {
        return item.span;
    }
    let whole = |item: &Item| item.quote().map_or(item.span, &outer);
    whole(&items[0]).cover(whole(&items[items.len() - 1]))
}
