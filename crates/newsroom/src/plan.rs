//! What a report is going to say, before there are words: facts, quotes, who tells them, and what is altered.

use std::collections::{BTreeMap, BTreeSet};

use crate::event::Utterance;
use crate::style::{Quantity, Style};
use crate::world::Day;

/// What a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ReportKind {
    /// Own reporting.
    Origin,
    /// Own reporting of what was public, beside an earlier report and without it.
    Independent,
    /// The words of another report, cut and touched up.
    WireCopy,
    /// Another report in other words, with credit.
    CreditedRewrite,
    /// Another report in other words, without.
    UncreditedRewrite,
    /// Own reporting with quotes of another report.
    QuotesOnly,
    /// The denial of what another report said.
    Response,
    /// A later report of the same outlet.
    Update,
    /// An own report of another event with the same people.
    FollowUp,
}

impl ReportKind {
    /// The word in the truth.
    pub(crate) fn word(self) -> &'static str {
        match self {
            ReportKind::Origin => "origin",
            ReportKind::Independent => "independent",
            ReportKind::WireCopy => "wire-copy",
            ReportKind::CreditedRewrite => "credited-rewrite",
            ReportKind::UncreditedRewrite => "uncredited-rewrite",
            ReportKind::QuotesOnly => "quotes-only",
            ReportKind::Response => "response",
            ReportKind::Update => "update",
            ReportKind::FollowUp => "follow-up",
        }
    }
}

/// A report to be.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) kind: ReportKind,
    pub(crate) outlet: usize,
    /// The outlet that "told us" means: of a copy, the one it was copied from.
    pub(crate) me: usize,
    /// Minutes since 1 January 1970.
    pub(crate) time: i64,
    pub(crate) date: DateShown,
    pub(crate) style: Style,
    pub(crate) head: Option<Head>,
    pub(crate) authors: Vec<String>,
    pub(crate) dateline: Dateline,
    pub(crate) items: Vec<Item>,
    pub(crate) view: View,
    pub(crate) made: Vec<Made>,
    pub(crate) takes: Option<Taking>,
    /// Named for what it reported, though nothing was taken.
    pub(crate) cites: Option<usize>,
    /// An earlier report of the same house whose paragraphs stand here too.
    pub(crate) house: Option<usize>,
}

impl Plan {
    /// The day it came out.
    pub(crate) fn day(&self) -> Day {
        self.time.div_euclid(1440)
    }
}

/// Which date the report shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateShown {
    /// The right day and minute.
    Minute,
    /// The right day.
    Day,
    /// None.
    Missing,
    /// This many days off.
    Wrong(i64),
}

/// A headline: which one of the kind, and its choices of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) number: usize,
    pub(crate) seed: u64,
}

/// What stands before the first sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dateline {
    /// Nothing.
    None,
    /// "HAVERSTRAND - "
    Town,
    /// "HAVERSTRAND (CPA) - ", with the agency.
    Agency(usize),
    /// "HAVERSTRAND, May 6 (CPA) — "
    Dated(usize),
}

/// A taking from one report of the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Taking {
    pub(crate) from: usize,
    pub(crate) kind: TakingKind,
    /// The outlet of `from` is named.
    pub(crate) credited: bool,
    /// The report whose outlet is named.
    pub(crate) credits: Option<usize>,
}

/// What was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TakingKind {
    /// The words.
    Copy,
    /// The facts.
    Rewrite,
    /// What people said.
    Quotes,
}

/// A sentence of a report.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    /// Starts a paragraph.
    pub(crate) para: bool,
    pub(crate) body: Body,
}

/// What a sentence says.
#[derive(Debug, Clone)]
pub(crate) enum Body {
    /// One or two facts.
    Told(Told),
    /// What somebody said, in marks.
    Spoken(Spoken),
    /// What somebody said, in other words.
    Indirect(Spoken),
    /// A filler, a credit, a notice: a line of `data/voices.txt`.
    Words { list: &'static str, seed: u64, outlet: Option<usize>, day: Option<Day>, stock: bool },
    /// A paragraph of background that an outlet pastes into all its reports of a kind.
    Background { number: usize, seed: u64 },
}

/// Facts in a sentence.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) clauses: Vec<Clause>,
    pub(crate) voice: Voice,
    /// Settles the form of the attribution.
    pub(crate) form: u64,
    pub(crate) stance: Stance,
    /// Read in the report that this one takes from.
    pub(crate) taken: bool,
}

/// A fact in particular words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clause {
    pub(crate) fact: usize,
    pub(crate) telling: usize,
    /// Settles the choices that the telling leaves.
    pub(crate) seed: u64,
    /// Settles the synonyms.
    pub(crate) synonyms: u64,
    /// How many of a hundred words that have synonyms get one.
    pub(crate) rate: u32,
}

/// Whether it is so, according to the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stance {
    /// It is.
    Affirms,
    /// It is not.
    Denies,
    /// The source will not say.
    Declines,
}

impl Stance {
    /// The word in the truth.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Stance::Affirms => "affirms",
            Stance::Denies => "denies",
            Stance::Declines => "declines",
        }
    }
}

/// Who tells it.
#[derive(Debug, Clone)]
pub(crate) struct Voice {
    /// Empty: the reporter.
    pub(crate) tellers: Vec<Teller>,
    /// The outlet that it is credited to.
    pub(crate) via: Option<usize>,
    /// Told to this outlet alone.
    pub(crate) exclusive: bool,
}

/// A source of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Teller {
    /// A person, a body or a paper of the event.
    Named(String),
    /// People without names.
    Group(Group),
    /// "Insiders": what a rewrite makes of them. The number picks the word.
    Vague(usize),
}

/// People without names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) slot: String,
    /// How many the report says there are; None: it does not say.
    pub(crate) stated: Option<usize>,
    /// Who they really are, by number among all such people of the event.
    pub(crate) really: BTreeSet<usize>,
}

/// Something said.
#[derive(Debug, Clone)]
pub(crate) struct Spoken {
    pub(crate) utterance: Utterance,
    /// It is not among what was said: a rewrite made it up.
    pub(crate) invented: bool,
    /// The sentences that are left, in order and without gaps.
    pub(crate) sentences: Vec<usize>,
    /// (sentence, cut): words left out inside a sentence.
    pub(crate) cuts: BTreeSet<(usize, usize)>,
    /// (sentence, choice) → another option than the one that was said.
    pub(crate) reworded: BTreeMap<(usize, usize), usize>,
    pub(crate) speaker: Teller,
    pub(crate) via: Option<usize>,
    /// Settles the form.
    pub(crate) form: u64,
    pub(crate) taken: bool,
}

/// How a report sees the event, where that differs from how it was.
#[derive(Debug, Clone, Default)]
pub(crate) struct View {
    pub(crate) numbers: BTreeMap<String, Quantity>,
    pub(crate) days: BTreeMap<String, Day>,
    /// Facts whose actor is another.
    pub(crate) swapped: BTreeSet<usize>,
    /// Facts without their hedge.
    pub(crate) plain: BTreeSet<usize>,
}

/// Something that this report changed; the words are looked up when it is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Made {
    /// The number in a slot.
    Number(String),
    /// The day in a slot.
    Day(String),
    /// The actor of a fact.
    Actor(usize),
    /// The hedge of a fact.
    Hedge(usize),
    /// Who said a saying.
    Speaker(usize),
    /// A choice of words in a saying: (saying, sentence, choice).
    Wording(usize, usize, usize),
    /// Words cut from a saying: (saying, sentence, cut).
    Cut(usize, usize, usize),
    /// A sentence cut from a saying.
    Shorter(usize, usize),
    /// A saying made up.
    Invented(usize),
}
