//! How often warnings came true: hits, false alarms and misses, and every score made of them.
//!
//! # What it tells
//! Of a yes-or-no forecast: how many events were warned of, how many warnings were for nothing, and whether that is
//! better than chance. Given series, it counts first: with `count=steps` each step, with `count=events` each event, a
//! forecast event being a hit when an observed one begins within the tolerance of it.
//! # Formula
//! a hits, b false alarms, c misses, d correct negatives, n their sum. POD = a/(a + c); FAR = b/(a + b);
//! POFD = b/(b + d); CSI = a/(a + b + c); bias = (a + b)/(a + c); HSS = 2(ad − bc)/((a + c)(c + d) + (a + b)(b + d));
//! PSS = POD − POFD; ETS = (a − aᵣ)/(a + b + c − aᵣ), aᵣ = (a + b)(a + c)/n; odds ratio = ad/(bc);
//! SEDI = (ln F − ln H − ln(1 − F) + ln(1 − H))/(ln F + ln H + ln(1 − F) + ln(1 − H)) with H = POD and F = POFD.
//! # Units
//! Without; lead time gained in hours.
//! # Missing data
//! A step with a missing side is not counted. An event that begins behind a missing value is not counted, for its
//! beginning is not known.
//! # Limits
//! A score whose denominator is zero is not defined and stays empty, never 0. Nothing is added to the cells.
//! Below ten observed events no score should be quoted. Events have no correct negatives: scores that need them stay
//! empty.
//! # Source
//! Jolliffe & Stephenson, *Forecast Verification*, ch. 3; Ferro & Stephenson 2011 (SEDI); Finley 1884.

use serde::Serialize;

use super::aligned::{Aligned, count, pair, quantile, real, sorted};
use super::verify_forecast::ratio;
use crate::domain::{Completeness, Finding};
use crate::indicators::catalogue::{Computed, Input, Outcome, Setting, Settings, refuse};

/// What may be set.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "hits",
        meaning: "number of hits, instead of series",
        default: "",
    },
    Setting {
        name: "false_alarms",
        meaning: "number of false alarms, instead of series",
        default: "",
    },
    Setting {
        name: "misses",
        meaning: "number of misses, instead of series",
        default: "",
    },
    Setting {
        name: "correct_negatives",
        meaning: "number of correct negatives, instead of series",
        default: "",
    },
    Setting {
        name: "observed",
        meaning: "series of what was observed; the first of the file",
        default: "",
    },
    Setting {
        name: "forecast",
        meaning: "series of what was forecast for those times; the second of the file",
        default: "",
    },
    Setting {
        name: "threshold",
        meaning: "value from which on it is an event, in the unit of the series",
        default: "",
    },
    Setting {
        name: "forecast_threshold",
        meaning: "the same for the forecast; the threshold",
        default: "",
    },
    Setting {
        name: "count",
        meaning: "steps or events",
        default: "steps",
    },
    Setting {
        name: "tolerance_hours",
        meaning: "how far the beginnings of a forecast and an observed event may lie apart, hours",
        default: "6",
    },
    Setting {
        name: "lead_hours",
        meaning: "lead of the forecast, for the lead time gained, hours",
        default: "",
    },
];

/// A table of two by two; `None` for correct negatives where there is no such thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Table {
    /// Forecast and observed.
    pub hits: f64,
    /// Forecast, not observed.
    pub false_alarms: f64,
    /// Observed, not forecast.
    pub misses: f64,
    /// Neither.
    pub correct_negatives: Option<f64>,
}

/// Scores of a table; `None` where a score is not defined.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TableScores {
    /// The table.
    #[serde(flatten)]
    pub table: Table,
    /// Probability of detection, a/(a + c).
    pub pod: Option<f64>,
    /// Its standard error.
    pub pod_standard_error: Option<f64>,
    /// False alarm ratio, b/(a + b).
    pub far: Option<f64>,
    /// Probability of false detection, b/(b + d).
    pub pofd: Option<f64>,
    /// Critical success index, a/(a + b + c).
    pub csi: Option<f64>,
    /// Its standard error.
    pub csi_standard_error: Option<f64>,
    /// Frequency bias, (a + b)/(a + c).
    pub bias: Option<f64>,
    /// Heidke's skill score.
    pub hss: Option<f64>,
    /// Peirce's skill score, POD − POFD.
    pub pss: Option<f64>,
    /// Share of right answers.
    pub proportion_correct: Option<f64>,
    /// Equitable threat score, of Gilbert.
    pub ets: Option<f64>,
    /// ad/(bc).
    pub odds_ratio: Option<f64>,
    /// Its logarithm.
    pub log_odds_ratio: Option<f64>,
    /// Odds ratio skill score, Yule's Q.
    pub orss: Option<f64>,
    /// Extreme dependency score.
    pub eds: Option<f64>,
    /// The symmetric one.
    pub seds: Option<f64>,
    /// Extremal dependence index.
    pub edi: Option<f64>,
    /// The symmetric one.
    pub sedi: Option<f64>,
}

impl Table {
    /// Every score of it.
    pub fn scores(self) -> TableScores {
        let (a, b, c) = (self.hits, self.false_alarms, self.misses);
        let pod = ratio(a, a + c);
        let far = ratio(b, a + b);
        let csi = ratio(a, a + b + c);
        let mut scores = TableScores {
            table: self,
            pod,
            pod_standard_error: pod.map(|h| (h * (1.0 - h) / (a + c)).sqrt()),
            far,
            pofd: None,
            csi,
            csi_standard_error: None,
            bias: ratio(a + b, a + c),
            hss: None,
            pss: None,
            proportion_correct: None,
            ets: None,
            odds_ratio: None,
            log_odds_ratio: None,
            orss: None,
            eds: None,
            seds: None,
            edi: None,
            sedi: None,
        };
        if let Some(d) = self.correct_negatives {
            self.with_negatives(d, &mut scores);
        }
        scores
    }

    fn with_negatives(self, d: f64, scores: &mut TableScores) {
        let (a, b, c) = (self.hits, self.false_alarms, self.misses);
        let n = a + b + c + d;
        let finite = |value: f64| value.is_finite().then_some(value);
        let (h, f) = (a / (a + c), b / (b + d));
        let (ln_h, ln_f, ln_1h, ln_1f) = (h.ln(), f.ln(), (1.0 - h).ln(), (1.0 - f).ln());
        let by_chance = (a + b) * (a + c) / n;
        scores.pofd = finite(f);
        scores.csi_standard_error = scores
            .csi
            .map(|csi| csi * ((1.0 - h) / a + b * (1.0 - f) / (a + b + c).powi(2)).sqrt())
            .and_then(finite);
        scores.hss = ratio(2.0 * (a * d - b * c), (a + c) * (c + d) + (a + b) * (b + d));
        scores.pss = finite(h - f);
        scores.proportion_correct = ratio(a + d, n);
        scores.ets = ratio(a - by_chance, a + b + c - by_chance);
        scores.odds_ratio = ratio(a * d, b * c);
        scores.log_odds_ratio = scores.odds_ratio.map(f64::ln).and_then(finite);
        scores.orss = ratio(a * d - b * c, a * d + b * c);
        scores.eds = finite(2.0 * ((a + c) / n).ln() / (a / n).ln() - 1.0);
        scores.seds = finite((((a + b) / n).ln() + ((a + c) / n).ln()) / (a / n).ln() - 1.0);
        scores.edi = finite((ln_f - ln_h) / (ln_f + ln_h));
        scores.sedi = finite((ln_f - ln_h - ln_1f + ln_1h) / (ln_f + ln_h + ln_1f + ln_1h));
    }
}

/// Counts step by step: at or above the threshold is yes.
pub fn by_steps(observed: &[f64], forecast: &[f64], thresholds: (f64, f64)) -> Table {
    let mut cells = [0_usize; 4];
    for (o, f) in observed.iter().zip(forecast) {
        if !o.is_nan() && !f.is_nan() {
            let place = usize::from(*o < thresholds.0) * 2 + usize::from(*f < thresholds.1);
            cells[place] += 1;
        }
    }
    Table {
        hits: real(cells[0]),
        misses: real(cells[1]),
        false_alarms: real(cells[2]),
        correct_negatives: Some(real(cells[3])),
    }
}

/// Steps at which a series comes to its threshold from below; one behind a missing value is not among them.
pub fn beginnings(values: &[f64], threshold: f64) -> Vec<usize> {
    (1..values.len())
        .filter(|&n| values[n] >= threshold && values[n - 1] < threshold)
        .collect()
}

/// Pairs observed and forecast beginnings within `tolerance` steps, each once, the nearest first.
pub fn matched(observed: &[usize], forecast: &[usize], tolerance: f64) -> Vec<(usize, usize)> {
    let mut near: Vec<(usize, usize, usize)> = Vec::new();
    for &o in observed {
        for &f in forecast {
            let apart = o.abs_diff(f);
            if real(apart) <= tolerance {
                near.push((apart, o, f));
            }
        }
    }
    near.sort_unstable();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, o, f) in near {
        if pairs.iter().all(|pair| pair.0 != o && pair.1 != f) {
            pairs.push((o, f));
        }
    }
    pairs.sort_unstable();
    pairs
}

#[derive(Serialize)]
struct Found {
    count: &'static str,
    #[serde(flatten)]
    scores: TableScores,
    lead_time_gained_median_hours: Option<f64>,
    lead_times_gained_hours: Vec<f64>,
}

/// Computes it for `compute`.
///
/// # Errors
/// When neither counts nor series with a threshold are given.
pub fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let cell = |name: &str| settings.number(name);
    if let (Some(hits), Some(false_alarms), Some(misses)) =
        (cell("hits")?, cell("false_alarms")?, cell("misses")?)
    {
        let table = Table {
            hits,
            false_alarms,
            misses,
            correct_negatives: cell("correct_negatives")?,
        };
        return finish("given", table, &[], Completeness::default());
    }
    let (observed, forecast) = pair(input, settings, ("observed", "forecast"))?;
    let threshold = settings.number("threshold")?.ok_or_else(|| {
        refuse(
            "neither a threshold nor the four counts are set",
            "set threshold=…, or hits, false_alarms, misses and correct_negatives",
        )
    })?;
    let said = settings.number("forecast_threshold")?.unwrap_or(threshold);
    let axis = Aligned::new(&[observed, forecast])?;
    let (o, f) = (&axis.columns[0], &axis.columns[1]);
    if settings.choice("count", &[("steps", true), ("events", false)])? {
        return finish(
            "steps",
            by_steps(o, f, (threshold, said)),
            &[],
            axis.completeness(),
        );
    }
    let (table, gained) = events(settings, &axis, (threshold, said))?;
    finish("events", table, &gained, axis.completeness())
}

fn events(
    settings: &Settings<'_>,
    axis: &Aligned,
    (threshold, said): (f64, f64),
) -> Result<(Table, Vec<f64>), Box<Finding>> {
    let step = axis.step_hours();
    let tolerance = settings.wanted_number("tolerance_hours")? / step;
    let observed = beginnings(&axis.columns[0], threshold);
    let forecast = beginnings(&axis.columns[1], said);
    let pairs = matched(&observed, &forecast, tolerance);
    let lead = settings.number("lead_hours")?;
    let gain = |(o, f): &(usize, usize)| Some(lead? + (real(*o) - real(*f)) * step);
    let gained = pairs.iter().filter_map(gain).collect();
    let hits = real(pairs.len());
    let table = Table {
        hits,
        false_alarms: real(forecast.len()) - hits,
        misses: real(observed.len()) - hits,
        correct_negatives: None,
    };
    Ok((table, gained))
}

fn finish(count: &'static str, table: Table, gained: &[f64], present: Completeness) -> Outcome {
    let all = [
        Some(table.hits),
        Some(table.false_alarms),
        Some(table.misses),
        table.correct_negatives,
    ];
    let n: f64 = all.iter().flatten().sum();
    if n <= 0.0 || all.iter().flatten().any(|cell| *cell < 0.0) {
        return Err(refuse(
            "the table is empty, or a count of it is negative",
            "give counts of at least one case",
        ));
    }
    let present = if present == Completeness::default() {
        self::count(1, 1)
    } else {
        present
    };
    let observed = table.hits + table.misses;
    let computed = Computed::new(
        Found {
            count,
            scores: table.scores(),
            lead_time_gained_median_hours: (!gained.is_empty())
                .then(|| quantile(&sorted(gained.iter().copied()), 0.5)),
            lead_times_gained_hours: gained.to_vec(),
        },
        present,
    )?;
    Ok(if observed < 10.0 {
        computed.note(format!(
            "{observed} observed events: below ten no score should be quoted"
        ))
    } else {
        computed
    })
}
