//! Addresses in a page, made absolute.

/// The address that others in a page are relative to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Address(Option<String>);

impl Address {
    pub(crate) fn new(base: Option<&str>) -> Self {
        Self(base.filter(|b| is_web(b)).map(str::to_owned))
    }

    /// Whether an address leads to a place in the page itself.
    pub(super) fn is_same_page(&self, address: &str) -> bool {
        let page = |a: &str| a.split('#').next().unwrap_or_default().to_owned();
        address.contains('#') && self.0.as_deref().is_some_and(|base| page(base) == page(address))
    }

    /// An absolute address of the web; None for mail, scripts, places in the same page, and for a relative address
    /// where nothing says to what.
    pub(crate) fn join(&self, address: &str) -> Option<String> {
        let address: String = address.trim().chars().filter(|c| !c.is_control()).collect();
        let address = address.as_str();
        if address.is_empty() || address.starts_with('#') || address.len() > 4096 {
            return None;
        }
        if is_web(address) {
            return Some(address.to_owned());
        }
        // `mailto:`, `javascript:`, `data:`.
        let scheme = address.split(['/', '?', '#']).next().unwrap_or_default();
        if scheme.contains(':') {
            return None;
        }
        let base = self.0.as_deref()?;
        let (scheme, rest) = base.split_once("://")?;
        if let Some(rest) = address.strip_prefix("//") {
            return (!rest.is_empty()).then(|| format!("{scheme}://{rest}"));
        }
        let end = rest.find(['?', '#']).unwrap_or(rest.len());
        let rest = &rest[..end];
        let (host, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
        if address.starts_with('?') {
            return Some(format!("{scheme}://{host}{path}{address}"));
        }
        let (words, query) = address.find(['?', '#']).map_or((address, ""), |at| address.split_at(at));
        let mut parts: Vec<&str> = if words.starts_with('/') {
            Vec::new()
        } else {
            let folder = &path[..path.rfind('/').unwrap_or(0)];
            folder.split('/').filter(|p| !p.is_empty()).collect()
        };
        let mut folder = words.ends_with('/');
        for part in words.split('/').filter(|p| !p.is_empty()) {
            folder = matches!(part, "." | "..") || words.ends_with('/');
            match part {
                "." => {}
                ".." => drop(parts.pop()),
                part => parts.push(part),
            }
        }
        let end = if folder && !parts.is_empty() { "/" } else { "" };
        Some(format!("{scheme}://{host}/{}{end}{query}", parts.join("/")))
    }
}

/// Whether an address is one of the web, whole.
pub(crate) fn is_web(address: &str) -> bool {
    let rest = ["http://", "https://"].iter().find_map(|s| {
        let head = address.get(..s.len())?;
        head.eq_ignore_ascii_case(s).then(|| &address[s.len()..])
    });
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '.']))
}

/// The host of an address, in lower case and without `www.`.
pub(crate) fn host(address: &str) -> Option<String> {
    let rest = address.split_once("://")?.1;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?.split(':').next()?.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_addresses() {
        let base = Address::new(Some("https://post.example/news/2032/bridge.html?x=1#top"));
        let check = |address: &str, expected: Option<&str>| {
            assert_eq!(base.join(address).as_deref(), expected, "{address}");
        };
        check("https://echo.example/a", Some("https://echo.example/a"));
        check("//echo.example/a", Some("https://echo.example/a"));
        check("/a/b/", Some("https://post.example/a/b/"));
        check("ship.html?p=2", Some("https://post.example/news/2032/ship.html?p=2"));
        check("../2031/./ship", Some("https://post.example/news/2031/ship"));
        check("../../../..", Some("https://post.example/"));
        check("?p=3", Some("https://post.example/news/2032/bridge.html?p=3"));
        check(" \n/a\tb ", Some("https://post.example/ab"));
        for none in
            ["", "#c", "mailto:a@b.example", "javascript:alert(1)", "JavaScript:x", "data:text/html,x"]
        {
            check(none, None);
        }
        assert_eq!(Address::new(None).join("/a"), None);
        assert_eq!(Address::new(Some("post.example")).join("a"), None);
        assert_eq!(host("https://www.Post.example:8080/a").as_deref(), Some("post.example"));
    }
}
