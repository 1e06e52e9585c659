//! One [`Report`] → who said what, entities, times, quantities, hedges.

mod extract;
mod hedges;
mod layout;
mod quantities;
mod times;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use backstory_model::{Annotations, Report};

/// Everything that can be told from one report alone.
pub fn annotate(report: &Report) -> Annotations {
    let layout = layout::Layout::new(report);
    let _ = extract::extract(report, &layout);
    let times = times::times(report, &layout);
    Annotations {
        model: "rules/1".to_owned(),
        sentences: layout.sentences.iter().map(|s| s.span).collect(),
        quotations: layout.quotations.iter().filter(|q| q.level == 0).map(|q| q.span).collect(),
        quantities: quantities::quantities(report, &layout, &times),
        hedges: hedges::hedges(report, &layout),
        times,
        ..Annotations::default()
    }
}
