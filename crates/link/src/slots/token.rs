//! A sentence → its words, each with what stands before it.

use backstory_model::Span;

use super::classes::is_pronoun;

/// One word of a sentence.
#[derive(Clone, Debug)]
pub(super) struct Token<'t> {
    /// Where it stands.
    pub(super) span: Span,
    /// Folded.
    pub(super) form: &'t str,
    /// Whether it starts with a capital.
    pub(super) capital: bool,
    /// Whether it is a part of a name.
    pub(super) name: bool,
    /// Whether it is a part of a time expression.
    pub(super) time: bool,
    /// What stands between it and the word before.
    pub(super) gap: Gap,
}

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// White space, and marks that divide nothing.
    Open,
    /// "-": both are one word.
    Hyphen,
    /// The apostrophe of "the officials' demand".
    Possessive,
    /// A comma, a dash or a bracket.
    Comma,
    /// What ends a clause: a semicolon, a colon.
    Break,
}

impl<'t> Token<'t> {
    /// The word, or both words of a short form: "they" and "'re" of "they're".
    pub(super) fn parts(self, text: &str) -> impl Iterator<Item = Token<'t>> {
        let short = self.form.find('\'').filter(|at| {
            let (who, help) = self.form.split_at(*at);
            matches!(help, "'ve" | "'re" | "'ll" | "'d" | "'m")
                || help == "'s" && (is_pronoun(who) || matches!(who, "that" | "who" | "what"))
        });
        let mark = short.and_then(|_| self.span.of(text).find(['\'', '’', 'ʼ']));
        let (Some(at), Some(mark)) = (short, mark) else { return [Some(self), None].into_iter().flatten() };
        let (start, end) = (self.span.start as usize, self.span.end as usize);
        let who = Token { span: Span::new(start, start + mark), form: &self.form[..at], ..self.clone() };
        let help = Token {
            span: Span::new(start + mark, end),
            form: &self.form[at..],
            capital: false,
            gap: Gap::Open,
            ..self
        };
        [Some(who), Some(help)].into_iter().flatten()
    }
}

impl Gap {
    /// What these characters are.
    pub(super) fn of(between: &str) -> Self {
        if between == ":" {
            // "9:30"
            Gap::Open
        } else if between.contains([';', ':', '…', '?', '!', '\n']) {
            Gap::Break
        } else if between.contains([',', '(', ')', '[', ']', '–', '—'])
            || between.contains(" - ")
            || between.contains("--")
        {
            Gap::Comma
        } else if between == "-" {
            Gap::Hyphen
        } else if between == "' " || between == "’ " {
            Gap::Possessive
        } else {
            Gap::Open
        }
    }
}
