//! `manifest.csv`: what a person wrote down about bare texts.

use std::{collections::BTreeMap, io::Read};

use backstory_model::{Diagnostic, Document, Meta, Severity};

use crate::{
    decode::decode,
    fields::{Field, field, split_names},
};

/// What a person wrote down about bare texts: `manifest.csv`, with a column `file` and any of `outlet`, `url`,
/// `published`, `authors` (names set apart by `;`), `title`, `language`.
///
/// A row belongs to the file whose path ends with what stands under `file`: `a.txt`, or `folder/a.txt` where two
/// folders have an `a.txt`; `a.jsonl#3` is the third record of a file. The longest match counts.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    name: String,
    rows: Vec<Row>,
    /// Rows by the last part of their path.
    by_file: BTreeMap<String, Vec<usize>>,
}

#[derive(Clone, Debug)]
struct Row {
    /// With `/` between the parts, without a leading `./`.
    file: String,
    /// 1-based, in the manifest.
    line: u64,
    meta: Meta,
}

impl Manifest {
    /// Reads a manifest; `name` is what messages call it. Rows that cannot be used are left out and named.
    pub fn parse(name: &str, input: &mut dyn Read) -> (Self, Vec<Diagnostic>) {
        let mut manifest = Self { name: name.to_owned(), ..Self::default() };
        let mut said = Vec::new();
        let mut bytes = Vec::new();
        if let Err(error) = input.read_to_end(&mut bytes) {
            said.push(manifest.says(Severity::Error, format!("it could not be read: {error}"), ""));
            return (manifest, said);
        }
        let text = decode(&bytes).text;
        let mut table =
            csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
        let columns = match table.headers() {
            Ok(header) => header.iter().map(column).collect::<Vec<_>>(),
            Err(error) => {
                said.push(manifest.says(
                    Severity::Error,
                    format!("its first row cannot be read: {error}"),
                    "",
                ));
                return (manifest, said);
            }
        };
        let header: Vec<String> =
            table.headers().map(|h| h.iter().map(str::to_owned).collect()).unwrap_or_default();
        let Some(file) = columns.iter().position(|c| *c == Column::File) else {
            let found = header.iter().map(|h| format!("`{h}`")).collect::<Vec<_>>().join(", ");
            let message = format!("its first row names no column `file`; found {found}");
            said.push(manifest.says(
                Severity::Error,
                message,
                "the first row is `file,outlet,url,published,authors,title`",
            ));
            return (manifest, said);
        };
        for (name, _) in header.iter().zip(&columns).filter(|(_, c)| **c == Column::Unknown) {
            let hint = "known are file, outlet, url, published, authors, title, language, description";
            said.push(manifest.says(
                Severity::Note,
                format!("column `{name}` is not known and is left out"),
                hint,
            ));
        }
        for row in table.records() {
            match row {
                Ok(row) => manifest.add(&row, &columns, file, &mut said),
                Err(error) => {
                    said.push(manifest.says(Severity::Warning, format!("a row cannot be read: {error}"), ""))
                }
            }
        }
        (manifest, said)
    }

    fn add(&mut self, row: &csv::StringRecord, columns: &[Column], file: usize, said: &mut Vec<Diagnostic>) {
        let line = row.position().map_or(0, csv::Position::line);
        let file = row.get(file).unwrap_or_default().replace('\\', "/");
        let file = file.trim_start_matches("./").to_owned();
        if file.is_empty() {
            said.push(self.says(
                Severity::Warning,
                format!("the row at line {line} names no file and is left out"),
                "",
            ));
            return;
        }
        let key = last_part(&file).to_owned();
        let rows = self.by_file.entry(key).or_default();
        if let Some(first) = rows.iter().map(|at| &self.rows[*at]).find(|r| r.file == file) {
            let message =
                format!("`{file}` stands at line {} and again at line {line}; the first counts", first.line);
            said.push(self.says(Severity::Warning, message, ""));
            return;
        }
        rows.push(self.rows.len());
        let mut meta = Meta { by_hand: true, ..Meta::default() };
        for (value, column) in row.iter().zip(columns) {
            let Column::Field(field) = column else { continue };
            if value.is_empty() {
                continue;
            }
            let slot = match field {
                Field::Title => &mut meta.title,
                Field::Outlet => &mut meta.outlet,
                Field::Published => &mut meta.published,
                Field::Url => &mut meta.url,
                Field::Language => &mut meta.language,
                Field::Description => &mut meta.description,
                Field::Authors => {
                    meta.authors = split_names(value);
                    continue;
                }
                Field::Text => continue,
            };
            *slot = Some(value.to_owned());
        }
        self.rows.push(Row { file, line, meta });
    }

    /// What the manifest says about a document; None where it has no row.
    pub fn meta(&self, document: &Document) -> Option<&Meta> {
        self.row(document.path.as_deref(), &document.uri).map(|at| &self.rows[at].meta)
    }

    /// Rows that no one of the documents asked for: `(path, uri)` of each.
    pub fn unmatched<'a>(
        &self,
        documents: impl IntoIterator<Item = (Option<&'a str>, &'a str)>,
    ) -> Vec<Diagnostic> {
        let mut used = vec![false; self.rows.len()];
        for (path, uri) in documents {
            if let Some(at) = self.row(path, uri) {
                used[at] = true;
            }
        }
        let idle = self.rows.iter().zip(used).filter(|(_, used)| !used);
        idle.map(|(row, _)| {
            let message = format!("line {}: no report read here is called `{}`", row.line, row.file);
            self.says(Severity::Warning, message, "write it as it lies below the manifest's folder")
        })
        .collect()
    }

    /// Sets what the manifest says over what the file says.
    pub(crate) fn apply(&self, document: &mut Document) {
        let Some(given) = self.meta(document) else { return };
        let given = given.clone();
        let meta = &mut document.meta;
        // A date that a record gave itself stays its own.
        meta.by_hand |= given.published.is_some() || meta.published.is_none();
        meta.title = given.title.or(meta.title.take());
        meta.outlet = given.outlet.or(meta.outlet.take());
        meta.published = given.published.or(meta.published.take());
        meta.url = given.url.or(meta.url.take());
        meta.language = given.language.or(meta.language.take());
        meta.description = given.description.or(meta.description.take());
        if !given.authors.is_empty() {
            meta.authors = given.authors;
        }
    }

    fn row(&self, path: Option<&str>, uri: &str) -> Option<usize> {
        let record =
            uri.rsplit_once('#').map(|(_, number)| number).filter(|n| n.bytes().all(|b| b.is_ascii_digit()));
        let whole = match record {
            Some(_) => uri.rsplit_once('#').map_or(uri, |(file, _)| file),
            None => uri,
        };
        let path = path.unwrap_or(whole).replace('\\', "/");
        let numbered = record.and_then(|number| self.longest(&format!("{path}#{number}")));
        numbered.or_else(|| self.longest(&path))
    }

    fn longest(&self, path: &str) -> Option<usize> {
        let rows = self.by_file.get(last_part(path))?;
        let fits =
            |file: &str| path.strip_suffix(file).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'));
        rows.iter()
            .copied()
            .filter(|at| fits(&self.rows[*at].file))
            .max_by_key(|at| self.rows[*at].file.len())
    }

    fn says(&self, severity: Severity, message: String, hint: &str) -> Diagnostic {
        let hints = if hint.is_empty() { Vec::new() } else { vec![hint.to_owned()] };
        Diagnostic {
            code: "read/manifest",
            severity,
            uri: self.name.clone(),
            message,
            labels: Vec::new(),
            hints,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    File,
    Field(Field),
    Unknown,
}

fn column(name: &str) -> Column {
    match name.trim_start_matches('\u{FEFF}').to_ascii_lowercase().as_str() {
        "file" | "path" | "filename" => Column::File,
        name => field(name).filter(|f| *f != Field::Text).map_or(Column::Unknown, Column::Field),
    }
}

fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
