//! What stands around and below a report: boxes, lists of other reports, biographies, addresses.

use backstory_model::{Role, Span};

use crate::{
    form::{ends_sentence, has_quote, has_speech, headline_like, prose_like, teaser_like, word_count},
    furniture::{self, Kind},
    head::is_stamp,
    outlet,
    page::Page,
};

/// Marks every line that is furniture or a caption by its own form.
pub(crate) fn mark_lines(page: &mut Page) -> Vec<Option<Kind>> {
    let lines: Vec<&str> = (0..page.roles.len()).map(|at| page.line(at)).collect();
    let row = furniture::row_captions(&lines);
    let kind = |at: usize| furniture::line(lines[at]).or(row[at].then_some(Kind::Caption));
    let kinds: Vec<Option<Kind>> =
        (0..lines.len()).map(|at| if at < page.first_text { None } else { kind(at) }).collect();
    for (role, kind) in page.roles.iter_mut().zip(&kinds) {
        match kind {
            Some(Kind::Caption) => *role = Role::Caption,
            Some(_) => *role = Role::Furniture,
            None => {}
        }
    }
    kinds
}

/// Marks what its place makes furniture: the rest of boxes, lists of other reports, biographies, repeated lines, and
/// what stands behind the report's address. Gives the kinds, with what was added.
pub(crate) fn mark_places(
    page: &mut Page,
    mut kinds: Vec<Option<Kind>>,
    authors: &[String],
) -> Vec<Option<Kind>> {
    boxes(page, &mut kinds);
    lists(page, &mut kinds);
    repeats(page, &mut kinds);
    after_rights(page, &mut kinds);
    top_captions(page, &mut kinds);
    biographies(page, &mut kinds, authors);
    fillers(page, &mut kinds);
    around_address(page, &mut kinds);
    for (role, kind) in page.roles.iter().zip(&mut kinds) {
        if *role != Role::Furniture {
            *kind = kind.filter(|k| *k == Kind::Caption);
        }
    }
    kinds
}

fn mark(page: &mut Page, kinds: &mut [Option<Kind>], at: usize, kind: Kind) {
    if page.is_fixed(at) || matches!(page.roles[at], Role::Title | Role::Byline | Role::Dateline) {
        return;
    }
    page.suggest(at, Role::Furniture);
    kinds[at].get_or_insert(kind);
}

/// The lines next to a call that are of the same box.
fn boxes(page: &mut Page, kinds: &mut [Option<Kind>]) {
    let calls: Vec<usize> = (0..kinds.len()).filter(|at| kinds[*at] == Some(Kind::Call)).collect();
    for call in calls {
        for at in call + 1..kinds.len().min(call + 4) {
            if kinds[at].is_none() && !furniture::is_box_text(page.line(at)) {
                break;
            }
            mark(page, kinds, at, Kind::Call);
        }
        for at in (call.saturating_sub(2)..call).rev() {
            if kinds[at].is_none() && !furniture::is_box_text(page.line(at)) {
                break;
            }
            mark(page, kinds, at, Kind::Call);
        }
    }
}

/// Words of a headline that ends like a sentence.
const TEASER: usize = 24;

/// Headlines in a list at the end of a page.
const TEASERS: usize = 8;

/// Headlines of other reports: behind a line that announces them, between bare bullets, or in a row at the end.
fn lists(page: &mut Page, kinds: &mut [Option<Kind>]) {
    let count = kinds.len();
    for opener in 0..count {
        if kinds[opener] != Some(Kind::Opener) {
            continue;
        }
        let link = |line: &str| teaser_like(line) || is_stamp(line);
        // Down to the end of the page shorter lines belong to the list too: teasers, names of sections.
        let short = |line: &str| link(line) || furniture::is_filler(line) && !ends_sentence(line);
        let run = |of_list: &dyn Fn(&str) -> bool| -> Vec<usize> {
            (opener + 1..count).take_while(|at| kinds[*at].is_some() || of_list(page.line(*at))).collect()
        };
        let to_end = run(&short);
        // Headlines may end like sentences: below a label with a colon, down to the end of the page, short lines in which
        // nobody says anything are such.
        let sentence = |line: &str| {
            headline_like(line) && word_count(line) <= TEASER && !has_quote(line) && !has_speech(line)
        };
        let closing = run(&|line: &str| short(line) || sentence(line));
        let colon =
            page.line(opener).trim_end().ends_with(':') && !furniture::is_of_report(page.line(opener));
        // Among headlines one at least looks like one; nothing but sentences may be the report's.
        let headed = closing.iter().any(|at| kinds[*at].is_none() && teaser_like(page.line(*at)));
        let list = if opener + 1 + to_end.len() == count {
            to_end
        } else if colon && headed && opener + 1 + closing.len() == count && closing.len() <= TEASERS {
            closing
        } else {
            run(&link)
        };
        for at in list {
            mark(page, kinds, at, Kind::Link);
        }
    }
    bullets(page, kinds);
    let last = (0..count).rev().take_while(|at| kinds[*at].is_some() || teaser_like(page.line(*at)));
    let run: Vec<usize> = last.filter(|at| kinds[*at].is_none()).collect();
    let above = run.last().and_then(|at| at.checked_sub(1)).map(|at| page.line(at));
    // Points of a list that the report itself makes follow a colon.
    let announced = above.is_some_and(|l| l.ends_with(':'));
    if run.len() >= 3 && run.len() * 2 < count && !announced {
        // Lines of a poem or points of a list are shorter than headlines.
        let words: usize = run.iter().map(|at| word_count(page.line(*at))).sum();
        if words >= run.len() * 7 {
            for at in run {
                mark(page, kinds, at, Kind::Link);
            }
        }
    }
}

/// Groups of a bare bullet and up to three short lines, as lists of links look when their marks are lost.
fn bullets(page: &mut Page, kinds: &mut [Option<Kind>]) {
    let bare: Vec<usize> = (0..kinds.len()).filter(|at| furniture::is_bare_bullet(page.line(*at))).collect();
    let group = |page: &Page, at: usize| -> usize {
        let lines = (at + 1..page.roles.len()).take(3);
        lines
            .take_while(|i| {
                !furniture::is_bare_bullet(page.line(*i)) && furniture::is_link_text(page.line(*i))
            })
            .count()
    };
    let mut run: Vec<(usize, usize)> = Vec::new();
    let mut marked: Vec<(usize, usize)> = Vec::new();
    let mut close = |run: &mut Vec<(usize, usize)>| {
        if run.len() >= 3 {
            marked.append(run);
        }
        run.clear();
    };
    for at in bare {
        if run.last().is_some_and(|(start, len)| start + len + 1 != at) {
            close(&mut run);
        }
        run.push((at, group(page, at)));
    }
    close(&mut run);
    for (at, len) in marked {
        for line in at..=at + len {
            mark(page, kinds, line, Kind::Link);
        }
    }
}

fn repeats(page: &mut Page, kinds: &mut [Option<Kind>]) {
    let lines: Vec<&str> = (0..kinds.len()).map(|at| page.line(at)).collect();
    for (at, again) in furniture::repeats(&lines).into_iter().enumerate() {
        if again && page.roles[at] == Role::Body {
            mark(page, kinds, at, Kind::Label);
        }
    }
}

/// A mark of rights closes a page: the last lines below it belong to the page too.
fn after_rights(page: &mut Page, kinds: &mut [Option<Kind>]) {
    let count = kinds.len();
    let Some(last) = (count.saturating_sub(4)..count).find(|at| kinds[*at] == Some(Kind::Rights)) else {
        return;
    };
    if last * 2 < count {
        return;
    }
    for at in last + 1..count {
        if !has_quote(page.line(at)) {
            mark(page, kinds, at, Kind::Rights);
        }
    }
}

/// Above the text, a paragraph that closes with an agency in brackets (`… a river. (AFP)`) is a picture's words.
fn top_captions(page: &mut Page, kinds: &mut [Option<Kind>]) {
    for at in page.first_text..kinds.len().min(page.first_text + 3) {
        let line = page.line(at);
        let credit = line
            .strip_suffix(')')
            .and_then(|l| l.rsplit_once(['.', '’', '”', '"']))
            .and_then(|(_, end)| end.trim().strip_prefix('('));
        let agency =
            credit.is_some_and(|name| outlet::mentions(name).iter().any(|(_, at)| at.len() == name.len()));
        if agency && page.roles[at] == Role::Body && at + 2 < kinds.len() {
            page.suggest(at, Role::Caption);
            kinds[at] = Some(Kind::Caption);
        }
    }
}

/// Biographies of the writers stand below the text, or right above its end.
fn biographies(page: &mut Page, kinds: &mut [Option<Kind>], authors: &[String]) {
    let bodies: Vec<usize> = (0..kinds.len()).filter(|at| page.roles[*at] == Role::Body).collect();
    for place in (bodies.len().saturating_sub(4)..bodies.len()).rev() {
        let at = bodies[place];
        let start = page.paragraphs[at].span.start as usize;
        let headed = at > 0
            && kinds[at - 1] == Some(Kind::Label)
            && page.line(at - 1).to_lowercase().trim_start().starts_with("about ");
        let alone = bodies.len() == 1 && !headed;
        if alone || !furniture::is_biography(page.line(at), &page.text[..start], authors) {
            // Prose below a biography means that it was none.
            if prose_like(page.line(at)) {
                break;
            }
            continue;
        }
        mark(page, kinds, at, Kind::Biography);
    }
}

/// Short lines below a call, with another part of the page (or nothing) below them.
fn fillers(page: &mut Page, kinds: &mut [Option<Kind>]) {
    let count = kinds.len();
    for call in (0..count).filter(|at| kinds[*at] == Some(Kind::Call)).collect::<Vec<_>>() {
        let below = (call + 1..count).take_while(|at| kinds[*at].is_none()).collect::<Vec<_>>();
        let next = kinds.get(call + 1 + below.len()).copied().flatten();
        let closed = matches!(
            next,
            None | Some(Kind::Call | Kind::Rights | Kind::Link | Kind::Biography | Kind::Opener)
        );
        if closed && below.len() <= 2 && below.iter().all(|at| furniture::is_filler(page.line(*at))) {
            for at in below {
                mark(page, kinds, at, Kind::Label);
            }
        }
    }
}

/// The line of the report's own address, where it stands alone at the head or the foot, and what a person who passed
/// the report on wrote behind it.
fn around_address(page: &mut Page, kinds: &mut [Option<Kind>]) {
    let count = kinds.len();
    let edge = |at: usize| at < page.first_text + 3 || at + 4 >= count;
    let lines: Vec<usize> =
        (page.first_text..count).filter(|at| edge(*at) && is_address_line(page.line(*at))).collect();
    for at in lines {
        mark(page, kinds, at, Kind::Label);
        if at + 4 >= count && at * 2 >= count {
            for after in at + 1..count {
                if word_count(page.line(after)) <= 40 && !has_quote(page.line(after)) {
                    mark(page, kinds, after, Kind::Label);
                }
            }
        }
    }
}

/// A line that opens with an address, with nothing but what is glued to it or a few words behind.
fn is_address_line(line: &str) -> bool {
    let found = outlet::addresses(line);
    let Some(first) = found.first() else { return false };
    let label = line[..first.range.start].trim();
    let labelled = label.is_empty()
        || label.ends_with(':') && word_count(label) <= 3
        || matches!(label, "(" | "[" | "<" | "-" | "•");
    labelled && (first.glued || word_count(&line[first.range.end..]) <= 25)
}

/// The address the text says it was published at: the only one that stands on a line of its own, unless the text
/// credits the outlet there as one credits another's report.
pub(crate) fn own_address(page: &Page, kinds: &[Option<Kind>]) -> Option<Span> {
    let mut own: Option<Span> = None;
    for at in (page.first_text..kinds.len()).filter(|at| page.roles[*at] == Role::Furniture) {
        let line = page.line(at);
        if !is_address_line(line) {
            continue;
        }
        let start = page.paragraphs[at].span.start as usize;
        let first = outlet::addresses(line).into_iter().next()?;
        let span = Span::new(start + first.range.start, start + first.range.end);
        if own.is_some_and(|o| o.of(page.text) != span.of(page.text)) {
            return None;
        }
        own = own.or(Some(span));
    }
    let url = own?.of(page.text);
    // The front page of a site is where to read on, not where a report stands.
    let path = url.split_once("://")?.1.split_once('/').map_or("", |(_, path)| path);
    let report = path.len() >= 8;
    let credited = outlet::by_address(url).is_some_and(|name| outlet::is_credited(page.text, &name));
    (report && !credited).then_some(own).flatten()
}
