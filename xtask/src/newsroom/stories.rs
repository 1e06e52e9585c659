//! Reports of one event, and when things happened.

use std::collections::BTreeMap;

use super::clusters::{ITSELF, Item, b_cubed, faults};
use super::data::Pair;
use super::score::{Figure, Log, Row};

/// Stories: B-cubed over all reports of the truth. Reports of one event belong together; a report that the case does
/// not have stands alone.
pub(crate) fn stories(pair: &Pair<'_>, log: &mut Log) -> Row {
    let mut events = BTreeMap::new();
    let mut told = BTreeMap::new();
    let items: Vec<Item> = pair
        .truth
        .reports
        .iter()
        .enumerate()
        .map(|(number, report)| {
            let next = events.len();
            let event = *events.entry(report.event.as_str()).or_insert(next);
            let story = pair.report(number).and_then(|r| r.story.as_deref()).map(|story| {
                let next = told.len();
                *told.entry(story).or_insert(next)
            });
            (event, story)
        })
        .collect();
    faults("stories", &items, ITSELF, log, |at| format!("{}: {}", pair.name(at), pair.head(at, 200)));
    Row::new("stories (B-cubed over reports)", b_cubed(&items, ITSELF))
}

/// Timeline: the share of the truth's events for which the export has one in the same report (first row) or in any
/// report of the same event (second row) whose days overlap those of the truth.
pub(crate) fn timeline(pair: &Pair<'_>, log: &mut Log) -> Vec<Row> {
    let mut by_report: BTreeMap<usize, Vec<(&str, &str)>> = BTreeMap::new();
    let mut by_event: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for event in &pair.export.timeline {
        if let Some(report) = pair.id(&event.report) {
            let days = (day(&event.when.start), day(&event.when.end));
            by_report.entry(report).or_default().push(days);
            by_event.entry(&pair.truth.reports[report].event).or_default().push(days);
        }
    }
    let (mut here, mut anywhere, mut of) = (0, 0, 0);
    for event in &pair.truth.timeline {
        let Some(report) = pair.file(&event.file) else { continue };
        let wanted = (day(&event.start), day(&event.end));
        let meets = |told: &&(&str, &str)| told.0 <= wanted.1 && wanted.0 <= told.1;
        let found = by_report.get(&report).is_some_and(|all| all.iter().any(|t| meets(&t)));
        of += 1;
        here += usize::from(found);
        anywhere +=
            usize::from(by_event.get(event.event.as_str()).is_some_and(|all| all.iter().any(|t| meets(&t))));
        if !found {
            log.add("timeline", false, 0.0, || {
                vec![
                    format!("{}: true {} to {}", pair.name(report), wanted.0, wanted.1),
                    pair.around(report, event.at[0], event.at[1], 80),
                    format!("told in this report: {:?}", by_report.get(&report).map_or(&[][..], |all| all)),
                ]
            });
        }
    }
    vec![
        Row::new("timeline: events found in the same report", Figure::Share { hits: here, of }),
        Row::new("timeline: events found in the same story", Figure::Share { hits: anywhere, of }),
    ]
}

/// `2031-05-03` of a date and time.
fn day(text: &str) -> &str {
    text.get(..10).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::newsroom::testing::{figure, truth_and_export};

    #[test]
    fn stories_are_groups_of_reports() {
        let check = |stories: [&str; 3], expected: [f64; 2]| {
            let (truth, mut export) = truth_and_export(3, "{}", "{}");
            for (report, story) in export.reports.iter_mut().zip(stories) {
                report.story = (!story.is_empty()).then(|| story.to_owned());
            }
            let row = stories_of(&truth, &export);
            let Figure::Cubed { precision, recall, items } = row.figure else { unreachable!() };
            assert_eq!((precision, recall, items), (expected[0], expected[1], 3));
        };
        // The reports of these tests are all of one event.
        check(["a", "a", "a"], [1.0, 1.0]);
        check(["a", "b", "c"], [1.0, 1.0 / 3.0]);
        check(["", "", ""], [1.0, 1.0 / 3.0]);
    }

    fn stories_of(truth: &crate::newsroom::data::Truth, export: &crate::newsroom::data::Export) -> Row {
        stories(&Pair::new(truth, export), &mut Log::default())
    }

    #[test]
    fn events_are_found_by_report_and_day() {
        let truth = r#"{"timeline": [
            {"event": "e1", "start": "2031-05-03", "end": "2031-05-04", "file": "r1.json", "at": [0, 4]}]}"#;
        let check = |report: &str, start: &str, end: &str, here: usize, anywhere: usize| {
            let export = format!(
                r#"{{"timeline": [{{"when": {{"start": "{start}", "end": "{end}"}}, "report": "{report}"}}]}}"#
            );
            let found = figure(2, truth, &export);
            let share = |hits| Figure::Share { hits, of: 1 };
            assert_eq!(found("timeline: events found in the same report"), share(here));
            assert_eq!(found("timeline: events found in the same story"), share(anywhere));
        };
        check("id1", "2031-05-04", "2031-05-09", 1, 1);
        check("id2", "2031-05-03", "2031-05-03", 0, 1);
        check("id1", "2031-05-05", "2031-05-05", 0, 0);
    }
}
