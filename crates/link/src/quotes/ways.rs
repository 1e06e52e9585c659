//! Whom a report has words from, as the lineage tells.

use std::collections::{BTreeMap, BTreeSet};

use backstory_model::{Edge, EdgeKind, Node};

use super::Item;
use crate::context::Context;

/// The edges of the lineage between reports, by receiver.
pub(super) struct Ways {
    /// Receiver → (giver, credited), surest first.
    into: BTreeMap<usize, Vec<(usize, bool)>>,
    /// Receiver and giver where words were taken: not where one only speaks of the other, and not within one house, which
    /// may cut its own words.
    took: BTreeSet<(usize, usize)>,
    /// Receivers that also cite an outlet outside the case.
    pub(super) cites_outside: BTreeSet<usize>,
}

impl Ways {
    pub(super) fn new(ctx: &Context, lineage: &[Edge]) -> Self {
        let mut ways = Self { into: BTreeMap::new(), took: BTreeSet::new(), cites_outside: BTreeSet::new() };
        let outlet = |at: usize| ctx.reports[at].report.outlet.as_ref();
        let mut edges: Vec<&Edge> = lineage.iter().filter(|e| e.directed).collect();
        edges.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.from.cmp(&b.from)));
        for edge in edges {
            let Some(to) = ctx.index(edge.to) else { continue };
            match edge.from {
                Node::Report(id) => {
                    if let Some(from) = ctx.index(id) {
                        ways.into.entry(to).or_default().push((from, edge.credited));
                        let house = outlet(from).is_some() && outlet(from) == outlet(to);
                        if edge.kind != EdgeKind::Cites && !house {
                            ways.took.insert((to, from));
                        }
                    }
                }
                Node::External(_) => {
                    ways.cites_outside.insert(to);
                }
            }
        }
        ways
    }

    /// Receivers and givers where words were taken, in order.
    pub(super) fn taken(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.took.iter().copied()
    }

    pub(super) fn givers(&self, receiver: usize) -> &[(usize, bool)] {
        self.into.get(&receiver).map_or(&[], Vec::as_slice)
    }

    /// Whether a report took from another, at once or through others.
    pub(super) fn comes_from(&self, receiver: usize, giver: usize) -> bool {
        let mut open = vec![receiver];
        let mut met = BTreeSet::from([receiver]);
        while let Some(at) = open.pop() {
            for (from, _) in self.givers(at).iter().filter(|(from, _)| self.took.contains(&(at, *from))) {
                if *from == giver {
                    return true;
                }
                if met.insert(*from) {
                    open.push(*from);
                }
            }
        }
        false
    }

    /// Whom a report most likely has a family's words from: the surest giver that has them too.
    pub(super) fn giver(&self, receiver: usize, items: &[&Item]) -> Option<usize> {
        let holds = |report: usize| items.iter().any(|i| i.report == report);
        self.givers(receiver).iter().map(|(g, _)| *g).find(|g| holds(*g))
    }
}

/// The report in which a family's words stood first: of those that took them from no other, the one with the earliest
/// date. None where two have the same date or one has none.
pub(super) fn origin(ctx: &Context, family: &[&Item], ways: &Ways) -> Option<usize> {
    let reports: BTreeSet<usize> = family.iter().map(|i| i.report).collect();
    let roots: Vec<usize> = reports
        .iter()
        .copied()
        .filter(|r| !ways.givers(*r).iter().any(|(g, _)| reports.contains(g)))
        .collect();
    if let [only] = roots.as_slice() {
        return Some(*only);
    }
    let first = roots.iter().copied().min_by_key(|r| {
        let published = ctx.reports[*r].report.published.as_ref();
        (published.is_none(), published.map(|p| &p.date))
    })?;
    roots.iter().all(|r| *r == first || ctx.is_earlier(first, *r)).then_some(first)
}
