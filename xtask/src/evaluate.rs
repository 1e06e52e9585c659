use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::program::{last_line, measure, release};
use crate::{attribution, cargo, newsroom, root, shared};

/// Marks of the place that the table has in a page.
const OPEN: &str = "<!-- cargo xtask evaluate -->";
/// The same for the newsroom's table.
const OPEN_NEWSROOM: &str = "<!-- cargo xtask newsroom -->";
const CLOSE: &str = "<!-- end -->";

/// Prints one table (what each check says, and what the run that it checks took) and puts it into the pages that show
/// it.
pub(crate) fn evaluate() -> Result<()> {
    let program = release()?;
    let dir = tempfile::tempdir()?;
    let (linking, headline) = newsroom::evaluated(&program)?;
    let mut rows = vec![demo(&program, dir.path())?, headline];
    match shared() {
        Some(shared) => {
            rows.push(seeds(&program, &shared, dir.path())?);
            rows.push(clusters(&program, &shared, dir.path())?);
            rows.push(sources(&shared)?);
            for model in attribution::MODELS {
                rows.push(attribution::attributions(&program, &shared, dir.path(), model)?);
            }
            for model in ["accurate", "fast"] {
                rows.push(attribution::names(&shared, model)?);
            }
            for model in attribution::MODELS {
                rows.push(attribution::speed(&program, &shared, dir.path(), model)?);
            }
        }
        None => println!("../shared is not there: only the demo case and the newsroom are measured"),
    }
    let mut table = "| case | result | time | peak memory |\n|---|---|---|---|\n".to_owned();
    for row in rows {
        writeln!(table, "| {} | {} | {} | {} |", row.case, row.result, row.time, row.peak)?;
    }
    print!("{table}\n{linking}");
    for page in ["README.md", "docs/evaluation.md"] {
        put(&root().join(page), OPEN, &table)?;
    }
    put(&root().join("docs/evaluation.md"), OPEN_NEWSROOM, &linking)
}

/// Puts the table between a page's marks.
fn put(page: &Path, open: &str, table: &str) -> Result<()> {
    let text = std::fs::read_to_string(page).with_context(|| format!("could not read {}", page.display()))?;
    let parts = text.split_once(open).and_then(|(before, rest)| Some((before, rest.split_once(CLOSE)?.1)));
    let (before, after) =
        parts.with_context(|| format!("{} has no marks {open} and {CLOSE}", page.display()))?;
    std::fs::write(page, format!("{before}{open}\n{table}{CLOSE}{after}"))
        .with_context(|| format!("could not write {}", page.display()))
}

/// A line of the table.
pub(crate) struct Row {
    pub(crate) case: String,
    pub(crate) result: String,
    pub(crate) time: String,
    pub(crate) peak: String,
}

/// Traces `reports` and exports the case; the row lacks its result.
fn traced(case: &'static str, program: &Path, reports: &Path, dir: &Path) -> Result<(Row, PathBuf)> {
    let (db, json) = (dir.join(format!("{case}.db")), dir.join(format!("{case}.json")));
    let mut trace = Command::new(program);
    trace.arg("trace").arg(reports).arg("-o").arg(&db);
    let took = measure(&mut trace, &dir.join("summary.txt"))?;
    measure(Command::new(program).arg("export").arg(&db).args(["--format", "json"]), &json)?;
    let row =
        Row { case: case.to_owned(), result: String::new(), time: took.seconds(), peak: took.peak_text() };
    Ok((row, json))
}

fn demo(program: &Path, dir: &Path) -> Result<Row> {
    let (mut row, _) = traced("demo", program, &root().join("crates/demo/reports"), dir)?;
    let output = cargo()
        .args([
            "test",
            "--quiet",
            "--locked",
            "--package",
            "backstory",
            "--test",
            "demo",
            "--",
            "--nocapture",
        ])
        .output()
        .context("could not run the demo's test")?;
    let said = String::from_utf8_lossy(&output.stdout);
    row.result = said
        .lines()
        .find_map(|line| line.strip_prefix("the demo case: "))
        .unwrap_or("the test came to no count; run cargo test --package backstory --test demo")
        .to_owned();
    Ok(row)
}

fn seeds(program: &Path, shared: &Path, dir: &Path) -> Result<Row> {
    let (mut row, json) = traced("seeds", program, &shared.join("seeds"), dir)?;
    row.result = last_line(Command::new(shared.join("check/seeds.py")).arg(json))?;
    Ok(row)
}

fn clusters(program: &Path, shared: &Path, dir: &Path) -> Result<Row> {
    let reports = shared.join("data/clusters");
    let (mut row, json) = traced("clusters", program, &reports, dir)?;
    row.result = last_line(Command::new(shared.join("check/clusters.py")).arg(json).arg(reports))?;
    Ok(row)
}

/// Whom sources mean, against labels made by hand; the example `sources` of `annotate` says how it counts.
fn sources(shared: &Path) -> Result<Row> {
    let mut command = cargo();
    command
        .args(["run", "--quiet", "--locked", "--package", "backstory-annotate", "--example", "sources", "--"])
        .arg(shared.join("data/polnear/dev"))
        .arg("xtask/data/source-labels.tsv");
    Ok(Row {
        case: "PolNeAR dev, sources".to_owned(),
        result: last_line(&mut command)?,
        time: "–".to_owned(),
        peak: "–".to_owned(),
    })
}
