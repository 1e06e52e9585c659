//! One [`Report`] → who said what, entities, times, quantities, hedges.

use backstory_model::{Annotations, Report};

/// Everything that can be told from one report alone.
pub fn annotate(report: &Report) -> Annotations {
    let _ = report;
    Annotations::default()
}
