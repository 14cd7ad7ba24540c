//! Rain as a counter shows it → the rain of each interval.

use crate::domain::{Cause, Finding, Quantity, Statistic};

use super::profile::Rules;
use super::table::Table;

/// Puts the rise since the reading before in the place of what the counter shows. The first reading has none, and
/// neither has one that follows a reading which is missing; where the counter starts anew, what it shows is the rise.
pub(super) fn rises(rules: &Rules, table: &mut Table<'_>) {
    if !rules.counter {
        return;
    }
    let mut resets = Vec::new();
    let mut without = 0_u64;
    for series in &mut table.series {
        if series.quantity != Quantity::Rain {
            continue;
        }
        series.statistic = Statistic::Sum;
        let shown = series.value.clone();
        for row in 0..shown.len() {
            let before = row.checked_sub(1).map_or(f64::NAN, |before| shown[before]);
            let rise = shown[row] - before;
            without += u64::from(rise.is_nan() && !shown[row].is_nan());
            series.value[row] = if rise < 0.0 {
                resets.push((series.line[row], series.column[row]));
                shown[row]
            } else {
                // Binary fractions of a tenth must not look like more than was measured.
                (rise * 1e4).round() / 1e4
            };
        }
    }
    table.receipt.missing += without;
    for (line, column) in resets.into_iter().take(20) {
        table.complaints.say(
            Finding::note(
                Cause::HeaderDisagrees,
                "the counter starts anew here; what it shows is taken as the rain since then",
            )
            .line(line)
            .column(u32::from(column))
            .hint("nothing needs to be done if the gauge was emptied or replaced"),
        );
    }
}
