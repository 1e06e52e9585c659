//! Closed classes of English words, in lower case: those that hold a clause together.

use backstory_lexicon::{is_verb, verbs};

use super::token::Token;

/// Words that open a clause of circumstance.
pub(super) fn is_circumstance(form: &str) -> bool {
    matches!(
        form,
        "when"
            | "if"
            | "as"
            | "after"
            | "since"
            | "because"
            | "while"
            | "although"
            | "though"
            | "before"
            | "once"
            | "until"
            | "unless"
    )
}

/// Whether a word opens the words for a thing: "the", "his", "three", a name.
pub(super) fn opens_noun(token: &Token<'_>) -> bool {
    is_determiner(token.form)
        || token.name
        || token.capital
        || token.form.starts_with(|c: char| c.is_ascii_digit())
        || is_pronoun(token.form)
        || is_count(token.form)
}

/// Words that tell how many.
pub(super) fn is_count(form: &str) -> bool {
    matches!(
        form,
        "one"
            | "two"
            | "three"
            | "four"
            | "five"
            | "six"
            | "seven"
            | "eight"
            | "nine"
            | "ten"
            | "eleven"
            | "twelve"
            | "dozens"
            | "hundreds"
            | "thousands"
            | "several"
            | "many"
            | "some"
            | "both"
    )
}

/// Whether a word helps another verb or is the plain "is", in the short forms too.
pub(super) fn is_help(form: &str) -> bool {
    let form = form.strip_suffix("n't").map_or(form, |stem| match stem {
        "wo" => "will",
        "ca" => "can",
        other => other,
    });
    verbs::is_auxiliary(form) || matches!(form, "cannot" | "'ll" | "'re" | "'ve" | "'d" | "'m" | "'s")
}

/// Forms of "be".
pub(super) fn is_be(form: &str) -> bool {
    matches!(
        form,
        "is" | "was"
            | "are"
            | "were"
            | "be"
            | "been"
            | "being"
            | "'s"
            | "'re"
            | "'m"
            | "isn't"
            | "wasn't"
            | "aren't"
            | "weren't"
    )
}

/// Words that say that something is not so.
pub(super) fn is_negation(form: &str) -> bool {
    matches!(form, "not" | "never")
}

/// Words that may stand between a subject and its verb, and change neither.
pub(super) fn is_adverb(form: &str) -> bool {
    matches!(
        form,
        "also"
            | "already"
            | "still"
            | "now"
            | "yet"
            | "soon"
            | "then"
            | "never"
            | "not"
            | "ever"
            | "always"
            | "often"
            | "just"
            | "even"
            | "again"
            | "later"
            | "once"
            | "twice"
            | "almost"
            | "perhaps"
            | "too"
            | "instead"
            | "together"
            | "first"
            | "alone"
            | "sometimes"
            | "long"
            | "both"
            | "all"
            | "each"
            | "rather"
            | "only"
    ) || form.len() > 4
        && form.ends_with("ly")
        && !matches!(
            form,
            "family" | "assembly" | "monopoly" | "supply" | "reply" | "apply" | "rally" | "anomaly"
        )
}

/// Words that stand before a noun and its adjectives.
pub(super) fn is_determiner(form: &str) -> bool {
    is_article(form)
        || matches!(form, "this" | "these" | "those" | "any" | "some" | "each" | "another" | "such")
}

/// Determiners behind which always a noun comes.
pub(super) fn is_article(form: &str) -> bool {
    matches!(
        form,
        "the"
            | "a"
            | "an"
            | "his"
            | "her"
            | "their"
            | "its"
            | "my"
            | "our"
            | "your"
            | "no"
            | "every"
            | "whose"
    )
}

/// "The captain's", but not "it's".
pub(super) fn is_possessive(form: &str) -> bool {
    form.ends_with("'s") && !matches!(form, "it's" | "he's" | "she's" | "that's" | "there's" | "who's")
}

/// Words that tie a thing to what stands before.
pub(crate) fn is_preposition(form: &str) -> bool {
    matches!(
        form,
        "of" | "in"
            | "at"
            | "on"
            | "by"
            | "with"
            | "from"
            | "for"
            | "into"
            | "onto"
            | "near"
            | "off"
            | "outside"
            | "inside"
            | "around"
            | "within"
            | "across"
            | "along"
            | "about"
            | "against"
            | "among"
            | "between"
            | "during"
            | "through"
            | "throughout"
            | "over"
            | "under"
            | "above"
            | "below"
            | "behind"
            | "beyond"
            | "toward"
            | "towards"
            | "upon"
            | "via"
            | "without"
            | "despite"
            | "amid"
            | "following"
            | "beside"
            | "besides"
            | "like"
            | "since"
            | "until"
            | "before"
            | "after"
            | "as"
            | "per"
            | "versus"
            | "including"
            | "than"
    )
}

/// Words that stand before a time or its preposition: "late on Monday", "early last year".
pub(super) fn is_time_lead(form: &str) -> bool {
    matches!(
        form,
        "late" | "early" | "earlier" | "later" | "last" | "next" | "this" | "mid" | "shortly" | "overnight"
    )
}

/// Words that open a clause about the noun before them.
pub(crate) fn is_relative(form: &str) -> bool {
    matches!(form, "who" | "which" | "whom" | "whose" | "where" | "that")
}

/// Words that open a clause, or a phrase that tells the circumstances.
pub(crate) fn is_subordinator(form: &str) -> bool {
    matches!(
        form,
        "when"
            | "while"
            | "because"
            | "since"
            | "although"
            | "though"
            | "unless"
            | "until"
            | "if"
            | "whether"
            | "whereas"
            | "after"
            | "before"
            | "as"
            | "amid"
            | "despite"
            | "following"
            | "so"
            | "once"
            | "even"
            | "where"
            | "but"
            | "including"
    )
}

/// Words that set two things side by side.
pub(super) fn is_conjunction(form: &str) -> bool {
    matches!(form, "and" | "or" | "but" | "nor")
}

/// Pronouns that may be a subject.
pub(crate) fn is_pronoun(form: &str) -> bool {
    matches!(form, "i" | "he" | "she" | "it" | "we" | "they" | "you" | "there")
}

/// Pronouns that may be an object.
pub(super) fn is_object(form: &str) -> bool {
    matches!(
        form,
        "him" | "her" | "them" | "us" | "me" | "it" | "himself" | "herself" | "itself" | "themselves"
    )
}

/// Words that belong to what follows them: no action ends with one.
pub(crate) fn is_loose(form: &str) -> bool {
    matches!(
        form,
        "and"
            | "or"
            | "but"
            | "of"
            | "to"
            | "with"
            | "at"
            | "for"
            | "from"
            | "into"
            | "than"
            | "as"
            | "also"
            | "about"
            | "between"
            | "late"
            | "early"
            | "even"
            | "including"
            | "both"
            | "just"
            | "only"
            | "like"
    )
}

/// "sailed", but not "need".
pub(super) fn is_regular_past(form: &str) -> bool {
    let base =
        form.ends_with("eed") && !matches!(form, "agreed" | "decreed" | "freed" | "guaranteed" | "refereed");
    form.len() > 3 && form.ends_with("ed") && !base && is_verb(form)
}
