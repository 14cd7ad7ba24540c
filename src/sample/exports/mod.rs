//! Which files the agencies sent: one state a file here.

mod avaria;
mod bresk;
mod corvia;

use super::truth::Truth;

/// A file of the sample.
pub(super) struct File {
    /// Path below the basin's folder, parted by `/`.
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
    /// For a zip, the text of its member: what lines are counted in.
    pub(super) member: Option<Vec<u8>>,
}

impl File {
    fn new(folder: &str, name: &str, bytes: Vec<u8>) -> Self {
        Self {
            path: format!("exports/{folder}/{name}"),
            bytes,
            member: None,
        }
    }
}

/// Every export.
pub(super) fn all(truth: &Truth) -> Vec<File> {
    let mut files = avaria::files(truth);
    files.extend(bresk::files(truth));
    files.extend(corvia::files(truth));
    files
}
