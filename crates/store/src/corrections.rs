//! What people say of findings: written one by one, never deleted.

use std::str::FromStr;

use backstory_model::{
    Anchor, Correction, CorrectionId, Moment, Node, ReportId, Ruling, SourceId, SourceKind, Speaker, Undone,
};
use backstory_text::{CharIndex, CharSpan};
use rusqlite::{OptionalExtension, Row, params};

use crate::{Store, StoreError, names::Word, put::insert};

const COLUMNS: &str = "id, at, by, note, kind, report, start, end, other_report, other_start, other_end, source, \
                       speaker_kind, value, found, undone_at, undone_by, undone_note";

/// A row, as it stands in the table.
#[derive(Default)]
struct Raw {
    report: Option<String>,
    span: Option<(u32, u32)>,
    other_report: Option<String>,
    other_span: Option<(u32, u32)>,
    source: Option<String>,
    speaker_kind: Option<String>,
    value: Option<String>,
}

impl Store {
    /// Every correction, those that were taken back too, by time, then id.
    ///
    /// # Errors
    /// Those of SQLite, and [`StoreError::Damaged`] where a correction points at nothing.
    pub fn corrections(&self) -> Result<Vec<Correction>, StoreError> {
        // A case of an older version that can only be read has no such table yet.
        let there = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'corrections'";
        if self.query(there, |row| row.get::<_, i64>(0))? == 0 {
            return Ok(Vec::new());
        }
        let sql = format!("SELECT {COLUMNS} FROM corrections ORDER BY at, id");
        let rows = || -> rusqlite::Result<Vec<_>> {
            let mut query = self.db.prepare_cached(&sql)?;
            let rows = query.query_map([], read)?;
            rows.collect()
        };
        let rows = rows().map_err(|e| self.sql(e))?;
        rows.into_iter().map(|(head, raw)| self.correction(head, &raw)).collect()
    }

    /// Adds a correction; one that is there already and was taken back holds again. The links are stale from then on.
    ///
    /// # Errors
    /// [`StoreError::Malformed`] where it points outside a text of the case, and those of SQLite.
    pub fn add_correction(&mut self, correction: &Correction) -> Result<(), StoreError> {
        let raw = self.raw(&correction.ruling)?;
        self.commit()?;
        self.begin()?;
        let write = || -> rusqlite::Result<()> {
            // Made again within the second in which it was made and taken back: it holds again.
            let again =
                "ON CONFLICT (id) DO UPDATE SET undone_at = NULL, undone_by = NULL, undone_note = NULL";
            let sql = format!("{} {again}", insert("corrections", COLUMNS));
            let undone = correction.undone.as_ref();
            self.db.prepare_cached(&sql)?.execute(params![
                correction.id.to_string(),
                correction.at,
                correction.by,
                correction.note,
                correction.ruling.name(),
                raw.report,
                raw.span.map(|s| s.0),
                raw.span.map(|s| s.1),
                raw.other_report,
                raw.other_span.map(|s| s.0),
                raw.other_span.map(|s| s.1),
                raw.source,
                raw.speaker_kind,
                raw.value,
                correction.found,
                undone.map(|u| &u.at),
                undone.map(|u| &u.by),
                undone.map(|u| &u.note),
            ])?;
            self.unlink()
        };
        let written = write();
        self.end(written)
    }

    /// Marks a correction as taken back; gives whether it was there and held.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn undo_correction(&mut self, id: CorrectionId, undone: &Undone) -> Result<bool, StoreError> {
        self.commit()?;
        self.begin()?;
        let sql = "UPDATE corrections SET undone_at = ?2, undone_by = ?3, undone_note = ?4 \
                   WHERE id = ?1 AND undone_at IS NULL";
        let write = || -> rusqlite::Result<usize> {
            let given = params![id.to_string(), undone.at, undone.by, undone.note];
            let changed = self.db.prepare_cached(sql)?.execute(given)?;
            self.unlink()?;
            Ok(changed)
        };
        let written = write();
        let changed = *written.as_ref().unwrap_or(&0);
        self.end(written.map(|_| ())).map(|()| changed > 0)
    }

    fn end(&mut self, written: rusqlite::Result<()>) -> Result<(), StoreError> {
        match written {
            Ok(()) => self.commit(),
            Err(error) => {
                self.give_up();
                Err(self.sql(error))
            }
        }
    }

    /// Notes that the links were made before the latest correction.
    fn unlink(&self) -> rusqlite::Result<()> {
        self.db.prepare_cached("DELETE FROM meta WHERE key = 'linked_revision'")?.execute([])?;
        // A case of no reports has nothing to link.
        Ok(())
    }

    /// Words of what a ruling is about: of a statement, a claim or a quote, or the headlines of reports. Empty where the
    /// case no longer has it.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn subject(&self, ruling: &Ruling) -> Result<String, StoreError> {
        let words = |at: &Anchor| -> Result<String, StoreError> {
            let text = self.text_of(at.report)?.unwrap_or_default();
            Ok(text
                .get(at.span.range())
                .map(|w| format!("“{}”", w.trim_matches(['“', '”', '"'])))
                .unwrap_or_default())
        };
        let named = |id: &str| -> Result<String, StoreError> {
            let sql = "SELECT coalesce(outlet || ': ', '') || coalesce(title, '') FROM reports WHERE id = ?1 \
                       UNION ALL SELECT '“' || text || '”' FROM claims WHERE id = ?1 \
                       UNION ALL SELECT '“' || text || '”' FROM quotes WHERE id = ?1 \
                       UNION ALL SELECT coalesce(name, description) FROM sources WHERE id = ?1 \
                       UNION ALL SELECT '“' || substr(r.text, p.start + 1, p.end - p.start) || '”' FROM attributions a \
                       JOIN reports r ON r.id = a.report JOIN attribution_spans p ON p.attribution = a.id \
                       WHERE a.id = ?1 AND p.part = 'content' AND p.position = 0";
            let found = self.db.query_row(sql, [id], |row| row.get::<_, Option<String>>(0)).optional();
            Ok(found.map_err(|e| self.sql(e))?.flatten().unwrap_or_default())
        };
        let pair =
            |a: String, b: String| if a.is_empty() || b.is_empty() { a + &b } else { format!("{a} – {b}") };
        Ok(match ruling {
            Ruling::Speaker { at, .. } => words(at)?,
            Ruling::SameClaim { a, b } | Ruling::OtherClaim { a, b } => pair(words(a)?, words(b)?),
            Ruling::NotTaken { from, to } => {
                let from = match from {
                    Node::Report(id) => id.to_string(),
                    Node::External(id) => id.to_string(),
                };
                pair(named(&from)?, named(&to.to_string())?)
            }
            Ruling::Published { report, .. } => named(&report.to_string())?,
            Ruling::Confirmed { finding } => match finding.split_once('>') {
                Some((from, to)) => pair(named(from)?, named(to)?),
                None => named(finding)?,
            },
        })
    }

    fn text_of(&self, report: ReportId) -> Result<Option<String>, StoreError> {
        self.db
            .query_row("SELECT text FROM reports WHERE id = ?1", [report.to_string()], |row| row.get(0))
            .optional()
            .map_err(|e| self.sql(e))
    }

    fn chars(&self, at: Anchor) -> Result<(u32, u32), StoreError> {
        let text = self.text_of(at.report)?;
        let Some(text) = text.filter(|t| t.get(at.span.range()).is_some()) else {
            return Err(StoreError::Malformed {
                at: "correction".into(),
                what: format!("bytes {:?} do not lie in a text of {}", at.span, at.report),
            });
        };
        let chars = CharIndex::new(&text).chars(&text, at.span);
        Ok((chars.start, chars.end))
    }

    fn raw(&self, ruling: &Ruling) -> Result<Raw, StoreError> {
        Ok(match ruling {
            Ruling::Speaker { at, speaker } => Raw {
                report: Some(at.report.to_string()),
                span: Some(self.chars(*at)?),
                speaker_kind: speaker.as_ref().map(|s| s.kind.name().to_owned()),
                value: speaker.as_ref().map(|s| s.name.clone()),
                ..Raw::default()
            },
            Ruling::NotTaken { from, to } => {
                let (other_report, source) = match from {
                    Node::Report(id) => (Some(id.to_string()), None),
                    Node::External(id) => (None, Some(id.to_string())),
                };
                Raw { report: Some(to.to_string()), other_report, source, ..Raw::default() }
            }
            Ruling::SameClaim { a, b } | Ruling::OtherClaim { a, b } => Raw {
                report: Some(a.report.to_string()),
                span: Some(self.chars(*a)?),
                other_report: Some(b.report.to_string()),
                other_span: Some(self.chars(*b)?),
                ..Raw::default()
            },
            Ruling::Published { report, date } => Raw {
                report: Some(report.to_string()),
                value: date.as_ref().map(|d| d.as_str().to_owned()),
                ..Raw::default()
            },
            Ruling::Confirmed { finding } => Raw { value: Some(finding.clone()), ..Raw::default() },
        })
    }

    fn correction(&self, mut head: Head, raw: &Raw) -> Result<Correction, StoreError> {
        let wrong = |what: &str| StoreError::Damaged {
            path: self.path.clone(),
            what: format!("correction {} has no usable {what}", head.id),
        };
        let report = || id::<ReportId>(raw.report.as_deref()).ok_or_else(|| wrong("report"));
        let place = |report: Option<&str>, span: Option<(u32, u32)>| -> Result<Anchor, StoreError> {
            let (report, (start, end)) = id::<ReportId>(report).zip(span).ok_or_else(|| wrong("place"))?;
            let text = self.text_of(report)?.ok_or_else(|| wrong("report"))?;
            let span = CharIndex::new(&text).bytes(&text, CharSpan { start, end });
            Ok(Anchor { report, span: span.ok_or_else(|| wrong("place"))? })
        };
        let ruling = match head.kind.as_str() {
            "speaker" => Ruling::Speaker {
                at: place(raw.report.as_deref(), raw.span)?,
                speaker: match raw.speaker_kind.as_deref().zip(raw.value.as_ref()) {
                    Some((kind, name)) => Some(Speaker {
                        kind: SourceKind::read(kind).ok_or_else(|| wrong("kind of speaker"))?,
                        name: name.clone(),
                    }),
                    None => None,
                },
            },
            "not-taken" => Ruling::NotTaken {
                from: match (id(raw.other_report.as_deref()), id::<SourceId>(raw.source.as_deref())) {
                    (Some(report), _) => Node::Report(report),
                    (None, Some(source)) => Node::External(source),
                    (None, None) => return Err(wrong("giver")),
                },
                to: report()?,
            },
            kind @ ("same-claim" | "other-claim") => {
                let a = place(raw.report.as_deref(), raw.span)?;
                let b = place(raw.other_report.as_deref(), raw.other_span)?;
                if kind == "same-claim" { Ruling::SameClaim { a, b } } else { Ruling::OtherClaim { a, b } }
            }
            "published" => Ruling::Published {
                report: report()?,
                date: match &raw.value {
                    Some(date) => Some(Moment::parse(date).ok_or_else(|| wrong("date"))?),
                    None => None,
                },
            },
            "confirmed" => Ruling::Confirmed { finding: raw.value.clone().ok_or_else(|| wrong("finding"))? },
            _ => return Err(wrong("kind")),
        };
        let key = id(Some(&head.id)).ok_or_else(|| wrong("id"))?;
        let undone = head.undone.take();
        Ok(Correction {
            id: key,
            at: head.at,
            by: head.by,
            note: head.note,
            ruling,
            found: head.found,
            undone,
        })
    }
}

/// What every correction has.
struct Head {
    id: String,
    at: String,
    by: String,
    note: String,
    kind: String,
    found: String,
    undone: Option<Undone>,
}

fn id<T: FromStr>(text: Option<&str>) -> Option<T> {
    text?.parse().ok()
}

fn read(row: &Row<'_>) -> rusqlite::Result<(Head, Raw)> {
    let span = |start: Option<u32>, end: Option<u32>| start.zip(end);
    let undone: Option<String> = row.get("undone_at")?;
    let undone = match undone {
        Some(at) => Some(Undone {
            at,
            by: row.get::<_, Option<String>>("undone_by")?.unwrap_or_default(),
            note: row.get::<_, Option<String>>("undone_note")?.unwrap_or_default(),
        }),
        None => None,
    };
    let head = Head {
        id: row.get("id")?,
        at: row.get("at")?,
        by: row.get("by")?,
        note: row.get("note")?,
        kind: row.get("kind")?,
        found: row.get("found")?,
        undone,
    };
    let raw = Raw {
        report: row.get("report")?,
        span: span(row.get("start")?, row.get("end")?),
        other_report: row.get("other_report")?,
        other_span: span(row.get("other_start")?, row.get("other_end")?),
        source: row.get("source")?,
        speaker_kind: row.get("speaker_kind")?,
        value: row.get("value")?,
    };
    Ok((head, raw))
}
