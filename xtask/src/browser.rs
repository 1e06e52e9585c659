//! What the walk through the pages needs: a browser and the rules of accessibility.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Browsers that run without a window.
pub(crate) const BROWSERS: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// axe-core, of npm: used by tests alone, and no part of the program.
const AXE: &str = "axe-core@4.10.3";

/// The first browser that is there.
pub(crate) fn browser() -> Option<&'static str> {
    BROWSERS.into_iter().find(|name| quiet(Command::new(name).arg("--version")))
}

/// Looks for a browser, and installs one where the system lets it (Debian and what derives from it, as root).
pub(crate) fn fetch_browser() {
    if browser().is_some() || std::env::var_os("BACKSTORY_CHROMIUM").is_some() {
        return;
    }
    println!("no Chromium or Chrome is there; trying apt-get install chromium");
    let install = |arguments: &[&str]| {
        quiet(Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    if !(install(&["install", "-y", "--no-install-recommends", "chromium"])
        || install(&["update"]) && install(&["install", "-y", "--no-install-recommends", "chromium"]))
    {
        println!(
            "it could not be installed: the walk through the pages of the web application is NOT tested"
        );
    }
}

/// The file of axe-core, fetched once into the target folder; None, and said, where it cannot be had.
pub(crate) fn fetch_axe(target: &Path) -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("BACKSTORY_AXE") {
        return Some(path.into());
    }
    let folder = target.join("axe");
    let file = folder.join("package/axe.min.js");
    if !file.is_file() {
        let fetched = std::fs::create_dir_all(&folder).is_ok()
            && quiet(Command::new("npm").current_dir(&folder).args(["pack", AXE]))
            && quiet(
                Command::new("tar")
                    .current_dir(&folder)
                    .args(["-xzf", &format!("{}.tgz", AXE.replace('@', "-"))]),
            );
        if !fetched || !file.is_file() {
            println!("{AXE} could not be fetched with npm: the accessibility of the pages is NOT tested");
            return None;
        }
    }
    Some(file)
}

fn quiet(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}
