//! How low a station's flow is.

use egui::{Rect, Ui};

use super::record_ui::record_ui;
use super::scene::Scene;
use crate::present::low_flow::LowFlowView;

/// Draws the page into `place`.
pub(super) fn low_flow_ui(ui: &mut Ui, scene: &mut Scene<'_>, view: &LowFlowView, place: Rect) {
    record_ui(ui, scene, &view.record, place);
}
