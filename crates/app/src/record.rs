//! From an event to a journal row: position, open part, salts, seals and commitments
//! (RULES 3.1). Everything that is ever appended goes through here.

use crate::chance::{Chance, bytes};
use crate::error::AppError;
use huiyin_domain::event::{Actor, ENVELOPE_VERSION, Envelope, Event};
use huiyin_domain::ids::{AuthorityId, PetitionId, Position, ResponseId, StaffId};
use huiyin_domain::time::Instant;
use huiyin_ledger::{Entry, Salt, commit};

use huiyin_store::rows::{JournalRow, Part, PetitionKeys, SealedText};
use huiyin_store::seal::{DataKey, Place};
use huiyin_store::transaction::{Slot, Transaction};

/// Bytes of a salt, put before the plaintext of a sealed part.
const SALT_BYTES: usize = 32;
/// Room for the open part of a registration, so that it need not be moved while it is written.
const OPEN_BYTES_EXPECTED: usize = 1_024;

/// Which petition, member of staff or response an event belongs to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Belongs {
    /// None.
    Nowhere,
    /// The one that it brings into being: its id is the row's position.
    New,
    /// One that exists.
    To(PetitionId),
    /// The member of staff that it brings into being: their id is the row's position.
    NewStaff,
    /// A member of staff; only a row that carries a sealed part of theirs says so.
    Staff(StaffId),
    /// The response that it brings into being: its id is the row's position.
    NewResponse,
    /// A response that exists.
    Response(ResponseId),
}

impl Belongs {
    /// The petition that a row at a position names.
    const fn petition(self, position: Position) -> Option<PetitionId> {
        match self {
            Self::New => Some(PetitionId::new(position.raw())),
            Self::To(petition) => Some(petition),
            _ => None,
        }
    }

    /// The member of staff that it names.
    const fn staff(self, position: Position) -> Option<StaffId> {
        match self {
            Self::NewStaff => Some(StaffId::new(position.raw())),
            Self::Staff(staff) => Some(staff),
            _ => None,
        }
    }

    /// The response that it names.
    const fn response(self, position: Position) -> Option<ResponseId> {
        match self {
            Self::NewResponse => Some(ResponseId::new(position.raw())),
            Self::Response(response) => Some(response),
            _ => None,
        }
    }
}

/// An event on its way into the journal.
pub(crate) struct NewEvent<'a> {
    pub authority: AuthorityId,
    pub by: Actor,
    /// When it happened, if not now.
    pub effective_at: Option<Instant>,
    pub belongs: Belongs,
    pub event: Event,
    pub identity: Option<&'a [u8]>,
    pub text: Option<&'a [u8]>,
    /// Seals the parts; needed when there is one.
    pub keys: Option<&'a Keyring>,
}

impl<'a> NewEvent<'a> {
    /// An event that happens now and has an open part only.
    pub(crate) fn open(
        authority: AuthorityId,
        by: Actor,
        belongs: Belongs,
        event: Event,
    ) -> NewEvent<'a> {
        NewEvent {
            authority,
            by,
            effective_at: None,
            belongs,
            event,
            identity: None,
            text: None,
            keys: None,
        }
    }
}

/// What was recorded, as far as receipts and answers need it.
pub(crate) struct Recorded {
    pub slot: Slot,
    pub open: Vec<u8>,
    pub open_salt: Salt,
    pub text_salt: Salt,
    pub entry: Entry,
    pub event: Event,
}

/// The two data keys of one petition, or the one of a member of staff or of a response.
pub(crate) struct Keyring {
    identity: Option<DataKey>,
    text: Option<DataKey>,
}

impl Keyring {
    /// Two fresh keys.
    pub(crate) fn fresh(chance: &dyn Chance) -> Result<Self, AppError> {
        let key = || Ok::<_, AppError>(DataKey::from_bytes(bytes(chance)?));
        Ok(Self {
            identity: Some(key()?),
            text: Some(key()?),
        })
    }

    /// Keeps both, wrapped.
    pub(crate) fn keep(
        &self,
        transaction: &mut Transaction<'_>,
        wrapping: &DataKey,
        place: (AuthorityId, PetitionId),
        chance: &dyn Chance,
    ) -> Result<(), AppError> {
        let (authority, petition) = place;
        let wrap = |key: &Option<DataKey>, column| -> Result<Option<Vec<u8>>, AppError> {
            let Some(key) = key else { return Ok(None) };
            Ok(Some(key.wrap(
                wrapping,
                key_place(authority, petition, column),
                bytes(chance)?,
            )?))
        };
        let identity = wrap(&self.identity, "wrapped_identity_key")?;
        let text = wrap(&self.text, "wrapped_text_key")?;
        transaction.keep_petition_key(authority, petition, identity, text);
        Ok(())
    }

    /// Opens wrapped keys.
    pub(crate) fn unwrap(
        keys: &PetitionKeys,
        wrapping: &DataKey,
        authority: AuthorityId,
        petition: PetitionId,
    ) -> Result<Self, AppError> {
        let open = |wrapped: &Option<Vec<u8>>, column| -> Result<Option<DataKey>, AppError> {
            let Some(wrapped) = wrapped else {
                return Ok(None);
            };
            Ok(Some(DataKey::unwrap(
                wrapping,
                key_place(authority, petition, column),
                wrapped,
            )?))
        };
        Ok(Self {
            identity: open(&keys.wrapped_identity_key, "wrapped_identity_key")?,
            text: open(&keys.wrapped_text_key, "wrapped_text_key")?,
        })
    }

    /// A fresh key for the contacts of a member of staff.
    pub(crate) fn fresh_of_staff(chance: &dyn Chance) -> Result<Self, AppError> {
        Ok(Self {
            identity: Some(DataKey::from_bytes(bytes(chance)?)),
            text: None,
        })
    }

    /// Keeps the key of a member of staff, wrapped.
    pub(crate) fn keep_of_staff(
        &self,
        transaction: &mut Transaction<'_>,
        wrapping: &DataKey,
        place: (AuthorityId, StaffId),
        chance: &dyn Chance,
    ) -> Result<(), AppError> {
        let (authority, staff) = place;
        let key = self.identity.as_ref();
        let key = key.ok_or(huiyin_store::StoreError::Seal)?;
        let wrapped = key.wrap(wrapping, staff_key_place(authority, staff), bytes(chance)?)?;
        transaction.keep_staff_key(authority, staff, wrapped);
        Ok(())
    }

    /// Opens the wrapped key of a member of staff; `None` where it was destroyed.
    pub(crate) fn unwrap_of_staff(
        wrapped: Option<&[u8]>,
        wrapping: &DataKey,
        authority: AuthorityId,
        staff: StaffId,
    ) -> Result<Self, AppError> {
        let place = staff_key_place(authority, staff);
        let open = |wrapped| DataKey::unwrap(wrapping, place, wrapped);
        Ok(Self {
            identity: wrapped.map(open).transpose()?,
            text: None,
        })
    }

    /// A fresh key for what is typed in a response.
    pub(crate) fn fresh_of_response(chance: &dyn Chance) -> Result<Self, AppError> {
        Ok(Self {
            identity: None,
            text: Some(DataKey::from_bytes(bytes(chance)?)),
        })
    }

    /// Keeps the key of a response, wrapped.
    pub(crate) fn keep_of_response(
        &self,
        transaction: &mut Transaction<'_>,
        wrapping: &DataKey,
        place: (AuthorityId, ResponseId),
        chance: &dyn Chance,
    ) -> Result<(), AppError> {
        let (authority, response) = place;
        let key = self.text.as_ref().ok_or(huiyin_store::StoreError::Seal)?;
        let place = response_key_place(authority, response);
        let wrapped = key.wrap(wrapping, place, bytes(chance)?)?;
        transaction.keep_response_key(authority, response, wrapped);
        Ok(())
    }

    /// Opens the wrapped key of a response; nothing opens where it was destroyed.
    pub(crate) fn unwrap_of_response(
        wrapped: Option<&[u8]>,
        wrapping: &DataKey,
        authority: AuthorityId,
        response: ResponseId,
    ) -> Result<Self, AppError> {
        let place = response_key_place(authority, response);
        let open = |wrapped| DataKey::unwrap(wrapping, place, wrapped);
        Ok(Self {
            identity: None,
            text: wrapped.map(open).transpose()?,
        })
    }

    /// Opens a row's text part; `None` when the row has none or its key was destroyed.
    pub(crate) fn open_text(&self, row: &JournalRow) -> Result<Option<Opened>, AppError> {
        open_part(self.text.as_ref(), &row.text, row, "sealed_text")
    }

    /// Opens a row's identity part; `None` when the row has none or its key was destroyed.
    pub(crate) fn open_identity(&self, row: &JournalRow) -> Result<Option<Opened>, AppError> {
        open_part(
            self.identity.as_ref(),
            &row.identity,
            row,
            "sealed_identity",
        )
    }

    /// The key of the identity parts, to keep.
    pub(crate) fn into_identity_key(self) -> Option<DataKey> {
        self.identity
    }

    /// The key of the text parts, to keep.
    pub(crate) fn into_text_key(self) -> Option<DataKey> {
        self.text
    }

    /// The key of the text parts.
    pub(crate) const fn text_key(&self) -> Option<&DataKey> {
        self.text.as_ref()
    }
}

/// Opens the text of one row alone, for a list; `None` where there is none or its key was destroyed.
pub(crate) fn open_sealed_text(
    row: &SealedText,
    wrapping: &DataKey,
    (authority, petition): (AuthorityId, PetitionId),
) -> Result<Option<Opened>, AppError> {
    let (Some(wrapped), Some(sealed)) = (&row.wrapped_text_key, &row.sealed) else {
        return Ok(None);
    };
    let of = key_place(authority, petition, "wrapped_text_key");
    let key = DataKey::unwrap(wrapping, of, wrapped)?;
    opened(
        &key,
        part_place(authority, row.position, "sealed_text"),
        sealed,
    )
    .map(Some)
}

/// A sealed part, opened.
pub(crate) struct Opened {
    pub salt: Salt,
    pub plaintext: Vec<u8>,
}

/// Appends an event.
pub(crate) fn record(
    transaction: &mut Transaction<'_>,
    new: NewEvent<'_>,
    chance: &dyn Chance,
) -> Result<Recorded, AppError> {
    let slot = transaction.next_slot(new.authority)?;
    let envelope = Envelope {
        v: ENVELOPE_VERSION,
        authority: new.authority,
        position: slot.position,
        recorded_at: slot.recorded_at,
        effective_at: new.effective_at.unwrap_or(slot.recorded_at),
        by: new.by,
        petition: new.belongs.petition(slot.position),
        staff: new.belongs.staff(slot.position),
        response: new.belongs.response(slot.position),
        event: new.event,
    };
    let mut open = Vec::with_capacity(OPEN_BYTES_EXPECTED);
    serde_json::to_writer(&mut open, &envelope)
        .map_err(|error| AppError::Unreadable(error.to_string()))?;
    let salts: [u8; 3 * SALT_BYTES] = bytes(chance)?;
    let salt = |nth: usize| -> Salt { std::array::from_fn(|byte| salts[nth * SALT_BYTES + byte]) };
    let (open_salt, identity_salt, text_salt) = (salt(0), salt(1), salt(2));
    let entry = Entry::new(
        &commit(&open_salt, &open),
        &commit(&identity_salt, new.identity.unwrap_or_default()),
        &commit(&text_salt, new.text.unwrap_or_default()),
    );
    let place = |column| part_place(new.authority, slot.position, column);
    let identity_key = new.keys.and_then(|keys| keys.identity.as_ref());
    let text_key = new.keys.and_then(|keys| keys.text.as_ref());
    let row = JournalRow {
        authority: new.authority,
        position: slot.position,
        kind: envelope.event.kind().into(),
        petition: envelope.petition,
        staff: envelope.staff,
        response: envelope.response,
        recorded_at: slot.recorded_at,
        effective_at: envelope.effective_at,
        open: open.clone(),
        open_salt: open_salt.to_vec(),
        identity: seal_part(
            identity_key,
            new.identity,
            identity_salt,
            place("sealed_identity"),
            chance,
        )?,
        text: seal_part(text_key, new.text, text_salt, place("sealed_text"), chance)?,
        entry: entry.as_bytes().to_vec(),
    };
    transaction.append(row, &envelope.event)?;
    Ok(Recorded {
        slot,
        open,
        open_salt,
        text_salt,
        entry,
        event: envelope.event,
    })
}

/// Where a sealed part of a journal row stands.
const fn part_place(authority: AuthorityId, position: Position, column: &str) -> Place<'_> {
    Place {
        table: "journal",
        authority: authority.raw(),
        row: position.raw(),
        column,
    }
}

/// Where a wrapped data key stands.
const fn key_place(authority: AuthorityId, petition: PetitionId, column: &str) -> Place<'_> {
    Place {
        table: "petition_key",
        authority: authority.raw(),
        row: petition.raw(),
        column,
    }
}

/// Where the wrapped key of a member of staff stands.
const fn staff_key_place(authority: AuthorityId, staff: StaffId) -> Place<'static> {
    Place {
        table: "staff_key",
        authority: authority.raw(),
        row: staff.raw(),
        column: "wrapped_identity_key",
    }
}

/// Where the wrapped key of a response stands.
const fn response_key_place(authority: AuthorityId, response: ResponseId) -> Place<'static> {
    Place {
        table: "response_key",
        authority: authority.raw(),
        row: response.raw(),
        column: "wrapped_text_key",
    }
}

fn seal_part(
    key: Option<&DataKey>,
    plaintext: Option<&[u8]>,
    salt: Salt,
    place: Place<'_>,
    chance: &dyn Chance,
) -> Result<Part, AppError> {
    let Some(plaintext) = plaintext else {
        return Ok(Part::Absent {
            salt: salt.to_vec(),
        });
    };
    let key = key.ok_or(huiyin_store::StoreError::Seal)?;
    let mut whole = Vec::with_capacity(SALT_BYTES + plaintext.len());
    whole.extend_from_slice(&salt);
    whole.extend_from_slice(plaintext);
    Ok(Part::Sealed(key.seal(place, bytes(chance)?, &whole)?))
}

fn open_part(
    key: Option<&DataKey>,
    part: &Part,
    row: &JournalRow,
    column: &str,
) -> Result<Option<Opened>, AppError> {
    let (Some(key), Part::Sealed(sealed)) = (key, part) else {
        return Ok(None);
    };
    opened(key, part_place(row.authority, row.position, column), sealed).map(Some)
}

fn opened(key: &DataKey, place: Place<'_>, sealed: &[u8]) -> Result<Opened, AppError> {
    let whole = key.open(place, sealed)?;
    let (salt, plaintext) = whole
        .split_first_chunk::<SALT_BYTES>()
        .ok_or(huiyin_store::StoreError::Seal)?;
    Ok(Opened {
        salt: *salt,
        plaintext: plaintext.to_vec(),
    })
}
