use std::cmp::Reverse;
use std::ops::Range;

use backstory_model::Passage;
use rayon::prelude::*;

use crate::{
    alignment::{Lookup, Match},
    context::{Context, Text, Word},
    similarity::Vectors,
};

/// Words of one fingerprint. Shorter ones meet by chance ("told reporters on Monday that"), longer ones miss text in
/// which every sixth word was touched.
const GRAM: usize = 5;
/// Fingerprints among which one is kept, so that any passage of `GRAM + WINDOW - 1` = 8 words leaves one: the
/// guarantee of winnowing.
const WINDOW: usize = 4;
/// Fewest words in common that count as a passage: fewer are a name and a verb.
const LEAST_WORDS: usize = 8;
/// Least rarity of those words, in nats: eight function words are the language and no evidence, a name or two
/// with a number are.
const LEAST_WEIGHT: f64 = 22.0;
/// Reports in which a fingerprint may stand while all pairs of them are looked at; in more, each is only held
/// against the first few, so that the cost stays linear when fifty outlets print one wire report.
const PAIRED: usize = 8;
/// How many are the first few: those of the earliest day, before them those that carry nobody else's text.
const FIRST: usize = 4;
/// Reports before it with which one is compared word by word: those that share the most fingerprints.
const GIVERS: usize = 32;
/// Reports in which short shared text is stock (a house's boilerplate, a set phrase), unless they are alike besides.
const STOCK_REPORTS: usize = 3;
/// Cosine of two reports from which they are alike besides.
const ALIKE: f64 = 0.12;
/// Cosine of two reports from which text is looked for that all stands in many reports: what one house or one trade
/// says over and over makes reports of other events no more alike than this.
const OF_MANY: f64 = 0.3;
/// Words of a passage that is no stock text in any case: nobody writes so many in one order by habit.
const LONG: usize = 40;
/// Words of one side that may stand between two matching stretches of one passage.
const GAP: usize = 6;
/// Words of a stretch that matches without an edit, so that it may be joined to the next.
const RUN: usize = 3;

/// Text reused between two reports, word for word or with small edits, by reports and place.
///
/// Candidates come from winnowed fingerprints in an inverted index (Schleimer, Wilkerson and Aiken, "Winnowing:
/// local algorithms for document fingerprinting", SIGMOD 2003); the extent comes from joining runs of equal words
/// that follow each other in both.
pub(crate) fn find(ctx: &Context, vectors: &[Vectors]) -> Vec<Passage> {
    let runs: Vec<Vec<Range<usize>>> = ctx.texts.iter().map(|t| unbroken(&t.words)).collect();
    let of_pair = |lookup: &Lookup<RUN>, a: usize, b: usize, widest: usize| -> Vec<Passage> {
        // What two reports of one house share without telling of one event belongs to the house.
        let outlet = |at: usize| ctx.reports[at].report.outlet.as_ref();
        let house = outlet(a).is_some() && outlet(a) == outlet(b);
        let cosine = vectors[a].words.dot(&vectors[b].words);
        let unlike = cosine < ALIKE;
        // Text that stands in many reports, of which these two have little else in common, is not looked at further.
        if unlike && house || cosine < OF_MANY && widest > PAIRED {
            return Vec::new();
        }
        let stock = widest >= STOCK_REPORTS && unlike;
        let found = lookup.chains(&ctx.texts[b].words, &runs[b], GAP, LEAST_WORDS);
        let found = apart(found, ctx.texts[a].words.len(), ctx.texts[b].words.len());
        let enough = |m: &Match| {
            let weight: f64 = m.pairs.iter().map(|(i, _)| ctx.weight(ctx.texts[a].words[*i].stem)).sum();
            m.pairs.len() >= LEAST_WORDS && weight >= LEAST_WEIGHT && !(stock && m.pairs.len() < LONG)
        };
        let passage = |m: Match| Passage {
            a: ctx.anchor(a, m.first(&ctx.texts[a].words)),
            b: ctx.anchor(b, m.second(&ctx.texts[b].words)),
            words: m.pairs.len() as u32,
        };
        found.into_iter().filter(enough).map(passage).collect()
    };
    let in_order = |(one, other, widest): (usize, usize, usize)| {
        let (a, b) = if ctx.is_before(other, one) { (other, one) } else { (one, other) };
        (a, b, widest)
    };
    let mut pairs: Vec<(usize, usize, usize)> = pairs(ctx, &runs).into_iter().map(in_order).collect();
    pairs.sort_unstable();
    let by_first: Vec<_> = pairs.chunk_by(|x, y| x.0 == y.0).collect();
    let of_first = |pairs: &[(usize, usize, usize)]| -> Vec<Passage> {
        let first = pairs[0].0;
        let lookup = Lookup::new(&ctx.texts[first].words, &runs[first]);
        pairs.iter().flat_map(|(a, b, widest)| of_pair(&lookup, *a, *b, *widest)).collect()
    };
    let mut found: Vec<Passage> = by_first.into_par_iter().flat_map_iter(of_first).collect();
    found.sort_by_key(|p| (p.a.report, p.b.report, p.a.span, p.b.span));
    found
}

/// The stretches of a report's words between which nothing was left out: a headline is one, and a passage does not
/// reach over furniture or from one block's words into a caption's.
fn unbroken(words: &[Word]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        match runs.last_mut() {
            Some(run) if words[run.start].section == word.section => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

/// Pairs of reports that share fingerprints, smaller place first, in order, each with in how many reports the rarest
/// fingerprint they share stands.
fn pairs(ctx: &Context, runs: &[Vec<Range<usize>>]) -> Vec<(usize, usize, usize)> {
    let prints = |(report, text): (usize, &Text)| -> Vec<u64> {
        let mut prints: Vec<u64> =
            runs[report].iter().flat_map(|run| winnow(ctx, &text.words[run.clone()])).collect();
        prints.sort_unstable();
        prints.dedup();
        prints
    };
    let prints: Vec<Vec<u64>> = ctx.texts.par_iter().enumerate().map(prints).collect();
    let mut order: Vec<usize> = (0..ctx.reports.len()).collect();
    order.sort_by_cached_key(|report| first(ctx, *report));
    // For each fingerprint the places in `order` of the reports it stands in, the likeliest giver first.
    let mut places: Vec<(u64, usize)> = Vec::with_capacity(prints.iter().map(Vec::len).sum());
    for (place, report) in order.iter().enumerate() {
        places.extend(prints[*report].iter().map(|print| (*print, place)));
    }
    drop(prints);
    places.par_sort_unstable();
    // For each report those before it that have one of its fingerprints, with in how many that stands.
    let mut shared: Vec<Vec<(usize, usize)>> = vec![Vec::new(); order.len()];
    for list in places.chunk_by(|x, y| x.0 == y.0) {
        let most = if list.len() <= PAIRED { PAIRED } else { FIRST };
        for (at, (_, place)) in list.iter().enumerate() {
            let givers = list[..at.min(most)].iter().map(|(_, giver)| (order[*giver], list.len()));
            shared[order[*place]].extend(givers);
        }
    }
    drop(places);
    let of_report = |(report, mut found): (usize, Vec<(usize, usize)>)| -> Vec<(usize, usize, usize)> {
        found.sort_unstable();
        let mut givers: Vec<(usize, usize, usize)> = found
            .chunk_by(|x, y| x.0 == y.0)
            .map(|shared| (shared.len(), shared[0].1, shared[0].0))
            .collect();
        givers.sort_unstable_by_key(|(shared, rarest, giver)| (Reverse(*shared), *rarest, *giver));
        let pair = |(_, rarest, giver): (usize, usize, usize)| (report.min(giver), report.max(giver), rarest);
        givers.into_iter().take(GIVERS).map(pair).collect()
    };
    let mut found: Vec<(usize, usize, usize)> =
        shared.into_par_iter().enumerate().flat_map_iter(of_report).collect();
    found.sort_unstable();
    found
}

/// By what reports that share text are sorted, the likeliest giver first.
fn first(ctx: &Context, at: usize) -> (bool, Option<jiff::civil::Date>, bool, String, usize) {
    let report = &ctx.reports[at].report;
    let carries = report.agencies.iter().any(|a| Some(&a.name) != report.outlet.as_ref());
    let day = ctx.texts[at].days.map(|d| d.start);
    let moment = report.published.as_ref().map_or("", |p| p.date.as_str());
    (day.is_none(), day, carries, moment.to_owned(), at)
}

/// The fingerprints of a run of words: of every `WINDOW` grams the one with the smallest hash.
fn winnow(ctx: &Context, words: &[Word]) -> Vec<u64> {
    let grams: Vec<u64> =
        words.windows(GRAM).map(|gram| hash(gram.iter().map(|w| ctx.term(w.form)))).collect();
    if grams.len() < WINDOW {
        return grams.iter().min().copied().into_iter().collect();
    }
    grams.windows(WINDOW).filter_map(|w| w.iter().min().copied()).collect()
}

/// FNV-1a (Fowler, Noll and Vo) over the letters, so that fingerprints depend on the words alone and not on the case.
fn hash<'a>(words: impl Iterator<Item = &'a str>) -> u64 {
    let step = |h: u64, b: u8| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3);
    words.fold(0xcbf2_9ce4_8422_2325, |h, word| step(word.bytes().fold(h, step), 0))
}

/// Of the matches between two texts of so many words the passages, longest first; no word of either stands in two of
/// them.
fn apart(mut found: Vec<Match>, a: usize, b: usize) -> Vec<Match> {
    found.retain(|m| m.pairs.len() >= LEAST_WORDS);
    found.sort_by(|m, n| n.pairs.len().cmp(&m.pairs.len()).then_with(|| m.pairs[0].cmp(&n.pairs[0])));
    let (mut used_a, mut used_b) = (vec![false; a], vec![false; b]);
    found.retain_mut(|m| {
        m.pairs.retain(|(i, j)| !used_a[*i] && !used_b[*j]);
        if m.pairs.len() < LEAST_WORDS || !is_dense(m) {
            return false;
        }
        m.pairs.iter().for_each(|(i, j)| (used_a[*i], used_b[*j]) = (true, true));
        true
    });
    found
}

/// Whether most words of the stretch are shared, on both sides.
fn is_dense(m: &Match) -> bool {
    let (first, last) = (m.pairs[0], m.pairs[m.pairs.len() - 1]);
    let longest = (last.0 - first.0).max(last.1 - first.1) + 1;
    3 * m.pairs.len() >= 2 * longest
}

#[cfg(test)]
mod tests {
    use backstory_model::Annotated;

    use super::*;
    use crate::testing::report;

    /// Reports that all have these words, and each a line of its own.
    fn pile(number: usize, words: &str) -> Vec<Annotated> {
        let of = |n: usize| {
            report(&format!("Paper {n}"), "2031-05-06", &format!("{words}\nPage {n} of paper {n} says so."))
        };
        let mut reports: Vec<Annotated> = (0..number).map(of).collect();
        reports.sort_by_key(|r| r.report.id);
        reports
    }

    fn pairs_of(number: usize) -> usize {
        let words =
            "Divers searched the flooded car deck of the Northern Lark until the storm drove them back.";
        let reports = pile(number, words);
        let ctx = Context::new(&reports);
        let runs: Vec<Vec<Range<usize>>> = ctx.texts.iter().map(|t| unbroken(&t.words)).collect();
        let found = pairs(&ctx, &runs);
        assert!(found.iter().all(|(a, b, widest)| a < b && *widest <= number));
        found.len()
    }

    #[test]
    fn what_many_print_is_held_against_the_first_alone() {
        // A few are all held against each other.
        assert_eq!(pairs_of(PAIRED), PAIRED * (PAIRED - 1) / 2);
        for number in [PAIRED + 1, 50, 100] {
            let first = FIRST * (FIRST - 1) / 2 + FIRST * (number - FIRST);
            assert_eq!(pairs_of(number), first, "{number} reports");
        }
        assert_eq!((pairs_of(0), pairs_of(1)), (0, 0));
    }
}
