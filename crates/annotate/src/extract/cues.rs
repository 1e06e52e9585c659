//! Cues of one sentence with their sources and contents.

use super::Act;
use super::content::{before_is_content, behind_verb, goes_on_speaking, with_content};
use super::forms::{according, colon, dash, declining, noun_cues};
use super::phrase::{
    AUXILIARIES, DETERMINERS, PREPOSITIONS, ending_at, is_adverb, is_time, main_subject, shorten,
    starting_at, without_day,
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
    pub(super) fn new(cue: (usize, usize), source: (usize, usize), content: (usize, usize)) -> Self {
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
pub(super) struct Found {
    pub(super) verb: usize,
    pub(super) frame: Frame,
    pub(super) form: Form,
    /// First item of the verb group with its auxiliaries and adverbs.
    pub(super) group: usize,
    pub(super) source: Option<(usize, usize)>,
    /// Whether the subject stands behind the verb.
    pub(super) inverted: bool,
    /// Where the clause of this cue begins: the mark or word that cuts off the content before it.
    pub(super) clause: usize,
    /// Whether it stands in a relative clause set off by a comma: "Orlo, who said so, left".
    pub(super) relative: bool,
}

/// All cues of a sentence, in order.
///
/// `headline`: whether a name and a colon alone can be a cue.
pub(super) fn find(unit: &Unit, headline: bool) -> Vec<Cue> {
    let Some(aside) = Aside::find(unit) else { return find_plain(unit, headline) };
    // Without the words in between the rest reads as any sentence: "Quillon reported (, citing aides,) that …".
    let rest = Unit { items: [&unit.items[..aside.from], &unit.items[aside.to..]].concat() };
    let old = |at: usize| if at < aside.from { at } else { at + aside.to - aside.from };
    let moved = |(start, end): (usize, usize)| (old(start), old(end - 1) + 1);
    let mut cues = find_plain(&rest, headline);
    for cue in &mut cues {
        cue.cue = moved(cue.cue);
        cue.source = cue.source.map(moved);
        cue.addressee = cue.addressee.map(moved);
        cue.content.iter_mut().for_each(|range| *range = moved(*range));
    }
    let beside = |cue: &Cue| cue.cue.1 == aside.from || cue.source.is_some_and(|(_, end)| end == aside.from);
    let host = cues.iter().position(beside).or((!cues.is_empty()).then_some(0));
    if let Some(host) = host {
        let content = cues[host].content.clone();
        let mut cited = Cue::new(aside.cue, aside.source, content[0]);
        cited.content = content;
        cited.through = Some(host);
        cues.push(cited);
    }
    cues
}

/// "Quillon reported, citing two aides, that …": what stands between the commas, or at the head of the sentence.
struct Aside {
    from: usize,
    to: usize,
    cue: (usize, usize),
    source: (usize, usize),
}

impl Aside {
    fn find(unit: &Unit) -> Option<Aside> {
        let at = unit.items.iter().position(|i| i.one_of(&["citing", "quoting"]))?;
        if at > 0 && !unit.items[at - 1].is(",") {
            return None;
        }
        let end = starting_at(unit, at + 1, unit.end());
        let inside = end > at + 1 && unit.is_at(end, ",") && end + 2 < unit.end();
        inside.then_some(Aside {
            from: at.saturating_sub(1),
            to: end + 1,
            cue: (at, at + 1),
            source: (at + 1, end),
        })
    }
}

fn find_plain(unit: &Unit, headline: bool) -> Vec<Cue> {
    let mut found: Vec<Found> = Vec::new();
    for at in 0..unit.len() {
        // In the middle of a sentence that is no headline a capital makes a name: "the United States".
        let named = !headline && at > 0 && unit.items[at].cap && unit.items[at - 1].is_word();
        if let Some(cue) = verb_cue(unit, at, &found).filter(|_| !named) {
            found.push(cue);
        }
    }
    let mut cues: Vec<Cue> = Vec::new();
    for (n, cue) in found.iter().enumerate() {
        let limit =
            found[n + 1..].iter().find(|next| cuts(unit, cue, next)).map_or(unit.end(), |next| next.clause);
        let limit = if cue.relative { relative_end(unit, cue.verb + 1, limit) } else { limit };
        if let Some(cue) = with_content(unit, cue, limit, &cues) {
            cues.push(cue);
        }
    }
    according(unit, &mut cues);
    declining(unit, &mut cues);
    noun_cues(unit, &mut cues);
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

/// Where a relative clause behind a name ends: at the comma that closes it.
fn relative_end(unit: &Unit, verb: usize, limit: usize) -> usize {
    let opens = |i: usize| unit.get(i + 1).is_some_and(|n| n.quote().is_some());
    (verb..limit).find(|i| unit.items[*i].is(",") && !opens(*i)).unwrap_or(limit)
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
    // Who goes says nothing, unless they go on.
    if item.one_of(&["go", "goes", "going", "went"]) && !goes_on_speaking(unit, at) {
        return None;
    }
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
        // "May" and "Will" with a capital are a month and a name.
        if left.one_of(AUXILIARIES) && !(left.cap && left.one_of(&["may", "will"]))
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
    if form == Form::Past && (be || before.is_some_and(|b| b.one_of(&["feel", "feels", "felt", "feeling"]))) {
        return None;
    }
    let next = unit.get(at + 1);
    // "called off", "blasted off", "told off"
    if next.is_some_and(|n| n.is("off")) {
        return None;
    }
    let opens = next.is_some_and(|n| n.one_of(&["that", ":"]) || n.quote().is_some());
    let asks =
        next.is_some_and(|n| n.one_of(&["whether", "if", "what", "when", "where", "how", "why", "who"]));
    if form == Form::Base && (modal || negative) && !opens && !asks {
        return None;
    }
    if form == Form::Ing {
        return gerund(unit, at, frame, group, be, earlier);
    }
    let left = group.checked_sub(1).map(|i| &unit.items[i]);
    let left_is_quote =
        left.is_some_and(|l| l.quote().is_some() && !l.is_short_quote() || l.quote().is_some() && group == 1);
    // "…, state media reported": a noun that looks like a verb. "…, also said" has its subject before it.
    let noun = frame.noun && matches!(form, Form::Base | Form::Third) || group < at;
    if (frame.behind && !auxiliary && !noun && left.is_some_and(|l| l.is(",") || l.one_of(&["—", "–", "--"]))
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
            relative: false,
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
        let source = without_day(unit, shorten(unit, start, end));
        if unit.items[source.0].is("you") {
            // The reader is addressed, by the page more often than by the report.
            return None;
        }
        if form == Form::Base && !auxiliary && !is_plural(unit, source) {
            return None;
        }
        let named = (unit.items[source.1 - 1].cap || source.1 - source.0 == 1)
            && !unit.items[source.0].one_of(&["various", "multiple", "more", "no", "all", "any", "these"])
            && !unit.items[source.0]
                .one_of(&["eight", "two", "three", "four", "five", "six", "seven", "nine", "ten"]);
        if frame.noun && matches!(form, Form::Base | Form::Third) && !opens && !named {
            return None;
        }
        let relative = unit.items[source.0].is("who") && source.0 > 0 && unit.items[source.0 - 1].is(",");
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
        return Some(Found {
            verb: at,
            frame,
            form,
            group,
            source: Some(source),
            inverted: false,
            clause,
            relative,
        });
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
            relative: false,
        });
    }
    None
}

/// "Quillon quoted Ana Orlo as saying": the one who is quoted.
fn quoted_one(unit: &Unit, as_word: usize) -> Option<(usize, usize)> {
    let verb = (0..as_word)
        .rev()
        .take(12)
        .find(|i| unit.items[*i].one_of(&["quoted", "quotes", "quoting", "cited", "cites", "citing"]))?;
    let passive = verb > 0
        && unit.items[verb - 1].one_of(AUXILIARIES)
        && !unit.items[verb - 1].one_of(&["has", "had", "have"]);
    let end = starting_at(unit, verb + 1, as_word);
    (!passive && end == as_word && end > verb + 1).then_some((verb + 1, end))
}

fn is_pronoun(unit: &Unit, at: usize) -> bool {
    unit.items[at].one_of(&["he", "she", "they", "it", "i", "we", "you", "who"])
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
        i.one_of(PREPOSITIONS)
            || i.one_of(&[",", "who", "that", "familiar", "close"])
            || i.low.ends_with("ed")
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
            relative: false,
        });
    }
    let before = group.checked_sub(1).map(|i| &unit.items[i]);
    // "they were told in writing that": nobody writes there.
    if unit.items[at].is("writing") && before.is_some_and(|b| b.is("in")) {
        return None;
    }
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
        quoted_one(unit, group - 1).or_else(|| main_subject(unit, 0, group))
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
    Some(Found {
        verb: at,
        frame,
        form: Form::Ing,
        group,
        source: Some(source),
        inverted: false,
        clause,
        relative: false,
    })
}
