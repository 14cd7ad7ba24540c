//! Measurement uncertainty carried through the agreement by sampling.
//!
//! *What it tells*: how far a balance may lie from its figure, how probable it is that it lies below nothing, and
//! whether it is smaller than the measurement error at all.
//!
//! *Rule*: in each sample every station's values are multiplied by `1 + systematic + daily`. The systematic part
//! is one draw for a station and spell (a rating curve that lies too high does so for months), from as many equal slices
//! of a normal as there are samples, taken in an order of chance; the daily part is drawn anew each day. `percent_95` is two standard deviations of both together, `systematic_share` the
//! part of the variance that is systematic. Spells begin with the periods of the account whose periods are longest.
//! A reservoir has the systematic part only: a capacity table may be wrong, but the change of storage from day to day
//! is not the difference of two independent errors; so has an area. The error of a water level is no share of its
//! height; levels are taken as exact. Each gap is filled with the values of one other year on the
//! same days, drawn anew in each sample; where no other year has them all, it stays a gap.
//!
//! *Units*: those of the ledger. *Missing data*: a sample without a figure is left out, and `n_assessed` says how many
//! were not. *Limits*: errors of different stations are independent; errors of the agreement's own numbers are not
//! considered. *Source*: JCGM 101:2008 (propagation by a Monte Carlo method); uncertainty of discharge as in ISO 748
//! and WMO-No. 1044, vol. I, as a half-width at 95 %.

use super::Watch;
use super::draws::Draws;
use super::gaps::Gap;
use super::known::Known;
use super::prepared::Prepared;
use super::subject::{Cell, Standing, Subject, margin, side};
use crate::agreements::{Inputs, Span, evaluate, past_traces};
use crate::domain::agreement::clauses::TreatyStationKind;
use crate::domain::agreement::{Agreement, LedgerRow, RowKind};
use crate::domain::{Findings, RelativeUncertainty, Status};

/// How to sample.
#[derive(Clone, Debug, PartialEq)]
pub struct Sampling {
    /// Samples; 200 settle a percentile of several stations together to about a tenth of the spread.
    pub samples: usize,
    /// Seed: the same one gives the same bytes.
    pub seed: u64,
    /// Uncertainty of each station. A station that is not named is taken as exact.
    pub errors: Vec<StationError>,
}

impl Sampling {
    /// Two hundred samples.
    pub fn of(errors: Vec<StationError>) -> Self {
        Self {
            samples: 200,
            seed: 6,
            errors,
        }
    }
}

/// Uncertainty of the values of one station.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct StationError {
    /// Station of the agreement.
    pub station: String,
    /// How large.
    #[serde(flatten)]
    pub uncertainty: RelativeUncertainty,
    /// Whether somebody stated it; otherwise it is assumed by the kind of station.
    pub stated: bool,
}

/// What is assumed where nobody states an uncertainty, see [`RelativeUncertainty::assumed`]. Stations that are taken
/// as exact are not listed.
pub fn assumed_errors(agreement: &Agreement) -> Vec<StationError> {
    let assumed = |kind| match kind {
        TreatyStationKind::Gauge | TreatyStationKind::DamRelease => {
            Some(RelativeUncertainty::ASSUMED_OF_A_GAUGE)
        }
        TreatyStationKind::Canal => Some(RelativeUncertainty::ASSUMED_OF_A_CANAL),
        _ => None,
    };
    let errors = agreement.stations.iter().filter_map(|station| {
        Some(StationError {
            station: station.id.clone(),
            uncertainty: assumed(station.kind)?,
            stated: false,
        })
    });
    errors.collect()
}

/// Balances with their uncertainty.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Uncertainty {
    /// Samples taken.
    pub samples: usize,
    /// Seed.
    pub seed: u64,
    /// What was assumed or stated of each station.
    pub errors: Vec<StationError>,
    /// Gaps that were filled in the samples, by station and day.
    pub gaps: Vec<Gap>,
    /// One line a balance, in the order of the ledger.
    pub rows: Vec<UncertainRow>,
    /// What a person should know.
    #[serde(skip)]
    pub findings: Findings,
}

/// One balance with its uncertainty; figures are margins in the subject's unit, see [`Cell::margin`].
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct UncertainRow {
    /// Which balance.
    #[serde(flatten)]
    pub subject: Subject,
    /// What the ledger says.
    pub cell: Cell,
    /// Samples that had a figure.
    pub n_assessed: usize,
    /// Mean of the samples; `None` here and below where no sample had a figure.
    pub mean: Option<f64>,
    /// Standard deviation of the samples.
    pub standard_deviation: Option<f64>,
    /// Percentiles.
    pub p05: Option<f64>,
    /// Median.
    pub p50: Option<f64>,
    /// 95 % of the samples lie below it.
    pub p95: Option<f64>,
    /// Share of the samples below nothing, 0 to 1.
    pub below_zero: Option<f64>,
    /// As the cell's standing, but [`Standing::WithinError`] where nothing lies between the 5th and the 95th
    /// percentile.
    pub verdict: Standing,
    /// How a running period may close; `None` when it is over, without a figure or without past years.
    pub closing: Option<Closing>,
}

/// How a running period may close: every past year's remainder with every sample of what was delivered so far. What
/// is still to come is taken as those years had it, without an error of its own.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Closing {
    /// Past years whose remainder is repeated.
    pub n_years: usize,
    /// Percentiles of the balance at the end, in the subject's unit.
    pub p05: f64,
    /// Median.
    pub p50: f64,
    /// 95 % of the closings lie below it.
    pub p95: f64,
    /// Chance that the period closes in balance, 0 to 1; for a maximum, within the limit.
    pub in_balance: f64,
}

/// Samples the agreement. `None` when `watch` wanted no more.
///
/// *Units* and *missing data*: see the module.
pub fn uncertainty(
    agreement: &Agreement,
    inputs: &dyn Inputs,
    span: &Span,
    sampling: &Sampling,
    watch: &Watch<'_>,
) -> Option<Uncertainty> {
    let known = Known::of([agreement], inputs);
    let mut outcome = evaluate(agreement, &known, span);
    past_traces(agreement, &known, span, &mut outcome.ledger);
    let draws = Draws::of((agreement, &known), &outcome.ledger, span, sampling);
    let prepared = Prepared::of(agreement, &outcome.ledger, span);
    let samples = prepared.sample(sampling.samples, &|sample| draws.sample(sample), watch)?;
    let rows = outcome.ledger.iter().enumerate();
    Some(Uncertainty {
        samples: sampling.samples,
        seed: sampling.seed,
        errors: sampling.errors.clone(),
        gaps: draws.gaps(),
        rows: rows
            .map(|(n, row)| uncertain(row, samples.iter().map(|sample| sample[n]).collect()))
            .collect(),
        findings: outcome.findings,
    })
}

fn uncertain(row: &LedgerRow, samples: Vec<f64>) -> UncertainRow {
    let mut samples: Vec<f64> = samples
        .into_iter()
        .filter(|value| !value.is_nan())
        .collect();
    samples.sort_by(f64::total_cmp);
    let due = row.entitlement.unwrap_or(0.0);
    #[expect(clippy::cast_precision_loss, reason = "samples are few")]
    let n = samples.len() as f64;
    let some = |value: f64| (!samples.is_empty()).then_some(value);
    let mean = samples.iter().sum::<f64>() / n;
    let variance = samples.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n;
    #[expect(clippy::cast_precision_loss, reason = "samples are few")]
    let below = samples
        .iter()
        .filter(|value| side(**value, due) == Standing::Below)
        .count() as f64;
    let cell = Cell::of(row);
    let closing = closing(row, &samples);
    let (p05, p95) = (percentile(&samples, 0.05), percentile(&samples, 0.95));
    let is_within = p05
        .zip(p95)
        .is_some_and(|(low, high)| low < 0.0 && high > 0.0);
    let judged = matches!(row.status, Status::Provisional | Status::Final);
    UncertainRow {
        subject: Subject::of(row),
        n_assessed: samples.len(),
        mean: some(mean),
        standard_deviation: some(variance.sqrt()),
        p05,
        p50: percentile(&samples, 0.5),
        p95,
        below_zero: some(below / n),
        verdict: if judged && margin(row).is_some() && is_within {
            Standing::WithinError
        } else {
            cell.standing
        },
        closing,
        cell,
    }
}

fn closing(row: &LedgerRow, samples: &[f64]) -> Option<Closing> {
    let traces = &row.running.as_ref()?.traces;
    let so_far = margin(row)?;
    let mut ends: Vec<f64> = traces
        .iter()
        .flat_map(|trace| samples.iter().map(|value| trace.balance + value - so_far))
        .filter(|end| !end.is_nan())
        .collect();
    ends.sort_by(f64::total_cmp);
    let outside = match row.kind {
        RowKind::Maximum => Standing::Above,
        RowKind::Account | RowKind::Minimum => Standing::Below,
    };
    let due = row.entitlement.unwrap_or(0.0);
    let in_balance = ends.iter().filter(|end| side(**end, due) != outside);
    #[expect(clippy::cast_precision_loss, reason = "years and samples are few")]
    let in_balance = in_balance.count() as f64 / ends.len() as f64;
    Some(Closing {
        n_years: traces.len(),
        p05: percentile(&ends, 0.05)?,
        p50: percentile(&ends, 0.5)?,
        p95: percentile(&ends, 0.95)?,
        in_balance,
    })
}

/// Percentile of sorted values by straight lines between them (Hyndman and Fan's type 7, as spreadsheets have it).
fn percentile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    #[expect(clippy::cast_precision_loss, reason = "samples are few")]
    let place = share * last as f64;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between nothing and the number of samples"
    )]
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    Some(sorted[below] + (place - place.floor()) * (sorted[above] - sorted[below]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_those_of_a_spreadsheet() {
        let values = [1.0, 2.0, 3.0, 4.0];
        assert_eq!(percentile(&values, 0.5), Some(2.5));
        assert_eq!(percentile(&values, 0.0), Some(1.0));
        assert_eq!(percentile(&values, 1.0), Some(4.0));
        assert_eq!(percentile(&[], 0.5), None);
        // PERCENTILE.INC({1,2,3,4}, 0.05) = 1.15
        assert!((percentile(&values, 0.05).unwrap_or(0.0) - 1.15).abs() < 1e-12);
    }
}
