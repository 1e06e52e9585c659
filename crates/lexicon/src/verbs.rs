//! Verbs of speech, writing and belief with their forms. Chosen by counting in the train set of PolNeAR (Newell et al.
//! 2018) how often a word is a cue there and what follows it; words that are more often something else are left out,
//! or are cues only before `that` or a quotation.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Inflected form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `say`: needs a plural subject or an auxiliary.
    Base,
    /// `says`.
    Third,
    /// `said`, as past tense or participle.
    Past,
    /// `saying`.
    Ing,
}

/// What a verb of speech can stand with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Frame {
    /// Takes a clause without `that`, or an object that is itself the content: what follows is the content.
    pub object: bool,
    /// Can stand behind its content: "…, he said".
    pub behind: bool,
    /// Takes `to` and an infinitive as content.
    pub to: bool,
    /// Takes the one spoken to as object.
    pub addressee: bool,
    /// Takes `that`, a question word or a quotation as content.
    pub clause: bool,
    /// Whether its base form is more often a noun ("report", "claim").
    pub noun: bool,
    /// Denies.
    pub denies: bool,
    /// Declines.
    pub declines: bool,
    /// A cue only with a quotation.
    pub quotes: bool,
}

/// The frame and form of a word in lower case, if it is a form of a verb of speech.
pub fn lookup(word: &str) -> Option<(Frame, Form)> {
    FORMS.get(word).copied()
}

static FORMS: LazyLock<HashMap<String, (Frame, Form)>> = LazyLock::new(|| {
    let mut forms = HashMap::new();
    for line in VERBS.lines().filter(|line| !line.trim().is_empty()) {
        let mut cells = line.split_whitespace();
        let frame = frame(cells.next().unwrap_or_default());
        for verb in cells {
            let (base, past) = verb.split_once('/').map_or((verb, None), |(base, past)| (base, Some(past)));
            let mut add = |word: String, form| {
                forms.entry(word).or_insert((frame, form));
            };
            match past {
                Some(pasts) => pasts.split('/').for_each(|past| add(past.to_owned(), Form::Past)),
                None => add(regular_past(base), Form::Past),
            }
            add(base.to_owned(), Form::Base);
            add(third_person(base), Form::Third);
            add(gerund(base), Form::Ing);
        }
    }
    forms
});

fn frame(letters: &str) -> Frame {
    let has = |c| letters.contains(c);
    Frame {
        object: has('o'),
        behind: has('b'),
        to: has('t'),
        addressee: has('a'),
        clause: has('c'),
        noun: has('n'),
        denies: has('d'),
        declines: has('x'),
        quotes: has('q'),
    }
}

fn ends_in_consonant_y(base: &str) -> bool {
    let mut end = base.chars().rev();
    end.next() == Some('y') && end.next().is_some_and(|c| !"aeiou".contains(c))
}

/// Verbs whose last consonant is doubled.
const DOUBLES: &[&str] =
    &["quip", "admit", "blog", "rebut", "plan", "nod", "rap", "slam", "pan", "refer", "concur", "pen"];

fn regular_past(base: &str) -> String {
    match base {
        _ if DOUBLES.contains(&base) => format!("{base}{}ed", &base[base.len() - 1..]),
        _ if base.ends_with('e') => format!("{base}d"),
        _ if ends_in_consonant_y(base) => format!("{}ied", &base[..base.len() - 1]),
        _ => format!("{base}ed"),
    }
}

fn third_person(base: &str) -> String {
    match base {
        _ if base.ends_with(['s', 'x', 'z']) || base.ends_with("sh") || base.ends_with("ch") => {
            format!("{base}es")
        }
        _ if ends_in_consonant_y(base) => format!("{}ies", &base[..base.len() - 1]),
        _ => format!("{base}s"),
    }
}

fn gerund(base: &str) -> String {
    match base {
        _ if DOUBLES.contains(&base) => format!("{base}{}ing", &base[base.len() - 1..]),
        _ if base.ends_with('e') && !base.ends_with("ee") => format!("{}ing", &base[..base.len() - 1]),
        _ => format!("{base}ing"),
    }
}

/// Letters, then verbs that behave so; a past form that is not regular stands behind a slash. c: clause with `that`,
/// question word or quotation; o: what follows directly is content; b: may stand behind its content; t: infinitive;
/// a: addressee; n: base and third form are more often nouns; d: denies; x: declines;
/// q: only with a quotation; -: only before a preposition, see [`takes`].
const VERBS: &str = "
    cob     say/said write/wrote/written
    cb      add argue insist recall explain conclude declare quip
    bq      go/went
    cbq     continue reply respond counter reason maintain
    cb      observe assert concede contend opine muse exclaim recount reiterate stress emphasize testify retort
    cb      wonder complain lament caution elaborate clarify interject proclaim gripe grouse marvel blog
    cb      yell whisper murmur text intone deadpan speculate theorize allege posit
    cob     claim note report announce suggest believe acknowledge confirm admit predict reveal disclose indicate
    cobn    estimate
    cbn     state
    co      think imply assume
    cab     tell/told inform assure remind warn ask notify
    ca      convince persuade
    co      accuse criticize condemn denounce slam blast mock decry defend
    co      describe characterize portray depict hail tout laud applaud thank urge
    co      call
    cot     vow threaten
    ct      pledge
    ct      agree propose
    cx      decline refuse
    cod     deny dispute dismiss reject refute rebut contradict
    co      cite underscore underline highlight emphasise criticise express recommend
    c       show/showed/shown find/found learn/learned hint hear/heard vent feel/felt
    c       rule
    cn      point
    -n      talk comment appeal object
    -       speak/spoke refer allude rail plead brag
    cbn     tweet joke remark boast shout chant post email
    con     suspect doubt blame praise salute question
    cotn    promise
    ctn     offer
    cn      signal fear hope worry
";

/// Whether a verb of speech or its like takes its content behind this preposition: "called for a ban".
pub fn takes(stem: &str, preposition: &str) -> bool {
    PREPOSITIONAL
        .iter()
        .any(|(verbs, links)| links.contains(&preposition) && verbs.iter().any(|verb| inflects(verb, stem)))
}

fn inflects(verb: &str, word: &str) -> bool {
    word == verb
        || word.len() > verb.len()
            && word.starts_with(&verb[..verb.len() - usize::from(verb.ends_with('e'))])
            && matches!(
                &word[verb.len() - usize::from(verb.ends_with('e'))..],
                "s" | "es" | "ed" | "ing" | "red" | "ring" | "ting" | "ted"
            )
        || matches!((verb, word), ("speak", "spoke") | ("speak", "spoken"))
}

const PREPOSITIONAL: &[(&[&str], &[&str])] = &[
    (&["call"], &["for", "on"]),
    (&["warn"], &["of", "about", "against"]),
    (&["complain", "boast", "speak", "talk", "joke", "brag"], &["of", "about"]),
    (&["refer", "point", "allude", "object"], &["to"]),
    (&["argue", "plead", "appeal"], &["for", "against"]),
    (&["hint"], &["at"]),
    (&["comment", "insist"], &["on"]),
    (&["rail", "caution"], &["against"]),
    (&["worry", "express"], &["about"]),
];

/// Nouns of speech and belief that "that" and what is said may follow, in lower case.
pub const NOUNS: &[&str] = &[
    "claim",
    "claims",
    "statement",
    "belief",
    "allegation",
    "allegations",
    "assertion",
    "assertions",
    "argument",
    "suggestion",
    "contention",
    "warning",
    "warnings",
    "accusation",
    "accusations",
    "concern",
    "concerns",
    "fear",
    "fears",
    "prediction",
    "predictions",
    "announcement",
    "view",
    "complaint",
    "complaints",
    "reports",
    "denial",
    "admission",
    "insistence",
    "hope",
    "hopes",
    "criticism",
    "speculation",
    "charge",
    "charges",
    "promise",
    "declaration",
];

/// Words, in lower case, that say of what they are told of that it is not so: "false", "a lie".
pub const FALSE: &[&str] = &[
    "baseless",
    "disinformation",
    "fabricated",
    "fabrication",
    "fabrications",
    "fake",
    "false",
    "falsehood",
    "falsehoods",
    "fiction",
    "fictions",
    "fictitious",
    "groundless",
    "hoax",
    "inaccurate",
    "invention",
    "inventions",
    "lie",
    "lies",
    "nonsense",
    "propaganda",
    "slander",
    "unfounded",
    "untrue",
];

/// The same in two words: "fake news", "made up".
pub const FALSE_PAIRS: &[(&str, &str)] = &[("fake", "news"), ("made", "up"), ("not", "true")];

/// How many words at the end of some, in lower case, say that what stands before is not so; 0 where none does.
pub fn false_words(before: &str, last: &str) -> usize {
    if FALSE_PAIRS.contains(&(before, last)) { 2 } else { usize::from(FALSE.contains(&last)) }
}

/// Verbs of giving an answer, for what somebody declines to do, in lower case: "to comment", "to be named".
pub fn is_answer(word: &str) -> bool {
    matches!(
        word,
        "answer"
            | "be"
            | "comment"
            | "discuss"
            | "get"
            | "give"
            | "go"
            | "identify"
            | "make"
            | "name"
            | "offer"
            | "provide"
            | "release"
            | "share"
            | "speak"
            | "take"
            | "talk"
    )
}

/// Past tenses that are no participle, in lower case: whoever stands before one did it.
pub fn is_past(word: &str) -> bool {
    matches!(
        word,
        "arose"
            | "ate"
            | "awoke"
            | "became"
            | "began"
            | "blew"
            | "bore"
            | "broke"
            | "came"
            | "chose"
            | "drank"
            | "drew"
            | "drove"
            | "fell"
            | "flew"
            | "forbade"
            | "forgave"
            | "forgot"
            | "froze"
            | "gave"
            | "got"
            | "grew"
            | "hid"
            | "knew"
            | "lay"
            | "mistook"
            | "overcame"
            | "overran"
            | "oversaw"
            | "overthrew"
            | "overtook"
            | "ran"
            | "rang"
            | "rode"
            | "rose"
            | "sang"
            | "sank"
            | "saw"
            | "shook"
            | "shrank"
            | "slew"
            | "spoke"
            | "sprang"
            | "stank"
            | "stole"
            | "strode"
            | "swam"
            | "swore"
            | "threw"
            | "took"
            | "tore"
            | "undertook"
            | "underwent"
            | "went"
            | "withdrew"
            | "woke"
            | "wore"
            | "wove"
            | "wrote"
    )
}

/// Irregular past tenses that are participles too, in lower case: "shot", "paid", "shut".
pub fn is_past_or_participle(word: &str) -> bool {
    matches!(
        word,
        "beat"
            | "bent"
            | "bled"
            | "bought"
            | "bound"
            | "bred"
            | "broadcast"
            | "brought"
            | "built"
            | "burst"
            | "cast"
            | "caught"
            | "clung"
            | "cost"
            | "crept"
            | "cut"
            | "dealt"
            | "dug"
            | "fed"
            | "felt"
            | "fled"
            | "fought"
            | "found"
            | "had"
            | "heard"
            | "held"
            | "hit"
            | "hung"
            | "hurt"
            | "kept"
            | "knelt"
            | "laid"
            | "leapt"
            | "led"
            | "left"
            | "lent"
            | "let"
            | "lit"
            | "lost"
            | "made"
            | "meant"
            | "met"
            | "misled"
            | "paid"
            | "put"
            | "quit"
            | "read"
            | "rebuilt"
            | "repaid"
            | "reset"
            | "said"
            | "sat"
            | "sent"
            | "set"
            | "shot"
            | "shut"
            | "slept"
            | "slid"
            | "sold"
            | "sought"
            | "sped"
            | "spent"
            | "split"
            | "spread"
            | "sprung"
            | "spun"
            | "stood"
            | "struck"
            | "stuck"
            | "stung"
            | "swept"
            | "swung"
            | "taught"
            | "thought"
            | "told"
            | "understood"
            | "upheld"
            | "wept"
            | "withheld"
            | "withstood"
            | "won"
            | "wound"
    )
}

/// Verbs of speech that stand beside the names of people, in lower case.
pub fn is_said(word: &str) -> bool {
    matches!(
        word,
        "said"
            | "says"
            | "told"
            | "tells"
            | "added"
            | "wrote"
            | "tweeted"
            | "argued"
            | "noted"
            | "explained"
            | "recalled"
            | "testified"
            | "insisted"
            | "claimed"
            | "joked"
            | "conceded"
            | "acknowledged"
            | "admitted"
            | "stressed"
            | "warned"
            | "denied"
            | "disputed"
            | "rejected"
            | "dismissed"
            | "declined"
            | "asked"
            | "replied"
            | "responded"
            | "vowed"
            | "pledged"
            | "promised"
            | "predicted"
            | "suggested"
            | "believes"
            | "thinks"
            | "argues"
            | "writes"
            | "adds"
            | "recalls"
            | "tweets"
            | "agreed"
            | "confirmed"
    )
}

/// Whether a word is a verb by its form alone, in lower case.
pub fn is_plain_verb(word: &str) -> bool {
    let past = word.len() > 4
        && word.ends_with("ed")
        && word.starts_with(char::is_lowercase)
        && !matches!(word, "retired" | "hundred");
    past || is_said(word) || is_auxiliary(word) || is_common_verb(word)
}

/// Whether a word, in lower case, is a verb with a subject of its own in any case: one that helps another, or the plain
/// "is".
pub fn is_auxiliary(word: &str) -> bool {
    matches!(
        word,
        "is" | "was"
            | "are"
            | "were"
            | "has"
            | "had"
            | "have"
            | "will"
            | "would"
            | "can"
            | "could"
            | "may"
            | "might"
            | "must"
            | "should"
            | "did"
            | "does"
            | "do"
    )
}

fn is_common_verb(word: &str) -> bool {
    matches!(
        word,
        "gave"
            | "took"
            | "went"
            | "made"
            | "came"
            | "got"
            | "spoke"
            | "won"
            | "lost"
            | "began"
            | "met"
            | "left"
            | "held"
            | "kept"
            | "led"
            | "ran"
            | "saw"
            | "put"
            | "set"
            | "drew"
            | "knew"
            | "thought"
            | "felt"
            | "found"
            | "brought"
            | "sent"
            | "grew"
            | "stood"
            | "rose"
            | "fell"
            | "want"
            | "say"
            | "think"
            | "believe"
            | "seem"
            | "need"
            | "ed"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_regular_and_irregular_verbs() {
        for (word, form) in [
            ("said", Form::Past),
            ("says", Form::Third),
            ("denied", Form::Past),
            ("denies", Form::Third),
            ("quipping", Form::Ing),
            ("noting", Form::Ing),
            ("agreeing", Form::Ing),
            ("wrote", Form::Past),
            ("told", Form::Past),
            ("stresses", Form::Third),
            ("admitted", Form::Past),
        ] {
            assert_eq!(lookup(word).map(|(_, form)| form), Some(form), "{word}");
        }
        assert_eq!(lookup("house"), None);
    }
}
