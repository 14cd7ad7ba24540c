//! The table while it is being filled.

use crate::domain::{Cause, DayRule, LabelSide, Quantity, Receipt, StampMark, Statistic, Step};

use super::complaints::{Complaints, Kind};
use super::decode::Coding;
use super::flags::FlagBook;
use super::profile::{QualityPart, Rules};
use super::raw::{CellColumns, RawClock, RawSeries};

/// What is done about most rejected cells.
pub(super) const CORRECT: &str =
    "correct the cell, or ask the agency for the export again; the other rows were read";

/// A cell that should hold a value and holds something else.
pub(super) const NO_NUMBER: Kind = Kind::error(Cause::BadNumber, "the cell is no number", CORRECT);
/// A cell that should hold a stamp and holds something else.
pub(super) const NO_TIME: Kind = Kind::error(
    Cause::BadTime,
    "the cell is no date or time that exists in the export's form",
    CORRECT,
);
/// A last line without a line end.
pub(super) const CUT: Kind = Kind {
    cause: Cause::BadShape,
    severity: crate::domain::Severity::Warning,
    message: "the last line has no line end, so its last value may be cut; it is kept as suspect",
    hint: "download the export again, or ask the agency whether it is complete",
};

/// What a series is, before its first reading has come.
#[derive(Clone, Debug)]
pub(super) struct Proto {
    pub(super) quantity: Quantity,
    pub(super) statistic: Statistic,
    pub(super) daily_statistic: Option<Statistic>,
    pub(super) step: Option<Step>,
    pub(super) unit: String,
    pub(super) clock: RawClock,
    pub(super) stamp: StampMark,
    pub(super) day: DayRule,
}

impl Proto {
    /// The series of a station; one whose stamps are dates alone is daily.
    pub(super) fn series(
        &self,
        station: String,
        name: Option<String>,
        dates_alone: bool,
    ) -> RawSeries {
        let daily = self.daily_statistic.filter(|_| dates_alone);
        RawSeries {
            station,
            station_name: name,
            quantity: self.quantity,
            statistic: daily.unwrap_or(self.statistic),
            step: match self.step {
                Some(step) if step.is_longer_than_a_day() => Some(step),
                _ if dates_alone => Some(Step::Day),
                step => step,
            },
            unit: self.unit.clone(),
            clock: self.clock,
            // A date alone marks the side of the day that it names.
            stamp: match (dates_alone, self.day.label) {
                (false, _) => self.stamp,
                (true, LabelSide::Start) => StampMark::Start,
                (true, LabelSide::End) => StampMark::End,
            },
            day: self.day,
            cells: CellColumns::default(),
            time: Vec::new(),
            value: Vec::new(),
            flag: Vec::new(),
            line: Vec::new(),
            column: Vec::new(),
        }
    }
}

/// One reading and its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    /// Milliseconds, as in [`RawSeries::time`].
    pub(super) time: i64,
    /// NaN for "no value".
    pub(super) value: f64,
    /// Index of the flag.
    pub(super) flag: u16,
    /// From 1.
    pub(super) line: u32,
    /// From 1.
    pub(super) column: u16,
}

/// Readings of one column of neighbouring lines.
pub(super) struct Rows<'a> {
    /// As [`Reading::time`].
    pub(super) time: &'a [i64],
    /// As [`Reading::value`].
    pub(super) value: &'a [f64],
    /// As [`Reading::flag`]; `None` where the column has no flags.
    pub(super) flag: Option<&'a [u16]>,
    /// As [`Reading::line`].
    pub(super) line: &'a [u32],
    /// As [`Reading::column`].
    pub(super) column: u16,
}

/// Readings of one line, column by column.
#[derive(Debug, Default)]
pub(super) struct Cells {
    time: Vec<i64>,
    value: Vec<f64>,
    flag: Vec<u16>,
    column: Vec<u16>,
}

impl Cells {
    /// Forgets the line before.
    pub(super) fn clear(&mut self) {
        self.time.clear();
        self.value.clear();
        self.flag.clear();
        self.column.clear();
    }

    /// A further reading; see [`Reading`].
    pub(super) fn push(&mut self, time: i64, value: f64, flag: u16, column: u16) {
        self.time.push(time);
        self.value.push(value);
        self.flag.push(flag);
        self.column.push(column);
    }
}

/// The table while it is being filled.
pub(super) struct Table<'f> {
    /// The encoding of the file.
    pub(super) coding: Coding,
    /// Whether bytes of the file break that encoding.
    pub(super) broken: bool,
    /// Whether a structure was met that is not understood: nothing more is read, and nothing is taken in.
    pub(super) refused: bool,
    /// The series so far.
    pub(super) series: Vec<RawSeries>,
    /// The flags so far.
    pub(super) flags: FlagBook,
    /// What became of the cells so far; `kept` is settled at the end.
    pub(super) receipt: Receipt,
    /// Faults so far: a row that cannot be read is one, however many cells it has.
    pub(super) faults: u64,
    /// The findings so far.
    pub(super) complaints: Complaints<'f>,
    /// The first series of the export that is being read, where a file holds several.
    first: usize,
    /// Whether anybody will ask for the period of that export.
    knows_period: bool,
    /// First and last stamp of the readings of that export which have been given away.
    given: Option<(i64, i64)>,
}

impl<'f> Table<'f> {
    /// Without readings.
    pub(super) fn new(coding: Coding, unflagged: &QualityPart, complaints: Complaints<'f>) -> Self {
        Self {
            coding,
            broken: false,
            refused: false,
            series: Vec::new(),
            flags: FlagBook::new(unflagged),
            receipt: Receipt::default(),
            faults: 0,
            complaints,
            first: 0,
            knows_period: false,
            given: None,
        }
    }
}

impl Table<'_> {
    /// A further export of the same file begins; `period` is asked for where its header claims one.
    pub(super) fn begin_export(&mut self, rules: &Rules) {
        self.knows_period = rules.period.is_some();
        self.first = self.series.len();
        self.given = None;
    }

    /// First and last stamp of the series that began with this export; `None` without readings.
    pub(super) fn period(&self) -> Option<(i64, i64)> {
        let mut period = self.given;
        for &time in self.series.iter().skip(self.first).flat_map(|it| &it.time) {
            let (least, most) = period.unwrap_or((time, time));
            period = Some((least.min(time), most.max(time)));
        }
        period
    }

    /// Forgets the readings so far, which have been given away; the memory of their columns is used again.
    pub(super) fn forget_readings(&mut self) {
        if self.knows_period {
            self.given = self.period();
        }
        for series in &mut self.series {
            if series.time.is_empty() && series.time.capacity() > 0 {
                // Its station has come to an end; in a file of many stations that would add up.
                (series.time, series.value) = (Vec::new(), Vec::new());
                (series.flag, series.line, series.column) = (Vec::new(), Vec::new(), Vec::new());
            }
            series.time.clear();
            series.value.clear();
            series.flag.clear();
            series.line.clear();
            series.column.clear();
        }
    }

    /// A cell that was read: a value, or "no value".
    #[inline]
    pub(super) fn keep(&mut self, series: usize, reading: Reading) {
        self.receipt.read += 1;
        if reading.value.is_nan() {
            self.receipt.missing += 1;
        }
        let into = &mut self.series[series];
        into.time.push(reading.time);
        into.value.push(reading.value);
        into.flag.push(reading.flag);
        into.line.push(reading.line);
        into.column.push(reading.column);
    }

    /// Cells of one column of neighbouring lines, all of which were read.
    pub(super) fn keep_rows(&mut self, series: usize, rows: &Rows<'_>) {
        let Rows {
            time,
            value,
            flag,
            line,
            column,
        } = *rows;
        let missing = value.iter().filter(|value| value.is_nan()).count();
        self.receipt.read += value.len() as u64;
        self.receipt.missing += missing as u64;
        let into = &mut self.series[series];
        into.time.extend_from_slice(time);
        into.value.extend_from_slice(value);
        match flag {
            Some(flag) => into.flag.extend_from_slice(flag),
            None => into.flag.resize(into.value.len(), 0),
        }
        into.line.extend_from_slice(line);
        into.column.resize(into.value.len(), column);
    }

    /// Cells of one line and one series, all of which were read.
    pub(super) fn keep_cells(&mut self, series: usize, cells: &Cells, line: u32) {
        let missing = cells.value.iter().filter(|value| value.is_nan()).count();
        self.receipt.read += cells.value.len() as u64;
        self.receipt.missing += missing as u64;
        let into = &mut self.series[series];
        into.time.extend_from_slice(&cells.time);
        into.value.extend_from_slice(&cells.value);
        into.flag.extend_from_slice(&cells.flag);
        into.column.extend_from_slice(&cells.column);
        into.line.resize(into.value.len(), line);
    }

    /// So many cells that could not be read, with one finding.
    pub(super) fn reject(&mut self, cells: usize, kind: Kind, place: (u32, usize), text: &[u8]) {
        self.receipt.read += cells as u64;
        self.receipt.rejected += cells as u64;
        self.faults += 1;
        // Only the first part is shown, so no more than that is decoded.
        let text = self.coding.decode(&text[..text.len().min(400)]);
        self.complaints.at(kind, place.0, place.1, &text);
    }
}
