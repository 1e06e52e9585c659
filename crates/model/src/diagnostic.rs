use std::fmt;

use crate::Span;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something was assumed; said so that it can be checked (a guessed encoding).
    Note,
    /// The report was kept, but something in it could not be used.
    Warning,
    /// The report (or file) could not be used.
    Error,
}

/// What was wrong with an input, as plain data; rendered only where people look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable name, such as `read/encoding-guessed`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The input: a path, or path#record.
    pub uri: String,
    /// What happened and what was expected, in one sentence without the uri.
    pub message: String,
    /// Where in the text, with a word on each.
    pub labels: Vec<(Span, String)>,
    /// What to try.
    pub hints: Vec<String>,
}

impl fmt::Display for Diagnostic {
    /// One line: uri: message; hints.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.uri, self.message)?;
        for hint in &self.hints {
            write!(f, "; {hint}")?;
        }
        Ok(())
    }
}
