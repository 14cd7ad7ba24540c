//! What an export says, in its agency's words: typed columns with the place of every reading.

use std::sync::Arc;

use crate::domain::{
    Clock, DayRule, FileHash, Instant, ProfileId, Quality, Quantity, Receipt, StampMark, Statistic,
    Step,
};

/// What kind of file it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct FileFacts {
    /// Size of the file (of the member, for a member of an archive).
    #[serde(skip)]
    pub bytes: u64,
    /// Encoding, such as "UTF-8", "UTF-8 with BOM", "ISO-8859-1".
    pub encoding: String,
    /// "LF", "CRLF" or "CR".
    pub line_ending: String,
    /// Delimiter as it stands, or "fixed width".
    pub delimiter: String,
    /// Decimal mark.
    pub decimal: String,
    /// Shape, such as "long", "wide_days", "json".
    pub shape: String,
}

/// What the stamps of a raw series are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawClock {
    /// Each stamp stated its offset: `time` is UTC.
    Instants,
    /// Civil times on this clock, stated by the file.
    Stated(Clock),
    /// Civil times on this clock, which the profile knows of the agency and the file does not state.
    Assumed(Clock),
    /// Civil times on a clock that nobody states: the basin or a person must.
    Unstated,
}

/// Fields of a row, from 1; 0 where the row does not say it or the shape has no such field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CellColumns {
    /// Of the station's id.
    pub station: u16,
    /// Of the stamp.
    pub time: u16,
    /// Of the unit.
    pub unit: u16,
}

/// One series as the agency sent it.
#[derive(Clone, Debug, PartialEq)]
pub struct RawSeries {
    /// The agency's id of the station.
    pub station: String,
    /// The agency's name of the station, if the file gives one.
    pub station_name: Option<String>,
    /// What is measured.
    pub quantity: Quantity,
    /// What a value says about its interval.
    pub statistic: Statistic,
    /// Nominal step, where the profile or the file states it.
    pub step: Option<Step>,
    /// The unit as the file writes it.
    pub unit: String,
    /// What the stamps are.
    pub clock: RawClock,
    /// What a stamp marks.
    pub stamp: StampMark,
    /// For daily values: how the agency cuts its day.
    pub day: DayRule,
    /// Where in a row the words stand that name the series.
    pub cells: CellColumns,
    /// Milliseconds since 1970: of UTC for [`RawClock::Instants`], else of the civil time as if it were UTC.
    pub time: Vec<i64>,
    /// Values in the file's unit; NaN where the file says "no value".
    pub value: Vec<f64>,
    /// Index into [`RawTable::flags`].
    pub flag: Vec<u16>,
    /// Line in the file, from 1.
    pub line: Vec<u32>,
    /// Field of the line, from 1.
    pub column: Vec<u16>,
}

/// A file as its agency meant it.
#[derive(Clone, Debug, PartialEq)]
pub struct RawTable {
    /// Path as the person knows it; a member of an archive is `a.zip!b.csv`.
    pub file: String,
    /// Hash of the bytes that were read (the member's, for a member).
    pub sha256: FileHash,
    /// The bytes that were read (the member's, unpacked, for a member): what the archive keeps.
    pub bytes: Arc<[u8]>,
    /// Profile that read it.
    pub profile: ProfileId,
    /// What kind of file it is.
    pub facts: FileFacts,
    /// When the export says that it was made, where its profile knows how to tell.
    pub issued: Option<Instant>,
    /// The series.
    pub series: Vec<RawSeries>,
    /// Flag texts; index 0 is the empty flag.
    pub flags: Vec<String>,
    /// What each flag says about quality, by the profile.
    pub qualities: Vec<Quality>,
    /// `read`, `rejected` and `missing` are settled here, and `duplicate` where a file gives a reading at two
    /// consistency levels; `kept` holds the rest, from which harmonising moves what turns out ambiguous or doubled.
    pub receipt: Receipt,
}
