//! The current hydrological year against what is usual on each of its days.

use chrono::{Months, NaiveDate};

use super::answer::{Answer, Refusal, long_enough};
use crate::domain::Completeness;
use crate::indicators::drought::percentile_bands::{BandRule, DayBand, bands, day_of_year};
use crate::indicators::drought::record::{DAYS_A_YEAR, DailyRecord, hydrological_year};
use crate::indicators::stats::quantile::QuantileType;

/// Shares of the values that lie below: dry to wet.
pub const SHARES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// Days on either side of a day that are ranked with it.
pub const HALF_WINDOW: usize = 3;

/// The current hydrological year.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Season {
    /// Calendar year that it ends in.
    pub year: i32,
    /// First and last year that the percentiles come from.
    pub years: (i32, i32),
    /// Its days in order, all of them.
    pub days: Vec<SeasonDay>,
    /// Days without percentiles, since too few values stand behind them.
    pub withheld: usize,
}

/// One day of the current hydrological year.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct SeasonDay {
    /// Its date.
    pub date: NaiveDate,
    /// What was measured; `None` where nothing was, or not yet.
    pub value: Option<f64>,
    /// Values at [`SHARES`] of the other years; `None` where they are withheld.
    pub usual: Option<[f64; 5]>,
    /// Values that were there, of those expected in the other years.
    pub values: Completeness,
}

fn rule() -> BandRule {
    BandRule {
        shares: SHARES.to_vec(),
        half_window: HALF_WINDOW,
        kind: QuantileType::Type6,
        least_share: 0.8,
        least_years: 3,
    }
}

/// The bands of the years before the current one.
fn usual(record: &DailyRecord, last: usize, year_start: u32) -> Result<Vec<DayBand>, Refusal> {
    let current = hydrological_year(record.date(last), year_start);
    let counts = |date: NaiveDate| hydrological_year(date, year_start) < current;
    let before = record.values.iter().enumerate();
    let days = before
        .filter(|(place, value)| !value.is_nan() && counts(record.date(*place)))
        .count();
    #[expect(clippy::cast_precision_loss, reason = "days of a record")]
    long_enough(3.0, days as f64 / DAYS_A_YEAR)?;
    Ok(bands(record, &rule(), counts))
}

/// The current hydrological year, the one of the record's last day.
pub(super) fn season(record: &DailyRecord, last: usize, year_start: u32) -> Answer<Season> {
    usual(record, last, year_start)
        .map(|bands| {
            let year = hydrological_year(record.date(last), year_start);
            let begins = if year_start == 1 { year } else { year - 1 };
            let from = NaiveDate::from_ymd_opt(begins, year_start, 1).unwrap_or_default();
            let to = from.checked_add_months(Months::new(12)).unwrap_or(from);
            let days = from.iter_days().take_while(|date| *date < to);
            let days: Vec<SeasonDay> = days.map(|date| day(record, &bands, date)).collect();
            Season {
                year,
                years: (hydrological_year(record.start, year_start), year - 1),
                withheld: days.iter().filter(|day| day.usual.is_none()).count(),
                days,
            }
        })
        .into()
}

fn day(record: &DailyRecord, bands: &[DayBand], date: NaiveDate) -> SeasonDay {
    let band = &bands[day_of_year(date)];
    let value = record.place(date).map(|place| record.values[place]);
    let usual: Option<[f64; 5]> = band.flows.as_slice().try_into().ok();
    SeasonDay {
        date,
        value: value.filter(|value| !value.is_nan()),
        usual: usual.filter(|flows| flows.iter().all(|flow| !flow.is_nan())),
        values: band.values,
    }
}

/// Share of the values of that time of the year that lie below the record's last value.
pub(super) fn share_below(record: &DailyRecord, last: usize, year_start: u32) -> Answer<f64> {
    usual(record, last, year_start)
        .and_then(|bands| {
            let band = &bands[day_of_year(record.date(last))];
            let share = band.share_below(record.values[last], QuantileType::Type6);
            if share.is_nan() {
                Err(Refusal::Incomplete(band.values))
            } else {
                Ok(share)
            }
        })
        .into()
}
