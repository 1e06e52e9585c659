//! What a page says of itself → [`Meta`].

use backstory_model::{Credit, Meta, Moment};
use dom_query::{Document, NodeRef};

use super::{
    Given,
    address::{Address, host, is_web},
    dom::{any, attribute, is, line, one_line, tokens},
    json_ld::{Article, entities},
};
use crate::fields::split_names;

const TITLE: &[&str] =
    &["og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title"];
const OUTLET: &[&str] = &[
    "og:site_name",
    "publisher",
    "dc.publisher",
    "dcterms.publisher",
    "application-name",
    "cre",
    "article:publisher",
];
const AUTHORS: &[&str] = &[
    "author",
    "byl",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "article:author",
    "article:author_name",
    "citation_author",
    "cxenseparse:author",
    "authors",
    "twitter:creator",
];
/// The most telling first. A day of a page's last change is none of publication.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "article:published",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "rnews:datepublished",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.date",
    "dc.date",
    "dcterms.created",
    "dc.date.created",
    "originalpublicationdate",
    "citation_publication_date",
    "publication_date",
    "publish-date",
    "publishdate",
    "pubdate",
    "article.published",
    "displaydate",
    "date",
];
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "article:updated",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
    "revised",
];

/// What stands in the head of a page.
pub(super) struct Head<'a> {
    document: &'a Document,
    tags: Vec<(String, String)>,
    pub(super) canonical: Option<String>,
    pub(super) base: Option<String>,
    title: Option<String>,
}

impl<'a> Head<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        let mut head = Self { document, tags: Vec::new(), canonical: None, base: None, title: None };
        for node in document.root().descendants_it() {
            if is(&node, &["meta"]) {
                let value = attribute(&node, "content");
                let keys = ["property", "name", "itemprop"].iter().filter_map(|k| attribute(&node, k));
                if let Some(value) = value {
                    head.tags.extend(keys.map(|key| (key.to_lowercase(), value.clone())));
                }
            } else if is(&node, &["link"]) {
                let rel = attribute(&node, "rel").unwrap_or_default().to_lowercase();
                if rel.split_whitespace().any(|r| r == "canonical") && head.canonical.is_none() {
                    head.canonical = attribute(&node, "href");
                }
            } else if is(&node, &["base"]) && head.base.is_none() {
                head.base = attribute(&node, "href");
            } else if is(&node, &["title"]) && head.title.is_none() {
                head.title = Some(line(&node)).filter(|t| !t.is_empty());
            }
        }
        head
    }

    fn all<'b>(&'b self, names: &'b [&str]) -> impl Iterator<Item = &'b str> {
        names.iter().flat_map(|n| self.tags.iter().filter(move |(key, _)| key == n).map(|(_, v)| v.as_str()))
    }

    fn tag(&self, names: &[&str]) -> Option<String> {
        self.all(names).map(|v| one_line(&entities(v))).find(|v| !v.is_empty())
    }

    /// The page's own address, and that of the work it says it is a copy of.
    fn addresses(&self, given: &Given, article: &Article) -> (Option<String>, Option<String>) {
        let own = given.url.clone().or_else(|| given.saved_from.clone());
        let base = Address::new(self.base.as_deref().or(own.as_deref()));
        let open = Address::new(self.tag(&["og:url"]).as_deref());
        let shared = self.tag(&["og:url"]).and_then(|u| base.join(&u));
        let canonical = self
            .canonical
            .as_deref()
            .and_then(|c| base.join(c).or_else(|| open.join(c)))
            .filter(|c| !is_front(c));
        let own = own.or(shared.clone()).or_else(|| article.url.clone());
        match (own, canonical) {
            (Some(own), Some(canonical)) if !same_site(&own, &canonical) => (Some(own), Some(canonical)),
            (own, canonical) => (canonical.or(shared.filter(|s| !is_front(s))).or(own), None),
        }
    }

    /// Everything but the text.
    pub(super) fn meta(
        &self,
        given: &Given,
        article: &Article,
        heading: Option<&str>,
        first_time: Option<String>,
    ) -> Meta {
        let (url, original) = self.addresses(given, article);
        let mut outlet = article.publisher.clone().or_else(|| self.tag(OUTLET).filter(|o| !is_web(o)));
        let (headline, rest) = self.split_title(heading);
        let body = || self.tag(&["dc.creator", "dcterms.creator", "author"]).filter(|n| is_body(n));
        outlet = outlet.or(rest).or_else(body).or_else(|| rights(self.document));
        let title = article.title.clone().or_else(|| self.tag(TITLE)).or_else(|| heading.map(str::to_owned));
        let title = title.map(|t| without_outlet(&t, outlet.as_deref())).or(headline);
        let mut based_on = article.based_on.clone();
        based_on.extend(original.map(|url| Credit { taken_over: true, url: Some(url), ..Credit::default() }));
        let captured = given.captured.clone();
        let dates = article.published.iter().cloned();
        let dates = dates.chain(self.all(PUBLISHED).map(str::to_owned));
        let dates = dates.chain(self.property("datepublished")).chain(first_time);
        let published = dates.filter(|d| is_date(d)).find(|d| !is_later(d, captured.as_deref()));
        let modified =
            article.modified.clone().or_else(|| self.tag(MODIFIED)).or_else(|| self.property("datemodified"));
        let modified = modified.filter(|d| is_date(d) && !is_later(d, captured.as_deref()));
        let root = self.document.root().descendants_it().find(|n| is(n, &["html"]));
        let language = root
            .and_then(|r| attribute(&r, "lang").or_else(|| attribute(&r, "xml:lang")))
            .or_else(|| self.tag(&["og:locale", "content-language", "dc.language", "dcterms.language"]))
            .or_else(|| article.language.clone());
        Meta {
            title,
            authors: self.authors(article, outlet.as_deref()),
            outlet,
            published,
            url,
            language,
            description: article.description.clone().or_else(|| {
                self.tag(&["og:description", "description", "dc.description", "twitter:description"])
            }),
            by_hand: false,
            modified,
            captured,
            dateline: article.dateline.clone(),
            based_on,
            backstory: article.backstory.clone(),
        }
    }

    fn authors(&self, article: &Article, outlet: Option<&str>) -> Vec<String> {
        let not_outlet = |name: &String| !outlet.is_some_and(|o| o.eq_ignore_ascii_case(name));
        let tags = self
            .all(AUTHORS)
            .filter(|v| !is_web(v) && !v.starts_with('@'))
            .flat_map(|v| split_names(&one_line(&entities(v))))
            .filter(|name| not_outlet(name) && !is_body(name));
        let mut found: Vec<String> = article.people.iter().filter(|n| not_outlet(n)).cloned().collect();
        if found.is_empty() {
            found.extend(tags);
        }
        if found.is_empty() {
            found.extend(self.named_in_markup().into_iter().filter(not_outlet));
        }
        found.extend(article.bodies.iter().filter(|n| not_outlet(n)).cloned());
        let mut kept: Vec<String> = Vec::new();
        for name in found {
            if !kept.iter().any(|k| k.eq_ignore_ascii_case(&name)) {
                kept.push(name);
            }
        }
        kept
    }

    /// Names in elements that are marked as the author's.
    fn named_in_markup(&self) -> Vec<String> {
        let mut names = Vec::new();
        for node in self.document.root().descendants_it() {
            let marked = attribute(&node, "rel").is_some_and(|r| r.split_whitespace().any(|r| r == "author"))
                || attribute(&node, "itemprop").is_some_and(|p| p.split_whitespace().any(|p| p == "author"));
            if is(&node, &["link", "meta"]) {
                continue;
            }
            // Many sites mark the name by its class alone.
            let called = || {
                names.is_empty()
                    && is(&node, &["a", "span", "strong", "div", "p"])
                    && any(
                        &tokens(&node),
                        &["author", "authorname", "authorlink", "bylinename", "bylineauthor"],
                    )
            };
            if !marked {
                if called() {
                    let name = line(&node);
                    let name = name.strip_prefix("By ").or_else(|| name.strip_prefix("by ")).unwrap_or(&name);
                    names.extend(split_names(name).into_iter().filter(|n| is_name_like(n)).take(4));
                }
                continue;
            }
            let inner = node
                .descendants_it()
                .find(|n| attribute(n, "itemprop").is_some_and(|p| p == "name"))
                .map(|n| attribute(&n, "content").unwrap_or_else(|| line(&n)));
            let name = inner.unwrap_or_else(|| line(&node));
            if name.len() <= 80 {
                names.extend(split_names(&name));
            }
        }
        names
    }

    /// A property of microdata that an element of the body holds.
    fn property(&self, wanted: &str) -> Option<String> {
        let node = self.document.root().descendants_it().find(|n| {
            attribute(n, "itemprop").is_some_and(|p| p.to_lowercase().split_whitespace().any(|p| p == wanted))
        })?;
        attribute(&node, "datetime").or_else(|| attribute(&node, "content")).or_else(|| Some(line(&node)))
    }

    /// The page's title cut into headline and outlet.
    fn split_title(&self, heading: Option<&str>) -> (Option<String>, Option<String>) {
        let Some(title) = self.title.as_deref() else { return (None, None) };
        if let Some(heading) = heading
            && let Some(at) = title.find(heading)
            && title != heading
        {
            let mark = |c: char| c.is_whitespace() || "|-–—·:»«•".contains(c);
            let (before, after) =
                (title[..at].trim_matches(mark), title[at + heading.len()..].trim_matches(mark));
            let rest = if after.is_empty() { before } else { after };
            let rest = rest.rsplit(['|', '–', '—', '·', '»']).next().unwrap_or(rest).trim();
            return (Some(heading.to_owned()), is_outlet_like(rest).then(|| rest.to_owned()));
        }
        for mark in [" | ", " – ", " — ", " - ", " · ", " » ", " :: "] {
            if let Some((headline, outlet)) = title.rsplit_once(mark) {
                let outlet = outlet.trim();
                if is_outlet_like(outlet)
                    && headline.split_whitespace().count() > outlet.split_whitespace().count()
                {
                    return (Some(headline.trim().to_owned()), Some(outlet.to_owned()));
                }
            }
        }
        (Some(title.to_owned()), None)
    }
}

/// The first `<time>` of a report's head, where nothing says that it is the time of a change.
pub(super) fn time_of(node: &NodeRef) -> Option<String> {
    let changed = |node: &NodeRef| any(&tokens(node), &["updated", "modified", "update", "lastupdated"]);
    let says = node.parent().map(|p| line(&p).to_lowercase()).unwrap_or_default();
    let told =
        says.starts_with("updated") || says.starts_with("last updated") || says.starts_with("modified");
    let change = changed(node) || node.parent().is_some_and(|p| changed(&p)) || told;
    attribute(node, "datetime").filter(|_| !change)
}

/// Whether a name is an authority's or a company's rather than a person's, by a word in it.
pub(crate) fn is_body(name: &str) -> bool {
    name.split(' ').any(|word| {
        matches!(
            word,
            "Agency"
                | "Association"
                | "Authority"
                | "Bank"
                | "Board"
                | "Bureau"
                | "Commission"
                | "Committee"
                | "Council"
                | "Court"
                | "Department"
                | "Foundation"
                | "Government"
                | "Institute"
                | "Ministry"
                | "Office"
                | "Police"
                | "Union"
                | "University"
        )
    })
}

/// Two to four words with capitals, and nothing else.
pub(crate) fn is_name_like(words: &str) -> bool {
    let count = words.split(' ').count();
    let part = |w: &str| {
        w.starts_with(char::is_uppercase) && w.chars().all(|c| c.is_alphabetic() || "-'’.".contains(c))
            || matches!(w, "de" | "van" | "von" | "der" | "al" | "da" | "del" | "la")
    };
    (2..=4).contains(&count) && words.split(' ').all(part)
}

fn is_outlet_like(words: &str) -> bool {
    let count = words.split_whitespace().count();
    (1..=6).contains(&count)
        && words.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
        && words.len() >= 3
}

/// `Bridge shut | Ostra Post` → `Bridge shut`, where the outlet is called so.
fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    let cut = outlet.and_then(|outlet| {
        let at = title.len().checked_sub(outlet.len())?;
        let end = title.get(at..)?;
        let rest = title[..at].trim_end();
        let mark = rest.chars().next_back()?;
        (end.eq_ignore_ascii_case(outlet) && "|-–—·»:".contains(mark))
            .then(|| rest.trim_end_matches(['|', '-', '–', '—', '·', '»', ':']).trim_end())
    });
    cut.filter(|t| !t.is_empty()).unwrap_or(title).to_owned()
}

/// The name behind a mark of rights: `© 2032 Ostra Post`.
fn rights(document: &Document) -> Option<String> {
    for node in document.root().descendants_it() {
        let found = super::dom::words(&node, |text| {
            let at = text.find('©').map(|at| at + '©'.len_utf8());
            let at = at.or_else(|| {
                text.to_lowercase()
                    .find("copyright")
                    .filter(|at| text.is_char_boundary(at + 9))
                    .map(|at| at + 9)
            })?;
            let rest = text.get(at..)?.trim_start_matches(|c: char| {
                c.is_whitespace() || c.is_ascii_digit() || "-–,©.:".contains(c)
            });
            let rest = rest.strip_prefix("by ").unwrap_or(rest);
            let name = rest.split(['.', ',', '|', '–', '—', '\n']).next()?.trim();
            (is_outlet_like(name) && !name.to_lowercase().contains("rights")).then(|| name.to_owned())
        });
        if let Some(Some(name)) = found {
            return Some(name);
        }
    }
    None
}

/// Whether an address is a site's front page.
pub(crate) fn is_front(address: &str) -> bool {
    let path = address.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at + 1..]));
    path.is_none_or(str::is_empty)
}

/// Whether two addresses are of one site, with `m.` and the like before its name.
fn same_site(a: &str, b: &str) -> bool {
    let (Some(a), Some(b)) = (host(a), host(b)) else { return false };
    let last = |host: &str| host.rsplit('.').take(2).map(str::to_owned).collect::<Vec<_>>();
    a == b || a.ends_with(&format!(".{b}")) || b.ends_with(&format!(".{a}")) || {
        // `co.uk` and its like are no site.
        let (a, b) = (last(&a), last(&b));
        a == b && a.last().is_some_and(|site| site.len() > 3)
    }
}

/// Whether a field could be a date at all: it holds a year or a number of seconds.
fn is_date(field: &str) -> bool {
    let digits = field.chars().filter(char::is_ascii_digit).count();
    field.len() <= 64 && digits >= 4
}

/// Whether a date is surely later than another. What cannot be read is not.
pub(crate) fn is_later(date: &str, bound: Option<&str>) -> bool {
    let (Some(date), Some(bound)) = (moment(date), bound.and_then(moment)) else { return false };
    date.is_surely_after(&bound)
}

fn moment(date: &str) -> Option<Moment> {
    let date = date.trim().replacen(' ', "T", 1);
    Moment::parse(&date).or_else(|| Moment::parse(date.get(..10)?))
}
