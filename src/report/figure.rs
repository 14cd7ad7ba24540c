//! Pictures: SVG in, PNG or PDF out, with our own fonts only, so that a figure is the same on every machine.

use std::fmt;
use std::sync::{Arc, LazyLock};

use krilla::geom::Size;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt as _, SvgSettings};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use crate::draw::theme::{SANS, SANS_BOLD, SANS_MATH};

/// Most pixels that one picture may have: 8 times a 4K screen.
const MOST_PIXELS: u64 = 8 * 3840 * 2160;

/// Why a picture could not be made.
#[derive(Clone, Debug, PartialEq)]
pub enum ReportError {
    /// The SVG cannot be read.
    Svg(String),
    /// The picture would be empty or too large, pixels.
    Size(u32, u32),
    /// The PDF or PNG cannot be written.
    Write(String),
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Svg(reason) => write!(f, "the figure cannot be read as SVG: {reason}"),
            Self::Size(width, height) => write!(
                f,
                "a picture of {width} × {height} pixels cannot be made; at most {MOST_PIXELS} pixels in all"
            ),
            Self::Write(reason) => write!(f, "the figure cannot be written: {reason}"),
        }
    }
}

impl std::error::Error for ReportError {}

fn read(svg: &str) -> Result<Tree, ReportError> {
    static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
        let mut fonts = fontdb::Database::new();
        for face in [SANS, SANS_BOLD, SANS_MATH] {
            fonts.load_font_data(face.to_vec());
        }
        fonts.set_sans_serif_family("Noto Sans");
        Arc::new(fonts)
    });
    let options = Options {
        font_family: "Noto Sans".to_owned(),
        fontdb: Arc::clone(&FONTS),
        ..Options::default()
    };
    Tree::from_str(svg, &options).map_err(|error| ReportError::Svg(error.to_string()))
}

/// SVG to PNG, `scale` pixels per SVG unit.
///
/// # Errors
/// The SVG is not well formed, or the picture has no or too many pixels.
pub fn png(svg: &str, scale: f32) -> Result<Vec<u8>, ReportError> {
    pixmap(svg, scale)?
        .encode_png()
        .map_err(|error| ReportError::Write(error.to_string()))
}

/// A picture as the clipboard takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Red, green, blue and alpha of each pixel, row by row from the top; alpha is not multiplied in.
    pub rgba: Vec<u8>,
}

/// SVG to pixels, `scale` pixels per SVG unit.
///
/// # Errors
/// As for [`png`].
pub fn pixels(svg: &str, scale: f32) -> Result<Pixels, ReportError> {
    let pixmap = pixmap(svg, scale)?;
    let rgba = pixmap.pixels().iter().flat_map(|pixel| {
        let colour = pixel.demultiply();
        [colour.red(), colour.green(), colour.blue(), colour.alpha()]
    });
    Ok(Pixels {
        width: pixmap.width() as usize,
        height: pixmap.height() as usize,
        rgba: rgba.collect(),
    })
}

fn pixmap(svg: &str, scale: f32) -> Result<Pixmap, ReportError> {
    let tree = read(svg)?;
    let [width, height] = [tree.size().width(), tree.size().height()].map(|side| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "`as` saturates; what is too large is refused below"
        )]
        let pixels = (side * scale).round() as u32;
        pixels
    });
    let too_large = u64::from(width) * u64::from(height) > MOST_PIXELS;
    let pixmap = if too_large {
        None
    } else {
        Pixmap::new(width, height)
    };
    let mut pixmap = pixmap.ok_or(ReportError::Size(width, height))?;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixmap.as_mut(),
    );
    Ok(pixmap)
}

/// SVG to a one-page PDF of the same size (one SVG unit is 1/96 inch); text stays text.
///
/// # Errors
/// The SVG is not well formed, or the page cannot be written.
pub fn pdf(svg: &str) -> Result<Vec<u8>, ReportError> {
    pdf_of_pages(&[svg])
}

/// Several SVGs to a PDF, a page each.
pub(super) fn pdf_of_pages(pages: &[impl AsRef<str>]) -> Result<Vec<u8>, ReportError> {
    let mut document = krilla::Document::new();
    for svg in pages {
        add_page(&mut document, svg.as_ref())?;
    }
    document
        .finish()
        .map_err(|error| ReportError::Write(format!("{error:?}")))
}

fn add_page(document: &mut krilla::Document, svg: &str) -> Result<(), ReportError> {
    let tree = read(svg)?;
    let refuse = || ReportError::Write("the page has no size".to_owned());
    let points = 72.0 / 96.0;
    let size = Size::from_wh(tree.size().width() * points, tree.size().height() * points)
        .ok_or_else(refuse)?;
    let mut page = document.start_page_with(PageSettings::new(size));
    let mut surface = page.surface();
    surface
        .draw_svg(&tree, size, SvgSettings::default())
        .ok_or_else(refuse)?;
    surface.finish();
    page.finish();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIGURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"40\">\
        <rect width=\"200\" height=\"40\" fill=\"#ffffff\"/>\
        <text x=\"4\" y=\"20\" font-size=\"12\" fill=\"#000000\">Stage −1.20 m³/s</text></svg>";

    #[test]
    fn a_png_has_the_size_that_was_asked_for() {
        let bytes = png(FIGURE, 2.0).expect("a picture");
        assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
        assert_eq!(bytes[16..24], [0, 0, 1, 144, 0, 0, 0, 80]);
    }

    #[test]
    fn a_pdf_is_a_pdf_and_the_same_each_time() {
        let bytes = pdf(FIGURE).expect("a page");
        assert!(bytes.starts_with(b"%PDF-"));
        assert_eq!(bytes, pdf(FIGURE).expect("a page"));
    }

    #[test]
    fn what_cannot_be_drawn_is_refused_with_a_reason() {
        assert!(matches!(png("<svg", 1.0), Err(ReportError::Svg(_))));
        assert!(matches!(png(FIGURE, 1e6), Err(ReportError::Size(..))));
        assert!(matches!(png(FIGURE, 0.0), Err(ReportError::Size(..))));
    }
}
