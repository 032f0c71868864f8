//! Reads a PDF back: where each glyph and each line stands, and in which font. It knows nothing of how
//! the file was made.

use hayro_cmap::BfString;
use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache,
    InterpreterSettings, Paint, PathDrawMode, SoftMask, interpret_page,
};
use kurbo::{Affine, BezPath, Point, Rect, Shape};

const MM_PER_POINT: f64 = 25.4 / 72.0;

/// A glyph: its text and its origin in millimetres from the top left corner of the page.
#[derive(Clone, Debug)]
pub struct Ink {
    pub text: String,
    pub x: f64,
    pub y: f64,
    /// Height of the em square, in millimetres.
    pub size: f64,
    pub font: String,
}

/// A drawn shape: its box in millimetres.
#[derive(Clone, Copy, Debug)]
pub struct Drawn {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
    /// The width of a stroke, in millimetres.
    pub stroke: Option<f64>,
}

#[derive(Default)]
pub struct Page {
    pub width: f64,
    pub height: f64,
    pub glyphs: Vec<Ink>,
    pub shapes: Vec<Drawn>,
    /// Pictures, each with its box.
    pub images: Vec<Drawn>,
}

/// Reads every page of a PDF.
pub fn read(bytes: &[u8]) -> Vec<Page> {
    let pdf = Pdf::new(bytes.to_vec()).expect("a PDF");
    let cache = InterpreterCache::new();
    let pages = pdf.pages().iter().map(|page| {
        let (width, height) = page.render_dimensions();
        let mut read = Page {
            width: f64::from(width) * MM_PER_POINT,
            height: f64::from(height) * MM_PER_POINT,
            ..Page::default()
        };
        let upright = Affine::new([1.0, 0.0, 0.0, -1.0, 0.0, f64::from(height)]);
        let whole = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let settings = InterpreterSettings::default();
        let mut context = Context::new(upright, whole, &cache, pdf.xref(), settings);
        interpret_page(page, &mut context, &mut read);
        read
    });
    pages.collect()
}

impl Page {
    /// Its lines of text from top to bottom, each from left to right: what stands on one base line.
    pub fn lines(&self) -> Vec<Vec<&Ink>> {
        let mut glyphs: Vec<&Ink> = self.glyphs.iter().collect();
        glyphs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
        let mut lines: Vec<Vec<&Ink>> = Vec::new();
        for glyph in glyphs {
            match lines.last_mut() {
                Some(line) if (line[0].y - glyph.y).abs() < 0.2 => line.push(glyph),
                _ => lines.push(vec![glyph]),
            }
        }
        for line in &mut lines {
            line.sort_by(|a, b| a.x.total_cmp(&b.x));
        }
        lines
    }

    /// The text in reading order, without anything between lines.
    pub fn text(&self) -> String {
        let lines = self.lines().into_iter().flatten();
        lines.map(|ink| ink.text.as_str()).collect()
    }
}

impl<'a> Device<'a> for Page {
    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        let Glyph::Outline(outline) = glyph else {
            return;
        };
        let whole = transform * glyph_transform;
        let at = whole * Point::ORIGIN;
        // An outline's em square is 1000 units high.
        let top = whole * Point::new(0.0, 1000.0);
        let text = match glyph.as_unicode() {
            Some(BfString::Char(ch)) => ch.to_string(),
            Some(BfString::String(text)) => text,
            None => "\u{FFFD}".to_owned(),
        };
        let font = outline.font_data().and_then(|data| data.postscript_name);
        self.glyphs.push(Ink {
            text,
            x: at.x * MM_PER_POINT,
            y: at.y * MM_PER_POINT,
            size: (at.y - top.y).abs() * MM_PER_POINT,
            font: font.unwrap_or_default(),
        });
    }

    fn draw_path(&mut self, path: &BezPath, transform: Affine, _: &Paint<'a>, mode: &PathDrawMode) {
        let whole = (transform * path.clone()).bounding_box();
        let scale = transform.determinant().abs().sqrt();
        let stroke = match mode {
            PathDrawMode::Stroke(stroke) => Some(f64::from(stroke.line_width) * scale),
            PathDrawMode::Fill(_) => None,
        };
        self.shapes.push(Drawn {
            left: whole.x0 * MM_PER_POINT,
            right: whole.x1 * MM_PER_POINT,
            top: whole.y0 * MM_PER_POINT,
            bottom: whole.y1 * MM_PER_POINT,
            stroke: stroke.map(|width| width * MM_PER_POINT),
        });
    }

    fn draw_image(&mut self, image: Image<'a, '_>, transform: Affine) {
        let pixels = Rect::new(
            0.0,
            0.0,
            f64::from(image.width()),
            f64::from(image.height()),
        );
        let whole = transform.transform_rect_bbox(pixels);
        self.images.push(Drawn {
            left: whole.x0 * MM_PER_POINT,
            right: whole.x1 * MM_PER_POINT,
            top: whole.y0 * MM_PER_POINT,
            bottom: whole.y1 * MM_PER_POINT,
            stroke: None,
        });
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
