//! Words that a report has in one statement alone. Where two reports each name a foundation once, both tell what it did,
//! in whatever words: what each has once ties the two together, and what is all over a report tells nothing of a pair.

use std::collections::BTreeMap;

use super::Same;
use crate::features::{Facts, Feature};

/// The words and names of a story's statements, without numbers.
pub(super) struct Words {
    /// By node: each word with its weight, how many statements of its reports have it at least, and whether it is a name;
    /// in the order of the words.
    of: Vec<Vec<Word>>,
}

struct Word {
    feature: Feature,
    weight: f32,
    times: f32,
    name: bool,
}

/// What two statements say of the words that both have; 0 where they have none in common.
#[derive(Default)]
pub(super) struct Shared {
    /// The weights of the words that both have, each by the share of its statements in both reports that the two are.
    pub(super) words: f32,
    /// The same of the name that tells most.
    pub(super) name: f32,
    /// What both have, beside all that the one has that has less, counted alike.
    pub(super) share: f32,
}

/// A bound for what the trees see of the weights.
const WEIGHT: f32 = 12.0;

impl Words {
    /// Those of the first statement of each node.
    pub(super) fn new(nodes: &[Same], facts: &[Facts]) -> Self {
        let mut held: BTreeMap<(usize, Feature), f32> = BTreeMap::new();
        let words = |node: &Same| {
            let facts = &facts[node.members[0]];
            facts.features.iter().filter(|(feature, _)| !facts.numbers.contains(feature))
        };
        for node in nodes {
            for (feature, _) in words(node) {
                for report in &node.reports {
                    *held.entry((*report, *feature)).or_default() += 1.0;
                }
            }
        }
        let of = nodes.iter().map(|node| {
            let word = |(feature, weight): &(Feature, f32)| Word {
                feature: *feature,
                weight: *weight,
                times: node.reports.iter().map(|r| held[&(*r, *feature)]).fold(f32::INFINITY, f32::min),
                name: !facts[node.members[0]].plain.contains(feature),
            };
            words(node).map(word).collect()
        });
        Self { of: of.collect() }
    }

    /// As many statements without words.
    #[cfg(test)]
    pub(super) fn none(nodes: usize) -> Self {
        Self { of: (0..nodes).map(|_| Vec::new()).collect() }
    }

    /// What two nodes share.
    pub(super) fn shared(&self, a: usize, b: usize) -> Shared {
        let (a, b) = (&self.of[a], &self.of[b]);
        let all = |words: &[Word]| words.iter().map(|w| w.weight / w.times).sum::<f32>();
        let mut found = Shared::default();
        let mut rest = b.iter().peekable();
        for one in a {
            while rest.next_if(|other| other.feature < one.feature).is_some() {}
            let Some(other) = rest.next_if(|other| other.feature == one.feature) else { continue };
            let tells = one.weight.min(other.weight) / (one.times * other.times);
            found.words += tells;
            if one.name {
                found.name = found.name.max(tells);
            }
        }
        let least = all(a).min(all(b));
        found.share = if least > 0.0 { (found.words / least).min(1.0) } else { 0.0 };
        found.words = found.words.min(WEIGHT);
        found
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{context::Context, features, sources, statements::statements, testing::report};

    /// What the first statements of two reports share.
    fn shared(one: &str, other: &str) -> Shared {
        let reports = [report("Ilmar Post", "2031-05-06", one), report("Orlo Times", "2031-05-06", other)];
        let ctx = Context::new(&reports);
        let said: Vec<_> = [0, 1].into_iter().flat_map(|report| statements(&ctx, report)).collect();
        let facts = features::of(&ctx, &sources::merge(&ctx), &said);
        let node = |(at, report): (usize, usize)| Same {
            members: vec![at],
            reports: BTreeSet::from([report]),
            denies: false,
        };
        let nodes: Vec<Same> = said.iter().map(|s| s.report).enumerate().map(node).collect();
        let second = said.iter().position(|s| s.report == 1).expect("a statement of the second report");
        Words::new(&nodes, &facts).shared(0, second)
    }

    #[test]
    fn a_name_that_stands_once_in_either_report_tells_most() {
        let once = shared(
            "«The Tessel Trust|organization» brought the camps together.\nIt rained in Orlo.",
            "It was «the Tessel Trust|organization» that carried the letter.\nBoats sank.",
        );
        assert!(once.name > 0.0 && once.words >= once.name && once.share > 0.0);
        let often = shared(
            "«The Tessel Trust|organization» brought the camps together.\nIn Orlo «the Tessel Trust|organization» has a house.\nNobody asked «the Tessel Trust|organization».",
            "It was «the Tessel Trust|organization» that carried the letter.\nBoats sank.",
        );
        assert!(often.name < once.name && often.share < once.share);
        let none = shared("The gates of Ilmar had rusted.", "Boats sank off Orlo.");
        assert_eq!((none.words, none.name, none.share), (0.0, 0.0, 0.0));
    }
}
