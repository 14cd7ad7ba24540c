//! How much rain fell over the last hours, against thresholds.
//!
//! # What it tells
//! Totals over 1, 3, 6, 12, 24, 48 and 72 hours or any other durations, at every stamp: the largest, the latest, and
//! whether and when each threshold was reached.
//! # Formula
//! S_k(t) = sum of the rain in (t − k, t], labelled by its end. A value is the total of a part that ends at its stamp;
//! a part is as long as the most common spacing of the stamps, or as `step` says. Where spacings differ, a part
//! reaches back to the stamp before it and is spread evenly.
//! # Units
//! mm, hours.
//! # Missing data
//! A window with a missing part, and one that begins before the record, has no total (null). What fell for certain
//! stays as a lower bound, `at_least_mm`, with the share of the window that is covered. A threshold that a lower bound
//! reaches is reached; one that nothing reached while windows are incomplete is neither reached nor not reached (null).
//! `allowed_missing` parts may be missing where that is agreed; the total is then too small by what fell in them.
//! # Limits
//! Totals of clock hours or fixed days run below those of a window that slides freely: by about 1.13 for one part, less
//! for several. Daily values have no totals of hours: durations shorter than a part are left out and named. Snow, wind
//! and the edge of the gauge are not corrected.
//! # Source
//! WMO-No. 168, vol. I; Hershfield 1961 for the factor of fixed intervals.

use serde::Serialize;

use super::parts::{self, HOUR, PartLength, WindowTotal};
use crate::domain::{Completeness, Finding};
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Points, Setting, Settings, refuse,
};

/// Durations that a commission watches, hours.
pub const HOURS: [u32; 7] = [1, 3, 6, 12, 24, 48, 72];

/// The entry of the catalogue.
pub(super) const INDICATOR: Indicator = Indicator {
    name: "rain-accumulation",
    text: include_str!("accumulation.rs"),
    settings: &[
        Setting {
            name: "hours",
            meaning: "durations, hours",
            default: "1,3,6,12,24,48,72",
        },
        Setting {
            name: "thresholds",
            meaning: "thresholds, hours:mm, such as 6:30,24:50",
            default: "",
        },
        Setting {
            name: "step",
            meaning: "length of a part, minutes; by default the most common spacing",
            default: "",
        },
        Setting {
            name: "allowed_missing",
            meaning: "parts of a window that may be missing",
            default: "0",
        },
        Setting {
            name: "series",
            meaning: "whether totals at every stamp are given: yes, no, or auto for up to 5000 stamps",
            default: "auto",
        },
    ],
    run,
};

const MOST_ROWS: usize = 5_000;

/// What is known of one duration.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct Duration {
    hours: f64,
    max_mm: Option<f64>,
    max_end: Option<String>,
    /// Row of the largest total, from 0.
    max_index: Option<usize>,
    latest_mm: Option<f64>,
    latest_at_least_mm: Option<f64>,
    latest_coverage: f64,
    windows: usize,
    windows_incomplete: usize,
}

/// One threshold.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct Threshold {
    hours: f64,
    threshold_mm: f64,
    /// Null where nothing reached it and windows are incomplete.
    reached: Option<bool>,
    reached_now: Option<bool>,
    first_end: Option<String>,
    last_end: Option<String>,
    /// Separate times that it was reached.
    occasions: usize,
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let points = input.single()?;
    if points.time.is_empty() {
        return Err(refuse("the series is empty", "give at least one value"));
    }
    refuse_negative(points)?;
    let length = parts::length_of(points, settings.number("step")?)?;
    let allowed = settings.count("allowed_missing")?.unwrap_or(0);
    let thresholds = thresholds(settings.text("thresholds").unwrap_or_default())?;
    let mut hours = settings.numbers("hours")?;
    hours.extend(thresholds.iter().map(|(hours, _)| *hours));
    hours.sort_by(f64::total_cmp);
    hours.dedup();
    let mut wanted = Sums {
        points,
        length,
        allowed,
        rows: wants_rows(settings, points)?,
        too_short: Vec::new(),
    };
    let mut result = Found::default();
    for hours in hours {
        wanted.duration(hours, &thresholds, &mut result)?;
    }
    let present = points.present().count();
    let counted = Completeness::new(count(present), count(expected(points, length)));
    let mut computed = Computed::new(result.into_json(points, wanted.rows), counted)?;
    computed.notes = wanted.notes(settings.text("series"));
    Ok(computed)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Parts from the first to the last stamp.
fn expected(points: &Points, length: PartLength) -> usize {
    match (length, points.time.first(), points.time.last()) {
        (PartLength::Fixed(step), Some(first), Some(last)) => {
            usize::try_from((last - first) / step)
                .unwrap_or(0)
                .max(points.time.len() - 1)
                + 1
        }
        _ => points.time.len(),
    }
}

/// Rain is never below nothing.
pub(super) fn refuse_negative(points: &Points) -> Result<(), Box<Finding>> {
    match points.value.iter().position(|value| *value < 0.0) {
        None => Ok(()),
        Some(row) => Err(refuse(
            format!("the rain of {} is below nothing", points.stamp(row)),
            "correct the value, or say that it means \"no value\" with --set missing=…",
        )),
    }
}

fn wants_rows(settings: &Settings<'_>, points: &Points) -> Result<bool, Box<Finding>> {
    let choices = [("auto", None), ("yes", Some(true)), ("no", Some(false))];
    let wanted = settings.choice("series", &choices)?;
    Ok(wanted.unwrap_or(points.time.len() <= MOST_ROWS))
}

/// `6:30,24:50` as hours and millimetres.
pub(super) fn thresholds(text: &str) -> Result<Vec<(f64, f64)>, Box<Finding>> {
    let parts = text.split([',', ';', ' ']).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let pair = part.split_once([':', '=']).and_then(|(hours, mm)| {
                let (hours, mm): (f64, f64) =
                    (hours.trim_end_matches('h').parse().ok()?, mm.parse().ok()?);
                (hours > 0.0 && mm > 0.0 && mm.is_finite()).then_some((hours, mm))
            });
            pair.ok_or_else(|| {
                refuse(
                    format!("\"{part}\" is no threshold"),
                    "write hours:mm, both above 0, such as thresholds=6:30,24:50",
                )
            })
        })
        .collect()
}

struct Sums<'a> {
    points: &'a Points,
    length: PartLength,
    allowed: usize,
    rows: bool,
    too_short: Vec<f64>,
}

impl Sums<'_> {
    fn duration(
        &mut self,
        hours: f64,
        thresholds: &[(f64, f64)],
        found: &mut Found,
    ) -> Result<(), Box<Finding>> {
        let span = parts::millis_of(hours)?;
        if let PartLength::Fixed(step) = self.length
            && span < step
        {
            self.too_short.push(hours);
            return Ok(());
        }
        let totals = parts::totals(&self.points.time, &self.points.value, self.length, span);
        let sums: Vec<f64> = totals.iter().map(|total| self.total(total)).collect();
        found.durations.push(self.said(hours, span, &totals, &sums));
        for (_, mm) in thresholds
            .iter()
            .filter(|(of, _)| of.total_cmp(&hours).is_eq())
        {
            found
                .thresholds
                .push(self.threshold((hours, *mm), &totals, &sums));
        }
        if self.rows {
            found.totals.push((hours, sums, totals));
        }
        Ok(())
    }

    /// The total where enough is there, else NaN.
    fn total(&self, total: &WindowTotal) -> f64 {
        let allowed = match self.length {
            PartLength::Fixed(step) => i64::try_from(self.allowed).unwrap_or(0) * step,
            PartLength::SinceStampBefore => 0,
        };
        if total.uncovered <= allowed {
            total.millimetres
        } else {
            f64::NAN
        }
    }

    fn said(&self, hours: f64, span: i64, totals: &[WindowTotal], sums: &[f64]) -> Duration {
        let max = largest(sums);
        let latest = totals.last();
        #[expect(
            clippy::cast_precision_loss,
            reason = "spans in milliseconds stay far below 2^53"
        )]
        let coverage = |total: &WindowTotal| 1.0 - total.uncovered as f64 / span as f64;
        Duration {
            hours,
            max_mm: max.map(|row| sums[row]),
            max_end: max.map(|row| self.points.stamp(row)),
            max_index: max,
            latest_mm: sums.last().copied().filter(|sum| !sum.is_nan()),
            latest_at_least_mm: latest.map(|total| total.millimetres),
            latest_coverage: latest.map_or(0.0, coverage),
            windows: sums.len(),
            windows_incomplete: sums.iter().filter(|sum| sum.is_nan()).count(),
        }
    }

    fn threshold(
        &self,
        (hours, mm): (f64, f64),
        totals: &[WindowTotal],
        sums: &[f64],
    ) -> Threshold {
        // A sum of decimals that makes the threshold exactly must reach it.
        let reaches = |total: &WindowTotal| total.millimetres >= mm * (1.0 - 1e-12);
        let rows: Vec<usize> = (0..totals.len())
            .filter(|row| reaches(&totals[*row]))
            .collect();
        let occasions = rows
            .iter()
            .enumerate()
            .filter(|(n, row)| *n == 0 || rows[n - 1] + 1 != **row)
            .count();
        let is_known = sums.iter().all(|sum| !sum.is_nan());
        let now = totals.last().and_then(|total| {
            if reaches(total) {
                Some(true)
            } else {
                sums.last().filter(|sum| !sum.is_nan()).map(|_| false)
            }
        });
        Threshold {
            hours,
            threshold_mm: mm,
            reached: if rows.is_empty() {
                is_known.then_some(false)
            } else {
                Some(true)
            },
            reached_now: now,
            first_end: rows.first().map(|row| self.points.stamp(*row)),
            last_end: rows.last().map(|row| self.points.stamp(*row)),
            occasions,
        }
    }

    fn notes(&self, series: Option<&str>) -> Vec<String> {
        let mut notes = vec![parts::said(self.length)];
        if !self.too_short.is_empty() {
            let hours: Vec<String> = self.too_short.iter().map(ToString::to_string).collect();
            notes.push(format!(
                "no totals over {} h: the parts are longer",
                hours.join(", ")
            ));
        }
        if let PartLength::Fixed(step) = self.length
            && step % HOUR == 0
            && self.allowed > 0
        {
            notes.push(format!(
                "totals with up to {} missing parts are given as if those were dry",
                self.allowed
            ));
        }
        if !self.rows && series != Some("no") {
            notes.push("totals at every stamp are left out; series=yes gives them".to_owned());
        }
        notes
    }
}

/// The first row of the largest value that is there.
pub(super) fn largest(values: &[f64]) -> Option<usize> {
    let there = values
        .iter()
        .enumerate()
        .filter(|(_, value)| !value.is_nan());
    there
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
        .map(|(row, _)| row)
}

#[derive(Default)]
struct Found {
    durations: Vec<Duration>,
    thresholds: Vec<Threshold>,
    totals: Vec<(f64, Vec<f64>, Vec<WindowTotal>)>,
}

impl Found {
    fn into_json(self, points: &Points, rows: bool) -> serde_json::Value {
        let mut result = serde_json::json!({ "unit": "mm", "durations": self.durations });
        if !self.thresholds.is_empty() {
            result["thresholds"] = serde_json::json!(self.thresholds);
        }
        if !rows {
            return result;
        }
        let stamps: Vec<String> = (0..points.time.len())
            .map(|row| points.stamp(row))
            .collect();
        let mut series = serde_json::json!({ "end": stamps });
        for (hours, sums, totals) in self.totals {
            let incomplete = sums.iter().any(|sum| sum.is_nan());
            series[format!("total_{hours}h_mm")] = serde_json::json!(sums);
            if incomplete {
                let bounds: Vec<f64> = totals.iter().map(|total| total.millimetres).collect();
                series[format!("at_least_{hours}h_mm")] = serde_json::json!(bounds);
            }
        }
        result["series"] = series;
        result
    }
}
