//! Every page that links lead to is there, says what the case says, and can be had as CSV and JSON.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use backstory_pipeline::Model;
use common::{case, get, send, serve, values};

#[test]
fn every_link_of_every_page_leads_somewhere() {
    let (_folder, path) = case(backstory_demo::FILES, Model::Rules);
    let running = serve(&path);
    let mut pages: BTreeMap<String, String> = BTreeMap::new();
    let mut wanted = vec!["/".to_owned()];
    let mut places: BTreeSet<(String, String)> = BTreeSet::new();
    while let Some(next) = wanted.pop() {
        if pages.contains_key(&next) {
            continue;
        }
        let reply = get(&running, &next);
        assert_eq!(reply.status, 200, "{next}: {}", reply.body);
        for link in values(&reply.body, "href") {
            let link = if link.starts_with('#') { format!("{next}{link}") } else { link };
            if !link.starts_with('/') || link.starts_with("/assets/") {
                continue;
            }
            let (page, place) = link.split_once('#').unwrap_or((&link, ""));
            if !place.is_empty() && !link.contains("format=") {
                places.insert((page.to_owned(), place.to_owned()));
            }
            wanted.push(page.to_owned());
        }
        pages.insert(next, reply.body);
    }
    let kinds =
        ["/story/", "/claim/", "/quote/", "/report/", "/compare/", "/source/", "/claims?only=", "/outlets"];
    for kind in kinds {
        assert!(pages.keys().any(|p| p.starts_with(kind)), "{kind}");
    }
    assert!(pages.len() > 200, "{}", pages.len());
    for (page, place) in &places {
        let there = pages[page].contains(&format!(" id=\"{place}\""));
        assert!(there, "{page} has no place {place}");
    }
    // Ids are unique, scripts come from files, nothing is styled in place.
    for (path, page) in pages.iter().filter(|(p, _)| !p.contains("format=")) {
        let ids = values(page, "id");
        let unique: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(ids.len(), unique.len(), "{path}");
        assert_eq!(page.matches("<script").count(), 1, "{path}");
        assert!(!page.contains(" style=\"") && !page.contains("<style"), "{path}");
        assert_eq!(page.matches("<h1").count(), 1, "{path}");
    }
    running.stop();
}

#[test]
fn what_is_seen_can_be_had_for_programs() {
    let (_folder, path) = case(backstory_demo::FILES, Model::Rules);
    let running = serve(&path);
    let list = get(&running, "/?format=json");
    assert_eq!(list.header("content-type"), Some("application/json"));
    let stories: Vec<serde_json::Value> = serde_json::from_str(&list.body).expect("JSON");
    assert_eq!(stories.len(), 4);
    let story = stories[0]["link"].as_str().expect("a link").to_owned();
    assert!(get(&running, &story).body.contains("Who got it from whom"));
    let all = get(&running, &format!("{story}?format=csv"));
    assert!(all.header("content-disposition").is_some_and(|h| h.contains(".csv")));
    let some = get(&running, &format!("{story}?only=repeated&format=csv"));
    let lines = |text: &str| text.matches("\r\n").count();
    assert!(lines(&some.body) > 1 && lines(&some.body) < lines(&all.body));
    let claims: Vec<serde_json::Value> =
        serde_json::from_str(&get(&running, "/claims?only=denied&format=json").body).expect("JSON");
    assert!(!claims.is_empty());
    for claim in &claims {
        let link = claim["link"].as_str().expect("a link");
        let record: serde_json::Value =
            serde_json::from_str(&get(&running, &format!("{link}?format=json")).body).expect("JSON");
        assert_eq!(record["id"], claim["claim"]);
        assert!(get(&running, link).body.contains("Denied"));
    }
    running.stop();
}

#[test]
fn lists_go_on_and_end() {
    let (_folder, path) = case(backstory_demo::FILES, Model::Rules);
    let running = serve(&path);
    let all: Vec<serde_json::Value> =
        serde_json::from_str(&get(&running, "/claims?format=json").body).expect("JSON");
    let mut seen: Vec<String> = Vec::new();
    let mut next = Some("/claims".to_owned());
    while let Some(path) = next {
        let page = get(&running, &path).body;
        seen.extend(values(&page, "href").into_iter().filter(|h| h.starts_with("/claim/")));
        next = values(&page, "href").into_iter().find(|h| h.contains("after=") && !h.contains("format="));
    }
    let expected: Vec<String> = all.iter().map(|c| c["link"].as_str().expect("a link").to_owned()).collect();
    assert_eq!(seen, expected);
    running.stop();
}

#[test]
fn what_is_not_there_is_said() {
    let (_folder, path) = case(&[("a.txt", "The mayor said the bridge was closed.")], Model::Rules);
    let running = serve(&path);
    for missing in [
        "/nothing",
        "/story/t0000000000000000",
        "/claim/x",
        "/quote/q12",
        "/report/r0000000000000000",
        "/source/s0000000000000000",
        "/compare/r0000000000000000/r0000000000000001",
    ] {
        let reply = get(&running, missing);
        assert_eq!(reply.status, 404, "{missing}");
        assert!(reply.body.contains("Not in this case"), "{missing}");
    }
    assert_eq!(get(&running, "/?format=xml").status, 400);
    assert_eq!(get(&running, "/?after=x").status, 400);
    assert_eq!(
        send(&running, "PUT / HTTP/1.1\nHost: {host}\nSec-Fetch-Site: same-origin\nConnection: close\n\n")
            .status,
        405
    );
    running.stop();
}

#[test]
fn a_case_that_grows_is_shown_anew() {
    let (folder, path) = case(&[("a.txt", "The mayor said the bridge was closed.")], Model::Rules);
    let running = serve(&path);
    assert!(get(&running, "/").body.contains("1 report"));
    std::fs::write(folder.path().join("b.txt"), "A clerk said the ferry was late.").expect("a file");
    let mut store = backstory_store::Store::open(&path).expect("the case");
    let input = backstory_pipeline::Input::Path(folder.path().join("b.txt"));
    let options = backstory_pipeline::Options { model: Model::Rules, ..Default::default() };
    backstory_pipeline::trace(&mut store, &[input], &options, &mut common::Quiet).expect("a trace");
    assert!(get(&running, "/").body.contains("2 reports"));
    running.stop();
}

/// The only report of a case of one file, as if it had come from an address.
fn report_from(address: &str, text: &str) -> backstory_model::Annotated {
    let (_folder, path) = case(&[("wall.txt", text)], Model::Rules);
    let store = backstory_store::Store::open(&path).expect("the case");
    let mut report = store.load_reports().expect("reports").pop().expect("a report");
    (report.report.uri, report.report.path) = (address.to_owned(), None);
    report
}

#[test]
fn what_an_outlet_changed_stands_under_the_report() {
    let address = "https://velmherald.example/wall";
    let text = |hope: &str| {
        format!(
            "Families leave Velm\n\nMayor Oskar Tenn said on Monday that the wall {hope} before winter.\n\nThe wall has three gates.\n"
        )
    };
    let (old, new) =
        (report_from(address, &text("will be mended")), report_from(address, &text("may be mended")));
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.db");
    let mut store = backstory_store::Store::create(&path).expect("a case");
    for (report, day) in [(&old, "2031-05-06T10:00:00Z"), (&new, "2031-05-08T10:00:00Z")] {
        let document = backstory_model::Document { text: report.report.text.clone(), ..Default::default() };
        store.put(report, backstory_store::InputHash::of(&document), "1").expect("the report can be stored");
        store.supersede(address, report.report.id, Some(day)).expect("a revision");
    }
    store.commit().expect("it is stored");
    let options = backstory_pipeline::Options { model: Model::Rules, ..Default::default() };
    backstory_pipeline::load(&mut store, &options, &mut common::Quiet).expect("links");
    drop(store);
    let running = serve(&path);
    let page = get(&running, &format!("/report/{}", new.report.id)).body;
    assert!(page.contains("Changed by its outlet") && page.contains("1 earlier text"), "{page}");
    let change = page.split("class=\"revised\"").nth(1).expect("what was changed");
    let change = change.split("</p>").next().unwrap_or_default();
    assert!(change.contains("<del><bdi>will</bdi></del>"), "{change}");
    assert!(change.contains("<bdi>may</bdi></ins>"), "{change}");
    // A link to what it was leads to what it is.
    let led = get(&running, &format!("/report/{}", old.report.id));
    assert_eq!(
        (led.status, led.header("location")),
        (303, Some(format!("/report/{}", new.report.id).as_str()))
    );
    running.stop();
}
