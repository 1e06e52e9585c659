//! Words that say how sure the writer is.

use std::sync::LazyLock;

use backstory_model::{Hedge, Report, Span};
use regex::Regex;

use crate::layout::Layout;

/// Words of caution in the report's title, body and captions, in order.
///
/// "Could not" and "may not" (a thing ruled out) are none; "May" with a capital is the month unless it opens a sentence.
pub(crate) fn hedges(report: &Report, layout: &Layout) -> Vec<Hedge> {
    static HEDGES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?x)
            \b(?:
              (?i:alleged(?:ly)?|reported(?:ly)|apparent(?:ly)|purported(?:ly)?|supposed(?:ly)|presumed|presumably|
                suspected|possibly|possible|likely|unlikely|probably|probable|perhaps|potentially|
                seemingly|rumou?red|unconfirmed|so-called)
            | (?i:is|are|was|were|been|be|widely)\ (?i:said|believed|thought|understood|rumou?red|suspected)\ (?i:to)
            | (?i:appear|seem)(?:s|ed|ing)?\ (?i:to)
            | (?:may|[Mm]ight|[Cc]ould)
            )\b",
        )
        .expect("the pattern is constant")
    });
    let mut found = Vec::new();
    for sentence in &layout.sentences {
        let start = sentence.span.start as usize;
        let text = sentence.span.of(&report.text);
        for hit in HEDGES.find_iter(text) {
            let rest = &text[hit.end()..];
            let modal = matches!(hit.as_str().to_ascii_lowercase().as_str(), "may" | "might" | "could");
            if modal && (rest.starts_with(" not ") || rest.starts_with("n't") || rest.starts_with("n’t")) {
                continue;
            }
            found.push(Hedge { span: Span::new(start + hit.start(), start + hit.end()) });
        }
    }
    found
}
