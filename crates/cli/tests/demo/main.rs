//! Holds a case traced from the demo's reports against the truth written down beside them.
//!
//! Every expectation has a name. Those that fail are printed by that name, and one is enough to fail the test.

#![allow(clippy::print_stdout, reason = "what does not hold is listed")]

mod case;
mod truth;

use std::path::Path;

use assert_cmd::Command;

use case::Case;

/// Traces `folder` in `dir` and gives the exported JSON.
fn traced(dir: &Path, folder: &str) -> String {
    let run = |args: &[&str]| {
        let output = Command::cargo_bin("backstory")
            .expect("the program is built with its tests")
            .current_dir(dir)
            .args(args)
            .output()
            .expect("the program starts");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "backstory {args:?} ended with {}:\n{said}", output.status);
        String::from_utf8(output.stdout).expect("the program writes UTF-8")
    };
    run(&["trace", folder, "-o", "demo.db"]);
    run(&["export", "demo.db", "--format", "json"])
}

#[test]
fn the_demo_case_shows_all_of_its_truth() {
    let dir = tempfile::tempdir().expect("a temporary folder can be made");
    let folder = dir.path().join("reports");
    std::fs::create_dir(&folder).expect("a folder can be made");
    for (name, contents) in backstory_demo::FILES {
        std::fs::write(folder.join(name), contents).expect("a file can be written");
    }
    let case: Case =
        serde_json::from_str(&traced(dir.path(), "reports")).expect("the export has the contract's shape");
    let results = truth::hold(&case);
    assert!(results.len() > 200, "the truth has lost expectations: {} are left", results.len());

    let missing: Vec<&str> = results.iter().filter(|r| !r.holds).map(|r| r.name.as_str()).collect();
    for name in &missing {
        println!("missing: {name}");
    }
    println!("the demo case: {} of {} expectations hold", results.len() - missing.len(), results.len());
    assert!(
        missing.is_empty(),
        "{} expectations of the demo case do not hold; they are listed above",
        missing.len()
    );
}
