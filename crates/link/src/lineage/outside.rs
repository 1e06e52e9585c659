//! What came from outlets that have no report in the case.
//!
//! An outlet that a report names as a source is one of them; so is an agency whose text it carries, by its byline,
//! dateline or mark of rights. Where two reports share text and one of them carries an agency's, both have it from the
//! agency: neither copied the other.

use std::collections::{BTreeMap, BTreeSet};

use backstory_model::{About, Anchor, Edge, EdgeKind, Node, Reason, SourceId};

use super::{Case, Common, Found, OWN_WORDS, SHOWN};

/// The agency outside the case whose text each report carries, with the words that say so.
pub(super) type Wires = BTreeMap<usize, (SourceId, Vec<Anchor>)>;

/// Days by which a report may come before one that names the agency, and still have the agency's text.
const AHEAD: i32 = 2;

/// Reports that carry the text of an agency whose own report is not in their story; and those that may, since an agency
/// stands beside writers of the house in their byline.
pub(super) fn wires(case: &Case, found: &[Found]) -> [Wires; 2] {
    let ctx = case.ctx;
    let inside: BTreeSet<(usize, SourceId)> = found
        .iter()
        .filter(|f| f.edge.credited)
        .filter_map(|f| Some((f.to, case.credits.own[f.from]?)))
        .collect();
    let [mut wires, mut joint_wires] = [Wires::new(), Wires::new()];
    for (at, report) in ctx.reports.iter().enumerate() {
        // Writers of the house beside an agency in the byline: the text is theirs.
        let joint = !report.report.authors.is_empty();
        for agency in &report.report.agencies {
            let Some(id) = case.sources.outlet(&agency.name).map(|s| s.id) else { continue };
            let own = case.credits.own[at] == Some(id) || inside.contains(&(at, id));
            if !own {
                let words = agency.span.map(|s| ctx.anchor(at, s)).into_iter().collect();
                let whose = if agency.span.is_some() || !joint { &mut wires } else { &mut joint_wires };
                whose.entry(at).or_insert((id, words));
            }
        }
    }
    joint_wires.retain(|report, _| !wires.contains_key(report));
    [wires, joint_wires]
}

/// Puts agencies in the place of reports that only carry their text.
pub(super) fn reroute(
    case: &Case,
    [wires, joint_wires]: &[Wires; 2],
    shared: &BTreeMap<(usize, usize), Common>,
    found: &mut Vec<Found>,
) {
    let ctx = case.ctx;
    let nothing = Common::default();
    let mut rerouted: BTreeMap<usize, (usize, Edge)> = BTreeMap::new();
    found.retain(|f| {
        if f.edge.kind != EdgeKind::Copy || f.edge.credited || f.own_words < OWN_WORDS / 2 {
            return true;
        }
        let carried = |at: usize| wires.get(&at).map(|(agency, _)| *agency);
        let beside = |at: usize| joint_wires.get(&at).map(|(agency, _)| *agency);
        let (carrier, other, agency) = match (carried(f.from), carried(f.to)) {
            // Agencies print each other's text too.
            (Some(_), Some(_)) => return false,
            (Some(agency), None) => (f.from, f.to, agency),
            (None, Some(agency)) => (f.to, f.from, agency),
            // Of a text by an agency and writers of the house, what others have too on these days is the agency's.
            (None, None) => match (beside(f.from), beside(f.to)) {
                (Some(one), Some(two)) if one == two => return false,
                (Some(agency), _) => (f.from, f.to, agency),
                (None, Some(agency)) => (f.to, f.from, agency),
                (None, None) => return true,
            },
        };
        let apart = match (ctx.texts[carrier].days, ctx.texts[other].days) {
            (Some(a), Some(b)) => (a.start - b.end).get_days() > AHEAD
                || carried(carrier).is_none() && (b.start - a.end).get_days() > AHEAD,
            _ => false,
        };
        if apart {
            return true;
        }
        if rerouted.get(&other).is_none_or(|(words, _)| *words < f.own_words) {
            let common = shared.get(&(carrier.min(other), carrier.max(other))).unwrap_or(&nothing);
            let name = |id: Option<SourceId>| {
                id.and_then(|id| case.sources.get(id)).and_then(|s| s.name.clone()).unwrap_or_default()
            };
            let edge = Edge {
                from: Node::External(agency),
                to: ctx.id(other),
                kind: EdgeKind::Copy,
                credited: false,
                directed: true,
                score: f.edge.score,
                evidence: case.evidence(carrier, other, common),
                reasons: vec![
                    format!(
                        "It shares {} words outside quotation marks with a report of {} that carries the text of {}.",
                        f.own_words,
                        name(case.credits.own[carrier]),
                        name(Some(agency)),
                    )
                    .into(),
                    Reason { about: About::NoCredit, words: "It does not name the agency.".to_owned() },
                ],
            };
            rerouted.insert(other, (f.own_words, edge));
        }
        false
    });
    found.extend(rerouted.into_iter().map(|(other, (words, edge))| Found {
        from: usize::MAX,
        to: other,
        words,
        own_words: words,
        rank: edge.score,
        retold: false,
        edge,
    }));
}

/// Outlets that a report names as a source, or whose text it carries, and whose report is not in the case.
pub(super) fn cited(case: &Case, wires: &Wires, edges: &[Edge]) -> Vec<Edge> {
    let ctx = case.ctx;
    // Receivers, each with the outlets of the case that it had something from and says so.
    let inside: BTreeSet<(usize, SourceId)> = edges
        .iter()
        .filter(|e| e.credited)
        .filter_map(|e| match e.from {
            Node::Report(giver) => Some((ctx.index(e.to)?, case.credits.own[ctx.index(giver)?]?)),
            Node::External(_) => None,
        })
        .collect();
    let mut found = Vec::new();
    for (receiver, credits) in case.credits.by_report.iter().enumerate() {
        for (outlet, spans) in credits {
            if inside.contains(&(receiver, *outlet)) {
                continue;
            }
            let name = case.sources.get(*outlet).and_then(|s| s.name.as_deref()).unwrap_or_default();
            let wire = wires.get(&receiver).is_some_and(|(agency, _)| agency == outlet);
            let (kind, reason) = if wire {
                (
                    EdgeKind::Copy,
                    format!(
                        "It carries the text of {name}; no report of {name} in the case can be the one meant."
                    ),
                )
            } else {
                (
                    EdgeKind::Cites,
                    format!(
                        "{}; no report of {name} in the case can be the one meant.",
                        case.naming(*outlet, receiver)
                    ),
                )
            };
            found.push(Edge {
                from: Node::External(*outlet),
                to: ctx.id(receiver),
                kind,
                credited: true,
                directed: true,
                score: 1.0,
                evidence: if spans.is_empty() {
                    // A field of the file says so: what is shown is the text that it says it of.
                    ctx.opening(receiver).into_iter().collect()
                } else {
                    spans.iter().take(SHOWN).map(|s| ctx.anchor(receiver, *s)).collect()
                },
                reasons: vec![Reason { about: About::Credit, words: reason }],
            });
        }
    }
    found
}
