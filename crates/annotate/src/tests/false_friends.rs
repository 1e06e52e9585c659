//! What earlier tools for quotations took wrong, end to end over [`annotate`]: texts marked `«source» [cue] {content}`.
//!
//! The people, places and outlets are invented. [`CASES`] are exact: nothing else may be found. Whoever reads them with
//! another extractor runs [`differences`] over the same table.

use backstory_model::Span;

use crate::{
    Model, annotate,
    testing::{Marked, report, unmark},
};

/// A name for the form, and the texts that have it.
pub(crate) const CASES: &[(&str, &[&str])] = &[
    (
        "an apposition belongs to the source",
        &[
            "«Ana Orlo, a doctor», [said] {the ward was full}.",
            "“{The ward is full,}” «Ana Orlo, a doctor in Tolo», [said].",
            "“{The ward is full,}” [said] «Ana Orlo, a doctor in Tolo».",
            "«Pell, 61, the mayor of Ilmar», [said] {the ward was full}.",
        ],
    ),
    (
        "verbs other than said",
        &[
            "“{The ward is full,}” «Orlo» [warned].",
            "“{The ward is full,}” «Orlo» [quipped].",
            "“{The ward is full,}” [insisted] «Orlo».",
            "“{The ward is full,}” «she» [recalled].",
            "«Orlo» [argued] {that the ward was full}.",
            "«Orlo» [wrote] {that the ward was full}.",
            "«Orlo» [acknowledged] {the ward was full}.",
            "«Orlo» [believes] {the ward is full}.",
            "“{The ward is full,}” «Orlo» [went on].",
        ],
    ),
    (
        "several speakers in a paragraph",
        &[
            "“{We go,}” «1:Orlo» [1:said]. “{2:We stay,}” «2:Pell» [2:replied]. “{3:They sing,}” «3:Strand» [3:said].",
            "«1:Orlo» [1:said] {1:the ward was full}. «2:Pell» [2:said] {2:it was empty}.",
            "“{We go,}” [1:said] «1:Orlo», but «2:Pell» [2:said]: “{2:We stay.}”",
        ],
    ),
    (
        "a name behind a dash",
        &["“{The tests failed.}” [–] «Ana Orlo»", "“{The tests failed.}” [—] «Ana Orlo, a doctor in Tolo»"],
    ),
    (
        "a lead with a colon",
        &[
            "And from «Ana Orlo»[:] “{The tests failed.}”",
            "«Ana Orlo»[:] “{The tests failed.}”",
            "«Orlo» [added]: “{The tests failed.}”",
        ],
    ),
    (
        "single quotes",
        &[
            "‘{The tests failed,}’ «Orlo» [said].",
            "'{The tests failed,}' «Orlo» [said].",
            "«Orlo» [said]: ‘{The tests failed.}’",
            "‘{It’s the docker’s choice,}’ «Orlo» [said].",
        ],
    ),
    (
        "German and French marks",
        &[
            "„{The tests failed,}“ «Orlo» [said].",
            "\\«{The tests failed}\\», [said] «Orlo».",
            "\\« {The tests failed} \\», [said] «Orlo».",
        ],
    ),
    (
        "odd numbers of quotation marks",
        &[
            "The plan was \"thin.\n«1:Orlo» [1:said] {1:the tests had failed}.\n“{2:We go,}” «2:Pell» [2:said].",
            "“{We go,}” «Orlo» [said].\nThe town” slept.",
        ],
    ),
    (
        "a quotation over paragraphs without closing marks",
        &[
            "«Orlo» [said]: “{We go.}\n“{We stay.}\n“{We sing.}”",
            "“{We go,}” «Orlo» [said]. “{We stay.}\n“{We sing.}”",
        ],
    ),
    (
        "no verb of speech at all",
        &["«Orlo, a doctor»[:] “{The tests failed.}”", "«A message from Orlo»[:] “{The tests failed.}”"],
    ),
    (
        "scare quotes and titles are no speech",
        &[
            "The so-called “peace train” left at noon.",
            "The novel “A Winter in Tolo” sold well.",
            "The film ‘Harbour Nights’ opened in May.",
            "The “big plan” of the council failed.",
            "He sang “The Long Way to Ilmar” at the fair.",
        ],
    ),
    (
        "reported questions",
        &[
            "«Orlo» [asked] {whether the tests had failed}.",
            "«Orlo» [asked] {why the tests had failed}.",
            "“{Why now?}” «Orlo» [asked].",
            "«Orlo» [wondered] {if the tests had failed}.",
        ],
    ),
    (
        "said to be",
        &["Orlo is said to be rich.", "The ward, said to be full, was shut.", "He was said to have left."],
    ),
    (
        "headlines",
        &[
            "«Mayor» [says] {bridge will open in May}",
            "{Bridge will not open}, «officials» [say]",
            "«Orlo»[:] {Council plan is “dead” for now}",
            "Floods: What you need to know",
            "Exclusive: Bridge shut after tests",
        ],
    ),
];

/// FIXME: Marked as they should be read; the rules pass over them.
pub(crate) const OPEN: &[(&str, &[&str])] = &[
    (
        "no verb of speech at all",
        &[
            "«Ana Orlo» shook her head. “{The ward is full and nobody came to help us.}”",
            "“{The ward is full and nobody came to help us.}” «Ana Orlo» shook her head.",
            "For «Orlo», {the matter is closed}.",
        ],
    ),
    ("an apostrophe that closes nothing", &["‘{It’s the dockers’ choice,}’ «Orlo» [said]."]),
    (
        "a passive",
        &[
            "{The closure} was first [reported] by «the Orsk Herald».",
            "As [reported] by «the Orsk Herald», {the ward is shut}.",
        ],
    ),
];

/// What is found otherwise than marked, a line each; none where all is right.
pub(crate) fn differences(
    marked: &str,
    found: impl Fn(&backstory_model::Report) -> Vec<Marked>,
) -> Option<String> {
    let (text, wanted) = unmark(marked);
    let lines = |list: Vec<Marked>| {
        let mut lines: Vec<String> = list.iter().map(|a| a.show(&text)).collect();
        lines.sort();
        lines.join("\n    ")
    };
    let (found, wanted) = (lines(found(&report(&text))), lines(wanted));
    (found != wanted).then(|| format!("{text}\n  found\n    {found}\n  wanted\n    {wanted}"))
}

/// The attributions that [`annotate`] finds. What goes on without a source has no source here either.
fn annotated(report: &backstory_model::Report) -> Vec<Marked> {
    annotated_by(Model::Rules, report)
}

fn annotated_by(model: Model, report: &backstory_model::Report) -> Vec<Marked> {
    let found = annotate(report, model).attributions.into_iter();
    found.map(|a| Marked { source: a.source_spans, cue: a.cue_spans, content: a.content_spans }).collect()
}

#[test]
fn nothing_is_taken_for_what_it_is_not() {
    let wrong: Vec<String> = CASES
        .iter()
        .flat_map(|(form, texts)| texts.iter().map(move |text| (form, text)))
        .filter_map(|(form, text)| Some(format!("{form}: {}", differences(text, annotated)?)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn what_rules_do_not_find_is_known() {
    let right: Vec<&str> = OPEN
        .iter()
        .flat_map(|(_, texts)| *texts)
        .copied()
        .filter(|text| differences(text, annotated).is_none())
        .collect();
    assert!(right.is_empty(), "now right, to be moved to CASES: {right:?}");
}

/// How much two lists of spans have in common, of what they have together.
fn overlap(a: &[Span], b: &[Span]) -> f64 {
    let pair = |a: &Span, b: &Span| f64::from(a.end.min(b.end).saturating_sub(a.start.max(b.start)));
    let common: f64 = a.iter().map(|a| b.iter().map(|b| pair(a, b)).sum::<f64>()).sum();
    let both: usize = a.iter().chain(b).map(|s| s.len()).sum();
    common / (both as f64 - common).max(1.0)
}

/// Networks draw edges as their corpus does, so that half of the content and of the source must be there (as PolNeAR is
/// scored); what is no speech must stay without any.
fn misread(marked: &str, model: Model) -> bool {
    let (text, wanted) = unmark(marked);
    let found = annotated_by(model, &report(&text));
    let has = |w: &Marked| {
        found.iter().any(|f| {
            overlap(&f.content, &w.content) >= 0.5
                && (w.source.is_empty() || overlap(&f.source, &w.source) >= 0.5)
        })
    };
    !wanted.iter().all(has) || wanted.is_empty() && !found.is_empty()
}

/// FIXME: What the networks misread.
const MISREAD: &[(Model, &[&str])] = &[
    (
        Model::Accurate,
        &["And from «Ana Orlo»[:] “{The tests failed.}”", "The ward, said to be full, was shut."],
    ),
    (
        Model::Fast,
        &[
            "“{The ward is full,}” «Orlo» [quipped].",
            "“{The ward is full,}” «Orlo» [went on].",
            "He sang “The Long Way to Ilmar” at the fair.",
            "The ward, said to be full, was shut.",
            "«Orlo»[:] {Council plan is “dead” for now}",
        ],
    ),
];

#[test]
fn what_networks_misread_is_known() {
    for (model, known) in MISREAD {
        let texts = CASES.iter().flat_map(|(_, texts)| *texts).copied();
        let wrong: Vec<&str> = texts.filter(|text| misread(text, *model)).collect();
        assert_eq!(&wrong, known, "{model:?}");
    }
}
