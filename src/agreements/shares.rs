//! Splits and schedules, and what changes their results: guarantees and factors.
//!
//! Formula: in a band, `share = base + slope × (quantity − from)`. A change gives a party more or less and
//! the other parties the rest, in proportion to what they had, so that the shares add up to what there is.
//! The value before each change is kept.

use std::collections::BTreeMap;

use super::calendar::{Window, in_season};
use super::days::Stat;
use super::run::Run;
use super::unit_of;
use crate::domain::PartyId;
use crate::domain::agreement::calendar::MonthDay;
use crate::domain::agreement::clauses::{AgreementUnit, Measure};
use crate::domain::agreement::rules::{
    Band, Eval, Guarantee, Rule, RuleInput, RuleKind, Scale, Schedule, Split, exceeds,
};
use crate::domain::agreement::{Agreement, ShareRow};

/// The shares of one rule in one period.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shared {
    /// Rule.
    pub rule: String,
    /// Stream, where a rule is applied to each of several by itself.
    pub stream: Option<String>,
    /// Position of the period in its calendar.
    pub window: usize,
    /// What was shared, in the rule's unit; `None` for a schedule, and when too little is known.
    pub quantity: Option<f64>,
    /// Days behind it; `None` for a schedule.
    pub stat: Option<Stat>,
    /// Each party with its value step by step; no steps when too little is known.
    pub parties: Vec<(PartyId, Vec<Step>)>,
}

/// One value on the way to a share.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    /// Share in the rule's unit.
    pub value: f64,
    /// Article that makes it so.
    pub article: String,
}

impl Shared {
    /// The final share of a party.
    pub(super) fn of(&self, party: &PartyId) -> Option<f64> {
        Some(self.steps(party).last()?.value)
    }

    /// All values on the way to it.
    pub(super) fn steps(&self, party: &PartyId) -> &[Step] {
        self.parties
            .iter()
            .find(|(known, _)| known == party)
            .map_or(&[], |(_, steps)| steps)
    }

    /// The rule's name in a figure id.
    pub(super) fn name(&self) -> String {
        self.stream.as_ref().map_or_else(
            || self.rule.clone(),
            |stream| format!("{}:{stream}", self.rule),
        )
    }
}

/// Shares of each rule by period; with several streams, stream by stream.
pub(super) type Shares = BTreeMap<String, Vec<Shared>>;

/// The shares of a rule that is applied to one stream, in one period.
pub(super) fn find<'s>(shares: &'s Shares, rule: &str, window: usize) -> Option<&'s Shared> {
    let periods = shares.get(rule)?;
    let at = periods
        .binary_search_by_key(&window, |shared| shared.window)
        .ok()?;
    periods.get(at)
}

/// Shares of every enabled split and schedule, changed by what modifies them.
pub(super) fn share(run: &Run<'_>) -> Shares {
    let mut all = Shares::new();
    for rule in run.agreement.rules.iter().filter(|rule| rule.enabled) {
        let mut periods: Vec<Shared> = match &rule.kind {
            RuleKind::Split(split) => split
                .input
                .series
                .iter()
                .flat_map(|series| split_periods(run, rule, split, series))
                .collect(),
            RuleKind::Schedule(schedule) => schedule_periods(run, rule, schedule),
            _ => continue,
        };
        modify(run, rule, &mut periods);
        all.insert(rule.id.clone(), periods);
    }
    all
}

fn schedule_periods(run: &Run<'_>, rule: &Rule, schedule: &Schedule) -> Vec<Shared> {
    let windows = run.windows(&schedule.calendar).iter().enumerate();
    windows
        .filter_map(|(n, window)| {
            let start = MonthDay::of(window.first());
            let (_, figures) = schedule.rows.iter().find(|(day, _)| *day == start)?;
            let steps = figures.iter().map(|value| vec![step(rule, *value)]);
            Some(Shared {
                rule: rule.id.clone(),
                stream: None,
                window: n,
                quantity: None,
                stat: None,
                parties: schedule.parties.iter().cloned().zip(steps).collect(),
            })
        })
        .collect()
}

fn step(rule: &Rule, value: f64) -> Step {
    Step {
        value,
        article: rule.article.clone(),
    }
}

fn split_periods(run: &Run<'_>, rule: &Rule, split: &Split, series: &str) -> Vec<Shared> {
    let unit = unit_of(run.agreement, rule);
    let measure = run.agreement.measure(series).unwrap_or(Measure::Flow);
    let stats = run.stats(&split.input.calendar, series);
    let windows = run.windows(&split.input.calendar);
    let active = windows
        .iter()
        .zip(stats)
        .enumerate()
        .filter(|(_, (window, _))| is_active(run.agreement, &split.input, window));
    active
        .map(|(n, (window, stat))| {
            let enough = stat.completeness().suffices(run.agreement.allowed_missing);
            let quantity = enough.then(|| quantity(split.input.eval, &unit, measure, stat));
            let values = quantity.map(|quantity| match split.input.eval {
                Eval::Daily => {
                    let last = window.last().min(run.span.known_to);
                    let days = run.days.values(series, window.first(), last);
                    mean_of_daily_shares(&split.bands, split.parties.len(), &unit, &days)
                }
                Eval::PeriodMean | Eval::Volume => by_bands(&split.bands, quantity),
            });
            let parties = split.parties.iter().enumerate().map(|(p, party)| {
                let steps = values.iter().map(|values| step(rule, values[p])).collect();
                (party.clone(), steps)
            });
            Shared {
                rule: rule.id.clone(),
                stream: split.input.each.then(|| series.to_owned()),
                window: n,
                quantity,
                stat: Some(*stat),
                parties: parties.collect(),
            }
        })
        .collect()
}

/// Whether a rule holds in a period.
pub(super) fn is_active(agreement: &Agreement, input: &RuleInput, window: &Window) -> bool {
    let within = |id: &str| {
        agreement
            .calendar(id)
            .is_some_and(|calendar| in_season(calendar, window.first()))
    };
    input.during.as_deref().is_none_or(within) && !input.outside.as_deref().is_some_and(within)
}

/// What a rule is applied to, in its unit.
pub(super) fn quantity(eval: Eval, unit: &AgreementUnit, measure: Measure, stat: &Stat) -> f64 {
    match eval {
        Eval::PeriodMean | Eval::Daily => unit.from_si(stat.mean),
        Eval::Volume => unit.from_si(stat.volume(measure)),
    }
}

/// Shares of a quantity. What is computed to be below nothing shares nothing: a natural flow can come out
/// negative on a day when a reservoir fills faster than the gauges tell.
pub(super) fn by_bands(bands: &[Band], quantity: f64) -> Vec<f64> {
    let quantity = quantity.max(0.0);
    let band = bands
        .iter()
        .rev()
        .find(|band| exceeds(quantity, band.from))
        .or(bands.first());
    band.map_or_else(Vec::new, |band| {
        let above = quantity - band.from;
        band.shares
            .iter()
            .map(|(base, slope)| base + slope * above)
            .collect()
    })
}

fn mean_of_daily_shares(
    bands: &[Band],
    parties: usize,
    unit: &AgreementUnit,
    days: &[f64],
) -> Vec<f64> {
    let mut sums = vec![0.0; parties];
    let mut present = 0_u32;
    for day in days.iter().filter(|day| !day.is_nan()) {
        present += 1;
        for (sum, share) in sums.iter_mut().zip(by_bands(bands, unit.from_si(*day))) {
            *sum += share;
        }
    }
    sums.iter().map(|sum| sum / f64::from(present)).collect()
}

fn modify(run: &Run<'_>, rule: &Rule, periods: &mut [Shared]) {
    let changes: Vec<&Rule> = run
        .agreement
        .rules
        .iter()
        .filter(|change| change.enabled && change.kind.modifies() == Some(&rule.id))
        .collect();
    let windows = run.windows(super::load::calendar_of(rule).unwrap_or_default());
    for shared in periods {
        for change in &changes {
            match (&change.kind, windows.get(shared.window)) {
                (RuleKind::Guarantee(guarantee), Some(window)) => {
                    guarantee_share(shared, change, guarantee, MonthDay::of(window.first()));
                }
                (RuleKind::Scale(scale), _) => scale_share(shared, change, scale),
                _ => {}
            }
        }
    }
}

fn guarantee_share(shared: &mut Shared, change: &Rule, guarantee: &Guarantee, start: MonthDay) {
    let Some(window) = guarantee
        .windows
        .iter()
        .find(|window| window.start == start)
    else {
        return;
    };
    let (Some(quantity), Some(share)) = (shared.quantity, shared.of(&window.party)) else {
        return;
    };
    let available = quantity.max(0.0);
    if exceeds(window.at_least, available) && !guarantee.cap_at_available {
        // The agreement does not say what holds when less than the guarantee is there.
        for (_, steps) in &mut shared.parties {
            steps.clear();
        }
        return;
    }
    let lifted = share.max(window.at_least.min(available));
    give(shared, change, &window.party, lifted);
}

fn scale_share(shared: &mut Shared, change: &Rule, scale: &Scale) {
    if let Some(share) = shared.of(&scale.party) {
        give(shared, change, &scale.party, share * scale.factor);
    }
}

/// Gives `party` a new share and the other parties the rest. In a schedule nothing is shared out, so that
/// the others keep theirs.
fn give(shared: &mut Shared, change: &Rule, party: &PartyId, value: f64) {
    let before = shared.of(party).unwrap_or(0.0);
    let others: f64 = shared
        .parties
        .iter()
        .filter(|(other, _)| other != party)
        .filter_map(|(_, steps)| Some(steps.last()?.value))
        .sum();
    let count = shared.parties.len().saturating_sub(1);
    let conserves = shared.quantity.is_some();
    // Rounding must not leave a party with a little less than nothing.
    let rest = (others + before - value).max(0.0);
    for (other, steps) in &mut shared.parties {
        let Some(last) = steps.last().map(|step| step.value) else {
            continue;
        };
        let new = if other == party {
            value
        } else if !conserves {
            last
        } else if others > 0.0 {
            last * rest / others
        } else {
            rest / f64::from(u32::try_from(count).unwrap_or(1))
        };
        if exceeds(new, last) || exceeds(last, new) {
            steps.push(step(change, new));
        }
    }
}

/// Share rows of the periods that are wanted, by rule in file order.
pub(super) fn rows(run: &Run<'_>, all: &Shares) -> Vec<ShareRow> {
    let mut rows = Vec::new();
    for rule in &run.agreement.rules {
        let unit = unit_of(run.agreement, rule);
        let windows = run.windows(super::load::calendar_of(rule).unwrap_or_default());
        for shared in all.get(&rule.id).map_or(&[][..], Vec::as_slice) {
            let Some(window) = windows.get(shared.window) else {
                continue;
            };
            if !run.wanted(window) {
                continue;
            }
            for (party, steps) in &shared.parties {
                let name = shared.name();
                rows.push(ShareRow {
                    figure: format!(
                        "{}/{name}/{party}/{}/share",
                        run.agreement.id, window.period.label
                    ),
                    rule: name,
                    article: articles(rule, steps),
                    party: party.clone(),
                    period: window.period.clone(),
                    value: steps.last().map(|step| step.value),
                    unit: unit.name.clone(),
                    advisory: rule.advisory,
                });
            }
        }
    }
    rows
}

/// Articles that made a value, in their order.
fn articles(rule: &Rule, steps: &[Step]) -> String {
    if steps.is_empty() {
        return rule.article.clone();
    }
    let articles: Vec<&str> = steps.iter().map(|step| step.article.as_str()).collect();
    articles.join("; ")
}
