//! A warning message in a file: whether it is one, and what is wrong with it.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use super::EngineError;
use crate::domain::{Cause, Finding, Findings};
use crate::ingest::cap;

/// So large may a message be; the largest that were seen have some hundred kilobytes.
const MOST_BYTES: u64 = 16 << 20;

/// Whether a file is an XML document, which [`check_message`] takes for a warning message.
pub fn is_message(path: &Path) -> bool {
    let mut start = Vec::new();
    path.is_file()
        && File::open(path).is_ok_and(|file| file.take(512).read_to_end(&mut start).is_ok())
        && (cap::looks_like_xml(&start)
            || path
                .extension()
                .is_some_and(|ending| ending.eq_ignore_ascii_case("xml")))
}

/// The same of a message in memory.
pub fn check_message_text(xml: &str, name: &str) -> Findings {
    cap::check(xml.as_bytes(), name).1
}

/// Every rule of CAP 1.2 that a message breaks, and the advice that it does not follow.
///
/// # Errors
/// The file cannot be read.
pub fn check_message(path: &Path) -> Result<Findings, EngineError> {
    let name = path.display().to_string();
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|error| EngineError::File(path.to_owned(), error))?;
    if bytes.len() as u64 > MOST_BYTES {
        let finding = Finding::error(
            Cause::Message,
            "the file is larger than 16 MiB, as no message is",
        )
        .file(name)
        .hint("name a file that holds one CAP 1.2 message");
        return Ok(Findings::from_iter([finding]));
    }
    Ok(cap::check(&bytes, &name).1)
}
