//! One state's column of plots: rain hangs above, the hydrograph stands below.

use std::sync::Arc;

/// What a line's style says about its readings. Side is by colour, status by style, severity by shape and word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LineStatus {
    /// Solid.
    Approved,
    /// Dashed.
    Provisional,
    /// Dotted: estimated or filled.
    Estimated,
}

/// One line of a plot. Gaps are NaN values; the line is never drawn across them.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct PlotLine {
    /// Stable id, from the series key.
    pub id: String,
    /// Station whose line it is.
    pub station: String,
    /// Name in the legend.
    pub name: String,
    /// Index of the party in river order; decides the colour family.
    pub party: usize,
    /// Which line of the same party, for the shade.
    pub nth: usize,
    /// Status of the readings.
    pub status: LineStatus,
    /// Nominal distance between readings, s: the width of a bar of rain. 0 when irregular.
    pub step_seconds: f64,
    /// Unix seconds, ascending: the moment, or the middle of the interval that a mean or a sum stands for.
    /// Reaches one length of the period beyond both of its ends, so that a plot can be moved at once.
    #[serde(skip)]
    pub time: Arc<[f64]>,
    /// Values in the plot's unit; NaN is a gap.
    #[serde(skip)]
    pub value: Arc<[f64]>,
}

/// A warning level as its state names it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct LevelView {
    /// Name of the gauge it belongs to.
    pub station: String,
    /// Native name.
    pub name: String,
    /// Common rank from 1 upwards.
    pub rank: u8,
    /// Threshold in the plot's unit.
    pub value: f64,
}

/// One plot over time.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct HydrographView {
    /// Stable id.
    pub id: String,
    /// Heading, such as "Stage at Grenzau".
    pub title: String,
    /// Unit of the y axis.
    pub unit: String,
    /// Word of the quantity (for rain with its step): plots of one quantity share their y scale when scales
    /// are linked.
    pub quantity: String,
    /// Drawn as bars that hang from the top.
    pub is_rain: bool,
    /// Lines (or bars).
    pub lines: Vec<PlotLine>,
    /// Warning levels of the gauge that is shown.
    pub levels: Vec<LevelView>,
    /// Ids of the gauges of which this quantity is forecast.
    pub forecasts: Vec<String>,
    /// Smallest and largest value of the period, levels near them included; what the y axis shows
    /// when scales are free.
    pub y_range: (f64, f64),
    /// The same over all states' plots of this quantity: what the y axis shows when scales are linked.
    pub linked_range: (f64, f64),
    /// What is not drawn and why, such as "3 readings marked bad are not drawn".
    pub notes: Vec<String>,
    /// Said in the plot when there is nothing to draw.
    pub empty_reason: Option<String>,
}

/// All plots of one state.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct StateColumnView {
    /// Party id.
    pub party: String,
    /// Name of the state.
    pub name: String,
    /// Index in river order.
    pub index: usize,
    /// Rain, stage and discharge, in this order.
    pub plots: Vec<HydrographView>,
}
