//! [`Document`] → [`Report`]: blocks with roles, title, bylines, outlet, date, language.
//!
//! Nothing of a text is deleted: what belongs to the page and not to the report is marked as furniture, by its form
//! and place. What cannot be told stays None.

mod dates;
mod form;
mod furniture;
mod head;
mod language;
mod outlet;
mod page;
mod paragraphs;
mod people;
mod tail;
#[cfg(test)]
mod tests;

use backstory_model::{
    Agency, Basis, Diagnostic, Document, Meta, Moment, Published, Report, ReportId, Role, Severity, Span,
};

use backstory_lexicon::outlet_by_name;
use furniture::Kind;
use page::Page;

/// A date in any of the forms that files and pages write; None where it is none.
pub fn date(field: &str) -> Option<Moment> {
    dates::parse(field)
}

/// Names the parts of a text; deletes nothing.
///
/// The id is made from the text and from title, outlet, authors, date, address and language as they were given, so
/// that it does not depend on where the file lay. A given date that cannot be read is a warning.
pub fn clean(document: Document) -> (Report, Vec<Diagnostic>) {
    // Links lead from words of the text to other pages; what they mean is for those who know the other pages.
    let Document { uri, path, text, mut meta, marks, links: _ } = document;
    let mut said = Vec::new();
    let mut page = Page::new(&text, &marks);
    if meta.title.is_none() {
        meta.title = marks.iter().find(|m| m.role == Role::Title).map(|m| m.span.of(&text).to_owned());
    }
    let kinds = tail::mark_lines(&mut page);
    let head = head::read(&mut page, &meta);
    let given = people::given(&meta.authors);
    let mut authors = given.people;
    if authors.is_empty() {
        authors = head.writers.people.clone();
    }
    let kinds = tail::mark_places(&mut page, kinds, &authors);
    page.settle_marked();
    let (opening, dateline) = datelines(&mut page);
    let own = tail::own_address(&page, &kinds);
    let address = own.as_ref().map(|span| span.of(&text));

    let mut agencies: Vec<Agency> = Vec::new();
    let mut credit = |name: String, span: Option<Span>| {
        if !agencies.iter().any(|a| a.name == name) {
            agencies.push(Agency { name, span });
        }
    };
    for name in given.outlets.iter().filter(|n| people::is_agency(n)) {
        credit(name.clone(), None);
    }
    for work in meta.based_on.iter().filter(|w| w.taken_over) {
        let name = work.name.as_deref().and_then(outlet::named);
        if let Some(name) = name.or_else(|| work.url.as_deref().and_then(outlet::by_address)) {
            credit(name, None);
        }
    }
    for (span, writers) in &head.bylines {
        for name in &writers.outlets {
            credit(name.clone(), Some(*span));
        }
    }
    if let Some((name, span)) = &dateline {
        credit(name.clone(), Some(*span));
    }
    for (at, kind) in kinds.iter().enumerate() {
        if matches!(kind, Some(Kind::Credit | Kind::Rights)) && page.roles[at] == Role::Furniture {
            let start = page.paragraphs[at].span.start as usize;
            for (name, range) in outlet::mentions(page.line(at)) {
                if people::is_agency(name) {
                    credit(name.to_owned(), Some(Span::new(start + range.start, start + range.end)));
                }
            }
            for range in people::credited(page.line(at)) {
                let span = Span::new(start + range.start, start + range.end);
                if outlet_by_name(span.of(&text)).is_none() {
                    credit(span.of(&text).to_owned(), Some(span));
                }
            }
        }
    }

    let body = body(&page);
    let url = meta.url.clone().or_else(|| address.map(str::to_owned));
    let of_page = |wanted: &[Kind]| {
        let lines = kinds.iter().enumerate().filter(|(_, k)| k.is_some_and(|k| wanted.contains(&k)));
        outlet::of_page(lines.map(|(at, _)| page.line(at)).collect::<Vec<_>>().into_iter())
    };
    let outlet = meta
        .outlet
        .as_deref()
        .and_then(outlet::named)
        .or_else(|| meta.url.as_deref().and_then(outlet::by_address))
        .or_else(|| address.and_then(outlet::by_address))
        .or_else(|| of_page(&[Kind::Call]))
        .or_else(|| of_page(&[Kind::Rights]))
        .or_else(|| head.writers.outlets.first().cloned())
        .or_else(|| dateline.as_ref().map(|(name, _)| name.clone()))
        .or_else(|| outlet::by_voice(&body).map(str::to_owned));

    let published =
        published(&meta, head.published, opening, own.map(|span| (span, span.of(&text))), &uri, &mut said);
    let language = meta.language.as_deref().and_then(language::code).or_else(|| language::of(&body));
    let blocks = page.blocks();
    if !blocks.iter().any(|b| b.role == Role::Body) {
        said.push(Diagnostic {
            code: "clean/no-body",
            severity: Severity::Warning,
            uri: uri.clone(),
            message: "no sentence of a report was found in it, only parts of a page".to_owned(),
            labels: Vec::new(),
            hints: vec!["look at the file; it may have been cut when it was saved".to_owned()],
        });
    }
    let outlet = outlet.map(|name| match name.contains(' ') || outlet_by_name(&name).is_some() {
        true => name,
        false => outlet::spelt(&text, &name).unwrap_or(name),
    });
    if let Some(outlet) = &outlet {
        // `Ostrapost`, from an address, is the outlet that calls itself The Ostra Post.
        agencies.retain(|a| {
            a.span.is_some() || a.name == *outlet || outlet::letters(&a.name) != outlet::letters(outlet)
        });
        for agency in &mut agencies {
            // The letters as written: another agency of the world may go by the same ones.
            let written = agency.span.map_or(agency.name.as_str(), |s| s.of(&text));
            if outlet::is_short_for(written, outlet) || outlet::is_at(written, outlet) {
                agency.name.clone_from(outlet);
            }
        }
        // A report's own outlet in its byline is no credit to another.
        agencies
            .retain(|a| a.name != *outlet || people::is_agency(outlet) || !in_byline(&head.bylines, a.span));
    }
    let id = id(&text, &meta);
    let report = Report {
        id,
        uri,
        path,
        language,
        title: head.title,
        outlet,
        authors,
        published,
        url,
        agencies,
        blocks,
        text,
    };
    (report, said)
}

fn in_byline(bylines: &[(Span, people::Writers)], at: Option<Span>) -> bool {
    at.is_some_and(|at| bylines.iter().any(|(line, _)| line.contains(at)))
}

fn id(text: &str, meta: &Meta) -> ReportId {
    let given = [&meta.title, &meta.outlet, &meta.published, &meta.url, &meta.language];
    let mut parts: Vec<&[u8]> = vec![text.as_bytes()];
    // None and an empty string are told apart by the leading byte.
    let given: Vec<String> =
        given.iter().map(|v| v.as_ref().map_or_else(String::new, |v| format!("={v}"))).collect();
    parts.extend(given.iter().map(String::as_bytes));
    parts.extend(meta.authors.iter().map(String::as_bytes));
    ReportId::of(parts)
}

/// The body's paragraphs, one a line.
fn body(page: &Page) -> String {
    let lines = (0..page.roles.len()).filter(|at| page.roles[*at] == Role::Body).map(|at| page.line(at));
    lines.collect::<Vec<_>>().join("\n")
}

/// Splits the line that opens the text from its first paragraph; gives its date, and its agency with where it stands.
fn datelines(page: &mut Page) -> (Option<Published>, Option<(String, Span)>) {
    let first = (0..page.roles.len()).filter(|at| page.roles[*at] == Role::Body).take(3);
    for at in first.collect::<Vec<_>>() {
        if page.has_lead(at) {
            continue;
        }
        let Some(found) = head::dateline(page.line(at)) else { continue };
        let start = page.paragraphs[at].span.start as usize;
        page.lead(at, Span::new(start, start + found.len), Role::Dateline);
        let span = |range: std::ops::Range<usize>| Span::new(start + range.start, start + range.end);
        let date = found.date.map(|date| Published {
            date: date.moment,
            basis: Basis::Text,
            span: Some(span(date.range)),
        });
        return (date, found.agency.map(|(name, range)| (name, span(range))));
    }
    (None, None)
}

/// The date of publication: what the file gives, else a date line of the text, else the address.
fn published(
    meta: &Meta,
    line: Option<Published>,
    dateline: Option<Published>,
    own: Option<(Span, &str)>,
    uri: &str,
    said: &mut Vec<Diagnostic>,
) -> Option<Published> {
    // Nothing was published after it was fetched.
    let captured = meta.captured.as_deref().and_then(dates::parse).filter(|_| !meta.by_hand);
    let possible = |found: &Published| !captured.as_ref().is_some_and(|c| found.date.is_surely_after(c));
    if let Some(given) = &meta.published {
        let basis = if meta.by_hand { Basis::Manifest } else { Basis::Metadata };
        let date = dates::parse(given).map(|date| Published { date, basis, span: None });
        if let Some(date) = date.clone().filter(possible) {
            return Some(date);
        }
        let (message, hint) = match date {
            Some(_) => (
                format!("its date {given:?} is later than the day it was fetched"),
                "give its date in a manifest.csv",
            ),
            None => (format!("its date {given:?} cannot be read"), "write it as 2026-01-17"),
        };
        said.push(Diagnostic {
            code: "clean/date",
            severity: Severity::Warning,
            uri: uri.to_owned(),
            message,
            labels: Vec::new(),
            hints: vec![hint.to_owned()],
        });
    }
    let address = |url: &str, span: Option<Span>| {
        dates::in_address(url).map(|date| Published { date, basis: Basis::Url, span })
    };
    let by_url = meta
        .url
        .as_deref()
        .and_then(|url| address(url, None))
        .or_else(|| own.and_then(|(span, url)| address(url, Some(span))));
    let precise = |found: &Published, than: &Moment| head::more_precise(&found.date, than);
    let (line, dateline, by_url) =
        (line.filter(possible), dateline.filter(possible), by_url.filter(possible));
    match (line.or(dateline), by_url) {
        (Some(line), Some(url)) if precise(&url, &line.date) => Some(url),
        (line, url) => line.or(url),
    }
}
