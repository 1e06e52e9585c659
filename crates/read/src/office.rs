//! Office documents (DOCX, ODT) → text in paragraphs, with links. What was deleted while changes are tracked stays
//! deleted.

use std::{
    collections::BTreeMap,
    io::{self, Cursor},
};

use backstory_model::{Link, LinkKind, Span};
use quick_xml::{Reader, events::Event};

use crate::{
    Each, Source,
    decode::Transcoded,
    html::{self, entities, one_line},
};

/// Gives a part of the document by its name in the archive; None where it is not there.
type Part<'a> = &'a mut dyn FnMut(&str) -> io::Result<Option<Vec<u8>>>;

/// Reads one document.
pub(crate) fn read(source: &Source, part: Part, each: Each) -> io::Result<()> {
    let word = part("word/document.xml")?;
    let (text, links, title) = match word {
        Some(body) => {
            let addresses = part("word/_rels/document.xml.rels")?.map(|r| addresses(&r)).unwrap_or_default();
            let title = part("docProps/core.xml")?.and_then(|core| title(&core));
            let (text, links) = paragraphs(&body, &addresses);
            (text, links, title)
        }
        None => {
            let kind = part("mimetype")?.unwrap_or_default();
            if !kind.starts_with(b"application/vnd.oasis.opendocument.text") {
                let message = "it is an office document other than a text, which cannot be read".to_owned();
                let hint = "save the report in it as text, a document or a page";
                each(Err(source.error(None, "read/binary", message, &[hint])), Vec::new());
                return Ok(());
            }
            let body = part("content.xml")?.unwrap_or_default();
            let title = part("meta.xml")?.and_then(|meta| title(&meta));
            let (text, links) = paragraphs(&body, &BTreeMap::new());
            (text, links, title)
        }
    };
    if text.trim().is_empty() {
        let message = "the document holds no text; a report was expected".to_owned();
        each(
            Err(source.error(None, "read/empty", message, &["it may hold pictures of text alone"])),
            Vec::new(),
        );
        return Ok(());
    }
    let mut document = source.name.document(None);
    document.text = text;
    document.links = links;
    document.meta.title = title;
    if let Some(manifest) = source.manifest {
        manifest.apply(&mut document);
    }
    each(Ok(document), Vec::new());
    Ok(())
}

fn reader(xml: &[u8]) -> Reader<io::BufReader<Transcoded<Cursor<&[u8]>>>> {
    let encoding = html::declared_xml(xml);
    let mut reader = Reader::from_reader(io::BufReader::new(Transcoded::new(Cursor::new(xml), encoding)));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

fn attribute(tag: &quick_xml::events::BytesStart, wanted: &str) -> Option<String> {
    tag.html_attributes()
        .with_checks(false)
        .filter_map(Result::ok)
        .find(|a| a.key.0 == wanted)
        .map(|a| entities(&a.value))
}

/// Both formats at once: their elements have other prefixes (`w:` and `text:`), and mean the same where they share a
/// name.
fn paragraphs(xml: &[u8], addresses: &BTreeMap<String, String>) -> (String, Vec<Link>) {
    let mut reader = reader(xml);
    let (mut text, mut links): (String, Vec<Link>) = (String::new(), Vec::new());
    // The link that is open and where it starts; how many elements are open whose words do not count.
    let mut link: Option<(String, usize)> = None;
    let (mut left_out, mut words, mut cell) = (0u32, 0u32, false);
    let mut buffer = Vec::new();
    let breaks = |text: &mut String, end: &str| {
        while text.ends_with([' ', '\t']) {
            text.pop();
        }
        if !text.is_empty() && !text.ends_with('\n') {
            text.push_str(end);
        }
    };
    loop {
        buffer.clear();
        let Ok(event) = reader.read_event_into(&mut buffer) else { break };
        match event {
            Event::Eof => break,
            Event::Start(tag) => match tag.name().0 {
                "w:del"
                | "w:moveFrom"
                | "text:tracked-changes"
                | "office:annotation"
                | "w:instrText"
                | "mc:Fallback"
                | "text:note-citation" => left_out += 1,
                _ if left_out > 0 => {}
                "w:t" | "text:p" | "text:h" => words += 1,
                "w:tc" | "table:table-cell" => cell = true,
                "w:hyperlink" => {
                    let address = attribute(&tag, "r:id").and_then(|id| addresses.get(&id).cloned());
                    link = address.map(|a| (a, text.len()));
                }
                "text:a" => link = attribute(&tag, "xlink:href").map(|a| (a, text.len())),
                _ => {}
            },
            Event::Empty(tag) if left_out == 0 => match tag.name().0 {
                "w:tab" | "text:tab" | "text:s" => text.push(' '),
                "w:br" | "w:cr" | "text:line-break" => breaks(&mut text, "\n"),
                _ => {}
            },
            Event::End(tag) => match tag.name().0 {
                "w:del"
                | "w:moveFrom"
                | "text:tracked-changes"
                | "office:annotation"
                | "w:instrText"
                | "mc:Fallback"
                | "text:note-citation" => left_out = left_out.saturating_sub(1),
                _ if left_out > 0 => {}
                "w:t" => words = words.saturating_sub(1),
                "w:p" | "text:p" | "text:h" => {
                    if tag.name().0 != "w:p" {
                        words = words.saturating_sub(1);
                    }
                    breaks(&mut text, if cell { " | " } else { "\n\n" });
                }
                "w:tc" | "table:table-cell" => cell = false,
                "w:tr" | "table:table-row" => {
                    while text.ends_with([' ', '|']) {
                        text.pop();
                    }
                    breaks(&mut text, "\n\n");
                }
                "w:hyperlink" | "text:a" => {
                    if let Some((url, start)) = link.take()
                        && html::is_web(&url)
                        && start < text.len()
                    {
                        let span = Span::new(start, text.len()).trim(&text);
                        if !span.is_empty() {
                            links.push(Link { span, url, kind: LinkKind::Link });
                        }
                    }
                }
                _ => {}
            },
            Event::Text(part) if left_out == 0 && words > 0 => {
                for c in part.chars() {
                    if c == '\n' || c == '\r' || c == '\t' {
                        text.push(' ');
                    } else if !c.is_control() {
                        text.push(c);
                    }
                }
            }
            Event::GeneralRef(name) if left_out == 0 && words > 0 => {
                text.push_str(&entities(&format!("&{};", &*name)))
            }
            _ => {}
        }
    }
    text.truncate(text.trim_end().len());
    links.retain(|l| l.span.end as usize <= text.len());
    (text, links)
}

/// Where a document's links lead, by their ids.
fn addresses(rels: &[u8]) -> BTreeMap<String, String> {
    let mut reader = reader(rels);
    let mut found = BTreeMap::new();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Empty(tag) | Event::Start(tag)) => {
                if let (Some(id), Some(target)) = (attribute(&tag, "Id"), attribute(&tag, "Target")) {
                    found.insert(id, target);
                }
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

/// The title in a document's properties. Who made the file is seldom who wrote the report, and the days of its making
/// are not those of its publication.
fn title(xml: &[u8]) -> Option<String> {
    let mut reader = reader(xml);
    let (mut inside, mut title) = (false, String::new());
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) => inside = tag.name().0 == "dc:title",
            Ok(Event::End(_)) => inside = false,
            Ok(Event::Text(text)) if inside => title.push_str(&text),
            Ok(Event::GeneralRef(name)) if inside => title.push_str(&entities(&format!("&{};", &*name))),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    let title = one_line(&title);
    // Programs put the name of the file there.
    let made = title.is_empty()
        || title.ends_with(".docx")
        || title.ends_with(".doc")
        || title.starts_with("Microsoft Word");
    (!made).then_some(title)
}
