//! Whether the yearly figures of a record rise, fall or break.

use super::answer::{Answer, Refusal, long_enough};
use super::figures::wettest_month;
use crate::domain::Quantity;
use crate::indicators::drought::n_day_minimum::annual_minima;
use crate::indicators::drought::record::DailyRecord;
use crate::indicators::stats::mann_kendall::{Continuity, mann_kendall, sen_slope};
use crate::indicators::stats::pettitt::pettitt;
use crate::indicators::stats::snht::{snht, snht_by_chance};

/// Tests of one yearly figure.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct RecordTests {
    /// Which figure: `mean`, `total` or `minimum_7` of a year.
    pub of: &'static str,
    /// Years with the figure.
    pub years: usize,
    /// Mann–Kendall and Sen.
    pub trend: Answer<Trend>,
    /// Pettitt and SNHT.
    pub homogeneity: Answer<Break>,
}

/// A trend.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Trend {
    /// Sen's slope, SI a year.
    pub slope: f64,
    /// Its limits at 95 %.
    pub limits: (f64, f64),
    /// Two-sided probability of Mann–Kendall.
    pub p: f64,
}

/// A break.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Break {
    /// Last year of the first part by Pettitt.
    pub pettitt_year: i32,
    /// Probability of Pettitt.
    pub pettitt_p: f64,
    /// Last year of the first part by SNHT.
    pub snht_year: i32,
    /// Probability of SNHT, by chance series.
    pub snht_p: f64,
    /// Mean of the years up to the break of Pettitt, and after it, SI.
    pub means: (f64, f64),
}

/// Chance series that a probability stands on: enough for two decimals.
const SIMULATIONS: usize = 4000;

pub(super) fn tests(record: &DailyRecord, year_start: u32, quantity: Quantity) -> Vec<RecordTests> {
    let mut found = vec![match quantity {
        Quantity::Rain => tested("total", &annual(record, year_start, |sum, _| sum)),
        _ => tested(
            "mean",
            &annual(record, year_start, |sum, n| sum / f64::from(n)),
        ),
    }];
    if quantity == Quantity::Discharge {
        let minima = annual_minima(record, 7, wettest_month(record), 0.98);
        let years = minima.iter().map(|year| (year.year, year.minimum));
        found.push(tested(
            "minimum_7",
            &years
                .filter(|(_, value)| !value.is_nan())
                .collect::<Vec<_>>(),
        ));
    }
    found
}

/// A figure of each year with at least 98 % of its days.
fn annual(record: &DailyRecord, year_start: u32, of: impl Fn(f64, u32) -> f64) -> Vec<(i32, f64)> {
    let years = record.years(year_start).into_iter();
    years
        .filter(|year| year.days.share() >= 0.98)
        .map(|year| {
            let values = record.values[year.places.clone()].iter();
            let sum: f64 = values.filter(|value| !value.is_nan()).sum();
            (year.year, of(sum, year.days.present))
        })
        .collect()
}

fn tested(of: &'static str, years: &[(i32, f64)]) -> RecordTests {
    let values: Vec<f64> = years.iter().map(|(_, value)| *value).collect();
    #[expect(clippy::cast_precision_loss, reason = "years of a record")]
    let n = values.len() as f64;
    RecordTests {
        of,
        years: values.len(),
        trend: long_enough(10.0, n).map(|()| trend(years, &values)).into(),
        homogeneity: long_enough(20.0, n)
            .and_then(|()| homogeneity(years, &values))
            .into(),
    }
}

fn trend(years: &[(i32, f64)], values: &[f64]) -> Trend {
    let test = mann_kendall(values, Continuity::Corrected);
    let times: Vec<f64> = years.iter().map(|(year, _)| f64::from(*year)).collect();
    let sen = sen_slope(&times, values, test.variance, 0.95);
    Trend {
        slope: sen.slope,
        limits: sen.limits,
        p: test.p,
    }
}

fn homogeneity(years: &[(i32, f64)], values: &[f64]) -> Result<Break, Refusal> {
    let step = pettitt(values);
    let t = snht(values);
    let place = (0..t.len())
        .max_by(|a, b| t[*a].total_cmp(&t[*b]))
        .ok_or(Refusal::NoSpread)?;
    if !t[place].is_finite() {
        return Err(Refusal::NoSpread);
    }
    let null = snht_by_chance(values.len(), SIMULATIONS, 1);
    let reached = null.len() - null.partition_point(|value| *value < t[place]);
    let mean = |part: &[f64]| crate::indicators::stats::sample::mean(part);
    let (before, after) = values.split_at(step.break_after);
    #[expect(clippy::cast_precision_loss, reason = "a few thousand draws")]
    Ok(Break {
        pettitt_year: years[step.break_after - 1].0,
        pettitt_p: step.p,
        snht_year: years[place].0,
        snht_p: reached as f64 / null.len() as f64,
        means: (mean(before), mean(after)),
    })
}
