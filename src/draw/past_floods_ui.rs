//! Floods of a station's record.

use egui::{Rect, Ui};

use super::record_ui::record_ui;
use super::scene::Scene;
use crate::present::floods::PastFloodsView;

/// Draws the page into `place`.
pub(super) fn past_floods_ui(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    view: &PastFloodsView,
    place: Rect,
) {
    record_ui(ui, scene, &view.record, place);
}
