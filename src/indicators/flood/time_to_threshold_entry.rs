//! `time-to-threshold` at the command line.

use serde_json::{Value, json};

use super::rate_of_rise::{least_squares, theil_sen};
use super::rise_entry::{chosen, rise_at, window};
use super::time_to_threshold::{hours_at_rate, hours_by_parabola};
use crate::domain::Completeness;
use crate::indicators::catalogue::{Computed, Input, Outcome, Setting, Settings, refuse};

/// What may be set.
pub(super) const SETTINGS: &[Setting] = &[
    Setting {
        name: "threshold",
        meaning: "one or several numbers, unit of the series, such as 3.0 or 3.0,4.0",
        default: "",
    },
    Setting {
        name: "window",
        meaning: "window that the rate of rise is taken over, minutes",
        default: "60",
    },
    Setting {
        name: "longest",
        meaning: "hours beyond which no time is given: the travel time from the next gauge upstream is the most that readings here support",
        default: "",
    },
    Setting {
        name: "station",
        meaning: "which series of the file, where it holds several",
        default: "",
    },
];

/// Computes it.
pub(super) fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let points = chosen(input, settings)?;
    let thresholds = settings.numbers("threshold")?;
    if thresholds.is_empty() {
        return Err(refuse(
            "threshold is not set",
            "give it with --set threshold=3.0",
        ));
    }
    let longest = settings.number("longest")?;
    let last = (0..points.time.len()).rfind(|row| !points.value[*row].is_nan());
    let row =
        last.ok_or_else(|| refuse("the series holds no value", "give at least three values"))?;
    let rise = rise_at(points, row, window(settings)?).map_err(|why| {
        refuse(
            format!("no rate of rise at the last value: {why}"),
            "give a longer window with --set window=180, or a series without the gap",
        )
    })?;
    let level = points.value[row];
    let slope = least_squares(&rise.points);
    let within =
        |hours: Option<f64>| hours.filter(|hours| longest.is_none_or(|longest| *hours <= longest));
    let each = |threshold: f64| -> Value {
        let steady = hours_at_rate(level, threshold, slope);
        let bent = hours_by_parabola(&rise.points, threshold).filter(|_| steady.is_some());
        let differenced = rise
            .difference
            .and_then(|rate| hours_at_rate(level, threshold, rate));
        let all = [steady, bent, differenced].map(within);
        let ends = all.into_iter().flatten();
        json!({
            "threshold": threshold,
            "is_reached": level >= threshold,
            "linear_hours": all[0],
            "linear_from_difference_hours": all[2],
            "quadratic_hours": all[1],
            "earliest_hours": ends.clone().reduce(f64::min),
            "latest_hours": ends.reduce(f64::max),
            "assumption": assumption(level >= threshold, slope, all[0].is_some() || all[1].is_some()),
        })
    };
    let of: Vec<Value> = thresholds
        .iter()
        .map(|threshold| each(*threshold))
        .collect();
    let result = json!({
        "time": points.resolution.stamp(points.time[row]),
        "value": level,
        "per_hour": slope,
        "difference_per_hour": rise.difference,
        "theil_sen_per_hour": theil_sen(&rise.points),
        "thresholds": of,
    });
    let n = u32::try_from(rise.points.len()).unwrap_or(u32::MAX);
    Ok(Computed::new(result, Completeness::new(n, n))?
        .note("an extrapolation of the last window, not a forecast: it knows nothing of rain or of the gauge upstream"))
}

/// What the times assume, or why there are none.
fn assumption(is_reached: bool, per_hour: f64, is_given: bool) -> &'static str {
    match (is_reached, per_hour > 0.0, is_given) {
        (true, ..) => "the threshold is reached already",
        (_, false, _) => "the river does not rise",
        (_, _, false) => "further away than the longest time that is given",
        _ => "linear: the rise stays as it is; quadratic: it goes on accelerating as in the window",
    }
}
