//! Annotated reports from texts with marks, for the tests of this crate.
//!
//! `«Dana Orrin|person» [said] {the dam broke}`: what stands between the marks is the source, the cue and the content
//! of one attribution for each line. Behind `|` stands what the source is: `person`, `organization`, `outlet`,
//! `document`, `anonymous 2 4` (at least, at most; `anonymous 2` has no upper bound) or `via` (the outlet or person
//! that it came through). A cue may say `|denies`, `|declines` or
//! `|direct`. Names the rest of the annotations find come from
//! the real annotator; it is only attributions and sources that the marks decide.

use backstory_model::{
    Anchor, Annotated, Annotations, Attribution, AttributionId, Basis, Block, Claim, Count, Edge, EdgeKind,
    Manner, Moment, Node, Passage, Published, Report, ReportId, Role, Source, SourceId, SourceKind, Span,
    Stance, Story, StoryId, Title,
};

use crate::{claims, context::Context, sources};

/// A report of one line for each paragraph; `# ` starts the headline, `~ ` a line that is furniture of its page.
pub(crate) fn report(outlet: &str, day: &str, marked: &str) -> Annotated {
    let mut text = String::new();
    let mut blocks = Vec::new();
    let mut attributions = Vec::new();
    for line in marked.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let (role, line) = match (line.strip_prefix("# "), line.strip_prefix("~ ")) {
            (Some(rest), _) => (Role::Title, rest),
            (_, Some(rest)) => (Role::Furniture, rest),
            _ => (Role::Body, line),
        };
        let start = text.len();
        attributions.push(unmark(line, &mut text));
        blocks.push(Block { role, span: Span::new(start, text.len()) });
        text.push('\n');
    }
    let id = ReportId::of([outlet.as_bytes(), day.as_bytes(), text.as_bytes()]);
    let report = Report {
        id,
        uri: format!("{outlet}.txt"),
        path: None,
        language: Some("en".to_owned()),
        title: blocks
            .iter()
            .find(|b| b.role == Role::Title)
            .map(|b| Title { text: b.span.of(&text).to_owned(), span: Some(b.span) }),
        outlet: (!outlet.is_empty()).then(|| outlet.to_owned()),
        authors: Vec::new(),
        published: Moment::parse(day).map(|date| Published { date, basis: Basis::Metadata, span: None }),
        url: None,
        agencies: Vec::new(),
        blocks,
        text,
    };
    let mut annotations = backstory_annotate::annotate(&report, backstory_annotate::Model::Rules);
    annotations.sources.clear();
    annotations.attributions.clear();
    for marks in attributions.into_iter().filter(|m| !m.content.is_empty()) {
        attribute(id, marks, &mut annotations);
    }
    annotations.sources.sort_by_key(|s| s.id);
    annotations.sources.dedup_by_key(|s| s.id);
    Annotated { report, annotations }
}

#[derive(Default)]
struct Marks {
    sources: Vec<(String, String, Span)>,
    cues: Vec<(String, Span)>,
    content: Vec<Span>,
}

fn unmark(line: &str, text: &mut String) -> Marks {
    let mut marks = Marks::default();
    let mut rest = line;
    while let Some(at) = rest.find(['«', '[', '{']) {
        text.push_str(&rest[..at]);
        let open = rest[at..].chars().next().expect("a mark");
        let close = match open {
            '«' => '»',
            '[' => ']',
            _ => '}',
        };
        let end = at + rest[at..].find(close).expect("a mark that is closed");
        let inner = &rest[at + open.len_utf8()..end];
        let (words, what) = inner.split_once('|').unwrap_or((inner, ""));
        let span = Span::new(text.len(), text.len() + words.len());
        text.push_str(words);
        match open {
            '«' => marks.sources.push((words.to_owned(), what.to_owned(), span)),
            '[' => marks.cues.push((what.to_owned(), span)),
            _ => marks.content.push(span),
        }
        rest = &rest[end + close.len_utf8()..];
    }
    text.push_str(rest);
    marks
}

fn attribute(report: ReportId, marks: Marks, annotations: &mut Annotations) {
    let mut source = None;
    let mut via = Vec::new();
    let mut count = None;
    let mut spans = Vec::new();
    for (words, what, span) in marks.sources {
        let mut parts = what.split(' ');
        let kind = match parts.next() {
            Some("person") => SourceKind::Person,
            Some("organization") => SourceKind::Organization,
            Some("document") => SourceKind::Document,
            Some("anonymous") => SourceKind::Anonymous,
            Some("outlet" | "via") => SourceKind::Outlet,
            other => panic!("a source that is {other:?}"),
        };
        let name = words.strip_prefix("the ").unwrap_or(&words).to_owned();
        let anonymous = kind == SourceKind::Anonymous;
        let id = if anonymous {
            SourceId::of([report.to_string().as_bytes(), words.as_bytes()])
        } else {
            SourceId::of([kind.name().as_bytes(), name.as_bytes()])
        };
        annotations.sources.push(Source {
            id,
            kind,
            name: (!anonymous).then_some(name),
            description: Some(words),
            role: None,
            affiliation: None,
            report: anonymous.then_some(report),
            mentions: vec![span],
        });
        if what == "via" {
            via.push(id);
        } else {
            source = Some(id);
            spans.push(span);
        }
        if let Some(min) = parts.next() {
            let number = |n: &str| n.parse().expect("a count");
            count = Some(Count { min: number(min), max: parts.next().map(number) });
        }
    }
    let stance = match marks.cues.first().map(|(what, _)| what.as_str()) {
        Some("denies") => Stance::Denies,
        Some("declines") => Stance::Declines,
        _ => Stance::Affirms,
    };
    let direct = marks.cues.first().is_some_and(|(what, _)| what == "direct");
    let start = marks.content[0].start.to_string();
    annotations.attributions.push(Attribution {
        id: AttributionId::of([report.to_string().as_bytes(), start.as_bytes()]),
        manner: if direct { Manner::Direct } else { Manner::Indirect },
        stance,
        source,
        via,
        count,
        source_spans: spans,
        cue_spans: marks.cues.into_iter().map(|(_, span)| span).collect(),
        content_spans: marks.content,
    });
}

/// Reports of one story, and who took from whom.
pub(crate) struct OneStory {
    /// Sorted by id.
    pub(crate) reports: Vec<Annotated>,
    /// In the order they were given.
    pub(crate) order: Vec<ReportId>,
    lineage: Vec<Edge>,
    passages: Vec<Passage>,
}

impl OneStory {
    /// A story of these reports, oldest first; `taken` gives the places of giver and receiver and what was taken.
    pub(crate) fn new(reports: Vec<Annotated>, taken: &[(usize, usize, EdgeKind)]) -> Self {
        let order: Vec<ReportId> = reports.iter().map(|r| r.report.id).collect();
        let lineage = taken
            .iter()
            .map(|(from, to, kind)| Edge {
                from: Node::Report(order[*from]),
                to: order[*to],
                kind: *kind,
                credited: false,
                directed: true,
                score: 0.9,
                evidence: Vec::new(),
                reasons: Vec::new(),
            })
            .collect();
        let mut reports = reports;
        reports.sort_by_key(|r| r.report.id);
        Self { reports, order, lineage, passages: Vec::new() }
    }

    /// The same story, whose edges show these words as what was taken.
    pub(crate) fn showing(mut self, words: &str) -> Self {
        for edge in &mut self.lineage {
            let text = |id: ReportId| {
                self.reports.iter().find(|r| r.report.id == id).map(|r| r.report.text.as_str())
            };
            let giver = match edge.from {
                Node::Report(id) => Some(id),
                Node::External(_) => None,
            };
            for report in giver.into_iter().chain([edge.to]) {
                let start = text(report).and_then(|t| t.find(words)).expect("words of both reports");
                let span = Span::new(start, start + words.len());
                edge.evidence.push(backstory_model::Anchor { report, span });
            }
        }
        self
    }

    /// The same story, of which the first two reports have a passage in common that reads so in each.
    pub(crate) fn sharing(mut self, words: [&str; 2]) -> Self {
        let at = |which: usize| {
            let report = self.reports.iter().find(|r| r.report.id == self.order[which]);
            let text = &report.expect("two reports").report.text;
            let start = text.find(words[which]).expect("words of the report");
            Anchor { report: self.order[which], span: Span::new(start, start + words[which].len()) }
        };
        let common = words[0].split_whitespace().count() as u32;
        self.passages.push(Passage { a: at(0), b: at(1), words: common });
        self
    }

    /// Its claims.
    pub(crate) fn claims(&self) -> Vec<Claim> {
        let ctx = Context::new(&self.reports);
        let sources = sources::merge(&ctx);
        let stories = [Story { id: StoryId(1), title: String::new(), reports: self.order.clone() }];
        claims::claims(&ctx, &sources, &stories, &self.lineage, &self.passages, &Default::default())
    }

    /// The one claim that has these words in one of its statements.
    #[track_caller]
    pub(crate) fn claim(&self, words: &str) -> Claim {
        let mut found: Vec<Claim> = self
            .claims()
            .into_iter()
            .filter(|c| c.statements.iter().any(|s| self.words(s.at).contains(words)))
            .collect();
        assert_eq!(found.len(), 1, "claims with {words:?}: {found:#?}");
        found.remove(0)
    }

    /// The words at a place.
    pub(crate) fn words(&self, at: backstory_model::Anchor) -> &str {
        let report = self.reports.iter().find(|r| r.report.id == at.report).expect("a report of the story");
        at.span.of(&report.report.text)
    }
}
