//! The mean rain of an area from gauges, each weighted by the part of the area nearest to it.
//!
//! # What it tells
//! The weight of each gauge and the areal mean, for one set of figures or at every stamp of a file.
//! # Formula
//! w_i = area of (area ∩ Thiessen polygon of i) / area; mean = Σ w_i·P_i. The polygons are cut exactly: the area is
//! clipped by the perpendicular bisector between a gauge and each other one.
//! # Units
//! Coordinates in projected kilometres (or metres, `coordinates=m`); rain in mm. Longitudes and latitudes
//! (`coordinates=lon-lat`) are projected with equal areas first; degrees are never used as lengths.
//! # Missing data
//! Where a gauge is missing, the polygons are made anew from those that report; weights are not merely scaled. Each
//! set of reporting gauges is cut once. No gauge, no mean.
//! # Limits
//! No correction for height or wind. Gauges outside the area are legitimate. One ring without holes; a gauge at the
//! border that two states report must be given once.
//! # Source
//! Thiessen 1911, Monthly Weather Review 39; WMO-No. 168, vol. II.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::places::{Gauge, Plane, Rain, listed};
use super::polygon::{self, Point};
use crate::domain::{Completeness, Finding};
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Setting, Settings, refuse,
};

/// The entry of the catalogue.
pub(super) const INDICATOR: Indicator = Indicator {
    name: "thiessen",
    text: include_str!("thiessen.rs"),
    settings: &[
        Setting {
            name: "polygon",
            meaning: "corners of the area in order, x,y x,y x,y …",
            default: "",
        },
        Setting {
            name: "gauges",
            meaning: "places of the gauges, name:x,y; name:x,y …",
            default: "",
        },
        Setting {
            name: "rain",
            meaning: "rain of each gauge, mm, name:mm; name:mm …; without it the series of that name",
            default: "",
        },
        Setting {
            name: "without",
            meaning: "gauges that are missing, with commas",
            default: "",
        },
        Setting {
            name: "coordinates",
            meaning: "km, m or lon-lat (degrees, projected)",
            default: "km",
        },
    ],
    run,
};

/// The share of a ring that is nearest to each gauge that reports; 0 for the others.
///
/// *Missing data*: gauges that do not report are as if they were not there; all weights are 0 when none reports.
pub fn weights(ring: &[Point], gauges: &[Point], reports: &[bool]) -> Vec<f64> {
    let whole = polygon::area(ring);
    let there = || {
        gauges
            .iter()
            .zip(reports)
            .filter(|(_, reports)| **reports)
            .map(|(at, _)| *at)
    };
    let share = |(at, reports): (&Point, &bool)| {
        if !*reports || whole <= 0.0 {
            return 0.0;
        }
        let others = there().filter(|other| other != at);
        let own = others.fold(ring.to_vec(), |own, other| {
            polygon::nearer(&own, *at, other)
        });
        polygon::area(&own) / whole
    };
    gauges.iter().zip(reports).map(share).collect()
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let plane = Plane::of(settings)?;
    if plane.ring.is_empty() {
        return Err(refuse(
            "polygon is not set",
            "give the corners of the area with --set polygon=\"0,0 10,0 12,6\"",
        ));
    }
    let places: Vec<Point> = plane.gauges.iter().map(|gauge| gauge.at).collect();
    let mut areal = Areal::new(&plane.gauges, |reports| {
        weights(&plane.ring, &places, reports)
    });
    let mut result = Map::new();
    result.insert(
        format!("area_{}", plane.unit),
        json!(polygon::area(&plane.ring)),
    );
    areal.answer(input, settings, &mut result).map(|computed| {
        let computed = computed.note("no correction for height");
        plane.note.into_iter().fold(computed, Computed::note)
    })
}

/// Means of an area by weights that depend on which gauges report; each set of gauges is weighted once.
pub(super) struct Areal<'a, F> {
    gauges: &'a [Gauge],
    weigh: F,
    known: BTreeMap<Vec<bool>, Vec<f64>>,
}

impl<'a, F: Fn(&[bool]) -> Vec<f64>> Areal<'a, F> {
    pub(super) fn new(gauges: &'a [Gauge], weigh: F) -> Self {
        Self {
            gauges,
            weigh,
            known: BTreeMap::new(),
        }
    }

    fn weights(&mut self, reports: &[bool]) -> &[f64] {
        let weigh = &self.weigh;
        self.known
            .entry(reports.to_vec())
            .or_insert_with(|| weigh(reports))
    }

    fn named(&self, weights: &[f64], reports: &[bool]) -> Value {
        let each = self
            .gauges
            .iter()
            .zip(weights)
            .zip(reports)
            .filter(|(_, reports)| **reports);
        Value::Object(
            each.map(|((gauge, weight), _)| (gauge.name.clone(), json!(weight)))
                .collect(),
        )
    }

    /// Weights of all gauges and of those without the missing ones, and the means of what rain is there.
    pub(super) fn answer(
        &mut self,
        input: &Input,
        settings: &Settings<'_>,
        result: &mut Map<String, Value>,
    ) -> Outcome {
        let without = listed(settings, "without");
        if let Some(stranger) = without
            .iter()
            .find(|name| !self.gauges.iter().any(|gauge| gauge.name == **name))
        {
            return Err(refuse(
                format!("{stranger} is no gauge"),
                "leave out gauges that are named in gauges",
            ));
        }
        let there: Vec<bool> = self
            .gauges
            .iter()
            .map(|gauge| !without.contains(&gauge.name.as_str()))
            .collect();
        let weights = self.weights(&there).to_vec();
        result.insert("weights".to_owned(), self.named(&weights, &there));
        let Some(mut rain) = Rain::of(input, settings, self.gauges)? else {
            let all = Completeness::new(count(&there), count(&vec![true; there.len()]));
            return Computed::new(std::mem::take(result), all);
        };
        for (column, there) in rain.values.iter_mut().zip(&there) {
            if !there {
                column.fill(f64::NAN);
            }
        }
        let mut means = Vec::with_capacity(rain.len());
        let mut plain = Vec::with_capacity(rain.len());
        let mut reporting = Vec::with_capacity(rain.len());
        let mut seen = Completeness::default();
        for stamp in 0..rain.len() {
            let reports = rain.reporting(stamp);
            let weights = self.weights(&reports);
            means.push(rain.mean(stamp, weights));
            plain.push(mean_of(rain.values.iter().map(|column| column[stamp])));
            reporting.push(count(&reports));
            seen = seen.and(Completeness::new(
                count(&reports),
                count(&vec![true; reports.len()]),
            ));
        }
        if rain.stamps.is_empty() {
            let reports = rain.reporting(0);
            if reports != there {
                let weights = self.weights(&reports).to_vec();
                result.insert("weights".to_owned(), self.named(&weights, &reports));
            }
            result.insert("areal_mean_mm".to_owned(), json!(means.first()));
            result.insert("arithmetic_mean_mm".to_owned(), json!(plain.first()));
            return Computed::new(std::mem::take(result), seen);
        }
        let total = means
            .iter()
            .all(|mean| !mean.is_nan())
            .then(|| means.iter().sum::<f64>());
        result.insert("total_mm".to_owned(), json!(total));
        result.insert("reporting_sets".to_owned(), json!(self.known.len()));
        result.insert(
            "series".to_owned(),
            json!({ "time": rain.stamps, "areal_mean_mm": means, "arithmetic_mean_mm": plain, "gauges_reporting": reporting }),
        );
        Computed::new(std::mem::take(result), seen)
    }
}

fn count(reports: &[bool]) -> u32 {
    u32::try_from(reports.iter().filter(|reports| **reports).count()).unwrap_or(u32::MAX)
}

/// The mean of what is there; NaN when nothing is.
fn mean_of(values: impl Iterator<Item = f64>) -> f64 {
    let there: Vec<f64> = values.filter(|value| !value.is_nan()).collect();
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of gauges stay far below 2^53"
    )]
    let n = there.len() as f64;
    there.iter().sum::<f64>() / n
}

/// Says that a figure cannot be had without gauges.
pub(super) fn no_gauges() -> Box<Finding> {
    refuse(
        "no gauge is set",
        "name them with --set gauges=\"A:2,2; B:8,1\"",
    )
}
