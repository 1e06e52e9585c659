//! A sentence that states two facts → each of them.

use backstory_lexicon::{is_calendar, is_month, is_verb, number_word, verbs};
use backstory_model::Span;
use backstory_text::words;

/// Words that a clause has at least.
const CLAUSE: usize = 4;

/// Words behind the start of a clause among which its verb is looked for: what comes later is of a clause within it.
const SUBJECT: usize = 14;

/// Words of a name behind "between", before the "and" that belongs to it.
const PAIR: usize = 4;

/// The clauses of a stretch of a sentence, each with a subject and a verb of its own, in order; the whole stretch where
/// it is one. What joins them ("and", "while") is left out.
pub(super) fn clauses(text: &str, whole: Span) -> Vec<Span> {
    let all: Vec<Span> = words(text, whole).collect();
    let mut lower: Vec<String> = all.iter().map(|w| w.of(text).to_owned()).collect();
    // Within a sentence a capital makes a name, and no verb: "the Rescue Corps and the Press Office".
    if let Some(first) = lower.first_mut() {
        *first = first.to_lowercase();
    }
    // What is quoted in it is kept as it was said.
    if whole.of(text).contains(['"', '“', '”', '«', '»']) {
        return vec![whole];
    }
    let (mut found, mut from, mut start) = (Vec::new(), 0, whole.start as usize);
    for at in CLAUSE..all.len() {
        let Some(opens) = opening(text, &all, &lower, at) else { continue };
        let next = at + opens;
        // Where nothing but "and" stands between, "men and women trapped in the hold" must not be taken for a clause.
        let bare = !gap(text, &all, at).contains([',', ';']) && lower.get(next).is_none_or(|w| w != "that");
        let verb = if bare { has_subject } else { is_verb };
        // Behind "while" there is always one; and what a semicolon sets beside a clause is one, if long enough.
        let beside = gap(text, &all, at).contains(';') || lower[at] == "while";
        let second = lower[at] == "while" && lower.len() - next >= CLAUSE || is_clause(&lower[next..], verb);
        // "The road between Orlo and Velm was shut"
        let pair = lower[from..at].iter().rev().take(PAIR).any(|w| matches!(w.as_str(), "between" | "both"));
        // "The Needle and Loom Union": a name, or two.
        let large = |at: usize| lower.get(at).is_some_and(|w| w.starts_with(char::is_uppercase));
        let names = bare && large(at - 1) && large(next) && !is_apart(text, &all, &lower, (from, at));
        let share = is_share(&lower[from..at], &lower[next..]);
        if lower[at] == "and" && (pair || names || share || bare && is_subject(&lower[from..at])) {
            continue;
        }
        let first = is_clause(&lower[from..at], is_verb)
            || beside && at - from >= CLAUSE && is_clause(&lower[next..], verb);
        if first && second {
            // Signs belong to the number they stand beside: "$4 million", "40%".
            let sign = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
            let (behind, before) = (gap(text, &all, at), gap(text, &all, next));
            let end = all[at - 1].end as usize + behind.find(sign).unwrap_or(0);
            found.push(Span::new(start, end));
            let signs = before.char_indices().rev().find(|(_, c)| sign(*c));
            let signs = signs.map_or(before.len(), |(at, c)| at + c.len_utf8());
            (from, start) = (next, all[next].start as usize - before.len() + signs);
        }
    }
    found.push(Span::new(start, whole.end as usize));
    found
}

/// What stands between the word at a place and the one before it.
fn gap<'t>(text: &'t str, all: &[Span], at: usize) -> &'t str {
    &text[all[at - 1].end as usize..all[at].start as usize]
}

/// How many words from the one at a place may join a second clause to what stands before it; None where it joins none.
fn opening(text: &str, all: &[Span], lower: &[String], at: usize) -> Option<usize> {
    let between = gap(text, all, at);
    let (word, next) = (lower[at].as_str(), lower.get(at + 1).map_or("", String::as_str));
    match word {
        "and" => Some(1),
        "but" if between.contains(',') => Some(1),
        "while" if between.contains(',') && !next.ends_with("ing") => Some(1),
        _ if between.contains(';') => Some(usize::from(word == "and")),
        _ => None,
    }
}

/// Whether words have a subject and, soon after it, a verb that is no part of a clause within the subject. `is_verb`
/// says what counts as one.
fn is_clause(words: &[String], is_verb: fn(&str) -> bool) -> bool {
    let inner = |w: &String| matches!(w.as_str(), "who" | "which" | "that" | "whose" | "where" | "when");
    let words = if words.first().is_some_and(inner) { &words[1..] } else { words };
    // "to hold" is none, and "the number", "a large rescue team" are nouns.
    let one = words.first().is_some_and(|first| matches!(first.as_str(), "a" | "an" | "each" | "every"));
    let noun = |at: usize| {
        let word = words[at].as_str();
        let many = || words[..at].iter().any(|w| matches!(w.as_str(), "of" | "in" | "and"));
        let agrees =
            has_subject(word) || verbs::is_plain_verb(word) || word.ends_with('s') || is_same_in_past(word);
        !verbs::is_auxiliary(word) && is_article(&words[at - 1]) || one && !agrees && !many()
    };
    let verb = |at: usize| is_verb(&words[at]) && words[at - 1] != "to" && !noun(at);
    let first = (1..words.len().min(SUBJECT)).find(|at| verb(*at) || inner(&words[*at]));
    // "it cost the airline": behind a pronoun that is always a subject stands a verb.
    let subject = |word: &String| matches!(word.as_str(), "it" | "he" | "she" | "they" | "we" | "nobody");
    let plain = |word: &String| {
        !matches!(word.as_str(), "and" | "or" | "of" | "all" | "both" | "who" | "which" | "that")
    };
    let told = words.len() >= CLAUSE && subject(&words[0]) && plain(&words[1]);
    words.len() >= CLAUSE && !backstory_lexicon::is_verb(&words[0]) && first.is_some_and(verb) || told
}

/// Whether a word, in lower case, opens a name for something.
fn is_article(word: &str) -> bool {
    matches!(word, "a" | "an" | "the" | "its" | "their" | "our" | "my" | "your" | "every" | "each")
}

/// Whether a verb has one form for now and then: "a raid set them free".
fn is_same_in_past(word: &str) -> bool {
    matches!(
        word,
        "burst"
            | "cost"
            | "cut"
            | "hit"
            | "hurt"
            | "left"
            | "let"
            | "put"
            | "quit"
            | "set"
            | "shut"
            | "split"
            | "spread"
    )
}

/// Whether words behind "and" belong to a number before it: "a year and a half", but not "two men …, and a third was shot".
fn is_share(before: &[String], words: &[String]) -> bool {
    let mut words = words.iter().map(String::as_str);
    let first = words.next().unwrap_or_default();
    let share = if first == "a" { words.next().unwrap_or_default() } else { first };
    let measured = before.last().is_some_and(|word| {
        number_word(word).is_some() || word.starts_with(|c: char| c.is_ascii_digit()) || is_measure(word)
    });
    matches!(share, "half" | "quarter" | "third") && measured
}

/// Whether a word, in lower case, is a measure of which there may be a half.
fn is_measure(word: &str) -> bool {
    matches!(
        word.strip_suffix('s').unwrap_or(word),
        "year"
            | "month"
            | "week"
            | "day"
            | "hour"
            | "minute"
            | "second"
            | "decade"
            | "century"
            | "mile"
            | "kilometre"
            | "kilometer"
            | "metre"
            | "meter"
            | "inch"
            | "point"
            | "time"
            | "tonne"
            | "ton"
            | "kilo"
            | "pound"
            | "crown"
            | "dollar"
            | "euro"
            | "hundred"
            | "thousand"
            | "million"
            | "billion"
            | "trillion"
    )
}

/// Whether of two names beside an "and" the first closes a clause, and the second opens another: it is a day ("on Monday
/// and Tessa Morrow was …"), or a place behind the clause's verb ("was shut in Velm and Tessa Morrow was …"). Where
/// somebody is said to say it, or both have one verb ("shops in Orlo and Velm were shut"), that cannot be told.
fn is_apart(text: &str, all: &[Span], lower: &[String], (from, at): (usize, usize)) -> bool {
    let day = |word: &str| is_calendar(word) || is_month(word);
    if day(&lower[at - 1]) {
        return !day(&lower[at + 1]);
    }
    let large = |word: &&String| word.starts_with(char::is_uppercase);
    // What stands behind the last comma is a clause, or the rest of one.
    let opens = (from + 1..at).rev().find(|at| gap(text, all, *at).contains([',', ';'])).unwrap_or(from);
    let before = &lower[opens..at];
    let name = before.iter().rev().take_while(large).count();
    let place = before.len().checked_sub(name + 1).is_some_and(|at| {
        matches!(before[at].as_str(), "in" | "at" | "near" | "outside" | "from" | "to")
            && is_clause(before, is_verb)
    });
    let said = before.iter().any(|word| verbs::lookup(word).is_some());
    let both = lower[at + 1..]
        .iter()
        .find(|word| !large(word))
        .is_some_and(|word| matches!(word.as_str(), "were" | "are" | "have" | "do"));
    place && !said && !both
}

/// Whether words end in the beginning of a clause within them, which has no verb yet: what "and" joins to it is a part of
/// its subject. "A firm whose sole owner" and "captain was shot".
fn is_subject(words: &[String]) -> bool {
    let opens = words
        .iter()
        .rposition(|w| {
            matches!(w.as_str(), "who" | "which" | "whose" | "where" | "when" | "that" | "how" | "what")
        })
        .filter(|at| *at > 0);
    opens.is_some_and(|at| at + 1 < words.len() && !words[at + 1..].iter().any(|word| is_verb(word)))
}

/// Whether a verb has a subject of its own in any case, and is no participle behind a noun.
fn has_subject(word: &str) -> bool {
    verbs::is_auxiliary(word) || verbs::is_past(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with bars between its clauses.
    #[track_caller]
    fn check(marked: &str) {
        let text = marked.replace(['[', ']'], "");
        let found = clauses(&text, Span::new(0, text.len()));
        let mut shown = text.clone();
        for span in found.iter().rev() {
            shown.insert(span.end as usize, ']');
            shown.insert(span.start as usize, '[');
        }
        assert_eq!(shown, marked);
    }

    #[test]
    fn two_clauses_are_two_facts() {
        check("[that the gates had rusted through] and [that nobody was told of it]");
        check("[The gates of Velm had rusted through]; [the harbour master was told on Monday.]");
        check("[The ferry carried 40 people], while [the harbour master was in Orlo.]");
        check("[The ferry carried 40 people], and [the harbour master was in Orlo.]");
        check("[Boats from six towns back the guild]; [the harbour master was told on Monday.]");
        check("[that it cost the guild four millions] and [that the harbour master was told]");
        check("[The ferry came back after two days] and [the harbour master went to Orlo.]");
    }

    #[test]
    fn what_and_joins_before_the_verb_is_one_subject() {
        check("[The number of ferries and barges lost in the north rose last year.]");
        check("[A large rescue team with divers, pilots and nurses was sent to Velm.]");
        check("[They named a firm whose sole owner and captain was shot in Orlo.]");
        check("[The divers said that ferry and the barge were lost.]");
        check("[The ferry is to stop in May, a year and a half after it was built.]");
        check("[It was not known how many divers and harbour masters were told.]");
        check("[The pay was 85 crowns, the Needle and Loom Union was told by the harbour master.]");
        check("[A note on the quay put the price at 9 crowns] and [a raid at dawn had set it free.]");
        check("[Divers of the Press Office and the Rescue Corps were told on Monday.]");
        check("[A dozen of them want a new guild] and [the harbour master was told on Monday.]");
    }

    #[test]
    fn names_beside_an_and_may_be_of_two_clauses() {
        check("[The gates were shut on Monday] and [Tessa Morrow was arrested on Tuesday.]");
        check("[The gates were shut in Velm] and [Tessa Morrow was arrested on Tuesday.]");
        check("[The gates were shut on Monday and Tuesday was a holiday.]");
        check("[The guild said shops in Orlo and Velm were shut on Monday.]");
        check("[They found that shops in Orlo and Velm were shut on Monday.]");
        check("[It was known the shops in Orlo and Velm were shut on Monday.]");
    }

    #[test]
    fn a_third_is_no_share_where_nothing_is_measured() {
        check("[Two men were arrested on Monday], and [a third was released.]");
        check("[The ferry was built in Velm two years and a half was lost.]");
    }

    #[test]
    fn one_clause_stays_whole() {
        check("[The ferry carried 40 people, and was late.]");
        check("[The ferry carried people, sheep, and barrels that were marked.]");
        check("[The divers, the pilots, and the harbour master were told.]");
        check("[The harbour master left, while waving his cap at them.]");
        check("[He met the mayor and that was all.]");
        check("[The tunnel between Velm and Castle Orlo was shut on Monday.]");
        check("[The guild named Tessa Kell of Velm; Ada Osei of Orlo; and two divers.]");
        check("[They saw the harbour master and both of them.]");
        check("[They rescued 40 men and women trapped in the hold.]");
        check("[They found the ferry and brought home the men who were in it.]");
        check("[The ferry and the barge that was with it were lost.]");
    }
}
