//! What people say of findings: what holds is shown beside what the program found, and forms ask for more.

use backstory_model::{Anchor, Correction, Node, ReportId, Ruling};
use maud::{Markup, html};

use super::Site;
use crate::{
    digest::day,
    html::report_path,
    words::{plain, short},
};

/// What a form says that a person does not fill in: name and value.
type Hidden<'a> = &'a [(&'a str, String)];

impl Site<'_> {
    /// Corrections that hold and are about words of this stretch.
    fn corrections_at(&self, at: Anchor) -> impl Iterator<Item = &Correction> {
        let meets = move |place: &Anchor| {
            place.report == at.report
                && place.span.start < at.span.end.max(at.span.start + 1)
                && at.span.start < place.span.end
        };
        self.page.digest.case.corrections.iter().filter(move |c| match &c.ruling {
            Ruling::Speaker { at, .. } => meets(at),
            Ruling::SameClaim { a, b } | Ruling::OtherClaim { a, b } => meets(a) || meets(b),
            _ => false,
        })
    }

    /// What people said of these words.
    pub(super) fn corrected_at(&self, at: Anchor) -> Markup {
        html! { @for correction in self.corrections_at(at) { (self.corrected(correction)) } }
    }

    /// What people said of one report having taken from the other.
    pub(super) fn corrected_between(&self, a: ReportId, b: ReportId) -> Markup {
        let list = self.page.digest.case.corrections.iter().filter(|c| match &c.ruling {
            Ruling::NotTaken { from: Node::Report(from), to } => {
                (*from, *to) == (a, b) || (*from, *to) == (b, a)
            }
            Ruling::Confirmed { finding } => *finding == format!("{a}>{b}") || *finding == format!("{b}>{a}"),
            _ => false,
        });
        html! { @for correction in list { (self.corrected(correction)) } }
    }

    /// What people said of a thing by its id.
    pub(super) fn corrected_id(&self, id: &str) -> Markup {
        let about = |c: &&Correction| match &c.ruling {
            Ruling::Confirmed { finding } => finding == id,
            Ruling::Published { report, .. } => report.to_string() == id,
            _ => false,
        };
        html! { @for correction in self.page.digest.case.corrections.iter().filter(about) { (self.corrected(correction)) } }
    }

    fn corrected(&self, correction: &Correction) -> Markup {
        html! {
            div.corrected role="note" {
                p { b { (ruled(correction)) } }
                p.soft {
                    bdi { (plain(&correction.by)) } ", " span.num { (day(&correction.at)) }
                    @if !correction.note.is_empty() { ": " bdi { (plain(&correction.note)) } }
                    ". The program had found: " bdi { (short(&correction.found, 160)) } ". "
                    a href=(format!("/log#{}", correction.id)) { "In the log" }
                }
            }
        }
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
                }
            }
        }
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
