//! Whom a statement means without a name: by a pronoun ("he"), or by what the report introduced somebody as ("the
//! commander" behind "the rebel commander Joren Vask" or "Joren Vask, the commander of the north").

use std::collections::{BTreeMap, BTreeSet};

use backstory_lexicon::{is_person_noun, is_verb, verbs};
use backstory_model::{EntityKind, Span};

use super::{class_of, is_empty_word};
use crate::{
    context::{Context, Word},
    statements::Said,
};

/// Whether a word stands for someone who was named before. "They" is left out: it means groups as often.
pub(super) fn is_pronoun(form: &str) -> bool {
    matches!(form, "he" | "him" | "his" | "she" | "her")
}

/// Sentences before a statement in which those are named that its pronouns mean.
const NAMED_BEFORE: usize = 2;
/// People that pronouns may mean.
const MEANT: usize = 3;

/// The surnames of the people whom a report names last before a statement, nearest first, with how rare they are.
pub(super) fn named_before(ctx: &Context, said: &Said) -> Vec<(String, f32)> {
    let sentences = &ctx.texts[said.report].sentences;
    let end = sentences.partition_point(|s| s.span.start < said.span.start);
    let from = sentences[end.saturating_sub(1 + NAMED_BEFORE).min(end)..].first();
    let Some(from) = from.map(|s| s.span.start.min(said.span.start)) else { return Vec::new() };
    let before = Span::new(from as usize, said.span.start as usize);
    let people = ctx.reports[said.report].annotations.entities.iter();
    let mut people: Vec<Span> = people
        .filter(|e| e.kind == EntityKind::Person)
        .filter_map(|e| e.spans.iter().rfind(|s| before.contains(**s)).copied())
        .collect();
    people.sort_by_key(|s| std::cmp::Reverse(s.start));
    people.iter().filter_map(|span| surname(ctx, said.report, *span)).take(MEANT).collect()
}

fn surname(ctx: &Context, report: usize, name: Span) -> Option<(String, f32)> {
    let word = ctx.words_in(report, name).last()?;
    Some((class_of(ctx, word)?, ctx.weight(word.stem) as f32))
}

/// Words behind a name among which the noun for who it is stands: "Joren Vask, the former commander of the north".
const APPOSITION: usize = 6;

/// Whom the nouns for people mean in a report.
pub(super) struct Called {
    /// By noun, in lower case: the one person introduced so, as a surname with how rare it is, and from where on.
    people: BTreeMap<String, (u32, (String, f32))>,
}

impl Called {
    pub(super) fn new(ctx: &Context, report: usize) -> Self {
        // By noun: the places of the people in the report, and the first of their introductions.
        let mut found: BTreeMap<String, (BTreeSet<usize>, Span)> = BTreeMap::new();
        for (place, entity) in ctx.reports[report].annotations.entities.iter().enumerate() {
            if entity.kind != EntityKind::Person {
                continue;
            }
            for span in &entity.spans {
                for introduced in introductions(ctx, report, *span).into_iter().filter(|i| i.holds) {
                    let noun = introduced.noun.to_owned();
                    let (people, first) = found.entry(noun).or_insert((BTreeSet::new(), *span));
                    people.insert(place);
                    *first = (*first).min(*span);
                }
            }
        }
        // Of two ministers, "the minister" may be either.
        let alone = found.into_iter().filter(|(_, (people, _))| people.len() == 1);
        let people =
            alone.filter_map(|(noun, (_, first))| Some((noun, (first.end, surname(ctx, report, first)?))));
        Self { people: people.collect() }
    }

    /// The nouns of a statement that mean somebody who was named, with the surname and how rare it is, in order.
    pub(super) fn in_statement(&self, ctx: &Context, said: &Said) -> Vec<(Span, &(String, f32))> {
        let words = ctx.words_in(said.report, said.span);
        let text = &ctx.reports[said.report].report.text;
        let mut found = Vec::new();
        for (at, pair) in words.windows(2).enumerate() {
            let form = ctx.term(pair[1].form);
            let noun = form.strip_suffix("'s").unwrap_or(form);
            let Some((from, person)) = self.people.get(noun) else { continue };
            // "The minister of trade", "the police commander" and "the commander Joren Vask" say who it is by themselves.
            let ends =
                noun != form || words.get(at + 2).is_none_or(|next| ends_there(ctx, text, &pair[1], next));
            if ctx.term(pair[0].form) == "the" && pair[1].span.start >= *from && ends {
                found.push((pair[1].span, person));
            }
        }
        found
    }
}

/// What a person is said to be, beside the name.
pub(super) struct Introduction<'c> {
    /// "commander", in lower case.
    noun: &'c str,
    /// Whether "the commander" may mean this one: not a former or a deputy commander, and no candidate for it.
    holds: bool,
    /// The words for it, from the first to the last.
    pub(super) span: Span,
}

/// Words before the noun that may belong to it: "the former northern rebel commander".
const BEFORE: usize = 4;

/// What a name is introduced by: "the rebel «commander» Joren Vask", "Joren Vask, the «commander» of the north,".
pub(super) fn introductions<'c>(ctx: &'c Context, report: usize, name: Span) -> Vec<Introduction<'c>> {
    let all = &ctx.texts[report].words;
    let text = &ctx.reports[report].report.text;
    let between = |one: &Word, other: &Word| text[one.span.end as usize..other.span.start as usize].trim();
    let mut found = Vec::new();
    let first = all.partition_point(|w| w.span.start < name.start);
    let end = all.partition_point(|w| w.span.end <= name.end);
    // Whether what is said of somebody ends before a word: another one, or a mark, or the end of the text.
    let closes = |next: Option<&Word>| {
        let last = end.checked_sub(1).map(|at| &all[at]);
        next.zip(last)
            .is_none_or(|(next, last)| next.section != last.section || !between(last, next).is_empty())
    };
    if let (Some(at), Some(first)) = (first.checked_sub(1), all.get(first))
        && all[at].section == first.section
        && matches!(between(&all[at], first), "" | ",")
        && is_person_noun(ctx.term(all[at].form))
        // "He had run from the officer, Joren Vask said."
        && (between(&all[at], first).is_empty() || closes(all.get(end)))
    {
        let more = all[..at].iter().rev().zip(all[..=at].iter().rev()).take(BEFORE);
        let more = more.take_while(|(word, next)| {
            let form = ctx.term(word.form);
            word.section == first.section
                && between(word, next).is_empty()
                && !is_empty_word(form)
                && !is_verb(form)
                && !form.ends_with("'s")
        });
        let from = more.last().map_or(all[at].span, |(word, _)| word.span);
        let holds = holds(ctx, text, &all[at.saturating_sub(BEFORE)..at], &all[at]);
        found.push(Introduction { noun: ctx.term(all[at].form), holds, span: from.cover(all[at].span) });
    }
    if let Some(last) = end.checked_sub(1).map(|at| &all[at]) {
        let digits = |word: &Word| ctx.term(word.form).bytes().all(|b| b.is_ascii_digit());
        let (mut head, mut at, mut from): (Option<&Word>, &Word, Option<Span>) = (None, last, None);
        for next in all[end..].iter().take(APPOSITION).take_while(|w| w.section == last.section) {
            // ", 58, the commander"
            let opens = at.span == last.span || digits(at);
            if opens != (between(at, next) == ",") || !opens && !between(at, next).is_empty() {
                break;
            }
            from = from.or(Some(next.span));
            let form = ctx.term(next.form);
            let skipped = matches!(form, "the" | "a" | "an") || opens && digits(next);
            if !skipped {
                if is_empty_word(form) && form != "most" {
                    break;
                }
                head = Some(next);
            }
            at = next;
        }
        if let (Some(head), Some(from)) = (head, from)
            && is_person_noun(ctx.term(head.form))
            // "They shot Odo Vask, a witness said."
            && all[end..].iter().find(|w| w.span.start > head.span.start).is_none_or(|next| {
                let form = ctx.term(next.form);
                next.section != head.section
                    || !between(head, next).is_empty()
                    || !is_verb(form) && verbs::lookup(form).is_none()
            })
        {
            // Up to the comma behind it, where one closes it.
            let rest = all[end..].iter().skip_while(|w| w.span.start < head.span.start);
            let rest: Vec<&Word> = rest.take(BEHIND).collect();
            let close = rest.windows(2).find(|pair| between(pair[0], pair[1]).starts_with(','));
            let to = close.map_or(head.span, |pair| pair[0].span);
            let before = all[end..].iter().take_while(|w| w.span.start < head.span.start);
            let before: Vec<Word> = before.copied().collect();
            let holds = holds(ctx, text, &before, head);
            found.push(Introduction { noun: ctx.term(head.form), holds, span: from.cover(to) });
        }
    }
    found
}

/// Whether a noun with these words before it says what somebody is: not what he was, whose deputy he is, or what he wants to
/// be, "the former commander", "the vice president", "a candidate for governor".
fn holds(ctx: &Context, text: &str, before: &[Word], noun: &Word) -> bool {
    let mut next = noun;
    for word in before.iter().rev() {
        let form = ctx.term(word.form);
        let apart =
            !text[word.span.end as usize..next.span.start as usize].trim_matches([' ', '-']).is_empty();
        if word.section != noun.section || apart {
            break;
        }
        let other = matches!(
            form,
            "acting"
                | "assistant"
                | "associate"
                | "candidate"
                | "deputy"
                | "ex"
                | "former"
                | "interim"
                | "junior"
                | "late"
                | "lieutenant"
                | "nominee"
                | "retired"
                | "vice"
        );
        if other {
            return false;
        }
        // Behind "for" may stand what a candidate wants to be.
        if form != "for" && (is_empty_word(form) || is_verb(form) || form.ends_with("'s")) {
            break;
        }
        next = word;
    }
    true
}

/// Words from the noun on among which the comma is looked for that closes what is said of a person.
const BEHIND: usize = 8;

/// Whether a noun before a word is all there is of its name for somebody.
fn ends_there(ctx: &Context, text: &str, noun: &Word, next: &Word) -> bool {
    let form = ctx.term(next.form);
    let apart = !text[noun.span.end as usize..next.span.start as usize].trim().is_empty();
    apart || form != "of" && (is_empty_word(form) || is_verb(form))
}

#[cfg(test)]
mod tests {
    use crate::{context::Context, features, sources, statements::statements, testing::report};

    /// How alike the last statements of two reports are.
    fn alike(one: &str, other: &str) -> f32 {
        let reports = [report("Ilmar Post", "2031-05-06", one), report("Orlo Times", "2031-05-06", other)];
        let ctx = Context::new(&reports);
        let all: Vec<_> = [0, 1].map(|report| statements(&ctx, report).pop().expect("a statement")).to_vec();
        let facts = features::of(&ctx, &sources::merge(&ctx), &all);
        features::likeness(&facts[0], &facts[1])
    }

    #[test]
    fn a_noun_means_whom_the_report_introduced_so() {
        let named = "Engineers had warned Tessa Kell before the January flood.";
        let warned = "Engineers had warned the commander before the January flood.";
        let unknown = alike(warned, named);
        for introduced in [
            "The harbour commander Tessa Kell came back to Orlo.",
            "Tessa Kell, the commander of the harbour, came back to Orlo.",
            "Tessa Kell, 58, the harbour commander, came back to Orlo.",
            "The harbour's commander, Tessa Kell, came back to Orlo.",
        ] {
            let alike = alike(&format!("{introduced}\n{warned}"), named);
            assert!(alike > unknown + 0.04, "{introduced} {alike} {unknown}");
        }
        for other in [
            "The harbour commander Tessa Kell met the army commander Odo Marrick.",
            "The harbour pilot Tessa Kell came back to Orlo.",
        ] {
            assert!(alike(&format!("{other}\n{warned}"), named) < unknown + 0.02, "{other}");
        }
    }

    #[test]
    fn who_says_something_or_held_an_office_is_not_meant_by_the_noun() {
        let named = "Engineers had warned Tessa Kell before the January flood.";
        let warned = "Engineers had warned the commander before the January flood.";
        let unknown = alike(warned, named);
        for other in [
            "The driver had run from the commander, Tessa Kell said.",
            "Sailors arrested Tessa Kell, a commander said.",
            "Sailors arrested Tessa Kell, the harbour commander said.",
            "The former commander Tessa Kell came back to Orlo.",
            "Deputy commander Tessa Kell came back to Orlo.",
            "Tessa Kell, the vice commander of the harbour, came back to Orlo.",
            "Tessa Kell, 58, a former harbour commander, came back to Orlo.",
        ] {
            let alike = alike(&format!("{other}\n{warned}"), named);
            assert!(alike < unknown + 0.02, "{other} {alike} {unknown}");
        }
        // They do not keep the noun from the one who holds the office.
        for other in [
            "Deputy commander Odo Marrick came back to Orlo.",
            "Sailors shot Odo Marrick, the commander said.",
        ] {
            let alike =
                alike(&format!("The harbour commander Tessa Kell came to Orlo.\n{other}\n{warned}"), named);
            assert!(alike > unknown + 0.04, "{other} {alike} {unknown}");
        }
    }

    #[test]
    fn who_somebody_is_tells_no_fact() {
        let met = "Envoys of the governor Ada Osei met the harbour commander Odo Marrick in a mill.";
        let shot = "Soldiers of the governor Ada Osei shot the harbour commander Odo Marrick.";
        assert_eq!(alike(met, shot), 0.0);
        assert!(alike(met, "In a mill the harbour commander Odo Marrick met envoys of Ada Osei.") > 0.0);
    }
}
