//! One request and its answer.

use std::{
    fmt,
    io::{self, Read},
    net::IpAddr,
    time::Duration,
};

use ureq::{
    Agent, Timeout,
    config::Config,
    http::{Uri, header::HeaderValue},
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};

use crate::{Address, Exchange, FetchError, Private, Settings, Validators, is_public};

/// Looks up names and lets only those addresses through that may be asked. The connection is made to what is returned
/// here, so a name that means something else a moment later changes nothing.
#[derive(Debug)]
struct Checked {
    usual: DefaultResolver,
    private: Private,
}

/// That a name leads where nothing may be fetched from. It travels inside an [`io::Error`].
#[derive(Debug)]
struct Refused(IpAddr);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not public", self.0)
    }
}

impl std::error::Error for Refused {}

impl Resolver for Checked {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.usual.resolve(uri, config, timeout)?;
        if self.private.lets(uri.host().unwrap_or_default(), uri.port_u16()) {
            return Ok(found);
        }
        let mut public = self.empty();
        let mut refused = None;
        for address in found.iter().copied() {
            match address.ip() {
                ip if is_public(ip) => public.push(address),
                ip => refused = refused.or(Some(ip)),
            }
        }
        match refused {
            Some(ip) if public.iter().next().is_none() => Err(ureq::Error::Io(io::Error::other(Refused(ip)))),
            _ => Ok(public),
        }
    }
}

/// Asks servers.
#[derive(Debug)]
pub(crate) struct Client {
    agent: Agent,
    timeout: Duration,
    private: Private,
}

impl Client {
    pub(crate) fn new(settings: &Settings) -> Self {
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            // A proxy would look names up by itself, past the check of what they lead to.
            .proxy(None)
            .user_agent(settings.agent.as_str())
            .accept("text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.8")
            .accept_encoding("gzip, br, zstd")
            .timeout_global(Some(settings.timeout))
            .timeout_connect(Some(settings.timeout.min(Duration::from_secs(15))))
            .max_response_header_size(64 << 10)
            .max_idle_age(Duration::from_secs(10))
            .build();
        let resolver = Checked { usual: DefaultResolver::default(), private: settings.private.clone() };
        let agent = Agent::with_parts(config, DefaultConnector::default(), resolver);
        Self { agent, timeout: settings.timeout, private: settings.private.clone() }
    }

    /// Asks once; follows nothing. `plain` asks for a body that is packed with gzip at the most.
    pub(crate) fn ask(
        &self,
        address: &Address,
        known: &Validators,
        most: u64,
        plain: bool,
    ) -> Result<Exchange, FetchError> {
        // Said before anything is looked up, in words that fit.
        if let Some(ip) = address.number().filter(|ip| !is_public(*ip) && !address.let_through(&self.private))
        {
            return Err(FetchError::Private(ip));
        }
        let mut request = self.agent.get(address.as_str());
        if plain {
            request = request.header("accept-encoding", "gzip");
        }
        for (name, value) in [("if-none-match", &known.etag), ("if-modified-since", &known.modified)] {
            // What a server once sent may be nothing that can be sent back.
            if let Some(value) = value.as_deref().and_then(|v| HeaderValue::from_str(v).ok()) {
                request = request.header(name, value);
            }
        }
        let fetched = crate::now();
        let response = request.call().map_err(|e| self.error(&e))?;
        let (parts, body) = response.into_parts();
        let head = parts
            .headers
            .iter()
            .map(|(name, value)| {
                (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            })
            .collect();
        let mut bytes = Vec::new();
        let mut body = body.into_reader().take(most.saturating_add(1));
        body.read_to_end(&mut bytes).map_err(|e| self.io(&e))?;
        if bytes.len() as u64 > most {
            return Err(FetchError::TooLarge(most));
        }
        Ok(Exchange {
            url: address.as_str().to_owned(),
            fetched,
            status: parts.status.as_u16(),
            head,
            body: bytes,
        })
    }

    /// Sends JSON; gives the status, and what `Retry-After` says.
    pub(crate) fn tell(&self, address: &Address, json: &str) -> Result<(u16, Option<String>), FetchError> {
        let request = self.agent.post(address.as_str()).content_type("application/json");
        let response = request.send(json).map_err(|e| self.error(&e))?;
        let wait = response.headers().get("retry-after").and_then(|v| v.to_str().ok()).map(str::to_owned);
        Ok((response.status().as_u16(), wait))
    }

    fn error(&self, error: &ureq::Error) -> FetchError {
        match error {
            ureq::Error::Io(error) => self.io(error),
            ureq::Error::Timeout(which) => self.slow(*which),
            ureq::Error::HostNotFound => FetchError::NoHost,
            ureq::Error::BodyExceedsLimit(most) => FetchError::TooLarge(*most),
            ureq::Error::Protocol(_) | ureq::Error::Http(_) | ureq::Error::LargeResponseHeader(..) => {
                FetchError::Broken(error.to_string())
            }
            other => FetchError::Line(other.to_string()),
        }
    }

    fn slow(&self, which: Timeout) -> FetchError {
        match which {
            Timeout::Connect => FetchError::Line("the server does not answer".into()),
            _ => FetchError::TooSlow(self.timeout.as_secs()),
        }
    }

    fn io(&self, error: &io::Error) -> FetchError {
        let inner = error.get_ref();
        if let Some(refused) = inner.and_then(|e| e.downcast_ref::<Refused>()) {
            return FetchError::Private(refused.0);
        }
        if let Some(error) = inner.and_then(|e| e.downcast_ref::<ureq::Error>()) {
            return self.error(error);
        }
        match error.kind() {
            io::ErrorKind::TimedOut => FetchError::TooSlow(self.timeout.as_secs()),
            io::ErrorKind::UnexpectedEof => FetchError::Line("the answer is cut short".into()),
            // A name that is not known comes as an error without a kind.
            _ if error.to_string().contains("failed to lookup address") => FetchError::NoHost,
            _ => FetchError::Line(error.to_string()),
        }
    }
}
