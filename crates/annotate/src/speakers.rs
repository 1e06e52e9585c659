//! Who speaks in one sentence, where a tagger took a part of their words for them; and verbs that look like saying and are
//! none.
//!
//! "«The union» [says]" of "a written offer put to the union says": what stands behind a preposition is the subject of no
//! verb. The subject of a verb of saying is the whole phrase before it, from the head of the sentence or the comma before,
//! with the clauses that are about it.

use backstory_lexicon::{is_calendar, outlet_by_name, verbs};
use backstory_model::{EntityKind, Manner, Report, Span};
use backstory_text::TokenKind;

use crate::{
    beside::{Beside, is_of_company},
    entities::Names,
    extract::{self, RawAttribution},
    layout::Layout,
    nouns::is_outlet_word,
    parts::{CLAUSE, Reader, chunks, has_verb},
    phrase::Phrase,
    quantities::is_time_unit,
    words::{is_function, is_role},
};

/// The attributions with whole sources, less those that say nothing.
pub(crate) fn mend(
    report: &Report,
    layout: &Layout,
    names: &Names,
    mut found: Vec<RawAttribution>,
) -> Vec<RawAttribution> {
    let reader = Reader { text: &report.text, layout, names };
    let mut denied: Vec<Span> = Vec::new();
    let mut spoken: Vec<u32> = found
        .iter()
        .filter_map(|a| a.cue_spans.iter().chain(&a.source_spans).map(|s| s.start).min())
        .collect();
    spoken.sort_unstable();
    let mut cues: Vec<u32> = found.iter().flat_map(|a| &a.cue_spans).map(|cue| cue.start).collect();
    cues.sort_unstable();
    for attribution in &mut found {
        denied.extend(reader.denied_clause(attribution, &spoken));
        reader.denied_aside(attribution, &cues);
        reader.cue_is_said(attribution);
        reader.whole_name(attribution);
        if attribution.manner == Manner::Indirect {
            reader.behind_cue(attribution);
            reader.right_before(attribution);
            reader.whole_subject(attribution);
            reader.with_clauses(attribution);
        }
    }
    // What is denied as another's words, the denial has; that other said nothing else.
    let within = |a: &RawAttribution| {
        a.cue_spans.first().is_some_and(|cue| denied.iter().any(|clause| clause.contains(*cue)))
    };
    let says: Vec<bool> = found.iter().map(|a| !reader.says_nothing(a) && !within(a)).collect();
    let place: Vec<usize> = says
        .iter()
        .scan(0, |next, says| {
            let here = *next;
            *next += usize::from(*says);
            Some(here)
        })
        .collect();
    let moved = |at: Option<usize>| at.filter(|at| says[*at]).map(|at| place[at]);
    let kept = found.iter().zip(&says).filter(|(_, says)| **says);
    kept.map(|(attribution, _)| RawAttribution {
        carried: moved(attribution.carried),
        through: moved(attribution.through),
        ..attribution.clone()
    })
    .collect()
}

impl Reader<'_> {
    /// "«The guild» [said] {it was untrue}, as the Post had reported, that …": what is untrue stands behind whoever said it,
    /// up to where another begins to speak. The stretch that names whoever said it, if the content grew. `spoken`: where the
    /// words for the sources and cues of the report begin, in order.
    fn denied_clause(&self, attribution: &mut RawAttribution, spoken: &[u32]) -> Option<Span> {
        let content = attribution.content_spans.last().copied()?;
        let mut words = content.of(self.text).trim_end().rsplit(' ');
        let last = words.next()?;
        let mut verb = words.next()?;
        let not = verb == "not";
        if not {
            verb = words.next()?;
        }
        let it = words.next()?;
        let untrue = if not {
            matches!(last, "true" | "right" | "correct" | "so")
        } else {
            verbs::FALSE.contains(&last) || matches!(last, "wrong" | "incorrect")
        };
        let untrue = untrue && matches!(verb, "is" | "was") && it.eq_ignore_ascii_case("it");
        let sentence = self.layout.sentences[self.layout.sentence_at(content.start)?].span;
        let rest = &self.text[content.end as usize..sentence.end.max(content.end) as usize];
        let clause = rest.find(", that ").filter(|_| untrue && rest.starts_with(", as "))?;
        // ", but a pilot said they had": whoever speaks behind a comma speaks for themselves.
        let from = clause + ", that ".len();
        let next = spoken.partition_point(|at| (*at as usize) < content.end as usize + from);
        let others = spoken[next..].iter().map(|at| *at as usize - content.end as usize);
        let stop = others
            .take_while(|at| *at <= rest.len())
            .find_map(|at| rest[from..at].rfind([',', ';']).map(|comma| from + comma));
        let rest = &rest[..stop.unwrap_or(rest.len())];
        let end = rest.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        let whole = Span::new(content.start as usize, content.end as usize + end);
        if clause >= end || !self.is_plain(whole) {
            return None;
        }
        *attribution.content_spans.last_mut()? = whole;
        Some(Span::new(content.end as usize, content.end as usize + clause))
    }

    /// "The guild denied, as «the Post» [had reported], {that …}": what stands behind the aside is denied by whoever stands
    /// before it. `cues`: where the cues of the report begin, in order.
    fn denied_aside(&self, attribution: &mut RawAttribution, cues: &[u32]) {
        let ([source], [cue], Some(content)) = (
            &attribution.source_spans[..],
            &attribution.cue_spans[..],
            attribution.content_spans.first().copied(),
        ) else {
            return;
        };
        let (first, last) = (source.start.min(cue.start), source.end.max(cue.end));
        let Some(sentence) = self.layout.sentence_at(first) else { return };
        let start = self.behind_time(self.layout.sentences[sentence].span);
        let lead = self.text.get(start as usize..first as usize).unwrap_or_default();
        let set_off = self.text.get(last as usize..content.start as usize).is_some_and(|b| b.trim() == ",");
        let Some(lead) = lead.trim_end().strip_suffix(", as").filter(|_| set_off) else { return };
        if !content.of(self.text).starts_with("that ") {
            return;
        }
        let words = self.words_of(Span::new(start as usize, start as usize + lead.len()));
        let small = |at: usize| words[at].of(self.text).to_lowercase();
        let denies = |at: &usize| {
            let form = verbs::lookup(&small(*at)).filter(|(frame, _)| frame.denies);
            form.is_some_and(|(_, form)| matches!(form, verbs::Form::Past | verbs::Form::Third))
        };
        let Some(at) = (1..words.len()).rfind(denies) else { return };
        // "denied on Monday"
        let behind = at + 1 == words.len() || is_preposition(&small(at + 1)) && words.len() <= at + 4;
        let verb = words[at];
        let helped = (1..at).rev().take_while(|at| verbs::is_auxiliary(&small(*at))).last().unwrap_or(at);
        let who = Span { start, end: words[helped - 1].end };
        let chunks = chunks(self.text, who);
        let someone = self.is_someone(chunks[0])
            && !has_verb(self.text, chunks[0])
            && (1..chunks.len()).all(|at| self.tells_of_source(&chunks, at));
        if behind && someone && self.is_plain(who.cover(content)) && cues.binary_search(&verb.start).is_err()
        {
            attribution.source_spans = vec![who];
            attribution.cue_spans = vec![verb];
            attribution.act = extract::act(verb.of(self.text));
            attribution.carried = None;
        }
    }

    /// "«The ruling» [handed out] in court states {that …}": the verb right before "that" says it, and what stands before
    /// it is its subject.
    fn cue_is_said(&self, attribution: &mut RawAttribution) {
        let ([source], [cue], Some(content)) = (
            &mut attribution.source_spans[..],
            &mut attribution.cue_spans[..],
            attribution.content_spans.first(),
        ) else {
            return;
        };
        let that = content.of(self.text).starts_with("that ");
        if !that || source.end > cue.start || cue.end > content.start {
            return;
        }
        let between = self.text[cue.end as usize..content.start as usize].trim_end();
        let verb = between.rsplit(' ').next().unwrap_or_default();
        let own = cue.of(self.text).split_whitespace().any(|w| extract::is_aloud(&w.to_lowercase()));
        let from = cue.end as usize + between.len() - verb.len();
        let whole =
            Span::new(source.start as usize, self.text[..from].trim_end().len().max(source.end as usize));
        if extract::is_aloud(verb) && !own && !whole.of(self.text).contains(',') && self.is_someone(whole) {
            *cue = Span::new(from, from + verb.len());
            *source = whole;
        }
    }

    /// "Channel «Nine Orsk» [said]", "the «Drowned»": a name is a source as a whole; "«the» Echo" too.
    fn whole_name(&self, attribution: &mut RawAttribution) {
        let [source] = &mut attribution.source_spans[..] else { return };
        let mentions = &self.names.mentions;
        let at = mentions.partition_point(|m| m.span.end <= source.start);
        let Some(name) = mentions.get(at).map(|m| m.span) else { return };
        if name.start < source.start && name.end >= source.end {
            *source = name.cover(*source);
        }
        if source.of(self.text).eq_ignore_ascii_case("the")
            && self.text[source.end as usize..name.start.max(source.end) as usize] == *" "
        {
            *source = source.cover(name);
        }
    }

    /// "{A row cost him} «the office on Monday», [said] {Ada Osei}": who is all that stands behind the verb says what stands
    /// before it.
    fn behind_cue(&self, attribution: &mut RawAttribution) {
        let ([source], [cue]) = (&attribution.source_spans[..], &attribution.cue_spans[..]) else { return };
        // "dismissed Ada Osei", "warned Ada Osei": of most verbs whoever stands behind is the object.
        let said = cue.of(self.text);
        let of_subject = verbs::lookup(said).is_some_and(|(frame, _)| {
            let plain = matches!(said, "said" | "says" | "wrote" | "writes");
            frame.behind && !frame.addressee && (!frame.object || plain)
        });
        if source.end > cue.start || !verbs::is_said(said) || !of_subject {
            return;
        }
        let mut behind = attribution.content_spans.iter().filter(|c| c.start >= cue.end);
        let (Some(who), None) = (behind.next().copied(), behind.next()) else { return };
        let Some(sentence) = self.layout.sentence_at(cue.start).map(|s| self.layout.sentences[s].span) else {
            return;
        };
        let start = sentence.start.min(cue.start);
        let before = self.text[start as usize..cue.start as usize].trim_end();
        let clause = Span::new(start as usize, start as usize + before.trim_end_matches(',').len());
        let alone = sentence.contains(who)
            && !self.text[who.end as usize..sentence.end as usize].contains(char::is_alphanumeric);
        let person = || match self.read(who) {
            Phrase::Named { mention, .. } => {
                self.names.entity(&self.names.mentions[mention]).kind == EntityKind::Person
            }
            _ => false,
        };
        let words = self.text[start as usize..source.start.max(start) as usize].split_whitespace().count();
        // "The board, which had lost patience, recalled Ada Osei" has its subject before the verb.
        let chunks = chunks(self.text, clause);
        let subject = chunks.len() > 1 && self.tells_of_source(&chunks, chunks.len() - 1);
        let says = before.ends_with(',') && !subject && alone && !has_verb(self.text, who) && words >= CLAUSE;
        if says && self.is_plain(clause) && person() {
            attribution.source_spans = vec![who];
            attribution.content_spans = vec![clause];
            attribution.carried = None;
        }
    }

    /// "{Nobody was paid}, {the ruling handed out in court} [says]. «Ada Osei» left.": who stands right before the verb says it,
    /// and nobody of another sentence.
    fn right_before(&self, attribution: &mut RawAttribution) {
        let [cue] = attribution.cue_spans[..] else { return };
        let here = self.layout.sentence_at(cue.start);
        let apart = attribution.source_spans.iter().all(|s| self.layout.sentence_at(s.start) != here);
        let [.., said, who] = attribution.content_spans[..] else { return };
        let beside = who.end <= cue.start
            && self.text[who.end as usize..cue.start as usize].trim().is_empty()
            && self.text[said.end as usize..who.start.max(said.end) as usize]
                .trim()
                .trim_matches(',')
                .is_empty();
        let speaks = apart && beside && extract::is_aloud(cue.of(self.text));
        if speaks && self.is_someone(who) && self.layout.sentence_at(who.start) == here {
            attribution.content_spans.pop();
            attribution.source_spans = vec![who];
            attribution.carried = None;
        }
    }

    /// "A list of fines sent to «Orlo Foods» [says]", "the permit handed out in «court» [says]": what stands behind a
    /// preposition is the end of the words for the source.
    fn whole_subject(&self, attribution: &mut RawAttribution) {
        let ([source], [cue]) = (&attribution.source_spans[..], &attribution.cue_spans[..]) else { return };
        let Some(sentence) = self.layout.sentence_at(source.start) else { return };
        let sentence = self.layout.sentences[sentence].span;
        let beside = source.end <= cue.start
            && self.text[source.end as usize..cue.start as usize].chars().all(char::is_whitespace);
        if !beside || sentence.start >= source.start {
            return;
        }
        let before = Span { start: sentence.start, end: source.start };
        let lead = before.of(self.text);
        let last = lead.trim_end().rsplit(' ').next().unwrap_or_default();
        if !is_preposition(last) {
            return;
        }
        let from = lead.rfind(", ").map_or(0, |comma| comma + 2);
        let whole = Span::new(sentence.start as usize + from, source.end as usize);
        let article = matches!(
            whole.of(self.text).split_whitespace().next().map(str::to_lowercase).as_deref(),
            Some("a" | "an" | "the" | "this" | "another")
        );
        // "The footage of a clerk pleading for help": whoever is in it may speak.
        let people = matches!(self.read(*source), Phrase::People(_)) || !extract::is_aloud(cue.of(self.text));
        let document = article && !people && matches!(self.read(whole), Phrase::Document { .. });
        // "A report in «the Guardian» [said]": the paper speaks, but not the one that a letter is put to.
        let printed = matches!(last, "in" | "on" | "by" | "from") && self.is_outlet(*source);
        if !document || printed || !self.is_plain(whole) {
            return;
        }
        attribution.source_spans = vec![whole];
        for content in &mut attribution.content_spans {
            if content.start < whole.start && content.end > whole.start {
                let said =
                    self.text[content.start as usize..whole.start as usize].trim_end_matches([' ', ',']);
                content.end = content.start + said.len() as u32;
            }
        }
        let kept: Vec<Span> =
            attribution.content_spans.iter().copied().filter(|content| !whole.contains(*content)).collect();
        if !kept.is_empty() {
            attribution.content_spans = kept;
        }
    }

    /// Whether words name an outlet: one of the lexicon, by the end of its name, or by the noun beside it.
    fn is_outlet(&self, span: Span) -> bool {
        let Phrase::Named { mention, .. } = self.read(span) else { return false };
        let mention = &self.names.mentions[mention];
        let entity = self.names.entity(mention);
        let last = entity.name.rsplit(' ').next().unwrap_or_default();
        let beside = Beside { text: self.text, layout: self.layout };
        entity.kind != EntityKind::Person
            && (outlet_by_name(&entity.name).is_some()
                || outlet_by_name(&format!("The {}", entity.name)).is_some()
                || is_outlet_word(last)
                || beside.is_called_outlet(mention.span))
    }

    /// "Two clerks, who asked not to be named because «they feared the board», [said] {…}", "two clerks, who feared the
    /// board, [said] {«the gates» were shut}": a phrase at the head of the sentence with nothing but clauses about it before
    /// the verb is its subject.
    fn with_clauses(&self, attribution: &mut RawAttribution) {
        let ([source], [cue]) = (&attribution.source_spans[..], &attribution.cue_spans[..]) else { return };
        let said = cue.of(self.text);
        if !verbs::is_said(said) {
            return;
        }
        let Some(sentence) = self.layout.sentence_at(cue.start) else { return };
        let start = self.behind_time(self.layout.sentences[sentence].span);
        let lead = self.text[start as usize..cue.start.max(start) as usize].trim_end();
        let subject = Span::new(start as usize, start as usize + lead.trim_end_matches(',').len());
        let chunks = chunks(self.text, subject);
        let told = attribution.content_spans.iter().any(|c| c.start >= cue.end);
        let whole = lead.ends_with(',')
            && chunks.len() > 1
            && told
            && source.start > start
            && self.is_plain(subject)
            && matches!(self.read(chunks[0]), Phrase::People(_) | Phrase::Named { .. })
            && !has_verb(self.text, chunks[0])
            && self.tells_of_source(&chunks, 1)
            && (2..chunks.len()).all(|at| self.tells_of_source(&chunks, at));
        // What is behind the verb is no source, where the verb has its subject before it. Who stands within the first phrase
        // is one, unless a preposition is all that leads there.
        let heard = matches!(said, "told" | "tells");
        let led = self.text[start as usize..source.start.max(start) as usize].trim_end();
        let led = is_preposition(led.rsplit(' ').next().unwrap_or_default());
        let within = source.start >= chunks[0].end || led;
        let misplaced = source.start >= cue.end && !heard || subject.contains(*source) && within;
        if whole && misplaced {
            attribution.source_spans = vec![subject];
            attribution.content_spans.retain(|content| !subject.contains(*content));
            attribution.carried = None;
        }
    }

    /// Where a sentence goes on behind the words at its head that say when: "Last week «two officials, who …", "Yesterday
    /// «Ada Osei, who …".
    fn behind_time(&self, sentence: Span) -> u32 {
        let words: Vec<(usize, &str)> = sentence
            .of(self.text)
            .split(' ')
            .scan(sentence.start as usize, |at, word| {
                let here = *at;
                *at += word.len() + 1;
                Some((here, word))
            })
            .take(4)
            .collect();
        let small = |at: usize| words.get(at).map_or(String::new(), |(_, word)| word.to_lowercase());
        let named = |at: usize| {
            let word = words.get(at).map_or("", |(_, word)| *word);
            is_calendar(word) || is_time_unit(&word.to_lowercase())
        };
        let skip = match small(0).as_str() {
            "yesterday" | "today" | "earlier" | "later" | "meanwhile" | "recently" | "then" => 1,
            "last" | "this" | "next" | "on" | "in" if named(1) => 2,
            "late" | "early" if small(1) == "last" && named(2) => 3,
            _ => 0,
        };
        words.get(skip).map_or(sentence.start, |(at, _)| *at as u32)
    }

    /// Whether the verb is none of saying here: "claimed 40 lives", "dismissed 12 workers", "was promised to Ada Osei".
    fn says_nothing(&self, attribution: &RawAttribution) -> bool {
        let (Some(cue), [content, ..]) = (attribution.cue_spans.last(), &attribution.content_spans[..])
        else {
            return false;
        };
        let words: Vec<String> = cue.of(self.text).split_whitespace().map(str::to_lowercase).collect();
        let verb = words.last().map_or("", String::as_str);
        let object = content.start >= cue.end && attribution.content_spans.len() == 1;
        if object && matches!(verb, "claim" | "claims" | "claimed" | "claiming") {
            return self.is_of_lives(*content);
        }
        if object && verb.starts_with("dismiss") {
            // "Dismissed experts who said …": what they hold is dismissed, and not they.
            let holds = content.of(self.text).contains(" as ") || self.says_what(*content);
            let staff = match self.read(*content) {
                Phrase::People(people) => {
                    let many = people.counted && (people.count.min > 1 || people.head == "person");
                    let office = is_role(&people.head) && people.count.max == Some(1);
                    many || is_of_company(&people.head) || office
                }
                Phrase::Named { mention, .. } => {
                    self.names.entity(&self.names.mentions[mention]).kind == EntityKind::Person
                }
                _ => false,
            };
            return staff && !holds;
        }
        let passive =
            words.iter().any(|w| matches!(w.as_str(), "is" | "are" | "was" | "were" | "been" | "be"));
        let to = |source: &Span| {
            source.start >= cue.end && self.text[cue.end as usize..source.start as usize].trim() == "to"
        };
        passive && !words.contains(&"quoted".to_owned()) && attribution.source_spans.iter().any(to)
    }

    /// The words and numbers of a stretch, without the marks between them.
    fn words_of(&self, span: Span) -> Vec<Span> {
        let tokens = &self.layout.tokens[self.layout.tokens_in(span)];
        let words = tokens.iter().filter(|t| matches!(t.kind, TokenKind::Word | TokenKind::Number));
        words.map(|t| t.span).collect()
    }

    /// Whether words tell what those they are for said: "experts who said the ferry was unsafe", but not "workers who had
    /// complained".
    fn says_what(&self, span: Span) -> bool {
        let words = self.words_of(span);
        words.iter().any(|word| {
            let saying = verbs::lookup(&word.of(self.text).to_lowercase())
                .is_some_and(|(frame, form)| frame.clause && !frame.noun && form != verbs::Form::Base);
            let rest = Span { start: word.end, end: span.end };
            let next = self.words_of(rest).first().map_or("", |next| next.of(self.text));
            saying && (next == "that" || !is_preposition(next) && has_verb(self.text, rest))
        })
    }

    /// Whether words are for lives that something took: "40 lives", "the life of a miner", "40 lives across the islands", but
    /// not "lives were lost".
    fn is_of_lives(&self, content: Span) -> bool {
        let words = self.words_of(content);
        let word = |at: usize| words.get(at).map_or("", |span| span.of(self.text));
        let taken = |at: &usize| matches!(word(*at), "life" | "lives" | "victim" | "victims");
        let Some(at) = (0..words.len()).find(taken) else { return false };
        let lead = Span { start: content.start, end: words[at].start };
        let closed = at + 1 == words.len() || is_function(word(at + 1));
        closed
            && !has_verb(self.text, lead)
            && !(at + 1..words.len()).any(|at| verbs::is_plain_verb(&word(at).to_lowercase()))
    }

    fn is_someone(&self, span: Span) -> bool {
        !matches!(self.read(span), Phrase::Unknown | Phrase::Pronoun(_))
    }
}

fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "to" | "in" | "with" | "of" | "for" | "by" | "from" | "on" | "at" | "about" | "against" | "over"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Marked, check_mended, report, said, unmark};

    /// `found` marks what was found, `mended` what is made of it.
    #[track_caller]
    fn check(found: &str, mended: &str) {
        check_mended(found, mended, mend);
    }

    #[test]
    fn what_stands_behind_a_preposition_is_the_subject_of_no_verb() {
        check(
            "A letter to «the Velm Gazette» [says] {that wages will rise}.",
            "«A letter to the Velm Gazette» [says] {that wages will rise}.",
        );
        check(
            "A written offer put to «the guild» [says] {that wages will rise}.",
            "«A written offer put to the guild» [says] {that wages will rise}.",
        );
        check(
            "{Nobody was paid, the written ruling handed out in} «court» [says].",
            "{Nobody was paid}, «the written ruling handed out in court» [says].",
        );
        // Whoever stands behind a comma may speak, and so may people and bodies that nothing is read in.
        for right in [
            "In a report to the guild, «Ada Osei» [said] {that wages will rise}.",
            "With the gates of «Orlo» [said] {to be rusted}, nobody sailed.",
            "A report in «the Guardian» [said] {that wages will rise}.",
            "An article in «the Velm Gazette» [says] {that wages will rise}.",
            "The video of «a clerk» [pleading] {for help} was cut.",
            "Nobody sailed, for other letters read by «the Herald» [say] {that it was late}.",
        ] {
            check(right, right);
        }
    }

    #[test]
    fn the_verb_before_that_says_it() {
        check(
            "«The written ruling» [handed out] in court states {that nobody was paid}.",
            "«The written ruling handed out in court» [states] {that nobody was paid}.",
        );
        let right = "«The guild» [announced] on Monday {that wages will rise}.";
        check(right, right);
    }

    #[test]
    fn what_is_untrue_may_stand_behind_whoever_said_it() {
        check(
            "«The guild» [said] {it was untrue}, as «2:the Herald» [2:had reported], {2:that wages will rise}.",
            "«The guild» [said] {it was untrue, as the Herald had reported, that wages will rise}.",
        );
        check(
            "«The guild» [said] {it was not true}, as [2:reported] by «2:the Herald», {2:that wages will rise}, but «3:a clerk» [3:said] {3:they would}.",
            "«The guild» [said] {it was not true, as reported by the Herald, that wages will rise}, but «3:a clerk» [3:said] {3:they would}.",
        );
        let right = "«The guild» [said] {it was untrue}, as «2:the Herald» [2:reported].";
        check(right, right);
    }

    #[test]
    fn what_is_denied_may_stand_behind_an_aside() {
        check(
            "The guild denied, as «the Herald» [had reported], {that wages will rise}.",
            "«The guild» [denied], as the Herald had reported, {that wages will rise}.",
        );
        check(
            "The guild, which runs the port, has denied on Monday, as [reported] by «the Herald», {that wages will rise}.",
            "«The guild, which runs the port», has [denied] on Monday, as reported by the Herald, {that wages will rise}.",
        );
        for right in [
            "The guild did not deny, as «the Herald» [had reported], {that wages will rise}.",
            "The guild has not denied, as «the Herald» [had reported], {that wages will rise}.",
            "The guild met, as «the Herald» [had reported], {that wages will rise}.",
        ] {
            check(right, right);
        }
    }

    #[test]
    fn a_name_is_a_source_as_a_whole() {
        check(
            "They read that Channel «Nine Orsk» [said] {nobody was paid}.",
            "They read that «Channel Nine Orsk» [said] {nobody was paid}.",
        );
        check(
            "They read that «the» Orsk Herald [said] {nobody was paid}.",
            "They read that «the Orsk Herald» [said] {nobody was paid}.",
        );
    }

    #[test]
    fn who_is_all_that_stands_behind_the_verb_says_what_stands_before() {
        check(
            "{A row over} free seats cost Karel Brandt «the office on Monday», [said] {Mayor Ada Osei}.",
            "{A row over free seats cost Karel Brandt the office on Monday}, [said] «Mayor Ada Osei».",
        );
        for right in [
            "On Monday, «the guild» [said] {Ada Osei had left}.",
            "In the morning, when the gates shut, «a clerk» [told] {Ada Osei}.",
            "At a meeting in the port on Monday, «the board», which had lost patience, [warned] {Ada Osei}.",
            "For the third time this year, «the board», which had lost patience, [recalled] {Ada Osei}.",
        ] {
            check(right, right);
        }
    }

    #[test]
    fn who_stands_right_before_the_verb_says_it() {
        check(
            "{Nobody was paid at noon}, {the ruling handed out in court} [says]. «Ada Osei» left.",
            "{Nobody was paid at noon}, «the ruling handed out in court» [says]. Ada Osei left.",
        );
        let right = "{Nobody was paid}, {the ruling was late}, «the guild» [says].";
        check(right, right);
    }

    #[test]
    fn a_phrase_with_nothing_but_clauses_about_it_before_the_verb_is_its_subject() {
        check(
            "Two clerks of the port, who wanted no names because they feared the board, [said] {«the guild decided» against a ferry}.",
            "«Two clerks of the port, who wanted no names because they feared the board», [said] {the guild decided against a ferry}.",
        );
        check(
            "Two clerks of the port, who wanted no names because «they feared the board», [told] Velm Wire {that nobody was paid}.",
            "«Two clerks of the port, who wanted no names because they feared the board», [told] Velm Wire {that nobody was paid}.",
        );
        // Who stands at the head is the source already, and the day before is no part of it.
        for right in [
            "Last week «two officials», who asked not to be named, [said] {the gates were shut}.",
            "Yesterday «Ada Osei», who leads the guild, [said] {the gates were shut}.",
            "«Two clerks», who leave the port in May, [said] {the gates were shut}.",
        ] {
            check(right, right);
        }
        check(
            "Last week two clerks of «the port», who wanted no names, [said] {the gates were shut}.",
            "Last week «two clerks of the port, who wanted no names», [said] {the gates were shut}.",
        );
        // The verb stands before its subject.
        let right = "{Two clerks, who wanted no names, were paid twice}, [said] «the guild».";
        check(right, right);
    }

    #[test]
    fn verbs_that_look_like_saying_say_nothing() {
        check(
            "«The war» [has claimed] {more than 6,000 lives}.",
            "The war has claimed more than 6,000 lives.",
        );
        check("«The crash» [claimed] {the lives of 40 people}.", "The crash claimed the lives of 40 people.");
        check(
            "«The storm» [claimed] {more than 40 lives across three states}.",
            "The storm claimed more than 40 lives across three states.",
        );
        check(
            "«The mine» [dismissed] {twelve workers who had complained}.",
            "The mine dismissed twelve workers who had complained.",
        );
        check("«The fire» [claimed] {the life of a miner}.", "The fire claimed the life of a miner.");
        check(
            "«The mine» [dismissed] {twelve workers who had struck}.",
            "The mine dismissed twelve workers who had struck.",
        );
        check("{Two ships} [were promised] to «Ada Osei».", "Two ships were promised to Ada Osei.");
        for right in [
            "«The guild» [claims] {that the war took lives}.",
            "«The guild» [claims] {lives were lost in the storm}.",
            "«The mine» [dismissed] {the workers as liars}.",
            "«The mine» [dismissed] {experts who said the ferry was unsafe}.",
            "«The mine» [dismissed] {critics}.",
            "«The mine» [dismissed] {a report that nobody was paid}.",
            "{Two ships sank}, reporters [were told] by «a clerk».",
        ] {
            check(right, right);
        }
        // What one refers to is found by its new place.
        let (text, parts) =
            unmark("«The war» [claimed] {40 lives}. «2:Ada Osei» [2:said] {2:“It is over.”} {3:“We stop.”}");
        let report = report(&text);
        let layout = Layout::new(&report);
        let names = Names::new(&report, &layout, &[]);
        let raw = |(at, m): (usize, Marked)| RawAttribution {
            carried: (at == 2).then_some(1),
            ..said(&text, &layout, m)
        };
        let found = mend(&report, &layout, &names, parts.into_iter().enumerate().map(raw).collect());
        assert_eq!(found.iter().map(|a| a.carried).collect::<Vec<_>>(), [None, Some(0)]);
    }
}
