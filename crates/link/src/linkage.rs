//! Groups whose members are all alike, by average linkage (Sokal and Michener, 1958): two groups are joined while the
//! mean chance over all pairs between them is high enough, the surest first. It does not chain: what resembles only one
//! member of a group stays outside.

use std::collections::{BTreeMap, BinaryHeap};

use crate::sets::Sets;

struct Group {
    members: Vec<usize>,
    /// For each group that may be joined to it, the sum of the chances of all pairs. Pairs that were not looked at have
    /// none.
    chances: BTreeMap<usize, f64>,
    alive: bool,
}

/// Two groups that may be joined; the most alike first, then by their first members.
#[derive(PartialEq)]
struct Pair {
    score: f64,
    first: (usize, usize),
    a: usize,
    b: usize,
}

impl Eq for Pair {}

impl Ord for Pair {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.score
            .total_cmp(&other.score)
            .then_with(|| other.first.cmp(&self.first))
            .then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
    }
}

impl PartialOrd for Pair {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Groups of `0..size`, each in order, by their first members. `pairs` are (smaller, larger, chance), each once; `least` is
/// the mean chance that joins.
pub(crate) fn groups(size: usize, pairs: &[(usize, usize, f64)], least: f64) -> Vec<Vec<usize>> {
    // Groups are only joined where a pair of them is likely enough; so what no chain of such pairs ties together stays
    // apart, and how alike it is need not be known.
    let mut ties = Sets::new(size);
    for (a, b, _) in pairs.iter().filter(|(_, _, chance)| *chance >= least) {
        ties.join(*a, *b);
    }
    let pairs: Vec<&(usize, usize, f64)> = pairs.iter().filter(|(a, b, _)| ties.together(*a, *b)).collect();
    let mut groups: Vec<Group> =
        (0..size).map(|m| Group { members: vec![m], chances: BTreeMap::new(), alive: true }).collect();
    for (a, b, chance) in &pairs {
        groups[*a].chances.insert(*b, *chance);
        groups[*b].chances.insert(*a, *chance);
    }
    let mut queue = BinaryHeap::new();
    for (a, b, _) in &pairs {
        push(&groups, *a, *b, least, &mut queue);
    }
    while let Some(Pair { a, b, .. }) = queue.pop() {
        if !(groups[a].alive && groups[b].alive) {
            continue;
        }
        let joined = groups.len();
        groups[a].alive = false;
        groups[b].alive = false;
        let mut members =
            [std::mem::take(&mut groups[a].members), std::mem::take(&mut groups[b].members)].concat();
        members.sort_unstable();
        let mut chances = std::mem::take(&mut groups[a].chances);
        for (n, chance) in std::mem::take(&mut groups[b].chances) {
            *chances.entry(n).or_default() += chance;
        }
        chances.retain(|n, _| groups[*n].alive);
        for (n, chance) in &chances {
            let theirs = &mut groups[*n].chances;
            theirs.remove(&a);
            theirs.remove(&b);
            theirs.insert(joined, *chance);
        }
        let neighbours: Vec<usize> = chances.keys().copied().collect();
        groups.push(Group { members, chances, alive: true });
        for n in neighbours {
            push(&groups, n, joined, least, &mut queue);
        }
    }
    let mut found: Vec<Vec<usize>> = groups.into_iter().filter(|g| g.alive).map(|g| g.members).collect();
    found.sort();
    found
}

fn push(groups: &[Group], a: usize, b: usize, least: f64, queue: &mut BinaryHeap<Pair>) {
    let (x, y) = (&groups[a], &groups[b]);
    let score = x.chances[&b] / (x.members.len() * y.members.len()) as f64;
    if score >= least {
        let first = (x.members[0].min(y.members[0]), x.members[0].max(y.members[0]));
        queue.push(Pair { score, first, a, b });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_resembles_one_member_alone_stays_outside() {
        let pairs = [(0, 1, 0.9), (1, 2, 0.9), (0, 2, 0.9), (2, 3, 0.8)];
        assert_eq!(groups(4, &pairs, 0.5), [vec![0, 1, 2], vec![3]]);
        assert_eq!(groups(4, &pairs, 0.2), [vec![0, 1, 2, 3]]);
    }

    #[test]
    fn pairs_that_were_not_looked_at_speak_against() {
        assert_eq!(groups(3, &[(0, 1, 0.9), (1, 2, 0.8)], 0.5), [vec![0, 1], vec![2]]);
        assert_eq!(groups(2, &[], 0.5), [vec![0], vec![1]]);
    }
}
