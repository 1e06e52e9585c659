//! [`Document`] → [`Report`]: blocks with roles, title, bylines, outlet, date, language.

use backstory_model::{Diagnostic, Document, Report, ReportId};

/// Names the parts of a text; deletes nothing.
pub fn clean(document: Document) -> (Report, Vec<Diagnostic>) {
    let report = Report {
        id: ReportId::of([document.text.as_bytes()]),
        uri: document.uri,
        path: document.path,
        text: document.text,
        language: None,
        title: None,
        outlet: None,
        authors: Vec::new(),
        published: None,
        url: None,
        agencies: Vec::new(),
        blocks: Vec::new(),
    };
    (report, Vec::new())
}
