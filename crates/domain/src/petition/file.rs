//! Sealed files: what may be one is found out by its content, never by its name (issue 4, section 3).

mod metadata;

pub use metadata::without_metadata;

use super::FieldProblem;
use crate::event::{FileKind, FilePurpose};
use crate::language::Bilingual;

/// The largest file: 20 MiB.
pub const FILE_BYTES_MAX: usize = 20 * 1_048_576;
/// The most files of one petition.
pub const FILES_MAX: usize = 200;
/// The most files that somebody sends along with what they tell.
pub const SENT_FILES_MAX: usize = 10;
/// How large they may be together: 40 MiB.
pub const SENT_FILES_BYTES_MAX: usize = 40 * 1_048_576;
/// The longest name that is kept.
pub const FILE_NAME_CHARACTERS_MAX: usize = 120;

const PDF_HEAD: &[u8] = b"%PDF-";
const PDF_END: &[u8] = b"%%EOF";
/// A PDF ends within this many bytes after its mark; programs put blanks or a signature there.
const PDF_END_WITHIN: usize = 1_024;
const PNG_HEAD: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG_HEAD: &[u8] = b"\xff\xd8\xff";
const OFFICE_HEAD: &[u8] = b"PK\x03\x04";

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
        sound_kind(bytes)
            .or_else(|| office_kind(bytes))
            .ok_or(FieldProblem::OtherFile)
    }
}

/// Whether a content that begins so can still be one that somebody takes: one of the kinds of files, or a text
/// such as a plan. Asked of the first part of a file on its way in, so that nothing is kept that never could be;
/// what it is says [`file_kind`], of the whole.
pub fn may_be_taken(head: &[u8]) -> bool {
    let heads = [PDF_HEAD, PNG_HEAD, JPEG_HEAD, OFFICE_HEAD];
    let text = std::str::from_utf8(head);
    // A character may be cut through at the end.
    let text =
        text.map_or_else(|error| error.error_len().is_none(), |_| true) && !head.contains(&0);
    heads.iter().any(|one| head.starts_with(one)) || sound_kind(head).is_some() || text
}

impl FileKind {
    /// The media type under which it is given out.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Mp3 => "audio/mpeg",
            Self::Mp4 => "audio/mp4",
            Self::Amr => "audio/amr",
            Self::Wav => "audio/wav",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => {
                "application/vnd.openxmlformats-officedocument.presentationml.presentation"
            }
        }
    }

    /// How its name ends; the first is put where none stands.
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &[".pdf"],
            Self::Png => &[".png"],
            Self::Jpeg => &[".jpg", ".jpeg"],
            Self::Mp3 => &[".mp3"],
            Self::Mp4 => &[".m4a", ".mp4", ".3gp"],
            Self::Amr => &[".amr"],
            Self::Wav => &[".wav"],
            Self::Docx => &[".docx"],
            Self::Xlsx => &[".xlsx"],
            Self::Pptx => &[".pptx"],
        }
    }
}

impl FilePurpose {
    /// Every purpose.
    pub const ALL: &'static [Self] = &[
        Self::Letter,
        Self::Evidence,
        Self::SignedPaper,
        Self::WrittenAuthority,
        Self::ProofOfService,
        Self::Document,
    ];

    /// Its word, as interfaces say it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Evidence => "evidence",
            Self::SignedPaper => "signed-paper",
            Self::WrittenAuthority => "written-authority",
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
            Self::WrittenAuthority => Bilingual::new("委托书", "Written authority"),
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

/// Sound as telephones record it. An MP4 may hold a picture too; that is taken all the same.
fn sound_kind(bytes: &[u8]) -> Option<FileKind> {
    let tagged = bytes.starts_with(b"ID3") && bytes.len() > 10;
    // A frame of MPEG audio, layer III, with a bit rate and a sampling rate that exist.
    let frame = matches!(bytes, [0xff, second, third, ..]
        if second & 0xe6 == 0xe2 && third & 0xf0 != 0xf0 && third & 0xf0 != 0 && third & 0x0c != 0x0c);
    if tagged || frame {
        return Some(FileKind::Mp3);
    }
    if bytes.starts_with(b"#!AMR") {
        return Some(FileKind::Amr);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WAVE") {
        return Some(FileKind::Wav);
    }
    let brand = bytes
        .get(8..12)
        .filter(|_| bytes.get(4..8) == Some(b"ftyp"))?;
    let spoken = [
        b"M4A ", b"mp41", b"mp42", b"isom", b"iso2", b"3gp4", b"3gp5", b"3gp6",
    ];
    spoken
        .iter()
        .any(|one| *one == brand)
        .then_some(FileKind::Mp4)
}

/// Office Open XML: an archive that names its types, with the folder of one program, and no macros.
fn office_kind(bytes: &[u8]) -> Option<FileKind> {
    const NAMES_END: &[u8] = b"PK\x05\x06";
    let has = |name: &[u8]| bytes.windows(name.len()).any(|part| part == name);
    if !bytes.starts_with(OFFICE_HEAD)
        || !has(b"[Content_Types].xml")
        || !has(NAMES_END)
        || has(b"vbaProject.bin")
    {
        return None;
    }
    let kinds: [(&[u8], FileKind); 3] = [
        (b"word/document.xml", FileKind::Docx),
        (b"xl/workbook.xml", FileKind::Xlsx),
        (b"ppt/presentation.xml", FileKind::Pptx),
    ];
    kinds
        .iter()
        .find(|(name, _)| has(name))
        .map(|(_, kind)| *kind)
}
