//! Every bad input gets a clear message and the right exit code; the rest is done, and nothing in the case is lost.
#![allow(clippy::print_stderr, reason = "a test that cannot run here says so")]

mod common;

use std::{
    fs::{self, File},
    io::Write,
};

use common::{Place, REPORT};

/// Traces a good report and a bad file, and expects one line about the bad one.
#[track_caller]
fn check(name: &str, make: impl FnOnce(&Place), expected: &str) {
    let place = Place::new();
    place.write("pile/good.txt", REPORT);
    make(&place);
    let run = place.run(&["trace", "pile"]);
    assert_eq!(run.code, 1, "{}", run.err);
    let lines: Vec<&str> = run.err.lines().filter(|l| l.starts_with("error:")).collect();
    assert_eq!(lines.len(), 1, "{}", run.err);
    assert!(lines[0].contains(name) && lines[0].contains(expected), "{}", lines[0]);
    assert!(run.err.contains("1 new, 1 could not be read"), "{}", run.err);
    let export = place.run(&["export", "case.db"]);
    assert_eq!(export.code, 0, "{}", export.err);
    assert!(export.out.contains("\"pile/good.txt\""), "the good report is in the case");
}

#[test]
fn an_empty_file() {
    check("pile/empty.txt", |p| p.write("pile/empty.txt", ""), "it is empty");
}

#[test]
fn a_binary_file() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06\0\0\0";
    check("pile/map.png", |p| fs::write(p.path("pile/map.png"), png).expect("a file"), "cannot be read");
}

#[test]
fn a_file_of_200_mb() {
    let make = |place: &Place| {
        let mut file = File::create(place.path("pile/large.txt")).expect("a file");
        let words = REPORT.repeat((1 << 20) / REPORT.len());
        for _ in 0..=200 {
            file.write_all(words.as_bytes()).expect("room for a large file");
        }
    };
    check("pile/large.txt", make, "raise the limit with --max-report-size");
}

#[test]
fn a_file_of_200_mb_that_holds_nothing() {
    let make = |place: &Place| {
        let mut file = File::create(place.path("pile/hole.txt")).expect("a file");
        file.write_all(REPORT.as_bytes()).and_then(|()| file.set_len(200 << 20)).expect("a file with a hole");
    };
    check("pile/hole.txt", make, "it is a binary file");
}

#[test]
fn a_text_larger_than_asked_for() {
    let place = Place::new();
    place.write("pile/good.txt", REPORT);
    place.write("pile/long.txt", &REPORT.repeat(100));
    let run = place.run(&["trace", "pile", "--max-report-size", "2KB"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("pile/long.txt: it has"), "{}", run.err);
    assert!(run.err.contains("raise the limit with --max-report-size"), "{}", run.err);
}

#[test]
fn a_json_line_cut_short() {
    let make = |place: &Place| {
        let line = serde_json::json!({"title": "Wall", "text": REPORT.replace("Velm", "Onde"), "date": "2031-05-06"});
        let line = line.to_string();
        place.write("pile/wire.jsonl", &format!("{line}\n{}", &line[..line.len() / 2]));
    };
    let place = Place::new();
    make(&place);
    let run = place.run(&["trace", "pile"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("pile/wire.jsonl#2: line 2 is cut short"), "{}", run.err);
    assert!(run.err.contains("1 new, 1 could not be read"), "the sound line is kept: {}", run.err);
}

#[test]
fn a_missing_path() {
    let place = Place::new();
    place.write("pile/good.txt", REPORT);
    let run = place.run(&["trace", "pile", "nowhere"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(
        run.err.contains("error: nowhere: there is no such file or folder; check the path"),
        "{}",
        run.err
    );
    assert!(place.path("case.db").exists());
}

#[test]
fn nothing_but_bad_inputs_makes_no_case() {
    let place = Place::new();
    let run = place.run(&["trace", "nowhere"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("no report could be read"), "{}", run.err);
    assert!(!place.path("case.db").exists());
    place.mkdir("empty");
    let run = place.run(&["trace", "empty"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("the folder holds no file that could be a report"), "{}", run.err);
}

#[test]
fn invalid_utf8_is_read_and_said() {
    let place = Place::new();
    place.mkdir("pile");
    let mut bytes = REPORT.as_bytes().to_vec();
    bytes.extend(b"\nThe caf\xe9 by the wall was closed, the n\xe4chste one too.\n");
    fs::write(place.path("pile/latin.txt"), bytes).expect("a file");
    let run = place.run(&["trace", "pile"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("note: ") && run.err.contains("pile/latin.txt"), "{}", run.err);
    let export = place.run(&["export", "case.db"]);
    assert!(export.out.contains("The café by the wall"), "{}", export.out);
}

/// Permissions do not hold the superuser back, so there this only says why it cannot be shown.
#[cfg(unix)]
#[test]
fn a_file_without_permission() {
    use std::os::unix::fs::PermissionsExt;
    let make = |place: &Place| {
        place.write("pile/secret.txt", REPORT);
        fs::set_permissions(place.path("pile/secret.txt"), fs::Permissions::from_mode(0o0))
            .expect("permissions");
    };
    let place = Place::new();
    place.write("pile/good.txt", REPORT);
    make(&place);
    if File::open(place.path("pile/secret.txt")).is_err() {
        check("pile/secret.txt", make, "it may not be read (permission denied)");
        return;
    }
    // The same run as a user without rights, where the system has the means for it.
    let open = |path: &str, mode| {
        fs::set_permissions(place.path(path), fs::Permissions::from_mode(mode)).expect("permissions");
    };
    open("", 0o777);
    open("pile", 0o755);
    open("pile/good.txt", 0o644);
    let program = place.path("backstory");
    fs::copy(env!("CARGO_BIN_EXE_backstory"), &program).expect("the program");
    let output = std::process::Command::new("setpriv")
        .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
        .arg(&program)
        .args(["trace", "pile"])
        .current_dir(place.path(""))
        .output();
    let Ok(output) = output else {
        eprintln!("skipped: this runs as the superuser, and there is no 'setpriv' to become someone else");
        return;
    };
    let err = String::from_utf8_lossy(&output.stderr);
    if err.starts_with("setpriv:") {
        eprintln!("skipped: this runs as the superuser and may not become someone else ({err})");
        return;
    }
    assert_eq!(output.status.code(), Some(1), "{err}");
    assert!(
        err.contains("pile/secret.txt: it may not be read (permission denied); check its permissions"),
        "{err}"
    );
    assert!(err.contains("1 new, 1 could not be read"), "{err}");
}

#[test]
fn a_case_file_that_is_none() {
    let place = Place::new();
    place.write("pile/good.txt", REPORT);
    place.write("notes.txt", "a list of things to do");
    for arguments in [
        &["trace", "pile", "-o", "notes.txt"][..],
        &["export", "notes.txt"],
        &["report", "notes.txt"],
        &["show", "notes.txt"],
        &["search", "notes.txt", "wall"],
    ] {
        let run = place.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.err);
        assert!(run.err.contains("error: notes.txt: this is not a case file"), "{arguments:?}: {}", run.err);
        assert!(run.out.is_empty());
        assert_eq!(place.read("notes.txt"), "a list of things to do");
    }
    let run = place.run(&["show", "none.db"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("there is no such case file; make one with 'backstory trace"), "{}", run.err);
}

#[test]
fn a_case_of_a_newer_schema() {
    let place = Place::new();
    place.write("pile/good.txt", REPORT);
    assert_eq!(place.run(&["trace", "pile"]).code, 0);
    // The version of the schema stands in bytes 60 to 63 of an SQLite file.
    let mut bytes = fs::read(place.path("case.db")).expect("the case");
    bytes[60..64].copy_from_slice(&9999_u32.to_be_bytes());
    fs::write(place.path("case.db"), &bytes).expect("the case");
    for arguments in [&["trace", "pile"][..], &["export", "case.db"]] {
        let run = place.run(arguments);
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(run.err.contains("this case has schema version 9999"), "{}", run.err);
        assert_eq!(fs::read(place.path("case.db")).expect("the case"), bytes);
    }
}

/// A disk of 2 MB that fills up. Only the superuser can make one; the store's own tests limit the file instead.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk() {
    let place = Place::new();
    place.mkdir("disk");
    place.write("pile/good.txt", REPORT);
    let mount = |args: &[&str]| {
        let done = std::process::Command::new(args[0]).args(&args[1..]).arg(place.path("disk")).output();
        done.is_ok_and(|o| o.status.success())
    };
    if !mount(&["mount", "-t", "tmpfs", "-o", "size=2m", "none"]) {
        eprintln!("skipped: a small disk cannot be mounted here");
        return;
    }
    let test = || {
        let first = place.run(&["trace", "pile", "-o", "disk/case.db", "--no-report"]);
        let before = place.run(&["export", "disk/case.db"]);
        for number in 0..200 {
            let text = format!(
                "{}\n{}",
                REPORT.replace("12", &number.to_string()),
                "More words stand here. ".repeat(900)
            );
            place.write(&format!("more/{number}.txt"), &text);
        }
        let full = place.run(&["trace", "more", "-o", "disk/case.db", "--no-report"]);
        let after = place.run(&["export", "disk/case.db"]);
        (first, before, full, after)
    };
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(test));
    assert!(mount(&["umount"]), "the small disk is taken away again");
    let (first, before, full, after) = result.expect("the commands ran");
    assert_eq!((first.code, before.code), (0, 0), "{}", first.err);
    assert_eq!(full.code, 2, "{}", full.err);
    assert!(full.err.contains("the disk is full; what the case already holds is safe"), "{}", full.err);
    assert_eq!(after.code, 0, "{}", after.err);
    assert!(after.out.contains("pile/good.txt"));
}

#[test]
fn a_page_of_someone_else_is_not_written_over() {
    let place = Place::new();
    place.write("pile/good.txt", REPORT);
    place.write("case.html", "<p>my own page</p>");
    let run = place.run(&["trace", "pile"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("warning: case.html"), "{}", run.err);
    assert_eq!(place.read("case.html"), "<p>my own page</p>");
    assert_eq!(place.run(&["report", "case.db"]).code, 2);
    assert_eq!(place.run(&["report", "case.db", "-o", "case.html"]).code, 0, "it was asked for by name");
    assert_ne!(place.read("case.html"), "<p>my own page</p>");
    assert_eq!(place.run(&["trace", "pile"]).code, 0, "and is ours from then on");
}
