//! What someone is said to do with a thing that the words only name → all of what is said of it.
//!
//! "The council demands a new vote" tells of a demand: "a new vote" alone states nothing.

use backstory_lexicon::{is_verb, number_word, verbs};
use backstory_model::{Annotations, Attribution, Manner, SourceKind, Span, Stance};
use backstory_text::{fold, words};

use crate::slots::classes;

/// Words of whom something is told in "told the agency that …", of which "that" must come within so many.
const HEARER: usize = 6;

/// Whether an attribution is of what somebody did, which the report tells ("the court ordered the firm to pay", "they want
/// to see it", "the party refused to accept the result"), and nothing that they say: its verb is none of speech, and what
/// stands with it no clause. That 58 percent "told pollsters that …" is the news itself.
pub(crate) fn is_act(text: &str, attribution: &Attribution) -> bool {
    let [cue] = &attribution.cue_spans[..] else { return false };
    let before = attribution.content_spans.iter().all(|content| content.end <= cue.start);
    let cue = cue.of(text);
    if attribution.source_spans.first().is_some_and(|source| is_share(text, *source))
        || is_refusal(text, attribution)
    {
        return true;
    }
    let clause = |content: &Span| {
        let mut inside = words(text, *content).map(|word| fold(word.of(text)));
        let first = inside.next().unwrap_or_default();
        first == "that" || is_question(&first) || inside.any(|word| verbs::is_plain_verb(&word))
    };
    let first = attribution.content_spans.first().map_or(String::new(), |c| first_word(text, *c));
    // "The minister ordered the pit closed", "the board was asked for the list", "the firm agreed to pay"
    let named = !attribution.content_spans.iter().any(clause);
    let stem = |stems: &[&str]| {
        let mut heard = words(cue, Span::new(0, cue.len())).map(|word| fold(word.of(cue)));
        heard.any(|word| word.ends_with("ed") && stems.iter().any(|stem| word.starts_with(stem)))
    };
    let dealt = stem(&["order", "instruct"]) && first != "that"
        || stem(&["request", "interview", "ask"]) && named
        || stem(&["agree"]) && (first == "to" || cue.ends_with(" to"));
    // "The storm claimed 40 lives"
    let claims = words(cue, Span::new(0, cue.len())).any(|word| fold(word.of(cue)).starts_with("claim"));
    let cost = claims && matches!(&attribution.content_spans[..], [content] if are_lives(text, *content));
    // "It took a day [to agree on] {the verdict}", "{the names} [were requested] by the consulate"
    let heard = named && (cue.starts_with("to ") || before && is_passive(cue));
    attribution.stance == Stance::Affirms
        && attribution.manner == Manner::Indirect
        && (!is_of_speech(cue) && named || dealt || cost || heard)
}

/// Whether words name people who died, and state nothing: "40 lives", "the lives of nine guards who stood there".
fn are_lives(text: &str, content: Span) -> bool {
    let all: Vec<String> = words(text, content).map(|word| fold(word.of(text))).collect();
    let relative =
        |word: &String| matches!(word.as_str(), "who" | "which" | "that" | "whose" | "when" | "as");
    let named = &all[..all.iter().position(relative).unwrap_or(all.len())];
    let lives = |word: &String| matches!(word.as_str(), "life" | "lives" | "victim" | "victims");
    named.iter().position(lives).is_some_and(|at| {
        let linked = |next: &String| matches!(next.as_str(), "of" | "in" | "on" | "at" | "across" | "from");
        all.get(at + 1).is_none_or(linked)
    }) && !named.iter().any(|word| verbs::is_plain_verb(word))
}

/// Whether a cue is a passive: what stands before it is the one that was told or asked for.
fn is_passive(cue: &str) -> bool {
    let mut words = cue.split_whitespace();
    words.next().is_some_and(|w| matches!(w, "was" | "were" | "is" | "are" | "been" | "being"))
        && words.next_back().is_some_and(|w| w.ends_with("ed") || w == "told")
}

/// Whether somebody would not do a thing, other than speak: "refused to accept the result".
fn is_refusal(text: &str, attribution: &Attribution) -> bool {
    let mut first = attribution.content_spans.iter().flat_map(|c| words(text, *c)).map(|w| fold(w.of(text)));
    attribution.stance == Stance::Declines
        && first.next().is_some_and(|word| word == "to")
        && first.next().is_some_and(|word| !verbs::is_answer(&word) && verbs::lookup(&word).is_none())
}

/// Whether words name a share of many: "58 percent of voters".
fn is_share(text: &str, source: Span) -> bool {
    let mut words = source.of(text).split_whitespace();
    let first = words
        .find(|w| !matches!(w.to_lowercase().as_str(), "about" | "some" | "around" | "roughly" | "nearly"));
    let sign = first.is_some_and(|w| w.ends_with('%'));
    sign || first.is_some() && words.next().is_some_and(|w| matches!(w, "percent" | "per" | "%"))
}

/// What is said not to be so, without the words for who else said it: "as invention the suggestion that {…}", "a report by
/// the Post that {…}"; and without the verdict: "{that …} was false".
pub(super) fn without_claimant(text: &str, content: Span, denial: &Attribution) -> Span {
    let content = denied_by(text, content, denial);
    let all: Vec<Span> = words(text, content).take(CLAIMANT).collect();
    let folded: Vec<String> = all.iter().map(|word| fold(word.of(text))).collect();
    // Nothing is told before the claim that is denied: "it had seen a report that warned" denies no warning. What opens a
    // name tells nothing: "the repeated claims".
    let opens = |word: &String| {
        is_determiner(word)
            || verbs::FALSE.contains(&word.as_str())
            || word.ends_with("ed")
            || word.ends_with("ly")
            || matches!(word.as_str(), "as" | "any" | "all" | "this" | "that" | "these" | "those" | "such")
            || matches!(word.as_str(), "and" | "or" | "his" | "her" | "its" | "their" | "our" | "my")
    };
    let heads = |claim: usize| {
        let named = folded[..claim].iter().take_while(|word| opens(word)).count();
        !folded[named..claim].iter().any(|word| {
            is_verb(word)
                || verbs::is_past(word)
                || verbs::is_past_or_participle(word)
                || classes::is_pronoun(word)
        })
    };
    let that = (1..all.len()).find(|at| {
        let told = |at: usize| (folded[at] == "namely" || is_claim(&folded[at])) && heads(at);
        // Between a claim and its "that" stands at most by whom it is.
        let by = |from: usize| {
            matches!(folded[from].as_str(), "by" | "in" | "from")
                && all[from + 1..*at].iter().all(|word| {
                    let word = word.of(text);
                    word.starts_with(char::is_uppercase) || matches!(word, "the" | "a" | "an" | "of" | "and")
                })
        };
        // "A report that warned of it": "that" is the report.
        let relative = folded.get(at + 1).is_some_and(|word| {
            verbs::is_plain_verb(word) || verbs::is_past(word) || verbs::is_past_or_participle(word)
        });
        folded[*at] == "that"
            && !relative
            && (told(at - 1) || (1..at - 1).any(|from| told(from - 1) && by(from)))
    });
    that.map_or(content, |at| Span::new(all[at].start as usize, content.end as usize))
}

/// What a denial is of: without the verdict by which it is one, "{that …} was false". Where the verb denies ("denied it
/// was a lie"), the verdict is part of what is denied.
pub(super) fn denied_by(text: &str, content: Span, denial: &Attribution) -> Span {
    let denies = |cue: &Span| {
        words(text, *cue).any(|word| {
            let word = fold(word.of(text));
            word.starts_with("denial") || verbs::lookup(&word).is_some_and(|(frame, _)| frame.denies)
        })
    };
    let plain = denial.manner == Manner::Indirect && !denial.cue_spans.iter().any(denies);
    if plain { without_verdict(text, content) } else { content }
}

/// Whether a word, in lower case, is a noun for what somebody says is so.
fn is_claim(word: &str) -> bool {
    verbs::NOUNS.contains(&word) || matches!(word, "report" | "rumour" | "rumor" | "rumours" | "rumors")
}

/// A content without what it ends in, where that says that the rest of it is not so: "it had known" of "it had known was
/// a lie".
fn without_verdict(text: &str, content: Span) -> Span {
    let all: Vec<Span> = words(text, content).collect();
    let word = |at: usize| fold(all[at].of(text));
    let Some(last) = all.len().checked_sub(1).filter(|last| *last > 0) else { return content };
    let mut at = last;
    let verdict = verbs::false_words(&word(last - 1), &word(last));
    if verdict == 0 {
        return content;
    }
    at -= verdict - 1;
    let between = |word: &str| {
        matches!(word, "not" | "a" | "an" | "all" | "just" | "pure" | "mere" | "be") || word.ends_with("ly")
    };
    while at > 1 && between(&word(at - 1)) {
        at -= 1;
    }
    let is = at > 1 && matches!(word(at - 1).as_str(), "is" | "are" | "was" | "were");
    if is { Span::new(content.start as usize, all[at - 2].end as usize) } else { content }
}

/// Whether words only refer to what was said before: "it", "this as well", "it in a statement", "the claims as lies".
pub(super) fn refers(content: &str) -> bool {
    let all: Vec<String> =
        words(content, Span::new(0, content.len())).map(|word| fold(word.of(content))).collect();
    let adds = |word: &str| {
        matches!(word, "too" | "again" | "as" | "well" | "also" | "all" | "both") || word.ends_with("ly")
    };
    // When, where and to whom: no part of what is denied.
    let beside = |rest: &[String]| {
        let opens = |word: &String| matches!(word.as_str(), "on" | "in" | "at" | "through" | "during" | "to");
        let tells = |word: &String| {
            verbs::is_plain_verb(word)
                || verbs::is_past(word)
                || verbs::is_past_or_participle(word)
                || matches!(word.as_str(), "that" | "and" | "but")
        };
        rest.first().is_some_and(opens) && rest.len() < LONG && !rest.iter().any(tells)
    };
    let Some(first) = all.first() else { return false };
    // "The report", "these claims": of them the verdict may be told with them.
    let named = names_claim(&all);
    let rest = &all[if named { 2 } else { 1 }..];
    let adds_all = |rest: &[String]| {
        rest.iter().all(|word| {
            adds(word)
                || named
                    && (verbs::FALSE.contains(&word.as_str())
                        || matches!(word.as_str(), "a" | "pure" | "mere"))
        })
    };
    let refers = named || matches!(first.as_str(), "it" | "this" | "that" | "them");
    // "That on Monday troops …" opens a clause.
    let joins = !named && first == "that";
    refers
        && (0..=rest.len())
            .any(|at| adds_all(&rest[..at]) && (at == rest.len() || !joins && beside(&rest[at..])))
}

/// Whether words that refer to what was said before call it what somebody claims: "the report", "these allegations".
pub(super) fn is_named_claim(content: &str) -> bool {
    let all: Vec<String> =
        words(content, Span::new(0, content.len())).map(|word| fold(word.of(content))).collect();
    names_claim(&all)
}

fn names_claim(all: &[String]) -> bool {
    let opens =
        |word: &String| matches!(word.as_str(), "the" | "this" | "that" | "these" | "those" | "all" | "such");
    all.first().is_some_and(opens)
        && all.get(1).is_some_and(|noun| is_claim(noun) && !noun.starts_with("charge"))
}

/// Words that no statement ends in: what they join stands elsewhere.
const JOINERS: &[&str] = &["and", "or", "but", "nor", "where", "because", "although", "whereas"];

/// What somebody says, without the words at its end that join something else to it: "the fleet is old" of "the fleet is
/// old and, as …".
pub(super) fn without_joiner(text: &str, content: Span) -> Span {
    let all: Vec<Span> = words(text, content).collect();
    let word = |at: usize| fold(all[at].of(text));
    let mut end = all.len();
    while end > 1 {
        let joins = JOINERS.contains(&word(end - 1).as_str());
        let behind = word(end - 1) == "as" && end > 2 && JOINERS.contains(&word(end - 2).as_str());
        // "Even though": the rest stands behind it.
        let even = word(end - 1) == "even"
            && words(text, Span::new(content.end as usize, text.len()))
                .next()
                .is_some_and(|next| matches!(fold(next.of(text)).as_str(), "though" | "if" | "as" | "when"));
        if !(joins || behind || even) {
            break;
        }
        end -= 1;
    }
    // Marks behind the last word stay where nothing goes.
    if end == all.len() { content } else { Span::new(content.start as usize, all[end - 1].end as usize) }
}

/// What a report states itself, without the word at its end that opens what somebody else says: "the gates were shut
/// after".
pub(super) fn without_opening(text: &str, span: Span) -> Span {
    let all: Vec<Span> = words(text, span).collect();
    let [.., before, last] = &all[..] else { return span };
    let opens = matches!(
        fold(last.of(text)).as_str(),
        "after"
            | "before"
            | "because"
            | "when"
            | "where"
            | "while"
            | "although"
            | "though"
            | "whether"
            | "if"
    );
    if opens { Span::new(span.start as usize, before.end as usize) } else { span }
}

/// Whether a verb may stand among words.
pub(super) fn has_verb(text: &str, span: Span) -> bool {
    let mut before = String::new();
    let known = words(text, span).any(|at| {
        let word = at.of(text).to_lowercase();
        let verb = may_be_verb(&word) && before != "to" && !is_determiner(&before);
        before = word;
        verb
    });
    known || has_object(text, span)
}

/// Whether a word, in lower case, is known as a verb, or a verb may be shortened in it: "it's".
fn may_be_verb(word: &str) -> bool {
    is_verb(word) || verbs::is_past(word) || verbs::is_past_or_participle(word) || word.contains(['\'', '’'])
}

/// Whether a word that is known as no verb stands between words and an article, as only a verb does: "rebels attack a
/// ferry".
fn has_object(text: &str, span: Span) -> bool {
    let all: Vec<Span> = words(text, span).collect();
    all.windows(3).any(|at| {
        let [before, word, next] = [at[0], at[1], at[2]].map(|word| word.of(text));
        let near = |one: Span, other: Span| {
            text[one.end as usize..other.start as usize].chars().all(char::is_whitespace)
        };
        let article = matches!(next, "a" | "an" | "the" | "his" | "her" | "its" | "their");
        let plain = word.len() > 3 && word.chars().all(char::is_lowercase);
        let link = is_link(word) || word.ends_with("ing") || word.ends_with("ly");
        article
            && plain
            && near(at[0], at[1])
            && near(at[1], at[2])
            && !link
            && !is_link(&before.to_lowercase())
            && !is_determiner(&before.to_lowercase())
    })
}

/// Whether a word, in lower case, links a name to what stands before it.
fn is_link(word: &str) -> bool {
    classes::is_preposition(word)
        || classes::is_subordinator(word)
        || classes::is_relative(word)
        || classes::is_loose(word)
        || matches!(
            word,
            "beneath" | "down" | "except" | "half" | "past" | "such" | "then" | "till" | "unlike" | "what"
        )
}

/// Whether words of the report's own state nothing: a label, a credit, in which no known verb stands, or a heading.
pub(super) fn is_label(text: &str, sentence: Span) -> bool {
    let line = sentence.of(text).trim();
    let whole = line.trim_end_matches(['"', '”', '’', '\'', ')', ']']).ends_with(['.', '!', '?', '…', ':']);
    // A sentence has its full stop; what stands in brackets has none, or the sentence around it has.
    if whole || line.starts_with(['(', '[']) != line.ends_with([')', ']']) {
        return false;
    }
    let all: Vec<&str> = words(text, sentence).map(|at| at.of(text)).collect();
    if is_heading(text, sentence) {
        return !is_headline(&all);
    }
    let mut before = String::new();
    let mut first = true;
    let verb = all.iter().any(|word| {
        // A capital within the line makes a name.
        let plain = first || word.starts_with(char::is_lowercase) || word.chars().all(|c| !c.is_alphabetic());
        let word = word.to_lowercase();
        let verb = plain && may_be_verb(&word) && before != "to";
        (first, before) = (false, word);
        verb
    });
    !verb && !has_object(text, sentence)
}

/// Whether of words with capitals one behind the first can only be a verb, and they ask nothing.
fn is_headline(all: &[&str]) -> bool {
    let all: Vec<String> = all.iter().map(|word| word.to_lowercase()).collect();
    let verb = |at: usize| {
        let helps = matches!(all[at].as_str(), "is" | "are" | "was" | "were" | "has" | "had" | "have");
        (helps || verbs::is_past_or_participle(&all[at])) && !is_determiner(&all[at - 1])
    };
    all.first().is_some_and(|first| !is_question(first)) && (1..all.len().saturating_sub(1)).any(verb)
}

/// Whether a sentence is a line of its own in which all words but the small ones have capitals, and that ends in no mark:
/// what stands under it is told there.
fn is_heading(text: &str, sentence: Span) -> bool {
    let sentence = sentence.trim(text);
    let opens = text[..sentence.start as usize].trim_end_matches([' ', '\t']).ends_with('\n');
    let closes = text[sentence.end as usize..].trim_start_matches([' ', '\t']).starts_with('\n');
    let words: Vec<&str> = words(text, sentence).map(|word| word.of(text)).collect();
    let capital = |word: &&str| word.chars().count() < 4 || !word.starts_with(|c: char| c.is_lowercase());
    opens
        && closes
        && words.len() <= HEADING
        && sentence.of(text).ends_with(|c: char| c.is_alphanumeric() || c == ')')
        && words.iter().all(capital)
}

/// Words of a heading.
const HEADING: usize = 12;

/// Whether words only tell that something was asked: "Asked whether the firm would pay".
pub(super) fn is_asked(text: &str, span: Span) -> bool {
    let mut words = words(text, span).map(|word| fold(word.of(text)));
    let asked = words.next().is_some_and(|word| word == "asked" || word == "questioned");
    asked && words.take(3).any(|word| is_question(&word) || word == "about")
}

/// Where the clause ends that what stands at a place of a sentence goes on from: "He knew|, but «he» denies it". None where
/// none stands before it.
pub(super) fn joined_to(text: &str, sentence: Span, at: u32) -> Option<u32> {
    let before = Span::new(sentence.start as usize, at.max(sentence.start) as usize);
    let all: Vec<Span> = words(text, before).collect();
    let [.., clause, last] = &all[..] else { return None };
    let joins =
        matches!(fold(last.of(text)).as_str(), "and" | "but" | "though" | "although" | "while" | "yet");
    joins.then_some(clause.end)
}

/// What a sentence says that only adds that it is vouched for: "It can now be revealed that {…}". What is denied, alleged,
/// not known or still to be shown keeps its words.
pub(super) fn unframed(text: &str, sentence: Span) -> Span {
    let all: Vec<Span> = words(text, sentence).take(CLAIMANT).collect();
    let folded: Vec<String> = all.iter().map(|word| fold(word.of(text))).collect();
    let Some(that) = folded.iter().position(|word| word == "that").filter(|at| *at + 1 < all.len()) else {
        return sentence;
    };
    let [it, helpers @ .., told] = &folded[..that] else { return sentence };
    let vouches = matches!(told.as_str(), "announced" | "confirmed" | "disclosed" | "revealed");
    let helps = |word: &String| {
        matches!(
            word.as_str(),
            "is" | "was" | "has" | "had" | "can" | "be" | "been" | "now" | "today" | "also"
        )
    };
    let frame = it == "it" && vouches && !helpers.is_empty() && helpers.iter().all(helps);
    if frame { Span::new(all[that + 1].start as usize, sentence.end as usize) } else { sentence }
}

/// What nobody known is said to say, with the words before it that make it doubtful: "It was wrongly reported {that …}". None
/// where nothing is lost without them. `hedged` says whether words of caution stand in a stretch.
pub(super) fn with_frame(
    text: &str,
    sentence: Span,
    said: Span,
    attribution: &Attribution,
    hedged: &dyn Fn(Span) -> bool,
) -> Option<Span> {
    if attribution.source.is_some() || !attribution.via.is_empty() || said.start <= sentence.start {
        return None;
    }
    let frame = Span::new(sentence.start as usize, said.start as usize);
    let all: Vec<String> = words(text, frame).map(|word| fold(word.of(text))).collect();
    let opens = all.len() < CLAIMANT && all.first().is_some_and(|it| it == "it");
    let doubts = hedged(frame) || all.iter().any(|word| word.ends_with("ly"));
    let start = sentence.trim(text).start;
    (opens && doubts).then(|| Span::new(start as usize, said.end as usize))
}

/// Words among which a content's "that" is looked for.
const CLAIMANT: usize = 8;

/// Whether a cue says that something was told: it has a verb of speech or its like ("said", "according to"), or no verb at
/// all, and is not only of doing ("raised", "opened an inquiry").
pub(crate) fn is_of_speech(cue: &str) -> bool {
    let mut heard = words(cue, Span::new(0, cue.len())).map(|word| fold(word.of(cue)));
    !cue.starts_with(char::is_lowercase)
        || heard.any(|word| verbs::lookup(&word).is_some() || word == "according")
}

/// Whether somebody is said to tell something, and not to want, seek or ask for it: "the guild says", but neither "divers
/// want to see the hold" nor "divers had asked the firm to close the hold".
pub(super) fn tells(text: &str, content: Span, attribution: &Attribution) -> bool {
    let mut cues = attribution.cue_spans.iter().map(|cue| cue.of(text));
    let mut before = String::new();
    let mut finite = words(text, content).map(|word| fold(word.of(text))).map(|word| {
        let verb = word == "that" || is_verb(&word) && before != "to";
        before = word;
        verb
    });
    attribution.manner != Manner::Indirect
        || (attribution.cue_spans.is_empty() || cues.any(is_of_speech)) && finite.any(|verb| verb)
}

/// What an attribution states where the words of its content only name it, in a sentence; None where they say it.
/// `others`: the contents of the sentence, each with its attribution.
pub(super) fn whole(
    text: &str,
    sentence: Span,
    content: Span,
    attribution: &Attribution,
    others: &[(Span, &Attribution)],
) -> Option<Span> {
    // What is "said", or true "according to" someone, is stated.
    let cue = attribution.cue_spans.first().map_or(String::new(), |cue| fold(cue.of(text)));
    let says = matches!(cue.as_str(), "said" | "says" | "told" | "tell" | "tells" | "according to")
        && !is_question(&first_word(text, content));
    if attribution.manner != Manner::Indirect || says || states(text, content) {
        return None;
    }
    let within =
        |spans: &[Span]| spans.iter().filter(|s| sentence.contains(**s)).copied().reduce(Span::cover);
    let act = within(&attribution.cue_spans).map(|cue| cue.cover(content))?;
    let whole = within(&attribution.source_spans).map_or(act, |source| source.cover(act));
    // What others say beside it stays theirs; what it stands in bounds it.
    let apart = |span: Span| {
        others
            .iter()
            .all(|(other, a)| a.id == attribution.id || other.contains(span) || !other.overlaps(span))
    };
    [whole, act].into_iter().find(|span| apart(*span) && states(text, *span)).map(|span| span.trim(text))
}

/// Whether nobody is told anything: people without a name ask something or ask for something, which the report tells of
/// them.
pub(super) fn is_asking(
    annotations: &Annotations,
    text: &str,
    content: Span,
    attribution: &Attribution,
) -> bool {
    let source = attribution.source.and_then(|id| annotations.sources.iter().find(|s| s.id == id));
    let first = first_word(text, content);
    let cue = attribution.cue_spans.last().map_or("", |cue| cue.of(text)).to_lowercase();
    attribution.manner == Manner::Indirect
        && attribution.via.is_empty()
        && source.is_none_or(|s| s.kind == SourceKind::Anonymous)
        && asks(&cue)
        && (is_question(&first) || first == "for" || cue.ends_with(" for"))
}

/// Whether a cue, in lower case, has a verb of asking: "asked whether", "called for", but not "said that for two days …".
fn asks(cue: &str) -> bool {
    let stem = |word: &str| {
        ["ask", "wonder", "inquir", "enquir", "want", "begg", "press", "push"]
            .iter()
            .any(|s| word.starts_with(s))
            || verbs::takes(word, "for")
    };
    words(cue, Span::new(0, cue.len())).any(|word| stem(word.of(cue)))
}

fn first_word(text: &str, span: Span) -> String {
    words(text, span).next().map_or(String::new(), |w| w.of(text).to_lowercase())
}

fn is_question(first: &str) -> bool {
    matches!(first, "what" | "who" | "whom" | "how" | "why" | "when" | "where" | "whether" | "if")
}

/// Words of a content that are more than a name.
const LONG: usize = 8;

/// Whether words state something, and do not merely name it or ask for it: whether a verb stands among them that no "to"
/// makes a wish.
pub(super) fn states(text: &str, span: Span) -> bool {
    let first = words(text, span).next().map_or(String::new(), |w| w.of(text).to_lowercase());
    if is_question(&first) {
        return false;
    }
    if first == "that" || words(text, span).count() >= LONG {
        return true;
    }
    // "four injured", "over 3,700 lives", "a new vote", "a vote of confidence": nouns.
    let named = is_determiner(&first);
    let last = words(text, span).last();
    let mut before = String::new();
    words(text, span).any(|at| {
        let word = at.of(text).to_lowercase();
        let past = verbs::is_past(&word) || word.ends_with("ed");
        let noun = named && (Some(at) == last && !past || before == first);
        let verb = is_verb(&word) && before != "to" && (!noun || verbs::is_auxiliary(&word));
        before = word;
        verb
    })
}

/// Whether a word opens a name for something: an article, or a number or what may stand before one.
fn is_determiner(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "the"
            | "another"
            | "more"
            | "over"
            | "about"
            | "some"
            | "around"
            | "at"
            | "nearly"
            | "roughly"
            | "almost"
            | "approximately"
            | "no"
            | "up"
    ) || word.starts_with(|c: char| c.is_ascii_digit())
        || number_word(word).is_some()
}

/// A content without the words for the one it was told: "to the agency that it knew nothing".
pub(super) fn without_hearer(text: &str, content: Span) -> Span {
    let mut words = words(text, content).map(|w| (w.of(text).to_lowercase(), w));
    if words.next().is_none_or(|(first, _)| first != "to") {
        return content;
    }
    let that = words.take(HEARER).find(|(word, _)| word == "that" || is_verb(word));
    match that {
        Some((word, at)) if word == "that" => Span::new(at.start as usize, content.end as usize),
        _ => content,
    }
}
