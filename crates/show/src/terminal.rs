//! The summary that `trace` prints.

use backstory_model::Case;

/// Where text is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Columns.
    pub width: usize,
    /// Whether to write ANSI colours.
    pub color: bool,
}

/// How to write a summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryOptions {
    /// Where it is shown.
    pub screen: Screen,
    /// Where the HTML report of the case is, if there is one: said at the end.
    pub html_path: Option<String>,
}

/// What a busy reader should know of a case, in a screen or two.
pub fn summary(case: &Case, options: &SummaryOptions) -> String {
    let _ = options;
    format!("{} reports\n", case.reports.len())
}
