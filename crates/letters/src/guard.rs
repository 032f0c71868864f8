//! Looks at a document as it was set, before it goes out: a box instead of a character, or a line
//! that leaves the type area, is found here, because the typesetter says nothing of either.

use crate::error::LetterError;
use crate::sheet::Area;
use std::collections::BTreeSet;
use typst::layout::{Abs, Frame, FrameItem, Transform};
use typst::text::TextItem;
use typst_layout::PagedDocument;

/// How far a glyph's box may stand out of the type area, in millimetres: rounding, and the empty half
/// of an opening mark that a line begins with.
const TOLERANCE_MM: f64 = 0.3;

/// Checks every glyph of every page.
///
/// # Errors
/// [`LetterError::MissingGlyph`] and [`LetterError::Overflow`].
pub(crate) fn check(document: &PagedDocument, area: Area) -> Result<BTreeSet<String>, LetterError> {
    let mut families = BTreeSet::new();
    for (nth, page) in document.pages().iter().enumerate() {
        let look = Look {
            page: nth + 1,
            right_max: page.frame.width().to_mm() - area.right_mm + TOLERANCE_MM,
            bottom_max: page.frame.height().to_mm() - area.bottom_mm + TOLERANCE_MM,
        };
        look.frame(&page.frame, Transform::identity(), &mut families)?;
    }
    Ok(families)
}

struct Look {
    page: usize,
    right_max: f64,
    bottom_max: f64,
}

impl Look {
    fn frame(
        &self,
        frame: &Frame,
        outer: Transform,
        families: &mut BTreeSet<String>,
    ) -> Result<(), LetterError> {
        for (at, item) in frame.items() {
            let here = outer.pre_concat(Transform::translate(at.x, at.y));
            match item {
                FrameItem::Group(group) => {
                    self.frame(&group.frame, here.pre_concat(group.transform), families)?;
                }
                FrameItem::Text(text) => self.text(text, here, families)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn text(
        &self,
        text: &TextItem,
        here: Transform,
        families: &mut BTreeSet<String>,
    ) -> Result<(), LetterError> {
        families.insert(text.font.info().family.clone());
        if let Some(ch) = missing(text) {
            return Err(LetterError::MissingGlyph {
                ch,
                code: ch as u32,
                page: self.page,
                packages: packages_for(ch).to_owned(),
            });
        }
        // What is turned is the drill's watermark, which stands across the page.
        let is_upright = here.kx.get() == 0.0 && here.ky.get() == 0.0;
        let right = (here.tx + ink_width(text)).to_mm();
        if is_upright && (right > self.right_max || here.ty.to_mm() > self.bottom_max) {
            return Err(LetterError::Overflow { page: self.page });
        }
        Ok(())
    }
}

/// The first character that the font has no glyph for.
fn missing(text: &TextItem) -> Option<char> {
    let glyph = text.glyphs.iter().find(|glyph| glyph.id == 0)?;
    text.text.get(glyph.range())?.chars().next()
}

/// The width without what justification added after the last glyph.
fn ink_width(text: &TextItem) -> Abs {
    let Some((last, before)) = text.glyphs.split_last() else {
        return Abs::zero();
    };
    let before: Abs = before
        .iter()
        .map(|glyph| glyph.x_advance.at(text.size))
        .sum();
    let natural = text.font.x_advance(last.id).unwrap_or(last.x_advance);
    let last = if natural < last.x_advance {
        natural
    } else {
        last.x_advance
    };
    before + last.at(text.size)
}

/// What to install for a character.
const fn packages_for(ch: char) -> &'static str {
    match ch as u32 {
        0x2E80..=0x9FFF | 0xF900..=0xFAFF => "fonts-noto-cjk",
        0x2_0000..=0x3_FFFF => "fonts-babelstone-han",
        _ => "fonts-noto-cjk, fonts-babelstone-han",
    }
}
