//! The style sheet and the scripts, embedded.

/// Path, content type and content of what pages ask for beside themselves and the style sheet.
pub(crate) const ASSETS: &[(&str, &str, &str)] = &[
    ("/assets/main.js", SCRIPT, include_str!("assets/main.js")),
    ("/assets/cite.js", SCRIPT, include_str!("assets/cite.js")),
    ("/assets/place.js", SCRIPT, include_str!("assets/place.js")),
    ("/assets/compare.js", SCRIPT, include_str!("assets/compare.js")),
    ("/assets/name.js", SCRIPT, include_str!("assets/name.js")),
    ("/assets/keys.js", SCRIPT, include_str!("assets/keys.js")),
    ("/assets/mark.svg", "image/svg+xml", include_str!("assets/mark.svg")),
];

const SCRIPT: &str = "text/javascript; charset=utf-8";
