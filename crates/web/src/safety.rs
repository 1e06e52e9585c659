//! Who may look and who may write.
//!
//! - A browser on this machine may be led by any page of the web to send requests here. A request is answered only where
//!   its `Host` is an address of this machine and not a name that someone else controls, so that no foreign page can
//!   read a case by having its own name lead here.
//! - A request that writes must say that it comes from a page of this application (`Origin`, `Sec-Fetch-Site`).
//! - Whoever listens on more than this machine needs a token, in a cookie or an `Authorization: Bearer` header.
//! - Pages run no script but those of this application, embed nothing and are embedded nowhere.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};

/// Name of the cookie that holds the token.
pub(crate) const COOKIE: &str = "backstory-token";

/// What is asked of a request.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    pub(crate) address: SocketAddr,
    pub(crate) token: Option<String>,
    pub(crate) hosts: Vec<String>,
    pub(crate) read_only: bool,
}

/// What headers every answer carries.
pub(crate) const HEADERS: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Not `no-referrer`: browsers would then leave the origin of a form out too.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
];

/// Why a request is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It names a host that this is not.
    Host,
    /// It would write, and comes from elsewhere.
    Origin,
    /// It would write, and this is for reading.
    ReadOnly,
    /// It has no token, or a wrong one.
    Token,
}

impl Rules {
    /// Whether a request may be answered.
    pub(crate) fn check(&self, method: &Method, headers: &HeaderMap) -> Result<(), Refusal> {
        let host = headers.get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or_default();
        if !self.host(host) {
            return Err(Refusal::Host);
        }
        if !matches!(*method, Method::GET | Method::HEAD) {
            if self.read_only {
                return Err(Refusal::ReadOnly);
            }
            if !same_origin(headers, host) {
                return Err(Refusal::Origin);
            }
        }
        match &self.token {
            Some(token) if !given(headers).any(|t| same(t, token)) => Err(Refusal::Token),
            _ => Ok(()),
        }
    }

    /// Whether a `Host` names this application: by an address of numbers, which no one can lead elsewhere, by
    /// `localhost`, or by a name that was given for it.
    fn host(&self, host: &str) -> bool {
        let name = match host.rsplit_once(':') {
            Some((name, port)) if !name.ends_with(':') && port.bytes().all(|b| b.is_ascii_digit()) => name,
            _ => host,
        };
        let bare = name.strip_prefix('[').and_then(|n| n.strip_suffix(']')).unwrap_or(name);
        match bare.parse::<IpAddr>() {
            // Without a token only this machine may look.
            Ok(ip) => self.token.is_some() || ip.is_loopback() || ip == self.address.ip(),
            Err(_) => {
                bare.eq_ignore_ascii_case("localhost")
                    || self.hosts.iter().any(|h| h.eq_ignore_ascii_case(bare))
            }
        }
    }
}

/// Whether a request comes from a page of this application. Browsers say so in one of these headers with every form;
/// what says neither is no browser's form.
fn same_origin(headers: &HeaderMap, host: &str) -> bool {
    let text = |name: &str| headers.get(name).map(|v| v.to_str().unwrap_or("?"));
    let origin = text("origin");
    let site = text("sec-fetch-site");
    origin.is_none_or(|o| o == format!("http://{host}") || o == format!("https://{host}"))
        && site.is_none_or(|s| s == "same-origin")
        && (origin.is_some() || site.is_some())
}

/// Tokens that a request brings.
fn given(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.strip_prefix("Bearer "))
        .map(str::trim);
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|v| v.to_str().ok());
    let pairs = cookies.flat_map(|v| v.split(';')).filter_map(|c| c.trim().split_once('='));
    bearer.into_iter().chain(pairs.filter(|(name, _)| *name == COOKIE).map(|(_, token)| token))
}

/// Compares in a time that does not tell how much of a guess was right.
pub(crate) fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    a.len() == b.len() && a.iter().zip(b).fold(0, |differ, (x, y)| differ | (x ^ y)) == 0
}

/// The cookie that holds the token from now on.
pub(crate) fn cookie(token: &str) -> HeaderValue {
    let text = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000");
    HeaderValue::from_str(&text).expect("a token of letters and digits")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(token: Option<&str>) -> Rules {
        Rules {
            address: "127.0.0.1:8017".parse().expect("an address"),
            token: token.map(str::to_owned),
            hosts: vec!["desk.example".into()],
            read_only: false,
        }
    }

    fn check(rules: &Rules, method: &Method, headers: &[(&'static str, &str)]) -> Result<(), Refusal> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, HeaderValue::from_str(value).expect("a header"));
        }
        rules.check(method, &map)
    }

    #[test]
    fn only_names_of_this_machine_are_answered() {
        let open = rules(None);
        for host in ["127.0.0.1:8017", "localhost:8017", "LOCALHOST", "[::1]:8017", "desk.example:8017"] {
            assert_eq!(check(&open, &Method::GET, &[("host", host)]), Ok(()), "{host}");
        }
        for host in
            ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8017", "10.0.0.7:8017", ""]
        {
            assert_eq!(check(&open, &Method::GET, &[("host", host)]), Err(Refusal::Host), "{host}");
        }
        assert_eq!(check(&open, &Method::GET, &[]), Err(Refusal::Host));
    }

    #[test]
    fn only_pages_of_this_application_write() {
        let open = rules(None);
        let host = ("host", "localhost:8017");
        let post = |more: &[(&'static str, &str)]| {
            let headers: Vec<_> = std::iter::once(host).chain(more.iter().copied()).collect();
            check(&open, &Method::POST, &headers)
        };
        assert_eq!(post(&[("origin", "http://localhost:8017")]), Ok(()));
        assert_eq!(post(&[("origin", "http://localhost:8017"), ("sec-fetch-site", "same-origin")]), Ok(()));
        assert_eq!(post(&[("sec-fetch-site", "same-origin")]), Ok(()));
        for bad in [
            &[][..],
            &[("origin", "null")],
            &[("origin", "http://localhost:9000")],
            &[("origin", "http://evil.example")],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("origin", "http://localhost:8017"), ("sec-fetch-site", "cross-site")],
        ] {
            assert_eq!(post(bad), Err(Refusal::Origin), "{bad:?}");
        }
        let reading = Rules { read_only: true, ..open.clone() };
        let own = [host, ("origin", "http://localhost:8017")];
        assert_eq!(check(&reading, &Method::POST, &own), Err(Refusal::ReadOnly));
    }

    #[test]
    fn a_token_is_asked_for_where_there_is_one() {
        let closed = rules(Some("0123456789abcdef"));
        let get = |more: &[(&'static str, &str)]| {
            let headers: Vec<_> =
                [("host", "10.0.0.7:8017")].into_iter().chain(more.iter().copied()).collect();
            check(&closed, &Method::GET, &headers)
        };
        assert_eq!(get(&[]), Err(Refusal::Token));
        assert_eq!(get(&[("authorization", "Bearer 0123456789abcdef")]), Ok(()));
        assert_eq!(get(&[("cookie", "a=b; backstory-token=0123456789abcdef")]), Ok(()));
        assert_eq!(get(&[("cookie", "backstory-token=0123456789abcdeg")]), Err(Refusal::Token));
        assert_eq!(get(&[("authorization", "Bearer 0123456789abcdef0")]), Err(Refusal::Token));
    }
}
