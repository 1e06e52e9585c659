//! The names that news-please, fundus, passim and people give to the parts of a report.

/// A part of a report that a file can give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Title,
    Text,
    Published,
    Authors,
    Outlet,
    Url,
    Language,
    Description,
}

/// Names of each field, the most telling first; where a record has several, the first with a value counts.
pub(crate) const NAMES: &[(Field, &[&str])] = &[
    (Field::Title, &["title", "headline"]),
    (Field::Text, &["maintext", "text", "plaintext", "body", "content"]),
    // The day a page was fetched (news-please: date_download) is no publication date.
    (Field::Published, &["date_publish", "publishing_date", "published", "date"]),
    (Field::Authors, &["authors", "author", "byline", "by"]),
    (Field::Outlet, &["outlet", "source_domain", "publisher", "series", "source"]),
    (Field::Url, &["url", "canonical_url", "uri"]),
    (Field::Language, &["language", "lang"]),
    (Field::Description, &["description", "summary", "abstract"]),
];

/// The field that a name means, in any case.
pub(crate) fn field(name: &str) -> Option<Field> {
    let name = name.to_ascii_lowercase();
    NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(field, _)| *field)
}

/// `By Ana Brell and C. Dorn; Ed Fisk` → the three names.
pub(crate) fn split_names(names: &str) -> Vec<String> {
    let names = names.trim();
    let names = match names.get(..3) {
        Some(by) if by.eq_ignore_ascii_case("by ") => &names[3..],
        _ => names,
    };
    names
        .split([';', ','])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" & "))
        .map(|name| name.trim().strip_prefix("and ").unwrap_or(name.trim()).trim())
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}
