//! Addresses → answers in the archive beside the case, and what there is to read of them.
//!
//! What is known of an address stands in the case: a run that was cut short goes on where it stopped, a server is asked
//! only for what changed, and what was fetched is read from the archive again without asking anybody.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use backstory_fetch::{
    Address, Archive, FetchError, Fetched, Fetcher, Place, Settings, Target, Validators, now, seconds_since,
    stored,
};
use backstory_model::{Diagnostic, Severity};
use backstory_read::{Answer, Limits, Listed, Name, listed};
use backstory_store::{Fetch, Store, StoreError};

use crate::{
    Input, Options, Progress, Stage,
    discover::{From, Opening},
};

/// A listed page is not asked again before this has passed,
const SOONEST: i64 = 15 * 60;
/// and is asked again after this at the latest,
const LATEST: i64 = 24 * 3600;
/// until it has not changed for so long.
const SETTLED: i64 = 14 * 24 * 3600;
/// Sitemaps that lie within others.
const DEEPEST: u32 = 3;

/// How addresses are fetched.
#[derive(Clone, Debug)]
pub struct Fetching {
    /// How servers are asked.
    pub settings: Settings,
    /// The archive that keeps every answer; None for one that goes away with the run.
    pub archive: Option<PathBuf>,
    /// An address that a person named is not asked again before this has passed: a run that was cut short goes on.
    pub age: Duration,
    /// Whether the pages that a feed or sitemap of the web lists are fetched too.
    pub follow: bool,
    /// Most pages of one feed or sitemap in one run.
    pub pages: usize,
}

impl Default for Fetching {
    fn default() -> Self {
        Self {
            settings: Settings::default(),
            archive: None,
            age: Duration::from_secs(3600),
            follow: false,
            pages: 500,
        }
    }
}

/// An answer in an archive, and what was said beside it.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    archive: Arc<PathBuf>,
    place: Place,
    asked: String,
    most: u64,
}

impl Kept {
    /// The answer, read back.
    pub(crate) fn load(&self) -> Result<(Answer, Vec<u8>), Diagnostic> {
        let stored = stored(&self.archive, self.place, self.most)
            .map_err(|e| wrong(&self.asked, Severity::Error, e.to_string()))?;
        let packed = stored.content_encoding.as_deref().map(|e| e.trim().to_ascii_lowercase());
        let known = ["gzip", "x-gzip", "deflate", "br", "zstd", "identity", ""];
        if let Some(how) = packed.as_deref().filter(|how| !known.contains(how)) {
            let message = format!(
                "its body is packed as {how:?}, which was not asked for; save the page from a browser"
            );
            return Err(wrong(&self.asked, Severity::Error, message));
        }
        let answer = Answer {
            asked: self.asked.clone(),
            url: stored.url,
            captured: stored.fetched,
            encoding: packed,
            content_type: stored.content_type,
        };
        Ok((answer, stored.body))
    }
}

/// What fetching gave.
#[derive(Default)]
pub(crate) struct Gathered {
    /// What there is to open of each address that a person named, as it was named.
    pub(crate) openings: BTreeMap<String, Vec<Opening>>,
    /// What was wrong.
    pub(crate) wrong: Vec<Diagnostic>,
    /// Keeps the archive of a run that keeps none.
    pub(crate) temporary: Option<tempfile::TempDir>,
}

/// Fetches what the inputs name; nothing where they name no address.
pub(crate) fn gather(
    mut store: Option<&mut Store>,
    inputs: &[Input],
    fetcher: Option<&Fetcher>,
    options: &Options,
    progress: &mut dyn Progress,
) -> Result<Gathered, StoreError> {
    let mut gathered = Gathered::default();
    let mut named: Vec<(String, Address)> = Vec::new();
    for input in inputs {
        let Input::Url(text) = input else { continue };
        match Address::parse(text) {
            Ok(address) => named.push((text.clone(), address)),
            Err(error) => gathered.wrong.push(wrong(text, Severity::Error, error.to_string())),
        }
    }
    if named.is_empty() {
        return Ok(gathered);
    }
    let archive = match &options.fetching.archive {
        Some(path) => path.clone(),
        None => match tempfile::tempdir() {
            Ok(folder) => {
                let path = folder.path().join("fetched.warc.gz");
                gathered.temporary = Some(folder);
                path
            }
            Err(error) => {
                let message = format!("there is no place for what is fetched ({error}); make room");
                gathered.wrong.push(wrong(&named[0].0, Severity::Error, message));
                return Ok(gathered);
            }
        },
    };
    let known = store.as_ref().map(|s| s.fetches()).transpose()?.unwrap_or_default();
    let own;
    let fetcher = match fetcher {
        Some(fetcher) => fetcher,
        None => {
            own = Fetcher::new(options.fetching.settings.clone());
            &own
        }
    };
    let mut run = Run {
        fetcher,
        options,
        archive: Arc::new(archive),
        open: None,
        known,
        wrong: Vec::new(),
        fresh: BTreeSet::new(),
    };
    let targets = named.iter().map(|(_, address)| (address.clone(), None)).collect();
    run.round(store.as_deref_mut(), targets, progress)?;
    let lists = if options.fetching.follow { run.follow(store, &named, progress)? } else { Vec::new() };
    let mut lists: BTreeMap<String, Vec<(String, String)>> = lists.into_iter().collect();
    for (text, address) in &named {
        let openings = match lists.remove(address.as_str()) {
            Some(pages) => run.list_openings(address.as_str(), &pages),
            None => run.opening(address.as_str()).into_iter().collect(),
        };
        gathered.openings.entry(text.clone()).or_insert(openings);
    }
    gathered.wrong.append(&mut run.wrong);
    Ok(gathered)
}

/// A feed or sitemap, and its pages: each with the list that names it.
type Followed = (String, Vec<(String, String)>);

struct Run<'a> {
    fetcher: &'a Fetcher,
    options: &'a Options,
    archive: Arc<PathBuf>,
    open: Option<Archive>,
    known: BTreeMap<String, Fetch>,
    wrong: Vec<Diagnostic>,
    /// Addresses that gave something new in this run.
    fresh: BTreeSet<String>,
}

impl Run<'_> {
    /// Asks for those addresses whose time has come. Each has the list that names it, if one does.
    fn round(
        &mut self,
        mut store: Option<&mut Store>,
        targets: Vec<(Address, Option<String>)>,
        progress: &mut dyn Progress,
    ) -> Result<(), StoreError> {
        let age = i64::try_from(self.options.fetching.age.as_secs()).unwrap_or(i64::MAX);
        let mut seen = BTreeSet::new();
        let due: Vec<(Target, Option<String>)> = targets
            .into_iter()
            .filter(|(address, _)| seen.insert(address.clone()))
            .filter(|(address, list)| {
                list.is_some()
                    || self.known.get(address.as_str()).is_none_or(|row| {
                        self.place(row).is_none() || row.problem.is_some() || seconds_since(&row.asked) >= age
                    })
            })
            .map(|(address, list)| {
                let row = self.known.get(address.as_str()).filter(|row| self.place(row).is_some());
                let known = row.map_or_else(Validators::default, |row| Validators {
                    etag: row.etag.clone(),
                    modified: row.last_modified.clone(),
                });
                (Target { address, known }, list)
            })
            .collect();
        if due.is_empty() {
            return Ok(());
        }
        if self.open.is_none() {
            match Archive::open(&self.archive) {
                Ok(archive) => self.open = Some(archive),
                Err(error) => {
                    let shown = self.archive.display().to_string();
                    self.wrong.push(wrong(&shown, Severity::Error, error.to_string()));
                    return Ok(());
                }
            }
        }
        progress.stage(Stage::Fetching(due.len()));
        let (targets, lists): (Vec<Target>, Vec<Option<String>>) = due.into_iter().unzip();
        let mut failed = None;
        let mut problems: BTreeMap<usize, Diagnostic> = BTreeMap::new();
        self.fetcher.fetch_all(&targets, |number, answer| {
            let address = targets[number].address.as_str();
            progress.file();
            let (row, problem) = self.note(address, lists[number].clone(), answer);
            problems.extend(problem.map(|p| (number, p)));
            let kept = store.as_deref_mut().map_or(Ok(()), |s| s.put_fetch(&row).and_then(|()| s.commit()));
            self.known.insert(address.to_owned(), row);
            match kept {
                Ok(()) => true,
                Err(error) => {
                    failed = Some(error);
                    false
                }
            }
        });
        // In the order of the addresses, not in that of the answers.
        self.wrong.extend(problems.into_values());
        failed.map_or(Ok(()), Err)
    }

    /// What is known of an address after it was asked, and what was wrong.
    fn note(
        &mut self,
        address: &str,
        list: Option<String>,
        answer: Result<Fetched, FetchError>,
    ) -> (Fetch, Option<Diagnostic>) {
        let asked = now();
        let mut row = self.known.get(address).cloned().unwrap_or_else(|| Fetch {
            address: address.to_owned(),
            first_asked: asked.clone(),
            listed_by: list.clone(),
            ..Fetch::default()
        });
        row.asked = asked;
        // A person who names it wants it for itself.
        row.listed_by = row.listed_by.filter(|_| list.is_some());
        let result = answer.and_then(|fetched| {
            let digest = fetched.last.digest();
            let same = fetched.unchanged()
                || row.body_sha256.as_ref() == Some(&digest) && self.place(&row).is_some();
            let archive = self.open.as_mut().expect("it was opened before anybody was asked");
            let validators = fetched.validators();
            if !same {
                let place = archive.add(&fetched)?;
                let name = self.archive.file_name().unwrap_or_default().to_string_lossy().into_owned();
                row.archived = Some((name, place.offset, place.length));
                row.changed =
                    row.body_sha256.as_ref().and(Some(fetched.last.fetched.clone())).or(row.changed.take());
                row.body_sha256 = Some(digest);
                row.final_address = Some(fetched.last.url.clone());
                row.fetched = Some(fetched.last.fetched);
                self.fresh.insert(address.to_owned());
            }
            // An answer that nothing changed may leave them out.
            if !same || validators != Validators::default() {
                row.etag = validators.etag;
                row.last_modified = validators.modified;
            }
            Ok(())
        });
        row.problem = result.as_ref().err().map(ToString::to_string);
        let problem = result.err().map(|error| match (self.place(&row), &row.fetched) {
            (Some(_), Some(when)) => {
                let message = format!("{error}; what it gave on {when} was used");
                wrong(address, Severity::Warning, message)
            }
            // An entry of a feed stands in for its page.
            _ if list.is_some() => wrong(address, Severity::Warning, error.to_string()),
            _ => wrong(address, Severity::Error, error.to_string()),
        });
        (row, problem)
    }

    /// Where the answer of an address stands, if it is in the archive of this run.
    fn place(&self, row: &Fetch) -> Option<Place> {
        let (name, offset, length) = row.archived.as_ref()?;
        let ours = self.archive.file_name().is_some_and(|n| n.to_string_lossy() == *name);
        let there = self.archive.metadata().is_ok_and(|m| m.len() >= offset + length);
        (ours && there).then_some(Place { offset: *offset, length: *length })
    }

    fn kept(&self, address: &str) -> Option<Kept> {
        let place = self.place(self.known.get(address)?)?;
        // Packed it may have any size that an answer may have; a limit of this run refuses none that was kept.
        let most = self.options.fetching.settings.body_bytes.max(1 << 30);
        Some(Kept { archive: self.archive.clone(), place, asked: address.to_owned(), most })
    }

    fn opening(&self, address: &str) -> Option<Opening> {
        let kept = self.kept(address)?;
        Some(Opening {
            from: From::Answer { kept, without: BTreeSet::new(), instead: None },
            name: Name { uri: address.to_owned(), path: None },
            manifest: None,
            fresh: self.fresh.contains(address),
        })
    }

    /// Fetches the pages that the named feeds and sitemaps list; gives these with each feed or sitemap, and the address
    /// that lists them where it is another sitemap.
    fn follow(
        &mut self,
        mut store: Option<&mut Store>,
        named: &[(String, Address)],
        progress: &mut dyn Progress,
    ) -> Result<Vec<Followed>, StoreError> {
        let mut found = Vec::new();
        for (_, address) in named {
            let root = address.as_str().to_owned();
            let Some(first) = self.list(&root) else { continue };
            let mut pages: Vec<(Address, Option<String>)> = Vec::new();
            let mut shown: Vec<(String, String)> = Vec::new();
            let mut waiting = vec![(root.clone(), first)];
            let mut seen = BTreeSet::from([root.clone()]);
            for depth in 0.. {
                let mut next = Vec::new();
                for (list, entries) in std::mem::take(&mut waiting) {
                    for Listed { url, modified, sitemap } in entries {
                        let Ok(address) = Address::parse(&url) else { continue };
                        if !seen.insert(address.as_str().to_owned()) {
                            continue;
                        }
                        if sitemap {
                            next.push(address);
                            continue;
                        }
                        shown.push((list.clone(), address.as_str().to_owned()));
                        if self.due(address.as_str(), modified.as_deref()) {
                            pages.push((address, Some(root.clone())));
                        }
                    }
                }
                if next.is_empty() || depth >= DEEPEST {
                    break;
                }
                let lists = next.iter().map(|a| (a.clone(), Some(root.clone()))).collect();
                self.round(store.as_deref_mut(), lists, progress)?;
                for address in next {
                    let list = self.list(address.as_str()).unwrap_or_default();
                    waiting.push((address.as_str().to_owned(), list));
                }
            }
            // What it listed once and does not list any more may still be changed.
            let gone: Vec<String> = self
                .known
                .values()
                .filter(|row| row.listed_by.as_ref() == Some(&root) && !seen.contains(&row.address))
                .map(|row| row.address.clone())
                .collect();
            for url in gone {
                if let Ok(address) = Address::parse(&url)
                    && self.list(&url).is_none()
                {
                    if self.due(&url, None) {
                        pages.push((address, Some(root.clone())));
                    }
                    shown.push((root.clone(), url));
                }
            }
            let most = self.options.fetching.pages;
            if pages.len() > most {
                let message = format!(
                    "it lists {} pages to fetch; {} of them were left for the next run; raise the limit with --max-pages",
                    pages.len(),
                    pages.len() - most
                );
                self.wrong.push(wrong(&root, Severity::Warning, message));
                pages.truncate(most);
            }
            self.round(store.as_deref_mut(), pages, progress)?;
            found.push((root, shown));
        }
        Ok(found)
    }

    /// What a feed or sitemap lists; None where an address gives neither.
    fn list(&self, address: &str) -> Option<Vec<Listed>> {
        let (answer, body) = self.kept(address)?.load().ok()?;
        let limits: &Limits = &self.options.limits;
        listed(&body, answer.encoding.as_deref(), limits)
    }

    /// Whether a listed page is to be asked: it was not yet, it says that it changed since, or it is young enough to be
    /// changed unsaid. The longer it stayed as it is, the longer it is left alone.
    fn due(&self, address: &str, modified: Option<&str>) -> bool {
        let Some(row) = self.known.get(address) else { return true };
        let since = seconds_since(&row.asked);
        let told = modified.and_then(backstory_clean::date).map(|m| m.as_str().to_owned());
        // Both are ISO 8601; a day alone says nothing of a time on the same day.
        if told.is_some_and(|t| t.len() > 10 && t > row.asked) && since >= SOONEST / 5 {
            return true;
        }
        let settled = seconds_since(row.changed.as_ref().unwrap_or(&row.first_asked));
        since >= (settled - since).clamp(SOONEST, LATEST) && settled < SETTLED
    }

    /// What there is to open of a list: its pages, and those entries of it whose page is not there.
    fn list_openings(&self, root: &str, pages: &[(String, String)]) -> Vec<Opening> {
        let mut lists: BTreeMap<&str, BTreeSet<String>> = BTreeMap::from([(root, BTreeSet::new())]);
        let mut openings = Vec::new();
        for (list, page) in pages {
            let without = lists.entry(list).or_default();
            let Some(mut opening) = self.opening(page) else { continue };
            without.insert(page.clone());
            if let From::Answer { instead, .. } = &mut opening.from {
                *instead = self.kept(list).map(Box::new);
            }
            openings.push(opening);
        }
        for (list, pages) in lists {
            let Some(mut opening) = self.opening(list) else { continue };
            // A sitemap of bare addresses has nothing to show by itself.
            let all = self.list(list).unwrap_or_default();
            if !all.is_empty() && all.iter().all(|l| l.sitemap || pages.contains(&clean(&l.url))) {
                continue;
            }
            if let From::Answer { without, .. } = &mut opening.from {
                *without = pages;
            }
            openings.push(opening);
        }
        openings
    }
}

/// An address in the form in which it is asked.
pub(crate) fn clean(url: &str) -> String {
    Address::parse(url).map_or_else(|_| url.to_owned(), |a| a.as_str().to_owned())
}

fn wrong(uri: &str, severity: Severity, message: String) -> Diagnostic {
    Diagnostic {
        code: "pipeline/fetch",
        severity,
        uri: uri.to_owned(),
        message,
        labels: Vec::new(),
        hints: Vec::new(),
    }
}

/// The archive beside a case: `dam.db` → `dam.warc.gz`.
pub fn archive_beside(case: &Path) -> PathBuf {
    case.with_extension("warc.gz")
}
