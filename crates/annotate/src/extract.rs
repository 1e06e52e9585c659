//! Source, cue and content spans: who is said to have said what. The only part that a trained tagger would replace.
//!
//! By rules, sentence by sentence: a quotation counts as one item ([`unit`]); verbs of speech ([`verbs`]) are looked up
//! and their subjects found with closed-class words and the shapes of words ([`phrase`]); what stands before or behind
//! becomes the content ([`cues`], [`content`]; other forms in [`forms`]). Quotations that no cue claims go on with the speaker before them.
//!
//! What counts as an attribution, and how far its parts reach, follows PolNeAR (Newell et al., "An Attribution Relations
//! Corpus for Political News", 2018): the content takes in its `that`, the source its apposition, and a quotation that goes
//! on behind the cue belongs to one content. Bare criticism and praise count where an object says of what.

mod content;
mod cues;
mod forms;
mod phrase;
#[cfg(test)]
mod tests;
mod unit;

use backstory_lexicon::verbs::{self, Frame};
use backstory_model::{Manner, Report, Role, Span};

use crate::layout::Layout;
use content::content_span;
use cues::Cue;
use unit::{Kind, Unit, units};

/// What a cue says about its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// Said, thought, wrote, asked: the source stands behind the content.
    Says,
    /// Denied, disputed, dismissed: the content is what is denied.
    Denies,
    /// Did not respond, declined to comment; the content is what was not said or not answered.
    Declines,
}

/// Who says what, as spans of the report's text, before it is known who the source is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RawAttribution {
    /// Words that name the source, a whole noun phrase with what stands in apposition; empty where none stands there.
    pub(crate) source_spans: Vec<Span>,
    /// "said", "according to"; empty where a quotation stands alone.
    pub(crate) cue_spans: Vec<Span>,
    /// What was said; a direct quotation without its marks.
    pub(crate) content_spans: Vec<Span>,
    /// How it is given.
    pub(crate) manner: Manner,
    /// What the cue does with the content.
    pub(crate) act: Act,
    /// The one spoken to, where that may be an outlet: "told «Axios»", "in an interview with «CBS»".
    pub(crate) addressee: Option<Span>,
    /// Where no source stands here: place of the attribution in this list whose speaker goes on. Always an earlier one.
    pub(crate) carried: Option<usize>,
    /// Place of the attribution in this list that brings this one: "«AP» [reported], citing «an official»" gives the
    /// official's attribution `through` AP's.
    pub(crate) through: Option<usize>,
}

/// All attributions of a report's title, body and captions, sentence by sentence.
pub(crate) fn extract(report: &Report, layout: &Layout) -> Vec<RawAttribution> {
    let mut search = Search {
        text: &report.text,
        layout,
        found: Vec::new(),
        owner: vec![None; layout.quotations.len()],
        speaker: None,
    };
    for place in 0..layout.paragraphs.len() {
        search.paragraph(place);
    }
    search.found
}

/// Direct where every letter of the content stands in a quotation, mixed where some do.
pub(crate) fn manner(text: &str, layout: &Layout, content: &[Span]) -> Manner {
    let quotations = &layout.quotations;
    let (mut inside, mut outside) = (false, false);
    for span in content {
        let mut place = quotations.partition_point(|q| q.outer.end <= span.start);
        let mut at = span.start;
        while at < span.end {
            let next = quotations.get(place).filter(|q| q.outer.start < span.end);
            let stop = next.map_or(span.end, |q| q.outer.start.max(at));
            outside |= Span { start: at, end: stop }.of(text).contains(char::is_alphanumeric);
            let Some(quotation) = next else { break };
            inside = true;
            at = quotation.outer.end.max(at);
            place += 1;
        }
    }
    match (inside, outside) {
        (true, false) => Manner::Direct,
        (true, true) => Manner::Mixed,
        _ => Manner::Indirect,
    }
}

/// What a verb of speech does with its content.
fn act_of(frame: Frame) -> Act {
    match frame {
        Frame { denies: true, .. } => Act::Denies,
        Frame { declines: true, .. } => Act::Declines,
        _ => Act::Says,
    }
}

/// What a cue does with its content, by its words alone.
pub(crate) fn act(cue: &str) -> Act {
    let words = cue.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    let mut acts = words.filter_map(|w| verbs::lookup(&w)).map(|(frame, _)| act_of(frame));
    acts.find(|act| *act != Act::Says).unwrap_or(Act::Says)
}

/// Whether a cue is of someone who speaks or writes, and not of thoughts or of things that show something.
pub(crate) fn is_aloud(cue: &str) -> bool {
    let words = cue.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    let verb = words.filter_map(|w| Some((verbs::lookup(&w)?.0, w))).next_back();
    cue.eq_ignore_ascii_case("according to")
        || verb.is_some_and(|(frame, word)| {
            frame.clause
                && (frame.behind || frame.addressee || frame.denies)
                && !["believ", "suggest", "indicat", "predict"].iter().any(|stem| word.starts_with(stem))
        })
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '”' | '“' | '\'' | '’' | '»')
}

struct Search<'a> {
    text: &'a str,
    layout: &'a Layout,
    found: Vec<RawAttribution>,
    /// For each quotation, the attribution whose content it is or stands in.
    owner: Vec<Option<usize>>,
    /// The attribution whose speaker a quotation without a cue would go on with, and its paragraph.
    speaker: Option<(usize, usize)>,
}

impl Search<'_> {
    fn paragraph(&mut self, place: usize) {
        let layout = self.layout;
        let paragraph = &layout.paragraphs[place];
        if paragraph.role == Role::Title {
            self.speaker = None;
        }
        let units = units(self.text, layout, paragraph);
        let headline = paragraph.role == Role::Title || place == 0;
        let sentences: Vec<Vec<Cue>> = units.iter().map(|unit| cues::find(unit, headline)).collect();
        for (n, unit) in units.iter().enumerate() {
            self.carry_on(unit, &sentences[n], place);
            let first = self.found.len();
            for cue in &sentences[n] {
                let attribution = self.raw(unit, cue, first);
                self.found.push(attribution);
            }
            for (cue, index) in sentences[n].iter().zip(first..) {
                self.own_quotes(unit, cue, index);
            }
            if let Some(last) = (first..self.found.len()).rev().find(|i| self.holds_quote(*i)) {
                self.speaker = Some((last, place));
            } else if let Some(last) = (first..self.found.len()).next_back() {
                self.speaker = Some((last, place));
            }
            // “A,” he said. “B.”
            let next = units.get(n + 1).zip(sentences.get(n + 1));
            if let (Some(index), Some((next, their_cues))) = ((first..self.found.len()).next_back(), next) {
                self.join_next(index, &sentences[n], next, their_cues);
            }
        }
    }

    fn raw(&self, unit: &Unit, cue: &Cue, first: usize) -> RawAttribution {
        let outer = |q: usize| self.layout.quotations[q].outer;
        let content_spans: Vec<Span> =
            cue.content.iter().map(|range| content_span(unit, *range, outer)).collect();
        RawAttribution {
            source_spans: cue.source.map(|(start, end)| unit.span(start, end)).into_iter().collect(),
            cue_spans: vec![unit.span(cue.cue.0, cue.cue.1)],
            manner: manner(self.text, self.layout, &content_spans),
            content_spans,
            act: cue.act,
            addressee: cue.addressee.map(|(start, end)| unit.span(start, end)),
            carried: None,
            through: cue.through.map(|place| first + place),
        }
    }

    fn holds_quote(&self, index: usize) -> bool {
        self.found[index].manner != Manner::Indirect
    }

    fn own_quotes(&mut self, unit: &Unit, cue: &Cue, index: usize) {
        for range in &cue.content {
            for item in &unit.items[range.0..range.1] {
                if let Some(quote) = item.quote() {
                    self.owner[quote].get_or_insert(index);
                }
            }
        }
    }

    /// Whether the content holds a quotation of a sentence or its end, and not of some words only.
    fn ends_in_sentence(&self, index: usize) -> bool {
        let last = self.found[index].content_spans.last().map_or("", |span| span.of(self.text));
        self.holds_quote(index) && last.trim_end_matches(is_mark).ends_with([',', '.', '!', '?', '…'])
    }

    /// Joins a quotation that opens the next sentence to the attribution before it, where it has no cue of its own.
    fn join_next(&mut self, index: usize, cues: &[Cue], next: &Unit, their_cues: &[Cue]) {
        let Some(cue) = cues.last() else { return };
        let Some(quote) = next.items.first().and_then(|i| i.quote()) else { return };
        let own = their_cues.iter().any(|c| c.content.iter().any(|(start, _)| *start == 0));
        if !cue.behind
            || own
            || !self.ends_in_sentence(index)
            || next.items[0].is_short_quote() && next.len() > 2
        {
            return;
        }
        self.found[index].content_spans.push(self.layout.quotations[quote].span);
        self.owner[quote] = Some(index);
    }

    /// Gives quotations that no cue claims to the one who spoke last.
    fn carry_on(&mut self, unit: &Unit, cues: &[Cue], place: usize) {
        for (at, item) in unit.items.iter().enumerate() {
            let Kind::Quote { place: quote, words, ends } = item.kind else { continue };
            let claimed =
                cues.iter().any(|c| c.content.iter().any(|(start, end)| (*start..*end).contains(&at)));
            if claimed || self.owner[quote].is_some() {
                continue;
            }
            let quotation = &self.layout.quotations[quote];
            // One more paragraph of a long quotation.
            if quotation.continues
                && let Some(owner) = self.owner_before(quote)
            {
                self.found[owner].content_spans.push(quotation.span);
                self.owner[quote] = Some(owner);
                continue;
            }
            let opens = at == 0 || at == 1 && unit.items[0].one_of(&["but", "and", "or", "then", "yet"]);
            let sentence = ends && words >= 4 && (item.cap || at == 1) || words >= 12;
            if !(sentence
                && (opens
                    || self.layout.paragraphs[place].role == Role::Body
                        && words >= 6
                        && at + 2 >= unit.len()))
            {
                continue;
            }
            let Some((speaker, paragraph)) = self.speaker.filter(|(_, p)| place - *p <= 1) else { continue };
            if paragraph != place && !(self.holds_quote(speaker) && at == 0) {
                continue;
            }
            let origin = self.found[speaker].carried.unwrap_or(speaker);
            let index = self.found.len();
            self.found.push(RawAttribution {
                source_spans: Vec::new(),
                cue_spans: Vec::new(),
                content_spans: vec![quotation.span],
                manner: Manner::Direct,
                act: Act::Says,
                addressee: None,
                carried: Some(origin),
                through: None,
            });
            self.owner[quote] = Some(index);
            self.speaker = Some((index, place));
        }
    }

    /// The owner of the quotation that this one goes on from.
    fn owner_before(&self, quote: usize) -> Option<usize> {
        let before = (0..quote).rev().find(|q| self.layout.quotations[*q].level == 0)?;
        self.owner[before]
    }
}
