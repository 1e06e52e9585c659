//! Texts with marks in, for tests: `«source» [cue] {content}`.

use backstory_model::{Report, ReportId};

/// A report of one text and nothing else: no title, outlet, date or blocks.
pub(crate) fn report(text: &str) -> Report {
    Report {
        id: ReportId::of([text.as_bytes()]),
        uri: "test.txt".to_owned(),
        path: None,
        text: text.to_owned(),
        language: Some("en".to_owned()),
        title: None,
        outlet: None,
        authors: Vec::new(),
        published: None,
        url: None,
        agencies: Vec::new(),
        blocks: Vec::new(),
    }
}
