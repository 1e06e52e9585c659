//! Paragraphs → windows that the network sees at once. The same packing as training/windows.py.

use std::ops::Range;

use crate::features::Features;

/// Ranges of tokens, each a paragraph or a part of a long one, that fit a window of `length` pieces together: a piece
/// opens the window, and one follows each range.
pub(crate) fn windows(
    features: &Features,
    paragraphs: &[Range<usize>],
    length: usize,
) -> Vec<Vec<Range<usize>>> {
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
