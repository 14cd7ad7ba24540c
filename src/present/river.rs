//! The river from source to mouth, on one line.

use crate::domain::Freshness;

/// A gauge on the line.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct RiverMark {
    /// Station id.
    pub station: String,
    /// Name.
    pub name: String,
    /// Index of the party in river order.
    pub party: usize,
    /// km from the source.
    pub km: f64,
    /// On the main stem, or a tributary's mouth, canal or reservoir beside it.
    pub is_main_stem: bool,
    /// Common rank of the warning, 0 = below all levels; `None` = unknown, which is not calm.
    pub rank: Option<u8>,
    /// Native name of the warning level, or the word for below all levels, or for unknown.
    pub state_word: String,
    /// How old the last reading is, in words.
    pub age: String,
    /// Whether it is on time.
    pub freshness: Freshness,
}

/// The river line.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct RiverView {
    /// River name.
    pub name: String,
    /// Length drawn, km.
    pub length_km: f64,
    /// Word at the upper end.
    pub source_word: String,
    /// Word at the lower end.
    pub mouth_word: String,
    /// Gauges in river order.
    pub marks: Vec<RiverMark>,
    /// Borders: km and the two party indices.
    pub borders: Vec<(f64, usize, usize)>,
    /// Reaches with travel times: from km, to km, "18 h".
    pub reaches: Vec<(f64, f64, String)>,
}
