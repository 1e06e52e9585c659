use std::{collections::BTreeMap, sync::OnceLock};

/// A news outlet or agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// As people write it: "The New York Times", "Associated Press".
    pub name: &'static str,
    /// What it is.
    pub kind: OutletKind,
    /// ISO 3166-1 alpha-2.
    pub country: &'static str,
    /// Where it publishes, the main one first, without `www.`.
    pub domains: Vec<&'static str>,
    /// What else it is called: "AP".
    pub aliases: Vec<&'static str>,
}

/// What an outlet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OutletKind {
    /// Sells its reports to other outlets.
    Agency,
    /// Printed, or once was.
    Newspaper,
    /// Radio or television.
    Broadcaster,
    /// Site or magazine.
    Site,
}

struct Table {
    outlets: Vec<Outlet>,
    by_name: BTreeMap<String, usize>,
    by_domain: BTreeMap<&'static str, usize>,
}

/// Every outlet of the table, in its order.
pub fn outlets() -> &'static [Outlet] {
    &table().outlets
}

/// The outlet that publishes at a host (`edition.cnn.com`) or an address (`https://www.cnn.com/…`).
pub fn outlet_by_domain(host_or_url: &str) -> Option<&'static Outlet> {
    let rest = host_or_url.split_once("://").map_or(host_or_url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?.trim().trim_end_matches('.').to_ascii_lowercase();
    let mut part = host.as_str();
    loop {
        if let Some(&at) = table().by_domain.get(part) {
            return Some(&table().outlets[at]);
        }
        part = part.split_once('.')?.1;
    }
}

/// The outlet with this name or one of its other names, in any case, with or without "the".
///
/// Names of one common word keep their article, so "The Hill" is found and "Hill" is not.
pub fn outlet_by_name(name: &str) -> Option<&'static Outlet> {
    let key = fold(name);
    let names = &table().by_name;
    let at = names.get(key.as_str()).or_else(|| names.get(key.strip_prefix("the ")?))?;
    Some(&table().outlets[*at])
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| read(include_str!("../data/outlets.tsv")))
}

fn read(text: &'static str) -> Table {
    let mut table = Table { outlets: Vec::new(), by_name: BTreeMap::new(), by_domain: BTreeMap::new() };
    for line in text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let mut fields = line.split('\t');
        let mut field = || fields.next().unwrap_or_default();
        let name = field();
        let kind = match field() {
            "agency" => OutletKind::Agency,
            "newspaper" => OutletKind::Newspaper,
            "broadcaster" => OutletKind::Broadcaster,
            _ => OutletKind::Site,
        };
        let country = field();
        let list = |cell: &'static str| cell.split('|').filter(|s| !s.is_empty()).collect::<Vec<_>>();
        let outlet = Outlet { name, kind, country, domains: list(field()), aliases: list(field()) };
        let at = table.outlets.len();
        for domain in &outlet.domains {
            table.by_domain.entry(domain).or_insert(at);
        }
        for name in std::iter::once(&outlet.name).chain(&outlet.aliases) {
            let key = fold(name);
            // "New York Times" is as clear as "The New York Times"; "Week" is not "The Week".
            if let Some(bare) = key.strip_prefix("the ").filter(|bare| bare.contains(' ')) {
                table.by_name.entry(bare.to_owned()).or_insert(at);
            }
            table.by_name.entry(key).or_insert(at);
        }
        table.outlets.push(outlet);
    }
    table
}

/// Lower case, single spaces, plain apostrophes.
fn fold(name: &str) -> String {
    let lower = name.to_lowercase().replace('’', "'");
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_whole() {
        assert!(outlets().len() > 400);
        for outlet in outlets() {
            assert!(!outlet.name.is_empty() && outlet.country.len() == 2, "{outlet:?}");
            assert!(outlet.domains.iter().all(|d| d.contains('.') && !d.contains(['/', ' '])), "{outlet:?}");
        }
    }

    #[test]
    fn names_and_domains_lead_to_the_same_outlet() {
        let name = |n: &str| outlet_by_name(n).map(|o| o.name);
        let domain = |d: &str| outlet_by_domain(d).map(|o| o.name);
        assert_eq!(name("the AP"), Some("Associated Press"));
        assert_eq!(name("New  York Times"), Some("The New York Times"));
        assert_eq!(name("The Hill"), Some("The Hill"));
        assert_eq!(name("Hill"), None);
        assert_eq!(name("Times"), None);
        assert_eq!(domain("https://www.AXIOS.com/2020/01/02/x?y"), Some("Axios"));
        assert_eq!(domain("edition.cnn.com"), Some("CNN"));
        assert_eq!(domain("timesofindia.indiatimes.com"), Some("The Times of India"));
        assert_eq!(domain("notaxios.com"), None);
        assert_eq!(domain(""), None);
    }
}
