//! Each report → what it states: a sentence, or the part of one that is attributed to someone.

mod acts;
mod clauses;

use backstory_model::{Attribution, Manner, Role, Span, Stance};
use backstory_text::words;

use crate::context::Context;

pub(crate) use acts::{is_act, is_of_speech};

/// Words that a stretch beside an attributed content must have to be a statement of its own.
const CLAUSE_WORDS: usize = 8;

/// Share of an attributed content that others within it must cover to leave it nothing of its own to say.
const NESTED_SHARE: f64 = 0.6;

/// Something that a report states.
#[derive(Clone, Debug)]
pub(crate) struct Said<'a> {
    /// The report's place in the context.
    pub(crate) report: usize,
    /// The words.
    pub(crate) span: Span,
    /// The block it stands in.
    pub(crate) role: Role,
    /// Who says it; None for the report's own voice.
    pub(crate) attribution: Option<&'a Attribution>,
}

impl Said<'_> {
    /// What is done with the words.
    pub(crate) fn stance(&self) -> Stance {
        self.attribution.map_or(Stance::Affirms, |a| a.stance)
    }
}

/// What a report states in title and body, in order.
pub(crate) fn statements<'a>(ctx: &Context<'a>, report: usize) -> Vec<Said<'a>> {
    let annotated = &ctx.reports[report];
    let text = &annotated.report.text;
    let attributions = &annotated.annotations.attributions;
    let mut found: Vec<Said> = Vec::new();
    // What the last denial of "it" was of, and the sentence that it stands in.
    let mut meant: Option<(usize, Vec<Said>)> = None;
    // Contents can run over many sentences; each sentence gets the attributions that reach into it.
    let mut reach: Vec<Vec<&Attribution>> = vec![Vec::new(); ctx.texts[report].sentences.len()];
    for attribution in attributions {
        let spans =
            attribution.content_spans.iter().chain(&attribution.cue_spans).chain(&attribution.source_spans);
        for span in spans {
            let from = ctx.texts[report].sentences.partition_point(|s| s.span.end <= span.start);
            for (at, sentence) in ctx.texts[report].sentences.iter().enumerate().skip(from) {
                if sentence.span.start >= span.end {
                    break;
                }
                if reach[at].last().is_none_or(|a| a.id != attribution.id) {
                    reach[at].push(attribution);
                }
            }
        }
    }
    for (at, (sentence, here)) in ctx.texts[report].sentences.iter().zip(&reach).enumerate() {
        let role = sentence.role;
        if role == Role::Caption || sentence.span.of(text).trim_end().ends_with('?') {
            continue;
        }
        let here: Vec<&Attribution> = here.iter().copied().filter(|a| !acts::is_act(text, a)).collect();
        let mut contents: Vec<(Span, &'a Attribution)> = Vec::new();
        for &attribution in &here {
            if let Some(span) = content_in(attribution, sentence.span) {
                let span = acts::without_joiner(text, acts::without_hearer(text, span.trim(text)));
                // What runs on behind the end of a sentence states something there too, or is cut wrong.
                let behind = attribution.manner == Manner::Indirect
                    && attribution.content_spans.iter().all(|c| c.start < sentence.span.start)
                    && attribution.cue_spans.iter().all(|c| !sentence.span.contains(*c));
                if !behind || acts::states(text, span) {
                    contents.push((span, attribution));
                }
            }
        }
        contents.sort_by_key(|(span, a)| (span.start, std::cmp::Reverse(span.end), a.id));
        contents.dedup_by_key(|(_, a)| a.id);
        // Words that someone known says, and in which nobody known is said to say something, are those of the first.
        let known = |a: &Attribution| a.source.is_some() || !a.via.is_empty();
        let outer: Vec<Span> = contents.iter().filter(|(_, a)| known(a)).map(|(span, _)| *span).collect();
        contents.retain(|(span, a)| known(a) || !outer.iter().any(|o| o.contains(*span)));
        let said: Vec<Said<'a>> = contents
            .iter()
            .filter(|(span, a)| a.stance != Stance::Declines && !is_spoken_for(text, *span, a, &contents))
            .filter(|(span, _)| !is_about_telling(span.of(text)))
            .filter(|(span, a)| a.stance != Stance::Denies || !is_reference(text, *span, a))
            .filter_map(|(content, a)| {
                let denied =
                    if a.stance == Stance::Denies { told_within(*content, a, &contents) } else { None };
                let content = match a.stance {
                    Stance::Denies => acts::without_claimant(text, denied.unwrap_or(*content), a),
                    _ => *content,
                };
                let span = acts::whole(text, sentence.span, content, a, &contents).unwrap_or(content);
                let hedged =
                    |frame: Span| annotated.annotations.hedges.iter().any(|h| frame.overlaps(h.span));
                let span = acts::with_frame(text, sentence.span, span, a, &hedged).unwrap_or(span);
                let asking = acts::is_asking(&annotated.annotations, text, content, a);
                // What somebody says they asked is a part of what that one says.
                let told = contents.iter().any(|(other, b)| a.id != b.id && other.contains(span));
                let attribution = if asking { None } else { Some(*a) };
                // "Asked whether the guild would pay": by nobody known, before what it answers.
                let idle = asking && a.source.is_none() && acts::is_asked(text, span);
                (!asking || !told && !idle).then_some(Said { report, span, role, attribution })
            })
            .collect();
        let own = own_voice(text, (sentence.span, role), &here, &contents);
        let own = own.map(|span| Said { report, span, role, attribution: None });
        let mut stated: Vec<Said<'a>> = Vec::new();
        for said in own.into_iter().chain(said) {
            // A headline is short, and what stands between quotation marks is kept as it was said.
            if role == Role::Title || said.attribution.is_some_and(|a| a.manner != Manner::Indirect) {
                stated.push(said);
                continue;
            }
            stated.extend(
                clauses::clauses(text, said.span).into_iter().map(|span| Said { span, ..said.clone() }),
            );
        }
        // "The authority denied it": what was said right before, in the same sentence or the one before it.
        let denials =
            contents.iter().filter(|(span, a)| a.stance == Stance::Denies && is_reference(text, *span, a));
        let mut denied: Vec<Said<'a>> = Vec::new();
        for &(content, denial) in denials {
            let parts = denial.source_spans.iter().chain(&denial.cue_spans);
            let inside = parts.filter(|part| sentence.span.contains(**part));
            let opens = inside.map(|part| part.start).min().unwrap_or(content.start).min(content.start);
            let joined = acts::joined_to(text, sentence.span, opens);
            // "He knew, but denies it": what he denies is no part of what is denied.
            let cut = |said: &mut Said| {
                if let Some(end) =
                    joined.filter(|end| said.span.contains(Span::new(*end as usize, opens as usize)))
                {
                    said.span = Span::new(said.span.start as usize, end as usize);
                }
            };
            let plain = |s: &&mut Said| s.attribution.is_none_or(|a| a.manner == Manner::Indirect);
            stated.iter_mut().filter(plain).for_each(cut);
            // What is called a claim somebody has made; what the report states itself is none.
            let claim = acts::is_named_claim(acts::denied_by(text, content, denial).of(text));
            let again = meant.take().filter(|(place, _)| *place + 1 >= at);
            let sooner: Vec<&Said> = stated.iter().filter(|s| s.span.start < opens).collect();
            let what: Vec<Said> = if !sooner.is_empty() {
                let apart: Vec<&Said> = sooner.into_iter().filter(|s| s.span.end <= opens).collect();
                said_last(&apart, denial)
            } else if let Some((_, before)) = again {
                before
            } else if joined.is_some() {
                Vec::new()
            } else {
                let last = at.checked_sub(1).map(|at| ctx.texts[report].sentences[at].span);
                let before = found.iter().rev();
                let mut before: Vec<&Said> =
                    before.take_while(|s| last.is_some_and(|last| last.contains(s.span))).collect();
                before.reverse();
                said_last(&before, denial)
            };
            let made = |said: &Said| !claim || said.attribution.is_some();
            let what: Vec<Said> = what.into_iter().filter(made).collect();
            // "He denied the allegations", of which nothing is told: that is all there is to know. Where a report opens so,
            // nobody can tell of what.
            if what.is_empty() && claim && !(found.is_empty() && stated.is_empty()) {
                let span = acts::whole(text, sentence.span, content, denial, &contents);
                denied.extend(span.map(|span| Said { report, span, role, attribution: Some(denial) }));
            }
            denied.extend(what.iter().map(|said| Said { attribution: Some(denial), ..said.clone() }));
            meant = Some((at, what));
        }
        found.extend(denied);
        found.extend(stated);
    }
    found.sort_by_key(|s| (s.span, s.attribution.map(|a| a.id)));
    found
}

/// Whether what somebody denies only refers to what was said before: "it", "the report", "it was a lie".
fn is_reference(text: &str, content: Span, denial: &Attribution) -> bool {
    acts::refers(acts::denied_by(text, content, denial).of(text))
}

/// What a denial of "it" is of, among statements that stand before it, in order: all that was said last, in as many clauses,
/// by somebody else than the one who denies; and where nobody is said to have said it, what the report states last.
fn said_last<'a>(before: &[&Said<'a>], denial: &Attribution) -> Vec<Said<'a>> {
    let speaker = |a: &Attribution| a.source.or(a.via.first().copied());
    let denier = speaker(denial);
    // Nobody denies what he says himself.
    let same = |a: &Attribution| denier.is_some() && speaker(a) == denier;
    let others: Vec<&Said<'a>> =
        before.iter().copied().filter(|s| !s.attribution.is_some_and(same)).collect();
    let said = others.iter().rev().find_map(|s| s.attribution);
    match said {
        Some(said) => {
            let clauses = others.into_iter().filter(|s| s.attribution.is_some_and(|a| a.id == said.id));
            clauses.cloned().collect()
        }
        None => others.last().map(|s| (*s).clone()).into_iter().collect(),
    }
}

/// The part of an attribution's content that lies in a sentence, from its first word to its last.
fn content_in(attribution: &Attribution, sentence: Span) -> Option<Span> {
    let parts = attribution
        .content_spans
        .iter()
        .filter(|c| c.overlaps(sentence))
        .map(|c| Span::new(c.start.max(sentence.start) as usize, c.end.min(sentence.end) as usize));
    parts.reduce(Span::cover)
}

/// What is denied, where another is said to have told it: "the guild rejected a report in which the Post said {that …}".
fn told_within(span: Span, attribution: &Attribution, contents: &[(Span, &Attribution)]) -> Option<Span> {
    let inner = contents.iter().filter(|(other, a)| {
        a.id != attribution.id && *other != span && span.contains(*other) && other.end == span.end
    });
    inner.map(|(other, _)| *other).max_by_key(|other| other.len())
}

/// Whether others say, within what one says, most of it: "Axios reported that officials said that …" has its
/// statement with the officials. Of two with the same words, the later attribution id gives way.
fn is_spoken_for(
    text: &str,
    span: Span,
    attribution: &Attribution,
    contents: &[(Span, &Attribution)],
) -> bool {
    let inner: usize = contents
        .iter()
        .filter(|(other, a)| {
            span.contains(*other)
                && a.id != attribution.id
                && (*other != span
                    || depth(a, attribution)
                    || (!depth(attribution, a) && a.id < attribution.id))
                && (*other == span || acts::tells(text, *other, a))
        })
        // With the words for who says it: "[the guild said] the ferry was late".
        .map(|(other, a)| {
            let of_it = a.source_spans.iter().chain(&a.cue_spans).filter(|s| span.contains(**s));
            of_it.copied().fold(*other, Span::cover).len()
        })
        .max()
        .unwrap_or(0);
    inner as f64 >= NESTED_SHARE * span.len() as f64
}

/// Whether the first of two attributions of the same words tells more of their source.
fn depth(one: &Attribution, other: &Attribution) -> bool {
    (one.source.is_some(), one.via.len()) > (other.source.is_some(), other.via.len())
}

/// Words that tell why someone is not named: they are about how it was told, not about what happened.
const UNNAMED: &[&str] = &[
    "anonymity",
    "anonymously",
    "asked not to be",
    "authorised to",
    "authorized to",
    "not be named",
    "not be identified",
    "to be named",
    "to be identified",
];

/// Whether words tell why somebody is not named, and nothing that this one said: that would stand before them or behind,
/// and a comma between.
pub(crate) fn is_about_telling(text: &str) -> bool {
    let text = text.to_lowercase();
    UNNAMED.iter().filter_map(|unnamed| Some((text.find(unnamed)?, unnamed.len()))).any(|(at, length)| {
        let behind = text[at + length..].split_once(',').map_or("", |(_, behind)| behind);
        !text[..at].contains(',') && behind.split_whitespace().count() < CLAUSE_WORDS
    })
}

/// Share of a sentence's words that nobody is said to say from which on the whole sentence is the report's own: a few
/// quoted words in it are part of what it states.
const OWN_SHARE: f64 = 0.6;

/// What of a sentence the report says itself: all of it, or the longest stretch that nobody else is said to say. None
/// where that is too short to state anything.
fn own_voice(
    text: &str,
    (sentence, role): (Span, Role),
    here: &[&Attribution],
    contents: &[(Span, &Attribution)],
) -> Option<Span> {
    if here.is_empty() {
        let said = acts::unframed(text, sentence.trim(text));
        let states = |span: &Span| role == Role::Title || !acts::is_label(text, *span);
        return Some(said).filter(|span| !is_about_telling(span.of(text))).filter(states);
    }
    let mut taken: Vec<Span> = contents.iter().map(|(span, _)| *span).collect();
    for attribution in here {
        taken.extend(
            attribution.cue_spans.iter().chain(&attribution.source_spans).filter(|s| s.overlaps(sentence)),
        );
    }
    taken.sort();
    let all = words(text, sentence).count();
    let mut own = 0;
    let mut best: Option<(usize, Span)> = None;
    let mut from = sentence.start;
    for span in taken.into_iter().chain([Span::new(sentence.end as usize, sentence.end as usize)]) {
        if span.start > from {
            let gap = Span::new(from as usize, span.start.min(sentence.end) as usize);
            let inside: Vec<Span> = words(text, gap).collect();
            own += inside.len();
            if let (Some(first), Some(last)) = (inside.first(), inside.last())
                && inside.len() >= CLAUSE_WORDS
                && best.is_none_or(|(n, _)| inside.len() > n)
            {
                best = Some((inside.len(), first.cover(*last)));
            }
        }
        from = from.max(span.end);
    }
    let fragments = contents.iter().all(|(span, a)| {
        words(text, *span).count() < CLAUSE_WORDS
            && (a.manner != Manner::Indirect || !acts::states(text, *span))
    });
    if fragments && own as f64 >= OWN_SHARE * all as f64 && own >= CLAUSE_WORDS {
        return Some(sentence.trim(text));
    }
    let best = best
        .map(|(_, span)| acts::without_opening(text, acts::without_joiner(text, span)))
        .filter(|span| !acts::is_asked(text, *span) && acts::has_verb(text, *span));
    best.filter(|span| !is_about_telling(span.of(text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::report;

    /// What a report states; `«»` around what someone says.
    #[track_caller]
    fn check(marked: &str, expected: &[&str]) {
        let reports = [report("Ilmar Post", "2031-05-06", marked)];
        let ctx = Context::new(&reports);
        let said = statements(&ctx, 0);
        let found: Vec<String> = said
            .iter()
            .map(|s| {
                let words = s.span.of(&reports[0].report.text);
                if s.attribution.is_some() { format!("«{words}»") } else { words.to_owned() }
            })
            .collect();
        assert_eq!(found, expected, "{marked}");
    }

    #[test]
    fn clauses_beside_each_other_are_statements_of_their_own() {
        check(
            "The harbour gates were shut on Monday; the ferry is 27 years old.",
            &["The harbour gates were shut on Monday", "the ferry is 27 years old."],
        );
        check(
            "The harbour gates were shut on Monday, while the ferry cost $4 million.",
            &["The harbour gates were shut on Monday", "the ferry cost $4 million."],
        );
        check(
            "The harbour gates were shut on Monday, and the ferry was sold to Orlo.",
            &["The harbour gates were shut on Monday", "the ferry was sold to Orlo."],
        );
        check(
            "{that the harbour gates were shut and that the ferry was sold}, «Tessa Morrow|person» [said].",
            &["«that the harbour gates were shut»", "«that the ferry was sold»"],
        );
    }

    #[test]
    fn what_goes_on_with_the_same_subject_is_one_statement() {
        for one in [
            "The harbour gates were shut on Monday, and left the boats outside.",
            "The harbour office sold gates, boats, and two ferries of the island.",
            "The harbour gates were shut on Monday, while waiting for the boats.",
        ] {
            check(one, &[one]);
        }
    }

    #[test]
    fn what_somebody_does_is_told_by_the_report() {
        let order = "The court ordered the company to pay for the gates of Ilmar.";
        check("«The court|organization» [ordered] {the company to pay for the gates of Ilmar}.", &[order]);
        check(
            "«The court|organization» [announced] {a hearing about the gates of Ilmar}.",
            &["«The court announced a hearing about the gates of Ilmar»"],
        );
        check(
            "«The court|organization» [found] {that the gates of Ilmar were shut}.",
            &["«that the gates of Ilmar were shut»"],
        );
    }

    #[test]
    fn what_words_only_name_is_stated_with_what_is_said_of_it() {
        check(
            "«Tessa Morrow|person» [called for] {a new inquiry}.",
            &["«Tessa Morrow called for a new inquiry»"],
        );
        check(
            "«The mayor|person» [said] {that a new inquiry is needed}.",
            &["«that a new inquiry is needed»"],
        );
    }

    #[test]
    fn a_number_of_things_states_nothing_however_exact() {
        check(
            "«The union|organization» [has announced] {roughly 40 strikes}.",
            &["«The union has announced roughly 40 strikes»"],
        );
    }

    #[test]
    fn what_costs_lives_claims_nothing() {
        check(
            "Two years of «storms|anonymous 2» [have claimed] {roughly 40 lives}.",
            &["Two years of storms have claimed roughly 40 lives."],
        );
        check("«Storm|organization» [claims] {up to 40 lives}", &["Storm claims up to 40 lives"]);
        check(
            "«The storms|anonymous 2» [claimed] {the lives of 40 people across the north}.",
            &["The storms claimed the lives of 40 people across the north."],
        );
        check(
            "«The rebels|anonymous 2» [claimed] {the life of a nurse who had stayed in Velm}.",
            &["The rebels claimed the life of a nurse who had stayed in Velm."],
        );
        check(
            "«The guild|organization» [claimed] {victims of the storm had been paid twice}.",
            &["«victims of the storm had been paid twice»"],
        );
        check(
            "«The guild|organization» [claimed] {that the storm cost 40 lives}.",
            &["«that the storm cost 40 lives»"],
        );
    }

    #[test]
    fn who_asks_without_a_name_says_nothing() {
        check(
            "«Dozens of people|anonymous 24» [were asking for] {a seat on the ferry}.",
            &["Dozens of people were asking for a seat on the ferry"],
        );
        check(
            "«Eleven sailors|anonymous 11 11» [asked] {whether the gates had been shut}.",
            &["Eleven sailors asked whether the gates had been shut"],
        );
    }

    #[test]
    fn what_is_told_for_two_days_is_not_asked_for() {
        check(
            "{For two days nobody shut the harbour gates}, «two sailors|anonymous 2 2» [said].",
            &["«For two days nobody shut the harbour gates»"],
        );
        check(
            "«The sailors|anonymous 2» [said] {what they saw on the gates was rust}.",
            &["«The sailors said what they saw on the gates was rust»"],
        );
    }

    #[test]
    fn what_somebody_orders_or_agrees_to_is_told_by_the_report() {
        for marked in [
            "«The minister|person» [ordered] {the gates closed until the inquiry is over}.",
            "«The council|organization» [asked for] {the names of the sailors}.",
            "«The council|organization» [agreed to] {pay 4 million crowns for the ferry}.",
        ] {
            let plain: String = marked.chars().filter(|c| !"«»[]{}".contains(*c)).collect();
            check(marked, &[&plain.replace("|person", "").replace("|organization", "")]);
        }
        check(
            "«The council|organization» [ordered] {that the gates be shut}.",
            &["«that the gates be shut»"],
        );
    }

    #[test]
    fn what_somebody_refuses_or_is_asked_is_told_by_the_report() {
        for marked in [
            "«The guild|organization» [refused|declines] {to accept the new captain}.",
            "{The names of the sailors} [were requested] by «the consulate|organization».",
            "It took the council of Ilmar two days [to agree on] {a new captain}.",
            "«Some 58 percent|anonymous 2» [told] pollsters {that the gates are safe}.",
        ] {
            let plain: String = marked.chars().filter(|c| !"«»[]{}".contains(*c)).collect();
            let kinds = ["|declines", "|organization", "|anonymous 2"];
            check(marked, &[&kinds.iter().fold(plain, |text, kind| text.replace(kind, ""))]);
        }
        check("«The guild|organization» [declined|declines] {to comment on the captain}.", &[]);
    }

    #[test]
    fn that_something_is_said_is_no_part_of_it() {
        check(
            "It can now be revealed that the guild kept a second book.",
            &["the guild kept a second book."],
        );
        for open in [
            "It was not confirmed that the guild kept a second book.",
            "It was wrongly reported that 40 sailors of the ferry had drowned.",
            "It can hardly be said that all 12 pumps of Velm were ready.",
            "It is alleged that the mayor took 300 crowns.",
            "It is feared that 40 sailors of the ferry drowned.",
            "It might be announced that the ferry is to be sold.",
        ] {
            check(open, &[open]);
        }
        // Where nobody is known to say it, it is as doubtful.
        check(
            "It was [wrongly reported] {that 40 sailors of the ferry had drowned}.",
            &["«It was wrongly reported that 40 sailors of the ferry had drowned»"],
        );
        check(
            "It is [alleged] {that the mayor took 300 crowns}.",
            &["«It is alleged that the mayor took 300 crowns»"],
        );
        check("It was [reported] {that the mayor took 300 crowns}.", &["«that the mayor took 300 crowns»"]);
    }

    #[test]
    fn who_denies_it_denies_what_was_said_right_before() {
        check(
            "{The authority had known of the cracks since March}, «two clerks|anonymous 2 2» [said].\n«The authority|organization» [denied|denies] {it}.",
            &[
                "«The authority had known of the cracks since March»",
                "«The authority had known of the cracks since March»",
            ],
        );
        // Where nothing stands before, nobody can tell.
        check("«The authority|organization» [denied|denies] {it}.", &[]);
    }

    /// What a report of these lines states, where each line may be marked more than once: the same words each time.
    #[track_caller]
    fn check_twice(marked: [&str; 2], expected: &[&str]) {
        let [mut first, second] = marked.map(|marked| report("Ilmar Post", "2031-05-06", marked));
        assert_eq!(first.report.text, second.report.text);
        first.annotations.attributions.extend(second.annotations.attributions);
        first.annotations.sources.extend(second.annotations.sources);
        let reports = [first];
        let ctx = Context::new(&reports);
        let denied = statements(&ctx, 0).into_iter().filter(|s| s.stance() == Stance::Denies);
        let found: Vec<&str> = denied.map(|s| s.span.of(&reports[0].report.text)).collect();
        assert_eq!(found, expected, "{marked:?}");
    }

    #[test]
    fn who_denies_it_denies_what_was_said_in_the_same_sentence() {
        check_twice(
            [
                "«The minister|person» [said] {the gates were safe for all boats}.
                «Two clerks|anonymous 2 2» [say] {that he knew of the cracks in March}, but he denies it.",
                "The minister said the gates were safe for all boats.
                Two clerks say that he knew of the cracks in March, but «he|person» [denies|denies] {it}.",
            ],
            &["that he knew of the cracks in March"],
        );
        check_twice(
            [
                "«Two clerks|anonymous 2 2» [say] {that the mayor knew of the cracks in March, but he denies it}.",
                "Two clerks say that the mayor knew of the cracks in March, but «he|person» [denies|denies] {it}.",
            ],
            &["that the mayor knew of the cracks in March"],
        );
        check(
            "The mayor of Orlo knew of the cracks in the gates in March, but «he|person» [denies|denies] {it}.",
            &[
                "The mayor of Orlo knew of the cracks in the gates in March",
                "«The mayor of Orlo knew of the cracks in the gates in March»",
            ],
        );
        // What the report says in too few words for a statement is none of the sentence before.
        check_twice(
            [
                "«The minister|person» [said] {the gates were safe for all boats}.
                Rust was found there, but the owner denies it.",
                "The minister said the gates were safe for all boats.
                Rust was found there, but «the owner|person» [denies|denies] {it}.",
            ],
            &[],
        );
    }

    #[test]
    fn nobody_denies_what_he_says_himself() {
        check_twice(
            [
                "«Odo Kell|person» [said] {that every crown had gone into the new gates}.
                Odo Kell denies it.",
                "Odo Kell said that every crown had gone into the new gates.
                «Odo Kell|person» [denies|denies] {it}.",
            ],
            &[],
        );
    }

    #[test]
    fn a_denial_is_of_all_clauses_and_may_be_made_again() {
        let said = "{that the gates had rusted in March, and that the mayor had burned the letters}";
        let plain = said.trim_matches(['{', '}']);
        check_twice(
            [
                &format!(
                    "«Two clerks|anonymous 2 2» [said] {said}.
                    «The owner|person» [denied|denies] {{it}}. The captain denied it as well."
                ),
                &format!(
                    "Two clerks said {plain}.
                    The owner denied it. «The captain|person» [denied|denies] {{it as well}}."
                ),
            ],
            &[
                "that the gates had rusted in March",
                "that the gates had rusted in March",
                "that the mayor had burned the letters",
                "that the mayor had burned the letters",
            ],
        );
    }

    #[test]
    fn a_clause_that_somebody_says_is_no_part_of_the_reports_own() {
        check(
            "The mayor of Orlo has seen the worst winter for the strait in decades, and {she wants an inquiry}, «three clerks|anonymous 3 3» [tell] the Post.",
            &[
                "The mayor of Orlo has seen the worst winter for the strait in decades",
                "«she wants an inquiry»",
            ],
        );
    }

    #[test]
    fn what_is_denied_is_stated_without_who_claimed_it() {
        check(
            "«The guild|organization» [dismissed|denies] {as invention the suggestion that the gates were shut}.",
            &["«that the gates were shut»"],
        );
        // Who says that a claim is false does not state it.
        check(
            "«The guild|organization» [said] {reports that the gates were shut were false}.",
            &["«reports that the gates were shut were false»"],
        );
    }

    #[test]
    fn a_verdict_is_no_part_of_what_is_denied() {
        check(
            "«The guild|organization» [said|denies] {the claim that it had shut the gates in March was false}.",
            &["«that it had shut the gates in March»"],
        );
        check(
            "«The guild|organization» [said|denies] {reports that it had shut the gates were pure invention}.",
            &["«that it had shut the gates»"],
        );
        for verdict in ["were fake news", "were all made up", "were not true"] {
            check(
                &format!(
                    "«The guild|organization» [said|denies] {{reports that it had shut the gates {verdict}}}."
                ),
                &["«that it had shut the gates»"],
            );
        }
        check(
            "«The guild|organization» [rejected|denies] {a report by the Orlo Post that the gates were shut}.",
            &["«that the gates were shut»"],
        );
    }

    #[test]
    fn who_rejects_the_report_denies_what_it_says() {
        let said = "The authority had known of the cracks since March";
        for denial in [
            "«The guild|organization» [rejected|denies] {the report}.",
            "«The guild|organization» [dismissed|denies] {the allegations as lies}.",
            "«The guild|organization» [called|denies] {the claims completely false}.",
            "«The guild|organization» [denied|denies] {it in a statement on Monday}.",
            "«The guild|organization» [said|denies] {that was not true}.",
        ] {
            let said = format!("«{said}»");
            check(
                &format!(
                    "{{The authority had known of the cracks since March}}, «two clerks|anonymous 2 2» [said].\n{denial}"
                ),
                &[said.as_str(), said.as_str()],
            );
        }
        // What is charged in court is no claim that stands right before.
        check(
            &format!("{said} of that year.\n«The mayor|person» [denied|denies] {{the charges}}."),
            &[&format!("{said} of that year."), "«The mayor denied the charges»"],
        );
        check("«The guild|organization» [rejected|denies] {the report}.", &[]);
    }

    #[test]
    fn who_denies_the_claims_denies_nothing_that_nobody_said() {
        let told = "The mayor was arrested at his home in Orlo on Monday.";
        check(
            &format!("{told}\n«He|person» [denied|denies] {{the allegations}}."),
            &[told, "«He denied the allegations»"],
        );
        check(
            &format!("{told}\n«The guild|organization» [denied|denies] {{the claims in the lawsuit}}."),
            &[told, "«The guild denied the claims in the lawsuit»"],
        );
    }

    #[test]
    fn a_verdict_is_denied_where_the_verb_denies() {
        let told = "«The harbour gates of Ilmar were safe»";
        check(
            "«The minister|person» [denied|denies] {that the figures of the guild were false}.",
            &["«that the figures of the guild were false»"],
        );
        check(
            "{The harbour gates of Ilmar were safe}, «a clerk|anonymous 1 1» [said].\n«Odo Kell|person» [denied|denies] {it was a lie}.",
            &[told, "«it was a lie»"],
        );
    }

    #[test]
    fn that_opens_a_clause_and_refers_to_nothing() {
        check(
            "{The harbour gates of Ilmar were safe}, «a clerk|anonymous 1 1» [said].\n«The army|organization» [denied|denies] {that on Monday troops shot two pilots}.",
            &["«The harbour gates of Ilmar were safe»", "«that on Monday troops shot two pilots»"],
        );
    }

    #[test]
    fn a_claim_that_is_only_mentioned_is_not_what_is_denied() {
        check(
            "«The guild|organization» [denied|denies] {it had seen a report that the cracks were old}.",
            &["«it had seen a report that the cracks were old»"],
        );
        check(
            "«The guild|organization» [denied|denies] {the repeated claims that the cracks were old}.",
            &["«that the cracks were old»"],
        );
        check(
            "«The guild|organization» [denied|denies] {any report that warned of the cracks in Velm}.",
            &["«any report that warned of the cracks in Velm»"],
        );
    }

    #[test]
    fn a_line_in_which_something_is_done_is_no_label() {
        let told = "The gates of the harbour were shut on Monday.";
        for line in [
            "Gunmen shot four people in Orsk",
            "Gunmen Shot Four People in Orsk",
            "Rebels attack a ferry of the guild",
            "Pilots face the loss of two ferries",
        ] {
            check(&format!("{told}\n{line}\n{told}"), &[told, line, told]);
        }
        check(
            "Gunmen shot a deputy mayor in the centre of Orsk on Monday, and «police|organization» [said] {three men had fled}.",
            &["Gunmen shot a deputy mayor in the centre of Orsk on Monday", "«three men had fled»"],
        );
    }

    #[test]
    fn what_states_nothing_is_no_statement() {
        for nothing in ["1 / 22 ORLO Harbour-Master", "(Ada Brell/The Ilmar Post)"] {
            check(nothing, &[]);
        }
        let told = "The gates of the harbour were shut on Monday.";
        let under = "The boats of the guild lay outside for two days.";
        for heading in [
            "Quick Harbour Update",
            "Harbour Office: Boats First, Gates Possible",
            "Close the Gates by Night",
        ] {
            check(&format!("{told}\n{heading}\n{under}"), &[told, under]);
        }
        let line = "Gates of Velm shut after a ferry hit them";
        check(&format!("{told}\n{line}\n{under}"), &[told, line, under]);
        check(
            "{The gates are shut}, «the mayor|person» [said]. Asked whether the guild of Velm would pay for the boats, «he|person» [said] {it would not}.",
            &["«The gates are shut»", "«it would not»"],
        );
    }

    #[test]
    fn what_is_left_of_a_sentence_states_something() {
        check(
            "The worst storm in the north of the island after «a clerk|anonymous 1 1» [said] {that the gates were shut}.",
            &["«that the gates were shut»"],
        );
        check(
            "The ferry of the guild left the island on Monday after «a clerk|anonymous 1 1» [said] {that the gates were shut}.",
            &["The ferry of the guild left the island on Monday", "«that the gates were shut»"],
        );
        check(
            "[Asked] {whether the guild of Velm would pay}, a clerk of the harbour office smiled at them.",
            &["a clerk of the harbour office smiled at them"],
        );
    }

    #[test]
    fn what_joins_something_else_is_no_end() {
        check(
            "«Tessa Morrow|person» [said] {the boats of Velm were all too old and}, as the mayor knew, rusty.",
            &["«the boats of Velm were all too old»"],
        );
        check(
            "«Tessa Morrow|person» [said] {the boats of Velm were late, even} though the gates stood open.",
            &["«the boats of Velm were late»"],
        );
    }

    #[test]
    fn who_wants_something_says_nothing_within_anothers_words() {
        let marked =
            "{Divers want to publish what they found in the harbour}, «the guild|organization» [said].";
        let inner =
            "«Divers|anonymous 2» [want] {to publish what they found in the harbour}, the guild said.";
        let mut outer = report("Ilmar Post", "2031-05-06", marked);
        let inner = report("Ilmar Post", "2031-05-06", inner);
        assert_eq!(inner.report.text, outer.report.text);
        outer.annotations.attributions.extend(inner.annotations.attributions);
        outer.annotations.sources.extend(inner.annotations.sources);
        let reports = [outer];
        let ctx = Context::new(&reports);
        let said = statements(&ctx, 0);
        let words: Vec<&str> = said.iter().map(|s| s.span.of(&reports[0].report.text)).collect();
        assert!(words.contains(&"Divers want to publish what they found in the harbour"), "{words:?}");
    }

    #[test]
    fn whom_it_was_told_is_no_part_of_it() {
        check(
            "«The minister|person» [denied|denies] {to the agency that he had met the sailors}.",
            &["«that he had met the sailors»"],
        );
    }

    #[test]
    fn why_somebody_is_not_named_is_no_statement() {
        check("All of them spoke on condition of anonymity because the inquiry goes on.", &[]);
        check(
            "The gates were shut on Monday, said a sailor, who spoke on condition of anonymity.",
            &["The gates were shut on Monday, said a sailor, who spoke on condition of anonymity."],
        );
    }
}
