//! Feeds, pages and folders, watched: what is new is told once, and the case stays whole.

mod common;
#[path = "../../fetch/tests/common/mod.rs"]
mod server;

use std::{
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use common::{Place, Run};
use server::{Reply, Request, Server, not_found, page};

/// A newsroom's site that goes on as its hour is moved on.
struct Site {
    server: Server,
    hour: Arc<AtomicU32>,
    told: Server,
}

fn article(outlet: &str, title: &str, day: &str, paragraphs: &[&str]) -> Reply {
    let body: String = paragraphs.iter().map(|p| format!("<p>{p}</p>")).collect();
    page(format!(
        "<!doctype html><html><head><title>{title} | {outlet}</title><meta property=\"og:site_name\" content=\"{outlet}\">\
         <meta property=\"article:published_time\" content=\"{day}\"></head><body><nav><a href=\"/\">Home</a></nav><article><h1>{title}</h1>{body}</article></body></html>"
    ))
}

fn serve(request: &Request, hour: u32) -> Reply {
    let host = request.field("host").expect("a host");
    match request.path.as_str() {
        "/feed" => {
            let entries = ["wall", "families", "denial"];
            let items: String = entries[..entries.len().min(1 + hour as usize)]
                .iter()
                .rev()
                .map(|e| format!("<item><title>{e}</title><link>http://{host}/{e}</link></item>"))
                .collect();
            page(format!("<rss version=\"2.0\"><channel><title>Velm Herald</title>{items}</channel></rss>"))
        }
        "/wall" => article(
            "Velm Herald",
            "Families leave Velm",
            "2025-05-05T09:00:00Z",
            &[
                "At least 12 families have left their homes behind the sea wall of Velm since March, Mayor Oskar Tenn said on Monday.",
                if hour < 3 {
                    "“We will mend the wall before winter,” Tenn told the council."
                } else {
                    "“We hope to mend the wall before winter,” Tenn told the council."
                },
                "The wall was built after the flood of 1931 and has three gates.",
            ],
        ),
        "/families" => article(
            "Onde Echo",
            "Velm counts those who left",
            "2025-05-06T09:00:00Z",
            &[
                "At least 12 families have left their homes behind the sea wall of Velm since March, council secretary Ilva Marr said on Tuesday.",
                "She had counted them herself, Marr said, street by street.",
            ],
        ),
        "/denial" => article(
            "Portal of the North",
            "Harbour master says nobody left",
            "2025-05-07T09:00:00Z",
            &[
                "Harbour master Dorn Hale denied on Wednesday that at least 12 families have left their homes behind the sea wall of Velm since March.",
                "“Nobody has left,” Hale said.",
            ],
        ),
        _ => not_found(),
    }
}

impl Site {
    fn new() -> Self {
        let hour = Arc::new(AtomicU32::new(0));
        let now = hour.clone();
        Self {
            server: Server::new(move |r| serve(r, now.load(Ordering::SeqCst))),
            hour,
            told: Server::new(|_| page("ok")),
        }
    }

    fn arguments(&self, more: &[&str]) -> Vec<String> {
        let allowed = format!("--allow-private={}", self.server.host());
        let fixed = [
            "watch",
            "case.db",
            "--model",
            "rules",
            "--no-report",
            "--delay",
            "0s",
            "--retries",
            "0",
            &allowed,
        ];
        fixed.iter().chain(more).map(|s| (*s).to_owned()).collect()
    }

    fn look(&self, place: &Place, more: &[&str]) -> Run {
        let arguments = self.arguments(&[&["--once"], more].concat());
        let run = place.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(run.code, 0, "{}", run.err);
        run
    }
}

/// Makes the times at which pages were asked lie hours back.
fn hours_pass(place: &Place) {
    let db = rusqlite::Connection::open(place.path("case.db")).expect("the case");
    let sql = "UPDATE fetches SET asked = strftime('%Y-%m-%dT%H:%M:%SZ', asked, '-3 hours'), \
               first_asked = strftime('%Y-%m-%dT%H:%M:%SZ', first_asked, '-6 hours')";
    db.execute(sql, []).expect("it can be written");
}

fn news(run: &Run) -> Vec<serde_json::Value> {
    run.out.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect()
}

#[test]
fn what_is_new_is_told() {
    let site = Site::new();
    let place = Place::new();
    let feed = site.server.url("/feed");
    let first = site.look(&place, &[&feed]);
    assert!(first.err.contains("1 new report"), "{}", first.err);
    assert_eq!(first.out, "", "what was not known before is no news about it");

    let again = site.look(&place, &[&feed]);
    assert!(again.err.contains("0 new reports"), "{}", again.err);
    assert_eq!(site.server.asked("/wall").len(), 1, "a page is not asked at each look");

    site.hour.store(1, Ordering::SeqCst);
    let hook = site.told.url("/hook");
    let run = site.look(&place, &[&feed, "--json", "--on-change", "cat > told.json", "--webhook", &hook]);
    let told = news(&run);
    let origin =
        told.iter().find(|n| n["kind"] == "origin").unwrap_or_else(|| panic!("{}\n{}", run.out, run.err));
    assert_eq!(origin["report"]["outlet"], "Onde Echo");
    assert_eq!((&origin["before"]["min"], &origin["independent"]["min"]), (&1.into(), &2.into()));
    assert_eq!(origin["sources"][0]["name"], "Ilva Marr");
    let command: serde_json::Value = serde_json::from_str(&place.read("told.json")).expect("JSON");
    assert_eq!(command["news"].as_array().expect("news"), &told);
    let posted = site.told.asked("/hook");
    assert_eq!(posted.len(), 1);
    assert_eq!(posted[0].method, "POST");
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&posted[0].body).expect("JSON"), command);

    site.hour.store(2, Ordering::SeqCst);
    let run = site.look(&place, &[&feed]);
    assert!(run.out.contains("denial (Portal of the North)"), "{}\n{}", run.out, run.err);
    assert!(run.out.contains("denied: "), "{}", run.out);

    // A page that says nothing of its change is asked again when its time has come, and no earlier.
    site.hour.store(3, Ordering::SeqCst);
    assert_eq!(site.look(&place, &[&feed]).out, "");
    hours_pass(&place);
    let run = site.look(&place, &[&feed]);
    assert!(run.out.contains("edited without a word of it (Velm Herald)"), "{}\n{}", run.out, run.err);
    assert!(
        run.out.contains("- “We will mend the wall before winter,” Tenn told the council."),
        "{}",
        run.out
    );
    assert!(
        run.out.contains("+ “We hope to mend the wall before winter,” Tenn told the council."),
        "{}",
        run.out
    );
    let export = place.export("case.db");
    assert!(!export.contains("We will mend") && export.contains("We hope to mend"));
    assert_eq!(site.look(&place, &[&feed]).out, "", "news are told once");
}

#[test]
fn a_webhook_that_is_busy_is_told_again() {
    let place = Place::new();
    place.write("inbox/wall.txt", common::REPORT);
    let quiet = ["--model", "rules", "--no-report", "--once", "--json"];
    assert_eq!(place.run(&[&["watch", "case.db", "inbox"][..], &quiet].concat()).code, 0);
    let denial = common::REPORT.replace("Velm Herald", "Onde Echo").replace("May 5", "May 6").replace(
        "At least 12 families have left",
        "Mayor Tenn denied on Tuesday that at least 12 families have left",
    );
    place.write("inbox/denial.txt", &denial);
    let tries = AtomicU32::new(0);
    let busy = Server::new(move |_| match tries.fetch_add(1, Ordering::SeqCst) {
        0 => server::answer("503 Service Unavailable", &[("Retry-After", "0")], ""),
        1 => server::answer("429 Too Many Requests", &[], ""),
        _ => page("ok"),
    });
    let hook = busy.url("/hook");
    let arguments = [&["watch", "case.db", "inbox", "--webhook", &hook][..], &quiet].concat();
    let run = place.run(&arguments);
    assert!(!news(&run).is_empty(), "{}", run.err);
    let posted = busy.asked("/hook");
    assert_eq!(posted.len(), 3, "{}", run.err);
    assert_eq!(posted[0].body, posted[2].body);
    assert!(posted[2].at - posted[1].at >= Duration::from_millis(900), "a pause that grows");
    assert!(!run.err.contains("warning"), "{}", run.err);
}

#[test]
fn a_case_that_is_watched_is_the_case_that_is_traced() {
    let site = Site::new();
    let (watched, traced) = (Place::new(), Place::new());
    let feed = site.server.url("/feed");
    for hour in 0..4 {
        site.hour.store(hour, Ordering::SeqCst);
        site.look(&watched, &[&feed]);
        if hour == 3 {
            hours_pass(&watched);
            site.look(&watched, &[&feed]);
        }
    }
    let allowed = format!("--allow-private={}", site.server.host());
    let run = traced.run(&[
        "trace",
        &feed,
        "--follow",
        "--model",
        "rules",
        "--no-report",
        "--delay",
        "0s",
        &allowed,
    ]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(watched.export("case.db"), traced.export("case.db"));
}

#[test]
fn whoever_ends_it_has_a_whole_case() {
    let site = Site::new();
    let place = Place::new();
    place.write("inbox/wall.txt", common::REPORT);
    let feed = site.server.url("/feed");
    let arguments = site.arguments(&[&feed, "inbox", "--interval", "200ms"]);
    let mut command = place.command(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    let until = |what: &str, done: &dyn Fn() -> bool| {
        let start = Instant::now();
        while !done() {
            assert!(start.elapsed() < Duration::from_secs(60), "{what}");
            thread::sleep(Duration::from_millis(50));
        }
    };
    let holds = |count: i64| {
        let db = rusqlite::Connection::open(place.path("case.db")).ok();
        let found =
            db.and_then(|db| db.query_row("SELECT count(*) FROM reports", [], |r| r.get::<_, i64>(0)).ok());
        found == Some(count)
    };
    until("the first look", &|| holds(2));
    site.hour.store(1, Ordering::SeqCst);
    place.write("inbox/pier.txt", &common::REPORT.replace("wall", "pier"));
    until("what is new", &|| holds(4));
    // What a file may look like while it is written, and a site that is down.
    place.write("inbox/cut.json", "{\"text\": \"The mole");
    thread::sleep(Duration::from_millis(500));
    child.kill().expect("it runs still");
    child.wait().expect("it ended");
    let db = rusqlite::Connection::open(place.path("case.db")).expect("the case");
    let whole: String = db.query_row("PRAGMA integrity_check", [], |r| r.get(0)).expect("a word");
    assert_eq!(whole, "ok");
    drop(db);
    let case: serde_json::Value = serde_json::from_str(&place.export("case.db")).expect("JSON");
    assert_eq!(case["reports"].as_array().expect("reports").len(), 4);
}

#[test]
fn what_cannot_be_watched_is_said() {
    let place = Place::new();
    let run = place.run(&["watch", "case.db", "--once", "-"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("standard input can be read once"), "{}", run.err);
    let run = place.run(&["watch", "case.db", "--once", "--offline", "https://post.example/feed"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("--offline forbids"), "{}", run.err);
    let run = place.run(&["watch", "case.db", "--once", "nowhere"]);
    assert_eq!(run.code, 1, "{}", run.err);
    place.write("inbox/a.txt", common::REPORT);
    let run = place.run(&["watch", "case.db", "--once", "inbox", "--model", "rules", "--interval", "soon"]);
    assert!(run.err.contains("expected a time"), "{}", run.err);
}
