//! Scores what `features` printed, and measures the pace.
//!
//! `scores WEIGHTS WORDS FEATURES.jsonl [OUT]` → pieces a second; into OUT go the scores of all tokens, tags and then
//! entity tags of each text, as 32-bit numbers.

use std::io::Write;
use std::time::Instant;

use backstory_tagger::{Features, Network};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [weights, words, features, out @ ..] = &arguments[..] else {
        return Err("scores WEIGHTS WORDS FEATURES".into());
    };
    let begun = Instant::now();
    let network = Network::read(&std::fs::read(weights)?, &std::fs::read(words)?)?;
    let read = begun.elapsed();
    let mut texts = Vec::new();
    for line in std::fs::read_to_string(features)?.lines() {
        let text: serde_json::Value = serde_json::from_str(line)?;
        let numbers = |name: &str| -> Vec<u64> {
            text[name].as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect()
        };
        let features = Features {
            pieces: numbers("pieces").iter().map(|n| *n as u16).collect(),
            starts: numbers("starts").iter().map(|n| *n as u32).collect(),
            cases: numbers("cases").iter().map(|n| *n as u8).collect(),
            places: numbers("places").iter().map(|n| *n as u8).collect(),
        };
        let mut marks: Vec<usize> = numbers("paragraphs").iter().map(|n| *n as usize).collect();
        marks.push(features.cases.len());
        let paragraphs: Vec<_> = marks.windows(2).map(|w| w[0]..w[1]).collect();
        texts.push((features, paragraphs));
    }
    let pieces: usize = texts.iter().map(|(f, _)| f.pieces.len()).sum();
    let begun = Instant::now();
    let scores: Vec<_> = texts.iter().map(|(f, p)| network.scores(f, p)).collect();
    let took = begun.elapsed();
    let mut stdout = std::io::stdout().lock();
    writeln!(
        stdout,
        "{} {pieces} pieces in {:.2} s: {:.0} a second; read in {:.0} ms",
        network.name(),
        took.as_secs_f64(),
        pieces as f64 / took.as_secs_f64(),
        read.as_secs_f64() * 1000.0
    )?;
    if let [path] = out {
        let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
        for text in &scores {
            for x in text.tags.iter().chain(&text.entities) {
                file.write_all(&x.to_le_bytes())?;
            }
        }
        file.flush()?;
    }
    Ok(())
}
