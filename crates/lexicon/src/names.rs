use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

/// A country, state, city or region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// As people write it; of "U.S." it is "United States".
    pub name: &'static str,
    /// What it is.
    pub kind: PlaceKind,
}

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    /// A country or a territory named like one.
    Country,
    /// A state of the United States.
    State,
    /// A city or region.
    Other,
}

#[derive(Default)]
struct Places {
    by_name: BTreeMap<&'static str, Place>,
    by_people: BTreeMap<&'static str, &'static str>,
}

/// The place with this name ("Kenya", "U.S.", "Fla.", "Nairobi"), written exactly so.
pub fn place(name: &str) -> Option<Place> {
    places().by_name.get(name).copied()
}

/// The country whose people or things are called so ("Kenyan", "Danes").
pub fn country_of_people(word: &str) -> Option<&'static str> {
    places().by_people.get(word).copied()
}

/// Who has a given name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gender {
    /// Women.
    Female,
    /// Men.
    Male,
}

/// Whether people have this given name ("Maria").
pub fn is_first_name(word: &str) -> bool {
    first_names().contains_key(word)
}

/// Whether women or men have this given name; None where both do, or it is not known.
pub fn gender_of_name(word: &str) -> Option<Gender> {
    first_names().get(word).copied().flatten()
}

/// Whether a noun in the singular and in lower case means people first of all ("inspector"); by WordNet 3.0 (Fellbaum 1998).
pub fn is_person_noun(word: &str) -> bool {
    static PEOPLE: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    PEOPLE.get_or_init(|| lines(include_str!("../data/people.txt")).collect()).contains(word)
}

/// Whether a noun that ends like a word for people ("paper", "letter") means something else first of all; by WordNet 3.0.
pub fn is_thing_noun(word: &str) -> bool {
    static THINGS: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    THINGS.get_or_init(|| lines(include_str!("../data/things.txt")).collect()).contains(word)
}

fn first_names() -> &'static BTreeMap<&'static str, Option<Gender>> {
    static NAMES: OnceLock<BTreeMap<&'static str, Option<Gender>>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let read = |line: &'static str| {
            let (name, gender) = line.split_once('\t').unwrap_or((line, ""));
            let gender = match gender {
                "f" => Some(Gender::Female),
                "m" => Some(Gender::Male),
                _ => None,
            };
            (name, gender)
        };
        lines(include_str!("../data/first_names.txt")).map(read).collect()
    })
}

fn places() -> &'static Places {
    static PLACES: OnceLock<Places> = OnceLock::new();
    PLACES.get_or_init(|| {
        let mut places = Places::default();
        for line in lines(include_str!("../data/places.tsv")) {
            let mut fields = line.split('\t');
            let mut field = || fields.next().unwrap_or_default();
            let kind = match field() {
                "country" => PlaceKind::Country,
                "state" => PlaceKind::State,
                _ => PlaceKind::Other,
            };
            let name = field();
            places.by_name.entry(name).or_insert(Place { name, kind });
            for word in field().split('|').filter(|w| !w.is_empty()) {
                places.by_people.entry(word).or_insert(name);
            }
            for other in field().split('|').filter(|w| !w.is_empty()) {
                // Abbreviations are other names of the same place; a capital is a place of its own.
                let same =
                    kind == PlaceKind::State || other.contains('.') || other.chars().all(char::is_uppercase);
                let same =
                    same || matches!(other, "America" | "Burma" | "Czechia" | "Türkiye" | "Great Britain");
                let place =
                    if same { Place { name, kind } } else { Place { name: other, kind: PlaceKind::Other } };
                places.by_name.entry(other).or_insert(place);
            }
        }
        places
    })
}

pub(crate) fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|l| !l.is_empty() && !l.starts_with('#'))
}

/// Nouns for news outlets, in the singular and in lower case.
pub fn is_outlet_noun(one: &str) -> bool {
    matches!(
        one,
        "newspaper"
            | "paper"
            | "outlet"
            | "magazine"
            | "network"
            | "website"
            | "site"
            | "station"
            | "channel"
            | "publication"
            | "broadcaster"
    )
}

/// Whether a noun in the singular and in lower case means a body: "committee", "police", "airport".
pub fn is_body_noun(one: &str) -> bool {
    is_outlet_noun(one)
        || matches!(
            one,
            "zoo"
                | "school"
                | "college"
                | "museum"
                | "hotel"
                | "store"
                | "shop"
                | "provider"
                | "maker"
                | "developer"
                | "operator"
                | "platform"
                | "giant"
                | "lender"
                | "chain"
                | "publisher"
                | "studio"
                | "label"
                | "group"
                | "government"
                | "administration"
                | "police"
                | "ministry"
                | "company"
                | "agency"
                | "office"
                | "department"
                | "authority"
                | "authorities"
                | "military"
                | "army"
                | "campaign"
                | "party"
                | "union"
                | "court"
                | "committee"
                | "firm"
                | "bank"
                | "organization"
                | "organisation"
                | "regime"
                | "opposition"
                | "team"
                | "embassy"
                | "prosecutor"
                | "council"
                | "commission"
                | "board"
                | "panel"
                | "university"
                | "hospital"
                | "association"
                | "coalition"
                | "foundation"
                | "institute"
                | "institution"
                | "media"
                | "television"
                | "radio"
                | "press"
                | "parliament"
                | "senate"
                | "congress"
                | "cabinet"
                | "tribunal"
                | "jury"
                | "watchdog"
                | "charity"
                | "ngo"
                | "think-tank"
                | "tank"
                | "league"
                | "club"
                | "federation"
                | "chamber"
                | "consulate"
                | "mission"
                | "management"
                | "inspectorate"
                | "directorate"
                | "airport"
                | "navy"
                | "force"
                | "service"
                | "bureau"
                | "state"
                | "country"
                | "city"
                | "corporation"
                | "industry"
                | "utility"
                | "airline"
                | "manufacturer"
                | "retailer"
                | "carrier"
                | "startup"
                | "nation"
                | "kingdom"
                | "republic"
                | "capital"
                | "church"
                | "ngos"
                | "unit"
                | "division"
                | "society"
                | "movement"
                | "militia"
                | "cooperative"
                | "fund"
                | "alliance"
                | "brigade"
                | "fleet"
                | "brewery"
                | "nonprofit"
                | "secretariat"
                | "presidency"
                | "delegation"
                | "defense"
                | "defence"
                | "prosecution"
        )
}

/// Nouns for people of a trade that companies are called by as often, in the singular: "the builder".
pub fn is_trade(one: &str) -> bool {
    matches!(
        one,
        "caterer"
            | "contractor"
            | "subcontractor"
            | "supplier"
            | "builder"
            | "insurer"
            | "brewer"
            | "bidder"
            | "buyer"
    )
}

/// Nouns for what people and bodies alike are to others, in the singular: "the owner of the mine", "a rival".
pub fn is_party(one: &str) -> bool {
    matches!(
        one,
        "affiliate"
            | "ally"
            | "backer"
            | "client"
            | "competitor"
            | "creditor"
            | "customer"
            | "defendant"
            | "distributor"
            | "donor"
            | "employer"
            | "exporter"
            | "founder"
            | "holder"
            | "importer"
            | "investor"
            | "landlord"
            | "leader"
            | "member"
            | "owner"
            | "partner"
            | "pioneer"
            | "plaintiff"
            | "player"
            | "predecessor"
            | "producer"
            | "rival"
            | "seller"
            | "shareholder"
            | "sponsor"
            | "subsidiary"
            | "successor"
            | "tenant"
            | "user"
            | "winner"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_have_one_name_each() {
        assert_eq!(place("U.S.").map(|p| p.name), Some("United States"));
        assert_eq!(place("Fla."), Some(Place { name: "Florida", kind: PlaceKind::State }));
        assert_eq!(place("Nairobi").map(|p| (p.name, p.kind)), Some(("Nairobi", PlaceKind::Other)));
        assert_eq!(place("Georgia").map(|p| p.kind), Some(PlaceKind::Country));
        assert_eq!(place("Nowhere"), None);
        assert_eq!(country_of_people("Danes"), Some("Denmark"));
    }

    #[test]
    fn nouns_mean_people_or_things() {
        for word in ["inspector", "clerk", "cook", "trader"] {
            assert!(is_person_noun(word) && !is_thing_noun(word), "{word}");
        }
        for word in ["chamber", "paper", "newsletter"] {
            assert!(is_thing_noun(word) && !is_person_noun(word), "{word}");
        }
        assert!(!is_person_noun("ministry") && !is_thing_noun("ministry"));
    }

    #[test]
    fn given_names_know_who_has_them() {
        assert!(first_names().keys().all(|n| n.chars().next().is_some_and(char::is_uppercase)));
        assert!(is_first_name("Maria") && !is_first_name("Table"));
        assert_eq!(gender_of_name("Maria"), Some(Gender::Female));
        assert_eq!(gender_of_name("Peter"), Some(Gender::Male));
        assert_eq!(gender_of_name("Robin"), None);
    }
}
