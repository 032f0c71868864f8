//! The receipt: one canonical text, signed by the log key.

use std::fmt;

use data_encoding::BASE64;
use thiserror::Error;

use crate::commitment::Salt;
use crate::entry::Entry;
use crate::key::{LogKey, VerifyingKey, decode, decode_any};
use crate::origin::is_origin;

/// First line of a receipt up to its version; no checkpoint begins so (an origin has no slash).
const FORMAT: &str = "huiyin-receipt/";
/// The one version that this program writes and reads.
const VERSION: &str = "1";
/// Names of the signed lines in their order; the first stands on line 2.
const NAMES: [&str; 10] = [
    "origin",
    "key",
    "position",
    "entry",
    "open",
    "open_salt",
    "text_salt",
    "text_check",
    "number",
    "recorded_at",
];
/// Name of the last line, which covers all bytes before it.
const SIGNATURE: &str = "signature";
/// Longest `number` or `recorded_at` in characters: twice what either needs, and it still prints
/// on one line.
const PLAIN_LENGTH_MAX: usize = 64;

const CODING: &str = "must be standard padded base64 of the right length";
const PLAIN: &str = "must be 1 to 64 printable ASCII characters without spaces around them";

/// Holds what a petitioner takes home about one journal row.
///
/// As text: the line `huiyin-receipt/1`, one line `name: value` for each field in the order below,
/// the line `signature: …`; every line ends with one LF. Binary values are standard padded base64
/// on one line, `position` is decimal without leading zeros. No salt of the identity part and no
/// unsalted hash stands on it.
///
/// `Debug` shows origin and position only. *Source:* RULES 3.2.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Permanent name of the authority's log, see [`origin`](crate::origin).
    pub origin: String,
    /// Public half of the log key that signs.
    pub key: VerifyingKey,
    /// Position of the row in the authority's journal; starts at 1.
    pub position: u64,
    /// Commitments to the three parts of the row.
    pub entry: Entry,
    /// Open part of the row, the stored bytes.
    pub open: Vec<u8>,
    /// Salt of the open part.
    pub open_salt: Salt,
    /// Salt of the text part, also the salt of `text_check`.
    pub text_salt: Salt,
    /// Says what was typed, see [`text_check`](crate::text_check).
    pub text_check: [u8; 32],
    /// Number of the petition, 1 to 64 printable ASCII characters. Nothing but the signature
    /// covers it: this crate does not look for it inside `open`.
    pub number: String,
    /// When the row was recorded, RFC 3339 in UTC as the caller gives it, 1 to 64 printable ASCII
    /// characters. Nothing but the signature covers it.
    pub recorded_at: String,
}

impl Receipt {
    /// Writes the whole text with its signature line.
    ///
    /// `key` must be the private half of `self.key`, and [`Receipt::check`] must pass; a text
    /// written otherwise is refused by [`SignedReceipt::parse`] or [`SignedReceipt::verify`] and
    /// is never taken for another receipt. *Source:* RULES 3.2.
    pub fn write(&self, key: &LogKey) -> String {
        let text = self.signed_text();
        let signature = key.sign(text.as_bytes());
        with_signature(text, &signature)
    }

    /// Checks the fields that their types do not: origin, position, number, recorded_at.
    ///
    /// # Errors
    /// [`ReceiptError::Field`] names the first field that breaks its rule; correct it.
    pub fn check(&self) -> Result<(), ReceiptError> {
        if !is_origin(&self.origin) {
            let rule = "must be huiyin- and 26 characters of lower-case base32";
            return Err(field("origin", rule));
        }
        if self.position == 0 {
            return Err(field("position", "must be 1 or more"));
        }
        if !is_plain(&self.number) {
            return Err(field("number", PLAIN));
        }
        if !is_plain(&self.recorded_at) {
            return Err(field("recorded_at", PLAIN));
        }
        Ok(())
    }

    /// Writes all bytes that the signature covers: everything before the signature line.
    pub(crate) fn signed_text(&self) -> String {
        let values = [
            self.origin.clone(),
            self.key.to_string(),
            self.position.to_string(),
            BASE64.encode(self.entry.as_bytes()),
            BASE64.encode(&self.open),
            BASE64.encode(&self.open_salt),
            BASE64.encode(&self.text_salt),
            BASE64.encode(&self.text_check),
            self.number.clone(),
            self.recorded_at.clone(),
        ];
        let mut text = format!("{FORMAT}{VERSION}\n");
        for (name, value) in NAMES.iter().zip(&values) {
            push_line(&mut text, name, value);
        }
        text
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receipt")
            .field("origin", &self.origin)
            .field("position", &self.position)
            .finish_non_exhaustive()
    }
}

/// Holds a receipt as it was read, with its signature; not yet verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedReceipt {
    /// What the receipt says.
    pub receipt: Receipt,
    /// Ed25519 over all bytes before the signature line.
    pub signature: [u8; 64],
}

impl SignedReceipt {
    /// Reads the canonical bytes of a receipt and nothing else: parse, write again, compare.
    ///
    /// The signature is not checked here, see [`SignedReceipt::verify`]. *Source:* RULES 3.2.
    ///
    /// # Errors
    /// [`ReceiptError::NotReceipt`], [`ReceiptError::UnknownVersion`],
    /// [`ReceiptError::NotCanonical`] and [`ReceiptError::Field`]; each says what to do.
    pub fn parse(text: &str) -> Result<Self, ReceiptError> {
        let mut lines = Lines::begin(text)?;
        let receipt = Receipt {
            origin: lines.value("origin")?.to_owned(),
            key: lines.binary("key").map(VerifyingKey::from_bytes)?,
            position: lines.position()?,
            entry: lines.entry()?,
            open: lines.bytes("open")?,
            open_salt: lines.binary("open_salt")?,
            text_salt: lines.binary("text_salt")?,
            text_check: lines.binary("text_check")?,
            number: lines.value("number")?.to_owned(),
            recorded_at: lines.value("recorded_at")?.to_owned(),
        };
        let signature = lines.binary(SIGNATURE)?;
        let signed = Self { receipt, signature };
        let again = signed.write();
        if again != text {
            let line = first_difference(text, &again);
            return Err(ReceiptError::NotCanonical { line });
        }
        signed.receipt.check()?;
        Ok(signed)
    }

    /// Writes the whole text again, with the signature it has.
    pub fn write(&self) -> String {
        with_signature(self.receipt.signed_text(), &self.signature)
    }
}

/// Says why a receipt is refused; one variant for each thing that its holder can do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReceiptError {
    /// The text does not begin like a receipt.
    #[error("this is not a receipt: its first line is not huiyin-receipt/1; choose another file")]
    NotReceipt,
    /// The receipt is of another version.
    #[error("this is a receipt of version {version}, this program reads version 1; use another")]
    UnknownVersion {
        /// Version on the first line.
        version: u32,
    },
    /// The bytes are not the ones that the authority wrote.
    #[error(
        "line {line} is missing or not as the authority wrote it: an editor or mail program \
         changes such files; use the file as it was received, byte for byte"
    )]
    NotCanonical {
        /// Number of the first line that differs, counted from 1.
        line: usize,
    },
    /// A field breaks its rule.
    #[error(
        "line {line}, {name}: {rule}; use the receipt as it was received, or ask for a new one"
    )]
    Field {
        /// Number of the line, counted from 1.
        line: usize,
        /// Name of the field.
        name: &'static str,
        /// What the field must be.
        rule: &'static str,
    },
    /// The receipt names another key than the one given.
    #[error(
        "the receipt names the key {receipt}, not the given one {given}; ask the authority which \
         of the two was its own on that day"
    )]
    OtherKey {
        /// Fingerprint of the key on the receipt.
        receipt: String,
        /// Fingerprint of the key that was given.
        given: String,
    },
    /// The signature is not the key's over these bytes.
    #[error(
        "the signature does not fit: the receipt was changed or forged; use the file as it was \
         received"
    )]
    Signature,
    /// The signature fits, but the open part is not the one that the entry commits to.
    #[error(
        "the signature fits, but the entry does not commit to the open part: the signer made a \
         false receipt; keep it and show it to the supervising body"
    )]
    OpenPart,
    /// The receipt is sound, but about another text.
    #[error(
        "the receipt is not about this subject and body; give the text exactly as it was typed, \
         every space and line end included"
    )]
    OtherText,
}

/// Walks the lines of a receipt, each expected under its name.
struct Lines<'a> {
    lines: std::str::Split<'a, char>,
    line: usize,
}

impl<'a> Lines<'a> {
    fn begin(text: &'a str) -> Result<Self, ReceiptError> {
        let mut lines = text.split('\n');
        let first = lines.next().unwrap_or_default();
        // A byte order mark or CR here means a changed receipt, not some other file.
        let tidy = first.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let version = tidy
            .strip_prefix(FORMAT)
            .and_then(|version| version.parse::<u32>().ok())
            .ok_or(ReceiptError::NotReceipt)?;
        if version.to_string() != VERSION {
            return Err(ReceiptError::UnknownVersion { version });
        }
        if first.strip_prefix(FORMAT) != Some(VERSION) {
            return Err(ReceiptError::NotCanonical { line: 1 });
        }
        Ok(Self { lines, line: 1 })
    }

    fn value(&mut self, name: &'static str) -> Result<&'a str, ReceiptError> {
        self.line += 1;
        self.lines
            .next()
            .and_then(|line| line.strip_prefix(name))
            .and_then(|rest| rest.strip_prefix(": "))
            .ok_or(ReceiptError::NotCanonical { line: self.line })
    }

    fn bytes(&mut self, name: &'static str) -> Result<Vec<u8>, ReceiptError> {
        let value = self.value(name)?;
        decode_any(value).ok_or(self.field(name, CODING))
    }

    fn binary<const N: usize>(&mut self, name: &'static str) -> Result<[u8; N], ReceiptError> {
        let value = self.value(name)?;
        decode(value).ok_or(self.field(name, CODING))
    }

    fn position(&mut self) -> Result<u64, ReceiptError> {
        let value = self.value("position")?;
        let rule = "must be a decimal number below 2^64";
        value.parse().map_err(|_| self.field("position", rule))
    }

    fn entry(&mut self) -> Result<Entry, ReceiptError> {
        let bytes: [u8; 97] = self.binary("entry")?;
        Entry::parse(&bytes).map_err(|_| self.field("entry", "must begin with the byte 0x01"))
    }

    fn field(&self, name: &'static str, rule: &'static str) -> ReceiptError {
        let line = self.line;
        ReceiptError::Field { line, name, rule }
    }
}

/// Names a signed field that breaks its rule.
fn field(name: &'static str, rule: &'static str) -> ReceiptError {
    let before = NAMES.iter().take_while(|other| **other != name).count();
    let line = before + 2;
    ReceiptError::Field { line, name, rule }
}

fn with_signature(mut text: String, signature: &[u8; 64]) -> String {
    push_line(&mut text, SIGNATURE, &BASE64.encode(signature));
    text
}

fn push_line(text: &mut String, name: &str, value: &str) {
    text.push_str(name);
    text.push_str(": ");
    text.push_str(value);
    text.push('\n');
}

/// ASCII only: no line end, no control character, and nothing that reverses or hides what a
/// person reads.
fn is_plain(value: &str) -> bool {
    (1..=PLAIN_LENGTH_MAX).contains(&value.len())
        && value.bytes().all(|byte| matches!(byte, b' '..=b'~'))
        && value.trim() == value
}

/// Counts the line on which two different texts part.
fn first_difference(left: &str, right: &str) -> usize {
    let same = left.bytes().zip(right.bytes()).take_while(|(a, b)| a == b);
    same.filter(|(a, _)| *a == b'\n').count() + 1
}
