//! A frame without a display: egui runs headless, its shapes become SVG with real text.

use egui::{Pos2, RawInput, Rect, vec2};

use super::svg_shapes::Writer;
use super::theme::{Distance, Theme, install_fonts, install_style};

/// Passes until panels, scroll areas and tiles have found their sizes.
const PASSES: u32 = 4;

/// Draws one frame of `size` logical pixels at a desk's sizes and gives it as SVG. Same view, same bytes, on
/// every machine: no GPU, no clock, no fonts of the system.
pub fn svg(size: (u32, u32), theme: Theme, draw: impl FnMut(&mut egui::Ui)) -> String {
    svg_at(size, theme, Distance::Desk, draw)
}

/// The same for a reader at this distance.
pub fn svg_at(
    size: (u32, u32),
    theme: Theme,
    distance: Distance,
    mut draw: impl FnMut(&mut egui::Ui),
) -> String {
    let ctx = egui::Context::default();
    install_fonts(&ctx);
    install_style(&ctx, theme, distance);
    #[expect(
        clippy::cast_precision_loss,
        reason = "pictures are far below 2^24 pixels wide"
    )]
    let (width, height) = (size.0 as f32, size.1 as f32);
    let screen = Rect::from_min_size(Pos2::ZERO, vec2(width, height));
    let mut shapes = Vec::new();
    for pass in 0..PASSES {
        let input = RawInput {
            screen_rect: Some(screen),
            time: Some(f64::from(pass)),
            ..RawInput::default()
        };
        let mut output = ctx.run_ui(input, &mut draw);
        shapes = std::mem::take(&mut output.shapes);
        output.drop_without_applying_deltas();
    }
    let mut writer = Writer::new(width, height, theme.tokens().ground());
    for clipped in &shapes {
        writer.shape(clipped.clip_rect, &clipped.shape);
    }
    writer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_the_same_each_time_and_keeps_its_text() {
        let draw = |ui: &mut egui::Ui| {
            ui.heading("Grenzau & Dravec");
            ui.label("1,240 m³/s − 12 %");
        };
        let first = svg((320, 120), Theme::Light, draw);
        assert_eq!(first, svg((320, 120), Theme::Light, draw));
        assert!(first.contains(">Grenzau &amp; Dravec</text>"), "{first}");
        assert!(first.contains("m³/s"), "{first}");
        assert!(first.contains("font-weight=\"700\""), "{first}");
    }
}
