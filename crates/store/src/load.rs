use std::{collections::BTreeMap, str::FromStr};

use backstory_model::{
    Actor, Agency, Anchor, Annotated, Annotations, Attribution, AttributionId, Block, Case, Change, Claim,
    ClaimId, Count, Edge, Entity, Event, Hedge, Independent, Interval, Links, Moment, Named, Node, Origin,
    Passage, Published, Quantity, Quote, QuoteId, QuoteOccurrence, Reason, Report, ReportId, Slots, Source,
    SourceId, Span, Statement, Story, Time, TimeExpression, Title,
};
use backstory_text::{CharIndex, CharSpan};
use rusqlite::{Connection, Row};

use crate::{Store, StoreError, names::Word};

impl Store {
    /// Every report with what it says, sorted by id. Each has the smallest uri it was found at.
    ///
    /// # Errors
    /// Those of SQLite, and [`StoreError::Damaged`] where a row contradicts another.
    pub fn load_reports(&self) -> Result<Vec<Annotated>, StoreError> {
        Loader::reports(&Part::whole(&self.db)).map(|l| l.reports).map_err(|f| self.fault(f))
    }

    /// Every report and what stood beside it, without links.
    ///
    /// # Errors
    /// As [`Store::load_reports`].
    pub fn load_unlinked(&self) -> Result<Case, StoreError> {
        let transaction = self.db.unchecked_transaction().map_err(|e| self.sql(e))?;
        let load = || {
            let part = Part::whole(&transaction);
            let loader = Loader::reports(&part)?;
            let beside = loader.beside(&part)?;
            Ok(Case { reports: loader.reports, beside, ..Case::default() })
        };
        load().map_err(|f| self.fault(f))
    }

    /// The whole case, with the links that were saved last.
    ///
    /// # Errors
    /// As [`Store::load_reports`].
    pub fn load_case(&self) -> Result<Case, StoreError> {
        // One transaction, so that another program cannot change the case between two tables.
        let transaction = self.db.unchecked_transaction().map_err(|e| self.sql(e))?;
        let load = || {
            let part = Part::whole(&transaction);
            let loader = Loader::reports(&part)?;
            let links = loader.links(&part)?;
            let beside = loader.beside(&part)?;
            Ok(Case { reports: loader.reports, links, beside, ..Case::default() })
        };
        load().map_err(|f| self.fault(f))
    }

    pub(crate) fn fault(&self, fault: Fault) -> StoreError {
        match fault {
            Fault::Sql(error) => self.sql(error),
            Fault::Damaged(what) => StoreError::Damaged { path: self.path.clone(), what },
        }
    }
}

pub(crate) enum Fault {
    Sql(rusqlite::Error),
    Damaged(String),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Fault::Sql(error)
    }
}

pub(crate) type Loaded<T> = Result<T, Fault>;

/// Which rows are loaded: all of a case, or those of some of its things. Each list is a JSON array of keys.
pub(crate) struct Part<'a> {
    pub(crate) db: &'a Connection,
    pub(crate) lists: Option<BTreeMap<&'static str, String>>,
}

impl<'a> Part<'a> {
    fn whole(db: &'a Connection) -> Self {
        Self { db, lists: None }
    }
}

/// Runs a query over all of its rows. `[list:column]` in it stands for the rows whose column is in that list of the
/// part, or for all rows of a whole case.
pub(crate) fn each(part: &Part<'_>, sql: &str, mut row: impl FnMut(&Row<'_>) -> Loaded<()>) -> Loaded<()> {
    let (before, rest) = sql.split_once('[').unwrap_or((sql, ":]"));
    let (filter, after) = rest.split_once(']').expect("a bracket that closes");
    let (list, column) = filter.split_once(':').expect("a list and a column");
    let wanted = part.lists.as_ref().filter(|_| !list.is_empty()).map(|lists| lists[list].as_str());
    let filter = match wanted {
        Some(_) => format!("WHERE {column} IN (SELECT value FROM json_each(?1))"),
        None => String::new(),
    };
    let mut query = part.db.prepare_cached(&format!("{before}{filter}{after}"))?;
    let mut rows = match wanted {
        Some(keys) => query.query([keys])?,
        None => query.query([])?,
    };
    while let Some(next) = rows.next()? {
        row(next)?;
    }
    Ok(())
}

/// A column that is an id.
fn id<T: FromStr>(row: &Row<'_>, column: usize) -> Loaded<T> {
    let text = str_of(row, column)?;
    text.parse().map_err(|_| Fault::Damaged(format!("{text:?} is no id")))
}

fn maybe_id<T: FromStr>(row: &Row<'_>, column: usize) -> Loaded<Option<T>> {
    match row.get_ref(column)? {
        rusqlite::types::ValueRef::Null => Ok(None),
        _ => id(row, column).map(Some),
    }
}

fn str_of<'a>(row: &'a Row<'_>, column: usize) -> Loaded<&'a str> {
    Ok(row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?)
}

/// A column that is one of an enum's words.
pub(crate) fn word<T: Word>(row: &Row<'_>, column: usize) -> Loaded<T> {
    let text = str_of(row, column)?;
    T::read(text).ok_or_else(|| Fault::Damaged(format!("{text:?} is none of the words that may stand there")))
}

/// A column that is a date.
fn parsed<T: FromStr>(text: &str) -> Loaded<T> {
    text.parse().map_err(|_| Fault::Damaged(format!("{text:?} is no date")))
}

/// Two columns with the first and the last of some days.
fn days(row: &Row<'_>, column: usize) -> Loaded<Option<Interval>> {
    let days: (Option<String>, Option<String>) = (row.get(column)?, row.get(column + 1)?);
    Ok(match days {
        (Some(start), Some(end)) => Some(Interval { start: parsed(&start)?, end: parsed(&end)? }),
        _ => None,
    })
}

pub(crate) fn moment(text: &str) -> Loaded<Moment> {
    Moment::parse(text).ok_or_else(|| Fault::Damaged(format!("{text:?} is no date")))
}

fn count(row: &Row<'_>, column: usize) -> Loaded<Option<Count>> {
    let min: Option<u32> = row.get(column)?;
    let max = row.get(column + 1)?;
    Ok(min.map(|min| Count { min, max }))
}

/// Two columns of code points.
fn chars(row: &Row<'_>, column: usize) -> Loaded<Option<CharSpan>> {
    let start: Option<u32> = row.get(column)?;
    let end: Option<u32> = row.get(column + 1)?;
    Ok(start.zip(end).map(|(start, end)| CharSpan { start, end }))
}

/// Reports as they come in, and what is needed to measure in them.
pub(crate) struct Loader {
    pub(crate) reports: Vec<Annotated>,
    indexes: Vec<CharIndex>,
}

impl Loader {
    pub(crate) fn reports(db: &Part<'_>) -> Loaded<Self> {
        let mut loader = Self { reports: Vec::new(), indexes: Vec::new() };
        loader.heads(db)?;
        loader.parts(db)?;
        loader.sources(db)?;
        loader.attributions(db)?;
        loader.mentions(db)?;
        Ok(loader)
    }

    fn at(&self, report: ReportId) -> Loaded<usize> {
        self.reports
            .binary_search_by_key(&report, |a| a.report.id)
            .map_err(|_| Fault::Damaged(format!("a row names report {report}, which is not there")))
    }

    pub(crate) fn row_at(&self, row: &Row<'_>, column: usize) -> Loaded<usize> {
        self.at(id(row, column)?)
    }

    fn bytes(&self, at: usize, chars: CharSpan) -> Loaded<Span> {
        let report = &self.reports[at].report;
        self.indexes[at].bytes(&report.text, chars).ok_or_else(|| {
            Fault::Damaged(format!("{}..{} is not in the text of {}", chars.start, chars.end, report.id))
        })
    }

    fn maybe(&self, at: usize, row: &Row<'_>, column: usize) -> Loaded<Option<Span>> {
        chars(row, column)?.map(|c| self.bytes(at, c)).transpose()
    }

    pub(crate) fn span(&self, at: usize, row: &Row<'_>, column: usize) -> Loaded<Span> {
        self.maybe(at, row, column)?
            .ok_or_else(|| Fault::Damaged(format!("a place in {} is missing", self.reports[at].report.id)))
    }

    fn anchor(&self, row: &Row<'_>, column: usize) -> Loaded<Anchor> {
        let report = id(row, column)?;
        Ok(Anchor { report, span: self.span(self.at(report)?, row, column + 1)? })
    }

    fn maybe_anchor(&self, row: &Row<'_>, column: usize) -> Loaded<Option<Anchor>> {
        match maybe_id::<ReportId>(row, column)? {
            Some(_) => self.anchor(row, column).map(Some),
            None => Ok(None),
        }
    }

    fn heads(&mut self, db: &Part<'_>) -> Loaded<()> {
        let sql = "SELECT id, text, language, title, title_start, title_end, outlet, published, published_basis, \
                   published_start, published_end, url, model FROM reports [reports:id] ORDER BY id";
        each(db, sql, |row| {
            let text: String = row.get(1)?;
            let index = CharIndex::new(&text);
            let span = |column| -> Loaded<Option<Span>> {
                let Some(chars) = chars(row, column)? else { return Ok(None) };
                let span = index.bytes(&text, chars);
                span.map(Some).ok_or_else(|| Fault::Damaged("a title or date is not in its text".into()))
            };
            let title = row.get::<_, Option<String>>(3)?;
            let title = title.map(|text| Ok::<_, Fault>(Title { text, span: span(4)? })).transpose()?;
            let date = row.get::<_, Option<String>>(7)?;
            let published = date
                .map(|date| {
                    Ok::<_, Fault>(Published { date: moment(&date)?, basis: word(row, 8)?, span: span(9)? })
                })
                .transpose()?;
            let report = Report {
                id: id(row, 0)?,
                uri: String::new(),
                path: None,
                language: row.get(2)?,
                title,
                outlet: row.get(6)?,
                authors: Vec::new(),
                published,
                url: row.get(11)?,
                agencies: Vec::new(),
                blocks: Vec::new(),
                text,
            };
            let annotations = Annotations { model: row.get(12)?, ..Annotations::default() };
            self.reports.push(Annotated { report, annotations });
            self.indexes.push(index);
            Ok(())
        })
    }

    fn parts(&mut self, db: &Part<'_>) -> Loaded<()> {
        let sql = "SELECT report, uri, path FROM report_locations [reports:report] ORDER BY report, uri DESC, path DESC";
        each(db, sql, |row| {
            let at = self.row_at(row, 0)?;
            let report = &mut self.reports[at].report;
            report.uri = row.get(1)?;
            report.path = Some(row.get::<_, String>(2)?).filter(|p| !p.is_empty());
            Ok(())
        })?;
        each(
            db,
            "SELECT report, name FROM report_authors [reports:report] ORDER BY report, position",
            |row| {
                let at = self.row_at(row, 0)?;
                self.reports[at].report.authors.push(row.get(1)?);
                Ok(())
            },
        )?;
        each(
            db,
            "SELECT report, name, start, end FROM report_agencies [reports:report] ORDER BY report, position",
            |row| {
                let at = self.row_at(row, 0)?;
                let agency = Agency { name: row.get(1)?, span: self.maybe(at, row, 2)? };
                self.reports[at].report.agencies.push(agency);
                Ok(())
            },
        )?;
        each(
            db,
            "SELECT report, role, start, end FROM blocks [reports:report] ORDER BY report, position",
            |row| {
                let at = self.row_at(row, 0)?;
                let block = Block { role: word(row, 1)?, span: self.span(at, row, 2)? };
                self.reports[at].report.blocks.push(block);
                Ok(())
            },
        )
    }

    fn sources(&mut self, db: &Part<'_>) -> Loaded<()> {
        let sql = "SELECT report, id, kind, name, description, role, affiliation, own FROM report_sources [reports:report] \
                   ORDER BY report, id";
        each(db, sql, |row| {
            let at = self.row_at(row, 0)?;
            let own: bool = row.get(7)?;
            let source = Source {
                id: id(row, 1)?,
                kind: word(row, 2)?,
                name: row.get(3)?,
                description: row.get(4)?,
                role: row.get(5)?,
                affiliation: row.get(6)?,
                report: own.then_some(self.reports[at].report.id),
                mentions: Vec::new(),
            };
            self.reports[at].annotations.sources.push(source);
            Ok(())
        })?;
        let sql = "SELECT report, source, start, end FROM report_source_mentions [reports:report] ORDER BY report, source, position";
        each(db, sql, |row| {
            let at = self.row_at(row, 0)?;
            let source: SourceId = id(row, 1)?;
            let span = self.span(at, row, 2)?;
            let sources = &mut self.reports[at].annotations.sources;
            let found = sources.binary_search_by_key(&source, |s| s.id);
            let found = found.map_err(|_| Fault::Damaged(format!("no source {source}")))?;
            sources[found].mentions.push(span);
            Ok(())
        })
    }

    fn attributions(&mut self, db: &Part<'_>) -> Loaded<()> {
        let mut places: BTreeMap<AttributionId, (usize, usize)> = BTreeMap::new();
        let sql = "SELECT report, id, manner, stance, source, count_min, count_max FROM attributions [reports:report] \
                   ORDER BY report, position";
        each(db, sql, |row| {
            let at = self.row_at(row, 0)?;
            let attribution = Attribution {
                id: id(row, 1)?,
                manner: word(row, 2)?,
                stance: word(row, 3)?,
                source: maybe_id(row, 4)?,
                via: Vec::new(),
                count: count(row, 5)?,
                source_spans: Vec::new(),
                cue_spans: Vec::new(),
                content_spans: Vec::new(),
            };
            let list = &mut self.reports[at].annotations.attributions;
            places.insert(attribution.id, (at, list.len()));
            list.push(attribution);
            Ok(())
        })?;
        let place = |attribution: AttributionId| {
            places
                .get(&attribution)
                .copied()
                .ok_or_else(|| Fault::Damaged(format!("no attribution {attribution}")))
        };
        each(
            db,
            "SELECT attribution, source FROM attribution_via [attributions:attribution] ORDER BY attribution, position",
            |row| {
                let (at, number) = place(id(row, 0)?)?;
                self.reports[at].annotations.attributions[number].via.push(id(row, 1)?);
                Ok(())
            },
        )?;
        let sql = "SELECT attribution, part, start, end FROM attribution_spans [attributions:attribution] ORDER BY attribution, part, position";
        each(db, sql, |row| {
            let (at, number) = place(id(row, 0)?)?;
            let span = self.span(at, row, 2)?;
            let attribution = &mut self.reports[at].annotations.attributions[number];
            match str_of(row, 1)? {
                "source" => attribution.source_spans.push(span),
                "cue" => attribution.cue_spans.push(span),
                "content" => attribution.content_spans.push(span),
                other => return Err(Fault::Damaged(format!("no part {other:?} of an attribution"))),
            }
            Ok(())
        })
    }

    fn mentions(&mut self, db: &Part<'_>) -> Loaded<()> {
        each(
            db,
            "SELECT report, start, end FROM sentences [reports:report] ORDER BY report, position",
            |row| {
                let at = self.row_at(row, 0)?;
                let span = self.span(at, row, 1)?;
                self.reports[at].annotations.sentences.push(span);
                Ok(())
            },
        )?;
        each(
            db,
            "SELECT report, start, end FROM quotations [reports:report] ORDER BY report, position",
            |row| {
                let at = self.row_at(row, 0)?;
                let span = self.span(at, row, 1)?;
                self.reports[at].annotations.quotations.push(span);
                Ok(())
            },
        )?;
        each(
            db,
            "SELECT report, kind, name FROM entities [reports:report] ORDER BY report, position",
            |row| {
                let at = self.row_at(row, 0)?;
                let entity = Entity { kind: word(row, 1)?, name: row.get(2)?, spans: Vec::new() };
                self.reports[at].annotations.entities.push(entity);
                Ok(())
            },
        )?;
        let sql = "SELECT report, entity, start, end FROM entity_mentions [reports:report] ORDER BY report, entity, position";
        each(db, sql, |row| {
            let at = self.row_at(row, 0)?;
            let number: u32 = row.get(1)?;
            let span = self.span(at, row, 2)?;
            let entities = &mut self.reports[at].annotations.entities;
            let entity = entities.get_mut(number as usize);
            entity.ok_or_else(|| Fault::Damaged(format!("no entity {number}")))?.spans.push(span);
            Ok(())
        })?;
        let sql = "SELECT report, start, end, first_day, last_day, relative FROM times [reports:report] ORDER BY report, position";
        each(db, sql, |row| {
            let at = self.row_at(row, 0)?;
            let time =
                TimeExpression { span: self.span(at, row, 1)?, when: days(row, 3)?, relative: row.get(5)? };
            self.reports[at].annotations.times.push(time);
            Ok(())
        })?;
        let sql = "SELECT report, start, end, value, unit, bound FROM quantities [reports:report] ORDER BY report, position";
        each(db, sql, |row| {
            let at = self.row_at(row, 0)?;
            let quantity = self.quantity(at, row, 1)?;
            self.reports[at].annotations.quantities.push(quantity);
            Ok(())
        })?;
        each(db, "SELECT report, start, end FROM hedges [reports:report] ORDER BY report, position", |row| {
            let at = self.row_at(row, 0)?;
            let span = self.span(at, row, 1)?;
            self.reports[at].annotations.hedges.push(Hedge { span });
            Ok(())
        })
    }

    /// Columns start, end, value, unit, bound.
    fn quantity(&self, at: usize, row: &Row<'_>, column: usize) -> Loaded<Quantity> {
        Ok(Quantity {
            span: self.span(at, row, column)?,
            value: row.get(column + 2)?,
            unit: row.get(column + 3)?,
            bound: word(row, column + 4)?,
        })
    }

    pub(crate) fn links(&self, db: &Part<'_>) -> Loaded<Links> {
        let mut links = Links::default();
        self.case_sources(db, &mut links)?;
        each(db, "SELECT report, date FROM not_before [reports:report] ORDER BY report", |row| {
            links.not_before.insert(id(row, 0)?, moment(str_of(row, 1)?)?);
            Ok(())
        })?;
        each(db, "SELECT id, title FROM stories [stories:id] ORDER BY position", |row| {
            links.stories.push(Story { id: id(row, 0)?, title: row.get(1)?, reports: Vec::new() });
            Ok(())
        })?;
        let stories: BTreeMap<_, _> = links.stories.iter().enumerate().map(|(n, s)| (s.id, n)).collect();
        each(
            db,
            "SELECT story, report FROM story_reports [stories:story] ORDER BY story, position",
            |row| {
                let story = id(row, 0)?;
                let story = stories.get(&story).ok_or_else(|| Fault::Damaged(format!("no story {story}")))?;
                links.stories[*story].reports.push(id(row, 1)?);
                Ok(())
            },
        )?;
        let sql = "SELECT a_report, a_start, a_end, b_report, b_start, b_end, words FROM passages [passages:position] ORDER BY position";
        each(db, sql, |row| {
            let (a, b) = (self.anchor(row, 0)?, self.anchor(row, 3)?);
            links.passages.push(Passage { a, b, words: row.get(6)? });
            Ok(())
        })?;
        links.quotes = self.quotes(db)?;
        links.lineage = self.lineage(db)?;
        links.claims = self.claims(db)?;
        let sql = "SELECT story, first_day, last_day, report, start, end, expression_start, expression_end \
                   FROM timeline [events:position] ORDER BY position";
        each(db, sql, |row| {
            let at = self.anchor(row, 3)?;
            let when = Interval { start: parsed(str_of(row, 1)?)?, end: parsed(str_of(row, 2)?)? };
            let expression = self.span(self.at(at.report)?, row, 6)?;
            links.timeline.push(Event { story: id(row, 0)?, when, at, expression });
            Ok(())
        })?;
        Ok(links)
    }

    fn case_sources(&self, db: &Part<'_>, links: &mut Links) -> Loaded<()> {
        let sql = "SELECT id, kind, name, description, role, affiliation, report FROM sources [sources:id] ORDER BY id";
        each(db, sql, |row| {
            links.sources.push(Source {
                id: id(row, 0)?,
                kind: word(row, 1)?,
                name: row.get(2)?,
                description: row.get(3)?,
                role: row.get(4)?,
                affiliation: row.get(5)?,
                report: maybe_id(row, 6)?,
                mentions: Vec::new(),
            });
            Ok(())
        })?;
        each(
            db,
            "SELECT source, start, end FROM source_mentions [own_sources:source] ORDER BY source, position",
            |row| {
                let source: SourceId = id(row, 0)?;
                let found = links.sources.binary_search_by_key(&source, |s| s.id).ok();
                let found = found.and_then(|n| links.sources[n].report.map(|report| (n, report)));
                let (number, report) =
                    found.ok_or_else(|| Fault::Damaged(format!("no report of source {source}")))?;
                let span = self.span(self.at(report)?, row, 1)?;
                links.sources[number].mentions.push(span);
                Ok(())
            },
        )?;
        each(db, "SELECT alias, source FROM source_aliases [local_sources:alias] ORDER BY alias", |row| {
            links.aliases.insert(id(row, 0)?, id(row, 1)?);
            Ok(())
        })
    }

    fn quotes(&self, db: &Part<'_>) -> Loaded<Vec<Quote>> {
        let mut quotes = Vec::new();
        each(db, "SELECT id, text, origin FROM quotes [quotes:id] ORDER BY position", |row| {
            quotes.push(Quote {
                id: id(row, 0)?,
                text: row.get(1)?,
                origin: maybe_id(row, 2)?,
                occurrences: Vec::new(),
                changes: Vec::new(),
            });
            Ok(())
        })?;
        let places: BTreeMap<QuoteId, usize> = quotes.iter().enumerate().map(|(n, q)| (q.id, n)).collect();
        let place = |quote| place(&places, quote);
        let sql = "SELECT quote, report, start, end, speaker, attribution FROM quote_occurrences [quotes:quote] \
                   ORDER BY quote, position";
        each(db, sql, |row| {
            quotes[place(id(row, 0)?)?].occurrences.push(QuoteOccurrence {
                at: self.anchor(row, 1)?,
                speaker: maybe_id(row, 4)?,
                attribution: maybe_id(row, 5)?,
            });
            Ok(())
        })?;
        each(db, &changes_of("quote"), |row| {
            quotes[place(id(row, 0)?)?].changes.push(self.change(row)?);
            Ok(())
        })?;
        Ok(quotes)
    }

    fn lineage(&self, db: &Part<'_>) -> Loaded<Vec<Edge>> {
        let mut edges: Vec<Edge> = Vec::new();
        let mut places: BTreeMap<i64, usize> = BTreeMap::new();
        let sql = "SELECT from_report, from_source, to_report, kind, credited, directed, score, position FROM lineage [edges:position] \
                   ORDER BY position";
        each(db, sql, |row| {
            let from = match maybe_id(row, 0)? {
                Some(report) => Node::Report(report),
                None => Node::External(id(row, 1)?),
            };
            places.insert(row.get(7)?, edges.len());
            edges.push(Edge {
                from,
                to: id(row, 2)?,
                kind: word(row, 3)?,
                credited: row.get(4)?,
                directed: row.get(5)?,
                score: row.get(6)?,
                evidence: Vec::new(),
                reasons: Vec::new(),
            });
            Ok(())
        })?;
        let number = |row: &Row<'_>| place(&places, row.get::<_, i64>(0)?);
        let sql = "SELECT lineage, report, start, end FROM lineage_evidence [edges:lineage] ORDER BY lineage, position";
        each(db, sql, |row| {
            let at = number(row)?;
            edges[at].evidence.push(self.anchor(row, 1)?);
            Ok(())
        })?;
        each(
            db,
            "SELECT lineage, about, reason FROM lineage_reasons [edges:lineage] ORDER BY lineage, position",
            |row| {
                let at = number(row)?;
                edges[at].reasons.push(Reason { about: word(row, 1)?, words: row.get(2)? });
                Ok(())
            },
        )?;
        Ok(edges)
    }

    fn claims(&self, db: &Part<'_>) -> Loaded<Vec<Claim>> {
        let mut claims = Vec::new();
        // What was linked before claims were taken apart has no such statement.
        let sql = "SELECT c.id, c.story, c.text, independent_min, independent_max, open, stakes, t.report, t.start, t.end, \
                   action_start, action_end, time_start, time_end, first_day, last_day, place_start, place_end, place \
                   FROM claims c LEFT JOIN statements t ON t.claim = c.id AND t.position = coalesce(c.statement, 0) \
                   [claims:c.id] ORDER BY c.position";
        each(db, sql, |row| {
            claims.push(Claim {
                id: id(row, 0)?,
                story: id(row, 1)?,
                text: row.get(2)?,
                slots: self.slots(row, 7)?,
                statements: Vec::new(),
                origins: Vec::new(),
                independent: Independent { min: row.get(3)?, max: row.get(4)?, open: row.get(5)? },
                reasons: Vec::new(),
                changes: Vec::new(),
                stakes: row.get(6)?,
            });
            Ok(())
        })?;
        let places: BTreeMap<ClaimId, usize> = claims.iter().enumerate().map(|(n, c)| (c.id, n)).collect();
        let place = |claim| place(&places, claim);
        each(db, "SELECT claim, reason FROM claim_reasons [claims:claim] ORDER BY claim, position", |row| {
            claims[place(id(row, 0)?)?].reasons.push(row.get(1)?);
            Ok(())
        })?;
        let sql = "SELECT claim, report, start, end, attribution, stance FROM statements [claims:claim] ORDER BY claim, position";
        each(db, sql, |row| {
            claims[place(id(row, 0)?)?].statements.push(Statement {
                at: self.anchor(row, 1)?,
                attribution: maybe_id(row, 4)?,
                stance: word(row, 5)?,
                hedges: Vec::new(),
                quantities: Vec::new(),
            });
            Ok(())
        })?;
        let statement = |row: &Row<'_>, claims: &[Claim]| -> Loaded<(usize, usize, usize)> {
            let claim = place(id(row, 0)?)?;
            let number = row.get::<_, u32>(1)? as usize;
            let stated = claims[claim].statements.get(number);
            let stated = stated.ok_or_else(|| Fault::Damaged(format!("no statement {number}")))?;
            Ok((claim, number, self.at(stated.at.report)?))
        };
        let sql = "SELECT claim, statement, start, end FROM statement_hedges [claims:claim] ORDER BY claim, statement, position";
        each(db, sql, |row| {
            let (claim, number, at) = statement(row, &claims)?;
            claims[claim].statements[number].hedges.push(self.span(at, row, 2)?);
            Ok(())
        })?;
        let sql = "SELECT claim, statement, start, end, value, unit, bound FROM statement_quantities [claims:claim] \
                   ORDER BY claim, statement, position";
        each(db, sql, |row| {
            let (claim, number, at) = statement(row, &claims)?;
            claims[claim].statements[number].quantities.push(self.quantity(at, row, 2)?);
            Ok(())
        })?;
        for claim in &mut claims {
            let at = claim.slots.at;
            let stated = claim.statements.iter().find(|s| s.at == at);
            claim.slots.quantities = stated.map_or_else(Vec::new, |s| s.quantities.clone());
        }
        let sql =
            "SELECT claim, part, name, start, end FROM claim_actors [claims:claim] ORDER BY claim, position";
        each(db, sql, |row| {
            let slots = &mut claims[place(id(row, 0)?)?].slots;
            let span = self.span(self.at(slots.at.report)?, row, 3)?;
            slots.actors.push(Actor { named: Named { span, name: row.get(2)? }, part: word(row, 1)? });
            Ok(())
        })?;
        let sql = "SELECT claim, source, report, count_min, count_max FROM claim_origins [claims:claim] ORDER BY claim, position";
        each(db, sql, |row| {
            let origin = Origin { source: id(row, 1)?, report: id(row, 2)?, count: count(row, 3)? };
            claims[place(id(row, 0)?)?].origins.push(origin);
            Ok(())
        })?;
        each(db, &changes_of("claim"), |row| {
            claims[place(id(row, 0)?)?].changes.push(self.change(row)?);
            Ok(())
        })?;
        Ok(claims)
    }

    /// Of a claim, but for its actors and quantities: the place of its statement, then the columns of the table.
    fn slots(&self, row: &Row<'_>, column: usize) -> Loaded<Slots> {
        let at = self.anchor(row, column)?;
        let report = self.at(at.report)?;
        let time = self.maybe(report, row, column + 5)?;
        let place = self.maybe(report, row, column + 9)?;
        let (when, name) = (days(row, column + 7)?, row.get(column + 11)?);
        Ok(Slots {
            action: self.maybe(report, row, column + 3)?,
            time: time.map(|span| Time { span, when }),
            place: place.map(|span| Named { span, name }),
            ..Slots::new(at)
        })
    }

    /// Columns of [`changes_of`].
    fn change<K: Word>(&self, row: &Row<'_>) -> Loaded<Change<K>> {
        Ok(Change {
            kind: word(row, 1)?,
            report: id(row, 2)?,
            from: row.get(3)?,
            to: row.get(4)?,
            from_at: self.maybe_anchor(row, 5)?,
            to_at: self.maybe_anchor(row, 8)?,
        })
    }
}

fn changes_of(owner: &str) -> String {
    format!(
        "SELECT {owner}, kind, report, before, after, from_report, from_start, from_end, to_report, to_start, to_end \
         FROM {owner}_changes [{owner}s:{owner}] ORDER BY {owner}, position"
    )
}

fn place<I: Ord + std::fmt::Display>(places: &BTreeMap<I, usize>, id: I) -> Loaded<usize> {
    places.get(&id).copied().ok_or_else(|| Fault::Damaged(format!("a row names {id}, which is not there")))
}
