//! By what and where a notice goes: opened from its sealed part when the notice does, and dropped again.

use super::{CODE_RENEWED, CONTACT_CHANGED};
use crate::casework::opened::Opened;
use crate::casework::{Loaded, keyring};
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::queries::people::staff_contact_of;
use huiyin_domain::ids::{AuthorityId, PetitionId, StaffId};
use huiyin_domain::language::Language;
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
        NoticeTo::Petitioner(petition) => contact_of(reader, shared, (authority, petition), row),
        NoticeTo::Staff(staff) => contact_of_staff(reader, shared, authority, staff),
        // Reports, and pages to whoever has no account, go by the pager.
        NoticeTo::Recipient | NoticeTo::Person(_) => Ok(None),
    }
}

/// Where whoever brought it is reached now; where they were before, if that is what they are told of.
fn contact_of(
    reader: &mut Reader<'_>,
    shared: &Shared,
    (authority, petition): (AuthorityId, PetitionId),
    notice: &NoticeRow,
) -> Result<Option<Contact>, AppError> {
    let Some(row) = reader.petition(authority, petition)? else {
        return Ok(None);
    };
    // Who replaced a code or a contact is not asked whether that was right: whoever was there before is told.
    let identity = if matches!(notice.kind.as_str(), CONTACT_CHANGED | CODE_RENEWED) {
        let opened = Opened::read(reader, shared, authority, petition)?;
        opened.identity_before(notice.position)?
    } else {
        let Some(loaded) = Loaded::read(reader, shared, authority, petition)? else {
            return Ok(None);
        };
        let keys = keyring(reader, shared, authority, petition)?;
        loaded.identity(reader, &keys)?
    };
    let way = identity.and_then(|identity| shared.way_to(&identity));
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
