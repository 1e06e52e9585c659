//! Web archives: what comes out of them whole, damaged and hostile.

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};

use super::*;

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes).expect("memory");
    packer.finish().expect("memory")
}

fn record(kind: &str, url: &str, content: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2032-01-18T10:00:00Z\r\nContent-Type: {content}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

fn answer(url: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let whole = [format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").as_bytes(), body].concat();
    record("response", url, "application/http; msgtype=response", &whole)
}

fn page(what: &str, date: &str) -> String {
    format!(
        "<html><head><title>{what} shut</title><meta property='article:published_time' content='{date}'></head><body><h1>{what} at Ostra shut</h1>\
         <p>The {what} at Ostra stays shut until Friday, the road office said on Monday, because two bolts were found in the river.</p>\
         <p>“We counted them three times,” said Ana Brell, who leads the office. Drivers have to take the ferry at Skelly until then.</p></body></html>"
    )
}

const HTML: &str = "Content-Type: text/html; charset=utf-8";

fn archive() -> Vec<Vec<u8>> {
    let chunked = {
        let page = page("ferry", "2032-01-17");
        let (a, b) = page.split_at(100);
        format!("{:x}\r\n{a}\r\n{:X};x=y\r\n{b}\r\n0\r\n\r\n", a.len(), b.len())
    };
    vec![
        record("warcinfo", "", "application/warc-fields", b"software: none\r\n"),
        record(
            "request",
            "https://post.example/1",
            "application/http; msgtype=request",
            b"GET / HTTP/1.1\r\n\r\n",
        ),
        answer("https://post.example/1", HTML, page("bridge", "2032-01-17").as_bytes()),
        answer(
            "https://post.example/2",
            &format!("{HTML}\r\nTransfer-Encoding: chunked"),
            chunked.as_bytes(),
        ),
        answer(
            "https://post.example/3",
            &format!("{HTML}\r\nContent-Encoding: gzip"),
            &packed(page("tunnel", "2033-05-05").as_bytes()),
        ),
        answer("https://post.example/", HTML, page("front", "2032-01-17").as_bytes()),
        answer("https://post.example/p.png", "Content-Type: image/png", b"\x89PNG"),
        answer("https://post.example/4", HTML, b"<html><body><script>x</script></body></html>"),
        record(
            "response",
            "https://post.example/5",
            "application/http",
            b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>none",
        ),
        record(
            "conversion",
            "https://post.example/6",
            "text/plain",
            "The dam at Ostra holds, the office said.".as_bytes(),
        ),
    ]
}

#[track_caller]
fn check(bytes: &[u8], expected: &[&str]) -> Vec<Document> {
    let got = read_all("/in/a.warc", bytes);
    let shown: Vec<String> = got
        .iter()
        .map(|(d, _)| match d {
            Err(error) => format!("! {error}"),
            Ok(d) => {
                let words: Vec<&str> = d.text.split_whitespace().take(2).collect();
                let m = &d.meta;
                format!(
                    "{} {} {} {} {}",
                    d.uri,
                    words.join(" "),
                    m.url.as_deref().unwrap_or("-"),
                    m.published.as_deref().unwrap_or("-"),
                    m.captured.as_deref().unwrap_or("-")
                )
            }
        })
        .collect();
    assert_eq!(shown, expected);
    got.into_iter().filter_map(|(d, _)| d.ok()).collect()
}

const ALL: [&str; 4] = [
    "in/a.warc#3 bridge at https://post.example/1 2032-01-17 2032-01-18T10:00:00Z",
    "in/a.warc#4 ferry at https://post.example/2 2032-01-17 2032-01-18T10:00:00Z",
    // Its date is later than the day it was captured.
    "in/a.warc#5 tunnel at https://post.example/3 - 2032-01-18T10:00:00Z",
    "in/a.warc#10 The dam https://post.example/6 - 2032-01-18T10:00:00Z",
];

#[test]
fn pages_are_read_and_the_rest_is_not() {
    check(&archive().concat(), &ALL);
}

#[test]
fn compressed_by_record_or_whole() {
    let members: Vec<Vec<u8>> = archive().iter().map(|r| packed(r)).collect();
    check(&members.concat(), &ALL);
    check(&packed(&archive().concat()), &ALL);
    check(&packed(&packed(&archive().concat())), &ALL);
}

#[test]
fn broken_records_are_skipped_and_counted() {
    let mut members: Vec<Vec<u8>> = archive().iter().map(|r| packed(r)).collect();
    let middle = members[3].len() / 2;
    members[3][middle..middle + 20].fill(0xFF);
    let said = "! /in/a.warc: 1 of its 10 records is broken and skipped, the first of them record 4; fetch it again; the others were read";
    check(&members.concat(), &[ALL[0], ALL[2], ALL[3], said]);

    let mut bare = archive();
    bare[3] = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\nx\r\n\r\n".to_vec();
    check(&bare.concat(), &[ALL[0], ALL[2], ALL[3], said]);

    let whole = archive().concat();
    let got = read_all("/in/a.warc", &whole[..whole.len() - 30]);
    let last = got.last().expect("an error").0.as_ref().expect_err("it is cut");
    assert_eq!(last.message, "1 of its 10 records is broken and skipped, the first of them record 10");
    let members: Vec<u8> = archive().iter().flat_map(|r| packed(r)).collect();
    let got = read_all("/in/a.warc", &members[..members.len() - 30]);
    assert!(got.last().expect("an error").0.is_err());
}

#[test]
fn a_bomb_in_a_record_is_one_broken_record() {
    let bomb = packed(&vec![b'a'; 80 << 20]);
    let members = [
        packed(&answer("https://post.example/1", &format!("{HTML}\r\nContent-Encoding: gzip"), &bomb)),
        packed(&answer("https://post.example/2", HTML, &vec![b'a'; 80 << 20])),
        packed(&answer("https://post.example/1", HTML, page("bridge", "2032-01-17").as_bytes())),
    ];
    let got = read_all("/in/a.warc", &members.concat());
    let shown: Vec<Result<&str, &str>> =
        got.iter().map(|(d, _)| d.as_ref().map(|d| d.uri.as_str()).map_err(|e| e.message.as_str())).collect();
    assert_eq!(
        shown,
        [Ok("in/a.warc#3"), Err("2 of its 3 records are broken and skipped, the first of them record 1")]
    );
}

#[test]
fn an_archive_without_reports_says_so() {
    check(
        &record("warcinfo", "", "application/warc-fields", b"x"),
        &[
            "! /in/a.warc: none of its 1 records is a page that shows a report (0 show no text, 0 are front pages); check what was archived",
        ],
    );
}

#[test]
fn any_number_of_threads_gives_the_same() {
    let many: Vec<u8> = (0..400)
        .flat_map(|n| {
            let what = format!("bridge {n}");
            let body =
                if n % 7 == 0 { "<html><body></body></html>".into() } else { page(&what, "2032-01-17") };
            packed(&answer(
                &format!("https://post.example/{n}"),
                HTML,
                format!("{body}{}", " ".repeat(40_000)).as_bytes(),
            ))
        })
        .collect();
    let read = |threads: usize| {
        let limits = Limits { threads, ..Limits::default() };
        let mut got = Vec::new();
        super::read(
            &Name::of_path("/in/a.warc.gz"),
            &mut Cursor::new(&many),
            None,
            &limits,
            &mut |found, _| {
                got.push(found.map(|d| (d.uri, d.text)));
            },
        );
        got
    };
    let one = read(1);
    assert_eq!(one.iter().filter(|f| f.is_ok()).count(), 400 - 58);
    assert_eq!(one, read(3));
}
