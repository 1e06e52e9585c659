//! One thing of a case, or a list of its kind: what `backstory show` prints.

use std::{error, fmt, str::FromStr};

use backstory_model::Case;

use crate::Screen;

/// What can be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Reports of one event.
    Story,
    /// One report.
    Report,
    /// A fact and who states it.
    Claim,
    /// Quoted words and where they stand.
    Quote,
    /// Someone that something is attributed to.
    Source,
}

impl FromStr for Kind {
    type Err = ViewError;

    fn from_str(text: &str) -> Result<Self, ViewError> {
        Ok(match text {
            "story" => Kind::Story,
            "report" => Kind::Report,
            "claim" => Kind::Claim,
            "quote" => Kind::Quote,
            "source" => Kind::Source,
            _ => return Err(ViewError(format!("{text}: expected story, report, claim, quote or source"))),
        })
    }
}

/// Nothing, or more than one thing, goes by that id; the message says what to try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewError(String);

impl fmt::Display for ViewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl error::Error for ViewError {}

/// One thing in full (`id`: its id or the start of it; for a report also its number in the summary or a part of its
/// uri), or a list of all of its kind.
///
/// # Errors
/// Where nothing or more than one thing goes by that id.
pub fn view(case: &Case, kind: Kind, id: Option<&str>, screen: Screen) -> Result<String, ViewError> {
    let _ = (case, kind, id, screen);
    Ok(String::new())
}

/// The same as JSON, one object a line, in the shapes of [`crate::export::json`].
///
/// # Errors
/// As [`view`].
pub fn view_json(case: &Case, kind: Kind, id: Option<&str>) -> Result<String, ViewError> {
    let _ = (case, kind, id);
    Ok(String::new())
}
