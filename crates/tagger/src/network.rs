//! Features → how likely each tag is for each token: the forward pass of the network that training/network.py defines.
//!
//! Weights are 8-bit with a scale an output, activations 8-bit with a scale and a zero a row, queries, keys, values and
//! chances of the attention 10 to 13 bits; what lies between is 32-bit floating point in one order of operations
//! ([`math`](crate::math)). So every machine finds the same bits, with whatever [`kernel`](crate::kernel) it has.

use std::ops::Range;

use crate::features::{CASES, Features, PLACES};
use crate::kernel::{Bytes, Element, Finish, Kernel, LANES, Machine, Pairs, ROWS, Work, product};
use crate::math::{self, Scale};
use crate::pieces::{BREAK, FIRST};
use crate::weights::{Error, File, Linear, misfit};
use crate::window::windows;

/// Numbers of a head of attention.
const EACH: usize = 32;
/// Steps of a head: pairs of its numbers.
const EACH_STEPS: usize = EACH / 2;
/// Longest window: with more, sums of the attention could leave 32 bits.
const LONGEST: usize = 256;
/// Rows that go through all but the attention of a layer together, so that what they leave stays in a near cache.
const CHUNK: usize = 8 * ROWS;

/// A trained tagger. Shared by threads; each call has its own memory.
#[derive(Debug)]
pub struct Network {
    name: String,
    length: usize,
    width: usize,
    tags: Vec<String>,
    entity_tags: Vec<String>,
    words: Vec<i8>,
    word_scales: Vec<f32>,
    narrow: Option<Linear>,
    positions: Vec<f32>,
    cases: Vec<f32>,
    places: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    head: Head,
}

#[derive(Debug)]
struct Norm {
    gain: Vec<f32>,
    bias: Vec<f32>,
}

#[derive(Debug)]
struct Layer {
    qkv: Linear,
    out: Linear,
    norm1: Norm,
    up: Linear,
    down: Linear,
    norm2: Norm,
}

/// Scores of tags and entity tags side by side, `outputs` of them, in floating point: they are few.
#[derive(Debug)]
struct Head {
    outputs: usize,
    /// Input by input.
    weights: Vec<[f32; 2 * LANES]>,
    biases: [f32; 2 * LANES],
}

/// Logarithms of chances, token by token; zeros for tokens that lie in no paragraph.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    /// As many for each token as [`Network::tags`].
    pub tags: Vec<f32>,
    /// As many for each token as [`Network::entity_tags`].
    pub entities: Vec<f32>,
}

impl Norm {
    fn read(file: &File, name: &str, width: usize) -> Result<Self, Error> {
        Ok(Norm {
            gain: file.floats(&format!("{name}.weight"), &[width])?,
            bias: file.floats(&format!("{name}.bias"), &[width])?,
        })
    }
}

impl Head {
    fn read(file: &File, width: usize, names: [(&str, usize); 2]) -> Result<Self, Error> {
        let outputs = names[0].1 + names[1].1;
        if outputs > 2 * LANES {
            return misfit(format!("{outputs} tags are too many"));
        }
        let mut head = Head { outputs, weights: vec![[0.0; 2 * LANES]; width], biases: [0.0; 2 * LANES] };
        let mut at = 0;
        for (name, n) in names {
            let weights = file.floats(&format!("{name}.weight"), &[n, width])?;
            for row in weights.chunks_exact(width) {
                for (into, w) in head.weights.iter_mut().zip(row) {
                    into[at] = *w;
                }
                at += 1;
            }
            head.biases[at - n..at].copy_from_slice(&file.floats(&format!("{name}.bias"), &[n])?);
        }
        Ok(head)
    }
}

impl Network {
    /// Reads a file of weights and the table of words that goes with it.
    ///
    /// # Errors
    ///
    /// If one is no such file, or its parts do not fit together.
    pub fn read(bytes: &[u8], words: &[u8]) -> Result<Network, Error> {
        let file = File::read(bytes)?;
        let table = File::read(words)?;
        let (rows, columns) = (table.number("rows")?, table.number("columns")?);
        let (width, inner, length) = (file.number("width")?, file.number("inner")?, file.number("length")?);
        if file.number("heads")? * EACH != width {
            return misfit(format!("heads are not {EACH} wide"));
        }
        if !(32..=LONGEST).contains(&length) {
            return misfit(format!("windows of {length} pieces"));
        }
        if rows <= usize::from(BREAK) {
            return misfit("too few words");
        }
        let narrow =
            if columns == width { None } else { Some(Linear::read(&file, "narrow", columns, width)?) };
        let mut layers = Vec::new();
        for i in 0..file.number("layers")? {
            let name = |part: &str| format!("layers.{i}.{part}");
            layers.push(Layer {
                qkv: Linear::read(&file, &name("qkv"), width, 3 * width)?,
                out: Linear::read(&file, &name("out"), width, width)?,
                norm1: Norm::read(&file, &name("norm1"), width)?,
                up: Linear::read(&file, &name("up"), width, inner)?,
                down: Linear::read(&file, &name("down"), inner, width)?,
                norm2: Norm::read(&file, &name("norm2"), width)?,
            });
        }
        let names = |of: &str| -> Result<Vec<String>, Error> {
            Ok(file.about(of)?.split(' ').map(str::to_owned).collect())
        };
        let (tags, entity_tags) = (names("tags")?, names("entities")?);
        Ok(Network {
            name: file.about("name")?.to_owned(),
            length,
            width,
            words: table.whole("words.weight", &[rows, columns])?,
            word_scales: table.floats("words.scale", &[rows])?,
            narrow,
            positions: file.floats("positions", &[length, width])?,
            cases: file.floats("cases", &[CASES, width])?,
            places: file.floats("places", &[PLACES, width])?,
            norm: Norm::read(&file, "norm", width)?,
            layers,
            head: Head::read(&file, width, [("tags", tags.len()), ("entities", entity_tags.len())])?,
            tags,
            entity_tags,
        })
    }

    /// Its name and version, as in “accurate/1”.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Names of the tags, in the order of the scores.
    pub fn tags(&self) -> &[String] {
        &self.tags
    }

    /// Names of the entity tags, in the order of the scores.
    pub fn entity_tags(&self) -> &[String] {
        &self.entity_tags
    }

    /// Scores all tokens of a text. `paragraphs` are ranges of tokens, in order; there may be gaps.
    ///
    /// # Panics
    ///
    /// If a paragraph lies outside of the features.
    pub fn scores(&self, features: &Features, paragraphs: &[Range<usize>]) -> Scores {
        self.scores_on(Machine::all()[0], features, paragraphs)
    }

    pub(crate) fn scores_on(
        &self,
        machine: Machine,
        features: &Features,
        paragraphs: &[Range<usize>],
    ) -> Scores {
        let tokens = features.cases.len();
        let mut scores = Scores {
            tags: vec![0.0; tokens * self.tags.len()],
            entities: vec![0.0; tokens * self.entity_tags.len()],
        };
        machine.run(Pass { network: self, features, paragraphs, scores: &mut scores });
        scores
    }
}

struct Pass<'a> {
    network: &'a Network,
    features: &'a Features,
    paragraphs: &'a [Range<usize>],
    scores: &'a mut Scores,
}

impl Work for Pass<'_> {
    #[inline(always)]
    fn run<K: Kernel>(self, kernel: K) {
        let network = self.network;
        let mut state = State::new(network);
        for window in windows(self.features, self.paragraphs, network.length) {
            let pieces = show(network, self.features, &window);
            state.embed(kernel, network, &pieces);
            for layer in &network.layers {
                state.multiply(kernel, &layer.qkv, pieces.len());
                state.attend(kernel, pieces.len());
                state.mix(kernel, layer, pieces.len());
            }
            let mut at = 1;
            for range in &window {
                for token in range.clone() {
                    network.head.score(
                        &state.x[at * network.width..][..network.width],
                        network,
                        token,
                        self.scores,
                    );
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
    fn score(&self, row: &[f32], network: &Network, token: usize, scores: &mut Scores) {
        // Four sums for each output, so that no addition waits for the one before.
        let mut sums = [[0.0; 2 * LANES]; 4];
        for (x, weights) in row.as_chunks::<4>().0.iter().zip(self.weights.as_chunks::<4>().0) {
            for j in 0..4 {
                for i in 0..2 * LANES {
                    sums[j][i] += x[j] * weights[j][i];
                }
            }
        }
        let mut found = self.biases;
        for i in 0..2 * LANES {
            found[i] += (sums[0][i] + sums[1][i]) + (sums[2][i] + sums[3][i]);
        }
        let (tags, entities) = found[..self.outputs].split_at_mut(network.tags.len());
        for (of, into) in [(tags, &mut scores.tags), (entities, &mut scores.entities)] {
            math::log_softmax(of);
            into[token * of.len()..][..of.len()].copy_from_slice(of);
        }
    }
}

/// Memory of one call. Rows are pieces of a window, and what pads them to a multiple of [`ROWS`].
struct State {
    width: usize,
    inner: usize,
    /// Numbers of each piece, and the same in bytes.
    x: Vec<f32>,
    bytes: Vec<[u8; 4]>,
    scales: Vec<Scale>,
    /// Queries, keys and values of each piece; and of one head, in 16 bits.
    qkv: Vec<f32>,
    queries: Vec<[i16; 2]>,
    keys: Vec<[<Pairs as Element>::Block; 2]>,
    values: Vec<[<Pairs as Element>::Block; 2]>,
    /// Of some queries with all keys.
    similar: Vec<i32>,
    chances: Vec<[i16; 2]>,
    /// What the attention gives.
    seen: Vec<f32>,
    /// Between the two halves of a layer, for some rows.
    high: Vec<f32>,
    high_bytes: Vec<[u8; 4]>,
    high_scales: Vec<Scale>,
}

impl State {
    fn new(network: &Network) -> Self {
        let rows = (network.length + 1).next_multiple_of(CHUNK);
        let keys = network.length.next_multiple_of(EACH);
        let (width, inner) = (network.width, network.layers.first().map_or(0, |l| l.up.outputs()));
        let table = network.narrow.as_ref().map_or(width, |n| n.steps * 4);
        State {
            width,
            inner,
            x: vec![0.0; rows * width],
            bytes: vec![[0; 4]; rows * width.max(table) / 4],
            scales: vec![Scale::default(); rows],
            qkv: vec![0.0; rows * 3 * width],
            queries: vec![[0; 2]; rows * EACH_STEPS],
            keys: vec![[[[0; 2]; LANES]; 2]; keys / EACH * EACH_STEPS],
            values: vec![[[[0; 2]; LANES]; 2]; keys / 2],
            similar: vec![0; ROWS * keys],
            chances: vec![[0; 2]; ROWS * keys / 2],
            seen: vec![0.0; rows * width],
            high: vec![0.0; CHUNK * inner],
            high_bytes: vec![[0; 4]; CHUNK * inner / 4],
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
            let rows = pieces.len().next_multiple_of(ROWS);
            let into = Plain { linear: narrow, scales: &self.scales, out: &mut self.x, stride: w };
            multiply(kernel, narrow, &self.bytes[..rows * narrow.steps], into);
        } else {
            for (row, [piece, ..]) in self.x.chunks_exact_mut(w).zip(pieces) {
                let scale = network.word_scales[*piece];
                for (x, b) in row.iter_mut().zip(&network.words[piece * w..][..w]) {
                    *x = f32::from(*b) * scale;
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
            self.scales[i] = math::normalize(row, &network.norm.gain, &network.norm.bias, bytes);
        }
    }

    #[inline(always)]
    fn multiply<K: Kernel>(&mut self, kernel: K, linear: &Linear, n: usize) {
        let rows = n.next_multiple_of(ROWS);
        let into = Plain { linear, scales: &self.scales, out: &mut self.qkv, stride: 3 * self.width };
        multiply(kernel, linear, &self.bytes[..rows * linear.steps], into);
    }

    /// The attention of all heads: `qkv` → `seen`.
    #[inline(always)]
    fn attend<K: Kernel>(&mut self, kernel: K, n: usize) {
        // So that sums stay within 31 bits: 32 products of queries and keys, and 256 of chances and values.
        const QUERY: f32 = 4095.0;
        const VALUE: f32 = 1023.0;
        let stride = 3 * self.width;
        let padded = n.next_multiple_of(EACH);
        for head in (0..self.width).step_by(EACH) {
            let mut most = [[0.0; LANES]; 3];
            for row in self.qkv.chunks_exact(stride).take(n) {
                for part in 0..3 {
                    math::largest(&row[part * self.width + head..][..EACH], &mut most[part]);
                }
            }
            let [query, key, value] = most.map(math::largest_of);
            for (i, row) in self.qkv.chunks_exact(stride).take(n).enumerate() {
                let part = |p: usize| {
                    row[p * self.width + head..].first_chunk::<EACH>().expect("a head of all rows")
                };
                let q = math::to_whole(part(0), QUERY / query);
                self.queries[i * EACH_STEPS..][..EACH_STEPS].copy_from_slice(q.as_chunks().0);
                let k = math::to_whole(part(1), QUERY / key);
                let panel = &mut self.keys[i / EACH * EACH_STEPS..][..EACH_STEPS];
                for (blocks, pair) in panel.iter_mut().zip(k.as_chunks().0) {
                    blocks[i / LANES % 2][i % LANES] = *pair;
                }
                let v = math::to_whole(part(2), VALUE / value);
                for (blocks, sixteen) in self.values[i / 2].iter_mut().zip(v.as_chunks::<LANES>().0) {
                    for lane in 0..LANES {
                        blocks[lane][i % 2] = sixteen[lane];
                    }
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
                    let sum = math::chances(&mut self.similar[i * padded..][..padded], n, unit, chances);
                    worth[i] = value / VALUE / sum as f32;
                }
                let chances = &self.chances[..ROWS * padded / 2];
                let mut seen =
                    Seen { out: &mut self.seen[first * self.width..], stride: self.width, head, worth };
                product::<Pairs, K, 2>(kernel, chances, padded / 2, &self.values[..padded / 2], &mut seen);
            }
        }
    }

    /// The rest of a layer: `seen` and `x` → `x` and `bytes`.
    #[inline(always)]
    fn mix<K: Kernel>(&mut self, kernel: K, layer: &Layer, n: usize) {
        let (w, inner) = (self.width, self.inner);
        let all = n.next_multiple_of(ROWS);
        for first in (0..all).step_by(CHUNK) {
            let rows = CHUNK.min(all - first);
            let x = &mut self.x[first * w..][..rows * w];
            let bytes = &mut self.bytes[first * w / 4..][..rows * w / 4];
            let scales = &mut self.scales[first..][..rows];
            let seen = self.seen[first * w..][..rows * w].chunks_exact(w);
            for ((row, bytes), scale) in seen.zip(bytes.chunks_exact_mut(w / 4)).zip(&mut *scales) {
                *scale = math::to_bytes(row, bytes.as_flattened_mut());
            }
            multiply(kernel, &layer.out, bytes, More { linear: &layer.out, scales, out: x, stride: w });
            for ((row, bytes), scale) in
                x.chunks_exact_mut(w).zip(bytes.chunks_exact_mut(w / 4)).zip(&mut *scales)
            {
                *scale = math::normalize(row, &layer.norm1.gain, &layer.norm1.bias, bytes.as_flattened_mut());
            }
            let high = &mut self.high[..rows * inner];
            multiply(kernel, &layer.up, bytes, Gelu { linear: &layer.up, scales, out: high, stride: inner });
            let high_bytes = &mut self.high_bytes[..rows * inner / 4];
            let into = high_bytes.chunks_exact_mut(inner / 4).zip(&mut self.high_scales);
            for (row, (bytes, scale)) in high.chunks_exact(inner).zip(into) {
                *scale = math::to_bytes(row, bytes.as_flattened_mut());
            }
            let down = More { linear: &layer.down, scales: &self.high_scales, out: x, stride: w };
            multiply(kernel, &layer.down, high_bytes, down);
            for ((row, bytes), scale) in x.chunks_exact_mut(w).zip(bytes.chunks_exact_mut(w / 4)).zip(scales)
            {
                *scale = math::normalize(row, &layer.norm2.gain, &layer.norm2.bias, bytes.as_flattened_mut());
            }
        }
    }
}

#[inline(always)]
fn multiply<K: Kernel>(kernel: K, linear: &Linear, bytes: &[[u8; 4]], mut finish: impl Finish) {
    product::<Bytes, K, { crate::weights::PANEL }>(kernel, bytes, linear.steps, &linear.blocks, &mut finish);
}

/// Sums of 16 outputs → their values.
#[inline(always)]
fn values(linear: &Linear, scale: Scale, block: usize, sums: &[i32; LANES]) -> [f32; LANES] {
    let (taken, scales, biases) = (&linear.sums[block], &linear.scales[block], &linear.biases[block]);
    let mut found = [0.0; LANES];
    for i in 0..LANES {
        found[i] = (sums[i] - scale.zero * taken[i]) as f32 * (scale.scale * scales[i]) + biases[i];
    }
    found
}

macro_rules! finish {
    ($(#[$about:meta])* $name:ident, |$old:ident, $new:ident| $write:expr) => {
        $(#[$about])*
        struct $name<'a> {
            linear: &'a Linear,
            scales: &'a [Scale],
            out: &'a mut [f32],
            stride: usize,
        }

        impl Finish for $name<'_> {
            #[inline(always)]
            fn take(&mut self, row: usize, block: usize, sums: &[i32; LANES]) {
                let found = values(self.linear, self.scales[row], block, sums);
                let out = self.out[row * self.stride + block * LANES..].first_chunk_mut::<LANES>();
                for ($old, $new) in out.expect("a block in a row").iter_mut().zip(found) {
                    *$old = $write;
                }
            }
        }
    };
}

finish!(
    /// Writes values.
    Plain,
    |old, new| new
);
finish!(
    /// Adds values to what is there.
    More,
    |old, new| *old + new
);
finish!(
    /// Writes values after the [`math::gelu`].
    Gelu,
    |old, new| math::gelu(new)
);

/// Writes sums as they are.
struct Similar<'a> {
    out: &'a mut [i32],
    stride: usize,
}

impl Finish for Similar<'_> {
    #[inline(always)]
    fn take(&mut self, row: usize, block: usize, sums: &[i32; LANES]) {
        self.out[row * self.stride + block * LANES..][..LANES].copy_from_slice(sums);
    }
}

/// Writes what a head sees, by the worth of a unit of each row.
struct Seen<'a> {
    out: &'a mut [f32],
    stride: usize,
    head: usize,
    worth: [f32; ROWS],
}

impl Finish for Seen<'_> {
    #[inline(always)]
    fn take(&mut self, row: usize, block: usize, sums: &[i32; LANES]) {
        let out = &mut self.out[row * self.stride + self.head + block * LANES..][..LANES];
        for (x, s) in out.iter_mut().zip(sums) {
            *x = *s as f32 * self.worth[row];
        }
    }
}
