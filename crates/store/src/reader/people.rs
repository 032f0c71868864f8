//! Reads about units, posts, staff, and how staff sign in.

use super::read::{journal_row, word};
use super::{Read, Reader};
use crate::StoreError;
use crate::rows::{
    ApiTokenRow, FailuresRow, InvitationRow, JournalRow, PeopleOrphans, SessionRow, TokenHash,
};
use crate::statements::{desk, people as sql};
use crate::tx::{Columns, query_all, query_one};
use huiyin_domain::ids::{AuthorityId, INSTALLATION, PostId, StaffId, UnitId};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::organisation::{Away, Organisation, Post, Role, Staff, Unit, UnitKind};
use huiyin_domain::time::Instant;

impl Reader<'_> {
    /// The position of the last event about an authority's units, posts and staff; 0 before it.
    ///
    /// # Errors
    /// When the engine fails; so for all methods here.
    pub fn organisation_position(&mut self, authority: AuthorityId) -> Read<i64> {
        let found = query_one(
            self.tx,
            &sql::ORGANISATION_HEAD,
            &[authority.raw().into()],
            |row| row.int(0),
        )?;
        Ok(found.unwrap_or(0))
    }

    /// An authority's units, posts and staff, and its seal.
    ///
    /// # Errors
    /// When the engine fails, or a row holds what no row may hold.
    pub fn organisation(&mut self, authority: AuthorityId) -> Read<Organisation> {
        let of = [authority.raw().into()];
        let units = query_all(self.tx, &sql::UNITS_OF, &of, unit_row)?;
        let posts = query_all(self.tx, &sql::POSTS_OF, &of, post_row)?;
        let staff = query_all(self.tx, &sql::STAFF_OF, &of, staff_row)?;
        Ok(Organisation {
            units: units.into_iter().map(|unit| (unit.id, unit)).collect(),
            posts: posts.into_iter().map(|post| (post.id, post)).collect(),
            staff: staff.into_iter().map(|staff| (staff.id, staff)).collect(),
            seal: self.official_seal(authority)?,
        })
    }

    /// A picture that was set as the emblem of an authority, in base64.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn emblem(&mut self, authority: AuthorityId, digest: &str) -> Read<Option<String>> {
        let arguments = [authority.raw().into(), digest.into()];
        query_one(self.tx, &sql::EMBLEM, &arguments, |row| row.text(0))
    }

    /// Who signs in by a login.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn login(&mut self, login: &str) -> Read<Option<(AuthorityId, StaffId)>> {
        let arguments = [INSTALLATION.raw().into(), login.into()];
        query_one(self.tx, &sql::LOGIN, &arguments, |row| {
            Ok((AuthorityId::new(row.int(0)?), StaffId::new(row.int(1)?)))
        })
    }

    /// Whether the installation has any staff, also such as left.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn any_staff(&mut self) -> Read<bool> {
        let found = query_one(
            self.tx,
            &sql::LOGIN_ANY,
            &[INSTALLATION.raw().into()],
            |row| row.int(0),
        )?;
        Ok(found.is_some())
    }

    /// The wrapped key of a member's contacts: no row, or a key that was destroyed, or the key.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn staff_key(
        &mut self,
        authority: AuthorityId,
        staff: StaffId,
    ) -> Read<Option<Option<Vec<u8>>>> {
        let arguments = [authority.raw().into(), staff.raw().into()];
        query_one(self.tx, &sql::STAFF_KEY, &arguments, |row| {
            row.optional_bytes(0)
        })
    }

    /// The journal rows that carry a member's sealed contacts, in order.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn journal_of_staff(
        &mut self,
        authority: AuthorityId,
        staff: StaffId,
    ) -> Read<Vec<JournalRow>> {
        let arguments = [authority.raw().into(), staff.raw().into()];
        query_all(self.tx, &sql::STAFF_PARTS, &arguments, journal_row)
    }

    /// The hash of a member's password.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn credential(&mut self, authority: AuthorityId, staff: StaffId) -> Read<Option<String>> {
        let arguments = [authority.raw().into(), staff.raw().into()];
        query_one(self.tx, &sql::CREDENTIAL, &arguments, |row| row.text(0))
    }

    /// Who of an authority has a password.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn staff_with_credential(&mut self, authority: AuthorityId) -> Read<Vec<StaffId>> {
        query_all(
            self.tx,
            &sql::CREDENTIALS_OF,
            &[authority.raw().into()],
            |row| Ok(StaffId::new(row.int(0)?)),
        )
    }

    /// How often a login was tried in vain.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn sign_in_failures(&mut self, login_hash: &TokenHash) -> Read<FailuresRow> {
        let arguments = [INSTALLATION.raw().into(), login_hash.as_slice().into()];
        let found = query_one(self.tx, &sql::FAILURES, &arguments, |row| {
            Ok(FailuresRow {
                failures: u32::try_from(row.int(0)?).unwrap_or(u32::MAX),
                failed_at: Some(Instant::from_micros(row.int(1)?)),
            })
        })?;
        Ok(found.unwrap_or_default())
    }

    /// A session.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn session(
        &mut self,
        authority: AuthorityId,
        token_hash: &TokenHash,
    ) -> Read<Option<SessionRow>> {
        let arguments = [authority.raw().into(), token_hash.as_slice().into()];
        query_one(self.tx, &sql::SESSION, &arguments, |row| {
            Ok(SessionRow {
                staff: StaffId::new(row.int(0)?),
                used_at: Instant::from_micros(row.int(1)?),
                expires_at: Instant::from_micros(row.int(2)?),
            })
        })
    }

    /// A one-time link.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn invitation(
        &mut self,
        authority: AuthorityId,
        token_hash: &TokenHash,
    ) -> Read<Option<InvitationRow>> {
        let arguments = [authority.raw().into(), token_hash.as_slice().into()];
        query_one(self.tx, &sql::INVITATION, &arguments, |row| {
            Ok(InvitationRow {
                staff: row.optional_int(0)?.map(StaffId::new),
                expires_at: Instant::from_micros(row.int(1)?),
            })
        })
    }

    /// Whose a bearer token is, and until when it works.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn api_token(
        &mut self,
        authority: AuthorityId,
        token_hash: &TokenHash,
    ) -> Read<Option<(StaffId, Instant)>> {
        let arguments = [authority.raw().into(), token_hash.as_slice().into()];
        query_one(self.tx, &sql::API_TOKEN, &arguments, |row| {
            Ok((StaffId::new(row.int(0)?), Instant::from_micros(row.int(1)?)))
        })
    }

    /// A member's bearer tokens, oldest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn api_tokens_of(
        &mut self,
        authority: AuthorityId,
        staff: StaffId,
    ) -> Read<Vec<ApiTokenRow>> {
        let arguments = [authority.raw().into(), staff.raw().into()];
        query_all(self.tx, &sql::API_TOKENS_OF, &arguments, |row| {
            Ok(ApiTokenRow {
                token_hash: row.bytes(0)?,
                name: row.text(1)?,
                created_at: Instant::from_micros(row.int(2)?),
                expires_at: Instant::from_micros(row.int(3)?),
            })
        })
    }

    /// Whose duty calendar an address is.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn calendar_feed(
        &mut self,
        authority: AuthorityId,
        token_hash: &TokenHash,
    ) -> Read<Option<StaffId>> {
        let arguments = [authority.raw().into(), token_hash.as_slice().into()];
        query_one(self.tx, &sql::CALENDAR_FEED, &arguments, |row| {
            Ok(StaffId::new(row.int(0)?))
        })
    }

    /// Since when somebody has an address of their duty calendar.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn calendar_feed_since(
        &mut self,
        authority: AuthorityId,
        staff: StaffId,
    ) -> Read<Option<Instant>> {
        let arguments = [authority.raw().into(), staff.raw().into()];
        query_one(self.tx, &sql::CALENDAR_FEED_SINCE, &arguments, |row| {
            Ok(Instant::from_micros(row.int(0)?))
        })
    }

    pub(super) fn people_orphans(&mut self) -> Read<PeopleOrphans> {
        let mut count = |statement| {
            Ok::<i64, StoreError>(
                query_one(self.tx, statement, &[], |row| row.int(0))?.unwrap_or(0),
            )
        };
        Ok(PeopleOrphans {
            keys: count(&sql::ORPHAN_STAFF_KEYS)?,
            credentials: count(&sql::ORPHAN_CREDENTIALS)?,
            sessions: count(&sql::ORPHAN_SESSIONS)?,
            invitations: count(&sql::ORPHAN_INVITATIONS)?,
            api_tokens: count(&sql::ORPHAN_API_TOKENS)?,
            calendar_feeds: count(&sql::ORPHAN_CALENDAR_FEEDS)?,
            saved_views: count(&desk::ORPHAN_SAVED_VIEWS)?,
            refused: count(&desk::ORPHAN_REFUSED)?,
            presence: count(&desk::ORPHAN_PRESENCE)?,
            staff_without_key: count(&sql::STAFF_WITHOUT_KEY)?,
        })
    }
}

fn unit_row(row: &Columns<'_>) -> Read<Unit> {
    Ok(Unit {
        id: UnitId::new(row.int(0)?),
        key: row.text(1)?,
        name: Bilingual::new(row.text(2)?, row.text(3)?),
        kind: word(row, 4, UnitKind::parse)?,
        parent: row.optional_int(5)?.map(UnitId::new),
        petition_office: row.flag(6)?,
        closed: row.flag(7)?,
    })
}

fn post_row(row: &Columns<'_>) -> Read<Post> {
    Ok(Post {
        id: PostId::new(row.int(0)?),
        duty: row.text(1)?,
        title: Bilingual::new(row.text(2)?, row.text(3)?),
        unit: UnitId::new(row.int(4)?),
        holder: row.optional_int(5)?.map(StaffId::new),
        stand_ins: word(row, 6, |text| {
            parsed(text, |one| one.parse().ok().map(StaffId::new))
        })?,
        closed: row.flag(7)?,
    })
}

fn staff_row(row: &Columns<'_>) -> Read<Staff> {
    Ok(Staff {
        id: StaffId::new(row.int(0)?),
        login: row.text(1)?,
        name: row.text(2)?,
        language: word(row, 3, Language::parse)?,
        roles: word(row, 4, |text| parsed(text, role))?,
        left: row.flag(5)?,
        away: away(row.optional_text(6)?, row.optional_text(7)?),
    })
}

fn away(from: Option<String>, to: Option<String>) -> Option<Away> {
    Some(Away {
        from: from?.parse().ok()?,
        to: to?.parse().ok()?,
    })
}

fn role(pair: &str) -> Option<(UnitId, Role)> {
    let (unit, role) = pair.split_once(':')?;
    Some((UnitId::new(unit.parse().ok()?), Role::parse(role)?))
}

/// A list as [`crate::project`] writes it: comma separated, empty for none.
fn parsed<T>(text: &str, parse: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    let words = text.split(',').filter(|word| !word.is_empty());
    words.map(parse).collect()
}
