//! The answers, kept as a web archive (WARC 1.1, each record packed by itself), which other tools read too.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use flate2::{Compression, bufread::GzDecoder, write::GzEncoder};
use sha2::{Digest, Sha256};

use crate::{Exchange, FetchError, Fetched};

/// Most bytes of the two heads of a record that is read back.
const HEADS: usize = 256 << 10;

/// Where a record stands in an archive, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its first byte.
    pub offset: u64,
    /// How many it has, packed.
    pub length: u64,
}

/// An answer out of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The address that gave it.
    pub url: String,
    /// When.
    pub fetched: String,
    /// Its `Content-Type`.
    pub content_type: Option<String>,
    /// Its `Content-Encoding`.
    pub content_encoding: Option<String>,
    /// Its body, packed as it was sent.
    pub body: Vec<u8>,
}

/// An archive that is added to. While it is open no other run can add to it.
#[derive(Debug)]
pub struct Archive {
    file: File,
    path: PathBuf,
}

impl Archive {
    /// Opens an archive to add to it; makes it where there is none.
    ///
    /// # Errors
    /// Where it cannot be written, or another run has it open.
    pub fn open(path: &Path) -> Result<Self, FetchError> {
        let shown = |what: &dyn std::fmt::Display| FetchError::Archive(format!("{}: {what}", path.display()));
        let file = OpenOptions::new().create(true).append(true).open(path).map_err(|e| shown(&e))?;
        if file.try_lock().is_err() {
            return Err(shown(&"another run is fetching into it"));
        }
        let mut archive = Self { file, path: path.to_owned() };
        if archive.file.metadata().map_err(|e| shown(&e))?.len() == 0 {
            let about = format!(
                "software: backstory/{}\r\nformat: WARC File Format 1.1\r\n",
                env!("CARGO_PKG_VERSION")
            );
            let date = crate::now();
            archive.record("warcinfo", None, &date, "application/warc-fields", &[], &[about.as_bytes()])?;
        }
        Ok(archive)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps an answer and the redirects before it; gives where the answer stands. Each record is written in one go.
    ///
    /// # Errors
    /// Where there is no room.
    pub fn add(&mut self, fetched: &Fetched) -> Result<Place, FetchError> {
        for hop in &fetched.hops {
            self.exchange(hop)?;
        }
        self.exchange(&fetched.last)
    }

    fn exchange(&mut self, exchange: &Exchange) -> Result<Place, FetchError> {
        let Exchange { url, fetched, status, head, body } = exchange;
        let mut http = format!("HTTP/1.1 {status} {}\r\n", reason(*status));
        for (name, value) in head {
            // Chunks were undone on the way.
            let kept = if name.eq_ignore_ascii_case("transfer-encoding") { "x-crawler-" } else { "" };
            http.push_str(&format!("{kept}{name}: {value}\r\n"));
        }
        http.push_str("\r\n");
        let digest = format!("sha256:{}", hex(&Sha256::digest(body)));
        let more = [("WARC-Payload-Digest", digest.as_str()), ("WARC-Profile", NOT_MODIFIED)];
        let (kind, more) = if *status == 304 { ("revisit", &more[1..]) } else { ("response", &more[..1]) };
        self.record(
            kind,
            Some(url),
            fetched,
            "application/http; msgtype=response",
            more,
            &[http.as_bytes(), body],
        )
    }

    fn record(
        &mut self,
        kind: &str,
        url: Option<&str>,
        date: &str,
        content: &str,
        more: &[(&str, &str)],
        body: &[&[u8]],
    ) -> Result<Place, FetchError> {
        let length: usize = body.iter().map(|b| b.len()).sum();
        let mut hasher = Sha256::new();
        for part in [kind.as_bytes(), url.unwrap_or_default().as_bytes(), date.as_bytes()].iter().chain(body)
        {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        let mut head = format!(
            "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: {}\r\nWARC-Date: {date}\r\n",
            urn(&hasher.finalize())
        );
        if let Some(url) = url {
            head.push_str(&format!("WARC-Target-URI: {url}\r\n"));
        }
        for (name, value) in more {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("Content-Type: {content}\r\nContent-Length: {length}\r\n\r\n"));
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        let mut write = || -> io::Result<Place> {
            packer.write_all(head.as_bytes())?;
            for part in body {
                packer.write_all(part)?;
            }
            packer.write_all(b"\r\n\r\n")?;
            let packed =
                std::mem::replace(&mut packer, GzEncoder::new(Vec::new(), Compression::none())).finish()?;
            let offset = self.file.seek(SeekFrom::End(0))?;
            self.file.write_all(&packed)?;
            Ok(Place { offset, length: packed.len() as u64 })
        };
        write().map_err(|e| FetchError::Archive(format!("{}: {e}", self.path.display())))
    }
}

const NOT_MODIFIED: &str = "http://netpreserve.org/warc/1.1/revisit/server-not-modified";

/// Reads an answer back.
///
/// # Errors
/// Where the archive is not there, or holds something else in this place.
pub fn stored(path: &Path, place: Place, most: u64) -> Result<Stored, FetchError> {
    let broken = |what: &str| FetchError::Archive(format!("{}: {what}", path.display()));
    let read = || -> io::Result<Vec<u8>> {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(place.offset))?;
        let unpacker = GzDecoder::new(BufReader::new(file.take(place.length)));
        let mut bytes = Vec::new();
        unpacker.take(most.saturating_add(HEADS as u64)).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let mut bytes = read().map_err(|e| broken(&e.to_string()))?;
    let other = "it is not what was fetched; fetch again into a new case";
    let (head, http_at) = fields(&bytes, 0).ok_or_else(|| broken(other))?;
    let (http, body_at) = fields(&bytes, http_at).ok_or_else(|| broken(other))?;
    let get =
        |of: &[(String, String)], name: &str| of.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
    let length =
        get(&head, "content-length").and_then(|l| l.parse::<usize>().ok()).ok_or_else(|| broken(other))?;
    let end = http_at.checked_add(length).filter(|end| (body_at..=bytes.len()).contains(end));
    bytes.truncate(end.ok_or_else(|| broken(other))?);
    bytes.drain(..body_at);
    if bytes.len() as u64 > most {
        return Err(FetchError::TooLarge(most));
    }
    Ok(Stored {
        url: get(&head, "warc-target-uri").ok_or_else(|| broken(other))?,
        fetched: get(&head, "warc-date").ok_or_else(|| broken(other))?,
        content_type: get(&http, "content-type"),
        content_encoding: get(&http, "content-encoding"),
        body: bytes,
    })
}

/// Fields of a head, names in lower case.
type Fields = Vec<(String, String)>;

/// Fields of a head that starts at `from`, and where what follows it starts.
fn fields(bytes: &[u8], from: usize) -> Option<(Fields, usize)> {
    let rest = bytes.get(from..)?;
    let end = rest.windows(4).take(HEADS).position(|w| w == b"\r\n\r\n")?;
    let text = String::from_utf8_lossy(&rest[..end]);
    let named = text.lines().filter_map(|l| l.split_once(':'));
    let fields = named.map(|(n, v)| (n.trim().to_ascii_lowercase(), v.trim().to_owned())).collect();
    Some((fields, from + end + 4))
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        _ => "-",
    }
}

/// A name for a record, out of what it holds.
fn urn(digest: &[u8]) -> String {
    let mut id = [0; 16];
    id.copy_from_slice(&digest[..16]);
    // Version 8 (made by a rule of one's own) of RFC 9562.
    id[6] = id[6] & 0x0F | 0x80;
    id[8] = id[8] & 0x3F | 0x80;
    let id = hex(&id);
    format!("<urn:uuid:{}-{}-{}-{}-{}>", &id[..8], &id[8..12], &id[12..16], &id[16..20], &id[20..])
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
