//! What a receipt proves.

use crate::commitment::{checked_text, commits_to};
use crate::key::VerifyingKey;
use crate::receipt::{ReceiptError, SignedReceipt};

/// Says what was checked, with which key, and where the entry stands in the log.
///
/// The leaf is there for completing the receipt: a later inclusion proof in a file of its own is
/// about this index and this hash in the log of the receipt's origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Where the key came from.
    pub key_source: KeySource,
    /// Fingerprint of the key, see [`VerifyingKey::fingerprint`].
    pub fingerprint: String,
    /// Everything that was checked, and holds.
    pub checked: Vec<Check>,
    /// Index of the leaf in the authority's log: position − 1.
    pub leaf_index: u64,
    /// Leaf hash of the entry (RFC 6962 section 2.1).
    pub leaf_hash: [u8; 32],
}

/// Says where the key came from that the signature was checked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// The caller gave it, and the receipt names the same.
    Given,
    /// Only the receipt names it. The receipt agrees with itself; that the key is the
    /// authority's is still to be found out, by comparing the fingerprint.
    Receipt,
}

/// Names one thing that was checked and holds.
///
/// What is never among them: the commitments to the identity part and to the stored text part,
/// whose plaintexts are not on a receipt, and the place in the log, which needs a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// The signature over all bytes before the signature line, hence number and recorded_at.
    Signature,
    /// The entry commits to the open part.
    OpenPart,
    /// `text_check` is that of the given subject and body.
    Text,
}

impl SignedReceipt {
    /// Checks fields, key, signature, open part and, if given, the text (subject and body).
    ///
    /// `number` and `recorded_at` are covered by the signature alone; whether the open part says
    /// the same is for a caller who knows what an open part is. *Source:* RULES 3.2.
    ///
    /// # Errors
    /// [`ReceiptError::Field`], [`ReceiptError::OtherKey`], [`ReceiptError::Signature`],
    /// [`ReceiptError::OpenPart`], [`ReceiptError::OtherText`], the first that applies in this
    /// order; each says what to do.
    pub fn verify(
        &self,
        key: Option<&VerifyingKey>,
        text: Option<(&str, &str)>,
    ) -> Result<Verdict, ReceiptError> {
        let receipt = &self.receipt;
        receipt.check()?;
        let fingerprint = receipt.key.fingerprint();
        let key_source = match key {
            Some(given) if *given != receipt.key => {
                let given = given.fingerprint();
                let receipt = fingerprint;
                return Err(ReceiptError::OtherKey { receipt, given });
            }
            Some(_) => KeySource::Given,
            None => KeySource::Receipt,
        };
        let signed_text = receipt.signed_text();
        if !receipt.key.verify(signed_text.as_bytes(), &self.signature) {
            return Err(ReceiptError::Signature);
        }
        if !commits_to(receipt.entry.open(), &receipt.open_salt, &receipt.open) {
            return Err(ReceiptError::OpenPart);
        }
        let mut checked = vec![Check::Signature, Check::OpenPart];
        if let Some((subject, body)) = text {
            let typed = checked_text(subject, body);
            if !commits_to(&receipt.text_check, &receipt.text_salt, &typed) {
                return Err(ReceiptError::OtherText);
            }
            checked.push(Check::Text);
        }
        Ok(Verdict {
            key_source,
            fingerprint,
            checked,
            leaf_index: receipt.position.saturating_sub(1),
            leaf_hash: receipt.entry.leaf_hash(),
        })
    }
}
