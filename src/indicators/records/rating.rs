//! Discharge from stage by a rating curve, and stage from discharge.
//!
//! # What it tells
//! Discharge of each stage, stage of each discharge, under a shift, by segments of power laws or by a table.
//! # Formula
//! Segments: Q = a·(h − h0)^b between their limits; inverse h = h0 + (Q/a)^(1/b). Table: straight lines between its
//! points in log(h − offset) and log Q (`interpolation=log`), or in h and Q (`linear`). A shift is added to the stage
//! before the rating: Q = R(h + s(h)); the inverse solves h = R⁻¹(Q) − s(h).
//! # Units
//! m and m³/s, or those of the rating.
//! # Missing data
//! A missing stage has no discharge (null). Below the lowest segment the discharge is 0, flagged `below cease-to-flow`;
//! a discharge of 0 has no stage. Above the highest limit a power law goes on, flagged `extrapolated`; a table ends.
//! # Limits
//! The rating in force changes with time: give the one of the stages' time. Backwater, ice and rising floods make one
//! stage mean several discharges. Never rate a mean stage: its discharge is not the mean discharge.
//! # Source
//! ISO 18320:2020; WMO-No. 1044, vol. II; Rantz 1982 (USGS WSP 2175); Kennedy 1984 (USGS TWRI 3-A10).

use serde_json::{Map, Value, json};

use crate::domain::{Completeness, Finding};
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Setting, Settings, refuse,
};

/// The entry of the catalogue.
pub(super) const INDICATOR: Indicator = Indicator {
    name: "rating-curve",
    text: include_str!("rating.rs"),
    settings: &[
        Setting {
            name: "segments",
            meaning: "h0,a,b,from,to of each segment, with ; between",
            default: "",
        },
        Setting {
            name: "table",
            meaning: "stage:discharge of each point, with ; or , between",
            default: "",
        },
        Setting {
            name: "offset",
            meaning: "stage that is taken off before logarithms of a table",
            default: "0",
        },
        Setting {
            name: "interpolation",
            meaning: "log or linear, of a table",
            default: "log",
        },
        Setting {
            name: "stage",
            meaning: "stages to rate; without them the series",
            default: "",
        },
        Setting {
            name: "discharge",
            meaning: "discharges to find the stage of",
            default: "",
        },
        Setting {
            name: "shift",
            meaning: "added to every stage; or stage:shift points, constant outside and linear between",
            default: "0",
        },
    ],
    run,
};

/// One segment of a rating: Q = a·(h − h0)^b.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    /// Stage of no flow.
    pub h0: f64,
    /// Factor.
    pub a: f64,
    /// Exponent.
    pub b: f64,
    /// Lowest stage it holds for.
    pub from: f64,
    /// Highest stage it holds for.
    pub to: f64,
}

impl Segment {
    fn discharge(&self, stage: f64) -> f64 {
        if stage <= self.h0 {
            0.0
        } else {
            self.a * (stage - self.h0).powf(self.b)
        }
    }

    fn stage(&self, discharge: f64) -> f64 {
        self.h0 + (discharge / self.a).powf(1.0 / self.b)
    }
}

/// A rating that rises with stage.
#[derive(Clone, Debug, PartialEq)]
pub enum Curve {
    /// Power laws, lowest first.
    Segments(Vec<Segment>),
    /// Stages and discharges, lowest first; the offset of its logarithms, or `None` for straight lines.
    Table(Vec<(f64, f64)>, Option<f64>),
}

/// What a rated figure is worth.
const BELOW: &str = "below cease-to-flow";
const EXTRAPOLATED: &str = "extrapolated";
const OUTSIDE: &str = "outside the table";
const WITHIN: &str = "within";

impl Curve {
    /// Discharge of an effective stage, and where it lies; `None` outside a table.
    pub fn discharge(&self, stage: f64) -> (Option<f64>, &'static str) {
        match self {
            Self::Segments(segments) => {
                let held = segments
                    .iter()
                    .find(|segment| stage < segment.to)
                    .or(segments.last());
                let discharge = held.map(|segment| segment.discharge(stage));
                let top = segments.last().map_or(f64::NAN, |segment| segment.to);
                let bottom = segments
                    .first()
                    .map_or(f64::NAN, |segment| segment.h0.max(segment.from));
                let place = if stage > top {
                    EXTRAPOLATED
                } else if stage <= bottom {
                    BELOW
                } else {
                    WITHIN
                };
                (if place == BELOW { Some(0.0) } else { discharge }, place)
            }
            Self::Table(points, offset) => {
                let found = between(points, stage, *offset, |point| *point);
                (found, if found.is_some() { WITHIN } else { OUTSIDE })
            }
        }
    }

    /// Effective stage of a discharge, and where it lies; `None` where there is none.
    pub fn stage(&self, discharge: f64) -> (Option<f64>, &'static str) {
        match self {
            Self::Segments(_) if discharge <= 0.0 => (None, BELOW),
            Self::Segments(segments) => {
                let held = segments
                    .iter()
                    .find(|segment| discharge < segment.discharge(segment.to))
                    .or(segments.last());
                let top = segments
                    .last()
                    .map_or(f64::NAN, |segment| segment.discharge(segment.to));
                let place = if discharge > top {
                    EXTRAPOLATED
                } else {
                    WITHIN
                };
                (held.map(|segment| segment.stage(discharge)), place)
            }
            Self::Table(points, offset) => {
                let found = inverse_between(points, discharge, *offset);
                (found, if found.is_some() { WITHIN } else { OUTSIDE })
            }
        }
    }

    /// Why the rating is none, if it does not rise throughout.
    fn fault(&self) -> Option<String> {
        match self {
            Self::Segments(segments) => {
                let odd = segments.iter().position(|s| {
                    !(s.a > 0.0 && s.b > 0.0 && s.from < s.to && s.from >= s.h0 - 1e-9)
                });
                if let Some(n) = odd {
                    return Some(format!(
                        "segment {} needs a > 0, b > 0 and h0 ≤ from < to",
                        n + 1
                    ));
                }
                let falls = segments.windows(2).position(|two| {
                    let (below, above) =
                        (two[0].discharge(two[0].to), two[1].discharge(two[1].from));
                    (two[0].to - two[1].from).abs() > 1e-9 || above < below * (1.0 - 1e-6)
                });
                falls.map(|n| {
                    format!(
                        "segments {} and {} do not meet, or the discharge falls there",
                        n + 1,
                        n + 2
                    )
                })
            }
            Self::Table(points, offset) => {
                let rises = points
                    .windows(2)
                    .all(|two| two[0].0 < two[1].0 && two[0].1 < two[1].1);
                let logs =
                    offset.is_none_or(|offset| points.iter().all(|(h, q)| *h > offset && *q > 0.0));
                if !rises || points.len() < 2 {
                    Some("the table must rise throughout and have two points".to_owned())
                } else if logs {
                    None
                } else {
                    Some(
                        "logarithms need stages above the offset and discharges above 0".to_owned(),
                    )
                }
            }
        }
    }
}

/// A value of a table at `x`, `None` outside it.
fn between(
    points: &[(f64, f64)],
    x: f64,
    offset: Option<f64>,
    of: impl Fn(&(f64, f64)) -> (f64, f64),
) -> Option<f64> {
    let (low, high) = points
        .windows(2)
        .map(|two| (of(&two[0]), of(&two[1])))
        .find(|(low, high)| (low.0..=high.0).contains(&x))?;
    Some(match offset {
        None => low.1 + (x - low.0) / (high.0 - low.0) * (high.1 - low.1),
        Some(offset) => {
            let scale = |x: f64| (x - offset).ln();
            let share = (scale(x) - scale(low.0)) / (scale(high.0) - scale(low.0));
            (low.1.ln() + share * (high.1.ln() - low.1.ln())).exp()
        }
    })
}

fn inverse_between(points: &[(f64, f64)], q: f64, offset: Option<f64>) -> Option<f64> {
    match offset {
        None => between(points, q, None, |(h, q)| (*q, *h)),
        Some(offset) => {
            let apart: Vec<(f64, f64)> = points.iter().map(|(h, q)| (*q, *h - offset)).collect();
            between(&apart, q, Some(0.0), |point| *point).map(|h| h + offset)
        }
    }
}

/// A shift by stage: constant outside its points, linear between.
struct Shift(Vec<(f64, f64)>);

impl Shift {
    fn of(settings: &Settings<'_>) -> Result<Self, Box<Finding>> {
        let text = settings.text("shift").unwrap_or("0");
        if text.contains([':', '=']) {
            let points = pairs("shift", text)?;
            let rises = points.windows(2).all(|two| two[0].0 < two[1].0);
            return if rises {
                Ok(Self(points))
            } else {
                Err(refuse(
                    "the stages of shift do not rise",
                    "write shift=0.9:0.08,2.0:0",
                ))
            };
        }
        Ok(Self(vec![(0.0, settings.wanted_number("shift")?)]))
    }

    fn at(&self, stage: f64) -> f64 {
        let (Some(first), Some(last)) = (self.0.first(), self.0.last()) else {
            return 0.0;
        };
        if stage <= first.0 {
            first.1
        } else {
            between(&self.0, stage, None, |point| *point).unwrap_or(last.1)
        }
    }

    /// The stage whose shifted stage is `effective`.
    fn undo(&self, effective: f64) -> Option<f64> {
        let mut stage = effective - self.at(effective);
        for _ in 0..200 {
            let next = effective - self.at(stage);
            if (next - stage).abs() <= 1e-13 * effective.abs().max(1.0) {
                return Some(next);
            }
            stage = next;
        }
        None
    }
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let curve = curve(settings)?;
    let shift = Shift::of(settings)?;
    let mut result = Map::new();
    let discharges = settings.numbers("discharge")?;
    if !discharges.is_empty() {
        let rows: Vec<Value> = discharges
            .iter()
            .map(|discharge| {
                let (effective, place) = curve.stage(*discharge);
                let stage = effective.and_then(|effective| shift.undo(effective));
                json!({ "discharge": discharge, "stage": stage, "shift": stage.map(|stage| shift.at(stage)), "place": place })
            })
            .collect();
        result.insert("stages".to_owned(), json!(rows));
    }
    let given = settings.numbers("stage")?;
    let from_series = given.is_empty() && !input.series.is_empty();
    let stages = if from_series {
        input.single()?.value.clone()
    } else {
        given
    };
    if stages.is_empty() && discharges.is_empty() {
        return Err(refuse(
            "there is nothing to rate",
            "give stage=0.6,1.7 or discharge=10, or a file of stages",
        ));
    }
    let mut there = discharges.len();
    let rows: Vec<Value> = stages
        .iter()
        .enumerate()
        .map(|(n, stage)| {
            let mut row = Map::new();
            if from_series && let Ok(points) = input.single() {
                row.insert("time".to_owned(), json!(points.stamp(n)));
            }
            let (discharge, place) = if stage.is_nan() {
                (None, "missing")
            } else {
                curve.discharge(stage + shift.at(*stage))
            };
            there += usize::from(discharge.is_some());
            row.insert("stage".to_owned(), json!(stage));
            row.insert(
                "shift".to_owned(),
                json!(if stage.is_nan() {
                    f64::NAN
                } else {
                    shift.at(*stage)
                }),
            );
            row.insert("discharge".to_owned(), json!(discharge));
            row.insert("place".to_owned(), json!(place));
            Value::Object(row)
        })
        .collect();
    if !rows.is_empty() {
        result.insert("discharges".to_owned(), json!(rows));
    }
    if let Curve::Segments(segments) = &curve
        && let Some(lowest) = segments.first()
    {
        result.insert("cease_to_flow_stage".to_owned(), json!(lowest.h0));
    }
    let count = |n| u32::try_from(n).unwrap_or(u32::MAX);
    Computed::new(
        result,
        Completeness::new(count(there), count(stages.len() + discharges.len())),
    )
}

fn curve(settings: &Settings<'_>) -> Result<Curve, Box<Finding>> {
    let curve = match (settings.text("segments"), settings.text("table")) {
        (Some(text), None) => Curve::Segments(segments(text)?),
        (None, Some(text)) => {
            let is_log = settings.choice("interpolation", &[("log", true), ("linear", false)])?;
            let offset = settings.wanted_number("offset")?;
            Curve::Table(pairs("table", text)?, is_log.then_some(offset))
        }
        _ => {
            return Err(refuse(
                "a rating needs segments or a table, not both",
                "write segments=\"0.2,12,2.1,0.2,1.0; …\" or table=\"1.0:4; 1.5:20\"",
            ));
        }
    };
    match curve.fault() {
        None => Ok(curve),
        Some(why) => Err(refuse(
            why,
            "a rating must rise with stage, or a discharge has several stages",
        )),
    }
}

fn segments(text: &str) -> Result<Vec<Segment>, Box<Finding>> {
    let parts = text
        .split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let numbers: Option<Vec<f64>> = part
                .split([',', ' '])
                .filter(|part| !part.is_empty())
                .map(|part| part.parse().ok())
                .collect();
            match numbers.as_deref() {
                Some([h0, a, b, from, to]) => Ok(Segment {
                    h0: *h0,
                    a: *a,
                    b: *b,
                    from: *from,
                    to: *to,
                }),
                _ => Err(refuse(
                    format!("\"{part}\" is no segment"),
                    "write h0,a,b,from,to, such as 0.2,12,2.1,0.2,1.0",
                )),
            }
        })
        .collect()
}

/// `0.9:0.08,2.0:0` as pairs.
fn pairs(name: &str, text: &str) -> Result<Vec<(f64, f64)>, Box<Finding>> {
    let parts = text
        .split([',', ';', ' '])
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let pair = part
                .split_once([':', '='])
                .and_then(|(a, b)| Some((a.parse::<f64>().ok()?, b.parse::<f64>().ok()?)));
            pair.filter(|(a, b)| a.is_finite() && b.is_finite())
                .ok_or_else(|| {
                    refuse(
                        format!("{name} has \"{part}\", which is no pair"),
                        format!("write {name}=1.0:4,1.5:20"),
                    )
                })
        })
        .collect()
}
