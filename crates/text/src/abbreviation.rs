//! Abbreviations of news English that end in a period.

/// Whether `word`, without its period, is an abbreviation that is written with one. Case matters where a word of
/// the language is spelt the same (`Sen.`, but not `sun.`).
pub(crate) fn known(word: &str) -> bool {
    BEFORE_A_NAME.binary_search(&word).is_ok()
        || BEFORE_A_NUMBER.binary_search(&word).is_ok()
        || ANYWHERE.binary_search(&word).is_ok()
}

/// Whether a name must follow, so that no sentence can end here: `Mr.`, `Rep.`.
pub(crate) fn precedes_name(word: &str) -> bool {
    BEFORE_A_NAME.binary_search(&word).is_ok()
}

/// Whether a number usually follows: `Jan. 3`, `No. 2`.
pub(crate) fn precedes_number(word: &str) -> bool {
    BEFORE_A_NUMBER.binary_search(&word).is_ok()
}

const BEFORE_A_NAME: &[&str] = &[
    "Adm", "Amb", "Asst", "Atty", "Brig", "Capt", "Cmdr", "Col", "Cpl", "Det", "Dr", "Fr", "Ft", "Gen",
    "Gov", "Hon", "Insp", "Lt", "Maj", "Messrs", "Mr", "Mrs", "Ms", "Mt", "Prof", "Pvt", "Rep", "Reps",
    "Rev", "Sen", "Sens", "Sgt", "Spc", "St", "Ste", "Supt", "vs",
];

const BEFORE_A_NUMBER: &[&str] = &[
    "Apr", "Art", "Aug", "Dec", "Feb", "Fig", "Jan", "Jul", "Jun", "Mar", "No", "Nos", "Nov", "Oct", "Sep",
    "Sept", "Vol", "pp", "vol",
];

const ANYWHERE: &[&str] = &[
    "Ala", "Ariz", "Ark", "Ave", "Blvd", "Bros", "Calif", "Co", "Colo", "Conn", "Corp", "Dept", "Fla", "Ga",
    "Ill", "Inc", "Ind", "Jr", "Kan", "Ky", "La", "Ltd", "Mass", "Md", "Mich", "Minn", "Miss", "Mo", "Mont",
    "Neb", "Nev", "Okla", "Ont", "Ore", "Pa", "Ph", "Que", "Rd", "Sr", "Tenn", "Tex", "Va", "Vt", "Wash",
    "Wis", "Wyo", "al", "approx", "cf", "dept", "est", "etc", "ft", "viz",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        for list in [BEFORE_A_NAME, BEFORE_A_NUMBER, ANYWHERE] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }
}
