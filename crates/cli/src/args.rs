//! What can stand on the command line.

mod fetching;

use std::{path::PathBuf, time::Duration};

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(crate) use fetching::Fetch;

const ABOUT: &str = "Ten articles are not ten sources: who said it, how they know, who repeated it, \
                     and how many independent sources stand behind it.";

const EXAMPLES: &str = "Examples:
  backstory demo                          try it on a case that ships with the program
  backstory trace reports/                read a folder into case.db, link it, print what it shows
  backstory serve case.db                 look at it in a browser
  backstory show case.db claim            every claim, those with the most at stake first
  backstory search case.db dam collapse   find words in reports, quotes and claims

Exit codes: 0 done; 1 done, but some inputs could not be read (each is named); 2 could not run.";

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "backstory", version, about = ABOUT, after_help = EXAMPLES, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// Print no summary, progress, notes or warnings; only what failed
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Say more about what is done, and how long it took
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    /// Whether to use colours; 'auto' does so on a terminal where NO_COLOR is not set
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
    /// Threads to use; as many as there are processors where not given. The result is the same with any number
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal where NO_COLOR is not set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What is read.
#[derive(Debug, Args)]
pub(crate) struct Inputs {
    /// Files, folders and addresses with reports; '-' is standard input
    ///
    /// Text, Markdown, web pages, feeds, web archives, documents, mail, JSON, JSON lines, alone or in gzip, ZIP and
    /// tar; what a file is, its contents tell, not its name. Folders are read with all that is under them; files whose
    /// names start with a dot are left out. What opens with http:// or https:// is fetched. A manifest.csv in a folder may give outlet, url, published, authors and
    /// title of bare texts.
    #[arg(required_unless_present = "urls", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Largest report that is read, such as 500KB or 64MB
    #[arg(long, value_name = "SIZE", default_value = "32MB", value_parser = size)]
    pub(crate) max_report_size: u64,
    /// Most that one compressed file may unpack to, such as 500MB or 100GB. What unpacks to more than 500 times its
    /// size is refused in any case
    #[arg(long, value_name = "SIZE", default_value = "16GB", value_parser = large_size)]
    pub(crate) max_unpacked: u64,
    /// Archives within archives that are opened
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=16))]
    pub(crate) max_depth: u32,
    /// What finds who said what. The case notes it with each report; reports of another model are made anew
    #[arg(long, value_name = "MODEL", default_value = "accurate")]
    pub(crate) model: Model,
    #[command(flatten)]
    pub(crate) fetch: Fetch,
}

/// How inputs are watched.
#[derive(Debug, Args)]
#[command(next_help_heading = "Watching")]
pub(crate) struct Watching {
    /// Pause between two looks
    #[arg(long, value_name = "TIME", default_value = "10m", value_parser = duration)]
    pub(crate) interval: Duration,
    /// Look once and end
    #[arg(long)]
    pub(crate) once: bool,
    /// Take the entries of feeds as they are, and do not fetch their pages
    #[arg(long)]
    pub(crate) no_follow: bool,
    /// Run a command of the shell when something is new, with all of it as JSON on its standard input
    #[arg(long, value_name = "CMD")]
    pub(crate) on_change: Option<String>,
    /// Send the same JSON to an address (POST)
    #[arg(long, value_name = "URL")]
    pub(crate) webhook: Option<String>,
    /// Print what is new as JSON, one object a line
    #[arg(long)]
    pub(crate) json: bool,
    /// Do not write the HTML report beside the case
    #[arg(long)]
    pub(crate) no_report: bool,
}

/// What finds the attributions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Model {
    /// The larger network, for cases of up to some thousand reports.
    Accurate,
    /// The smaller network, some times as quick.
    Fast,
    /// No network: quickest, and finds least.
    Rules,
}

impl From<Model> for backstory_pipeline::Model {
    fn from(model: Model) -> Self {
        match model {
            Model::Accurate => Self::Accurate,
            Model::Fast => Self::Fast,
            Model::Rules => Self::Rules,
        }
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read reports into a case, link them, and print what the case shows
    ///
    /// The case is made where it does not exist. Reports that it already holds are not read again, so a run that was
    /// cut short goes on where it stopped when the same command is given again.
    #[command(after_help = "Examples:
  backstory trace reports/ -o dam.db
  backstory trace a.txt b.json c.jsonl
  backstory trace https://post.example/dam-report https://echo.example/dam -o dam.db
  backstory trace --urls list.txt -o dam.db
  backstory trace --follow https://post.example/feed.xml
  cat wire.jsonl | backstory trace -")]
    Trace {
        #[command(flatten)]
        inputs: Inputs,
        /// The case file
        #[arg(short, long, value_name = "CASE", default_value = "case.db")]
        output: PathBuf,
        /// Do not write the HTML report beside the case
        #[arg(long)]
        no_report: bool,
        /// Fetch the pages that a feed or sitemap of the web lists, and not its entries alone
        #[arg(long, help_heading = "Fetching")]
        follow: bool,
    },
    /// Look at feeds, pages, files and folders again and again, and tell what is new about what the case knows
    ///
    /// Each look adds what is new, links the case anew and prints when a claim gains an independent origin, a denial or
    /// a change, and when a report was edited: what an address gave before is kept in the case. The pages that a feed
    /// or sitemap of the web lists are fetched, and asked again, ever less often, for two weeks.
    #[command(after_help = "Examples:
  backstory watch dam.db https://post.example/feed.xml https://echo.example/dam-report
  backstory watch dam.db --once https://post.example/feed.xml     for cron
  backstory watch dam.db inbox/ --interval 1m --on-change 'mail -s news desk'
  backstory watch dam.db --urls list.txt --webhook https://chat.example/hooks/1")]
    Watch {
        /// The case file; made where it does not exist
        case: PathBuf,
        #[command(flatten)]
        inputs: Inputs,
        #[command(flatten)]
        watching: Watching,
    },
    /// Write a case as one HTML page that needs nothing else
    #[command(after_help = "Examples:
  backstory report dam.db -o dam.html
  backstory report dam.db -o - | gzip > dam.html.gz")]
    Report {
        /// The case file
        case: PathBuf,
        /// The page; '-' is standard output. Where not given: beside the case, as CASE.html
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Show a case in a browser: pages about stories, claims, quotes, reports and sources
    ///
    /// The pages are served to this machine alone, need no network, and can be read without scripts. End with Ctrl-C.
    #[command(after_help = "Examples:
  backstory serve dam.db
  backstory serve dam.db --read-only
  backstory serve dam.db --listen 0.0.0.0:8017      to others too: asks for a token, which is printed")]
    Serve {
        /// The case file
        case: PathBuf,
        /// Address and port to listen on; port 0 is any that is free. Another address than this machine's own asks for
        /// a token
        #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8017")]
        listen: std::net::SocketAddr,
        /// What whoever looks has to know, 16 characters or more; made and printed where it is needed and not given
        #[arg(long, env = "BACKSTORY_TOKEN", hide_env_values = true)]
        token: Option<String>,
        /// A name that this machine is called by in addresses, beside its number; may be given more than once
        #[arg(long, value_name = "NAME")]
        host: Vec<String>,
        /// Let nothing be changed
        #[arg(long)]
        read_only: bool,
    },
    /// Say what is so where a finding is wrong; the counts follow, and the program's finding is kept beside it
    ///
    /// WHERE is the start of the id of an attribution or a claim; or a report's id with start and end, as the page
    /// links to it (r0123456789abcdef-120-164); or a report and words of it: '3:cracks in the eastern wall'.
    #[command(after_help = "Examples:
  backstory correct dam.db --by 'Ida Brandt' speaker '5:I sent photographs' 'Berit Hallow'
  backstory correct dam.db --by 'Ida Brandt' --note 'same press release' not-taken 4 1
  backstory correct dam.db --by 'Ida Brandt' same-claim c3f9 c81a
  backstory correct dam.db --by 'Ida Brandt' published 2 2031-05-06
  backstory log dam.db
  backstory correct dam.db --by 'Ida Brandt' undo k07b")]
    Correct {
        /// The case file
        case: PathBuf,
        /// Your name: it stands beside what you correct
        #[arg(long, value_name = "NAME", env = "BACKSTORY_NAME")]
        by: String,
        /// Why
        #[arg(long, value_name = "TEXT", default_value = "")]
        note: String,
        /// When it was decided, such as 2031-05-06T09:30:00Z; now where not given
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
        /// What is so
        #[command(subcommand)]
        rule: Rule,
    },
    /// Print who corrected what and when, those that were taken back too
    #[command(after_help = "Examples:
  backstory log dam.db
  backstory log dam.db --json | jq .by")]
    Log {
        /// The case file
        case: PathBuf,
        /// Print JSON, one object a line
        #[arg(long)]
        json: bool,
    },
    /// Draw a story or a claim as a picture of its own
    #[command(after_help = "Examples:
  backstory graph dam.db -o lineage.svg
  backstory graph dam.db --story t3f9 --drawing timeline -o timeline.svg
  backstory graph dam.db --claim c81a -o sources.svg
  backstory graph dam.db --narrow --dark -o phone.svg")]
    Graph {
        /// The case file
        case: PathBuf,
        /// The story: its id, or the start of it; the one with the most reports where not given
        #[arg(long, value_name = "ID")]
        story: Option<String>,
        /// The claim: its id, or the start of it; the story's first where not given
        #[arg(long, value_name = "ID")]
        claim: Option<String>,
        /// What to draw: 'lineage', or 'chains' where a claim is given
        #[arg(long, value_name = "WHAT")]
        drawing: Option<Drawing>,
        /// For a phone: time goes down
        #[arg(long)]
        narrow: bool,
        /// Light on dark; where not given, whoever shows the picture chooses
        #[arg(long)]
        dark: bool,
        /// The file; '-' or nothing is standard output
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Write a case for other programs
    #[command(after_help = "Examples:
  backstory export dam.db | jq '.claims[] | {text, independent}'
  backstory export dam.db --format json -o dam.json")]
    Export {
        /// The case file
        case: PathBuf,
        /// The form
        #[arg(long, default_value = "json")]
        format: Format,
        /// The file; '-' or nothing is standard output
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Print what each report alone says, as one line of JSON for each, in the order of the inputs
    #[command(after_help = "Examples:
  backstory annotate story.txt | jq .attributions
  zcat archive.jsonl.gz | backstory annotate - > annotated.jsonl")]
    Annotate {
        #[command(flatten)]
        inputs: Inputs,
    },
    /// Print one thing of a case, or a list of its kind; the summary where no kind is given
    #[command(after_help = "Examples:
  backstory show dam.db
  backstory show dam.db claim
  backstory show dam.db claim c3f9
  backstory show dam.db quote --json")]
    Show {
        /// The case file
        case: PathBuf,
        /// story, report, claim, quote or source
        kind: Option<Kind>,
        /// Its id, or the start of it; for a report also its number in the summary or a part of its address
        id: Option<String>,
        /// Print JSON, one object a line
        #[arg(long, requires = "kind")]
        json: bool,
    },
    /// Find words in the claims, quotes and reports of a case, best first
    #[command(after_help = "Examples:
  backstory search dam.db spillway cracks
  backstory search dam.db '\"night shift\"'     words that stand together
  backstory search dam.db 'evacuat*'          a word that goes on")]
    Search {
        /// The case file
        case: PathBuf,
        /// Words that must all be there
        #[arg(required = true)]
        words: Vec<String>,
        /// Results of each kind, at most
        #[arg(short = 'n', long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
        limit: u32,
        /// Print JSON, one object a line
        #[arg(long)]
        json: bool,
    },
    /// Trace a case that ships with the program: reports of an invented country
    #[command(after_help = "Examples:
  backstory demo
  backstory demo /tmp/try")]
    Demo {
        /// Where to put its reports, its case and its HTML report
        #[arg(default_value = "backstory-demo")]
        folder: PathBuf,
    },
    /// Print what makes a shell complete this program's commands
    #[command(after_help = "Examples:
  backstory completions bash > ~/.local/share/bash-completion/completions/backstory
  backstory completions zsh > ~/.zfunc/_backstory")]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page
    #[command(after_help = "Examples:
  backstory man | man -l -
  backstory man --all ~/.local/share/man/man1")]
    Man {
        /// Write a page for each command into this folder instead
        #[arg(long, value_name = "FOLDER")]
        all: Option<PathBuf>,
    },
}

/// What a person may rule.
#[derive(Debug, Subcommand)]
pub(crate) enum Rule {
    /// Someone else said these words
    Speaker {
        /// What was said
        #[arg(value_name = "WHERE")]
        words: String,
        /// Who said it, by full name; of an unnamed one what is told of it
        name: Option<String>,
        /// What the speaker is
        #[arg(long, default_value = "person")]
        kind: SpeakerKind,
    },
    /// A report took nothing from another
    NotTaken {
        /// The report that is said to have taken: its number in the summary, or its id
        receiver: String,
        /// The report that is said to have given, or the id of a source outside the case
        giver: String,
    },
    /// Two statements state one fact
    SameClaim {
        /// One of them
        #[arg(value_name = "WHERE")]
        a: String,
        /// The other
        #[arg(value_name = "WHERE")]
        b: String,
    },
    /// Two statements state two facts
    OtherClaim {
        /// One of them
        #[arg(value_name = "WHERE")]
        a: String,
        /// The other
        #[arg(value_name = "WHERE")]
        b: String,
    },
    /// A report was published at another time
    Published {
        /// The report: its number in the summary, or its id
        report: String,
        /// When: 2031-05-06, 2031-05-06T09:30:00Z, or 'unknown'
        date: String,
    },
    /// A finding is right
    Confirm {
        /// The id of a claim, a quote or an attribution; of a link between reports both ids with '>' between them
        finding: String,
    },
    /// Take a correction back
    Undo {
        /// Its id, or the start of it
        id: String,
    },
}

/// What a speaker is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SpeakerKind {
    /// A person by name.
    Person,
    /// An organization, authority or government by name.
    Organization,
    /// A news outlet or agency.
    Outlet,
    /// A document.
    Document,
    /// Someone whose name is withheld.
    Unnamed,
    /// The text does not tell.
    Nobody,
}

/// Drawings of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Drawing {
    /// Of a story: who took from whom.
    Lineage,
    /// Of a story: what happened when, and when it was reported.
    Timeline,
    /// Of a story: its lineage without words, as small as a stamp.
    Card,
    /// Of a claim: from the outlets that are read to those who know.
    Chains,
    /// Of a claim: how its figures and words moved.
    Moves,
}

/// Forms of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One JSON object; its schema is in the project's documentation.
    Json,
}

/// Kinds of things in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// Reports of one event.
    Story,
    /// One report.
    Report,
    /// A fact and who states it.
    Claim,
    /// Quoted words and where they stand.
    Quote,
    /// Someone that something is attributed to.
    Source,
}

/// `64MB`, `500 kb`, `1GiB` or a number of bytes; all units are powers of 1024.
fn size(text: &str) -> Result<u64, String> {
    // A text is measured in 32 bits.
    let wanted = "expected a size between 1 byte and 1GB, such as 500KB or 64MB";
    bytes(text)?.filter(|n| (1..=1 << 30).contains(n)).ok_or_else(|| wanted.into())
}

/// A size that may be larger.
fn large_size(text: &str) -> Result<u64, String> {
    let wanted = "expected a size between 1MB and 1000TB, such as 500MB or 100GB";
    bytes(text)?.filter(|n| (1 << 20..=1000 << 40).contains(n)).ok_or_else(|| wanted.into())
}

/// `90s`, `5m`, `2h`, `1d`, `500ms`.
fn duration(text: &str) -> Result<Duration, String> {
    let wanted = "expected a time between 0s and 365d, such as 500ms, 90s, 5m or 2h";
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let number = number.parse::<u64>().map_err(|_| wanted)?;
    let unit = match unit.trim().to_ascii_lowercase().as_str() {
        "ms" => 1,
        "s" => 1000,
        "m" | "min" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return Err(wanted.into()),
    };
    let time = number.checked_mul(unit).filter(|ms| *ms <= 365 * 86_400_000).ok_or(wanted)?;
    Ok(Duration::from_millis(time))
}

/// None where it is too large to be counted.
fn bytes(text: &str) -> Result<Option<u64>, String> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let shift = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 10,
        "m" | "mb" | "mib" => 20,
        "g" | "gb" | "gib" => 30,
        "t" | "tb" | "tib" => 40,
        _ => return Err("expected a size such as 500KB, 64MB or 1GB".into()),
    };
    let number = number.parse::<u64>().ok();
    Ok(number.and_then(|n| n.checked_mul(1 << shift)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }

    #[test]
    fn times() {
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("90 s"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("2h"), Ok(Duration::from_secs(7200)));
        for bad in ["", "5", "m", "-1s", "1y", "400d", "99999999999999999999s"] {
            assert!(duration(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn sizes() {
        let check = |text: &str, expected: Option<u64>| assert_eq!(size(text).ok(), expected, "{text}");
        check("1", Some(1));
        check("500KB", Some(500 << 10));
        check("64 mb", Some(64 << 20));
        check("1GiB", Some(1 << 30));
        assert_eq!(large_size("100GB"), Ok(100 << 30));
        assert_eq!(large_size("2 tb"), Ok(2 << 40));
        assert!(large_size("1KB").is_err() && large_size("x").is_err());
        for bad in ["", "0", "MB", "2GB", "1.5MB", "-1", "5XB", "99999999999999999999GB"] {
            check(bad, None);
        }
    }
}
