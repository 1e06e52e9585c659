//! A browser without a window, and as much of its protocol as a walk through pages needs.

use std::{
    env, fs,
    io::{Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

const PATIENCE: Duration = Duration::from_secs(20);

/// The browser of this machine: `BACKSTORY_CHROMIUM`, or the first of the usual names.
pub(crate) fn find() -> Option<PathBuf> {
    if let Some(path) = env::var_os("BACKSTORY_CHROMIUM") {
        return Some(path.into());
    }
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect();
    names.iter().flat_map(|name| folders.iter().map(move |f| f.join(name))).find(|p| p.is_file())
}

/// A browser with one page open.
pub(crate) struct Browser {
    child: Child,
    socket: WebSocket<TcpStream>,
    last: u64,
    /// What the page complained of: errors of scripts, and of what could not be loaded.
    pub(crate) complaints: Vec<String>,
    /// Where it keeps what it downloads.
    pub(crate) downloads: PathBuf,
    _profile: tempfile::TempDir,
}

impl Browser {
    pub(crate) fn open(program: &Path) -> Self {
        let profile = tempfile::tempdir().expect("a folder");
        let downloads = profile.path().join("downloads");
        fs::create_dir(&downloads).expect("a folder");
        let child = Command::new(program)
            .args([
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--remote-debugging-port=0",
            ])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the browser starts");
        // It writes the port that it found into its folder.
        let file = profile.path().join("DevToolsActivePort");
        let port = until("the browser listens", || {
            fs::read_to_string(&file).ok()?.lines().next()?.parse::<u16>().ok()
        });
        let page = until("the browser has a page", || {
            let list: Value = serde_json::from_str(&plain_get(port, "/json")?).ok()?;
            let page = list.as_array()?.iter().find(|t| t["type"] == "page")?;
            Some(page["webSocketDebuggerUrl"].as_str()?.to_owned())
        });
        let stream = TcpStream::connect(("127.0.0.1", port)).expect("the browser listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time limit");
        let (socket, _) = tungstenite::client(page, stream).expect("a connection");
        let mut browser =
            Self { child, socket, last: 0, complaints: Vec::new(), downloads, _profile: profile };
        browser.send("Page.enable", json!({}));
        browser.send("Runtime.enable", json!({}));
        browser.send("Log.enable", json!({}));
        let folder = browser.downloads.display().to_string();
        browser.send("Browser.setDownloadBehavior", json!({"behavior": "allow", "downloadPath": folder}));
        browser
    }

    /// Sends a command and waits for its answer.
    pub(crate) fn send(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let id = self.last;
        let text = json!({"id": id, "method": method, "params": params}).to_string();
        self.socket.send(Message::text(text)).expect("the browser listens");
        loop {
            let message = self.message();
            if message["id"] == id {
                assert!(message["error"].is_null(), "{method}: {}", message["error"]);
                return message["result"].clone();
            }
        }
    }

    fn message(&mut self) -> Value {
        loop {
            let message = self.socket.read().expect("the browser answers in time");
            let Ok(text) = message.to_text() else { continue };
            let Ok(value) = serde_json::from_str::<Value>(text) else { continue };
            match value["method"].as_str() {
                Some("Runtime.exceptionThrown") => {
                    self.complaints.push(value["params"]["exceptionDetails"].to_string());
                }
                Some("Log.entryAdded") if value["params"]["entry"]["level"] == "error" => {
                    self.complaints.push(value["params"]["entry"].to_string());
                }
                _ => {}
            }
            return value;
        }
    }

    pub(crate) fn size(&mut self, width: u32, height: u32) {
        let params = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500});
        self.send("Emulation.setDeviceMetricsOverride", params);
    }

    pub(crate) fn dark(&mut self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": value}]});
        self.send("Emulation.setEmulatedMedia", features);
    }

    pub(crate) fn scripts(&mut self, on: bool) {
        self.send("Emulation.setScriptExecutionDisabled", json!({"value": !on}));
    }

    pub(crate) fn go(&mut self, url: &str) {
        self.send("Page.navigate", json!({"url": url}));
        self.settle();
    }

    /// Waits until the page of the last step is there.
    pub(crate) fn settle(&mut self) {
        std::thread::sleep(Duration::from_millis(120));
        let started = Instant::now();
        while self.eval("document.readyState") != "complete" {
            assert!(started.elapsed() < PATIENCE, "the page does not load");
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// The value of an expression.
    pub(crate) fn eval(&mut self, expression: &str) -> Value {
        let params = json!({"expression": expression, "returnByValue": true, "awaitPromise": true, "userGesture": true});
        let result = self.send("Runtime.evaluate", params);
        assert!(result["exceptionDetails"].is_null(), "{expression}: {}", result["exceptionDetails"]);
        result["result"]["value"].clone()
    }

    /// Text of the first element that a selector finds.
    pub(crate) fn text(&mut self, selector: &str) -> String {
        let found = self.eval(&format!("document.querySelector({})?.innerText ?? null", json!(selector)));
        found.as_str().unwrap_or_else(|| panic!("nothing on the page is {selector}")).to_owned()
    }

    /// Clicks on the first link or button that has these words.
    pub(crate) fn click(&mut self, selector: &str, words: &str) {
        let found = self.eval(&format!(
            "(() => {{ const e = [...document.querySelectorAll({})].find(e => e.innerText.includes({})); \
             if (!e) return false; e.click(); return true; }})()",
            json!(selector),
            json!(words)
        ));
        assert_eq!(found, true, "no {selector} says {words:?}");
        self.settle();
    }

    pub(crate) fn fill(&mut self, selector: &str, words: &str) {
        let (selector, words) = (json!(selector), json!(words));
        let found = self.eval(&format!(
            "(() => {{ const e = document.querySelector({selector}); if (!e) return false; e.value = {words}; \
             e.dispatchEvent(new Event('change', {{bubbles: true}})); return true; }})()"
        ));
        assert_eq!(found, true, "nothing on the page is {selector}");
    }

    pub(crate) fn path(&mut self) -> String {
        self.eval("location.pathname + location.search").as_str().unwrap_or_default().to_owned()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks until there is an answer.
pub(crate) fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(started.elapsed() < PATIENCE, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn plain_get(port: u16, path: &str) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(2))).ok()?;
    let mut bytes = Vec::new();
    // The browser may keep the connection open behind its answer.
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    text.split_once("\r\n\r\n").map(|(_, body)| body.to_owned())
}
