//! A paper as pages of A4, landscape, each an SVG with real text. Tables break between rows and repeat their heading.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align, Color32, FontFamily, FontId, Galley, Pos2, RawInput, Rect, Shape, Stroke, pos2, vec2,
};

use super::svg_shapes::Writer;
use super::theme::{BOLD, Distance, Theme, install_fonts, install_style};
use crate::present::{Paper, PaperPart, PaperRow, PaperSection, PaperTable, RowMark};

/// A4, landscape, in CSS pixels of 1/96 inch.
const SIZE: (f32, f32) = (1123.0, 794.0);
const MARGIN: f32 = 40.0;
/// Room for the foot of a page below the text.
const FOOT: f32 = 18.0;
/// Between a cell's edge and its text.
const PAD: f32 = 5.0;
/// Narrowest column.
const NARROW: f32 = 52.0;

/// The pages of all parts, one SVG each. Each part begins on a page of its own and counts its own pages.
pub fn paper_pages(paper: &Paper) -> Vec<String> {
    let ctx = egui::Context::default();
    install_fonts(&ctx);
    install_style(&ctx, Theme::Light, Distance::Desk);
    let screen = Rect::from_min_size(Pos2::ZERO, vec2(SIZE.0, SIZE.1));
    let input = RawInput {
        screen_rect: Some(screen),
        time: Some(0.0),
        ..RawInput::default()
    };
    let mut pages: Vec<Vec<Shape>> = Vec::new();
    let mut output = ctx.run_ui(input, |ui| {
        pages.clear();
        for part in &paper.parts {
            pages.extend(Layout::new(ui.ctx()).part(part));
        }
    });
    output.shapes.clear();
    output.drop_without_applying_deltas();
    pages
        .iter()
        .map(|shapes| {
            let mut writer = Writer::new(SIZE.0, SIZE.1, Color32::WHITE);
            for shape in shapes {
                writer.shape(screen, shape);
            }
            writer.finish()
        })
        .collect()
}

/// What a text is on paper.
#[derive(Clone, Copy)]
enum Kind {
    Title,
    Heading,
    Strong,
    Body,
    Small,
}

impl Kind {
    fn font(self) -> FontId {
        let bold = || FontFamily::Name(BOLD.into());
        match self {
            Self::Title => FontId::new(20.0, bold()),
            Self::Heading => FontId::new(14.0, bold()),
            Self::Strong => FontId::new(12.0, bold()),
            Self::Body => FontId::new(12.0, FontFamily::Proportional),
            Self::Small => FontId::new(11.0, FontFamily::Proportional),
        }
    }
}

struct Layout<'a> {
    ctx: &'a egui::Context,
    pages: Vec<Vec<Shape>>,
    /// Where the next block begins on the last page.
    y: f32,
}

impl<'a> Layout<'a> {
    fn new(ctx: &'a egui::Context) -> Self {
        Self {
            ctx,
            pages: vec![Vec::new()],
            y: MARGIN,
        }
    }

    fn part(mut self, part: &PaperPart) -> Vec<Vec<Shape>> {
        self.text(&part.title, Kind::Title, 0.0);
        self.text(&part.subtitle, Kind::Heading, 0.0);
        if let Some(banner) = &part.banner {
            self.banner(banner);
        }
        self.y += 4.0;
        for line in &part.basis {
            self.text(line, Kind::Small, 0.0);
        }
        for section in &part.sections {
            self.section(section);
        }
        self.feet(part);
        self.pages
    }

    fn bottom() -> f32 {
        SIZE.1 - MARGIN - FOOT
    }

    fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.y = MARGIN;
    }

    /// Turns the page unless so much fits on this one; an empty page takes everything.
    fn need(&mut self, height: f32) {
        if self.y + height > Self::bottom() && self.y > MARGIN {
            self.turn();
        }
    }

    fn add(&mut self, shape: impl Into<Shape>) {
        if let Some(page) = self.pages.last_mut() {
            page.push(shape.into());
        }
    }

    fn galley(&self, text: &str, kind: Kind, width: f32, align: Align) -> Arc<Galley> {
        let format = TextFormat::simple(kind.font(), Color32::BLACK);
        let mut job = LayoutJob::single_section(text.to_owned(), format);
        job.wrap.max_width = width;
        job.halign = align;
        self.ctx.fonts_mut(|fonts| fonts.layout_job(job))
    }

    fn put(&mut self, galley: &Arc<Galley>, at: Pos2) {
        // Whole pixels keep rows of one table on one line.
        let at = pos2(at.x.round(), at.y.round());
        self.add(Shape::galley(at, Arc::clone(galley), Color32::BLACK));
    }

    fn text(&mut self, text: &str, kind: Kind, indent: f32) {
        let width = SIZE.0 - 2.0 * MARGIN - indent;
        let galley = self.galley(text, kind, width, Align::LEFT);
        self.need(galley.size().y);
        self.put(&galley, pos2(MARGIN + indent, self.y));
        self.y += galley.size().y + 2.0;
    }

    fn banner(&mut self, text: &str) {
        let width = SIZE.0 - 2.0 * MARGIN;
        let galley = self.galley(text, Kind::Heading, width - 20.0, Align::LEFT);
        let height = galley.size().y + 12.0;
        self.need(height);
        let place = Rect::from_min_size(pos2(MARGIN, self.y + 4.0), vec2(width, height));
        let stroke = Stroke::new(2.0, Color32::BLACK);
        self.add(Shape::rect_stroke(
            place,
            0,
            stroke,
            egui::StrokeKind::Inside,
        ));
        self.put(&galley, place.min + vec2(10.0, 6.0));
        self.y = place.bottom() + 4.0;
    }

    fn section(&mut self, section: &PaperSection) {
        self.y += 8.0;
        // A heading never stands alone at the foot of a page.
        self.need(90.0);
        if !section.heading.is_empty() {
            self.text(&section.heading, Kind::Heading, 0.0);
        }
        for line in &section.lead {
            self.text(line, Kind::Body, 0.0);
        }
        if let Some(table) = &section.table {
            self.table(table);
        }
        for line in &section.lines {
            let before = self.pages.len();
            self.text(line, Kind::Body, 14.0);
            let dot = self.galley("•", Kind::Body, 14.0, Align::LEFT);
            let rows = self.galley(line, Kind::Body, SIZE.0 - 2.0 * MARGIN - 14.0, Align::LEFT);
            let top = self.y - rows.size().y - 2.0;
            let top = if self.pages.len() > before {
                top.max(MARGIN)
            } else {
                top
            };
            self.put(&dot, pos2(MARGIN + 2.0, top));
        }
    }

    fn table(&mut self, table: &PaperTable) {
        self.y += 4.0;
        let widths = self.widths(table);
        self.head(table, &widths);
        for row in &table.rows {
            let kind = if row.mark == RowMark::Strong {
                Kind::Strong
            } else {
                Kind::Body
            };
            let cells = self.cells((table, &widths), &row.cells, kind);
            let height = height_of(&cells);
            if self.y + height > Self::bottom() && self.y > MARGIN {
                self.turn();
                self.head(table, &widths);
            }
            self.row(&cells, (row, height));
        }
        self.y += 4.0;
    }

    fn head(&mut self, table: &PaperTable, widths: &[f32]) {
        let titles: Vec<String> = table
            .columns
            .iter()
            .map(|column| column.title.clone())
            .collect();
        let cells = self.cells((table, widths), &titles, Kind::Strong);
        let height = height_of(&cells);
        self.need(height + 30.0);
        let top = self.y;
        for (galley, x) in &cells {
            self.put(galley, pos2(*x, top + 2.0));
        }
        self.y += height;
        self.rule(1.5);
    }

    fn row(&mut self, cells: &[(Arc<Galley>, f32)], (row, height): (&PaperRow, f32)) {
        let top = self.y;
        for (galley, x) in cells {
            self.put(galley, pos2(*x, top + 2.0));
        }
        if row.mark == RowMark::Unknown {
            let ends = [pos2(MARGIN, top + 2.0), pos2(MARGIN, top + height - 2.0)];
            let stroke = Stroke::new(2.5, Color32::BLACK);
            for dash in Shape::dashed_line(&ends, stroke, 4.0, 3.0) {
                self.add(dash);
            }
        }
        self.y += height;
        self.rule(0.5);
    }

    fn rule(&mut self, thickness: f32) {
        let ends = [pos2(MARGIN, self.y), pos2(SIZE.0 - MARGIN, self.y)];
        self.add(Shape::line_segment(
            ends,
            Stroke::new(thickness, Color32::BLACK),
        ));
    }

    /// Texts of a row, and where each one's own corner stands.
    fn cells(
        &self,
        (table, widths): (&PaperTable, &[f32]),
        texts: &[String],
        kind: Kind,
    ) -> Vec<(Arc<Galley>, f32)> {
        let mut left = MARGIN;
        let mut cells = Vec::with_capacity(texts.len());
        for ((text, width), column) in texts.iter().zip(widths).zip(&table.columns) {
            let inner = (width - 2.0 * PAD).max(1.0);
            let (align, x) = if column.is_figure {
                (Align::RIGHT, left + width - PAD)
            } else {
                (Align::LEFT, left + PAD)
            };
            cells.push((self.galley(text, kind, inner, align), x));
            left += width;
        }
        cells
    }

    /// Widths of the columns: each as wide as its widest text where all fit. Else each has room for its longest word,
    /// and what is left goes to those that ask for more, in proportion.
    fn widths(&self, table: &PaperTable) -> Vec<f32> {
        let all = SIZE.0 - 2.0 * MARGIN;
        let asked: Vec<(f32, f32)> = (0..table.columns.len())
            .map(|n| self.asked(table, n))
            .collect();
        let whole: f32 = asked.iter().map(|(_, whole)| whole).sum();
        if whole <= all {
            // What is left widens every column alike, so that a table always reaches both edges.
            return asked.iter().map(|(_, wide)| wide * all / whole).collect();
        }
        let least: f32 = asked.iter().map(|(word, _)| word).sum();
        if least >= all {
            return asked.iter().map(|(word, _)| word * all / least).collect();
        }
        let share = (all - least) / (whole - least);
        asked
            .iter()
            .map(|(word, wide)| word + (wide - word) * share)
            .collect()
    }

    /// Width of a column's longest word, and of its widest text; a heading may take two rows.
    fn asked(&self, table: &PaperTable, n: usize) -> (f32, f32) {
        let one = |text: &str| {
            let galley = self.galley(text, Kind::Strong, f32::INFINITY, Align::LEFT);
            galley.size().x + 2.0 * PAD + 1.0
        };
        let words = |text: &str| text.split_whitespace().map(one).fold(NARROW, f32::max);
        let title = &table.columns[n].title;
        let cells = || table.rows.iter().filter_map(|row| row.cells.get(n));
        let word = cells().map(|cell| words(cell)).fold(words(title), f32::max);
        let wide = cells()
            .map(|cell| one(cell))
            .fold(one(title) / 2.0, f32::max);
        (word, wide.max(word))
    }

    fn feet(&mut self, part: &PaperPart) {
        let total = self.pages.len();
        let left = part.basis.first().map_or("", String::as_str);
        let left = format!("{}: {}. {left}", part.title, part.subtitle);
        let y = SIZE.1 - MARGIN - 10.0;
        for n in 0..total {
            let page = part
                .page_of
                .replace("{n}", &(n + 1).to_string())
                .replace("{total}", &total.to_string());
            let left = self.galley(&left, Kind::Small, SIZE.0 * 0.75, Align::LEFT);
            let right = self.galley(&page, Kind::Small, 300.0, Align::RIGHT);
            let colour = Color32::BLACK;
            let shapes = [
                Shape::galley(pos2(MARGIN, y), left, colour),
                Shape::galley(pos2(SIZE.0 - MARGIN, y), right, colour),
            ];
            if let Some(page) = self.pages.get_mut(n) {
                page.extend(shapes);
            }
        }
    }
}

fn height_of(cells: &[(Arc<Galley>, f32)]) -> f32 {
    let tallest = cells
        .iter()
        .map(|(galley, _)| galley.size().y)
        .fold(0.0, f32::max);
    (tallest + 5.0).ceil()
}
