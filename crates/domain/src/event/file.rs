//! A file of a petition: what it is, and what it is for.

use serde::{Deserialize, Serialize};

/// What a file is, found out by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileKind {
    /// PDF
    Pdf,
    /// PNG
    Png,
    /// JPEG
    Jpeg,
    /// MP3
    Mp3,
    /// MPEG-4, what telephones record sound in
    Mp4,
    /// AMR, what older telephones record sound in
    Amr,
    /// WAV
    Wav,
    /// Word (Office Open XML), without macros
    Docx,
    /// Excel (Office Open XML), without macros
    Xlsx,
    /// PowerPoint (Office Open XML), without macros
    Pptx,
}

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FilePurpose {
    /// The petitioner's letter.
    Letter,
    /// Something that the petitioner brought.
    Evidence,
    /// A paper that the petitioner signed.
    SignedPaper,
    /// The written authority 委托书 of somebody for whom another one brings it.
    WrittenAuthority,
    /// A proof of service 送达回证.
    ProofOfService,
    /// A document of the authority for the petitioner, who gets it on the tracking page.
    Document,
}
