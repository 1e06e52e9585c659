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
    // Not to deny is not to affirm more than was said.
    check_sources("Ada Osei did not deny that the mine was shut.", &["person Ada Osei: that the mine"]);
    check_sources("Ada Osei said it is not a lie.", &["person Ada Osei: it is not"]);
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
