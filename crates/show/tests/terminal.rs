//! What a terminal shows: the summary, one thing, lists.

#[allow(dead_code)]
mod common;

use backstory_model::{
    About, Annotated, Basis, Case, Claim, ClaimId, Count, Edge, EdgeKind, Independent, Node, Origin, Reason,
    ReportId, Slots, SourceKind, Stance, Story, StoryId,
};
use backstory_show::{
    Screen, SummaryOptions, summary,
    views::{Kind, view, view_json},
};

const PLAIN: Screen = Screen { width: 96, color: false };

fn summarized(case: &Case, screen: Screen) -> String {
    summary(
        case,
        &SummaryOptions {
            screen,
            case_path: Some("port.db".to_owned()),
            html_path: Some("port.html".to_owned()),
        },
    )
}

#[test]
fn the_summary_says_who_took_from_whom_and_what_changed() {
    insta::assert_snapshot!(summarized(&common::port(), PLAIN));
}

#[test]
fn lines_keep_to_the_width() {
    let case = common::port();
    for width in [60, 80, 120] {
        let screen = Screen { width, color: false };
        let mut text = summarized(&case, screen);
        for kind in [Kind::Story, Kind::Report, Kind::Claim, Kind::Quote, Kind::Source] {
            text += &view(&case, kind, None, screen).expect("a list");
        }
        for line in text.lines() {
            assert!(line.chars().count() <= width, "{width}: {line}");
            assert_eq!(line, line.trim_end());
        }
        assert!(text.contains("copied 1, credited") && text.contains("rewrote 1, not credited"), "{text}");
    }
    summarized(&case, Screen { width: 0, color: true });
}

#[test]
fn a_denial_of_it_is_shown_with_what_it_is_of() {
    // The content is "denied" itself, and then all words to the end of the line: what is met stands outside it, and within.
    for wide in [false, true] {
        let mut case = common::port();
        let denials = case.reports.iter_mut().flat_map(|r| r.annotations.attributions.iter_mut());
        let denial = denials.into_iter().find(|t| t.stance == Stance::Denies).expect("a denial");
        let (cue, content) = (denial.cue_spans[0], denial.content_spans[0]);
        denial.content_spans = vec![if wide { cue.cover(content) } else { cue }];
        let shown = summarized(&case, PLAIN);
        let denial = shown.lines().find(|l| l.contains('✗')).expect("a denial");
        assert!(denial.contains("“grain had left the stores”"), "{denial}");
    }
}

#[test]
fn one_denial_in_several_reports_is_told_once() {
    let mut case = common::port();
    let denies = |a: &&mut Annotated| a.annotations.attributions.iter().any(|t| t.stance == Stance::Denies);
    let mut copy = case.reports.iter_mut().find(denies).expect("a denial").clone();
    copy.report.id = ReportId(u64::MAX);
    case.links.stories[0].reports.push(copy.report.id);
    case.reports.push(copy);
    let shown = summarized(&case, PLAIN);
    let denials: Vec<&str> = shown.lines().filter(|l| l.contains('✗')).collect();
    let [denial] = denials[..] else { panic!("{denials:?}") };
    assert!(denial.ends_with("“grain had left the stores” · in 4 and 5"), "{denial}");
}

#[test]
fn colours_add_nothing_but_colour() {
    let mut colored = summarized(&common::port(), Screen { color: true, ..PLAIN });
    assert!(colored.contains("\u{1b}[31m"));
    while let Some(start) = colored.find('\u{1b}') {
        let end = colored[start..].find('m').expect("the end of a code") + start;
        colored.replace_range(start..=end, "");
    }
    assert_eq!(colored, summarized(&common::port(), PLAIN));
}

#[test]
fn reports_cannot_steer_the_terminal() {
    let mut case = common::port();
    let evil = "x\u{1b}]0;owned\u{7}\r\nfake line \u{202e}";
    case.links.stories[0].title = evil.to_owned();
    case.reports[0].report.outlet = Some(evil.to_owned());
    case.reports[1].report.uri = evil.to_owned();
    case.links.claims[0].text = evil.to_owned();
    case.links.claims[0].reasons = vec![evil.to_owned()];
    let mut shown = summarized(&case, PLAIN);
    for kind in [Kind::Story, Kind::Report, Kind::Claim, Kind::Quote, Kind::Source] {
        shown += &view(&case, kind, None, PLAIN).expect("a list");
    }
    for (at, _) in case.reports.iter().enumerate() {
        shown += &view(&case, Kind::Report, Some(&(at + 1).to_string()), PLAIN).expect("a report");
    }
    for bad in ['\u{1b}', '\u{7}', '\r', '\u{202e}'] {
        assert!(!shown.contains(bad), "{bad:?}");
    }
    assert!(!shown.lines().any(|l| l.starts_with("fake line")));
}

#[test]
fn an_empty_case_says_what_to_do() {
    let empty = summarized(&Case::default(), PLAIN);
    assert!(empty.contains("backstory trace"), "{empty}");
    assert_eq!(
        view(&Case::default(), Kind::Story, None, PLAIN).expect("a list"),
        "The case holds no stories.\n"
    );
}

#[test]
fn one_claim_in_full() {
    let case = common::port();
    insta::assert_snapshot!(
        view(&case, Kind::Claim, Some(&case.links.claims[0].id.to_string()), PLAIN).expect("a claim")
    );
}

/// The sentence that says why a claim of these reports has its range: the first has two unnamed sources, and each of the
/// others took it from the one at the place given.
fn because(takers: &[(&str, usize, EdgeKind, bool, &[&str])]) -> String {
    let mut b = common::Builder::default();
    let words = "The ferry had no lamp at the stern";
    let text = |outlet: &str| format!("Ferry of {outlet}\n{words}, two deckhands said.\n");
    let mut reports = vec![b.report("Velm Post", Some(("2031-05-06", Basis::Text)), &text("Velm Post"))];
    for (outlet, ..) in takers {
        reports.push(b.report(outlet, Some(("2031-05-07", Basis::Text)), &text(outlet)));
    }
    let deckhands = b.source(SourceKind::Anonymous, "two deckhands", Some(reports[0]));
    for ((_, from, kind, credited, reasons), to) in takers.iter().zip(&reports[1..]) {
        b.links.lineage.push(Edge {
            from: Node::Report(reports[*from]),
            to: *to,
            kind: *kind,
            credited: *credited,
            directed: !reasons.contains(&OPEN),
            score: 0.9,
            evidence: vec![],
            reasons: reasons.iter().map(|r| reason(r)).collect(),
        });
    }
    let story = StoryId::of([b"ferry".as_slice()]);
    b.links.stories = vec![Story { id: story, title: "Ferry".to_owned(), reports: reports.clone() }];
    let statements = reports.iter().map(|r| common::statement(b.at(*r, words), None, Stance::Affirms));
    b.links.claims = vec![Claim {
        id: ClaimId::of([b"lamp".as_slice()]),
        story,
        text: words.to_owned(),
        slots: Slots::new(b.at(reports[0], words)),
        statements: statements.collect(),
        origins: vec![Origin {
            source: deckhands,
            report: reports[0],
            count: Some(Count { min: 2, max: Some(2) }),
        }],
        independent: Independent { min: 2, max: 2, open: false },
        reasons: vec![],
        changes: vec![],
        stakes: 0.5,
    }];
    let case = b.case();
    let shown = view(&case, Kind::Claim, Some(&case.links.claims[0].id.to_string()), PLAIN).expect("a claim");
    let from = shown.find("2: ").expect("the sentence");
    let to = shown.find("\n\nStated").expect("what follows it");
    shown[from..to].split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A reason of an edge; of these only two say whether the giver is named.
fn reason(words: &str) -> Reason {
    let about = match words {
        "It does not name the other report's outlet." => About::NoCredit,
        _ if words.starts_with("It names ") => About::Credit,
        _ => About::Other,
    };
    Reason { about, words: words.to_owned() }
}

/// The reason of an edge that leaves open which report was first.
const OPEN: &str = "Nothing tells which of the two was first.";

#[test]
fn why_a_claim_has_its_range_is_one_sentence() {
    let retold = [
        "It tells 5 of the other report's facts in other words, in the same order.",
        "It does not name the other report's outlet.",
        "The other report is dated on an earlier day.",
    ];
    assert_eq!(
        because(&[("Orlo Mail", 0, EdgeKind::Rewrite, false, &retold)]),
        "2: Velm Post has 2 anonymous sources; Orlo Mail repeats Velm Post (rewrite, score 0.90, no credit: tells 5 of \
         the other report's facts in other words, in the same order, the other report is dated on an earlier day) and \
         adds none."
    );
    // Copies of one origin are put together, with those that have it from one of them.
    let many: Vec<String> = (0..40).map(|n| format!("Paper {n}")).collect();
    let mut takers: Vec<_> =
        many.iter().map(|name| (name.as_str(), 0, EdgeKind::Copy, true, &[] as &[&str])).collect();
    takers[39].1 = 1;
    takers[39].3 = false;
    assert_eq!(
        because(&takers),
        "2: Velm Post has 2 anonymous sources; 40 reports repeat Velm Post (copies, 1 without credit, score 0.90) and \
         add none."
    );
    assert_eq!(
        because(&[("Orlo Mail", 0, EdgeKind::Cites, true, &[])]),
        "2: Velm Post has 2 anonymous sources; Orlo Mail cites Velm Post and adds none."
    );
    // Where nothing tells who took from whom, nobody is said to repeat the other.
    assert_eq!(
        because(&[("Orlo Mail", 0, EdgeKind::Copy, false, &[OPEN])]),
        "2: Velm Post has 2 anonymous sources; Orlo Mail shares text with Velm Post (copy, score 0.90, no credit: \
         nothing tells which of the two was first) and adds none."
    );
}

#[test]
fn things_go_by_id_number_and_name() {
    let case = common::port();
    let report =
        case.reports.iter().find(|a| a.report.outlet.as_deref() == Some("Evening Tidings")).expect("it");
    let id = report.report.id.to_string();
    let full = view(&case, Kind::Report, Some(&id), PLAIN).expect("by id");
    for name in [&id[..9], "3", "evening-tidings", " EVENING"] {
        assert_eq!(view(&case, Kind::Report, Some(name), PLAIN).as_ref(), Ok(&full), "{name}");
    }
    let fault = |kind, name| view(&case, kind, Some(name), PLAIN).expect_err("a fault").to_string();
    assert!(fault(Kind::Report, "port/").starts_with("5 reports go by port/"));
    assert_eq!(fault(Kind::Quote, "zz"), "no quote goes by zz; `backstory show CASE quote` lists them all");
    let rook = view(&case, Kind::Source, Some("rook"), PLAIN).expect("by name");
    assert!(rook.contains("denies: grain had left the stores"), "{rook}");
    assert!("stories".parse::<Kind>().is_err());
}

#[test]
fn json_has_the_shapes_of_the_export() {
    let case = common::port();
    let mut out = Vec::new();
    backstory_show::export::json(&case, &mut out).expect("memory");
    let export: serde_json::Value = serde_json::from_slice(&out).expect("JSON");
    let lists = [
        (Kind::Story, "stories"),
        (Kind::Report, "reports"),
        (Kind::Claim, "claims"),
        (Kind::Quote, "quotes"),
        (Kind::Source, "sources"),
    ];
    for (kind, name) in lists {
        let lines = view_json(&case, kind, None).expect("a list");
        let records = export[name].as_array().expect(name);
        assert_eq!(lines.lines().count(), records.len());
        for line in lines.lines() {
            let record: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
            assert!(records.contains(&record), "{line}");
        }
    }
}
