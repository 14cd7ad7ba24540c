//! Low flow at a station, ready to draw.

mod rows;
mod season;

pub use season::{CurveView, IndexBar, IndexView, SeasonView};

use super::Words;
use super::record::records;
use crate::domain::Basin;
use crate::engine::analysis::LowFlow;
use crate::engine::analysis::low_flow::{Answer, Found, Refusal};

/// Low flow at a station.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct LowFlowView {
    /// What it rests on, one line a series.
    pub record: Vec<String>,
    /// How today's value stands in the season, one sentence; empty where the station has no daily values.
    pub headline: String,
    /// The current hydrological year, or why it cannot be drawn.
    pub season: Drawn<SeasonView>,
    /// The flow duration curve, or why it cannot be drawn.
    pub duration: Drawn<CurveView>,
    /// Standardised indices by months taken together, each drawn or refused.
    pub indices: Vec<IndexView>,
    /// Figures with the way they come about.
    pub rows: Vec<LowFlowRow>,
}

/// Something to draw, or why it is not there.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Drawn<T> {
    /// The view.
    View(T),
    /// Why there is none.
    Why(String),
}

impl<T> Default for Drawn<T> {
    fn default() -> Self {
        Self::Why(String::new())
    }
}

/// One figure of the table.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct LowFlowRow {
    /// What it is.
    pub name: String,
    /// Its value with its unit, "–" where it is refused.
    pub value: String,
    /// What it means, or why it is refused.
    pub meaning: String,
    /// How it comes about.
    pub method: String,
    /// Whether it was refused.
    pub is_refused: bool,
}

/// The page in the language of `words`.
pub fn low_flow(basin: &Basin, found: &LowFlow, words: &Words) -> LowFlowView {
    let record = records(basin, &found.record, words);
    let Some(found) = &found.found else {
        return LowFlowView {
            record,
            season: Drawn::Why(words.get("low-flow-no-days")),
            ..LowFlowView::default()
        };
    };
    LowFlowView {
        record,
        headline: words.say(|words| headline(found, words)),
        season: season::season(found, words),
        duration: season::duration(found, words),
        indices: season::indices(found, words),
        rows: rows::rows(found, words),
    }
}

fn headline(found: &Found, words: &Words) -> String {
    let value = words.figure(Some(found.today), unit(found));
    let date = words.date(found.last.into());
    let stand = match &found.share_below_today {
        Answer::Known(share) => words.with(
            "low-flow-stand",
            &[
                ("share", share_of_values(words, *share).into()),
                ("class", words.get(season_class(*share)).into()),
            ],
        ),
        Answer::Refused(refusal) => refused(words, *refusal),
    };
    words.with(
        "low-flow-headline",
        &[
            ("value", value.into()),
            ("date", date.into()),
            ("stand", stand.into()),
        ],
    )
}

/// Class of a day by the share of the values of the season that lie below it.
fn season_class(share: f64) -> &'static str {
    match share {
        share if share < 0.05 => "low-flow-very-low",
        share if share < 0.25 => "low-flow-below-usual",
        share if share <= 0.75 => "low-flow-usual",
        share if share <= 0.95 => "low-flow-above-usual",
        _ => "low-flow-very-high",
    }
}

fn unit(found: &Found) -> &'static str {
    found.quantity.facts().unit.symbol()
}

/// "12 %"; whole below 99 and above 1, with a decimal beyond.
fn percent(words: &Words, percent: f64) -> String {
    let decimals = usize::from(!(1.0..=99.0).contains(&percent));
    words.with(
        "low-flow-percent",
        &[("n", words.number(percent, decimals).into())],
    )
}

/// The same of a share of values, in words where it is none of them or all.
fn share_of_values(words: &Words, share: f64) -> String {
    if share < 0.0005 {
        words.get("low-flow-none")
    } else if share > 0.9995 {
        words.get("low-flow-all")
    } else {
        percent(words, 100.0 * share)
    }
}

/// Why a figure is not there, as a sentence.
fn refused(words: &Words, refusal: Refusal) -> String {
    match refusal {
        Refusal::TooShort { needed, have } => {
            let decimals = usize::from((have - have.round()).abs() >= 0.05);
            words.with(
                "low-flow-too-short",
                &[
                    ("needed", words.number(needed, 0).into()),
                    ("have", words.number(have, decimals).into()),
                ],
            )
        }
        Refusal::Incomplete(values) => words.with(
            "low-flow-incomplete",
            &[
                ("present", values.present.into()),
                ("expected", values.expected.into()),
            ],
        ),
        Refusal::OtherQuantity => words.get("low-flow-other-quantity"),
        Refusal::NoSpread => words.get("low-flow-no-spread"),
    }
}
