//! Sealed files: what may be one is found out by its content, never by its name (issue 4, section 3).

use super::FieldProblem;
use crate::event::{FileKind, FilePurpose};
use crate::language::Bilingual;

/// The largest file: 20 MiB.
pub const FILE_BYTES_MAX: usize = 20 * 1_048_576;
/// The most files of one petition.
pub const FILES_MAX: usize = 200;
/// The longest name that is kept.
pub const FILE_NAME_CHARACTERS_MAX: usize = 120;

const PDF_HEAD: &[u8] = b"%PDF-";
const PDF_END: &[u8] = b"%%EOF";
/// A PDF ends within this many bytes after its mark; programs put blanks or a signature there.
const PDF_END_WITHIN: usize = 1_024;
const PNG_HEAD: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG_HEAD: &[u8] = b"\xff\xd8\xff";

/// What a file is, if it is one that is taken.
///
/// # Errors
/// What is wrong with it, as a form says it.
pub fn file_kind(bytes: &[u8]) -> Result<FileKind, FieldProblem> {
    if bytes.is_empty() {
        return Err(FieldProblem::EmptyFile);
    }
    if bytes.len() > FILE_BYTES_MAX {
        return Err(FieldProblem::FileTooLarge);
    }
    if is_pdf(bytes) {
        Ok(FileKind::Pdf)
    } else if is_png(bytes) {
        Ok(FileKind::Png)
    } else if is_jpeg(bytes) {
        Ok(FileKind::Jpeg)
    } else {
        Err(FieldProblem::OtherFile)
    }
}

impl FileKind {
    /// The media type under which it is given out.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }

    /// How its name ends; the first is put where none stands.
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &[".pdf"],
            Self::Png => &[".png"],
            Self::Jpeg => &[".jpg", ".jpeg"],
        }
    }
}

impl FilePurpose {
    /// Every purpose.
    pub const ALL: &'static [Self] = &[
        Self::Letter,
        Self::Evidence,
        Self::SignedPaper,
        Self::ProofOfService,
        Self::Document,
    ];

    /// Its word, as interfaces say it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Evidence => "evidence",
            Self::SignedPaper => "signed-paper",
            Self::ProofOfService => "proof-of-service",
            Self::Document => "document",
        }
    }

    /// The purpose of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.word() == word)
    }

    /// What a file is called that is for this; lists show it in the place of a name, because the name
    /// of a scan is often that of a person.
    pub fn title(self) -> Bilingual {
        match self {
            Self::Letter => Bilingual::new("来信扫描件", "Scan of the letter"),
            Self::Evidence => Bilingual::new("信访人的材料", "Brought by the petitioner"),
            Self::SignedPaper => Bilingual::new("信访人签名的书面材料", "Signed by the petitioner"),
            Self::ProofOfService => {
                Bilingual::new("送达回证或其他日期凭证", "Proof of service or of a date")
            }
            Self::Document => Bilingual::new("给信访人的文书", "Document for the petitioner"),
        }
    }

    /// Whether the petitioner gets it on the tracking page; everything else stays with whoever works
    /// on the petition.
    pub const fn is_for_the_petitioner(self) -> bool {
        matches!(self, Self::Document)
    }
}

/// A name that is safe to show and to save under: no folder, nothing invisible, and an ending that
/// says what the file is.
pub fn file_name(given: &str, kind: FileKind) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown = last.chars().filter(|one| !is_invisible(*one));
    let name: String = shown.take(FILE_NAME_CHARACTERS_MAX).collect();
    let name = name.trim().trim_start_matches('.');
    let name = if name.is_empty() { "file" } else { name };
    let lower = name.to_lowercase();
    if kind.endings().iter().any(|ending| lower.ends_with(ending)) {
        return name.to_owned();
    }
    let ending = kind.endings().first().copied().unwrap_or_default();
    format!("{name}{ending}")
}

/// Control characters, and those that turn the direction of writing: with them `fdp.exe` reads as
/// `exe.pdf`.
fn is_invisible(one: char) -> bool {
    one.is_control()
        || matches!(one, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn is_pdf(bytes: &[u8]) -> bool {
    let end = &bytes[bytes.len().saturating_sub(PDF_END_WITHIN)..];
    bytes.strip_prefix(PDF_HEAD).is_some_and(|rest| {
        matches!(rest, [b'1' | b'2', b'.', b'0'..=b'9', ..])
            && end.windows(PDF_END.len()).any(|part| part == PDF_END)
    })
}

/// Begins with its head, and its chunks follow each other up to the last one and not beyond.
fn is_png(bytes: &[u8]) -> bool {
    let Some(mut rest) = bytes.strip_prefix(PNG_HEAD) else {
        return false;
    };
    let mut first = true;
    while let Some((length, tail)) = rest.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        // Type, content, checksum.
        let (Some(kind), Some(next)) = (tail.get(..4), tail.get(length.saturating_add(8)..)) else {
            return false;
        };
        if first && (kind != b"IHDR" || length != 13 || !has_extent(tail)) {
            return false;
        }
        if kind == b"IEND" {
            return length == 0 && next.is_empty();
        }
        (first, rest) = (false, next);
    }
    false
}

/// Neither width nor height is nothing.
fn has_extent(header: &[u8]) -> bool {
    let side = |from: usize| {
        header
            .get(from..from + 4)
            .is_some_and(|side| side != [0; 4])
    };
    side(4) && side(8)
}

/// Its segments follow each other up to the picture, which has a size and an end. What cameras add
/// after the end is let be.
fn is_jpeg(bytes: &[u8]) -> bool {
    if !bytes.starts_with(JPEG_HEAD) {
        return false;
    }
    let mut rest = &bytes[2..];
    let mut sized = false;
    while let [0xff, marker, tail @ ..] = rest {
        match (*marker, tail) {
            // A fill byte before a marker.
            (0xff, _) => rest = &rest[1..],
            (0x01 | 0xd0..=0xd7, _) => rest = tail,
            (0xda, _) => return sized && tail.windows(2).any(|pair| pair == [0xff, 0xd9]),
            (marker, [high, low, ..]) => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                // Frames are C0 to CF but for the tables and the arithmetic conditioning among them.
                let frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
                sized |= frame && length >= 8;
                match tail.get(length..) {
                    Some(next) if length >= 2 => rest = next,
                    _ => return false,
                }
            }
            _ => return false,
        }
    }
    false
}
