//! Short texts with what is found in them; the people, places and outlets are invented.

use backstory_model::{Basis, Moment, Published, Report, ReportId};

use crate::annotate;

fn report(text: &str, date: Option<&str>) -> Report {
    Report {
        id: ReportId::of([text.as_bytes()]),
        uri: "test/a.txt".to_owned(),
        path: None,
        text: text.to_owned(),
        language: Some("en".to_owned()),
        title: None,
        outlet: None,
        authors: Vec::new(),
        published: date.map(|d| Published {
            date: Moment::parse(d).expect("tests give real dates"),
            basis: Basis::Manifest,
            span: None,
        }),
        url: None,
        agencies: Vec::new(),
        blocks: Vec::new(),
    }
}

/// `text` marks each expected expression as {days:words}, where days are `first`, `first/last`, or `?` where unknown.
#[track_caller]
fn check_times(date: Option<&str>, text: &str) {
    let (plain, expected) = unmark(text);
    let found: Vec<_> = annotate(&report(&plain, date))
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
    let found: Vec<_> = annotate(&report(&plain, Some("2031-05-14")))
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
    let found: Vec<_> = annotate(&report(&plain, None))
        .hedges
        .iter()
        .map(|h| (String::new(), h.span.of(&plain).to_owned()))
        .collect();
    assert_eq!(found, expected, "{plain}");
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
fn full_dates_need_no_publication_date() {
    check_times(None, "The vote of {2030-02-11:2030-02-11} stood.");
    check_times(None, "It was signed on {2029-12-28:Dec. 28, 2029}, in Orsk.");
    check_times(None, "It was signed on {2029-12-28:28 December 2029}.");
    check_times(None, "It was signed on {2029-12-28:Friday, December 28, 2029}.");
    check_times(None, "They met {2029-12-03/2029-12-05:Dec. 3-5, 2029}.");
    check_times(None, "Nothing has changed since {2007-01-01/2007-01-31:January 2007}, they say.");
    check_times(None, "The law dates from {1998-01-01/1998-12-31:1998}.");
    check_times(
        None,
        "Prices fell in {2030-07-01/2030-09-30:the third quarter of 2030}."
            .replace("the third", "third")
            .as_str(),
    );
    check_times(None, "The {1990-01-01/1999-12-31:1990s} were quiet.");
    check_times(None, "Filed {2031-01-17:1/17/2031} with the court, and {?:3/4/2031} too.");
}

#[test]
fn relative_words_count_from_the_publication_day() {
    check_times(WEDNESDAY, "The mayor said {2031-05-12:Monday} that it was over.");
    check_times(WEDNESDAY, "The mayor said {2031-05-11:late Sunday} that it was over.");
    check_times(WEDNESDAY, "The mayor said {2031-05-14:Wednesday} that it was over.");
    check_times(WEDNESDAY, "The vote will be held {2031-05-19:Monday}.");
    check_times(
        WEDNESDAY,
        "They met {2031-04-01/2031-04-30:last month} and {2031-05-05/2031-05-11:last week}.",
    );
    check_times(WEDNESDAY, "It fell {2031-05-13:yesterday}, and {2031-05-14:today} it rose.");
    check_times(WEDNESDAY, "It fell in {2030-10-01/2030-10-31:October}.");
    check_times(WEDNESDAY, "After {2031-04-01/2031-04-30:April}'s failed vote, she left.");
    check_times(WEDNESDAY, "The {2031-01-03:Jan. 3} raid changed that.");
    check_times(WEDNESDAY, "The vote is set for {2031-06-08:June 8}.");
    check_times(WEDNESDAY, "He left {2029-01-01/2029-12-31:two years ago}.");
    check_times(WEDNESDAY, "He left {?:three days later}.");
}

#[test]
fn undated_reports_leave_relative_words_open() {
    check_times(None, "The mayor said {?:Monday} that {?:last month} was quiet, as was {?:January}.");
    check_times(None, "It happened on {?:Jan. 11}, not in {2030-01-01/2030-12-31:2030}.");
}

#[test]
fn words_that_only_look_like_times_are_left_out() {
    check_times(WEDNESDAY, "May Lindqvist may march with April Osei and 2,500 others.");
    check_times(WEDNESDAY, "The plant made 2000 cars and 1950 people left.");
}

#[test]
fn quantities_have_a_value_a_unit_and_a_bound() {
    check_quantities(
        "{at-least 83 people:At least 83 people} have been killed in {exact 21 missile strikes:21 separate missile strikes} on boats.",
    );
    check_quantities(
        "It sank {at-least 21 boats:at least 21 boats} and killed {exact 83 suspected traffickers:83 suspected traffickers} so far.",
    );
    check_quantities(
        "A bounty of {exact 10000000 dollars:$10 million} became {about 25500000 euros:about €25.5 million}.",
    );
    check_quantities("{at-most 10000 troops:As many as 10,000 troops}, sailors and pilots wait.");
    check_quantities(
        "{exact 12.5 percent:12.5 percent} of voters; {about 40 percent:nearly 40%} did not vote.",
    );
    check_quantities(
        "{exact 4 sources:Four sources} said {at-least 200 prisoners:hundreds of prisoners} left.",
    );
    check_quantities("{exact 2500 homes:Two thousand five hundred homes} burned.");
    check_quantities("{at-least 10 miners:Between 10 and 15 miners} are trapped.");
    check_quantities("The storm left {exact 7 dead:seven dead}.");
}

#[test]
fn numbers_that_count_nothing_are_left_out() {
    check_quantities("Osei, 56, is the No. 2 official of Section 5, one of the oldest.");
    check_quantities("The 45-year-old came at 10:30 a.m. on Jan. 3 in 2029.");
    check_quantities("No one knew which one of them won 3-1.");
}

#[test]
fn hedges_are_words_of_caution() {
    check_hedges("Boats that {:allegedly} carried ore {:may} have left, and he {:is said to} know.");
    check_hedges("They may not vote, he could not say; the {:suspected} smuggler {:appears to} be gone.");
}
