//! An authority's Ed25519 log key and its public half.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::digest;
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use data_encoding::{BASE64, HEXLOWER};
use thiserror::Error;

/// Number of hexadecimal digits in one group of a fingerprint.
const GROUP: usize = 4;

/// Signs for one authority's log.
///
/// Made once and used again: making it costs about as much as one signature. `Debug` shows the
/// fingerprint of the public half only. *Source:* RULES 3.2; RFC 8032.
pub struct LogKey {
    pair: Ed25519KeyPair,
    verifying_key: VerifyingKey,
}

impl LogKey {
    /// Derives the key from its 32 random bytes, the private key of RFC 8032 section 5.1.5.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        // aws-lc refuses a seed for its length alone, and the length stands in the type.
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).expect("a seed of 32 bytes");
        let mut public = [0; 32];
        public.copy_from_slice(pair.public_key().as_ref());
        Self {
            pair,
            verifying_key: VerifyingKey(public),
        }
    }

    /// Gives the public half.
    pub fn verifying_key(&self) -> VerifyingKey {
        self.verifying_key
    }

    /// Signs the message: 64 bytes, the same for the same key and message.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        let mut bytes = [0; 64];
        // An Ed25519 signature has 64 bytes, so the lengths agree.
        bytes.copy_from_slice(self.pair.sign(message).as_ref());
        bytes
    }
}

impl fmt::Debug for LogKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LogKey({})", self.verifying_key.fingerprint())
    }
}

/// Checks the signatures of one authority's log; written as padded standard base64.
///
/// 32 bytes, the encoded point of RFC 8032 section 5.1.2. Any 32 bytes are taken; bytes that are
/// no point verify nothing. *Source:* RULES 3.2.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct VerifyingKey([u8; 32]);

impl VerifyingKey {
    /// Takes the 32 bytes of the key.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Gives the 32 bytes of the key.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads the 44 characters of base64 that `Display` writes, and nothing else.
    ///
    /// # Errors
    /// [`KeyError`]: copy the key again, whole and without spaces.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        decode(text).map(Self).ok_or(KeyError)
    }

    /// Says whether `signature` is this key's over `message`.
    pub fn verify(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        UnparsedPublicKey::new(&ED25519, &self.0)
            .verify(message, signature)
            .is_ok()
    }

    /// Gives the form that people compare by eye or read out on the telephone.
    ///
    /// SHA-256 of the 32 bytes in lower-case hexadecimal: 16 groups of four digits, one space
    /// between groups (79 characters).
    pub fn fingerprint(&self) -> String {
        let digits = HEXLOWER.encode(digest::digest(&digest::SHA256, &self.0).as_ref());
        let mut text = String::with_capacity(digits.len() + digits.len() / GROUP);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && index % GROUP == 0 {
                text.push(' ');
            }
            text.push(digit);
        }
        text
    }
}

impl FromStr for VerifyingKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        Self::parse(text)
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64.encode(&self.0))
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({self})")
    }
}

/// Says that a text is not a verifying key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a verifying key is 44 characters of base64; copy it again, whole and without spaces")]
pub struct KeyError;

/// Reads base64 of exactly `N` bytes in its only canonical spelling.
pub(crate) fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    decode_any(text)?.try_into().ok()
}

/// Reads base64 of any length in its only canonical spelling.
pub(crate) fn decode_any(text: &str) -> Option<Vec<u8>> {
    let bytes = BASE64.decode(text.as_bytes()).ok()?;
    // The decoder takes padded pieces in a row ("YQ==Yg=="); only one spelling may pass here.
    (BASE64.encode(&bytes) == text).then_some(bytes)
}
