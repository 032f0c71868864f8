//! Reads how what is administered came to be and was changed, and what it owes.

use super::{Read, Reader};
use crate::StoreError;
use crate::statements::{administered as sql, rulebooks};
use crate::tx::{Value, query_all, query_one};
use huiyin_domain::category::OwnCategory;
use huiyin_domain::ids::{AuthorityId, INSTALLATION, PostId, UnitId};
use huiyin_domain::language::Bilingual;
use huiyin_domain::time::Instant;

/// Something that is administered, each change of it an event.
#[derive(Clone, Copy, Debug)]
pub enum Administered<'a> {
    /// Every authority itself: name, level, rulebook, contact.
    Authorities,
    /// The places of all authorities.
    Places,
    /// What all authorities changed about their trees of subjects.
    Categories,
    /// Versions of rulebooks and calendars.
    RuleData,
    /// A set of texts of an authority, by its word.
    Texts(AuthorityId, &'a str),
    /// What an authority posted.
    Announcements(AuthorityId),
    /// That each authority was created, with its first units and places.
    Creations,
    /// The units of an authority, from then on.
    Units(AuthorityId),
    /// The posts of an authority.
    Posts(AuthorityId),
    /// The staff of an authority.
    Staff(AuthorityId),
}

impl Reader<'_> {
    /// When each change was recorded, and the open part of its row; the oldest first.
    ///
    /// # Errors
    /// When the engine fails; so for all methods here.
    pub fn administered(&mut self, what: Administered<'_>) -> Read<Vec<(Instant, Vec<u8>)>> {
        let (statement, journal) = match what {
            Administered::Authorities => (&sql::AUTHORITY_EVENTS, INSTALLATION),
            Administered::Places => (&sql::PLACE_EVENTS, INSTALLATION),
            Administered::RuleData => (&rulebooks::DATA_EVENTS, INSTALLATION),
            Administered::Categories => (&sql::CATEGORY_EVENTS, INSTALLATION),
            Administered::Texts(..) => (&sql::TEXT_EVENTS, INSTALLATION),
            Administered::Creations => (&sql::CREATION_EVENTS, INSTALLATION),
            Administered::Announcements(authority) => (&sql::ANNOUNCEMENT_EVENTS, authority),
            Administered::Units(authority) => (&sql::UNIT_EVENTS, authority),
            Administered::Posts(authority) => (&sql::POST_EVENTS, authority),
            Administered::Staff(authority) => (&sql::STAFF_EVENTS, authority),
        };
        let mut arguments: Vec<Value> = vec![journal.raw().into()];
        if let Administered::Texts(authority, subject) = what {
            arguments.extend([authority.raw().into(), subject.into()]);
        }
        query_all(self.tx, statement, &arguments, |row| {
            Ok((Instant::from_micros(row.int(0)?), row.bytes(1)?))
        })
    }

    /// What each authority changed about its tree of subjects, as it is now.
    ///
    /// # Errors
    /// When the engine fails, or a row holds what no row may hold.
    pub fn own_categories(&mut self) -> Read<Vec<(AuthorityId, OwnCategory)>> {
        query_all(self.tx, &sql::CATEGORIES, &[], |row| {
            let place = row.optional_int(5)?.map(u16::try_from).transpose();
            let category = OwnCategory {
                code: row.text(1)?,
                name: Bilingual::new(row.text(2)?, row.text(3)?),
                retired: row.int(4)? != 0,
                rank: place.map_err(|_| StoreError::Inconsistent {
                    table: "category",
                    row: row.text(1).unwrap_or_default(),
                    what: "the place is no place of an order".into(),
                })?,
            };
            Ok((AuthorityId::new(row.int(0)?), category))
        })
    }

    /// Whether a unit owes anything that is still open.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn unit_owes(&mut self, authority: AuthorityId, unit: UnitId) -> Read<bool> {
        let arguments = [authority.raw().into(), unit.raw().into()];
        let found = query_one(self.tx, &sql::UNIT_OWES, &arguments, |row| row.int(0))?;
        Ok(found.is_some())
    }

    /// Whether a post owes anything that is still open.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn post_owes(&mut self, authority: AuthorityId, post: PostId) -> Read<bool> {
        let arguments = [authority.raw().into(), post.raw().into()];
        let found = query_one(self.tx, &sql::POST_OWES, &arguments, |row| row.int(0))?;
        Ok(found.is_some())
    }
}
