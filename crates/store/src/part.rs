//! Parts of a case: some reports, with all that is known of how they stand to others. A page about one story of a
//! hundred thousand reports reads that story.

use std::collections::BTreeMap;

use backstory_model::{Case, ClaimId, QuoteId, ReportId, SourceId, StoryId};
use rusqlite::{OptionalExtension, params};

use crate::{
    Store, StoreError,
    load::{Loader, Part},
};

/// Names of lists, and the queries that make them from lists made before. `?1` is the list of the reports asked for,
/// `{name}` a list.
const LISTS: &[(&str, &str)] = &[
    ("stories", "SELECT DISTINCT story FROM story_reports WHERE report IN {core}"),
    ("quotes", "SELECT DISTINCT quote FROM quote_occurrences WHERE report IN {core}"),
    ("claims", "SELECT DISTINCT claim FROM statements WHERE report IN {core}"),
    (
        "edges",
        "SELECT position FROM lineage WHERE to_report IN {core} \
         UNION SELECT position FROM lineage WHERE from_report IN {core}",
    ),
    // Whatever a finding about them points at has to be there too.
    (
        "reports",
        "SELECT value FROM json_each({core_text}) \
         UNION SELECT report FROM quote_occurrences WHERE quote IN {quotes} \
         UNION SELECT report FROM quote_changes WHERE quote IN {quotes} \
         UNION SELECT from_report FROM quote_changes WHERE quote IN {quotes} AND from_report IS NOT NULL \
         UNION SELECT to_report FROM quote_changes WHERE quote IN {quotes} AND to_report IS NOT NULL \
         UNION SELECT report FROM statements WHERE claim IN {claims} \
         UNION SELECT report FROM claim_changes WHERE claim IN {claims} \
         UNION SELECT from_report FROM claim_changes WHERE claim IN {claims} AND from_report IS NOT NULL \
         UNION SELECT to_report FROM claim_changes WHERE claim IN {claims} AND to_report IS NOT NULL \
         UNION SELECT report FROM claim_origins WHERE claim IN {claims} \
         UNION SELECT to_report FROM lineage WHERE position IN {edges} \
         UNION SELECT from_report FROM lineage WHERE position IN {edges} AND from_report IS NOT NULL \
         UNION SELECT report FROM lineage_evidence WHERE lineage IN {edges}",
    ),
    (
        "passages",
        "SELECT position FROM passages WHERE a_report IN {core} AND b_report IN {reports} \
         UNION SELECT position FROM passages WHERE b_report IN {core} AND a_report IN {reports}",
    ),
    ("events", "SELECT position FROM timeline WHERE report IN {core}"),
    ("attributions", "SELECT id FROM attributions WHERE report IN {reports}"),
    ("local_sources", "SELECT DISTINCT id FROM report_sources WHERE report IN {reports}"),
    (
        "sources",
        "SELECT value FROM json_each({local_sources_text}) \
         UNION SELECT source FROM source_aliases WHERE alias IN {local_sources} \
         UNION SELECT from_source FROM lineage WHERE position IN {edges} AND from_source IS NOT NULL \
         UNION SELECT source FROM claim_origins WHERE claim IN {claims} \
         UNION SELECT speaker FROM quote_occurrences WHERE quote IN {quotes} AND speaker IS NOT NULL",
    ),
    ("own_sources", "SELECT id FROM sources WHERE id IN {sources} AND report IN {reports}"),
];

impl Store {
    /// These reports, and everything that the links say of them: stories (with all of their reports by id), claims,
    /// quotes, lineage, passages, days. Reports at the other end of a finding come along. Ids that are not in the case
    /// are left out.
    ///
    /// # Errors
    /// As [`Store::load_case`].
    pub fn load_part(&self, reports: &[ReportId]) -> Result<Case, StoreError> {
        // One transaction, so that another program cannot change the case between two tables.
        let transaction = self.db.unchecked_transaction().map_err(|e| self.sql(e))?;
        let asked: Vec<String> = reports.iter().map(|r| format!("\"{r}\"")).collect();
        let core = transaction.query_row(
            "SELECT json_group_array(id) FROM reports WHERE id IN (SELECT value FROM json_each(?1))",
            [format!("[{}]", asked.join(","))],
            |row| row.get::<_, String>(0),
        );
        let mut lists = BTreeMap::from([("core", core.map_err(|e| self.sql(e))?)]);
        for (name, sql) in LISTS {
            let list = self.list(sql, &lists).map_err(|e| self.sql(e))?;
            lists.insert(*name, list);
        }
        let part = Part { db: &transaction, lists: Some(lists) };
        let load = || {
            let loader = Loader::reports(&part)?;
            let links = loader.links(&part)?;
            let beside = loader.beside(&part)?;
            Ok(Case { reports: loader.reports, links, beside, ..Case::default() })
        };
        load().map_err(|f| self.fault(f))
    }

    /// A query's only column as a JSON array.
    fn list(&self, sql: &str, lists: &BTreeMap<&'static str, String>) -> rusqlite::Result<String> {
        let mut query = format!("SELECT json_group_array(x) FROM (SELECT NULL AS x WHERE 0 UNION ALL {sql})");
        let mut values: Vec<&String> = Vec::new();
        for (name, list) in lists {
            let (rows, text) = (format!("{{{name}}}"), format!("{{{name}_text}}"));
            if query.contains(&rows) || query.contains(&text) {
                values.push(list);
                let at = values.len();
                query = query.replace(&rows, &format!("(SELECT value FROM json_each(?{at}))"));
                query = query.replace(&text, &format!("?{at}"));
            }
        }
        let mut prepared = self.db.prepare_cached(&query)?;
        prepared.query_row(rusqlite::params_from_iter(values), |row| row.get(0))
    }

    /// A story with all of its reports; None where there is none of that id.
    ///
    /// # Errors
    /// As [`Store::load_case`].
    pub fn load_story(&self, story: StoryId) -> Result<Option<Case>, StoreError> {
        let reports = self.story_reports(story)?;
        if reports.is_empty() { Ok(None) } else { self.load_part(&reports).map(Some) }
    }

    /// The reports of a story, in order.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn story_reports(&self, story: StoryId) -> Result<Vec<ReportId>, StoreError> {
        self.ids("SELECT report FROM story_reports WHERE story = ?1 ORDER BY position", &story.to_string())
    }

    /// The story that holds a report.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn story_of_report(&self, report: ReportId) -> Result<Option<StoryId>, StoreError> {
        let sql = "SELECT story FROM story_reports WHERE report = ?1";
        Ok(self.ids(sql, &report.to_string())?.into_iter().next())
    }

    /// The story that a claim belongs to.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn story_of_claim(&self, claim: ClaimId) -> Result<Option<StoryId>, StoreError> {
        Ok(self.ids("SELECT story FROM claims WHERE id = ?1", &claim.to_string())?.into_iter().next())
    }

    /// The reports in which a quote stands, oldest first, each once.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn quote_reports(&self, quote: QuoteId) -> Result<Vec<ReportId>, StoreError> {
        let sql =
            "SELECT report FROM quote_occurrences WHERE quote = ?1 GROUP BY report ORDER BY min(position)";
        self.ids(sql, &quote.to_string())
    }

    /// The source of the case for an id that may be one report's own.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn source_id(&self, id: SourceId) -> Result<SourceId, StoreError> {
        let sql = "SELECT source FROM source_aliases WHERE alias = ?1";
        Ok(self.ids(sql, &id.to_string())?.into_iter().next().unwrap_or(id))
    }

    fn ids<T: std::str::FromStr>(&self, sql: &str, key: &str) -> Result<Vec<T>, StoreError> {
        let read = || -> rusqlite::Result<Vec<String>> {
            self.db.prepare_cached(sql)?.query_map(params![key], |row| row.get(0))?.collect()
        };
        let texts = read().map_err(|e| self.sql(e))?;
        let ids = texts.into_iter().map(|text| text.parse().map_err(|_| text));
        ids.collect::<Result<_, _>>().map_err(|text: String| StoreError::Damaged {
            path: self.path.clone(),
            what: format!("{text:?} is no id"),
        })
    }

    /// The whole id of a thing whose id starts so, where only one does: for addresses typed by hand.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn whole_id(&self, start: &str) -> Result<Option<String>, StoreError> {
        let table = match start.chars().next() {
            Some('r') => "reports",
            Some('t') => "stories",
            Some('c') => "claims",
            Some('q') => "quotes",
            Some('s') => "sources",
            _ => return Ok(None),
        };
        let sql =
            format!("SELECT min(id) FROM {table} WHERE id >= ?1 AND id < ?1 || 'z' HAVING count(*) = 1");
        self.db
            .query_row(&sql, [start], |row| row.get::<_, Option<String>>(0))
            .optional()
            .map(Option::flatten)
            .map_err(|e| self.sql(e))
    }
}
