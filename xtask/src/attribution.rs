//! How well it is told who said what: against PolNeAR's dev set, and how fast.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use backstory_tagger::{Model, Network, entities, features};
use backstory_text::{CharIndex, Span, paragraphs, quotations, tokens};

use crate::evaluate::Row;
use crate::program::measure;

/// Names of the models, as the command line has them.
pub(crate) const MODELS: [&str; 3] = ["accurate", "fast", "rules"];

/// Reports in the measure of speed.
const MANY: usize = 1000;

/// Attributions of PolNeAR dev by one model.
pub(crate) fn attributions(program: &Path, shared: &Path, dir: &Path, model: &'static str) -> Result<Row> {
    let folder = shared.join("data/polnear/dev");
    let lines = dir.join("polnear.jsonl");
    let mut annotate = Command::new(program);
    annotate.args(["annotate", "--model", model]).args(files(&folder, "txt")?);
    let took = measure(&mut annotate, &lines)?;
    let check = Command::new(shared.join("check/attribution.py"))
        .arg(&folder)
        .arg(&lines)
        .output()
        .context("could not run check/attribution.py")?;
    let said = String::from_utf8_lossy(&check.stdout);
    let figure = |name: &str| {
        let line = said.lines().find(|line| line.starts_with(name) && line.contains("F1"));
        line.and_then(|line| line.split_whitespace().last()).unwrap_or("?").to_owned()
    };
    let result = format!(
        "triple F1 {}, found F1 {}, content exact F1 {}",
        figure("triple "),
        figure("found "),
        figure("content exact")
    );
    Ok(Row { case: format!("PolNeAR dev, {model}"), result, time: took.seconds(), peak: took.peak_text() })
}

/// Many real reports on one core.
pub(crate) fn speed(program: &Path, shared: &Path, dir: &Path, model: &'static str) -> Result<Row> {
    let mut reports = files(&shared.join("data/clusters"), "json")?;
    for part in ["dev", "train"] {
        reports.extend(files(&shared.join("data/polnear").join(part), "txt")?);
    }
    reports.truncate(MANY);
    let mut words = 0;
    for path in &reports {
        let bytes = std::fs::read(path).with_context(|| format!("could not read {}", path.display()))?;
        let text = match serde_json::from_slice::<serde_json::Value>(&bytes) {
            Ok(record) => record["text"].as_str().unwrap_or_default().to_owned(),
            Err(_) => String::from_utf8_lossy(&bytes).into_owned(),
        };
        words += tokens(&text, Span::new(0, text.len())).len();
    }
    // Whoever has no taskset gets one worker, and reading and writing beside it.
    let pinned = Command::new("taskset").args(["-c", "0", "true"]).status().is_ok_and(|s| s.success());
    let mut annotate = Command::new(if pinned { "taskset".as_ref() } else { program.as_os_str() });
    if pinned {
        annotate.args(["-c", "0"]).arg(program);
    }
    annotate.args(["annotate", "--threads", "1", "--model", model]).args(&reports);
    let took = measure(&mut annotate, &dir.join("many.jsonl"))?;
    let seconds = took.time.as_secs_f64();
    let result = format!(
        "{:.0} reports/s, {:.0} tokens/s",
        reports.len() as f64 / seconds,
        f64::from(u32::try_from(words)?) / seconds
    );
    let case = format!("{} real reports on one core, {model}", reports.len());
    Ok(Row { case, result, time: took.seconds(), peak: took.peak_text() })
}

/// Names of people, organizations and places against the tags that CoreNLP gave PolNeAR dev.
pub(crate) fn names(shared: &Path, model: &'static str) -> Result<Row> {
    let network = match model {
        "fast" => Model::Fast.network(),
        _ => Model::Accurate.network(),
    };
    let silver = Command::new("gzip")
        .arg("-dc")
        .arg(shared.join("data/polnear/silver-dev.jsonl.gz"))
        .output()
        .context("could not run gzip")?;
    let folder = shared.join("data/polnear/dev");
    let start = std::time::Instant::now();
    let mut tally: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for line in silver.stdout.split(|b| *b == b'\n').filter(|line| !line.is_empty()) {
        let record: serde_json::Value = serde_json::from_slice(line)?;
        let path = folder.join(format!("{}.txt", record["doc"].as_str().unwrap_or_default()));
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))?;
        let wanted = silver_names(&record);
        let found = tagged_names(&text, network);
        for kind in ["PERSON", "ORGANIZATION", "LOCATION"] {
            let of = |names: &[Name]| names.iter().filter(|n| n.2 == kind).cloned().collect::<Vec<_>>();
            let (wanted, found) = (of(&wanted), of(&found));
            let counts = tally.entry(kind).or_default();
            counts[0] += found.iter().filter(|n| wanted.contains(n)).count();
            counts[1] += wanted.len();
            counts[2] += found.len();
        }
    }
    let f1 = |[hit, wanted, found]: [usize; 3]| 200.0 * hit as f64 / (wanted + found).max(1) as f64;
    let all = tally.values().fold([0; 3], |sum, one| [sum[0] + one[0], sum[1] + one[1], sum[2] + one[2]]);
    let each = tally.iter().rev().map(|(kind, counts)| format!("{} {:.1}", kind.to_lowercase(), f1(*counts)));
    Ok(Row {
        case: format!("names in PolNeAR dev, {model}"),
        result: format!("span F1 {:.1} ({})", f1(all), each.collect::<Vec<_>>().join(", ")),
        time: format!("{:.2} s", start.elapsed().as_secs_f64()),
        peak: "–".to_owned(),
    })
}

/// Start and end in code points, and kind.
type Name = (u64, u64, String);

fn silver_names(record: &serde_json::Value) -> Vec<Name> {
    let mut found: Vec<Name> = Vec::new();
    for sentence in record["sents"].as_array().into_iter().flatten() {
        let mut before = String::new();
        for word in sentence.as_array().into_iter().flatten() {
            let kind = word[5].as_str().unwrap_or_default().to_owned();
            let (start, end) = (word[0].as_u64().unwrap_or(0), word[1].as_u64().unwrap_or(0));
            match found.last_mut() {
                Some(last) if before == kind && last.2 == kind => last.1 = end,
                _ => found.push((start, end, kind.clone())),
            }
            before = kind;
        }
    }
    found.retain(|n| n.2 != "O");
    found
}

fn tagged_names(text: &str, network: &Network) -> Vec<Name> {
    let whole = Span::new(0, text.len());
    let mut all = Vec::new();
    let mut parts = Vec::new();
    for paragraph in paragraphs(text, whole) {
        let start = all.len();
        all.extend(tokens(text, paragraph));
        parts.push(start..all.len());
    }
    let shown = features(text, &all, &quotations(text, whole));
    let scores = network.scores(&shown, &parts);
    let index = CharIndex::new(text);
    let named = entities(&scores.entities, network.entity_tags());
    let place = |name: &backstory_tagger::Named| {
        let bytes = all[name.tokens.start].span.cover(all[name.tokens.end - 1].span);
        let span = index.chars(text, bytes);
        (u64::from(span.start), u64::from(span.end), name.kind.clone())
    };
    named.iter().map(place).collect()
}

/// The files of a folder with one ending, sorted.
fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .with_context(|| format!("could not list {}", folder.display()))?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    files.retain(|path| path.extension().is_some_and(|e| e == ending));
    files.sort();
    Ok(files)
}
