//! How common English words are in news, counted once in a collection that is not the case.
//!
//! A case of five reports tells nothing of how rare a word is in general: "minister" and "Caracas" may both stand in
//! two of them. The table (`data/background.tsv`) gives, for each stem, the number of reports that hold it, among
//! 842 English political reports of 2016 (the training part of PolNeAR 1.0, Newell et al., LREC 2018);
//! `examples/background.rs` makes it.

use std::{collections::HashMap, sync::LazyLock};

/// Document frequencies of the background collection.
pub(crate) struct Background {
    /// Reports counted.
    pub(crate) reports: f64,
    counts: HashMap<&'static str, f64>,
}

static TABLE: LazyLock<Background> = LazyLock::new(|| {
    let mut lines = include_str!("../data/background.tsv").lines();
    let number = |text: &str| text.parse().expect("the table of the build is sound");
    let reports = number(lines.next().unwrap_or_default());
    let counts = lines.filter_map(|l| l.split_once('\t')).map(|(stem, n)| (stem, number(n))).collect();
    Background { reports, counts }
});

impl Background {
    /// The table of this build.
    pub(crate) fn table() -> &'static Background {
        &TABLE
    }

    /// In how many reports of the background collection a stem stands; 1 for those that are not in the table.
    pub(crate) fn count(&self, stem: &str) -> f64 {
        self.counts.get(stem).copied().unwrap_or(1.0)
    }
}
