//! Words of caution lost on the way, or put in.

use std::collections::BTreeSet;

use backstory_model::{Change, ClaimChange, Manner, Span};

use super::{NEAR_COPY, Pair, numbers::LIMITS};
use crate::{
    context::Word,
    features::{Facts, class, class_of},
    statements::Said,
};

/// Words of a statement that says one thing alone.
const SHORT: usize = 24;

/// Words that are shared beside the clause of a word of caution from which it is the rest that was retold.
const BESIDE: usize = 2;

/// Words below which a statement is only a part of what is stated.
const FRAGMENT: usize = 5;

/// Words on either side of a word of caution that it may be about.
const HEDGE_REACH: usize = 3;

impl Pair<'_> {
    pub(super) fn hedges(&self, found: &mut Vec<Change<ClaimChange>>) {
        let (before, after) = (self.before, self.after);
        let direct = |said: &Said| said.attribution.is_some_and(|a| a.manner == Manner::Direct);
        // Two who know nothing of each other are each as cautious as they are, and who only quotes another has its own words.
        let apart = !self.derived || self.quotes_alone;
        if direct(before.0) || direct(after.0) || apart && self.likeness < NEAR_COPY {
            return;
        }
        let (there, here) = (self.cautions(before), self.cautions(after));
        let allowed = !self.words_of_leave(after.0).is_subset(&self.words_of_leave(before.0));
        for hedge in &there {
            // "May carry 89" and "the permit allows 89", "may be fined" and "faces a fine": in other words, what is allowed
            // or threatened. A permit that both name says nothing of a word of caution that one left out.
            if allowed && kind_of(&self.word(before.0, *hedge)) == Caution::Doubt
                || self.is_leave(before.0, *hedge)
            {
                continue;
            }
            // "Suspected" in the place of "probably" is as cautious.
            let kept = self.is_short(before.0) && !here.is_empty()
                || self.has_word_of(after.0, &self.word(before.0, *hedge))
                || self.is_thought(after.0, &self.word(before.0, *hedge))
                || self.later.iter().any(|other| self.has_like(before.0, *hedge, *other));
            if !kept
                && self.is_about_shared(before.0, *hedge, after)
                && !self.is_attribution(*hedge, before.0, after.0)
            {
                found.push(self.change(ClaimChange::Hedge, Some(*hedge), None));
            }
        }
        for hedge in &here {
            let had =
                !there.is_empty() || self.sooner.iter().any(|other| self.has_like(after.0, *hedge, *other));
            let firm = kind_of(&self.word(after.0, *hedge)) != Caution::Hearsay;
            let near = self.likeness >= NEAR_COPY;
            if !had && firm && near && self.is_about_shared(after.0, *hedge, before) {
                found.push(self.change(ClaimChange::Hedge, None, Some(*hedge)));
            }
        }
    }

    /// Whether a word of caution says what is allowed: "may carry 99 under its licence", but not "may have sailed without a
    /// licence".
    fn is_leave(&self, said: &Said, hedge: Span) -> bool {
        let words = self.ctx.words_in(said.report, said.span);
        let behind = &words[words.partition_point(|w| w.span.start < hedge.end)..];
        self.word(said, hedge) == "may"
            && behind.first().is_none_or(|w| self.ctx.term(w.form) != "have")
            && behind.iter().any(|w| LIMITS.contains(&self.ctx.term(w.form)))
    }

    /// Whether a statement has another word of the root of a word of caution, or accuses in other words: "it took long to
    /// suspect the pills" of what was suspected, "is accused of" of what was alleged.
    fn has_word_of(&self, said: &Said, hedge: &str) -> bool {
        let root = root(hedge);
        let mut said = self.ctx.words_in(said.report, said.span).iter().map(|w| self.ctx.term(w.form));
        kind_of(hedge) == Caution::Charge && said.any(|w| self::root(w) == root || w.starts_with("accus"))
    }

    /// Whether a statement says as others think too: "widely regarded as" for what was "widely believed".
    fn is_thought(&self, said: &Said, hedge: &str) -> bool {
        let words = self.ctx.words_in(said.report, said.span);
        let thought =
            ["believ", "thought", "consider", "regard", "seen as"].iter().any(|t| hedge.contains(t));
        let others = |pair: &[Word]| {
            matches!(self.ctx.term(pair[0].form), "widely" | "generally" | "commonly")
                && matches!(
                    self.ctx.term(pair[1].form),
                    "regarded" | "considered" | "viewed" | "reputed" | "deemed"
                )
        };
        thought && words.windows(2).any(others)
    }

    /// The words of a statement that say what is allowed or threatened.
    fn words_of_leave(&self, said: &Said) -> BTreeSet<&str> {
        let words = self.telling(said).map(|w| self.ctx.term(w.form));
        let leave = |w: &&str| LIMITS.contains(w) || matches!(*w, "face" | "faces" | "faced" | "facing");
        words.filter(leave).collect()
    }

    /// The words of caution in a statement, and those of its sentence that stand beside it.
    fn cautions(&self, (said, facts): (&Said, &Facts)) -> Vec<Span> {
        let asides = if facts.hedges.is_empty() { Vec::new() } else { self.asides(said) };
        let mut found: Vec<Span> =
            facts.hedges.iter().filter(|h| !asides.iter().any(|s| s.contains(**h))).copied().collect();
        let Some(sentence) = self.ctx.sentence_at(said.report, said.span.start) else { return found };
        let hedges = &self.ctx.reports[said.report].annotations.hedges;
        let words = |span: Span| self.ctx.words_in(said.report, span).len();
        // Of a clause that was cut short, what the rest of its sentence says of it.
        let whole = words(said.span) < FRAGMENT && words(sentence.span) <= SHORT;
        let cue =
            |hedge: Span| said.attribution.is_some_and(|a| a.cue_spans.iter().any(|s| s.contains(hedge)));
        let beside = |hedge: Span| {
            let (from, to) = (hedge.end.min(said.span.start), said.span.start.max(hedge.start));
            let between = Span::new(from as usize, to as usize);
            hedge.end <= said.span.start && self.ctx.words_in(said.report, between).is_empty()
                || hedge.start < said.span.start && said.span.start < hedge.end
                || hedge.start < said.span.end && said.span.end < hedge.end
                || whole
                || cue(hedge)
        };
        found.extend(hedges.iter().map(|h| h.span).filter(|h| sentence.span.contains(*h) && beside(*h)));
        found.sort_unstable();
        found.dedup();
        found
    }

    fn word(&self, said: &Said, span: Span) -> String {
        self.ctx.words_of(said.report, span).to_lowercase()
    }

    /// Whether a statement says one thing alone; in a longer one, caution about one thing is none about another.
    fn is_short(&self, said: &Said) -> bool {
        self.telling(said).count() <= SHORT
    }

    /// Whether a statement holds the same word of caution, or one of its kind about the same words.
    fn has_like(&self, said: &Said, hedge: Span, other: (&Said, &Facts)) -> bool {
        let word = self.word(said, hedge);
        self.cautions(other).iter().any(|h| {
            let there = self.word(other.0, *h);
            root(&word) == root(&there)
                || kind_of(&word) == kind_of(&there)
                    && (kind_of(&word) == Caution::Doubt
                        || self.derived && self.is_short(said)
                        || !self.around(said, hedge).is_disjoint(&self.around(other.0, *h)))
        })
    }

    /// Whether the words beside a word of caution stand in the other statement too.
    fn is_about_shared(&self, said: &Said, hedge: Span, other: (&Said, &Facts)) -> bool {
        let theirs = self.ctx.words_in(other.0.report, other.0.span).iter();
        let mut all: BTreeSet<String> = theirs.clone().filter_map(|w| class_of(self.ctx, w)).collect();
        // "Narco-vessels" are boats.
        all.extend(theirs.filter_map(|w| {
            let (_, last) = self.ctx.term(w.form).rsplit_once('-')?;
            Some(class(last, backstory_text::stem(last)))
        }));
        // Who retells a short statement in other words has all of it before them.
        let short = self.is_short(said);
        let doubt = kind_of(&self.word(said, hedge)) == Caution::Doubt;
        if self.derived && !self.quotes_alone && short {
            return !self.is_beside_shared(said, hedge, &all);
        }
        if doubt {
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

    /// Whether the clause of a word of caution has nothing of the other statement, and the rest of its sentence has: then it
    /// is that rest which was retold.
    fn is_beside_shared(&self, said: &Said, hedge: Span, other: &BTreeSet<String>) -> bool {
        let text = &self.ctx.reports[said.report].report.text;
        let (mut inside, mut beside) = (0, 0);
        let (mut here, mut shared) = (false, 0);
        let mut last = said.span.start;
        let mut close = |here: bool, shared: usize| if here { inside += shared } else { beside += shared };
        let words: Vec<&Word> = self.telling(said).collect();
        for (at, word) in words.iter().enumerate() {
            let gap = &text[last.min(word.span.start) as usize..word.span.start as usize];
            let joins = matches!(self.ctx.term(word.form), "and" | "but" | "while" | "as");
            let next = words.get(at + 1).map_or("", |w| self.ctx.term(w.form));
            // "The owners were told that the rails could break": what they were told of is another matter than who told them.
            let opens = at > 0 && !here && self.ctx.term(word.form) == "that";
            if gap.contains(';') || opens || joins && (gap.contains(',') || matches!(next, "that" | "the")) {
                close(here, shared);
                (here, shared) = (false, 0);
            }
            last = word.span.end;
            here |= hedge.contains(word.span);
            shared += usize::from(class_of(self.ctx, word).is_some_and(|c| other.contains(&c)));
        }
        close(here, shared);
        inside == 0 && beside >= BESIDE
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
