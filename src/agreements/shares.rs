//! What rules give: splits, schedules, amounts and targets, period by period, with what changes them.
//!
//! Formula of a split: in a band, `share = base + slope × (quantity − from)`.

use std::ops::Range;

use super::amount::convert;
use super::calendar::{Cut, in_season};
use super::days::{DayColumn, HM3_PER_M3S_DAY};
use super::run::{Frame, Run};
use super::value::{Basis, Column, Growth};
use crate::domain::agreement::measure::{AgreementUnit, Measure};
use crate::domain::agreement::rules::{
    Band, Eval, Limit, Rule, RuleKind, Schedule, ScheduleOf, Split, Target, exceeds,
};
use crate::domain::{Cause, Finding, PartyId};

/// What a rule gives, as far as its periods are computed.
#[derive(Debug, Default)]
pub(super) struct Shares {
    /// Periods computed so far.
    pub done: usize,
    is_busy: bool,
    /// One for each stream; one where the rule has none.
    pub streams: Vec<Stream>,
}

/// What a rule gives of one stream. Each column has one entry for each period.
#[derive(Clone, Debug)]
pub(super) struct Stream {
    /// Whether the rule holds in the period.
    pub is_active: Vec<bool>,
    /// What is shared, in the rule's unit; NaN where nothing is, or too little is known.
    pub quantity: Vec<f64>,
    /// Whether the shares add up to what is shared.
    pub conserves: bool,
    /// What stands behind the figures.
    pub basis: Vec<Basis>,
    /// How they go on while the period runs.
    pub growth: Growth,
    /// Of each party, in the order of [`parties_of`], in the rule's unit; NaN where it cannot be assessed.
    pub parties: Vec<Vec<f64>>,
    /// The same before the first change; empty where nothing changes the rule.
    pub before: Vec<Vec<f64>>,
}

impl Stream {
    pub(super) fn new(periods: usize, parties: usize) -> Self {
        Self {
            is_active: vec![true; periods],
            quantity: vec![f64::NAN; periods],
            conserves: false,
            basis: vec![Basis::STATED; periods],
            growth: Growth::Whole,
            parties: vec![vec![f64::NAN; periods]; parties],
            before: Vec::new(),
        }
    }

    fn append(&mut self, more: Self) {
        self.is_active.extend(more.is_active);
        self.quantity.extend(more.quantity);
        self.basis.extend(more.basis);
        for (own, more) in self.parties.iter_mut().zip(more.parties) {
            own.extend(more);
        }
        for (own, more) in self.before.iter_mut().zip(more.before) {
            own.extend(more);
        }
    }
}

/// Whom a rule gives to, in file order; `None` for an amount that is nobody's share.
pub(super) fn parties_of(rule: &Rule) -> Vec<Option<&PartyId>> {
    match &rule.kind {
        RuleKind::Split(split) => split.parties.iter().map(Some).collect(),
        RuleKind::Schedule(schedule) => {
            let parties = schedule.parties.iter();
            parties.map(|(party, _)| Some(party)).collect()
        }
        RuleKind::Amount(named) => vec![named.party.as_ref()],
        RuleKind::Minimum(limit) | RuleKind::Maximum(limit) => vec![Some(&limit.to)],
        RuleKind::Change(_) | RuleKind::Trigger(_) => Vec::new(),
    }
}

impl<'r> Run<'r> {
    /// Makes the first `upto` periods of a rule computed. A rule that rests on its own earlier periods is computed
    /// period by period.
    pub(super) fn extend_rule(&self, at: usize, upto: usize) {
        let rule = &self.agreement.rules[at];
        let Some(cut) = rule.kind.calendar().and_then(|id| self.cut_of(id)) else {
            return;
        };
        loop {
            let done = {
                let mut state = self.rules[at].borrow_mut();
                if state.is_busy || state.done >= upto.min(cut.days.len()) {
                    return;
                }
                state.is_busy = true;
                state.done
            };
            let end = if self.plan.recursion.rules[at] {
                done + 1
            } else {
                cut.days.len()
            };
            let piece = self.computed(rule, at, cut, done..end);
            let mut state = self.rules[at].borrow_mut();
            state.is_busy = false;
            state.done = end;
            if state.streams.is_empty() {
                state.streams = piece;
            } else {
                for (own, more) in state.streams.iter_mut().zip(piece) {
                    own.append(more);
                }
            }
        }
    }

    fn computed(&self, rule: &'r Rule, at: usize, cut: &Cut, periods: Range<usize>) -> Vec<Stream> {
        let frame = Frame::of(cut, periods);
        let mut streams = self.unchanged(rule, frame);
        let holds = self.holds(rule, frame);
        for stream in &mut streams {
            restrict(stream, &holds);
        }
        super::change::apply(self, at, &mut streams, frame);
        streams
    }

    /// What a rule gives before anything changes it.
    pub(super) fn unchanged(&self, rule: &'r Rule, frame: Frame<'_>) -> Vec<Stream> {
        match &rule.kind {
            RuleKind::Split(split) => (0..split.of.len())
                .map(|stream| match split.eval {
                    Eval::Period => self.split(rule, split, stream, frame),
                    Eval::Daily => self.split_daily(rule, split, stream, frame),
                })
                .collect(),
            RuleKind::Schedule(schedule) => vec![self.schedule(rule, schedule, frame)],
            RuleKind::Amount(named) => {
                let column = self.amount(&named.amount, frame);
                vec![self.single(&column, &rule.unit, frame)]
            }
            RuleKind::Minimum(limit) | RuleKind::Maximum(limit) => {
                vec![self.target(rule, limit, frame)]
            }
            RuleKind::Change(_) | RuleKind::Trigger(_) => Vec::new(),
        }
    }

    /// Whether a rule holds in each period; `None` where its test cannot be assessed.
    pub(super) fn holds(&self, rule: &'r Rule, frame: Frame<'_>) -> Vec<Option<bool>> {
        let mut holds = vec![Some(rule.enabled); frame.len()];
        let season = |id: &String| self.agreement.calendar(id);
        let is_bound =
            rule.in_force != (None, None) || !rule.during.is_empty() || !rule.outside.is_empty();
        if is_bound && rule.enabled {
            for (holds, days) in holds.iter_mut().zip(frame.days) {
                let first = super::calendar::date(days.0);
                let (from, to) = rule.in_force;
                let in_force =
                    from.is_none_or(|from| from <= first) && to.is_none_or(|to| first <= to);
                let mut during = rule.during.iter().filter_map(season);
                let mut outside = rule.outside.iter().filter_map(season);
                *holds = Some(
                    in_force
                        && (rule.during.is_empty() || during.any(|own| in_season(own, first)))
                        && !outside.any(|own| in_season(own, first)),
                );
            }
        }
        if let Some(when) = rule.when.as_ref().filter(|_| rule.enabled) {
            let test = self.amount(when, frame);
            for (n, holds) in holds.iter_mut().enumerate() {
                if *holds == Some(true) {
                    *holds = test.truth(n);
                }
            }
        }
        holds
    }

    fn split(&self, rule: &Rule, split: &'r Split, stream: usize, frame: Frame<'_>) -> Stream {
        let column = self.amount(&split.of[stream].amount, frame);
        let quantity = self.counted(&column, &rule.unit, frame);
        let mut shared = Stream::new(frame.len(), split.parties.len());
        for (n, quantity) in quantity.iter().enumerate() {
            let Some((band, above)) = band_of(&split.bands, *quantity) else {
                continue;
            };
            for (party, (base, slope)) in shared.parties.iter_mut().zip(&band.shares) {
                party[n] = base + slope * above;
            }
        }
        self.say_negative(rule, &quantity, frame);
        shared.conserves = true;
        shared.growth = column.growth;
        shared.basis.clone_from(&column.basis);
        for (active, basis) in shared.is_active.iter_mut().zip(&column.basis) {
            *active = !basis.is_silent;
        }
        shared.quantity = quantity;
        shared
    }

    /// Says in which periods less than nothing would be shared.
    fn say_negative(&self, rule: &Rule, quantity: &[f64], frame: Frame<'_>) {
        let Some(cut) = frame.cut else { return };
        for (n, quantity) in quantity.iter().enumerate() {
            let window = &cut.windows[frame.offset + n];
            if !exceeds(0.0, *quantity) || !self.is_wanted(window) {
                continue;
            }
            let period = format!(
                "{} ({} {})",
                window.period.label,
                super::words::amount(*quantity),
                rule.unit.name
            );
            let sentence = (
                "less than nothing is there in",
                "; it is shared like what is more",
            );
            self.say_of(&format!("rule {}", rule.id), sentence, period, || {
                Finding::note(Cause::Configuration, "")
                    .hint("look at the terms of the flow; a reservoir may fill faster than the gauges tell")
            });
        }
    }

    /// Shares each day by itself: the mean of the days' shares for a flow, their sum for a volume.
    fn split_daily(
        &self,
        rule: &Rule,
        split: &'r Split,
        stream: usize,
        frame: Frame<'_>,
    ) -> Stream {
        let days = self.daily(&split.of[stream].amount);
        let factor = daily_factor(&days, &rule.unit);
        let is_flow = rule.unit.measure == Measure::Flow;
        let mut shared = Stream::new(frame.len(), split.parties.len());
        shared.conserves = true;
        shared.growth = if is_flow {
            Growth::Steady
        } else {
            Growth::SoFar
        };
        for (n, (first, last)) in frame.days.iter().copied().enumerate() {
            let known_to = last.min(self.known_to);
            let tally = days.tally(first, known_to);
            let (known, whole) = self.days_known((first, last));
            let basis = Basis {
                present: tally.present,
                expected: known,
                is_final: tally.approved == whole,
                is_early: last > self.known_to,
                ..Basis::STATED
            };
            shared.basis[n] = basis;
            if tally.present == 0 || !basis.suffices(self.agreement.allowed_missing) {
                continue;
            }
            let scale = if is_flow { 1.0 } else { f64::from(known) } / f64::from(tally.present);
            shared.quantity[n] = rule.unit.from_si(tally.sum * factor * scale);
            let mut sums = vec![0.0; split.parties.len()];
            let (_, values, _) = days.slice(first, known_to);
            for value in values.iter().filter(|value| !value.is_nan()) {
                let quantity = rule.unit.from_si(value * factor);
                if let Some((band, above)) = band_of(&split.bands, quantity) {
                    for (sum, (base, slope)) in sums.iter_mut().zip(&band.shares) {
                        *sum += base + slope * above;
                    }
                }
            }
            for (party, sum) in shared.parties.iter_mut().zip(sums) {
                party[n] = sum * scale;
            }
        }
        shared
    }

    fn schedule(&self, rule: &Rule, schedule: &'r Schedule, frame: Frame<'_>) -> Stream {
        let mut shared = Stream::new(frame.len(), schedule.parties.len());
        let mut is_active = vec![false; frame.len()];
        for (figures, (_, of)) in shared.parties.iter_mut().zip(&schedule.parties) {
            match of {
                ScheduleOf::Periods(starts) => {
                    for (n, days) in frame.days.iter().enumerate() {
                        let start = frame.start(n, *days);
                        if let Some((_, figure)) = starts.iter().find(|(day, _)| *day == start) {
                            figures[n] = *figure;
                            is_active[n] = true;
                        }
                    }
                }
                ScheduleOf::Amount(amount) => {
                    let column = self.amount(amount, frame);
                    *figures = self.counted(&column, &rule.unit, frame);
                    for (n, basis) in column.basis.iter().enumerate() {
                        is_active[n] |= !basis.is_silent;
                        shared.basis[n] = shared.basis[n].and(*basis);
                    }
                }
            }
        }
        if let Some(available) = &schedule.available {
            let column = self.amount(available, frame);
            shared.quantity = self.counted(&column, &rule.unit, frame);
            for (own, basis) in shared.basis.iter_mut().zip(&column.basis) {
                *own = own.and(*basis);
            }
        }
        for (party, (_, of)) in shared.parties.iter_mut().zip(&schedule.parties) {
            // In a period with rows a party without one has nothing.
            if matches!(of, ScheduleOf::Periods(_)) {
                for (figure, active) in party.iter_mut().zip(&is_active) {
                    if *active && figure.is_nan() {
                        *figure = 0.0;
                    }
                }
            }
        }
        shared.is_active = is_active;
        if rule.unit.measure == Measure::Flow {
            shared.growth = Growth::Steady;
        }
        shared
    }

    fn single(&self, column: &Column, unit: &AgreementUnit, frame: Frame<'_>) -> Stream {
        let mut shared = Stream::new(frame.len(), 1);
        shared.parties[0] = self.counted(column, unit, frame);
        shared.basis.clone_from(&column.basis);
        for (active, basis) in shared.is_active.iter_mut().zip(&column.basis) {
            *active = !basis.is_silent;
        }
        shared.growth = match (column.measure, unit.measure) {
            (Measure::Number, Measure::Volume) => Growth::Whole,
            (Measure::Flow, Measure::Volume) => Growth::SoFar,
            _ => column.growth,
        };
        shared
    }

    fn target(&self, rule: &Rule, limit: &'r Limit, frame: Frame<'_>) -> Stream {
        match &limit.target {
            Target::Amount(amount) => {
                let column = self.amount(amount, frame);
                self.single(&column, &rule.unit, frame)
            }
            Target::PerPeriod(targets) => {
                let mut shared = Stream::new(frame.len(), 1);
                if rule.unit.measure == Measure::Flow {
                    shared.growth = Growth::Steady;
                }
                for n in 0..frame.len() {
                    let window = frame.cut.and_then(|cut| cut.windows.get(frame.offset + n));
                    let target = window.and_then(|window| targets.get(window.ordinal));
                    shared.parties[0][n] = target.copied().unwrap_or(f64::NAN);
                }
                shared
            }
        }
    }

    /// An amount in a unit: a plain number is one of it; a flow is the volume of the days known so far, and a
    /// volume their mean flow.
    pub(super) fn counted(
        &self,
        column: &Column,
        unit: &AgreementUnit,
        frame: Frame<'_>,
    ) -> Vec<f64> {
        let own = self.plan.unit(column.measure);
        match (column.measure, unit.measure) {
            (Measure::Flow, Measure::Volume) => {
                let numbers = column.number.iter().zip(frame.days);
                numbers
                    .map(|(number, days)| {
                        let known = f64::from(self.days_known(*days).0);
                        unit.from_si(own.to_si(*number) * known * HM3_PER_M3S_DAY)
                    })
                    .collect()
            }
            (Measure::Volume, Measure::Flow) => {
                let numbers = column.number.iter().zip(frame.days);
                numbers
                    .map(|(number, days)| {
                        let known = f64::from(self.days_known(*days).0);
                        unit.from_si(own.to_si(*number) / (known * HM3_PER_M3S_DAY))
                    })
                    .collect()
            }
            (own_measure, measure) if own_measure == measure && own.factor != unit.factor => column
                .number
                .iter()
                .map(|number| convert(*number, own, unit))
                .collect(),
            _ => column.number.clone(),
        }
    }

    /// What a rule gives to a party, or in all where none is named, over some of its periods.
    pub(super) fn rule_column(
        &self,
        at: usize,
        party: Option<&PartyId>,
        periods: Range<usize>,
    ) -> Column {
        self.extend_rule(at, periods.end);
        let rule = &self.agreement.rules[at];
        let state = self.rules[at].borrow();
        let own = self.plan.unit(rule.unit.measure);
        let parties = parties_of(rule);
        let mut column = Column::unknown(rule.unit.measure, periods.len());
        column.basis.fill(Basis::SILENT);
        column.number.fill(0.0);
        for stream in &state.streams {
            column.growth = stream.growth;
            let of_parties = stream.parties.iter().zip(&parties);
            let meant: Vec<&Vec<f64>> = of_parties
                .filter(|(_, of)| party.is_none() || **of == party)
                .map(|(figures, _)| figures)
                .collect();
            for (n, period) in periods.clone().enumerate() {
                let Some(true) = stream.is_active.get(period).copied() else {
                    continue;
                };
                column.basis[n] = column.basis[n].and(stream.basis[period]);
                column.basis[n].is_silent = false;
                for figures in &meant {
                    column.number[n] += convert(figures[period], &rule.unit, own);
                }
            }
        }
        if state.done < periods.end {
            let known = state.done.saturating_sub(periods.start);
            column.number[known..].fill(f64::NAN);
        }
        column
    }
}

/// The band of a quantity, and how far above its lower end it lies. Less than nothing is shared by the lowest band, as
/// a natural flow can come out negative on a day when a reservoir fills faster than the gauges tell: what is shared is
/// always what is there.
fn band_of(bands: &[Band], quantity: f64) -> Option<(&Band, f64)> {
    if quantity.is_nan() {
        return None;
    }
    let band = bands
        .iter()
        .rev()
        .find(|band| exceeds(quantity, band.from))
        .or(bands.first())?;
    Some((band, quantity - band.from))
}

fn daily_factor(days: &DayColumn, unit: &AgreementUnit) -> f64 {
    match (days.measure, unit.measure) {
        (Measure::Flow, Measure::Volume) => HM3_PER_M3S_DAY,
        (Measure::Volume, Measure::Flow) => 1.0 / HM3_PER_M3S_DAY,
        _ => 1.0,
    }
}

/// Takes a stream back to the periods in which its rule holds. Where that cannot be told there is no figure.
fn restrict(stream: &mut Stream, holds: &[Option<bool>]) {
    for (n, holds) in holds.iter().enumerate() {
        match holds {
            Some(true) => {}
            Some(false) => stream.is_active[n] = false,
            None => {
                stream.basis[n].is_final = false;
                for party in &mut stream.parties {
                    party[n] = f64::NAN;
                }
            }
        }
    }
}
