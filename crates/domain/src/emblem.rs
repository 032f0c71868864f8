//! The emblem of an authority 标志: a small picture beside its name on every page and print. What it may be is told
//! by its content; a drawing (SVG) is none, because it can carry programs and reach out to other sites.

use crate::event::FileKind;
use crate::language::Language;
use crate::petition::{FieldProblem, file_kind};

/// The largest emblem: 8 KiB. Every page shows it, and the first view of the portal stays within 60 KiB with it.
pub const EMBLEM_BYTES_MAX: usize = 8 * 1_024;
/// The least pixels of a side: fewer are coarse on paper.
pub const EMBLEM_PIXELS_MIN: u32 = 64;
/// The most pixels of a side.
pub const EMBLEM_PIXELS_MAX: u32 = 1_024;
/// How many times as long as the other one side may be.
const LONGER_TIMES_MAX: u32 = 2;

/// Why something is no emblem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmblemFault {
    /// Its content is neither PNG nor JPEG, whatever its name says.
    OtherKind,
    /// More than [`EMBLEM_BYTES_MAX`].
    TooLarge,
    /// A side of fewer or more pixels than are taken, or one much longer than the other.
    Pixels,
}

impl EmblemFault {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OtherKind => "emblem_other_kind",
            Self::TooLarge => "emblem_too_large",
            Self::Pixels => "emblem_pixels",
        }
    }

    /// What is wrong and what to do.
    pub fn message(self, language: Language) -> String {
        match self {
            Self::OtherKind => language
                .pick(
                    "标志要是PNG或JPEG图片，SVG不收，改名没有用，请另存为PNG",
                    "The emblem is a PNG or JPEG picture, no SVG; renaming does not help, save it as PNG",
                )
                .to_owned(),
            Self::TooLarge => language
                .pick(
                    "标志最大8 KiB（每一页都带着它）。请存成边长128像素左右的PNG或JPEG，颜色少一些",
                    "The emblem has at most 8 KiB, because every page carries it; save it as PNG or JPEG with about 128 pixels a side and fewer colours",
                )
                .to_owned(),
            Self::Pixels => language.pick(
                format!("边长要在{EMBLEM_PIXELS_MIN}到{EMBLEM_PIXELS_MAX}像素之间，长边不超过短边的{LONGER_TIMES_MAX}倍，请调整"),
                format!("A side has {EMBLEM_PIXELS_MIN} to {EMBLEM_PIXELS_MAX} pixels, and none is more than {LONGER_TIMES_MAX} times the other; make it fit"),
            ),
        }
    }
}

/// Looks at a picture by its content, and tells what it is.
///
/// # Errors
/// [`FieldProblem::EmptyFile`] or [`FieldProblem::NotAnEmblem`].
pub fn check_emblem(bytes: &[u8]) -> Result<FileKind, FieldProblem> {
    let fault = |fault| Err(FieldProblem::NotAnEmblem(fault));
    if bytes.is_empty() {
        return Err(FieldProblem::EmptyFile);
    }
    if bytes.len() > EMBLEM_BYTES_MAX {
        return fault(EmblemFault::TooLarge);
    }
    let (kind, sides) = match file_kind(bytes) {
        Ok(FileKind::Png) => (FileKind::Png, png_sides(bytes)),
        Ok(FileKind::Jpeg) => (FileKind::Jpeg, jpeg_sides(bytes)),
        _ => return fault(EmblemFault::OtherKind),
    };
    let Some((width, height)) = sides else {
        return fault(EmblemFault::OtherKind);
    };
    let (short, long) = (width.min(height), width.max(height));
    let fits = short >= EMBLEM_PIXELS_MIN && long <= EMBLEM_PIXELS_MAX;
    if !fits || long > short * LONGER_TIMES_MAX {
        return fault(EmblemFault::Pixels);
    }
    Ok(kind)
}

/// The sides in pixels, from the head of a PNG (PNG 11.2.2).
fn png_sides(bytes: &[u8]) -> Option<(u32, u32)> {
    let side = |from: usize| {
        let digits = bytes.get(from..)?.first_chunk::<4>()?;
        Some(u32::from_be_bytes(*digits))
    };
    Some((side(16)?, side(20)?))
}

/// The sides in pixels, from the frame of a JPEG (ITU-T T.81, B.2.2).
fn jpeg_sides(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut rest = bytes.get(2..)?;
    loop {
        let [0xff, marker, tail @ ..] = rest else {
            return None;
        };
        match *marker {
            0xff => rest = rest.get(1..)?,
            0x01 | 0xd0..=0xd8 => rest = tail,
            // Each kind of frame but the tables that share its numbers.
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                let [_, _, _, h1, h2, w1, w2, ..] = *tail else {
                    return None;
                };
                let side = |high: u8, low: u8| u32::from(u16::from_be_bytes([high, low]));
                return Some((side(w1, w2), side(h1, h2)));
            }
            _ => {
                let length = u16::from_be_bytes(*tail.first_chunk::<2>()?);
                rest = tail.get(usize::from(length)..)?;
            }
        }
    }
}
