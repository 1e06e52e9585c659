//! What the world calls things: news outlets and agencies, places and their people, given names.
//!
//! Plain look-ups in tables that ship with the program (`data/`, each with its licence in its head). Everything is read
//! once, on first use; nothing here looks at a report.

mod names;
mod outlets;
mod verbs;

pub use names::{
    Gender, Place, PlaceKind, country_of_people, gender_of_name, is_first_name, is_person_noun,
    is_thing_noun, place,
};
pub use outlets::{Outlet, OutletKind, outlet_by_domain, outlet_by_name, outlets};
pub use verbs::{is_plain_verb, is_said, is_verb};
