//! How far two series of one section are apart.
//!
//! # What it tells
//! For each calendar month: what each of two gauges says of the same water, and by how much they differ.
//! # Formula
//! Over the days on which both have a value: mean of A, mean of B, offset = B − A of the means, ratio = B / A of the
//! means, difference = 100 · (ratio − 1).
//! # Units
//! Unit of the series for means and offset; ratio without; difference in %.
//! # Missing data
//! A day counts when both have a value; below the allowed missing share of the month there is no row figure, but the
//! count of days. The ratio is `None` where the mean of A is zero.
//! # Limits
//! Numbers only: it says that two gauges differ, never which one is right. A ratio that keeps still from month to
//! month points to a unit or a rating; an offset that keeps still, to a gauge zero.
//! # Source
//! Plain arithmetic.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

use super::completeness::month_of;
use crate::domain::{AllowedMissing, Completeness};
use crate::series::Daily;

/// Two series in one month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MonthDisagreement {
    /// First day of the month.
    pub month: NaiveDate,
    /// Days on which both have a value, of the days of the month.
    pub days: Completeness,
    /// The comparison; `None` when too few days have both.
    pub comparison: Option<Comparison>,
}

/// Two means of the same days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// Mean of A, SI.
    pub mean_a: f64,
    /// Mean of B over the same days, SI.
    pub mean_b: f64,
    /// B − A, SI.
    pub offset: f64,
    /// B / A; `None` where the mean of A is zero.
    pub ratio: Option<f64>,
    /// 100 · (B / A − 1); `None` where the mean of A is zero.
    pub percent: Option<f64>,
}

impl Comparison {
    /// Of two means.
    pub fn of(mean_a: f64, mean_b: f64) -> Self {
        let ratio = (mean_a != 0.0).then(|| mean_b / mean_a);
        Self {
            mean_a,
            mean_b,
            offset: mean_b - mean_a,
            ratio,
            percent: ratio.map(|ratio| 100.0 * (ratio - 1.0)),
        }
    }
}

/// The months in which both records have at least one day, in order.
pub fn months(a: &Daily, b: &Daily, allowed: AllowedMissing) -> Vec<MonthDisagreement> {
    let mut sums: BTreeMap<NaiveDate, (u32, f64, f64)> = BTreeMap::new();
    let (from, to) = (a.start.max(b.start), a.end().min(b.end()));
    for date in from.iter_days().take_while(|date| *date < to) {
        let month = sums.entry(month_of(date)).or_default();
        if let (Some(a), Some(b)) = (a.value(date), b.value(date)) {
            month.0 += 1;
            month.1 += a;
            month.2 += b;
        }
    }
    sums.into_iter()
        .map(|(month, (n, sum_a, sum_b))| {
            let days = Completeness::new(n, days_of(month));
            let is_enough = n > 0 && days.suffices(allowed);
            MonthDisagreement {
                month,
                days,
                comparison: is_enough
                    .then(|| Comparison::of(sum_a / f64::from(n), sum_b / f64::from(n))),
            }
        })
        .collect()
}

fn days_of(month: NaiveDate) -> u32 {
    month
        .checked_add_months(Months::new(1))
        .and_then(|next| u32::try_from((next - month).num_days()).ok())
        .unwrap_or_default()
}
