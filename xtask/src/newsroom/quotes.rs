//! Quotes: which ones are the same, and what was changed in them.

use std::collections::{BTreeMap, BTreeSet};

use super::changes::{Change, Told, common, figure, settle, shown, sides, true_ones, words};
use super::clusters::{Item, b_cubed, faults, pairs};
use super::data::{Pair, Place, Spans, TrueSpan};
use super::score::{Figure, Log, Row};

/// From here on, the words of two changes are those of one.
const ALIKE: f64 = 0.5;

/// Kinds of changes.
const KINDS: [&str; 4] = ["speaker", "wording", "trimmed", "no-origin"];

/// Families: occurrences of one saying belong together where they share a sentence of it and some words, directly or
/// through others; of other parts of the same saying it is neither right nor wrong to tell them as one. Each
/// occurrence of the truth is matched with the exported occurrence in the same report that shares most with it, half
/// of the shorter one at least; what has none stands alone. Pairs: of the pairs in one exported family those in one of
/// the truth (P), and the other way round (R). B-cubed: over the occurrences.
///
/// Changes: those of one kind in one report to one saying are one, on both sides; an exported family is, in a report,
/// of the saying that most of its occurrences are of. A told one is matched with a true one of the same kind in the
/// same report, one to one, where they are of one saying, or (but for speakers) where half of the words before and
/// after are the same. A change that was made by a report it took from and is told of this one too counts for neither.
pub(crate) fn quotes(pair: &Pair<'_>, log: &mut Log) -> Vec<Row> {
    let families = pair.export.quotes.iter().enumerate();
    let spans = Spans::new(pair, families.flat_map(|(at, q)| q.occurrences.iter().map(move |o| (o, at))));
    let mut items: Vec<Item> = Vec::new();
    let mut places: Vec<(usize, &TrueSpan)> = Vec::new();
    // The saying of each occurrence, and of which sayings an exported family has how many: in a report, and at all.
    let mut of: Vec<usize> = Vec::new();
    let mut sayings: BTreeMap<(usize, Option<usize>), BTreeMap<usize, usize>> = BTreeMap::new();
    let mut parts_of: Vec<usize> = Vec::new();
    for (saying, quote) in pair.truth.quotes.iter().enumerate() {
        let there: Vec<(usize, &TrueSpan)> =
            quote.occurrences.iter().filter_map(|o| Some((pair.file(&o.file)?, o))).collect();
        let parts = connected(pair, &there);
        for ((report, occurrence), part) in there.into_iter().zip(&parts) {
            let told = spans.best(report, (occurrence.start, occurrence.end));
            if let Some(told) = told {
                for place in [Some(report), None] {
                    *sayings.entry((told, place)).or_default().entry(saying).or_default() += 1;
                }
            }
            items.push((parts_of.len() + part, told));
            places.push((report, occurrence));
            of.push(saying);
        }
        let count = parts.iter().max().map_or(0, |last| last + 1);
        parts_of.extend(std::iter::repeat_n(saying, count));
    }
    let saying_of = |family: usize, report: usize| {
        let there = sayings.get(&(family, Some(report))).or_else(|| sayings.get(&(family, None)))?;
        let most = there.iter().max_by_key(|(at, count)| (**count, std::cmp::Reverse(**at)));
        most.map(|(saying, _)| *saying)
    };
    let whole = |part: usize| parts_of[part];
    faults("quote families", &items, &whole, log, |at| {
        let (report, span) = places[at];
        let told = if items[at].1.is_some() { "" } else { " (not told as a quote)" };
        let file = &pair.truth.reports[report].file;
        format!("{file}{told}: {}", pair.around(report, span.start, span.end, 40))
    });
    let matched = items.iter().filter(|item| item.1.is_some()).count();
    let mut rows = vec![
        Row::new("quotes found", Figure::Share { hits: matched, of: items.len() }),
        Row::new("quote families (pairs)", pairs(&items, &whole)),
        Row::new("quote families (B-cubed)", b_cubed(&items, &whole)),
    ];

    let told = merged(pair.export.quotes.iter().enumerate().flat_map(|(family, quote)| {
        let saying_of = &saying_of;
        quote.changes.iter().filter_map(move |c| {
            let report = pair.id(&c.report)?;
            // Families of no saying of the truth get numbers of their own.
            let group = saying_of(family, report).unwrap_or(pair.truth.quotes.len() + family);
            let at: Vec<&Place> = c.from_at.iter().chain(&c.to_at).collect();
            let (from, to) = (c.from.clone(), c.to.clone());
            Some(Change { kind: &c.kind, report, group, from, to, at })
        })
    }));
    let wanted = merged(pair.truth.quotes.iter().enumerate().flat_map(|(group, quote)| {
        quote.changes.iter().filter_map(move |c| {
            let (from, to) = (c.from.clone(), c.to.clone());
            Some(Change { kind: &c.kind, report: pair.file(&c.file)?, group, from, to, at: Vec::new() })
        })
    }));
    let settled = settle(pair, &told, &wanted, |told, wanted| {
        if wanted.group == told.group {
            return Some(2.0);
        }
        let alike = |a: &str, b: &str| {
            common(&words(a), &words(b)).map(|share| if share < ALIKE { 0.0 } else { share })
        };
        if wanted.kind == "speaker" { None } else { sides(told, wanted, alike) }
    });
    for (change, _) in told.iter().zip(&settled.told).filter(|(_, state)| **state == Told::Wrong) {
        log.add(&format!("quote change: {}", change.kind), true, 0.0, || {
            let mut lines = shown(pair, change);
            lines.push(true_ones(pair, &wanted, change.report));
            lines
        });
    }
    for (change, _) in wanted.iter().zip(&settled.found).filter(|(_, found)| !**found) {
        log.add(&format!("quote change: {}", change.kind), false, 0.0, || {
            let mut lines = shown(pair, change);
            let quote = &pair.truth.quotes[change.group];
            lines.push(format!("occurrences of {}:", quote.id));
            for at in (0..items.len()).filter(|at| of[*at] == change.group).take(8) {
                let told = items[at].1.map_or("not told".to_owned(), |t| format!("family {t}"));
                let (report, span) = places[at];
                let file = &pair.truth.reports[report].file;
                lines.push(format!("- {file}, {told}: {}", pair.around(report, span.start, span.end, 60)));
            }
            lines
        });
    }
    rows.push(Row::new("quote changes", figure(None, &told, &wanted, &settled)));
    for kind in KINDS {
        rows.push(Row::new(format!("quote changes: {kind}"), figure(Some(kind), &told, &wanted, &settled)));
    }
    rows
}

/// The words that two stretches of one sentence have in common where they are of the same part of it: "We had no call",
/// she said, "from the dam" has two parts.
const COMMON: f64 = 0.25;

/// The number of the part of a saying that each occurrence belongs to, counted from 0.
fn connected(pair: &Pair<'_>, there: &[(usize, &TrueSpan)]) -> Vec<usize> {
    let said: Vec<BTreeSet<String>> =
        there.iter().map(|(report, o)| words(&pair.words(*report, o.start, o.end))).collect();
    let meet = |a: usize, b: usize| {
        let (one, other) = (&there[a].1.sentences, &there[b].1.sentences);
        let shared = one.iter().any(|s| other.contains(s));
        // A truth that does not tell sentences has whole sayings only; of a report that is not there, no words are
        // known.
        one.is_empty()
            || other.is_empty()
            || (shared && common(&said[a], &said[b]).is_none_or(|share| share >= COMMON))
    };
    let mut parts: Vec<Option<usize>> = vec![None; there.len()];
    let mut count = 0;
    for first in 0..there.len() {
        if parts[first].is_some() {
            continue;
        }
        let mut open = vec![first];
        parts[first] = Some(count);
        while let Some(at) = open.pop() {
            for (other, part) in parts.iter_mut().enumerate() {
                if part.is_none() && meet(at, other) {
                    *part = Some(count);
                    open.push(other);
                }
            }
        }
        count += 1;
    }
    parts.into_iter().flatten().collect()
}

/// One change for all of a kind in one report to one saying.
fn merged<'a>(changes: impl Iterator<Item = Change<'a>>) -> Vec<Change<'a>> {
    let mut all: BTreeMap<(usize, usize, &str), Change<'a>> = BTreeMap::new();
    for change in changes {
        match all.entry((change.report, change.group, change.kind)) {
            std::collections::btree_map::Entry::Vacant(free) => {
                free.insert(change);
            }
            std::collections::btree_map::Entry::Occupied(mut there) => {
                let one = there.get_mut();
                for (words, more) in [(&mut one.from, &change.from), (&mut one.to, &change.to)] {
                    if !more.is_empty() {
                        words.push_str(if words.is_empty() { "" } else { " … " });
                        words.push_str(more);
                    }
                }
                one.at.extend(change.at);
            }
        }
    }
    all.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::newsroom::testing::figure as figures;

    /// One said a thing in r1, which r2 and r3 repeat; r2 trimmed it. Another thing stands in r3 alone.
    const TRUTH: &str = r#"{
        "quotes": [
            {"id": "q1", "occurrences": [
                {"file": "r1.json", "start": 0, "end": 20}, {"file": "r2.json", "start": 0, "end": 10},
                {"file": "r3.json", "start": 0, "end": 20}],
             "changes": [{"kind": "trimmed", "file": "r2.json", "from": "abcdefghi", "to": ""}]},
            {"id": "q2", "occurrences": [{"file": "r3.json", "start": 21, "end": 40}], "changes": []}],
        "lineage": [{"from": "r2.json", "to": "r3.json", "kind": "copy", "credited": true, "directed": true}]}"#;

    fn found(right: usize, told: usize, found: usize, wanted: usize) -> Figure {
        Figure::Found { right, told, found, wanted }
    }

    #[test]
    fn families_that_are_whole() {
        let row = figures(
            3,
            TRUTH,
            r#"{"quotes": [
                {"occurrences": [{"report": "id1", "start": 1, "end": 19}, {"report": "id2", "start": 0, "end": 10},
                    {"report": "id3", "start": 0, "end": 25}],
                 "changes": [{"kind": "trimmed", "report": "id2", "from": "other words", "to": ""},
                    {"kind": "trimmed", "report": "id2", "from": "more of it", "to": ""}]},
                {"occurrences": [{"report": "id3", "start": 26, "end": 40}]}]}"#,
        );
        assert_eq!(row("quotes found"), Figure::Share { hits: 4, of: 4 });
        assert_eq!(row("quote families (pairs)"), found(3, 3, 3, 3));
        // The same family is enough, and two cuts in one report are one change.
        assert_eq!(row("quote changes"), found(1, 1, 1, 1));
        assert_eq!(row("quote changes: trimmed"), found(1, 1, 1, 1));
        assert_eq!(row("quote changes: wording"), found(0, 0, 0, 0));
    }

    #[test]
    fn families_that_are_torn_mixed_or_missing() {
        let row = figures(
            3,
            TRUTH,
            r#"{"quotes": [
                {"occurrences": [{"report": "id1", "start": 0, "end": 20}], "changes": []},
                {"occurrences": [{"report": "id3", "start": 0, "end": 20}, {"report": "id3", "start": 21, "end": 40}],
                 "changes": [{"kind": "wording", "report": "id3", "from": "abcdefghi", "to": ""}]}]}"#,
        );
        assert_eq!(row("quotes found"), Figure::Share { hits: 3, of: 4 });
        assert_eq!(row("quote families (pairs)"), found(0, 1, 0, 3));
        assert_eq!(row("quote changes"), found(0, 1, 0, 1));
        assert_eq!(row("quote changes: wording"), found(0, 1, 0, 0));
        assert_eq!(row("quote changes: trimmed"), found(0, 0, 0, 1));
    }

    #[test]
    fn a_family_that_mixes_sayings_is_judged_by_what_it_has_in_the_report() {
        // Most of the family is the first saying; in r3 it has the second alone.
        let truth = r#"{"quotes": [
            {"id": "q1", "occurrences": [
                {"file": "r1.json", "start": 0, "end": 20}, {"file": "r2.json", "start": 0, "end": 20}]},
            {"id": "q2", "occurrences": [{"file": "r3.json", "start": 0, "end": 20}],
             "changes": [{"kind": "speaker", "file": "r3.json", "from": "Ana Holm", "to": "Per Lund"}]}]}"#;
        let check = |report: &str, expected: Figure| {
            let export = format!(
                r#"{{"quotes": [{{"occurrences": [{{"report": "id1", "start": 0, "end": 20}},
                    {{"report": "id2", "start": 0, "end": 20}}, {{"report": "id3", "start": 0, "end": 20}}],
                    "changes": [{{"kind": "speaker", "report": "{report}",
                        "from": "Ana Holm", "to": "Per Lund"}}]}}]}}"#
            );
            assert_eq!(figures(3, truth, &export)("quote changes: speaker"), expected, "{report}");
        };
        check("id3", found(1, 1, 1, 1));
        check("id2", found(0, 1, 0, 1));
    }

    #[test]
    fn parts_of_a_saying_that_share_nothing_need_not_be_one() {
        let check = |sentences: [&str; 3], expected: Figure| {
            let [a, b, c] = sentences;
            let truth = format!(
                r#"{{"quotes": [{{"id": "q1", "occurrences": [
                    {{"file": "r1.json", "start": 0, "end": 10, "sentences": {a}}},
                    {{"file": "r2.json", "start": 0, "end": 10, "sentences": {b}}},
                    {{"file": "r3.json", "start": 0, "end": 40, "sentences": {c}}}]}}]}}"#
            );
            let export = r#"{"quotes": [{"occurrences": [
                {"report": "id1", "start": 0, "end": 10}, {"report": "id2", "start": 0, "end": 10}]}]}"#;
            assert_eq!(figures(3, &truth, export)("quote families (pairs)"), expected, "{sentences:?}");
        };
        check(["[0]", "[0]", "[1]"], found(1, 1, 1, 1));
        check(["[0]", "[1]", "[2]"], found(0, 0, 0, 0));
        // The whole of it makes one of its parts.
        check(["[0]", "[1]", "[0, 1]"], found(1, 1, 1, 3));
    }

    #[test]
    fn a_change_is_matched_by_its_words_and_an_inherited_one_does_not_count() {
        let check = |report: &str, from: &str, expected: Figure| {
            let export = format!(
                r#"{{"quotes": [{{"occurrences": [],
                    "changes": [{{"kind": "trimmed", "report": "{report}", "from": "{from}", "to": ""}}]}}]}}"#
            );
            assert_eq!(figures(3, TRUTH, &export)("quote changes"), expected, "{report} {from}");
        };
        check("id2", "abcdefghi it", found(1, 1, 1, 1));
        check("id2", "something else", found(0, 1, 0, 1));
        check("id1", "abcdefghi", found(0, 1, 0, 1));
        // r3 copied r2 with its cut.
        check("id3", "abcdefghi", found(0, 0, 0, 1));
    }
}
