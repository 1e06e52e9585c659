use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::browser::browser;
use crate::program::debug;
use crate::root;

/// Columns of the drawn terminal.
const COLUMNS: usize = 100;
/// Width of a character and height of a line, in the drawing's units.
const CELL: (f64, f64) = (8.4, 19.0);

/// Pages that are pictured: name, the link that leads there from the page before, width and height in CSS pixels.
const PAGES: [(&str, &str, (usize, usize)); 4] = [
    ("web-stories", "", (1200, 880)),
    ("web-story", "/story/", (1200, 1130)),
    ("web-compare", "/compare/", (1200, 1180)),
    ("web-report", "/report/", (1200, 1000)),
];

/// Runs the main job on the demo case and draws what a terminal shows, as `docs/pictures/summary.svg`; where there is a
/// browser, also takes pictures of the web application's pages, as `docs/pictures/web-….png`.
pub(crate) fn pictures() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let output = Command::new(debug()?)
        .current_dir(dir.path())
        .args(["demo", "--color", "always"])
        .env("COLUMNS", COLUMNS.to_string())
        .output()
        .context("could not start the program")?;
    ensure!(output.status.success(), "the demo ended with {}", output.status);
    let said = String::from_utf8(output.stdout).context("the program wrote something other than UTF-8")?;
    let said = said.replace(&dir.path().display().to_string(), "~");
    let file = root().join("docs/pictures/summary.svg");
    std::fs::create_dir_all(file.parent().expect("a file lies in a folder"))?;
    std::fs::write(&file, drawn("cargo run --release -- demo", &said))?;
    println!("{}", file.display());
    pages(&dir.path().join("backstory-demo/case.db"), &root().join("docs/pictures"))
}

/// Serves the demo case and takes pictures of its pages, where there is a browser.
fn pages(case: &Path, folder: &Path) -> Result<()> {
    let Some(browser) = browser() else {
        println!(
            "{}: the pictures of pages are left as they were; no browser was found to take them",
            folder.display()
        );
        return Ok(());
    };
    let mut child = Command::new(debug()?)
        .args(["serve", "--quiet", "--read-only", "--listen", "127.0.0.1:0"])
        .arg(case)
        .stdout(Stdio::piped())
        .spawn()
        .context("could not start the program")?;
    let taken = shots(browser, &mut child, case, folder);
    let _ = child.kill();
    let _ = child.wait();
    taken
}

fn shots(browser: &str, child: &mut Child, case: &Path, folder: &Path) -> Result<()> {
    let mut line = String::new();
    BufReader::new(child.stdout.take().context("no output")?).read_line(&mut line)?;
    let host = line.trim().trim_end_matches('/').to_owned();
    // A profile of its own keeps the pictures from depending on someone's settings.
    let profile = case.with_file_name("browser");
    let run = |arguments: &[String]| -> Result<Vec<u8>> {
        let output = Command::new(browser)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"])
            .arg(format!("--user-data-dir={}", profile.display()))
            .args(arguments)
            .output()
            .context("the browser does not start")?;
        ensure!(output.status.success(), "the browser ended with {}", output.status);
        Ok(output.stdout)
    };
    let mut path = "/".to_owned();
    for (name, link, (width, height)) in PAGES {
        if !link.is_empty() {
            let page = String::from_utf8(run(&["--dump-dom".to_owned(), format!("{host}{path}")])?)?;
            // The largest story has a quote that was given to someone else, and one comparison shows it.
            let mut links = page.split("href=\"").skip(1).filter_map(|rest| rest.split(['"', '#']).next());
            let alarming = |path: &&str| {
                let page = run(&["--dump-dom".to_owned(), format!("{host}{path}")]);
                page.is_ok_and(|p| String::from_utf8_lossy(&p).contains("class=\"alert\""))
            };
            let found = match link {
                "/compare/" => links.filter(|h| h.starts_with(link)).find(alarming),
                _ => links.find(|h| h.starts_with(link)),
            };
            path = found.with_context(|| format!("{path} has no link to {link}"))?.to_owned();
        }
        let picture = folder.join(format!("{name}.png"));
        run(&[
            format!("--window-size={width},{height}"),
            format!("--screenshot={}", picture.display()),
            format!("{host}{path}"),
        ])?;
        println!("{}", picture.display());
    }
    Ok(())
}

/// How characters look until the next escape sequence.
#[derive(Clone, Copy, Default, PartialEq)]
struct Style {
    bold: bool,
    dim: bool,
    italic: bool,
    underline: bool,
    color: Option<&'static str>,
}

impl Style {
    /// After an SGR sequence (ECMA-48, 8.3.117), given by its parameters. Colours are those of a dark terminal.
    fn after(mut self, parameters: &str) -> Style {
        for parameter in parameters.split(';') {
            match parameter {
                "" | "0" => self = Style::default(),
                "1" => self.bold = true,
                "2" => self.dim = true,
                "3" => self.italic = true,
                "4" => self.underline = true,
                "22" => (self.bold, self.dim) = (false, false),
                "23" => self.italic = false,
                "24" => self.underline = false,
                "39" => self.color = None,
                "30" | "90" => self.color = Some("#7d8590"),
                "31" | "91" => self.color = Some("#ff7b72"),
                "32" | "92" => self.color = Some("#7ee787"),
                "33" | "93" => self.color = Some("#e3b341"),
                "34" | "94" => self.color = Some("#79c0ff"),
                "35" | "95" => self.color = Some("#d2a8ff"),
                "36" | "96" => self.color = Some("#76e3ea"),
                _ => {}
            }
        }
        self
    }

    fn attributes(self) -> String {
        let mut out = String::new();
        for (on, attribute) in [
            (self.bold, " font-weight=\"bold\""),
            (self.dim, " opacity=\"0.65\""),
            (self.italic, " font-style=\"italic\""),
            (self.underline, " text-decoration=\"underline\""),
        ] {
            if on {
                out.push_str(attribute);
            }
        }
        if let Some(color) = self.color {
            out.push_str(&format!(" fill=\"{color}\""));
        }
        out
    }
}

/// What a terminal shows after `command` wrote `said`, as SVG.
fn drawn(command: &str, said: &str) -> String {
    let mut lines = vec![vec![
        (Style { color: Some("#7ee787"), ..Style::default() }, "$ ".to_owned()),
        (Style { bold: true, ..Style::default() }, command.to_owned()),
    ]];
    let mut style = Style::default();
    for line in said.trim_end().lines() {
        let mut runs = Vec::new();
        for (n, part) in line.split('\u{1b}').enumerate() {
            let shown = match part.strip_prefix('[').and_then(|rest| rest.split_once('m')) {
                Some((parameters, rest)) if n > 0 => {
                    style = style.after(parameters);
                    rest
                }
                _ => part,
            };
            if !shown.is_empty() {
                runs.push((style, shown.to_owned()));
            }
        }
        lines.push(runs);
    }
    let width = COLUMNS as f64 * CELL.0 + 40.0;
    let height = lines.len() as f64 * CELL.1 + 60.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#0d1117\"/>\n\
         <g fill=\"#e6edf3\" font-size=\"14\" font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, monospace\" \
         xml:space=\"preserve\">\n"
    );
    for (row, runs) in lines.iter().enumerate() {
        let y = 40.0 + row as f64 * CELL.1;
        let mut column = 0;
        for (style, words) in runs {
            // Viewers differ in what they make of spaces at the ends of a text or in a row: none is left to them.
            for (at, piece) in words.split("  ").enumerate() {
                column += if at > 0 { 2 } else { 0 };
                let shown = piece.trim_start();
                column += piece.chars().count() - shown.chars().count();
                let (x, count) = (20.0 + column as f64 * CELL.0, shown.chars().count());
                column += count;
                let shown = shown.trim_end();
                if shown.is_empty() {
                    continue;
                }
                // The length is given because a viewer's font may be wider or narrower than the one assumed here.
                let length = shown.chars().count() as f64 * CELL.0;
                let _ = writeln!(
                    svg,
                    "<text x=\"{x:.1}\" y=\"{y:.1}\" textLength=\"{length:.1}\"{}>{}</text>",
                    style.attributes(),
                    shown.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
                );
            }
        }
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_drawn_run_by_run_in_its_style() {
        let svg = drawn("x", "\u{1b}[1;31mno & never\u{1b}[0m said Relk  twice");
        assert!(svg.contains(" font-weight=\"bold\" fill=\"#ff7b72\">no &amp; never</text>"), "{svg}");
        // After ten characters and a space, at the length of nine.
        assert!(svg.contains("x=\"112.4\" y=\"59.0\" textLength=\"75.6\">said Relk</text>"), "{svg}");
        assert!(svg.contains("x=\"204.8\" y=\"59.0\" textLength=\"42.0\">twice</text>"), "{svg}");
        assert!(!svg.contains('\u{1b}'));
    }
}
