//! Numbers that a statement gives as what is no longer so: "five are missing, down from 22". It states the five; 22 is what
//! others said before.

use backstory_model::{Quantity, Span};
use backstory_text::{fold, words};

/// Words that may stand between "from" and the number: "up from at least 14".
const BOUND: usize = 2;

/// Whether a number of a statement is the one that another has taken the place of.
pub(crate) fn is_former(text: &str, statement: Span, quantity: &Quantity) -> bool {
    let before = Span::new(statement.start as usize, quantity.span.start.max(statement.start) as usize);
    let before: Vec<(Span, String)> = words(text, before).map(|word| (word, fold(word.of(text)))).collect();
    let is =
        |at: usize, wanted: &[&str]| before.get(at).is_some_and(|(_, word)| wanted.contains(&word.as_str()));
    (0..before.len()).rev().take(BOUND + 1).any(|at| match at.checked_sub(1) {
        Some(way) if is(at, &["from"]) && is(way, &["up", "down"]) => {
            // "Brought up from two mines" has no number in its place.
            let (word, _) = before[way];
            let apart = text[statement.start as usize..word.start as usize]
                .trim_end()
                .ends_with([',', '(', '–', '—']);
            apart || way.checked_sub(1).is_some_and(|at| is(at, &["is", "are", "was", "were"]))
        }
        Some(way) => is(at, &["with", "to"]) && is(way, &["compared"]),
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use backstory_model::Bound;

    use super::*;

    /// Whether the last number of a sentence, between `[]`, is a former one.
    fn check(marked: &str, former: bool) {
        let (start, end) = (marked.find('[').expect("a mark"), marked.find(']').expect("a mark") - 1);
        let text = marked.replace(['[', ']'], "");
        let quantity =
            Quantity { span: Span::new(start, end), value: 0.0, unit: String::new(), bound: Bound::Exact };
        assert_eq!(is_former(&text, Span::new(0, text.len()), &quantity), former, "{marked}");
    }

    #[test]
    fn what_a_number_came_from_is_stated_no_more() {
        check("Six boats are adrift, down from [30] on Monday", true);
        check("The fare is up from at least [9] crowns", true);
        check("Nine boats (up from [four]) are adrift", true);
        check("Nine boats are adrift, compared with [four] in May", true);
        check("The boats were towed up from [two] harbours", false);
        check("The boats came from [two] harbours", false);
        check("Nine boats came down to [two] harbours", false);
    }
}
