//! The same reports give the same bytes: in any order, at once or one by one, on any number of threads, and after a
//! run that was killed.
#![allow(clippy::print_stderr, reason = "a test that cannot run here says so")]

mod common;

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use backstory_model::{Case, Diagnostic};
use backstory_pipeline::{Input, Options, Progress, Stage};
use backstory_store::Store;
use common::{Place, REPORT};
use proptest::{
    prelude::{Just, Strategy, prop, prop_assert},
    test_runner::{Config, TestRunner},
};

/// Files of a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    files.sort();
    files.retain(|f| f.file_name().is_some_and(|n| n != "manifest.csv"));
    files
}

/// Says nothing.
struct Silent;

impl Progress for Silent {
    fn stage(&mut self, _: Stage) {}
    fn file(&mut self) {}
    fn report(&mut self) {}
    fn diagnostic(&mut self, _: &Diagnostic) {}
}

/// The export and the page of a new case to which the paths of each run were added, run after run.
fn shown<P: AsRef<Path>>(runs: &[&[P]], threads: usize) -> (String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.db");
    let options = Options { threads, ..Options::default() };
    let mut case = Case::default();
    for run in runs {
        let inputs: Vec<Input> = run.iter().map(|p| Input::Path(p.as_ref().to_owned())).collect();
        let mut store = Store::create(&path).expect("a case");
        let traced = backstory_pipeline::trace(&mut store, &inputs, &options, &mut Silent);
        let (outcome, now) = traced.expect("nothing fails");
        assert_eq!(outcome.failed, 0);
        case = now;
    }
    let mut export = Vec::new();
    backstory_show::export::json(&case, &mut export).expect("there is room in memory");
    (String::from_utf8(export).expect("UTF-8"), backstory_show::html::report(&case))
}

/// How many orders are tried. Each is a case of its own, linked anew at every step.
const ORDERS: u32 = 6;

/// Adds the files of `folder` in random orders, in random portions, on one thread and on two.
fn any_order_gives_the_same(folder: &Path) {
    let at_once = shown(&[&[folder]], 2);
    assert!(shown(&[&[folder]], 1) == at_once, "one thread gives another case than two");
    let files = files(folder);
    let single: Vec<&[PathBuf]> = files.iter().rev().map(std::slice::from_ref).collect();
    assert!(shown(&single, 2) == at_once, "added one by one, last first: another case");

    let orders = (Just(files).prop_shuffle(), prop::collection::vec(1..=4_usize, 20), 1..=2_usize);
    let config =
        Config { cases: ORDERS, max_shrink_iters: 30, failure_persistence: None, ..Config::default() };
    let result = TestRunner::new(config).run(&orders, |(files, portions, threads)| {
        let mut rest = files.as_slice();
        let mut runs = Vec::new();
        for size in portions.into_iter().chain(std::iter::repeat(1)) {
            if rest.is_empty() {
                break;
            }
            let (run, after) = rest.split_at(size.min(rest.len()));
            runs.push(run);
            rest = after;
        }
        prop_assert!(shown(&runs, threads) == at_once, "another export or page than at once");
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn the_demo_case_in_any_order() {
    let place = Place::new();
    for (name, text) in backstory_demo::FILES {
        place.write(&format!("reports/{name}"), text);
    }
    any_order_gives_the_same(&place.path("reports"));
}

#[test]
fn real_reports_in_any_order() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    if !seeds.is_dir() {
        eprintln!("skipped: there are no reports at {}", seeds.display());
        return;
    }
    any_order_gives_the_same(&seeds.canonicalize().expect("the folder"));
}

/// The same through the program itself, process by process.
#[test]
fn the_program_run_report_by_report() {
    let place = Place::new();
    let names: Vec<String> =
        backstory_demo::FILES.iter().map(|(name, _)| format!("reports/{name}")).collect();
    for (name, text) in names.iter().zip(backstory_demo::FILES.iter().map(|(_, text)| text)) {
        place.write(name, text);
    }
    assert_eq!(place.run(&["-q", "trace", "reports", "-o", "once.db"]).code, 0);
    let names: Vec<&String> = names.iter().filter(|n| !n.ends_with("manifest.csv")).collect();
    for portion in names.rchunks(5) {
        let mut arguments = vec!["-q", "trace", "-o", "parts.db", "--threads", "1"];
        arguments.extend(portion.iter().map(|n| n.as_str()));
        let run = place.run(&arguments);
        assert_eq!(run.code, 0, "{}", run.err);
    }
    assert!(place.export("parts.db") == place.export("once.db"), "another export");
    assert!(place.read("parts.html") == place.read("once.html"), "another page");
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
    assert!(run.err.contains(&format!("{safe} already there)")), "{safe}: {}", run.err);
    let run = place.run(&["-q", "trace", "pile", "-o", "whole.db"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        place.export("cut.db") == place.export("whole.db"),
        "the case is another after a run that was killed"
    );
}
