//! How time and memory grow with the number of reports.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::Programs;
use crate::bench::machine;
use crate::program::{self, Measured, listen};
use crate::root;

/// Reports of the cases that are traced.
const SIZES: [usize; 3] = [1000, 5000, 20_000];

/// The seed of all of them.
const SEED: u64 = 1;

/// The model that takes least time: what is asked is how linking grows.
const MODEL: &str = "rules";

/// Marks of the place that the lines have in `bench/figures.md`.
const OPEN: &str = "<!-- cargo xtask scale -->";
const CLOSE: &str = "<!-- end -->";

/// A report that is in no case and belongs to no story of one.
const ONE_MORE: &str = "The lighthouse of Quandry will be painted white in June, its keeper said.\n";

/// Traces cases of growing size, adds one more report to each, prints the figures and adds them to `bench/figures.md`.
/// Arguments: `--model MODEL`, and sizes other than the usual ones.
pub(crate) fn scale(arguments: &[String]) -> Result<()> {
    let (mut model, mut sizes) = (MODEL.to_owned(), Vec::new());
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--model" => model = rest.next().context("--model needs a model behind it")?.clone(),
            number => match number.parse::<usize>() {
                Ok(size) if size > 0 => sizes.push(size),
                _ => bail!("{number} is no number of reports; cargo xtask scale [--model MODEL] [REPORTS]…"),
            },
        }
    }
    if sizes.is_empty() {
        sizes = SIZES.to_vec();
    }
    let programs = Programs { backstory: program::release()?, newsroom: program::newsroom()? };
    let day = jiff::Timestamp::now().to_string()[..10].to_owned();
    let mut lines = String::new();
    let mut before: Option<Grown> = None;
    for size in sizes {
        let now = grown(&programs, size, &model)?;
        let grows = |part: fn(&Grown) -> f64| {
            before.as_ref().map(|then| exponent((then.reports, part(then)), (size, part(&now))))
        };
        let grows = [grows(|g| g.linking), grows(|g| g.trace.time.as_secs_f64())];
        let start = format!("| {day} | {} | {} | {model} ", env!("CARGO_PKG_VERSION"), machine());
        let line = format!("{start}{}", now.line(grows));
        println!("{line}");
        writeln!(lines, "{line}")?;
        before = Some(now);
    }
    add(&root().join("bench/figures.md"), &lines)
}

/// What a case of one size took.
struct Grown {
    reports: usize,
    megabytes: f64,
    /// Seconds to read, clean, annotate and store.
    reading: f64,
    /// Seconds to link all of it.
    linking: f64,
    /// Seconds to store the links.
    saving: f64,
    trace: Measured,
    /// One more report added to the stored case: nothing else is annotated, and everything is linked anew.
    more: Measured,
    more_linking: f64,
    case: u64,
}

impl Grown {
    /// The cells from the number of reports on; `grows` are the powers with which linking and the whole run grew.
    fn line(&self, grows: [Option<f64>; 2]) -> String {
        let [linking, all] = grows.map(|power| power.map_or("–".to_owned(), |e| format!("{e:.2}")));
        let peak =
            |run: &Measured| run.peak.map_or("–".to_owned(), |bytes| format!("{:.0}", bytes as f64 / 1e6));
        format!(
            "| {} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} | {} | {:.2} | {:.2} | {} | {:.2} | {linking} | {all} |",
            self.reports,
            self.megabytes,
            self.reading,
            self.linking,
            self.saving,
            self.trace.time.as_secs_f64(),
            peak(&self.trace),
            self.more.time.as_secs_f64(),
            self.more_linking,
            peak(&self.more),
            self.case as f64 / 1e6,
        )
    }
}

/// Traces so many reports, and then one more.
fn grown(programs: &Programs, reports: usize, model: &str) -> Result<Grown> {
    let dir = tempfile::tempdir()?;
    programs.write(SEED, reports, dir.path())?;
    let folder = dir.path().join("reports");
    let mut bytes = 0;
    for entry in std::fs::read_dir(&folder).with_context(|| format!("could not list {}", folder.display()))? {
        bytes += entry?.metadata()?.len();
    }
    let db = dir.path().join("case.db");
    let trace = |path: &Path| {
        let mut command = Command::new(&programs.backstory);
        command.args(["trace", "--verbose", "--no-report", "--model", model]).arg(path).arg("-o").arg(&db);
        listen(&mut command, &dir.path().join("summary.txt"))
    };
    let (first, said) = trace(&folder)?;
    let case = std::fs::metadata(&db)?.len();
    let more = dir.path().join("one-more.txt");
    std::fs::write(&more, ONE_MORE).with_context(|| format!("could not write {}", more.display()))?;
    let (second, said_again) = trace(&more)?;
    let part =
        |said: &str, name: &str| stage(said, name).with_context(|| format!("no time of {name} in: {said}"));
    Ok(Grown {
        reports,
        megabytes: bytes as f64 / 1e6,
        reading: part(&said, "reading")?,
        linking: part(&said, "linking")?,
        saving: part(&said, "saving")?,
        trace: first,
        more: second,
        more_linking: part(&said_again, "linking")?,
        case,
    })
}

/// Seconds of a part of the work, from what the program says of itself: `linking 17 reports: 0.01 s`.
pub(crate) fn stage(said: &str, name: &str) -> Option<f64> {
    let line = said.lines().find(|line| line.starts_with(name) && line.ends_with(" s"))?;
    line.strip_suffix(" s")?.rsplit_once(": ")?.1.parse().ok()
}

/// The power with which time grows with the number of reports: 1 where twice the reports take twice the time.
fn exponent(then: (usize, f64), now: (usize, f64)) -> f64 {
    (now.1 / then.1).ln() / (now.0 as f64 / then.0 as f64).ln()
}

/// Adds lines at the end of the marked place.
fn add(page: &Path, lines: &str) -> Result<()> {
    let text = std::fs::read_to_string(page).with_context(|| format!("could not read {}", page.display()))?;
    let place = text.find(OPEN).and_then(|open| Some(open + text[open..].find(CLOSE)?));
    let place = place.with_context(|| format!("{} has no marks {OPEN} and {CLOSE}", page.display()))?;
    std::fs::write(page, format!("{}{lines}{}", &text[..place], &text[place..]))
        .with_context(|| format!("could not write {}", page.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_the_work_are_read_from_what_is_said() {
        let said = "reading 16 files: 0.20 s\nloading the case: 0.00 s\nlinking 17 reports: 1.25 s\nc.db: 17 reports";
        assert_eq!(stage(said, "linking"), Some(1.25));
        assert_eq!(stage(said, "saving"), None);
    }

    #[test]
    fn growth() {
        assert!((exponent((1000, 2.0), (2000, 4.0)) - 1.0).abs() < 1e-9);
        assert!((exponent((1000, 2.0), (2000, 8.0)) - 2.0).abs() < 1e-9);
    }

    #[test]
    fn lines_go_to_the_end_of_their_place() {
        let dir = tempfile::tempdir().expect("a folder");
        let page = dir.path().join("page.md");
        std::fs::write(&page, format!("a\n{OPEN}\nb\n{CLOSE}\nc\n")).expect("written");
        add(&page, "d\n").expect("added");
        assert_eq!(std::fs::read_to_string(&page).expect("read"), format!("a\n{OPEN}\nb\nd\n{CLOSE}\nc\n"));
        std::fs::write(&page, "no marks").expect("written");
        assert!(add(&page, "d\n").is_err());
    }
}
