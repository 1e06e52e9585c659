//! The JSON against its schema, and every offset against the words it should give.

#[allow(dead_code)]
mod common;

use backstory_model::{Beside, Case, Credit, Link, LinkKind, Moment, Span};
use backstory_show::export;
use serde_json::{Value, json};

fn exported(case: &Case) -> Value {
    let mut out = Vec::new();
    export::json(case, &mut out).expect("writing to memory");
    serde_json::from_slice(&out).expect("an export is JSON")
}

fn schema() -> Value {
    serde_json::from_str(export::SCHEMA).expect("the schema is JSON")
}

/// Objects may hold only what the schema describes: so that nothing is exported without a word on what it is.
fn closed(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.contains_key("properties") {
                map.insert("additionalProperties".to_owned(), json!(false));
            }
            map.values_mut().for_each(closed);
        }
        Value::Array(items) => items.iter_mut().for_each(closed),
        _ => {}
    }
}

fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let validator = jsonschema::draft202012::new(schema).expect("the schema is a schema");
    validator.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect()
}

/// A case in which people have ruled on everything that can be ruled on.
fn corrected() -> Case {
    use backstory_model::{
        Anchor, Correction, Moment, Node, Ruling, SourceId, SourceKind, Span, Speaker, Undone,
    };

    let mut case = common::port();
    let report = case.reports[0].report.id;
    let at = Anchor { report, span: Span::new(0, 4) };
    let date = Moment::parse("2031-05");
    let speaker = Some(Speaker { kind: SourceKind::Anonymous, name: "a clerk".to_owned() });
    let rulings = [
        Ruling::Speaker { at, speaker },
        Ruling::Speaker { at, speaker: None },
        Ruling::NotTaken { from: Node::Report(report), to: report },
        Ruling::NotTaken { from: Node::External(SourceId(7)), to: report },
        Ruling::SameClaim { a: at, b: at },
        Ruling::OtherClaim { a: at, b: at },
        Ruling::Published { report, date },
        Ruling::Published { report, date: None },
        Ruling::Confirmed { finding: "c0000000000000000".to_owned() },
    ];
    let made = |ruling| {
        let text = |words: &str| words.to_owned();
        Correction::new(text("2031-05-06T09:30:00Z"), text("Ida"), text("why"), ruling, text("two claims"))
    };
    case.corrections = rulings.into_iter().map(made).collect();
    let (at, by, note) = ("2031-05-07T09:30:00Z".to_owned(), "Bo".to_owned(), String::new());
    case.corrections[0].undone = Some(Undone { at, by, note });
    case
}

#[test]
fn the_schema_is_a_schema_and_describes_all_that_is_exported() {
    jsonschema::draft202012::meta::validate(&schema()).expect("draft 2020-12");
    let mut closed_schema = schema();
    closed(&mut closed_schema);
    for case in [common::port(), corrected(), Case::default()] {
        assert_eq!(faults(&schema(), &exported(&case)), Vec::<String>::new());
        assert_eq!(faults(&closed_schema, &exported(&case)), Vec::<String>::new());
    }
}

#[test]
fn a_broken_export_does_not_hold_against_the_schema() {
    let good = exported(&common::port());
    let breaks: [(&str, Value); 8] = [
        ("/schema", json!("backstory/2")),
        ("/reports/0/id", json!("q0000000000000000")),
        ("/reports/0/blocks/0/start", json!(-1)),
        ("/reports/0/text", Value::Null),
        ("/attributions/0/manner", json!("spoken")),
        ("/attributions/0/content_spans/0", json!([1])),
        ("/claims/0/independent/open", json!("yes")),
        ("/lineage/0/score", json!(1.5)),
    ];
    for (path, value) in breaks {
        let mut broken = good.clone();
        *broken.pointer_mut(path).expect(path) = value;
        assert_eq!(faults(&schema(), &broken).len(), 1, "{path}");
    }
    let mut without = good;
    without.as_object_mut().expect("an object").remove("lineage");
    assert_eq!(faults(&schema(), &without).len(), 1);
}

fn slice(text: &str, start: &Value, end: &Value) -> String {
    let (start, end) = (start.as_u64().expect("start") as usize, end.as_u64().expect("end") as usize);
    assert!(end <= text.chars().count());
    text.chars().skip(start).take(end - start).collect()
}

#[test]
fn every_span_slices_the_words() {
    let case = common::port();
    let export = exported(&case);
    let text_of = |id: &Value| {
        let report = export["reports"].as_array().expect("reports").iter().find(|r| r["id"] == *id);
        report.expect("the report")["text"].as_str().expect("its text")
    };
    let at = |place: &Value| slice(text_of(&place["report"]), &place["start"], &place["end"]);
    for report in export["reports"].as_array().expect("reports") {
        let words =
            slice(report["text"].as_str().expect("text"), &report["title"]["start"], &report["title"]["end"]);
        assert_eq!(report["title"]["text"], words);
    }
    for (a, b) in export["attributions"].as_array().expect("attributions").iter().zip(
        case.reports
            .iter()
            .flat_map(|r| r.annotations.attributions.iter().map(move |a| (r.report.text.as_str(), a))),
    ) {
        for (name, spans) in [
            ("source_spans", &b.1.source_spans),
            ("cue_spans", &b.1.cue_spans),
            ("content_spans", &b.1.content_spans),
        ] {
            let got: Vec<String> = a[name]
                .as_array()
                .expect(name)
                .iter()
                .map(|p| slice(text_of(&a["report"]), &p[0], &p[1]))
                .collect();
            let want: Vec<&str> = spans.iter().map(|s| s.of(b.0)).collect();
            assert_eq!(got, want);
        }
    }
    for claim in export["claims"].as_array().expect("claims") {
        assert_eq!(claim["text"], at(&claim["statements"][0]));
        let slots = &claim["slots"];
        let lists = ["actors", "quantities"].iter().flat_map(|l| slots[l].as_array().expect("a list"));
        let parts = ["action", "time", "place"].iter().map(|p| &slots[p]).filter(|p| !p.is_null());
        for part in lists.chain(parts) {
            assert_eq!(part["text"], at(part));
        }
        for change in claim["changes"].as_array().expect("changes") {
            assert_eq!(change["from"], at(&change["from_at"]));
        }
    }
    for quote in export["quotes"].as_array().expect("quotes") {
        assert_eq!(quote["text"], at(&quote["occurrences"][0]));
    }
    for passage in export["passages"].as_array().expect("passages") {
        assert_eq!(at(&passage["a"]), at(&passage["b"]));
    }
    for event in export["timeline"].as_array().expect("timeline") {
        assert_eq!(event["text"], at(event));
        let span = &event["expression_span"];
        assert_eq!(event["expression"], slice(text_of(&event["report"]), &span[0], &span[1]));
    }
}

#[test]
fn claims_are_taken_apart() {
    let slots = &exported(&common::port())["claims"][0]["slots"];
    assert_eq!(slots["actors"][0]["text"], "At least 40 trucks");
    assert_eq!((&slots["actors"][0]["part"], &slots["actors"][0]["name"]), (&json!("subject"), &Value::Null));
    assert_eq!(slots["action"]["text"], "carried grain out of the Seldon stores");
    assert_eq!(slots["time"]["when"], json!({"start": "2031-03-02", "end": "2031-03-02"}));
    assert_eq!(slots["place"], Value::Null);
    assert_eq!(
        (&slots["quantities"][0]["value"], &slots["quantities"][0]["unit"]),
        (&json!(40), &json!("trucks"))
    );
}

#[test]
fn every_id_that_is_named_is_there() {
    let export = exported(&common::port());
    let ids = |list: &str| -> Vec<&str> {
        export[list].as_array().expect(list).iter().map(|x| x["id"].as_str().expect("id")).collect()
    };
    let (sources, reports) = (ids("sources"), ids("reports"));
    assert!(reports.is_sorted() && sources.is_sorted());
    for a in export["attributions"].as_array().expect("attributions") {
        assert!(reports.contains(&a["report"].as_str().expect("report")));
        assert!(a["source"].is_null() || sources.contains(&a["source"].as_str().expect("source")));
    }
    for e in export["lineage"].as_array().expect("lineage") {
        let from = e["from"].as_str().expect("from");
        assert!(sources.contains(&from) || reports.contains(&from));
    }
}

#[test]
fn numbers_are_short_and_what_is_unknown_is_null() {
    let export = exported(&common::port());
    let scores: Vec<&Value> =
        export["lineage"].as_array().expect("lineage").iter().map(|e| &e["score"]).collect();
    assert_eq!(scores, [&json!(0.9123), &json!(0.9123), &json!(0.9123)]);
    assert_eq!(
        export["claims"][0]["statements"][0]["quantities"][0],
        json!({"value": 40, "unit": "trucks", "bound": "at-least"})
    );
    let undated =
        export["reports"].as_array().expect("reports").iter().find(|r| r["outlet"] == "Evening Tidings");
    let undated = undated.expect("the undated report");
    assert_eq!((&undated["published"], &undated["not_before"]), (&Value::Null, &json!("2031-03-04")));
}

#[test]
fn what_stood_beside_a_text_is_told_in_code_points() {
    let mut case = common::port();
    let report = &case.reports[0].report;
    let (id, text) = (report.id, report.text.clone());
    let words = report.blocks[1].span;
    let url = "https://quillon.example/dam".to_owned();
    let link = |span| Link { span, url: url.clone(), kind: LinkKind::Work };
    let beside = Beside {
        modified: Moment::parse("2031-03-05T10:00:00Z"),
        backstory: Some("Two of us read the ledgers.".to_owned()),
        based_on: vec![Credit { url: Some(url.clone()), ..Credit::default() }],
        // The second does not lie in the text.
        links: vec![link(words), link(Span::new(text.len(), text.len() + 3))],
        ..Beside::default()
    };
    let line = export::annotated_line(&case.reports[0], &beside);
    case.beside.insert(id, beside);
    let export = exported(&case);
    let mut described = schema();
    closed(&mut described);
    assert_eq!(faults(&described, &export), Vec::<String>::new());
    let alone: Value = serde_json::from_str(&line).expect("JSON");
    for report in [&export["reports"][0], &alone] {
        assert_eq!(report["modified"], "2031-03-05T10:00:00Z");
        assert_eq!(
            (&report["dateline"], &report["backstory"]),
            (&Value::Null, &json!("Two of us read the ledgers."))
        );
        let work = json!([{"taken_over": false, "name": null, "title": null, "url": url}]);
        assert_eq!(report["based_on"], work);
        let links = report["links"].as_array().expect("links");
        assert_eq!((links.len(), &links[0]["kind"], &links[0]["url"]), (1, &json!("work"), &json!(url)));
        assert_eq!(slice(&text, &links[0]["start"], &links[0]["end"]), words.of(&text));
    }
    // Others came without any of it, as all did in older exports.
    assert_eq!(
        (&export["reports"][1]["modified"], &export["reports"][1]["links"]),
        (&Value::Null, &json!([]))
    );
    let mut older = export;
    for report in older["reports"].as_array_mut().expect("reports") {
        for field in ["modified", "dateline", "backstory", "based_on", "links"] {
            report.as_object_mut().expect("a report").remove(field);
        }
    }
    assert_eq!(faults(&schema(), &older), Vec::<String>::new());
}

#[test]
fn one_report_alone_is_one_line() {
    let case = common::port();
    let wire =
        case.reports.iter().find(|a| a.report.outlet.as_deref() == Some("Harbor Wire")).expect("the wire");
    let line = export::annotated_line(wire, &Beside::default());
    assert!(!line.contains('\n'));
    let value: Value = serde_json::from_str(&line).expect("JSON");
    let text = value["text"].as_str().expect("text");
    for name in ["id", "uri", "title", "outlet", "authors", "published", "language", "blocks", "sources"] {
        assert!(value.get(name).is_some(), "{name}");
    }
    let span = &value["times"][0]["span"];
    assert_eq!(slice(text, &span[0], &span[1]), "on Sunday night");
    assert_eq!(value["times"][0]["start"], "2031-03-02");
    assert_eq!(value["entities"][0]["name"], "Seldon");
    let span = &value["attributions"][1]["content_spans"][0];
    assert_eq!(
        slice(text, &span[0], &span[1]),
        "Nobody signed for any of it, and nobody was meant to — not that night,"
    );
}
