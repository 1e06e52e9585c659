//! Measures linking against synthetic news whose truth is known.
//!
//! The newsroom writes reports and `truth.json`, the program traces and exports them, and the export is held against
//! the truth, measure by measure; each says beside its code how it counts.

mod changes;
mod claims;
mod clusters;
mod data;
mod lineage;
mod quotes;
mod scale;
mod score;
mod stories;
mod table;
#[cfg(test)]
mod testing;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::evaluate;
use crate::program::{self, listen, measure};
use data::{Export, Truth};
pub(crate) use scale::scale;
use score::{Figure, Row, Scores, score};

/// The seeds of the evaluation. No constant and no rule may be set while looking at what they give.
const EVALUATED: [u64; 3] = [101, 102, 103];

/// The seed to look at while the program is worked on.
const TUNED: u64 = 1;

/// Reports of one seed.
const REPORTS: usize = 2000;

/// Errors of each kind that are shown where no number is given.
const WORST: usize = 10;

/// What finds the attributions: the quick network, since what is measured is what is made of them.
const MODEL: &str = "fast";

/// Arguments of the chore.
const USAGE: &str = "\
cargo xtask newsroom [--seed S]… [--reports N] [--model MODEL] [--worst [K]] [--json] [--keep FOLDER]
cargo xtask newsroom --case EXPORT.json --truth TRUTH.json [--worst [K]] [--json]";

/// What is asked for.
#[derive(Debug, PartialEq)]
struct Asked {
    seeds: Vec<u64>,
    reports: usize,
    model: String,
    worst: Option<usize>,
    json: bool,
    keep: Option<PathBuf>,
    case: Option<PathBuf>,
    truth: Option<PathBuf>,
}

impl Asked {
    fn of(arguments: &[String]) -> Result<Self> {
        let mut asked = Self {
            seeds: Vec::new(),
            reports: REPORTS,
            model: MODEL.to_owned(),
            worst: None,
            json: false,
            keep: None,
            case: None,
            truth: None,
        };
        let mut rest = arguments.iter().peekable();
        while let Some(argument) = rest.next() {
            let mut value =
                || rest.next().with_context(|| format!("{argument} needs a value behind it\n{USAGE}"));
            match argument.as_str() {
                "--seed" => asked.seeds.push(value()?.parse().context("--seed needs a number")?),
                "--reports" => asked.reports = value()?.parse().context("--reports needs a number")?,
                "--model" => asked.model = value()?.clone(),
                "--keep" => asked.keep = Some(PathBuf::from(value()?)),
                "--case" => asked.case = Some(PathBuf::from(value()?)),
                "--truth" => asked.truth = Some(PathBuf::from(value()?)),
                "--json" => asked.json = true,
                "--worst" => {
                    let number = rest.next_if(|next| !next.starts_with('-'));
                    let number = number.map(|n| n.parse().context("--worst takes a number")).transpose()?;
                    asked.worst = Some(number.unwrap_or(WORST));
                }
                other => bail!("{other} is not known\n{USAGE}"),
            }
        }
        ensure!(asked.case.is_some() == asked.truth.is_some(), "--case and --truth need each other\n{USAGE}");
        if asked.seeds.is_empty() {
            asked.seeds.push(TUNED);
        }
        Ok(asked)
    }
}

/// Measures what the arguments ask for and prints it: the table (or JSON), and the worst errors where they are wanted.
pub(crate) fn newsroom(arguments: &[String]) -> Result<()> {
    let asked = Asked::of(arguments)?;
    let mut all = Vec::new();
    if let (Some(case), Some(truth)) = (&asked.case, &asked.truth) {
        all.push((case.display().to_string(), scored(truth, case, asked.worst.is_some())?));
    } else {
        let programs = Programs { backstory: program::release()?, newsroom: program::newsroom()? };
        for seed in &asked.seeds {
            let scores = match &asked.keep {
                Some(folder) => {
                    let folder = folder.join(format!("seed-{seed}"));
                    std::fs::create_dir_all(&folder)
                        .with_context(|| format!("could not make {}", folder.display()))?;
                    programs.traced(*seed, &asked, &folder)?
                }
                None => programs.traced(*seed, &asked, tempfile::tempdir()?.path())?,
            };
            all.push((format!("seed {seed}"), scores));
        }
    }
    for (name, scores) in &all {
        if scores.absent > 0 {
            eprintln!("{name}: {} reports of the truth are not in the case", scores.absent);
        }
    }
    if asked.json {
        println!("{:#}", table::written(&all));
    } else {
        print!("{}", table::markdown(&all));
    }
    if let Some(most) = asked.worst {
        // Behind JSON, errors go where they cannot break it.
        let worst = table::worst(&all, most);
        if asked.json { eprint!("{worst}") } else { print!("{worst}") }
    }
    Ok(())
}

/// The table of the evaluation's seeds, and the line for the table of all cases.
pub(crate) fn evaluated(backstory: &Path) -> Result<(String, evaluate::Row)> {
    let programs = Programs { backstory: backstory.to_path_buf(), newsroom: program::newsroom()? };
    let asked = Asked::of(&[])?;
    let mut all = Vec::new();
    for seed in EVALUATED {
        let scores = programs.traced(seed, &asked, tempfile::tempdir()?.path())?;
        all.push((format!("seed {seed}"), scores));
    }
    Ok((table::markdown(&all), headline(&all)))
}

/// The figures that say most, as means over the seeds.
fn headline(all: &[(String, Scores)]) -> evaluate::Row {
    let of = |name: &str| -> [String; 3] {
        let figure = |scores: &Scores| scores.rows.iter().find(|row| row.name == name).map(|row| row.figure);
        let figures: Vec<Figure> = all.iter().filter_map(|(_, scores)| figure(scores)).collect();
        if figures.is_empty() { ["–"; 3].map(str::to_owned) } else { table::means(&figures) }
    };
    let parts = [
        ("stories", "stories (B-cubed over reports)"),
        ("copies", "copies"),
        ("credited rewrites", "credited rewrites and quotes"),
        ("uncredited rewrites", "uncredited rewrites"),
        ("quote families", "quote families (B-cubed)"),
        ("quote changes", "quote changes"),
        ("claims", "claims (B-cubed over statements)"),
        ("claim changes", "claim changes"),
    ];
    let parts: Vec<String> = parts.iter().map(|(short, name)| format!("{short} {}", of(name)[2])).collect();
    let range = of("range exact (two or more reports)");
    evaluate::Row {
        case: format!("newsroom, {} × {REPORTS} synthetic reports, {MODEL}", all.len()),
        result: format!("F1 {}; range exact {} %", parts.join(", "), range[2]),
        time: of(TRACE)[2].clone(),
        peak: of(PEAK)[2].clone(),
    }
}

const TRACE: &str = "time of trace";
const LINKING: &str = "time of linking in it";
const PEAK: &str = "peak memory of trace";

/// What is run.
struct Programs {
    backstory: PathBuf,
    newsroom: PathBuf,
}

impl Programs {
    /// Writes a seed's reports into a folder, traces and exports them, and scores what was found.
    fn traced(&self, seed: u64, asked: &Asked, folder: &Path) -> Result<Scores> {
        let (db, json) = (folder.join("case.db"), folder.join("case.json"));
        // What an earlier run left in a folder that is kept would be traced too.
        let reports = folder.join("reports");
        if db.exists() {
            std::fs::remove_file(&db).with_context(|| format!("could not remove {}", db.display()))?;
        }
        if reports.exists() {
            std::fs::remove_dir_all(&reports)
                .with_context(|| format!("could not remove {}", reports.display()))?;
        }
        self.write(seed, asked.reports, folder)?;
        let mut trace = Command::new(&self.backstory);
        trace.args(["trace", "--verbose", "--no-report", "--model", &asked.model]);
        trace.arg(&reports).arg("-o").arg(&db);
        let (took, said) = listen(&mut trace, &folder.join("summary.txt"))?;
        measure(Command::new(&self.backstory).arg("export").arg(&db).args(["--format", "json"]), &json)?;
        let linking = scale::stage(&said, "linking").context("the program did not say how long it linked")?;
        let mut scores = scored(&folder.join("truth.json"), &json, asked.worst.is_some())?;
        scores.rows.extend([
            Row::new(TRACE, Figure::Seconds(took.time.as_secs_f64())),
            Row::new(LINKING, Figure::Seconds(linking)),
            Row::new(PEAK, Figure::Bytes(took.peak)),
        ]);
        Ok(scores)
    }

    /// Writes `reports/` and `truth.json` into a folder.
    fn write(&self, seed: u64, reports: usize, folder: &Path) -> Result<()> {
        let mut command = Command::new(&self.newsroom);
        command.args(["--seed", &seed.to_string(), "--reports", &reports.to_string(), "--out"]).arg(folder);
        measure(&mut command, &folder.join("newsroom.txt")).map(drop)
    }
}

fn scored(truth: &Path, case: &Path, faults: bool) -> Result<Scores> {
    let truth: Truth = read(truth)?;
    let export: Export = read(case)?;
    Ok(score(&truth, &export, faults))
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T> {
    let bytes = std::fs::read(path).with_context(|| format!("could not read {}", path.display()))?;
    serde_json::from_slice(&bytes)
        .with_context(|| format!("{} does not have the expected shape", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(line: &str) -> Result<Asked> {
        Asked::of(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn arguments() {
        let usual = asked("").expect("nothing is needed");
        assert_eq!((usual.seeds.as_slice(), usual.reports, usual.worst), (&[TUNED][..], REPORTS, None));
        let more = asked("--seed 4 --seed 5 --reports 30 --worst --json").expect("all is known");
        assert_eq!((more.seeds, more.reports, more.worst, more.json), (vec![4, 5], 30, Some(WORST), true));
        assert_eq!(asked("--worst 3").expect("a number may follow").worst, Some(3));
        for wrong in ["--seed", "--seed x", "--case a.json", "--best", "--worst x"] {
            assert!(asked(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_seed_for_tuning_is_not_evaluated() {
        assert!(!EVALUATED.contains(&TUNED));
    }
}
