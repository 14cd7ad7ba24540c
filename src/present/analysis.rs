//! What was found about one station, ready to draw: one kind of view a page.

use super::Words;
use super::floods::{PastFloodsView, past_floods};
use super::forecast::{ForecastView, forecast};
use super::frequency::{FrequencyView, frequency};
use super::low_flow::{LowFlowView, low_flow};
use super::rain::{RainView, rain};
use crate::domain::Basin;
use crate::engine::Analysis;
pub use crate::engine::AnalysisKind;

/// What a person wants to know about one station.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct AnalysisWish {
    /// Station id.
    pub station: String,
    /// What.
    pub kind: AnalysisKind,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AnalysisView {
    /// What comes.
    Forecast(ForecastView),
    /// Past floods.
    Floods(PastFloodsView),
    /// Rain.
    Rain(RainView),
    /// How often.
    Frequency(FrequencyView),
    /// How low.
    LowFlow(Box<LowFlowView>),
}

/// An analysis as it is drawn, in the language of `words`.
pub fn analysis(basin: &Basin, found: &Analysis, words: &Words) -> AnalysisView {
    match found {
        Analysis::Forecast(found) => AnalysisView::Forecast(forecast(basin, found, words)),
        Analysis::Floods(found) => AnalysisView::Floods(past_floods(basin, found, words)),
        Analysis::Rain(found) => AnalysisView::Rain(rain(basin, found, words)),
        Analysis::Frequency(found) => AnalysisView::Frequency(frequency(basin, found, words)),
        Analysis::LowFlow(found) => AnalysisView::LowFlow(Box::new(low_flow(basin, found, words))),
    }
}
