//! Rows about files that come in parts.

/// A file on its way.
#[derive(Clone)]
pub struct UploadRow {
    /// The keyed hash of the code whose holder sends it.
    pub holder_hash: Vec<u8>,
    /// Its name, sealed.
    pub sealed_name: Vec<u8>,
    /// How many bytes it will have.
    pub length_bytes: i64,
    /// How many of them came.
    pub received_bytes: i64,
    /// In how many parts.
    pub parts: i64,
}
