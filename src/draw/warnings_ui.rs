//! Where every gauge stands against its state's own levels.

use egui::{Align2, Rect, Ui};

use super::scene::Scene;
use super::text;
use super::theme::{Role, tokens};

/// Draws the page into `place`.
pub(super) fn warnings_ui(ui: &mut Ui, scene: &mut Scene<'_>, place: Rect) {
    let summary = &scene.view.board.summary;
    let galley = text::lines(
        ui,
        summary,
        Role::Strong,
        tokens(ui).ink(),
        (place.width(), 3),
    );
    text::paint(ui, place.min, Align2::LEFT_TOP, &galley);
}
