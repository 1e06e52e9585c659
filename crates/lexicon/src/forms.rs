//! Words that are verbs.

use std::{collections::BTreeSet, sync::OnceLock};

use crate::{names::lines, verbs::is_plain_verb};

/// Whether a word in lower case is a verb more often than anything else, in any of its forms but that with "-ing"; by
/// WordNet 3.0 (Fellbaum 1998).
pub fn is_verb(word: &str) -> bool {
    static VERBS: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    let verbs = VERBS.get_or_init(|| lines(include_str!("../data/verbs.txt")).collect());
    let known = |form: &str| verbs.contains(form);
    let ending = |ending: &str, for_it: &str| {
        word.strip_suffix(ending).is_some_and(|stem| known(&format!("{stem}{for_it}")))
    };
    // "stopped": the last letter is written twice.
    let twice = word.strip_suffix("ed").is_some_and(|stem| {
        let mut last = stem.chars().rev();
        matches!((last.next(), last.next()), (Some(a), Some(b)) if a == b && known(&stem[..stem.len() - a.len_utf8()]))
    });
    known(word)
        || is_plain_verb(word)
        || [("s", ""), ("es", ""), ("ies", "y"), ("d", ""), ("ed", ""), ("ied", "y")]
            .into_iter()
            .any(|(end, for_it)| ending(end, for_it))
        || twice
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_known_in_their_forms() {
        for word in ["holds", "tore", "died", "stopped", "carries", "carried", "contain", "employs", "was"] {
            assert!(is_verb(word), "{word}");
        }
        for word in ["harbour", "people", "houses", "iron", "hundred", "red"] {
            assert!(!is_verb(word), "{word}");
        }
        // A letter that is written twice may take more than a byte.
        assert_eq!(is_verb("ééed"), is_plain_verb("ééed"));
    }
}
