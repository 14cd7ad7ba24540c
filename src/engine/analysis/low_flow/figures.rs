//! Flow duration, deficit, lowest means and base flow of a record.

use chrono::{Datelike as _, NaiveDate};

use super::answer::{Answer, Refusal, long_enough};
use crate::domain::Quantity;
use crate::indicators::drought::base_flow_index as index_of;
use crate::indicators::drought::base_flow_ukih::{SmoothedMinima, smoothed_minima};
use crate::indicators::drought::deficit::{
    Pooling, Rule, Threshold, deficit_events, without_minor,
};
use crate::indicators::drought::flow_duration::{flow_duration, share_exceeding};
use crate::indicators::drought::low_flow_quantile::{LowFlowDistribution, low_flow_quantile};
use crate::indicators::drought::n_day_minimum::annual_minima;
use crate::indicators::drought::record::{DAYS_A_YEAR, DailyRecord};
use crate::indicators::stats::quantile::QuantileType;

/// A flow duration curve and where today's flow lies on it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Duration {
    /// Percentages of time exceeded, 1 to 99.
    pub exceeded_percent: Vec<f64>,
    /// Values that are exceeded so long, SI.
    pub values: Vec<f64>,
    /// Percentage of time that today's value is exceeded.
    pub today_percent: f64,
    /// Value exceeded 95 % of the time.
    pub q95: f64,
    /// Value exceeded half of the time.
    pub q50: f64,
    /// Percentage of days with a value of zero.
    pub zero_percent: f64,
    /// Days with a value.
    pub n: usize,
}

/// Time under the flow that is exceeded nine days of ten.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Deficit {
    /// That flow, m³/s.
    pub threshold: f64,
    /// The deficit that the record ends in; `None` where the last value is not below the threshold.
    pub current: Option<CurrentDeficit>,
    /// Events of the record that last five days or more.
    pub events: usize,
    /// Days of the longest one.
    pub longest_days: usize,
    /// Volume of the largest one, hm³.
    pub largest_hm3: f64,
    /// When the largest one began.
    pub largest_since: Option<NaiveDate>,
}

/// A deficit that goes on.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct CurrentDeficit {
    /// First day.
    pub since: NaiveDate,
    /// Days so far.
    pub days: usize,
    /// Missing volume so far, hm³.
    pub volume_hm3: f64,
    /// Whether the day before it is missing, so that it may have begun earlier.
    pub begins_after_gap: bool,
}

/// Lowest means of seven days.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Minima {
    /// Mean of the lowest seven-day means of the years (MAM7), m³/s.
    pub mean_annual: f64,
    /// Undercut once in ten years (7Q10), m³/s, by log-Pearson III.
    pub seven_q_ten: Answer<f64>,
    /// Years with a minimum.
    pub years: usize,
    /// Month that the years begin in: the wettest one of the record.
    pub year_start: u32,
}

/// Days with a value.
fn present(record: &DailyRecord) -> usize {
    record.values.iter().filter(|value| !value.is_nan()).count()
}

/// Years of days with a value.
#[expect(clippy::cast_precision_loss, reason = "days of a record")]
pub(super) fn years(record: &DailyRecord) -> f64 {
    present(record) as f64 / DAYS_A_YEAR
}

pub(super) fn duration(record: &DailyRecord, today: f64, quantity: Quantity) -> Answer<Duration> {
    if quantity == Quantity::Rain {
        return Answer::Refused(Refusal::OtherQuantity);
    }
    long_enough(3.0, years(record))
        .map(|()| {
            let exceeded_percent: Vec<f64> = (1..=99).map(f64::from).collect();
            let shares: Vec<f64> = exceeded_percent
                .iter()
                .map(|percent| percent / 100.0)
                .collect();
            let values = flow_duration(&record.values, &shares, QuantileType::Type6);
            let n = present(record);
            let zeros = record.values.iter().filter(|value| **value == 0.0).count();
            #[expect(clippy::cast_precision_loss, reason = "days of a record")]
            let zero_percent = 100.0 * zeros as f64 / n as f64;
            Duration {
                today_percent: 100.0 * share_exceeding(&record.values, today, QuantileType::Type6),
                q95: values[94],
                q50: values[49],
                exceeded_percent,
                values,
                zero_percent,
                n,
            }
        })
        .into()
}

/// Volume of one m³/s over one day, hm³.
const HM3_A_DAY: f64 = 0.0864;

/// Events shorter than this are noise of the threshold, days.
const LEAST_DAYS: usize = 5;

pub(super) fn deficit(record: &DailyRecord, last: usize) -> Answer<Deficit> {
    long_enough(3.0, years(record))
        .map(|()| {
            let threshold = flow_duration(&record.values, &[0.9], QuantileType::Type6)[0];
            let daily = Threshold::Fixed(threshold).of_days(record);
            let pooling = Pooling::InterEventCriterion {
                gap_days: 5,
                volume_ratio: 0.1,
            };
            let all = deficit_events(&record.values, &daily, Rule::Strict, pooling);
            let current =
                all.last()
                    .filter(|event| event.last == last)
                    .map(|event| CurrentDeficit {
                        since: record.date(event.first),
                        days: event.duration_days,
                        volume_hm3: event.deficit * HM3_A_DAY,
                        begins_after_gap: event.begins_after_gap,
                    });
            let events = without_minor(all, LEAST_DAYS, 0.0);
            let largest = events.iter().max_by(|a, b| a.deficit.total_cmp(&b.deficit));
            Deficit {
                threshold,
                current,
                events: events.len(),
                longest_days: events
                    .iter()
                    .map(|event| event.duration_days)
                    .max()
                    .unwrap_or(0),
                largest_hm3: largest.map_or(0.0, |event| event.deficit * HM3_A_DAY),
                largest_since: largest.map(|event| record.date(event.first)),
            }
        })
        .into()
}

pub(super) fn minima(record: &DailyRecord) -> Answer<Minima> {
    let year_start = wettest_month(record);
    let minima: Vec<f64> = annual_minima(record, 7, year_start, 0.98)
        .iter()
        .map(|year| year.minimum)
        .filter(|minimum| !minimum.is_nan())
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "years of a record")]
    let n = minima.len() as f64;
    long_enough(3.0, n)
        .map(|()| Minima {
            mean_annual: minima.iter().sum::<f64>() / n,
            seven_q_ten: long_enough(10.0, n)
                .map(|()| low_flow_quantile(&minima, 0.1, LowFlowDistribution::LogPearson3))
                .and_then(|flow| {
                    if flow.is_finite() {
                        Ok(flow)
                    } else {
                        Err(Refusal::NoSpread)
                    }
                })
                .into(),
            years: minima.len(),
            year_start,
        })
        .into()
}

/// The month with the highest mean, 1 to 12: years that begin in it cut no dry season in two.
pub(super) fn wettest_month(record: &DailyRecord) -> u32 {
    let mut sums = [(0.0, 0_u32); 12];
    for (place, value) in record.values.iter().enumerate() {
        if !value.is_nan() {
            let month = &mut sums[record.date(place).month0() as usize];
            *month = (month.0 + value, month.1 + 1);
        }
    }
    let mean = |(sum, n): (f64, u32)| {
        if n > 0 {
            sum / f64::from(n)
        } else {
            f64::NEG_INFINITY
        }
    };
    let wettest = (1..=12_u32).max_by(|a, b| {
        let of = |month: u32| mean(sums[month as usize - 1]);
        of(*a).total_cmp(&of(*b))
    });
    wettest.unwrap_or(1)
}

pub(super) fn base_flow_index(record: &DailyRecord) -> Answer<f64> {
    long_enough(1.0, years(record))
        .and_then(|()| {
            let base = smoothed_minima(&record.values, SmoothedMinima::default());
            let index = index_of(&record.values, &base);
            if index.is_finite() {
                Ok(index)
            } else {
                Err(Refusal::NoSpread)
            }
        })
        .into()
}
