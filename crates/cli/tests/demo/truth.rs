//! The small language that `truth.json` is written in, and what each of its lines asks of a case.

use serde::Deserialize;

use crate::case::{Case, Change, holds, holds_any};

/// One expectation and whether it holds.
pub(crate) struct Outcome {
    pub(crate) name: String,
    pub(crate) holds: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Truth {
    reports: Vec<Report>,
    attributions: Vec<Said>,
    quotes: Vec<Quote>,
    lineage: Vec<Edge>,
    /// (giver, receiver): nothing went this way.
    no_lineage: Vec<(String, String)>,
    /// Each list is one story, and no two of them are the same.
    stories: Vec<Vec<String>>,
    claims: Vec<Claim>,
    /// Two (report, words): no claim holds both.
    apart: Vec<[(String, String); 2]>,
    no_change: Vec<NoChange>,
    timeline: Vec<Event>,
}

/// A report by itself. Without `date` it has none.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Report {
    report: String,
    /// Any of these names, `The` left out; none of them where the outlet cannot be known.
    outlet: Vec<String>,
    date: Option<String>,
    basis: Option<String>,
    not_before: Option<String>,
    title: String,
    #[serde(default)]
    authors: Vec<String>,
    /// Words that belong to the page.
    #[serde(default)]
    furniture: Vec<String>,
    /// Words that belong to the report, however they look.
    #[serde(default)]
    body: Vec<String>,
}

/// An attribution. What is not given is not asked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    report: String,
    content: Option<String>,
    /// Words of its name, description or mention; `a|b` is a or b.
    source: String,
    kind: Option<String>,
    count: Option<(u32, Option<u32>)>,
    stance: Option<String>,
    manner: Option<String>,
    via: Option<String>,
}

/// Quoted words, the reports that all have them, and what happened to them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Quote {
    words: String,
    r#in: Vec<String>,
    /// (report, kind)
    #[serde(default)]
    changes: Vec<(String, String)>,
    /// Nothing happened to them.
    #[serde(default)]
    unchanged: bool,
}

/// Who got it from whom: from a report, or from an outlet that is not in the case.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edge {
    from: Option<String>,
    from_outlet: Option<String>,
    to: String,
    /// Any of these.
    kinds: Vec<String>,
    credited: bool,
}

/// A claim by its statements (report, words).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Claim {
    name: String,
    statements: Vec<(String, String)>,
    /// Least and greatest number of independent origins at least.
    min: (u32, u32),
    /// Least and greatest number of independent origins at most.
    max: (u32, u32),
    /// Words of an origin's name or description.
    origin: Option<String>,
    /// Reports that bring in no origin.
    #[serde(default)]
    not_from: Vec<String>,
    /// (report, kind)
    #[serde(default)]
    changes: Vec<(String, String)>,
}

/// No claim is said to have changed so.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoChange {
    kind: String,
    from: String,
    to: String,
}

/// A first day, and words of the expression or sentence.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Event {
    report: String,
    day: String,
    words: String,
}

/// Holds `case` against the whole truth.
pub(crate) fn hold(case: &Case) -> Vec<Outcome> {
    let truth: Truth = serde_json::from_str(backstory_demo::TRUTH).expect("truth.json keeps to its language");
    let mut ledger = Ledger { case, outcomes: Vec::new() };
    truth.reports.iter().for_each(|r| ledger.report(r));
    ledger.count_of_reports(truth.reports.len());
    ledger.no_attribution_in_furniture();
    truth.attributions.iter().for_each(|a| ledger.said(a));
    truth.quotes.iter().for_each(|q| ledger.quote(q));
    truth.lineage.iter().for_each(|e| ledger.edge(e));
    truth.no_lineage.iter().for_each(|(from, to)| ledger.no_edge(from, to));
    ledger.stories(&truth.stories);
    truth.claims.iter().for_each(|c| ledger.claim(c));
    truth.apart.iter().for_each(|pair| ledger.apart(pair));
    truth.no_change.iter().for_each(|n| ledger.no_change(n));
    truth.timeline.iter().for_each(|e| ledger.event(e));
    ledger.outcomes
}

struct Ledger<'a> {
    case: &'a Case,
    outcomes: Vec<Outcome>,
}

impl Ledger<'_> {
    fn expect(&mut self, name: String, holds: bool) {
        self.outcomes.push(Outcome { name, holds });
    }

    fn count_of_reports(&mut self, count: usize) {
        self.expect(format!("the case holds {count} reports"), self.case.reports.len() == count);
    }

    fn report(&mut self, want: &Report) {
        let (file, report) = (&want.report, self.case.report(&want.report));
        let bare = |name: &str| name.strip_prefix("The ").unwrap_or(name).to_owned();
        let outlet_held = match &report.outlet {
            Some(outlet) => want.outlet.iter().any(|o| bare(o) == bare(outlet)),
            None => want.outlet.is_empty(),
        };
        self.expect(format!("{file}: outlet {}", want.outlet.first().map_or("unknown", |o| o)), outlet_held);
        let title = report.title.as_ref().map(|t| t.text.as_str());
        self.expect(format!("{file}: title {:?}", want.title), title.is_some_and(|t| same(t, &want.title)));
        self.expect(format!("{file}: authors {:?}", want.authors), report.authors == want.authors);
        match &want.date {
            Some(date) => {
                let basis = want.basis.as_deref();
                let held = report
                    .published
                    .as_ref()
                    .is_some_and(|p| p.date.starts_with(date.as_str()) && Some(p.basis.as_str()) == basis);
                self.expect(format!("{file}: published {date} ({})", basis.unwrap_or("?")), held);
            }
            None => {
                self.expect(format!("{file}: undated"), report.published.is_none());
                let bound = want.not_before.as_deref();
                let held = report.not_before.as_deref() == bound;
                self.expect(format!("{file}: not before {}", bound.unwrap_or("any day")), held);
            }
        }
        for words in &want.furniture {
            self.expect(format!("{file}: furniture: {words}"), report.role_of(words) == Some("furniture"));
        }
        for words in &want.body {
            self.expect(format!("{file}: body: {words}"), report.role_of(words) == Some("body"));
        }
    }

    fn no_attribution_in_furniture(&mut self) {
        let touches = self.case.attributions.iter().any(|a| {
            let report =
                self.case.reports.iter().find(|r| r.id == a.report).expect("an attribution has its report");
            let spans = a.source_spans.iter().chain(&a.cue_spans).chain(&a.content_spans);
            let furniture = || report.blocks.iter().filter(|b| b.role == "furniture");
            spans.into_iter().any(|&(start, end)| furniture().any(|b| start < b.end && b.start < end))
        });
        let held = !self.case.attributions.is_empty() && !touches;
        self.expect("no attribution is read out of furniture".to_owned(), held);
    }

    fn said(&mut self, want: &Said) {
        let report = self.case.report(&want.report);
        if let Some(content) = &want.content {
            assert!(holds(&report.text, content), "{content:?} does not stand in {}", want.report);
        }
        let held = self.case.attributions(report, want.content.as_deref(), &want.source).any(|a| {
            let count = a.count.as_ref().map(|c| (c.min, c.max));
            want.kind.as_deref().is_none_or(|k| k == self.case.source_kind(a))
                && want.count.is_none_or(|c| count == Some(c))
                && want.stance.as_deref().is_none_or(|s| s == a.stance)
                && want.manner.as_deref().is_none_or(|m| m == a.manner)
                && want
                    .via
                    .as_deref()
                    .is_none_or(|via| a.via.iter().any(|v| holds_any(&self.case.source_words(v), via)))
        });
        let asked: Vec<String> = [want.kind.clone(), want.stance.clone(), want.manner.clone()]
            .into_iter()
            .flatten()
            .chain(want.count.map(|(min, max)| match max {
                Some(max) if max == min => format!("{min} people"),
                Some(max) => format!("{min} to {max} people"),
                None => format!("{min} people or more"),
            }))
            .chain(want.via.as_ref().map(|v| format!("via {v}")))
            .collect();
        let content = want.content.as_deref().unwrap_or("(anything)");
        self.expect(format!("{}: {} on '{content}' ({})", want.report, want.source, asked.join(", ")), held);
    }

    fn quote(&mut self, want: &Quote) {
        let ids: Vec<&str> = want.r#in.iter().map(|r| self.case.report(r).id.as_str()).collect();
        for name in &want.r#in {
            let text = &self.case.report(name).text;
            assert!(holds(text, &want.words), "{:?} does not stand in {name}", want.words);
        }
        let shared = self
            .case
            .quotes(&want.words)
            .any(|q| ids.iter().all(|id| q.occurrences.iter().any(|o| o.report == *id)));
        self.expect(format!("quote in {}: {}", want.r#in.join(", "), want.words), shared);
        for (report, kind) in &want.changes {
            let id = self.case.report(report).id.as_str();
            let held = self.case.quotes(&want.words).any(|q| has_change(&q.changes, id, kind));
            self.expect(format!("quote changed ({kind}) in {report}: {}", want.words), held);
        }
        if want.unchanged {
            let held = shared && self.case.quotes(&want.words).all(|q| q.changes.is_empty());
            self.expect(format!("quote unchanged: {}", want.words), held);
        }
    }

    fn edge(&mut self, want: &Edge) {
        let to = self.case.report(&want.to).id.as_str();
        let from_report = want.from.as_ref().map(|r| self.case.report(r).id.as_str());
        let held = self.case.lineage.iter().any(|e| {
            let from = match (from_report, &want.from_outlet) {
                (Some(id), _) => e.from == id,
                (None, Some(outlet)) => holds(&self.case.source_words(&e.from), outlet),
                (None, None) => panic!("an edge of the truth starts nowhere"),
            };
            from && e.to == to && want.kinds.contains(&e.kind) && e.credited == want.credited
        });
        let from = want.from.as_ref().or(want.from_outlet.as_ref()).map_or("", |f| f);
        let credit = if want.credited { "credited" } else { "without credit" };
        self.expect(format!("{from} → {}: {}, {credit}", want.to, want.kinds.join(" or ")), held);
    }

    fn no_edge(&mut self, from: &str, to: &str) {
        let (giver, receiver) = (self.case.report(from).id.as_str(), self.case.report(to).id.as_str());
        let edges = &self.case.lineage;
        let held = !edges.is_empty() && !edges.iter().any(|e| e.from == giver && e.to == receiver);
        self.expect(format!("nothing went from {from} to {to}"), held);
    }

    fn stories(&mut self, stories: &[Vec<String>]) {
        let story = |name: &str| self.case.report(name).story.as_deref();
        let mut outcomes = Vec::new();
        for (at, reports) in stories.iter().enumerate() {
            let first = story(&reports[0]);
            for other in &reports[1..] {
                let held = first.is_some() && story(other) == first;
                outcomes.push((format!("one story: {} and {other}", reports[0]), held));
            }
            for other in &stories[at + 1..] {
                let held = first.is_some() && story(&other[0]) != first;
                outcomes.push((format!("two stories: {} and {}", reports[0], other[0]), held));
            }
        }
        outcomes.into_iter().for_each(|(name, held)| self.expect(name, held));
    }

    fn claim(&mut self, want: &Claim) {
        for (report, words) in &want.statements {
            let text = &self.case.report(report).text;
            assert!(holds(text, words), "{words:?} does not stand in {report}");
        }
        let name = &want.name;
        let found = || self.case.claims(&want.statements);
        let within = |(least, greatest): (u32, u32), n: u32| least <= n && n <= greatest;
        let mut outcomes = vec![
            (format!("claim '{name}': stated by all"), found().next().is_some()),
            (
                format!("claim '{name}': {} to {} independent origins at least", want.min.0, want.min.1),
                found().any(|c| within(want.min, c.independent.min)),
            ),
            (
                format!("claim '{name}': {} to {} independent origins at most", want.max.0, want.max.1),
                found().any(|c| within(want.max, c.independent.max)),
            ),
        ];
        if let Some(origin) = &want.origin {
            let held =
                found().any(|c| c.origins.iter().any(|o| holds(&self.case.source_words(&o.source), origin)));
            outcomes.push((format!("claim '{name}': goes back to {origin}"), held));
        }
        for report in &want.not_from {
            let id = &self.case.report(report).id;
            let held = found().next().is_some() && found().all(|c| c.origins.iter().all(|o| o.report != *id));
            outcomes.push((format!("claim '{name}': {report} adds no origin"), held));
        }
        for (report, kind) in &want.changes {
            let id = self.case.report(report).id.as_str();
            let held = found().any(|c| has_change(&c.changes, id, kind));
            outcomes.push((format!("claim '{name}': changed ({kind}) in {report}"), held));
        }
        outcomes.into_iter().for_each(|(name, held)| self.expect(name, held));
    }

    fn apart(&mut self, pair: &[(String, String); 2]) {
        let held = !self.case.claims.is_empty() && self.case.claims(pair).next().is_none();
        let [(a, first), (b, second)] = pair;
        self.expect(format!("two claims: '{first}' ({a}) and '{second}' ({b})"), held);
    }

    fn no_change(&mut self, want: &NoChange) {
        let reported =
            |c: &Change| c.kind == want.kind && stands_in(&c.from, &want.from) && stands_in(&c.to, &want.to);
        let held = !self.case.claims.is_empty()
            && !self.case.claims.iter().any(|claim| claim.changes.iter().any(reported));
        self.expect(format!("no change of {}: {} and later {}", want.kind, want.from, want.to), held);
    }

    fn event(&mut self, want: &Event) {
        let report = self.case.report(&want.report);
        assert!(holds(&report.text, &want.words), "{:?} does not stand in {}", want.words, want.report);
        let held = self.case.timeline.iter().any(|e| {
            e.report == report.id
                && e.when.start == want.day
                && (holds(&e.expression, &want.words) || holds(&e.text, &want.words))
        });
        self.expect(format!("{}: {} '{}'", want.report, want.day, want.words), held);
    }
}

fn has_change(changes: &[Change], report: &str, kind: &str) -> bool {
    changes.iter().any(|c| c.report == report && c.kind == kind)
}

fn same(a: &str, b: &str) -> bool {
    holds(a, b) && holds(b, a)
}

/// Whether `words` stand in `text` as whole words: "5 million" does not stand in "25 million".
fn stands_in(text: &str, words: &str) -> bool {
    format!(" {} ", text.to_lowercase()).contains(&format!(" {} ", words.to_lowercase()))
}
