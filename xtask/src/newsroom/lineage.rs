//! Who took from whom: takings by kind, their direction, and what the scores are worth.

use std::collections::{BTreeMap, BTreeSet};

use super::data::{Edge, Pair};
use super::score::{Figure, Log, Row};

/// Names of the kinds in the matrix; the last is for takings that were not told, and for what is told of no taking.
pub(crate) const KINDS: [&str; 5] = ["copy", "credited rewrite", "uncredited rewrite", "quotes", "none"];

/// True kinds (down) by told kinds (across), in the order of [`KINDS`].
pub(crate) type Matrix = [[usize; 5]; 5];

/// The place of a kind in [`KINDS`].
fn kind(name: &str, credited: bool) -> usize {
    match (name, credited) {
        ("copy", _) => 0,
        ("quotes", _) => 3,
        (_, true) => 1,
        (_, false) => 2,
    }
}

/// Whether a kind, credited or not, counts for a row.
type Counts = fn(&str, bool) -> bool;

/// The rows of takings and the kinds that they count: all, copies, credited rewrites (with quotes), uncredited ones,
/// and quotes alone. Uncredited quotes count with the uncredited rewrites.
const ROWS: [(&str, Counts); 5] = [
    ("all takings", |_, _| true),
    ("copies", |kind, _| kind == "copy"),
    ("credited rewrites and quotes", |kind, credited| kind != "copy" && credited),
    ("uncredited rewrites", |kind, credited| kind != "copy" && !credited),
    ("quotes alone", |kind, _| kind == "quotes"),
];

/// An exported edge between two reports of the truth.
struct Told<'a> {
    edge: &'a Edge,
    from: usize,
    to: usize,
    right: bool,
}

/// Takings, P and R by kind: an exported edge (copy, rewrite or quotes, between two reports) is right where one of its
/// reports really took from the other, over any number of steps and in either direction; it counts for the kind that
/// the export gives it. A true taking is found where an exported edge of any kind joins its receiver to its giver, or
/// to one that the giver took from itself; it counts for its true kind. Two that took from a third are not related.
/// An edge between reports of which one has words of the other only because a later report of an outlet has paragraphs
/// of its own earlier one is neither right nor wrong; such edges are counted in a row of their own.
///
/// Direction: of exported edges that say one and whose reports are related, the share that goes from giver to
/// receiver. Of the truth's takings whose direction something settles, and between whose reports there is an edge, the
/// share told with a direction; of those whose direction nothing settles, the share told without.
///
/// Scores: of the exported edges with a score in a range, the share that is right.
pub(crate) fn lineage(pair: &Pair<'_>, log: &mut Log) -> (Vec<Row>, Matrix) {
    let mut told: Vec<Told<'_>> = Vec::new();
    let mut house = 0;
    for edge in &pair.export.lineage {
        if let ("copy" | "rewrite" | "quotes", Some(from), Some(to)) =
            (edge.kind.as_str(), pair.id(&edge.from), pair.id(&edge.to))
            && from != to
        {
            let right = pair.related(from, to);
            if right || !pair.one_house(from, to) {
                told.push(Told { edge, from, to, right });
            } else {
                house += 1;
            }
        }
    }
    let mut joined: BTreeMap<(usize, usize), Vec<&Edge>> = BTreeMap::new();
    for one in &told {
        joined.entry(unordered(one.from, one.to)).or_default().push(one.edge);
    }

    let mut matrix = Matrix::default();
    for one in told.iter().filter(|one| !one.right) {
        matrix[4][kind(&one.edge.kind, one.edge.credited)] += 1;
        log.add(name_of(one.edge), true, one.edge.score, || wrong(pair, one));
    }
    let mut wanted: Vec<(&str, bool, bool)> = Vec::new();
    for taking in &pair.truth.lineage {
        let (Some(from), Some(to)) = (pair.file(&taking.from), pair.file(&taking.to)) else { continue };
        let is = kind(&taking.kind, taking.credited);
        let near = [from].into_iter().chain(pair.ancestors(from).iter().copied());
        let edges = near.filter_map(|giver| joined.get(&unordered(giver, to))).next();
        let kinds: Vec<usize> = edges.into_iter().flatten().map(|e| kind(&e.kind, e.credited)).collect();
        let as_told = if kinds.contains(&is) { is } else { kinds.first().copied().unwrap_or(4) };
        matrix[is][as_told] += 1;
        wanted.push((&taking.kind, taking.credited, as_told != 4));
        if as_told == 4 {
            let plain = if taking.credited { "credited" } else { "uncredited" };
            log.add(KINDS[is], false, 0.0, || {
                let mut lines = vec![
                    format!("{} → {}", pair.name(from), pair.name(to)),
                    format!(
                        "true: {}, {plain}; told of the receiver: {}",
                        taking.kind,
                        others(&told, to, pair)
                    ),
                ];
                lines.extend([from, to].map(|report| format!("| {}", pair.head(report, 800))));
                lines
            });
        }
    }

    let mut rows: Vec<Row> = ROWS
        .iter()
        .map(|(name, counts)| {
            let of_kind = || told.iter().filter(|one| counts(&one.edge.kind, one.edge.credited));
            let true_ones = || wanted.iter().filter(|one| counts(one.0, one.1));
            Row::new(
                *name,
                Figure::Found {
                    right: of_kind().filter(|one| one.right).count(),
                    told: of_kind().count(),
                    found: true_ones().filter(|one| one.2).count(),
                    wanted: true_ones().count(),
                },
            )
        })
        .collect();
    let all = told.len() + house;
    rows.push(Row::new(
        "edges within one house (neither right nor wrong)",
        Figure::Share { hits: house, of: all },
    ));
    rows.extend(directions(pair, &told, &joined, log));
    rows.extend(calibration(&told));
    (rows, matrix)
}

fn unordered(a: usize, b: usize) -> (usize, usize) {
    (a.min(b), a.max(b))
}

/// The name of an exported edge's kind.
fn name_of(edge: &Edge) -> &'static str {
    KINDS[kind(&edge.kind, edge.credited)]
}

fn directions(
    pair: &Pair<'_>,
    told: &[Told<'_>],
    joined: &BTreeMap<(usize, usize), Vec<&Edge>>,
    log: &mut Log,
) -> Vec<Row> {
    let (mut right, mut of) = (0, 0);
    for one in told.iter().filter(|one| one.right && one.edge.directed) {
        of += 1;
        if pair.ancestors(one.to).contains(&one.from) {
            right += 1;
        } else {
            log.add("direction", true, one.edge.score, || wrong(pair, one));
        }
    }
    let mut settled = [[0, 0]; 2];
    let mut seen = BTreeSet::new();
    for taking in &pair.truth.lineage {
        let (Some(from), Some(to)) = (pair.file(&taking.from), pair.file(&taking.to)) else { continue };
        let Some(edges) = joined.get(&unordered(from, to)) else { continue };
        // A report may have taken words and quotes from one: the pair has one direction.
        if !seen.insert((from, to)) {
            continue;
        }
        let directed = edges.iter().any(|edge| edge.directed);
        let [as_true, all] = &mut settled[usize::from(taking.directed)];
        *as_true += usize::from(directed == taking.directed);
        *all += 1;
        if directed != taking.directed {
            let (told, score) = (directed, edges[0].score);
            log.add("direction", told, score - 1.0, || {
                let what = if told { "told, and nothing settles it" } else { "left open, and it is settled" };
                let mut lines = vec![format!("{} → {}: direction {what}", pair.name(from), pair.name(to))];
                lines.push(format!("because: {}", edges[0].reasons.join("; ")));
                lines.extend([from, to].map(|report| format!("| {}", pair.head(report, 200))));
                lines
            });
        }
    }
    let [[open, all_open], [shut, all_shut]] = settled;
    vec![
        Row::new("direction: told and right", Figure::Share { hits: right, of }),
        Row::new("direction: told where it is settled", Figure::Share { hits: shut, of: all_shut }),
        Row::new("direction: left open where nothing settles it", Figure::Share { hits: open, of: all_open }),
    ]
}

fn calibration(told: &[Told<'_>]) -> Vec<Row> {
    const LOWEST: usize = 5;
    let mut bins = [[0, 0]; 6];
    for one in told {
        // The first is for what is below 0.5, the last holds 1.0 too. Scores have four decimals at most: a score of
        // 0.7 must not fall into the range below because of how it is held.
        let bin = ((one.edge.score * 10.0 + 1e-6).floor() as usize).clamp(LOWEST - 1, 9) + 1 - LOWEST;
        bins[bin][0] += usize::from(one.right);
        bins[bin][1] += 1;
    }
    let name = |bin: usize| match bin {
        0 => "score below 0.5: right".to_owned(),
        5 => "score 0.9 to 1.0: right".to_owned(),
        _ => format!("score 0.{} to 0.{}: right", bin + LOWEST - 1, bin + LOWEST),
    };
    (0..bins.len()).map(|b| Row::new(name(b), Figure::Share { hits: bins[b][0], of: bins[b][1] })).collect()
}

/// An edge that is wrong, or goes the wrong way, in words.
fn wrong(pair: &Pair<'_>, one: &Told<'_>) -> Vec<String> {
    let edge = one.edge;
    let mut lines = vec![
        format!("{} → {}", pair.name(one.from), pair.name(one.to)),
        format!(
            "told: {}, {}, {}, score {:.2}; true: {}",
            edge.kind,
            if edge.credited { "credited" } else { "uncredited" },
            if edge.directed { "directed" } else { "direction open" },
            edge.score,
            relation(pair, one.from, one.to)
        ),
    ];
    if !edge.reasons.is_empty() {
        lines.push(format!("because: {}", edge.reasons.join("; ")));
    }
    for place in edge.evidence.iter().take(6) {
        if let Some(report) = pair.id(&place.report) {
            let end = place.end.min(place.start + 300);
            let words = pair.around(report, place.start, end, 0);
            lines.push(format!("{} {words}", pair.truth.reports[report].file));
        }
    }
    lines.extend([one.from, one.to].map(|report| format!("| {}", pair.head(report, 300))));
    lines
}

/// What two reports really have to do with each other.
fn relation(pair: &Pair<'_>, from: usize, to: usize) -> String {
    if pair.ancestors(to).contains(&from) {
        return "this taking".to_owned();
    }
    if pair.ancestors(from).contains(&to) {
        return "taken the other way".to_owned();
    }
    if let Some(third) = pair.ancestors(from).intersection(pair.ancestors(to)).next() {
        return format!("both took from {}", pair.truth.reports[*third].file);
    }
    let event = |report: usize| &pair.truth.reports[report].event;
    if event(from) == event(to) { "independent reports of one event" } else { "two events" }.to_owned()
}

/// What the export says of where a report comes from.
fn others(told: &[Told<'_>], report: usize, pair: &Pair<'_>) -> String {
    let mut all = Vec::new();
    for one in told.iter().filter(|one| one.to == report || one.from == report) {
        let other = if one.to == report { one.from } else { one.to };
        let right = if one.right { "right" } else { "wrong" };
        let file = &pair.truth.reports[other].file;
        all.push(format!("{} with {file} ({:.2}, {right})", name_of(one.edge), one.edge.score));
    }
    if all.is_empty() { "nothing".to_owned() } else { all.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::newsroom::score::score;
    use crate::newsroom::testing::{faults, figure, truth_and_export};

    /// r2 copied r1, r3 copied r2, r4 rewrote r1 without a word of it, r5 took nothing.
    const TRUTH: &str = r#"{"lineage": [
        {"from": "r1.json", "to": "r2.json", "kind": "copy", "credited": true, "directed": true},
        {"from": "r2.json", "to": "r3.json", "kind": "copy", "credited": false, "directed": false},
        {"from": "r1.json", "to": "r4.json", "kind": "rewrite", "credited": false, "directed": true}]}"#;

    fn export(edges: &[(&str, &str, &str, bool, bool, f64)]) -> String {
        let edges: Vec<_> = edges
            .iter()
            .map(|(from, to, kind, credited, directed, score)| {
                serde_json::json!({"from": from, "to": to, "kind": kind, "credited": credited,
                    "directed": directed, "score": score})
            })
            .collect();
        serde_json::json!({ "lineage": edges }).to_string()
    }

    fn found(right: usize, told: usize, found: usize, wanted: usize) -> Figure {
        Figure::Found { right, told, found, wanted }
    }

    fn share(hits: usize, of: usize) -> Figure {
        Figure::Share { hits, of }
    }

    #[test]
    fn takings_that_are_all_told_as_they_are() {
        let row = figure(
            5,
            TRUTH,
            &export(&[
                ("id1", "id2", "copy", true, true, 0.95),
                ("id2", "id3", "copy", false, false, 0.9),
                ("id1", "id4", "rewrite", false, true, 0.7),
                // Sources from outside and mere mentions are no takings.
                ("s77", "id5", "cites", true, true, 1.0),
                ("id1", "id5", "cites", true, true, 1.0),
            ]),
        );
        assert_eq!(row("all takings"), found(3, 3, 3, 3));
        assert_eq!(row("copies"), found(2, 2, 2, 2));
        assert_eq!(row("uncredited rewrites"), found(1, 1, 1, 1));
        assert_eq!(row("credited rewrites and quotes"), found(0, 0, 0, 0));
        assert_eq!(row("direction: told and right"), share(2, 2));
        assert_eq!(row("direction: told where it is settled"), share(2, 2));
        assert_eq!(row("direction: left open where nothing settles it"), share(1, 1));
        assert_eq!(row("score 0.9 to 1.0: right"), share(2, 2));
        assert_eq!(row("score 0.7 to 0.8: right"), share(1, 1));
    }

    #[test]
    fn takings_that_are_missed() {
        let row = figure(5, TRUTH, "{}");
        assert_eq!(row("all takings"), found(0, 0, 0, 3));
        assert_eq!(row("all takings").quality()[2], Some(0.0));
        let told = faults(5, TRUTH, "{}");
        assert_eq!(told.iter().filter(|f| f.kind == "copy" && !f.told).count(), 2);
    }

    #[test]
    fn an_edge_to_an_older_giver_stands_for_the_one_between() {
        let row = figure(5, TRUTH, &export(&[("id1", "id3", "copy", true, true, 0.9)]));
        // The copy of the copy is found, the copy itself is not.
        assert_eq!(row("copies"), found(1, 1, 1, 2));
    }

    #[test]
    fn siblings_strangers_and_wrong_ways_are_wrong() {
        let edges = [
            ("id4", "id2", "copy", true, true, 0.85),
            ("id5", "id1", "rewrite", true, true, 0.55),
            ("id4", "id1", "rewrite", false, true, 0.65),
        ];
        let row = figure(5, TRUTH, &export(&edges));
        assert_eq!(row("copies"), found(0, 1, 0, 2));
        assert_eq!(row("credited rewrites and quotes"), found(0, 1, 0, 0));
        // In the wrong direction it is still found; the direction has its own row.
        assert_eq!(row("uncredited rewrites"), found(1, 1, 1, 1));
        assert_eq!(row("direction: told and right"), share(0, 1));
        assert_eq!(row("score 0.8 to 0.9: right"), share(0, 1));
        let told = faults(5, TRUTH, &export(&edges));
        assert!(
            told.iter().any(|f| f.kind == "copy" && f.told && f.lines[1].ends_with("both took from r1.json"))
        );
        assert!(told.iter().any(|f| f.kind == "direction" && f.lines[1].ends_with("taken the other way")));
    }

    #[test]
    fn a_house_that_repeats_itself_is_neither_right_nor_wrong() {
        // r5 has paragraphs of r1, its own earlier report.
        let truth = TRUTH.replacen('{', r#"{"same_house": [{"from": "r1.json", "to": "r5.json"}],"#, 1);
        let row = figure(5, &truth, &export(&[("id1", "id5", "copy", false, true, 0.95)]));
        assert_eq!(row("copies"), found(0, 0, 0, 2));
        assert_eq!(row("edges within one house (neither right nor wrong)"), share(1, 1));
        assert_eq!(row("score 0.9 to 1.0: right"), share(0, 0));
    }

    #[test]
    fn the_matrix_says_which_kind_was_taken_for_which() {
        let (truth, export) = truth_and_export(
            5,
            TRUTH,
            &export(&[
                ("id1", "id2", "rewrite", true, true, 0.9),
                ("id5", "id3", "quotes", true, true, 0.9),
                ("id1", "id4", "rewrite", false, false, 0.9),
            ]),
        );
        let scores = score(&truth, &export, false);
        assert_eq!(scores.kinds[0], [0, 1, 0, 0, 1]);
        assert_eq!(scores.kinds[2], [0, 0, 1, 0, 0]);
        assert_eq!(scores.kinds[4], [0, 0, 0, 1, 0]);
        let row = |name: &str| scores.rows.iter().find(|r| r.name == name).map(|r| r.figure);
        assert_eq!(row("direction: told where it is settled"), Some(share(1, 2)));
    }
}
