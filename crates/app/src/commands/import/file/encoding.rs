//! UTF-8 or GB18030, told apart by reading the whole file once; then decoded as a stream.

use encoding_rs::{Decoder, DecoderResult, Encoding, GB18030, UTF_8};
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes read at once.
const BLOCK: usize = 64 * 1024;
/// U+FEFF at the beginning of a decoded file.
const BOM: &[u8] = "\u{FEFF}".as_bytes();

/// The encoding of everything that `open` gives; `None` when it is neither of the two.
pub(super) fn detect<R: Read>(
    open: impl Fn() -> io::Result<R>,
) -> io::Result<Option<&'static Encoding>> {
    for encoding in [UTF_8, GB18030] {
        if is_all(encoding, open()?)? {
            return Ok(Some(encoding));
        }
    }
    Ok(None)
}

fn is_all(encoding: &'static Encoding, file: impl Read) -> io::Result<bool> {
    let mut decoded = Decoded::new(file, encoding, Arc::default());
    match io::copy(&mut decoded, &mut io::sink()) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(false),
        Err(error) => Err(error),
    }
}

/// A file as UTF-8 without a byte order mark. A malformed byte is an error, never a replacement.
pub(super) struct Decoded<R> {
    file: R,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_at: usize,
    out: Vec<u8>,
    out_at: usize,
    begun: bool,
    file_ended: bool,
    ended: bool,
    bytes_read: Arc<AtomicU64>,
}

impl<R: Read> Decoded<R> {
    /// `bytes_read` is told how far the file was read.
    pub(super) fn new(file: R, encoding: &'static Encoding, bytes_read: Arc<AtomicU64>) -> Self {
        Self {
            file,
            decoder: encoding.new_decoder_without_bom_handling(),
            raw: Vec::new(),
            raw_at: 0,
            out: Vec::new(),
            out_at: 0,
            begun: false,
            file_ended: false,
            ended: false,
            bytes_read,
        }
    }

    /// Reads a block of the file once the one before is used up.
    fn fill_raw(&mut self) -> io::Result<()> {
        if self.raw_at < self.raw.len() || self.file_ended {
            return Ok(());
        }
        self.raw.clear();
        self.raw_at = 0;
        let count = self
            .file
            .by_ref()
            .take(BLOCK as u64)
            .read_to_end(&mut self.raw)?;
        self.file_ended = count < BLOCK;
        self.bytes_read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(())
    }

    /// Decodes the next block into `out`.
    fn fill_out(&mut self) -> io::Result<()> {
        self.fill_raw()?;
        self.out.resize(BLOCK, 0);
        let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(
            &self.raw[self.raw_at..],
            &mut self.out,
            self.file_ended,
        );
        self.raw_at += read;
        self.out.truncate(written);
        self.out_at = 0;
        match result {
            DecoderResult::Malformed(..) => {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "a malformed character",
                ));
            }
            DecoderResult::InputEmpty => self.ended = self.file_ended,
            DecoderResult::OutputFull => {}
        }
        if !self.begun && !self.out.is_empty() {
            self.begun = true;
            self.out_at = if self.out.starts_with(BOM) {
                BOM.len()
            } else {
                0
            };
        }
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.out_at >= self.out.len() && !self.ended {
            self.fill_out()?;
        }
        let count = into.len().min(self.out.len() - self.out_at);
        into[..count].copy_from_slice(&self.out[self.out_at..self.out_at + count]);
        self.out_at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(bytes: &[u8]) -> Option<(&'static str, String)> {
        let encoding = detect(|| Ok(bytes)).expect("reads")?;
        let mut text = String::new();
        Decoded::new(bytes, encoding, Arc::default())
            .read_to_string(&mut text)
            .expect("decodes");
        Some((encoding.name(), text))
    }

    #[test]
    fn both_encodings_are_read_with_and_without_a_mark() {
        let text = "编号,登记时间\n一,𠮷野家€\n".repeat(9_000);
        assert_eq!(round(text.as_bytes()), Some(("UTF-8", text.clone())));
        assert_eq!(
            round(format!("\u{FEFF}{text}").as_bytes()),
            Some(("UTF-8", text.clone()))
        );
        let (bytes, _, unmappable) = GB18030.encode(&text);
        assert!(!unmappable);
        assert_eq!(round(&bytes), Some(("gb18030", text)));
        assert_eq!(round(b""), Some(("UTF-8", String::new())));
    }

    #[test]
    fn anything_else_is_neither() {
        assert_eq!(round(&[0xFF, 0xFE, b'a', 0]), None, "UTF-16");
        assert_eq!(
            round("编号".as_bytes().split_last().expect("bytes").1).map(|(name, _)| name),
            None
        );
    }
}
