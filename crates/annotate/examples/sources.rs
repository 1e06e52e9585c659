//! How often it is told right whom a source means, against labels made by hand:
//! `cargo run -p backstory-annotate --example sources -- FOLDER LABELS.tsv [--verbose]`.
//!
//! FOLDER holds texts with brat annotations (PolNeAR: `NAME.txt` beside `NAME_xxxx.ann`). Each label gives a report, the
//! span of a source and the span of the words in that report that name best whom it means, or `-` where the text does
//! not tell; offsets in code points. All attributions that people marked in the report are given to the resolver, so that
//! the measure is of sources alone and not of finding them. See the labels' head for how they were drawn and decided.
//!
//! *Right*: the same one, or nobody in particular where nobody is meant. *Unknown*: none where someone is meant. *Wrong*:
//! someone else, or someone where nobody is meant. The last line is the result.
#![allow(clippy::print_stdout)]

use std::{
    collections::BTreeMap,
    error::Error,
    fs::File,
    io::BufReader,
    path::{Path, PathBuf},
};

use backstory_annotate::{Given, Model, annotate_given};
use backstory_model::{Report, Source, SourceKind, Span};
use backstory_read::{Limits, Name};
use backstory_text::{CharIndex, CharSpan, fold};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Report → span of a source → whom it means: several spans are several people meant at once.
type Labels = BTreeMap<String, BTreeMap<CharSpan, Vec<CharSpan>>>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Right,
    Unknown,
    Wrong,
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, labels, rest @ ..] = &arguments[..] else {
        return Err("give a folder of brat annotations and a file of labels".into());
    };
    let verbose = !rest.is_empty();
    let mut counts = [0usize; 3];
    for (name, labels) in read_labels(&std::fs::read_to_string(labels)?)? {
        let report = read_report(&Path::new(folder).join(format!("{name}.txt")))?;
        let index = CharIndex::new(&report.text);
        let bytes = |span: CharSpan| {
            index
                .bytes(&report.text, span)
                .ok_or_else(|| format!("{name}: the text ends before {}", span.end))
        };
        let mut given = Vec::new();
        for parts in read_brat(&std::fs::read_to_string(annotation(Path::new(folder), &name)?)?) {
            let spans = |part: &str| -> Result<Vec<Span>> {
                let mut spans = parts
                    .get(part)
                    .map_or(&[][..], Vec::as_slice)
                    .iter()
                    .map(|s| bytes(*s))
                    .collect::<std::result::Result<Vec<Span>, String>>()?;
                spans.sort_unstable();
                Ok(spans)
            };
            given.push(Given {
                source_spans: spans("source")?,
                cue_spans: spans("cue")?,
                content_spans: spans("content")?,
            });
        }
        let found = annotate_given(&report, &given, Model::default());
        for (span, meant) in labels {
            let span = bytes(span)?;
            let meant = meant.into_iter().map(bytes).collect::<std::result::Result<Vec<Span>, String>>()?;
            let attribution = found
                .attributions
                .iter()
                .find(|a| a.source_spans == [span])
                .ok_or_else(|| format!("{name}: nobody marked a source at {span:?}"))?;
            let source = found.sources.iter().find(|s| Some(s.id) == attribution.source);
            let verdict = judge(&report.text, span, &meant, source);
            counts[verdict as usize] += 1;
            if verbose {
                println!("{}", line(&report, span, &meant, source, verdict));
            }
        }
    }
    let all: usize = counts.iter().sum();
    let share = |n: usize| format!("{n} ({:.1} %)", 100.0 * n as f64 / all.max(1) as f64);
    println!(
        "sources told of {all}: right {}, unknown {}, wrong {}",
        share(counts[0]),
        share(counts[1]),
        share(counts[2])
    );
    Ok(())
}

/// Whether a source is the one that is meant.
fn judge(text: &str, span: Span, meant: &[Span], source: Option<&Source>) -> Verdict {
    let words =
        |s: &str| -> Vec<String> { s.split_whitespace().map(fold).filter(|w| !w.is_empty()).collect() };
    let Some(source) = source else {
        return if meant.is_empty() { Verdict::Right } else { Verdict::Unknown };
    };
    let right = if meant.is_empty() {
        // A body that goes by the words themselves ("an appeals court") is not taken for another one.
        let own = words(span.of(text));
        source.kind == SourceKind::Anonymous
            || source.name.as_deref().is_some_and(|name| words(name).iter().all(|w| own.contains(w)))
    } else {
        meant.iter().all(|meant| {
            let named = words(meant.of(text));
            let name = source.name.as_deref().map(words).unwrap_or_default();
            let same = name.len() == 1 && name.last() == named.last() || holds(&name, &named);
            // Mentions reach over titles and appositions; half of the letters must be the label's own.
            let overlap = |m: &Span| {
                let both = m.end.min(meant.end).saturating_sub(m.start.max(meant.start));
                let any = m.end.max(meant.end) - m.start.min(meant.start);
                both * 2 >= any
            };
            same || source.mentions.iter().any(overlap)
        })
    };
    if right { Verdict::Right } else { Verdict::Wrong }
}

/// Whether a name is another, or holds all of its several words.
fn holds(name: &[String], named: &[String]) -> bool {
    name == named || named.len() > 1 && named.iter().all(|w| name.contains(w))
}

fn line(report: &Report, span: Span, meant: &[Span], source: Option<&Source>, verdict: Verdict) -> String {
    let verdict = ["right  ", "unknown", "WRONG  "][verdict as usize];
    let meant: Vec<_> = meant.iter().map(|m| m.of(&report.text)).collect();
    let source = source.map_or("none".to_owned(), |s| {
        let words = s.name.as_deref().or(s.description.as_deref()).unwrap_or_default();
        format!("{} {words}", s.kind.name())
    });
    let meant = if meant.is_empty() { "nobody".to_owned() } else { meant.join(" + ") };
    format!("{verdict} {} {span:?} “{}” is {source}; meant: {meant}", report.uri, span.of(&report.text))
}

fn read_labels(text: &str) -> Result<Labels> {
    let mut labels = Labels::new();
    for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [name, start, end, from, to] = cells[..] else {
            return Err(format!("line {}: five cells expected, tabs between", n + 1).into());
        };
        let span = |start: &str, end: &str| -> Result<CharSpan> {
            Ok(CharSpan { start: start.parse()?, end: end.parse()? })
        };
        let meant = labels.entry(name.to_owned()).or_default().entry(span(start, end)?).or_default();
        if from != "-" {
            meant.push(span(from, to)?);
        }
    }
    Ok(labels)
}

/// The annotations of the first annotator of a text, by name of file.
fn annotation(folder: &Path, name: &str) -> Result<PathBuf> {
    let mut all: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<std::io::Result<_>>()?;
    all.retain(|path| {
        let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
        path.extension().is_some_and(|e| e == "ann")
            && stem.rsplit_once('_').is_some_and(|(stem, _)| stem == name)
    });
    all.into_iter().min().ok_or_else(|| format!("{name} has no annotations in {}", folder.display()).into())
}

/// The attributions of a brat file: part (`source`, `cue`, `content`) → spans.
fn read_brat(text: &str) -> Vec<BTreeMap<String, Vec<CharSpan>>> {
    let mut spans: BTreeMap<&str, Vec<CharSpan>> = BTreeMap::new();
    for line in text.lines().filter(|l| l.starts_with('T')) {
        let mut cells = line.split('\t');
        let (Some(id), Some(what)) = (cells.next(), cells.next()) else { continue };
        let pieces = what.split_once(' ').map_or("", |(_, pieces)| pieces);
        let numbers = pieces.split(';').filter_map(|piece| {
            let (start, end) = piece.trim().split_once(' ')?;
            Some(CharSpan { start: start.parse().ok()?, end: end.parse().ok()? })
        });
        spans.insert(id, numbers.collect());
    }
    let mut found = Vec::new();
    for line in text.lines().filter(|l| l.starts_with('E')) {
        let mut parts: BTreeMap<String, Vec<CharSpan>> = BTreeMap::new();
        let arguments = line.split('\t').nth(1).unwrap_or_default();
        for argument in arguments.split(' ').skip(1) {
            let Some((role, target)) = argument.split_once(':') else { continue };
            let role = role.trim_end_matches(|c: char| c.is_ascii_digit()).to_lowercase();
            parts.entry(role).or_default().extend(spans.get(target).into_iter().flatten());
        }
        found.push(parts);
    }
    found
}

/// A text as the program reads it.
fn read_report(path: &Path) -> Result<Report> {
    let mut input = BufReader::new(File::open(path)?);
    let mut read = None;
    let name = Name::of_path(&path.to_string_lossy());
    backstory_read::read(&name, &mut input, None, &Limits::default(), &mut |document, _| {
        read = document.ok().map(|document| backstory_clean::clean(document).0);
    });
    read.ok_or_else(|| format!("{} holds no report", path.display()).into())
}
