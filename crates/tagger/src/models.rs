//! The networks that ship with the program, read when they are first asked for.

use std::sync::LazyLock;

use crate::network::Network;

/// A network that ships with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// The one that errs least.
    Accurate,
    /// Several times as quick.
    Fast,
}

static WORDS: &[u8] = include_bytes!("../data/words.safetensors");
static ACCURATE: LazyLock<Network> = LazyLock::new(|| read(include_bytes!("../data/accurate.safetensors")));
static FAST: LazyLock<Network> = LazyLock::new(|| read(include_bytes!("../data/fast.safetensors")));

fn read(bytes: &[u8]) -> Network {
    Network::read(bytes, WORDS).expect("the weights that ship with the program are whole: a test reads them")
}

impl Model {
    /// Its network. The first call takes some 30 ms, and the others wait for it.
    pub fn network(self) -> &'static Network {
        match self {
            Model::Accurate => &ACCURATE,
            Model::Fast => &FAST,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_can_be_read() {
        for model in [Model::Accurate, Model::Fast] {
            assert!(!model.network().name().is_empty());
        }
    }
}
