//! Bytes → [`Document`]s: text, Markdown, JSON, JSON lines, in any encoding. Opens no file itself.

use std::io::BufRead;

use backstory_model::{Diagnostic, Document};

/// What is refused.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Largest size of one report's text, in bytes as stored.
    pub report_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { report_bytes: 32 << 20 }
    }
}

/// What a person wrote down about bare texts: `manifest.csv`.
#[derive(Clone, Debug, Default)]
pub struct Manifest {}

/// Name and place of an input.
#[derive(Clone, Debug, Default)]
pub struct Name {
    /// See [`Document::uri`].
    pub uri: String,
    /// See [`Document::path`].
    pub path: Option<String>,
}

/// Reads one input to its end and hands over each report in it, or what was wrong with it.
pub fn read(
    name: &Name,
    input: &mut dyn BufRead,
    manifest: Option<&Manifest>,
    limits: &Limits,
    each: &mut dyn FnMut(Result<Document, Diagnostic>, Vec<Diagnostic>),
) {
    let _ = (name, input, manifest, limits, each);
}
