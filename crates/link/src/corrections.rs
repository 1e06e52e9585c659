//! What people say of findings, laid over them.
//!
//! Who said something and when a report came out are part of a report: [`apply`] puts them there before anything is
//! linked. That a report took nothing from another, and which statements state one fact, is asked where links and claims
//! are made. A correction whose words or link are not there changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use backstory_model::{
    Anchor, Annotated, Attribution, Basis, Correction, Count, Node, Published, ReportId, Ruling, Source,
    SourceId, SourceKind, Span, Speaker,
};

use crate::{context::Context, statements::Said};

/// Lays speakers and dates over reports. `corrections` are those that hold ([`backstory_model::standing`]).
pub fn apply(reports: &mut [Annotated], corrections: &[Correction]) {
    let mut of: BTreeMap<ReportId, Vec<&Correction>> = BTreeMap::new();
    for correction in corrections {
        match &correction.ruling {
            Ruling::Speaker { at, .. } => of.entry(at.report).or_default().push(correction),
            Ruling::Published { report, .. } => of.entry(*report).or_default().push(correction),
            _ => {}
        }
    }
    for annotated in reports {
        for correction in of.get(&annotated.report.id).into_iter().flatten() {
            match &correction.ruling {
                Ruling::Speaker { at, speaker } => speak(annotated, at.span, speaker.as_ref()),
                Ruling::Published { date, .. } => {
                    annotated.report.published = date.clone().map(|date| Published {
                        date,
                        // A person says so, as in a manifest.
                        basis: Basis::Manifest,
                        span: None,
                    });
                }
                _ => {}
            }
        }
    }
}

/// The attribution whose content has most in common with these words, where any has.
pub fn attribution_at(annotated: &Annotated, words: Span) -> Option<&Attribution> {
    let found = annotated.annotations.attributions.iter().filter(|a| common(&a.content_spans, words) > 0);
    // The shortest of those that hold as much: a saying within a saying.
    found.min_by_key(|a| {
        let all: u32 = a.content_spans.iter().map(|s| s.end - s.start).sum();
        (std::cmp::Reverse(common(&a.content_spans, words)), all, a.id)
    })
}

fn common(spans: &[Span], words: Span) -> u32 {
    spans.iter().map(|s| s.end.min(words.end).saturating_sub(s.start.max(words.start))).sum()
}

fn speak(annotated: &mut Annotated, words: Span, speaker: Option<&Speaker>) {
    let Some(said) = attribution_at(annotated, words).cloned() else { return };
    let source = speaker.map(|speaker| {
        let new = source(annotated.report.id, speaker);
        let there = annotated.annotations.sources.iter().find(|s| {
            s.kind == speaker.kind && s.name.as_deref().or(s.description.as_deref()) == Some(&speaker.name)
        });
        there.cloned().unwrap_or(new)
    });
    let sources = &mut annotated.annotations.sources;
    if let Some(source) = &source
        && let Err(at) = sources.binary_search_by_key(&source.id, |s| s.id)
    {
        sources.insert(at, source.clone());
    }
    let anonymous = speaker.is_some_and(|s| s.kind == SourceKind::Anonymous);
    let new = source.map(|s| s.id);
    for attribution in &mut annotated.annotations.attributions {
        let within = |span: &Span| said.content_spans.iter().any(|of| of.contains(*span));
        if attribution.id == said.id {
            attribution.source = new;
            attribution.count =
                anonymous.then(|| attribution.count.unwrap_or(Count { min: 1, max: Some(1) }));
        } else if said.source.is_some() && attribution.content_spans.iter().all(within) {
            // What the same source says or hands on within its own words goes with it: "that she had reported cracks".
            let old = said.source;
            attribution.via = attribution
                .via
                .iter()
                .filter_map(|via| if Some(*via) == old { new } else { Some(*via) })
                .collect();
            if attribution.source == old {
                attribution.source = new;
                attribution.count = attribution.count.filter(|_| anonymous);
            }
        }
    }
}

fn source(report: ReportId, speaker: &Speaker) -> Source {
    let Speaker { kind, name } = speaker;
    let of_report = matches!(kind, SourceKind::Anonymous | SourceKind::Reporter);
    let id = match of_report {
        true => SourceId::of([kind.name().as_bytes(), report.to_string().as_bytes(), name.as_bytes()]),
        false => SourceId::of([kind.name().as_bytes(), name.as_bytes()]),
    };
    Source {
        id,
        kind: *kind,
        name: (*kind != SourceKind::Anonymous).then(|| name.clone()),
        description: (*kind == SourceKind::Anonymous).then(|| name.clone()),
        role: None,
        affiliation: None,
        report: of_report.then_some(report),
        mentions: Vec::new(),
    }
}

/// What holds for links and claims.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rulings {
    not_taken: BTreeSet<(Node, Node)>,
    /// Pairs of places, and whether they state one fact.
    claims: Vec<(Anchor, Anchor, bool)>,
}

impl Rulings {
    /// Of those that hold.
    pub(crate) fn new(corrections: &[Correction]) -> Self {
        let mut rulings = Self::default();
        for correction in corrections {
            match &correction.ruling {
                Ruling::NotTaken { from, to } => {
                    rulings.not_taken.insert((*from, Node::Report(*to)));
                    rulings.not_taken.insert((Node::Report(*to), *from));
                }
                Ruling::SameClaim { a, b } => rulings.claims.push((*a.min(b), *a.max(b), true)),
                Ruling::OtherClaim { a, b } => rulings.claims.push((*a.min(b), *a.max(b), false)),
                _ => {}
            }
        }
        // What is joined is joined first, so that the order of rulings does not matter.
        rulings.claims.sort_by_key(|c| (!c.2, c.0, c.1));
        rulings
    }

    /// Whether a person says that nothing was taken.
    pub(crate) fn not_taken(&self, from: Node, to: ReportId) -> bool {
        self.not_taken.contains(&(from, Node::Report(to)))
    }

    /// Groups of statements with what people say of them: joined, or parted so that each statement goes with the one
    /// of the two that it is more like. `like` gives how like two statements are.
    pub(crate) fn regroup(
        &self,
        mut groups: Vec<Vec<usize>>,
        said: &[Said<'_>],
        ctx: &Context<'_>,
        like: &dyn Fn(usize, usize) -> f32,
    ) -> Vec<Vec<usize>> {
        for (a, b, same) in &self.claims {
            let (Some(a), Some(b)) = (find(a, said, ctx), find(b, said, ctx)) else { continue };
            let group_of = |n: usize| groups.iter().position(|g| g.contains(&n));
            let (Some(of_a), Some(of_b)) = (group_of(a), group_of(b)) else { continue };
            if *same && of_a != of_b {
                let more = std::mem::take(&mut groups[of_b]);
                groups[of_a].extend(more);
                groups[of_a].sort_unstable();
            } else if !*same && of_a == of_b {
                let all = std::mem::take(&mut groups[of_a]);
                let (with_a, with_b): (Vec<usize>, Vec<usize>) =
                    all.into_iter().partition(|n| *n == a || (*n != b && like(*n, a) >= like(*n, b)));
                groups[of_a] = with_a;
                groups.push(with_b);
            }
            groups.retain(|g| !g.is_empty());
            groups.sort();
        }
        groups
    }
}

/// The statement that has most in common with a place.
fn find(at: &Anchor, said: &[Said<'_>], ctx: &Context<'_>) -> Option<usize> {
    let report = ctx.index(at.report)?;
    let found = said.iter().enumerate().filter(|(_, s)| s.report == report);
    let shared = found.map(|(n, s)| (common(&[s.span], at.span), s.span.end - s.span.start, n));
    let best = shared.filter(|f| f.0 > 0).min_by_key(|f| (std::cmp::Reverse(f.0), f.1, f.2));
    best.map(|f| f.2)
}
