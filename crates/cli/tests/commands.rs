//! What the commands print, where, and how they end.

mod common;

use std::{
    io::{BufRead, BufReader, Write},
    process::Stdio,
};

use common::{Place, REPORT, Run};

fn traced() -> Place {
    let place = Place::new();
    place.write("pile/a.txt", REPORT);
    place.write("pile/b.txt", &format!("{REPORT}\nThe harbour stays open, Tenn said.\n"));
    let run = place.run(&["trace", "pile"]);
    assert_eq!(run.code, 0, "{}", run.err);
    place
}

#[test]
fn the_same_report_again_changes_nothing() {
    let place = traced();
    let (export, page) = (place.export("case.db"), place.read("case.html"));
    let run = place.run(&["trace", "pile"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("(nothing new, 2 already there)"), "{}", run.err);
    assert_eq!(place.export("case.db"), export);
    assert_eq!(place.read("case.html"), page);
}

#[test]
fn another_model_makes_reports_anew_and_is_noted_with_them() {
    let place = Place::new();
    place.write("pile/a.txt", REPORT);
    for (model, told) in [
        (None, "1 new"),
        (Some("accurate"), "nothing new, 1 already there"),
        (Some("fast"), "1 made anew by this version or model"),
        (Some("rules"), "1 made anew by this version or model"),
    ] {
        let chosen = model.map(|m| ["--model", m]);
        let run = place.run(&[&["trace", "pile"][..], chosen.as_ref().map_or(&[], |c| &c[..])].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.err.contains(&format!("({told})")), "{}", run.err);
        let noted = format!("\"model\":\"{}/", model.unwrap_or("accurate"));
        let line =
            place.run(&[&["annotate", "pile"][..], chosen.as_ref().map_or(&[], |c| &c[..])].concat()).out;
        assert!(line.contains(&noted), "{line}");
    }
    assert_eq!(place.run(&["trace", "pile", "--model", "best"]).code, 2);
}

#[test]
fn a_case_in_the_folder_that_is_read_is_no_report() {
    let place = Place::new();
    place.write("pile/a.txt", REPORT);
    for known in ["1 new", "nothing new, 1 already there"] {
        let run = place.run(&["trace", "pile", "-o", "pile/case.db"]);
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.err.contains(&format!("1 report in 1 file ({known})")), "{}", run.err);
        assert!(place.path("pile/case.html").exists());
    }
}

#[test]
fn the_summary_says_where_the_page_is() {
    let place = traced();
    let run = place.run(&["trace", "pile"]);
    assert!(run.out.contains("case.html"), "{}", run.out);
    let run = place.run(&["trace", "pile", "-o", "other.db", "--no-report"]);
    assert!(!run.out.contains("other.html"), "{}", run.out);
    assert!(!place.path("other.html").exists());
}

#[test]
fn quiet_is_silent_unless_something_failed() {
    let place = traced();
    let run = place.run(&["-q", "trace", "pile", "-o", "quiet.db"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""));
    let run = place.run(&["trace", "pile", "nowhere", "--quiet"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert_eq!(run.err.lines().count(), 1, "{}", run.err);
}

#[test]
fn data_goes_to_standard_output_and_the_rest_to_standard_error() {
    let place = traced();
    let run = place.run(&["export", "case.db"]);
    assert_eq!(run.err, "");
    let export: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(export["reports"].as_array().map(Vec::len), Some(2));
    let run = place.run(&["export", "case.db", "-o", "case.json"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""));
    assert_eq!(place.read("case.json"), place.export("case.db"));
    let run = place.run(&["report", "case.db", "-o", "-"]);
    assert!(run.out.starts_with("<!DOCTYPE html>"), "{}", run.err);
    assert_eq!(run.out, place.read("case.html"));
    let run = place.run(&["export", "case.db", "-o", "nowhere/case.json"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("error: nowhere/case.json: its folder does not exist"), "{}", run.err);
    let run = place.run(&["export", "case.db", "-o", "pile"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("error: pile: it is a folder, and a file was expected"), "{}", run.err);
}

#[test]
fn annotate_gives_a_line_for_each_report_in_order() {
    let place = traced();
    let run = place.run(&["annotate", "pile/b.txt", "pile/a.txt", "nowhere.txt", "--threads", "2"]);
    assert_eq!(run.code, 1, "{}", run.err);
    let lines: Vec<serde_json::Value> =
        run.out.lines().map(|l| serde_json::from_str(l).expect("each line is JSON")).collect();
    let uris: Vec<_> = lines.iter().map(|l| l["uri"].as_str()).collect();
    assert_eq!(uris, [Some("pile/b.txt"), Some("pile/a.txt")]);
    assert_eq!(lines[1]["text"].as_str(), Some(REPORT));
}

#[test]
fn a_broken_pipe_is_quiet() {
    let place = traced();
    let large = format!("{REPORT}\n{}", "The wall of Velm is old. ".repeat(20_000));
    place.write("large/a.txt", &large);
    assert_eq!(place.run(&["-q", "trace", "large", "-o", "large.db"]).code, 0);
    for arguments in [&["export", "large.db"][..], &["annotate", "large"], &["report", "large.db", "-o", "-"]]
    {
        let mut child = place
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let run = Run::of(child.wait_with_output().expect("it ends"));
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{arguments:?}");
    }
}

#[test]
fn words_are_found_and_what_is_not_found_is_said() {
    let place = traced();
    let run = place.run(&["search", "case.db", "harbour"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("report r") && run.out.contains("harbour"), "{}", run.out);
    let run = place.run(&["search", "case.db", "harbour", "--json"]);
    for line in run.out.lines() {
        let hit: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert_eq!(hit["matches"][0], "harbour");
    }
    let run = place.run(&["search", "case.db", "zeppelin", "wall"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""));
    assert!(
        run.err.contains("nothing in case.db has all of these words: zeppelin wall; try fewer words"),
        "{}",
        run.err
    );
}

#[test]
fn a_search_takes_anything_that_is_typed() {
    let place = traced();
    for words in ["wall AND", "NEAR(wall", "wall OR \"", "title:wall", "^wall", "'", "wall -sea", "*wall*"] {
        let run = place.run(&["search", "case.db", "--", words]);
        assert_eq!(run.code, 0, "{words}: {}", run.err);
        assert!(!run.err.contains("error"), "{words}: {}", run.err);
    }
    for words in ["", "\"", "*", "--", "“”"] {
        let run = place.run(&["search", "case.db", "--", words]);
        assert_eq!((run.code, run.out.as_str()), (0, ""), "{words}");
        assert!(run.err.contains("no word to look for"), "{words}: {}", run.err);
    }
    assert_eq!(place.run(&["search", "case.db", "wall", "-n", "0"]).code, 2);
}

#[cfg(unix)]
#[test]
fn neither_names_nor_texts_steer_the_terminal() {
    let place = Place::new();
    place.write("pile/empty\u{1b}[31m\nerror: x.txt", "");
    place.write("pile/\u{1b}]0;x\u{7}.txt", &REPORT.replace("wall", "\u{1b}[31mwall\u{202e}"));
    let run = place.run(&["trace", "pile"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("pile/empty\\u{1b}[31m\\nerror: x.txt: it is empty"), "{}", run.err);
    let mut said = run.out + &run.err;
    for arguments in [
        &["show", "case.db"][..],
        &["show", "case.db", "report", "1"],
        &["show", "case.db", "claim"],
        &["show", "case.db", "source"],
        &["search", "case.db", "mended"],
    ] {
        let run = place.run(arguments);
        assert!(run.code == 0 && !run.out.is_empty(), "{arguments:?}: {}", run.err);
        said += &(run.out + &run.err);
    }
    assert!(!said.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{said:?}");
}

#[test]
fn annotate_gives_each_report_of_a_pipe_before_the_next_arrives() {
    let place = Place::new();
    let mut child = place
        .command(&["annotate", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut to = child.stdin.take().expect("a pipe");
    let mut from = BufReader::new(child.stdout.take().expect("a pipe"));
    for number in 1..=3 {
        let record = serde_json::json!({"title": format!("Wall {number}"), "text": REPORT});
        writeln!(to, "{record}").expect("it reads");
        let mut line = String::new();
        from.read_line(&mut line).expect("it writes");
        let report: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(report["uri"], format!("stdin#{number}"));
    }
    drop(to);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn show_says_what_it_expects() {
    let place = traced();
    assert_eq!(place.run(&["show", "case.db"]).code, 0);
    let run = place.run(&["show", "case.db", "report", "--json"]);
    assert_eq!(run.out.lines().count(), 2, "{}", run.err);
    let run = place.run(&["show", "case.db", "rumour"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("claim"), "{}", run.err);
    let run = place.run(&["show", "case.db", "claim", "cffffffffffffffff"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
    assert!(run.err.starts_with("error: "), "{}", run.err);
}

#[test]
fn colours_only_where_asked_for() {
    let place = traced();
    let escape = '\u{1b}';
    assert!(!place.run(&["search", "case.db", "wall"]).out.contains(escape));
    assert!(place.run(&["search", "case.db", "wall", "--color", "always"]).out.contains(escape));
    assert!(place.run(&["trace", "nowhere", "--color", "always"]).err.contains(escape));
    assert!(!place.run(&["trace", "nowhere"]).err.contains(escape));
}

#[test]
fn the_demo_runs_again_and_spares_the_files_of_others() {
    let place = Place::new();
    for _ in 0..2 {
        let run = place.run(&["demo"]);
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.out.contains("Evidence:  backstory-demo/case.html"), "{}", run.out);
        assert!(place.path("backstory-demo/case.html").exists());
    }
    let (name, _) = backstory_demo::FILES[0];
    place.write(&format!("mine/reports/{name}"), "my own text");
    let run = place.run(&["demo", "mine"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert_eq!(place.read(&format!("mine/reports/{name}")), "my own text");
}

#[test]
fn help_completions_and_man_page_are_made() {
    let place = Place::new();
    for command in ["trace", "report", "export", "annotate", "show", "search", "demo", "completions", "man"] {
        let run = place.run(&[command, "--help"]);
        assert_eq!(run.code, 0);
        assert!(run.out.contains("Examples:\n"), "{command}: {}", run.out);
    }
    assert!(place.run(&["completions", "bash"]).out.contains("complete -F _backstory"));
    assert!(place.run(&["man"]).out.contains(".TH backstory"));
    assert_eq!(place.run(&["man", "--all", "pages"]).code, 0);
    assert!(place.path("pages/backstory-trace.1").exists());
    assert_eq!(place.run(&["trace"]).code, 2);
}
