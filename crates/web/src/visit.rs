//! When someone looked last, in a cookie of theirs: the case itself keeps no visits.
//!
//! A visit goes on while less than half an hour lies between two looks at the first page. What came in since the last
//! look of the visit before is new. A browser that was never here has no last visit, and is told of no news.

use std::time::SystemTime;

use axum::http::{HeaderMap, HeaderValue, header};
use backstory_model::StoryId;

/// Seconds without a look that end a visit.
const PAUSE: i64 = 30 * 60;

/// A look at the first page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    /// What came in after this is new: RFC 3339 in UTC.
    pub(crate) since: Option<String>,
    /// What the browser is to remember.
    pub(crate) cookie: String,
}

/// The name of the cookie of one case: several are served from one machine, and share its cookies.
fn name(case: &str) -> String {
    let id = StoryId::of([case.as_bytes()]).to_string();
    format!("backstory-seen-{}", &id[1..9])
}

/// Seconds since 1970.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.ok().and_then(|d| i64::try_from(d.as_secs()).ok()).unwrap_or(0)
}

/// What a look at the first page of a case at this time means for someone with these headers.
pub(crate) fn look(headers: &HeaderMap, case: &str, now: i64) -> Look {
    let name = name(case);
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|v| v.to_str().ok());
    let mut pairs = cookies.flat_map(|v| v.split(';')).filter_map(|c| c.trim().split_once('='));
    let kept = pairs.find(|(n, _)| *n == name).and_then(|(_, value)| value.split_once('.'));
    let kept = kept.and_then(|(since, last)| Some((since.parse::<i64>().ok()?, last.parse::<i64>().ok()?)));
    let since = match kept {
        // A clock that was set back makes no news.
        Some((_, last)) if now.saturating_sub(last) > PAUSE => Some(last),
        Some((since, _)) => Some(since).filter(|s| *s > 0),
        None => None,
    };
    let time = |seconds: i64| {
        let at = jiff::Timestamp::from_second(seconds).unwrap_or_default();
        at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    };
    Look { since: since.map(time), cookie: format!("{name}={}.{now}", since.unwrap_or(0)) }
}

/// The header that has the browser remember a look for a year.
pub(crate) fn header_of(look: &Look) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000", look.cookie)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Looks at these times, each with the cookie of the one before; gives what each takes for news.
    fn looks(times: &[i64]) -> Vec<Option<String>> {
        let mut headers = HeaderMap::new();
        let mut since = Vec::new();
        for time in times {
            let look = look(&headers, "/dam.db", *time);
            headers.insert(header::COOKIE, HeaderValue::from_str(&look.cookie).expect("a cookie"));
            since.push(look.since);
        }
        since
    }

    #[test]
    fn news_are_what_came_after_the_visit_before() {
        let day = |n: i64| 1_930_000_000 + n * 86_400;
        let told = looks(&[day(0), day(0) + 600, day(1), day(1) + 1700, day(2)]);
        let at = |seconds| Some(jiff::Timestamp::from_second(seconds).expect("a time").to_string());
        // The first visit has none before it; the second day's news stay for all of its visit.
        assert_eq!(told, [None, None, at(day(0) + 600), at(day(0) + 600), at(day(1) + 1700)]);
    }

    #[test]
    fn another_case_has_another_last_visit() {
        let mut headers = HeaderMap::new();
        let first = look(&headers, "/dam.db", 1_930_000_000);
        headers.insert(header::COOKIE, HeaderValue::from_str(&first.cookie).expect("a cookie"));
        assert_eq!(look(&headers, "/barge.db", 1_930_090_000).since, None);
        headers.insert(header::COOKIE, HeaderValue::from_static("backstory-seen-00000000=x.y"));
        assert_eq!(look(&headers, "/dam.db", 1_930_090_000).since, None);
    }
}
