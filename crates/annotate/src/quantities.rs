//! Numbers of something, with what is counted and how exact they are.
//!
//! Left out: dates and years, ages, clock times, ordinals, scores, numbers that belong to a name ("Section 5", "No. 2"),
//! and "one" where it counts nothing ("one of them", "no one"). A range ("10 to 15 miners") is its lower end and more.
//! Shares are in percent whatever words give them: "two-thirds of voters" and "one in three" are about 66.7 and 33.3.

mod bounds;
mod words;

use backstory_model::{Bound, Quantity, Report, TimeExpression};
use backstory_text::{Token, TokenKind};

use crate::layout::Layout;
pub(crate) use backstory_lexicon::number_word;
use backstory_lexicon::verbs;
use words::*;
pub(crate) use words::{is_time_unit, many};

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
            let is_part = |t: &TimeExpression| {
                t.span.overlaps(quantity.span) && !is_length(t.span.of(&report.text), &quantity)
            };
            if !times.get(from).is_some_and(is_part) {
                found.push(quantity);
            }
            at = next;
        }
    }
    found
}

/// Years up to which a number of them says what day something was on; more are a length.
const YEARS: f64 = 9.0;

/// The same of months: fewer than these are told by the month that it is.
const MONTHS: f64 = 6.0;

/// Whether a time expression says how long before or after something else a thing was: "33 minutes before the shot", and
/// "80 years ago" or "seven months ago", which is told so for long. "Three days ago" and "two months ago" only name a day.
fn is_length(time: &str, quantity: &Quantity) -> bool {
    let time = time.to_lowercase();
    let beside = [" before", " earlier", " after", " later"].iter().any(|w| time.ends_with(w));
    // Of "a hundred and eighty years ago", "years ago" may be all that is a time expression.
    let ago = |unit: &str, most: f64| time.ends_with(unit) && quantity.value > most;
    beside || ago("years ago", YEARS) || ago("months ago", MONTHS)
}

/// Tokens that the words for an owner take at most, with the mark: "the old shipping company's".
const OWNER: usize = 5;

/// A number as written: its value, and the token after it.
struct Number {
    value: f64,
    end: usize,
    digits: bool,
    /// At least, for "dozens" and "several hundred"; about, for "a couple of hundred"; else exact.
    bound: Bound,
    /// The unit that is written to the digits: "10km".
    attached: Option<&'static str>,
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

    fn is_capital(&self, at: usize) -> bool {
        self.word(at).starts_with(char::is_uppercase)
    }

    /// The word before a place, in lower case.
    fn before(&self, at: usize) -> String {
        at.checked_sub(1).map_or(String::new(), |at| self.lower(at))
    }

    fn is_glued(&self, at: usize) -> bool {
        at > 0 && self.tokens.get(at).is_some_and(|t| t.span.start == self.tokens[at - 1].span.end)
    }

    /// Whether a quantity may start at a token: most words are told at a glance.
    fn may_start(&self, at: usize) -> bool {
        match self.tokens[at].kind {
            TokenKind::Number | TokenKind::Symbol => true,
            TokenKind::Word => {
                let word = self.lower(at);
                let word = word.as_str();
                number_word(word).is_some()
                    || many(word).is_some()
                    || word.starts_with("half")
                    || matches!(word, "a" | "an" | "several" | "few" | "many" | "twice" | "thrice")
                    || word.split_once('-').is_some_and(|(count, _)| number_word(count).is_some())
                    || currency_code(self.word(at)).is_some()
                    || self.word(at + 1) == "$"
            }
            _ => false,
        }
    }

    /// The quantity whose number (or currency sign) starts at a token, and the token after it.
    fn quantity(&self, at: usize) -> Option<(Quantity, usize)> {
        if !self.may_start(at) {
            return None;
        }
        if let Some((value, unit, end)) = self.share(at).or_else(|| self.multiple(at)) {
            let share = unit == "percent";
            let said = self.bound_before(at, unit);
            let (start, bound) = said
                .map_or((at, if share { Bound::About } else { Bound::Exact }), |(words, said)| {
                    (at - words, said)
                });
            let span = self.tokens[start].span.cover(self.tokens[end - 1].span);
            let value = (value * 1e3).round() / 1e3;
            return Some((Quantity { span, value, unit: unit.to_owned(), bound }, end));
        }
        let currency = self.currency(at);
        let first = currency.map_or(at, |(_, first)| first);
        let currency = currency.map(|(unit, _)| unit);
        let number = self.number(first)?;
        if currency.is_none() && self.is_no_quantity(at, &number) {
            return None;
        }
        let mut bound = number.bound;
        let (value, mut end) = (number.value, number.end);
        let mut scale = 1.0;
        if let Some((upper, after)) = self.range_end(at, end, currency.is_some()) {
            // A score or odds: "4 to 1".
            if upper.value < value && upper.value < 1e3 {
                return None;
            }
            // "10 to 20 million": the scale of the upper end holds for both.
            scale = if upper.value >= 1e3 && value < 1e3 && upper.value > 999.0 * value {
                upper_scale(upper.value)
            } else {
                1.0
            };
            (bound, end) = (Bound::AtLeast, after);
        }
        let (mut unit, mut unit_end) = self.unit(end, value);
        if unit.is_empty()
            && let Some(attached) = number.attached
        {
            attached.clone_into(&mut unit);
        }
        if let Some(sign) = currency {
            (unit, unit_end) = (sign.to_owned(), end);
        }
        let mut behind = self.bound_behind(end);
        if let Some((after, said)) = behind {
            bound = said;
            if currency.is_none() && unit.is_empty() {
                (unit, unit_end) = self.unit(after, value);
            }
            unit_end = unit_end.max(after);
        } else {
            behind = self.bound_behind(unit_end);
            if let Some((after, said)) = behind {
                (bound, unit_end) = (said, after);
            }
        }
        let mut start = at;
        if let Some((words, said)) = self.bound_before(at, &unit) {
            // "Under 30" without a noun is an age.
            let age = matches!(self.before(at).as_str(), "under" | "over" | "above" | "below");
            if age && words == 1 && unit.is_empty() && number.digits && value < 110.0 {
                return None;
            }
            (bound, start) = (said, at - words);
        }
        if currency.is_none() && unit.is_empty() {
            unit = self.unit_of_next(end);
            if unit.is_empty() {
                unit = self.fate(end, value);
            }
            // "Five of them", "six were there", "six died", "for six more": so many of those who were spoken of.
            if let Some(after) = self.of_them(at, end, value) {
                let span = self.tokens[start].span.cover(self.tokens[after - 1].span);
                return Some((Quantity { span, value: (value * 1e3).round() / 1e3, unit, bound }, after));
            }
            // "100m" alone may be a length.
            if unit.is_empty() && (!number.digits || self.word(first).ends_with('m')) {
                return None;
            }
        }
        let end = unit_end.max(end);
        let span = self.tokens[start].span.cover(self.tokens[end - 1].span);
        // 65.4 × 10⁹ is a whole number of dollars, whatever the floating point says.
        let value = (value * scale * 1e3).round() / 1e3;
        Some((Quantity { span, value, unit, bound }, end))
    }

    /// The currency that a sign or code before a number names, and the token of the number.
    fn currency(&self, at: usize) -> Option<(&'static str, usize)> {
        let word = self.word(at);
        if self.word(at + 1) == "$" && self.is_glued(at + 1) {
            return Some((dollars_of(word)?, at + 2));
        }
        let unit = currency_sign(word).or_else(|| {
            let number = self.tokens.get(at + 1).is_some_and(|t| t.kind == TokenKind::Number);
            currency_code(word).filter(|_| number)
        })?;
        Some((unit, at + 1))
    }

    /// What is counted where the number after it says so: "at least 12 but no more than 20 people".
    fn unit_of_next(&self, end: usize) -> String {
        let from = end + usize::from(self.word(end) == ",");
        if !matches!(self.lower(from).as_str(), "but" | "and" | "or" | "to") {
            return String::new();
        }
        let said = self.lower(from) != "and" && self.lower(from) != "or";
        (from + 1..from + 5)
            .find_map(|at| Some((at, self.number(at)?)))
            .filter(|(at, _)| said || self.is_bounded(*at))
            .map_or(String::new(), |(_, number)| self.unit(number.end, number.value).0)
    }

    /// What became of those counted, where that follows a form of "be": "two were killed".
    fn fate(&self, end: usize, value: f64) -> String {
        let be = |at: usize| {
            matches!(
                self.lower(at).as_str(),
                "was" | "were" | "are" | "is" | "been" | "have" | "had" | "has" | "others"
            )
        };
        let from = (end..end + 3).find(|at| !be(*at)).unwrap_or(end);
        let fate = self.lower(from);
        let known = from > end && value >= 1.0 && is_fate(&fate);
        if known { fate } else { String::new() }
    }

    /// The token after a number that counts those who were spoken of before ("five of them", "six died", "killing six", "six
    /// in favour", "a crew of six", "both were six strong"): behind "of them", or the number's own end.
    fn of_them(&self, at: usize, end: usize, value: f64) -> Option<usize> {
        let before = self.before(at);
        let led = matches!(
            before.as_str(),
            "the"
                | "these"
                | "those"
                | "all"
                | "both"
                | "his"
                | "her"
                | "their"
                | "its"
                | "our"
                | "any"
                | "of"
                | "first"
                | "last"
                | "next"
        );
        if value < 2.0 || self.number(at).is_none_or(|n| n.digits) {
            return None;
        }
        let next = self.lower(end);
        // "A crew of six", but "the Group of Seven"
        if before == "of" && at > 1 && is_group(&self.before(at - 1)) {
            return (!self.is_capital(at)).then_some(end);
        }
        if led {
            return None;
        }
        let of = next == "of"
            && matches!(self.lower(end + 1).as_str(), "them" | "us" | "whom" | "those" | "these");
        if of {
            return Some(end + 2);
        }
        if next == "of" && self.lower(end + 1) == "the" && is_group(&self.lower(end + 2)) {
            return Some(end + 3);
        }
        if next == "more" {
            return (self.lower(end + 1) != "than").then_some(end + 1);
        }
        let hit =
            ["kill", "injur", "wound", "arrest", "rescu", "treat"].iter().any(|s| before.starts_with(s))
                && (before.ends_with("ing") || before.ends_with("ed"));
        if !hit && !self.may_lead(at) {
            return None;
        }
        let did = is_done(&next) && !crate::words::is_said(&next) && verbs::lookup(&next).is_none();
        // "Eighty is the highest number of them", but "two is company".
        let is = if matches!(next.as_str(), "is" | "was" | "has") {
            self.lower(end + 1) == "the"
        } else {
            verbs::is_auxiliary(&next) || next.starts_with("remain")
        };
        let side = next == "against"
            || next == "in" && matches!(self.lower(end + 1).as_str(), "favour" | "favor")
            || next == "strong";
        (did || is || side || hit).then_some(end)
    }

    /// Whether a number at a token may be the subject of what follows, or open what is said of a vote: behind a mark, a word
    /// that says how exact it is, a conjunction, a verb of saying, a day or a place. Behind another noun it says which one
    /// ("day two", "Storm Two"), behind a preposition of age or time it says when ("under five", "by ten").
    fn may_lead(&self, at: usize) -> bool {
        let Some(last) = at.checked_sub(1) else { return true };
        if self.tokens[last].kind != TokenKind::Word {
            return !matches!(self.tokens[last].kind, TokenKind::Number | TokenKind::Clitic);
        }
        let before = self.before(at);
        if self.is_capital(last) {
            let small = crate::words::is_function(&before) && !is_since(&before);
            return small || !self.is_capital(at) && (last > 0 || before.ends_with("ly"));
        }
        !is_since(&before)
            && (crate::words::is_function(&before)
                || before.ends_with("ly")
                || is_done(&before)
                || verbs::is_auxiliary(&before)
                || verbs::lookup(&before).is_some()
                || crate::words::is_said(&before)
                || self.is_bounded(at))
    }

    /// A share in words, in percent: "two-thirds of", "half the voters", "one in three".
    fn share(&self, at: usize) -> Option<(f64, &'static str, usize)> {
        let word = self.lower(at);
        let led = || self.before(at) == "by" || self.is_bounded(at);
        let of = |at: usize| {
            matches!(
                self.lower(at).as_str(),
                "of" | "the" | "its" | "their" | "his" | "her" | "our" | "all" | "that"
            )
        };
        if word == "half" {
            let other = matches!(
                self.before(at).as_str(),
                "first" | "second" | "other" | "latter" | "bottom" | "top" | "the" | "a" | "and" | "in"
            );
            return ((of(at + 1) || led()) && !other && scale_word(&self.lower(at + 2)).is_none())
                .then_some((50.0, "percent", at + 1));
        }
        if let Some((count, part)) = word.split_once('-') {
            let value = number_word(count)? / fraction(part)?;
            return (value < 1.0).then_some((value * 100.0, "percent", at + 1));
        }
        let count = if word == "a" { Some(1.0) } else { number_word(&word) };
        if let Some((count, part)) = count.zip(fraction(&self.lower(at + 1))) {
            let said = self.lower(at + 2) == "of" || led();
            return (said && count < part).then_some((count / part * 100.0, "percent", at + 2));
        }
        let small = |at: usize| {
            let token = self.tokens.get(at)?;
            let value = match token.kind {
                TokenKind::Number => self.word(at).parse::<u32>().ok().map(f64::from),
                _ => number_word(&self.lower(at)),
            };
            value.filter(|v| (1.0..=100.0).contains(v))
        };
        let many = small(at)?;
        let link = match (self.lower(at + 1).as_str(), self.lower(at + 2).as_str()) {
            ("in", "every") => 3,
            ("in", _) => 2,
            ("out", "of") => 3,
            _ => return None,
        };
        let of = small(at + link).filter(|of| *of > many)?;
        let end = at + link + 1;
        let time = is_time_unit(&self.lower(end)) || scale_word(&self.lower(end)).is_some();
        let calendar = self.word(end).starts_with(char::is_uppercase) || self.before(at) == "the";
        (!time && !calendar).then_some((many / of * 100.0, "percent", end))
    }

    /// "twice", "three times".
    fn multiple(&self, at: usize) -> Option<(f64, &'static str, usize)> {
        match self.lower(at).as_str() {
            "twice" => return Some((2.0, "times", at + 1)),
            "thrice" => return Some((3.0, "times", at + 1)),
            _ => {}
        }
        let number = self.number(at)?;
        (self.word(number.end) == "times" && self.before(at) != "at").then_some((
            number.value,
            "times",
            number.end + 1,
        ))
    }

    /// Digits or number words at a token.
    fn number(&self, at: usize) -> Option<Number> {
        let token = self.tokens.get(at)?;
        let mut attached = None;
        let mut bound = Bound::Exact;
        let mut end = at + 1;
        let (mut value, digits) = match token.kind {
            TokenKind::Number => {
                let word = self.word(at);
                let (value, scale, said) = digits(word)
                    .map(|(value, scale)| (value, scale, Bound::Exact))
                    .or_else(|| {
                        with_unit(word).map(|(value, unit)| {
                            attached = Some(unit);
                            (value, 1.0, Bound::Exact)
                        })
                    })
                    .or_else(|| hyphened(word))?;
                bound = said;
                (value * scale, true)
            }
            TokenKind::Word => {
                let word = self.lower(at);
                if let Some(number) = self.unstated_number(at, &word) {
                    return Some(number);
                }
                if let Some(value) = number_word(&word) {
                    (value, false)
                } else if matches!(word.as_str(), "half-dozen" | "half-million" | "half-billion") {
                    (0.5 * scale_word(&word[5..])?, false)
                } else if matches!(word.as_str(), "a" | "an") && scale_word(&self.lower(at + 1)).is_some() {
                    (1.0, false)
                } else if matches!(word.as_str(), "a" | "an") && self.lower(at + 1) == "half-dozen" {
                    end = at + 2;
                    (6.0, false)
                } else if word == "half" && scale_word(&self.lower(at + 1)).is_some() {
                    (0.5, false)
                } else if word == "half"
                    && self.lower(at + 1) == "a"
                    && scale_word(&self.lower(at + 2)).is_some()
                {
                    end = at + 2;
                    (0.5, false)
                } else {
                    return None;
                }
            }
            _ => return None,
        };
        // "two hundred thousand", "three thousand five hundred", "one hundred and twenty"
        let mut rest = 0.0;
        loop {
            let next = self.lower(end);
            // "two and a half million"
            if next == "and" && self.lower(end + 1) == "a" && self.lower(end + 2) == "half" {
                value += 0.5 * if value >= 1e6 { upper_scale(value) } else { 1.0 };
                end += 3;
                continue;
            }
            if let Some(scale) = scale_word(&next) {
                // "three thousand five hundred", but "three hundred and sixty thousand"
                if rest > 0.0 && rest < scale && value >= scale {
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
        if self.word(end) == "+" && self.is_glued(end) {
            bound = Bound::AtLeast;
            end += 1;
        }
        Some(Number { value: value + rest, end, digits, bound, attached })
    }

    /// Words for a number that they do not tell: "dozens of", "tens of thousands of", "several hundred", "a couple of".
    fn unstated_number(&self, at: usize, word: &str) -> Option<Number> {
        let open = |value: f64, end: usize| Number {
            value,
            end,
            digits: false,
            bound: Bound::AtLeast,
            attached: None,
        };
        if many(word).is_some() && self.lower(at + 1) == "of" && many_more(&self.lower(at + 2)).is_some() {
            // "tens of thousands"; in "hundreds of thousands of millions" nobody counts.
            let least = if word == "tens" { 20.0 } else { many(word)? };
            let scale = many_more(&self.lower(at + 2))? / 2.0;
            return Some(open(least * if scale > 100.0 { scale } else { 1.0 }, at + 3));
        }
        if let Some(many) =
            many(word).filter(|_| self.lower(at + 1) == "of" || is_plural(&self.lower(at + 1)))
        {
            return Some(open(many, at + 1));
        }
        let led = matches!(word, "a" | "an");
        let from = at + usize::from(led);
        match self.lower(from).as_str() {
            "several" | "few" | "many" => {
                let scale = scale_word(&self.lower(from + 1))?;
                Some(open(2.0 * scale, from + 2))
            }
            "couple" if led => {
                let of = usize::from(self.lower(from + 1) == "of");
                let scale = scale_word(&self.lower(from + 1 + of));
                let plural = is_plural(&self.lower(from + 1 + of));
                if scale.is_none() && !(of == 1 && plural) {
                    return None;
                }
                let end = from + 1 + if scale.is_some() { of + 1 } else { 0 };
                Some(Number { bound: Bound::About, ..open(2.0 * scale.unwrap_or(1.0), end) })
            }
            _ => None,
        }
    }

    /// Whether a number at a token is a date, an age, a time, a score or part of a name.
    fn is_no_quantity(&self, at: usize, number: &Number) -> bool {
        let previous = self.before(at);
        let next = self.lower(number.end);
        let glued = |a: usize, b: usize| self.tokens[a].span.end == self.tokens[b].span.start;
        if matches!(next.as_str(), "a.m." | "p.m." | "am" | "pm" | "o'clock" | "o’clock") {
            return true;
        }
        if number.end < self.tokens.len()
            && glued(number.end - 1, number.end)
            && matches!(next.as_str(), "/" | ":" | "°" | "-" | "'" | "’" | "'s" | "’s")
        {
            return true;
        }
        if at > 0
            && glued(at - 1, at)
            && matches!(previous.as_str(), "/" | ":" | "-" | "#" | "@" | "." | "&" | "'" | "’")
        {
            return true;
        }
        // "Its factories number 10", but "the party’s number two" and "the Lakers number 23 jersey"
        if previous == "number" && self.is_numbered_many(at, number.end) {
            return false;
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
        // "18-24 year olds"
        if matches!(next.as_str(), "year" | "years")
            && matches!(self.lower(number.end + 1).as_str(), "old" | "olds")
        {
            return true;
        }
        if number.end == at + 1 && self.lower(at) == "one" && !self.counts_one(at) {
            return true;
        }
        let counted = number.attached.is_some() || !self.unit(number.end, number.value).0.is_empty();
        // The second part of "4 to 1".
        if previous == "to"
            && at > 1
            && self.number(at - 2).is_some_and(|n| n.digits && n.value > number.value && n.value < 1e3)
        {
            return self.before(at - 2) != "from";
        }
        // "10-15 people" is a range, "3-1" a score.
        if number.bound != Bound::Exact && number.digits && !counted {
            return !self.lower(number.end - 1).ends_with("plus") && self.word(number.end - 1) != "+";
        }
        if number.digits && !counted {
            // ", 56," after a name is an age (but not in "according to the Coast Guard, 56 were saved"); a bare number after a name belongs to it; four digits are a year.
            let name_before = |at: usize| at > 0 && self.word(at - 1).starts_with(char::is_uppercase);
            let age = previous == ","
                && at > 1
                && name_before(at - 1)
                && !(next == "more" || verbs::is_auxiliary(&next) || is_done(&next))
                && (2.0..115.0).contains(&number.value);
            let part_of_name = at > 1 && name_before(at) && currency_sign(&previous).is_none();
            let year = self.word(at).len() == 4
                && (1500.0..2100.0).contains(&number.value)
                && number.value.fract() == 0.0;
            let is_age = matches!(previous.as_str(), "is" | "was" | "turned" | "turns")
                && (2.0..115.0).contains(&number.value);
            // "a 911 call", "131 West Street", "between the ages of 17 and 20"; long numbers count nothing.
            let article = matches!(previous.as_str(), "a" | "an" | "the" | "this");
            let names = self.word(number.end).starts_with(char::is_uppercase) && !self.is_bounded(at);
            let aged =
                (at.saturating_sub(5)..at).any(|i| matches!(self.lower(i).as_str(), "age" | "ages" | "aged"));
            let long = number.end == at + 1
                && self.word(at).len() > 6
                && self.word(at).bytes().all(|b| b.is_ascii_digit());
            return is_age || age || part_of_name || year || article || names || aged || long;
        }
        false
    }

    /// Whether "number" before a token is the verb: a plain plural stands before it, and no noun behind the number.
    fn is_numbered_many(&self, at: usize, end: usize) -> bool {
        let Some(many) = at.checked_sub(2) else { return false };
        let word = self.word(many);
        let next = self.tokens.get(end).filter(|t| t.kind == TokenKind::Word);
        self.tokens[many].kind == TokenKind::Word
            && is_plural(&word.to_lowercase())
            && (many == 0 || !self.is_capital(many))
            && next.is_none_or(|t| is_stop(&t.span.of(self.text).to_lowercase()))
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
                | "sort"
                | "kind"
                | "hell"
                | "bit"
                | "instance"
                | "example"
                | "soon"
        ) || is_stop(&next)
            || crate::words::is_said(&next)
            || next.ends_with("ly") && next != "family";
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
        // "Formula One cars"
        let named = at > 0 && self.is_capital(at) && self.is_capital(at - 1);
        !idle && !led && !named && self.tokens.get(at + 1).is_some_and(|t| t.kind == TokenKind::Word)
    }

    /// The upper end of a range that goes on at `end`, and the token after it.
    fn range_end(&self, at: usize, end: usize, money: bool) -> Option<(Number, usize)> {
        let link = self.lower(end);
        let dash = matches!(link.as_str(), "-" | "–" | "—")
            && self.tokens.get(end + 1).is_some_and(|t| t.span.start == self.tokens[end].span.end);
        let between = link == "and" && self.before(at) == "between";
        let to = link == "to" && self.before(at) != "from";
        // "three or four officials"
        let or = link == "or" && end == at + 1;
        // "10% to 15%"
        let percent = matches!(link.as_str(), "%" | "percent")
            && matches!(self.lower(end + 1).as_str(), "to" | "-" | "–")
            && self.before(at) != "from";
        if percent && matches!(self.lower(end + 2 + 1).as_str(), "%" | "percent") {
            // "Lost by 49% to 47%" is no range.
            let upper = self.number(end + 2)?;
            let after = upper.end;
            return (upper.value > self.number(at)?.value).then_some((upper, after));
        }
        if !(dash || between || to || or) {
            return None;
        }
        let from = end + 1 + usize::from(money && currency_sign(self.word(end + 1)).is_some());
        let upper = self.number(from)?;
        let after = upper.end;
        let lower = self.number(at + usize::from(money)).map_or(0.0, |n| n.value);
        (upper.value > 0.0 && (!or || upper.value > lower && upper.value <= 3.0 * lower))
            .then_some((upper, after))
    }

    /// The token behind the owner that a noun phrase starts with: "the shipping company’s «vessels», the workers’
    /// «families»".
    fn owner_end(&self, from: usize) -> Option<usize> {
        for at in from..from + OWNER {
            let word = self.word(at);
            let owned = word.ends_with("'s") || word.ends_with("’s");
            let of_many = matches!(word, "'" | "’")
                && at > from
                && self.is_glued(at)
                && self.word(at - 1).ends_with('s')
                && !self.is_glued(at + 1);
            if owned || of_many {
                return Some(at + 1);
            }
            if self.tokens.get(at).is_none_or(|t| t.kind != TokenKind::Word) || is_stop(&word.to_lowercase())
            {
                return None;
            }
        }
        None
    }

    /// What is counted by a number that ends before a token: the unit and the token after it.
    fn unit(&self, from: usize, value: f64) -> (String, usize) {
        let none = (String::new(), from);
        match self.lower(from).as_str() {
            "%" | "percent" | "pct" => return ("percent".into(), from + 1),
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
        // "Four of the building's floors": whose they are is not what is counted.
        if at > from {
            at = self.owner_end(at).unwrap_or(at);
        }
        while words.len() < 5 {
            let Some(token) = self.tokens.get(at) else { break };
            let written = self.word(at);
            let word = written.to_lowercase();
            // "26 June listed seven cracks": seven of them, and not 26; but "10 Formula One teams".
            if token.kind != TokenKind::Word
                || is_stop(&word)
                || written == word && number_word(&word).is_some()
            {
                break;
            }
            let glued = at > from && self.tokens[at - 1].span.end == token.span.start;
            if glued {
                break;
            }
            let end = at + 1;
            let filler = is_filler(&word) && written == word;
            if !(words.is_empty() && filler) {
                words.push(word.clone());
            }
            at = end;
            let lower_case = written.starts_with(char::is_lowercase);
            let next = self.lower(at);
            if value == 1.0 {
                let more = self.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Word) && !is_stop(&next);
                let participle = is_participle(&word);
                if lower_case && participle && !more && !is_fate(&word) {
                    // "One captured the flag"
                    return none;
                }
                if lower_case && !((is_adjective(&word) || participle) && more) {
                    return (words.join(" "), at);
                }
            } else if is_fate(&word)
                || is_abbreviated_unit(&word)
                || is_plural(&word) && lower_case && !(goes_before_nouns(&word) && is_plural(&next))
                // "20 million Americans", but "two United Nations officials"
                || is_plural(&word) && !lower_case && word.len() > 4 && !is_plural(&next)
                    && !self.word(at).starts_with(char::is_uppercase)
                    && !matches!(word.as_str(), "states" | "nations")
            {
                return (words.join(" "), at);
            }
        }
        none
    }
}
