//! Where a figure comes from: from the agreement's trace, or from the board, down to readings.
//!
//! Figure ids: `agreement/rule/party/period/term` as the ledger, shares and triggers carry them, and
//! `gauge/<station>/<latest|rate_of_rise|rain_6h|rain_24h|rain_72h>` for the board.

use std::sync::Arc;

use chrono::NaiveDate;

use super::evaluate::{as_of, known_series, period, span};
use super::inputs::BasinInputs;
use super::status::rain_basis;
use super::workspace::Shared;
use super::{EngineError, Request};
use crate::agreements::study::id_under;
use crate::agreements::{self, Inputs as _};
use crate::archive::Archive;
use crate::domain::agreement::{Agreement, DailyRef, Trace};
use crate::domain::{
    Explanation, Instant, Period, Quality, Quantity, Reliability, StationId, Step,
};
use crate::indicators::flood::rain::accumulation;
use crate::indicators::flood::rate_of_rise::{WINDOW_MINUTES, rate_of_rise};
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
    let trace = under_reading(shared, figure)
        .and_then(|(agreement, figure)| agreements::explain(agreement, &inputs, &span, &figure))
        .ok_or_else(|| EngineError::NoFigure(figure.to_owned()))?;
    let explainer = Explainer {
        shared,
        series: &series,
    };
    Ok(explainer.trace(trace, &inputs))
}

/// The agreement that a figure belongs to, under the reading that its id names, and the id without the reading.
fn under_reading<'s>(shared: &'s Shared, figure: &str) -> Option<(&'s Agreement, String)> {
    let own = shared.agreements.iter().find_map(|agreement| {
        let is_own = figure.starts_with(&format!("{}/", agreement.id));
        is_own.then(|| (agreement, figure.to_owned()))
    });
    own.or_else(|| {
        shared.rivals.iter().find_map(|rival| {
            let agreement = &rival.agreement;
            let rest = figure
                .strip_prefix(&id_under(agreement, &rival.label.id))
                .filter(|rest| rest.starts_with('/'))?;
            Some((agreement, format!("{}{rest}", agreement.id)))
        })
    })
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
            "no value: too few usable readings stand behind this day".to_owned()
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
        let quality = Quality::unpack(columns.quality[row]);
        let mut said: Vec<String> = trouble.into_iter().collect();
        if quality.reliability == Reliability::Bad {
            said.push(
                "judged unusable by quality control: shown, never used in a figure".to_owned(),
            );
        }
        if !flag.is_empty() {
            said.push(format!("flag of the agency: {flag}"));
        }
        let because = (!said.is_empty()).then(|| said.join("; "));
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
                        let statistic = match series.key.step {
                            Step::Day => "last daily",
                            Step::Dekad => "last ten-day",
                            Step::Month => "last monthly",
                            Step::Minutes(_) | Step::Irregular => "last",
                        };
                        explanation.what = format!(
                            "{statistic} {} of {station}, {}",
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
            "rate_of_rise" => self.rise(&archive, station, as_of),
            "rain_6h" => self.rain(&archive, station, as_of, 6),
            "rain_24h" => self.rain(&archive, station, as_of, 24),
            "rain_72h" => self.rain(&archive, station, as_of, 72),
            _ => None,
        }
    }

    /// The stages behind a rate of rise.
    fn rise(&self, archive: &Archive, station: &StationId, as_of: Instant) -> Option<Explanation> {
        let series = finest(self.series, station, Quantity::Stage)?;
        let rise = rate_of_rise(series, as_of, WINDOW_MINUTES).ok();
        let from = as_of.plus_minutes(-i64::from(WINDOW_MINUTES));
        let window = Period::new(from, Instant::from_millis(as_of.millis() + 1));
        let rows = (0..series.len())
            .filter(|row| window.contains(Instant::from_millis(series.columns().time[*row])));
        Some(Explanation {
            what: format!("rise of stage at {station} over the last 3 hours"),
            value: rise.map(|rise| rise.per_hour),
            unit: "m/h".to_owned(),
            because: Some(format!(
                "slope of the line of least squares through the readings of {} from {from} to {as_of}",
                series.key
            )),
            inputs: rows.map(|row| self.reading(archive, series, row)).collect(),
            ..Explanation::default()
        })
    }

    /// The parts behind a rain total.
    fn rain(
        &self,
        archive: &Archive,
        station: &StationId,
        as_of: Instant,
        hours: u32,
    ) -> Option<Explanation> {
        let own: Vec<&Series> = self
            .series
            .iter()
            .map(AsRef::as_ref)
            .filter(|series| series.key.station == *station)
            .collect();
        let (series, until) = rain_basis(&own, as_of)?;
        let total = accumulation(series, until, hours);
        let because = match &total {
            Ok(total) => format!(
                "sum of the parts of {} in the {hours} hours that ended {}",
                series.key, total.until
            ),
            Err(why) => format!("no figure from {}: {why}", series.key),
        };
        let window = Period::new(until.plus_minutes(-60 * i64::from(hours)), until);
        Some(Explanation {
            what: format!("rain of {hours} hours at {station}"),
            value: total.ok().map(|total| total.millimetres),
            unit: Quantity::Rain.facts().unit.symbol().to_owned(),
            because: Some(because),
            inputs: series
                .rows_ending_in(window)
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
