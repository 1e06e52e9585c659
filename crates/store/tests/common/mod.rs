//! A small case with every kind of finding in it, built by hand.

use std::collections::BTreeMap;

use backstory_model::*;

/// A text with marks, as spans of its plain words: `of("words")` is where they stand first.
pub(crate) struct Words<'a>(pub(crate) &'a str);

impl Words<'_> {
    pub(crate) fn of(&self, words: &str) -> Span {
        let at = self.0.find(words).unwrap_or_else(|| panic!("{words:?} does not stand in the text"));
        Span::new(at, at + words.len())
    }
}

pub(crate) const FIRST: &str = "Velm dam “at risk” — officials\n\nBy Ädla Öst\nVELM (NPA) — “The wall won’t hold,” \
                         engineer Ída Møn told the Courier on Monday. At least 40 people allegedly left.\n\nShare this 🐟";
pub(crate) const SECOND: &str =
    "The Courier reported that the wall won’t hold. Four officials denied it; some 12 families left.";

pub(crate) fn document(text: &str) -> Document {
    Document {
        uri: "folder/b.txt".into(),
        path: Some("/x/folder/b.txt".into()),
        text: text.into(),
        ..Document::default()
    }
}

pub(crate) fn first() -> Annotated {
    let id = ReportId::of([FIRST.as_bytes()]);
    let words = Words(FIRST);
    let day = Moment::parse("2031-05-05T10:00:00Z").expect("a date");
    let report = Report {
        id,
        uri: "folder/b.txt".into(),
        path: Some("/x/folder/b.txt".into()),
        text: FIRST.into(),
        language: Some("en".into()),
        title: Some(Title {
            text: "Velm dam “at risk” — officials".into(),
            span: Some(words.of("Velm dam “at risk” — officials")),
        }),
        outlet: Some("Velm Courier".into()),
        authors: vec!["Ädla Öst".into(), "Øre Ång".into()],
        published: Some(Published { date: day.clone(), basis: Basis::Text, span: Some(words.of("Monday")) }),
        url: Some("https://courier.example/dam".into()),
        agencies: vec![
            Agency { name: "NPA".into(), span: Some(words.of("NPA")) },
            Agency { name: "Velm Wire".into(), span: None },
        ],
        blocks: vec![
            Block { role: Role::Title, span: words.of("Velm dam “at risk” — officials") },
            Block { role: Role::Byline, span: words.of("By Ädla Öst") },
            Block { role: Role::Dateline, span: words.of("VELM (NPA) —") },
            Block { role: Role::Body, span: words.of("“The wall").cover(words.of("allegedly left.")) },
            Block { role: Role::Furniture, span: words.of("Share this 🐟") },
        ],
    };
    let engineer = SourceId::of([b"person".as_slice(), "Ída Møn".as_bytes()]);
    let courier = SourceId::of([b"outlet".as_slice(), b"Velm Courier"]);
    let voice = SourceId::of([b"reporter".as_slice(), FIRST.as_bytes()]);
    let source = |id, kind, name: Option<&str>, report, mentions| Source {
        id,
        kind,
        name: name.map(str::to_owned),
        description: Some("engineer Ída Møn".into()),
        role: Some("engineer".into()),
        affiliation: None,
        report,
        mentions,
    };
    let mut sources = vec![
        source(
            engineer,
            SourceKind::Person,
            Some("Ída Møn"),
            None,
            vec![words.of("engineer Ída Møn"), words.of("Møn")],
        ),
        source(courier, SourceKind::Outlet, Some("Velm Courier"), None, vec![words.of("Courier")]),
        source(voice, SourceKind::Reporter, Some("Ädla Öst"), Some(id), Vec::new()),
    ];
    sources.sort_by_key(|s| s.id);
    let said = Attribution {
        id: AttributionId::of([b"1".as_slice(), FIRST.as_bytes()]),
        manner: Manner::Direct,
        stance: Stance::Affirms,
        source: Some(engineer),
        via: vec![courier, voice],
        count: None,
        source_spans: vec![words.of("engineer Ída Møn")],
        cue_spans: vec![words.of("told"), words.of("on Monday")],
        content_spans: vec![words.of("The wall won’t hold,")],
    };
    let unknown = Attribution {
        id: AttributionId::of([b"2".as_slice(), FIRST.as_bytes()]),
        manner: Manner::Mixed,
        stance: Stance::Declines,
        source: None,
        via: Vec::new(),
        count: Some(Count { min: 2, max: None }),
        source_spans: Vec::new(),
        cue_spans: vec![words.of("allegedly")],
        content_spans: vec![words.of("40 people"), words.of("left")],
    };
    let annotations = Annotations {
        model: "rules/1".into(),
        sentences: vec![
            words.of("“The wall").cover(words.of("on Monday.")),
            words.of("At least 40 people allegedly left."),
        ],
        quotations: vec![words.of("at risk"), words.of("The wall won’t hold,")],
        sources,
        attributions: vec![said, unknown],
        entities: vec![
            Entity {
                kind: EntityKind::Person,
                name: "Ída Møn".into(),
                spans: vec![words.of("Ída Møn"), words.of("Møn")],
            },
            Entity { kind: EntityKind::Place, name: "Velm".into(), spans: vec![words.of("Velm")] },
            Entity { kind: EntityKind::Other, name: "no mention".into(), spans: Vec::new() },
        ],
        times: vec![TimeExpression { span: words.of("on Monday"), when: day.interval(), relative: true }],
        quantities: vec![Quantity {
            span: words.of("At least 40 people"),
            value: 40.5,
            unit: "people".into(),
            bound: Bound::AtLeast,
        }],
        hedges: vec![Hedge { span: words.of("allegedly") }],
    };
    Annotated { report, annotations }
}

pub(crate) fn second() -> Annotated {
    let id = ReportId::of([SECOND.as_bytes()]);
    let words = Words(SECOND);
    let report = Report {
        id,
        uri: "stdin".into(),
        path: None,
        text: SECOND.into(),
        language: None,
        title: None,
        outlet: None,
        authors: Vec::new(),
        published: None,
        url: None,
        agencies: Vec::new(),
        blocks: vec![Block { role: Role::Body, span: Span::new(0, SECOND.len()) }],
    };
    let officials = SourceId::of([b"anonymous".as_slice(), SECOND.as_bytes()]);
    let annotations = Annotations {
        model: "rules/1".into(),
        sources: vec![Source {
            id: officials,
            kind: SourceKind::Anonymous,
            name: None,
            description: Some("Four officials".into()),
            role: None,
            affiliation: None,
            report: Some(id),
            mentions: vec![words.of("Four officials")],
        }],
        attributions: vec![Attribution {
            id: AttributionId::of([b"1".as_slice(), SECOND.as_bytes()]),
            manner: Manner::Indirect,
            stance: Stance::Denies,
            source: Some(officials),
            via: Vec::new(),
            count: Some(Count { min: 4, max: Some(4) }),
            source_spans: vec![words.of("Four officials")],
            cue_spans: vec![words.of("denied")],
            content_spans: vec![words.of("it")],
        }],
        times: vec![TimeExpression { span: words.of("left"), when: None, relative: false }],
        ..Annotations::default()
    };
    Annotated { report, annotations }
}

pub(crate) fn case() -> Case {
    let mut reports = vec![first(), second()];
    reports.sort_by_key(|a| a.report.id);
    let (a, b) = (first(), second());
    let (words_a, words_b) = (Words(FIRST), Words(SECOND));
    let at_a = |words: &str| Anchor { report: a.report.id, span: words_a.of(words) };
    let at_b = |words: &str| Anchor { report: b.report.id, span: words_b.of(words) };
    let outside = SourceId::of([b"outlet".as_slice(), b"Elsewhere Post"]);
    let mut sources: Vec<Source> =
        a.annotations.sources.iter().chain(&b.annotations.sources).cloned().collect();
    sources.push(Source {
        id: outside,
        kind: SourceKind::Outlet,
        name: Some("Elsewhere Post".into()),
        description: None,
        role: None,
        affiliation: Some("Post group".into()),
        report: None,
        mentions: Vec::new(),
    });
    sources.iter_mut().filter(|s| s.report.is_none()).for_each(|s| s.mentions.clear());
    sources.sort_by_key(|s| s.id);
    let story = Story {
        id: StoryId::of([b"story".as_slice()]),
        title: "Velm dam “at risk” — officials".into(),
        reports: vec![a.report.id, b.report.id],
    };
    let engineer = a.annotations.attributions[0].source;
    let quote = Quote {
        id: QuoteId::of([b"the wall".as_slice()]),
        text: "The wall won’t hold,".into(),
        origin: Some(a.report.id),
        occurrences: vec![
            QuoteOccurrence {
                at: at_a("The wall won’t hold,"),
                speaker: engineer,
                attribution: Some(a.annotations.attributions[0].id),
            },
            QuoteOccurrence { at: at_b("the wall won’t hold"), speaker: None, attribution: None },
        ],
        changes: vec![
            Change {
                kind: QuoteChange::Wording,
                report: b.report.id,
                from: "The wall".into(),
                to: "the wall".into(),
                from_at: Some(at_a("The wall")),
                to_at: Some(at_b("the wall")),
            },
            Change {
                kind: QuoteChange::NoOrigin,
                report: b.report.id,
                from: String::new(),
                to: "hold".into(),
                from_at: None,
                to_at: Some(at_b("hold")),
            },
        ],
    };
    let bare_quote = Quote {
        id: QuoteId::of([b"bare".as_slice()]),
        text: "at risk".into(),
        origin: None,
        occurrences: Vec::new(),
        changes: Vec::new(),
    };
    let edges = vec![
        Edge {
            from: Node::External(outside),
            to: a.report.id,
            kind: EdgeKind::Cites,
            credited: true,
            directed: true,
            score: 1.0,
            evidence: Vec::new(),
            reasons: vec![Reason { about: About::Credit, words: "it says so".into() }],
        },
        Edge {
            from: Node::Report(a.report.id),
            to: b.report.id,
            kind: EdgeKind::Quotes,
            credited: false,
            directed: false,
            score: 0.1 + 0.2,
            evidence: vec![at_a("The wall won’t hold"), at_b("the wall won’t hold")],
            reasons: vec!["the same words".into(), "it is older".into()],
        },
    ];
    let when = Moment::parse("2031-05-05").and_then(|m| m.interval()).expect("a day");
    let claim = Claim {
        id: ClaimId::of([b"left".as_slice()]),
        story: story.id,
        text: "At least 40 people allegedly left.".into(),
        slots: Slots {
            at: at_a("At least 40 people allegedly left."),
            actors: vec![
                Actor {
                    named: Named { span: words_a.of("At least 40 people"), name: None },
                    part: Part::Subject,
                },
                Actor {
                    named: Named { span: words_a.of("Ída Møn"), name: Some("Ída Møn".into()) },
                    part: Part::Agent,
                },
            ],
            action: Some(words_a.of("allegedly left")),
            time: Some(Time { span: words_a.of("on Monday"), when: Some(when) }),
            place: Some(Named { span: words_a.of("wall"), name: Some("The Wall".into()) }),
            quantities: a.annotations.quantities.clone(),
        },
        statements: vec![
            Statement {
                at: at_a("At least 40 people allegedly left."),
                attribution: Some(a.annotations.attributions[1].id),
                stance: Stance::Affirms,
                hedges: vec![words_a.of("allegedly")],
                quantities: a.annotations.quantities.clone(),
            },
            Statement {
                at: at_b("some 12 families left"),
                attribution: None,
                stance: Stance::Denies,
                hedges: Vec::new(),
                quantities: vec![Quantity {
                    span: words_b.of("some 12 families"),
                    value: 12.0,
                    unit: String::new(),
                    bound: Bound::About,
                }],
            },
        ],
        origins: vec![
            Origin { source: outside, report: a.report.id, count: None },
            Origin {
                source: b.annotations.sources[0].id,
                report: b.report.id,
                count: Some(Count { min: 4, max: None }),
            },
        ],
        independent: Independent { min: 1, max: 5, open: true },
        reasons: vec!["one is named".into()],
        changes: vec![Change {
            kind: ClaimChange::Quantity,
            report: b.report.id,
            from: "At least 40 people".into(),
            to: "some 12 families".into(),
            from_at: Some(at_a("At least 40 people")),
            to_at: Some(at_b("some 12 families")),
        }],
        stakes: 1.0 / 3.0,
    };
    let links = Links {
        sources,
        aliases: BTreeMap::from([(SourceId(7), outside)]),
        passages: vec![Passage { a: at_a("wall won’t hold"), b: at_b("wall won’t hold"), words: 3 }],
        quotes: vec![quote, bare_quote],
        lineage: edges,
        timeline: vec![Event {
            story: story.id,
            when,
            at: at_a("At least 40 people allegedly left."),
            expression: words_a.of("on Monday"),
        }],
        stories: vec![story],
        claims: vec![claim],
        not_before: BTreeMap::from([(b.report.id, Moment::parse("2031-05").expect("a month"))]),
    };
    Case { reports, links, ..Case::default() }
}
