//! Claims: which statements are of one fact, what was changed in it, and how many stand behind it.

use std::collections::{BTreeMap, BTreeSet};

use super::changes::{
    Change, Told, common, figure, numbers, settle, shown, sides, telling, true_ones, words,
};
use super::clusters::{ITSELF, Item, b_cubed, faults};
use super::data::{Pair, Place, Range, Spans, TrueClaim, TrueSpan};
use super::score::{Figure, Log, Row};

/// Kinds of changes.
const KINDS: [&str; 4] = ["quantity", "hedge", "actor", "time"];

/// Claims: each statement of the truth that affirms or denies is matched with the exported statement in the same report
/// that shares most with it, half of the shorter one at least; what has none stands alone. B-cubed over the statements.
///
/// Changes: a told one is matched with a true one of the same kind in the same report, one to one, by its words before
/// and after (sides where one has none are left out): quantities share a number, hedges a stem, actors and times a
/// word that says something. Changes of one kind with the same words in one report are one, on both sides; one that
/// was made by a report it took from and is told of this one too counts for neither. Updates told: of the truth's
/// later numbers, the share told as a change.
///
/// Range: each claim of the truth is held against the exported claim that has most of its statements. It contains the
/// true number where min ≤ number, and number ≤ max or the range is open; it is exact where min, max and open are
/// those that can be told from the reports. A claim of which no statement was found fails both.
pub(crate) fn claims(pair: &Pair<'_>, log: &mut Log) -> Vec<Row> {
    let claims = pair.export.claims.iter().enumerate();
    let spans = Spans::new(pair, claims.flat_map(|(at, c)| c.statements.iter().map(move |s| (s, at))));
    let mut items: Vec<Item> = Vec::new();
    let mut places: Vec<(usize, &TrueSpan)> = Vec::new();
    for (number, claim) in pair.truth.claims.iter().enumerate() {
        for statement in claim.statements.iter().filter(|s| s.stance != "declines") {
            let Some(report) = pair.file(&statement.file) else { continue };
            items.push((number, spans.best(report, (statement.start, statement.end))));
            places.push((report, statement));
        }
    }
    let line = |at: usize| {
        let (report, span) = places[at];
        let told = items[at].1.map_or("no statement".to_owned(), |told| format!("claim {told}"));
        let file = &pair.truth.reports[report].file;
        let stance = if span.stance == "denies" { ", denies" } else { "" };
        let id = &pair.truth.claims[items[at].0].id;
        format!("{file} ({id}, {told}{stance}): {}", pair.around(report, span.start, span.end, 60))
    };
    faults("claims", &items, ITSELF, log, line);
    let matched = items.iter().filter(|item| item.1.is_some()).count();
    let mut rows = vec![
        Row::new("statements found", Figure::Share { hits: matched, of: items.len() }),
        Row::new("claims (B-cubed over statements)", b_cubed(&items, ITSELF)),
    ];
    rows.extend(changes(pair, &items, &line, log));
    rows.extend(ranges(pair, &items, &line, log));
    rows
}

fn changes(pair: &Pair<'_>, items: &[Item], line: &dyn Fn(usize) -> String, log: &mut Log) -> Vec<Row> {
    let mut told: Vec<Change<'_>> = Vec::new();
    let mut seen = BTreeSet::new();
    for (group, claim) in pair.export.claims.iter().enumerate() {
        for c in &claim.changes {
            let Some(report) = pair.id(&c.report) else { continue };
            if seen.insert((report, &c.kind, words(&c.from), words(&c.to))) {
                let at: Vec<&Place> = c.from_at.iter().chain(&c.to_at).collect();
                let (from, to) = (c.from.clone(), c.to.clone());
                told.push(Change { kind: &c.kind, report, group, from, to, at });
            }
        }
    }
    let mut seen = BTreeSet::new();
    let wanted: Vec<Change<'_>> = pair
        .truth
        .claims
        .iter()
        .enumerate()
        .flat_map(|(group, claim)| claim.changes.iter().map(move |c| (group, c)))
        .filter_map(|(group, c)| {
            let (from, to) = (c.from.clone(), c.to.clone());
            Some(Change { kind: &c.kind, report: pair.file(&c.file)?, group, from, to, at: Vec::new() })
        })
        .filter(|c| seen.insert((c.report, c.kind, words(&c.from), words(&c.to))))
        .collect();
    let settled = settle(pair, &told, &wanted, fit);

    let updates: Vec<Change<'_>> = pair
        .truth
        .updates
        .iter()
        .filter_map(|u| {
            let (from, to) = (u.from.clone(), u.to.clone());
            Some(Change { kind: "quantity", report: pair.file(&u.file)?, group: 0, from, to, at: Vec::new() })
        })
        .collect();
    let is_update = |change: &Change<'_>, update: &Change<'_>| {
        change.kind == "quantity"
            && (change.report == update.report || pair.ancestors(change.report).contains(&update.report))
            && fit(change, update).is_some()
    };
    let wrong = || told.iter().zip(&settled.told).filter(|(_, s)| **s == Told::Wrong).map(|(c, _)| c);
    let flagged = updates.iter().filter(|u| wrong().any(|c| is_update(c, u))).count();

    for change in wrong() {
        log.add(&format!("claim change: {}", change.kind), true, 0.0, || {
            let mut lines = shown(pair, change);
            let update = updates.iter().any(|u| is_update(change, u));
            lines.push(if update {
                "true: an update, a later number of the same fact".to_owned()
            } else {
                true_ones(pair, &wanted, change.report)
            });
            lines
        });
    }
    for (change, _) in wanted.iter().zip(&settled.found).filter(|(_, found)| !**found) {
        log.add(&format!("claim change: {}", change.kind), false, 0.0, || {
            let mut lines = shown(pair, change);
            let others: Vec<String> = told
                .iter()
                .filter(|t| t.report == change.report)
                .map(|t| format!("{} {:?} → {:?}", t.kind, t.from, t.to))
                .collect();
            lines.push(format!(
                "told of this report: {}",
                if others.is_empty() { "no change".to_owned() } else { others.join("; ") }
            ));
            let statements = (0..items.len()).filter(|at| items[*at].0 == change.group);
            lines.extend(statements.take(8).map(|at| format!("- {}", line(at))));
            lines
        });
    }
    let mut rows = vec![Row::new("claim changes", figure(None, &told, &wanted, &settled))];
    for kind in KINDS {
        rows.push(Row::new(format!("claim changes: {kind}"), figure(Some(kind), &told, &wanted, &settled)));
    }
    rows.push(Row::new(
        "updates told as changes (0 is best)",
        Figure::Share { hits: flagged, of: updates.len() },
    ));
    rows
}

/// How well a told change agrees with a true one of its kind.
fn fit(told: &Change<'_>, wanted: &Change<'_>) -> Option<f64> {
    match wanted.kind {
        "quantity" => sides(told, wanted, |a, b| common(&numbers(a), &numbers(b))),
        "hedge" => sides(told, wanted, |a, b| common(&stems(a), &stems(b))),
        _ => sides(told, wanted, |a, b| common(&telling(a), &telling(b))),
    }
}

/// The starts of words, long enough to tell them apart: "alleged" and "allegedly" have one.
fn stems(text: &str) -> BTreeSet<String> {
    telling(text).into_iter().map(|word| word.chars().take(5).collect()).collect()
}

fn ranges(pair: &Pair<'_>, items: &[Item], line: &dyn Fn(usize) -> String, log: &mut Log) -> Vec<Row> {
    let mut holders: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
    for &(wanted, told) in items {
        if let Some(told) = told {
            *holders.entry(wanted).or_default().entry(told).or_default() += 1;
        }
    }
    // Contained, exact and all; claims of two reports or more first.
    let mut counts = [[0, 0, 0]; 2];
    for (number, claim) in pair.truth.claims.iter().enumerate() {
        let reports: BTreeSet<&str> = claim.statements.iter().map(|s| s.file.as_str()).collect();
        let holder = holders.get(&number).and_then(|of| {
            of.iter().max_by_key(|(at, count)| (**count, std::cmp::Reverse(**at))).map(|(at, _)| *at)
        });
        let range = holder.map(|at| pair.export.claims[at].independent);
        let contains = range.is_some_and(|r| r.min <= claim.sources && (claim.sources <= r.max || r.open));
        let exact = range == Some(claim.range);
        for (of, counts) in counts.iter_mut().enumerate() {
            if of == 1 || reports.len() >= 2 {
                counts[0] += usize::from(contains);
                counts[1] += usize::from(exact);
                counts[2] += 1;
            }
        }
        if !exact {
            let score = range.map_or(0.0, |r| distance(r, claim));
            log.add("range", holder.is_some(), score, || {
                let told = range.map_or("nothing".to_owned(), written);
                let mut lines = vec![format!(
                    "{} told: {told}; true: {}, really {}",
                    claim.id,
                    written(claim.range),
                    claim.sources
                )];
                if let Some(at) = holder {
                    lines.push(format!("because: {}", pair.export.claims[at].reasons.join("; ")));
                }
                let statements = (0..items.len()).filter(|at| items[*at].0 == number);
                lines.extend(statements.take(10).map(|at| format!("- {}", line(at))));
                lines
            });
        }
    }
    let mut rows = Vec::new();
    for ([contains, exact, of], which) in counts.into_iter().zip(["two or more reports", "all claims"]) {
        rows.push(Row::new(
            format!("range contains the number ({which})"),
            Figure::Share { hits: contains, of },
        ));
        rows.push(Row::new(format!("range exact ({which})"), Figure::Share { hits: exact, of }));
    }
    rows
}

/// How far a range is from what can be told.
fn distance(range: Range, claim: &TrueClaim) -> f64 {
    let ends = range.min.abs_diff(claim.range.min) + range.max.abs_diff(claim.range.max);
    f64::from(ends) + if range.open == claim.range.open { 0.0 } else { 0.5 }
}

fn written(range: Range) -> String {
    format!("{} to {}{}", range.min, range.max, if range.open { ", open" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::newsroom::testing::figure as figures;

    fn found(right: usize, told: usize, found: usize, wanted: usize) -> Figure {
        Figure::Found { right, told, found, wanted }
    }

    fn share(hits: usize, of: usize) -> Figure {
        Figure::Share { hits, of }
    }

    /// r1 and r2 state c1, with a denial in r2; r1 states c2. r2 made changes; r3 copied r2.
    const TRUTH: &str = r#"{
        "lineage": [{"from": "r2.json", "to": "r3.json", "kind": "copy", "credited": true, "directed": true}],
        "claims": [
            {"id": "c1", "event": "e1", "statements": [
                {"file": "r1.json", "start": 0, "end": 10, "stance": "affirms"},
                {"file": "r2.json", "start": 0, "end": 10, "stance": "affirms"},
                {"file": "r2.json", "start": 11, "end": 20, "stance": "denies"},
                {"file": "r2.json", "start": 21, "end": 30, "stance": "declines"}],
             "sources": 2, "range": {"min": 1, "max": 3, "open": false},
             "changes": [
                {"kind": "quantity", "file": "r2.json", "from": "at least 83", "to": "83"},
                {"kind": "hedge", "file": "r2.json", "from": "allegedly", "to": ""},
                {"kind": "actor", "file": "r2.json", "from": "the fishermen", "to": "smugglers"}]},
            {"id": "c2", "event": "e1", "statements": [
                {"file": "r1.json", "start": 21, "end": 40, "stance": "affirms"}],
             "sources": 1, "range": {"min": 0, "max": 1, "open": false}, "changes": []}],
        "updates": [{"claim": "c1", "file": "r1.json", "from": "14", "to": "31"}]}"#;

    const RIGHT: &str = r#"[{"report": "id1", "start": 0, "end": 12}, {"report": "id2", "start": 1, "end": 10},
        {"report": "id2", "start": 11, "end": 20}]"#;

    #[test]
    fn claims_that_are_whole() {
        let export = format!(
            r#"{{"claims": [
                {{"statements": {RIGHT}, "independent": {{"min": 1, "max": 3, "open": false}}}},
                {{"statements": [{{"report": "id1", "start": 20, "end": 39}}],
                  "independent": {{"min": 1, "max": 1, "open": true}}}}]}}"#
        );
        let row = figures(3, TRUTH, &export);
        assert_eq!(row("statements found"), share(4, 4));
        assert_eq!(row("claims (B-cubed over statements)").quality(), [Some(1.0); 3]);
        assert_eq!(row("range contains the number (two or more reports)"), share(1, 1));
        assert_eq!(row("range exact (two or more reports)"), share(1, 1));
        assert_eq!(row("range contains the number (all claims)"), share(2, 2));
        assert_eq!(row("range exact (all claims)"), share(1, 2));
        assert_eq!(row("claim changes"), found(0, 0, 0, 3));
    }

    #[test]
    fn claims_that_are_torn_mixed_or_missing() {
        let export = r#"{"claims": [
            {"statements": [{"report": "id1", "start": 0, "end": 10}, {"report": "id1", "start": 21, "end": 40}],
             "independent": {"min": 3, "max": 3, "open": false}},
            {"statements": [{"report": "id2", "start": 8, "end": 20}],
             "independent": {"min": 0, "max": 1, "open": false}}]}"#;
        let row = figures(3, TRUTH, export);
        // r2's first statement shares two letters of ten with the one told: that is not half of it.
        assert_eq!(row("statements found"), share(3, 4));
        let [precision, recall, _] = row("claims (B-cubed over statements)").quality();
        assert_eq!(precision, Some((0.5 + 1.0 + 1.0 + 0.5) / 4.0));
        assert_eq!(recall, Some((1.0 / 3.0 + 1.0 / 3.0 + 1.0 / 3.0 + 1.0) / 4.0));
        // Of two claims that hold one statement each, the first counts: 3 is more than there are.
        assert_eq!(row("range contains the number (all claims)"), share(0, 2));
        assert_eq!(row("range exact (all claims)"), share(0, 2));
        let none = figures(3, TRUTH, "{}");
        assert_eq!(none("statements found"), share(0, 4));
        assert_eq!(none("range contains the number (two or more reports)"), share(0, 1));
    }

    #[test]
    fn a_range_contains_more_than_its_end_only_where_it_is_open() {
        let check = |max: u32, open: bool, hits: usize| {
            let export = format!(
                r#"{{"claims": [{{"statements": {RIGHT},
                    "independent": {{"min": 1, "max": {max}, "open": {open}}}}}]}}"#
            );
            assert_eq!(
                figures(3, TRUTH, &export)("range contains the number (two or more reports)"),
                share(hits, 1)
            );
        };
        check(2, false, 1);
        check(1, false, 0);
        check(1, true, 1);
    }

    fn changed(changes: &[[&str; 4]]) -> impl Fn(&str) -> Figure + use<> {
        let changes: Vec<_> = changes
            .iter()
            .map(|[kind, report, from, to]| {
                serde_json::json!({"kind": kind, "report": report, "from": from, "to": to})
            })
            .collect();
        let claim =
            serde_json::json!({"statements": [], "independent": {"min": 0, "max": 1}, "changes": changes});
        figures(3, TRUTH, &serde_json::json!({ "claims": [claim] }).to_string())
    }

    #[test]
    fn changes_are_matched_by_their_words() {
        let row = changed(&[
            ["quantity", "id2", "At least 83 people", "83 smugglers"],
            ["hedge", "id2", "alleged", ""],
            ["actor", "id2", "fishermen", "the smugglers"],
            // Once more, as of another claim.
            ["hedge", "id2", "alleged", ""],
        ]);
        assert_eq!(row("claim changes"), found(3, 3, 3, 3));
        assert_eq!(row("claim changes: time"), found(0, 0, 0, 0));
    }

    #[test]
    fn changes_that_were_not_made_are_wrong() {
        let row = changed(&[
            ["quantity", "id2", "at least 83", "38"],
            ["hedge", "id2", "reportedly", ""],
            ["time", "id2", "the fishermen", "smugglers"],
            ["actor", "id1", "the fishermen", "smugglers"],
        ]);
        assert_eq!(row("claim changes"), found(0, 4, 0, 3));
        assert_eq!(row("claim changes: quantity"), found(0, 1, 0, 1));
    }

    #[test]
    fn what_a_copy_took_over_does_not_count_and_an_update_is_no_change() {
        assert_eq!(changed(&[["hedge", "id3", "allegedly", ""]])("claim changes"), found(0, 0, 0, 3));
        let row = changed(&[["quantity", "id1", "14 people", "31 people"]]);
        assert_eq!(row("updates told as changes (0 is best)"), share(1, 1));
        assert_eq!(row("claim changes: quantity"), found(0, 1, 0, 1));
        let row = changed(&[["quantity", "id1", "14 people", "13 people"]]);
        assert_eq!(row("updates told as changes (0 is best)"), share(0, 1));
    }
}
