//! Parts of a case say the same as the whole, and lists count what is there.

#[allow(dead_code, reason = "what other tests use of it")]
mod common;

use std::collections::BTreeSet;

use backstory_model::ReportId;
use backstory_store::{InputHash, SourceOrder, Store, StoryOrder};

/// A case of two linked reports and one more, written to a file.
fn written() -> (tempfile::TempDir, Store, backstory_model::Case) {
    let folder = tempfile::tempdir().expect("a folder");
    let case = common::case();
    let mut store = Store::create(&folder.path().join("case.db")).expect("a case");
    for report in &case.reports {
        let input = InputHash::of(&common::document(&report.report.text));
        store.put(report, input, "1").expect("the report can be stored");
    }
    let revision = store.revision().expect("a revision");
    store.save_links(&case, revision, "1").expect("links");
    let case = store.load_case().expect("the case");
    (folder, store, case)
}

#[test]
fn a_part_of_all_reports_is_the_case() {
    let (_folder, store, mut case) = written();
    // What no report has anything to do with is no part of any.
    case.links.quotes.retain(|q| !q.occurrences.is_empty());
    case.links.aliases.clear();
    let all: Vec<ReportId> = case.reports.iter().map(|a| a.report.id).collect();
    assert!(store.load_part(&all).expect("a part") == case);
}

#[test]
fn a_part_holds_what_its_findings_point_at() {
    let (_folder, store, case) = written();
    for annotated in &case.reports {
        let id = annotated.report.id;
        let part = store.load_part(&[id]).expect("a part");
        assert_eq!(part.report(id), case.report(id));
        let there: BTreeSet<ReportId> = part.reports.iter().map(|a| a.report.id).collect();
        let whole = case.links.claims.iter().filter(|c| c.statements.iter().any(|s| s.at.report == id));
        assert_eq!(part.links.claims, whole.cloned().collect::<Vec<_>>());
        for claim in &part.links.claims {
            assert!(claim.statements.iter().all(|s| there.contains(&s.at.report)), "{claim:?}");
        }
        let whole =
            case.links.lineage.iter().filter(|e| e.to == id || e.from == backstory_model::Node::Report(id));
        assert_eq!(part.links.lineage, whole.cloned().collect::<Vec<_>>());
    }
    assert_eq!(store.load_part(&[ReportId(7)]).expect("a part").reports, vec![]);
}

#[test]
fn lists_go_on_behind_a_key() {
    let (_folder, store, case) = written();
    let all = store.stories(StoryOrder::Largest, 0, None, 100).expect("stories");
    assert_eq!(all.len(), case.links.stories.len());
    for order in [StoryOrder::Largest, StoryOrder::Newest] {
        let all = store.stories(order, 0, None, 100).expect("stories");
        let mut one_by_one = Vec::new();
        while let Some(next) = store
            .stories(order, 0, one_by_one.last().map(|s: &backstory_store::StoryRow| s.id), 1)
            .expect("stories")
            .pop()
        {
            one_by_one.push(next);
        }
        assert_eq!(one_by_one, all);
    }
    let all = store.sources(SourceOrder::default(), None, 100).expect("sources");
    assert!(!all.is_empty());
    let mut one_by_one = Vec::new();
    while let Some(next) = store
        .sources(SourceOrder::default(), one_by_one.last().map(|s: &backstory_store::SourceRow| s.id), 1)
        .expect("sources")
        .pop()
    {
        one_by_one.push(next);
    }
    assert_eq!(one_by_one, all);
    for source in &all {
        let said = store.said_by(source.id, "", None, 100).expect("what was said");
        assert_eq!(said.len(), source.attributions as usize, "{source:?}");
        assert_eq!(store.source(source.id).expect("a source").as_ref(), Some(source));
    }
    let totals = store.totals().expect("figures");
    assert_eq!(totals.reports as usize, case.reports.len());
    assert_eq!(totals.claims as usize, case.links.claims.len());
}
