//! Lists of what a case holds, a page at a time. Each page goes on behind a key, not at a number, so that the last one
//! costs as much as the first.

use std::str::FromStr;

use backstory_model::{
    AttributionId, ClaimId, CorrectionId, EdgeKind, Independent, Manner, ReportId, SourceId, SourceKind,
    Stance, StoryId,
};
use rusqlite::{Row, ToSql, types::Type};

use crate::{Store, StoreError, names::Word};

/// How much a case holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Reports.
    pub reports: u32,
    /// Of them took neither text, facts nor quotes from another; those in no story count as such.
    pub own: u32,
    /// Stories of two or more reports.
    pub stories: u32,
    /// Stories of one report, and reports in no story.
    pub singles: u32,
    /// Claims.
    pub claims: u32,
    /// Sources.
    pub sources: u32,
    /// Changes to quotes and claims.
    pub changed: u32,
    /// Times that a report took from another without saying so.
    pub silent: u32,
}

/// A claim in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimRow {
    /// The claim.
    pub id: ClaimId,
    /// Its story.
    pub story: StoryId,
    /// The story's title.
    pub story_title: String,
    /// The clearest statement of it.
    pub text: String,
    /// How many independent origins it has.
    pub independent: Independent,
    /// Reports that state it.
    pub reports: u32,
    /// Reports that carry a denial of it.
    pub denied: u32,
    /// Changes to it.
    pub changed: u32,
}

/// A story in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryRow {
    /// The story.
    pub id: StoryId,
    /// Its title.
    pub title: String,
    /// Reports in it.
    pub reports: u32,
    /// Of them took neither text, facts nor quotes from another.
    pub own: u32,
    /// Outlets they are of.
    pub outlets: u32,
    /// Earliest publication, as precise as is known.
    pub first_day: Option<String>,
    /// Latest publication.
    pub last_day: Option<String>,
    /// The claim that most reports state, where two or more do.
    pub claim: Option<ClaimRow>,
    /// Claims in it.
    pub claims: u32,
    /// Of them denied by someone.
    pub denied: u32,
    /// Changes to its claims and to quotes in its reports.
    pub changed: u32,
    /// Times that a report of it took from another without saying so.
    pub silent: u32,
    /// Its first reports, in order; at most sixty.
    pub members: Vec<ReportRow>,
    /// Who took from whom among them.
    pub edges: Vec<EdgeRow>,
}

/// How many reports a [`StoryRow`] names.
pub(crate) const MEMBERS: u32 = 60;

/// A report in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportRow {
    /// The report.
    pub id: ReportId,
    /// Headline.
    pub title: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// Publication, as precise as is known.
    pub published: Option<String>,
    /// Earliest possible publication of an undated report.
    pub not_before: Option<String>,
    /// The smallest uri it was found at.
    pub uri: String,
    /// Its story.
    pub story: Option<StoryId>,
}

/// That one report of a list took from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EdgeRow {
    /// Giver.
    pub from: ReportId,
    /// Receiver.
    pub to: ReportId,
    /// What was taken.
    pub kind: EdgeKind,
    /// Whether the receiver says so.
    pub credited: bool,
    /// Whether the direction is settled.
    pub directed: bool,
}

/// A source in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRow {
    /// The source.
    pub id: SourceId,
    /// What it is.
    pub kind: SourceKind,
    /// Name, or description where it has none.
    pub name: String,
    /// What they are or were.
    pub role: Option<String>,
    /// Whom they are with.
    pub affiliation: Option<String>,
    /// The report that an anonymous source or a reporter belongs to.
    pub report: Option<ReportId>,
    /// Attributions that name it.
    pub attributions: u32,
    /// Reports that do.
    pub reports: u32,
    /// Outlets that do.
    pub outlets: u32,
    /// The outlet or else the headline of that report: what tells people who are described alike apart.
    pub heard_by: Option<String>,
}

/// What an outlet's attributions rest on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutletRow {
    /// Its name; empty where unknown.
    pub outlet: String,
    /// Its reports.
    pub reports: u32,
    /// Attributions to people by name, organizations, outlets, documents, anonymous people, and to someone whom the
    /// text does not tell.
    pub kinds: [u32; 6],
}

/// Who names whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The outlet; empty where unknown.
    pub outlet: String,
    /// Whom its reports name.
    pub source: SourceId,
    /// The source's name, or description.
    pub name: String,
    /// How often.
    pub attributions: u32,
}

/// Something that is attributed to a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The attribution.
    pub attribution: AttributionId,
    /// The report that carries it.
    pub report: ReportRow,
    /// How it is given.
    pub manner: Manner,
    /// What the source does with it.
    pub stance: Stance,
    /// What was said, each stretch with its first code point and one past its last.
    pub content: Vec<(String, u32, u32)>,
    /// Whether the words came through this source, and someone else said them.
    pub through: bool,
    /// Whether a person corrected who said it.
    pub moved: Moved,
}

/// What a correction did to something that is attributed to a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Moved {
    /// None touches it.
    #[default]
    No,
    /// A person says that this source said it, or how many said it.
    Here(CorrectionId),
    /// The program found that this source said it, and a person says that it did not: it is not counted.
    Away(CorrectionId),
}

/// What comes first in a list of stories.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StoryOrder {
    /// Those of most reports.
    #[default]
    Largest,
    /// Those that reports came out about last.
    Newest,
}

/// What comes first in a list of sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SourceOrder<'a> {
    /// Only of this kind.
    pub kind: Option<SourceKind>,
    /// Only those whose name, role or affiliation has these letters.
    pub words: &'a str,
}

/// How many of the sources that are named most are looked at first.
const NAMED_MOST: u32 = 10_000;

const CLAIM: &str = "c.id, c.story, s.title, c.text, c.independent_min, c.independent_max, c.open, \
    (SELECT count(DISTINCT report) FROM statements t WHERE t.claim = c.id AND t.stance = 'affirms'), \
    (SELECT count(DISTINCT report) FROM statements t WHERE t.claim = c.id AND t.stance = 'denies'), \
    (SELECT count(*) FROM claim_changes d WHERE d.claim = c.id)";

pub(crate) const REPORT: &str = "r.id, r.title, r.outlet, \
    (SELECT nullif(day, '') FROM report_days d WHERE d.report = r.id), \
    (SELECT date FROM not_before n WHERE n.report = r.id), \
    coalesce((SELECT min(uri) FROM report_locations l WHERE l.report = r.id), ''), \
    (SELECT story FROM story_reports x WHERE x.report = r.id)";

const SOURCE: &str = "s.id, s.kind, coalesce(s.name, s.description, ''), s.role, s.affiliation, s.report, \
    f.attributions, f.reports, f.outlets, (SELECT coalesce(r.outlet, r.title) FROM reports r WHERE r.id = s.report)";

impl Store {
    /// How much the case holds.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn totals(&self) -> Result<Totals, StoreError> {
        let sql = "SELECT (SELECT count(*) FROM reports), \
            (SELECT coalesce(sum(own), 0) - coalesce(sum(reports), 0) FROM story_figures), \
            (SELECT count(*) FROM story_figures WHERE reports > 1), \
            (SELECT coalesce(sum(CASE WHEN reports > 1 THEN reports END), 0) FROM story_figures), \
            (SELECT count(*) FROM claims), (SELECT count(*) FROM source_figures), \
            (SELECT count(*) FROM claim_changes) + (SELECT count(*) FROM quote_changes), \
            (SELECT coalesce(sum(silent), 0) FROM story_figures)";
        let read = |row: &Row<'_>| {
            let (reports, in_stories): (u32, u32) = (row.get(0)?, row.get(3)?);
            Ok(Totals {
                reports,
                own: reports.saturating_add_signed(row.get::<_, i32>(1)?),
                stories: row.get(2)?,
                singles: reports - in_stories,
                claims: row.get(4)?,
                sources: row.get(5)?,
                changed: row.get(6)?,
                silent: row.get(7)?,
            })
        };
        self.rows(sql, &[], read).map(|mut rows| rows.pop().unwrap_or_default())
    }

    /// Stories of at least so many reports, those behind `after`, at most `limit`.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn stories(
        &self,
        order: StoryOrder,
        at_least: u32,
        after: Option<StoryId>,
        limit: u32,
    ) -> Result<Vec<StoryRow>, StoreError> {
        let key = match order {
            StoryOrder::Largest => "f.reports",
            StoryOrder::Newest => "coalesce(f.last_day, '')",
        };
        let after = after.map(|id| id.to_string());
        let behind = match after {
            Some(_) => format!(
                "AND ({key}, f.story) IN (SELECT {key}, f.story FROM story_figures f WHERE \
                 ({key} < (SELECT {key} FROM story_figures f WHERE f.story = ?3)) OR \
                 ({key} = (SELECT {key} FROM story_figures f WHERE f.story = ?3) AND f.story > ?3))"
            ),
            None => "AND ?3 IS NULL".to_owned(),
        };
        self.stories_where(
            &format!("f.reports >= ?1 {behind}"),
            &format!("{key} DESC, f.story LIMIT ?2"),
            &[&at_least, &limit, &after],
        )
    }

    /// Stories that a condition holds for, in an order.
    pub(crate) fn stories_where(
        &self,
        holds: &str,
        order: &str,
        values: &[&dyn ToSql],
    ) -> Result<Vec<StoryRow>, StoreError> {
        let sql = format!(
            "SELECT f.story, o.title, f.reports, f.own, f.outlets, f.first_day, f.last_day, f.claims, f.denied, \
             f.changed, f.silent, {CLAIM} FROM story_figures f JOIN stories o ON o.id = f.story \
             LEFT JOIN claims c ON c.id = f.claim LEFT JOIN stories s ON s.id = c.story \
             WHERE {holds} ORDER BY {order}"
        );
        let mut stories = self.rows(&sql, values, |row| {
            Ok(StoryRow {
                id: id(row, 0)?,
                title: row.get(1)?,
                reports: row.get(2)?,
                own: row.get(3)?,
                outlets: row.get(4)?,
                first_day: row.get(5)?,
                last_day: row.get(6)?,
                claims: row.get(7)?,
                denied: row.get(8)?,
                changed: row.get(9)?,
                silent: row.get(10)?,
                claim: match row.get::<_, Option<String>>(11)? {
                    Some(_) => Some(claim(row, 11)?),
                    None => None,
                },
                members: Vec::new(),
                edges: Vec::new(),
            })
        })?;
        for story in &mut stories {
            let key = story.id.to_string();
            let sql = format!(
                "SELECT {REPORT} FROM story_reports m JOIN reports r ON r.id = m.report WHERE m.story = ?1 \
                 ORDER BY m.position LIMIT ?2"
            );
            story.members = self.rows(&sql, &[&key, &MEMBERS], |row| report(row, 0))?;
            let sql = "SELECT l.from_report, l.to_report, l.kind, l.credited, l.directed FROM story_reports m \
                       JOIN lineage l ON l.to_report = m.report JOIN story_reports g ON g.report = l.from_report \
                       AND g.story = m.story WHERE m.story = ?1 AND m.position < ?2 AND g.position < ?2 \
                       ORDER BY l.position";
            story.edges = self.rows(sql, &[&key, &MEMBERS], |row| {
                Ok(EdgeRow {
                    from: id(row, 0)?,
                    to: id(row, 1)?,
                    kind: word(row, 2)?,
                    credited: row.get(3)?,
                    directed: row.get(4)?,
                })
            })?;
        }
        Ok(stories)
    }

    /// Claims of the whole case that pass the filter, those with the most at stake first; those behind `after`, at
    /// most `limit`.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn claims(
        &self,
        filter: &[ClaimFilter],
        after: Option<ClaimId>,
        limit: u32,
    ) -> Result<Vec<ClaimRow>, StoreError> {
        let after = after.map(|id| id.to_string());
        let behind = match after {
            Some(_) => {
                "(c.stakes < (SELECT stakes FROM claims WHERE id = ?2) OR \
                        (c.stakes = (SELECT stakes FROM claims WHERE id = ?2) AND c.id > ?2))"
            }
            None => "?2 IS NULL",
        };
        let mut conditions = String::new();
        for condition in filter {
            conditions += " AND ";
            conditions += match condition {
                ClaimFilter::Denied => {
                    "EXISTS (SELECT 1 FROM statements t WHERE t.claim = c.id AND t.stance = 'denies')"
                }
                ClaimFilter::Changed => "EXISTS (SELECT 1 FROM claim_changes d WHERE d.claim = c.id)",
                ClaimFilter::Anonymous => {
                    "EXISTS (SELECT 1 FROM claim_origins o JOIN sources a ON a.id = o.source WHERE o.claim = c.id \
                     AND a.kind = 'anonymous') AND NOT EXISTS (SELECT 1 FROM claim_origins o JOIN sources a \
                     ON a.id = o.source WHERE o.claim = c.id AND a.kind NOT IN ('anonymous', 'reporter', 'outlet'))"
                }
                ClaimFilter::Single => "c.independent_max <= 1 AND NOT c.open",
                ClaimFilter::Repeated => {
                    "(SELECT count(DISTINCT t.report) FROM statements t WHERE t.claim = c.id AND t.stance = 'affirms') > 1"
                }
            };
        }
        let sql = format!(
            "SELECT {CLAIM} FROM claims c JOIN stories s ON s.id = c.story WHERE {behind}{conditions} \
             ORDER BY c.stakes DESC, c.id LIMIT ?1"
        );
        self.rows(&sql, &[&limit, &after], |row| claim(row, 0))
    }

    /// Reports, newest first and undated ones last; of one outlet where one is given; those behind `after`.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn reports(
        &self,
        outlet: Option<&str>,
        after: Option<ReportId>,
        limit: u32,
    ) -> Result<Vec<ReportRow>, StoreError> {
        let after = after.map(|id| id.to_string());
        let behind = match after {
            // The first half lets the index begin there.
            Some(_) => {
                "y.day <= (SELECT day FROM report_days WHERE report = ?2) AND \
                 (y.day < (SELECT day FROM report_days WHERE report = ?2) OR y.report > ?2)"
            }
            None => "?2 IS NULL",
        };
        let of = match outlet {
            Some("") => "AND r.outlet IS NULL AND ?3 = ''",
            Some(_) => "AND r.outlet = ?3",
            None => "AND ?3 IS NULL",
        };
        let sql = format!(
            "SELECT {REPORT} FROM report_days y JOIN reports r ON r.id = y.report WHERE {behind} {of} \
             ORDER BY y.day DESC, y.report LIMIT ?1"
        );
        self.rows(&sql, &[&limit, &after, &outlet], |row| report(row, 0))
    }

    /// Sources, those named most often first; those behind `after`, at most `limit`.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn sources(
        &self,
        order: SourceOrder<'_>,
        after: Option<SourceId>,
        limit: u32,
    ) -> Result<Vec<SourceRow>, StoreError> {
        let after = after.map(|id| id.to_string());
        let behind = match after {
            Some(_) => {
                "(f.attributions < (SELECT attributions FROM source_figures WHERE source = ?2) OR \
                        (f.attributions = (SELECT attributions FROM source_figures WHERE source = ?2) \
                         AND f.source > ?2))"
            }
            None => "?2 IS NULL",
        };
        let like = order.words.trim();
        let like = (!like.is_empty())
            .then(|| format!("%{}%", like.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")));
        let kind = order.kind.map(SourceKind::name);
        let kept = "(?3 IS NULL OR s.kind = ?3) AND (?4 IS NULL OR s.name LIKE ?4 ESCAPE '\\' \
             OR s.description LIKE ?4 ESCAPE '\\' OR s.role LIKE ?4 ESCAPE '\\' OR s.affiliation LIKE ?4 ESCAPE '\\')";
        let ask = |from: &str| {
            let sql = format!(
                "SELECT {SOURCE} FROM {from} WHERE {behind} AND {kept} ORDER BY f.attributions DESC, f.source LIMIT ?1"
            );
            self.rows(&sql, &[&limit, &after, &kind, &like], source)
        };
        if like.is_none() {
            return ask("source_figures f JOIN sources s ON s.id = f.source");
        }
        // Letters that many sources have are met among those named most, which come first anyway; for letters that few
        // have, the names are read in the order in which they lie in the file.
        let most = ask(&format!(
            "(SELECT * FROM source_figures f WHERE {behind} ORDER BY f.attributions DESC, f.source LIMIT {NAMED_MOST}) f \
             JOIN sources s ON s.id = f.source"
        ))?;
        if most.len() >= limit as usize {
            return Ok(most);
        }
        ask("sources s CROSS JOIN source_figures f ON f.source = s.id")
    }

    /// One source; None where nothing is attributed to a source of that id.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn source(&self, source_id: SourceId) -> Result<Option<SourceRow>, StoreError> {
        let sql = format!(
            "SELECT {SOURCE} FROM sources s JOIN (SELECT ?1 AS source, coalesce(max(attributions), 0) AS attributions, \
             coalesce(max(reports), 0) AS reports, coalesce(max(outlets), 0) AS outlets FROM source_figures \
             WHERE source = ?1) f ON f.source = s.id WHERE s.id = ?1"
        );
        Ok(self.rows(&sql, &[&source_id.to_string()], source)?.pop())
    }

    /// What the outlets' attributions rest on, those with most reports first.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn outlets(&self, after: Option<&str>, limit: u32) -> Result<Vec<OutletRow>, StoreError> {
        let behind = match after {
            Some(_) => {
                "(f.reports < (SELECT reports FROM outlet_figures WHERE outlet = ?2) OR \
                        (f.reports = (SELECT reports FROM outlet_figures WHERE outlet = ?2) AND f.outlet > ?2))"
            }
            None => "?2 IS NULL",
        };
        let sql = format!(
            "SELECT outlet, reports, people, organizations, outlets, documents, anonymous, unknown \
             FROM outlet_figures f WHERE {behind} ORDER BY reports DESC, outlet LIMIT ?1"
        );
        self.rows(&sql, &[&limit, &after], |row| {
            let mut kinds = [0; 6];
            for (at, kind) in kinds.iter_mut().enumerate() {
                *kind = row.get(at + 2)?;
            }
            Ok(OutletRow { outlet: row.get(0)?, reports: row.get(1)?, kinds })
        })
    }

    /// Whom an outlet names most.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn cited_by(&self, outlet: &str, limit: u32) -> Result<Vec<Citation>, StoreError> {
        self.citations("c.outlet = ?1", outlet, limit)
    }

    /// Which outlets name a source most.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn cited_where(&self, source: SourceId, limit: u32) -> Result<Vec<Citation>, StoreError> {
        self.citations("c.source = ?1", &source.to_string(), limit)
    }

    fn citations(&self, which: &str, key: &str, limit: u32) -> Result<Vec<Citation>, StoreError> {
        let sql = format!(
            "SELECT c.outlet, c.source, coalesce(s.name, s.description, ''), c.attributions FROM citations c \
             JOIN sources s ON s.id = c.source WHERE {which} AND s.kind <> 'reporter' AND s.name IS NOT c.outlet \
             ORDER BY c.attributions DESC, c.outlet, c.source LIMIT ?2"
        );
        self.rows(&sql, &[&key, &limit], |row| {
            Ok(Citation {
                outlet: row.get(0)?,
                source: id(row, 1)?,
                name: row.get(2)?,
                attributions: row.get(3)?,
            })
        })
    }

    /// All that is attributed to a source, newest report first; only what has these letters in it; those behind
    /// `after`, at most `limit`.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn said_by(
        &self,
        source: SourceId,
        words: &str,
        after: Option<AttributionId>,
        limit: u32,
    ) -> Result<Vec<Said>, StoreError> {
        let after = after.map(|id| id.to_string());
        let behind = match after {
            Some(_) => {
                "WHERE (y.day < (SELECT d.day FROM report_days d JOIN attributions a ON a.report = d.report WHERE a.id = ?3) \
                 OR (y.day = (SELECT d.day FROM report_days d JOIN attributions a ON a.report = d.report WHERE a.id = ?3) \
                     AND n.id > ?3))"
            }
            None => "WHERE ?3 IS NULL",
        };
        let like = words.trim();
        let like = (!like.is_empty())
            .then(|| format!("%{}%", like.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")));
        let sql = format!(
            "WITH names AS (SELECT ?1 AS id UNION SELECT alias FROM source_aliases WHERE source = ?1), \
             n AS (SELECT a.id, a.report, a.manner, a.stance, 0 AS through, CASE WHEN c.attribution IS NULL THEN 0 \
                          WHEN coalesce(c.source, '') IN (SELECT id FROM names) THEN 1 ELSE 2 END AS moved, c.correction \
                   FROM attributions a LEFT JOIN corrected_attributions c ON c.attribution = a.id \
                   WHERE a.source IN (SELECT id FROM names) \
                   UNION ALL SELECT a.id, a.report, a.manner, a.stance, 0, 1, c.correction \
                   FROM corrected_attributions c JOIN attributions a ON a.id = c.attribution \
                   WHERE c.source IN (SELECT id FROM names) AND coalesce(a.source, '') NOT IN (SELECT id FROM names) \
                   UNION ALL SELECT DISTINCT a.id, a.report, a.manner, a.stance, 1, 0, NULL FROM attribution_via v \
                   JOIN attributions a ON a.id = v.attribution WHERE v.source IN (SELECT id FROM names) \
                   AND coalesce(a.source, '') NOT IN (SELECT id FROM names) \
                   AND NOT EXISTS (SELECT 1 FROM corrected_attributions c WHERE c.attribution = a.id) \
                   UNION ALL SELECT DISTINCT a.id, a.report, a.manner, a.stance, 1, 1, c.correction FROM corrected_via v \
                   JOIN corrected_attributions c ON c.attribution = v.attribution \
                   JOIN attributions a ON a.id = v.attribution WHERE v.source IN (SELECT id FROM names) \
                   AND coalesce(c.source, '') NOT IN (SELECT id FROM names) \
                   AND coalesce(a.source, '') NOT IN (SELECT id FROM names)) \
             SELECT n.id, n.manner, n.stance, n.through, n.moved, n.correction, {REPORT} FROM n \
             JOIN reports r ON r.id = n.report JOIN report_days y ON y.report = n.report {behind} \
             AND (?4 IS NULL OR EXISTS (SELECT 1 FROM attribution_spans p WHERE p.attribution = n.id \
                  AND p.part = 'content' AND substr(r.text, p.start + 1, p.end - p.start) LIKE ?4 ESCAPE '\\')) \
             ORDER BY y.day DESC, n.id LIMIT ?2"
        );
        let mut said = self.rows(&sql, &[&source.to_string(), &limit, &after, &like], |row| {
            Ok(Said {
                attribution: id(row, 0)?,
                manner: word(row, 1)?,
                stance: word(row, 2)?,
                through: row.get(3)?,
                moved: match (row.get::<_, u8>(4)?, maybe_id(row, 5)?) {
                    (1, Some(correction)) => Moved::Here(correction),
                    (_, Some(correction)) => Moved::Away(correction),
                    (_, None) => Moved::No,
                },
                report: report(row, 6)?,
                content: Vec::new(),
            })
        })?;
        for said in &mut said {
            let sql = "SELECT substr(r.text, p.start + 1, p.end - p.start), p.start, p.end FROM attribution_spans p \
                       JOIN reports r ON r.id = ?2 WHERE p.attribution = ?1 AND p.part = 'content' ORDER BY p.position";
            let keys: [&dyn ToSql; 2] = [&said.attribution.to_string(), &said.report.id.to_string()];
            said.content = self.rows(sql, &keys, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        }
        Ok(said)
    }

    pub(crate) fn rows<T>(
        &self,
        sql: &str,
        values: &[&dyn ToSql],
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let run = || -> rusqlite::Result<Vec<T>> {
            self.db.prepare_cached(sql)?.query_map(values, read)?.collect()
        };
        run().map_err(|e| self.sql(e))
    }
}

/// What claims a list is kept to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimFilter {
    /// Someone denies it.
    Denied,
    /// It changed on the way.
    Changed,
    /// Only people whose names are withheld stand behind it.
    Anonymous,
    /// At most one origin stands behind it.
    Single,
    /// Two or more reports state it.
    Repeated,
}

fn id<T: FromStr>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    text.parse().map_err(|_| wrong(column, format!("{text:?} is no id")))
}

pub(crate) fn maybe_id<T: FromStr>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>> {
    match row.get::<_, Option<String>>(column)? {
        Some(_) => id(row, column).map(Some),
        None => Ok(None),
    }
}

fn word<T: Word>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    T::read(&text).ok_or_else(|| wrong(column, format!("{text:?} is none of the words that may stand there")))
}

fn wrong(column: usize, what: String) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, what.into())
}

fn claim(row: &Row<'_>, from: usize) -> rusqlite::Result<ClaimRow> {
    Ok(ClaimRow {
        id: id(row, from)?,
        story: id(row, from + 1)?,
        story_title: row.get(from + 2)?,
        text: row.get(from + 3)?,
        independent: Independent {
            min: row.get(from + 4)?,
            max: row.get(from + 5)?,
            open: row.get(from + 6)?,
        },
        reports: row.get(from + 7)?,
        denied: row.get(from + 8)?,
        changed: row.get(from + 9)?,
    })
}

pub(crate) fn report(row: &Row<'_>, from: usize) -> rusqlite::Result<ReportRow> {
    Ok(ReportRow {
        id: id(row, from)?,
        title: row.get(from + 1)?,
        outlet: row.get(from + 2)?,
        published: row.get(from + 3)?,
        not_before: row.get(from + 4)?,
        uri: row.get(from + 5)?,
        story: maybe_id(row, from + 6)?,
    })
}

fn source(row: &Row<'_>) -> rusqlite::Result<SourceRow> {
    Ok(SourceRow {
        id: id(row, 0)?,
        kind: word(row, 1)?,
        name: row.get(2)?,
        role: row.get(3)?,
        affiliation: row.get(4)?,
        report: maybe_id(row, 5)?,
        attributions: row.get(6)?,
        reports: row.get(7)?,
        outlets: row.get(8)?,
        heard_by: row.get(9)?,
    })
}
