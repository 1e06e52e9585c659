//! Drawings of the demo case as files.

mod common;

use common::demo;

#[test]
fn every_drawing_is_a_picture_of_its_own() {
    let place = demo();
    for drawing in ["lineage", "timeline", "card", "chains", "moves"] {
        for narrow in [false, true] {
            let mut arguments = vec!["graph", "case.db", "--drawing", drawing];
            arguments.extend(narrow.then_some("--narrow"));
            let run = place.run(&arguments);
            assert_eq!(run.code, 0, "{drawing}: {}", run.err);
            assert!(run.out.starts_with("<svg") && run.out.ends_with("</svg>"), "{drawing}");
            assert_eq!(run.out, place.run(&arguments).out, "{drawing}: the same bytes each time");
            for bad in ["<script", "http://", "https://", "href="] {
                let rest = run.out.replace("http://www.w3.org/2000/svg", "");
                assert!(!rest.contains(bad), "{drawing}: {bad}");
            }
        }
    }
    let lineage = place.run(&["graph", "case.db"]).out;
    for outlet in ["Veldria Press Agency", "The Sestrand Courier", "not credited"] {
        assert!(lineage.contains(outlet), "{outlet}");
    }
    let dark = place.run(&["graph", "case.db", "--dark"]).out;
    assert!(dark.contains("#16171a") && !dark.contains("var("));
}

#[test]
fn a_story_that_is_not_there_is_named() {
    let place = demo();
    let run = place.run(&["graph", "case.db", "--story", "t00"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("t00") && run.err.contains("backstory show"), "{}", run.err);
}

#[test]
fn a_picture_is_written_where_it_is_asked_for() {
    let place = demo();
    assert_eq!(place.run(&["graph", "case.db", "-o", "lineage.svg"]).code, 0);
    assert!(place.read("lineage.svg").contains("</svg>"));
    let run = place.run(&["graph", "case.db", "-o", "lineage.png"]);
    if cfg!(feature = "png") {
        let bytes = std::fs::read(place.path("lineage.png")).expect("a picture");
        assert!(bytes.starts_with(b"\x89PNG") && bytes.len() > 10_000);
    } else {
        assert_eq!(run.code, 2);
        assert!(run.err.contains("--features png"), "{}", run.err);
    }
}
