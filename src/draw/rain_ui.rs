//! Rain on what drains to a station.

use egui::{Rect, Ui};

use super::record_ui::record_ui;
use super::scene::Scene;
use crate::present::rain::RainView;

/// Draws the page into `place`.
pub(super) fn rain_ui(ui: &mut Ui, scene: &mut Scene<'_>, view: &RainView, place: Rect) {
    record_ui(ui, scene, &view.record, place);
}
