//! What a site's `robots.txt` allows.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use robotstxt::{DefaultMatcher, RobotsParseHandler, parse_robotstxt};

/// What this program is called there.
pub(crate) const NAME: &str = "backstory";
/// Bytes of a `robots.txt` that are looked at, as the standard (RFC 9309) has it.
pub(crate) const MOST: usize = 500 << 10;
/// Longest `Crawl-delay` that is kept to.
const LONGEST: Duration = Duration::from_secs(30);

/// What a site asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Robots {
    /// It has none.
    All,
    /// What it wrote, and the pause that it asks for.
    Rules(String, Option<Duration>),
    /// It could not be had, and why: nothing is to be fetched then.
    Unknown(String),
}

impl Robots {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(MOST)]).into_owned();
        let mut delays = Delays::default();
        // A stranger's file and a library that was written for well-formed ones.
        let _ = catch_unwind(AssertUnwindSafe(|| parse_robotstxt(&text, &mut delays)));
        let delay = delays.ours.or(delays.all).map(|d| d.min(LONGEST));
        Robots::Rules(text, delay)
    }

    /// Whether an address may be fetched.
    pub(crate) fn allows(&self, url: &str) -> bool {
        match self {
            Robots::All => true,
            Robots::Unknown(_) => false,
            Robots::Rules(text, _) => {
                let ask = || DefaultMatcher::default().one_agent_allowed_by_robots(text, NAME, url);
                catch_unwind(ask).unwrap_or(false)
            }
        }
    }

    pub(crate) fn delay(&self) -> Option<Duration> {
        match self {
            Robots::Rules(_, delay) => *delay,
            _ => None,
        }
    }
}

/// Finds the `Crawl-delay` of our group and of the group for all.
#[derive(Default)]
struct Delays {
    for_us: bool,
    for_all: bool,
    /// Whether the last line named an agent: the next one then joins its group.
    naming: bool,
    ours: Option<Duration>,
    all: Option<Duration>,
}

impl RobotsParseHandler for Delays {
    fn handle_robots_start(&mut self) {}
    fn handle_robots_end(&mut self) {}

    fn handle_user_agent(&mut self, _: u32, agent: &str) {
        if !self.naming {
            (self.for_us, self.for_all, self.naming) = (false, false, true);
        }
        let word = agent.split(['/', ' ']).next().unwrap_or_default();
        self.for_us |= word.eq_ignore_ascii_case(NAME);
        self.for_all |= word == "*";
    }

    fn handle_allow(&mut self, _: u32, _: &str) {
        self.naming = false;
    }

    fn handle_disallow(&mut self, _: u32, _: &str) {
        self.naming = false;
    }

    fn handle_sitemap(&mut self, _: u32, _: &str) {}

    fn handle_unknown_action(&mut self, _: u32, action: &str, value: &str) {
        self.naming = false;
        if !action.eq_ignore_ascii_case("crawl-delay") {
            return;
        }
        let seconds = value.trim().parse::<f64>().ok().filter(|s| (0.0..1e6).contains(s));
        let delay = seconds.map(Duration::from_secs_f64);
        if self.for_us {
            self.ours = delay;
        } else if self.for_all {
            self.all = delay;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_and_pauses() {
        let robots = Robots::of(
            b"User-agent: *\nDisallow: /paid/\nCrawl-delay: 7\n\nUser-agent: other\nUser-agent: Backstory\nDisallow: /drafts/\nAllow: /drafts/open\nCrawl-delay: 0.5\n",
        );
        assert!(robots.allows("https://post.example/paid/1"));
        assert!(!robots.allows("https://post.example/drafts/1"));
        assert!(robots.allows("https://post.example/drafts/open/1"));
        assert_eq!(robots.delay(), Some(Duration::from_millis(500)));
        let robots = Robots::of(b"User-agent: *\r\nDisallow: /*.pdf$\r\nCrawl-delay: 9999");
        assert!(!robots.allows("https://post.example/a.pdf"));
        assert!(robots.allows("https://post.example/a.pdf?x"));
        assert_eq!(robots.delay(), Some(LONGEST));
        assert!(Robots::of(b"").allows("https://post.example/"));
        assert!(Robots::of(b"<!doctype html><p>Not here \xFF").allows("https://post.example/a"));
    }
}
