//! Paragraphs → windows that the network sees at once. The same packing as training/windows.py.
//!
//! A part of each window is kept for what stands before and behind the paragraphs that are scored in it: words at the
//! edge of a window are told worse.

use std::ops::Range;

use crate::features::Features;

/// What the network sees at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    /// Ranges of tokens, each a paragraph or a part of one, in order.
    pub(crate) shown: Vec<Range<usize>>,
    /// The tokens that are scored here; those around them are scored in other windows.
    pub(crate) scored: Range<usize>,
}

/// Tokens that a part of a paragraph has at least to be shown as context.
const PART: usize = 4;

/// Windows of at most `length` pieces, up to `context` of them around what is scored.
pub(crate) fn windows(
    features: &Features,
    paragraphs: &[Range<usize>],
    length: usize,
    context: usize,
) -> Vec<Window> {
    let scored = packed(features, paragraphs, length - context);
    let all: Vec<Range<usize>> = scored.iter().flatten().cloned().collect();
    let pieces = |from: usize, to: usize| (features.starts[to] - features.starts[from]) as usize;
    let mut at = 0;
    let mut found = Vec::with_capacity(scored.len());
    for window in scored {
        let (first, behind) = (at, at + window.len());
        at = behind;
        let (start, end) = (all[first].start, all[behind - 1].end);
        let mut shown = Vec::new();
        let mut room = context / 2;
        for range in all[..first].iter().rev() {
            let size = pieces(range.start, range.end) + 1;
            if size > room {
                let from = (range.start..range.end).find(|from| pieces(*from, range.end) < room);
                shown.extend(from.filter(|from| range.end - from >= PART).map(|from| from..range.end));
                break;
            }
            shown.push(range.clone());
            room -= size;
        }
        shown.reverse();
        shown.extend(window);
        let mut room = context / 2;
        for range in &all[behind..] {
            let size = pieces(range.start, range.end) + 1;
            if size > room {
                let to = (range.start..range.end).rev().find(|to| pieces(range.start, *to) < room);
                shown.extend(to.filter(|to| to - range.start >= PART).map(|to| range.start..to));
                break;
            }
            shown.push(range.clone());
            room -= size;
        }
        found.push(Window { shown, scored: start..end });
    }
    found
}

/// Ranges of tokens, each a paragraph or a part of a long one, that fit a window of `length` pieces together: a piece
/// opens the window, and one follows each range.
fn packed(features: &Features, paragraphs: &[Range<usize>], length: usize) -> Vec<Vec<Range<usize>>> {
    let pieces = |range: &Range<usize>| (features.starts[range.end] - features.starts[range.start]) as usize;
    let mut found = Vec::new();
    let mut now: Vec<Range<usize>> = Vec::new();
    let mut used = 1;
    for paragraph in paragraphs {
        let mut rest = paragraph.clone();
        while !rest.is_empty() {
            let size = pieces(&rest) + 1;
            if used + size <= length {
                used += size;
                now.push(rest);
                break;
            }
            if !now.is_empty() {
                found.push(std::mem::take(&mut now));
                used = 1;
                continue;
            }
            // A token has far fewer pieces than a window, so that each cut takes some.
            let mut cut = rest.start + 1;
            while pieces(&(rest.start..cut + 1)) + 2 <= length {
                cut += 1;
            }
            #[expect(clippy::single_range_in_vec_init, reason = "one range is meant")]
            found.push(vec![rest.start..cut]);
            rest.start = cut;
        }
    }
    if !now.is_empty() {
        found.push(now);
    }
    found
}
