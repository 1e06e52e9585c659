//! What the world calls things: news outlets and agencies, places and their people, given names; and verbs of
//! speech.
//!
//! Plain look-ups in tables that ship with the program (`data/`, each with its licence in its head). Everything is read
//! once, on first use; nothing here looks at a report.

mod floors;
mod forms;
mod names;
mod outlets;
pub mod verbs;

pub use floors::{FLOORS, leaves_out};
pub use forms::{is_calendar, is_gerund, is_month, is_verb, number_word};
pub use names::{
    Gender, Place, PlaceKind, country_of_people, gender_of_name, is_body_noun, is_first_name, is_outlet_noun,
    is_party, is_person_noun, is_thing_noun, is_trade, place,
};
pub use outlets::{Outlet, OutletKind, outlet_by_domain, outlet_by_name, outlets};
