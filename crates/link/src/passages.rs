use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use backstory_model::Passage;
use rayon::prelude::*;

use crate::{
    alignment::{Match, chains},
    context::{Context, Word},
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
/// Reports in which short shared text is stock (a house's boilerplate, a set phrase), unless they are alike besides.
const STOCK_REPORTS: usize = 3;
/// Cosine of two reports from which they are alike besides.
const ALIKE: f64 = 0.12;
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
    let index = Index::new(ctx, &runs);
    let of_pair = |((one, other), widest): ((usize, usize), usize)| -> Vec<Passage> {
        let (a, b) = if ctx.is_before(other, one) { (other, one) } else { (one, other) };
        // What two reports of one house share without telling of one event belongs to the house.
        let outlet = |at: usize| ctx.reports[at].report.outlet.as_ref();
        let house = outlet(a).is_some() && outlet(a) == outlet(b);
        let unlike = vectors[a].words.dot(&vectors[b].words) < ALIKE;
        // Text that stands in many reports, of which these two have nothing else in common, is not looked at further.
        if unlike && (house || widest > PAIRED) {
            return Vec::new();
        }
        let stock = widest >= STOCK_REPORTS && unlike;
        let found = matches(&ctx.texts[a].words, &runs[a], &ctx.texts[b].words, &runs[b]);
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
    let pairs: Vec<_> = index.pairs.into_iter().collect();
    let mut found: Vec<Passage> = pairs.into_par_iter().flat_map_iter(of_pair).collect();
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

/// Pairs of reports that share fingerprints.
struct Index {
    /// Pair → in how many reports the rarest fingerprint they share stands.
    pairs: BTreeMap<(usize, usize), usize>,
}

impl Index {
    fn new(ctx: &Context, runs: &[Vec<Range<usize>>]) -> Self {
        let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
        for (report, text) in ctx.texts.iter().enumerate() {
            let prints: BTreeSet<u64> =
                runs[report].iter().flat_map(|run| winnow(ctx, &text.words[run.clone()])).collect();
            for print in prints {
                places.entry(print).or_default().push(report);
            }
        }
        let mut pairs: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        let mut lists: Vec<Vec<usize>> = places.into_values().filter(|l| l.len() > 1).collect();
        lists.sort_unstable();
        for mut list in lists {
            let size = list.len();
            let mut add = |a: usize, b: usize| {
                let widest = pairs.entry((a.min(b), a.max(b))).or_insert(size);
                *widest = size.min(*widest);
            };
            if size <= PAIRED {
                for (at, a) in list.iter().enumerate() {
                    list[at + 1..].iter().for_each(|b| add(*a, *b));
                }
            } else {
                list.sort_by_cached_key(|r| first(ctx, *r));
                for (at, a) in list.iter().take(FIRST).enumerate() {
                    list[at + 1..].iter().for_each(|b| add(*a, *b));
                }
            }
        }
        Self { pairs }
    }
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

/// The passages that two texts share, longest first; no word of either stands in two of them.
fn matches(a: &[Word], runs_a: &[Range<usize>], b: &[Word], runs_b: &[Range<usize>]) -> Vec<Match> {
    let mut found = Vec::new();
    for x in runs_a {
        for y in runs_b {
            found.extend(chains::<RUN>(a, x.clone(), b, y.clone(), GAP));
        }
    }
    found.retain(|m| m.pairs.len() >= LEAST_WORDS);
    found.sort_by(|m, n| n.pairs.len().cmp(&m.pairs.len()).then_with(|| m.pairs[0].cmp(&n.pairs[0])));
    let (mut used_a, mut used_b) = (vec![false; a.len()], vec![false; b.len()]);
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
