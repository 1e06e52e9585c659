//! Elements → text in paragraphs, with the words that are links and the parts whose role is told.

use backstory_model::{Block, Link, LinkKind, Role, Span};
use dom_query::NodeRef;

use super::{
    address::Address,
    dom::{any, attribute, is, tokens, words},
};

/// How many links of a page are kept.
const MOST_LINKS: usize = 1000;

/// What must stand between what was written and what comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Cell,
    Line,
    Paragraph,
}

/// A text as it grows.
pub(super) struct Writer<'a> {
    pub(super) text: String,
    pub(super) marks: Vec<Block>,
    pub(super) links: Vec<Link>,
    /// Times of day and days that an element of their own gives.
    times: Vec<Span>,
    gap: Gap,
    /// Whether words of two elements are set apart where the page relies on its style for that.
    apart: bool,
    base: &'a Address,
}

const PARAGRAPHS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "aside",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "figure",
    "figcaption",
    "ul",
    "ol",
    "dl",
    "table",
    "pre",
    "address",
    "hr",
    "fieldset",
    "form",
    "details",
    "summary",
    "caption",
    "center",
    "body",
    "nav",
];
const LINES: &[&str] = &["br", "li", "tr", "dt", "dd"];

impl<'a> Writer<'a> {
    pub(super) fn new(base: &'a Address) -> Self {
        Self {
            text: String::new(),
            marks: Vec::new(),
            links: Vec::new(),
            times: Vec::new(),
            gap: Gap::None,
            apart: false,
            base,
        }
    }

    /// Sets words of two elements apart, as in lists of names whose gaps are made by style.
    pub(super) fn keep_apart(&mut self) {
        self.apart = true;
    }

    /// Begins a new paragraph.
    pub(super) fn paragraph(&mut self) {
        self.gap = self.gap.max(Gap::Paragraph);
    }

    /// Words of their own, in a paragraph of a role.
    pub(super) fn line(&mut self, line: &str, role: Option<Role>) {
        self.paragraph();
        let before = self.text.len();
        self.write(line);
        self.paragraph();
        self.mark(before, role);
    }

    /// A text that was written before, with its marks and links.
    pub(super) fn append(&mut self, text: &str, marks: Vec<Block>, links: Vec<Link>) {
        if text.is_empty() {
            return;
        }
        self.open_gap();
        let by = self.text.len();
        let moved = |span: Span| Span::new(span.start as usize + by, span.end as usize + by);
        self.text.push_str(text);
        self.marks.extend(marks.into_iter().map(|m| Block { span: moved(m.span), ..m }));
        self.links.extend(links.into_iter().map(|l| Link { span: moved(l.span), ..l }));
    }

    /// All that is below a node. The depth of a page is bounded before it is parsed.
    pub(super) fn node(&mut self, node: &NodeRef) {
        if words(node, |text| self.write(text)).is_some() {
            return;
        }
        let gap = if is(node, PARAGRAPHS) {
            Gap::Paragraph
        } else if is(node, LINES) {
            Gap::Line
        } else if is(node, &["td", "th"]) {
            Gap::Cell
        } else if self.apart && is(node, &["span", "a", "time"]) {
            Gap::Space
        } else {
            Gap::None
        };
        self.gap = self.gap.max(gap);
        let before = self.text.len();
        let quoted = is(node, &["q"]);
        if quoted {
            // Browsers set the marks of <q> by themselves.
            self.mark_of_quote('“');
        }
        for child in node.children_it(false) {
            self.node(&child);
        }
        if quoted {
            self.gap = Gap::None;
            self.mark_of_quote('”');
        }
        self.gap = self.gap.max(gap);
        if self.text.len() == before {
            return;
        }
        let caption = is(node, &["figcaption"])
            || is(node, &["div", "p", "span", "small"])
                && any(&tokens(node), &["caption", "figcaption", "photocredit"]);
        if caption && self.text.len() - before < 1000 {
            self.paragraph();
            self.mark(before, Some(Role::Caption));
        }
        if is(node, &["time"]) {
            self.times.push(Span::new(before, self.text.len()).trim(&self.text));
        }
        let (kind, address) = if is(node, &["a"]) {
            let work = node.parent().is_some_and(|p| is(&p, &["cite"]))
                || node.children_it(false).any(|c| is(&c, &["cite"]));
            (if work { LinkKind::Work } else { LinkKind::Link }, attribute(node, "href"))
        } else if is(node, &["blockquote", "q"]) {
            (LinkKind::Quotation, attribute(node, "cite"))
        } else {
            return;
        };
        if let Some(url) = address.and_then(|a| self.base.join(&a))
            && self.links.len() < MOST_LINKS
        {
            let span = Span::new(before, self.text.len()).trim(&self.text);
            if !span.is_empty() && !self.base.is_same_page(&url) {
                self.links.push(Link { span, url, kind });
            }
        }
    }

    fn mark(&mut self, before: usize, role: Option<Role>) {
        let span = Span::new(before, self.text.len()).trim(&self.text);
        if let Some(role) = role
            && !span.is_empty()
        {
            // Marks come in the order of their ends, so those inside this one are the last.
            while self.marks.last().is_some_and(|m| m.span.overlaps(span)) {
                self.marks.pop();
            }
            self.marks.push(Block { role, span });
        }
    }

    fn mark_of_quote(&mut self, mark: char) {
        self.open_gap();
        self.text.push(mark);
    }

    /// Writes words, white space as single spaces; a space that does not break stays what it is.
    fn write(&mut self, words: &str) {
        for c in words.chars() {
            if matches!(c, ' ' | '\n' | '\r' | '\t' | '\u{c}') {
                self.gap = self.gap.max(Gap::Space);
                continue;
            }
            // Characters that show nothing and steer terminals.
            if c.is_control() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}') {
                continue;
            }
            self.open_gap();
            self.text.push(c);
        }
    }

    fn open_gap(&mut self) {
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        if self.text.is_empty() {
            return;
        }
        self.text.push_str(match gap {
            Gap::None => "",
            Gap::Space => " ",
            Gap::Cell => " | ",
            Gap::Line => "\n",
            Gap::Paragraph => "\n\n",
        });
    }

    /// The text, with marks and links in order.
    pub(super) fn finish(mut self) -> (String, Vec<Block>, Vec<Link>) {
        // A time that is a line of its own stands over an entry of a live report, or beside a name.
        self.marks.sort_by_key(|m| m.span);
        let mut alone: Vec<Block> = Vec::new();
        for span in std::mem::take(&mut self.times) {
            let (before, after) = (&self.text[..span.start as usize], &self.text[span.end as usize..]);
            let line = (before.is_empty() || before.ends_with('\n'))
                && (after.is_empty() || after.starts_with('\n'));
            let next = self.marks.partition_point(|m| m.span.end <= span.start);
            let marked = self.marks.get(next).is_some_and(|m| m.span.overlaps(span));
            let again = alone.last().is_some_and(|m| m.span.overlaps(span));
            if line && !marked && !again && !span.is_empty() {
                alone.push(Block { role: Role::Dateline, span });
            }
        }
        self.marks.extend(alone);
        self.marks.sort_by_key(|m| m.span);
        self.links.sort_by_key(|l| (l.span, l.kind));
        (self.text, self.marks, self.links)
    }
}
