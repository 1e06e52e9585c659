//! An editor's day in a real browser, on the demo case; every page of it is held against the rules of axe-core.
//!
//! Needs Chromium or Chrome, and the file `axe.min.js` of axe-core, at `BACKSTORY_AXE`: `cargo xtask test` fetches both.
//! Where the browser is missing, that is said and nothing is checked; where axe-core is, the walk is done without it.

#![allow(clippy::print_stderr, reason = "what is not checked is said")]

mod cdp;
#[path = "../common/mod.rs"]
#[allow(dead_code, reason = "what other tests use of it")]
mod common;

use std::{env, fs};

use backstory_pipeline::Model;
use cdp::{Browser, find, until};

/// Rules whose breaking keeps someone out.
const GRAVE: [&str; 2] = ["serious", "critical"];

/// Holds the page against axe-core; gives how many rules were looked at.
fn accessible(browser: &mut Browser, axe: Option<&str>, page: &str) {
    let Some(axe) = axe else { return };
    browser.eval(axe);
    let result = browser.eval(
        "axe.run(document, {resultTypes: ['violations']}).then(r => ({checked: r.passes.length, violations: \
         r.violations.map(v => ({id: v.id, impact: v.impact, nodes: v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) \
         + ' | ' + n.failureSummary.replace(/\\n/g, ' ').slice(0, 260))}))}))",
    );
    assert!(
        result["checked"].as_u64().is_some_and(|n| n > 10),
        "{page}: axe-core looked at nothing: {result}"
    );
    let grave: Vec<&serde_json::Value> = result["violations"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|v| GRAVE.iter().any(|g| v["impact"] == *g))
        .collect();
    assert!(grave.is_empty(), "{page}: {}", serde_json::to_string_pretty(&grave).expect("JSON"));
}

fn axe() -> Option<String> {
    let text =
        env::var_os("BACKSTORY_AXE").map(|path| fs::read_to_string(path).expect("axe-core can be read"));
    if text.is_none() {
        eprintln!(
            "axe-core is not there (BACKSTORY_AXE): accessibility is not checked; `cargo xtask test` fetches it"
        );
    }
    text
}

#[test]
fn an_editors_day() {
    let Some(program) = find() else {
        eprintln!(
            "no Chromium or Chrome is there: the walk through the pages is NOT done; name one in BACKSTORY_CHROMIUM"
        );
        return;
    };
    let axe = axe();
    let axe = axe.as_deref();
    let (_folder, path) = common::case(backstory_demo::FILES, Model::Accurate);
    let running = common::serve(&path);
    let home = running.url();
    let mut browser = Browser::open(&program);
    browser.size(1440, 900);
    browser.dark(false);

    // Finds the story by a word.
    browser.go(&home);
    assert!(browser.text("h1").starts_with("17 reports"));
    accessible(&mut browser, axe, "stories");
    browser.fill("#find", "barge raids");
    browser.click("form.bigfind button", "Find");
    assert!(browser.path().starts_with("/search?q=barge"));
    accessible(&mut browser, axe, "search");
    browser.go(&home);
    browser.click(".storycard h2 a", "barge raids");

    // Sees that the reports are fewer than they look: the headline figure, and who took from whom.
    let headline = browser.text(".headline");
    assert!(headline.starts_with("4 reports, 0–1 sources"), "{headline}");
    assert!(
        browser.eval("document.querySelectorAll('.bs-wide svg a[href^=\"/compare/\"]').length").as_u64()
            > Some(0)
    );
    accessible(&mut browser, axe, "story");
    let story = browser.path();

    // Opens the quote whose speaker was swapped.
    browser.click(".chips a", "Changed");
    assert!(browser.path().contains("only=changed"));
    let count = browser.eval("document.querySelectorAll('.ledger li').length");
    assert_eq!(count, 1, "one claim changed");
    let quote = browser.eval(
        "[...document.querySelectorAll('section.quote')].find(q => q.innerText.includes('other speaker'))\
         ?.querySelector('a[href^=\"/quote/\"]')?.getAttribute('href') ?? null",
    );
    let quote = quote.as_str().expect("a quote with another speaker").to_owned();
    browser.go(&format!("http://{}{quote}", running.address()));
    assert!(browser.text("article").contains("other speaker"));
    accessible(&mut browser, axe, "quote");

    // Compares the two reports: speakers flagged, passages linked, the other side follows.
    browser.click(".acts a", "Compare with the first");
    assert!(browser.path().starts_with("/compare/"));
    let alert = browser.text(".alert");
    assert!(
        alert.contains("a presidential adviser") && alert.contains("a senior foreign ministry diplomat"),
        "{alert}"
    );
    accessible(&mut browser, axe, "compare");
    browser.eval("document.querySelector('#side-a a.jump[href=\"#b5\"]').click()");
    let level = browser.eval(
        "Math.abs(document.getElementById('a5').getBoundingClientRect().top - \
         document.getElementById('b5').getBoundingClientRect().top)",
    );
    assert!(level.as_f64().is_some_and(|d| d < 40.0), "the same passages stand beside each other: {level}");

    // Follows a finding to its words, which are lit and have the focus.
    browser.go(&format!("http://{}{story}", running.address()));
    browser.click(".claimrow .words", "A telephone call");
    let claim = browser.path();
    assert!(browser.text(".headline").contains("denied in"));
    accessible(&mut browser, axe, "claim");
    // Corrects a speaker, sees the count change and what the program had found, and takes it back.
    let before = browser.text(".headline");
    let form = "[...document.querySelectorAll('.statement')].find(s => s.querySelector('.chain')?.innerText\
                .includes('Karel Ondrasek')).querySelector('form.correct')";
    browser.eval(&format!("{form}.closest('details').open = true"));
    accessible(&mut browser, axe, "claim, correcting");
    browser.eval(&format!(
        "(() => {{ const f = {form}; f.speaker_kind.value = 'nobody'; f.note.value = 'he was not asked'; \
         f.by.value = 'Ida Brandt'; f.requestSubmit(); }})()"
    ));
    let after = until("the count has changed", || {
        browser.settle();
        Some(browser.text(".headline")).filter(|after| *after != before)
    });
    assert!(after.contains("0–1"), "{before} → {after}");
    let note = browser.text(".corrected");
    assert!(note.contains("the text does not tell who said it") && note.contains("Ida Brandt"), "{note}");
    assert!(note.contains("Karel Ondrasek"), "what the program found is kept: {note}");
    accessible(&mut browser, axe, "claim, corrected");
    browser.click(".corrected a", "In the log");
    assert_eq!(browser.path(), "/log");
    accessible(&mut browser, axe, "log");
    browser.eval("document.querySelector('details.fix').open = true");
    let known = browser.eval("document.querySelector('form.correct').by.value");
    assert_eq!(known, "Ida Brandt", "the name is remembered");
    browser.eval("document.querySelector('form.correct').requestSubmit()");
    until("it is taken back", || {
        browser.settle();
        browser.text("main").contains("Taken back").then_some(())
    });
    browser.go(&format!("http://{}{claim}", running.address()));
    assert_eq!(browser.text(".headline"), before);

    browser.eval("navigator.clipboard && (navigator.clipboard.writeText = async t => { window.copied = t })");
    browser.click("button.cite", "Copy citation");
    let copied = browser.eval("window.copied");
    let copied = copied.as_str().expect("a citation");
    assert!(copied.starts_with('“') && copied.contains(" — ") && copied.contains("/report/r"), "{copied}");
    browser.click(".acts a", "In the text");
    let lit = browser
        .eval("document.activeElement.classList.contains('placed') && document.activeElement.innerText");
    assert!(lit.as_str().is_some_and(|t| t.len() > 10), "{lit}");
    accessible(&mut browser, axe, "report");

    // Who is cited by whom, and all that one of them said.
    for (path, name) in
        [("/sources", "sources"), ("/claims", "claims"), ("/reports", "reports"), ("/outlets", "outlets")]
    {
        browser.go(&format!("http://{}{path}", running.address()));
        accessible(&mut browser, axe, name);
    }
    browser.go(&format!("http://{}/sources?kind=person", running.address()));
    browser.click(".rows.sources a", "Joren Vask");
    assert!(browser.text("main").contains("denied"));
    accessible(&mut browser, axe, "source");

    // Takes the claims along for a spreadsheet.
    browser.go(&format!("http://{}{story}", running.address()));
    browser.click("footer a", "CSV");
    let folder = browser.downloads.clone();
    let table = until("the table is there", || {
        let files = fs::read_dir(&folder).ok()?.filter_map(|f| f.ok()).map(|f| f.path());
        let csv: Vec<_> = files.filter(|p| p.extension().is_some_and(|e| e == "csv")).collect();
        fs::read_to_string(csv.first()?).ok().filter(|t| !t.is_empty())
    });
    assert!(table.starts_with("claim,text,independent_min"), "{table}");

    // On a phone and in the dark: nothing is wider than the screen.
    browser.size(390, 844);
    browser.dark(true);
    for path in ["/", &story, &claim, &quote, "/sources", "/claims"] {
        browser.go(&format!("http://{}{path}", running.address()));
        let wide = browser.eval("document.documentElement.scrollWidth");
        assert_eq!(wide, 390, "{path}");
        accessible(&mut browser, axe, &format!("{path} on a phone, dark"));
    }

    // Comes back another day, without scripts: the addresses hold, everything can be read.
    running.stop();
    let running = common::serve(&path);
    browser.size(1440, 900);
    browser.dark(false);
    browser.go(&format!("http://{}{claim}", running.address()));
    assert!(browser.text(".headline").contains("denied in"));
    let complaints = std::mem::take(&mut browser.complaints);
    assert!(complaints.is_empty(), "{complaints:#?}");
    browser.scripts(false);
    browser.go(&format!("http://{}{quote}", running.address()));
    browser.scripts(true);
    assert!(browser.text("article").contains("other speaker"));
    assert_eq!(browser.eval("[...document.querySelectorAll('button.cite')].every(b => b.hidden)"), true);
    running.stop();
}
