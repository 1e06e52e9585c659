//! Styled words set in lines of a width.

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use crate::Screen;

/// What a colour means. None is needed to understand the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Plain,
    /// Headings, names, figures.
    Strong,
    /// Addresses, reasons, what can be skipped.
    Quiet,
    /// Denied, not credited, stands nowhere.
    Bad,
    /// Changed on the way.
    Changed,
    /// Credited, first.
    Good,
}

impl Tone {
    fn style(self) -> Style {
        let color = |c: AnsiColor| Style::new().fg_color(Some(c.into()));
        match self {
            Tone::Plain => Style::new(),
            Tone::Strong => Style::new().bold(),
            Tone::Quiet => Style::new().dimmed(),
            Tone::Bad => color(AnsiColor::Red),
            Tone::Changed => color(AnsiColor::Yellow),
            Tone::Good => color(AnsiColor::Green),
        }
    }
}

/// Text in the making.
pub(crate) struct Page {
    screen: Screen,
    out: String,
}

/// Narrower screens are written as if they had so many columns.
const NARROWEST: usize = 40;

impl Page {
    pub(crate) fn new(screen: Screen) -> Self {
        Self { screen: Screen { width: screen.width.max(NARROWEST), ..screen }, out: String::new() }
    }

    pub(crate) fn finish(self) -> String {
        self.out
    }

    /// Columns there are.
    pub(crate) fn width(&self) -> usize {
        self.screen.width
    }

    pub(crate) fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// A paragraph: `lead` stands before the first line; the words follow, and further lines start under the first word
    /// (or in the middle, if the lead is longer).
    pub(crate) fn line(&mut self, lead: &[(Tone, String)], runs: &[(Tone, String)]) {
        let mut column = 0;
        for (tone, text) in lead {
            self.put(*tone, text);
            column += text.width();
        }
        self.fold(column, column.min(self.screen.width / 2), runs);
    }

    /// A paragraph of which further lines start at a column of their own.
    pub(crate) fn hanging(&mut self, lead: &str, hang: usize, runs: &[(Tone, String)]) {
        self.put(Tone::Plain, lead);
        self.fold(lead.width(), hang, runs);
    }

    fn fold(&mut self, mut column: usize, hang: usize, runs: &[(Tone, String)]) {
        for (at, word) in words(runs).iter().enumerate() {
            let wide: usize = word.iter().map(|(_, part)| part.width()).sum();
            if at > 0 && column + 1 + wide > self.screen.width {
                self.out.push('\n');
                self.out.push_str(&" ".repeat(hang));
                column = hang;
            } else if at > 0 {
                self.out.push(' ');
                column += 1;
            }
            for (tone, part) in word {
                self.put(*tone, part);
            }
            column += wide;
        }
        while self.out.ends_with(' ') {
            self.out.pop();
        }
        self.out.push('\n');
    }

    fn put(&mut self, tone: Tone, text: &str) {
        if self.screen.color && tone != Tone::Plain && !text.trim().is_empty() {
            let style = tone.style();
            self.out.push_str(&format!("{style}{text}{style:#}"));
        } else {
            self.out.push_str(text);
        }
    }
}

/// The words of the runs put together; a word has several parts where the tone changes inside it.
fn words(runs: &[(Tone, String)]) -> Vec<Vec<(Tone, &str)>> {
    let mut words: Vec<Vec<(Tone, &str)>> = Vec::new();
    let mut open = false;
    for (tone, text) in runs {
        for piece in text.split_inclusive(' ') {
            let part = piece.trim_end_matches(' ');
            if !part.is_empty() {
                if !open {
                    words.push(Vec::new());
                }
                words.last_mut().expect("a word was begun").push((*tone, part));
                open = true;
            }
            open &= part.len() == piece.len();
        }
    }
    words
}

/// Filled with spaces to so many columns.
pub(crate) fn fill(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width())))
}

/// The widest of them, in columns, but not more than `most`.
pub(crate) fn widest<'a>(texts: impl IntoIterator<Item = &'a str>, most: usize) -> usize {
    texts.into_iter().map(UnicodeWidthStr::width).max().unwrap_or(0).min(most)
}
