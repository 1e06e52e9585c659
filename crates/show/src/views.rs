//! One thing of a case, or a list of its kind: what `backstory show` prints.

use std::{collections::BTreeMap, error, fmt, str::FromStr};

use backstory_model::{
    Anchor, Annotated, Attribution, Case, Claim, Correction, Edge, Node, Quote, ReportId, Ruling, Source,
    SourceId, Stance, Story,
};

use unicode_width::UnicodeWidthStr;

use crate::{
    Screen,
    digest::{
        Difference, Digest, Kind as Change, claim_changes, day, in_words, people, quote_changes,
        range_of_sources, sources, title,
    },
    export::{self, Export},
    html::ruled,
    lines::{Page, Tone, fill, widest},
    terminal::{Told, figures, report_lines},
    words::{and, plain, plural, quoted, short},
};

/// What can be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Reports of one event.
    Story,
    /// One report.
    Report,
    /// A fact and who states it.
    Claim,
    /// Quoted words and where they stand.
    Quote,
    /// Someone that something is attributed to.
    Source,
}

impl Kind {
    /// As the command line writes it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Story => "story",
            Kind::Report => "report",
            Kind::Claim => "claim",
            Kind::Quote => "quote",
            Kind::Source => "source",
        }
    }
}

impl FromStr for Kind {
    type Err = ViewError;

    fn from_str(text: &str) -> Result<Self, ViewError> {
        let all = [Kind::Story, Kind::Report, Kind::Claim, Kind::Quote, Kind::Source];
        let found = all.into_iter().find(|k| k.name() == text);
        found.ok_or_else(|| ViewError(format!("{text}: expected story, report, claim, quote or source")))
    }
}

/// Nothing, or more than one thing, goes by that id; the message says what to try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewError(String);

impl fmt::Display for ViewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl error::Error for ViewError {}

/// One thing in full (`id`: its id or the start of it; for a report also its number in the summary or a part of its
/// uri; for a source also a part of its name), or a list of all of its kind.
///
/// # Errors
/// Where nothing or more than one thing goes by that id.
pub fn view(case: &Case, kind: Kind, id: Option<&str>, screen: Screen) -> Result<String, ViewError> {
    let view = View { digest: Digest::new(case), page: Page::new(screen) };
    let all = things(&view.digest, kind);
    match id {
        Some(id) => Ok(view.one(pick(&view_names(&all), id, kind).map(|at| all[at])?)),
        None => Ok(view.list(&all, kind)),
    }
}

/// The same as JSON, one object a line, in the shapes of [`export::json`].
///
/// # Errors
/// As [`view`].
pub fn view_json(case: &Case, kind: Kind, id: Option<&str>) -> Result<String, ViewError> {
    let digest = Digest::new(case);
    let mut shown = things(&digest, kind);
    if let Some(id) = id {
        let at = pick(&view_names(&shown), id, kind)?;
        shown = vec![shown[at]];
    }
    let export = Export::new(case);
    let mut out = String::new();
    for thing in shown {
        out += &match thing {
            Thing::Story(story) => export::line(&export::story(story)),
            Thing::Report(_, annotated) => export::line(&export.report(annotated)),
            Thing::Claim(claim) => export::line(&export.claim(claim)),
            Thing::Quote(quote) => export::line(&export.quote(quote)),
            Thing::Source(source) => export::line(&export::source(source)),
        };
        out.push('\n');
    }
    Ok(out)
}

/// A thing of the case; a report with its number.
#[derive(Clone, Copy)]
enum Thing<'a> {
    Story(&'a Story),
    Report(usize, &'a Annotated),
    Claim(&'a Claim),
    Quote(&'a Quote),
    Source(&'a Source),
}

/// What a thing can be asked for by.
struct Names {
    id: String,
    number: Option<usize>,
    words: String,
}

/// The report that a person means: by its number in the summary, its id or the start of it, or a part of its address.
///
/// # Errors
/// Where there is none, or several.
pub fn find_report(case: &Case, id: &str) -> Result<ReportId, ViewError> {
    let digest = Digest::new(case);
    let all = things(&digest, Kind::Report);
    match all[pick(&view_names(&all), id, Kind::Report)?] {
        Thing::Report(_, annotated) => Ok(annotated.report.id),
        _ => unreachable!("a list of reports holds reports"),
    }
}

/// `1–2`, `2 or more`: how many independent sources.
pub fn independent(n: backstory_model::Independent) -> String {
    crate::digest::range(n)
}

fn things<'a>(digest: &Digest<'a>, kind: Kind) -> Vec<Thing<'a>> {
    let links = &digest.case.links;
    match kind {
        Kind::Story => links.stories.iter().map(Thing::Story).collect(),
        Kind::Report => {
            let reports = digest.threads.iter().flat_map(|t| t.reports.iter().copied());
            reports.map(|a| Thing::Report(digest.number(a.report.id), a)).collect()
        }
        Kind::Claim => digest.threads.iter().flat_map(|t| t.claims.iter().map(|c| Thing::Claim(c))).collect(),
        Kind::Quote => links.quotes.iter().map(Thing::Quote).collect(),
        Kind::Source => Export::new(digest.case).sources().into_iter().map(Thing::Source).collect(),
    }
}

fn view_names(all: &[Thing<'_>]) -> Vec<Names> {
    let plain_names = |id: String| Names { id, number: None, words: String::new() };
    all.iter()
        .map(|thing| match thing {
            Thing::Story(story) => plain_names(story.id.to_string()),
            Thing::Report(number, annotated) => Names {
                id: annotated.report.id.to_string(),
                number: Some(*number),
                words: annotated.report.uri.to_lowercase(),
            },
            Thing::Claim(claim) => plain_names(claim.id.to_string()),
            Thing::Quote(quote) => plain_names(quote.id.to_string()),
            Thing::Source(source) => Names {
                id: source.id.to_string(),
                number: None,
                words: source
                    .name
                    .as_deref()
                    .or(source.description.as_deref())
                    .unwrap_or_default()
                    .to_lowercase(),
            },
        })
        .collect()
}

/// Which of them goes by the id: as a whole, by number, by the start of its id, by a part of its name; the first of
/// these that fits anything decides.
fn pick(names: &[Names], id: &str, kind: Kind) -> Result<usize, ViewError> {
    let asked = id.trim().to_lowercase();
    let tests: [&dyn Fn(&Names) -> bool; 5] = [
        &|n| n.id == asked,
        &|n| n.number.is_some_and(|n| n.to_string() == asked),
        &|n| n.words == asked,
        &|n| asked.len() > 1 && n.id.starts_with(&asked),
        &|n| !asked.is_empty() && n.words.contains(&asked),
    ];
    let shown = plain(id);
    for test in tests {
        let found: Vec<usize> = (0..names.len()).filter(|at| test(&names[*at])).collect();
        match found[..] {
            [] => {}
            [one] => return Ok(one),
            [first, second, ..] => {
                let some = format!("{} and {}", names[first].id, names[second].id);
                let what = plural(found.len(), kind.name(), &many(kind));
                return Err(ViewError(format!(
                    "{what} go by {shown}, among them {some}; give more of the id"
                )));
            }
        }
    }
    Err(ViewError(format!(
        "no {} goes by {shown}; `backstory show CASE {}` lists them all",
        kind.name(),
        kind.name()
    )))
}

fn many(kind: Kind) -> String {
    match kind {
        Kind::Story => "stories".to_owned(),
        other => format!("{}s", other.name()),
    }
}

struct View<'a> {
    digest: Digest<'a>,
    page: Page,
}

impl<'a> View<'a> {
    fn list(mut self, all: &[Thing<'a>], kind: Kind) -> String {
        if all.is_empty() {
            return format!("The case holds no {}.\n", many(kind));
        }
        if kind == Kind::Report {
            let reports: Vec<&Annotated> =
                self.digest.threads.iter().flat_map(|t| t.reports.iter().copied()).collect();
            report_lines(&mut self.page, &self.digest, &reports, Told::All);
            self.hint(kind, "1");
            return self.page.finish();
        }
        let said = self.said();
        let mut rows: Vec<(String, String, String)> = all.iter().map(|t| self.row(t, &said)).collect();
        if kind == Kind::Source {
            // Those that say the most come first.
            let mut order: Vec<(usize, usize)> = all
                .iter()
                .enumerate()
                .map(|(at, thing)| match thing {
                    Thing::Source(source) => (said.get(&source.id).map_or(0, Vec::len), at),
                    _ => (0, at),
                })
                .collect();
            order.sort_by_key(|(times, at)| (std::cmp::Reverse(*times), *at));
            rows = order.into_iter().map(|(_, at)| rows[at].clone()).collect();
        }
        let hint = rows[0].0.clone();
        let wide = widest(rows.iter().map(|r| r.1.as_str()), 28);
        for (id, figure, words) in rows {
            let column = id.width() + wide + 4;
            let lead =
                [(Tone::Quiet, format!("{id}  ")), (Tone::Strong, format!("{}  ", fill(&figure, wide)))];
            let room = self.page.width().saturating_sub(column + 2).max(30);
            self.page.line(&lead, &[(Tone::Plain, short(&words, room))]);
        }
        self.hint(kind, hint.get(..9).unwrap_or(&hint));
        self.page.finish()
    }

    fn hint(&mut self, kind: Kind, id: &str) {
        self.page.blank();
        let words = format!("One in full: backstory show CASE {} {id}", kind.name());
        self.page.line(&[], &[(Tone::Quiet, words)]);
    }

    /// How many attributions name each source, and in which reports.
    fn said(&self) -> BTreeMap<SourceId, Vec<(&'a Annotated, &'a Attribution)>> {
        let mut said: BTreeMap<SourceId, Vec<(&Annotated, &Attribution)>> = BTreeMap::new();
        for annotated in &self.digest.case.reports {
            for attribution in &annotated.annotations.attributions {
                for id in attribution.source.iter().chain(&attribution.via) {
                    let id = self.digest.case.links.source_id(*id);
                    let list = said.entry(id).or_default();
                    if list.last().is_none_or(|(_, last)| last.id != attribution.id) {
                        list.push((annotated, attribution));
                    }
                }
            }
        }
        said
    }

    fn row(
        &self,
        thing: &Thing<'a>,
        said: &BTreeMap<SourceId, Vec<(&Annotated, &Attribution)>>,
    ) -> (String, String, String) {
        match thing {
            Thing::Story(s) => {
                (s.id.to_string(), plural(s.reports.len(), "report", "reports"), short(&s.title, 140))
            }
            Thing::Report(_, a) => (a.report.id.to_string(), self.digest.date(a), title(a)),
            Thing::Claim(c) => {
                let reports = self.digest.stated_in(c, Stance::Affirms).len();
                let figure = format!("{}, {}", sources(c.independent), plural(reports, "report", "reports"));
                (c.id.to_string(), figure, quoted(&c.text, 160))
            }
            Thing::Quote(q) => {
                let mut figure = plural(q.occurrences.len(), "place", "places");
                if !q.changes.is_empty() {
                    figure += &format!(", {}", plural(q.changes.len(), "change", "changes"));
                }
                (q.id.to_string(), figure, quoted(&q.text, 160))
            }
            Thing::Source(s) => {
                let times = said.get(&s.id).map_or(0, Vec::len);
                let figure = format!("{}, {}", s.kind.name(), plural(times, "attribution", "attributions"));
                let report = s.report.map(|r| format!(" ({})", self.digest.numbered(r))).unwrap_or_default();
                (s.id.to_string(), figure, format!("{}{report}", self.digest.source_name(s.id)))
            }
        }
    }

    fn one(mut self, thing: Thing<'a>) -> String {
        match thing {
            Thing::Story(story) => self.story(story),
            Thing::Report(_, annotated) => self.report(annotated),
            Thing::Claim(claim) => self.claim(claim),
            Thing::Quote(quote) => self.quote(quote),
            Thing::Source(source) => self.source(source),
        }
        self.page.finish()
    }

    fn head(&mut self, words: &str, id: &str) {
        self.page.line(&[], &[(Tone::Strong, words.to_owned()), (Tone::Quiet, format!("  {id}"))]);
    }

    fn section(&mut self, words: &str) {
        self.page.blank();
        self.page.line(&[], &[(Tone::Strong, words.to_owned())]);
    }

    fn item(&mut self, runs: &[(Tone, String)]) {
        // Further lines stand a little further in, so that each item is seen to begin.
        self.page.hanging("  ", 4, runs);
    }

    fn story(&mut self, story: &Story) {
        self.head(&short(&story.title, 200), &story.id.to_string());
        let Some(at) = self.digest.threads.iter().position(|t| t.id == Some(story.id)) else { return };
        let thread = &self.digest.threads[at];
        let words = figures(&self.digest, thread);
        self.page.line(&[], &words);
        self.page.blank();
        let thread = &self.digest.threads[at];
        report_lines(&mut self.page, &self.digest, &thread.reports, Told::All);
        let claims = thread.claims.clone();
        let changes: Vec<Difference> = self.digest.changes(thread);
        if !claims.is_empty() {
            self.section("Claims");
            let figures: Vec<String> = claims.iter().map(|c| sources(c.independent)).collect();
            let wide = widest(figures.iter().map(String::as_str), 22);
            for (claim, figure) in claims.iter().zip(&figures) {
                let lead = [
                    (Tone::Quiet, format!("  {}  ", claim.id)),
                    (Tone::Strong, format!("{}  ", fill(figure, wide))),
                ];
                self.page.line(&lead, &[(Tone::Plain, quoted(&claim.text, 200))]);
            }
        }
        self.changes(&changes);
    }

    fn changes(&mut self, changes: &[Difference<'_>]) {
        if changes.is_empty() {
            return;
        }
        self.section("Changed on the way");
        for change in changes {
            let bad = change.kind == Change::Quote(backstory_model::QuoteChange::NoOrigin);
            let runs = [
                (Tone::Strong, self.digest.numbered(change.report)),
                (if bad { Tone::Bad } else { Tone::Changed }, format!(" · {}:", change.kind.label())),
                (Tone::Plain, format!(" {}", in_words(change, 400))),
            ];
            self.item(&runs);
        }
    }

    fn report(&mut self, annotated: &Annotated) {
        let report = &annotated.report;
        self.head(&title(annotated), &report.id.to_string());
        let mut about = vec![self.digest.name(report.id), self.digest.date(annotated)];
        about.extend((!report.authors.is_empty()).then(|| format!("by {}", plain(&and(&report.authors)))));
        about.push(plain(&report.uri));
        about.extend(report.url.as_deref().map(plain));
        self.page.line(&[], &[(Tone::Quiet, about.join(" · "))]);
        self.corrected(self.digest.corrections_of(&report.id.to_string()).collect());
        let taken: Vec<&Edge> = self.digest.case.links.lineage.iter().filter(|e| e.to == report.id).collect();
        let given: Vec<&Edge> =
            self.digest.case.links.lineage.iter().filter(|e| e.from == Node::Report(report.id)).collect();
        if !taken.is_empty() || !given.is_empty() {
            self.section("Who got it from whom");
        }
        for edge in taken {
            let why: Vec<&str> = edge.reasons.iter().map(|r| r.words.as_str()).collect();
            let why = plain(&why.join(" "));
            self.item(&[
                (Tone::Strong, format!("{}. ", self.digest.taking(edge))),
                (
                    Tone::Quiet,
                    why.trim_end_matches([' ', '.']).to_owned() + if why.is_empty() { "" } else { "." },
                ),
            ]);
        }
        for edge in given {
            let words = format!("{} {}", self.digest.numbered(edge.to), self.digest.taking(edge));
            self.item(&[(Tone::Plain, words)]);
        }
        if !annotated.annotations.attributions.is_empty() {
            self.section("Who says what");
            for attribution in &annotated.annotations.attributions {
                self.attribution(annotated, attribution);
            }
        }
    }

    fn attribution(&mut self, annotated: &Annotated, attribution: &Attribution) {
        let chain = self.digest.chain(attribution);
        let text = &annotated.report.text;
        let said: Vec<&str> = attribution.content_spans.iter().map(|s| s.of(text)).collect();
        let (tone, verb) = match attribution.stance {
            Stance::Affirms => (Tone::Quiet, ""),
            Stance::Denies => (Tone::Bad, " denies"),
            Stance::Declines => (Tone::Changed, " declines"),
        };
        let how_many = people(attribution.count).map(|p| format!(" ({p})")).unwrap_or_default();
        let via = if chain.len() > 1 { format!(", through {}", and(&chain[1..])) } else { String::new() };
        let words = said.join(" … ");
        self.item(&[
            (Tone::Strong, chain[0].clone()),
            (Tone::Quiet, format!("{how_many}{via}")),
            (tone, format!("{verb}: ")),
            (Tone::Plain, if words.is_empty() { "no answer".to_owned() } else { short(&words, 300) }),
        ]);
        if let Some(first) = attribution.content_spans.first() {
            let at = Anchor { report: annotated.report.id, span: *first };
            self.corrected(self.digest.corrections_at(at).collect());
        }
    }

    /// What people say of what stands above, and what the program had found.
    fn corrected(&mut self, list: Vec<&Correction>) {
        for made in list {
            let found = match made.ruling {
                Ruling::Confirmed { .. } => String::new(),
                _ => format!("; the program had found: {}", short(&made.found, 160)),
            };
            let note = if made.note.is_empty() { String::new() } else { format!(": {}", plain(&made.note)) };
            self.page.hanging(
                "    ",
                4,
                &[
                    (Tone::Changed, format!("✎ {}", ruled(made))),
                    (Tone::Quiet, format!(" ({}, {}{note}){found}", plain(&made.by), day(&made.at))),
                ],
            );
        }
    }

    fn claim(&mut self, claim: &Claim) {
        self.head(&quoted(&claim.text, 400), &claim.id.to_string());
        let mut runs = Vec::new();
        for slot in self.digest.slots(claim) {
            if !runs.is_empty() {
                runs.push((Tone::Quiet, " · ".to_owned()));
            }
            runs.push((Tone::Plain, slot.words));
            if !slot.days.is_empty() {
                runs.push((Tone::Quiet, format!(" ({})", slot.days)));
            }
        }
        if !runs.is_empty() {
            self.page.line(&[], &runs);
        }
        self.page.line(&[], &[(Tone::Strong, range_of_sources(claim.independent))]);
        self.page.hanging("", 0, &[(Tone::Plain, format!("{}.", self.digest.because(claim)))]);
        self.corrected(self.digest.corrections_of(&claim.id.to_string()).collect());
        for reason in &claim.reasons {
            self.item(&[(Tone::Quiet, plain(reason))]);
        }
        self.section("Stated");
        for statement in &claim.statements {
            let who = statement.attribution.and_then(|id| self.digest.attribution(id));
            let who = who.map_or_else(|| vec!["its own word".to_owned()], |(_, a)| self.digest.chain(a));
            let denies = statement.stance == Stance::Denies;
            let runs = vec![
                (Tone::Strong, self.digest.numbered(statement.at.report)),
                (Tone::Quiet, format!(" {}", self.when(statement.at))),
                (Tone::Quiet, format!(", {}", who.join(", through "))),
                (
                    if denies { Tone::Bad } else { Tone::Quiet },
                    if denies { " denies: " } else { ": " }.to_owned(),
                ),
                (Tone::Plain, quoted(self.digest.case.words(statement.at), 400)),
            ];
            self.item(&runs);
            self.corrected(self.digest.corrections_at(statement.at).collect());
        }
        if !claim.origins.is_empty() {
            self.section("Goes back to");
            for origin in &claim.origins {
                let how_many = people(origin.count).map(|p| format!(" ({p})")).unwrap_or_default();
                let from = format!(" through {}", self.digest.numbered(origin.report));
                self.item(&[
                    (Tone::Strong, self.digest.source_name(origin.source)),
                    (Tone::Quiet, how_many + &from),
                ]);
            }
        }
        self.changes(&claim_changes(claim).collect::<Vec<_>>());
    }

    fn when(&self, at: Anchor) -> String {
        self.digest.case.report(at.report).map(|a| self.digest.date(a)).unwrap_or_default()
    }

    fn quote(&mut self, quote: &Quote) {
        self.head(&quoted(&quote.text, 600), &quote.id.to_string());
        self.section("Stands in");
        for occurrence in &quote.occurrences {
            let first = if quote.origin == Some(occurrence.at.report) { ", first" } else { "" };
            let speaker = occurrence
                .speaker
                .map_or_else(|| "no speaker named".to_owned(), |s| self.digest.source_name(s));
            self.item(&[
                (Tone::Strong, self.digest.numbered(occurrence.at.report)),
                (Tone::Quiet, format!(" {}{first}, {speaker}: ", self.when(occurrence.at))),
                (Tone::Plain, quoted(self.digest.case.words(occurrence.at), 400)),
            ]);
            self.corrected(self.digest.corrections_at(occurrence.at).collect());
        }
        self.changes(&quote_changes(quote).collect::<Vec<_>>());
    }

    fn source(&mut self, source: &Source) {
        self.head(&self.digest.source_name(source.id), &source.id.to_string());
        let mut about = vec![source.kind.name().to_owned()];
        about.extend([&source.role, &source.affiliation].into_iter().flatten().map(|w| plain(w)));
        about.extend(source.report.map(|r| format!("in {}", self.digest.numbered(r))));
        self.page.line(&[], &[(Tone::Quiet, about.join(" · "))]);
        let said = self.said();
        let mut list = said.get(&source.id).cloned().unwrap_or_default();
        list.sort_by_key(|(annotated, _)| self.digest.number(annotated.report.id));
        let mut last = None;
        for (annotated, attribution) in list {
            if last.replace(annotated.report.id) != Some(annotated.report.id) {
                self.section(&self.digest.numbered(annotated.report.id));
            }
            self.attribution(annotated, attribution);
        }
    }
}
