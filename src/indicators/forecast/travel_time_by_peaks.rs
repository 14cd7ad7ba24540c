//! How long flood peaks took from one gauge to the next, flood by flood, and by how high the river stood.
//!
//! # What it tells
//! Each flood of the upstream gauge with its peak downstream, the hours between, and what the pair rests on; then the
//! median and the range by flow range, each with its number of floods.
//! # Formula
//! A flood is a top at or above the threshold (`threshold`, else the value below which `threshold_share` of the record
//! lies), apart from the next by `apart_hours` and by a fall to `dip` of the lower top. Its peak downstream is the
//! highest flood top there from `min_hours` to `max_hours` later. A pair is matched when the downstream flood belongs
//! to no other upstream flood that is nearer, when the two waves are alike (correlation at that lag of
//! `least_correlation` or more over the flood), and when the downstream rise is not more than `most_rise` times the
//! upstream one: above that other water made most of the peak. Flow ranges: `ranges`, else thirds of the matched peaks.
//! # Units
//! Hours; peaks in the unit of the series.
//! # Missing data
//! A flood with a missing value beside its top is left out: its top is not known. So is one without a series downstream.
//! # Limits
//! A downstream peak can come from a tributary; a pair that fails a test is listed with the reason and counts in no
//! figure. Daily data resolve whole days only. A flow range with fewer than three floods has no figure, with fewer than
//! ten a weak one.
//! # Source
//! WMO-No. 1072; criteria of separate peaks after USWRC 1976 and Lang, Ouarda & Bobée 1999.

use serde::Serialize;

use super::aligned::{Aligned, pair, quantile, real, sorted};
use super::peaks::{Apart, Flood, floods};
use crate::domain::{Finding, Instant};
use crate::indicators::catalogue::{Computed, Input, Outcome, Setting, Settings, refuse};
use crate::indicators::flood::travel_time::correlation;

/// What may be set.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "upstream",
        meaning: "series of the upstream gauge; the first of the file",
        default: "",
    },
    Setting {
        name: "downstream",
        meaning: "series of the downstream gauge; the second of the file",
        default: "",
    },
    Setting {
        name: "threshold",
        meaning: "upstream value from which on a top is a flood",
        default: "",
    },
    Setting {
        name: "downstream_threshold",
        meaning: "the same downstream",
        default: "",
    },
    Setting {
        name: "threshold_share",
        meaning: "share of each record below its threshold, where none is set",
        default: "0.95",
    },
    Setting {
        name: "apart_hours",
        meaning: "fewest hours from flood to flood",
        default: "168",
    },
    Setting {
        name: "dip",
        meaning: "share of the lower top that the river falls to between two floods",
        default: "0.75",
    },
    Setting {
        name: "min_hours",
        meaning: "shortest travel time that is looked for, hours",
        default: "0",
    },
    Setting {
        name: "max_hours",
        meaning: "longest travel time that is looked for, hours",
        default: "96",
    },
    Setting {
        name: "least_correlation",
        meaning: "correlation of the two waves at the lag, at least",
        default: "0.7",
    },
    Setting {
        name: "most_rise",
        meaning: "rise downstream over rise upstream, at most",
        default: "3",
    },
    Setting {
        name: "ranges",
        meaning: "limits of the flow ranges, in the unit of the series, such as 2000,4000",
        default: "",
    },
];

/// How floods of two gauges are matched; times in steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Matching {
    /// Floods upstream.
    pub upstream: Apart,
    /// Floods downstream.
    pub downstream: Apart,
    /// Shortest and longest travel time, steps.
    pub lags: (usize, usize),
    /// Least correlation of the two waves.
    pub least_correlation: f64,
    /// Largest ratio of the rises.
    pub most_rise: f64,
    /// Limits of the flow ranges; empty for thirds.
    pub ranges: Vec<f64>,
}

/// One upstream flood and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The upstream flood.
    pub upstream: Flood,
    /// The downstream flood; `None` where none follows.
    pub downstream: Option<Flood>,
    /// Steps between the tops.
    pub steps: Option<usize>,
    /// Correlation of the two waves at that lag.
    pub correlation: f64,
    /// Rise downstream over rise upstream.
    pub rise_ratio: f64,
    /// Why it counts in no figure; `None` when it does.
    pub doubt: Option<&'static str>,
}

/// Travel times of one flow range; `None` where fewer than three floods stand behind them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RangeTimes {
    /// Upstream peaks from here on; `None` for all.
    pub from: Option<f64>,
    /// Upstream peaks below here; `None` for no limit.
    pub below: Option<f64>,
    /// Floods behind the figures.
    pub n_floods: usize,
    /// Median, hours.
    pub median_hours: Option<f64>,
    /// Shortest, hours.
    pub min_hours: Option<f64>,
    /// Longest, hours.
    pub max_hours: Option<f64>,
}

/// Every upstream flood with its peak downstream; both columns on one axis.
pub fn pairs(upstream: &[f64], downstream: &[f64], matching: &Matching) -> Vec<Pair> {
    let above = floods(upstream, matching.upstream);
    let below = floods(downstream, matching.downstream);
    let (shortest, longest) = matching.lags;
    let follower = |flood: &Flood| {
        let follows =
            |other: &&Flood| (flood.top + shortest..=flood.top + longest).contains(&other.top);
        below
            .iter()
            .filter(follows)
            .copied()
            .max_by(|a, b| a.peak.total_cmp(&b.peak).then(b.top.cmp(&a.top)))
    };
    let found: Vec<Option<Flood>> = above.iter().map(follower).collect();
    let of = |(n, flood): (usize, &Flood)| {
        let to = found[n];
        let is_nearer =
            |other: usize| found[other].is_some_and(|o| Some(o.top) == to.map(|to| to.top));
        let has_nearer = (n + 1..above.len()).any(is_nearer);
        weigh((upstream, downstream), (*flood, to), (has_nearer, matching))
    };
    above.iter().enumerate().map(of).collect()
}

fn weigh(
    (upstream, downstream): (&[f64], &[f64]),
    (flood, to): (Flood, Option<Flood>),
    (has_nearer, matching): (bool, &Matching),
) -> Pair {
    let Some(to) = to else {
        return Pair {
            upstream: flood,
            downstream: None,
            steps: None,
            correlation: f64::NAN,
            rise_ratio: f64::NAN,
            doubt: Some("no separate flood downstream within the hours"),
        };
    };
    let lag = to.top - flood.top;
    let margin = matching.lags.1.max(3);
    let from = flood.top.saturating_sub(margin);
    let until = (flood.top + margin).min(upstream.len() - 1);
    let x = &upstream[from..=until];
    let last = (until + lag).min(downstream.len() - 1);
    let y = &downstream[from + lag..=last];
    let (r, _) = correlation(x, y);
    let rise_ratio = rise(y, to.peak) / rise(x, flood.peak);
    let doubt = if flood.is_cut || to.is_cut {
        Some("a value beside the top is missing")
    } else if has_nearer {
        Some("the downstream flood follows a later upstream one more closely")
    } else if r.is_nan() || r < matching.least_correlation {
        Some("the waves are not alike")
    } else if rise_ratio > matching.most_rise {
        Some("other water made most of the downstream rise")
    } else {
        None
    };
    Pair {
        upstream: flood,
        downstream: Some(to),
        steps: Some(lag),
        correlation: r,
        rise_ratio,
        doubt,
    }
}

/// From the lowest value up to the top to the top.
fn rise(window: &[f64], peak: f64) -> f64 {
    let until = window
        .iter()
        .position(|value| *value >= peak)
        .unwrap_or(window.len());
    peak - window[..until].iter().copied().fold(peak, f64::min)
}

/// Travel times of all matched pairs, then by flow range; `hours` of one step.
pub fn by_range(pairs: &[Pair], limits: &[f64], hours: f64) -> Vec<RangeTimes> {
    let matched: Vec<(f64, f64)> = pairs
        .iter()
        .filter(|pair| pair.doubt.is_none())
        .filter_map(|pair| Some((pair.upstream.peak, real(pair.steps?) * hours)))
        .collect();
    let peaks = sorted(matched.iter().map(|pair| pair.0));
    let thirds = || vec![quantile(&peaks, 1.0 / 3.0), quantile(&peaks, 2.0 / 3.0)];
    let mut limits = if limits.is_empty() && peaks.len() >= 9 {
        thirds()
    } else {
        limits.to_vec()
    };
    limits.sort_by(f64::total_cmp);
    let mut ranges = vec![times(&matched, None, None)];
    if !limits.is_empty() {
        for place in 0..=limits.len() {
            let from = place.checked_sub(1).map(|before| limits[before]);
            ranges.push(times(&matched, from, limits.get(place).copied()));
        }
    }
    ranges
}

fn times(matched: &[(f64, f64)], from: Option<f64>, below: Option<f64>) -> RangeTimes {
    let within =
        |peak: f64| from.is_none_or(|from| peak >= from) && below.is_none_or(|below| peak < below);
    let hours = sorted(
        matched
            .iter()
            .filter(|pair| within(pair.0))
            .map(|pair| pair.1),
    );
    let figure = |share: f64| (hours.len() >= 3).then(|| quantile(&hours, share));
    RangeTimes {
        from,
        below,
        n_floods: hours.len(),
        median_hours: figure(0.5),
        min_hours: figure(0.0),
        max_hours: figure(1.0),
    }
}

#[derive(Serialize)]
struct FoundPair {
    upstream_time: String,
    upstream_peak: f64,
    downstream_time: Option<String>,
    downstream_peak: Option<f64>,
    travel_time_hours: Option<f64>,
    correlation: Option<f64>,
    rise_ratio: Option<f64>,
    is_matched: bool,
    reason: Option<&'static str>,
}

#[derive(Serialize)]
struct Found {
    threshold: f64,
    downstream_threshold: f64,
    step_hours: f64,
    n_upstream_floods: usize,
    n_matched: usize,
    travel_time_hours: Option<f64>,
    by_flow_range: Vec<RangeTimes>,
    floods: Vec<FoundPair>,
}

/// Computes it for `compute`.
///
/// # Errors
/// When there are not two series, or no flood.
pub fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let (up, down) = pair(input, settings, ("upstream", "downstream"))?;
    let axis = Aligned::new(&[up, down])?;
    let matching = matching(settings, &axis)?;
    let pairs = pairs(&axis.columns[0], &axis.columns[1], &matching);
    if pairs.is_empty() {
        return Err(refuse(
            "the upstream series has no flood at or above the threshold",
            "set a lower threshold",
        ));
    }
    let by_flow_range = by_range(&pairs, &matching.ranges, axis.step_hours());
    let n_matched = by_flow_range[0].n_floods;
    let stamp = |step: usize| Instant::from_millis(axis.time(step)).to_string();
    let finite = |value: f64| value.is_finite().then_some(value);
    let floods = pairs.iter().map(|pair| FoundPair {
        upstream_time: stamp(pair.upstream.top),
        upstream_peak: pair.upstream.peak,
        downstream_time: pair.downstream.map(|flood| stamp(flood.top)),
        downstream_peak: pair.downstream.map(|flood| flood.peak),
        travel_time_hours: pair.steps.map(|steps| real(steps) * axis.step_hours()),
        correlation: finite(pair.correlation),
        rise_ratio: finite(pair.rise_ratio),
        is_matched: pair.doubt.is_none(),
        reason: pair.doubt,
    });
    let found = Found {
        threshold: matching.upstream.threshold,
        downstream_threshold: matching.downstream.threshold,
        step_hours: axis.step_hours(),
        n_upstream_floods: pairs.len(),
        n_matched,
        travel_time_hours: by_flow_range[0].median_hours,
        floods: floods.collect(),
        by_flow_range,
    };
    let computed = Computed::new(found, axis.completeness())?;
    Ok(if n_matched < 10 {
        computed.note(format!(
            "{n_matched} matched floods: below ten a travel time is weak"
        ))
    } else {
        computed
    })
}

fn matching(settings: &Settings<'_>, axis: &Aligned) -> Result<Matching, Box<Finding>> {
    let share = settings.wanted_number("threshold_share")?;
    let steps = |name: &str| -> Result<usize, Box<Finding>> {
        let steps = settings.wanted_number(name)? / axis.step_hours();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a negative span counts as none"
        )]
        Ok(steps.max(0.0).floor() as usize)
    };
    let apart = |name: &str, column: usize| -> Result<Apart, Box<Finding>> {
        let share = quantile(&sorted(axis.columns[column].iter().copied()), share);
        Ok(Apart {
            threshold: settings.number(name)?.unwrap_or(share),
            steps: steps("apart_hours")?,
            dip: settings.wanted_number("dip")?,
        })
    };
    Ok(Matching {
        upstream: apart("threshold", 0)?,
        downstream: apart("downstream_threshold", 1)?,
        lags: (steps("min_hours")?, steps("max_hours")?),
        least_correlation: settings.wanted_number("least_correlation")?,
        most_rise: settings.wanted_number("most_rise")?,
        ranges: settings.numbers("ranges")?,
    })
}
