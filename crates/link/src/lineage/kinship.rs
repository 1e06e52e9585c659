//! How much of what one report tells another tells too, where they need not share a phrase.
//!
//! Both are taken as rows of sentences. Each sentence of the receiver goes with the giver's that means most nearly the
//! same ([`crate::meaning`]); from these pairs come the measures that [`super::score`] weighs: how much of the receiver
//! is told by the giver, in which order, how much of it the giver has from people who spoke to it alone, which names
//! and numbers the two share that the story's other reports do not have, and what the receiver has of its own.

use std::collections::{BTreeMap, BTreeSet};

use backstory_model::{Manner, Role, SourceId, SourceKind, Span};

use super::Case;
use crate::{
    context::{Context, Sentence},
    features::class_of,
    meaning::{self, Direction},
};

/// Cosine from which two sentences may tell the same, and from which they surely do.
const NEAR: f32 = 0.45;
const SAME: f32 = 0.75;
/// Rarity from which a word says something, in nats.
const TELLING: f64 = 1.5;
/// Reports of the story, the two included, in which a name or number may stand and still tie those two.
const RARE: usize = 2;

/// One sentence of a report, ready to be compared.
struct Line {
    span: Span,
    direction: Direction,
    /// How much it says: the rarity of its words, in nats.
    weight: f32,
    /// Whether people without a name, or people who spoke to this outlet, stand behind it.
    exclusive: bool,
}

/// A report as a row of sentences.
pub(super) struct Telling {
    lines: Vec<Line>,
    /// Names and numbers, as words.
    marks: BTreeSet<String>,
    /// Sources that spoke to it: see [`Case::own_sources`].
    own: usize,
    /// Whom it lets speak.
    speakers: BTreeSet<SourceId>,
    /// Whether all that it has is from unnamed people of no stated number.
    vague: bool,
}

/// What two reports have in common beyond phrases. All but the last four are from 0 to 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Kinship {
    /// Share of what the receiver says that the giver says too.
    pub(super) told: f64,
    /// The same for sentences that are almost surely the same.
    pub(super) surely: f64,
    /// Share of what the giver says that the receiver says too.
    pub(super) given: f64,
    /// Of the sentences that go together, the share that comes in the giver's order.
    pub(super) order: f64,
    /// Share of the receiver's names and numbers that the giver does not have.
    pub(super) new: f64,
    /// Share of the marks in common that no third report of the story has.
    pub(super) rare: f64,
    /// Cosine of the two reports' words.
    pub(super) likeness: f64,
    /// Whether the receiver rests on unnamed people of no stated number alone.
    pub(super) vague: f64,
    /// Sentences of the receiver that the giver has from people who spoke to it.
    pub(super) exclusive: f64,
    /// Sources that spoke to the receiver.
    pub(super) own: f64,
    /// People whom the receiver lets speak and the giver does not have.
    pub(super) fresh: f64,
    /// Sentences that go together.
    pub(super) pairs: Vec<(Span, Span, f32)>,
}

/// Sentences that mean something, of the reports of one story; made when the story is looked at, and dropped with it.
pub(super) fn telling(case: &Case, report: usize) -> Telling {
    let ctx = case.ctx;
    let said = &ctx.reports[report].annotations;
    let exclusive: Vec<Span> = said
        .attributions
        .iter()
        .filter(|a| {
            let source = a.source.and_then(|s| case.sources.get(s));
            let unnamed = source.is_some_and(|s| s.kind == SourceKind::Anonymous) && a.via.is_empty();
            unnamed || case.told_outlet(report, a)
        })
        .flat_map(|a| a.content_spans.iter().copied())
        .collect();
    let line = |sentence: &Sentence| {
        let (direction, weight) = direction(ctx, report, sentence)?;
        let exclusive = exclusive.iter().any(|e| e.overlaps(sentence.span));
        Some(Line { span: sentence.span, direction, weight, exclusive })
    };
    let body = ctx.texts[report].sentences.iter().filter(|s| s.role == Role::Body);
    let speakers = said
        .attributions
        .iter()
        .filter(|a| a.manner != Manner::Indirect)
        .filter_map(|a| case.sources.get(a.source?))
        .filter(|s| matches!(s.kind, SourceKind::Person | SourceKind::Organization))
        .map(|s| s.id)
        .collect();
    Telling {
        lines: body.filter_map(line).collect(),
        marks: marks(ctx, report),
        own: case.own_sources(report),
        speakers,
        vague: only_vague(case, report),
    }
}

/// Whether a report rests on nothing but unnamed people of no stated number: no one has told it anything that it can
/// show, and it quotes no one.
fn only_vague(case: &Case, report: usize) -> bool {
    let said = &case.ctx.reports[report].annotations;
    let mut vague = 0;
    for attribution in &said.attributions {
        let Some(source) = attribution.source.and_then(|s| case.sources.get(s)) else { continue };
        match source.kind {
            SourceKind::Anonymous if attribution.count.is_some_and(|c| c.max.is_some()) => return false,
            SourceKind::Anonymous => vague += 1,
            SourceKind::Person | SourceKind::Organization if attribution.manner == Manner::Direct => {
                return false;
            }
            _ => {}
        }
    }
    vague > 0
}

/// What a sentence means, and how much it says; None where it says nothing.
fn direction(ctx: &Context, report: usize, sentence: &Sentence) -> Option<(Direction, f32)> {
    let words = &ctx.texts[report].words[sentence.words.clone()];
    let telling = words.iter().filter(|w| ctx.weight(w.stem) >= TELLING && class_of(ctx, w).is_some());
    let parts: Vec<(Direction, f32)> =
        telling.map(|w| (meaning::of_word(ctx.term(w.form)), ctx.weight(w.stem) as f32)).collect();
    let weight = parts.iter().map(|(_, w)| w).sum();
    Some((meaning::sum(parts.iter().map(|(d, w)| (d, *w)))?, weight))
}

/// Surnames, places and other names, and numbers, of title and body.
fn marks(ctx: &Context, report: usize) -> BTreeSet<String> {
    let said = &ctx.reports[report].annotations;
    let inside = |span: &Span| ctx.sentence_at(report, span.start).is_some_and(|s| s.role != Role::Caption);
    let mut marks = BTreeSet::new();
    for entity in &said.entities {
        if let Some(span) = entity.spans.iter().find(|s| inside(s))
            && let Some(word) = ctx.words_in(report, *span).last()
        {
            marks.insert(ctx.term(word.stem).to_owned());
        }
    }
    for quantity in said.quantities.iter().filter(|q| inside(&q.span)) {
        // Small numbers are everywhere.
        if quantity.value >= 3.0 {
            marks.insert(format!("#{}", quantity.value));
        }
    }
    marks
}

/// In how many reports of a story each name and number stands.
pub(super) fn spread<'t>(tellings: impl Iterator<Item = &'t Telling>) -> BTreeMap<String, usize> {
    let mut spread: BTreeMap<String, usize> = BTreeMap::new();
    for mark in tellings.flat_map(|t| &t.marks) {
        *spread.entry(mark.clone()).or_default() += 1;
    }
    spread
}

/// What `to` tells of what `from` tells.
pub(super) fn compare(
    from: &Telling,
    to: &Telling,
    spread: &BTreeMap<String, usize>,
    likeness: f64,
) -> Kinship {
    let mut kin = Kinship { likeness, own: to.own as f64, ..Kinship::default() };
    kin.vague = f64::from(u8::from(to.vague));
    kin.fresh = to.speakers.difference(&from.speakers).count() as f64;
    let mut best_of_giver = vec![0.0f32; from.lines.len()];
    let (mut all, mut told, mut surely) = (0.0f32, 0.0f32, 0.0f32);
    let mut places = Vec::new();
    for line in &to.lines {
        let mut best = (0.0f32, 0);
        for (at, theirs) in from.lines.iter().enumerate() {
            let cosine = line.direction.cosine(&theirs.direction);
            best_of_giver[at] = best_of_giver[at].max(cosine);
            if cosine > best.0 {
                best = (cosine, at);
            }
        }
        all += line.weight;
        told += line.weight * ((best.0 - NEAR) / (SAME - NEAR)).clamp(0.0, 1.0);
        if best.0 >= SAME {
            surely += line.weight;
        }
        if best.0 >= (NEAR + SAME) / 2.0 {
            places.push(best.1);
            kin.exclusive += f64::from(u8::from(from.lines[best.1].exclusive));
            kin.pairs.push((from.lines[best.1].span, line.span, best.0));
        }
    }
    if all > 0.0 {
        kin.told = f64::from(told / all);
        kin.surely = f64::from(surely / all);
    }
    let theirs: f32 = from.lines.iter().map(|l| l.weight).sum();
    if theirs > 0.0 {
        let given = from.lines.iter().zip(&best_of_giver);
        let given: f32 =
            given.map(|(l, best)| l.weight * ((best - NEAR) / (SAME - NEAR)).clamp(0.0, 1.0)).sum();
        kin.given = f64::from(given / theirs);
    }
    kin.order = in_order(&places);
    let both: Vec<&String> = to.marks.intersection(&from.marks).collect();
    kin.new = 1.0 - both.len() as f64 / to.marks.len().max(1) as f64;
    let rare = both.iter().filter(|m| spread.get(m.as_str()).is_none_or(|n| *n <= RARE)).count();
    kin.rare = rare as f64 / both.len().max(1) as f64;
    kin
}

/// Of a row of places, the share that lies in its longest rising part; by chance about a half or less of a short row.
fn in_order(places: &[usize]) -> f64 {
    let mut ends: Vec<usize> = Vec::new();
    for place in places {
        let at = ends.partition_point(|e| e <= place);
        if at == ends.len() { ends.push(*place) } else { ends[at] = *place }
    }
    // One pair is in any order.
    if places.len() < 2 { 0.0 } else { (ends.len() - 1) as f64 / (places.len() - 1) as f64 }
}

impl Kinship {
    /// What shows that one retells the other, in words.
    pub(super) fn reasons(&self) -> Vec<String> {
        let mut reasons = vec![format!(
            "It tells {} of the other report's facts in other words{}.",
            self.pairs.len(),
            if self.order >= 0.75 { ", in the same order" } else { "" }
        )];
        match self.exclusive as usize {
            0 => {}
            1 => {
                reasons.push("One of them the other report has from people who spoke to it alone.".to_owned())
            }
            n => reasons.push(format!("{n} of them the other report has from people who spoke to it alone.")),
        }
        if self.own == 0.0 && self.fresh == 0.0 {
            reasons.push("It shows no source of its own.".to_owned());
        }
        reasons
    }

    /// The measures as a row, as [`super::score`] weighs them.
    pub(super) fn row(&self) -> [f64; 13] {
        [
            self.told,
            self.surely,
            self.given,
            self.order,
            self.told * self.order,
            self.new,
            self.rare,
            self.likeness,
            self.vague,
            (1.0 + self.exclusive).ln(),
            (1.0 + self.own).ln(),
            (1.0 + self.fresh).ln(),
            (1.0 + self.pairs.len() as f64).ln(),
        ]
    }
}
