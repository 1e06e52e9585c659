//! Attributions by a trained tagger, joined with what the rules know of them.
//!
//! The tagger tells who, what and by which words, one level deep, as its corpus does (PolNeAR: Newell et al. 2018). The
//! rules add what that corpus does not hold: whether the cue denies or declines, who was spoken to, what stands inside
//! the words of another ("A says that B said"), and quotations that go on without a cue.

use std::ops::Range;

use backstory_lexicon::{is_calendar, is_verb, verbs};
use backstory_model::{EntityKind, Manner, Report, Span};
use backstory_tagger::{Network, Tagged, attribution_tags, attributions, entities, features};
use backstory_text::TokenKind;

use crate::entities::Names;
use crate::extract::{self, Act, RawAttribution};
use crate::layout::Layout;
use crate::nouns::{is_body, is_document, is_person_noun, singular};
use crate::phrase::{self, Phrase};
use crate::quantities::number_word;
use crate::words;

/// What the tagger finds in a report.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// As the tagger has them, cut to the report's quotations.
    pub(crate) attributions: Vec<Parts>,
    /// People, organizations and places, in order.
    pub(crate) names: Vec<(Span, EntityKind)>,
}

/// The parts of an attribution, as spans of the text. All lists are in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    pub(crate) source: Vec<Span>,
    pub(crate) cue: Vec<Span>,
    pub(crate) content: Vec<Span>,
    /// Whether the source is a guess from what stands near by.
    pub(crate) borrowed: bool,
}

/// Runs the network over the title, body and captions.
pub(crate) fn tag(report: &Report, layout: &Layout, network: &Network) -> Found {
    let paragraphs: Vec<Range<usize>> = layout
        .paragraphs
        .iter()
        .map(|p| {
            let sentences = &layout.sentences[p.sentences.clone()];
            let start = sentences.first().map_or(0, |s| s.tokens.start);
            start..sentences.last().map_or(start, |s| s.tokens.end)
        })
        .collect();
    let features = features(&report.text, &layout.tokens, &layout.quotations);
    let scores = network.scores(&features, &paragraphs);
    let span = |r: &Range<usize>| layout.tokens[r.start].span.cover(layout.tokens[r.end - 1].span);
    let tags = attribution_tags(&scores.tags, network.tags());
    let attributions = attributions(&tags, &scores.tags, network.tags(), &paragraphs)
        .iter()
        .map(|Tagged { source, cue, content, borrowed }| Parts {
            borrowed: *borrowed,
            source: source.iter().map(span).collect(),
            cue: cue.iter().map(span).collect(),
            content: contents(&report.text, layout, content.iter().map(span)),
        })
        .collect();
    let names = entities(&scores.entities, network.entity_tags())
        .iter()
        .filter_map(|name| {
            let kind = match name.kind.as_str() {
                "PERSON" => EntityKind::Person,
                "ORGANIZATION" => EntityKind::Organization,
                "LOCATION" => EntityKind::Place,
                _ => return None,
            };
            Some((span(&name.tokens), kind))
        })
        .collect();
    Found { attributions, names }
}

/// The parts of a content as they are kept.
fn contents(text: &str, layout: &Layout, parts: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut parts: Vec<Span> = parts.map(|span| content_span(text, layout, span)).collect();
    if parts.len() > 1 && !parts.iter().all(|span| only_joins(span.of(text))) {
        parts.retain(|span| !only_joins(span.of(text)));
    }
    parts
}

/// A content that is a quotation and nothing else, without its marks; all others as they are.
fn content_span(text: &str, layout: &Layout, span: Span) -> Span {
    let place = layout.quotations.partition_point(|q| q.outer.end <= span.start);
    let Some(quotation) = layout.quotations.get(place).filter(|q| q.outer.start < span.end) else {
        return span;
    };
    let more = |from: u32, to: u32| from < to && !only_joins(Span { start: from, end: to }.of(text));
    let outside = more(span.start, quotation.outer.start) || more(quotation.outer.end, span.end);
    if outside {
        return span;
    }
    let start = span.start.max(quotation.span.start);
    let end = span.end.min(quotation.span.end);
    if start < end { Span { start, end } } else { span }
}

/// Whether words say nothing themselves: "But" and "And" before a quotation join it to the one before.
fn only_joins(words: &str) -> bool {
    let mut words = words.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.all(|w| matches!(w.to_lowercase().as_str(), "but" | "and" | "or" | "so" | "yet" | "then"))
}

/// The tagger's attributions, with what the rules add, in order of where they begin.
pub(crate) fn join(
    report: &Report,
    layout: &Layout,
    names: &Names,
    tagged: &[Parts],
    rules: Vec<RawAttribution>,
) -> Vec<RawAttribution> {
    let place = |spans: [&[Span]; 2]| {
        let first = spans.into_iter().flatten().next();
        first.map_or(0, |s| layout.paragraphs.partition_point(|p| p.span.end <= s.start))
    };
    let of_rules = Near::new(rules.iter().map(|r| place([&r.cue_spans, &r.content_spans])));
    let mut kept = without_quotes_of_others(report, layout, names, tagged, &rules, &of_rules);
    for parts in &mut kept {
        speaks_before(report, layout, names, parts);
        with_subject(&report.text, layout, parts);
        who_speak(report, layout, names, parts);
        beside_cue(report, layout, parts);
        said_before(report, layout, parts);
    }
    let tagged = &kept[..];
    let of_tagged = Near::new(tagged.iter().map(|t| place([&t.cue, &t.content])));
    let mut taken: Vec<Option<usize>> = vec![None; rules.len()];
    let mut joined: Vec<(RawAttribution, Option<usize>)> = Vec::with_capacity(tagged.len());
    // Where each of the tagger's went; None where it was left out.
    let mut went: Vec<Option<usize>> = vec![None; tagged.len()];
    for (at, parts) in tagged.iter().enumerate() {
        let here = of_rules.around(place([&parts.cue, &parts.content]));
        let same = same_cue(parts, &rules, &taken, here);
        // "An official said [inspectors reported cracks]": what they reported is what the official tells of.
        let inside = |content: &[Span]| common(content, &parts.cue) > 0 && common(content, &parts.source) > 0;
        let mut near = of_tagged.around(place([&parts.cue, &parts.content]));
        let names_it = !parts.content.iter().any(|c| is_clause(c.of(&report.text)))
            && extract::manner(&report.text, layout, &parts.content) == Manner::Indirect
            && same.is_none_or(|r| rules[r].act == Act::Says);
        let mut ruled = of_rules.around(place([&parts.cue, &parts.content]));
        if names_it
            && (near.any(|t| inside(&tagged[t].content)) || ruled.any(|r| inside(&rules[r].content_spans)))
        {
            continue;
        }
        let index = joined.len();
        went[at] = Some(index);
        if let Some(rule) = same {
            taken[rule] = Some(index);
        }
        joined.push((raw(report, layout, names, parts, same.map(|r| &rules[r])), same));
    }
    for (at, rule) in rules.iter().enumerate() {
        if taken[at].is_none() && adds(report, layout, names, rule, &tagged[of_tagged.around(of_rules.0[at])])
        {
            taken[at] = Some(joined.len());
            joined.push((rule.clone(), Some(at)));
        }
    }
    // In order of the text, as the rules have them; what they refer to is found again by its new place.
    let mut order: Vec<usize> = (0..joined.len()).collect();
    order.sort_by_key(|i| (start(&joined[*i].0), *i));
    let mut place_of = vec![0; joined.len()];
    for (new, old) in order.iter().enumerate() {
        place_of[*old] = new;
    }
    let moved = |rule: Option<usize>| rule.and_then(|r| taken[r]).map(|old| place_of[old]);
    order
        .iter()
        .enumerate()
        .map(|(new, old)| {
            let (attribution, rule) = &joined[*old];
            let (carried, through) = rule.map_or((None, None), |r| (rules[r].carried, rules[r].through));
            // What stands inside the words of another is known by that other alone.
            let around = || {
                let mut near = of_tagged.around(place([&attribution.cue_spans, &attribution.content_spans]));
                near.find(|t| common(&tagged[*t].content, &attribution.cue_spans) > 0)
            };
            let through = moved(through).or_else(|| around().and_then(|t| went[t]).map(|old| place_of[old]));
            RawAttribution {
                carried: moved(carried).filter(|c| *c < new && attribution.source_spans.is_empty()),
                through: through.filter(|t| *t != new),
                ..attribution.clone()
            }
        })
        .collect()
}

/// Paragraphs of attributions, in order, so that each is compared with its neighbours only.
struct Near(Vec<usize>);

impl Near {
    /// How many paragraphs on each side count as near.
    const REACH: usize = 3;

    fn new(paragraphs: impl Iterator<Item = usize>) -> Self {
        // The lists go through the text paragraph by paragraph; one out of line must not spoil the search.
        let mut last = 0;
        let in_order = paragraphs.map(|p| {
            last = last.max(p);
            last
        });
        Near(in_order.collect())
    }

    /// Places of the attributions near a paragraph.
    fn around(&self, paragraph: usize) -> Range<usize> {
        let start = self.0.partition_point(|p| p + Self::REACH < paragraph);
        start..self.0.partition_point(|p| *p <= paragraph + Self::REACH).max(start)
    }
}

/// "He is said to be rich", "they were told in writing": nobody says so.
fn is_hearsay(text: &str, parts: &Parts) -> bool {
    let Some(cue) = parts.cue.last() else { return false };
    // "they were told in writing that": nobody writes there.
    if cue.of(text) == "writing" && text[..cue.start as usize].trim_end().ends_with(" in") {
        return true;
    }
    let said = cue.of(text).trim_end_matches(" to").ends_with("said");
    let to = cue.of(text).ends_with(" to") || text[cue.end as usize..].trim_start().starts_with("to ");
    parts.source.is_empty() && said && to
}

/// Takes a quotation from a cue in another paragraph, where the rules have a speaker for it in its own.
fn without_quotes_of_others(
    report: &Report,
    layout: &Layout,
    names: &Names,
    tagged: &[Parts],
    rules: &[RawAttribution],
    of_rules: &Near,
) -> Vec<Parts> {
    let paragraph = |s: Span| layout.sentence_at(s.start).map(|at| layout.sentences[at].paragraph);
    let mut cues: Vec<Span> = tagged.iter().flat_map(|t| t.cue.iter().copied()).collect();
    cues.sort_by_key(|c| c.start);
    let is_tagged = |cue: &Span| {
        cues.get(cues.partition_point(|c| c.end <= cue.start)).is_some_and(|c| c.start < cue.end)
    };
    let own = |r: &RawAttribution| {
        r.manner == Manner::Direct
            && !r.cue_spans.is_empty()
            && is_someone(report, layout, names, &r.source_spans)
            && !r.cue_spans.iter().any(is_tagged)
    };
    let mut kept = tagged.to_vec();
    for parts in &mut kept {
        let Some(cue) = parts.cue.first().copied() else { continue };
        parts.content.retain(|content| {
            let near = paragraph(*content).map_or(0..0, |p| of_rules.around(p));
            let mut near = rules[near].iter();
            let of = near.find(|r| common(&[*content], &r.content_spans) * 2 > content.len() && own(r));
            of.is_none_or(|r| r.cue_spans.first().and_then(|c| paragraph(*c)) == paragraph(cue))
        });
        // "What they are saying:" opens what follows.
        let asks =
            |c: &Span| matches!(c.of(&report.text).to_lowercase().as_str(), "what" | "how" | "why" | "who");
        parts.content.retain(|content| !asks(content));
    }
    // "[Nobody came], «two clerks, who asked not to be named», [said]": what they asked is no content before them.
    let of_their_own = |parts: &Parts| {
        let (Some(cue), Some(content)) = (parts.cue.first(), parts.content.first()) else { return false };
        let near = paragraph(*cue).map_or(0..0, |p| of_rules.around(p));
        rules[near].iter().any(|r| {
            let mut sources = r.source_spans.iter();
            sources.any(|s| s.contains(*cue) && content.start < s.start)
                && !r.cue_spans.iter().any(is_tagged)
                && is_someone(report, layout, names, &r.source_spans)
        })
    };
    // "«The council» [denied] {what the paper had reported, namely that …}": it reported nothing of it.
    let denied = |parts: &Parts| {
        let (Some(cue), Some(source)) = (parts.cue.first(), parts.source.first()) else { return false };
        let near = paragraph(*cue).map_or(0..0, |p| of_rules.around(p));
        rules[near].iter().any(|r| {
            r.act == Act::Denies
                && common(&r.source_spans, &[*source]) > 0
                && r.content_spans.iter().any(|content| content.contains(*cue))
        })
    };
    kept.retain(|parts| {
        !parts.content.is_empty()
            && !is_hearsay(&report.text, parts)
            && !of_their_own(parts)
            && !denied(parts)
    });
    without_own_again(&mut kept);
    speakers_asked(&report.text, &mut kept);
    kept
}

/// "«The council» [denied] {what the paper [had reported], namely that …}": what stands within the words that the same source
/// is given already is not said by it a second time.
fn without_own_again(kept: &mut Vec<Parts>) {
    let again = |inner: &Parts, outer: &Parts| {
        let (Some(a), Some(b), Some(cue)) = (inner.source.first(), outer.source.first(), inner.cue.first())
        else {
            return false;
        };
        a == b && outer.content.iter().any(|content| content.contains(*cue))
    };
    let mut order: Vec<usize> = (0..kept.len()).filter(|at| !kept[*at].source.is_empty()).collect();
    order.sort_by_key(|at| kept[*at].source[0]);
    let mut gone = vec![false; kept.len()];
    for same in order.chunk_by(|a, b| kept[*a].source[0] == kept[*b].source[0]) {
        for inner in same {
            gone[*inner] = same.iter().any(|outer| outer != inner && again(&kept[*inner], &kept[*outer]));
        }
    }
    let mut gone = gone.into_iter();
    kept.retain(|_| !gone.next().unwrap_or_default());
}

/// "[The firm owes an order], [a clerk], who asked not to be named, [said]": where the clause about the clerk was taken for
/// what the clerk asked, and all before "said" for what another said, it is the clerk who said it.
fn speakers_asked(text: &str, parts: &mut Vec<Parts>) {
    let clause = |who: &Parts| {
        let (source, cue) = (who.source.first()?, who.cue.first()?);
        let between = text.get(source.end as usize..cue.start as usize)?;
        matches!(between.trim_matches([',', ' ']), "who" | "who had" | "who have" | "who has")
            .then_some(*source)
    };
    let mut gone = Vec::new();
    for asked in 0..parts.len() {
        let (Some(source), Some(said)) = (clause(&parts[asked]), parts[asked].content.first().copied())
        else {
            continue;
        };
        let whole = |p: &Parts| {
            p.content.len() == 1
                && p.content[0].contains(said)
                && p.content[0].contains(source)
                && said.end <= source.start
                && p.cue.first().is_some_and(|cue| p.content[0].end <= cue.start)
        };
        let Some(of) = parts.iter().position(whole).filter(|of| *of != asked) else { continue };
        let end = parts[of].content[0].end;
        parts[of].source = vec![Span { start: source.start, end }];
        parts[of].content = parts[asked].content.clone();
        parts[of].borrowed = false;
        gone.push(asked);
    }
    let mut at = 0..;
    parts.retain(|_| !gone.contains(&at.next().unwrap_or_default()));
}

/// Where an attribution begins.
fn start(attribution: &RawAttribution) -> u32 {
    let spans = [&attribution.source_spans, &attribution.cue_spans, &attribution.content_spans];
    spans.into_iter().flatten().map(|s| s.start).min().unwrap_or(0)
}

/// The rules' attribution that has the same cue, or, where the tagger found no cue, the same content.
fn same_cue(
    parts: &Parts,
    rules: &[RawAttribution],
    taken: &[Option<usize>],
    near: Range<usize>,
) -> Option<usize> {
    let free = near.map(|place| (place, &rules[place])).filter(|(place, _)| taken[*place].is_none());
    let touching = free.filter_map(|(place, rule)| {
        let contents = common(&parts.content, &rule.content_spans);
        let cues = common(&parts.cue, &rule.cue_spans);
        let alike = if parts.cue.is_empty() || rule.cue_spans.is_empty() {
            2 * contents > length(&parts.content)
        } else {
            cues > 0
        };
        alike.then_some((cues > 0, contents, place))
    });
    touching.max_by_key(|(cues, contents, place)| (*cues, *contents, std::cmp::Reverse(*place))).map(|t| t.2)
}

fn raw(
    report: &Report,
    layout: &Layout,
    names: &Names,
    parts: &Parts,
    rule: Option<&RawAttribution>,
) -> RawAttribution {
    // "AP reported, citing an official": to the tagger, AP cites; what counts is who is cited for what.
    if let Some(rule) =
        rule.filter(|r| r.through.is_some() && is_someone(report, layout, names, &r.source_spans))
    {
        return rule.clone();
    }
    if let Some(rule) = rule.filter(|r| is_misread(report, layout, names, parts, r))
        && is_someone(report, layout, names, &rule.source_spans)
    {
        return RawAttribution { cue_spans: parts.cue.clone(), carried: None, through: None, ..rule.clone() };
    }
    let content_spans = match rule {
        Some(rule) if !fits(report, layout, parts, rule) => rule.content_spans.clone(),
        _ => parts.content.clone(),
    };
    // A source that was lent, or cut short ("well-placed" of "well-placed diplomatic sources"), is the rules' to tell.
    let cut_short = |rule: &RawAttribution| {
        length(&rule.source_spans) > length(&parts.source)
            && common(&rule.source_spans, &parts.source) == length(&parts.source)
            && !is_someone(report, layout, names, &parts.source)
    };
    let ruled = rule.filter(|r| {
        (parts.borrowed
            || cut_short(r)
            || runs_on(parts, r)
            || is_apposition(&report.text, parts, r)
            || is_owner(&report.text, parts, r))
            && is_someone(report, layout, names, &r.source_spans)
    });
    let source_spans = ruled.map_or(&parts.source, |r| &r.source_spans).clone();
    let content_spans = match ruled.filter(|r| runs_on(parts, r) && !r.content_spans.is_empty()) {
        Some(rule) => rule.content_spans.clone(),
        None => content_spans,
    };
    let (source_spans, content_spans) = with_relative_clause(&report.text, source_spans, content_spans);
    let words = parts.cue.iter().map(|s| s.of(&report.text)).collect::<Vec<_>>().join(" ");
    RawAttribution {
        cue_spans: parts.cue.clone(),
        manner: extract::manner(&report.text, layout, &content_spans),
        content_spans,
        act: rule.map_or_else(|| extract::act(&words), |r| r.act),
        addressee: rule.and_then(|r| r.addressee).filter(|a| !source_spans.iter().any(|s| s.overlaps(*a))),
        source_spans,
        carried: None,
        through: None,
    }
}

/// Whether the tagger's content runs on into the words that name the source: "{The bid failed, three brokers and} «two bankers»
/// [said]" of "three brokers and two bankers".
fn runs_on(parts: &Parts, rule: &RawAttribution) -> bool {
    // A comma behind the name is no part of it.
    let within = length(&parts.source) - common(&rule.source_spans, &parts.source) <= 1;
    // "two clerks [told] «the Lantern»"
    let heard = rule.addressee.is_some_and(|a| parts.source.iter().any(|s| s.overlaps(a)));
    heard
        || within
            && length(&rule.source_spans) > length(&parts.source)
            && common(&parts.content, &rule.source_spans) > 0
}

/// Whether the tagger's parts of a cue are in each other's way, or cut off in the middle of what the rules have: "{The clerk
/// left}, «four guards, who saw it», [said]" of which the tagger has the guards as what was said; "«the court» [said] {Ada
/// Osei, a former clerk, was fined}" with Osei as the one who said it; "«Osei» [said] {that the permit} cost him his post".
fn is_misread(report: &Report, layout: &Layout, names: &Names, parts: &Parts, rule: &RawAttribution) -> bool {
    let ([said], [who]) = (&rule.content_spans[..], &rule.source_spans[..]) else { return false };
    if rule.manner != Manner::Indirect || said.overlaps(*who) {
        return false;
    }
    let own = common(&parts.content, &parts.source) > 0;
    if own && parts.source.first().is_some_and(|source| source.start == who.start) {
        return true;
    }
    let inside = |list: &[Span], of: &[Span]| !list.is_empty() && common(list, of) == length(list);
    let longer = inside(&rule.source_spans, &parts.source);
    let behind = parts.cue.first().zip(parts.source.first()).is_some_and(|(cue, source)| {
        let beside =
            who.end <= cue.start && report.text[who.end as usize..cue.start as usize].trim().is_empty();
        let told = parts.cue.iter().any(|c| matches!(c.of(&report.text), "told" | "tells"));
        beside && source.start >= cue.end && said.contains(*source) && !told
    });
    // "«Osei, the mayor, mayor of Orsk» [said]" holds all of what the rules have, and only names her.
    let within = inside(&rule.content_spans, &parts.source);
    let crossed = common(&parts.source, &[*said]) > 0 && !within && (longer || behind);
    let [content] = &parts.content[..] else { return crossed };
    let cut = content.start == said.start && content.end < said.end && {
        let sentence = layout.sentence_at(content.start) == layout.sentence_at(said.end.saturating_sub(1));
        let rest = &report.text[content.end as usize..];
        let that = content.of(&report.text).to_lowercase().starts_with("that");
        // In the middle of a name, or before the verb came.
        let at = names.mentions.partition_point(|m| m.span.end <= content.end);
        let name = names.mentions.get(at).is_some_and(|m| m.span.start < content.end);
        let verb = content.of(&report.text).split_whitespace().any(backstory_lexicon::is_verb);
        let open = rest.starts_with(' ') && !ends_clause(rest);
        sentence && (name || that && (open || !verb))
    };
    // "«the office» [said] …" of the sentence before, where one stands who said it.
    let here = |span: Span| layout.sentence_at(span.start);
    let apart = parts.cue.first().is_some_and(|cue| {
        here(*who) == here(*cue) && parts.source.iter().all(|source| here(*source) != here(*cue))
    });
    crossed || cut || apart
}

/// Whether words go on with something that may stand behind a content: a conjunction, or a word of place or time.
fn ends_clause(rest: &str) -> bool {
    let word = rest.trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    word.is_empty() || words::is_function(&word.to_lowercase()) || is_calendar(word)
}

/// Whether the tagger has no more than what stands in apposition to a name: "«Osei, the clerk», [said]".
fn is_apposition(text: &str, parts: &Parts, rule: &RawAttribution) -> bool {
    let ([source], [whole]) = (&parts.source[..], &rule.source_spans[..]) else { return false };
    whole.start < source.start
        && source.start < whole.end
        && text[whole.start as usize..source.start as usize].trim_end().ends_with(',')
}

/// Whether the tagger has no more than whose it is: "the unit of «the council» [said]".
fn is_owner(text: &str, parts: &Parts, rule: &RawAttribution) -> bool {
    let ([source], [whole]) = (&parts.source[..], &rule.source_spans[..]) else { return false };
    whole.contains(*source) && text[whole.start as usize..source.start as usize].ends_with(" of ")
}

/// The parts of a content that stand in a sentence with its cue or between quotation marks. What is told without marks in
/// the sentence before or behind may be the report's own: "[The gates are shut.] {The pumps failed}, according to the
/// board".
fn beside_cue(report: &Report, layout: &Layout, parts: &mut Parts) {
    let sentence = |at: u32| layout.sentence_at(at);
    // A source that stands in another sentence may be another's.
    let spoken = if parts.cue.is_empty() { &parts.source } else { &parts.cue }.iter();
    let near: Vec<Option<usize>> =
        spoken.flat_map(|s| [sentence(s.start), sentence(s.end.saturating_sub(1))]).collect();
    let quoted = |span: &Span| extract::manner(&report.text, layout, &[*span]) != Manner::Indirect;
    let told = |span: &Span| {
        near.contains(&sentence(span.start)) || near.contains(&sentence(span.end.saturating_sub(1)))
    };
    if parts.content.iter().any(|span| told(span) || quoted(span)) && !near.is_empty() {
        parts.content.retain(|span| told(span) || quoted(span));
    }
    // "{Nobody came, two clerks} [said]" of "«two clerks»"
    for span in &mut parts.content {
        let over =
            parts.source.iter().find(|s| s.start > span.start && s.start < span.end && span.end <= s.end + 1);
        if let Some(source) = over {
            let said = report.text[span.start as usize..source.start as usize].trim_end_matches([' ', ',']);
            span.end = span.start + said.len() as u32;
        }
    }
    if parts.content.iter().all(quoted) {
        told_by(&report.text, layout, parts);
    }
    // "{Nobody came}, «Osei» {Osei, a clerk,} [said]"
    let names_source = |span: &Span| parts.source.iter().any(|s| s.contains(*span) || span.contains(*s));
    if parts.content.iter().any(|span| !names_source(span)) {
        parts.content.retain(|span| !names_source(span) || quoted(span));
    }
}

/// Words behind a cue that say to whom or when it was said, at the end of a sentence.
const HEARD: usize = 4;

/// "{Nobody came}, «two clerks» [tell] the agency. “{They were ill}.”": who speaks at the end of a sentence says what stands
/// before, and not only the quotation that follows.
fn said_before(report: &Report, layout: &Layout, parts: &mut Parts) {
    let text = &report.text;
    let ([source], [cue]) = (&parts.source[..], &parts.cue[..]) else { return };
    let Some(here) = layout.sentence_at(cue.start).filter(|at| Some(*at) == layout.sentence_at(source.start))
    else {
        return;
    };
    let sentence = layout.sentences[here].span;
    let between = &text[source.end.min(cue.start) as usize..cue.start as usize];
    let words = cue.of(text).to_lowercase();
    let speaks = source.end <= cue.start && between.trim().is_empty() && extract::is_aloud(&words);
    let behind = parts.content.iter().all(|content| content.start >= sentence.end);
    let rest = text[cue.end.min(sentence.end) as usize..sentence.end as usize].trim_end();
    let last = rest.ends_with('.')
        && rest.split_whitespace().count() <= HEARD
        && !rest.trim_end_matches('.').contains([',', ':', ';', '“', '"']);
    let before = text[sentence.start as usize..source.start as usize].trim_end();
    let said = before.trim_end_matches(',');
    let span = Span::new(sentence.start as usize, sentence.start as usize + said.len());
    let verb = said.split_whitespace().skip(1).any(|word| is_verb(&word.to_lowercase()));
    if speaks && behind && last && said.len() < before.len() && verb {
        parts.content.insert(0, span);
    }
}

/// "{Nobody came, the report handed over in Orsk} [says]", "{Nobody came, two clerks}, «who asked not to be named», [said]":
/// whoever stands right before a verb of speech says it. Where the tagger took these words for what is said, and the source
/// from another sentence or from the clause about it, they are the source.
fn speaks_before(report: &Report, layout: &Layout, names: &Names, parts: &mut Parts) {
    let text = &report.text;
    let [cue] = parts.cue[..] else { return };
    let Some(here) = layout.sentence_at(cue.start) else { return };
    let begin = layout.sentences[here].span.start;
    let lead = &text[begin.min(cue.start) as usize..cue.start as usize];
    let verb = cue.of(text).to_lowercase();
    let other = |word: &str| {
        // "was declared the winner"
        let passive = matches!(word, "is" | "are" | "was" | "were" | "be" | "been" | "being");
        passive || word.starts_with("ask") || word == "according"
    };
    if verb.split_whitespace().any(other) || !extract::is_aloud(&verb) || lead.contains(['“', '”', '"']) {
        return;
    }
    let source = parts.source.first().copied();
    // "Ada Osei, who leads «the port», [said]"
    let in_clause = |s: Span| {
        let before = &text[begin.min(s.start) as usize..s.start as usize];
        before.rsplit_once(", ").is_some_and(|(_, clause)| clause.starts_with("who "))
    };
    let known = source
        .filter(|s| layout.sentence_at(s.start) == Some(here) && !opens_clause(s.of(text)) && !in_clause(*s));
    // "«two clerks», {who asked not to be named}, [said]"
    let of_source = |c: &Span| {
        let about = |s: Span| s.end <= c.start && c.end <= cue.start && opens_clause(c.of(text));
        source.is_some_and(|s| s.contains(*c) || about(s))
    };
    // "{Nobody came, «the first» report handed over in Orsk} [says]"
    let holds_source = |c: &Span| {
        source.is_some_and(|s| c.contains(s))
            && c.end <= cue.start
            && text[c.end as usize..cue.start as usize].trim_matches([',', ' ']).is_empty()
    };
    if known.is_some() && !parts.content.iter().all(of_source) && !parts.content.iter().any(holds_source) {
        return;
    }
    let lead = lead.trim_end_matches([',', ' ']);
    // "the clerk who [told] his guards never to open": a clause about somebody.
    let last = lead.rsplit(' ').next().unwrap_or_default();
    if matches!(last, "who" | "whom" | "which" | "was" | "were" | "is" | "are" | "been") {
        return;
    }
    let at = |from: usize, to: usize| Span::new(begin as usize + from, begin as usize + to);
    let behind = |c: &Span| c.start >= cue.end;
    if parts.content.iter().any(behind)
        && known.is_none()
        && is_speaker(report, layout, names, at(0, lead.len()))
    {
        parts.source = vec![at(0, lead.len())];
        parts.content.retain(behind);
        parts.borrowed = false;
        return;
    }
    // "Ada Osei, the mayor" is no mayor who speaks of Osei.
    let named = |comma: usize| {
        let found = names.mentions.binary_search_by_key(&at(0, comma).end, |m| m.span.end);
        found.is_ok_and(|place| names.entity(&names.mentions[place]).kind == EntityKind::Person)
    };
    let said = lead.rmatch_indices(", ").map(|(comma, _)| comma).find(|comma| {
        let who = at(comma + 2, lead.len());
        let paper = matches!(phrase::read(text, layout, names, who), Phrase::Document { .. });
        if named(*comma) && !paper && lead[comma + 2..].starts_with(char::is_lowercase) {
            return false;
        }
        let verb = lead[..*comma].split_whitespace().skip(1).any(|w| is_verb(&w.to_lowercase()));
        verb && is_speaker(report, layout, names, who)
    });
    if let Some(comma) = said {
        parts.source = vec![at(comma + 2, lead.len())];
        parts.content.retain(behind);
        parts.content.insert(0, at(0, comma));
        parts.borrowed = false;
    }
}

/// "«Two clerks» [said] Ada Osei, the mayor, {had been told}": what is said has its subject.
fn with_subject(text: &str, layout: &Layout, parts: &mut Parts) {
    let [cue] = parts.cue[..] else { return };
    let others = parts.source.clone();
    let Some(content) = parts.content.first_mut() else { return };
    // "A man who police [said] Tuesday {had been hiding}", "a man he [told] officers {had come}": of him.
    let opens = |source: Span| {
        let sentence = layout.sentences[layout.sentence_at(source.start)?].span;
        let before = text.get(sentence.start as usize..source.start as usize)?.trim_end();
        let before = before.strip_suffix(" the").unwrap_or(before);
        let last = before.rsplit(' ').next()?.to_lowercase();
        Some(
            matches!(last.as_str(), "" | "the" | "a" | "and" | "but" | "as" | "while" | "when")
                || last.ends_with([',', ';', ':', '”', '"', '—']),
        )
    };
    let hearer = |word: &str| verbs::lookup(&word.to_lowercase()).is_some_and(|(frame, _)| frame.addressee);
    if !others.iter().filter(|s| s.end <= cue.start).any(|s| opens(*s) == Some(true))
        || cue.of(text).split_whitespace().any(hearer)
    {
        return;
    }
    let first = content.of(text).split_whitespace().next().unwrap_or_default();
    let finite = matches!(first, "was" | "were" | "is" | "are" | "has" | "have" | "had" | "will" | "would");
    let here = |at: u32| layout.sentence_at(at);
    if !finite || content.start <= cue.end || here(cue.start) != here(content.start) {
        return;
    }
    let gap = &text[cue.end as usize..content.start as usize];
    let subject = gap.trim_start();
    let plain = subject.starts_with(char::is_alphanumeric) && !gap.contains(['“', '”', '"', ';', ':', '—']);
    // "Two clerks [said] Tuesday {had been cold}": a day is none.
    let timed = subject.split_whitespace().next().is_some_and(|word| {
        is_calendar(word) || matches!(word, "yesterday" | "today" | "late" | "early" | "last")
    });
    let free = !timed && others.iter().all(|s| s.end <= cue.end || s.start >= content.start);
    if plain && free && extract::is_aloud(&cue.of(text).to_lowercase()) {
        content.start = cue.end + (gap.len() - subject.len()) as u32;
    }
}

/// Whether words are a clause about somebody, and name nobody: "who asked not to be named", "they had been told".
fn opens_clause(words: &str) -> bool {
    let mut words = words.split_whitespace();
    let first = words.next().unwrap_or_default().to_lowercase();
    first == "who" || matches!(first.as_str(), "they" | "he" | "she") && words.next().is_some()
}

/// Whether words name or describe one who can say something, and do not tell what somebody did: what stands in them before
/// a clause of their own has no verb but a participle ("handed over in Orsk").
fn is_speaker(report: &Report, layout: &Layout, names: &Names, span: Span) -> bool {
    let words = span.of(&report.text);
    let own = words.split(", who ").next().unwrap_or_default();
    let head = own.split(" who ").next().unwrap_or_default();
    // "the report", "the first guard" are none
    let noun = |small: &str| {
        let one = singular(small);
        is_document(&one) || is_body(&one) || is_person_noun(&one)
    };
    let plain = |word: &str| {
        let small = word.to_lowercase();
        is_verb(&small)
            && !noun(&small)
            && !small.ends_with("ed")
            && !small.ends_with("ing")
            && !is_irregular_participle(&small)
    };
    // No verb stands right behind an article or a preposition: "the talks".
    let tells = |head: &str| {
        let (words, next) = (head.split_whitespace(), head.split_whitespace().skip(1));
        words.zip(next).any(|(before, word)| !words::is_function(&before.to_lowercase()) && plain(word))
    };
    // "Ada Osei, the clerk"
    let apposed = own.split_once(", ").is_none_or(|(name, role)| {
        let end = span.start + name.len() as u32;
        let named = names.mentions.binary_search_by_key(&end, |m| m.span.end).is_ok();
        named && role.starts_with(char::is_lowercase) && !role.contains(", ")
    });
    words.starts_with(char::is_alphanumeric)
        && !opens_clause(words)
        && apposed
        && !tells(head)
        && matches!(
            phrase::read(&report.text, layout, names, span),
            Phrase::People(_) | Phrase::Document { .. } | Phrase::Body { .. } | Phrase::Named { .. }
        )
}

/// Participles that do not end in "-ed", as they stand behind a noun: "a letter sent to the board".
fn is_irregular_participle(word: &str) -> bool {
    matches!(
        word,
        "made" | "sent" | "seen" | "written" | "given" | "held" | "known" | "read" | "drawn" | "put"
    )
}

/// Gives a cue the people whom the tagger cut: "jurors on «the panel» [said]".
fn who_speak(report: &Report, layout: &Layout, names: &Names, parts: &mut Parts) {
    let text = &report.text;
    let unnamed = |span: Span| matches!(phrase::read(text, layout, names, span), Phrase::People(_));
    // "Voters in «a poll»": the poll says so.
    let nobody = |span: &Span| {
        let read = phrase::read(text, layout, names, *span);
        matches!(read, Phrase::Unknown | Phrase::Definite { .. } | Phrase::Body { .. })
    };
    let cut = parts.source.first().copied().filter(nobody);
    let people = cut.and_then(|s| with_head(text, layout, s)).filter(|w| unnamed(*w));
    // "The hospital in «Orsk» [said]": what stands there says it.
    let body = |span: Span| matches!(phrase::read(text, layout, names, span), Phrase::Body { .. });
    let stands = || with_body(text, layout, *parts.source.first()?).filter(|w| body(*w));
    if let Some(whole) = people.or_else(stands) {
        parts.source[0] = whole;
        for content in &mut parts.content {
            if content.start < whole.start && content.end > whole.start {
                let said = text[content.start as usize..whole.start as usize].trim_end_matches([' ', ',']);
                content.end = content.start + said.len() as u32;
            }
        }
    }
}

/// The words for people whose last part, behind a preposition, is all that was taken for a source.
fn with_head(text: &str, layout: &Layout, part: Span) -> Option<Span> {
    let word = |at: usize| layout.tokens[at].span.of(text);
    let at = layout.tokens.partition_point(|t| t.span.start < part.start);
    let sentence = layout.sentence_at(part.start)?;
    let first = layout.sentences[sentence].tokens.start;
    let head = at.checked_sub(2).filter(|head| *head >= first)?;
    let plain = |word: &str| word.starts_with(char::is_lowercase) || head == first;
    if !matches!(word(at - 1), "in" | "at" | "of" | "on" | "from" | "inside" | "aboard")
        || !plain(word(head))
        || !is_person_noun(&singular(&word(head).to_lowercase()))
    {
        return None;
    }
    // "several former «jurors»"
    let mut from = head;
    while from > first && head - from < LED {
        let token = &layout.tokens[from - 1];
        let small = word(from - 1).to_lowercase();
        let counts = matches!(small.as_str(), "a" | "an" | "the" | "some" | "several" | "many" | "few");
        let describes = matches!(small.as_str(), "former" | "senior" | "other" | "unnamed");
        if token.kind != TokenKind::Number && !counts && !describes && number_word(&small).is_none() {
            break;
        }
        from -= 1;
    }
    Some(layout.tokens[from].span.cover(part))
}

/// The words for a body that stands in a place, of which the place is all that was taken for a source: "the military hospital in
/// «Orsk»".
fn with_body(text: &str, layout: &Layout, place: Span) -> Option<Span> {
    let word = |at: usize| layout.tokens[at].span.of(text);
    let at = layout.tokens.partition_point(|t| t.span.start < place.start);
    let first = layout.sentences[layout.sentence_at(place.start)?].tokens.start;
    let head = at.checked_sub(2).filter(|head| *head >= first)?;
    if !matches!(word(at - 1), "in" | "at") || !is_body(&singular(&word(head).to_lowercase())) {
        return None;
    }
    let from = (first.max(head.saturating_sub(LED))..=head)
        .rev()
        .find(|at| matches!(word(*at).to_lowercase().as_str(), "the" | "a" | "an"))?;
    Some(layout.tokens[from].span.cover(place))
}

/// Words before the noun for people that say how many or which they are.
const LED: usize = 3;

/// Words for someone who told it, between what was told and "told".
const TELLER: usize = 12;

/// "“{Nobody came},” a clerk [told] «the agency»": who stands behind "told" was told; who told it stands before.
fn told_by(text: &str, layout: &Layout, parts: &mut Parts) {
    let (Some(cue), Some(content)) = (parts.cue.last(), parts.content.last()) else { return };
    let told = matches!(cue.of(text).to_lowercase().as_str(), "told" | "tells");
    let behind = !parts.source.is_empty() && parts.source.iter().all(|s| s.start >= cue.end);
    if !told || content.end > cue.start || !behind {
        return;
    }
    let (start, end) = (content.end as usize, cue.start as usize);
    let between = &text[start..end];
    let outside = |c: char| !c.is_alphanumeric();
    let teller = between.trim_matches(outside);
    let from = start + (between.len() - between.trim_start_matches(outside).len());
    // "The court was told by a clerk": it is the clerk who told it.
    let passive = teller
        .split_whitespace()
        .next_back()
        .is_none_or(|w| matches!(w, "was" | "were" | "been" | "is" | "are"));
    let one = layout.sentence_at(from as u32) == layout.sentence_at(cue.start);
    if one && !passive && teller.split_whitespace().count() <= TELLER {
        parts.source = vec![Span::new(from, from + teller.len())];
    }
}

/// "according to [three clerks], [who feared for their posts, the contract was a reward]": the clause about the source is
/// the source's.
fn with_relative_clause(text: &str, mut source: Vec<Span>, mut content: Vec<Span>) -> (Vec<Span>, Vec<Span>) {
    let more = content.len() > 1;
    let (Some(who), Some(what)) = (source.last_mut(), content.first_mut()) else { return (source, content) };
    let words = what.of(text);
    let relative = ["who ", "whose ", "whom "].iter().any(|w| words.starts_with(w));
    let beside = who.end <= what.start && text[who.end as usize..what.start as usize].trim() == ",";
    if relative && beside && more && !words.contains(", ") {
        who.end = what.end;
        content.remove(0);
        return (source, content);
    }
    let Some(comma) = words.find(", ").filter(|_| relative && beside) else { return (source, content) };
    if words[comma + 2..].split_whitespace().count() >= CLAUSE {
        who.end = what.start + comma as u32;
        what.start = who.end + 2;
    }
    (source, content)
}

/// Words that are left of a content without the clause about its source.
const CLAUSE: usize = 3;

/// Whether an attribution that only the rules have is kept: a quotation that goes on without a cue, a denial or refusal, or
/// what someone says inside the words of another. Elsewhere the tagger knows better.
fn adds(report: &Report, layout: &Layout, names: &Names, rule: &RawAttribution, tagged: &[Parts]) -> bool {
    // What somebody in the words says or asks is not what is said of them: "[inspectors asked for help], a clerk told KPA".
    let beside = tagged.iter().filter(|t| common(&t.cue, &rule.content_spans) == 0);
    let covered: usize = beside.map(|t| common(&t.content, &rule.content_spans)).sum();
    let free = 10 * covered < 3 * length(&rule.content_spans);
    if rule.act == Act::Declines {
        return is_someone(report, layout, names, &rule.source_spans);
    }
    // "AP reported, citing an official": the tagger stops at AP.
    if rule.through.is_some() || tagged.iter().any(|t| common(&t.content, &rule.cue_spans) > 0) {
        return is_link(report, layout, names, rule);
    }
    let someone = || is_someone(report, layout, names, &rule.source_spans);
    let words = rule.cue_spans.iter().map(|s| s.of(&report.text)).collect::<Vec<_>>().join(" ");
    let says = words.split_whitespace().any(|word| words::is_said(&word.to_lowercase()));
    // "[said] four doors lay in the yard"
    let tells = |words: &str| words.split_whitespace().skip(1).any(|word| is_verb(&word.to_lowercase()));
    let said = extract::is_aloud(&words)
        && rule.content_spans.first().is_some_and(|content| {
            let words = content.of(&report.text);
            is_clause(words) || says && rule.manner == Manner::Indirect && tells(words)
        });
    free && (rule.carried.is_some()
        || rule.act != Act::Says
        || (rule.manner == Manner::Direct || said) && someone())
}

/// Whether what stands inside the words of another is a link of a chain: someone else, by name or description, said it
/// aloud. "He said he thinks" has one speaker, and where a pronoun stands it is mostly the same.
fn is_link(report: &Report, layout: &Layout, names: &Names, rule: &RawAttribution) -> bool {
    let words = rule.cue_spans.iter().map(|s| s.of(&report.text)).collect::<Vec<_>>().join(" ");
    let clause = rule.act != Act::Says
        || rule.manner != Manner::Indirect
        || rule.content_spans.first().is_some_and(|content| is_clause(content.of(&report.text)));
    clause && is_someone(report, layout, names, &rule.source_spans) && extract::is_aloud(&words)
}

/// Whether words say something, and do not merely name it: "that cracks were found", not "cracks in the wall".
fn is_clause(words: &str) -> bool {
    let mut words =
        words.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase);
    let first = words.next().unwrap_or_default();
    matches!(first.as_str(), "that" | "whether" | "how" | "why" | "what" | "if" | "to")
        || matches!(first.as_str(), "he" | "she" | "they" | "we" | "i" | "there")
        // "[reported] cracks in the wall and asked for help"
        || words.take_while(|w| w != "and").any(|w| words::is_plain_verb(&w))
}

/// Whether a source is named or described as one that can say something.
fn is_someone(report: &Report, layout: &Layout, names: &Names, source: &[Span]) -> bool {
    source.first().is_some_and(|source| {
        !matches!(phrase::read(&report.text, layout, names, *source), Phrase::Unknown | Phrase::Pronoun(_))
    })
}

/// Whether the tagger's content of a cue is to be believed, where the rules have one for the same cue.
fn fits(report: &Report, layout: &Layout, parts: &Parts, rule: &RawAttribution) -> bool {
    let (Some(first), Some(cue)) = (parts.content.first(), parts.cue.first()) else { return true };
    if rule.content_spans.is_empty()
        || common(&parts.content, &rule.content_spans) == length(&rule.content_spans)
    {
        return true;
    }
    // Words of another are cut out of what holds them ("officials say [he told them] … "); a denial reaches over what
    // was talked of ("dismissed all talk of …") and to the end of what is not so.
    let within = common(&parts.content, &rule.content_spans) == length(&parts.content);
    if within && (parts.content.len() > 1 || rule.act == Act::Denies) {
        return false;
    }
    // A reason is no content, and what is said without quotation marks stands in the sentence of its cue.
    let word = first.of(&report.text).split_whitespace().next().unwrap_or_default().to_lowercase();
    let elsewhere = |spans: &[Span]| {
        spans.iter().all(|s| {
            layout.sentence_at(s.start) != layout.sentence_at(cue.start)
                && layout.sentence_at(s.end.saturating_sub(1)) != layout.sentence_at(cue.start)
        })
    };
    let indirect = extract::manner(&report.text, layout, &parts.content) == Manner::Indirect;
    !(matches!(word.as_str(), "because" | "though" | "although" | "while")
        || indirect && elsewhere(&parts.content) && !elsewhere(&rule.content_spans))
}

fn common(a: &[Span], b: &[Span]) -> usize {
    let pair = |a: &Span, b: &Span| a.end.min(b.end).saturating_sub(a.start.max(b.start)) as usize;
    a.iter().map(|a| b.iter().map(|b| pair(a, b)).sum::<usize>()).sum()
}

fn length(spans: &[Span]) -> usize {
    spans.iter().map(|s| s.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Marked, report, unmark};

    /// The text, and what is left with the rules of what the tagger has in it.
    fn joined(tagged: &str) -> (String, Vec<RawAttribution>) {
        let (text, parts) = unmark(tagged);
        let parts: Vec<Parts> = parts
            .into_iter()
            .map(|m| Parts { source: m.source, cue: m.cue, content: m.content, borrowed: false })
            .collect();
        let report = report(&text);
        let layout = Layout::new(&report);
        let names = Names::new(&report, &layout, &[]);
        let found = join(&report, &layout, &names, &parts, extract::extract(&report, &layout));
        (text, found)
    }

    /// `tagged` marks what the tagger has, `left` what is left of it with the rules; both on the same text.
    #[track_caller]
    fn check(tagged: &str, left: &str) {
        let (text, found) = shown(tagged);
        let (same, wanted) = unmark(left);
        assert_eq!(text, same);
        let wanted: Vec<String> = wanted.iter().map(|m| m.show(&text)).collect();
        assert_eq!(found, wanted.join("\n"), "{text}");
    }

    /// The text, and what is left of what the tagger has with the rules, one a line.
    fn shown(tagged: &str) -> (String, String) {
        let (text, found) = joined(tagged);
        let show = |a: RawAttribution| {
            Marked { source: a.source_spans, cue: a.cue_spans, content: a.content_spans }.show(&text)
        };
        let lines: Vec<String> = found.into_iter().map(show).collect();
        (text, lines.join("\n"))
    }

    #[test]
    fn what_stands_within_anothers_words_comes_through_that_other() {
        // The first is left out, for what inspectors reported is what the official tells of.
        let marked = "«4:An official» [4:said] {4:that «inspectors» [reported] {cracks}}. \
                      «2:The clerk» [2:said] {2:that «3:Karel Brandt» [3:claimed] {3:that the mine was shut}}.";
        let (text, found) = joined(marked);
        let source = |a: &RawAttribution| a.source_spans[0].of(&text);
        let inner = found.iter().find(|a| source(a) == "Karel Brandt").expect("what he claimed");
        assert_eq!(inner.through.map(|through| source(&found[through])), Some("The clerk"));
    }

    #[test]
    fn who_speaks_at_the_end_of_a_sentence_says_what_stands_before() {
        check(
            "Ada Osei pushed for the gates to be shut, «two clerks» [tell] Meridian. “{They were ill on the day}.”",
            "{Ada Osei pushed for the gates to be shut}, «two clerks» [tell] Meridian. “{They were ill on the day}.”",
        );
        // What opens a quotation is said of nothing before it.
        let right = "When the gates shut, «two clerks» [told] Meridian: “{They were ill on the day}.”";
        check(right, right);
        let right = "On Monday, «two clerks» [told] Meridian. “{They were ill on the day}.”";
        check(right, right);
    }

    #[test]
    fn whoever_stands_right_before_said_says_it() {
        check(
            "Nobody saw «the port». {The gates were shut, the report handed over in Orsk} [says].",
            "Nobody saw the port. {The gates were shut}, «the report handed over in Orsk» [says].",
        );
        check(
            "Nobody saw «the port». {The gates were shut by Ada Osei, the report handed over in Orsk} [says].",
            "Nobody saw the port. {The gates were shut by Ada Osei}, «the report handed over in Orsk» [says].",
        );
        check(
            "{The report handed over in Orsk} [says] {the gates were shut}. So did «Ada Osei».",
            "«The report handed over in Orsk» [says] {the gates were shut}. So did Ada Osei.",
        );
        check(
            "{The mayor shut the gates, two clerks at the port}, «who asked not to be named», [said].",
            "{The mayor shut the gates}, «two clerks at the port, who asked not to be named», [said].",
        );
        check(
            "Guards who saw it, who would not be named as «they had been told», [said] {the gates were shut}.",
            "«Guards who saw it, who would not be named as they had been told», [said] {the gates were shut}.",
        );
        check(
            "Two guards familiar with the talks, «who» asked not to be named, [said] {the gates were shut}.",
            "«Two guards familiar with the talks, who asked not to be named», [said] {the gates were shut}.",
        );
        check(
            "It was Karel Brandt who ran to the gates, «five aides to the mayor», {who asked not to be named}, [said].",
            "{It was Karel Brandt who ran to the gates}, «five aides to the mayor, who asked not to be named», [said].",
        );
        check(
            "So it was, «a clerk» wrote. {The gates were shut, Ada Osei, the mayor}, [said].",
            "So it was, a clerk wrote. {The gates were shut}, «Ada Osei, the mayor», [said].",
        );
        check(
            "{The gates were shut}, Ada Osei, who leads «the port», [said].",
            "{The gates were shut}, «Ada Osei, who leads the port», [said].",
        );
        // Nobody says what is said of him.
        let right = "{The port said that Ada Osei, the head of the mine,} was [declared] «a thief».";
        // FIXME: a thief declares nothing.
        let declared = "«a thief» [declared] {The port said that Ada Osei, the head of the mine,}";
        let said = "«The port» [said] {that Ada Osei, the head of the mine, was declared a thief}";
        assert_eq!(shown(right).1, format!("{declared}\n{said}"));
        // A clause about somebody is told by the report.
        let right = "{Nobody came but a guard at the port}, «Ada Osei» saw, a clerk «who» [told] {the guards to leave}.";
        check(right, right);
    }

    #[test]
    fn what_is_said_has_its_subject() {
        check(
            "«Two clerks of the port» [said] Ada Osei, the mayor, {had been told of the doors}.",
            "«Two clerks of the port» [said] {Ada Osei, the mayor, had been told of the doors}.",
        );
        for right in [
            "They found a man who «police» [said] Tuesday {had been hiding at the port}.",
            "They found a man «he» [told] officers {had threatened the clerks}.",
            "The mayor met a man whom «two clerks of the port» [said] officers of the north {had hidden}.",
            "«Two clerks of the port» [said] Tuesday {had been the last day of the strike}.",
        ] {
            check(right, right);
        }
    }

    #[test]
    fn a_number_and_a_verb_are_a_clause_that_somebody_says() {
        check(
            "Two clerks of the port said four doors lay in the yard.",
            "«Two clerks of the port» [said] {four doors lay in the yard}.",
        );
    }

    #[test]
    fn people_who_were_cut_are_whole() {
        check(
            "The military hospital in «Orsk» [said] {that two men had died}.",
            "«The military hospital in Orsk» [said] {that two men had died}.",
        );
        check(
            "{The gates shut at noon}, two clerks at «the port» [told] Velm Wire.",
            "{The gates shut at noon}, «two clerks at the port» [told] Velm Wire.",
        );
    }

    #[test]
    fn what_is_not_quoted_stands_in_the_sentence_of_its_cue() {
        check(
            "{The gates shut at noon.} {The pumps failed}, [according to] «the board».",
            "The gates shut at noon. {The pumps failed}, [according to] «the board».",
        );
        check(
            "“{The gates shut at noon}.” {The pumps failed}, «Ada Osei» [said].",
            "“{The gates shut at noon}.” {The pumps failed}, «Ada Osei» [said].",
        );
    }

    #[test]
    fn what_the_tagger_misses_is_found_by_the_rules_where_someone_says_a_clause() {
        check(
            "A permit seen by reporters states that three floors were added.",
            "«A permit seen by reporters» [states] {that three floors were added}.",
        );
        check("Ada Osei suggested a walk.", "Ada Osei suggested a walk.");
    }

    #[test]
    fn what_somebody_asks_within_the_words_of_another_hides_nobody() {
        check(
            "Inspectors [asked for] {the mine to be shut, the gates to be locked and the town to be told}, a clerk told reporters.",
            "{Inspectors [2:asked for] {2:the mine to be shut, the gates to be locked and the town to be told}}, «a clerk» [told] reporters.",
        );
    }

    #[test]
    fn parts_that_are_in_each_others_way_are_the_rules_to_tell() {
        // The one who is spoken of, in the place of the one who speaks.
        check(
            "{The court in Orsk} [said] «Ada Osei, a former clerk of Velm,» {was fined on Monday}.",
            "«The court in Orsk» [said] {Ada Osei, a former clerk of Velm, was fined on Monday}.",
        );
        check(
            "{A row cost Karel Brandt}, «the head of the mine, the office on Monday, Ada Osei, the mayor,» [told] reporters.",
            "{A row cost Karel Brandt, the head of the mine, the office on Monday}, «Ada Osei, the mayor», [told] reporters.",
        );
        // Cut off within a name.
        check(
            "«The mayor» [said] {that a row cost Karel} Brandt, who led the mine, the office on Monday.",
            "«The mayor» [said] {that a row cost Karel Brandt, who led the mine, the office on Monday}.",
        );
        // Whose it is, in the place of what it is.
        check(
            "The crisis unit of «the council» [said] {that six people were lost}.",
            "«The crisis unit of the council» [said] {that six people were lost}.",
        );
    }

    #[test]
    fn what_a_denial_quotes_is_not_said_by_who_denies() {
        check(
            "«Orlo Air» [denied] {what the paper had reported, namely that it was late}. «2:Orlo Air» [2:had left].",
            "«Orlo Air» [denied] {what the paper had reported, namely that it was late}. Orlo Air had left.",
        );
    }

    #[test]
    fn a_word_that_asks_is_no_content() {
        check("{How} «they» [see] it: a walk by the gates.", "How they see it: a walk by the gates.");
    }

    #[test]
    fn who_stands_behind_told_was_told() {
        check(
            "“{The gates shut at noon},” the clerk [told] «the agency».",
            "“{The gates shut at noon},” «the clerk» [told] the agency.",
        );
        let passive = "“{The gates shut at noon},” the court was [told] by «a clerk».";
        check(passive, passive);
    }

    #[test]
    fn content_does_not_run_into_the_words_for_the_source() {
        check(
            "{The bid failed, three brokers and} «two bankers» [said].",
            "{The bid failed}, «three brokers and two bankers» [said].",
        );
        check(
            "{The bid failed, «two bankers of the port»} [said].",
            "{The bid failed}, «two bankers of the port» [said].",
        );
        check(
            "{The bid failed, Ada Osei}, «the clerk», [said].",
            "{The bid failed}, «Ada Osei, the clerk», [said].",
        );
    }

    #[test]
    fn whoever_hears_it_does_not_say_it() {
        check(
            "{The bid failed, two clerks of the port} [told] «Meridian».",
            "{The bid failed}, «two clerks of the port» [told] Meridian.",
        );
    }

    #[test]
    fn a_clause_about_the_source_is_no_cue_for_what_it_says() {
        check(
            "{The bid failed, two clerks}, «who» [asked] not to be named, told the Lantern.",
            "{The bid failed}, «two clerks, who asked not to be named», [told] the Lantern.",
        );
        check(
            "[According to] «two clerks», {who would not be named}, {the bid failed}.",
            "[According to] «two clerks, who would not be named», {the bid failed}.",
        );
        check(
            "They were told in [writing] {that the bid failed}.",
            "They were told in writing that the bid failed.",
        );
    }

    #[test]
    fn what_is_told_in_another_sentence_is_the_reports_own() {
        check(
            "{The gates are shut.} {The pumps failed}, [according to] «the board».",
            "The gates are shut. {The pumps failed}, [according to] «the board».",
        );
    }
}
