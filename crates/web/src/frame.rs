//! What stands around every page.

use maud::{DOCTYPE, Markup, html};

use crate::{app::App, assets::version};

/// A page without its frame.
pub(crate) struct Body {
    /// For the window and for bookmarks.
    pub(crate) title: String,
    /// Which entry of the navigation it belongs to.
    pub(crate) section: &'static str,
    /// What stands in it.
    pub(crate) main: Markup,
    /// Whether it can be had as CSV and JSON.
    pub(crate) exports: bool,
    /// Whether its head has the search box; one page has a larger one.
    pub(crate) find: bool,
}

const SECTIONS: [(&str, &str); 5] = [
    ("/", "Stories"),
    ("/claims", "Claims"),
    ("/sources", "Sources"),
    ("/reports", "Reports"),
    ("/log", "Log"),
];

/// The whole page. `target` is the path and query that was asked for; `searched` stands in the search box.
pub(crate) fn page(app: &App, body: &Body, target: &str, searched: &str) -> Markup {
    let with = |format: &str| {
        let joint = if target.contains('?') { '&' } else { '?' };
        format!("{target}{joint}format={format}")
    };
    frame(
        &body.title,
        &app.name,
        html! {
            header.bar {
                div.inner {
                    a.logo href="/" { (mark()) span { "Backstory" } }
                    span.case title="The case file" { (app.name) }
                    nav aria-label="Pages of the case" {
                        @for (path, words) in SECTIONS {
                            a href=(path) aria-current=[(body.section == words).then_some("page")] { (words) }
                        }
                    }
                    @if body.find { form.find role="search" action="/search" {
                        label.sr for="q" { "Find words in reports, quotes, claims and sources" }
                        input #q type="search" name="q" value=(searched) placeholder="Find words" autocomplete="off" enterkeyhint="search";
                        button type="submit" { "Find" }
                    } }
                }
            }
            main #main tabindex="-1" { (body.main) }
            footer.foot {
                div.inner {
                    @if body.exports {
                        p { "This page as " a href=(with("csv")) { "CSV" } " or " a href=(with("json")) { "JSON" } }
                    }
                    p { "Inferred from the reports’ own words by program; each finding leads to the words it rests on. ‘Copied’ and ‘rewrote’ are inferences." }
                }
            }
        },
    )
}

/// The outermost part, for pages with and without a case to show.
pub(crate) fn frame(title: &str, case: &str, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " – " (case) " – Backstory" }
                link rel="icon" href="/assets/mark.svg" type="image/svg+xml";
                link rel="stylesheet" href=(format!("/assets/style.css?v={}", version()));
                script type="module" src=(format!("/assets/main.js?v={}", version())) {}
            }
            body.site {
                a.skip href="#main" { "Skip to the content" }
                (body)
            }
        }
    }
}

/// The sign of the program: two reports that go back to one.
fn mark() -> Markup {
    html! {
        svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true" {
            path d="M6 8C16 8 15 16 25 16M6 24C16 24 15 16 25 16" class="m-line" {}
            circle cx="6" cy="8" r="4.5" class="m-own" {}
            circle cx="6" cy="24" r="4.5" class="m-took" {}
            circle cx="26" cy="16" r="4.5" class="m-own" {}
        }
    }
}
