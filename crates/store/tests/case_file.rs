//! What is stored comes back; what cannot be stored or read is said, and nothing is lost.

mod common;

use std::{
    fs,
    path::{Path, PathBuf},
};

use backstory_model::{About, Annotated, Beside, Moment, ReportId, Slots, Span};
use backstory_store::{APPLICATION_ID, Found, InputHash, Put, SCHEMA_VERSION, Store, StoreError};
use common::{case, document, first, second};

const TOOL: &str = "0.0.1";

fn put(store: &mut Store, report: &Annotated) -> Put {
    store.put(report, InputHash::of(&document(&report.report.text)), TOOL).expect("the report can be stored")
}

/// A new case in a folder of its own, which goes when it is dropped.
fn fresh() -> (tempfile::TempDir, PathBuf, Store) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.db");
    let store = Store::create(&path).expect("a case");
    (folder, path, store)
}

/// Holds that a case has these reports, and no others.
#[track_caller]
fn holds<const N: usize>(store: &Store, mut reports: [Annotated; N]) {
    reports.sort_by_key(|r| r.report.id);
    assert_eq!(store.load_reports().expect("the reports"), reports);
}

/// A case with all that there can be in it.
fn full(path: &Path) -> Store {
    let mut store = Store::create(path).expect("a case can be made");
    let case = case();
    for report in case.reports.iter().rev() {
        assert_eq!(put(&mut store, report), Put::Added);
    }
    let revision = store.revision().expect("a revision");
    store.save_links(&case, revision, TOOL).expect("the links can be stored");
    store
}

#[test]
fn what_goes_in_comes_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.db");
    let stored = full(&path);
    assert_eq!(stored.load_case().expect("the case"), case());
    drop(stored);
    let again = Store::open(&path).expect("the case opens again");
    assert_eq!(again.load_case().expect("the case"), case());
    assert_eq!(again.load_reports().expect("the reports"), case().reports);
}

#[test]
fn sql_spans_give_the_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.db");
    drop(full(&path));
    let db = rusqlite::Connection::open(&path).expect("any SQLite program opens it");
    let check = |sql: &str, expected: &[&str]| {
        let mut query = db.prepare(sql).unwrap_or_else(|e| panic!("{sql}: {e}"));
        let rows = query.query_map([], |row| row.get::<_, Option<String>>(0)).expect("rows");
        let words: Vec<String> = rows.map(|w| w.expect("a row").unwrap_or_default()).collect();
        assert_eq!(words, expected, "{sql}");
    };
    check("SELECT source_words FROM v_attributions WHERE manner = 'direct'", &["engineer Ída Møn"]);
    check(
        "SELECT content_words FROM v_attributions ORDER BY stance",
        &["The wall won’t hold,", "40 people … left", "it"],
    );
    check("SELECT via FROM v_attributions WHERE manner = 'direct'", &["Velm Courier < Ädla Öst"]);
    check("SELECT words FROM v_blocks WHERE role = 'furniture'", &["Share this 🐟"]);
    check("SELECT words FROM v_entities WHERE kind = 'person'", &["Ída Møn", "Møn"]);
    check("SELECT words FROM v_quotes ORDER BY is_origin", &["the wall won’t hold", "The wall won’t hold,"]);
    check("SELECT speaker FROM v_quotes WHERE is_origin", &["Ída Møn"]);
    check("SELECT words FROM v_statements WHERE stance = 'denies'", &["some 12 families left"]);
    check(
        "SELECT giver || ' > ' || receiver_outlet FROM v_lineage WHERE kind = 'cites'",
        &["Elsewhere Post > Velm Courier"],
    );
    check("SELECT reasons FROM v_lineage WHERE NOT directed", &["the same words it is older"]);
    check(
        "SELECT expression || ': ' || words FROM v_timeline",
        &["on Monday: At least 40 people allegedly left."],
    );
    check("SELECT not_before FROM v_reports WHERE published IS NULL", &["2031-05"]);
    check("SELECT name FROM v_sources WHERE attributions = 1 AND kind = 'person'", &["Ída Møn"]);
    check(
        "SELECT actors || ' (' || agents || ') · ' || action || ' · ' || time || ' ' || first_day || ' · ' || place_words FROM v_claims",
        &["At least 40 people (Ída Møn) · allegedly left · on Monday 2031-05-05 · wall"],
    );
    check("PRAGMA integrity_check", &["ok"]);
    check("SELECT count(*) || '' FROM pragma_foreign_key_check", &["0"]);
}

#[test]
fn a_report_is_in_the_case_once_with_every_place_it_was_found_at() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = Store::create(&folder.path().join("case.db")).expect("a case");
    let mut report = first();
    assert_eq!(put(&mut store, &report), Put::Added);
    let revision = store.revision().expect("a revision");
    for uri in ["folder/a.txt", "folder/c.txt"] {
        report.report.uri = uri.into();
        assert_eq!(put(&mut store, &report), Put::Known);
    }
    assert_eq!(store.revision().expect("a revision"), revision, "nothing is to be linked anew");
    store.add_location(report.report.id, "a.txt", None).expect("a place");
    let reports = store.load_reports().expect("the reports");
    assert_eq!(reports.len(), 1);
    assert_eq!(
        (reports[0].report.uri.as_str(), &reports[0].report.path),
        ("a.txt", &None),
        "the smallest uri is shown"
    );
}

#[test]
fn another_version_of_the_program_makes_a_report_anew_and_keeps_its_places() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = full(&folder.path().join("case.db"));
    assert!(!store.links_stale(TOOL).expect("an answer"));
    assert!(store.links_stale("0.0.2").expect("an answer"), "links of another version are made anew");
    let hash = InputHash::of(&document(common::FIRST));
    assert_eq!(store.known(TOOL, "rules/1").expect("hashes").get(&hash), Some(&first().report.id));
    assert_eq!(store.known(TOOL, "fast/1").expect("hashes").get(&hash), None);
    assert_eq!(store.known("0.0.2", "rules/1").expect("hashes").get(&hash), None);
    let mut report = first();
    report.report.uri = "z.txt".into();
    report.annotations.hedges.clear();
    let replaced = store.put(&report, hash, "0.0.2").expect("the report can be stored");
    assert_eq!(replaced, Put::Replaced);
    store.commit().expect("a commit");
    assert!(store.links_stale(TOOL).expect("an answer"));
    let stored = store.load_case().expect("the case");
    let stored = stored.report(report.report.id).expect("the report");
    assert_eq!(stored.annotations, report.annotations);
    assert_eq!(stored.report.uri, "folder/b.txt");
}

#[test]
fn of_two_inputs_that_make_one_report_the_same_is_kept_in_any_order() {
    let mut inputs = [document("one"), document("two")].map(|d| InputHash::of(&d));
    let mut kept = Vec::new();
    for _ in 0..2 {
        inputs.reverse();
        let folder = tempfile::tempdir().expect("a folder");
        let mut store = Store::create(&folder.path().join("case.db")).expect("a case");
        for input in inputs {
            let mut report = first();
            report.report.language = Some(input.to_string());
            store.put(&report, input, TOOL).expect("the report can be stored");
        }
        kept.push(store.load_reports().expect("the reports"));
    }
    assert_eq!(kept[0], kept[1]);
}

#[test]
fn links_are_stale_until_made_from_the_reports_of_now() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = Store::create(&folder.path().join("case.db")).expect("a case");
    assert!(!store.links_stale(TOOL).expect("an answer"), "an empty case has nothing to link");
    put(&mut store, &first());
    let early = store.revision().expect("a revision");
    put(&mut store, &second());
    assert!(store.links_stale(TOOL).expect("an answer"));
    store.save_links(&case(), early, TOOL).expect("links");
    assert!(store.links_stale(TOOL).expect("an answer"), "a report came in after the others were loaded");
    let now = store.revision().expect("a revision");
    store.save_links(&case(), now, TOOL).expect("links");
    assert!(!store.links_stale(TOOL).expect("an answer"));
}

#[test]
fn a_finding_that_points_at_nothing_is_refused_and_costs_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.db");
    let mut store = full(&path);
    let put = |store: &mut Store, report: &Annotated, input| store.put(report, input, TOOL);
    let hand_in =
        |store: &mut Store, report: &Annotated, input| store.hand_in(report, &Beside::default(), input, TOOL);
    for put in [put, hand_in] {
        findings_that_point_at_nothing(&mut store, put);
    }

    let revision = store.revision().expect("a revision");
    let outside = Span::new(5000, 5001);
    let mut broken = case();
    broken.links.passages[0].a.span = outside;
    assert!(matches!(store.save_links(&broken, revision, TOOL), Err(StoreError::Malformed { .. })));
    let mut broken = case();
    broken.links.claims.push(broken.links.claims[0].clone());
    assert!(matches!(store.save_links(&broken, revision, TOOL), Err(StoreError::Malformed { .. })));
    assert_eq!(store.load_case().expect("the case"), case());
}

fn findings_that_point_at_nothing(
    store: &mut Store,
    put: fn(&mut Store, &Annotated, InputHash) -> Result<Put, StoreError>,
) {
    let check = |store: &mut Store, break_it: &dyn Fn(&mut Annotated), expected: &str| {
        let mut report = second();
        report.report.id = ReportId::of([expected.as_bytes()]);
        report.annotations.sources.iter_mut().for_each(|s| s.report = Some(report.report.id));
        report.annotations.attributions[0].id = backstory_model::AttributionId::of([expected.as_bytes()]);
        break_it(&mut report);
        let error = put(store, &report, InputHash::of(&document("x"))).expect_err(expected);
        assert!(matches!(error, StoreError::Malformed { .. }), "{error}");
        assert!(error.to_string().contains(expected), "{error}");
    };
    let outside = Span::new(5000, 5001);
    check(store, &|r| r.annotations.sentences.push(outside), "sentence");
    check(store, &|r| r.report.blocks[0].span = outside, "block");
    check(store, &|r| r.annotations.attributions[0].cue_spans.push(outside), "attribution, bytes");
    check(store, &|r| r.annotations.sources.clear(), "which is not listed");
    check(store, &|r| r.annotations.sources.push(r.annotations.sources[0].clone()), "not sorted");
    check(store, &|r| r.annotations.sources[0].report = Some(first().report.id), "another report");
    check(
        store,
        &|r| r.annotations.attributions.push(r.annotations.attributions[0].clone()),
        "two attributions",
    );
}

#[test]
fn what_is_not_committed_is_lost_and_nothing_else() {
    let (_folder, path, mut store) = fresh();
    put(&mut store, &first());
    store.commit().expect("a commit");
    put(&mut store, &second());
    drop(store);
    let store = Store::open(&path).expect("the case");
    assert_eq!(store.load_reports().expect("the reports"), [first()]);
}

/// Hands a report in as [`put`] puts it.
fn hand_in(store: &mut Store, report: &Annotated, beside: &Beside) -> Put {
    let hash = InputHash::of(&document(&report.report.text));
    store.hand_in(report, beside, hash, TOOL).expect("the report can be handed in")
}

#[test]
fn what_is_kept_is_there_after_a_run_that_was_killed() {
    let beside = |day: &str| Beside { captured: Moment::parse(day), ..Beside::default() };
    let (_folder, path, mut store) = fresh();
    assert_eq!(hand_in(&mut store, &second(), &beside("2031-05-07")), Put::Added);
    let mut elsewhere = second();
    elsewhere.report.uri = "folder/a.txt".into();
    assert_eq!(hand_in(&mut store, &elsewhere, &beside("2031-05-09")), Put::Known);
    store.keep().expect("it is safe");
    assert_eq!(store.load_reports().expect("the reports"), [], "it is not in the tables");
    assert_eq!(hand_in(&mut store, &first(), &Beside::default()), Put::Added);
    drop(store);

    // The first was not kept. Whoever opens the case puts the other where it belongs.
    let mut store = Store::open(&path).expect("the case");
    assert_eq!(store.load_reports().expect("the reports"), [elsewhere.clone()]);
    assert_eq!(store.load_unlinked().expect("the case").beside[&elsewhere.report.id], beside("2031-05-09"));
    assert!(store.links_stale(TOOL).expect("an answer"));
    assert_eq!(store.search("families", 5).expect("a search").len(), 1);
    let revision = store.revision().expect("a revision");
    assert_eq!(hand_in(&mut store, &second(), &Beside::default()), Put::Known);
    store.commit().expect("a commit");
    assert_eq!(store.revision().expect("a revision"), revision);
    assert_eq!(hand_in(&mut store, &first(), &Beside::default()), Put::Added);
    store.commit().expect("a commit");
    let db = rusqlite::Connection::open(&path).expect("the case");
    let waiting = db.query_row("SELECT count(*) FROM waiting", [], |row| row.get::<_, i64>(0));
    assert_eq!(waiting.expect("a number"), 0);
    holds(&store, [elsewhere, first()]);
}

#[test]
fn what_waits_is_what_it_would_be_in_the_tables() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut inputs = [document("one"), document("two")].map(|d| InputHash::of(&d));
    let mut kept = Vec::new();
    for number in 0..4 {
        inputs.reverse();
        let mut store = full(&folder.path().join(format!("case{number}.db")));
        for input in inputs {
            let mut report = first();
            report.report.language = Some(input.to_string());
            let beside = Beside { modified: Moment::parse("2031-05-06"), ..Beside::default() };
            if number < 2 {
                store.hand_in(&report, &beside, input, "0.0.2").expect("it can be handed in");
            } else if store.put(&report, input, "0.0.2").expect("it can be stored") != Put::Known {
                store.put_beside(report.report.id, &report.report.text, &beside).expect("it can be stored");
            }
        }
        store.commit().expect("a commit");
        kept.push(store.load_case().expect("the case"));
    }
    assert_eq!(kept[0].reports.len(), case().reports.len());
    for other in &kept[1..] {
        assert_eq!(*other, kept[0]);
    }
}

#[test]
fn of_one_run_the_other_sees_what_is_kept() {
    let (_folder, path, mut store) = fresh();
    hand_in(&mut store, &first(), &Beside::default());
    store.keep().expect("it is safe");
    let other = Store::open(&path).expect("the case");
    assert_eq!(other.load_reports().expect("the reports"), [first()]);
    // The run goes on with what the other has put into the tables.
    hand_in(&mut store, &second(), &Beside::default());
    store.commit().expect("a commit");
    assert_eq!(store.load_reports().expect("the reports"), case().reports);
    assert_eq!(store.revision().expect("a revision"), 2);
}

/// The case, through any SQLite program.
fn sql(path: &Path, batch: &str) -> rusqlite::Connection {
    let db = rusqlite::Connection::open(path).expect("the case");
    db.execute_batch(batch).unwrap_or_else(|e| panic!("{batch}: {e}"));
    db
}

fn number(db: &rusqlite::Connection, sql: &str) -> i64 {
    db.query_row(sql, [], |row| row.get(0)).unwrap_or_else(|e| panic!("{sql}: {e}"))
}

#[test]
fn what_was_handed_in_outlives_a_commit_that_fails() {
    for (table, keep) in [("waiting", true), ("waiting", false), ("reports", false)] {
        let (_folder, path, mut store) = fresh();
        hand_in(&mut store, &second(), &Beside::default());
        store.keep().expect("it is safe");
        let break_it = format!(
            "CREATE TABLE broken (of TEXT REFERENCES reports (id) DEFERRABLE INITIALLY DEFERRED);
             CREATE TRIGGER break AFTER INSERT ON {table} BEGIN INSERT INTO broken VALUES ('nothing'); END"
        );
        let db = sql(&path, &break_it);
        assert_eq!(hand_in(&mut store, &first(), &Beside::default()), Put::Added);
        for _ in 0..2 {
            let failed = if keep { store.keep() } else { store.commit() };
            failed.expect_err("the commit fails");
            let mut elsewhere = first();
            elsewhere.report.uri = "folder/a.txt".into();
            assert_eq!(hand_in(&mut store, &elsewhere, &Beside::default()), Put::Known);
        }
        assert_eq!(number(&db, "SELECT count(*) FROM waiting"), 1);
        db.execute_batch("DROP TRIGGER break").expect("the commit is mended");
        store.keep().expect("it is safe");
        drop(store);
        let mut store = Store::open(&path).expect("the case opens");
        assert_eq!(store.take_notices(), []);
        let mut there = first();
        there.report.uri = "folder/a.txt".into();
        holds(&store, [there, second()]);
    }
}

#[test]
fn a_place_of_a_report_that_is_not_there_is_no_place() {
    let (_folder, path, mut store) = fresh();
    hand_in(&mut store, &first(), &Beside::default());
    hand_in(&mut store, &first(), &Beside::default());
    hand_in(&mut store, &second(), &Beside::default());
    store.keep().expect("it is safe");
    drop(sql(&path, "DELETE FROM waiting WHERE number = 1"));
    store.commit().expect("a commit");
    assert_eq!(store.load_reports().expect("the reports"), [second()]);
    assert_eq!(store.unseen().expect("a number"), 0);
}

#[test]
fn a_report_that_waits_and_cannot_be_stored_is_left_out_and_named() {
    let id = first().report.id.to_string();
    let damage = format!("UPDATE waiting SET packed = substr(packed, 1, 100) WHERE report = '{id}'");
    let words = format!(
        "UPDATE waiting SET packed = CAST(replace(hex(packed), 'C386', 'C3C3') AS BLOB) WHERE report = '{id}'"
    );
    let refuse = format!(
        "CREATE TRIGGER refuse BEFORE INSERT ON sentences WHEN NEW.report = '{id}' \
         BEGIN SELECT RAISE(ABORT, 'not this one'); END"
    );
    for what in [&damage, &words, &refuse] {
        let (_folder, path, mut store) = fresh();
        hand_in(&mut store, &first(), &Beside::default());
        hand_in(&mut store, &second(), &Beside::default());
        store.keep().expect("they are safe");
        drop(store);
        let db = sql(&path, what);
        for _ in 0..2 {
            let mut store = Store::open(&path).expect("the case opens");
            assert_eq!(store.load_reports().expect("the reports"), [second()]);
            let said = store.take_notices();
            assert_eq!(said.len(), 1, "{said:?}");
            assert!(said[0].message.contains(&id), "{}", said[0]);
            assert_eq!(store.unseen().expect("a number"), 1);
            // It is named once.
            hand_in(&mut store, &second(), &Beside::default());
            store.commit().expect("a commit");
            assert_eq!(store.take_notices(), []);
        }
        // Traced again it is there.
        db.execute_batch("DROP TRIGGER IF EXISTS refuse").expect("it is stored again");
        let mut store = Store::create(&path).expect("the case");
        hand_in(&mut store, &first(), &Beside::default());
        store.commit().expect("a commit");
        assert_eq!(store.load_reports().expect("the reports"), case().reports);
        assert_eq!(store.unseen().expect("a number"), 0);
    }
}

#[test]
fn what_waited_comes_in_when_it_is_seen() {
    let (_folder, path, mut store) = fresh();
    hand_in(&mut store, &first(), &Beside::default());
    store.keep().expect("it is safe");
    drop(store);
    drop(sql(&path, "UPDATE waiting SET stored_at = '2001-05-06T10:00:00Z'"));
    let store = Store::open(&path).expect("the case");
    assert_eq!(store.arrivals("2001-05-07T10:00:00Z").expect("a number").reports, 1);
}

#[test]
fn another_program_that_writes_loses_nothing_and_keeps_nobody_from_reading() {
    let (_folder, path, mut store) = fresh();
    hand_in(&mut store, &second(), &Beside::default());
    store.keep().expect("it is safe");
    hand_in(&mut store, &first(), &Beside::default());
    let other = sql(&path, "BEGIN IMMEDIATE");
    let began = std::time::Instant::now();
    let mut reader = Store::open(&path).expect("reading goes on meanwhile");
    assert!(began.elapsed().as_secs() < 4, "it did not wait");
    assert_eq!(reader.unseen().expect("a number"), 1);
    assert_eq!(reader.take_notices(), [], "whoever writes puts it where it is seen");
    assert!(matches!(store.keep(), Err(StoreError::Busy(_))));
    assert!(matches!(store.commit(), Err(StoreError::Busy(_))));
    other.execute_batch("COMMIT").expect("the other is done");
    store.commit().expect("a commit");
    assert_eq!(reader.load_reports().expect("the reports"), case().reports);
}

#[test]
fn a_case_that_may_only_be_read_says_what_it_cannot_show() {
    let (folder, path, mut store) = fresh();
    hand_in(&mut store, &first(), &Beside::default());
    store.keep().expect("it is safe");
    drop(store);
    // There is no room for a file beside it, which whoever writes needs.
    fs::create_dir(folder.path().join("case.db-wal")).expect("a folder");
    let mut store = Store::open(&path).expect("it can be read");
    assert!(store.read_only());
    assert_eq!(store.unseen().expect("a number"), 1);
    let said = store.take_notices();
    assert_eq!(said.len(), 1);
    assert!(said[0].message.starts_with("1 report that a run had finished waits"), "{}", said[0]);
    assert_eq!(store.take_notices(), []);
}

/// What a run of another version handed in.
fn waits_since_version_6() -> (Annotated, InputHash) {
    let mut report = first();
    report.annotations.hedges.clear();
    (report, InputHash::of(&document(common::FIRST)))
}

#[test]
fn what_an_older_run_left_waiting_is_read() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.db");
    fs::copy(data.join("case-v6.db"), &path).expect("a case");
    let (report, _) = waits_since_version_6();
    let packed =
        fs::read(data.join("waiting-v6.bin")).expect("what waits; make it with the test keep_what_waits");
    sql(&path, "")
        .execute(
            "INSERT INTO waiting (report, packed) VALUES (?1, ?2)",
            rusqlite::params![report.report.id.to_string(), packed],
        )
        .expect("it waits");
    let mut store = Store::open(&path).expect("the case");
    assert_eq!(store.take_notices(), []);
    holds(&store, [report, second()]);
}

#[test]
#[ignore = "writes what waits in a case of schema version 6; run once"]
fn keep_what_waits() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/waiting-v6.bin");
    assert!(!kept.exists(), "{} is there: what is kept is never written again", kept.display());
    let (_folder, path, mut store) = fresh();
    let (report, input) = waits_since_version_6();
    store.hand_in(&report, &Beside::default(), input, "0.0.2").expect("it can be handed in");
    store.keep().expect("it is safe");
    let packed = sql(&path, "").query_row("SELECT packed FROM waiting", [], |row| row.get::<_, Vec<u8>>(0));
    fs::write(&kept, packed.expect("what waits")).expect("a file");
}

#[test]
fn links_that_point_at_nothing_are_refused_whatever_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.db");
    let mut store = full(&path);
    let db = sql(&path, "CREATE INDEX \"my \"\"claims\" ON claims (text)");
    let indexes = || -> Vec<(String, String)> {
        let sql =
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name";
        let mut query = db.prepare(sql).expect("a query");
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
        rows.map(|row| row.expect("a row")).collect()
    };
    let before = indexes();
    let revision = store.revision().expect("a revision");
    let none = ReportId::of([b"none".as_slice()]);
    let nobody = backstory_model::AttributionId::of([b"none".as_slice()]);
    let nothing = backstory_model::SourceId::of([b"none".as_slice()]);
    let nowhere = backstory_model::StoryId::of([b"none".as_slice()]);
    let far = Span::new(5000, 5001);
    let mut check = |what: &str, break_it: &dyn Fn(&mut backstory_model::Links)| {
        let mut broken = case();
        break_it(&mut broken.links);
        assert_ne!(broken.links, case().links, "{what}");
        let error = store.save_links(&broken, revision, TOOL).expect_err(what);
        assert!(matches!(error, StoreError::Malformed { .. }), "{what}: {error}");
        assert_eq!(indexes(), before, "{what}");
        assert_eq!(store.load_case().expect("the case"), case(), "{what}");
        // What is put is looked at as before.
        store.add_location(none, "x.txt", None).expect_err("there is no such report");
    };
    check("a date", &|l| drop(l.not_before.insert(none, Moment::parse("2031").expect("a year"))));
    check("a story", &|l| l.stories[0].reports.push(none));
    check("a source", &|l| l.sources.iter_mut().for_each(|s| s.report = s.report.map(|_| none)));
    check("a mention", &|l| {
        l.sources.iter_mut().filter(|s| s.report.is_some()).for_each(|s| s.mentions.push(far));
    });
    check("a passage", &|l| l.passages[0].b.report = none);
    check("an origin of a quote", &|l| l.quotes[0].origin = Some(none));
    check("a place of a quote", &|l| l.quotes[0].occurrences[0].at.report = none);
    check("who says a quote", &|l| l.quotes[0].occurrences[0].attribution = Some(nobody));
    check("a change of a quote", &|l| l.quotes[0].changes[0].report = none);
    check("where a quote changed", &|l| {
        l.quotes[0].changes[0].from_at.as_mut().expect("a place").report = none;
    });
    check("a giver", &|l| l.lineage[1].from = backstory_model::Node::Report(none));
    check("a giver that is not in the case", &|l| {
        l.lineage[0].from = backstory_model::Node::External(nothing)
    });
    check("a receiver", &|l| l.lineage[0].to = none);
    check("evidence", &|l| l.lineage[1].evidence[0].report = none);
    check("the story of a claim", &|l| l.claims[0].story = nowhere);
    check("a statement", &|l| l.claims[0].statements[0].at.report = none);
    check("who states it", &|l| l.claims[0].statements[0].attribution = Some(nobody));
    check("a hedge", &|l| l.claims[0].statements[0].hedges.push(far));
    check("a quantity", &|l| l.claims[0].statements[0].quantities[0].span = far);
    check("an origin of a claim", &|l| l.claims[0].origins[0].report = none);
    check("a change of a claim", &|l| l.claims[0].changes[0].report = none);
    check("a slot", &|l| l.claims[0].slots.action = Some(far));
    check("the story of an event", &|l| l.timeline[0].story = nowhere);
    check("an event", &|l| l.timeline[0].at.report = none);
    check("the words for its time", &|l| l.timeline[0].expression = far);
    store.save_links(&case(), revision, TOOL).expect("the links can be stored");
    assert_eq!(indexes(), before);
}

#[test]
fn links_of_reports_that_went_away_meanwhile_are_refused() {
    let (_folder, path, mut store) = fresh();
    let address = "https://velmherald.example/wall";
    let mut old = first();
    (old.report.uri, old.report.path) = (address.into(), None);
    put(&mut store, &old);
    put(&mut store, &second());
    store.commit().expect("a commit");
    let (loaded, revision) = (case(), store.revision().expect("a revision"));
    let mut other = Store::open(&path).expect("the case");
    assert_eq!(other.supersede(address, second().report.id, None).expect("a revision").len(), 1);
    other.commit().expect("a commit");
    let error = store.save_links(&loaded, revision, TOOL).expect_err("a report is not there any more");
    assert!(matches!(error, StoreError::Malformed { .. }), "{error}");
    assert_eq!(store.load_reports().expect("the reports"), [second()]);
    assert_eq!(number(&sql(&path, ""), "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    store.add_location(old.report.id, "x.txt", None).expect_err("there is no such report");
}

#[test]
fn a_full_disk_is_said_and_the_case_stays_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.db");
    let mut store = full(&path);
    store.limit_pages(1).expect("a limit"); // SQLite sets it to the present size
    let mut error = None;
    for number in 0..1000 {
        let mut report = second();
        let text = format!("{number} {}", "many words ".repeat(2000));
        report.report.id = ReportId::of([text.as_bytes()]);
        report.report.blocks.clear();
        report.annotations = Default::default();
        report.report.text = text;
        let done = store
            .put(&report, InputHash::of(&document(&report.report.text)), TOOL)
            .and_then(|_| store.commit());
        if let Err(full) = done {
            error = Some(full);
            break;
        }
    }
    let error = error.expect("room runs out");
    assert!(matches!(error, StoreError::Full(_)), "{error:?}");
    assert!(error.to_string().contains("the disk is full"), "{error}");
    drop(store);
    let stored = Store::open(&path).expect("the case").load_case().expect("the case loads");
    for report in case().reports {
        assert_eq!(stored.report(report.report.id), Some(&report));
    }
    assert_eq!(stored.links, case().links);
}

#[test]
fn what_is_no_case_is_said_and_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let check = |name: &str, bytes: &[u8], expected: &str| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("a file");
        for opened in [Store::open(&path), Store::create(&path)] {
            let error = opened.expect_err(name).to_string();
            assert!(error.contains(expected) && error.contains(name), "{name}: {error}");
        }
        assert_eq!(fs::read(&path).expect("the file"), bytes, "{name} was changed");
    };
    check("notes.txt", b"a list of what to do this week, in some order", "not an SQLite database");
    check("short.txt", b"short", "too short");
    check("cut.db", b"SQLite format 3\0 and no more", "too short");
    let other = folder.path().join("other.db");
    rusqlite::Connection::open(&other)
        .and_then(|db| db.execute_batch("CREATE TABLE reports (id)"))
        .expect("a database");
    let bytes = fs::read(&other).expect("the file");
    check("other.db", &bytes, "another program");
    let case = folder.path().join("case.db");
    drop(full(&case));
    let newer = rusqlite::Connection::open(&case).expect("the case");
    newer.pragma_update(None, "user_version", SCHEMA_VERSION + 1).expect("a later version");
    drop(newer);
    let bytes = fs::read(&case).expect("the file");
    check("newer.db", &bytes, "use a newer backstory");
    let error = Store::open(&folder.path().join("none.db")).expect_err("no file").to_string();
    assert!(error.contains("no such case file"), "{error}");
    let error = Store::open(folder.path()).expect_err("a folder").to_string();
    assert!(error.contains("it is a folder"), "{error}");
    let error = Store::create(&folder.path().join("none/case.db")).expect_err("no folder").to_string();
    assert!(error.contains("check that its folder exists"), "{error}");
}

#[test]
fn a_file_of_no_length_is_a_case_in_the_making() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.db");
    fs::write(&path, "").expect("a file");
    assert!(Store::create(&path).expect("a case").is_empty().expect("an answer"));
}

#[test]
fn two_programs_take_turns() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.db");
    let mut one = Store::create(&path).expect("a case");
    put(&mut one, &first());
    let reader = Store::open(&path).expect("reading goes on meanwhile");
    assert!(reader.is_empty().expect("an answer"), "what is not committed is not seen");
    let mut two = Store::create(&path).expect("opening goes on meanwhile");
    let error = two.add_location(first().report.id, "x", None).expect_err("the other is writing");
    assert!(matches!(error, StoreError::Busy(_)), "{error}");
    one.commit().expect("a commit");
    put(&mut two, &second());
    two.commit().expect("a commit");
    assert_eq!(one.len().expect("a number"), 2);
}

#[test]
fn words_are_found_ranked_with_what_stands_around_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = full(&folder.path().join("case.db"));
    let check = |words: &str, expected: &[(Found, &str)]| {
        let hits = store.search(words, 5).expect("a search");
        let found: Vec<(Found, String)> = hits
            .iter()
            .map(|h| {
                (
                    h.found,
                    h.snippet.iter().filter(|p| p.1).map(|p| p.0.as_str()).collect::<Vec<_>>().join("|"),
                )
            })
            .collect();
        let expected: Vec<(Found, String)> = expected.iter().map(|(f, w)| (*f, (*w).to_owned())).collect();
        assert_eq!(found, expected, "{words}");
    };
    check("walls", &[(Found::Quote, "wall"), (Found::Report, "wall"), (Found::Report, "wall")]);
    check("allegedly people", &[(Found::Claim, "people|allegedly"), (Found::Report, "people|allegedly")]);
    check("ost", &[(Found::Report, "Öst")]);
    check("“at risk”", &[(Found::Quote, "at risk"), (Found::Report, "at risk")]);
    check("risk at", &[(Found::Quote, "at|risk"), (Found::Report, "at|risk|At")]);
    check("offic* four", &[(Found::Report, "Four|officials")]);
    check("no-such-word", &[]);
    check("\"", &[]);
}

#[test]
fn what_stands_beside_a_text_is_kept_and_goes_with_it() {
    use backstory_model::{Credit, Link, LinkKind};

    let (_folder, path, mut store) = fresh();
    let report = case().reports.remove(0);
    let (id, text) = (report.report.id, report.report.text.clone());
    assert_eq!(put(&mut store, &report), Put::Added);
    let words = Span::new(0, text.find(' ').expect("two words"));
    let link = |span| Link { span, url: "https://echo.example/1".into(), kind: LinkKind::Link };
    let beside = Beside {
        modified: Moment::parse("2031-05-06"),
        captured: Moment::parse("2031-05-07"),
        based_on: vec![Credit { taken_over: true, name: Some("Onde Echo".into()), ..Credit::default() }],
        // The second does not lie in the text.
        links: vec![link(words), link(Span::new(text.len(), text.len() + 4))],
        ..Beside::default()
    };
    store.put_beside(id, &text, &beside).expect("it can be stored");
    let later = Beside { captured: Moment::parse("2031-05-09"), ..Beside::default() };
    store.add_capture(id, &later).expect("it can be stored");
    store.add_capture(id, &later).expect("twice is once");
    store.commit().expect("it is safe");
    let db = rusqlite::Connection::open(&path).expect("the case");
    let one = |sql: &str| db.query_row(sql, [], |row| row.get::<_, String>(0)).expect("a row");
    assert_eq!(one("SELECT group_concat(captured) FROM report_captures"), "2031-05-07,2031-05-09");
    assert_eq!(one("SELECT modified FROM report_pages"), "2031-05-06");
    assert_eq!(one("SELECT taken_over || name FROM report_credits"), "1Onde Echo");
    assert_eq!(
        one("SELECT group_concat(words || ' ' || url) FROM v_links"),
        format!("{} https://echo.example/1", words.of(&text))
    );
    let loaded = store.load_unlinked().expect("the case").beside;
    let whole = Beside { captured: Moment::parse("2031-05-09"), links: vec![link(words)], ..beside.clone() };
    assert_eq!(loaded, [(id, whole)].into());
    assert_eq!(store.load_part(&[id]).expect("the report").beside, loaded);
    assert_eq!(store.load_case().expect("the case").beside, loaded);
    // Made anew by another version, it keeps the times it was fetched at; the rest comes with the new reading.
    let hash = InputHash::of(&document(&text));
    assert_eq!(store.put(&report, hash, "0.0.2").expect("it can be stored"), Put::Replaced);
    store.put_beside(id, &text, &beside).expect("it can be stored");
    store.commit().expect("it is safe");
    assert_eq!(one("SELECT group_concat(captured) FROM report_captures"), "2031-05-07,2031-05-09");
    assert_eq!(one("SELECT count(*) || '' FROM report_links"), "1");
}

#[test]
fn a_case_of_each_schema_version_opens() {
    let folder = tempfile::tempdir().expect("a folder");
    for version in 1..=SCHEMA_VERSION {
        let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/case-v{version}.db"));
        let path = folder.path().join(format!("v{version}.db"));
        fs::copy(&kept, &path)
            .unwrap_or_else(|e| panic!("{}: {e}; make it with the test keep_a_case", kept.display()));
        let store = Store::open(&path).expect("an old case opens");
        let mut kept = case();
        if version < 5 {
            // Claims were taken apart from version 5 on: older ones are linked anew before they are shown.
            for claim in &mut kept.links.claims {
                let quantities = claim.statements[0].quantities.clone();
                claim.slots = Slots { quantities, ..Slots::new(claim.statements[0].at) };
            }
            // So is what the reasons of edges are about.
            let reasons = kept.links.lineage.iter_mut().flat_map(|e| &mut e.reasons);
            reasons.for_each(|r| r.about = About::Other);
            assert!(store.links_stale(TOOL).expect("an answer"), "version {version}");
        }
        assert_eq!(store.load_case().expect("the case"), kept, "version {version}");
        assert!(!store.search("wall", 5).expect("a search").is_empty());
        drop(store);
        let db = rusqlite::Connection::open(&path).expect("the case");
        let number =
            |name: &str| db.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).expect("a number");
        assert_eq!(number("user_version"), SCHEMA_VERSION);
        assert_eq!(number("application_id"), i64::from(APPLICATION_ID));
    }
}

#[test]
#[ignore = "writes the case that is kept for the present schema version; run once when a version is made"]
fn keep_a_case() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/case-v{SCHEMA_VERSION}.db"));
    assert!(!kept.exists(), "{} is there: a kept case is never written again", kept.display());
    drop(full(&kept));
}

#[test]
fn what_an_address_gave_before_is_a_revision() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = Store::create(&folder.path().join("case.db")).expect("a case");
    let address = "https://velmherald.example/wall";
    let given = |mut report: Annotated, uri: &str, path: Option<&str>| {
        report.report.uri = uri.into();
        report.report.path = path.map(str::to_owned);
        report
    };
    let (old, new) = (given(first(), address, None), given(second(), address, None));
    put(&mut store, &old);
    assert_eq!(store.supersede(address, old.report.id, Some("2031-05-06T10:00:00Z")).expect("nothing"), []);
    put(&mut store, &new);
    let made = store.supersede(address, new.report.id, Some("2031-05-07T10:00:00Z")).expect("a revision");
    assert_eq!(made.len(), 1);
    assert_eq!((made[0].report, made[0].successor), (old.report.id, new.report.id));
    assert_eq!(
        (made[0].text.as_str(), made[0].replaced.as_deref()),
        (old.report.text.as_str(), Some("2031-05-07T10:00:00Z"))
    );
    store.commit().expect("room");
    let ids = |store: &Store| {
        store.load_reports().expect("reports").iter().map(|a| a.report.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(&store), [new.report.id]);
    // Back to what it was; and what stands in a file too stays a report.
    put(&mut store, &given(new.clone(), "saved/wall.html", Some("/saved/wall.html")));
    put(&mut store, &old);
    assert_eq!(store.supersede(address, old.report.id, None).expect("a revision").len(), 1);
    store.commit().expect("room");
    assert_eq!(ids(&store).len(), 2);
    assert_eq!(
        store.revisions().expect("revisions").iter().map(|r| r.report).collect::<Vec<_>>(),
        [old.report.id, new.report.id]
    );
}

#[test]
fn what_is_known_of_addresses_comes_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = Store::create(&folder.path().join("case.db")).expect("a case");
    let fetch = backstory_store::Fetch {
        address: "https://velmherald.example/wall".into(),
        first_asked: "2031-05-06T10:00:00Z".into(),
        asked: "2031-05-07T10:00:00Z".into(),
        etag: Some("\"7\"".into()),
        archived: Some(("case.warc.gz".into(), 700, 1 << 40)),
        problem: Some("gone".into()),
        ..Default::default()
    };
    store.put_fetch(&fetch).expect("room");
    store.put_fetch(&fetch).expect("room");
    store.commit().expect("room");
    assert_eq!(store.fetches().expect("fetches").into_values().collect::<Vec<_>>(), [fetch]);
}
