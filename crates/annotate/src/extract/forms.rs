//! Cues that are no verbs of speech with a subject: "according to", silence, nouns, colons, dashes.

use backstory_lexicon::verbs;

use super::Act;
use super::content::{content_before, trim_end};
use super::cues::Cue;
use super::phrase::{AUXILIARIES, ending_at, is_adverb, main_subject, shorten, starting_at};
use super::unit::{Kind, Unit};

/// "according to X".
pub(super) fn according(unit: &Unit, cues: &mut Vec<Cue>) {
    for at in 0..unit.len().saturating_sub(2) {
        if !(unit.items[at].is("according") && unit.items[at + 1].is("to")) {
            continue;
        }
        let mut end = starting_at(unit, at + 2, unit.end());
        if end == at + 2 {
            continue;
        }
        let opens = at == 0
            || unit.items[..at]
                .iter()
                .all(|i| i.one_of(&["but", "and", "now", "still", "however", ",", "so"]) || is_adverb(i));
        let mut content = Vec::new();
        // What follows the comma may look like an apposition ("…, the talks started in May, with …"): where no clause
        // is left behind it, it is the clause.
        if opens
            && !states(unit, end + 1)
            && let Some(comma) = (at + 3..end).find(|i| unit.items[*i].is(",") && states(unit, i + 1))
        {
            end = comma;
        }
        if opens {
            let start = end + usize::from(unit.is_at(end, ","));
            let stop = trim_end(unit, start, unit.end());
            if stop > start {
                content.push((start, stop));
            }
        } else if let Some(before) = content_before(unit, at, 0, 3) {
            content.push(before);
            let verb_before = main_subject(unit, before.0, before.1).is_some();
            if unit.is_at(end, ",") && unit.items[at - 1].is(",") && !verb_before && end + 2 < unit.end() {
                let stop = trim_end(unit, end + 1, unit.end());
                content.extend((stop > end + 1).then_some((end + 1, stop)));
            }
        }
        if content.is_empty() {
            continue;
        }
        let place = cues.len();
        for cue in cues.iter_mut().filter(|c| c.cue.1 <= at && !c.behind) {
            // "X said A, according to Y": A ends before Y, and what X said came through Y.
            for range in &mut cue.content {
                let end = trim_end(unit, range.0, at);
                if range.0 < end && range.1 > at {
                    range.1 = end;
                }
            }
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

/// Whether a clause with a subject of its own begins at `from` and has its verb before the next comma.
fn states(unit: &Unit, from: usize) -> bool {
    let stop = (from..unit.end()).find(|i| unit.items[*i].one_of(&[",", ";"])).unwrap_or(unit.end());
    from < stop
        && main_subject(unit, from, stop)
            .is_some_and(|(start, _)| !unit.items[start].one_of(&["who", "which", "that"]))
}

/// "did not respond to requests for comment", "could not be reached", "would not comment".
pub(super) fn declining(unit: &Unit, cues: &mut Vec<Cue>) {
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
            "available",
            "unavailable",
            "unsuccessful",
        ]) {
            continue;
        }
        let mut group = at;
        let mut negative = item.one_of(&["unavailable", "unsuccessful"]);
        while group > 0 {
            let left = &unit.items[group - 1];
            negative |= left.is("not") || left.low.ends_with("n't") || left.is("no");
            if !(left.one_of(AUXILIARIES)
                || is_adverb(left)
                || left.one_of(&["not", "n't", "be", "no", "immediate", "public"]))
            {
                break;
            }
            group -= 1;
        }
        // "Could not be reached", but not "the mine was not reached by rail".
        let can =
            unit.items[group..at].iter().any(|i| i.one_of(&["could", "can", "cannot", "can't", "couldn't"]));
        if item.is("reached") && !can {
            continue;
        }
        if !negative || group == 0 || cues.iter().any(|c| c.cue.0 <= at && at < c.cue.1) {
            continue;
        }
        let Some(start) = ending_at(unit, group, 0) else { continue };
        let source_end = if unit.items[group - 1].is(",") { group - 1 } else { group };
        // "Messages left for Orlo were not returned", "efforts to reach Orlo were unsuccessful"
        let asked = unit.items[start..source_end].iter().any(|i| {
            i.one_of(&[
                "messages", "calls", "emails", "requests", "attempts", "efforts", "message", "call", "email",
            ])
        });
        let link = (start + 1..source_end).rev().find(|i| {
            let before = &unit.items[i - 1];
            unit.items[*i].one_of(&["for", "with", "reach", "contact"])
                || unit.items[*i].is("to") && before.is_word() && !before.one_of(&["attempts", "efforts"])
        });
        let start = match link.filter(|link| asked && link + 1 < source_end) {
            Some(link) => link + 1,
            // Whoever was asked is not said, or it is no answer of anyone.
            None if asked
                || item.one_of(&["available", "unavailable", "unsuccessful"])
                    && !asks_for_words(unit, at) =>
            {
                continue;
            }
            None => start,
        };
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

/// "available for comment", not "available for rent".
fn asks_for_words(unit: &Unit, at: usize) -> bool {
    unit.is_at(at + 1, "for") && unit.get(at + 2).is_some_and(|i| i.one_of(&["comment", "an", "interviews"]))
        || unit.is_at(at + 1, "to") && unit.is_at(at + 2, "comment")
}

/// "her claim that …", "reports that …".
pub(super) fn noun_cues(unit: &Unit, cues: &mut Vec<Cue>) {
    for at in 0..unit.len().saturating_sub(3) {
        if !unit.items[at].one_of(verbs::NOUNS)
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
        if end <= at + 2 {
            continue;
        }
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

/// `Orlo: “No.”`, and in a headline `Orlo: Plan is “dead”`; without a quotation what stands before a colon there is as
/// often the topic as a speaker.
pub(super) fn colon(unit: &Unit, headline: bool) -> Option<Cue> {
    let at = unit.items.iter().position(|i| i.is(":"))?;
    let quoted = unit.get(at + 1)?.quote().is_some();
    let names = at <= 4 && unit.items[..at].iter().all(|i| i.cap || i.kind == Kind::Clitic || i.is("of"));
    let labelled = unit.items[..at].iter().any(|i| i.one_of(LABELS));
    if at == 0
        || labelled
        || !(quoted || headline && names && unit.items[at..].iter().any(|i| i.quote().is_some()))
    {
        return None;
    }
    // "And from Orlo: “…”"
    let lead = usize::from(unit.items[0].one_of(&["and", "but", "then"]));
    let lead = lead + usize::from(unit.items[lead].is("from"));
    let source = if at <= 8 && lead < at && unit.items[lead].cap && main_subject(unit, lead, at).is_none() {
        (lead, at)
    } else {
        main_subject(unit, 0, at).filter(|(start, end)| unit.items[*start..*end].iter().any(|i| i.cap))?
    };
    let end = trim_end(unit, at + 1, unit.end());
    (end > at + 1).then(|| Cue::new((at, at + 1), source, (at + 1, end)))
}

/// `“No.” – Ana Orlo`.
pub(super) fn dash(unit: &Unit) -> Option<Cue> {
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
