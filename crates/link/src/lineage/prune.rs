use std::collections::{BTreeMap, BTreeSet};

use backstory_model::{EdgeKind, SourceId};

use super::Found;

/// Share of the words between two reports that a third must share with the receiver to explain them.
const EXPLAINED: f64 = 0.8;
/// The same where all three are of one house, which has it from its first report.
const EXPLAINED_AT_HOME: f64 = 0.5;
/// Uncredited givers kept for one receiver: the surest.
const KEPT: usize = 2;

/// Drops what a third report explains: copies of one wire report all point to it, not to each other; and of a chain
/// of copies only the last step is kept.
pub(super) fn prune(found: &mut Vec<Found>, house_of: &dyn Fn(usize) -> Option<SourceId>) {
    let house = |f: &Found| if f.from == usize::MAX { None } else { house_of(f.from) };
    let words: BTreeMap<(usize, usize), usize> = found.iter().map(|f| ((f.from, f.to), f.words)).collect();
    let mut givers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for f in found.iter() {
        givers.entry(f.to).or_default().push(f.from);
    }
    // What a house used again is of the first report that has it, though no name says so.
    let own_text = |f: &Found| house(f).is_some_and(|h| house_of(f.to) == Some(h));
    let explained = |f: &Found| {
        let share = if own_text(f) { EXPLAINED_AT_HOME } else { EXPLAINED };
        let text = f.words > 0 && (!f.edge.credited || own_text(f));
        text && givers[&f.to].iter().any(|third| {
            *third != f.from
                && (!own_text(f) || *third != usize::MAX && house_of(*third) == house(f))
                && words.contains_key(&(*third, f.from))
                && words[&(*third, f.to)] as f64 >= share * f.words as f64
        })
    };
    let siblings: BTreeSet<(usize, usize)> =
        found.iter().filter(|f| explained(f)).map(|f| (f.from, f.to)).collect();
    found.retain(|f| !siblings.contains(&(f.from, f.to)));
    // What is left between a first giver and a last receiver came by way of the one between them.
    let left: BTreeMap<(usize, usize), usize> = found.iter().map(|f| ((f.from, f.to), f.words)).collect();
    let mut givers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for f in found.iter() {
        givers.entry(f.to).or_default().push(f.from);
    }
    let passed_on: BTreeSet<(usize, usize)> = found
        .iter()
        .filter(|f| {
            !f.edge.credited
                && givers[&f.to].iter().any(|between| {
                    *between != f.from
                        && left.contains_key(&(f.from, *between))
                        && left[&(*between, f.to)] >= f.words
                })
        })
        .map(|f| (f.from, f.to))
        .collect();
    found.retain(|f| !passed_on.contains(&(f.from, f.to)));
    // Of several reports of one house that have a text, the one that has the most of it gave it.
    let houses: BTreeMap<(usize, SourceId), (usize, usize)> = found
        .iter()
        .filter(|f| f.edge.kind == EdgeKind::Copy && f.edge.credited)
        .filter_map(|f| Some(((f.to, house(f)?), (f.words, usize::MAX - f.from))))
        .fold(BTreeMap::new(), |mut most, (key, words)| {
            let at = most.entry(key).or_insert(words);
            *at = words.max(*at);
            most
        });
    found.retain(|f| {
        let most = house(f).and_then(|h| houses.get(&(f.to, h)));
        most.is_none_or(|(words, from)| {
            f.from == usize::MAX - from
                || !f.edge.credited
                || f.edge.kind == EdgeKind::Copy && f.words > *words
        })
    });
    // What is retold of a copy is retold of what it is a copy of.
    let copied = givers_by(found, |f| f.edge.kind == EdgeKind::Copy);
    let retold: BTreeSet<(usize, usize)> =
        found.iter().filter(|f| f.edge.kind == EdgeKind::Rewrite).map(|f| (f.from, f.to)).collect();
    found.retain(|f| {
        let mut behind = copied.get(&f.from).into_iter().flatten();
        let of_copy = behind.any(|from| retold.contains(&(*from, f.to)));
        f.edge.kind != EdgeKind::Rewrite || f.edge.credited || !of_copy
    });
    // Who has another's text, or says whose report it retells, has its facts from there.
    let from_elsewhere: BTreeSet<usize> = found
        .iter()
        .filter(|f| match f.edge.kind {
            EdgeKind::Copy => true,
            EdgeKind::Rewrite => f.edge.credited,
            _ => false,
        })
        .map(|f| f.to)
        .collect();
    found.retain(|f| !f.is_retelling() || !from_elsewhere.contains(&f.to));
    // The surest givers come first.
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by(|a, b| {
        let (x, y) = (&found[*a], &found[*b]);
        y.rank.total_cmp(&x.rank).then_with(|| y.words.cmp(&x.words)).then_with(|| a.cmp(b))
    });
    let mut kept: BTreeMap<usize, usize> = BTreeMap::new();
    let mut drop = BTreeSet::new();
    for at in order {
        let f = &found[at];
        if f.edge.credited {
            continue;
        }
        let count = kept.entry(f.to).or_default();
        // One retelling without credit is a finding; a second giver of the same facts is a guess.
        let most = if f.edge.kind == EdgeKind::Rewrite { 1 } else { KEPT };
        if *count >= most {
            drop.insert((f.from, f.to));
        } else {
            *count += 1;
        }
    }
    found.retain(|f| !drop.contains(&(f.from, f.to)));
    found.sort_by_key(|f| (f.edge.to, f.edge.from));
}

/// The givers of each receiver, by the edges asked for; those outside the case are left out.
fn givers_by(found: &[Found], wanted: impl Fn(&Found) -> bool) -> BTreeMap<usize, BTreeSet<usize>> {
    let mut givers: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for f in found.iter().filter(|f| wanted(f) && f.from != usize::MAX) {
        givers.entry(f.to).or_default().insert(f.from);
    }
    givers
}
