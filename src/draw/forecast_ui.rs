//! What comes at a station.

use egui::{Rect, Ui};

use super::record_ui::record_ui;
use super::scene::Scene;
use crate::present::forecast::ForecastView;

/// Draws the page into `place`.
pub(super) fn forecast_ui(ui: &mut Ui, scene: &mut Scene<'_>, view: &ForecastView, place: Rect) {
    record_ui(ui, scene, &view.record, place);
}
