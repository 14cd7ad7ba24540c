//! Names as newtypes over text: `01104475` keeps its zero, and a station id is never passed for a party id.

use std::fmt;
use std::sync::Arc;

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Wraps the text as it stands.
            pub fn new(text: impl AsRef<str>) -> Self {
                Self(Arc::from(text.as_ref()))
            }

            /// The text as the agency or the basin wrote it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({:?})", stringify!($name), &*self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }
    };
}

text_id!(
    /// A station of the basin, as `basin.toml` names it.
    StationId
);
text_id!(
    /// A state bound by an agreement.
    PartyId
);
text_id!(
    /// One agency's exports of one kind, as `basin.toml` names it.
    SourceId
);
text_id!(
    /// An export profile, the name of a file in `assets/formats` without its ending.
    ProfileId
);
text_id!(
    /// An agreement, the name of a file in `assets/agreements` or in the basin without its ending.
    AgreementId
);
text_id!(
    /// SHA-256 of a file's bytes as 64 lower-case hexadecimal digits.
    FileHash
);

impl FileHash {
    /// SHA-256 of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest as _;
        Self::from_digest(&sha2::Sha256::digest(bytes))
    }

    /// From the 32 bytes of a SHA-256 that was computed piece by piece.
    pub fn from_digest(digest: &[u8]) -> Self {
        let mut text = String::with_capacity(64);
        for byte in digest {
            text.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
            text.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
        }
        Self::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_the_one_that_sha256sum_prints() {
        // printf abc | sha256sum
        let hash = FileHash::of(b"abc");
        assert_eq!(
            hash.as_str(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
