//! The summary that `trace` prints: what to know of a case before anything else.

use backstory_model::{Annotated, Case, ClaimChange, Edge, EdgeKind, Node, QuoteChange, ReportId, Stance};
use unicode_width::UnicodeWidthStr;

use crate::{
    digest::{Difference, Digest, Kind, Thread, day, derives, in_words, sources, title},
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
    /// The case file, as one would type it: the summary ends with what else can be asked of it.
    pub case_path: Option<String>,
    /// Where the HTML report of the case is, if there is one: said at the end.
    pub html_path: Option<String>,
}

/// Stories told in full; the others get a line each.
const STORIES: usize = 3;
/// Reports of a story.
const REPORTS: usize = 20;
/// Outlets outside the case that are named of those that a report cites.
const OUTSIDERS: usize = 2;
/// Stories and reports that get a line.
const BRIEF: usize = 12;

/// How much is told of a story: claims, changes, denials.
#[derive(Clone, Copy)]
struct Depth(usize, usize, usize);

/// The first story is told at more length than those after it.
const FIRST: Depth = Depth(3, 6, 3);
const LATER: Depth = Depth(2, 5, 2);

/// What a busy reader should know of a case, in a screen or two. Words are cut to the width: the views and the page
/// have them in full.
pub fn summary(case: &Case, options: &SummaryOptions) -> String {
    let digest = Digest::new(case);
    let mut page = Page::new(options.screen);
    head(&mut page, &digest);
    for (at, thread) in digest.stories().take(STORIES).enumerate() {
        story(&mut page, &digest, thread, if at == 0 { FIRST } else { LATER });
    }
    let rest: Vec<&Thread> = digest.stories().skip(STORIES).collect();
    if !rest.is_empty() {
        page.blank();
        heading(&mut page, &counted("More stories", rest.len(), BRIEF));
        for thread in rest.iter().take(BRIEF) {
            let figure = format!(" · {}", plural(thread.reports.len(), "report", "reports"));
            let title = short(&thread.title, page.width().saturating_sub(figure.width() + 4));
            page.line(&indent(), &[(Tone::Plain, title), (Tone::Quiet, figure)]);
        }
    }
    let singles: Vec<&Thread> = digest.singles().collect();
    if !singles.is_empty() {
        page.blank();
        let words = if digest.stories().next().is_some() { "On their own" } else { "Reports" };
        heading(&mut page, &counted(words, singles.len(), BRIEF));
        let rows: Vec<&Annotated> = singles.iter().take(BRIEF).map(|t| t.reports[0]).collect();
        report_lines(&mut page, &digest, &rows, Told::Title);
    }
    foot(&mut page, case, options);
    page.finish()
}

fn heading(page: &mut Page, words: &str) {
    page.line(&[], &[(Tone::Strong, words.to_owned())]);
}

fn indent() -> [(Tone, String); 1] {
    [(Tone::Plain, "  ".to_owned())]
}

/// `Claims`, or `Claims (3 of 23)` where not all are shown.
fn counted(words: &str, all: usize, shown: usize) -> String {
    if all > shown { format!("{words} ({shown} of {all})") } else { words.to_owned() }
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
    let silent = digest.silent();
    if silent > 0 {
        words += &format!(" · {} without credit", plural(silent, "taking", "takings"));
    }
    let changes: usize = links.quotes.iter().map(|q| q.changes.len()).sum::<usize>()
        + links.claims.iter().map(|c| c.changes.len()).sum::<usize>();
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

/// Where to read on.
fn foot(page: &mut Page, case: &Case, options: &SummaryOptions) {
    if options.html_path.is_some() || options.case_path.is_some() {
        page.blank();
    }
    if let Some(path) = &options.html_path {
        page.line(&[(Tone::Quiet, "Evidence:  ".to_owned())], &[(Tone::Strong, plain(path))]);
    }
    if let Some(path) = options.case_path.as_ref().filter(|_| !case.reports.is_empty()) {
        let ask = format!("backstory show {} claim", plain(path));
        page.line(
            &[(Tone::Quiet, "In full:   ".to_owned())],
            &[(Tone::Strong, ask), (Tone::Quiet, "  (or story, report, quote, source)".to_owned())],
        );
    }
}

/// `6 reports, 3 of them took nothing from another. The most repeated claim (in 5) rests on 1 source.`
pub(crate) fn figures(digest: &Digest<'_>, thread: &Thread<'_>) -> Vec<(Tone, String)> {
    let n = thread.reports.len();
    let own = digest.independent_reports(thread);
    let mut words = plural(n, "report", "reports");
    if n > 1 {
        words += &match own {
            own if own == n => "; none took from another.".to_owned(),
            own if 2 * own <= n => format!("; only {own} took nothing from another."),
            own => format!("; {own} took nothing from another."),
        };
    }
    let mut runs = vec![(Tone::Plain, words)];
    if let Some(claim) = digest.most_repeated(thread) {
        let reports = digest.stated_in(claim, Stance::Affirms).len();
        runs.push((Tone::Plain, format!(" The most repeated claim (in {reports}) rests on ")));
        runs.push((Tone::Strong, format!("{}.", sources(claim.independent))));
    }
    runs
}

fn story(page: &mut Page, digest: &Digest<'_>, thread: &Thread<'_>, depth: Depth) {
    let Depth(most_claims, most_changes, most_denials) = depth;
    page.blank();
    page.line(&[(Tone::Strong, "■ ".to_owned())], &[(Tone::Strong, short(&thread.title, page.width() - 6))]);
    page.line(&indent(), &figures(digest, thread));
    let shown = &thread.reports[..thread.reports.len().min(REPORTS)];
    report_lines(page, digest, shown, Told::Taking);
    if thread.reports.len() > REPORTS {
        let words = format!("and {} more", thread.reports.len() - REPORTS);
        page.line(&indent(), &[(Tone::Quiet, words)]);
    }
    claims(page, digest, thread, most_claims);
    changes(page, digest, thread, most_changes);
    denials(page, digest, thread, most_denials);
}

/// What stands beside a report's name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// What it took from whom.
    Taking,
    /// Its headline.
    Title,
    /// Its headline and, below, what it took from whom and its file.
    All,
}

/// A line for each report: number, day, name, and what is told of it.
pub(crate) fn report_lines(page: &mut Page, digest: &Digest<'_>, reports: &[&Annotated], told: Told) {
    let dates = digest.short_dates(reports);
    let names: Vec<String> = reports.iter().map(|a| digest.name(a.report.id)).collect();
    let dates_wide = widest(dates.iter().map(String::as_str), 24);
    let names_wide = widest(names.iter().map(String::as_str), 26.min(page.width() / 4));
    let number_wide = reports.iter().map(|a| digest.number(a.report.id).to_string().len()).max().unwrap_or(1);
    for (at, annotated) in reports.iter().enumerate() {
        let name = short(&names[at], names_wide.max(8));
        let lead = [
            (Tone::Plain, format!("  {:>number_wide$}  ", digest.number(annotated.report.id))),
            (Tone::Quiet, format!("{}  ", fill(&dates[at], dates_wide))),
            (Tone::Strong, format!("{}  ", fill(&name, names_wide))),
        ];
        let column: usize = lead.iter().map(|(_, words)| words.width()).sum();
        let room = page.width().saturating_sub(column);
        let runs = if told == Told::Taking {
            takings(digest, annotated)
        } else {
            vec![(Tone::Plain, short(&title(annotated), room.saturating_sub(2).max(24)))]
        };
        page.line(&lead, &runs);
        if told == Told::All {
            let mut runs = takings(digest, annotated);
            separate(&mut runs, " · ");
            runs.push((Tone::Quiet, plain(&annotated.report.uri)));
            page.line(&[(Tone::Plain, " ".repeat(column.min(page.width() / 2)))], &runs);
        }
    }
}

/// What a report took from whom, and who took from it.
fn takings(digest: &Digest<'_>, annotated: &Annotated) -> Vec<(Tone, String)> {
    let id = annotated.report.id;
    let taken = digest.taken(id);
    let mut runs = Vec::new();
    let outside = |e: &Edge| e.kind == EdgeKind::Cites && matches!(e.from, Node::External(_));
    for edge in taken.iter().filter(|e| !outside(e)) {
        let tone = match (edge.directed, edge.kind) {
            (true, EdgeKind::Cites) | (false, _) => Tone::Plain,
            (true, _) if edge.credited => Tone::Good,
            (true, _) => Tone::Bad,
        };
        separate(&mut runs, "; ");
        runs.push((tone, digest.taking_by_number(edge)));
    }
    let takers = digest.takers(id);
    if !takers.is_empty() {
        separate(&mut runs, "; ");
        let origin = if taken.iter().any(|e| derives(e)) { "" } else { "origin: " };
        runs.push((Tone::Good, format!("{origin}{} took from it", numbers(digest, &takers))));
    }
    let mut cited: Vec<String> = taken
        .iter()
        .filter(|e| outside(e))
        .filter_map(|e| match e.from {
            Node::External(id) => Some(digest.source_name(id)),
            Node::Report(_) => None,
        })
        .collect();
    if !cited.is_empty() {
        separate(&mut runs, "; ");
        if cited.len() > OUTSIDERS {
            let more = cited.len() - OUTSIDERS + 1;
            cited.truncate(OUTSIDERS - 1);
            cited.push(format!("{more} more"));
        }
        runs.push((Tone::Plain, format!("cites {} (not in the case)", and(&cited))));
    }
    if runs.is_empty() && digest.case.reports.len() > 1 {
        runs.push((Tone::Plain, "took nothing from another".to_owned()));
    }
    if let (None, Some(bound)) = (&annotated.report.published, digest.case.links.not_before.get(&id)) {
        separate(&mut runs, "; ");
        runs.push((Tone::Quiet, format!("not before {}", day(bound.as_str()))));
    }
    runs
}

/// `1, 2 and 5`.
fn numbers(digest: &Digest<'_>, reports: &[ReportId]) -> String {
    and(&reports.iter().map(|r| digest.number(*r).to_string()).collect::<Vec<_>>())
}

fn separate(runs: &mut Vec<(Tone, String)>, mark: &str) {
    if !runs.is_empty() {
        runs.push((Tone::Quiet, mark.to_owned()));
    }
}

fn section(page: &mut Page, words: &str) {
    page.line(&indent(), &[(Tone::Strong, words.to_owned())]);
}

fn claims(page: &mut Page, digest: &Digest<'_>, thread: &Thread<'_>, most: usize) {
    if thread.claims.is_empty() {
        return;
    }
    section(page, &counted("Claims with the most at stake", thread.claims.len(), most));
    let shown: Vec<_> = thread.claims.iter().take(most).collect();
    let figures: Vec<String> = shown.iter().map(|c| sources(c.independent)).collect();
    let wide = widest(figures.iter().map(String::as_str), 22);
    let room = page.width().saturating_sub(wide + 6).max(40);
    for (claim, figure) in shown.iter().zip(&figures) {
        let lead = [(Tone::Strong, format!("    {}  ", fill(figure, wide)))];
        page.line(&lead, &[(Tone::Plain, quoted(&claim.text, room - 4))]);
        let mut runs = Vec::new();
        let said = [
            (Stance::Affirms, Tone::Quiet, "in"),
            (Stance::Denies, Tone::Bad, "denied in"),
            (Stance::Declines, Tone::Quiet, "not answered in"),
        ];
        for (stance, tone, verb) in said {
            let reports = digest.stated_in(claim, stance);
            if !reports.is_empty() {
                separate(&mut runs, " · ");
                runs.push((tone, format!("{verb} {}", numbers(digest, &reports))));
            }
        }
        separate(&mut runs, " · ");
        let used: usize = runs.iter().map(|(_, words)| words.width()).sum();
        runs.push((Tone::Quiet, short(&digest.rests_on(claim), room.saturating_sub(used + 3).max(24))));
        page.line(&[(Tone::Plain, " ".repeat(wide + 6))], &runs);
    }
}

fn changes(page: &mut Page, digest: &Digest<'_>, thread: &Thread<'_>, most: usize) {
    let all = digest.changes(thread);
    if all.is_empty() {
        return;
    }
    // What another change of the same report says in full already is left to the views.
    let within = |a: &Difference, b: &Difference| {
        a.report == b.report
            && (a.from.len(), a.to.len()) < (b.from.len(), b.to.len())
            && b.from.contains(a.from)
            && b.to.contains(a.to)
            && !a.from.is_empty()
            && !a.to.is_empty()
    };
    let mut shown: Vec<&Difference> = all.iter().filter(|a| !all.iter().any(|b| within(a, b))).collect();
    shown.sort_by_key(|c| rank(c.kind));
    shown.truncate(most);
    shown.sort_by_key(|c| (digest.number(c.report), rank(c.kind)));
    section(page, &counted("Changed on the way", all.len(), shown.len()));
    let names: Vec<String> = shown.iter().map(|c| digest.number(c.report).to_string()).collect();
    let (number_wide, wide) =
        (widest(names.iter().map(String::as_str), 6), widest(shown.iter().map(|c| c.kind.label()), 18));
    let room = page.width().saturating_sub(number_wide + wide + 8).max(40);
    for (change, number) in shown.iter().zip(&names) {
        let bad = change.kind == Kind::Quote(QuoteChange::NoOrigin);
        let lead = [
            (Tone::Plain, format!("    {number:>number_wide$}  ")),
            (if bad { Tone::Bad } else { Tone::Changed }, format!("{}  ", fill(change.kind.label(), wide))),
        ];
        page.line(&lead, &[(Tone::Plain, in_a_line(change, room))]);
    }
}

/// [`in_words`], with each side as long as both fit in so many columns.
fn in_a_line(change: &Difference<'_>, room: usize) -> String {
    let fits = |most: &usize| in_words(change, *most).width() <= room;
    let most = [240, 160, 120, 90, 70, 55, 45, 35, 25].into_iter().find(fits).unwrap_or(20);
    in_words(change, most)
}

/// What misleads most comes first.
fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::Quote(QuoteChange::Speaker) => 0,
        Kind::Claim(ClaimChange::Quantity) => 1,
        Kind::Claim(ClaimChange::Actor | ClaimChange::Time) => 2,
        Kind::Claim(ClaimChange::Hedge) => 3,
        Kind::Quote(QuoteChange::NoOrigin) => 4,
        Kind::Quote(QuoteChange::Wording) => 5,
        Kind::Quote(QuoteChange::Trimmed) => 6,
    }
}

fn denials(page: &mut Page, digest: &Digest<'_>, thread: &Thread<'_>, most: usize) {
    let denials = digest.denials(thread);
    if denials.is_empty() {
        return;
    }
    section(page, &counted("Denied", denials.len(), most));
    for denial in denials.iter().take(most) {
        let mut reports: Vec<ReportId> = denial.iter().map(|(a, _)| a.report.id).collect();
        reports.dedup();
        let (annotated, first) = denial[0];
        let chain = digest.chain(first);
        let words: Vec<&str> =
            digest.denied(annotated, first).iter().map(|s| s.of(&annotated.report.text)).collect();
        let via = if chain.len() > 1 { format!(" (through {})", and(&chain[1..])) } else { String::new() };
        let place = format!(" · in {}", numbers(digest, &reports));
        let used = chain[0].width() + via.width() + place.width() + 10;
        let said = quoted(&words.join(" … "), page.width().saturating_sub(used).max(40));
        page.line(
            &[(Tone::Bad, "    ✗ ".to_owned())],
            &[
                (Tone::Strong, chain[0].clone()),
                (Tone::Plain, format!("{via}: {said}")),
                (Tone::Quiet, place),
            ],
        );
    }
}
