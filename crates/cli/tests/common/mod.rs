//! A folder of its own for each test, and the program run in it.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

/// A report of an invented place.
pub(crate) const REPORT: &str = "Velm wall to be mended, mayor says\n\nBy Ilda Bront\n\nVELM, May 5, 2031 (Velm Herald) - The sea wall \
                          of Velm will be mended before winter, Mayor Oskar Tenn said on Monday.\n\n“We start in June,” \
                          Tenn told the council. At least 12 families have left their homes since March.\n";

pub(crate) struct Place(tempfile::TempDir);

/// What a run gave.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder can be made"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn mkdir(&self, name: &str) {
        fs::create_dir_all(self.path(name)).expect("a folder can be made");
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    /// The program, about to run here.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_backstory"));
        command.current_dir(self.0.path()).args(arguments).stdin(Stdio::null()).env_remove("NO_COLOR");
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments).output().expect("the program starts"))
    }

    /// The export of a case.
    #[track_caller]
    pub(crate) fn export(&self, case: &str) -> String {
        let run = self.run(&["export", case]);
        assert_eq!(run.code, 0, "{}", run.err);
        run.out
    }
}

impl Run {
    pub(crate) fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).expect("the program writes UTF-8"),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// The demo case, traced by rules alone.
pub(crate) fn demo() -> Place {
    let place = Place::new();
    for (name, text) in backstory_demo::FILES {
        place.write(&format!("reports/{name}"), text);
    }
    let run = place.run(&["-q", "trace", "reports", "--model", "rules", "-o", "case.db", "--no-report"]);
    assert_eq!(run.code, 0, "{}", run.err);
    place
}
