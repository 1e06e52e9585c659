//! Short texts with what is found in them; the people, places and outlets are invented.

mod false_friends;
mod quantities;
mod sources;
mod times;

use backstory_model::{Basis, EntityKind, Moment, Published, Report, SourceId, Span, Stance};

use crate::{Model, annotate, testing};

fn report(text: &str, date: Option<&str>) -> Report {
    let published = date.map(|d| Published {
        date: Moment::parse(d).expect("tests give real dates"),
        basis: Basis::Manifest,
        span: None,
    });
    Report { published, ..testing::report(text) }
}

/// `text` marks each expected expression as {days:words}, where days are `first`, `first/last`, or `?` where unknown.
#[track_caller]
fn check_times(date: Option<&str>, text: &str) {
    check_times_in(None, date, text);
}

/// As [`check_times`], in a report of an outlet.
#[track_caller]
fn check_times_in(outlet: Option<&str>, date: Option<&str>, text: &str) {
    let (plain, expected) = unmark(text);
    let report = Report { outlet: outlet.map(str::to_owned), ..report(&plain, date) };
    let found: Vec<_> = annotate(&report, Model::Rules)
        .times
        .iter()
        .map(|t| {
            let days = t.when.map_or("?".to_owned(), |i| {
                if i.start == i.end { i.start.to_string() } else { format!("{}/{}", i.start, i.end) }
            });
            (days, t.span.of(&plain).to_owned())
        })
        .collect();
    assert_eq!(found, expected, "{plain}");
}

/// `text` marks each expected quantity as {bound value unit:words}.
#[track_caller]
fn check_quantities(text: &str) {
    let (plain, expected) = unmark(text);
    let found: Vec<_> = annotate(&report(&plain, Some("2031-05-14")), Model::Rules)
        .quantities
        .iter()
        .map(|q| {
            let label = format!("{} {} {}", q.bound.name(), q.value, q.unit);
            (label.trim_end().to_owned(), q.span.of(&plain).to_owned())
        })
        .collect();
    assert_eq!(found, expected, "{plain}");
}

/// `text` marks each expected hedge as {:word}.
#[track_caller]
fn check_hedges(text: &str) {
    let (plain, expected) = unmark(text);
    let found: Vec<_> = annotate(&report(&plain, None), Model::Rules)
        .hedges
        .iter()
        .map(|h| (String::new(), h.span.of(&plain).to_owned()))
        .collect();
    assert_eq!(found, expected, "{plain}");
}

/// Who says what, an attribution a line: `kind name or description, count, via …, stance: first words of the content`.
#[track_caller]
fn check_sources(text: &str, expected: &[&str]) {
    assert_eq!(sources_of(text), expected, "{text}");
}

/// The lines that [`check_sources`] compares.
fn sources_of(text: &str) -> Vec<String> {
    let report = report(text, WEDNESDAY);
    let found = annotate(&report, Model::Rules);
    let name = |id: &SourceId| {
        let source = found.sources.iter().find(|s| s.id == *id).expect("every source is listed");
        let words = source.name.as_deref().or(source.description.as_deref()).unwrap_or_default();
        format!("{} {words}", source.kind.name())
    };
    found
        .attributions
        .iter()
        .map(|a| {
            let mut line = a.source.as_ref().map_or("unknown".to_owned(), name);
            if let Some(count) = a.count {
                line +=
                    &format!(", {}-{}", count.min, count.max.map_or("open".to_owned(), |m| m.to_string()));
            }
            for via in &a.via {
                line += &format!(", via {}", name(via));
            }
            if a.stance != Stance::Affirms {
                line += &format!(", {}", a.stance.name());
            }
            let content = a.content_spans.first().map_or("", |s| s.of(text));
            let words: Vec<_> = content.split_whitespace().take(3).collect();
            format!("{line}: {}", words.join(" "))
        })
        .collect()
}

/// Takes the marks {label:words} out of a text; gives the plain text and the marks.
fn unmark(text: &str) -> (String, Vec<(String, String)>) {
    let (mut plain, mut marks, mut rest) = (String::new(), Vec::new(), text);
    while let Some((before, after)) = rest.split_once('{') {
        let (inside, after) = after.split_once('}').expect("a mark is closed");
        let (label, words) = inside.split_once(':').expect("a mark has a label");
        plain += before;
        plain += words;
        marks.push((label.to_owned(), words.to_owned()));
        rest = after;
    }
    (plain + rest, marks)
}

// 2031-05-14 is a Wednesday.
const WEDNESDAY: Option<&str> = Some("2031-05-14");

#[test]
fn hedges_are_words_of_caution() {
    check_hedges("Boats that {:allegedly} carried ore {:may} have left, and he {:is said to} know.");
    check_hedges("They may not vote, he could not say; the {:suspected} smuggler {:appears to} be gone.");
    check_hedges(
        "No key could be found, no ship of the Orlo Ferry Line may sail; nine farms could be reached only by boat.",
    );
    check_hedges(
        "No doubt he {:may} go; there is no reason to stay, and they {:could} fail, as he has no idea he {:may} lose.",
    );
    check_hedges("Police found no proof he {:may} have lied. She {:could} be the only one who left.");
    check_hedges(
        "Engineers were asked whether the bridge {:may} fall. A judge ruled whether they may see it.",
    );
    check_hedges("A man {:said to} be rich {:is believed to} have left; {:it is thought that} she left too.");
    check_hedges("It is {:unclear whether} he left. His account {:could not be independently verified}.");
    check_hedges("{:Maybe} the {:apparent} theft of the {:so-called} crown is an {:unconfirmed} tale.");
}

#[test]
fn words_of_caution_have_other_senses() {
    check_hedges("Likely voters saw the might of the navy; its military might grew as soon as possible.");
    check_hedges(
        "The heir apparent was supposed to leave. He said to have patience. There was probable cause.",
    );
}

#[track_caller]
fn check_entities(text: &str, expected: &[&str]) {
    let found: Vec<_> = annotate(&report(text, None), Model::Rules)
        .entities
        .iter()
        .map(|e| format!("{} {} {}", e.kind.name(), e.name, e.spans.len()))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn short_names_belong_to_full_ones() {
    check_entities(
        "Gen. Tomas Lindqvist met Ada Osei in Nairobi. Lindqvist left; Osei's aide stayed with the U.S. envoy.",
        &["person Tomas Lindqvist 2", "person Ada Osei 2", "place Nairobi 1", "place United States 1"],
    );
    check_entities(
        "The Ministry of Mines and the Orsk Harbor Authority spoke to Reuters about Dr. Mirelle Vantongeren.",
        &[
            "organization Ministry of Mines 1",
            "organization Orsk Harbor Authority 1",
            "organization Reuters 1",
            "person Mirelle Vantongeren 1",
        ],
    );
}

#[test]
fn a_name_may_be_called_after_somebody() {
    check_entities("On Monday the Fisherman’s Bell rang.", &["other Fisherman’s Bell 1"]);
    // An outlet that is called after somebody has people and bureaus.
    check_entities(
        "On Monday the Guardian’s Berlin bureau was shut.",
        &["organization The Guardian 1", "place Berlin 1"],
    );
    check_entities("On Monday the Courier’s Osei was late.", &["other Courier 1", "other Osei 1"]);
    check_entities(
        "On Monday the Senator’s Aide rang Velm Air.",
        &["other Aide 1", "organization Velm Air 1"],
    );
}

#[test]
fn who_is_brought_in_with_an_office_and_called_by_a_surname_is_a_person() {
    let kinds = |text: &str| -> Vec<EntityKind> {
        let report = testing::report(text);
        let end = text.find(',').expect("a comma");
        let seen = [(Span::new(0, end), EntityKind::Organization)];
        let names = crate::entities::Names::new(&report, &crate::layout::Layout::new(&report), &seen);
        names.entities.iter().map(|e| e.kind).collect()
    };
    let both = kinds("Fedor Velm, abbot of the house on the hill, came. The snow fell, and Velm said so.");
    assert_eq!(both, [EntityKind::Person]);
    // Owners may be companies, and nobody calls them by a surname.
    let firm = kinds("Anchor Velm, owner of the house on the hill, paid. The snow fell.");
    assert_eq!(firm, [EntityKind::Organization]);
    for what in ["maker of pumps", "owner of the house", "supplier of pumps", "lender of the north"] {
        let firm = kinds(&format!("Anchor Velm, {what}, paid. The snow fell, and Velm said so."));
        assert_eq!(firm[0], EntityKind::Organization, "{what}");
    }
}

#[test]
fn what_a_tagger_takes_for_a_place_is_one() {
    let text = "Homes burned by Velm Air, and the clerk flew with Orlo Air.";
    let seen = [(Span::new(16, 24), EntityKind::Place), (Span::new(50, 58), EntityKind::Person)];
    let report = report(text, None);
    let names = crate::entities::Names::new(&report, &crate::layout::Layout::new(&report), &seen);
    let kinds: Vec<_> = names.entities.iter().map(|e| (e.name.as_str(), e.kind)).collect();
    assert_eq!(kinds, [("Velm Air", EntityKind::Place), ("Orlo Air", EntityKind::Organization)]);
    check_entities("Homes burned in Velm Air.", &["other Velm Air 1"]);
}

#[test]
fn names_of_bodies_of_many_are_read_whole() {
    check_entities(
        "On Monday the Weavers’ League met the Needle and Thread Union and the Friends of the Pier.",
        &[
            "organization Weavers’ League 1",
            "organization Needle and Thread Union 1",
            "other Friends of the Pier 1",
        ],
    );
    check_entities(
        "On Monday the Seamen’s Cooperative met at the Children's Hospital. Osei’s Harbor Party did not come.",
        &[
            "other Seamen’s Cooperative 1",
            "organization Children's Hospital 1",
            "other Osei 1",
            "organization Harbor Party 1",
        ],
    );
    // A possessor, two bodies, and people who open a sentence.
    check_entities(
        "The Senate and Mines Ministry spoke. Clerks of the Orsk Council left.",
        &["organization Senate 1", "organization Mines Ministry 1", "organization Orsk Council 1"],
    );
    check_entities("Harbor Guard Commander Ada Osei left Orsk.", &["person Ada Osei 1", "other Orsk 1"]);
    check_entities("Orsk County Prosecutor Maria Osei left. Osei ran.", &["person Maria Osei 2"]);
    check_entities("KPA Secretary-General Ada Osei left. Osei ran.", &["person Ada Osei 2"]);
    check_entities("Manager Maria Osei left. Osei ran.", &["person Maria Osei 2"]);
    check_entities(
        "TESSA VARN OSEI, HOST:\n\nThe mine is shut.\n\nOSEI: It was deep. Nobody came.",
        &["person TESSA VARN OSEI 2"],
    );
    for part in ["CORRESPONDENT", "MODERATOR"] {
        check_entities(
            &format!("TESSA VARN OSEI, {part}:\n\nThe mine is shut.\n\nOSEI: It was deep. Nobody came."),
            &["person TESSA VARN OSEI 2"],
        );
    }
}

#[test]
fn brands_and_picture_credits_are_no_people() {
    check_entities(
        "QuarryX sank a mine. The Ilmar QuarryX said it was deep. Fiona McAllen left; McAllen said so.",
        &["other QuarryX 1", "other Ilmar QuarryX 1", "person Fiona McAllen 2"],
    );
}

#[test]
fn words_that_open_sentences_are_no_names() {
    check_entities("Officials met. Talks failed. Injuring nobody, the storm passed. May was cold.", &[]);
}

#[test]
fn people_are_counted() {
    check_sources("The mine is shut, four officials said.", &["anonymous four officials, 4-4: The mine is"]);
    check_sources("The mine is shut, officials said.", &["anonymous officials, 2-open: The mine is"]);
    check_sources(
        "The mine is shut, according to multiple people familiar with the plan.",
        &["anonymous multiple people familiar with the plan, 2-open: The mine is"],
    );
    check_sources(
        "The mine is shut, one of the engineers said.",
        &["anonymous one of the engineers, 1-1: The mine is"],
    );
}

#[test]
fn groups_side_by_side_are_no_fewer_than_the_larger_and_no_more_than_both() {
    check_sources(
        "The mine is shut, four engineers of the port and two clerks said.",
        &["anonymous four engineers of the port and two clerks, 4-6: The mine is"],
    );
    check_sources(
        "The mine is shut, five clerks in the town hall of Orsk and soldiers who guarded the doors said.",
        &[
            "anonymous five clerks in the town hall of Orsk and soldiers who guarded the doors, 5-open: The mine is",
        ],
    );
    check_sources(
        "Four cooks who work for Brandt Foods and two clerks at the port said the mine was shut.",
        &["anonymous Four cooks who work for Brandt Foods and two clerks at the port, 4-6: the mine was"],
    );
    // One group, whoever they saw or work for.
    check_sources(
        "An aide who saw the clerks and the soldiers said the mine was shut.",
        &["anonymous An aide who saw the clerks and the soldiers, 1-1: the mine was"],
    );
    check_sources(
        "The mine is shut, bankers advising the buyer said.",
        &["anonymous bankers advising the buyer, 2-open: The mine is"],
    );
    check_sources(
        "The bid failed, three bankers advising the buyer and two clerks said.",
        &["anonymous three bankers advising the buyer and two clerks, 3-5: The bid failed"],
    );
}

#[test]
fn unnamed_people_are_told_apart_by_how_they_are_spoken_of() {
    check_sources(
        "“We shut it,” a senior official said. “We had to,” the official said. “We did not,” another official said.",
        &[
            "anonymous a senior official, 1-1: We shut it,",
            "anonymous a senior official, 1-1: We had to,",
            "anonymous another official, 1-1: We did not,",
        ],
    );
}

#[test]
fn a_report_that_names_itself_is_no_document() {
    check_sources(
        "An exclusive report reveals that the mine was shut in May. This article says that nobody was hurt.",
        &["reporter An exclusive report: that the mine", "reporter An exclusive report: that nobody was"],
    );
    check_sources("A study says that the mine was shut in May.", &["document study: that the mine"]);
}

#[test]
fn a_body_that_someone_has_speaks_for_itself() {
    check_sources("The dockers will stay out, their union said.", &["organization union: The dockers will"]);
    check_sources("The dockers will stay out, their office said.", &["unknown: The dockers will"]);
}

#[test]
fn roles_and_pronouns_lead_to_names() {
    check_sources(
        "Interior Minister Ada Osei said the mine is shut. She said it was old. The minister said nobody was hurt.",
        &["person Ada Osei: the mine is", "person Ada Osei: it was old", "person Ada Osei: nobody was hurt"],
    );
    check_sources("The governor said the mine is shut.", &["unknown: the mine is"]);
}

#[test]
fn a_role_told_beside_a_name_leads_to_it() {
    check_sources(
        "Karel Osei, the deputy mines minister, met the envoys. The deputy mines minister said the talks failed.",
        &["person Karel Osei: the talks failed"],
    );
    // Another minister's name is no answer.
    check_sources(
        "Mines Minister Ada Osei met the envoys. The deputy trade minister said the talks failed.",
        &["unknown: the talks failed"],
    );
    check_sources(
        "A spokesman for the Mines Ministry, Ansgar Quell, declined to comment. Orlo's lawyer, Emmet Strand, said the mine is shut.",
        &["person Ansgar Quell, declines: to comment", "person Emmet Strand: the mine is"],
    );
    check_sources(
        "Mirela Ausk, a spokeswoman for Orlo, told reporters the mine is shut.",
        &["person Mirela Ausk: the mine is"],
    );
}

#[test]
fn a_description_leads_to_the_name_that_follows_it() {
    check_sources(
        "The mine will shut, the deputy mines minister told the Orsk Herald.\n\n“We have no choice,” Karel Ondras said.",
        &["person Karel Ondras, via outlet Orsk Herald: The mine will", "person Karel Ondras: We have no"],
    );
    check_sources(
        "The woman who ran the mine until last month said it had cracks.\n\nBerit Hallstad, 61, lives in Orsk. “I wrote,” Hallstad said.",
        &["person Berit Hallstad: it had cracks", "person Berit Hallstad: I wrote,"],
    );
    // Whoever brings a description of their own is someone else.
    check_sources(
        "The deputy mines minister said the mine will shut.\n\nTrader Ada Osei shook her head. “No,” Osei said.",
        &["unknown: the mine will", "person Ada Osei: No,"],
    );
    check_sources(
        "The man who ran the mine said it had cracks.\n\n“No,” said Ada Osei.",
        &["anonymous The man who ran the mine, 1-1: it had cracks", "person Ada Osei: No,"],
    );
}

#[test]
fn bodies_are_told_by_the_noun_beside_their_names() {
    check_sources(
        "The mine is shut, the Red Kettle relief society said. Red Kettle said 40 families left.",
        &["organization Red Kettle: The mine is", "organization Red Kettle: 40 families left"],
    );
    check_sources(
        "The monitoring group Harbor Watch said the mine is shut.",
        &["organization Harbor Watch: the mine is"],
    );
    check_sources(
        "Orsk Lantern, a charity in the north, said the mine is shut.",
        &["organization Orsk Lantern: the mine is"],
    );
}

#[test]
fn an_outlets_name_may_be_a_surname() {
    check_sources(
        "Coach John Fox left on Monday. Fox said the team was ready.",
        &["person John Fox: the team was"],
    );
}

#[test]
fn common_nouns_are_told_by_their_form() {
    check_sources(
        "A leading miller said bread was short.",
        &["anonymous A leading miller, 1-1: bread was short"],
    );
    check_sources(
        "A statement issued by the Orsk Council said the mine is shut. The statement said it was old.",
        &[
            "document statement issued by the Orsk Council: the mine is",
            "document statement issued by the Orsk Council: it was old",
        ],
    );
}

#[test]
fn the_credit_of_a_picture_speaks_no_word() {
    check_sources(
        "Tomas Lind said the mine is shut.\n\nMiners on strike. Peter Quist/Orsk Herald\n\nHe said it was old.",
        &["person Tomas Lind: the mine is", "person Tomas Lind: it was old"],
    );
}

#[test]
fn an_office_belongs_to_someone() {
    check_sources(
        "Mines Minister Peter Osei will resign, his office said.",
        &["organization Peter Osei's office: Mines Minister Peter"],
    );
    check_sources(
        "The Kenyan government said the mine is shut. The government said it was old.",
        &["organization government of Kenya: the mine is", "organization government of Kenya: it was old"],
    );
    check_sources("The mine is shut, its office said.", &["unknown: The mine is"]);
}

#[test]
fn outlets_stand_between_the_source_and_the_report() {
    check_sources(
        "The mine is shut, an aide told the Orsk Herald.",
        &["anonymous an aide, 1-1, via outlet Orsk Herald: The mine is"],
    );
    check_sources(
        "The mine is shut, according to sources cited by Axios.",
        &["anonymous sources cited by Axios, 2-open, via outlet Axios: The mine is"],
    );
    // Known by its form, or only by who speaks to it.
    check_sources(
        "The mine is shut, the Orsk Press Agency reported.",
        &["outlet Orsk Press Agency: The mine is"],
    );
    check_sources(
        "The mine is shut, two officials told Plimsoll.",
        &["anonymous two officials, 2-2, via outlet Plimsoll: The mine is"],
    );
    check_sources(
        "The mine is shut, two officials told Congress.",
        &["anonymous two officials, 2-2: The mine is"],
    );
}

#[test]
fn pronouns_fit_the_given_name() {
    check_sources(
        "Peter Lindqvist said the mine is shut. Ada Osei met Lindqvist on Monday. He said it was old. She said it was new.",
        &[
            "person Peter Lindqvist: the mine is",
            "person Peter Lindqvist: it was old",
            "person Ada Osei: it was new",
        ],
    );
}

#[test]
fn denials_and_silence_are_stances() {
    check_sources("Ada Osei denied the charges.", &["person Ada Osei, denies: the charges"]);
    check_sources(
        "The Ministry of Mines did not respond to a request for comment.",
        &["organization Ministry of Mines, declines: a request for"],
    );
}

#[test]
fn organizations_without_names_are_sources_too() {
    check_sources("Rights groups say hundreds are held.", &["organization Rights groups: hundreds are held"]);
    check_sources(
        "The Kenyan government said the mine is shut.",
        &["organization government of Kenya: the mine is"],
    );
}

#[test]
fn every_span_gives_words_whatever_the_text() {
    for text in [
        "",
        "\u{feff}",
        "“",
        "He said",
        "said «",
        "Ð said É",
        "one of the",
        "a a a a of of",
        "“‘”’ he said 'x",
        "4 4 4",
    ] {
        let report = report(text, WEDNESDAY);
        for attribution in annotate(&report, Model::Rules).attributions {
            for span in attribution.source_spans.iter().chain(&attribution.content_spans) {
                assert!(!span.of(text).is_empty(), "{text}");
            }
        }
    }
}
