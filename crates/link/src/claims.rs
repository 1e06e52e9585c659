//! Statements → claims: the facts that one or more reports of a story state.
//!
//! Statements of one story are compared where they share their weightiest features (an inverted index; lists that
//! are long say little and are cut), and joined from the most alike pair on, as long as every statement of a claim
//! resembles every other. Joining along chains would soon put a whole story into one claim. Reports of which one
//! took from the other may differ more: what is alike in them is not alike by chance.

use std::collections::{BTreeMap, BTreeSet};

use backstory_model::{
    AttributionId, Bound, Claim, ClaimId, Edge, EdgeKind, Manner, Node, Quote, Role, Stance, Statement, Story,
};
use rayon::prelude::*;

use crate::{
    changes,
    context::Context,
    features::{self, Facts, Feature, likeness},
    origins::Chains,
    sources::{Sources, folded},
    statements::{Said, statements},
};

/// From here on, two statements of unrelated reports are one claim.
const ALIKE: f32 = 0.56;

/// The same where one report took from the other.
const ALIKE_TAKEN: f32 = 0.42;

/// Share of its threshold that every other pair within a claim must reach.
const LINKAGE: f32 = 0.75;

/// Weightiest features of a statement that it is looked up by.
const PROBES: usize = 10;

/// Statements of a story in which a feature stands before it is no longer looked up.
const LONGEST_LIST: usize = 120;

/// Facts that one or more reports state, by story, those with the most at stake first.
pub(crate) fn claims(
    ctx: &Context,
    sources: &Sources,
    stories: &[Story],
    lineage: &[Edge],
    _quotes: &[Quote],
) -> Vec<Claim> {
    let chains = Chains::new(ctx, stories, lineage, sources);
    let by_story: Vec<Vec<Claim>> = stories.par_iter().map(|story| of_story(ctx, &chains, story)).collect();
    by_story.into_iter().flatten().collect()
}

fn of_story(ctx: &Context, chains: &Chains, story: &Story) -> Vec<Claim> {
    let reports = givers_first(ctx, chains, story);
    let said: Vec<Said> = reports.iter().flat_map(|report| statements(ctx, *report)).collect();
    let facts = features::of(ctx, &said);
    let mut taken = BTreeSet::new();
    for report in &reports {
        for edge in chains.into(ctx.id(*report)) {
            if let (Node::Report(giver), true) = (edge.from, edge.kind != EdgeKind::Cites)
                && let Some(giver) = ctx.index(giver)
            {
                taken.insert((giver.min(*report), giver.max(*report)));
            }
        }
    }
    let mut claims: Vec<Claim> = group(&said, &facts, &taken)
        .into_iter()
        .filter(|members| matters(members, &said, &facts))
        .map(|members| make(ctx, chains, story, &members, &said, &facts))
        .collect();
    claims.sort_by(|a, b| b.stakes.total_cmp(&a.stakes).then(a.id.cmp(&b.id)));
    claims
}

/// The reports of a story in its order, but each behind those it took from: an undated report can only be placed by
/// what it took.
fn givers_first(ctx: &Context, chains: &Chains, story: &Story) -> Vec<usize> {
    let order: Vec<usize> = story.reports.iter().filter_map(|id| ctx.index(*id)).collect();
    let members: BTreeSet<usize> = order.iter().copied().collect();
    let mut placed: Vec<usize> = Vec::with_capacity(order.len());
    let mut open: Vec<usize> = Vec::new();
    let mut met: BTreeSet<usize> = BTreeSet::new();
    for member in order {
        if met.contains(&member) {
            continue;
        }
        open.push(member);
        while let Some(report) = open.last().copied() {
            met.insert(report);
            let givers = chains.into(ctx.id(report)).iter().filter_map(|edge| match edge.from {
                Node::Report(giver) if edge.directed => ctx.index(giver),
                _ => None,
            });
            match givers.filter(|g| members.contains(g) && !met.contains(g)).min() {
                Some(giver) => open.push(giver),
                None => {
                    open.pop();
                    placed.push(report);
                }
            }
        }
    }
    placed
}

/// Statements with the same features, which are compared as one.
struct Same {
    members: Vec<usize>,
    reports: BTreeSet<usize>,
}

/// Puts the statements of a story into groups that state one fact, each in the order of `said`.
fn group(said: &[Said], facts: &[Facts], taken: &BTreeSet<(usize, usize)>) -> Vec<Vec<usize>> {
    let mut same: BTreeMap<(Vec<Feature>, bool), Vec<usize>> = BTreeMap::new();
    for (at, fact) in facts.iter().enumerate() {
        let key: Vec<Feature> = fact.features.iter().map(|(f, _)| *f).collect();
        if !key.is_empty() {
            same.entry((key, fact.negated)).or_default().push(at);
        }
    }
    let mut nodes: Vec<Same> = same
        .into_values()
        .map(|members| Same { reports: members.iter().map(|m| said[*m].report).collect(), members })
        .collect();
    nodes.sort_by_key(|n| n.members[0]);
    let related = |a: &Same, b: &Same| {
        a.reports.iter().any(|x| b.reports.iter().any(|y| x == y || taken.contains(&(*x.min(y), *x.max(y)))))
    };
    let threshold = |a: &Same, b: &Same| if related(a, b) { ALIKE_TAKEN } else { ALIKE };
    let alike = |a: usize, b: usize| likeness(&facts[nodes[a].members[0]], &facts[nodes[b].members[0]]);

    let mut pairs: Vec<(f32, usize, usize)> = Vec::new();
    for (a, b) in candidates(&nodes, facts) {
        let score = alike(a, b) / threshold(&nodes[a], &nodes[b]);
        if score >= 1.0 {
            pairs.push((score, a, b));
        }
    }
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut cluster: Vec<usize> = (0..nodes.len()).collect();
    let mut clusters: Vec<Vec<usize>> = (0..nodes.len()).map(|n| vec![n]).collect();
    for (_, a, b) in pairs {
        let (a, b) = (cluster[a].min(cluster[b]), cluster[a].max(cluster[b]));
        if a == b {
            continue;
        }
        let all = clusters[a].iter().all(|x| {
            clusters[b].iter().all(|y| alike(*x, *y) >= LINKAGE * threshold(&nodes[*x], &nodes[*y]))
        });
        if all {
            let moved = std::mem::take(&mut clusters[b]);
            for node in &moved {
                cluster[*node] = a;
            }
            clusters[a].extend(moved);
        }
    }
    let mut groups: Vec<Vec<usize>> = clusters
        .into_iter()
        .filter(|c| !c.is_empty())
        .map(|c| {
            let mut members: Vec<usize> = c.iter().flat_map(|n| nodes[*n].members.iter().copied()).collect();
            members.sort_unstable();
            members
        })
        .collect();
    groups.sort();
    groups
}

/// Pairs of nodes worth comparing: those that share at least two of the features either is looked up by.
fn candidates(nodes: &[Same], facts: &[Facts]) -> Vec<(usize, usize)> {
    let mut lists: BTreeMap<Feature, Vec<usize>> = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate() {
        for (feature, _) in &facts[node.members[0]].features {
            lists.entry(*feature).or_default().push(at);
        }
    }
    let mut pairs = BTreeSet::new();
    let mut met: BTreeMap<usize, u32> = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate() {
        let mut probes = facts[node.members[0]].features.clone();
        probes.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        met.clear();
        for (feature, _) in probes.iter().filter(|(f, _)| lists[f].len() <= LONGEST_LIST).take(PROBES) {
            for other in lists[feature].iter().filter(|o| **o != at) {
                *met.entry(*other).or_default() += 1;
            }
        }
        pairs.extend(met.iter().filter(|(_, n)| **n >= 2).map(|(other, _)| (at.min(*other), at.max(*other))));
    }
    pairs.into_iter().collect()
}

/// Whether a group is worth a place among the claims: said by several reports, by someone, or in numbers.
fn matters(members: &[usize], said: &[Said], facts: &[Facts]) -> bool {
    let reports: BTreeSet<usize> = members.iter().map(|m| said[*m].report).collect();
    let body = members.iter().any(|m| said[*m].role != Role::Title);
    let told = members.iter().any(|m| {
        facts[*m].features.len() >= 3 && (said[*m].attribution.is_some() || !facts[*m].quantities.is_empty())
    });
    let substance = members.iter().any(|m| facts[*m].features.len() >= 3);
    body && (reports.len() > 1 && substance || told)
}

fn make(
    ctx: &Context,
    chains: &Chains,
    story: &Story,
    members: &[usize],
    said: &[Said],
    facts: &[Facts],
) -> Claim {
    let statements: Vec<Statement> = members
        .iter()
        .map(|m| Statement {
            at: ctx.anchor(said[*m].report, said[*m].span),
            attribution: said[*m].attribution.map(|a| a.id),
            stance: said[*m].stance(),
            hedges: facts[*m].hedges.clone(),
            quantities: facts[*m].quantities.clone(),
        })
        .collect();
    let counted = chains.count(&statements);
    let changes = changes::changes(ctx, chains, members, said, facts);
    let clearest = members
        .iter()
        .min_by(|a, b| {
            unclear(ctx, &said[**a], &facts[**a])
                .total_cmp(&unclear(ctx, &said[**b], &facts[**b]))
                .then(a.cmp(b))
        })
        .expect("a group has members");
    let text = ctx.words_of(said[*clearest].report, said[*clearest].span);
    let mut claim = Claim {
        id: id(&statements),
        story: story.id,
        text: text.to_owned(),
        statements,
        origins: counted.origins,
        independent: counted.independent,
        reasons: counted.reasons,
        changes,
        stakes: 0.0,
    };
    let quoted = members.iter().all(|m| said[*m].attribution.is_some_and(|a| a.manner == Manner::Direct));
    claim.stakes = stakes(&claim, members, facts, quoted);
    claim
}

/// From reports and places alone, so that the story's other reports do not matter.
fn id(statements: &[Statement]) -> ClaimId {
    let mut parts: Vec<Vec<u8>> = statements
        .iter()
        .map(|s| {
            let by = s.attribution.map_or(String::new(), |a: AttributionId| a.to_string());
            format!("{} {} {} {by}", s.at.report, s.at.span.start, s.at.span.end).into_bytes()
        })
        .collect();
    parts.sort();
    ClaimId::of(parts.iter().map(Vec::as_slice))
}

/// How hard a statement is to understand by itself; the clearest is quoted for its claim.
fn unclear(ctx: &Context, said: &Said, facts: &Facts) -> f32 {
    let words = folded(ctx.words_of(said.report, said.span));
    let pronoun = |w: &String| {
        matches!(
            w.as_str(),
            "he" | "she"
                | "they"
                | "it"
                | "this"
                | "these"
                | "that"
                | "those"
                | "his"
                | "her"
                | "their"
                | "its"
                | "we"
                | "i"
                | "our"
                | "my"
        )
    };
    let mut penalty = 0.0;
    if words.first().is_some_and(pronoun) {
        penalty += 2.0;
    }
    if ctx.words_of(said.report, said.span).starts_with(char::is_lowercase) {
        penalty += 0.7;
    }
    penalty += 0.3 * words.iter().skip(1).filter(|w| pronoun(w)).count() as f32;
    if words.len() < 7 {
        penalty += 2.0;
    }
    if words.len() > 40 {
        penalty += 1.0;
    }
    if said.role == Role::Title {
        penalty += 1.0;
    }
    if said.stance() != Stance::Affirms {
        penalty += 2.0;
    }
    penalty - 0.05 * facts.quantities.len() as f32
}

/// How much hangs on a claim, from 0 to 1; see [`Claim::stakes`].
fn stakes(claim: &Claim, members: &[usize], facts: &[Facts], quoted: bool) -> f64 {
    let reports: BTreeSet<_> = claim.statements.iter().map(|s| s.at.report).collect();
    let repeats = reports.len().saturating_sub(1) as f64;
    let mut sum = 1.0 - 1.0 / (1.0 + 0.6 * repeats);
    if repeats > 0.0 && claim.independent.min <= 1 {
        sum += 0.25;
    }
    sum += 0.2 * (claim.changes.len().min(3) as f64);
    if claim.statements.iter().any(|s| s.stance == Stance::Denies) {
        sum += 0.3;
    }
    // What was quoted is shown among the quotes already.
    if quoted {
        sum *= 0.6;
    }
    let anonymous = claim.origins.iter().any(|o| o.count.is_some());
    if anonymous && claim.origins.iter().all(|o| o.count.is_some()) {
        sum += 0.15;
    }
    if members
        .iter()
        .any(|m| facts[*m].quantities.iter().any(|q| q.bound != Bound::Exact || !q.unit.is_empty()))
    {
        sum += 0.1;
    }
    sum / (1.0 + sum)
}

#[cfg(test)]
mod tests {
    use backstory_model::EdgeKind;

    use crate::testing::{OneStory, report};

    /// Whether the first sentences of two reports are one claim.
    #[track_caller]
    fn check(a: &str, b: &str, taken: &[(usize, usize, EdgeKind)], one: bool) {
        let reports = vec![report("Ilmar Post", "2031-05-06", a), report("Orlo Times", "2031-05-07", b)];
        let story = OneStory::new(reports, taken);
        let joined = story
            .claims()
            .iter()
            .any(|c| story.order.iter().all(|r| c.statements.iter().any(|s| s.at.report == *r)));
        assert_eq!(joined, one, "{a} / {b}");
    }

    #[test]
    fn one_fact_in_other_words() {
        check(
            "At least 41 people were killed when a ferry sank off Velm in heavy seas.",
            "A ferry that sank off Velm in heavy seas left 41 dead.",
            &[],
            true,
        );
        check(
            "Envoys had been in secret talks with the rebel commander for months before the ceasefire.",
            "The government held covert negotiations with the rebel commander long before the ceasefire.",
            &[(0, 1, EdgeKind::Rewrite)],
            true,
        );
    }

    #[test]
    fn a_topic_is_no_fact() {
        check(
            "The ferry company of Velm paid 3 million crowns for its new quay.",
            "The ferry company of Velm wants 200 sailors for the summer season.",
            &[],
            false,
        );
    }

    #[test]
    fn two_events_of_a_kind_on_two_days() {
        check(
            "A ferry with 30 passengers ran aground off Velm on March 2, 2031.",
            "A ferry with 30 passengers ran aground off Velm on April 9, 2031.",
            &[],
            false,
        );
    }

    #[test]
    fn a_claim_is_the_same_in_any_order() {
        let texts =
            ["The ferry sank off Velm with 41 people.", "41 people were on the ferry that sank off Velm."];
        let one = OneStory::new(texts.map(|t| report("Ilmar Post", "2031-05-06", t)).to_vec(), &[]);
        let other = OneStory::new(
            texts.map(|t| report("Ilmar Post", "2031-05-06", t)).into_iter().rev().collect(),
            &[],
        );
        let ids = |story: &OneStory| {
            let mut ids: Vec<_> = story.claims().into_iter().map(|c| c.id).collect();
            ids.sort();
            ids
        };
        assert_eq!(ids(&one), ids(&other));
    }
}
