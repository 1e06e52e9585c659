//! The same quoted words, wherever they stand, and what changed on their way.
//!
//! What stands between quotation marks in one stretch is an item. Items whose words are the same, or of which one is
//! contained in the other, are one family; so are those that share a third: a quote that one report splits with
//! "he said" and another runs together stays in one piece.

use std::collections::{BTreeMap, BTreeSet};

use backstory_model::{
    AttributionId, Change, Edge, Manner, Moment, Node, Quote, QuoteChange, QuoteId, QuoteOccurrence,
    ReportId, SourceId, SourceKind, Span,
};

use crate::{
    alignment::{Match, chains},
    context::{Context, Term, Word},
    lineage::Credits,
    origins::calling,
    sources::Sources,
};

/// Words of a quote from which it can be recognised by itself; a shorter one ("very sad") is only the same quote
/// where the story or the speaker is the same, and the words are the same to a letter.
const RECOGNISABLE: usize = 4;
/// Words in common from which neither the same story nor the same speaker is asked for.
const UNMISTAKABLE: usize = 8;
/// Share of the shorter quote, weighed by how rare its words are, that must stand in the longer one.
const CONTAINED: f64 = 0.75;
/// The same for the words of one speaker in one story, who may have been reworded.
const REWORDED: f64 = 0.5;
/// Least rarity of the words in common, in nats: "I think that it is" is nobody's.
const LEAST_WEIGHT: f64 = 8.0;
/// Words that may differ between two stretches in common: a bracketed insertion, an ellipsis, a reworded clause.
const GAP: usize = 8;
/// Items under one shingle that are all held against each other; of more, only those of one story or one speaker are, and
/// of these only the first against all.
const PAIRED: usize = 12;
/// Words of a shingle.
const SHINGLE: usize = 3;
/// Share of a longer quote's words that must stand in a report, in or out of quotation marks, to count as there.
const THERE: f64 = 0.6;

/// One stretch between quotation marks.
#[derive(Debug)]
pub(crate) struct Item {
    /// The report's place in the context.
    pub(crate) report: usize,
    /// The words, without the marks.
    pub(crate) span: Span,
    /// Without words in square brackets, which are the editor's.
    pub(crate) words: Vec<Word>,
    /// Who is said to have said them, as a source of the case.
    pub(crate) speaker: Option<SourceId>,
    /// Where that is said.
    pub(crate) attribution: Option<AttributionId>,
}

/// The quotes of the case, sorted into families.
#[derive(Debug, Default)]
pub(crate) struct Families {
    items: Vec<Item>,
    /// Places in `items`, each family in order of reports and place.
    families: Vec<Vec<usize>>,
}

impl Families {
    /// The items of each family, in order of reports and place.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Vec<&Item>> {
        self.families.iter().map(|f| f.iter().map(|i| &self.items[*i]).collect())
    }
}

/// The same quoted words, wherever they stand. `stories` gives the number of each report's story.
pub(crate) fn families(ctx: &Context, sources: &Sources, stories: &[usize]) -> Families {
    let items: Vec<Item> = (0..ctx.reports.len()).flat_map(|r| items_of(ctx, sources, r)).collect();
    let mut sets = Sets::new(items.len());
    for (a, b) in pairs(&items, stories) {
        if !sets.together(a, b) && is_same(ctx, stories, &items[a], &items[b]) {
            sets.join(a, b);
        }
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..items.len() {
        members.entry(sets.find(at)).or_default().push(at);
    }
    Families { items, families: members.into_values().collect() }
}

/// Words in the longest title of a work or operation that stands in quotation marks without being said by anyone.
const NAME_WORDS: usize = 8;

/// Whether words between quotation marks are a name ("Operation Clear Water", "Meet the Harvesters"): two words or more,
/// and all but the small ones start with a capital or a figure.
fn is_name(quoted: &str) -> bool {
    let words: Vec<&str> =
        quoted.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    let small =
        |w: &&str| w.chars().count() <= 4 && !w.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    let large = |w: &&str| w.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    (2..=NAME_WORDS).contains(&words.len())
        && words.iter().all(|w| small(w) || large(w))
        && words.first().is_some_and(large)
        && words.last().is_some_and(large)
        && words.iter().filter(|w| large(w)).count() >= 2
}

/// What stands between quotation marks in a report and is no name; of a quote within a quote only the outer one.
fn items_of(ctx: &Context, sources: &Sources, report: usize) -> Vec<Item> {
    let said = &ctx.reports[report].annotations;
    let text = &ctx.reports[report].report.text;
    let direct = said.attributions.iter().filter(|a| a.manner == Manner::Direct);
    let mut spans: Vec<Span> = said.quotations.clone();
    spans.extend(
        direct.flat_map(|a| &a.content_spans).filter(|s| !said.quotations.iter().any(|q| q.overlaps(**s))),
    );
    spans.sort_by_key(|s| (s.start, std::cmp::Reverse(s.end)));
    let mut reach = 0;
    spans.retain(|s| {
        let outer = s.start >= reach && !s.is_empty();
        reach = reach.max(s.end);
        outer
    });
    let item = |span: Span| {
        let words = unbracketed(ctx, report, span);
        let attribution = said
            .attributions
            .iter()
            .filter_map(|a| {
                let shared: u32 = a.content_spans.iter().map(|c| shared(*c, span)).sum();
                let length: usize = a.content_spans.iter().map(|c| c.len()).sum();
                (shared > 0).then_some(((std::cmp::Reverse(shared), length), a))
            })
            .min_by_key(|(order, _)| *order)
            .map(|(_, a)| a);
        let speaker = attribution.and_then(|a| a.source).map(|s| sources.id(s));
        let spoken = attribution.is_some_and(|a| a.manner == Manner::Direct) || !is_name(span.of(text));
        (spoken && !words.is_empty()).then_some(Item {
            report,
            span,
            words,
            speaker,
            attribution: attribution.map(|a| a.id),
        })
    };
    spans.into_iter().filter_map(item).collect()
}

/// Bytes that two spans share.
fn shared(a: Span, b: Span) -> u32 {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

fn unbracketed(ctx: &Context, report: usize, span: Span) -> Vec<Word> {
    let text = ctx.words_of(report, span);
    let mut open = None;
    let mut brackets = Vec::new();
    for (at, c) in text.char_indices() {
        match (c, open) {
            ('[', None) => open = Some(at),
            (']', Some(from)) => {
                brackets.push(Span::new(span.start as usize + from, span.start as usize + at));
                open = None;
            }
            _ => {}
        }
    }
    let words = ctx.words_in(report, span).iter();
    words.filter(|w| !brackets.iter().any(|b| b.contains(w.span))).copied().collect()
}

/// Pairs of items that share a shingle, or, where they are short, all their words.
fn pairs(items: &[Item], stories: &[usize]) -> BTreeSet<(usize, usize)> {
    let mut whole: BTreeMap<Vec<Term>, Vec<usize>> = BTreeMap::new();
    let mut parts: BTreeMap<[Term; SHINGLE], Vec<usize>> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        let words: Vec<Term> = item.words.iter().map(|w| w.form).collect();
        let shingles: BTreeSet<[Term; SHINGLE]> =
            words.windows(SHINGLE).map(|w| std::array::from_fn(|n| w[n])).collect();
        if words.len() >= RECOGNISABLE {
            shingles.into_iter().for_each(|s| parts.entry(s).or_default().push(at));
        } else {
            whole.entry(words).or_default().push(at);
        }
    }
    let mut found = BTreeSet::new();
    let mut add = |list: &[usize]| {
        for (n, a) in list.iter().enumerate().take(PAIRED) {
            found.extend(list[n + 1..].iter().map(|b| (*a, *b)));
        }
    };
    // Set phrases are in quotation marks all over a case; only those of one story or one speaker are held against each
    // other.
    let (rare, common): (Vec<_>, Vec<_>) = parts.into_values().partition(|list| list.len() <= PAIRED);
    rare.iter().for_each(|list| add(list));
    for list in common.into_iter().chain(whole.into_values()) {
        let mut by_story: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut by_speaker: BTreeMap<SourceId, Vec<usize>> = BTreeMap::new();
        for item in list {
            by_story.entry(stories[items[item].report]).or_default().push(item);
            if let Some(speaker) = items[item].speaker {
                by_speaker.entry(speaker).or_default().push(item);
            }
        }
        by_story.values().for_each(|list| add(list));
        by_speaker.values().for_each(|list| add(list));
    }
    found
}

fn is_same(ctx: &Context, stories: &[usize], a: &Item, b: &Item) -> bool {
    let near = stories[a.report] == stories[b.report] || a.speaker.is_some() && a.speaker == b.speaker;
    let equal = a.words.iter().map(|w| w.form).eq(b.words.iter().map(|w| w.form));
    if a.words.len().min(b.words.len()) < RECOGNISABLE {
        return equal && near;
    }
    let common = match overlap(a, b) {
        Some(common) => common,
        None => return false,
    };
    // Two people of two stories say alike what is said on such days; only in other mouths of one story are the same words
    // the same quote.
    let two_people = a.speaker.is_some() && b.speaker.is_some() && a.speaker != b.speaker;
    if !near && (two_people || common.pairs.len() < UNMISTAKABLE) {
        return false;
    }
    let weight = |words: &[Word]| -> f64 { words.iter().map(|w| 0.5 + ctx.weight(w.stem)).sum() };
    let in_common: f64 = common.pairs.iter().map(|(i, _)| 0.5 + ctx.weight(a.words[*i].stem)).sum();
    let shorter = weight(&a.words).min(weight(&b.words));
    // What one speaker says in one story in nearly the same words was said once.
    let one_voice = stories[a.report] == stories[b.report] && a.speaker.is_some() && a.speaker == b.speaker;
    let least = if one_voice && common.pairs.len() >= UNMISTAKABLE { REWORDED } else { CONTAINED };
    in_common >= least * shorter && (equal || in_common >= LEAST_WEIGHT)
}

/// The stretch that two quotes share.
fn overlap(a: &Item, b: &Item) -> Option<Match> {
    chains::<2>(&a.words, &b.words, GAP).into_iter().next()
}

/// Disjoint sets with path halving; the smallest member stands for its set.
struct Sets(Vec<usize>);

impl Sets {
    fn new(size: usize) -> Self {
        Self((0..size).collect())
    }

    fn find(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn together(&mut self, a: usize, b: usize) -> bool {
        self.find(a) == self.find(b)
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b)] = a.min(b);
    }
}

/// The families as they are shown: oldest first, with what changed from the origin on.
pub(crate) fn changes(
    ctx: &Context,
    sources: &Sources,
    families: &Families,
    lineage: &[Edge],
    credits: &Credits,
    not_before: &BTreeMap<ReportId, Moment>,
) -> Vec<Quote> {
    let ways = Ways::new(ctx, lineage);
    let mut quotes: Vec<(Option<Moment>, Quote)> = Vec::new();
    for family in families.iter() {
        let origin = origin(ctx, &family, &ways);
        let mut items = family.clone();
        items.sort_by_cached_key(|i| (Some(i.report) != origin, ctx.place(i.report, not_before), i.span));
        let at_origin = |i: &&&Item| origin.is_none_or(|o| i.report == o);
        let fullest = items
            .iter()
            .filter(at_origin)
            .max_by_key(|i| (i.words.len(), std::cmp::Reverse((i.report, i.span))))
            .expect("a family has members");
        let mut changes = Vec::new();
        // Who had the words from whom may be known where it is open in which of two reports they stood first.
        for receiver in items.iter().map(|i| i.report).collect::<BTreeSet<_>>() {
            if Some(receiver) == origin {
                continue;
            }
            if let Some(giver) = ways.giver(receiver, &items).or(origin) {
                compare(ctx, sources, &items, giver, receiver, &ways, &mut changes);
            }
        }
        for item in items.iter().filter(|i| Some(i.report) == origin) {
            changes.extend(no_origin(ctx, sources, credits, item, &ways));
        }
        changes.sort_by_key(|c| (c.report, c.kind, c.to_at, c.from_at));
        changes.dedup();
        let key: Vec<&str> = fullest.words.iter().map(|w| ctx.term(w.form)).collect();
        let quote = Quote {
            id: QuoteId::of(key.iter().map(|w| w.as_bytes())),
            text: ctx.words_of(fullest.report, fullest.span).to_owned(),
            origin: origin.map(|o| ctx.id(o)),
            occurrences: items
                .iter()
                .map(|i| QuoteOccurrence {
                    at: ctx.anchor(i.report, i.span),
                    speaker: i.speaker,
                    attribution: i.attribution,
                })
                .collect(),
            changes,
        };
        quotes.push((origin.and_then(|o| ctx.moment(o, not_before)).cloned(), quote));
    }
    name_apart(&mut quotes);
    quotes.sort_by(|(a, x), (b, y)| (a.is_none(), a, x.id).cmp(&(b.is_none(), b, y.id)));
    quotes.into_iter().map(|(_, quote)| quote).collect()
}

/// Two families may have the same words ("very sad"): their ids then also tell where they stand.
fn name_apart(quotes: &mut [(Option<Moment>, Quote)]) {
    let mut seen: BTreeMap<QuoteId, usize> = BTreeMap::new();
    quotes.iter().for_each(|(_, q)| *seen.entry(q.id).or_default() += 1);
    for (_, quote) in quotes.iter_mut().filter(|(_, q)| seen[&q.id] > 1) {
        let at = quote.occurrences.iter().map(|o| o.at).min().expect("a family has members");
        let place = [quote.id.0, at.report.0, u64::from(at.span.start)].map(u64::to_be_bytes);
        quote.id = QuoteId::of(place.iter().map(|p| p.as_slice()));
    }
}

/// The edges of the lineage between reports, by receiver.
struct Ways {
    /// Receiver → (giver, credited), surest first.
    into: BTreeMap<usize, Vec<(usize, bool)>>,
    /// Receivers that also cite an outlet outside the case.
    cites_outside: BTreeSet<usize>,
}

impl Ways {
    fn new(ctx: &Context, lineage: &[Edge]) -> Self {
        let mut ways = Self { into: BTreeMap::new(), cites_outside: BTreeSet::new() };
        let mut edges: Vec<&Edge> = lineage.iter().filter(|e| e.directed).collect();
        edges.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.from.cmp(&b.from)));
        for edge in edges {
            let Some(to) = ctx.index(edge.to) else { continue };
            match edge.from {
                Node::Report(id) => {
                    if let Some(from) = ctx.index(id) {
                        ways.into.entry(to).or_default().push((from, edge.credited));
                    }
                }
                Node::External(_) => {
                    ways.cites_outside.insert(to);
                }
            }
        }
        ways
    }

    fn givers(&self, receiver: usize) -> &[(usize, bool)] {
        self.into.get(&receiver).map_or(&[], Vec::as_slice)
    }

    /// Whether a report took from another, at once or through others.
    fn comes_from(&self, receiver: usize, giver: usize) -> bool {
        let mut open = vec![receiver];
        let mut met = BTreeSet::from([receiver]);
        while let Some(at) = open.pop() {
            for (from, _) in self.givers(at) {
                if *from == giver {
                    return true;
                }
                if met.insert(*from) {
                    open.push(*from);
                }
            }
        }
        false
    }

    /// Whom a report most likely has a family's words from: the surest giver that has them too.
    fn giver(&self, receiver: usize, items: &[&Item]) -> Option<usize> {
        let holds = |report: usize| items.iter().any(|i| i.report == report);
        self.givers(receiver).iter().map(|(g, _)| *g).find(|g| holds(*g))
    }
}

/// The report in which a family's words stood first: of those that took them from no other, the one with the earliest
/// date. None where two have the same date or one has none.
fn origin(ctx: &Context, family: &[&Item], ways: &Ways) -> Option<usize> {
    let reports: BTreeSet<usize> = family.iter().map(|i| i.report).collect();
    let roots: Vec<usize> = reports
        .iter()
        .copied()
        .filter(|r| !ways.givers(*r).iter().any(|(g, _)| reports.contains(g)))
        .collect();
    if let [only] = roots.as_slice() {
        return Some(*only);
    }
    let first = roots.iter().copied().min_by_key(|r| {
        let published = ctx.reports[*r].report.published.as_ref();
        (published.is_none(), published.map(|p| &p.date))
    })?;
    roots.iter().all(|r| *r == first || ctx.is_earlier(first, *r)).then_some(first)
}

/// What a receiver did to the words of a giver.
fn compare(
    ctx: &Context,
    sources: &Sources,
    items: &[&Item],
    giver: usize,
    receiver: usize,
    ways: &Ways,
    changes: &mut Vec<Change<QuoteChange>>,
) {
    let taken = ways.comes_from(receiver, giver);
    let theirs: Vec<&Item> = items.iter().copied().filter(|i| i.report == giver).collect();
    let ours: Vec<&Item> = items.iter().copied().filter(|i| i.report == receiver).collect();
    for from in &theirs {
        let mut covered = vec![false; from.words.len()];
        let mut last: Option<&Item> = None;
        for to in &ours {
            let Some(common) = overlap(from, to).filter(|c| is_enough(ctx, from, to, c)) else { continue };
            let (first, last_pair) = (common.pairs[0], common.pairs[common.pairs.len() - 1]);
            // A few other words at an end stand for those that stood there.
            let reworded =
                |theirs: usize, ours: usize| theirs > 0 && ours > 0 && theirs.max(ours) <= AT_AN_END;
            let (before, behind) = (
                reworded(first.0, first.1),
                reworded(from.words.len() - 1 - last_pair.0, to.words.len() - 1 - last_pair.1),
            );
            let start = if before { 0 } else { first.0 };
            let end = if behind { from.words.len() - 1 } else { last_pair.0 };
            covered[start..=end].fill(true);
            last = Some(to);
            if taken || common.pairs.len() >= UNMISTAKABLE {
                changes.extend(speaker(ctx, sources, from, to));
            }
            edits(ctx, from, to, &common, taken, changes);
            if before && taken {
                exchanged(ctx, from, 0..first.0 + 1, to, 0..first.1 + 1, changes);
            }
            if behind && taken {
                let (i, j) = (last_pair.0..from.words.len(), last_pair.1..to.words.len());
                exchanged(ctx, from, i, to, j, changes);
            }
        }
        if let Some(to) = last.filter(|_| taken) {
            changes.extend(trimmed(ctx, from, &covered, to));
        }
    }
}

fn is_enough(ctx: &Context, a: &Item, b: &Item, common: &Match) -> bool {
    let weight = |words: &[Word]| -> f64 { words.iter().map(|w| 0.5 + ctx.weight(w.stem)).sum() };
    let in_common: f64 = common.pairs.iter().map(|(i, _)| 0.5 + ctx.weight(a.words[*i].stem)).sum();
    let one_voice = a.speaker.is_some() && a.speaker == b.speaker && common.pairs.len() >= UNMISTAKABLE;
    let least = if one_voice { REWORDED } else { CONTAINED };
    in_common >= least * weight(&a.words).min(weight(&b.words))
}

/// Words of the giver's quote that no quote of the receiver has, at its ends: one change for each end.
fn trimmed(ctx: &Context, from: &Item, covered: &[bool], to: &Item) -> Vec<Change<QuoteChange>> {
    let (Some(first), Some(last)) = (covered.iter().position(|c| *c), covered.iter().rposition(|c| *c))
    else {
        return Vec::new();
    };
    let mut left = vec![0..first, last + 1..covered.len()];
    let mut at = first;
    while at < last {
        let open = at;
        while at <= last && !covered[at] {
            at += 1;
        }
        left.push(open..at);
        at += 1;
    }
    left.into_iter().filter(|gap| gap.len() >= LEFT_OUT).map(|gap| dropped(ctx, from, gap, to)).collect()
}

/// Fewest words at an end of a quote that are worth a word: "And", "Well, I" fall away in any telling.
const LEFT_OUT: usize = 3;

fn dropped(ctx: &Context, from: &Item, gap: std::ops::Range<usize>, to: &Item) -> Change<QuoteChange> {
    let span = from.words[gap.start].span.cover(from.words[gap.end - 1].span);
    Change {
        kind: QuoteChange::Trimmed,
        report: ctx.id(to.report),
        from: ctx.words_of(from.report, span).to_owned(),
        to: String::new(),
        from_at: Some(ctx.anchor(from.report, span)),
        to_at: Some(ctx.anchor(to.report, to.span)),
    }
}

/// Differences inside the stretch in common.
fn edits(
    ctx: &Context,
    from: &Item,
    to: &Item,
    common: &Match,
    taken: bool,
    changes: &mut Vec<Change<QuoteChange>>,
) {
    for pair in common.pairs.windows(2) {
        let (i, j) = (pair[0].0 + 1..pair[1].0, pair[0].1 + 1..pair[1].1);
        if i.is_empty() && j.is_empty() || is_same_spelt(ctx, &from.words[i.clone()], &to.words[j.clone()]) {
            continue;
        }
        // Two who heard the same words write them down in two ways; only of who had them from the other it is a change.
        if !taken {
            continue;
        }
        if j.is_empty() {
            changes.push(dropped(ctx, from, i, to));
            continue;
        }
        // One word on each side makes the place readable.
        exchanged(ctx, from, pair[0].0..pair[1].0 + 1, to, pair[0].1..pair[1].1 + 1, changes);
    }
}

/// Words at an end of a quote that may stand for others.
const AT_AN_END: usize = 4;

/// Words of one quote and those that stand for them in another.
fn exchanged(
    ctx: &Context,
    from: &Item,
    before: std::ops::Range<usize>,
    to: &Item,
    after: std::ops::Range<usize>,
    changes: &mut Vec<Change<QuoteChange>>,
) {
    let span = |item: &Item, at: &std::ops::Range<usize>| {
        item.words[at.start].span.cover(item.words[at.end - 1].span)
    };
    let (x, y) = (span(from, &before), span(to, &after));
    if is_same_spelt(ctx, &from.words[before], &to.words[after]) {
        return;
    }
    changes.push(Change {
        kind: QuoteChange::Wording,
        report: ctx.id(to.report),
        from: ctx.words_of(from.report, x).to_owned(),
        to: ctx.words_of(to.report, y).to_owned(),
        from_at: Some(ctx.anchor(from.report, x)),
        to_at: Some(ctx.anchor(to.report, y)),
    });
}

/// Short forms and what they stand for; with the apostrophe gone, `'s` may be left of a possessive, and then both
/// sides have it.
const SHORT_FORMS: &[(&str, &str)] = &[
    ("can't", "cannot"),
    ("won't", "willnot"),
    ("n't", "not"),
    ("'ve", "have"),
    ("'re", "are"),
    ("'ll", "will"),
    ("'m", "am"),
    ("'s", "is"),
];

/// Whether two stretches are the same words in another spelling: inflected ("talk", "talks"), joined or divided
/// ("per cent", "percent"), British or American ("organise", "organize"), short or in full ("we've", "we have"),
/// with or without an article.
fn is_same_spelt(ctx: &Context, a: &[Word], b: &[Word]) -> bool {
    let letters = |words: &[Word]| -> String {
        let kept = words.iter().map(|w| ctx.term(w.form)).filter(|w| !matches!(*w, "a" | "an" | "the"));
        let mut all: String = kept.collect();
        for (short, full) in SHORT_FORMS {
            all = all.replace(short, full);
        }
        let mut letters: Vec<char> = all
            .replace("cheque", "check")
            .replace("programme", "program")
            .replace('z', "s")
            .replace("our", "or")
            .replace("ence", "ense")
            .replace("tre", "ter")
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect();
        // "modelling" and "modeling".
        letters.dedup_by(|a, b| a == b && a.is_alphabetic());
        letters.into_iter().collect()
    };
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.stem == y.stem) || letters(a) == letters(b)
}

/// The same words given to someone else.
fn speaker(ctx: &Context, sources: &Sources, from: &Item, to: &Item) -> Option<Change<QuoteChange>> {
    let (one, other) = (sources.get(from.speaker?)?, sources.get(to.speaker?)?);
    let differ = match (one.kind, other.kind) {
        (SourceKind::Person, SourceKind::Person) => one.id != other.id,
        // Who withheld a name may be given another label; but not a calling that the first report does not know.
        (SourceKind::Anonymous, SourceKind::Anonymous) => {
            calling(other).is_some_and(|c| c.is_profession() && calling(one) != Some(c))
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

/// Words given as speech by a report that credits another, which does not have them.
fn no_origin(
    ctx: &Context,
    sources: &Sources,
    credits: &Credits,
    item: &Item,
    ways: &Ways,
) -> Option<Change<QuoteChange>> {
    let report = &ctx.reports[item.report];
    // A stretch may be told by one source within what another says: "Trump, according to sources cited by Axios".
    let told: Vec<_> = report
        .annotations
        .attributions
        .iter()
        .filter(|a| a.content_spans.iter().any(|c| shared(*c, item.span) > 0))
        .collect();
    // One word in quotation marks is more often held at arm's length than quoted.
    if told.is_empty() || item.words.len() < 2 {
        return None;
    }
    let givers: Vec<usize> =
        ways.givers(item.report).iter().filter(|(_, credited)| *credited).map(|(g, _)| *g).collect();
    let outlets = |name: &String| sources.outlet(name).map(|o| o.id);
    let chain: Vec<SourceId> =
        told.iter().flat_map(|a| a.source.iter().chain(&a.via)).map(|s| sources.id(*s)).collect();
    let own = report.report.outlet.as_ref().and_then(outlets);
    let through = givers
        .iter()
        .filter_map(|g| ctx.reports[*g].report.outlet.as_ref().and_then(outlets))
        .any(|outlet| chain.contains(&outlet))
        || told_to(ctx, credits, item, &givers);
    let outside = ways.cites_outside.contains(&item.report);
    let first_hand = own.is_some_and(|own| chain.contains(&own));
    // Someone with a name may have said it to anyone; someone without one has spoken to the report that is credited,
    // if no other outlet is.
    let anonymous =
        item.speaker.and_then(|s| sources.get(s)).is_some_and(|s| s.kind == SourceKind::Anonymous);
    if givers.is_empty() || first_hand || !(through || anonymous && !outside) {
        return None;
    }
    if givers.iter().any(|g| stands_in(ctx, item, *g)) {
        return None;
    }
    Some(Change {
        kind: QuoteChange::NoOrigin,
        report: ctx.id(item.report),
        from: String::new(),
        to: ctx.words_of(item.report, item.span).to_owned(),
        from_at: None,
        to_at: Some(ctx.anchor(item.report, item.span)),
    })
}

/// Words for an outlet that was named before.
const OUTLET: &[&str] = &[
    "agency",
    "broadcaster",
    "channel",
    "magazine",
    "network",
    "newspaper",
    "outlet",
    "paper",
    "site",
    "station",
    "website",
];

/// Words of a sentence, beside the quote, by which someone spoke to an outlet.
const TOLD: &[&str] = &["told", "interview", "tells", "telling"];

/// Whether the sentence of a quote says that it was said to an outlet that gave to the report: "told the Courier", "told
/// the site".
fn told_to(ctx: &Context, credits: &Credits, item: &Item, givers: &[usize]) -> bool {
    let Some(sentence) = ctx.sentence_at(item.report, item.span.start) else { return false };
    // Where a quote opens a sentence of its own, who said it stands behind it or before.
    let near = |from: u32, to: u32| Span::new(from as usize, to as usize);
    let text = ctx.reports[item.report].report.text.len() as u32;
    let around = near(sentence.span.start.saturating_sub(REACH), (item.span.end + REACH).min(text));
    let words = ctx.words_in(item.report, around);
    let told = words.windows(3).any(|w| {
        let [a, b, c] = [0, 1, 2].map(|n| ctx.term(w[n].form));
        TOLD.contains(&a) && b == "the" && OUTLET.contains(&c)
    });
    let named = givers.iter().filter_map(|g| credits.own[*g]).any(|outlet| {
        let spans = credits.by_report[item.report].get(&outlet).into_iter().flatten();
        spans.into_iter().any(|span| {
            let before = words.iter().rfind(|w| w.span.end <= span.start && ctx.term(w.form) != "the");
            around.contains(*span) && before.is_some_and(|w| TOLD.contains(&ctx.term(w.form)))
        })
    });
    told || named
}

/// Bytes around a quote in which it is said to whom it was said.
const REACH: u32 = 160;

/// Whether most words of a quote stand in a report in the same order, in or out of quotation marks.
fn stands_in(ctx: &Context, item: &Item, report: usize) -> bool {
    let words = &ctx.texts[report].words;
    let stems: Vec<Term> = item.words.iter().map(|w| w.stem).collect();
    if words.windows(stems.len()).any(|w| w.iter().map(|w| w.stem).eq(stems.iter().copied())) {
        return true;
    }
    let common: usize = chains::<2>(&item.words, words, GAP).first().map_or(0, |m| m.pairs.len());
    item.words.len() > RECOGNISABLE && common as f64 >= THERE * item.words.len() as f64
}
