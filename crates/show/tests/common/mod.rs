//! A small case built by hand: an invented port, five reports, one copied, one rewritten without credit, one denial.

use std::collections::BTreeMap;

use backstory_model::*;

/// Builds a case out of texts and of words that stand in them.
#[derive(Default)]
pub(crate) struct Builder {
    reports: Vec<Annotated>,
    pub(crate) links: Links,
}

pub(crate) fn date(text: &str) -> Moment {
    Moment::parse(text).expect("a date of the fixture")
}

impl Builder {
    /// Adds a report whose first line is its title and whose lines are blocks; a line that starts with `~` is furniture.
    pub(crate) fn report(&mut self, outlet: &str, published: Option<(&str, Basis)>, text: &str) -> ReportId {
        let id = ReportId::of([outlet.as_bytes(), text.as_bytes()]);
        let mut blocks = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let span = Span::new(at, at + line.len()).trim(text);
            at += line.len();
            if !span.is_empty() {
                let role = match span.of(text) {
                    _ if blocks.is_empty() => Role::Title,
                    words if words.starts_with('~') => Role::Furniture,
                    words if words.starts_with("By ") => Role::Byline,
                    _ => Role::Body,
                };
                blocks.push(Block { role, span });
            }
        }
        let title = blocks[0].span;
        self.reports.push(Annotated {
            report: Report {
                id,
                uri: format!("port/{}.txt", outlet.to_lowercase().replace(' ', "-")),
                path: None,
                text: text.to_owned(),
                language: Some("en".to_owned()),
                title: Some(Title { text: title.of(text).to_owned(), span: Some(title) }),
                outlet: Some(outlet.to_owned()),
                authors: vec![],
                published: published.map(|(day, basis)| Published { date: date(day), basis, span: None }),
                url: None,
                agencies: vec![],
                blocks,
            },
            annotations: Annotations { model: "hand/1".to_owned(), ..Annotations::default() },
        });
        id
    }

    pub(crate) fn of(&mut self, id: ReportId) -> &mut Annotated {
        self.reports.iter_mut().find(|a| a.report.id == id).expect("a report of the fixture")
    }

    /// Where the words stand first in the report.
    pub(crate) fn at(&self, report: ReportId, words: &str) -> Anchor {
        let text = &self.reports.iter().find(|a| a.report.id == report).expect("a report").report.text;
        let start = text.find(words).unwrap_or_else(|| panic!("{words:?} stands in the report"));
        Anchor { report, span: Span::new(start, start + words.len()) }
    }

    pub(crate) fn source(&mut self, kind: SourceKind, name: &str, report: Option<ReportId>) -> SourceId {
        let id = match report {
            Some(report) => SourceId::of([report.to_string().as_bytes(), name.as_bytes()]),
            None => SourceId::of([kind.name().as_bytes(), name.as_bytes()]),
        };
        let named = kind != SourceKind::Anonymous;
        if !self.links.sources.iter().any(|s| s.id == id) {
            self.links.sources.push(Source {
                id,
                kind,
                name: named.then(|| name.to_owned()),
                description: (!named).then(|| name.to_owned()),
                role: None,
                affiliation: None,
                report,
                mentions: vec![],
            });
        }
        id
    }

    /// `who` (words and source), cue and content as they stand in the report.
    pub(crate) fn said(
        &mut self,
        report: ReportId,
        who: (&str, Option<SourceId>),
        (cue, content): (&str, &str),
        manner: Manner,
        stance: Stance,
        count: Option<Count>,
    ) -> AttributionId {
        let spans = |words: &str| if words.is_empty() { vec![] } else { vec![self.at(report, words).span] };
        let (source_spans, cue_spans, content_spans) = (spans(who.0), spans(cue), spans(content));
        let id = AttributionId::of([report.to_string().as_bytes(), who.0.as_bytes(), content.as_bytes()]);
        self.of(report).annotations.attributions.push(Attribution {
            id,
            manner,
            stance,
            source: who.1,
            via: vec![],
            count,
            source_spans,
            cue_spans,
            content_spans,
        });
        id
    }

    pub(crate) fn case(mut self) -> Case {
        self.reports.sort_by_key(|a| a.report.id);
        self.links.sources.sort_by_key(|s| s.id);
        for annotated in &mut self.reports {
            annotated.annotations.attributions.sort_by_key(|a| a.content_spans.first().copied());
        }
        Case { reports: self.reports, links: self.links, ..Case::default() }
    }
}

pub(crate) fn statement(at: Anchor, attribution: Option<AttributionId>, stance: Stance) -> Statement {
    Statement { at, attribution, stance, hedges: vec![], quantities: vec![] }
}

pub(crate) const HOSTILE: &str =
    "<script>alert('x')</script> & \"<img src=https://evil.example/x onerror=alert(1)>\" \u{202e}desrever";

/// The case of the port.
pub(crate) fn port() -> Case {
    let mut b = Builder::default();
    let wire = b.report(
        "Harbor Wire",
        Some(("2031-03-04", Basis::Url)),
        "Grain stores were emptied before the vote, officials say\n\
         By Ilse Marrow\n\
         PORT SELDON — At least 40 trucks carried grain out of the Seldon stores on Sunday night, three harbor officials said.\n\
         “Nobody signed for any of it, and nobody was meant to — not that night,” one of them said. 🌾\n\
         The grain allegedly went to a depot owned by the governor’s brother.\n\
         ~ Sign up for our newsletter\n",
    );
    let gazette = b.report(
        "Lowland Gazette",
        Some(("2031-03-04T18:20:00Z", Basis::Metadata)),
        "Officials: grain stores emptied before vote\n\
         At least 40 trucks carried grain out of the Seldon stores on Sunday night, three harbor officials told Harbor Wire.\n\
         “Nobody signed for any of it, and nobody was meant to — not that night,” one of them said.\n",
    );
    let tidings = b.report(
        "Evening Tidings",
        None,
        &format!(
            "Forty trucks, one depot\n\
             Some 400 trucks took the grain away on Sunday, the Tidings has learned. It went to the governor’s brother.\n\
             “Nobody signed for any of it,” a dock worker said.\n\
             {HOSTILE}\n"
        ),
    );
    let observer = b.report(
        "Port Observer",
        Some(("2031-03-06", Basis::Text)),
        "Governor rejects grain report\n\
         Governor Anselm Rook denied that grain had left the stores, the Northern Courier reported on Thursday.\n",
    );
    let weather = b.report(
        "Hill Post",
        Some(("2031-03", Basis::Manifest)),
        "Snow closes the upper pass\nSnow closed the upper pass on Tuesday.\n",
    );

    let officials = b.source(SourceKind::Anonymous, "three harbor officials", Some(wire));
    let worker = b.source(SourceKind::Anonymous, "a dock worker", Some(tidings));
    let rook = b.source(SourceKind::Person, "Anselm Rook", None);
    let wire_source = b.source(SourceKind::Outlet, "Harbor Wire", None);
    let courier = b.source(SourceKind::Outlet, "Northern Courier", None);
    let voice = b.source(SourceKind::Reporter, "Evening Tidings", Some(tidings));
    let gazette_officials = b.source(SourceKind::Anonymous, "three harbor officials", Some(gazette));

    let three = Some(Count { min: 3, max: Some(3) });
    let one = Some(Count { min: 1, max: Some(1) });
    let trucks = "At least 40 trucks carried grain out of the Seldon stores on Sunday night";
    let nobody = "Nobody signed for any of it, and nobody was meant to — not that night,";
    use Manner::{Direct, Indirect};
    use Stance::{Affirms, Denies};
    let a1 =
        b.said(wire, ("three harbor officials", Some(officials)), ("said", trucks), Indirect, Affirms, three);
    let a2 = b.said(wire, ("one of them", Some(officials)), ("said", nobody), Direct, Affirms, one);
    let who = ("three harbor officials", Some(gazette_officials));
    let a3 = b.said(gazette, who, ("told", trucks), Indirect, Affirms, three);
    b.of(gazette).annotations.attributions[0].via = vec![wire_source];
    let a4 = b.said(
        tidings,
        ("a dock worker", Some(worker)),
        ("said", "Nobody signed for any of it,"),
        Direct,
        Affirms,
        one,
    );
    let who = ("Governor Anselm Rook", Some(rook));
    let a5 = b.said(observer, who, ("denied", "grain had left the stores"), Indirect, Denies, None);
    let via = b.of(observer);
    via.annotations.attributions[0].via = vec![courier];

    let story = StoryId::of([b"port".as_slice()]);
    let other = StoryId::of([b"snow".as_slice()]);
    b.links.stories = vec![
        Story {
            id: story,
            title: "Grain stores were emptied before the vote, officials say".to_owned(),
            reports: vec![wire, gazette, tidings, observer],
        },
        Story { id: other, title: "Snow closes the upper pass".to_owned(), reports: vec![weather] },
    ];
    b.links.not_before = BTreeMap::from([(tidings, date("2031-03-04"))]);
    b.links.passages = vec![Passage { a: b.at(wire, trucks), b: b.at(gazette, trucks), words: 14 }];
    let quote = |b: &Builder, report, words, speaker, attribution| QuoteOccurrence {
        at: b.at(report, words),
        speaker: Some(speaker),
        attribution: Some(attribution),
    };
    b.links.quotes = vec![Quote {
        id: QuoteId::of([b"nobody".as_slice()]),
        text: nobody.to_owned(),
        origin: Some(wire),
        occurrences: vec![
            quote(&b, wire, nobody, officials, a2),
            quote(&b, tidings, "Nobody signed for any of it,", worker, a4),
        ],
        changes: vec![
            Change {
                kind: QuoteChange::Speaker,
                report: tidings,
                from: "three harbor officials".to_owned(),
                to: "a dock worker".to_owned(),
                from_at: Some(b.at(wire, "one of them")),
                to_at: Some(b.at(tidings, "a dock worker")),
            },
            Change {
                kind: QuoteChange::Trimmed,
                report: tidings,
                from: nobody.to_owned(),
                to: "Nobody signed for any of it,".to_owned(),
                from_at: Some(b.at(wire, nobody)),
                to_at: Some(b.at(tidings, "Nobody signed for any of it,")),
            },
        ],
    }];
    let edge = |from, to, kind, credited, evidence, reason: &str| Edge {
        from,
        to,
        kind,
        credited,
        directed: true,
        score: 0.912_345_6,
        evidence,
        reasons: vec![reason.into()],
    };
    let copied = vec![b.at(wire, trucks), b.at(gazette, trucks)];
    let rewritten = vec![
        b.at(wire, "The grain allegedly went to a depot owned by the governor’s brother."),
        b.at(tidings, "It went to the governor’s brother."),
    ];
    b.links.lineage = vec![
        edge(Node::Report(wire), gazette, EdgeKind::Copy, true, copied, "14 words in a row are the same"),
        edge(
            Node::Report(wire),
            tidings,
            EdgeKind::Rewrite,
            false,
            rewritten,
            "the same facts in the same order",
        ),
        edge(
            Node::External(courier),
            observer,
            EdgeKind::Cites,
            true,
            vec![b.at(observer, "the Northern Courier reported on Thursday")],
            "named as the source",
        ),
    ];
    let mut statements = vec![
        statement(b.at(wire, trucks), Some(a1), Affirms),
        statement(b.at(gazette, trucks), Some(a3), Affirms),
        statement(b.at(tidings, "Some 400 trucks took the grain away on Sunday"), None, Affirms),
        statement(b.at(observer, "grain had left the stores"), Some(a5), Denies),
    ];
    statements[0].quantities = vec![Quantity {
        span: b.at(wire, "At least 40 trucks").span,
        value: 40.0,
        unit: "trucks".to_owned(),
        bound: Bound::AtLeast,
    }];
    statements[2].quantities = vec![Quantity {
        span: b.at(tidings, "Some 400 trucks").span,
        value: 400.0,
        unit: "trucks".to_owned(),
        bound: Bound::About,
    }];
    let change = |b: &Builder, kind, from: &str, to: &str| Change {
        kind,
        report: tidings,
        from: from.to_owned(),
        to: to.to_owned(),
        from_at: Some(b.at(wire, from)),
        to_at: (!to.is_empty()).then(|| b.at(tidings, to)),
    };
    let depot = "The grain allegedly went to a depot owned by the governor’s brother.";
    let mut hedged = statement(b.at(wire, depot), None, Affirms);
    hedged.hedges = vec![b.at(wire, "allegedly").span];
    let day = |text: &str| text.parse().expect("a day");
    b.links.claims = vec![
        Claim {
            id: ClaimId::of([b"trucks".as_slice()]),
            story,
            text: trucks.to_owned(),
            slots: Slots {
                at: b.at(wire, trucks),
                actors: vec![Actor {
                    named: Named { span: b.at(wire, "At least 40 trucks").span, name: None },
                    part: Part::Subject,
                }],
                action: Some(b.at(wire, "carried grain out of the Seldon stores").span),
                time: Some(Time {
                    span: b.at(wire, "on Sunday night").span,
                    when: Some(Interval::day(day("2031-03-02"))),
                }),
                place: None,
                quantities: statements[0].quantities.clone(),
            },
            statements,
            origins: vec![
                Origin { source: officials, report: wire, count: three },
                Origin { source: voice, report: tidings, count: None },
            ],
            independent: Independent { min: 3, max: 4, open: false },
            reasons: vec![
                "Lowland Gazette repeats Harbor Wire and adds no source.".to_owned(),
                "Three harbor officials count as three.".to_owned(),
            ],
            changes: vec![change(&b, ClaimChange::Quantity, "At least 40 trucks", "Some 400 trucks")],
            stakes: 0.8,
        },
        Claim {
            id: ClaimId::of([b"depot".as_slice()]),
            story,
            text: depot.to_owned(),
            slots: Slots::new(b.at(wire, depot)),
            statements: vec![
                hedged,
                statement(b.at(tidings, "It went to the governor’s brother."), None, Affirms),
            ],
            origins: vec![],
            independent: Independent { min: 0, max: 1, open: false },
            reasons: vec!["No source is named.".to_owned()],
            changes: vec![change(&b, ClaimChange::Hedge, "allegedly", "")],
            stakes: 0.4,
        },
    ];
    b.links.timeline = vec![Event {
        story,
        when: Interval { start: day("2031-03-02"), end: day("2031-03-02") },
        at: b.at(wire, trucks),
        expression: b.at(wire, "on Sunday night").span,
    }];
    let time = TimeExpression {
        span: b.at(wire, "on Sunday night").span,
        when: Some(Interval::day(day("2031-03-02"))),
        relative: true,
    };
    b.of(wire).annotations.times = vec![time];
    let hedge = b.at(wire, "allegedly").span;
    b.of(wire).annotations.hedges = vec![Hedge { span: hedge }];
    let seldon =
        Entity { kind: EntityKind::Place, name: "Seldon".to_owned(), spans: vec![b.at(wire, "Seldon").span] };
    b.of(wire).annotations.entities = vec![seldon];
    b.case()
}
