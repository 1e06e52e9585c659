//! Listening, and what every request goes through.

use std::{collections::BTreeMap, net::SocketAddr, path::Path, sync::Arc};

use axum::{
    Router,
    extract::{Form, Query, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use backstory_store::Store;
use maud::html;
use tokio::{net::TcpListener, runtime::Runtime, sync::oneshot};

use crate::{
    answer::Answer,
    app::App,
    assets::ASSETS,
    correct,
    error::{Failure, WebError},
    export::{self, Format},
    frame, pages,
    safety::{self, Refusal, Rules},
    visit,
};

/// Bytes that a form may have.
const FORM: usize = 64 << 10;

/// How the application listens.
#[derive(Clone, Debug)]
pub struct Options {
    /// Address and port; port 0 is any that is free.
    pub listen: SocketAddr,
    /// What whoever looks has to know. Where the address is not this machine's own, one is made if none is given.
    pub token: Option<String>,
    /// Names beside addresses by which this machine is called.
    pub hosts: Vec<String>,
    /// Whether nothing may be changed.
    pub read_only: bool,
    /// Threads that answer.
    pub threads: usize,
}

/// An application that answers.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    token: Option<String>,
    runtime: Runtime,
    stop: oneshot::Sender<()>,
    done: tokio::task::JoinHandle<()>,
}

/// Opens a case and listens. The case must be up to date (its schema and its links); no report is loaded.
///
/// # Errors
/// Where the case cannot be read, or the address is taken.
pub fn start(case: &Path, options: &Options) -> Result<Running, WebError> {
    let token = match &options.token {
        Some(token) if token.len() < 16 => return Err(WebError::Token(token.chars().count())),
        Some(token) => Some(token.clone()),
        None if options.listen.ip().is_loopback() => None,
        None => Some(make_token()?),
    };
    let system = |error: std::io::Error| WebError::System(error.to_string());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(options.threads.max(1))
        .thread_name("web")
        .enable_all()
        .build()
        .map_err(system)?;
    let listener = runtime
        .block_on(TcpListener::bind(options.listen))
        .map_err(|error| WebError::Listen { address: options.listen, error })?;
    let address = listener.local_addr().map_err(system)?;
    // A case that may not be written to is shown and not changed.
    let read_only = options.read_only || Store::open(case)?.read_only();
    let rules = Rules { address, token: token.clone(), hosts: options.hosts.clone(), read_only };
    let app = Arc::new(App::new(case, rules)?);
    let (stop, stopped) = oneshot::channel::<()>();
    let done = runtime.spawn(async move {
        let until = async {
            let _ = stopped.await;
        };
        // What goes wrong with one connection ends that connection.
        let _ = axum::serve(listener, router(app)).with_graceful_shutdown(until).await;
    });
    Ok(Running { address, token, runtime, stop, done })
}

impl Running {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What to open, with the token where there is one.
    pub fn url(&self) -> String {
        match &self.token {
            Some(token) => format!("http://{}/?token={token}", self.address),
            None => format!("http://{}/", self.address),
        }
    }

    /// Answers until the program is asked to end (Ctrl-C).
    ///
    /// # Errors
    /// Where the system does not tell when that is.
    pub fn wait(self) -> Result<(), WebError> {
        let asked = self.runtime.block_on(tokio::signal::ctrl_c());
        self.stop();
        asked.map_err(|error| WebError::System(error.to_string()))
    }

    /// Ends; what is being answered is finished, but not waited for longer than a second.
    pub fn stop(self) {
        let _ = self.stop.send(());
        let _ = self
            .runtime
            .block_on(async { tokio::time::timeout(std::time::Duration::from_secs(1), self.done).await });
        self.runtime.shutdown_background();
    }
}

fn make_token() -> Result<String, WebError> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| {
        WebError::System(format!("no token could be made ({error}); give one with --token"))
    })?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}

fn router(app: Arc<App>) -> Router {
    let mut router = Router::new()
        .route("/login", post(login))
        .route("/correct", post(correction))
        .fallback(get(any))
        .layer(axum::extract::DefaultBodyLimit::max(FORM));
    let style = backstory_show::html::style();
    let sheet = ("/assets/style.css", "text/css; charset=utf-8", style);
    let files = ASSETS.iter().map(|(path, kind, content)| (*path, *kind, (*content).to_owned()));
    for (path, kind, content) in files.chain([sheet]) {
        // Those that main.js asks for have no version in their address: browsers ask whether they hold.
        let keep = if path.ends_with("main.js") || path.ends_with(".css") {
            "max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        let answer = Answer { keep, ..Answer::new(kind, content) };
        router =
            router.route(path, get(move |request: Request| async move { answer.respond(request.headers()) }));
    }
    router.layer(middleware::from_fn_with_state(Arc::clone(&app), guard)).with_state(app)
}

/// Looks whether a request may be answered, and puts on every answer what keeps its page safe.
async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let checked = app.rules.check(request.method(), request.headers());
    let mut response = match checked {
        Ok(()) => match tokened(&request) {
            // The token is in the cookie already, and need not stay in the address.
            Some((_, rest)) => (StatusCode::SEE_OTHER, [(header::LOCATION, rest)]).into_response(),
            None => next.run(request).await,
        },
        Err(Refusal::Token) => admit(&app, request, next).await,
        Err(refusal) => refuse(&app, refusal),
    };
    for (name, value) in safety::HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// The token in the address, and the address without it.
fn tokened(request: &Request) -> Option<(String, String)> {
    let query = request.uri().query()?;
    let mut token = None;
    let mut rest = Vec::new();
    for part in query.split('&') {
        match part.strip_prefix("token=") {
            Some(value) => token = Some(value.to_owned()),
            None => rest.push(part),
        }
    }
    let path = request.uri().path();
    // `//host/…` would lead elsewhere.
    let path = format!("/{}", path.trim_start_matches('/'));
    let rest = if rest.is_empty() { path } else { format!("{path}?{}", rest.join("&")) };
    token.map(|token| (token, rest))
}

/// A request without the token: it may bring one in its address or in a form.
async fn admit(app: &App, request: Request, next: Next) -> Response {
    let Some(token) = &app.rules.token else { return refuse(app, Refusal::Token) };
    if let Some((given, rest)) = tokened(&request)
        && request.method() == Method::GET
        && safety::same(&given, token)
    {
        let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, rest)]).into_response();
        response.headers_mut().append(header::SET_COOKIE, safety::cookie(token));
        return response;
    }
    // The page that asks for the token needs its looks, and its form an answer.
    if request.uri().path() == "/login" || request.uri().path().starts_with("/assets/") {
        return next.run(request).await;
    }
    refuse(app, Refusal::Token)
}

async fn login(State(app): State<Arc<App>>, Form(form): Form<BTreeMap<String, String>>) -> Response {
    let given = form.get("token").map(|t| t.trim()).unwrap_or_default();
    match &app.rules.token {
        Some(token) if safety::same(given, token) => {
            let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, "/")]).into_response();
            response.headers_mut().append(header::SET_COOKIE, safety::cookie(token));
            response
        }
        _ => refuse(&app, Refusal::Token),
    }
}

/// Does what a form asks for, and leads back to where it stood.
async fn correction(State(app): State<Arc<App>>, Form(form): Form<BTreeMap<String, String>>) -> Response {
    let worker = Arc::clone(&app);
    let done = tokio::task::spawn_blocking(move || correct::correct(&worker, &form)).await;
    let fault_of = |failure: &Failure| fault(&app, failure, "/").respond(&HeaderMap::new());
    match done {
        Ok(Ok(back)) => (StatusCode::SEE_OTHER, [(header::LOCATION, back)]).into_response(),
        Ok(Err(failure)) => fault_of(&failure),
        Err(_) => fault_of(&Failure::Bad(
            "The correction could not be made; that is a fault of the program.".into(),
        )),
    }
}

fn refuse(app: &App, refusal: Refusal) -> Response {
    let (status, heading, words) = match refusal {
        Refusal::Host => (
            StatusCode::MISDIRECTED_REQUEST,
            "Not the name of this application",
            "Open it by the address that `backstory serve` printed, or start it with --host NAME where this machine is called by another name.",
        ),
        Refusal::Origin => (
            StatusCode::FORBIDDEN,
            "Not from a page of this application",
            "Nothing was changed. Open the page here and try again.",
        ),
        Refusal::ReadOnly => (
            StatusCode::FORBIDDEN,
            "This case is for reading",
            "Nothing was changed. Start `backstory serve` without --read-only to write to it.",
        ),
        Refusal::Token => (
            StatusCode::UNAUTHORIZED,
            "A token is needed",
            "Whoever started this application was given one: it stands in the address that was printed.",
        ),
    };
    let page = frame::frame(
        heading,
        "",
        html! {
            main #main.plain {
                h1 { (heading) }
                p { (words) }
                @if refusal == Refusal::Token && !app.rules.read_only {
                    form.ask method="post" action="/login" {
                        label for="token" { "Token" }
                        input #token type="password" name="token" autocomplete="current-password" required;
                        button type="submit" { "Open the case" }
                    }
                }
            }
        },
    );
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page.into_string()).into_response()
}

/// A page, from what was made before or anew.
async fn any(
    State(app): State<Arc<App>>,
    Query(query): Query<BTreeMap<String, String>>,
    request: Request,
) -> Response {
    let target = request.uri().path_and_query().map_or("/", |p| p.as_str()).to_owned();
    let path = request.uri().path().to_owned();
    let mut query = query;
    let mut key = target.clone();
    // Only a look at the first page is a visit, and only that page tells what is new.
    let look = (path == "/" && !query.contains_key("format"))
        .then(|| visit::look(request.headers(), &app.path.to_string_lossy(), visit::now()));
    if let Some(since) = look.as_ref().and_then(|l| l.since.clone())
        && !query.contains_key("since")
    {
        key = format!("{target}\n{since}");
        query.insert("since".to_owned(), since);
    }
    let seen = |mut response: Response| {
        if let Some(cookie) = look.as_ref().and_then(visit::header_of) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    };
    if let Some(answer) = app.made(&key) {
        return seen(answer.respond(request.headers()));
    }
    let worker = Arc::clone(&app);
    let made = tokio::task::spawn_blocking(move || make(&worker, &path, &query, &target, key)).await;
    match made {
        Ok(answer) => seen(answer.respond(request.headers())),
        // A panic in one page ends that page.
        Err(_) => {
            let answer = fault(
                &app,
                &Failure::Bad("This page could not be made; that is a fault of the program.".into()),
                "/",
            );
            Answer { status: 500, ..answer }.respond(request.headers())
        }
    }
}

fn make(app: &App, path: &str, query: &BTreeMap<String, String>, target: &str, key: String) -> Answer {
    let format = match query.get("format").map(String::as_str) {
        None | Some("html") => Format::Html,
        Some("csv") => Format::Csv,
        Some("json") => Format::Json,
        Some(other) => {
            let words = format!("{other}: expected html, csv or json as the format.");
            return fault(app, &Failure::Bad(words), target);
        }
    };
    let state = app.state().unwrap_or(i64::MIN);
    let made = app.read(|store| pages::page(app, store, path, query, format));
    let file = |end: &str| {
        let name: String = path.trim_matches('/').replace('/', "-");
        Some(format!("{}.{end}", if name.is_empty() { "stories" } else { &name }))
    };
    let answer = match made {
        Ok(pages::Made::Page(body)) => {
            let searched = query.get("q").map(String::as_str).unwrap_or_default();
            html_answer(200, frame::page(app, &body, target, searched).into_string())
        }
        Ok(pages::Made::Table(table)) if format == Format::Csv => {
            Answer { file: file("csv"), ..Answer::new("text/csv; charset=utf-8", export::csv(&table)) }
        }
        Ok(pages::Made::Table(table)) => Answer::new("application/json", export::json(&table)),
        Ok(pages::Made::Json(text)) => Answer::new("application/json", text),
        Ok(pages::Made::Moved(to)) => {
            return Answer { status: 303, file: Some(to), ..Answer::new("text/plain", "") };
        }
        Err(failure) => return fault(app, &failure, target),
    };
    app.keep(key, state, &answer);
    answer
}

fn html_answer(status: u16, page: String) -> Answer {
    Answer { status, ..Answer::new("text/html; charset=utf-8", page) }
}

fn fault(app: &App, failure: &Failure, target: &str) -> Answer {
    let (status, heading, words) = failure.parts();
    let body = frame::Body {
        title: heading.to_owned(),
        section: "",
        main: html! { div.plain { h1 { (heading) } p { (words) } p { a href="/" { "All stories" } } } },
        exports: false,
        find: true,
    };
    html_answer(status.as_u16(), frame::page(app, &body, target, "").into_string())
}
