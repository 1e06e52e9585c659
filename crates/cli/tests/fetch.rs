//! Addresses, traced: what is fetched, what is kept of it, what is refused.

mod common;
#[path = "../../fetch/tests/common/mod.rs"]
mod server;

use std::sync::atomic::{AtomicU32, Ordering};

use common::{Place, Run};
use server::{Request, Server, answer, not_found, page, to};

fn report(what: &str, extra: &str) -> String {
    format!(
        "<!doctype html><html><head><title>{what} of Velm to be mended | Velm Herald</title>\
         <meta property=\"article:published_time\" content=\"2025-05-05T09:00:00Z\"></head><body><article>\
         <h1>{what} of Velm to be mended</h1><p>The {what} of Velm will be mended before winter, Mayor Oskar Tenn said on Monday, \
         after a walk along the whole of it.</p><p>“We start with the {what} in June,” Tenn told the council.</p>{extra}</article></body></html>"
    )
}

/// Brotli whose bytes stand as they are: a window of 64 kB, one block, and the last, which is empty (RFC 7932).
fn brotli(text: &str) -> Vec<u8> {
    let length = u32::try_from(text.len() - 1).expect("a short text");
    assert!(length < 1 << 16);
    let head = (length << 4 | 1 << 20).to_le_bytes();
    [&head[..3], text.as_bytes(), b"\x03"].concat()
}

/// Runs `trace` with what every test needs.
fn trace(place: &Place, server: &Server, more: &[&str]) -> Run {
    let allowed = format!("--allow-private={}", server.host());
    let fixed = [
        "trace",
        "--model",
        "rules",
        "--no-report",
        "--delay",
        "0s",
        "--max-age",
        "0s",
        "--retries",
        "0",
        &allowed,
    ];
    place.run(&[&fixed[..], more].concat())
}

fn case(place: &Place) -> serde_json::Value {
    serde_json::from_str(&place.export("case.db")).expect("JSON")
}

fn uris(place: &Place) -> Vec<String> {
    let case = case(place);
    let reports = case["reports"].as_array().expect("reports");
    let mut uris: Vec<String> =
        reports.iter().map(|r| r["uri"].as_str().expect("a uri").to_owned()).collect();
    uris.sort();
    uris
}

#[test]
fn answers_packed_with_brotli_are_asked_for_and_read_again_from_the_archive() {
    let server = Server::new(|r| match r.path.as_str() {
        "/wall" if r.field("accept-encoding") == Some("gzip, br, zstd") => {
            let fields = [("Content-Type", "text/html"), ("Content-Encoding", "br")];
            answer("200 OK", &fields, brotli(&report("wall", "")))
        }
        "/odd" => answer("200 OK", &[("Content-Type", "text/html"), ("Content-Encoding", "compress")], "x"),
        _ => not_found(),
    });
    let place = Place::new();
    let run = trace(&place, &server, &[&server.url("/wall"), &server.url("/odd")]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("packed as \"compress\", which was not asked for"), "{}", run.err);
    let case = case(&place);
    assert_eq!(case["reports"][0]["title"]["text"], "wall of Velm to be mended");
    // Rules are asked for in a form that can be read.
    assert_eq!(server.asked("/robots.txt")[0].field("accept-encoding"), Some("gzip"));
    let again = place.run(&["annotate", "case.warc.gz", "--model", "rules"]);
    assert!(again.out.contains("The wall of Velm will be mended before winter"), "{}", again.err);
}

#[test]
fn an_address_is_traced_and_its_answer_kept() {
    let server = Server::new(|r| match r.path.as_str() {
        "/wall" => page(report("wall", "")),
        "/old" => to("/pier"),
        "/pier" if r.field("if-none-match").is_some() => answer("304 Not Modified", &[], ""),
        "/pier" => answer("200 OK", &[("Content-Type", "text/html"), ("ETag", "\"1\"")], report("pier", "")),
        _ => not_found(),
    });
    let place = Place::new();
    place.write("list.txt", &format!("# What was named\n\n{}\n", server.url("/old")));
    let named = [&server.url("/wall")[..], "--urls", "list.txt"];
    let run = trace(&place, &server, &named);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(uris(&place), [server.url("/old"), server.url("/wall")]);
    let first = case(&place);
    assert!(first["reports"][0]["published"]["date"].as_str().is_some_and(|d| d.starts_with("2025-05-05")));
    // Again: what did not change is not sent, and the case is the same.
    let again = trace(&place, &server, &named);
    assert!(again.err.contains("nothing new, 2 already there"), "{}", again.err);
    assert_eq!(case(&place), first);
    assert!(server.asked("/pier")[1].field("if-none-match").is_some());
    // The archive is one that this program reads too, and tells the same.
    let other = place.run(&[
        "trace",
        "case.warc.gz",
        "-o",
        "again.db",
        "--model",
        "rules",
        "--no-report",
        "--offline",
    ]);
    assert!(other.err.contains("2 new"), "{}", other.err);
    let texts = |case: &serde_json::Value| {
        let mut texts: Vec<String> =
            case["reports"].as_array().expect("reports").iter().map(|r| r["text"].to_string()).collect();
        texts.sort();
        texts
    };
    assert_eq!(texts(&serde_json::from_str(&place.export("again.db")).expect("JSON")), texts(&first));
}

#[test]
fn a_run_that_was_cut_short_goes_on_where_it_stopped() {
    let server =
        Server::new(|r| if r.path == "/robots.txt" { not_found() } else { page(report(&r.path[1..], "")) });
    let place = Place::new();
    let (wall, pier) = (server.url("/wall"), server.url("/pier"));
    assert_eq!(trace(&place, &server, &[&wall]).code, 0);
    let allowed = format!("--allow-private={}", server.host());
    let run =
        place.run(&["trace", &wall, &pier, "--model", "rules", "--no-report", "--delay", "0s", &allowed]);
    assert!(run.err.contains("1 new, 1 already there"), "{}", run.err);
    assert_eq!(server.asked("/wall").len(), 1, "it was asked less than an hour ago");
}

#[test]
fn what_cannot_be_fetched_is_named_and_the_rest_is_done() {
    let server = Server::new(|r| match r.path.as_str() {
        "/robots.txt" => answer("200 OK", &[], "User-agent: backstory\nDisallow: /private/\n"),
        "/wall" => page(report("wall", "")),
        "/picture" => answer("200 OK", &[("Content-Type", "text/html")], b"\x89PNG\r\n\x1A\n\0\0"),
        "/script" => {
            page("<!doctype html><html><body><div id=app></div><script src=/a.js></script></body></html>")
        }
        "/far" => to("http://169.254.169.254/latest/meta-data/"),
        "/bomb" => {
            let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            std::io::Write::write_all(&mut packer, &vec![b' '; 100 << 20]).expect("memory");
            answer("200 OK", &[("Content-Encoding", "gzip")], packer.finish().expect("memory"))
        }
        "/laughs" => page(
            "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><rss><channel><title>Post</title><item><title>Laughs of Velm &c;</title><description>The town laughed, the mayor said. &c;</description></item></channel></rss>",
        ),
        "/encoding" => answer(
            "200 OK",
            &[("Content-Type", "text/html; charset=utf-7; charset=x-evil")],
            report("gate", "<p>+ADw-script+AD4- of the gate \u{fffd}\u{202e}, he said.</p>"),
        ),
        _ => not_found(),
    });
    let place = Place::new();
    let all =
        ["/wall", "/private/1", "/picture", "/script", "/far", "/bomb", "/laughs", "/encoding", "/gone"]
            .map(|p| server.url(p));
    let mut named: Vec<&str> = all.iter().map(String::as_str).collect();
    named.extend(["http://127.0.0.1:9999/", "http://2130706433/", "https://ana:word@post.example/"]);
    let run = trace(&place, &server, &named);
    assert_eq!(run.code, 1, "{}", run.err);
    for (path, said) in [
        ("/private/1", "the site's robots.txt does not let programs fetch it"),
        ("/picture", "it is a PNG picture"),
        ("/script", "it is a web page that shows no text by itself"),
        ("/far", "it leads to 169.254.169.254"),
        ("/bomb", "it unpacks to more than"),
        ("/gone", "the server answers 404 (not found); check the address"),
    ] {
        let line = format!("error: {}: {said}", server.url(path));
        assert!(run.err.contains(&line), "{line}\n{}", run.err);
    }
    assert!(
        run.err.contains("http://127.0.0.1:9999/: it leads to 127.0.0.1, an address of this machine"),
        "{}",
        run.err
    );
    assert!(run.err.contains("http://127.0.0.1/: it leads to 127.0.0.1"), "{}", run.err);
    assert!(run.err.contains("holds a name or a password"), "{}", run.err);
    let laughs = format!("{}#1", server.url("/laughs"));
    assert_eq!(uris(&place), [server.url("/encoding"), laughs, server.url("/wall")]);
    let text = case(&place).to_string();
    assert!(!text.contains("haha"), "an entity was expanded");
    assert!(text.contains("+ADw-script"), "no encoding of letters into markup is undone");
}

#[test]
fn without_a_network_addresses_are_refused() {
    let place = Place::new();
    place.write("list.txt", "https://post.example/a\n");
    for arguments in [
        &["trace", "--offline", "https://post.example/a"][..],
        &["annotate", "--offline", "https://post.example/a"],
        &["trace", "--offline", "--urls", "list.txt"],
    ] {
        let run = place.run(arguments);
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(
            run.err
                .contains("https://post.example/a: it would have to be fetched, and --offline forbids that"),
            "{}",
            run.err
        );
    }
    assert!(!place.path("case.db").exists());
    place.write("bad.txt", "https://post.example/a\npost.example/b\n");
    let run = place.run(&["trace", "--urls", "bad.txt"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("bad.txt, line 2: post.example/b: it is no address of the web"), "{}", run.err);
    place.write("none.txt", "# nothing\n");
    assert!(place.run(&["trace", "--urls", "none.txt"]).err.contains("it lists no address"));
}

#[test]
fn annotate_fetches_and_leaves_nothing_behind() {
    let server = Server::new(|r| if r.path == "/wall" { page(report("wall", "")) } else { not_found() });
    let place = Place::new();
    let allowed = format!("--allow-private={}", server.host());
    let run = place.run(&["annotate", &server.url("/wall"), "--model", "rules", "--delay", "0s", &allowed]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("Oskar Tenn"), "{}", run.out);
    assert_eq!(std::fs::read_dir(place.path(".")).expect("a folder").count(), 0);
}

fn feed(server: &str, entries: &[&str]) -> String {
    let items: String = entries
        .iter()
        .map(|e| format!("<item><title>{e} of Velm</title><link>http://{server}/{e}</link><description>The {e} of Velm will be mended, the mayor said on Monday.</description></item>"))
        .collect();
    format!(
        "<rss version=\"2.0\"><channel><title>Velm Herald</title><link>http://{server}/</link>{items}</channel></rss>"
    )
}

fn host(request: &Request) -> String {
    request.field("host").expect("a host").to_owned()
}

#[test]
fn pages_of_a_feed_are_fetched_and_entries_stand_in_for_those_that_are_not() {
    let server = Server::new(|r| match r.path.as_str() {
        "/robots.txt" => answer("200 OK", &[], "User-agent: *\nDisallow: /paid\n"),
        "/feed" => page(feed(&host(r), &["wall", "paid", "gone", "script"])),
        "/sitemaps" => page(format!(
            "<sitemapindex><sitemap><loc>http://{}/sitemap</loc></sitemap></sitemapindex>",
            host(r)
        )),
        "/sitemap" => page(format!("<urlset><url><loc>http://{}/pier</loc></url></urlset>", host(r))),
        "/wall" | "/pier" => page(report(&r.path[1..], "")),
        "/script" => page("<!doctype html><html><body><div id=app></div></body></html>"),
        _ => not_found(),
    });
    let place = Place::new();
    // Without being asked to, only what was named is fetched.
    let run = trace(&place, &server, &[&server.url("/feed")]);
    assert!(run.err.contains("4 new"), "{}", run.err);
    assert_eq!(server.paths(), ["/robots.txt", "/feed"]);

    let place = Place::new();
    let run = trace(&place, &server, &[&server.url("/feed"), &server.url("/sitemaps"), "--follow"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let entry = |name: &str| format!("{}#{}", server.url("/feed"), server.url(name));
    let mut expected =
        vec![entry("/gone"), entry("/paid"), server.url("/pier"), entry("/script"), server.url("/wall")];
    expected.sort();
    assert_eq!(uris(&place), expected);
    assert!(run.err.contains("warning") && run.err.contains("/paid: the site's robots.txt"), "{}", run.err);
}

#[test]
fn what_an_address_gave_before_is_kept_as_a_revision() {
    let count = AtomicU32::new(0);
    let server = Server::new(move |r| match r.path.as_str() {
        "/wall" if count.fetch_add(1, Ordering::Relaxed) == 0 => {
            page(report("wall", "<p>At least 12 families left, Tenn said.</p>"))
        }
        "/wall" => page(report("wall", "<p>At least 15 families left, Tenn said.</p>")),
        _ => not_found(),
    });
    let place = Place::new();
    let wall = server.url("/wall");
    assert_eq!(trace(&place, &server, &[&wall]).code, 0);
    assert_eq!(trace(&place, &server, &[&wall]).code, 0);
    let case = case(&place);
    assert_eq!(case["reports"].as_array().expect("reports").len(), 1);
    assert!(case["reports"][0]["text"].as_str().is_some_and(|t| t.contains("15 families")));
    assert_eq!(trace(&place, &server, &[&wall]).code, 0);
    assert_eq!(uris(&place), [wall]);
}

#[test]
fn a_page_that_comes_late_takes_the_place_of_its_entry() {
    let there = AtomicU32::new(0);
    let server = Server::new(move |r| match r.path.as_str() {
        "/feed" => page(feed(&host(r), &["wall"])),
        "/wall" if there.fetch_add(1, Ordering::Relaxed) > 0 => page(report("wall", "")),
        _ => not_found(),
    });
    let place = Place::new();
    let named = [&server.url("/feed")[..], "--follow"];
    assert_eq!(trace(&place, &server, &named).code, 0);
    assert_eq!(uris(&place), [format!("{}#{}", server.url("/feed"), server.url("/wall"))]);
    let db = rusqlite::Connection::open(place.path("case.db")).expect("the case");
    db.execute("UPDATE fetches SET asked = '2025-01-01T00:00:00Z'", []).expect("it can be written");
    drop(db);
    assert_eq!(trace(&place, &server, &named).code, 0);
    assert_eq!(uris(&place), [server.url("/wall")]);
}
