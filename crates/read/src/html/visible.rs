//! What a page shows around its report: the headline, the lines under it, corrections.

use std::sync::LazyLock;

use backstory_model::Role;
use dom_query::{Document, NodeRef};
use regex::Regex;

use super::{
    address::Address,
    body::Writer,
    dom::{any, is, line, tokens},
    meta::time_of,
};

/// Lines under a headline that are kept.
const MOST_LINES: usize = 8;
/// Longest of them, in bytes.
const LONGEST: usize = 240;
/// Paragraphs behind the headline among which a lead is looked for.
const NEAR: usize = 40;
/// Corrections of one page that are kept.
const MOST_NOTICES: usize = 20;
/// A paragraph of this many bytes is the report's, or stands over it.
const PROSE: usize = 80;
/// Shortest paragraph of a lead, in bytes.
const LEAD: usize = 100;
/// Longest correction, in bytes.
const LONGEST_NOTICE: usize = 1500;

const BYLINE: &[&str] = &[
    "byline",
    "bylines",
    "author",
    "authors",
    "authorname",
    "writer",
    "contributor",
    "contributors",
    "reporter",
    "vcard",
    "creator",
];
const DATE: &[&str] = &[
    "date",
    "dateline",
    "time",
    "timestamp",
    "published",
    "publication",
    "posted",
    "postedon",
    "pubdate",
    "datetime",
    "updated",
    "lastupdated",
    "ts",
    "publishdate",
    "articledate",
    "datepublished",
    "datemodified",
];
const BOTH: &[&str] = &["meta", "entrymeta", "postmeta", "articlemeta", "articleinfo", "info"];

/// The headline and what stands under it.
#[derive(Debug, Default)]
pub(super) struct Top {
    pub(super) title: Option<String>,
    /// Lines, and what the markup says they are.
    pub(super) lines: Vec<(String, Role)>,
    /// The first time that a `<time>` of the head gives.
    pub(super) time: Option<String>,
}

/// Reads the top of a page, down to its first paragraph of prose.
pub(super) fn top(document: &Document, given: Option<&str>) -> Top {
    let mut top = Top::default();
    let heading = heading(document, given);
    let Some(body) = super::dom::first(document, "body") else { return top };
    top.title = heading.map(|h| line(&h)).filter(|t| !t.is_empty());
    let mut state = Search { top, heading: heading.map(|h| h.id), after: heading.is_none(), prose: 0 };
    state.below(&body);
    state.top
}

/// The headline: the first of its rank that says what the page's data calls the title, or else the first of all.
fn heading<'a>(document: &'a Document, given: Option<&str>) -> Option<NodeRef<'a>> {
    let key = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let headings: Vec<NodeRef> = document.root().descendants_it().filter(|n| is(n, &["h1", "h2"])).collect();
    if let Some(given) = given.map(key).filter(|g| !g.is_empty()) {
        let told = headings.iter().copied().find(|h| {
            let own = key(&line(h));
            own == given || own.len() > 12 && (given.starts_with(&own) || own.starts_with(&given))
        });
        if told.is_some() {
            return told;
        }
    }
    let words = |h: &NodeRef| line(h).split_whitespace().count();
    let own = |h: &NodeRef| !any(&tokens(h), &["logo", "sitetitle", "masthead", "brand"]);
    let ranked = |rank: &'static str, least: usize| {
        headings.iter().copied().find(|h| is(h, &[rank]) && words(h) >= least && own(h))
    };
    // Two words are a headline where nothing longer is: they may be the name of the site.
    ranked("h1", 3).or_else(|| ranked("h2", 3)).or_else(|| ranked("h1", 2))
}

/// A paragraph of prose behind the headline.
pub(super) struct Paragraph {
    text: String,
    /// Whether it may be of a lead: whole sentences, and more than links.
    lead: bool,
}

/// The first paragraphs of prose behind the headline.
pub(super) fn paragraphs(document: &Document, given: Option<&str>) -> Vec<Paragraph> {
    let Some(heading) = heading(document, given) else { return Vec::new() };
    let root = document.root();
    let behind = root.descendants_it().skip_while(|n| n.id != heading.id).filter(|n| is(n, &["p"]));
    let prose = behind.take(NEAR).filter_map(|node| {
        let text = line(&node);
        if text.len() < LEAD {
            return None;
        }
        let closes = text.ends_with(['.', '!', '?', '”', '"', '’']);
        let linked: usize = node.descendants_it().filter(|n| is(n, &["a"])).map(|a| line(&a).len()).sum();
        let lead = closes && linked * 2 < text.len();
        Some(Paragraph { text, lead })
    });
    prose.collect()
}

/// Paragraphs of prose between the headline and the first paragraph of the report as it was found: what finds it
/// leaves out a lead that stands in a box of its own. `shown` are the keys of the report's lines.
pub(super) fn lead(paragraphs: Vec<Paragraph>, shown: &[String], key: fn(&str) -> String) -> Vec<String> {
    let mut found = Vec::new();
    for Paragraph { text, lead } in paragraphs {
        let own = key(&text);
        if shown.iter().any(|s| s.contains(&own) || own.contains(s.as_str()) && s.len() > LEAD / 2) {
            return found;
        }
        if lead && found.len() < 6 {
            found.push(text);
        }
    }
    // Nothing of the report stands behind the headline, so this is no lead to it.
    Vec::new()
}

struct Search {
    top: Top,
    heading: Option<dom_query::NodeId>,
    after: bool,
    /// Paragraphs of prose behind the headline: one may be a standfirst.
    prose: usize,
}

impl Search {
    fn below(&mut self, node: &NodeRef) {
        for child in node.children_it(false) {
            if self.prose >= 2 {
                return;
            }
            if Some(child.id) == self.heading {
                self.after = true;
                continue;
            }
            if !child.is_element() {
                continue;
            }
            if is(&child, &["time"]) && self.top.time.is_none() && (self.after || is_near(&child)) {
                self.top.time = time_of(&child);
            }
            if self.after && self.line(&child) {
                continue;
            }
            if self.after && is(&child, &["p", "blockquote"]) {
                self.prose += usize::from(line(&child).len() >= PROSE);
            }
            self.below(&child);
        }
    }

    /// Takes an element that is marked as byline or date; false where it is none.
    fn line(&mut self, node: &NodeRef) -> bool {
        let tokens = tokens(node);
        let time = is(node, &["time"]);
        let byline = any(&tokens, BYLINE);
        let date = time || any(&tokens, DATE);
        if !byline && !date && !any(&tokens, BOTH) || any(&tokens, &["caption", "image", "photo"]) {
            return false;
        }
        let none = Address::default();
        let mut writer = Writer::new(&none);
        writer.keep_apart();
        writer.node(node);
        let (text, ..) = writer.finish();
        // A marked box that holds the report, or a list of people.
        if text.len() > LONGEST || self.top.lines.len() >= MOST_LINES {
            return false;
        }
        if self.top.time.is_none() {
            self.top.time = node.descendants_it().filter(|n| is(n, &["time"])).find_map(|n| time_of(&n));
        }
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
            if !self.top.lines.iter().any(|(l, _)| l == line) {
                let names = byline || !date && !line.contains(|c: char| c.is_ascii_digit());
                self.top.lines.push((line.to_owned(), if names { Role::Byline } else { Role::Dateline }));
            }
        }
        true
    }
}

/// Whether an element stands in the head of an article.
fn is_near(node: &NodeRef) -> bool {
    node.ancestors(Some(4)).iter().any(|a| is(a, &["article", "header", "main"]))
}

static NOTICE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^\W*(?:
            (?:correction|clarification|amendment|editor['’]?s['’]?\ note|editors['’]\ note|update)s?\b\s*(?:\([^)]{1,40}\)|,[^:]{1,40})?\s*[:—–-]
          | (?:an?|the)\ (?:earlier|previous|original|initial|prior)\ version\ of\ this\ (?:article|story|report|post|page|piece|headline)
          | this\ (?:article|story|report|post|page|piece|headline)\ (?:was|has\ been|is\ being)\ (?:first\ |last\ )?(?:updated|amended|corrected|revised|changed|edited)\b
          | in\ an?\ (?:earlier|previous)\ version\ of\ this
          | (?:this\ is\ a\ )?corrected\ version\ of
        )",
    )
    .expect("the pattern is well-formed")
});

/// Whether a line says that a report was changed.
pub(super) fn is_notice(line: &str) -> bool {
    NOTICE.is_match(line)
}

/// Lines anywhere on the page that say that the report was changed.
pub(super) fn notices(document: &Document) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let Some(body) = super::dom::first(document, "body") else { return found };
    let mut waiting = vec![body];
    while let Some(node) = waiting.pop().filter(|_| found.len() < MOST_NOTICES) {
        let blocks = [
            "p", "div", "li", "section", "aside", "footer", "td", "article", "main", "ul", "table", "h1",
            "h2", "h3",
        ];
        let inner: Vec<NodeRef> = node.children_it(true).filter(|c| c.is_element()).collect();
        if is(&node, &["p", "div", "li", "section", "aside", "footer", "td", "span", "em", "h3", "h4"])
            && !node.descendants_it().any(|n| is(&n, &["p", "div", "section", "article"]))
        {
            let text = line(&node);
            if text.len() <= LONGEST_NOTICE && is_notice(&text) && !found.contains(&text) {
                found.push(text);
            }
            continue;
        }
        waiting.extend(inner.into_iter().filter(|c| is(c, &blocks) || !is(c, &["a", "br"])));
    }
    found
}
