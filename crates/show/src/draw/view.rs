//! From a case to what the drawings show.

use std::collections::BTreeMap;

use backstory_model::{
    Anchor, Bound, Case, ClaimId, Edge, EdgeKind, Node, ReportId, Role, SourceId, SourceKind, Stance,
    Statement, StoryId,
};

use super::{
    ChainKind, ChainLink, Chains, End, Events, Happening, Line, Lineage, Moves, OutsideNode, ReportNode, Step,
};
use crate::{
    digest::{Digest, Thread, claim_changes, in_words, people, title},
    words::{plain, short},
};

/// What a part of a picture may lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A report.
    Report(ReportId),
    /// That one took from another.
    Edge(Node, ReportId, EdgeKind),
    /// A source.
    Source(SourceId),
    /// A claim.
    Claim(ClaimId),
    /// Words of a report.
    Place(Anchor),
}

/// Where a target lies; None where it is no link.
pub type Links<'a> = &'a dyn Fn(&Target) -> Option<String>;

/// The lineage of a story; None where the case has no such story.
pub fn lineage_view(case: &Case, story: StoryId, link: Links<'_>) -> Option<Lineage> {
    let digest = Digest::new(case);
    let thread = digest.threads.iter().find(|t| t.id == Some(story))?;
    Some(lineage(&digest, thread, link))
}

pub(crate) fn lineage(digest: &Digest<'_>, thread: &Thread<'_>, link: Links<'_>) -> Lineage {
    let at: BTreeMap<ReportId, usize> =
        thread.reports.iter().enumerate().map(|(n, a)| (a.report.id, n)).collect();
    let reports = thread.reports.iter().map(|annotated| {
        let report = &annotated.report;
        ReportNode {
            label: digest.number(report.id).to_string(),
            outlet: digest.name(report.id),
            title: short(&title(annotated), 140),
            when: report.published.as_ref().map(|p| p.date.clone()),
            not_before: digest.case.links.not_before.get(&report.id).cloned(),
            href: link(&Target::Report(report.id)),
        }
    });
    let reports = reports.collect();
    let found: Vec<&Edge> = thread.reports.iter().flat_map(|a| digest.taken(a.report.id)).collect();
    let mut outside: Vec<OutsideNode> = Vec::new();
    let mut known: BTreeMap<SourceId, usize> = BTreeMap::new();
    let mut edges = Vec::new();
    for edge in found {
        let from = match edge.from {
            // A report of another story has no dot here.
            Node::Report(id) => match at.get(&id) {
                Some(n) => End::Report(*n),
                None => continue,
            },
            Node::External(id) => End::Outside(*known.entry(id).or_insert_with(|| {
                outside.push(OutsideNode { name: digest.source_name(id), href: link(&Target::Source(id)) });
                outside.len() - 1
            })),
        };
        let why = std::iter::once(format!("{} {}", digest.numbered(edge.to), digest.taking(edge)))
            .chain(edge.reasons.iter().map(|r| plain(&r.words)))
            .collect::<Vec<_>>()
            .join("; ");
        edges.push(Line {
            from,
            to: at[&edge.to],
            kind: edge.kind,
            credited: edge.credited,
            directed: edge.directed,
            why,
            href: link(&Target::Edge(edge.from, edge.to, edge.kind)),
        });
    }
    Lineage { title: thread.title.clone(), reports, outside, edges }
}

/// What happened in a story and when it was reported; None where the case has no such story, or nothing has a date.
pub fn events_view(case: &Case, story: StoryId, link: Links<'_>) -> Option<Events> {
    events_of(&Digest::new(case), story, link)
}

pub(crate) fn events_of(digest: &Digest<'_>, story: StoryId, link: Links<'_>) -> Option<Events> {
    let case = digest.case;
    let thread = digest.threads.iter().find(|t| t.id == Some(story))?;
    let events = case.links.timeline.iter().filter(|e| e.story == story).filter_map(|event| {
        let annotated = case.report(event.at.report)?;
        let happening = Happening {
            from: event.when.start,
            to: event.when.end,
            words: plain(event.expression.of(&annotated.report.text)),
            text: plain(case.words(event.at)),
            by: digest.numbered(event.at.report),
            href: link(&Target::Place(event.at)),
        };
        Some((digest.number(event.at.report), happening))
    });
    let mut events: Vec<(usize, Happening)> = events.collect();
    // Of one day, the first report to tell of it comes first.
    events.sort_by_key(|(number, event)| (event.from, event.to, *number));
    let events: Vec<Happening> = events.into_iter().map(|(_, event)| event).collect();
    let reported =
        thread.reports.iter().filter_map(|a| a.report.published.as_ref()).map(|p| p.date.clone()).collect();
    (!events.is_empty()).then(|| Events { title: thread.title.clone(), events, reported })
}

/// How a claim came to its readers; None where the case has no such claim.
pub fn chains_view(case: &Case, claim: ClaimId, link: Links<'_>) -> Option<Chains> {
    chains_of(&Digest::new(case), claim, link)
}

pub(crate) fn chains_of(digest: &Digest<'_>, claim: ClaimId, link: Links<'_>) -> Option<Chains> {
    let case = digest.case;
    let claim = case.links.claims.iter().find(|c| c.id == claim)?;
    let affirmed: Vec<&Statement> = claim.statements.iter().filter(|s| s.stance == Stance::Affirms).collect();
    let mut chains: Vec<Vec<ChainLink>> = Vec::new();
    for statement in &affirmed {
        // A headline says nothing of its own where the text below it names a source.
        let report = statement.at.report;
        let titled = |s: &Statement| {
            let blocks = digest.case.report(report).map(|a| &a.report.blocks);
            blocks.is_some_and(|b| b.iter().any(|b| b.role == Role::Title && b.span.contains(s.at.span)))
        };
        let below = |s: &&Statement| s.at.report == report && s.attribution.is_some() && !titled(s);
        if (statement.attribution.is_none() || titled(statement))
            && affirmed.iter().copied().any(|s| below(&s))
        {
            continue;
        }
        let chain = chain(digest, &affirmed, statement, link, 0);
        let same = |other: &Vec<ChainLink>| {
            other.len() == chain.len()
                && other.iter().zip(&chain).all(|(a, b)| a.kind == b.kind && same_name(&a.name, &b.name))
        };
        if !chains.iter().any(same) {
            chains.push(chain);
        }
    }
    Some(Chains { title: short(&claim.text, 160), chains })
}

/// Reports that took from each other are followed so far.
const FAR: usize = 6;

/// From a report to the one who knows: whom the statement names, and before that the report it was taken from.
fn chain(
    digest: &Digest<'_>,
    affirmed: &[&Statement],
    statement: &Statement,
    link: Links<'_>,
    depth: usize,
) -> Vec<ChainLink> {
    let report = statement.at.report;
    let outlet = digest.case.report(report).and_then(|a| a.report.outlet.as_deref());
    let mut chain = vec![ChainLink {
        name: digest.name(report),
        kind: outlet.map_or(ChainKind::Report, |name| outlet_kind(digest, name)),
        note: None,
        href: link(&Target::Place(statement.at)),
        silent: false,
    }];
    let said = statement.attribution.and_then(|a| digest.attribution(a)).map(|(_, a)| a);
    let source = said.and_then(|a| a.source).map(|s| digest.case.links.source_id(s));
    let through = said.is_some_and(|a| !a.via.is_empty());
    let taken = digest.taken(report);
    let givers = || taken.iter().filter(|e| e.directed && crate::digest::derives(e));
    // Whoever the statement says it has it from or through: where that outlet's own report is in the case, the way goes
    // on there, and not to what this report calls the same people.
    let named = said.into_iter().flat_map(|a| a.source.iter().chain(&a.via));
    let named: Vec<&str> = named
        .filter_map(|s| digest.source(*s))
        .filter(|s| s.kind == SourceKind::Outlet)
        .filter_map(|s| s.name.as_deref())
        .collect();
    let followed: Vec<_> = taken
        .iter()
        .filter(|e| e.directed)
        .filter(|e| match e.from {
            Node::Report(from) => {
                let outlet = digest.case.report(from).and_then(|a| a.report.outlet.as_deref());
                outlet.is_some_and(|o| named.iter().any(|n| same_name(o, n)))
            }
            Node::External(_) => false,
        })
        .collect();
    if depth < FAR && (!through || !followed.is_empty()) {
        // The giver's own statement of it: the one of the same source, or one that names a source, or any.
        let rank = |s: &&&Statement| {
            let theirs = s.attribution.and_then(|a| digest.attribution(a)).and_then(|(_, a)| a.source);
            let theirs = theirs.map(|s| digest.case.links.source_id(s));
            (source.is_some() && theirs != source, s.attribution.is_none(), s.at)
        };
        let mut ways = followed;
        if !through {
            ways.extend(givers());
        }
        for giver in ways {
            let Node::Report(from) = giver.from else { continue };
            if let Some(theirs) = affirmed.iter().filter(|s| s.at.report == from).min_by_key(rank) {
                chain[0].silent = !giver.credited;
                chain.extend(self::chain(digest, affirmed, theirs, link, depth + 1));
                return joined(chain);
            }
        }
    }
    match said {
        Some(attribution) => {
            chain.extend(attribution.via.iter().rev().map(|via| source_link(digest, *via, link)));
            match attribution.source {
                Some(source) => {
                    let mut last = source_link(digest, source, link);
                    if let Some(count) = people(attribution.count) {
                        last.note = Some(count);
                    }
                    chain.push(last);
                }
                // Whoever handed it on is the last who is known.
                None if !attribution.via.is_empty() => {}
                None => chain.push(ChainLink {
                    name: "a source it does not name".to_owned(),
                    kind: ChainKind::Anonymous,
                    note: None,
                    href: None,
                    silent: false,
                }),
            }
        }
        None => match givers().find_map(|e| match e.from {
            Node::External(source) => Some((source, e.credited)),
            Node::Report(_) => None,
        }) {
            Some((source, credited)) => {
                chain[0].silent = !credited;
                chain.push(source_link(digest, source, link));
            }
            None => chain.push(ChainLink {
                name: format!("{} itself", digest.name(report)),
                kind: ChainKind::Reporter,
                note: None,
                href: None,
                silent: false,
            }),
        },
    }
    joined(chain)
}

/// Whether two names are those of one outlet: with an article or without, in capitals or not.
fn same_name(a: &str, b: &str) -> bool {
    bare_name(a) == bare_name(b)
}

/// A name in small letters, without an article.
pub(super) fn bare_name(name: &str) -> String {
    let name = name.to_lowercase();
    name.strip_prefix("the ").map_or(name.clone(), str::to_owned)
}

/// An outlet that others credit for their texts is an agency.
fn outlet_kind(digest: &Digest<'_>, name: &str) -> ChainKind {
    let agency =
        |a: &backstory_model::Annotated| a.report.agencies.iter().any(|agency| same_name(&agency.name, name));
    if digest.case.reports.iter().any(agency) { ChainKind::Wire } else { ChainKind::Outlet }
}

/// Without links that say the same as the one before them.
fn joined(mut chain: Vec<ChainLink>) -> Vec<ChainLink> {
    chain.dedup_by(|a, b| same_name(&a.name, &b.name));
    chain
}

fn source_link(digest: &Digest<'_>, id: SourceId, link: Links<'_>) -> ChainLink {
    let source = digest.source(id);
    let kind = match source.map(|s| s.kind) {
        Some(SourceKind::Person) => ChainKind::Person,
        Some(SourceKind::Organization) => ChainKind::Organization,
        Some(SourceKind::Outlet) => {
            outlet_kind(digest, source.and_then(|s| s.name.as_deref()).unwrap_or_default())
        }
        Some(SourceKind::Document) => ChainKind::Document,
        Some(SourceKind::Reporter) => ChainKind::Reporter,
        Some(SourceKind::Anonymous) | None => ChainKind::Anonymous,
    };
    ChainLink {
        name: digest.source_name(id),
        kind,
        note: source.and_then(|s| s.role.as_deref().or(s.affiliation.as_deref())).map(|n| short(n, 60)),
        href: link(&Target::Source(digest.case.links.source_id(id))),
        silent: false,
    }
}

/// How a claim's figures and words moved; None where the case has no such claim.
pub fn moves_view(case: &Case, claim: ClaimId, link: Links<'_>) -> Option<Moves> {
    moves_of(&Digest::new(case), claim, link)
}

pub(crate) fn moves_of(digest: &Digest<'_>, claim: ClaimId, link: Links<'_>) -> Option<Moves> {
    let case = digest.case;
    let claim = case.links.claims.iter().find(|c| c.id == claim)?;
    // The unit that most statements count in: figures of another unit are no part of the scale.
    let mut units: BTreeMap<&str, usize> = BTreeMap::new();
    for quantity in claim.statements.iter().flat_map(|s| &s.quantities) {
        *units.entry(&quantity.unit).or_default() += 1;
    }
    let unit =
        units.iter().max_by_key(|(unit, n)| (**n, std::cmp::Reverse(**unit))).map_or("", |(unit, _)| *unit);
    let mut told: Vec<usize> = Vec::new();
    let changes: Vec<_> = claim_changes(claim).collect();
    let steps = claim.statements.iter().map(|statement| {
        let report = statement.at.report;
        let annotated = case.report(report);
        let figure = statement.quantities.iter().find(|q| q.unit == unit);
        let (low, high) = match figure.map(|q| (q.bound, q.value)) {
            None => (None, None),
            Some((Bound::AtLeast, value)) => (Some(value), None),
            Some((Bound::AtMost, value)) => (None, Some(value)),
            Some((Bound::Exact | Bound::About, value)) => (Some(value), Some(value)),
        };
        let mut changed = Vec::new();
        for (n, change) in changes.iter().enumerate() {
            let here = change.to_at.map_or(change.report == report, |at| {
                at.report == report
                    && at.span.start >= statement.at.span.start
                    && at.span.end <= statement.at.span.end
            });
            if here && !told.contains(&n) {
                told.push(n);
                changed.push(in_words(change, 40));
            }
        }
        Step {
            when: annotated.and_then(|a| a.report.published.as_ref()).map(|p| p.date.clone()),
            outlet: digest.name(report),
            label: digest.number(report).to_string(),
            words: plain(case.words(statement.at)),
            low,
            high,
            changed,
            denied: statement.stance == Stance::Denies,
            hedged: !statement.hedges.is_empty(),
            href: link(&Target::Place(statement.at)),
        }
    });
    Some(Moves { title: short(&claim.text, 160), unit: unit.to_owned(), steps: steps.collect() })
}
