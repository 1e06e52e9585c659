//! A text on its way to blocks.

use std::collections::BTreeMap;

use backstory_model::{Block, Role, Span};

use crate::paragraphs::{Paragraph, paragraphs};

/// The paragraphs of a text and the role of each.
pub(crate) struct Page<'a> {
    pub(crate) text: &'a str,
    pub(crate) paragraphs: Vec<Paragraph>,
    pub(crate) roles: Vec<Role>,
    /// Blank lines between most paragraphs.
    pub(crate) usual_gap: usize,
    /// The first paragraph behind front matter.
    pub(crate) first_text: usize,
    /// Roles that were set for good.
    fixed: Vec<bool>,
    /// First words of a paragraph with a role of their own.
    leads: BTreeMap<usize, (Span, Role)>,
    /// The role that the document's markup gives a paragraph.
    marked: Vec<Option<Role>>,
}

impl<'a> Page<'a> {
    pub(crate) fn new(text: &'a str, marks: &[Block]) -> Self {
        let mut paragraphs = paragraphs(text);
        let mut first_text = 0;
        if let Some(front) = backstory_text::front_matter(text) {
            paragraphs.retain(|p| p.span.start >= front.end);
            paragraphs.insert(0, Paragraph { span: front, gap: 0 });
            first_text = 1;
        }
        let mut gaps: Vec<usize> = paragraphs.iter().skip(first_text + 2).map(|p| p.gap).collect();
        gaps.sort_unstable();
        let usual_gap = gaps.get(gaps.len() / 2).copied().unwrap_or(0);
        let mut roles = vec![Role::Body; paragraphs.len()];
        roles[..first_text].fill(Role::Furniture);
        let mut fixed = vec![false; paragraphs.len()];
        fixed[..first_text].fill(true);
        let marked: Vec<Option<Role>> = paragraphs
            .iter()
            .map(|p| {
                let mark = marks.get(marks.partition_point(|m| m.span.end < p.span.end))?;
                mark.span.contains(p.span).then_some(mark.role)
            })
            .collect();
        for (at, role) in marked.iter().enumerate() {
            // What stands in the head is read before its role is settled: it may hold names and a date.
            if let Some(role @ (Role::Caption | Role::Furniture)) = role {
                roles[at] = *role;
                fixed[at] = true;
            }
        }
        Self { text, paragraphs, roles, usual_gap, first_text, fixed, leads: BTreeMap::new(), marked }
    }

    /// Gives what the markup calls a byline or a date, and nothing else told, that role.
    pub(crate) fn settle_marked(&mut self) {
        for (at, role) in self.marked.iter().enumerate() {
            if let Some(role @ (Role::Byline | Role::Dateline)) = role
                && self.roles[at] == Role::Body
                && !self.fixed[at]
            {
                self.roles[at] = *role;
            }
        }
    }

    /// The role that the document's markup gives a paragraph.
    pub(crate) fn marked(&self, at: usize) -> Option<Role> {
        self.marked[at]
    }

    /// The words of a paragraph.
    pub(crate) fn line(&self, at: usize) -> &'a str {
        self.paragraphs[at].span.of(self.text)
    }

    /// The words of a heading, without the marks that Markdown sets before it.
    pub(crate) fn heading(&self, at: usize) -> Span {
        let span = self.paragraphs[at].span;
        let line = span.of(self.text);
        let bare = line.trim_start_matches('#');
        let marks = line.len() - bare.len();
        if marks > 0 && marks <= 6 && bare.starts_with(' ') && !bare.trim().is_empty() {
            Span::new(span.start as usize + marks, span.end as usize).trim(self.text)
        } else {
            span
        }
    }

    /// Sets a role that later steps leave alone.
    pub(crate) fn set(&mut self, at: usize, role: Role) {
        self.roles[at] = role;
        self.fixed[at] = true;
    }

    /// Sets a role unless an earlier step has settled it.
    pub(crate) fn suggest(&mut self, at: usize, role: Role) {
        if !self.fixed[at] {
            self.roles[at] = role;
        }
    }

    pub(crate) fn is_fixed(&self, at: usize) -> bool {
        self.fixed[at]
    }

    /// Gives the first words of a paragraph a role of their own; they must not be all of it.
    pub(crate) fn lead(&mut self, at: usize, span: Span, role: Role) {
        self.leads.insert(at, (span, role));
    }

    /// Whether some first words of the paragraph have a role of their own.
    pub(crate) fn has_lead(&self, at: usize) -> bool {
        self.leads.contains_key(&at)
    }

    /// The blocks, in order, without overlap; between them only white space.
    pub(crate) fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        for (at, paragraph) in self.paragraphs.iter().enumerate() {
            let mut rest = paragraph.span;
            let heading = self.heading(at);
            if self.roles[at] == Role::Title && heading != rest {
                let marks = Span::new(rest.start as usize, heading.start as usize).trim(self.text);
                blocks.push(Block { role: Role::Furniture, span: marks });
                rest = heading;
            }
            if let Some((span, role)) = self.leads.get(&at) {
                blocks.push(Block { role: *role, span: *span });
                rest = Span::new(span.end as usize, rest.end as usize).trim(self.text);
            }
            if !rest.is_empty() {
                blocks.push(Block { role: self.roles[at], span: rest });
            }
        }
        blocks
    }
}
