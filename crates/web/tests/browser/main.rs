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
    assert!(browser.text("h1").starts_with("28 reports"));
    accessible(&mut browser, axe, "stories");
    browser.fill("#find", "insulin pens");
    browser.click("form.bigfind button", "Find");
    assert!(browser.path().starts_with("/search?q=insulin"));
    assert!(browser.text("main").contains("62,000"));
    accessible(&mut browser, axe, "search");
    browser.go(&home);
    let card = browser.text(".storycard");
    assert!(card.contains("11 reports, 1 source"), "{card}");
    browser.click(".storycard h2 a", "insulin");

    // Sees that eleven reports are one source: the headline figure, and who took from whom.
    let headline = browser.text(".headline");
    assert!(headline.starts_with("11 reports, 1 source"), "{headline}");
    assert!(
        browser.eval("document.querySelectorAll('.bs-wide svg a[href^=\"/compare/\"]').length").as_u64()
            > Some(5)
    );
    accessible(&mut browser, axe, "story");
    let story = browser.path();
    let claim = browser.eval("document.querySelector('.gloss a').getAttribute('href')");
    let claim = claim.as_str().expect("the claim that most of them repeat").to_owned();

    // Every claim has a single origin, as the headline says; looks at those alone that changed on the way.
    let figure = |browser: &mut Browser, words: &str| {
        let find = format!(
            "[...document.querySelectorAll('.chips a')].find(a => a.innerText.startsWith('{words}'))"
        );
        browser.eval(&format!("+{find}.querySelector('.num').innerText")).as_u64()
    };
    let (all, single) = (figure(&mut browser, "All"), figure(&mut browser, "Single origin"));
    assert_eq!(single, all);
    browser.click(".chips a", "Changed");
    assert!(browser.path().contains("only=changed"));
    let some = browser.eval("document.querySelectorAll('.ledger li').length").as_u64();
    assert!(some > Some(0) && some < all, "{some:?} of {all:?} claims changed on the way");
    // Opens the quote whose speaker was swapped.
    let quote = browser.eval(
        "[...document.querySelectorAll('section.quote')].find(q => q.innerText.includes('other speaker'))\
         ?.querySelector('a[href^=\"/quote/\"]')?.getAttribute('href') ?? null",
    );
    let quote = quote.as_str().expect("a quote with another speaker").to_owned();
    browser.go(&format!("http://{}{quote}", running.address()));
    assert!(browser.text("article").contains("other speaker"));
    accessible(&mut browser, axe, "quote");

    // Compares the two reports: speakers flagged, passages linked, the other side follows.
    browser.eval(
        "[...document.querySelectorAll('.statement')].find(s => s.innerText.includes('other speaker'))\
         .querySelector('.acts a[href^=\"/compare/\"]').click()",
    );
    browser.settle();
    assert!(browser.path().starts_with("/compare/"));
    let alert = browser.text(".alert");
    assert!(alert.contains("Rinda Molk") && alert.contains("Adela Corvane"), "{alert}");
    accessible(&mut browser, axe, "compare");
    browser.eval("document.querySelector('#side-a a.jump[href=\"#b3\"]').click()");
    let level = browser.eval(
        "Math.abs(document.getElementById('a3').getBoundingClientRect().top - \
         document.getElementById('b3').getBoundingClientRect().top)",
    );
    assert!(level.as_f64().is_some_and(|d| d < 40.0), "the same passages stand beside each other: {level}");

    // Gives the words back to whom they belong: the change of speaker is gone, and is there again when that is undone.
    browser.go(&format!("http://{}{quote}", running.address()));
    let swapped =
        "[...document.querySelectorAll('.statement')].find(s => s.innerText.includes('Adela Corvane'))";
    browser.eval(&format!(
        "(() => {{ const f = {swapped}.querySelector('form.correct'); f.closest('details').open = true; \
         f.speaker.value = 'Rinda Molk'; f.note.value = 'the agency has it on tape'; f.by.value = 'Ida Brandt'; \
         f.requestSubmit(); }})()"
    ));
    until("the quote has its speaker back", || {
        browser.settle();
        browser.text("article").contains("Corrected: said by Rinda Molk").then_some(())
    });
    let note = browser.text(".corrected");
    assert!(note.contains("Ida Brandt") && note.contains("Adela Corvane"), "{note}");
    accessible(&mut browser, axe, "quote, corrected");
    browser.go(&format!("http://{}/sources?words=Molk", running.address()));
    browser.click(".rows.sources a", "Rinda Molk");
    assert!(browser.text("main").contains("The program had found: Adela Corvane"));
    accessible(&mut browser, axe, "source, corrected");

    // Corrects the speaker behind the claim, and sees the count change where it is headed and where it stands.
    browser.go(&format!("http://{}{claim}", running.address()));
    accessible(&mut browser, axe, "claim");
    let before = browser.text(".headline");
    assert!(before.starts_with("11 reports, 1 independent source"), "{before}");
    // The picture says the same: all ways lead to one unnamed official.
    let ends = browser.eval(
        "document.querySelectorAll('section[aria-labelledby=chains] .bs-wide .bs-node .bs-unnamed').length",
    );
    assert_eq!(ends, 1);
    let form = "[...document.querySelectorAll('.statement')].find(s => s.querySelector('.chain')?.innerText\
                .includes('a senior health ministry official')).querySelector('form.correct')";
    browser.eval(&format!("{form}.closest('details').open = true"));
    browser.eval("document.querySelector('.fixes').querySelectorAll('details').forEach(d => d.open = true)");
    accessible(&mut browser, axe, "claim, correcting");
    browser.eval(&format!(
        "(() => {{ const f = {form}; f.speaker_kind.value = 'nobody'; f.note.value = 'nobody there was asked'; \
         f.by.value = 'Ida Brandt'; f.requestSubmit(); }})()"
    ));
    let after = until("the count has changed", || {
        browser.settle();
        Some(browser.text(".headline")).filter(|after| *after != before)
    });
    assert!(after.contains("0–1"), "{before} → {after}");
    let claim = browser.path();
    let note = browser.text(".corrected");
    assert!(note.contains("the text does not tell who said it") && note.contains("Ida Brandt"), "{note}");
    assert!(note.contains("a senior health ministry official"), "what the program found is kept: {note}");
    accessible(&mut browser, axe, "claim, corrected");
    browser.go(&format!("http://{}{story}", running.address()));
    let headline = browser.text(".headline");
    assert!(headline.starts_with("11 reports, 0–1 sources"), "{headline}");
    browser.go(&format!("http://{}{claim}", running.address()));
    browser.click(".corrected a", "In the log");
    assert_eq!(browser.path(), "/log");
    accessible(&mut browser, axe, "log");
    browser.eval("document.querySelector('details.fix').open = true");
    let known = browser.eval("document.querySelector('form.correct').by.value");
    assert_eq!(known, "Ida Brandt", "the name is remembered");
    for n in 1..=2 {
        browser.eval("document.querySelector('form.correct').requestSubmit()");
        until("it is taken back", || {
            browser.settle();
            let taken = browser.eval(
                "[...document.querySelectorAll('.tag')].filter(t => t.innerText == 'Taken back').length",
            );
            (taken.as_u64() == Some(n)).then_some(())
        });
    }
    browser.go(&format!("http://{}{story}", running.address()));
    assert!(browser.text(".headline").starts_with("11 reports, 1 source"));
    let claim = browser.eval("document.querySelector('.gloss a').getAttribute('href')");
    let claim = claim.as_str().expect("the claim").to_owned();
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

    // Any words have an address, not only those of findings, and a citation that leads there.
    let report = browser.path();
    let stretch = browser.eval(
        "(() => { const p = document.querySelectorAll('#text > p[data-at]')[3]; const from = Number(p.dataset.at) + 2; \
         return {at: `${from}-${from + 9}`, words: [...p.textContent].slice(2, 11).join('')}; })()",
    );
    let at = stretch["at"].as_str().expect("a place");
    browser.eval(&format!("location.hash = '#span-{at}'"));
    let lit = until("the words are lit", || {
        let lit =
            browser.eval("[...document.querySelectorAll('#text .placed')].map(e => e.textContent).join('')");
        Some(lit).filter(|l| l.as_str().is_some_and(|l| !l.is_empty()))
    });
    assert_eq!(lit, stretch["words"]);
    browser.eval("location.hash = ''");
    let kept = browser.eval("document.querySelectorAll('.stretch').length");
    assert_eq!(kept, 0, "the text is as it was");
    browser.go(&format!("http://{}{report}?at={at}#span-{at}", running.address()));
    assert_eq!(browser.eval("document.querySelector(location.hash).textContent"), stretch["words"]);
    browser.eval(
        "(() => { const p = document.querySelectorAll('#text > p[data-at]')[4]; getSelection().selectAllChildren(p); })()",
    );
    until("the button for selected words is there", || {
        (browser.eval("document.querySelector('.picked').hidden") == false).then_some(())
    });
    browser.eval("navigator.clipboard && (navigator.clipboard.writeText = async t => { window.copied = t })");
    browser.click(".picked", "Copy citation");
    let copied = browser.eval("window.copied");
    let copied = copied.as_str().expect("a citation");
    assert!(copied.starts_with('“') && copied.contains(" — ") && copied.contains("#span-"), "{copied}");
    let led = copied.lines().last().expect("an address").to_owned();
    browser.go(&led);
    let lit =
        browser.eval("[...document.querySelectorAll('#text .placed')].map(e => e.textContent).join('')");
    assert!(lit.as_str().is_some_and(|l| l.len() > 10), "{led}: {lit}");

    // On paper: what is folded is open, what only a screen can use is gone.
    browser.send("Emulation.setEmulatedMedia", serde_json::json!({"media": "print"}));
    let shown = browser.eval(
        "['header.bar', '.fix', 'form', '.chips'].flatMap(s => [...document.querySelectorAll(s)]).filter(e => e.checkVisibility()).length",
    );
    assert_eq!(shown, 0, "menus and forms are not printed");
    assert_eq!(browser.eval("document.querySelector('#text').checkVisibility()"), true);
    browser.send("Emulation.setEmulatedMedia", serde_json::json!({"media": ""}));

    // Who is cited by whom, and all that one of them said.
    for (path, name) in [
        ("/sources", "sources"),
        ("/claims", "claims"),
        ("/reports", "reports"),
        ("/outlets", "outlets"),
        ("/new?since=2020-01-01", "what is new"),
    ] {
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
        browser.eval("document.querySelectorAll('details').forEach(d => d.open = true)");
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
    assert_eq!(browser.text(".headline"), before);
    let complaints = std::mem::take(&mut browser.complaints);
    assert!(complaints.is_empty(), "{complaints:#?}");
    browser.scripts(false);
    browser.go(&format!("http://{}{quote}", running.address()));
    browser.scripts(true);
    assert!(browser.text("article").contains("other speaker"));
    assert_eq!(browser.eval("[...document.querySelectorAll('button.cite')].every(b => b.hidden)"), true);
    running.stop();
}
