//! Scores of tags → attributions and entities: the best sequence that BIO allows (Viterbi 1967), then each source and
//! content to the nearest cue on the side that its tag names.

use std::ops::Range;

/// What is said by whom, as ranges of token numbers. All lists are in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tagged {
    /// Who; empty where none stands there.
    pub source: Vec<Range<usize>>,
    /// "said", "according to"; empty for a content that no cue brings.
    pub cue: Vec<Range<usize>>,
    /// What.
    pub content: Vec<Range<usize>>,
}

/// A name of someone or something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// `PERSON`, `ORGANIZATION` or `LOCATION`.
    pub kind: String,
}

/// How many paragraphs away from its cue a content may stand.
const REACH: usize = 3;
/// Tokens that a content without a cue has at least.
const ALONE: usize = 4;

/// The best sequence of tags, as places in `names`, for `scores` (tokens × tags, log-probabilities). `I-X` stands only behind
/// `B-X` or `I-X`.
pub fn best_tags(scores: &[f32], names: &[String]) -> Vec<usize> {
    let wide = names.len();
    let before: Vec<Option<Vec<usize>>> = names.iter().map(|name| may_stand_before(name, names)).collect();
    let mut best: Vec<f32> = Vec::new();
    let mut from: Vec<u8> = Vec::with_capacity(scores.len());
    for row in scores.chunks_exact(wide) {
        let top = first_best(best.iter().copied());
        let mut next = vec![f32::NEG_INFINITY; wide];
        for (tag, allowed) in before.iter().enumerate() {
            let came = match (allowed, top) {
                (None, None) => Some((0, 0.0)),
                (Some(_), None) => None,
                (None, Some(top)) => Some((top, best[top])),
                (Some(places), Some(_)) => {
                    first_best(places.iter().map(|p| best[*p])).map(|p| (places[p], best[places[p]]))
                }
            };
            let (place, sum) = came.unwrap_or((0, f32::NEG_INFINITY));
            next[tag] = sum + row[tag];
            from.push(u8::try_from(place).expect("fewer than 256 tags"));
        }
        // Kept small, so that long texts lose no digits.
        let most = next.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        best = next.iter().map(|s| s - most).collect();
    }
    let Some(mut tag) = first_best(best.iter().copied()) else { return Vec::new() };
    let mut found = vec![tag; from.len() / wide];
    for at in (1..found.len()).rev() {
        tag = usize::from(from[at * wide + tag]);
        found[at - 1] = tag;
    }
    found
}

/// The tags that may stand before one: `None` for any.
fn may_stand_before(name: &str, names: &[String]) -> Option<Vec<usize>> {
    let kind = name.strip_prefix("I-")?;
    Some((0..names.len()).filter(|i| names[*i].len() > 2 && &names[*i][2..] == kind).collect())
}

fn first_best(scores: impl Iterator<Item = f32>) -> Option<usize> {
    let mut best: Option<(usize, f32)> = None;
    for (at, score) in scores.enumerate() {
        if best.is_none_or(|(_, most)| score > most) {
            best = Some((at, score));
        }
    }
    best.map(|(at, _)| at)
}

/// A run of tokens with one type.
struct Run<'a> {
    kind: &'a str,
    tokens: Range<usize>,
}

fn runs<'a>(tags: &[usize], names: &'a [String]) -> Vec<Run<'a>> {
    let mut found: Vec<Run> = Vec::new();
    for (at, tag) in tags.iter().enumerate() {
        let name = names[*tag].as_str();
        match name.split_once('-') {
            Some(("B", kind)) => found.push(Run { kind, tokens: at..at + 1 }),
            Some((_, _)) => {
                if let Some(run) = found.last_mut() {
                    run.tokens.end = at + 1;
                }
            }
            None => {}
        }
    }
    found
}

/// The names of people, organizations and places.
pub fn entities(scores: &[f32], names: &[String]) -> Vec<Named> {
    let tags = best_tags(scores, names);
    runs(&tags, names).into_iter().map(|r| Named { tokens: r.tokens, kind: r.kind.to_owned() }).collect()
}

/// The attributions that tags spell out, in order of their first cue or content. `paragraphs` are ranges of tokens.
///
/// Types of tags: SL and SR are sources whose cue stands to their left and right; Q is a cue with a source of its own, QS one
/// that shares the source of another, QN one without, QX a further part of a cue; CL and CR are contents whose cue
/// stands to their left and right.
pub fn attributions(tags: &[usize], names: &[String], paragraphs: &[Range<usize>]) -> Vec<Tagged> {
    let runs = runs(tags, names);
    let paragraph = |token: usize| paragraphs.partition_point(|p| p.end <= token);
    let cues: Vec<&Run> = runs.iter().filter(|r| matches!(r.kind, "Q" | "QS" | "QN")).collect();
    let mut found: Vec<Tagged> =
        cues.iter().map(|c| Tagged { cue: vec![c.tokens.clone()], ..Tagged::default() }).collect();
    let nearest = |run: &Run, left: bool, reach: usize, fits: &dyn Fn(&str) -> bool| {
        let here = paragraph(run.tokens.start);
        let on_side = cues.iter().enumerate().filter(|(_, cue)| {
            (cue.tokens.start < run.tokens.start) == left
                && fits(cue.kind)
                && paragraph(cue.tokens.start).abs_diff(here) <= reach
        });
        on_side.min_by_key(|(_, cue)| cue.tokens.start.abs_diff(run.tokens.start)).map(|(place, _)| place)
    };
    for run in &runs {
        let left = matches!(run.kind, "SL" | "CL");
        match run.kind {
            "SL" | "SR" => {
                let owner =
                    nearest(run, left, 0, &|k| k == "Q").or_else(|| nearest(run, left, 0, &|k| k != "QN"));
                if let Some(owner) = owner {
                    found[owner].source.push(run.tokens.clone());
                }
            }
            "QX" => {
                let any = |_: &str| true;
                if let Some(owner) = nearest(run, true, 0, &any).or_else(|| nearest(run, false, 0, &any)) {
                    found[owner].cue.push(run.tokens.clone());
                    found[owner].cue.sort_by_key(|c| c.start);
                }
            }
            "CL" | "CR" => match nearest(run, left, REACH, &|_| true) {
                Some(owner) => found[owner].content.push(run.tokens.clone()),
                None if run.tokens.len() >= ALONE => {
                    found.push(Tagged { content: vec![run.tokens.clone()], ..Tagged::default() });
                }
                None => {}
            },
            _ => {}
        }
    }
    let sources: Vec<&Run> = runs.iter().filter(|r| matches!(r.kind, "SL" | "SR")).collect();
    for (place, cue) in cues.iter().enumerate() {
        if cue.kind == "QS" && found[place].source.is_empty() {
            let here = paragraph(cue.tokens.start);
            let shared = sources.iter().filter(|s| paragraph(s.tokens.start) == here);
            let shared = shared.min_by_key(|s| s.tokens.start.abs_diff(cue.tokens.start));
            found[place].source.extend(shared.map(|s| s.tokens.clone()));
        }
    }
    found.retain(|a| !a.content.is_empty());
    found.sort_by_key(|a| a.cue.first().or(a.content.first()).map_or(0, |r| r.start));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Vec<String> {
        let types = ["SL", "SR", "Q", "QS", "QN", "QX", "CL", "CR"];
        let both = types.iter().flat_map(|t| [format!("B-{t}"), format!("I-{t}")]);
        std::iter::once("O".to_owned()).chain(both).collect()
    }

    /// Words with their tags, `|` between paragraphs → `source / cue / content` for each attribution.
    fn check(tagged: &str, expected: &[&str]) {
        let names = names();
        let mut words = Vec::new();
        let mut tags = Vec::new();
        let mut paragraphs = Vec::new();
        for paragraph in tagged.split('|') {
            let start = words.len();
            for item in paragraph.split_whitespace() {
                let (word, tag) = item.split_once('/').unwrap_or((item, "O"));
                words.push(word);
                tags.push(names.iter().position(|n| n == tag).expect("a tag"));
            }
            paragraphs.push(start..words.len());
        }
        let show = |parts: &[Range<usize>]| {
            parts.iter().map(|r| words[r.clone()].join(" ")).collect::<Vec<_>>().join(" … ")
        };
        let found: Vec<String> = attributions(&tags, &names, &paragraphs)
            .iter()
            .map(|a| format!("{} / {} / {}", show(&a.source), show(&a.cue), show(&a.content)))
            .collect();
        assert_eq!(found, expected, "{tagged}");
    }

    #[test]
    fn each_part_goes_to_its_cue() {
        check(
            "Ida/B-SR Roe/I-SR said/B-Q rain/B-CL fell/I-CL . snow/B-CR came/I-CR , she/B-SR added/B-Q",
            &["Ida Roe / said / rain fell", "she / added / snow came"],
        );
        check("rain/B-CR , said/B-Q Ida/B-SL , snow/B-CL too/I-CL", &["Ida / said / rain … snow too"]);
    }

    #[test]
    fn a_shared_source_serves_both_cues() {
        check(
            "Ida/B-SR said/B-Q rain/B-CL and/O asked/B-QS why/B-CL",
            &["Ida / said / rain", "Ida / asked / why"],
        );
    }

    #[test]
    fn cues_without_sources_and_split_cues() {
        check("it was/B-QN claimed/I-QN that/B-CL it/I-CL fell/I-CL", &[" / was claimed / that it fell"]);
        check("Ida/B-SR made/B-Q it/B-CL clear/B-QX", &["Ida / made … clear / it"]);
    }

    #[test]
    fn a_source_stays_in_its_paragraph_and_a_content_may_go_on() {
        check("Ida/B-SR said/B-Q rain/B-CL | and/B-CL snow/I-CL", &["Ida / said / rain … and snow"]);
        check("Ida/B-SR | it/O rained/O said/B-Q rain/B-CL", &[" / said / rain"]);
    }

    #[test]
    fn a_long_content_may_stand_alone() {
        check("we/B-CL have/I-CL seen/I-CL rain/I-CL", &[" /  / we have seen rain"]);
        check("we/B-CL have/I-CL", &[]);
    }

    #[test]
    fn the_best_sequence_keeps_to_the_scheme() {
        let names: Vec<String> = ["O", "B-Q", "I-Q", "B-SL", "I-SL"].map(str::to_owned).to_vec();
        // I-Q is the likeliest of each token, but nothing may begin with it.
        let row = |o: f32, b: f32, i: f32, s: f32, t: f32| [o, b, i, s, t].map(f32::ln);
        let scores =
            [row(0.1, 0.3, 0.5, 0.05, 0.05), row(0.1, 0.1, 0.6, 0.1, 0.1), row(0.05, 0.05, 0.1, 0.1, 0.7)];
        let found = best_tags(&scores.concat(), &names);
        assert_eq!(found, [1, 3, 4]);
        assert!(best_tags(&[], &names).is_empty());
    }
}
