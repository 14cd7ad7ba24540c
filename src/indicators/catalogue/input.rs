//! What an indicator is given: series read from one file, or from the archive.

use chrono::{Datelike as _, NaiveDate};

use super::refuse;
use crate::domain::{Finding, Instant};

const DAY: i64 = 86_400_000;

/// What the stamps of a file name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resolution {
    /// Moments, or ends of intervals shorter than a day.
    Instant,
    /// Days; the stamp is the day's first moment in UTC.
    Day,
    /// Months; the stamp is the first moment of their first day.
    Month,
    /// Years; the stamp is the first moment of 1 January.
    Year,
    /// Plain numbers without a calendar; the stamp is the number in hours, as milliseconds.
    Number,
}

impl Resolution {
    /// A stamp as a result shows it: an instant, a date, a month, a year, or plain hours.
    pub fn stamp(self, millis: i64) -> serde_json::Value {
        let instant = Instant::from_millis(millis);
        let date = instant.utc().date();
        match self {
            // A moment between two days is told as a moment.
            Self::Day if millis.rem_euclid(DAY) == 0 => date.to_string().into(),
            Self::Instant | Self::Day => instant.to_string().into(),
            Self::Month => format!("{:04}-{:02}", date.year(), date.month()).into(),
            Self::Year => date.year().into(),
            #[expect(clippy::cast_precision_loss, reason = "hours, in milliseconds")]
            Self::Number => (millis as f64 / 3_600_000.0).into(),
        }
    }

    /// The same as text.
    pub fn say(self, millis: i64) -> String {
        match self.stamp(millis) {
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        }
    }
}

/// One series: sorted by time, no instant twice, a missing value is NaN.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    /// Station, or the name of the column; empty where a file names none.
    pub station: String,
    /// What the stamps name.
    pub resolution: Resolution,
    /// Milliseconds since 1970 UTC.
    pub time: Vec<i64>,
    /// SI, or the unit that the file is in; NaN is missing.
    pub value: Vec<f64>,
}

/// One value a month without holes: a missing month is NaN.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthlyValues {
    /// Year of the first value.
    pub year: i32,
    /// Month of the first value, 1 to 12.
    pub month: u32,
    /// Values; NaN is missing.
    pub values: Vec<f64>,
}

/// What an indicator is given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Input {
    /// Series in the order of the file.
    pub series: Vec<Points>,
    /// Further columns that are no series, such as `low`, `high` or `kind`, as they are written, one text a row.
    pub columns: Vec<(String, Vec<String>)>,
}

impl Input {
    /// The only series, for indicators of one.
    ///
    /// # Errors
    /// When there is none or there are several; the hint says how to choose.
    pub fn single(&self) -> Result<&Points, Box<Finding>> {
        match self.series.as_slice() {
            [] => Err(refuse(
                "the file holds no series",
                "give a CSV with the columns time,value",
            )),
            [one] => Ok(one),
            several => {
                let names: Vec<&str> = several.iter().map(|one| one.station.as_str()).collect();
                Err(refuse(
                    format!(
                        "the file holds {} series and this indicator takes one",
                        several.len()
                    ),
                    format!("choose with --set station=… among: {}", names.join(", ")),
                ))
            }
        }
    }

    /// The series of a station.
    ///
    /// # Errors
    /// When there is none; the hint lists those that are there.
    pub fn station(&self, name: &str) -> Result<&Points, Box<Finding>> {
        let found = self.series.iter().find(|points| points.station == name);
        found.ok_or_else(|| {
            let names: Vec<&str> = self.series.iter().map(|one| one.station.as_str()).collect();
            refuse(
                format!("the file holds no series called \"{name}\""),
                format!("it holds: {}", names.join(", ")),
            )
        })
    }

    /// A further column, one text a row.
    pub fn column(&self, name: &str) -> Option<&[String]> {
        let found = self.columns.iter().find(|(column, _)| column == name);
        found.map(|(_, texts)| texts.as_slice())
    }
}

impl Points {
    /// Values that are there.
    pub fn present(&self) -> impl Iterator<Item = f64> + '_ {
        self.value.iter().copied().filter(|value| !value.is_nan())
    }

    /// The stamp of a row as a person and a program read it.
    pub fn stamp(&self, row: usize) -> String {
        self.time
            .get(row)
            .map_or_else(String::new, |millis| self.resolution.say(*millis))
    }

    /// The most common spacing of the stamps in milliseconds, and its share of all spacings; `None` for fewer than
    /// two rows. Of two that are equally common the shorter one.
    pub fn spacing(&self) -> Option<(i64, f64)> {
        let mut gaps: Vec<i64> = self.time.windows(2).map(|pair| pair[1] - pair[0]).collect();
        gaps.sort_unstable();
        let runs = gaps.chunk_by(|a, b| a == b).map(|run| (run.len(), run[0]));
        let (count, gap) = runs.reduce(|best, run| if run.0 > best.0 { run } else { best })?;
        #[expect(clippy::cast_precision_loss, reason = "row counts stay far below 2^53")]
        Some((gap, count as f64 / gaps.len() as f64))
    }

    /// The daily values: first date, then one value a day, NaN where a day has none.
    ///
    /// # Errors
    /// When the file does not hold days.
    pub fn days(&self) -> Result<(NaiveDate, Vec<f64>), Box<Finding>> {
        let (Some(&first), Some(&last)) = (self.time.first(), self.time.last()) else {
            return Err(refuse("the series is empty", "give at least one value"));
        };
        if self.resolution != Resolution::Day {
            return Err(refuse(
                "this indicator takes daily values",
                "give one value a day, stamped with its date, such as 2002-08-12; daily-mean makes them of moments",
            ));
        }
        let place = |time: i64| usize::try_from((time - first) / DAY).unwrap_or_default();
        let mut values = vec![f64::NAN; place(last) + 1];
        for (&time, &value) in self.time.iter().zip(&self.value) {
            values[place(time)] = value;
        }
        Ok((Instant::from_millis(first).utc().date(), values))
    }

    /// The monthly values, NaN where a month has none.
    ///
    /// # Errors
    /// When the file does not hold months.
    pub fn months(&self) -> Result<MonthlyValues, Box<Finding>> {
        if self.resolution != Resolution::Month {
            return Err(refuse(
                "this indicator takes monthly values",
                "give one value a month, stamped such as 2002-08",
            ));
        }
        let month_of = |time: i64| {
            let date = Instant::from_millis(time).utc().date();
            date.year() * 12 + i32::try_from(date.month0()).unwrap_or_default()
        };
        let (Some(&first), Some(&last)) = (self.time.first(), self.time.last()) else {
            return Err(refuse("the series is empty", "give at least one value"));
        };
        let (first, last) = (month_of(first), month_of(last));
        let place = |month: i32| usize::try_from(month - first).unwrap_or_default();
        let mut values = vec![f64::NAN; place(last) + 1];
        for (&time, &value) in self.time.iter().zip(&self.value) {
            values[place(month_of(time))] = value;
        }
        Ok(MonthlyValues {
            year: first.div_euclid(12),
            month: u32::try_from(first.rem_euclid(12)).unwrap_or_default() + 1,
            values,
        })
    }
}
