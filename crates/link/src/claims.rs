//! Statements → claims: the facts that one or more reports of a story state.
//!
//! Statements of one story are compared where they share one of their weightiest features (an inverted index; lists that
//! are long say little and are cut), weighed by [`crate::likeness`], and joined by [`crate::linkage`], so that every
//! statement of a claim resembles the others. Joining along chains would soon put a whole story into one claim.

mod company;
mod retold;
mod tellings;
mod trees;

use std::collections::{BTreeMap, BTreeSet};

use backstory_model::{
    AttributionId, Bound, Claim, ClaimId, Edge, EdgeKind, Manner, Node, Passage, ReportId, Role, Span,
    Stance, Statement, Story,
};
use rayon::prelude::*;

use crate::{
    changes,
    context::{Context, Term},
    corrections::Rulings,
    features::{self, Facts, Feature, class_of},
    likeness, linkage,
    origins::Chains,
    slots,
    sources::{Sources, folded},
    statements::{Said, statements},
};
use retold::Retold;

/// Groups of statements are joined while they state one fact with at least this chance, on average over all pairs.
const ONE_FACT: f64 = 0.44;

/// The least chance where one statement says all that the other says.
const PART: f32 = 0.6;

/// The least chance with which a headline goes to a claim of its report or another's.
const HEADLINE_OF: f32 = 0.5;

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
    passages: &[Passage],
    rulings: &Rulings,
) -> Vec<Claim> {
    let chains = Chains::new(ctx, stories, lineage, passages, sources);
    let by_story: Vec<Vec<Claim>> =
        stories.par_iter().map(|story| of_story(ctx, sources, &chains, story, rulings)).collect();
    by_story.into_iter().flatten().collect()
}

/// A pair of statements, each by its report and place, and its measures: its own, then those of the company it keeps.
pub(crate) type Measured = ([(ReportId, Span); 2], Vec<f32>);

/// The measures of all pairs of statements that are compared, by which training/claims.py finds the weights of
/// `likeness` and `company`. Statements with the same features count once.
pub(crate) fn measures(
    ctx: &Context,
    sources: &Sources,
    stories: &[Story],
    lineage: &[Edge],
    passages: &[Passage],
) -> Vec<Measured> {
    let chains = Chains::new(ctx, stories, lineage, passages, sources);
    let mut rows = Vec::new();
    for story in stories {
        let Stated { said, facts, taken, .. } = Stated::new(ctx, sources, &chains, story);
        let (nodes, _) = same(&said, &facts);
        let pairs = pairs(&nodes, &facts, &taken);
        let company = company::measures(&pairs, &nodes, &company::Numbers::new(&nodes, &facts));
        let at = |n: usize| (ctx.id(said[n].report), said[n].span);
        for (pair, company) in pairs.iter().zip(company) {
            let places = [pair.a, pair.b].map(|node| at(nodes[node].members[0]));
            rows.push((places, pair.own.into_iter().chain(company).collect()));
        }
    }
    rows
}

/// Two groups of statements, each by its reports and places, and their measures.
pub(crate) type MeasuredGroups = ([Vec<(ReportId, Span)>; 2], Vec<f32>);

/// The measures of all pairs of groups that reports which tell nearly the same may have of one fact, by which
/// training/tellings.py finds the weights of `tellings`. Statements with the same features count once.
pub(crate) fn telling_measures(
    ctx: &Context,
    sources: &Sources,
    stories: &[Story],
    lineage: &[Edge],
    passages: &[Passage],
) -> Vec<MeasuredGroups> {
    let chains = Chains::new(ctx, stories, lineage, passages, sources);
    let mut rows = Vec::new();
    for story in stories {
        let Stated { said, facts, taken, .. } = Stated::new(ctx, sources, &chains, story);
        let (nodes, _) = same(&said, &facts);
        let at = |node: &usize| {
            let first = &said[nodes[*node].members[0]];
            (ctx.id(first.report), first.span)
        };
        of_nodes(&nodes, &facts, &taken, &mut |one, other, row| {
            let both = [one, other].map(|group| group.iter().map(at).collect());
            rows.push((both, row.to_vec()));
        });
    }
    rows
}

/// The measures of all pairs of statements that were left over between a report and the one it took from, by which
/// training/retold.py finds the weights of `retold`.
pub(crate) fn left_over(
    ctx: &Context,
    sources: &Sources,
    stories: &[Story],
    lineage: &[Edge],
    passages: &[Passage],
) -> Vec<Measured> {
    let chains = Chains::new(ctx, stories, lineage, passages, sources);
    let mut rows = Vec::new();
    for story in stories {
        let Stated { reports, said, facts, taken } = Stated::new(ctx, sources, &chains, story);
        let retold = Retold {
            ctx,
            sources,
            chains: &chains,
            reports: &reports,
            taken: &taken,
            said: &said,
            facts: &facts,
        };
        let at = |n: usize| (ctx.id(said[n].report), said[n].span);
        retold.join(group(&said, &facts, &taken), &mut |one, other, row| {
            rows.push(([at(one), at(other)], row.to_vec()));
        });
    }
    rows
}

/// What the reports of a story state.
struct Stated<'a> {
    reports: Vec<usize>,
    said: Vec<Said<'a>>,
    /// Of each statement.
    facts: Vec<Facts>,
    /// See [`taken`].
    taken: BTreeSet<(usize, usize)>,
}

impl<'a> Stated<'a> {
    fn new(ctx: &Context<'a>, sources: &Sources, chains: &Chains, story: &Story) -> Self {
        let reports: Vec<usize> = story.reports.iter().filter_map(|id| ctx.index(*id)).collect();
        let said: Vec<Said> = reports.iter().flat_map(|report| statements(ctx, *report)).collect();
        let facts = features::of(ctx, sources, &said);
        let taken = taken(ctx, chains, &reports);
        Self { reports, said, facts, taken }
    }
}

/// Pairs of reports, smaller place first, of which one took facts from the other, at once or through others.
fn taken(ctx: &Context, chains: &Chains, reports: &[usize]) -> BTreeSet<(usize, usize)> {
    let mut taken = BTreeSet::new();
    for report in reports {
        let mut open = vec![*report];
        let mut met = BTreeSet::from([*report]);
        while let Some(at) = open.pop() {
            for edge in chains.into(ctx.id(at)) {
                if let (Node::Report(giver), true) = (edge.from, edge.kind != EdgeKind::Cites)
                    && let Some(giver) = ctx.index(giver)
                    && met.insert(giver)
                {
                    taken.insert((giver.min(*report), giver.max(*report)));
                    open.push(giver);
                }
            }
        }
    }
    taken
}

fn of_story(
    ctx: &Context,
    sources: &Sources,
    chains: &Chains,
    story: &Story,
    rulings: &Rulings,
) -> Vec<Claim> {
    let Stated { reports, mut said, mut facts, taken } = Stated::new(ctx, sources, chains, story);
    let groups = group(&said, &facts, &taken);
    let retold =
        Retold { ctx, sources, chains, reports: &reports, taken: &taken, said: &said, facts: &facts };
    let groups = retold.join(groups, &mut |_, _, _| {});
    let groups: Vec<Vec<usize>> = rulings
        .regroup(groups, &said, ctx, &|x, y| likeness::chance(&facts[x], &facts[y], true))
        .into_iter()
        .map(|members| once_each(ctx, chains, members, &said))
        .filter(|members| matters(members, &said, &facts))
        .collect();
    let groups = whole_quotations(ctx, groups, &mut said, &mut facts);
    let news = News::new(ctx, &reports);
    let mut claims: Vec<Claim> =
        groups.iter().map(|members| make(ctx, chains, story, members, &said, &facts, &news)).collect();
    claims.sort_by(|a, b| b.stakes.total_cmp(&a.stakes).then(a.id.cmp(&b.id)));
    claims
}

/// The members of a claim without those that say over again what another says in the same words: "officials told the
/// agency that inspectors had found cracks" is one statement, though two people speak in it. Two known sources for
/// the same words stay.
fn once_each(ctx: &Context, chains: &Chains, members: Vec<usize>, said: &[Said]) -> Vec<usize> {
    let known = |s: &Said| s.attribution.and_then(|a| a.source.or_else(|| a.via.first().copied()));
    let rank = |at: usize| (known(&said[at]).is_some(), said[at].span.len(), std::cmp::Reverse(at));
    let cue = |s: &Said| {
        let cue = s.attribution.and_then(|a| a.cue_spans.first());
        cue.and_then(|cue| ctx.sentence_at(s.report, cue.start)).map(|s| s.span.start)
    };
    let repeats = |one: usize, other: usize| {
        let (a, b) = (&said[one], &said[other]);
        a.report == b.report
            // "The owner denied it. The captain denied it."
            && (a.stance() != Stance::Denies || cue(a) == cue(b))
            && a.stance() == b.stance()
            && (a.span.contains(b.span) || b.span.contains(a.span))
            && rank(one) < rank(other)
            && known(a).is_none_or(|x| known(b).is_some_and(|y| chains.same_source(x, y)))
            && ctx.sentence_at(a.report, a.span.start).map(|s| s.span.start)
                == ctx.sentence_at(b.report, b.span.start).map(|s| s.span.start)
    };
    let kept: Vec<usize> =
        members.iter().copied().filter(|m| !members.iter().any(|other| repeats(*m, *other))).collect();
    kept
}

/// Joins claims that are the sentences of one quotation: those that stand together, in the mouth of one speaker, in all
/// the same reports.
fn whole_quotations<'a>(
    ctx: &Context<'a>,
    groups: Vec<Vec<usize>>,
    said: &mut Vec<Said<'a>>,
    facts: &mut Vec<Facts>,
) -> Vec<Vec<usize>> {
    let quoted = |at: &usize| {
        said[*at].role == Role::Body && said[*at].attribution.is_some_and(|a| a.manner == Manner::Direct)
    };
    let mut lines: BTreeMap<(usize, AttributionId), Vec<usize>> = BTreeMap::new();
    let mut group_of: BTreeMap<usize, usize> = BTreeMap::new();
    for (number, members) in groups.iter().enumerate() {
        let reports: BTreeSet<usize> = members.iter().map(|m| said[*m].report).collect();
        if reports.len() < members.len() || !members.iter().all(quoted) {
            continue;
        }
        for member in members {
            let Some(attribution) = said[*member].attribution else { continue };
            lines.entry((said[*member].report, attribution.id)).or_default().push(*member);
            group_of.insert(*member, number);
        }
    }
    // The statement that goes on where one ends.
    let mut next: BTreeMap<usize, usize> = BTreeMap::new();
    for line in lines.values_mut() {
        line.sort_by_key(|m| said[*m].span);
        for pair in line.windows(2) {
            let (one, other) = (&said[pair[0]], &said[pair[1]]);
            let between = Span::new(one.span.end as usize, other.span.start.max(one.span.end) as usize);
            let bare = !ctx.words_of(one.report, between).contains(char::is_alphanumeric);
            let content =
                one.attribution.is_some_and(|a| a.content_spans.iter().any(|c| c.contains(between)));
            if bare || content {
                next.insert(pair[0], pair[1]);
            }
        }
    }
    let follower = |number: usize| -> Option<usize> {
        let first = groups[number].first()?;
        let follows = *group_of.get(next.get(first)?)?;
        let all = |m: &usize| next.get(m).and_then(|n| group_of.get(n)) == Some(&follows);
        (follows != number && groups[follows].len() == groups[number].len() && groups[number].iter().all(all))
            .then_some(follows)
    };
    let followers: BTreeMap<usize, usize> =
        (0..groups.len()).filter_map(|g| follower(g).map(|f| (g, f))).collect();
    let followed: BTreeSet<usize> = followers.values().copied().collect();
    let mut joined = Vec::new();
    for (number, whole) in groups.iter().enumerate() {
        if followed.contains(&number) {
            continue;
        }
        if !followers.contains_key(&number) {
            joined.push(whole.clone());
            continue;
        }
        let mut members = Vec::new();
        for first in whole {
            let mut pieces = vec![*first];
            let mut at = number;
            while let (Some(group), Some(piece)) =
                (followers.get(&at), pieces.last().and_then(|p| next.get(p)))
            {
                pieces.push(*piece);
                at = *group;
            }
            let parts: Vec<&Facts> = pieces.iter().map(|p| &facts[*p]).collect();
            let all = Facts::together(&parts);
            let span = said[*first].span.cover(said[pieces[pieces.len() - 1]].span);
            members.push(said.len());
            said.push(Said { span, ..said[*first].clone() });
            facts.push(all);
        }
        joined.push(members);
    }
    joined
}

/// Statements with the same features, which are compared as one.
struct Same {
    members: Vec<usize>,
    reports: BTreeSet<usize>,
    /// Whether they say that it is not so.
    denies: bool,
    /// Whether all of them stand between quotation marks.
    quoted: bool,
    /// Whether the first of them has a word of caution.
    hedged: bool,
    /// Whether nobody is said to say it.
    own: bool,
}

/// Statements by their features: those of the texts, and those that are headlines.
fn same(said: &[Said], facts: &[Facts]) -> (Vec<Same>, Vec<Same>) {
    let mut same: BTreeMap<(Vec<Feature>, bool, bool), Vec<usize>> = BTreeMap::new();
    for (at, fact) in facts.iter().enumerate() {
        let key: Vec<Feature> = fact.features.iter().map(|(f, _)| *f).collect();
        if !key.is_empty() {
            let denies = said[at].stance() == Stance::Denies;
            same.entry((key, fact.negated, denies)).or_default().push(at);
        }
    }
    let mut nodes: Vec<Same> = same
        .into_iter()
        .map(|((_, _, denies), members)| Same {
            quoted: members.iter().all(|m| facts[*m].quoted),
            hedged: !facts[members[0]].hedges.is_empty(),
            own: members.iter().all(|m| said[*m].attribution.is_none()),
            reports: members.iter().map(|m| said[*m].report).collect(),
            members,
            denies,
        })
        .collect();
    nodes.sort_by_key(|n| n.members[0]);
    // A headline sums up what the claims of its report say one by one: it speaks for none of them, and is put to one.
    let (titles, nodes) =
        nodes.into_iter().partition(|n| n.members.iter().all(|m| said[*m].role == Role::Title));
    (nodes, titles)
}

/// Two nodes that are compared, by their places, smaller first.
#[derive(Clone)]
struct Pair {
    a: usize,
    b: usize,
    /// Whether a report of one took from a report of the other.
    related: bool,
    /// What the two have in common themselves: [`likeness::measures`].
    own: [f32; likeness::MEASURES],
    /// The chance that they are one fact, by this alone.
    chance: f32,
}

/// The pairs that are compared, in order.
fn pairs(nodes: &[Same], facts: &[Facts], taken: &BTreeSet<(usize, usize)>) -> Vec<Pair> {
    let related = |a: &Same, b: &Same| {
        a.reports.iter().any(|x| b.reports.iter().any(|y| taken.contains(&(*x.min(y), *x.max(y)))))
    };
    let firsts: Vec<&Facts> = nodes.iter().map(|n| &facts[n.members[0]]).collect();
    let pair = |(a, b): (usize, usize)| {
        let related = related(&nodes[a], &nodes[b]);
        let own = likeness::measures(firsts[a], firsts[b], related);
        Pair { a, b, related, own, chance: likeness::chance_by(&own, firsts[a], firsts[b], related) }
    };
    let mut pairs: Vec<Pair> = candidates(&firsts).into_iter().map(pair).collect();
    let more = company::acquainted(&pairs, nodes.len());
    pairs.extend(more.into_iter().map(pair));
    pairs.sort_unstable_by_key(|p| (p.a, p.b));
    pairs
}

/// Groups of nodes that state one fact. `measured` gets what [`tellings`] weighs.
fn of_nodes(
    nodes: &[Same],
    facts: &[Facts],
    taken: &BTreeSet<(usize, usize)>,
    measured: tellings::Measured,
) -> Vec<Vec<usize>> {
    let pairs = pairs(nodes, facts, taken);
    let company = company::measures(&pairs, nodes, &company::Numbers::new(nodes, facts));
    let mut chances = company::chances(&pairs, nodes, facts, &company);
    for (pair, chance) in pairs.iter().zip(&mut chances) {
        let (x, y) = (&facts[nodes[pair.a].members[0]], &facts[nodes[pair.b].members[0]]);
        // What another statement says and more is part of its fact.
        if x.is_within(y) || y.is_within(x) {
            *chance = chance.max(PART);
        }
    }
    let likely: Vec<(usize, usize, f64)> =
        pairs.iter().zip(&chances).map(|(pair, chance)| (pair.a, pair.b, f64::from(*chance))).collect();
    let groups = linkage::groups(nodes.len(), &likely, ONE_FACT);
    tellings::join(
        groups,
        &tellings::Weighed { pairs: &pairs, chances: &chances, company: &company },
        nodes,
        measured,
    )
}

/// Puts the statements of a story into groups that state one fact, each in the order of `said`.
fn group(said: &[Said], facts: &[Facts], taken: &BTreeSet<(usize, usize)>) -> Vec<Vec<usize>> {
    let (nodes, titles) = same(said, facts);
    let mut groups: Vec<Vec<usize>> = of_nodes(&nodes, facts, taken, &mut |_, _, _| {})
        .into_iter()
        .map(|group| group.iter().flat_map(|n| nodes[*n].members.iter().copied()).collect())
        .collect();
    let bodies = groups.len();
    for title in titles {
        let likest = |group: &Vec<usize>| {
            let all = group.iter().map(|m| likeness::chance(&facts[title.members[0]], &facts[*m], true));
            all.fold(0.0f32, f32::max)
        };
        let best = groups[..bodies].iter().enumerate().map(|(at, g)| (likest(g), at));
        match best.max_by(|x, y| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1))) {
            Some((chance, at)) if chance >= HEADLINE_OF => groups[at].extend(title.members),
            _ => groups.push(title.members),
        }
    }
    groups.iter_mut().for_each(|g| g.sort_unstable());
    groups.sort();
    groups
}

/// Pairs of statements worth comparing: those that share a feature by which either is looked up.
pub(crate) fn candidates(facts: &[&Facts]) -> Vec<(usize, usize)> {
    let mut lists: BTreeMap<Feature, Vec<usize>> = BTreeMap::new();
    for (at, fact) in facts.iter().enumerate() {
        for (feature, _) in &fact.features {
            lists.entry(*feature).or_default().push(at);
        }
    }
    let mut pairs = BTreeSet::new();
    for (at, fact) in facts.iter().enumerate() {
        let mut probes = fact.features.clone();
        probes.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        for (feature, _) in probes.iter().filter(|(f, _)| lists[f].len() <= LONGEST_LIST).take(PROBES) {
            pairs.extend(lists[feature].iter().filter(|o| **o != at).map(|o| (at.min(*o), at.max(*o))));
        }
    }
    pairs.into_iter().collect()
}

/// Words that say something from which on what nobody known is said to say is worth a place by itself.
const UNSOURCED: usize = 4;
/// The same of what someone is said to say; and where it has a number or a day: "750 posts will go".
const SOURCED: usize = 3;
const FIGURED: usize = 2;

/// Whether a group is worth a place among the claims: said by several reports, by someone, or in numbers.
fn matters(members: &[usize], said: &[Said], facts: &[Facts]) -> bool {
    let reports: BTreeSet<usize> = members.iter().map(|m| said[*m].report).collect();
    let body = members.iter().any(|m| said[*m].role != Role::Title);
    let figure = |m: usize| !facts[m].quantities.is_empty() || !facts[m].days.is_empty();
    let known = |m: usize| said[m].attribution.is_some_and(|a| a.source.is_some() || !a.via.is_empty());
    let told = members.iter().any(|m| {
        let known = known(*m);
        let enough = if known && figure(*m) {
            FIGURED
        } else if known || !facts[*m].quantities.is_empty() {
            SOURCED
        } else {
            UNSOURCED
        };
        let alone = said[*m].attribution.is_none() && facts[*m].quantities.is_empty();
        facts[*m].features.len() >= enough && !alone
    });
    let substance = members
        .iter()
        .any(|m| facts[*m].features.len() >= if figure(*m) || known(*m) { FIGURED } else { SOURCED });
    body && (reports.len() > 1 && substance || told)
}

fn make(
    ctx: &Context,
    chains: &Chains,
    story: &Story,
    members: &[usize],
    said: &[Said],
    facts: &[Facts],
    news: &News,
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
    // A claim is quoted in the words of those who had it first, where these can be understood.
    let holders: BTreeSet<Node> = statements.iter().map(|s| Node::Report(s.at.report)).collect();
    let retold = |at: usize| {
        let takes = |e: &Edge| matches!(e.kind, EdgeKind::Copy | EdgeKind::Rewrite);
        chains.into(ctx.id(said[at].report)).iter().any(|e| takes(e) && holders.contains(&e.from))
    };
    let rank = |at: usize| unclear(ctx, &said[at], &facts[at]) + if retold(at) { RETOLD } else { 0.0 };
    let ranks = members.iter().map(|at| (rank(*at), at));
    let (_, clearest) =
        ranks.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(b.1))).expect("a group has members");
    let text = ctx.words_of(said[*clearest].report, said[*clearest].span);
    let mut claim = Claim {
        id: id(&statements),
        story: story.id,
        text: text.to_owned(),
        slots: slots::of(ctx, &said[*clearest], &facts[*clearest].quantities),
        statements,
        origins: counted.origins,
        independent: counted.independent,
        reasons: counted.reasons,
        changes,
        stakes: 0.0,
    };
    claim.stakes = stakes(&claim, members, said, facts, news);
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

/// How much harder to understand a statement must be than one that was made of it to be passed over.
const RETOLD: f32 = 1.2;

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
                | "those"
                | "him"
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
    let first = words.iter().find(|w| *w != "that");
    if first.is_some_and(pronoun) {
        penalty += 1.5;
    }
    if ctx.words_of(said.report, said.span).starts_with(char::is_lowercase) {
        penalty += 0.7;
    }
    penalty += 0.6 * words.iter().filter(|w| pronoun(w)).count() as f32;
    if facts.names() == 0 {
        penalty += 1.5;
    }
    if words.len() < 7 {
        penalty += 2.0;
    }
    if words.len() > 40 {
        penalty += 1.0;
    }
    if said.role == Role::Title {
        penalty += 3.0;
    }
    if said.stance() != Stance::Affirms {
        penalty += 2.0;
    }
    penalty - 0.05 * facts.quantities.len() as f32
}

/// What the reports of a story put first.
struct News<'c, 'a> {
    ctx: &'c Context<'a>,
    /// The words of each report's headline.
    titles: BTreeMap<usize, BTreeSet<Term>>,
    /// The first report of the story.
    first: usize,
}

/// Rarity from which a word of a headline says something, in nats.
const TELLING: f64 = 1.5;

impl<'c, 'a> News<'c, 'a> {
    fn new(ctx: &'c Context<'a>, reports: &[usize]) -> Self {
        let title = |report: &usize| {
            let text = &ctx.texts[*report];
            let words = text.words.iter().take_while(|w| w.role == Role::Title).map(|w| w.stem);
            let stems = words.chain(text.heading.iter().copied());
            (*report, stems.filter(|s| ctx.weight(*s) >= TELLING).collect())
        };
        Self {
            ctx,
            titles: reports.iter().map(title).collect(),
            first: reports.first().copied().unwrap_or(0),
        }
    }

    /// How near to the head of its report a statement stands, from 0 to 1: news tells the most important first.
    fn place(&self, said: &Said) -> f64 {
        let sentences = &self.ctx.texts[said.report].sentences;
        let before = sentences.iter().filter(|s| s.role == Role::Body && s.span.end <= said.span.start);
        1.0 / (1.0 + 0.5 * before.count() as f64)
    }

    /// Share of the headline's weight that a statement says too: of its report's or the story's first, from 0 to 1.
    fn headline(&self, said: &Said) -> f64 {
        let stems: BTreeSet<Term> =
            self.ctx.words_in(said.report, said.span).iter().map(|w| w.stem).collect();
        let share = |report: usize| {
            let title = self.titles.get(&report)?;
            let weight = |s: &Term| self.ctx.weight(*s);
            let all: f64 = title.iter().map(weight).sum();
            (all > 0.0).then(|| title.intersection(&stems).map(weight).sum::<f64>() / all)
        };
        share(said.report).unwrap_or(0.0).max(share(self.first).unwrap_or(0.0))
    }
}

/// Words for what is done to people, by their class.
const HARM: &[&str] = &["=kill", "=injure", "=missing", "=arrest"];
/// Words for money in the unit of a number.
const MONEY: &[&str] =
    &["crown", "dollar", "euro", "franc", "peso", "pound", "rouble", "ruble", "rupee", "yen", "yuan"];

/// How much hangs on a claim, from 0 to 1; see [`Claim::stakes`].
fn stakes(claim: &Claim, members: &[usize], said: &[Said], facts: &[Facts], news: &News) -> f64 {
    let reports: BTreeSet<_> = claim.statements.iter().map(|s| s.at.report).collect();
    let repeats = reports.len().saturating_sub(1) as f64;
    let mut sum = 1.0 - 1.0 / (1.0 + 0.6 * repeats);
    if repeats > 0.0 && claim.independent.min <= 1 {
        sum += 0.25;
    }
    sum += 0.2 * (claim.changes.len().min(3) as f64);
    let denied = claim.statements.iter().any(|s| s.stance == Stance::Denies);
    let affirmed = claim.statements.iter().any(|s| s.stance == Stance::Affirms);
    if denied {
        sum += if affirmed || repeats > 0.0 { 0.3 } else { 0.15 };
    }
    let anonymous = claim.origins.iter().any(|o| o.count.is_some());
    if anonymous && claim.origins.iter().all(|o| o.count.is_some()) {
        sum += 0.15;
    }
    let quantities = || members.iter().flat_map(|m| &facts[*m].quantities);
    let harmed = || {
        members.iter().any(|m| {
            let words = news.ctx.words_in(said[*m].report, said[*m].span);
            words.iter().filter_map(|w| class_of(news.ctx, w)).any(|c| HARM.contains(&c.as_str()))
        })
    };
    let money = |unit: &str| MONEY.iter().any(|m| unit.contains(m)) || unit.contains(['$', '€', '£', '¥']);
    if quantities().any(|q| money(&q.unit)) || quantities().any(|q| !q.unit.is_empty()) && harmed() {
        sum += 0.2;
    } else if quantities().any(|q| q.bound != Bound::Exact || !q.unit.is_empty()) {
        sum += 0.1;
    }
    let most = |of: &dyn Fn(&Said) -> f64| members.iter().map(|m| of(&said[*m])).fold(0.0, f64::max);
    sum += LEAD * most(&|s| news.place(s)) + HEADLINE * most(&|s| news.headline(s));
    // What was quoted is shown among the quotes already.
    if members.iter().all(|m| said[*m].attribution.is_some_and(|a| a.manner == Manner::Direct)) {
        sum *= 0.6;
    }
    // What nobody is named for, and nothing was changed or counted in, is mostly known from before.
    let background = claim.statements.iter().all(|s| s.attribution.is_none() && s.quantities.is_empty());
    if background && claim.changes.is_empty() {
        sum *= 0.75;
    }
    sum / (1.0 + sum)
}

/// What standing at the head of a report adds at most.
const LEAD: f64 = 0.4;
/// What saying all that a headline says adds.
const HEADLINE: f64 = 0.5;

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
    fn what_a_retelling_made_unlike_is_found_again() {
        // The number got wrong on the way, and the words are others; the sentences beside go together.
        let first = "The trawler of the Velm fleet ran onto the rocks below the lighthouse on Monday night.
            Customs officers found 340 crates of smuggled tobacco in its hold.
            The captain, Tessa Kell, was led to the Orlo harbour office in handcuffs.";
        let retold = "A trawler of the Velm fleet ran onto rocks below the lighthouse on Monday night.
            Some 430 boxes of contraband cigarettes had been hidden below deck.
            Its captain, Tessa Kell, was led in handcuffs to the harbour office of Orlo.";
        let together = |taken: &[(usize, usize, EdgeKind)], retold: &str| {
            let reports =
                vec![report("Ilmar Post", "2031-05-06", first), report("Orlo Times", "2031-05-06", retold)];
            let story = OneStory::new(reports, taken);
            let claims = story.claims();
            let crates = |c: &&backstory_model::Claim| {
                c.statements.iter().any(|s| story.words(s.at).contains("340 crates"))
            };
            let of = claims.iter().find(crates).expect("the crates are a claim");
            of.statements.iter().any(|s| s.at.report == story.order[1])
        };
        assert!(together(&[(0, 1, EdgeKind::Rewrite)], retold));
        assert!(!together(&[(0, 1, EdgeKind::Quotes)], retold), "only what retells is asked");
        assert!(!together(&[], retold));
        // What denies it, or tells of something else, stays apart.
        assert!(!together(&[(0, 1, EdgeKind::Rewrite)], &retold.replace("had been", "had not been")));
        let other = retold.replace(
            "Some 430 boxes of contraband cigarettes had been hidden below deck.",
            "Fishermen of the islands have asked for a second beacon since 2019.",
        );
        assert!(!together(&[(0, 1, EdgeKind::Rewrite)], &other));
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
    fn what_goes_on_beside_a_fact_does_not_hide_it() {
        check(
            "{The governor of Velm plans to speak directly with Odo Marrick}, «two aides|anonymous 2 2» [said].",
            "{The governor of Velm plans to speak directly with Odo Marrick, even as his trawlers go on cutting the nets of Orlo and the price of herring falls}, «Tessa Kell|person» [said].",
            &[],
            true,
        );
    }

    #[test]
    fn a_part_of_what_another_says_is_its_fact() {
        check(
            "{Divers reported holes in the northern lock of the Velm canal and asked for the water to be let out}, «an engineer|anonymous 1 1» [said].",
            "{Divers had reported the holes in the lock}, «Tessa Kell|person» [said].",
            &[],
            true,
        );
    }

    #[test]
    fn sentences_of_one_quotation_are_one_claim() {
        let quoted = "{The ferry had no lamp burning at the stern. Nobody on the Velm quay saw the waves rise. Our captain counted forty lifebelts}, «Tessa Kell|person» [said|direct].";
        let story = OneStory::new(
            vec![report("Ilmar Post", "2031-05-06", quoted), report("Orlo Times", "2031-05-07", quoted)],
            &[(0, 1, EdgeKind::Copy)],
        );
        let claim = story.claim("no lamp");
        let words: Vec<&str> = claim.statements.iter().map(|s| story.words(s.at)).collect();
        assert_eq!(words.len(), 2);
        assert!(
            words.iter().all(|w| w.starts_with("The ferry") && w.ends_with("forty lifebelts")),
            "{words:?}"
        );
    }

    #[test]
    fn sentences_that_another_report_takes_apart_stay_apart() {
        let whole = "{The ferry had no lamp burning at the stern. Nobody on the Velm quay saw the waves rise}, «Tessa Kell|person» [said|direct].";
        let half = "{Nobody on the Velm quay saw the waves rise}, «Tessa Kell|person» [said|direct].";
        let story = OneStory::new(
            vec![report("Ilmar Post", "2031-05-06", whole), report("Orlo Times", "2031-05-07", half)],
            &[(0, 1, EdgeKind::Copy)],
        );
        assert_eq!(story.claim("no lamp").statements.len(), 1);
        assert_eq!(story.claim("Velm quay").statements.len(), 2);
    }

    #[test]
    fn the_same_words_of_a_report_are_one_statement() {
        let said = "{The pumps of the Velm ferry had been broken since the winter}, it was [said].
            {The pumps of the Velm ferry had been broken since the winter}, «Tessa Kell|person» [said].";
        let story = OneStory::new(vec![report("Ilmar Post", "2031-05-06", said)], &[]);
        let claim = story.claim("Velm ferry");
        assert!(claim.reasons.iter().all(|r| !r.contains("does not tell")), "{:?}", claim.reasons);
        assert_eq!(claim.independent.min, 1);
    }

    #[test]
    fn two_denials_of_the_same_words_are_two() {
        let said = "{The pumps of the Velm ferry had been broken since the winter}, «two divers|anonymous 2 2» [said].
            The owner [denied|denies] {it}.
            «Tessa Kell|person» [denied|denies] {it}.";
        let story = OneStory::new(vec![report("Ilmar Post", "2031-05-06", said)], &[]);
        let claim = story.claim("Velm ferry");
        let denied = claim.statements.iter().filter(|s| s.stance == backstory_model::Stance::Denies);
        assert_eq!(denied.count(), 2, "{:#?}", claim.statements);
    }

    #[test]
    fn the_head_of_a_report_comes_before_its_tail() {
        let text = "# Ferry sinks off Velm in storm
            The ferry of the Velm line sank in a storm off the harbour on Monday with 41 people.
            The line was founded by three brothers from Orlo.
            It owned 9 boats before the war.
            The quay of Velm is 300 metres long.";
        let story = OneStory::new(
            vec![report("Ilmar Post", "2031-05-06", text), report("Orlo Times", "2031-05-06", text)],
            &[(0, 1, EdgeKind::Copy)],
        );
        let claims = story.claims();
        assert!(claims[0].text.contains("sank in a storm"), "{}", claims[0].text);
        assert!(claims.iter().skip(1).all(|c| c.stakes < claims[0].stakes));
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
