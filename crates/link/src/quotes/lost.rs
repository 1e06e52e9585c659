//! Words given as speech by a report that credits another, which does not have them.

use backstory_lexicon::verbs;
use backstory_model::{Attribution, Change, Manner, QuoteChange, Source, SourceId, SourceKind, Span};

use super::{GAP, Item, families::RECOGNISABLE, shared, ways::Ways};
use crate::{
    alignment::chains,
    context::{Context, Term, Word},
    lineage::Credits,
    sources::Sources,
    statements::is_of_speech,
};

/// Share of a longer quote's words that must stand in a report, in or out of quotation marks, to count as there.
const THERE: f64 = 0.6;

/// Words given as speech by a report that credits another, which does not have them.
pub(super) fn no_origin(
    ctx: &Context,
    sources: &Sources,
    credits: &Credits,
    item: &Item,
    ways: &Ways,
) -> Option<Change<QuoteChange>> {
    let report = &ctx.reports[item.report];
    // A stretch may be told by one source within what another says: "Trump, according to sources cited by Axios".
    let told: Vec<&Attribution> = report
        .annotations
        .attributions
        .iter()
        .filter(|a| a.content_spans.iter().any(|c| shared(*c, item.span) > 0))
        .collect();
    // One word in quotation marks is more often held at arm's length than quoted; so is what somebody does, shows or films,
    // and what has an article or an owner as names of things have: "filmed his 'fit of rage'".
    let text = &report.report.text;
    let said = told.iter().any(|a| {
        let mut cues = a.cue_spans.iter().map(|cue| cue.of(text));
        a.manner == Manner::Direct || a.cue_spans.is_empty() || cues.any(is_of_speech)
    });
    if !said || item.words.len() < 2 || names_a_thing(ctx, item) {
        return None;
    }
    let givers: Vec<usize> =
        ways.givers(item.report).iter().filter(|(_, credited)| *credited).map(|(g, _)| *g).collect();
    let outlets = |name: &String| sources.outlet(name).map(|o| o.id);
    let chain: Vec<SourceId> =
        told.iter().flat_map(|a| a.source.iter().chain(&a.via)).map(|s| sources.id(*s)).collect();
    let own = report.report.outlet.as_ref().and_then(outlets);
    let through = givers
        .iter()
        .filter_map(|g| ctx.reports[*g].report.outlet.as_ref().and_then(outlets))
        .any(|outlet| chain.contains(&outlet))
        || told_to(ctx, credits, item, &told, &givers);
    let outside = ways.cites_outside.contains(&item.report);
    let first_hand = own.is_some_and(|own| chain.contains(&own));
    // Someone with a name may have said it to anyone; someone without one has spoken to the report that is credited,
    // if no other outlet is.
    // Of whom it is said who they are, "two owners, Ada Osei and Orlo Air", they may have said it to anyone too.
    let unnamed = |s: &Source| {
        let who = s.description.as_deref().unwrap_or_default();
        s.kind == SourceKind::Anonymous && !tells_a_name(who)
    };
    let anonymous = item.speaker.and_then(|s| sources.get(s)).is_some_and(unnamed);
    if givers.is_empty() || first_hand || !(through || anonymous && !outside) {
        return None;
    }
    if givers.iter().any(|g| stands_in(ctx, item, *g)) {
        return None;
    }
    Some(Change {
        kind: QuoteChange::NoOrigin,
        report: ctx.id(item.report),
        from: String::new(),
        to: ctx.words_of(item.report, item.span).to_owned(),
        from_at: None,
        to_at: Some(ctx.anchor(item.report, item.span)),
    })
}

/// Words of a title, a term or an epithet in quotation marks.
const TERM: usize = 3;

/// Whether quoted words name a thing within a sentence, and are nobody's words about it: a few without a verb, behind an
/// article or an owner, "their 'safe zone'", "a so-called 'soft opening'".
fn names_a_thing(ctx: &Context, item: &Item) -> bool {
    let Some(sentence) = ctx.sentence_at(item.report, item.span.start) else { return false };
    let before = Span::new(sentence.span.start as usize, item.span.start.max(sentence.span.start) as usize);
    let text = &ctx.reports[item.report].report.text;
    let owner = opens_a_name(before.of(text));
    let verb = |word: &Word| {
        let word = ctx.words_of(item.report, word.span).to_lowercase();
        verbs::is_plain_verb(&word) || verbs::is_past(&word)
    };
    owner && item.words.len() <= TERM && !item.words.iter().any(verb)
}

/// Words before a quote among which it is looked for that it is what somebody calls a thing.
const PREDICATE: usize = 8;

/// Whether what stands before quoted words ends in an article or an owner of a thing, and none of what somebody calls it or
/// says that it is: "filmed his", "a so-called", but neither "called the deal a" nor "said that it's".
fn opens_a_name(lead: &str) -> bool {
    let quotes = ['"', '“', '‘', '«', '\''];
    let lead = lead.trim_end().trim_end_matches(quotes).trim_end().to_lowercase().replace('’', "'");
    let all: Vec<&str> =
        lead.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()).collect();
    let Some((last, before)) = all.split_last() else { return false };
    let last_before = before.last().copied().unwrap_or_default();
    if *last == "called" && last_before == "so" {
        return true;
    }
    // "It's pure madness": "is", and no owner.
    let short = last.strip_suffix("'s").is_some_and(|word| {
        matches!(
            word,
            "it" | "that"
                | "this"
                | "he"
                | "she"
                | "there"
                | "here"
                | "what"
                | "who"
                | "where"
                | "how"
                | "let"
        )
    });
    let article = matches!(*last, "a" | "an" | "the" | "this" | "these" | "those" | "such");
    let owner = matches!(*last, "his" | "her" | "its" | "their" | "our" | "my" | "your")
        || last.ends_with("'s") && !short
        || last.ends_with("s'");
    // What somebody calls a thing, or says that it is, are words about it.
    let before = &before[before.len().saturating_sub(PREDICATE)..];
    let calls = |(at, word): (usize, &&str)| {
        let names = ["call", "brand", "label", "dubb"].iter().any(|stem| word.starts_with(stem));
        let earlier = at.checked_sub(1).map_or("", |at| before[at]);
        // "Called the deal a", "was called a"; "called a" alone may be of a meeting.
        let whom = at + 1 < before.len() || matches!(earlier, "is" | "are" | "was" | "were" | "been");
        names && earlier != "so" && whom
    };
    let one = matches!(*last, "a" | "an");
    let called = last_before == "as" || one && before.iter().enumerate().any(calls);
    let is = matches!(last_before, "is" | "are" | "was" | "were" | "be" | "been" | "being")
        || last_before.ends_with("n't")
        || last_before.ends_with("'s")
        || last_before.ends_with("'re");
    (article || owner) && !is && !called
}

/// Whether what is told of somebody tells a name beside a mark: "two owners, Ada Osei and Orlo Air", but not "a diplomat,
/// who was in Velm".
fn tells_a_name(who: &str) -> bool {
    who.split([',', '—', '–', ':']).skip(1).any(|rest| rest.trim_start().starts_with(char::is_uppercase))
}

/// Words for an outlet that was named before.
const OUTLET: &[&str] = &[
    "agency",
    "broadcaster",
    "channel",
    "magazine",
    "network",
    "newspaper",
    "outlet",
    "paper",
    "site",
    "station",
    "website",
];

/// Words of a sentence, beside the quote, by which someone spoke to an outlet.
const TOLD: &[&str] = &["told", "interview", "tells", "telling"];

/// Whether the sentence of a quote says that it was said to an outlet that gave to the report: "told the Courier", "told
/// the site".
fn told_to(ctx: &Context, credits: &Credits, item: &Item, told: &[&Attribution], givers: &[usize]) -> bool {
    let Some(sentence) = ctx.sentence_at(item.report, item.span.start) else { return false };
    // Where a quote opens a sentence of its own, who said it stands behind it or before; else what stands beside its
    // sentence is told of others.
    let near = |from: u32, to: u32| Span::new(from as usize, to as usize);
    let text = ctx.reports[item.report].report.text.len() as u32;
    let own = told.iter().flat_map(|a| &a.cue_spans).any(|cue| sentence.span.contains(*cue));
    let around = if own {
        near(sentence.span.start, sentence.span.end.max(item.span.end))
    } else {
        near(sentence.span.start.saturating_sub(REACH), (item.span.end + REACH).min(text))
    };
    let words = ctx.words_in(item.report, around);
    // "Told the site", "was quoted as saying by the site".
    let leads = |at: usize| {
        let before = at.checked_sub(1).map_or("", |b| ctx.term(words[b].form));
        let word = ctx.term(words[at].form);
        TOLD.contains(&word) || word == "by" && matches!(before, "saying" | "quoted")
    };
    let told = (0..words.len().saturating_sub(2)).any(|at| {
        let [b, c] = [1, 2].map(|n| ctx.term(words[at + n].form));
        leads(at) && b == "the" && OUTLET.contains(&c)
    });
    let named = givers.iter().filter_map(|g| credits.own[*g]).any(|outlet| {
        let spans = credits.by_report[item.report].get(&outlet).into_iter().flatten();
        spans.into_iter().any(|span| {
            let before = words.iter().rposition(|w| w.span.end <= span.start && ctx.term(w.form) != "the");
            around.contains(*span) && before.is_some_and(leads)
        })
    });
    told || named
}

/// Bytes around a quote in which it is said to whom it was said.
const REACH: u32 = 160;

/// Whether most words of a quote stand in a report in the same order, in or out of quotation marks.
fn stands_in(ctx: &Context, item: &Item, report: usize) -> bool {
    let words = &ctx.texts[report].words;
    let stems: Vec<Term> = item.words.iter().map(|w| w.stem).collect();
    if words.windows(stems.len()).any(|w| w.iter().map(|w| w.stem).eq(stems.iter().copied())) {
        return true;
    }
    let common: usize = chains::<2>(&item.words, words, GAP).first().map_or(0, |m| m.pairs.len());
    item.words.len() > RECOGNISABLE && common as f64 >= THERE * item.words.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_a_thing_has_an_article_or_an_owner() {
        for lead in [
            "He filmed his '",
            "They shut the divers' “",
            "a so-called \"",
            "The boats left Velm’s ‘",
            "It opened a '",
            "An aide described the divers' '",
        ] {
            assert!(opens_a_name(lead), "{lead}");
        }
        for lead in [
            "He called the deal a \"",
            "She said it’s “",
            "She said it's \"",
            "The guild described the gates as a \"",
            "The deal was called a \"",
            "The mayor said the deal was a '",
            "The mayor said \"",
            "",
        ] {
            assert!(!opens_a_name(lead), "{lead}");
        }
    }

    #[test]
    fn a_name_stands_beside_the_mark() {
        assert!(tells_a_name("two owners, Ada Osei and Orlo Air"));
        assert!(tells_a_name("the owner — Orlo Air"));
        assert!(!tells_a_name("a diplomat, who was in Velm"));
        assert!(!tells_a_name("a diplomat of Velm"));
    }
}
