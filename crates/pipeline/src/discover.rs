use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use backstory_model::{Diagnostic, Severity};
use backstory_read::{Manifest, Name};

use crate::gather::{Gathered, Kept};

/// Name of the file that says what a folder's bare texts do not.
const MANIFEST: &str = "manifest.csv";

/// What a person asks to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file, or a folder with all that is under it.
    Path(PathBuf),
    /// Standard input.
    Stdin,
    /// An address of the web.
    Url(String),
}

impl Input {
    /// As it stands on a command line: `-` is standard input, what opens with `http://` or `https://` an address.
    pub fn of_argument(argument: PathBuf) -> Self {
        match argument.to_str() {
            Some("-") => Input::Stdin,
            Some(text) if backstory_fetch::is_address(text) => Input::Url(text.to_owned()),
            _ => Input::Path(argument),
        }
    }
}

/// One thing to open.
#[derive(Clone, Debug)]
pub(crate) struct Opening {
    pub(crate) from: From,
    pub(crate) name: Name,
    pub(crate) manifest: Option<Arc<Manifest>>,
    /// Whether it may hold what it did not hold before.
    pub(crate) fresh: bool,
}

/// Where bytes come from.
#[derive(Clone, Debug)]
pub(crate) enum From {
    Stdin,
    Path(PathBuf),
    /// An answer in an archive.
    Answer {
        kept: Kept,
        /// Entries of a feed that are left out: their pages are read.
        without: BTreeSet<String>,
        /// The feed that named this page, whose entry stands in for a page that shows no report.
        instead: Option<Box<Kept>>,
    },
}

/// What there is to open, in the order given, folders sorted by name; and what was wrong on the way.
pub(crate) fn discover(
    inputs: &[Input],
    skip: &[PathBuf],
    gathered: Gathered,
) -> (Vec<Opening>, Vec<Diagnostic>) {
    let Gathered { mut openings, wrong, .. } = gathered;
    let mut finder = Finder {
        skip: skip.iter().filter_map(|p| fs::canonicalize(p).ok()).collect(),
        seen: BTreeSet::new(),
        manifests: BTreeMap::new(),
        found: Vec::new(),
        wrong,
    };
    for input in inputs {
        match input {
            Input::Stdin => finder.found.push(Opening {
                from: From::Stdin,
                name: Name { uri: "stdin".into(), path: None },
                manifest: None,
                fresh: true,
            }),
            Input::Url(text) => finder.found.extend(openings.remove(text).unwrap_or_default()),
            Input::Path(path) => finder.given(path),
        }
    }
    (finder.found, finder.wrong)
}

struct Finder {
    /// Files of the case itself.
    skip: BTreeSet<PathBuf>,
    /// Folders that were walked: each is walked once, so that links that lead in a circle end.
    seen: BTreeSet<PathBuf>,
    manifests: BTreeMap<PathBuf, Option<Arc<Manifest>>>,
    found: Vec<Opening>,
    wrong: Vec<Diagnostic>,
}

impl Finder {
    fn given(&mut self, path: &Path) {
        let absolute = match std::path::absolute(path) {
            Ok(absolute) => absolute,
            Err(error) => return self.fail(path, "pipeline/path", &error),
        };
        match fs::metadata(&absolute) {
            Err(error) => self.fail(path, "pipeline/missing", &error),
            Ok(meta) if meta.is_dir() => {
                let before = self.found.len() + self.wrong.len();
                self.folder(&absolute, None);
                if self.found.len() + self.wrong.len() == before {
                    self.note(path, "the folder holds no file that could be a report");
                }
            }
            Ok(_) if self.is_skipped(&absolute) => {
                self.note(path, "it belongs to the case itself and is not read")
            }
            Ok(_) => {
                let manifest = absolute.parent().and_then(|folder| self.manifest(folder));
                self.file(absolute, manifest);
            }
        }
    }

    fn folder(&mut self, folder: &Path, outer: Option<Arc<Manifest>>) {
        let real = match fs::canonicalize(folder) {
            Ok(real) => real,
            Err(error) => return self.fail(folder, "pipeline/folder", &error),
        };
        if !self.seen.insert(real) {
            return;
        }
        let entries = fs::read_dir(folder).and_then(|entries| entries.collect::<io::Result<Vec<_>>>());
        let mut names: Vec<_> = match entries {
            Ok(entries) => entries.into_iter().map(|e| e.file_name()).collect(),
            Err(error) => return self.fail(folder, "pipeline/folder", &error),
        };
        names.sort();
        let manifest = self.manifest(folder).or(outer);
        for name in names {
            let shown = name.to_string_lossy();
            if shown.starts_with('.') || shown == MANIFEST {
                continue;
            }
            let path = folder.join(&name);
            match fs::metadata(&path) {
                Err(error) => self.fail(&path, "pipeline/missing", &error),
                Ok(meta) if meta.is_dir() => self.folder(&path, manifest.clone()),
                Ok(meta) if meta.is_file() && !self.is_skipped(&path) => self.file(path, manifest.clone()),
                // Sockets and devices in a folder are nobody's reports; the case itself is none either.
                Ok(_) => {}
            }
        }
    }

    fn is_skipped(&self, path: &Path) -> bool {
        !self.skip.is_empty() && fs::canonicalize(path).is_ok_and(|real| self.skip.contains(&real))
    }

    fn file(&mut self, path: PathBuf, manifest: Option<Arc<Manifest>>) {
        let name = Name::of_path(&path.to_string_lossy());
        self.found.push(Opening { from: From::Path(path), name, manifest, fresh: true });
    }

    /// The manifest of a folder, read once.
    fn manifest(&mut self, folder: &Path) -> Option<Arc<Manifest>> {
        if let Some(known) = self.manifests.get(folder) {
            return known.clone();
        }
        let path = folder.join(MANIFEST);
        let manifest = match File::open(&path) {
            Ok(mut file) => {
                let (manifest, wrong) = Manifest::parse(&path.to_string_lossy(), &mut file);
                self.wrong.extend(wrong);
                Some(Arc::new(manifest))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                self.fail(&path, "pipeline/manifest", &error);
                None
            }
        };
        self.manifests.insert(folder.to_owned(), manifest.clone());
        manifest
    }

    fn fail(&mut self, path: &Path, code: &'static str, error: &io::Error) {
        self.wrong.push(unreadable(&path.to_string_lossy(), code, error));
    }

    fn note(&mut self, path: &Path, message: &str) {
        self.wrong.push(Diagnostic {
            code: "pipeline/nothing-there",
            severity: Severity::Warning,
            uri: path.to_string_lossy().into_owned(),
            message: message.into(),
            labels: Vec::new(),
            hints: vec!["files whose names start with a dot are left out".into()],
        });
    }
}

/// That a file or folder could not be opened.
pub(crate) fn unreadable(uri: &str, code: &'static str, error: &io::Error) -> Diagnostic {
    let (message, hint) = match error.kind() {
        io::ErrorKind::NotFound => ("there is no such file or folder".to_owned(), "check the path"),
        io::ErrorKind::PermissionDenied => {
            ("it may not be read (permission denied)".to_owned(), "check its permissions")
        }
        _ => (format!("it could not be read: {error}"), "check the path"),
    };
    Diagnostic {
        code,
        severity: Severity::Error,
        uri: uri.to_owned(),
        message,
        labels: Vec::new(),
        hints: vec![hint.to_owned()],
    }
}
