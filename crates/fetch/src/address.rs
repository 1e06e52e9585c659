use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use url::{Host, Url};

use crate::{FetchError, Private};

/// An address of the web, in the form in which it is sent: names in ASCII, hosts that are numbers in four of them,
/// without a mark (`#…`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address(Url);

impl Address {
    /// Reads an address as browsers do.
    ///
    /// # Errors
    /// Where it is none, not of the web, holds a password, or names a port that no web server has.
    pub fn parse(text: &str) -> Result<Self, FetchError> {
        Url::parse(text.trim())
            .map_err(|e| FetchError::BadAddress(format!("it is no address of the web ({e})")))
            .and_then(Self::of)
    }

    /// Where a redirect leads from here.
    pub(crate) fn join(&self, to: &str) -> Result<Self, FetchError> {
        self.0
            .join(to.trim())
            .map_err(|e| FetchError::BadAddress(format!("it redirects to what is no address ({e})")))
            .and_then(Self::of)
    }

    fn of(mut url: Url) -> Result<Self, FetchError> {
        let bad = |why: &str| Err(FetchError::BadAddress(why.into()));
        if !matches!(url.scheme(), "http" | "https") {
            return bad("only http:// and https:// are fetched");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return bad("it holds a name or a password, which would be kept in the case");
        }
        // What listens on other low ports is no web server, and may take a request for a command.
        if url.port().is_some_and(|port| port < 1024) {
            return bad("it names a port that is none of the web's");
        }
        url.set_fragment(None);
        Ok(Self(url))
    }

    /// As it is sent.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// `https://post.example:8443`: what a `robots.txt` holds for.
    pub(crate) fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// The host and its port, whose turn a request waits for.
    pub(crate) fn host(&self) -> String {
        let port = self.0.port_or_known_default().unwrap_or_default();
        format!("{}:{port}", self.0.host_str().unwrap_or_default())
    }

    /// Whether it may be asked though it is private.
    pub(crate) fn let_through(&self, private: &Private) -> bool {
        private.lets(self.0.host_str().unwrap_or_default(), self.0.port())
    }

    /// The address itself, where the host is a number.
    pub(crate) fn number(&self) -> Option<IpAddr> {
        match self.0.host()? {
            Host::Ipv4(v4) => Some(v4.into()),
            Host::Ipv6(v6) => Some(v6.into()),
            Host::Domain(_) => None,
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether a text is meant as an address of the web.
pub fn is_address(text: &str) -> bool {
    ["http://", "https://"].iter().any(|s| text.get(..s.len()).is_some_and(|t| t.eq_ignore_ascii_case(s)))
}

/// The host of an address.
pub fn host(text: &str) -> Option<String> {
    Url::parse(text).ok()?.host_str().map(str::to_owned)
}

/// Whether an address is one of the public internet: none of this machine, of a private network, of a link, of a cloud's
/// services (169.254.169.254 and its kin), none that is reserved, and none of these inside another (IPv4 in IPv6).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    // The registry of special purposes (RFC 6890 and what was added since).
    let special = matches!(
        (a, b, c),
        (0 | 10 | 127, _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18..=19, _)
            | (198, 51, 100)
            | (203, 0, 113)
            | (224.., _, _)
    );
    // An address of public form that a large cloud answers from inside alone.
    !special && address != Ipv4Addr::new(168, 63, 129, 16)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let last = || {
        let [.., c, d] = parts;
        Ipv4Addr::from((u32::from(c) << 16) | u32::from(d))
    };
    match parts {
        // IPv4 written as IPv6: mapped, compatible, translated.
        [0, 0, 0, 0, 0, 0xFFFF | 0, ..] | [0x64, 0xFF9B, 0, 0, 0, 0, ..] => is_public_v4(last()),
        // 6to4: the second and third parts are an IPv4 address.
        [0x2002, b, c, ..] => is_public_v4(Ipv4Addr::from((u32::from(b) << 16) | u32::from(c))),
        // Teredo, benchmarks, ORCHID and others; documentation.
        [0x2001, 0..=0x01FF | 0x0DB8, ..] | [0x3FFF, 0..=0x0FFF, ..] => false,
        // All that is given out to the public so far.
        [0x2000..=0x3FFF, ..] => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_public_internet_are_public() {
        for public in [
            "93.184.216.34",
            "8.8.8.8",
            "172.15.0.1",
            "172.32.0.1",
            "100.63.0.1",
            "2606:4700::1111",
            "64:ff9b::808:808",
            "::ffff:8.8.8.8",
            "2002:808:808::1",
        ] {
            assert!(is_public(public.parse().expect("an address")), "{public}");
        }
        for private in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.0.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.1",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.7",
            "224.0.0.1",
            "255.255.255.255",
            "168.63.129.16",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "::7f00:1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "3fff::1",
            "100::1",
            "4000::1",
        ] {
            assert!(!is_public(private.parse().expect("an address")), "{private}");
        }
    }

    #[test]
    fn hosts_in_odd_forms_are_numbers() {
        for odd in [
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0177.0.0.1/",
            "http://127.1/",
            "http://0x7f.1/",
            "http://127.0.0.1./",
            "http://[::ffff:127.0.0.1]/",
            "http://[::127.0.0.1]/",
            "http://１２７.０.０.１/",
        ] {
            let address = Address::parse(odd).unwrap_or_else(|e| panic!("{odd}: {e}"));
            assert!(address.number().is_some_and(|ip| !is_public(ip)), "{odd} is {address}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let check = |text: &str, expected: &str| {
            assert_eq!(
                Address::parse(text).map(|a| a.to_string()).ok().as_deref().unwrap_or("-"),
                expected,
                "{text}"
            )
        };
        check(" https://Post.example/Bericht über#top ", "https://post.example/Bericht%20%C3%BCber");
        check("https://zeitung-köln.example/a", "https://xn--zeitung-kln-zfb.example/a");
        check("https://post.example:8443/a", "https://post.example:8443/a");
        for bad in [
            "post.example",
            "ftp://post.example/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "https://ana:word@post.example/",
            "http://post.example:25/",
            "http://post.example:0/",
            "http://",
            "http://[::1",
            "http://a b/",
        ] {
            check(bad, "-");
        }
    }
}
