//! A person corrects the demo case: counts follow, everything can be taken back, and nothing is forgotten.

mod common;

use common::{Place, demo};
use serde_json::Value;

const HALLOW: &str = "I put it in writing on Jan. 19";

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("an export is JSON")
}

fn list<'a>(case: &'a Value, name: &str) -> &'a Vec<Value> {
    case[name].as_array().unwrap_or_else(|| panic!("no list {name}"))
}

/// Words of a report of an export.
fn words(case: &Value, report: &Value, span: &Value) -> String {
    let report = list(case, "reports").iter().find(|r| r["id"] == *report).expect("the report");
    let at = |n: usize| span[n].as_u64().expect("a number") as usize;
    report["text"].as_str().expect("a text").chars().skip(at(0)).take(at(1) - at(0)).collect()
}

#[track_caller]
fn ok(place: &Place, arguments: &[&str]) -> String {
    let run = place.run(arguments);
    assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
    run.err
}

/// An attribution of the export whose content has these words, and the report it stands in.
fn saying(case: &Value, said: &str) -> (Value, String) {
    let found = list(case, "attributions")
        .iter()
        .find(|a| words(case, &a["report"], &a["content_spans"][0]).contains(said));
    let found = found.unwrap_or_else(|| panic!("no one says {said:?}"));
    let source = list(case, "sources").iter().find(|s| s["id"] == found["source"]);
    let name = source.and_then(|s| s["name"].as_str()).unwrap_or_default().to_owned();
    (found.clone(), name)
}

#[test]
fn a_corrected_speaker_is_counted_and_can_be_taken_back() {
    let place = demo();
    let before = place.export("case.db");
    let (said, name) = saying(&json(&before), HALLOW);
    let report = said["report"].as_str().expect("an id").to_owned();
    assert_ne!(name, "Elin Sorn");

    let at = format!("{report}:{HALLOW}");
    let told =
        ok(&place, &["correct", "case.db", "--by", "Ida", "--note", "checked", "speaker", &at, "Elin Sorn"]);
    assert!(told.contains("Elin Sorn"), "{told}");
    let after = json(&place.export("case.db"));
    assert_eq!(saying(&after, HALLOW).1, "Elin Sorn");
    let made = &list(&after, "corrections")[0];
    assert_eq!((made["by"].as_str(), made["note"].as_str()), (Some("Ida"), Some("checked")));
    assert_eq!(made["kind"], "speaker");
    assert!(!made["found"].as_str().expect("words").is_empty());

    let log = place.run(&["log", "case.db"]).out;
    assert!(log.contains("Ida") && log.contains("Elin Sorn") && log.contains("checked"), "{log}");

    let id = made["id"].as_str().expect("an id");
    ok(&place, &["correct", "case.db", "--by", "Bo", "undo", id]);
    assert_eq!(place.export("case.db"), before, "taking back gives the former bytes");
    let log = place.run(&["log", "case.db", "--json"]).out;
    assert_eq!(json(&log)["undone"]["by"], "Bo");
    // The same once more, at the same time, holds again.
    let made_at = made["at"].as_str().expect("a time");
    let once_more = [
        "correct",
        "case.db",
        "--by",
        "Ida",
        "--note",
        "checked",
        "--at",
        made_at,
        "speaker",
        &at,
        "Elin Sorn",
    ];
    ok(&place, &once_more);
    assert_eq!(json(&place.export("case.db")), after);
    ok(&place, &["correct", "case.db", "--by", "Bo", "undo", id]);
    let again = place.run(&["correct", "case.db", "--by", "Bo", "undo", id]);
    assert_eq!(again.code, 2, "{}", again.err);
}

/// Everyone who says something of the claim, as one person: one origin is left where there were several.
#[test]
fn counts_follow_a_speaker() {
    let place = demo();
    let before = json(&place.export("case.db"));
    let several = list(&before, "claims").iter().find(|c| {
        let said = list(c, "statements")
            .iter()
            .filter(|s| !s["attribution"].is_null() && s["stance"] == "affirms")
            .count();
        c["independent"]["min"].as_u64() >= Some(2) && said >= 2 && c["independent"]["open"] == false
    });
    let claim = several.expect("a claim of the demo that has two independent sources");
    for (n, statement) in list(claim, "statements").iter().filter(|s| !s["attribution"].is_null()).enumerate()
    {
        let at = format!(
            "{}-{}-{}",
            statement["report"].as_str().expect("an id"),
            statement["start"],
            statement["end"]
        );
        let time = format!("2031-05-06T09:{n:02}:00Z");
        ok(&place, &["correct", "case.db", "--by", "Ida", "--at", &time, "speaker", &at, "Elin Sorn"]);
    }
    let after = json(&place.export("case.db"));
    let first = &claim["statements"][0];
    let same = list(&after, "claims").iter().find(|c| {
        list(c, "statements")
            .iter()
            .any(|s| (&s["report"], &s["start"]) == (&first["report"], &first["start"]))
    });
    let same = same.expect("the claim is still there");
    let (old, new) = (&claim["independent"], &same["independent"]);
    assert!(new["max"].as_u64() < old["max"].as_u64(), "{old} → {new}");
}

#[test]
fn a_rejected_link_stays_away_when_the_case_grows() {
    let place = demo();
    let before = json(&place.export("case.db"));
    let edge = list(&before, "lineage")
        .iter()
        .find(|e| e["kind"] == "copy" && e["from"].as_str().expect("an id").starts_with('r'));
    let edge = edge.expect("a report of the demo is a copy");
    let (from, to) = (edge["from"].as_str().expect("an id"), edge["to"].as_str().expect("an id"));
    ok(&place, &["correct", "case.db", "--by", "Ida", "not-taken", to, from]);
    let gone = |case: &Value| {
        !list(case, "lineage")
            .iter()
            .any(|e| (e["from"] == from && e["to"] == to) || (e["from"] == to && e["to"] == from))
    };
    assert!(gone(&json(&place.export("case.db"))));
    place.write("more/one.txt", common::REPORT);
    ok(&place, &["-q", "trace", "more", "--model", "rules", "-o", "case.db", "--no-report"]);
    let grown = json(&place.export("case.db"));
    assert!(gone(&grown));
    assert_eq!(list(&grown, "corrections").len(), 1);

    // Made at once and corrected afterwards, it is the same case.
    let other = demo();
    other.write("more/one.txt", common::REPORT);
    ok(&other, &["-q", "trace", "more", "--model", "rules", "-o", "case.db", "--no-report"]);
    let at = list(&grown, "corrections")[0]["at"].as_str().expect("a time").to_owned();
    ok(&other, &["correct", "case.db", "--by", "Ida", "--at", &at, "not-taken", to, from]);
    assert_eq!(other.export("case.db"), place.export("case.db"));
}

#[test]
fn order_does_not_matter_but_the_latest_wins() {
    let case = json(&demo().export("case.db"));
    let reports: Vec<String> = list(&case, "reports")
        .iter()
        .filter(|r| !r["published"].is_null())
        .take(2)
        .map(|r| r["id"].as_str().expect("an id").to_owned())
        .collect();
    let claims: Vec<String> =
        list(&case, "claims").iter().map(|c| c["id"].as_str().expect("an id").to_owned()).collect();
    let story =
        |id: &String| list(&case, "claims").iter().find(|c| c["id"] == **id).map(|c| c["story"].clone());
    let pair =
        claims.iter().skip(1).find(|c| story(c) == story(&claims[0])).expect("a second claim of the story");
    let steps: [(&str, Vec<&str>); 4] = [
        ("2031-05-06T09:00:00Z", vec!["published", &reports[0], "2024-01-01"]),
        ("2031-05-06T10:00:00Z", vec!["published", &reports[0], "2024-02-02"]),
        ("2031-05-06T11:00:00Z", vec!["published", &reports[1], "unknown"]),
        ("2031-05-06T12:00:00Z", vec!["same-claim", &claims[0], pair]),
    ];
    let make = |order: [usize; 4]| {
        let place = demo();
        for n in order {
            let (at, rule) = &steps[n];
            let mut arguments = vec!["correct", "case.db", "--by", "Ida", "--at", at];
            arguments.extend(rule);
            ok(&place, &arguments);
        }
        json(&place.export("case.db"))
    };
    // The claim is named by its id, which a new date may change: it is joined first here and there.
    let (a, b) = (make([3, 0, 1, 2]), make([3, 2, 1, 0]));
    for name in ["reports", "claims", "lineage", "stories"] {
        assert_eq!(a[name], b[name], "{name}");
    }
    let of = |n: usize| {
        list(&a, "reports").iter().find(|r| r["id"] == *reports[n]).expect("the report")["published"].clone()
    };
    assert_eq!(of(0)["date"], "2024-02-02");
    assert!(of(1).is_null());
    let members = |c: &Value| {
        list(c, "statements")
            .iter()
            .map(|s| (s["report"].to_string(), s["start"].to_string()))
            .collect::<Vec<_>>()
    };
    let find =
        |id: &String| list(&case, "claims").iter().find(|c| c["id"] == **id).map(members).expect("the claim");
    let (x, y) = (find(&claims[0]), find(pair));
    let joined = list(&a, "claims").iter().map(members).any(|m| m.contains(&x[0]) && m.contains(&y[0]));
    assert!(joined, "two claims are one");
}

#[test]
fn what_is_not_there_cannot_be_corrected() {
    let place = demo();
    let before = place.export("case.db");
    for (rule, said) in [
        (vec!["speaker", "1:these words stand nowhere", "Elin Sorn"], "does not stand"),
        (vec!["published", "1", "last week"], "no date"),
        (vec!["published", "999", "2031-05-06"], "999"),
        (vec!["not-taken", "1", "1"], "nothing to reject"),
        (vec!["confirm", "c0000000000000000"], "no claim"),
        (vec!["undo", "k00"], "no correction in force"),
    ] {
        let mut arguments = vec!["correct", "case.db", "--by", "Ida"];
        arguments.extend(&rule);
        let run = place.run(&arguments);
        assert_eq!(run.code, 2, "{rule:?}: {}", run.err);
        assert!(run.err.contains(said), "{rule:?}: {}", run.err);
    }
    assert_eq!(place.export("case.db"), before);
}
