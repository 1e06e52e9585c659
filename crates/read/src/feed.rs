//! RSS, Atom and sitemaps of news → a report for each entry, read one by one.
//!
//! Elements are told by their local names, as feeds in the wild mix their dialects. Entities that a feed declares are
//! not expanded; those of HTML are. Nothing is fetched.

use std::{
    cell::Cell,
    io::{self, BufRead, BufReader, Read},
};

use backstory_model::{Credit, Document, Meta};
use quick_xml::{Reader, events::Event};

use crate::{
    Each, HEAD, Listed, Source,
    decode::Transcoded,
    fields::split_names,
    html::{self, Address},
};

/// Prefixes whose elements say nothing about the entry itself.
const FOREIGN: &[&str] =
    &["media", "itunes", "image", "video", "slash", "wfw", "thr", "georss", "geo", "feedburner"];
/// Elements within elements that are told apart.
const DEEPEST: usize = 64;

/// What an entry says.
#[derive(Default)]
struct Entry {
    title: String,
    link: Option<String>,
    id: Option<String>,
    published: Option<String>,
    modified: Option<String>,
    authors: Vec<String>,
    source: Option<String>,
    publisher: Option<String>,
    language: Option<String>,
    summary: Option<Words>,
    content: Option<Words>,
    based_on: Vec<Credit>,
}

/// Words, and whether they are HTML.
struct Words {
    text: String,
    html: bool,
}

/// What the feed says of all its entries.
#[derive(Default)]
struct Channel {
    title: Option<String>,
    language: Option<String>,
    link: Option<String>,
}

/// Reads a feed to its end.
pub(crate) fn read(source: &Source, head: &[u8], input: &mut dyn BufRead, each: Each) -> io::Result<()> {
    run(source, head, input, each, None)
}

/// The addresses that a feed or sitemap lists, as far as it can be read.
pub(crate) fn listed(source: &Source, bytes: &[u8]) -> Vec<Listed> {
    let mut found = Vec::new();
    let head = &bytes[..bytes.len().min(HEAD)];
    // What is wrong with it is told when it is read.
    let _ = run(source, head, &mut &*bytes, &mut |_, _| (), Some(&mut found));
    found
}

fn run(
    source: &Source,
    head: &[u8],
    input: &mut dyn BufRead,
    each: Each,
    listed: Option<&mut Vec<Listed>>,
) -> io::Result<()> {
    let encoding = html::declared_xml(head);
    let since = Cell::new(0);
    let input =
        Bounded { inner: Transcoded::new(input, encoding), since: &since, most: source.limits.report_bytes };
    let mut reader = Reader::from_reader(BufReader::with_capacity(32 << 10, input));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut feed = Feed {
        source,
        each,
        since: &since,
        channel: Channel::default(),
        entry: None,
        path: Vec::new(),
        deeper: 0,
        text: String::new(),
        markup: None,
        html: false,
        number: 0,
        bare: 0,
        index: false,
        listed,
    };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) => break,
            Ok(event) => feed.event(event),
            Err(quick_xml::Error::Io(error)) => {
                if error.get_ref().is_some_and(|e| e.is::<TooLong>()) {
                    let size = since.get();
                    (feed.each)(Err(source.too_large(Some(feed.number + 1), size)), Vec::new());
                    return Ok(());
                }
                return Err(io::Error::new(error.kind(), error));
            }
            Err(error) => {
                let message = format!("its XML is broken after entry {}: {error}", feed.number);
                (feed.each)(
                    Err(source.error(
                        None,
                        "read/xml",
                        message,
                        &["fetch it again; what stands before it was read"],
                    )),
                    Vec::new(),
                );
                return Ok(());
            }
        }
    }
    feed.end();
    Ok(())
}

struct Feed<'a, 'b> {
    source: &'a Source<'a>,
    each: Each<'b>,
    since: &'a Cell<u64>,
    channel: Channel,
    entry: Option<Entry>,
    path: Vec<String>,
    /// Elements that are open past those of `path`.
    deeper: usize,
    text: String,
    /// Markup inside an element of `type="xhtml"`, and how many elements are open in it.
    markup: Option<usize>,
    /// Whether the element that is open holds HTML.
    html: bool,
    number: u64,
    /// Addresses of a sitemap without a title.
    bare: u64,
    index: bool,
    /// Takes the addresses, where these alone are asked for.
    listed: Option<&'b mut Vec<Listed>>,
}

impl Feed<'_, '_> {
    fn start(&mut self, name: &str, attributes: &[(String, String)], empty: bool) {
        let attribute =
            |wanted: &str| attributes.iter().find(|(n, _)| n == wanted).map(|(_, v)| v.trim().to_owned());
        if let Some(open) = &mut self.markup {
            self.text.push('<');
            self.text.push_str(name);
            for (name, value) in attributes {
                self.text.push_str(&format!(" {name}=\"{}\"", value.replace('"', "&quot;")));
            }
            self.text.push('>');
            *open += usize::from(!empty);
            return;
        }
        let local = local(name);
        match (local.as_str(), &mut self.entry) {
            ("item" | "entry" | "url", None) => {
                self.entry = Some(Entry { language: attribute("xml:lang"), ..Entry::default() });
            }
            ("sitemapindex", _) => self.index = true,
            ("link", Some(entry)) if attribute("href").is_some() => {
                let href = attribute("href");
                let in_source = self.path.last().is_some_and(|p| p == "source");
                match attribute("rel").as_deref().unwrap_or("alternate") {
                    "alternate" if !in_source && entry.link.is_none() => entry.link = href,
                    "via" | "related" if !in_source => {
                        entry.based_on.push(Credit { url: href, ..Credit::default() });
                    }
                    _ => {}
                }
            }
            ("link", None) if attribute("rel").is_none_or(|r| r == "alternate") => {
                self.channel.link = self.channel.link.take().or(attribute("href"));
            }
            ("rss" | "feed" | "rdf", None) => self.channel.language = attribute("xml:lang"),
            _ => {}
        }
        if empty {
            return;
        }
        self.text.clear();
        self.html = attribute("type").is_some_and(|t| t.contains("html"));
        if matches!(local.as_str(), "content" | "summary" | "title")
            && attribute("type").as_deref() == Some("xhtml")
        {
            self.markup = Some(0);
        }
        if self.path.len() < DEEPEST {
            self.path.push(local);
        } else {
            self.deeper += 1;
        }
    }

    fn close(&mut self, name: &str) {
        match &mut self.markup {
            Some(0) => self.markup = None,
            Some(open) => {
                *open -= 1;
                self.text.push_str(&format!("</{name}>"));
                return;
            }
            None => {}
        }
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        // An end tag that fits nothing that is open is left alone.
        let local = local(name);
        let Some(at) = self.path.iter().rposition(|p| *p == local) else { return };
        self.path.truncate(at);
        let parent = self.path.last().cloned().unwrap_or_default();
        let raw = std::mem::take(&mut self.text);
        let words = html::one_line(&html::entities(raw.trim()));
        let some = (!words.is_empty()).then(|| words.clone());
        let foreign =
            name.split_once(':').is_some_and(|(prefix, _)| FOREIGN.contains(&prefix.to_lowercase().as_str()));
        if foreign {
            return;
        }
        let Some(entry) = &mut self.entry else {
            match local.as_str() {
                "title" if matches!(parent.as_str(), "channel" | "feed") => {
                    self.channel.title = self.channel.title.take().or(some);
                }
                "language" => self.channel.language = self.channel.language.take().or(some),
                "loc" if parent == "sitemap" => {
                    if let (Some(listed), Some(url)) = (&mut self.listed, some) {
                        listed.push(Listed { url, modified: None, sitemap: true });
                    }
                }
                "link" if parent == "channel" => self.channel.link = self.channel.link.take().or(some),
                _ => {}
            }
            return;
        };
        let in_source = parent == "source";
        let of = |raw: String, html: bool| Words { html: html || looks_like_html(&raw), text: raw };
        match local.as_str() {
            "item" | "entry" | "url"
                if matches!(parent.as_str(), "channel" | "feed" | "rdf" | "urlset" | "rss" | "") =>
            {
                let entry = self.entry.take().unwrap_or_default();
                self.finish(entry);
            }
            "title" if in_source => entry.source = some,
            "title" if parent != "image" && entry.title.is_empty() => {
                entry.title = plain(&of(raw, self.html));
            }
            "link" if !in_source && entry.link.is_none() => entry.link = some,
            "loc" if parent == "url" => entry.link = some,
            "guid" | "id" if !in_source => entry.id = some,
            "pubdate" | "published" | "issued" | "date" | "publication_date" | "created" => {
                entry.published = entry.published.take().or(some);
            }
            "updated" | "modified" | "lastmod" if !in_source => entry.modified = some,
            "creator" => entry.authors.extend(split_names(&words)),
            "name" if parent == "author" => entry.authors.extend(some),
            "name" if parent == "publication" => entry.publisher = some,
            "language" => entry.language = some,
            "author" if parent == "item" => entry.authors.extend(author(&words)),
            "source" => entry.source = entry.source.take().or(some),
            "publisher" => entry.publisher = some,
            "encoded" | "content" if !raw.trim().is_empty() => entry.content = Some(of(raw, self.html)),
            "description" | "summary" | "subtitle" if !raw.trim().is_empty() => {
                entry.summary = entry.summary.take().or_else(|| Some(of(raw, self.html)));
            }
            _ => {}
        }
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.tag(&tag, false),
            Event::Empty(tag) => self.tag(&tag, true),
            Event::End(tag) => {
                let name = tag.name().0.to_owned();
                self.close(&name);
            }
            Event::Text(text) => self.text.push_str(&text),
            Event::CData(text) if self.markup.is_some() => {
                self.text.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
            }
            Event::CData(text) => self.text.push_str(&text),
            Event::GeneralRef(name) => {
                let written = format!("&{};", &*name);
                // Markup is read as HTML once more; in it a reference stays one.
                if self.markup.is_some() {
                    self.text.push_str(&written);
                } else {
                    self.text.push_str(&html::entities(&written));
                }
            }
            _ => {}
        }
    }

    fn tag(&mut self, tag: &quick_xml::events::BytesStart, empty: bool) {
        let name = tag.name().0.to_owned();
        let attributes: Vec<(String, String)> = tag
            .html_attributes()
            .with_checks(false)
            .filter_map(Result::ok)
            .take(32)
            .map(|a| (a.key.0.to_lowercase(), html::entities(&a.value)))
            .collect();
        self.start(&name, &attributes, empty);
    }

    fn finish(&mut self, entry: Entry) {
        self.since.set(0);
        if let Some(listed) = &mut self.listed {
            let url = entry.link.filter(|l| html::is_web(l)).or(entry.id);
            let modified = entry.modified.or(entry.published);
            listed.extend(url.map(|url| Listed { url, modified, sitemap: false }));
            return;
        }
        let sitemap = entry.title.is_empty() && entry.content.is_none() && entry.summary.is_none();
        if sitemap {
            self.bare += 1;
            return;
        }
        self.number += 1;
        let found = document(self.source, self.number, entry, &self.channel);
        (self.each)(found, Vec::new());
    }

    /// Says what a feed without reports was.
    fn end(&mut self) {
        let cut = self.entry.is_some();
        let (message, hint) = if cut {
            (format!("it is cut short: it ends inside entry {}", self.number + 1), "fetch it again")
        } else if self.index {
            ("it is a list of sitemaps and names no reports".to_owned(), "give the sitemaps that it lists")
        } else if self.number == 0 && self.bare > 0 {
            (
                format!("it is a sitemap of {} addresses, without a title to any of them", self.bare),
                "fetch the pages and give those",
            )
        } else if self.number == 0 {
            ("it is a feed without entries".to_owned(), "fetch it again later")
        } else {
            return;
        };
        (self.each)(Err(self.source.error(None, "read/feed", message, &[hint])), Vec::new());
    }
}

/// An entry → a report.
fn document(
    source: &Source,
    number: u64,
    entry: Entry,
    channel: &Channel,
) -> Result<Document, backstory_model::Diagnostic> {
    let link = entry.link.filter(|l| html::is_web(l)).or(entry.id.filter(|i| html::is_web(i)));
    let outlet = entry.source.clone().or(entry.publisher).or_else(|| channel_outlet(channel));
    let base = Address::new(link.as_deref().or(channel.link.as_deref()));
    let mut document = source.name.document(Some(number));
    let words = entry.content.as_ref().or(entry.summary.as_ref());
    match words {
        Some(words) if words.html => {
            (document.text, document.marks, document.links) = html::fragment(&words.text, &base);
        }
        Some(words) => document.text = html::entities(words.text.trim()),
        None => {}
    }
    let title = without_source(&entry.title, entry.source.as_deref());
    if document.text.trim().is_empty() {
        document.text.clone_from(&title);
    }
    if document.text.trim().is_empty() {
        return Err(source.error(
            Some(number),
            "read/no-text",
            "the entry has neither a title nor words".into(),
            &[],
        ));
    }
    document.meta = Meta {
        title: Some(title).filter(|t| !t.is_empty()),
        outlet,
        authors: entry.authors,
        published: entry.published,
        url: link,
        language: entry.language.or_else(|| channel.language.clone()),
        description: entry.content.is_some().then(|| entry.summary.as_ref().map(plain)).flatten(),
        modified: entry.modified,
        based_on: entry.based_on,
        ..Meta::default()
    };
    if let Some(manifest) = source.manifest {
        manifest.apply(&mut document);
    }
    Ok(document)
}

/// `a@b.example (Ana Brell)` → `Ana Brell`.
fn author(words: &str) -> Vec<String> {
    let inside = words.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(name, _)| name);
    split_names(inside.unwrap_or(if words.contains('@') { "" } else { words }))
}

/// `Bridge shut - Ostra Post` → `Bridge shut`, where that is the entry's true publisher, as aggregators write it.
fn without_source(title: &str, source: Option<&str>) -> String {
    let cut = source.and_then(|s| title.strip_suffix(s)).map(str::trim_end);
    let cut = cut.and_then(|t| t.strip_suffix(['-', '–', '—', '|'])).map(str::trim_end);
    cut.filter(|t| !t.is_empty()).unwrap_or(title).to_owned()
}

/// The outlet in a feed's title: the part of it that the feed's address knows, or else the first.
fn channel_outlet(channel: &Channel) -> Option<String> {
    let title = channel.title.as_deref()?;
    let squash =
        |s: &str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let host = channel.link.as_deref().and_then(html::host).map(|h| squash(&h)).unwrap_or_default();
    let mut parts = title
        .split(['|', '–', '—', '»', ':', '·'])
        .flat_map(|p| p.split(" - "))
        .map(str::trim)
        .filter(|p| !p.is_empty());
    let first = parts.clone().next()?;
    let known = parts.find(|p| {
        let part = squash(p.strip_prefix("The ").unwrap_or(p));
        part.len() > 2 && host.contains(&part)
    });
    Some(known.unwrap_or(first).to_owned())
}

/// HTML or plain words on one line.
fn plain(words: &Words) -> String {
    if words.html {
        html::one_line(&html::fragment(&words.text, &Address::default()).0)
    } else {
        html::one_line(&html::entities(&words.text))
    }
}

/// Whether words that nobody calls HTML are: many feeds escape it without saying so.
fn looks_like_html(text: &str) -> bool {
    ["<p", "<br", "<a ", "<div", "<img", "</", "<ul", "<h2", "<blockquote"]
        .iter()
        .any(|tag| text.contains(tag))
}

/// An entry longer than is allowed.
#[derive(Debug)]
struct TooLong;

impl std::fmt::Display for TooLong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an entry is too long")
    }
}

impl std::error::Error for TooLong {}

/// Stops where more was read than one entry may have.
struct Bounded<'a, R> {
    inner: R,
    since: &'a Cell<u64>,
    most: u64,
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.since.get() > self.most {
            return Err(io::Error::other(TooLong));
        }
        let count = self.inner.read(into)?;
        self.since.set(self.since.get() + count as u64);
        Ok(count)
    }
}

fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_lowercase()
}
