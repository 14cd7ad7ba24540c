//! What is normal: the mean of an amount over the years, at the same place of the year. All complete years count,
//! the one that is judged among them.

use std::collections::HashMap;

use chrono::Datelike as _;

use super::calendar::{DayNumber, date};
use super::references::names_of;
use super::run::{Frame, Run};
use super::spans::{period_years_on, reach, spans_of};
use super::value::{Basis, Column};
use crate::domain::agreement::amount::Amount;
use crate::domain::agreement::calendar::MonthDay;

/// A year behind a mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Year {
    /// First and last day that is looked at.
    pub days: (DayNumber, DayNumber),
    /// The amount; NaN where the year is left out.
    pub number: f64,
    /// What stands behind it.
    pub basis: Basis,
}

impl<'r> Run<'r> {
    pub(super) fn normal(&self, of: &'r Amount, frame: Frame<'_>) -> Column {
        // Periods at the same place of the year have the same normal.
        let mut known: HashMap<(MonthDay, MonthDay, DayNumber), f64> = HashMap::new();
        let mut column: Option<Column> = None;
        for (n, days) in frame.days.iter().enumerate() {
            let place = (
                MonthDay::of(date(days.0)),
                MonthDay::of(date(days.1 + 1)),
                (days.1 - days.0) / 360,
            );
            let number = *known.entry(place).or_insert_with(|| {
                let (years, measure) = self.years_of(of, *days);
                column.get_or_insert_with(|| Column::unknown(measure, frame.len()));
                mean(&years)
            });
            if let Some(column) = &mut column {
                column.number[n] = number;
            }
        }
        column.unwrap_or_else(|| {
            Column::unknown(
                crate::domain::agreement::measure::Measure::Number,
                frame.len(),
            )
        })
    }

    /// The years behind a normal, oldest first: those of the climatology, else of the record, that are over.
    pub(super) fn years_of(
        &self,
        of: &'r Amount,
        period: (DayNumber, DayNumber),
    ) -> (Vec<Year>, crate::domain::agreement::measure::Measure) {
        let mut names = std::collections::BTreeSet::new();
        names_of(of, &mut names);
        let stated = names
            .iter()
            .find_map(|id| self.agreement.derived(id)?.climatology);
        let (first, last) = stated.map_or((date(self.first), date(self.known_to)), |years| {
            (years.from, years.to)
        });
        let bounds = (
            super::calendar::number(first),
            super::calendar::number(last).min(self.known_to),
        );
        // A year on either side, and two for what looks back: what reaches beyond the time is left out.
        let this = date(period.0).year();
        let spans = spans_of(of);
        let (kept, looked_at): (Vec<_>, Vec<_>) = (first.year() - 1..=last.year() + 2)
            .map(|year| period_years_on(period, year - this))
            .map(|days| (days, reach(&spans, days)))
            .filter(|(_, (from, to))| *from >= bounds.0 && *to <= bounds.1)
            .unzip();
        let column = self.amount(of, Frame::made_up(&kept).waiting());
        let years = looked_at
            .into_iter()
            .enumerate()
            .map(|(n, days)| Year {
                days,
                number: column.get(n).unwrap_or(f64::NAN),
                basis: column.behind(n),
            })
            .collect();
        (years, column.measure)
    }
}

/// Mean of the years that count; NaN without any.
pub(super) fn mean(years: &[Year]) -> f64 {
    let mut sum = 0.0;
    let mut count = 0_u32;
    for year in years.iter().filter(|year| !year.number.is_nan()) {
        sum += year.number;
        count += 1;
    }
    if count == 0 {
        f64::NAN
    } else {
        sum / f64::from(count)
    }
}
