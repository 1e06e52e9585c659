//! Nouns by what they are: people, bodies, outlets, documents. Plain lists and endings; nothing looks at the text around.

pub(crate) use backstory_lexicon::{is_body_noun as is_body, is_outlet_noun};

use crate::words;

/// The singular of a noun, by its form.
pub(crate) fn singular(word: &str) -> String {
    match word {
        "people" | "persons" | "folks" => return "person".to_owned(),
        "men" => return "man".to_owned(),
        "women" => return "woman".to_owned(),
        "children" => return "child".to_owned(),
        "witnesses" => return "witness".to_owned(),
        "eyewitnesses" => return "eyewitness".to_owned(),
        "police" | "press" | "congress" | "news" | "series" | "analysis" | "boss" | "witness" | "media"
        | "data" => {
            return word.to_owned();
        }
        _ => {}
    }
    if let Some(stem) = word.strip_suffix("men") {
        return format!("{stem}man");
    }
    if let Some(stem) = word.strip_suffix("women") {
        return format!("{stem}woman");
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|s| s.len() > 2) {
        return format!("{stem}y");
    }
    if word.ends_with("sses") || word.ends_with("ches") || word.ends_with("shes") {
        return word[..word.len() - 2].to_owned();
    }
    match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with(['s', 'u', 'i']) && stem.len() > 2 => stem.to_owned(),
        _ => word.to_owned(),
    }
}

pub(crate) fn is_spokesperson(one: &str) -> bool {
    matches!(one, "spokesman" | "spokeswoman" | "spokesperson" | "representative")
}

/// Nouns for people in the singular, beyond those that stand before names.
pub(crate) fn is_person_noun(one: &str) -> bool {
    words::is_role(one)
        // "Nobody" is a noun for people without weight, and hardly ever meant so; nor is "familiar".
        || backstory_lexicon::is_person_noun(one) && !matches!(one, "familiar" | "nobody")
        || matches!(
            one,
            "source"
                | "person"
                | "agent"
                | "fireman"
                | "policymaker"
                | "individual"
                | "other"
                | "fan"
                | "medic"
                | "staff"
                | "figure"
                | "local"
                | "progressive"
        )
}

/// Whether whoever says something is called after what they do: "vlogger", "gallerist". Words that are known to end so and
/// mean something else are none.
pub(crate) fn looks_like_person(one: &str) -> bool {
    let agent = one.ends_with("er")
        && !matches!(
            one,
            "whitepaper"
                | "server"
                | "browser"
                | "tracker"
                | "teaser"
                | "trailer"
                | "monster"
                | "october"
                | "september"
                | "november"
                | "december"
        );
    one.len() > 5
        && !backstory_lexicon::is_thing_noun(one)
        && (agent || ["ist", "ian", "man", "woman"].iter().any(|end| one.ends_with(end)))
}

/// Nouns for companies of any trade, in the singular.
pub(crate) fn is_company(one: &str) -> bool {
    matches!(
        one,
        "company"
            | "firm"
            | "bank"
            | "lender"
            | "airline"
            | "carrier"
            | "retailer"
            | "maker"
            | "manufacturer"
            | "giant"
            | "startup"
            | "corporation"
            | "chain"
    )
}

/// Nouns for outlets alone: a network or a paper may be another one.
pub(crate) fn is_only_outlet_noun(one: &str) -> bool {
    matches!(one, "newspaper" | "broadcaster" | "magazine" | "tabloid" | "broadsheet" | "weekly" | "newswire")
}

/// A noun for people in the plural with a capital, which opens a sentence and names no one: "Witnesses".
pub(crate) fn is_plain_people(word: &str) -> bool {
    let small = word.to_lowercase();
    let one = singular(&small);
    one != small && word.starts_with(char::is_uppercase) && is_person_noun(&one)
}

/// Nouns for documents, in the singular.
pub(crate) fn is_document(one: &str) -> bool {
    is_only_document(one)
        || matches!(
            one,
            "list"
                | "checklist"
                | "log"
                | "offer"
                | "update"
                | "notice"
                | "tally"
                | "schedule"
                | "permit"
                | "tape"
                | "clip"
                | "photograph"
        )
}

/// Nouns for documents whose plural is not read as a verb behind a name: "the ministry lists" has one.
pub(crate) fn is_only_document(one: &str) -> bool {
    matches!(
        one,
        "indictment"
            | "report"
            | "statement"
            | "document"
            | "filing"
            | "complaint"
            | "lawsuit"
            | "suit"
            | "poll"
            | "survey"
            | "study"
            | "memo"
            | "memorandum"
            | "letter"
            | "affidavit"
            | "transcript"
            | "email"
            | "e-mail"
            | "tweet"
            | "post"
            | "video"
            | "record"
            | "data"
            | "release"
            | "book"
            | "article"
            | "dossier"
            | "ruling"
            | "order"
            | "bill"
            | "law"
            | "analysis"
            | "audit"
            | "review"
            | "message"
            | "note"
            | "file"
            | "recording"
            | "footage"
            | "testimony"
            | "evidence"
            | "draft"
            | "resolution"
            | "charge"
            | "petition"
            | "warrant"
            | "cable"
            | "story"
            | "account"
            | "documentary"
            | "ad"
            | "advertisement"
            | "map"
            | "statistic"
            | "biography"
            | "memoir"
            | "editorial"
            | "op-ed"
            | "column"
            | "bulletin"
            | "census"
            | "index"
            | "brief"
            | "motion"
            | "opinion"
            | "paperwork"
            | "contract"
            | "agreement"
            | "treaty"
            | "sheet"
            | "spreadsheet"
            | "timesheet"
            | "logbook"
            | "ledger"
            | "invoice"
            | "receipt"
            | "timetable"
            | "certificate"
            | "questionnaire"
            | "proposal"
            | "leaflet"
            | "pamphlet"
            | "communique"
            | "communiqué"
            | "photo"
            | "screenshot"
    )
}

/// Roles whose holders speak without their names.
pub(crate) fn is_often_unnamed(head: &str) -> bool {
    matches!(
        head,
        "official"
            | "aide"
            | "adviser"
            | "advisor"
            | "staffer"
            | "officer"
            | "executive"
            | "envoy"
            | "resident"
    )
}

/// Words that names of outlets end in.
pub(crate) fn is_outlet_word(word: &str) -> bool {
    matches!(
        word,
        "Times"
            | "Post"
            | "Herald"
            | "News"
            | "Daily"
            | "Gazette"
            | "Tribune"
            | "Journal"
            | "Press"
            | "Chronicle"
            | "Observer"
            | "Telegraph"
            | "Globe"
            | "Star"
            | "Sun"
            | "Mirror"
            | "Courier"
            | "Dispatch"
            | "Examiner"
            | "Inquirer"
            | "Register"
            | "Sentinel"
            | "Standard"
            | "Today"
            | "Broadcasting"
            | "Radio"
            | "TV"
            | "Television"
            | "Wire"
            | "Magazine"
            | "Newspaper"
            | "Online"
            | "Mail"
            | "Bulletin"
            | "Reporter"
            | "Echo"
            | "Argus"
            | "Ledger"
    )
}

#[cfg(test)]
mod tests {
    use super::singular;

    #[test]
    fn plurals_lead_to_singulars() {
        for (many, one) in [
            ("officials", "official"),
            ("people", "person"),
            ("witnesses", "witness"),
            ("spokesmen", "spokesman"),
            ("authorities", "authority"),
            ("boss", "boss"),
            ("sources", "source"),
        ] {
            assert_eq!(singular(many), one);
        }
    }
}
