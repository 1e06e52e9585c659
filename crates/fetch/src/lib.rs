//! Addresses → the answers of their servers, and an archive of them. The only crate that touches the network.
//!
//! Nothing is asked that was not named: no address is guessed, no picture, script or font of a page is fetched. A server
//! is asked as its `robots.txt` allows, one request at a time with a pause between them ([`Settings::delay`]), and
//! only for what changed where it can tell ([`Validators`]).
//!
//! What an address leads to may be hostile. A name is looked up once and its addresses are checked; the connection is
//! made to an address that was checked, and again after each redirect ([`is_public`]). Sizes, times and redirects are
//! limited. Bodies are kept as the server packed them: whoever reads them unpacks them within limits of its own.

mod address;
mod archive;
mod client;
mod error;
mod fetcher;
mod robots;

use std::{collections::BTreeSet, time::Duration};

use sha2::{Digest, Sha256};

pub use address::{Address, host, is_address, is_public};
pub use archive::{Archive, Place, Stored, stored};
pub use error::FetchError;
pub use fetcher::Fetcher;

/// How servers are asked, and what is refused.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Who asks, as servers see it.
    pub agent: String,
    /// Pause between two requests to one host, from the end of one to the start of the next. A longer `Crawl-delay`
    /// (up to 30 s) wins over it.
    pub delay: Duration,
    /// Most that one request may take, from looking up the name to the last byte.
    pub timeout: Duration,
    /// Most bytes of a body, as it is sent.
    pub body_bytes: u64,
    /// Redirects that are followed.
    pub redirects: u32,
    /// How often a request is made again where the server or the line fails.
    pub retries: u32,
    /// Pause before the first of them; it doubles each time.
    pub backoff: Duration,
    /// Longest pause that a server may ask for (`Retry-After`); where it asks for more, the address is left for later.
    pub patience: Duration,
    /// Hosts that are asked at the same time.
    pub hosts: usize,
    /// What in private networks and on this machine is asked too.
    pub private: Private,
    /// Whether `robots.txt` is kept to.
    pub robots: bool,
}

/// What may be asked that is not public.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Private {
    /// Nothing.
    #[default]
    Nothing,
    /// These hosts, each as `host` or `host:port`, as they stand in an address.
    Hosts(BTreeSet<String>),
    /// Anything.
    All,
}

impl Private {
    fn lets(&self, host: &str, port: Option<u16>) -> bool {
        match self {
            Private::Nothing => false,
            Private::All => true,
            Private::Hosts(hosts) => {
                hosts.contains(host) || port.is_some_and(|port| hosts.contains(&format!("{host}:{port}")))
            }
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            agent: format!("backstory/{} (reads news reports for provenance)", env!("CARGO_PKG_VERSION")),
            delay: Duration::from_secs(1),
            timeout: Duration::from_secs(60),
            body_bytes: 32 << 20,
            redirects: 10,
            retries: 3,
            backoff: Duration::from_secs(1),
            patience: Duration::from_secs(60),
            hosts: 6,
            private: Private::Nothing,
            robots: true,
        }
    }
}

/// What an earlier answer said of itself, so that a server can tell whether anything changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// Its `ETag`.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub modified: Option<String>,
}

/// An address to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Where.
    pub address: Address,
    /// What is known of it.
    pub known: Validators,
}

/// One answer, as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The address that was asked.
    pub url: String,
    /// When, in UTC to the second (`2031-05-06T10:00:00Z`).
    pub fetched: String,
    /// HTTP status.
    pub status: u16,
    /// Fields of its head, names in lower case.
    pub head: Vec<(String, String)>,
    /// Its body, as it was sent, without chunks.
    pub body: Vec<u8>,
}

impl Exchange {
    /// SHA-256 of its body, in hexadecimal digits.
    pub fn digest(&self) -> String {
        archive::hex(&Sha256::digest(&self.body))
    }

    /// The first value of a field; the name in lower case.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.head.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }
}

/// What asking an address gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The redirects on the way, in order.
    pub hops: Vec<Exchange>,
    /// The last answer: of status 200, or 304 where nothing changed.
    pub last: Exchange,
}

impl Fetched {
    /// Whether the server says that nothing changed.
    pub fn unchanged(&self) -> bool {
        self.last.status == 304
    }

    /// What to say next time.
    pub fn validators(&self) -> Validators {
        let field = |name| self.last.field(name).filter(|v| v.len() < 1024).map(str::to_owned);
        Validators { etag: field("etag"), modified: field("last-modified") }
    }
}

/// The time of now, in UTC to the second: `2031-05-06T10:00:00Z`.
pub fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Seconds that have passed since a time that [`now`] gave; a great many where it is none.
pub fn seconds_since(time: &str) -> i64 {
    let then = time.parse::<jiff::Timestamp>().map_or(0, jiff::Timestamp::as_second);
    jiff::Timestamp::now().as_second() - then
}
