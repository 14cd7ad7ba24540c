//! Leads and travel times of a forecast in words.

use super::Words;
use super::forecast::{LeadRow, TravelRow, name};
use crate::domain::Basin;
use crate::engine::analysis::forecast::{LagOrigin, Lead, Outlook, Verdict};

pub(super) fn lead_row(basin: &Basin, outlook: &Outlook, lead: &Lead, words: &Words) -> LeadRow {
    let value = |value: Option<f64>| words.value(value, outlook.quantity);
    let ends = lead.band.first().zip(lead.band.last());
    let civil = basin.clock.civil(lead.valid);
    let valid = format!("{} {}", words.day(civil), civil.format("%H:%M"));
    LeadRow {
        lead: format!("{} · {valid}", words.hours(lead.hours)),
        said: match lead.verdict {
            Verdict::Shown => value(lead.value),
            // The sign that it has in the plot.
            _ => lead.lag_only.map_or_else(
                || "–".to_owned(),
                |moved| format!("× {}", value(Some(moved))),
            ),
        },
        band: ends.map_or_else(String::new, |(low, high)| {
            let bare = |value: f64| words.number(value, outlook.quantity.facts().decimals);
            format!("{}–{}", bare(*low), bare(*high))
        }),
        skill: skill(outlook, lead, words),
        rows: words.with("forecast-rows", &[("rows", lead.n_rows.into())]),
        is_shown: lead.verdict == Verdict::Shown,
    }
}

fn skill(outlook: &Outlook, lead: &Lead, words: &Words) -> String {
    let floods = lead.skill.n_floods;
    let interval = lead.skill.persistence_index_90;
    let (low, high) = interval.unwrap_or((f64::NAN, f64::NAN));
    match (lead.verdict, lead.skill.persistence_index) {
        (Verdict::LagOnly, _) => words.with("forecast-few-floods", &[("floods", floods.into())]),
        (Verdict::Shown, Some(index)) => words.with(
            "forecast-skill",
            &[
                ("index", words.number(index, 2).into()),
                ("low", words.number(low, 2).into()),
                ("high", words.number(high, 2).into()),
                ("floods", floods.into()),
            ],
        ),
        (_, index) => words.with(
            "forecast-refused",
            &[
                ("index", words.number(index.unwrap_or(f64::NAN), 2).into()),
                ("low", words.number(low, 2).into()),
                ("high", words.number(high, 2).into()),
                (
                    "rmse",
                    words.value(lead.skill.rmse, outlook.quantity).into(),
                ),
                (
                    "still",
                    words
                        .value(lead.skill.rmse_persistence, outlook.quantity)
                        .into(),
                ),
                ("floods", floods.into()),
            ],
        ),
    }
}

pub(super) fn travel_rows(basin: &Basin, outlook: &Outlook, words: &Words) -> Vec<TravelRow> {
    let mut rows = Vec::new();
    for gauge in &outlook.upstream {
        let used = words.get(match gauge.origin {
            LagOrigin::Peaks => "forecast-lag-peaks",
            LagOrigin::Correlation => "forecast-lag-correlation",
            LagOrigin::Stated => "forecast-lag-stated",
        });
        for (n, range) in gauge.ranges.iter().enumerate() {
            let value = |limit: f64| words.value(Some(limit), outlook.quantity);
            let said = match (range.from, range.below) {
                (None, None) => words.get("forecast-all-floods"),
                (None, Some(below)) => {
                    words.with("forecast-below", &[("value", value(below).into())])
                }
                (Some(from), None) => words.with("forecast-from", &[("value", value(from).into())]),
                (Some(from), Some(below)) => format!(
                    "{}–{}",
                    words.number(from, outlook.quantity.facts().decimals),
                    value(below)
                ),
            };
            let hours = |hours: Option<f64>| {
                hours.map_or_else(|| "–".to_owned(), |hours| words.hours(hours))
            };
            rows.push(TravelRow {
                station: if n == 0 {
                    format!(
                        "{}: {} ({used})",
                        name(basin, &gauge.station),
                        words.hours(gauge.lag_hours)
                    )
                } else {
                    String::new()
                },
                range: said,
                median: hours(range.median_hours),
                spread: match (range.min_hours, range.max_hours) {
                    (Some(low), Some(high)) => {
                        format!("{}–{}", words.number(low, 0), words.hours(high))
                    }
                    _ => String::new(),
                },
                floods: words.count(u64::try_from(range.n_floods).unwrap_or(u64::MAX)),
            });
        }
    }
    rows
}

/// What would have been said of the highest flood of the record.
pub(super) fn hindsight(basin: &Basin, outlook: &Outlook, words: &Words) -> Option<String> {
    let highest = outlook
        .highest
        .as_ref()
        .filter(|highest| !highest.said.is_empty())?;
    let said = highest.said.iter().map(|(lead, value, _)| {
        format!(
            "{} {}",
            words.hours(*lead),
            words.value(Some(*value), outlook.quantity)
        )
    });
    Some(words.with(
        "forecast-highest",
        &[
            (
                "peak",
                words.value(Some(highest.peak), outlook.quantity).into(),
            ),
            ("time", words.date(basin.clock.civil(highest.time)).into()),
            ("said", said.collect::<Vec<_>>().join(", ").into()),
        ],
    ))
}
