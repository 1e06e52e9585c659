use crate::{Span, fold, words};

/// Where a phrase stands as whole words, whatever its case, marks and accents (see [`fold`]), in order, without
/// overlap. Empty where the phrase holds no word.
pub fn find_phrase(text: &str, within: Span, phrase: &str) -> Vec<Span> {
    let wanted: Vec<String> =
        words(phrase, Span::new(0, phrase.len())).map(|word| fold(word.of(phrase))).collect();
    let mut found: Vec<Span> = Vec::new();
    if wanted.is_empty() {
        return found;
    }
    let here: Vec<(Span, String)> = words(text, within).map(|word| (word, fold(word.of(text)))).collect();
    for window in here.windows(wanted.len()) {
        let span = window[0].0.cover(window[wanted.len() - 1].0);
        if window.iter().map(|(_, word)| word).eq(&wanted)
            && found.last().is_none_or(|last| last.end <= span.start)
        {
            found.push(span);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_match_whole_words() {
        let text = "The New Ilmar Times, not new Ilmarites, nor “new ilmár  times”.";
        let found = find_phrase(text, Span::new(0, text.len()), "New Ilmar Times");
        assert_eq!(
            found.iter().map(|s| s.of(text)).collect::<Vec<_>>(),
            ["New Ilmar Times", "new ilmár  times"]
        );
        assert!(find_phrase(text, Span::new(0, text.len()), " – ").is_empty());
    }
}
