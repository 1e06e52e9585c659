//! What changed in a claim from one report to the next.
//!
//! A report is held against the one it took from where the lineage knows one, and else against the first that states
//! the claim. Only what both speak of is compared: a number of the same thing, a word of caution about words that
//! both have. A later report that brings a matter up to date ("has since risen to") changes nothing.

mod actors;
mod hedges;
pub(crate) mod numbers;
mod times;

use std::collections::BTreeSet;

use backstory_model::{Change, ClaimChange, EdgeKind, Node, Role, Span};

pub(crate) use numbers::{drift, measure_of};

use crate::{
    context::{Context, Word},
    features::{Facts, likeness as alike},
    likeness,
    origins::Chains,
    statements::{Said, is_about_telling, is_act},
};

/// From here on, statements of unrelated reports are close enough to be compared word by word.
const CLOSE: f32 = 0.62;

/// From here on, one statement is the other but for a few words.
const NEAR_COPY: f32 = 0.75;

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

type Stated<'a> = (&'a Said<'a>, &'a Facts);

/// The two statements that are held against each other.
struct Pair<'a> {
    ctx: &'a Context<'a>,
    chains: &'a Chains<'a>,
    before: Stated<'a>,
    after: Stated<'a>,
    /// All that the later report says of it, headlines too.
    later: &'a [Stated<'a>],
    /// All that the earlier report says of it.
    sooner: &'a [Stated<'a>],
    /// Whether the later report took from the earlier.
    derived: bool,
    /// Whether it only quotes it.
    quotes_alone: bool,
    likeness: f32,
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
        // Who only quotes another has other numbers of its own.
        let quotes = |e: &&backstory_model::Edge| {
            e.kind == EdgeKind::Quotes && e.from == Node::Report(ctx.id(reference))
        };
        let quotes_alone = chains.into(ctx.id(*report)).iter().any(quotes);
        let (sooner, later) = (&sooner[..], &later[..]);
        let pair = |before, after| {
            let (before, after): (Stated, Stated) = (before, after);
            let likeness = alike(before.1, after.1);
            Pair { ctx, chains, before, after, later, sooner, derived, quotes_alone, likeness }
        };
        let mut here: Vec<Change<ClaimChange>> = Vec::new();
        let held = pairs(sooner, later, derived);
        for (before, after) in &held {
            let pair = pair(*before, *after);
            if !derived && pair.likeness < CLOSE {
                continue;
            }
            pair.quantities(&mut here);
            // Caution about one thing is none about another that the report says in the same claim, and that was retold.
            let retold = likeliest(sooner, &[*after], derived);
            if retold.is_some_and(|(best, _)| best.0.span == before.0.span) {
                pair.hedges(&mut here);
            }
            pair.actors(&mut here);
            pair.times(&mut here);
        }
        // What the receiver says in one statement more has its numbers too: "someone bought, and the price rose 9 percent".
        let left = later.iter().filter(|after| !held.iter().any(|(_, other)| other.0.span == after.0.span));
        for after in left.filter(|_| derived) {
            if let Some((before, after)) = likeliest(sooner, &[*after], derived) {
                pair(before, after).quantities(&mut here);
            }
        }
        // What the headline says and the text once more is one change, told of the text: "34 die", "34 people died".
        let title = |c: &Change<ClaimChange>| {
            let at = c.to_at.map(|at| at.span);
            later.iter().any(|(s, _)| s.role == Role::Title && at.is_some_and(|at| s.span.contains(at)))
        };
        here.sort_by_key(title);
        let mut told: Vec<Change<ClaimChange>> = Vec::new();
        for change in here {
            if !told.iter().any(|c| numbers::is_one_change(ctx, c, &change)) {
                told.push(change);
            }
        }
        found.extend(told);
    }
    found
}

/// The statements of two reports that are held against each other. Of a report and the one it took from, each statement of
/// the giver and the likeliest one of the receiver; of others, the two that are most alike.
fn pairs<'a>(sooner: &[Stated<'a>], later: &[Stated<'a>], derived: bool) -> Vec<(Stated<'a>, Stated<'a>)> {
    if derived {
        sooner.iter().filter_map(|a| likeliest(&[*a], later, derived)).collect()
    } else {
        likeliest(sooner, later, derived).into_iter().collect()
    }
}

/// The two statements of two reports that likeliest state one fact: what is said against what is said, and what is denied
/// against what is denied.
fn likeliest<'a>(
    sooner: &[Stated<'a>],
    later: &[Stated<'a>],
    derived: bool,
) -> Option<(Stated<'a>, Stated<'a>)> {
    let all =
        sooner.iter().flat_map(|a| later.iter().map(move |b| (likeness::chance(a.1, b.1, derived), *a, *b)));
    let alike = all.filter(|(_, a, b)| a.0.stance() == b.0.stance()).max_by(|x, y| {
        let body = |s: &Said| s.role != Role::Title;
        x.0.total_cmp(&y.0)
            .then(body(x.1.0).cmp(&body(y.1.0)))
            .then((y.1.0.span, y.2.0.span).cmp(&(x.1.0.span, x.2.0.span)))
    });
    alike.map(|(_, before, after)| (before, after))
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
    /// The words of a statement that say what happened: without who says it, and why they are not named.
    fn telling<'w>(&'w self, said: &'w Said) -> impl Iterator<Item = &'w Word> {
        let beside = self.asides(said);
        let words = self.ctx.words_in(said.report, said.span).iter();
        words.filter(move |w| !beside.iter().any(|s| s.contains(w.span)))
    }

    /// What stands in a statement and names who says something, or says why they are not named.
    fn asides(&self, said: &Said) -> Vec<Span> {
        let text = &self.ctx.reports[said.report].report.text;
        let attributions = &self.ctx.reports[said.report].annotations.attributions;
        let mut found: Vec<Span> = Vec::new();
        // Who orders something acts, and says nothing.
        for attribution in attributions {
            let mut inside = attribution.source_spans.iter().filter(|s| said.span.contains(**s)).peekable();
            if inside.peek().is_some() && !is_act(text, attribution) {
                found.extend(inside.copied());
            }
        }
        let mut from = said.span.start as usize;
        for part in said.span.of(text).split_inclusive([',', ';']) {
            let span = Span::new(from, from + part.len());
            from = span.end as usize;
            if is_about_telling(part) {
                found.push(span);
            }
        }
        found
    }

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
    fn more_than_a_number_is_another_floor() {
        check(
            "The Velm ferry was followed by no fewer than 21 boats through the strait.",
            "The Velm ferry was followed by more than 21 boats through the strait.",
            &["quantity: \"no fewer than 21 boats\" -> \"more than 21 boats\""],
        );
        check(
            "The Velm ferry was followed by over 21 boats through the strait.",
            "The Velm ferry was followed by more than 21 boats through the strait.",
            &[],
        );
        check(
            "The Velm ferry was followed by more than 21 boats through the strait.",
            "The Velm ferry was followed by north of 21 boats through the strait.",
            &[],
        );
    }

    #[test]
    fn since_something_began_is_no_update() {
        check(
            "The feud over the Velm ferry has cost 300 sailors their berths in 17 years.",
            "Since it began 18 years ago, the feud over the Velm ferry has cost 300 sailors their berths.",
            &["quantity: \"17 years\" -> \"18 years\""],
        );
    }

    #[test]
    fn what_has_become_of_a_number_since_is_no_change() {
        let before = "Twelve people died in the fire on the Velm ferry off the island of Orlo.";
        for after in [
            "Since then, 15 people have died of the fire on the Velm ferry off the island of Orlo.",
            "Three more have died since, bringing the dead of the fire on the Velm ferry off Orlo to 15 people.",
            "The death toll of the fire on the Velm ferry off Orlo rose after a nurse died, with 15 people dead.",
            "The death toll of the fire on the Velm ferry off Orlo has risen, with 15 people dead.",
            "The rising death toll of the fire on the Velm ferry off Orlo stood at 15 people.",
        ] {
            check(before, after, &[]);
        }
    }

    #[test]
    fn who_falls_is_no_level() {
        for (fell, rock) in [
            ("hurt when they fell from the mast", "hurt when they dropped off the mast"),
            ("hurt when a mast fell on them", "hurt when a mast dropped on them"),
        ] {
            check(
                &format!("Some 22 sailors of the Velm ferry were {fell} in the storm off Orlo."),
                &format!("Some 24 sailors of the Velm ferry were {rock} in the storm off Orlo."),
                &["quantity: \"Some 22 sailors\" -> \"Some 24 sailors\""],
            );
        }
        check(
            "The storm caught 22 sailors of the Velm ferry off the island of Orlo.",
            "A mast fell on 24 sailors of the Velm ferry in the storm off Orlo.",
            &["quantity: \"22 sailors\" -> \"24 sailors\""],
        );
    }

    #[test]
    fn what_the_headline_says_once_more_is_told_once() {
        let before = "Thirty people died in the fire on the Velm ferry off the island of Orlo.";
        let after = "# 34 die in fire on the Velm ferry off the island of Orlo
            34 people died in the fire on the Velm ferry off the island of Orlo.";
        let reports =
            vec![report("Ilmar Post", "2031-05-06", before), report("Orlo Times", "2031-05-06", after)];
        let story = OneStory::new(reports, &[(0, 1, EdgeKind::Rewrite)]);
        let claim = story.claim("Velm ferry");
        assert_eq!(claim.statements.len(), 3, "{:#?}", story.claims());
        let found: Vec<(&str, &str)> =
            claim.changes.iter().map(|c| (c.from.as_str(), c.to.as_str())).collect();
        assert_eq!(found, [("Thirty people", "34 people")]);
    }

    #[test]
    fn a_day_of_the_month_is_no_number_that_the_other_has() {
        check(
            "The Velm ferry sailed with three guards, where eight are required.",
            "The Velm ferry sailed with three guards on May 8, where nine are required.",
            &["quantity: \"eight\" -> \"nine\""],
        );
    }

    #[test]
    fn of_two_numbers_the_one_that_may_be_the_others() {
        check(
            "The pumps of the Velm ferry failed on 22 crossings in seven days in the storm.",
            "In a stormy week the pumps stopped 24 times under way on the Velm ferry.",
            &["quantity: \"22 crossings\" -> \"24 times\""],
        );
    }

    #[test]
    fn words_of_a_level_have_other_senses() {
        check(
            "The thieves took some 300 letters from the safe of the Velm ferry in the storm.",
            "Some 340 letters in the safe of the Velm ferry had fallen into the hands of thieves.",
            &["quantity: \"some 300 letters\" -> \"Some 340 letters\""],
        );
        check(
            "The Velm ferry line of Orlo could not offer 90 departures in the storm.",
            "The Velm ferry line of Orlo dropped 70 departures in the storm.",
            &["quantity: \"90 departures\" -> \"70 departures\""],
        );
        check(
            "Twenty-two sailors of the Velm ferry were caught on the reef off Orlo.",
            "Behind the fallen mast 24 sailors of the Velm ferry were caught on the reef off Orlo.",
            &["quantity: \"Twenty-two sailors\" -> \"24 sailors\""],
        );
    }

    #[test]
    fn a_number_that_the_other_has_without_what_it_counts() {
        check(
            "The Velm ferry sailed with three pilots on the bridge instead of eight.",
            "Two people did the work on the Velm ferry where eight are required.",
            &["quantity: \"three pilots\" -> \"Two people\""],
        );
    }

    #[test]
    fn another_number_of_the_same_thing() {
        check(
            "The Velm ferry carried 90 passengers over the strait without a licence.",
            "The Velm ferry carried 190 passengers over the strait without a licence.",
            &["quantity: \"90 passengers\" -> \"190 passengers\""],
        );
        // Who retells may say less exactly what he read, but has nothing to say more by.
        check(
            "The Velm ferry carried 93 passengers over the strait without a licence.",
            "The Velm ferry carried more than 90 passengers over the strait without a licence.",
            &[],
        );
        check(
            "The Velm ferry carried at least 90 passengers over the strait without a licence.",
            "The Velm ferry carried 95 passengers over the strait without a licence.",
            &["quantity: \"at least 90 passengers\" -> \"95 passengers\""],
        );
        // "Up to" is no word of an update.
        check(
            "The Velm ferry carried up to 500 passengers over the strait without a licence.",
            "The Velm ferry carried 400 passengers over the strait without a licence.",
            &["quantity: \"up to 500 passengers\" -> \"400 passengers\""],
        );
        // Other things are counted.
        check(
            "The Velm ferry carried 90 passengers over the strait without a licence.",
            "The Velm ferry carried 14 lorries over the strait without a licence.",
            &[],
        );
    }

    #[test]
    fn equal_numbers_of_two_things() {
        check(
            "At least six people drowned when six rafts struck the Velm ferry.",
            "At least five people drowned when six rafts struck the Velm ferry.",
            &["quantity: \"At least six people\" -> \"At least five people\""],
        );
    }

    #[test]
    fn one_measure_in_two_spellings() {
        check(
            "The Velm ferry lies some 60 meters deep in the strait of Orlo.",
            "The Velm ferry lies 60 metres deep in the strait of Orlo.",
            &["quantity: \"some 60 meters\" -> \"60 metres\""],
        );
    }

    #[test]
    fn words_before_a_number_that_may_go_with_the_verb() {
        check(
            "The judges of the Velm ferry heard about 40 witnesses in the spring.",
            "The judges of the Velm ferry questioned some 40 witnesses in the spring.",
            &[],
        );
    }

    #[test]
    fn a_small_number_that_the_report_has_for_something_else() {
        check(
            "Shots from the shore hit four of them when the Velm ferry left Orlo.",
            "Shots from the shore hit five of them when the Velm ferry left Orlo.
            The trial of the harbour master took four weeks.",
            &["quantity: \"four of them\" -> \"five of them\""],
        );
    }

    #[test]
    fn one_number_in_other_words() {
        check(
            "The Velm ferry line had to drop 830 departures in the storm, its director said.",
            "Some 980 sailings of the Velm ferry line did not take place, its director said.",
            &["quantity: \"830 departures\" -> \"Some 980 sailings\""],
        );
        // The report has the number elsewhere.
        check(
            "The Velm ferry line had to drop 830 departures in the storm, its director said.",
            "Some 980 sailings of the Velm ferry line did not take place, its director said.
            In March it had lost 830 departures to the ice of Orlo.",
            &[],
        );
        // Two things happened to two people.
        check(
            "Two sailors were hurt when the Velm ferry struck the quay of Orlo in fog.",
            "Three sailors were killed when the Velm ferry struck the quay of Orlo in fog.",
            &[],
        );
    }

    #[test]
    fn since_when_something_is_counted_is_no_update() {
        check(
            "The Velm ferry has gone out 28 times for lost boats this winter.",
            "The Velm ferry has gone out 22 times for lost boats since January.",
            &["quantity: \"28 times\" -> \"22 times\""],
        );
    }

    #[test]
    fn a_number_that_moved_a_little_counts_the_same_thing() {
        check(
            "With more than 1,750 jobs, the Velm ferry is the largest employer of the strait.",
            "With 2,250 posts, the Velm ferry is the largest employer of the strait.",
            &["quantity: \"more than 1,750 jobs\" -> \"2,250 posts\""],
        );
    }

    #[test]
    fn what_is_allowed_is_the_most() {
        check(
            "The Velm ferry was licensed to carry no more than 106 passengers over the strait.",
            "The permit of the Velm ferry allowed 106 passengers over the strait.",
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
        check(
            "The Velm ferry allegedly carried smuggled diesel under its deck all winter.",
            "The Velm ferry is believed to have carried smuggled diesel under its deck all winter.",
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
    fn in_a_long_statement_caution_about_one_thing_is_none_about_another() {
        check(
            "At least 41 people have been killed in 12 separate raids on the boats that allegedly were carrying weapons to the Velm ferry in the course of the navy's winter campaign off Orlo.",
            "The navy's winter campaign off Orlo has destroyed at least 12 war-boats that were carrying weapons to the Velm ferry and has so far killed 41 suspected smugglers in the separate raids.",
            &[
                "quantity: \"At least 41 people\" -> \"41 suspected smugglers\"",
                "actor: \"people\" -> \"suspected smugglers\"",
                "quantity: \"12 separate raids\" -> \"at least 12 war-boats\"",
                "hedge: \"allegedly\" -> \"\"",
            ],
        );
    }

    #[test]
    fn caution_is_lost_in_other_words_too() {
        check(
            "The crew of the Velm ferry is suspected of having sold the diesel by night.",
            "Sailors of the Velm ferry brought the diesel to buyers in the dark.",
            &["hedge: \"suspected\" -> \"\""],
        );
        // Why somebody is not named is no part of what happened.
        check(
            "The Velm ferry carried smuggled diesel all winter, said sailors, who asked not to be named because they might be fined.",
            "The Velm ferry carried smuggled diesel all winter under its deck.",
            &[],
        );
    }

    #[test]
    fn what_is_allowed_or_threatened_is_no_caution() {
        check(
            "Eighty is the highest number of people that the Velm ferry may carry under its licence.",
            "The licence of the Velm ferry allowed no more than 80 people.",
            &[],
        );
        check(
            "The owner of the Velm ferry could be fined up to 9 million crowns by the port.",
            "The owner of the Velm ferry faces a fine of up to 9 million crowns by the port.",
            &[],
        );
    }

    #[test]
    fn may_under_a_licence_is_no_caution() {
        check(
            "The Velm ferry may carry 80 people under the licence of its owner.",
            "By law the Velm ferry should never have sailed with more than 80 people.",
            &[],
        );
    }

    #[test]
    fn caution_about_what_somebody_was_told_is_none_about_who_told_them() {
        check(
            "The owner of the Velm ferry was warned in March by the harbour office that rust could weaken the bolts.",
            "A letter from the harbour office reached the owner of the Velm ferry in March.",
            &[],
        );
    }

    #[test]
    fn a_word_of_the_same_root_keeps_the_caution() {
        check(
            "The crew of the Velm ferry is suspected of having sold the diesel by night.",
            "It took long to suspect the crew of the Velm ferry of selling the diesel.",
            &[],
        );
        check(
            "The alleged smugglers of the Velm ferry sold the diesel by night to Orlo.",
            "The smugglers of the Velm ferry stand accused of selling the diesel by night.",
            &[],
        );
    }

    #[test]
    fn a_permit_that_both_name_hides_no_lost_caution() {
        check(
            "The Velm ferry may have sailed from the harbour on Monday without a licence.",
            "The Velm ferry sailed from the harbour on Monday without a licence.",
            &["hedge: \"may\" -> \"\""],
        );
    }

    #[test]
    fn what_has_become_of_a_number_is_no_change() {
        check(
            "At least 12 passengers of the Velm ferry were initially reported missing.",
            "The number of passengers of the Velm ferry reported missing has since risen to 15.",
            &[],
        );
    }

    #[test]
    fn who_only_quotes_another_is_as_cautious_as_he_is() {
        let before = "The Velm ferry allegedly carried smuggled diesel under its deck all winter.";
        let after = "The Velm ferry carried smuggled diesel to four islands of the strait in barrels that divers had marked.";
        let day = "2031-05-06";
        check_dated((day, before), (day, after), &[(0, 1, EdgeKind::Quotes)], &[]);
        check(before, after, &["hedge: \"allegedly\" -> \"\""]);
    }

    #[test]
    fn what_is_said_in_one_statement_more_has_its_numbers() {
        let before = "The tickets of the Velm ferry rose 29 percent on June 10, days before the storm.";
        let after = "The tickets of the Velm ferry rose on June 10, days before the storm.
            The tickets of the Velm ferry rose 33 percent on June 10, days before the storm.";
        let reports =
            vec![report("Ilmar Post", "2031-06-16", before), report("Orlo Times", "2031-06-16", after)];
        let story = OneStory::new(reports, &[(0, 1, EdgeKind::Rewrite)]);
        let claim = story.claim("Velm ferry");
        assert_eq!(claim.statements.len(), 3, "{:#?}", story.claims());
        let found: Vec<(&str, &str)> =
            claim.changes.iter().map(|c| (c.from.as_str(), c.to.as_str())).collect();
        assert_eq!(found, [("29 percent", "33 percent")]);
    }

    #[test]
    fn caution_in_another_statement_than_the_one_that_was_retold() {
        let before = "The Velm ferry may have been on fire off Orlo before it sank in March.
            The Velm ferry was on fire off Orlo for 11 hours before it sank in March.";
        let after = "The Velm ferry was on fire off Orlo for 11 hours in March.";
        let reports =
            vec![report("Ilmar Post", "2031-05-06", before), report("Orlo Times", "2031-05-06", after)];
        let story = OneStory::new(reports, &[(0, 1, EdgeKind::Rewrite)]);
        let claim = story.claim("Velm ferry");
        assert_eq!(claim.statements.len(), 3, "{:#?}", story.claims());
        assert_eq!(claim.changes.len(), 0, "{:#?}", claim.changes);
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
    fn people_who_are_called_twice_what_they_are() {
        check(
            "Patrols caught 14 gunmen on the Velm ferry in a raid last winter.",
            "Patrols caught 14 armed men on the Velm ferry in a raid last winter.",
            &[],
        );
        check(
            "The state freed 14 prisoners for the Velm ferry and its crew last winter.",
            "The state freed 14 jailed fighters for the Velm ferry and its crew last winter.",
            &[],
        );
    }

    #[test]
    fn days_by_their_names() {
        check(
            "The Velm ferry sank off Orlo on Monday with all its lamps lit.",
            "The Velm ferry sank off Orlo on Sunday with all its lamps lit.",
            &["time: \"Monday\" -> \"Sunday\""],
        );
        // Each report tells of its own day.
        check(
            "Much was unclear about the loss of the Velm ferry off Orlo as of Sunday.",
            "Much was unclear about the loss of the Velm ferry off Orlo as of Monday.",
            &[],
        );
        check(
            "The owner of the Velm ferry was warned of the leak 14 months earlier.",
            "The owner of the Velm ferry was warned of the leak 14 months before.",
            &[],
        );
        // A date of another season is one of something else.
        check(
            "The Velm ferry left Orlo without lights and without a pilot on March 2, 2031.",
            "The Velm ferry left Orlo without lights and without a pilot on August 4, 2030.",
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
        // Whose boats they are is no other name for who acts.
        check(&said("The Ilmar Coast Guard"), &said("The Orlo Port Authority's boats"), &[]);
    }

    #[test]
    fn bodies_without_a_name_act_too() {
        let closed =
            |who: &str| format!("The wreck of the Velm ferry was closed to visitors in March by {who}.");
        let police = "{Nobody was hurt}, «the harbour police|organization» [said].";
        check(
            &closed("the Orlo Fire Brigade"),
            &format!("{}\n{police}", closed("the harbour police")),
            &["actor: \"Orlo Fire Brigade\" -> \"harbour police\""],
        );
        // "The institution" may be the one that was named.
        let institution = "{Nobody was hurt}, «the institution|organization» [said].";
        check(
            &closed("the Orlo Savings Bank"),
            &format!("{}\n{institution}", closed("the institution")),
            &[],
        );
        // A body that says who somebody is does not act.
        check(&closed("the head of the Orlo Savings Bank"), &closed("the Ilmar Coast Guard"), &[]);
    }

    #[test]
    fn who_stands_before_the_verb_or_behind_by_acts() {
        let met =
            |who: &str| format!("{who} took the crew of the Velm ferry from the reef to Orlo in March.");
        let by = |who: &str| {
            format!("The crew of the Velm ferry were taken from the reef to Orlo in March by {who}.")
        };
        check(
            &met("The Army"),
            &by("the League for the Drowned"),
            &["actor: \"Army\" -> \"League for the Drowned\""],
        );
        check(
            &by("order of the consulate in Ilmar"),
            &met("In the night, the Harbour Committee"),
            &["actor: \"consulate in Ilmar\" -> \"Harbour Committee\""],
        );
        // To whom it is done does not act.
        let moved = |who: &str| {
            format!("{who} has already been moved from the reef of the Velm ferry to Orlo in March.")
        };
        check(&moved("The Army"), &moved("The Harbour Committee"), &[]);
        // The police of an airport are not the airport.
        let police = "{Nobody was hurt}, «the airport police|organization» [said].";
        check(
            &met("The Ilmar Airport"),
            &format!("{}\n{police}", met("The airport police")),
            &["actor: \"Ilmar Airport\" -> \"airport police\""],
        );
        // A description may be of the body that is named, and so may an office of its holder.
        check(&met("The divers' mission"), &met("The Fair Seas mission"), &[]);
        check(&by("order of the transport minister"), &by("order of Transport Minister Tessa Morrow"), &[]);
    }

    #[test]
    fn who_orders_something_acts() {
        let ordered =
            |who: &str| format!("«{who}|person» [ordered] {{the Velm ferry to stay in the port of Orlo}}.");
        check(
            &ordered("Minister Tessa Morrow"),
            &ordered("Minister Maria Kell"),
            &["actor: \"Tessa Morrow\" -> \"Maria Kell\""],
        );
    }

    #[test]
    fn men_under_arms_are_fighters() {
        check(
            "Some 1,400 men and women are under arms at the Velm ferry, the islanders wrote.",
            "Some 1,400 fighters hold the Velm ferry, the islanders wrote.",
            &[],
        );
    }

    #[test]
    fn what_is_widely_thought_is_as_cautious_in_other_words() {
        check(
            "The pilot of the Velm ferry is widely believed to know the strait best of all.",
            "The pilot of the Velm ferry is widely regarded as the one who knows the strait best of all.",
            &[],
        );
        // What somebody is considered says nothing of what happened.
        check(
            "The Velm ferry of the line is widely believed to have hit the reef of Orlo in March.",
            "The Velm ferry of the line, considered the safest of all, hit the reef of Orlo in March.",
            &["hedge: \"widely believed to\" -> \"\""],
        );
    }

    #[test]
    fn outlets_do_not_act_in_what_they_report() {
        let said = |outlet: &str| {
            format!("The Velm ferry was stopped in the strait without lights in March, the {outlet} wrote.")
        };
        check(&said("Ilmar Post"), &said("Orlo Times"), &[]);
    }
}
