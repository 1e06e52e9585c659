//! What someone is said to do with a thing that the words only name → all of what is said of it.
//!
//! "The council demands a new vote" tells of a demand: "a new vote" alone states nothing.

use backstory_lexicon::{is_said, is_verb};
use backstory_model::{Attribution, Manner, SourceKind, Span};
use backstory_text::words;

use crate::context::Context;

/// Words of whom something is told in "told the agency that …", of which "that" must come within so many.
const HEARER: usize = 6;

/// What an attribution states, with whether its source is the one who says it; None where the words of its content say it.
pub(super) fn whole(
    ctx: &Context,
    report: usize,
    sentence: Span,
    content: Span,
    attribution: &Attribution,
    others: &[(Span, &Attribution)],
) -> Option<(Span, bool)> {
    let text = &ctx.reports[report].report.text;
    if attribution.manner != Manner::Indirect || states(text, content) {
        return None;
    }
    let within =
        |spans: &[Span]| spans.iter().filter(|s| sentence.contains(**s)).copied().reduce(Span::cover);
    let act = within(&attribution.cue_spans).map(|cue| cue.cover(content))?;
    let whole = within(&attribution.source_spans).map_or(act, |source| source.cover(act));
    // What others say beside it stays theirs; what it stands in bounds it.
    let apart = |span: Span| {
        others
            .iter()
            .all(|(other, a)| a.id == attribution.id || other.contains(span) || !other.overlaps(span))
    };
    let span = [whole, act].into_iter().find(|span| apart(*span) && states(text, *span))?;
    let annotations = &ctx.reports[report].annotations;
    let source = attribution.source.and_then(|id| annotations.sources.iter().find(|s| s.id == id));
    let named = source.is_some_and(|s| s.kind != SourceKind::Anonymous) || !attribution.via.is_empty();
    let said = attribution.cue_spans.iter().flat_map(|cue| words(text, *cue));
    let aloud = said.into_iter().any(|word| is_said(&word.of(text).to_lowercase()));
    Some((span.trim(text), named || aloud))
}

/// Words of a content that are more than a name.
const LONG: usize = 8;

/// Whether words state something, and do not merely name it or ask for it: whether a verb stands among them that no "to"
/// makes a wish.
fn states(text: &str, span: Span) -> bool {
    let first = words(text, span).next().map_or(String::new(), |w| w.of(text).to_lowercase());
    if matches!(first.as_str(), "what" | "who" | "whom" | "how" | "why" | "when" | "where" | "whether" | "if")
    {
        return false;
    }
    if first == "that" || words(text, span).count() >= LONG {
        return true;
    }
    let mut before = String::new();
    words(text, span).any(|word| {
        let word = word.of(text).to_lowercase();
        let verb = is_verb(&word) && before != "to";
        before = word;
        verb
    })
}

/// A content without the words for the one it was told: "to the agency that it knew nothing".
pub(super) fn without_hearer(text: &str, content: Span) -> Span {
    let mut words = words(text, content).map(|w| (w.of(text).to_lowercase(), w));
    if words.next().is_none_or(|(first, _)| first != "to") {
        return content;
    }
    let that = words.take(HEARER).find(|(word, _)| word == "that" || is_verb(word));
    match that {
        Some((word, at)) if word == "that" => Span::new(at.start as usize, content.end as usize),
        _ => content,
    }
}
