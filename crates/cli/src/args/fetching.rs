//! How addresses are fetched.

use std::{collections::BTreeSet, path::PathBuf, time::Duration};

use backstory_pipeline::{Fetching, Private, Settings};
use clap::Args;

use super::{duration, size};

/// Options of fetching; they mean nothing where no address is named.
#[derive(Debug, Args)]
#[command(next_help_heading = "Fetching")]
pub(crate) struct Fetch {
    /// Read addresses from a file, one a line; '-' is standard input. Blank lines and lines that open with '#' are
    /// left out
    #[arg(long, value_name = "FILE")]
    pub(crate) urls: Vec<PathBuf>,
    /// Refuse to fetch anything
    #[arg(long, env = "BACKSTORY_OFFLINE", value_parser = clap::builder::FalseyValueParser::new())]
    pub(crate) offline: bool,
    /// Where answers are kept, as a web archive; for a case CASE.warc.gz where not given
    #[arg(long, value_name = "FILE")]
    pub(crate) archive: Option<PathBuf>,
    /// Do not ask an address again that was asked less than this ago: so a run that was cut short goes on
    #[arg(long, value_name = "TIME", default_value = "1h", value_parser = duration)]
    pub(crate) max_age: Duration,
    /// Most pages of one feed or sitemap that are fetched in one run
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) max_pages: u32,
    /// Pause between two requests to one host. A longer one in its robots.txt wins, up to 30 s
    #[arg(long, value_name = "TIME", default_value = "1s", value_parser = duration)]
    pub(crate) delay: Duration,
    /// Hosts that are asked at the same time
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub(crate) hosts: u16,
    /// Most that one request may take
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = duration)]
    pub(crate) timeout: Duration,
    /// How often a request is made again where the server or the line fails
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(0..=20))]
    pub(crate) retries: u16,
    /// Longest pause that a server may ask for before it is left for a later run
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = duration)]
    pub(crate) max_wait: Duration,
    /// Largest answer that is fetched, as it is sent
    #[arg(long, value_name = "SIZE", default_value = "32MB", value_parser = size)]
    pub(crate) max_download: u64,
    /// Most redirects that are followed
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(0..=50))]
    pub(crate) max_redirects: u16,
    /// Ask addresses of private networks and of this machine too; with HOST or HOST:PORT this one alone
    #[arg(long, value_name = "HOST", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    pub(crate) allow_private: Vec<String>,
    /// Fetch what a site's robots.txt does not let programs fetch
    #[arg(long)]
    pub(crate) ignore_robots: bool,
    /// Who asks, as servers see it
    #[arg(long, value_name = "TEXT", value_parser = agent)]
    pub(crate) user_agent: Option<String>,
}

impl Fetch {
    /// What is asked for, for a case or for none.
    pub(crate) fn fetching(&self, archive: Option<PathBuf>, follow: bool) -> Fetching {
        let usual = Settings::default();
        let private = match self.allow_private.as_slice() {
            [] => Private::Nothing,
            hosts if hosts.iter().any(String::is_empty) => Private::All,
            hosts => Private::Hosts(hosts.iter().cloned().collect::<BTreeSet<_>>()),
        };
        Fetching {
            settings: Settings {
                agent: self.user_agent.clone().unwrap_or(usual.agent),
                delay: self.delay,
                timeout: self.timeout,
                body_bytes: self.max_download,
                redirects: self.max_redirects.into(),
                retries: self.retries.into(),
                backoff: usual.backoff,
                patience: self.max_wait,
                hosts: self.hosts.into(),
                private,
                robots: !self.ignore_robots,
            },
            archive: self.archive.clone().or(archive),
            age: self.max_age,
            follow,
            pages: self.max_pages as usize,
        }
    }
}

fn agent(text: &str) -> Result<String, String> {
    let fits = !text.trim().is_empty() && text.bytes().all(|b| (b' '..=b'~').contains(&b));
    if fits { Ok(text.to_owned()) } else { Err("expected letters, digits and marks of ASCII".into()) }
}
