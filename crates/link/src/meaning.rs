//! What words and sentences mean, as far as a table of word vectors can tell: "talks" is near "conversations", and far
//! from "vessel".
//!
//! The table (`data/vectors.bin`, made by `training/words.py`) holds 30,000 English words in 128 axes of 8 bits, out of
//! all-MiniLM-L6-v2 (Apache-2.0; Wang et al. 2020, Reimers and Gurevych 2019) in the manner of Model2Vec (Tulkens and
//! van Dongen 2024). A word that is not in it, mostly a name, gets a vector by its letters alone, so that it is near to
//! itself and to nothing else. A sentence is the sum of its words, each by how rare it is (Arora, Liang and Ma, "A simple
//! but tough-to-beat baseline for sentence embeddings", ICLR 2017).
//!
//! All products are of whole numbers: the same on every machine.

use std::{collections::HashMap, sync::LazyLock};

/// Axes of a vector.
pub(crate) const AXES: usize = 128;

/// The direction of a word or a sentence; the product of one with itself is about [`UNIT`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Direction([i8; AXES]);

/// Length of a stored direction: 127 stands for half of length 1 along one axis.
const LENGTH: f32 = 254.0;

impl Direction {
    /// The cosine of the angle between two, from -1 to 1.
    pub(crate) fn cosine(&self, other: &Direction) -> f32 {
        let sum: i32 = self.0.iter().zip(&other.0).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
        sum as f32 / (LENGTH * LENGTH)
    }

    /// The direction of a sum; None where it has none.
    fn of(sum: &[f32; AXES]) -> Option<Direction> {
        let length = sum.iter().map(|v| v * v).sum::<f32>().sqrt();
        (length > 1e-6).then(|| {
            Direction(std::array::from_fn(|n| (sum[n] / length * LENGTH).round().clamp(-127.0, 127.0) as i8))
        })
    }
}

/// What is left of some directions when what all of them have in common is taken out: in a story of a gorilla every
/// sentence points to gorillas, and only the rest tells two of them apart.
pub(crate) fn centred(all: &[Option<Direction>]) -> Vec<Option<Direction>> {
    let mut mean = [0.0f32; AXES];
    let known = all.iter().flatten().count().max(1) as f32;
    for direction in all.iter().flatten() {
        for (m, v) in mean.iter_mut().zip(&direction.0) {
            *m += f32::from(*v) / known;
        }
    }
    let rest = |d: &Direction| Direction::of(&std::array::from_fn(|n| f32::from(d.0[n]) - mean[n]));
    all.iter().map(|d| d.as_ref().and_then(rest)).collect()
}

/// The directions of a set of words, each with what it counts for; None where nothing counts.
pub(crate) fn sum<'a>(words: impl Iterator<Item = (&'a Direction, f32)>) -> Option<Direction> {
    let mut sum = [0.0f32; AXES];
    for (direction, weight) in words {
        for (s, v) in sum.iter_mut().zip(&direction.0) {
            *s += weight * f32::from(*v);
        }
    }
    Direction::of(&sum)
}

struct Table {
    words: HashMap<&'static str, usize>,
    /// For stems that are no words of the table: one of the words that has it, the first in the alphabet.
    stems: HashMap<&'static str, usize>,
    vectors: &'static [u8],
}

const HEAD: usize = 14;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let bytes: &'static [u8] = include_bytes!("../data/vectors.bin");
    let number = |at: usize| u32::from_le_bytes(std::array::from_fn(|n| bytes[at + n])) as usize;
    let (count, axes) = (number(6), number(10));
    assert!(bytes.starts_with(b"BSWV1\n") && axes == AXES, "the table of the build is sound");
    let (names, vectors) = bytes[HEAD..].split_at(bytes.len() - HEAD - count * AXES);
    let names = std::str::from_utf8(names).expect("the table of the build is sound");
    let mut table = Table { words: HashMap::new(), stems: HashMap::new(), vectors };
    for (at, word) in names.lines().enumerate() {
        table.words.insert(word, at);
        table.stems.entry(backstory_text::stem(word)).or_insert(at);
    }
    table
});

/// The direction of a word, given as its folded form.
pub(crate) fn of_word(form: &str) -> Direction {
    let form = form.strip_suffix("'s").unwrap_or(form);
    let stem = backstory_text::stem(form);
    let row = TABLE.words.get(form).or_else(|| TABLE.words.get(stem)).or_else(|| TABLE.stems.get(stem));
    match row {
        Some(row) => {
            let bytes = &TABLE.vectors[row * AXES..][..AXES];
            Direction(std::array::from_fn(|n| bytes[n] as i8))
        }
        None => by_letters(stem),
    }
}

/// A direction out of nothing but the letters: each bit of a hash decides the sign of an axis.
fn by_letters(word: &str) -> Direction {
    let step = |h: u64, b: u8| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3);
    let mut state = word.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    let part = (LENGTH / (AXES as f32).sqrt()) as i8;
    Direction(std::array::from_fn(|_| {
        // SplitMix64 (Steele, Lea and Flood 2014), of which one bit is kept.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        if (mixed ^ (mixed >> 31)) & 1 == 0 { part } else { -part }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(one: &str, other: &str, least: f32, most: f32) {
        let found = of_word(one).cosine(&of_word(other));
        assert!((least..=most).contains(&found), "{one} {other}: {found}");
    }

    #[test]
    fn words_that_news_exchanges_are_near() {
        check("warned", "cautioned", 0.6, 1.0);
        check("killed", "dead", 0.5, 1.0);
        check("talks", "conversations", 0.5, 1.0);
        check("vessel", "boat", 0.5, 1.0);
    }

    #[test]
    fn others_are_far() {
        check("ship", "budget", -1.0, 0.3);
        check("said", "water", -1.0, 0.3);
    }

    #[test]
    fn names_are_near_to_themselves_alone() {
        check("tammeray", "tammeray", 0.95, 1.05);
        check("tammeray", "harrowick", -0.4, 0.4);
        check("tammeray's", "tammeray", 0.95, 1.05);
    }
}
