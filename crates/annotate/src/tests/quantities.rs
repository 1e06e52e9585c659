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
fn numbers_that_count_nothing_are_left_out() {
    check_quantities("Osei, 56, is the No. 2 official of Section 5, one of the oldest.");
    check_quantities("The 45-year-old came at 10:30 a.m. on Jan. 3 in 2029.");
    check_quantities("No one knew which one of them won 3-1.");
}
