//! How often a flow is reached.

use egui::{Rect, Ui};

use super::record_ui::record_ui;
use super::scene::Scene;
use crate::present::frequency::FrequencyView;

/// Draws the page into `place`.
pub(super) fn frequency_ui(ui: &mut Ui, scene: &mut Scene<'_>, view: &FrequencyView, place: Rect) {
    record_ui(ui, scene, &view.record, place);
}
