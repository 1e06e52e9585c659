//! What every drawing must keep to, on small and large made-up stories.

use backstory_model::{EdgeKind, Moment};

use super::{text::width, *};

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n
    }
}

const NAMES: [&str; 12] = [
    "Harbor Wire",
    "The Evening Tidings of Greater Ostmark",
    "Kelby Post",
    "Radio Nord",
    "Il Corriere di Valdara",
    "Tolva Valley Gazette and Advertiser",
    "北の新聞",
    "Sentinel",
    "WWWWWWWWWWWWWWWWWWWWWWWW",
    "Ñandú Diario",
    "Day",
    "The Brinsholt Gazette",
];

/// A story of `n` reports: some in one minute, some years apart, some undated.
pub(crate) fn story(n: usize, seed: u64) -> Lineage {
    let mut dice = Dice(seed);
    let mut minute = 0;
    let mut reports = Vec::new();
    for at in 0..n {
        minute += [0, 0, 1, 12, 90, 600, 1400][dice.below(7)];
        if at == 1 {
            minute += 1440 * 900;
        }
        let day = Date::constant(2031, 5, 6).saturating_add(jiff::Span::new().days((minute / 1440) as i64));
        let clock = format!("{day}T{:02}:{:02}:00Z", minute / 60 % 24, minute % 60);
        let when = match dice.below(10) {
            0 => None,
            1 | 2 => Moment::parse(&day.to_string()),
            _ => Moment::parse(&clock),
        };
        let outlet = if n > 20 && dice.below(3) > 0 {
            format!("Outlet {}", dice.below(n))
        } else {
            NAMES[dice.below(12)].to_owned()
        };
        reports.push(ReportNode {
            label: (at + 1).to_string(),
            outlet,
            title: "Gates of the upper dam were opened before dawn, two people say".to_owned(),
            not_before: when.is_none().then(|| Moment::parse("2033-10-25")).flatten(),
            when,
            href: Some(format!("#r{at}")),
        });
    }
    let outside = |name: &str| OutsideNode { name: name.to_owned(), href: None };
    let mut edges = Vec::new();
    for to in 1..n {
        let kind = [EdgeKind::Copy, EdgeKind::Copy, EdgeKind::Rewrite, EdgeKind::Quotes, EdgeKind::Cites]
            [dice.below(5)];
        let from = match dice.below(8) {
            0 => continue,
            1 => End::Outside(dice.below(9)),
            2 | 3 => End::Report(dice.below(to)),
            _ => End::Report(dice.below(to.min(3))),
        };
        edges.push(Line {
            from,
            to,
            kind,
            credited: dice.below(2) == 0,
            directed: dice.below(9) > 0,
            why: format!("{} took from {from:?} <&\"", to + 1),
            href: Some("#e".to_owned()),
        });
    }
    let outside = NAMES.iter().take(9).map(|name| outside(name)).collect();
    Lineage { title: "Gates opened before dawn".to_owned(), reports, outside, edges }
}

/// Every text of a picture with its box: left, right, base line, size.
fn texts(svg: &str) -> Vec<(f64, f64, f64, f64, String)> {
    let mut out = Vec::new();
    let mut shift = (0.0, 0.0);
    for part in svg.split('<').skip(1) {
        let number = |name: &str| -> f64 {
            let value = part.split_once(&format!(" {name}=\"")).and_then(|(_, v)| v.split_once('"'));
            value.and_then(|(v, _)| v.parse().ok()).expect("a number")
        };
        if let Some(rest) = part.strip_prefix("g transform=\"translate(") {
            let (x, y) = rest.split_once(')').and_then(|(v, _)| v.split_once(' ')).expect("a shift");
            shift = (x.parse().expect("a number"), y.parse().expect("a number"));
        }
        if let Some(rest) = part.strip_prefix("text class=\"") {
            let class = rest.split('"').next().unwrap_or_default();
            let words = part.split_once('>').map_or("", |(_, w)| w);
            let words =
                words.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            let is = |name: &str| class.split(' ').any(|c| c == name);
            let size = match () {
                () if is("bs-h") => 18.0,
                () if is("bs-n") || is("bs-event-n") => 11.0,
                () if is("bs-s") => 12.0,
                () => 13.0,
            };
            let wide = width(&words, size, is("bs-b") || is("bs-h") || is("bs-n"));
            let x = number("x") + shift.0;
            let left = match () {
                () if is("bs-end") => x - wide,
                () if is("bs-mid") || is("bs-n") || is("bs-event-n") => x - wide / 2.0,
                () => x,
            };
            out.push((left, left + wide, number("y") + shift.1, size, words));
        }
    }
    out
}

/// No text lies on another, or outside the picture; the picture is well-formed.
#[track_caller]
fn sound(svg: &str) {
    let view_box =
        svg.split_once("viewBox=\"0 0 ").and_then(|(_, v)| v.split_once('"')).expect("a view box").0;
    let (wide, high) = view_box.split_once(' ').expect("two numbers");
    let (wide, high): (f64, f64) = (wide.parse().expect("a number"), high.parse().expect("a number"));
    let texts = texts(svg);
    for (n, a) in texts.iter().enumerate() {
        assert!(a.0 >= -1.0 && a.1 <= wide + 1.0, "{:?} sticks out of {wide}: {} to {}", a.4, a.0, a.1);
        assert!(a.2 - a.3 * 0.8 >= -1.0 && a.2 <= high, "{:?} sticks out of {high}: {}", a.4, a.2);
        for b in &texts[n + 1..] {
            let beside = a.1 <= b.0 + 0.5 || b.1 <= a.0 + 0.5;
            let apart = a.2 <= b.2 - b.3 * 0.75 || b.2 <= a.2 - a.3 * 0.75;
            assert!(beside || apart, "{a:?} lies on {b:?}");
        }
    }
    let mut open: Vec<&str> = Vec::new();
    for (at, _) in svg.match_indices('<') {
        let tag = svg[at + 1..].split('>').next().expect("an end");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "at {at}");
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().expect("a name"));
        }
    }
    assert!(open.is_empty(), "{open:?}");
    assert!(!svg.contains("NaN") && !svg.contains("inf"));
}

#[test]
fn no_text_of_a_lineage_lies_on_another() {
    for (n, seed) in [(1, 1), (2, 2), (5, 3), (12, 4), (30, 5), (60, 6), (200, 7), (200, 8)] {
        let view = story(n, seed);
        for look in
            [Look::wide("a"), Look::narrow("b"), Look::alone(Layout::Wide), Look::alone(Layout::Narrow)]
        {
            let svg = lineage(&view, &look);
            sound(&svg);
            assert_eq!(svg, lineage(&view, &look));
        }
        sound(&thumbnail(&view));
    }
}

#[test]
fn every_report_of_two_hundred_is_there() {
    let view = story(200, 9);
    let svg = lineage(&view, &Look::wide("a"));
    for at in 0..200 {
        assert!(svg.contains(&format!("href=\"#r{at}\"")), "{at}");
    }
    let high: f64 = svg
        .split_once("viewBox=\"0 0 960 ")
        .and_then(|(_, v)| v.split('"').next()?.parse().ok())
        .expect("a height");
    assert!(high < 2800.0, "{high}");
}

#[test]
fn pictures_of_a_page_carry_no_style() {
    let svg = lineage(&story(12, 4), &Look::wide("a"));
    assert!(!svg.contains("style"), "a strict policy would refuse it");
    assert!(svg.contains("<title>") && svg.contains("aria-label"));
    assert!(!svg.contains(" <&\""), "text is escaped");
}

#[test]
fn a_still_picture_has_no_variables() {
    let svg = lineage(&story(5, 3), &Look::alone(Layout::Wide));
    for dark in [false, true] {
        let still = still(&svg, dark);
        assert!(!still.contains("var(") && !still.contains("@media"));
        assert_eq!(still.contains("#ece9e2"), dark);
    }
}

#[test]
fn empty_views_draw() {
    for look in [Look::wide("a"), Look::narrow("a"), Look::alone(Layout::Wide)] {
        sound(&lineage(&Lineage::default(), &look));
        sound(&events(&Events::default(), &look));
        sound(&chains(&Chains::default(), &look));
        sound(&moves(&Moves::default(), &look));
    }
    sound(&thumbnail(&Lineage::default()));
}

#[test]
fn no_text_of_a_timeline_lies_on_another() {
    let mut dice = Dice(3);
    for n in [1, 4, 40, 300] {
        let events = (0..n).map(|at| {
            let years = [0, 0, 0, 0, 2, 40][dice.below(6)];
            let from = Date::constant(2031, 5, 6).saturating_add(jiff::Span::new().days(dice.below(60) as i64).years(-years));
            let to = from.saturating_add(jiff::Span::new().days([0, 0, 0, 6, 400][dice.below(5)]));
            Happening {
                from,
                to,
                words: "before dawn on Monday".to_owned(),
                text: "The gates of the upper dam were opened before dawn on Monday, two people with knowledge of the order told the paper, and closed again at noon when nobody looked.".to_owned(),
                by: format!("{at} {}", NAMES[dice.below(12)]),
                href: None,
            }
        });
        let events = events.collect();
        let reported = story(n, 5).reports.into_iter().filter_map(|r| r.when).collect();
        let view = Events { title: "Gates".to_owned(), events, reported };
        for look in [Look::wide("a"), Look::narrow("b")] {
            sound(&super::events(&view, &look));
        }
    }
}

#[test]
fn no_text_of_chains_or_moves_lies_on_another() {
    let mut dice = Dice(5);
    for n in [1, 3, 12, 60] {
        let kinds = [ChainKind::Outlet, ChainKind::Person, ChainKind::Anonymous, ChainKind::Organization];
        let mut spot = |most: usize| ChainLink {
            name: NAMES[dice.below(most)].to_owned(),
            kind: kinds[dice.below(4)],
            note: Some("who was briefed on the order of the night".to_owned()),
            href: None,
            silent: false,
        };
        let chains = (0..n).map(|at| (0..1 + at % 4).map(|d| spot(12 - 3 * d)).collect()).collect();
        let view = Chains { title: "Gates".to_owned(), chains };
        let steps = (0..n).map(|at| Step {
            when: Moment::parse("2031-05-06T12:00:00Z"),
            outlet: NAMES[at % 12].to_owned(),
            label: at.to_string(),
            words: format!("at least {at} people were killed when the gates of the upper dam gave way before dawn on Monday, the service said"),
            low: (at % 3 > 0).then_some(at as f64 * 3.0),
            high: (at % 3 < 2).then_some(at as f64 * 3.0 + 2.0),
            changed: if at % 2 == 0 { vec![] } else { vec!["“at least 40” → “some 400 people, perhaps more than that”".to_owned()] },
            ..Step::default()
        });
        let steps = Moves { title: "Gates".to_owned(), unit: "people".to_owned(), steps: steps.collect() };
        for look in [Look::wide("a"), Look::narrow("b")] {
            sound(&super::chains(&view, &look));
            sound(&moves(&steps, &look));
        }
    }
}

#[test]
fn an_outlet_with_and_without_its_article_is_drawn_once() {
    let link =
        |name: &str, kind| ChainLink { name: name.to_owned(), kind, note: None, href: None, silent: false };
    let chain = |reader: &str, outlet: &str| {
        vec![
            link(reader, ChainKind::Outlet),
            link(outlet, ChainKind::Outlet),
            link("Tessa Morrow", ChainKind::Person),
        ]
    };
    let view = Chains {
        title: "The ferry sank".to_owned(),
        chains: vec![chain("Kelby Post", "The Ilmar Standard"), chain("Radio Nord", "Ilmar Standard")],
    };
    let drawn = chains(&view, &Look::wide("a"));
    assert_eq!(drawn.matches("Ilmar Standard</text>").count(), 1, "{drawn}");
}
