//! The list of stations.

use crate::domain::Freshness;

/// One row of the list.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct StationRow {
    /// Station id.
    pub station: String,
    /// Name.
    pub name: String,
    /// Kind in words.
    pub kind: String,
    /// Index of the party in river order.
    pub party: usize,
    /// km from the source.
    pub km: f64,
    /// Last value with its unit, such as "4.12 m", or "–".
    pub latest: String,
    /// Age of the last reading in words, such as "15 min" or "2 d".
    pub age: String,
    /// Whether it is on time.
    pub freshness: Freshness,
    /// Common rank of the warning; `None` = unknown or without levels.
    pub rank: Option<u8>,
    /// Native name of the warning level reached, empty below all.
    pub level: String,
    /// Whether its line is shown in the plots.
    pub is_shown: bool,
    /// Figure id for explain, of the latest value.
    pub figure: String,
}

/// The list, by river order.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct StationsView {
    /// Heading.
    pub title: String,
    /// Rows.
    pub rows: Vec<StationRow>,
}
