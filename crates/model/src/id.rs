use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The first 64 bits of SHA-256 over the parts, each led by its length, so that moving a letter from one part to the
/// next gives another hash.
pub fn hash_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> u64 {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let digest = hasher.finalize();
    u64::from_be_bytes(digest[..8].try_into().expect("SHA-256 has 32 bytes"))
}

/// A text that is no id of the kind asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdError(String);

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for IdError {}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $letter:literal) => {
        $(#[$doc])*
        ///
        /// Derived from content by [`hash_parts`]; written as a letter and 16 hexadecimal digits.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name(pub u64);

        impl $name {
            /// From the parts that make it what it is.
            pub fn of<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
                Self(hash_parts(parts))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($letter, "{:016x}"), self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                text.strip_prefix($letter)
                    .filter(|hex| hex.len() == 16)
                    .and_then(|hex| u64::from_str_radix(hex, 16).ok())
                    .map(Self)
                    .ok_or_else(|| {
                        IdError(format!(concat!("expected '", $letter, "' and 16 hexadecimal digits, found {:?}"), text))
                    })
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.to_string()
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }
    };
}

id!(
    /// A report: its text and what was given with it (title, outlet, authors, date, address), not where it lay.
    ReportId, "r"
);
id!(
    /// A source: kind and name; for an anonymous source or a reporter, the report and the place of its first mention.
    SourceId, "s"
);
id!(
    /// An attribution: report, source spans, cue spans, content spans.
    AttributionId, "a"
);
id!(
    /// A quote family: the normalized words of its text.
    QuoteId, "q"
);
id!(
    /// A claim: its statements.
    ClaimId, "c"
);
id!(
    /// A story: its reports.
    StoryId, "t"
);
id!(
    /// What a person says of a finding: time, person, note and ruling.
    CorrectionId, "k"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_survive_writing_and_reading() {
        let id = ReportId::of([b"ab".as_slice(), b"c"]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_ne!(id, ReportId::of([b"a".as_slice(), b"bc"]));
        assert!("q0000000000000000".parse::<ReportId>().is_err());
        assert!("r12".parse::<ReportId>().is_err());
    }
}
