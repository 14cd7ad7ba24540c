//! One piece of work for many items, shared among threads.
//!
//! Flushing waits for the disk, and a disk flushes many files at once as fast as one: an import of forty files
//! is written several times faster by eight threads than by one.

use std::panic;
use std::thread;

use super::error::ArchiveError;

/// Threads that wait for the disk.
pub(super) const FLUSHERS: usize = 8;

/// Threads that compute.
pub(super) fn processors() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Does `work` for every item with at most so many threads; results are in the order of the items, so that the
/// number of threads never shows in them.
pub(super) fn each<T: Sync, R: Send>(
    items: &[T],
    threads: usize,
    work: impl Fn(&T) -> Result<R, ArchiveError> + Sync,
) -> Result<Vec<R>, ArchiveError> {
    let share = items.len().div_ceil(threads.max(1)).max(1);
    if share >= items.len() {
        return items.iter().map(work).collect();
    }
    let work = &work;
    thread::scope(|scope| {
        let workers: Vec<_> = items
            .chunks(share)
            .map(|part| scope.spawn(move || part.iter().map(work).collect::<Result<Vec<R>, _>>()))
            .collect();
        let mut done = Vec::with_capacity(items.len());
        for worker in workers {
            match worker.join() {
                Ok(part) => done.extend(part?),
                Err(payload) => panic::resume_unwind(payload),
            }
        }
        Ok(done)
    })
}
