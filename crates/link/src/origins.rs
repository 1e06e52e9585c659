//! How many independent origins a claim has.
//!
//! Each affirming statement is followed to its root: the deepest source its chain names, or the report of the case it
//! was taken from. What is left are named sources (once each, wherever they appear), groups of anonymous sources
//! (by the report that spoke with them), and reports that speak in their own voice:
//!
//! | root | least | most |
//! |---|---|---|
//! | named person, organization, document, or outlet outside the case | 1 | 1 |
//! | anonymous groups of one report | its largest group | the sum of its groups |
//! | anonymous groups of several reports | the largest report, and others only where nobody can be in both | the sum |
//! | a report's own voice, or that of an agency whose text reports carry; so where it does not tell whom it has it from ("it was announced") | 0 | 1 |
//! | taken from another report, denied or declined | 0 | 0 |
//!
//! A group of unstated size counts its least in both, and leaves the range open.

mod calling;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    context::Context,
    quotes::spelling::letters_of,
    sources::{Sources, folded},
};
use backstory_lexicon::is_trade;
use backstory_model::{
    Annotated, Attribution, AttributionId, Count, Edge, EdgeKind, Independent, Manner, Node, Origin, Passage,
    ReportId, Role, Source, SourceId, SourceKind, Span, Stance, Statement, Story, StoryId,
};

pub(crate) use calling::{Calling, calling};

/// What stands behind a claim, and why.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Counted {
    pub(crate) origins: Vec<Origin>,
    pub(crate) independent: Independent,
    pub(crate) reasons: Vec<String>,
}

/// The words of an office, and a person who holds it.
type Holder = (Vec<String>, SourceId);

/// What counting looks up, made once for a case.
pub(crate) struct Chains<'a> {
    ctx: &'a Context<'a>,
    attributions: BTreeMap<AttributionId, &'a Attribution>,
    sources: &'a Sources,
    /// Edges that end at a report, in the order of the lineage.
    into: BTreeMap<ReportId, Vec<&'a Edge>>,
    /// The reports of an outlet in a story, in the story's order.
    by_outlet: BTreeMap<(StoryId, SourceId), Vec<ReportId>>,
    /// The outlets whose reports are in a story.
    around: BTreeMap<StoryId, BTreeSet<SourceId>>,
    /// Who holds an office by the reports of a story, by the last word of the office.
    offices: BTreeMap<(StoryId, String), BTreeSet<Holder>>,
    /// The story of a report, and its place in it.
    place: BTreeMap<ReportId, (StoryId, usize)>,
    /// What stands in a report and in another too, in the first one's text and in the other's.
    shared: BTreeMap<(ReportId, ReportId), Vec<(Span, Span)>>,
}

/// Whose anonymous sources they are: nobody is counted twice within one home, and anyone may stand in two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Home {
    Report(ReportId),
    /// An outlet outside the case, whose sources a report of the case passes on.
    Outlet(SourceId),
}

/// Where a statement comes from.
#[derive(Clone, Debug, PartialEq)]
enum Root<'a> {
    /// From another report of the claim.
    Taken {
        edge: Option<&'a Edge>,
        giver: ReportId,
    },
    Named(SourceId),
    Group {
        home: Home,
        source: SourceId,
        count: Count,
    },
    /// The voice of a report.
    Voice(ReportId),
    /// The voice of an outlet outside the case, whose text a report carries.
    Carried(SourceId),
    /// The voice of a report that took its text from elsewhere, and so vouches for nothing.
    Echo(&'a Edge),
    Beside(Stance),
}

impl<'a> Chains<'a> {
    pub(crate) fn new(
        ctx: &'a Context<'a>,
        stories: &[Story],
        lineage: &'a [Edge],
        passages: &[Passage],
        sources: &'a Sources,
    ) -> Self {
        let mut chains = Self {
            ctx,
            attributions: ctx
                .reports
                .iter()
                .flat_map(|r| &r.annotations.attributions)
                .map(|a| (a.id, a))
                .collect(),
            sources,
            into: BTreeMap::new(),
            by_outlet: BTreeMap::new(),
            around: BTreeMap::new(),
            offices: BTreeMap::new(),
            place: BTreeMap::new(),
            shared: BTreeMap::new(),
        };
        for Passage { a, b, .. } in passages {
            chains.shared.entry((a.report, b.report)).or_default().push((a.span, b.span));
            chains.shared.entry((b.report, a.report)).or_default().push((b.span, a.span));
        }
        for edge in lineage {
            chains.into.entry(edge.to).or_default().push(edge);
        }
        for story in stories {
            for (at, id) in story.reports.iter().enumerate() {
                chains.place.insert(*id, (story.id, at));
                if let Some(outlet) = chains.outlet_of(*id) {
                    chains.by_outlet.entry((story.id, outlet)).or_default().push(*id);
                    chains.around.entry(story.id).or_default().insert(outlet);
                }
                let known = chains.report(*id).map_or(&[][..], |r| &r.annotations.sources);
                for person in known.iter().filter(|s| s.kind == SourceKind::Person) {
                    let words = office(person.role.as_deref().unwrap_or_default());
                    if let Some(last) = words.last() {
                        let key = (story.id, last.clone());
                        let holder = (words, sources.id(person.id));
                        chains.offices.entry(key).or_default().insert(holder);
                    }
                }
            }
        }
        chains
    }

    fn report(&self, id: ReportId) -> Option<&'a Annotated> {
        Some(&self.ctx.reports[self.ctx.index(id)?])
    }

    /// The attribution with this id.
    pub(crate) fn attribution(&self, id: AttributionId) -> Option<&'a Attribution> {
        self.attributions.get(&id).copied()
    }

    /// Whether two sources are one in the case.
    pub(crate) fn same_source(&self, one: SourceId, other: SourceId) -> bool {
        self.sources.id(one) == self.sources.id(other)
    }

    /// Whether a name is an outlet's.
    pub(crate) fn is_outlet(&self, name: &str) -> bool {
        self.sources.outlet(name).is_some_and(|s| s.kind == SourceKind::Outlet)
    }

    /// Whether two reports are of one outlet.
    pub(crate) fn same_house(&self, one: ReportId, other: ReportId) -> bool {
        self.outlet_of(one).is_some_and(|outlet| self.outlet_of(other) == Some(outlet))
    }

    /// Edges that end at a report.
    pub(crate) fn into(&self, report: ReportId) -> &[&'a Edge] {
        self.into.get(&report).map_or(&[], Vec::as_slice)
    }

    fn outlet_of(&self, report: ReportId) -> Option<SourceId> {
        let outlet = self.report(report)?.report.outlet.as_deref()?;
        Some(self.sources.outlet(outlet)?.id)
    }

    /// Counts the origins of a claim's statements.
    pub(crate) fn count(&self, statements: &[Statement]) -> Counted {
        let mut tally = Tally::default();
        let with_source = || statements.iter().filter(|s| s.stance == Stance::Affirms && self.tells(s));
        let sourced: BTreeSet<ReportId> = with_source().map(|s| s.at.report).collect();
        let in_body: BTreeSet<ReportId> =
            with_source().filter(|s| !self.in_title(s)).map(|s| s.at.report).collect();
        let mut unnamed: BTreeMap<ReportId, Vec<Option<Count>>> = BTreeMap::new();
        for statement in statements.iter().filter(|s| s.stance == Stance::Affirms) {
            let group = statement.attribution.and_then(|id| self.attribution(id));
            let count = group.filter(|a| self.is_unnamed(a)).map(|a| a.count);
            unnamed.entry(statement.at.report).or_default().extend(count);
        }
        let mut roots: Vec<(&Statement, Root)> = Vec::new();
        for statement in statements {
            let report = statement.at.report;
            let root = self.root(statement, &unnamed);
            // A headline, or a sentence of its own beside them, sums up what the report has from its sources: "inspectors
            // say" are the two inspectors of the text. Who has a name counts once in any case.
            let own = matches!(root, Root::Voice(_) | Root::Carried(_) | Root::Echo(_));
            let summary = !self.tells(statement) && own && sourced.contains(&report)
                || !matches!(root, Root::Named(_)) && in_body.contains(&report) && self.in_title(statement);
            if !summary {
                roots.push((statement, root));
            }
        }
        // What is said within the words of another is no second source of it: "A clerk said that Osei admitted it".
        let mut within = self.within(&roots).into_iter();
        roots.retain(|_| !within.next().unwrap_or_default());
        let spoken: Vec<Option<Vec<String>>> = roots.iter().map(|(s, root)| self.spoken(s, root)).collect();
        for (at, (statement, root)) in roots.iter().enumerate() {
            match (0..roots.len()).find(|other| same_utterance(&roots, &spoken, *other, at)) {
                Some(other) => tally.aside(format!(
                    "{} quotes the same words as {}; they were spoken once.",
                    self.label(statement.at.report),
                    self.label(roots[other].0.at.report)
                )),
                None => tally.add(self, statement.at.report, root.clone(), statement),
            }
        }
        tally.finish(self)
    }

    /// Whether a statement's report tells whom it has it from.
    fn tells(&self, statement: &Statement) -> bool {
        let attribution = statement.attribution.and_then(|id| self.attribution(id));
        attribution.is_some_and(|a| {
            a.source.is_some() || !a.via.is_empty() || self.by_office(statement.at.report, a).is_some()
        })
    }

    /// For each statement, whether someone else of its report says or denies words that hold it, or an outlet passes on in it
    /// what others say. An outlet has said what it is cited for within a denial.
    fn within(&self, roots: &[(&Statement, Root)]) -> Vec<bool> {
        let outlet = |statement: &Statement| {
            let source = statement.attribution.and_then(|id| self.attribution(id)).and_then(|a| a.source);
            source.and_then(|id| self.kind(id)) == Some(SourceKind::Outlet)
        };
        let mut order: Vec<usize> =
            (0..roots.len()).filter(|at| roots[*at].0.attribution.is_some()).collect();
        let place = |at: usize| {
            let place = &roots[at].0.at;
            (place.report, place.span.start, std::cmp::Reverse(place.span.end))
        };
        order.sort_by_key(|at| place(*at));
        let mut within = vec![false; roots.len()];
        for here in order.chunk_by(|a, b| roots[*a].0.at.report == roots[*b].0.at.report) {
            // How far the words of those reach that start here or before: of those who say it, and who deny it.
            let (mut said, mut denied) = (0, 0);
            for same in here.chunk_by(|a, b| place(*a) == place(*b)) {
                for at in same {
                    let (inner, end) = (roots[*at].0, roots[*at].0.at.span.end);
                    // "An inspector told KPA that …, the Post reported": the Post has it from the inspector.
                    let passes_on = || {
                        let from = here.partition_point(|other| place(*other) <= place(*at));
                        let inside = here[from..].iter().map(|other| roots[*other].0);
                        inside.take_while(|s| s.at.span.start < end).any(|s| {
                            inner.at.span.contains(s.at.span)
                                && s.stance == Stance::Affirms
                                && self.tells(s)
                                && !outlet(s)
                        })
                    };
                    within[*at] = said >= end
                        || denied >= end && !outlet(inner)
                        || outlet(inner) && inner.stance == Stance::Affirms && passes_on();
                }
                for outer in same.iter().map(|at| roots[*at].0) {
                    let reach = match outer.stance {
                        Stance::Affirms => &mut said,
                        Stance::Denies => &mut denied,
                        Stance::Declines => continue,
                    };
                    if self.tells(outer) && !outlet(outer) {
                        *reach = outer.at.span.end.max(*reach);
                    }
                }
            }
        }
        within
    }

    /// The words of a quotation that someone is found to have said.
    fn spoken(&self, statement: &Statement, root: &Root) -> Option<Vec<String>> {
        let attribution = self.attribution(statement.attribution?)?;
        let report = self.report(statement.at.report)?;
        let found =
            matches!(root, Root::Named(_) | Root::Group { .. }) && attribution.manner == Manner::Direct;
        found.then(|| folded(statement.at.span.of(&report.report.text)))
    }

    fn in_title(&self, statement: &Statement) -> bool {
        self.report(statement.at.report).is_some_and(|r| {
            let title = r.report.blocks.iter().filter(|b| b.role == Role::Title);
            title.into_iter().any(|b| b.span.contains(statement.at.span))
        })
    }

    fn is_unnamed(&self, attribution: &Attribution) -> bool {
        let source = attribution.source.and_then(|id| self.sources.get(id));
        source.is_some_and(|source| source.kind == SourceKind::Anonymous)
    }

    /// Whether unnamed people who are quoted may be some of whom another report has the same from (`theirs`; None where it
    /// does not have it): not where that has it from others, where both say how many, and not as many, nor where they are
    /// said to have told this report's outlet.
    fn may_be(&self, report: ReportId, attribution: &Attribution, theirs: Option<&[Option<Count>]>) -> bool {
        let told = self.report(report).is_some_and(|report| self.sources.told_own(report, attribution));
        let fits = |other: &Option<Count>| match (attribution.count, other) {
            (Some(a), Some(b)) => match (a.max, b.max) {
                (Some(most), Some(theirs)) => a.min <= theirs && b.min <= most,
                _ => true,
            },
            _ => true,
        };
        !told && theirs.is_none_or(|theirs| theirs.iter().any(fits))
    }

    /// The edge by which text came to an outlet from others: of what it took from itself, that of the earlier report. None
    /// where all of it is its own: an outlet that writes on in its own text still speaks for itself.
    fn others_gave(&self, edge: &'a Edge, own: Option<SourceId>) -> Option<&'a Edge> {
        let (mut open, mut seen) = (vec![edge], BTreeSet::new());
        while let Some(edge) = open.pop() {
            let Node::Report(giver) = edge.from else { return Some(edge) };
            if own.is_none() || self.outlet_of(giver) != own {
                return Some(edge);
            }
            if seen.insert(giver) {
                let taken = |e: &&Edge| matches!(e.kind, EdgeKind::Copy | EdgeKind::Rewrite);
                open.extend(self.into(giver).iter().copied().filter(taken));
            }
        }
        None
    }

    /// Whether a statement was taken from the giver of an edge with its words: most of it stands in what the two reports
    /// have in common, and where they have passages in common, the giver has [`SHARED`] of its words in these.
    fn repeats_words(&self, edge: &Edge, statement: &Statement) -> bool {
        let (span, report) = (statement.at.span, statement.at.report);
        let Node::Report(giver) = edge.from else { return false };
        // An edge shows some of its evidence; the passages have all that stands in both.
        let passages = self.shared.get(&(report, giver)).map_or(&[][..], Vec::as_slice);
        let evidence = edge.evidence.iter().filter(|e| e.report == report).map(|e| e.span);
        let mut shared: Vec<Span> = passages.iter().map(|(here, _)| *here).chain(evidence).collect();
        shared.sort_unstable();
        let (mut within, mut from) = (0, span.start);
        for part in shared {
            let end = part.end.min(span.end);
            within += end.saturating_sub(part.start.max(from));
            from = from.max(end);
        }
        2 * within > span.end - span.start && self.has_words(giver, report, span)
    }

    /// Whether the giver has [`SHARED`] of the words of a stretch in the passages that it has in common with its report: one
    /// that goes on behind a quotation for the sake of a name may hold a sentence that only the one has. Only passages
    /// count, as what an edge shows may be of many places; without any, what it shows is believed.
    fn has_words(&self, giver: ReportId, report: ReportId, span: Span) -> bool {
        let (Some(of), Some(by)) = (self.report(giver), self.report(report)) else { return false };
        let Some(shared) = self.shared.get(&(report, giver)) else { return true };
        let there = shared.iter().filter(|(here, _)| here.overlaps(span)).map(|(_, there)| there);
        let theirs: BTreeSet<String> = there.flat_map(|part| folded(part.of(&of.report.text))).collect();
        let words = folded(span.of(&by.report.text));
        let common = words.iter().filter(|word| theirs.contains(*word)).count();
        common as f64 >= SHARED * words.len() as f64
    }

    /// `affirming`: the reports that state it, each with how many people without names it has it from.
    fn root(&self, statement: &Statement, affirming: &BTreeMap<ReportId, Vec<Option<Count>>>) -> Root<'a> {
        if statement.stance != Stance::Affirms {
            return Root::Beside(statement.stance);
        }
        let report = statement.at.report;
        let attribution = statement.attribution.and_then(|id| self.attribution(id));
        let own = self.outlet_of(report);
        let unnamed = |edge: &Edge| {
            attribution.filter(|a| self.is_unnamed(a)).is_some_and(|a| {
                let theirs = match edge.from {
                    Node::Report(giver) => affirming.get(&giver).map(Vec::as_slice),
                    Node::External(_) => None,
                };
                self.may_be(report, a, theirs)
            })
        };
        // An outlet that writes on in its own text says what is new in it for itself.
        let again = |edge: &Edge| {
            let Node::Report(giver) = edge.from else { return false };
            own.is_some() && self.outlet_of(giver) == own && !self.repeats_words(edge, statement)
        };
        let takes = |edge: &&Edge| match edge.kind {
            EdgeKind::Copy | EdgeKind::Rewrite => true,
            // Of a report that is only quoted, what is quoted; unnamed people may be those whom it quotes.
            EdgeKind::Quotes => unnamed(edge) || self.repeats_words(edge, statement),
            EdgeKind::Cites => false,
        };
        let echo =
            self.into(report).iter().copied().filter(takes).find_map(|edge| self.others_gave(edge, own));
        let told_again = self.into(report).iter().copied().filter(|edge| takes(edge) && !again(edge));
        let taken = told_again.into_iter().find_map(|edge| match edge.from {
            Node::Report(giver) => affirming.contains_key(&giver).then_some((edge, giver)),
            Node::External(_) => None,
        });
        let carried = echo.and_then(|edge| match edge.from {
            Node::External(outlet) => Some(outlet),
            Node::Report(_) => None,
        });
        let voice = || match (echo, carried) {
            (_, Some(outlet)) => Root::Carried(outlet),
            (Some(edge), None) => Root::Echo(edge),
            (None, None) => Root::Voice(report),
        };
        let repeats = |(edge, giver): (&'a Edge, ReportId)| Root::Taken { edge: Some(edge), giver };
        let Some(attribution) = attribution else { return taken.map_or_else(voice, repeats) };
        let meant = |id: SourceId| {
            let around = self.place.get(&report).and_then(|(story, _)| self.around.get(story));
            let short = around.and_then(|around| self.sources.short_for(id, around));
            short.unwrap_or_else(|| self.sources.id(id))
        };
        let deepest = attribution.source.or_else(|| attribution.via.first().copied()).map(meant);
        let source = deepest.and_then(|id| self.sources.get(id));
        if let Some((edge, giver)) = taken {
            // Someone with a name whom the giver does not know was found by this report.
            let found =
                |source: &&Source| is_named(source) && !self.is_bare(source.id) && !self.names(giver, source);
            return source.filter(found).map_or_else(|| repeats((edge, giver)), |s| Root::Named(s.id));
        }
        let office = || self.by_office(report, attribution).and_then(|id| self.sources.get(id));
        // "The prosecutor" may be read as an office that is a body.
        let own_name = |s: &&Source| s.kind != SourceKind::Anonymous && !self.is_bare(s.id);
        let source = source.filter(own_name).or_else(office).or(source);
        // "Doctors of the Valley" may be read as doctors.
        let source = source.map(|s| self.body_called(s).unwrap_or(s));
        let Some(source) = source else { return voice() };
        let mut home = carried.map_or(Home::Report(report), Home::Outlet);
        let chain = attribution.source.iter().chain(&attribution.via).map(|id| meant(*id));
        for outlet in chain.filter(|id| self.sources.get(*id).is_some_and(|s| s.kind == SourceKind::Outlet)) {
            if Some(outlet) == own {
                if outlet == source.id {
                    // "The Post reported on Monday": of the Post, its report of Monday, where that has it.
                    let earlier = self.report_of(outlet, report).filter(|r| affirming.contains_key(r));
                    return earlier.map_or(Root::Voice(report), |giver| Root::Taken { edge: None, giver });
                }
                continue;
            }
            match self.report_of(outlet, report) {
                Some(giver) if affirming.contains_key(&giver) => {
                    let edge = self.into(report).iter().copied().find(|e| e.from == Node::Report(giver));
                    return Root::Taken { edge, giver };
                }
                Some(giver) if outlet == source.id => return Root::Voice(giver),
                Some(giver) => home = Home::Report(giver),
                None => home = Home::Outlet(outlet),
            }
            break;
        }
        match source.kind {
            // Nobody spoke to so many: "some 21,000 people called for a new vote" is what the report saw.
            SourceKind::Anonymous if attribution.count.is_some_and(|c| c.min > CROWD) => voice(),
            SourceKind::Anonymous => {
                let count = attribution.count.unwrap_or(Count { min: 1, max: None });
                Root::Group { home, source: source.id, count }
            }
            SourceKind::Reporter => voice(),
            _ => Root::Named(source.id),
        }
    }

    /// The person whom a report calls by an office alone ("the defence minister"), where the story's reports know just one
    /// who holds it.
    fn by_office(&self, report: ReportId, attribution: &Attribution) -> Option<SourceId> {
        let span = attribution.source_spans.first()?;
        let called = span.of(&self.report(report)?.report.text);
        let (the, called) = called.split_once(char::is_whitespace)?;
        let office = office(called);
        if !the.eq_ignore_ascii_case("the") || !(1..=OFFICE_WORDS).contains(&office.len()) {
            return None;
        }
        let (story, _) = self.place.get(&report)?;
        let holders = self.offices.get(&(*story, office.last()?.clone()))?;
        // "The airport" is nobody who is "managing director of the airport".
        let holds = |words: &[String]| {
            let tied = |w: &String| matches!(w.as_str(), "of" | "for" | "at" | "with" | "in" | "from" | "to");
            let noun = words.iter().position(tied).unwrap_or(words.len());
            words.ends_with(&office) && words.len() < office.len() + noun
        };
        let mut holders = holders.iter().filter(|(words, _)| holds(words)).map(|(_, id)| *id);
        let first = holders.next()?;
        holders.all(|other| other == first).then_some(first)
    }

    /// The body whose name is all that is told of people without a name.
    fn body_called(&self, people: &Source) -> Option<&Source> {
        let name = people.description.as_deref().filter(|_| people.kind == SourceKind::Anonymous)?;
        let many = name.split(' ').filter(|w| w.starts_with(char::is_uppercase)).count() > 1;
        self.sources.outlet(name).filter(|_| many)
    }

    /// The outlet's own report that another report of its story means: the one it is known to have taken from, or
    /// the latest that stands before it.
    fn report_of(&self, outlet: SourceId, from: ReportId) -> Option<ReportId> {
        let (story, at) = *self.place.get(&from)?;
        let candidates = self.by_outlet.get(&(story, outlet))?;
        let edges = self.into(from).iter().filter_map(|e| match e.from {
            Node::Report(giver) if candidates.contains(&giver) => Some(giver),
            _ => None,
        });
        edges
            .min()
            .or_else(|| candidates.iter().copied().rfind(|c| self.place.get(c).is_some_and(|(_, c)| *c < at)))
            // Of one that stands behind it for want of a date it may speak all the same.
            .or_else(|| {
                let here = self.ctx.index(from)?;
                let may = |c: &ReportId| {
                    *c != from && self.ctx.index(*c).is_some_and(|there| !self.ctx.is_before(here, there))
                };
                candidates.iter().copied().find(may)
            })
    }

    /// Whether a report names a source.
    fn names(&self, report: ReportId, source: &Source) -> bool {
        let Some(report) = self.report(report) else { return false };
        let known = &report.annotations;
        if known.sources.iter().any(|s| self.sources.id(s.id) == source.id) {
            return true;
        }
        let Some(name) = &source.name else { return true };
        let last = folded(name).pop();
        known.entities.iter().any(|e| folded(&e.name).pop() == last)
    }

    /// What a report is called in a reason.
    fn label(&self, report: ReportId) -> String {
        let Some(report) = self.report(report).map(|r| &r.report) else { return report.to_string() };
        let title = report.title.as_ref().map(|t| format!("“{}”", shorten(&t.text)));
        let name = report.outlet.clone().or(title);
        name.unwrap_or_else(|| report.uri.rsplit('/').next().unwrap_or_default().to_owned())
    }

    fn kind(&self, source: SourceId) -> Option<SourceKind> {
        self.sources.get(source).map(|s| s.kind)
    }

    /// Whether a body is called by a noun that fits many: "union", "aid group", but not "crisis unit of the government".
    fn is_noun(&self, source: SourceId) -> bool {
        let name = self.name_words(source);
        self.is_bare(source) && head(&name) == name.last()
    }

    /// Whether a body has no name of its own: "union", "prosecutor's office".
    fn is_bare(&self, source: SourceId) -> bool {
        let Some(source) = self.sources.get(source) else { return false };
        let name = source.name.as_deref().unwrap_or_default();
        source.kind == SourceKind::Organization && !name.contains(char::is_uppercase)
    }

    /// Whether a source without a name is someone whom readers are taken to know: one, brought in as "the caterer".
    fn is_taken_as_known(&self, source: SourceId, count: Count) -> bool {
        let description = self.sources.get(source).and_then(|s| s.description.as_deref());
        let definite = description.is_some_and(|d| d.starts_with("the ") || d.starts_with("The "));
        definite && count == Count { min: 1, max: Some(1) }
    }

    /// Whether somebody without a name is called as companies are too: "the builder".
    fn is_of_trade(&self, source: SourceId) -> bool {
        let description = self.sources.get(source).and_then(|s| s.description.as_deref());
        description.and_then(|d| folded(d).pop()).is_some_and(|word| is_trade(&word))
    }

    fn name_words(&self, source: SourceId) -> Vec<String> {
        folded(self.sources.get(source).and_then(|s| s.name.as_deref()).unwrap_or_default())
    }

    /// Whether two sources of one claim are one, of which the first is called by a part of the other's name.
    fn is_part(&self, short: SourceId, full: SourceId) -> bool {
        let (Some(a), Some(b)) = (self.sources.get(short), self.sources.get(full)) else { return false };
        if a.kind != b.kind || !matches!(a.kind, SourceKind::Organization | SourceKind::Document) {
            return false;
        }
        let (a, b) = (self.name_words(short), self.name_words(full));
        let document = self.kind(short) == Some(SourceKind::Document);
        let bare = self.is_bare(short) || document;
        // "The draft" is the draft agreement.
        let same = head(&a) == head(&b) || document && a.len() == 1;
        !a.is_empty()
            && a.len() < b.len()
            && same
            && (b.ends_with(&a) || bare && a.iter().all(|word| b.contains(word)))
    }

    fn describe(&self, source: SourceId) -> String {
        let Some(source) = self.sources.get(source) else { return source.to_string() };
        source
            .name
            .clone()
            .or_else(|| source.description.clone())
            .unwrap_or_else(|| source.kind.name().to_owned())
    }
}

/// The noun of a name: "office" of "public prosecutor's office", "unit" of "crisis unit of the government".
fn head(name: &[String]) -> Option<&String> {
    let end = name.iter().position(|w| matches!(w.as_str(), "of" | "for" | "on" | "by" | "to" | "from"));
    name[..end.filter(|end| *end > 0).unwrap_or(name.len())].last()
}

/// The words of an office, in one spelling.
fn office(words: &str) -> Vec<String> {
    folded(words).iter().map(|word| letters_of(word)).collect()
}

/// Words of an office: "deputy minister of defence".
const OFFICE_WORDS: usize = 4;

/// People in the largest group that a report can have spoken to.
const CROWD: u32 = 60;

/// The share of a statement's words that stand in the giver too, where the statement was taken with its words.
const SHARED: f64 = 0.7;

/// Words from which on the same quotation in two reports is one utterance.
const UTTERANCE: usize = 4;

/// Whether a quotation is the one that stands for another: the same words in another report, given to a name rather
/// than to an unnamed source, or earlier.
fn same_utterance(
    roots: &[(&Statement, Root)],
    spoken: &[Option<Vec<String>>],
    one: usize,
    other: usize,
) -> bool {
    let (Some(a), Some(b)) = (&spoken[one], &spoken[other]) else { return false };
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let rank = |at: usize| (!matches!(roots[at].1, Root::Named(_)), at);
    roots[one].0.at.report != roots[other].0.at.report
        && roots[one].1 != roots[other].1
        && rank(one) < rank(other)
        && short.len() >= UTTERANCE
        && long.windows(short.len()).any(|w| w == short)
}

fn is_named(source: &Source) -> bool {
    matches!(source.kind, SourceKind::Person | SourceKind::Organization)
}

/// The first words of a headline.
fn shorten(text: &str) -> String {
    match text.char_indices().filter(|(_, c)| c.is_whitespace()).nth(6) {
        Some((end, _)) => format!("{} …", &text[..end]),
        None => text.to_owned(),
    }
}

/// The origins found so far, in the order of the statements.
#[derive(Default)]
struct Tally {
    /// Named source → the report it came in by.
    named: BTreeMap<SourceId, ReportId>,
    groups: BTreeMap<Home, Vec<Group>>,
    voices: BTreeSet<ReportId>,
    /// Outlet outside the case → the first report that carries its text.
    carried: BTreeMap<SourceId, ReportId>,
    /// Kept apart from the figures: what adds nothing, and why.
    asides: Vec<String>,
}

struct Group {
    source: SourceId,
    report: ReportId,
    count: Count,
    /// The words that tell two groups of an outlet outside the case apart.
    key: String,
}

impl Tally {
    fn add(&mut self, chains: &Chains<'_>, report: ReportId, root: Root<'_>, statement: &Statement) {
        match root {
            Root::Named(source) => {
                self.named.entry(source).or_insert(report);
            }
            Root::Voice(report) => {
                // An outlet has one voice, however often it speaks.
                let same = |other: &ReportId| chains.same_house(*other, report);
                if !self.voices.iter().any(same) {
                    self.voices.insert(report);
                }
            }
            Root::Carried(outlet) => {
                self.carried.entry(outlet).or_insert(report);
            }
            Root::Group { home, source, count } => {
                let key = group_key(&chains.describe(source));
                let groups = self.groups.entry(home).or_default();
                // Within one report two groups of the same words are two; what another passes on of it is one of them.
                let own = Home::Report(report) == home;
                let same = |g: &&mut Group| {
                    g.source == source || g.key == key && !(own && Home::Report(g.report) == home)
                };
                match groups.iter_mut().find(same) {
                    Some(group) => {
                        group.count.min = group.count.min.max(count.min);
                        group.count.max = group.count.max.zip(count.max).map(|(a, b)| a.max(b));
                    }
                    None => groups.push(Group { source, report, count, key }),
                }
            }
            Root::Taken { edge, giver } => {
                let how = edge.map(|e| {
                    let credit = if e.credited { "with credit" } else { "without credit" };
                    let why = e.why();
                    let why = if why.is_empty() { why } else { format!(": {why}") };
                    format!(" ({}, score {:.2}, {credit}{why})", e.kind.name(), e.score)
                });
                let giver = match chains.outlet_of(report) {
                    own @ Some(_) if own == chains.outlet_of(giver) && edge.is_none() => {
                        "its own earlier report".to_owned()
                    }
                    _ => chains.label(giver),
                };
                self.aside(format!(
                    "{} repeats {giver}{} and adds none.",
                    chains.label(report),
                    how.unwrap_or_default()
                ));
            }
            Root::Echo(edge) => {
                let giver = match edge.from {
                    Node::Report(giver) => chains.label(giver),
                    Node::External(outlet) => chains.describe(outlet),
                };
                self.aside(format!(
                    "{} took its report from {giver}; its own voice adds none.",
                    chains.label(report)
                ));
            }
            Root::Beside(stance) => {
                let attribution = statement.attribution.and_then(|id| chains.attribution(id));
                let who = attribution.and_then(|a| a.source).map(|id| chains.describe(chains.sources.id(id)));
                let who = who.unwrap_or_else(|| "Someone".to_owned());
                self.aside(match stance {
                    Stance::Denies => {
                        format!("{who} denies it ({}); a denial is no origin.", chains.label(report))
                    }
                    _ => format!("{who} did not comment ({}).", chains.label(report)),
                });
            }
        }
    }

    fn aside(&mut self, reason: String) {
        if !self.asides.contains(&reason) {
            self.asides.push(reason);
        }
    }

    fn finish(mut self, chains: &Chains<'_>) -> Counted {
        let mut origins = Vec::new();
        let mut reasons = Vec::new();
        let mut independent = Independent::default();
        self.shorten(chains);
        for (source, report) in &self.named {
            origins.push(Origin { source: *source, report: *report, count: None });
        }
        // "The union" of one report may be the federation that another names.
        let (bare, named): (Vec<SourceId>, Vec<SourceId>) =
            self.named.keys().copied().partition(|source| chains.is_noun(*source));
        let has_name = |source: &SourceId| {
            matches!(chains.kind(*source), Some(SourceKind::Organization | SourceKind::Outlet))
                && !chains.is_bare(*source)
        };
        let other_body = named.iter().any(has_name);
        let unsure = !bare.is_empty() && other_body;
        independent.min += if unsure { named.len() } else { self.named.len() } as u32;
        independent.max += self.named.len() as u32;
        let names = |of: &mut dyn Iterator<Item = &SourceId>| -> Vec<String> {
            of.map(|source| chains.describe(*source)).collect()
        };
        let sure = if unsure { names(&mut named.iter()) } else { names(&mut self.named.keys()) };
        if !sure.is_empty() {
            let each = if sure.len() == 1 { "counted once" } else { "counted once each" };
            reasons.push(format!("By name: {} ({each}).", sure.join(", ")));
        }
        if unsure {
            reasons.push(format!(
                "Without a name of its own: {}, which may be one of those named (counted 0 to {}).",
                names(&mut bare.iter()).join(", "),
                bare.len()
            ));
        }
        self.add_groups(chains, &mut origins, &mut independent, &mut reasons);
        for report in &self.voices {
            if let Some(source) = chains.sources.voice(*report) {
                origins.push(Origin { source, report: *report, count: None });
                independent.max += 1;
                reasons.push(format!(
                    "{} says it in its own voice, without a source (counted 0 to 1).",
                    chains.label(*report)
                ));
            }
        }
        for (outlet, report) in self.carried.iter().filter(|(outlet, _)| !self.named.contains_key(outlet)) {
            origins.push(Origin { source: *outlet, report: *report, count: None });
            independent.max += 1;
            reasons.push(format!(
                "{} says it in its own voice, in a text that {} carries (counted 0 to 1).",
                chains.describe(*outlet),
                chains.label(*report)
            ));
        }
        origins.sort();
        reasons.extend(self.asides);
        Counted { origins, independent, reasons }
    }

    /// Takes bodies and documents that one report calls by a part of the name that another gives for one: "the
    /// prosecutor's office" and "the public prosecutor's office".
    fn shorten(&mut self, chains: &Chains<'_>) {
        // Who has the whole name of a body is that body, whatever the report took the name for.
        let mut bodies: BTreeMap<Vec<String>, SourceId> = BTreeMap::new();
        for source in self.named.keys() {
            if matches!(chains.kind(*source), Some(SourceKind::Organization | SourceKind::Outlet)) {
                bodies.entry(chains.name_words(*source)).or_insert(*source);
            }
        }
        let people = self.named.keys().filter(|s| chains.kind(**s) == Some(SourceKind::Person));
        let same: Vec<(SourceId, SourceId)> =
            people.filter_map(|s| Some((*s, *bodies.get(&chains.name_words(*s))?))).collect();
        for (person, body) in same {
            let report = self.named.remove(&person);
            if let (Some(at), Some(report)) = (self.named.get_mut(&body), report) {
                *at = report.min(*at);
            }
        }
        let mut all: Vec<SourceId> = self.named.keys().copied().collect();
        // The shortest first, so that whatever goes to one goes on with it to a fuller one.
        all.sort_by_key(|source| chains.name_words(*source).len());
        for short in &all {
            let Some(fuller) = all.iter().find(|full| chains.is_part(*short, **full)) else { continue };
            let report = self.named.remove(short);
            if let (Some(at), Some(report)) = (self.named.get_mut(fuller), report) {
                *at = report.min(*at);
            }
        }
    }

    fn add_groups(
        &self,
        chains: &Chains<'_>,
        origins: &mut Vec<Origin>,
        independent: &mut Independent,
        reasons: &mut Vec<String>,
    ) {
        let mut homes: Vec<(&Home, u32)> = Vec::new();
        // "The caterer" of a report that brings in no caterer may be whom another report names.
        let known = |home: &Home, g: &Group| {
            let may_be = |(source, report): (&SourceId, &ReportId)| {
                !matches!(home, Home::Report(own) if own == report)
                    && (chains.kind(*source) == Some(SourceKind::Person) || chains.is_of_trade(g.source))
            };
            chains.is_taken_as_known(g.source, g.count) && self.named.iter().any(may_be)
        };
        for (home, groups) in &self.groups {
            let sure = groups.iter().filter(|g| !known(home, g));
            let least = sure.map(|g| g.count.min).max().unwrap_or(0);
            let most: u32 = groups.iter().map(|g| g.count.max.unwrap_or(g.count.min)).sum();
            let open = groups.iter().any(|g| g.count.max.is_none());
            independent.max += most;
            independent.open |= open;
            homes.push((home, least));
            let who = match home {
                Home::Report(report) => chains.label(*report),
                Home::Outlet(outlet) => chains.describe(*outlet),
            };
            let names: Vec<String> = groups.iter().map(|g| chains.describe(g.source)).collect();
            let range = if least == most { least.to_string() } else { format!("{least} to {most}") };
            let open = if open { ", perhaps more" } else { "" };
            reasons.push(format!("{who} speaks of {}, unnamed (counted {range}{open}).", names.join("; ")));
            origins.extend(groups.iter().map(|g| Origin {
                source: g.source,
                report: g.report,
                count: Some(g.count),
            }));
        }
        // The largest home first; another adds to the least only where none of its people can be among those taken.
        homes.sort_by(|(a, n), (b, m)| m.cmp(n).then(a.cmp(b)));
        let mut taken: Vec<Option<Calling>> = Vec::new();
        let mut left_out = false;
        for (at, (home, least)) in homes.iter().enumerate() {
            let callings: Vec<Option<Calling>> =
                self.groups[*home].iter().map(|g| chains.sources.get(g.source).and_then(calling)).collect();
            let apart = callings.iter().all(|a| taken.iter().all(|b| a.is_some() && b.is_some() && a != b));
            if at == 0 || apart {
                independent.min += least;
                taken.extend(callings);
            } else {
                left_out = true;
            }
        }
        if left_out {
            reasons.push("Unnamed sources of different reports may be the same people: only the largest group counts for the least.".to_owned());
        }
    }
}

/// The words of a description in one order, so that two reports that pass on one outlet's source agree on it.
fn group_key(description: &str) -> String {
    let mut words = folded(description);
    words.retain(|w| !matches!(w.as_str(), "a" | "an" | "the" | "one"));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use backstory_model::{EdgeKind::*, Independent};

    use crate::testing::{OneStory, report};

    /// Counts the claim about the harbour gates, which every report makes; `range` is `1..3`, or `1..3+` where open.
    #[track_caller]
    fn check(
        reports: &[(&str, &str)],
        taken: &[(usize, usize, backstory_model::EdgeKind)],
        range: &str,
    ) -> OneStory {
        let texts = reports.iter().map(|(outlet, text)| report(outlet, "2031-05-06", text)).collect();
        let story = OneStory::new(texts, taken);
        let claim = story.claim("harbour gates");
        let Independent { min, max, open } = claim.independent;
        let found = format!("{min}..{max}{}", if open { "+" } else { "" });
        assert_eq!(found, range, "{:#?}\n{:#?}", claim.reasons, claim.statements);
        let held = claim.origins.iter().all(|o| story.order.contains(&o.report));
        assert!(held && claim.reasons.iter().all(|r| r.ends_with('.')));
        story
    }

    #[test]
    fn the_root_is_the_deepest_source() {
        let cited = "{The harbour gates of Ilmar were rusted through}, «the Orlo Times|via» [reported], citing «a senior engineer|anonymous 1 1».";
        let story = check(&[("Ilmar Post", cited)], &[], "1..1");
        let origin = story.claim("harbour gates").origins[0];
        assert_eq!(origin.count.map(|c| (c.min, c.max)), Some((1, Some(1))));
        let outlet = "{The harbour gates of Ilmar were rusted through}, «the Orlo Times|outlet» [reported].";
        check(&[("Ilmar Post", outlet)], &[], "1..1");
    }

    #[test]
    fn what_was_taken_adds_nothing() {
        let first =
            "{The harbour gates of Ilmar were rusted through}, «four engineers|anonymous 4 4» [said].";
        let second = "{The harbour gates of Ilmar were quietly rusted through}, «several insiders|anonymous 2» [said].";
        for kind in [Copy, Rewrite, Quotes] {
            let story = check(&[("Ilmar Post", first), ("Daily Blurb", second)], &[(0, 1, kind)], "4..4");
            let claim = story.claim("harbour gates");
            assert!(claim.origins.iter().all(|o| o.report == story.order[0]));
            assert!(claim.reasons.iter().any(|r| r.contains("repeats Ilmar Post")), "{:?}", claim.reasons);
        }
        check(&[("Ilmar Post", first), ("Daily Blurb", second)], &[(0, 1, Cites)], "4..6+");
    }

    #[test]
    fn a_new_name_in_a_derived_report_is_its_own_find() {
        let first =
            "{The harbour gates of Ilmar were rusted through}, «four engineers|anonymous 4 4» [said].";
        let named = "{The harbour gates of Ilmar were rusted through}, «Tessa Morrow|person» [said].";
        check(&[("Ilmar Post", first), ("Daily Blurb", named)], &[(0, 1, Rewrite)], "5..5");
        check(&[("Ilmar Post", named), ("Daily Blurb", named)], &[(0, 1, Rewrite)], "1..1");
    }

    #[test]
    fn an_outlet_that_writes_on_in_its_own_text_speaks_for_itself() {
        use backstory_model::EdgeKind::Copy;
        let first = "The price of herring fell in May for the third year, fishermen were told.";
        let next = "The harbour gates of Ilmar were rusted through, and two boats were lost.";
        let [echo, written_on] = [("Dorn Echo", next), ("Ilmar Post", next)];
        check(&[("Ilmar Post", first), written_on, echo], &[(0, 1, Copy)], "0..2");
        // What the first took from others is theirs in the second too.
        let reports = [("Orlo Times", first), ("Ilmar Post", first), written_on, echo];
        check(&reports, &[(0, 1, Copy), (1, 2, Copy)], "0..1");
        check(&[("Orlo Times", first), written_on, echo], &[(0, 1, Copy)], "0..1");
    }

    #[test]
    fn what_is_new_in_an_outlets_own_text_is_not_repeated() {
        use backstory_model::EdgeKind::Copy;
        let say = |who: &str| {
            format!("{{The harbour gates of Ilmar were rusted through}}, «{who}|organization» [said].")
        };
        let first = format!("{} Nobody at the Harbour Office would speak.", say("the Ilmar Dockers Union"));
        let range = |shown: &str| {
            let texts = [first.clone(), say("the Harbour Office")];
            let texts = texts.map(|text| report("Ilmar Post", "2031-05-06", &text)).to_vec();
            let claim =
                OneStory::new(texts, &[(0, 1, Copy)]).showing(shown).claim("harbour gates").independent;
            (claim.min, claim.max)
        };
        assert_eq!(range("said"), (2, 2));
        assert_eq!(range("The harbour gates of Ilmar were rusted"), (1, 1));
    }

    #[test]
    fn an_outlet_of_the_case_is_its_own_report() {
        let own = "{The harbour gates of Ilmar were rusted through}, «two engineers|anonymous 2 2» [said].";
        let cites = "{The harbour gates of Ilmar were rusted through}, «the Ilmar Post|outlet» [reported].";
        check(&[("Ilmar Post", own), ("Daily Blurb", cites)], &[], "2..2");
        let other =
            "{The mayor of Ilmar has ordered a new ferry for the islands}, «the mayor|anonymous 1 1» [said].";
        check(&[("Ilmar Post", other), ("Daily Blurb", cites)], &[], "0..1");
        check(&[("Orlo Times", other), ("Daily Blurb", cites)], &[], "1..1");
    }

    #[test]
    fn names_count_once_wherever_they_appear() {
        let full = "{The harbour gates of Ilmar were rusted through}, «Tessa Morrow|person» [said].";
        let titled = "{The harbour gates of Ilmar were rusted through}, «Dr. Tessa Morrow|person» [said].";
        let body = "{The harbour gates of Ilmar were rusted through}, «the Ilmar Port Authority|organization» [said].";
        check(&[("Ilmar Post", full), ("Orlo Times", titled), ("Dorn Echo", full)], &[], "1..1");
        check(&[("Ilmar Post", full), ("Orlo Times", body)], &[], "2..2");
    }

    #[test]
    fn unnamed_groups_of_one_report() {
        let two = "{The harbour gates of Ilmar were rusted through}, «four engineers|anonymous 4 4» [said].
            {The harbour gates of Ilmar had rusted through}, «two divers|anonymous 2 2» [said].";
        check(&[("Ilmar Post", two)], &[], "4..6");
        let open = "{The harbour gates of Ilmar were rusted through}, «four engineers|anonymous 4 4» [said].
            {The harbour gates of Ilmar had rusted through}, «multiple people|anonymous 2» [said].";
        check(&[("Ilmar Post", open)], &[], "4..6+");
    }

    #[test]
    fn unnamed_groups_of_several_reports() {
        let say = |who: &str| format!("{{The harbour gates of Ilmar were rusted through}}, «{who}» [said].");
        let pair = |a: &str, b: &str, range: &str| {
            check(&[("Ilmar Post", &say(a)), ("Orlo Times", &say(b))], &[], range);
        };
        pair("an official|anonymous 1 1", "a person briefed on the matter|anonymous 1 1", "1..2");
        pair("three officials|anonymous 3 3", "a senior official|anonymous 1 1", "3..4");
        pair("a police officer|anonymous 1 1", "a White House official|anonymous 1 1", "2..2");
        pair("a police officer|anonymous 1 1", "a former police officer|anonymous 1 1", "1..2");
        pair("a lawyer familiar with the police report|anonymous 1 1", "a lawyer|anonymous 1 1", "1..2");
        // What two reports pass on from an outlet outside the case is one group of that outlet.
        let passed = "{The harbour gates of Ilmar were rusted through}, «a senior official|anonymous 1 1» told «the Dorn Echo|via».";
        let told = passed.replace("told", "[told]");
        check(&[("Ilmar Post", &told), ("Orlo Times", &told)], &[], "1..1");
    }

    #[test]
    fn the_same_words_were_spoken_once() {
        let named =
            "“{The harbour gates of Ilmar were rusted through}”, «Tessa Morrow|person» [said|direct].";
        let unnamed =
            "“{The harbour gates of Ilmar were rusted through}”, «an engineer|anonymous 1 1» [said|direct].";
        check(&[("Ilmar Post", unnamed), ("Orlo Times", named)], &[], "1..1");
        check(&[("Ilmar Post", unnamed), ("Orlo Times", unnamed)], &[], "1..1");
    }

    #[test]
    fn a_reports_own_voice() {
        let own = "The harbour gates of Ilmar were rusted through when 12 engineers looked.";
        check(&[("Ilmar Post", own)], &[], "0..1");
        check(&[("Ilmar Post", own), ("Orlo Times", own)], &[], "0..2");
        check(&[("Ilmar Post", own), ("Orlo Times", own)], &[(0, 1, Copy)], "0..1");
        let elsewhere = "The islands of Ilmar want a new ferry, the mayor said in a long speech on the quay.";
        let story = check(&[("Orlo Times", elsewhere), ("Ilmar Post", own)], &[(0, 1, Copy)], "0..0");
        assert!(story.claim("harbour gates").origins.is_empty());
        // A headline is not a voice beside the sources below it.
        let titled = "# Harbour gates of Ilmar were rusted through
            {The harbour gates of Ilmar were rusted through}, «two engineers|anonymous 2 2» [said].";
        check(&[("Ilmar Post", titled)], &[], "2..2");
        let told = "# {Harbour gates of Ilmar were rusted through}, «engineers|anonymous 2» [say]
            {The harbour gates of Ilmar were rusted through}, «two engineers|anonymous 2 2» [said].";
        check(&[("Ilmar Post", told)], &[], "2..2");
    }

    #[test]
    fn a_house_has_one_voice() {
        let own = "The harbour gates of Ilmar were rusted through when 12 engineers looked.";
        let again = format!("{own}\nThe islands want a new ferry.");
        check(&[("Ilmar Post", own), ("Ilmar Post", &again)], &[], "0..1");
        // Beside its sources a report's own words for it add nothing.
        let sourced = format!(
            "{own}\n{{The harbour gates of Ilmar were rusted through}}, «two engineers|anonymous 2 2» [said]."
        );
        check(&[("Ilmar Post", &sourced)], &[], "2..2");
    }

    #[test]
    fn a_crowd_is_no_source() {
        let cried = "{The harbour gates of Ilmar were rusted through}, «some 21,000 people|anonymous 21000 21000» [said].";
        check(&[("Ilmar Post", cried)], &[], "0..1");
    }

    #[test]
    fn a_denial_is_no_origin() {
        let said = "{The harbour gates of Ilmar were rusted through}, «Tessa Morrow|person» [said].
            «Port minister Odo Kell|person» [denied|denies] that {the harbour gates of Ilmar were rusted through}.";
        let story = check(&[("Ilmar Post", said)], &[], "1..1");
        let claim = story.claim("harbour gates");
        assert!(claim.statements.iter().any(|s| s.stance == backstory_model::Stance::Denies));
        assert!(claim.reasons.iter().any(|r| r.contains("denies it")), "{:?}", claim.reasons);
    }

    #[test]
    fn of_a_report_that_is_quoted_only_the_quote_is_taken() {
        let first =
            "{The harbour gates of Ilmar were rusted through}, «four engineers|anonymous 4 4» [said].";
        let own = "The harbour gates of Ilmar were rusted through when 12 engineers looked.";
        let range = |kind, shown: Option<&str>| {
            let texts = [("Ilmar Post", first), ("Daily Blurb", own)];
            let texts = texts.map(|(outlet, text)| report(outlet, "2031-05-06", text)).to_vec();
            let story = OneStory::new(texts, &[(0, 1, kind)]);
            let story = if let Some(words) = shown { story.showing(words) } else { story };
            let independent = story.claim("12 engineers").independent;
            (independent.min, independent.max)
        };
        assert_eq!(range(Copy, None), (4, 4));
        assert_eq!(range(Quotes, None), (4, 5), "the receiver's own voice");
        assert_eq!(range(Quotes, Some("The harbour gates of Ilmar were rusted")), (4, 4));
        assert_eq!(
            range(Quotes, Some("The harbour gates")),
            (4, 5),
            "words in common that run on from a quote"
        );
    }

    #[test]
    fn a_body_by_a_part_of_its_name_is_the_same() {
        let say = |who: &str| format!("{{The harbour gates of Ilmar were rusted through}}, «{who}» [said].");
        let pair = |a: &str, b: &str, range: &str| {
            check(&[("Ilmar Post", &say(a)), ("Orlo Times", &say(b))], &[], range);
        };
        pair("the prosecutor's office|organization", "the public prosecutor's office|organization", "1..1");
        pair("the inspection report|document", "the second port inspection report|document", "1..1");
        pair("the draft|document", "the draft agreement of six pages|document", "1..1");
        pair("the Ilmar Port Office|organization", "the Orlo Port Office|organization", "2..2");
        // Whoever has the whole name of a body is that body.
        let [person, body] = ["person", "organization"].map(|kind| say(&format!("Inspectorate|{kind}")));
        check(&[("Ilmar Post", &person), ("Dorn Echo", &person), ("Orlo Times", &body)], &[], "1..1");
        // A person who has the name of a body is no part of it.
        pair("Ilmar|person", "the Port of Ilmar|organization", "2..2");
    }

    #[test]
    fn of_names_that_are_parts_of_each_other_the_fullest_stays() {
        let say = |who: &str| format!("{{The harbour gates of Ilmar were rusted through}}, «{who}» [said].");
        let names =
            ["report", "inspection report", "port inspection report", "second port inspection report"];
        let texts = names.map(|name| say(&format!("the {name}|document")));
        let mut outlets = ["Ilmar Post", "Orlo Times", "Dorn Echo", "Daily Blurb"];
        // Whoever names it how, the first of all who name it is kept.
        for _ in outlets {
            outlets.rotate_left(1);
            let reports: Vec<(&str, &str)> =
                outlets.into_iter().zip(texts.iter().map(String::as_str)).collect();
            let story = check(&reports, &[], "1..1");
            let origins = story.claim("harbour gates").origins;
            assert_eq!(origins.len(), 1);
            assert_eq!(Some(&origins[0].report), story.order.iter().min());
        }
    }

    #[test]
    fn a_body_without_a_name_may_be_one_that_has_one() {
        let say = |who: &str| format!("{{The harbour gates of Ilmar were rusted through}}, «{who}» [said].");
        let (bare, named) = (say("the union|organization"), say("the Orlo Dockers Federation|organization"));
        let story = check(&[("Ilmar Post", &bare), ("Orlo Times", &named)], &[], "1..2");
        let reasons = story.claim("harbour gates").reasons;
        assert!(reasons.iter().any(|r| r.contains("union, which may be one of those named")), "{reasons:?}");
        // One that is described is none of them.
        let unit = say("the crisis unit of the council|organization");
        check(&[("Ilmar Post", &unit), ("Orlo Times", &named)], &[], "2..2");
        // Alone, or beside people, it is a source like any other.
        check(&[("Ilmar Post", &bare)], &[], "1..1");
        check(&[("Ilmar Post", &bare), ("Orlo Times", &say("Tessa Morrow|person"))], &[], "2..2");
    }

    #[test]
    fn an_office_is_whoever_holds_it_in_either_spelling() {
        let named = "{The harbour gates of Ilmar were rusted through}, «the defence minister, Odo Kell|person» [said].";
        let say = |who: &str| format!("{{The harbour gates of Ilmar were rusted through}}, «{who}» [said].");
        let mut first = report("Ilmar Post", "2031-05-06", named);
        first.annotations.sources[0].name = Some("Odo Kell".to_owned());
        first.annotations.sources[0].role = Some("defence minister".to_owned());
        let count = |who: &str| {
            let reports = vec![first.clone(), report("Orlo Times", "2031-05-06", &say(who))];
            let independent = OneStory::new(reports, &[]).claim("harbour gates").independent;
            (independent.min, independent.max)
        };
        assert_eq!(count("the defense minister|anonymous 1 1"), (1, 1));
        // One that may be read as a body, too.
        assert_eq!(count("the defence minister|organization"), (1, 1));
        assert_eq!(count("the transport minister|organization"), (2, 2));
    }

    #[test]
    fn an_office_is_no_body_that_it_belongs_to() {
        let named = "{The harbour gates of Ilmar were rusted through}, «Odo Kell, director of the port of Ilmar|person» [said].";
        let mut first = report("Ilmar Post", "2031-05-06", named);
        first.annotations.sources[0].name = Some("Odo Kell".to_owned());
        first.annotations.sources[0].role = Some("managing director of Ilmar Airport".to_owned());
        let count = |who: &str| {
            let said = format!("{{The harbour gates of Ilmar were rusted through}}, «{who}» [said].");
            let reports = vec![first.clone(), report("Orlo Times", "2031-05-06", &said)];
            let independent = OneStory::new(reports, &[]).claim("harbour gates").independent;
            (independent.min, independent.max)
        };
        assert_eq!(count("the airport|organization"), (2, 2));
        assert_eq!(count("the director of Ilmar Airport|anonymous 1 1"), (1, 1));
    }

    #[test]
    fn a_body_that_is_called_like_people_is_a_body() {
        let say = |who: &str| format!("{{The harbour gates of Ilmar were rusted through}}, «{who}» [said].");
        let (body, people) = (say("Pilots of Orlo|organization"), say("Pilots of Orlo|anonymous 2"));
        check(&[("Ilmar Post", &body), ("Orlo Times", &people)], &[], "1..1");
        let others = say("pilots of Orlo|anonymous 2");
        check(&[("Ilmar Post", &body), ("Orlo Times", &others)], &[], "3..3+");
    }

    #[test]
    fn someone_whom_readers_are_taken_to_know_may_be_one_who_is_named() {
        let say = |who: &str| format!("{{The harbour gates of Ilmar were rusted through}}, «{who}» [said].");
        let (the, a) = (say("the builder|anonymous 1 1"), say("a builder|anonymous 1 1"));
        let named = say("Orlo Gates|organization");
        check(&[("Ilmar Post", &the), ("Orlo Times", &named)], &[], "1..2");
        check(&[("Ilmar Post", &a), ("Orlo Times", &named)], &[], "2..2");
        check(&[("Ilmar Post", &the)], &[], "1..1");
        // A harbour master is no hospital.
        let master = say("the harbour master|anonymous 1 1");
        check(&[("Ilmar Post", &master), ("Orlo Times", &named)], &[], "2..2");
    }

    #[test]
    fn an_outlet_that_cites_itself_has_it_from_its_earlier_report() {
        let first = "{The harbour gates of Ilmar were rusted through}, «two engineers|anonymous 2 2» [said].";
        let again = "{The harbour gates of Ilmar were rusted through}, «the Ilmar Post|outlet» [reported].";
        let story = OneStory::new(
            vec![report("Ilmar Post", "2031-05-06", first), report("Ilmar Post", "2031-05-08", again)],
            &[],
        );
        let range = story.claim("harbour gates").independent;
        assert_eq!((range.min, range.max), (2, 2));
        check(&[("Ilmar Post", again)], &[], "0..1");
    }

    #[test]
    fn an_outlet_passes_on_what_is_said_within_its_words() {
        let inner = "A clerk had told the harbour council that {the harbour gates of Ilmar were rusted through to the last bolt}";
        let whole = format!("{{{}}}, «the Orlo Times|outlet» [reported].", inner.replace(['{', '}'], ""));
        let told = format!(
            "{}, the Orlo Times reported.",
            inner.replace("A clerk", "«A clerk|anonymous 1 1»").replace("told", "[told]")
        );
        let mut outer = report("Ilmar Post", "2031-05-06", &whole);
        let inner = report("Ilmar Post", "2031-05-06", &told);
        assert_eq!(inner.report.text, outer.report.text);
        outer.annotations.sources.extend(inner.annotations.sources);
        outer.annotations.sources.sort_by_key(|s| s.id);
        outer.annotations.attributions.extend(inner.annotations.attributions);
        let range = OneStory::new(vec![outer], &[]).claim("harbour gates").independent;
        assert_eq!((range.min, range.max), (1, 1));
    }

    #[test]
    fn what_is_said_within_anothers_words_is_no_second_source() {
        let said = "{The harbour gates of Ilmar were rusted through as Odo Kell had long admitted to the whole council}, «Tessa Morrow|person» [said].";
        let text = said.replace("{The", "The");
        let mut reports = vec![report("Ilmar Post", "2031-05-06", said)];
        let inner = report(
            "Ilmar Post",
            "2031-05-06",
            &text
                .replace("}, «Tessa Morrow|person» [said].", ", Tessa Morrow said.")
                .replace(
                    "The harbour gates of Ilmar were rusted through",
                    "{The harbour gates of Ilmar were rusted through}",
                )
                .replace("Odo Kell", "«Odo Kell|person»")
                .replace("admitted", "[admitted]"),
        );
        assert_eq!(inner.report.text, reports[0].report.text);
        reports[0].annotations.attributions.extend(inner.annotations.attributions);
        reports[0].annotations.sources.extend(inner.annotations.sources);
        let story = OneStory::new(reports, &[]);
        let claim = story.claim("harbour gates");
        assert_eq!(claim.independent.max, 1, "{:#?}", claim.reasons);
    }

    #[test]
    fn a_body_without_a_name_is_no_find_of_a_derived_report() {
        let say = |who: &str| format!("{{The harbour gates of Ilmar were rusted through}}, «{who}» [said].");
        let (first, bare) = (say("four engineers|anonymous 4 4"), say("the council|organization"));
        check(&[("Ilmar Post", &first), ("Daily Blurb", &bare)], &[(0, 1, Rewrite)], "4..4");
    }

    #[test]
    fn of_a_report_that_is_quoted_only_other_people_are_not_taken() {
        let say = |who: &str| format!("{{The harbour gates of Ilmar were rusted through}}, «{who}» [said].");
        let two = say("two engineers|anonymous 2 2");
        let pair = |other: &str, range: &str| {
            check(&[("Ilmar Post", &two), ("Daily Blurb", other)], &[(0, 1, Quotes)], range);
        };
        pair(&say("engineers|anonymous 2"), "2..2");
        pair(&say("five engineers|anonymous 5 5"), "5..7");
        // They are none of those whom the other names.
        let texts = [("Ilmar Post", say("Tessa Morrow|person")), ("Daily Blurb", two.clone())];
        check(&texts.each_ref().map(|(outlet, text)| (*outlet, text.as_str())), &[(0, 1, Quotes)], "3..3");
        pair(&say("two engineers|anonymous 2 2"), "2..2");
        // Whom they told it says that it was this report's own.
        pair(
            "{The harbour gates of Ilmar were rusted through}, «two engineers|anonymous 2 2» [told] «the Daily Blurb|via».",
            "2..4",
        );
        pair(
            "{The harbour gates of Ilmar were rusted through}, «two engineers|anonymous 2 2» [told] the Daily Blurb.",
            "2..4",
        );
        pair(
            "{The harbour gates of Ilmar were rusted through}, «two engineers|anonymous 2 2» [told] the Daily Blurb Council.",
            "2..2",
        );
    }

    #[test]
    fn a_passage_that_goes_on_behind_a_quotation_takes_no_sentence_along() {
        let quote = "“We shall count every bolt before winter and not a day later,” Tessa Morrow told the Ilmar Post.";
        let first = format!("{quote} The harbour gates of Ilmar were rusted through, and everyone knew.");
        let range = |sentence: &str| {
            let second = format!("{quote} {sentence}");
            let texts = [("Ilmar Post", &first), ("Daily Blurb", &second)];
            let texts = texts.map(|(outlet, text)| report(outlet, "2031-05-06", text)).to_vec();
            // Up to the words that both have.
            let until = |text: &str| text.split(", and").next().unwrap_or_default().to_owned();
            let story = OneStory::new(texts, &[(0, 1, Quotes)]).sharing([&until(&first), &until(&second)]);
            let independent = story.claim("harbour gates").independent;
            (independent.min, independent.max)
        };
        assert_eq!(range("Rust through and through had long eaten the harbour gates of Ilmar"), (0, 2));
        assert_eq!(range("The harbour gates of Ilmar were rusted through, and nobody came."), (0, 1));
    }

    #[test]
    fn an_outlet_is_known_by_a_word_that_may_be_a_name() {
        let own = "The harbour gates of Ilmar were rusted through when 12 engineers looked.";
        let cites = "{The harbour gates of Ilmar were rusted through}, «Lantern|person» [reported].";
        check(&[("Ilmar Lantern", own), ("Daily Blurb", cites)], &[], "0..1");
        let torn = "{The harbour gates of Ilmar were rusted through}, «Pike|person» [reported].";
        check(&[("Pike and Tar", own), ("Daily Blurb", torn)], &[], "0..1");
    }

    #[test]
    fn a_part_of_a_name_has_its_noun() {
        let say = |who: &str| format!("{{The harbour gates of Ilmar were rusted through}}, «{who}» [said].");
        let pair = |a: &str, b: &str, range: &str| {
            check(&[("Ilmar Post", &say(a)), ("Orlo Times", &say(b))], &[], range);
        };
        pair("the crisis unit|organization", "the crisis unit of the government|organization", "1..1");
        pair("the government|organization", "the crisis unit of the government|organization", "2..2");
    }

    #[test]
    fn who_does_not_tell_whom_it_is_from_says_it_in_its_own_voice() {
        let said = "{The harbour gates of Ilmar were rusted through}, it was [said].";
        check(&[("Ilmar Post", said)], &[], "0..1");
        // One house has one voice, and what was taken is said by another.
        let own = "The harbour gates of Ilmar were rusted through when 12 engineers looked.";
        check(&[("Ilmar Post", own), ("Ilmar Post", said)], &[], "0..1");
        check(&[("Orlo Times", own), ("Ilmar Post", said)], &[(0, 1, Copy)], "0..1");
        // Where it names someone for it elsewhere, it has it from them.
        let named = "{The harbour gates of Ilmar had rusted through}, «Tessa Morrow|person» [said].";
        check(&[("Ilmar Post", &format!("{said} {named}"))], &[], "1..1");
    }
}
