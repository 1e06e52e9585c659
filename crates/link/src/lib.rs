//! Many reports → stories, passages, quotes, lineage, claims, origins.
//!
//! Comes in: annotated reports. Goes out: [`Links`], in which every list has a fixed order. Each step sees the
//! whole case through one `Context` and adds its own layer:
//!
//! 1. `sources`: who is the same source in two reports;
//! 2. `passages`: text reused word for word or nearly so;
//! 3. `stories`: which reports tell of one event;
//! 4. `quotes`: the same quoted words, wherever they stand;
//! 5. `lineage`: who got it from whom, and what that says of the dates of undated reports;
//! 6. `quotes` again: what changed on the way, which needs the lineage;
//! 7. `claims`: facts that one or more reports state, who stands behind them, and what changed;
//! 8. `timeline`: what happened when.
//!
//! No step compares all pairs of reports: pairs come from inverted indexes, whose long lists are cut because what
//! stands everywhere is evidence of nothing.

mod alignment;
mod background;
mod changes;
mod claims;
mod context;
pub mod corrections;
mod features;
mod former;
mod likeness;
mod lineage;
mod linkage;
mod meaning;
mod origins;
mod passages;
mod quotes;
mod sets;
mod similarity;
mod slots;
mod sources;
mod statements;
mod stories;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod timeline;

use std::collections::BTreeMap;

use backstory_model::{Annotated, Beside, Correction, Links, ReportId, Span};

use context::Context;

/// What the reports say together. `reports` are sorted by id, each once; the answer depends on nothing else.
pub fn link(reports: &[Annotated]) -> Links {
    link_with(reports, &BTreeMap::new(), &[])
}

/// The same where something stood beside the texts, whose links and declared bases are credits, and where people have
/// ruled on findings. Speakers and dates are part of the reports by then ([`corrections::apply`]); here it counts which
/// links are none and which statements state one fact.
pub fn link_with(
    reports: &[Annotated],
    beside: &BTreeMap<ReportId, Beside>,
    corrections: &[Correction],
) -> Links {
    let rulings = corrections::Rulings::new(corrections);
    let ctx = Context::new(reports);
    let mut sources = sources::merge(&ctx);
    sources.add_outlets(lineage::links::outlets(&ctx, beside));
    let vectors = similarity::vectors(&ctx);
    let passages = passages::find(&ctx, &vectors);
    let alike = similarity::candidates(&ctx, &vectors);
    let stories = stories::group(&ctx, &vectors, &alike, &passages);
    let families = quotes::families(&ctx, &sources, &stories);
    let mut credits = lineage::Credits::new(&ctx, &sources, &stories);
    lineage::links::follow(&ctx, &sources, beside, &mut credits);
    let lineage =
        lineage::trace(&ctx, &sources, &stories, &vectors, &alike, &passages, &families, &credits, &rulings);
    let not_before = lineage::not_before(&ctx, &lineage);
    let stories = stories::present(&ctx, stories, &lineage, &not_before);
    let quotes = quotes::changes(&ctx, &sources, &families, &lineage, &credits, &not_before);
    let claims = claims::claims(&ctx, &sources, &stories, &lineage, &passages, &rulings);
    let timeline = timeline::events(&ctx, &stories);
    Links {
        sources: sources.used(reports, &lineage, &claims),
        aliases: sources.aliases,
        stories,
        passages,
        quotes,
        lineage,
        claims,
        timeline,
        not_before,
    }
}

/// For pairs of reports of one story, giver first: the measures by which it is told whether one retells the other. For
/// `training/lineage.py`, which finds the weights; no finding needs them.
pub fn measures(reports: &[Annotated]) -> Vec<(ReportId, ReportId, Vec<f64>)> {
    let ctx = Context::new(reports);
    let sources = sources::merge(&ctx);
    let vectors = similarity::vectors(&ctx);
    let passages = passages::find(&ctx, &vectors);
    let alike = similarity::candidates(&ctx, &vectors);
    let stories = stories::group(&ctx, &vectors, &alike, &passages);
    let families = quotes::families(&ctx, &sources, &stories);
    lineage::measures(&ctx, &sources, &stories, &vectors, &alike, &passages, &families)
}

/// A statement by its report and place in it (bytes), another, and the measures by which it is told whether both state
/// one fact.
pub type StatementPair = ([(ReportId, Span); 2], Vec<f32>);

/// For pairs of statements of one story: the measures by which it is told whether they state one fact. For
/// `training/claims.py`, which finds the weights; no finding needs them.
pub fn statement_measures(reports: &[Annotated]) -> Vec<StatementPair> {
    let links = link(reports);
    let ctx = Context::new(reports);
    let sources = sources::merge(&ctx);
    claims::measures(&ctx, &sources, &links.stories, &links.lineage, &links.passages)
}

/// Two groups of statements, each by its reports and places (bytes), and the measures by which it is told whether both state
/// one fact.
pub type GroupPair = ([Vec<(ReportId, Span)>; 2], Vec<f32>);

/// The same for groups of statements of reports that tell nearly the same. For `training/tellings.py`, which finds the
/// weights; no finding needs them.
pub fn telling_measures(reports: &[Annotated]) -> Vec<GroupPair> {
    let links = link(reports);
    let ctx = Context::new(reports);
    let sources = sources::merge(&ctx);
    claims::telling_measures(&ctx, &sources, &links.stories, &links.lineage, &links.passages)
}

/// The same for statements that were left over between a report and the one it took from, receiver's first. For
/// `training/retold.py`, which finds the weights; no finding needs them.
pub fn left_over_measures(reports: &[Annotated]) -> Vec<StatementPair> {
    let links = link(reports);
    let ctx = Context::new(reports);
    let sources = sources::merge(&ctx);
    claims::left_over(&ctx, &sources, &links.stories, &links.lineage, &links.passages)
}
