//! The case as one self-contained HTML page.

use backstory_model::Case;

/// The page: no script, nothing fetched.
pub fn report(case: &Case) -> String {
    maud::html! { (maud::DOCTYPE) title { "Backstory" } p { (case.reports.len()) " reports" } }.into_string()
}
