//! How the web application answers: requests a second, time to start, memory.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use backstory_store::Store;

use crate::bench::machine;
use crate::program;
use crate::root;

/// Reports that are written, traced and linked.
const LINKED: usize = 1000;
/// How many times their rows are written.
const TIMES: u8 = 100;
/// Connections at once.
const CONNECTIONS: usize = 4;
/// How long each page is asked for.
const LOAD: Duration = Duration::from_secs(3);

const OPEN: &str = "<!-- cargo xtask serve -->";
const CLOSE: &str = "<!-- end -->";

/// Serves the demo case and a case of 100,000 reports, prints what was measured and adds it to `bench/figures.md`.
/// `--program PATH` measures a program that is built already.
pub(crate) fn serve(arguments: &[String]) -> Result<()> {
    let backstory = match arguments {
        [] => program::release()?,
        [flag, path] if flag == "--program" => PathBuf::from(path),
        _ => bail!("cargo xtask serve [--program PATH]"),
    };
    let dir = tempfile::tempdir()?;
    let demo = dir.path().join("demo");
    quietly(Command::new(&backstory).arg("demo").arg(&demo))?;
    let large = large(&backstory, dir.path())?;
    let day = jiff::Timestamp::now().to_string()[..10].to_owned();
    let start = format!("| {day} | {} | {} ", env!("CARGO_PKG_VERSION"), machine());
    let mut lines = String::new();
    for (name, case) in [("demo", demo.join("case.db")), ("100,000 reports", large)] {
        let line = format!("{start}| {name} {}", measured(&backstory, &case)?);
        println!("{line}");
        writeln!(lines, "{line}")?;
    }
    let file = root().join("bench/figures.md");
    let page = std::fs::read_to_string(&file).context("could not read bench/figures.md")?;
    let at = page.find(OPEN).context("bench/figures.md has no place for these figures")?;
    let end = at + page[at..].find(CLOSE).context("bench/figures.md has no end of these figures")?;
    std::fs::write(&file, format!("{}{lines}{}", &page[..end], &page[end..]))?;
    Ok(())
}

fn quietly(command: &mut Command) -> Result<()> {
    let status = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .context("could not start the program")?;
    ensure!(status.success(), "{command:?} ended with {status}");
    Ok(())
}

/// A case of 100,000 reports. Linking so many takes hours: a thousand are linked, and their rows written a hundred
/// times under other ids.
fn large(backstory: &Path, dir: &Path) -> Result<PathBuf> {
    let news = dir.join("news");
    let written = Command::new(program::newsroom()?)
        .args(["--seed", "5", "--reports", &LINKED.to_string(), "--out"])
        .arg(&news)
        .stdout(Stdio::null())
        .status()?;
    ensure!(written.success(), "the newsroom ended with {written}");
    let case = dir.join("large.db");
    let traced = Command::new(backstory)
        .arg("trace")
        .arg(news.join("reports"))
        .args(["--model", "rules", "--no-report", "--quiet", "-o"])
        .arg(&case)
        .stdout(Stdio::null())
        .status()?;
    ensure!(traced.success(), "the trace ended with {traced}");
    Store::open(&case)?.multiply(TIMES)?;
    Ok(case)
}

/// A program that serves, ended when dropped.
struct Served {
    child: Child,
    address: String,
    started: Duration,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn served(backstory: &Path, case: &Path) -> Result<Served> {
    let begin = Instant::now();
    let mut child = Command::new(backstory)
        .args(["serve", "--listen", "127.0.0.1:0", "--quiet"])
        .arg(case)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("could not start the program")?;
    let mut line = String::new();
    BufReader::new(child.stdout.take().context("no output")?).read_line(&mut line)?;
    let started = begin.elapsed();
    let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
    Ok(Served { child, address, started })
}

/// Start, first and slowest answers, requests a second and memory, as the cells of a row.
fn measured(backstory: &Path, case: &Path) -> Result<String> {
    let served = served(backstory, case)?;
    let mut connection = Connection::open(&served.address)?;
    let home = connection.get("/")?;
    let story = links(&home, "/story/").next().context("the case has no story")?.to_owned();
    let page = connection.get(&story)?;
    let mut slowest = (Duration::ZERO, String::new());
    let mut paths: Vec<String> = [
        "/?sort=newest",
        "/?single",
        "/claims",
        "/claims?only=denied",
        "/claims?only=anonymous",
        "/sources",
        "/outlets",
        "/reports",
        "/search?q=minister",
    ]
    .map(str::to_owned)
    .to_vec();
    for (kind, text) in [
        ("/claim/", &page),
        ("/report/", &page),
        ("/compare/", &page),
        ("/quote/", &page),
        ("/story/", &home),
    ] {
        paths.extend(links(text, kind).skip(1).take(3).map(str::to_owned));
    }
    let sources = connection.get("/sources")?;
    paths.extend(links(&sources, "/source/").take(3).map(str::to_owned));
    for path in &paths {
        let begin = Instant::now();
        connection.get(path)?;
        slowest = slowest.max((begin.elapsed(), path.clone()));
    }
    let rate = |fresh: bool| load(&served.address, &story, fresh);
    let (kept, fresh) = (rate(false)?, rate(true)?);
    let peak = std::fs::read_to_string(format!("/proc/{}/status", served.child.id())).ok().and_then(|s| {
        let line = s.lines().find(|l| l.starts_with("VmHWM:"))?.to_owned();
        line.split_whitespace().nth(1)?.parse::<f64>().ok()
    });
    let size = std::fs::metadata(case)?.len() as f64 / 1e6;
    Ok(format!(
        "| {:.0} | {:.0} | {kept:.0} | {fresh:.0} | {:.0} ({}) | {} |",
        size,
        served.started.as_secs_f64() * 1e3,
        slowest.0.as_secs_f64() * 1e3,
        slowest.1.split('/').nth(1).unwrap_or_default(),
        peak.map_or("–".to_owned(), |kb| format!("{:.0}", kb / 1e3)),
    ))
}

/// Addresses on a page, each once.
fn links<'a>(page: &'a str, kind: &'a str) -> impl Iterator<Item = &'a str> {
    let mut seen = std::collections::BTreeSet::new();
    let all = page.split("href=\"").skip(1).filter_map(|rest| rest.split(['"', '#']).next());
    all.filter(move |h| h.starts_with(kind) && !h.contains('?') && seen.insert(*h))
}

/// Requests a second for a page: as it is kept, or made anew each time (a query that nothing reads makes it another).
fn load(address: &str, path: &str, fresh: bool) -> Result<f64> {
    let begin = Instant::now();
    let counts = std::thread::scope(|scope| {
        let one = |n: usize| {
            move || -> Result<u64> {
                let mut connection = Connection::open(address)?;
                let mut count = 0;
                while begin.elapsed() < LOAD {
                    match fresh {
                        true => connection.get(&format!("{path}?fresh={n}-{count}"))?,
                        false => connection.get(path)?,
                    };
                    count += 1;
                }
                Ok(count)
            }
        };
        let workers: Vec<_> = (0..CONNECTIONS).map(|n| scope.spawn(one(n))).collect();
        workers.into_iter().map(|w| w.join().expect("a client does not panic")).sum::<Result<u64>>()
    })?;
    Ok(counts as f64 / begin.elapsed().as_secs_f64())
}

/// A connection that is kept open.
struct Connection {
    stream: BufReader<TcpStream>,
    host: String,
}

impl Connection {
    fn open(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).with_context(|| format!("{address}: nobody listens"))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream), host: address.to_owned() })
    }

    fn get(&mut self, path: &str) -> Result<String> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host);
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut length = 0;
        let mut status = String::new();
        self.stream.read_line(&mut status)?;
        ensure!(status.contains(" 200 "), "{path}: {status}");
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line)?;
            match line.trim().split_once(": ") {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.parse()?
                }
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        String::from_utf8(body).context("a page is text")
    }
}
