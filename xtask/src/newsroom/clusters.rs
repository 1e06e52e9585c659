//! How well one grouping of things agrees with another.

use std::collections::BTreeMap;

use super::score::{Figure, Log};

/// A thing's true group, and the one it was put into; None for one that stands alone.
pub(crate) type Item = (usize, Option<usize>);

/// The larger true group that a true group is a part of: whether two of its parts are told as one or as two is neither
/// right nor wrong.
pub(crate) type Whole<'a> = &'a dyn Fn(usize) -> usize;

/// For groups that are parts of nothing.
pub(crate) const ITSELF: Whole<'static> = &|group| group;

/// Things that share a true and a told group, and how many are in each.
struct Counts {
    both: BTreeMap<(usize, usize), usize>,
    wanted: BTreeMap<usize, usize>,
    told: BTreeMap<usize, usize>,
    /// Things that share a larger true group and a told one.
    whole: BTreeMap<(usize, usize), usize>,
}

impl Counts {
    fn new(items: &[Item], whole: Whole<'_>) -> Self {
        let mut counts = Self {
            both: BTreeMap::new(),
            wanted: BTreeMap::new(),
            told: BTreeMap::new(),
            whole: BTreeMap::new(),
        };
        for &(wanted, told) in items {
            *counts.wanted.entry(wanted).or_default() += 1;
            if let Some(told) = told {
                *counts.told.entry(told).or_default() += 1;
                *counts.both.entry((wanted, told)).or_default() += 1;
                *counts.whole.entry((whole(wanted), told)).or_default() += 1;
            }
        }
        counts
    }
}

/// B-cubed: for each thing, the share of its told group that is truly with it (precision), and the share of those truly
/// with it that are in its told group (recall); means over all things. Other parts of the same whole are left out.
pub(crate) fn b_cubed(items: &[Item], whole: Whole<'_>) -> Figure {
    let counts = Counts::new(items, whole);
    let (mut precision, mut recall) = (0.0, 0.0);
    for &(wanted, told) in items {
        let all = counts.wanted[&wanted] as f64;
        match told {
            Some(told) => {
                let shared = counts.both[&(wanted, told)];
                let others = counts.whole[&(whole(wanted), told)] - shared;
                precision += shared as f64 / (counts.told[&told] - others) as f64;
                recall += shared as f64 / all;
            }
            None => {
                precision += 1.0;
                recall += 1.0 / all;
            }
        }
    }
    let number = items.len().max(1) as f64;
    Figure::Cubed { precision: precision / number, recall: recall / number, items: items.len() }
}

/// Pairs of things in one told group, and pairs in one true group. Pairs of two parts of one whole are left out.
pub(crate) fn pairs(items: &[Item], whole: Whole<'_>) -> Figure {
    let counts = Counts::new(items, whole);
    let pairs = |n: usize| n * n.saturating_sub(1) / 2;
    let both: usize = counts.both.values().map(|n| pairs(*n)).sum();
    let wholes: usize = counts.whole.values().map(|n| pairs(*n)).sum();
    let told: usize = counts.told.values().map(|n| pairs(*n)).sum();
    Figure::Found {
        right: both,
        told: told - (wholes - both),
        found: both,
        wanted: counts.wanted.values().map(|n| pairs(*n)).sum(),
    }
}

/// Groups that mix what does not belong together, and groups that were torn; the more pairs are wrong, the worse.
/// `show` puts a thing into words.
pub(crate) fn faults(
    kind: &str,
    items: &[Item],
    whole: Whole<'_>,
    log: &mut Log,
    show: impl Fn(usize) -> String,
) {
    if !log.on {
        return;
    }
    let group = |key: fn(&Item) -> Option<usize>| {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, item) in items.iter().enumerate() {
            if let Some(key) = key(item) {
                groups.entry(key).or_default().push(at);
            }
        }
        groups
    };
    let mut tell = |members: &[usize], told: bool, what: &str| {
        let mut parts: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
        let mut alone = Vec::new();
        for &at in members {
            match if told { Some(whole(items[at].0)) } else { items[at].1 } {
                Some(part) => parts.entry(Some(part)).or_default().push(at),
                None => alone.push(at),
            }
        }
        let all = members.len() * (members.len() - 1);
        let right: usize = parts.values().map(|p| p.len() * (p.len() - 1)).sum();
        if all == right {
            return;
        }
        log.add(kind, told, ((all - right) / 2) as f64, || {
            let count = parts.len() + alone.len();
            let mut lines = vec![format!("{what} {count} ({} pairs wrong)", (all - right) / 2)];
            let alone = alone.iter().map(|at| vec![*at]);
            for part in parts.values().cloned().chain(alone).take(6) {
                lines.push(format!("- {}", show(part[0])));
                lines.extend(part.iter().skip(1).take(2).map(|at| format!("  {}", show(*at))));
                if part.len() > 3 {
                    lines.push(format!("  and {} more", part.len() - 3));
                }
            }
            if count > 6 {
                lines.push(format!("and {} more", count - 6));
            }
            lines
        });
    };
    for members in group(|item| item.1).values() {
        tell(members, true, "one was told for");
    }
    for members in group(|item| Some(item.0)).values() {
        tell(members, false, "one was torn into");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(items: &[Item], expected: [f64; 2]) {
        let Figure::Cubed { precision, recall, .. } = b_cubed(items, ITSELF) else { unreachable!() };
        assert!((precision - expected[0]).abs() < 1e-9, "precision {precision}");
        assert!((recall - expected[1]).abs() < 1e-9, "recall {recall}");
    }

    #[test]
    fn b_cubed_is_whole_for_the_same_groups() {
        check(&[(0, Some(7)), (0, Some(7)), (1, Some(3))], [1.0, 1.0]);
    }

    #[test]
    fn b_cubed_falls_with_mixed_torn_and_missing_groups() {
        // Two pairs in one group: half of what stands with each does not belong there.
        check(&[(0, Some(7)), (0, Some(7)), (1, Some(7)), (1, Some(7))], [0.5, 1.0]);
        check(&[(0, Some(1)), (0, Some(2))], [1.0, 0.5]);
        check(&[(0, Some(1)), (0, None)], [1.0, 0.5]);
        check(&[(0, None), (0, None)], [1.0, 0.5]);
    }

    #[test]
    fn pairs_are_counted_once() {
        let items = [(0, Some(1)), (0, Some(1)), (0, Some(2)), (1, Some(2)), (1, None)];
        assert_eq!(pairs(&items, ITSELF), Figure::Found { right: 1, told: 2, found: 1, wanted: 4 });
    }

    #[test]
    fn parts_of_one_whole_may_be_told_as_one_or_as_two() {
        // 0 and 1 are parts of one whole, 2 is not.
        let whole: Whole<'_> = &|group| group / 2;
        let one = [(0, Some(1)), (0, Some(1)), (1, Some(1)), (1, Some(1))];
        assert_eq!(b_cubed(&one, whole).quality(), [Some(1.0); 3]);
        assert_eq!(pairs(&one, whole), Figure::Found { right: 2, told: 2, found: 2, wanted: 2 });
        let two = [(0, Some(1)), (0, Some(1)), (1, Some(2)), (1, Some(2))];
        assert_eq!(b_cubed(&two, whole).quality(), [Some(1.0); 3]);
        let mixed = [(0, Some(1)), (1, Some(1)), (2, Some(1))];
        assert_eq!(b_cubed(&mixed, whole).quality()[0], Some((0.5 + 0.5 + 1.0 / 3.0) / 3.0));
        assert_eq!(pairs(&mixed, whole), Figure::Found { right: 0, told: 2, found: 0, wanted: 0 });
    }

    #[test]
    fn faults_name_what_was_mixed_and_what_was_torn() {
        let mut log = Log { on: true, ..Log::default() };
        let items = [(0, Some(1)), (0, Some(2)), (1, Some(2))];
        faults("stories", &items, ITSELF, &mut log, |at| format!("thing {at}"));
        let told: Vec<_> = log.faults.iter().map(|f| (f.told, f.lines.join("\n"))).collect();
        assert_eq!(told.len(), 2);
        assert_eq!(told[0], (true, "one was told for 2 (1 pairs wrong)\n- thing 1\n- thing 2".to_owned()));
        assert_eq!(told[1], (false, "one was torn into 2 (1 pairs wrong)\n- thing 0\n- thing 1".to_owned()));
    }
}
