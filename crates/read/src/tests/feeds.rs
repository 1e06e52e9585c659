//! Feeds, sitemaps and the JSON of agencies.

use backstory_model::Credit;

use super::*;

/// `uri | text | title | outlet | authors | published | url` of each entry, or what was wrong.
#[track_caller]
fn check(input: &[u8], expected: &[&str]) -> Vec<Document> {
    let got = read_all("/in/feed.xml", input);
    let shown: Vec<String> = got
        .iter()
        .map(|(d, _)| match d {
            Err(error) => format!("! {error}"),
            Ok(d) => {
                let m = &d.meta;
                let some = |s: &Option<String>| s.clone().unwrap_or_default();
                let parts = [
                    d.text.replace('\n', "/"),
                    some(&m.title),
                    some(&m.outlet),
                    m.authors.join("+"),
                    some(&m.published),
                    some(&m.url),
                ];
                format!("{} | {}", d.uri.strip_prefix("in/feed.xml").unwrap_or_default(), parts.join(" | "))
            }
        })
        .collect();
    assert_eq!(shown, expected);
    got.into_iter().filter_map(|(d, _)| d.ok()).collect()
}

#[test]
fn rss_with_the_true_publisher_of_each_entry() {
    let feed = r#"<?xml version="1.0"?>
        <rss version="2.0" xmlns:content="c" xmlns:dc="d" xmlns:media="m"><channel><title>Ostra Post - World</title>
        <link>https://www.ostrapost.example/</link><language>en</language><image><title>no</title><link>no</link></image>
        <item><title>Bridge &amp; ferry shut - Skelly Echo</title><link>https://echo.example/a?b=1&amp;c=2</link>
          <source url="https://echo.example/feed">Skelly Echo</source><pubDate>Sat, 17 Jan 2032 03:35:42 +0100</pubDate>
          <dc:creator><![CDATA[Ana Brell and C. Dorn]]></dc:creator><media:title>no</media:title>
          <description>The bridge is shut.</description>
          <content:encoded><![CDATA[<p>The bridge is <b>shut</b>.</p><p>So is <a href="/ferry">the ferry</a>.</p>]]></content:encoded></item>
        <item><title>Dam</title><guid>https://ostrapost.example/dam</guid><author>ed@ostrapost.example (Ed Fisk)</author>
          <description>&lt;p&gt;Water is &amp;quot;high&amp;quot;.&lt;/p&gt;</description></item>
        <item><title>Title alone</title></item><item><link>https://ostrapost.example/none</link><description> </description><title></title></item>
        </channel></rss>"#;
    let documents = check(
        feed.as_bytes(),
        &[
            "#1 | The bridge is shut.//So is the ferry. | Bridge & ferry shut | Skelly Echo | Ana Brell+C. Dorn | Sat, 17 Jan 2032 03:35:42 +0100 | https://echo.example/a?b=1&c=2",
            "#2 | Water is \"high\". | Dam | Ostra Post | Ed Fisk |  | https://ostrapost.example/dam",
            "#3 | Title alone | Title alone | Ostra Post |  |  | ",
        ],
    );
    assert_eq!(documents[0].meta.description.as_deref(), Some("The bridge is shut."));
    assert_eq!(documents[0].links[0].url, "https://echo.example/ferry");
    assert_eq!(documents[0].meta.language.as_deref(), Some("en"));
}

#[test]
fn atom_and_its_kinds_of_text() {
    let feed = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title type="text">Ostra Post</title><link href="https://ostrapost.example/"/>
        <entry><title type="html">Bridge &lt;em&gt;shut&lt;/em&gt;</title><link rel="alternate" href="https://ostrapost.example/1"/>
          <link rel="via" href="https://echo.example/1"/><id>tag:1</id><published>2032-01-17T08:00:00Z</published><updated>2032-01-18T08:00:00Z</updated>
          <author><name>Ana Brell</name><uri>x</uri></author>
          <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It is &lt;shut&gt; &amp; <b>dry</b>.</p><p>Two.</p></div></content></entry>
        <entry><title>From elsewhere</title><source><title>Skelly Echo</title><id>x</id><updated>2030-01-01</updated></source><summary>Short.</summary>
          <updated>2032-01-19T08:00:00Z</updated></entry></feed>"#;
    let documents = check(
        feed.as_bytes(),
        &[
            "#1 | It is <shut> & dry.//Two. | Bridge shut | Ostra Post | Ana Brell | 2032-01-17T08:00:00Z | https://ostrapost.example/1",
            "#2 | Short. | From elsewhere | Skelly Echo |  |  | ",
        ],
    );
    assert_eq!(documents[0].meta.modified.as_deref(), Some("2032-01-18T08:00:00Z"));
    assert_eq!(
        documents[0].meta.based_on,
        [Credit { url: Some("https://echo.example/1".into()), ..Credit::default() }]
    );
    assert_eq!(documents[1].meta.modified.as_deref(), Some("2032-01-19T08:00:00Z"));
}

#[test]
fn sitemaps_of_news() {
    let map = r#"<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="s" xmlns:news="n">
        <url><loc>https://ostrapost.example/1</loc><news:news><news:publication><news:name>Ostra Post</news:name><news:language>en</news:language></news:publication>
        <news:publication_date>2032-01-17</news:publication_date><news:title>Bridge shut until Friday</news:title></news:news></url>
        <url><loc>https://ostrapost.example/2</loc><lastmod>2032-01-01</lastmod></url></urlset>"#;
    check(
        map.as_bytes(),
        &[
            "#1 | Bridge shut until Friday | Bridge shut until Friday | Ostra Post |  | 2032-01-17 | https://ostrapost.example/1",
        ],
    );
    check(
        b"<urlset><url><loc>https://a.example/</loc></url></urlset>",
        &[
            "! /in/feed.xml: it is a sitemap of 1 addresses, without a title to any of them; fetch the pages and give those",
        ],
    );
    check(
        b"<sitemapindex><sitemap><loc>https://a.example/1.xml</loc></sitemap></sitemapindex>",
        &["! /in/feed.xml: it is a list of sitemaps and names no reports; give the sitemaps that it lists"],
    );
}

#[test]
fn json_feeds() {
    let feed = br#"{"version": "https://jsonfeed.org/version/1.1", "title": "Ostra Post", "language": "en", "items": [
        {"id": "1", "url": "https://ostrapost.example/1", "title": "Bridge shut", "content_html": "<p>It is shut.</p><p>Two.</p>",
         "date_published": "2032-01-17", "authors": [{"name": "Ana Brell"}], "external_url": "https://echo.example/1"},
        {"id": "2", "content_text": "Bare words."}, {"id": "3"}]}"#;
    let documents = check(
        feed,
        &[
            "#1 | It is shut.//Two. | Bridge shut | Ostra Post | Ana Brell | 2032-01-17 | https://ostrapost.example/1",
            "#2 | Bare words. |  | Ostra Post |  |  | ",
            "! /in/feed.xml#3: the entry has neither a title nor words",
        ],
    );
    assert_eq!(documents[0].meta.based_on[0].url.as_deref(), Some("https://echo.example/1"));
}

#[test]
fn the_json_of_agencies() {
    let first = one(br#"{"uri": "urn:wire:1", "type": "text", "versioncreated": "2032-01-17T09:00:00Z", "firstcreated": "2032-01-17T08:00:00Z",
        "headline": "Bridge shut", "byline": "By Ana Brell", "located": "Ostra", "copyrightholder": "Sound Wire", "language": "en",
        "infosources": [{"name": "Skelly Echo"}], "body_xhtml": "<p>It is shut.</p><p>Two.</p>", "body_text": "no"}"#);
    assert_eq!(first.text, "It is shut.\n\nTwo.");
    assert_eq!(first.meta.outlet.as_deref(), Some("Sound Wire"));
    assert_eq!(first.meta.authors, ["Ana Brell"]);
    assert_eq!(first.meta.published.as_deref(), Some("2032-01-17T08:00:00Z"));
    assert_eq!(first.meta.modified.as_deref(), Some("2032-01-17T09:00:00Z"));
    assert_eq!((first.meta.dateline.as_deref(), first.meta.url), (Some("Ostra"), None));
    assert_eq!(first.meta.based_on[0].name.as_deref(), Some("Skelly Echo"));
    let later = one(br#"{"uri": "https://wire.example/2", "versioncreated": "2032-01-17T09:00:00Z",
        "headlines": [{"role": "short", "value": "no"}, {"role": "main", "value": "Bridge shut"}], "by": "Ana Brell",
        "bodies": [{"contenttype": "text/plain", "value": "It is shut."}]}"#);
    assert_eq!((later.text.as_str(), later.meta.title.as_deref()), ("It is shut.", Some("Bridge shut")));
    assert_eq!(later.meta.url.as_deref(), Some("https://wire.example/2"));
    assert_eq!((later.meta.published.as_deref(), later.meta.modified), (Some("2032-01-17T09:00:00Z"), None));
    let fetched = one(br#"{"text": "The bridge is shut.", "date_download": "2032-02-01 10:00:00", "date_modify": "2032-01-18"}"#);
    assert_eq!(fetched.meta.captured.as_deref(), Some("2032-02-01 10:00:00"));
    assert_eq!(fetched.meta.modified.as_deref(), Some("2032-01-18"));
}

#[test]
fn feeds_in_other_encodings() {
    let feed = "<?xml version=\"1.0\" encoding=\"windows-1252\"?><rss><channel><title>Östra</title><item><title>Brücke</title></item></channel></rss>";
    let expected = ["#1 | Brücke | Brücke | Östra |  |  | "];
    check(&encoding_rs::WINDOWS_1252.encode(feed).0, &expected);
    let wide: Vec<u8> = [0xFEFF].into_iter().chain(feed.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    check(&wide, &expected);
    check(feed.replace("windows-1252", "utf-8").as_bytes(), &expected);
}

#[test]
fn damaged_and_hostile_feeds() {
    check(
        b"<rss><channel><item><title>One</title></item><item><title>Two</ti",
        &[
            "#1 | One | One |  |  |  | ",
            "! /in/feed.xml: its XML is broken after entry 1: syntax error: tag not closed: `>` not found before end of input; fetch it again; what stands before it was read",
        ],
    );
    check(
        b"<rss><channel><item><title>One</title></item><item><title>Two</title>",
        &[
            "#1 | One | One |  |  |  | ",
            "! /in/feed.xml: it is cut short: it ends inside entry 2; fetch it again",
        ],
    );
    // What a feed declares is not expanded: neither files nor a word that doubles without end.
    let bomb = r#"<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
        <rss><channel><item><title>&b; &f;</title></item></channel></rss>"#;
    check(bomb.as_bytes(), &["#1 | &b; &f; | &b; &f; |  |  |  | "]);
    let deep = format!("<rss><channel><item>{}<title>x</title>", "<a>".repeat(100_000));
    assert_eq!(read_all("/in/feed.xml", deep.as_bytes()).len(), 1);
    let long = format!("<rss><channel><item><title>One</title></item><item><title>{}", "x".repeat(3 << 20));
    let got = read_all("/in/feed.xml", long.as_bytes());
    assert_eq!(
        got.iter().map(|(d, _)| d.as_ref().map_err(|e| e.code).map(|_| ())).collect::<Vec<_>>(),
        [Ok(()), Err("read/too-large")]
    );
}
