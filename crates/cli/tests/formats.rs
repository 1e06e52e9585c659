//! What newsrooms and archives have, traced with one command: each format gives its reports, each damaged file its
//! line, and the rest is done.

mod common;

use std::fs;

use common::Place;

fn page(what: &str, extra: &str) -> String {
    format!(
        "<!doctype html><html><head><title>{what} of Velm to be mended | Velm Herald</title>\
         <meta property=\"article:published_time\" content=\"2031-05-05T09:00:00Z\"><link rel=\"canonical\" href=\"https://velmherald.example/{what}\"></head>\
         <body><nav><a href=\"/\">Home</a><a href=\"/news\">News</a></nav><article><h1>{what} of Velm to be mended</h1><p class=\"byline\">By Ilda Bront</p>\
         <p>The {what} of Velm will be mended before winter, Mayor Oskar Tenn said on Monday, after a walk along the whole of it.</p>\
         <p>“We start with the {what} in June,” Tenn told the council. At least 12 families have left their homes since March.</p>{extra}</article>\
         <script>document.write('<p>Never shown by this program, the script said on Monday.</p>')</script></body></html>"
    )
}

fn warc(pages: &[&str]) -> String {
    pages
        .iter()
        .enumerate()
        .map(|(number, page)| {
            let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
            format!(
                "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://velmherald.example/{number}\r\nWARC-Date: 2031-05-06T00:00:00Z\r\n\
                 Content-Type: application/http\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
                http.len()
            )
        })
        .collect()
}

const FEED: &str = "<rss version=\"2.0\"><channel><title>Portal</title><item><title>Gate of Velm shut - Onde Echo</title>\
    <source url=\"https://ondeecho.example/feed\">Onde Echo</source><link>https://ondeecho.example/gate</link>\
    <pubDate>Tue, 06 May 2031 10:00:00 GMT</pubDate><description>&lt;p&gt;The gate of Velm stays shut, a guard said on Tuesday.&lt;/p&gt;</description></item></channel></rss>";

const MAIL: &str = "Received: from a by b; Tue, 6 May 2031 10:00:00 +0000\r\nMessage-ID: <1@velm.example>\r\nDate: Tue, 6 May 2031 10:00:00 +0000\r\n\
    From: Council of Velm <press@velm.example>\r\nSubject: The mole\r\n\r\nThe mole of Velm is safe, the council said on Tuesday.\r\n";

#[test]
fn every_format_is_traced_with_one_command() {
    let place = Place::new();
    place.write("pile/wall.html", &page("wall", ""));
    place.write("pile/feed.xml", FEED);
    place.write("pile/crawl.warc", &warc(&[&page("pier", ""), &page("tower", "")]));
    place.write("pile/mole.eml", MAIL);
    place.write("pile/cut.html.gz", "\u{1f}");
    fs::write(place.path("pile/cut.html.gz"), b"\x1F\x8B\x08\0\0\0\0\0\0\x03cut").expect("a file");
    fs::write(place.path("pile/cut.zip"), b"PK\x03\x04cut").expect("a file");
    let run = place.run(&["trace", "pile", "--model", "rules", "--no-report"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("5 new, 2 could not be read"), "{}", run.err);
    assert!(run.err.contains("cut.html.gz: its compressed data is broken"), "{}", run.err);
    assert!(run.err.contains("cut.zip: its list of files cannot be read"), "{}", run.err);
    let export = place.run(&["export", "case.db"]);
    let case: serde_json::Value = serde_json::from_str(&export.out).expect("JSON");
    let mut found: Vec<String> = case["reports"]
        .as_array()
        .expect("reports")
        .iter()
        .map(|r| {
            let text = |field: &str| r[field].as_str().unwrap_or("-").to_owned();
            let date = r["published"]["date"].as_str().unwrap_or("-");
            format!(
                "{} | {} | {} | {date}",
                text("uri"),
                r["title"]["text"].as_str().unwrap_or("-"),
                text("outlet")
            )
        })
        .collect();
    found.sort();
    assert_eq!(
        found,
        [
            "pile/crawl.warc#1 | pier of Velm to be mended | Velm Herald | 2031-05-05T09:00:00Z",
            "pile/crawl.warc#2 | tower of Velm to be mended | Velm Herald | 2031-05-05T09:00:00Z",
            "pile/feed.xml#1 | Gate of Velm shut | Onde Echo | 2031-05-06T10:00:00Z",
            "pile/mole.eml | The mole | Council of Velm | 2031-05-06T10:00:00Z",
            "pile/wall.html | wall of Velm to be mended | Velm Herald | 2031-05-05T09:00:00Z",
        ]
    );
    assert!(!export.out.contains("Never shown"));
}

#[test]
fn a_link_to_a_report_of_the_case_is_a_credit() {
    let place = Place::new();
    place.write("pile/wall.html", &page("wall", ""));
    let other = "<!doctype html><html><head><title>Council to vote on Velm repairs | Onde Echo</title>\
        <meta property=\"og:site_name\" content=\"Onde Echo\"><meta property=\"article:published_time\" content=\"2031-05-07T09:00:00Z\">\
        <meta property=\"article:modified_time\" content=\"2031-05-08T11:00:00Z\">\
        </head><body><article><h1>Council to vote on Velm repairs</h1><p>The council of Velm votes on Friday on what the repairs may cost, \
        <a href=\"https://velmherald.example/wall?utm_source=echo\">weeks of walking along the sea wall</a> having shown how much there is to do before the winter comes.</p>\
        <p>Nobody on the council has said how it will vote, and the session will be open to the public from nine in the morning.</p>\
        <p>Read more: <a href=\"https://velmherald.example/pier\">the pier</a></p></article></body></html>";
    place.write("pile/vote.html", other);
    assert_eq!(place.run(&["trace", "pile", "--model", "rules"]).code, 0);
    let case: serde_json::Value = serde_json::from_str(&place.run(&["export", "case.db"]).out).expect("JSON");
    let reports = case["reports"].as_array().expect("reports");
    let vote = reports.iter().find(|r| r["outlet"] == "Onde Echo").expect("the report that links");
    assert_eq!(vote["modified"], "2031-05-08T11:00:00Z");
    let edges = case["lineage"].as_array().expect("lineage");
    assert_eq!(edges.len(), 1, "{edges:#?}");
    assert_eq!(
        (&edges[0]["to"], &edges[0]["kind"], &edges[0]["credited"]),
        (&vote["id"], &"cites".into(), &true.into())
    );
    assert_eq!(edges[0]["reasons"][0], "It links to the report of Velm Herald.");
    let at = &edges[0]["evidence"][0];
    let link = &vote["links"][0];
    assert_eq!((&at["start"], &at["end"]), (&link["start"], &link["end"]));
}

#[test]
fn the_same_again_changes_nothing() {
    let place = Place::new();
    place.write("pile/crawl.warc", &warc(&[&page("pier", ""), &page("tower", "")]));
    assert_eq!(place.run(&["trace", "pile", "--model", "rules"]).code, 0);
    let first = place.run(&["export", "case.db"]).out;
    let again = place.run(&["trace", "pile", "--model", "rules"]);
    assert!(again.err.contains("2 already there"), "{}", again.err);
    assert_eq!(place.run(&["export", "case.db"]).out, first);
}

#[test]
fn limits_are_flags() {
    let place = Place::new();
    place.write(
        "pile/wall.html",
        &page("wall", &"<p>More words stand here, as the mayor said.</p>".repeat(100)),
    );
    let run = place.run(&["trace", "pile", "--max-report-size", "2KB"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("raise the limit with --max-report-size"), "{}", run.err);
    let run = place.run(&["trace", "pile", "--max-unpacked", "1KB"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("expected a size between 1MB"), "{}", run.err);
}
