//! Quantities.

use super::check_quantities;

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
fn how_long_before_something_else_is_a_length() {
    check_quantities("The alarm rang {exact 33 minutes:33 minutes} before the first wave.");
    check_quantities("The board had been told {exact 21 months:21 months} earlier.");
    check_quantities("It began in a shed {exact 80 years:80 years} ago.");
    check_quantities("{exact 180 years:One hundred and eighty years} ago it began in a shed.");
    check_quantities("The mayor knew of it {exact 7 months:seven months} ago, and her deputy a month ago.");
    check_quantities("The mayor left three days ago, and her deputy two years ago.");
}

#[test]
fn a_number_ends_where_another_starts() {
    check_quantities("A letter of 26 June named {exact 7 leaks:seven leaks}.");
}

#[test]
fn numbers_that_count_nothing_are_left_out() {
    check_quantities("Osei, 56, is the No. 2 official of Section 5, one of the oldest.");
    check_quantities("The 45-year-old came at 10:30 a.m. on Jan. 3 in 2029.");
    check_quantities("No one knew which one of them won 3-1.");
}

#[test]
fn numbers_come_in_words_and_in_digits() {
    check_quantities(
        "{about 12 people:About a dozen people} and {at-least 24 dogs:at least two dozen dogs} left.",
    );
    check_quantities(
        "{at-least 20000 homes:Tens of thousands of homes}, {at-least 200000000000 dollars:hundreds of billions of dollars} went.",
    );
    check_quantities(
        "{at-least 200 homes:Several hundred homes} and {at-least 2000 barns:a few thousand barns} burned.",
    );
    check_quantities(
        "{exact 6 barns:Half a dozen barns} and {exact 500000 trees:half a million trees} burned.",
    );
    check_quantities(
        "{exact 2500000 people:Two and a half million people} left in {about 2 days:a couple of days}.",
    );
    check_quantities(
        "{exact 45 ferries:Forty-five ferries} and {exact 120 rafts:one hundred and twenty rafts} sank.",
    );
    check_quantities("It was {exact 10 km:10km} long and {exact 50 mph:50 mph} fast.");
    check_quantities(
        "{exact 20000000 americans:20 million Americans} and {exact 2 united nations officials:two United Nations officials} came.",
    );
    check_quantities(
        "{exact 5 rights groups:Five rights groups} and {exact 2 news networks:two news networks} asked.",
    );
}

#[test]
fn money_is_told_by_signs_codes_and_words() {
    check_quantities("It cost {exact 3500000 euros:3.5 million euros} or {exact 2000000000 dollars:$2bn}.");
    check_quantities(
        "It cost {exact 5000000 dollars:US$5 million}, {exact 7 canadian dollars:C$7} or {exact 9000000 pounds:£9m}.",
    );
    check_quantities(
        "It cost {exact 300000000 euros:EUR 300m}, {exact 40 rupees:Rs 40} and {exact 6000 yuan:6,000 yuan}.",
    );
    check_quantities(
        "It cost {at-least 10000000 dollars:$10 million to $15 million}, then {at-least 10000000 dollars:$10-15 million}.",
    );
    check_quantities("It cost {at-least 10000000 dollars:between $10 million and $20 million}.");
}

#[test]
fn shares_are_in_percent() {
    check_quantities(
        "{about 66.667 percent:Two-thirds} of the town and {about 33.333 percent:one in three} boats sank.",
    );
    check_quantities(
        "{at-least 50 percent:More than half} of it, {about 33.333 percent:nearly a third} of her crew, {about 25 percent:a quarter} of mine.",
    );
    check_quantities(
        "{exact 12 percent:12 per cent} won, {exact 3 percent:3pc} lost, {exact 2 percentage points:two percentage points} up.",
    );
    check_quantities(
        "{about 90 percent:Nine out of 10} dentists agree; prices fell by {about 33.333 percent:a third}.",
    );
    check_quantities("{about 50 percent:Half} of them left in the second half of the match.");
    check_quantities(
        "They won {exact 2 matches:two matches} in {exact 3 days:three days}, the third of them at home.",
    );
}

#[test]
fn how_often() {
    check_quantities("It sank {exact 2 times:twice}, {at-least 3 times:at least three times} in all.");
}

#[test]
fn bounds_stand_before_and_behind() {
    check_quantities("{at-least 12 people:At least 12} but {at-most 20 people:no more than 20 people} came.");
    check_quantities("{at-least 12 people:12 people or more} came, {at-most 5 dogs:five dogs at most}.");
    check_quantities(
        "{at-least 20 boats:20-plus boats}, {about 30 rafts:30-odd rafts} and {at-least 10 ferries:10-15 ferries} sank.",
    );
    check_quantities(
        "{at-least 3 boats:Three or four boats} sank, {at-least 100 crew members:in excess of 100 crew members} swam.",
    );
    check_quantities(
        "{at-least 10 percent:10% to 15%} of it sank, {about 40 boats:some 40 boats}, {about 5 boats:five or so boats}.",
    );
    check_quantities(
        "{at-most 3 boats:Up to three boats}, {at-most 4 boats:fewer than four boats}, {at-least 9 rafts:more than nine rafts}.",
    );
}

#[test]
fn one_thing_is_counted_by_its_noun() {
    check_quantities(
        "{exact 1 recent poll:One recent poll} said so; it was one hell of a night, one sort of end.",
    );
    check_quantities(
        "{exact 1 diplomat:One diplomat} left, {exact 1 senior official:one senior official} stayed.",
    );
}

#[test]
fn ages_scores_and_odds_are_left_out() {
    check_quantities("Those under 30 and the 18-24 year olds gave 4 to 1 odds.");
    check_quantities(
        "Those between the ages of 17 and 20 made a 911 call at 6 o’clock from 131 West Street.",
    );
    check_quantities(
        "He is 6'3\" and wrote 783491630540001280. {exact 29 others:29 others} sang in the 90's.",
    );
    check_quantities("They won 3-1 and lost by a 5-4 vote.");
}

#[test]
fn words_of_bounds_have_other_senses() {
    check_quantities("The distance between {exact 5 planes:five planes} shrank in the dark.");
    check_quantities("Shifts add up to {exact 66 hours:66 hours} a week.");
    check_quantities("The board was told on Monday about {exact 8 cracks:eight cracks}.");
    check_quantities("The clerk was told to give {about 8 crowns:about eight crowns}.");
    check_quantities("The clerk was told to hand over {exact 8 crowns:eight crowns}.");
    check_quantities("Nobody knew where {about 8 miners:about eight miners} were.");
    check_quantities("The mill asked {about 8 percent:about 8 percent} less.");
    check_quantities("The clerk learned of it {about 8 months:about eight months} ago.");
    check_quantities("The thieves asked for {about 8 crowns:about eight crowns}.");
    check_quantities(
        "Fog lay between {exact 2 ships:two ships}, and {about 40 people:about 40 people} waited.",
    );
    check_quantities("Production is spread over {exact 15 sites:15 sites}.");
    check_quantities("They had talked for {at-least 8 months:over eight months}.");
}

#[test]
fn those_who_were_spoken_of_are_counted_too() {
    check_quantities("Shots killed {exact 5:five of them}.");
    check_quantities("{exact 12 controllers:Twelve controllers} are required, and {exact 6:six} were there.");
    check_quantities("{exact 2 killed:Two} were killed.");
    check_quantities("The four were led away; all three were freed.");
    check_quantities(
        "Both crews were {exact 4:four} strong; a patrol of {exact 6:six} met them, injuring {exact 2:two}.",
    );
    check_quantities("{exact 8:Eight of the jury} wavered; with {exact 7:seven} in favour it was over.");
    check_quantities("Its ferries number {exact 10:10}, and {exact 80:eighty} is the most they may carry.");
    check_quantities("{exact 6:Six} had not been found. Two is company, and she is one of two.");
    check_quantities("The guild never saw {exact 4 cabins:four of the ferry’s cabins}.");
    check_quantities("{exact 3:Three} drowned, and {exact 2:two} swam to the shore.");
    check_quantities("For {exact 5:five more} the search had no end; that was two more than in May.");
    check_quantities("According to the Orlo Lifeboat Service, {exact 26:26} more had not been found.");
    check_quantities("Formula One cars passed.");
    check_quantities("Storm Two passed in the night. The first two drowned, and two told the Post of it.");
    check_quantities(
        "{exact 566000 boxes:Five hundred and sixty-six thousand boxes} and {exact 300 schoolchildren:300 schoolchildren}.",
    );
}

#[test]
fn a_number_that_says_which_or_when_counts_nobody() {
    check_quantities("The Group of Seven agreed on Monday. The Gang of Four had left.");
    check_quantities(
        "Children under five should stay; boats before seven will be late, and by ten had gone.",
    );
    check_quantities("Day two began in rain. Round two went to Orlo, and so round three ended.");
    check_quantities("The big six have won. The guild voted seven to two against the plan.");
    check_quantities("It was six to three in favour.");
    // Behind a mark, a conjunction, a bound, a verb of saying or a place it counts.
    check_quantities("In Orlo {exact 6:six} drowned, and {at-least 7:at least seven} swam.");
    check_quantities("The guild said {exact 6:six} drowned when {exact 3:three} had left.");
    check_quantities("According to the Orlo Guard, {exact 26:26} escaped.");
}

#[test]
fn number_is_a_verb_behind_a_plural_alone() {
    check_quantities("The party’s number two resigned, and Orlo’s number 10 limped off.");
    check_quantities("She wore the Divers number 23 jersey; the divers number 23 shirt was sold.");
    check_quantities("Its ferries number {exact 10:10} in all.");
}

#[test]
fn a_line_of_nothing_but_between_is_read_at_once() {
    let long = "between 5 and ".repeat(400) + &"between and ".repeat(400);
    let found = crate::annotate(&super::report(&long, None), crate::Model::Rules);
    assert!(found.quantities.len() <= 800);
    check_quantities("Between {about 7 boats:about 7 boats} and the pier lay {exact 2 rafts:two rafts}.");
    check_quantities("{at-least 5 boats:Between 5} and {about 7 boats:about 7 boats} sank.");
}

#[test]
fn numbers_within_names_are_part_of_what_is_counted() {
    check_quantities("{exact 10 formula one teams:10 Formula One teams} came.");
}

#[test]
fn what_is_counted_stands_behind_its_owner() {
    check_quantities("It saw {exact 3 families:three of the workers’ families} leave.");
    check_quantities("It took {exact 4 vessels:four of the old shipping company’s vessels}.");
    check_quantities("It saw {exact 3 workers:three of the workers} at the guild’s door.");
}

#[test]
fn a_few_months_ago_is_a_day() {
    check_quantities("The mayor left two months ago, and her deputy three months ago.");
}
