//! Texts with marks in, for tests: `«source» [cue] {content}`.

use std::collections::BTreeMap;

use backstory_model::{Report, ReportId, Span};

use crate::{
    entities::Names,
    extract::{self, RawAttribution},
    layout::Layout,
};

/// A report of one text and nothing else: no title, outlet, date or blocks.
pub(crate) fn report(text: &str) -> Report {
    Report {
        id: ReportId::of([text.as_bytes()]),
        uri: "test.txt".to_owned(),
        path: None,
        text: text.to_owned(),
        language: Some("en".to_owned()),
        title: None,
        outlet: None,
        authors: Vec::new(),
        published: None,
        url: None,
        agencies: Vec::new(),
        blocks: Vec::new(),
    }
}

/// One marked attribution: the words of its source, cue and content, parts of each in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Marked {
    pub(crate) source: Vec<Span>,
    pub(crate) cue: Vec<Span>,
    pub(crate) content: Vec<Span>,
}

impl Marked {
    /// The marked words again, for messages.
    pub(crate) fn show(&self, text: &str) -> String {
        let words = |spans: &[Span]| spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ");
        format!("«{}» [{}] {{{}}}", words(&self.source), words(&self.cue), words(&self.content))
    }
}

/// Takes the marks out of a text: `«source»`, `[cue]`, `{content}`, with `2:` behind the opening mark where there is
/// more than one attribution; marks may stand in one another. A backslash escapes.
///
/// # Panics
/// At a mark without its partner, with the place.
#[track_caller]
pub(crate) fn unmark(marked: &str) -> (String, Vec<Marked>) {
    let mut text = String::new();
    let mut open: Vec<(char, u32, usize)> = Vec::new();
    let mut found: BTreeMap<u32, Marked> = BTreeMap::new();
    let mut rest = marked.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' => text.extend(rest.next()),
            '«' | '[' | '{' => {
                let mut ahead = rest.clone();
                let mut number = 1;
                if let (Some(digit), Some(':')) = (ahead.next().and_then(|d| d.to_digit(10)), ahead.next()) {
                    number = digit;
                    rest = ahead;
                }
                open.push((c, number, text.len()));
            }
            '»' | ']' | '}' => {
                let (mark, number, start) = open.pop().expect("a mark closes what was opened");
                assert!(
                    matches!((mark, c), ('«', '»') | ('[', ']') | ('{', '}')),
                    "{c} closes {mark} at {}",
                    text.len()
                );
                let span = Span::new(start, text.len());
                let into = found.entry(number).or_default();
                match c {
                    '»' => into.source.push(span),
                    ']' => into.cue.push(span),
                    _ => into.content.push(span),
                }
            }
            _ => text.push(c),
        }
    }
    assert!(open.is_empty(), "never closed: {open:?}");
    (text, found.into_values().collect())
}

/// What the marks say, as an attribution of one who says it.
pub(crate) fn said(text: &str, layout: &Layout, marked: Marked) -> RawAttribution {
    RawAttribution {
        manner: extract::manner(text, layout, &marked.content),
        source_spans: marked.source,
        cue_spans: marked.cue,
        content_spans: marked.content,
        act: extract::Act::Says,
        addressee: None,
        carried: None,
        through: None,
    }
}

/// Gives the attributions that `found` marks to `mend`, and compares what comes of them with those that `mended` marks; both
/// on the same text.
#[track_caller]
pub(crate) fn check_mended(
    found: &str,
    mended: &str,
    mend: impl FnOnce(&Report, &Layout, &Names, Vec<RawAttribution>) -> Vec<RawAttribution>,
) {
    let (text, parts) = unmark(found);
    let (same, wanted) = unmark(mended);
    assert_eq!(text, same);
    let report = report(&text);
    let layout = Layout::new(&report);
    let names = Names::new(&report, &layout, &[]);
    let raw = |m: Marked| said(&text, &layout, m);
    let found = mend(&report, &layout, &names, parts.into_iter().map(raw).collect());
    let found = found.into_iter().map(|a| Marked {
        source: a.source_spans,
        cue: a.cue_spans,
        content: a.content_spans,
    });
    let lines = |list: Vec<Marked>| list.iter().map(|m| m.show(&text)).collect::<Vec<_>>().join("\n");
    assert_eq!(lines(found.collect()), lines(wanted), "{text}");
}
