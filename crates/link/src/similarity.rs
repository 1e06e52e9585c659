//! How alike the words of two reports are.
//!
//! Each report is a vector of stems, weighted by how often they stand in it, where (a headline and the first words
//! tell the event; what comes late is background) and how rare they are. Lengths are 1, so that the product of two
//! vectors is their cosine (Salton and Buckley, "Term-weighting approaches in automatic text retrieval", 1988).

use std::collections::BTreeMap;

use backstory_model::Role;
use rayon::prelude::*;

use crate::context::{Context, Term, Text};

/// Words of the body that tell the event, in news written with the most important first.
const LEAD: usize = 120;
/// Weight of a word of the lead, where one further down weighs 1.
const LEAD_WEIGHT: f64 = 1.5;
/// Weight of a word of the headline.
const TITLE_WEIGHT: f64 = 2.5;
/// Rarity from which a name tells an event, in nats.
const RARE: f64 = 2.0;
/// Words of a report, and as many of its names, by which similar ones are looked up: its weightiest.
const KEYS: usize = 15;
/// Reports looked up for one stem, the nearest in time on each side: a stem that stands in more of them tells
/// little, and no list may grow with the case.
const NEIGHBOURS: usize = 24;
/// Reports that one is held against: those with which it shares the most of its keys.
const NEAREST: usize = 40;

/// A sparse vector of stems, sorted by stem.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vector(pub(crate) Vec<(Term, f64)>);

impl Vector {
    /// The product of two vectors: the cosine where both have length 1.
    pub(crate) fn dot(&self, other: &Vector) -> f64 {
        let (mut a, mut b, mut sum) = (0, 0, 0.0);
        while let (Some((x, v)), Some((y, w))) = (self.0.get(a), other.0.get(b)) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => a += 1,
                std::cmp::Ordering::Greater => b += 1,
                std::cmp::Ordering::Equal => {
                    sum += v * w;
                    a += 1;
                    b += 1;
                }
            }
        }
        sum
    }
}

/// A report as its words and, apart from them, its names: two events of one kind share their words, and not who and
/// where.
#[derive(Clone, Debug)]
pub(crate) struct Vectors {
    /// Of all stems of title and body.
    pub(crate) words: Vector,
    /// Of those that stand in names.
    pub(crate) names: Vector,
}

impl Vectors {
    /// How alike two reports are in their words and in their names, each from 0 to 1: the cosines.
    pub(crate) fn cosines(&self, other: &Vectors) -> [f64; 2] {
        [self.words.dot(&other.words), self.names.dot(&other.names)]
    }
}

/// The vectors of each report, in the order of the context.
pub(crate) fn vectors(ctx: &Context) -> Vec<Vectors> {
    let of = |(at, text)| Vectors { words: vector(ctx, text), names: names(ctx, at) };
    ctx.texts.iter().enumerate().map(of).collect()
}

/// The words of a report's names, as terms of their own, by how often they stand in it and how rare they are.
fn names(ctx: &Context, report: usize) -> Vector {
    let mut counts: BTreeMap<Term, f64> = BTreeMap::new();
    for entity in &ctx.reports[report].annotations.entities {
        for span in &entity.spans {
            for word in ctx.words_in(report, *span) {
                *counts.entry(word.stem).or_default() += 1.0;
            }
        }
    }
    let rare = counts.into_iter().filter(|(t, _)| ctx.weight(*t) >= RARE);
    let mut terms: Vec<(Term, f64)> = rare.map(|(t, n)| (t, (1.0 + f64::ln(n)) * ctx.weight(t))).collect();
    let length = terms.iter().map(|(_, v)| v * v).sum::<f64>().sqrt();
    terms.iter_mut().for_each(|(_, v)| *v /= length);
    Vector(terms)
}

fn vector(ctx: &Context, text: &Text) -> Vector {
    let mut counts: BTreeMap<Term, f64> = BTreeMap::new();
    for stem in &text.heading {
        *counts.entry(*stem).or_default() += TITLE_WEIGHT;
    }
    let mut body = 0;
    for word in &text.words {
        let weight = match word.role {
            Role::Title => TITLE_WEIGHT,
            _ if body < LEAD => LEAD_WEIGHT,
            _ => 1.0,
        };
        body += usize::from(word.role != Role::Title);
        *counts.entry(word.stem).or_default() += weight;
    }
    let mut terms: Vec<(Term, f64)> =
        counts.into_iter().map(|(t, n)| (t, (1.0 + f64::ln(n.max(1.0))) * ctx.weight(t))).collect();
    let length = terms.iter().map(|(_, v)| v * v).sum::<f64>().sqrt();
    if length > 0.0 {
        terms.iter_mut().for_each(|(_, v)| *v /= length);
    }
    Vector(terms)
}

/// Pairs of reports that may be alike, smaller place first, in order: those that share weighty stems or names, and of
/// them for each report the [`NEAREST`] that share the most.
pub(crate) fn candidates(ctx: &Context, vectors: &[Vectors]) -> Vec<(usize, usize)> {
    let mut keys: BTreeMap<Term, Vec<(usize, f64)>> = BTreeMap::new();
    for (report, vectors) in vectors.iter().enumerate() {
        for (vector, as_name) in [(&vectors.words, false), (&vectors.names, true)] {
            let mut terms: Vec<_> = vector.0.iter().collect();
            terms.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| ctx.term(a.0).cmp(ctx.term(b.0))));
            for (term, weight) in terms.into_iter().take(KEYS) {
                let key = if as_name { term.as_name() } else { *term };
                keys.entry(key).or_default().push((report, *weight));
            }
        }
    }
    // Where each report stands in the lists of its keys, which are in order of time.
    let mut lists: Vec<Vec<(usize, f64)>> = keys.into_values().filter(|l| l.len() > 1).collect();
    let mut places: Vec<Vec<(usize, usize)>> = vec![Vec::new(); vectors.len()];
    for (number, list) in lists.iter_mut().enumerate() {
        list.sort_by_key(|(report, _)| (ctx.texts[*report].days.map(|d| d.start), *report));
        for (at, (report, _)) in list.iter().enumerate() {
            places[*report].push((number, at));
        }
    }
    let nearest = |(report, places): (usize, &Vec<(usize, usize)>)| -> Vec<(usize, usize)> {
        let mut shared: Vec<(usize, f64)> = Vec::new();
        for (number, at) in places {
            let list = &lists[*number];
            let own = list[*at].1;
            let near = &list[at.saturating_sub(NEIGHBOURS)..list.len().min(at + 1 + NEIGHBOURS)];
            shared.extend(near.iter().map(|(other, weight)| (*other, own * weight)));
        }
        shared.sort_by_key(|(other, _)| *other);
        let of_one = shared.chunk_by(|x, y| x.0 == y.0).filter(|one| one[0].0 != report);
        let mut others: Vec<(usize, f64)> =
            of_one.map(|one| (one[0].0, one.iter().map(|(_, weight)| weight).sum())).collect();
        others.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        others.iter().take(NEAREST).map(|(other, _)| (report.min(*other), report.max(*other))).collect()
    };
    let mut pairs: Vec<(usize, usize)> = places.par_iter().enumerate().flat_map_iter(nearest).collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

#[cfg(test)]
mod tests {
    use backstory_model::Annotated;

    use super::*;
    use crate::testing::report;

    fn pairs(texts: &[String]) -> Vec<(usize, usize)> {
        let days = |n: usize| format!("2031-{:02}-{:02}", n / 28 % 12 + 1, n % 28 + 1);
        let reports: Vec<Annotated> =
            texts.iter().enumerate().map(|(n, text)| report("Ilmar Post", &days(n), text)).collect();
        let ctx = Context::new(&reports);
        candidates(&ctx, &vectors(&ctx))
    }

    #[test]
    fn pairs_grow_with_the_reports_and_not_with_their_square() {
        let text = |n: usize| format!("Ferry {n} sank off Velm with divers, lanterns and herring aboard.");
        let of = |number: usize| {
            let found = pairs(&(0..number).map(text).collect::<Vec<_>>());
            assert!(found.is_sorted() && found.iter().all(|(a, b)| a < b && *b < number));
            found.len()
        };
        let (few, many) = (of(60), of(240));
        assert!(few > 60 && many < 6 * few, "{few} pairs of 60 reports, {many} of 240");
    }

    #[test]
    fn of_all_that_share_a_word_those_that_share_most_are_held_against_each_other() {
        // Everything tells of Velm; the first and the last tell of one thing.
        let mut texts: Vec<String> =
            (0..20).map(|n| format!("Velm harbour counted {n} boats in week {n} of the season.")).collect();
        let lark = "The Northern Lark of Velm struck the Karsund rocks with herring and lanterns.";
        texts.insert(0, lark.to_owned());
        texts.push(format!("{lark} Divers came."));
        assert!(pairs(&texts).contains(&(0, texts.len() - 1)));
        assert_eq!(pairs(&[String::new(), "— “…” 12".to_owned()]), []);
    }
}
