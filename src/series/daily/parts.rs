//! Days as groups of intervals: column work with polars.

use polars::prelude::{Column, DataFrame, Expr, IntoLazy as _, PolarsResult, col};

use super::days::{Days, count, row_number};
use super::{DayShare, Series};
use crate::domain::{Completeness, Step};
use crate::series::usable::longest_bridged;

/// How the intervals of a day become one value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Fold {
    Mean,
    Sum,
    Max,
    Min,
    /// The one value of a day that is daily already.
    Last,
    /// The last value, which must stand near the end of the day.
    LastOfDay,
}

impl Fold {
    fn expression(self) -> Expr {
        let value = col("value");
        match self {
            Self::Mean => value.mean(),
            Self::Sum => value.sum(),
            Self::Max => value.max(),
            Self::Min => value.min(),
            Self::Last | Self::LastOfDay => value.drop_nulls().last(),
        }
    }
}

/// What each day gets. The middle of an interval, half a step before its end, decides its day.
pub(super) fn shares(
    series: &Series,
    days: &Days,
    fold: Fold,
    half_step: i64,
) -> PolarsResult<Vec<DayShare>> {
    let groups = frame(series, days, half_step)?
        .lazy()
        .group_by_stable([col("day")])
        .agg([
            fold.expression().alias("folded"),
            col("value").count().alias("present"),
            col("approved").all(true),
            col("row").min().alias("from"),
            col("row").max().alias("to"),
            col("usable_row").max().alias("last"),
        ])
        .collect()?;
    let mut shares: Vec<DayShare> = (0..days.len())
        .map(|day| DayShare {
            value: f64::NAN,
            completeness: Completeness::new(0, expected(series.key.step, fold, days.millis(day))),
            ..DayShare::default()
        })
        .collect();
    let day = groups.column("day")?.u32()?;
    let folded = groups.column("folded")?.f64()?;
    let present = groups.column("present")?.u32()?;
    let approved = groups.column("approved")?.bool()?;
    let from = groups.column("from")?.u32()?;
    let to = groups.column("to")?.u32()?;
    let last = groups.column("last")?.u32()?;
    for group in 0..groups.height() {
        let Some(day) = day.get(group).and_then(|day| usize::try_from(day).ok()) else {
            continue;
        };
        let share = &mut shares[day];
        share.rows = (
            from.get(group).unwrap_or_default(),
            to.get(group).map_or(0, |row| row + 1),
        );
        let mut n = present.get(group).unwrap_or_default();
        if fold == Fold::LastOfDay && !is_near_end(series, last.get(group), days.bounds[day + 1]) {
            n = 0;
        }
        share.completeness.present = n.min(share.completeness.expected);
        share.is_approved = n > 0 && approved.get(group).unwrap_or(false);
        share.value = folded.get(group).unwrap_or(f64::NAN);
    }
    Ok(shares)
}

/// One row a reading: its day, its number, and its value, null unless it may enter a figure.
fn frame(series: &Series, days: &Days, half_step: i64) -> PolarsResult<DataFrame> {
    let columns = series.columns();
    let mut at = 0;
    let day: Vec<u32> = columns
        .time
        .iter()
        .map(|&time| {
            at = days.onwards(at, time - half_step);
            row_number(at)
        })
        .collect();
    let rows = 0..columns.len();
    let row: Vec<u32> = rows.clone().map(row_number).collect();
    let usable_row: Vec<Option<u32>> = rows
        .clone()
        .map(|row| series.is_usable(row).then(|| row_number(row)))
        .collect();
    let value: Vec<Option<f64>> = rows
        .clone()
        .map(|row| series.is_usable(row).then(|| columns.value[row]))
        .collect();
    let approved: Vec<Option<bool>> = rows
        .map(|row| series.is_usable(row).then(|| series.is_approved(row)))
        .collect();
    DataFrame::new(
        columns.len(),
        vec![
            Column::new("day".into(), day),
            Column::new("row".into(), row),
            Column::new("usable_row".into(), usable_row),
            Column::new("value".into(), value),
            Column::new("approved".into(), approved),
        ],
    )
}

/// Readings that a day of so many milliseconds should have; 0 where nothing says so.
fn expected(step: Step, fold: Fold, day_millis: i64) -> u32 {
    match (fold, step) {
        (Fold::Last | Fold::LastOfDay, _) | (_, Step::Day) => 1,
        (_, Step::Minutes(minutes)) => {
            count((day_millis + i64::from(minutes) * 30_000) / (i64::from(minutes.max(1)) * 60_000))
        }
        (_, Step::Dekad | Step::Month | Step::Irregular) => 0,
    }
}

fn is_near_end(series: &Series, row: Option<u32>, end: i64) -> bool {
    row.and_then(|row| usize::try_from(row).ok())
        .and_then(|row| series.columns().time.get(row))
        .is_some_and(|time| end - time <= longest_bridged(series.key.step))
}
