//! Short texts with invented people, places and outlets, marked with what is found in them.

use super::{Act, RawAttribution, extract};
use crate::layout::Layout;
use crate::testing::{Marked, report, unmark};

fn find(text: &str) -> Vec<RawAttribution> {
    let report = report(text);
    extract(&report, &Layout::new(&report))
}

/// «source» [cue] {content}; nothing else may be found.
#[track_caller]
fn check(marked: &str) {
    let (text, wanted) = unmark(marked);
    let found = find(&text).into_iter().map(|a| Marked {
        source: a.source_spans,
        cue: a.cue_spans,
        content: a.content_spans,
    });
    let sorted = |list: Vec<Marked>| {
        let mut lines: Vec<String> = list.iter().map(|a| a.show(&text)).collect();
        lines.sort();
        lines.join("\n")
    };
    assert_eq!(sorted(found.collect()), sorted(wanted), "{text}");
}

#[test]
fn reported_speech_with_the_source_first() {
    check("«The mayor» [said] {the bridge would open in May}.");
    check("«Ana Orlo» [said] {that she would not run}.");
    check("«Officials» [say] {the dam is safe}.");
    check("«The ministry» [has said] {that the tests failed}.");
    check("On Monday «the mayor of Ilmar» [said] {the bridge would open}.");
    check("In a statement, «the Ilmar Bridge Authority» [said] {the tests had failed}.");
    check("«Orlo» [said] on Monday {that the tests had failed}.");
    check("«Orlo» [told] reporters {that the tests had failed}.");
    check("«Orlo» [told] the Ilmar Herald {she had seen the report}.");
    check("«The company» [announced] {a recall of 300 ferries}.");
    check("«She» [asked] {whether the tests had failed}.");
}

#[test]
fn reported_speech_with_the_source_last() {
    check("{The bridge would open in May}, «the mayor» [said].");
    check("{The bridge would open in May}, [said] «Ana Orlo, a councillor from Tolo».");
    check("{The bridge will open in May}, «Ilmar officials» [say].");
    check("{The minister met the envoys twice}, «four people familiar with the talks» [said].");
    check("{The ferry}, «he» [said], {would sail again}.");
    check("{The talks failed}, «two officials» [tell] the Ilmar Herald.");
}

#[test]
fn appositions_belong_to_the_source() {
    check("«Ana Orlo, a doctor», [said] {the ward was full}.");
    check("«Rep. Ana Orlo, R-Tolo», [said] {the ward was full}.");
    check("«Pell, who led the inquiry from 2019 to 2021», [said] {the ward was full}.");
    check("«Pell», speaking in Ilmar, [said] {the ward was full}.");
    check("“{The ward is full,}” [said] «Pell, now at the Tolo Institute».");
    check("«A source briefed on the talks» [said] {the ward was full}.");
    check("«One person who has seen the plan» [told] the Herald {it was thin}.");
    check("«The White House and the government of Tolo» [said] {the talks had failed}.");
}

#[test]
fn according_to() {
    check("[According to] «the ministry», {the tests failed}.");
    check("{The tests failed}, [according to] «two people familiar with the matter».");
    check("{If the dam breaks, the town will flood}, [according to] «a source briefed on the plans».");
    check("[According to] «well-placed sources», {the contacts were not formal talks}.");
}

#[test]
fn a_number_belongs_to_what_is_said() {
    check("«The rescue service» [said] {at least 9 people had drowned when the ferry sank}.");
    check("«The mayor» [said] {nearly half the town had left}.");
    check("«Orlo» [said] on Monday {more than 300 ferries were idle}.");
    check("«The navy» [said] {up to a dozen sailors were missing}.");
    check("«Orlo» [said] at the harbour {that the ferry sank}.");
    check("«Orlo» [said] on Monday {prices had doubled}.");
    check("«Orlo» [said] on Monday night {the ferry sank}.");
}

#[test]
fn a_comma_ends_the_source_where_the_clause_begins() {
    check(
        "[According to] «senior naval and harbour sources», {the visits began in early spring, with a cook carrying notes}.",
    );
    check("[According to] «Ana Orlo, a doctor in Tolo», {the ward was full}.");
}

#[test]
fn a_pronoun_behind_a_preposition_is_no_subject() {
    check("{The visits began in May}, «one aide briefed on them» [said].");
    check("{The visits will go on}, «people close to him» [say].");
    check("«Officials familiar with it» [said] {the plan was thin}.");
}

#[test]
fn a_time_is_no_source() {
    check("«The man who was warden of the bridge until last spring» [said] on Friday {that it creaked}.");
    check("«The woman who ran the ward before May» [said] {it was full}.");
}

#[test]
fn quotations() {
    check("“{We go,}” «Orlo» [said].");
    check("\"{We go,}\" [said] «Orlo».");
    check("“{We go,}” «she» [said]. “{We do not come back.}”");
    check("«Orlo» [said]: “{We go.}”");
    check("“{We go,}” «the mayor» [told] the Ilmar Herald.");
    check("{The ferry was sold in May}, «an official» [told] the agency OPA.");
    check("«An official» [told] the agency OPA {that the ferry was sold in May}.");
    check("«An official» [told] the inquiry {Osei had sold the ferry}.");
    check("«An officer» [told] the court {Smith, 34, had sold the ferry}.");
    check("“{Why now?}” «Orlo» [asked].");
    check("«Orlo» [said] {the plan was “a disgrace” and would fail}.");
    check("“{They tell us Pell will say, ‘Trust me. I will go.’ So we wait,}” «a third official» [said].");
    check("«Ana Orlo»[:] “{The tests failed.}”");
    check("“{The tests failed.}” [–] «Ana Orlo»");
}

#[test]
fn quotations_without_a_cue_go_on_with_the_speaker() {
    let text = "“We go,” according to one official.\n“In the meantime, we wait. We sing.”";
    let found = find(text);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(found[1].carried, Some(0));
    assert_eq!(found[1].content_spans[0].of(text), "In the meantime, we wait. We sing.");
    assert!(found[1].source_spans.is_empty());

    let text = "“We have a plan,” an aide said. But “if Pell leaves, we will not shed a tear.”";
    let found = find(text);
    assert_eq!(found.iter().map(|a| a.carried).collect::<Vec<_>>(), [None, Some(0)]);
}

#[test]
fn a_quotation_over_several_paragraphs_is_one_content() {
    check("«Orlo» [said]: “{We go.}\n“{We stay.}\n“{We sing.}”");
    check("The town was quiet.\nThe “big plan” of the council failed.");
}

#[test]
fn a_stray_mark_does_not_turn_the_rest_inside_out() {
    check(
        "The plan was \"thin.\n«1:Orlo» [1:said] {1:the tests had failed}.\n“{2:We go,}” «2:Pell» [2:said].",
    );
}

#[test]
fn several_cues_in_one_sentence() {
    check("«1:«2:Pell»» [1:denied] {1:the charges} and [2:said] {2:the group was a fiction}.");
    check("«1:«2:Orlo»» [1:said] {1:the tests had failed}, [2:adding] {2:that she was sorry}.");
    check("«1:Orlo» [1:said] {1:the tests had failed}, but «2:Pell» [2:said] {2:they had not}.");
}

#[test]
fn a_relative_clause_is_no_statement_of_the_main_clause() {
    check("«2:«1:Pell», who [1:writes] {1:that bridges fall}», [2:said] {2:the ward was full}.");
}

#[test]
fn what_leads_in_is_not_said() {
    check("Asked about the dam, «Orlo» [said]: “{I have no comment.}”");
    check("While the vote binds no one, «it» [added] {that others may follow}.");
}

#[test]
fn who_brings_it() {
    let text = "The minister met the envoys, the Ilmar Press reported, citing a senior official.";
    let found = find(text);
    let words: Vec<&str> = found.iter().map(|a| a.source_spans[0].of(text)).collect();
    assert_eq!(words, ["the Ilmar Press", "a senior official"]);
    assert_eq!(found[1].through, Some(0));
    assert_eq!(found[0].content_spans, found[1].content_spans);

    let text = "“The dam is safe,” Ana Orlo said in an interview with TV Tolo on Jan. 11.";
    let found = find(text);
    assert_eq!(found[0].addressee.map(|s| s.of(text)), Some("TV Tolo"));
}

/// The act of each cue, in order.
#[track_caller]
fn check_acts(text: &str, wanted: &[Act]) {
    assert_eq!(find(text).iter().map(|a| a.act).collect::<Vec<_>>(), wanted, "{text}");
}

#[test]
fn denials_and_silence() {
    check("«The ministry» [has publicly denied] {any links to the ring}.");
    check("«The ministry and the mayor» [did not immediately respond] to {requests for comment}.");
    check("«Orlo» [declined] {to comment}.");
    check("«Pell» [could not be reached] {for comment}.");
    check("«Pell», who [has denied] {seeing any letter}, will face the council next week.");
    check_acts("An aide disputes that.", &[Act::Denies]);
    check_acts("The company has not responded to questions.", &[Act::Declines]);
    check_acts("The mayor says the tests failed.", &[Act::Says]);
}

#[test]
fn no_attributions() {
    check("The so-called “peace train” left at noon.");
    check("He is said to be rich.");
    check("The novel “A Winter in Tolo” sold well.");
    check("The claims were settled in court.");
    check("The statement ran to 300 pages.");
    check("Reports of floods reached the town.");
    check("");
}

#[test]
fn words_that_only_look_like_verbs_of_speech() {
    check("Ferries from the United States sailed at noon.");
    check("{The bridge fell on Monday}, «state media» [reported].");
    check("People who feel threatened or ill can call.");
    check("You agree to receive letters from us.");
    check("Fire reported outside the harbour.");
    check("The ferry strike was over when Tolo called off the vote.");
}

#[test]
fn the_day_is_no_part_of_the_source() {
    check("«The mayor of Ilmar» on Monday [denounced] {the plan}.");
    check("«The ministry» last week [said] {that the tests failed}.");
    check("«The head of the bank, Ana Orlo», [also said] {that prices would fall}.");
}

#[test]
fn headlines() {
    check("«Mayor» [says] {bridge will open in May}");
    check("{Bridge will not open}, «officials» [say]");
    check("«Orlo»[:] {Council plan is “dead” for now}");
    check("Floods: What you need to know");
}

/// Texts put together at random from words and marks that the rules look at: nothing panics, spans are never empty, and
/// what an attribution points at is in the list.
#[test]
fn odd_texts_are_survived() {
    const PIECES: &[&str] = &[
        "Orlo",
        " said ",
        " says",
        ",",
        ".",
        " “",
        "” ",
        "\"",
        "'",
        "’s ",
        "the mayor ",
        " who ",
        " and ",
        " that ",
        ": ",
        "; ",
        "\n",
        " according to ",
        " told ",
        "citing ",
        " did not respond",
        " to ",
        " — ",
        "(",
        ")",
        " U.S. ",
        " 83 ",
        " saying ",
        " adding ",
        " claim that ",
        "?",
        " has ",
        " denied ",
        "…",
        " while ",
        " Monday ",
        " interview with ",
        "é",
        " by ",
    ];
    let mut state = 1u64;
    let mut next = |below: usize| {
        // Knuth's multiplier: enough to mix the pieces.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for _ in 0..3_000 {
        let length = 1 + next(30);
        let text: String = (0..length).map(|_| PIECES[next(PIECES.len())]).collect();
        let found = find(&text);
        for (place, a) in found.iter().enumerate() {
            assert!(!a.content_spans.is_empty(), "{text}");
            for span in a.source_spans.iter().chain(&a.cue_spans).chain(&a.content_spans) {
                assert!(!span.of(&text).is_empty(), "{text}");
            }
            assert!(a.carried.is_none_or(|c| c < place), "{text}");
            assert!(a.through.is_none_or(|t| t < found.len() && t != place), "{text}");
        }
    }
}

#[test]
fn participles_belong_to_the_subject() {
    check("«A list sent to the mayor» [says] {that the bridge was shut}.");
    check("{The bridge was shut}, «a written offer of two pages» [says].");
    check("«A note marked secret» [said] {the bridge was shut}.");
    check("{The bid failed}, «two brokers advising the buyer» [said].");
}

#[test]
fn a_relative_clause_says_nothing_of_what_stands_before() {
    check("{The bridge was shut}, «a clerk, who asked not to be named», [said].");
    check("They were told in writing that the bridge was shut.");
}
