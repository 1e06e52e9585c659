use std::collections::BTreeMap;

use backstory_model::{Source, SourceId};

use crate::context::Context;

/// Every source of the case once.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    /// Sorted by id.
    pub(crate) list: Vec<Source>,
    /// Source of one report → source of the case, where the two differ.
    pub(crate) aliases: BTreeMap<SourceId, SourceId>,
}

impl Sources {
    /// The case's id for a source of one report.
    pub(crate) fn id(&self, local: SourceId) -> SourceId {
        self.aliases.get(&local).copied().unwrap_or(local)
    }

    /// The source with this id (of a report or of the case).
    pub(crate) fn get(&self, id: SourceId) -> Option<&Source> {
        let id = self.id(id);
        self.list.binary_search_by_key(&id, |s| s.id).ok().map(|at| &self.list[at])
    }

    /// The outlet of this name, where the case knows one: as a source, as an agency, or as the outlet of a report.
    pub(crate) fn outlet(&self, _name: &str) -> Option<&Source> {
        None
    }
}

/// Joins the sources of all reports: the same name of the same kind, and names that can only mean the same.
pub(crate) fn merge(ctx: &Context) -> Sources {
    let mut list: Vec<Source> = ctx.reports.iter().flat_map(|r| &r.annotations.sources).cloned().collect();
    list.sort_by_key(|s| s.id);
    list.dedup_by_key(|s| s.id);
    Sources { list, aliases: BTreeMap::new() }
}
