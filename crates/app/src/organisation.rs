//! Units, posts and staff of an authority, kept in memory until its journal tells of a change.

use crate::error::{AppError, Refusal};
use crate::huiyin::{Huiyin, Shared};
use crate::rules::Authority;
use huiyin_domain::ids::{AuthorityId, UnitId};
use huiyin_domain::organisation::{Organisation, Unit};
use huiyin_store::reader::Reader;
use huiyin_store::transaction::Transaction;
use std::ops::Deref;
use std::sync::Arc;

/// An authority's units, posts and staff after the event at a position of its journal.
pub struct OrganisationAt {
    /// The position of the last event about them: the version that an edit is checked against.
    pub position: i64,
    organisation: Organisation,
}

impl Deref for OrganisationAt {
    type Target = Organisation;

    fn deref(&self) -> &Organisation {
        &self.organisation
    }
}

impl OrganisationAt {
    /// Reads it.
    pub(crate) fn read(reader: &mut Reader<'_>, authority: AuthorityId) -> Result<Self, AppError> {
        Ok(Self {
            position: reader.organisation_position(authority)?,
            organisation: reader.organisation(authority)?,
        })
    }

    /// The first petition office that is not closed.
    pub fn petition_office(&self) -> Option<&Unit> {
        let mut units = self.units.values();
        units.find(|unit| unit.petition_office && !unit.closed)
    }

    /// The unit that registers what comes in: the petition office, where there is one.
    pub fn registering_unit(&self) -> UnitId {
        let unit = self
            .petition_office()
            .or_else(|| self.units.values().next());
        unit.map_or(UnitId::new(1), |unit| unit.id)
    }
}

impl Huiyin {
    /// An authority's units, posts and staff as they are committed.
    ///
    /// # Errors
    /// [`Refusal::UnknownAuthority`], or when the store fails.
    pub async fn organisation(
        &self,
        authority: AuthorityId,
    ) -> Result<Arc<OrganisationAt>, AppError> {
        let shared = Arc::clone(self.shared());
        self.store()
            .read_short(move |reader| shared.organisation_read(reader, authority))
            .await
    }
}

impl Shared {
    /// An authority's units, posts and staff as they are in a transaction.
    pub(crate) fn organisation_in(
        &self,
        transaction: &mut Transaction<'_>,
        authority: AuthorityId,
    ) -> Result<Arc<OrganisationAt>, AppError> {
        let authority = named(self.rules_in(transaction)?.authority(authority), authority)?;
        let known = authority.organisation();
        let (position, moved) = transaction.organisation_position(authority.row.id)?;
        if known.position == position {
            return Ok(known);
        }
        let read = Arc::new(OrganisationAt {
            position,
            organisation: transaction.reader()?.organisation(authority.row.id)?,
        });
        if !moved {
            authority.keep_organisation(&read);
        }
        Ok(read)
    }

    /// An authority's units, posts and staff as they are committed.
    pub(crate) fn organisation_read(
        &self,
        reader: &mut Reader<'_>,
        authority: AuthorityId,
    ) -> Result<Arc<OrganisationAt>, AppError> {
        let authority = named(self.rules_read(reader)?.authority(authority), authority)?;
        let known = authority.organisation();
        // A snapshot from before the newest is served by the newest: names and posts of today.
        if reader.organisation_position(authority.row.id)? <= known.position {
            return Ok(known);
        }
        let read = Arc::new(OrganisationAt::read(reader, authority.row.id)?);
        authority.keep_organisation(&read);
        Ok(read)
    }
}

fn named(
    found: Option<&Arc<Authority>>,
    authority: AuthorityId,
) -> Result<Arc<Authority>, AppError> {
    let unknown = || Refusal::UnknownAuthority(authority.to_string());
    Ok(Arc::clone(found.ok_or_else(unknown)?))
}
