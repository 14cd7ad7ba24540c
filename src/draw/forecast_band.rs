//! The band of the current forecast in the hydrograph of its gauge, once it is known.

use egui::{Shape, Stroke, Ui};

use super::axis::Mapping;
use super::command::Command;
use super::curve::dashes;
use super::flood_look::AnalysisSlot;
use super::forecast_ui::bands;
use super::scene::Scene;
use super::theme::tokens;
use crate::present::forecast::FanView;
use crate::present::{AnalysisKind, AnalysisView, AnalysisWish, HydrographView};

fn wish(station: &str) -> AnalysisWish {
    AnalysisWish {
        station: station.to_owned(),
        kind: AnalysisKind::Forecast,
    }
}

/// What was forecast of a plot's gauges, in the plot's unit.
pub(super) fn fans<'a>(
    known: &'a AnalysisSlot,
    view: &'a HydrographView,
) -> impl Iterator<Item = &'a FanView> {
    let pages = view
        .forecasts
        .iter()
        .filter_map(|station| match known.get(&wish(station)) {
            Some(Ok(found)) => Some(found.as_ref()),
            _ => None,
        });
    let fans = pages.flat_map(|page| match page {
        AnalysisView::Forecast(page) => page.fans.as_slice(),
        _ => &[],
    });
    fans.filter(|fan| fan.unit == view.unit && !fan.fan.is_empty())
}

/// Draws what is known of the forecast of a plot's gauges, and asks for what is not while nothing else is asked for.
pub(super) fn paint(ui: &Ui, scene: &mut Scene<'_>, view: &HydrographView, map: &Mapping) {
    for station in &view.forecasts {
        let wish = wish(station);
        if scene.state.analyses.is_idle() && scene.state.analyses.wants(&wish) {
            scene.send(Command::Analyse(Box::new(wish)));
        }
    }
    let inside = ui.painter().with_clip_rect(map.frame);
    for fan in fans(&scene.state.analyses, view) {
        let colour = tokens(ui).party(fan.party);
        inside.extend(bands(fan, map, colour));
        let middle: Vec<_> = fan
            .fan
            .iter()
            .map(|point| map.at(point.time, point.value))
            .collect();
        let mut shapes: Vec<Shape> = Vec::new();
        dashes(&middle, Stroke::new(1.25, colour), (7.0, 3.0), &mut shapes);
        inside.extend(shapes);
    }
}
