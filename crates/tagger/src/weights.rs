//! Weights as training/export.py writes them, and how the kernels want them.

use std::collections::HashMap;

use safetensors::{Dtype, SafeTensors};

use crate::kernel::{Block, Bytes, Element, LANES, PANEL};

/// Why a network could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is no safetensors file.
    #[error("the weights cannot be read")]
    Format(#[from] safetensors::SafeTensorError),
    /// Something is missing or of another kind or shape than the rest of the file says.
    #[error("the weights do not fit together: {0}")]
    Misfit(String),
}

pub(crate) fn misfit<T>(what: impl Into<String>) -> Result<T, Error> {
    Err(Error::Misfit(what.into()))
}

/// A file of weights.
pub(crate) struct File<'a> {
    tensors: SafeTensors<'a>,
    about: HashMap<String, String>,
}

impl<'a> File<'a> {
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, Error> {
        let (_, head) = SafeTensors::read_metadata(bytes)?;
        let about = head.metadata().clone().unwrap_or_default();
        Ok(File { tensors: SafeTensors::deserialize(bytes)?, about })
    }

    pub(crate) fn about(&self, name: &str) -> Result<&str, Error> {
        self.about
            .get(name)
            .map_or_else(|| misfit(format!("nothing is said of “{name}”")), |value| Ok(value.as_str()))
    }

    pub(crate) fn number(&self, name: &str) -> Result<usize, Error> {
        self.about(name)?.parse().or_else(|_| misfit(format!("“{name}” is not a number")))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.tensors.tensor(name).is_ok()
    }

    fn bytes(&self, name: &str, kind: Dtype, shape: &[usize]) -> Result<&'a [u8], Error> {
        let tensor = self.tensors.tensor(name)?;
        if tensor.dtype() != kind || tensor.shape() != shape {
            return misfit(format!(
                "“{name}” is {:?} {:?}, not {kind:?} {shape:?}",
                tensor.dtype(),
                tensor.shape()
            ));
        }
        Ok(tensor.data())
    }

    pub(crate) fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, Error> {
        let bytes = self.bytes(name, Dtype::F32, shape)?;
        Ok(bytes.as_chunks().0.iter().map(|b| f32::from_le_bytes(*b)).collect())
    }

    pub(crate) fn whole(&self, name: &str, shape: &[usize]) -> Result<Vec<i8>, Error> {
        Ok(self.bytes(name, Dtype::I8, shape)?.iter().map(|b| b.cast_signed()).collect())
    }
}

/// A layer that multiplies.
#[derive(Debug)]
pub(crate) struct Linear {
    /// Steps of four inputs each.
    pub(crate) steps: usize,
    /// Panels of `steps` times as many outputs as [`PANEL`] blocks have.
    pub(crate) blocks: Vec<[<Bytes as Element>::Block; PANEL]>,
    pub(crate) outputs: Vec<Outputs>,
}

/// What is known of 16 outputs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outputs {
    /// The sums of their weights.
    pub(crate) sums: [i32; LANES],
    /// The worth of a unit of their weights.
    pub(crate) scales: [f32; LANES],
    /// What is added in the end.
    pub(crate) biases: [f32; LANES],
}

impl Linear {
    pub(crate) fn read(file: &File, name: &str, inputs: usize, outputs: usize) -> Result<Self, Error> {
        if !inputs.is_multiple_of(LANES) || !outputs.is_multiple_of(PANEL * LANES) {
            return misfit(format!(
                "“{name}” of {inputs} times {outputs} weights has no size that is computed with"
            ));
        }
        let weights = file.whole(&format!("{name}.weight"), &[outputs, inputs])?;
        let scales = file.floats(&format!("{name}.scale"), &[outputs])?;
        let bias = format!("{name}.bias");
        let biases = if file.has(&bias) { file.floats(&bias, &[outputs])? } else { vec![0.0; outputs] };
        let steps = inputs / 4;
        let mut blocks = vec![[Block([[0; 4]; LANES]); PANEL]; outputs / (PANEL * LANES) * steps];
        for (o, row) in weights.chunks_exact(inputs).enumerate() {
            let (panel, block, lane) = (o / (PANEL * LANES), o / LANES % PANEL, o % LANES);
            for (k, four) in row.as_chunks::<4>().0.iter().enumerate() {
                blocks[panel * steps + k][block].0[lane] = *four;
            }
        }
        let sums: Vec<i32> =
            weights.chunks_exact(inputs).map(|row| row.iter().map(|w| i32::from(*w)).sum()).collect();
        let all = sums.as_chunks().0.iter().zip(scales.as_chunks().0).zip(biases.as_chunks().0);
        let outputs = all.map(|((s, c), b)| Outputs { sums: *s, scales: *c, biases: *b }).collect();
        Ok(Linear { steps, blocks, outputs })
    }

    /// How many numbers it gives.
    pub(crate) fn width(&self) -> usize {
        self.outputs.len() * LANES
    }
}
