//! Sums of decision trees over the measures of two statements (gradient boosting; Friedman, "Greedy function
//! approximation: a gradient boosting machine", 2001).
//!
//! Each file, `data/company.txt`, `data/tellings.txt` and `data/left.txt`, has what is added to the sum in its first line
//! and a tree in each other: its nodes in order, the root first, each a leaf's value or `measure<threshold:yes:no`, with the places of the nodes to go on to.

use std::sync::LazyLock;

/// A node of a tree.
enum Node {
    Leaf(f32),
    /// Goes on to the first place where the measure is no more than the threshold, else to the second.
    Test(usize, f32, [usize; 2]),
}

/// Trees whose leaves add up to the logarithm of the odds.
pub(super) struct Trees {
    base: f32,
    trees: Vec<Vec<Node>>,
}

static COMPANY: LazyLock<Trees> = LazyLock::new(|| shipped(include_str!("../../data/company.txt")));
static TELLINGS: LazyLock<Trees> = LazyLock::new(|| shipped(include_str!("../../data/tellings.txt")));
static LEFT: LazyLock<Trees> = LazyLock::new(|| shipped(include_str!("../../data/left.txt")));

fn shipped(text: &str) -> Trees {
    read(text).expect("the trees that ship with the program can be read")
}

/// The trees that tell whether two statements state one fact, by what they say and the company they keep.
pub(super) fn company() -> &'static Trees {
    &COMPANY
}

/// The trees that tell whether two groups of statements state one fact, of reports that tell nearly the same.
pub(super) fn tellings() -> &'static Trees {
    &TELLINGS
}

/// The trees that tell whether two statements state one fact that are left over between a report and the one it took from.
pub(super) fn left() -> &'static Trees {
    &LEFT
}

/// None where a line has no tree.
fn read(text: &str) -> Option<Trees> {
    let node = |word: &str| -> Option<Node> {
        let Some((measure, rest)) = word.split_once('<') else { return word.parse().ok().map(Node::Leaf) };
        let mut rest = rest.split(':');
        let threshold = rest.next()?.parse().ok()?;
        let [yes, no] = [rest.next()?.parse().ok()?, rest.next()?.parse().ok()?];
        Some(Node::Test(measure.parse().ok()?, threshold, [yes, no]))
    };
    let mut lines = text.lines();
    let base = lines.next()?.parse().ok()?;
    let trees = lines.map(|line| line.split(' ').map(node).collect()).collect::<Option<Vec<Vec<Node>>>>()?;
    Some(Trees { base, trees })
}

impl Trees {
    /// The logarithm of the odds for a row of measures.
    pub(super) fn odds(&self, row: &[f32]) -> f32 {
        let leaf = |tree: &Vec<Node>| {
            let mut at = 0;
            loop {
                match &tree[at] {
                    Node::Leaf(value) => return *value,
                    Node::Test(measure, threshold, [yes, no]) => {
                        at = if row[*measure] <= *threshold { *yes } else { *no };
                    }
                }
            }
        };
        self.base + self.trees.iter().map(leaf).sum::<f32>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_leaves_of_all_trees_add_up() {
        let trees = read("-1.0\n0<0.5:1:2 0.25 1<2.0:3:4 0.5 2.0\n0<1.0:1:2 -0.5 0.5").expect("two trees");
        assert_eq!(trees.odds(&[0.0, 9.0]), -1.0 + 0.25 - 0.5);
        assert_eq!(trees.odds(&[1.0, 2.0]), -1.0 + 0.5 - 0.5);
        assert_eq!(trees.odds(&[2.0, 3.0]), -1.0 + 2.0 + 0.5);
    }

    #[test]
    fn every_tree_that_ships_ends_in_leaves() {
        let both = crate::likeness::MEASURES + super::super::company::MEASURES;
        let others =
            [(tellings(), super::super::tellings::MEASURES), (left(), super::super::retold::MEASURES)];
        for (trees, measures) in [(company(), both)].into_iter().chain(others) {
            assert!(trees.trees.len() > 1);
            for tree in &trees.trees {
                for (at, node) in tree.iter().enumerate() {
                    if let Node::Test(measure, _, places) = node {
                        assert!(*measure < measures && places.iter().all(|to| *to > at && *to < tree.len()));
                    }
                }
            }
        }
    }
}
