//! Words that two texts share in the same order.

use std::{collections::HashMap, ops::Range};

use backstory_model::Span;

use crate::context::{Term, Word};

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

/// Maximal runs of at least `RUN` equal words, joined where the next follows within `gap` words in both texts;
/// those that share the most words first. No run stands in two of them.
pub(crate) fn chains<const RUN: usize>(
    a: &[Word],
    x: Range<usize>,
    b: &[Word],
    y: Range<usize>,
    gap: usize,
) -> Vec<Match> {
    let mut starts: HashMap<[Term; RUN], Vec<usize>> = HashMap::new();
    for at in x.start..(x.end + 1).saturating_sub(RUN).max(x.start) {
        starts.entry(gram(a, at)).or_default().push(at);
    }
    // Runs as (start in b, start in a, length), in order of b.
    let mut runs: Vec<(usize, usize, usize)> = Vec::new();
    for j in y.start..(y.end + 1).saturating_sub(RUN).max(y.start) {
        for &i in starts.get(&gram(b, j)).into_iter().flatten() {
            let goes_on = i > x.start && j > y.start && a[i - 1].form == b[j - 1].form;
            if !goes_on {
                let most = (x.end - i).min(y.end - j);
                let length = (0..most).take_while(|n| a[i + n].form == b[j + n].form).count();
                runs.push((j, i, length));
            }
        }
    }
    // How far in b the runs up to this one reach.
    let reach: Vec<usize> = runs
        .iter()
        .scan(0, |far, r| {
            *far = r.0.saturating_add(r.2).max(*far);
            Some(*far)
        })
        .collect();
    // Each run joins the chain before it that it follows most closely.
    let mut before: Vec<Option<usize>> = vec![None; runs.len()];
    let mut total: Vec<usize> = runs.iter().map(|r| r.2).collect();
    for n in 0..runs.len() {
        let (j, i, length) = runs[n];
        for m in (0..n).rev() {
            let (pj, pi, plen) = runs[m];
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
            let (j, i, length) = runs[n];
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

fn gram<const RUN: usize>(words: &[Word], at: usize) -> [Term; RUN] {
    std::array::from_fn(|n| words[at + n].form)
}
