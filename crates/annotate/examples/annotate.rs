//! Prints what is found in text files: `cargo run -p backstory-annotate --example annotate -- report.txt [YYYY-MM-DD]`.
//!
//! The files are read as bare text, without headline or furniture; a date is taken as the day of publication.
#![allow(clippy::print_stdout)]

use backstory_model::{Basis, Moment, Published, Report, ReportId, Source, SourceId, Span, Stance};

fn main() -> std::io::Result<()> {
    let mut published = None;
    let mut paths = Vec::new();
    for argument in std::env::args().skip(1) {
        match Moment::parse(&argument) {
            Some(date) => published = Some(Published { date, basis: Basis::Manifest, span: None }),
            None => paths.push(argument),
        }
    }
    for path in paths {
        let text = std::fs::read_to_string(&path)?;
        println!("== {path}");
        print(&Report {
            id: ReportId::of([text.as_bytes()]),
            uri: path,
            path: None,
            text,
            language: None,
            title: None,
            outlet: None,
            authors: Vec::new(),
            published: published.clone(),
            url: None,
            agencies: Vec::new(),
            blocks: Vec::new(),
        });
    }
    Ok(())
}

fn print(report: &Report) {
    let found = backstory_annotate::annotate(report, backstory_annotate::Model::default());
    let words = |spans: &[Span]| {
        let parts: Vec<_> = spans.iter().map(|s| s.of(&report.text)).collect();
        parts.join(" … ").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let name = |id: SourceId| {
        let source: Option<&Source> = found.sources.iter().find(|s| s.id == id);
        source.map_or(String::new(), |s| {
            format!(
                "{} {}",
                s.kind.name(),
                s.name.as_deref().or(s.description.as_deref()).unwrap_or_default()
            )
        })
    };
    for a in &found.attributions {
        let source = a.source.map_or("?".to_owned(), name);
        let count = a.count.map_or(String::new(), |c| {
            format!(" {}–{}", c.min, c.max.map_or("…".to_owned(), |m| m.to_string()))
        });
        let via: Vec<_> = a.via.iter().map(|v| name(*v)).collect();
        let via = if via.is_empty() { String::new() } else { format!(" via {}", via.join(", ")) };
        let stance =
            if a.stance == Stance::Affirms { String::new() } else { format!(" {}", a.stance.name()) };
        println!(
            "[{source}{count}{via}]{stance} «{}» [{}] {} {{{}}}",
            words(&a.source_spans),
            words(&a.cue_spans),
            a.manner.name(),
            words(&a.content_spans)
        );
    }
    for e in &found.entities {
        println!("  {} {} ×{}", e.kind.name(), e.name, e.spans.len());
    }
    for t in &found.times {
        let when = t.when.map_or("?".to_owned(), |i| format!("{}…{}", i.start, i.end));
        println!("  time {} = {when}", t.span.of(&report.text));
    }
    for q in &found.quantities {
        println!("  quantity {} = {} {} {}", words(&[q.span]), q.bound.name(), q.value, q.unit);
    }
    let hedges: Vec<_> = found.hedges.iter().map(|h| h.span.of(&report.text)).collect();
    println!("  hedges: {}", hedges.join(", "));
}
