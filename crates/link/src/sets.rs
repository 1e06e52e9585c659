use std::collections::BTreeMap;

/// Disjoint sets with path halving; the smallest member stands for its set.
pub(crate) struct Sets(Vec<usize>);

impl Sets {
    /// `0..size`, each alone.
    pub(crate) fn new(size: usize) -> Self {
        Self((0..size).collect())
    }

    /// The smallest member of the set that a member is in.
    pub(crate) fn find(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    /// Whether two are in one set.
    pub(crate) fn together(&mut self, a: usize, b: usize) -> bool {
        self.find(a) == self.find(b)
    }

    /// Makes one set of the two that they are in.
    pub(crate) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b)] = a.min(b);
    }

    /// The sets, each in order, by their smallest member.
    pub(crate) fn groups(mut self) -> Vec<Vec<usize>> {
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in 0..self.0.len() {
            members.entry(self.find(at)).or_default().push(at);
        }
        members.into_values().collect()
    }
}
