//! Who was quoted by whom: "«the mayor» [was quoted as saying] by the Harbor Post".
//!
//! The speaker stands before the verb, and behind "by" the outlet that quoted; taggers that look for whoever stands
//! nearest to a word of saying take one for the other. Here the parts of such attributions are put right.

use std::ops::Range;

use backstory_model::{Report, Span};
use backstory_text::TokenKind;

use crate::{
    entities::Names,
    extract::{self, Act, RawAttribution},
    layout::Layout,
    parts::Reader,
};

/// Most tokens of the name behind "by".
const BY: usize = 8;

/// A passive of quoting, as places of tokens.
struct Passive {
    /// The sentence.
    sentence: usize,
    /// Who was quoted.
    subject: Range<usize>,
    /// "was quoted as saying", with what stands between.
    cue: Range<usize>,
    /// Who quoted.
    by: Option<Range<usize>>,
    /// What follows.
    rest: Range<usize>,
}

/// The attributions with those put right whose cue is a passive of quoting; of several for one of them, one is left.
pub(crate) fn mend(
    report: &Report,
    layout: &Layout,
    names: &Names,
    mut found: Vec<RawAttribution>,
) -> Vec<RawAttribution> {
    // For each that goes, the one that stays in its place.
    let mut instead: Vec<Option<usize>> = vec![None; found.len()];
    for sentence in 0..layout.sentences.len() {
        for passive in passives(&report.text, layout, sentence) {
            apply(report, Reader { text: &report.text, layout, names }, &passive, &mut found, &mut instead);
        }
    }
    // In order of the text again; what they refer to is found by its new place.
    let start = |a: &RawAttribution| {
        let spans = [&a.source_spans, &a.cue_spans, &a.content_spans];
        spans.into_iter().flatten().map(|s| s.start).min().unwrap_or(0)
    };
    let mut order: Vec<usize> = (0..found.len()).filter(|at| instead[*at].is_none()).collect();
    order.sort_by_key(|at| (start(&found[*at]), *at));
    let mut place = vec![0; found.len()];
    order.iter().enumerate().for_each(|(new, old)| place[*old] = new);
    let moved = |at: Option<usize>| at.map(|at| place[instead[at].unwrap_or(at)]);
    let mend = |(at, old): (usize, &usize)| {
        let attribution = &found[*old];
        RawAttribution {
            carried: moved(attribution.carried).filter(|c| *c < at),
            through: moved(attribution.through).filter(|t| *t != at),
            ..attribution.clone()
        }
    };
    order.iter().enumerate().map(mend).collect()
}

fn passives(text: &str, layout: &Layout, number: usize) -> Vec<Passive> {
    let sentence = layout.sentences[number].tokens.clone();
    let word = |at: usize| if at < sentence.end { layout.tokens[at].span.of(text) } else { "" };
    let quoted = |at: usize| layout.is_quoted(layout.tokens[at].span.start);
    let name = |from: usize| {
        // Up to the comma, quotation or "as" that ends it.
        let ends =
            |at: &usize| matches!(word(*at), "" | "," | "." | ";" | ":" | "as" | "that") || quoted(*at);
        (from..=sentence.end).find(ends).filter(|end| *end > from && *end <= from + BY).map(|end| from..end)
    };
    let mut found = Vec::new();
    for verb in sentence.clone().skip(1).filter(|at| word(*at) == "quoted") {
        let be = (verb.saturating_sub(2).max(sentence.start)..verb)
            .find(|at| matches!(word(*at), "was" | "were" | "is" | "are" | "been"));
        // "has been quoted"
        let be = be.map(|be| {
            let before = be > sentence.start && matches!(word(be - 1), "has" | "have" | "had");
            be - usize::from(word(be) == "been" && before)
        });
        let Some(be) = be.filter(|be| *be > sentence.start && !quoted(*be)) else { continue };
        let mut at = verb + 1;
        let mut by = None;
        if word(at) == "by" {
            by = name(at + 1);
            at = by.as_ref().map_or(at, |b| b.end);
        }
        if word(at) != "as" || !matches!(word(at + 1), "saying" | "telling" | "stating") {
            continue;
        }
        let cue = be..at + 2;
        let mut end = cue.end;
        if by.is_none() && word(end) == "by" {
            by = name(end + 1);
            end = by.as_ref().map_or(end, |b| b.end);
        }
        let start = (sentence.start..be).rev().find(|at| quoted(*at)).map_or(sentence.start, |at| at + 1);
        let comma = usize::from(word(be - 1) == ",");
        let lead = (start..be).take_while(|at| word(*at) == ",").count();
        let subject = start + lead..be - comma;
        if !subject.is_empty() {
            found.push(Passive { sentence: number, subject, cue, by, rest: end..sentence.end });
        }
    }
    found
}

fn apply(
    report: &Report,
    reader: Reader,
    passive: &Passive,
    found: &mut Vec<RawAttribution>,
    instead: &mut Vec<Option<usize>>,
) {
    let layout = reader.layout;
    let span =
        |tokens: &Range<usize>| layout.tokens[tokens.start].span.cover(layout.tokens[tokens.end - 1].span);
    let (mut subject, cue) = (span(&passive.subject), span(&passive.cue));
    // "{The ferry was late}, «two clerks» [were quoted as saying]"
    let rest = passive.rest.clone().any(|at| layout.tokens[at].kind == TokenKind::Word);
    let before = if rest { None } else { reader.said_and_who(subject) };
    subject = before.map_or(subject, |(_, who)| who);
    let clause = subject.cover(passive.by.as_ref().map_or(cue, span)).cover(cue);
    let about = |a: &RawAttribution| a.cue_spans.iter().any(|c| c.overlaps(cue));
    // What is said stands before or behind the clause.
    let said = |a: &RawAttribution| -> Vec<Span> {
        a.content_spans.iter().copied().filter(|c| !c.overlaps(clause)).collect()
    };
    let length = |a: &RawAttribution| said(a).iter().map(|s| s.len()).sum::<usize>();
    let all: Vec<usize> =
        (0..found.len()).filter(|at| instead[*at].is_none() && about(&found[*at])).collect();
    // The speaker as the sentence's own attribution has it, where that lies in the subject: "On Tuesday «Ada Osei» was …".
    let known = all.iter().map(|at| &found[*at].source_spans);
    let known = known.filter(|s| !s.is_empty()).find(|s| s.iter().all(|s| subject.contains(*s))).cloned();
    let best = all.iter().copied().max_by_key(|at| (length(&found[*at]), std::cmp::Reverse(*at)));
    let mut content = match best {
        Some(best) => said(&found[best]),
        None => {
            let here = layout.sentences[passive.sentence].span;
            let quoted = layout.quotations.iter().filter(|q| q.level == 0 && here.contains(q.span));
            quoted.map(|q| q.span).collect()
        }
    };
    if let Some((said, _)) = before.filter(|_| content.is_empty()) {
        content = vec![said];
    } else if content.is_empty() && !passive.rest.is_empty() {
        let start = layout.tokens[passive.rest.start].span.start as usize;
        let rest = span(&passive.rest).of(&report.text).trim_end_matches(['.', ' ']);
        content = vec![Span::new(start, start + rest.len())];
    }
    if content.iter().all(|s| s.is_empty()) {
        return;
    }
    let mended = RawAttribution {
        source_spans: known.unwrap_or_else(|| vec![subject]),
        cue_spans: vec![cue],
        manner: extract::manner(&report.text, layout, &content),
        content_spans: content,
        act: Act::Says,
        addressee: passive.by.as_ref().map(span),
        carried: None,
        through: best.and_then(|best| found[best].through).filter(|t| instead[*t].is_none()),
    };
    match best {
        Some(best) => {
            all.into_iter().filter(|at| *at != best).for_each(|at| instead[at] = Some(best));
            found[best] = mended;
        }
        None => {
            found.push(mended);
            instead.push(None);
        }
    }
}
