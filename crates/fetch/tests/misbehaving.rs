//! Servers as they come: slow, broken, hostile, and those that only want to be asked politely.

mod common;

use std::{
    collections::BTreeSet,
    io::Write,
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use backstory_fetch::{
    Address, Archive, FetchError, Fetched, Fetcher, Private, Settings, Target, Validators, stored,
};
use common::{Reply, Request, Server, answer, not_found, page, to};

const PAGE: &str = "<!doctype html><p>The mole of Velm is safe, the council said on Tuesday.</p>";

/// Settings that let the test's own server through, and nothing else.
fn settings(server: &Server) -> Settings {
    Settings {
        delay: Duration::ZERO,
        timeout: Duration::from_secs(2),
        backoff: Duration::from_millis(10),
        body_bytes: 1 << 20,
        private: Private::Hosts(BTreeSet::from([server.host()])),
        ..Settings::default()
    }
}

fn target(url: &str) -> Target {
    Target { address: Address::parse(url).expect("an address"), known: Validators::default() }
}

fn fetch(server: &Server, path: &str) -> Result<Fetched, FetchError> {
    Fetcher::new(settings(server)).fetch(&target(&server.url(path)))
}

/// A server without a `robots.txt`.
fn server(serve: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Server {
    Server::new(move |request| if request.path == "/robots.txt" { not_found() } else { serve(request) })
}

#[test]
fn an_answer_is_kept_as_it_came() {
    let server = server(|_| {
        answer("200 OK", &[("Content-Type", "text/html"), ("X-Odd", "a: b"), ("ETag", "\"1\"")], PAGE)
    });
    let fetched = fetch(&server, "/a?b=c").expect("an answer");
    assert_eq!(fetched.last.body, PAGE.as_bytes());
    assert_eq!(fetched.last.field("x-odd"), Some("a: b"));
    assert_eq!(fetched.validators().etag.as_deref(), Some("\"1\""));
    assert!(!fetched.unchanged());
    let asked = server.asked("/a?b=c");
    assert!(asked[0].field("user-agent").is_some_and(|a| a.starts_with("backstory/")), "{asked:?}");
}

#[test]
fn redirects_are_followed_and_kept() {
    let server = server(|r| match r.path.as_str() {
        "/old" => to("/new/?a=1"),
        "/new/?a=1" => to("../last#mark"),
        _ => page(PAGE),
    });
    let fetched = fetch(&server, "/old").expect("an answer");
    assert_eq!(fetched.hops.iter().map(|h| h.status).collect::<Vec<_>>(), [302, 302]);
    assert_eq!(fetched.last.url, server.url("/last"));
}

#[test]
fn redirects_without_end_end() {
    let count = AtomicU32::new(0);
    let server = server(move |r| match r.path.as_str() {
        "/circle" => to("/circle2"),
        "/circle2" => to("/circle"),
        "/nowhere" => answer("301 Moved", &[], ""),
        _ => to(&format!("/on/{}", count.fetch_add(1, Ordering::Relaxed))),
    });
    assert_eq!(fetch(&server, "/circle"), Err(FetchError::Circle));
    assert_eq!(fetch(&server, "/on"), Err(FetchError::Redirects(10)));
    assert_eq!(fetch(&server, "/nowhere"), Err(FetchError::Nowhere));
}

#[test]
fn nothing_private_is_reached() {
    // What must not be reached: another port of this machine.
    let inside = Server::new(|_| page("secret"));
    let port = inside.url("").rsplit(':').next().expect("a port").to_owned();
    let places = [
        format!("http://127.0.0.1:{port}/"),
        format!("http://localhost:{port}/"),
        format!("http://2130706433:{port}/"),
        format!("http://0x7f.1:{port}/"),
        format!("http://0177.0.0.1:{port}/"),
        format!("http://[::1]:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("http://0.0.0.0:{port}/"),
        "http://169.254.169.254/latest/meta-data/".into(),
        "http://10.0.0.1/".into(),
        "http://[fd00:ec2::254]/".into(),
    ];
    for place in places {
        // Named by a person, and where a server sends one.
        let direct = Fetcher::new(Settings::default()).fetch(&target(&place));
        assert!(matches!(direct, Err(FetchError::Private(_))), "{place}: {direct:?}");
        let sent = place.clone();
        let outside = server(move |_| to(&sent));
        let redirected = fetch(&outside, "/a");
        assert!(matches!(redirected, Err(FetchError::Private(_))), "{place}: {redirected:?}");
    }
    for place in [
        "file:///etc/passwd",
        "ftp://velm.example/",
        "http://velm.example:22/",
        "http://a:b@velm.example/",
        "gopher://x/",
    ] {
        let outside = server(move |_| to(place));
        let redirected = fetch(&outside, "/a");
        assert!(matches!(redirected, Err(FetchError::BadAddress(_))), "{place}: {redirected:?}");
    }
    assert_eq!(inside.paths(), Vec::<String>::new(), "something inside was asked");
}

#[test]
fn what_is_too_large_or_too_slow_is_left() {
    let server = server(|r| match r.path.as_str() {
        "/long" => answer("200 OK", &[], vec![b'a'; (1 << 20) + 1]),
        "/endless" => Reply::Flood(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec(),
            [b"10000\r\n".as_slice(), &[b'a'; 0x10000], b"\r\n"].concat(),
        ),
        "/liar" => Reply::Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\nfew".to_vec()),
        "/headless" => {
            Reply::Flood(b"HTTP/1.1 200 OK\r\n".to_vec(), b"X-More: and more and more\r\n".to_vec())
        }
        "/drip" => Reply::Drip(
            [b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".as_slice(), &[b'a'; 1000]].concat(),
            10,
            Duration::from_millis(100),
        ),
        _ => Reply::Silence(Duration::from_secs(10)),
    });
    let once = Settings { retries: 0, ..settings(&server) };
    let fetch = |path: &str| Fetcher::new(once.clone()).fetch(&target(&server.url(path)));
    let start = Instant::now();
    assert_eq!(fetch("/long"), Err(FetchError::TooLarge(1 << 20)));
    assert_eq!(fetch("/endless"), Err(FetchError::TooLarge(1 << 20)));
    assert!(matches!(fetch("/liar"), Err(FetchError::Line(_))), "{:?}", fetch("/liar"));
    assert!(matches!(fetch("/headless"), Err(FetchError::Broken(_))), "{:?}", fetch("/headless"));
    assert!(start.elapsed() < Duration::from_secs(8), "{:?}", start.elapsed());
    assert_eq!(fetch("/drip"), Err(FetchError::TooSlow(2)));
    assert_eq!(fetch("/silence"), Err(FetchError::TooSlow(2)));
    assert!(start.elapsed() < Duration::from_secs(14), "{:?}", start.elapsed());
}

#[test]
fn what_is_no_http_is_told() {
    let server = server(|r| match r.path.as_str() {
        "/noise" => Reply::Raw(b"\x16\x03\x01 220 velm ESMTP ready\r\n\r\n".to_vec()),
        "/chunks" => Reply::Raw(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n".to_vec(),
        ),
        "/cut-chunk" => {
            Reply::Raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc".to_vec())
        }
        _ => Reply::Raw(Vec::new()),
    });
    for path in ["/noise", "/chunks", "/cut-chunk", "/nothing"] {
        let found = fetch(&server, path);
        assert!(matches!(found, Err(FetchError::Broken(_) | FetchError::Line(_))), "{path}: {found:?}");
        assert_eq!(server.asked(path).len(), 4, "{path}: once and three times again");
    }
}

#[test]
fn busy_servers_are_asked_again_when_they_say() {
    let (first, second) = (AtomicU32::new(0), AtomicU32::new(0));
    let server = server(move |r| match r.path.as_str() {
        "/busy" if first.fetch_add(1, Ordering::Relaxed) == 0 => {
            answer("429 Too Many", &[("Retry-After", "1")], "")
        }
        "/down" if second.fetch_add(1, Ordering::Relaxed) < 2 => answer("503 Down", &[], ""),
        "/hour" => answer("503 Down", &[("Retry-After", "3600")], ""),
        "/years" => answer("503 Down", &[("Retry-After", "Fri, 01 Jan 2100 00:00:00 GMT")], ""),
        "/fault" => answer("500 Fault", &[], ""),
        "/gone" => answer("410 Gone", &[], ""),
        _ => page(PAGE),
    });
    let start = Instant::now();
    assert!(fetch(&server, "/busy").is_ok());
    assert!(start.elapsed() >= Duration::from_secs(1));
    assert!(fetch(&server, "/down").is_ok());
    assert_eq!(server.asked("/down").len(), 3);
    assert_eq!(fetch(&server, "/hour"), Err(FetchError::Later(503, 3600)));
    assert_eq!(server.asked("/hour").len(), 1);
    assert!(matches!(fetch(&server, "/years"), Err(FetchError::Later(503, wait)) if wait > 1_000_000));
    assert!(matches!(fetch(&server, "/fault"), Err(error @ FetchError::Status(500, _)) if error.passes()));
    assert_eq!(server.asked("/fault").len(), 4);
    assert!(matches!(fetch(&server, "/gone"), Err(error @ FetchError::Status(410, _)) if !error.passes()));
    assert_eq!(server.asked("/gone").len(), 1, "what is gone is not asked again");
}

#[test]
fn only_what_changed_is_sent() {
    let server = server(|r| {
        let same = r.field("if-none-match") == Some("\"7\"") && r.field("if-modified-since").is_some();
        if same {
            answer("304 Not Modified", &[], "")
        } else {
            answer("200 OK", &[("ETag", "\"7\""), ("Last-Modified", "Tue, 06 May 2031 10:00:00 GMT")], PAGE)
        }
    });
    let fetcher = Fetcher::new(settings(&server));
    let first = fetcher.fetch(&target(&server.url("/a"))).expect("an answer");
    let again =
        fetcher.fetch(&Target { known: first.validators(), ..target(&server.url("/a")) }).expect("an answer");
    assert!(again.unchanged());
    assert_eq!(server.asked("/robots.txt").len(), 1, "it is asked once");
}

#[test]
fn robots_are_kept_to() {
    let server = Server::new(|r| match r.path.as_str() {
        "/robots.txt" => answer("200 OK", &[], "User-agent: *\nDisallow: /drafts/\n"),
        "/sent" => to("/drafts/2"),
        _ => page(PAGE),
    });
    assert!(fetch(&server, "/a").is_ok());
    assert_eq!(fetch(&server, "/drafts/1"), Err(FetchError::Robots));
    assert_eq!(fetch(&server, "/sent"), Err(FetchError::Robots), "after a redirect too");
    assert_eq!(server.asked("/drafts/1").len() + server.asked("/drafts/2").len(), 0);
    let rude = Settings { robots: false, ..settings(&server) };
    assert!(Fetcher::new(rude).fetch(&target(&server.url("/drafts/1"))).is_ok());

    let down =
        Server::new(|r| if r.path == "/robots.txt" { answer("503 Down", &[], "") } else { page(PAGE) });
    let found = fetch(&down, "/a");
    assert!(matches!(&found, Err(error @ FetchError::NoRobots(_)) if error.passes()), "{found:?}");
    assert_eq!(down.asked("/a").len(), 0, "where nobody knows, nothing is fetched");

    let bomb = Server::new(|r| {
        if r.path != "/robots.txt" {
            return page(PAGE);
        }
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        for _ in 0..1000 {
            packer.write_all(&[b'\n'; 100_000]).expect("memory");
        }
        answer("200 OK", &[("Content-Encoding", "gzip")], packer.finish().expect("memory"))
    });
    assert!(fetch(&bomb, "/a").is_ok());
}

#[test]
fn a_host_has_its_pauses() {
    let server = server(|_| page(PAGE));
    let settings = Settings { delay: Duration::from_millis(200), ..settings(&server) };
    let targets: Vec<Target> = (0..4).map(|n| target(&server.url(&format!("/{n}")))).collect();
    let mut found = Vec::new();
    Fetcher::new(settings).fetch_all(&targets, |number, answer| {
        found.push((number, answer.is_ok()));
        true
    });
    found.sort_unstable();
    assert_eq!(found, [(0, true), (1, true), (2, true), (3, true)]);
    let mut times: Vec<Instant> = (0..4).flat_map(|n| server.asked(&format!("/{n}"))).map(|r| r.at).collect();
    times.extend(server.asked("/robots.txt").iter().map(|r| r.at));
    times.sort_unstable();
    assert_eq!(times.len(), 5);
    for pair in times.windows(2) {
        assert!(pair[1] - pair[0] >= Duration::from_millis(195), "{:?}", pair[1] - pair[0]);
    }
}

#[test]
fn hosts_do_not_wait_for_each_other() {
    let slow = server(|_| Reply::Silence(Duration::from_secs(20)));
    let quick = server(|_| page(PAGE));
    let settings = Settings {
        private: Private::Hosts(BTreeSet::from([slow.host(), quick.host()])),
        retries: 0,
        ..settings(&slow)
    };
    let targets = [target(&slow.url("/a")), target(&quick.url("/a")), target(&quick.url("/b"))];
    let mut order = Vec::new();
    Fetcher::new(settings).fetch_all(&targets, |number, _| {
        order.push(number);
        true
    });
    assert_eq!(order, [1, 2, 0]);
}

#[test]
fn whoever_has_enough_is_heard() {
    let server = server(|_| page(PAGE));
    let targets: Vec<Target> = (0..50).map(|n| target(&server.url(&format!("/{n}")))).collect();
    let mut count = 0;
    Fetcher::new(settings(&server)).fetch_all(&targets, |_, _| {
        count += 1;
        count < 3
    });
    assert_eq!(count, 3);
    assert!(server.paths().len() < 10, "{}", server.paths().len());
}

#[test]
fn the_archive_gives_back_what_came() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.warc.gz");
    let body: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    let sent = body.clone();
    let server = server(move |r| match r.path.as_str() {
        "/a" => to("/b"),
        "/b" => answer(
            "200 OK",
            &[("Content-Type", "text/html; charset=windows-1252"), ("Content-Encoding", "x-odd")],
            &sent,
        ),
        _ => {
            Reply::Raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n".to_vec())
        }
    });
    let first = fetch(&server, "/a").expect("an answer");
    let second = fetch(&server, "/c").expect("an answer");
    let mut archive = Archive::open(&path).expect("an archive");
    let one = archive.add(&first).expect("room");
    assert!(Archive::open(&path).is_err(), "two runs would mix their records");
    drop(archive);
    // A run that was killed while it wrote.
    let mut torn = std::fs::OpenOptions::new().append(true).open(&path).expect("the archive");
    torn.write_all(b"\x1F\x8B\x08\0\0\0\0\0\0\xFFtorn").expect("room");
    drop(torn);
    let mut archive = Archive::open(&path).expect("an archive");
    let two = archive.add(&second).expect("room");
    let back = stored(&path, one, 1 << 20).expect("the record");
    assert_eq!((back.url, back.body), (server.url("/b"), body));
    assert_eq!(back.content_type.as_deref(), Some("text/html; charset=windows-1252"));
    assert_eq!(back.fetched, first.last.fetched);
    assert_eq!(stored(&path, two, 1 << 20).expect("the record").body, b"abc");
    assert!(stored(&path, one, 10).is_err(), "a limit holds here too");
    assert!(stored(&path, backstory_fetch::Place { offset: 3, length: 50 }, 1000).is_err());
}
