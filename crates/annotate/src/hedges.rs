//! Words that say how sure the writer is.

use std::sync::LazyLock;

use backstory_model::{Hedge, Report, Span};
use regex::Regex;

use crate::layout::Layout;

/// Words of caution in the report's title, body and captions, in order.
///
/// "Could not" and "may not" (a thing ruled out) are none; "May" with a capital is the month unless it opens a sentence.
/// Nor are what nobody can or is allowed to do ("no key could be found", "no ship may sail"), what can only be done in one
/// way ("could be reached only by boat"), "supposed to" (a duty), "as soon as possible", "likely voters", "military might"
/// and "heir apparent".
pub(crate) fn hedges(report: &Report, layout: &Layout) -> Vec<Hedge> {
    static HEDGES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?x)
            (?-u:\b)(?:
              (?i:alleged(?:ly)?|reportedly|apparent(?:ly)?|evidently|purported(?:ly)?|supposed(?:ly)?|presumed|presumably|
                suspected|possibly|possible|likely|unlikely|probably|probable|perhaps|maybe|potentially|ostensibly|
                conceivably|arguably|seemingly|rumou?red|unconfirmed|unverified|unsubstantiated|unproven|so-called|
                feared\ dead)
            | (?i:(?:is|are|was|were|been|be|widely)\ )?
              (?i:said|believed|thought|understood|rumou?red|suspected|feared)\ (?i:to\ (?:be|have)(?-u:\b))
            | (?i:is|are|was|were|been|be|widely)\ (?i:said|believed|thought|understood|rumou?red|suspected)\ (?i:to)
            | (?i:it\ (?:is|was)\ (?:believed|thought|understood|rumou?red|feared)\ that)
            | (?i:appear|seem)(?:s|ed|ing)?\ (?i:to)
            | (?i:unclear|uncertain|not\ (?:yet\ |immediately\ )?(?:clear|known))\ (?i:whether|if)
            | (?:could|can)\ not\ be\ (?:independently\ )?(?:verified|confirmed)
            | (?:may|[Mm]ight|[Cc]ould)
            )(?-u:\b)",
        )
        .expect("the pattern is constant")
    });
    let mut found = Vec::new();
    for sentence in &layout.sentences {
        let start = sentence.span.start as usize;
        let text = sentence.span.of(&report.text);
        for hit in HEDGES.find_iter(text) {
            let word = hit.as_str().to_ascii_lowercase();
            if !is_other_sense(&word, &text[..hit.start()], &text[hit.end()..]) {
                // "Said to be": the caution is in "said to".
                let end =
                    hit.end() - [" be", " have"].iter().find(|w| word.ends_with(**w)).map_or(0, |w| w.len());
                found.push(Hedge { span: Span::new(start + hit.start(), start + end) });
            }
        }
    }
    found
}

/// Whether the words behind "could" say that there is one way alone: "could only be seen", "could be reached only by boat",
/// but not "could be the only one".
fn is_only_way(after: &str) -> bool {
    let words: Vec<&str> = after.split_whitespace().take(4).collect();
    let way =
        |word: &str| matches!(word, "by" | "with" | "from" | "through" | "via" | "after" | "when" | "if");
    match words[..] {
        ["only", ..] => true,
        ["be", _, "only", next] => way(next),
        _ => false,
    }
}

/// Whether "may" is what somebody decides on: "a judge ruled whether they may see it", but not "it is unclear whether".
fn is_asked_leave(before: &str) -> bool {
    let words: Vec<String> = before.split_whitespace().map(str::to_lowercase).collect();
    let Some(at) = words.iter().rposition(|w| w == "whether") else { return false };
    let from = at.saturating_sub(DECIDES);
    let decides = ["decid", "rul", "vot", "agree", "grant"];
    words.len() - at <= SUBJECT && words[from..at].iter().any(|w| decides.iter().any(|d| w.starts_with(d)))
}

/// Words before "whether" in which it is said who decides.
const DECIDES: usize = 3;

/// Words of a subject before its verb, in which "no" may stand: "no ship of the Orlo Ferry Line may sail".
const SUBJECT: usize = 8;

/// Whether the words before a verb end with a subject that there is none of.
fn has_no_subject(before: &str) -> bool {
    let words = || before.split_whitespace().rev().take(SUBJECT);
    let clause = words().take_while(|word| {
        let opens = ["that", "and", "but", "or", "because", "as", "if", "who", "which", "while", "when"];
        !word.ends_with([',', ';', ':', '”', '"']) && !opens.contains(&word.to_lowercase().as_str())
    });
    let clause: Vec<String> = clause.map(str::to_lowercase).collect();
    let no = clause.iter().position(|word| matches!(word.as_str(), "no" | "neither"));
    // "No doubt he may go", "there is no reason to believe he could": the verb is another one's.
    no.is_some_and(|at| {
        let noun = at.checked_sub(1).map_or("", |next| clause[next].as_str());
        // "They found no proof that he may have left": what there is none of is another subject.
        at + 1 == clause.len()
            && !matches!(noun, "" | "doubt" | "longer" | "matter" | "wonder")
            && !clause[..at].iter().any(|w| w == "to")
    })
}

/// Whether the words before and behind one that could be a hedge show that it is none.
fn is_other_sense(word: &str, before: &str, after: &str) -> bool {
    let previous = before.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    let next = after.split_whitespace().next().unwrap_or_default();
    match word {
        "may" | "might" | "could" => {
            let owner = matches!(
                previous.as_str(),
                "the"
                    | "its"
                    | "their"
                    | "his"
                    | "her"
                    | "our"
                    | "all"
                    | "military"
                    | "economic"
                    | "political"
                    | "naval"
                    | "industrial"
                    | "financial"
            );
            let question = word == "could" && before.is_empty() && next == "you";
            // What somebody is able or allowed to do: "nobody could know", "until planes could land", "could only".
            let able = matches!(
                previous.as_str(),
                "nobody" | "none" | "nothing" | "everyone" | "everybody" | "anyone" | "anybody"
            ) || before.trim_end().to_lowercase().ends_with("no one")
                || word == "could" && (before.to_lowercase().contains("until ") || is_only_way(after))
                || word != "might" && has_no_subject(before)
                || word == "may" && is_asked_leave(before);
            after.starts_with(" not ")
                || after.starts_with("n't")
                || after.starts_with("n’t")
                || word == "might" && owner
                || able
                || question
        }
        "supposed" => next == "to",
        "likely" => matches!(next, "voters" | "voter"),
        "possible" => {
            matches!(previous.as_str(), "as" | "if" | "everything" | "everyone" | "made" | "makes" | "make")
        }
        "apparent" => previous == "heir" || previous == "became" || previous == "becomes",
        "probable" => next.starts_with("cause"),
        // "He said to have patience": what is told to someone, unless a form of "be" or a noun carries it.
        _ if word.starts_with("said to") => matches!(
            previous.as_str(),
            "he" | "she" | "they" | "it" | "who" | "i" | "we" | "has" | "have" | "had" | "also" | "and"
        ),
        _ => false,
    }
}
