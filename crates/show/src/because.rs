//! Why a claim has the range it has, in one sentence: who stands behind it, and who only repeats whom.

use std::collections::{BTreeMap, BTreeSet};

use backstory_model::{Claim, Edge, EdgeKind, Node, ReportId, SourceId, SourceKind, Stance};

use crate::{
    digest::{Digest, derives, range},
    words::{and, plain},
};

/// Names told one by one; of more, the first two and how many there are besides.
const TOLD: usize = 3;

/// A report that only repeats another, by the edge that says so.
struct Repeat<'a> {
    report: ReportId,
    edge: &'a Edge,
}

impl<'a> Digest<'a> {
    /// `2–5: the Post names 4 anonymous sources; the Mail repeats the Post (rewrite, score 0.87, no credit: …) and adds
    /// none`.
    pub(crate) fn because(&self, claim: &Claim) -> String {
        let affirmed = self.stated_in(claim, Stance::Affirms);
        let origins: BTreeSet<ReportId> = claim.origins.iter().map(|o| o.report).collect();
        let mut parts: Vec<String> = Vec::new();
        parts.extend(self.by_name(claim));
        parts.extend(self.unnamed(claim));
        parts.extend(self.voices(claim));
        let mut groups: BTreeMap<Node, Vec<Repeat<'a>>> = BTreeMap::new();
        let mut silent = Vec::new();
        for report in affirmed.iter().copied().filter(|r| !origins.contains(r)) {
            match self.giver(report, &affirmed) {
                Some(edge) => {
                    let first = self.first_giver(edge, &affirmed, &origins);
                    groups.entry(first).or_default().push(Repeat { report, edge });
                }
                None => silent.push(report),
            }
        }
        let mut groups: Vec<(Node, Vec<Repeat>)> = groups.into_iter().collect();
        groups.sort_by_key(|(from, repeats)| (std::cmp::Reverse(repeats.len()), self.node_number(*from)));
        parts.extend(groups.iter().map(|(from, repeats)| self.repeats(*from, repeats)));
        parts.extend(self.others(claim, &silent));
        let denied = self.stated_in(claim, Stance::Denies);
        if !denied.is_empty() {
            parts.push(format!("it is denied in {}, which counts neither way", self.called(&denied)));
        }
        if parts.is_empty() {
            parts.push("no report says from whom it has this".to_owned());
        }
        format!("{}: {}", range(claim.independent), parts.join("; "))
    }

    /// Those who stand behind a claim under a name of their own.
    fn by_name(&self, claim: &Claim) -> Option<String> {
        let named = claim.origins.iter().map(|o| o.source).filter(|s| {
            self.source(*s).is_none_or(|s| !matches!(s.kind, SourceKind::Anonymous | SourceKind::Reporter))
        });
        // A body without a name of its own is "the ministry".
        let called = |name: String| match name.starts_with(char::is_lowercase) && !name.starts_with("the ") {
            true => format!("the {name}"),
            false => name,
        };
        let names: Vec<String> =
            named.collect::<BTreeSet<SourceId>>().into_iter().map(|s| called(self.source_name(s))).collect();
        let verb = if names.len() == 1 { "stands" } else { "stand" };
        (!names.is_empty()).then(|| format!("{} {verb} behind it", few(names)))
    }

    /// People without names, by the report they spoke to.
    fn unnamed(&self, claim: &Claim) -> Option<String> {
        let mut homes: BTreeMap<(usize, ReportId), (u32, u32, bool)> = BTreeMap::new();
        for origin in &claim.origins {
            let Some(count) = origin.count else { continue };
            let home = homes.entry((self.number(origin.report), origin.report)).or_default();
            home.0 = home.0.max(count.min);
            home.1 += count.max.unwrap_or(count.min);
            home.2 |= count.max.is_none();
        }
        let of = |((_, report), (least, most, open)): (&(usize, ReportId), &(u32, u32, bool))| {
            let count = match (least == most, open) {
                (true, false) => least.to_string(),
                (true, true) => format!("{least} or more"),
                (false, false) => format!("{least} to {most}"),
                (false, true) => format!("{least} to {most} or more"),
            };
            let sources = if (*most, *open) == (1, false) { "source" } else { "sources" };
            format!("{} has {count} anonymous {sources}", self.name(*report))
        };
        match homes.len() {
            0 => None,
            1 => homes.iter().next().map(of),
            n if n <= TOLD => {
                let all: Vec<String> = homes.iter().map(of).collect();
                Some(format!("{}, who may be the same people", and(&all)))
            }
            n => Some(format!("{n} reports have anonymous sources, who may be the same people")),
        }
    }

    /// Reports that say it themselves.
    fn voices(&self, claim: &Claim) -> Option<String> {
        let own = claim.origins.iter().filter(|o| {
            o.count.is_none() && self.source(o.source).is_some_and(|s| s.kind == SourceKind::Reporter)
        });
        let mut reports: Vec<ReportId> = own.map(|o| o.report).collect::<BTreeSet<_>>().into_iter().collect();
        reports.sort_by_key(|r| self.number(*r));
        match reports.len() {
            0 => None,
            1 => Some(format!("{} says it without a source (0 or 1)", self.called(&reports))),
            n => Some(format!("{} say it without a source (0 to {n})", self.called(&reports))),
        }
    }

    /// Reports that took no text, facts or quotes, and bring in nobody new: those that name who counts already, those that
    /// cite an outlet for it, and those that do not tell whom from.
    fn others(&self, claim: &Claim, reports: &[ReportId]) -> Vec<String> {
        let origins: BTreeSet<SourceId> =
            claim.origins.iter().filter(|o| o.count.is_none()).map(|o| o.source).collect();
        let (mut same, mut own, mut vague) = (Vec::new(), Vec::new(), Vec::new());
        let mut cited: BTreeMap<Node, Vec<ReportId>> = BTreeMap::new();
        for report in reports {
            let said = claim.statements.iter().filter(|s| s.at.report == *report);
            let said: Vec<_> =
                said.filter_map(|s| self.attribution(s.attribution?)).map(|(_, a)| a).collect();
            let known = |id: SourceId| origins.contains(&self.case.links.source_id(id));
            if said.iter().any(|a| a.source.is_some_and(known)) {
                same.push(*report);
            } else if said.iter().filter_map(|a| a.source).any(|id| self.is_its_outlet(*report, id)) {
                own.push(*report);
            } else if let Some(edge) = self.taken(*report).first() {
                cited.entry(edge.from).or_default().push(*report);
            } else if said.iter().all(|a| a.source.is_none() && a.via.is_empty()) {
                vague.push(*report);
            }
        }
        let mut parts = Vec::new();
        let mut part = |reports: &[ReportId], one: &str, many: &str| match reports.len() {
            0 => {}
            1 => parts.push(format!("{} {one}", self.called(reports))),
            _ => parts.push(format!("{} {many}", self.called(reports))),
        };
        part(&same, "has it from the same and adds none", "have it from the same and add none");
        part(
            &own,
            "has it from its own earlier report and adds none",
            "have it from their own earlier reports and add none",
        );
        let mut cited: Vec<(Node, Vec<ReportId>)> = cited.into_iter().collect();
        cited.sort_by_key(|(from, reports)| (std::cmp::Reverse(reports.len()), self.node_number(*from)));
        for (from, reports) in &cited {
            let giver = self.giver_name(*from);
            part(reports, &format!("cites {giver} and adds none"), &format!("cite {giver} and add none"));
        }
        let nothing = "not tell whom from, which counts for nothing";
        part(&vague, &format!("does {nothing}"), &format!("do {nothing}"));
        parts
    }

    /// Whether a source of a report is the outlet that the report is from.
    fn is_its_outlet(&self, report: ReportId, source: SourceId) -> bool {
        let bare = |name: &str| {
            let name = name.to_lowercase();
            name.strip_prefix("the ").unwrap_or(&name).to_owned()
        };
        let source = self.case.links.source_id(source);
        self.source(source).is_some_and(|s| s.kind == SourceKind::Outlet)
            && bare(&self.source_name(source)) == bare(&self.name(report))
    }

    fn giver_name(&self, giver: Node) -> String {
        match giver {
            Node::Report(id) => self.name(id),
            Node::External(id) => format!("{} (not in the case)", self.source_name(id)),
        }
    }

    /// From whom a report has a claim: a giver that states it too, where there is one.
    fn giver(&self, report: ReportId, affirmed: &[ReportId]) -> Option<&'a Edge> {
        let states = |e: &&Edge| matches!(e.from, Node::Report(from) if affirmed.contains(&from));
        let taken: Vec<&Edge> = self.taken(report).into_iter().filter(|e| derives(e)).collect();
        taken.iter().copied().find(states).or_else(|| taken.first().copied())
    }

    /// The report from which all of a chain have it: one that is an origin, or has it from none.
    fn first_giver(&self, edge: &Edge, affirmed: &[ReportId], origins: &BTreeSet<ReportId>) -> Node {
        let mut at = edge.from;
        let mut seen = BTreeSet::from([Node::Report(edge.to)]);
        while let Node::Report(report) = at {
            if origins.contains(&report) || !seen.insert(at) {
                break;
            }
            match self.giver(report, affirmed) {
                Some(next) => at = next.from,
                None => break,
            }
        }
        at
    }

    /// `the Mail repeats the Post (…) and adds none`, `7 reports repeat the Post (…) and add none`.
    fn repeats(&self, from: Node, repeats: &[Repeat<'_>]) -> String {
        let giver = self.giver_name(from);
        if let [Repeat { report, edge }] = repeats {
            let through = match edge.from {
                Node::Report(between) if edge.from != from => format!(", through {}", self.name(between)),
                _ => String::new(),
            };
            let credit = if edge.credited { "with credit" } else { "no credit" };
            let verb = if edge.directed { "repeats" } else { "shares text with" };
            let why = plain(&edge.why()).replace("; ", ", ");
            let why = if why.is_empty() { why } else { format!(": {why}") };
            return format!(
                "{} {verb} {giver}{through} ({}, score {:.2}, {credit}{why}) and adds none",
                self.name(*report),
                edge.kind.name(),
                edge.score
            );
        }
        let of_kind = |kind: EdgeKind| repeats.iter().filter(|r| r.edge.kind == kind).count();
        let kinds: Vec<String> = [
            (EdgeKind::Copy, "copy", "copies"),
            (EdgeKind::Rewrite, "rewrite", "rewrites"),
            (EdgeKind::Quotes, "that quotes it", "that quote it"),
        ]
        .into_iter()
        .filter_map(|(kind, one, many)| match of_kind(kind) {
            0 => None,
            n if n == repeats.len() && kind == EdgeKind::Quotes => Some("by its quotes".to_owned()),
            n if n == repeats.len() => Some(many.to_owned()),
            1 => Some(format!("1 {one}")),
            n => Some(format!("{n} {many}")),
        })
        .collect();
        let silent = repeats.iter().filter(|r| !r.edge.credited).count();
        let credit = match silent {
            0 => "all with credit".to_owned(),
            n if n == repeats.len() => "no credit".to_owned(),
            n => format!("{n} without credit"),
        };
        let open = match repeats.iter().filter(|r| !r.edge.directed).count() {
            0 => String::new(),
            n if n == repeats.len() => ", which was first is open".to_owned(),
            n => format!(", of {n} it is open which was first"),
        };
        let scores = repeats.iter().map(|r| r.edge.score);
        let (least, most) = scores.fold((1.0f64, 0.0f64), |(a, b), s| (a.min(s), b.max(s)));
        let scores = match format!("{least:.2}") == format!("{most:.2}") {
            true => format!("score {least:.2}"),
            false => format!("scores {least:.2} to {most:.2}"),
        };
        let mut reports: Vec<ReportId> = repeats.iter().map(|r| r.report).collect();
        reports.sort_by_key(|r| self.number(*r));
        let who = self.called(&reports);
        format!("{who} repeat {giver} ({}, {credit}, {scores}{open}) and add none", and(&kinds))
    }

    /// A few reports by name, more by their number.
    fn called(&self, reports: &[ReportId]) -> String {
        match reports.len() {
            n if n <= TOLD => and(&reports.iter().map(|r| self.name(*r)).collect::<Vec<_>>()),
            n => format!("{n} reports"),
        }
    }
}

/// A list of names, cut where it is long.
fn few(mut names: Vec<String>) -> String {
    if names.len() > TOLD {
        let more = names.len() - 2;
        names.truncate(2);
        names.push(format!("{more} more"));
    }
    and(&names)
}
