//! The program: a seed, a number of reports and a folder in, reports and truth out.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;

/// Writes synthetic news and the truth about it.
#[derive(Debug, Parser)]
#[command(version, after_help = "Example: backstory-newsroom --seed 7 --reports 2000 --out newsroom/")]
struct Arguments {
    /// The reports grow from this number; another one gives other news
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// How many reports
    #[arg(long, default_value_t = 2000)]
    reports: usize,
    /// The folder to write into
    #[arg(long)]
    out: PathBuf,
}

fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    let newsroom = backstory_newsroom::generate(arguments.seed, arguments.reports);
    newsroom
        .write(&arguments.out)
        .with_context(|| format!("cannot write into {}; is it a folder?", arguments.out.display()))?;
    Ok(ExitCode::SUCCESS)
}
