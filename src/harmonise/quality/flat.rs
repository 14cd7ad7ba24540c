//! A stage that stands still.

use super::{Control, MANY, Rules};
use crate::domain::{Cause, Finding, Findings, Origin, Quality, Quantity, Reliability};

const MINUTE: i64 = 60_000;

/// Marks runs of one stage that last as long as the rules say, in series with several readings a day. Left alone
/// are zero, values that the agency estimated (ice), and runs after a time in which the gauge hardly moved either.
/// A hole longer than three steps ends a run.
pub(super) fn mark(control: &mut Control<'_>, rules: &Rules, findings: &mut Findings) {
    let Some(step) = control
        .series
        .key
        .step
        .minutes()
        .filter(|&minutes| minutes < 1440 && control.quantity() == Quantity::Stage)
    else {
        return;
    };
    let columns = control.series.columns();
    let usable = control.usable();
    let hole = 3 * i64::from(step) * MINUTE;
    let lasting = i64::from(rules.flat_after_minutes) * MINUTE;
    let mut flat: Vec<(usize, usize)> = Vec::new();
    let mut start = 0;
    for at in 1..=usable.len() {
        let goes_on = usable.get(at).is_some_and(|&row| {
            let before = usable[at - 1];
            columns.value[row] == columns.value[before]
                && columns.time[row] - columns.time[before] <= hole
        });
        if goes_on {
            continue;
        }
        let (first, last) = (usable[start], usable[at - 1]);
        let is_long = columns.time[last] - columns.time[first] >= lasting;
        let is_ice = Quality::unpack(columns.quality[first]).origin == Origin::Estimated;
        if is_long
            && columns.value[first] != 0.0
            && !is_ice
            && moved(control, &usable[..start], first, rules)
        {
            flat.push((start, at));
        }
        start = at;
    }
    for &(from, to) in flat.iter().take(MANY) {
        let (first, last) = (usable[from], usable[to - 1]);
        let message = format!(
            "the stage stands still from {} to {} (line {}), which looks like a sensor that is stuck",
            control.time(first),
            control.time(last),
            control.line(last)
        );
        findings.push(
            control
                .at(first, Finding::warning(Cause::FlatLine, message))
                .hint("compare with the gauges above and below, and ask the agency"),
        );
    }
    control.rest(flat.len(), Cause::FlatLine, findings);
    for (from, to) in flat {
        for &row in &usable[from..to] {
            control.mark(row, Reliability::Suspect);
        }
    }
}

/// Whether the gauge moved in the time before a run that is as long as a run must be.
fn moved(control: &Control<'_>, before: &[usize], first: usize, rules: &Rules) -> bool {
    let columns = control.series.columns();
    let since = columns.time[first] - i64::from(rules.flat_after_minutes) * MINUTE;
    let from = before.partition_point(|&row| columns.time[row] < since);
    let recent = &before[from..];
    let moves = recent
        .windows(2)
        .filter(|pair| columns.value[pair[0]] != columns.value[pair[1]])
        .count();
    #[expect(clippy::cast_precision_loss, reason = "readings of a day are few")]
    let (moves, all) = (moves as f64, recent.len() as f64);
    moves > 0.0 && moves >= rules.flat_moves * all
}

/// Says that a discharge never moved at all for as long as the rules say. A regulated river may do so, therefore
/// nothing is marked.
pub(super) fn say_unmoved(control: &Control<'_>, rules: &Rules, findings: &mut Findings) {
    let key = &control.series.key;
    let Some(step) = key.step.minutes().filter(|&minutes| minutes < 1440) else {
        return;
    };
    let usable = control.usable();
    let (Some(&first), Some(&last)) = (usable.first(), usable.last()) else {
        return;
    };
    let columns = control.series.columns();
    let lasts = columns.time[last] - columns.time[first] + i64::from(step) * MINUTE;
    let value = columns.value[first];
    if key.quantity == Quantity::Discharge
        && value != 0.0
        && lasts >= i64::from(rules.flat_after_minutes) * MINUTE
        && usable.iter().all(|&row| columns.value[row] == value)
    {
        let message = format!(
            "the discharge stands still in all {} readings up to line {}",
            usable.len(),
            control.line(last)
        );
        findings.push(
            control
                .at(first, Finding::note(Cause::FlatLine, message))
                .hint("compare with the gauges above and below; a float may be stuck"),
        );
    }
}
