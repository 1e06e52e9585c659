//! A claim: everyone who states it, in their own sentences, and what is left once repetition is taken away.

use backstory_model::{Anchor, Claim, ClaimId, Stance, Statement};
use maud::{Markup, html};

use super::{Site, reports, section};
use crate::{
    digest::{Difference, claim_changes, people, range, sources_word},
    draw,
    html::{claim_path, compare_path, findings},
    words::{alone, plain, short},
};

impl Site<'_> {
    /// The page of a claim; None where the part does not hold it.
    pub fn claim(&self, id: ClaimId) -> Option<Markup> {
        let claim = self.page.digest.case.links.claims.iter().find(|c| c.id == id)?;
        let changes: Vec<Difference> = claim_changes(claim).collect();
        let stated = self.page.digest.stated_in(claim, Stance::Affirms);
        let denied = self.page.digest.stated_in(claim, Stance::Denies);
        let mut list: Vec<&Statement> = claim.statements.iter().collect();
        list.sort_by_key(|s| (self.page.digest.number(s.at.report), s.at.span.start));
        let affirmed: Vec<&Statement> = list.iter().copied().filter(|s| s.stance != Stance::Denies).collect();
        let denials: Vec<&Statement> = list.iter().copied().filter(|s| s.stance == Stance::Denies).collect();
        let first = affirmed.iter().find(|s| s.stance == Stance::Affirms).map(|s| s.at);
        Some(html! {
            (self.trail(Some("Claim")))
            article.claimpage {
                header.lead {
                    p.kicker { "Claim" }
                    h1.said { bdi { (alone(&claim.text)) } }
                    (findings::slots(&self.page, claim))
                    p.headline {
                        b { (reports(stated.len())) } ", " b class=(if claim.independent.max <= 1 && !claim.independent.open { "thin" } else { "" }) { (range(claim.independent)) " independent " (sources_word(claim.independent)) }
                        @if !denied.is_empty() { ", " b.bad { "denied in " (reports(denied.len())) } }
                    }
                    p.because { bdi { (self.page.digest.because(claim)) } "." }
                    (self.corrected_id(&id.to_string()))
                    div.fixes {
                        (self.confirm_form(id.to_string(), &claim_path(id)))
                        (self.same_claim_form(claim))
                    }
                }
                (self.pictures(id))
                div.split {
                    div.main {
                        section aria-labelledby="statements" {
                            (section("statements", "Every statement of it, in order of time"))
                            ol.statements { @for statement in &affirmed { (self.statement(claim, statement, first)) } }
                        }
                        @if !denials.is_empty() {
                            section aria-labelledby="denials" {
                                (section("denials", "Denied"))
                                ol.statements { @for statement in &denials { (self.statement(claim, statement, None)) } }
                            }
                        }
                    }
                    aside.side {
                        section aria-labelledby="origins" {
                            (section("origins", "What it goes back to"))
                            (self.origins(claim))
                            @if !claim.reasons.is_empty() {
                                h3 { "How this was counted" }
                                ul.reasons { @for reason in &claim.reasons { li { (plain(reason)) } } }
                            }
                        }
                        @if !changes.is_empty() {
                            section aria-labelledby="moved" {
                                (section("moved", "How it moved"))
                                (findings::differences(&self.page, &changes))
                            }
                        }
                    }
                }
                (self.moves(id))
            }
        })
    }

    /// Whom it came from, drawn.
    fn pictures(&self, id: ClaimId) -> Markup {
        let link = |t: &draw::Target| self.page.target(t);
        let chains = draw::chains_of(&self.page.digest, id, &link).filter(|c| !c.chains.is_empty());
        html! {
            @if let Some(view) = chains {
                section aria-labelledby="chains" {
                    (section("chains", "From whom it came"))
                    (findings::drawing("chains", |look| draw::chains(&view, look)))
                }
            }
        }
    }

    /// How wording and numbers moved, drawn.
    fn moves(&self, id: ClaimId) -> Markup {
        let link = |t: &draw::Target| self.page.target(t);
        let moves = draw::moves_of(&self.page.digest, id, &link).filter(|m| m.steps.len() > 1);
        html! {
            @if let Some(view) = moves {
                section aria-labelledby="moves" {
                    (section("moves", "How wording and numbers moved"))
                    (findings::drawing("moves", |look| draw::moves(&view, look)))
                }
            }
        }
    }

    /// Words of a claim, for the head of its page.
    pub fn claim_title(&self, id: ClaimId) -> Option<String> {
        let claim = self.page.digest.case.links.claims.iter().find(|c| c.id == id)?;
        Some(short(&claim.text, 80))
    }

    fn origins(&self, claim: &Claim) -> Markup {
        html! {
            @if claim.origins.is_empty() { p.empty { "No report says from whom it has this." } }
            ul.origins {
                @for origin in &claim.origins {
                    @let kind = self.kind(origin.source);
                    li {
                        span class=(format!("dot {kind}")) aria-hidden="true" {}
                        div {
                            (self.page.source_link(origin.source))
                            span.soft {
                                (kind_words(kind))
                                @if let Some(people) = people(origin.count) { ", " (people) }
                                ", through " (self.page.report_link(origin.report))
                            }
                        }
                    }
                }
            }
        }
    }

    fn statement(&self, claim: &Claim, statement: &Statement, first: Option<Anchor>) -> Markup {
        let at = statement.at;
        let annotated = self.page.annotated(at.report);
        let denies = statement.stance == Stance::Denies;
        let compared = first.filter(|f| *f != at && !denies);
        html! {
            li.statement.denies[denies] id=(self.statement_id(claim, statement)) {
                (self.report_head(at.report))
                blockquote { (findings::in_sentence(&self.page, annotated, at.span, compared, &statement.hedges)) }
                p.chain {
                    @match statement.attribution.and_then(|id| self.page.digest.attribution(id)) {
                        Some((_, attribution)) => {
                            @if let Some(source) = attribution.source { span class=(format!("dot {}", self.kind(source))) aria-hidden="true" {} }
                            (findings::chain(&self.page, attribution))
                        }
                        None => {
                            span.dot.reporter aria-hidden="true" {}
                            "in the report’s own voice"
                        }
                    }
                }
                p.acts {
                    a href=(self.page.link(at)) { "In the text" }
                    @if let Some(first) = compared.filter(|f| f.report != at.report) {
                        a href=(compare_path(first.report, at.report)) { "Compare with the first" }
                    }
                    (self.cite(at))
                }
                (self.corrected_at(at))
                @if let Some(said) = statement.attribution { (self.corrected_id(&said.to_string())) }
                div.fixes {
                    (self.statement_forms(at, first.filter(|f| *f != at), &claim_path(claim.id)))
                    @if let Some(said) = statement.attribution { (self.confirm_form(said.to_string(), &claim_path(claim.id))) }
                }
            }
        }
    }

    fn statement_id(&self, claim: &Claim, statement: &Statement) -> String {
        let at = claim.statements.iter().position(|s| std::ptr::eq(s, statement)).unwrap_or(0);
        format!("statement-{}", at + 1)
    }
}

/// What a kind of source is, in words.
pub(super) fn kind_words(kind: &str) -> &'static str {
    match kind {
        "person" => "by name",
        "organization" => "organization",
        "outlet" => "outlet",
        "document" => "document",
        "anonymous" => "unnamed",
        "reporter" => "the report’s own voice",
        _ => "not told",
    }
}
