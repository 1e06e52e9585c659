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

const QUERIES: [(Found, &str); 3] = [
    (
        Found::Claim,
        "SELECT c.id, coalesce((SELECT coalesce(r.outlet || ': ', '') || coalesce(r.title, '') FROM statements s \
         JOIN reports r ON r.id = s.report WHERE s.claim = c.id AND s.position = 0), ''), \
         snippet(claims_fts, -1, ?2, ?3, '…', 24), bm25(claims_fts) AS rank_ \
         FROM claims_fts f JOIN claims c ON c.position = f.rowid \
         WHERE claims_fts MATCH ?1 ORDER BY rank_, c.id LIMIT ?4",
    ),
    (
        Found::Quote,
        "SELECT q.id, coalesce((SELECT coalesce(r.outlet || ': ', '') || coalesce(r.title, '') \
         FROM quote_occurrences o JOIN reports r ON r.id = o.report WHERE o.quote = q.id AND o.position = 0), ''), \
         snippet(quotes_fts, -1, ?2, ?3, '…', 24), bm25(quotes_fts) AS rank_ \
         FROM quotes_fts f JOIN quotes q ON q.position = f.rowid \
         WHERE quotes_fts MATCH ?1 ORDER BY rank_, q.id LIMIT ?4",
    ),
    (
        Found::Report,
        "SELECT r.id, coalesce(r.outlet || ': ', '') || coalesce(r.title, ''), \
         snippet(reports_fts, -1, ?2, ?3, '…', 24), bm25(reports_fts, 4.0, 1.0) AS rank_ \
         FROM reports_fts f JOIN reports r ON r.number = f.rowid \
         WHERE reports_fts MATCH ?1 ORDER BY rank_, r.id LIMIT ?4",
    ),
];

impl Store {
    /// Claims, quotes and reports with all of the words, best first of each, at most `limit` of each. Words between
    /// quotation marks must stand together; a word that ends in `*` may go on.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn search(&self, words: &str, limit: usize) -> Result<Vec<Hit>, StoreError> {
        let Some(query) = query(words) else { return Ok(Vec::new()) };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut hits = Vec::new();
        for (found, sql) in QUERIES {
            let mut prepared = self.db.prepare_cached(sql).map_err(|e| self.sql(e))?;
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
