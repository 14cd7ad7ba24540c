//! From the stamps of a file to one kind of time.

use chrono::{Datelike as _, Duration, NaiveDate};

use super::roles::{Column, Role, folded};
use super::stamp::{self, DateOrder, Grain, Stamp};
use super::text::Row;
use super::value::{Cell, Decimal};
use crate::domain::{Cause, Civil, Clock, Finding, Findings, Instant, Resolved};
use crate::indicators::catalogue::Resolution;

/// What was set about times.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TimeSettings {
    /// Clock of stamps without a zone; UTC where it is not set.
    pub(super) clock: Option<Clock>,
    /// Order of slashed dates.
    pub(super) order: Option<DateOrder>,
}

/// The time of every row, and what the stamps name.
pub(super) struct Times {
    /// Milliseconds since 1970 UTC; `None` where a stamp could not be read.
    pub(super) millis: Vec<Option<i64>>,
    /// What they name.
    pub(super) resolution: Resolution,
}

/// A stamp as a row has it.
#[derive(Clone, Copy)]
enum Read {
    Stamp(Stamp),
    Number(f64),
    Nothing,
}

/// Reads the times of all rows. A stamp that is none is a finding.
pub(super) fn times(
    (columns, rows): (&[Column], &[Row]),
    decimal: Decimal,
    set: TimeSettings,
    findings: &mut Findings,
) -> Result<Times, Box<Finding>> {
    let Some(at) = Places::of(columns) else {
        return Err(Box::new(
            Finding::error(Cause::BadShape, "no column holds times")
                .hint("call one of them time, date or year"),
        ));
    };
    let order = match set.order {
        Some(order) => order,
        None => order_of(rows, &at)?,
    };
    let read: Vec<Read> = rows
        .iter()
        .map(|row| at.read(row, order, decimal))
        .collect();
    let resolution = resolution_of(&read, &at);
    let mut clock = OnClock {
        clock: set.clock.unwrap_or(Clock::UTC),
        unzoned: 0,
        findings,
    };
    let millis: Vec<Option<i64>> = rows
        .iter()
        .zip(&read)
        .map(|(row, read)| clock.millis(*read, resolution, &at, row))
        .collect();
    if clock.unzoned > 0 && set.clock.is_none() {
        findings.push(
            Finding::note(
                Cause::BadTime,
                "the stamps name no zone and were read as UTC",
            )
            .hint("give another clock with --set clock=UTC+01:00 or --set clock=Europe/Lisbon"),
        );
    }
    Ok(calendar(Times { millis, resolution }))
}

/// Columns that the stamp is made of.
struct Places {
    time: Option<usize>,
    time_of_day: Option<usize>,
    parts: Option<[Option<usize>; 3]>,
    /// The heading of the time, folded.
    heading: String,
}

impl Places {
    fn of(columns: &[Column]) -> Option<Self> {
        let place = |role| columns.iter().position(|column| column.role == role);
        let time = place(Role::Time);
        let year = place(Role::Year);
        let named = time.or(year)?;
        Some(Self {
            time,
            time_of_day: place(Role::TimeOfDay),
            parts: (time.is_none()).then(|| [year, place(Role::Month), place(Role::DayOfMonth)]),
            heading: folded(&columns[named].name),
        })
    }

    /// Field that a fault of the stamp is reported at, from 1.
    fn field(&self) -> u32 {
        let place = self
            .time
            .or(self.parts.and_then(|parts| parts[0]))
            .unwrap_or(0);
        u32::try_from(place + 1).unwrap_or(1)
    }

    fn text(&self, row: &Row) -> String {
        match (self.time, self.parts) {
            (Some(time), _) => row.cell(time).to_owned(),
            (None, Some(parts)) => {
                let cells: Vec<&str> = parts.iter().flatten().map(|part| row.cell(*part)).collect();
                cells.join("-")
            }
            (None, None) => String::new(),
        }
    }

    fn read(&self, row: &Row, order: DateOrder, decimal: Decimal) -> Read {
        if let Some([Some(year), month, day]) = self.parts {
            return of_parts(row, year, month, day);
        }
        let cell = row.cell(self.time.unwrap_or(0));
        if let Some(mut stamp) = stamp::parse(cell, order) {
            if let Some(clock) = self.time_of_day {
                let Some(moment) = stamp.at(row.cell(clock)) else {
                    return Read::Nothing;
                };
                stamp = moment;
            }
            return Read::Stamp(stamp);
        }
        match decimal.read(cell) {
            Cell::Number(number) => Read::Number(number),
            Cell::Missing | Cell::Odd => Read::Nothing,
        }
    }
}

fn of_parts(row: &Row, year: usize, month: Option<usize>, day: Option<usize>) -> Read {
    let number = |place: usize| row.cell(place).parse::<u32>().ok();
    let Some(y) = row
        .cell(year)
        .parse::<i32>()
        .ok()
        .filter(|year| (1..=9999).contains(year))
    else {
        return Read::Nothing;
    };
    let (Some(m), Some(d)) = (month.map_or(Some(1), number), day.map_or(Some(1), number)) else {
        return Read::Nothing;
    };
    let grain = match (month, day) {
        (Some(_), Some(_)) => Grain::Day,
        (Some(_), None) => Grain::Month,
        (None, _) => Grain::Year,
    };
    NaiveDate::from_ymd_opt(y, m, d).map_or(Read::Nothing, |date| {
        Read::Stamp(Stamp {
            civil: date.and_time(chrono::NaiveTime::MIN),
            grain,
            offset: None,
        })
    })
}

fn order_of(rows: &[Row], at: &Places) -> Result<DateOrder, Box<Finding>> {
    let Some(time) = at.time else {
        return Ok(DateOrder::DayFirst);
    };
    stamp::order_of(rows.iter().map(|row| row.cell(time))).map_err(|both| {
        let why = if both {
            "the dates fit both dd/mm/yyyy and mm/dd/yyyy"
        } else {
            "some dates fit only dd/mm/yyyy and others only mm/dd/yyyy"
        };
        Box::new(
            Finding::error(Cause::BadTime, why)
                .column(at.field())
                .hint("say which with --set dates=dd/mm/yyyy or --set dates=mm/dd/yyyy"),
        )
    })
}

/// What most stamps of a file name. Days among moments are moments at midnight.
fn resolution_of(read: &[Read], at: &Places) -> Resolution {
    let count = |grain| {
        read.iter()
            .filter(|read| matches!(read, Read::Stamp(stamp) if stamp.grain == grain))
            .count()
    };
    let numbers: Vec<f64> = read
        .iter()
        .filter_map(|read| match read {
            Read::Number(number) => Some(*number),
            _ => None,
        })
        .collect();
    let (moments, days) = (count(Grain::Moment), count(Grain::Day));
    let (months, years) = (count(Grain::Month), count(Grain::Year));
    let most = numbers.len().max(moments + days).max(months).max(years);
    if most == 0 || most == moments + days {
        if moments > 0 {
            Resolution::Instant
        } else {
            Resolution::Day
        }
    } else if most == months {
        Resolution::Month
    } else if most == years || are_years(&numbers, &at.heading) {
        Resolution::Year
    } else {
        Resolution::Number
    }
}

/// Whether plain numbers are years.
fn are_years(numbers: &[f64], heading: &str) -> bool {
    let counted = [
        "t", "index", "hour", "hours", "minutes", "seconds", "days", "day",
    ];
    let yearly = ["wateryear", "wy"].contains(&heading);
    let fits = |number: &f64| number.fract() == 0.0 && (1000.0..=2500.0).contains(number);
    !numbers.is_empty() && numbers.iter().all(fits) && (yearly || !counted.contains(&heading))
}

struct OnClock<'f> {
    clock: Clock,
    unzoned: usize,
    findings: &'f mut Findings,
}

impl OnClock<'_> {
    fn millis(
        &mut self,
        read: Read,
        resolution: Resolution,
        at: &Places,
        row: &Row,
    ) -> Option<i64> {
        let found = match (read, resolution) {
            (Read::Stamp(stamp), Resolution::Instant) => return self.instant(stamp, at, row),
            (Read::Stamp(stamp), Resolution::Day) if stamp.grain == Grain::Day => Some(stamp.civil),
            (Read::Stamp(stamp), Resolution::Month) if stamp.grain == Grain::Month => {
                Some(stamp.civil)
            }
            (Read::Stamp(stamp), Resolution::Year) if stamp.grain == Grain::Year => {
                Some(stamp.civil)
            }
            (Read::Number(number), Resolution::Year) => year_start(number),
            (Read::Number(number), Resolution::Number) => {
                return number_millis(number, &at.heading);
            }
            _ => None,
        };
        if found.is_none() {
            self.say(at, row, expected(resolution));
        }
        found.map(|civil| Instant::from_utc(civil).millis())
    }

    fn instant(&mut self, stamp: Stamp, at: &Places, row: &Row) -> Option<i64> {
        if let Some(minutes) = stamp.offset {
            return Some(
                Instant::from_utc(stamp.civil)
                    .plus_minutes(-i64::from(minutes))
                    .millis(),
            );
        }
        self.unzoned += 1;
        match self.clock.resolve(stamp.civil) {
            Resolved::Unique(instant) => Some(instant.millis()),
            Resolved::Gap => {
                self.say(
                    at,
                    row,
                    "the clock was put forward over this time: it does not exist",
                );
                None
            }
            Resolved::Fold { .. } => {
                self.say(
                    at,
                    row,
                    "the clock was put back over this time: it exists twice",
                );
                None
            }
        }
    }

    fn say(&mut self, at: &Places, row: &Row, why: &str) {
        self.findings.push(
            Finding::error(Cause::BadTime, why)
                .line(row.line)
                .column(at.field())
                .text(&at.text(row))
                .hint("write times alike in all rows, such as 2002-08-12T06:00Z, 2002-08-12, 2002-08 or 2002"),
        );
    }
}

fn expected(resolution: Resolution) -> &'static str {
    match resolution {
        Resolution::Instant => "this is no date and time",
        Resolution::Day => "this is no date, as the other stamps are",
        Resolution::Month => "this is no month, as the other stamps are",
        Resolution::Year => "this is no year, as the other stamps are",
        Resolution::Number => "this is no number, as the other stamps are",
    }
}

fn year_start(number: f64) -> Option<Civil> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a year was seen to lie between 1000 and 2500"
    )]
    let year = number as i32;
    NaiveDate::from_ymd_opt(year, 1, 1).map(|date| date.and_time(chrono::NaiveTime::MIN))
}

/// A plain number as milliseconds: hours, or what its heading names.
fn number_millis(number: f64, heading: &str) -> Option<i64> {
    let hour = 3_600_000.0;
    let one = match heading {
        "day" | "days" | "timedays" | "timed" => 24.0 * hour,
        "minutes" | "minute" | "timemin" | "timeminutes" => hour / 60.0,
        "seconds" | "second" | "times" | "timeseconds" => hour / 3600.0,
        _ => hour,
    };
    let millis = (number * one).round();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "checked to lie far within the range"
    )]
    (millis.abs() < 1e17).then_some(millis as i64)
}

/// Moments that all stand at midnight are days; days that all are the first or all the last of a month, one a month,
/// are months; those of 1 January, one a year, are years.
fn calendar(mut times: Times) -> Times {
    let civil: Vec<Civil> = times
        .millis
        .iter()
        .flatten()
        .map(|millis| Instant::from_millis(*millis).utc())
        .collect();
    if !matches!(times.resolution, Resolution::Instant | Resolution::Day) || civil.len() < 3 {
        return times;
    }
    if civil
        .iter()
        .any(|civil| civil.time() != chrono::NaiveTime::MIN)
    {
        return times;
    }
    times.resolution = Resolution::Day;
    let ends_month = |date: NaiveDate| (date + Duration::days(1)).day() == 1;
    let dates = || civil.iter().map(Civil::date);
    let monthly = dates().all(|date| date.day() == 1) || dates().all(ends_month);
    if !monthly {
        return times;
    }
    let is_yearly = dates().all(|date| date.ordinal() == 1);
    times.resolution = if is_yearly {
        Resolution::Year
    } else {
        Resolution::Month
    };
    for millis in times.millis.iter_mut().flatten() {
        let date = Instant::from_millis(*millis).utc().date();
        let first = date.with_day(1).unwrap_or(date);
        *millis = Instant::from_utc(first.and_time(chrono::NaiveTime::MIN)).millis();
    }
    times
}
