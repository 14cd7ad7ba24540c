//! What an amount comes to: one number for every period of a calendar, and what stands behind each.

use crate::domain::agreement::measure::Measure;
use crate::domain::{AllowedMissing, Completeness};

/// What stands behind one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Basis {
    /// Days that have a value.
    pub present: u32,
    /// Days that something can be known of; 0 for a number that rests on no days.
    pub expected: u32,
    /// Whether every day behind it is over, has a value of its own and is approved.
    pub is_final: bool,
    /// Whether part of the days it rests on is still to come.
    pub is_early: bool,
    /// Whether a table says that nothing is owed.
    pub is_exempt: bool,
    /// Whether no clause says anything for the period: nothing is given, which is not the same as zero.
    pub is_silent: bool,
}

impl Basis {
    /// A number that the agreement states: it rests on no days.
    pub(super) const STATED: Self = Self {
        present: 0,
        expected: 0,
        is_final: true,
        is_early: false,
        is_exempt: false,
        is_silent: false,
    };

    /// No clause holds in the period.
    pub(super) const SILENT: Self = Self {
        is_silent: true,
        ..Self::STATED
    };

    /// Both together: as complete as the worse of them, final when both are.
    #[must_use]
    pub(super) fn and(self, other: Self) -> Self {
        let worse = if self.expected == 0
            || other.expected > 0 && other.completeness().share() < self.completeness().share()
        {
            other
        } else {
            self
        };
        Self {
            present: worse.present,
            expected: worse.expected,
            is_final: self.is_final && other.is_final,
            is_early: self.is_early || other.is_early,
            is_exempt: self.is_exempt || other.is_exempt,
            is_silent: self.is_silent && other.is_silent,
        }
    }

    /// Days present of days known.
    pub(super) fn completeness(self) -> Completeness {
        Completeness::new(self.present, self.expected)
    }

    /// Whether enough of the days are there; a number that rests on no days has all it needs.
    pub(super) fn suffices(self, allowed: AllowedMissing) -> bool {
        self.expected == 0 && !self.is_early || self.completeness().suffices(allowed)
    }
}

/// How an amount of a period that still runs goes on to the period's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Growth {
    /// It is for the whole period: what is due so far is its part by days.
    Whole,
    /// It is made of the days so far, and goes on as they did.
    SoFar,
    /// It does not grow with time: a mean flow, a share, a ratio.
    Steady,
}

/// An amount over all periods of a calendar.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Column {
    /// What it measures.
    pub measure: Measure,
    /// How it goes on while a period runs.
    pub growth: Growth,
    /// One for each period, in the agreement's own unit of the measure; 1 and 0 for a test. NaN where it
    /// cannot be assessed. Where the basis is silent it is 0.
    pub number: Vec<f64>,
    /// What stands behind each.
    pub basis: Vec<Basis>,
}

impl Column {
    /// The same number in every period.
    pub(super) fn stated(measure: Measure, number: f64, periods: usize) -> Self {
        let growth = match measure {
            Measure::Volume | Measure::Depth => Growth::Whole,
            _ => Growth::Steady,
        };
        Self {
            measure,
            growth,
            number: vec![number; periods],
            basis: vec![Basis::STATED; periods],
        }
    }

    /// Nothing that can be assessed.
    pub(super) fn unknown(measure: Measure, periods: usize) -> Self {
        Self::stated(measure, f64::NAN, periods)
    }

    /// Number of periods.
    pub(super) fn len(&self) -> usize {
        self.number.len()
    }

    /// The number of a period; `None` where it cannot be assessed or no clause says anything.
    pub(super) fn get(&self, period: usize) -> Option<f64> {
        let number = *self.number.get(period)?;
        let is_silent = self.basis.get(period).is_some_and(|basis| basis.is_silent);
        (!number.is_nan() && !is_silent).then_some(number)
    }

    /// A test's result in a period; `None` where it cannot be assessed.
    pub(super) fn truth(&self, period: usize) -> Option<bool> {
        self.get(period).map(|number| number != 0.0)
    }

    /// What stands behind a period's number.
    pub(super) fn behind(&self, period: usize) -> Basis {
        self.basis.get(period).copied().unwrap_or(Basis::STATED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn together_they_are_as_complete_as_the_worse_one() {
        let days = |present, expected| Basis {
            present,
            expected,
            ..Basis::STATED
        };
        assert_eq!(days(9, 10).and(days(28, 30)), days(9, 10));
        assert_eq!(days(9, 10).and(Basis::STATED), days(9, 10));
        assert_eq!(Basis::STATED.and(days(0, 10)), days(0, 10));
        assert!(!Basis::SILENT.and(Basis::STATED).is_silent);
    }
}
