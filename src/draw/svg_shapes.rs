//! egui's shapes as SVG elements. Text stays text; lines that are upright or level sit on whole pixels.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use egui::epaint::{
    CircleShape, ColorMode, CornerRadius, EllipseShape, Mesh, PathShape, PathStroke, RectShape,
    StrokeKind, TextureId,
};
use egui::{Color32, Pos2, Rect, Shape, Stroke};

use super::svg_text;

/// Collects shapes and writes the document.
pub(super) struct Writer {
    body: String,
    clips: BTreeMap<[i32; 4], usize>,
    open_clip: Option<[i32; 4]>,
    size: (f32, f32),
    ground: Color32,
}

impl Writer {
    pub(super) fn new(width: f32, height: f32, ground: Color32) -> Self {
        Self {
            body: String::new(),
            clips: BTreeMap::new(),
            open_clip: None,
            size: (width, height),
            ground,
        }
    }

    /// Appends a shape that is seen within `clip` only.
    pub(super) fn shape(&mut self, clip: Rect, shape: &Shape) {
        let bounds = shape.visual_bounding_rect();
        if matches!(shape, Shape::Noop) || !bounds.intersects(clip) {
            return;
        }
        // Clipping what lies inside anyway would make every group a layer of its own for a renderer.
        let screen = Rect::from_min_size(Pos2::ZERO, self.size.into());
        let is_cut = !clip.contains_rect(bounds) && !clip.contains_rect(screen);
        self.clip(is_cut.then_some(clip));
        self.element(shape);
    }

    fn clip(&mut self, clip: Option<Rect>) {
        let key = clip.map(|rect| {
            [rect.min.x, rect.min.y, rect.max.x, rect.max.y].map(|edge| {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "clipped to the picture, in whole pixels"
                )]
                let pixel = edge
                    .clamp(-10.0, self.size.0.max(self.size.1) + 10.0)
                    .round() as i32;
                pixel
            })
        });
        if key == self.open_clip {
            return;
        }
        if self.open_clip.is_some() {
            self.body.push_str("</g>\n");
        }
        if let Some(key) = key {
            let next = self.clips.len();
            let number = *self.clips.entry(key).or_insert(next);
            let _ = writeln!(self.body, "<g clip-path=\"url(#c{number})\">");
        }
        self.open_clip = key;
    }

    fn element(&mut self, shape: &Shape) {
        match shape {
            Shape::Noop | Shape::Callback(_) => {}
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| self.element(shape)),
            Shape::Circle(circle) => self.circle(circle),
            Shape::Ellipse(ellipse) => self.ellipse(ellipse),
            Shape::LineSegment { points, stroke } => self.segment(*points, *stroke),
            Shape::Path(path) => self.path(path),
            Shape::Band(band) => self.band(band),
            Shape::Rect(rect) => self.rect(rect),
            Shape::Text(text) => svg_text::write(&mut self.body, text),
            Shape::Mesh(mesh) => self.mesh(mesh),
            Shape::QuadraticBezier(curve) => {
                self.path(&PathShape {
                    points: curve.flatten(Some(0.1)),
                    closed: curve.closed,
                    fill: curve.fill,
                    stroke: curve.stroke.clone(),
                });
            }
            Shape::CubicBezier(curve) => {
                self.path(&PathShape {
                    points: curve.flatten(Some(0.1)),
                    closed: curve.closed,
                    fill: curve.fill,
                    stroke: curve.stroke.clone(),
                });
            }
        }
    }

    fn circle(&mut self, circle: &CircleShape) {
        let _ = writeln!(
            self.body,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}{}/>",
            N(circle.center.x),
            N(circle.center.y),
            N(circle.radius),
            Fill(circle.fill),
            Line(circle.stroke),
        );
    }

    fn ellipse(&mut self, ellipse: &EllipseShape) {
        let _ = writeln!(
            self.body,
            "<ellipse cx=\"{}\" cy=\"{}\" rx=\"{}\" ry=\"{}\"{}{}/>",
            N(ellipse.center.x),
            N(ellipse.center.y),
            N(ellipse.radius.x),
            N(ellipse.radius.y),
            Fill(ellipse.fill),
            Line(ellipse.stroke),
        );
    }

    fn segment(&mut self, [a, b]: [Pos2; 2], stroke: Stroke) {
        if stroke.is_empty() {
            return;
        }
        let (mut a, mut b) = (a, b);
        if a.x == b.x {
            stroke.round_center_to_pixel(1.0, &mut a.x);
            b.x = a.x;
        } else if a.y == b.y {
            stroke.round_center_to_pixel(1.0, &mut a.y);
            b.y = a.y;
        }
        let _ = writeln!(
            self.body,
            "<path d=\"M{} {}L{} {}\"{}/>",
            N(a.x),
            N(a.y),
            N(b.x),
            N(b.y),
            Line(stroke),
        );
    }

    fn path(&mut self, path: &PathShape) {
        if path.points.len() < 2 {
            return;
        }
        let stroke = solid(&path.stroke);
        if path.fill == Color32::TRANSPARENT && stroke.is_empty() {
            return;
        }
        let _ = write!(self.body, "<path d=\"");
        points(&mut self.body, &path.points, path.closed);
        let _ = writeln!(
            self.body,
            "\"{}{} stroke-linejoin=\"round\"/>",
            Fill(path.fill),
            Line(stroke),
        );
    }

    fn band(&mut self, band: &egui::epaint::BandShape) {
        // A band is the area between two edges: one way along its upper edge, back along the lower.
        let bounds = band.visual_bounding_rect();
        self.rect(&RectShape::filled(bounds, 0, band.fill));
    }

    fn rect(&mut self, rect: &RectShape) {
        let area = Rect::from_min_max(
            Pos2::new(rect.rect.min.x.round(), rect.rect.min.y.round()),
            Pos2::new(rect.rect.max.x.round(), rect.rect.max.y.round()),
        );
        let inset = match rect.stroke_kind {
            StrokeKind::Inside => rect.stroke.width / 2.0,
            StrokeKind::Middle => 0.0,
            StrokeKind::Outside => -rect.stroke.width / 2.0,
        };
        let inset = if rect.stroke.is_empty() { 0.0 } else { inset };
        let seen = area.shrink(inset);
        if seen.width() <= 0.0 || seen.height() <= 0.0 {
            return;
        }
        let radius = f32::from(largest(rect.corner_radius)) - inset;
        let _ = write!(
            self.body,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
            N(seen.min.x),
            N(seen.min.y),
            N(seen.width()),
            N(seen.height()),
        );
        if radius > 0.0 {
            let _ = write!(self.body, " rx=\"{}\"", N(radius));
        }
        let _ = writeln!(self.body, "{}{}/>", Fill(rect.fill), Line(rect.stroke));
    }

    fn mesh(&mut self, mesh: &Mesh) {
        if mesh.texture_id != TextureId::default() {
            return;
        }
        let mut triangles = mesh
            .indices
            .as_chunks::<3>()
            .0
            .iter()
            .filter_map(|corners| {
                let [a, b, c] = corners.map(|index| {
                    usize::try_from(index)
                        .ok()
                        .and_then(|index| mesh.vertices.get(index))
                });
                Some([a?, b?, c?])
            })
            .peekable();
        while let Some(first) = triangles.peek() {
            let colour = first[0].color;
            let _ = write!(self.body, "<path d=\"");
            while let Some(corners) = triangles.next_if(|next| next[0].color == colour) {
                points(&mut self.body, &corners.map(|vertex| vertex.pos), true);
            }
            let _ = writeln!(self.body, "\"{}/>", Fill(colour));
        }
    }

    pub(super) fn finish(mut self) -> String {
        self.clip(None);
        let (width, height) = (N(self.size.0), N(self.size.1));
        let mut document = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" font-family=\"{}\" fill=\"none\">\n",
            svg_text::FAMILY,
        );
        if !self.clips.is_empty() {
            document.push_str("<defs>\n");
            for ([left, top, right, bottom], number) in &self.clips {
                let _ = writeln!(
                    document,
                    "<clipPath id=\"c{number}\"><rect x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{}\"/></clipPath>",
                    right - left,
                    bottom - top,
                );
            }
            document.push_str("</defs>\n");
        }
        let _ = writeln!(
            document,
            "<rect width=\"{width}\" height=\"{height}\"{}/>",
            Fill(self.ground)
        );
        document.push_str(&self.body);
        document.push_str("</svg>\n");
        document
    }
}

fn largest(corner: CornerRadius) -> u8 {
    corner.nw.max(corner.ne).max(corner.sw).max(corner.se)
}

fn solid(stroke: &PathStroke) -> Stroke {
    match stroke.color {
        ColorMode::Solid(colour) => Stroke::new(stroke.width, colour),
        ColorMode::UV(_) => Stroke::NONE,
    }
}

fn points(body: &mut String, points: &[Pos2], is_closed: bool) {
    for (n, point) in points.iter().enumerate() {
        let letter = if n == 0 { 'M' } else { 'L' };
        let _ = write!(body, "{letter}{} {}", N(point.x), N(point.y));
    }
    if is_closed {
        body.push('Z');
    }
}

/// A coordinate with at most two decimals and no trailing zeros.
pub(super) struct N(pub(super) f32);

impl std::fmt::Display for N {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = format!("{:.2}", self.0);
        let text = text.trim_end_matches('0').trim_end_matches('.');
        f.write_str(if text == "-0" { "0" } else { text })
    }
}

/// A colour as `rgb` and opacity; egui's colours are premultiplied.
pub(super) fn colour(colour: Color32) -> (String, f32) {
    let [r, g, b, a] = colour.to_srgba_unmultiplied();
    (format!("#{r:02x}{g:02x}{b:02x}"), f32::from(a) / 255.0)
}

/// `fill` and, where needed, `fill-opacity`; nothing for a transparent one.
pub(super) struct Fill(pub(super) Color32);

impl std::fmt::Display for Fill {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0 == Color32::TRANSPARENT {
            return Ok(());
        }
        let (rgb, opacity) = colour(self.0);
        write!(f, " fill=\"{rgb}\"")?;
        if opacity < 1.0 {
            write!(f, " fill-opacity=\"{}\"", N(opacity))?;
        }
        Ok(())
    }
}

struct Line(Stroke);

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        let (rgb, opacity) = colour(self.0.color);
        write!(f, " stroke=\"{rgb}\" stroke-width=\"{}\"", N(self.0.width))?;
        if opacity < 1.0 {
            write!(f, " stroke-opacity=\"{}\"", N(opacity))?;
        }
        Ok(())
    }
}
