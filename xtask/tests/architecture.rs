//! Holds ARCHITECTURE.md against the tree, because such a page drifts otherwise.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// The first cell of a table's rows (without its backticks) → the last one.
type Table = BTreeMap<String, String>;

/// The table under a heading.
fn table(heading: &str) -> Table {
    let page = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md can be read");
    let section = page.split("\n## ").find(|s| s.starts_with(heading)).expect("the page has this heading");
    section
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            (cells[0].trim_matches('`').to_owned(), cells[cells.len() - 1].to_owned())
        })
        .collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the project")
}

/// The project's packages as cargo sees them.
fn packages() -> Vec<serde_json::Value> {
    let output = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .output()
        .expect("cargo runs");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    metadata["packages"].as_array().expect("a list of packages").clone()
}

/// `crates/text`, `xtask`.
fn place(package: &serde_json::Value) -> String {
    let manifest = Path::new(package["manifest_path"].as_str().expect("a path"));
    let folder = manifest.parent().expect("a manifest lies in a folder");
    // Both are made canonical, because the project may be reached through a link.
    let (folder, root) =
        (folder.canonicalize().expect("it is there"), root().canonicalize().expect("it is there"));
    folder.strip_prefix(root).expect("packages lie in the project").to_string_lossy().replace('\\', "/")
}

/// Names of a package's dependencies of a kind (None: those of the library or program itself).
fn dependencies(package: &serde_json::Value, all_kinds: bool) -> BTreeSet<String> {
    let list = package["dependencies"].as_array().expect("a list of dependencies");
    let wanted = list.iter().filter(|d| all_kinds || d["kind"].is_null());
    wanted.map(|d| d["name"].as_str().expect("a name").to_owned()).collect()
}

#[test]
fn every_crate_stands_on_the_map_and_nothing_else_does() {
    let there: BTreeSet<String> = packages().iter().map(place).collect();
    let told: BTreeSet<String> = table("Crate map").into_keys().collect();
    assert_eq!(told, there, "ARCHITECTURE.md, crate map (left) and the tree (right)");
}

#[test]
fn every_arrow_between_crates_stands_on_the_map_and_nothing_else_does() {
    let map = table("Crate map");
    for package in packages() {
        let there: BTreeSet<String> = dependencies(&package, false)
            .iter()
            .filter_map(|name| name.strip_prefix("backstory-").map(str::to_owned))
            .collect();
        let place = place(&package);
        let told: BTreeSet<String> = map
            .get(&place)
            .map_or("", |cell| cell)
            .split(", ")
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect();
        assert_eq!(told, there, "{place}: arrows in ARCHITECTURE.md (left) and in its Cargo.toml (right)");
    }
}

#[test]
fn every_dependency_says_why_and_none_is_told_that_is_gone() {
    let there: BTreeSet<String> = packages()
        .iter()
        .flat_map(|package| dependencies(package, true))
        .filter(|name| !name.starts_with("backstory"))
        .collect();
    let table = table("Dependencies");
    assert!(table.values().all(|why| why.len() > 10), "a dependency has no reason beside it");
    let told: BTreeSet<String> = table.into_keys().collect();
    assert_eq!(told, there, "ARCHITECTURE.md, dependencies (left) and the Cargo.tomls (right)");
}
