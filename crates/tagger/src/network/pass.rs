//! The forward pass: windows of pieces → scores of tokens, compiled once for each kernel.

use std::marker::PhantomData;
use std::ops::Range;

use super::{EACH, ENTITIES, Head, Layer, Network, Scores, TAGS};
use crate::aligned::Aligned;
use crate::features::{CASES, Features, PLACES};
use crate::kernel::{Block, Element, Finish, Kernel, LANES, Pairs, ROWS, Vectors, Work, product};
use crate::math::{self, Scale};
use crate::pieces::{BREAK, FIRST};
use crate::weights::Linear;
use crate::window::windows;

/// Steps of a head: pairs of its numbers.
const EACH_STEPS: usize = EACH / 2;
/// Rows that go through all but the attention of a layer together, so that what they leave stays in a near cache.
const CHUNK: usize = 48;

/// A text to be scored.
pub(super) struct Pass<'a> {
    pub(super) network: &'a Network,
    pub(super) features: &'a Features,
    pub(super) paragraphs: &'a [Range<usize>],
    pub(super) scores: &'a mut Scores,
}

impl Work for Pass<'_> {
    #[inline(always)]
    fn run<K: Kernel>(self, kernel: K) {
        let network = self.network;
        let mut state = State::new(network);
        for window in windows(self.features, self.paragraphs, network.length, network.context) {
            let pieces = show(network, self.features, &window.shown);
            state.embed(kernel, network, &pieces);
            for layer in &network.layers {
                state.multiply(kernel, &layer.qkv, pieces.len());
                state.attend(kernel, pieces.len());
                state.mix(kernel, layer, pieces.len());
            }
            let mut at = 1;
            for range in &window.shown {
                for token in range.clone() {
                    if window.scored.contains(&token) {
                        network.head.score(
                            kernel,
                            &state.x[at * network.width..][..network.width],
                            network,
                            token,
                            self.scores,
                        );
                    }
                    at += (self.features.starts[token + 1] - self.features.starts[token]) as usize;
                }
                at += 1;
            }
        }
    }
}

/// Piece, case and place, piece by piece.
fn show(network: &Network, features: &Features, window: &[Range<usize>]) -> Vec<[usize; 3]> {
    let mut found = vec![[usize::from(FIRST), 0, 0]];
    let words = network.word_scales.len();
    for range in window {
        for token in range.clone() {
            let (case, place) = (usize::from(features.cases[token]), usize::from(features.places[token]));
            let pieces = features.starts[token] as usize..features.starts[token + 1] as usize;
            // What the tables do not have would be a mistake of ours; it is not worth a panic.
            let row = |p: u16| [usize::from(p).min(words - 1), case.min(CASES - 1), place.min(PLACES - 1)];
            found.extend(features.pieces[pieces].iter().map(|p| row(*p)));
        }
        found.push([usize::from(BREAK), 0, 0]);
    }
    found
}

impl Head {
    #[inline(always)]
    fn score<K: Kernel>(&self, v: K, row: &[f32], network: &Network, token: usize, scores: &mut Scores) {
        // Four sums for each output, so that no addition waits for the one before.
        let mut sums = [[v.splat(0.0); TAGS + ENTITIES]; 4];
        for (x, weights) in row.as_chunks::<4>().0.iter().zip(self.weights.as_chunks::<4>().0) {
            for j in 0..4 {
                let x = v.splat(x[j]);
                for i in 0..TAGS + ENTITIES {
                    sums[j][i] = v.fma(x, v.load(&weights[j][i]), sums[j][i]);
                }
            }
        }
        let mut found = self.biases;
        for i in 0..TAGS + ENTITIES {
            let sum = Vectors::add(
                v,
                Vectors::add(v, sums[0][i], sums[1][i]),
                Vectors::add(v, sums[2][i], sums[3][i]),
            );
            Vectors::store(v, Vectors::add(v, v.load(&found[i]), sum), &mut found[i]);
        }
        let (tags, entities) = found.split_at_mut(TAGS);
        let all = [
            (tags, network.tags.len(), &mut scores.tags),
            (entities, network.entity_tags.len(), &mut scores.entities),
        ];
        for (found, n, into) in all {
            let found = found.as_flattened_mut();
            math::log_softmax(v, found);
            into[token * n..][..n].copy_from_slice(&found[..n]);
        }
    }
}

/// Memory of one call. Rows are pieces of a window, and what pads them to a multiple of [`ROWS`].
struct State {
    width: usize,
    /// Width of all heads together.
    looked: usize,
    inner: usize,
    /// Numbers of each piece, and the same in bytes.
    x: Aligned<f32>,
    bytes: Aligned<[u8; 4]>,
    scales: Vec<Scale>,
    /// Queries, keys and values of each piece; and of one head, in 16 bits.
    qkv: Aligned<f32>,
    queries: Aligned<[i16; 2]>,
    keys: Vec<[<Pairs as Element>::Block; 2]>,
    values: Vec<[<Pairs as Element>::Block; 2]>,
    /// Of some queries with all keys.
    similar: Aligned<i32>,
    chances: Aligned<[i16; 2]>,
    /// What the attention gives.
    seen: Aligned<f32>,
    /// The same in bytes, for some rows.
    bytes_of_seen: Aligned<[u8; 4]>,
    /// Between the two halves of a layer, for some rows.
    high: Aligned<f32>,
    high_bytes: Aligned<[u8; 4]>,
    high_scales: Vec<Scale>,
}

impl State {
    fn new(network: &Network) -> Self {
        let rows = (network.length + 1).next_multiple_of(CHUNK);
        let keys = network.length.next_multiple_of(EACH);
        let (width, inner) = (network.width, network.layers.first().map_or(0, |l| l.up.width()));
        let looked = network.heads * EACH;
        let table = network.narrow.as_ref().map_or(width, |n| n.steps * 4);
        State {
            width,
            looked,
            inner,
            x: Aligned::new(0.0, rows * width),
            bytes: Aligned::new([0; 4], rows * width.max(table) / 4),
            scales: vec![Scale::default(); rows],
            qkv: Aligned::new(0.0, rows * 3 * looked),
            queries: Aligned::new([0; 2], rows * EACH_STEPS),
            keys: vec![[Block([[0; 2]; LANES]); 2]; keys / EACH * EACH_STEPS],
            values: vec![[Block([[0; 2]; LANES]); 2]; keys / 2],
            similar: Aligned::new(0, ROWS * keys),
            chances: Aligned::new([0; 2], ROWS * keys / 2),
            seen: Aligned::new(0.0, rows * looked),
            bytes_of_seen: Aligned::new([0; 4], CHUNK * looked / 4),
            high: Aligned::new(0.0, CHUNK * inner),
            high_bytes: Aligned::new([0; 4], CHUNK * inner / 4),
            high_scales: vec![Scale::default(); CHUNK],
        }
    }

    #[inline(always)]
    fn embed<K: Kernel>(&mut self, kernel: K, network: &Network, pieces: &[[usize; 3]]) {
        let w = self.width;
        if let Some(narrow) = &network.narrow {
            let columns = narrow.steps * 4;
            let table = network.words.chunks_exact(columns);
            debug_assert_eq!(table.len(), network.word_scales.len());
            for (i, [piece, ..]) in pieces.iter().enumerate() {
                let bytes = self.bytes[i * narrow.steps..][..narrow.steps].as_flattened_mut();
                for (b, w) in bytes.iter_mut().zip(&network.words[piece * columns..][..columns]) {
                    *b = w.cast_unsigned() ^ 0x80;
                }
                self.scales[i] = Scale { scale: network.word_scales[*piece], zero: 128 };
            }
            let rows = pieces.len().next_multiple_of(K::TOGETHER);
            multiply(kernel, Plain, narrow, &self.bytes[..rows * narrow.steps], &self.scales, &mut self.x);
        } else {
            for (row, [piece, ..]) in self.x.chunks_exact_mut(w).zip(pieces) {
                let scale = network.word_scales[*piece];
                let word = network.words[piece * w..][..w].as_chunks().0;
                for (x, b) in row.as_chunks_mut().0.iter_mut().zip(word) {
                    Vectors::store(kernel, kernel.mul(kernel.float(kernel.widen(b)), kernel.splat(scale)), x);
                }
            }
        }
        for (i, [_, case, place]) in pieces.iter().enumerate() {
            let row = &mut self.x[i * w..][..w];
            let (position, case, place) = (
                &network.positions[i * w..][..w],
                &network.cases[case * w..][..w],
                &network.places[place * w..][..w],
            );
            for j in 0..w {
                row[j] += position[j] + (case[j] + place[j]);
            }
            let bytes = self.bytes[i * w / 4..][..w / 4].as_flattened_mut();
            self.scales[i] = math::normalize(kernel, row, &network.norm.gain, &network.norm.bias, bytes);
        }
    }

    #[inline(always)]
    fn multiply<K: Kernel>(&mut self, kernel: K, linear: &Linear, n: usize) {
        let rows = n.next_multiple_of(K::TOGETHER);
        multiply(kernel, Plain, linear, &self.bytes[..rows * linear.steps], &self.scales, &mut self.qkv);
    }

    /// The attention of all heads: `qkv` → `seen`.
    #[inline(always)]
    fn attend<K: Kernel>(&mut self, kernel: K, n: usize) {
        // So that sums stay within 31 bits: 32 products of queries and keys, and 256 of chances and values.
        const QUERY: f32 = 4095.0;
        const VALUE: f32 = 1023.0;
        let stride = 3 * self.looked;
        let padded = n.next_multiple_of(EACH);
        for head in (0..self.looked).step_by(EACH) {
            let mut most = [kernel.splat(0.0); 3];
            for row in self.qkv.chunks_exact(stride).take(n) {
                for part in 0..3 {
                    most[part] = math::largest(kernel, &row[part * self.looked + head..][..EACH], most[part]);
                }
            }
            let [query, key, value] = [most[0], most[1], most[2]];
            let (query, key) = (math::largest_of(kernel, query), math::largest_of(kernel, key));
            let value = math::largest_of(kernel, value);
            let sixteen = |row: usize, part: usize, half: usize| -> &[f32; LANES] {
                self.qkv[row * stride + part * self.looked + head + half * LANES..]
                    .first_chunk()
                    .expect("part of a head")
            };
            for i in 0..n {
                let mut keys = [0; EACH];
                let halves =
                    self.queries[i * EACH_STEPS..][..EACH_STEPS].as_flattened_mut().as_chunks_mut().0;
                for (half, (query_half, key_half)) in
                    halves.iter_mut().zip(keys.as_chunks_mut().0).enumerate()
                {
                    kernel.shorts(math::to_whole(kernel, sixteen(i, 0, half), QUERY / query), query_half);
                    kernel.shorts(math::to_whole(kernel, sixteen(i, 1, half), QUERY / key), key_half);
                }
                let panel = &mut self.keys[i / EACH * EACH_STEPS..][..EACH_STEPS];
                for (blocks, pair) in panel.iter_mut().zip(keys.as_chunks().0) {
                    blocks[i / LANES % 2].0[i % LANES] = *pair;
                }
            }
            // A last row without a partner gets one of chance 0.
            for (pair, blocks) in self.values[..n.div_ceil(2)].iter_mut().enumerate() {
                for (half, block) in blocks.iter_mut().enumerate() {
                    let even = math::to_whole(kernel, sixteen(2 * pair, 2, half), VALUE / value);
                    let odd = math::to_whole(kernel, sixteen(2 * pair + 1, 2, half), VALUE / value);
                    kernel.pairs(even, odd, &mut block.0);
                }
            }
            let root = 1.0 / (EACH as f32).sqrt();
            let unit = query * key * (root * std::f32::consts::LOG2_E / (QUERY * QUERY));
            for first in (0..n).step_by(ROWS) {
                let queries = &self.queries[first * EACH_STEPS..][..ROWS * EACH_STEPS];
                let keys = &self.keys[..padded / EACH * EACH_STEPS];
                let mut similar = Similar { out: &mut self.similar, stride: padded };
                product::<Pairs, K, 2>(kernel, queries, EACH_STEPS, keys, &mut similar);
                let mut worth = [0.0; ROWS];
                for i in 0..ROWS {
                    let chances = self.chances[i * padded / 2..][..padded / 2].as_flattened_mut();
                    let sum =
                        math::chances(kernel, &mut self.similar[i * padded..][..padded], n, unit, chances);
                    worth[i] = value / VALUE / sum as f32;
                }
                let chances = &self.chances[..ROWS * padded / 2];
                let mut seen = Seen {
                    kernel,
                    out: &mut self.seen[first * self.looked..],
                    stride: self.looked,
                    head,
                    worth,
                };
                product::<Pairs, K, 2>(kernel, chances, padded / 2, &self.values[..padded / 2], &mut seen);
            }
        }
    }

    /// The rest of a layer: `seen` and `x` → `x` and `bytes`.
    #[inline(always)]
    fn mix<K: Kernel>(&mut self, kernel: K, layer: &Layer, n: usize) {
        let (w, looked, inner) = (self.width, self.looked, self.inner);
        let all = n.next_multiple_of(K::TOGETHER);
        for first in (0..all).step_by(CHUNK) {
            let rows = CHUNK.min(all - first);
            let x = &mut self.x[first * w..][..rows * w];
            let bytes = &mut self.bytes[first * w / 4..][..rows * w / 4];
            let scales = &mut self.scales[first..][..rows];
            let seen = self.seen[first * looked..][..rows * looked].chunks_exact(looked);
            let seen_bytes = &mut self.bytes_of_seen[..rows * looked / 4];
            for ((row, bytes), scale) in seen.zip(seen_bytes.chunks_exact_mut(looked / 4)).zip(&mut *scales) {
                *scale = math::to_bytes(kernel, row, bytes.as_flattened_mut());
            }
            multiply(kernel, More, &layer.out, seen_bytes, scales, x);
            for ((row, bytes), scale) in
                x.chunks_exact_mut(w).zip(bytes.chunks_exact_mut(w / 4)).zip(&mut *scales)
            {
                *scale = math::normalize(
                    kernel,
                    row,
                    &layer.norm1.gain,
                    &layer.norm1.bias,
                    bytes.as_flattened_mut(),
                );
            }
            let high = &mut self.high[..rows * inner];
            multiply(kernel, Gelu, &layer.up, bytes, scales, high);
            let high_bytes = &mut self.high_bytes[..rows * inner / 4];
            let into = high_bytes.chunks_exact_mut(inner / 4).zip(&mut self.high_scales);
            for (row, (bytes, scale)) in high.chunks_exact(inner).zip(into) {
                *scale = math::to_bytes(kernel, row, bytes.as_flattened_mut());
            }
            multiply(kernel, More, &layer.down, high_bytes, &self.high_scales, x);
            for ((row, bytes), scale) in x.chunks_exact_mut(w).zip(bytes.chunks_exact_mut(w / 4)).zip(scales)
            {
                *scale = math::normalize(
                    kernel,
                    row,
                    &layer.norm2.gain,
                    &layer.norm2.bias,
                    bytes.as_flattened_mut(),
                );
            }
        }
    }
}

/// What is done with the values of a layer's outputs.
trait Write<K: Kernel> {
    fn write(kernel: K, old: &mut [f32; LANES], new: K::F);
}

/// Writes the values of outputs, from their sums.
struct Values<'a, K, W> {
    kernel: K,
    write: PhantomData<W>,
    linear: &'a Linear,
    scales: &'a [Scale],
    out: &'a mut [f32],
}

impl<K: Kernel, W: Write<K>> Finish for Values<'_, K, W> {
    #[inline(always)]
    fn take<const N: usize>(&mut self, row: usize, block: usize, sums: &[[[i32; LANES]; N]], c: usize) {
        let v = self.kernel;
        let outputs = &self.linear.outputs[block];
        let (all, unit, bias) =
            (v.load_whole(&outputs.sums), v.load(&outputs.scales), v.load(&outputs.biases));
        let stride = self.linear.width();
        let rows = self.out[row * stride + block * LANES..].chunks_mut(stride).zip(&self.scales[row..]);
        for (sums, (out, scale)) in sums.iter().zip(rows) {
            let sums = v.sub_whole(v.load_whole(&sums[c]), v.mul_whole(v.splat_whole(scale.zero), all));
            let value = v.fma(v.float(sums), v.mul(v.splat(scale.scale), unit), bias);
            W::write(v, out.first_chunk_mut().expect("a block in a row"), value);
        }
    }
}

/// Leaves values as they are.
struct Plain;
/// Adds values to what is there.
struct More;
/// Leaves values after [`math::gelu`].
struct Gelu;

impl<K: Kernel> Write<K> for Plain {
    #[inline(always)]
    fn write(kernel: K, old: &mut [f32; LANES], new: K::F) {
        Vectors::store(kernel, new, old);
    }
}

impl<K: Kernel> Write<K> for More {
    #[inline(always)]
    fn write(kernel: K, old: &mut [f32; LANES], new: K::F) {
        Vectors::store(kernel, Vectors::add(kernel, kernel.load(old), new), old);
    }
}

impl<K: Kernel> Write<K> for Gelu {
    #[inline(always)]
    fn write(kernel: K, old: &mut [f32; LANES], new: K::F) {
        Vectors::store(kernel, math::gelu(kernel, new), old);
    }
}

#[inline(always)]
fn multiply<K: Kernel, W: Write<K>>(
    kernel: K,
    _: W,
    linear: &Linear,
    bytes: &[[u8; 4]],
    scales: &[Scale],
    out: &mut [f32],
) {
    let mut finish = Values { kernel, write: PhantomData::<W>, linear, scales, out };
    kernel.multiply(bytes, linear.steps, &linear.blocks, &mut finish);
}

/// Writes sums as they are.
struct Similar<'a> {
    out: &'a mut [i32],
    stride: usize,
}

impl Finish for Similar<'_> {
    #[inline(always)]
    fn take<const N: usize>(&mut self, row: usize, block: usize, sums: &[[[i32; LANES]; N]], c: usize) {
        let rows = self.out[row * self.stride + block * LANES..].chunks_mut(self.stride);
        for (sums, out) in sums.iter().zip(rows) {
            *out.first_chunk_mut().expect("a block in a row") = sums[c];
        }
    }
}

/// Writes what a head sees, by the worth of a unit of each row.
struct Seen<'a, K> {
    kernel: K,
    out: &'a mut [f32],
    stride: usize,
    head: usize,
    worth: [f32; ROWS],
}

impl<K: Kernel> Finish for Seen<'_, K> {
    #[inline(always)]
    fn take<const N: usize>(&mut self, row: usize, block: usize, sums: &[[[i32; LANES]; N]], c: usize) {
        let v = self.kernel;
        let rows = self.out[row * self.stride + self.head + block * LANES..].chunks_mut(self.stride);
        for ((sums, out), worth) in sums.iter().zip(rows).zip(self.worth) {
            let value = v.mul(v.float(v.load_whole(&sums[c])), v.splat(worth));
            Vectors::store(v, value, out.first_chunk_mut().expect("half a head of a row"));
        }
    }
}
