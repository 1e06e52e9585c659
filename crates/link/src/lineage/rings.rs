//! No report took from itself: lineage has no rings.
//!
//! Where nothing tells which of two was first, an edge has a direction all the same, in which what stands behind a claim is
//! followed to its root; these directions must agree with those that are known. Dates that contradict each other can make
//! a ring of known ones: the least sure of them is given up.

use std::collections::{BTreeMap, BTreeSet};

use backstory_model::EdgeKind;

use super::Found;

/// Puts edges without a known direction so that no report comes before what it may have taken from, and drops directed
/// edges that close a ring. `turned` makes the edge of two reports, giver first, anew.
pub(super) fn untangle(found: &mut Vec<Found>, turned: &dyn Fn(usize, usize) -> Option<Found>) {
    let place = places(found);
    let mut kept = Vec::with_capacity(found.len());
    for f in found.drain(..) {
        let right = f.edge.kind == EdgeKind::Cites || place[&f.from] < place[&f.to];
        if right {
            kept.push(f);
        } else if !f.edge.directed {
            kept.extend(turned(f.to, f.from));
        }
    }
    *found = kept;
}

/// The place of each report in an order in which givers come before receivers.
fn places(found: &[Found]) -> BTreeMap<usize, usize> {
    let mut waits: BTreeMap<usize, BTreeSet<(usize, usize)>> = BTreeMap::new();
    let mut gives: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for (at, f) in found.iter().enumerate() {
        waits.entry(f.from).or_default();
        let open = waits.entry(f.to).or_default();
        if f.edge.directed && f.edge.kind != EdgeKind::Cites {
            open.insert((f.from, at));
            gives.entry(f.from).or_default().push((f.to, at));
        }
    }
    // Of those that wait for nobody, who gave to the most comes first.
    let rank = |report: usize| (std::cmp::Reverse(gives.get(&report).map_or(0, Vec::len)), report);
    let mut ready: BTreeSet<_> = waits.iter().filter(|(_, w)| w.is_empty()).map(|(r, _)| rank(*r)).collect();
    let mut place = BTreeMap::new();
    while place.len() < waits.len() {
        let Some((_, report)) = ready.pop_first() else {
            let Some(weakest) = ring(&waits).into_iter().min_by(|a, b| {
                let key = |at: usize| (found[at].from, found[at].to);
                found[*a].edge.score.total_cmp(&found[*b].edge.score).then(key(*a).cmp(&key(*b)))
            }) else {
                break;
            };
            let (from, to) = (found[weakest].from, found[weakest].to);
            if let Some(open) = waits.get_mut(&to) {
                open.remove(&(from, weakest));
                if open.is_empty() {
                    ready.insert(rank(to));
                }
            }
            continue;
        };
        place.insert(report, place.len());
        for (to, at) in gives.get(&report).into_iter().flatten() {
            let Some(open) = waits.get_mut(to) else { continue };
            if open.remove(&(report, *at)) && open.is_empty() && !place.contains_key(to) {
                ready.insert(rank(*to));
            }
        }
    }
    place
}

/// The edges of a ring among reports that wait for each other, of which none is ready.
fn ring(waits: &BTreeMap<usize, BTreeSet<(usize, usize)>>) -> Vec<usize> {
    let mut path: Vec<(usize, usize)> = Vec::new();
    let mut at = waits.iter().find(|(_, open)| !open.is_empty()).map(|(report, _)| *report);
    while let Some(report) = at {
        if let Some(start) = path.iter().position(|(r, _)| *r == report) {
            return path[start..].iter().map(|(_, edge)| *edge).collect();
        }
        let open = waits.get(&report).and_then(|open| open.first().copied());
        at = open.map(|(from, edge)| {
            path.push((report, edge));
            from
        });
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use backstory_model::{Edge, Node, ReportId};

    use super::*;

    fn found((from, to, directed, score): (usize, usize, bool, f64)) -> Found {
        let id = |report: usize| ReportId::of([report.to_string().as_bytes()]);
        let edge = Edge {
            from: Node::Report(id(from)),
            to: id(to),
            kind: EdgeKind::Copy,
            credited: false,
            directed,
            score,
            evidence: Vec::new(),
            reasons: Vec::new(),
        };
        Found { from, to, words: 0, own_words: 0, rank: score, retold: false, edge }
    }

    #[test]
    fn only_an_edge_of_the_ring_is_given_up() {
        let kept = |edges: &[(usize, usize, bool, f64)]| {
            let mut all: Vec<Found> = edges.iter().copied().map(found).collect();
            untangle(&mut all, &|from, to| Some(found((from, to, false, 0.5))));
            all.iter().map(|f| (f.from, f.to)).collect::<Vec<_>>()
        };
        // 2 took from a report of the ring, and is in none.
        assert_eq!(kept(&[(0, 1, true, 0.9), (1, 0, true, 0.8), (1, 2, true, 0.4)]), [(0, 1), (1, 2)]);
        assert_eq!(kept(&[(0, 1, true, 0.7), (1, 2, true, 0.9), (2, 0, true, 0.8)]), [(1, 2), (2, 0)]);
        // An open edge turns with the known ones.
        assert_eq!(
            kept(&[(0, 1, false, 0.9), (1, 2, true, 0.9), (2, 0, true, 0.9)]),
            [(1, 0), (1, 2), (2, 0)]
        );
    }
}
