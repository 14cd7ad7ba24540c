//! A galley as `<text>`: one element per run of one style on one row.

use std::fmt::Write as _;

use egui::epaint::TextShape;
use egui::text::{LayoutSection, TextFormat};
use egui::{Color32, FontFamily};

use super::svg_shapes::{Fill, N};
use super::theme::BOLD;

/// Families that a figure asks for; all are embedded, so no machine needs them.
pub(super) const FAMILY: &str = "Noto Sans, Noto Sans Math, sans-serif";

struct Run<'a> {
    text: String,
    x: f32,
    end: f32,
    baseline: f32,
    format: &'a TextFormat,
}

pub(super) fn write(body: &mut String, shape: &TextShape) {
    if shape.angle != 0.0 {
        let degrees = shape.angle.to_degrees();
        let _ = writeln!(
            body,
            "<g transform=\"rotate({} {} {})\">",
            N(degrees),
            N(shape.pos.x),
            N(shape.pos.y)
        );
    }
    for run in runs(shape) {
        element(body, shape, &run);
    }
    if shape.angle != 0.0 {
        body.push_str("</g>\n");
    }
}

fn runs(shape: &TextShape) -> Vec<Run<'_>> {
    let galley = &shape.galley;
    let mut characters = galley.job.text.char_indices();
    let mut runs: Vec<Run<'_>> = Vec::new();
    for row in &galley.rows {
        let first_of_row = runs.len();
        for glyph in &row.glyphs {
            // An elided row ends with a sign that the text does not have; it takes the last style.
            let at = characters
                .next()
                .map_or(galley.job.text.len(), |(at, _)| at);
            let Some(section) = section_at(&galley.job.sections, at) else {
                continue;
            };
            let x = shape.pos.x + row.pos.x + glyph.pos.x;
            let baseline = shape.pos.y + row.pos.y + glyph.pos.y;
            let goes_on = runs[first_of_row..]
                .last()
                .is_some_and(|run| std::ptr::eq(run.format, &raw const section.format));
            if !goes_on {
                runs.push(Run {
                    text: String::new(),
                    x,
                    end: x,
                    baseline,
                    format: &section.format,
                });
            }
            if let Some(run) = runs.last_mut() {
                run.text.push(glyph.chr);
                run.end = x + glyph.advance_width;
            }
        }
        if row.ends_with_newline {
            characters.next();
        }
    }
    runs
}

fn section_at(sections: &[LayoutSection], at: usize) -> Option<&LayoutSection> {
    sections
        .iter()
        .find(|section| section.byte_range.start.0 <= at && at < section.byte_range.end.0)
        .or_else(|| sections.last())
}

fn element(body: &mut String, shape: &TextShape, run: &Run<'_>) {
    if run.text.trim().is_empty() {
        return;
    }
    let mut fill = match run.format.color {
        Color32::PLACEHOLDER => shape.fallback_color,
        colour => colour,
    };
    if let Some(colour) = shape.override_text_color {
        fill = colour;
    }
    if shape.opacity_factor < 1.0 {
        fill = fill.gamma_multiply(shape.opacity_factor);
    }
    let lead = run.text.len() - run.text.trim_start().len();
    let _ = write!(
        body,
        "<text x=\"{}\" y=\"{}\" font-size=\"{}\"",
        N(run.x),
        N(run.baseline),
        N(run.format.font_id.size)
    );
    if matches!(&run.format.font_id.family, FontFamily::Name(name) if &**name == BOLD) {
        body.push_str(" font-weight=\"700\"");
    }
    if lead > 0 {
        body.push_str(" xml:space=\"preserve\"");
    }
    if !run.format.underline.is_empty() || !shape.underline.is_empty() {
        body.push_str(" text-decoration=\"underline\"");
    }
    let _ = writeln!(
        body,
        "{}>{}</text>",
        Fill(fill),
        escape(run.text.trim_end())
    );
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            control if control.is_control() => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}
