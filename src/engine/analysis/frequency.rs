//! How often a flow is reached at a station: annual maxima, the curves through them, and where today's flow stands.

use super::record::records;
use super::{Matter, Record};
use crate::domain::{Completeness, Instant, Quantity, Statistic};
use crate::engine::EngineError;
use crate::indicators::frequency::annual::{Incomplete, Peaks, Rules, Year, maxima};
use crate::indicators::frequency::bootstrap::{self, Resampling};
use crate::indicators::frequency::distribution::Distribution;
use crate::indicators::frequency::log_pearson_3 as log_pearson;
use crate::indicators::frequency::plotting::{Position, ranks};
use crate::indicators::frequency::record::{COMFORTABLE_YEARS, LEAST_YEARS};
pub use crate::indicators::frequency::record::{Plausibility, plausibility};
use crate::indicators::frequency::return_period::place;
use crate::indicators::frequency::{gev, gumbel};
use crate::indicators::stats::l_moments::{LMoments, of_sorted, sorted};
use crate::series::Series;

/// Return periods of the table, years.
pub const TABLE: [f64; 6] = [2.0, 5.0, 10.0, 20.0, 50.0, 100.0];

/// Share of the confidence intervals, two-sided.
pub const CONFIDENCE: f64 = 0.9;

/// Oldest reading that still is today's, minutes.
const STALE_AFTER: i64 = 3 * 1440;

/// How often a flow is reached at a station.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Frequency {
    /// What the archive holds.
    pub record: Vec<Record>,
    /// The series that the maxima were taken from; `None` where none holds a flow or a stage.
    pub basis: Option<Basis>,
    /// First month of the hydrological year.
    pub year_start: u32,
    /// Share of a year's days that must be there.
    pub least_coverage: f64,
    /// Annual maxima, in order of time.
    pub maxima: Vec<Maximum>,
    /// Years that were left out because too much of them is missing.
    pub left_out: Vec<Maximum>,
    /// Curves through the maxima; none where the record is too short.
    pub curves: Vec<Curve>,
    /// The flow of today, placed on them.
    pub today: Option<Today>,
    /// Years that are needed, where there are fewer.
    pub too_short: Option<usize>,
    /// Whether the record is below the length that needs no warning.
    pub is_short: bool,
}

/// The series that the maxima were taken from.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Basis {
    /// What was measured.
    pub quantity: Quantity,
    /// What a value says about its interval.
    pub statistic: Statistic,
    /// Minutes of its step; `None` where readings come as they come.
    pub step_minutes: Option<u32>,
    /// Agency, as a person names it.
    pub agency: String,
}

/// The highest value of a hydrological year.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Maximum {
    /// The calendar year that it ends in.
    pub year: i32,
    /// When.
    pub time: Instant,
    /// SI.
    pub value: f64,
    /// Days with a value.
    pub days: Completeness,
    /// Whether its year counts only because its gaps lie outside the flood season.
    pub is_by_season: bool,
    /// Return period that it is drawn at (Gringorten), years; `None` for a year that was left out.
    pub drawn_at: Option<f64>,
}

/// Which curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CurveKind {
    /// GEV by L-moments, limits by bootstrap.
    Gev,
    /// Gumbel by L-moments, limits by bootstrap.
    Gumbel,
    /// Log-Pearson III by Bulletin 17C with the station's skew.
    LogPearson3,
}

/// A curve through the maxima.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Curve {
    /// Which.
    pub kind: CurveKind,
    /// Its values at [`TABLE`].
    pub table: Vec<CurvePoint>,
    /// The curve itself, by rising return period, up to four times the record.
    pub line: Vec<CurvePoint>,
    /// Low values that were set aside, for log-Pearson III.
    pub low_outliers: usize,
}

/// A value on a curve.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct CurvePoint {
    /// Years.
    pub return_period: f64,
    /// SI.
    pub value: f64,
    /// Limits of [`CONFIDENCE`].
    pub limits: Option<(f64, f64)>,
    /// Whether the record bears it.
    pub plausibility: Plausibility,
}

/// The latest flow on the curves.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Today {
    /// When it was read.
    pub time: Instant,
    /// SI.
    pub value: f64,
    /// Whether it is a reading of the very series that the maxima are of.
    pub is_of_basis: bool,
    /// Where it stands on each curve.
    pub placed: Vec<OnCurve>,
    /// Years of the record whose maximum reached it.
    pub years_that_reached_it: usize,
}

/// Where a flow stands on a curve.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct OnCurve {
    /// Which curve.
    pub kind: CurveKind,
    /// Return period, years; infinite above the curve's end.
    pub years: f64,
    /// Its limits of [`CONFIDENCE`].
    pub limits: Option<(f64, f64)>,
}

pub(super) fn analyse(matter: &Matter<'_>) -> Result<Frequency, EngineError> {
    let rules = Rules {
        year_start: u32::from(matter.basin.water_year_start_month),
        incomplete: Incomplete::Season,
        ..Rules::default()
    };
    let mut found = Frequency {
        record: records(matter),
        basis: None,
        year_start: rules.year_start,
        least_coverage: rules.least_coverage,
        maxima: Vec::new(),
        left_out: Vec::new(),
        curves: Vec::new(),
        today: None,
        too_short: Some(LEAST_YEARS),
        is_short: true,
    };
    let Some((series, peaks)) = longest(matter, rules) else {
        return Ok(found);
    };
    found.basis = Some(basis(matter, series));
    let values = peaks.values();
    let n = values.len();
    let placed = ranks(&values);
    let drawn_at = |place: usize| 1.0 / Position::Gringorten.exceedance(placed[place], n);
    let years = peaks.years.iter().enumerate();
    found.maxima = years
        .map(|(place, year)| maximum(year, Some(drawn_at(place))))
        .collect();
    found.left_out = peaks
        .left_out
        .iter()
        .map(|year| maximum(year, None))
        .collect();
    found.is_short = n < COMFORTABLE_YEARS;
    if n < LEAST_YEARS {
        return Ok(found);
    }
    found.too_short = None;
    matter.step(0, 1, &matter.station.name)?;
    found.today = today(matter, series, &values);
    found.curves = curves(&peaks, &sorted(&values), found.today.as_mut());
    Ok(found)
}

/// The series with the most usable years: of discharge, else of stage; of equals the finest step.
fn longest<'a>(matter: &Matter<'a>, rules: Rules) -> Option<(&'a Series, Peaks)> {
    let mut best: Option<(&Series, Peaks)> = None;
    for quantity in [Quantity::Discharge, Quantity::Stage] {
        for series in matter.series_of(&matter.station.id, quantity) {
            if matches!(series.key.statistic, Statistic::Min | Statistic::Sum) {
                continue;
            }
            let (time, value) = usable(series);
            let peaks = maxima(&time, &value, rules, false);
            let is_better = |other: &Peaks| peaks.years.len() > other.years.len();
            let has_any = !peaks.years.is_empty() || !peaks.left_out.is_empty();
            if has_any && best.as_ref().is_none_or(|(_, other)| is_better(other)) {
                best = Some((series, peaks));
            }
        }
        let suffices = |(_, peaks): &(&Series, Peaks)| peaks.years.len() >= LEAST_YEARS;
        if best.as_ref().is_some_and(suffices) {
            break;
        }
    }
    best
}

/// Times and values that may enter a figure; the time of an interval is its middle, so that a day's mean lies in its
/// day.
fn usable(series: &Series) -> (Vec<i64>, Vec<f64>) {
    let back = match series.key.statistic {
        Statistic::Instantaneous => 0,
        _ => i64::from(series.key.step.minutes().unwrap_or(0)) * 30_000,
    };
    let columns = series.columns();
    let rows = (0..series.len()).filter(|row| series.is_usable(*row));
    rows.map(|row| (columns.time[row] - back, columns.value[row]))
        .unzip()
}

fn basis(matter: &Matter<'_>, series: &Series) -> Basis {
    let source = matter.basin.source(&series.key.source);
    Basis {
        quantity: series.key.quantity,
        statistic: series.key.statistic,
        step_minutes: series.key.step.minutes(),
        agency: source.map_or_else(
            || series.key.source.to_string(),
            |source| source.agency.clone(),
        ),
    }
}

fn maximum(year: &Year, drawn_at: Option<f64>) -> Maximum {
    Maximum {
        year: year.year,
        time: Instant::from_millis(year.time),
        value: year.value,
        days: year.days,
        is_by_season: year.is_by_season,
        drawn_at,
    }
}

/// The latest reading: of the series itself while it is fresh, else of the finest of its quantity.
fn today(matter: &Matter<'_>, basis: &Series, maxima: &[f64]) -> Option<Today> {
    let fresh = |series: &Series| {
        let reading = series.latest_usable(matter.as_of)?;
        (matter.as_of.minutes_since(reading.time) <= STALE_AFTER).then_some(reading)
    };
    let others = matter.series_of(&matter.station.id, basis.key.quantity);
    let own = fresh(basis).map(|reading| (reading, true));
    let reading = own.or_else(|| {
        let mut others = others.into_iter();
        others.find_map(|series| Some((fresh(series)?, false)))
    });
    let (reading, is_of_basis) = reading?;
    Some(Today {
        time: reading.time,
        value: reading.value,
        is_of_basis,
        placed: Vec::new(),
        years_that_reached_it: maxima.iter().filter(|peak| **peak >= reading.value).count(),
    })
}

/// The curves through the maxima, and the flow of today placed on each.
fn curves(peaks: &Peaks, sorted: &[f64], mut today: Option<&mut Today>) -> Vec<Curve> {
    let found = [
        by_l_moments(
            CurveKind::Gev,
            sorted,
            today.as_deref_mut(),
            gev::from_l_moments,
        ),
        by_l_moments(
            CurveKind::Gumbel,
            sorted,
            today.as_deref_mut(),
            gumbel::from_l_moments,
        ),
        by_logarithms(peaks, today),
    ];
    found.into_iter().flatten().collect()
}

fn by_l_moments<D: Distribution>(
    kind: CurveKind,
    sorted: &[f64],
    today: Option<&mut Today>,
    fit: impl Fn(&LMoments) -> Option<D> + Copy,
) -> Option<Curve> {
    let distribution = fit(&of_sorted(sorted))?;
    let years = sorted.len();
    let resampling = Resampling::default();
    let points = |periods: &[f64]| {
        let probabilities: Vec<f64> = periods.iter().map(|period| 1.0 - 1.0 / period).collect();
        let drawn = bootstrap::quantiles(sorted, &probabilities, resampling, fit);
        let rows = periods.iter().zip(probabilities).zip(drawn);
        let point = |((&return_period, p), mut drawn): ((&f64, f64), Vec<f64>)| CurvePoint {
            return_period,
            value: distribution.quantile(p),
            limits: bootstrap::limits(&mut drawn, CONFIDENCE),
            plausibility: plausibility(return_period, years),
        };
        rows.map(point).collect()
    };
    if let Some(today) = today
        && let Some(placed) = place(sorted, today.value, (CONFIDENCE, resampling), fit)
    {
        today.placed.push(OnCurve {
            kind,
            years: placed.years,
            limits: placed.limits,
        });
    }
    Some(Curve {
        kind,
        table: points(&TABLE),
        line: points(&line_periods(years)),
        low_outliers: 0,
    })
}

/// Log-Pearson III by Bulletin 17C; none for stages, which have no logarithm of their own.
fn by_logarithms(peaks: &Peaks, today: Option<&mut Today>) -> Option<Curve> {
    if peaks.years.iter().any(|year| year.value < 0.0) {
        return None;
    }
    let floods = log_pearson::of_peaks(peaks);
    let fitted = log_pearson::fit(&floods, log_pearson::Options::default()).ok()?;
    let years = floods.len();
    let points = |periods: &[f64]| {
        let probabilities: Vec<f64> = periods.iter().map(|period| 1.0 - 1.0 / period).collect();
        let quantiles = fitted.quantiles(&probabilities);
        let rows = periods.iter().zip(quantiles);
        let point = |(&return_period, quantile): (&f64, log_pearson::Quantile)| CurvePoint {
            return_period,
            value: quantile.value,
            limits: quantile.low.zip(quantile.high),
            plausibility: plausibility(return_period, years),
        };
        rows.map(point).collect()
    };
    if let Some(today) = today {
        let years = fitted.return_period(today.value);
        today.placed.push(OnCurve {
            kind: CurveKind::LogPearson3,
            years,
            limits: None,
        });
    }
    Some(Curve {
        kind: CurveKind::LogPearson3,
        table: points(&TABLE),
        line: points(&line_periods(years)),
        low_outliers: fitted.low_outliers(),
    })
}

/// Return periods that a curve is drawn at, evenly apart on Gumbel's paper, up to four times the record.
fn line_periods(years: usize) -> Vec<f64> {
    const POINTS: u32 = 60;
    let years = f64::from(u32::try_from(years).unwrap_or(u32::MAX));
    let last = (4.0 * years).clamp(50.0, 1000.0);
    let reduced = |period: f64| -(-(1.0 - 1.0 / period).ln()).ln();
    let (from, to) = (reduced(1.02), reduced(last));
    (0..=POINTS)
        .map(|place| from + (to - from) * f64::from(place) / f64::from(POINTS))
        .map(|reduced: f64| -1.0 / (-(-reduced).exp()).exp_m1())
        .collect()
}
