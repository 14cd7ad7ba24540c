//! What people do to the river: the dam of Almsee and the West Canal.

use chrono::Datelike as _;

use super::clock::{self, HOURS};
use super::rng::Rng;

/// Storage of Almsee at each hour, hm³, and what leaves the dam, m³/s.
pub(super) struct Dam {
    pub(super) storage: Vec<f64>,
    pub(super) outflow: Vec<f64>,
}

/// Most that Almsee holds, hm³.
pub(super) const CAPACITY: f64 = 310.0;
/// Least that stays in it, hm³.
const DEAD: f64 = 38.0;

/// Month, day and hm³ between which the dam's operators aim: empty before the melt, full by the end of July, let
/// out over late summer and winter.
const RULE: [(u32, u32, f64); 7] = [
    (1, 1, 118.0),
    (4, 1, 66.0),
    (5, 10, 122.0),
    (7, 25, 272.0),
    (8, 10, 270.0),
    (10, 31, 158.0),
    (12, 31, 118.0),
];

/// Operates the dam: towards the rule's content within days, never more than part of what comes in, and with some
/// room for the top of a flood.
pub(super) fn dam(inflow: &[f64]) -> Dam {
    let mut storage = Vec::with_capacity(HOURS);
    let mut outflow = Vec::with_capacity(HOURS);
    let mut content = 118.0;
    let mut usual = inflow.first().copied().unwrap_or(0.0);
    for (hour, &comes) in inflow.iter().enumerate() {
        usual += (comes - usual) / 120.0;
        // hm³ over 8 days, in m³/s.
        let wish = (target(hour) - content) / (8.0 * 0.0864);
        let mut kept = wish.clamp(-30.0, 0.42 * usual.min(comes));
        if comes > 150.0 && content < CAPACITY - 4.0 {
            kept = kept.max(0.06 * comes + 0.10 * (comes - 150.0));
        }
        if content <= DEAD {
            kept = kept.max(0.0);
        }
        if content >= CAPACITY {
            kept = kept.min(0.0);
        }
        content += kept * 0.0036;
        storage.push(content);
        outflow.push(comes - kept);
    }
    Dam { storage, outflow }
}

fn target(hour: usize) -> f64 {
    let today = clock::date_of(hour);
    let place = |month, day| f64::from(clock::date(today.year(), month, day).ordinal());
    let now = f64::from(today.ordinal());
    for pair in RULE.windows(2) {
        let [(month, day, from), (next_month, next_day, to)] = pair else {
            continue;
        };
        let (start, end) = (place(*month, *day), place(*next_month, *next_day));
        if start <= now && now <= end {
            return from + (to - from) * (now - start) / (end - start);
        }
    }
    RULE[0].2
}

/// What the West Canal takes at each hour, m³/s: April to September, set anew every few days, more in dry summers.
///
/// `wetness` is the recent rain of the plain as a share of the usual.
pub(super) fn canal(seed: u64, river: &[f64], wetness: &[f64]) -> Vec<f64> {
    let mut rng = Rng::new(seed, 3);
    let mut setting = 0.0;
    let mut until = 0;
    (0..HOURS)
        .map(|hour| {
            if hour >= until {
                let demand = demand(hour) * (1.42 - 0.38 * wetness[hour]).clamp(0.85, 1.3);
                setting = (demand * rng.between(0.93, 1.07)).min(0.3 * river[hour]);
                let days = 3 + usize::from(rng.uniform() < 0.5) + usize::from(rng.uniform() < 0.4);
                until = (hour / 24 + days) * 24 + 7;
            }
            setting
        })
        .collect()
}

/// Demand of the fields in a usual year, m³/s.
fn demand(hour: usize) -> f64 {
    let today = clock::date_of(hour);
    match (today.month(), today.day()) {
        (4, 1..=10) => 5.0,
        (4, _) => 9.0,
        (5, 1..=15) => 15.0,
        (5, _) => 19.0,
        (6, _) => 24.2,
        (7, _) => 28.0,
        (8, 1..=20) => 27.0,
        (8, _) => 21.6,
        (9, 1..=12) => 14.0,
        (9, 13..=26) => 7.0,
        _ => 0.0,
    }
}
