//! Pages of the web, whole: what is taken from them, and what they cannot do.

use std::io::Write as _;

use backstory_model::{Credit, LinkKind, Role};
use flate2::{Compression, write::GzEncoder};

use super::*;

const LEAD: &str = "The bridge at Ostra stays shut until Friday, the road office said on Monday, because two of its bolts were found in the river.";
const MORE: &str = "“We counted them three times,” said Ana Brell, who leads the office. Drivers have to take the ferry at Skelly until then, which costs six crowns.";
const LAST: &str = "The mayor denied that anyone had known of it before. A diver told this newspaper that he had shown him the bolts in May.";

fn page(head: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">{head}</head><body>{body}</body></html>"
    )
}

fn story(extra: &str) -> String {
    format!("<article><h1>Bridge at Ostra shut</h1><p>{LEAD}</p><p>{MORE}</p>{extra}<p>{LAST}</p></article>")
}

#[track_caller]
fn read_page(html: &str) -> Document {
    one(html.as_bytes())
}

#[test]
fn the_report_is_taken_and_the_page_around_it_is_not() {
    let boxes = "<aside class='related'><h3>Related</h3><ul><li><a href='/a'>Ferry prices rise for the third time</a></li></ul></aside>\
                 <div class='newsletter-signup'><p>Get our letter every morning, free of charge and full of news.</p></div>\
                 <script>document.write('<p>' + 'no' + '</p>')</script><style>p { color: red }</style>";
    let comments = "<section id='comments'><p>I never liked that bridge. My uncle built the other one and it stands to this day, as everybody can see.</p></section>";
    let html = page(
        "<title>Bridge at Ostra shut | Ostra Post</title>",
        &format!("<nav><a href='/'>Home</a><a href='/news'>News</a></nav>{}{comments}", story(boxes)),
    );
    let document = read_page(&html);
    assert_eq!(document.text, format!("Bridge at Ostra shut\n\n{LEAD}\n\n{MORE}\n\n{LAST}"));
    assert_eq!(
        document.marks.iter().map(|m| (m.role, m.span.of(&document.text))).collect::<Vec<_>>(),
        [(Role::Title, "Bridge at Ostra shut")]
    );
    assert_eq!(document.meta.title.as_deref(), Some("Bridge at Ostra shut"));
    assert_eq!(document.meta.outlet.as_deref(), Some("Ostra Post"));
    assert_eq!(document.meta.language.as_deref(), Some("en"));
}

#[test]
fn what_a_page_says_of_itself() {
    let data = r#"{"@type": "NewsArticle", "headline": "Bridge at Ostra shut", "datePublished": "2032-01-17T08:00:00+01:00",
        "dateModified": "2032-01-18", "author": {"name": "Ana Brell"}, "publisher": {"name": "Ostra Post"}, "dateline": "OSTRA",
        "backstory": "We spoke to a diver.", "isBasedOn": {"url": "https://echo.example/bolts", "publisher": {"name": "Skelly Echo"}}}"#;
    let head = format!(
        "<script type=\"application/ld+json\">{data}</script><link rel=canonical href=/2032/bridge><meta property=og:url content='https://www.ostrapost.example/2032/bridge?x=1'>"
    );
    let meta = read_page(&page(&head, &story(""))).meta;
    assert_eq!(meta.published.as_deref(), Some("2032-01-17T08:00:00+01:00"));
    assert_eq!(meta.modified.as_deref(), Some("2032-01-18"));
    assert_eq!(meta.authors, ["Ana Brell"]);
    assert_eq!(meta.outlet.as_deref(), Some("Ostra Post"));
    assert_eq!(meta.url.as_deref(), Some("https://www.ostrapost.example/2032/bridge"));
    assert_eq!(meta.dateline.as_deref(), Some("OSTRA"));
    assert_eq!(meta.backstory.as_deref(), Some("We spoke to a diver."));
    assert_eq!(
        meta.based_on,
        [Credit {
            taken_over: false,
            name: Some("Skelly Echo".into()),
            title: None,
            url: Some("https://echo.example/bolts".into())
        }]
    );
}

#[test]
fn a_copy_that_names_its_original_credits_it() {
    let head = "<!-- saved from url=(0040)https://portal.example/news/77 --><link rel='canonical' href='https://ostrapost.example/2032/bridge'>";
    let meta = read_page(&page(head, &story(""))).meta;
    assert_eq!(meta.url.as_deref(), Some("https://portal.example/news/77"));
    assert_eq!(meta.based_on.len(), 1);
    assert!(meta.based_on[0].taken_over);
    assert_eq!(meta.based_on[0].url.as_deref(), Some("https://ostrapost.example/2032/bridge"));
    // A mobile page's canonical address is the same report's.
    let head = "<meta property='og:url' content='https://m.ostrapost.example/b'><link rel='canonical' href='https://ostrapost.example/b'>";
    let meta = read_page(&page(head, &story(""))).meta;
    assert_eq!(meta.url.as_deref(), Some("https://ostrapost.example/b"));
    assert!(meta.based_on.is_empty());
}

#[test]
fn links_and_quotations_keep_their_words() {
    let extra = "<p>It was first reported by <a href='//echo.example/bolts'>the Skelly Echo</a>, see also <cite><a href='/book'>Bridges of the North</a></cite>; \
                 <a href='javascript:alert(1)'>share</a> it, or <a href='#c'>say</a> what you think of it below this long sentence.</p>\
                 <blockquote cite='https://roads.example/letter'><p>The bolts were of the wrong kind, and everybody in the office knew it from the first day on.</p></blockquote>\
                 <p>The letter ends with <q>burn this</q>, which nobody did, as one can see from the fact that it is quoted here.</p>";
    let document = read_page(&page("<base href='https://ostrapost.example/news/'>", &story(extra)));
    let links: Vec<(LinkKind, &str, &str)> =
        document.links.iter().map(|l| (l.kind, l.span.of(&document.text), l.url.as_str())).collect();
    assert_eq!(
        links,
        [
            (LinkKind::Link, "the Skelly Echo", "https://echo.example/bolts"),
            (LinkKind::Work, "Bridges of the North", "https://ostrapost.example/book"),
            (
                LinkKind::Quotation,
                "The bolts were of the wrong kind, and everybody in the office knew it from the first day on.",
                "https://roads.example/letter"
            ),
        ]
    );
    assert!(document.text.contains("ends with “burn this”, which"));
}

#[test]
fn corrections_stay_wherever_they_stand() {
    let note = "Correction: An earlier version said that three bolts were found. It was two.";
    let html = page(
        "",
        &format!(
            "{}<div class='sidebar'><p>x</p></div><footer><p>{note}</p><p>© 2032 Ostra Post</p></footer>",
            story("")
        ),
    );
    let text = read_page(&html).text;
    assert!(!text.contains("Ostra Post") && text.contains(LAST), "{text}");
    let html = page("", &format!("{}<div class='notes'><em>{note}</em></div>", story("")));
    assert!(read_page(&html).text.ends_with(note));
    let html = page("", &story("<p>This story was updated on Jan. 18 to add what the mayor said.</p>"));
    assert_eq!(read_page(&html).text.matches("This story was updated").count(), 1);
}

#[test]
fn captions_are_marked() {
    let figure =
        "<figure><img src='a.jpg'><figcaption>The bridge in May. Photo: C. Dorn</figcaption></figure>";
    let document = read_page(&page("", &story(figure)));
    let captions: Vec<&str> = document
        .marks
        .iter()
        .filter(|m| m.role == Role::Caption)
        .map(|m| m.span.of(&document.text))
        .collect();
    assert_eq!(captions, ["The bridge in May. Photo: C. Dorn"]);
}

#[test]
fn a_page_of_script_gives_what_its_data_holds() {
    let data = format!(
        "{{\"@type\": \"NewsArticle\", \"headline\": \"Bridge shut\", \"articleBody\": \"{LEAD}\\n{MORE}\"}}"
    );
    let html = page(
        &format!("<script type='application/ld+json'>{data}</script>"),
        "<div id=app></div><script>run()</script>",
    );
    assert_eq!(read_page(&html).text, format!("{LEAD}\n\n{MORE}"));
}

#[test]
fn encodings_are_those_the_page_or_its_bytes_name() {
    let html = page("", &story("")).replace("utf-8", "windows-1252").replace("Brell", "Bréll");
    let bytes = encoding_rs::WINDOWS_1252.encode(&html).0.into_owned();
    assert!(one(&bytes).text.contains("Ana Bréll"));
    // It says windows-1252 and is UTF-8.
    assert!(one(html.as_bytes()).text.contains("Ana Bréll"));
    let wide: Vec<u8> = [0xFEFF].into_iter().chain(html.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert!(one(&wide).text.contains("Ana Bréll"));
    // UTF-7 is none that is known, so it is text like any other and can hide no tag.
    assert!(one(html.replace("windows-1252", "utf-7").as_bytes()).text.contains("Bréll"));
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes).expect("memory");
    packer.finish().expect("memory")
}

#[test]
fn what_is_compressed_is_unpacked() {
    let html = page("", &story(""));
    let document = one(&packed(html.as_bytes()));
    assert!(document.text.contains(LAST));
    assert_eq!(document.uri, "in/a.txt");
    let two = [packed(b"{\"text\": \"A\"}\n"), packed(b"{\"text\": \"B\"}\n")].concat();
    records("/in/a.jsonl.gz", &two, &["in/a.jsonl.gz#1 A", "in/a.jsonl.gz#2 B"]);
    assert_eq!(one(&packed(&packed(b"The bridge is shut."))).text, "The bridge is shut.");
}

#[test]
fn damaged_and_dangerous_archives_are_told() {
    let whole = packed(page("", &story("")).as_bytes());
    let got = read_all("/in/a.html.gz", &whole[..whole.len() / 2]);
    let error = got[0].0.as_ref().expect_err("it is cut").to_string();
    assert!(error.starts_with("/in/a.html.gz: its compressed data is broken or cut short after"), "{error}");
    let mut bomb = b"The bridge is shut.".to_vec();
    for _ in 0..6 {
        bomb = packed(&bomb);
    }
    refused(
        &bomb,
        "/in/a.txt: it lies in more than 4 archives, one in the other; raise the limit with --max-depth, or unpack the outer ones",
    );
    let zeros = packed(&vec![b'a'; 200 << 20]);
    let limits = Limits { report_bytes: 1 << 30, ..Limits::default() };
    let mut said = Vec::new();
    read(&Name::of_path("/in/a.gz"), &mut &zeros[..], None, &limits, &mut |d, _| said.push(d));
    assert_eq!(said[0].as_ref().map_err(|e| e.code), Err("read/bomb"));
    said.clear();
    let limits = Limits { unpacked_bytes: 1 << 20, ..limits };
    read(&Name::of_path("/in/a.gz"), &mut &zeros[..], None, &limits, &mut |d, _| said.push(d));
    assert_eq!(
        said[0].as_ref().map_err(ToString::to_string),
        Err("/in/a.gz: it unpacks to more than the 1.0 MB that one input may have; raise the limit with --max-unpacked".into())
    );
}

/// Pages made to cost much: each is read or refused in a time that grows with its length.
#[test]
fn hostile_pages_end() {
    let check = |html: String| {
        let start = std::time::Instant::now();
        let got = read_all("/in/a.html", html.as_bytes());
        assert_eq!(got.len(), 1);
        // Ample, for slow machines: what grows with the square would take hours.
        assert!(start.elapsed().as_secs() < 60, "{} took {:?}", &html[..40], start.elapsed());
    };
    let n = 40_000;
    check(page("", &format!("{}{LEAD}", "<div>".repeat(n))));
    check(page("", &format!("{}{LEAD}", "<table><tr><td>".repeat(n))));
    check(page("", &format!("{}{LEAD}", "<b><p>".repeat(n))));
    check(page("", &format!("{}{LEAD}", "<a href=x><div>".repeat(n))));
    check(page("", &format!("{}{LEAD}", "<svg>".repeat(n))));
    check(page("", &format!("{}{LEAD}", "<!--".repeat(n))));
    check(page("", &format!("{}{LEAD}", "</p>".repeat(n))));
    check(page("", &format!("{}{LEAD}", "<select><option>".repeat(n))));
    check(page("", &format!("<p{}>{LEAD}", " a=b".repeat(n))));
    check(page("", &format!("<p class='{}'>{LEAD}", "x ".repeat(n))));
    check(page("", &format!("<p>{}</p>", "&amp".repeat(n))));
    check(page("", &format!("<p>{LEAD}</p>{}", "<br>".repeat(n))));
    check(page("", &format!("<p>{LEAD}{}</p>", "<span>a</span>".repeat(n))));
    check(page("", &format!("<h1>Bridge</h1>{}", format!("<p>{LEAD}</p>").repeat(n / 8))));
    check(page("", &format!("<p>{LEAD}</p>{}", "<p>Correction: it was a day.</p>".repeat(n / 2))));
    check(page(
        "",
        &format!("<p>{LEAD}</p>{}", "<figure><figcaption>A day</figcaption></figure>".repeat(n / 2)),
    ));
    check(page("", &format!("<p>{LEAD}</p>{}", "<p><time>10:00</time></p>".repeat(n / 2))));
    check(page("", &format!("<h1>Bridge</h1>{}", "<div class='author byline date'>x".repeat(n))));
    check(page("", &format!("<h1>Bridge</h1>{}", "<h2>Bridge shut again</h2>".repeat(n))));
    check(page(&format!("<script type='application/ld+json'>{}</script>", "[".repeat(n)), &story("")));
}
