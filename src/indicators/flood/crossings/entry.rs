//! `threshold-crossings` at the command line.

use serde_json::{Map, Value, json};

use super::machine::{Machine, Phase, Rules};
use super::watch::{LONGEST_WAIT_MINUTES, OFF_DELAY, ON_DELAY, default_hysteresis};
use crate::domain::{Completeness, Excursion};
use crate::indicators::catalogue::{
    Computed, Input, Outcome, Points, Resolution, Setting, Settings, refuse,
};

const MINUTE: i64 = 60_000;
const HOUR: f64 = 3_600_000.0;

/// What may be set.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "threshold",
        meaning: "one or several, as numbers or name:number, such as 3.0 or yellow:3.0,orange:4.0; unit of the series",
        default: "",
    },
    Setting {
        name: "hysteresis",
        meaning: "how far below the threshold a reading must lie to count towards clearing, unit of the series; unset: 2 % of the threshold",
        default: "",
    },
    Setting {
        name: "on_delay",
        meaning: "readings at or above, one after another, that raise, counted strictly; unset: 2, or 1 where readings are rarer than hourly",
        default: "",
    },
    Setting {
        name: "off_delay",
        meaning: "readings below threshold less hysteresis, one after another, that clear; unset: 4, or 1 where readings are rarer than hourly",
        default: "",
    },
    Setting {
        name: "direction",
        meaning: "above for high water, below for low water (then a reading at or below the threshold raises)",
        default: "above",
    },
    Setting {
        name: "quantity",
        meaning: "stage, or discharge in m³/s: then there are volumes in hm³",
        default: "stage",
    },
    Setting {
        name: "max_age",
        meaning: "hours without a value after which the state is unknown; unset: only stale",
        default: "",
    },
    Setting {
        name: "station",
        meaning: "which series of the file, where it holds several",
        default: "",
    },
];

/// Computes it.
pub const RUN: fn(&Input, &Settings<'_>) -> Outcome = run;

struct Level {
    name: String,
    threshold: f64,
    machine: Machine,
    states: Vec<&'static str>,
    events: Vec<Value>,
    /// Row of the first reading at or above, and of the one that raised, of what goes on.
    first: Option<usize>,
    raised: Option<usize>,
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let points = match settings.text("station") {
        Some(station) => input.station(station)?,
        None => input.single()?,
    };
    let is_above = settings.choice("direction", &[("above", true), ("below", false)])?;
    let has_volume = settings.choice("quantity", &[("stage", false), ("discharge", true)])?;
    let sign = if is_above { 1.0 } else { -1.0 };
    let step = usual_step(points);
    let mut levels = Vec::new();
    for (name, threshold) in thresholds(settings)? {
        levels.push(Level {
            name,
            threshold,
            machine: Machine::new(rules(settings, points, step, sign * threshold)?),
            states: Vec::new(),
            events: Vec::new(),
            first: None,
            raised: None,
        });
    }
    levels.sort_by(|a, b| (sign * a.threshold).total_cmp(&(sign * b.threshold)));
    let max_age = settings.number("max_age")?;
    let show = Show {
        points,
        sign,
        has_volume,
    };
    follow(&mut levels, &show, max_age);
    for level in &mut levels {
        if let Some(excursion) = level
            .machine
            .ongoing()
            .filter(|_| level.machine.phase() == Phase::On)
        {
            let event = show.event(&excursion, level, None);
            level.events.push(event);
        }
    }
    let written: Vec<Value> = levels.iter().map(|level| show.level(level)).collect();
    let mut result = Map::new();
    result.insert(
        "direction".to_owned(),
        json!(if is_above { "above" } else { "below" }),
    );
    result.insert("levels".to_owned(), Value::Array(written));
    let there = u32::try_from(points.present().count()).unwrap_or(u32::MAX);
    let all = u32::try_from(points.time.len()).unwrap_or(u32::MAX);
    let mut computed = Computed::new(result, Completeness::new(there, all))?;
    if settings.text("hysteresis").is_none() {
        computed = computed.note("no hysteresis was set: 2 % of each threshold was taken");
    }
    if settings.text("on_delay").is_none() {
        computed = computed.note(
            "no on_delay was set: 2 readings, and one alone where no other follows within 60 minutes",
        );
    }
    Ok(computed)
}

fn thresholds(settings: &Settings<'_>) -> Result<Vec<(String, f64)>, Box<crate::domain::Finding>> {
    let text = settings.wanted_text("threshold")?;
    let parts = text
        .split([',', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (name, number) = part.rsplit_once([':', '=']).unwrap_or((part, part));
            let value: Option<f64> = number
                .trim()
                .parse()
                .ok()
                .filter(|value: &f64| value.is_finite());
            let value = value.ok_or_else(|| {
                refuse(
                    format!("threshold is \"{part}\", which is no number"),
                    "write threshold=3.0 or threshold=yellow:3.0,orange:4.0",
                )
            })?;
            Ok((name.trim().to_owned(), value))
        })
        .collect()
}

/// The median distance of rows, milliseconds.
pub(crate) fn usual_step(points: &Points) -> Option<i64> {
    let mut steps: Vec<i64> = points
        .time
        .windows(2)
        .map(|pair| pair[1] - pair[0])
        .collect();
    steps.sort_unstable();
    steps.get(steps.len() / 2).copied()
}

/// Longest span that a line may bridge for rows that stand so far apart.
pub(crate) fn longest_line(step: Option<i64>) -> i64 {
    step.map_or(6 * 60 * MINUTE, |step| (3 * step).max(60 * MINUTE))
}

fn rules(
    settings: &Settings<'_>,
    points: &Points,
    step: Option<i64>,
    threshold: f64,
) -> Result<Rules, Box<crate::domain::Finding>> {
    let wait = LONGEST_WAIT_MINUTES * MINUTE;
    let is_sparse = step.is_some_and(|step| step > wait);
    let delay = |name: &str, usual: u32| -> Result<u32, Box<crate::domain::Finding>> {
        let stated = settings
            .count(name)?
            .map(|n| u32::try_from(n).unwrap_or(u32::MAX));
        if stated == Some(0) {
            return Err(refuse(
                format!("{name} is 0, and one reading is the least"),
                format!("set {name}=1 to let each reading decide"),
            ));
        }
        Ok(stated.unwrap_or(if is_sparse { 1 } else { usual }))
    };
    let hysteresis = settings.number("hysteresis")?;
    if let Some(width) = hysteresis.filter(|width| *width < 0.0) {
        return Err(refuse(
            format!("hysteresis is {width}, and a width is not below 0"),
            "set it to how far below the threshold clearing begins",
        ));
    }
    Ok(Rules {
        threshold,
        hysteresis: hysteresis.unwrap_or_else(|| default_hysteresis(threshold, 0.0)),
        on_delay: delay("on_delay", ON_DELAY)?,
        off_delay: delay("off_delay", OFF_DELAY)?,
        longest_wait: settings.text("on_delay").is_none().then_some(wait),
        longest_line: longest_line(step),
        step,
        is_mean: points.resolution == Resolution::Day,
    })
}

fn follow(levels: &mut [Level], show: &Show<'_>, max_age: Option<f64>) {
    let points = show.points;
    let mut last_good: Option<i64> = None;
    for (row, (&time, &value)) in points.time.iter().zip(&points.value).enumerate() {
        for level in levels.iter_mut() {
            if value.is_nan() {
                level.machine.miss();
            } else {
                level.push(row, time, show.sign * value, show);
            }
        }
        if !value.is_nan() {
            last_good = Some(time);
            imply(levels, row, time);
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "spans of months, in milliseconds"
        )]
        let age = last_good.map(|last| (time - last) as f64 / HOUR);
        let is_unknown =
            age.is_none() || max_age.is_some_and(|max_age| age.is_some_and(|age| age > max_age));
        for level in levels.iter_mut() {
            let is_on = level.machine.phase() == Phase::On;
            level
                .states
                .push(match (is_unknown, is_on, value.is_nan()) {
                    (true, ..) => "unknown",
                    (false, true, true) => "stale",
                    (false, true, false) => "on",
                    (false, false, _) => "off",
                });
        }
    }
}

fn imply(levels: &mut [Level], row: usize, time: i64) {
    let mut is_raised = false;
    for level in levels.iter_mut().rev() {
        match level.machine.phase() {
            Phase::On => is_raised = true,
            Phase::Pending if is_raised => {
                level.machine.imply(time);
                level.raised = Some(row);
            }
            _ => {}
        }
    }
}

impl Level {
    fn push(&mut self, row: usize, time: i64, value: f64, show: &Show<'_>) {
        let before = self.machine.phase();
        let ended = self.machine.push(time, value);
        let after = self.machine.phase();
        if before == Phase::Off && after != Phase::Off {
            self.first = Some(row);
        }
        if before == Phase::Pending && after == Phase::Off && ended.is_none() {
            self.first = None;
        }
        if after == Phase::On {
            self.raised.get_or_insert(row);
        }
        if let Some(excursion) = ended {
            let event = show.event(&excursion, self, Some(row));
            self.events.push(event);
            (self.first, self.raised) = (None, None);
        }
    }
}

/// How results are written.
struct Show<'a> {
    points: &'a Points,
    sign: f64,
    has_volume: bool,
}

impl Show<'_> {
    fn time(&self, at: crate::domain::Instant) -> Value {
        self.points.resolution.stamp(at.millis())
    }

    fn event(&self, excursion: &Excursion, level: &Level, cleared: Option<usize>) -> Value {
        let time = |at: Option<crate::domain::Instant>| at.map(|at| self.time(at));
        let mut event = json!({
            "first_crossing": self.time(excursion.first_crossing),
            "first_crossing_index": level.first,
            "is_interpolated": excursion.is_interpolated,
            "raised": self.time(excursion.confirmed),
            "raised_index": level.raised,
            "raised_by": excursion.confirmed_by,
            "crossed_back": time(excursion.crossed_down),
            "cleared": time(excursion.cleared),
            "cleared_index": cleared,
            "peak": self.sign * excursion.peak,
            "peak_time": self.time(excursion.peak_time),
            "duration_hours": excursion.duration_hours,
            "ending": excursion.ending,
            "completeness": excursion.completeness,
        });
        if self.has_volume
            && let Value::Object(event) = &mut event
        {
            let key = if self.sign > 0.0 {
                "volume_above_hm3"
            } else {
                "volume_below_hm3"
            };
            event.insert(key.to_owned(), json!(excursion.volume_above_hm3));
        }
        event
    }

    fn level(&self, level: &Level) -> Value {
        let rules = level.machine.rules();
        json!({
            "name": level.name,
            "threshold": level.threshold,
            "hysteresis": rules.hysteresis,
            "on_delay": rules.on_delay,
            "off_delay": rules.off_delay,
            "is_pending": level.machine.phase() == Phase::Pending,
            "events": level.events,
            "state": level.states,
        })
    }
}
