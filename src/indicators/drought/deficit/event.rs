//! Events under a threshold and how they are joined.

use std::fmt;

use super::super::n_day_minimum::trailing_means;

/// Whether a flow at the threshold is a deficit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Only flow below the threshold.
    Strict,
    /// Flow at the threshold as well, with a deficit of nothing.
    Inclusive,
}

/// How events that depend on each other are joined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pooling {
    /// Not at all.
    None,
    /// At most so many days between them.
    InterEventTime {
        /// Days in between.
        gap_days: usize,
    },
    /// At most so many days between them, and little excess in them.
    InterEventCriterion {
        /// Days in between.
        gap_days: usize,
        /// Excess in between as a share of the deficit so far.
        volume_ratio: f64,
    },
    /// The flow is smoothed first.
    MovingAverage {
        /// Days of the centred mean.
        days: usize,
    },
    /// The missing volume is followed until it is made up.
    SequentPeak,
}

impl fmt::Display for Pooling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::InterEventTime { gap_days } => {
                write!(f, "inter-event time of at most {gap_days} days")
            }
            Self::InterEventCriterion {
                gap_days,
                volume_ratio,
            } => write!(
                f,
                "inter-event criterion of at most {gap_days} days and excess below {volume_ratio} of the deficit"
            ),
            Self::MovingAverage { days } => write!(f, "centred moving average of {days} days"),
            Self::SequentPeak => f.write_str("sequent peak"),
        }
    }
}

/// An event; places are those of the days in the record.
#[derive(Clone, Debug, PartialEq)]
pub struct DeficitEvent {
    /// First day.
    pub first: usize,
    /// Last day.
    pub last: usize,
    /// Sum of threshold − flow over its days, unit of the flow times a day; excess in between taken off.
    pub deficit: f64,
    /// Days from the first to the last; of a sequent peak to the day of the greatest deficit.
    pub duration_days: usize,
    /// Days under the threshold.
    pub days_below: usize,
    /// Lowest flow.
    pub lowest: f64,
    /// Its day.
    pub lowest_at: usize,
    /// Whether the day before it is missing, so that it may have begun earlier.
    pub begins_after_gap: bool,
    /// Whether the day after it is missing, so that it may have lasted longer.
    pub ends_before_gap: bool,
}

/// The events of daily `flow` under the `threshold` of each day; NaN in either is missing and ends an event.
pub fn deficit_events(
    flow: &[f64],
    threshold: &[f64],
    rule: Rule,
    pooling: Pooling,
) -> Vec<DeficitEvent> {
    match pooling {
        Pooling::None => raw(flow, threshold, rule),
        Pooling::MovingAverage { days } => raw(&centred_means(flow, days), threshold, rule),
        Pooling::SequentPeak => sequent_peak(flow, threshold, rule),
        Pooling::InterEventTime { gap_days } => {
            joined(flow, threshold, rule, |days, _, deficit| {
                days <= gap_days && deficit != 0.0
            })
        }
        Pooling::InterEventCriterion {
            gap_days,
            volume_ratio,
        } => joined(flow, threshold, rule, |days, excess, deficit| {
            days <= gap_days && excess < volume_ratio * deficit
        }),
    }
}

/// The events that last at least so many days and miss at least so large a share of the greatest deficit.
pub fn without_minor(
    events: Vec<DeficitEvent>,
    least_days: usize,
    least_share: f64,
) -> Vec<DeficitEvent> {
    let greatest = events.iter().map(|event| event.deficit).fold(0.0, f64::max);
    events
        .into_iter()
        .filter(|event| event.duration_days >= least_days)
        // Excess in between can outweigh the deficits of a pooled event; without a least share it stays all the same.
        .filter(|event| least_share <= 0.0 || event.deficit >= least_share * greatest)
        .collect()
}

fn is_below(flow: f64, threshold: f64, rule: Rule) -> bool {
    match rule {
        Rule::Strict => flow < threshold,
        Rule::Inclusive => flow <= threshold,
    }
}

fn raw(flow: &[f64], threshold: &[f64], rule: Rule) -> Vec<DeficitEvent> {
    let is_low = |place: usize| is_below(flow[place], threshold[place], rule);
    let mut events = Vec::new();
    let mut place = 0;
    while place < flow.len() {
        if !is_low(place) {
            place += 1;
            continue;
        }
        let first = place;
        while place < flow.len() && is_low(place) {
            place += 1;
        }
        events.push(event(flow, threshold, rule, first..=place - 1));
    }
    events
}

fn event(
    flow: &[f64],
    threshold: &[f64],
    rule: Rule,
    places: std::ops::RangeInclusive<usize>,
) -> DeficitEvent {
    let (first, last) = (*places.start(), *places.end());
    let lowest_at = places
        .clone()
        .min_by(|a, b| flow[*a].total_cmp(&flow[*b]))
        .unwrap_or(first);
    let is_missing = |place: usize| flow.get(place).is_some_and(|value| value.is_nan());
    DeficitEvent {
        first,
        last,
        deficit: places
            .clone()
            .map(|place| threshold[place] - flow[place])
            .sum(),
        duration_days: last - first + 1,
        days_below: places
            .filter(|place| is_below(flow[*place], threshold[*place], rule))
            .count(),
        lowest: flow[lowest_at],
        lowest_at,
        begins_after_gap: first.checked_sub(1).is_none_or(is_missing),
        ends_before_gap: is_missing(last + 1),
    }
}

fn joined(
    flow: &[f64],
    threshold: &[f64],
    rule: Rule,
    is_joined: impl Fn(usize, f64, f64) -> bool,
) -> Vec<DeficitEvent> {
    let mut events: Vec<DeficitEvent> = Vec::new();
    for next in raw(flow, threshold, rule) {
        if let Some(last) = events.last_mut() {
            let between = last.last + 1..next.first;
            let excess: f64 = between
                .clone()
                .map(|place| flow[place] - threshold[place])
                .sum();
            // A missing day between them makes the excess NaN: nothing is joined over a gap.
            if !excess.is_nan() && is_joined(between.len(), excess, last.deficit) {
                *last = event(flow, threshold, rule, last.first..=next.last);
                continue;
            }
        }
        events.push(next);
    }
    events
}

/// Means of so many days around each day; of an even number the further day lies after it. NaN where one is missing.
fn centred_means(flow: &[f64], days: usize) -> Vec<f64> {
    let trailing = trailing_means(flow, days);
    let ahead = days / 2;
    let at = |place: usize| trailing.get(place + ahead).copied().unwrap_or(f64::NAN);
    (0..flow.len()).map(at).collect()
}

fn sequent_peak(flow: &[f64], threshold: &[f64], rule: Rule) -> Vec<DeficitEvent> {
    let mut events = Vec::new();
    let mut storage = vec![0.0_f64; flow.len()];
    let mut is_within = vec![false; flow.len()];
    let mut before = 0.0_f64;
    for (place, w) in storage.iter_mut().enumerate() {
        let next = before + (threshold[place] - flow[place]);
        // What is left after exactly the same excess is rounding, not water; that day is the event's last.
        let rounding = 1e-12 * (before.abs() + threshold[place].abs());
        is_within[place] = next > rounding || (before > 0.0 && next >= -rounding);
        *w = if next > rounding { next } else { 0.0 };
        before = *w;
    }
    let mut place = 0;
    while place < flow.len() {
        if !is_within[place] {
            place += 1;
            continue;
        }
        let first = place;
        while place < flow.len() && is_within[place] {
            place += 1;
        }
        let mut found = event(flow, threshold, rule, first..=place - 1);
        let peak = (first..place)
            .max_by(|a, b| storage[*a].total_cmp(&storage[*b]).then(b.cmp(a)))
            .unwrap_or(first);
        found.deficit = storage[peak];
        found.duration_days = peak - first + 1;
        events.push(found);
    }
    events
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_ends_an_event_and_is_never_joined_over() {
        let flow = [5.0, 3.0, f64::NAN, 3.0, 5.0, 2.0, 6.0];
        let threshold = [4.0; 7];
        let raw = deficit_events(&flow, &threshold, Rule::Strict, Pooling::None);
        assert_eq!(raw.len(), 3);
        assert!(raw[0].ends_before_gap && raw[1].begins_after_gap && !raw[2].begins_after_gap);
        let pooling = Pooling::InterEventTime { gap_days: 5 };
        let pooled = deficit_events(&flow, &threshold, Rule::Strict, pooling);
        assert_eq!(pooled.len(), 2);
        // 1 − 1 + 2, by hand.
        assert_eq!(
            (
                pooled[1].deficit,
                pooled[1].duration_days,
                pooled[1].days_below
            ),
            (2.0, 3, 2)
        );
    }

    #[test]
    fn a_deficit_that_is_made_up_exactly_is_over() {
        let flow = [0.7, 0.9, 0.9, 0.5];
        let events = deficit_events(&flow, &[0.8; 4], Rule::Strict, Pooling::SequentPeak);
        let spans: Vec<_> = events.iter().map(|one| (one.first, one.last)).collect();
        assert_eq!(spans, [(0, 1), (3, 3)]);
    }
}
