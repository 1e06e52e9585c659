//! Order, threads, interruptions: what a run does around the rooms it calls.

use std::{
    fs,
    path::Path,
    sync::atomic::{AtomicBool, Ordering::SeqCst},
    thread,
    time::{Duration, Instant},
};

use super::*;

/// Collects what a run says.
#[derive(Default)]
struct Heard(Vec<String>);

impl Progress for Heard {
    fn stage(&mut self, _: Stage) {}
    fn file(&mut self) {}
    fn report(&mut self) {}
    fn diagnostic(&mut self, diagnostic: &Diagnostic) {
        self.0.push(format!("{} {diagnostic}", diagnostic.code));
    }
}

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
}

fn inputs(paths: &[&Path]) -> Vec<Input> {
    paths.iter().map(|p| Input::Path(p.to_path_buf())).collect()
}

fn with_threads(threads: usize) -> Options {
    Options { threads, ..Options::default() }
}

/// Report uris in the order in which they come out.
fn uris(inputs: &[Input], options: &Options) -> Vec<String> {
    let mut uris = Vec::new();
    let run = annotate::<()>(inputs, options, &mut Heard::default(), |a, _| {
        uris.push(a.report.uri.clone());
        Ok(())
    });
    run.expect("nothing fails");
    uris
}

fn text(number: usize) -> String {
    format!("Mayor Ilda Bront said report {number} of the council was late.")
}

#[test]
fn folders_are_read_in_order_without_what_is_hidden() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path().join("pile");
    let files = ["b.txt", "a/z.txt", "a/b/c.txt", ".hidden.txt", ".git/x.txt", "c.txt"];
    write(&at, &files.map(|name| (name, "The council of Velm met on Monday.")));
    assert_eq!(uris(&inputs(&[&at]), &with_threads(3)), ["b/c.txt", "a/z.txt", "pile/b.txt", "pile/c.txt"]);
    assert_eq!(
        uris(&inputs(&[&at.join(".hidden.txt")]), &with_threads(1)),
        ["pile/.hidden.txt"],
        "asked for by name"
    );
    let skip = Options { skip: vec![at.join("b.txt")], ..with_threads(1) };
    assert_eq!(uris(&inputs(&[&at]), &skip), ["b/c.txt", "a/z.txt", "pile/c.txt"]);
}

#[cfg(unix)]
#[test]
fn links_between_folders_that_lead_in_a_circle_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path().join("pile");
    write(&at, &[("in/a.txt", "The council of Velm met on Monday.")]);
    std::os::unix::fs::symlink(&at, at.join("in/up")).expect("a link");
    std::os::unix::fs::symlink(at.join("nowhere"), at.join("in/broken")).expect("a link");
    let mut heard = Heard::default();
    let run = annotate::<()>(&inputs(&[&at]), &with_threads(1), &mut heard, |_, _| Ok(()));
    assert_eq!(run.map(|o| (o.added, o.failed)), Ok((1, 1)));
    assert!(heard.0[0].contains("in/broken: there is no such file"), "{:?}", heard.0);
}

#[test]
fn a_manifest_says_what_bare_texts_do_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let bare = "The council of Velm met on Monday and spoke of the wall.";
    let manifest = "file,outlet,published\na.txt,Velm Herald,2031-05-06\ninner/b.txt,Velm Post,2031-05-07\n";
    write(
        folder.path(),
        &[("a.txt", bare), ("inner/b.txt", &bare.replace("wall", "dam")), ("manifest.csv", manifest)],
    );
    let mut found = Vec::new();
    let run = annotate::<()>(&inputs(&[folder.path()]), &with_threads(2), &mut Heard::default(), |a, _| {
        found.push((a.report.outlet.clone(), a.report.published.as_ref().map(|p| p.date.to_string())));
        Ok(())
    });
    run.expect("nothing fails");
    let expected = [("Velm Herald", "2031-05-06"), ("Velm Post", "2031-05-07")];
    assert_eq!(found, expected.map(|(o, d)| (Some(o.to_owned()), Some(d.to_owned()))));
}

#[test]
fn results_keep_the_order_of_the_inputs_however_long_each_takes() {
    let folder = tempfile::tempdir().expect("a folder");
    for number in 0..40 {
        write(folder.path(), &[(&format!("{number:02}.txt"), &text(number))]);
    }
    let (openings, _) = discover(&inputs(&[folder.path()]), &[], Default::default());
    // The first report is held until whoever takes the results was told that nothing comes, however busy the machine is.
    let idle = AtomicBool::new(false);
    let slow_first = |document: Document| {
        let began = Instant::now();
        while document.text.contains("report 0 ") && !idle.load(SeqCst) && began.elapsed() < 10 * SECOND {
            thread::sleep(Duration::from_millis(1));
        }
        if document.text.contains("report 7 ") {
            thread::sleep(Duration::from_millis(60));
        }
        step(document, Model::Rules)
    };
    let known = BTreeMap::new();
    let stream = Stream {
        openings: &openings,
        threads: 4,
        limits: Limits::default(),
        known: &known,
        step: &slow_first,
    };
    let mut numbers = Vec::new();
    let done: Result<(), ()> = stream.run(Tick(Duration::from_millis(5)), |event| {
        match event {
            Event::Report(found, ..) => numbers.push(found.0.report.text),
            Event::Idle => idle.store(true, SeqCst),
            _ => {}
        }
        Ok(())
    });
    assert_eq!(done, Ok(()));
    assert_eq!(numbers, (0..40).map(text).collect::<Vec<_>>());
    assert!(idle.load(SeqCst), "whoever takes the results is told that nothing comes");

    let mut taken = 0;
    let done = stream.run(Tick(SECOND), |event| {
        taken += usize::from(matches!(event, Event::Report(..)));
        if taken == 3 { Err("enough") } else { Ok(()) }
    });
    assert_eq!((done, taken), (Err("enough"), 3), "it stops where the sink does");
}

#[test]
fn a_panic_costs_one_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let files: Vec<_> = (0..5).map(|n| (format!("{n}.txt"), text(n))).collect();
    write(folder.path(), &files.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect::<Vec<_>>());
    let case = folder.path().join("case.db");
    let mut store = Store::create(&case).expect("a case");
    let fragile = |document: Document| {
        assert!(!document.text.contains("report 2"), "the fault of this test");
        step(document, Model::Rules)
    };
    let mut heard = Heard::default();
    let options = Options { skip: vec![case], ..with_threads(2) };
    let outcome =
        add(&mut store, &inputs(&[folder.path()]), &options, &mut heard, &fragile).expect("the run goes on");
    assert_eq!((outcome.added, outcome.failed), (4, 1));
    assert_eq!(heard.0.len(), 1);
    assert!(
        heard.0[0].contains("2.txt: backstory failed on this report (the fault of this test)"),
        "{:?}",
        heard.0
    );
    assert_eq!(store.len().expect("a number"), 4);
}

#[test]
fn a_run_that_ended_before_linking_is_made_good_by_the_next() {
    let folder = tempfile::tempdir().expect("a folder");
    let pile = folder.path().join("pile");
    write(&pile, &[("a.txt", &text(1)), ("b.txt", &text(2))]);
    let (whole, cut) = (folder.path().join("whole.db"), folder.path().join("cut.db"));
    let options = with_threads(2);
    let mut store = Store::create(&whole).expect("a case");
    let (_, expected) =
        trace(&mut store, &inputs(&[&pile]), &options, &mut Heard::default()).expect("a case");

    let mut store = Store::create(&cut).expect("a case");
    add(&mut store, &inputs(&[&pile.join("b.txt")]), &options, &mut Heard::default(), &|document| {
        step(document, Model::default())
    })
    .expect("one report");
    drop(store);
    let mut store = Store::open(&cut).expect("the case");
    assert!(store.links_stale(VERSION).expect("an answer"));
    let (outcome, case) =
        trace(&mut store, &inputs(&[&pile]), &options, &mut Heard::default()).expect("a case");
    assert_eq!((outcome.added, outcome.known), (1, 1));
    assert_eq!(case, expected);
    assert!(!store.links_stale(VERSION).expect("an answer"));
    assert_eq!(
        load(&mut store, &options, &mut Heard::default()).expect("the case"),
        expected,
        "as it was stored"
    );
}

#[test]
fn reports_are_seen_when_the_input_pauses_or_after_a_minute() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = Store::create(&folder.path().join("case.db")).expect("a case");
    let mut number = 0;
    let mut more = |store: &mut Store| {
        number += 1;
        let document = Document { uri: format!("{number}.txt"), text: text(number), ..Document::default() };
        let hash = InputHash::of(&document);
        let (annotated, _) = step(document, Model::Rules);
        put(store, &annotated, &Beside::default(), hash).expect("room");
    };
    let start = Instant::now();
    let mut batch = Batch::new(start);
    let at = |store: &mut Store, batch: &mut Batch, millis: u64, idle: bool| {
        batch.commit_if_due(store, start + Duration::from_millis(millis), idle).expect("room");
        (store.len().expect("a number"), store.unseen().expect("a number"))
    };
    more(&mut store);
    batch.waiting += 1;
    assert_eq!(at(&mut store, &mut batch, 10, false), (0, 0), "it waits in memory");
    assert_eq!(at(&mut store, &mut batch, 1_010, false), (0, 1), "after a second it is safe");
    assert_eq!(at(&mut store, &mut batch, 1_020, false), (0, 1));
    assert_eq!(at(&mut store, &mut batch, 2_020, true), (1, 0), "nothing else comes: it is seen");
    for _ in 0..BATCH {
        more(&mut store);
        batch.waiting += 1;
    }
    assert_eq!(at(&mut store, &mut batch, 2_030, false), (1, BATCH), "many are safe at once");
    batch.took = 6 * SECOND;
    assert_eq!(at(&mut store, &mut batch, 50_000, true), (1, BATCH), "it takes a small part of the time");
    assert_eq!(at(&mut store, &mut batch, 61_000, false), (1, BATCH));
    assert_eq!(at(&mut store, &mut batch, 70_000, false), (1 + BATCH, 0), "they are seen after a minute");
    more(&mut store);
    batch.waiting += 1;
    assert_eq!(at(&mut store, &mut batch, 131_000, false), (2 + BATCH, 0), "all at once");
}

#[test]
fn a_run_goes_on_while_another_program_writes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.db");
    let mut store = Store::create(&path).expect("a case");
    let mut other = Store::open(&path).expect("the case");
    let report = |number| step(Document { text: text(number), ..Document::default() }, Model::Rules).0;
    let hash = InputHash::of(&Document { text: text(1), ..Document::default() });
    other.put(&report(1), hash, VERSION).expect("room");
    store.hand_in(&report(2), &Beside::default(), hash, VERSION).expect("it needs no lock");
    let start = Instant::now();
    let mut batch = Batch::new(start);
    batch.waiting = 1;
    batch.commit_if_due(&mut store, start + SECOND, false).expect("it goes on");
    assert_eq!(batch.waiting, 1, "it is not safe yet");
    batch.commit_if_due(&mut store, start + SECOND, true).expect("not asked again at once");
    other.commit().expect("the other is done");
    batch.commit_if_due(&mut store, start + MINUTE, true).expect("room");
    assert_eq!((batch.waiting, store.len().expect("a number")), (0, 2));
}
