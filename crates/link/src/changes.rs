//! What changed in a claim from one report to the next.
//!
//! A report is held against the one it took from where the lineage knows one, and else against the first that states
//! the claim. Only what both speak of is compared: a number of the same thing, a word of caution about words that
//! both have. A later report that brings a matter up to date ("has since risen to") changes nothing.

use std::collections::BTreeSet;

use backstory_model::{Bound, Change, ClaimChange, EdgeKind, EntityKind, Manner, Node, Quantity, Role, Span};

use crate::{
    context::Context,
    features::{Facts, class_of, likeness as alike, other_days},
    likeness, meaning,
    origins::Chains,
    sources::folded,
    statements::Said,
};

/// From here on, statements of unrelated reports are close enough to be compared word by word.
const CLOSE: f32 = 0.62;

/// From here on, one statement is the other but for a few words.
const NEAR_COPY: f32 = 0.75;

/// The chance from which a statement of a report that took from another is the other's.
const SURE: f32 = 0.6;

/// The same where one name stands for another.
const OTHER_NAME: f32 = 0.4;

/// Bytes between two parts of one name.
const NEXT: u32 = 6;

/// Cosine from which two words may be words for one act.
const SAME_ACT: f32 = 0.4;

/// Words of a statement that says one thing alone.
const SHORT: usize = 24;

/// Words on either side of a word of caution that it may be about.
const HEDGE_REACH: usize = 3;

/// Words that say that a number is newer than another.
const UPDATES: &[&str] = &[
    "since",
    "raised",
    "raises",
    "rose",
    "rises",
    "risen",
    "rising",
    "now",
    "increased",
    "climbed",
    "climbs",
    "grew",
    "grown",
    "updated",
    "revised",
    "later",
    "fell",
    "fallen",
    "dropped",
    "latest",
    "earlier",
    "previously",
    "initially",
    "originally",
    "up",
    "tops",
    "hits",
];

/// Words for people that say nothing about who they are.
pub(crate) const ANYONE: &[&str] = &[
    "people",
    "person",
    "men",
    "man",
    "women",
    "woman",
    "others",
    "individuals",
    "individual",
    "victims",
    "victim",
    "lives",
    "dead",
    "injured",
    "wounded",
    "killed",
    "adults",
    "adult",
    "humans",
    "folk",
];

/// Words for people that charge them with something or clear them of it.
const LOADED: &[&str] = &[
    "activists",
    "assailants",
    "attackers",
    "bandits",
    "bystanders",
    "captives",
    "children",
    "civilians",
    "combatants",
    "criminals",
    "dealers",
    "demonstrators",
    "dissidents",
    "extremists",
    "fighters",
    "gangsters",
    "guerrillas",
    "gunmen",
    "hostages",
    "immigrants",
    "insurgents",
    "invaders",
    "jihadists",
    "looters",
    "mercenaries",
    "migrants",
    "militants",
    "narcoterrorists",
    "officers",
    "prisoners",
    "protesters",
    "protestors",
    "rebels",
    "refugees",
    "rioters",
    "separatists",
    "smugglers",
    "soldiers",
    "suspects",
    "terrorists",
    "thugs",
    "traffickers",
    "troops",
];

/// Cosine from which two words for people are words for the same.
const SAME_PEOPLE: f32 = 0.55;

/// What a number's bound says of it: "should never have sailed with more than 89" allows 89 at most.
fn bound((_, facts): (&Said, &Facts), quantity: &Quantity) -> Bound {
    match quantity.bound {
        Bound::AtLeast if facts.negated => Bound::AtMost,
        bound => bound,
    }
}

/// The two statements that are held against each other.
struct Pair<'a> {
    ctx: &'a Context<'a>,
    chains: &'a Chains<'a>,
    before: (&'a Said<'a>, &'a Facts),
    after: (&'a Said<'a>, &'a Facts),
    /// All that the later report says of it, headlines too.
    later: Vec<(&'a Said<'a>, &'a Facts)>,
    /// All that the earlier report says of it.
    sooner: Vec<(&'a Said<'a>, &'a Facts)>,
    /// Whether the later report took from the earlier.
    derived: bool,
    likeness: f32,
    /// The chance that both state one fact.
    chance: f32,
}

/// What changed between the reports of a claim, by report in the order of the story. `members` are the claim's
/// statements, as places in `said` and `facts`, in that order.
pub(crate) fn changes(
    ctx: &Context,
    chains: &Chains,
    members: &[usize],
    said: &[Said],
    facts: &[Facts],
) -> Vec<Change<ClaimChange>> {
    let mut reports: Vec<usize> = Vec::new();
    for member in members {
        if !reports.contains(&said[*member].report) {
            reports.push(said[*member].report);
        }
    }
    let of = |report: usize| -> Vec<(&Said, &Facts)> {
        members.iter().filter(|m| said[**m].report == report).map(|m| (&said[*m], &facts[*m])).collect()
    };
    let mut found: Vec<Change<ClaimChange>> = Vec::new();
    for report in &reports {
        let giver = giver(ctx, chains, *report, &reports);
        let first = reports[0];
        let (reference, derived) = match giver {
            // What a house has of its own first report it brings up to date.
            Some(giver) => (giver, !chains.same_house(ctx.id(giver), ctx.id(*report))),
            None if first != *report => (first, false),
            None => continue,
        };
        let (sooner, later) = (of(reference), of(*report));
        let pair = sooner
            .iter()
            .flat_map(|a| later.iter().map(move |b| (likeness::chance(a.1, b.1, derived), *a, *b)))
            .max_by(|x, y| {
                let body = |s: &Said| s.role != Role::Title;
                x.0.total_cmp(&y.0)
                    .then(body(x.1.0).cmp(&body(y.1.0)))
                    .then((y.1.0.span, y.2.0.span).cmp(&(x.1.0.span, x.2.0.span)))
            });
        let Some((chance, before, after)) = pair else { continue };
        let likeness = alike(before.1, after.1);
        if !derived && likeness < CLOSE || before.0.stance() != after.0.stance() {
            continue;
        }
        let pair = Pair { ctx, chains, before, after, later, sooner, derived, likeness, chance };
        pair.quantities(&mut found);
        pair.hedges(&mut found);
        pair.actors(&mut found);
        pair.times(&mut found);
    }
    found
}

/// Whom a report has a claim from: the nearest of those it took from, at once or through others, that states it too; of
/// several, the surest.
fn giver(ctx: &Context, chains: &Chains, report: usize, reports: &[usize]) -> Option<usize> {
    let mut open = vec![report];
    let mut met = BTreeSet::from([report]);
    while !open.is_empty() {
        let mut next: Vec<(f64, usize)> = Vec::new();
        for edge in open.iter().flat_map(|at| chains.into(ctx.id(*at))) {
            if let (Node::Report(giver), true) = (edge.from, edge.kind != EdgeKind::Cites && edge.directed)
                && let Some(giver) = ctx.index(giver)
                && met.insert(giver)
            {
                next.push((edge.score, giver));
            }
        }
        next.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        if let Some((_, giver)) = next.iter().find(|(_, g)| reports.contains(g)) {
            return Some(*giver);
        }
        open = next.into_iter().map(|(_, g)| g).collect();
    }
    None
}

impl Pair<'_> {
    fn change(&self, kind: ClaimChange, from: Option<Span>, to: Option<Span>) -> Change<ClaimChange> {
        let (a, b) = (self.before.0.report, self.after.0.report);
        let words = |report: usize, span: Option<Span>| {
            span.map(|s| self.ctx.words_of(report, s).to_owned()).unwrap_or_default()
        };
        Change {
            kind,
            report: self.ctx.id(b),
            from: words(a, from),
            to: words(b, to),
            from_at: Some(self.ctx.anchor(a, from.unwrap_or(self.before.0.span))),
            to_at: Some(self.ctx.anchor(b, to.unwrap_or(self.after.0.span))),
        }
    }

    fn quantities(&self, found: &mut Vec<Change<ClaimChange>>) {
        let (a, b) = (&self.before.1.quantities, &self.after.1.quantities);
        let mut used: BTreeSet<usize> = BTreeSet::new();
        for qa in a {
            let equal = |(at, qb): &(usize, &Quantity)| !used.contains(at) && qb.value == qa.value;
            let candidates: Vec<(usize, &Quantity)> = b.iter().enumerate().filter(equal).collect();
            let best = candidates.iter().find(|(_, qb)| same_thing(qa, qb)).or_else(|| candidates.first());
            let Some((at, qb)) = best.copied() else { continue };
            used.insert(at);
            // "Around 90" for 90 is a change only where one writer had the other's words before them.
            let rough = qa.bound == Bound::About || qb.bound == Bound::About;
            if bound(self.before, qa) != bound(self.after, qb)
                && (self.derived || !rough)
                && !self.said_elsewhere(qa, qb)
            {
                found.push(self.change(ClaimChange::Quantity, Some(qa.span), Some(qb.span)));
            }
            let (one, other) = (head(qa), head(qb));
            if same_thing(qa, qb) || one.is_empty() || other.is_empty() {
                continue;
            }
            let loaded = |w: &str| LOADED.contains(&w);
            let people = |w: &str| ANYONE.contains(&w) || loaded(w);
            // "Captives" and "hostages" are the same people.
            let same = meaning::of_word(&one).cosine(&meaning::of_word(&other)) >= SAME_PEOPLE
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
        for qa in a {
            let alone =
                |list: &[Quantity], q: &Quantity| list.iter().filter(|o| same_thing(o, q)).count() == 1;
            let unit = head(qa);
            let mut others =
                b.iter().filter(|qb| !unit.is_empty() && same_thing(qa, qb) && qb.value != qa.value);
            let Some(qb) = others.next() else { continue };
            let known = self.later.iter().any(|(_, f)| f.quantities.iter().any(|q| q.value == qa.value))
                || self.sooner.iter().any(|(_, f)| f.quantities.iter().any(|q| q.value == qb.value));
            if known || !alone(a, qa) || !alone(b, qb) || agree(qa, qb) || self.is_update(qa, qb) {
                continue;
            }
            found.push(self.change(ClaimChange::Quantity, Some(qa.span), Some(qb.span)));
        }
    }

    /// Whether a report calls people so, beyond those who are only people to anyone: then it is one more word for them.
    fn is_word_of(&self, report: usize, word: &str) -> bool {
        let stem = backstory_text::stem(word);
        !ANYONE.contains(&word) && self.ctx.texts[report].words.iter().any(|w| self.ctx.term(w.stem) == stem)
    }

    /// Whether the later report gives the number elsewhere just as the earlier one does, or the other way round.
    fn said_elsewhere(&self, qa: &Quantity, qb: &Quantity) -> bool {
        let has = |list: &[(&Said, &Facts)], value: f64, bound: Bound| {
            list.iter().any(|(_, f)| f.quantities.iter().any(|q| q.value == value && q.bound == bound))
        };
        has(&self.later, qa.value, qa.bound) && !has(&self.sooner, qb.value, qb.bound)
            || has(&self.sooner, qb.value, qb.bound)
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
        let says_so = |said: &Said| {
            let sentence = self.ctx.sentence_at(said.report, said.span.start).map_or(said.span, |s| s.span);
            folded(self.ctx.words_of(said.report, sentence)).iter().any(|w| UPDATES.contains(&w.as_str()))
        };
        if says_so(self.before.0) || says_so(self.after.0) {
            return true;
        }
        let (a, b) = (&self.ctx.texts[self.before.0.report].days, &self.ctx.texts[self.after.0.report].days);
        let settled = matches!((a, b), (Some(a), Some(b)) if a.start == b.start);
        // Between reports that do not know of each other, a number that grew from one day to the next is news.
        !self.derived && !settled && qb.value > qa.value
    }

    fn hedges(&self, found: &mut Vec<Change<ClaimChange>>) {
        let (before, after) = (self.before, self.after);
        let direct = |said: &Said| said.attribution.is_some_and(|a| a.manner == Manner::Direct);
        if direct(before.0) || direct(after.0) {
            return;
        }
        for hedge in &before.1.hedges {
            // "Suspected" in the place of "probably" is as cautious.
            let other = self.derived && !after.1.hedges.is_empty();
            let kept = other || self.later.iter().any(|(s, f)| self.has_like(before.0, *hedge, s, f));
            if !kept
                && self.is_about_shared(before.0, *hedge, after)
                && !self.is_attribution(*hedge, before.0, after.0)
            {
                found.push(self.change(ClaimChange::Hedge, Some(*hedge), None));
            }
        }
        for hedge in &after.1.hedges {
            let had = self.sooner.iter().any(|(s, f)| self.has_like(after.0, *hedge, s, f));
            let firm = kind_of(&self.word(after.0, *hedge)) != Caution::Hearsay;
            if !had && firm && before.1.hedges.is_empty() && self.is_about_shared(after.0, *hedge, before) {
                found.push(self.change(ClaimChange::Hedge, None, Some(*hedge)));
            }
        }
    }

    fn word(&self, said: &Said, span: Span) -> String {
        self.ctx.words_of(said.report, span).to_lowercase()
    }

    /// Whether a statement holds the same word of caution, or one of its kind about the same words.
    fn has_like(&self, said: &Said, hedge: Span, other: &Said, facts: &Facts) -> bool {
        let word = self.word(said, hedge);
        facts.hedges.iter().any(|h| {
            let there = self.word(other, *h);
            root(&word) == root(&there)
                || kind_of(&word) == kind_of(&there)
                    && (kind_of(&word) == Caution::Doubt
                        || self.derived
                        || !self.around(said, hedge).is_disjoint(&self.around(other, *h)))
        })
    }

    /// Whether the words beside a word of caution stand in the other statement too.
    fn is_about_shared(&self, said: &Said, hedge: Span, other: (&Said, &Facts)) -> bool {
        let all: BTreeSet<String> = self
            .ctx
            .words_in(other.0.report, other.0.span)
            .iter()
            .filter_map(|w| class_of(self.ctx, w))
            .collect();
        if !self.derived && self.likeness < CLOSE {
            return false;
        }
        // Who retells a short statement in other words has all of it before them.
        let short = self.ctx.words_in(said.report, said.span).len() <= SHORT;
        let doubt = kind_of(&self.word(said, hedge)) == Caution::Doubt;
        if self.derived
            && self.chance >= SURE
            && short
            && (!doubt || self.is_retold_behind(said, hedge, other.0))
        {
            return true;
        }
        if kind_of(&self.word(said, hedge)) == Caution::Doubt {
            if self.likeness < NEAR_COPY {
                return false;
            }
            // "May" and "possible" are about the very next word that says something.
            let words = self.ctx.words_in(said.report, said.span);
            let behind = &words[words.partition_point(|w| w.span.start < hedge.end)..];
            return behind.iter().find_map(|w| class_of(self.ctx, w)).is_some_and(|w| all.contains(&w));
        }
        !self.around(said, hedge).is_disjoint(&all)
    }

    /// Whether the first word that says something behind a word of caution, which it is about, stands in the other
    /// statement, or one for the same.
    fn is_retold_behind(&self, said: &Said, hedge: Span, other: &Said) -> bool {
        let telling = |report: usize, span: Span| {
            let words = self.ctx.words_in(report, span).iter().filter(|w| class_of(self.ctx, w).is_some());
            words.map(|w| meaning::of_word(self.ctx.term(w.form))).collect::<Vec<_>>()
        };
        let behind = Span::new(hedge.end as usize, said.span.end.max(hedge.end) as usize);
        let theirs = telling(other.report, other.span);
        let first = telling(said.report, behind).into_iter().next();
        first.is_some_and(|word| theirs.iter().any(|t| t.cosine(&word) >= SAME_ACT))
    }

    /// "Reportedly" in place of a source, or a source in place of "reportedly", is no change of caution.
    fn is_attribution(&self, hedge: Span, said: &Said, other: &Said) -> bool {
        kind_of(&self.word(said, hedge)) == Caution::Hearsay
            && said.attribution.is_none()
            && other.attribution.is_some()
    }

    fn around(&self, said: &Said, hedge: Span) -> BTreeSet<String> {
        let words = self.ctx.words_in(said.report, said.span);
        let from = words.partition_point(|w| w.span.end <= hedge.start);
        let to = words.partition_point(|w| w.span.start < hedge.end);
        let near = words[from.saturating_sub(HEDGE_REACH)..from].iter();
        near.chain(words[to..].iter().take(HEDGE_REACH)).filter_map(|w| class_of(self.ctx, w)).collect()
    }

    /// One name in the place of another, in statements that are otherwise nearly the same.
    fn actors(&self, found: &mut Vec<Change<ClaimChange>>) {
        // An exchanged name makes two statements less alike than they were.
        if !self.derived || self.chance < OTHER_NAME {
            return;
        }
        let who = |kind: EntityKind| matches!(kind, EntityKind::Person | EntityKind::Organization);
        let only = |one: &Said, other: &Said| -> Vec<(EntityKind, Span)> {
            // Whoever the other report calls by a part of the name is the same.
            let there: BTreeSet<String> =
                folded(self.ctx.words_of(other.report, other.span)).into_iter().collect();
            let entities = self.ctx.reports[one.report].annotations.entities.iter();
            let known = |name: &str| folded(name).iter().any(|w| there.contains(w));
            let here = entities.filter(|e| who(e.kind) && !known(&e.name) && !self.is_outlet(&e.name));
            let in_it = |spans: &[Span]| spans.iter().find(|s| one.span.contains(**s)).copied();
            let mut found: Vec<(EntityKind, Span)> =
                here.filter_map(|e| Some((e.kind, in_it(&e.spans)?))).collect();
            let bodies = self.bodies_meant(one).into_iter().filter(|(name, _)| !known(name));
            found.extend(bodies.map(|(_, span)| (EntityKind::Organization, span)));
            found.sort_unstable_by_key(|(_, span)| *span);
            // "The Teachers' Pension Fund" may be read as two names.
            found.dedup_by(|next, last| {
                let near = next.1.start <= last.1.end + NEXT;
                if near {
                    last.1 = last.1.cover(next.1);
                }
                near
            });
            found
        };
        let (a, b) = (only(self.before.0, self.after.0), only(self.after.0, self.before.0));
        let ([(kind, from)], [(other, to)]) = (a.as_slice(), b.as_slice()) else { return };
        if kind != other {
            return;
        }
        let last = |report: usize, span: Span| folded(self.ctx.words_of(report, span)).pop();
        // One of two short forms of a name may be no part of the other.
        let same = |report: usize, word: &Option<String>| {
            let entities = self.ctx.reports[report].annotations.entities.iter();
            entities.filter(|e| who(e.kind)).any(|e| folded(&e.name).last() == word.as_ref())
        };
        let (before, after) = (last(self.before.0.report, *from), last(self.after.0.report, *to));
        if same(self.before.0.report, &after) && same(self.after.0.report, &before) || before != after {
            found.push(self.change(ClaimChange::Actor, Some(*from), Some(*to)));
        }
    }

    /// Whether a name is an outlet's: who is credited for a statement does not act in it.
    fn is_outlet(&self, name: &str) -> bool {
        self.chains.is_outlet(name)
    }

    /// Bodies that a statement means by a noun alone, "the brigade" of the Orsk Fire Brigade: their names, and the nouns.
    fn bodies_meant(&self, said: &Said) -> Vec<(&str, Span)> {
        let words = self.ctx.words_in(said.report, said.span);
        let small = |span: Span| self.ctx.words_of(said.report, span).starts_with(char::is_lowercase);
        let entities = &self.ctx.reports[said.report].annotations.entities;
        let mut found: Vec<(&str, Span)> = Vec::new();
        for pair in words.windows(2) {
            if self.ctx.term(pair[0].form) != "the" || !small(pair[1].span) {
                continue;
            }
            let noun = self.ctx.term(pair[1].form);
            // "The service" is the Coast Guard Service of Orlo, and not the Service Union.
            let named = |name: &str| {
                let whole = [" of ", " in ", " for "].iter().filter_map(|w| name.find(w)).min();
                let bare = &name[..whole.unwrap_or(name.len())];
                bare.contains(' ') && folded(bare).last().is_some_and(|w| w == noun)
            };
            let body = entities.iter().find(|e| e.kind == EntityKind::Organization && named(&e.name));
            if let Some(body) = body.filter(|b| !found.iter().any(|(name, _)| *name == b.name)) {
                found.push((&body.name, pair[1].span));
            }
        }
        found
    }

    /// Whether two expressions name two days in their words: "today" of two reports is two days, and no change.
    fn names_other_day(&self, from: Span, to: Span) -> bool {
        let words = |report: usize, span: Span| {
            let mut words = folded(self.ctx.words_of(report, span));
            words.retain(|w| !matches!(w.as_str(), "on" | "the" | "of" | "in" | "at" | "late" | "early"));
            words.sort();
            words
        };
        let (a, b) = (words(self.before.0.report, from), words(self.after.0.report, to));
        let figure = |words: &[String]| words.iter().any(|w| w.starts_with(|c: char| c.is_ascii_digit()));
        let weekday = |words: &[String]| words.len() == 1 && words[0].ends_with("day") && words[0] != "today";
        a != b && (figure(&a) && figure(&b) || weekday(&a) && weekday(&b))
    }

    fn times(&self, found: &mut Vec<Change<ClaimChange>>) {
        if !self.derived || !other_days(self.before.1, self.after.1) {
            return;
        }
        let of = |said: &Said| {
            let times = &self.ctx.reports[said.report].annotations.times;
            let mut here = times.iter().filter(|t| said.span.contains(t.span) && t.when.is_some());
            let first = here.next().map(|t| t.span);
            first.filter(|_| here.next().is_none())
        };
        if let (Some(from), Some(to)) = (of(self.before.0), of(self.after.0))
            && self.names_other_day(from, to)
        {
            found.push(self.change(ClaimChange::Time, Some(from), Some(to)));
        }
    }
}

/// The last word of a quantity's unit.
fn head(quantity: &Quantity) -> String {
    folded(&quantity.unit).pop().unwrap_or_default()
}

/// Whether two quantities count the same thing. Where one does not say what it counts, they do not.
fn same_thing(a: &Quantity, b: &Quantity) -> bool {
    let (one, other) = (head(a), head(b));
    let anyone = |w: &str| ANYONE.contains(&w);
    !one.is_empty()
        && (backstory_text::stem(&one) == backstory_text::stem(&other) || anyone(&one) && anyone(&other))
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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Caution {
    /// Somebody is accused: alleged, suspected.
    Charge,
    /// Somebody has heard it: reportedly, apparently.
    Hearsay,
    /// It may not be so: may, likely.
    Doubt,
}

fn kind_of(hedge: &str) -> Caution {
    let is = |roots: &[&str]| roots.iter().any(|r| hedge.contains(r));
    if is(&["alleg", "suspect", "accus", "purport", "claim", "so-called", "presum"]) {
        Caution::Charge
    } else if is(&["report", "apparent", "seem", "rumo", "appear", "said to", "believed", "thought"]) {
        Caution::Hearsay
    } else {
        Caution::Doubt
    }
}

/// "Allegedly" and "alleged" are one word of caution.
fn root(hedge: &str) -> &str {
    let hedge = hedge.strip_suffix("ly").unwrap_or(hedge);
    backstory_text::stem(hedge)
}

#[cfg(test)]
mod tests {
    use backstory_model::EdgeKind;

    use crate::testing::{OneStory, report};

    /// Two reports, the second a rewrite of the first; `changes` are `kind: from -> to` of the claim about the ferry.
    #[track_caller]
    fn check(before: &str, after: &str, changes: &[&str]) {
        check_dated(("2031-05-06", before), ("2031-05-06", after), &[(0, 1, EdgeKind::Rewrite)], changes);
    }

    #[track_caller]
    fn check_dated(
        before: (&str, &str),
        after: (&str, &str),
        taken: &[(usize, usize, EdgeKind)],
        changes: &[&str],
    ) {
        let reports = vec![report("Ilmar Post", before.0, before.1), report("Orlo Times", after.0, after.1)];
        let story = OneStory::new(reports, taken);
        let claim = story.claim("Velm ferry");
        assert_eq!(claim.statements.len(), 2, "{:#?}", story.claims());
        let found: Vec<String> =
            claim.changes.iter().map(|c| format!("{}: {:?} -> {:?}", c.kind.name(), c.from, c.to)).collect();
        assert_eq!(found, changes);
        for change in &claim.changes {
            let words = |at: Option<backstory_model::Anchor>| story.words(at.expect("a place"));
            assert_eq!(change.report, story.order[1]);
            assert!(change.from.is_empty() || words(change.from_at) == change.from);
            assert!(change.to.is_empty() || words(change.to_at) == change.to);
        }
    }

    #[test]
    fn a_bound_that_moves_is_a_change_of_quantity() {
        check(
            "At least 41 people drowned when 12 rafts struck the Velm ferry.",
            "41 people drowned when at least 12 rafts struck the Velm ferry.",
            &[
                "quantity: \"At least 41 people\" -> \"41 people\"",
                "quantity: \"12 rafts\" -> \"at least 12 rafts\"",
            ],
        );
        check(
            "At least 41 people drowned when 12 rafts struck the Velm ferry.",
            "At least 41 people died when 12 rafts struck the Velm ferry.",
            &[],
        );
    }

    #[test]
    fn another_number_of_the_same_thing() {
        check(
            "The Velm ferry carried 90 passengers over the strait without a licence.",
            "The Velm ferry carried 190 passengers over the strait without a licence.",
            &["quantity: \"90 passengers\" -> \"190 passengers\""],
        );
        // Both can be right.
        check(
            "The Velm ferry carried at least 90 passengers over the strait without a licence.",
            "The Velm ferry carried 95 passengers over the strait without a licence.",
            &[],
        );
        // Other things are counted.
        check(
            "The Velm ferry carried 90 passengers over the strait without a licence.",
            "The Velm ferry carried 14 lorries over the strait without a licence.",
            &[],
        );
    }

    #[test]
    fn an_update_is_no_change() {
        check(
            "The ministry offered a reward of $2 million for the Velm ferry captain.",
            "The ministry has since raised the reward for the Velm ferry captain to $5 million.",
            &[],
        );
        let (first, then) = (
            "Rescuers said 14 passengers of the Velm ferry were dead after the storm.",
            "Rescuers said 31 passengers of the Velm ferry were dead after the storm.",
        );
        check_dated(("2031-05-06", first), ("2031-05-09", then), &[], &[]);
        check_dated(
            ("2031-05-06", first),
            ("2031-05-06", then),
            &[],
            &["quantity: \"14 passengers\" -> \"31 passengers\""],
        );
    }

    #[test]
    fn a_word_of_caution_lost_or_gained() {
        check(
            "The Velm ferry allegedly carried smuggled diesel under its deck all winter.",
            "The Velm ferry carried smuggled diesel under its deck all winter.",
            &["hedge: \"allegedly\" -> \"\""],
        );
        check(
            "The Velm ferry carried smuggled diesel under its deck all winter.",
            "The Velm ferry allegedly carried smuggled diesel under its deck all winter.",
            &["hedge: \"\" -> \"allegedly\""],
        );
        check(
            "The Velm ferry allegedly carried smuggled diesel under its deck all winter.",
            "The Velm ferry carried allegedly smuggled diesel under its deck all winter.",
            &[],
        );
        // A source in place of "reportedly" says more, not less.
        check(
            "The Velm ferry reportedly carried smuggled diesel under its deck all winter.",
            "{The Velm ferry carried smuggled diesel under its deck all winter}, «two sailors|anonymous 2 2» [said].",
            &[],
        );
    }

    #[test]
    fn caution_about_something_else_is_no_change() {
        check(
            "The Velm ferry carried smuggled diesel all winter, and the harbour may close its gates.",
            "The Velm ferry carried smuggled diesel all winter under its deck.",
            &[],
        );
    }

    #[test]
    fn people_who_become_something_else() {
        check(
            "Patrols killed 41 people on the Velm ferry in 12 raids last winter.",
            "Patrols killed 41 smugglers on the Velm ferry in 12 raids last winter.",
            &["actor: \"people\" -> \"smugglers\""],
        );
        check(
            "Patrols killed 41 people on the Velm ferry in 12 raids last winter.",
            "Patrols killed 41 men on the Velm ferry in 12 raids last winter.",
            &[],
        );
    }

    #[test]
    fn another_day_for_the_same_words() {
        check(
            "The Velm ferry left Orlo without lights and without a pilot on May 2, 2031.",
            "The Velm ferry left Orlo without lights and without a pilot on May 4, 2031.",
            &["time: \"May 2, 2031\" -> \"May 4, 2031\""],
        );
    }

    #[test]
    fn one_more_word_for_the_same_people_is_no_change() {
        let before = "Patrols killed 41 people on the Velm ferry in 12 raids last winter.";
        let after = "Patrols killed 41 smugglers on the Velm ferry in 12 raids last winter.";
        check(&format!("{before}\nFor years smugglers had used the strait of Orlo by night."), after, &[]);
    }

    #[test]
    fn another_actor_in_the_same_words() {
        let said = |who: &str| format!("{who} stopped the Velm ferry in the strait without lights in March.");
        let with = |lead: &str, who: &str| format!("{lead}\n{}", said(who));
        check(
            &said("The Ilmar Coast Guard"),
            &said("The Orlo Port Authority"),
            &["actor: \"Ilmar Coast Guard\" -> \"Orlo Port Authority\""],
        );
        // Two names of the text that are one in it.
        check(
            &said("The Ilmar Coast Guard's Pension Fund"),
            &said("The Orlo Port Authority"),
            &["actor: \"Ilmar Coast Guard's Pension Fund\" -> \"Orlo Port Authority\""],
        );
        // A body meant by its noun alone.
        check(
            &with("The Ilmar Fire Brigade has two boats.", "The brigade"),
            &said("The Orlo Port Authority"),
            &["actor: \"brigade\" -> \"Orlo Port Authority\""],
        );
        check(
            &with("The Ilmar Fire Brigade has two boats.", "The brigade"),
            &said("The Ilmar Fire Brigade"),
            &[],
        );
        // A person in the place of a body is another way to say it.
        check(&said("The Ilmar Coast Guard"), &said("Tessa Morrow"), &[]);
    }

    #[test]
    fn outlets_do_not_act_in_what_they_report() {
        let said = |outlet: &str| {
            format!("The Velm ferry was stopped in the strait without lights in March, the {outlet} wrote.")
        };
        check(&said("Ilmar Post"), &said("Orlo Times"), &[]);
    }
}
