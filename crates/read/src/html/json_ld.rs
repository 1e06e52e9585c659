//! Structured data (schema.org in JSON-LD) → what it says of the article.

use backstory_model::Credit;
use serde_json::{Map, Value};

use super::{address::is_web, dom::one_line};

/// What structured data says of an article. All as written.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Article {
    pub(super) title: Option<String>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) people: Vec<String>,
    /// Authors that are no people.
    pub(super) bodies: Vec<String>,
    pub(super) publisher: Option<String>,
    pub(super) language: Option<String>,
    pub(super) url: Option<String>,
    pub(super) description: Option<String>,
    pub(super) dateline: Option<String>,
    pub(super) backstory: Option<String>,
    pub(super) based_on: Vec<Credit>,
    pub(super) corrections: Vec<String>,
    /// The whole text, where the page gives it here too.
    pub(super) body: Option<String>,
}

/// How deep objects are looked into.
const DEEPEST: usize = 8;
/// Credits of one article that are kept.
const MOST_CREDITS: usize = 200;

/// The first article that the blocks tell of; None where they tell of none.
pub(super) fn article(blocks: &[String]) -> Option<Article> {
    let blocks: Vec<Value> = blocks.iter().filter_map(|b| parse(b)).collect();
    let mut objects = Vec::new();
    blocks.iter().for_each(|b| collect(b, DEEPEST, &mut objects));
    let found = objects.iter().find(|o| is_article(o))?;
    Some(Reader { objects: &objects }.article(found))
}

/// JSON as pages have it: inside CDATA or comment marks, with raw line breaks in strings.
fn parse(block: &str) -> Option<Value> {
    let mut json = block.trim();
    for mark in ["<!--", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA["] {
        json = json.strip_prefix(mark).unwrap_or(json).trim_start();
    }
    for mark in ["-->", "//]]>", "/*]]>*/", "]]>", ";"] {
        json = json.strip_suffix(mark).unwrap_or(json).trim_end();
    }
    serde_json::from_str(json).ok().or_else(|| {
        let plain: String = json.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&plain).ok()
    })
}

/// Every object that could be the article or something it refers to; not what a list on the page or a live report's
/// single updates hold.
fn collect<'a>(value: &'a Value, depth: usize, objects: &mut Vec<&'a Map<String, Value>>) {
    match value {
        Value::Array(list) if depth > 0 => list.iter().for_each(|v| collect(v, depth - 1, objects)),
        Value::Object(object) if depth > 0 => {
            objects.push(object);
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "publisher", "author", "about"] {
                if let Some(inner) = object.get(key) {
                    collect(inner, depth - 1, objects);
                }
            }
        }
        _ => {}
    }
}

fn types(object: &Map<String, Value>) -> Vec<&str> {
    let name = |v: &'_ Value| v.as_str().map(|s| s.rsplit(['/', ':']).next().unwrap_or_default().len());
    let tail = |s: &'_ str, len: usize| s.len() - len;
    match object.get("@type") {
        Some(value @ Value::String(s)) => name(value).map(|n| &s[tail(s, n)..]).into_iter().collect(),
        Some(Value::Array(list)) => {
            list.iter().filter_map(|v| Some((v.as_str()?, name(v)?))).map(|(s, n)| &s[tail(s, n)..]).collect()
        }
        _ => Vec::new(),
    }
}

fn is_article(object: &Map<String, Value>) -> bool {
    let told = ["headline", "datePublished", "articleBody", "author"].iter().any(|k| object.contains_key(*k));
    told && types(object).iter().any(|t| {
        t.ends_with("Article")
            || t.ends_with("Posting") && *t != "JobPosting"
            || *t == "Report"
            || *t == "NewsItem"
    })
}

/// Reads one article; knows the other objects, to which it may refer by `@id`.
struct Reader<'a> {
    objects: &'a [&'a Map<String, Value>],
}

impl Reader<'_> {
    fn article(&self, object: &Map<String, Value>) -> Article {
        let string = |keys: &[&str]| keys.iter().find_map(|k| text(object.get(*k)?));
        let mut article = Article {
            title: string(&["headline", "name"]),
            published: string(&["datePublished", "dateCreated"]),
            modified: string(&["dateModified"]),
            language: string(&["inLanguage"]),
            url: string(&["url"]).or_else(|| self.url(object.get("mainEntityOfPage")?)).filter(|u| is_web(u)),
            description: string(&["description"]),
            dateline: string(&["dateline"]),
            backstory: object.get("backstory").and_then(|b| self.words(b)),
            publisher: object.get("publisher").and_then(|p| self.name(p)),
            body: object.get("articleBody").and_then(paragraphs),
            ..Article::default()
        };
        for value in ["author", "creator"].iter().find_map(|k| object.get(*k)).into_iter().flat_map(listed) {
            let names = self.name(value).map(|n| crate::fields::split_names(&n)).unwrap_or_default();
            let body =
                self.resolved(value).is_some_and(|o| types(o).iter().any(|t| t.ends_with("Organization")));
            let list = if body { &mut article.bodies } else { &mut article.people };
            list.extend(names.into_iter().filter(|n| !is_web(n)));
        }
        for key in ["isBasedOn", "isBasedOnUrl", "citation"] {
            for value in object.get(key).into_iter().flat_map(listed) {
                article.based_on.extend(self.credit(value));
            }
        }
        for value in object.get("sourceOrganization").into_iter().flat_map(listed) {
            let name = self.name(value).filter(|n| Some(n) != article.publisher.as_ref());
            article.based_on.extend(name.map(|n| Credit {
                taken_over: true,
                name: Some(n),
                ..Credit::default()
            }));
        }
        article.based_on.truncate(MOST_CREDITS);
        for value in object.get("correction").into_iter().flat_map(listed) {
            article.corrections.extend(self.words(value));
        }
        article
    }

    /// The object itself, or the one that is meant by its `@id`.
    fn resolved<'b>(&'b self, value: &'b Value) -> Option<&'b Map<String, Value>> {
        let object = value.as_object()?;
        let id = object.get("@id").filter(|_| object.len() == 1);
        match id {
            Some(id) => self.objects.iter().copied().find(|o| o.len() > 1 && o.get("@id") == Some(id)),
            None => Some(object),
        }
    }

    fn name(&self, value: &Value) -> Option<String> {
        match value {
            Value::String(_) => text(value),
            Value::Array(list) => list.iter().find_map(|v| self.name(v)),
            _ => ["name", "legalName", "alternateName"]
                .iter()
                .find_map(|k| text(self.resolved(value)?.get(*k)?)),
        }
    }

    fn url(&self, value: &Value) -> Option<String> {
        match value {
            Value::String(_) => text(value),
            _ => ["url", "@id"].iter().find_map(|k| text(value.as_object()?.get(*k)?)),
        }
    }

    fn words(&self, value: &Value) -> Option<String> {
        match value {
            Value::String(_) => text(value),
            Value::Array(list) => list.iter().find_map(|v| self.words(v)),
            _ => ["text", "description", "abstract", "name", "url"]
                .iter()
                .find_map(|k| text(self.resolved(value)?.get(*k)?)),
        }
    }

    fn credit(&self, value: &Value) -> Option<Credit> {
        if let Value::String(_) = value {
            let words = text(value)?;
            return Some(if is_web(&words) {
                Credit { url: Some(words), ..Credit::default() }
            } else {
                Credit { title: Some(words), ..Credit::default() }
            });
        }
        let object = self.resolved(value)?;
        let credit = Credit {
            taken_over: false,
            name: ["publisher", "author", "creator", "provider"]
                .iter()
                .find_map(|k| self.name(object.get(*k)?)),
            title: ["headline", "name", "title"].iter().find_map(|k| text(object.get(*k)?)),
            url: self.url(value).filter(|u| is_web(u)),
        };
        (credit != Credit::default()).then_some(credit)
    }
}

fn listed(value: &Value) -> &[Value] {
    match value {
        Value::Array(list) => list,
        other => std::slice::from_ref(other),
    }
}

/// A string on one line, without the marks that some sites leave in it.
fn text(value: &Value) -> Option<String> {
    let words = match value {
        Value::String(words) => one_line(&entities(words)),
        Value::Number(number) => number.to_string(),
        Value::Array(list) => return list.iter().find_map(text),
        _ => return None,
    };
    (!words.is_empty()).then_some(words)
}

fn paragraphs(value: &Value) -> Option<String> {
    let words = entities(value.as_str()?);
    let lines: Vec<String> = words.lines().map(one_line).filter(|l| !l.is_empty()).collect();
    (!lines.is_empty()).then(|| lines.join("\n\n"))
}

/// `&amp;`, `&#8217;` → the characters: some sites write a string for HTML into their JSON.
pub(crate) fn entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let meant = rest[1..].find(';').filter(|end| *end <= 8).and_then(|end| {
            let name = &rest[1..=end];
            let code = name.strip_prefix('#').and_then(|n| match n.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => n.parse().ok(),
            });
            let meant = match name {
                "amp" => '&',
                "quot" => '"',
                "apos" => '\'',
                "lt" => '<',
                "gt" => '>',
                "nbsp" => '\u{a0}',
                "rsquo" => '’',
                "lsquo" => '‘',
                "rdquo" => '”',
                "ldquo" => '“',
                "ndash" => '–',
                "mdash" => '—',
                "hellip" => '…',
                _ => char::from_u32(code?).filter(|c| !c.is_control())?,
            };
            Some((meant, end + 2))
        });
        let (meant, length) = meant.unwrap_or(('&', 1));
        plain.push(meant);
        rest = &rest[length..];
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Article {
        article(&[json.to_owned()]).expect("an article")
    }

    #[test]
    fn what_a_news_article_says_of_itself() {
        let article = read(
            r#"//<![CDATA[
            {"@context": "https://schema.org", "@type": ["NewsArticle"], "headline": "Bridge &amp; ferry shut",
             "datePublished": "2032-01-17T08:00:00Z", "dateModified": "2032-01-18",
             "author": [{"@type": "Person", "name": "By Ana Brell and C. Dorn"}, {"@type": "NewsMediaOrganization", "name": "Sound Wire"}],
             "publisher": {"@type": "Organization", "name": "Ostra Post"}, "dateline": "OSTRA", "backstory": {"@type": "CreativeWork", "text": "We saw the plans."},
             "isBasedOn": "https://echo.example/bridge",
             "citation": [{"@type": "Report", "name": "Bridges of the north", "author": {"name": "Road Office"}}, "Census of 2030"],
             "sourceOrganization": {"name": "Sound Wire"}, "correction": {"@type": "CorrectionComment", "text": "It was Monday."}}
            //]]>"#,
        );
        assert_eq!(article.title.as_deref(), Some("Bridge & ferry shut"));
        assert_eq!((article.people.len(), article.people[1].as_str()), (2, "C. Dorn"));
        assert_eq!(article.bodies, ["Sound Wire"]);
        assert_eq!(article.publisher.as_deref(), Some("Ostra Post"));
        assert_eq!(article.dateline.as_deref(), Some("OSTRA"));
        assert_eq!(article.backstory.as_deref(), Some("We saw the plans."));
        assert_eq!(article.corrections, ["It was Monday."]);
        let credit = |taken_over, name: Option<&str>, title: Option<&str>, url: Option<&str>| Credit {
            taken_over,
            name: name.map(str::to_owned),
            title: title.map(str::to_owned),
            url: url.map(str::to_owned),
        };
        assert_eq!(
            article.based_on,
            [
                credit(false, None, None, Some("https://echo.example/bridge")),
                credit(false, Some("Road Office"), Some("Bridges of the north"), None),
                credit(false, None, Some("Census of 2030"), None),
                credit(true, Some("Sound Wire"), None, None),
            ]
        );
    }

    #[test]
    fn references_within_a_graph_are_followed() {
        let article = read(
            r##"{"@graph": [{"@type": "WebPage", "@id": "#page", "name": "no"}, {"@type": "Article", "headline": "Bridge shut",
              "author": {"@id": "#ana"}, "publisher": {"@id": "#post"}, "mainEntityOfPage": {"@id": "https://post.example/a"}},
             {"@type": "Person", "@id": "#ana", "name": "Ana Brell"}, {"@type": "Organization", "@id": "#post", "name": "Ostra Post"}]}"##,
        );
        assert_eq!(article.people, ["Ana Brell"]);
        assert_eq!(article.publisher.as_deref(), Some("Ostra Post"));
        assert_eq!(article.url.as_deref(), Some("https://post.example/a"));
    }

    #[test]
    fn odd_data_is_no_article_or_half_of_one() {
        for none in
            ["", "{", "7", "{\"@type\": \"Product\", \"name\": \"x\"}", "{\"@type\": \"NewsArticle\"}"]
        {
            assert_eq!(article(&[none.to_owned()]), None, "{none}");
        }
        assert_eq!(
            read("{\"@type\": \"NewsArticle\", \"headline\": \"two\nlines\"}").title.as_deref(),
            Some("two lines")
        );
        assert_eq!(entities("a &#8217; &#x41; &bogus; &#0; & b"), "a ’ A &bogus; &#0; & b");
        let list =
            r#"{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "other"}]}"#;
        assert_eq!(article(&[list.to_owned()]), None);
    }
}
