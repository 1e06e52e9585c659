//! The reports and the truth about them, held against each other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use backstory_newsroom::{Newsroom, generate};

const REPORTS: usize = 600;

static NEWSROOM: LazyLock<Newsroom> = LazyLock::new(|| generate(7, REPORTS));

/// File → text.
fn texts() -> BTreeMap<&'static str, &'static str> {
    NEWSROOM
        .reports
        .iter()
        .map(|(file, record)| (file.as_str(), record["maintext"].as_str().expect("a text")))
        .collect()
}

fn slice(text: &str, start: usize, end: usize) -> String {
    assert!(start < end && end <= text.chars().count(), "{start}..{end} in {text}");
    text.chars().skip(start).take(end - start).collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let bytes = |n: &Newsroom| serde_json::to_string(&(&n.reports, &n.truth)).expect("it is plain data");
    assert_eq!(bytes(&NEWSROOM), bytes(&generate(7, REPORTS)));
    assert_ne!(bytes(&generate(8, 50)), bytes(&generate(7, 50)));
}

#[test]
fn there_are_as_many_reports_as_were_asked_for() {
    for reports in [0, 1, 2, 17, 100] {
        let newsroom = generate(3, reports);
        assert_eq!(newsroom.reports.len(), reports);
        assert_eq!(newsroom.truth.reports.len(), reports);
    }
}

#[test]
fn reports_are_of_the_length_of_news_and_have_no_mark_of_the_grammar_left() {
    let mut lengths = Vec::new();
    for (file, text) in texts() {
        lengths.push(text.split_whitespace().count());
        for mark in
            ["{", "}", "[", "]", "|", "~", "^", "<", ">", "  ", " ,", " .", ",,", "..", ",.", "\n\n\n"]
        {
            assert!(!text.contains(mark), "{file} holds {mark:?}: {text}");
        }
        assert!(
            !text.contains(" a a ") && !text.contains(" the the ") && !text.contains(" on on "),
            "{file}: {text}"
        );
    }
    lengths.sort_unstable();
    let (least, middle, most) = (lengths[0], lengths[lengths.len() / 2], lengths[lengths.len() - 1]);
    assert!(least >= 60 && (200..450).contains(&middle) && most < 900, "{least} {middle} {most}");
}

#[test]
fn every_span_holds_trimmed_words() {
    let texts = texts();
    let truth = &NEWSROOM.truth;
    let claims = truth.claims.iter().flat_map(|c| &c.statements).map(|s| (&s.file, s.start, s.end));
    let quotes = truth.quotes.iter().flat_map(|q| &q.occurrences).map(|o| (&o.file, o.start, o.end));
    let stock = truth.stock.iter().map(|s| (&s.file, s.start, s.end));
    let days = truth.timeline.iter().map(|m| (&m.file, m.at[0], m.at[1]));
    for (file, start, end) in claims.chain(quotes).chain(stock).chain(days) {
        let words = slice(texts[file.as_str()], start, end);
        assert_eq!(words, words.trim(), "{file} {start}..{end}");
    }
}

#[test]
fn statements_lie_in_one_paragraph_and_quotes_between_marks() {
    let texts = texts();
    for statement in NEWSROOM.truth.claims.iter().flat_map(|c| &c.statements) {
        let words = slice(texts[statement.file.as_str()], statement.start, statement.end);
        assert!(!words.contains('\n') && words.split(' ').count() >= 3, "{words}");
    }
    for quote in NEWSROOM.truth.quotes.iter().flat_map(|q| &q.occurrences) {
        let around = slice(texts[quote.file.as_str()], quote.start - 1, quote.end + 1);
        let (first, last) = (around.chars().next(), around.chars().last());
        let pairs = [('“', '”'), ('‘', '’'), ('"', '"')];
        assert!(pairs.iter().any(|(a, b)| first == Some(*a) && last == Some(*b)), "{around}");
        assert!(!quote.speaker.is_empty(), "{around}");
    }
}

#[test]
fn a_claim_names_the_same_report_no_more_often_than_it_stands_there() {
    for claim in &NEWSROOM.truth.claims {
        let places: BTreeSet<_> = claim.statements.iter().map(|s| (&s.file, s.start)).collect();
        assert_eq!(places.len(), claim.statements.len(), "{claim:?}");
        assert!(claim.range.min <= claim.range.max, "{claim:?}");
        assert!(claim.sources <= claim.range.max || claim.range.open, "{claim:?}");
    }
}

#[test]
fn changes_stand_in_the_texts() {
    let texts = texts();
    let truth = &NEWSROOM.truth;
    let takes: BTreeSet<(&str, &str)> =
        truth.lineage.iter().map(|l| (l.from.as_str(), l.to.as_str())).collect();
    let changes =
        truth.claims.iter().flat_map(|c| &c.changes).chain(truth.quotes.iter().flat_map(|q| &q.changes));
    let mut count = BTreeMap::new();
    for change in changes {
        *count.entry(change.kind.as_str()).or_insert(0) += 1;
        assert!(takes.contains(&(change.giver.as_str(), change.file.as_str())), "{change:?}");
        assert_ne!(change.from, change.to, "{change:?}");
        if change.kind == "speaker" {
            continue;
        }
        let [from, to] = [(&change.giver, &change.from), (&change.file, &change.to)];
        for (file, words) in [from, to] {
            // A split quote breaks off in the middle of what was cut.
            let there = plain(texts[file.as_str()]).contains(&plain(words));
            assert!(there, "{words:?} does not stand in {file}: {change:?}\n{}", texts[file.as_str()]);
        }
    }
    for kind in ["quantity", "hedge", "actor", "time", "speaker", "wording", "trimmed", "no-origin"] {
        assert!(count.get(kind).is_some_and(|n| *n >= 5), "{kind}: {count:?}");
    }
}

/// Without apostrophes and capitals, which house styles set.
fn plain(text: &str) -> String {
    text.to_lowercase().replace(['\'', '’'], "")
}

#[test]
fn lineage_goes_forward_in_time_and_within_an_event() {
    let truth = &NEWSROOM.truth;
    let report = |file: &str| truth.reports.iter().find(|r| r.file == file).expect("it is listed");
    for taking in &truth.lineage {
        let (from, to) = (report(&taking.from), report(&taking.to));
        assert!(from.published <= to.published, "{taking:?}");
        assert_eq!(from.event, to.event);
        assert_ne!(from.outlet, to.outlet, "{taking:?}");
    }
    let takers: BTreeSet<&str> = truth.lineage.iter().map(|l| l.to.as_str()).collect();
    for report in &truth.reports {
        let derived = ["wire-copy", "credited-rewrite", "uncredited-rewrite", "quotes-only"];
        assert_eq!(
            takers.contains(report.file.as_str()),
            derived.contains(&report.kind.as_str()),
            "{report:?}"
        );
    }
}

#[test]
fn the_shares_of_all_kinds_are_what_they_should_be() {
    let newsroom = generate(11, 2000);
    let share = |test: &dyn Fn(&backstory_newsroom::Report) -> bool| {
        newsroom.truth.reports.iter().filter(|r| test(r)).count() as f64 / 20.0
    };
    let bounds = [
        ("origin", 14.0, 30.0),
        ("wire-copy", 20.0, 36.0),
        ("credited-rewrite", 10.0, 24.0),
        ("uncredited-rewrite", 6.0, 16.0),
        ("independent", 3.0, 12.0),
        ("quotes-only", 2.0, 9.0),
        ("response", 1.5, 8.0),
        ("update", 2.0, 9.0),
        ("follow-up", 0.5, 5.0),
    ];
    for (kind, least, most) in bounds {
        let share = share(&|r| r.kind == kind);
        assert!((least..most).contains(&share), "{kind}: {share} %");
    }
    assert!((86.0..94.0).contains(&share(&|r| r.date == "right")));
    assert!((2.0..7.0).contains(&share(&|r| r.date == "wrong")));
    let topics: BTreeSet<&str> = newsroom.truth.reports.iter().map(|r| r.topic.as_str()).collect();
    assert!(topics.len() >= 12, "{topics:?}");
}

#[test]
fn two_events_of_a_kind_do_not_share_sentences() {
    // Words in a row that two events may share by their grammar; stock is pasted and does not count.
    const MOST: usize = 16;
    let newsroom = &*NEWSROOM;
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut shared = Vec::new();
    let mut runs = 0;
    for report in &newsroom.truth.reports {
        let record = &newsroom.reports.iter().find(|(f, _)| *f == report.file).expect("it is there").1;
        let mut text: Vec<char> = record["maintext"].as_str().expect("a text").chars().collect();
        for stock in newsroom.truth.stock.iter().filter(|s| s.file == report.file) {
            text[stock.start..stock.end].fill('\n');
        }
        let text: String = text.into_iter().collect();
        for paragraph in text.split('\n') {
            let words: Vec<String> = paragraph.split_whitespace().map(plain).collect();
            for run in words.windows(MOST) {
                runs += 1;
                let event = *seen.entry(run.join(" ")).or_insert(&report.event);
                if event != report.event {
                    shared.push((event, &report.event, run.join(" ")));
                }
            }
        }
    }
    assert!(shared.len() * 100 < runs, "{} of {runs}: {:?}", shared.len(), &shared[..shared.len().min(10)]);
}
