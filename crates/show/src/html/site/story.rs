//! A story: how many stand behind it, who took from whom, what happened when, and the ledger of its claims.

use backstory_model::{Claim, ClaimChange, ClaimId, EdgeKind, QuoteChange, Stance, StoryId};
use maud::{Markup, PreEscaped, html};

use super::{ClaimFilter, LEDGER, Site, only_day, reports, section, stat};
use crate::{
    digest::{Difference, Kind, Thread, claim_changes, derives, in_words, range, sources_word, title},
    html::findings,
    words::{alone, plural, quoted, short},
};

impl<'a> Site<'a> {
    /// The page of a story; None where the part does not hold it. `after`: the last claim of the page before.
    pub fn story(&self, id: StoryId, filter: ClaimFilter, after: Option<ClaimId>) -> Option<Markup> {
        let thread = self.page.digest.threads.iter().find(|t| t.id == Some(id))?;
        Some(html! {
            (self.trail(None))
            article.storypage {
                header.lead {
                    h1 { bdi { (thread.title) } }
                    (self.headline(thread))
                    (self.stats(thread))
                }
                @if let Some(drawing) = self.lineage(thread) {
                    section aria-labelledby="lineage" {
                        (section("lineage", "Who got it from whom"))
                        (drawing)
                    }
                }
                (self.timeline(thread))
                section aria-labelledby="reports" {
                    (section("reports", "Reports in order of time"))
                    (self.table(thread))
                }
                (self.ledger(thread, filter, after))
                (findings::quotes(&self.page, thread))
                (findings::denials(&self.page, thread))
            }
        })
    }

    fn lineage(&self, thread: &Thread<'a>) -> Option<Markup> {
        let draw = || findings::lineage(&self.page, thread).map(|m| m.into_string());
        match self.drawn {
            Some(drawn) => drawn.lineage.get_or_init(draw).clone(),
            None => draw(),
        }
        .map(PreEscaped)
    }

    fn timeline(&self, thread: &Thread<'a>) -> Markup {
        let draw = || findings::timeline(&self.page, thread).into_string();
        PreEscaped(match self.drawn {
            Some(drawn) => drawn.timeline.get_or_init(draw).clone(),
            None => draw(),
        })
    }

    /// Title of a story, for the head of its page.
    pub fn story_title(&self, id: StoryId) -> Option<&str> {
        self.page.digest.threads.iter().find(|t| t.id == Some(id)).map(|t| t.title.as_str())
    }

    /// `11 reports, 1–2 sources`.
    fn headline(&self, thread: &Thread<'a>) -> Markup {
        let n = thread.reports.len();
        html! {
            p.headline {
                b { (reports(n)) }
                @match self.page.digest.most_repeated(thread) {
                    Some(claim) => {
                        ", " b class=(weight(claim)) { (range(claim.independent)) " " (sources_word(claim.independent)) }
                        span.gloss {
                            "Independent sources behind the claim that most of them repeat: "
                            a href=(self.page.claim_href(claim.id)) { (quoted(&claim.text, 160)) }
                        }
                    }
                    None => {
                        @let own = self.page.digest.independent_reports(thread);
                        ", " b { (own) " of them " (if own == 1 { "its" } else { "their" }) " own" }
                        span.gloss { "No claim is made in two of them, so there is nothing to count sources behind." }
                    }
                }
            }
        }
    }

    fn stats(&self, thread: &Thread<'a>) -> Markup {
        let own = self.page.digest.independent_reports(thread);
        let silent = thread
            .reports
            .iter()
            .flat_map(|a| self.page.digest.taken(a.report.id))
            .filter(|e| derives(e) && e.directed && !e.credited)
            .count();
        let denied =
            thread.claims.iter().filter(|c| c.statements.iter().any(|s| s.stance == Stance::Denies)).count();
        let changes = self.page.digest.changes(thread);
        let swapped = changes.iter().filter(|c| c.kind == Kind::Quote(QuoteChange::Speaker)).count();
        html! {
            div.stats {
                (stat(own, "report took nothing from another", "reports took nothing from another", ""))
                @if silent > 0 { (stat(silent, "report took without credit", "takings without credit", "bad")) }
                @if denied > 0 { (stat(denied, "claim is denied", "claims are denied", "bad")) }
                @if swapped > 0 { (stat(swapped, "quote changed its speaker", "quotes changed their speaker", "bad")) }
                @if changes.len() > swapped { (stat(changes.len() - swapped, "other change on the way", "other changes on the way", "change")) }
            }
        }
    }

    fn table(&self, thread: &Thread<'a>) -> Markup {
        let digest = &self.page.digest;
        html! {
            table.reports {
                thead { tr { th scope="col" { "No." } th scope="col" { "Published" } th scope="col" { "Outlet" } th scope="col" { "Headline" } th scope="col" { "Took from" } } }
                tbody {
                    @for annotated in &thread.reports {
                        @let id = annotated.report.id;
                        @let taken = digest.taken(id);
                        @let takers = digest.takers(id);
                        tr id=(format!("report-{}", digest.number(id))) {
                            td.n.num { (digest.number(id)) }
                            td.d.num { (digest.date(annotated)) }
                            td.o { bdi { (digest.name(id)) } }
                            td.h { a href=(self.page.report_href(id)) { bdi { (short(&title(annotated), 110)) } } }
                            td.t {
                                @if taken.iter().all(|e| !derives(e)) {
                                    @if takers.is_empty() { span.soft { "nothing from another" } }
                                    @else { span.good { "Origin: " (self.page.numbers(&takers)) " took from it" } }
                                    @if !taken.is_empty() { br; }
                                }
                                @for (at, edge) in taken.iter().enumerate() {
                                    @if at > 0 { br; }
                                    a class=(if edge.kind == EdgeKind::Cites || !edge.directed { "quiet" } else if edge.credited { "good" } else { "bad" })
                                        href=(self.page.edge_href(edge)) { (digest.taking(edge)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Claims, those with the most at stake first.
    fn ledger(&self, thread: &Thread<'a>, filter: ClaimFilter, after: Option<ClaimId>) -> Markup {
        if thread.claims.is_empty() {
            return html! {};
        }
        let passing: Vec<&Claim> = thread.claims.iter().copied().filter(|c| self.passes(c, filter)).collect();
        let from = after.and_then(|id| passing.iter().position(|c| c.id == id)).map_or(0, |at| at + 1);
        let shown = &passing[from..passing.len().min(from + LEDGER)];
        let story = thread.id.map(super::story_path).unwrap_or_default();
        let count = |filter: ClaimFilter| thread.claims.iter().filter(|c| self.passes(c, filter)).count();
        let none = ClaimFilter::default();
        let chips = [
            ("repeated", "Repeated", filter.repeated, ClaimFilter { repeated: true, ..none }),
            ("single", "Single origin", filter.single, ClaimFilter { single: true, ..none }),
            ("anonymous", "Anonymous only", filter.anonymous, ClaimFilter { anonymous: true, ..none }),
            ("denied", "Denied", filter.denied, ClaimFilter { denied: true, ..none }),
            ("changed", "Changed", filter.changed, ClaimFilter { changed: true, ..none }),
        ];
        let with = |name: &str| {
            let on: Vec<&str> = chips.iter().filter(|c| (c.0 == name) != c.2).map(|c| c.0).collect();
            match on.is_empty() {
                true => format!("{story}#claims"),
                false => format!("{story}?only={}#claims", on.join(",")),
            }
        };
        let current: Vec<&str> = chips.iter().filter(|c| c.2).map(|c| c.0).collect();
        let only = if current.is_empty() { String::new() } else { format!("only={}&", current.join(",")) };
        html! {
            section aria-labelledby="claims" {
                (section("claims", "Claims, those with the most at stake first"))
                nav.chips aria-label="Show only some claims" {
                    a href=(format!("{story}#claims")) aria-current=[current.is_empty().then_some("true")] { "All " span.num { (thread.claims.len()) } }
                    @for (name, words, on, one) in &chips {
                        @let n = count(*one);
                        @if n > 0 || *on {
                            a href=(with(name)) aria-current=[on.then_some("true")] { (words) " " span.num { (n) } }
                        }
                    }
                }
                @if passing.is_empty() { p.empty { "No claim of this story passes these filters. " a href=(format!("{story}#claims")) { "Show all" } } }
                ol.ledger {
                    @for claim in shown { li { (self.ledger_row(claim)) } }
                }
                @if from + shown.len() < passing.len() {
                    @let last = shown.last().map(|c| c.id.to_string()).unwrap_or_default();
                    p.next { a href=(format!("{story}?{only}after={last}#claims")) { "Next " (plural((passing.len() - from - shown.len()).min(LEDGER), "claim", "claims")) } }
                }
            }
        }
    }

    pub(super) fn ledger_row(&self, claim: &Claim) -> Markup {
        let stated = self.page.digest.stated_in(claim, Stance::Affirms).len();
        let denied = self.page.digest.stated_in(claim, Stance::Denies).len();
        let changes: Vec<Difference> = claim_changes(claim).collect();
        html! {
            a.claimrow href=(self.page.claim_href(claim.id)) id=(claim.id) {
                span class={ "range " (if stated > 1 { weight(claim) } else { "" }) } { b { (range(claim.independent)) } span { (sources_word(claim.independent)) } }
                span.body {
                    span.words { bdi { (alone(&claim.text)) } }
                    span.why { (findings::capital(&self.page.digest.rests_on(claim))) "." }
                    span.tags {
                        @if stated > 0 { span.tag { "in " (reports(stated)) } }
                        @if denied > 0 { span.tag.bad { "denied in " (reports(denied)) } }
                        @for change in changes.iter().take(3) {
                            span.tag.change { (label(change)) ": " (in_words(change, 48)) }
                        }
                        @if changes.len() > 3 { span.tag.change { "and " (changes.len() - 3) " more" } }
                    }
                }
            }
        }
    }

    /// Reports and days of a story in a line.
    pub fn story_brief(&self, id: StoryId) -> Option<String> {
        let thread = self.page.digest.threads.iter().find(|t| t.id == Some(id))?;
        let days: Vec<String> = thread
            .reports
            .iter()
            .filter_map(|a| a.report.published.as_ref())
            .map(|p| only_day(p.date.as_str()))
            .collect();
        let span = match (days.iter().min(), days.iter().max()) {
            (Some(a), Some(b)) if a == b => format!(", {a}"),
            (Some(a), Some(b)) => format!(", {a} to {b}"),
            _ => String::new(),
        };
        Some(format!("{}{span}", reports(thread.reports.len())))
    }
}

/// How a range is coloured: one origin or none is what a reader has to notice.
fn weight(claim: &Claim) -> &'static str {
    match (claim.independent.max, claim.independent.open) {
        (0 | 1, false) => "thin",
        _ => "",
    }
}

fn label(change: &Difference<'_>) -> &'static str {
    match change.kind {
        Kind::Claim(ClaimChange::Quantity) => "number",
        Kind::Claim(ClaimChange::Hedge) => "caution",
        _ => change.kind.label(),
    }
}
