//! One [`Report`] → who said what, entities, times, quantities, hedges.

mod extract;
mod layout;
#[cfg(test)]
mod testing;

use backstory_model::{Annotations, Report};

/// Everything that can be told from one report alone.
pub fn annotate(report: &Report) -> Annotations {
    let layout = layout::Layout::new(report);
    let _ = extract::extract(report, &layout);
    Annotations::default()
}
