//! Time expressions.

use super::{WEDNESDAY, check_times, check_times_in};

#[test]
fn full_dates_need_no_publication_date() {
    check_times(None, "The vote of {2030-02-11:2030-02-11} stood.");
    check_times(None, "It was signed on {2029-12-28:Dec. 28, 2029}, in Orsk.");
    check_times(None, "It was signed on {2029-12-28:28 December 2029}.");
    check_times(None, "It was signed on {2029-12-28:Friday, December 28, 2029}.");
    check_times(None, "They met {2029-12-03/2029-12-05:Dec. 3-5, 2029}.");
    check_times(None, "Nothing has changed since {2007-01-01/2007-01-31:January 2007}, they say.");
    check_times(None, "The law dates from {1998-01-01/1998-12-31:1998}.");
    check_times(None, "Prices fell in the {2030-07-01/2030-09-30:third quarter of 2030}.");
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
    check_times(
        WEDNESDAY,
        "After {2031-04-01/2031-04-30:April}’s failed vote of {2030-01-01/2030-12-31:2030}–now, she left.",
    );
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
fn dates_are_read_in_every_common_form() {
    check_times(
        None,
        "Filed {2027-12-28:2027-12-28} and {2027-12-28:2027/12/28}, again {2027-12-28:28.12.2027}.",
    );
    check_times(None, "Posted {2027-12-28:2027-12-28}T10:00:00Z.");
    check_times(None, "{2027-12-28:Tue, 28 Dec 2027} was cold.");
    check_times(
        None,
        "It fell on {2027-03-05:the morning of 5 March 2027} and on {2027-03-06:March 6th, 2027}.",
    );
    check_times(
        None,
        "It ran {2027-03-05/2027-03-09:March 5 to 9, 2027} and {2027-04-06/2027-04-07:April 6 and 7, 2027}.",
    );
    check_times(
        WEDNESDAY,
        "They met on {2031-03-05:March 5} and 12 people left. It ran from {2031-03-19/2031-03-22:March 19 to 22}.",
    );
    check_times(None, "It ran from {2027-03-28:March 28} to {2027-04-03:April 3, 2027}.");
    check_times(None, "It ran from {2026-12-28:December 28} to {2027-01-03:January 3, 2027}.");
    check_times(
        None,
        "Rain fell in {2027-01-01/2027-01-31:January} and {2027-02-01/2027-02-28:February 2027}.",
    );
    check_times(None, "The {2001-09-11:9/11} inquiry ended in {2004-01-01/2004-12-31:2004}.");
    check_times(None, "On {2027-12-25:Christmas Day 2027} the {?:New Year's Eve} ball was called off.");
}

#[test]
fn days_are_told_from_the_publication_day() {
    check_times(WEDNESDAY, "It fell on {2031-03-05:the morning of 5 March}.");
    check_times(WEDNESDAY, "It fell {2031-05-13:yesterday morning}; {2031-05-14:earlier today} it rose.");
    check_times(
        WEDNESDAY,
        "It fell {2031-05-12:the day before yesterday}, she said {2031-05-13:last night}.",
    );
    check_times(WEDNESDAY, "It fell {2031-05-13/2031-05-14:overnight}. It was an overnight success.");
    check_times(
        WEDNESDAY,
        "It fell {2031-05-10/2031-05-11:overnight Saturday} and {2031-05-11/2031-05-12:overnight into Monday}.",
    );
    check_times(WEDNESDAY, "It fell {2031-05-13/2031-05-14:three hours ago}, {2031-05-10:four days ago}.");
    check_times(WEDNESDAY, "It ends {2031-05-16:two days from now}.");
    check_times(
        WEDNESDAY,
        "It {2031-05-14:now} runs, now that it is dry. Until now it lay in a now-defunct yard.",
    );
    check_times(WEDNESDAY, "Prices on {2031-01-01:New Year's Day} were low.");
}

#[test]
fn weekdays_are_in_the_past_unless_the_words_say_otherwise() {
    check_times(
        WEDNESDAY,
        "It fell on {2031-05-09:Friday}, not {2031-05-08:last Thursday} nor {2031-05-07:last Wednesday}.",
    );
    check_times(WEDNESDAY, "It fell {2031-05-12:early on Monday}, {2031-05-13:late Tuesday night}.");
    check_times(WEDNESDAY, "It fell on {2031-05-08:Thursday last week}, {2031-05-05:Monday of last week}.");
    check_times(
        WEDNESDAY,
        "They meet {2031-05-20:next Tuesday}, {2031-05-16:this Friday} and {2031-05-21:Wednesday next week}.",
    );
    // In two days or in nine.
    check_times(WEDNESDAY, "They meet {?:next Friday}.");
    check_times(WEDNESDAY, "The bridge will close soon, officials said on {2031-05-12:Monday}.");
    check_times(
        WEDNESDAY,
        "The mayor is to speak {2031-05-16:Friday}, and they’ll vote on {2031-05-17:Saturday}.",
    );
    check_times(
        WEDNESDAY,
        "It fell over {2031-05-10/2031-05-11:the weekend}, as {2031-05-10/2031-05-11:this past weekend} showed.",
    );
}

#[test]
fn weeks_months_and_years_are_whole() {
    check_times(
        WEDNESDAY,
        "It fell {2031-05-12/2031-05-14:earlier this week}; {2031-05-14/2031-05-31:later this month} it ends.",
    );
    check_times(
        WEDNESDAY,
        "It fell {2030-01-01/2030-12-31:late last year} and {2031-04-28/2031-05-04:two weeks ago}.",
    );
    check_times(
        WEDNESDAY,
        "It ends {2032-01-01/2032-12-31:early next year}, {2031-06-01/2031-06-30:next month} at best.",
    );
    check_times(WEDNESDAY, "It fell {2021-01-01/2021-12-31:a decade ago}, more than {?:20 years ago}.");
    check_times(WEDNESDAY, "It fell {?:a few weeks ago}, {?:several months ago}, {?:years ago}.");
    check_times(
        WEDNESDAY,
        "It fell {2030-03-01/2030-03-31:March last year} and on {2030-03-05:5 March last year}.",
    );
    check_times(
        WEDNESDAY,
        "It fell in {2031-04-14/2031-05-14:the past month}, over {2031-04-30/2031-05-14:the last two weeks}.",
    );
    check_times(
        WEDNESDAY,
        "It ends in {2031-05-14/2031-05-17:the next three days} or in {?:the coming weeks}.",
    );
    check_times(WEDNESDAY, "It fell in {?:the last week} of {2030-03-01/2030-03-31:March 2030}.");
}

#[test]
fn other_events_give_no_day() {
    check_times(WEDNESDAY, "In {?:the hours after} the vote, and {?:a day later}, she sang.");
    check_times(WEDNESDAY, "{?:Hours later} and {?:the next day} she sang; {?:that night} she slept.");
    check_times(WEDNESDAY, "She left in {?:the two weeks before} the vote and came {?:days after} it.");
    check_times(WEDNESDAY, "In {?:the following year} she came, {?:months earlier} he.");
}

#[test]
fn parts_of_a_year_and_of_a_century() {
    check_times(None, "In {2019-01-01/2019-12-31:mid-2019}, in {2018-01-01/2018-12-31:late 2018} it fell.");
    check_times(
        None,
        "In the {1990-01-01/1999-12-31:1990s} it fell, in the {1980-01-01/1989-12-31:early 1980s} too.",
    );
    check_times(
        None,
        "In the {1980-01-01/1989-12-31:’80s} and the {1801-01-01/1900-12-31:19th century} it fell.",
    );
    check_times(None, "Between {2015-01-01/2015-12-31:2015} and {2017-01-01/2017-12-31:2017} it fell.");
    check_times(
        None,
        "In {2015-01-01/2017-12-31:2015–17} it fell, from {2018-01-01/2020-12-31:2018-2020} too.",
    );
    check_times(
        None,
        "In {2024-07-01/2024-09-30:Q3 2024} and the {2023-10-01/2023-12-31:fourth quarter of 2023} it fell.",
    );
    check_times(None, "In {2024-01-01/2024-06-30:the first half of 2024} it fell.");
    check_times(WEDNESDAY, "In the {2030-07-01/2030-09-30:third quarter of last year} it fell.");
    check_times(WEDNESDAY, "{2031-01-01/2031-03-31:First-quarter} sales rose.");
    check_times(WEDNESDAY, "In the {?:first quarter of fiscal 2030} and in {?:fiscal year 2029} it fell.");
    check_times(WEDNESDAY, "From {2031-03-01/2031-03-31:March} to {2031-05-01/2031-05-31:May} it fell.");
    check_times(None, "They are back at {2005-01-01/2005-12-31:2005} levels.");
}

#[test]
fn seasons_are_those_of_the_outlets_hemisphere() {
    check_times_in(
        Some("Reuters"),
        Some("2031-05-14"),
        "It fell {2030-06-01/2030-08-31:last summer}, not in the {2029-03-01/2029-05-31:spring of 2029}.",
    );
    check_times_in(
        Some("Reuters"),
        Some("2031-05-14"),
        "It fell in the {2028-12-01/2029-02-28:winter of 2028-29}, not the {?:winter of 2028}.",
    );
    check_times_in(
        Some("The Sydney Morning Herald"),
        Some("2031-05-14"),
        "It fell in the {2030-06-01/2030-08-31:winter of 2030}.",
    );
    check_times_in(
        Some("Reuters"),
        Some("2031-11-14"),
        "It fell {?:last summer}, {2031-06-01/2031-08-31:this past summer}, {2031-03-01/2031-05-31:this spring}.",
    );
    check_times_in(Some("Reuters"), Some("2031-11-14"), "It fell in {2031-06-01/2031-08-31:the summer}.");
    // Where the report is from is not known.
    check_times(WEDNESDAY, "It fell {?:last summer}, in the {2029-01-01/2029-12-31:summer of 2029}.");
}

#[test]
fn names_like_months_are_left_out() {
    check_times(
        WEDNESDAY,
        "Ada May left. May's plan failed in {2031-03-01/2031-03-31:March}, and April Osei stayed.",
    );
    check_times(WEDNESDAY, "After {2031-04-01/2031-04-30:April}'s vote she left.");
}

#[test]
fn undated_reports_give_no_day_to_any_relative_word() {
    check_times(
        None,
        "{?:Yesterday}, {?:last summer}, {?:two weeks ago}, {?:earlier this week}, {?:overnight}, {?:this Friday} and {?:now}.",
    );
    check_times(
        None,
        "In {?:the past month}, {?:next year}, {?:March last year}, on {?:5 March}, in {?:the hours after}.",
    );
    check_times(None, "Over {?:the weekend} it rained.");
}
