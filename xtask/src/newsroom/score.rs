//! Truth and export in, figures and the errors behind them out.

use super::data::{Export, Pair, Truth};
use super::{claims, lineage, quotes, stories};

/// What one measure came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Figure {
    /// Of what was told, so many are right; of what is true, so many were found.
    Found { right: usize, told: usize, found: usize, wanted: usize },
    /// Precision and recall as means over items, from 0 to 1.
    Cubed { precision: f64, recall: f64, items: usize },
    /// So many of so many.
    Share { hits: usize, of: usize },
    /// Seconds.
    Seconds(f64),
    /// Bytes; None where the system does not tell.
    Bytes(Option<u64>),
}

impl Figure {
    /// Precision, recall and F1 from 0 to 1; None where there is nothing to count, or for what has none.
    pub(crate) fn quality(self) -> [Option<f64>; 3] {
        let share = |hits: usize, of: usize| (of > 0).then(|| hits as f64 / of as f64);
        match self {
            Self::Found { right, told, found, wanted } => {
                let (precision, recall) = (share(right, told), share(found, wanted));
                // Where there is something to find and nothing was told, or the other way round, F1 is 0.
                let both = (told + wanted > 0).then(|| f1(precision.unwrap_or(0.0), recall.unwrap_or(0.0)));
                [precision, recall, both]
            }
            Self::Cubed { items: 0, .. } => [None; 3],
            Self::Cubed { precision, recall, .. } => {
                [Some(precision), Some(recall), Some(f1(precision, recall))]
            }
            Self::Share { hits, of } => [None, None, share(hits, of)],
            Self::Seconds(_) | Self::Bytes(_) => [None; 3],
        }
    }
}

fn f1(precision: f64, recall: f64) -> f64 {
    if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
}

/// A line of the table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) figure: Figure,
}

impl Row {
    pub(crate) fn new(name: impl Into<String>, figure: Figure) -> Self {
        Self { name: name.into(), figure }
    }
}

/// Something that went wrong, in words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fault {
    pub(crate) kind: String,
    /// Told and not true; else true and not told.
    pub(crate) told: bool,
    /// The higher, the worse.
    pub(crate) score: f64,
    pub(crate) lines: Vec<String>,
}

/// Keeps errors where somebody wants to read them: their words take more time than counting them.
#[derive(Default)]
pub(crate) struct Log {
    pub(crate) on: bool,
    pub(crate) faults: Vec<Fault>,
}

impl Log {
    pub(crate) fn add(&mut self, kind: &str, told: bool, score: f64, lines: impl FnOnce() -> Vec<String>) {
        if self.on {
            self.faults.push(Fault { kind: kind.to_owned(), told, score, lines: lines() });
        }
    }
}

/// What a case came to.
pub(crate) struct Scores {
    pub(crate) rows: Vec<Row>,
    /// True kinds of takings (down) by told kinds (across).
    pub(crate) kinds: lineage::Matrix,
    pub(crate) faults: Vec<Fault>,
    /// Reports of the truth that the case does not have.
    pub(crate) absent: usize,
}

/// Holds an export against the truth. `faults` says whether the errors are wanted in words.
pub(crate) fn score(truth: &Truth, export: &Export, faults: bool) -> Scores {
    let pair = Pair::new(truth, export);
    let mut log = Log { on: faults, ..Log::default() };
    let mut rows = vec![stories::stories(&pair, &mut log)];
    let (edges, kinds) = lineage::lineage(&pair, &mut log);
    rows.extend(edges);
    rows.extend(quotes::quotes(&pair, &mut log));
    rows.extend(claims::claims(&pair, &mut log));
    rows.extend(stories::timeline(&pair, &mut log));
    Scores { rows, kinds, faults: log.faults, absent: pair.absent() }
}
