//! Annual maxima out of whatever a file holds: annual peaks as they are, or the highest value of each hydrological
//! year of a record.

use chrono::{Datelike as _, NaiveDate};

use crate::domain::{Completeness, Finding, Instant};
use crate::indicators::catalogue::{
    Computed, Input, Points, Resolution, Setting, Settings, refuse,
};
use crate::indicators::stats::l_moments::count;
use crate::series::walks;

/// First month of the hydrological year.
pub(super) const YEAR_START: Setting = Setting {
    name: "year_start",
    meaning: "first month of the hydrological year, 1 to 12; the year is named after the calendar year it ends in",
    default: "10",
};
/// Share of a year that must be there.
pub(super) const LEAST_COVERAGE: Setting = Setting {
    name: "least_coverage",
    meaning: "share of the days (or months) of a year that must have a value, 0 to 1; years with less are left out",
    default: "0.9",
};
/// What the file holds.
pub(super) const VALUES: Setting = Setting {
    name: "values",
    meaning: "peaks: the file holds one flood peak a year; record: it holds a record that maxima are taken from; \
              auto: peaks when it has at most one value a year",
    default: "auto",
};

/// Settings of every indicator that takes annual maxima.
pub(super) const ANNUAL_SETTINGS: [Setting; 3] = [YEAR_START, LEAST_COVERAGE, VALUES];

/// A hydrological year and its highest value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Year {
    /// The year; a record's hydrological year is named after the calendar year that it ends in.
    pub year: i32,
    /// When the highest value was, milliseconds since 1970 UTC.
    pub time: i64,
    /// The highest value; NaN when the year has none.
    pub value: f64,
    /// Days (or months, or values) that are there, of those that the year has.
    pub days: Completeness,
}

/// How annual maxima are taken out of a record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// First month of the hydrological year, 1 to 12.
    pub year_start: u32,
    /// Share of the year that must be there, 0 to 1.
    pub least_coverage: f64,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            year_start: 10,
            least_coverage: 0.9,
        }
    }
}

/// Annual maxima and what they were taken from.
#[derive(Clone, Debug, PartialEq)]
pub struct Peaks {
    /// Years that count, in order.
    pub years: Vec<Year>,
    /// Years that were left out because too much of them is missing.
    pub left_out: Vec<Year>,
    /// Whether the file held annual peaks already.
    pub are_given: bool,
    /// Rules that they were taken by.
    pub rules: Rules,
}

/// The hydrological year that a moment lies in.
pub fn hydrological_year(time: i64, year_start: u32) -> i32 {
    let date = Instant::from_millis(time).utc().date();
    year_of(date, year_start)
}

fn year_of(date: NaiveDate, year_start: u32) -> i32 {
    date.year() + i32::from(year_start > 1 && date.month() >= year_start)
}

/// First day of a hydrological year.
pub fn first_day(year: i32, year_start: u32) -> NaiveDate {
    let calendar = year - i32::from(year_start > 1);
    NaiveDate::from_ymd_opt(calendar, year_start, 1).unwrap_or(NaiveDate::MIN)
}

/// The highest value of every hydrological year of a record, complete or not.
///
/// `time` is milliseconds since 1970 UTC, ascending; NaN is missing. A year's completeness counts its days with at
/// least one value (its months, when the record is monthly). Of equal values the first counts.
pub fn yearly(time: &[i64], value: &[f64], year_start: u32, is_monthly: bool) -> Vec<Year> {
    let cut = walks::water_years(time, year_start).into_iter();
    cut.filter_map(|cut| {
        let mut best: Option<(i64, f64)> = None;
        let (mut present, mut last_day) = (0, i64::MIN);
        for row in cut.rows.filter(|row| !value[*row].is_nan()) {
            if best.is_none_or(|(_, highest)| value[row] > highest) {
                best = Some((time[row], value[row]));
            }
            let day = time[row].div_euclid(86_400_000);
            present += u32::from(day != last_day);
            last_day = day;
        }
        let (time, value) = best?;
        let days = first_day(cut.year + 1, year_start) - first_day(cut.year, year_start);
        let days = u32::try_from(days.num_days()).unwrap_or(365);
        let expected = if is_monthly { 12 } else { days };
        Some(Year {
            year: cut.year,
            time,
            value,
            days: Completeness::new(present, expected),
        })
    })
    .collect()
}

/// The annual maxima of a record: years with enough of their days; the others stand apart.
pub fn maxima(time: &[i64], value: &[f64], rules: Rules, is_monthly: bool) -> Peaks {
    let years = yearly(time, value, rules.year_start, is_monthly);
    let (years, left_out) = years
        .into_iter()
        .partition(|year| year.days.share() + 1e-9 >= rules.least_coverage);
    Peaks {
        years,
        left_out,
        are_given: false,
        rules,
    }
}

/// The annual maxima of what `compute` was given.
pub(super) fn peaks(input: &Input, set: &Settings<'_>) -> Result<Peaks, Box<Finding>> {
    of_points(input.single()?, set)
}

pub(super) fn rules(set: &Settings<'_>) -> Result<Rules, Box<Finding>> {
    let year_start = match set.count("year_start")? {
        Some(month @ 1..=12) => u32::try_from(month).unwrap_or(10),
        Some(other) => {
            return Err(refuse(
                format!("year_start is {other}, which is no month"),
                "set it to the number of a month, 1 to 12, such as year_start=10",
            ));
        }
        None => 10,
    };
    let least_coverage = set.number("least_coverage")?.unwrap_or(0.9);
    if !(0.0..=1.0).contains(&least_coverage) {
        return Err(refuse(
            format!("least_coverage is {least_coverage}, which is no share"),
            "set it between 0 and 1, such as least_coverage=0.9",
        ));
    }
    Ok(Rules {
        year_start,
        least_coverage,
    })
}

fn of_points(points: &Points, set: &Settings<'_>) -> Result<Peaks, Box<Finding>> {
    let rules = rules(set)?;
    let choices = [
        ("auto", None),
        ("peaks", Some(true)),
        ("record", Some(false)),
    ];
    let are_given = set
        .choice("values", &choices)?
        .unwrap_or_else(|| are_peaks(points));
    if points.present().next().is_none() {
        return Err(refuse(
            "the series holds no value",
            "give annual peaks (1990,123) or a daily record (1990-05-04,123)",
        ));
    }
    if !are_given {
        let is_monthly = points.resolution == Resolution::Month;
        return Ok(maxima(&points.time, &points.value, rules, is_monthly));
    }
    Ok(Peaks {
        years: given(points, rules),
        left_out: Vec::new(),
        are_given,
        rules,
    })
}

fn given(points: &Points, rules: Rules) -> Vec<Year> {
    let rows = points.time.iter().zip(&points.value).enumerate();
    rows.filter(|(_, (_, value))| !value.is_nan())
        .map(|(row, (&time, &value))| Year {
            year: year_of_row(points, row, rules.year_start),
            time,
            value,
            days: Completeness::new(1, 1),
        })
        .collect()
}

/// The year of a row of annual peaks: as it is stamped, the hydrological year of its date, or the number of the row.
pub(super) fn year_of_row(points: &Points, row: usize, year_start: u32) -> i32 {
    match points.resolution {
        Resolution::Number => i32::try_from(row).unwrap_or(i32::MAX - 1) + 1,
        Resolution::Year => Instant::from_millis(points.time[row]).utc().date().year(),
        _ => hydrological_year(points.time[row], year_start),
    }
}

/// Whether the points are annual peaks: stamped by years or plain numbers, or hardly more of them than years.
fn are_peaks(points: &Points) -> bool {
    let (Some(&first), Some(&last)) = (points.time.first(), points.time.last()) else {
        return true;
    };
    match points.resolution {
        Resolution::Year | Resolution::Number => true,
        Resolution::Month => false,
        Resolution::Day | Resolution::Instant => {
            let years = (last - first).div_euclid(86_400_000 * 365) + 2;
            i64::try_from(points.time.len()).is_ok_and(|values| values <= years)
        }
    }
}

impl Peaks {
    /// The maxima, in order of time.
    pub fn values(&self) -> Vec<f64> {
        self.years.iter().map(|year| year.value).collect()
    }

    /// Years that count, of those that have a value.
    pub fn completeness(&self) -> Completeness {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let counted = number(self.years.len());
        Completeness::new(counted, counted + number(self.left_out.len()))
    }

    /// Adds what a person should know about how the maxima were taken.
    pub(super) fn say(&self, computed: Computed) -> Computed {
        if self.are_given {
            return computed;
        }
        let mut computed = computed.note(format!(
            "annual maxima of hydrological years that begin in month {} and are named after the year they end in; a year needs values on {:.0} % of its days. They are maxima of the values given: of daily means they are lower than the instantaneous peaks",
            self.rules.year_start,
            self.rules.least_coverage * 100.0
        ));
        if !self.left_out.is_empty() {
            computed = computed.note(self.said_of_left_out());
        }
        computed
    }

    fn said_of_left_out(&self) -> String {
        let median = crate::indicators::stats::l_moments::sorted(&self.values());
        let median = median
            .get(median.len() / 2)
            .copied()
            .unwrap_or(f64::INFINITY);
        let one = |year: &Year| {
            let high = if year.value > median {
                format!(", although it saw {}", year.value)
            } else {
                String::new()
            };
            format!("{} ({}{high})", year.year, year.days)
        };
        let years: Vec<String> = self.left_out.iter().map(one).collect();
        format!(
            "left out because too much of the year is missing: {}",
            years.join(", ")
        )
    }
}

/// The refusal of a record that is too short, saying how many years are needed; `None` when it is long enough.
pub(super) fn too_short(peaks: &Peaks, least: usize, what: &str) -> Option<Box<Finding>> {
    let n = peaks.years.len();
    (n < least).then(|| {
        let left_out = match peaks.left_out.len() {
            0 => String::new(),
            left_out => format!(" ({left_out} more are too incomplete)"),
        };
        refuse(
            format!("{n} usable years{left_out}, and {what} needs at least {least}"),
            format!(
                "give a longer record, or estimate from the region; with {n} years even the {:.0}-year flood is not known from the record alone",
                (2.0 * count(n)).max(2.0)
            ),
        )
    })
}
