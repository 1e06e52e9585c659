//! Numbers of something, with what is counted and how exact they are.
//!
//! Left out: dates and years, ages, clock times, ordinals, scores, numbers that belong to a name ("Section 5", "No. 2"),
//! and "one" where it counts nothing ("one of them", "no one").

use backstory_model::{Bound, Quantity, Report, TimeExpression};
use backstory_text::{Token, TokenKind};

use crate::layout::Layout;

/// All quantities of the report's title, body and captions, in order. `times` are the report's time expressions.
pub(crate) fn quantities(report: &Report, layout: &Layout, times: &[TimeExpression]) -> Vec<Quantity> {
    let mut found = Vec::new();
    for sentence in &layout.sentences {
        let reader = Reader { text: &report.text, tokens: &layout.tokens[sentence.tokens.clone()] };
        let mut at = 0;
        while at < reader.tokens.len() {
            let Some((quantity, next)) = reader.quantity(at) else {
                at += 1;
                continue;
            };
            let from = times.partition_point(|t| t.span.end <= quantity.span.start);
            if !times.get(from).is_some_and(|t| t.span.overlaps(quantity.span)) {
                found.push(quantity);
            }
            at = next;
        }
    }
    found
}

/// A number as written: its value, and the token after it.
struct Number {
    value: f64,
    end: usize,
    digits: bool,
    /// "dozens", "hundreds": that many or more.
    open: bool,
}

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token],
}

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| t.span.of(self.text))
    }

    fn lower(&self, at: usize) -> String {
        self.word(at).to_lowercase()
    }

    /// The word before a place, in lower case.
    fn before(&self, at: usize) -> String {
        at.checked_sub(1).map_or(String::new(), |at| self.lower(at))
    }

    /// The quantity whose number (or currency sign) starts at a token, and the token after it.
    fn quantity(&self, at: usize) -> Option<(Quantity, usize)> {
        let currency = currency_sign(self.word(at));
        let first = if currency.is_some() { at + 1 } else { at };
        let number = self.number(first)?;
        if currency.is_none() && self.is_no_quantity(at, &number) {
            return None;
        }
        let mut bound = if number.open { Bound::AtLeast } else { Bound::Exact };
        let (value, mut end) = (number.value, number.end);
        let mut scale = 1.0;
        if let Some((upper, after)) = self.range_end(at, end, currency.is_some()) {
            // "10 to 20 million": the scale of the upper end holds for both.
            scale = if upper.value >= 1e3 && value < 1e3 && upper.value > 999.0 * value {
                upper_scale(upper.value)
            } else {
                1.0
            };
            (bound, end) = (Bound::AtLeast, after);
        }
        let (mut unit, mut unit_end) = self.unit(end, value);
        if let Some(sign) = currency {
            (unit, unit_end) = (sign.to_owned(), end);
        }
        if currency.is_none() && unit.is_empty() && !number.digits {
            return None;
        }
        if self.lower(end) == "or" {
            let after = match self.lower(end + 1).as_str() {
                "more" => Some(Bound::AtLeast),
                "fewer" | "less" => Some(Bound::AtMost),
                "so" => Some(Bound::About),
                _ => None,
            };
            if let Some(after) = after {
                bound = after;
                if currency.is_none() {
                    (unit, unit_end) = self.unit(end + 2, value);
                }
                unit_end = unit_end.max(end + 2);
            }
        }
        let mut start = at;
        if let Some((words, said)) = self.bound_before(at, &unit) {
            (bound, start) = (said, at - words);
        }
        let end = unit_end.max(end);
        let span = self.tokens[start].span.cover(self.tokens[end - 1].span);
        // 65.4 × 10⁹ is a whole number of dollars, whatever the floating point says.
        let value = (value * scale * 1e3).round() / 1e3;
        Some((Quantity { span, value, unit, bound }, end))
    }

    /// Digits or number words at a token.
    fn number(&self, at: usize) -> Option<Number> {
        let token = self.tokens.get(at)?;
        let mut end = at + 1;
        let (mut value, digits, mut open) = match token.kind {
            TokenKind::Number => {
                let (value, scale) = digits(self.word(at))?;
                (value * scale, true, false)
            }
            TokenKind::Word => {
                let word = self.lower(at);
                if let Some(many) =
                    many(&word).filter(|_| self.lower(at + 1) == "of" || is_plural(&self.lower(at + 1)))
                {
                    // "tens of thousands"
                    if let Some(more) =
                        many_more(&self.lower(at + 2)).filter(|_| word == "tens" || word == "hundreds")
                    {
                        return Some(Number { value: many * more, end: at + 3, digits: false, open: true });
                    }
                    (many, false, true)
                } else if let Some(value) = number_word(&word) {
                    (value, false, false)
                } else if matches!(word.as_str(), "a" | "an") && scale_word(&self.lower(at + 1)).is_some() {
                    (1.0, false, false)
                } else if word == "half"
                    && self.lower(at + 1) == "a"
                    && scale_word(&self.lower(at + 2)).is_some()
                {
                    end = at + 2;
                    (0.5, false, false)
                } else {
                    return None;
                }
            }
            _ => return None,
        };
        if open {
            return Some(Number { value, end, digits, open });
        }
        // "two hundred thousand", "three thousand five hundred", "one hundred and twenty"
        let mut rest = 0.0;
        loop {
            let next = self.lower(end);
            if let Some(scale) = scale_word(&next) {
                if rest > 0.0 && rest < scale {
                    rest *= scale;
                } else {
                    value = (value + rest) * scale;
                    rest = 0.0;
                }
                end += 1;
                continue;
            }
            let skip = usize::from(!digits && value >= 100.0 && next == "and");
            match number_word(&self.lower(end + skip)).filter(|n| !digits && value >= 100.0 && *n < 100.0) {
                Some(small) if rest == 0.0 => {
                    rest = small;
                    end += skip + 1;
                }
                _ => break,
            }
        }
        open |= matches!(self.word(end), "+") && self.tokens[end].span.start == self.tokens[end - 1].span.end;
        end += usize::from(open);
        Some(Number { value: value + rest, end, digits, open })
    }

    /// Whether a number at a token is a date, an age, a time, a score or part of a name.
    fn is_no_quantity(&self, at: usize, number: &Number) -> bool {
        let previous = self.before(at);
        let next = self.lower(number.end);
        let glued = |a: usize, b: usize| self.tokens[a].span.end == self.tokens[b].span.start;
        if matches!(next.as_str(), "a.m." | "p.m." | "am" | "pm" | "o'clock") {
            return true;
        }
        if number.end < self.tokens.len()
            && glued(number.end - 1, number.end)
            && matches!(next.as_str(), "/" | ":" | "°")
        {
            return true;
        }
        if at > 0 && glued(at - 1, at) && matches!(previous.as_str(), "/" | ":" | "-" | "#" | "@" | "." | "&")
        {
            return true;
        }
        if matches!(
            previous.as_str(),
            "no."
                | "nos."
                | "number"
                | "page"
                | "pages"
                | "chapter"
                | "section"
                | "article"
                | "phase"
                | "level"
                | "age"
                | "aged"
                | "ages"
                | "room"
                | "highway"
                | "channel"
                | "season"
                | "episode"
                | "grade"
                | "type"
                | "top"
                | "tier"
        ) {
            return true;
        }
        if number.end == at + 1 && self.lower(at) == "one" && !self.counts_one(at) {
            return true;
        }
        let counted = !self.unit(number.end, number.value).0.is_empty();
        if number.digits && !counted {
            // ", 56," after a name is an age; a bare number after a name belongs to it; four digits are a year.
            let name_before = |at: usize| at > 0 && self.word(at - 1).starts_with(char::is_uppercase);
            let age =
                previous == "," && at > 1 && name_before(at - 1) && (2.0..115.0).contains(&number.value);
            let part_of_name = at > 1 && name_before(at) && currency_sign(&previous).is_none();
            let year = self.word(at).len() == 4
                && (1500.0..2100.0).contains(&number.value)
                && number.value.fract() == 0.0;
            let is_age = matches!(previous.as_str(), "is" | "was" | "turned" | "turns")
                && (2.0..115.0).contains(&number.value);
            return is_age || age || part_of_name || year;
        }
        false
    }

    /// Whether "one" at a token counts something: "one official", but not "one of them", "no one", "one day".
    fn counts_one(&self, at: usize) -> bool {
        let next = self.lower(at + 1);
        let idle = matches!(
            next.as_str(),
            "of" | "another"
                | "day"
                | "thing"
                | "way"
                | "time"
                | "side"
                | "hand"
                | "point"
                | "that"
                | "who"
                | "else"
                | "step"
                | "night"
                | "morning"
                | "moment"
                | "more"
                | "such"
                | "reason"
        ) || is_stop(&next);
        let led = matches!(
            self.before(at).as_str(),
            "no" | "this"
                | "that"
                | "the"
                | "any"
                | "every"
                | "each"
                | "which"
                | "another"
                | "some"
                | "big"
                | "good"
        );
        !idle && !led && self.tokens.get(at + 1).is_some_and(|t| t.kind == TokenKind::Word)
    }

    /// The upper end of a range that goes on at `end`, and the token after it.
    fn range_end(&self, at: usize, end: usize, money: bool) -> Option<(Number, usize)> {
        let link = self.lower(end);
        let dash = matches!(link.as_str(), "-" | "–" | "—")
            && self.tokens.get(end + 1).is_some_and(|t| t.span.start == self.tokens[end].span.end);
        let between = link == "and" && self.before(at) == "between";
        let to = link == "to" && self.before(at) != "from";
        if !(dash || between || to) {
            return None;
        }
        let from = end + 1 + usize::from(money && currency_sign(self.word(end + 1)).is_some());
        let upper = self.number(from)?;
        let after = upper.end;
        (upper.value > 0.0).then_some((upper, after))
    }

    /// What is counted by a number that ends before a token: the unit and the token after it.
    fn unit(&self, from: usize, value: f64) -> (String, usize) {
        let none = (String::new(), from);
        match self.lower(from).as_str() {
            "%" | "percent" => return ("percent".into(), from + 1),
            "per" if self.lower(from + 1) == "cent" => return ("percent".into(), from + 2),
            "percentage" if is_plural(&self.lower(from + 1)) || self.lower(from + 1) == "point" => {
                return ("percentage points".into(), from + 2);
            }
            _ => {}
        }
        let mut at = from;
        if self.lower(at) == "of" {
            at += 1;
            if matches!(
                self.lower(at).as_str(),
                "the" | "those" | "these" | "his" | "her" | "its" | "their" | "our" | "my"
            ) {
                at += 1;
            }
        }
        let mut words: Vec<String> = Vec::new();
        while words.len() < 5 {
            let Some(token) = self.tokens.get(at) else { break };
            let written = self.word(at);
            let word = written.to_lowercase();
            if token.kind != TokenKind::Word || is_stop(&word) {
                break;
            }
            let glued = at > from && self.tokens[at - 1].span.end == token.span.start;
            if glued {
                break;
            }
            let end = at + 1;
            if !(words.is_empty() && is_filler(&word)) {
                words.push(word.clone());
            }
            at = end;
            let lower_case = written.starts_with(char::is_lowercase);
            if value == 1.0 {
                if lower_case && !is_adjective(&word) {
                    return (words.join(" "), at);
                }
            } else if is_plural(&word) && lower_case || is_fate(&word) {
                return (words.join(" "), at);
            }
        }
        none
    }

    /// The words before a number that say how exact it is: how many tokens they take, and what they say.
    fn bound_before(&self, at: usize, unit: &str) -> Option<(usize, Bound)> {
        const PHRASES: &[(&[&str], Bound)] = &[
            (&["no", "fewer", "than"], Bound::AtLeast),
            (&["no", "less", "than"], Bound::AtLeast),
            (&["not", "less", "than"], Bound::AtLeast),
            (&["a", "minimum", "of"], Bound::AtLeast),
            (&["no", "more", "than"], Bound::AtMost),
            (&["not", "more", "than"], Bound::AtMost),
            (&["a", "maximum", "of"], Bound::AtMost),
            (&["as", "many", "as"], Bound::AtMost),
            (&["as", "much", "as"], Bound::AtMost),
            (&["somewhere", "around"], Bound::About),
            (&["at", "least"], Bound::AtLeast),
            (&["more", "than"], Bound::AtLeast),
            (&["well", "over"], Bound::AtLeast),
            (&["greater", "than"], Bound::AtLeast),
            (&["upwards", "of"], Bound::AtLeast),
            (&["upward", "of"], Bound::AtLeast),
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
            (&["exceeding"], Bound::AtLeast),
            (&["exceeded"], Bound::AtLeast),
            (&["about"], Bound::About),
            (&["around"], Bound::About),
            (&["some"], Bound::About),
            (&["roughly"], Bound::About),
            (&["approximately"], Bound::About),
            (&["nearly"], Bound::About),
            (&["almost"], Bound::About),
            (&["over"], Bound::AtLeast),
            (&["above"], Bound::AtLeast),
            (&["under"], Bound::AtMost),
            (&["below"], Bound::AtMost),
            (&["between"], Bound::AtLeast),
        ];
        for (phrase, bound) in PHRASES {
            let Some(from) = at.checked_sub(phrase.len()) else { continue };
            if !phrase.iter().enumerate().all(|(i, word)| self.lower(from + i) == *word) {
                continue;
            }
            // "over two years" is a stretch of time, not more than two.
            let duration = unit.split(' ').next_back().is_some_and(is_time_unit);
            if duration && matches!(phrase[..], ["over" | "under" | "above" | "below"]) {
                return None;
            }
            return Some((phrase.len(), *bound));
        }
        None
    }
}

/// The unit of money that a sign before a number stands for, in words.
fn currency_sign(word: &str) -> Option<&'static str> {
    Some(match word {
        "$" | "US$" | "U.S.$" => "dollars",
        "C$" | "CA$" => "canadian dollars",
        "A$" | "AU$" => "australian dollars",
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

/// "10,000", "2.5", "10m", "3bn": the number and what it is to be multiplied by. None for "3rd", "1990s", "2/3", "10:30".
fn digits(word: &str) -> Option<(f64, f64)> {
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

/// "seven", "twenty-five".
pub(crate) fn number_word(word: &str) -> Option<f64> {
    const SMALL: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let small = |w: &str| SMALL.iter().position(|s| *s == w).filter(|n| *n > 0);
    let tens = |w: &str| TENS.iter().position(|s| *s == w).map(|n| (n + 2) * 10);
    let value = small(word).or_else(|| tens(word)).or_else(|| {
        let (ten, one) = word.split_once('-')?;
        Some(tens(ten)? + small(one).filter(|n| *n < 10)?)
    })?;
    Some(value as f64)
}

fn scale_word(word: &str) -> Option<f64> {
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

fn many_more(word: &str) -> Option<f64> {
    match word {
        "hundreds" => Some(200.0),
        "thousands" => Some(2e3),
        "millions" => Some(2e6),
        "billions" => Some(2e9),
        _ => None,
    }
}

fn upper_scale(value: f64) -> f64 {
    [1e12, 1e9, 1e6, 1e3].into_iter().find(|s| value >= *s).unwrap_or(1.0)
}

/// Whether a word looks like a noun in the plural.
fn is_plural(word: &str) -> bool {
    const IRREGULAR: [&str; 22] = [
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
    ];
    IRREGULAR.contains(&word)
        || word.len() > 3
            && word.ends_with('s')
            && !word.ends_with("ss")
            && !word.ends_with("us")
            && !word.ends_with("is")
            && !word.ends_with(".s.")
            && !matches!(word, "previous" | "various" | "perhaps" | "always" | "overseas" | "times" | "as")
}

/// "two dead", "83 killed": what became of people, said in the place of the noun.
fn is_fate(word: &str) -> bool {
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
fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "separate"
            | "other"
            | "others"
            | "different"
            | "more"
            | "additional"
            | "further"
            | "new"
            | "such"
            | "total"
    )
}

/// Words that stand before the noun where one thing is counted.
fn is_adjective(word: &str) -> bool {
    matches!(
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
    )
}

fn is_time_unit(word: &str) -> bool {
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
fn is_stop(word: &str) -> bool {
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
