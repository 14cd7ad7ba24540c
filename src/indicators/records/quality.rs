//! Which readings of a record cannot be right: range, spike, rate of change and flat line.
//!
//! # What it tells
//! A flag for every reading and test, 1 good, 2 not assessed, 3 suspect, 4 fails, 9 missing, and the worst of them.
//! Nothing is deleted.
//! # Formula
//! Range: outside `fail_range` fails, outside `suspect_range` is suspect. Spike: |x − mean of its two neighbours| above
//! `spike_suspect` or `spike_fail`. Rate: |change| / time since the reading before above `rate_per_s` (or `rate_per_h`)
//! is suspect. Flat line: all readings of the last `flat_suspect_s` or `flat_fail_s` within less than `flat_tolerance`.
//! # Units
//! Those of the values; seconds.
//! # Missing data
//! A missing reading is 9. Its neighbours have no spike test (2), the reading after it no rate test (1), and it ends a
//! flat line.
//! # Limits
//! The spike test flags the good neighbours of a spike as well; `spike_localised` keeps only the reading that differs
//! from the median of the three. A flat line is flagged from the time at which it is long enough; `flat_whole` flags it
//! from its beginning. A river at low flow, under ice or dry is flat and right.
//! # Source
//! QARTOD Manual for Real-Time Quality Control of Water Level Data (US IOOS); WMO-No. 168, vol. I, ch. 9.

use std::collections::VecDeque;

use serde_json::{Map, json};

use crate::domain::{Completeness, Finding};
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Setting, Settings, refuse,
};

/// The entry of the catalogue.
pub(super) const INDICATOR: Indicator = Indicator {
    name: "quality-tests",
    text: include_str!("quality.rs"),
    settings: &[
        Setting {
            name: "fail_range",
            meaning: "lowest and highest possible value, such as 0,8",
            default: "",
        },
        Setting {
            name: "suspect_range",
            meaning: "lowest and highest usual value, such as 0.5,5",
            default: "",
        },
        Setting {
            name: "spike_suspect",
            meaning: "departure from the neighbours' mean that is suspect",
            default: "",
        },
        Setting {
            name: "spike_fail",
            meaning: "departure from the neighbours' mean that fails",
            default: "",
        },
        Setting {
            name: "rate_per_s",
            meaning: "change per second that is suspect",
            default: "",
        },
        Setting {
            name: "rate_per_h",
            meaning: "change per hour that is suspect",
            default: "",
        },
        Setting {
            name: "flat_suspect_s",
            meaning: "seconds without change that are suspect",
            default: "",
        },
        Setting {
            name: "flat_fail_s",
            meaning: "seconds without change that fail",
            default: "",
        },
        Setting {
            name: "flat_tolerance",
            meaning: "range below which nothing has changed",
            default: "0.001",
        },
    ],
    run,
};

/// What a test says of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Flag {
    /// Passes.
    Good = 1,
    /// Cannot be assessed.
    Unknown = 2,
    /// May be wrong.
    Suspect = 3,
    /// Cannot be right.
    Fail = 4,
    /// Not there.
    Missing = 9,
}

impl Flag {
    fn above(amount: f64, suspect: f64, fail: f64) -> Self {
        if amount > fail {
            Self::Fail
        } else if amount > suspect {
            Self::Suspect
        } else {
            Self::Good
        }
    }
}

/// Readings outside of two ranges, each lowest and highest, ends included. NaN is missing.
pub fn range(value: &[f64], suspect: (f64, f64), fail: (f64, f64)) -> Vec<Flag> {
    let outside = |value: f64, (low, high): (f64, f64)| value < low || value > high;
    let flag = |value: &f64| match *value {
        value if value.is_nan() => Flag::Missing,
        value if outside(value, fail) => Flag::Fail,
        value if outside(value, suspect) => Flag::Suspect,
        _ => Flag::Good,
    };
    value.iter().map(flag).collect()
}

/// Departure of each reading from the mean of its two neighbours, against two thresholds. NaN is missing; a reading
/// without two neighbours is not assessed.
pub fn spike(value: &[f64], suspect: f64, fail: f64) -> Vec<Flag> {
    around(value, |[before, here, after]| {
        Flag::above((here - f64::midpoint(before, after)).abs(), suspect, fail)
    })
}

/// [`spike`] for the reading alone that departs from the median of the three.
fn spike_localised(value: &[f64], suspect: f64, fail: f64) -> Vec<Flag> {
    around(value, |three| {
        let mut sorted = three;
        sorted.sort_by(f64::total_cmp);
        let is_outer = (three[1] - sorted[1]).abs() > suspect;
        let mean = f64::midpoint(three[0], three[2]);
        if is_outer {
            Flag::above((three[1] - mean).abs(), suspect, fail)
        } else {
            Flag::Good
        }
    })
}

fn around(value: &[f64], test: impl Fn([f64; 3]) -> Flag) -> Vec<Flag> {
    let flag = |row: usize| {
        if value[row].is_nan() {
            return Flag::Missing;
        }
        let neighbours = row
            .checked_sub(1)
            .and_then(|before| Some((value[before], *value.get(row + 1)?)));
        match neighbours {
            Some((before, after)) if !before.is_nan() && !after.is_nan() => {
                test([before, value[row], after])
            }
            _ => Flag::Unknown,
        }
    };
    (0..value.len()).map(flag).collect()
}

/// Change since the reading before per second, times being milliseconds. NaN is missing, and what follows it is good.
pub fn rate(time: &[i64], value: &[f64], per_second: f64) -> Vec<Flag> {
    let flag = |row: usize| {
        if value[row].is_nan() {
            return Flag::Missing;
        }
        let Some(before) = row.checked_sub(1).filter(|before| !value[*before].is_nan()) else {
            return Flag::Good;
        };
        #[expect(
            clippy::cast_precision_loss,
            reason = "time between two readings in milliseconds stays far below 2^53"
        )]
        let seconds = (time[row] - time[before]) as f64 / 1000.0;
        Flag::above(
            (value[row] - value[before]).abs() / seconds,
            per_second,
            f64::INFINITY,
        )
    };
    (0..value.len()).map(flag).collect()
}

/// Readings before which nothing has changed by `tolerance` or more for so many milliseconds, suspect or failing. NaN is
/// missing and ends a flat line.
pub fn flat(time: &[i64], value: &[f64], (suspect, fail): (i64, i64), tolerance: f64) -> Vec<Flag> {
    let (mut low, mut high): (VecDeque<usize>, VecDeque<usize>) =
        (VecDeque::new(), VecDeque::new());
    let mut start = 0;
    let mut flags = Vec::with_capacity(value.len());
    for row in 0..value.len() {
        if value[row].is_nan() {
            low.clear();
            high.clear();
            start = row + 1;
            flags.push(Flag::Missing);
            continue;
        }
        while low.back().is_some_and(|back| value[*back] >= value[row]) {
            low.pop_back();
        }
        while high.back().is_some_and(|back| value[*back] <= value[row]) {
            high.pop_back();
        }
        low.push_back(row);
        high.push_back(row);
        while let (Some(&lowest), Some(&highest)) = (low.front(), high.front())
            && value[highest] - value[lowest] >= tolerance
            && start < row
        {
            if lowest == start {
                low.pop_front();
            }
            if highest == start {
                high.pop_front();
            }
            start += 1;
        }
        let lasts = time[row] - time[start];
        flags.push(match lasts {
            lasts if lasts >= fail => Flag::Fail,
            lasts if lasts >= suspect => Flag::Suspect,
            _ => Flag::Good,
        });
    }
    flags
}

/// Flat lines flagged from their beginning.
fn flat_whole(time: &[i64], flags: &[Flag], (suspect, fail): (i64, i64)) -> Vec<Flag> {
    let mut whole = flags.to_vec();
    for (row, flag) in flags.iter().enumerate() {
        let lasts = match flag {
            Flag::Fail => fail,
            Flag::Suspect => suspect,
            _ => continue,
        };
        for before in (0..row)
            .rev()
            .take_while(|before| time[row] - time[*before] <= lasts)
        {
            if whole[before] < *flag {
                whole[before] = *flag;
            }
        }
    }
    whole
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let points = input.single()?;
    let (time, value) = (&points.time, &points.value);
    let mut tests: Vec<(&str, Vec<Flag>)> = Vec::new();
    let mut besides: Vec<(&str, Vec<Flag>)> = Vec::new();
    if let Some((suspect, fail)) = ranges(settings)? {
        tests.push(("gross_range", range(value, suspect, fail)));
    }
    if let Some((suspect, fail)) = limits(settings, "spike_suspect", "spike_fail")? {
        tests.push(("spike", spike(value, suspect, fail)));
        besides.push(("spike_localised", spike_localised(value, suspect, fail)));
    }
    let per_hour = settings.number("rate_per_h")?.map(|rate| rate / 3600.0);
    if let Some(limit) = settings.number("rate_per_s")?.or(per_hour) {
        tests.push(("rate", rate(time, value, limit)));
    }
    if let Some((suspect, fail)) = limits(settings, "flat_suspect_s", "flat_fail_s")? {
        let spans = (millis(suspect), millis(fail));
        let flags = flat(
            time,
            value,
            spans,
            settings.wanted_number("flat_tolerance")?,
        );
        besides.push(("flat_whole", flat_whole(time, &flags, spans)));
        tests.push(("flat", flags));
    }
    if tests.is_empty() {
        return Err(refuse(
            "no test is set",
            "set fail_range, suspect_range, spike_suspect, rate_per_s or flat_suspect_s, such as fail_range=0,8",
        ));
    }
    let stamps: Vec<String> = (0..time.len()).map(|row| points.stamp(row)).collect();
    let mut result = Map::new();
    result.insert("time".to_owned(), json!(stamps));
    let worst: Vec<Flag> = (0..time.len())
        .map(|row| {
            tests
                .iter()
                .map(|(_, flags)| flags[row])
                .filter(|flag| *flag != Flag::Unknown)
                .max()
                .unwrap_or(Flag::Unknown)
        })
        .collect();
    let mut counts = Map::new();
    for (name, flags) in tests.iter().chain(&besides).chain([&("worst", worst)]) {
        let numbers: Vec<u8> = flags.iter().map(|flag| *flag as u8).collect();
        let of = |flag| flags.iter().filter(|found| **found == flag).count();
        counts.insert(
            (*name).to_owned(),
            json!({ "suspect": of(Flag::Suspect), "fail": of(Flag::Fail) }),
        );
        result.insert((*name).to_owned(), json!(numbers));
    }
    result.insert("counts".to_owned(), counts.into());
    let count = |n| u32::try_from(n).unwrap_or(u32::MAX);
    let complete = Completeness::new(count(points.present().count()), count(value.len()));
    Ok(Computed::new(result, complete)?
        .note("flags: 1 good, 2 not assessed, 3 suspect, 4 fails, 9 missing"))
}

/// Two ranges, lowest and highest.
type Ranges = ((f64, f64), (f64, f64));

fn ranges(settings: &Settings<'_>) -> Result<Option<Ranges>, Box<Finding>> {
    let range = |name| match settings.numbers(name)?.as_slice() {
        [] => Ok(None),
        [low, high] if low < high => Ok(Some((*low, *high))),
        _ => Err(refuse(
            format!("{name} is no range"),
            format!("write {name}=0,8: the lowest and the highest"),
        )),
    };
    let (suspect, fail) = (range("suspect_range")?, range("fail_range")?);
    let all = (f64::NEG_INFINITY, f64::INFINITY);
    Ok(
        (suspect.is_some() || fail.is_some())
            .then(|| (suspect.unwrap_or(all), fail.unwrap_or(all))),
    )
}

fn limits(
    settings: &Settings<'_>,
    suspect: &str,
    fail: &str,
) -> Result<Option<(f64, f64)>, Box<Finding>> {
    let (suspect, fail) = (settings.number(suspect)?, settings.number(fail)?);
    Ok((suspect.is_some() || fail.is_some())
        .then(|| (suspect.unwrap_or(f64::MAX), fail.unwrap_or(f64::MAX))))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "clamped to a range of whole numbers"
)]
fn millis(seconds: f64) -> i64 {
    (seconds * 1000.0).clamp(0.0, 1e17).round() as i64
}
