//! Figures of one seed or more in; a table, JSON and errors to read out.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::lineage::{KINDS, Matrix};
use super::score::{Fault, Figure, Row, Scores};

/// One row over all seeds.
struct Line<'a> {
    name: &'a str,
    figures: Vec<Figure>,
}

/// The rows of the first seed with the figures of all of them; every seed has the same rows.
fn lines(seeds: &[(String, Scores)]) -> Vec<Line<'_>> {
    let Some((_, first)) = seeds.first() else { return Vec::new() };
    let figures = |at: usize| seeds.iter().map(|(_, scores)| scores.rows[at].figure).collect();
    first.rows.iter().enumerate().map(|(at, row)| Line { name: &row.name, figures: figures(at) }).collect()
}

/// Mean over the seeds that have the figure.
fn mean(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let known: Vec<f64> = values.flatten().collect();
    (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
}

/// From 0 to 1 as a figure out of 100.
fn percent(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |v| format!("{:.1}", 100.0 * v))
}

/// What a figure comes to in one word.
fn short(figure: Figure) -> String {
    match figure {
        Figure::Seconds(s) => format!("{s:.1} s"),
        Figure::Bytes(bytes) => bytes.map_or("–".to_owned(), |b| format!("{:.0} MB", b as f64 / 1e6)),
        counted => percent(counted.quality()[2]),
    }
}

/// The mean of a row over its seeds: precision, recall, F1 or share.
pub(crate) fn means(figures: &[Figure]) -> [String; 3] {
    let all = |at: usize| mean(figures.iter().map(|f| f.quality()[at]));
    let last = match figures[0] {
        Figure::Seconds(_) => short(Figure::Seconds(
            figures.iter().map(|f| if let Figure::Seconds(s) = f { *s } else { 0.0 }).sum::<f64>()
                / figures.len() as f64,
        )),
        Figure::Bytes(_) => short(Figure::Bytes(
            figures.iter().filter_map(|f| if let Figure::Bytes(b) = f { *b } else { None }).max(),
        )),
        _ => percent(all(2)),
    };
    [percent(all(0)), percent(all(1)), last]
}

/// The counts behind a row, added up over its seeds.
fn counts(figures: &[Figure]) -> String {
    let mut sums = [0; 4];
    for figure in figures {
        let add = match *figure {
            Figure::Found { right, told, found, wanted } => [right, told, found, wanted],
            Figure::Cubed { items, .. } => [items, 0, 0, 0],
            Figure::Share { hits, of } => [hits, of, 0, 0],
            Figure::Seconds(_) | Figure::Bytes(_) => [0; 4],
        };
        sums.iter_mut().zip(add).for_each(|(sum, more)| *sum += more);
    }
    match figures[0] {
        Figure::Found { .. } => {
            format!("{} of {} told right, {} of {} true found", sums[0], sums[1], sums[2], sums[3])
        }
        Figure::Cubed { .. } => format!("{} items", sums[0]),
        Figure::Share { .. } => format!("{} of {}", sums[0], sums[1]),
        Figure::Seconds(_) | Figure::Bytes(_) => String::new(),
    }
}

/// The table in Markdown, and the matrix of kinds under it. P, R and F1 are means over the seeds, counts are sums; of
/// memory the largest counts. The last column, where there are several seeds, has the F1 or share of each.
pub(crate) fn markdown(seeds: &[(String, Scores)]) -> String {
    let several = seeds.len() > 1;
    let mut table = String::from("| measure | P | R | F1 or share | counts |");
    if several {
        let names: Vec<&str> = seeds.iter().map(|(name, _)| name.as_str()).collect();
        let _ = write!(table, " {} |", names.join(", "));
    }
    table.push_str(if several { "\n|---|---|---|---|---|---|\n" } else { "\n|---|---|---|---|---|\n" });
    for line in lines(seeds) {
        let [precision, recall, last] = means(&line.figures);
        let _ =
            write!(table, "| {} | {precision} | {recall} | {last} | {} |", line.name, counts(&line.figures));
        if several {
            let each: Vec<String> = line.figures.iter().map(|f| short(*f)).collect();
            let _ = write!(table, " {} |", each.join(", "));
        }
        table.push('\n');
    }
    let mut kinds = Matrix::default();
    for (_, scores) in seeds {
        for (sums, row) in kinds.iter_mut().zip(scores.kinds) {
            sums.iter_mut().zip(row).for_each(|(sum, more)| *sum += more);
        }
    }
    let _ = write!(
        table,
        "\n| truly (down), told as (across) | {} |\n|---|---|---|---|---|---|\n",
        KINDS.join(" | ")
    );
    for (at, (name, row)) in KINDS.iter().zip(kinds).enumerate() {
        let cells = row.map(|n| n.to_string());
        // What is no taking and was told as none is everything else: not counted.
        let last = if at == KINDS.len() - 1 { "–" } else { &cells[4] };
        let _ = writeln!(table, "| {name} | {} | {last} |", cells[..4].join(" | "));
    }
    table
}

/// The figures for programs: the mean over the seeds, and each seed.
pub(crate) fn written(seeds: &[(String, Scores)]) -> Value {
    let number = |value: Option<f64>| value.map(|v| (v * 1e4).round() / 1e4);
    let record = |row: &Row| {
        let [precision, recall, f1] = row.figure.quality().map(number);
        let mut record = json!({"name": row.name, "p": precision, "r": recall, "f1": f1});
        let (key, value) = match row.figure {
            Figure::Found { right, told, found, wanted } => {
                ("counts", json!({"right": right, "told": told, "found": found, "wanted": wanted}))
            }
            Figure::Cubed { items, .. } => ("counts", json!({ "items": items })),
            Figure::Share { hits, of } => ("counts", json!({"hits": hits, "of": of})),
            Figure::Seconds(s) => ("seconds", json!(s)),
            Figure::Bytes(bytes) => ("bytes", json!(bytes)),
        };
        record[key] = value;
        record
    };
    let means: Vec<Value> = lines(seeds)
        .iter()
        .map(|line| {
            let all = |at: usize| number(mean(line.figures.iter().map(|f| f.quality()[at])));
            json!({"name": line.name, "p": all(0), "r": all(1), "f1": all(2)})
        })
        .collect();
    let each: Vec<Value> = seeds
        .iter()
        .map(|(name, scores)| {
            json!({
                "name": name,
                "rows": scores.rows.iter().map(record).collect::<Vec<_>>(),
                "kinds": {"names": KINDS, "counts": scores.kinds},
                "absent": scores.absent,
            })
        })
        .collect();
    json!({"mean": means, "seeds": each})
}

/// The worst errors of each kind: first what was told and is not true, those with the highest scores first, then what
/// is true and was not told. Of errors that are equally bad, some from all over the case are shown.
pub(crate) fn worst(seeds: &[(String, Scores)], most: usize) -> String {
    let mut out = String::new();
    for (name, scores) in seeds {
        let mut kinds: BTreeMap<&str, [Vec<&Fault>; 2]> = BTreeMap::new();
        for fault in &scores.faults {
            kinds.entry(&fault.kind).or_default()[usize::from(!fault.told)].push(fault);
        }
        for (kind, sorts) in kinds {
            for (faults, what) in sorts.into_iter().zip(["told and not true", "true and not told"]) {
                if faults.is_empty() {
                    continue;
                }
                let _ = writeln!(out, "\n## {name}, {kind}: {what} ({})", faults.len());
                for (at, fault) in chosen(faults, most).iter().enumerate() {
                    let _ = writeln!(out, "\n{}. {}", at + 1, fault.lines.join("\n   "));
                }
            }
        }
    }
    out
}

/// The worst, and where the last of them are as bad as others, some evenly spread among these.
fn chosen(mut faults: Vec<&Fault>, most: usize) -> Vec<&Fault> {
    faults.sort_by(|a, b| b.score.total_cmp(&a.score));
    if most >= faults.len() {
        return faults;
    }
    let Some(least) = most.checked_sub(1).map(|last| faults[last].score) else { return Vec::new() };
    let worse = faults.iter().take_while(|f| f.score > least).count();
    let equal = faults.iter().skip(worse).take_while(|f| f.score >= least).count();
    let places = most - worse;
    let spread = (0..places).map(|n| faults[worse + n * equal / places]);
    faults[..worse].iter().copied().chain(spread).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(rows: Vec<Row>) -> Scores {
        Scores { rows, kinds: Matrix::default(), faults: Vec::new(), absent: 0 }
    }

    #[test]
    fn the_table_has_means_sums_and_each_seed() {
        let found = |right, told, found, wanted| Figure::Found { right, told, found, wanted };
        let row = |figure| scores(vec![Row::new("copies", figure), Row::new("trace", Figure::Seconds(2.0))]);
        let seeds =
            [("seed 1".to_owned(), row(found(1, 2, 1, 2))), ("seed 2".to_owned(), row(found(2, 2, 2, 2)))];
        let table = markdown(&seeds);
        let mut lines = table.lines();
        assert_eq!(lines.next(), Some("| measure | P | R | F1 or share | counts | seed 1, seed 2 |"));
        let copies = "| copies | 75.0 | 75.0 | 75.0 | 3 of 4 told right, 3 of 4 true found | 50.0, 100.0 |";
        assert_eq!(lines.nth(1), Some(copies));
        assert_eq!(lines.next(), Some("| trace | – | – | 2.0 s |  | 2.0 s, 2.0 s |"));
        assert_eq!(written(&seeds)["mean"][0]["f1"], json!(0.75));
    }

    #[test]
    fn what_has_no_figure_is_no_zero() {
        let none = Figure::Found { right: 0, told: 0, found: 0, wanted: 0 };
        assert_eq!(means(&[none])[2], "–");
        assert_eq!(means(&[Figure::Share { hits: 0, of: 0 }])[2], "–");
        assert_eq!(means(&[Figure::Found { right: 0, told: 3, found: 0, wanted: 0 }])[2], "0.0");
    }

    #[test]
    fn the_worst_come_first_and_equals_are_spread() {
        let fault = |score: f64, name: &str| Fault {
            kind: "copy".to_owned(),
            told: true,
            score,
            lines: vec![name.to_owned()],
        };
        let all = [fault(0.5, "a"), fault(0.9, "b"), fault(0.5, "c"), fault(0.5, "d"), fault(0.5, "e")];
        let names = |most: usize| -> Vec<String> {
            chosen(all.iter().collect(), most).iter().map(|f| f.lines[0].clone()).collect()
        };
        assert_eq!(names(1), ["b"]);
        assert_eq!(names(3), ["b", "a", "d"]);
        assert_eq!(names(9).len(), 5);
        assert!(names(0).is_empty());
    }
}
