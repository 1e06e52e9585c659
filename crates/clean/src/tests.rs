use backstory_model::{Basis, Block, Document, Meta, Report, Role};

use crate::clean;

fn document(text: &str) -> Document {
    Document { uri: "in/a.txt".to_owned(), text: text.to_owned(), ..Document::default() }
}

fn report(text: &str) -> Report {
    clean(document(text)).0
}

/// Reads lines `role| words` as the text and its blocks; words that share a line of the text stand on lines that
/// end in `\`.
#[track_caller]
fn check(marked: &str) -> Report {
    let (text, expected) = unmark(marked);
    let report = report(&text);
    assert_eq!(shown(&report), expected, "in {text:?}");
    report
}

fn unmark(marked: &str) -> (String, Vec<(Role, String)>) {
    let (mut text, mut blocks) = (String::new(), Vec::new());
    for line in marked.trim().lines() {
        let line = line.trim_start();
        if line.is_empty() {
            text.push('\n');
            continue;
        }
        let (role, words) = line.split_once("| ").expect("a role before the words");
        let role = match role.trim() {
            "title" => Role::Title,
            "by" => Role::Byline,
            "date" => Role::Dateline,
            "body" => Role::Body,
            "cap" => Role::Caption,
            "page" => Role::Furniture,
            other => panic!("no role {other}"),
        };
        let glued = words.strip_suffix('\\');
        let words = glued.unwrap_or(words);
        blocks.push((role, words.trim().to_owned()));
        text.push_str(words);
        if glued.is_none() {
            text.push('\n');
        }
    }
    (text, blocks)
}

fn shown(report: &Report) -> Vec<(Role, String)> {
    report.blocks.iter().map(|b| (b.role, b.span.of(&report.text).to_owned())).collect()
}

/// The date with what it rests on and the words that say so.
fn dated(report: &Report) -> Option<(&str, Basis, Option<&str>)> {
    let published = report.published.as_ref()?;
    Some((published.date.as_str(), published.basis, published.span.map(|s| s.of(&report.text))))
}

const LEAD: &str = "The harbour of Ostra will stay closed until Friday because the storm has sunk two barges in its mouth, the port authority said.";
const NEXT: &str = "“We cannot get a diver down,” said Ana Brell, who runs the port, adding that the insurers had been told.";

#[test]
fn a_title_is_told_by_its_form() {
    let r = check(&format!("title| Harbour of Ostra closed after storm\nbody| {LEAD}\nbody| {NEXT}"));
    assert_eq!(r.title.map(|t| t.text).as_deref(), Some("Harbour of Ostra closed after storm"));
    check(&format!(
        "title| Storm sinks two barges. Harbour may stay closed for a week.\n\n\nbody| {LEAD}\nbody| {NEXT}"
    ));
    check(&format!("page| #\\\ntitle|  Harbour of Ostra closed\n\nbody| {LEAD}"));
}

#[test]
fn a_text_that_opens_with_a_sentence_has_no_title() {
    for text in [
        format!("body| {LEAD}\n\nbody| {NEXT}"),
        format!("body| {LEAD}"),
        format!("body| It was the third storm.\n\nbody| {LEAD}"),
    ] {
        assert_eq!(check(&text).title, None);
    }
}

#[test]
fn the_head_is_read_line_by_line() {
    let r = check(&format!(
        "title| Exclusive: Harbour of Ostra Closed After Storm\n\nbody| A closed harbour shows what the port has put off for years.\n\n\
         by| Ana Dorn Brell\n\ndate| 1/17/20262 min read\n\npage| Exclusive: Harbour of Ostra Closed After Storm\n\nbody| {LEAD}\n\nbody| {NEXT}"
    ));
    assert_eq!(r.authors, ["Ana Dorn Brell"]);
    assert_eq!(dated(&r), Some(("2026-01-17", Basis::Text, Some("1/17/2026"))));
    let r = check(&format!(
        "title| Harbour of Ostra closed\nby| By Ana Brell and Cor van Dorn\nby| The Skelly Courier | 18 March 2024\nbody| {LEAD}"
    ));
    assert_eq!(r.authors, ["Ana Brell", "Cor van Dorn"]);
    assert_eq!(r.outlet.as_deref(), Some("The Skelly Courier"));
    assert_eq!(dated(&r), Some(("2024-03-18", Basis::Text, Some("18 March 2024"))));
}

#[test]
fn a_date_joined_to_the_first_sentence_is_split_off() {
    let r = check(&format!("date| date 2026-01-17\\\nbody|  {LEAD}\n\nbody| {NEXT}"));
    assert_eq!(dated(&r), Some(("2026-01-17", Basis::Text, Some("2026-01-17"))));
    assert_eq!(r.title, None);
}

#[test]
fn published_beats_updated() {
    let r = check(&format!(
        "title| Harbour of Ostra closed\ndate| Updated Jan. 19, 2026 | Published Jan. 17, 2026 at 10:30 a.m. EST\nbody| {LEAD}"
    ));
    assert_eq!(dated(&r), Some(("2026-01-17", Basis::Text, Some("Jan. 17, 2026"))));
}

#[test]
fn days_and_months_that_cannot_be_told_apart_are_not_guessed() {
    let r = report(&format!("Harbour of Ostra closed\n3/4/2026\n{LEAD}"));
    assert_eq!(dated(&r), Some(("2026", Basis::Text, Some("3/4/2026"))));
}

#[test]
fn dates_in_sentences_and_in_other_headlines_date_nothing() {
    let r = report(&format!(
        "Harbour of Ostra closed\n{LEAD}\nThe port was last closed on January 3, 2019, in a storm that sank a ferry.\nRead next\nBread prices to rise again in June\nMarch 3, 2026"
    ));
    assert_eq!(r.published, None);
    assert_eq!(r.blocks.iter().filter(|b| b.role == Role::Furniture).count(), 3);
}

#[test]
fn datelines_are_split_off_and_name_the_agency() {
    let r = check(&format!(
        "title| Harbour of Ostra closed\n\ndate| OSTRA, Skelland, March 5, 2024 (Reuters) -\\\nbody|  {LEAD}"
    ));
    assert_eq!(dated(&r), Some(("2024-03-05", Basis::Text, Some("March 5, 2024"))));
    assert_eq!(r.outlet.as_deref(), Some("Reuters"));
    assert_eq!(r.agencies[0].span.map(|s| s.of(&r.text)), Some("Reuters"));
    for line in [
        "OSTRA —",
        "Ostra (AFP) –",
        "ST. OSTRA, Skel. (AP) —",
        "OSTRA/SKELLY, Jan 3 (Xinhua) --",
        "(Reuters) -",
    ] {
        check(&format!("date| {line}\\\nbody|  {LEAD}"));
    }
    for line in [
        "Ostra’s harbour — the largest — will stay closed, the port authority said.",
        "EXCLUSIVE — The harbour of Ostra will stay closed for a week.",
        "Rep. Ada Brell (R-Ore.): The harbour should stay closed for a week.",
    ] {
        check(&format!("body| {line}"));
    }
}

#[test]
fn a_box_between_paragraphs_does_not_swallow_them() {
    let r = check(&format!(
        "title| Harbour of Ostra closed\nbody| {LEAD}\npage| Subscribe to The Weekly Gull\npage| All the wind, none of the salt. Try six issues free.\n\n\
         page| Sign up for The Weekly Gull's free newsletter\npage| From Monday's tides to Friday's catch, straight to your inbox.\n\
         page| From Monday's tides to Friday's catch, straight to your inbox.\nbody| {NEXT}"
    ));
    assert_eq!(r.outlet.as_deref(), Some("The Weekly Gull"));
    check(&format!(
        "body| {LEAD}\npage| Advertisement\nbody| The divers went home.\npage| Advertisement\nbody| {NEXT}"
    ));
}

#[test]
fn the_page_names_its_outlet_and_not_those_it_points_to() {
    let outlet = |line: &str| report(&format!("{LEAD}\n{NEXT}\n{line}")).outlet;
    assert_eq!(
        outlet("Subscribe to The Guardian’s newsletter to read more.").as_deref(),
        Some("The Guardian")
    );
    assert_eq!(outlet("Read the rest of the story at The Guardian."), None);
    assert_eq!(outlet("Follow us on Facebook and Twitter."), None);
}

#[test]
fn sentences_that_sound_like_calls_stay_body() {
    check(&format!(
        "body| {LEAD}\nbody| “Sign up for the newsletter,” she told the crowd, and 400 did.\nbody| Share prices of the port fell by a third on Monday.\n\
         body| Support for the mayor has fallen since the storm, a poll showed.\nbody| Follow-up talks are planned for next week in Skelly.\n\
         body| Photo opportunities were cancelled.\nbody| Readers of the Gull can join the tour, he said, if they subscribe to its newsletter.\nbody| {NEXT}"
    ));
}

#[test]
fn lists_of_other_reports_end_a_page() {
    check(&format!(
        "body| {LEAD}\nbody| {NEXT}\npage| -\npage| Rail strike called off at the eleventh hour\npage| speed read Drivers accept a raise of 4 percent\n\
         page| -\npage| Is the crown overvalued?\npage| In the Spotlight Economists cannot agree\npage| -\npage| Mayor opens the new tunnel\npage| speed read She was late"
    ));
    check(&format!(
        "body| {LEAD}\nbody| {NEXT}\npage| Read more:\npage| Herring fleet back in port after storm\npage| Two held over tram depot fire"
    ));
    check(&format!(
        "body| {LEAD}\npage| READ MORE: Herring fleet back in port after storm\nbody| {NEXT}\npage| [Why the old pier had to go in the end]\nbody| The pier fell."
    ));
}

#[test]
fn headlines_of_other_reports_may_end_like_sentences() {
    check(&format!(
        "body| {LEAD}\nbody| {NEXT}\npage| Read more:\npage| A tram lost its brakes in Skelly. The driver waved, then jumped.\n\
         page| The herring fleet came back after the storm!\npage| Two held over tram depot fire, police say"
    ));
    for label in ["Related", "More", "Read also"] {
        check(&format!(
            "body| {LEAD}\npage| {label}: The storm is over. What does it mean for herring?\nbody| {NEXT}"
        ));
    }
    check(&format!(
        "body| {LEAD}\npage| Why the old pier of Skelly had to go in the end Read more\nbody| {NEXT}"
    ));
    // What the report goes on with stays, below a label that a page left in the middle of it.
    check(&format!(
        "body| {LEAD}\npage| Read more:\nbody| The crane from Skelly is on its way, the port authority said.\nbody| {NEXT}"
    ));
    check(&format!(
        "body| {LEAD}\nbody| More barges were lost. What does it mean for herring?\nbody| {NEXT}"
    ));
}

#[test]
fn what_pages_put_beside_a_report_is_furniture() {
    for line in [
        "Read or Share this story: https://ostra.example/a",
        "This post has been updated.",
        "Updated at 5.30 pm",
        "Additional reporting from agencies",
        "Got a confidential news tip? The Gull would like to hear from readers who know more.",
        "For more harbour coverage: http://ostra.example/harbour",
        "Now Playing:",
        "Read the first text on Gull Online. Follow Gull Online. Copyright 2026. Follow it there.",
    ] {
        check(&format!("body| {LEAD}\nbody| {NEXT}\npage| {line}"));
    }
    for line in [
        "Getty Images The crane of Skelly lifted the barge on Monday",
        "GETTY The mouth of the harbour was closed for two days",
        "4 / 30 Skelly from above",
        "Enlarge this image toggle caption Cor Dorn/Gull",
        "The barge in the mouth of the harbour on Monday. [Photo/Agencies]",
    ] {
        check(&format!("body| {LEAD}\ncap| {line}\nbody| {NEXT}"));
    }
    check(&format!(
        "body| {LEAD}\nbody| 3/4 This storm is why the guild wants the old pier gone.\nbody| {NEXT}"
    ));
    check(&format!(
        "body| {LEAD}\nbody| Getty Images said that it had sold no picture of the barge.\nbody| {NEXT}"
    ));
}

#[test]
fn sentences_that_open_like_captions_stay_body() {
    for line in [
        "9/11 Families United called on the mayor to release the files, its chair said.",
        "9/11 Families United Sue the Port of Ostra",
        "24/7 Harbour Watch reported that the pier of Skelly was empty.",
        "31/30 Skelly was the count of the match on Monday",
        "4 / 30 Skelly pilots voted for the strike on Monday.",
        "Getty Images CEO Ada Osei said on Monday that the firm would merge with the Skelly Archive.",
        "Shutterstock Inc was sold to a bank of Ostra on Monday.",
    ] {
        check(&format!("body| {LEAD}\nbody| {line}\nbody| {NEXT}"));
    }
}

#[test]
fn captions_of_a_row_of_pictures_may_be_sentences() {
    check(&format!(
        "body| {LEAD}\nbody| {NEXT}\ncap| 1/14 Skelly from above. The pier is gone, a pilot said.\ncap| 2/14 The mouth of the harbour on Monday"
    ));
}

#[test]
fn sentences_below_a_label_stay_body() {
    check(&format!(
        "body| {LEAD}\nbody| {NEXT}\npage| Latest updates:\nbody| The river rose two metres overnight.\nbody| Three roads are shut.\nbody| Schools stay shut until Monday."
    ));
    // Nor does a line that looks like a headline make a report's own news links.
    check(&format!(
        "body| {LEAD}\nbody| {NEXT}\npage| Latest updates:\nbody| The river rose two metres overnight.\nbody| Three Roads Shut as River Rises\nbody| Schools stay shut until Monday."
    ));
    check(&format!(
        "body| {LEAD}\nbody| {NEXT}\npage| Read more:\nbody| The river rose two metres overnight.\nbody| Three roads are shut."
    ));
}

#[test]
fn points_of_a_list_and_subheads_stay_body() {
    check(&format!(
        "body| {LEAD}\nbody| The port authority named three steps:\nbody| A diver goes down as soon as the swell allows it\n\
         body| The two barges are lifted by the crane from Skelly\nbody| Ferries sail again once the mouth is clear of wreckage"
    ));
    check(&format!("title| Harbour of Ostra closed\nbody| {LEAD}\nbody| What the Port Says\nbody| {NEXT}"));
}

#[test]
fn biographies_are_told_from_people_in_the_news() {
    check(&format!(
        "body| {LEAD}\nbody| {NEXT}\npage| Clem Harrow is a staff reporter who covers the coast. He lives in Skelly."
    ));
    check(&format!(
        "body| {LEAD}\nbody| {NEXT}\npage| Clem has written for the paper since it was founded in 2006. Before that he edited crosswords."
    ));
    check(&format!(
        "body| {LEAD}\nbody| {NEXT}\nbody| Brell is a former journalist who has worked for the port since 2006."
    ));
    check(&format!(
        "body| {LEAD}\nbody| Cor Dorn is a professor of tides, and he said the storm was no surprise.\nbody| {NEXT}"
    ));
}

#[test]
fn credits_and_rights_name_agencies() {
    let r = check(&format!(
        "body| {LEAD}\nbody| {NEXT}\npage| (Reporting by Ana Brell in Ostra; editing by Cor Dorn)\npage| With material from AFP.\n\
         page| © 2026 The Associated Press. Not to be reprinted without leave."
    ));
    let agencies: Vec<&str> = r.agencies.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(agencies, ["Agence France-Presse", "Associated Press"]);
    assert!(r.agencies.iter().all(|a| a.span.is_some()));
    let r = report(&format!("OSTRA (SPA) - {LEAD}\n© 2026 Skelland Press Agency. All rights reserved."));
    assert_eq!(r.outlet.as_deref(), Some("Skelland Press Agency"));
    assert_eq!(r.agencies[0].name, "Skelland Press Agency");
}

#[test]
fn credits_of_helpers_are_furniture() {
    check(&format!(
        "body| {LEAD}\nbody| {NEXT}\npage| Dorn reported from Skelly.\npage| Ada Brell contributed.\npage| (h/t The Gull)\n\
         page| Follow\u{a0}Ada Brell and Cor Dorn on Twitter: https://ostra.example/ada"
    ));
    check(&format!(
        "body| {LEAD}\nbody| Brell reported from the harbour that the barges were lost, and Dorn contributed a map.\nbody| {NEXT}"
    ));
}

#[test]
fn who_may_know_more_is_asked_to_turn_to_the_newsroom() {
    check(&format!(
        "body| {LEAD}\nbody| {NEXT}\npage| Seen the barges drift? Write to the Gull, Quay Street 9, Ostra."
    ));
    check(&format!(
        "body| {LEAD}\nbody| {NEXT}\npage| Were you on the quay that night? Please call our newsroom on 5550 or send a letter."
    ));
    // What readers should ask others belongs to the report.
    check(&format!(
        "body| {LEAD}\nbody| Have you lost sight of a barge? Call the harbour office before you sail.\nbody| {NEXT}"
    ));
    check(&format!(
        "body| {LEAD}\nbody| Want proof? Let us look at the figures of the port in March.\nbody| {NEXT}"
    ));
    check(&format!(
        "body| {LEAD}\nbody| Did the owners know more? Tell that to the pilots of Ostra.\nbody| {NEXT}"
    ));
}

#[test]
fn a_row_of_labels_is_furniture() {
    check(&format!(
        "body| {LEAD}\nbody| {NEXT}\npage| Posted by Dorn · 3 comments · Older: The long winter of the eel boats"
    ));
    check(&format!("body| {LEAD}\nbody| {NEXT}\npage| Filed under: harbour | Share | Print"));
    check(&format!(
        "body| {LEAD}\nbody| Ostra 3 | Skelly 0 after ninety minutes on the wet field\nbody| {NEXT}"
    ));
}

#[test]
fn captions_are_told_by_their_credits() {
    check(&format!(
        "cap| FILE - In this Jan. 3, 2019 file photo a barge leaves the harbour of Ostra.\nbody| {LEAD}\ncap| The crane from Skelly at work on Monday. (Photo: Ostra Port)\nbody| {NEXT}\n\
         cap| Two barges in the mouth of the harbour. Cor Dorn/AFP"
    ));
}

#[test]
fn the_address_of_a_pasted_report_dates_and_names_it() {
    let r = check(&format!(
        "title| Harbour of Ostra closed\nbody| {LEAD}\nbody| {NEXT}\npage| https://www.ostra-gull.example/2025/11/24/harbour-closed-after-stormNew one, people. Sea stuff"
    ));
    let url = "https://www.ostra-gull.example/2025/11/24/harbour-closed-after-storm";
    assert_eq!(r.url.as_deref(), Some(url));
    assert_eq!(r.outlet.as_deref(), Some("Ostra-gull"));
    assert_eq!(dated(&r), Some(("2025-11-24", Basis::Url, Some(url))));
    // The address of what a text retells is not its own.
    let r = report(&format!(
        "Harbour of Ostra closed\nAccording to Axios, the harbour is closed, which nobody at the port would confirm.\n{LEAD}\nhttps://www.axios.com/2025/11/24/harbour-closed"
    ));
    assert_eq!((r.outlet, r.published), (None, None));
}

#[test]
fn an_outlet_is_known_by_its_own_voice_alone() {
    let outlet = |words: &str| report(&format!("Harbour of Ostra closed\n{LEAD}\n{words}\n{NEXT}")).outlet;
    assert_eq!(
        outlet("The port was warned, Reuters interviews with six pilots have shown.").as_deref(),
        Some("Reuters")
    );
    assert_eq!(
        outlet("Reuters could not independently verify the account of the pilots.").as_deref(),
        Some("Reuters")
    );
    assert_eq!(outlet("The port was warned, one pilot told Reuters."), None);
    assert_eq!(outlet("The pilots complained of Reuters reporters on the quay."), None);
    assert_eq!(
        outlet("The port was warned, according to Reuters. Reuters could not verify the account."),
        None
    );
    assert_eq!(outlet("The port was warned, a pilot told Reuters. Another told AFP that it was not."), None);
}

#[test]
fn metadata_comes_first() {
    let meta = Meta {
        title: Some("Harbour of Ostra closed".to_owned()),
        outlet: Some("www.bbc.co.uk".to_owned()),
        authors: vec!["By Ana Brell".to_owned(), "Coast Correspondent".to_owned(), "Reuters".to_owned()],
        published: Some("2026-01-17T00:00:00".to_owned()),
        language: Some("en-GB".to_owned()),
        ..Meta::default()
    };
    let (r, said) = clean(Document { meta: meta.clone(), ..document(LEAD) });
    assert!(said.is_empty());
    assert_eq!(r.title.as_ref().map(|t| (t.text.as_str(), t.span)), Some(("Harbour of Ostra closed", None)));
    assert_eq!(r.outlet.as_deref(), Some("BBC"));
    assert_eq!(r.authors, ["Ana Brell"]);
    assert_eq!(r.agencies.len(), 1);
    assert_eq!(dated(&r), Some(("2026-01-17", Basis::Metadata, None)));
    assert_eq!(r.language.as_deref(), Some("en"));
    let by_hand = Meta { by_hand: true, ..meta.clone() };
    let (r, _) = clean(Document { meta: by_hand, ..document(LEAD) });
    assert_eq!(dated(&r), Some(("2026-01-17", Basis::Manifest, None)));

    let (standing, _) =
        clean(Document { meta: meta.clone(), ..document(&format!("HARBOUR OF OSTRA CLOSED\n{LEAD}")) });
    assert_eq!(standing.title.and_then(|t| t.span).map(|s| s.range()), Some(0..23));

    let odd = Meta { published: Some("Tuesdy 3".to_owned()), ..Meta::default() };
    let (r, said) = clean(Document { meta: odd, ..document(LEAD) });
    assert_eq!(r.published, None);
    let said: Vec<String> = said.iter().map(ToString::to_string).collect();
    assert_eq!(said, ["in/a.txt: its date \"Tuesdy 3\" cannot be read; write it as 2026-01-17"]);
}

#[test]
fn who_wrote_is_no_part_of_a_page() {
    let names = [
        "Ana Brell",
        "Published P.M. Et Feb.",
        "Written By",
        "Last Updated",
        "Opinion",
        "New York",
        "Gull View",
        "Former Diver.",
    ];
    let meta = Meta { authors: names.map(str::to_owned).to_vec(), ..Meta::default() };
    assert_eq!(clean(Document { meta, ..document(LEAD) }).0.authors, ["Ana Brell"]);
}

#[test]
fn the_id_hangs_on_text_and_metadata_and_not_on_the_place() {
    let id = |document: Document| clean(document).0.id;
    let plain = id(document(LEAD));
    assert_eq!(
        plain,
        id(Document { uri: "else/b.txt".to_owned(), path: Some("/else/b.txt".to_owned()), ..document(LEAD) })
    );
    assert_ne!(plain, id(document(NEXT)));
    let with = |meta: Meta| id(Document { meta, ..document(LEAD) });
    let titled = with(Meta { title: Some("x".to_owned()), ..Meta::default() });
    let placed = with(Meta { outlet: Some("x".to_owned()), ..Meta::default() });
    let named = with(Meta { authors: vec!["x".to_owned()], ..Meta::default() });
    let all = std::collections::BTreeSet::from([plain, titled, placed, named]);
    assert_eq!(all.len(), 4);
}

#[test]
fn languages_are_told_where_there_is_enough_to_tell_by() {
    assert_eq!(report(&format!("{LEAD}\n{NEXT}")).language.as_deref(), Some("en"));
    let german = "Der Hafen von Ostra bleibt bis Freitag geschlossen, weil der Sturm zwei Lastkähne in seiner Einfahrt versenkt hat, teilte die Hafenbehörde mit.";
    assert_eq!(report(german).language.as_deref(), Some("de"));
    assert_eq!(report("Ostra.").language, None);
}

#[test]
fn front_matter_is_a_block_of_its_own() {
    check_front("---\noutlet: Ostra Post\n---", LEAD);
}

#[track_caller]
fn check_front(front: &str, body: &str) {
    let r = report(&format!("{front}\n{body}"));
    assert_eq!(shown(&r), [(Role::Furniture, front.to_owned()), (Role::Body, body.to_owned())]);
}

#[test]
fn a_page_without_a_report_is_said_to_be_one() {
    let (r, said) = clean(document("Advertisement\nShare\nAll rights reserved."));
    assert!(r.blocks.iter().all(|b| b.role == Role::Furniture));
    assert_eq!(said[0].code, "clean/no-body");
}

/// Blocks are in order, do not overlap, hold something, and leave out white space alone.
fn is_covered(text: &str, blocks: &[Block]) -> bool {
    let mut at = 0;
    for block in blocks {
        let range = block.span.range();
        if range.start < at
            || range.is_empty()
            || !text.is_char_boundary(range.start)
            || !text.is_char_boundary(range.end)
        {
            return false;
        }
        if !text[at..range.start].trim().is_empty() || text[range.clone()].trim() != &text[range.clone()] {
            return false;
        }
        at = range.end;
    }
    text[at..].trim().is_empty()
}

proptest::proptest! {
    #[test]
    fn blocks_cover_any_text(text in "\\PC{0,300}") {
        proptest::prop_assert!(is_covered(&text, &report(&text).blocks));
    }

    /// Lines of a page in any order, with anything between them.
    #[test]
    fn blocks_cover_pages(lines in proptest::collection::vec(page_line(), 0..14), title in proptest::option::of(page_line())) {
        let text: String = lines.concat();
        let meta = Meta { title, ..Meta::default() };
        let (report, _) = clean(Document { meta, ..document(&text) });
        proptest::prop_assert!(is_covered(&text, &report.blocks), "{:?}", report.blocks);
        if let Some(title) = &report.title && let Some(span) = title.span {
            proptest::prop_assert_eq!(span.of(&text), &title.text);
        }
        for agency in &report.agencies {
            proptest::prop_assert!(agency.span.is_none_or(|s| s.end as usize <= text.len()));
        }
    }
}

fn page_line() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::*;
    let fixed = prop::sample::select(vec![
        "Harbour of Ostra closed after storm",
        "# Über Östra — “ja”",
        "By Ana Brell and Cor Dorn",
        "Cor Dorn",
        "1/17/20262 min read",
        "date 2026-01-17 The harbour — é — of Ostra is closed.",
        "OSTRA, Jan 3 (AFP) — The harbour is shut again.",
        "Subscribe to The Weekly Gull",
        "Sign up here.",
        "-",
        "•",
        "Read more:",
        "[Why the pier had to go]",
        "© 2026 Östra Presse",
        "https://ostra.example/2025/11/24/harbour-closedNew one",
        "---",
        "outlet: x",
        LEAD,
        NEXT,
        "é",
        "Cor Dorn/AFP",
        "Cor is a reporter. He covers ñ.",
        "The Skelly Courier",
        "“",
        "(Reporting by Ana Brell)",
    ]);
    let ends = prop::sample::select(vec!["\n", "\n\n", "\r\n", " ", "", "\u{2028}", "\n\u{a0}\n"]);
    (prop_oneof![4 => fixed.prop_map(str::to_owned), 1 => "\\PC{0,20}"], ends)
        .prop_map(|(line, end)| line + end)
}

#[test]
fn what_the_markup_tells_is_believed() {
    let text = "Harbour of Ostra closed\n\nAna Brell\n\nfrom the quay\n\nThe harbour stays closed for the week, the port said on Monday.\n\nShips in the harbour before the storm.\n\nFerries do not run until Thursday, and pilots stay at home.";
    let mark = |words: &str, role| {
        let at = text.find(words).expect("the words are there");
        Block { role, span: backstory_model::Span::new(at, at + words.len()) }
    };
    let marks = vec![
        mark("Harbour of Ostra closed", Role::Title),
        mark("Ana Brell", Role::Byline),
        mark("from the quay", Role::Byline),
        mark("Ships in the harbour before the storm.", Role::Caption),
    ];
    let (r, _) = clean(Document { marks, ..document(text) });
    assert_eq!(r.title.expect("a title").text, "Harbour of Ostra closed");
    assert_eq!(r.authors, ["Ana Brell"]);
    let roles: Vec<Role> = r.blocks.iter().map(|b| b.role).collect();
    assert_eq!(roles, [Role::Title, Role::Byline, Role::Byline, Role::Body, Role::Caption, Role::Body]);
}

#[test]
fn nothing_is_published_after_it_was_fetched() {
    let meta = Meta {
        published: Some("2032-05-02".into()),
        captured: Some("2031-05-01T10:00:00Z".into()),
        ..Meta::default()
    };
    let (r, said) = clean(Document { meta: meta.clone(), ..document(LEAD) });
    assert_eq!(r.published, None);
    assert_eq!(said[0].message, "its date \"2032-05-02\" is later than the day it was fetched");
    let (r, _) = clean(Document {
        meta: Meta { published: Some("2031-05-01".into()), ..meta.clone() },
        ..document(LEAD)
    });
    assert_eq!(r.published.expect("a date").date.as_str(), "2031-05-01");
    let (r, _) = clean(Document { meta: Meta { by_hand: true, ..meta }, ..document(LEAD) });
    assert!(r.published.is_some(), "a person knows better");
}

#[test]
fn a_copy_credits_its_original() {
    let credit = |taken_over, name: Option<&str>, url: Option<&str>| backstory_model::Credit {
        taken_over,
        name: name.map(str::to_owned),
        url: url.map(str::to_owned),
        title: None,
    };
    let meta = Meta {
        outlet: Some("Ostra Post".into()),
        based_on: vec![
            credit(true, Some("Sound Wire"), None),
            credit(true, None, Some("https://skelly-echo.example/a")),
            credit(false, Some("Velm Times"), None),
            credit(true, None, Some("https://ostrapost.example/a")),
        ],
        ..Meta::default()
    };
    let (r, _) = clean(Document { meta, ..document(LEAD) });
    let names: Vec<&str> = r.agencies.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(names, ["Sound Wire", "Skelly-echo"]);
}
