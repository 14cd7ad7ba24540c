//! Gzip: one text, however many members it is cut into (RFC 1952, 2.2).

use std::io::{BufRead as _, Read as _};

use flate2::bufread::GzDecoder;

use crate::domain::Finding;

use super::zip::{Member, RATIO, SMALL, refuse_archive};

/// Whether the bytes are a gzip file.
pub(super) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1f\x8b")
}

/// The text inside, of at most `most` bytes. A stream that is cut, whose check sum is wrong or behind which anything
/// follows is refused as a whole.
pub(super) fn member(bytes: &[u8], name: &str, most: u64) -> Result<Member, Box<Finding>> {
    let limit = most.min((bytes.len() as u64).saturating_mul(RATIO).max(SMALL));
    let mut rest = bytes;
    let mut text = Vec::new();
    while !rest.is_empty() {
        if !is_gzip(rest) {
            return Err(refuse_archive(
                format!("{} bytes follow the end of the gzip stream", rest.len()),
                "download the file again",
            ));
        }
        let mut decoder = GzDecoder::new(rest);
        let room = (limit + 1).saturating_sub(text.len() as u64);
        let read = decoder.by_ref().take(room).read_to_end(&mut text);
        if text.len() as u64 > limit {
            return Err(refuse_archive(
                format!(
                    "the gzip file unpacks to more than {RATIO} times its size, or to more than 4 GiB"
                ),
                "no text export packs so well; ask the agency what it is",
            ));
        }
        read.map_err(|error| {
            refuse_archive(
                format!("the gzip file cannot be unpacked: {error}"),
                "it is cut or damaged; download it again",
            )
        })?;
        rest = decoder
            .into_inner()
            .fill_buf()
            .map_or(&[][..], |left| &rest[rest.len() - left.len()..]);
    }
    let file = name.rsplit(['/', '\\', '!']).next().unwrap_or(name);
    let stem = file
        .strip_suffix(".gz")
        .or_else(|| file.strip_suffix(".GZ"))
        .unwrap_or("text");
    Ok(Member {
        name: stem.to_owned(),
        bytes: text,
    })
}
