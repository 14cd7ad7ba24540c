//! The table behind a series.

use std::sync::Arc;

use polars::prelude::{
    Column, DataFrame, DataType, IntoColumn as _, NamedFrom as _, PolarsResult, TimeUnit, TimeZone,
};

use crate::domain::{FileHash, Instant, Period, Quality, ReadingRef, SeriesKey};

/// A file that readings came from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct FileOrigin {
    /// Path relative to the basin's folder; a member of an archive is `a.zip!b.csv`.
    pub file: String,
    /// Hash of the file's bytes (of the member's bytes for a member).
    pub sha256: FileHash,
}

/// The columns of a series while it is being built. All have the same length; a missing value is NaN.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    /// Milliseconds since 1970 UTC.
    pub time: Vec<i64>,
    /// SI; NaN where the agency reported "no value".
    pub value: Vec<f64>,
    /// [`Quality::pack`].
    pub quality: Vec<u8>,
    /// Index into the flag texts.
    pub flag: Vec<u16>,
    /// Index into the files. A feed brings a file every few minutes, so 16 bits would end after two years.
    pub file: Vec<u32>,
    /// Line in the file, from 1.
    pub line: Vec<u32>,
    /// Field of the line, from 1.
    pub column: Vec<u16>,
    /// Import that brought the reading.
    pub revision: Vec<u32>,
}

impl Columns {
    /// Number of readings.
    pub fn len(&self) -> usize {
        self.time.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.time.is_empty()
    }

    /// The same readings in the order of `order`.
    #[must_use]
    pub fn reordered(&self, order: &[usize]) -> Self {
        Self {
            time: order.iter().map(|&row| self.time[row]).collect(),
            value: order.iter().map(|&row| self.value[row]).collect(),
            quality: order.iter().map(|&row| self.quality[row]).collect(),
            flag: order.iter().map(|&row| self.flag[row]).collect(),
            file: order.iter().map(|&row| self.file[row]).collect(),
            line: order.iter().map(|&row| self.line[row]).collect(),
            column: order.iter().map(|&row| self.column[row]).collect(),
            revision: order.iter().map(|&row| self.revision[row]).collect(),
        }
    }
}

/// All readings of one key, sorted by time.
#[derive(Clone, Debug)]
pub struct Series {
    /// The name of the series.
    pub key: SeriesKey,
    /// Flag texts as the agency wrote them; index 0 is the empty flag.
    pub flags: Arc<[Arc<str>]>,
    /// Files that the readings came from.
    pub files: Arc<[FileOrigin]>,
    columns: Arc<Columns>,
}

impl Series {
    /// From columns; sorts by time where they are not. Of several rows of one instant the last given stays.
    pub fn new(
        key: SeriesKey,
        columns: Columns,
        flags: Arc<[Arc<str>]>,
        files: Arc<[FileOrigin]>,
    ) -> Self {
        let columns = if columns.time.is_sorted_by(|a, b| a < b) {
            columns
        } else {
            sorted(&columns)
        };
        Self {
            key,
            flags,
            files,
            columns: Arc::new(columns),
        }
    }

    /// Number of readings, missing ones among them.
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// The columns themselves; NaN is "no value".
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// The readings as a polars table, with null for "no value".
    ///
    /// # Errors
    /// Only when polars cannot build the table, which equal lengths exclude.
    pub fn frame(&self) -> PolarsResult<DataFrame> {
        let columns = &self.columns;
        let time = polars::prelude::Series::new("time".into(), &columns.time).cast(
            &DataType::Datetime(TimeUnit::Milliseconds, Some(TimeZone::UTC)),
        )?;
        let value: Vec<Option<f64>> = columns
            .value
            .iter()
            .map(|&value| (!value.is_nan()).then_some(value))
            .collect();
        let quality: Vec<u32> = columns
            .quality
            .iter()
            .map(|&quality| u32::from(quality))
            .collect();
        DataFrame::new(
            columns.len(),
            vec![
                time.into_column(),
                Column::new("value".into(), value),
                Column::new("quality".into(), quality),
                Column::new("line".into(), &columns.line),
                Column::new("revision".into(), &columns.revision),
            ],
        )
    }

    /// The part that lies in `period`.
    #[must_use]
    pub fn within(&self, period: Period) -> Self {
        let from = self
            .columns
            .time
            .partition_point(|&time| time < period.start.millis());
        let to = self
            .columns
            .time
            .partition_point(|&time| time < period.end.millis());
        let order: Vec<usize> = (from..to).collect();
        Self {
            columns: Arc::new(self.columns.reordered(&order)),
            ..self.clone()
        }
    }

    /// Instant, value and quality of the last reading that has a value, at or before `at`.
    pub fn latest(&self, at: Instant) -> Option<(Instant, f64, Quality)> {
        let end = self
            .columns
            .time
            .partition_point(|&time| time <= at.millis());
        let row = (0..end)
            .rev()
            .find(|&row| !self.columns.value[row].is_nan())?;
        Some((
            Instant::from_millis(self.columns.time[row]),
            self.columns.value[row],
            Quality::unpack(self.columns.quality[row]),
        ))
    }

    /// Where the reading of a row stands; `text` is left empty for the archive to fill.
    pub fn reading(&self, row: usize) -> Option<ReadingRef> {
        let columns = &self.columns;
        let file = usize::try_from(*columns.file.get(row)?).ok()?;
        let origin = self.files.get(file)?;
        Some(ReadingRef {
            file: origin.file.clone(),
            sha256: origin.sha256.clone(),
            line: columns.line[row],
            column: u32::from(columns.column[row]),
            text: String::new(),
            revision: columns.revision[row],
        })
    }
}

fn sorted(columns: &Columns) -> Columns {
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by_key(|&row| columns.time[row]);
    let mut kept: Vec<usize> = Vec::with_capacity(order.len());
    for row in order {
        if let Some(last) = kept.last_mut()
            && columns.time[*last] == columns.time[row]
        {
            *last = row;
        } else {
            kept.push(row);
        }
    }
    columns.reordered(&kept)
}
