//! A large file as a stream of readings: blocks are read, walked and given away, so that memory is bounded by the
//! block. What comes out is what [`read`](fn@super::read) gives for the same bytes.

use std::cell::Cell;
use std::io::{Read, Seek};
use std::ops::ControlFlow;
use std::sync::mpsc;

use crate::domain::{Cause, Finding, Findings, ProfileId, Quality};

use super::blocks::{BLOCK, Coming, Cut, Cutter, Stop, Traits};
use super::claim::{Claim, claim};
use super::complaints::Complaints;
use super::containers;
use super::decode::Source;
use super::issued::issued;
use super::profile::{Profiles, ShapeName};
use super::raw::{RawSeries, RawTable};
use super::reader::{begin, finish, read};
use super::refuse;
use super::table::Table;
use super::{besides, shapes, tree};

/// Blocks that may wait for the walk while the next one is read.
const WAITING: usize = 2;

/// What to read a file with.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// Path as the person knows it.
    pub name: &'a str,
    /// The profiles that are asked.
    pub profiles: &'a Profiles,
    /// The profile that a person or the basin has settled on.
    pub only: Option<&'a ProfileId>,
    /// With 2 or more, a second thread reads and hashes while the first walks; the result is the same.
    pub threads: usize,
}

/// Readings of one file that stand next to each other.
#[derive(Debug)]
pub struct Chunk<'a> {
    /// All series so far, with the readings that came since the chunk before; most have none.
    pub series: &'a [RawSeries],
    /// Flag texts so far; a later chunk only adds to them.
    pub flags: &'a [String],
    /// What each flag says about quality.
    pub qualities: &'a [Quality],
}

/// Where readings go while a file is being read.
pub trait Sink {
    /// A table begins. Where `file` has begun before, what came of it so far counts no more.
    fn begin(&mut self, file: &str);

    /// Takes readings; `Break` ends the reading of the file, which then gives no table.
    fn take(&mut self, chunk: Chunk<'_>) -> ControlFlow<()>;
}

/// Reads one file and gives its readings to `sink` as they come; the tables that are returned have empty columns and
/// no bytes. Readings count only when their table is returned and its receipt keeps some: a file of which more than a
/// fifth is not understood is refused when it ends.
///
/// Long tables are read block by block; whatever is unpacked, converted or of another shape first comes into memory.
/// Findings, receipts and places are those of [`read`](fn@super::read).
pub fn stream<R: Read + Seek + Send>(
    mut source: R,
    reading: &Reading<'_>,
    sink: &mut dyn Sink,
    findings: &mut Findings,
) -> Vec<RawTable> {
    let mut bytes = Vec::with_capacity(BLOCK);
    let streamed = (&mut source)
        .take(BLOCK as u64)
        .read_to_end(&mut bytes)
        .and_then(|n| match n {
            BLOCK => in_blocks(&mut source, &bytes, reading, sink, findings),
            _ => Ok(None),
        });
    match streamed {
        Ok(Some(tables)) => return tables,
        Ok(None) => {}
        Err(error) => {
            findings.push(unreadable(reading.name, &error));
            return Vec::new();
        }
    }
    let rest = source
        .seek(std::io::SeekFrom::Start(bytes.len() as u64))
        .and_then(|_| source.read_to_end(&mut bytes));
    if let Err(error) = rest {
        findings.push(unreadable(reading.name, &error));
        return Vec::new();
    }
    let mut tables = read(
        &bytes,
        reading.name,
        reading.profiles,
        reading.only,
        findings,
    );
    drop(bytes);
    for table in &mut tables {
        sink.begin(&table.file);
        let chunk = Chunk {
            series: &table.series,
            flags: &table.flags,
            qualities: &table.qualities,
        };
        if sink.take(chunk).is_break() {
            return Vec::new();
        }
        table.bytes = std::sync::Arc::from([]);
        for series in &mut table.series {
            (series.time, series.value) = (Vec::new(), Vec::new());
            (series.flag, series.line, series.column) = (Vec::new(), Vec::new(), Vec::new());
        }
    }
    tables
}

fn unreadable(name: &str, error: &std::io::Error) -> Finding {
    Finding::error(
        Cause::NotAnExport,
        format!("the file cannot be read to its end: {error}"),
    )
    .file(name)
    .hint("check that it exists and may be read, and import it again")
}

/// What came of an attempt.
enum Attempt {
    Tables(Vec<RawTable>),
    /// The file is not what its beginning suggests.
    Again(Traits),
}

/// `None` where the file must be in memory as a whole.
fn in_blocks<R: Read + Seek + Send>(
    source: &mut R,
    head: &[u8],
    reading: &Reading<'_>,
    sink: &mut dyn Sink,
    findings: &mut Findings,
) -> std::io::Result<Option<Vec<RawTable>>> {
    if containers::is_container(head) || refuse::what_else(head).is_some() {
        return Ok(None);
    }
    let mut traits = None;
    loop {
        let Some(beginning) = Source::of_part(head, traits) else {
            return Ok(None);
        };
        if tree::text(&beginning).is_some() {
            return Ok(None);
        }
        let claim = match claim(&beginning, None, reading.profiles, reading.only) {
            Ok(claim) => claim,
            // What follows the beginning makes no difference to whose file it is.
            Err(finding) => {
                findings.push(finding.file(reading.name));
                return Ok(Some(Vec::new()));
            }
        };
        if claim.rules.shape != ShapeName::Long || !claim.rules.fixed.is_empty() {
            return Ok(None);
        }
        source.rewind()?;
        let mut own = Findings::new();
        let walk = BlockWalk {
            beginning: &beginning,
            claim: &claim,
            reading,
        };
        match walk.attempt(&mut *source, sink, &mut own)? {
            Attempt::Tables(tables) => {
                findings.append(own);
                return Ok(Some(tables));
            }
            // Two kinds of line ends in one file: where its rows begin cannot be told from its beginning.
            Attempt::Again(found) if found.line_end != beginning.line_end => return Ok(None),
            Attempt::Again(found) => traits = Some(found),
        }
    }
}

/// A file that is about to be walked.
struct BlockWalk<'a> {
    beginning: &'a Source<'a>,
    claim: &'a Claim<'a>,
    reading: &'a Reading<'a>,
}

impl BlockWalk<'_> {
    fn attempt<R: Read + Send>(
        &self,
        source: R,
        sink: &mut dyn Sink,
        findings: &mut Findings,
    ) -> std::io::Result<Attempt> {
        let traits = self.beginning.traits();
        let mut cutter = Cutter::new(source, self.beginning.mark_len(), traits);
        let complaints = Complaints::new(self.reading.name, findings);
        let rules = &*self.claim.rules;
        cutter.quote = rules.quote.and_then(|mark| u8::try_from(mark).ok());
        let (mut table, mut facts) = begin(self.beginning, rules, complaints);
        if let Some(said) = &self.claim.said {
            table.complaints.say(said.clone());
        }
        besides::before(rules, self.beginning, &mut table);
        let stopped = Cell::new(false);
        let mut taker = Taker {
            sink,
            stopped: &stopped,
        };
        taker.sink.begin(self.reading.name);
        let stop = if self.reading.threads > 1 {
            self.beside(&mut cutter, &mut table, &mut taker)
        } else {
            let mut next = |block| next_of(&mut cutter, block);
            self.walk(&mut next, &mut table, &mut taker)
        };
        match stop {
            Some(Stop::Mistaken(traits)) => return Ok(Attempt::Again(traits)),
            Some(Stop::Failed(error)) => return Err(error),
            None => {}
        }
        if stopped.get() {
            return Ok(Attempt::Tables(Vec::new()));
        }
        besides::after(rules, self.beginning, &mut table);
        facts.bytes = cutter.len;
        let mut read = finish(table, self.claim.profile, facts, cutter.hash());
        if let Some(read) = &mut read {
            let coding = self.beginning.coding(&rules.encodings);
            read.issued = issued(rules, &self.beginning.head(&coding));
        }
        Ok(Attempt::Tables(read.into_iter().collect()))
    }

    /// Reads and hashes on a thread of its own; the walk stays on this one.
    fn beside<R: Read + Send>(
        &self,
        cutter: &mut Cutter<R>,
        table: &mut Table<'_>,
        taker: &mut Taker<'_>,
    ) -> Option<Stop> {
        let (full, coming) = mpsc::sync_channel::<Cut>(WAITING);
        let (give_back, used) = mpsc::channel::<Vec<u8>>();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                loop {
                    let block = used.try_recv().unwrap_or_default();
                    let Some(cut) = next_of(cutter, block) else {
                        return;
                    };
                    if full.send(cut).is_err() {
                        return;
                    }
                }
            });
            // Both ends go with the walk, so that the other thread ends when the walk does.
            let mut next = move |block: Vec<u8>| {
                if block.capacity() > 0 {
                    drop(give_back.send(block));
                }
                coming.recv().ok()
            };
            self.walk(&mut next, table, taker)
        })
    }

    fn walk(
        &self,
        next: &mut dyn FnMut(Vec<u8>) -> Option<Cut>,
        table: &mut Table<'_>,
        taker: &mut Taker<'_>,
    ) -> Option<Stop> {
        let stopped = taker.stopped;
        let next = |block| if stopped.get() { None } else { next(block) };
        let mut blocks = Coming::new(next, self.beginning.traits());
        let rules = &*self.claim.rules;
        shapes::long::read(rules, &mut blocks, table, &mut |table| taker.take(table));
        blocks.stop.take()
    }
}

fn next_of<R: Read>(cutter: &mut Cutter<R>, mut block: Vec<u8>) -> Option<Cut> {
    match cutter.next(&mut block) {
        Ok(true) => Some(Ok((block, cutter.traits))),
        Ok(false) => None,
        Err(error) => Some(Err(error)),
    }
}

/// Gives away what the table holds.
struct Taker<'s> {
    sink: &'s mut dyn Sink,
    /// Whether it wants no more.
    stopped: &'s Cell<bool>,
}

impl Taker<'_> {
    fn take(&mut self, table: &mut Table<'_>) {
        let chunk = Chunk {
            series: &table.series,
            flags: table.flags.texts(),
            qualities: table.flags.qualities(),
        };
        if !self.stopped.get() {
            self.stopped.set(self.sink.take(chunk).is_break());
        }
        table.forget_readings();
    }
}
