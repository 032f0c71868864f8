//! By what and where a notice goes: opened from its sealed part when the notice does, and dropped again.

use crate::casework::{keyring, parse};
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::queries::people::staff_contact_of;
use huiyin_domain::ids::{AuthorityId, PetitionId, Position, StaffId};
use huiyin_domain::language::Language;
use huiyin_domain::petition::Identity;
use huiyin_domain::plan::Channel;
use huiyin_store::reader::Reader;
use huiyin_store::rows::{NoticeRow, NoticeTo};

/// By what and where a notice goes, and in which language.
pub(super) type Contact = (Channel, String, Language);

/// The contact of whoever is told; nothing where no address is known any more.
pub(super) fn contact(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    row: &NoticeRow,
) -> Result<Option<Contact>, AppError> {
    match row.to {
        NoticeTo::Petitioner(petition) => contact_of(reader, shared, authority, petition),
        NoticeTo::Staff(staff) => contact_of_staff(reader, shared, authority, staff),
        // Reports go by the pager.
        NoticeTo::Recipient => Ok(None),
    }
}

fn contact_of(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    petition: PetitionId,
) -> Result<Option<Contact>, AppError> {
    let Some(row) = reader.petition(authority, petition)? else {
        return Ok(None);
    };
    let keys = keyring(reader, shared, authority, petition)?;
    let first = reader.journal_row(authority, Position::new(petition.raw()))?;
    let opened = first.map(|row| keys.open_identity(&row)).transpose()?;
    let Some(opened) = opened.flatten() else {
        return Ok(None);
    };
    let identity: Identity = parse(&opened.plaintext)?;
    let way = shared.way_to(&identity);
    Ok(way.map(|(kind, to)| (kind, to, row.language)))
}

fn contact_of_staff(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    staff: StaffId,
) -> Result<Option<Contact>, AppError> {
    let organisation = shared.organisation_read(reader, authority)?;
    let member = organisation.staff.get(&staff).filter(|member| !member.left);
    let Some(member) = member else {
        return Ok(None);
    };
    let contact = staff_contact_of(reader, shared, authority, staff)?;
    let mail = contact.email;
    Ok(mail.map(|email| (Channel::Email, email, member.language)))
}
