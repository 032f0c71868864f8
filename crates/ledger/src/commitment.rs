//! HMAC-SHA-256 under a salt of its own for every part.

use aws_lc_rs::hmac;

/// Names the 32 fresh random bytes under which one part is committed to.
///
/// A salt is used for one part of one row only. The salt of a sealed part is sealed with it, so
/// that the commitment tells nothing once the key is gone. *Source:* RULES 3.1.
pub type Salt = [u8; 32];

/// Commits to the plaintext bytes of one part: HMAC-SHA-256 with the salt as key.
///
/// `plaintext` is the stored bytes as they are; they are never serialised again. A part that a row
/// does not have is committed to as the empty string, under a salt of its own.
/// *Source:* RULES 3.1; RFC 2104.
pub fn commit(salt: &Salt, plaintext: &[u8]) -> [u8; 32] {
    tag(&hmac::sign(&key(salt), plaintext))
}

/// Computes what a receipt says about the text: HMAC-SHA-256 over subject, one 0x0A, body.
///
/// Both are UTF-8 as typed. The subject must be one line (the caller sees to it): with a 0x0A
/// inside the subject two different pairs would be the same bytes. *Source:* RULES 3.2.
pub fn text_check(text_salt: &Salt, subject: &str, body: &str) -> [u8; 32] {
    commit(text_salt, &checked_text(subject, body))
}

/// Says whether `commitment` is the one of `plaintext`, in constant time.
pub(crate) fn commits_to(commitment: &[u8; 32], salt: &Salt, plaintext: &[u8]) -> bool {
    hmac::verify(&key(salt), plaintext, commitment).is_ok()
}

/// Joins subject and body to the bytes that `text_check` covers.
pub(crate) fn checked_text(subject: &str, body: &str) -> Vec<u8> {
    [subject.as_bytes(), b"\n", body.as_bytes()].concat()
}

fn key(salt: &Salt) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, salt)
}

fn tag(tag: &hmac::Tag) -> [u8; 32] {
    let mut bytes = [0; 32];
    // A tag of HMAC-SHA-256 has 32 bytes, so the lengths agree.
    bytes.copy_from_slice(tag.as_ref());
    bytes
}
