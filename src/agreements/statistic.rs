//! Statistics of daily values over periods and other spans.
//!
//! Missing days: within the share that the agreement allows, the mean of the days present stands for the missing
//! ones; beyond it there is no figure. A single day has no stand-in.

use std::rc::Rc;

use super::amount::{is_early, span_known};
use super::calendar::DayNumber;
use super::days::{DayColumn, HM3_PER_M3S_DAY};
use super::run::{Frame, Run};
use super::spans::WHOLE;
use super::value::{Basis, Column, Growth};
use crate::domain::Completeness;
use crate::domain::agreement::amount::{Amount, Span, Statistic};
use crate::domain::agreement::measure::Measure;

impl<'r> Run<'r> {
    /// A statistic of a daily amount.
    pub(super) fn statistic(
        &self,
        statistic: Statistic,
        of: &'r Amount,
        span: &Span,
        frame: Frame<'_>,
    ) -> Rc<Column> {
        let days = self.daily(of);
        let measure = match (days.measure, statistic) {
            (Measure::Flow, Statistic::Sum) => Measure::Volume,
            (measure, _) => measure,
        };
        let unit = self.plan.unit(measure);
        let mut column = Column {
            measure,
            growth: match statistic {
                Statistic::Sum => Growth::SoFar,
                _ => Growth::Steady,
            },
            number: Vec::with_capacity(frame.len()),
            basis: Vec::with_capacity(frame.len()),
        };
        let is_whole = *span == WHOLE;
        for period in frame.days {
            let (from, to, is_early) = if is_whole {
                (period.0, period.1, is_early(period.1, self.known_to))
            } else {
                span_known(self, span, *period)
            };
            let (si, basis) = self.of_span(statistic, &days, (from, to), is_early);
            let number = if frame.waits && is_early {
                f64::NAN
            } else {
                unit.from_si(si)
            };
            column.number.push(number);
            column.basis.push(basis);
        }
        Rc::new(column)
    }

    /// The statistic of one span in SI; NaN where too little is known.
    fn of_span(
        &self,
        statistic: Statistic,
        days: &DayColumn,
        (from, to): (DayNumber, DayNumber),
        is_early: bool,
    ) -> (f64, Basis) {
        let known_to = to.min(self.known_to);
        match statistic {
            Statistic::First => single(days, from, is_early),
            Statistic::Last => self.last_of(days, (from, to), is_early),
            Statistic::Change => {
                let (end, behind_end) = self.last_of(days, (from, to), is_early);
                let (begin, behind_begin) = single(days, from - 1, false);
                (end - begin, behind_end.and(behind_begin))
            }
            Statistic::Mean | Statistic::Sum | Statistic::Lowest | Statistic::Highest => {
                let tally = days.tally(from, known_to);
                let expected = u32::try_from(known_to - from + 1).unwrap_or(0);
                let whole = u32::try_from(to - from + 1).unwrap_or(0);
                let basis = Basis {
                    present: tally.present,
                    expected,
                    is_final: !is_early && tally.approved == whole,
                    is_early,
                    ..Basis::STATED
                };
                let completeness = Completeness::new(tally.present, expected);
                if !completeness.suffices(self.agreement.allowed_missing) || tally.present == 0 {
                    return (f64::NAN, basis);
                }
                let mean = tally.sum / f64::from(tally.present);
                let value = match statistic {
                    Statistic::Sum if days.measure == Measure::Flow => {
                        mean * f64::from(expected) * HM3_PER_M3S_DAY
                    }
                    Statistic::Sum => mean * f64::from(expected),
                    Statistic::Lowest => days.extremes(from, known_to).0,
                    Statistic::Highest => days.extremes(from, known_to).1,
                    _ => mean,
                };
                (value, basis)
            }
        }
    }

    /// The last day of a span; while it runs the last day that has a value.
    fn last_of(
        &self,
        days: &DayColumn,
        (from, to): (DayNumber, DayNumber),
        is_early: bool,
    ) -> (f64, Basis) {
        if !is_early {
            return single(days, to, false);
        }
        let last = days.last_present(from, self.known_to);
        single(days, last.unwrap_or(from), true)
    }

    /// On how many days of a span a test is met.
    pub(super) fn days_when(&self, test: &'r Amount, span: &Span, frame: Frame<'_>) -> Column {
        let days = self.daily(test);
        let mut column = Column {
            measure: Measure::Number,
            growth: Growth::SoFar,
            number: Vec::with_capacity(frame.len()),
            basis: Vec::with_capacity(frame.len()),
        };
        for period in frame.days {
            let (from, to, is_early) = span_known(self, span, *period);
            let (share, basis) = self.of_span(Statistic::Mean, &days, (from, to), is_early);
            let number = if frame.waits && is_early {
                f64::NAN
            } else {
                // Days that were seen: a missing day passes no test, and none is made up.
                (share * f64::from(basis.present)).round()
            };
            column.number.push(number);
            column.basis.push(basis);
        }
        column
    }
}

/// One day, which nothing stands in for.
fn single(days: &DayColumn, day: DayNumber, is_early: bool) -> (f64, Basis) {
    let value = days.value(day);
    let basis = Basis {
        present: u32::from(!value.is_nan()),
        expected: 1,
        is_final: !is_early && days.is_approved(day),
        is_early,
        ..Basis::STATED
    };
    (value, basis)
}
