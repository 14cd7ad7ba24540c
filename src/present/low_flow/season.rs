//! The pictures of the page: the current year, the flow duration curve, the indices.

use chrono::Datelike as _;

use super::{Drawn, refused, unit};
use crate::engine::analysis::low_flow::{
    Answer, Found, IndexKind, IndexSeries, IndexValue, Refusal, Season,
};
use crate::present::Words;

/// The current hydrological year against what is usual on each of its days.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct SeasonView {
    /// Heading.
    pub title: String,
    /// Unit of the values.
    pub unit: String,
    /// Values below which 5, 25, 50, 75 and 95 % of the other years lie, one list a share; NaN where they are withheld.
    pub usual: [Vec<f64>; 5],
    /// What was measured, one a day of the year; NaN where nothing was, or not yet.
    pub values: Vec<f64>,
    /// First days of months, by their place in the year, with their names.
    pub months: Vec<(usize, String)>,
    /// Names of the bands in order of `usual`: outer, inner, middle; and of the line.
    pub key: [String; 4],
    /// What a person reads when pointing at a day.
    pub said: Vec<String>,
    /// How many days have no percentiles; empty when all have.
    pub withheld: String,
}

/// A flow duration curve.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct CurveView {
    /// Heading.
    pub title: String,
    /// Unit of the values.
    pub unit: String,
    /// Percentages of time exceeded.
    pub percent: Vec<f64>,
    /// Values.
    pub values: Vec<f64>,
    /// Where today lies: percentage and value.
    pub today: (f64, f64),
    /// What stands beside that point.
    pub label: String,
    /// What the axis below says.
    pub axis: String,
}

/// An index over the last months.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct IndexView {
    /// Heading, such as "SSI-3".
    pub title: String,
    /// Newest index and its class, or why there is none.
    pub latest: String,
    /// Bars in order of time; none where the index is refused.
    pub bars: Vec<IndexBar>,
}

/// A month of an index.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct IndexBar {
    /// The index; `None` where it is missing.
    pub index: Option<f64>,
    /// Month, index and class, or that it is missing.
    pub said: String,
    /// The year, where a new one begins; else empty.
    pub year: String,
}

pub(super) fn season(found: &Found, words: &Words) -> Drawn<SeasonView> {
    match &found.season {
        Answer::Known(season) => Drawn::View(season_view(found, season, words)),
        Answer::Refused(refusal) => Drawn::Why(refused(words, *refusal)),
    }
}

fn season_view(found: &Found, season: &Season, words: &Words) -> SeasonView {
    let alone = words.first();
    let level = |place: usize| {
        let days = season.days.iter();
        days.map(|day| day.usual.map_or(f64::NAN, |flows| flows[place]))
            .collect()
    };
    let months = season
        .days
        .iter()
        .enumerate()
        .filter(|(_, day)| day.date.day() == 1);
    let years = |key: &str| {
        words.with(
            key,
            &[
                ("year", season.year.to_string().into()),
                ("from", season.years.0.to_string().into()),
                ("to", season.years.1.to_string().into()),
            ],
        )
    };
    SeasonView {
        title: years("low-flow-season"),
        unit: unit(found).to_owned(),
        usual: std::array::from_fn(level),
        values: season
            .days
            .iter()
            .map(|day| day.value.unwrap_or(f64::NAN))
            .collect(),
        months: months
            .map(|(place, day)| (place, alone.month(day.date.month())))
            .collect(),
        key: [
            "low-flow-outer",
            "low-flow-inner",
            "low-flow-middle",
            "low-flow-this-year",
        ]
        .map(|key| alone.get(key)),
        said: season
            .days
            .iter()
            .map(|day| day_said(found, day, words))
            .collect(),
        withheld: if season.withheld == 0 {
            String::new()
        } else {
            words.with("low-flow-withheld", &[("n", season.withheld.into())])
        },
    }
}

fn day_said(
    found: &Found,
    day: &crate::engine::analysis::low_flow::SeasonDay,
    words: &Words,
) -> String {
    let figure = |value: Option<f64>| words.figure(value, unit(found));
    let usual = day.usual.map_or_else(
        || words.get("low-flow-day-withheld"),
        |flows| {
            words.with(
                "low-flow-day-usual",
                &[
                    ("low", figure(Some(flows[1])).into()),
                    ("high", figure(Some(flows[3])).into()),
                    ("present", day.values.present.into()),
                    ("expected", day.values.expected.into()),
                ],
            )
        },
    );
    format!(
        "{}: {}\n{usual}",
        words.date(day.date.into()),
        figure(day.value)
    )
}

pub(super) fn duration(found: &Found, words: &Words) -> Drawn<CurveView> {
    let curve = match &found.duration {
        Answer::Known(curve) => curve,
        // Nothing to say, and nothing to draw: the year takes the room.
        Answer::Refused(Refusal::OtherQuantity) => return Drawn::Why(String::new()),
        Answer::Refused(refusal) => return Drawn::Why(refused(words, *refusal)),
    };
    Drawn::View(CurveView {
        title: words.get("low-flow-duration"),
        unit: unit(found).to_owned(),
        percent: curve.exceeded_percent.clone(),
        values: curve.values.clone(),
        today: (curve.today_percent, found.today),
        label: words.with(
            "low-flow-on-curve",
            &[
                ("value", words.figure(Some(found.today), unit(found)).into()),
                ("share", super::percent(words, curve.today_percent).into()),
            ],
        ),
        axis: words.get("low-flow-axis"),
    })
}

pub(super) fn indices(found: &Found, words: &Words) -> Vec<IndexView> {
    found
        .indices
        .iter()
        .map(|series| index(series, words))
        .collect()
}

/// "SSI-3": the name of an index in every language.
pub(super) fn index_name(series: &IndexSeries) -> String {
    let name = match series.kind {
        IndexKind::Spi => "SPI",
        IndexKind::Ssi => "SSI",
    };
    format!("{name}-{}", series.scale)
}

fn index(series: &IndexSeries, words: &Words) -> IndexView {
    let title = index_name(series);
    match &series.values {
        Answer::Refused(refusal) => IndexView {
            title,
            latest: refused(words, *refusal),
            bars: Vec::new(),
        },
        Answer::Known(values) => IndexView {
            title,
            latest: values
                .last()
                .map(|value| index_said(value, words))
                .unwrap_or_default(),
            bars: values
                .iter()
                .enumerate()
                .map(|(place, value)| IndexBar {
                    index: value.index,
                    said: format!(
                        "{} {}: {}",
                        words.month(value.month),
                        value.year,
                        index_said(value, words)
                    ),
                    year: if place == 0 || value.month == 1 {
                        value.year.to_string()
                    } else {
                        String::new()
                    },
                })
                .collect(),
        },
    }
}

/// "−1.32, moderately dry"; that the month is missing where it is.
pub(super) fn index_said(value: &IndexValue, words: &Words) -> String {
    match (value.index, value.class) {
        (Some(index), Some(class)) => format!(
            "{}, {}",
            words.signed(index, 2),
            words.get(class_key(class))
        ),
        _ => words.get("low-flow-no-index"),
    }
}

fn class_key(class: &str) -> &'static str {
    match class {
        "extremely-wet" => "low-flow-extremely-wet",
        "very-wet" => "low-flow-very-wet",
        "moderately-wet" => "low-flow-moderately-wet",
        "moderately-dry" => "low-flow-moderately-dry",
        "severely-dry" => "low-flow-severely-dry",
        "extremely-dry" => "low-flow-extremely-dry",
        _ => "low-flow-near-normal",
    }
}
