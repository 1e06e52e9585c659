//! The project's chores: `cargo xtask test`, `evaluate`, `newsroom`, `bench`, `scale`, `serve`, `pages`, `warc` and
//! `pictures`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a chore talks to the person who runs it")]

mod attribution;
mod bench;
mod browser;
mod evaluate;
mod newsroom;
mod pages;
mod pictures;
mod program;
mod serve;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};

const USAGE: &str = "\
cargo xtask CHORE

  test [ARGUMENTS]   fetch what the tests need, then run all of them (arguments go to cargo test)
  evaluate           measure against ../shared and the demo case, and print one table
  newsroom           measure linking against synthetic news: seed 1, or --seed S; --worst shows errors to read
  bench              measure speed, memory and size, and add the figures to bench/figures.md
  scale              measure how linking grows with the reports, and add the figures to bench/figures.md
  serve              measure how the web application answers, and add the figures to bench/figures.md
  pages [FOLDER]     measure how well and how quickly pages of the web are read (xtask/data/pages)
  warc FILE MB       make a web archive of so many MB unpacked, as large crawls of news make them, and time reading it
  pictures           draw the README's pictures anew from the demo case";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.first().map(String::as_str) {
        Some("test") => test(&arguments[1..]),
        Some("evaluate") => evaluate::evaluate(),
        Some("newsroom") => newsroom::newsroom(&arguments[1..]),
        Some("bench") => bench::bench(),
        Some("scale") => newsroom::scale(&arguments[1..]),
        Some("serve") => serve::serve(&arguments[1..]),
        Some("pages") => pages::pages(arguments.get(1).map(Path::new)),
        Some("warc") => pages::warc(&arguments[1..]),
        Some("pictures") => pictures::pictures(),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Fetches what the tests need: the crates, all at the versions of the lock file; a browser and the rules of
/// accessibility, without which the walk through the pages is not done, and that is said.
fn test(arguments: &[String]) -> Result<()> {
    run(cargo().args(["fetch", "--locked"]))?;
    if shared().is_none() {
        println!("../shared is not there: the tests that need its reports say so and check nothing");
    }
    browser::fetch_browser();
    let mut tests = cargo();
    tests.args(["test", "--workspace", "--locked"]).args(arguments);
    if let Some(axe) = browser::fetch_axe(&target()) {
        tests.env("BACKSTORY_AXE", axe);
    }
    run(&mut tests)
}

/// Where cargo builds.
fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The project's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the project").to_path_buf()
}

/// The folder of real reports and checks, which may stand beside the project.
fn shared() -> Option<PathBuf> {
    let shared = root().join("../shared");
    shared.join("check").is_dir().then_some(shared)
}

/// The cargo that runs this, in the project's root.
fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Runs a command whose output people see; an exit status other than 0 is an error.
fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("could not start {:?}", command.get_program()))?;
    ensure!(status.success(), "{:?} ended with {status}", command);
    Ok(())
}
