//! Whatever a case holds and whoever asks: text stays text, and strangers stay out.

mod common;

use backstory_pipeline::Model;
use common::{case, get, options, send, serve, values};

const SCRIPT: &str = "<script>alert(1)</script>";

fn hostile() -> Vec<(&'static str, String)> {
    let record = serde_json::json!({
        "title": "</title><script>alert(1)</script> dam \"gives' way",
        "outlet": "<b onclick=x>\"Post\" & 'Sons'</b>",
        "authors": ["\"><img src=x onerror=alert(1)>"],
        "url": "javascript:alert(1)",
        "published": "2031-05-05",
        "text": format!(
            "Mayor Ilda \"<i>\" O'Bront said the wall {SCRIPT} gave way on Monday.\n\n\
             “Leave now, &lt;all&gt; of you,” said Ilda O'Bront. \u{202e}desrever\u{202c} An official said \u{2066}at least 40 people left.\n\n\
             {{% raw %}} {{{{7*7}}}} ${{7*7}} said a clerk, who denied that the wall {SCRIPT} gave way."
        ),
    });
    let second = serde_json::json!({
        "title": "=HYPERLINK(\"http://evil.example\")",
        "outlet": "@Courier",
        "published": "2031-05-06",
        "text": format!(
            "Mayor Ilda \"<i>\" O'Bront said the wall {SCRIPT} gave way on Monday, the Post reported.\n\n“Leave now, &lt;all&gt; of you,” said a clerk."
        ),
    });
    let long = "word ".repeat(300_000) + "said the mayor of Velm." + &"x".repeat(1 << 20);
    vec![("a.json", record.to_string()), ("b.json", second.to_string()), ("c.txt", long)]
}

#[test]
fn text_stays_text_on_every_page() {
    let files = hostile();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let (_folder, path) = case(&files, Model::Rules);
    let running = serve(&path);
    let mut seen = std::collections::BTreeSet::new();
    let mut wanted =
        vec!["/".to_owned(), "/?single".into(), "/search?q=%3Cscript%3Ealert(1)%3C/script%3E".into()];
    while let Some(next) = wanted.pop() {
        if !seen.insert(next.clone()) {
            continue;
        }
        let reply = get(&running, &next);
        assert_eq!(reply.status, 200, "{next}");
        let page = &reply.body;
        if reply.header("content-type").is_some_and(|t| t.starts_with("text/html")) {
            for bad in ["<script>", "<img", "<b onclick", "<i>\"", "href=\"javascript", "onerror=alert(1)>"] {
                assert!(!page.contains(bad), "{next}: {bad}");
            }
            assert_eq!(page.matches("<script").count(), 1, "{next}");
            assert!(!page.contains(['\u{202e}', '\u{2066}']), "{next} turns text around");
            let outward = values(page, "href").into_iter().find(|h| !h.starts_with(['/', '#']));
            assert_eq!(outward, None, "{next}");
        } else if next.contains("format=csv") {
            let lines = page.split("\r\n");
            for cell in lines.flat_map(|l| l.split(',')).map(|c| c.trim_matches('"')) {
                assert!(!cell.starts_with(['=', '@']), "{next}: {cell}");
            }
        }
        wanted.extend(
            values(page, "href")
                .into_iter()
                .filter(|h| h.starts_with('/'))
                .map(|h| h.split('#').next().unwrap_or_default().to_owned()),
        );
    }
    assert!(seen.len() > 30, "{}", seen.len());
    running.stop();
}

#[test]
fn every_answer_carries_its_headers() {
    let (_folder, path) = case(&[("a.txt", "The mayor said the bridge was closed.")], Model::Rules);
    let running = serve(&path);
    for path in ["/", "/nothing", "/assets/main.js", "/assets/style.css", "/?format=json"] {
        let reply = get(&running, path);
        let policy = reply.header("content-security-policy").unwrap_or_default();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(reply.header("referrer-policy"), Some("same-origin"), "{path}");
    }
    running.stop();
}

#[test]
fn strangers_get_no_answer() {
    let (_folder, path) = case(&[("a.txt", "The mayor said the bridge was closed.")], Model::Rules);
    let running = serve(&path);
    let evil = send(&running, "GET / HTTP/1.1\nHost: evil.example\nConnection: close\n\n");
    assert_eq!(evil.status, 421);
    assert!(!evil.body.contains("bridge"));
    for headers in ["", "Origin: http://evil.example\n", "Origin: null\n", "Sec-Fetch-Site: cross-site\n"] {
        let request = format!(
            "POST /correct HTTP/1.1\nHost: {{host}}\n{headers}Content-Length: 0\nConnection: close\n\n"
        );
        assert_eq!(send(&running, &request).status, 403, "{headers}");
    }
    running.stop();
}

#[test]
fn a_token_opens_and_nothing_else_does() {
    let (_folder, path) = case(&[("a.txt", "The mayor said the bridge was closed.")], Model::Rules);
    let short =
        backstory_web::start(&path, &backstory_web::Options { token: Some("short".into()), ..options() });
    assert!(short.is_err_and(|e| e.to_string().contains("at least 16")));
    let token = "fedcba9876543210";
    let with = backstory_web::Options { token: Some(token.into()), ..options() };
    let running = backstory_web::start(&path, &with).expect("it starts");
    let closed = get(&running, "/claims");
    assert_eq!(closed.status, 401);
    assert!(closed.body.contains("A token is needed") && !closed.body.contains("bridge"));
    assert_eq!(get(&running, "/claims?token=wrongwrongwrong1").status, 401);
    let opened = get(&running, &format!("/claims?only=denied&token={token}"));
    assert_eq!((opened.status, opened.header("location")), (303, Some("/claims?only=denied")));
    let cookie = opened.header("set-cookie").expect("a cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
    let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    let seen =
        send(&running, &format!("GET / HTTP/1.1\nHost: {{host}}\nCookie: {cookie}\nConnection: close\n\n"));
    assert_eq!(seen.status, 200);
    let elsewhere = get(&running, &format!("//evil.example/?token={token}"));
    assert_eq!(elsewhere.header("location"), Some("/evil.example/"));
    running.stop();
    // An address that others reach has a token whether or not one is given.
    let open = backstory_web::Options { listen: "0.0.0.0:0".parse().expect("an address"), ..options() };
    let running = backstory_web::start(&path, &open).expect("it starts");
    let url = running.url();
    let made = url.split("token=").nth(1).expect("a token in the address");
    assert!(made.len() >= 32, "{url}");
    running.stop();
}
