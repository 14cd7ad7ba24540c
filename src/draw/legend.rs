//! Whose line is whose, and what it says under the pointer: one entry per station, in the heading of the plot.

use std::sync::Arc;

use egui::{Align2, Color32, Galley, Rect, Stroke, Ui, pos2};

use super::scene::Scene;
use super::text;
use super::theme::{Role, tokens};
use crate::present::{HydrographView, PlotLine, Words};

const SWATCH: f32 = 16.0;
const GAP: f32 = 14.0;

/// Widest and narrowest name, in heights of a line.
const NAME: f32 = 9.5;
const SHORT_NAME: f32 = 2.0;

/// How many steps the newest value may be old to stand for now.
const PATIENCE: f64 = 4.0;

struct Entry {
    colour: Color32,
    name: Option<Arc<Galley>>,
    value: Arc<Galley>,
}

impl Entry {
    /// What of the name can be read.
    fn visible_name(&self) -> Option<String> {
        let row = self.name.as_ref()?.rows.first()?;
        Some(row.glyphs.iter().map(|glyph| glyph.chr).collect())
    }

    fn width(&self) -> f32 {
        let name = self.name.as_ref().map_or(0.0, |name| name.size().x + 5.0);
        SWATCH + 5.0 + name + self.value.size().x
    }
}

/// Rows that heading and legend take in `width` pixels.
pub(super) fn rows(ui: &Ui, scene: &Scene<'_>, view: &HydrographView, width: f32) -> usize {
    let entries = entries(ui, scene, view, NAME * text::height(ui, Role::Small));
    if fits_beside(ui, view, &entries, width) {
        return 1;
    }
    let entries = narrowed(ui, scene, view, entries, width);
    1 + place(&entries, width).last().map_or(0, |(_, row)| row + 1)
}

/// Height of one row.
pub(super) fn row_height(ui: &Ui) -> f32 {
    (text::height(ui, Role::Heading) + 1.0).ceil()
}

/// Heading left, entries right of it or in rows below.
pub(super) fn paint(ui: &Ui, scene: &Scene<'_>, view: &HydrographView, place_: Rect) {
    let tokens = tokens(ui);
    let mut entries = entries(ui, scene, view, NAME * text::height(ui, Role::Small));
    let row = row_height(ui);
    let beside = fits_beside(ui, view, &entries, place_.width());
    if !beside {
        entries = narrowed(ui, scene, view, entries, place_.width());
    }
    let title = text::line_or_first(
        ui,
        &view.title,
        Role::Heading,
        tokens.ink(),
        place_.width() - 60.0,
    );
    let middle = place_.top() + row / 2.0;
    let at = pos2(place_.left(), middle);
    let after = text::paint(ui, at, Align2::LEFT_CENTER, &title).right();
    let unit = text::line(ui, &view.unit, Role::Small, tokens.muted(), f32::INFINITY);
    text::paint(ui, pos2(after + 6.0, middle), Align2::LEFT_CENTER, &unit);
    if beside {
        let total: f32 = entries.iter().map(|entry| entry.width() + GAP).sum();
        let mut x = place_.right() - total + GAP;
        for entry in &entries {
            paint_entry(ui, entry, x, middle);
            x += entry.width() + GAP;
        }
    } else {
        for (entry, (x, n)) in entries.iter().zip(place(&entries, place_.width())) {
            #[expect(clippy::cast_precision_loss, reason = "a handful of rows")]
            let y = middle + row * (n + 1) as f32;
            paint_entry(ui, entry, place_.left() + x, y);
        }
    }
}

fn fits_beside(ui: &Ui, view: &HydrographView, entries: &[Entry], width: f32) -> bool {
    let title = text::width(ui, &view.title, Role::Heading);
    let unit = text::width(ui, &view.unit, Role::Small);
    let needed: f32 = entries.iter().map(|entry| entry.width() + GAP).sum();
    title + unit + 6.0 + needed <= width
}

/// Left edge and row of each entry, flowing like words.
fn place(entries: &[Entry], width: f32) -> Vec<(f32, usize)> {
    let mut x = 0.0;
    let mut row = 0;
    entries
        .iter()
        .map(|entry| {
            if x > 0.0 && x + entry.width() > width {
                x = 0.0;
                row += 1;
            }
            let at = (x, row);
            x += entry.width() + GAP;
            at
        })
        .collect()
}

fn paint_entry(ui: &Ui, entry: &Entry, x: f32, middle: f32) {
    ui.painter()
        .hline(x..=x + SWATCH, middle, Stroke::new(2.5, entry.colour));
    let mut x = x + SWATCH + 5.0;
    if let Some(name) = &entry.name {
        x = text::paint(ui, pos2(x, middle), Align2::LEFT_CENTER, name).right() + 5.0;
    }
    text::paint(ui, pos2(x, middle), Align2::LEFT_CENTER, &entry.value);
}

/// The entries of a row of their own, names shortened where that saves a second row.
fn narrowed(
    ui: &Ui,
    scene: &Scene<'_>,
    view: &HydrographView,
    wide: Vec<Entry>,
    width: f32,
) -> Vec<Entry> {
    #[expect(clippy::cast_precision_loss, reason = "a handful of stations")]
    let n = wide.len().max(1) as f32;
    let needed: f32 = wide.iter().map(|entry| entry.width() + GAP).sum::<f32>() - GAP;
    let figures: f32 = wide.iter().map(|entry| entry.value.size().x).sum();
    let name = (width - figures - GAP * (n - 1.0)) / n - SWATCH - 10.0;
    if needed <= width || name < SHORT_NAME * text::height(ui, Role::Small) {
        return wide;
    }
    let narrow = entries(ui, scene, view, name);
    // Two banks of one gauge must not both become "Grenz…".
    let mut seen: Vec<String> = narrow.iter().filter_map(Entry::visible_name).collect();
    let n_names = seen.len();
    seen.sort();
    seen.dedup();
    if seen.len() < n_names { wide } else { narrow }
}

fn entries(ui: &Ui, scene: &Scene<'_>, view: &HydrographView, widest: f32) -> Vec<Entry> {
    let tokens = tokens(ui);
    let time = scene.read_out_time();
    let stations = stations(view);
    let is_alone = stations.len() == 1;
    stations
        .into_iter()
        .map(|station| {
            let lines = || view.lines.iter().filter(|line| line.station == station);
            let first = lines().next();
            let value = lines()
                .find_map(|line| value_at(line, time))
                .or_else(|| last_before(lines(), scene.view.now, time));
            let value = read_out(value, &view.unit, scene.words);
            let name = first.map_or("", |line| line.name.as_str());
            // The heading of a plot with one station names it already.
            let is_named = !(is_alone && view.title.contains(name));
            Entry {
                colour: first.map_or(tokens.ink(), |line| {
                    tokens.party_shade(line.party, line.nth)
                }),
                name: is_named.then(|| text::line(ui, name, Role::Small, tokens.ink(), widest)),
                value: text::line(ui, &value, Role::Strong, tokens.ink(), f32::INFINITY),
            }
        })
        .collect()
}

/// Stations of a plot in the order of their lines.
pub(super) fn stations(view: &HydrographView) -> Vec<&str> {
    let mut stations: Vec<&str> = Vec::new();
    for line in &view.lines {
        if !stations.contains(&line.station.as_str()) {
            stations.push(&line.station);
        }
    }
    stations
}

/// The value that holds at `time`: the nearest reading not more than one and a half steps away. NaN is none.
fn value_at(line: &PlotLine, time: f64) -> Option<f64> {
    let after = line.time.partition_point(|&at| at <= time);
    let reach = if line.step_seconds > 0.0 {
        1.5 * line.step_seconds
    } else {
        f64::INFINITY
    };
    [after.checked_sub(1), Some(after)]
        .into_iter()
        .flatten()
        .filter_map(|n| Some((*line.time.get(n)?, *line.value.get(n)?)))
        .filter(|(at, value)| value.is_finite() && (at - time).abs() <= reach)
        .min_by(|a, b| (a.0 - time).abs().total_cmp(&(b.0 - time).abs()))
        .map(|(_, value)| value)
}

/// At the as-of instant, or right of it where nothing can be yet: the newest value of a station, unless that is
/// more than [`PATIENCE`] steps old. A feed that sends every half hour is not silent between two messages.
fn last_before<'a>(lines: impl Iterator<Item = &'a PlotLine>, now: f64, time: f64) -> Option<f64> {
    if time < now {
        return None;
    }
    lines
        .filter_map(|line| {
            let end = line.time.partition_point(|&at| at <= now);
            let n = line.value.get(..end)?.iter().rposition(|v| v.is_finite())?;
            let (at, value) = (*line.time.get(n)?, *line.value.get(n)?);
            (now - at <= PATIENCE * line.step_seconds).then_some((at, value))
        })
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, value)| value)
}

/// A value with its unit; a stage always to the centimetre.
fn read_out(value: Option<f64>, unit: &str, words: &Words) -> String {
    match value {
        Some(value) if unit == "m" => format!("{} {unit}", words.number(value, 2)),
        Some(value) => words.figure(Some(value), unit),
        None => "–".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::LineStatus;

    fn line() -> PlotLine {
        PlotLine {
            id: "a".to_owned(),
            station: "a".to_owned(),
            name: "A".to_owned(),
            party: 0,
            nth: 0,
            status: LineStatus::Approved,
            step_seconds: 10.0,
            time: [0.0, 10.0, 20.0, 80.0].into(),
            value: [1.0, 2.0, f64::NAN, 8.0].into(),
        }
    }

    #[test]
    fn a_read_out_is_the_nearest_reading_and_never_reaches_over_a_gap() {
        let line = line();
        for (time, expect) in [
            (4.0, Some(1.0)),
            (6.0, Some(2.0)),
            (24.0, None),
            (70.0, Some(8.0)),
            (200.0, None),
        ] {
            assert_eq!(value_at(&line, time), expect, "at {time}");
        }
    }

    #[test]
    fn a_read_out_at_now_waits_a_few_steps_for_the_next_reading() {
        let line = line();
        for (now, time, expect) in [
            (120.0, 120.0, Some(8.0)),
            (121.0, 121.0, None),
            (110.0, 130.0, Some(8.0)),
            (110.0, 109.0, None),
            (50.0, 50.0, Some(2.0)),
            (51.0, 51.0, None),
        ] {
            let value = last_before([&line].into_iter(), now, time);
            assert_eq!(value, expect, "at {time}, now {now}");
        }
    }
}
