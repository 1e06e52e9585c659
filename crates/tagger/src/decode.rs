//! Scores of tags → attributions and entities: the best sequence that BIO allows (Viterbi 1967), then each source and
//! content to the nearest cue on the side that its tag names.

use std::ops::Range;

/// What is said by whom, as ranges of token numbers. All lists are in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tagged {
    /// Who; empty where none stands there.
    pub source: Vec<Range<usize>>,
    /// "said", "according to".
    pub cue: Vec<Range<usize>>,
    /// What.
    pub content: Vec<Range<usize>>,
    /// Whether the source is that of another cue, or faint: the best that there is, and less sure than one of its own.
    pub borrowed: bool,
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
const REACH: usize = 1;
/// Added to the scores of sources and cues: alone, the network leaves out more of them than it invents. Chosen on PolNeAR dev.
const LEAN: [(&str, f32); 4] = [("SL", 0.5), ("SR", 0.5), ("Q", 0.3), ("QS", 0.3)];
/// How much less likely the other side of a content may be than the one it was given, for a cue that would have none.
const OTHER_SIDE: f32 = 2.0;
/// How likely the words of a source must be, for a cue that would have none.
const FAINT: f32 = 0.15;
/// How many tokens away from its cue a faint source may stand.
const NEAR: usize = 25;

/// The best sequence of tags of attributions, as places in `names`, for `scores` (tokens × tags, log-probabilities).
pub fn attribution_tags(scores: &[f32], names: &[String]) -> Vec<usize> {
    let kind = |name: &String| name.split_once('-').map_or("", |(_, kind)| kind).to_owned();
    let lean: Vec<f32> = names
        .iter()
        .map(|name| LEAN.iter().find(|(k, _)| *k == kind(name)).map_or(0.0, |(_, lean)| *lean))
        .collect();
    let leaning: Vec<f32> =
        scores.iter().zip(lean.iter().cycle()).map(|(score, lean)| score + lean).collect();
    best_tags(&leaning, names)
}

/// The best sequence of tags, as places in `names`, for `scores` (tokens × tags, log-probabilities). `I-X` stands only behind
/// `B-X` or `I-X`.
fn best_tags(scores: &[f32], names: &[String]) -> Vec<usize> {
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

/// The attributions that tags spell out, in order of their cues. `scores` are those of the tags,
/// `paragraphs` ranges of tokens.
///
/// Types of tags: SL and SR are sources whose cue stands to their left and right; Q is a cue with a source of its own, QS one
/// that shares the source of another, QN one without, QX a further part of a cue; CL and CR are contents whose cue
/// stands to their left and right.
pub fn attributions(
    tags: &[usize],
    scores: &[f32],
    names: &[String],
    paragraphs: &[Range<usize>],
) -> Vec<Tagged> {
    let runs = runs(tags, names);
    let of = |kinds: &'static [&'static str]| {
        runs.iter().filter(move |r| kinds.contains(&r.kind)).collect::<Vec<_>>()
    };
    let page = Page {
        scores,
        names,
        paragraphs,
        cues: of(&["Q", "QS", "QN"]),
        sources: of(&["SL", "SR"]),
        contents: of(&["CL", "CR"]),
    };
    let mut found: Vec<Tagged> =
        page.cues.iter().map(|c| Tagged { cue: vec![c.tokens.clone()], ..Tagged::default() }).collect();
    for run in of(&["QX"]) {
        let owner = page.beside(run, true, 0).or_else(|| page.beside(run, false, 0));
        if let Some(owner) = owner {
            found[owner].cue.push(run.tokens.clone());
            found[owner].cue.sort_by_key(|c| c.start);
        }
    }
    page.share_out_contents(&mut found);
    page.share_out_sources(&mut found);
    found.retain(|a| !a.content.is_empty());
    found.sort_by_key(|a| a.cue.first().map_or(0, |r| r.start));
    found
}

/// A text's tags, and what is to be joined.
struct Page<'a> {
    scores: &'a [f32],
    names: &'a [String],
    paragraphs: &'a [Range<usize>],
    cues: Vec<&'a Run<'a>>,
    sources: Vec<&'a Run<'a>>,
    contents: Vec<&'a Run<'a>>,
}

impl Page<'_> {
    fn paragraph(&self, token: usize) -> usize {
        self.paragraphs.partition_point(|p| p.end <= token)
    }

    /// The next cue to the left or right of a run, at most so many paragraphs away.
    fn beside(&self, run: &Run, left: bool, reach: usize) -> Option<usize> {
        let behind = self.cues.partition_point(|c| c.tokens.start < run.tokens.start);
        let cue = if left { behind.checked_sub(1)? } else { behind };
        let away =
            self.paragraph(self.cues.get(cue)?.tokens.start).abs_diff(self.paragraph(run.tokens.start));
        (away <= reach).then_some(cue)
    }

    fn score(&self, token: usize, name: &str) -> f32 {
        let tag = self.names.iter().position(|n| n == name);
        tag.map_or(f32::NEG_INFINITY, |tag| self.scores[token * self.names.len() + tag])
    }

    /// Gives each content to the cue on its side, and one to a cue that would have none.
    fn share_out_contents(&self, found: &mut [Tagged]) {
        let mut owners: Vec<Option<usize>> =
            self.contents.iter().map(|c| self.beside(c, c.kind == "CL", REACH)).collect();
        let mut number = vec![0; self.cues.len()];
        for owner in owners.iter().flatten() {
            number[*owner] += 1;
        }
        for (cue, run) in self.cues.iter().enumerate() {
            if number[cue] > 0 {
                continue;
            }
            let behind = self.contents.partition_point(|c| c.tokens.start < run.tokens.start);
            let around = [behind.checked_sub(1).map(|c| (c, "B-CR")), Some((behind, "B-CL"))];
            let wanted = around.into_iter().flatten().filter_map(|(place, name)| {
                let content = self.contents.get(place)?;
                let left = name == "B-CL";
                let spare = owners[place].is_none_or(|owner| number[owner] > 1);
                let start = content.tokens.start;
                let loss = self.score(start, &format!("B-{}", content.kind)) - self.score(start, name);
                (spare && self.beside(content, left, 0) == Some(cue) && loss < OTHER_SIDE)
                    .then_some((loss, place))
            });
            if let Some((_, place)) = wanted.min_by(|a, b| a.0.total_cmp(&b.0)) {
                if let Some(owner) = owners[place].replace(cue) {
                    number[owner] -= 1;
                }
                number[cue] = 1;
            }
        }
        for (content, owner) in self.contents.iter().zip(owners) {
            // Nobody says what has no cue.
            if let Some(owner) = owner {
                found[owner].content.push(content.tokens.clone());
            }
        }
    }

    /// Gives each source to the cue on its side that can have one, and the nearest to each cue: its own, that of another
    /// cue in the paragraph, or words near by that are likely enough.
    fn share_out_sources(&self, found: &mut [Tagged]) {
        for run in &self.sources {
            let left = run.kind == "SL";
            let here = self.paragraph(run.tokens.start);
            let fits = |cue: &usize| {
                self.cues[*cue].kind != "QN" && self.paragraph(self.cues[*cue].tokens.start) == here
            };
            let behind = self.cues.partition_point(|c| c.tokens.start < run.tokens.start);
            let own = if left { (0..behind).rev().find(fits) } else { (behind..self.cues.len()).find(fits) };
            if let Some(owner) = own.or_else(|| self.beside(run, left, 0)) {
                found[owner].source.push(run.tokens.clone());
            }
        }
        for (attribution, cue) in found.iter_mut().zip(&self.cues) {
            if cue.kind != "QN" && attribution.source.is_empty() {
                let here = self.paragraph(cue.tokens.start);
                let first = self.sources.partition_point(|s| self.paragraph(s.tokens.start) < here);
                let shared =
                    self.sources[first..].iter().take_while(|s| self.paragraph(s.tokens.start) == here);
                let shared = shared.min_by_key(|s| s.tokens.start.abs_diff(cue.tokens.start));
                attribution.borrowed = true;
                attribution
                    .source
                    .extend(shared.map(|s| s.tokens.clone()).or_else(|| self.faint_source(cue)));
            }
            let nearest =
                attribution.source.iter().min_by_key(|s| s.start.abs_diff(cue.tokens.start)).cloned();
            attribution.source = nearest.into_iter().collect();
        }
    }

    /// The likeliest words of a source near a cue, where they are likely enough.
    fn faint_source(&self, cue: &Run) -> Option<Range<usize>> {
        let paragraph = self.paragraphs.get(self.paragraph(cue.tokens.start))?;
        let near = cue.tokens.start.saturating_sub(NEAR).max(paragraph.start)
            ..(cue.tokens.end + NEAR).min(paragraph.end);
        let places: Vec<usize> =
            (0..self.names.len()).filter(|t| self.names[*t][1..].starts_with("-S")).collect();
        let likely = |token: usize| {
            let row = &self.scores[token * self.names.len()..];
            places.iter().map(|t| row[*t].exp()).sum::<f32>()
        };
        let fits = |token: &usize| !cue.tokens.contains(token) && likely(*token) > FAINT;
        let best =
            near.clone().filter(fits).max_by(|a, b| likely(*a).total_cmp(&likely(*b)).then(b.cmp(a)))?;
        let start = (near.start..best).rev().take_while(fits).last().unwrap_or(best);
        let end = (best..near.end).take_while(fits).last().unwrap_or(best) + 1;
        Some(start..end)
    }
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
        let mut scores = vec![-20.0; tags.len() * names.len()];
        for (token, tag) in tags.iter().enumerate() {
            scores[token * names.len() + tag] = 0.0;
        }
        let found: Vec<String> = attributions(&tags, &scores, &names, &paragraphs)
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
    fn what_has_no_cue_is_said_by_nobody() {
        check("we/B-CL have/I-CL seen/I-CL rain/I-CL", &[]);
        check("rain/B-CL | fell | Ida/B-SR said/B-Q snow/B-CL came/I-CL", &["Ida / said / snow came"]);
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
