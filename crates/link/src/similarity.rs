//! How alike the words of two reports are.
//!
//! Each report is a vector of stems, weighted by how often they stand in it, where (a headline and the first words
//! tell the event; what comes late is background) and how rare they are. Lengths are 1, so that the product of two
//! vectors is their cosine (Salton and Buckley, "Term-weighting approaches in automatic text retrieval", 1988).

use std::collections::{BTreeMap, BTreeSet};

use backstory_model::Role;

use crate::context::{Context, Term, Text};

/// Words of the body that tell the event, in news written with the most important first.
const LEAD: usize = 120;
/// Weight of a word of the lead, where one further down weighs 1.
const LEAD_WEIGHT: f64 = 1.5;
/// Weight of a word of the headline.
const TITLE_WEIGHT: f64 = 2.5;
/// Stems of a report by which similar ones are looked up: its weightiest.
const KEYS: usize = 30;
/// Reports looked up for one stem, the nearest in time on each side: a stem that stands in more of them tells
/// little, and no list may grow with the case.
const NEIGHBOURS: usize = 24;

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

    /// The sum of two vectors.
    pub(crate) fn plus(&self, other: &Vector) -> Vector {
        let mut sum: BTreeMap<Term, f64> = self.0.iter().copied().collect();
        for (term, value) in &other.0 {
            *sum.entry(*term).or_default() += value;
        }
        Vector(sum.into_iter().collect())
    }
}

/// The vector of each report, in the order of the context.
pub(crate) fn vectors(ctx: &Context) -> Vec<Vector> {
    ctx.texts.iter().map(|text| vector(ctx, text)).collect()
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

/// Pairs of reports that may be alike, smaller place first, in order: those that share weighty stems.
pub(crate) fn candidates(ctx: &Context, vectors: &[Vector]) -> Vec<(usize, usize)> {
    let mut keys: BTreeMap<Term, Vec<usize>> = BTreeMap::new();
    for (report, vector) in vectors.iter().enumerate() {
        let mut terms: Vec<_> = vector.0.iter().collect();
        terms.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| ctx.term(a.0).cmp(ctx.term(b.0))));
        for (term, _) in terms.into_iter().take(KEYS) {
            keys.entry(*term).or_default().push(report);
        }
    }
    let mut pairs = BTreeSet::new();
    for mut reports in keys.into_values() {
        reports.sort_by_key(|r| (ctx.texts[*r].days.map(|d| d.start), *r));
        for (at, a) in reports.iter().enumerate() {
            for b in reports[at + 1..].iter().take(NEIGHBOURS) {
                pairs.insert((*a.min(b), *a.max(b)));
            }
        }
    }
    pairs.into_iter().collect()
}
