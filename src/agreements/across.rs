//! Amounts of other periods: earlier ones, those of another calendar, what rules and ledgers give.

use std::ops::Range;

use super::calendar::{Cut, DayNumber};
use super::run::{Frame, Run};
use super::value::{Basis, Column, Growth};
use crate::domain::PartyId;
use crate::domain::agreement::amount::{Amount, LedgerFigure};
use crate::domain::agreement::measure::Measure;

/// How figures of another calendar become one of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gather {
    /// That of the period that holds this one's first day.
    Holding,
    /// The sum of those that begin in it.
    Sum,
    /// Their mean by days.
    Mean,
    /// That of the first of them.
    First,
    /// That of the last of them.
    Last,
}

impl<'r> Run<'r> {
    pub(super) fn previous(&self, of: &'r Amount, periods: u32, frame: Frame<'_>) -> Column {
        let Some(cut) = frame.cut else {
            return Column::unknown(Measure::Number, frame.len());
        };
        let back = periods as usize;
        let start = frame.offset.saturating_sub(back);
        let end = (frame.offset + frame.len()).saturating_sub(back);
        let inner = Frame {
            waits: frame.waits,
            ..Frame::of(cut, start..end)
        };
        let before = self.amount(of, inner);
        let mut column = Column {
            measure: before.measure,
            growth: before.growth,
            ..Column::unknown(before.measure, frame.len())
        };
        let skipped = frame.len() - before.len();
        column.number[skipped..].copy_from_slice(&before.number);
        column.basis[skipped..].copy_from_slice(&before.basis);
        column
    }

    pub(super) fn over(&self, calendar: &str, of: &'r Amount, frame: Frame<'_>) -> Column {
        let Some(cut) = self.cut_of(calendar) else {
            return Column::unknown(Measure::Number, frame.len());
        };
        self.gathered(
            frame,
            cut,
            |_| Gather::Holding,
            |periods| {
                let inner = Frame {
                    waits: frame.waits,
                    ..Frame::of(cut, periods)
                };
                (*self.amount(of, inner)).clone()
            },
        )
    }

    pub(super) fn total(&self, calendar: &str, of: &'r Amount, frame: Frame<'_>) -> Column {
        let Some(cut) = self.cut_of(calendar) else {
            return Column::unknown(Measure::Number, frame.len());
        };
        let mut column = self.gathered(
            frame,
            cut,
            |_| Gather::Sum,
            |periods| {
                let inner = Frame {
                    waits: frame.waits,
                    ..Frame::of(cut, periods)
                };
                (*self.amount(of, inner)).clone()
            },
        );
        column.growth = Growth::SoFar;
        column
    }

    /// What a rule gives to a party, or in all where none is named.
    pub(super) fn of_rule(&self, id: &str, party: Option<&PartyId>, frame: Frame<'_>) -> Column {
        let rules = &self.agreement.rules;
        let found = rules.iter().position(|rule| rule.id == id);
        let cut = found.and_then(|at| self.cut_of(rules[at].kind.calendar()?));
        let (Some(at), Some(cut)) = (found, cut) else {
            return Column::unknown(Measure::Number, frame.len());
        };
        let change = frame.change.filter(|change| change.rule == at);
        let is_own = frame.cut.is_some_and(|own| own.calendar == cut.calendar);
        if let (Some(change), true) = (change, is_own) {
            return super::change::before(self, at, party, change, frame);
        }
        self.gathered(
            frame,
            cut,
            |measure| match measure {
                Measure::Flow | Measure::Level | Measure::Number | Measure::Truth => Gather::Mean,
                Measure::Volume | Measure::Depth | Measure::Area => Gather::Sum,
            },
            |periods| self.rule_column(at, party, periods),
        )
    }

    /// The volume of a flow: its mean times the days that are known; of a rule of a finer calendar the sum of the
    /// volumes of its periods.
    pub(super) fn volume(&self, of: &'r Amount, frame: Frame<'_>) -> Column {
        if let Amount::Rule { rule, party } = of
            && frame
                .change
                .is_none_or(|change| self.agreement.rules[change.rule].id != *rule)
            && let Some(at) = self.agreement.rules.iter().position(|own| own.id == *rule)
            && let Some(cut) = self.agreement.rules[at]
                .kind
                .calendar()
                .and_then(|id| self.cut_of(id))
        {
            return self.gathered(
                frame,
                cut,
                |_| Gather::Sum,
                |periods| {
                    let column = self.rule_column(at, party.as_ref(), periods.clone());
                    if column.measure == Measure::Flow {
                        self.as_volume(&column, Frame::of(cut, periods))
                    } else {
                        column
                    }
                },
            );
        }
        let column = self.amount(of, frame);
        if column.measure == Measure::Flow {
            self.as_volume(&column, frame)
        } else {
            (*column).clone()
        }
    }

    /// A figure of a ledger.
    pub(super) fn of_ledger(&self, id: &str, figure: LedgerFigure, frame: Frame<'_>) -> Column {
        let ledgers = &self.agreement.ledgers;
        let found = ledgers.iter().position(|ledger| ledger.id == id);
        let cut = found.and_then(|at| self.cut_of(&ledgers[at].calendar));
        let (Some(at), Some(cut)) = (found, cut) else {
            return Column::unknown(Measure::Number, frame.len());
        };
        let gather = match figure {
            LedgerFigure::Entitlement | LedgerFigure::Delivered => Gather::Sum,
            LedgerFigure::CarriedIn => Gather::First,
            LedgerFigure::Balance | LedgerFigure::CarriedOut | LedgerFigure::AheadOfPace => {
                Gather::Last
            }
        };
        self.gathered(
            frame,
            cut,
            |_| gather,
            |periods| {
                super::ledger::extend(self, at, periods.end);
                super::ledger::figures(self, at, figure, periods)
            },
        )
    }

    /// Figures of the periods of `cut`, for the periods of a frame: as they are where it is the same calendar;
    /// gathered where its periods are finer; that of the period that holds this one where they are coarser.
    fn gathered(
        &self,
        frame: Frame<'_>,
        cut: &Cut,
        gather: impl Fn(Measure) -> Gather,
        source: impl FnOnce(Range<usize>) -> Column,
    ) -> Column {
        if frame.cut.is_some_and(|own| own.calendar == cut.calendar) {
            return source(frame.offset..frame.offset + frame.len());
        }
        let places: Vec<Range<usize>> = frame
            .days
            .iter()
            .map(|days| {
                if is_finer(cut, *days) {
                    begin_in(cut, *days)
                } else {
                    holding(cut, days.0)
                }
            })
            .collect();
        let used = || places.iter().filter(|place| !place.is_empty());
        let start = used().map(|place| place.start).min().unwrap_or(0);
        let end = used().map(|place| place.end).max().unwrap_or(0);
        let column = source(start..end);
        let how = gather(column.measure);
        let mut out = Column {
            growth: column.growth,
            ..Column::unknown(column.measure, frame.len())
        };
        for (n, place) in places.into_iter().enumerate() {
            let finer = is_finer(cut, frame.days[n]);
            let how = if finer { how } else { Gather::Holding };
            let place = place.start.saturating_sub(start)..place.end.saturating_sub(start);
            let days = frame.days[n];
            (out.number[n], out.basis[n]) = self.one(&column, place, how, (cut, start, days));
        }
        out
    }

    /// One gathered figure.
    fn one(
        &self,
        column: &Column,
        place: Range<usize>,
        how: Gather,
        (cut, start, days): (&Cut, usize, (DayNumber, DayNumber)),
    ) -> (f64, Basis) {
        if place.is_empty() {
            return (f64::NAN, Basis::STATED);
        }
        let at = match how {
            Gather::Holding | Gather::First => Some(place.start),
            Gather::Last => Some(place.end - 1),
            Gather::Sum | Gather::Mean => None,
        };
        if let Some(at) = at {
            return (column.number[at], column.basis[at]);
        }
        let mut basis = Basis::SILENT;
        let (mut present, mut expected) = (0, 0);
        let (mut sum, mut known, mut lacking) = (0.0, 0.0, 0.0);
        for at in place {
            let own = column.basis[at];
            basis = basis.and(own);
            if own.is_silent {
                continue;
            }
            present += own.present;
            expected += own.expected;
            let days = f64::from(self.days_known(cut.days[start + at]).0);
            let number = column.number[at];
            if number.is_nan() {
                lacking += days;
                continue;
            }
            sum += if how == Gather::Mean {
                number * days
            } else {
                number
            };
            known += days;
        }
        // Days before the record began were never looked at: they are missing, not nothing.
        let unseen = u32::try_from(self.first - days.0).unwrap_or(0);
        // Several amounts, or periods that reach beyond this one, are counted over its own days.
        let own_days = self.days_known(days).0;
        let counted = expected + unseen;
        basis.present = if counted > own_days {
            let share = f64::from(present) / f64::from(counted);
            whole_days(share * f64::from(own_days))
        } else {
            present
        };
        basis.expected = counted.min(own_days);
        basis.is_early |= days.1 > self.known_to;
        basis.is_final &= unseen == 0 && lacking == 0.0 && days.1 <= self.known_to;
        lacking += f64::from(unseen);
        let allowed = self.agreement.allowed_missing.0 * (known + lacking) + 1e-9;
        if lacking > allowed || basis.is_exempt && lacking > 0.0 {
            return (f64::NAN, basis);
        }
        // Within the share that may be missing, the mean of the rest stands for it.
        let number = match how {
            Gather::Mean if known > 0.0 => sum / known,
            _ if lacking > 0.0 && known > 0.0 => sum * (known + lacking) / known,
            _ => sum,
        };
        (number, basis)
    }
}

/// A number of days without its part of a day.
fn whole_days(days: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "days of a period, not below zero"
    )]
    let whole = days as u32;
    whole
}

/// Whether the periods of a calendar are shorter than a period.
fn is_finer(cut: &Cut, days: (DayNumber, DayNumber)) -> bool {
    cut.days
        .first()
        .is_some_and(|(first, last)| last - first < days.1 - days.0)
}

fn begin_in(cut: &Cut, (first, last): (DayNumber, DayNumber)) -> Range<usize> {
    let start = cut.days.partition_point(|(own, _)| *own < first);
    let end = cut.days.partition_point(|(own, _)| *own <= last);
    start..end
}

fn holding(cut: &Cut, day: DayNumber) -> Range<usize> {
    cut.holding(day).map_or(0..0, |at| at..at + 1)
}
