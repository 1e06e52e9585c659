//! What goes to the terminal: messages, progress bars, colours.

use std::{
    io::{self, IsTerminal, Write},
    time::{Duration, Instant},
};

use anstyle::{AnsiColor, Style};
use backstory_model::{Diagnostic, Severity};
use backstory_pipeline::{Progress, Stage};
use backstory_show::{Screen, steers};
use indicatif::{ProgressBar, ProgressStyle};

use crate::args::{Color, Common};

const NARROW: u16 = 60;
/// Lines longer than this are hard to read, however wide the window.
const WIDE: u16 = 120;

/// How to talk to the person.
pub(crate) struct Console {
    quiet: bool,
    verbose: bool,
    color: Color,
    bar: Option<ProgressBar>,
    stage: Option<(String, Instant)>,
}

impl Console {
    pub(crate) fn new(common: &Common) -> Self {
        Self { quiet: common.quiet, verbose: common.verbose, color: common.color, bar: None, stage: None }
    }

    /// Whether only failures are to be told.
    pub(crate) fn quiet(&self) -> bool {
        self.quiet
    }

    /// What standard output can show.
    pub(crate) fn screen(&self) -> Screen {
        let width = terminal_size::terminal_size().map_or(100, |(width, _)| width.0.clamp(NARROW, WIDE));
        Screen { width: width.into(), color: self.colored(&io::stdout()) }
    }

    /// Says how something went; not where it was asked to be quiet.
    pub(crate) fn status(&self, message: &str) {
        if !self.quiet {
            self.line(None, message);
        }
    }

    pub(crate) fn warning(&self, message: &str) {
        if !self.quiet {
            self.line(Some(Severity::Warning), message);
        }
    }

    pub(crate) fn error(&self, message: &str) {
        self.line(Some(Severity::Error), message);
    }

    fn colored(&self, stream: &impl IsTerminal) -> bool {
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                let set = |name| std::env::var_os(name).is_some_and(|v| !v.is_empty());
                stream.is_terminal()
                    && !set("NO_COLOR")
                    && std::env::var_os("TERM").is_none_or(|t| t != "dumb")
            }
        }
    }

    /// One line on standard error. A closed standard error is no reason to stop.
    fn line(&self, severity: Option<Severity>, message: &str) {
        let (word, color) = match severity {
            None => ("", AnsiColor::White),
            Some(Severity::Note) => ("note: ", AnsiColor::Cyan),
            Some(Severity::Warning) => ("warning: ", AnsiColor::Yellow),
            Some(Severity::Error) => ("error: ", AnsiColor::Red),
        };
        let style = if self.colored(&io::stderr()) && severity.is_some() {
            Style::new().bold().fg_color(Some(color.into()))
        } else {
            Style::new()
        };
        let message = escaped(message);
        let write = || {
            let _ = writeln!(io::stderr().lock(), "{style}{word}{style:#}{message}");
        };
        match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    /// Takes the bar away, so that what follows stands on clean lines.
    pub(crate) fn finish(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        if let Some((what, since)) = self.stage.take()
            && self.verbose
        {
            self.line(None, &format!("{what}: {:.2} s", since.elapsed().as_secs_f64()));
        }
    }
}

impl Progress for Console {
    fn stage(&mut self, stage: Stage) {
        self.finish();
        let (what, files) = match stage {
            Stage::Fetching(addresses) => (format!("fetching {}", count(addresses, "page")), Some(addresses)),
            Stage::Files(files) => (format!("reading {}", count(files, "file")), Some(files)),
            Stage::Loading => ("loading the case".to_owned(), None),
            Stage::Linking(reports) => (format!("linking {}", count(reports, "report")), None),
            Stage::Saving => ("saving".to_owned(), None),
        };
        if !self.quiet && io::stderr().is_terminal() {
            let bar = match files {
                Some(files) => ProgressBar::new(files as u64).with_style(
                    ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}")
                        .unwrap_or_else(|_| ProgressStyle::default_bar()),
                ),
                None => ProgressBar::new_spinner(),
            };
            bar.set_message(what.clone());
            bar.enable_steady_tick(Duration::from_millis(200));
            self.bar = Some(bar);
        }
        self.stage = Some((what, Instant::now()));
    }

    fn file(&mut self) {
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
    }

    fn report(&mut self) {}

    fn diagnostic(&mut self, diagnostic: &Diagnostic) {
        if self.quiet && diagnostic.severity < Severity::Error {
            return;
        }
        let code = if self.verbose { format!(" [{}]", diagnostic.code) } else { String::new() };
        self.line(Some(diagnostic.severity), &format!("{diagnostic}{code}"));
    }
}

/// On one line, with control and direction characters written out: a file's name must not steer a terminal.
fn escaped(message: &str) -> String {
    let mut line = String::with_capacity(message.len());
    for c in message.chars() {
        if steers(c) {
            line.extend(c.escape_default());
        } else {
            line.push(c);
        }
    }
    line
}

/// `1 file`, `2 files`.
pub(crate) fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
