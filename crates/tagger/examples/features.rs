//! Prints what the network is shown of each text, one line of JSON a file: the input of the training.
//!
//! `features FILE…` → `{"doc", "spans": [[start, end]] in code points, "pieces", "starts", "cases", "places",
//! "paragraphs": [first token of each]}`.

use std::io::Write;
use std::path::Path;

use backstory_text::{CharIndex, Span, paragraphs, quotations, tokens};

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path)?;
        let whole = Span::new(0, text.len());
        let quotations = quotations(&text, whole);
        let mut all = Vec::new();
        let mut starts = Vec::new();
        for paragraph in paragraphs(&text, whole) {
            starts.push(all.len());
            all.extend(tokens(&text, paragraph));
        }
        let features = backstory_tagger::features(&text, &all, &quotations);
        let index = CharIndex::new(&text);
        let spans: Vec<[u32; 2]> = all
            .iter()
            .map(|t| {
                let span = index.chars(&text, t.span);
                [span.start, span.end]
            })
            .collect();
        let line = serde_json::json!({
            "doc": Path::new(&path).file_stem().map(|s| s.to_string_lossy()),
            "spans": spans,
            "pieces": features.pieces,
            "starts": features.starts,
            "cases": features.cases,
            "places": features.places,
            "paragraphs": starts,
        });
        writeln!(out, "{line}")?;
    }
    out.flush()
}
