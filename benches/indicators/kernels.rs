//! Our side of each indicator: values in memory in, figures out.

use std::path::Path;

use thalweg::indicators::drought::flow_duration::flow_duration;
use thalweg::indicators::frequency::annual::{Incomplete, Rules, maxima};
use thalweg::indicators::frequency::bootstrap::{self, Resampling};
use thalweg::indicators::frequency::distribution::Distribution as _;
use thalweg::indicators::frequency::gev::from_l_moments_in_one_step;
use thalweg::indicators::stats::l_moments::{of_sample, sorted};
use thalweg::indicators::stats::quantile::QuantileType;
use thalweg::series::walks::{
    AtMissing, AtPeriodEnd, Lookup, MeanRule, as_of, fold, means, rolling_sums, water_years,
};

use crate::clock::{cpu_nanos, peak_megabytes};
use crate::columns::{real, whole};

const MINUTE: i64 = 60_000;
const DAY: i64 = 1440 * MINUTE;
/// So often each side does its work; the least CPU time counts.
const TIMES: usize = 3;
/// Days that a hydrological year must have more of for its greatest value to count.
pub(crate) const DAYS_OF_A_YEAR: usize = 330;
/// The same as a share: 330 of 365 and of 366 are less, 331 of either are more.
const ENOUGH_OF_A_YEAR: Rules = Rules {
    year_start: 10,
    least_coverage: 0.9042,
    incomplete: Incomplete::LeaveOut,
};

/// What a line between two readings may bridge, and where it counts.
pub(crate) const MEAN_RULE: MeanRule = MeanRule {
    longest_gap: 60 * MINUTE,
    at_missing: AtMissing::Break,
    at_period_end: AtPeriodEnd::Whole,
};

/// Stations of one kind, one behind the other.
struct Records {
    time: Vec<i64>,
    value: Vec<f64>,
    begin: Vec<usize>,
}

impl Records {
    fn read(folder: &Path, name: &str) -> Self {
        let begin = whole(folder, &format!("{name}_begin"));
        Self {
            time: whole(folder, &format!("{name}_time"))
                .iter()
                .map(|seconds| seconds * 1000)
                .collect(),
            value: real(folder, &format!("{name}_value")),
            begin: begin.iter().map(|at| *at as usize).collect(),
        }
    }

    fn one(&self, nth: usize) -> (&[i64], &[f64]) {
        let rows = self.begin[nth]..self.begin[nth + 1];
        (&self.time[rows.clone()], &self.value[rows])
    }

    fn all(&self) -> impl Iterator<Item = (&[i64], &[f64])> {
        (1..self.begin.len()).map(|nth| self.one(nth - 1))
    }
}

/// Prints CPU seconds and figures of one indicator.
pub(crate) fn measure(task: &str, folder: &Path) {
    let kind = match task {
        "rolling_sums" => "r",
        "annual_maxima" | "bootstrap" => "d",
        _ => "a",
    };
    let records = Records::read(folder, kind);
    let network = whole(folder, "network");
    let (mut least, mut figures) = (f64::INFINITY, Vec::new());
    for _ in 0..TIMES {
        let before = cpu_nanos();
        figures = match task {
            "daily_means" => daily_means(&records),
            "rolling_sums" => rolling(&records),
            "lagged_join" => lagged(&records, &network),
            "flow_duration" => flow_curves(&records),
            "volumes" => volumes(&records),
            "annual_maxima" => annual_maxima(&records),
            _ => widths(&records),
        };
        least = least.min((cpu_nanos() - before) as f64 / 1e9);
    }
    let said = serde_json::json!({
        "cpu": least, "rss_mb": peak_megabytes(), "figures": figures,
    });
    println!("{said}");
}

/// First moments of the days that hold the times, and of the day behind them.
pub(crate) fn days(time: &[i64]) -> Vec<i64> {
    let (Some(first), Some(last)) = (time.first(), time.last()) else {
        return Vec::new();
    };
    let days = first.div_euclid(DAY)..=last.div_euclid(DAY) + 1;
    days.map(|day| day * DAY).collect()
}

/// Means of the days of which at least four fifths are covered.
pub(crate) fn day_means(time: &[i64], value: &[f64]) -> Vec<f64> {
    let found = means(time, |row| value[row], &days(time), &MEAN_RULE);
    let enough = found.iter().filter(|day| day.covered * 5 >= DAY * 4);
    enough.map(|day| day.mean).collect()
}

fn daily_means(records: &Records) -> Vec<f64> {
    let of_stations = records.all().map(|(time, value)| day_means(time, value));
    let all: Vec<Vec<f64>> = of_stations.collect();
    let n: usize = all.iter().map(Vec::len).sum();
    vec![n as f64, all.iter().flatten().sum()]
}

fn rolling(records: &Records) -> Vec<f64> {
    let mut sums = Vec::with_capacity(records.time.len());
    for (time, value) in records.all() {
        rolling_sums(time, value, DAY, |_, window| sums.push(window.sum));
    }
    let greatest = sums.iter().copied().fold(0.0, f64::max);
    vec![sums.len() as f64, sums.iter().sum(), greatest]
}

fn lagged(records: &Records, network: &[i64]) -> Vec<f64> {
    let (links, _) = network.as_chunks::<2>();
    let mut found = Vec::new();
    for (nth, &[upstream, minutes]) in links.iter().enumerate() {
        let Ok(upstream) = usize::try_from(upstream) else {
            continue;
        };
        let (time, value) = records.one(upstream);
        let lookup = Lookup {
            lag: minutes * MINUTE,
            tolerance: 60 * MINUTE,
        };
        found.push(as_of(time, value, records.one(nth).0, &lookup));
    }
    let all = || found.iter().flatten();
    let missing = all().filter(|value| value.is_nan()).count();
    let sum: f64 = all().filter(|value| !value.is_nan()).sum();
    vec![all().count() as f64, sum, missing as f64]
}

fn flow_curves(records: &Records) -> Vec<f64> {
    let exceeded: Vec<f64> = (1..100).map(|n| f64::from(n) / 100.0).collect();
    let of_station = |(_, value)| flow_duration(value, &exceeded, QuantileType::Type7);
    let all: Vec<Vec<f64>> = records.all().map(of_station).collect();
    vec![all.len() as f64, all.iter().flatten().sum()]
}

fn volumes(records: &Records) -> Vec<f64> {
    let mut all = Vec::new();
    for (time, value) in records.all() {
        let years = water_years(time, 10);
        all.extend(
            years
                .into_iter()
                .map(|year| fold(&value[year.rows]).sum * 900.0),
        );
    }
    vec![all.len() as f64, all.iter().sum()]
}

/// Greatest values of the hydrological years that have enough days, in their order.
pub(crate) fn yearly_maxima(time: &[i64], value: &[f64]) -> Vec<f64> {
    let years = maxima(time, value, ENOUGH_OF_A_YEAR, false).years;
    years.iter().map(|year| year.value).collect()
}

/// Floods of these probabilities of not being exceeded, by the GEV of the L-moments of the maxima.
pub(crate) fn floods(maxima: &[f64], p: &[f64]) -> Vec<f64> {
    let gev = from_l_moments_in_one_step(&of_sample(maxima));
    let flood = |p: &f64| gev.map_or(f64::NAN, |gev| gev.quantile(*p));
    p.iter().map(flood).collect()
}

fn annual_maxima(records: &Records) -> Vec<f64> {
    let hundred = records
        .all()
        .map(|(time, value)| floods(&yearly_maxima(time, value), &[0.99])[0]);
    let all: Vec<f64> = hundred.collect();
    vec![all.len() as f64, all.iter().sum()]
}

/// Width of the ninety-per-cent band of the flood of a hundred years, from a thousand drawn samples a station.
fn widths(records: &Records) -> Vec<f64> {
    let widths = records.all().zip(1..).filter_map(|((time, value), seed)| {
        let sample = sorted(&yearly_maxima(time, value));
        let drawn = Resampling {
            resamples: 1000,
            seed,
        };
        let fit = from_l_moments_in_one_step;
        let mut floods = bootstrap::quantiles(&sample, &[0.99], drawn, fit);
        let (low, high) = bootstrap::limits(&mut floods[0], 0.9)?;
        Some(high - low)
    });
    let all: Vec<f64> = widths.collect();
    vec![all.len() as f64, all.iter().sum()]
}
