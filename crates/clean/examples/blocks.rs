//! Prints what cleaning makes of files: head data, and role and first words of each block.
//!
//! `cargo run -p backstory-clean --example blocks -- FILE…`

#![allow(clippy::print_stdout)]

use std::{fs::File, io::BufReader};

use backstory_read::{Limits, Name};

fn main() -> std::io::Result<()> {
    for path in std::env::args().skip(1) {
        let mut input = BufReader::new(File::open(&path)?);
        backstory_read::read(
            &Name::of_path(&path),
            &mut input,
            None,
            &Limits::default(),
            &mut |document, notes| {
                for note in notes {
                    println!("! {note}");
                }
                let document = match document {
                    Ok(document) => document,
                    Err(error) => return println!("! {error}"),
                };
                let (report, notes) = backstory_clean::clean(document);
                println!("=== {} {}", report.id, report.uri);
                for note in notes {
                    println!("! {note}");
                }
                println!("title     {:?}", report.title);
                println!(
                    "outlet    {:?}  authors {:?}  language {:?}",
                    report.outlet, report.authors, report.language
                );
                println!("published {:?}  url {:?}", report.published, report.url);
                println!("agencies  {:?}", report.agencies);
                for block in &report.blocks {
                    let words = block.span.of(&report.text);
                    let shown: String = words.chars().take(110).collect();
                    let more = if shown.len() < words.len() { "…" } else { "" };
                    println!("  {:9} {shown:?}{more}", block.role.name());
                }
            },
        );
    }
    Ok(())
}
