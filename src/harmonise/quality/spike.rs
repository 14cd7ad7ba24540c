//! One reading that jumps and comes back.

use super::{Control, MANY, Rules};
use crate::domain::{Cause, Finding, Findings, Quantity, Reliability, Step};

const MINUTE: i64 = 60_000;
/// Below this a share of the neighbours says nothing: m³/s and hm³ alike.
const SMALL: f64 = 1.0;

/// Marks a reading that deviates from the median of itself and its two neighbours, while these agree with one
/// another within half of that. A rise or a fall, however steep, is its own median and never marked; nor is a crest
/// of two readings. Rain has no spikes, and the mean of a day may stand alone.
pub(super) fn mark(control: &mut Control<'_>, rules: &Rules, findings: &mut Findings) {
    let key = &control.series.key;
    let step = match (key.quantity, key.step) {
        (Quantity::Rain, _) | (_, Step::Irregular) => return,
        (Quantity::Storage, Step::Day) => 1440,
        (_, Step::Day | Step::Dekad | Step::Month) => return,
        (_, Step::Minutes(minutes)) => minutes,
    };
    let columns = control.series.columns();
    let usable = control.usable();
    let reach = 4 * i64::from(step) * MINUTE;
    let mut deviations: Vec<(usize, f64, f64)> = Vec::new();
    for three in usable.windows(3) {
        let [before, row, after] = [three[0], three[1], three[2]];
        if columns.time[after] - columns.time[before] <= reach {
            let [a, x, b] = [before, row, after].map(|row| columns.value[row]);
            let median = a.max(b).min(x.max(a.min(b)));
            let deviation = (x - median).abs();
            let is_alone = (a - b).abs() < 0.5 * deviation;
            deviations.push((row, if is_alone { deviation } else { 0.0 }, median.abs()));
        }
    }
    let noise = ninth_decile(&deviations);
    let quantity = control.quantity();
    let spikes: Vec<usize> = deviations
        .into_iter()
        .filter(|&(_, deviation, level)| {
            let least = if quantity == Quantity::Stage {
                rules.spike_stage_m
            } else {
                (rules.spike_share * level).max(SMALL)
            };
            deviation >= least && deviation >= rules.spike_noise * noise
        })
        .map(|(row, ..)| row)
        .collect();
    for &row in spikes.iter().take(MANY) {
        let message = format!(
            "the reading of {} stands alone between two that agree, which looks like a spike",
            control.time(row)
        );
        findings.push(
            control
                .at(row, Finding::warning(Cause::Spike, message))
                .hint("ask the agency; a crest has more than one reading"),
        );
    }
    control.rest(spikes.len(), Cause::Spike, findings);
    for row in spikes {
        control.mark(row, Reliability::Suspect);
    }
}

/// What nine of ten readings do not exceed.
fn ninth_decile(deviations: &[(usize, f64, f64)]) -> f64 {
    let mut sizes: Vec<f64> = deviations.iter().map(|(_, size, _)| *size).collect();
    let Some(last) = sizes.len().checked_sub(1) else {
        return 0.0;
    };
    *sizes
        .select_nth_unstable_by(last * 9 / 10, f64::total_cmp)
        .1
}
