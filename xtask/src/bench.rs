use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::program::{measure, release};
use crate::{root, shared};

const HEAD: &str = "\
# Figures by date and machine

## Growth

One line for each size and run of `cargo xtask scale`: synthetic reports of seed 1 are traced into a new case; then one
more report is added to it, which annotates one report and links all of them. \"Linking grows by\" is the power of the
number of reports with which its time grew since the line above: 1.00 where twice the reports take twice the time.

<!-- cargo xtask scale -->
| date | version | machine | model | reports | MB | reading and annotating s | linking s | storing links s | all s | peak MB | one more s | linking in it s | peak MB | case MB | linking grows by |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
<!-- end -->

## Corpora

One line for each corpus and run of `cargo xtask bench`: a release build traces the corpus into a new case file.
MB of text and of the case file are 10⁶ bytes; the peak is the largest resident set.

| date | version | machine | corpus | reports | MB | s | reports/s | MB/s | peak MB | case MB |
|---|---|---|---|---|---|---|---|---|---|---|
";

/// Traces each corpus that is there, prints the figures and adds them to `bench/figures.md`.
pub(crate) fn bench() -> Result<()> {
    let program = release()?;
    let mut corpora = vec![("demo", root().join("crates/demo/reports"))];
    match shared() {
        Some(shared) => {
            corpora.push(("clusters", shared.join("data/clusters")));
            corpora.push(("PolNeAR train", shared.join("data/polnear/train")));
        }
        None => println!("../shared is not there: only the demo case is measured"),
    }
    let day = jiff::Timestamp::now().to_string()[..10].to_owned();
    let mut lines = String::new();
    for (name, folder) in corpora {
        writeln!(
            lines,
            "| {day} | {} | {} | {name} {}",
            env!("CARGO_PKG_VERSION"),
            machine(),
            row(&program, &folder)?
        )?;
    }
    print!("{lines}");

    let file = root().join("bench/figures.md");
    let before = std::fs::read_to_string(&file).unwrap_or_else(|_| HEAD.to_owned());
    std::fs::write(&file, before + &lines).with_context(|| format!("could not write {}", file.display()))
}

fn row(program: &Path, folder: &Path) -> Result<String> {
    let dir = tempfile::tempdir()?;
    let (db, json) = (dir.path().join("case.db"), dir.path().join("case.json"));
    let mut trace = Command::new(program);
    trace.arg("trace").args(reports(folder)?).arg("-o").arg(&db);
    let took = measure(&mut trace, &dir.path().join("summary.txt"))?;
    measure(Command::new(program).arg("export").arg(&db).args(["--format", "json"]), &json)?;
    let case: serde_json::Value = serde_json::from_slice(&std::fs::read(&json)?)?;
    let texts = case["reports"].as_array().context("the export has no list of reports")?;
    let megabytes = texts.iter().filter_map(|r| r["text"].as_str()).map(str::len).sum::<usize>() as f64 / 1e6;
    let (seconds, count) = (took.time.as_secs_f64(), texts.len());
    Ok(format!(
        "| {count} | {megabytes:.2} | {seconds:.2} | {:.0} | {:.2} | {} | {:.2} |",
        count as f64 / seconds,
        megabytes / seconds,
        took.peak.map_or("–".to_owned(), |bytes| format!("{:.0}", bytes as f64 / 1e6)),
        std::fs::metadata(&db)?.len() as f64 / 1e6,
    ))
}

/// The folder itself, or the texts alone where annotations made by hand lie among them.
fn reports(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .with_context(|| format!("could not list {}", folder.display()))?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    let ends = |path: &PathBuf, end: &str| path.extension().is_some_and(|e| e == end);
    if !files.iter().any(|path| ends(path, "ann")) {
        return Ok(vec![folder.to_path_buf()]);
    }
    files.retain(|path| ends(path, "txt"));
    files.sort();
    Ok(files)
}

/// Cores and processor, as far as the system tells.
pub(crate) fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    format!("{cores} × {}", name.map_or(std::env::consts::ARCH, |(_, name)| name.trim()))
}
