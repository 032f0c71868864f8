//! Tracking codes, of which the store keeps keyed hashes only.

use super::Transaction;
use crate::StoreError;
use crate::rows::CodeFor;
use crate::statements::{self as sql, casework};
use huiyin_domain::ids::{AuthorityId, PetitionId};
use huiyin_domain::time::Instant;

impl Transaction<'_> {
    /// Keeps the keyed hash of a tracking code.
    pub fn keep_tracking_code(
        &mut self,
        authority: AuthorityId,
        code_hash: [u8; 32],
        petition: PetitionId,
        what_for: CodeFor,
    ) {
        let now = self.now.micros();
        let representative = match what_for {
            CodeFor::Representative(nth) => Some(i64::from(nth)),
            CodeFor::Petitioner | CodeFor::Viewing => None,
        };
        self.insert(
            &sql::TRACKING_CODE_ADD,
            [
                authority.raw().into(),
                code_hash.as_slice().into(),
                petition.raw().into(),
                (what_for != CodeFor::Viewing).into(),
                now.into(),
                false.into(),
                representative.into(),
            ],
        );
    }

    /// Lets the code of one who spoke for a group only view from now on.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn end_speaking(
        &mut self,
        (authority, petition): (AuthorityId, PetitionId),
        representative: u8,
    ) -> Result<(), StoreError> {
        self.changes += 1;
        self.flush()?;
        let values = [
            authority.raw().into(),
            petition.raw().into(),
            i64::from(representative).into(),
        ];
        self.tx.execute(&casework::TRACKING_CODE_VIEWS, &values)?;
        Ok(())
    }

    /// Keeps the keyed hash of a code that replaces a lost one, for each petition that the lost one opens, at
    /// whichever authority. The codes before it end; where several speak for a group, those of the one whose it
    /// is, and those that say of nobody whose they are.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn renew_tracking_code(
        &mut self,
        code_hash: [u8; 32],
        representative: Option<u8>,
        opened: &[(AuthorityId, PetitionId)],
    ) -> Result<(), StoreError> {
        let now = self.now.micros();
        let whose = representative.map(i64::from);
        self.changes += 1;
        self.flush()?;
        for (authority, petition) in opened {
            let mut row = vec![now.into(), authority.raw().into(), petition.raw().into()];
            let ended = match whose {
                None => &casework::TRACKING_CODES_END,
                Some(nth) => {
                    row.push(nth.into());
                    &casework::TRACKING_CODES_END_OF
                }
            };
            self.tx.execute(ended, &row)?;
            let values = [
                authority.raw().into(),
                code_hash.as_slice().into(),
                petition.raw().into(),
                now.into(),
                whose.into(),
            ];
            self.tx.execute(&casework::TRACKING_CODE_RENEW, &values)?;
        }
        Ok(())
    }

    /// Keeps the keyed hash of a code that opens nothing, and can say for the contact on file that nobody asked for the
    /// code that was renewed in this transaction.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn keep_objecting_code(
        &mut self,
        (authority, petition): (AuthorityId, PetitionId),
        code_hash: [u8; 32],
        representative: Option<u8>,
    ) -> Result<(), StoreError> {
        let now = self.now.micros();
        self.changes += 1;
        self.flush()?;
        let values = [
            authority.raw().into(),
            code_hash.as_slice().into(),
            petition.raw().into(),
            now.into(),
            representative.map(i64::from).into(),
        ];
        self.tx.execute(&casework::OBJECTING_CODE_ADD, &values)?;
        Ok(())
    }

    /// Lets the codes work again that were replaced at an instant; whatever was made for the same person then or since
    /// ends.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn undo_renewal(
        &mut self,
        (authority, petition): (AuthorityId, PetitionId),
        replaced_at: Instant,
        representative: Option<u8>,
    ) -> Result<(), StoreError> {
        self.changes += 1;
        self.flush()?;
        let values = [
            replaced_at.micros().into(),
            authority.raw().into(),
            petition.raw().into(),
            representative.map_or(-1, i64::from).into(),
        ];
        self.tx.execute(&casework::RENEWAL_UNDO, &values)?;
        Ok(())
    }

    /// Lets the codes of one petition open another one too, which it or a part of it became.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn copy_tracking_codes(
        &mut self,
        from: (AuthorityId, PetitionId),
        to: (AuthorityId, PetitionId),
    ) -> Result<(), StoreError> {
        self.changes += 1;
        self.flush()?;
        let values = [
            to.0.raw().into(),
            to.1.raw().into(),
            from.0.raw().into(),
            from.1.raw().into(),
        ];
        self.tx.execute(&casework::TRACKING_CODES_COPY, &values)?;
        Ok(())
    }
}
