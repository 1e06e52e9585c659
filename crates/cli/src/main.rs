//! The program: arguments in, results on standard output, everything else on standard error.

mod args;
mod commands;
mod console;
mod correct;
mod graph;
mod output;

use std::process::ExitCode;

use clap::Parser;

use args::Cli;
use console::Console;

/// Done, but some inputs could not be read.
const SOME_FAILED: u8 = 1;
/// Could not run.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut console = Console::new(&cli.common);
    if !cli.common.verbose {
        quiet_workers();
    }
    match commands::run(&cli, &mut console) {
        Ok(failed) => {
            console.finish();
            if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(SOME_FAILED) }
        }
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            console.finish();
            console.error(&format!("{error:#}"));
            ExitCode::from(FAILED)
        }
    }
}

/// A panic in a worker is caught and told as a diagnostic with the report's name; its raw words would only stand
/// between the other lines.
fn quiet_workers() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let worker = std::thread::current()
            .name()
            .is_some_and(|n| n == "read" || n.starts_with("annotate-") || n.starts_with("link-"));
        if !worker {
            usual(panic);
        }
    }));
}
