//! What every view of a case needs to know first: numbers and names for reports, figures for stories, words for findings.

use std::collections::{BTreeMap, BTreeSet};

use backstory_model::{
    Anchor, Annotated, Attribution, AttributionId, Case, Change, Claim, ClaimChange, Correction, Count, Edge,
    EdgeKind, Independent, Node, Quote, QuoteChange, ReportId, Ruling, Source, SourceId, SourceKind, Span,
    Stance, StoryId,
};

use crate::{
    export::Export,
    words::{and, plain, quoted, short},
};

/// A story as it is shown.
pub(crate) struct Thread<'a> {
    /// None for a report that no story holds.
    pub(crate) id: Option<StoryId>,
    pub(crate) title: String,
    /// In order of time.
    pub(crate) reports: Vec<&'a Annotated>,
    /// Those with the most at stake first.
    pub(crate) claims: Vec<&'a Claim>,
}

/// An attribution and the report it stands in.
pub(crate) type Said<'a> = (&'a Annotated, &'a Attribution);

/// A difference of a quote or a claim, in one shape.
#[derive(Clone, Copy)]
pub(crate) struct Difference<'a> {
    pub(crate) kind: Kind,
    pub(crate) report: ReportId,
    pub(crate) from: &'a str,
    pub(crate) to: &'a str,
    pub(crate) from_at: Option<backstory_model::Anchor>,
    pub(crate) to_at: Option<backstory_model::Anchor>,
}

/// What kind of difference.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Quote(QuoteChange),
    Claim(ClaimChange),
}

impl Kind {
    /// In a word or two.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Kind::Quote(QuoteChange::Speaker) => "other speaker",
            Kind::Quote(QuoteChange::Wording) => "other words",
            Kind::Quote(QuoteChange::Trimmed) => "trimmed",
            Kind::Quote(QuoteChange::NoOrigin) => "not in the source",
            Kind::Claim(ClaimChange::Quantity) => "number",
            Kind::Claim(ClaimChange::Hedge) => "caution",
            Kind::Claim(ClaimChange::Actor) => "actor",
            Kind::Claim(ClaimChange::Time) => "time",
        }
    }
}

/// A case with its look-ups.
pub(crate) struct Digest<'a> {
    pub(crate) case: &'a Case,
    /// Stories of two or more reports, those with the most first, then single reports; each of them by date.
    pub(crate) threads: Vec<Thread<'a>>,
    numbers: BTreeMap<ReportId, usize>,
    sources: BTreeMap<SourceId, &'a Source>,
    attributions: BTreeMap<AttributionId, (&'a Annotated, &'a Attribution)>,
    incoming: BTreeMap<ReportId, Vec<&'a Edge>>,
    /// The statements that each denial meets.
    met: BTreeMap<AttributionId, Vec<Anchor>>,
}

impl<'a> Digest<'a> {
    pub(crate) fn new(case: &'a Case) -> Self {
        let mut claims: BTreeMap<StoryId, Vec<&Claim>> = BTreeMap::new();
        for claim in &case.links.claims {
            claims.entry(claim.story).or_default().push(claim);
        }
        let mut threads: Vec<Thread> = Vec::new();
        let mut placed: BTreeSet<ReportId> = BTreeSet::new();
        for story in &case.links.stories {
            placed.extend(&story.reports);
            threads.push(Thread {
                id: Some(story.id),
                title: plain(&story.title),
                reports: in_time(case, story.reports.iter().filter_map(|r| case.report(*r)).collect()),
                claims: claims.remove(&story.id).unwrap_or_default(),
            });
        }
        threads.retain(|t| !t.reports.is_empty());
        for thread in &mut threads {
            if thread.title.is_empty() {
                thread.title = title(thread.reports[0]);
            }
        }
        threads.sort_by_key(|t| std::cmp::Reverse(t.reports.len()));
        for annotated in case.reports.iter().filter(|a| !placed.contains(&a.report.id)) {
            threads.push(Thread {
                id: None,
                title: title(annotated),
                reports: vec![annotated],
                claims: vec![],
            });
        }
        let in_order = threads.iter().flat_map(|t| &t.reports).enumerate();
        let numbers = in_order.map(|(at, a)| (a.report.id, at + 1)).collect();
        let mut incoming: BTreeMap<ReportId, Vec<&Edge>> = BTreeMap::new();
        for edge in &case.links.lineage {
            incoming.entry(edge.to).or_default().push(edge);
        }
        let mut met: BTreeMap<AttributionId, Vec<Anchor>> = BTreeMap::new();
        let statements = case.links.claims.iter().flat_map(|claim| &claim.statements);
        for statement in statements.filter(|s| s.stance == Stance::Denies) {
            if let Some(denial) = statement.attribution {
                met.entry(denial).or_default().push(statement.at);
            }
        }
        Self {
            case,
            threads,
            numbers,
            sources: Export::new(case).sources().into_iter().map(|s| (s.id, s)).collect(),
            attributions: case
                .reports
                .iter()
                .flat_map(|a| a.annotations.attributions.iter().map(move |t| (t.id, (a, t))))
                .collect(),
            incoming,
            met,
        }
    }

    /// Numbers the reports of this story alone, from 1; those that only came along have none.
    pub(crate) fn number_within(&mut self, story: Option<StoryId>) {
        let thread = self.threads.iter().find(|t| t.id.is_some() && t.id == story);
        let reports = thread.into_iter().flat_map(|t| &t.reports).enumerate();
        self.numbers = reports.map(|(at, a)| (a.report.id, at + 1)).collect();
    }

    /// Stories of two or more reports.
    pub(crate) fn stories(&self) -> impl Iterator<Item = &Thread<'a>> {
        self.threads.iter().filter(|t| t.reports.len() > 1)
    }

    /// Reports that stand alone.
    pub(crate) fn singles(&self) -> impl Iterator<Item = &Thread<'a>> {
        self.threads.iter().filter(|t| t.reports.len() == 1)
    }

    /// The report's number in this case, from 1: the order in which they are shown.
    pub(crate) fn number(&self, report: ReportId) -> usize {
        self.numbers.get(&report).copied().unwrap_or(0)
    }

    /// Outlet, or what else it can be called by.
    pub(crate) fn name(&self, report: ReportId) -> String {
        self.case.report(report).map_or_else(|| report.to_string(), name)
    }

    /// `3 Evening Tidings`.
    pub(crate) fn numbered(&self, report: ReportId) -> String {
        match self.number(report) {
            0 => self.name(report),
            number => format!("{number} {}", self.name(report)),
        }
    }

    /// Day, or what is known in its place.
    pub(crate) fn date(&self, annotated: &Annotated) -> String {
        match (&annotated.report.published, self.case.links.not_before.get(&annotated.report.id)) {
            (Some(published), _) => day(published.date.as_str()),
            (None, Some(moment)) => format!("not before {}", day(moment.as_str())),
            (None, None) => "undated".to_owned(),
        }
    }

    pub(crate) fn source(&self, id: SourceId) -> Option<&'a Source> {
        self.sources.get(&self.case.links.source_id(id)).copied()
    }

    /// A source as people call it.
    pub(crate) fn source_name(&self, id: SourceId) -> String {
        let Some(source) = self.source(id) else { return "a source it does not name".to_owned() };
        match (source.kind, source.report) {
            (SourceKind::Reporter, Some(report)) => format!("{} itself", self.name(report)),
            _ => source
                .name
                .as_deref()
                .or(source.description.as_deref())
                .map_or_else(|| "an unnamed source".to_owned(), |words| short(words, 80)),
        }
    }

    pub(crate) fn attribution(&self, id: AttributionId) -> Option<(&'a Annotated, &'a Attribution)> {
        self.attributions.get(&id).copied()
    }

    /// Who an attribution names and whom it came through, nearest to the reader last: `officials ← Harbor Wire`.
    pub(crate) fn chain(&self, attribution: &Attribution) -> Vec<String> {
        let source = attribution
            .source
            .map_or_else(|| "a source it does not name".to_owned(), |s| self.source_name(s));
        std::iter::once(source).chain(attribution.via.iter().map(|v| self.source_name(*v))).collect()
    }

    /// What a report took from whom, the strongest finding for each giver.
    pub(crate) fn taken(&self, report: ReportId) -> Vec<&'a Edge> {
        let mut edges: Vec<&Edge> = self.incoming.get(&report).cloned().unwrap_or_default();
        edges.sort_by_key(|e| (e.from, e.kind));
        let mut kept: Vec<&Edge> = Vec::new();
        for edge in edges {
            match kept.last() {
                Some(last) if last.from == edge.from => {}
                _ => kept.push(edge),
            }
        }
        kept.sort_by_key(|e| (e.kind, self.node_number(e.from)));
        kept
    }

    /// By what givers are sorted: reports in order, then outlets outside.
    pub(crate) fn node_number(&self, node: Node) -> usize {
        match node {
            Node::Report(id) => self.number(id),
            Node::External(_) => usize::MAX,
        }
    }

    /// The reports that took text, facts or quotes from this one, in order.
    pub(crate) fn takers(&self, report: ReportId) -> Vec<ReportId> {
        let from = Node::Report(report);
        let edges = self.case.links.lineage.iter().filter(|e| e.from == from && e.directed && derives(e));
        let mut takers: Vec<ReportId> = edges.map(|e| e.to).collect::<BTreeSet<_>>().into_iter().collect();
        takers.sort_by_key(|r| self.number(*r));
        takers
    }

    /// How many times a report took from another without saying so: once for each giver.
    pub(crate) fn silent(&self) -> usize {
        let taken = self.incoming.keys().flat_map(|r| self.taken(*r));
        taken.filter(|e| derives(e) && e.directed && !e.credited).count()
    }

    /// `copied 1 Harbor Wire, credited`.
    pub(crate) fn taking(&self, edge: &Edge) -> String {
        taking(
            edge,
            &match edge.from {
                Node::Report(id) => self.numbered(id),
                Node::External(id) => format!("{} (not in the case)", self.source_name(id)),
            },
        )
    }

    /// `copied 1, credited`.
    pub(crate) fn taking_by_number(&self, edge: &Edge) -> String {
        match edge.from {
            Node::Report(id) => taking(edge, &self.number(id).to_string()),
            Node::External(_) => self.taking(edge),
        }
    }

    /// How many reports of a story took neither text, facts nor quotes from another report in the case. Of two that
    /// share text while it is open who was first, one counts.
    pub(crate) fn independent_reports(&self, thread: &Thread<'_>) -> usize {
        let none = Vec::new();
        let edges = |a: &Annotated| self.incoming.get(&a.report.id).unwrap_or(&none).iter();
        let derived = |e: &&&Edge| derives(e) && matches!(e.from, Node::Report(_));
        let own: BTreeSet<ReportId> = thread
            .reports
            .iter()
            .filter(|a| !edges(a).any(|e| derived(&e) && e.directed))
            .map(|a| a.report.id)
            .collect();
        // One of each open pair: the one with the smaller id stands for both.
        let open = |a: &&ReportId| {
            self.incoming.get(a).unwrap_or(&none).iter().any(|e| {
                derived(&e) && !e.directed && matches!(e.from, Node::Report(from) if own.contains(&from))
            })
        };
        own.iter().filter(|a| !open(a)).count()
    }

    /// The claim that most reports state, where two or more do.
    pub(crate) fn most_repeated(&self, thread: &Thread<'a>) -> Option<&'a Claim> {
        let reports = |claim: &Claim| {
            let affirmed = claim.statements.iter().filter(|s| s.stance == Stance::Affirms);
            affirmed.map(|s| s.at.report).collect::<BTreeSet<_>>().len()
        };
        let most = thread.claims.iter().map(|c| reports(c)).max().filter(|n| *n > 1)?;
        thread.claims.iter().find(|c| reports(c) == most).copied()
    }

    /// Reports that state a claim, with the given stance, in order.
    pub(crate) fn stated_in(&self, claim: &Claim, stance: Stance) -> Vec<ReportId> {
        let with = claim.statements.iter().filter(|s| s.stance == stance).map(|s| s.at.report);
        let mut reports: Vec<ReportId> = with.collect::<BTreeSet<_>>().into_iter().collect();
        reports.sort_by_key(|r| self.number(*r));
        reports
    }

    /// Quotes that stand in a report of the thread.
    pub(crate) fn quotes(&self, thread: &Thread<'_>) -> Vec<&'a Quote> {
        let reports: BTreeSet<ReportId> = thread.reports.iter().map(|a| a.report.id).collect();
        let inside = |q: &&Quote| q.occurrences.iter().any(|o| reports.contains(&o.at.report));
        self.case.links.quotes.iter().filter(inside).collect()
    }

    /// What changed on the way into the thread's reports: quotes first.
    pub(crate) fn changes(&self, thread: &Thread<'a>) -> Vec<Difference<'a>> {
        let reports: BTreeSet<ReportId> = thread.reports.iter().map(|a| a.report.id).collect();
        let quotes =
            self.case.links.quotes.iter().flat_map(quote_changes).filter(|c| reports.contains(&c.report));
        let claims = thread.claims.iter().flat_map(|c| claim_changes(c));
        quotes.chain(claims).collect()
    }

    /// Denials that the thread's reports carry; the same words of the same source, or much the same, are one.
    pub(crate) fn denials(&self, thread: &Thread<'a>) -> Vec<Vec<Said<'a>>> {
        let mut denials: Vec<Vec<Said>> = Vec::new();
        let mut keys: Vec<(Option<SourceId>, BTreeSet<String>)> = Vec::new();
        let all = thread.reports.iter().flat_map(|a| a.annotations.attributions.iter().map(move |t| (*a, t)));
        for (annotated, denial) in
            all.filter(|(_, t)| t.stance == Stance::Denies && !t.content_spans.is_empty())
        {
            let source = denial.source.map(|s| self.case.links.source_id(s));
            let mut words = BTreeSet::new();
            for span in self.denied(annotated, denial) {
                let said = span.of(&annotated.report.text).to_lowercase();
                words.extend(said.split(|c: char| !c.is_alphanumeric()).map(str::to_owned));
            }
            words.remove("");
            // More than half of all the words of both.
            let same = |(of, other): &(Option<SourceId>, BTreeSet<String>)| {
                let both = other.intersection(&words).count();
                source.is_some() && *of == source && 2 * both > other.len() + words.len() - both
            };
            match keys.iter().position(same) {
                Some(at) => denials[at].push((annotated, denial)),
                None => {
                    keys.push((source, words));
                    denials.push(vec![(annotated, denial)]);
                }
            }
        }
        denials
    }

    /// What a denial is of: its content, or where that only refers to what was said before ("it") or holds what is denied and
    /// a verdict on it ("the claim that {…} was false"), the statements it meets.
    pub(crate) fn denied(&self, annotated: &Annotated, denial: &Attribution) -> Vec<Span> {
        let met = self.met.get(&denial.id).into_iter().flatten();
        let mut met: Vec<Span> =
            met.filter(|at| at.report == annotated.report.id).map(|at| at.span).collect();
        let apart = |met: &Span| !denial.content_spans.iter().any(|span| span.overlaps(*met));
        let within = |met: &Span| denial.content_spans.iter().any(|span| span.contains(*met));
        if met.is_empty() || !(met.iter().all(apart) || met.iter().all(within)) {
            return denial.content_spans.clone();
        }
        met.sort_unstable();
        met
    }

    /// Corrections that hold and are about words of this stretch.
    pub(crate) fn corrections_at(&self, at: Anchor) -> impl Iterator<Item = &'a Correction> {
        let meets = move |place: &Anchor| place.report == at.report && place.span.overlaps(at.span);
        self.case.corrections.iter().filter(move |c| match &c.ruling {
            Ruling::Speaker { at, .. } => meets(at),
            Ruling::SameClaim { a, b } | Ruling::OtherClaim { a, b } => meets(a) || meets(b),
            _ => false,
        })
    }

    /// Corrections that hold and are about a thing by its id: that it is right, or when a report came out.
    pub(crate) fn corrections_of(&self, id: &str) -> impl Iterator<Item = &'a Correction> {
        self.case.corrections.iter().filter(move |c| match &c.ruling {
            Ruling::Confirmed { finding } => finding == id,
            Ruling::Published { report, .. } => report.to_string() == id,
            _ => false,
        })
    }

    /// Corrections that hold and are about one report having taken from another; `to` is a report.
    pub(crate) fn corrections_between(
        &self,
        from: Node,
        to: ReportId,
    ) -> impl Iterator<Item = &'a Correction> {
        let id = |node: Node| match node {
            Node::Report(id) => id.to_string(),
            Node::External(id) => id.to_string(),
        };
        let ways = [format!("{}>{to}", id(from)), format!("{to}>{}", id(from))];
        self.case.corrections.iter().filter(move |c| match &c.ruling {
            Ruling::NotTaken { from: giver, to: receiver } => {
                (*giver, *receiver) == (from, to)
                    || (*giver == Node::Report(to) && from == Node::Report(*receiver))
            }
            Ruling::Confirmed { finding } => ways.contains(finding),
            _ => false,
        })
    }

    /// What a claim goes back to, in a few words.
    pub(crate) fn rests_on(&self, claim: &Claim) -> String {
        if claim.origins.is_empty() {
            return "no report says from whom".to_owned();
        }
        let mut names: Vec<String> = Vec::new();
        for origin in &claim.origins {
            let name = match self.source(origin.source) {
                Some(Source { kind: SourceKind::Reporter, report: Some(report), .. }) => {
                    format!("{}’s own word", self.name(*report))
                }
                Some(Source { kind: SourceKind::Anonymous, .. }) => {
                    format!("{} (unnamed)", self.source_name(origin.source))
                }
                _ => self.source_name(origin.source),
            };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        if names.len() > 3 {
            let more = names.len() - 2;
            names.truncate(2);
            names.push(format!("{more} more"));
        }
        format!("rests on {}", and(&names))
    }

    /// Days for a list of reports, with the hour only where it tells two of one day apart.
    pub(crate) fn short_dates(&self, reports: &[&Annotated]) -> Vec<String> {
        let moments: Vec<Option<&str>> =
            reports.iter().map(|a| a.report.published.as_ref().map(|p| p.date.as_str())).collect();
        let clocks = |day: &str| {
            let timed = |m: &&&str| m.split_once('T').is_some_and(|(d, _)| d == day);
            moments.iter().flatten().filter(timed).count()
        };
        let row = |moment: &Option<&str>| match moment.map(|m| (m, m.split_once('T'))) {
            Some((_, Some((day, _)))) if clocks(day) < 2 => day.to_owned(),
            Some((moment, _)) => day(moment),
            None => "undated".to_owned(),
        };
        moments.iter().map(row).collect()
    }
}

fn taking(edge: &Edge, from: &str) -> String {
    if !edge.directed {
        return format!("shares text with {from} (which was first is open)");
    }
    let verb = match edge.kind {
        EdgeKind::Copy => "copied",
        EdgeKind::Rewrite => "rewrote",
        EdgeKind::Quotes => "took quotes from",
        EdgeKind::Cites => return format!("cites {from}"),
    };
    format!("{verb} {from}, {}", if edge.credited { "credited" } else { "not credited" })
}

/// Whether the receiver's words or facts are the giver's.
pub(crate) fn derives(edge: &Edge) -> bool {
    edge.kind != EdgeKind::Cites
}

/// Changes of a quote.
pub(crate) fn quote_changes(quote: &Quote) -> impl Iterator<Item = Difference<'_>> {
    quote.changes.iter().map(|c| difference(c, Kind::Quote(c.kind)))
}

/// Changes of a claim.
pub(crate) fn claim_changes(claim: &Claim) -> impl Iterator<Item = Difference<'_>> {
    claim.changes.iter().map(|c| difference(c, Kind::Claim(c.kind)))
}

fn difference<K>(change: &Change<K>, kind: Kind) -> Difference<'_> {
    Difference {
        kind,
        report: change.report,
        from: &change.from,
        to: &change.to,
        from_at: change.from_at,
        to_at: change.to_at,
    }
}

/// By the first day a report may have come out; of one day, those that only cannot be earlier come last.
fn in_time<'a>(case: &'a Case, mut reports: Vec<&'a Annotated>) -> Vec<&'a Annotated> {
    reports.sort_by_key(|a| {
        let known = a.report.published.as_ref().map(|p| &p.date);
        let day = known.or_else(|| case.links.not_before.get(&a.report.id)).and_then(|m| m.first_day());
        (day.is_none(), day, known.is_none())
    });
    reports
}

/// What a report is called: its outlet, or else its first writer, or else the start of its headline, or else its file.
pub(crate) fn name(annotated: &Annotated) -> String {
    let report = &annotated.report;
    if let (None, [], Some(title)) = (&report.outlet, &report.authors[..], &report.title) {
        return quoted(&title.text, 28);
    }
    let file = || report.uri.rsplit('/').next().unwrap_or(&report.uri);
    let name = report.outlet.as_deref().or(report.authors.first().map(String::as_str)).unwrap_or_else(file);
    short(name, 40)
}

/// The headline, or the first words.
pub(crate) fn title(annotated: &Annotated) -> String {
    let report = &annotated.report;
    match &report.title {
        Some(title) => plain(&title.text),
        None => {
            let body = report.blocks.iter().find(|b| b.role == backstory_model::Role::Body);
            short(body.map_or("(no text)", |b| b.span.of(&report.text)), 90)
        }
    }
}

/// `2031-03-04T18:20:00Z` → `2031-03-04 18:20`.
pub(crate) fn day(moment: &str) -> String {
    match moment.split_once('T') {
        Some((day, time)) => format!("{day} {}", &time[..time.len().min(5)]),
        None => moment.to_owned(),
    }
}

/// `1–2`, `2 or more`, `1–3 or more`.
pub(crate) fn range(n: Independent) -> String {
    let figure = if n.min == n.max { n.min.to_string() } else { format!("{}–{}", n.min, n.max) };
    if n.open { format!("{figure} or more") } else { figure }
}

/// `source` or `sources`.
pub(crate) fn sources_word(n: Independent) -> &'static str {
    if n.min == 1 && n.max == 1 && !n.open { "source" } else { "sources" }
}

/// `1 source`, `0–1 sources`.
pub(crate) fn sources(n: Independent) -> String {
    format!("{} {}", range(n), sources_word(n))
}

/// `1 independent source`.
pub(crate) fn range_of_sources(n: Independent) -> String {
    format!("{} independent {}", range(n), sources_word(n))
}

/// How many people: `4 people`, `2 or more people`; nothing for one.
pub(crate) fn people(count: Option<Count>) -> Option<String> {
    let count = count?;
    match (count.min, count.max) {
        (1, Some(1)) => Some("one person".to_owned()),
        (min, Some(max)) if min == max => Some(format!("{min} people")),
        (min, Some(max)) => Some(format!("{min} to {max} people")),
        (min, None) => Some(format!("{min} or more people")),
    }
}

/// A difference in words: `“at least 40” → “some 400”`.
pub(crate) fn in_words(change: &Difference<'_>, most: usize) -> String {
    match change.kind {
        Kind::Quote(QuoteChange::Speaker) => {
            let who = |name: &str| if name.is_empty() { "no one".to_owned() } else { short(name, most) };
            format!("{} → {}", who(change.from), who(change.to))
        }
        Kind::Quote(QuoteChange::Trimmed) => {
            let gone: Vec<String> = crate::diff::diff(change.from, change.to)
                .into_iter()
                .filter_map(|p| match p {
                    crate::diff::Piece::Gone(words) if words.chars().any(char::is_alphanumeric) => {
                        Some(quoted(words, most))
                    }
                    _ => None,
                })
                .collect();
            match gone.is_empty() {
                true => format!("{} → {}", quoted(change.from, most), quoted(change.to, most)),
                false => format!("left out {}", and(&gone)),
            }
        }
        Kind::Quote(QuoteChange::NoOrigin) => {
            format!("{} is not in the report it cites", quoted(change.to, most))
        }
        _ if change.to.is_empty() => format!("{} dropped", quoted(change.from, most)),
        _ if change.from.is_empty() => format!("{} added", quoted(change.to, most)),
        _ => format!("{} → {}", quoted(change.from, most), quoted(change.to, most)),
    }
}
