//! The summary that `trace` prints: what to know of a case before anything else.

use backstory_model::{Annotated, Case, Edge, EdgeKind, Node, Stance};

use crate::{
    digest::{Difference, Digest, Kind, Thread, in_words, range, range_of_sources, sources_word, title},
    lines::{Page, Tone, fill, widest},
    words::{and, plain, plural, quoted, short},
};

/// Where text is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Columns; fewer than 40 count as 40.
    pub width: usize,
    /// Whether to write ANSI colours.
    pub color: bool,
}

/// How to write a summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryOptions {
    /// Where it is shown.
    pub screen: Screen,
    /// Where the HTML report of the case is, if there is one: said at the end.
    pub html_path: Option<String>,
}

/// Stories told in full; the others get a line each.
const STORIES: usize = 3;
/// Claims, changes and denials of a story.
const CLAIMS: usize = 4;
const CHANGES: usize = 8;
const DENIALS: usize = 4;
/// Stories and reports that get a line.
const BRIEF: usize = 12;

/// What a busy reader should know of a case, in a screen or two.
pub fn summary(case: &Case, options: &SummaryOptions) -> String {
    let digest = Digest::new(case);
    let mut page = Page::new(options.screen);
    head(&mut page, &digest);
    let full = digest.stories().take(STORIES);
    for thread in full {
        story(&mut page, &digest, thread);
    }
    let rest: Vec<&Thread> = digest.stories().skip(STORIES).collect();
    if !rest.is_empty() {
        page.blank();
        heading(&mut page, "More stories");
        for thread in rest.iter().take(BRIEF) {
            let lead = [(Tone::Plain, "  ".to_owned())];
            page.line(
                &lead,
                &[
                    (Tone::Strong, short(&thread.title, 80)),
                    (Tone::Quiet, format!(" · {}", figures(&digest, thread))),
                ],
            );
        }
        more(&mut page, rest.len(), BRIEF, "story");
    }
    let singles: Vec<&Thread> = digest.singles().collect();
    if !singles.is_empty() {
        page.blank();
        heading(&mut page, if digest.stories().next().is_some() { "On their own" } else { "Reports" });
        let rows: Vec<&Annotated> = singles.iter().take(BRIEF).map(|t| t.reports[0]).collect();
        report_lines(&mut page, &digest, &rows, true);
        more(&mut page, singles.len(), BRIEF, "report");
    }
    if let Some(path) = &options.html_path {
        page.blank();
        page.line(&[(Tone::Strong, "Read it with all evidence: ".to_owned())], &[(Tone::Plain, plain(path))]);
    }
    page.finish()
}

fn heading(page: &mut Page, words: &str) {
    page.line(&[], &[(Tone::Strong, words.to_owned())]);
}

fn more(page: &mut Page, all: usize, shown: usize, kind: &str) {
    if all > shown {
        let words = format!("and {} more: backstory show CASE {kind}", all - shown);
        page.line(&[(Tone::Plain, "  ".to_owned())], &[(Tone::Quiet, words)]);
    }
}

fn head(page: &mut Page, digest: &Digest<'_>) {
    let links = &digest.case.links;
    let stories = digest.stories().count();
    let singles = digest.singles().count();
    let mut words = plural(digest.case.reports.len(), "report", "reports");
    if stories > 0 {
        words += &format!(" · {}", plural(stories, "story", "stories"));
    }
    if stories > 0 && singles > 0 {
        words += &format!(" · {} on {} own", singles, if singles == 1 { "its" } else { "their" });
    }
    let changes: usize = links.quotes.iter().map(|q| q.changes.len()).sum::<usize>()
        + links.claims.iter().map(|c| c.changes.len()).sum::<usize>();
    let repeated = links.claims.iter().filter(|c| digest.stated_in(c, Stance::Affirms).len() > 1).count();
    if repeated > 0 {
        words += &format!(" · {} in more than one report", plural(repeated, "claim", "claims"));
    }
    if changes > 0 {
        words += &format!(" · {} on the way", plural(changes, "change", "changes"));
    }
    page.line(&[], &[(Tone::Strong, words)]);
    if digest.case.reports.is_empty() {
        page.line(
            &[],
            &[(Tone::Plain, "The case holds no report yet: backstory trace PATH… adds some.".to_owned())],
        );
    }
}

/// `4 reports · 2 of them not drawn from another · claim most repeated: 1–2 independent sources`.
pub(crate) fn figures(digest: &Digest<'_>, thread: &Thread<'_>) -> String {
    let n = thread.reports.len();
    let own = digest.independent_reports(thread);
    let mut words = plural(n, "report", "reports");
    if n > 1 {
        words += &match own {
            1 => " · 1 of them independent of the others".to_owned(),
            own if own == n => " · none drawn from another".to_owned(),
            own => format!(" · {own} of them independent of the others"),
        };
    }
    words
}

fn story(page: &mut Page, digest: &Digest<'_>, thread: &Thread<'_>) {
    page.blank();
    page.line(&[(Tone::Strong, "■ ".to_owned())], &[(Tone::Strong, short(&thread.title, 160))]);
    let lead = [(Tone::Plain, "  ".to_owned())];
    page.line(&lead, &[(Tone::Plain, figures(digest, thread))]);
    if let Some(claim) = digest.most_repeated(thread) {
        let words = format!("The claim repeated most rests on {}.", range_of_sources(claim.independent));
        page.line(&lead, &[(Tone::Strong, words)]);
    }
    page.blank();
    report_lines(page, digest, &thread.reports, false);
    claims(page, digest, thread);
    changes(page, digest, &digest.changes(thread));
    denials(page, digest, thread);
}

/// One line for each report: number, date, name, and what it took from whom (or its title, where it stands alone).
pub(crate) fn report_lines(page: &mut Page, digest: &Digest<'_>, reports: &[&Annotated], alone: bool) {
    let dates: Vec<String> = reports.iter().map(|a| digest.date(a)).collect();
    let names: Vec<String> = reports.iter().map(|a| digest.name(a.report.id)).collect();
    let dates_wide = widest(dates.iter().map(String::as_str), 24);
    let names_wide = widest(names.iter().map(String::as_str), 26.min(page.width() / 4));
    let number_wide = reports.iter().map(|a| digest.number(a.report.id).to_string().len()).max().unwrap_or(1);
    for (at, annotated) in reports.iter().enumerate() {
        let id = annotated.report.id;
        let lead = [
            (Tone::Plain, format!("  {:>number_wide$}  ", digest.number(id))),
            (Tone::Quiet, format!("{}  ", fill(&dates[at], dates_wide))),
            (Tone::Strong, format!("{}  ", fill(&names[at], names_wide))),
        ];
        let mut runs = Vec::new();
        if alone {
            runs.push((Tone::Plain, short(&title(annotated), 120)));
        }
        let taken = digest.taken(id);
        let outside = |e: &Edge| e.kind == EdgeKind::Cites && matches!(e.from, Node::External(_));
        for edge in taken.iter().filter(|e| !outside(e)) {
            let tone = match (edge.directed, edge.kind) {
                (true, EdgeKind::Cites) | (false, _) => Tone::Plain,
                (true, _) if edge.credited => Tone::Good,
                (true, _) => Tone::Bad,
            };
            separate(&mut runs, "; ");
            runs.push((tone, digest.taking(edge)));
        }
        let cited: Vec<String> = taken
            .iter()
            .filter(|e| outside(e))
            .filter_map(|e| match e.from {
                Node::External(id) => Some(digest.source_name(id)),
                Node::Report(_) => None,
            })
            .collect();
        if !cited.is_empty() {
            separate(&mut runs, "; ");
            runs.push((Tone::Plain, format!("cites {} (not in the case)", and(&cited))));
        }
        if taken.iter().all(|e| !crate::digest::derives(e)) && digest.is_giver(id) {
            separate(&mut runs, "; ");
            runs.push((Tone::Good, "origin: others took from it".to_owned()));
        }
        separate(&mut runs, " · ");
        runs.push((Tone::Quiet, plain(&annotated.report.uri)));
        page.line(&lead, &runs);
    }
}

fn separate(runs: &mut Vec<(Tone, String)>, mark: &str) {
    if !runs.is_empty() {
        runs.push((Tone::Quiet, mark.to_owned()));
    }
}

fn section(page: &mut Page, words: &str) {
    page.blank();
    page.line(&[(Tone::Plain, "  ".to_owned())], &[(Tone::Strong, words.to_owned())]);
}

fn claims(page: &mut Page, digest: &Digest<'_>, thread: &Thread<'_>) {
    if thread.claims.is_empty() {
        return;
    }
    section(page, "Claims with the most at stake");
    let shown: Vec<_> = thread.claims.iter().take(CLAIMS).collect();
    let figures: Vec<String> =
        shown.iter().map(|c| format!("{} {}", range(c.independent), sources_word(c.independent))).collect();
    let wide = widest(figures.iter().map(String::as_str), 22);
    for (claim, figure) in shown.iter().zip(&figures) {
        let lead = [(Tone::Strong, format!("  {}  ", fill(figure, wide)))];
        page.line(&lead, &[(Tone::Plain, quoted(&claim.text, 150))]);
        let under = [(Tone::Plain, " ".repeat(wide + 4))];
        let mut runs = Vec::new();
        let names = |stance| {
            let reports = digest.stated_in(claim, stance);
            and(&reports.iter().map(|r| digest.number(*r).to_string()).collect::<Vec<_>>())
        };
        let said = [
            (Stance::Affirms, Tone::Quiet, "in"),
            (Stance::Denies, Tone::Bad, "denied in"),
            (Stance::Declines, Tone::Quiet, "not answered in"),
        ];
        for (stance, tone, verb) in said {
            let reports = names(stance);
            if !reports.is_empty() {
                separate(&mut runs, " · ");
                runs.push((tone, format!("{verb} {reports}")));
            }
        }
        if !claim.reasons.is_empty() {
            let why: Vec<String> = claim.reasons.iter().take(2).map(|r| plain(r)).collect();
            runs.push((Tone::Quiet, format!(" · {}", short(&why.join(" "), 170))));
        }
        page.line(&under, &runs);
    }
    more(page, thread.claims.len(), CLAIMS, "claim");
}

fn changes(page: &mut Page, digest: &Digest<'_>, changes: &[Difference<'_>]) {
    if changes.is_empty() {
        return;
    }
    section(page, "Changed on the way");
    let wide = widest(changes.iter().map(|c| c.kind.label()), 18);
    for change in changes.iter().take(CHANGES) {
        let bad = change.kind == Kind::Quote(backstory_model::QuoteChange::NoOrigin);
        let lead = [(
            if bad { Tone::Bad } else { Tone::Changed },
            format!("  {}  ", fill(change.kind.label(), wide)),
        )];
        page.line(
            &lead,
            &[
                (Tone::Quiet, format!("{}:", digest.numbered(change.report))),
                (Tone::Plain, format!(" {}", in_words(change, 90))),
            ],
        );
    }
    more(page, changes.len(), CHANGES, "quote");
}

fn denials(page: &mut Page, digest: &Digest<'_>, thread: &Thread<'_>) {
    let denials = digest.denials(thread);
    if denials.is_empty() {
        return;
    }
    section(page, "Denied");
    for (annotated, denial) in denials.iter().take(DENIALS) {
        let chain = digest.chain(denial);
        let words: Vec<&str> = denial.content_spans.iter().map(|s| s.of(&annotated.report.text)).collect();
        let via = if chain.len() > 1 { format!(" (via {})", and(&chain[1..])) } else { String::new() };
        page.line(
            &[(Tone::Bad, "  ✗ ".to_owned())],
            &[
                (Tone::Strong, chain[0].clone()),
                (Tone::Plain, format!("{via}: {}", quoted(&words.join(" … "), 140))),
                (Tone::Quiet, format!(" · {}", digest.numbered(annotated.report.id))),
            ],
        );
    }
    more(page, denials.len(), DENIALS, "claim");
}
