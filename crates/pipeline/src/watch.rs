//! The same inputs again and again, and what is new in the case each time.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    time::SystemTime,
};

use backstory_fetch::Fetcher;
use backstory_model::{Case, Diagnostic};
use backstory_store::Store;

use crate::{
    Input, News, Options, Outcome, PipelineError, Progress, Stage, add_openings,
    discover::{From, discover},
    gather::gather,
    linked, load, news, step,
};

/// What one look at the inputs gave.
#[derive(Debug)]
pub struct Poll {
    /// What was done.
    pub outcome: Outcome,
    /// What is new about what was known.
    pub news: Vec<News>,
    /// Whether the case holds other reports than before.
    pub changed: bool,
}

/// Looks at inputs again and again. All that has to outlive a run stands in the case, so that it may end at any time.
#[derive(Debug)]
pub struct Watch {
    inputs: Vec<Input>,
    options: Options,
    fetcher: Fetcher,
    /// Files that were read, with their times and sizes.
    files: BTreeMap<PathBuf, (Option<SystemTime>, u64)>,
    /// The case as it was after the last look.
    case: Option<Case>,
    /// What was said to be wrong at the last look: it is said once.
    said: BTreeSet<(String, String)>,
    /// Whether a look failed on the way: the next one reads all that there is.
    again: bool,
}

impl Watch {
    /// A watch that has looked at nothing yet.
    pub fn new(inputs: Vec<Input>, options: Options) -> Self {
        let fetcher = Fetcher::new(options.fetching.settings.clone());
        Self {
            inputs,
            options,
            fetcher,
            files: BTreeMap::new(),
            case: None,
            said: BTreeSet::new(),
            again: false,
        }
    }

    /// The case as it was after the last look; None before the first.
    pub fn case(&self) -> Option<&Case> {
        self.case.as_ref()
    }

    /// Looks once: adds what is new, links all of it anew where anything is, and tells what that shows.
    ///
    /// # Errors
    /// Where the case cannot be read or written. What was stored before it stays stored, and what it shows is told at the
    /// next look.
    pub fn poll(&mut self, store: &mut Store, progress: &mut dyn Progress) -> Result<Poll, PipelineError> {
        let first = self.case.is_none() || std::mem::take(&mut self.again);
        let before = match self.case.take() {
            Some(case) => case,
            None => load(store, &self.options, progress)?,
        };
        let polled = self.add(store, first, progress);
        let polled = polled.and_then(|outcome| {
            let had = store.revisions()?;
            Ok((outcome, had))
        });
        let (outcome, revisions) = match polled {
            Ok(polled) => polled,
            Err(error) => {
                self.case = Some(before);
                self.again = true;
                return Err(error);
            }
        };
        if !store.links_stale(crate::VERSION)? {
            self.case = Some(before);
            return Ok(Poll { outcome, news: Vec::new(), changed: false });
        }
        let (after, saved) = match linked(store, &self.options, progress) {
            Ok(linked) => linked,
            Err(error) => {
                self.case = Some(before);
                return Err(error);
            }
        };
        // Those of texts that were in the case before, each as what came last of it.
        let fresh: Vec<_> = revisions
            .into_iter()
            .filter(|r| before.report(r.report).is_some() && after.report(r.report).is_none())
            .collect();
        let news = news::news(&before, &after, &fresh);
        let kept = news::kept(&after, &news);
        self.case = Some(after);
        saved?;
        store.add_news(&kept)?;
        Ok(Poll { outcome, news, changed: true })
    }

    fn add(
        &mut self,
        store: &mut Store,
        first: bool,
        progress: &mut dyn Progress,
    ) -> Result<Outcome, PipelineError> {
        let mut once = Once { inner: progress, before: std::mem::take(&mut self.said), now: BTreeSet::new() };
        let gathered =
            gather(Some(&mut *store), &self.inputs, Some(&self.fetcher), &self.options, &mut once)?;
        let (mut openings, wrong) = discover(&self.inputs, &self.options.skip, gathered);
        let mut files = BTreeMap::new();
        openings.retain(|opening| match &opening.from {
            From::Path(path) => {
                let found = fs::metadata(path).map_or((None, 0), |m| (m.modified().ok(), m.len()));
                let same = self.files.get(path) == Some(&found) && found.0.is_some();
                files.insert(path.clone(), found);
                first || !same
            }
            // What lies in the archive from before was read at the first look.
            _ => first || opening.fresh,
        });
        let model = self.options.model;
        let added = add_openings(store, &openings, &wrong, &self.options, &mut once, &|d| step(d, model));
        self.said = once.now;
        // Where the case could not be written, the files are read again next time.
        let outcome = added?;
        self.files = files;
        Ok(outcome)
    }
}

/// Says what is wrong once, and not at each look again.
struct Once<'a> {
    inner: &'a mut dyn Progress,
    before: BTreeSet<(String, String)>,
    now: BTreeSet<(String, String)>,
}

impl Progress for Once<'_> {
    fn stage(&mut self, stage: Stage) {
        self.inner.stage(stage);
    }

    fn file(&mut self) {
        self.inner.file();
    }

    fn report(&mut self) {
        self.inner.report();
    }

    fn diagnostic(&mut self, diagnostic: &Diagnostic) {
        let key = (diagnostic.uri.clone(), diagnostic.message.clone());
        if !self.before.contains(&key) {
            self.inner.diagnostic(diagnostic);
        }
        self.now.insert(key);
    }
}
