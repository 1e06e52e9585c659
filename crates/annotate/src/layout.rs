//! The parts of a report's text that all annotators share, found once.

use std::ops::Range;

use backstory_model::{Report, Role, Span};
use backstory_text::{Quotation, Token, quotations, split, tokens};

/// Paragraphs, sentences, tokens and quotations of a report's title, body and caption blocks. All lists are in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    /// Lines of the text that are not empty.
    pub(crate) paragraphs: Vec<Paragraph>,
    /// Sentences of all paragraphs.
    pub(crate) sentences: Vec<Sentence>,
    /// Tokens of all sentences.
    pub(crate) tokens: Vec<Token>,
    /// Quoted stretches; none crosses a paragraph's end.
    pub(crate) quotations: Vec<Quotation>,
}

/// One paragraph.
#[derive(Clone, Debug)]
pub(crate) struct Paragraph {
    /// Its words.
    pub(crate) span: Span,
    /// The role of the block it stands in.
    pub(crate) role: Role,
    /// Places in [`Layout::sentences`].
    pub(crate) sentences: Range<usize>,
    /// Places in [`Layout::quotations`].
    pub(crate) quotations: Range<usize>,
}

/// One sentence.
#[derive(Clone, Debug)]
pub(crate) struct Sentence {
    /// Its words.
    pub(crate) span: Span,
    /// Place in [`Layout::paragraphs`].
    pub(crate) paragraph: usize,
    /// Places in [`Layout::tokens`].
    pub(crate) tokens: Range<usize>,
}

impl Layout {
    /// Reads the title, body and caption blocks. A report without blocks is read as one body block.
    pub(crate) fn new(report: &Report) -> Self {
        let text = &report.text;
        let mut layout = Layout::default();
        let whole = [(Role::Body, Span::new(0, text.len()))];
        let blocks: Vec<(Role, Span)> = report.blocks.iter().map(|b| (b.role, b.span)).collect();
        for &(role, span) in if blocks.is_empty() { &whole[..] } else { &blocks[..] } {
            if matches!(role, Role::Title | Role::Body | Role::Caption) {
                layout.add_block(text, role, span);
            }
        }
        layout
    }

    fn add_block(&mut self, text: &str, role: Role, block: Span) {
        let from = self.quotations.len();
        self.quotations.extend(quotations(text, block));
        let mut next_quotation = from;
        for span in backstory_text::paragraphs(text, block) {
            let paragraph = self.paragraphs.len();
            let first_sentence = self.sentences.len();
            let mut at = self.tokens.len();
            self.tokens.extend(tokens(text, span));
            for sentence in split(text, &self.tokens[at..]) {
                let count = self.tokens[at..].partition_point(|t| t.span.start < sentence.end);
                self.sentences.push(Sentence { span: sentence, paragraph, tokens: at..at + count });
                at += count;
            }
            let first_quotation = next_quotation;
            while self.quotations.get(next_quotation).is_some_and(|q| q.outer.start < span.end) {
                next_quotation += 1;
            }
            self.paragraphs.push(Paragraph {
                span,
                role,
                sentences: first_sentence..self.sentences.len(),
                quotations: first_quotation..next_quotation,
            });
        }
    }

    /// The sentence that a byte lies in, as a place in [`Layout::sentences`].
    pub(crate) fn sentence_at(&self, byte: u32) -> Option<usize> {
        let place = self.sentences.partition_point(|s| s.span.end <= byte);
        self.sentences.get(place).filter(|s| s.span.start <= byte).map(|_| place)
    }

    /// Whether a byte lies in a quotation or is one of its marks.
    pub(crate) fn is_quoted(&self, byte: u32) -> bool {
        let place = self.quotations.partition_point(|q| q.outer.end <= byte);
        self.quotations[place..].iter().take(2).any(|q| q.outer.start <= byte && byte < q.outer.end)
    }

    /// The tokens that lie wholly in a span, as places in [`Layout::tokens`].
    pub(crate) fn tokens_in(&self, span: Span) -> Range<usize> {
        let start = self.tokens.partition_point(|t| t.span.start < span.start);
        let end = self.tokens.partition_point(|t| t.span.end <= span.end);
        start..end.max(start)
    }
}
