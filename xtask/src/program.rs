use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::{cargo, run, target};

/// The program as it is measured, built anew.
pub(crate) fn release() -> Result<PathBuf> {
    built("backstory", "release", &["--release"])
}

/// The program as it is tested, built anew: soon there, and it prints the same.
pub(crate) fn debug() -> Result<PathBuf> {
    built("backstory", "debug", &[])
}

/// The newsroom, which writes thousands of reports: quick, then.
pub(crate) fn newsroom() -> Result<PathBuf> {
    built("backstory-newsroom", "release", &["--release"])
}

/// A package and its program of the same name.
fn built(package: &str, folder: &str, arguments: &[&str]) -> Result<PathBuf> {
    run(cargo().args(["build", "--quiet", "--locked", "--package", package]).args(arguments))?;
    Ok(target().join(folder).join(format!("{package}{}", std::env::consts::EXE_SUFFIX)))
}

/// What one run took.
pub(crate) struct Measured {
    /// From start to end.
    pub(crate) time: Duration,
    /// Largest resident set in bytes; None where the system does not tell (anywhere but on Linux).
    pub(crate) peak: Option<u64>,
}

impl Measured {
    /// Time for a table.
    pub(crate) fn seconds(&self) -> String {
        format!("{:.2} s", self.time.as_secs_f64())
    }

    /// Peak memory for a table.
    pub(crate) fn peak_text(&self) -> String {
        self.peak.map_or("–".to_owned(), |bytes| format!("{:.0} MB", bytes as f64 / 1e6))
    }
}

/// Runs a command to its end, with its output in a file (so that no pipe fills up while it is watched).
pub(crate) fn measure(command: &mut Command, output: &Path) -> Result<Measured> {
    watch(command, output, Stdio::null())
}

/// The same, and what the command said on standard error.
pub(crate) fn listen(command: &mut Command, output: &Path) -> Result<(Measured, String)> {
    let messages = tempfile::NamedTempFile::new().context("could not make a file for messages")?;
    let took = watch(command, output, messages.reopen()?.into());
    let said = std::fs::read_to_string(messages.path()).context("could not read what a command said")?;
    Ok((took.with_context(|| said.trim().to_owned())?, said))
}

fn watch(command: &mut Command, output: &Path, messages: Stdio) -> Result<Measured> {
    let file =
        std::fs::File::create(output).with_context(|| format!("could not write {}", output.display()))?;
    let start = Instant::now();
    let mut child = command
        .stdout(file)
        .stderr(messages)
        .spawn()
        .with_context(|| format!("could not start {:?}", command.get_program()))?;
    let mut peak = None;
    let status = loop {
        // The kernel keeps the high-water mark, so only what is added after the last look is missed.
        peak = high_water(child.id()).max(peak);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let time = start.elapsed();
    ensure!(status.success(), "{command:?} ended with {status}");
    Ok(Measured { time, peak })
}

fn high_water(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

/// The last line that a command prints on standard output, whatever its exit status.
pub(crate) fn last_line(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("could not start {:?}", command.get_program()))?;
    let said = String::from_utf8_lossy(&output.stdout);
    Ok(said.lines().last().map_or_else(
        || format!("said nothing: {}", String::from_utf8_lossy(&output.stderr).lines().last().unwrap_or("")),
        str::to_owned,
    ))
}
