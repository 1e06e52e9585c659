//! A report that rests on nothing but unnamed people of no stated number, and tells what another has from people who spoke
//! to it: where almost every word is exchanged and little of the order is left, this is what gives it away.

use std::collections::BTreeSet;

use backstory_model::{Anchor, Reason, Role, SourceKind, Span};

use super::{Case, kinship::only_vague};
use crate::context::{Sentence, Term};

/// Cosine from which two reports may tell the same facts.
const LIKENESS: f64 = 0.18;
/// Days after which nobody retells a report without saying so.
const DAYS: i32 = 7;
/// Sources of its own that a giver must show.
const OWN_SOURCES: usize = 3;
/// Pairs of sentences shown.
const SHOWN: usize = 4;

/// A report that tells another's facts in other words.
pub(super) struct Retold {
    pub(super) score: f64,
    pub(super) reasons: Vec<Reason>,
    pub(super) evidence: Vec<Anchor>,
}

/// Whether `to` retells `from`, and what shows it.
pub(super) fn compare(case: &Case, from: usize, to: usize) -> Option<Retold> {
    let ctx = case.ctx;
    let late = match (ctx.texts[from].days, ctx.texts[to].days) {
        (Some(a), Some(b)) => (b.start - a.end).get_days() > DAYS,
        _ => true,
    };
    let one_story = case.stories[from] == case.stories[to];
    if late || !one_story || !only_vague(case, to) || case.own_sources(from) < OWN_SOURCES {
        return None;
    }
    let likeness = case.vectors[from].words.dot(&case.vectors[to].words);
    if likeness < LIKENESS {
        return None;
    }
    let pairs = aligned(case, from, to);
    // What anyone could see or hear, two reports tell alike without one knowing the other; what unnamed people told one
    // of them alone, another has from there.
    if !pairs.iter().any(|(i, _, _)| is_exclusive(case, from, ctx.texts[from].sentences[*i].span)) {
        return None;
    }
    let body = ctx.texts[to].sentences.iter().filter(|s| s.role == Role::Body).count();
    let tell = if pairs.len() == 1 { "tells" } else { "tell" };
    let reasons = vec![
        format!(
            "{} of its {body} sentences {tell} what the other report tells, in other words.",
            pairs.len()
        ),
        "It shows no source of its own; the other report has sources who spoke to it.".to_owned(),
    ];
    let reasons = reasons.into_iter().map(Reason::from).collect();
    let mut shown = pairs;
    shown.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| a.1.cmp(&b.1)));
    shown.truncate(SHOWN);
    shown.sort_by_key(|p| p.1);
    let sentences = |(i, j, _): &(usize, usize, f64)| {
        let (x, y) = (&ctx.texts[from].sentences[*i], &ctx.texts[to].sentences[*j]);
        [ctx.anchor(from, x.span), ctx.anchor(to, y.span)]
    };
    let evidence = shown.iter().flat_map(sentences).collect();
    Some(Retold { score: (0.35 + likeness).min(0.9), reasons, evidence })
}

/// Whether unnamed sources of a report stand behind a stretch of it.
fn is_exclusive(case: &Case, report: usize, span: Span) -> bool {
    case.ctx.reports[report].annotations.attributions.iter().any(|a| {
        let unnamed = |s| case.sources.get(s).is_some_and(|s| s.kind == SourceKind::Anonymous);
        a.via.is_empty() && a.source.is_some_and(unnamed) && a.content_spans.iter().any(|c| c.overlaps(span))
    })
}

/// Share of a sentence's rare words that must stand in a sentence of the giver to tell the same.
const SAME: f64 = 0.2;
/// Rare words that two sentences must share.
const SAME_WORDS: usize = 3;
/// Rarity from which a word says something, in nats.
const TELLING: f64 = 1.5;

/// For sentences of the receiver the giver's most alike: (giver's, receiver's, how alike), in order of the receiver.
fn aligned(case: &Case, from: usize, to: usize) -> Vec<(usize, usize, f64)> {
    let ctx = case.ctx;
    let stems = |report: usize, sentence: &Sentence| -> BTreeSet<Term> {
        ctx.texts[report].words[sentence.words.clone()]
            .iter()
            .map(|w| w.stem)
            .filter(|s| ctx.weight(*s) >= TELLING)
            .collect()
    };
    let told = |report: usize| {
        ctx.texts[report]
            .sentences
            .iter()
            .enumerate()
            .filter(|(_, s)| s.role == Role::Body)
            .map(move |(at, s)| (at, stems(report, s)))
            .collect::<Vec<_>>()
    };
    let theirs = told(from);
    let weight = |stems: &BTreeSet<Term>| -> f64 { stems.iter().map(|s| ctx.weight(*s)).sum() };
    let mut found = Vec::new();
    for (j, ours) in told(to) {
        let all = weight(&ours);
        let best = theirs
            .iter()
            .filter_map(|(i, stems)| {
                let both: BTreeSet<Term> = stems.intersection(&ours).copied().collect();
                (both.len() >= SAME_WORDS).then(|| (*i, weight(&both) / all))
            })
            .max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
        if let Some((i, alike)) = best.filter(|(_, alike)| *alike >= SAME) {
            found.push((i, j, alike));
        }
    }
    found
}
