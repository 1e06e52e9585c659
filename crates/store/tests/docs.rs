//! The page that describes the case file leaves nothing out.

use std::{collections::BTreeSet, fs, path::Path};

use backstory_store::Store;

#[test]
fn every_table_view_and_column_is_described() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/case-file.md");
    let page = fs::read_to_string(&page).unwrap_or_else(|e| panic!("{}: {e}", page.display()));
    let mut described = BTreeSet::new();
    let mut table = "";
    for line in page.lines() {
        if let Some(name) = line.strip_prefix("### ") {
            table = name;
        } else if line.starts_with("## ") {
            table = "";
        } else if let Some((column, about)) = line.strip_prefix("| `").and_then(|rest| rest.split_once("` |"))
        {
            assert!(about.trim_end_matches('|').trim().len() > 2, "{table}.{column} has no description");
            assert!(described.insert(format!("{table}.{column}")), "{table}.{column} is described twice");
        }
    }

    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.db");
    drop(Store::create(&path).expect("a case"));
    let db = rusqlite::Connection::open(&path).expect("the case");
    // The tables behind a search table are SQLite's own.
    let sql = "SELECT t.name || '.' || c.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c \
               WHERE t.schema = 'main' AND t.type <> 'shadow' AND t.name NOT LIKE 'sqlite_%'";
    let mut query = db.prepare(sql).expect("a query");
    let columns = query.query_map([], |row| row.get(0)).expect("rows");
    let there: BTreeSet<String> = columns.map(|c| c.expect("a row")).collect();
    assert!(there.len() > 100, "{there:?}");
    assert_eq!(there.difference(&described).collect::<Vec<_>>(), Vec::<&String>::new(), "not described");
    assert_eq!(
        described.difference(&there).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "described, but not there"
    );
}
