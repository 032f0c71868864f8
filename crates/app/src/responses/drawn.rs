//! What the representatives drew on the screen, as a file: the picture alone, as PNG, which is kept where the scan of a
//! signed paper is (see [`Drawing`]).

use crate::error::AppError;
use crate::files::FileDraft;
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use huiyin_domain::event::FilePurpose;
use huiyin_domain::petition::FieldProblem;
use huiyin_domain::response::{Drawing, DrawingFault, Picture, REPRESENTATIVES_MAX};
use std::io::Write;

/// The field of form and interface that a drawing comes in.
const FIELD: &str = "signature";
/// What the picture is called; it names nobody.
const NAME: &str = "signature.png";
/// What a PNG begins with (RFC 2083).
const PNG: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
/// One bit a pixel, grey, and the only ways to compress, filter and order that there are (RFC 2083, section 4.1.1).
const ONE_BIT_GREY: [u8; 5] = [1, 0, 0, 0, 0];
/// A row of a PNG that is stored as it is.
const NO_FILTER: u8 = 0;

/// The picture of what was drawn, one drawing for each who signed.
///
/// # Errors
/// [`Refusal::Fields`](crate::Refusal::Fields).
pub(super) fn picture(drawn: &[String]) -> Result<FileDraft, AppError> {
    if drawn.len() > REPRESENTATIVES_MAX {
        return Err(too_many(REPRESENTATIVES_MAX));
    }
    let wrong = |fault| AppError::field(FIELD, FieldProblem::NotASignature(fault));
    if drawn.is_empty() {
        return Err(wrong(DrawingFault::TooLittle));
    }
    let drawings = drawn.iter().map(|text| Drawing::parse(text));
    let drawings = drawings.collect::<Result<Vec<_>, _>>().map_err(wrong)?;
    let bytes = png(&Picture::of(&drawings));
    Ok(FileDraft {
        field: FIELD.to_owned(),
        name: NAME.to_owned(),
        purpose: FilePurpose::SignedPaper,
        bytes: bytes.map_err(|error| AppError::Unreadable(error.to_string()))?,
    })
}

/// No more people sign than speak for the group; where nobody was noted as such, one does.
///
/// # Errors
/// [`Refusal::Fields`](crate::Refusal::Fields).
pub(super) fn check_count(drawings: Option<usize>, representatives: usize) -> Result<(), AppError> {
    let most = representatives.max(1);
    match drawings {
        Some(count) if count > most => Err(too_many(most)),
        _ => Ok(()),
    }
}

fn too_many(entries_max: usize) -> AppError {
    AppError::field(FIELD, FieldProblem::TooMany { entries_max })
}

fn png(picture: &Picture) -> Result<Vec<u8>, std::io::Error> {
    let (width, height) = picture.size();
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    for row in picture.rows() {
        packed.write_all(&[NO_FILTER])?;
        packed.write_all(row)?;
    }
    let head = [
        &width.to_be_bytes()[..],
        &height.to_be_bytes(),
        &ONE_BIT_GREY,
    ]
    .concat();
    let mut file = PNG.to_vec();
    for (kind, content) in [
        (b"IHDR", head),
        (b"IDAT", packed.finish()?),
        (b"IEND", Vec::new()),
    ] {
        let mut sum = Crc::new();
        sum.update(kind);
        sum.update(&content);
        let length = u32::try_from(content.len()).map_err(std::io::Error::other)?;
        file.extend_from_slice(&length.to_be_bytes());
        file.extend_from_slice(kind);
        file.extend_from_slice(&content);
        file.extend_from_slice(&sum.sum().to_be_bytes());
    }
    Ok(file)
}
