//! What happened when: the time expressions of titles and bodies whose days are known.
//!
//! Left out are times that only tell when the news was made: the "on Monday" of "the minister said on Monday" says
//! nothing of the world when the report itself is of that week. A saying that is an event of its own stays: one on a
//! named occasion (an interview, a speech), and one that lies well before the report.

use backstory_model::{Annotated, Event, Interval, Role, Span, Story, TimeExpression};
use backstory_text::words;

use crate::{
    context::{Context, Sentence},
    sources::folded,
};

/// Days around its publication in which a report's "said on Monday" is its own news.
const NEWS_DAYS: i32 = 7;

/// Words of a sentence that make a saying an event of its own.
const OCCASIONS: &[&str] = &[
    "address",
    "announcement",
    "broadcast",
    "ceremony",
    "conference",
    "debate",
    "hearing",
    "interview",
    "lecture",
    "letter",
    "meeting",
    "memo",
    "press",
    "rally",
    "sermon",
    "speech",
    "statement",
    "summit",
    "testimony",
    "testified",
    "trial",
    "vote",
];

/// What happened when, by story, then day, then report and place.
pub(crate) fn events(ctx: &Context, stories: &[Story]) -> Vec<Event> {
    let mut events = Vec::new();
    for story in stories {
        let first = events.len();
        for at in story.reports.iter().filter_map(|id| ctx.index(*id)) {
            let annotated = &ctx.reports[at];
            for time in &annotated.annotations.times {
                let (Some(when), Some(sentence)) = (time.when, ctx.sentence_at(at, time.span.start)) else {
                    continue;
                };
                if !sentence.span.contains(time.span) || sentence.role == Role::Caption {
                    continue;
                }
                if only_dates_the_news(annotated, sentence, time, when) {
                    continue;
                }
                events.push(Event {
                    story: story.id,
                    when,
                    at: ctx.anchor(at, sentence.span),
                    expression: with_head(&annotated.report.text, sentence.span, time.span),
                });
            }
        }
        events[first..].sort_by_key(|e| (e.when, e.at.report, e.expression));
    }
    events
}

/// Whether a time says no more than when something was said to the press.
fn only_dates_the_news(
    annotated: &Annotated,
    sentence: &Sentence,
    time: &TimeExpression,
    when: Interval,
) -> bool {
    let said = &annotated.annotations;
    let here = said.attributions.iter().filter(|a| a.cue_spans.iter().any(|c| sentence.span.contains(*c)));
    let mut beside_cue = false;
    for attribution in here {
        if attribution.content_spans.iter().chain(&attribution.source_spans).any(|s| s.contains(time.span)) {
            return false;
        }
        beside_cue |= attribution
            .cue_spans
            .iter()
            .any(|cue| sentence.span.contains(*cue) && near(&annotated.report.text, *cue, time.span));
    }
    if !beside_cue {
        return false;
    }
    let text = sentence.span.of(&annotated.report.text);
    if folded(text).iter().any(|w| OCCASIONS.contains(&w.as_str())) {
        return false;
    }
    let published = annotated.report.published.as_ref().and_then(|p| p.date.first_day());
    published.is_none_or(|day| {
        let start = jiff::ToSpan::days(-i64::from(NEWS_DAYS));
        let earliest = day.saturating_add(start);
        when.end >= earliest && when.start >= earliest
    })
}

/// Words between a cue and a time that still belong to it: "told reporters in Orlo late on Monday".
const CUE_REACH: usize = 6;

/// Whether a time stands in the clause of a cue.
fn near(text: &str, cue: Span, time: Span) -> bool {
    let between = if cue.end <= time.start {
        Span::new(cue.end as usize, time.start as usize)
    } else if time.end <= cue.start {
        Span::new(time.end as usize, cue.start as usize)
    } else {
        return true;
    };
    let broken =
        between.of(text).contains([',', ';', '—', '–', ':', '?', '!']) || between.of(text).contains(". ");
    !broken && words(text, between).count() <= CUE_REACH
}

/// "Jan. 3" in "after the Jan. 3 border raid that" → "the Jan. 3 border raid": with an article before it, a time goes
/// with the noun behind it.
fn with_head(text: &str, sentence: Span, time: Span) -> Span {
    let before = Span::new(sentence.start as usize, time.start as usize);
    let adjoins = |from: u32, to: u32| text[from as usize..to as usize].chars().all(char::is_whitespace);
    let article = words(text, before).last().filter(|word| adjoins(word.end, time.start));
    let Some(article) = article.filter(|word| is_article(word.of(text))) else { return time };
    let mut end = time.end;
    let mut full_stop = 0;
    for word in words(text, Span::new(time.end as usize, sentence.end as usize)).take(4) {
        if !(adjoins(end, word.start) || adjoins(end + full_stop, word.start)) || !is_nominal(word.of(text)) {
            break;
        }
        end = word.end;
        // The last full stop of "U.S." is no part of the word.
        full_stop = u32::from(word.of(text).contains('.') && text[word.end as usize..].starts_with('.'));
    }
    if end == time.end { time } else { Span::new(article.start as usize, end as usize) }
}

fn is_article(word: &str) -> bool {
    ["the", "a", "an", "this", "that", "its", "their", "his", "her"]
        .iter()
        .any(|a| word.eq_ignore_ascii_case(a))
}

/// Whether a word can stand in a noun phrase. By form alone: no function words, no adverbs, no past forms.
fn is_nominal(word: &str) -> bool {
    const OTHER: &[&str] = &[
        "about", "after", "against", "also", "among", "and", "are", "as", "at", "be", "became", "been",
        "before", "began", "but", "by", "came", "can", "could", "did", "during", "fell", "for", "from",
        "gave", "got", "had", "has", "have", "he", "held", "if", "in", "into", "is", "it", "its", "led",
        "left", "made", "may", "might", "not", "of", "off", "on", "or", "over", "rose", "said", "saw",
        "says", "set", "she", "should", "since", "so", "than", "that", "the", "their", "they", "to", "took",
        "under", "until", "was", "we", "went", "were", "when", "where", "which", "while", "who", "whose",
        "will", "with", "would",
    ];
    let lower = word.to_lowercase();
    !OTHER.contains(&lower.as_str())
        && !(lower.len() > 4 && (lower.ends_with("ed") || lower.ends_with("ly")))
        && lower.starts_with(char::is_alphabetic)
}
