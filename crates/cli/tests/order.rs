//! The same reports give the same bytes: in any order, at once or one by one, on any number of threads, and after a
//! run that was killed.

mod common;

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use common::{Place, REPORT};

/// Files of a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    files.sort();
    files.retain(|f| f.file_name().is_some_and(|n| n != "manifest.csv"));
    files
}

/// Another order for each `turn`: a rotation, every second one of it backwards.
fn reordered<T: Clone>(items: &[T], turn: usize) -> Vec<T> {
    let mut items = items.to_vec();
    let by = turn * 7 % items.len().max(1);
    items.rotate_left(by);
    if turn % 2 == 1 {
        items.reverse();
    }
    items
}

fn any_order_gives_the_same(place: &Place, folder: &Path) {
    let trace = |case: &str, paths: &[&Path], threads: &str| {
        let mut arguments = vec!["-q", "trace", "-o", case, "--threads", threads];
        arguments.extend(paths.iter().map(|p| p.to_str().expect("paths of tests are UTF-8")));
        let run = place.run(&arguments);
        assert_eq!(run.code, 0, "{}", run.err);
    };
    trace("once.db", &[folder], "2");
    let (export, page) = (place.export("once.db"), place.read("once.html"));
    trace("single.db", &[folder], "1");
    assert_eq!(place.export("single.db"), export, "one thread");
    assert_eq!(place.read("single.html"), page, "one thread");
    for turn in 0..3 {
        let case = format!("turn{turn}.db");
        let files = reordered(&files(folder), turn);
        for file in &files {
            trace(&case, &[file], "2");
        }
        assert!(place.export(&case) == export, "added one by one in order {turn}: another export");
        assert!(
            place.read(&format!("turn{turn}.html")) == page,
            "added one by one in order {turn}: another page"
        );
    }
}

#[test]
fn the_demo_case_in_any_order() {
    let place = Place::new();
    for (name, text) in backstory_demo::FILES {
        place.write(&format!("reports/{name}"), text);
    }
    any_order_gives_the_same(&place, &place.path("reports"));
}

#[test]
fn real_reports_in_any_order() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    if !seeds.is_dir() {
        eprintln!("skipped: there are no reports at {}", seeds.display());
        return;
    }
    any_order_gives_the_same(&Place::new(), &seeds.canonicalize().expect("the folder"));
}

/// More than are made safe at once.
const REPORTS: usize = 120;

#[test]
fn a_run_that_is_killed_keeps_what_it_finished_and_is_gone_on_with() {
    let place = Place::new();
    let line = |number: usize| {
        let street = |n: usize| {
            format!("Street {} of Velm has {} houses by the wall. ", number * 100 + n, n * 7 + number)
        };
        let text = format!("{REPORT}\n{}", (0..40).map(street).collect::<String>());
        format!("{}\n", serde_json::json!({"title": format!("Street list {number}"), "text": text}))
    };
    place.write("pile/wire.jsonl", &(0..REPORTS).map(line).collect::<String>());
    let mut child =
        place.command(&["-q", "trace", "pile", "-o", "cut.db"]).spawn().expect("the program starts");
    let stored = || {
        let run = place.run(&["search", "cut.db", "street", "-n", "1000"]);
        run.out.lines().filter(|l| l.starts_with("report ")).count()
    };
    let started = Instant::now();
    while stored() == 0 && started.elapsed() < Duration::from_secs(60) {
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().expect("it can be killed");
    child.wait().expect("it ends");

    let safe = stored();
    assert!(safe > 0, "no report was safe");
    let run = place.run(&["trace", "pile", "-o", "cut.db"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.err.contains(&format!("({} new, {safe} already there)", REPORTS - safe)),
        "{safe}: {}",
        run.err
    );
    let run = place.run(&["-q", "trace", "pile", "-o", "whole.db"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        place.export("cut.db") == place.export("whole.db"),
        "the case is another after a run that was killed"
    );
}
