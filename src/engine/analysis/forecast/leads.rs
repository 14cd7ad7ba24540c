//! Each lead: a regression on what had arrived, its forecast of now, and its skill over past floods.

use super::columns::{Gathered, steps};
use super::{Highest, LEVELS, Lead};
use crate::domain::ForecastEntry;
use crate::engine::EngineError;
use crate::engine::analysis::Matter;
use crate::indicators::forecast::model::{Model, Plan, Term, Transform};
use crate::indicators::forecast::out_of_sample::{Case, LagOnly, cases, persistence};
use crate::indicators::forecast::peaks::{Apart, Flood};
use crate::indicators::forecast::skill::{Judging, Skill, Verdict, skill};

/// Hours between the two values of a gauge that tell its trend.
const TREND_HOURS: f64 = 3.0;
/// Hours before and behind a flood's top that belong to it.
const WINDOW_HOURS: f64 = 120.0;
/// Hours that a warning may lie apart from the crossing; one step where steps are longer.
const TOLERANCE_HOURS: f64 = 6.0;

/// All leads, and the highest flood in hindsight.
pub(super) fn all(
    matter: &Matter<'_>,
    entry: &ForecastEntry,
    (gathered, ages): (&Gathered, &[usize]),
    (floods, apart): (&[Flood], Apart),
) -> Result<(Vec<Lead>, Option<Highest>), EngineError> {
    let top = floods.iter().max_by(|a, b| a.peak.total_cmp(&b.peak));
    let mut highest = top.map(|flood| Highest {
        time: gathered.time(flood.top),
        peak: flood.peak,
        said: Vec::new(),
    });
    let mut leads = Vec::new();
    for (n, hours) in entry.lead_hours.iter().enumerate() {
        matter.step(n, entry.lead_hours.len(), &matter.station.name)?;
        let plan = plan(
            gathered,
            ages,
            steps(*hours, entry.step_hours),
            entry.step_hours,
        );
        let (lead, cases) = lead(gathered, &plan, (*hours, entry.step_hours), (floods, apart));
        if let (Some(highest), Some(top)) = (&mut highest, top)
            && let Some(case) = cases.iter().find(|case| case.valid == top.top)
        {
            highest
                .said
                .push((*hours, case.said.value, case.said.band.clone()));
        }
        leads.push(lead);
    }
    Ok((leads, highest))
}

/// The newest two values of every gauge that had arrived at the issue; of the gauges above those that reach the target
/// at the time that is forecast, where they are known.
fn plan(gathered: &Gathered, ages: &[usize], lead: usize, step_hours: f64) -> Plan {
    let apart = steps(TREND_HOURS, step_hours).max(1);
    let own = (0, ages[0]);
    let above = gathered.record.upstream.iter();
    let above = above.map(|(series, lag)| (*series, lag.saturating_sub(lead).max(ages[*series])));
    let terms = std::iter::once(own)
        .chain(above)
        .flat_map(|(series, back)| {
            [
                Term { series, back },
                Term {
                    series,
                    back: back + apart,
                },
            ]
        });
    Plan {
        target: 0,
        lead,
        latency: ages[0],
        terms: terms.collect(),
        levels: LEVELS.to_vec(),
        transform: Transform::None,
    }
}

fn lead(
    gathered: &Gathered,
    plan: &Plan,
    (hours, step_hours): (f64, f64),
    (floods, apart): (&[Flood], Apart),
) -> (Lead, Vec<Case>) {
    let record = &gathered.record;
    let rows = plan.rows(&record.columns);
    let model = Model::fit(plan, &rows, None).ok();
    let past = model
        .as_ref()
        .map_or_else(Vec::new, |model| cases(record, plan, &rows, model));
    let judging = Judging {
        window: steps(WINDOW_HOURS, step_hours),
        levels: plan.levels.clone(),
        threshold: apart.threshold,
        tolerance: steps(TOLERANCE_HOURS, step_hours).max(1),
        step_hours,
        lead: plan.lead,
    };
    let skill: Skill = skill(&past, floods, &judging);
    let verdict = skill.verdict();
    let known = plan.known(&record.columns, gathered.issued);
    let said = model
        .as_ref()
        .zip(known)
        .map(|(model, known)| model.predict(plan, &known));
    let is_shown = verdict == Verdict::Shown;
    // Beyond the travel time nothing that is to arrive has passed a gauge yet.
    let is_under_way = record.upstream.iter().any(|(_, lag)| plan.lead <= *lag);
    let finite = |value: f64| value.is_finite().then_some(value);
    let lead = Lead {
        hours,
        valid: gathered.time(gathered.issued + plan.lead),
        verdict,
        value: said.as_ref().filter(|_| is_shown).map(|said| said.value),
        band: said
            .as_ref()
            .filter(|_| is_shown)
            .map(|said| said.band.clone())
            .unwrap_or_default(),
        lag_only: finite(LagOnly::new(record, plan, u32::MAX).at(record, plan, gathered.issued))
            .filter(|_| is_under_way),
        persistence: finite(persistence(record, plan, gathered.issued)),
        is_extrapolation: said.is_some_and(|said| said.is_outside),
        skill,
        n_rows: rows.y.len(),
    };
    (lead, past)
}
