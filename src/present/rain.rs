//! Rain of the basin, ready to draw: gauges and areas by duration, and the states side by side.

use super::Words;
use super::record::records;
use super::standing::{party_index, party_name};
use crate::domain::Basin;
use crate::engine::analysis::Rain;
use crate::engine::analysis::rain::{AreaRain, GaugeRain, HOURS, StateRain, Total};

/// Rain of the basin.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct RainView {
    /// What the chosen station's record holds, one line a series.
    pub record: Vec<String>,
    /// Headings of the durations.
    pub hours: Vec<String>,
    /// Rain at gauges.
    pub gauges: Vec<RainRow>,
    /// Rain on areas.
    pub areas: Vec<RainRow>,
    /// Rain of states.
    pub states: Vec<RainRow>,
    /// What the figures are, and when days begin.
    pub notes: Vec<String>,
}

/// One gauge, area or state.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct RainRow {
    /// Name.
    pub name: String,
    /// What stands below it: until when, how large, which gauges.
    pub below: String,
    /// Index of the party.
    pub party: usize,
    /// Highest rank that is reached; `None` where that is not known.
    pub rank: Option<u8>,
    /// Whether levels are set at all.
    pub has_levels: bool,
    /// One for each duration.
    pub cells: Vec<RainCell>,
    /// Antecedent index and the heaviest rain of the last days; empty where there is none of these.
    pub more: Vec<RainCell>,
}

/// A figure and what stands below it.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct RainCell {
    /// mm; "≥" before a lower bound, a dash where nothing is known.
    pub main: String,
    /// The level that is reached, or which parts or gauges are missing.
    pub below: String,
    /// Rank of the level that is reached, 0 for none.
    pub rank: u8,
    /// Whether the figure is a whole total.
    pub is_whole: bool,
}

/// The page in the language of `words`.
pub fn rain(basin: &Basin, found: &Rain, words: &Words) -> RainView {
    RainView {
        record: records(basin, &found.record, words),
        hours: HOURS
            .iter()
            .map(|hours| words.hours(f64::from(*hours)))
            .collect(),
        gauges: found
            .gauges
            .iter()
            .map(|gauge| gauge_row(basin, gauge, words))
            .collect(),
        areas: found
            .areas
            .iter()
            .map(|area| area_row(basin, area, words))
            .collect(),
        states: found
            .states
            .iter()
            .map(|state| state_row(basin, state, words))
            .collect(),
        notes: notes(basin, words),
    }
}

fn mm(value: Option<f64>, words: &Words) -> String {
    words.number(value.unwrap_or(f64::NAN), 1)
}

fn gauge_row(basin: &Basin, gauge: &GaugeRain, words: &Words) -> RainRow {
    let station = basin.station(&gauge.station);
    let below = match gauge.until {
        Some(until) => {
            let key = if gauge.step_minutes == Some(1440) {
                "rain-until-daily"
            } else {
                "rain-until"
            };
            words.with(
                key,
                &[("time", words.date_and_time(until, basin.clock).into())],
            )
        }
        None => words.get("rain-silent"),
    };
    let mut more = vec![RainCell {
        main: mm(gauge.api_mm, words),
        below: if gauge.api_missing_days > 0 {
            words.with("rain-days-missing", &[("n", gauge.api_missing_days.into())])
        } else {
            String::new()
        },
        rank: 0,
        is_whole: gauge.api_mm.is_some(),
    }];
    let heaviest = gauge.heaviest.iter().filter(|heaviest| heaviest.hours != 6);
    more.extend(heaviest.map(|heaviest| {
        RainCell {
            main: mm(heaviest.mm.map(|(mm, _)| mm), words),
            below: heaviest
                .mm
                .map_or_else(String::new, |(_, end)| words.day(basin.clock.civil(end))),
            rank: 0,
            is_whole: heaviest.mm.is_some(),
        }
    }));
    // A daily gauge has no heaviest hour.
    if more.len() == 2 {
        more.insert(1, dash());
    }
    RainRow {
        name: station.map_or_else(|| gauge.station.to_string(), |station| station.name.clone()),
        below,
        party: party_index(basin, &gauge.state),
        rank: gauge.rank,
        has_levels: station.is_some_and(|station| !station.rain_levels.is_empty()),
        cells: gauge
            .totals
            .iter()
            .map(|total| total_cell(total, words))
            .collect(),
        more,
    }
}

fn dash() -> RainCell {
    RainCell {
        main: "–".to_owned(),
        ..RainCell::default()
    }
}

fn total_cell(total: &Total, words: &Words) -> RainCell {
    let Some(at_least) = total.at_least_mm else {
        return dash();
    };
    let main = match total.mm {
        Some(_) => mm(total.mm, words),
        None if total.parts.0 == 0 => "–".to_owned(),
        None => format!("≥ {}", mm(Some(at_least), words)),
    };
    let below = match (&total.reached, total.mm) {
        (Some((name, _)), _) => name.clone(),
        (None, None) => parts(total.parts, words),
        (None, Some(_)) => String::new(),
    };
    RainCell {
        main,
        below,
        rank: total.reached.as_ref().map_or(0, |(_, rank)| *rank),
        is_whole: total.mm.is_some(),
    }
}

fn parts((present, expected): (u32, u32), words: &Words) -> String {
    words.with(
        "rain-parts",
        &[("present", present.into()), ("expected", expected.into())],
    )
}

fn area_row(basin: &Basin, area: &AreaRain, words: &Words) -> RainRow {
    let states: Vec<String> = area
        .states
        .iter()
        .map(|state| party_name(basin, state))
        .collect();
    let weights = area.weights.iter().map(|(id, weight)| {
        let name = basin
            .station(id)
            .map_or_else(|| id.to_string(), |station| station.name.clone());
        format!("{name} {} %", words.number(100.0 * weight, 0))
    });
    let size = words.with(
        "rain-size",
        &[("area", words.number(area.area_km2, 0).into())],
    );
    RainRow {
        name: format!("{} · {}", area.name, states.join(" · ")),
        below: format!("{size}: {}", weights.collect::<Vec<_>>().join(", ")),
        party: area
            .states
            .first()
            .map_or(0, |state| party_index(basin, state)),
        cells: area
            .totals
            .iter()
            .map(|total| RainCell {
                main: mm(total.thiessen_mm, words),
                below: match total.inverse_distance_mm {
                    Some(_) if total.gauges.0 == total.gauges.1 => words.with(
                        "rain-by-distance",
                        &[("mm", mm(total.inverse_distance_mm, words).into())],
                    ),
                    _ => gauges(total.gauges, words),
                },
                rank: 0,
                is_whole: total.gauges.0 == total.gauges.1,
            })
            .collect(),
        ..RainRow::default()
    }
}

fn gauges((there, all): (u32, u32), words: &Words) -> String {
    words.with(
        "rain-gauges-of",
        &[("there", there.into()), ("all", all.into())],
    )
}

fn state_row(basin: &Basin, state: &StateRain, words: &Words) -> RainRow {
    RainRow {
        name: party_name(basin, &state.state),
        below: state.areas.join(" · "),
        party: party_index(basin, &state.state),
        cells: state
            .mean_mm
            .iter()
            .zip(&state.gauges)
            .map(|(mean, of)| RainCell {
                main: mm(*mean, words),
                below: gauges(*of, words),
                rank: 0,
                is_whole: mean.is_some() && of.0 == of.1,
            })
            .collect(),
        ..RainRow::default()
    }
}

/// What the figures are, and when the days of daily rain begin, source by source.
fn notes(basin: &Basin, words: &Words) -> Vec<String> {
    let mut notes = vec![
        words.get("rain-note-totals"),
        words.get("rain-note-areas"),
        words.get("rain-note-index"),
    ];
    for source in &basin.sources {
        let Some(day) = &source.day else { continue };
        let clock = source.clock.unwrap_or(basin.clock);
        notes.push(words.with(
            "rain-note-day",
            &[
                ("agency", source.agency.as_str().into()),
                (
                    "begins",
                    format!("{:02}:{:02}", day.begins_at / 60, day.begins_at % 60).into(),
                ),
                ("clock", clock.to_string().into()),
            ],
        ));
    }
    notes
}
