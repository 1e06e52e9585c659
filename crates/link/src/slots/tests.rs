use backstory_model::{Annotated, Part, Role};

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
    check("The start was put off by 10 minutes.", "The start | was put off by 10 minutes | - | -");
    check("The pot was seen by three people.", "The pot; by three people | was seen by three people | - | -");
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
    check(
        "Late on Monday, the mayor opened the bridge.",
        "the mayor | opened the bridge | Late on Monday (2031-05-05) | -",
    );
    check("This is because Nairobi Harbour kept a record.", "- | - | - | -");
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

#[test]
fn nouns_that_look_like_verbs_are_none() {
    check("The air strikes killed two men.", "The air strikes | killed two men | - | -");
    check(
        "His travels and his home had made him calm.",
        "His travels and his home | had made him calm | - | -",
    );
    check("The plan ends production at six sites.", "- | - | - | -");
    // Where a sentence has no other verb, one of these is it.
    check("The divers work at the lock of the canal.", "The divers | work at the lock of the canal | - | -");
    check("The sale rests on a loan of the bank.", "The sale | rests on a loan of the bank | - | -");
}

#[test]
fn verbs_that_help_others_are_verbs() {
    check("It helped avert a strike.", "It | helped avert a strike | - | -");
    check(
        "It means that, in the end, the lock is lost.",
        "It | means that, in the end, the lock is lost | - | -",
    );
}

#[test]
fn numbers_before_a_subject_belong_to_it() {
    check("At least 30 sailors left the ship.", "At least 30 sailors | left the ship | - | -");
    check("As many as 30 sailors left the ship.", "As many as 30 sailors | left the ship | - | -");
    check("More than 30 people rang the bell.", "More than 30 people | rang the bell | - | -");
}

#[test]
fn clauses_of_circumstance_need_no_comma() {
    check("Once the pumps are mended we will sail.", "we | will sail | - | -");
    check("If you find the lamp, write to the harbour office.", "- | - | - | -");
    check(
        "The schools will open once more on Monday.",
        "The schools | will open once more | on Monday (2031-05-12) | -",
    );
}

#[test]
fn what_is_told_ends_with_its_clause() {
    check(
        "Our thoughts are with those who waited on the quay.",
        "Our thoughts | are with those who waited on the quay | - | -",
    );
    check(
        "The divers were asked whether the gates had rusted.",
        "The divers | were asked whether the gates had rusted | - | -",
    );
    check("The boat left at the end of last year.", "The boat | left at the end of last year | - | -");
    check("The minister said “we will sail”, the paper quoted her as saying.", "we | will sail | - | -");
}

#[test]
fn any_stretch_of_words_can_be_read() {
    let text = "On Monday, the mayor of Nairobi, who has not yet been asked, said that “at least 40 boats, rafts and a ferry” were sunk by men of the U.S. Navy near Velm, Kenya; they’re to be raised when, if ever, the money comes, she said.
        Pouring oil, it’s said, helped avert that: and once, twice or more often, to be sure, nobody came.";
    let reports = [report("Ilmar Post", "2031-05-06", text)];
    let ctx = Context::new(&reports);
    let words = ctx.words_in(0, Span::new(0, reports[0].report.text.len())).to_vec();
    for from in 0..words.len() {
        for to in from..words.len() {
            let span = words[from].span.cover(words[to].span);
            let said = Said { report: 0, span, role: Role::Body, attribution: None };
            let slots = of(&ctx, &said, &[]);
            let parts = slots.actors.iter().map(|a| a.named.span).chain(slots.action);
            for part in parts.chain(slots.time.map(|t| t.span)) {
                assert!(!part.of(&reports[0].report.text).is_empty());
            }
        }
    }
}
