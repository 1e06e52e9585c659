use std::net::IpAddr;

/// Why an address gave nothing. Each message goes on from the address ("https://…: …") and says what to try.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// It is no address that is fetched.
    #[error("{0}; give an address such as https://post.example/report")]
    BadAddress(String),
    /// It leads to this machine or into a private network.
    #[error(
        "it leads to {0}, an address of this machine or of a private network; where that is meant, give --allow-private"
    )]
    Private(IpAddr),
    /// Nobody knows the host.
    #[error("its host was not found; check the address, and whether there is a network")]
    NoHost,
    /// The line or the server failed.
    #[error("it could not be fetched ({0}); try again later")]
    Line(String),
    /// It took too long.
    #[error("it was not there whole after {0} s; raise the limit with --timeout, or try again later")]
    TooSlow(u64),
    /// It is too large.
    #[error("it has more than the {0} bytes that one answer may have; raise the limit with --max-download")]
    TooLarge(u64),
    /// It redirects on and on.
    #[error("it redirects more than {0} times; open it in a browser and give the address that it ends at")]
    Redirects(u32),
    /// It redirects in a circle.
    #[error("it redirects in a circle; open it in a browser, and save the page from there")]
    Circle,
    /// It redirects without saying where.
    #[error("it redirects without saying where; open it in a browser and give the address that it ends at")]
    Nowhere,
    /// Its site does not want it fetched.
    #[error(
        "the site's robots.txt does not let programs fetch it; save the page from a browser, or give --ignore-robots"
    )]
    Robots,
    /// Whether its site wants it fetched is not known.
    #[error(
        "the site's robots.txt could not be had ({0}), so nothing was fetched from there; try again later, or give --ignore-robots"
    )]
    NoRobots(String),
    /// The server has no report there.
    #[error("the server answers {0}{1}")]
    Status(u16, &'static str),
    /// The server is busy.
    #[error(
        "the server answers {0} and asks to come back in {1} s; run the same command again then, or raise --max-wait"
    )]
    Later(u16, u64),
    /// What came is no HTTP.
    #[error("the server's answer cannot be understood ({0}); try again later")]
    Broken(String),
    /// The archive cannot be written or read.
    #[error("the archive of what was fetched cannot be used ({0}); make room or check its permissions")]
    Archive(String),
}

impl FetchError {
    /// Whether asking again later may help, though nothing is changed here.
    pub fn passes(&self) -> bool {
        match self {
            FetchError::Line(_)
            | FetchError::TooSlow(_)
            | FetchError::NoHost
            | FetchError::NoRobots(_)
            | FetchError::Later(..)
            | FetchError::Broken(_)
            | FetchError::Archive(_) => true,
            FetchError::Status(status, _) => *status >= 500 || matches!(status, 408 | 425 | 429),
            _ => false,
        }
    }

    pub(crate) fn of_status(status: u16) -> Self {
        let meaning = match status {
            401 | 403 => " (not allowed); save the page from a browser where you may see it",
            402 => " (to be paid for); save the page from a browser where you may see it",
            404 => " (not found); check the address",
            410 => " (gone); look for it in a web archive",
            429 => " (too many requests) each time; try again later",
            451 => " (kept back for legal reasons)",
            500..=599 => " (a fault of the server) each time; try again later",
            _ => ", and 200 with a report was expected",
        };
        FetchError::Status(status, meaning)
    }
}
