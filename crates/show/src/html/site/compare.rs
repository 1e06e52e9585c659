//! Two reports side by side: what is the same is linked, what differs is coloured.

use backstory_model::{Anchor, Annotated, Edge, Node, Quote, ReportId, SourceId, Span};
use maud::{Markup, html};

use super::Site;
use crate::{
    diff::{Piece, comparable, diff},
    digest::title,
    html::{compare_path, marks::Mark, texts},
    words::{plain, plural, quoted, short},
};

/// Words whose speaker differs between the two.
struct Swapped<'a> {
    quote: &'a Quote,
    places: [Anchor; 2],
    speakers: [Option<SourceId>; 2],
}

impl<'a> Site<'a> {
    /// The page of two reports; None where the part does not hold both.
    pub fn compare(&self, a: ReportId, b: ReportId) -> Option<Markup> {
        let case = self.page.digest.case;
        let (left, right) = (case.report(a)?, case.report(b)?);
        let pairs = self.pairs(a, b);
        let swapped = self.swapped(a, b);
        let edges: Vec<&Edge> = case
            .links
            .lineage
            .iter()
            .filter(|e| (e.from == Node::Report(a) && e.to == b) || (e.from == Node::Report(b) && e.to == a))
            .collect();
        let (mut ml, mut mr) = (Vec::new(), Vec::new());
        for (at, (x, y)) in pairs.iter().enumerate() {
            let n = at + 1;
            let al = |span: Span, id: String, other: String| Mark {
                id: Some(id),
                jump: Some((other, n)),
                ..Mark::new(span, "al")
            };
            ml.push(al(x.span, format!("a{n}"), format!("b{n}")));
            mr.push(al(y.span, format!("b{n}"), format!("a{n}")));
            let pieces = diff(case.words(*x), case.words(*y));
            if comparable(&pieces) {
                let (gone, new) = differing(&pieces, x.span.start, y.span.start);
                ml.extend(gone);
                mr.extend(new);
            }
        }
        for swap in &swapped {
            let title = |at: usize| {
                let who = swap.speakers[at]
                    .map_or_else(|| "nobody it names".to_owned(), |s| self.page.digest.source_name(s));
                Some(format!("Said here by {who}"))
            };
            ml.push(Mark { title: title(0), ..Mark::new(swap.places[0].span, "swapped") });
            mr.push(Mark { title: title(1), ..Mark::new(swap.places[1].span, "swapped") });
        }
        Some(html! {
            (self.trail(Some("Compare")))
            article.comparepage {
                header.lead {
                    p.kicker { "Compare" }
                    h1 { (self.page.label(a)) " and " (self.page.label(b)) }
                    @for edge in &edges { (self.verdict(edge)) }
                    @if edges.is_empty() { p.headline { "Neither was found to have taken from the other." } }
                    (self.corrected_between(a, b))
                    @if let Some(edge) = edges.first() {
                        div.fixes {
                            (self.not_taken_form(if edge.to == b { a } else { b }, edge.to, &compare_path(a, b)))
                            (self.confirm_form(format!("{}>{}", if edge.to == b { a } else { b }, edge.to), &compare_path(a, b)))
                        }
                    }
                    @if !swapped.is_empty() { (self.swaps(&swapped)) }
                    p.soft.legendline {
                        @if pairs.is_empty() { "No passage stands in both. " }
                        @else {
                            (plural(pairs.len(), "passage is", "passages are")) " in both, in the same words or others, numbered. "
                            span.gone { "only in the first" } " "
                            span.new { "only in the second" }
                        }
                        " "
                        a href=(compare_path(b, a)) { "Swap sides" }
                    }
                }
                div.sides {
                    (self.side(left, ml, "a"))
                    (self.side(right, mr, "b"))
                }
            }
        })
    }

    /// A title for the head of the page.
    pub fn compare_title(&self, a: ReportId, b: ReportId) -> String {
        format!("{} and {}", self.page.digest.name(a), self.page.digest.name(b))
    }

    fn verdict(&self, edge: &Edge) -> Markup {
        let class = match (edge.directed, edge.credited) {
            (false, _) => "",
            (true, true) => "good",
            (true, false) => "bad",
        };
        html! {
            p.headline { (self.page.label(edge.to)) " " b class=(class) { (self.page.digest.taking(edge)) } }
            details.why {
                summary { "Why, and how sure: score " (format!("{:.2}", edge.score)) " of 1" }
                ul.reasons { @for reason in &edge.reasons { li { (plain(&reason.words)) } } }
                p.soft { "‘Took from’ is an inference from the words, the dates and the credits. Both texts stand below: judge for yourself." }
            }
        }
    }

    fn swaps(&self, swapped: &[Swapped<'_>]) -> Markup {
        let who = |s: Option<SourceId>| html! { @match s { Some(s) => (self.page.source_link(s)), None => "nobody it names" } };
        html! {
            div.alert role="note" {
                h2 { (plural(swapped.len(), "quote has another speaker", "quotes have other speakers")) }
                ul {
                    @for swap in swapped {
                        li {
                            a href=(self.page.quote_href(swap.quote.id)) { (quoted(&swap.quote.text, 140)) }
                            " is said by " b { (who(swap.speakers[0])) } " in " (self.page.label(swap.places[0].report))
                            " and by " b { (who(swap.speakers[1])) } " in " (self.page.label(swap.places[1].report)) "."
                        }
                    }
                }
            }
        }
    }

    fn side(&self, annotated: &Annotated, marks: Vec<Mark>, id: &str) -> Markup {
        let report = &annotated.report;
        html! {
            section.side id=(format!("side-{id}")) tabindex="0" aria-label=(self.page.digest.name(report.id)) {
                header {
                    h2 { (self.page.report_link(report.id)) }
                    p { i { bdi { (short(&title(annotated), 160)) } } br; span.soft.num { (self.page.digest.date(annotated)) } }
                }
                div.text lang=[report.language.as_deref()] dir="auto" {
                    (texts::laid_out(annotated, marks, |_| None, |_| None))
                }
            }
        }
    }

    /// Passages that stand in both, in the order of the first report; none lies inside another.
    pub(crate) fn pairs(&self, a: ReportId, b: ReportId) -> Vec<(Anchor, Anchor)> {
        let links = &self.page.digest.case.links;
        let oriented = |x: Anchor, y: Anchor| match (x.report, y.report) {
            (r, s) if (r, s) == (a, b) => Some((x, y)),
            (r, s) if (r, s) == (b, a) => Some((y, x)),
            _ => None,
        };
        let mut all: Vec<(Anchor, Anchor)> =
            links.passages.iter().filter_map(|p| oriented(p.a, p.b)).collect();
        for edge in &links.lineage {
            let from: Vec<Anchor> = edge.evidence.iter().copied().filter(|e| e.report == a).collect();
            let to: Vec<Anchor> = edge.evidence.iter().copied().filter(|e| e.report == b).collect();
            let ends = [edge.from, Node::Report(edge.to)];
            if ends.contains(&Node::Report(a)) && ends.contains(&Node::Report(b)) && from.len() == to.len() {
                all.extend(from.into_iter().zip(to));
            }
        }
        for quote in &links.quotes {
            let at = |r: ReportId| quote.occurrences.iter().find(|o| o.at.report == r).map(|o| o.at);
            all.extend(at(a).zip(at(b)));
        }
        // The same fact in other words.
        for claim in &links.claims {
            let at = |r: ReportId| claim.statements.iter().find(|s| s.at.report == r).map(|s| s.at);
            all.extend(at(a).zip(at(b)));
        }
        all.sort_by_key(|(x, y)| (x.span.start, std::cmp::Reverse(x.span.end), y.span.start));
        let mut kept: Vec<(Anchor, Anchor)> = Vec::new();
        let meets = |x: Span, y: Span| x.start < y.end && y.start < x.end;
        // Longest first, and none that touches one that is kept: a word belongs to one passage.
        let mut order: Vec<usize> = (0..all.len()).collect();
        order.sort_by_key(|n| (std::cmp::Reverse(all[*n].0.span.len() + all[*n].1.span.len()), *n));
        for n in order {
            let (x, y) = all[n];
            if !kept.iter().any(|(k, l)| meets(k.span, x.span) || meets(l.span, y.span)) {
                kept.push((x, y));
            }
        }
        kept.sort_by_key(|(x, _)| x.span.start);
        kept
    }

    fn swapped(&self, a: ReportId, b: ReportId) -> Vec<Swapped<'a>> {
        let case = self.page.digest.case;
        let mut list = Vec::new();
        for quote in &case.links.quotes {
            let at = |r: ReportId| quote.occurrences.iter().find(|o| o.at.report == r);
            let (Some(x), Some(y)) = (at(a), at(b)) else { continue };
            let speakers = [x.speaker, y.speaker].map(|s| s.map(|s| case.links.source_id(s)));
            // Only what the program calls a change of speaker: a name left out is none.
            let told = quote
                .changes
                .iter()
                .any(|c| c.kind == backstory_model::QuoteChange::Speaker && (c.report == a || c.report == b));
            if told && speakers[0] != speakers[1] {
                list.push(Swapped { quote, places: [x.at, y.at], speakers });
            }
        }
        list
    }
}

/// What only the first has, as marks on it, and what only the second has, as marks on that.
fn differing(pieces: &[Piece<'_>], left: u32, right: u32) -> (Vec<Mark>, Vec<Mark>) {
    let (mut gone, mut new) = (Vec::new(), Vec::new());
    let (mut x, mut y) = (left as usize, right as usize);
    for piece in pieces {
        match piece {
            Piece::Same(a, b) => {
                x += a.len();
                y += b.len();
            }
            Piece::Gone(words) => {
                gone.push(Mark::new(Span::new(x, x + words.trim_end().len()), "gone"));
                x += words.len();
            }
            Piece::New(words) => {
                new.push(Mark::new(Span::new(y, y + words.trim_end().len()), "new"));
                y += words.len();
            }
        }
    }
    (gone, new)
}
