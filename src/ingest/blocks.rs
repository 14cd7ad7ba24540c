//! A file in blocks of whole lines, so that what is held in memory is bounded by the block and not by the file.

use std::io::{self, Read};

use encoding_rs::Encoding;
use sha2::{Digest as _, Sha256};

use crate::domain::FileHash;

use super::decode::HEAD;
use super::lines::{LONGEST_FIELD, LONGEST_LINE, LineEnd, Lines};

/// So many bytes are read at once. The first of them hold everything that recognition looks at.
pub(super) const BLOCK: usize = 512 << 10;

/// Where a walk takes its lines from.
pub(super) trait Blocks {
    /// The lines behind the one of this number; `None` when nothing follows. A file without bytes gives no lines once.
    fn more(&mut self, number: u32) -> Option<Lines<'_>>;

    /// The last `left` bytes of the block once more, with what follows them, from behind the line of this number.
    fn again(&mut self, left: usize, number: u32) -> Lines<'_>;
}

/// A text that is in memory as a whole.
pub(super) struct Whole<'a> {
    bytes: &'a [u8],
    end: LineEnd,
    given: bool,
}

impl<'a> Whole<'a> {
    /// All of `bytes` is one block.
    pub(super) fn new(bytes: &'a [u8], end: LineEnd) -> Self {
        Self {
            bytes,
            end,
            given: false,
        }
    }
}

impl Blocks for Whole<'_> {
    fn more(&mut self, number: u32) -> Option<Lines<'_>> {
        let first = !std::mem::replace(&mut self.given, true);
        first.then(|| Lines::from(self.bytes, self.end, number))
    }

    fn again(&mut self, left: usize, number: u32) -> Lines<'_> {
        let from = self.bytes.len().saturating_sub(left);
        Lines::from(&self.bytes[from..], self.end, number)
    }
}

/// What holds for all bytes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Traits {
    /// All are ASCII.
    pub(super) ascii: bool,
    /// All together are well-formed UTF-8.
    pub(super) utf8: bool,
    /// What ends a line.
    pub(super) line_end: LineEnd,
}

impl Traits {
    /// What seems to hold for a file that begins so. A character that its end cuts is none that is malformed.
    pub(super) fn of_part(bytes: &[u8]) -> Self {
        let valid = Encoding::utf8_valid_up_to(bytes);
        let rest = &bytes[valid..];
        let is_cut = rest.len() < 4 && rest.first().is_none_or(|&byte| byte >= 0xc2);
        Self {
            ascii: Encoding::ascii_valid_up_to(bytes) == bytes.len(),
            utf8: is_cut,
            line_end: LineEnd::of(bytes),
        }
    }

    /// What is left of them after these bytes, which end where a character ends.
    fn after(self, bytes: &[u8]) -> Self {
        let ascii = self.ascii && bytes.is_ascii();
        let utf8 = ascii || self.utf8 && Encoding::utf8_valid_up_to(bytes) == bytes.len();
        let line_end = match self.line_end {
            LineEnd::Cr if memchr::memchr(b'\n', bytes).is_some() => LineEnd::Lf,
            line_end => line_end,
        };
        Self {
            ascii,
            utf8,
            line_end,
        }
    }
}

/// Cuts what is read into blocks of whole lines, and hashes it.
pub(super) struct Cutter<R> {
    reader: R,
    hash: Sha256,
    /// Read, and not yet given.
    carry: Vec<u8>,
    /// Bytes of a mark at the beginning of the file that are not given.
    mark: usize,
    ended: bool,
    /// Bytes so far.
    pub(super) len: u64,
    /// What was taken for granted, as far as it holds.
    pub(super) traits: Traits,
    /// Inside a line that is longer than any line of an export.
    endless: bool,
    /// Around fields that may go on over several lines: no block ends inside one.
    pub(super) quote: Option<u8>,
}

impl<R: Read> Cutter<R> {
    /// From the beginning of a file with a mark of so many bytes.
    pub(super) fn new(reader: R, mark: usize, traits: Traits) -> Self {
        Self {
            reader,
            hash: Sha256::new(),
            carry: Vec::new(),
            mark,
            ended: false,
            len: 0,
            traits,
            endless: false,
            quote: None,
        }
    }

    /// Fills `block` with the next whole lines; the last block may end without a line end. `false` when nothing is
    /// left. A line that is longer than any line of an export is cut short behind its first mebibyte.
    ///
    /// # Errors
    /// When reading fails.
    pub(super) fn next(&mut self, block: &mut Vec<u8>) -> io::Result<bool> {
        block.clear();
        block.append(&mut self.carry);
        let end = self.traits.line_end.byte();
        loop {
            let before = block.len();
            self.fill(block, before)?;
            let mark = std::mem::take(&mut self.mark);
            block.drain(..mark.min(block.len()));
            if self.endless {
                // What follows of it is passed over.
                let Some(at) = memchr::memchr(end, block) else {
                    block.clear();
                    if self.ended {
                        return Ok(false);
                    }
                    continue;
                };
                block.drain(..=at);
                self.endless = false;
                if block.is_empty() && !self.ended {
                    continue;
                }
            }
            if self.ended {
                break;
            }
            if let Some(at) = memchr::memrchr(end, block) {
                let at = outside_quotes(block, at, self.quote, end);
                self.carry.extend_from_slice(&block[at + 1..]);
                block.truncate(at + 1);
                break;
            }
            if block.len() > LONGEST_LINE {
                block.truncate(LONGEST_LINE + 1);
                block.push(end);
                self.endless = true;
                break;
            }
        }
        let traits = self.traits.after(block);
        self.traits = if self.endless {
            // A line that was cut short may end inside a character.
            Traits {
                line_end: traits.line_end,
                ..self.traits
            }
        } else {
            traits
        };
        Ok(!block.is_empty())
    }

    fn fill(&mut self, block: &mut Vec<u8>, before: usize) -> io::Result<()> {
        if self.ended {
            return Ok(());
        }
        let wanted = BLOCK.saturating_sub(before).max(BLOCK / 4) as u64;
        let read = (&mut self.reader).take(wanted).read_to_end(block)?;
        self.ended = (read as u64) < wanted;
        self.len += read as u64;
        self.hash.update(&block[before..]);
        Ok(())
    }

    /// The hash of everything that was read.
    pub(super) fn hash(self) -> FileHash {
        FileHash::from_digest(&self.hash.finalize())
    }
}

/// The last line end up to `at` that is not inside quotation marks, where one is near; else `at`.
fn outside_quotes(block: &[u8], at: usize, quote: Option<u8>, end: u8) -> usize {
    let Some(quote) = quote else {
        return at;
    };
    let mut inside = memchr::memchr_iter(quote, &block[..at]).count() % 2 == 1;
    let mut back = at;
    while inside && at - back <= LONGEST_FIELD {
        let Some(line) = memchr::memrchr(end, &block[..back]) else {
            return at;
        };
        inside ^= memchr::memchr_iter(quote, &block[line..back]).count() % 2 == 1;
        back = line;
    }
    if inside { at } else { back }
}

/// A block with what holds for the file so far.
pub(super) type Cut = io::Result<(Vec<u8>, Traits)>;

/// Why the blocks of a file end before the file does.
#[derive(Debug)]
pub(super) enum Stop {
    /// Something was taken for granted that does not hold; this does.
    Mistaken(Traits),
    /// Reading failed.
    Failed(io::Error),
}

/// Blocks as they come from a [`Cutter`], directly or from another thread.
pub(super) struct Coming<F> {
    /// Gives the next block in the place of one that is done with.
    next: F,
    block: Vec<u8>,
    traits: Traits,
    /// Why they ended, unless with the file.
    pub(super) stop: Option<Stop>,
}

impl<F: FnMut(Vec<u8>) -> Option<Cut>> Coming<F> {
    /// All blocks must have these traits.
    pub(super) fn new(next: F, traits: Traits) -> Self {
        Self {
            next,
            block: Vec::new(),
            traits,
            stop: None,
        }
    }

    fn take(&mut self, used: Vec<u8>) -> Option<Vec<u8>> {
        match (self.next)(used)? {
            Ok((block, traits)) if traits == self.traits => return Some(block),
            Ok((_, traits)) => self.stop = Some(Stop::Mistaken(traits)),
            Err(error) => self.stop = Some(Stop::Failed(error)),
        }
        None
    }
}

impl<F: FnMut(Vec<u8>) -> Option<Cut>> Blocks for Coming<F> {
    fn more(&mut self, number: u32) -> Option<Lines<'_>> {
        let used = std::mem::take(&mut self.block);
        self.block = self.take(used)?;
        Some(Lines::from(&self.block, self.traits.line_end, number))
    }

    fn again(&mut self, left: usize, number: u32) -> Lines<'_> {
        let from = self.block.len().saturating_sub(left);
        self.block.drain(..from);
        while self.block.len() < HEAD
            && let Some(next) = self.take(Vec::new())
        {
            self.block.extend_from_slice(&next);
        }
        Lines::from(&self.block, self.traits.line_end, number)
    }
}
