//! Words that two texts share in the same order.

use std::{collections::BTreeMap, ops::Range};

use backstory_model::Span;

use crate::context::Word;

/// Words that two texts share in the same order.
#[derive(Debug)]
pub(crate) struct Match {
    /// Places of equal words in one text and in the other, both rising. Never empty.
    pub(crate) pairs: Vec<(usize, usize)>,
}

impl Match {
    /// Where it stands in the first text.
    pub(crate) fn first(&self, words: &[Word]) -> Span {
        words[self.pairs[0].0].span.cover(words[self.pairs[self.pairs.len() - 1].0].span)
    }

    /// Where it stands in the second text.
    pub(crate) fn second(&self, words: &[Word]) -> Span {
        words[self.pairs[0].1].span.cover(words[self.pairs[self.pairs.len() - 1].1].span)
    }
}

/// A run of equal words: where it starts in one text and in the other, and how many words it has.
#[derive(Clone, Copy)]
struct Run {
    a: usize,
    b: usize,
    length: usize,
}

/// A text made ready to be held against many others: where each sequence of `RUN` words starts.
pub(crate) struct Lookup<'w, const RUN: usize> {
    words: &'w [Word],
    stretches: &'w [Range<usize>],
    /// For each hash, the first place of a sequence that has it; `NOWHERE` where none has.
    heads: Vec<u32>,
    /// For each place, the next one whose sequence has the same hash.
    next: Vec<u32>,
}

const NOWHERE: u32 = u32::MAX;

impl<'w, const RUN: usize> Lookup<'w, RUN> {
    /// Words and the stretches of them that are looked at; no run reaches from one stretch into another.
    pub(crate) fn new(words: &'w [Word], stretches: &'w [Range<usize>]) -> Self {
        let size = (2 * words.len()).next_power_of_two().max(2);
        let mut lookup =
            Self { words, stretches, heads: vec![NOWHERE; size], next: vec![NOWHERE; words.len()] };
        // From the back, so that a chain of places rises.
        for at in stretches.iter().rev().flat_map(|x| starts::<RUN>(x).rev()) {
            let slot = lookup.slot(words, at);
            lookup.next[at] = std::mem::replace(&mut lookup.heads[slot], at as u32);
        }
        lookup
    }

    /// By multiplication with an odd constant (Fibonacci hashing), which spreads numbers that lie close together.
    fn slot(&self, words: &[Word], at: usize) -> usize {
        let step = |h: u64, w: &Word| {
            (h.rotate_left(21) ^ u64::from(w.form.number())).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        };
        let hash = words[at..at + RUN].iter().fold(0, step);
        (hash >> (64 - self.heads.len().trailing_zeros())) as usize
    }

    /// Maximal runs of at least `RUN` equal words, joined where the next follows within `gap` words in both texts; by
    /// stretches, and of two stretches those that share the most words first. No run stands in two of them. Nothing where
    /// all runs together have fewer than `least` words.
    pub(crate) fn chains(
        &self,
        b: &[Word],
        stretches: &[Range<usize>],
        gap: usize,
        least: usize,
    ) -> Vec<Match> {
        let a = self.words;
        let same = |i: usize, j: usize| a[i].form == b[j].form;
        let mut runs: BTreeMap<(usize, usize), Vec<Run>> = BTreeMap::new();
        let mut words = 0;
        for (in_b, y) in stretches.iter().enumerate() {
            for j in starts::<RUN>(y) {
                let mut at = self.heads[self.slot(b, j)];
                while at != NOWHERE {
                    let i = at as usize;
                    at = self.next[i];
                    if !(0..RUN).all(|n| same(i + n, j + n)) {
                        continue;
                    }
                    let in_a = self.stretches.partition_point(|x| x.end <= i);
                    let x = &self.stretches[in_a];
                    let goes_on = i > x.start && j > y.start && same(i - 1, j - 1);
                    if !goes_on {
                        let most = (x.end - i).min(y.end - j);
                        let length = (0..most).take_while(|n| same(i + n, j + n)).count();
                        words += length;
                        runs.entry((in_a, in_b)).or_default().push(Run { a: i, b: j, length });
                    }
                }
            }
        }
        if words < least {
            return Vec::new();
        }
        runs.into_values().flat_map(|runs| joined(&runs, gap)).collect()
    }
}

/// Places of a stretch at which `RUN` words start.
fn starts<const RUN: usize>(stretch: &Range<usize>) -> Range<usize> {
    stretch.start..(stretch.end + 1).saturating_sub(RUN).max(stretch.start)
}

/// What two texts share, each of them one stretch.
pub(crate) fn chains<const RUN: usize>(a: &[Word], b: &[Word], gap: usize) -> Vec<Match> {
    let (x, y) = (0..a.len(), 0..b.len());
    Lookup::<RUN>::new(a, std::slice::from_ref(&x)).chains(b, std::slice::from_ref(&y), gap, 0)
}

/// Joins runs, which are in the order of the second text.
fn joined(runs: &[Run], gap: usize) -> Vec<Match> {
    // How far in b the runs up to this one reach.
    let reach: Vec<usize> = runs
        .iter()
        .scan(0, |far, r| {
            *far = (r.b + r.length).max(*far);
            Some(*far)
        })
        .collect();
    // Each run joins the chain before it that it follows most closely.
    let mut before: Vec<Option<usize>> = vec![None; runs.len()];
    let mut total: Vec<usize> = runs.iter().map(|r| r.length).collect();
    for n in 0..runs.len() {
        let Run { a: i, b: j, length } = runs[n];
        for m in (0..n).rev() {
            let Run { a: pi, b: pj, length: plen } = runs[m];
            if reach[m] + gap < j {
                break;
            }
            // Where two runs overlap by a word or two (a word was put in that repeats), the later one gives way.
            let overlap = (pj + plen).saturating_sub(j).max((pi + plen).saturating_sub(i));
            let near = j <= pj + plen + gap && i <= pi + plen + gap && i > pi && j > pj;
            if near && overlap < length && total[m] + length - overlap > total[n] {
                total[n] = total[m] + length - overlap;
                before[n] = Some(m);
            }
        }
    }
    let mut order: Vec<usize> = (0..runs.len()).collect();
    order.sort_by_key(|n| (std::cmp::Reverse(total[*n]), *n));
    let mut used = vec![false; runs.len()];
    let mut found = Vec::new();
    for end in order {
        if used[end] {
            continue;
        }
        let mut chain = Vec::new();
        let mut at = Some(end);
        while let Some(n) = at.filter(|n| !used[*n]) {
            used[n] = true;
            chain.push(n);
            at = before[n];
        }
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for n in chain.into_iter().rev() {
            let Run { a: i, b: j, length } = runs[n];
            for step in 0..length {
                let next = (i + step, j + step);
                if pairs.last().is_none_or(|last| last.0 < next.0 && last.1 < next.1) {
                    pairs.push(next);
                }
            }
        }
        found.push(Match { pairs });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{context::Context, testing::report};

    /// Words in common of two texts, the first cut into stretches: each match as the first text has it.
    #[track_caller]
    fn check(a: &str, cuts: &[usize], b: &str, gap: usize, least: usize, expected: &[&str]) {
        let reports = [report("A", "", a), report("B", "", b)];
        let ctx = Context::new(&reports);
        let (one, other) = (&ctx.texts[0].words, &ctx.texts[1].words);
        let whole = 0..other.len();
        let stretches: Vec<Range<usize>> = cuts.windows(2).map(|w| w[0]..w[1]).collect();
        let lookup = Lookup::<2>::new(one, &stretches);
        let found = lookup.chains(other, std::slice::from_ref(&whole), gap, least);
        let words = |m: &Match| {
            let of = m.pairs.iter().map(|(i, j)| {
                assert_eq!(one[*i].form, other[*j].form);
                ctx.words_of(0, one[*i].span)
            });
            of.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(found.iter().map(words).collect::<Vec<_>>(), expected, "{a} / {b}");
    }

    #[test]
    fn runs_keep_to_their_stretches() {
        let text = "red boats sank off old Velm";
        check(text, &[0, 6], text, 0, 0, &[text]);
        check(text, &[0, 3, 6], text, 0, 0, &["red boats sank", "off old Velm"]);
        check(text, &[0, 1, 5], text, 0, 0, &["boats sank off old"]);
    }

    #[test]
    fn runs_are_joined_over_a_gap() {
        let (a, b) = ("red boats sank off old Velm", "red boats surely sank off old Velm");
        check(a, &[0, 6], b, 1, 0, &[a]);
        check(a, &[0, 6], b, 0, 0, &["sank off old Velm", "red boats"]);
    }

    #[test]
    fn too_few_words_are_nothing() {
        let text = "red boats sank off old Velm";
        check(text, &[0, 6], text, 0, 6, &[text]);
        check(text, &[0, 6], text, 0, 7, &[]);
        check("", &[], text, 0, 0, &[]);
        check("red", &[0, 1], "red", 0, 0, &[]);
        check(text, &[0, 6], "", 0, 0, &[]);
    }

    #[test]
    fn words_said_again_are_found_again() {
        check("red boats", &[0, 2], "red boats red boats", 0, 0, &["red boats", "red boats"]);
        check("red boats red boats", &[0, 4], "red boats", 0, 0, &["red boats", "red boats"]);
    }
}
