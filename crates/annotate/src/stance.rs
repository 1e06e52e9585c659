//! What a source does with what is attributed to it: affirms, denies, says nothing.

use std::sync::LazyLock;

use backstory_lexicon::verbs;
use backstory_model::Stance;
use regex::Regex;

use crate::{extract::Act, words};

/// The stance of an attribution, from what its verb does and from the words of its cue and content.
///
/// A verb of speech denies where its content calls a report false or says that a thing does not exist; a denial that is
/// itself negated ("did not deny") affirms nothing more than was said.
pub(crate) fn stance(act: Act, cue: &str, content: &str) -> Stance {
    static DENIES: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r#"\b(?:den(?:y|ies|ied|ying|ials?)|disput(?:e|es|ed|ing)|reject(?:s|ed|ing)?|refut(?:e|es|ed|ing)|rebut(?:s|ted)?|dismiss(?:es|ed|ing)?|debunk(?:s|ed)?)\b"#,
        )
    });
    static NEGATED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r#"\b(?:not|never|n['’]t|cannot|without|nor|no)(?: \w+ly)?(?: \w+)? (?:den|disput|reject|refut|dismiss)"#,
        )
    });
    static SILENT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r#"(?x)\b(?:not|n['’]t|never|without|cannot)(?:\ \w+)?(?:\ immediately|\ yet|\ publicly|\ directly|\ promptly|\ return)*
        \ (?:be\ reached|been\ reached|respond(?:ed|ing)?|repl(?:y|ied)|comment(?:ed|ing)?|return(?:ed)?|answer(?:ed)?)\b
        | \b(?:declin|refus)(?:es?|ed|ing)\ to\ (?:be\ (?:drawn|interviewed|named)|answer|comment|confirm|discuss|disclose|elaborate|give|identify|provide|respond|say|speak|speculate|talk)
        | \bno\ (?:immediate\ )?(?:comment|response|reply|answer)\b"#,
        )
    });
    static NO_COMMENT: LazyLock<Regex> =
        LazyLock::new(|| pattern(r#"^\W*(?:i|we)?(?: have| had)? ?no(?: further| immediate)? comment\W*$"#));
    static DISMISSES: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            &r#"(?x)\b(?:do(?:es)?|did)(?:\ not|n['’]t)\ exist\b | \bnever\ (?:existed|happened|took\ place)\b
        | \b(?:no|any)\ truth\ (?:to|in)\b
        | (?:^|\b(?:the|these|those|this|that|such|his|her|their|its|all|any|it|they)\b[^.]{0,60}?)
          \b(?:is|are|was|were|['’]s)\ (?:\w+ly\ |all\ |just\ |a\ |an\ |(?:pure|total|complete|outright|blatant|utter)\ )*[“"]?
          (?:FALSE)\b"#
            .replace("FALSE", &falsehoods()),
        )
    });
    static CALLS_FALSE: LazyLock<Regex> =
        LazyLock::new(|| pattern(&r#"\b(?:FALSE)\W*$"#.replace("FALSE", &falsehoods())));
    static CALLS: LazyLock<Regex> =
        LazyLock::new(|| pattern(r#"\b(?:call|brand|label|describ|slam|denounc|blast)\w*\b"#));
    match act {
        Act::Declines => return Stance::Declines,
        Act::Denies if NEGATED.is_match(cue) => return Stance::Affirms,
        Act::Denies => return Stance::Denies,
        Act::Says => {}
    }
    // Where the cue ends and the content begins is a matter of taste: "would not | comment".
    let start: String = content.split_whitespace().take(4).collect::<Vec<_>>().join(" ");
    let both = format!("{cue} {start}");
    let silent = SILENT.find(&both).is_some_and(|hit| hit.start() < cue.len().max(1));
    if silent || NO_COMMENT.is_match(content) {
        Stance::Declines
    } else if DENIES.is_match(cue) {
        if NEGATED.is_match(cue) { Stance::Affirms } else { Stance::Denies }
    } else if CALLS.is_match(cue) && CALLS_FALSE.is_match(content)
        || DISMISSES.find(content).is_some_and(|hit| {
            let rest = &content[hit.end()..];
            // "It was made up of six members"
            let of_parts = hit.as_str().to_lowercase().ends_with("made up") && rest.starts_with(" of ");
            !of_parts && (is_short(content) || hit.start() == 0 && ends_there(rest))
        })
    {
        Stance::Denies
    } else {
        Stance::Affirms
    }
}

/// Whether what a dismissal opens goes on behind it with what is dismissed, or with something else, however long that is:
/// "it was completely untrue that …", "that is a lie, and …", but not "it was false information …".
fn ends_there(rest: &str) -> bool {
    let next = rest.trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    next.is_empty() || words::is_function(&next.to_lowercase())
}

/// A dismissal is said in a sentence; a long content says other things too.
fn is_short(content: &str) -> bool {
    content.split_whitespace().count() <= 25
}

/// What says that something is not so, as alternatives of a pattern.
fn falsehoods() -> String {
    let pairs = verbs::FALSE_PAIRS.iter().map(|(first, last)| format!(r"{first}\x20{last}"));
    pairs.chain(verbs::FALSE.iter().map(|word| (*word).to_owned())).collect::<Vec<_>>().join("|")
}

fn pattern(source: &str) -> Regex {
    Regex::new(&format!("(?i){source}")).expect("the patterns are constant")
}
