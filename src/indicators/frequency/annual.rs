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
/// What becomes of a year with too many gaps.
pub(super) const INCOMPLETE: Setting = Setting {
    name: "incomplete",
    meaning: "leave-out, or season: a year with too many gaps counts when the months in which the other maxima fell are there",
    default: "leave-out",
};
/// What the file holds.
pub(super) const VALUES: Setting = Setting {
    name: "values",
    meaning: "peaks: the file holds one flood peak a year; record: it holds a record that maxima are taken from; \
              auto: peaks when it has at most one value a year",
    default: "auto",
};

/// Settings of every indicator that takes annual maxima.
pub(super) const ANNUAL_SETTINGS: [Setting; 4] = [YEAR_START, LEAST_COVERAGE, INCOMPLETE, VALUES];

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
    /// Days with a value in each calendar month, January first.
    pub by_month: [u32; 12],
    /// Whether it counts only because its gaps lie outside the flood season.
    pub is_by_season: bool,
}

/// What becomes of a year with too many gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Incomplete {
    /// It is left out.
    LeaveOut,
    /// It counts when the months in which the maxima of the complete years fell are there.
    Season,
}

/// How annual maxima are taken out of a record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// First month of the hydrological year, 1 to 12.
    pub year_start: u32,
    /// Share of the year that must be there, 0 to 1.
    pub least_coverage: f64,
    /// What becomes of the other years.
    pub incomplete: Incomplete,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            year_start: 10,
            least_coverage: 0.9,
            incomplete: Incomplete::LeaveOut,
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
        let mut by_month = [0; 12];
        for row in cut.rows.filter(|row| !value[*row].is_nan()) {
            if best.is_none_or(|(_, highest)| value[row] > highest) {
                best = Some((time[row], value[row]));
            }
            let day = time[row].div_euclid(86_400_000);
            if day != last_day {
                present += 1;
                by_month[month_of(time[row])] += 1;
            }
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
            by_month,
            is_by_season: false,
        })
    })
    .collect()
}

/// The calendar month of a moment, 0 for January.
fn month_of(time: i64) -> usize {
    usize::try_from(Instant::from_millis(time).utc().date().month0()).unwrap_or_default()
}

/// Complete years that a flood season can be told from.
const LEAST_FOR_SEASON: usize = 5;

/// The annual maxima of a record: years with enough of their days, and by [`Incomplete::Season`] those whose gaps lie
/// outside the flood season; the others stand apart.
pub fn maxima(time: &[i64], value: &[f64], rules: Rules, is_monthly: bool) -> Peaks {
    let years = yearly(time, value, rules.year_start, is_monthly);
    let suffices = |share: f64| share + 1e-9 >= rules.least_coverage;
    let (mut counted, mut left_out): (Vec<Year>, Vec<Year>) = years
        .into_iter()
        .partition(|year| suffices(year.days.share()));
    if rules.incomplete == Incomplete::Season && counted.len() >= LEAST_FOR_SEASON && !is_monthly {
        let mut is_season = [false; 12];
        for year in &counted {
            is_season[month_of(year.time)] = true;
        }
        let is_covered = |year: &Year| {
            (0..12)
                .filter(|month| is_season[*month])
                .all(|month| suffices(share_of_month(year, month, rules.year_start)))
        };
        let (covered, rest): (Vec<Year>, Vec<Year>) = left_out.into_iter().partition(is_covered);
        left_out = rest;
        counted.extend(covered.into_iter().map(|year| Year {
            is_by_season: true,
            ..year
        }));
        counted.sort_by_key(|year| year.year);
    }
    Peaks {
        years: counted,
        left_out,
        are_given: false,
        rules,
    }
}

/// Share of a month of a hydrological year that has values; `month` is 0 for January.
fn share_of_month(year: &Year, month: usize, year_start: u32) -> f64 {
    let number = u32::try_from(month).unwrap_or_default() + 1;
    let calendar = year.year - i32::from(year_start > 1 && number >= year_start);
    let first = NaiveDate::from_ymd_opt(calendar, number, 1).unwrap_or(NaiveDate::MIN);
    let next = first
        .checked_add_months(chrono::Months::new(1))
        .unwrap_or(first);
    let days = u32::try_from((next - first).num_days()).unwrap_or(30);
    f64::from(year.by_month[month]) / f64::from(days)
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
    let choices = [
        ("leave-out", Incomplete::LeaveOut),
        ("season", Incomplete::Season),
    ];
    Ok(Rules {
        year_start,
        least_coverage,
        incomplete: set.choice("incomplete", &choices)?,
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
            by_month: [0; 12],
            is_by_season: false,
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
        let by_season: Vec<String> = self
            .years
            .iter()
            .filter(|year| year.is_by_season)
            .map(|year| format!("{} ({})", year.year, year.days))
            .collect();
        if !by_season.is_empty() {
            computed = computed.note(format!(
                "incomplete years that count because the months in which the other maxima fell are there: {}",
                by_season.join(", ")
            ));
        }
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
