//! Mail (EML, mbox) → a report for each message: newsletters, press releases, and what is attached to them.

use std::io::{self, BufRead, Cursor, Read};

use backstory_model::{Document, Meta};
use mail_parser::{Address as Sender, HeaderValue, Message, MessageParser, MimeHeaders, PartType};

use crate::{
    Each, Name, Source,
    html::{self, Address, is_body, is_name_like},
    sniff::{self, Kind},
};

/// Attached files of one message that are looked at.
const MOST_ATTACHED: usize = 100;
/// Messages within messages that are opened.
const DEEPEST: u32 = 4;
/// Fields that a message's head has and few other texts.
const FIELDS: &[&str] = &[
    "return-path",
    "received",
    "delivered-to",
    "from",
    "to",
    "cc",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "reply-to",
    "sender",
    "dkim-signature",
    "list-id",
    "list-unsubscribe",
    "x-mailer",
    "content-transfer-encoding",
    "authentication-results",
    "arc-seal",
    "x-received",
    "received-spf",
];
/// Of which one at least only machines write.
const BY_MACHINE: &[&str] =
    &["return-path", "received", "message-id", "mime-version", "dkim-signature", "x-received"];
/// Attached text that is no report.
const NO_REPORT: &[&str] = &[".ics", ".vcf", ".asc", ".sig", ".p7s", ".css", ".js", ".csv", ".eml.sig"];

/// What names of outlets end with, and names of people do not.
const HOUSES: &[&str] = &[
    "Agency",
    "Briefing",
    "Bulletin",
    "Chronicle",
    "Company",
    "Courier",
    "Daily",
    "Desk",
    "Digest",
    "Dispatch",
    "Echo",
    "Examiner",
    "Gazette",
    "Group",
    "Herald",
    "Journal",
    "Ledger",
    "Letter",
    "Mail",
    "Media",
    "Monitor",
    "News",
    "Newsletter",
    "Newsroom",
    "Observer",
    "Post",
    "Press",
    "Radio",
    "Record",
    "Report",
    "Review",
    "Team",
    "Telegraph",
    "Times",
    "Today",
    "Tribune",
    "Update",
    "Voice",
    "Weekly",
    "Wire",
];

/// Whether these first bytes are those of a message: its head is lines of known fields, and one of them was written by
/// a machine. A text that merely opens with "From:" and "To:" is none.
pub(crate) fn is_message(head: &[u8]) -> bool {
    let (mut known, mut other, mut machine, mut from) = (0, 0, false, false);
    for line in head.split(|b| *b == b'\n').take(200) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let Some(colon) = line.iter().position(|b| *b == b':') else { return false };
        let name = String::from_utf8_lossy(&line[..colon]).to_ascii_lowercase();
        if name.is_empty() || name.contains(|c: char| c.is_whitespace() || !c.is_ascii()) {
            return false;
        }
        from |= name == "from";
        machine |= BY_MACHINE.contains(&name.as_str());
        if FIELDS.contains(&name.as_str())
            || name.starts_with("x-")
            || name.starts_with("arc-")
            || name.starts_with("list-")
        {
            known += 1;
        } else {
            other += 1;
        }
    }
    from && machine && known >= 3 && known > other
}

/// Whether these first bytes are those of a box of messages.
pub(crate) fn is_box(head: &[u8]) -> bool {
    let rest = head
        .strip_prefix(b"From ")
        .and_then(|rest| Some(&rest[rest.iter().position(|b| *b == b'\n')? + 1..]));
    rest.is_some_and(is_message)
}

/// Reads a box message by message.
pub(crate) fn read_box(source: &Source, input: &mut dyn BufRead, each: Each) -> io::Result<()> {
    let limit = source.limits.report_bytes;
    let (mut number, mut size) = (0, 0_u64);
    let (mut message, mut line): (Vec<u8>, Vec<u8>) = Default::default();
    let mut blank = true;
    loop {
        line.clear();
        let count = (&mut *input).take(limit.max(1 << 16)).read_until(b'\n', &mut line)?;
        let opens = blank && line.starts_with(b"From ");
        if (opens || count == 0) && number > 0 {
            if size > limit {
                each(Err(source.too_large(Some(number), size)), Vec::new());
            } else {
                whole(source, Some(number), &message, each)?;
            }
        }
        if count == 0 {
            return Ok(());
        }
        if opens {
            number += 1;
            size = 0;
            message.clear();
            blank = false;
            continue;
        }
        blank = line.trim_ascii().is_empty();
        size += count as u64;
        if size <= limit {
            // A line of a message that opens like the next message was kept apart by a mark.
            let marks = line.iter().take_while(|b| **b == b'>').count();
            let kept = if marks > 0 && line[marks..].starts_with(b"From ") { &line[1..] } else { &line[..] };
            message.extend_from_slice(kept);
        } else {
            message = Vec::new();
        }
    }
}

/// Reads one message that lies whole in memory.
pub(crate) fn whole(source: &Source, record: Option<u64>, bytes: &[u8], each: Each) -> io::Result<()> {
    match MessageParser::default().parse(bytes) {
        Some(message) => Reader { source, record }.message(&message, String::new(), 0, each),
        None => {
            let message = "it looks like a mail and cannot be read as one".to_owned();
            each(Err(source.error(record, "read/mail", message, &["save its words as text"])), Vec::new());
            Ok(())
        }
    }
}

struct Reader<'a> {
    source: &'a Source<'a>,
    record: Option<u64>,
}

impl Reader<'_> {
    /// `inner` is what the message is called within the one that holds it.
    fn message(&self, message: &Message, inner: String, depth: u32, each: Each) -> io::Result<()> {
        let mut document = self.named(&inner);
        let mut attached = Vec::new();
        for part in message.attachments().take(MOST_ATTACHED) {
            let name = part.attachment_name().unwrap_or("attached").to_owned();
            match &part.body {
                PartType::Message(inside) if depth < DEEPEST => attached.push((name, Ok(inside))),
                PartType::Binary(_) | PartType::Text(_) | PartType::Html(_)
                    if part.attachment_name().is_some() =>
                {
                    attached.push((name, Err(part.contents())));
                }
                _ => {}
            }
        }
        let (text, marks, links) = words(message);
        if text.trim().is_empty() {
            if attached.is_empty() {
                let what = "the message shows no text; a report was expected".to_owned();
                each(Err(self.source.error(self.record, "read/empty", what, &[])), Vec::new());
                return Ok(());
            }
        } else {
            document.meta = meta(message);
            (document.text, document.marks, document.links) = (text, marks, links);
            if let Some(manifest) = self.source.manifest {
                manifest.apply(&mut document);
            }
            each(Ok(document), Vec::new());
        }
        for (name, part) in attached {
            let called = if inner.is_empty() { name } else { format!("{inner}/{name}") };
            match part {
                Ok(message) => self.message(message, called, depth + 1, each)?,
                Err(bytes) => self.attached(&called, bytes, each)?,
            }
        }
        Ok(())
    }

    fn attached(&self, called: &str, bytes: &[u8], each: Each) -> io::Result<()> {
        let lower = called.to_lowercase();
        // Pictures and the like belong to the letter; a document that cannot be read may be what it was sent for.
        let kind = sniff::kind(&bytes[..bytes.len().min(sniff::HEAD)]);
        let picture = matches!(kind, Kind::Refused { what, .. } if !what.contains("document"));
        if NO_REPORT.iter().any(|end| lower.ends_with(end)) || picture || kind == Kind::Blank {
            return Ok(());
        }
        let document = self.named(called);
        let name = Name { uri: document.uri, path: document.path };
        let inner = Source { name: &name, depth: self.source.depth + 1, ..*self.source };
        inner.read_inner(&mut Cursor::new(bytes), each)
    }

    fn named(&self, inner: &str) -> Document {
        let mut document = self.source.name.document(self.record);
        if !inner.is_empty() {
            let (name, _) = Source { name: &Name { uri: document.uri, path: document.path }, ..*self.source }
                .member(inner);
            (document.uri, document.path) = (name.uri, name.path);
        }
        document
    }
}

/// The words of a message: its HTML, where that says as much as its plain text.
fn words(message: &Message) -> html::Marked {
    let mut html = String::new();
    for part in message.html_bodies() {
        if let PartType::Html(words) = &part.body {
            html.push_str(words);
        }
    }
    let mut plain = String::new();
    for part in message.text_bodies() {
        if let PartType::Text(words) = &part.body {
            plain.push_str(words);
        }
    }
    let found = html::fragment(&html, &Address::default());
    if found.0.len() * 2 >= plain.len() { found } else { (plain, Vec::new(), Vec::new()) }
}

fn meta(message: &Message) -> Meta {
    let mut title = message.subject().map(html::one_line).unwrap_or_default();
    for mark in ["Fwd:", "FWD:", "Fw:", "FW:"] {
        title = title.strip_prefix(mark).map_or(title.clone(), |t| t.trim_start().to_owned());
    }
    let sender = match message.from() {
        Some(Sender::List(list)) => list.first().and_then(|a| a.name.as_deref()),
        Some(Sender::Group(groups)) => groups.first().and_then(|g| g.name.as_deref()),
        None => None,
    };
    let sender = sender.map(html::one_line).filter(|s| !s.is_empty() && !s.contains('@'));
    // A letter is signed by a person or by a house.
    let house = |s: &str| s.split(' ').next_back().is_some_and(|last| HOUSES.contains(&last));
    let person = sender.as_deref().is_some_and(|s| is_name_like(s) && !is_body(s) && !house(s));
    let archived = message.header("Archived-At").and_then(HeaderValue::as_text);
    let archived = archived.map(|a| a.trim_matches(['<', '>', ' ']).to_owned()).filter(|a| html::is_web(a));
    Meta {
        title: Some(title).filter(|t| !t.is_empty()),
        outlet: sender.clone().filter(|_| !person),
        authors: sender.filter(|_| person).into_iter().collect(),
        published: message.date().filter(|d| d.is_valid()).map(mail_parser::DateTime::to_rfc3339),
        url: archived,
        ..Meta::default()
    }
}
