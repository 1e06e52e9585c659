//! What unnamed people do for a living, as their description tells it: who is one can hardly be the other.

use std::collections::BTreeSet;

use backstory_model::Source;

use crate::sources::folded;

/// What someone does for a living, where it rules out the others: a police officer is no diplomat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Calling {
    Police,
    Military,
    Diplomat,
    Medic,
    Lawyer,
    Lawmaker,
    WhiteHouse,
    Business,
}

impl Calling {
    /// Whether someone called so has a profession of their own, and does not merely work for a house.
    pub(crate) fn is_profession(self) -> bool {
        self != Calling::WhiteHouse
    }
}

/// Words that give a calling away. Words such as "official", "aide", "witness" or "person" can go
/// with any of them.
const CALLINGS: &[(&str, Calling)] = &[
    ("police", Calling::Police),
    ("policeman", Calling::Police),
    ("detective", Calling::Police),
    ("soldier", Calling::Military),
    ("soldiers", Calling::Military),
    ("army", Calling::Military),
    ("navy", Calling::Military),
    ("military", Calling::Military),
    ("diplomat", Calling::Diplomat),
    ("diplomats", Calling::Diplomat),
    ("envoy", Calling::Diplomat),
    ("doctor", Calling::Medic),
    ("doctors", Calling::Medic),
    ("nurse", Calling::Medic),
    ("medic", Calling::Medic),
    ("medics", Calling::Medic),
    ("paramedic", Calling::Medic),
    ("paramedics", Calling::Medic),
    ("lawyer", Calling::Lawyer),
    ("lawyers", Calling::Lawyer),
    ("attorney", Calling::Lawyer),
    ("lawmaker", Calling::Lawmaker),
    ("lawmakers", Calling::Lawmaker),
    ("senator", Calling::Lawmaker),
    ("senators", Calling::Lawmaker),
    ("congressman", Calling::Lawmaker),
    ("executive", Calling::Business),
    ("executives", Calling::Business),
    ("trader", Calling::Business),
    ("traders", Calling::Business),
    ("banker", Calling::Business),
    ("bankers", Calling::Business),
];

/// The one calling that a description fits; None where it fits none or several, or speaks of the past.
pub(crate) fn calling(source: &Source) -> Option<Calling> {
    let description = source.description.as_deref()?;
    let words = folded(description);
    if words.iter().any(|w| matches!(w.as_str(), "former" | "ex" | "retired" | "and" | "or")) {
        return None;
    }
    // "a lawyer familiar with the police report": what follows these words is what they know, not what they are.
    let head = words.iter().take_while(|w| {
        !matches!(
            w.as_str(),
            "familiar" | "with" | "briefed" | "on" | "close" | "to" | "who" | "in" | "at" | "of"
        )
    });
    let mut found: BTreeSet<Calling> =
        head.clone().flat_map(|w| CALLINGS.iter().filter(move |(c, _)| c == w).map(|(_, c)| *c)).collect();
    let head: Vec<&String> = head.collect();
    if head.windows(2).any(|pair| pair[0] == "white" && pair[1] == "house") {
        found.insert(Calling::WhiteHouse);
    }
    let first = found.pop_first()?;
    found.is_empty().then_some(first)
}
