//! Rain at a point or over an area from gauges around it, the nearer ones counting more.
//!
//! # What it tells
//! Rain at given points, and the weight of each gauge and the mean of an area, for one set of figures or at every stamp
//! of a file.
//! # Formula
//! P(x) = Σ d_i^(−p)·P_i / Σ d_i^(−p), d_i being the distance to gauge i; at a gauge its own value. p = `power`, 2 by
//! default. `nearest` and `radius` limit which gauges count. The mean of an area is that of the middles of a grid of
//! squares, `cells` along its longer side.
//! # Units
//! Coordinates in projected kilometres (or metres, `coordinates=m`); rain in mm. Longitudes and latitudes
//! (`coordinates=lon-lat`) are projected first.
//! # Missing data
//! A gauge that is missing does not count; the others are weighted anew. Where none is within the radius there is no
//! value (null).
//! # Limits
//! Never above the largest nor below the smallest gauge. Clusters of gauges count too much. No correction for height.
//! # Source
//! Shepard 1968, Proc. 23rd ACM National Conference; WMO-No. 168, vol. II.

use serde_json::{Map, json};

use super::places::{Plane, Rain, listed};
use super::polygon::{self, Point};
use super::thiessen::{Areal, no_gauges};
use crate::domain::{Completeness, Finding};
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Setting, Settings, refuse,
};

/// The entry of the catalogue.
pub(super) const INDICATOR: Indicator = Indicator {
    name: "inverse-distance",
    text: include_str!("inverse_distance.rs"),
    settings: &[
        Setting {
            name: "gauges",
            meaning: "places of the gauges, name:x,y; name:x,y …",
            default: "",
        },
        Setting {
            name: "rain",
            meaning: "rain of each gauge, mm, name:mm; …; without it the series of that name",
            default: "",
        },
        Setting {
            name: "points",
            meaning: "points to give the rain of, x,y x,y …",
            default: "",
        },
        Setting {
            name: "polygon",
            meaning: "corners of an area in order, x,y x,y x,y …",
            default: "",
        },
        Setting {
            name: "power",
            meaning: "power of the distance",
            default: "2",
        },
        Setting {
            name: "nearest",
            meaning: "so many nearest gauges count; all by default",
            default: "",
        },
        Setting {
            name: "radius",
            meaning: "gauges within this distance count; all by default",
            default: "",
        },
        Setting {
            name: "cells",
            meaning: "squares along the longer side of the area",
            default: "60",
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

/// Which gauges count and how much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shepard {
    /// Power of the distance.
    pub power: f64,
    /// So many nearest gauges count.
    pub nearest: usize,
    /// Gauges within this distance count, in the unit of the coordinates.
    pub radius: f64,
}

impl Shepard {
    /// The weight of each gauge at a point; 0 for those that do not report or count, and for all when none does.
    pub fn weights(&self, at: Point, gauges: &[Point], reports: &[bool]) -> Vec<f64> {
        let mut near: Vec<(f64, usize)> = gauges
            .iter()
            .enumerate()
            .filter(|(n, _)| reports[*n])
            .map(|(n, gauge)| ((gauge.0 - at.0).hypot(gauge.1 - at.1), n))
            .filter(|(distance, _)| *distance <= self.radius)
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        near.truncate(self.nearest);
        let mut weights = vec![0.0; gauges.len()];
        if let Some((distance, n)) = near.first()
            && *distance == 0.0
        {
            weights[*n] = 1.0;
            return weights;
        }
        let closest = near.first().map_or(1.0, |(distance, _)| *distance);
        // By the ratio to the nearest, so that no power of a distance is too large or too small for a number.
        let each: Vec<(f64, usize)> = near
            .iter()
            .map(|(distance, n)| ((closest / distance).powf(self.power), *n))
            .collect();
        let whole: f64 = each.iter().map(|(weight, _)| weight).sum();
        for (weight, n) in each {
            weights[n] = weight / whole;
        }
        weights
    }

    /// The mean weight of each gauge over the middles of a grid within a ring.
    pub fn areal_weights(&self, middles: &[Point], gauges: &[Point], reports: &[bool]) -> Vec<f64> {
        let mut sums = vec![0.0; gauges.len()];
        for middle in middles {
            for (sum, weight) in sums.iter_mut().zip(self.weights(*middle, gauges, reports)) {
                *sum += weight;
            }
        }
        let whole: f64 = sums.iter().sum();
        if whole > 0.0 {
            for sum in &mut sums {
                *sum /= whole;
            }
        }
        sums
    }
}

/// Middles of the squares of a grid that lie in a ring, `cells` along its longer side.
pub fn grid(ring: &[Point], cells: usize) -> Vec<Point> {
    let low = ring.iter().fold((f64::MAX, f64::MAX), |low, at| {
        (low.0.min(at.0), low.1.min(at.1))
    });
    let high = ring.iter().fold((f64::MIN, f64::MIN), |high, at| {
        (high.0.max(at.0), high.1.max(at.1))
    });
    let cells = u32::try_from(cells).unwrap_or(u32::MAX);
    let size = (high.0 - low.0).max(high.1 - low.1) / f64::from(cells);
    if ring.len() < 3 || size.is_nan() || size <= 0.0 {
        return Vec::new();
    }
    let middle = |n: u32, from: f64| from + (f64::from(n) + 0.5) * size;
    let all = (0..cells).flat_map(|row| (0..cells).map(move |column| (column, row)));
    all.map(|(column, row)| (middle(column, low.0), middle(row, low.1)))
        .filter(|at| polygon::contains(ring, *at))
        .collect()
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let plane = Plane::of(settings)?;
    if plane.gauges.is_empty() {
        return Err(no_gauges());
    }
    let shepard = shepard(settings)?;
    let places: Vec<Point> = plane.gauges.iter().map(|gauge| gauge.at).collect();
    let mut result = Map::new();
    let mut complete = None;
    if !plane.points.is_empty() {
        complete = Some(at_points(
            input,
            settings,
            (&plane, &shepard, &places),
            &mut result,
        )?);
    }
    if plane.ring.is_empty() {
        let Some(complete) = complete else {
            return Err(refuse(
                "neither points nor polygon is set",
                "give points=\"5,4\" or polygon=\"0,0 10,0 12,6\"",
            ));
        };
        let computed = Computed::new(result, complete)?.note("no correction for height");
        return Ok(plane.note.into_iter().fold(computed, Computed::note));
    }
    let cells = settings.count("cells")?.unwrap_or(60).clamp(1, 500);
    let middles = grid(&plane.ring, cells);
    if middles.is_empty() {
        return Err(refuse(
            "the area is thinner than a square of the grid",
            "set cells higher",
        ));
    }
    let mut areal = Areal::new(&plane.gauges, |reports| {
        shepard.areal_weights(&middles, &places, reports)
    });
    result.insert(
        format!("area_{}", plane.unit),
        json!(polygon::area(&plane.ring)),
    );
    let computed = areal
        .answer(input, settings, &mut result)?
        .note("no correction for height");
    Ok(plane.note.into_iter().fold(computed, Computed::note))
}

fn shepard(settings: &Settings<'_>) -> Result<Shepard, Box<Finding>> {
    let shepard = Shepard {
        power: settings.wanted_number("power")?,
        nearest: settings.count("nearest")?.unwrap_or(usize::MAX),
        radius: settings.number("radius")?.unwrap_or(f64::INFINITY),
    };
    if shepard.power <= 0.0 || shepard.nearest == 0 || shepard.radius <= 0.0 {
        return Err(refuse(
            "power, nearest and radius must be above 0",
            "set power=2",
        ));
    }
    Ok(shepard)
}

/// Rain at points: one figure each, or a column of them at every stamp.
fn at_points(
    input: &Input,
    settings: &Settings<'_>,
    (plane, shepard, places): (&Plane, &Shepard, &[Point]),
    result: &mut Map<String, serde_json::Value>,
) -> Result<Completeness, Box<Finding>> {
    let without = listed(settings, "without");
    let mut rain = Rain::of(input, settings, &plane.gauges)?.ok_or_else(|| {
        refuse(
            "no rain is given",
            "give rain=\"A:12; B:30\", or a file with a series for each gauge",
        )
    })?;
    for (column, gauge) in rain.values.iter_mut().zip(&plane.gauges) {
        if without.contains(&gauge.name.as_str()) {
            column.fill(f64::NAN);
        }
    }
    let there = rain
        .values
        .iter()
        .flatten()
        .filter(|value| !value.is_nan())
        .count();
    let all: usize = rain.values.iter().map(Vec::len).sum();
    let points: Vec<serde_json::Value> = plane
        .points
        .iter()
        .zip(&plane.points_given)
        .map(|(at, given)| {
            let values: Vec<f64> = (0..rain.len())
                .map(|stamp| {
                    rain.mean(stamp, &shepard.weights(*at, places, &rain.reporting(stamp)))
                })
                .collect();
            let mut point = json!({ "x": given.0, "y": given.1 });
            if rain.stamps.is_empty() {
                point["value_mm"] = json!(values.first());
            } else {
                point["values_mm"] = json!(values);
            }
            point
        })
        .collect();
    result.insert("points".to_owned(), json!(points));
    if !rain.stamps.is_empty() {
        result.insert("time".to_owned(), json!(rain.stamps));
    }
    let count = |n| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(Completeness::new(count(there), count(all)))
}
