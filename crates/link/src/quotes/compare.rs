//! What a report did to the words of the one it had them from.
//!
//! The stretches that a family has in either report are laid end to end and aligned word by word; what stands between
//! equal words was put in the place of something, or left out.

use std::{collections::BTreeSet, ops::Range};

use backstory_model::{Change, QuoteChange, SourceKind, Span};

use super::{Item, overlap, spelling, ways::Ways};
use crate::{
    context::{Context, Word},
    origins::calling,
    sources::{Sources, folded},
};

/// Fewest words left out that are worth a word: "And", "Well, I" fall away in any telling.
const LEFT_OUT: usize = 3;
/// The same at the end of a quote.
const LEFT_OUT_LAST: usize = 2;
/// Words in common from which two reports that know nothing of each other gave one speech to two people.
const UNMISTAKABLE: usize = 8;
/// Share of the shorter side that must be the same words, by weight, for two sides to be held against each other.
const COMPARABLE: f64 = 0.25;
/// What stands for another stretch is not this many times shorter, and some words; else the rest was left out.
const SHORTER: usize = 3;
/// Rarity of a word below which it holds no place by itself, in nats: "the" stands anywhere.
const HOLDS: f64 = 2.0;

/// One side: the words of some items of a report, end to end, and the item of each.
struct Side<'a> {
    words: Vec<Word>,
    of: Vec<&'a Item>,
}

impl<'a> Side<'a> {
    /// Items that another one of the report has all words of are left out: a report may quote in its head what it quotes
    /// again below.
    fn new(items: &[&'a Item]) -> Self {
        let repeated = |item: &Item| {
            items.iter().any(|other| {
                (other.words.len(), std::cmp::Reverse(other.span))
                    > (item.words.len(), std::cmp::Reverse(item.span))
                    && overlap(item, other).is_some_and(|m| 10 * m.pairs.len() >= 9 * item.words.len())
            })
        };
        let mut side = Self { words: Vec::new(), of: Vec::new() };
        for item in items.iter().filter(|i| !repeated(i)) {
            side.words.extend(&item.words);
            side.of.extend(std::iter::repeat_n(*item, item.words.len()));
        }
        side
    }

    /// A range cut where one item ends.
    fn parts(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut parts: Vec<Range<usize>> = Vec::new();
        for at in range {
            match parts.last_mut() {
                Some(last) if self.of[last.start].span == self.of[at].span => last.end = at + 1,
                _ => parts.push(at..at + 1),
            }
        }
        parts
    }

    fn span(&self, range: &Range<usize>) -> Span {
        self.words[range.start].span.cover(self.words[range.end - 1].span)
    }
}

/// Most cells of the table by which two rows of words are aligned; longer ones are aligned by their runs.
const CELLS: usize = 4_000_000;

/// Places of equal words in two texts, both rising, so that the words are as many, as telling and as much in a row as can
/// be.
pub(super) fn align(ctx: &Context, a: &[Word], b: &[Word]) -> Vec<(usize, usize)> {
    if a.len() * b.len() > CELLS {
        let runs = crate::quotes::chains::<2>(a, b, crate::quotes::GAP);
        return runs.into_iter().next().map_or_else(Vec::new, |run| run.pairs);
    }
    let value = |w: &Word| 10 + (2.0 * ctx.weight(w.stem)) as u32;
    let spelt = |words: &[Word]| -> Vec<String> {
        words.iter().map(|w| spelling::letters_of(ctx.term(w.form))).collect()
    };
    let (spelt_a, spelt_b) = (spelt(a), spelt(b));
    let equal = |i: usize, j: usize| a[i].stem == b[j].stem || spelt_a[i] == spelt_b[j];
    /// What a word in a row counts for beside itself.
    const IN_A_ROW: u32 = 8;
    // The best up to two places, and the best that ends with their words paired (0: they are not).
    let width = b.len() + 1;
    let mut best = vec![0u32; (a.len() + 1) * width];
    let mut paired = vec![0u32; best.len()];
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let at = i * width + j;
            let before = at - width - 1;
            if equal(i - 1, j - 1) {
                let row = if paired[before] > 0 { paired[before] + IN_A_ROW } else { 0 };
                paired[at] = row.max(best[before]) + value(&a[i - 1]);
            }
            best[at] = paired[at].max(best[at - 1]).max(best[at - width]);
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (a.len(), b.len());
    // Whether the pair behind was counted as one in a row with the one that ends here.
    let mut in_row = false;
    while i > 0 && j > 0 {
        let at = i * width + j;
        if paired[at] > 0 && (in_row || paired[at] == best[at]) {
            pairs.push((i - 1, j - 1));
            let before = at - width - 1;
            in_row = paired[before] > 0 && paired[before] + IN_A_ROW >= best[before];
            (i, j) = (i - 1, j - 1);
        } else if best[at] == best[at - width] {
            i -= 1;
        } else {
            j -= 1;
        }
    }
    pairs.reverse();
    pairs
}

/// The pairs without those that hold no place: a small word alone between two stretches that differ.
fn anchored(ctx: &Context, words: &[Word], pairs: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let in_row = |x: (usize, usize), y: (usize, usize)| x.0 + 1 == y.0 && x.1 + 1 == y.1;
    let holds = |at: usize| {
        let (before, behind) = (at.checked_sub(1).map(|b| pairs[b]), pairs.get(at + 1));
        before.is_some_and(|b| in_row(b, pairs[at]))
            || behind.is_some_and(|b| in_row(pairs[at], *b))
            || ctx.weight(words[pairs[at].0].stem) >= HOLDS
    };
    (0..pairs.len()).filter(|at| holds(*at)).map(|at| pairs[at]).collect()
}

/// What a receiver did to the words of a giver. `family` has all items of the quote; `unheard` what the giver has of the
/// same breath and the receiver not at all.
pub(super) fn compare(
    ctx: &Context,
    sources: &Sources,
    family: &[&Item],
    unheard: &[&Item],
    (giver, receiver): (usize, usize),
    ways: &Ways,
    changes: &mut Vec<Change<QuoteChange>>,
) {
    let taken = ways.comes_from(receiver, giver);
    let of = |report: usize| {
        let mut items: Vec<&Item> = family.iter().copied().filter(|i| i.report == report).collect();
        items.sort_by_key(|i| i.span);
        items
    };
    let (mut theirs, mut ours) = (of(giver), of(receiver));
    for to in &ours {
        let other = theirs.iter().filter_map(|from| Some((overlap(from, to)?.pairs.len(), *from)));
        let nearest = other.max_by_key(|(words, from)| (*words, std::cmp::Reverse(from.span)));
        if let Some((words, from)) = nearest
            && (words >= UNMISTAKABLE || taken && 2 * words >= from.words.len().min(to.words.len()))
        {
            changes.extend(speaker(ctx, sources, from, to, taken));
        }
    }
    // Two who heard the same words write them down in two ways; only of who had them from the other it is a change.
    if !taken {
        return;
    }
    theirs.extend(unheard);
    theirs.sort_by_key(|i| i.span);
    let from = Side::new(&theirs);
    // A retelling may turn what was said first and last.
    ours.sort_by_cached_key(|to| {
        let pairs = align(ctx, &from.words, &to.words);
        (pairs.first().map_or(usize::MAX, |p| p.0), to.span)
    });
    let to = Side::new(&ours);
    let all = align(ctx, &from.words, &to.words);
    let held = anchored(ctx, &from.words, all.clone());
    // "I asked for more" and "I wanted more" have small words alone in common.
    let pairs = if held.is_empty() { all } else { held };
    let weight = |words: &[Word]| -> f64 { words.iter().map(|w| 0.5 + ctx.weight(w.stem)).sum() };
    let common: f64 = pairs.iter().map(|(i, _)| 0.5 + ctx.weight(from.words[*i].stem)).sum();
    if pairs.is_empty() || common < COMPARABLE * weight(&from.words).min(weight(&to.words)) {
        return;
    }
    let mut last = (0, 0);
    for next in pairs.iter().copied().map(Some).chain([None]) {
        let (i, j) = next.unwrap_or((from.words.len(), to.words.len()));
        differ(ctx, (&from, last.0..i), (&to, last.1..j), changes);
        last = (i + 1, j + 1);
    }
}

/// What became of a stretch of the giver's: words in the place of others, or none.
fn differ(
    ctx: &Context,
    (from, there): (&Side, Range<usize>),
    (to, here): (&Side, Range<usize>),
    changes: &mut Vec<Change<QuoteChange>>,
) {
    let ends = there.start == 0 || there.end == from.words.len();
    let left_out = if there.end == from.words.len() { LEFT_OUT_LAST } else { LEFT_OUT };
    // Where a report quotes more than the one it took from, it has asked too.
    if there.is_empty() && (here.is_empty() || ends) {
        return;
    }
    let (mut lost, stood) = (from.parts(there.clone()), to.parts(here.clone()));
    // Of what one report says in two stretches, the longer is held against what stands there.
    let longest =
        |parts: &[Range<usize>]| parts.iter().cloned().max_by_key(|p| (p.len(), std::cmp::Reverse(p.start)));
    let within =
        |side: &Side, at: usize| at > 0 && at < side.words.len() && side.of[at - 1].span == side.of[at].span;
    // One word on each side makes the place readable.
    let around = |side: &Side, part: &Range<usize>| {
        let start = if within(side, part.start) { part.start - 1 } else { part.start };
        let end = if within(side, part.end) { part.end + 1 } else { part.end };
        start..end
    };
    // "Nobody has asked" and "nobody's asked" only show it with the words beside them.
    let (wide, other) = (around(from, &there), around(to, &here));
    if is_same_spelt(ctx, &from.words[there.clone()], &to.words[here.clone()])
        || is_same_spelt(ctx, &from.words[wide], &to.words[other])
    {
        return;
    }
    let exchanged = match (longest(&lost), longest(&stood)) {
        (Some(x), Some(y)) if x.len() <= SHORTER * y.len() + LEFT_OUT + 1 => {
            lost.retain(|part| *part != x);
            Some((x, y))
        }
        // A word or two inside a sentence; and words put in.
        (Some(x), _) if x.len() < LEFT_OUT && !ends => {
            lost.clear();
            Some((x, here.start..here.end))
        }
        (None, Some(y)) => Some((there.clone(), y)),
        _ => None,
    };
    if let Some((x, y)) = exchanged {
        // What differs in an article alone, or at an end in a word or two, is no other wording.
        let idle = ends && (x.is_empty() || y.is_empty());
        let (x, y) = (around(from, &x), around(to, &y));
        if !idle && !x.is_empty() && !y.is_empty() {
            changes.push(change(ctx, QuoteChange::Wording, (from, &x), (to, Some(&y)), here.start));
        }
    }
    for part in lost.into_iter().filter(|p| p.len() >= left_out) {
        if !is_kept(ctx, from, &part, to) {
            changes.push(change(ctx, QuoteChange::Trimmed, (from, &part), (to, None), here.start));
        }
    }
}

/// Whether a report has the very words, out of quotation marks or in another quote.
fn is_kept(ctx: &Context, from: &Side, part: &Range<usize>, to: &Side) -> bool {
    let Some(item) = to.of.first() else { return false };
    let stems: Vec<_> = from.words[part.clone()].iter().map(|w| w.stem).collect();
    ctx.texts[item.report]
        .words
        .windows(stems.len())
        .any(|w| w.iter().map(|w| w.stem).eq(stems.iter().copied()))
}

/// A change of the stretch `x`; `near` is the place of the other side where it happened.
fn change(
    ctx: &Context,
    kind: QuoteChange,
    (from, x): (&Side, &Range<usize>),
    (to, y): (&Side, Option<&Range<usize>>),
    near: usize,
) -> Change<QuoteChange> {
    let there = from.of[x.start];
    let here = to.of[near.min(to.of.len() - 1)];
    let (before, after) = (from.span(x), y.map(|y| to.span(y)));
    Change {
        kind,
        report: ctx.id(here.report),
        from: ctx.words_of(there.report, before).to_owned(),
        to: after.map_or("", |span| ctx.words_of(here.report, span)).to_owned(),
        from_at: Some(ctx.anchor(there.report, before)),
        to_at: Some(ctx.anchor(here.report, after.unwrap_or(here.span))),
    }
}

/// Whether two stretches are the same words in another spelling.
fn is_same_spelt(ctx: &Context, a: &[Word], b: &[Word]) -> bool {
    let forms =
        |words: &[Word]| -> Vec<String> { words.iter().map(|w| ctx.term(w.form).to_owned()).collect() };
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.stem == y.stem)
        || spelling::is_same(&forms(a), &forms(b))
}

/// The same words given to someone else.
fn speaker(
    ctx: &Context,
    sources: &Sources,
    from: &Item,
    to: &Item,
    taken: bool,
) -> Option<Change<QuoteChange>> {
    let (one, other) = (sources.get(from.speaker?)?, sources.get(to.speaker?)?);
    let differ = match (one.kind, other.kind) {
        (SourceKind::Person, SourceKind::Person) => {
            one.id != other.id && !may_be_one(&called(ctx, from)?, &called(ctx, to)?)
        }
        // Who withheld a name may be given another label; but not a calling that the first report does not know.
        (SourceKind::Anonymous, SourceKind::Anonymous) => {
            calling(other).is_some_and(|c| c.is_profession() && calling(one) != Some(c))
        }
        // One without a name is none of the people whom the same report quotes by name; one of a group may be.
        (SourceKind::Anonymous, SourceKind::Person) => {
            let said = &ctx.reports[from.report].annotations.attributions;
            let single = said.iter().any(|a| {
                Some(a.id) == from.attribution && a.count.is_some_and(|c| (c.min, c.max) == (1, Some(1)))
            });
            taken && single && said.iter().filter_map(|a| a.source).any(|s| sources.id(s) == other.id)
        }
        _ => false,
    };
    if !differ {
        return None;
    }
    let who = |item: &Item, source: &backstory_model::Source| {
        let report = &ctx.reports[item.report].annotations;
        let attribution = report.attributions.iter().find(|a| Some(a.id) == item.attribution);
        // "the source" says less than "one senior diplomat", the words by which they were first called.
        let first = source.mentions.first().filter(|_| source.report == Some(ctx.id(item.report)));
        let span = first.or(attribution.and_then(|a| a.source_spans.first())).copied();
        let words = span.map(|s| ctx.words_of(item.report, s));
        let name = source.name.as_deref().or(words).or(source.description.as_deref()).unwrap_or_default();
        (name.to_owned(), ctx.anchor(item.report, span.unwrap_or(item.span)))
    };
    let ((from, from_at), (name, to_at)) = (who(from, one), who(to, other));
    Some(Change {
        kind: QuoteChange::Speaker,
        report: ctx.id(to.report),
        from,
        to: name,
        from_at: Some(from_at),
        to_at: Some(to_at),
    })
}

/// The name by which the item's own report calls its speaker.
fn called(ctx: &Context, item: &Item) -> Option<Vec<String>> {
    let said = &ctx.reports[item.report].annotations;
    let source = said.attributions.iter().find(|a| Some(a.id) == item.attribution)?.source?;
    let name = said.sources.iter().find(|s| s.id == source)?.name.as_deref()?;
    Some(folded(name))
}

/// Whether two names may be one person's: where one is a surname alone, which of its bearers it means may have been taken
/// wrong.
fn may_be_one(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let long: BTreeSet<&String> = long.iter().collect();
    short.len() == 1 && short.iter().all(|w| long.contains(w))
}
