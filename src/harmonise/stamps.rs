//! Civil stamps → instants.
//!
//! Where summer time ends, an hour exists twice. A file that gives both passes, one after the other, says which is
//! which by its order; a file that gives one of them does not, and nobody may guess.

use std::collections::BTreeMap;

use crate::domain::{Clock, Instant, Resolved};

/// What a stamp became.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stamp {
    /// Milliseconds since 1970 UTC.
    At(i64),
    /// The clock was put forward over it.
    Gap,
    /// The clock was put back over it, and the file does not show both passes.
    Fold,
    /// No time at which it can have been measured.
    Refused,
}

impl Stamp {
    /// The same stamp, later by so many milliseconds.
    pub(super) fn plus(self, millis: i64) -> Self {
        match self {
            Self::At(time) => Self::At(time + millis),
            other => other,
        }
    }
}

/// A civil stamp that exists twice.
#[derive(Clone, Copy)]
struct Twice {
    row: usize,
    civil: i64,
    earlier: i64,
    later: i64,
}

/// What the stamps of a series became.
pub(super) struct Stamps {
    /// In file order.
    pub(super) stamps: Vec<Stamp>,
    /// Rows whose time exists twice and which their order settled.
    pub(super) by_order: Vec<usize>,
}

/// The instants of civil stamps in file order, milliseconds as if they were UTC.
pub(super) fn resolve(civil: &[i64], clock: Clock) -> Stamps {
    if let Clock::Fixed(minutes) = clock {
        let ahead = i64::from(minutes) * 60_000;
        return Stamps {
            stamps: civil
                .iter()
                .map(|&civil| Stamp::At(civil - ahead))
                .collect(),
            by_order: Vec::new(),
        };
    }
    let mut stamps = Vec::with_capacity(civil.len());
    let mut twice: Vec<Twice> = Vec::new();
    for (row, &civil) in civil.iter().enumerate() {
        stamps.push(match clock.resolve(Instant::from_millis(civil).utc()) {
            Resolved::Unique(instant) => Stamp::At(instant.millis()),
            Resolved::Gap => Stamp::Gap,
            Resolved::Fold { earlier, later } => {
                twice.push(Twice {
                    row,
                    civil,
                    earlier: earlier.millis(),
                    later: later.millis(),
                });
                Stamp::Fold
            }
        });
    }
    let is_newest_first = civil.first() > civil.last();
    for run in twice.chunk_by_mut(|a, b| b.row == a.row + 1) {
        if is_newest_first {
            run.reverse();
        }
        settle(run, &mut stamps);
    }
    let mut by_order: Vec<usize> = twice
        .iter()
        .map(|twice| twice.row)
        .filter(|&row| stamps[row] != Stamp::Fold)
        .collect();
    by_order.sort_unstable();
    Stamps { stamps, by_order }
}

/// Settles a run of rows, oldest first, whose stamps all exist twice.
fn settle(run: &[Twice], stamps: &mut [Stamp]) {
    let steps_back: Vec<usize> = (1..run.len())
        .filter(|&at| run[at].civil <= run[at - 1].civil)
        .collect();
    match steps_back[..] {
        // One pass only: nothing says which.
        [] => {}
        // The clock was put back once: what stands before is the first pass, even where the second has a hole.
        [second] => {
            for (at, twice) in run.iter().enumerate() {
                let time = if at < second {
                    twice.earlier
                } else {
                    twice.later
                };
                stamps[twice.row] = Stamp::At(time);
            }
        }
        // Both passes interleaved, or the file twice: a stamp that stands there at least twice shows both.
        _ => {
            let mut seen: BTreeMap<i64, (usize, usize)> = BTreeMap::new();
            for twice in run {
                seen.entry(twice.civil).or_default().0 += 1;
            }
            for twice in run {
                let Some((count, nth)) = seen.get_mut(&twice.civil) else {
                    continue;
                };
                *nth += 1;
                if *count > 1 {
                    let time = if *nth == 1 {
                        twice.earlier
                    } else {
                        twice.later
                    };
                    stamps[twice.row] = Stamp::At(time);
                }
            }
        }
    }
}
