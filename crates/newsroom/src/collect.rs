//! The truth about the reports of an event: plans and texts in, claims, quotes, changes and lineage out.

use std::collections::{BTreeMap, BTreeSet};

use crate::event::Event;
use crate::ink::Mark;
use crate::plan::{Body, DateShown, Made, Plan, Stance, TakingKind, Teller, Told};
use crate::story::Done;
use crate::truth::{
    Change, Claim, Lineage, Moment, Occurrence, Pair, Place, Quote, Range, Report, Statement, Truth, Update,
};
use crate::world::{WORLD, iso};

/// Adds what is true of an event's reports. `files` are their names.
pub(crate) fn collect(event: &Event, done: &[Done], files: &[String], truth: &mut Truth) {
    Collector { event, done, files }.all(truth);
}

struct Collector<'a> {
    event: &'a Event,
    done: &'a [Done],
    files: &'a [String],
}

impl Collector<'_> {
    fn all(&self, truth: &mut Truth) {
        for (i, Done { plan, rendered }) in self.done.iter().enumerate() {
            let file = || self.files[i].clone();
            truth.reports.push(Report {
                file: file(),
                event: self.event.name.clone(),
                topic: self.event.kind.name.clone(),
                kind: plan.kind.word().to_owned(),
                outlet: WORLD.outlets[plan.outlet].name.to_owned(),
                published: iso(plan.day()),
                date: match plan.date {
                    DateShown::Minute | DateShown::Day => "right",
                    DateShown::Missing => "missing",
                    DateShown::Wrong(_) => "wrong",
                }
                .to_owned(),
            });
            if let Some(taking) = plan.takes {
                truth.lineage.push(Lineage {
                    from: self.files[taking.from].clone(),
                    to: file(),
                    kind: match taking.kind {
                        TakingKind::Copy => "copy",
                        TakingKind::Rewrite => "rewrite",
                        TakingKind::Quotes => "quotes",
                    }
                    .to_owned(),
                    credited: taking.credited,
                    directed: taking.credits.is_some() || earlier(&self.done[taking.from].plan, plan),
                    credits: taking.credits.map(|c| self.files[c].clone()),
                });
            }
            if let Some(cited) = plan.cites {
                truth.cites.push(Pair { from: self.files[cited].clone(), to: file() });
            }
            if let Some(first) = plan.house {
                truth.same_house.push(Pair { from: self.files[first].clone(), to: file() });
            }
            for (mark, start, end, _) in &rendered.marks {
                if *mark == Mark::Stock {
                    truth.stock.push(Place { file: file(), start: *start, end: *end });
                }
            }
            for (day, start, end) in &rendered.days {
                truth.timeline.push(Moment {
                    event: self.event.name.clone(),
                    start: iso(*day),
                    end: iso(*day),
                    file: file(),
                    at: [*start, *end],
                });
            }
        }
        for &fact in &self.event.facts {
            self.claim(fact, truth);
        }
        self.quotes(truth);
    }

    /// The items of a report that tell a fact, with the places of the clause.
    fn statements(&self, report: usize, fact: usize) -> Vec<(&Told, usize, usize)> {
        let Done { plan, rendered } = &self.done[report];
        let mut list = Vec::new();
        for (mark, start, end, _) in &rendered.marks {
            if let Mark::Fact { item, fact: told } = mark
                && *told == fact
                && let Body::Told(told) = &plan.items[*item].body
            {
                list.push((told, *start, *end));
            }
        }
        list
    }

    fn claim(&self, fact: usize, truth: &mut Truth) {
        let id = format!("c{}", truth.claims.len() + 1);
        let mut statements = Vec::new();
        let mut count = Count::default();
        let mut changes = Vec::new();
        let mut first_number: Option<(String, String)> = None;
        // By the true time: an update is measured against the first report.
        let mut order: Vec<usize> = (0..self.done.len()).collect();
        order.sort_by_key(|&i| (self.done[i].plan.time, i));
        for i in order {
            let plan = &self.done[i].plan;
            for (told, start, end) in self.statements(i, fact) {
                statements.push(Statement {
                    file: self.files[i].clone(),
                    start,
                    end,
                    stance: told.stance.word().to_owned(),
                });
                if told.stance == Stance::Affirms && !told.taken {
                    count.add(plan, told);
                }
            }
            let own = plan.takes.is_none_or(|t| t.kind == TakingKind::Quotes);
            if own && let Some((slot, words)) = self.growing_number(i, fact) {
                match &first_number {
                    None => first_number = Some((slot, words)),
                    Some((s, from)) if *s == slot && bare(from) != bare(&words) => {
                        truth.updates.push(Update {
                            claim: id.clone(),
                            file: self.files[i].clone(),
                            from: from.clone(),
                            to: words,
                        })
                    }
                    _ => {}
                }
            }
            changes.extend(self.claim_changes(i, fact));
        }
        if statements.is_empty() {
            return;
        }
        truth.claims.push(Claim {
            id,
            event: self.event.name.clone(),
            fact: self.event.kind.facts[fact].name.clone(),
            statements,
            sources: count.real.len(),
            range: count.range(),
            changes,
        });
    }

    /// The number of a growing slot as a report states it.
    fn growing_number(&self, report: usize, fact: usize) -> Option<(String, String)> {
        self.done[report].rendered.marks.iter().find_map(|(mark, _, _, words)| match mark {
            Mark::Slot { fact: f, slot } if *f == fact && self.event.growth.contains_key(slot) => {
                Some((slot.clone(), words.clone()))
            }
            _ => None,
        })
    }

    fn claim_changes(&self, report: usize, fact: usize) -> Vec<Change> {
        let plan = &self.done[report].plan;
        let Some(taking) = plan.takes else { return Vec::new() };
        let affirmed = |i: usize| self.statements(i, fact).iter().any(|(t, ..)| t.stance == Stance::Affirms);
        if !affirmed(report) || !affirmed(taking.from) {
            return Vec::new();
        }
        let slot_words = |i: usize, slot: &str| {
            self.done[i].rendered.marks.iter().find_map(|(mark, _, _, words)| match mark {
                Mark::Slot { fact: f, slot: s } if *f == fact && s == slot => Some(words.clone()),
                _ => None,
            })
        };
        let mut changes = Vec::new();
        let mut push = |kind: &str, from: Option<String>, to: Option<String>| {
            if let (Some(from), Some(to)) = (from, to)
                && from != to
            {
                changes.push(Change {
                    kind: kind.to_owned(),
                    file: self.files[report].clone(),
                    giver: self.files[taking.from].clone(),
                    from,
                    to,
                });
            }
        };
        for made in &plan.made {
            match made {
                Made::Number(slot) => {
                    push("quantity", slot_words(taking.from, slot), slot_words(report, slot));
                }
                Made::Day(slot) => push("time", slot_words(taking.from, slot), slot_words(report, slot)),
                Made::Actor(f) if *f == fact => {
                    if let Some((from, to)) = &self.event.kind.facts[fact].swap {
                        push("actor", slot_words(taking.from, from), slot_words(report, to));
                    }
                }
                Made::Hedge(f) if *f == fact => {
                    let hedge =
                        self.done[taking.from].rendered.marks.iter().find_map(|(mark, _, _, words)| {
                            matches!(mark, Mark::Hedge { fact: f } if *f == fact).then(|| hedge_word(words))
                        });
                    push("hedge", hedge, Some(String::new()));
                }
                _ => {}
            }
        }
        changes
    }

    fn quotes(&self, truth: &mut Truth) {
        // (saying, whether it was made up, and by whom) → the family.
        let mut families: BTreeMap<(usize, Option<usize>), Quote> = BTreeMap::new();
        for (i, Done { plan, rendered }) in self.done.iter().enumerate() {
            for (mark, start, end, _) in &rendered.marks {
                let Mark::Stretch { item, sentences } = mark else { continue };
                let Body::Spoken(spoken) = &plan.items[*item].body else { continue };
                let saying = spoken.utterance.saying;
                let maker = spoken.invented.then(|| self.inventor(i, saying));
                let family = families.entry((saying, maker)).or_insert_with(|| Quote {
                    id: String::new(),
                    occurrences: Vec::new(),
                    changes: Vec::new(),
                });
                family.occurrences.push(Occurrence {
                    file: self.files[i].clone(),
                    start: *start,
                    end: *end,
                    speaker: rendered.speakers[*item].clone().unwrap_or_default(),
                    sentences: sentences.clone(),
                });
            }
            for made in &plan.made {
                if let Some((key, change)) = self.quote_change(i, made)
                    && let Some(family) = families.get_mut(&key)
                {
                    family.changes.push(change);
                }
            }
        }
        for (_, mut quote) in families {
            quote.id = format!("q{}", truth.quotes.len() + 1);
            truth.quotes.push(quote);
        }
    }

    /// The report that made a quote up: this one, or one that it has it from.
    fn inventor(&self, report: usize, saying: usize) -> usize {
        let plan = &self.done[report].plan;
        match plan.takes {
            _ if plan.made.contains(&Made::Invented(saying)) => report,
            Some(taking) => self.inventor(taking.from, saying),
            None => report,
        }
    }

    /// The words of marks that a test picks, of a saying, one after the other.
    fn quote_words(&self, report: usize, saying: usize, test: impl Fn(&Mark) -> bool) -> Option<String> {
        let Done { plan, rendered } = &self.done[report];
        rendered.marks.iter().find_map(|(mark, _, _, words)| {
            let item = match mark {
                Mark::Sentence { item, .. } | Mark::Choice { item, .. } | Mark::Cut { item, .. } => *item,
                _ => return None,
            };
            match &plan.items[item].body {
                Body::Spoken(s) if s.utterance.saying == saying && test(mark) => {
                    Some(words.trim().to_owned())
                }
                _ => None,
            }
        })
    }

    fn quote_change(&self, report: usize, made: &Made) -> Option<((usize, Option<usize>), Change)> {
        let plan = &self.done[report].plan;
        let giver = plan.takes?.from;
        let (kind, saying, from, to) = match *made {
            Made::Speaker(saying) => {
                ("speaker", saying, self.speaker_of(giver, saying)?, self.speaker_of(report, saying)?)
            }
            Made::Wording(saying, sentence, choice) => {
                let test = |m: &Mark| matches!(m, Mark::Choice { sentence: s, choice: c, .. } if (*s, *c) == (sentence, choice));
                (
                    "wording",
                    saying,
                    self.quote_words(giver, saying, test)?,
                    self.quote_words(report, saying, test)?,
                )
            }
            Made::Cut(saying, sentence, cut) => {
                let test = |m: &Mark| matches!(m, Mark::Cut { sentence: s, cut: c, .. } if (*s, *c) == (sentence, cut));
                ("trimmed", saying, self.quote_words(giver, saying, test)?, String::new())
            }
            Made::Shorter(saying, sentence) => {
                let test = |m: &Mark| matches!(m, Mark::Sentence { sentence: s, .. } if *s == sentence);
                ("trimmed", saying, self.quote_words(giver, saying, test)?, String::new())
            }
            Made::Invented(saying) => {
                let test = |m: &Mark| matches!(m, Mark::Sentence { .. });
                ("no-origin", saying, String::new(), self.quote_words(report, saying, test)?)
            }
            _ => return None,
        };
        // Fewer than three words are not worth a change.
        if kind == "trimmed" && from.split_whitespace().count() < 3 {
            return None;
        }
        let maker = match made {
            Made::Invented(_) => Some(report),
            _ => {
                let invented = plan.items.iter().any(
                    |item| matches!(&item.body, Body::Spoken(s) if s.utterance.saying == saying && s.invented),
                );
                invented.then(|| self.inventor(report, saying))
            }
        };
        let change = Change {
            kind: kind.to_owned(),
            file: self.files[report].clone(),
            giver: self.files[giver].clone(),
            from,
            to,
        };
        Some(((saying, maker), change))
    }

    fn speaker_of(&self, report: usize, saying: usize) -> Option<String> {
        let Done { plan, rendered } = &self.done[report];
        plan.items.iter().zip(&rendered.speakers).find_map(|(item, speaker)| match &item.body {
            Body::Spoken(s) if s.utterance.saying == saying => speaker.clone(),
            _ => None,
        })
    }
}

/// Whether the dates that both reports show put one before the other.
fn earlier(a: &Plan, b: &Plan) -> bool {
    let shown = |plan: &Plan| match plan.date {
        DateShown::Minute => Some((plan.day(), Some(plan.time))),
        DateShown::Day => Some((plan.day(), None)),
        DateShown::Wrong(days) => Some((plan.day() + days, None)),
        DateShown::Missing => None,
    };
    match (shown(a), shown(b)) {
        (Some((_, Some(a))), Some((_, Some(b)))) => a < b,
        (Some((a, _)), Some((b, _))) => a < b,
        _ => false,
    }
}

/// The digits of a number's words, or the words.
fn bare(words: &str) -> String {
    let last = words.rsplit(' ').next().unwrap_or(words);
    last.to_lowercase()
}

/// The hedge in a stretch of words: a known one, or all of it.
fn hedge_word(words: &str) -> String {
    const HEDGES: &[&str] = &[
        "may",
        "might",
        "could",
        "believed",
        "thought",
        "said",
        "suspected",
        "alleged",
        "appears",
        "appeared",
        "seems",
        "seemed",
        "likely",
        "feared",
        "understood",
        "rumoured",
        "rumored",
        "presumed",
        "assumed",
    ];
    words.split_whitespace().find(|w| HEDGES.contains(w)).unwrap_or(words.trim()).to_owned()
}

/// Who stands behind a claim: in truth, and by what the reports say.
#[derive(Default)]
struct Count {
    real: BTreeSet<String>,
    named: BTreeSet<String>,
    /// Outlets that tell it in their own voice.
    voices: BTreeSet<usize>,
    /// (least, open) of each nameless group, by outlet and time of the report.
    groups: BTreeMap<(usize, i64), Vec<(usize, bool)>>,
}

impl Count {
    fn add(&mut self, plan: &Plan, told: &Told) {
        if told.voice.tellers.is_empty() {
            self.real.insert(format!("reporter {}", plan.outlet));
            self.voices.insert(plan.outlet);
        }
        for teller in &told.voice.tellers {
            match teller {
                Teller::Named(slot) => {
                    self.real.insert(slot.clone());
                    self.named.insert(slot.clone());
                }
                Teller::Group(group) => {
                    self.real.extend(group.really.iter().map(|n| format!("{} {n}", group.slot)));
                    let least = group.stated.unwrap_or(2);
                    let list = self.groups.entry((plan.outlet, plan.time)).or_default();
                    list.push((least, group.stated.is_none()));
                }
                Teller::Vague(_) => {}
            }
        }
    }

    /// By the rules of counting: named ones once each; of nameless groups at least the largest, at most their sum;
    /// an outlet's own voice adds one to the most.
    fn range(&self) -> Range {
        let groups = || self.groups.values().flatten();
        let largest = groups().map(|(least, _)| *least).max().unwrap_or(0);
        let sum: usize = groups().map(|(least, _)| *least).sum();
        Range {
            min: self.named.len() + largest,
            max: self.named.len() + sum + self.voices.len(),
            open: groups().any(|(_, open)| *open),
        }
    }
}
