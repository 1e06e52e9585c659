//! Cases made of texts, and plain requests to the application that shows them.

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
};

use backstory_model::Diagnostic;
use backstory_pipeline::{Input, Model, Options, Progress, Stage};
use backstory_store::Store;
use backstory_web::Running;

pub(crate) struct Quiet;

impl Progress for Quiet {
    fn stage(&mut self, _: Stage) {}
    fn file(&mut self) {}
    fn report(&mut self) {}
    fn diagnostic(&mut self, _: &Diagnostic) {}
}

/// A case of these files, in a folder that goes away.
pub(crate) fn case(files: &[(&str, &str)], model: Model) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let reports = folder.path().join("reports");
    fs::create_dir(&reports).expect("a folder");
    for (name, text) in files {
        fs::write(reports.join(name), text).expect("a file");
    }
    let path = folder.path().join("case.db");
    let mut store = Store::create(&path).expect("a case");
    let options = Options { model, threads: 2, ..Options::default() };
    backstory_pipeline::trace(&mut store, &[Input::Path(reports)], &options, &mut Quiet).expect("a trace");
    (folder, path)
}

pub(crate) fn options() -> backstory_web::Options {
    backstory_web::Options {
        listen: "127.0.0.1:0".parse().expect("an address"),
        token: None,
        hosts: vec![],
        read_only: false,
        threads: 2,
    }
}

pub(crate) fn serve(case: &Path) -> Running {
    backstory_web::start(case, &options()).expect("the application starts")
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Reply {
    /// A header, by its name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// Sends a request as it stands; `{host}` in it is the address.
pub(crate) fn send(running: &Running, request: &str) -> Reply {
    let mut stream = TcpStream::connect(running.address()).expect("it listens");
    let request = request.replace("{host}", &running.address().to_string()).replace('\n', "\r\n");
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("it answers");
    let text = String::from_utf8(bytes).expect("text");
    let (head, body) = text.split_once("\r\n\r\n").expect("a head");
    let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status");
    Reply { status, head: head.to_owned(), body: body.to_owned() }
}

pub(crate) fn get(running: &Running, path: &str) -> Reply {
    send(running, &format!("GET {path} HTTP/1.1\nHost: {{host}}\nConnection: close\n\n"))
}

/// Values of an attribute, in order, with `&amp;` read.
pub(crate) fn values(page: &str, attribute: &str) -> Vec<String> {
    let start = format!(" {attribute}=\"");
    let found = page.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next());
    found.map(|v| v.replace("&amp;", "&")).collect()
}
