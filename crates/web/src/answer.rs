//! A finished answer, and how it is sent: packed where the browser unpacks, and not at all where it has it already.

use std::{
    hash::{DefaultHasher, Hasher},
    io::Write,
    sync::{Arc, OnceLock},
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use flate2::{Compression, write::GzEncoder};

/// Bytes below which packing is not worth its while.
const SMALL: usize = 1024;

/// A finished answer.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) kind: &'static str,
    /// Name of the file that a browser saves it as; of an answer that leads elsewhere, where to.
    pub(crate) file: Option<String>,
    pub(crate) body: Bytes,
    /// What a browser may do with it without asking.
    pub(crate) keep: &'static str,
    /// Made when first asked for, as is the next.
    pub(crate) tag: Arc<OnceLock<String>>,
    pub(crate) packed: Arc<OnceLock<Bytes>>,
}

impl Answer {
    pub(crate) fn new(kind: &'static str, body: impl Into<Bytes>) -> Self {
        Self {
            status: 200,
            kind,
            file: None,
            body: body.into(),
            // Whoever has it asks whether it still holds: a case may change at any time.
            keep: "private, no-cache",
            tag: Arc::default(),
            packed: Arc::default(),
        }
    }

    /// Another body has another tag.
    fn tag(&self) -> &str {
        self.tag.get_or_init(|| {
            let mut hasher = DefaultHasher::new();
            hasher.write(&self.body);
            // Weak: packed or not, it says the same.
            format!("W/\"{:016x}\"", hasher.finish())
        })
    }

    fn packed(&self) -> Bytes {
        let pack = || {
            let mut packer = GzEncoder::new(Vec::with_capacity(self.body.len() / 4), Compression::fast());
            // Writing to memory does not fail.
            let _ = packer.write_all(&self.body);
            packer.finish().unwrap_or_default().into()
        };
        self.packed.get_or_init(pack).clone()
    }

    /// The answer to a request with these headers.
    pub(crate) fn respond(&self, asked: &HeaderMap) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(self.keep));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if self.status == 200 {
            if let Ok(tag) = HeaderValue::from_str(self.tag()) {
                headers.insert(header::ETAG, tag);
            }
            if has(asked, &header::IF_NONE_MATCH, |t| t == self.tag() || t == "*") {
                *response.status_mut() = StatusCode::NOT_MODIFIED;
                return response;
            }
        }
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        if let Some(file) = &self.file {
            let (name, value) = match self.status {
                303 => (header::LOCATION, file.clone()),
                _ => (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\"")),
            };
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
        let unpacks = |coding: &str| match coding.split_once(';') {
            Some((name, quality)) => name.trim() == "gzip" && !matches!(quality.trim(), "q=0" | "q=0.0"),
            None => coding == "gzip",
        };
        let body = if self.body.len() > SMALL && has(asked, &header::ACCEPT_ENCODING, unpacks) {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            self.packed()
        } else {
            self.body.clone()
        };
        *response.body_mut() = Body::from(body);
        *response.status_mut() = status;
        response
    }
}

/// Whether one of the items of a header is meant.
fn has(headers: &HeaderMap, name: &header::HeaderName, meant: impl Fn(&str) -> bool) -> bool {
    let values = headers.get_all(name).into_iter().filter_map(|v| v.to_str().ok());
    values.flat_map(|v| v.split(',')).any(|item| meant(item.trim()))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn asked(headers: &[(&'static str, &str)]) -> HeaderMap {
        let pairs = headers.iter().map(|(name, value)| {
            (header::HeaderName::from_static(name), HeaderValue::from_str(value).expect("a header"))
        });
        pairs.collect()
    }

    #[test]
    fn what_a_browser_has_is_not_sent_again() {
        let answer = Answer::new("text/plain", "words ".repeat(400));
        let first = answer.respond(&asked(&[]));
        let tag = first.headers()[header::ETAG].to_str().expect("a tag").to_owned();
        for had in [tag.clone(), format!("\"other\", {tag}")] {
            let again = answer.respond(&asked(&[("if-none-match", &had)]));
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{had}");
            assert_eq!(again.headers()[header::ETAG].to_str().expect("a tag"), tag);
        }
        let other = Answer::new("text/plain", "words ".repeat(401));
        assert_eq!(other.respond(&asked(&[("if-none-match", &tag)])).status(), StatusCode::OK);
        // An answer that says that something went wrong is never taken for the page.
        let fault = Answer { status: 404, ..answer.clone() };
        assert_eq!(fault.respond(&asked(&[("if-none-match", &tag)])).status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn packed_for_those_who_unpack() {
        let answer = Answer::new("text/plain", "words ".repeat(400));
        let coding = |accepts: &str| {
            let response = answer.respond(&asked(&[("accept-encoding", accepts)]));
            response.headers().get(header::CONTENT_ENCODING).map(|v| v.to_str().expect("text").to_owned())
        };
        for yes in ["gzip", "br, gzip;q=0.8", "gzip, deflate, br"] {
            assert_eq!(coding(yes).as_deref(), Some("gzip"), "{yes}");
        }
        for no in ["br", "", "gzip;q=0", "xgzip"] {
            assert_eq!(coding(no), None, "{no}");
        }
        let mut text = String::new();
        let packed = answer.packed();
        flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut text).expect("gzip");
        assert_eq!(text.as_bytes(), &answer.body[..]);
        assert!(packed.len() * 4 < answer.body.len());
    }
}
