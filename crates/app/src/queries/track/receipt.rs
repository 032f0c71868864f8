//! The receipt of a registration, written when it was recorded and, byte for byte, again.

use crate::error::AppError;
use crate::installation::read_event;
use crate::record::{Opened, Recorded};
use crate::rules::Authority;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::PetitionText;
use huiyin_ledger::{Entry, Receipt, text_check};
use huiyin_store::rows::JournalRow;

/// The receipt file of a registration that was just recorded (RULES 3.2).
pub(crate) fn receipt_text(
    authority: &Authority,
    recorded: &Recorded,
    number: PetitionNumber,
    text_check: [u8; 32],
) -> String {
    Receipt {
        origin: authority.row.origin.clone(),
        key: authority.log_key.verifying_key(),
        position: recorded.slot.position.raw().unsigned_abs(),
        entry: recorded.entry,
        open: recorded.open.clone(),
        open_salt: recorded.open_salt,
        text_salt: recorded.text_salt,
        text_check,
        number: number.to_string(),
        recorded_at: recorded.slot.recorded_at.to_string(),
    }
    .write(&authority.log_key)
}

/// The same receipt again, byte for byte: Ed25519 signatures are deterministic (RFC 8032).
pub(super) fn receipt_again(
    authority: &Authority,
    row: &JournalRow,
    number: PetitionNumber,
    opened: &Opened,
    text: &PetitionText,
) -> Result<String, AppError> {
    let damaged = |_| AppError::Unreadable(format!("journal row {} is damaged", row.position));
    let recorded = Recorded {
        slot: huiyin_store::transaction::Slot {
            position: row.position,
            recorded_at: row.recorded_at,
        },
        open: row.open.clone(),
        open_salt: row
            .open_salt
            .as_slice()
            .try_into()
            .map_err(|_| damaged(()))?,
        text_salt: opened.salt,
        entry: Entry::parse(&row.entry).map_err(|_| damaged(()))?,
        event: read_event(&row.open)?,
    };
    let check = text_check(&opened.salt, &text.subject, &text.body);
    Ok(receipt_text(authority, &recorded, number, check))
}
