//! Who the sources are, how many, through whom, and what they do with what is said.

use super::check_sources;

#[test]
fn denials_are_told_by_the_cue_or_by_the_words() {
    for (text, content) in [
        ("Ada Osei denied that the mine was shut.", "that the mine"),
        ("Ada Osei disputed the report.", "the report"),
        ("Ada Osei rejected the claim.", "the claim"),
        ("Ada Osei refuted the claim.", "the claim"),
        ("Ada Osei dismissed the report as fiction.", "the report as"),
        ("Ada Osei called the report false.", "the report false"),
        ("Ada Osei called the report “fake news.”", "the report “fake"),
        ("“The list does not exist,” Ada Osei said.", "The list does"),
        ("Ada Osei said the list does not exist.", "the list does"),
        ("Ada Osei said the claims were false.", "the claims were"),
        ("“That is a lie,” Ada Osei said.", "That is a"),
        ("“There is no truth to the report,” Ada Osei said.", "There is no"),
    ] {
        check_sources(text, &[&format!("person Ada Osei, denies: {content}")]);
    }
    let long = "the mine was shut and that the port, the guild, the mill, the school, the bridge and the town hall of Orsk would follow before the end of the year";
    check_sources(
        &format!("Ada Osei said it was untrue that {long}."),
        &["person Ada Osei, denies: it was untrue"],
    );
    check_sources(
        &format!("Ada Osei said it was completely untrue that {long}."),
        &["person Ada Osei, denies: it was completely"],
    );
    check_sources(
        &format!("Ada Osei said it was false and that {long}."),
        &["person Ada Osei, denies: it was false"],
    );
    for opening in ["it was made up of six members of the guild", "it was false hope"] {
        let words: Vec<&str> = opening.split(' ').take(3).collect();
        check_sources(
            &format!("Ada Osei said {opening}, who knew that {long}."),
            &[&format!("person Ada Osei: {}", words.join(" "))],
        );
    }
    // Not to deny is not to affirm more than was said.
    check_sources("Ada Osei did not deny that the mine was shut.", &["person Ada Osei: that the mine"]);
    check_sources("Ada Osei said it is not a lie.", &["person Ada Osei: it is not"]);
}

#[test]
fn who_denies_a_report_did_not_pass_it_on() {
    check_sources(
        "Ada Osei rejected a report in which the Orsk Herald said that the mine was shut.",
        &["person Ada Osei, denies: a report in", "outlet Orsk Herald: that the mine"],
    );
    // Whoever tells of the denial passes on what is denied; who denies that something was said has told of that.
    check_sources(
        "The Orsk Herald reported that Ada Osei rejected a report in which the Velm Post said that the mine was shut.",
        &[
            "outlet Orsk Herald: that Ada Osei",
            "person Ada Osei, via outlet Orsk Herald, denies: a report in",
            "outlet Velm Post, via outlet Orsk Herald: that the mine",
        ],
    );
    check_sources(
        "Karel Brandt denied that Ada Osei said that the mine was shut.",
        &[
            "person Karel Brandt, denies: that Ada Osei",
            "person Ada Osei, via person Karel Brandt: that the mine",
        ],
    );
    check_sources(
        "Ada Osei said that the Orsk Herald had reported that the mine was shut.",
        &["person Ada Osei: that the Orsk", "outlet Orsk Herald, via person Ada Osei: that the mine"],
    );
}

#[test]
fn silence_is_told_from_speech() {
    for (text, content) in [
        ("Ada Osei did not respond to a request for comment.", "a request for"),
        ("Ada Osei did not immediately respond to questions.", "questions"),
        ("Ada Osei declined to comment.", "to comment"),
        ("Ada Osei refused to say when.", "to say when"),
        ("Ada Osei would not comment.", "comment"),
        ("Ada Osei could not be reached for comment.", "for comment"),
        ("Ada Osei could not immediately be reached.", "reached"),
        ("Ada Osei had no immediate comment.", "comment"),
        ("Ada Osei was not available for comment.", "comment"),
        ("Ada Osei did not return calls.", "calls"),
        ("Ada Osei has not commented on the report.", "the report"),
        ("Attempts to reach Ada Osei were unsuccessful.", "unsuccessful"),
        ("“No comment,” Ada Osei said.", "No comment,"),
    ] {
        check_sources(text, &[&format!("person Ada Osei, declines: {content}")]);
    }
    check_sources("The mine was not reached by rail. No houses were available for rent.", &[]);
}

#[test]
fn what_was_written_in_stands_between() {
    for text in [
        "In a post on Facebook, Ada Osei said the mine was shut.",
        "Ada Osei wrote on Facebook that the mine was shut.",
    ] {
        let found = super::sources_of(text);
        assert!(found[0].starts_with("person Ada Osei, via document post by Ada Osei: "), "{found:?}");
    }
    check_sources(
        "“The mine is shut,” Ada Osei said in a tweet.",
        &["person Ada Osei, via document tweet by Ada Osei: The mine is"],
    );
    check_sources(
        "Ada Osei tweeted that the mine was shut.",
        &["person Ada Osei, via document tweet by Ada Osei: that the mine"],
    );
}

#[test]
fn outlets_carry_what_is_said_to_them() {
    for text in [
        "Ada Osei told AP that the mine was shut.",
        "Ada Osei was quoted by the Associated Press as saying that the mine was shut.",
        "In an interview with the Associated Press, Ada Osei said that the mine was shut.",
        "Speaking to AP, Ada Osei said that the mine was shut.",
        "The AP quoted Ada Osei as saying that the mine was shut.",
    ] {
        check_sources(text, &["person Ada Osei, via outlet Associated Press: that the mine"]);
    }
    check_sources(
        "“The mine is shut,” Ada Osei said on Orsk TV's “Face the Town”.",
        &["person Ada Osei, via outlet Face the Town (Orsk TV): The mine is"],
    );
    check_sources(
        "“The mine is shut,” Ada Osei said Sunday on CNN.",
        &["person Ada Osei, via outlet CNN: The mine is"],
    );
    check_sources(
        "The mine is shut, according to a statement obtained by the Orsk Herald.",
        &["document statement obtained by the Orsk Herald, via outlet Orsk Herald: The mine is"],
    );
}

#[test]
fn who_hides_a_name_speaks_to_the_press() {
    for press in ["KPA", "the news agency KPA", "the newspaper Plimsoll"] {
        let name = press.rsplit(' ').next().unwrap_or_default();
        check_sources(
            &format!("The mine was shut in May, an official told {press}."),
            &[&format!("anonymous an official, 1-1, via outlet {name}: The mine was")],
        );
    }
    check_sources(
        "The mine was shut in May, an official told the Safety Commission.",
        &["anonymous an official, 1-1: The mine was"],
    );
}

#[test]
fn outlets_cite_others() {
    let both = [
        "anonymous two officials, 2-2, via outlet Orsk Herald: that the mine",
        "outlet Orsk Herald: that the mine",
    ];
    check_sources("The Orsk Herald, citing two officials, reported that the mine was shut.", &both);
    check_sources("Citing two officials, the Orsk Herald reported that the mine was shut.", &both);
    check_sources(
        "The Orsk Herald reported, citing two officials, that the mine was shut.",
        &[both[1], both[0]],
    );
}

#[test]
fn what_one_says_that_another_says_is_two_attributions() {
    check_sources(
        "The Orsk Herald reported that Ada Osei said the mine was shut.",
        &["outlet Orsk Herald: that Ada Osei", "person Ada Osei, via outlet Orsk Herald: the mine was"],
    );
    check_sources(
        "The Orsk Herald reported that officials believe Ada Osei said the mine was shut.",
        &[
            "outlet Orsk Herald: that officials believe",
            "anonymous officials, 2-open, via outlet Orsk Herald: Ada Osei said",
            "person Ada Osei, via anonymous officials, via outlet Orsk Herald: the mine was",
        ],
    );
    check_sources(
        "“The mine is shut,” Ada Osei said, according to a transcript seen by the Orsk Herald.",
        &[
            "document transcript, via outlet Orsk Herald: “The mine is",
            "person Ada Osei, via document transcript, via outlet Orsk Herald: The mine is",
        ],
    );
}

#[test]
fn groups_are_as_large_as_the_words_say() {
    for (people, count) in [
        ("Four sources", "4-4"),
        ("Multiple people", "2-open"),
        ("A handful of officials", "2-open"),
        ("One of the people", "1-1"),
        ("Two of the officials", "2-2"),
        ("A couple of aides", "2-2"),
        ("More than a dozen officials", "12-open"),
        ("At least three people familiar with the talks", "3-open"),
        ("More than 20 officials", "20-open"),
        ("Dozens of miners", "24-open"),
        ("Several people", "2-open"),
        ("Witnesses", "2-open"),
        ("Residents", "2-open"),
        ("A person close to Osei", "1-1"),
    ] {
        check_sources(
            &format!("{people} said the mine was shut."),
            &[&format!("anonymous {people}, {count}: the mine was")],
        );
    }
}

#[test]
fn documents_speak() {
    for (text, name) in [
        ("The indictment said the mine was shut.", "indictment"),
        ("According to a court filing, the mine was shut.", "court filing"),
        ("According to court documents, the mine was shut.", "court documents"),
        ("The lawsuit says the mine was shut.", "lawsuit"),
    ] {
        check_sources(text, &[&format!("document {name}: the mine was")]);
    }
}

#[test]
fn lists_and_logs_are_documents() {
    for (text, name) in [
        ("A count sheet from Velm says the mine was shut.", "count sheet"),
        ("The list says the mine was shut.", "list"),
        ("A list drawn up by the union says the mine was shut.", "list"),
        ("The log of the rescue said the mine was shut.", "log of the rescue"),
        ("The minutes of the meeting say the mine was shut.", "minutes of the meeting"),
        ("The ledger says the mine was shut.", "ledger"),
        ("A notice on the gate says the mine was shut.", "notice"),
        ("According to an update from the ministry, the mine was shut.", "update"),
        ("According to the tally, the mine was shut.", "tally"),
        ("According to the written offer, the mine was shut.", "written offer"),
        ("According to an offer put to the union, the mine was shut.", "offer"),
        ("According to an invoice sent to the port, the mine was shut.", "invoice"),
        ("A letter to the United Nations says the mine was shut.", "letter to the United Nations"),
        ("A memo to the old board marked secret says the mine was shut.", "memo to the old board"),
        ("A video released by the army says the mine was shut.", "video"),
    ] {
        check_sources(text, &[&format!("document {name}: the mine was")]);
    }
    // A name, a stretch of time, a verb.
    for (text, source) in [
        ("The Ledger said the mine was shut.", "organization Ledger"),
        ("Ten minutes later, Ada Osei said the mine was shut.", "person Ada Osei"),
        ("Ada Osei, who lists mines, said the mine was shut.", "person Ada Osei"),
    ] {
        check_sources(text, &[&format!("{source}: the mine was")]);
    }
}

#[test]
fn outlets_are_told_by_the_noun_beside_their_names() {
    for text in [
        "The newspaper Quillon Lantern reported that the mine was shut.",
        "The Quillon Lantern newspaper reported that the mine was shut.",
        "Quillon Lantern, a weekly magazine, reported that the mine was shut.",
    ] {
        check_sources(text, &["outlet Quillon Lantern: that the mine"]);
    }
    check_sources("State news agency Velm reported that the mine was shut.", &["outlet Velm: that the mine"]);
    check_sources(
        "The AP reported that the mine was shut. The Associated Press said it was old.",
        &["outlet Associated Press: that the mine", "outlet Associated Press: it was old"],
    );
}

#[test]
fn who_was_quoted_is_not_who_quotes() {
    for text in [
        "“The mine is shut,” Ada Osei was quoted as saying by the Associated Press.",
        "“The mine is shut,” Ada Osei, a clerk at the mine, was quoted as saying by AP. “It had to be.”",
    ] {
        check_sources(text, &["person Ada Osei, via outlet Associated Press: The mine is"]);
    }
    check_sources(
        "Ada Osei was quoted as saying by AP that the mine was shut.",
        &["person Ada Osei, via outlet Associated Press: that the mine"],
    );
    check_sources(
        "The mine was shut on Monday, Ada Osei, a clerk at the mine, was quoted as saying by AP.",
        &["person Ada Osei, via outlet Associated Press: The mine was"],
    );
}
