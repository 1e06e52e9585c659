//! Reading, cleaning and annotating on several threads, with the results in the order of the inputs.
//!
//! One thread reads; workers clean and annotate; the caller takes the results. What is under way at any time is
//! limited by [`BUDGET`], not by how far the slowest report holds up the rest, so memory stays flat.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

use backstory_model::{Annotated, Beside, Diagnostic, Document, ReportId, Severity};
use backstory_read::Limits;
use backstory_store::InputHash;

use crate::{
    Tick,
    discover::{From, Opening, unreadable},
    gather::{self, Kept},
};

/// Text that is under way, in bytes.
const BUDGET: usize = 64 << 20;
/// What a report takes of the budget at the least: its findings take room too.
const SMALLEST: usize = 64 << 10;

/// What comes out, in the order of the inputs.
pub(crate) enum Event {
    /// A report with what it says and what stood beside it, and what had to be assumed.
    Report(Box<(Annotated, Beside)>, InputHash, Vec<Diagnostic>),
    /// A report that needs no work: its id, where it was found, what stood beside it.
    Known(ReportId, String, Option<String>, Box<Beside>),
    /// Something that could not be used.
    Failed(Diagnostic, Vec<Diagnostic>),
    /// A file has been read to its end.
    File,
    /// Nothing happened for a while.
    Idle,
}

/// What is done to one document.
pub(crate) type Step<'a> = &'a (dyn Fn(Document) -> (Annotated, Vec<Diagnostic>) + Sync);

/// What a worker gets.
enum Work {
    Document(Box<Document>, Vec<Diagnostic>),
    Failed(Diagnostic, Vec<Diagnostic>),
    File,
}

pub(crate) struct Stream<'a> {
    pub(crate) openings: &'a [Opening],
    pub(crate) threads: usize,
    pub(crate) limits: Limits,
    pub(crate) known: &'a BTreeMap<InputHash, ReportId>,
    pub(crate) step: Step<'a>,
}

impl Stream<'_> {
    /// Hands over every result, in order, on this thread; stops early where `sink` fails.
    pub(crate) fn run<E>(&self, tick: Tick, mut sink: impl FnMut(Event) -> Result<(), E>) -> Result<(), E> {
        let budget = Budget::new(BUDGET);
        let (to_workers, work) = mpsc::channel::<(u64, usize, Work)>();
        let (to_sink, results) = mpsc::channel::<(u64, usize, Event)>();
        let work = Mutex::new(work);
        thread::scope(|scope| {
            let (budget, work) = (&budget, &work);
            spawn(scope, "read", move || self.read(budget, &to_workers));
            for number in 0..self.threads.max(1) {
                let to_sink = to_sink.clone();
                spawn(scope, &format!("annotate-{number}"), move || {
                    loop {
                        let next = lock(work).recv();
                        let Ok((number, cost, work)) = next else { break };
                        if budget.stopped() || to_sink.send((number, cost, self.work(work))).is_err() {
                            break;
                        }
                    }
                });
            }
            drop(to_sink);
            let mut waiting = BTreeMap::new();
            let mut next = 0;
            loop {
                let (number, cost, event) = match results.recv_timeout(tick.0) {
                    Ok(result) => result,
                    Err(RecvTimeoutError::Disconnected) => return Ok(()),
                    Err(RecvTimeoutError::Timeout) => (u64::MAX, 0, Event::Idle),
                };
                let mut done = Ok(());
                if number == u64::MAX {
                    done = sink(event);
                } else {
                    waiting.insert(number, (cost, event));
                    while let Some((cost, event)) = waiting.remove(&next) {
                        next += 1;
                        done = sink(event);
                        budget.give_back(cost);
                        if done.is_err() {
                            break;
                        }
                    }
                }
                if done.is_err() {
                    budget.stop();
                    return done;
                }
            }
        })
    }

    /// Opens one input after the other. What is sent waits until there is room for it.
    fn read(&self, budget: &Budget, to_workers: &mpsc::Sender<(u64, usize, Work)>) {
        let mut number = 0;
        let mut send = |work: Work| {
            let cost = match &work {
                Work::Document(document, _) => document.text.len().clamp(SMALLEST, BUDGET),
                Work::Failed(..) => SMALLEST,
                Work::File => 0,
            };
            budget.take(cost);
            if !budget.stopped() {
                // Nobody listens where every worker has stopped: then there is nothing to do either.
                let _ = to_workers.send((number, cost, work));
                number += 1;
            }
        };
        for opening in self.openings {
            if budget.stopped() {
                break;
            }
            let shown = opening.name.path.as_ref().unwrap_or(&opening.name.uri);
            // What came before a panic was sent whole; nothing of the input is used after it.
            let read = catch_unwind(AssertUnwindSafe(|| self.read_one(opening, budget, &mut send)));
            if let Err(panic) = read {
                let why = words(&*panic);
                let message = format!("backstory failed on this file ({why}); the rest of it was left out");
                send(Work::Failed(fault(shown.clone(), message, "file"), Vec::new()));
            }
            send(Work::File);
        }
    }

    fn read_one(&self, opening: &Opening, budget: &Budget, send: &mut dyn FnMut(Work)) {
        let mut each = |found: Result<Document, Diagnostic>, notes: Vec<Diagnostic>| {
            send(match found {
                Ok(document) => Work::Document(Box::new(document), notes),
                Err(diagnostic) => Work::Failed(diagnostic, notes),
            });
        };
        let manifest = opening.manifest.as_deref();
        let (name, limits) = (&opening.name, &self.limits);
        match &opening.from {
            From::Stdin => {
                let mut input = UntilStopped { input: BufReader::new(io::stdin()), budget };
                backstory_read::read(name, &mut input, manifest, limits, &mut each);
            }
            From::Path(path) => match File::open(path) {
                Ok(file) => {
                    let input = BufReader::with_capacity(64 << 10, file);
                    let mut input = UntilStopped { input, budget };
                    backstory_read::read_file(name, &mut input, manifest, limits, &mut each);
                }
                Err(error) => {
                    let uri = name.path.as_ref().unwrap_or(&name.uri);
                    each(Err(unreadable(uri, "pipeline/open", &error)), Vec::new());
                }
            },
            From::Answer { kept, without, instead } => {
                let Some(feed) = instead else {
                    let mut others = |found: Result<Document, Diagnostic>, notes| {
                        let url = found.as_ref().ok().and_then(|d| d.meta.url.as_deref());
                        if url.is_none_or(|url| !without.contains(&gather::clean(url))) {
                            each(found, notes);
                        }
                    };
                    return answer(kept, limits, &mut others);
                };
                let (mut found, mut wrong) = (false, Vec::new());
                answer(kept, limits, &mut |document, notes| match document {
                    Err(error) => wrong.push((error, notes)),
                    document => {
                        found = true;
                        each(document, notes);
                    }
                });
                if !found {
                    answer(feed, limits, &mut |document, notes| {
                        let url = document.as_ref().ok().and_then(|d| d.meta.url.as_deref());
                        if url.is_some_and(|url| gather::clean(url) == name.uri) {
                            found = true;
                            each(document, notes);
                        }
                    });
                }
                if !found {
                    wrong.into_iter().for_each(|(error, notes)| each(Err(error), notes));
                }
            }
        }
    }

    fn work(&self, work: Work) -> Event {
        let (document, mut notes) = match work {
            Work::File => return Event::File,
            Work::Failed(diagnostic, notes) => return Event::Failed(diagnostic, notes),
            Work::Document(document, notes) => (*document, notes),
        };
        let hash = InputHash::of(&document);
        let beside = Beside::of(&document, backstory_clean::date);
        if let Some(id) = self.known.get(&hash) {
            return Event::Known(*id, document.uri, document.path, Box::new(beside));
        }
        let uri = document.uri.clone();
        let shown = document.path.clone().unwrap_or_else(|| uri.clone());
        // Nothing that the step touches outlives a panic: it gets the document and gives a new value.
        match catch_unwind(AssertUnwindSafe(|| (self.step)(document))) {
            Ok((annotated, more)) => {
                notes.extend(more);
                Event::Report(Box::new((annotated, beside)), hash, notes)
            }
            Err(panic) => {
                let why = words(&*panic);
                let message = format!("backstory failed on this report ({why}); it was left out");
                let diagnostic = fault(shown, message, "text");
                Event::Failed(diagnostic, notes)
            }
        }
    }
}

fn spawn<'scope>(scope: &'scope thread::Scope<'scope, '_>, name: &str, run: impl FnOnce() + Send + 'scope) {
    thread::Builder::new().name(name.to_owned()).spawn_scoped(scope, run).expect("a thread can be started");
}

/// That the program failed on an input.
fn fault(uri: String, message: String, with: &str) -> Diagnostic {
    Diagnostic {
        code: "pipeline/panic",
        severity: Severity::Error,
        uri,
        message,
        labels: Vec::new(),
        hints: vec![format!("this is a fault in backstory: please report it with the {with}")],
    }
}

/// What a panic said.
pub(crate) fn words(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no reason given")
}

/// Reads an answer that is kept.
fn answer(kept: &Kept, limits: &Limits, each: &mut dyn FnMut(Result<Document, Diagnostic>, Vec<Diagnostic>)) {
    match kept.load() {
        Ok((answer, body)) => backstory_read::read_answer(&answer, &body, limits, each),
        Err(error) => each(Err(error), Vec::new()),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Room for what is under way.
struct Budget {
    free: Mutex<usize>,
    freed: Condvar,
    stop: AtomicBool,
}

impl Budget {
    fn new(bytes: usize) -> Self {
        Self { free: Mutex::new(bytes), freed: Condvar::new(), stop: AtomicBool::new(false) }
    }

    /// Waits for room, or until all is stopped.
    fn take(&self, bytes: usize) {
        let free = lock(&self.free);
        let full = |free: &mut usize| *free < bytes && !self.stopped();
        let mut free = self.freed.wait_while(free, full).unwrap_or_else(PoisonError::into_inner);
        *free = free.saturating_sub(bytes);
    }

    fn give_back(&self, bytes: usize) {
        *lock(&self.free) += bytes;
        self.freed.notify_all();
    }

    fn stop(&self) {
        // Under the lock, so that it cannot fall between a look and the wait that follows it.
        let free = lock(&self.free);
        self.stop.store(true, Ordering::Relaxed);
        drop(free);
        self.freed.notify_all();
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// An input that ends early once all is stopped.
struct UntilStopped<'a, R> {
    input: R,
    budget: &'a Budget,
}

impl<R: Read> Read for UntilStopped<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.budget.stopped() { Ok(0) } else { self.input.read(into) }
    }
}

impl<R: BufRead> BufRead for UntilStopped<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.budget.stopped() { Ok(&[]) } else { self.input.fill_buf() }
    }

    fn consume(&mut self, amount: usize) {
        self.input.consume(amount);
    }
}

impl<R: Seek> Seek for UntilStopped<'_, R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.input.seek(to)
    }
}

/// How often [`Event::Idle`] comes.
pub(crate) const SECOND: Duration = Duration::from_secs(1);
