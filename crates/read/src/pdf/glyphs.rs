//! The letters of each page and where they stand.

use std::panic::resume_unwind;

use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask,
    font::{Glyph as Drawn, GlyphRun},
    hayro_cmap::BfString,
    hayro_syntax::{DecryptionError, LoadPdfError, Pdf},
    interpret_page,
    kurbo::{Affine, BezPath, Point, Rect},
};

use super::Nothing;

/// Pages that are read.
const PAGES: usize = 5_000;
/// Things that a document may draw: letters, lines, clips.
const DRAWN: u64 = if cfg!(test) { 500_000 } else { 20_000_000 };

/// Letters at a place. Measured in points from the top left corner of the page.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    /// The line that it stands on.
    pub(super) base: f64,
    pub(super) size: f64,
}

/// That a document draws more than is read. Travels as a panic, as drawing cannot be stopped otherwise.
pub(super) struct TooMuch;

/// The letters of each page, in the order in which they are drawn.
pub(super) fn pages(bytes: Vec<u8>) -> Result<Vec<Vec<Glyph>>, Nothing> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Nothing::Locked,
        _ => Nothing::Broken,
    })?;
    let found = pdf.pages();
    if found.is_empty() {
        return Err(Nothing::Broken);
    }
    if found.len() > PAGES {
        return Err(Nothing::TooMuch);
    }
    let cache = InterpreterCache::new();
    let mut pages = Vec::new();
    let (mut drawn, mut known, mut unknown) = (0, 0, 0);
    for page in found.iter() {
        let mut context = Context::new(
            Affine::IDENTITY,
            Rect::new(0.0, 0.0, 1.0, 1.0),
            &cache,
            pdf.xref(),
            InterpreterSettings::default(),
        );
        // Turned as it is shown, with the first line at the top.
        let turned = page.initial_transform(true);
        let mut letters = Letters {
            upright: Affine::new(turned.as_coeffs()),
            found: Vec::new(),
            drawn,
            known: 0,
            unknown: 0,
        };
        interpret_page(page, &mut context, &mut letters);
        drawn = letters.drawn;
        known += letters.known;
        unknown += letters.unknown;
        pages.push(letters.found);
    }
    if unknown * 5 > known + unknown {
        return Err(Nothing::Unknown);
    }
    Ok(pages)
}

/// Collects letters.
struct Letters {
    upright: Affine,
    found: Vec<Glyph>,
    drawn: u64,
    known: u64,
    unknown: u64,
}

impl Letters {
    fn count(&mut self) {
        self.drawn += 1;
        if self.drawn > DRAWN {
            resume_unwind(Box::new(TooMuch));
        }
    }
}

impl Device<'_> for Letters {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {
        self.count();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.count();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {
        self.count();
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {
        self.count();
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        for glyph in run.glyphs() {
            self.count();
            let place = self.upright * props.transform * glyph.transform();
            let [a, b, c, d, _, _] = place.as_coeffs();
            // Text that runs up the margin or across the page belongs to neither.
            if b.abs() > 0.1 * a.abs() || c.abs() > 0.5 * d.abs() || a <= 0.0 {
                continue;
            }
            let text = match glyph.as_unicode() {
                Some(BfString::Char(letter)) => plain(letter),
                Some(BfString::String(letters)) => letters.chars().map(plain).collect(),
                None => String::new(),
            };
            if text.is_empty() || text.contains('\u{FFFD}') {
                self.unknown += 1;
                continue;
            }
            self.known += 1;
            let advance = match &**glyph {
                Drawn::Outline(outline) => outline.advance_width(),
                Drawn::Type3(type3) => type3.advance_width(),
            };
            let Point { x, y } = place * Point::ZERO;
            let size = 1000.0 * d.abs();
            // Letters at no place or of no size cannot be put in order.
            if ![x, y, size].iter().all(|n| n.is_finite() && n.abs() < 1e6) || size < 0.5 {
                continue;
            }
            let width = f64::from(advance.filter(|w| w.is_finite() && *w > 0.0).unwrap_or(500.0)) * a;
            self.found.push(Glyph { text, left: x, right: x + width.min(4.0 * size), base: y, size });
        }
    }
}

/// Letters that are joined for print, taken apart; other white space as a space, control characters as nothing.
fn plain(letter: char) -> String {
    match letter {
        'ﬀ' => "ff".into(),
        'ﬁ' => "fi".into(),
        'ﬂ' => "fl".into(),
        'ﬃ' => "ffi".into(),
        'ﬄ' => "ffl".into(),
        'ﬅ' | 'ﬆ' => "st".into(),
        c if c.is_whitespace() => " ".into(),
        c if c.is_control() => String::new(),
        c => c.to_string(),
    }
}
