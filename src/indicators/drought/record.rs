//! What the low-flow indicators share: years of a daily record, gates on its length, units.

use std::ops::RangeInclusive;

use chrono::{Datelike as _, Months, NaiveDate};

use crate::domain::{Completeness, Finding};
use crate::indicators::catalogue::{Input, Setting, Settings, refuse};

/// A daily record: one value a day from `start` on, NaN where a day has none.
#[derive(Clone, Debug, PartialEq)]
pub struct DailyRecord {
    /// Day of the first value.
    pub start: NaiveDate,
    /// Values; NaN is missing.
    pub values: Vec<f64>,
}

impl DailyRecord {
    /// The only series of an input.
    ///
    /// # Errors
    /// When there is none, several, or no daily values.
    pub fn of(input: &Input) -> Result<Self, Box<Finding>> {
        let (start, values) = input.single()?.days()?;
        Ok(Self { start, values })
    }

    /// The date of a place.
    pub fn date(&self, place: usize) -> NaiveDate {
        let days = chrono::Days::new(place as u64);
        self.start.checked_add_days(days).unwrap_or(NaiveDate::MAX)
    }

    /// The place of a date; `None` outside the record.
    pub fn place(&self, date: NaiveDate) -> Option<usize> {
        let place = usize::try_from((date - self.start).num_days()).ok()?;
        (place < self.values.len()).then_some(place)
    }

    /// Days with a value, of those of the record.
    pub fn completeness(&self) -> Completeness {
        completeness(&self.values)
    }

    /// The years that begin in `first_month`, as far as the record touches them, in order.
    pub fn years(&self, first_month: u32) -> Vec<RecordYear> {
        let Some(last) = self.values.len().checked_sub(1) else {
            return Vec::new();
        };
        let (first, last) = (
            hydrological_year(self.start, first_month),
            hydrological_year(self.date(last), first_month),
        );
        (first..=last)
            .filter_map(|year| self.year(year, first_month))
            .collect()
    }

    fn year(&self, year: i32, first_month: u32) -> Option<RecordYear> {
        let begins = if first_month == 1 { year } else { year - 1 };
        let from = NaiveDate::from_ymd_opt(begins, first_month, 1)?;
        let to = from.checked_add_months(Months::new(12))?;
        let length = usize::try_from((to - from).num_days()).ok()?;
        let offset = (from - self.start).num_days();
        let clip = |place: i64| {
            usize::try_from(place.max(0))
                .unwrap_or_default()
                .min(self.values.len())
        };
        let (start, end) = (clip(offset), clip((to - self.start).num_days()));
        let present = self.values[start..end]
            .iter()
            .filter(|value| !value.is_nan())
            .count();
        Some(RecordYear {
            year,
            from,
            places: start..end,
            days: Completeness::new(as_u32(present), as_u32(length)),
        })
    }
}

/// A year of a daily record.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordYear {
    /// The calendar year that it ends in.
    pub year: i32,
    /// Its first day.
    pub from: NaiveDate,
    /// Where its days lie in the record.
    pub places: std::ops::Range<usize>,
    /// Days with a value, of all days of the year.
    pub days: Completeness,
}

/// The year that a date belongs to when years begin in `first_month`, named by the calendar year that it ends in.
pub fn hydrological_year(date: NaiveDate, first_month: u32) -> i32 {
    date.year() + i32::from(first_month > 1 && date.month() >= first_month)
}

/// Values that are there, of those expected.
pub fn completeness(values: &[f64]) -> Completeness {
    let present = values.iter().filter(|value| !value.is_nan()).count();
    Completeness::new(as_u32(present), as_u32(values.len()))
}

/// A count for a result.
pub(super) fn as_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The setting of the month that a year begins in.
///
/// # Errors
/// When it is no month.
pub(super) fn year_start(settings: &Settings<'_>) -> Result<u32, Box<Finding>> {
    let month = settings.count("year_start")?.unwrap_or(1);
    match u32::try_from(month) {
        Ok(month @ 1..=12) => Ok(month),
        _ => Err(refuse(
            format!("year_start is {month}, which is no month"),
            "set it to the number of the month that the year begins in, 1 to 12",
        )),
    }
}

/// A setting of two years, such as `years=1991-2020`, when it is set.
///
/// # Errors
/// When it is not two years in order.
pub fn span_of_years(
    settings: &Settings<'_>,
    name: &str,
) -> Result<Option<RangeInclusive<i32>>, Box<Finding>> {
    let Some(text) = settings.text(name) else {
        return Ok(None);
    };
    let parts = text.split_once(['-', '–', '/']);
    let years =
        parts.and_then(|(from, to)| Some((from.trim().parse().ok()?, to.trim().parse().ok()?)));
    match years {
        Some((from, to)) if from <= to => Ok(Some(from..=to)),
        _ => Err(refuse(
            format!("{name} is \"{text}\", which are no years"),
            format!("set it to the first and the last year, such as {name}=1991-2020"),
        )),
    }
}

/// Refuses a record with too few years, or notes one that is short.
///
/// # Errors
/// When `years` is below the least; the hint names the setting that lowers it.
pub(super) fn gate(
    what: &str,
    (have, unit): (f64, &str),
    (least, good): (f64, f64),
    setting: &str,
) -> Result<Option<String>, Box<Finding>> {
    if have + 1e-9 < least {
        return Err(refuse(
            format!(
                "{what} needs {least} {unit}, and the record has {}",
                shown(have)
            ),
            format!("give a longer record; --set {setting}=… asks for the figure all the same"),
        ));
    }
    let note = format!(
        "short record: {} {unit}; below {good} {unit} {what} is uncertain",
        shown(have)
    );
    Ok((have + 1e-9 < good).then_some(note))
}

fn shown(number: f64) -> String {
    let rounded = (number * 10.0).round() / 10.0;
    format!("{rounded}")
}

/// What may be set for the unit of a flow.
pub(super) const FLOW_UNIT: Setting = Setting {
    name: "unit",
    meaning: "unit of the flows: m3/s, l/s or ft3/s; volumes come in hm3",
    default: "m3/s",
};

/// m³ that one unit of flow brings in a second.
///
/// # Errors
/// When the unit is none of those known.
pub(super) fn cubic_metres_per_second(settings: &Settings<'_>) -> Result<f64, Box<Finding>> {
    settings.choice(
        "unit",
        &[
            ("m3/s", 1.0),
            ("l/s", 0.001),
            ("ft3/s", FOOT_CUBED),
            ("cfs", FOOT_CUBED),
            ("m³/s", 1.0),
        ],
    )
}

/// (0.3048 m)³.
const FOOT_CUBED: f64 = 0.028_316_846_592;

/// Seconds of a day.
pub(super) const SECONDS_A_DAY: f64 = 86_400.0;

/// Days of a year on the average of the calendar.
pub const DAYS_A_YEAR: f64 = 365.25;

/// A number for a result: what is not finite is missing.
pub(super) fn figure(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// Numbers for a result: what is not finite is missing.
pub(super) fn figures(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().map(|value| figure(*value)).collect()
}
