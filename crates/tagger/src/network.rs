//! Features → how likely each tag is for each token: the forward pass of the network that training/network.py defines.
//!
//! Weights are 8-bit with a scale an output, activations 8-bit with a scale and a zero a row, queries, keys, values and
//! chances of the attention 10 to 13 bits; what lies between is 32-bit floating point in one order of operations
//! ([`math`](crate::math)). So every machine finds the same bits, with whatever [`kernel`](crate::kernel) it has.

use std::ops::Range;

use crate::features::{CASES, Features, PLACES};
use crate::kernel::{LANES, Machine};
use crate::pieces::BREAK;
use crate::weights::{Error, File, Linear, misfit};

mod pass;
#[cfg(test)]
mod tests;

/// Numbers of a head of attention.
const EACH: usize = 32;
/// Longest window: with more, sums of the attention could leave 32 bits.
const LONGEST: usize = 256;

/// Blocks of scores that tags and entity tags have, whether they fill them or not.
const TAGS: usize = 2;
const ENTITIES: usize = 1;

/// A trained tagger. Shared by threads; each call has its own memory.
#[derive(Debug)]
pub struct Network {
    name: String,
    length: usize,
    width: usize,
    /// How many pieces of a window may stand around what is scored in it.
    context: usize,
    /// Heads of a layer, each [`EACH`] wide.
    heads: usize,
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

/// Scores of tags and entity tags side by side, in floating point: they are few.
#[derive(Debug)]
struct Head {
    /// Input by input.
    weights: Vec<[[f32; LANES]; TAGS + ENTITIES]>,
    biases: [[f32; LANES]; TAGS + ENTITIES],
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
    fn read(file: &File, width: usize, [tags, entities]: [usize; 2]) -> Result<Self, Error> {
        if tags > TAGS * LANES || entities > ENTITIES * LANES {
            return misfit("tags are too many");
        }
        // What pads the scores is never likely.
        let mut head = Head {
            weights: vec![[[0.0; LANES]; TAGS + ENTITIES]; width],
            biases: [[-1e30; LANES]; TAGS + ENTITIES],
        };
        for (name, n, first) in [("tags", tags, 0), ("entities", entities, TAGS * LANES)] {
            let weights = file.floats(&format!("{name}.weight"), &[n, width])?;
            for (i, row) in weights.chunks_exact(width).enumerate() {
                for (into, w) in head.weights.iter_mut().zip(row) {
                    into.as_flattened_mut()[first + i] = *w;
                }
            }
            let biases = file.floats(&format!("{name}.bias"), &[n])?;
            head.biases.as_flattened_mut()[first..first + n].copy_from_slice(&biases);
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
        // A layer may have fewer heads than fill its width.
        let heads = file.number("heads")?;
        let looked = heads * EACH;
        let context = file.number("context")?;
        if !(32..=LONGEST).contains(&length) || length < 32 + context {
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
                qkv: Linear::read(&file, &name("qkv"), width, 3 * looked)?,
                out: Linear::read(&file, &name("out"), looked, width)?,
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
            heads,
            context,
            words: table.whole("words.weight", &[rows, columns])?,
            word_scales: table.floats("words.scale", &[rows])?,
            narrow,
            positions: file.floats("positions", &[length, width])?,
            cases: file.floats("cases", &[CASES, width])?,
            places: file.floats("places", &[PLACES, width])?,
            norm: Norm::read(&file, "norm", width)?,
            layers,
            head: Head::read(&file, width, [tags.len(), entity_tags.len()])?,
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
        machine.run(pass::Pass { network: self, features, paragraphs, scores: &mut scores });
        scores
    }
}
