//! Cues of one sentence with their sources and contents.

use backstory_model::Span;

use super::Act;
use super::phrase::{
    self, AUXILIARIES, DETERMINERS, PREPOSITIONS, ending_at, is_adverb, is_time, main_subject, starting_at,
};
use super::unit::{Kind, Unit};
use super::verbs::{self, Form, Frame};

/// A cue with what it joins; pairs are ranges of items of the sentence.
#[derive(Clone, Debug)]
pub(super) struct Cue {
    pub(super) cue: (usize, usize),
    pub(super) source: Option<(usize, usize)>,
    pub(super) content: Vec<(usize, usize)>,
    pub(super) addressee: Option<(usize, usize)>,
    pub(super) act: Act,
    /// Place of the cue of this sentence that this one came through.
    pub(super) through: Option<usize>,
    /// Whether the content stands before the cue, so that a quotation in the next sentence may go on with it.
    pub(super) behind: bool,
}

impl Cue {
    /// Someone says something.
    fn new(cue: (usize, usize), source: (usize, usize), content: (usize, usize)) -> Self {
        Cue {
            cue,
            source: Some(source),
            content: vec![content],
            addressee: None,
            act: Act::Says,
            through: None,
            behind: false,
        }
    }
}

/// What a verb of speech was found with, before its content is looked for.
#[derive(Clone, Copy, Debug)]
struct Found {
    verb: usize,
    frame: Frame,
    form: Form,
    /// First item of the verb group with its auxiliaries and adverbs.
    group: usize,
    source: Option<(usize, usize)>,
    /// Whether the subject stands behind the verb.
    inverted: bool,
    /// Where the clause of this cue begins: the mark or word that cuts off the content before it.
    clause: usize,
}

/// All cues of a sentence, in order.
///
/// `headline`: whether a name and a colon alone can be a cue.
pub(super) fn find(unit: &Unit, headline: bool) -> Vec<Cue> {
    let mut found: Vec<Found> = Vec::new();
    for at in 0..unit.len() {
        if let Some(cue) = verb_cue(unit, at, &found) {
            found.push(cue);
        }
    }
    let mut cues: Vec<Cue> = Vec::new();
    for (n, cue) in found.iter().enumerate() {
        let limit =
            found[n + 1..].iter().find(|next| cuts(unit, cue, next)).map_or(unit.end(), |next| next.clause);
        if let Some(cue) = with_content(unit, cue, limit, &cues) {
            cues.push(cue);
        }
    }
    according(unit, &mut cues);
    declining(unit, &mut cues);
    noun_cues(unit, &mut cues);
    for cue in &mut cues {
        cue.content.retain(|(start, end)| start < end);
    }
    if cues.is_empty() {
        cues.extend(colon(unit, headline));
        cues.extend(dash(unit));
    }
    cues
}

/// Whether the content of `cue` ends where the clause of `next` begins.
fn cuts(unit: &Unit, cue: &Found, next: &Found) -> bool {
    next.clause > cue.verb
        && (next.form == Form::Ing
            || follows_content(unit, next)
            || unit.get(next.clause).is_some_and(|i| i.one_of(&["and", "but", ","]))
                && (next.source == cue.source || next.inverted || starts_clause(unit, next)))
}

/// Whether what a cue says stands before it, and nothing behind it: "…, officials say".
fn follows_content(unit: &Unit, cue: &Found) -> bool {
    cue.frame.behind
        && cue.form != Form::Ing
        && before_is_content(unit, cue)
        && (cue.inverted || behind_verb(unit, cue, unit.end()).content.is_none())
}

/// Whether the source of a cue stands right behind a comma and a conjunction: ", but Orlo said".
fn starts_clause(unit: &Unit, cue: &Found) -> bool {
    let Some((start, _)) = cue.source else { return false };
    start == cue.clause + 1
        && unit.items[cue.clause].one_of(&["but", "and"])
        && cue.clause > 0
        && unit.items[cue.clause - 1].is(",")
}

/// Looks at one word as the verb of a cue.
fn verb_cue(unit: &Unit, at: usize, earlier: &[Found]) -> Option<Found> {
    let item = &unit.items[at];
    if item.kind != Kind::Word {
        return None;
    }
    let (frame, form) = verbs::lookup(&item.low)?;
    let before = at.checked_sub(1).map(|i| &unit.items[i]);
    if before.is_none() && form != Form::Ing {
        return None;
    }
    if form != Form::Ing
        && before.is_some_and(|b| {
            b.one_of(&[
                "the", "a", "an", "of", "its", "his", "their", "no", "any", "this", "my", "in", "for",
                "with", "by",
            ]) || b.kind == Kind::Number
        })
    {
        return None;
    }
    if matches!(form, Form::Base | Form::Third)
        && before.is_some_and(|b| {
            b.kind == Kind::Clitic
                || b.one_of(&[
                    "these", "those", "her", "our", "such", "more", "new", "other", "some", "on", "from",
                    "about", "at", "public", "a", "media", "news",
                ])
        })
    {
        return None;
    }
    // The verb group: auxiliaries and adverbs to the left.
    let mut group = at;
    let mut auxiliary = false;
    let mut negative = false;
    let mut modal = false;
    let mut be = false;
    while group > 0 {
        let left = &unit.items[group - 1];
        if left.one_of(AUXILIARIES)
            || left.one_of(&["not", "n't"])
            || left.kind == Kind::Clitic && form == Form::Past && group >= 2 && is_pronoun(unit, group - 2)
        {
            be |= !auxiliary && left.one_of(&["is", "are", "was", "were", "be", "been", "being", "am"]);
            auxiliary = true;
            negative |= left.low.ends_with("n't") || left.is("not");
            modal |= left.one_of(&[
                "would", "could", "should", "might", "may", "can", "must", "will", "cannot", "can't",
                "won't", "wouldn't",
            ]);
        } else if !(is_adverb(left)
            || left.is("to")
                && group >= 3
                && unit.items[group - 2].is("on")
                && unit.items[group - 3].low.starts_with("go"))
        {
            break;
        } else if left.is("to") {
            group -= 2;
            auxiliary = true;
        }
        group -= 1;
    }
    if unit.items[at - usize::from(at > 0)].is("to") && !auxiliary {
        return None;
    }
    if form == Form::Past && be {
        return None;
    }
    let next = unit.get(at + 1);
    let opens = next.is_some_and(|n| n.one_of(&["that", ":"]) || n.quote().is_some());
    if form == Form::Base {
        if (modal || negative)
            && !(opens
                || next.is_some_and(|n| {
                    n.one_of(&["whether", "if", "what", "when", "where", "how", "why", "who"])
                }))
        {
            return None;
        }
    }
    if form == Form::Ing {
        return gerund(unit, at, frame, group, be, earlier);
    }
    let left = group.checked_sub(1).map(|i| &unit.items[i]);
    let left_is_quote =
        left.is_some_and(|l| l.quote().is_some() && !l.is_short_quote() || l.quote().is_some() && group == 1);
    if (frame.behind && !auxiliary && left.is_some_and(|l| l.is(",") || l.one_of(&["—", "–", "--"]))
        || left_is_quote)
        && let Some(source) = inverted_subject(unit, at)
        && !(frame.addressee && !left_is_quote && ending_at(unit, group, 0).is_some())
    {
        return Some(Found {
            verb: at,
            frame,
            form,
            group,
            source: Some(source),
            inverted: true,
            clause: group - usize::from(!left_is_quote),
        });
    }
    if left_is_quote {
        return None;
    }
    if let Some(start) = ending_at(unit, group, 0) {
        let end = if unit.items[group - 1].is(",") || unit.items[group - 1].one_of(&["—", "–", "--"]) {
            group - 1
        } else {
            group
        };
        let source = shorten(unit, start, end);
        if form == Form::Base && !auxiliary && !is_plural(unit, source) {
            return None;
        }
        let named = unit.items[source.1 - 1].cap || source.1 - source.0 == 1;
        if frame.noun && matches!(form, Form::Base | Form::Third) && !opens && !named {
            return None;
        }
        let source = antecedent(unit, source);
        if item.is("called")
            && next.is_some_and(|n| n.cap || n.quote().is_some())
            && !unit.items[source.1 - 1].cap
            && !auxiliary
            && source.1 - source.0 > 1
        {
            return None;
        }
        let clause = source.0.saturating_sub(1);
        return Some(Found { verb: at, frame, form, group, source: Some(source), inverted: false, clause });
    }
    if form == Form::Base && !auxiliary {
        return None;
    }
    // "He rose and said": the subject of the verb before goes on.
    if left.is_some_and(|l| l.one_of(&["and", "but", "then"])) || left.is_some_and(|l| l.is(",")) && group > 2
    {
        let source = earlier.last().and_then(|e| e.source).or_else(|| main_subject(unit, 0, group - 1))?;
        return Some(Found {
            verb: at,
            frame,
            form,
            group,
            source: Some(source),
            inverted: false,
            clause: group - 1,
        });
    }
    None
}

fn is_pronoun(unit: &Unit, at: usize) -> bool {
    unit.items[at].one_of(&["he", "she", "they", "it", "i", "we", "you", "who"])
}

/// For "X, speaking in Y, said": the source without what X was doing.
fn shorten(unit: &Unit, start: usize, end: usize) -> (usize, usize) {
    let comma = (start..end).find(|i| unit.items[*i].is(","));
    match comma {
        Some(comma) if comma + 1 < end && !phrase::is_apposition(&unit.items[comma + 1]) => (start, comma),
        _ => (start, end),
    }
}

/// For "X, who said": the one that `who` stands for.
fn antecedent(unit: &Unit, source: (usize, usize)) -> (usize, usize) {
    if source.1 - source.0 == 1 && unit.items[source.0].is("who") && source.0 > 0 {
        let comma = unit.items[source.0 - 1].is(",");
        let end = source.0 - usize::from(comma);
        if let Some(start) = ending_at(unit, end, 0) {
            return (start, end);
        }
    }
    source
}

/// Whether a bare verb form can have this subject: a plural.
fn is_plural(unit: &Unit, (start, end): (usize, usize)) -> bool {
    let items = &unit.items[start..end];
    if items.iter().any(|i| i.is("and")) {
        return true;
    }
    let stop = items.iter().position(|i| {
        i.one_of(PREPOSITIONS) || i.one_of(&[",", "who", "that", "familiar"]) || i.low.ends_with("ed")
    });
    let head = &items[..stop.filter(|i| *i > 0).unwrap_or(items.len())];
    let Some(last) = head.last() else { return false };
    last.one_of(&[
        "they", "we", "i", "you", "who", "people", "some", "many", "most", "others", "both", "police", "men",
        "women", "few", "all", "several",
    ]) || items[0].one_of(&["many", "several", "some", "most", "few", "two", "three", "four", "five", "six"])
        || last.kind == Kind::Word && last.low.ends_with('s') && !last.low.ends_with("ss")
}

/// `said Orlo, a doctor`: the noun phrase behind the verb, where no verb of its own follows it.
fn inverted_subject(unit: &Unit, verb: usize) -> Option<(usize, usize)> {
    let start = verb + 1;
    let first = unit.get(start)?;
    let begins = first.cap && first.kind == Kind::Word
        || first.one_of(DETERMINERS)
        || first.one_of(&["he", "she", "they", "it", "i", "we"])
        || first.kind == Kind::Word
            && !first.one_of(PREPOSITIONS)
            && !first.one_of(AUXILIARIES)
            && !is_adverb(first)
            && !is_time(first)
            && !first.one_of(&[
                "that", "what", "whether", "if", "how", "why", "as", "when", "him", "them", "me", "us",
                "not", "no", "so", "nothing",
            ]);
    if !begins || is_time(first) || first.is("that") || first.one_of(&["no", "whose"]) {
        return None;
    }
    let end = starting_at(unit, start, unit.end());
    let next = unit.get(end);
    let clause = next.is_some_and(|n| {
        n.one_of(AUXILIARIES)
            || n.kind == Kind::Word
                && !n.one_of(PREPOSITIONS)
                && !is_time(n)
                && !n.one_of(&[
                    "when", "as", "after", "before", "while", "because", "last", "this", "earlier", "late",
                    "but", "and", "if", "via", "during", "until", "since", "who",
                ])
    });
    let verb_inside = (start..end)
        .take_while(|i| !unit.items[*i].is(",") && !unit.items[*i].one_of(&["who", "that", "which"]))
        .any(|i| unit.items[i].one_of(AUXILIARIES));
    (end > start && !clause && !verb_inside).then_some((start, end))
}

/// `…, saying that`, `by saying`, `is saying`.
fn gerund(unit: &Unit, at: usize, frame: Frame, group: usize, be: bool, earlier: &[Found]) -> Option<Found> {
    let next = unit.get(at + 1);
    let opens = next.is_some_and(|n| {
        n.one_of(&["that", ":", ",", "to", "whether", "if", "how", "why", "what"]) || n.quote().is_some()
    });
    if be {
        let start = ending_at(unit, group, 0)?;
        let source = antecedent(
            unit,
            shorten(unit, start, if unit.items[group - 1].is(",") { group - 1 } else { group }),
        );
        return Some(Found {
            verb: at,
            frame,
            form: Form::Past,
            group,
            source: Some(source),
            inverted: false,
            clause: source.0.saturating_sub(1),
        });
    }
    let before = group.checked_sub(1).map(|i| &unit.items[i]);
    let clause = before.is_some_and(|b| {
        b.is(",")
            || b.one_of(&["—", "–", "--"])
            || b.one_of(&["by", "and", "while", "before", "as", "in", "after"])
            || b.quote().is_some()
    });
    let document = before.is_some_and(|b| {
        b.one_of(&[
            "statement",
            "letter",
            "tweet",
            "report",
            "email",
            "memo",
            "message",
            "post",
            "resolution",
            "note",
            "reports",
            "statements",
            "letters",
            "tweets",
        ])
    });
    if at == 0
        || !(clause && (opens || frame.object || frame.addressee) || document && (opens || frame.object))
    {
        return None;
    }
    let source = if before.is_some_and(|b| b.is("as")) {
        main_subject(unit, 0, group)
    } else {
        earlier
            .iter()
            .rev()
            .find(|e| e.inverted || e.form != Form::Ing)
            .and_then(|e| e.source)
            .or_else(|| main_subject(unit, 0, group - 1))
    }
    .or_else(|| document.then(|| ending_at(unit, group, 0).map(|start| (start, group))).flatten())?;
    let whole = document || before.is_some_and(|b| b.quote().is_some());
    let clause = if whole { group } else { group - 1 };
    Some(Found { verb: at, frame, form: Form::Ing, group, source: Some(source), inverted: false, clause })
}

/// Where what is said starts behind the verb, and the one spoken to.
struct Behind {
    content: Option<usize>,
    addressee: Option<(usize, usize)>,
    /// One past the last item that belongs to the cue's clause.
    end: usize,
}

fn behind_verb(unit: &Unit, found: &Found, limit: usize) -> Behind {
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
            }
        };
        if stop {
            break;
        }
        end += 1;
    }
    end
}

/// Whether a quotation or a comma stands right before the source: what was said came before.
fn before_is_content(unit: &Unit, found: &Found) -> bool {
    let at = if found.inverted { Some(found.group) } else { found.source.map(|(start, _)| start) };
    at.and_then(|at| at.checked_sub(1))
        .is_some_and(|i| unit.items[i].is(",") && i > 2 || unit.items[i].quote().is_some())
}

/// The stretch of content that ends right before item `end`.
fn content_before(unit: &Unit, end: usize, floor: usize) -> Option<(usize, usize)> {
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
    (words >= 3 || unit.items[start..end].iter().any(|i| i.quote().is_some())).then_some((start, end))
}

/// Finds the content of a cue.
fn with_content(unit: &Unit, found: &Found, limit: usize, cues: &[Cue]) -> Option<Cue> {
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
        act: found.frame.act(),
        through: None,
        behind: false,
    };
    if unit.get(found.verb + 1).is_some_and(|i| i.one_of(&["out"])) {
        cue.cue.1 += 1;
    }
    if cue.cue.0 >= cue.cue.1 {
        cue.cue.0 = found.verb;
    }
    // "citing X": X is the source of what the cue before says.
    if unit.items[found.verb].is("citing")
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
    let can_stand_behind = found.frame.behind && before_is_content(unit, found) && found.form != Form::Ing;
    let only_quote_behind = behind
        .content
        .is_some_and(|i| unit.items[i].quote().is_some() && unit.items[i - 1].one_of(&[",", ":"]));
    if can_stand_behind && (behind.content.is_none() || only_quote_behind) {
        let anchor =
            if found.inverted { found.group } else { found.source.map_or(found.group, |(start, _)| start) };
        let floor = cues.iter().filter(|c| c.behind).map(|c| c.cue.1).max().unwrap_or(0);
        if let Some(before) = content_before(unit, anchor, floor) {
            // "The plan, he said, would fail."
            let rest = behind.end;
            let goes_on = behind.content.is_none()
                && unit.get(rest).is_some_and(|i| i.is(","))
                && unit.items[anchor - 1].is(",")
                && rest + 2 < limit
                && !unit.items[rest + 1].one_of(&[
                    "adding",
                    "saying",
                    "and",
                    "but",
                    "noting",
                    "as",
                    "who",
                    "which",
                    "while",
                    "when",
                    "although",
                    "though",
                    "citing",
                    "according",
                ])
                && unit.items[rest + 1].quote().is_none()
                && !(unit.items[rest + 1].low.ends_with("ing"));
            cue.content.insert(0, before);
            if goes_on {
                cue.content.push((rest + 1, trim_end(unit, rest + 1, limit)));
            }
            cue.behind = true;
        }
    }
    cue.content.retain(|(start, end)| start < end);
    let quoted =
        cue.content.iter().any(|(start, end)| unit.items[*start..*end].iter().any(|i| i.quote().is_some()));
    let that = cue.content.iter().any(|(start, _)| unit.items[*start].is("that"));
    (!cue.content.is_empty() && (quoted || that || !found.frame.quotes)).then_some(cue)
}

/// The one that an interview is given to: "said in an interview with CBS", "told" aside.
fn occasion_host(unit: &Unit, found: &Found, limit: usize) -> Option<(usize, usize)> {
    let at = (found.verb + 1..limit).take(14).find(|i| unit.items[*i].is("interview"))?;
    let link = (at + 1..limit).take(4).find(|i| unit.items[*i].one_of(&["with", "on", "to"]))?;
    let end = starting_at(unit, link + 1, unit.end());
    (end > link + 1 && unit.items[link + 1..end].iter().any(|i| i.cap)).then_some((link + 1, end))
}

fn trim_end(unit: &Unit, start: usize, limit: usize) -> usize {
    let mut end = limit;
    if let Some(cut) = (start..limit).find(|i| unit.items[*i].is(";")) {
        end = cut;
    }
    while end > start && unit.items[end - 1].one_of(&[",", ";", ".", "and", "but", "—", "–", ":"]) {
        end -= 1;
    }
    end
}

/// "according to X".
fn according(unit: &Unit, cues: &mut Vec<Cue>) {
    for at in 0..unit.len().saturating_sub(2) {
        if !(unit.items[at].is("according") && unit.items[at + 1].is("to")) {
            continue;
        }
        let end = starting_at(unit, at + 2, unit.end());
        if end == at + 2 {
            continue;
        }
        let opens = at == 0
            || unit.items[..at]
                .iter()
                .all(|i| i.one_of(&["but", "and", "now", "still", "however", ",", "so"]) || is_adverb(i));
        let mut content = Vec::new();
        if opens {
            let start = end + usize::from(unit.is_at(end, ","));
            let stop = trim_end(unit, start, unit.end());
            if stop > start {
                content.push((start, stop));
            }
        } else if let Some(before) = content_before(unit, at, 0) {
            content.push(before);
            let verb_before = main_subject(unit, before.0, before.1).is_some();
            if unit.is_at(end, ",") && unit.items[at - 1].is(",") && !verb_before && end + 2 < unit.end() {
                content.push((end + 1, trim_end(unit, end + 1, unit.end())));
            }
        }
        if content.is_empty() {
            continue;
        }
        let place = cues.len();
        for cue in cues.iter_mut().filter(|c| c.cue.1 <= at && !c.behind) {
            // "X said A, according to Y": A ends before Y, and what X said came through Y.
            for range in &mut cue.content {
                if range.0 < at && range.1 > at {
                    range.1 = trim_end(unit, range.0, at);
                }
            }
            cue.content.retain(|(start, end)| end > start);
            if !opens {
                cue.through = Some(place);
            }
        }
        cues.push(Cue {
            cue: (at, at + 2),
            source: Some((at + 2, end)),
            content,
            addressee: None,
            act: Act::Says,
            through: None,
            behind: true,
        });
    }
}

/// "did not respond to requests for comment", "could not be reached", "would not comment".
fn declining(unit: &Unit, cues: &mut Vec<Cue>) {
    for at in 1..unit.len() {
        let item = &unit.items[at];
        if !item.one_of(&[
            "respond",
            "responded",
            "return",
            "returned",
            "reply",
            "replied",
            "answer",
            "answered",
            "comment",
            "commented",
            "reached",
        ]) {
            continue;
        }
        let mut group = at;
        let mut negative = false;
        while group > 0 {
            let left = &unit.items[group - 1];
            negative |= left.is("not") || left.low.ends_with("n't") || left.is("no");
            if !(left.one_of(AUXILIARIES) || is_adverb(left) || left.one_of(&["not", "n't", "be", "no"])) {
                break;
            }
            group -= 1;
        }
        if !negative || group == 0 || cues.iter().any(|c| c.cue.0 <= at && at < c.cue.1) {
            continue;
        }
        let Some(start) = ending_at(unit, group, 0) else { continue };
        let source_end = if unit.items[group - 1].is(",") { group - 1 } else { group };
        let mut from = at + 1;
        if unit.get(from).is_some_and(|i| i.one_of(&["to", "for", "on"])) && !item.is("reached") {
            from += 1;
        }
        let to = (from..unit.end())
            .find(|i| unit.items[*i].one_of(&[",", "but", "and", "—"]))
            .unwrap_or(unit.end());
        let content = if to > from { (from, to) } else { (at, at + 1) };
        let cue_end = if to > from { at + 1 } else { at };
        if cue_end <= group {
            continue;
        }
        cues.push(Cue {
            cue: (group, cue_end),
            source: Some(shorten(unit, start, source_end)),
            content: vec![content],
            addressee: None,
            act: Act::Declines,
            through: None,
            behind: false,
        });
    }
}

const NOUNS: &[&str] = &[
    "claim",
    "claims",
    "statement",
    "belief",
    "allegation",
    "allegations",
    "assertion",
    "assertions",
    "argument",
    "suggestion",
    "contention",
    "warning",
    "warnings",
    "accusation",
    "accusations",
    "concern",
    "concerns",
    "fear",
    "fears",
    "prediction",
    "predictions",
    "announcement",
    "view",
    "complaint",
    "complaints",
    "reports",
    "denial",
    "admission",
    "insistence",
    "hope",
    "hopes",
    "criticism",
    "speculation",
    "charge",
    "charges",
    "promise",
    "declaration",
];

/// "her claim that …", "reports that …".
fn noun_cues(unit: &Unit, cues: &mut Vec<Cue>) {
    for at in 0..unit.len().saturating_sub(3) {
        if !unit.items[at].one_of(NOUNS)
            || !unit.items[at + 1].is("that")
            || unit.items[at + 2].one_of(AUXILIARIES)
        {
            continue;
        }
        if cues.iter().any(|c| c.cue.0 <= at && at < c.cue.1) {
            continue;
        }
        let mut source = None;
        if let Some(before) = at.checked_sub(1) {
            let item = &unit.items[before];
            if item.one_of(&["his", "her", "their", "its", "my", "our"]) {
                source = Some((before, at));
                source = source.map(|(start, _)| (start, start + 1));
            } else if item.kind == Kind::Clitic && before > 0 {
                source = ending_at(unit, before, 0).map(|start| (start, before));
            }
        }
        let end = (at + 2..unit.end()).find(|i| unit.items[*i].is(",")).unwrap_or(unit.end());
        let denies = unit.items[at].is("denial");
        cues.push(Cue {
            cue: (at, at + 1),
            source,
            content: vec![(at + 1, end)],
            addressee: None,
            act: if denies { Act::Denies } else { Act::Says },
            through: None,
            behind: false,
        });
    }
}

/// Labels of page and article parts that a colon follows, in lower case: no one says what stands behind them.
const LABELS: &[&str] = &[
    "exclusive",
    "scoop",
    "breaking",
    "update",
    "updated",
    "watch",
    "video",
    "opinion",
    "analysis",
    "live",
    "photos",
    "explainer",
    "editorial",
    "review",
    "note",
    "read",
    "related",
    "correction",
    "listen",
    "factbox",
    "timeline",
];

/// `Orlo: “No.”`, and in a headline without a verb of speech `Orlo: Plan is dead`.
fn colon(unit: &Unit, headline: bool) -> Option<Cue> {
    let at = unit.items.iter().position(|i| i.is(":"))?;
    let quoted = unit.get(at + 1)?.quote().is_some();
    let names = at <= 4 && unit.items[..at].iter().all(|i| i.cap || i.kind == Kind::Clitic || i.is("of"));
    let labelled = unit.items[..at].iter().any(|i| i.one_of(LABELS));
    if at == 0 || labelled || !quoted && !(headline && names && unit.end() > at + 3) {
        return None;
    }
    let source = if at <= 8 && unit.items[0].cap && main_subject(unit, 0, at).is_none() {
        (0, at)
    } else {
        main_subject(unit, 0, at).filter(|(start, end)| unit.items[*start..*end].iter().any(|i| i.cap))?
    };
    let end = trim_end(unit, at + 1, unit.end());
    (end > at + 1).then(|| Cue::new((at, at + 1), source, (at + 1, end)))
}

/// `“No.” – Ana Orlo`.
fn dash(unit: &Unit) -> Option<Cue> {
    let at = unit.items.iter().position(|i| i.one_of(&["–", "—", "--", "-", "―"]))?;
    let quote = at.checked_sub(1)?;
    let name = unit.get(at + 1)?;
    let end = unit.end();
    let whole =
        quote == 0 && unit.items[quote].quote().is_some() && name.cap && end > at + 1 && end - at < 14;
    (whole && main_subject(unit, at + 1, end).is_none()).then(|| Cue {
        cue: (at, at + 1),
        source: Some((at + 1, end)),
        content: vec![(quote, at)],
        addressee: None,
        act: Act::Says,
        through: None,
        behind: false,
    })
}

/// The bytes of a range of items as a content: a quotation alone without its marks, else whole words and marks.
pub(super) fn content_span(unit: &Unit, range: (usize, usize), outer: impl Fn(usize) -> Span) -> Span {
    let items = &unit.items[range.0..range.1];
    if let [item] = items {
        return item.span;
    }
    let whole = |item: &super::unit::Item| item.quote().map_or(item.span, &outer);
    whole(&items[0]).cover(whole(&items[items.len() - 1]))
}
