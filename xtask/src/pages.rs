//! How well pages of the web are read, and how quickly.
//!
//! A folder holds pages (`name.html`) and beside each what a person found in it (`name.txt`): front matter with title,
//! outlet, authors and date, and the report's paragraphs. A page goes through reading and cleaning; what is compared
//! is the text of its body blocks, in rows of four words each, and every field of the front matter that is there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, anyhow};
use backstory_clean::clean;
use backstory_model::{Document, Report, Role};
use backstory_read::{Limits, Name, read};

use crate::root;

/// Words that are compared at once.
const ROW: usize = 4;
/// Bytes of script, style and menus that a page of a large site has around its text.
const AROUND: usize = 120_000;

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
    let (mut bytes, mut seconds) = (0, 0.0);
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

        let large = enlarged(&html);
        let start = Instant::now();
        for _ in 0..10 {
            document(page, &large)?;
        }
        seconds += start.elapsed().as_secs_f64();
        bytes += large.len() * 10;
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
    println!(
        "read on one core: {:.1} MB of HTML a second, pages of {} kB",
        bytes as f64 / 1e6 / seconds,
        bytes / 10_000 / pages.len()
    );
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

/// A page with the scripts, styles and menus around it that pages of large sites have.
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
    let start = large.len();
    large.extend(b"<nav class=\"mega\">");
    while large.len() < start + AROUND / 2 {
        number += 1;
        large.extend(format!("<div class=\"menu__col menu__col--{number}\"><ul class=\"menu__list\"><li class=\"menu__item\"><a class=\"menu__link\" data-track=\"nav-{number}\" href=\"/section/{number}\"><span>Section {number}</span></a></li></ul></div>\n").bytes());
    }
    large.extend(b"</nav>");
    large.extend(rest);
    large
}
