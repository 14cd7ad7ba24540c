//! A series on an even time axis, for indicators that compare two of them.

use super::Series;
use super::usable::{UsableReading, longest_bridged};
use crate::domain::{Instant, Period};

/// Values at `period.start`, one step later, and so on until before `period.end`.
///
/// Between two readings the value is on the straight line; a reading at the very instant counts as it stands.
/// *Missing data*: NaN before the first reading, after the last, and between readings further apart than
/// [`longest_bridged`]: a gap never makes a value. Meant for moments and interval means; the grid of a rain series
/// would not keep its sum. A step of 0 minutes gives no values.
pub fn on_grid(series: &Series, period: Period, step_minutes: u32) -> Vec<f64> {
    let step = i64::from(step_minutes) * 60_000;
    if step == 0 {
        return Vec::new();
    }
    let mut values = Vec::new();
    let mut readings = (0..series.len()).filter_map(|row| series.usable(row));
    let mut before: Option<UsableReading> = None;
    let mut after = readings.next();
    let mut at = period.start.millis();
    while at < period.end.millis() {
        while let Some(next) = after.filter(|next| next.time.millis() <= at) {
            before = Some(next);
            after = readings.next();
        }
        values.push(between(series, before, after, Instant::from_millis(at)));
        at += step;
    }
    values
}

#[expect(
    clippy::cast_precision_loss,
    reason = "spans between two readings in milliseconds stay far below 2^53"
)]
fn between(
    series: &Series,
    before: Option<UsableReading>,
    after: Option<UsableReading>,
    at: Instant,
) -> f64 {
    let Some(before) = before else {
        return f64::NAN;
    };
    let past = at.millis() - before.time.millis();
    if past == 0 {
        return before.value;
    }
    let Some(after) = after else {
        return f64::NAN;
    };
    let span = after.time.millis() - before.time.millis();
    if span > longest_bridged(series.key.step) {
        return f64::NAN;
    }
    before.value + past as f64 / span as f64 * (after.value - before.value)
}
