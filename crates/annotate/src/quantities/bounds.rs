//! Words that say how exact a number is: "at least", "or so".

use backstory_lexicon::FLOORS;
use backstory_model::Bound;

use super::{Reader, words::is_time_unit};

/// Before a number, beside [`FLOORS`]; longer phrases stand before those they end in.
const PHRASES: &[(&[&str], Bound)] = &[
    (&["in", "the", "region", "of"], Bound::About),
    (&["just", "shy", "of"], Bound::About),
    (&["just", "short", "of"], Bound::About),
    (&["no", "more", "than"], Bound::AtMost),
    (&["not", "more", "than"], Bound::AtMost),
    (&["a", "maximum", "of"], Bound::AtMost),
    (&["as", "many", "as"], Bound::AtMost),
    (&["as", "much", "as"], Bound::AtMost),
    (&["somewhere", "around"], Bound::About),
    (&["well", "under"], Bound::AtMost),
    (&["well", "below"], Bound::AtMost),
    (&["shy", "of"], Bound::About),
    (&["a", "maximum"], Bound::AtMost),
    (&["limited", "to"], Bound::AtMost),
    (&["up", "to"], Bound::AtMost),
    (&["fewer", "than"], Bound::AtMost),
    (&["less", "than"], Bound::AtMost),
    (&["at", "most"], Bound::AtMost),
    (&["just", "under"], Bound::About),
    (&["just", "over"], Bound::About),
    (&["close", "to"], Bound::About),
    (&["an", "estimated"], Bound::About),
    (&["a", "reported"], Bound::About),
    (&["or", "so"], Bound::About),
    (&["estimated"], Bound::About),
    (&["approaching"], Bound::About),
    (&["circa"], Bound::About),
    (&["~"], Bound::About),
    (&["<"], Bound::AtMost),
    (&["about"], Bound::About),
    (&["around"], Bound::About),
    (&["some"], Bound::About),
    (&["roughly"], Bound::About),
    (&["approximately"], Bound::About),
    (&["nearly"], Bound::About),
    (&["almost"], Bound::About),
    (&["under"], Bound::AtMost),
    (&["below"], Bound::AtMost),
];

impl Reader<'_> {
    /// The words before a number that say how exact it is: how many tokens they take, and what they say.
    pub(super) fn bound_before(&self, at: usize, unit: &str) -> Option<(usize, Bound)> {
        let floors = FLOORS.iter().map(|(phrase, _)| (*phrase, Bound::AtLeast));
        let others = PHRASES.iter().map(|(phrase, bound)| (*phrase, *bound));
        let stands = |phrase: &[&str]| {
            let from = at.checked_sub(phrase.len());
            from.is_some_and(|from| (from..).zip(phrase).all(|(at, word)| self.lower(at) == *word))
        };
        // "No more than", and not "more than".
        let longest =
            floors.chain(others).filter(|(phrase, _)| stands(phrase)).max_by_key(|(phrase, _)| phrase.len());
        let (phrase, bound) = longest?;
        (!self.is_no_bound(at - phrase.len(), phrase, unit)).then_some((phrase.len(), bound))
    }

    /// Whether one word says how exact a number behind it is, whatever stands before it. "Between" asks this of the second
    /// number, which no "between" of its own leads, so that a line of nothing else costs no more than any.
    fn is_bound_word(&self, at: usize) -> bool {
        let word = self.lower(at);
        word != "between" && PHRASES.iter().any(|(phrase, _)| *phrase == [word.as_str()])
    }

    /// Whether words before a number that could say how exact it is say something else.
    fn is_no_bound(&self, from: usize, phrase: &[&str], unit: &str) -> bool {
        let before = self.before(from);
        let duration = unit.split(' ').next_back().is_some_and(is_time_unit);
        match phrase {
            // "Over two years" is a stretch of time, not more than two; "for over two years" is more.
            ["over"] if duration => !is_of_length(&before) && from > 0,
            ["under" | "above" | "below"] if duration => true,
            // "Hand over 12 million crowns" is a verb in two words.
            ["over"] => is_verb_with_over(&before),
            // "Shifts add up to 66 hours"
            ["up", "to"] => matches!(before.as_str(), "add" | "adds" | "added" | "adding"),
            // "They asked for about eight crowns": behind another preposition it opens nothing.
            ["about"] if matches!(before.as_str(), "for" | "to" | "of" | "by" | "at" | "in" | "with") => {
                false
            }
            // "They learned of it about eight months ago": "of" has said what they learned of.
            ["about"]
                if (from.saturating_sub(TOLD_ABOUT)..from)
                    .any(|at| self.lower(at) == "of" && is_told_about(&self.before(at))) =>
            {
                false
            }
            // "They were told on Monday about eight cracks", but "they were told to give about eight crowns", "nobody
            // knew where about eight miners were" and "the firm asked about 8 percent less".
            ["about"] => (from.saturating_sub(TOLD_ABOUT)..from)
                .rev()
                .take_while(|at| !opens_clause(self.word(*at)))
                .any(|at| {
                    let told = self.lower(at);
                    let to_do = self.lower(at + 1) == "to"
                        && matches!(told.as_str(), "told" | "asked" | "informed" | "warned");
                    let asks_a_share = told == "asked" && unit == "percent";
                    is_told_about(&told) && !to_do && !asks_a_share
                }),
            // Without a second number, "between" is about a place: "between two ships, and the crew".
            ["between"] => !(from + 2..from + 6).any(|at| {
                let second = self.number(at + 1).is_some() || self.currency(at + 1).is_some();
                self.lower(at) == "and" && self.word(at - 1) != "," && (second || self.is_bound_word(at + 1))
            }),
            _ => false,
        }
    }

    /// Words behind a number or its unit that say how exact it is, "or more", and the token after them.
    pub(super) fn bound_behind(&self, at: usize) -> Option<(usize, Bound)> {
        let bound = match (self.lower(at).as_str(), self.lower(at + 1).as_str()) {
            ("or", "more") | ("and", "up") => Bound::AtLeast,
            ("or", "fewer" | "less") => Bound::AtMost,
            ("or", "so") => Bound::About,
            ("at", "least") if self.number(at + 2).is_none() => Bound::AtLeast,
            ("at", "most") if self.number(at + 2).is_none() => Bound::AtMost,
            _ => return None,
        };
        Some((at + 2, bound))
    }

    pub(super) fn is_bounded(&self, at: usize) -> bool {
        self.bound_before(at, "").is_some()
    }
}

/// Whether "over" behind a word goes with it, and says nothing of a number that follows: "spread over 12 sites".
fn is_verb_with_over(word: &str) -> bool {
    matches!(
        word,
        "spread"
            | "scattered"
            | "distributed"
            | "split"
            | "shared"
            | "stretched"
            | "hand"
            | "hands"
            | "handed"
            | "handing"
            | "turn"
            | "turns"
            | "turned"
            | "turning"
            | "sign"
            | "signed"
            | "signing"
    )
}

/// Whether a word or mark opens a clause: what stands before it has no part in a number behind it.
fn opens_clause(word: &str) -> bool {
    matches!(
        word,
        "," | ";" | ":" | "\"" | "“" | "”" | "that" | "where" | "how" | "whether" | "why" | "when" | "if"
    )
}

/// Tokens before "about" in which somebody is told of something.
const TOLD_ABOUT: usize = 5;

/// Whether a word makes "about" behind it open what is talked of.
fn is_told_about(word: &str) -> bool {
    matches!(
        word,
        "told"
            | "informed"
            | "warned"
            | "asked"
            | "talked"
            | "spoke"
            | "complained"
            | "heard"
            | "knew"
            | "learned"
            | "worried"
    )
}

/// Whether a word says that a length of time follows.
fn is_of_length(word: &str) -> bool {
    matches!(
        word,
        "for"
            | "after"
            | "that"
            | "took"
            | "takes"
            | "take"
            | "taken"
            | "taking"
            | "lasted"
            | "lasts"
            | "lasting"
            | "needed"
            | "needs"
            | "need"
            | "waited"
            | "spent"
            | "within"
    )
}
