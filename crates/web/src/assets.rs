//! The style sheet and the scripts, embedded.

use std::{
    hash::{DefaultHasher, Hasher},
    sync::OnceLock,
};

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

/// What the addresses of these files end in: another one where any of them has changed, for browsers keep them.
pub(crate) fn version() -> &'static str {
    static VERSION: OnceLock<String> = OnceLock::new();
    VERSION.get_or_init(|| {
        let mut hasher = DefaultHasher::new();
        hasher.write(backstory_show::html::style().as_bytes());
        ASSETS.iter().for_each(|(_, _, content)| hasher.write(content.as_bytes()));
        format!("{:016x}", hasher.finish())
    })
}

const SCRIPT: &str = "text/javascript; charset=utf-8";
