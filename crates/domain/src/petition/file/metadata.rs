//! What cameras write into pictures is taken out: where and when a picture was made, and with whose
//! telephone. Someone who sends a photograph of a wall does not mean to tell where they live. How the
//! picture has to be turned stays, else it lies on its side.

use crate::event::FileKind;

/// The tag of the turning, in the notes of a camera (TIFF 6.0).
const ORIENTATION: u16 = 0x0112;
/// How a segment with a profile of colours begins (ICC.1).
const COLOURS: &[u8] = b"ICC_PROFILE\0";
const EXIF: &[u8] = b"Exif\0\0";
/// Chunks of a PNG that hold words, times or notes of a camera.
const PNG_NOTES: [&[u8]; 5] = [b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"];
const PNG_HEAD_BYTES: usize = 8;

/// The same picture without the notes of the camera; anything that is no picture stays as it is.
/// `bytes` were found to be of that kind by [`super::file_kind`].
pub fn without_metadata(kind: FileKind, bytes: Vec<u8>) -> Vec<u8> {
    match kind {
        FileKind::Jpeg => jpeg(&bytes),
        FileKind::Png => png(&bytes),
        _ => bytes,
    }
}

/// Keeps what makes the picture, up to its end: no notes of the application, no comments, and nothing
/// that cameras put behind it (ITU-T T.81, annex B). The first application segment says how pixels are
/// read, the second may hold the colours, the fourteenth how colours are coded.
fn jpeg(bytes: &[u8]) -> Vec<u8> {
    let mut rest = bytes.get(2..).unwrap_or_default();
    let mut turned = None;
    let mut kept = Vec::with_capacity(bytes.len());
    while let [0xff, marker, tail @ ..] = rest {
        match *marker {
            0xff => rest = &rest[1..],
            0xd9 => {
                kept.extend_from_slice(&rest[..2]);
                break;
            }
            0x01 | 0xd0..=0xd7 => rest = tail,
            marker => {
                let Some(content) = segment(tail) else {
                    break;
                };
                let mut end = 4 + content.len();
                if marker == 0xda {
                    end += pixels(&rest[end..]);
                }
                if marker == 0xe1 {
                    turned = turned.or_else(|| orientation(content));
                }
                if !is_note(marker, content) {
                    kept.extend_from_slice(&rest[..end]);
                }
                rest = &rest[end..];
            }
        }
    }
    let head = bytes.get(..2).unwrap_or_default();
    let turned = turned.filter(|turned| (2..=8).contains(turned));
    [head, &turned.map(turning).unwrap_or_default(), &kept].concat()
}

/// The content of a segment, whose length comes first and counts itself.
fn segment(bytes: &[u8]) -> Option<&[u8]> {
    let length = u16::from_be_bytes([*bytes.first()?, *bytes.get(1)?]);
    bytes.get(2..usize::from(length))
}

fn is_note(marker: u8, content: &[u8]) -> bool {
    match marker {
        0xe2 => !content.starts_with(COLOURS),
        0xe1 | 0xe3..=0xed | 0xef | 0xfe => true,
        _ => false,
    }
}

/// How many bytes of pixels come before the next marker: within them 0xff is followed by 0 or by the
/// mark of a restart.
fn pixels(bytes: &[u8]) -> usize {
    let next = bytes
        .windows(2)
        .position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff));
    next.unwrap_or(bytes.len())
}

/// How the picture has to be turned, from the notes of the camera.
fn orientation(notes: &[u8]) -> Option<u16> {
    let tiff = notes.strip_prefix(EXIF)?;
    let little = tiff.starts_with(b"II");
    let two = |at: usize| {
        let pair = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little {
            u16::from_le_bytes(pair)
        } else {
            u16::from_be_bytes(pair)
        })
    };
    let first = tiff.get(4..8)?.try_into().ok()?;
    let first = if little {
        u32::from_le_bytes(first)
    } else {
        u32::from_be_bytes(first)
    };
    let directory = usize::try_from(first).ok()?;
    let entries = usize::from(two(directory)?);
    (0..entries)
        .filter_map(|nth| directory.checked_add(2 + 12 * nth))
        .find(|entry| two(*entry) == Some(ORIENTATION))
        .and_then(|entry| two(entry + 8))
}

/// A segment that says how to turn the picture, and nothing else.
fn turning(turned: u16) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01".to_vec();
    for pair in [ORIENTATION, 3, 0, 1, turned, 0, 0, 0] {
        tiff.extend_from_slice(&pair.to_be_bytes());
    }
    let length = (2 + EXIF.len() + tiff.len()) as u16;
    [
        &[0xff, 0xe1][..],
        &length.to_be_bytes(),
        EXIF,
        tiff.as_slice(),
    ]
    .concat()
}

/// Keeps every chunk but those of words, times and cameras (ISO/IEC 15948).
fn png(bytes: &[u8]) -> Vec<u8> {
    let mut kept = bytes.get(..PNG_HEAD_BYTES).unwrap_or_default().to_vec();
    let mut rest = bytes.get(PNG_HEAD_BYTES..).unwrap_or_default();
    while let Some((length, tail)) = rest.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        // Length, type, content, checksum.
        let Some(end) = length.checked_add(12).filter(|end| *end <= rest.len()) else {
            break;
        };
        if !PNG_NOTES.contains(&tail.get(..4).unwrap_or_default()) {
            kept.extend_from_slice(&rest[..end]);
        }
        rest = &rest[end..];
    }
    kept
}
