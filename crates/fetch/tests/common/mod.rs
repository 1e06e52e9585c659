//! A web server on this machine that does as it is told, above all what no server should.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

/// What was asked.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    /// Fields of its head, names in lower case.
    pub(crate) head: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) at: Instant,
}

impl Request {
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.head.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// What is answered.
pub(crate) enum Reply {
    /// These bytes, and then the line is cut.
    Raw(Vec<u8>),
    /// These bytes, so many at a time with a pause between.
    Drip(Vec<u8>, usize, Duration),
    /// A head, then these bytes again and again until the other side has had enough.
    Flood(Vec<u8>, Vec<u8>),
    /// Nothing, for so long.
    Silence(Duration),
}

/// An answer with its length.
pub(crate) fn answer(status: &str, fields: &[(&str, &str)], body: impl AsRef<[u8]>) -> Reply {
    let body = body.as_ref();
    let mut bytes =
        format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n", body.len()).into_bytes();
    for (name, value) in fields {
        bytes.extend(format!("{name}: {value}\r\n").bytes());
    }
    bytes.extend(b"\r\n");
    bytes.extend(body);
    Reply::Raw(bytes)
}

pub(crate) fn page(body: impl AsRef<[u8]>) -> Reply {
    answer("200 OK", &[("Content-Type", "text/html; charset=utf-8")], body)
}

pub(crate) fn not_found() -> Reply {
    answer("404 Not Found", &[("Content-Type", "text/html")], "<p>Not here.</p>")
}

pub(crate) fn to(place: &str) -> Reply {
    answer("302 Found", &[("Location", place)], "")
}

/// The server; its thread ends with the test's process.
pub(crate) struct Server {
    port: u16,
    log: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Serves what the function makes of each request.
    pub(crate) fn new(serve: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = listener.local_addr().expect("it has an address").port();
        let log = Arc::new(Mutex::new(Vec::new()));
        let (serve, kept) = (Arc::new(serve), log.clone());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (serve, log) = (serve.clone(), kept.clone());
                thread::spawn(move || handle(stream, &*serve, &log));
            }
        });
        Self { port, log }
    }

    pub(crate) fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.host())
    }

    /// What was asked for a path so far.
    pub(crate) fn asked(&self, path: &str) -> Vec<Request> {
        self.log.lock().expect("the log").iter().filter(|r| r.path == path).cloned().collect()
    }

    /// Every path that was asked, in order.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.log.lock().expect("the log").iter().map(|r| r.path.clone()).collect()
    }
}

fn handle(mut stream: TcpStream, serve: &dyn Fn(&Request) -> Reply, log: &Mutex<Vec<Request>>) {
    let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
    let mut line = String::new();
    if reader.read_line(&mut line).unwrap_or(0) == 0 {
        return;
    }
    let mut words = line.split_whitespace().map(str::to_owned);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':') {
            head.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    let length = head.iter().find(|(n, _)| n == "content-length").and_then(|(_, v)| v.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    let _ = std::io::Read::read_exact(&mut reader, &mut body);
    let request = Request { method, path, head, body, at: Instant::now() };
    log.lock().expect("the log").push(request.clone());
    match serve(&request) {
        Reply::Raw(bytes) => drop(stream.write_all(&bytes)),
        Reply::Drip(bytes, count, pause) => {
            for part in bytes.chunks(count) {
                if stream.write_all(part).and_then(|()| stream.flush()).is_err() {
                    return;
                }
                thread::sleep(pause);
            }
        }
        Reply::Flood(head, part) => {
            let _ = stream.write_all(&head);
            while stream.write_all(&part).is_ok() {}
        }
        Reply::Silence(time) => thread::sleep(time),
    }
    let _ = stream.shutdown(std::net::Shutdown::Write);
    // What the other side still sends is read, so that the line is not torn before it has read the answer.
    let _ = stream.set_read_timeout(Some(Duration::from_millis(200)));
    let _ = std::io::copy(&mut reader, &mut std::io::sink());
}
