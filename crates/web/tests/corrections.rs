//! What people say of findings: asked for by forms, shown wherever the finding is, and taken back.

#[allow(dead_code, reason = "what other tests use of it")]
mod common;

use backstory_pipeline::{Input, Model, Options};
use backstory_store::Store;
use backstory_web::Running;
use common::{Reply, case, get, send, serve, values};
use serde_json::Value;

const FILES: &[(&str, &str)] = &[
    (
        "courier.md",
        "---\noutlet: Onde Courier\npublished: 2031-05-06\n---\n\n# Ferry to Onde is out of service\n\n\
         The ferry to Onde will stay in harbour until June because its engine is broken, harbour master Dorn Hale said on \
         Tuesday.\n\n“We cannot mend the engine here,” Hale said.\n\nThe island’s school will be closed on Thursday, \
         teacher Ilva Marr said.\n",
    ),
    (
        "echo.md",
        "---\noutlet: Velm Echo\npublished: 2031-05-07\n---\n\n# No boat to Onde before June\n\n\
         The ferry to Onde will stay in harbour until June because its engine is broken, shipowner Oskar Tenn said on \
         Wednesday.\n\nSome 40 islanders were waiting on the quay at Velm with their luggage, Tenn said.\n",
    ),
];

fn json(running: &Running, path: &str) -> Value {
    let reply = get(running, path);
    assert_eq!(reply.status, 200, "{path}: {}", reply.body);
    serde_json::from_str(&reply.body).unwrap_or_else(|e| panic!("{path}: {e}: {}", reply.body))
}

fn rows(running: &Running, path: &str) -> Vec<Value> {
    json(running, path).as_array().cloned().unwrap_or_default()
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// Sends a form of the application's own; gives the page that it leads to.
fn post(running: &Running, fields: &[(&str, &str)]) -> Reply {
    let fields: Vec<String> = fields.iter().map(|(n, v)| format!("{n}={}", encode(v))).collect();
    let body = fields.join("&");
    let request = format!(
        "POST /correct HTTP/1.1\nHost: {{host}}\nSec-Fetch-Site: same-origin\nConnection: close\n\
         Content-Type: application/x-www-form-urlencoded\nContent-Length: {}\n\n{body}",
        body.len()
    );
    let reply = send(running, &request);
    match reply.header("location") {
        Some(to) => get(running, to),
        None => reply,
    }
}

/// Values of the hidden fields of a page's form of this kind.
fn hidden(page: &str, kind: &str) -> Vec<(String, String)> {
    let form = page
        .split("<form")
        .find(|f| f.contains(&format!("name=\"kind\" value=\"{kind}\"")))
        .unwrap_or_else(|| panic!("no form asks for {kind}"));
    let form = form.split("</form>").next().unwrap_or_default();
    let inputs = form.split("<input").filter(|i| i.contains("type=\"hidden\""));
    inputs.map(|i| (values(i, "name")[0].clone(), values(i, "value")[0].clone())).collect()
}

fn claim_of<'a>(claims: &'a [Value], words: &str) -> &'a Value {
    let found = claims.iter().find(|c| c["text"].as_str().is_some_and(|t| t.contains(words)));
    found.unwrap_or_else(|| panic!("no claim has {words:?}: {claims:#?}"))
}

#[test]
fn two_claims_are_joined_by_a_form_and_parted_by_taking_it_back() {
    let (folder, path) = case(FILES, Model::Rules);
    let running = serve(&path);
    let before = rows(&running, "/claims?format=json");
    let school = claim_of(&before, "school");
    let page = get(&running, school["link"].as_str().expect("a link")).body;
    let mut fields = hidden(&page, "same-claim");
    // The choice of the other claim is by its words.
    let choice =
        page.split("<option").find(|o| o.contains("luggage")).expect("the other claim is among the choices");
    fields.push(("other".into(), values(choice, "value")[0].clone()));
    let more = [("by", "Ida Brandt"), ("note", "the same people")].map(|(n, v)| (n.to_owned(), v.to_owned()));
    fields.extend(more);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();

    // Without a choice nothing is changed.
    let none: Vec<(&str, &str)> =
        fields.iter().map(|(n, v)| (*n, if *n == "other" { "" } else { v })).collect();
    assert_eq!(post(&running, &none).status, 400);
    assert_eq!(rows(&running, "/claims?format=json"), before);

    let joined = post(&running, &fields);
    assert_eq!(joined.status, 200, "{}", joined.body);
    assert!(
        joined.body.contains("one and the same claim") && joined.body.contains("Ida Brandt"),
        "{}",
        joined.body
    );
    let after = rows(&running, "/claims?format=json");
    assert_eq!(after.len(), before.len() - 1);
    let log = rows(&running, "/log?format=json");
    let found = log[0]["found"].as_str().expect("words");
    assert!(
        found.starts_with("two claims") && found.contains("school") && found.contains("luggage"),
        "{found}"
    );

    // It holds when the case grows.
    let more = folder.path().join("gazette.txt");
    std::fs::write(
        &more,
        "The baker of Onde said on Thursday that bread would be baked on the island again.",
    )
    .expect("a file");
    let mut store = Store::open(&path).expect("the case");
    let options = Options { model: Model::Rules, ..Options::default() };
    backstory_pipeline::trace(&mut store, &[Input::Path(more)], &options, &mut common::Quiet)
        .expect("a trace");
    let one = rows(&running, "/claims?format=json");
    let both = one
        .iter()
        .filter(|c| c["text"].as_str().is_some_and(|t| t.contains("school") || t.contains("luggage")));
    assert_eq!(both.count(), 1, "{one:#?}");

    let id = log[0]["correction"].as_str().expect("an id");
    let back = [("kind", "undo"), ("id", id), ("by", "Bo"), ("back", "/log")];
    assert!(post(&running, &back).body.contains("Taken back"));
    let texts = |rows: &[Value]| rows.iter().map(|c| c["text"].to_string()).collect::<Vec<_>>();
    let parted = rows(&running, "/claims?format=json");
    assert!(texts(&before).iter().all(|t| texts(&parted).contains(t)), "{parted:#?}");
    assert_ne!(claim_of(&parted, "school")["claim"], claim_of(&parted, "luggage")["claim"]);
    running.stop();
}

#[test]
fn a_corrected_speaker_is_moved_from_one_book_to_the_other() {
    let (_folder, path) = case(FILES, Model::Rules);
    let running = serve(&path);
    let source = |name: &str| {
        let list = rows(&running, &format!("/sources?words={}&format=json", encode(name)));
        list.iter().find(|s| s["name"] == name).cloned()
    };
    let times = |name: &str| source(name).and_then(|s| s["attributions"].as_u64()).unwrap_or(0);
    let outlet = |name: &str| {
        let list = rows(&running, "/outlets?format=json");
        list.iter().find(|o| o["outlet"] == name).cloned().expect("the outlet")
    };
    let tenn = source("Oskar Tenn").expect("he is named");
    assert_eq!((times("Oskar Tenn"), times("Berit Skog")), (2, 0));
    let people = outlet("Velm Echo")["people"].as_u64();

    let claims = rows(&running, "/claims?format=json");
    let page = get(&running, claim_of(&claims, "luggage")["link"].as_str().expect("a link")).body;
    let fields = hidden(&page, "speaker");
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    fields.extend([
        ("speaker", "Berit Skog"),
        ("speaker_kind", "person"),
        ("by", "Ida Brandt"),
        ("note", "heard the tape"),
    ]);
    let done = post(&running, &fields);
    assert!(done.body.contains("said by Berit Skog") && done.body.contains("Oskar Tenn"), "{}", done.body);

    assert_eq!((times("Oskar Tenn"), times("Berit Skog")), (1, 1));
    assert_eq!(outlet("Velm Echo")["people"].as_u64(), people, "a person for a person");
    let book =
        |name: &str| get(&running, source(name).expect("a source")["link"].as_str().expect("a link")).body;
    for (name, mark) in [("Berit Skog", "Corrected: said by Berit Skog"), ("Oskar Tenn", "Not counted here")]
    {
        let page = book(name);
        for words in ["luggage", mark, "Ida Brandt", "heard the tape", "The program had found"] {
            assert!(page.contains(words), "{name}: {words}: {page}");
        }
    }
    // Her words are searched, and so is who cites her.
    let found = get(
        &running,
        &format!(
            "{}?words=luggage",
            source("Berit Skog").expect("a source")["link"].as_str().expect("a link")
        ),
    );
    assert!(found.body.contains("In the text"), "{}", found.body);
    assert!(book("Berit Skog").contains("Velm Echo"));

    // Someone unnamed in his place moves the figure of the outlet.
    let again: Vec<(&str, &str)> = fields
        .iter()
        .map(|(n, v)| match *n {
            "speaker" => ("speaker", "a passenger"),
            "speaker_kind" => ("speaker_kind", "anonymous"),
            n => (n, *v),
        })
        .collect();
    // The later of two corrections holds: let it be a later second.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let done = post(&running, &again);
    assert_eq!(done.status, 200, "{}", done.body);
    assert_eq!(outlet("Velm Echo")["people"].as_u64(), people.map(|n| n - 1));
    assert_eq!(outlet("Velm Echo")["anonymous"], 1);

    for correction in rows(&running, "/log?format=json") {
        let id = correction["correction"].as_str().expect("an id");
        post(&running, &[("kind", "undo"), ("id", id), ("by", "Bo"), ("back", "/log")]);
    }
    assert_eq!(source("Oskar Tenn"), Some(tenn));
    assert_eq!(source("Berit Skog"), None);
    assert_eq!(outlet("Velm Echo")["people"].as_u64(), people);
    running.stop();
}

#[test]
fn a_corrected_date_moves_the_report_in_every_list() {
    let (_folder, path) = case(FILES, Model::Rules);
    let running = serve(&path);
    let list = rows(&running, "/reports?format=json");
    assert_eq!(list[0]["outlet"], "Velm Echo");
    let link = list[1]["link"].as_str().expect("a link");
    let page = get(&running, link).body;
    let fields = hidden(&page, "published");
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    fields.extend([("date", "2031-05-09"), ("by", "Ida Brandt"), ("note", "asked the desk")]);
    let done = post(&running, &fields);
    assert!(
        done.body.contains("Corrected: published 2031-05-09") && done.body.contains("asked the desk"),
        "{}",
        done.body
    );
    let list = rows(&running, "/reports?format=json");
    assert_eq!((&list[0]["outlet"], &list[0]["published"]), (&"Onde Courier".into(), &"2031-05-09".into()));
    let stories = rows(&running, "/?single&format=json");
    assert!(stories.iter().any(|s| s["last_day"] == "2031-05-09"), "{stories:#?}");
    running.stop();
}

#[test]
fn what_came_in_since_is_told_to_those_who_come_back() {
    let (folder, path) = case(FILES, Model::Rules);
    let running = serve(&path);
    let first = get(&running, "/");
    assert!(!first.body.contains("Since your last visit"));
    let cookie = first.header("set-cookie").expect("a cookie").split(';').next().expect("a value").to_owned();
    let (name, value) = cookie.split_once('=').expect("a value");
    let seen: i64 = value.split_once('.').expect("two times").1.parse().expect("a time");
    // As if the last visit had ended an hour before the reports came in.
    let earlier = seen - 7200;
    let again = |path: &str| {
        send(
            &running,
            &format!(
                "GET {path} HTTP/1.1\nHost: {{host}}\nCookie: {name}={earlier}.{earlier}\nConnection: close\n\n"
            ),
        )
    };
    let back = again("/");
    assert!(
        back.body.contains("Since your last visit") && back.body.contains("new reports"),
        "{}",
        back.body
    );
    let link = values(&back.body, "href").into_iter().find(|h| h.starts_with("/new?since=")).expect("a link");
    let new = get(&running, &link).body;
    assert!(new.contains("Ferry to Onde is out of service"), "{new}");
    assert!(rows(&running, &format!("{link}&format=json")).iter().any(|r| r["kind"] == "report"));
    assert_eq!(get(&running, "/new").status, 400);
    assert_eq!(get(&running, "/new?since=yesterday").status, 400);
    assert!(get(&running, "/new?since=2099-01-01").body.contains("Nothing came in"));
    // The case keeps no visits: nothing was written to it.
    let files = ["", "-wal"].map(|end| format!("{}{end}", path.display()));
    let bytes = || files.clone().map(|file| std::fs::read(file).unwrap_or_default());
    let was = bytes();
    again("/");
    assert_eq!(bytes(), was);

    // What a watched case shows for the first time is kept, and told.
    std::fs::write(
        folder.path().join("reports/denial.md"),
        "---\noutlet: Onde Post\npublished: 2031-05-08\n---\n\n# Engine is sound, says owner\n\n\
         Oskar Tenn denied on Thursday that the ferry to Onde will stay in harbour until June because its engine is broken.\n",
    )
    .expect("a file");
    let mut store = Store::open(&path).expect("the case");
    let options = Options { model: Model::Rules, ..Options::default() };
    let mut watch = backstory_pipeline::Watch::new(vec![Input::Path(folder.path().join("reports"))], options);
    let polled = watch.poll(&mut store, &mut common::Quiet).expect("a look");
    assert!(!polled.news.is_empty());
    let back = again("/").body;
    assert!(back.contains("new denial"), "{back}");
    let new = get(&running, &link).body;
    assert!(new.contains("Denials") && new.contains("Onde Post"), "{new}");
    running.stop();
}

#[test]
fn pages_are_packed_and_not_sent_twice() {
    let (_folder, path) = case(FILES, Model::Rules);
    let running = serve(&path);
    for path in ["/claims", "/assets/style.css"] {
        let first = get(&running, path);
        let tag = first.header("etag").expect("a tag").to_owned();
        let again = send(
            &running,
            &format!("GET {path} HTTP/1.1\nHost: {{host}}\nIf-None-Match: {tag}\nConnection: close\n\n"),
        );
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        assert!(again.header("content-security-policy").is_some());
    }
    let head =
        send(&running, "HEAD /claims HTTP/1.1\nHost: {host}\nAccept-Encoding: gzip\nConnection: close\n\n");
    assert_eq!((head.status, head.header("content-encoding")), (200, Some("gzip")));
    running.stop();
}
