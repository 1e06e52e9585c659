//! Web archives (WARC 0.17 to 1.1) → a report for each page in them, record by record.
//!
//! A record that is broken is skipped and counted: in a compressed archive reading goes on at the next member, in a
//! bare one at the next line that opens a record. When a page was captured bounds when it was published, and is never
//! taken for it. Written for this program, because the crate for it reads heads without bound and does not look for the
//! next record behind a broken one.

use std::{
    cell::Cell,
    collections::BTreeMap,
    io::{self, BufRead, BufReader, Read},
    sync::mpsc::{self, Receiver},
};

use backstory_model::{Diagnostic, Document};
use flate2::bufread::GzDecoder;
use rayon::{
    Scope, ThreadPoolBuilder,
    iter::{IntoParallelRefIterator, ParallelIterator},
};

use crate::{
    Each, Source, bytes,
    html::{self, Given},
    scan::read_whole,
    unpack::{Packing, Stopped, Watched, stopped, unpack},
};

/// Most bytes of a record's head, and of the head of the answer in it.
const HEAD: u64 = 256 << 10;

/// Whether these first bytes are those of a bare archive.
pub(crate) fn is_warc(head: &[u8]) -> bool {
    head.starts_with(b"WARC/0.") || head.starts_with(b"WARC/1.")
}

/// Whether these first bytes are those of a compressed one.
pub(crate) fn is_packed_warc(head: &[u8]) -> bool {
    let mut start = Vec::new();
    // What is cut short or broken later still shows its start.
    let _ = GzDecoder::new(head).take(8).read_to_end(&mut start);
    is_warc(&start)
}

/// What was met in an archive.
#[derive(Default)]
struct Count {
    records: u64,
    broken: u64,
    first_broken: Option<u64>,
    pages: u64,
    empty: u64,
    fronts: u64,
    large: u64,
}

/// What was found in each page of a batch.
type Found = Vec<Vec<Result<Document, Diagnostic>>>;

struct Archive<'a, 'b, 's> {
    source: &'a Source<'a>,
    each: Each<'b>,
    count: Count,
    /// A page that waits for the end of its member: what is wrong with that shows only there.
    waiting: Option<Waiting>,
    /// Pages that are whole and wait for others, to be taken apart side by side.
    batch: Vec<Waiting>,
    batch_bytes: usize,
    /// The pages before those of the batch, which others take apart while more are unpacked.
    under_way: Option<Receiver<Found>>,
    /// Where others take pages apart; None where one thread does it all.
    scope: Option<&'s Scope<'a>>,
}

/// Bytes of pages that are taken apart at once.
const BATCH: usize = 4 << 20;

struct Waiting {
    number: u64,
    held: Vec<u8>,
    page: bool,
    given: Given,
}

/// How reading goes on after a record.
enum Next {
    Record,
    End,
    Broken,
}

/// Reads a bare archive.
pub(crate) fn read(source: &Source, input: &mut dyn BufRead, each: Each) -> io::Result<()> {
    let bare = |archive: &mut Archive| {
        loop {
            match archive.record(input)? {
                Next::Record => archive.hand_over(),
                Next::End => return Ok(()),
                Next::Broken if to_next_record(input)? => {}
                Next::Broken => return Ok(()),
            }
        }
    };
    whole(source, each, bare)
}

/// Reads an archive of compressed members, of which each holds a record, or several.
pub(crate) fn read_packed(source: &Source, input: &mut dyn BufRead, each: Each) -> io::Result<()> {
    whole(source, each, |archive| members(archive, input))
}

fn members(archive: &mut Archive, input: &mut dyn BufRead) -> io::Result<()> {
    let taken = Cell::new(0);
    let mut raw = Raw { inner: input, ahead: Vec::new(), at: 0, taken: &taken };
    while raw.seek_member()? {
        let before = taken.get();
        let packed = || taken.get() - before;
        let member = GzDecoder::new(&mut raw);
        let budget = archive.source.budget;
        let mut member = BufReader::with_capacity(64 << 10, Watched::new(member, budget, &packed));
        loop {
            let next = archive.record(&mut member);
            match next {
                Ok(Next::Record) => {}
                Ok(Next::End) => break archive.hand_over(),
                // What follows in the same member cannot be trusted.
                Ok(Next::Broken) => {
                    archive.waiting = None;
                    let _ = io::copy(&mut member, &mut io::sink());
                    break;
                }
                Err(error) if matches!(stopped(&error), Some(Stopped::Broken(_) | Stopped::Bomb)) => {
                    // Where a page waits, it is that one's member that is broken.
                    archive.waiting = None;
                    archive.broken();
                    break;
                }
                Err(error) => return Err(error),
            }
        }
    }
    Ok(())
}

/// Reads an archive on as many threads as the limits allow; what stands before a damage is handed over.
fn whole(source: &Source, each: Each, read: impl FnOnce(&mut Archive) -> io::Result<()>) -> io::Result<()> {
    let threads = source.limits.threads;
    let pool = || ThreadPoolBuilder::new().num_threads(threads).thread_name(|n| format!("read-{n}")).build();
    match (threads > 1).then(pool) {
        Some(Ok(pool)) => pool.in_place_scope(|scope| run(source, each, read, Some(scope))),
        _ => run(source, each, read, None),
    }
}

fn run<'a>(
    source: &'a Source<'a>,
    each: Each,
    read: impl FnOnce(&mut Archive) -> io::Result<()>,
    scope: Option<&Scope<'a>>,
) -> io::Result<()> {
    let mut archive = Archive {
        source,
        each,
        count: Count::default(),
        waiting: None,
        batch: Vec::new(),
        batch_bytes: 0,
        under_way: None,
        scope,
    };
    let done = read(&mut archive);
    if done.is_err() {
        archive.waiting = None;
    }
    archive.end(done.is_ok());
    done
}

impl Archive<'_, '_, '_> {
    fn broken(&mut self) {
        self.count.broken += 1;
        self.count.first_broken.get_or_insert(self.count.records.max(1));
    }

    /// Reads one record to its end.
    fn record(&mut self, input: &mut dyn BufRead) -> io::Result<Next> {
        let mut line = Vec::new();
        loop {
            line.clear();
            if limited_line(input, &mut line)? == 0 {
                return Ok(Next::End);
            }
            if !line.trim_ascii().is_empty() {
                break;
            }
        }
        self.count.records += 1;
        if !is_warc(&line) {
            self.count.records -= u64::from(self.waiting.is_some());
            self.broken();
            return Ok(Next::Broken);
        }
        self.hand_over();
        let Some(head) = fields(input)? else {
            self.broken();
            return Ok(Next::Broken);
        };
        let get = |name: &str| head.get(name).map(String::as_str);
        let Some(length) = get("content-length").and_then(|l| l.parse::<u64>().ok()) else {
            self.broken();
            return Ok(Next::Broken);
        };
        let mut body = (&mut *input).take(length);
        let kind = get("warc-type").unwrap_or_default().to_ascii_lowercase();
        let given = Given {
            url: get("warc-target-uri")
                .map(|u| u.trim_matches(['<', '>']).to_owned())
                .filter(|u| html::is_web(u)),
            captured: get("warc-date").map(str::to_owned),
            ..Given::default()
        };
        let content = get("content-type").unwrap_or_default().to_ascii_lowercase();
        let done = match kind.as_str() {
            "response" if content.starts_with("application/http") => self.answer(&mut body, given),
            "resource" | "conversion" => self.payload(&mut body, &content, given),
            _ => Ok(()),
        };
        if let Err(error) = done {
            let damaged = matches!(stopped(&error), Some(Stopped::Broken(_) | Stopped::Bomb))
                || error.kind() == io::ErrorKind::InvalidData;
            if !damaged {
                return Err(error);
            }
            self.broken();
            // Where the body alone is broken, the record that holds it can be passed over.
            return Ok(match io::copy(&mut body, &mut io::sink()) {
                Ok(_) if body.limit() == 0 => Next::Broken,
                _ => Next::End,
            });
        }
        io::copy(&mut body, &mut io::sink())?;
        if body.limit() > 0 {
            self.waiting = None;
            self.broken();
            return Ok(Next::End);
        }
        Ok(Next::Record)
    }

    /// The answer of a web server.
    fn answer(&mut self, body: &mut io::Take<&mut dyn BufRead>, given: Given) -> io::Result<()> {
        let mut status = Vec::new();
        limited_line(body, &mut status)?;
        let status = String::from_utf8_lossy(&status).into_owned();
        let Some(head) = fields(body)? else { return Ok(()) };
        if status.split_whitespace().nth(1) != Some("200") {
            return Ok(());
        }
        let get = |name: &str| head.get(name).map(|v| v.to_ascii_lowercase());
        let content = get("content-type").unwrap_or_default();
        let packed = get("content-encoding").unwrap_or_default();
        if get("transfer-encoding").is_some_and(|t| t.contains("chunked")) {
            // Some crawlers leave the head as it was and the body unchunked.
            let start = body.fill_buf()?;
            let first = start.split(|b| *b == b'\n').next().unwrap_or_default();
            let hex = first.trim_ascii().iter().take_while(|b| b.is_ascii_hexdigit()).count();
            if hex > 0 && first.len() < 40 {
                return self.decoded(&mut BufReader::new(Chunks::new(body)), &packed, &content, given);
            }
        }
        self.decoded(body, &packed, &content, given)
    }

    /// A body as its server packed it.
    fn decoded(
        &mut self,
        body: &mut dyn BufRead,
        packed: &str,
        content: &str,
        given: Given,
    ) -> io::Result<()> {
        match Packing::told(packed, body.fill_buf()?) {
            Some(packing) => {
                let budget = self.source.budget;
                unpack(packing, body, budget, |body| self.payload(body, content, given))
            }
            None => self.payload(body, content, given),
        }
    }

    /// What a page holds, or another file of text.
    fn payload(&mut self, body: &mut dyn BufRead, content: &str, mut given: Given) -> io::Result<()> {
        let mime = content.split(';').next().unwrap_or_default().trim();
        let page = matches!(mime, "text/html" | "application/xhtml+xml");
        if !page && !matches!(mime, "text/plain" | "application/pdf") {
            return Ok(());
        }
        if page && given.url.as_deref().is_some_and(html::is_front) {
            self.count.fronts += 1;
            return Ok(());
        }
        // Robots files and the like are no reports.
        if mime == "text/plain"
            && given.url.as_deref().is_some_and(|u| u.ends_with("robots.txt") || u.ends_with("ads.txt"))
        {
            return Ok(());
        }
        let Ok(held) = read_whole(body, self.source.limits.report_bytes)? else {
            self.count.large += 1;
            return Ok(());
        };
        given.charset =
            content.split("charset=").nth(1).map(|c| c.trim_matches(['"', '\'', ' ', ';']).to_owned());
        self.count.pages += 1;
        if held.trim_ascii().is_empty() {
            self.count.empty += 1;
            return Ok(());
        }
        self.waiting = Some(Waiting { number: self.count.records, held, page, given });
        Ok(())
    }

    /// The page that waits is whole.
    fn hand_over(&mut self) {
        let Some(waiting) = self.waiting.take() else { return };
        self.batch_bytes += waiting.held.len();
        self.batch.push(waiting);
        if self.scope.is_none() || self.batch_bytes >= BATCH {
            self.take_apart();
        }
    }

    /// Takes the pages that wait apart, side by side, and hands over what was in those before them: all come in their
    /// order.
    fn take_apart(&mut self) {
        let batch = std::mem::take(&mut self.batch);
        self.batch_bytes = 0;
        let source = self.source;
        let read = move |waiting: &Waiting| {
            let mut got = Vec::new();
            let Waiting { number, held, page, given } = waiting;
            source.held(Some(*number), held, *page, given, &mut |found, _| got.push(found));
            got
        };
        match self.scope {
            None => self.hand_out(batch.iter().map(read).collect()),
            Some(scope) => {
                let (give, take) = mpsc::channel();
                scope.spawn(move |_| {
                    // Nobody takes it where reading has failed.
                    let _ = give.send(batch.par_iter().map(read).collect());
                });
                let before = self.under_way.replace(take);
                self.wait_for(before);
            }
        }
    }

    fn wait_for(&mut self, under_way: Option<Receiver<Found>>) {
        // Nothing comes where taking apart has panicked, which goes on as a panic of this thread.
        if let Some(found) = under_way.and_then(|found| found.recv().ok()) {
            self.hand_out(found);
        }
    }

    fn hand_out(&mut self, found: Found) {
        for found in found.into_iter().flatten() {
            match found {
                // An archive of a crawl holds many such pages: they are counted.
                Err(error) if matches!(error.code, "read/html-empty" | "read/empty") => self.count.empty += 1,
                // A guess at an encoding in one page of thousands is no news.
                found => (self.each)(found, Vec::new()),
            }
        }
    }

    /// Says what was skipped. An archive that could not be read to its end is told of elsewhere.
    fn end(mut self, whole: bool) {
        self.hand_over();
        self.take_apart();
        let last = self.under_way.take();
        self.wait_for(last);
        let Count { records, broken, first_broken, pages, empty, fronts, large } = self.count;
        if let Some(first) = first_broken {
            let message = format!(
                "{broken} of its {records} records {} broken and skipped, the first of them record {first}",
                if broken == 1 { "is" } else { "are" }
            );
            let error = self.source.error(
                None,
                "read/warc-broken",
                message,
                &["fetch it again; the others were read"],
            );
            (self.each)(Err(error), Vec::new());
        }
        if large > 0 {
            let message = format!(
                "{large} of its pages {} larger than the {} that one report may have",
                if large == 1 { "is" } else { "are" },
                bytes(self.source.limits.report_bytes)
            );
            let error = self.source.error(
                None,
                "read/too-large",
                message,
                &["raise the limit with --max-report-size"],
            );
            (self.each)(Err(error), Vec::new());
        }
        if whole && pages == empty && broken == 0 {
            let message = format!(
                "none of its {records} records is a page that shows a report ({empty} show no text, {fronts} are front pages)"
            );
            let error = self.source.error(None, "read/warc", message, &["check what was archived"]);
            (self.each)(Err(error), Vec::new());
        }
    }
}

/// Fields of a head up to the blank line, names in lower case, the first of each; None where it is none.
fn fields(input: &mut dyn BufRead) -> io::Result<Option<BTreeMap<String, String>>> {
    let mut fields: BTreeMap<String, String> = BTreeMap::new();
    let mut size = 0;
    let mut last = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        let count = limited_line(input, &mut line)?;
        size += count as u64;
        if count == 0 || size > HEAD {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&line);
        let words = text.trim();
        if words.is_empty() {
            return Ok(Some(fields));
        }
        // A line that opens with a space goes on with the one before.
        if text.starts_with([' ', '\t']) {
            if let Some(value) = last.as_ref().and_then(|name| fields.get_mut(name)) {
                value.push(' ');
                value.push_str(words);
            }
            continue;
        }
        let Some((name, value)) = words.split_once(':') else { continue };
        let name = name.trim().to_ascii_lowercase();
        fields.entry(name.clone()).or_insert_with(|| value.trim().to_owned());
        last = Some(name);
    }
}

/// A line of a head, cut where it is longer than any is.
fn limited_line(input: &mut dyn BufRead, line: &mut Vec<u8>) -> io::Result<usize> {
    input.take(HEAD).read_until(b'\n', line)
}

/// Goes on to the next line that opens a record; false at the end.
fn to_next_record(input: &mut dyn BufRead) -> io::Result<bool> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(false);
        }
        if is_warc(buffer) {
            return Ok(true);
        }
        let end = buffer.iter().position(|b| *b == b'\n').map_or(buffer.len(), |at| at + 1);
        input.consume(end);
    }
}

/// The body of an answer that came in chunks.
struct Chunks<'a, R> {
    inner: &'a mut R,
    left: u64,
    over: bool,
}

impl<'a, R: BufRead> Chunks<'a, R> {
    fn new(inner: &'a mut R) -> Self {
        Self { inner, left: 0, over: false }
    }
}

impl<R: BufRead> Read for Chunks<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.left == 0 && !self.over {
            let mut line = Vec::new();
            limited_line(self.inner, &mut line)?;
            if line.is_empty() {
                self.over = true;
                break;
            }
            let text = String::from_utf8_lossy(&line);
            let size = text.split(';').next().unwrap_or_default().trim();
            if size.is_empty() {
                continue;
            }
            let broken = || io::Error::new(io::ErrorKind::InvalidData, "a chunk without its size");
            self.left = u64::from_str_radix(size, 16).map_err(|_| broken())?;
            self.over = self.left == 0;
        }
        if self.over {
            return Ok(0);
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(into.len());
        let count = self.inner.read(&mut into[..most])?;
        self.left -= count as u64;
        // An answer that was cut keeps what came of it.
        self.over = count == 0 && !into.is_empty();
        Ok(count)
    }
}

/// The compressed bytes, with a look ahead.
struct Raw<'a> {
    inner: &'a mut dyn BufRead,
    ahead: Vec<u8>,
    at: usize,
    taken: &'a Cell<u64>,
}

impl Raw<'_> {
    /// The next bytes, so many if there are; not taken.
    fn peek(&mut self, count: usize) -> io::Result<&[u8]> {
        while self.ahead.len() - self.at < count {
            let buffer = self.inner.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            let more = buffer.len().min(count);
            self.ahead.drain(..self.at);
            self.at = 0;
            self.ahead.extend_from_slice(&buffer[..more]);
            self.inner.consume(more);
        }
        let end = self.ahead.len().min(self.at + count);
        Ok(&self.ahead[self.at..end])
    }

    /// Goes on to the start of the next member; false at the end.
    fn seek_member(&mut self) -> io::Result<bool> {
        loop {
            let next = self.peek(4)?;
            if next.len() < 4 {
                return Ok(false);
            }
            if next.starts_with(b"\x1F\x8B\x08") && next[3] & 0xE0 == 0 {
                return Ok(true);
            }
            let buffer = self.fill_buf()?;
            let skip = buffer.iter().skip(1).position(|b| *b == 0x1F).map_or(buffer.len(), |at| at + 1);
            self.consume(skip);
        }
    }
}

impl Read for Raw<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let buffer = self.fill_buf()?;
        let count = buffer.len().min(into.len());
        into[..count].copy_from_slice(&buffer[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Raw<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.ahead.len() { Ok(&self.ahead[self.at..]) } else { self.inner.fill_buf() }
    }

    fn consume(&mut self, amount: usize) {
        self.taken.set(self.taken.get() + amount as u64);
        if self.at < self.ahead.len() {
            self.at += amount;
        } else {
            self.inner.consume(amount);
        }
    }
}
