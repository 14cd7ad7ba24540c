//! Where a figure comes from: from the agreement's trace, or from the board, down to readings.
//!
//! Figure ids: `agreement/rule/party/period/term` as the ledger, shares and triggers carry them, and
//! `gauge/<station>/<latest|rate_of_rise|rain_6h|rain_24h|rain_72h>` for the board.

use std::sync::Arc;

use chrono::NaiveDate;

use super::evaluate::{as_of, known_series, period, span};
use super::inputs::BasinInputs;
use super::workspace::Shared;
use super::{EngineError, Request};
use crate::agreements::{self, Inputs as _};
use crate::archive::Archive;
use crate::domain::agreement::{DailyRef, Trace};
use crate::domain::{Explanation, Instant, Period, Quantity, StationId, Step};
use crate::series::Series;

pub(super) fn explain(
    shared: &Shared,
    figure: &str,
    request: &Request,
) -> Result<Explanation, EngineError> {
    let as_of = as_of(&shared.basin, request);
    let (series, _) = known_series(shared, as_of)?;
    if let Some(rest) = figure.strip_prefix("gauge/") {
        let explainer = Explainer {
            shared,
            series: &series,
        };
        return rest
            .split_once('/')
            .and_then(|(station, what)| explainer.gauge(&StationId::new(station), what, as_of))
            .ok_or_else(|| EngineError::NoFigure(figure.to_owned()));
    }
    let inputs = BasinInputs::new(&shared.basin, &series, &request.view, &shared.facts);
    let span = span(
        &shared.basin,
        period(&shared.basin, &series, request, as_of),
        as_of,
    );
    let agreement = shared
        .agreements
        .iter()
        .find(|agreement| figure.starts_with(&format!("{}/", agreement.id)));
    let trace = agreement
        .and_then(|agreement| agreements::explain(agreement, &inputs, &span, figure))
        .ok_or_else(|| EngineError::NoFigure(figure.to_owned()))?;
    let explainer = Explainer {
        shared,
        series: &series,
    };
    Ok(explainer.trace(trace, &inputs))
}

struct Explainer<'a> {
    shared: &'a Shared,
    series: &'a [Arc<Series>],
}

impl Explainer<'_> {
    fn trace(&self, trace: Trace, inputs: &BasinInputs<'_>) -> Explanation {
        let mut below: Vec<Explanation> = trace
            .inputs
            .into_iter()
            .map(|input| self.trace(input, inputs))
            .collect();
        if let Some(daily) = &trace.daily {
            below.extend(self.days(daily, inputs));
        }
        Explanation {
            what: trace.what,
            value: trace.value,
            unit: trace.unit,
            article: trace.article,
            because: trace.because,
            inputs: below,
            reading: None,
        }
    }

    /// One explanation a day, each with the readings that went in.
    fn days(&self, wanted: &DailyRef, inputs: &BasinInputs<'_>) -> Vec<Explanation> {
        let Some(series) = inputs.series_of(&wanted.series) else {
            return vec![nobody(&wanted.series)];
        };
        let Some(daily) = inputs.daily(&wanted.series) else {
            return vec![nobody(&wanted.series)];
        };
        let archive = self.shared.archive();
        let (first, last) = wanted.days;
        first
            .iter_days()
            .take_while(|date| *date <= last)
            .map(|date| {
                let rows = daily.index(date).map_or(0..0, |day| {
                    daily.rows[day].0 as usize..daily.rows[day].1 as usize
                });
                self.day(&archive, series, date, daily.value(date), rows)
            })
            .collect()
    }

    fn day(
        &self,
        archive: &Archive,
        series: &Series,
        date: NaiveDate,
        value: Option<f64>,
        rows: std::ops::Range<usize>,
    ) -> Explanation {
        let readings: Vec<Explanation> =
            rows.map(|row| self.reading(archive, series, row)).collect();
        let unit = series.key.quantity.facts().unit.symbol().to_owned();
        let what = format!(
            "{} {} on {date}",
            series.key.station,
            series.key.quantity.word()
        );
        let because = if value.is_none() {
            "no value: too few readings stand behind this day".to_owned()
        } else if series.key.step == Step::Day {
            format!("daily value as published, source {}", series.key.source)
        } else {
            format!(
                "{} of the day's readings, source {}",
                rule_word(series.key.quantity),
                series.key.source
            )
        };
        Explanation {
            what,
            value,
            unit,
            because: Some(because),
            inputs: readings,
            ..Explanation::default()
        }
    }

    fn reading(&self, archive: &Archive, series: &Series, row: usize) -> Explanation {
        let columns = series.columns();
        let time = Instant::from_millis(columns.time[row]);
        let flag = series
            .flags
            .get(usize::from(columns.flag[row]))
            .map_or("", |flag| flag.as_ref());
        let (reading, trouble) = match archive.reading(series, row) {
            Ok(reading) => (reading, None),
            Err(error) => (
                series.reading(row),
                Some(format!("the kept file cannot be read: {error}")),
            ),
        };
        let because =
            trouble.or_else(|| (!flag.is_empty()).then(|| format!("flag of the agency: {flag}")));
        Explanation {
            what: format!("reading of {time}"),
            value: Some(columns.value[row]).filter(|value| !value.is_nan()),
            unit: series.key.quantity.facts().unit.symbol().to_owned(),
            because,
            reading,
            ..Explanation::default()
        }
    }

    /// A figure of the board.
    fn gauge(&self, station: &StationId, what: &str, as_of: Instant) -> Option<Explanation> {
        let archive = self.shared.archive();
        match what {
            "latest" => {
                let readings: Vec<Explanation> = Quantity::ALL
                    .into_iter()
                    .filter_map(|quantity| {
                        let series = finest(self.series, station, quantity)?;
                        let row = last_row(series, as_of)?;
                        let mut explanation = self.reading(&archive, series, row);
                        explanation.what = format!(
                            "last {} of {station}, {}",
                            quantity.word(),
                            explanation.what
                        );
                        Some(explanation)
                    })
                    .collect();
                let first = readings.first()?;
                Some(Explanation {
                    what: format!("last readings of {station} at {as_of}"),
                    value: first.value,
                    unit: first.unit.clone(),
                    because: Some(
                        "the newest reading of the finest series of each quantity".to_owned(),
                    ),
                    inputs: readings,
                    ..Explanation::default()
                })
            }
            "rate_of_rise" => self.window(
                &archive,
                station,
                Quantity::Stage,
                as_of,
                3,
                "rise of stage over the last 3 hours",
            ),
            "rain_6h" => self.window(
                &archive,
                station,
                Quantity::Rain,
                as_of,
                6,
                "rain of the last 6 hours",
            ),
            "rain_24h" => self.window(
                &archive,
                station,
                Quantity::Rain,
                as_of,
                24,
                "rain of the last 24 hours",
            ),
            "rain_72h" => self.window(
                &archive,
                station,
                Quantity::Rain,
                as_of,
                72,
                "rain of the last 72 hours",
            ),
            _ => None,
        }
    }

    fn window(
        &self,
        archive: &Archive,
        station: &StationId,
        quantity: Quantity,
        as_of: Instant,
        hours: i64,
        what: &str,
    ) -> Option<Explanation> {
        let series = finest(self.series, station, quantity)?;
        // A sum stands at the end of its interval, so that the one stamped where the window begins lies before it.
        let before = as_of.plus_minutes(-60 * hours);
        let first = if quantity == Quantity::Rain {
            Instant::from_millis(before.millis() + 1)
        } else {
            before
        };
        let window = Period::new(first, Instant::from_millis(as_of.millis() + 1));
        let rows: Vec<usize> = (0..series.len())
            .filter(|row| window.contains(Instant::from_millis(series.columns().time[*row])))
            .collect();
        let gauge = super::status::gauge(&self.shared.basin, self.series, station, as_of)?;
        let (value, unit) = match (quantity, hours) {
            (Quantity::Stage, _) => (gauge.rate_of_rise_m_per_h, "m/h"),
            (_, 6) => (gauge.rain_mm.h6, "mm"),
            (_, 24) => (gauge.rain_mm.h24, "mm"),
            _ => (gauge.rain_mm.h72, "mm"),
        };
        Some(Explanation {
            what: format!("{what}, {station}"),
            value,
            unit: unit.to_owned(),
            because: Some(format!(
                "from the series {} between {} and {as_of}",
                series.key, before
            )),
            inputs: rows
                .into_iter()
                .map(|row| self.reading(archive, series, row))
                .collect(),
            ..Explanation::default()
        })
    }
}

fn nobody(id: &str) -> Explanation {
    Explanation {
        what: id.to_owned(),
        because: Some("no source of the basin measures this".to_owned()),
        ..Explanation::default()
    }
}

fn rule_word(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Stage | Quantity::Discharge => "time-weighted mean",
        Quantity::Rain => "sum",
        Quantity::Storage => "last",
    }
}

/// The finest series of a station and quantity that has a value.
pub(super) fn finest<'a>(
    series: &'a [Arc<Series>],
    station: &StationId,
    quantity: Quantity,
) -> Option<&'a Arc<Series>> {
    series
        .iter()
        .filter(|series| series.key.station == *station && series.key.quantity == quantity)
        .filter(|series| series.columns().value.iter().any(|value| !value.is_nan()))
        .min_by_key(|series| {
            (
                series.key.step.minutes().unwrap_or(0),
                series.key.source.clone(),
            )
        })
}

fn last_row(series: &Series, as_of: Instant) -> Option<usize> {
    let columns = series.columns();
    let end = columns.time.partition_point(|time| *time <= as_of.millis());
    (0..end).rev().find(|row| !columns.value[*row].is_nan())
}
