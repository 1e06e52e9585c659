//! Holds the links between the project's pages to what is there.

use std::path::{Path, PathBuf};

/// Pages that people read, in the project's root and in `docs`.
fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the project");
    let mut pages = Vec::new();
    for folder in [root.to_owned(), root.join("docs")] {
        let entries = std::fs::read_dir(&folder).expect("the folder is there");
        pages.extend(entries.map(|e| e.expect("an entry").path()));
    }
    pages.retain(|page| page.extension().is_some_and(|e| e == "md"));
    pages.sort();
    pages
}

#[test]
fn links_to_files_lead_somewhere() {
    let mut links = 0;
    for page in pages() {
        let text = std::fs::read_to_string(&page).expect("a page is text");
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap_or_default();
            if file.is_empty() || file.contains("://") {
                continue;
            }
            links += 1;
            let there = page.parent().expect("a page lies in a folder").join(file);
            assert!(there.exists(), "{}: {target} leads nowhere", page.display());
        }
    }
    assert!(links > 5, "no links were found; are the pages still there?");
}
