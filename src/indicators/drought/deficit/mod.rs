//! How much water was missing below a threshold, and for how long.
//!
//! # What it tells
//! Events in which the flow lay under a threshold: first and last day, missing volume, days, lowest flow; and whether
//! the record ends within one.
//! # Formula
//! Deficit of a day = threshold − flow, on days with flow < threshold (`rule=strict`) or ≤ (`rule=inclusive`, which
//! also counts days without any deficit). Threshold: a fixed `threshold`, or the flow exceeded `exceedance` % of the
//! time; with `threshold_kind=monthly` of each calendar month, with `daily` of each day of the year over a window of
//! `window` days. `pooling` joins events that depend on each other: `inter-event-time`, when at most `gap_days` lie
//! between them (an event without any deficit, which only `inclusive` knows, is not joined to a later one);
//! `inter-event-criterion`, when besides the excess in between is less than `volume_ratio` of the deficit
//! so far; `moving-average`, which smooths the flow over `average_days` days first; `sequent-peak`, which follows the
//! missing volume w = max(0, w + threshold − flow) until it is made up again (a day that makes it up exactly is the last one). The volume of a pooled event is its
//! deficits less the excess in between; of a sequent-peak event the greatest w, its duration the days up to then.
//! # Units
//! Flow and threshold in the unit of the series (`unit`); volumes in hm³; durations in days.
//! # Missing data
//! A missing day ends an event, is never a deficit and never counts as one that was made up; an event that a gap begins
//! or ends says so, since its true length is unknown.
//! # Limits
//! Events of a day or two are noise of the threshold: leave them out with `least_days` and `least_volume_share`
//! (share of the greatest volume). Different pooling gives different counts of events; the result names it.
//! # Source
//! Tallaksen and Van Lanen 2004; Hisdal et al. 2004; Fleig et al. 2006; Tallaksen, Madsen and Clausen 1997 (pooling).

mod event;
mod threshold;

pub use event::{DeficitEvent, Pooling, Rule, deficit_events, without_minor};
pub use threshold::{Threshold, ThresholdKind, threshold};

use serde::Serialize;

use super::record::{DAYS_A_YEAR, DailyRecord, FLOW_UNIT, cubic_metres_per_second, gate};
use crate::domain::Finding;
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Setting, Settings, refuse,
};
use crate::indicators::stats::quantile::QUANTILE_TYPES;
use crate::indicators::stats::sample::float;

pub(super) const INDICATOR: Indicator = Indicator {
    name: "deficit",
    text: include_str!("mod.rs"),
    settings: SETTINGS,
    run,
};

const SETTINGS: &[Setting] = &[
    Setting {
        name: "threshold",
        meaning: "fixed threshold in the unit of the series; without it the exceedance decides",
        default: "",
    },
    Setting {
        name: "exceedance",
        meaning: "percentage of time that the threshold flow is exceeded, such as 70, 80 or 90",
        default: "90",
    },
    Setting {
        name: "threshold_kind",
        meaning: "fixed, monthly or daily",
        default: "fixed",
    },
    Setting {
        name: "window",
        meaning: "days around a day of the year that its threshold comes from, an odd number",
        default: "31",
    },
    Setting {
        name: "type",
        meaning: "type of quantile of the threshold: 4, 5, 6 (Weibull), 7, 8 or 9",
        default: "6",
    },
    Setting {
        name: "rule",
        meaning: "strict (flow < threshold) or inclusive (flow <= threshold)",
        default: "strict",
    },
    Setting {
        name: "pooling",
        meaning: "none, inter-event-time, inter-event-criterion, moving-average or sequent-peak",
        default: "none",
    },
    Setting {
        name: "gap_days",
        meaning: "days between two events up to which they are joined",
        default: "5",
    },
    Setting {
        name: "volume_ratio",
        meaning: "excess in between, as a share of the deficit so far, below which they are joined",
        default: "0.1",
    },
    Setting {
        name: "average_days",
        meaning: "days of the centred moving average",
        default: "10",
    },
    Setting {
        name: "least_days",
        meaning: "duration in days below which an event is left out",
        default: "0",
    },
    Setting {
        name: "least_volume_share",
        meaning: "share of the greatest volume below which an event is left out, 0 to 1",
        default: "0",
    },
    Setting {
        name: "least_years",
        meaning: "years of days below which a threshold by exceedance is refused",
        default: "3",
    },
    FLOW_UNIT,
];

#[derive(Serialize)]
struct Event {
    first_day: chrono::NaiveDate,
    last_day: chrono::NaiveDate,
    volume_hm3: f64,
    duration_days: usize,
    days_below: usize,
    lowest_flow: f64,
    lowest_flow_on: chrono::NaiveDate,
    begins_after_gap: bool,
    ends_before_gap: bool,
}

#[derive(Serialize)]
struct Found {
    n_events: usize,
    /// The fixed threshold.
    #[serde(skip_serializing_if = "Option::is_none")]
    threshold: Option<f64>,
    /// One a month or a day of the year.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    thresholds: Vec<Option<f64>>,
    events: Vec<Event>,
    total_volume_hm3: f64,
    longest_days: usize,
    greatest_volume_hm3: f64,
    /// Whether the record ends within an event.
    is_running: bool,
    method: String,
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let record = DailyRecord::of(input)?;
    let hm3 = cubic_metres_per_second(settings)? * super::record::SECONDS_A_DAY / 1e6;
    let rule = settings.choice(
        "rule",
        &[("strict", Rule::Strict), ("inclusive", Rule::Inclusive)],
    )?;
    let pooling = pooling(settings)?;
    let (threshold, note) = set_threshold(&record, settings)?;
    let daily = threshold.of_days(&record);
    let all = deficit_events(&record.values, &daily, rule, pooling);
    let least_days = settings.count("least_days")?.unwrap_or(0);
    let events = without_minor(
        all,
        least_days,
        settings.wanted_number("least_volume_share")?,
    );
    let last = record.values.len().saturating_sub(1);
    let events_said: Vec<Event> = events
        .iter()
        .map(|event| said(event, &record, hm3))
        .collect();
    let found = Found {
        n_events: events.len(),
        threshold: threshold.fixed(),
        thresholds: threshold.varying(),
        total_volume_hm3: events_said.iter().map(|event| event.volume_hm3).sum(),
        longest_days: events
            .iter()
            .map(|event| event.duration_days)
            .max()
            .unwrap_or(0),
        greatest_volume_hm3: events_said
            .iter()
            .map(|event| event.volume_hm3)
            .fold(0.0, f64::max),
        is_running: events.last().is_some_and(|event| event.last == last),
        events: events_said,
        method: method(rule, pooling, settings),
    };
    let computed = Computed::new(found, record.completeness())?;
    Ok(note.into_iter().fold(computed, Computed::note))
}

fn said(event: &DeficitEvent, record: &DailyRecord, hm3: f64) -> Event {
    Event {
        first_day: record.date(event.first),
        last_day: record.date(event.last),
        volume_hm3: event.deficit * hm3,
        duration_days: event.duration_days,
        days_below: event.days_below,
        lowest_flow: event.lowest,
        lowest_flow_on: record.date(event.lowest_at),
        begins_after_gap: event.begins_after_gap,
        ends_before_gap: event.ends_before_gap,
    }
}

fn pooling(settings: &Settings<'_>) -> Result<Pooling, Box<Finding>> {
    let gap_days = settings.count("gap_days")?.unwrap_or(5);
    let volume_ratio = settings.wanted_number("volume_ratio")?;
    let days = settings.count("average_days")?.unwrap_or(10);
    if days == 0 {
        return Err(refuse(
            "average_days is 0",
            "set it to the days of the moving average, such as 10",
        ));
    }
    settings.choice(
        "pooling",
        &[
            ("none", Pooling::None),
            ("inter-event-time", Pooling::InterEventTime { gap_days }),
            ("it", Pooling::InterEventTime { gap_days }),
            (
                "inter-event-criterion",
                Pooling::InterEventCriterion {
                    gap_days,
                    volume_ratio,
                },
            ),
            (
                "ic",
                Pooling::InterEventCriterion {
                    gap_days,
                    volume_ratio,
                },
            ),
            ("moving-average", Pooling::MovingAverage { days }),
            ("ma", Pooling::MovingAverage { days }),
            ("sequent-peak", Pooling::SequentPeak),
            ("spa", Pooling::SequentPeak),
        ],
    )
}

fn set_threshold(
    record: &DailyRecord,
    settings: &Settings<'_>,
) -> Result<(Threshold, Option<String>), Box<Finding>> {
    if let Some(fixed) = settings.number("threshold")? {
        return Ok((Threshold::Fixed(fixed), None));
    }
    let exceeded = settings.wanted_number("exceedance")? / 100.0;
    if !(0.0..=1.0).contains(&exceeded) {
        return Err(refuse(
            format!("exceedance is {}", exceeded * 100.0),
            "set it to a percentage between 0 and 100, such as exceedance=90",
        ));
    }
    let days = record.values.iter().filter(|value| !value.is_nan()).count();
    let length = ((float(days) / DAYS_A_YEAR) * 100.0).ceil() / 100.0;
    let least = settings.wanted_number("least_years")?;
    let note = gate(
        "a threshold by exceedance",
        (length, "years of days"),
        (least, 10.0),
        "least_years",
    )?;
    let half_window = settings.count("window")?.unwrap_or(31) / 2;
    let kind = settings.choice(
        "threshold_kind",
        &[
            ("fixed", ThresholdKind::Fixed),
            ("monthly", ThresholdKind::Monthly),
            ("daily", ThresholdKind::Daily { half_window }),
        ],
    )?;
    let quantile = settings.choice("type", QUANTILE_TYPES)?;
    Ok((threshold(record, exceeded, kind, quantile), note))
}

fn method(rule: Rule, pooling: Pooling, settings: &Settings<'_>) -> String {
    let rule = match rule {
        Rule::Strict => "flow < threshold",
        Rule::Inclusive => "flow <= threshold",
    };
    let level = match settings.text("threshold") {
        Some(fixed) => format!("fixed threshold {fixed}"),
        None => format!(
            "{} threshold exceeded {} % of the time, quantile type {}",
            settings.text("threshold_kind").unwrap_or_default(),
            settings.text("exceedance").unwrap_or_default(),
            settings.text("type").unwrap_or_default(),
        ),
    };
    format!("deficit, {rule}, {level}, pooling {pooling}")
}
