//! What people say of findings: what holds is shown beside what the program found, and forms ask for more.

use std::collections::BTreeSet;

use backstory_model::{Anchor, Claim, Correction, Node, ReportId, Ruling, Stance};
use maud::{Markup, html};

use super::Site;
use crate::{
    digest::{day, sources},
    html::{Page, claim_path, report_path},
    words::{plain, plural, short},
};

/// What a form says that a person does not fill in: name and value.
type Hidden<'a> = &'a [(&'a str, String)];

/// Claims that one may be said to be the same as, at most: the command line takes any.
const CHOICES: usize = 60;

impl Page<'_> {
    /// What people said of these words.
    pub(in crate::html) fn corrected_at(&self, at: Anchor) -> Markup {
        self.noted(self.digest.corrections_at(at))
    }

    /// What people said of a thing by its id.
    pub(in crate::html) fn corrected_id(&self, id: &str) -> Markup {
        self.noted(self.digest.corrections_of(id))
    }

    /// A note for each; with a link to the log where there is one.
    pub(in crate::html) fn noted<'c>(&self, list: impl Iterator<Item = &'c Correction>) -> Markup {
        html! {
            @for correction in list {
                @if self.on_site() { (corrected(correction)) }
                @else { div.corrected role="note" { (told(correction)) } }
            }
        }
    }
}

impl Site<'_> {
    /// What people said of these words.
    pub(super) fn corrected_at(&self, at: Anchor) -> Markup {
        self.page.corrected_at(at)
    }

    /// What people said of one report having taken from the other.
    pub(super) fn corrected_between(&self, a: ReportId, b: ReportId) -> Markup {
        self.page.noted(self.page.digest.corrections_between(Node::Report(a), b))
    }

    /// What people said of a thing by its id.
    pub(super) fn corrected_id(&self, id: &str) -> Markup {
        self.page.corrected_id(id)
    }

    /// Forms for a statement: who said it, whether it is this claim, whether all is right.
    pub(super) fn statement_forms(&self, at: Anchor, first: Option<Anchor>, back: &str) -> Markup {
        if !self.editable {
            return html! {};
        }
        let place = self.hidden(at, "");
        let mut pair = place.clone();
        if let Some(first) = first {
            pair.extend(self.hidden(first, "other_"));
        }
        let id = format!("{}-{}", at.report, self.chars(at).start);
        html! {
            details.fix {
                summary { "Correct" }
                (form("speaker", &place, back, &id, "Correct the speaker", html! {
                    label { "Who said it" input type="text" name="speaker" maxlength="200"; }
                    label { "What they are"
                        select name="speaker_kind" {
                            option value="person" { "a person, by name" }
                            option value="organization" { "an organization" }
                            option value="outlet" { "an outlet" }
                            option value="document" { "a document" }
                            option value="anonymous" { "someone unnamed" }
                            option value="nobody" { "the text does not tell" }
                        }
                    }
                }))
                @if first.is_some() {
                    (form("other-claim", &pair, back, &id, "This is another claim", html! {}))
                    (form("same-claim", &pair, back, &id, "This is the same claim", html! {}))
                }
            }
        }
    }

    /// A form that says that another claim of the story states the same fact: those most like it come first.
    pub(super) fn same_claim_form(&self, claim: &Claim) -> Markup {
        let Some(first) = claim.statements.first().filter(|_| self.editable) else { return html! {} };
        let others = self.likest(claim);
        if others.is_empty() {
            return html! {};
        }
        let hidden = self.hidden(first.at, "");
        let value = |other: &Claim| {
            other.statements.first().map(|s| {
                let chars = self.chars(s.at);
                format!("{}-{}-{}", s.at.report, chars.start, chars.end)
            })
        };
        html! {
            details.fix {
                summary { "Same as another claim?" }
                (form("same-claim", &hidden, &claim_path(claim.id), &claim.id.to_string(), "These are one claim", html! {
                    label { "The other claim"
                        select name="other" required {
                            option value="" { "choose one" }
                            @for other in others {
                                option value=[value(other)] {
                                    (short(&plain(&other.text), 110))
                                    " (" (sources(other.independent)) ", " (plural(self.page.digest.stated_in(other, Stance::Affirms).len(), "report", "reports")) ")"
                                }
                            }
                        }
                    }
                }))
            }
        }
    }

    /// The other claims of a claim's story, those that share most of their words with it first.
    fn likest(&self, claim: &Claim) -> Vec<&Claim> {
        let words = |claim: &Claim| -> BTreeSet<String> {
            let text = claim.text.to_lowercase();
            let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 3);
            words.map(str::to_owned).collect()
        };
        let own = words(claim);
        let claims = self.page.digest.case.links.claims.iter();
        let mut others: Vec<(usize, &Claim)> = claims
            .filter(|c| c.story == claim.story && c.id != claim.id)
            .map(|c| {
                let theirs = words(c);
                let both = own.intersection(&theirs).count();
                (both * 1000 / (own.len() + theirs.len() - both).max(1), c)
            })
            .collect();
        others.sort_by_key(|(like, _)| std::cmp::Reverse(*like));
        others.into_iter().take(CHOICES).map(|(_, c)| c).collect()
    }

    /// A form to confirm a finding by its id.
    pub(super) fn confirm_form(&self, finding: String, back: &str) -> Markup {
        if !self.editable {
            return html! {};
        }
        let id = finding.replace('>', "-");
        html! {
            details.fix {
                summary { "Confirm" }
                (form("confirmed", &[("finding", finding)], back, &id, "This is right", html! {}))
            }
        }
    }

    /// A form that says that one report took nothing from the other.
    pub(super) fn not_taken_form(&self, from: ReportId, to: ReportId, back: &str) -> Markup {
        if !self.editable {
            return html! {};
        }
        let hidden = [("from", from.to_string()), ("to", to.to_string())];
        html! {
            details.fix {
                summary { "Not taken?" }
                (form("not-taken", &hidden, back, &format!("{from}-{to}"), "It took nothing from the other", html! {}))
            }
        }
    }

    /// A form for the day of publication.
    pub(super) fn date_form(&self, report: ReportId) -> Markup {
        if !self.editable {
            return html! {};
        }
        let hidden = [("report", report.to_string())];
        html! {
            details.fix {
                summary { "Correct the date" }
                (form("published", &hidden, &report_path(report), &report.to_string(), "Correct the date", html! {
                    label { "Published, such as 2031-05-06; empty where unknown" input type="text" name="date" maxlength="40"; }
                }))
            }
        }
    }

    fn hidden(&self, at: Anchor, prefix: &str) -> Vec<(&'static str, String)> {
        let chars = self.chars(at);
        let names = match prefix {
            "" => ["report", "start", "end"],
            _ => ["other_report", "other_start", "other_end"],
        };
        let values = [at.report.to_string(), chars.start.to_string(), chars.end.to_string()];
        names.into_iter().zip(values).collect()
    }
}

fn form(kind: &str, hidden: Hidden<'_>, back: &str, id: &str, button: &str, more: Markup) -> Markup {
    html! {
        form.correct method="post" action="/correct" aria-label=(button) data-form=(id) {
            input type="hidden" name="kind" value=(kind);
            input type="hidden" name="back" value=(back);
            @for (name, value) in hidden { input type="hidden" name=(name) value=(value); }
            (more)
            label { "Why" input type="text" name="note" maxlength="1000"; }
            label { "Your name" input type="text" name="by" required maxlength="100" autocomplete="name"; }
            button type="submit" { (button) }
        }
    }
}

/// What a person says of a finding, with name, day and note, and what the program had found.
pub fn corrected(correction: &Correction) -> Markup {
    html! { div.corrected role="note" { (told(correction)) " " a href=(format!("/log#{}", correction.id)) { "In the log" } } }
}

/// The same without a link, for where there is no log.
fn told(correction: &Correction) -> Markup {
    html! {
        b { (ruled(correction)) "." } " "
        span.soft {
            bdi { (plain(&correction.by)) } ", " span.num { (day(&correction.at)) }
            @if !correction.note.is_empty() { ": " bdi { (plain(&correction.note)) } }
            @if !matches!(correction.ruling, Ruling::Confirmed { .. }) {
                ". The program had found: " bdi { (short(&correction.found, 260)) }
            }
            "."
        }
    }
}

/// What a person ruled, in words.
pub fn ruled(correction: &Correction) -> String {
    match &correction.ruling {
        Ruling::Speaker { speaker: Some(speaker), .. } => {
            format!("Corrected: said by {}", plain(&speaker.name))
        }
        Ruling::Speaker { speaker: None, .. } => "Corrected: the text does not tell who said it".to_owned(),
        Ruling::NotTaken { .. } => "Corrected: it took nothing from the other".to_owned(),
        Ruling::SameClaim { .. } => "Corrected: one and the same claim".to_owned(),
        Ruling::OtherClaim { .. } => "Corrected: two claims".to_owned(),
        Ruling::Published { date: Some(date), .. } => {
            format!("Corrected: published {}", day(date.as_str()))
        }
        Ruling::Published { date: None, .. } => "Corrected: when it was published is unknown".to_owned(),
        Ruling::Confirmed { .. } => "Confirmed".to_owned(),
    }
}
