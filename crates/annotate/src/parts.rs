//! Where, in one sentence, the words for a source end and what it says begins.
//!
//! A tagger decides word by word, and so may take the subject of what is said for a part of the source ("according to
//! «Ada Osei, who leads the guild, the ferry» {was late}"), the source for a part of what it says ("{the ferry was late,
//! two clerks of the port}, who asked not to be named, [told] …"), or stop within a phrase. English sets such parts apart
//! by commas; here they are cut there.

use backstory_lexicon::{is_gerund, is_verb, verbs};
use backstory_model::{Manner, Report, Span};

use crate::{
    entities::Names,
    extract::{self, RawAttribution},
    layout::Layout,
    phrase::{self, Phrase},
};

/// Words that are left of a content behind a cut at least.
pub(crate) const CLAUSE: usize = 3;

/// The attributions, each with its parts cut where its sentence has them.
pub(crate) fn mend(
    report: &Report,
    layout: &Layout,
    names: &Names,
    mut found: Vec<RawAttribution>,
) -> Vec<RawAttribution> {
    let reader = Reader { text: &report.text, layout, names };
    let mut spoken: Vec<Span> =
        found.iter().flat_map(|a| a.cue_spans.iter().chain(&a.source_spans)).copied().collect();
    spoken.sort();
    for attribution in &mut found {
        reader.without_source(attribution);
        if attribution.manner == Manner::Indirect {
            reader.behind_according_to(attribution);
            reader.before_its_cue(attribution);
            reader.run_on(attribution, &spoken);
        }
    }
    found
}

/// A report, read for where the parts of an attribution meet.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub(crate) text: &'a str,
    pub(crate) layout: &'a Layout,
    pub(crate) names: &'a Names,
}

impl Reader<'_> {
    /// "«A list of fines» [says] {a list of fines} {that …}", "{Nobody came, two clerks} «two clerks» {speaking on condition
    /// of anonymity} [said]": the words for the source are not what it says.
    fn without_source(&self, attribution: &mut RawAttribution) {
        let RawAttribution { source_spans, content_spans, cue_spans, .. } = attribution;
        for content in content_spans.iter_mut() {
            let over = source_spans.iter().find(|source| {
                content.start < source.start && source.start < content.end && content.end <= source.end + 1
            });
            if let Some(source) = over.filter(|_| self.is_plain(*content)) {
                let said =
                    self.text[content.start as usize..source.start as usize].trim_end_matches([' ', ',']);
                content.end = content.start + said.len() as u32;
            }
        }
        let told = |content: &Span| {
            let between = source_spans.iter().any(|s| s.end <= content.start)
                && cue_spans.first().is_some_and(|cue| content.end <= cue.start);
            let word = first_word(self.text, *content);
            between && (is_participle(&word) || is_relative(&word)) && self.is_plain(*content)
        };
        let of_source = |content: &Span| {
            content.is_empty() || source_spans.iter().any(|s| s.contains(*content)) || told(content)
        };
        if !content_spans.iter().all(of_source) {
            content_spans.retain(|content| !of_source(content));
            attribution.manner = extract::manner(self.text, self.layout, &attribution.content_spans);
        }
    }

    /// "According to «Ada Osei, who leads the guild», {the ferry was late}".
    fn behind_according_to(&self, attribution: &mut RawAttribution) {
        let ([cue], [source], Some(content)) =
            (&attribution.cue_spans[..], &attribution.source_spans[..], attribution.content_spans.first())
        else {
            return;
        };
        let behind = cue.end <= source.start && source.end <= content.start;
        if !behind || !cue.of(self.text).eq_ignore_ascii_case("according to") {
            return;
        }
        let between = &self.text[source.end as usize..content.start as usize];
        let whole = source.cover(*content);
        if !between.chars().all(|c| c == ',' || c.is_whitespace()) || !self.is_plain(whole) {
            return;
        }
        let chunks = chunks(self.text, whole);
        let source_ends = (1..chunks.len()).find(|at| !self.tells_of_source(&chunks, *at));
        let Some(first) = source_ends.map(|at| chunks[at]) else { return };
        let said = Span { start: first.start, end: whole.end };
        let word = first_word(self.text, *content);
        let torn = !between.contains(',')
            || is_finite(&word)
            || is_reason(&word)
            || source.end > first.start
            || content.start < first.start;
        if torn && content.start != said.start && has_verb(self.text, said) {
            let named = chunks[..chunks.iter().position(|c| *c == first).unwrap_or(0)].iter().copied();
            attribution.source_spans = vec![named.reduce(Span::cover).unwrap_or(*source)];
            attribution.content_spans[0] = said;
        }
    }

    /// Whether the chunk at a place is still about the source that the chunks before it name.
    pub(crate) fn tells_of_source(&self, chunks: &[Span], at: usize) -> bool {
        let word = first_word(self.text, chunks[at]);
        let before = first_word(self.text, chunks[at - 1]);
        is_relative(&word)
            || is_participle(&word)
            || is_reason(&word) && is_relative(&before)
            || self.is_apposition(chunks[at])
                && at + 1 < chunks.len()
                && matches!(self.read(chunks[at - 1]), Phrase::Named { .. })
    }

    /// Whether a chunk says who or what the one before it is: "the mayor of Orsk", "a charity".
    fn is_apposition(&self, chunk: Span) -> bool {
        let named = matches!(
            self.read(chunk),
            Phrase::People(_)
                | Phrase::Body { .. }
                | Phrase::Document { .. }
                | Phrase::Named { role: Some(_), .. }
        );
        named && !has_verb(self.text, before_relative(self.text, chunk))
    }

    pub(crate) fn read(&self, span: Span) -> Phrase {
        phrase::read(self.text, self.layout, self.names, span)
    }

    /// "{The ferry was late}, «two clerks of the port, who asked not to be named», [told] the agency".
    fn before_its_cue(&self, attribution: &mut RawAttribution) {
        let (Some(cue), Some(content)) = (attribution.cue_spans.last(), attribution.content_spans.last())
        else {
            return;
        };
        if content.end > cue.start || !self.is_plain(*content) || !is_said_by_subject(cue.of(self.text)) {
            return;
        }
        let between = &self.text[content.end as usize..cue.start as usize];
        let beside = between.chars().all(|c| c == ',' || c.is_whitespace());
        // "told «the agency»", "was quoted as saying by «the agency»"
        let heard = heard_behind(cue.of(self.text));
        let here = self.layout.sentence_at(cue.start);
        let elsewhere = |s: &Span| {
            self.layout.sentence_at(s.start) != here || heard && s.start >= cue.end || content.contains(*s)
        };
        if !beside || !attribution.source_spans.iter().all(elsewhere) {
            return;
        }
        let Some((said, subject)) = self.said_and_who(*content) else { return };
        let addressee = attribution.source_spans.iter().copied().find(|s| heard && s.start >= cue.end);
        attribution.addressee = attribution.addressee.or(addressee);
        attribution.carried = None;
        attribution.source_spans = vec![subject];
        if let Some(last) = attribution.content_spans.last_mut() {
            *last = said;
        }
    }

    /// What is said in a stretch that ends with who says it, and who: "{The ferry was late}, «two clerks of the port, who
    /// asked not to be named»". None where no one stands there.
    pub(crate) fn said_and_who(&self, whole: Span) -> Option<(Span, Span)> {
        let chunks = chunks(self.text, whole);
        let mut at = chunks.len() - 1;
        while at > 0 {
            let word = first_word(self.text, chunks[at]);
            let of_name = self.is_apposition(chunks[at])
                && at > 1
                && !has_verb(self.text, chunks[at - 1])
                && matches!(self.read(chunks[at - 1]), Phrase::Named { .. });
            if !(is_relative(&word) || is_participle(&word) || of_name) {
                break;
            }
            at -= 1;
        }
        let before = at.checked_sub(1)?;
        let said = Span { start: whole.start, end: chunks[before].end };
        let someone = !matches!(self.read(chunks[at]), Phrase::Unknown | Phrase::Pronoun(_))
            && !has_verb(self.text, before_relative(self.text, chunks[at]));
        let long = said.of(self.text).split_whitespace().count() >= CLAUSE;
        (someone && long).then(|| (said, chunks[at].cover(chunks[chunks.len() - 1])))
    }

    /// "«The guild» [claims] {that the ferry was late in} leaving": what stops within a phrase goes on. `spoken`: cues and
    /// sources of all attributions, in order.
    fn run_on(&self, attribution: &mut RawAttribution, spoken: &[Span]) {
        let Some(content) = attribution.content_spans.last().copied() else { return };
        let Some(sentence) = self.layout.sentence_at(content.start) else { return };
        let sentence = self.layout.sentences[sentence].span;
        if content.end >= sentence.end {
            return;
        }
        let behind = Span { start: content.end, end: sentence.end };
        let next_word = first_word(self.text, behind);
        // "[In] «a survey» {58 percent} were for it"
        let clause = attribution.cue_spans.last().is_some_and(|cue| {
            let last = last_word(self.text, *cue);
            cue.end <= content.start
                && (last == "in" || verbs::lookup(&last).is_some_and(|(frame, _)| frame.clause))
        });
        let before_verb = clause && is_finite(&next_word) && !has_verb(self.text, content);
        let of_clause = is_tied(&next_word) && has_verb(self.text, content);
        if !is_open(&last_word(self.text, content)) && !before_verb && !of_clause {
            return;
        }
        let next = spoken.partition_point(|s| s.start < content.end);
        let end = spoken.get(next).map_or(sentence.end, |s| s.start.min(sentence.end));
        let rest = &self.text[content.end as usize..end as usize];
        // "1:30", "2,000"
        let in_number = |at: usize| rest[at + 1..].starts_with(|c: char| c.is_ascii_digit());
        let mut stops = rest.match_indices([',', ';', ':', '“', '"', '—']);
        let stop = stops.find(|(at, mark)| !matches!(*mark, "," | ":") || !in_number(*at));
        let stop = stop.map_or(rest.len(), |(at, _)| at);
        // "… sank with «the captain» [saying] …": what another says begins there.
        let cut = stop == rest.len() && end < sentence.end;
        let rest = rest[..stop].trim_end_matches(|c: char| !c.is_alphanumeric());
        let last = rest.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
        if rest.starts_with(' ') && !(cut && (is_open(&last) || is_tied(&last) || is_relative(&last))) {
            let longer = Span::new(content.start as usize, content.end as usize + rest.len());
            if let Some(last) = attribution.content_spans.last_mut() {
                *last = longer;
            }
        }
    }

    /// Whether a stretch lies in one sentence, outside quotations.
    pub(crate) fn is_plain(&self, span: Span) -> bool {
        self.layout.sentence_at(span.start) == self.layout.sentence_at(span.end.saturating_sub(1))
            && !self.layout.quotations.iter().any(|q| q.outer.overlaps(span))
    }
}

/// The parts of a stretch that commas set apart.
pub(crate) fn chunks(text: &str, span: Span) -> Vec<Span> {
    let words = span.of(text);
    let mut from = 0;
    let mut found = Vec::new();
    let mut commas: Vec<usize> = words.match_indices(", ").map(|(at, _)| at).collect();
    commas.push(words.len());
    for comma in commas {
        let chunk = &words[from..comma];
        let lead = chunk.len() - chunk.trim_start().len();
        let chunk = chunk.trim().trim_end_matches(',');
        if !chunk.is_empty() {
            let start = span.start as usize + from + lead;
            found.push(Span::new(start, start + chunk.len()));
        }
        from = (comma + 2).min(words.len());
    }
    if found.is_empty() { vec![span] } else { found }
}

fn lower(text: &str, span: Span) -> impl Iterator<Item = String> {
    let words = span.of(text).split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '-'));
    words.filter(|w| !w.is_empty()).map(str::to_lowercase)
}

fn first_word(text: &str, span: Span) -> String {
    lower(text, span).next().unwrap_or_default()
}

fn last_word(text: &str, span: Span) -> String {
    lower(text, span).last().unwrap_or_default()
}

fn is_finite(word: &str) -> bool {
    is_verb(word) || verbs::is_plain_verb(word)
}

/// Whether a verb with a subject stands among words: neither the first of them nor one behind "to".
pub(crate) fn has_verb(text: &str, span: Span) -> bool {
    let words: Vec<String> = lower(text, span).collect();
    words.windows(2).any(|pair| is_finite(&pair[1]) && pair[0] != "to")
}

/// A chunk up to the clause within it: "a study" of "a study that was never published".
fn before_relative(text: &str, chunk: Span) -> Span {
    let words = chunk.of(text);
    let cut = [" that ", " who ", " which ", " whose "].iter().filter_map(|w| words.find(w)).min();
    Span::new(chunk.start as usize, chunk.start as usize + cut.unwrap_or(words.len()))
}

fn is_relative(word: &str) -> bool {
    matches!(word, "who" | "whose" | "whom" | "which" | "where")
}

fn is_participle(word: &str) -> bool {
    word.len() > 5 && is_gerund(word)
}

fn is_reason(word: &str) -> bool {
    matches!(word, "because" | "as" | "since" | "for")
}

/// Whether a cue is said by whoever stands right before it: "said", "told", "was quoted as saying".
fn is_said_by_subject(cue: &str) -> bool {
    let mut words = cue.split_whitespace().map(str::to_lowercase);
    let first = words.next().unwrap_or_default();
    verbs::is_said(&first) || matches!(first.as_str(), "told" | "tells") || heard_behind(cue)
}

/// Whether the one who is named behind a cue heard it, or passed it on.
fn heard_behind(cue: &str) -> bool {
    let cue = cue.to_lowercase();
    matches!(cue.as_str(), "told" | "tells") || cue.contains("quoted as saying")
}

/// Whether a preposition ties what follows to the clause before it, and not to the verb of saying, as "on Monday" and "in a
/// letter" may be.
fn is_tied(word: &str) -> bool {
    matches!(word, "for" | "of" | "with" | "between" | "from" | "into" | "than" | "against")
}

/// Whether a word cannot be the last of a clause that goes on without a comma.
fn is_open(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "the"
            | "his"
            | "her"
            | "its"
            | "their"
            | "our"
            | "my"
            | "your"
            | "of"
            | "in"
            | "to"
            | "for"
            | "with"
            | "by"
            | "at"
            | "from"
            | "on"
            | "about"
            | "than"
            | "and"
            | "or"
            | "into"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_mended;

    /// `found` marks what was found, `mended` what is made of it.
    #[track_caller]
    fn check(found: &str, mended: &str) {
        check_mended(found, mended, mend);
    }

    #[test]
    fn the_words_for_the_source_are_not_what_it_says() {
        check(
            "«{A list of fines}» [says] {that the ferry paid twice}.",
            "«A list of fines» [says] {that the ferry paid twice}.",
        );
    }

    #[test]
    fn what_is_said_according_to_someone_has_its_subject() {
        check(
            "[According to] «Ada Osei, who leads the guild, the ferry» {was late on Monday}.",
            "[According to] «Ada Osei, who leads the guild», {the ferry was late on Monday}.",
        );
        check(
            "[According to] «a letter to the board, the dismissal of Ada Osei, mayor of Orsk,» {will cost two million crowns}.",
            "[According to] «a letter to the board», {the dismissal of Ada Osei, mayor of Orsk, will cost two million crowns}.",
        );
        check(
            "[According to] «three clerks» {in the port office, who would not be named because they feared the board, the ferry was late}.",
            "[According to] «three clerks in the port office, who would not be named because they feared the board», {the ferry was late}.",
        );
        check(
            "[According to] «Ada Osei, who leads the guild, nothing» {was lost on the ferry}.",
            "[According to] «Ada Osei, who leads the guild», {nothing was lost on the ferry}.",
        );
        for right in [
            "[According to] «Ada Osei, the mayor of Orsk», {the ferry was late, and nobody knew}.",
            "[According to] «the guild», {two clerks, a diver and a cook were on the ferry}.",
            "[According to] «three clerks of the port», {the mayor, named on Monday, was late}.",
        ] {
            check(right, right);
        }
    }

    #[test]
    fn who_says_it_is_no_part_of_what_is_said() {
        check(
            "{The ferry left late on Monday, two clerks of the port, who would not be quoted by name}, [told] «Meridian».",
            "{The ferry left late on Monday}, «two clerks of the port, who would not be quoted by name», [told] Meridian.",
        );
        check(
            "{The ferry left late on Monday, a clerk of «the Orlo guild», who would not be named}, [said].",
            "{The ferry left late on Monday}, «a clerk of the Orlo guild, who would not be named», [said].",
        );
        check(
            "{Nobody saw the ferry}, «two clerks of the port», {speaking on condition of anonymity}, [told] Meridian.",
            "{Nobody saw the ferry}, «two clerks of the port», speaking on condition of anonymity, [told] Meridian.",
        );
        check(
            "{Nobody saw the ferry, two clerks} who work in the port, [said].",
            "{Nobody saw the ferry, two clerks} who work in the port, [said].",
        );
        check(
            "{The gates shut at noon, clerks at the port, who would not give their names}, [told] «Velm Wire».",
            "{The gates shut at noon}, «clerks at the port, who would not give their names», [told] Velm Wire.",
        );
        // Who speaks behind the cue does.
        check(
            "{The gates were shut by a clerk, a pilot, who was drunk}, [said] «Ada Osei».",
            "{The gates were shut by a clerk, a pilot, who was drunk}, [said] «Ada Osei».",
        );
        check(
            "{The ferry left late on Monday, a study that was never published} [says].",
            "{The ferry left late on Monday}, «a study that was never published» [says].",
        );
        for right in [
            "{The ferry left late, with two clerks of the port}, «Ada Osei» [said].",
            "{The ferry left late, two clerks of the port were told}, [said] «Ada Osei».",
        ] {
            check(right, right);
        }
    }

    #[test]
    fn what_is_said_does_not_stop_within_a_phrase() {
        check(
            "«The guild» [claims] {that two million crowns in} used notes went up the hill.",
            "«The guild» [claims] {that two million crowns in used notes went up the hill}.",
        );
        check(
            "«The guild» [said] {the ferry was on its} way at 1:30 on Monday, as always.",
            "«The guild» [said] {the ferry was on its way at 1:30 on Monday}, as always.",
        );
        check(
            "«The guild» [said] {the ferry was on its} way, two clerks [2:wrote].",
            "«The guild» [said] {the ferry was on its way}, two clerks [2:wrote].",
        );
        check(
            "«The guild» [said] {that two boats sail} for the islands of Orlo on Monday.",
            "«The guild» [said] {that two boats sail for the islands of Orlo on Monday}.",
        );
        check(
            "[In] «a survey» {58 percent} were for the ferry.",
            "[In] «a survey» {58 percent were for the ferry}.",
        );
        let right =
            "«The guild» [said] {the ferry sank} with «2:the captain» [2:saying] {2:that no alarm rang}.";
        check(right, right);
        let right = "{There was nobody to talk to}, «the guild» [said].";
        check(right, right);
    }
}
