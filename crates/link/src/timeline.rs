//! What happened when: the time expressions of titles and bodies whose days are known.
//!
//! Left out are times that only tell when the news was made: the "on Monday" of "the minister said on Monday" says
//! nothing of the world when the report itself is of that week. A saying that is an event of its own stays: one on a
//! named occasion (an interview, a speech), and one that lies well before the report. So does what somebody did ("the
//! board raised the fare on Monday"), though the report tells of it as of a saying.

use backstory_model::{Annotated, Event, Interval, Role, Span, Stance, Story, TimeExpression};
use backstory_text::words;

use crate::{
    context::{Context, Sentence},
    sources::folded,
    statements::is_of_speech,
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
                if time.is_present(&annotated.report.text)
                    || only_dates_the_news(annotated, sentence, time, when)
                {
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
    let text = annotated.report.text.as_str();
    let mut beside_cue = false;
    for attribution in here {
        if attribution.content_spans.iter().chain(&attribution.source_spans).any(|s| s.contains(time.span)) {
            return false;
        }
        // A denial is something that happened.
        if attribution.stance == Stance::Denies
            && attribution.cue_spans.iter().any(|c| sentence.span.contains(*c))
        {
            return false;
        }
        beside_cue |= attribution
            .cue_spans
            .iter()
            .filter(|cue| is_of_speech(cue.of(text)))
            .any(|cue| sentence.span.contains(*cue) && near(text, *cue, time.span));
    }
    if !beside_cue {
        return false;
    }
    if folded(sentence.span.of(text)).iter().any(|w| OCCASIONS.contains(&w.as_str())) {
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

#[cfg(test)]
mod tests {
    use backstory_model::StoryId;

    use super::*;
    use crate::testing::report;

    /// The events of a report of 6 May 2031, a Tuesday: first day and the words that say when.
    #[track_caller]
    fn check(text: &str, events: &[&str]) {
        let reports = [report("Ilmar Post", "2031-05-06", text)];
        let story = Story { id: StoryId(1), title: String::new(), reports: vec![reports[0].report.id] };
        let found: Vec<String> = super::events(&Context::new(&reports), &[story])
            .iter()
            .map(|e| format!("{} {}", e.when.start, e.expression.of(&reports[0].report.text)))
            .collect();
        assert_eq!(found, events, "{text}");
    }

    #[test]
    fn what_happened_stands_in_order_of_days() {
        check(
            "The gates broke on Monday. They were built in 1974.",
            &["1974-01-01 1974", "2031-05-05 Monday"],
        );
    }

    #[test]
    fn a_time_goes_with_its_noun() {
        check(
            "Little was left after the April 12 harbour fire that took the mill.",
            &["2031-04-12 the April 12 harbour fire"],
        );
        check("Little was left of the mill on April 12 and after.", &["2031-04-12 April 12"]);
    }

    #[test]
    fn when_something_was_told_is_no_event() {
        check("{The gates are shut}, «Tessa Morrow|person» [said] on Monday.", &[]);
        check("{The gates were shut on Monday}, «Tessa Morrow|person» [said].", &["2031-05-05 Monday"]);
        check(
            "{The gates are shut}, «Tessa Morrow|person» [said] in an interview on Monday.",
            &["2031-05-05 Monday"],
        );
        check(
            "{The gates are shut}, «Tessa Morrow|person» [said] in January 2029.",
            &["2029-01-01 January 2029"],
        );
        check(
            "«Tessa Morrow|person» [denied|denies] on Monday {that the gates were shut}.",
            &["2031-05-05 Monday"],
        );
        // What somebody did is no saying.
        check(
            "«The board|organization» on Monday [raised] {the fare of the night ferry}.",
            &["2031-05-05 Monday"],
        );
        check(
            "«Wardens|organization» [opened an inquiry] on Monday into {whether the gates were shut}.",
            &["2031-05-05 Monday"],
        );
        check("«The board|organization» on Monday [announced] {the fare of the night ferry}.", &[]);
    }
}
