//! The agency's words → ours: station, unit, instant, quality. No file is opened here.
//!
//! | step | where |
//! |---|---|
//! | which station, unit, clock and day a raw series has | [`plan`] |
//! | civil stamps → instants, gaps and folds named | [`stamps`] |
//! | the instant → the end of the interval | [`intervals`] |
//! | times that no clock can have shown | [`wrong_clock`] |
//! | what the order of the times says | [`order`] |
//! | one value per instant, the receipt kept in balance | [`align`](mod@align), [`doubled`] |
//! | sums and extremes before and after | [`receipts`] |
//! | doubtful values marked, never changed | [`quality`] |

mod align;
mod doubled;
mod intervals;
mod order;
mod plan;
pub mod quality;
mod receipts;
mod stamps;
mod wrong_clock;

pub use quality::{Rules, control};

use crate::domain::{
    Basin, Clock, DayRule, Findings, Instant, Quantity, Receipt, SeriesReceipt, Source,
};
use crate::ingest::RawTable;
use crate::series::Series;

/// A file in our words.
#[derive(Clone, Debug)]
pub struct Harmonised {
    /// One series per key, sorted by key; `revision` is 0 until the archive gives one. Rows that say
    /// "no value" are kept as NaN.
    pub series: Vec<Series>,
    /// What became of every reading; it balances when the raw table's did.
    pub receipt: Receipt,
    /// The same series by series, with sums and extremes before and after; those of series that were not taken in
    /// come last.
    pub receipts: Vec<SeriesReceipt>,
    /// What only a person can answer; empty when a basin stands behind the file.
    pub questions: Vec<Question>,
}

/// A question that neither the file nor its profile answers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Question {
    /// Which clock the civil times of this station were read from.
    Clock {
        /// The agency's id of the station.
        station: String,
    },
    /// Which unit the values of this station are in.
    Unit {
        /// The agency's id of the station.
        station: String,
        /// What is measured.
        quantity: Quantity,
        /// What the file writes, perhaps nothing.
        text: String,
    },
}

/// What a person declares about a file that no basin stands behind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    /// Clock of its civil times.
    pub clock: Option<Clock>,
    /// How it cuts its day.
    pub day: Option<DayRule>,
}

/// A file of a source of the basin, in our words.
///
/// A reading of an unknown station, of an unknown unit or on a clock that nobody states is `rejected`; one
/// whose civil time does not exist, or exists twice without the file showing both, is `ambiguous_time`; a
/// value that repeats that of its instant is `duplicate`, and values that contradict one another for an instant are
/// `rejected`, as is a reading later than any clock can have been (`now` is the time of the import) or at the zero
/// of a logger's clock. Each of them has a finding.
pub fn harmonise(
    raw: &RawTable,
    basin: &Basin,
    source: &Source,
    now: Instant,
    findings: &mut Findings,
) -> Harmonised {
    let basis = plan::Basis::Source { basin, source, now };
    align::align(raw, &basis, findings)
}

/// A file that no basin stands behind: the station is the agency's text, the source is `file`.
pub fn resolve(raw: &RawTable, answers: &Declared, findings: &mut Findings) -> Harmonised {
    align::align(raw, &plan::Basis::File(answers), findings)
}
