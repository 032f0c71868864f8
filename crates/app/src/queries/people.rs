//! What the administration shows: who has a password, and the contacts of one member of staff.

use crate::casework::parse;
use crate::error::AppError;
use crate::huiyin::{Huiyin, Shared};
use crate::record::Keyring;
use huiyin_domain::event::StaffContact;
use huiyin_domain::ids::{AuthorityId, PetitionId, StaffId};
use huiyin_store::reader::Reader;
use huiyin_store::rows::Part;
use std::collections::BTreeSet;
use std::sync::Arc;

impl Huiyin {
    /// Who of an authority has chosen a password.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn staff_with_password(
        &self,
        authority: AuthorityId,
    ) -> Result<BTreeSet<StaffId>, AppError> {
        let read = move |reader: &mut Reader<'_>| reader.staff_with_credential(authority);
        Ok(self.store().read(read).await?.into_iter().collect())
    }

    /// Whether anything was registered with an authority yet.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn any_petition(&self, authority: AuthorityId) -> Result<bool, AppError> {
        let read = move |reader: &mut Reader<'_>| {
            let first = reader.petitions_after(authority, PetitionId::new(0), 1)?;
            Ok::<_, AppError>(!first.is_empty())
        };
        self.store().read(read).await
    }

    /// How to reach a member of staff: the last contacts that were given. Empty where their key was
    /// destroyed.
    ///
    /// # Errors
    /// When the store fails, or a seal does not open.
    pub async fn staff_contact(
        &self,
        authority: AuthorityId,
        staff: StaffId,
    ) -> Result<StaffContact, AppError> {
        let shared = Arc::clone(self.shared());
        let read =
            move |reader: &mut Reader<'_>| staff_contact_of(reader, &shared, authority, staff);
        self.store().read(read).await
    }
}

/// The last contacts that were given of a member of staff; empty where their key was destroyed.
pub(crate) fn staff_contact_of(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    staff: StaffId,
) -> Result<StaffContact, AppError> {
    let Some(wrapped) = reader.staff_key(authority, staff)? else {
        return Ok(StaffContact::default());
    };
    let wrapping = &shared.wrapping;
    let keys = Keyring::unwrap_of_staff(wrapped.as_deref(), wrapping, authority, staff)?;
    let rows = reader.journal_of_staff(authority, staff)?;
    let mut sealed = rows.iter().rev();
    let last = sealed.find(|row| matches!(row.identity, Part::Sealed(_)));
    let opened = last.map(|row| keys.open_identity(row)).transpose()?;
    match opened.flatten() {
        Some(opened) => parse(&opened.plaintext),
        None => Ok(StaffContact::default()),
    }
}
