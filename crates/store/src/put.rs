use std::{collections::BTreeMap, fmt};

use backstory_model::{Annotated, Annotations, Document, Meta, Report, ReportId, SourceId, Span};
use backstory_text::CharIndex;
use rusqlite::{CachedStatement, OptionalExtension, ToSql, params};
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
        self.begin()?;
        self.db
            .prepare_cached("INSERT OR IGNORE INTO report_locations (report, uri, path) VALUES (?1, ?2, ?3)")
            .and_then(|mut s| s.execute(params![id.to_string(), uri, path.unwrap_or_default()]))
            .map_err(|e| self.sql(e))?;
        Ok(())
    }

    /// Adds a report with what it says, all of it or nothing. It is safe after the next [`Store::commit`].
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
        let input_hash = input.to_string();
        let stored: Option<(String, String, String)> = self
            .db
            .prepare_cached("SELECT tool_version, model, input_sha256 FROM reports WHERE id = ?1")?
            .query_row([&id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let put = match stored {
            // Two inputs may make reports of one id that still differ in what the id leaves out. Which one is kept
            // must not depend on which came first.
            Some((version, model, hash))
                if version == tool_version && model == annotations.model && hash <= input_hash =>
            {
                return Ok(Put::Known);
            }
            Some(_) => Put::Replaced,
            None => Put::Added,
        };
        let (locations, captures) =
            if put == Put::Replaced { self.take_out(&id)? } else { Default::default() };
        let mut writer =
            Writer { db: &self.db, id: &id, text: &report.text, index: CharIndex::new(&report.text) };
        writer.report(report, annotations, input, tool_version)?;
        writer.annotations(annotations)?;
        for (uri, path) in locations {
            self.db
                .prepare_cached("INSERT INTO report_locations (report, uri, path) VALUES (?1, ?2, ?3)")?
                .execute(params![id, uri, path])?;
        }
        for captured in captures {
            self.db
                .prepare_cached("INSERT INTO report_captures (report, captured) VALUES (?1, ?2)")?
                .execute(params![id, captured])?;
        }
        self.db
            .prepare_cached("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'revision'")?
            .execute([])?;
        Ok(put)
    }

    /// Deletes a report that is about to be replaced, and the links, which point at it; gives where it was found and
    /// when it was fetched.
    fn take_out(&self, id: &str) -> rusqlite::Result<Kept> {
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
}

/// Places (uri and path) and times of capture of a report.
type Kept = (Vec<(String, String)>, Vec<String>);

/// Writes the rows of one report.
struct Writer<'a> {
    db: &'a rusqlite::Connection,
    id: &'a str,
    text: &'a str,
    index: CharIndex,
}

impl Writer<'_> {
    fn report(
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
        self.db
            .prepare_cached(
                "INSERT INTO reports (id, text, language, title, title_start, title_end, outlet, published, \
                 published_basis, published_start, published_end, url, model, content_sha256, input_sha256, \
                 tool_version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
            )?
            .execute(params![
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
            ])?;
        let mut add = self.insert("report_authors", "report, position, name")?;
        for (position, name) in report.authors.iter().enumerate() {
            add.execute(params![self.id, position as i64, name])?;
        }
        let mut add = self.insert("report_agencies", "report, position, name, start, end")?;
        for (position, agency) in report.agencies.iter().enumerate() {
            let (start, end) = self.maybe(agency.span);
            add.execute(params![self.id, position as i64, agency.name, start, end])?;
        }
        let mut add = self.insert("blocks", "report, position, role, start, end")?;
        for (position, block) in report.blocks.iter().enumerate() {
            let (start, end) = self.span(block.span);
            add.execute(params![self.id, position as i64, block.role.word(), start, end])?;
        }
        Ok(())
    }

    fn annotations(&mut self, said: &Annotations) -> rusqlite::Result<()> {
        self.spans("sentences", "report", &[&self.id], &said.sentences)?;
        self.spans("quotations", "report", &[&self.id], &said.quotations)?;
        let mut add =
            self.insert("report_sources", "report, id, kind, name, description, role, affiliation, own")?;
        for source in &said.sources {
            let id = source.id.to_string();
            add.execute(params![
                self.id,
                id,
                source.kind.word(),
                source.name,
                source.description,
                source.role,
                source.affiliation,
                source.report.is_some(),
            ])?;
            self.spans("report_source_mentions", "report, source", &[&self.id, &id], &source.mentions)?;
        }
        self.attributions(said)?;
        let mut add = self.insert("entities", "report, position, kind, name")?;
        for (position, entity) in said.entities.iter().enumerate() {
            let position = position as i64;
            add.execute(params![self.id, position, entity.kind.word(), entity.name])?;
            self.spans("entity_mentions", "report, entity", &[&self.id, &position], &entity.spans)?;
        }
        let mut add = self.insert("times", "report, position, start, end, first_day, last_day, relative")?;
        for (position, time) in said.times.iter().enumerate() {
            let (start, end) = self.span(time.span);
            let day = |day: Option<_>| day.map(|d: &dyn fmt::Display| d.to_string());
            let when = time.when.as_ref();
            add.execute(params![
                self.id,
                position as i64,
                start,
                end,
                day(when.map(|w| &w.start as _)),
                day(when.map(|w| &w.end as _)),
                time.relative,
            ])?;
        }
        let mut add = self.insert("quantities", "report, position, start, end, value, unit, bound")?;
        for (position, quantity) in said.quantities.iter().enumerate() {
            let (start, end) = self.span(quantity.span);
            let (value, unit, bound) = (quantity.value, &quantity.unit, quantity.bound.word());
            add.execute(params![self.id, position as i64, start, end, value, unit, bound])?;
        }
        let hedges: Vec<Span> = said.hedges.iter().map(|h| h.span).collect();
        self.spans("hedges", "report", &[&self.id], &hedges)
    }

    fn attributions(&self, said: &Annotations) -> rusqlite::Result<()> {
        let mut add = self
            .insert("attributions", "report, position, id, manner, stance, source, count_min, count_max")?;
        let mut add_via = self.insert("attribution_via", "attribution, position, source")?;
        for (position, attribution) in said.attributions.iter().enumerate() {
            let id = attribution.id.to_string();
            add.execute(params![
                self.id,
                position as i64,
                id,
                attribution.manner.word(),
                attribution.stance.word(),
                attribution.source.map(|s| s.to_string()),
                attribution.count.map(|c| c.min),
                attribution.count.and_then(|c| c.max),
            ])?;
            for (position, source) in attribution.via.iter().enumerate() {
                add_via.execute(params![id, position as i64, source.to_string()])?;
            }
            let parts = [
                ("source", &attribution.source_spans),
                ("cue", &attribution.cue_spans),
                ("content", &attribution.content_spans),
            ];
            for (part, spans) in parts {
                self.spans("attribution_spans", "attribution, part", &[&id, &part], spans)?;
            }
        }
        Ok(())
    }

    /// Rows of `keys…, position, start, end`.
    fn spans(&self, table: &str, keys: &str, key: &[&dyn ToSql], spans: &[Span]) -> rusqlite::Result<()> {
        if spans.is_empty() {
            return Ok(());
        }
        let mut add = self.insert(table, &format!("{keys}, position, start, end"))?;
        for (position, span) in spans.iter().enumerate() {
            let (start, end) = self.span(*span);
            let position = position as i64;
            let mut values = key.to_vec();
            values.extend([&position as &dyn ToSql, &start, &end]);
            add.execute(values.as_slice())?;
        }
        Ok(())
    }

    fn insert(&self, table: &str, columns: &str) -> rusqlite::Result<CachedStatement<'_>> {
        self.db.prepare_cached(&insert(table, columns))
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
fn check(annotated: &Annotated) -> Result<(), String> {
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
