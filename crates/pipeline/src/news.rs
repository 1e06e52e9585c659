//! What a case shows that it did not show before: for whoever watches it.
//!
//! A claim's id is made from its statements, so one that grew has another id: claims of before and after are the same
//! where they share a statement, by its report and its words. A report that was edited counts as the one it was.

use std::collections::{BTreeMap, BTreeSet};

use backstory_model::{
    Anchor, Annotated, Case, Change, Claim, ClaimId, Independent, QuoteId, ReportId, Role, SourceId, Stance,
};
use backstory_store::Revision;

/// Something new about what was known.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// Somebody else stands behind a claim.
    Origin {
        /// The claim.
        claim: ClaimId,
        /// How many stood behind it; None where it was no claim of its own before.
        before: Option<Independent>,
        /// How many do now.
        after: Independent,
        /// Who is new.
        sources: Vec<SourceId>,
        /// The report that brought the first of them.
        report: ReportId,
    },
    /// Somebody denies a claim.
    Denial {
        /// The claim.
        claim: ClaimId,
        /// The words.
        at: Anchor,
    },
    /// Something was changed on the way.
    Change {
        /// The claim or the quote it happened to.
        of: ClaimOrQuote,
        /// What kind of change, as the export writes it.
        kind: &'static str,
        /// The report that differs.
        report: ReportId,
        /// Before.
        from: String,
        /// After.
        to: String,
    },
    /// A report's text was changed by its outlet.
    Edit(Box<Edit>),
}

/// What a change happened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClaimOrQuote {
    /// A claim.
    Claim(ClaimId),
    /// A quote.
    Quote(QuoteId),
}

/// A text that is no longer what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Its address.
    pub address: String,
    /// The report of now.
    pub report: ReportId,
    /// When the text of before was last seen.
    pub seen: Option<String>,
    /// Sentences that were changed: before and after; None where one was added or taken out.
    pub sentences: Vec<(Option<String>, Option<String>)>,
    /// New words in it that tell its readers of a change; None where it was changed in silence.
    pub notice: Option<String>,
}

/// What is new in `after`. `revisions` are the texts that were replaced in between.
pub(crate) fn news(before: &Case, after: &Case, revisions: &[Revision]) -> Vec<News> {
    let successors: BTreeMap<ReportId, ReportId> =
        revisions.iter().map(|r| (r.report, r.successor)).collect();
    let then = Then::new(before, &successors);
    let mut news = Vec::new();
    for revision in revisions {
        news.extend(edit(before, after, revision).map(|e| News::Edit(Box::new(e))));
    }
    for claim in &after.links.claims {
        if claim.statements.iter().any(|s| then.reports.contains(&s.at.report)) {
            then.claim(after, claim, &mut news);
        }
    }
    for quote in &after.links.quotes {
        if quote.occurrences.iter().any(|o| then.reports.contains(&o.at.report)) {
            then.changes(ClaimOrQuote::Quote(quote.id), &quote.changes, |k| k.name(), &mut news);
        }
    }
    news
}

/// The same in words, as the case keeps it for whoever looks later.
pub(crate) fn kept(case: &Case, news: &[News]) -> Vec<backstory_store::News> {
    let claim_text = |id: ClaimId| {
        let claim = case.links.claims.iter().find(|c| c.id == id);
        claim.map(|c| c.text.clone()).unwrap_or_default()
    };
    let quote_text = |id: QuoteId| {
        let quote = case.links.quotes.iter().find(|q| q.id == id);
        quote.map(|q| q.text.clone()).unwrap_or_default()
    };
    let range = |n: Independent| {
        let figure = if n.min == n.max { n.min.to_string() } else { format!("{}–{}", n.min, n.max) };
        if n.open { format!("{figure} or more") } else { figure }
    };
    let row = |kind, claim, quote, report, before, after| backstory_store::News {
        kind,
        claim,
        quote,
        report,
        text: claim.map(claim_text).or(quote.map(quote_text)).unwrap_or_default(),
        before,
        after,
    };
    let told = |one: &News| match one {
        News::Origin { claim, before, after, report, .. } => {
            let before = before.map(range).unwrap_or_default();
            row("origin", Some(*claim), None, *report, before, range(*after))
        }
        News::Denial { claim, at } => {
            row("denial", Some(*claim), None, at.report, String::new(), words(case, *at))
        }
        News::Change { of, report, from, to, .. } => {
            let (claim, quote) = match of {
                ClaimOrQuote::Claim(id) => (Some(*id), None),
                ClaimOrQuote::Quote(id) => (None, Some(*id)),
            };
            row("change", claim, quote, *report, from.clone(), to.clone())
        }
        News::Edit(edit) => {
            let (from, to) = edit.sentences.first().cloned().unwrap_or_default();
            let title = case.report(edit.report).and_then(|a| a.report.title.as_ref());
            let text = title.map_or_else(|| edit.address.clone(), |t| squeezed(&t.text));
            let row = row("edit", None, None, edit.report, from.unwrap_or_default(), to.unwrap_or_default());
            backstory_store::News { text, ..row }
        }
    };
    news.iter().map(told).collect()
}

/// A statement, however its claim is put together.
type Key = (ReportId, String);

/// What was known before, with edited reports under the ids that they have now.
struct Then<'a> {
    reports: BTreeSet<ReportId>,
    statements: BTreeMap<Key, &'a Claim>,
    denials: BTreeSet<Key>,
    changes: BTreeSet<(&'static str, ReportId, String, String)>,
    successors: &'a BTreeMap<ReportId, ReportId>,
    before: &'a Case,
}

impl<'a> Then<'a> {
    fn new(before: &'a Case, successors: &'a BTreeMap<ReportId, ReportId>) -> Self {
        let mut then = Self {
            reports: BTreeSet::new(),
            statements: BTreeMap::new(),
            denials: BTreeSet::new(),
            changes: BTreeSet::new(),
            successors,
            before,
        };
        then.reports = before.reports.iter().map(|a| then.now(a.report.id)).collect();
        for claim in &before.links.claims {
            for statement in &claim.statements {
                let key = (then.now(statement.at.report), words(before, statement.at));
                if statement.stance == Stance::Denies {
                    then.denials.insert(key.clone());
                }
                then.statements.insert(key, claim);
            }
            let changes =
                claim.changes.iter().map(|c| (c.kind.name(), c.report, c.from.clone(), c.to.clone()));
            then.changes
                .extend(changes.map(|(k, r, f, t)| (k, then.successors.get(&r).copied().unwrap_or(r), f, t)));
        }
        for quote in &before.links.quotes {
            let changes =
                quote.changes.iter().map(|c| (c.kind.name(), c.report, c.from.clone(), c.to.clone()));
            then.changes
                .extend(changes.map(|(k, r, f, t)| (k, then.successors.get(&r).copied().unwrap_or(r), f, t)));
        }
        then
    }

    fn now(&self, report: ReportId) -> ReportId {
        self.successors.get(&report).copied().unwrap_or(report)
    }

    /// A source under a name that it keeps: those of one report are told apart by what it calls them.
    fn source(&self, case: &Case, id: SourceId) -> (Option<ReportId>, String) {
        match case.links.source(id) {
            Some(source) if source.report.is_some() => {
                (source.report.map(|r| self.now(r)), source.description.clone().unwrap_or_default())
            }
            _ => (None, id.to_string()),
        }
    }

    fn claim(&self, after: &Case, claim: &Claim, news: &mut Vec<News>) {
        let keys: Vec<Key> = claim.statements.iter().map(|s| (s.at.report, words(after, s.at))).collect();
        let same: BTreeMap<ClaimId, &Claim> =
            keys.iter().filter_map(|k| self.statements.get(k)).map(|c| (c.id, *c)).collect();
        let known: BTreeSet<_> =
            same.values().flat_map(|c| &c.origins).map(|o| self.source(self.before, o.source)).collect();
        let before = same.values().map(|c| c.independent).max_by_key(|i| (i.min, i.max, i.open));
        let fresh: Vec<_> =
            claim.origins.iter().filter(|o| !known.contains(&self.source(after, o.source))).collect();
        let least = before.unwrap_or(Independent { min: 1, max: 1, open: false });
        let now = claim.independent;
        // A report of before brings no news, only another way of counting.
        let brought = fresh
            .iter()
            .find(|o| same.is_empty() || !self.reports.contains(&o.report) || self.edited(o.report));
        if let Some(first) = brought
            && (now.min > least.min || now.max > least.max && before.is_some())
        {
            news.push(News::Origin {
                claim: claim.id,
                before,
                after: now,
                sources: fresh.iter().map(|o| o.source).collect(),
                report: first.report,
            });
        }
        for (statement, key) in claim.statements.iter().zip(&keys) {
            let there = self.denials.contains(key) || self.reports.contains(&key.0) && !self.edited(key.0);
            if statement.stance == Stance::Denies && !there {
                news.push(News::Denial { claim: claim.id, at: statement.at });
            }
        }
        self.changes(ClaimOrQuote::Claim(claim.id), &claim.changes, |k| k.name(), news);
    }

    fn edited(&self, report: ReportId) -> bool {
        self.successors.values().any(|s| *s == report)
    }

    fn changes<K: Copy>(
        &self,
        of: ClaimOrQuote,
        changes: &[Change<K>],
        name: impl Fn(K) -> &'static str,
        news: &mut Vec<News>,
    ) {
        for change in changes {
            let (kind, report) = (name(change.kind), change.report);
            let key = (kind, report, change.from.clone(), change.to.clone());
            let old = self.reports.contains(&report) && !self.edited(report);
            if !old && !self.changes.contains(&key) {
                news.push(News::Change {
                    of,
                    kind,
                    report,
                    from: change.from.clone(),
                    to: change.to.clone(),
                });
            }
        }
    }
}

fn words(case: &Case, at: Anchor) -> String {
    squeezed(case.words(at))
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What of a text was changed; None where only what belongs to the page did.
fn edit(before: &Case, after: &Case, revision: &Revision) -> Option<Edit> {
    let old = before.report(revision.report)?;
    // It may have been replaced again, in the same run.
    let new = after.report(revision.successor)?;
    // A page that takes the place of its entry in a feed says more than that, and is no edit of it.
    if revision.address.split_once('#').is_some_and(|(_, page)| page == new.report.uri) {
        return None;
    }
    let (was, is) = (sentences(old), sentences(new));
    let sentences = differences(&was, &is);
    let notice =
        sentences.iter().find_map(|(_, to)| to.as_deref().filter(|t| tells_of_change(t)).map(str::to_owned));
    (!sentences.is_empty()).then(|| Edit {
        address: revision.address.clone(),
        report: revision.successor,
        seen: revision.captured.clone(),
        sentences,
        notice: notice.or_else(|| new_notice(old, new)),
    })
}

/// The headline and the sentences of a report, each on one line.
fn sentences(annotated: &Annotated) -> Vec<String> {
    let report = &annotated.report;
    let title = report.title.as_ref().filter(|t| t.span.is_none()).map(|t| t.text.as_str());
    let found = title.into_iter().chain(annotated.annotations.sentences.iter().map(|s| s.of(&report.text)));
    found.map(squeezed).collect()
}

/// A line of the page, outside the report, that tells of a change and was not there before.
fn new_notice(old: &Annotated, new: &Annotated) -> Option<String> {
    let furniture = new.report.blocks.iter().filter(|b| b.role == Role::Furniture);
    let mut lines = furniture.map(|b| squeezed(b.span.of(&new.report.text)));
    let was = squeezed(&old.report.text);
    lines.find(|line| tells_of_change(line) && !was.contains(line.as_str()))
}

/// Whether words tell readers that a text is not what it was.
fn tells_of_change(line: &str) -> bool {
    let line = line.to_lowercase();
    let opens = [
        "correction:",
        "correction (",
        "corrections:",
        "corrected",
        "clarification",
        "update:",
        "updated",
        "editor's note",
        "editor’s note",
        "amended",
    ];
    opens.iter().any(|o| line.starts_with(o))
        || [
            "an earlier version of this",
            "a previous version of this",
            "was updated",
            "has been updated",
            "was corrected",
            "has been corrected",
            "was amended",
            "has been amended",
        ]
        .iter()
        .any(|o| {
            line.contains(o)
                && ["story", "article", "report", "headline", "version", "piece", "page"]
                    .iter()
                    .any(|w| line.contains(w))
        })
}

/// Where two lists differ: what was taken out beside what came in its place.
fn differences(was: &[String], is: &[String]) -> Vec<(Option<String>, Option<String>)> {
    let head = was.iter().zip(is).take_while(|(a, b)| a == b).count();
    let tail = was[head..].iter().rev().zip(is[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (was, is) = (&was[head..was.len() - tail], &is[head..is.len() - tail]);
    // A table of all pairs; past this size, what lies between the common ends counts as changed whole.
    let mut kept = Vec::new();
    if was.len() * is.len() <= 4_000_000 {
        let width = is.len() + 1;
        let mut best = vec![0u32; (was.len() + 1) * width];
        for i in (0..was.len()).rev() {
            for j in (0..is.len()).rev() {
                best[i * width + j] = if was[i] == is[j] {
                    best[(i + 1) * width + j + 1] + 1
                } else {
                    best[(i + 1) * width + j].max(best[i * width + j + 1])
                };
            }
        }
        let (mut i, mut j) = (0, 0);
        while i < was.len() && j < is.len() {
            if was[i] == is[j] {
                kept.push((i, j));
                (i, j) = (i + 1, j + 1);
            } else if best[(i + 1) * width + j] >= best[i * width + j + 1] {
                i += 1;
            } else {
                j += 1;
            }
        }
    }
    kept.push((was.len(), is.len()));
    let mut found = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (x, y) in kept {
        pair(&was[i..x], &is[j..y], &mut found);
        (i, j) = (x + 1, y + 1);
    }
    found
}

/// Sentences that were taken out beside those that came in their place and share most words with them.
fn pair(gone: &[String], new: &[String], found: &mut Vec<(Option<String>, Option<String>)>) {
    let mut from = 0;
    for old in gone {
        let like = |new: &String| {
            let (a, b): (BTreeSet<&str>, BTreeSet<&str>) =
                (old.split(' ').collect(), new.split(' ').collect());
            2 * a.intersection(&b).count() > a.len().min(b.len())
        };
        match new[from..].iter().position(like) {
            Some(at) => {
                found.extend(new[from..from + at].iter().map(|n| (None, Some(n.clone()))));
                found.push((Some(old.clone()), Some(new[from + at].clone())));
                from += at + 1;
            }
            None => found.push((Some(old.clone()), None)),
        }
    }
    found.extend(new[from..].iter().map(|n| (None, Some(n.clone()))));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(was: &[&str], is: &[&str], expected: &[(&str, &str)]) {
        let list = |l: &[&str]| l.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let found = differences(&list(was), &list(is));
        let found: Vec<(&str, &str)> =
            found.iter().map(|(a, b)| (a.as_deref().unwrap_or("-"), b.as_deref().unwrap_or("-"))).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn sentences_that_differ() {
        check(&["a", "b"], &["a", "b"], &[]);
        check(
            &["a", "12 left the wall today", "c"],
            &["a", "15 left the wall today", "c"],
            &[("12 left the wall today", "15 left the wall today")],
        );
        check(&["a", "b"], &["a", "x y z", "b"], &[("-", "x y z")]);
        check(&["a", "q r s", "b"], &["a", "b"], &[("q r s", "-")]);
        check(&["a b c d"], &["x", "a b c e", "y"], &[("-", "x"), ("a b c d", "a b c e"), ("-", "y")]);
        check(&[], &["a"], &[("-", "a")]);
        check(&["a", "b", "c"], &["c", "a", "b"], &[("-", "c"), ("c", "-")]);
    }

    #[test]
    fn notices() {
        for yes in [
            "Correction: it was 15 families.",
            "UPDATED 5 May with what the mayor said.",
            "An earlier version of this article said 12.",
            "This story has been updated.",
        ] {
            assert!(tells_of_change(yes), "{yes}");
        }
        for no in [
            "The wall was updated in 2020.",
            "The correctional house of Velm burned.",
            "The plan was amended by the council.",
        ] {
            assert!(!tells_of_change(no), "{no}");
        }
    }
}
