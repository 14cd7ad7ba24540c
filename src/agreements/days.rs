//! Daily values of stations and derived series side by side, and their statistics by period.
//!
//! Columns are polars columns: a derived series is an expression over them, a period statistic one
//! grouping over all series of a calendar. A missing day is null and stays null in every sum.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{Duration, NaiveDate};
use polars::prelude::{
    Column, DataFrame, DataType, Expr, IntoLazy as _, LazyFrame, NamedFrom as _, PolarsResult, col,
    lit,
};

use super::calendar::Window;
use super::{Inputs, Span};
use crate::domain::agreement::Agreement;
use crate::domain::agreement::clauses::{
    DeliveredOf, DerivedSeries, Ledger, Measure, Term, TermOf,
};
use crate::domain::{Cause, Completeness, Finding, Findings};
use crate::series::Daily;

/// hm³ that a flow of 1 m³/s makes in a day.
pub(super) const HM3_PER_M3S_DAY: f64 = 0.0864;

/// Daily values over one axis of days.
pub(super) struct Days {
    /// First day of the axis.
    pub first: NaiveDate,
    /// Values by column, NaN when missing.
    values: BTreeMap<String, Vec<f64>>,
    /// Derived series whose values were given.
    given: BTreeSet<String>,
    frame: DataFrame,
}

/// Statistics of one series over one period.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Stat {
    /// Mean of the days that have a value, SI.
    pub mean: f64,
    /// Smallest day.
    pub min: f64,
    /// Largest day.
    pub max: f64,
    /// Days that have a value.
    pub present: u32,
    /// Days that have a value which the agency approved.
    pub approved: u32,
    /// Days of the period that something can be known of.
    pub known: u32,
    /// Days of the whole period.
    pub whole: u32,
}

impl Stat {
    /// Days present of days known.
    pub(super) fn completeness(&self) -> Completeness {
        Completeness::new(self.present, self.known)
    }

    /// Whether the period is over and every day of it approved.
    pub(super) fn is_final(&self) -> bool {
        self.known == self.whole && self.approved == self.whole
    }

    /// Volume of a flow up to the last known day, hm³. The mean of the days present stands for the
    /// missing ones; whether that is allowed is judged by [`Stat::completeness`].
    pub(super) fn volume(&self, measure: Measure) -> f64 {
        let sum = self.mean * f64::from(self.known);
        match measure {
            Measure::Flow => sum * HM3_PER_M3S_DAY,
            Measure::Volume | Measure::Depth => sum,
        }
    }
}

/// Column of what a ledger credits.
pub(super) fn ledger_column(ledger: &str) -> String {
    format!("delivered to {ledger}")
}

fn approved_column(id: &str) -> String {
    format!("approved: {id}")
}

impl Days {
    /// Takes the values of all stations that a clause uses, and derives the rest. A derived series whose
    /// values are given is taken as it is given.
    pub(super) fn build(
        agreement: &Agreement,
        inputs: &dyn Inputs,
        span: &Span,
        findings: &mut Findings,
    ) -> PolarsResult<Self> {
        let mut daily = given_series(agreement, inputs);
        let given: BTreeSet<String> = daily.keys().cloned().collect();
        let mut unknown = Vec::new();
        for id in used_stations(agreement, &given) {
            let values = inputs.daily(&id).filter(|daily| !daily.values.is_empty());
            if values.is_none() {
                unknown.push(id.clone());
            }
            daily.insert(id, values.unwrap_or_default());
        }
        for id in unknown {
            let finding = Finding::warning(
                Cause::Incomplete,
                format!("no daily values of {id} are known"),
            );
            findings.push(
                finding
                    .entry(agreement.id.as_str())
                    .hint("name a station of the basin that is this one, or add its export"),
            );
        }
        let with_values = daily.values().filter(|daily| !daily.values.is_empty());
        let first = with_values
            .map(|daily| daily.start)
            .chain([span.days.0, span.known_to])
            .min()
            .unwrap_or(span.days.0);
        let length = usize::try_from((span.known_to - first).num_days() + 1).unwrap_or(0);
        let columns = daily
            .iter()
            .flat_map(|(id, daily)| columns_of(id, daily, first, length));
        let base = DataFrame::new(length, columns.collect())?.lazy();
        let frame = derive(agreement, &given, base).collect()?;
        let mut values = BTreeMap::new();
        for column in frame.columns() {
            if let Ok(floats) = column.f64() {
                let column_values = floats.iter().map(|value| value.unwrap_or(f64::NAN));
                values.insert(column.name().to_string(), column_values.collect());
            }
        }
        Ok(Self {
            first,
            values,
            given,
            frame,
        })
    }

    /// Whether the values of a derived series were given.
    pub(super) fn is_given(&self, series: &str) -> bool {
        self.given.contains(series)
    }

    /// No days at all: what remains when columns could not be built.
    pub(super) fn none(first: NaiveDate) -> Self {
        Self {
            first,
            values: BTreeMap::new(),
            given: BTreeSet::new(),
            frame: DataFrame::default(),
        }
    }

    /// Values of a column from `from` to `to`, both included; NaN outside of the axis.
    pub(super) fn values(&self, column: &str, from: NaiveDate, to: NaiveDate) -> Vec<f64> {
        let values = self.values.get(column).map_or(&[][..], Vec::as_slice);
        let days = (to - from).num_days().max(-1) + 1;
        (0..days)
            .map(|n| {
                let at = usize::try_from((from - self.first).num_days() + n).ok();
                at.and_then(|at| values.get(at))
                    .copied()
                    .unwrap_or(f64::NAN)
            })
            .collect()
    }

    /// Last day of the axis.
    pub(super) fn last(&self) -> NaiveDate {
        let length = i64::try_from(self.frame.height()).unwrap_or(0);
        self.first + Duration::days(length - 1)
    }

    /// Statistics of several columns over the periods of one calendar.
    pub(super) fn stats(
        &self,
        windows: &[Window],
        columns: &BTreeSet<String>,
        known_to: NaiveDate,
    ) -> PolarsResult<BTreeMap<String, Vec<Stat>>> {
        let blank: Vec<Stat> = windows
            .iter()
            .map(|window| {
                let whole = days_between(window.first(), window.last());
                let known = days_between(window.first(), window.last().min(known_to));
                Stat {
                    mean: f64::NAN,
                    min: f64::NAN,
                    max: f64::NAN,
                    known,
                    whole,
                    ..Stat::default()
                }
            })
            .collect();
        let mut stats: BTreeMap<String, Vec<Stat>> = columns
            .iter()
            .map(|column| (column.clone(), blank.clone()))
            .collect();
        if columns.is_empty() || self.frame.height() == 0 {
            return Ok(stats);
        }
        let grouped = self.grouped(windows, columns)?;
        let periods = grouped.column("period")?.u32()?.clone();
        for (column, stats) in &mut stats {
            let mean = grouped.column(&format!("mean: {column}"))?.f64()?.clone();
            let min = grouped.column(&format!("min: {column}"))?.f64()?.clone();
            let max = grouped.column(&format!("max: {column}"))?.f64()?.clone();
            let present = grouped
                .column(&format!("present: {column}"))?
                .u32()?
                .clone();
            let approved = grouped.column(&format!("good: {column}"))?.u32()?.clone();
            for (row, period) in periods.iter().enumerate() {
                let window = period.and_then(|period| usize::try_from(period).ok());
                let Some(stat) = window.and_then(|window| stats.get_mut(window)) else {
                    continue;
                };
                stat.mean = mean.get(row).unwrap_or(f64::NAN);
                stat.min = min.get(row).unwrap_or(f64::NAN);
                stat.max = max.get(row).unwrap_or(f64::NAN);
                stat.present = present.get(row).unwrap_or(0);
                stat.approved = approved.get(row).unwrap_or(0);
            }
        }
        Ok(stats)
    }

    fn grouped(&self, windows: &[Window], columns: &BTreeSet<String>) -> PolarsResult<DataFrame> {
        let mut period: Vec<Option<u32>> = vec![None; self.frame.height()];
        for (n, window) in windows.iter().enumerate() {
            let from = (window.first() - self.first).num_days().max(0);
            let to = (window.last() - self.first).num_days() + 1;
            let range = usize::try_from(from).unwrap_or(0)..usize::try_from(to).unwrap_or(0);
            for slot in period.iter_mut().take(range.end).skip(range.start) {
                *slot = u32::try_from(n).ok();
            }
        }
        let mut statistics: Vec<Expr> = Vec::with_capacity(5 * columns.len());
        for column in columns {
            let value = || col(column.as_str());
            let good = col(approved_column(column).as_str()).and(value().is_not_null());
            statistics.extend([
                value().mean().alias(format!("mean: {column}")),
                value().min().alias(format!("min: {column}")),
                value().max().alias(format!("max: {column}")),
                value()
                    .count()
                    .cast(DataType::UInt32)
                    .alias(format!("present: {column}")),
                good.cast(DataType::UInt32)
                    .sum()
                    .alias(format!("good: {column}")),
            ]);
        }
        self.frame
            .clone()
            .lazy()
            .with_columns([lit(polars::prelude::Series::new("period".into(), period))])
            .filter(col("period").is_not_null())
            .group_by([col("period")])
            .agg(statistics)
            .collect()
    }
}

/// Days from one to another, both included; none when the second lies before the first.
pub(super) fn days_between(from: NaiveDate, to: NaiveDate) -> u32 {
    u32::try_from((to - from).num_days() + 1).unwrap_or(0)
}

/// Derived series whose values somebody gives as they are.
fn given_series(agreement: &Agreement, inputs: &dyn Inputs) -> BTreeMap<String, Arc<Daily>> {
    let given = agreement.series.iter().filter_map(|series| {
        let daily = inputs.daily(&series.id)?;
        (!daily.values.is_empty()).then(|| (series.id.clone(), daily))
    });
    given.collect()
}

/// Values of one station on the axis, null when missing, and whether each is approved.
fn columns_of(id: &str, daily: &Daily, first: NaiveDate, length: usize) -> [Column; 2] {
    let mut values: Vec<Option<f64>> = vec![None; length];
    let mut approved = vec![false; length];
    let offset = (daily.start - first).num_days();
    for (n, value) in (0_i64..).zip(&daily.values) {
        let day = usize::try_from(offset + n).ok().filter(|day| *day < length);
        if let Some(day) = day.filter(|_| !value.is_nan()) {
            values[day] = Some(*value);
            let n = usize::try_from(n).unwrap_or(usize::MAX);
            approved[day] = daily.approved.get(n).copied().unwrap_or(false);
        }
    }
    [
        Column::new(id.into(), values),
        Column::new(approved_column(id).as_str().into(), approved),
    ]
}

/// Stations that a series, rule, condition or ledger uses, sorted.
fn used_stations(agreement: &Agreement, given: &BTreeSet<String>) -> BTreeSet<String> {
    let in_terms = agreement
        .series
        .iter()
        .filter(|series| !given.contains(&series.id))
        .flat_map(|series| series.terms.iter().map(|term| term.of.id()));
    let in_ledgers = agreement
        .ledgers
        .iter()
        .flat_map(|ledger| &ledger.delivered)
        .filter_map(|term| match &term.of {
            DeliveredOf::Series(id) | DeliveredOf::StorageChange(id) => Some(id.as_str()),
            DeliveredOf::Credit(_) => None,
        });
    in_terms
        .chain(in_ledgers)
        .chain(super::run::series_of_rules(agreement))
        .chain(super::condition::series_of_conditions(agreement))
        .filter(|id| agreement.station(id).is_some())
        .map(str::to_owned)
        .collect()
}

/// Adds derived series, those first that others rest on, then what each ledger credits.
fn derive(agreement: &Agreement, given: &BTreeSet<String>, mut frame: LazyFrame) -> LazyFrame {
    let mut known: BTreeSet<String> = agreement
        .stations
        .iter()
        .map(|station| station.id.clone())
        .chain(given.iter().cloned())
        .collect();
    let mut open: Vec<&DerivedSeries> = agreement
        .series
        .iter()
        .filter(|series| !given.contains(&series.id))
        .collect();
    while !open.is_empty() {
        let (ready, later): (Vec<_>, Vec<_>) = open
            .into_iter()
            .partition(|series| series.terms.iter().all(|term| known.contains(term.of.id())));
        if ready.is_empty() {
            break;
        }
        for series in &ready {
            known.insert(series.id.clone());
        }
        let columns: Vec<Expr> = ready
            .iter()
            .flat_map(|series| sum_of(&series.id, &series.terms))
            .collect();
        frame = frame.with_columns(columns);
        open = later;
    }
    let delivered: Vec<Expr> = agreement
        .ledgers
        .iter()
        .filter_map(|ledger| Some((ledger, delivered_terms(ledger)?)))
        .flat_map(|(ledger, terms)| sum_of(&ledger_column(&ledger.id), &terms))
        .collect();
    frame.with_columns(delivered)
}

/// What a ledger credits as terms; `None` where a rule credits itself.
pub(super) fn delivered_terms(ledger: &Ledger) -> Option<Vec<Term>> {
    ledger
        .delivered
        .iter()
        .map(|term| {
            let of = match &term.of {
                DeliveredOf::Series(id) => TermOf::Series(id.clone()),
                DeliveredOf::StorageChange(id) => TermOf::StorageChange(id.clone()),
                DeliveredOf::Credit(_) => return None,
            };
            Some(Term {
                of,
                coef: term.sign,
                lag_days: 0,
                loss: None,
            })
        })
        .collect()
}

/// `Σ coef × value(t − lag)` as a column, and whether all of it is approved.
fn sum_of(name: &str, terms: &[Term]) -> Vec<Expr> {
    let parts = terms.iter().map(|term| {
        let id = term.of.id();
        let approved = col(approved_column(id).as_str());
        let (value, approved) = match &term.of {
            TermOf::Series(_) => (col(id), approved),
            TermOf::StorageChange(_) => (
                // hm³ gained over the day, as m³/s.
                (col(id) - col(id).shift(lit(1))) / lit(HM3_PER_M3S_DAY),
                approved.clone().and(approved.shift(lit(1))),
            ),
        };
        let lag = i64::from(term.lag_days);
        (
            value.shift(lit(lag)) * lit(term.coef),
            approved.shift(lit(lag)).fill_null(lit(false)),
        )
    });
    let sum = parts.reduce(|(value, approved), (more, more_approved)| {
        (value + more, approved.and(more_approved))
    });
    sum.map_or_else(Vec::new, |(value, approved)| {
        vec![
            value.alias(name),
            approved.alias(approved_column(name).as_str()),
        ]
    })
}
