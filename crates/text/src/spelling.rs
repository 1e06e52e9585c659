/// A word in lower case in the one spelling that stands for all of it: "centre" and "center", "defence" and "defense",
/// "organise" and "organize" have one each. Not a spelling that anybody uses: for comparing alone.
pub fn spelled(word: &str) -> String {
    // "Four" is not "for", nor "fours"; and "hours" are what "hour" is.
    let or = if word.strip_suffix('s').unwrap_or(word).len() > LONG {
        word.replace("our", "or")
    } else {
        word.to_owned()
    };
    or.replace("cheque", "check")
        .replace("programme", "program")
        .replace('z', "s")
        .replace("ence", "ense")
        .replace("tre", "ter")
        .replace("grey", "gray")
}

/// Letters of words in which "our" is spelled by habit alone.
const LONG: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn british_and_american_words_are_one() {
        for (one, other) in [
            ("centre", "center"),
            ("harbour", "harbor"),
            ("defence", "defense"),
            ("organise", "organize"),
            ("cheque", "check"),
            ("programme", "program"),
            ("grey", "gray"),
        ] {
            assert_eq!(spelled(one), spelled(other), "{one} {other}");
        }
        assert_ne!(spelled("harbour"), spelled("harbours"));
        assert_ne!(spelled("four"), spelled("for"));
        assert_eq!(spelled("hours"), format!("{}s", spelled("hour")));
    }
}
