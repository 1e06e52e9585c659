//! A large case from a small one, to measure with.

use crate::{FILL_FIGURES, Store, StoreError};

/// Tables whose rows are written again, and the whole-number columns in them that say which row is which.
const TABLES: &[(&str, &[(&str, &str)])] = &[
    ("reports", &[("number", "reports.number")]),
    ("report_locations", &[]),
    ("report_authors", &[]),
    ("report_agencies", &[]),
    ("blocks", &[]),
    ("sentences", &[]),
    ("quotations", &[]),
    ("report_sources", &[]),
    ("report_source_mentions", &[]),
    ("attributions", &[]),
    ("attribution_via", &[]),
    ("attribution_spans", &[]),
    ("entities", &[]),
    ("entity_mentions", &[]),
    ("times", &[]),
    ("quantities", &[]),
    ("hedges", &[]),
    ("sources", &[]),
    ("source_mentions", &[]),
    ("source_aliases", &[]),
    ("not_before", &[]),
    ("stories", &[("position", "stories.position")]),
    ("story_reports", &[]),
    ("passages", &[("position", "passages.position")]),
    ("quotes", &[("position", "quotes.position")]),
    ("quote_occurrences", &[]),
    ("quote_changes", &[]),
    ("lineage", &[("position", "lineage.position")]),
    ("lineage_evidence", &[("lineage", "lineage.position")]),
    ("lineage_reasons", &[("lineage", "lineage.position")]),
    ("claims", &[("position", "claims.position")]),
    ("claim_reasons", &[]),
    ("statements", &[]),
    ("statement_hedges", &[]),
    ("statement_quantities", &[]),
    ("claim_origins", &[]),
    ("claim_actors", &[]),
    ("claim_changes", &[]),
    ("timeline", &[("position", "timeline.position")]),
];

impl Store {
    /// Writes all reports and links of the case so many times in all, each time under other ids (at most 256). What
    /// comes out is no case that linking would give: it is as large as one, and made in a minute.
    ///
    /// # Errors
    /// Those of SQLite.
    #[doc(hidden)]
    pub fn multiply(&self, times: u8) -> Result<(), StoreError> {
        self.multiplied(times).map_err(|e| self.sql(e))
    }

    fn multiplied(&self, times: u8) -> rusqlite::Result<()> {
        self.db.execute_batch("PRAGMA foreign_keys = 0; PRAGMA synchronous = 0; BEGIN")?;
        let shift = |name: &str| -> rusqlite::Result<i64> {
            let (table, column) = name.split_once('.').expect("a table and a column");
            self.db
                .query_row(&format!("SELECT coalesce(max({column}), 0) + 1 FROM {table}"), [], |r| r.get(0))
        };
        let mut copies = Vec::new();
        for (table, numbers) in TABLES {
            let columns = self
                .db
                .prepare(&format!("SELECT name, type FROM pragma_table_info('{table}')"))?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<Vec<(String, String)>>>()?;
            let mut values = Vec::new();
            for (name, kind) in &columns {
                let number = numbers.iter().find(|(column, _)| column == name);
                values.push(match number {
                    Some((_, of)) => format!("{name} + ?1 * {}", shift(of)?),
                    None if kind == "TEXT" && !["text", "title"].contains(&name.as_str()) => format!(
                        "CASE WHEN length({name}) = 17 AND {name} GLOB '[acqrst][0-9a-f][0-9a-f][0-9a-f][0-9a-f]*' \
                         THEN substr({name}, 1, 1) || printf('%02x', ?1) || substr({name}, 4) \
                         ELSE {name} END"
                    ),
                    None => name.clone(),
                });
            }
            let names: Vec<&str> = columns.iter().map(|c| c.0.as_str()).collect();
            let first = format!("CREATE TEMP TABLE first_{table} AS SELECT * FROM {table}");
            self.db.execute_batch(&first)?;
            copies.push(format!(
                "INSERT OR IGNORE INTO {table} ({}) SELECT {} FROM temp.first_{table}",
                names.join(", "),
                values.join(", ")
            ));
        }
        for copy in 1..times {
            for sql in &copies {
                self.db.prepare_cached(sql)?.execute([i64::from(copy)])?;
            }
        }
        for (table, _) in TABLES {
            self.db.execute_batch(&format!("DROP TABLE temp.first_{table}"))?;
        }
        for figures in ["story_figures", "source_figures", "citations", "outlet_figures", "report_days"] {
            self.db.execute_batch(&format!("DELETE FROM {figures}"))?;
        }
        self.db.execute_batch(FILL_FIGURES)?;
        for table in ["quotes_fts", "claims_fts"] {
            self.db.execute_batch(&format!("INSERT INTO {table} ({table}) VALUES ('rebuild')"))?;
        }
        self.db.execute_batch("COMMIT; PRAGMA foreign_keys = 1; PRAGMA synchronous = 1")
    }
}
