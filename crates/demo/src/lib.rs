//! The demo case: twenty-eight reports of an invented country, and what a case made from them must show.
//!
//! Every country, outlet, person and sentence is made up. The reports hold the traps that real coverage sets (a copy
//! without credit, a quote given to someone else, talks of years ago that confirm nothing); `docs/demo.md` lists them.
//! This crate is data alone: it opens and writes no file.

/// The files of the case as (name, contents), sorted by name: reports in the formats that are read, and the
/// `manifest.csv` that dates two of the bare texts and names the outlet of a third.
pub static FILES: &[(&str, &str)] = &[
    ("channel-nine-insulin.html", include_str!("../reports/channel-nine-insulin.html")),
    ("courier-dorsa-denial.json", include_str!("../reports/courier-dorsa-denial.json")),
    ("courier-insulin.md", include_str!("../reports/courier-insulin.md")),
    ("courier-ostrel-dam.md", include_str!("../reports/courier-ostrel-dam.md")),
    ("courier-reward.txt", include_str!("../reports/courier-reward.txt")),
    ("courier-secret-talks.txt", include_str!("../reports/courier-secret-talks.txt")),
    ("dorsa-mail-insulin.txt", include_str!("../reports/dorsa-mail-insulin.txt")),
    ("gazette-2017-cracks.txt", include_str!("../reports/gazette-2017-cracks.txt")),
    ("gazette-insulin.md", include_str!("../reports/gazette-insulin.md")),
    ("gazette-ostrel-cracks.md", include_str!("../reports/gazette-ostrel-cracks.md")),
    ("insider-exclusive.txt", include_str!("../reports/insider-exclusive.txt")),
    ("ledger-insulin.json", include_str!("../reports/ledger-insulin.json")),
    ("ledger-ondra.md", include_str!("../reports/ledger-ondra.md")),
    ("ledger-ostrel-dam.json", include_str!("../reports/ledger-ostrel-dam.json")),
    ("ledger-vask-meetings.txt", include_str!("../reports/ledger-vask-meetings.txt")),
    ("manifest.csv", include_str!("../reports/manifest.csv")),
    ("newsbasket-insulin.html", include_str!("../reports/newsbasket-insulin.html")),
    ("quillon-barge-raids.txt", include_str!("../reports/quillon-barge-raids.txt")),
    ("quillon-insulin.txt", include_str!("../reports/quillon-insulin.txt")),
    ("radio-kestwick-insulin.md", include_str!("../reports/radio-kestwick-insulin.md")),
    ("sentinel-barge-raids.txt", include_str!("../reports/sentinel-barge-raids.txt")),
    ("sentinel-insulin.txt", include_str!("../reports/sentinel-insulin.txt")),
    ("sentinel-ostrel-dam.txt", include_str!("../reports/sentinel-ostrel-dam.txt")),
    ("side-effects-insulin.md", include_str!("../reports/side-effects-insulin.md")),
    ("sieve-vask-2019.txt", include_str!("../reports/sieve-vask-2019.txt")),
    ("vpa-insulin.txt", include_str!("../reports/vpa-insulin.txt")),
    ("vpa-ostrel-dam.txt", include_str!("../reports/vpa-ostrel-dam.txt")),
    ("vpa-updates.jsonl", include_str!("../reports/vpa-updates.jsonl")),
];

/// What a case made from [`FILES`] must show, as JSON. The test `demo` of the command line says what each key means.
pub static TRUTH: &str = include_str!("../truth.json");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_ships_once_and_in_order() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/reports");
        let mut there: Vec<String> = std::fs::read_dir(folder)
            .expect("the folder of reports can be listed")
            .map(|entry| {
                entry.expect("an entry can be read").file_name().into_string().expect("names are ASCII")
            })
            .collect();
        there.sort();
        assert_eq!(there, FILES.iter().map(|(name, _)| name.to_string()).collect::<Vec<_>>());
    }
}
