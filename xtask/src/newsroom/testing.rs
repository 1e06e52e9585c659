//! Tiny truths and exports for tests.

use serde_json::{Value, json};

use super::data::{Export, Truth};
use super::score::{Figure, Log, score};

/// What each report of a test says: forty letters, so that positions are easily counted.
pub(crate) const TEXT: &str = "abcdefghij abcdefghi abcdefghi abcdefghi.";

/// `count` reports (`r1.json`, with the id `id1`) of one event, and what else truth and export say.
pub(crate) fn truth_and_export(count: usize, truth: &str, export: &str) -> (Truth, Export) {
    let mut truth: Value = serde_json::from_str(truth).expect("the truth is JSON");
    let mut export: Value = serde_json::from_str(export).expect("the export is JSON");
    truth["reports"] =
        (1..=count).map(|n| json!({"file": format!("r{n}.json"), "event": "e1", "kind": "origin"})).collect();
    export["reports"] = (1..=count)
        .map(|n| json!({"id": format!("id{n}"), "uri": format!("reports/r{n}.json"), "text": TEXT}))
        .collect();
    (
        serde_json::from_value(truth).expect("the truth has its shape"),
        serde_json::from_value(export).expect("the export has its shape"),
    )
}

/// The figures of a tiny case by the names of their rows.
pub(crate) fn figure(count: usize, truth: &str, export: &str) -> impl Fn(&str) -> Figure + use<> {
    let (truth, export) = truth_and_export(count, truth, export);
    // With faults, so that tests run through their words too.
    let scores = score(&truth, &export, true);
    move |name| {
        let row = scores.rows.iter().find(|row| row.name == name);
        row.unwrap_or_else(|| panic!("no row {name:?} in {:?}", scores.rows)).figure
    }
}

/// The errors of a tiny case in words.
pub(crate) fn faults(count: usize, truth: &str, export: &str) -> Vec<super::score::Fault> {
    let (truth, export) = truth_and_export(count, truth, export);
    score(&truth, &export, true).faults
}

#[test]
fn errors_are_kept_only_where_they_are_wanted() {
    let mut log = Log::default();
    log.add("stories", true, 1.0, || panic!("nobody wants them"));
    assert!(log.faults.is_empty());
}
