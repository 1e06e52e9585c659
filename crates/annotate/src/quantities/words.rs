//! Words for numbers, units and what stands around them.

use backstory_lexicon::{is_verb, verbs};
use backstory_model::Bound;

/// The unit of money that a sign before a number stands for, in words.
pub(super) fn currency_sign(word: &str) -> Option<&'static str> {
    Some(match word {
        "$" => "dollars",
        "€" => "euros",
        "£" => "pounds",
        "¥" => "yen",
        "₹" => "rupees",
        "₽" => "rubles",
        "₴" => "hryvnias",
        "₪" => "shekels",
        "₩" => "won",
        _ => return None,
    })
}

/// Whose dollars, or what else, a dollar sign means behind letters: "C$", "R$".
pub(super) fn dollars_of(prefix: &str) -> Option<&'static str> {
    Some(match prefix {
        "US" | "U.S." => "dollars",
        "C" | "CA" | "CDN" => "canadian dollars",
        "A" | "AU" => "australian dollars",
        "NZ" => "new zealand dollars",
        "HK" => "hong kong dollars",
        "S" | "SG" => "singapore dollars",
        "NT" => "taiwan dollars",
        "R" => "reais",
        _ => return None,
    })
}

/// The unit of money that a code before a number stands for.
pub(super) fn currency_code(word: &str) -> Option<&'static str> {
    Some(match word {
        "USD" => "dollars",
        "EUR" => "euros",
        "GBP" => "pounds",
        "JPY" => "yen",
        "CHF" => "francs",
        "CNY" | "RMB" => "yuan",
        "INR" | "Rs" | "Rs." => "rupees",
        "AUD" => "australian dollars",
        "CAD" => "canadian dollars",
        _ => return None,
    })
}

/// "10km": the number, and the unit written to it.
pub(super) fn with_unit(word: &str) -> Option<(f64, &'static str)> {
    const UNITS: [&str; 16] =
        ["km", "kg", "cm", "mm", "mph", "kph", "kmh", "ft", "mi", "lb", "lbs", "oz", "MW", "GW", "kW", "GB"];
    let at = word.find(|c: char| c.is_ascii_alphabetic())?;
    if &word[at..] == "pc" || &word[at..] == "pct" {
        return Some((digits(&word[..at])?.0, "percent"));
    }
    let unit = UNITS.into_iter().find(|u| *u == &word[at..])?;
    Some((digits(&word[..at])?.0, unit))
}

/// Numbers with a hyphen: the lower end of "10-15", "20-plus" and "20-odd", with the scale and bound.
pub(super) fn hyphened(word: &str) -> Option<(f64, f64, Bound)> {
    let (lower, rest) = word.split_once(['-', '‑'])?;
    let (value, scale) = digits(lower)?;
    match rest {
        "plus" => Some((value, scale, Bound::AtLeast)),
        "odd" | "some" | "ish" => Some((value, scale, Bound::About)),
        upper => {
            let (upper, upper_scale) = digits(upper)?;
            // "10-15m"
            let scale = scale.max(upper_scale);
            (upper * upper_scale > value).then_some((value, scale, Bound::AtLeast))
        }
    }
}

/// What a whole is divided into: "thirds".
pub(super) fn fraction(word: &str) -> Option<f64> {
    Some(match word.strip_suffix('s').unwrap_or(word) {
        "third" => 3.0,
        "quarter" | "fourth" => 4.0,
        "fifth" => 5.0,
        "sixth" => 6.0,
        "eighth" => 8.0,
        "tenth" => 10.0,
        _ => return None,
    })
}

/// Units whose short forms have no plural.
pub(super) fn is_abbreviated_unit(word: &str) -> bool {
    matches!(
        word,
        "km" | "kg" | "mph" | "kph" | "cm" | "mm" | "ft" | "mw" | "gw" | "megawatt" | "bpd" | "lbs"
    )
}

/// Nouns in the plural that stand before the noun that is counted: "two news networks", "five rights groups".
pub(super) fn goes_before_nouns(word: &str) -> bool {
    matches!(
        word,
        "news"
            | "rights"
            | "arms"
            | "sports"
            | "sales"
            | "affairs"
            | "communications"
            | "operations"
            | "services"
            | "drugs"
            | "customs"
            | "savings"
            | "human"
            | "resources"
            | "relations"
            | "systems"
    )
}

/// "10,000", "2.5", "10m", "3bn": the number and what it is to be multiplied by. None for "3rd", "1990s", "2/3", "10:30".
pub(super) fn digits(word: &str) -> Option<(f64, f64)> {
    let (number, scale) = match word.find(|c: char| c.is_ascii_alphabetic()) {
        None => (word, 1.0),
        Some(at) => match &word[at..] {
            "k" | "K" => (&word[..at], 1e3),
            "m" | "M" | "mn" | "mln" => (&word[..at], 1e6),
            "b" | "B" | "bn" | "bln" => (&word[..at], 1e9),
            "tn" | "trn" => (&word[..at], 1e12),
            _ => return None,
        },
    };
    let (whole, fraction) =
        number.split_once('.').map_or((number, None), |(whole, rest)| (whole, Some(rest)));
    let grouped = whole.split(',').enumerate().all(|(i, part)| {
        part.bytes().all(|b| b.is_ascii_digit()) && if i == 0 { !part.is_empty() } else { part.len() == 3 }
    });
    if !grouped || fraction.is_some_and(|f| f.is_empty() || !f.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    Some((number.replace(',', "").parse().ok()?, scale))
}

pub(super) fn scale_word(word: &str) -> Option<f64> {
    Some(match word {
        "dozen" => 12.0,
        "hundred" => 1e2,
        "thousand" => 1e3,
        "million" => 1e6,
        "billion" => 1e9,
        "trillion" => 1e12,
        _ => return None,
    })
}

/// Words for an unstated number, with the least they can mean.
pub(crate) fn many(word: &str) -> Option<f64> {
    many_more(word).or(match word {
        "tens" => Some(20.0),
        "dozens" => Some(24.0),
        "scores" => Some(40.0),
        _ => None,
    })
}

pub(super) fn many_more(word: &str) -> Option<f64> {
    match word {
        "hundreds" => Some(200.0),
        "thousands" => Some(2e3),
        "millions" => Some(2e6),
        "billions" => Some(2e9),
        _ => None,
    }
}

pub(super) fn upper_scale(value: f64) -> f64 {
    [1e12, 1e9, 1e6, 1e3].into_iter().find(|s| value >= *s).unwrap_or(1.0)
}

/// Whether a word looks like a noun in the plural.
pub(super) fn is_plural(word: &str) -> bool {
    const IRREGULAR: [&str; 32] = [
        "people",
        "men",
        "women",
        "children",
        "police",
        "troops",
        "personnel",
        "aircraft",
        "media",
        "feet",
        "teeth",
        "lives",
        "wives",
        "congressmen",
        "congresswomen",
        "policemen",
        "spokesmen",
        "servicemen",
        "gunmen",
        "fishermen",
        "staff",
        "yen",
        "yuan",
        "renminbi",
        "rand",
        "baht",
        "lira",
        "ringgit",
        "rupiah",
        "kroner",
        "kronor",
        "reais",
    ];
    IRREGULAR.contains(&word)
        || ["children", "smen", "eamen", "wmen", "kmen"].iter().any(|end| word.ends_with(end))
        || word.chars().count() > 3
            && word.ends_with('s')
            && !word.ends_with("ss")
            && !word.ends_with("us")
            && !word.ends_with("is")
            && !word.ends_with(".s.")
            && !matches!(word, "previous" | "various" | "perhaps" | "always" | "overseas" | "times" | "as")
}

/// Whether a word is a verb in the past, by its form or by the lexicon: "swam", "escaped".
pub(super) fn is_done(word: &str) -> bool {
    verbs::is_past(word) || word.ends_with("ed") && is_verb(word)
}

/// Prepositions that a clock time or an age stands behind, and the "to" of a result: "by ten", "under five", "seven to two".
pub(super) fn is_since(word: &str) -> bool {
    matches!(
        word,
        "under"
            | "over"
            | "above"
            | "below"
            | "before"
            | "after"
            | "by"
            | "at"
            | "until"
            | "till"
            | "since"
            | "from"
            | "past"
            | "to"
    )
}

/// "two dead", "83 killed": what became of people, said in the place of the noun.
pub(super) fn is_fate(word: &str) -> bool {
    matches!(
        word,
        "dead"
            | "killed"
            | "wounded"
            | "injured"
            | "missing"
            | "arrested"
            | "detained"
            | "hurt"
            | "displaced"
    )
}

/// Words that say nothing about what is counted.
pub(super) fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "separate" | "other" | "different" | "more" | "additional" | "further" | "new" | "such" | "total"
    )
}

/// Words that stand before the noun where one thing is counted.
pub(super) fn is_adjective(word: &str) -> bool {
    const NOUNS: [&str; 19] = [
        "official",
        "hospital",
        "general",
        "animal",
        "criminal",
        "rival",
        "individual",
        "principal",
        "proposal",
        "trial",
        "deal",
        "journal",
        "festival",
        "signal",
        "executive",
        "detective",
        "representative",
        "republic",
        "clinic",
    ];
    let form = ["al", "ous", "ful", "ive", "ic", "able", "ible", "less", "ish", "ary"];
    let by_form = word.len() > 5 && form.iter().any(|end| word.ends_with(end)) && !NOUNS.contains(&word);
    by_form
        || matches!(
            word,
            "senior"
                | "former"
                | "current"
                | "top"
                | "high-ranking"
                | "military"
                | "security"
                | "police"
                | "intelligence"
                | "government"
                | "administration"
                | "diplomatic"
                | "retired"
                | "unnamed"
                | "anonymous"
                | "congressional"
                | "western"
                | "young"
                | "old"
                | "local"
                | "federal"
                | "state"
                | "second"
                | "third"
                | "suspected"
                | "alleged"
                | "defense"
                | "new"
                | "unidentified"
                | "veteran"
                | "foreign"
                | "european"
                | "white"
                | "black"
                | "armed"
                | "wounded"
                | "civilian"
                | "other"
                | "recent"
                | "narrow"
                | "unique"
                | "big"
                | "large"
                | "small"
                | "major"
                | "minor"
                | "single"
                | "main"
                | "key"
                | "great"
                | "long"
                | "short"
                | "high"
                | "low"
                | "full"
                | "whole"
                | "late"
                | "early"
                | "first"
                | "last"
                | "final"
                | "good"
                | "bad"
                | "best"
                | "worst"
                | "rare"
                | "prominent"
                | "well-known"
                | "different"
                | "human"
        )
}

/// Words for a number of people who act as one: "a crew of six", "two of the panel".
pub(super) fn is_group(word: &str) -> bool {
    let word = word.strip_suffix('s').unwrap_or(word);
    matches!(
        word,
        "band"
            | "board"
            | "cast"
            | "committee"
            | "crew"
            | "delegation"
            | "family"
            | "gang"
            | "group"
            | "jury"
            | "panel"
            | "party"
            | "patrol"
            | "squad"
            | "staff"
            | "team"
            | "unit"
    )
}

pub(crate) fn is_time_unit(word: &str) -> bool {
    matches!(
        word,
        "second"
            | "seconds"
            | "minute"
            | "minutes"
            | "hour"
            | "hours"
            | "day"
            | "days"
            | "week"
            | "weeks"
            | "month"
            | "months"
            | "year"
            | "years"
            | "decade"
            | "decades"
            | "century"
            | "centuries"
    )
}

/// Words that cannot stand inside "83 suspected traffickers": the noun has ended before them.
pub(super) fn is_stop(word: &str) -> bool {
    matches!(
        word,
        "a" | "about"
            | "above"
            | "across"
            | "after"
            | "against"
            | "ago"
            | "all"
            | "along"
            | "also"
            | "although"
            | "among"
            | "an"
            | "and"
            | "are"
            | "around"
            | "as"
            | "at"
            | "away"
            | "be"
            | "became"
            | "because"
            | "been"
            | "before"
            | "behind"
            | "being"
            | "below"
            | "between"
            | "both"
            | "but"
            | "by"
            | "came"
            | "can"
            | "could"
            | "did"
            | "do"
            | "does"
            | "down"
            | "during"
            | "each"
            | "either"
            | "even"
            | "every"
            | "familiar"
            | "for"
            | "from"
            | "get"
            | "got"
            | "had"
            | "has"
            | "have"
            | "he"
            | "her"
            | "him"
            | "his"
            | "how"
            | "i"
            | "if"
            | "in"
            | "inside"
            | "into"
            | "is"
            | "it"
            | "its"
            | "just"
            | "later"
            | "least"
            | "left"
            | "less"
            | "like"
            | "made"
            | "may"
            | "me"
            | "might"
            | "must"
            | "my"
            | "near"
            | "nor"
            | "not"
            | "now"
            | "of"
            | "off"
            | "on"
            | "once"
            | "only"
            | "onto"
            | "or"
            | "our"
            | "out"
            | "outside"
            | "over"
            | "per"
            | "said"
            | "say"
            | "says"
            | "saying"
            | "she"
            | "should"
            | "since"
            | "so"
            | "still"
            | "than"
            | "that"
            | "the"
            | "their"
            | "them"
            | "then"
            | "there"
            | "these"
            | "they"
            | "this"
            | "those"
            | "though"
            | "through"
            | "to"
            | "told"
            | "tell"
            | "too"
            | "took"
            | "toward"
            | "towards"
            | "under"
            | "until"
            | "up"
            | "us"
            | "versus"
            | "very"
            | "vs"
            | "was"
            | "we"
            | "went"
            | "were"
            | "what"
            | "when"
            | "where"
            | "whether"
            | "which"
            | "while"
            | "who"
            | "whom"
            | "whose"
            | "why"
            | "will"
            | "with"
            | "within"
            | "without"
            | "would"
            | "yet"
            | "you"
            | "your"
    )
}

/// Whether a word has the form of a participle before a noun: "one captured soldier".
pub(super) fn is_participle(word: &str) -> bool {
    const NOUNS: [&str; 20] = [
        "building", "meeting", "hearing", "briefing", "killing", "shooting", "bombing", "filing", "ruling",
        "warning", "king", "thing", "rating", "setting", "painting", "wedding", "landing", "being",
        "training", "offering",
    ];
    let long = word.len() > 4;
    long && word.ends_with("ed") && !word.ends_with("eed")
        || long && word.ends_with("ing") && !NOUNS.contains(&word)
}
