//! From paths to a case: what to open, in which order, on how many threads, and when to store.
//!
//! ```text
//! paths → discover → read → clean → annotate → store → link → store
//!                    (one     (workers)        (as each is   (once all
//!                    thread)                   finished)     are there)
//! ```
//!
//! Links are always made from all reports of the case, sorted by id: the order in which reports came in, and whether
//! they came at once or one by one, cannot matter. A run that ends early keeps every report that was stored; whoever
//! opens the case next finds that its links are older than its reports and makes them anew.

mod correct;
mod discover;
mod gather;
mod news;
mod stream;
#[cfg(test)]
mod tests;
mod watch;

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    time::{Duration, Instant},
};

use backstory_model::{Annotated, Beside, Case, Diagnostic, Document, Links, Report, ReportId, Severity};
use backstory_store::{InputHash, Put, Store, StoreError};

pub use backstory_annotate::Model;
pub use backstory_fetch::{Address, FetchError, Fetcher, Private, Settings};
pub use backstory_link::corrections::{apply, attribution_at};
pub use backstory_read::Limits;
pub use correct::{Request, correct, undo};
pub use discover::Input;
use discover::{Opening, discover};
use gather::gather;
pub use gather::{Fetching, archive_beside};
pub use news::{ClaimOrQuote, Edit, News};
use stream::{Event, SECOND, Stream};
pub use watch::{Poll, Watch};

/// The version that is noted with each report, and that decides whether a stored report is up to date.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Reports that may wait before they are made safe.
const BATCH: usize = 64;
/// How long what is safe may wait before others see it, and how long to wait for another program that writes.
const MINUTE: Duration = Duration::from_secs(60);

/// How to go about it.
#[derive(Clone, Debug)]
pub struct Options {
    /// Workers; at least one is used.
    pub threads: usize,
    /// What finds the attributions.
    pub model: Model,
    /// What is refused.
    pub limits: Limits,
    /// Files that are part of the case and not read as reports: the case file and what lies beside it.
    pub skip: Vec<PathBuf>,
    /// How addresses are fetched.
    pub fetching: Fetching,
}

impl Default for Options {
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            threads,
            model: Model::default(),
            limits: Limits::default(),
            skip: Vec::new(),
            fetching: Fetching::default(),
        }
    }
}

/// A part of the work, as it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Fetching so many addresses.
    Fetching(usize),
    /// Reading so many files.
    Files(usize),
    /// Loading the case.
    Loading,
    /// Linking so many reports.
    Linking(usize),
    /// Storing the links.
    Saving,
}

/// Whoever wants to know how far the work is.
pub trait Progress {
    /// A part begins.
    fn stage(&mut self, stage: Stage);
    /// A file was read to its end.
    fn file(&mut self);
    /// A report was finished.
    fn report(&mut self);
    /// Something was wrong with an input.
    fn diagnostic(&mut self, diagnostic: &Diagnostic);
}

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Inputs that were opened, or should have been.
    pub files: usize,
    /// Reports that are new in the case.
    pub added: usize,
    /// Reports that were made anew because another version of the program, or another model, had made them.
    pub replaced: usize,
    /// Reports that were there.
    pub known: usize,
    /// Inputs and records that could not be used; each was named by a diagnostic.
    pub failed: usize,
}

/// Why a run could not go on. Reports that were stored before it stay stored.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// The case file.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A fault in linking.
    #[error(
        "linking the reports failed ({0}); they are stored, and this is a fault in backstory: please report it"
    )]
    Link(String),
    /// A correction that has nothing to hold on to.
    #[error("{0}")]
    Correction(String),
}

/// Adds reports to a case and links all of it.
///
/// # Errors
/// Where the case cannot be written; bad inputs are diagnostics and are counted.
pub fn trace(
    store: &mut Store,
    inputs: &[Input],
    options: &Options,
    progress: &mut dyn Progress,
) -> Result<(Outcome, Case), PipelineError> {
    let outcome = add(store, inputs, options, progress, &|document| step(document, options.model))?;
    let (case, saved) = linked(store, options, progress)?;
    saved?;
    Ok((outcome, case))
}

/// Reads, annotates and stores. What was stored before an error stays stored.
fn add(
    store: &mut Store,
    inputs: &[Input],
    options: &Options,
    progress: &mut dyn Progress,
    step: stream::Step<'_>,
) -> Result<Outcome, StoreError> {
    let gathered = gather(Some(&mut *store), inputs, None, options, progress)?;
    let (openings, wrong) = discover(inputs, &options.skip, gathered);
    add_openings(store, &openings, &wrong, options, progress, step)
}

/// As [`add`], for what was already found.
fn add_openings(
    store: &mut Store,
    openings: &[Opening],
    wrong: &[Diagnostic],
    options: &Options,
    progress: &mut dyn Progress,
    step: stream::Step<'_>,
) -> Result<Outcome, StoreError> {
    let mut outcome = Outcome { files: openings.len(), ..Outcome::default() };
    progress.stage(Stage::Files(openings.len()));
    for diagnostic in wrong {
        outcome.failed += usize::from(diagnostic.severity == Severity::Error);
        progress.diagnostic(diagnostic);
    }
    let known = store.known(VERSION, options.model.name())?;
    let stream = Stream { openings, threads: options.threads, limits: options.limits, known: &known, step };
    let mut batch = Batch::new(Instant::now());
    stream.run(Tick(SECOND), |event| {
        let idle = matches!(event, Event::Idle);
        match event {
            Event::Report(found, hash, notes) => {
                let (annotated, beside) = &*found;
                notes.iter().for_each(|n| progress.diagnostic(n));
                match put(store, annotated, beside, hash) {
                    Ok(Put::Added) => outcome.added += 1,
                    Ok(Put::Replaced) => outcome.replaced += 1,
                    Ok(Put::Known) => outcome.known += 1,
                    Err(error @ StoreError::Malformed { .. }) => {
                        outcome.failed += 1;
                        progress.diagnostic(&fault(annotated, &error));
                    }
                    Err(error) => return Err(error),
                }
                progress.report();
                batch.waiting += 1;
            }
            Event::Known(id, uri, path, beside) => {
                patient(|| store.add_location(id, &uri, path.as_deref()))?;
                store.add_capture(id, &beside)?;
                if gives_one(&uri, path.as_deref()) {
                    supersede(store, &uri, id, &beside)?;
                }
                outcome.known += 1;
                progress.report();
                batch.waiting += 1;
            }
            Event::Failed(diagnostic, notes) => {
                notes.iter().chain([&diagnostic]).for_each(|d| progress.diagnostic(d));
                outcome.failed += 1;
            }
            Event::File => progress.file(),
            Event::Idle => {}
        }
        batch.commit_if_due(store, Instant::now(), idle)
    })?;
    patient(|| store.commit())?;
    for diagnostic in store.take_notices() {
        outcome.failed += usize::from(diagnostic.severity == Severity::Error);
        progress.diagnostic(&diagnostic);
    }
    Ok(outcome)
}

/// Tries again, for at most a minute, where another program is writing; that it does loses nothing.
fn patient<T>(mut attempt: impl FnMut() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let began = Instant::now();
    loop {
        match attempt() {
            Err(StoreError::Busy(_)) if began.elapsed() < MINUTE => {}
            done => return done,
        }
    }
}

/// Stores a report with what stood beside it.
fn put(
    store: &mut Store,
    annotated: &Annotated,
    beside: &Beside,
    hash: InputHash,
) -> Result<Put, StoreError> {
    let Report { id, uri, path, text, .. } = &annotated.report;
    if !gives_one(uri, path.as_deref()) {
        return patient(|| store.hand_in(annotated, beside, hash, VERSION));
    }
    let put = patient(|| store.put(annotated, hash, VERSION))?;
    match put {
        Put::Added | Put::Replaced => store.put_beside(*id, text, beside)?,
        Put::Known => store.add_capture(*id, beside)?,
    }
    supersede(store, uri, *id, beside)?;
    Ok(put)
}

/// Whether a report stands at an address that gives one report at a time.
fn gives_one(uri: &str, path: Option<&str>) -> bool {
    // A record that its place in a list alone tells from others is none: the list goes on.
    let number = |mark: &str| mark.bytes().all(|b| b.is_ascii_digit());
    path.is_none()
        && backstory_fetch::is_address(uri)
        && uri.split_once('#').is_none_or(|(_, mark)| !number(mark))
}

/// What an address, which gives one report at a time, gives now takes the place of what it gave before.
fn supersede(store: &mut Store, uri: &str, id: ReportId, beside: &Beside) -> Result<(), StoreError> {
    let captured = beside.captured.as_ref().map(|c| c.as_str());
    store.supersede(uri, id, captured).map(|_| ())
}

/// The case as it is, with links made anew where they are older than its reports.
///
/// # Errors
/// Where the case cannot be read, or linking fails. A case that can only be read, or for whose links there is no room, is
/// linked in memory.
pub fn load(
    store: &mut Store,
    options: &Options,
    progress: &mut dyn Progress,
) -> Result<Case, PipelineError> {
    match linked(store, options, progress)? {
        (case, Ok(()) | Err(StoreError::Full(_))) => Ok(case),
        (_, Err(error)) => Err(error.into()),
    }
}

/// The case with links of now, and whether they could be stored where they are new.
fn linked(
    store: &mut Store,
    options: &Options,
    progress: &mut dyn Progress,
) -> Result<(Case, Result<(), StoreError>), PipelineError> {
    store.take_notices().iter().for_each(|d| progress.diagnostic(d));
    progress.stage(Stage::Loading);
    if !store.links_stale(VERSION)? {
        let mut case = store.load_case()?;
        case.corrections = backstory_model::standing(&store.corrections()?);
        apply(&mut case.reports, &case.corrections);
        return Ok((case, Ok(())));
    }
    // Read before the reports: what another program adds in between makes the links stale again, not wrong.
    let revision = store.revision()?;
    let mut case = store.load_unlinked()?;
    case.corrections = backstory_model::standing(&store.corrections()?);
    apply(&mut case.reports, &case.corrections);
    progress.stage(Stage::Linking(case.reports.len()));
    case.links = link(&case, options.threads)?;
    if store.read_only() {
        return Ok((case, Ok(())));
    }
    progress.stage(Stage::Saving);
    let saved = store.save_links(&case, revision, VERSION);
    Ok((case, saved))
}

/// Reads and annotates without a case; each report with what stood beside it, or what was wrong, is handed over in the
/// order of the inputs.
///
/// # Errors
/// The first that `each` gives; then the rest is left.
pub fn annotate<E>(
    inputs: &[Input],
    options: &Options,
    progress: &mut dyn Progress,
    mut each: impl FnMut(&Annotated, &Beside) -> Result<(), E>,
) -> Result<Outcome, E> {
    let mut gathered = match gather(None, inputs, None, options, progress) {
        Ok(gathered) => gathered,
        Err(_) => unreachable!("without a case there is nothing to fail"),
    };
    // The archive of a run that keeps none goes away when all is read.
    let _temporary = gathered.temporary.take();
    let (openings, wrong) = discover(inputs, &options.skip, gathered);
    let mut outcome = Outcome { files: openings.len(), ..Outcome::default() };
    for diagnostic in &wrong {
        outcome.failed += usize::from(diagnostic.severity == Severity::Error);
        progress.diagnostic(diagnostic);
    }
    let known = BTreeMap::new();
    let stream = Stream {
        openings: &openings,
        threads: options.threads,
        limits: options.limits,
        known: &known,
        step: &|document| step(document, options.model),
    };
    stream.run(Tick(SECOND), |event| {
        match event {
            Event::Report(found, _, notes) => {
                notes.iter().for_each(|n| progress.diagnostic(n));
                each(&found.0, &found.1)?;
                outcome.added += 1;
            }
            Event::Failed(diagnostic, notes) => {
                notes.iter().chain([&diagnostic]).for_each(|d| progress.diagnostic(d));
                outcome.failed += 1;
            }
            Event::Known(..) | Event::File | Event::Idle => {}
        }
        Ok(())
    })?;
    Ok(outcome)
}

/// What is done to one document: nothing in it needs a second one.
fn step(document: Document, model: Model) -> (Annotated, Vec<Diagnostic>) {
    let (report, diagnostics) = backstory_clean::clean(document);
    let annotations = backstory_annotate::annotate(&report, model);
    (Annotated { report, annotations }, diagnostics)
}

fn link(case: &Case, threads: usize) -> Result<Links, PipelineError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.max(1))
        .thread_name(|n| format!("link-{n}"))
        .build()
        .map_err(|e| PipelineError::Link(e.to_string()))?;
    // The reports are only read, so a panic leaves nothing half-changed behind.
    let links = || backstory_link::link_with(&case.reports, &case.beside, &case.corrections);
    catch_unwind(AssertUnwindSafe(|| pool.install(links)))
        .map_err(|panic| PipelineError::Link(stream::words(&*panic).to_owned()))
}

/// A report whose findings point at nothing.
fn fault(annotated: &Annotated, error: &StoreError) -> Diagnostic {
    let report = &annotated.report;
    Diagnostic {
        code: "pipeline/fault",
        severity: Severity::Error,
        uri: report.path.as_ref().unwrap_or(&report.uri).clone(),
        message: match error {
            StoreError::Malformed { what, .. } => {
                format!("backstory failed on this report ({what}); it was left out")
            }
            other => other.to_string(),
        },
        labels: Vec::new(),
        hints: vec!["this is a fault in backstory: please report it with the text".into()],
    }
}

/// How long a stream waits for a result before it says that nothing happened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tick(pub(crate) Duration);

/// Reports that were put and are not yet safe, or not yet where others see them.
struct Batch {
    /// Those that are not safe,
    waiting: usize,
    /// and since when.
    since: Instant,
    /// Whether some are safe that others do not see.
    unseen: bool,
    /// When all that was safe was also put into the tables,
    settled: Instant,
    /// and how long that took.
    took: Duration,
    /// Since when another program has been writing,
    busy: Option<Instant>,
    /// and when it is asked again.
    again: Instant,
}

impl Batch {
    fn new(now: Instant) -> Self {
        let took = Duration::ZERO;
        Self { waiting: 0, since: now, unseen: false, settled: now, took, busy: None, again: now }
    }

    /// Makes them safe where they are many, have waited for a second, or nothing else comes. Once a minute, and where
    /// nothing comes, they are put into the tables, where others see them: the more at once, the less it costs, and of the
    /// whole time it takes a small part. While another program writes they stay where they are.
    fn commit_if_due(&mut self, store: &mut Store, now: Instant, idle: bool) -> Result<(), StoreError> {
        if now < self.again {
            return Ok(());
        }
        let due = self.waiting >= BATCH || (self.waiting > 0 && (idle || now - self.since >= SECOND));
        let rest = if idle { self.took * 10 } else { MINUTE.max(self.took * 10) };
        let settle = (due || self.unseen) && now - self.settled >= rest;
        let began = Instant::now();
        let done = match (settle, due) {
            (true, _) => store.commit(),
            (false, true) => store.keep(),
            (false, false) => {
                if self.waiting == 0 {
                    self.since = now;
                }
                return Ok(());
            }
        };
        let took = began.elapsed();
        match done {
            Err(StoreError::Busy(_)) if now - *self.busy.get_or_insert(now) < MINUTE => {
                self.again = now + took + SECOND;
                return Ok(());
            }
            done => done?,
        }
        if settle {
            (self.settled, self.took) = (now + took, took);
        }
        (self.waiting, self.since, self.unseen, self.busy) = (0, now + took, !settle, None);
        Ok(())
    }
}
