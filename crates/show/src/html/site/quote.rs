//! A family of the same words, oldest first.

use backstory_model::{Anchor, Quote, QuoteChange, QuoteId, QuoteOccurrence};
use maud::{Markup, html};

use super::{Site, section};
use crate::{
    digest::{Difference, Kind, quote_changes},
    html::{compare_path, findings, quote_path},
    words::{alone, plural, short},
};

impl Site<'_> {
    /// The page of a quote; None where the part does not hold it.
    pub fn quote(&self, id: QuoteId) -> Option<Markup> {
        let quote = self.page.digest.case.links.quotes.iter().find(|q| q.id == id)?;
        let changes: Vec<Difference> = quote_changes(quote).collect();
        let first = quote.occurrences.first().map(|o| o.at);
        let swapped = changes.iter().any(|c| c.kind == Kind::Quote(QuoteChange::Speaker));
        Some(html! {
            (self.trail(Some("Quote")))
            article.quotepage {
                header.lead {
                    p.kicker { "Quote" }
                    h1.said { "“" bdi { (alone(&quote.text).trim_matches(['“', '”', '"'])) } "”" }
                    p.headline {
                        b { (plural(quote.occurrences.len(), "place", "places")) }
                        @if changes.is_empty() { ", the same words in each" }
                        @else { ", " b class=(if swapped { "bad" } else { "change" }) { (plural(changes.len(), "change", "changes")) } }
                        @if quote.origin.is_none() { span.gloss { "Where it stood first cannot be told: the dates leave it open." } }
                    }
                    (self.corrected_id(&id.to_string()))
                    div.fixes { (self.confirm_form(id.to_string(), &quote_path(id))) }
                }
                section aria-labelledby="places" {
                    (section("places", "Where it stands, oldest first"))
                    ol.statements {
                        @for occurrence in &quote.occurrences { (self.occurrence(quote, occurrence, first)) }
                    }
                }
                @if !changes.is_empty() {
                    section aria-labelledby="changes" {
                        (section("changes", "Changed on the way"))
                        (findings::differences(&self.page, &changes))
                    }
                }
            }
        })
    }

    /// Words of a quote, for the head of its page.
    pub fn quote_title(&self, id: QuoteId) -> Option<String> {
        let quote = self.page.digest.case.links.quotes.iter().find(|q| q.id == id)?;
        Some(short(&quote.text, 80))
    }

    fn occurrence(&self, quote: &Quote, occurrence: &QuoteOccurrence, first: Option<Anchor>) -> Markup {
        let at = occurrence.at;
        let annotated = self.page.annotated(at.report);
        let here: Vec<Difference> = quote_changes(quote).filter(|c| c.report == at.report).collect();
        let swapped = here.iter().any(|c| c.kind == Kind::Quote(QuoteChange::Speaker));
        let compared = first.filter(|f| *f != at);
        html! {
            li.statement.denies[swapped] {
                (self.report_head(at.report))
                blockquote { (findings::in_sentence(&self.page, annotated, at.span, compared, &[])) }
                p.chain {
                    @match occurrence.speaker {
                        Some(speaker) => {
                            span class=(format!("dot {}", self.kind(speaker))) aria-hidden="true" {}
                            "said by " (self.page.source_link(speaker))
                        }
                        None => { span.dot.unknown aria-hidden="true" {} "the text does not tell who said it" }
                    }
                    @if quote.origin == Some(at.report) { span.tag.good { "stood here first" } }
                    @if swapped { span.tag.bad { "other speaker" } }
                }
                p.acts {
                    a href=(self.page.link(at)) { "In the text" }
                    @if let Some(first) = compared.filter(|f| f.report != at.report) {
                        a href=(compare_path(first.report, at.report)) { "Compare with the first" }
                    }
                    (self.cite(at))
                }
                (self.corrected_at(at))
                (self.statement_forms(at, None, &quote_path(quote.id)))
            }
        }
    }
}
