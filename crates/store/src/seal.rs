//! Sealing: AES-256-GCM-SIV (RFC 8452) under a key per petition and part, each wrapped by the
//! installation key (docs/decisions/003-crypto.md). The additional data names table, row and
//! column, so that a sealed part cannot be moved to another place.

use crate::StoreError;
use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::hmac;
use std::io::Write;
use std::path::Path;

/// Bytes of a nonce, put before what it sealed.
const NONCE_BYTES: usize = 12;
/// Bytes of the tag after what was sealed (RFC 8452 section 4).
const TAG_BYTES: usize = 16;
/// The file in the data folder that holds the installation key.
const KEY_FILE: &str = "installation.key";

/// Where a sealed value stands: table, authority, row and column.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The table.
    pub table: &'a str,
    /// The authority's id.
    pub authority: i64,
    /// The row: a journal position, or a petition.
    pub row: i64,
    /// The column.
    pub column: &'a str,
}

impl Place<'_> {
    fn additional_data(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(64);
        for part in [
            self.table.as_bytes(),
            &self.authority.to_be_bytes(),
            &self.row.to_be_bytes(),
            self.column.as_bytes(),
        ] {
            bytes.extend_from_slice(&(part.len() as u32).to_be_bytes());
            bytes.extend_from_slice(part);
        }
        bytes
    }
}

/// A key of 32 bytes that seals and opens. Its `Debug` shows nothing of it.
#[derive(Clone)]
pub struct DataKey {
    bytes: [u8; 32],
}

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DataKey(…)")
    }
}

impl DataKey {
    /// Makes a key of 32 random bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self { bytes }
    }

    /// The bytes, for a key that is the seed of another.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// Seals a plaintext for one place. `nonce` is fresh chance.
    ///
    /// # Errors
    /// [`StoreError::Seal`] when the plaintext is beyond 64 GiB.
    pub fn seal(
        &self,
        place: Place<'_>,
        nonce: [u8; NONCE_BYTES],
        plaintext: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let mut whole = Vec::with_capacity(NONCE_BYTES + plaintext.len() + TAG_BYTES);
        whole.extend_from_slice(&nonce);
        whole.extend_from_slice(plaintext);
        let tag = self
            .cipher()?
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(place.additional_data()),
                &mut whole[NONCE_BYTES..],
            )
            .map_err(|_| StoreError::Seal)?;
        whole.extend_from_slice(tag.as_ref());
        Ok(whole)
    }

    /// Opens what [`DataKey::seal`] sealed for the same place.
    ///
    /// # Errors
    /// [`StoreError::Seal`] when key, place or bytes are not those of the sealing.
    pub fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        let (nonce, body) = sealed
            .split_first_chunk::<NONCE_BYTES>()
            .ok_or(StoreError::Seal)?;
        let mut opened = body.to_vec();
        let length = self
            .cipher()?
            .open_in_place(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(place.additional_data()),
                &mut opened,
            )
            .map_err(|_| StoreError::Seal)?
            .len();
        opened.truncate(length);
        Ok(opened)
    }

    fn cipher(&self) -> Result<LessSafeKey, StoreError> {
        UnboundKey::new(&AES_256_GCM_SIV, &self.bytes)
            .map(LessSafeKey::new)
            .map_err(|_| StoreError::Seal)
    }

    /// Seals this key under the installation's wrapping key.
    ///
    /// # Errors
    /// [`StoreError::Seal`], which does not happen for 32 bytes.
    pub fn wrap(
        &self,
        wrapping: &Self,
        place: Place<'_>,
        nonce: [u8; NONCE_BYTES],
    ) -> Result<Vec<u8>, StoreError> {
        wrapping.seal(place, nonce, &self.bytes)
    }

    /// Opens a wrapped key.
    ///
    /// # Errors
    /// [`StoreError::Seal`] when the installation key or the place is another.
    pub fn unwrap(wrapping: &Self, place: Place<'_>, wrapped: &[u8]) -> Result<Self, StoreError> {
        let bytes = wrapping.open(place, wrapped)?;
        Ok(Self {
            bytes: bytes.try_into().map_err(|_| StoreError::Seal)?,
        })
    }
}

/// The installation key: 32 bytes outside the database, from which every other secret is derived.
/// Without it the register is lost (RULES 7). Its `Debug` shows nothing of it.
#[derive(Clone)]
pub struct InstallationKey {
    bytes: [u8; 32],
}

impl std::fmt::Debug for InstallationKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InstallationKey(…)")
    }
}

impl InstallationKey {
    /// Makes the key of 32 random bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self { bytes }
    }

    /// Reads 64 hexadecimal digits.
    ///
    /// # Errors
    /// [`StoreError::Key`] when the text is something else.
    pub fn parse(text: &str) -> Result<Self, StoreError> {
        let refused = || {
            StoreError::Key("the installation key is not 64 hexadecimal digits; give the file as it was written".into())
        };
        let text = text.trim();
        if text.len() != 64 || !text.is_ascii() {
            return Err(refused());
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| refused())?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| refused())?;
        }
        Ok(Self { bytes })
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// [`StoreError::File`] when it cannot be read, [`StoreError::Key`] when it holds no key.
    pub fn read(path: &Path) -> Result<Self, StoreError> {
        let text = std::fs::read_to_string(path).map_err(|source| StoreError::File {
            path: path.into(),
            source,
        })?;
        Self::parse(&text)
    }

    /// Writes a key file that only its owner can read, and never over an existing one.
    ///
    /// # Errors
    /// [`StoreError::File`] when the file exists or cannot be written.
    pub fn write_new(&self, path: &Path) -> Result<(), StoreError> {
        let failed = |source| StoreError::File {
            path: path.into(),
            source,
        };
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(failed)?;
        let text: String = self
            .bytes
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        file.write_all(text.as_bytes())
            .and_then(|()| file.write_all(b"\n"))
            .map_err(failed)?;
        file.sync_all().map_err(failed)
    }

    /// The key's file in a data folder.
    pub fn file_in(folder: &Path) -> std::path::PathBuf {
        folder.join(KEY_FILE)
    }

    /// The key that wraps petition and log keys.
    pub fn wrapping_key(&self) -> DataKey {
        DataKey::from_bytes(self.derive("wrap"))
    }

    /// A secret of 32 bytes for one purpose.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        self.keyed_hash("huiyin key", purpose.as_bytes())
    }

    /// HMAC-SHA-256 under a key of its own for each purpose: tracking codes, requests, records.
    pub fn keyed_hash(&self, purpose: &str, bytes: &[u8]) -> [u8; 32] {
        let root = hmac::Key::new(hmac::HMAC_SHA256, &self.bytes);
        let own = hmac::sign(&root, purpose.as_bytes());
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, own.as_ref()), bytes);
        let mut hash = [0; 32];
        hash.copy_from_slice(tag.as_ref());
        hash
    }

    /// Tells this key from another without telling anything else about it.
    pub fn check(&self) -> String {
        self.derive("check")
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place<'_> = Place {
        table: "journal",
        authority: 1,
        row: 7,
        column: "sealed_text",
    };

    #[test]
    fn what_was_sealed_opens_in_its_place_only() {
        let key = DataKey::from_bytes([1; 32]);
        let sealed = key.seal(PLACE, [2; 12], "机密".as_bytes()).expect("seals");
        assert_eq!(key.open(PLACE, &sealed).expect("opens"), "机密".as_bytes());
        for other in [
            Place {
                table: "other",
                ..PLACE
            },
            Place {
                authority: 2,
                ..PLACE
            },
            Place { row: 8, ..PLACE },
            Place {
                column: "sealed_identity",
                ..PLACE
            },
        ] {
            assert!(key.open(other, &sealed).is_err(), "{other:?}");
        }
        assert!(DataKey::from_bytes([3; 32]).open(PLACE, &sealed).is_err());
    }

    /// Sealed by the library before this one, RustCrypto's `aes-gcm-siv` 0.12: what is in a register stays readable.
    #[test]
    fn what_an_earlier_version_sealed_opens_and_is_sealed_alike() {
        let sealed = [
            [2; 12].as_slice(),
            &[
                0x06, 0x50, 0x21, 0xe5, 0xd9, 0xce, 0x8d, 0x87, 0x37, 0xf6, 0x82, 0x0a, 0x17, 0x16,
                0x29, 0xa2, 0x44, 0x0c, 0x45, 0x79, 0x45, 0x72,
            ],
        ]
        .concat();
        let key = DataKey::from_bytes([1; 32]);
        assert_eq!(key.open(PLACE, &sealed).expect("opens"), "机密".as_bytes());
        let again = key.seal(PLACE, [2; 12], "机密".as_bytes()).expect("seals");
        assert_eq!(again, sealed);
    }

    #[test]
    fn every_changed_byte_is_noticed() {
        let key = DataKey::from_bytes([1; 32]);
        let sealed = key.seal(PLACE, [2; 12], b"text").expect("seals");
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(key.open(PLACE, &changed).is_err(), "byte {at}");
        }
        assert!(key.open(PLACE, &[]).is_err());
    }

    #[test]
    fn a_key_reads_back_and_nothing_else_is_a_key() {
        let key = InstallationKey::from_bytes([0xab; 32]);
        let folder = tempfile::tempdir().expect("a folder");
        let file = InstallationKey::file_in(folder.path());
        key.write_new(&file).expect("writes");
        assert_eq!(
            InstallationKey::read(&file).expect("reads").bytes,
            key.bytes
        );
        assert!(
            key.write_new(&file).is_err(),
            "an existing key is never written over"
        );
        for text in ["", "ab", &"g".repeat(64), &"信".repeat(22)] {
            assert!(InstallationKey::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn secrets_do_not_show() {
        assert_eq!(
            format!("{:?}", InstallationKey::from_bytes([7; 32])),
            "InstallationKey(…)"
        );
        assert_eq!(format!("{:?}", DataKey::from_bytes([7; 32])), "DataKey(…)");
    }
}
