//! Makes `data/background.tsv`: in how many reports of a collection each stem stands.
//!
//! ```text
//! cargo run --example background -- reports/*.txt > data/background.tsv
//! ```
#![allow(clippy::print_stdout, reason = "a tool for the maker of the table")]

use std::collections::{BTreeMap, BTreeSet};

use backstory_text::{Span, fold, stem, words};

/// Stems kept: the rest stand in so few reports that they count as unseen.
const KEPT: usize = 20_000;

fn main() -> std::io::Result<()> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut reports = 0;
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(path)?;
        let stems: BTreeSet<String> = words(&text, Span::new(0, text.len()))
            .map(|span| stem(&fold(span.of(&text))).to_owned())
            .filter(|s| s.chars().any(char::is_alphabetic))
            .collect();
        for stem in stems {
            *counts.entry(stem).or_default() += 1;
        }
        reports += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().filter(|(_, n)| *n > 1).collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    println!("{reports}");
    for (stem, count) in counts.into_iter().take(KEPT) {
        println!("{stem}\t{count}");
    }
    Ok(())
}
