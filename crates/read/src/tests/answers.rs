use std::io::Write;

use super::*;

fn answered(url: &str, content: &str, body: &[u8]) -> Vec<Got> {
    let answer = Answer {
        asked: url.into(),
        url: url.into(),
        captured: "2031-05-07T08:00:00Z".into(),
        content_type: Some(content.into()),
        encoding: None,
    };
    let mut got = Vec::new();
    let limits = Limits { report_bytes: 1 << 20, ..Limits::default() };
    read_answer(&answer, body, &limits, &mut |document, notes| got.push((document, notes)));
    got
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).expect("memory");
    packer.finish().expect("memory")
}

#[track_caller]
fn only(got: Vec<Got>) -> Document {
    assert_eq!(got.len(), 1, "{got:?}");
    got.into_iter().next().expect("one").0.expect("a document")
}

const PAGE: &str = "<!doctype html><article><h1>Mole safe</h1><p>The mole of Velm is safe, the council said on Tuesday, caf\u{e9}s too.</p></article>";

#[test]
fn a_page_has_the_address_and_the_encoding_of_its_answer() {
    let latin: Vec<u8> = PAGE.chars().map(|c| c as u8).collect();
    for body in [latin.clone(), packed(&latin)] {
        let document = only(answered("https://post.example/a", "text/html; Charset=ISO-8859-1", &body));
        assert!(document.text.contains("cafés"), "{}", document.text);
        assert_eq!(document.uri, "https://post.example/a");
        assert_eq!(document.meta.url.as_deref(), Some("https://post.example/a"));
        assert_eq!(document.meta.captured.as_deref(), Some("2031-05-07T08:00:00Z"));
    }
}

#[test]
fn entries_of_a_feed_are_told_apart_by_their_addresses() {
    let feed = b"<rss><channel><title>Post</title><item><title>One</title><link>https://post.example/1</link><description>One said.</description></item>\
                 <item><title>Two</title><description>Two said.</description></item></channel></rss>";
    let uris: Vec<String> = answered("https://post.example/feed", "text/html", feed)
        .into_iter()
        .map(|(d, _)| d.expect("a document").uri)
        .collect();
    assert_eq!(uris, ["https://post.example/feed#https://post.example/1", "https://post.example/feed#2"]);
}

#[test]
fn what_an_answer_holds_its_first_bytes_tell() {
    let json =
        b"{\"text\": \"The mole of Velm is safe, the council said.\", \"date_download\": \"2031-01-01\"}";
    let document = only(answered("https://post.example/a.json", "text/html", json));
    assert_eq!(document.meta.captured.as_deref(), Some("2031-01-01"));
    let picture = answered("https://post.example/a", "text/html", b"\x89PNG\r\n\x1A\n\0\0");
    assert!(
        picture[0]
            .0
            .as_ref()
            .is_err_and(|e| e.to_string().starts_with("https://post.example/a: it is a PNG picture"))
    );
    let bomb = answered("https://post.example/a", "text/html", &packed(&vec![b' '; 200 << 20]));
    assert!(bomb[0].0.as_ref().is_err_and(|e| e.message.contains("unpacks to more than")), "{bomb:?}");
    let empty = answered("https://post.example/a", "text/html", b"");
    assert!(empty[0].0.is_err());
}

#[test]
fn addresses_that_feeds_and_sitemaps_list() {
    let list = |body: &[u8]| listed(body, None, &Limits::default());
    let one = |url: &str, modified: Option<&str>, sitemap| Listed {
        url: url.into(),
        modified: modified.map(str::to_owned),
        sitemap,
    };
    assert_eq!(
        list(b"<?xml version='1.0'?><urlset><url><loc>https://post.example/1</loc><lastmod>2031-05-06</lastmod></url><url><loc>https://post.example/1</loc></url><url><loc>/2</loc></url></urlset>"),
        Some(vec![one("https://post.example/1", Some("2031-05-06"), false)])
    );
    assert_eq!(
        list(&packed(
            b"<sitemapindex><sitemap><loc>https://post.example/news.xml</loc></sitemap></sitemapindex>"
        )),
        Some(vec![one("https://post.example/news.xml", None, true)])
    );
    assert_eq!(
        list(b"<feed xmlns='http://www.w3.org/2005/Atom'><link href='https://post.example/'/><entry><title>A</title><link rel='alternate' href='https://post.example/a'/><updated>2031-05-06T10:00:00Z</updated></entry></feed>"),
        Some(vec![one("https://post.example/a", Some("2031-05-06T10:00:00Z"), false)])
    );
    assert_eq!(
        list(b"{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [{\"id\": \"https://post.example/a\"}, {\"id\": \"7\"}]}"),
        Some(vec![one("https://post.example/a", None, false)])
    );
    assert_eq!(list(PAGE.as_bytes()), None);
    assert_eq!(
        list(b"<rss><channel><item><link>https://post.example/1</link></item><item><li"),
        Some(vec![one("https://post.example/1", None, false)])
    );
}
