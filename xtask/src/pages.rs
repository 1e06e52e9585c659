//! How well pages of the web are read, and how quickly.
//!
//! A folder holds pages (`name.html`) and beside each what a person found in it (`name.txt`): front matter with title,
//! outlet, authors and date, and the report's paragraphs. A page goes through reading and cleaning; what is compared
//! is the text of its body blocks, in rows of four words each, and every field of the front matter that is there.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, anyhow};
use backstory_clean::clean;
use backstory_model::{Document, Report, Role};
use backstory_read::{Limits, Name, read};
use flate2::{Compression, write::GzEncoder};

use crate::{bench::machine, root};

/// Words that are compared at once.
const ROW: usize = 4;
/// How often each page is read to time it.
const ROUNDS: usize = 10;
/// Bytes of script, style and menus that a page of a large site has around its text.
const AROUND: usize = 120_000;

/// Where the figures of reading archives stand in `bench/figures.md`.
const OPEN: &str = "<!-- cargo xtask warc -->";
const CLOSE: &str = "<!-- end -->";

/// Rows found, rows of the truth, rows in both.
#[derive(Clone, Copy, Default)]
struct Score {
    found: usize,
    there: usize,
    both: usize,
}

impl Score {
    fn precision(self) -> f64 {
        self.both as f64 / self.found.max(1) as f64
    }

    fn recall(self) -> f64 {
        self.both as f64 / self.there.max(1) as f64
    }

    fn f1(self) -> f64 {
        2.0 * self.both as f64 / (self.found + self.there).max(1) as f64
    }
}

/// Prints a line for each page, and the means.
pub(crate) fn pages(folder: Option<&Path>) -> Result<()> {
    let folder = folder.map_or_else(|| root().join("xtask/data/pages"), Path::to_path_buf);
    let mut pages: Vec<PathBuf> = std::fs::read_dir(&folder)
        .with_context(|| format!("could not list {}", folder.display()))?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    pages.retain(|p| p.extension().is_some_and(|e| e == "html"));
    pages.sort();
    let mut fields: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let (mut f1, mut precision, mut recall) = (0.0, 0.0, 0.0);
    let (mut large, mut bare) = ((0, 0.0), (0, 0.0));
    println!("| page | F1 | precision | recall | wrong fields |\n|---|---|---|---|---|");
    for page in &pages {
        let html = std::fs::read(page)?;
        let report = report(page, &html)?;
        let truth = std::fs::read(page.with_extension("txt"))?;
        let truth = document(&page.with_extension("txt"), &truth)?;
        let text = truth.text.splitn(3, "---\n").nth(2).context("the truth has no front matter")?;
        let body: Vec<&str> =
            report.blocks.iter().filter(|b| b.role == Role::Body).map(|b| b.span.of(&report.text)).collect();
        let score = score(&body.join("\n"), text);
        let mut wrong = Vec::new();
        let mut field = |name, found: Option<&str>, there: Option<&str>| {
            if let Some(there) = there {
                let right = found == Some(there);
                let (rights, all) = fields.entry(name).or_default();
                *rights += usize::from(right);
                *all += 1;
                if !right {
                    wrong.push(format!("{name} {found:?}"));
                }
            }
        };
        let meta = &truth.meta;
        field("title", report.title.as_ref().map(|t| t.text.as_str()), meta.title.as_deref());
        field("outlet", report.outlet.as_deref(), meta.outlet.as_deref());
        field("url", report.url.as_deref(), meta.url.as_deref());
        let day = report.published.as_ref().and_then(|p| p.date.as_str().get(..10));
        field("published", day, meta.published.as_deref());
        let authors = report.authors.join("; ");
        let named = meta.authors.join("; ");
        field("authors", Some(&authors), Some(&named));
        println!(
            "| {} | {:.3} | {:.3} | {:.3} | {} |",
            page.file_stem().unwrap_or_default().to_string_lossy(),
            score.f1(),
            score.precision(),
            score.recall(),
            wrong.join(", ")
        );
        f1 += score.f1();
        precision += score.precision();
        recall += score.recall();

        for (speed, page_bytes) in [(&mut large, enlarged(&html)), (&mut bare, html)] {
            let start = Instant::now();
            for _ in 0..ROUNDS {
                document(page, &page_bytes)?;
            }
            speed.0 += page_bytes.len() * ROUNDS;
            speed.1 += start.elapsed().as_secs_f64();
        }
    }
    let count = pages.len() as f64;
    println!(
        "| **mean of {count}** | {:.3} | {:.3} | {:.3} | |",
        f1 / count,
        precision / count,
        recall / count
    );
    let told: Vec<String> =
        fields.iter().map(|(name, (right, all))| format!("{name} {right} of {all}")).collect();
    println!("\nfields: {}", told.join(", "));
    for (what, (bytes, seconds)) in [("with what large sites put around them", large), ("as they are", bare)]
    {
        println!(
            "read on one core, {what}: {:.1} MB of HTML a second, {:.0} kB a page",
            bytes as f64 / 1e6 / seconds,
            bytes as f64 / 1e3 / (ROUNDS as f64 * count)
        );
    }
    Ok(())
}

fn document(path: &Path, bytes: &[u8]) -> Result<Document> {
    let mut found = None;
    let name = Name::of_path(&path.to_string_lossy());
    read(&name, &mut &bytes[..], None, &Limits::default(), &mut |document, _| found = Some(document));
    found.context("nothing was read")?.map_err(|error| anyhow!("{error}"))
}

fn report(path: &Path, bytes: &[u8]) -> Result<Report> {
    Ok(clean(document(path, bytes)?).0)
}

fn rows(text: &str) -> BTreeMap<Vec<String>, usize> {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    let mut rows = BTreeMap::new();
    for row in words.windows(ROW) {
        *rows.entry(row.to_vec()).or_default() += 1;
    }
    rows
}

fn score(found: &str, truth: &str) -> Score {
    let (found, truth) = (rows(found), rows(truth));
    Score {
        found: found.values().sum(),
        there: truth.values().sum(),
        both: found.iter().map(|(row, n)| n.min(truth.get(row).unwrap_or(&0))).sum(),
    }
}

/// A page with the scripts, styles and menus around it that pages of large sites have: half of it script and style, a
/// quarter menus that are marked as such, and a quarter boxes of links that only their links give away.
fn enlarged(page: &[u8]) -> Vec<u8> {
    let at = page.windows(7).position(|w| w == b"</head>").unwrap_or(0);
    let mut large = page[..at].to_vec();
    let mut number = 0;
    while large.len() < at + AROUND / 2 {
        number += 1;
        large.extend(format!("<script>window.q{number}=window.q{number}||[];q{number}.push({{id:{number},on:function(e){{return e<{number}&&'</p>'}}}});</script>\n<style>.m{number} a:hover{{color:#{number:06x}}}</style>\n").bytes());
    }
    large.extend(&page[at..]);
    let end = large.windows(7).rposition(|w| w == b"</body>").unwrap_or(large.len());
    let rest = large.split_off(end);
    for (open, close) in [("<nav class=\"mega\">", "</nav>"), ("<div class=\"mega\">", "</div>")] {
        let start = large.len();
        large.extend(open.bytes());
        while large.len() < start + AROUND / 4 {
            number += 1;
            large.extend(
                format!("<div class=\"menu__col menu__col--{number}\"><ul class=\"menu__list\">").bytes(),
            );
            for item in 1..=6 {
                large.extend(format!("<li class=\"menu__item\"><a class=\"menu__link\" data-track=\"nav-{number}\" href=\"/section/{number}/{item}\"><span>Section {number}, part {item}</span></a></li>\n").bytes());
            }
            large.extend(b"</ul></div>\n");
        }
        large.extend(close.bytes());
    }
    large.extend(rest);
    large
}

/// Makes a web archive out of the test pages and reads it (`FILE MB`), prints what was measured and adds it to
/// `bench/figures.md`.
pub(crate) fn warc(arguments: &[String]) -> Result<()> {
    let [file, size] = arguments else {
        anyhow::bail!("give a file to write, and how many MB it shall have unpacked")
    };
    let size = size.parse::<u64>().context("the size is a number of MB")? * 1_000_000;
    let mut pages = Vec::new();
    for entry in std::fs::read_dir(root().join("xtask/data/pages"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "html") {
            pages.push((
                path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
                std::fs::read(&path)?,
            ));
        }
    }
    pages.sort();
    let mut out = BufWriter::new(File::create(file).with_context(|| format!("could not write {file}"))?);
    let mut written = record(
        &mut out,
        "warcinfo",
        "",
        "application/warc-fields",
        b"software: cargo xtask warc\r\nformat: WARC File Format 1.0\r\n",
    )?;
    let mut number = 0;
    while written < size {
        let (name, page) = &pages[number % pages.len()];
        let url = format!("https://{name}.example/{number}");
        // Texts that differ, so that none is known already; enough of one line for that.
        let line = format!(
            "<body><p>Edition {number} of this report was printed at the press in Pell Sound, in {} copies.</p>",
            number * 7
        );
        let page = replaced(&enlarged(page), b"<body>", line.as_bytes());
        let request = format!("GET /{number} HTTP/1.1\r\nHost: {name}.example\r\n\r\n");
        written +=
            record(&mut out, "request", &url, "application/http; msgtype=request", request.as_bytes())?;
        let head =
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n", page.len());
        let answer = [head.as_bytes(), &page].concat();
        written += record(&mut out, "response", &url, "application/http; msgtype=response", &answer)?;
        written += record(&mut out, "metadata", &url, "application/warc-fields", b"fetchTimeMs: 118\r\n")?;
        number += 1;
    }
    out.flush()?;
    drop(out);

    let packed = std::fs::metadata(file)?.len();
    let (unpacked, alone) = {
        let start = Instant::now();
        let mut unpacker = flate2::read::MultiGzDecoder::new(BufReader::new(File::open(file)?));
        let bytes = std::io::copy(&mut unpacker, &mut std::io::sink())?;
        let alone = bytes as f64 / 1e6 / start.elapsed().as_secs_f64();
        println!("unpacked alone: {alone:.1} MB/s");
        (bytes, alone)
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let limits = Limits { threads, ..Limits::default() };
    let (start, busy) = (Instant::now(), processor_seconds());
    let (mut reports, mut wrong) = (0, 0);
    let mut input = BufReader::new(File::open(file)?);
    read(&Name::of_path(file), &mut input, None, &limits, &mut |found, _| match found {
        Ok(_) => reports += 1,
        Err(error) => {
            wrong += 1;
            println!("{error}");
        }
    });
    let seconds = start.elapsed().as_secs_f64();
    let busy = processor_seconds() - busy;
    let peak = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = peak.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or("unknown").trim().to_owned();
    let (packed, unpacked) = (packed as f64 / 1e6, unpacked as f64 / 1e6);
    let (clock, processor) = (unpacked / seconds, unpacked / busy);
    println!(
        "{number} pages, {packed:.0} MB packed, {unpacked:.0} MB unpacked: {reports} reports and {wrong} errors in {seconds:.1} s on {threads} threads, {clock:.1} MB/s, {processor:.1} MB in a second of a processor, peak memory {peak}"
    );
    let day = jiff::Timestamp::now().to_string()[..10].to_owned();
    let line = format!(
        "| {day} | {} | {} | {number} | {packed:.0} | {unpacked:.0} | {alone:.0} | {threads} | {seconds:.1} | {clock:.0} | {processor:.0} | {peak} |",
        env!("CARGO_PKG_VERSION"),
        machine()
    );
    let file = root().join("bench/figures.md");
    let page = std::fs::read_to_string(&file).context("could not read bench/figures.md")?;
    let at = page.find(OPEN).context("bench/figures.md has no place for these figures")?;
    let end = at + page[at..].find(CLOSE).context("bench/figures.md has no end of these figures")?;
    std::fs::write(&file, format!("{}{line}\n{}", &page[..end], &page[end..]))?;
    Ok(())
}

/// Seconds for which processors worked for this program: what else runs beside it changes them less than the clock.
/// Not a number where the system does not say.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Behind the name, which may hold anything, come 11 fields and then the two times in hundredths of a second.
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace();
    let times: Vec<f64> = fields.skip(11).take(2).filter_map(|t| t.parse().ok()).collect();
    if times.len() == 2 { times.iter().sum::<f64>() / 100.0 } else { f64::NAN }
}

/// Writes one record as a member of its own; gives how many bytes it has unpacked.
fn record(out: &mut impl Write, kind: &str, url: &str, content: &str, body: &[u8]) -> Result<u64> {
    let target = if url.is_empty() { String::new() } else { format!("WARC-Target-URI: {url}\r\n") };
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2033-01-01T00:00:00Z\r\n{target}Content-Type: {content}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let mut packer = GzEncoder::new(out, Compression::fast());
    packer.write_all(head.as_bytes())?;
    packer.write_all(body)?;
    packer.write_all(b"\r\n\r\n")?;
    packer.finish()?;
    Ok((head.len() + body.len() + 4) as u64)
}

fn replaced(page: &[u8], mark: &[u8], by: &[u8]) -> Vec<u8> {
    match page.windows(mark.len()).position(|w| w == mark) {
        Some(at) => [&page[..at], by, &page[at + mark.len()..]].concat(),
        None => page.to_vec(),
    }
}
