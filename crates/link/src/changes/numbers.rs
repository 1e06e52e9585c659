//! Another number, another bound, other people counted.

use std::{collections::BTreeSet, sync::LazyLock};

use backstory_model::{Anchor, Bound, Change, ClaimChange, Manner, Quantity, Span};

use super::{ANYONE, NEAR_COPY, Pair, Stated};
use crate::{
    context::{Context, Word},
    features::{Facts, class_of, is_label},
    meaning,
    quotes::spelling::letters_of,
    sources::folded,
    statements::Said,
};

/// Likeness from which another word for what is counted is another thing: the rest of the statement is the same.
const OTHER_THING: f32 = 0.5;

/// Cosine from which two words may be of one thing, in statements that are otherwise the same.
const LIKE_THING: f32 = 0.3;

/// Likeness from which two statements are near in their words.
const NEAR_WORDS: f32 = 0.4;

/// How many times a number another may be and have come of it, where what they count has another name.
const FAR: f64 = 2.0;

/// How far a number moves when somebody takes it wrong, by [`drift`]: nearer, a second word for what is counted is one.
const DRIFT: f64 = 0.3;

/// Numbers up to which one may stand in a report for many things.
const FEW: f64 = 12.0;

/// Words that say that a number is newer than another, beside [`LEVELS`].
const UPDATES: &[&str] = &[
    "since",
    "now",
    "updated",
    "revised",
    "later",
    "latest",
    "earlier",
    "previously",
    "initially",
    "originally",
];

/// Words that say so, or how a level moved.
const LEVELS: &[&str] = &[
    "raised",
    "raises",
    "rose",
    "rises",
    "risen",
    "rising",
    "increased",
    "climbed",
    "climbs",
    "grew",
    "grown",
    "fell",
    "fallen",
    "dropped",
    "tops",
    "hits",
];

/// Words for people that charge them with something or clear them of it.
const LOADED: &[&str] = &[
    "assailants",
    "attackers",
    "bandits",
    "bystanders",
    "children",
    "civilians",
    "combatants",
    "criminals",
    "dealers",
    "extremists",
    "fighters",
    "gangsters",
    "guerrillas",
    "gunmen",
    "insurgents",
    "invaders",
    "jihadists",
    "looters",
    "mercenaries",
    "militants",
    "narcoterrorists",
    "rebels",
    "rioters",
    "separatists",
    "smugglers",
    "terrorists",
    "thugs",
    "traffickers",
];

/// Of them, those who carry arms.
const FIGHTERS: &[&str] = &[
    "combatants",
    "fighters",
    "guerrillas",
    "gunmen",
    "insurgents",
    "jihadists",
    "mercenaries",
    "militants",
    "rebels",
    "separatists",
];

/// Words for people by what they do or what was done to them.
const CALLED: &[&str] = &[
    "activists",
    "captives",
    "demonstrators",
    "dissidents",
    "hostages",
    "immigrants",
    "migrants",
    "officers",
    "prisoners",
    "protesters",
    "protestors",
    "refugees",
    "soldiers",
    "suspects",
    "troops",
];

/// Cosine from which two words for people are words for the same.
const SAME_PEOPLE: f32 = 0.55;

/// Words by which a number is the most that is allowed: "is licensed to carry 106" is "no more than 106".
pub(super) const LIMITS: &[&str] = &[
    "allow",
    "allowed",
    "allows",
    "cap",
    "capacity",
    "capped",
    "ceiling",
    "certified",
    "highest",
    "licence",
    "licensed",
    "license",
    "limit",
    "limited",
    "limits",
    "maximum",
    "permit",
    "permits",
    "permitted",
];

/// Classes of what happened to those who are counted.
const FATES: &[&str] = &["=kill", "=injure", "=missing", "=arrest", "=rescue"];

/// Units that are no things: numbers of them can only be compared with their own kind.
const MEASURES: &[&str] = &[
    "percent",
    "crown",
    "dollar",
    "euro",
    "florin",
    "franc",
    "peso",
    "pound",
    "rouble",
    "ruble",
    "rupee",
    "yen",
    "yuan",
    "second",
    "minute",
    "hour",
    "day",
    "week",
    "month",
    "year",
    "decade",
    "metre",
    "meter",
    "kilometre",
    "kilometer",
    "mile",
    "foot",
    "feet",
    "inch",
    "gram",
    "kilo",
    "kilogram",
    "tonne",
    "ton",
    "litre",
    "liter",
    "gallon",
    "degree",
    "acre",
    "hectare",
    "km",
    "kg",
    "mph",
];

impl Pair<'_> {
    pub(super) fn quantities(&self, found: &mut Vec<Change<ClaimChange>>) {
        if self.before.1.quantities.is_empty() || self.after.1.quantities.is_empty() {
            return;
        }
        let (a, b) = (&self.counts(self.before), &self.counts(self.after));
        // What stands between quotation marks is told with the quotes.
        let direct = |said: &Said| said.attribution.is_some_and(|x| x.manner == Manner::Direct);
        if direct(self.before.0) || direct(self.after.0) {
            return;
        }
        let pairs = same_numbers(a, b);
        for (qa, qb) in pairs.iter().map(|(i, j)| (&a[*i], &b[*j])) {
            // Who does not have the other's words before them puts a bound in their own.
            let more = |q: &Quantity, said: &Said| self.is_more_than(said, q);
            let other_floor = self.derived
                && !self.quotes_alone
                && (qa.bound, qb.bound) == (Bound::AtLeast, Bound::AtLeast)
                && more(qa, self.before.0) != more(qb, self.after.0);
            if (self.bound(self.before, qa) != self.bound(self.after, qb) || other_floor)
                && (self.derived || self.likeness >= NEAR_COPY && !is_rough(qa) && !is_rough(qb))
                && !self.said_elsewhere(qa, qb)
                && !self.is_open_about(self.before.0, qa)
                && !self.is_open_about(self.after.0, qb)
            {
                found.push(self.change(ClaimChange::Quantity, Some(qa.span), Some(qb.span)));
            }
            self.other_people(qa, qb, found);
        }
        // Numbers of one thing; and where a retelling has other words for it, the one that is left on either side.
        let retold = self.derived && !self.quotes_alone;
        let left = |list: &[Quantity],
                    paired: BTreeSet<usize>,
                    report: usize,
                    all: &[Stated]|
         -> Vec<Quantity> {
            let known = |q: &Quantity| {
                if head(q).is_empty() && self.has_bare(all, q.value) {
                    return true;
                }
                if retold && (q.value <= FEW || is_measure(q)) { has(all, q) } else { self.is_in(report, q) }
            };
            let new = list.iter().enumerate().filter(|(at, q)| !paired.contains(at) && !known(q));
            new.map(|(_, q)| q.clone()).collect()
        };
        let (in_a, in_b) = (pairs.iter().map(|p| p.0).collect(), pairs.iter().map(|p| p.1).collect());
        let ours = left(a, in_a, self.after.0.report, self.later);
        let theirs = left(b, in_b, self.before.0.report, self.sooner);
        // Of several, those that the other report has nowhere.
        let only = |list: &[Quantity], report: usize| -> Option<Quantity> {
            if let [one] = list {
                return Some(one.clone());
            }
            let numbers = &self.ctx.reports[report].annotations.quantities;
            let elsewhere = |q: &Quantity| numbers.iter().any(|o| o.value == q.value && comparable(o, q));
            let mut new = list.iter().filter(|q| !elsewhere(q));
            new.next().filter(|_| new.next().is_none()).cloned()
        };
        let (our, their) = (only(&ours, self.after.0.report), only(&theirs, self.before.0.report));
        // Of "two alarms in seven days", what "three times" may be.
        let like = |list: &[Quantity], one: &Option<Quantity>| -> Option<Quantity> {
            let mut like = list.iter().filter(|q| one.as_ref().is_some_and(|one| comparable(q, one)));
            like.next().filter(|_| like.next().is_none()).cloned()
        };
        let our = our.or_else(|| like(&ours, &their));
        let their = their.or_else(|| like(&theirs, &our));
        for qa in &ours {
            let alone =
                |list: &[Quantity], q: &Quantity| list.iter().filter(|o| same_thing(o, q)).count() == 1;
            let named = theirs.iter().find(|qb| {
                same_thing(qa, qb) && alone(&ours, qa) && alone(&theirs, qb) && self.is_one_measure(qa, qb)
            });
            let only = || {
                let both = retold && our.as_ref() == Some(qa);
                their.as_ref().filter(|qb| both && comparable(qa, qb) && self.may_be_one(qa, qb))
            };
            let Some(qb) = named.or_else(only) else { continue };
            let agree = if retold { keeps(qa, qb) } else { agree(qa, qb) };
            if !agree && !self.is_update(qa, qb) && !self.has_other_fate(qa, qb) {
                found.push(self.change(ClaimChange::Quantity, Some(qa.span), Some(qb.span)));
            }
        }
    }

    /// The numbers of a statement, but for those of the people who say it: "three doctors who were there".
    fn counts(&self, (said, facts): Stated) -> Vec<Quantity> {
        let asides = self.asides(said);
        let counts = facts.quantities.iter().filter(|q| !asides.iter().any(|s| s.contains(q.span)));
        counts.cloned().collect()
    }

    /// Whether a word before an exact number may say that it is none, and may go with the verb: "they heard about 40
    /// witnesses".
    fn is_open_about(&self, said: &Said, quantity: &Quantity) -> bool {
        let text = &self.ctx.reports[said.report].report.text;
        let before = text[..quantity.span.start as usize].trim_end();
        let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        quantity.bound == Bound::Exact && matches!(word, "about" | "around" | "over")
    }

    /// What a number's bound says of it: "should never have sailed with more than 89" allows 89 at most, and so does "the
    /// permit allows 89".
    fn bound(&self, (said, facts): (&Said, &Facts), quantity: &Quantity) -> Bound {
        let limited = || {
            let words = self.ctx.words_in(said.report, said.span);
            words.iter().any(|w| LIMITS.contains(&self.ctx.term(w.form)))
        };
        match quantity.bound {
            Bound::AtLeast if facts.negated => Bound::AtMost,
            Bound::Exact if limited() => Bound::AtMost,
            bound => bound,
        }
    }

    /// Whether a lower bound leaves out the number itself: "more than 21", but not "at least 21".
    fn is_more_than(&self, said: &Said, quantity: &Quantity) -> bool {
        if quantity.bound != Bound::AtLeast {
            return false;
        }
        backstory_lexicon::leaves_out(self.ctx.words_of(said.report, quantity.span))
    }

    /// Whether two words for what is counted may be of one thing: words for the same, or numbers that are not far apart.
    /// Where all other words are the same too, another word is another thing.
    fn may_be_one(&self, qa: &Quantity, qb: &Quantity) -> bool {
        let (one, other) = (head(qa), head(qb));
        if one.is_empty() || other.is_empty() {
            return true;
        }
        if same_thing(qa, qb) {
            return self.is_one_measure(qa, qb);
        }
        let alike = meaning::of_word(&one).cosine(&meaning::of_word(&other));
        let drifted = drift(qa.value, qb.value) <= DRIFT;
        alike >= SAME_PEOPLE
            || drifted
            || is_near(qa, qb) && (self.likeness < OTHER_THING || alike >= LIKE_THING)
    }

    /// Whether two sums or lengths may be one: crowns and days are counted of everything, so they are not far apart, or the
    /// statements are near in their words.
    fn is_one_measure(&self, qa: &Quantity, qb: &Quantity) -> bool {
        !is_measure(qa) || is_near(qa, qb) || self.likeness >= NEAR_WORDS
    }

    /// Whether a number stands in some statements without what it counts: "three pilots instead of eight".
    fn has_bare(&self, statements: &[Stated], value: f64) -> bool {
        let is = |report: usize, w: &Word| {
            let form = self.ctx.term(w.form);
            let number = backstory_lexicon::number_word(form).or_else(|| form.replace(',', "").parse().ok());
            let report = &self.ctx.reports[report];
            // Neither "May 8" nor "gate 8".
            number == Some(value)
                && !report.annotations.times.iter().any(|time| time.span.contains(w.span))
                && !is_label(&report.report.text, w.span, false)
        };
        let has = |said: &Said| self.ctx.words_in(said.report, said.span).iter().any(|w| is(said.report, w));
        statements.iter().any(|(said, _)| has(said))
    }

    /// Whether a report has a number of the same thing anywhere.
    fn is_in(&self, report: usize, quantity: &Quantity) -> bool {
        let all = &self.ctx.reports[report].annotations.quantities;
        all.iter()
            .any(|q| q.value == quantity.value && (same_thing(q, quantity) || head(quantity).is_empty()))
    }

    /// People who are counted and called something else.
    fn other_people(&self, qa: &Quantity, qb: &Quantity, found: &mut Vec<Change<ClaimChange>>) {
        let (one, other) = (head(qa), head(qb));
        if same_thing(qa, qb) || one.is_empty() || other.is_empty() {
            return;
        }
        let loaded = |w: &str| LOADED.contains(&w);
        let anyone = |w: &str| ANYONE.contains(&w);
        let people = |w: &str| anyone(w) || CALLED.contains(&w) || loaded(w);
        // "Captives" and "hostages" are the same people.
        // "Armed men" are gunmen, and "jailed rebels" prisoners: the word before says it already.
        let told = |q: &Quantity| {
            let words = folded(&q.unit);
            let (last, rest) = words.split_last().expect("a unit has a head");
            !rest.is_empty()
                && (anyone(last)
                    || loaded(last) && (CALLED.contains(&one.as_str()) || CALLED.contains(&other.as_str())))
        };
        // "Men and women under arms" are fighters.
        let armed = |said: &Said, other: &str| {
            let words = self.ctx.words_in(said.report, said.span);
            let under = |pair: &[Word]| {
                self.ctx.term(pair[0].form) == "under" && self.ctx.term(pair[1].form) == "arms"
            };
            words.windows(2).any(under) && FIGHTERS.contains(&other)
        };
        let same = told(qa)
            || told(qb)
            || anyone(&one) && armed(self.before.0, &other)
            || anyone(&other) && armed(self.after.0, &one)
            || meaning::of_word(&one).cosine(&meaning::of_word(&other)) >= SAME_PEOPLE
            || self.is_word_of(self.before.0.report, &other)
            || self.is_word_of(self.after.0.report, &one);
        if people(&one) && people(&other) && (loaded(&one) || loaded(&other)) && !same {
            found.push(self.change(
                ClaimChange::Actor,
                Some(self.counted(self.before.0, qa)),
                Some(self.counted(self.after.0, qb)),
            ));
        }
    }

    /// Whether two statements tell of people to whom different things happened.
    fn has_other_fate(&self, qa: &Quantity, qb: &Quantity) -> bool {
        let (one, other) = (self.fates(self.before.0, qa), self.fates(self.after.0, qb));
        !one.is_empty() && !other.is_empty() && one.is_disjoint(&other)
    }

    /// What happened to those counted: what the unit says, or else the statement.
    fn fates(&self, said: &Said, quantity: &Quantity) -> BTreeSet<String> {
        let of = |span: Span| -> BTreeSet<String> {
            let words = self.ctx.words_in(said.report, span).iter();
            words.filter_map(|w| class_of(self.ctx, w)).filter(|c| FATES.contains(&c.as_str())).collect()
        };
        let unit = of(quantity.span);
        if unit.is_empty() { of(said.span) } else { unit }
    }

    /// Whether a report calls people so, beyond those who are only people to anyone: then it is one more word for them.
    fn is_word_of(&self, report: usize, word: &str) -> bool {
        let stem = backstory_text::stem(word);
        !ANYONE.contains(&word) && self.ctx.texts[report].words.iter().any(|w| self.ctx.term(w.stem) == stem)
    }

    /// Whether the later report gives the number elsewhere just as the earlier one does, or the other way round.
    fn said_elsewhere(&self, qa: &Quantity, qb: &Quantity) -> bool {
        let has = |list: &[Stated], like: &Quantity, said: &Said| {
            let more = self.is_more_than(said, like);
            let same = |q: &Quantity, said: &Said| {
                q.value == like.value && q.bound == like.bound && self.is_more_than(said, q) == more
            };
            list.iter().any(|(said, f)| f.quantities.iter().any(|q| same(q, said)))
        };
        let (a, b) = (self.before.0, self.after.0);
        has(self.later, qa, a) && !has(self.sooner, qb, b) || has(self.sooner, qb, b)
    }

    /// What is counted, without the number: "suspected smugglers" of "83 suspected smugglers".
    fn counted(&self, said: &Said, quantity: &Quantity) -> Span {
        let text = &self.ctx.reports[said.report].report.text;
        let words: Vec<Span> = backstory_text::words(text, quantity.span).collect();
        let number = words.iter().rposition(|w| w.of(text).starts_with(|c: char| c.is_ascii_digit()));
        match number.and_then(|n| Some((words.get(n + 1)?, words.last()?))) {
            Some((first, last)) => first.cover(*last),
            None => quantity.span,
        }
    }

    /// Whether the later number is what has become of the earlier one.
    fn is_update(&self, qa: &Quantity, qb: &Quantity) -> bool {
        // Shares rise and fall by themselves: "a rise of 29 percent" is no newer than "climbed 33 percent".
        let share = head(qa) == "percent";
        let updates = |said: &Said, quantity: &Quantity| -> BTreeSet<&str> {
            let text = &self.ctx.reports[said.report].report.text;
            let told: Vec<&Word> = self.telling(said).collect();
            let words: Vec<&str> = told.iter().map(|w| self.ctx.term(w.form)).collect();
            let times = &self.ctx.reports[said.report].annotations.times;
            let apart = |at: usize| {
                let gap = told.get(at + 1).map(|w| &text[told[at].span.end as usize..w.span.start as usize]);
                gap.is_none_or(|gap| gap.contains([',', ';', ':', '(', '–', '—']))
            };
            let is_time = |at: usize| {
                let next = told.get(at + 1).map(|w| w.span);
                next.is_some_and(|next| times.iter().any(|t| t.span.contains(next)))
            };
            let first = told.partition_point(|w| w.span.start < quantity.span.start);
            let newer = |(at, w): (usize, &&str)| {
                let next = words.get(at + 1).copied().unwrap_or_default();
                // "Has since risen", "since then", "three more died since, …", but neither "since January" nor "since it
                // began": that says from when on all is counted.
                if *w == "since" {
                    let before = at.checked_sub(1).map_or("", |at| words[at]);
                    let helped = !is_time(at) && matches!(before, "has" | "have" | "had" | "and" | "but");
                    return at > 0 && apart(at) || next == "then" || helped;
                }
                // "Up from 14", but not "picked up" and "up to 500".
                UPDATES.contains(w)
                    || !share && LEVELS.contains(w) && is_of_level(&words, at, first, &apart)
                    || *w == "up" && (next == "from" || next.starts_with(|c: char| c.is_ascii_digit()))
            };
            words.iter().enumerate().filter(|word| newer(*word)).map(|(_, w)| *w).collect()
        };
        // Who retells may leave the word out, but not the sentence: "since leaving school" stands in both.
        if updates(self.before.0, qa) != updates(self.after.0, qb) {
            return true;
        }
        let (a, b) = (&self.ctx.texts[self.before.0.report].days, &self.ctx.texts[self.after.0.report].days);
        let settled = matches!((a, b), (Some(a), Some(b)) if a.start == b.start);
        // Between reports that do not know of each other, a number that grew from one day to the next is news.
        (!self.derived || self.quotes_alone) && !settled && qb.value > qa.value
    }
}

/// Whether two changes from one report to another are one: in the same words, or of the same numbers of what may be the same
/// thing, "Thirty people" → "34 people" and "Thirty people" → "34".
pub(super) fn is_one_change(ctx: &Context, one: &Change<ClaimChange>, other: &Change<ClaimChange>) -> bool {
    let same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
    let number = |at: Option<Anchor>| {
        let at = at?;
        let report = &ctx.reports[ctx.index(at.report)?].annotations.quantities;
        report.iter().find(|q| q.span == at.span)
    };
    let numbers = || {
        let (a, b) = (number(one.from_at)?, number(one.to_at)?);
        let (x, y) = (number(other.from_at)?, number(other.to_at)?);
        let thing = |q: &Quantity, p: &Quantity| head(q).is_empty() || head(p).is_empty() || same_thing(q, p);
        // Where only the bound moved, it is what was changed.
        let bounds = a.value != b.value || (a.bound, b.bound) == (x.bound, y.bound);
        Some((a.value, b.value) == (x.value, y.value) && bounds && thing(a, x) && thing(b, y))
    };
    one.kind == other.kind
        && (same(&one.from, &other.from) && same(&one.to, &other.to)
            || one.kind == ClaimChange::Quantity && numbers().unwrap_or(false))
}

/// Whether a word of [`LEVELS`], at a place among others, says how a level moved: "the toll has risen", "the rising toll", or,
/// where the number begins at `number`, "has risen to 15"; but neither "fell on 15 hikers" nor "the fallen rock". `apart`
/// says whether a mark stands behind a word.
fn is_of_level(words: &[&str], at: usize, number: usize, apart: &dyn Fn(usize) -> bool) -> bool {
    let opens =
        |word: &str| matches!(word, "when" | "where" | "who" | "which" | "that" | "after" | "as" | "while");
    let level = |at: usize| {
        let counted = at.checked_sub(1).is_some_and(|before| matches!(words[before], "a" | "an" | "any"));
        LEVEL_NOUNS.contains(&words[at]) && !counted
    };
    // What it is said of, in the same clause.
    let subject = (0..at).rev().take_while(|x| !apart(*x) && !opens(words[*x])).any(level);
    let moves = matches!(words[at], "raised" | "raises" | "rising" | "increased");
    let object = moves && (at + 1..words.len().min(at + 1 + OBJECT)).any(|x| !apart(x - 1) && level(x));
    let to = number.checked_sub(1).filter(|to| *to > at && (at..*to).all(|x| !apart(x) && !opens(words[x])));
    let reaches = to.is_some_and(|to| match words[to] {
        "to" | "past" | "above" | "below" => true,
        "by" | "from" => to - at <= BY,
        _ => false,
    });
    subject || object || reaches
}

/// Words behind "raised" among which what was raised stands: "raised its official death toll".
const OBJECT: usize = 4;

/// Words behind "rose" up to the "by" that says how far: "fell sharply by 15", but not "fell and were caught by 15 men".
const BY: usize = 2;

/// What a report counts or measures anew, in lower case.
const LEVEL_NOUNS: &[&str] =
    &["count", "deaths", "dead", "figure", "figures", "number", "numbers", "tally", "toll", "total"];

fn is_measure(quantity: &Quantity) -> bool {
    measure_of(quantity).is_some()
}

fn is_near(a: &Quantity, b: &Quantity) -> bool {
    a.value.min(b.value) * FAR >= a.value.max(b.value)
}

fn is_rough(quantity: &Quantity) -> bool {
    quantity.bound == Bound::About
}

/// The numbers of two statements that are the same, by their places: those of one thing first, then those that may be. A
/// number whose thing has another number in the other statement is none of them.
fn same_numbers(a: &[Quantity], b: &[Quantity]) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let counts = |list: &[Quantity], q: &Quantity| list.iter().any(|o| same_thing(o, q));
    for same in [true, false] {
        for (i, qa) in a.iter().enumerate() {
            if found.iter().any(|(x, _)| *x == i) {
                continue;
            }
            let open = |j: usize| !found.iter().any(|(_, y)| *y == j);
            let fits = |qb: &Quantity| {
                let one = if same {
                    same_thing(qa, qb)
                } else {
                    comparable(qa, qb) && !(counts(b, qa) && counts(a, qb))
                };
                qa.value == qb.value && one
            };
            if let Some(j) = (0..b.len()).find(|j| open(*j) && fits(&b[*j])) {
                found.push((i, j));
            }
        }
    }
    found
}

/// The numbers of two statements that the other has not.
pub(crate) fn left_over<'q>(a: &'q [Quantity], b: &'q [Quantity]) -> (Vec<&'q Quantity>, Vec<&'q Quantity>) {
    let same = same_numbers(a, b);
    let ours = a.iter().enumerate().filter(|(at, _)| !same.iter().any(|(x, _)| x == at));
    let theirs = b.iter().enumerate().filter(|(at, _)| !same.iter().any(|(_, y)| y == at));
    (ours.map(|(_, q)| q).collect(), theirs.map(|(_, q)| q).collect())
}

/// How far a number is from another that it may have come of: the logarithm of how many times as large it is.
pub(crate) fn drift(one: f64, other: f64) -> f64 {
    if one > 0.0 && other > 0.0 { (one / other).ln().abs() } else { f64::INFINITY }
}

/// Whether one of some statements has a number of the same thing, or of something that it does not say.
fn has(statements: &[Stated], quantity: &Quantity) -> bool {
    let numbers = statements.iter().flat_map(|(_, facts)| &facts.quantities);
    let empty = |q: &Quantity| head(q).is_empty();
    numbers
        .into_iter()
        .any(|q| q.value == quantity.value && (same_thing(q, quantity) || empty(q) || empty(quantity)))
}

/// Whether two numbers may be of one thing by what they count: two shares, two sums of money, two counts of things.
pub(crate) fn comparable(a: &Quantity, b: &Quantity) -> bool {
    measure_of(a) == measure_of(b)
}

/// Stems of [`MEASURES`], sorted, each once.
static MEASURE_STEMS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut stems: Vec<String> = MEASURES.iter().map(|m| stem_of(m)).collect();
    stems.sort();
    stems.dedup();
    stems
});

/// The measure that a number is one of: a currency, a length of time; None where it counts things, or does not say.
pub(crate) fn measure_of(quantity: &Quantity) -> Option<&'static str> {
    let thing = thing(quantity);
    let at = MEASURE_STEMS.binary_search(&thing).ok()?;
    Some(&MEASURE_STEMS[at])
}

/// How alike what two numbers count is, from 0 to 1: 0 where one does not say.
pub(crate) fn alike_things(a: &Quantity, b: &Quantity) -> f32 {
    let (one, other) = (head(a), head(b));
    if same_thing(a, b) {
        1.0
    } else if one.is_empty() || other.is_empty() {
        0.0
    } else {
        meaning::of_word(&one).cosine(&meaning::of_word(&other)).max(0.0)
    }
}

/// The last word of a quantity's unit.
fn head(quantity: &Quantity) -> String {
    folded(&quantity.unit).pop().unwrap_or_default()
}

/// What is counted, without inflection and in one spelling: "meters" are "metres".
fn thing(quantity: &Quantity) -> String {
    stem_of(&head(quantity))
}

fn stem_of(word: &str) -> String {
    backstory_text::stem(&letters_of(word)).to_owned()
}

/// Whether two quantities count the same thing. Where one does not say what it counts, they do not.
fn same_thing(a: &Quantity, b: &Quantity) -> bool {
    let (one, other) = (head(a), head(b));
    let anyone = |w: &str| ANYONE.contains(&w);
    !one.is_empty() && (thing(a) == thing(b) || anyone(&one) && anyone(&other))
}

/// Whether who has the first number alone to go by can say the second: 83 may become "more than 80", but nothing makes 95
/// of "at least 90".
fn keeps(a: &Quantity, b: &Quantity) -> bool {
    a.value == b.value && a.bound == b.bound
        || a.bound == Bound::Exact && b.bound != Bound::Exact && agree(a, b)
}

/// Whether two numbers can both be right: "at least 80" and 83.
fn agree(a: &Quantity, b: &Quantity) -> bool {
    // "More than 360" and "more than 410" say two things.
    if a.bound == b.bound {
        return a.value == b.value;
    }
    let allows = |q: &Quantity, value: f64| match q.bound {
        Bound::AtLeast => value >= q.value,
        Bound::AtMost => value <= q.value,
        Bound::About => (value - q.value).abs() <= 0.1 * q.value.abs(),
        Bound::Exact => value == q.value,
    };
    allows(a, b.value) || allows(b, a.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measure_is_known_in_any_number_and_spelling() {
        let of = |unit: &str| {
            measure_of(&Quantity {
                span: Span::new(0, 1),
                value: 2.0,
                unit: unit.into(),
                bound: Bound::Exact,
            })
        };
        for measure in MEASURES {
            assert!(of(measure).is_some(), "{measure}");
        }
        for plural in ["hours", "pounds", "metres", "meters", "days", "florins", "boat hours"] {
            assert!(of(plural).is_some(), "{plural} {}", stem_of(plural));
        }
        assert!(of("managers").is_none());
    }
}
