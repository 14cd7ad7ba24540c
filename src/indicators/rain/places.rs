//! Gauges, areas and points as they are set, and the rain of each gauge.

use super::polygon::{self, Point};
use crate::domain::Finding;
use crate::indicators::catalogue::{Input, Settings, refuse};

/// A gauge on the plane, km or m.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Gauge {
    /// Name.
    pub name: String,
    /// Where it stands.
    pub at: Point,
}

/// Gauges, areas and points on one plane.
pub(super) struct Plane {
    pub(super) gauges: Vec<Gauge>,
    /// Ring of the area; empty where none is set.
    pub(super) ring: Vec<Point>,
    pub(super) points: Vec<Point>,
    /// Points as they were given.
    pub(super) points_given: Vec<Point>,
    /// Unit of area.
    pub(super) unit: &'static str,
    pub(super) note: Option<String>,
}

impl Plane {
    /// From `gauges`, `polygon`, `points` and `coordinates`.
    pub(super) fn of(settings: &Settings<'_>) -> Result<Self, Box<Finding>> {
        let gauges = gauges(settings.wanted_text("gauges")?)?;
        let ring = open(pairs(
            "polygon",
            settings.text("polygon").unwrap_or_default(),
        )?);
        let points_given = pairs("points", settings.text("points").unwrap_or_default())?;
        let mut plane = Self {
            gauges,
            ring,
            points: points_given.clone(),
            points_given,
            unit: "km2",
            note: None,
        };
        match settings.choice(
            "coordinates",
            &[("km", 0), ("m", 1), ("lon-lat", 2), ("lonlat", 2)],
        )? {
            1 => plane.unit = "m2",
            2 => plane.project()?,
            _ => {}
        }
        plane.check()?;
        Ok(plane)
    }

    /// From degrees to kilometres about the centre of the area, else of the gauges.
    fn project(&mut self) -> Result<(), Box<Finding>> {
        let gauges: Vec<Point> = self.gauges.iter().map(|gauge| gauge.at).collect();
        let all = || gauges.iter().chain(&self.ring).chain(&self.points);
        if all().any(|(lon, lat)| lon.abs() > 180.0 || lat.abs() > 90.0) {
            return Err(refuse(
                "a coordinate is no longitude or latitude",
                "write longitude,latitude in degrees, or set coordinates=km for kilometres",
            ));
        }
        let centre = if self.ring.is_empty() {
            mean(&gauges)
        } else {
            polygon::centre(&self.ring)
        };
        for gauge in &mut self.gauges {
            gauge.at = polygon::project(gauge.at, centre);
        }
        for point in self.ring.iter_mut().chain(&mut self.points) {
            *point = polygon::project(*point, centre);
        }
        self.note = Some(format!(
            "longitudes and latitudes were projected to kilometres: Lambert azimuthal equal-area about {:.4}, {:.4}",
            centre.0, centre.1
        ));
        Ok(())
    }

    fn check(&self) -> Result<(), Box<Finding>> {
        for (n, gauge) in self.gauges.iter().enumerate() {
            for other in &self.gauges[..n] {
                if other.name == gauge.name {
                    return Err(refuse(
                        format!("two gauges are called {}", gauge.name),
                        "give each its own name",
                    ));
                }
                if other.at == gauge.at {
                    return Err(refuse(
                        format!("{} and {} stand at one place", other.name, gauge.name),
                        "leave one of them out: at a border it is often one gauge in two lists",
                    ));
                }
            }
        }
        if !self.ring.is_empty() && (self.ring.len() < 3 || polygon::area(&self.ring) <= 0.0) {
            return Err(refuse(
                "the polygon has no area",
                "give at least three corners, x,y x,y x,y",
            ));
        }
        if self.ring.len() <= 3_000 && polygon::crosses_itself(&self.ring) {
            return Err(refuse(
                "the polygon crosses itself",
                "give its corners in order around the area",
            ));
        }
        Ok(())
    }
}

fn mean(points: &[Point]) -> Point {
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of gauges stay far below 2^53"
    )]
    let n = points.len().max(1) as f64;
    (
        points.iter().map(|point| point.0).sum::<f64>() / n,
        points.iter().map(|point| point.1).sum::<f64>() / n,
    )
}

/// Without the last corner where it repeats the first.
fn open(mut ring: Vec<Point>) -> Vec<Point> {
    if ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    ring
}

/// Every number of a text, two by two: `0,0 10,0`, `[[0,0],[10,0]]` and `POLYGON((0 0, 10 0))` alike.
fn pairs(what: &str, text: &str) -> Result<Vec<Point>, Box<Finding>> {
    let is_part = |character: char| character.is_ascii_digit() || "+-.eE".contains(character);
    let numbers: Vec<f64> = text
        .split(|character| !is_part(character))
        .filter(|part| part.bytes().any(|byte| byte.is_ascii_digit()))
        .map(|part| part.parse::<f64>().ok().filter(|number| number.is_finite()))
        .collect::<Option<_>>()
        .unwrap_or_default();
    let (pairs, rest) = numbers.as_chunks::<2>();
    if !rest.is_empty() || (pairs.is_empty() && !text.trim().is_empty()) {
        return Err(refuse(
            format!("{what} has no pairs of numbers"),
            format!("write {what}=\"0,0 10,0 12,6\""),
        ));
    }
    Ok(pairs.iter().map(|[x, y]| (*x, *y)).collect())
}

/// `A:2,2; B:8,1`, or the JSON of such a map.
fn gauges(text: &str) -> Result<Vec<Gauge>, Box<Finding>> {
    let found = named(text)?;
    found
        .into_iter()
        .map(|(name, rest)| match pairs("gauges", &rest)?.as_slice() {
            [at] => Ok(Gauge { name, at: *at }),
            _ => Err(refuse(
                format!("the gauge {name} has no place"),
                "write gauges=\"A:2,2; B:8,1\"",
            )),
        })
        .collect()
}

/// Names and what is said of each: `A:1; B:2`, or JSON.
fn named(text: &str) -> Result<Vec<(String, String)>, Box<Finding>> {
    if text.trim_start().starts_with('{') {
        let map: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(text).map_err(|error| {
                refuse(format!("this is no JSON: {error}"), "write {\"A\": [2, 2]}")
            })?;
        return Ok(map
            .into_iter()
            .map(|(name, value)| (name, value.to_string()))
            .collect());
    }
    let parts = text
        .split([';', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let found = part.split_once([':', '=']).or_else(|| part.split_once(' '));
            let (name, rest) = found.ok_or_else(|| {
                refuse(
                    format!("\"{part}\" has no name"),
                    "write name:… for each, with ; between",
                )
            })?;
            Ok((name.trim().to_owned(), rest.trim().to_owned()))
        })
        .collect()
}

/// Rain of each gauge, one column of values a gauge on common stamps.
pub(super) struct Rain {
    /// Stamps as they are said; empty where rain was set as single figures.
    pub(super) stamps: Vec<String>,
    /// By gauge, then by stamp; NaN is missing.
    pub(super) values: Vec<Vec<f64>>,
}

impl Rain {
    /// From `rain`, else from the series of each gauge; `None` when neither is there. Gauges named in `without` are
    /// missing.
    pub(super) fn of(
        input: &Input,
        settings: &Settings<'_>,
        gauges: &[Gauge],
    ) -> Result<Option<Self>, Box<Finding>> {
        if let Some(text) = settings.text("rain") {
            return Self::of_text(text, gauges).map(Some);
        }
        if input.series.is_empty() {
            return Ok(None);
        }
        let mut times: Vec<i64> = input
            .series
            .iter()
            .flat_map(|points| points.time.iter().copied())
            .collect();
        times.sort_unstable();
        times.dedup();
        let mut values = Vec::new();
        for gauge in gauges {
            let points = input.station(&gauge.name)?;
            let mut column = vec![f64::NAN; times.len()];
            for (time, value) in points.time.iter().zip(&points.value) {
                if let Ok(place) = times.binary_search(time) {
                    column[place] = *value;
                }
            }
            values.push(column);
        }
        let resolution = input.series[0].resolution;
        let stamps = times.iter().map(|time| resolution.say(*time)).collect();
        Ok(Some(Self { stamps, values }))
    }

    fn of_text(text: &str, gauges: &[Gauge]) -> Result<Self, Box<Finding>> {
        let given = named(text)?;
        if let Some((stranger, _)) = given
            .iter()
            .find(|(name, _)| !gauges.iter().any(|gauge| gauge.name == *name))
        {
            return Err(refuse(
                format!("rain is given for {stranger}, which is no gauge"),
                "name it in gauges, with its place",
            ));
        }
        let value = |gauge: &Gauge| {
            let found = given.iter().find(|(name, _)| *name == gauge.name);
            match found.map(|(_, text)| text.trim()) {
                None | Some("" | "NA" | "null" | "-") => Ok(f64::NAN),
                Some(text) => text
                    .parse::<f64>()
                    .ok()
                    .filter(|value| value.is_finite() && *value >= 0.0)
                    .ok_or_else(|| {
                        refuse(
                            format!("the rain of {} is \"{text}\"", gauge.name),
                            "give mm, or nothing where it is missing",
                        )
                    }),
            }
        };
        let values = gauges
            .iter()
            .map(|gauge| Ok(vec![value(gauge)?]))
            .collect::<Result<_, Box<Finding>>>()?;
        Ok(Self {
            stamps: Vec::new(),
            values,
        })
    }

    /// How many stamps.
    pub(super) fn len(&self) -> usize {
        self.values.first().map_or(0, Vec::len)
    }

    /// Which gauges report at a stamp.
    pub(super) fn reporting(&self, stamp: usize) -> Vec<bool> {
        self.values
            .iter()
            .map(|column| !column[stamp].is_nan())
            .collect()
    }

    /// The mean with these weights; NaN where no gauge with a weight reports.
    pub(super) fn mean(&self, stamp: usize, weights: &[f64]) -> f64 {
        let parts = self
            .values
            .iter()
            .zip(weights)
            .filter(|(_, weight)| **weight > 0.0);
        let (mut sum, mut whole) = (0.0, 0.0);
        for (column, weight) in parts {
            sum += column[stamp] * weight;
            whole += weight;
        }
        if whole > 0.0 { sum } else { f64::NAN }
    }
}

/// Names that a setting lists.
pub(super) fn listed<'a>(settings: &Settings<'a>, name: &str) -> Vec<&'a str> {
    let text = settings.text(name).unwrap_or_default();
    text.split([',', ';', ' '])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}
