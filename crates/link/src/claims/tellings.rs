//! What two tellings of nearly the same leave over.
//!
//! Groups of statements are found by how alike all pairs are on average, and two that share hardly a word stay apart, though
//! there may be no other way to read them: where two reports tell nearly the same, fact for fact, what is left of the one is
//! likely what is left of the other. So the groups are weighed once more, as wholes: by what ties them, by what ties
//! either to a third, and by how much their reports have in common. Of reports that have less in common nothing is joined here.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Pair, Same,
    company::{self, odds},
    trees,
};
use crate::{likeness, sets::Sets};

/// Measures of two groups.
pub(super) const MEASURES: usize = 29;

/// The share of its statements that the report which has fewer must have in common with the other.
const NEARLY: f32 = 0.35;

/// The least mean chance of two groups that are weighed.
const LEAST: f32 = 0.05;

/// The chance from which two groups are one.
const ONE: f32 = 0.5;

/// The pairs of nodes that were compared, the chance of each, and the measures of its company.
pub(super) struct Weighed<'a> {
    pub(super) pairs: &'a [Pair],
    pub(super) chances: &'a [f32],
    pub(super) company: &'a [[f32; company::MEASURES]],
}

/// Gets two groups of nodes, and their measures.
pub(super) type Measured<'a> = &'a mut dyn FnMut(&[usize], &[usize], [f32; MEASURES]);

/// Joins the groups that state one fact, the surest first.
pub(super) fn join(
    groups: Vec<Vec<usize>>,
    weighed: &Weighed,
    nodes: &[Same],
    measured: Measured,
) -> Vec<Vec<usize>> {
    let between = Between::new(&groups, weighed, nodes);
    let trees = trees::tellings();
    let mut found: Vec<(f32, usize, usize)> = Vec::new();
    for (&(a, b), tie) in &between.ties {
        if !between.may_be_one(a, b, tie) {
            continue;
        }
        let row = between.measures(a, b, tie);
        measured(&groups[a], &groups[b], row);
        let chance = likeness::logistic(trees.odds(&row));
        if chance >= ONE {
            found.push((chance, a, b));
        }
    }
    found.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut sets = Sets::new(groups.len());
    let mut members: Vec<Vec<usize>> = (0..groups.len()).map(|g| vec![g]).collect();
    for (_, a, b) in found {
        let (x, y) = (sets.find(a), sets.find(b));
        if x == y || !between.go_together(&members[x], &members[y]) {
            continue;
        }
        sets.join(x, y);
        let (kept, gone) = (x.min(y), x.max(y));
        let more = std::mem::take(&mut members[gone]);
        members[kept].extend(more);
    }
    let joined = sets.groups().into_iter().map(|set| {
        let mut all: Vec<usize> = set.iter().flat_map(|g| groups[*g].iter().copied()).collect();
        all.sort_unstable();
        all
    });
    joined.collect()
}

/// What ties two groups.
struct Tie {
    /// Places of the pairs between them.
    pairs: Vec<usize>,
    /// Sum of their chances.
    sum: f32,
}

/// What stands between the groups of a story.
struct Between<'a> {
    weighed: &'a Weighed<'a>,
    /// How many nodes each group has.
    sizes: Vec<f32>,
    /// The reports of each group, and whether they deny there.
    told: Vec<BTreeSet<(usize, bool)>>,
    /// By the places of two groups, smaller first.
    ties: BTreeMap<(usize, usize), Tie>,
    /// Of each group, the two that go with it best, by their mean chance.
    best: Vec<[(f32, usize); 2]>,
}

impl<'a> Between<'a> {
    fn new(groups: &[Vec<usize>], weighed: &'a Weighed<'a>, nodes: &[Same]) -> Self {
        let mut group_of = vec![0; nodes.len()];
        for (at, group) in groups.iter().enumerate() {
            group.iter().for_each(|node| group_of[*node] = at);
        }
        let mut ties: BTreeMap<(usize, usize), Tie> = BTreeMap::new();
        for (at, (pair, chance)) in weighed.pairs.iter().zip(weighed.chances).enumerate() {
            let (a, b) = (group_of[pair.a], group_of[pair.b]);
            if a != b {
                let tie = ties.entry((a.min(b), a.max(b))).or_insert(Tie { pairs: Vec::new(), sum: 0.0 });
                tie.pairs.push(at);
                tie.sum += chance;
            }
        }
        let sizes: Vec<f32> = groups.iter().map(|g| g.len() as f32).collect();
        let mut best = vec![[(0.0, usize::MAX); 2]; groups.len()];
        for (&(a, b), tie) in &ties {
            let mean = tie.sum / (sizes[a] * sizes[b]);
            for (one, other) in [(a, b), (b, a)] {
                let [first, second] = &mut best[one];
                if mean > first.0 {
                    (*first, *second) = ((mean, other), *first);
                } else if mean > second.0 {
                    *second = (mean, other);
                }
            }
        }
        let told = |group: &Vec<usize>| {
            let all = group.iter().map(|node| &nodes[*node]);
            all.flat_map(|node| node.reports.iter().map(|report| (*report, node.denies))).collect()
        };
        Self { weighed, sizes, told: groups.iter().map(told).collect(), ties, best }
    }

    fn mean(&self, a: usize, b: usize, tie: &Tie) -> f32 {
        tie.sum / (self.sizes[a] * self.sizes[b])
    }

    /// Whether two groups are worth weighing: those of reports that tell nearly the same, of which either has no better
    /// partner. A report says a thing once.
    fn may_be_one(&self, a: usize, b: usize, tie: &Tie) -> bool {
        let nearly = |at: &usize| self.weighed.company[*at][company::BETWEEN] >= NEARLY;
        self.mean(a, b, tie) >= LEAST
            && (self.best[a][0].1 == b || self.best[b][0].1 == a)
            && tie.pairs.iter().any(nearly)
            && self.told[a].is_disjoint(&self.told[b])
    }

    /// Whether all of some groups and all of others may be one: no chain of which the ends have nothing in common.
    fn go_together(&self, some: &[usize], others: &[usize]) -> bool {
        let (mut sum, mut pairs) = (0.0, 0.0);
        for a in some {
            for b in others {
                sum += self.ties.get(&(*a.min(b), *a.max(b))).map_or(0.0, |tie| tie.sum);
                pairs += self.sizes[*a] * self.sizes[*b];
                if !self.told[*a].is_disjoint(&self.told[*b]) {
                    return false;
                }
            }
        }
        sum / pairs >= LEAST
    }

    fn measures(&self, a: usize, b: usize, tie: &Tie) -> [f32; MEASURES] {
        let mean = self.mean(a, b, tie);
        let second = |one: usize, other: usize| {
            let rival = self.best[one].iter().find(|(_, group)| *group != other);
            odds(rival.map_or(0.0, |(mean, _)| *mean))
        };
        let (x, y) = (second(a, b), second(b, a));
        let (small, large) = (self.sizes[a].min(self.sizes[b]), self.sizes[a].max(self.sizes[b]));
        let reports = [a, b].map(|group| (self.told[group].len() as f32).ln());
        let largest = |list: &mut dyn Iterator<Item = f32>| list.fold(f32::NEG_INFINITY, f32::max);
        let count = tie.pairs.len() as f32;
        let own = |measure: usize| tie.pairs.iter().map(move |at| self.weighed.pairs[*at].own[measure]);
        let company = |measure: usize| tie.pairs.iter().map(move |at| self.weighed.company[*at][measure]);
        let chances = || tie.pairs.iter().map(|at| self.weighed.chances[*at]);
        let alone = || tie.pairs.iter().map(|at| odds(self.weighed.pairs[*at].chance));
        let related = tie.pairs.iter().filter(|at| self.weighed.pairs[**at].related).count() as f32;
        [
            odds(mean),
            odds(largest(&mut chances())),
            x.max(y),
            x.min(y),
            small.ln(),
            large.ln(),
            reports[0].min(reports[1]),
            reports[0].max(reports[1]),
            largest(&mut company(company::BETWEEN)),
            company(company::BETWEEN).sum::<f32>() / count,
            largest(&mut company(company::ELSEWHERE)),
            related / count,
            largest(&mut alone()),
            alone().sum::<f32>() / count,
            largest(&mut company(company::OPPOSED)),
            largest(&mut company(company::NEIGHBOURS)),
            f32::from(u8::from(self.best[a][0].1 == b && self.best[b][0].1 == a)),
            count / (small * large),
            largest(&mut own(likeness::APART)),
            largest(&mut own(likeness::COSINE)),
            own(likeness::COSINE).sum::<f32>() / count,
            largest(&mut own(likeness::NUMBERS)),
            largest(&mut own(likeness::TWO_NUMBERS)),
            largest(&mut own(likeness::DAY)),
            largest(&mut own(likeness::OTHER_DAYS)),
            largest(&mut own(likeness::SOURCE)),
            company(company::OWN).sum::<f32>() / count,
            largest(&mut company(company::HEDGED)),
            -largest(&mut company(company::NUMBERS_APART).map(|v| -v)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::super::{of_nodes, same};
    use crate::{context::Context, features, sources, statements::statements, testing::report};

    /// The groups that statements of two reports are put into, each as its sentences; those of two statements or more.
    fn together(one: &str, other: &str) -> Vec<Vec<String>> {
        let reports = [report("Ilmar Post", "2031-05-06", one), report("Orlo Times", "2031-05-06", other)];
        let ctx = Context::new(&reports);
        let said: Vec<_> = [0, 1].into_iter().flat_map(|report| statements(&ctx, report)).collect();
        let facts = features::of(&ctx, &sources::merge(&ctx), &said);
        let (nodes, _) = same(&said, &facts);
        let groups = of_nodes(&nodes, &facts, &std::collections::BTreeSet::new(), &mut |_, _, _| {});
        let words = |node: &usize| {
            let said = &said[nodes[*node].members[0]];
            ctx.words_of(said.report, said.span).to_owned()
        };
        let groups = groups.iter().map(|group| group.iter().map(words).collect::<Vec<String>>());
        groups.filter(|group| group.len() > 1).collect()
    }

    const SINKING: &str = "The ferry Corva sank off Ilmar on Monday with 212 people on board.\n\
        Lifeboats pulled 140 passengers out of the water.\n\
        The wreck lies 85 metres deep.\n\
        The owner was fined 4.2 million crowns in 2029.\n\
        Divers will search the car deck on Friday.\n";

    const RETOLD: &str = "The Corva, a ferry with 212 people on board, went down near Ilmar on Monday.\n\
        About 140 passengers were saved by lifeboats.\n\
        At 85 metres the ship came to rest on the bottom.\n\
        A fine of 4.2 million crowns was paid by the owner in 2029.\n\
        On Friday divers are to look into the car deck.\n";

    #[test]
    fn what_two_tellings_of_nearly_the_same_leave_over_is_one_fact() {
        let guards = "The brigade fenced in the quay of Ilmar.";
        let closed = "The quay was closed by order of firemen.";
        let found = together(&format!("{SINKING}{guards}"), &format!("{RETOLD}{closed}"));
        let one = found.iter().find(|g| g.iter().any(|s| s == guards));
        assert!(one.is_some_and(|g| g.iter().any(|s| s == closed)), "{found:#?}");
        // Of two reports that have one fact in common nothing is left over.
        let other = "The brewery of Orlo sold 90 barrels.\nThe mayor of Orlo opened a school on Tuesday.\n\
            A bridge over the Sarn will cost 12 million crowns.\nThe choir of Orlo sings in June.\n";
        let found = together(&format!("{SINKING}{guards}"), &format!("{other}{closed}"));
        assert!(!found.iter().any(|g| g.iter().any(|s| s == guards)), "{found:#?}");
    }
}
