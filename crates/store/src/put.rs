use std::{collections::BTreeMap, fmt};

use backstory_model::{
    Annotated, Annotations, Beside, Credit, Document, Meta, Report, ReportId, SourceId, Span,
};
use backstory_text::CharIndex;
use rusqlite::{ToSql, params};
use sha2::{Digest, Sha256};

use crate::{Store, StoreError, names::Word};

/// SHA-256 over a document's text and what was given with it, but not where it lay: what tells that an input was read
/// before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InputHash([u8; 32]);

impl InputHash {
    /// Of one document.
    pub fn of(document: &Document) -> Self {
        // Taken apart by name, so that a new field cannot be forgotten here.
        let Meta {
            title,
            outlet,
            authors,
            published,
            url,
            language,
            description,
            by_hand,
            modified,
            captured,
            dateline,
            based_on,
            backstory,
        } = &document.meta;
        let mut hasher = Sha256::new();
        let mut add = |part: Option<&str>| match part {
            None => hasher.update([0]),
            Some(part) => {
                hasher.update([1]);
                hasher.update((part.len() as u64).to_le_bytes());
                hasher.update(part);
            }
        };
        add(Some(&document.text));
        for field in [title, outlet, published, url, language, description] {
            add(field.as_deref());
        }
        authors.iter().for_each(|author| add(Some(author)));
        add(by_hand.then_some(""));
        // Each with its name, and only where there is one: inputs of older versions keep their hash.
        let mut named = |name: &str, part: Option<&str>| {
            if part.is_some() {
                add(Some(name));
                add(part);
            }
        };
        // When it was fetched is no part of what it says: fetched again, the same page is known.
        let _ = captured;
        named("modified", modified.as_deref());
        named("dateline", dateline.as_deref());
        named("backstory", backstory.as_deref());
        for credit in based_on {
            named("based on", Some(if credit.taken_over { "whole" } else { "cited" }));
            named("name", credit.name.as_deref());
            named("title", credit.title.as_deref());
            named("url", credit.url.as_deref());
        }
        for mark in &document.marks {
            named("mark", Some(&format!("{} {} {}", mark.role.name(), mark.span.start, mark.span.end)));
        }
        for link in &document.links {
            named("link", Some(&format!("{:?} {} {}", link.kind, link.span.start, link.span.end)));
            named("url", Some(&link.url));
        }
        Self(hasher.finalize().into())
    }
}

impl fmt::Display for InputHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for InputHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What became of a report that was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It is new in the case.
    Added,
    /// It was there, made by another version of the program, another model or from an input that differs, and was replaced.
    Replaced,
    /// It was there.
    Known,
}

impl Store {
    /// The reports whose input was read by this version of the program with this model, by the hash of that input.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn known(
        &self,
        tool_version: &str,
        model: &str,
    ) -> Result<BTreeMap<InputHash, ReportId>, StoreError> {
        let sql = |e| self.sql(e);
        let mut query = self
            .db
            .prepare("SELECT input_sha256, id FROM reports WHERE tool_version = ?1 AND model = ?2")
            .map_err(sql)?;
        let mut rows = query.query([tool_version, model]).map_err(sql)?;
        let mut known = BTreeMap::new();
        while let Some(row) = rows.next().map_err(sql)? {
            let hash = row.get_ref(0).and_then(|v| Ok(v.as_str()?)).map_err(sql)?;
            let id: String = row.get(1).map_err(sql)?;
            if let (Some(hash), Ok(id)) = (unhex(hash), id.parse()) {
                known.insert(InputHash(hash), id);
            }
        }
        Ok(known)
    }

    /// Notes that a report of the case was also found elsewhere. It is safe after the next [`Store::commit`].
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn add_location(&mut self, id: ReportId, uri: &str, path: Option<&str>) -> Result<(), StoreError> {
        self.settle_one(id)?;
        self.begin()?;
        self.db
            .prepare_cached(&add(LOCATIONS, ""))
            .and_then(|mut s| s.execute(params![id.to_string(), uri, path.unwrap_or_default()]))
            .map_err(|e| self.sql(e))?;
        Ok(())
    }

    /// Adds a report with what it says, all of it or nothing. It is safe after the next [`Store::commit`]. For many
    /// reports, [`Store::hand_in`] is quicker.
    ///
    /// # Errors
    /// [`StoreError::Malformed`] where a finding points at nothing: the other reports are not touched by it. Any other
    /// error gives up what was put since the last commit.
    pub fn put(
        &mut self,
        annotated: &Annotated,
        input: InputHash,
        tool_version: &str,
    ) -> Result<Put, StoreError> {
        let report = &annotated.report;
        if let Err(what) = check(annotated) {
            return Err(StoreError::Malformed { at: report.uri.clone(), what });
        }
        self.settle_one(report.id)?;
        self.begin()?;
        match self.put_row(annotated, input, tool_version) {
            Ok(put) => {
                self.add_location(report.id, &report.uri, report.path.as_deref())?;
                Ok(put)
            }
            Err(error) => {
                self.give_up();
                Err(self.sql(error))
            }
        }
    }

    fn put_row(&self, annotated: &Annotated, input: InputHash, tool_version: &str) -> rusqlite::Result<Put> {
        let Annotated { report, annotations } = annotated;
        let id = report.id.to_string();
        let put = self.what_becomes(&id, tool_version, &annotations.model, &input.to_string())?;
        if put == Put::Known {
            return Ok(put);
        }
        let kept = if put == Put::Replaced { self.take_out(&id)? } else { Kept::default() };
        let mut writer = Writer::new(&self.db, &id, &report.text);
        writer.report(report, annotations, input, tool_version)?;
        writer.annotations(annotations)?;
        self.put_back(&id, &kept)?;
        self.revise(1)?;
        Ok(put)
    }

    /// What becomes of a report that is put into the tables now.
    pub(crate) fn what_becomes(
        &self,
        id: &str,
        tool_version: &str,
        model: &str,
        input_hash: &str,
    ) -> rusqlite::Result<Put> {
        let mut query =
            self.db.prepare_cached("SELECT tool_version, model, input_sha256 FROM reports WHERE id = ?1")?;
        let mut rows = query.query([id])?;
        let Some(row) = rows.next()? else { return Ok(Put::Added) };
        let text = |column| row.get_ref(column).and_then(|v| Ok(v.as_str()?));
        Ok(again((text(0)?, text(1)?, text(2)?), (tool_version, model, input_hash)))
    }

    /// Counts reports that were added or replaced.
    pub(crate) fn revise(&self, reports: u32) -> rusqlite::Result<()> {
        self.db
            .prepare_cached("UPDATE meta SET value = CAST(value AS INTEGER) + ?1 WHERE key = 'revision'")?
            .execute([reports])
            .map(drop)
    }

    /// Deletes a report that is about to be replaced, and the links, which point at it; gives where it was found and
    /// when it was fetched.
    pub(crate) fn take_out(&self, id: &str) -> rusqlite::Result<Kept> {
        let captures = self
            .db
            .prepare_cached("SELECT captured FROM report_captures WHERE report = ?1")?
            .query_map([id], |row| row.get(0))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let locations = self
            .db
            .prepare_cached("SELECT uri, path FROM report_locations WHERE report = ?1")?
            .query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        self.drop_links()?;
        self.db.prepare_cached("DELETE FROM reports WHERE id = ?1")?.execute([id])?;
        Ok((locations, captures))
    }

    /// Gives a report that was replaced what [`Store::take_out`] gave.
    pub(crate) fn put_back(&self, id: &str, (locations, captures): &Kept) -> rusqlite::Result<()> {
        for (uri, path) in locations {
            self.db.prepare_cached(&add(LOCATIONS, ""))?.execute(params![id, uri, path])?;
        }
        for captured in captures {
            self.db.prepare_cached(&add(CAPTURES, ""))?.execute(params![id, captured])?;
        }
        Ok(())
    }
}

/// Places (uri and path) and times of capture of a report.
pub(crate) type Kept = (Vec<(String, String)>, Vec<String>);

/// What becomes of a report that was put before: then and now, the version of the program, the model, and the hash of the
/// input.
pub(crate) fn again(then: (&str, &str, &str), now: (&str, &str, &str)) -> Put {
    // Two inputs may make reports of one id that still differ in what the id leaves out. Which one is kept must not
    // depend on which came first.
    if (then.0, then.1) == (now.0, now.1) && then.2 <= now.2 { Put::Known } else { Put::Replaced }
}

/// Tables that hold what a report says, and their columns. What waits in a case that was left by a killed run names them by
/// their place here and their columns by number: they are never changed, and new ones come at the end.
pub(crate) const TABLES: &[(&str, &str)] = &[
    (
        "reports",
        "id, text, language, title, title_start, title_end, outlet, published, published_basis, published_start, \
         published_end, url, model, content_sha256, input_sha256, tool_version",
    ),
    ("report_locations", "report, uri, path"),
    ("report_captures", "report, captured"),
    ("report_authors", "report, position, name"),
    ("report_agencies", "report, position, name, start, end"),
    ("blocks", "report, position, role, start, end"),
    ("sentences", "report, position, start, end"),
    ("quotations", "report, position, start, end"),
    ("report_sources", "report, id, kind, name, description, role, affiliation, own"),
    ("report_source_mentions", "report, source, position, start, end"),
    ("attributions", "report, position, id, manner, stance, source, count_min, count_max"),
    ("attribution_via", "attribution, position, source"),
    ("attribution_spans", "attribution, part, position, start, end"),
    ("entities", "report, position, kind, name"),
    ("entity_mentions", "report, entity, position, start, end"),
    ("times", "report, position, start, end, first_day, last_day, relative"),
    ("quantities", "report, position, start, end, value, unit, bound"),
    ("hedges", "report, position, start, end"),
    ("report_pages", "report, modified, dateline, backstory"),
    ("report_credits", "report, position, taken_over, name, title, url"),
    ("report_links", "report, position, kind, start, end, url"),
];

/// Places in [`TABLES`]: the row of the report itself,
pub(crate) const REPORTS: usize = 0;
/// and rows that another input may give once more.
pub(crate) const LOCATIONS: usize = 1;
pub(crate) const CAPTURES: usize = 2;

/// Where the rows of a report go.
pub(crate) trait Rows {
    /// One row of one of [`TABLES`].
    fn row(&mut self, table: &str, values: &[&dyn ToSql]) -> rusqlite::Result<()>;
}

/// Into the tables.
impl Rows for &rusqlite::Connection {
    fn row(&mut self, table: &str, values: &[&dyn ToSql]) -> rusqlite::Result<()> {
        self.prepare_cached(&add(place(table), ""))?.execute(values).map(drop)
    }
}

/// The place of a table in [`TABLES`].
pub(crate) fn place(table: &str) -> usize {
    TABLES.iter().position(|(name, _)| *name == table).expect("a table of reports")
}

/// `INSERT` of a row of one of [`TABLES`], with `more` columns behind those that it has.
pub(crate) fn add(place: usize, more: &str) -> String {
    add_columns(place, usize::MAX, more)
}

/// As [`add`], of the first so many columns.
pub(crate) fn add_columns(place: usize, columns: usize, more: &str) -> String {
    let (table, all) = TABLES[place];
    let columns: Vec<&str> = all.split(", ").take(columns).collect();
    let sql = insert(table, &format!("{}{more}", columns.join(", ")));
    match place {
        LOCATIONS | CAPTURES => sql.replacen("INSERT", "INSERT OR IGNORE", 1),
        _ => sql,
    }
}

/// Writes the rows of one report.
pub(crate) struct Writer<'a, R> {
    rows: R,
    id: &'a str,
    text: &'a str,
    index: CharIndex,
}

impl<'a, R: Rows> Writer<'a, R> {
    pub(crate) fn new(rows: R, id: &'a str, text: &'a str) -> Self {
        Self { rows, id, text, index: CharIndex::new(text) }
    }

    pub(crate) fn report(
        &mut self,
        report: &Report,
        annotations: &Annotations,
        input: InputHash,
        tool_version: &str,
    ) -> rusqlite::Result<()> {
        let title = report.title.as_ref();
        let (title_start, title_end) = self.maybe(title.and_then(|t| t.span));
        let published = report.published.as_ref();
        let (published_start, published_end) = self.maybe(published.and_then(|p| p.span));
        let digest = Sha256::digest(report.text.as_bytes());
        self.rows.row(
            "reports",
            params![
                self.id,
                report.text,
                report.language,
                title.map(|t| &t.text),
                title_start,
                title_end,
                report.outlet,
                published.map(|p| p.date.as_str()),
                published.map(|p| p.basis.word()),
                published_start,
                published_end,
                report.url,
                annotations.model,
                InputHash(digest.into()).to_string(),
                input.to_string(),
                tool_version,
            ],
        )?;
        for (position, name) in report.authors.iter().enumerate() {
            self.rows.row("report_authors", params![self.id, position as i64, name])?;
        }
        for (position, agency) in report.agencies.iter().enumerate() {
            let (start, end) = self.maybe(agency.span);
            self.rows.row("report_agencies", params![self.id, position as i64, agency.name, start, end])?;
        }
        for (position, block) in report.blocks.iter().enumerate() {
            let (start, end) = self.span(block.span);
            self.rows.row("blocks", params![self.id, position as i64, block.role.word(), start, end])?;
        }
        Ok(())
    }

    pub(crate) fn annotations(&mut self, said: &Annotations) -> rusqlite::Result<()> {
        let id = self.id;
        self.spans("sentences", &[&id], &said.sentences)?;
        self.spans("quotations", &[&id], &said.quotations)?;
        for source in &said.sources {
            let source_id = source.id.to_string();
            self.rows.row(
                "report_sources",
                params![
                    id,
                    source_id,
                    source.kind.word(),
                    source.name,
                    source.description,
                    source.role,
                    source.affiliation,
                    source.report.is_some(),
                ],
            )?;
            self.spans("report_source_mentions", &[&id, &source_id], &source.mentions)?;
        }
        self.attributions(said)?;
        for (position, entity) in said.entities.iter().enumerate() {
            let position = position as i64;
            self.rows.row("entities", params![id, position, entity.kind.word(), entity.name])?;
            self.spans("entity_mentions", &[&id, &position], &entity.spans)?;
        }
        for (position, time) in said.times.iter().enumerate() {
            let (start, end) = self.span(time.span);
            let day = |day: Option<_>| day.map(|d: &dyn fmt::Display| d.to_string());
            let when = time.when.as_ref();
            let (first, last) = (day(when.map(|w| &w.start as _)), day(when.map(|w| &w.end as _)));
            self.rows.row("times", params![id, position as i64, start, end, first, last, time.relative])?;
        }
        for (position, quantity) in said.quantities.iter().enumerate() {
            let (start, end) = self.span(quantity.span);
            let (value, unit, bound) = (quantity.value, &quantity.unit, quantity.bound.word());
            self.rows.row("quantities", params![id, position as i64, start, end, value, unit, bound])?;
        }
        let hedges: Vec<Span> = said.hedges.iter().map(|h| h.span).collect();
        self.spans("hedges", &[&id], &hedges)
    }

    fn attributions(&mut self, said: &Annotations) -> rusqlite::Result<()> {
        for (position, attribution) in said.attributions.iter().enumerate() {
            let id = attribution.id.to_string();
            self.rows.row(
                "attributions",
                params![
                    self.id,
                    position as i64,
                    id,
                    attribution.manner.word(),
                    attribution.stance.word(),
                    attribution.source.map(|s| s.to_string()),
                    attribution.count.map(|c| c.min),
                    attribution.count.and_then(|c| c.max),
                ],
            )?;
            for (position, source) in attribution.via.iter().enumerate() {
                self.rows.row("attribution_via", params![id, position as i64, source.to_string()])?;
            }
            let parts = [
                ("source", &attribution.source_spans),
                ("cue", &attribution.cue_spans),
                ("content", &attribution.content_spans),
            ];
            for (part, spans) in parts {
                self.spans("attribution_spans", &[&id, &part], spans)?;
            }
        }
        Ok(())
    }

    /// What stood beside the text; links that do not lie in it are left out.
    pub(crate) fn beside(&mut self, beside: &Beside) -> rusqlite::Result<()> {
        let id = self.id;
        let Beside { modified, captured, dateline, backstory, based_on, links } = beside;
        if modified.is_some() || dateline.is_some() || backstory.is_some() {
            let modified = modified.as_ref().map(|m| m.as_str());
            self.rows.row("report_pages", params![id, modified, dateline, backstory])?;
        }
        for (position, work) in based_on.iter().enumerate() {
            let Credit { taken_over, name, title, url } = work;
            self.rows.row("report_credits", params![id, position as i64, taken_over, name, title, url])?;
        }
        let inside = links.iter().filter(|l| self.text.get(l.span.range()).is_some());
        for (position, link) in inside.enumerate() {
            let (start, end) = self.span(link.span);
            let (position, kind) = (position as i64, link.kind.name());
            self.rows.row("report_links", params![id, position, kind, start, end, link.url])?;
        }
        match captured {
            Some(captured) => self.rows.row("report_captures", params![id, captured.as_str()]),
            None => Ok(()),
        }
    }

    /// Rows of `key…, position, start, end`.
    fn spans(&mut self, table: &str, key: &[&dyn ToSql], spans: &[Span]) -> rusqlite::Result<()> {
        for (position, span) in spans.iter().enumerate() {
            let (start, end) = self.span(*span);
            let position = position as i64;
            let mut values = key.to_vec();
            values.extend([&position as &dyn ToSql, &start, &end]);
            self.rows.row(table, values.as_slice())?;
        }
        Ok(())
    }

    fn span(&self, span: Span) -> (u32, u32) {
        let chars = self.index.chars(self.text, span);
        (chars.start, chars.end)
    }

    fn maybe(&self, span: Option<Span>) -> (Option<u32>, Option<u32>) {
        span.map(|s| self.span(s)).unzip()
    }
}

/// `INSERT` of these columns, by position.
pub(crate) fn insert(table: &str, columns: &str) -> String {
    let places = vec!["?"; columns.split(',').count()].join(", ");
    format!("INSERT INTO {table} ({columns}) VALUES ({places})")
}

/// Whether every span is in the text and every source is listed: asked before anything is written, so that a fault in
/// one report costs that report alone.
pub(crate) fn check(annotated: &Annotated) -> Result<(), String> {
    let Annotated { report, annotations: said } = annotated;
    let inside = |what: &str, spans: &mut dyn Iterator<Item = Span>| {
        for span in spans {
            if span.start > span.end || report.text.get(span.range()).is_none() {
                return Err(format!("a span ({what}, bytes {span:?}) does not lie in the text"));
            }
        }
        Ok(())
    };
    inside("title", &mut report.title.iter().filter_map(|t| t.span))?;
    inside("date", &mut report.published.iter().filter_map(|p| p.span))?;
    inside("agency", &mut report.agencies.iter().filter_map(|a| a.span))?;
    inside("block", &mut report.blocks.iter().map(|b| b.span))?;
    inside("sentence", &mut said.sentences.iter().copied())?;
    inside("quotation", &mut said.quotations.iter().copied())?;
    inside("source", &mut said.sources.iter().flat_map(|s| s.mentions.iter().copied()))?;
    inside("entity", &mut said.entities.iter().flat_map(|e| e.spans.iter().copied()))?;
    inside("time", &mut said.times.iter().map(|t| t.span))?;
    inside("quantity", &mut said.quantities.iter().map(|q| q.span))?;
    inside("hedge", &mut said.hedges.iter().map(|h| h.span))?;
    let parts = said.attributions.iter();
    inside(
        "attribution",
        &mut parts
            .flat_map(|a| [&a.source_spans, &a.cue_spans, &a.content_spans].into_iter().flatten().copied()),
    )?;
    let ids: Vec<SourceId> = said.sources.iter().map(|s| s.id).collect();
    if !ids.is_sorted_by(|a, b| a < b) {
        return Err("the sources are not sorted by id, each once".into());
    }
    if let Some(source) = said.sources.iter().find(|s| s.report.is_some_and(|r| r != report.id)) {
        return Err(format!("source {} belongs to another report", source.id));
    }
    for attribution in &said.attributions {
        let named = attribution.source.iter().chain(&attribution.via);
        if let Some(id) = named.copied().find(|id| ids.binary_search(id).is_err()) {
            return Err(format!("attribution {} names source {id}, which is not listed", attribution.id));
        }
    }
    let mut ids: Vec<_> = said.attributions.iter().map(|a| a.id).collect();
    ids.sort_unstable();
    match ids.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(format!("two attributions have the id {}", pair[0])),
        None => Ok(()),
    }
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}
