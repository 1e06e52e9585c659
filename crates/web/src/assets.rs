//! The style sheet and the scripts, embedded.

/// Path, content type and content of everything that pages ask for beside themselves.
pub(crate) const ASSETS: &[(&str, &str, &str)] = &[
    ("/assets/style.css", "text/css; charset=utf-8", backstory_show::html::STYLE),
    ("/assets/main.js", SCRIPT, include_str!("assets/main.js")),
    ("/assets/cite.js", SCRIPT, include_str!("assets/cite.js")),
    ("/assets/place.js", SCRIPT, include_str!("assets/place.js")),
    ("/assets/compare.js", SCRIPT, include_str!("assets/compare.js")),
    ("/assets/keys.js", SCRIPT, include_str!("assets/keys.js")),
    ("/assets/mark.svg", "image/svg+xml", include_str!("assets/mark.svg")),
];

const SCRIPT: &str = "text/javascript; charset=utf-8";
