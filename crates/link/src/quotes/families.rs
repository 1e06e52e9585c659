//! Which stretches between quotation marks are one quote.
//!
//! Within a story, words in common decide. Words that a second story has too are the first one's quote again only where
//! the same person is given nearly all of them: who speaks often says much the same on like occasions, and each time is a
//! quote of its own.

use std::collections::{BTreeMap, BTreeSet};

use backstory_model::SourceId;

use super::{Item, overlap, ways::Ways};
use crate::{
    context::{Context, Term, Word},
    sets::Sets,
};

/// Words of a quote from which it can be recognised by itself; a shorter one ("very sad") is only the same quote
/// where the story or the speaker is the same, and the words are the same to a letter.
pub(super) const RECOGNISABLE: usize = 4;
/// Words in common from which no speaker is asked for in another story.
const UNMISTAKABLE: usize = 8;
/// Share of the shorter quote, weighed by how rare its words are, that must stand in the longer one.
const CONTAINED: f64 = 0.75;
/// The same for the words of one speaker in one story, who may have been reworded.
const REWORDED: f64 = 0.5;
/// Words in common from which one speaker in one story may have been reworded.
const REWORDED_WORDS: usize = 5;
/// The same for two stories: what is quoted again is quoted as it was, if less of it.
const QUOTED_AGAIN: f64 = 0.92;
/// Least rarity of the words in common, in nats: "I think that it is" is nobody's.
const LEAST_WEIGHT: f64 = 8.0;
/// Items under one shingle that are all held against each other; of more, only those of one story or one speaker are, and
/// of these only the first against all.
const PAIRED: usize = 12;
/// Words of a shingle.
const SHINGLE: usize = 3;

/// The items that are one quote, each group in order. `stories` gives the number of each report's story.
pub(super) fn group(ctx: &Context, stories: &[usize], items: &[Item]) -> Vec<Vec<usize>> {
    let mut sets = Sets::new(items.len());
    let near = |a: usize, b: usize| stories[items[a].report] == stories[items[b].report];
    let (here, elsewhere): (Vec<_>, Vec<_>) =
        pairs(items, stories).into_iter().partition(|(a, b)| near(*a, *b));
    for (a, b) in here {
        if !sets.together(a, b) && is_same(ctx, &items[a], &items[b]) {
            sets.join(a, b);
        }
    }
    // The longest stretch of each quote in its story: in two stories it must be the same too.
    let mut fullest: BTreeMap<usize, usize> = BTreeMap::new();
    for at in 0..items.len() {
        let full = fullest.entry(sets.find(at)).or_insert(at);
        if items[at].words.len() > items[*full].words.len() {
            *full = at;
        }
    }
    let of: Vec<usize> = (0..items.len()).map(|at| fullest[&sets.find(at)]).collect();
    for (a, b) in elsewhere {
        let again = |a: usize, b: usize| is_quoted_again(ctx, &items[a], &items[b]);
        if !sets.together(a, b) && again(a, b) && ((a, b) == (of[a], of[b]) || again(of[a], of[b])) {
            sets.join(a, b);
        }
    }
    sets.groups()
}

/// Pairs of items that share a shingle, or, where they are short, all their words.
fn pairs(items: &[Item], stories: &[usize]) -> Vec<(usize, usize)> {
    let mut whole: BTreeMap<Vec<Term>, Vec<usize>> = BTreeMap::new();
    let mut parts: BTreeMap<[Term; SHINGLE], Vec<usize>> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        let words: Vec<Term> = item.words.iter().map(|w| w.form).collect();
        let shingles: BTreeSet<[Term; SHINGLE]> =
            words.windows(SHINGLE).map(|w| std::array::from_fn(|n| w[n])).collect();
        if words.len() >= RECOGNISABLE {
            shingles.into_iter().for_each(|s| parts.entry(s).or_default().push(at));
        } else {
            whole.entry(words).or_default().push(at);
        }
    }
    let mut found = Vec::new();
    let mut add = |list: &[usize]| {
        for (n, a) in list.iter().enumerate().take(PAIRED) {
            found.extend(list[n + 1..].iter().map(|b| (*a, *b)));
        }
    };
    // Set phrases are in quotation marks all over a case; only those of one story or one speaker are held against each
    // other.
    let (rare, common): (Vec<_>, Vec<_>) = parts.into_values().partition(|list| list.len() <= PAIRED);
    rare.iter().for_each(|list| add(list));
    for list in common.into_iter().chain(whole.into_values()) {
        let mut by_story: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut by_speaker: BTreeMap<SourceId, Vec<usize>> = BTreeMap::new();
        for item in list {
            by_story.entry(stories[items[item].report]).or_default().push(item);
            if let Some(speaker) = items[item].speaker {
                by_speaker.entry(speaker).or_default().push(item);
            }
        }
        by_story.values().for_each(|list| add(list));
        by_speaker.values().for_each(|list| add(list));
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn weight(ctx: &Context, words: &[Word]) -> f64 {
    words.iter().map(|w| 0.5 + ctx.weight(w.stem)).sum()
}

/// Whether two items of one story are one quote.
fn is_same(ctx: &Context, a: &Item, b: &Item) -> bool {
    let equal = a.words.iter().map(|w| w.form).eq(b.words.iter().map(|w| w.form));
    let least_words = a.words.len().min(b.words.len());
    if least_words < RECOGNISABLE {
        return equal;
    }
    let Some(common) = overlap(a, b) else { return false };
    let in_common: f64 = common.pairs.iter().map(|(i, _)| 0.5 + ctx.weight(a.words[*i].stem)).sum();
    // What one speaker says in one story in nearly the same words was said once, however plain the words are.
    let one_voice = a.is_same_voice(b);
    if one_voice && common.pairs.len() == least_words {
        return true;
    }
    let least = if one_voice && common.pairs.len() >= REWORDED_WORDS { REWORDED } else { CONTAINED };
    in_common >= least * weight(ctx, &a.words).min(weight(ctx, &b.words))
        && (equal || in_common >= LEAST_WEIGHT)
}

/// Whether two items of two stories are one quote. Two people of two stories say alike what is said on such days.
fn is_quoted_again(ctx: &Context, a: &Item, b: &Item) -> bool {
    let one_voice = a.is_same_voice(b);
    if a.speaker.is_some() && b.speaker.is_some() && !one_voice {
        return false;
    }
    let equal = a.words.iter().map(|w| w.form).eq(b.words.iter().map(|w| w.form));
    if a.words.len().min(b.words.len()) < RECOGNISABLE {
        return equal && one_voice;
    }
    let Some(common) = overlap(a, b) else { return false };
    let in_common: f64 = common.pairs.iter().map(|(i, _)| 0.5 + ctx.weight(a.words[*i].stem)).sum();
    (one_voice || common.pairs.len() >= UNMISTAKABLE)
        && in_common >= QUOTED_AGAIN * weight(ctx, &a.words).min(weight(ctx, &b.words))
        && (equal || in_common >= LEAST_WEIGHT)
}

/// Joins what a retelling made unlike: of a report and the one it took from, stretches of the same speaker that have no
/// partner in the other report. "I promise little" stands for "I promise nothing" where the rest of the two reports'
/// quotes is the same. `families` are groups of items, each in order.
pub(super) fn rejoin(ctx: &Context, items: &[Item], families: &[Vec<usize>], ways: &Ways) -> Vec<Vec<usize>> {
    let mut sets = Sets::new(items.len());
    for family in families {
        family.iter().skip(1).for_each(|item| sets.join(family[0], *item));
    }
    let places = |report: usize| {
        items.partition_point(|i| i.report < report)..items.partition_point(|i| i.report <= report)
    };
    for (receiver, giver) in ways.taken() {
        let (ours, theirs) = (places(receiver), places(giver));
        let set_of: BTreeMap<usize, usize> =
            ours.clone().chain(theirs.clone()).map(|at| (at, sets.find(at))).collect();
        // What each item has that no item of its quote has in the other report.
        let alone = |side: &std::ops::Range<usize>, other: &std::ops::Range<usize>| -> Vec<Stretch> {
            let of = |at: usize| {
                let partners = other.clone().filter(|o| set_of[o] == set_of[&at]);
                let partners: Vec<&Item> = partners.map(|o| &items[o]).collect();
                uncovered(&items[at], &partners).into_iter().map(move |words| Stretch { item: at, words })
            };
            side.clone().flat_map(of).collect()
        };
        let (mine, given) = (alone(&ours, &theirs), alone(&theirs, &ours));
        // Whether what was said in the same breath goes together already.
        let beside = |r: usize, g: usize| {
            let breath = |at: usize, side: &std::ops::Range<usize>| -> BTreeSet<usize> {
                let same = |o: &usize| {
                    *o == at
                        || items[*o].attribution.is_some() && items[*o].attribution == items[at].attribution
                };
                side.clone().filter(same).map(|o| set_of[&o]).collect()
            };
            !breath(r, &ours).is_disjoint(&breath(g, &theirs))
        };
        let mut fits: Vec<(f64, usize, usize)> = Vec::new();
        for (at, r) in mine.iter().enumerate() {
            for (to, g) in given.iter().enumerate() {
                let (x, y) = (&items[r.item], &items[g.item]);
                let share = stands_for(ctx, &x.words[r.words.clone()], &y.words[g.words.clone()]);
                let least = match (x.is_same_voice(y), beside(r.item, g.item)) {
                    (_, true) => IN_ONE_BREATH,
                    (true, _) => OTHER_WORDS,
                    _ => OTHER_MOUTH,
                };
                if share >= least {
                    fits.push((share, at, to));
                }
            }
        }
        fits.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
        let (mut used, mut taken) = (BTreeSet::new(), BTreeSet::new());
        for (_, r, g) in fits {
            if !used.contains(&r) && !taken.contains(&g) {
                used.insert(r);
                taken.insert(g);
                sets.join(mine[r].item, given[g].item);
            }
        }
    }
    sets.groups()
}

/// Some words of an item.
struct Stretch {
    item: usize,
    words: std::ops::Range<usize>,
}

/// Share of the words of the shorter of two stretches, by weight, from which one stands for the other.
const OTHER_WORDS: f64 = 0.34;
/// The same where other words of the same breath are one quote already.
const IN_ONE_BREATH: f64 = 0.15;
/// The same where they are given to two people.
const OTHER_MOUTH: f64 = 0.6;
/// How many times longer one of them may be.
const LONGER: usize = 3;
/// Fewest words of a stretch that may stand for another.
const STRETCH: usize = 3;

/// Stretches of an item that none of the others has.
fn uncovered(item: &Item, others: &[&Item]) -> Vec<std::ops::Range<usize>> {
    let mut covered = vec![false; item.words.len()];
    for common in others.iter().filter_map(|other| overlap(item, other)) {
        let (first, last) = (common.pairs[0].0, common.pairs[common.pairs.len() - 1].0);
        covered[first..=last].fill(true);
    }
    stretches(&covered).into_iter().filter(|s| s.len() >= STRETCH).collect()
}

/// Runs of `false`.
pub(super) fn stretches(covered: &[bool]) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < covered.len() {
        let open = at;
        while at < covered.len() && !covered[at] {
            at += 1;
        }
        if at > open {
            found.push(open..at);
        }
        at += 1;
    }
    found
}

/// Share of the shorter stretch that the other has in the same order, by weight; 0 where one is far longer or too short
/// to tell.
fn stands_for(ctx: &Context, a: &[Word], b: &[Word]) -> f64 {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    if short.len() < STRETCH || long.len() > LONGER * short.len() {
        return 0.0;
    }
    let pairs = super::compare::align(ctx, short, long);
    let common: Vec<Word> = pairs.iter().map(|(i, _)| short[*i]).collect();
    weight(ctx, &common) / weight(ctx, short)
}
