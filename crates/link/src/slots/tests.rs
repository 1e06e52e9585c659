use backstory_model::{Annotated, Part};

use super::*;
use crate::{statements::statements, testing::report};

/// The first statement of a report, taken apart, with its report.
fn taken_apart(marked: &str) -> (Slots, Annotated) {
    let reports = [report("Ilmar Post", "2031-05-06", marked)];
    let ctx = Context::new(&reports);
    let said = statements(&ctx, 0);
    let quantities = &reports[0].annotations.quantities;
    let within = slice(quantities, said[0].span, |q| q.span).cloned().collect::<Vec<_>>();
    let slots = of(&ctx, &said[0], &within);
    let [report] = reports;
    (slots, report)
}

/// `who; agent | what | when (days) | where`, with `-` for what is not there.
fn in_words(marked: &str) -> String {
    let (slots, report) = taken_apart(marked);
    let words = |span: Span| span.of(&report.report.text).to_owned();
    let actors = |part: Part| -> Vec<String> {
        slots.actors.iter().filter(|a| a.part == part).map(|a| words(a.named.span)).collect()
    };
    let mut who = actors(Part::Subject).join(" + ");
    for agent in actors(Part::Agent) {
        who = format!("{who}; by {agent}");
    }
    let when = slots.time.map(|t| match t.when {
        Some(days) if days.start == days.end => format!("{} ({})", words(t.span), days.start),
        Some(days) => format!("{} ({}/{})", words(t.span), days.start, days.end),
        None => words(t.span),
    });
    let parts = [
        Some(who).filter(|w| !w.is_empty()),
        slots.action.map(words),
        when,
        slots.place.as_ref().map(|p| words(p.span)),
    ];
    parts.map(|p| p.unwrap_or_else(|| "-".to_owned())).join(" | ")
}

#[track_caller]
fn check(marked: &str, expected: &str) {
    assert_eq!(in_words(marked), expected, "{marked}");
}

#[test]
fn who_did_what_when_and_where() {
    check(
        "The ferry Orlo Star ran aground near Nairobi on Monday, with 40 people on board.",
        "The ferry Orlo Star | ran aground | on Monday (2031-05-05) | near Nairobi",
    );
    check(
        "On March 9, 2031, divers found three crates in the hold.",
        "divers | found three crates in the hold | On March 9, 2031 (2031-03-09) | -",
    );
    check("Tessa Kell will not meet the envoys.", "Tessa Kell | will not meet the envoys | - | -");
}

#[test]
fn a_verb_is_more_than_what_helps_it() {
    check(
        "The gates had not yet been shut when the water came.",
        "The gates | had not yet been shut | - | -",
    );
    check(
        "The harbour master gave up his post in 2029.",
        "The harbour master | gave up his post | in 2029 (2029-01-01/2029-12-31) | -",
    );
    check(
        "The council has since raised the fare to $25.",
        "The council | has since raised the fare to $25 | - | -",
    );
    check("The lock is unsafe.", "The lock | is unsafe | - | -");
}

#[test]
fn in_the_passive_who_does_it_is_named_beside_whom_it_happens_to() {
    check(
        "The barge was sold by the harbour office in 2030.",
        "The barge; by the harbour office | was sold by the harbour office | in 2030 (2030-01-01/2030-12-31) | -",
    );
    check("Prices were cut by 10 percent.", "Prices | were cut by 10 percent | - | -");
}

#[test]
fn what_is_said_of_a_noun_is_not_what_it_does() {
    check("The men hurt in the fire were sailors.", "The men | were sailors | - | -");
    check("The barge that sank on Monday carried 40 crates.", "The barge | carried 40 crates | - | -");
    check("Tessa Kell, the mayor of Velm, left the meeting.", "Tessa Kell | left the meeting | - | -");
    check("Nineteen jailed sailors were let out.", "Nineteen jailed sailors | were let out | - | -");
    check(
        "The effect of the strikes remains unclear.",
        "The effect of the strikes | remains unclear | - | -",
    );
}

#[test]
fn rows_stay_whole_and_second_acts_are_left_out() {
    check(
        "The office sold gates, boats and two ferries.",
        "The office | sold gates, boats and two ferries | - | -",
    );
    check("The office sold the boats and closed the quay.", "The office | sold the boats | - | -");
    check(
        "The divers, the pilots and the mayor left Velm.",
        "The divers, the pilots and the mayor | left Velm | - | -",
    );
}

#[test]
fn who_says_it_does_not_act_in_it() {
    check("«Tessa Kell|person» [said] {that the gates had been shut}.", "the gates | had been shut | - | -");
    check("The minister told the press that the gates had rusted.", "the gates | had rusted | - | -");
    check("{The gates}, «Tessa Kell|person» [said], {were shut}.", "The gates | were shut | - | -");
    check("{The gates were shut}, «Tessa Kell|person» [said] on Monday.", "The gates | were shut | - | -");
}

#[test]
fn words_that_only_name_a_thing_tell_no_act() {
    for named in [
        "«The paper|outlet» [showed] {pictures of a ferry towed to the quay}.",
        "«The mayor|person» [called for] {a new inquiry into the fire at the lock of Velm}.",
    ] {
        let (slots, report) = taken_apart(named);
        let act = slots.action.map_or("", |a| a.of(&report.report.text));
        assert!(!act.contains("towed"), "{act}");
    }
}

#[test]
fn what_somebody_means_to_do_has_no_other_actor() {
    check(
        "«Tessa Kell|person» [vowed] {to sail again before the winter comes}.",
        "- | to sail again | - | -",
    );
    check("There were no lamps at the stern.", "- | There were no lamps at the stern | - | -");
    check(
        "It is unclear whether the ferry had a licence.",
        "- | It is unclear whether the ferry had a licence | - | -",
    );
}

#[test]
fn short_forms_are_two_words() {
    check("We’re going to sail, and they won’t.", "We | ’re going to sail | - | -");
}

#[test]
fn circumstances_come_before_the_subject() {
    check("When the water rose, the crew left the lock.", "the crew | left the lock | - | -");
    check("If the pumps fail, they will be sold.", "they | will be sold | - | -");
    check("Speaking in Orlo, the mayor opened the bridge.", "the mayor | opened the bridge | - | -");
}

#[test]
fn a_time_is_that_of_the_act() {
    check("The mayor condemned Monday’s raid.", "The mayor | condemned Monday’s raid | - | -");
    check("The ferry sank after the storm came on Monday.", "The ferry | sank | - | -");
    check(
        "The board agreed on Monday to pay the crew.",
        "The board | agreed on Monday to pay the crew | on Monday (2031-05-05) | -",
    );
}

#[test]
fn a_place_is_where_it_happens() {
    check("The Nairobi police freed two men.", "The Nairobi police | freed two men | - | -");
    check("The mayor of Nairobi freed two men.", "The mayor of Nairobi | freed two men | - | -");
    check("Two men were freed in northern Kenya.", "Two men | were freed | - | in northern Kenya");
    check("Two men were freed in support of Kenya.", "Two men | were freed in support of Kenya | - | -");
    check("They sank a boat off the coast of Kenya.", "They | sank a boat | - | off the coast of Kenya");
}

#[test]
fn names_are_told_in_full() {
    let text =
        "# Kell quits\nTessa Kell leads the council of Nairobi.\nKell left her post in Nairobi on Monday.";
    let reports = [report("Ilmar Post", "2031-05-06", text)];
    let ctx = Context::new(&reports);
    let said = statements(&ctx, 0);
    let last = said.last().expect("a statement");
    let slots = of(&ctx, last, &[]);
    let names: Vec<_> = slots.actors.iter().map(|a| a.named.name.as_deref()).collect();
    assert_eq!(names, [Some("Tessa Kell")]);
    assert_eq!(slots.place.and_then(|p| p.name).as_deref(), Some("Nairobi"));
}

#[test]
fn what_is_shown_is_what_stands_there() {
    // Signs, marks and full stops that belong to the words are shown with them.
    check(
        "The office paid $4 million to the U.S. in fees.",
        "The office | paid $4 million to the U.S. in fees | - | -",
    );
    check(
        "The mayor called the raid “a crime without excuse”, and left.",
        "The mayor | called the raid “a crime without excuse” | - | -",
    );
}
