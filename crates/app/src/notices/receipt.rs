//! The receipt sent to the contact that was given, if the petitioner wishes: once, and without the code.

use super::RECEIPT;
use crate::casework::petitioner::Which;
use crate::casework::{Loaded, keyring};
use crate::code::TrackingCode;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Huiyin, Shared};
use huiyin_domain::ids::{AuthorityId, PetitionId, Position};
use huiyin_domain::petition::FieldProblem;
use huiyin_domain::plan::Channel;
use huiyin_store::reader::Reader;
use huiyin_store::rows::{NewNotice, NoticeTo};
use huiyin_store::transaction::Transaction;
use std::sync::Arc;

/// Whether a receipt can be sent, and by what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptSending {
    /// No contact was given, or nothing carries it.
    Nowhere,
    /// By mail, or by text message to the mobile.
    By(Channel),
    /// It was asked for.
    Asked,
}

impl Huiyin {
    /// Whether the receipt of the petition that a code opens can be sent.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`], or when the store fails.
    pub async fn receipt_sending(
        &self,
        code: &TrackingCode,
        which: Option<Which>,
    ) -> Result<ReceiptSending, AppError> {
        let place = self.place_of_code(self.code_hash(code), which).await?;
        let shared = Arc::clone(self.shared());
        self.store()
            .read(move |reader| sending(reader, &shared, place))
            .await
    }

    /// Sends the receipt to the contact that was given with the petition; to no other address, so that
    /// nobody who finds an open page can have it sent to themselves.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`], [`Refusal::Fields`] where no contact was given, or when the store
    /// fails.
    pub async fn send_receipt(
        &self,
        code: &TrackingCode,
        which: Option<Which>,
    ) -> Result<ReceiptSending, AppError> {
        let place = self.place_of_code(self.code_hash(code), which).await?;
        self.command(Send { place }).await
    }
}

fn sending(
    reader: &mut Reader<'_>,
    shared: &Shared,
    (authority, petition): (AuthorityId, PetitionId),
) -> Result<ReceiptSending, AppError> {
    let notices = reader.notices_of(authority, petition)?;
    if notices.iter().any(|one| one.kind == RECEIPT) {
        return Ok(ReceiptSending::Asked);
    }
    let loaded = Loaded::read(reader, shared, authority, petition)?;
    let loaded = loaded.ok_or(Refusal::NoSuchPetition)?;
    let keys = keyring(reader, shared, authority, petition)?;
    let way = loaded.way(reader, shared, &keys)?;
    Ok(way.map_or(ReceiptSending::Nowhere, |(kind, _)| {
        ReceiptSending::By(kind)
    }))
}

struct Send {
    place: (AuthorityId, PetitionId),
}

impl Command for Send {
    type Outcome = ReceiptSending;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.place.0]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<ReceiptSending, AppError> {
        let (authority, petition) = self.place;
        match sending(&mut transaction.reader()?, shared, self.place)? {
            ReceiptSending::Nowhere => {
                Err(AppError::field("petitioner.email", FieldProblem::Missing))
            }
            ReceiptSending::Asked => Ok(ReceiptSending::Asked),
            ReceiptSending::By(_) => {
                let notice = NewNotice {
                    to: NoticeTo::Petitioner(petition),
                    kind: RECEIPT,
                    document: None,
                    position: Position::new(petition.raw()),
                    channel: None,
                };
                transaction.queue_notice(authority, notice)?;
                Ok(ReceiptSending::Asked)
            }
        }
    }
}
