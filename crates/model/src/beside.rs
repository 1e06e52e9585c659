use crate::{Credit, Document, Link, Moment};

/// What a page, a feed or a mail says beside the text of its report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// When it was last changed.
    pub modified: Option<Moment>,
    /// When it was fetched.
    pub captured: Option<Moment>,
    /// The place that it names itself after.
    pub dateline: Option<String>,
    /// What the outlet says about how it was made.
    pub backstory: Option<String>,
    /// Works that it says it rests on.
    pub based_on: Vec<Credit>,
    /// Words that lead to other pages, measured in the text.
    pub links: Vec<Link>,
}

impl Beside {
    /// What a document came with; `date` reads its dates, and what it cannot read is left out.
    pub fn of(document: &Document, date: impl Fn(&str) -> Option<Moment>) -> Self {
        let meta = &document.meta;
        Self {
            modified: meta.modified.as_deref().and_then(&date),
            captured: meta.captured.as_deref().and_then(&date),
            dateline: meta.dateline.clone(),
            backstory: meta.backstory.clone(),
            based_on: meta.based_on.clone(),
            links: document.links.clone(),
        }
    }
}
