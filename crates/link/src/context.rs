use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::OnceLock;

use backstory_model::{
    Anchor, Annotated, Entity, EntityKind, Interval, Moment, ReportId, Role, SourceKind, Span,
};
use backstory_text::{fold, stem, words};

use crate::{background::Background, sources::folded};

/// A word form or stem of the case, as a number: equal numbers are equal words.
///
/// Numbers follow the order of the reports. They may break no tie that shows, because they change when a report is
/// added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Term(u32);

/// Set in the number of a word that stands for a name.
const NAME: u32 = 1 << 31;

impl Term {
    /// For hashing.
    pub(crate) fn number(self) -> u32 {
        self.0
    }

    /// The same word as a part of a name.
    pub(crate) fn as_name(self) -> Term {
        Term(self.0 | NAME)
    }
}

/// One word of a report.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// Where it stands.
    pub(crate) span: Span,
    /// Folded: lower case, no accents, plain apostrophes.
    pub(crate) form: Term,
    /// Without inflection.
    pub(crate) stem: Term,
    /// The role of the block it stands in.
    pub(crate) role: Role,
    /// Which unbroken stretch of the report it stands in: a new one starts where the role changes and where
    /// something that is no part of the report stood between.
    pub(crate) section: u32,
}

/// A sentence of a report, with its words.
#[derive(Clone, Debug)]
pub(crate) struct Sentence {
    /// Where it stands.
    pub(crate) span: Span,
    /// The role of the block it stands in.
    pub(crate) role: Role,
    /// Its words, as positions in [`Text::words`].
    pub(crate) words: Range<usize>,
}

/// What the steps need of one report, made once.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    /// The words of title, body and captions, in order. Furniture, bylines and datelines are no evidence.
    pub(crate) words: Vec<Word>,
    /// The stems of a headline that came as metadata: words without a place in the text.
    pub(crate) heading: Vec<Term>,
    /// The sentences of the same blocks, in order.
    pub(crate) sentences: Vec<Sentence>,
    /// How many of its words are the body's.
    pub(crate) body: usize,
    /// The days it may have been published on; None where unknown.
    pub(crate) days: Option<Interval>,
}

/// The whole case, as every step sees it.
pub(crate) struct Context<'a> {
    /// Sorted by id, each once. Reports are named by their place here; ids only stand in what goes out.
    pub(crate) reports: &'a [Annotated],
    /// Their ids, near each other in memory: they are looked up often.
    ids: Vec<ReportId>,
    /// For each report.
    pub(crate) texts: Vec<Text>,
    terms: Vec<String>,
    /// For each term that is a stem: how rare it is.
    weights: Vec<f64>,
    /// For each report, once somebody asks.
    bodies: Vec<OnceLock<Vec<Body>>>,
}

/// A body that a report names, or gives words to.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    /// As the report writes it, in full.
    pub(crate) name: String,
    /// The words of the name, folded, up to the place or matter behind it.
    pub(crate) words: Vec<String>,
}

/// A name up to the place or matter behind it: "Fire Brigade" of "Fire Brigade of Orlo".
pub(crate) fn without_place(name: &str) -> &str {
    let whole = [" of ", " in ", " for "].iter().filter_map(|w| name.find(w)).min();
    &name[..whole.unwrap_or(name.len())]
}

/// How many reports of the background collection one report of the case weighs: a case says what is common in it
/// ("Trump" in a case about Trump), and must not drown what is common in the language while it is small.
const CASE_WEIGHT: f64 = 2.0;

impl<'a> Context<'a> {
    /// Reads every report once.
    pub(crate) fn new(reports: &'a [Annotated]) -> Self {
        let mut terms = Terms::default();
        let texts: Vec<Text> = reports.iter().map(|r| Text::new(r, &mut terms)).collect();
        let weights = weights(&texts, &terms.list);
        let bodies = reports.iter().map(|_| OnceLock::new()).collect();
        let ids = reports.iter().map(|r| r.report.id).collect();
        Self { reports, ids, texts, terms: terms.list, weights, bodies }
    }

    /// How rare a stem is: the inverse document frequency in the background collection and the case together, in
    /// nats, from about 0 ("the") to 7 (a word seen nowhere else).
    pub(crate) fn weight(&self, stem: Term) -> f64 {
        self.weights[stem.0 as usize]
    }

    /// The place of a report in [`Context::reports`].
    pub(crate) fn index(&self, id: ReportId) -> Option<usize> {
        self.ids.binary_search(&id).ok()
    }

    /// The id of the report at a place.
    pub(crate) fn id(&self, at: usize) -> ReportId {
        self.ids[at]
    }

    /// A stretch of a report as a finding names it.
    pub(crate) fn anchor(&self, at: usize, span: Span) -> Anchor {
        Anchor { report: self.id(at), span }
    }

    /// The first sentence of a report's body.
    pub(crate) fn opening(&self, at: usize) -> Option<Anchor> {
        let body = self.texts[at].sentences.iter().find(|s| s.role == Role::Body);
        body.map(|s| self.anchor(at, s.span))
    }

    /// Exact words of a report.
    pub(crate) fn words_of(&self, at: usize, span: Span) -> &'a str {
        span.of(&self.reports[at].report.text)
    }

    /// The words that lie wholly in a stretch of a report.
    pub(crate) fn words_in(&self, at: usize, span: Span) -> &[Word] {
        let words = &self.texts[at].words;
        let from = words.partition_point(|w| w.span.start < span.start);
        let to = words.partition_point(|w| w.span.end <= span.end).max(from);
        &words[from..to]
    }

    /// The bodies of a report, in order of their mention, those it only quotes last.
    pub(crate) fn bodies(&self, at: usize) -> &[Body] {
        self.bodies[at].get_or_init(|| {
            let annotations = &self.reports[at].annotations;
            let other = |e: &&Entity| !matches!(e.kind, EntityKind::Place | EntityKind::Person);
            let named = annotations.entities.iter().filter(other).map(|e| e.name.as_str());
            let quoted = annotations.sources.iter().filter(|s| s.kind == SourceKind::Organization);
            let all = named.chain(quoted.filter_map(|s| s.name.as_deref()));
            all.map(|name| Body { name: name.to_owned(), words: folded(without_place(name)) }).collect()
        })
    }

    /// The sentence that a byte of a report stands in.
    pub(crate) fn sentence_at(&self, at: usize, byte: u32) -> Option<&Sentence> {
        let sentences = &self.texts[at].sentences;
        let next = sentences.partition_point(|s| s.span.start <= byte);
        next.checked_sub(1).map(|i| &sentences[i]).filter(|s| byte < s.span.end)
    }

    /// Whether one report was certainly published before another: on an earlier day.
    pub(crate) fn is_before(&self, one: usize, other: usize) -> bool {
        match (self.texts[one].days, self.texts[other].days) {
            (Some(one), Some(other)) => one.end < other.start,
            _ => false,
        }
    }

    /// Whether one report is known to be the earlier one: by day, or by time of day where both give one in the same zone.
    /// Times without a zone are compared with each other alone, and from an hour's difference on.
    pub(crate) fn is_earlier(&self, one: usize, other: usize) -> bool {
        let date = |at: usize| self.reports[at].report.published.as_ref().map(|p| p.date.as_str());
        if self.is_before(one, other) {
            return true;
        }
        let (Some(a), Some(b)) = (date(one), date(other)) else { return false };
        let same_day = a.len() > 10 && b.len() > 10 && a[..10] == b[..10];
        let bare = |time: &str| !time[10..].contains(['Z', '+', '-']);
        let hour = |time: &str| time.get(11..13).and_then(|h| h.parse::<u8>().ok());
        match (a.ends_with('Z'), b.ends_with('Z')) {
            (true, true) => a < b,
            (false, false) if same_day && bare(a) && bare(b) => {
                a < b && matches!((hour(a), hour(b)), (Some(x), Some(y)) if x < y)
            }
            _ => false,
        }
    }

    /// The word that a number stands for.
    pub(crate) fn term(&self, term: Term) -> &str {
        &self.terms[(term.0 & !NAME) as usize]
    }

    /// The day a report is put at: when it was published, or what it cannot come before.
    pub(crate) fn moment<'m>(
        &'m self,
        at: usize,
        not_before: &'m BTreeMap<ReportId, Moment>,
    ) -> Option<&'m Moment> {
        let report = &self.reports[at].report;
        report.published.as_ref().map(|p| &p.date).or_else(|| not_before.get(&report.id))
    }

    /// By what reports are sorted, oldest first: those without any day last; of one day, those that only cannot come
    /// before it behind those that were published on it.
    pub(crate) fn place(
        &self,
        at: usize,
        not_before: &BTreeMap<ReportId, Moment>,
    ) -> (bool, String, bool, String, usize) {
        let moment = self.moment(at, not_before).map_or("", Moment::as_str);
        let day = moment.get(..10).unwrap_or(moment);
        let undated = self.reports[at].report.published.is_none();
        (moment.is_empty(), day.to_owned(), undated, moment.to_owned(), at)
    }
}

impl Text {
    fn new(annotated: &Annotated, terms: &mut Terms) -> Self {
        let report = &annotated.report;
        let mut text = Text {
            words: Vec::new(),
            heading: Vec::new(),
            sentences: Vec::new(),
            body: 0,
            days: report.published.as_ref().and_then(|p| p.date.interval()),
        };
        if let Some(title) = report.title.as_ref().filter(|t| t.span.is_none()) {
            let all = Span::new(0, title.text.len());
            let stems = words(&title.text, all).map(|s| terms.number(stem(&fold(s.of(&title.text)))));
            text.heading = stems.collect();
        }
        let mut section = 0;
        let mut before = None;
        for block in &report.blocks {
            if before != Some(block.role) {
                section += 1;
                before = Some(block.role);
            }
            if !matches!(block.role, Role::Title | Role::Body | Role::Caption) || block.span.is_empty() {
                continue;
            }
            text.words.extend(words(&report.text, block.span).map(|span| {
                let form = fold(span.of(&report.text));
                let (stem, form) = (terms.number(stem(&form)), terms.number(&form));
                Word { span, form, stem, role: block.role, section }
            }));
            for span in annotated.annotations.sentences.iter().filter(|s| block.span.contains(**s)) {
                let from = text.words.partition_point(|w| w.span.start < span.start);
                let to = text.words.partition_point(|w| w.span.end <= span.end).max(from);
                text.sentences.push(Sentence { span: *span, role: block.role, words: from..to });
            }
        }
        text.body = text.words.iter().filter(|w| w.role == Role::Body).count();
        text
    }
}

fn weights(texts: &[Text], terms: &[String]) -> Vec<f64> {
    let mut counts = vec![0u32; terms.len()];
    for text in texts {
        let stems: BTreeSet<Term> =
            text.words.iter().map(|w| w.stem).chain(text.heading.iter().copied()).collect();
        for stem in stems {
            counts[stem.0 as usize] += 1;
        }
    }
    let background = Background::table();
    let all = background.reports + CASE_WEIGHT * texts.len() as f64;
    let weight = |(term, count): (&String, u32)| {
        // One report is no evidence of being common; so a word that a single report uses keeps its full weight.
        let here = CASE_WEIGHT * f64::from(count.saturating_sub(1));
        (all / (background.count(term) + here)).ln().max(0.0)
    };
    terms.iter().zip(counts).map(weight).collect()
}

#[derive(Default)]
struct Terms {
    numbers: HashMap<String, Term>,
    list: Vec<String>,
}

impl Terms {
    fn number(&mut self, word: &str) -> Term {
        if let Some(term) = self.numbers.get(word) {
            return *term;
        }
        let term = Term(
            u32::try_from(self.list.len()).ok().filter(|n| n & NAME == 0).expect("fewer than 2^31 words"),
        );
        self.numbers.insert(word.to_owned(), term);
        self.list.push(word.to_owned());
        term
    }
}
