//! Texts in, findings out: passages, stories, quotes and lineage.

use backstory_model::{Annotated, Links, Node, ReportId};
use proptest::prelude::*;

use crate::{link, testing::report};

struct Linked {
    reports: Vec<Annotated>,
    links: Links,
}

impl Linked {
    fn new(mut reports: Vec<Annotated>) -> Self {
        reports.sort_by_key(|r| r.report.id);
        reports.dedup_by_key(|r| r.report.id);
        let links = link(&reports);
        Self { reports, links }
    }

    fn outlet(&self, id: ReportId) -> &str {
        let found = self.reports.iter().find(|r| r.report.id == id).expect("a report of the case");
        found.report.outlet.as_deref().unwrap_or("?")
    }

    /// `giver → receiver kind credited`, or `?` for an open direction; sorted.
    fn lineage(&self) -> String {
        let name = |node: Node| match node {
            Node::Report(id) => self.outlet(id).to_owned(),
            Node::External(id) => {
                format!("({})", self.links.source(id).and_then(|s| s.name.clone()).unwrap_or_default())
            }
        };
        let mut lines: Vec<String> = self
            .links
            .lineage
            .iter()
            .map(|e| {
                assert!((0.0..=1.0).contains(&e.score) && !e.reasons.is_empty() && !e.evidence.is_empty());
                let way = if e.directed { "→" } else { "?" };
                let (mut from, mut to) = (name(e.from), self.outlet(e.to).to_owned());
                // Of an open direction, ids decide which comes first, and they say nothing.
                if !e.directed && from > to {
                    std::mem::swap(&mut from, &mut to);
                }
                let credited = if e.credited { " credited" } else { "" };
                format!("{from} {way} {to} {}{credited}", e.kind.name())
            })
            .collect();
        lines.sort();
        lines.join("; ")
    }

    fn stories(&self) -> String {
        let names = |ids: &[ReportId]| {
            let mut names: Vec<&str> = ids.iter().map(|id| self.outlet(*id)).collect();
            names.sort_unstable();
            names.join("+")
        };
        let mut stories: Vec<String> = self.links.stories.iter().map(|s| names(&s.reports)).collect();
        stories.sort();
        stories.join(" ")
    }

    /// `kind: from → to`, sorted.
    fn changes(&self) -> String {
        let changes = self.links.quotes.iter().flat_map(|q| &q.changes);
        let mut lines: Vec<String> =
            changes.map(|c| format!("{}: {} → {}", c.kind.name(), c.from, c.to)).collect();
        lines.sort();
        lines.join("; ")
    }

    fn shared_quotes(&self) -> usize {
        let reports = |q: &backstory_model::Quote| {
            let mut ids: Vec<ReportId> = q.occurrences.iter().map(|o| o.at.report).collect();
            ids.dedup();
            ids.len()
        };
        self.links.quotes.iter().filter(|q| reports(q) > 1).count()
    }
}

const FERRY: &str = "# Ferry sinks off Karsund with 212 aboard
The ferry Northern Lark sank within twenty minutes off the rocks of Karsund on Monday night, and divers were still searching the lower car deck at dawn.
«Liv Torsen|person» [said|direct] “{We heard the hull scrape for as long as it takes to say a prayer, and then the lamps went out},” of the harbour office.
The shipping company Hallund Lines bought the vessel in 1998 and lengthened it twice, most recently in a Baltic yard that has since closed.";

#[test]
fn passages_survive_small_edits_and_end_where_the_words_differ() {
    let check = |one: &str, other: &str, expected: &[(&str, u32)]| {
        let linked = Linked::new(vec![report("A", "2024-05-06", one), report("B", "2024-05-07", other)]);
        let found: Vec<(&str, u32)> = linked
            .links
            .passages
            .iter()
            .map(|p| {
                assert_eq!(linked.outlet(p.a.report), "A", "the earlier report comes first");
                let b = linked.reports.iter().find(|r| r.report.id == p.b.report).expect("in the case");
                (p.b.span.of(&b.report.text), p.words)
            })
            .collect();
        assert_eq!(found, expected);
    };
    let base = "Divers searched the flooded car deck of the Northern Lark off Karsund until the storm drove them back.";
    check(base, base, &[(base.trim_end_matches('.'), 18)]);
    check(
        "“We’ll search the flooded car deck of the Northern Lark,” the mayor of Karsund said.",
        "\"We'll search the flooded car deck of the Northern Lark\" - the mayor of Karsund said!",
        &[("We'll search the flooded car deck of the Northern Lark\" - the mayor of Karsund said", 15)],
    );
    check(
        base,
        "Yesterday divers searched the badly flooded car deck of the Northern Lark off Karsund until dusk.",
        &[("divers searched the badly flooded car deck of the Northern Lark off Karsund until", 13)],
    );
    // Words that anyone strings together are nobody's.
    check(
        "It is one of the things that he said he would like to have been told about.",
        "It is one of the things that he said he would like to have been told about.",
        &[],
    );
    check(base, "Divers went down to the Northern Lark.", &[]);
}

#[test]
fn reports_of_one_event_are_one_story() {
    let other = "# Karsund ferry disaster: search goes on
Rescue boats circled the wreck of the ferry Northern Lark near Karsund, where 212 people had been aboard; divers found nobody on the car deck. Hallund Lines said it would answer to the inquiry.";
    let budget = "# Parliament passes budget after long night
Lawmakers in the capital agreed to raise the tobacco duty and to cut grants for theatres, ending a dispute of seven weeks over pensions.";
    let check = |days: [&str; 3], expected: &str| {
        let linked = Linked::new(vec![
            report("A", days[0], FERRY),
            report("B", days[1], other),
            report("C", days[2], budget),
        ]);
        assert_eq!(linked.stories(), expected, "{days:?}");
    };
    check(["2024-05-06", "2024-05-07", "2024-05-07"], "A+B C");
    check(["2024-05-07", "2024-05-06", "2024-05-06"], "A+B C");
    // The same words six years apart are two sinkings.
    check(["2018-05-06", "2024-05-07", "2024-05-07"], "A B C");
}

#[test]
fn a_report_without_a_date_is_known_by_its_numbers() {
    let budget = "# Parliament passes budget after long night
Lawmakers in the capital agreed to raise the tobacco duty and to cut grants for theatres, ending a dispute of seven weeks over pensions.";
    let strike = "Some 13,100 workers of the Karsund railway walked out on Monday over pay.
The strike stopped 257 trains and left 39,400 passengers waiting at the stations of Karsund.";
    let retold = "Walking out over pay, 13,100 workers of the Karsund railway have stopped 257 trains.
At the stations of Karsund some 39,400 passengers were left waiting by the strike.";
    let check = |retold: &str, expected: &str| {
        let linked = Linked::new(vec![
            report("A", "2024-05-06", strike),
            report("B", "", retold),
            report("C", "2024-05-06", budget),
        ]);
        assert_eq!(linked.stories(), expected, "{retold}");
    };
    check(retold, "A+B C");
    // Another strike of the same people.
    check(&retold.replace("13,100", "9,800").replace("257", "140").replace("39,400", "21,700"), "A B C");
}

#[test]
fn a_story_is_named_after_its_first_report() {
    let bare = FERRY.lines().skip(1).collect::<Vec<_>>().join("\n");
    for (day, title) in [
        ("2024-05-08", "Ferry sinks off Karsund with 212 aboard"),
        ("2024-05-01", "The ferry Northern Lark sank within twenty minutes off the rocks of …"),
    ] {
        let linked = Linked::new(vec![report("A", "2024-05-06", FERRY), report("B", day, &bare)]);
        assert_eq!(linked.links.stories.len(), 1);
        assert_eq!(linked.links.stories[0].title, title);
    }
}

#[test]
fn a_story_always_has_a_name() {
    let title = |text: &str| {
        let linked = Linked::new(vec![report("A", "2031-05-06", text)]);
        linked.links.stories[0].title.clone()
    };
    assert_eq!(title("Boats sank."), "Boats sank.");
    assert!(!title("").is_empty());
}

#[test]
fn who_copied_whom_follows_dates_and_credits() {
    let credited = format!("{FERRY}\n«A|outlet» [said] {{the pumps had failed twice in the week before}}.");
    let check = |one: (&str, &str), other: (&str, &str), expected: &str| {
        let linked = Linked::new(vec![report("A", one.0, one.1), report("B", other.0, other.1)]);
        assert_eq!(linked.lineage(), expected);
    };
    check(("2024-05-06", FERRY), ("2024-05-07", FERRY), "A → B copy");
    check(("2024-05-07", FERRY), ("2024-05-06", FERRY), "B → A copy");
    check(("2024-05-06", FERRY), ("2024-05-07", &credited), "A → B copy credited");
    check(("2024-05-06", FERRY), ("2024-05-06", &credited), "A → B copy credited");
    check(("2024-05-06", FERRY), ("", &credited), "A → B copy credited");
    check(("2024-05-06", FERRY), ("2024-05-06", FERRY), "A ? B copy");
    check(("2024-05-06", FERRY), ("", FERRY), "A ? B copy");
    // A report that came out before cannot have it from there; the outlet must have had another one.
    check(("2024-05-07", FERRY), ("2024-05-06", &credited), "(A) → B cites credited; B → A copy");
}

#[test]
fn copies_of_one_wire_report_point_to_it_alone() {
    let linked = Linked::new(vec![
        report("Wire", "2024-05-06", FERRY),
        report("B", "2024-05-07", FERRY),
        report("C", "2024-05-07", FERRY),
        report("D", "2024-05-08", FERRY),
    ]);
    assert_eq!(linked.lineage(), "Wire → B copy; Wire → C copy; Wire → D copy");
}

#[test]
fn an_undated_report_is_no_older_than_what_it_credits() {
    let credited = format!("{FERRY}\n«A|outlet» [said] {{the pumps had failed twice in the week before}}.");
    let check = |text: &str, expected: Option<&str>| {
        let undated = report("B", "", text);
        let id = undated.report.id;
        let linked = Linked::new(vec![report("A", "2024-05-06", FERRY), undated]);
        assert_eq!(linked.links.not_before.get(&id).map(|m| m.as_str()), expected);
    };
    check(&credited, Some("2024-05-06"));
    check(FERRY, None);
}

const TALKS: &str = "# Envoys ready to meet the Dorsan premier
«one official|anonymous 1 1» [said|direct] “{Nobody wants to march on Dorsa before the harvest, and nobody has asked the army to}.”
«an adviser|anonymous 1 1» [said|direct] “{In private the ambassadors laugh about his promises. He has closed those depots four times, and the trucks were back before the paint was dry. So we are careful}.”
The premier of Dorsa has not replied to the letter that the envoys carried across the river in March.";

#[test]
fn what_changes_in_a_quote_on_its_way_is_told() {
    let check = |retold: &str, families: usize, expected: &str| {
        let retold = format!(
            "# Envoys may meet premier of Dorsa, paper says\nThe envoys carried a letter to the premier of Dorsa in March, «Quillon|outlet» [reported]: {{they are ready}}.\n{retold}"
        );
        let linked =
            Linked::new(vec![report("Quillon", "2024-04-08", TALKS), report("B", "2024-04-09", &retold)]);
        assert_eq!(linked.shared_quotes(), families, "{retold}");
        assert_eq!(linked.changes(), expected, "{retold}");
    };
    // Other marks and dashes are no change; nor is another word for someone who is not named.
    check(
        "«an aide|anonymous 1 1» [told|direct] Quillon: \"{Nobody wants to march on Dorsa before the harvest - and nobody has asked the army to},\"",
        1,
        "",
    );
    check(
        "«one official|anonymous 1 1» [said|direct] “{Nobody wants to march on Dorsa before harvest, and nobody's asked the army to}.”",
        1,
        "",
    );
    check(
        "«one official|anonymous 1 1» [said|direct] “{Nobody wants to march on Dorsa before the autumn, and nobody has asked the army to}.”",
        1,
        "wording: the harvest, and → the autumn, and",
    );
    check(
        "«a senior diplomat|anonymous 1 1» [said|direct] “{He has closed those depots four times, and the trucks were back before the paint was dry}.”",
        1,
        "speaker: an adviser → a senior diplomat; trimmed: In private the ambassadors laugh about his promises → ; trimmed: So we are careful → ",
    );
    check(
        "«another aide|anonymous 1 1» [called] the plan {“patient and surgical”}.",
        0,
        "no-origin:  → patient and surgical",
    );
    // What somebody films, and what is called by a term, is said by nobody.
    check("«another aide|anonymous 1 1» [filmed] {guests in “a fit of laughter”}.", 0, "");
    check("«another aide|anonymous 1 1» [described] {the envoys' “river crossing”}.", 0, "");
    check(
        "«two traders—Teodri Salt and the Karsund Bank—|anonymous 2 2» [called] the plan {“patient and surgical”}.",
        0,
        "",
    );
    // What one told the paper in the sentence before, another said to anyone.
    check(
        "«an aide|anonymous 1 1» [told|direct] the paper: \"{Nobody wants to march on Dorsa before the harvest, and nobody has asked the army to}.\" «The Karsund Bank|organization» [called] the plan {“patient and surgical”}.",
        1,
        "",
    );
    // Who has a name may have said it to anyone.
    check("«Lukan Teodri|person» [called] the plan {“patient and surgical”}.", 0, "");
}

#[test]
fn what_was_said_in_one_breath_goes_together() {
    let first = "# Mayor of Karsund answers the divers
The divers of Karsund asked the mayor for new lamps in March.
“{I promise little}, ” «Liv Torsen|person» [said|direct] . “{Lamps are paid for by those who need no lamp, and I shall ask each of them}.”";
    let check = |quote: &str, expected: &str| {
        let retold = format!(
            "# Divers of Karsund want lamps, paper says\nThe divers of Karsund asked the mayor for new lamps in March, «Quillon|outlet» [reported]: {{new lamps}}.\n{quote}"
        );
        let linked =
            Linked::new(vec![report("Quillon", "2024-04-08", first), report("B", "2024-04-09", &retold)]);
        assert_eq!(linked.changes(), expected, "{quote}");
    };
    check(
        "“{I promise nothing}, ” «Liv Torsen|person» [said|direct] . “{Lamps are paid for by those who need no lamp, and I shall ask each of them}.”",
        "wording: promise little → promise nothing",
    );
    check(
        "“{Lamps are paid for by those who need no lamp, and I shall ask each of them},” «Liv Torsen|person» [told|direct] Quillon.",
        "trimmed: I promise little → ",
    );
}

#[test]
fn one_speaker_says_much_the_same_on_two_occasions() {
    let linked = |one: &str, other: &str| {
        Linked::new(vec![
            report("A", "2024-05-06", &format!("# Ferry sinks off Karsund\nDivers searched the Northern Lark off Karsund on Monday night.\n“{{{one}}}”, «Liv Torsen|person» [said|direct].")),
            report("B", "2024-09-11", &format!("# Mine collapses below Orlo\nA shaft of the Grey Hen mine below Orlo fell in on Friday.\n“{{{other}}}”, «Liv Torsen|person» [said|direct].")),
        ])
        .shared_quotes()
    };
    let said = "We owe the families of this harbour more than a wreath and a speech, and they shall have it";
    assert_eq!(linked(said, said), 1, "quoted again");
    assert_eq!(
        linked(said, "We owe the families of this harbour more than a wreath and a speech"),
        1,
        "less of it"
    );
    assert_eq!(
        linked(said, "We owe the people of this valley more than a wreath and a flag, and they shall get it"),
        0
    );
}

#[test]
fn a_press_conference_makes_no_lineage() {
    let statement = "«Ilda Maren|person» [told|direct] reporters: “{I shall not sign a treaty that the valley has not read from the first page to the last}.”";
    let linked = Linked::new(vec![
        report(
            "A",
            "2024-05-06",
            &format!(
                "# Maren will not sign the valley treaty yet\nPresident Ilda Maren put off the valley treaty.\n{statement}"
            ),
        ),
        report(
            "B",
            "2024-05-07",
            &format!(
                "# Valley treaty must wait, says Maren\nThe valley treaty was due this week; Maren wants it read first.\n{statement}"
            ),
        ),
    ]);
    assert_eq!((linked.shared_quotes(), linked.lineage().as_str()), (1, ""));
}

#[test]
fn a_retelling_without_credit_shows_no_source_of_its_own() {
    let first = "# Government held secret talks with rebel commander Vask
«two people familiar with the talks|anonymous 2 2» [said] {officials of President Maren held secret talks with the rebel commander Joren Vask for months before the February ceasefire in Ostrel}.
«four officials|anonymous 4 4» [said] {the officials warned Vask not to turn the hill militias against farmers}.
«a security official|anonymous 1 1» [said] {Vask could close the mountain passes before the spring sowing}.";
    let retold = "# Exclusive: how Maren courted the rebel commander
Quietly, the Maren government cultivated a back channel to rebel commander Joren Vask months ahead of the ceasefire, «diplomatic sources|anonymous 2» [indicate]: {secret talks about militias and the mountain passes of Ostrel}.
«insiders|anonymous 2» [fear] {that Vask might block the passes}.";
    let check = |retold: &str, expected: &str| {
        let linked = Linked::new(vec![report("A", "2024-03-18", first), report("B", "2024-03-18", retold)]);
        assert_eq!(linked.lineage(), expected);
    };
    check(retold, "A → B rewrite");
    let witness = format!(
        "{retold}\n«three officers|anonymous 3 3» [said] {{they had driven the envoys to the Ostrel passes}}."
    );
    check(&witness, "");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_pile_of_reports_gives_sound_links(picks in proptest::collection::vec((0usize..4, 0usize..4, 0usize..3), 0..9)) {
        let texts = [FERRY, TALKS, "", "— “…” 12"];
        let days = ["", "2024-05-06", "2024-05-07", "2019"];
        let outlets = ["A", "Quillon", ""];
        let pile = || -> Vec<Annotated> {
            picks.iter().map(|(t, d, o)| report(outlets[*o], days[*d], texts[*t])).collect()
        };
        let one = Linked::new(pile());
        let other = Linked::new(pile().into_iter().rev().collect());
        prop_assert_eq!(&one.links, &other.links);
        for edge in &one.links.lineage {
            prop_assert_ne!(edge.from, Node::Report(edge.to));
        }
        let listed: usize = one.links.stories.iter().map(|s| s.reports.len()).sum();
        prop_assert_eq!(listed, one.reports.len());
        for p in &one.links.passages {
            for at in [p.a, p.b] {
                let text = &one.reports.iter().find(|r| r.report.id == at.report).expect("in the case").report.text;
                prop_assert!(text.get(at.span.range()).is_some_and(|words| words.split_whitespace().count() > 3));
            }
        }
        let mut ids: Vec<_> = one.links.quotes.iter().map(|q| q.id).collect();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), one.links.quotes.len(), "ids of quotes are unique");
    }
}

/// A report that carries an agency's text, by a line of the page.
fn carried(outlet: &str, day: &str, text: &str, agency: &str) -> Annotated {
    let mut carried = report(outlet, day, text);
    carried.report.agencies.push(backstory_model::Agency { name: agency.to_owned(), span: None });
    carried
}

#[test]
fn what_two_print_of_an_agency_is_the_agencys() {
    let both = Linked::new(vec![
        carried("Ilmar Post", "2024-05-06", FERRY, "Norrland Press Agency"),
        carried("Orlo Times", "2024-05-06", FERRY, "Norrland Press Agency"),
    ]);
    assert_eq!(
        both.lineage(),
        "(Norrland Press Agency) → Ilmar Post copy credited; (Norrland Press Agency) → Orlo Times copy credited"
    );
    // Of one that does not say so, the other tells.
    let one = Linked::new(vec![
        carried("Ilmar Post", "2024-05-06", FERRY, "Norrland Press Agency"),
        report("Orlo Times", "2024-05-07", FERRY),
    ]);
    assert_eq!(
        one.lineage(),
        "(Norrland Press Agency) → Ilmar Post copy credited; (Norrland Press Agency) → Orlo Times copy"
    );
    // Where the agency's own report is there, it is the giver.
    let own = Linked::new(vec![
        report("Norrland Press Agency", "2024-05-06", FERRY),
        carried("Ilmar Post", "2024-05-07", FERRY, "Norrland Press Agency"),
    ]);
    assert_eq!(own.lineage(), "Norrland Press Agency → Ilmar Post copy credited");
}

#[test]
fn an_outlet_is_known_by_its_address_and_by_short_names() {
    let check = |outlet: &str, credit: &str, expected: &str| {
        let retold = format!("{FERRY}\n{credit}");
        let linked = Linked::new(vec![
            report(outlet, "2024-05-06", FERRY),
            report("Orlo Times", "2024-05-07", &retold),
        ]);
        assert_eq!(linked.lineage(), expected, "{outlet}: {credit}");
    };
    let credited = |outlet: &str| format!("{outlet} → Orlo Times copy credited");
    check(
        "Ilmarvalleypost",
        "The divers first spoke to the Ilmar Valley Post.",
        &credited("Ilmarvalleypost"),
    );
    check("INS News", "The divers first spoke to INS, in the harbour.", &credited("INS News"));
    check("Karsund Gazette", "The divers had told the Karsund Gazette so.", &credited("Karsund Gazette"));
    check(
        "Karsund Gazette",
        "The divers told the Gazette, and went down again.",
        &credited("Karsund Gazette"),
    );
    for said in ["Monday that the lights were out", "Ada Osei was aboard, and went down again"] {
        let credit = format!("The divers told the Gazette {said}.");
        check("Karsund Gazette", &credit, &credited("Karsund Gazette"));
    }
    check(
        "Karsund Daily",
        "The divers told the Daily Journal of Dorn, and went down again.",
        "Karsund Daily → Orlo Times copy",
    );
    // A word that is a part of its name may mean anything else.
    check(
        "Karsund Gazette",
        "The divers read the Gazette, and went down.",
        "Karsund Gazette → Orlo Times copy",
    );
    check("Karsund Gazette", "The divers had nothing more to say.", "Karsund Gazette → Orlo Times copy");
}

#[test]
fn an_outlet_of_the_story_is_no_short_name_of_another() {
    let retold = format!("{FERRY}\nThe divers first spoke to the Lantern, and not to the Dorn Lantern.");
    let linked = Linked::new(vec![
        report("Lantern", "2024-05-06", FERRY),
        report("Dorn Lantern", "2024-05-08", "# Mayor of Dorn\nThe mayor of Dorn shut the gates on Monday."),
        report("Orlo Times", "2024-05-07", &retold),
    ]);
    assert_eq!(
        linked.lineage(),
        "(Dorn Lantern) → Orlo Times cites credited; Lantern → Orlo Times copy credited"
    );
}

#[test]
fn a_house_that_uses_its_own_text_again_copies_nobody() {
    let linked = Linked::new(vec![
        report("Ilmar Post", "2024-05-06", FERRY),
        report("Ilmar Post", "2024-05-08", &format!("{FERRY}\nThe search has ended.")),
    ]);
    let edge = &linked.links.lineage[0];
    assert!(
        edge.credited && edge.reasons.iter().any(|r| r.words.contains("of one outlet")),
        "{:?}",
        edge.reasons
    );
}

#[test]
fn the_hour_settles_a_day_where_the_zone_is_the_same() {
    let check = |one: &str, other: &str, expected: &str| {
        let linked = Linked::new(vec![report("A", one, FERRY), report("B", other, FERRY)]);
        assert_eq!(linked.lineage(), expected, "{one} {other}");
    };
    check("2024-05-06T09:00:00", "2024-05-06T11:30:00", "A → B copy");
    check("2024-05-06T09:00:00Z", "2024-05-06T08:00:00Z", "B → A copy");
    check("2024-05-06T09:00:00", "2024-05-06T11:30:00Z", "A ? B copy");
    check("2024-05-06T09:00:00", "2024-05-06T09:30:00", "A ? B copy");
}

#[test]
fn two_people_of_two_stories_are_two_quotes() {
    let quote = "“{We owe the families of this harbour more than a wreath and a speech}”";
    let linked = Linked::new(vec![
        report(
            "A",
            "2024-05-06",
            &format!(
                "# Ferry sinks off Karsund\nDivers searched the Northern Lark off Karsund on Monday night.\n{quote}, «Liv Torsen|person» [said|direct]."
            ),
        ),
        report(
            "B",
            "2031-09-01",
            &format!(
                "# Mine collapses below Orlo\nA shaft of the Grey Hen mine below Orlo fell in on Friday.\n{quote}, «Odo Marrick|person» [said|direct]."
            ),
        ),
    ]);
    assert_eq!((linked.shared_quotes(), linked.changes().as_str()), (0, ""));
}

#[test]
fn names_in_quotation_marks_are_no_quotes() {
    let quotes = |text: &str| {
        let linked = Linked::new(vec![report("A", "2024-05-06", text)]);
        let mut texts: Vec<String> = linked.links.quotes.iter().map(|q| q.text.clone()).collect();
        texts.sort();
        texts
    };
    let lead = "# The navy goes on\nThe navy began what it calls “Operation Clear Water” in May.\n";
    assert_eq!(quotes(&format!("{lead}Sela Moor, who wrote “The Art of the Tide,” was there.")), [""; 0]);
    assert_eq!(
        quotes(&format!("{lead}The admiral called it “a clean sweep” of the river.")),
        ["a clean sweep"]
    );
}

/// Under 60 words that a report may have from another.
const WRECK: &str = "The ferry Northern Lark sank within twenty minutes off the rocks of Karsund on Monday night, and divers were still searching the lower car deck at dawn. Two tugs from the naval yard held the hull above the sandbank while engineers from Hallund Lines measured how far the bow door had been torn from its hinges by the swell.";
/// What another reporter found out about the same event, 130 words.
const FOUND: &str = "Records of the harbour board, which this newspaper has read, list eleven complaints about the vessel since spring. Inspectors wrote of rusted bolts, of pumps that stalled, of lifeboats whose ropes had rotted.
The board sent each complaint to a ministry in the capital, where a clerk stamped it and laid it on a pile. Nobody answered.
In the village above the cliffs widows have hung lanterns into their windows. A baker gives away bread; the school has become a place where relatives wait beside telephones.
Next week a judge will open hearings. She asked for logbooks, for wages paid to the crew, for letters between owners and insurers, and for the sketches that a shipwright drew before the keel was cut in half and made longer.";

#[test]
fn a_report_with_some_text_of_another_is_a_rewrite() {
    let first = format!("# Ferry Northern Lark sinks off Karsund\n{WRECK}\nThe search goes on.");
    let check = |retold: &str, expected: &str| {
        let linked = Linked::new(vec![
            report("Karsund Gazette", "2024-05-06", &first),
            report("Orlo Times", "2024-05-07", retold),
        ]);
        assert_eq!(linked.stories(), "Karsund Gazette+Orlo Times");
        assert_eq!(linked.lineage(), expected, "{retold}");
    };
    let headline = "# Ferry Northern Lark: complaints lay unread";
    let credit = "The tugs were first seen by the Karsund Gazette.";
    let half = WRECK.split_once(" Two").map_or(WRECK, |(half, _)| half);
    // Most of it; a quarter of it and the name of the giver; the same without the name; too little.
    check(&format!("{headline}\n{WRECK}"), "Karsund Gazette → Orlo Times copy");
    check(
        &format!("{headline}\n{WRECK}\n{FOUND}\n{credit}"),
        "Karsund Gazette → Orlo Times rewrite credited",
    );
    check(&format!("{headline}\n{WRECK}\n{FOUND}"), "");
    check(&format!("{headline}\n{half}\n{FOUND}\n{credit}"), "Karsund Gazette → Orlo Times cites credited");
}

#[test]
fn a_row_of_set_phrases_is_no_text_of_another() {
    // Four passages of a dozen words each, which a press release may have had.
    let phrases = [
        "the ferry Northern Lark of Hallund Lines sank off Karsund on Monday night",
        "the harbour office of Karsund opened a telephone line for worried relatives",
        "Captain Odo Marrick has commanded passenger ships of Hallund Lines since 1998",
        "the Karsund naval yard will lift the Northern Lark with two floating cranes",
    ];
    let with = |own: [&str; 4]| {
        let lines = phrases.iter().zip(own).map(|(phrase, own)| format!("{own}: {phrase}."));
        format!("# Ferry Northern Lark sinks off Karsund\n{}", lines.collect::<Vec<_>>().join("\n"))
    };
    let one = with([
        "Fishermen who mended nets on the eastern mole saw smoke and rang whatever bell was nearest, and only later heard that",
        "Mothers arrived barefoot from the chapel because a boy had shouted through the door during vespers; by midnight",
        "Not one of his neighbours in the terraced street would speak about him, though a grocer recalled quietly that",
        "Bulldozers were clearing a road through the dunes this morning, since the minister has decided that",
    ]);
    let other = with([
        "Insurance brokers in the capital put down their cups at seven, when a message on every screen told them that",
        "Volunteers with blankets outnumber the survivors in a gymnasium smelling of floor wax and soup, where a poster says that",
        "Old timetables, a pension form and an annual almanac of shipping agree in one respect, namely that",
        "Prices for scrap steel rose a little on the exchange after traders concluded from a terse bulletin that",
    ]);
    let linked = Linked::new(vec![
        report("Ilmar Post", "2024-05-06", &one),
        report("Orlo Times", "2024-05-07", &other),
    ]);
    assert_eq!(linked.links.passages.len(), 4, "{:?}", linked.links.passages);
    assert_eq!(linked.lineage(), "");
}

#[test]
fn who_names_another_elsewhere_may_have_heard_a_quote_too() {
    let statement =
        "“{I shall not sign a treaty that the valley has not read from the first page to the last}.”";
    let first = format!(
        "# Maren will not sign the valley treaty yet\nPresident Ilda Maren put off the valley treaty.\n«Ilda Maren|person» [said|direct]: {statement}"
    );
    let check = |said: &str, expected: &str| {
        let other = format!(
            "# Valley treaty must wait, says Maren\nThe valley treaty was due this week, after the Ilmar Post had printed a draft.\n{said}"
        );
        let linked = Linked::new(vec![
            report("Ilmar Post", "2024-05-06", &first),
            report("Orlo Times", "2024-05-07", &other),
        ]);
        assert_eq!(linked.shared_quotes(), 1);
        assert_eq!(linked.lineage(), expected, "{said}");
    };
    check(
        &format!("«Ilda Maren|person» [said|direct]: {statement}"),
        "Ilmar Post → Orlo Times cites credited",
    );
    check(
        &format!("«Ilda Maren|person» [said|direct] in words that the Ilmar Post has: {statement}"),
        "Ilmar Post → Orlo Times quotes credited",
    );
    check(
        &format!("«Ilda Maren|person» [told|direct] «the Ilmar Post|via»: {statement}"),
        "Ilmar Post → Orlo Times quotes credited",
    );
}

#[test]
fn a_line_below_a_report_credits_whom_it_has_it_from() {
    let check = |below: &str, credited: bool| {
        let carried = format!("{FERRY}\n~ {below}");
        let linked = Linked::new(vec![
            report("Karsund Gazette", "2024-05-06", FERRY),
            report("Orlo Times", "2024-05-07", &carried),
        ]);
        let credit = if credited { " credited" } else { "" };
        assert_eq!(linked.lineage(), format!("Karsund Gazette → Orlo Times copy{credit}"), "{below}");
    };
    check("Source: the Karsund Gazette", true);
    check("This article was first published by Karsund Gazette and is used with leave.", true);
    check("© 2024 Karsund Gazette", true);
    // Other lines of a page name outlets for other reasons, and long ones are no such lines.
    check("More from the Karsund Gazette", false);
    check(&format!("Source: {} the Karsund Gazette", "pages and pages ".repeat(20)), false);
    check("", false);
}

#[test]
fn copies_that_nothing_tells_apart_make_no_ring() {
    // The places of the reports in the case follow from their ids, so several names stand for all orders.
    for [wire, one, other] in
        [["A", "B", "C"], ["B", "C", "A"], ["C", "A", "B"], ["D", "E", "F"], ["F", "D", "E"]]
    {
        let credited =
            format!("{FERRY}\n«{wire}|outlet» [said] {{the pumps had failed twice in the week before}}.");
        let linked = Linked::new(vec![
            report(wire, "2024-05-06", FERRY),
            report(one, "2024-05-06", &credited),
            report(other, "2024-05-06", FERRY),
        ]);
        let heard =
            linked.links.claims.iter().find(|c| c.text.contains("hull")).expect("the quotation is a claim");
        assert_eq!(
            (heard.independent.min, heard.statements.len()),
            (1, 3),
            "{wire} {one} {other}: {}",
            linked.lineage()
        );
    }
}

#[test]
fn a_date_that_others_contradict_settles_nothing() {
    let check = |day: &str, below: &str, expected: &str| {
        let linked = Linked::new(vec![
            report("Sand Herald", day, FERRY),
            report("Karsund Gazette", "2031-05-06", FERRY),
            report("Orlo Times", "2031-05-07", &format!("{FERRY}\n{below}")),
        ]);
        assert_eq!(linked.lineage(), expected, "{day} {below}");
    };
    // Days before the others it was the first.
    check("2031-05-02", "", "Sand Herald → Karsund Gazette copy; Sand Herald → Orlo Times copy");
    // Nobody found it for months, and then two did in one week, whom nobody says to have it from there.
    check("2030-09-01", "", "Karsund Gazette ? Sand Herald copy; Karsund Gazette → Orlo Times copy");
    check(
        "2030-09-01",
        "«Sand Herald|outlet» [said] {the pumps had failed twice in the week before}.",
        "(Sand Herald) → Orlo Times cites credited; Sand Herald → Karsund Gazette copy; Sand Herald → Orlo Times copy",
    );
}

#[test]
fn who_says_whose_text_it_prints_did_not_print_it_before() {
    let linked = Linked::new(vec![
        carried("Orlo Times", "2031-05-06", FERRY, "Norrland Press Agency"),
        report("Norrland Press Agency", "2031-05-09", FERRY),
    ]);
    assert_eq!(linked.lineage(), "Norrland Press Agency → Orlo Times copy credited");
    let reasons = &linked.links.lineage[0].reasons;
    assert!(reasons.iter().any(|r| r.words.contains("one of the dates is wrong")), "{reasons:?}");
}

#[test]
fn whom_others_name_was_first() {
    let other = "# Ferry of Karsund: divers search on
The lower car deck of the ferry Northern Lark off Karsund was searched at dawn, divers told the Orlo Times.";
    let check = |third: &str, expected: &str| {
        let linked = Linked::new(vec![
            report("Orlo Times", "2031-05-06", FERRY),
            report("Sand Herald", "2031-05-06", FERRY),
            report("Velm Post", "2031-05-07", third),
        ]);
        let lineage = linked.lineage();
        assert!(lineage.contains(expected), "{lineage}");
    };
    check(other, "Orlo Times → Sand Herald copy");
    check(&other.replace("told the Orlo Times", "said"), "Orlo Times ? Sand Herald copy");
}

#[test]
fn agencies_print_each_others_text() {
    let linked = Linked::new(vec![
        carried("Ilmar Post", "2031-05-06", FERRY, "Norrland Press Agency"),
        carried("Orlo Times", "2031-05-07", FERRY, "Skelland Wire"),
    ]);
    assert_eq!(
        linked.lineage(),
        "(Norrland Press Agency) → Ilmar Post copy credited; (Skelland Wire) → Orlo Times copy credited"
    );
    // Where writers of the house stand beside the agency, what another prints too on the same days is the agency's.
    let joint = |day: &str| {
        let mut joint = carried("Ilmar Post", "2031-05-06", FERRY, "Norrland Press Agency");
        joint.report.authors.push("Runa Ask".to_owned());
        Linked::new(vec![joint, report("Orlo Times", day, FERRY)]).lineage()
    };
    assert_eq!(
        joint("2031-05-07"),
        "(Norrland Press Agency) → Ilmar Post cites credited; (Norrland Press Agency) → Orlo Times copy"
    );
    assert_eq!(
        joint("2031-05-20"),
        "(Norrland Press Agency) → Ilmar Post cites credited; Ilmar Post → Orlo Times copy"
    );
}

#[test]
fn a_house_has_its_text_from_its_first_report() {
    let later = |day: &str, more: &str| report("Ilmar Post", day, &format!("{more}\n{FERRY}"));
    let grown = "The search of the Northern Lark went into its third day on Thursday, with 41 of those aboard still missing in the bay.";
    let linked = Linked::new(vec![
        report("Ilmar Post", "2031-05-06", FERRY),
        later("2031-05-08", grown),
        later("2031-05-09", &format!("{grown}\nThe harbour office now counts 39.")),
    ]);
    let first = linked.reports.iter().find(|r| r.report.text.starts_with("Ferry")).expect("the first report");
    let from = |e: &backstory_model::Edge| e.from == Node::Report(first.report.id);
    assert_eq!(linked.links.lineage.len(), 2, "{}", linked.lineage());
    assert!(linked.links.lineage.iter().all(from));
}

/// Ten facts about a dam, most of them told to one paper alone.
const DAM: &str = "# Velm dam has been leaking since winter, engineers say
The dam above Velm has leaked since the frost of January, «two engineers|anonymous 2 2» [said], {and 3,400 litres run through its foot every minute}.
«An inspector of the water board|anonymous 1 1» [said] {the board was handed a report on three cracks on 9 February}.
«The inspector|anonymous 1 1» [said] {the report was locked in a cupboard for eleven weeks}.
The sluice on the western side has not been opened since 2019, according to the log of the keeper.
«Two engineers|anonymous 2 2» [said] {the contractor Hallund Stone left out a layer of clay to save 70,000 crowns}.
Sirens that were bought for the valley stand in a barn at Orlo without batteries.
«Mayor Ebba Lind|person» [said] {the school below the wall would be closed on Friday}.
«A driver of the contractor|anonymous 1 1» [said] {lorries tipped rubble into the spillway at night}.
The reservoir is to be lowered by four metres before the thaw.
The insurer Nordvakt cancelled the policy of the dam in March.";

/// The same in other words and the same order.
const DAM_RETOLD: &str = "# What nobody in Velm was told about its dam
Some 3,400 litres a minute seep from the foot of the dam at Velm, which has been leaking ever since the January frost.
Three cracks were described in a report which the water board received on 9 February.
For eleven weeks that report lay in a locked cupboard.
Nobody has opened the sluice at the western side since 2019.
Hallund Stone, the contractor, is said to have saved 70,000 crowns by leaving out a layer of clay.
The sirens for the valley lie in a barn at Orlo, and they have no batteries.
Rubble was tipped into the spillway by lorries in the night.
Before the thaw, the reservoir will be lowered by four metres.
In March the policy of the dam was cancelled by Nordvakt, its insurer.";

#[test]
fn a_retelling_keeps_the_order_of_what_one_paper_alone_was_told() {
    let lineage = |retold: &str| {
        Linked::new(vec![report("Ilmar Post", "2031-04-28", DAM), report("Velm Today", "2031-04-29", retold)])
            .lineage()
    };
    assert_eq!(lineage(DAM_RETOLD), "Ilmar Post → Velm Today rewrite");
    // In no order of the other's, it may have heard all of it itself.
    let mut lines: Vec<&str> = DAM_RETOLD.lines().collect();
    lines[1..].reverse();
    assert_eq!(lineage(&lines.join("\n")), "");
}

#[test]
fn who_quotes_another_names_it_for_the_quotes_alone() {
    let quote = "“{I have asked for that key every week since the frost began}”";
    let first = format!("{DAM}\n«Mayor Ebba Lind|person» [told|direct] «the Ilmar Post|via»: {quote}.");
    let check = |credit: &str, expected: &str| {
        // Facts that both have, in the other's order, and people of its own.
        let facts: Vec<&str> = DAM_RETOLD.lines().skip(1).take(4).collect();
        let second = format!(
            "# Velm asks for a key
{}
«Ebba Lind|person» [told|direct] «the Ilmar Post|via»: {quote}.
«Reeve Odo Kell|person» [said] {{barges will wait at Orlo until the river falls}}.
“{{We shall carry the old people down first}}”, «Nurse Ada Orrin|person» [said|direct].
«The river office|organization» [said] {{pumps were on their way from Karsund}}.",
            facts.join(&format!("{credit}\n"))
        );
        let reports =
            vec![report("Ilmar Post", "2031-04-28", &first), report("Velm Today", "2031-04-29", &second)];
        assert_eq!(Linked::new(reports).lineage(), format!("Ilmar Post → Velm Today {expected} credited"));
    };
    check("", "quotes");
    check(" The Ilmar Post reported it.", "rewrite");
}

#[test]
fn who_answers_another_names_it_for_the_answer() {
    let check = |answer: &str, expected: &str| {
        let facts: Vec<&str> = DAM_RETOLD.lines().skip(1).take(4).collect();
        let second = format!(
            "# Hallund Stone fights back
{answer}
{}
«Reeve Odo Kell|person» [said] {{barges will wait at Orlo until the river falls}}.
“{{We shall carry the old people down first}}”, «Nurse Ada Orrin|person» [said|direct].",
            facts.join("\n")
        );
        let reports =
            vec![report("Ilmar Post", "2031-04-28", DAM), report("Velm Today", "2031-04-29", &second)];
        assert_eq!(Linked::new(reports).lineage(), format!("Ilmar Post → Velm Today {expected} credited"));
    };
    let answer = "what the Ilmar Post had printed, {that a layer of clay was left out}. It was not true.";
    check(&format!("«Hallund Stone|organization» [denied|denies] {answer}"), "cites");
    check(&format!("«Hallund Stone|organization» [admitted] {answer}"), "rewrite");
}

#[test]
fn two_that_retell_one_report_did_not_take_from_each_other() {
    let second = "# The leak above Velm
Since the frost in January water has been leaking from the dam of Velm, 3,400 litres of it a minute.
The water board has known of three cracks from a report since 9 February.
It kept the report in a cupboard, under lock, for eleven weeks.
In the west the sluice has stayed shut since 2019.
A layer of clay was left out by the contractor Hallund Stone, which saved 70,000 crowns that way.
Without batteries the valley's sirens gather dust in a barn at Orlo.
At night lorries emptied rubble into the spillway.
Four metres of the reservoir are to be let out before the thaw.
Nordvakt, the insurer of the dam, cancelled its policy in March.";
    let check = |second: &str, expected: &str| {
        let linked = Linked::new(vec![
            report("Ilmar Post", "2031-04-28", DAM),
            report("Velm Today", "2031-04-29", DAM_RETOLD),
            report("Onde Echo", "2031-04-30", second),
        ]);
        assert_eq!(linked.lineage(), expected);
    };
    check(second, "Ilmar Post → Onde Echo rewrite; Ilmar Post → Velm Today rewrite");
    // Who says whom it has its facts from has them from nobody else.
    check(
        &format!("{second}\nAll this was reported by the Ilmar Post."),
        "Ilmar Post → Onde Echo rewrite credited; Ilmar Post → Velm Today rewrite",
    );
}
