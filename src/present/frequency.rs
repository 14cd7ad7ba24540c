//! How often a flow is reached at a station, ready to draw: a plot on Gumbel's paper and a table.

use super::Words;
use super::record::records;
use crate::domain::{Basin, Quantity, Statistic};
use crate::engine::analysis::Frequency;
use crate::engine::analysis::frequency::{
    Curve, CurveKind, CurvePoint, Maximum, OnCurve, Plausibility, Today, plausibility,
};

/// How often a flow is reached at a station.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct FrequencyView {
    /// What it rests on, one line a series.
    pub record: Vec<String>,
    /// What the maxima are; empty where there are none.
    pub title: String,
    /// What a person should know, one sentence each.
    pub notes: Vec<String>,
    /// Why there is no curve.
    pub refusal: Option<String>,
    /// Unit of the values.
    pub unit: String,
    /// Annual maxima.
    pub observed: Vec<ObservedView>,
    /// Curves through them.
    pub curves: Vec<CurveView>,
    /// Places of return periods on the axis, and their labels.
    pub marks: Vec<(f64, String)>,
    /// Reduced variates at the left and the right edge.
    pub x: (f64, f64),
    /// Values at the lower and the upper edge.
    pub y: (f64, f64),
    /// The flow of today.
    pub today: Option<TodayView>,
    /// Headings of the table.
    pub headings: Vec<String>,
    /// Rows of the table.
    pub rows: Vec<FrequencyRow>,
}

/// An annual maximum on the plot.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ObservedView {
    /// Reduced variate that it is drawn at.
    pub x: f64,
    /// SI.
    pub value: f64,
    /// Year, date, value and completeness in words.
    pub words: String,
}

/// A curve on the plot.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct CurveView {
    /// Its name.
    pub name: String,
    /// Reduced variate and value, by rising variate.
    pub points: Vec<[f64; 2]>,
    /// Reduced variate, lower and upper limit.
    pub band: Vec<[f64; 3]>,
    /// Reduced variate up to which the record bears it; beyond, it is drawn pale.
    pub borne_until: f64,
}

/// The flow of today on the plot.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct TodayView {
    /// SI.
    pub value: f64,
    /// Reduced variate by the first curve; `None` beyond its end.
    pub x: Option<f64>,
    /// The flow, its return period and what that rests on.
    pub words: Vec<String>,
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct FrequencyRow {
    /// Return period, then a figure for each heading after the first.
    pub cells: Vec<String>,
    /// Whether it lies beyond twice the record and is drawn pale.
    pub is_pale: bool,
}

/// Gumbel's reduced variate of a return period above one year.
fn reduced(period: f64) -> f64 {
    if period.is_infinite() {
        return f64::INFINITY;
    }
    -(-(-1.0 / period).ln_1p()).ln()
}

/// The page in the language of `words`.
pub fn frequency(basin: &Basin, found: &Frequency, words: &Words) -> FrequencyView {
    let mut view = FrequencyView {
        record: records(basin, &found.record, words),
        ..FrequencyView::default()
    };
    let Some(basis) = &found.basis else {
        view.refusal = Some(words.get("frequency-no-record"));
        return view;
    };
    let quantity = basis.quantity;
    view.unit = quantity.facts().unit.symbol().to_owned();
    view.title = title(found, words);
    view.refusal = found.too_short.map(|least| refusal(found, least, words));
    view.notes = notes(basin, found, words);
    view.observed = found
        .maxima
        .iter()
        .filter_map(|maximum| observed(basin, maximum, quantity, words))
        .collect();
    view.curves = found
        .curves
        .iter()
        .map(|curve| curve_view(curve, words))
        .collect();
    (view.headings, view.rows) = table(found, &view.unit, words);
    view.today = found
        .today
        .as_ref()
        .map(|today| today_view(basin, found, today, words));
    scale(&mut view, words);
    view
}

fn title(found: &Frequency, words: &Words) -> String {
    let years = || {
        found
            .maxima
            .iter()
            .chain(&found.left_out)
            .map(|maximum| maximum.year)
    };
    let (first, last) = (years().min().unwrap_or(0), years().max().unwrap_or(0));
    let basis = found.basis.as_ref();
    let quantity = match basis.map(|basis| basis.quantity) {
        Some(Quantity::Stage) => "frequency-of-stage",
        _ => "frequency-of-discharge",
    };
    let kind = match basis.map(|basis| (basis.statistic, basis.step_minutes)) {
        Some((Statistic::Max, _)) => "frequency-of-peaks",
        Some((Statistic::Mean, Some(1440))) | Some((Statistic::Instantaneous, Some(1440))) => {
            "frequency-of-daily-means"
        }
        _ => "frequency-of-readings",
    };
    words.with(
        "frequency-title",
        &[
            ("quantity", words.get(quantity).into()),
            ("kind", words.get(kind).into()),
            (
                "agency",
                basis.map_or("", |basis| basis.agency.as_str()).into(),
            ),
            ("first", first.to_string().into()),
            ("last", last.to_string().into()),
            ("n", found.maxima.len().into()),
        ],
    )
}

fn refusal(found: &Frequency, least: usize, words: &Words) -> String {
    words.with(
        "frequency-too-short",
        &[("n", found.maxima.len().into()), ("least", least.into())],
    )
}

/// Few enough to be read in a line.
const MOST_NAMED: usize = 6;

fn notes(basin: &Basin, found: &Frequency, words: &Words) -> Vec<String> {
    let month = words.month(found.year_start);
    let percent = words.number(found.least_coverage * 100.0, 0);
    let mut notes = vec![words.with(
        "frequency-years",
        &[("month", month.into()), ("percent", percent.into())],
    )];
    let by_season = found.maxima.iter().filter(|year| year.is_by_season);
    notes.extend(named("frequency-by-season", by_season, words));
    notes.extend(named("frequency-left-out", found.left_out.iter(), words));
    if found.is_short && found.too_short.is_none() {
        notes.push(words.with("frequency-short", &[("n", found.maxima.len().into())]));
    }
    let outliers: usize = found.curves.iter().map(|curve| curve.low_outliers).sum();
    if outliers > 0 {
        notes.push(words.with("frequency-low-outliers", &[("n", outliers.into())]));
    }
    if found.today.is_none() && found.too_short.is_none() {
        let name = basin.name.as_str();
        notes.push(words.with("frequency-no-today", &[("basin", name.into())]));
    }
    notes
}

/// A sentence that names some years with their days; none without years.
fn named<'a>(key: &str, years: impl Iterator<Item = &'a Maximum>, words: &Words) -> Option<String> {
    let mut named: Vec<String> = years
        .map(|year| format!("{} ({})", year.year, days(year)))
        .collect();
    if named.len() > MOST_NAMED {
        named.truncate(MOST_NAMED);
        named.push("…".to_owned());
    }
    let all = named.join(", ");
    (!all.is_empty()).then(|| words.with(key, &[("years", all.into())]))
}

/// "215/365": days measured of the days of the year.
fn days(year: &Maximum) -> String {
    format!("{}/{}", year.days.present, year.days.expected)
}

fn observed(
    basin: &Basin,
    maximum: &Maximum,
    quantity: Quantity,
    words: &Words,
) -> Option<ObservedView> {
    let period = maximum.drawn_at?;
    Some(ObservedView {
        x: reduced(period),
        value: maximum.value,
        words: words.with(
            "frequency-maximum",
            &[
                ("year", maximum.year.to_string().into()),
                ("date", words.date(basin.clock.civil(maximum.time)).into()),
                ("value", words.value(Some(maximum.value), quantity).into()),
                ("days", days(maximum).into()),
                ("period", years(period, words).into()),
            ],
        ),
    })
}

fn curve_view(curve: &Curve, words: &Words) -> CurveView {
    let shown = curve
        .line
        .iter()
        .filter(|point| point.plausibility != Plausibility::Hidden);
    let borne = curve
        .line
        .iter()
        .filter(|point| point.plausibility == Plausibility::Supported);
    let last = borne.map(|point| point.return_period).fold(1.01, f64::max);
    let band = |point: &CurvePoint| {
        let (low, high) = point.limits?;
        Some([reduced(point.return_period), low, high])
    };
    CurveView {
        name: words.get(name(curve.kind)),
        points: shown
            .clone()
            .map(|point| [reduced(point.return_period), point.value])
            .collect(),
        band: shown.filter_map(band).collect(),
        borne_until: reduced(last),
    }
}

fn name(kind: CurveKind) -> &'static str {
    match kind {
        CurveKind::Gev => "frequency-gev",
        CurveKind::Gumbel => "frequency-gumbel",
        CurveKind::LogPearson3 => "frequency-log-pearson",
    }
}

/// Return period, then the value of each curve with its limits.
fn table(found: &Frequency, unit: &str, words: &Words) -> (Vec<String>, Vec<FrequencyRow>) {
    if found.curves.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let mut headings = vec![words.get("frequency-period")];
    for curve in &found.curves {
        headings.push(format!("{} {unit}", words.get(name(curve.kind))));
        headings.push(words.get("frequency-limits"));
    }
    let n_rows = found
        .curves
        .iter()
        .map(|curve| curve.table.len())
        .min()
        .unwrap_or(0);
    let rows = (0..n_rows).filter_map(|row| {
        let points: Vec<&CurvePoint> = found.curves.iter().map(|curve| &curve.table[row]).collect();
        let first = points.first()?;
        if first.plausibility == Plausibility::Hidden {
            return None;
        }
        let mut cells = vec![words.number(first.return_period, 0)];
        for point in &points {
            cells.push(words.bare_figure(point.value));
            let limits = point.limits.map(|(low, high)| {
                format!("{}–{}", words.bare_figure(low), words.bare_figure(high))
            });
            cells.push(limits.unwrap_or_default());
        }
        Some(FrequencyRow {
            cells,
            is_pale: first.plausibility == Plausibility::Greyed,
        })
    });
    (headings, rows.collect())
}

/// A return period as a person says it: one decimal below ten years.
fn years(period: f64, words: &Words) -> String {
    words.number(period, usize::from(period < 9.95))
}

fn today_view(basin: &Basin, found: &Frequency, today: &Today, words: &Words) -> TodayView {
    let quantity = found
        .basis
        .as_ref()
        .map_or(Quantity::Discharge, |basis| basis.quantity);
    let n = found.maxima.len();
    let mut said = vec![words.with(
        "frequency-today",
        &[
            ("value", words.value(Some(today.value), quantity).into()),
            ("time", words.date_and_time(today.time, basin.clock).into()),
        ],
    )];
    if let Some(on_curve) = today.placed.first() {
        said.push(placed(on_curve, n, words));
    }
    said.push(words.with(
        "frequency-reached",
        &[("k", today.years_that_reached_it.into()), ("n", n.into())],
    ));
    if !today.is_of_basis {
        said.push(words.get("frequency-other-series"));
    }
    let x = today.placed.first().map(|on_curve| reduced(on_curve.years));
    TodayView {
        value: today.value,
        x: x.filter(|x| x.is_finite()),
        words: said,
    }
}

fn placed(on_curve: &OnCurve, n: usize, words: &Words) -> String {
    let OnCurve {
        kind,
        years: period,
        limits,
    } = *on_curve;
    let curve = words.get(name(kind));
    if plausibility(period, n) != Plausibility::Supported {
        return words.with(
            "frequency-rarer",
            &[
                ("years", (2 * n).into()),
                ("n", n.into()),
                ("curve", curve.into()),
            ],
        );
    }
    if period < 1.1 {
        return words.with("frequency-nearly-every-year", &[("curve", curve.into())]);
    }
    let period = years(period, words);
    match limits {
        Some((low, high)) if high.is_finite() => words.with(
            "frequency-placed",
            &[
                ("years", period.into()),
                ("low", years(low, words).into()),
                ("high", years(high, words).into()),
                ("curve", curve.into()),
            ],
        ),
        _ => words.with(
            "frequency-placed-alone",
            &[("years", period.into()), ("curve", curve.into())],
        ),
    }
}

/// Return periods that may be labelled.
const LABELLED: [f64; 9] = [1.1, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0];

/// The ends of both axes, and the labels of the return periods.
fn scale(view: &mut FrequencyView, words: &Words) {
    let xs = || {
        let observed = view.observed.iter().map(|point| point.x);
        let curves = view
            .curves
            .iter()
            .flat_map(|curve| curve.points.iter().map(|p| p[0]));
        observed.chain(curves)
    };
    let right = xs().fold(reduced(10.0), f64::max);
    let left = xs().fold(reduced(1.1), f64::min);
    view.x = (left - 0.1, right + 0.1);
    let curves = || {
        view.curves
            .iter()
            .flat_map(|curve| curve.points.iter().map(|p| p[1]))
    };
    let band = view
        .curves
        .first()
        .into_iter()
        .flat_map(|curve| curve.band.iter());
    let reach = curves().fold(0.0, f64::max);
    let observed = || view.observed.iter().map(|point| point.value);
    let today = view.today.iter().map(|today| today.value);
    // A band that runs away in the tail must not press everything else flat.
    let high = band
        .map(|limits| limits[2].min(1.5 * reach))
        .chain(curves())
        .chain(observed())
        .chain(today.clone())
        .fold(f64::NEG_INFINITY, f64::max);
    let low = observed()
        .chain(today)
        .chain(curves())
        .fold(f64::INFINITY, f64::min);
    let low = if view.unit == "m" { low } else { low.min(0.0) };
    if low < high {
        let room = 0.04 * (high - low);
        view.y = (
            low - if low < 0.0 || view.unit == "m" {
                room
            } else {
                0.0
            },
            high + room,
        );
    } else {
        view.y = (0.0, 1.0);
    }
    let (left, right) = view.x;
    view.marks = LABELLED
        .into_iter()
        .map(|period| {
            (
                reduced(period),
                words.number(period, usize::from(period < 2.0)),
            )
        })
        .filter(|(x, _)| *x >= left && *x <= right)
        .collect();
}
