//! Prints, for pairs of reports of one story, the measures by which it is told whether one retells the other: one JSON
//! list a line, `["giver's uri", "receiver's uri", measure, …]`.
//!
//! ```text
//! cargo run --release -p backstory-pipeline --example measures -- CASE.db
//! ```
//! With `statements` behind the case, the same for pairs of statements, by which it is told whether both state one fact:
//! `["uri", start, end, "uri", start, end, measure, …]`, in bytes of the text. With `retold`, the same for those that were
//! left over between a report and the one it took from, the receiver's first. With `tellings`, the measures of two groups of
//! statements: `[[["uri", start, end], …], [["uri", start, end], …], measure, …]`.
//!
//! `training/lineage.py`, `training/claims.py`, `training/tellings.py` and `training/retold.py` find the weights of the scores from them.
#![allow(clippy::print_stdout, reason = "a tool for people who work on the score")]

use std::io::Write as _;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name a case file")?;
    let reports = backstory_store::Store::open(path.as_ref())?.load_reports()?;
    let uri = |id| {
        let at = reports.binary_search_by_key(&id, |r| r.report.id).expect("a report of the case");
        format!("{:?}", reports[at].report.uri)
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let part = std::env::args().nth(2);
    if part.as_deref() == Some("tellings") {
        for (groups, row) in backstory_link::telling_measures(&reports) {
            let row: Vec<String> = row.iter().map(|v| format!("{v:.4}")).collect();
            let places = groups.map(|group| {
                let places = group.iter().map(|(id, at)| format!("[{}, {}, {}]", uri(*id), at.start, at.end));
                format!("[{}]", places.collect::<Vec<String>>().join(", "))
            });
            writeln!(out, "[{}, {}]", places.join(", "), row.join(", "))?;
        }
        out.flush()?;
        return Ok(());
    }
    if let Some(part @ ("statements" | "retold")) = part.as_deref() {
        let rows = match part {
            "statements" => backstory_link::statement_measures(&reports),
            _ => backstory_link::left_over_measures(&reports),
        };
        for ([(a, x), (b, y)], row) in rows {
            let row: Vec<String> = row.iter().map(|v| format!("{v:.4}")).collect();
            let (a, b, row) = (uri(a), uri(b), row.join(", "));
            writeln!(out, "[{a}, {}, {}, {b}, {}, {}, {row}]", x.start, x.end, y.start, y.end)?;
        }
        out.flush()?;
        return Ok(());
    }
    for (from, to, row) in backstory_link::measures(&reports) {
        let row: Vec<String> = row.iter().map(|v| format!("{v:.5}")).collect();
        writeln!(out, "[{}, {}, {}]", uri(from), uri(to), row.join(", "))?;
    }
    out.flush()?;
    Ok(())
}
