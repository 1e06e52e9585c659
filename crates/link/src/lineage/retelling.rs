use std::collections::{BTreeMap, BTreeSet};

use backstory_model::{Anchor, Manner, Role, SourceKind, Span};

use super::Case;
use crate::context::{Sentence, Term};

/// Cosine from which two reports may tell the same facts.
const LIKENESS: f64 = 0.18;
/// Cosine from which a credited report is a retelling of the one it credits, and does not only name it.
const RETOLD: f64 = 0.3;
/// Days after which nobody retells a report without saying so.
const DAYS: i32 = 7;
/// Givers looked at for one receiver, the most alike.
const GIVERS: usize = 4;
/// Sources of its own that a giver must show.
const OWN_SOURCES: usize = 3;
/// Sentences shown in pairs.
const SHOWN: usize = 4;

/// A report that tells another's facts in other words.
pub(super) struct Retold {
    pub(super) score: f64,
    pub(super) reasons: Vec<String>,
    pub(super) evidence: Vec<Anchor>,
}

/// Pairs of one story, smaller place first, in which one report may retell the other.
pub(super) fn candidates(case: &Case) -> Vec<(usize, usize)> {
    let ctx = case.ctx;
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (report, story) in case.stories.iter().enumerate() {
        members.entry(*story).or_default().push(report);
    }
    let mut pairs = Vec::new();
    for reports in members.values() {
        let givers: Vec<usize> =
            reports.iter().copied().filter(|r| case.own_sources(*r) >= OWN_SOURCES).collect();
        for receiver in reports.iter().copied().filter(|r| only_vague(case, *r)) {
            let mut near: Vec<(f64, usize)> = givers
                .iter()
                .filter(|g| **g != receiver && !ctx.is_before(receiver, **g))
                .map(|g| (case.vectors[*g].dot(&case.vectors[receiver]), *g))
                .filter(|(likeness, _)| *likeness >= LIKENESS)
                .collect();
            near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
            pairs.extend(near.into_iter().take(GIVERS).map(|(_, g)| (g.min(receiver), g.max(receiver))));
        }
    }
    pairs
}

/// Whether a report rests on nothing but unnamed people of no stated number: no one has told it anything that it can
/// show, and it quotes no one.
fn only_vague(case: &Case, report: usize) -> bool {
    let said = &case.ctx.reports[report].annotations;
    let mut vague = 0;
    for attribution in &said.attributions {
        let Some(source) = attribution.source.and_then(|s| case.sources.get(s)) else { continue };
        match source.kind {
            SourceKind::Anonymous if attribution.count.is_some_and(|c| c.max.is_some()) => return false,
            SourceKind::Anonymous => vague += 1,
            SourceKind::Person | SourceKind::Organization if attribution.manner == Manner::Direct => {
                return false;
            }
            _ => {}
        }
    }
    vague > 0
}

/// Whether `to` retells `from`, and what shows it.
pub(super) fn compare(case: &Case, from: usize, to: usize, credited: bool) -> Option<Retold> {
    let ctx = case.ctx;
    let likeness = case.vectors[from].dot(&case.vectors[to]);
    let late = match (ctx.texts[from].days, ctx.texts[to].days) {
        (Some(a), Some(b)) => (b.start - a.end).get_days() > DAYS,
        _ => !credited,
    };
    let asked = if credited { RETOLD } else { LIKENESS };
    if case.stories[from] != case.stories[to] || likeness < asked || late {
        return None;
    }
    let shows_none = only_vague(case, to) && case.own_sources(from) >= OWN_SOURCES;
    if !credited && !shows_none {
        return None;
    }
    let pairs = aligned(case, from, to);
    let body = ctx.texts[to].sentences.iter().filter(|s| s.role == Role::Body).count();
    let retold = if credited {
        // A report that lets people speak for themselves has more than the one it credits.
        2 * pairs.len() >= body && !lets_speak(case, to)
    } else {
        // What anyone could see or hear, two reports tell alike without one knowing the other; what unnamed people
        // told one of them alone, another has from there.
        pairs.iter().any(|(i, _, _)| is_exclusive(case, from, ctx.texts[from].sentences[*i].span))
    };
    if !retold {
        return None;
    }
    let tell = if pairs.len() == 1 { "tells" } else { "tell" };
    let mut reasons = vec![format!(
        "{} of its {body} sentences {tell} what the other report tells, in other words.",
        pairs.len()
    )];
    if !credited {
        reasons
            .push("It shows no source of its own; the other report has sources who spoke to it.".to_owned());
    }
    let mut shown = pairs.clone();
    shown.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| a.1.cmp(&b.1)));
    shown.truncate(SHOWN);
    shown.sort_by_key(|p| p.1);
    let evidence = shown
        .iter()
        .flat_map(|(i, j, _)| {
            let (x, y) = (&ctx.texts[from].sentences[*i], &ctx.texts[to].sentences[*j]);
            [ctx.anchor(from, x.span), ctx.anchor(to, y.span)]
        })
        .collect();
    Some(Retold { score: (0.35 + likeness).min(0.9), reasons, evidence })
}

/// Whether a report quotes someone by name.
fn lets_speak(case: &Case, report: usize) -> bool {
    case.ctx.reports[report].annotations.attributions.iter().any(|a| {
        let named = |s| {
            let kind = case.sources.get(s).map(|s| s.kind);
            matches!(kind, Some(SourceKind::Person | SourceKind::Organization))
        };
        let outlet = |s| case.sources.get(s).is_some_and(|s| s.kind == SourceKind::Outlet);
        // A statement or a letter that someone sent is still their own word; what another outlet heard is not.
        a.manner == Manner::Direct && !a.via.iter().any(|via| outlet(*via)) && a.source.is_some_and(named)
    })
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
