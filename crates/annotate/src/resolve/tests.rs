//! Short texts with marked sources, and whom they mean; the people, places and bodies are invented.

use super::{Given, annotate_given};
use crate::Model;
use crate::testing;

/// `text` marks sources, in order of their numbers: `«2:She» [2:said] {2:…}`. Expected for each: kind and name, or the
/// description of somebody unnamed; "unknown" where nobody can be told.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let (plain, marked) = testing::unmark(text);
    let given: Vec<Given> = marked
        .into_iter()
        .map(|m| Given { source_spans: m.source, cue_spans: m.cue, content_spans: m.content })
        .collect();
    let found = annotate_given(&testing::report(&plain), &given, Model::Rules);
    let names: Vec<String> = given
        .iter()
        .map(|given| {
            let attribution = found.attributions.iter().find(|a| a.source_spans == given.source_spans);
            let id = attribution.expect("every attribution given comes back").source;
            let source = found.sources.iter().find(|s| Some(s.id) == id);
            source.map_or("unknown".to_owned(), |s| {
                let words = s.name.as_deref().or(s.description.as_deref()).unwrap_or_default();
                format!("{} {words}", s.kind.name())
            })
        })
        .collect();
    assert_eq!(names, expected, "{plain}");
}

/// The outlets that the last of the marked attributions comes through.
#[track_caller]
fn check_via(text: &str, expected: &[&str]) {
    let (plain, marked) = testing::unmark(text);
    let given: Vec<Given> = marked
        .into_iter()
        .map(|m| Given { source_spans: m.source, cue_spans: m.cue, content_spans: m.content })
        .collect();
    let found = annotate_given(&testing::report(&plain), &given, Model::Rules);
    let last = given.last().expect("a mark");
    let attribution = found.attributions.iter().find(|a| a.source_spans == last.source_spans);
    let via = &attribution.expect("every attribution given comes back").via;
    let name = |id| found.sources.iter().find(|s| s.id == id).and_then(|s| s.name.clone());
    let names: Vec<String> = via.iter().filter_map(|id| name(*id)).collect();
    assert_eq!(names, expected, "{plain}");
}

#[test]
fn what_a_paper_quotes_or_has_from_somebody_comes_through_it() {
    let first = "«The Orsk Herald» [reported] {that the port was open}.";
    check_via(
        &format!("{first} “{{2:The mine is shut,}}” the paper [2:quoted] «2:Ada Osei» as saying."),
        &["Orsk Herald"],
    );
    check_via(
        &format!(
            "{first} The paper has this from a clerk of the port «2:who» [2:said] {{2:the mine was shut}}."
        ),
        &["Orsk Herald"],
    );
    check_via(
        &format!(
            "{first} The mayor had the key from a clerk of the port «2:who» [2:said] {{2:the mine was shut}}."
        ),
        &[],
    );
}

#[test]
fn pronouns_agree_in_gender() {
    check(
        "Ada Osei met Tomas Lindqvist. «She» [said] {it was late}. «2:He» [2:agreed].",
        &["person Ada Osei", "person Tomas Lindqvist"],
    );
}

#[test]
fn a_company_is_no_person_though_it_speaks() {
    check(
        "Ada Osei, a captain with Velm Air, was late. «Velm Air» [said] {it was snow}.",
        &["organization Velm Air"],
    );
    check(
        "Over 900 employees of Orlo Cranes left. «Orlo Cranes» [said] {it was sorry}.",
        &["organization Orlo Cranes"],
    );
    // Said in full each time, where the report speaks of a company.
    check(
        "Work at the docks stopped when Orlo Cranes shut them. The company is old. «Orlo Cranes» [said] {it was sorry}.",
        &["organization Orlo Cranes"],
    );
    check(
        "Velma Osei, who drove the car, was late. The company is old. «Velma Osei» [said] {it was sorry}.",
        &["person Velma Osei"],
    );
}

#[test]
fn a_name_comes_behind_the_clause_that_tells_who_it_is() {
    check(
        "«The firm that runs the crane, Velm Freight Company,» [said] {it was safe}.",
        &["organization Velm Freight Company"],
    );
    check("«The woman who runs the port, Ada Osei,» [said] {it was late}.", &["person Ada Osei"]);
    // A place tells where, and a list names several.
    check(
        "«A clerk who lives in Orlo, Velm,» [said] {it was late}.",
        &["anonymous A clerk who lives in Orlo, Velm"],
    );
}

#[test]
fn a_company_is_known_by_its_trade() {
    check(
        "A captain with Velm Air met a guard at Orlo Security. A clerk at Orlo Security left. «The airline» [said] {it was snow}.",
        &["organization Velm Air"],
    );
    // Neither is known for it.
    check(
        "A cook at Velm Foods met a guard at Orlo Security. «The airline» [said] {it was snow}.",
        &["organization airline"],
    );
    // A plain noun at the head of a sentence is no name, and what somebody tells of their bags is no apposition.
    check(
        "Airlines lost money. A captain with Velm Wings met a guard at Orlo Security. «Velm Wings» [said] {it was snow}. «2:The airline» [2:said] {2:it was ice}.",
        &["organization Velm Wings", "organization Velm Wings"],
    );
    check(
        "A guard at Orlo Security left. [According to] «Velm Air», {the hall held 20 bags without owners}. «2:The airline» [2:said] {2:it was ice}.",
        &["organization Velm Air", "organization Velm Air"],
    );
    check("A cook at Velm Foods was late. «The caterer» [said] {it was snow}.", &["organization Velm Foods"]);
    // What a mine is called is no company, whatever part of it was taken for a name.
    check(
        "Orlo Mining shut the gates. Water rose in the Deep Joy mine. The Deep Joy mine is old. «The company» [said] {it was sorry}.",
        &["organization Orlo Mining"],
    );
    check(
        "A doctor in Port Velm was heard. The League for Orlo wrote to the guild of Port Velm. «The group» [said] {it was sorry}.",
        &["organization League for Orlo"],
    );
    check(
        "Water rose in the Deep Joy mine. The Deep Joy mine belongs to Orlo Mining. «The company» [said] {it was shut}.",
        &["organization Orlo Mining"],
    );
}

#[test]
fn the_group_is_no_arm_of_the_state() {
    check(
        "The League for the Lost met the Velm Navy. «The group» [said] {it was late}.",
        &["organization League for the Lost"],
    );
}

#[test]
fn a_register_that_is_kept_is_no_paper() {
    check(
        "Later «the National Health Register» [said] {it was late}.",
        &["organization National Health Register"],
    );
}

#[test]
fn spelling_tells_no_two_bodies_apart() {
    check(
        "The Orsk Rescue Centre was shut. «The center» [said] {it was late}.",
        &["organization Orsk Rescue Centre"],
    );
}

#[test]
fn a_party_that_says_something_is_a_body() {
    check("The bid was high. «The target» [said] {that it was too low}.", &["organization target"]);
    check("The bid was high. «The target» [shows] {that it was too low}.", &["unknown"]);
}

#[test]
fn bodies_of_many_begin_with_a_possessor() {
    check(
        "The Loaders’ Brotherhood met. «The Loaders’ Brotherhood» [said] {it was late}.",
        &["organization Loaders’ Brotherhood"],
    );
    check(
        "Orsk’s Supreme Court met. «Orsk’s Supreme Court» [said] {it was late}.",
        &["organization Supreme Court"],
    );
}

#[test]
fn people_beside_others_were_heard_before() {
    check(
        "“It burned,” «the clerk» [said]. It burned, «2:four cooks who worked for Velm Foods and the clerk» [2:said].",
        &["anonymous the clerk", "anonymous four cooks who worked for Velm Foods and the clerk"],
    );
}

#[test]
fn subjects_are_more_in_mind_than_others() {
    check(
        "Tomas Lindqvist met the envoy Karel Brandt on Monday. «He» [said] {the mine is shut}.",
        &["person Tomas Lindqvist"],
    );
    check(
        "“The mine is shut,” said Tomas Lindqvist, who met Karel Brandt on Monday. «He» [added] {that it was old}.",
        &["person Tomas Lindqvist"],
    );
    check(
        "The claim surprised Karel Brandt, noted Harbor Radio's Tomas Lindqvist. «He» [wrote] {that it was old}.",
        &["person Tomas Lindqvist"],
    );
    check(
        "Karel Brandt runs the mine. Brandt bought it. Brandt sold the port. President Lindqvist is angry that Brandt is still in charge, and «he» [said] {that the mine is shut}.",
        &["person Lindqvist"],
    );
}

#[test]
fn pronouns_in_between_keep_somebody_in_mind() {
    check(
        "Ada Osei runs the mine. She bought it in May. She sold the port. She met Mirela Ausk once. «She» [said] {it was old}.",
        &["person Ada Osei"],
    );
}

#[test]
fn quoted_names_are_not_in_mind() {
    check(
        "“Karel Brandt knew,” Tomas Lindqvist said. “Karel Brandt was there.” «He» [asked] {for a trial}.",
        &["person Tomas Lindqvist"],
    );
}

#[test]
fn possessive_pronouns_are_people_too() {
    check("Ada Osei left on Monday. «Her» [claim] {that the mine is shut} is false.", &["person Ada Osei"]);
}

#[test]
fn a_possessor_is_not_her_kin() {
    check("Ada Osei loves the choir. «Her daughter» [likes] {to sing}.", &["anonymous Her daughter"]);
}

#[test]
fn they_are_people_or_a_body() {
    check(
        "Proponents, including the mayors, have urged the council to vote, although «they» [say] {they see the cost}.",
        &["anonymous Proponents"],
    );
    check("Lindqvist aides met the envoys. «They» [said] {it was late}.", &["anonymous Lindqvist aides"]);
    check(
        "The Orsk Harbor Authority met on Monday. «They» [said] {it was late}.",
        &["organization Orsk Harbor Authority"],
    );
    // Two people who are named are no one source.
    check("Ada Osei and Karel Brandt left. «They» [said] {it was late}.", &["unknown"]);
}

#[test]
fn it_is_a_body_or_a_place() {
    check(
        "The Orsk Harbor Authority met Ada Osei on Monday. «It» [said] {the port is shut}.",
        &["organization Orsk Harbor Authority"],
    );
    check("How should Kenya answer? «It» [has said] {that it will}.", &["organization Kenya"]);
}

#[test]
fn who_is_the_noun_before_it() {
    check(
        "They met Karel Brandt, an officer at the Orsk Harbor Authority «who» [said] {the port is shut}.",
        &["person Karel Brandt"],
    );
    check(
        "It may please nervous Democrats in Orsk, «who» [say] {it was late}.",
        &["anonymous nervous Democrats"],
    );
    check("Scorn came from some «who» [saw] {a slight}.", &["anonymous some"]);
    // What only says of what kind a thing is, and what is done with people, is no noun for them.
    check("They closed national port offices of the north «who» [saw] {a slight}.", &["unknown"]);
    // What stands behind the noun for them is no noun.
    check(
        "The Orsk Post spoke to a person familiar with the talks, «who» [said] {the doors were shut}.",
        &["anonymous a person"],
    );
    check("The mayor met a survivor ashore «who» [said] {the doors were shut}.", &["anonymous a survivor"]);
    check("The mayor met a guard overseas «who» [said] {the doors were shut}.", &["anonymous a guard"]);
    check(
        "There is a site for guiding young engineers «who» [fear] {a slight}.",
        &["anonymous young engineers"],
    );
    check("He put money into Tallow, a fund «that» [says] {it lends to all}.", &["organization Tallow"]);
    check(
        "The council set up the Orsk Port Board, «which» [says] {it is late}.",
        &["organization Orsk Port Board"],
    );
    check(
        "As someone «who» [knows] {what it costs} and «2:who» [2:says] {2:that it is late}, she left.",
        &["anonymous someone", "anonymous someone"],
    );
}

#[test]
fn who_speaks_in_a_transcript_is_not_spoken_of() {
    check(
        "MIRELA AUSK, HOST:\n\nThomas Brandt left the port.\n\nAUSK: «He» [said] {it was late}.",
        &["person Thomas Brandt"],
    );
}

#[test]
fn roles_are_told_by_their_other_words() {
    check(
        "Harbor Minister Ada Osei met Trade Minister Mirela Ausk. «The harbor minister» [said] {no}.",
        &["person Ada Osei"],
    );
    check(
        "Republican nominee Ada Osei met Democratic nominee Mirela Ausk. «The GOP candidate» [said] {no}.",
        &["person Ada Osei"],
    );
    check(
        "Ada Osei (D-Mass.) is a senator. Senator Mirela Ausk (R-Utah) left. «The Republican senator» [said] {no}.",
        &["person Mirela Ausk"],
    );
    check(
        "Democratic vice presidential nominee Ada Osei left. «The Democratic nominee» [said] {no}.",
        &["unknown"],
    );
    // Nobody is said to be one.
    check("Ada Osei left on Monday. «The judge» [said] {no}.", &["unknown"]);
}

#[test]
fn a_description_in_other_words_means_the_one_just_spoken_of() {
    check(
        "“It is late,” said Ada Osei. Osei spoke in Orsk. «The New York businesswoman» [said] {no}.",
        &["person Ada Osei"],
    );
    check("“It is late,” said Ada Osei. «The New York businessman» [said] {no}.", &["unknown"]);
}

#[test]
fn roles_of_others_bring_them_to_mind() {
    check(
        "President Tomas Lindqvist met Karel Brandt. Brandt left. If the president acts on «his» [threat] {to leave}, he goes.",
        &["person Tomas Lindqvist"],
    );
}

#[test]
fn surnames_lead_to_full_names() {
    check("Ada Osei runs the mine. «Osei» [said] {it is shut}.", &["person Ada Osei"]);
    // A slip of the pen.
    check("Ada Lindqvist runs the mine. «Lindqist» [said] {it is shut}.", &["person Ada Lindqvist"]);
    check("Ada Dean runs the mine. «Dean» [said] {it is shut}.", &["person Ada Dean"]);
    // Nobody is named in full: the subject of a verb of speech.
    check("«McAllroy» [said] {the mine is shut}.", &["person McAllroy"]);
    check("«Quorvex» [said] {it is shut}. Quorvex shares fell.", &["organization Quorvex"]);
}

#[test]
fn families_share_a_surname() {
    // One who is called by her given name is not called by the surname alone.
    check(
        "Tomas Lindqvist and Ada Lindqvist left. Ada was late. «Lindqvist» [said] {no}.",
        &["person Tomas Lindqvist"],
    );
    // The one named in full first.
    check(
        "Tomas Lindqvist left. Ada Lindqvist, his sister, stayed. «Lindqvist» [said] {no}.",
        &["person Tomas Lindqvist"],
    );
    check("Ada Lindqvist left. «Mr. Lindqvist» [said] {no}.", &["person Lindqvist"]);
}

#[test]
fn initials_lead_to_bodies() {
    check(
        "The Orsk Monetary Fund met. «The OMF» [said] {no}. «2:The fund» [2:said] {2:it is late}.",
        &["organization Orsk Monetary Fund", "organization Orsk Monetary Fund"],
    );
    check(
        "The Department of Harbor Affairs met. «The HA» [said] {no}. «2:The agency» [2:said] {2:it is late}.",
        &["organization Department of Harbor Affairs", "organization Department of Harbor Affairs"],
    );
}

#[test]
fn bodies_go_by_the_words_of_their_names() {
    check(
        "The case went to the Orsk Court of Appeals. The Orsk Supreme Court waits. «The appeals court» [said] {no}.",
        &["organization Orsk Court of Appeals"],
    );
    check(
        "It polled a group of miners for the Orsk Polling Institute. «The group» [likes] {the mayor}.",
        &["organization group"],
    );
    check(
        "Nairobi was quiet. Protests in Nairobi ended. «The city» [lifted] {a curfew}.",
        &["organization Nairobi"],
    );
}

#[test]
fn unnamed_people_are_counted_off() {
    check(
        "«A mine source» [said] {no}. «2:Another source» [2:said] {2:yes}. «3:The first source» [3:left] {3:it open}. «4:The second source» [4:did] {4:not}.",
        &[
            "anonymous A mine source",
            "anonymous Another source",
            "anonymous A mine source",
            "anonymous Another source",
        ],
    );
    check("Three miners came. «One of them» [said] {no}.", &["anonymous One of them"]);
    check("Three miners came, «most of whom» [said] {no}.", &["anonymous most of whom"]);
}

#[test]
fn people_who_are_named_together_are_nobody_else() {
    check(
        "President Ada Osei met President Tomas Lindqvist. «The two presidents» [said] {no}.",
        &["unknown"],
    );
}

#[test]
fn contractions_hold_pronouns() {
    check("Ada Osei runs the mine. «She»'s [sure] {it is old}.", &["person Ada Osei"]);
    check("Some officials are so tired that «they»’re [saying] {no}.", &["anonymous Some officials"]);
}

#[test]
fn countries_are_no_surnames() {
    check(
        "“Poor Kenya,” said Ada Osei. How should Kenya answer? «It» [knows] {how}.",
        &["organization Kenya"],
    );
}

#[test]
fn companies_are_told_by_what_they_have() {
    check(
        "Tallow Brandt customers left. Tallow Brandt fell. The Harbor Commission met. «The bank» [says] {it is fine}.",
        &["organization Tallow Brandt"],
    );
}

#[test]
fn a_noun_alone_means_what_is_named_so() {
    check(
        "The Orsk Rescue Corps came at noon. «The corps» [said] {the mine is shut}.",
        &["organization Orsk Rescue Corps"],
    );
    check("Admiral Ada Osei came at noon. «The admiral» [said] {the port is shut}.", &["person Ada Osei"]);
    check("The Orsk choir came at noon. «The kitchen» [said] {the port is shut}.", &["unknown"]);
}

#[test]
fn a_document_is_what_its_noun_says() {
    check(
        "{The port is shut}, [according to] «a written order handed out in court».",
        &["document written order"],
    );
    check("«A memo marked confidential» [says] {the port is shut}.", &["document memo"]);
    // To whom it went belongs to it, and how it is marked does not.
    check(
        "«A report to the board marked secret» [says] {the port is shut}.",
        &["document report to the board"],
    );
    check(
        "«A list of payments sent to Orsk Harbor Works» [says] {the port is shut}.",
        &["document list of payments sent to Orsk Harbor Works"],
    );
}

#[test]
fn the_site_is_the_outlet_that_was_named() {
    check(
        "Tidewater Corridor reported on Monday that the port is shut. «The site» [said] {it was old}.",
        &["outlet Tidewater Corridor"],
    );
}

#[test]
fn people_are_known_by_what_they_do() {
    check(
        "«Three inspectors at the Orsk Harbor Office» [said] {the crane was old}.",
        &["anonymous Three inspectors at the Orsk Harbor Office"],
    );
    // A word may end like one for people and mean none, and nobody is nobody.
    check("«The chamber» [said] {the crane was old}.", &["organization chamber"]);
    check("«Neither» [said] {the crane was old}.", &["unknown"]);
}

#[test]
fn two_groups_side_by_side_are_each_a_source_and_both_together() {
    check(
        "«Two officers and three divers» [said] {no flare was seen}. «2:The divers» [2:said] {2:it was dark}. \
         «3:The divers and the officers» [3:said] {3:nobody called}.",
        &[
            "anonymous Two officers and three divers",
            "anonymous three divers",
            "anonymous Two officers and three divers",
        ],
    );
    // Nobody steers a boat and divers.
    check(
        "«An officer who steered the boat and divers called to the port» [said] {no flare was seen}. \
         «2:The divers» [2:said] {2:it was dark}.",
        &[
            "anonymous An officer who steered the boat and divers called to the port",
            "anonymous divers called to the port",
        ],
    );
}

#[test]
fn a_number_stays_with_the_people_of_a_clause() {
    check(
        "Four officials with knowledge of the plan, «who asked not to be named», [said] {the mine is shut}.",
        &["anonymous Four officials"],
    );
}

#[test]
fn the_people_are_those_called_people() {
    check(
        "«People familiar with the plan» [said] {it was old}. «2:Three members of the crew» [2:said] {2:it was late}. \
         «3:The people» [3:said] {3:nobody called}.",
        &[
            "anonymous People familiar with the plan",
            "anonymous Three members of the crew",
            "anonymous People familiar with the plan",
        ],
    );
}

#[test]
fn what_the_company_or_the_agency_is_follows_from_names() {
    check(
        "Velm Mining dug here. The Mine Rescue Corps came twice, and the Mine Rescue Corps left. «The company» [said] {it was old}.",
        &["organization Velm Mining"],
    );
    check(
        "The Land Registry lost the files. A group called Black Gull took them. «The agency» [said] {it was late}.",
        &["organization Land Registry"],
    );
    check(
        "The Orsk Savings Bank lost the files. The Pier Council met. «The institution» [said] {it was late}.",
        &["organization Orsk Savings Bank"],
    );
}

#[test]
fn a_body_is_meant_by_its_noun_and_not_by_a_word_beside_it() {
    check(
        "«The university police» [said] {it was late}. «2:The university» [2:said] {2:it would open}.",
        &["organization university police", "organization university"],
    );
    check(
        "«The Ruritanian government» [said] {it was late}. «2:The government» [2:said] {2:it would open}.",
        &["organization Ruritanian government", "organization Ruritanian government"],
    );
}

#[test]
fn a_body_is_meant_by_what_it_was_introduced_as() {
    check(
        "The aid group Pier Watch came to Orsk. The Harbor Council met. «The aid group» [said] {it was late}.",
        &["organization Pier Watch"],
    );
    check(
        "The Weavers’ Federation met the Harbor Council. «The union» [said] {it was late}.",
        &["organization Weavers’ Federation"],
    );
    check(
        "The Coast Guard Service came. The Velm News Service asked. «The service» [said] {it was late}.",
        &["organization Coast Guard Service"],
    );
}

#[test]
fn a_company_is_no_river_and_no_dock() {
    check(
        "A cook at Velm Foods met a clerk at Karsund Dock. Boats lay in Karsund Dock. «The company» [said] {it was late}.",
        &["organization Velm Foods"],
    );
    // Who has a share in it names a company.
    check(
        "A cook at Velm Foods met a clerk at Karsund Dock. He has shares in Karsund Dock. «The company» [said] {it was late}.",
        &["organization Karsund Dock"],
    );
    check(
        "A cook at Velm Foods was late. Boats sank on the Orle. On Monday the Orle customers left. «The company» [said] {it was late}.",
        &["organization Velm Foods"],
    );
    check(
        "The Pier Watch Committee met a clerk at Karsund Dock, which lies near Karsund Dock. «The group» [said] {it was late}.",
        &["organization Pier Watch Committee"],
    );
}

#[test]
fn a_noun_for_a_body_is_the_one_named_behind_it() {
    check(
        "Velm Foods paid for the gates. «The contractor, Karsund Dock Company,» [said] {it was late}.",
        &["organization Karsund Dock Company"],
    );
}

#[test]
fn an_agency_that_writes_is_one_of_news() {
    check(
        "The Harbor Safety Office met. Velm Wire reported a leak. {Nothing moved}, «the agency» [wrote].",
        &["outlet Velm Wire"],
    );
    check(
        "The Harbor Safety Office met. Velm Wire reported a leak. «The agency» [announced] {a vote}.",
        &["organization Harbor Safety Office"],
    );
    check(
        "Velm Wire reported a leak. The Orle Energy Agency met on Monday. {Demand fell}, «the agency» [reported].",
        &["organization Orle Energy Agency"],
    );
    check(
        "Velm Wire sent a man. The Orle Energy Agency met on Monday. As [first reported] by «the agency», {demand fell}.",
        &["outlet Velm Wire"],
    );
}

#[test]
fn newspapers_are_no_body_of_that_name() {
    check(
        "«Newspapers» [first wrote] {that demand fell}. «2:The newspapers of Orsk» [2:wrote] {2:that it rose}.",
        &["unknown", "organization newspapers of Orsk"],
    );
}

#[test]
fn an_outlet_is_no_register_that_is_kept() {
    check(
        "Records were taken from the National Health Register. {The thieves wanted money}, «the Register» [reported]. «2:The Register» [2:wrote] {2:it had asked}.",
        &["outlet The Register", "outlet The Register"],
    );
}

#[test]
fn a_document_is_called_by_whom_it_is_put_to() {
    for (source, name) in [
        ("A report to be published on Friday", "report"),
        ("A letter to the United Nations", "letter to the United Nations"),
        ("An email to Ted Osei", "email to Ted Osei"),
        ("A memo to the Red Anchor Society", "memo to the Red Anchor Society"),
        ("A memo to the board marked secret", "memo to the board"),
    ] {
        check(&format!("«{source}» [says] {{the mine was shut}}."), &[&format!("document {name}")]);
    }
}

#[test]
fn a_body_is_one_source_by_name_and_by_noun() {
    check(
        "{It was snow}, [according to] «Orsk Petting Zoo». «2:The petting zoo» [2:said] {2:it was ice}.",
        &["organization Orsk Petting Zoo", "organization Orsk Petting Zoo"],
    );
}

#[test]
fn an_article_in_a_paper_is_the_papers() {
    check("«An article in the Orsk Herald» [says] {the mine was shut}.", &["outlet Orsk Herald"]);
    check("«A report in Orsk» [says] {the mine was shut}.", &["document report"]);
    check("«A letter in the Orsk Herald» [says] {the mine was shut}.", &["document letter"]);
}
