use std::{io, net::SocketAddr};

use axum::http::StatusCode;
use backstory_store::StoreError;

/// Why the application could not start.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// The case cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The address cannot be listened on.
    #[error(
        "{address}: could not listen there ({error}); give another address or port with --listen, such as 127.0.0.1:0 for any free port"
    )]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        error: io::Error,
    },
    /// The token could be guessed.
    #[error(
        "the token is too short ({0} characters); give at least 16, or leave --token out and one is made"
    )]
    Token(usize),
    /// The system does not give what the application needs.
    #[error("the web application could not start: {0}")]
    System(String),
}

/// Why a page cannot be shown.
#[derive(Debug)]
pub(crate) enum Failure {
    /// There is no such thing.
    Missing(String),
    /// The request makes no sense.
    Bad(String),
    /// It may not be done.
    Forbidden(String),
    /// The case could not be read.
    Store(StoreError),
}

impl Failure {
    /// Status, heading and what to try.
    pub(crate) fn parts(&self) -> (StatusCode, &'static str, String) {
        match self {
            Failure::Missing(what) => (
                StatusCode::NOT_FOUND,
                "Not in this case",
                format!(
                    "{what} Ids change when a case is linked anew; search for the words to find it again."
                ),
            ),
            Failure::Bad(what) => (StatusCode::BAD_REQUEST, "That could not be read", what.clone()),
            Failure::Forbidden(what) => (StatusCode::FORBIDDEN, "Not allowed", what.clone()),
            Failure::Store(error) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "The case could not be read", error.to_string())
            }
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Failure::Store(error)
    }
}
