use std::collections::{BTreeMap, BTreeSet};

use backstory_model::{
    Anchor, AttributionId, Case, Change, Correction, Count, Links, Node, ReportId, Ruling, SourceId, Span,
    StoryId,
};
use backstory_text::CharIndex;
use rusqlite::{CachedStatement, params};

use crate::{Store, StoreError, names::Word, put::insert};

/// Tables of what the reports say together, those first that others do not point at.
const LINK_TABLES: &[&str] = &[
    "corrected_via",
    "corrected_attributions",
    "corrected_dates",
    "report_days",
    "story_figures",
    "source_figures",
    "citations",
    "outlet_figures",
    "timeline",
    "claim_actors",
    "claim_changes",
    "claim_origins",
    "statement_quantities",
    "statement_hedges",
    "statements",
    "claim_reasons",
    "claims",
    "lineage_reasons",
    "lineage_evidence",
    "lineage",
    "quote_changes",
    "quote_occurrences",
    "quotes",
    "passages",
    "story_reports",
    "stories",
    "not_before",
    "source_aliases",
    "source_mentions",
    "sources",
];

/// Those that are counted from the others.
const FIGURES: &[&str] = &["report_days", "story_figures", "source_figures", "citations", "outlet_figures"];

impl Store {
    /// Writes what the reports say together, in place of what was there, all of it or nothing. `revision` is that of
    /// the case when its reports were loaded (see [`Store::revision`]).
    ///
    /// # Errors
    /// [`StoreError::Malformed`] where a link points at nothing, and those of SQLite. The links that were there stay.
    pub fn save_links(&mut self, case: &Case, revision: i64, tool_version: &str) -> Result<(), StoreError> {
        self.commit()?;
        let writer = Writer::new(case).map_err(|what| StoreError::Malformed { at: "links".into(), what })?;
        // Whatever the links point at was just looked up. SQLite would do it again for each row, and look at every row
        // that goes for others that point at it.
        self.enforce(false)?;
        let saved = self.saved(&writer, case, revision, tool_version);
        self.enforce(true)?;
        saved
    }

    /// Whether SQLite looks that keys point at something; not to be changed within a transaction.
    fn enforce(&self, keys: bool) -> Result<(), StoreError> {
        self.db.pragma_update(None, "foreign_keys", keys).map_err(|e| self.sql(e))
    }

    fn saved(
        &mut self,
        writer: &Writer<'_>,
        case: &Case,
        revision: i64,
        tool_version: &str,
    ) -> Result<(), StoreError> {
        self.begin()?;
        let found = self.revision();
        let done = self.drop_indexes().and_then(|indexes| {
            self.drop_links()?;
            writer.write(&self.db, case)?;
            let (figures, links) = indexes.into_iter().partition(|i: &Index| FIGURES.contains(&&*i.table));
            make_indexes(&self.db, links)?;
            let mut set =
                self.db.prepare_cached("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)")?;
            set.execute(params!["linked_revision", revision.to_string()])?;
            set.execute(params!["linked_by", tool_version])?;
            self.db.execute_batch(crate::FILL_FIGURES)?;
            make_indexes(&self.db, figures)?;
            // Another program may have replaced a report since these were loaded.
            let whole = found.as_ref().is_ok_and(|found| *found == revision);
            if whole || self.db.prepare("PRAGMA foreign_key_check")?.query([])?.next()?.is_none() {
                return Ok(());
            }
            let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY);
            Err(rusqlite::Error::SqliteFailure(code, Some("a report is not there any more".into())))
        });
        match done {
            Ok(()) => self.commit(),
            Err(error) => {
                self.give_up();
                match error.sqlite_error_code() {
                    Some(rusqlite::ErrorCode::ConstraintViolation) => {
                        Err(StoreError::Malformed { at: "links".into(), what: error.to_string() })
                    }
                    _ => Err(self.sql(error)),
                }
            }
        }
    }

    /// Takes away the indexes of what is written anew as a whole, and gives what makes them: made of all rows at once, an
    /// index takes a small part of the time that it takes row by row.
    fn drop_indexes(&self) -> rusqlite::Result<Vec<Index>> {
        let mut query = self.db.prepare_cached(
            "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name",
        )?;
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let all = query.query_map([], read)?.collect::<rusqlite::Result<Vec<(String, String, String)>>>()?;
        let mut indexes = Vec::new();
        for (name, table, make) in all {
            if LINK_TABLES.contains(&&*table) {
                self.db.execute_batch(&format!("DROP INDEX \"{}\"", name.replace('"', "\"\"")))?;
                indexes.push(Index { table, make });
            }
        }
        Ok(indexes)
    }

    /// Deletes what the reports say together, and notes that it has to be made anew.
    pub(crate) fn drop_links(&self) -> rusqlite::Result<()> {
        for table in LINK_TABLES {
            self.db.prepare_cached(&format!("DELETE FROM {table}"))?.execute([])?;
        }
        self.db.prepare_cached("DELETE FROM meta WHERE key = 'linked_revision'")?.execute([])?;
        rebuild(&self.db)
    }
}

/// An index that was taken away.
struct Index {
    table: String,
    /// The words of SQL that make it.
    make: String,
}

fn make_indexes(db: &rusqlite::Connection, indexes: Vec<Index>) -> rusqlite::Result<()> {
    indexes.iter().try_for_each(|index| db.execute_batch(&index.make))
}

/// The search tables of quotes and claims follow their tables as a whole.
fn rebuild(db: &rusqlite::Connection) -> rusqlite::Result<()> {
    for table in ["quotes_fts", "claims_fts"] {
        db.prepare_cached(&format!("INSERT INTO {table} ({table}) VALUES ('rebuild')"))?.execute([])?;
    }
    Ok(())
}

/// Writes links; knows every report's text.
struct Writer<'a> {
    texts: BTreeMap<ReportId, (&'a str, CharIndex)>,
    /// Of all reports, sorted.
    attributions: Vec<AttributionId>,
}

impl<'a> Writer<'a> {
    /// # Errors
    /// Where a link points at nothing, or outside the texts of the case.
    fn new(case: &'a Case) -> Result<Self, String> {
        let texts = case.reports.iter().map(|a| {
            let text = a.report.text.as_str();
            (a.report.id, (text, CharIndex::new(text)))
        });
        let said = case.reports.iter().flat_map(|a| &a.annotations.attributions);
        let mut attributions: Vec<AttributionId> = said.map(|a| a.id).collect();
        attributions.sort_unstable();
        let writer = Self { texts: texts.collect(), attributions };
        writer.check(&case.links)?;
        Ok(writer)
    }

    fn check(&self, links: &Links) -> Result<(), String> {
        let inside = |what: &str, report: ReportId, span: Span| {
            let (text, _) = self.texts.get(&report).ok_or_else(|| format!("{what}: no report {report}"))?;
            text.get(span.range())
                .map(|_| ())
                .ok_or_else(|| format!("{what}: bytes {span:?} do not lie in the text of {report}"))
        };
        let at = |what: &str, anchor: Anchor| inside(what, anchor.report, anchor.span);
        let report = |what: &str, id: ReportId| match self.texts.contains_key(&id) {
            true => Ok(()),
            false => Err(format!("{what}: no report {id}")),
        };
        let attribution = |what: &str, id: Option<AttributionId>| match id {
            Some(id) if self.attributions.binary_search(&id).is_err() => {
                Err(format!("{what}: no attribution {id}"))
            }
            _ => Ok(()),
        };
        let stories: BTreeSet<StoryId> = links.stories.iter().map(|s| s.id).collect();
        let story = |what: &str, id: StoryId| match stories.contains(&id) {
            true => Ok(()),
            false => Err(format!("{what}: no story {id}")),
        };
        let sources: BTreeSet<SourceId> = links.sources.iter().map(|s| s.id).collect();
        links.not_before.keys().try_for_each(|r| report("date", *r))?;
        links.stories.iter().flat_map(|s| &s.reports).try_for_each(|r| report("story", *r))?;
        links.sources.iter().filter_map(|s| s.report).try_for_each(|r| report("source", r))?;
        for source in &links.sources {
            if source.report.is_none() && !source.mentions.is_empty() {
                return Err(format!(
                    "source {} has mentions, but no report that they could stand in",
                    source.id
                ));
            }
            for span in source.report.iter().flat_map(|r| source.mentions.iter().map(move |m| (*r, *m))) {
                inside("source", span.0, span.1)?;
            }
        }
        for passage in &links.passages {
            at("passage", passage.a)?;
            at("passage", passage.b)?;
        }
        for quote in &links.quotes {
            quote.origin.map_or(Ok(()), |r| report("quote", r))?;
            quote.occurrences.iter().try_for_each(|o| at("quote", o.at))?;
            quote.occurrences.iter().try_for_each(|o| attribution("quote", o.attribution))?;
            quote.changes.iter().try_for_each(|c| report("quote change", c.report))?;
            let ends = quote.changes.iter().flat_map(|c| c.from_at.into_iter().chain(c.to_at));
            ends.into_iter().try_for_each(|a| at("quote change", a))?;
        }
        for edge in &links.lineage {
            match edge.from {
                Node::Report(id) => report("lineage", id)?,
                Node::External(id) if sources.contains(&id) => {}
                Node::External(id) => return Err(format!("lineage: no source {id}")),
            }
            report("lineage", edge.to)?;
            edge.evidence.iter().try_for_each(|a| at("lineage", *a))?;
        }
        for claim in &links.claims {
            story("claim", claim.story)?;
            claim.origins.iter().try_for_each(|o| report("origin", o.report))?;
            claim.changes.iter().try_for_each(|c| report("claim change", c.report))?;
            for statement in &claim.statements {
                at("statement", statement.at)?;
                attribution("statement", statement.attribution)?;
                let report = statement.at.report;
                statement.hedges.iter().try_for_each(|h| inside("hedge", report, *h))?;
                statement.quantities.iter().try_for_each(|q| inside("quantity", report, q.span))?;
            }
            let ends = claim.changes.iter().flat_map(|c| c.from_at.into_iter().chain(c.to_at));
            ends.into_iter().try_for_each(|a| at("claim change", a))?;
            let slots = &claim.slots;
            let spans = slots.actors.iter().map(|a| a.named.span).chain(slots.action);
            let spans = spans.chain(slots.time.map(|t| t.span)).chain(slots.place.as_ref().map(|p| p.span));
            spans.into_iter().try_for_each(|s| inside("slot", slots.at.report, s))?;
        }
        for event in &links.timeline {
            story("event", event.story)?;
            at("event", event.at)?;
            inside("event", event.at.report, event.expression)?;
        }
        Ok(())
    }

    fn write(&self, db: &rusqlite::Connection, case: &Case) -> rusqlite::Result<()> {
        let links = &case.links;
        corrected(db, case)?;
        self.sources(db, links)?;
        let mut add = prepare(db, "not_before", "report, date")?;
        for (report, date) in &links.not_before {
            add.execute(params![report.to_string(), date.as_str()])?;
        }
        let mut add = prepare(db, "stories", "id, position, title")?;
        let mut add_report = prepare(db, "story_reports", "story, position, report")?;
        for (position, story) in by_id(&links.stories, |s| s.id) {
            let id = story.id.to_string();
            add.execute(params![id, position as i64, story.title])?;
            for (position, report) in story.reports.iter().enumerate() {
                add_report.execute(params![id, position as i64, report.to_string()])?;
            }
        }
        let columns = "position, a_report, a_start, a_end, b_report, b_start, b_end, words";
        let mut add = prepare(db, "passages", columns)?;
        for (position, passage) in links.passages.iter().enumerate() {
            let (a, b) = (self.anchor(passage.a), self.anchor(passage.b));
            add.execute(params![position as i64, a.0, a.1, a.2, b.0, b.1, b.2, passage.words])?;
        }
        self.quotes(db, links)?;
        self.lineage(db, links)?;
        self.claims(db, links)?;
        let columns =
            "position, story, first_day, last_day, report, start, end, expression_start, expression_end";
        let mut add = prepare(db, "timeline", columns)?;
        for (position, event) in links.timeline.iter().enumerate() {
            let at = self.anchor(event.at);
            let (start, end) = self.span(event.at.report, event.expression);
            let (story, first) = (event.story.to_string(), event.when.start.to_string());
            let last = event.when.end.to_string();
            add.execute(params![position as i64, story, first, last, at.0, at.1, at.2, start, end])?;
        }
        rebuild(db)
    }

    fn sources(&self, db: &rusqlite::Connection, links: &Links) -> rusqlite::Result<()> {
        let mut add = prepare(db, "sources", "id, kind, name, description, role, affiliation, report")?;
        let mut add_mention = prepare(db, "source_mentions", "source, position, start, end")?;
        for source in &links.sources {
            let id = source.id.to_string();
            add.execute(params![
                id,
                source.kind.word(),
                source.name,
                source.description,
                source.role,
                source.affiliation,
                source.report.map(|r| r.to_string()),
            ])?;
            let Some(report) = source.report else { continue };
            for (position, span) in source.mentions.iter().enumerate() {
                let (start, end) = self.span(report, *span);
                add_mention.execute(params![id, position as i64, start, end])?;
            }
        }
        let mut add = prepare(db, "source_aliases", "alias, source")?;
        for (alias, source) in &links.aliases {
            add.execute(params![alias.to_string(), source.to_string()])?;
        }
        Ok(())
    }

    fn quotes(&self, db: &rusqlite::Connection, links: &Links) -> rusqlite::Result<()> {
        let mut add = prepare(db, "quotes", "position, id, text, origin")?;
        let columns = "quote, position, report, start, end, speaker, attribution";
        let mut add_occurrence = prepare(db, "quote_occurrences", columns)?;
        for (position, quote) in links.quotes.iter().enumerate() {
            let (id, origin) = (quote.id.to_string(), quote.origin.map(|r| r.to_string()));
            add.execute(params![position as i64, id, quote.text, origin])?;
        }
        for (_, quote) in by_id(&links.quotes, |q| q.id) {
            let id = quote.id.to_string();
            for (position, occurrence) in quote.occurrences.iter().enumerate() {
                let at = self.anchor(occurrence.at);
                let speaker = occurrence.speaker.map(|s| s.to_string());
                let attribution = occurrence.attribution.map(|a| a.to_string());
                add_occurrence.execute(params![
                    id,
                    position as i64,
                    at.0,
                    at.1,
                    at.2,
                    speaker,
                    attribution
                ])?;
            }
            self.changes(db, ("quote_changes", "quote"), &id, &quote.changes)?;
        }
        Ok(())
    }

    fn lineage(&self, db: &rusqlite::Connection, links: &Links) -> rusqlite::Result<()> {
        let columns = "position, from_report, from_source, to_report, kind, credited, directed, score";
        let mut add = prepare(db, "lineage", columns)?;
        let mut add_evidence = prepare(db, "lineage_evidence", "lineage, position, report, start, end")?;
        let mut add_reason = prepare(db, "lineage_reasons", "lineage, position, about, reason")?;
        for (number, edge) in links.lineage.iter().enumerate() {
            let number = number as i64;
            let (report, source) = match edge.from {
                Node::Report(id) => (Some(id.to_string()), None),
                Node::External(id) => (None, Some(id.to_string())),
            };
            add.execute(params![
                number,
                report,
                source,
                edge.to.to_string(),
                edge.kind.word(),
                edge.credited,
                edge.directed,
                edge.score,
            ])?;
            for (position, anchor) in edge.evidence.iter().enumerate() {
                let at = self.anchor(*anchor);
                add_evidence.execute(params![number, position as i64, at.0, at.1, at.2])?;
            }
            for (position, reason) in edge.reasons.iter().enumerate() {
                add_reason.execute(params![number, position as i64, reason.about.word(), reason.words])?;
            }
        }
        Ok(())
    }

    fn claims(&self, db: &rusqlite::Connection, links: &Links) -> rusqlite::Result<()> {
        let columns = "position, id, story, text, independent_min, independent_max, open, stakes, statement, \
                       action_start, action_end, time_start, time_end, first_day, last_day, place_start, place_end, place";
        let mut add = prepare(db, "claims", columns)?;
        let mut add_actor = prepare(db, "claim_actors", "claim, position, part, name, start, end")?;
        let mut add_reason = prepare(db, "claim_reasons", "claim, position, reason")?;
        let columns = "claim, position, source, report, count_min, count_max";
        let mut add_origin = prepare(db, "claim_origins", columns)?;
        for (position, claim) in links.claims.iter().enumerate() {
            let id = claim.id.to_string();
            let independent = claim.independent;
            let slots = &claim.slots;
            let statement = claim.statements.iter().position(|s| s.at == slots.at).map(|at| at as i64);
            let span = |span: Span| self.span(slots.at.report, span);
            let action = slots.action.map(span);
            let time = slots.time.map(|t| span(t.span));
            let days = slots.time.and_then(|t| t.when);
            let place = slots.place.as_ref().map(|p| span(p.span));
            add.execute(params![
                position as i64,
                id,
                claim.story.to_string(),
                claim.text,
                independent.min,
                independent.max,
                independent.open,
                claim.stakes,
                statement,
                action.map(|a| a.0),
                action.map(|a| a.1),
                time.map(|t| t.0),
                time.map(|t| t.1),
                days.map(|d| d.start.to_string()),
                days.map(|d| d.end.to_string()),
                place.map(|p| p.0),
                place.map(|p| p.1),
                slots.place.as_ref().and_then(|p| p.name.as_ref()),
            ])?;
        }
        for (_, claim) in by_id(&links.claims, |c| c.id) {
            let (id, slots) = (claim.id.to_string(), &claim.slots);
            for (position, actor) in slots.actors.iter().enumerate() {
                let (start, end) = self.span(slots.at.report, actor.named.span);
                add_actor.execute(params![
                    id,
                    position as i64,
                    actor.part.word(),
                    actor.named.name,
                    start,
                    end
                ])?;
            }
            for (position, reason) in claim.reasons.iter().enumerate() {
                add_reason.execute(params![id, position as i64, reason])?;
            }
            self.statements(db, &id, &claim.statements)?;
            for (position, origin) in claim.origins.iter().enumerate() {
                let (min, max) = count(origin.count);
                let (source, report) = (origin.source.to_string(), origin.report.to_string());
                add_origin.execute(params![id, position as i64, source, report, min, max])?;
            }
            self.changes(db, ("claim_changes", "claim"), &id, &claim.changes)?;
        }
        Ok(())
    }

    fn statements(
        &self,
        db: &rusqlite::Connection,
        claim: &str,
        statements: &[backstory_model::Statement],
    ) -> rusqlite::Result<()> {
        let columns = "claim, position, report, start, end, attribution, stance";
        let mut add = prepare(db, "statements", columns)?;
        let mut add_hedge = prepare(db, "statement_hedges", "claim, statement, position, start, end")?;
        let columns = "claim, statement, position, start, end, value, unit, bound";
        let mut add_quantity = prepare(db, "statement_quantities", columns)?;
        for (number, statement) in statements.iter().enumerate() {
            let number = number as i64;
            let at = self.anchor(statement.at);
            let attribution = statement.attribution.map(|a| a.to_string());
            add.execute(params![claim, number, at.0, at.1, at.2, attribution, statement.stance.word()])?;
            for (position, hedge) in statement.hedges.iter().enumerate() {
                let (start, end) = self.span(statement.at.report, *hedge);
                add_hedge.execute(params![claim, number, position as i64, start, end])?;
            }
            for (position, quantity) in statement.quantities.iter().enumerate() {
                let (start, end) = self.span(statement.at.report, quantity.span);
                let (value, unit, bound) = (quantity.value, &quantity.unit, quantity.bound.word());
                add_quantity.execute(params![
                    claim,
                    number,
                    position as i64,
                    start,
                    end,
                    value,
                    unit,
                    bound
                ])?;
            }
        }
        Ok(())
    }

    /// Changes of a quote or a claim: table and name of its key column, and the key.
    fn changes<K: Word>(
        &self,
        db: &rusqlite::Connection,
        (table, owner): (&str, &str),
        id: &str,
        changes: &[Change<K>],
    ) -> rusqlite::Result<()> {
        let columns = format!(
            "{owner}, position, kind, report, before, after, from_report, from_start, from_end, to_report, to_start, to_end"
        );
        let mut add = prepare(db, table, &columns)?;
        for (position, change) in changes.iter().enumerate() {
            let from = change.from_at.map(|a| self.anchor(a));
            let to = change.to_at.map(|a| self.anchor(a));
            add.execute(params![
                id,
                position as i64,
                change.kind.word(),
                change.report.to_string(),
                change.from,
                change.to,
                from.as_ref().map(|f| &f.0),
                from.as_ref().map(|f| f.1),
                from.as_ref().map(|f| f.2),
                to.as_ref().map(|t| &t.0),
                to.as_ref().map(|t| t.1),
                to.as_ref().map(|t| t.2),
            ])?;
        }
        Ok(())
    }

    fn anchor(&self, anchor: Anchor) -> (String, u32, u32) {
        let (start, end) = self.span(anchor.report, anchor.span);
        (anchor.report.to_string(), start, end)
    }

    /// In code points. Every span was checked to lie in its text.
    fn span(&self, report: ReportId, span: Span) -> (u32, u32) {
        let (text, index) = &self.texts[&report];
        let chars = index.chars(text, span);
        (chars.start, chars.end)
    }
}

/// What people corrected in the reports, where it differs from what is stored.
fn corrected(db: &rusqlite::Connection, case: &Case) -> rusqlite::Result<()> {
    let mut speakers: BTreeMap<ReportId, Vec<(&Correction, Span)>> = BTreeMap::new();
    let mut add_date = prepare(db, "corrected_dates", "report, correction, published")?;
    for correction in &case.corrections {
        match &correction.ruling {
            Ruling::Speaker { at, .. } => speakers.entry(at.report).or_default().push((correction, at.span)),
            Ruling::Published { report, date } if case.report(*report).is_some() => {
                let (id, date) = (correction.id.to_string(), date.as_ref().map(|d| d.as_str()));
                add_date.execute(params![report.to_string(), id, date])?;
            }
            _ => {}
        }
    }
    let mut add =
        prepare(db, "corrected_attributions", "attribution, correction, source, count_min, count_max")?;
    let mut add_via = prepare(db, "corrected_via", "attribution, position, source")?;
    let mut found = db.prepare_cached(
        "SELECT source, count_min, count_max, (SELECT group_concat(source) FROM (SELECT source FROM attribution_via \
         WHERE attribution = ?1 ORDER BY position)) FROM attributions WHERE id = ?1",
    )?;
    for (report, corrections) in speakers {
        let Some(annotated) = case.report(report) else { continue };
        for attribution in &annotated.annotations.attributions {
            let id = attribution.id.to_string();
            let via: Vec<String> = attribution.via.iter().map(|v| v.to_string()).collect();
            let (min, max) = count(attribution.count);
            let source = attribution.source.map(|s| s.to_string());
            let joined = (!via.is_empty()).then(|| via.join(","));
            let now = (source, min, max, joined);
            let was = found.query_row([&id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?;
            if now == was {
                continue;
            }
            // The latest that touches the words; what lies within the words of another goes with them.
            let touches =
                |c: &&(&Correction, Span)| attribution.content_spans.iter().any(|s| s.overlaps(c.1));
            let by = corrections.iter().rev().find(touches).or(corrections.last());
            let Some((correction, _)) = by else { continue };
            add.execute(params![id, correction.id.to_string(), now.0, min, max])?;
            for (position, source) in via.iter().enumerate() {
                add_via.execute(params![id, position as i64, source])?;
            }
        }
    }
    Ok(())
}

/// Things with their places in their list, in the order of their ids, in which the rows that hang on them are sorted: rows
/// put in that order lie side by side, in any other all over the file.
fn by_id<T, I: Ord>(things: &[T], id: impl Fn(&T) -> I) -> Vec<(usize, &T)> {
    let mut sorted: Vec<(usize, &T)> = things.iter().enumerate().collect();
    sorted.sort_by_key(|(_, thing)| id(thing));
    sorted
}

fn count(count: Option<Count>) -> (Option<u32>, Option<u32>) {
    (count.map(|c| c.min), count.and_then(|c| c.max))
}

fn prepare<'a>(
    db: &'a rusqlite::Connection,
    table: &str,
    columns: &str,
) -> rusqlite::Result<CachedStatement<'a>> {
    db.prepare_cached(&insert(table, columns))
}
