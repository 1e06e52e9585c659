use rusqlite::params;

use crate::{Store, StoreError};

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Words of a report's title or text.
    Report,
    /// Words of a claim.
    Claim,
    /// Words of a quote.
    Quote,
}

impl Found {
    /// As `backstory show` takes it.
    pub fn name(self) -> &'static str {
        match self {
            Found::Report => "report",
            Found::Claim => "claim",
            Found::Quote => "quote",
        }
    }
}

/// One result of a search.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// What it is.
    pub found: Found,
    /// Its id, as text.
    pub id: String,
    /// A report's title and outlet; the report in which a quote or claim stood first. Empty where there is none.
    pub title: String,
    /// The words around the best match, on one line, in pieces: whether each piece is a match.
    pub snippet: Vec<(String, bool)>,
    /// BM25: higher is better. Only results of the same kind can be compared.
    pub score: f64,
}

// Characters that no text has at the ends of a match; they never leave this module.
const OPEN: char = '\u{FDD0}';
const CLOSE: char = '\u{FDD1}';

/// What is searched: the index beside what it indexes, the weights of its columns, and the title of a hit.
struct Query {
    found: Found,
    index: &'static str,
    of: &'static str,
    weights: &'static str,
    title: &'static str,
}

const QUERIES: [Query; 3] = [
    Query {
        found: Found::Claim,
        index: "claims_fts",
        of: "claims x ON x.position = b.at",
        weights: "bm25()",
        title: "coalesce((SELECT coalesce(r.outlet || ': ', '') || coalesce(r.title, '') FROM statements s \
                JOIN reports r ON r.id = s.report WHERE s.claim = x.id AND s.position = 0), '')",
    },
    Query {
        found: Found::Quote,
        index: "quotes_fts",
        of: "quotes x ON x.position = b.at",
        weights: "bm25()",
        title: "coalesce((SELECT coalesce(r.outlet || ': ', '') || coalesce(r.title, '') FROM quote_occurrences o \
                JOIN reports r ON r.id = o.report WHERE o.quote = x.id AND o.position = 0), '')",
    },
    Query {
        found: Found::Report,
        index: "reports_fts",
        of: "reports x ON x.number = b.at",
        weights: "bm25(4.0, 1.0)",
        title: "coalesce(x.outlet || ': ', '') || coalesce(x.title, '')",
    },
];

/// Of words that more things of a kind have, this many are ranked: the reports that came in last, the claims and quotes
/// that stand last. To rank all of half a large case takes longer than anyone waits, and tells little: a word that all
/// have tells none from the others.
pub const RANKED: u32 = 4000;

impl Query {
    /// The index finds the best and cuts out their words (which it does for those alone, where it sorts by itself);
    /// titles are read of those that are shown.
    fn sql(&self) -> String {
        let Self { index, of, weights, title, .. } = self;
        format!(
            "SELECT x.id, {title}, b.words, b.score FROM \
             (SELECT rowid AS at, rank AS score, snippet({index}, -1, ?2, ?3, '…', 24) AS words FROM {index} \
              WHERE {index} MATCH ?1 AND rank MATCH '{weights}' AND rowid >= coalesce((SELECT min(at) FROM \
              (SELECT rowid AS at FROM {index} WHERE {index} MATCH ?1 ORDER BY rowid DESC LIMIT {RANKED})), 0) \
              ORDER BY rank LIMIT ?4) b JOIN {of} ORDER BY b.score, x.id"
        )
    }
}

impl Store {
    /// How many reports have all of the words; where they are more than [`RANKED`], the last of them are ranked.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn reports_with(&self, words: &str) -> Result<u32, StoreError> {
        let Some(query) = query(words) else { return Ok(0) };
        let sql = "SELECT count(*) FROM reports_fts WHERE reports_fts MATCH ?1";
        let count = |db: &rusqlite::Connection| db.prepare_cached(sql)?.query_row([&query], |row| row.get(0));
        count(&self.db).map_err(|e| self.sql(e))
    }

    /// Claims, quotes and reports with all of the words, best first of each, at most `limit` of each. Words between
    /// quotation marks must stand together; a word that ends in `*` may go on.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn search(&self, words: &str, limit: usize) -> Result<Vec<Hit>, StoreError> {
        let Some(query) = query(words) else { return Ok(Vec::new()) };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut hits = Vec::new();
        for search in QUERIES {
            let found = search.found;
            let mut prepared = self.db.prepare_cached(&search.sql()).map_err(|e| self.sql(e))?;
            let rows = prepared
                .query_map(params![query, OPEN.to_string(), CLOSE.to_string(), limit], |row| {
                    Ok(Hit {
                        found,
                        id: row.get(0)?,
                        title: row.get(1)?,
                        snippet: pieces(&row.get::<_, String>(2)?),
                        score: -row.get::<_, f64>(3)?,
                    })
                })
                .map_err(|e| self.sql(e))?;
            for hit in rows {
                hits.push(hit.map_err(|e| self.sql(e))?);
            }
        }
        Ok(hits)
    }
}

/// What a person typed as an FTS5 query: every word is quoted, so that no sign in it means anything to FTS5.
/// None where there is no word.
fn query(words: &str) -> Option<String> {
    let plain = words.replace(['“', '”'], "\"");
    let mut parts = Vec::new();
    for (n, part) in plain.split('"').enumerate() {
        let phrase = n % 2 == 1;
        let terms: Vec<&str> = if phrase { vec![part] } else { part.split_whitespace().collect() };
        for term in terms.into_iter().filter(|t| t.chars().any(char::is_alphanumeric)) {
            let star = if !phrase && term.ends_with('*') { "*" } else { "" };
            parts.push(format!("\"{}\"{star}", term.trim_end_matches('*')));
        }
    }
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn pieces(marked: &str) -> Vec<(String, bool)> {
    let mut pieces: Vec<(String, bool)> = Vec::new();
    let mut push = |text: &str, matched: bool| {
        let mut line = String::new();
        for (n, word) in text.split(char::is_whitespace).filter(|w| !w.is_empty()).enumerate() {
            if n > 0 || text.starts_with(char::is_whitespace) {
                line.push(' ');
            }
            line.push_str(word);
        }
        if !text.is_empty() && text.ends_with(char::is_whitespace) {
            line.push(' ');
        }
        if !line.is_empty() {
            pieces.push((line, matched));
        }
    };
    for part in marked.split_inclusive([OPEN, CLOSE]) {
        let text = part.trim_end_matches([OPEN, CLOSE]);
        push(text, part.ends_with(CLOSE));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_is_a_command_to_the_search_engine() {
        let check =
            |words: &str, expected: Option<&str>| assert_eq!(query(words).as_deref(), expected, "{words}");
        check("dam broke", Some("\"dam\" \"broke\""));
        check("NEAR(dam OR text:x", Some("\"NEAR(dam\" \"OR\" \"text:x\""));
        check("“the dam” flood*", Some("\"the dam\" \"flood\"*"));
        check("\"unclosed phrase", Some("\"unclosed phrase\""));
        check("-- * \"\"", None);
        check("", None);
    }

    #[test]
    fn snippets_are_one_line_in_pieces() {
        let marked = format!("…of the\n\n{OPEN}dam{CLOSE} in  Velm");
        let expected = [("…of the ", false), ("dam", true), (" in Velm", false)];
        assert_eq!(pieces(&marked), expected.map(|(t, m)| (t.to_owned(), m)));
    }
}
