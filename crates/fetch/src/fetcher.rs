//! Many addresses: whose turn it is, what a site allows, what is asked again.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc},
    thread,
    time::{Duration, Instant},
};

use crate::{
    Address, Exchange, FetchError, Fetched, Private, Settings, Target, Validators,
    client::Client,
    robots::{self, Robots},
};

/// Asks servers, politely. What it learns of them (`robots.txt`, when they were asked last) it keeps as long as it lives.
#[derive(Debug)]
pub struct Fetcher {
    client: Client,
    settings: Settings,
    /// When each host may be asked next.
    turns: Mutex<BTreeMap<String, Instant>>,
    /// What each site allows, and when that was learned.
    robots: Mutex<BTreeMap<String, (Instant, Arc<Robots>)>>,
}

/// How long a `robots.txt` holds; of one that could not be had, less.
const ROBOTS_HOLD: Duration = Duration::from_secs(24 * 3600);
const UNKNOWN_HOLDS: Duration = Duration::from_secs(300);

impl Fetcher {
    /// A fetcher that has asked nobody yet.
    pub fn new(settings: Settings) -> Self {
        Self { client: Client::new(&settings), settings, turns: Mutex::default(), robots: Mutex::default() }
    }

    /// Asks for one address, follows its redirects, waits its turn.
    ///
    /// # Errors
    /// Where it may not be asked, or gives no answer of status 200 or 304.
    pub fn fetch(&self, target: &Target) -> Result<Fetched, FetchError> {
        let mut hops = Vec::new();
        let mut seen = BTreeSet::new();
        let mut address = target.address.clone();
        loop {
            if !seen.insert(address.clone()) {
                return Err(FetchError::Circle);
            }
            let delay = self.allowed(&address)?;
            // They belong to the last answer; a redirect takes no notice of them.
            let answer = self.patiently(&address, &target.known, self.settings.body_bytes, delay, false)?;
            match answer.status {
                200 | 304 => return Ok(Fetched { hops, last: answer }),
                301 | 302 | 303 | 307 | 308 => {
                    let to = answer.field("location").ok_or(FetchError::Nowhere)?;
                    let next = address.join(to)?;
                    hops.push(answer);
                    if hops.len() > self.settings.redirects as usize {
                        return Err(FetchError::Redirects(self.settings.redirects));
                    }
                    address = next;
                }
                status => return Err(FetchError::of_status(status)),
            }
        }
    }

    /// Asks for many addresses, several hosts at a time and each host once at a time, and hands over what each gave as
    /// it comes, with its number. Stops early where `each` says so.
    pub fn fetch_all(
        &self,
        targets: &[Target],
        mut each: impl FnMut(usize, Result<Fetched, FetchError>) -> bool,
    ) {
        let mut queues: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
        for (number, target) in targets.iter().enumerate() {
            queues.entry(target.address.host()).or_default().push_back(number);
        }
        let workers = self.settings.hosts.max(1).min(queues.len());
        let queue =
            Queue { state: Mutex::new(Waiting { queues, busy: BTreeSet::new() }), freed: Condvar::new() };
        // Few answers wait: each may be large.
        let (to_caller, answers) = mpsc::sync_channel(1);
        thread::scope(|scope| {
            for number in 0..workers {
                let (queue, to_caller) = (&queue, to_caller.clone());
                let run = move || {
                    while let Some((host, number)) = queue.next() {
                        let answer = self.fetch(&targets[number]);
                        queue.done(&host);
                        if to_caller.send((number, answer)).is_err() {
                            queue.stop();
                        }
                    }
                };
                let name = format!("fetch-{number}");
                thread::Builder::new().name(name).spawn_scoped(scope, run).expect("a thread can be started");
            }
            drop(to_caller);
            let mut going = true;
            while let Ok((number, answer)) = answers.recv() {
                if going && !each(number, answer) {
                    going = false;
                    queue.stop();
                }
            }
        });
    }

    /// Sends JSON to an address that a person named, which may lie in a private network; redirects are not followed. Where
    /// the server is busy or the line fails, it is sent again as often as an address would be asked again.
    ///
    /// # Errors
    /// Where nobody takes it.
    pub fn tell(settings: &Settings, address: &Address, json: &str) -> Result<(), FetchError> {
        let client = Client::new(&Settings { private: Private::All, ..settings.clone() });
        let mut backoff = settings.backoff;
        for attempt in 0.. {
            let again = attempt < settings.retries;
            let wait = match client.tell(address, json) {
                Ok((200..=299, _)) => return Ok(()),
                Ok((status, wait)) if again && is_passing(status) => wait.as_deref().and_then(retry_after),
                Ok((status, _)) => {
                    return Err(FetchError::Status(status, ", and 200 was expected; check the address"));
                }
                Err(FetchError::Line(_) | FetchError::Broken(_) | FetchError::TooSlow(_)) if again => None,
                Err(error) => return Err(error),
            };
            thread::sleep(wait.unwrap_or(backoff).min(settings.patience));
            backoff = backoff.saturating_mul(2).min(settings.patience);
        }
        unreachable!("the last attempt returns")
    }

    /// Asks again where the server is busy or the line fails.
    fn patiently(
        &self,
        address: &Address,
        known: &Validators,
        most: u64,
        delay: Duration,
        plain: bool,
    ) -> Result<Exchange, FetchError> {
        let mut backoff = self.settings.backoff;
        for attempt in 0.. {
            self.turn(address);
            let answer = self.client.ask(address, known, most, plain);
            self.turn_over(address, delay);
            let again = attempt < self.settings.retries;
            let asked = match &answer {
                Ok(answer) if is_passing(answer.status) => answer.field("retry-after").and_then(retry_after),
                Err(FetchError::Line(_) | FetchError::Broken(_)) if again => None,
                _ => return answer,
            };
            if let (Some(wait), Ok(answer)) = (asked, &answer)
                && wait > self.settings.patience
            {
                return Err(FetchError::Later(answer.status, wait.as_secs()));
            }
            if !again {
                return answer;
            }
            thread::sleep(asked.unwrap_or(backoff).max(delay));
            backoff = backoff.saturating_mul(2).min(self.settings.patience);
        }
        unreachable!("the last attempt returns")
    }

    /// Waits until a host may be asked.
    fn turn(&self, address: &Address) {
        let host = address.host();
        loop {
            let now = Instant::now();
            let mut turns = lock(&self.turns);
            match turns.get(&host).filter(|at| **at > now) {
                Some(at) => {
                    let wait = *at - now;
                    drop(turns);
                    thread::sleep(wait);
                }
                None => {
                    // Nobody else may ask it meanwhile; how long that takes is not known yet.
                    turns.insert(host, now + self.settings.delay);
                    return;
                }
            }
        }
    }

    fn turn_over(&self, address: &Address, delay: Duration) {
        lock(&self.turns).insert(address.host(), Instant::now() + delay);
    }

    /// The pause that the site of an address asks for; an error where it may not be fetched.
    fn allowed(&self, address: &Address) -> Result<Duration, FetchError> {
        if !self.settings.robots {
            return Ok(self.settings.delay);
        }
        let robots = self.robots(address)?;
        if let Robots::Unknown(why) = &*robots {
            return Err(FetchError::NoRobots(why.clone()));
        }
        if !robots.allows(address.as_str()) {
            return Err(FetchError::Robots);
        }
        Ok(robots.delay().unwrap_or_default().max(self.settings.delay))
    }

    fn robots(&self, address: &Address) -> Result<Arc<Robots>, FetchError> {
        let origin = address.origin();
        if let Some((since, robots)) = lock(&self.robots).get(&origin) {
            let unknown = matches!(**robots, Robots::Unknown(_));
            if since.elapsed() < if unknown { UNKNOWN_HOLDS } else { ROBOTS_HOLD } {
                return Ok(robots.clone());
            }
        }
        let robots = match self.ask_robots(address) {
            // These are about the host, not about its rules.
            Err(error @ (FetchError::Private(_) | FetchError::NoHost | FetchError::BadAddress(_))) => {
                return Err(error);
            }
            Err(error) => {
                let why = error.to_string();
                Robots::Unknown(why.split(';').next().unwrap_or_default().to_owned())
            }
            Ok(robots) => robots,
        };
        let robots = Arc::new(robots);
        lock(&self.robots).insert(origin, (Instant::now(), robots.clone()));
        Ok(robots)
    }

    fn ask_robots(&self, address: &Address) -> Result<Robots, FetchError> {
        let mut place = address.join("/robots.txt")?;
        // As many redirects as the standard asks for.
        for _ in 0..=5 {
            let answer =
                self.patiently(&place, &Validators::default(), 4 << 20, self.settings.delay, true)?;
            let packed = answer.field("content-encoding").unwrap_or_default().trim().to_ascii_lowercase();
            match answer.status {
                // Rules that cannot be read are none that can be kept to.
                200 if !["", "gzip", "x-gzip", "identity"].contains(&packed.as_str()) => {
                    return Err(FetchError::Broken(format!("packed as {packed:?}, which was not asked for")));
                }
                200 if answer.body.starts_with(b"\x1F\x8B") => {
                    let mut bytes = Vec::new();
                    let unpacker = flate2::bufread::MultiGzDecoder::new(answer.body.as_slice());
                    let done = std::io::Read::read_to_end(
                        &mut std::io::Read::take(unpacker, robots::MOST as u64),
                        &mut bytes,
                    );
                    return done.map(|_| Robots::of(&bytes)).map_err(|e| FetchError::Broken(e.to_string()));
                }
                200 => return Ok(Robots::of(&answer.body)),
                301 | 302 | 303 | 307 | 308 => {
                    place = place.join(answer.field("location").ok_or(FetchError::Nowhere)?)?;
                }
                429 => return Err(FetchError::of_status(429)),
                400..=499 => return Ok(Robots::All),
                status => return Err(FetchError::of_status(status)),
            }
        }
        Ok(Robots::All)
    }
}

/// Whether an answer of this status may be another one a little later.
fn is_passing(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504)
}

/// How long a server asks to wait: seconds, or a date.
fn retry_after(field: &str) -> Option<Duration> {
    let field = field.trim();
    if let Ok(seconds) = field.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let when = jiff::fmt::rfc2822::parse(field).ok()?.timestamp();
    let wait = when.as_second() - jiff::Timestamp::now().as_second();
    Some(Duration::from_secs(u64::try_from(wait).unwrap_or(0)))
}

/// Addresses that wait, by host.
struct Queue {
    state: Mutex<Waiting>,
    freed: Condvar,
}

struct Waiting {
    queues: BTreeMap<String, VecDeque<usize>>,
    busy: BTreeSet<String>,
}

impl Queue {
    /// The next address of a host that nobody is asking; None once all are done.
    fn next(&self) -> Option<(String, usize)> {
        let mut state = lock(&self.state);
        loop {
            let Waiting { queues, busy } = &mut *state;
            queues.retain(|_, waiting| !waiting.is_empty());
            // The longest queue takes longest.
            let free = queues.iter_mut().filter(|(host, _)| !busy.contains(*host));
            if let Some((host, waiting)) = free.max_by_key(|(_, waiting)| waiting.len()) {
                let number = waiting.pop_front()?;
                let host = host.clone();
                busy.insert(host.clone());
                return Some((host, number));
            }
            if queues.is_empty() {
                return None;
            }
            state = self.freed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn done(&self, host: &str) {
        lock(&self.state).busy.remove(host);
        self.freed.notify_all();
    }

    fn stop(&self) {
        lock(&self.state).queues.clear();
        self.freed.notify_all();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
