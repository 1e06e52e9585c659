//! Shipped networks give what the framework of training gives for the same weights, but for what 8 bits take.
//!
//! `python training/parity.py accurate fast` writes what is expected.

use std::ops::Range;
use std::path::Path;

use backstory_tagger::{Features, Network, features};
use backstory_text::{Span, paragraphs, quotations, tokens};

/// The most that the logarithm of a chance above a hundredth may differ, of a tag and of an entity tag.
const MOST: f32 = 0.35;
/// And the mean, over all tokens and tags, of the difference of chances.
const MEAN: f32 = 0.001;

fn read(text: &str) -> (Features, Vec<Range<usize>>) {
    let whole = Span::new(0, text.len());
    let (mut all, mut ranges) = (Vec::new(), Vec::new());
    for paragraph in paragraphs(text, whole) {
        let start = all.len();
        all.extend(tokens(text, paragraph));
        ranges.push(start..all.len());
    }
    (features(text, &all, &quotations(text, whole)), ranges)
}

fn best(row: &[f32]) -> usize {
    (0..row.len()).max_by(|a, b| row[*a].total_cmp(&row[*b])).unwrap()
}

/// Compares with `expected`, row by row; a best that wins by a hair may be another.
fn check(what: &str, found: &[f32], expected: &serde_json::Value) {
    let rows: Vec<Vec<f32>> = serde_json::from_value(expected.clone()).unwrap();
    let n = rows[0].len();
    assert_eq!(found.len(), rows.len() * n);
    let (mut most, mut sum) = (0.0f32, 0.0);
    for (token, (row, wanted)) in found.chunks_exact(n).zip(&rows).enumerate() {
        for (a, b) in row.iter().zip(wanted) {
            sum += (a.exp() - b.exp()).abs();
            if a.max(*b) > 0.01f32.ln() {
                most = most.max((a - b).abs());
            }
        }
        let (ours, theirs) = (best(row), best(wanted));
        // Where neither is sure, each may be off by as much as is allowed.
        assert!(
            ours == theirs || wanted[theirs] - wanted[ours] < 2.0 * MOST,
            "{what} of token {token}: {ours}, not {theirs}"
        );
    }
    let mean = sum / found.len() as f32;
    assert!(most < MOST && mean < MEAN, "{what} differ by up to {most}, {mean} in the mean");
}

#[test]
fn networks_give_what_the_training_framework_gives() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (features, paragraphs) = read(include_str!("parity/news.txt"));
    for name in ["accurate", "fast"] {
        let expected = std::fs::read_to_string(home.join(format!("tests/parity/{name}.json"))).unwrap();
        let expected: serde_json::Value = serde_json::from_str(&expected).unwrap();
        let file = |name: &str| std::fs::read(home.join(format!("data/{name}.safetensors"))).unwrap();
        let network = Network::read(&file(name), &file("words")).unwrap();
        let scores = network.scores(&features, &paragraphs);
        check(&format!("{name}: tags"), &scores.tags, &expected["tags"]);
        check(&format!("{name}: entities"), &scores.entities, &expected["entities"]);
    }
}
