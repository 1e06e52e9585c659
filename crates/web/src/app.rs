//! What the pages share: connections to the case, and what was made for pages before.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use backstory_model::{Case, Node, ReportId, Ruling, StoryId, standing};
use backstory_show::html::Drawn;
use backstory_store::{Store, StoreError};

use crate::{answer::Answer, error::Failure, safety::Rules};

/// Bytes of finished pages that are kept.
const PAGES: usize = 24 << 20;
/// Stories that are kept as loaded, at most this many bytes of text.
const STORIES: usize = 24 << 20;

/// A story with all that is known of it, and its drawings.
type Loaded = (Arc<Case>, Arc<Drawn>);

/// What was made from one state of the case file.
#[derive(Default)]
struct Made {
    /// `PRAGMA data_version` of the watching connection.
    state: i64,
    pages: HashMap<String, Answer>,
    page_bytes: usize,
    stories: HashMap<StoryId, Loaded>,
    story_bytes: usize,
}

/// The application.
pub(crate) struct App {
    pub(crate) path: PathBuf,
    pub(crate) name: String,
    pub(crate) rules: Rules,
    readers: Mutex<Vec<Store>>,
    watch: Mutex<Store>,
    made: Mutex<Made>,
    /// Held while the case is written to: one correction after the other.
    pub(crate) writing: Mutex<()>,
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is behind these locks is whole between any two statements: a panic elsewhere has not broken it.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl App {
    pub(crate) fn new(path: &Path, rules: Rules) -> Result<Self, StoreError> {
        Ok(Self {
            path: path.to_owned(),
            name: path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
            rules,
            readers: Mutex::new(vec![Store::reader(path)?]),
            watch: Mutex::new(Store::reader(path)?),
            made: Mutex::default(),
            writing: Mutex::default(),
        })
    }

    /// Forgets what was made from another state of the case file.
    fn fresh(&self) -> Result<MutexGuard<'_, Made>, StoreError> {
        let state = lock(&self.watch).changes()?;
        let mut made = lock(&self.made);
        if made.state != state {
            *made = Made { state, ..Made::default() };
        }
        Ok(made)
    }

    /// A page that was made before and still holds.
    pub(crate) fn made(&self, key: &str) -> Option<Answer> {
        self.fresh().ok()?.pages.get(key).cloned()
    }

    /// Keeps a page, unless the case has changed since `state`.
    pub(crate) fn keep(&self, key: String, state: i64, answer: &Answer) {
        let Ok(mut made) = self.fresh() else { return };
        let size = answer.body.len() + key.len();
        if made.state != state || size > PAGES / 8 {
            return;
        }
        if made.page_bytes + size > PAGES {
            made.pages.clear();
            made.page_bytes = 0;
        }
        made.page_bytes += size;
        made.pages.insert(key, answer.clone());
    }

    /// Which state of the case file is looked at.
    pub(crate) fn state(&self) -> Result<i64, StoreError> {
        Ok(self.fresh()?.state)
    }

    /// Works with a connection of its own.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Store) -> Result<T, Failure>) -> Result<T, Failure> {
        let store = lock(&self.readers).pop();
        let store = match store {
            Some(store) => store,
            None => Store::reader(&self.path)?,
        };
        let done = work(&store);
        let mut readers = lock(&self.readers);
        if readers.len() < 8 {
            readers.push(store);
        }
        done
    }

    /// Reports with all that is known of them, and what people say of that.
    pub(crate) fn part(&self, store: &Store, reports: &[ReportId]) -> Result<Case, Failure> {
        let mut case = store.load_part(reports)?;
        let mut corrections = standing(&store.corrections()?);
        corrections.retain(|c| about(&c.ruling).iter().all(|r| case.report(*r).is_some()));
        backstory_pipeline::apply(&mut case.reports, &corrections);
        case.corrections = corrections;
        Ok(case)
    }

    /// A story with all that is known of it, and its drawings, which are made when first asked for.
    pub(crate) fn story(&self, store: &Store, id: StoryId) -> Result<Option<Loaded>, Failure> {
        let state = {
            let made = self.fresh()?;
            if let Some(story) = made.stories.get(&id) {
                return Ok(Some(story.clone()));
            }
            made.state
        };
        let reports = store.story_reports(id)?;
        if reports.is_empty() {
            return Ok(None);
        }
        let story = (Arc::new(self.part(store, &reports)?), Arc::default());
        let size: usize = story.0.reports.iter().map(|a| a.report.text.len() * 3).sum();
        let mut made = self.fresh()?;
        if made.state == state && size < STORIES / 4 {
            if made.story_bytes + size > STORIES {
                made.stories.clear();
                made.story_bytes = 0;
            }
            made.story_bytes += size;
            made.stories.insert(id, story.clone());
        }
        Ok(Some(story))
    }

    /// The story of a report with all that is known of it; where no story holds it, the report alone.
    pub(crate) fn around(
        &self,
        store: &Store,
        report: ReportId,
    ) -> Result<(Option<StoryId>, Arc<Case>), Failure> {
        if let Some(id) = store.story_of_report(report)?
            && let Some((case, _)) = self.story(store, id)?
        {
            return Ok((Some(id), case));
        }
        Ok((None, Arc::new(self.part(store, &[report])?)))
    }
}

/// The reports that a ruling is about.
fn about(ruling: &Ruling) -> Vec<ReportId> {
    match ruling {
        Ruling::Speaker { at, .. } => vec![at.report],
        Ruling::NotTaken { from: Node::Report(from), to } => vec![*from, *to],
        Ruling::NotTaken { to, .. } => vec![*to],
        Ruling::SameClaim { a, b } | Ruling::OtherClaim { a, b } => vec![a.report, b.report],
        Ruling::Published { report, .. } => vec![*report],
        Ruling::Confirmed { .. } => vec![],
    }
}
