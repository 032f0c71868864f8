//! What a transaction keeps about staff: keys, passwords, sessions, links, tokens. All of it is
//! operational: no event tells it, and a rebuild leaves it alone.

use super::Transaction;
use crate::StoreError;
use crate::rows::TokenHash;
use crate::statements::{Statement, people as sql};
use crate::tx::{Value, query_one};
use huiyin_domain::ids::{AuthorityId, INSTALLATION, Position, StaffId};
use huiyin_domain::time::Instant;

/// The last event about an authority's units, posts and staff, as a transaction sees it.
#[derive(Clone, Copy)]
pub(super) struct OrganisationEnd {
    position: i64,
    /// Whether this transaction appended it.
    moved: bool,
}

impl Transaction<'_> {
    /// The position of the last event about an authority's units, posts and staff, and whether it
    /// was appended by this transaction and may yet be rolled back. Read once a transaction.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn organisation_position(
        &mut self,
        authority: AuthorityId,
    ) -> Result<(i64, bool), StoreError> {
        if let Some(end) = self.counted.organisations.get(&authority) {
            return Ok((end.position, end.moved));
        }
        let found = query_one(
            self.tx,
            &sql::ORGANISATION_HEAD,
            &[authority.raw().into()],
            |row| row.int(0),
        )?;
        let end = OrganisationEnd {
            position: found.unwrap_or(0),
            moved: false,
        };
        // Without the authority's head another node may append meanwhile, so it is not kept.
        if self.holds(authority) {
            self.counted.organisations.insert(authority, end);
        }
        Ok((end.position, end.moved))
    }

    /// Notes that an event about the organisation was appended.
    pub(crate) fn organisation_moved(&mut self, authority: AuthorityId, position: Position) {
        let end = OrganisationEnd {
            position: position.raw(),
            moved: true,
        };
        self.counted.organisations.insert(authority, end);
    }

    pub(super) fn close_organisations(&mut self) -> Result<(), StoreError> {
        let ends = self.counted.organisations.iter();
        for (authority, end) in ends.filter(|(_, end)| end.moved) {
            let values = [authority.raw().into(), end.position.into()];
            self.tx.execute(&sql::ORGANISATION_HEAD_SET, &values)?;
        }
        Ok(())
    }

    /// Runs a statement on operational rows; tells how many it changed.
    pub(super) fn operate(
        &mut self,
        statement: &Statement,
        values: &[Value],
    ) -> Result<u64, StoreError> {
        self.changes += 1;
        self.flush()?;
        self.tx.execute(statement, values)
    }

    /// Keeps the wrapped key of a member's contacts.
    pub fn keep_staff_key(&mut self, authority: AuthorityId, staff: StaffId, wrapped: Vec<u8>) {
        self.insert(
            &sql::STAFF_KEY_ADD,
            [authority.raw().into(), staff.raw().into(), wrapped.into()],
        );
    }

    /// Sets the hash of a member's password.
    ///
    /// # Errors
    /// When the engine fails; so for all methods here.
    pub fn set_credential(
        &mut self,
        authority: AuthorityId,
        staff: StaffId,
        password_hash: &str,
    ) -> Result<(), StoreError> {
        let values = [
            authority.raw().into(),
            staff.raw().into(),
            password_hash.into(),
            self.now.micros().into(),
        ];
        self.operate(&sql::CREDENTIAL_SET, &values).map(|_| ())
    }

    /// Takes a member's password away: they cannot sign in.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn end_credential(
        &mut self,
        authority: AuthorityId,
        staff: StaffId,
    ) -> Result<(), StoreError> {
        self.end_of(&sql::CREDENTIAL_END, authority, staff)
    }

    /// Notes that a login was tried in vain, and forgets failures from before `forget_before`.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn note_sign_in_failure(
        &mut self,
        login_hash: &TokenHash,
        forget_before: Instant,
    ) -> Result<(), StoreError> {
        let installation = INSTALLATION.raw();
        self.operate(
            &sql::FAILURES_FORGET,
            &[installation.into(), forget_before.micros().into()],
        )?;
        let values = [
            installation.into(),
            login_hash.as_slice().into(),
            self.now.micros().into(),
        ];
        self.operate(&sql::FAILURE_NOTE, &values).map(|_| ())
    }

    /// Forgets the failures of a login.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn end_sign_in_failures(&mut self, login_hash: &TokenHash) -> Result<(), StoreError> {
        let values = [INSTALLATION.raw().into(), login_hash.as_slice().into()];
        self.operate(&sql::FAILURES_END, &values).map(|_| ())
    }

    /// Begins a session, and forgets this member's that were not used since `idle_before`.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn begin_session(
        &mut self,
        owner: (AuthorityId, StaffId),
        token_hash: &TokenHash,
        idle_before: Instant,
        expires_at: Instant,
    ) -> Result<(), StoreError> {
        let (authority, staff) = (owner.0.raw(), owner.1.raw());
        let now = self.now.micros();
        let old = [
            authority.into(),
            staff.into(),
            idle_before.micros().into(),
            now.into(),
        ];
        self.operate(&sql::SESSIONS_FORGET, &old)?;
        let values = [
            authority.into(),
            token_hash.as_slice().into(),
            staff.into(),
            now.into(),
            now.into(),
            expires_at.micros().into(),
        ];
        self.operate(&sql::SESSION_ADD, &values).map(|_| ())
    }

    /// Notes that a session was used. It may have ended meanwhile.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn use_session(
        &mut self,
        authority: AuthorityId,
        token_hash: &TokenHash,
    ) -> Result<(), StoreError> {
        let values = [
            self.now.micros().into(),
            authority.raw().into(),
            token_hash.as_slice().into(),
        ];
        self.operate(&sql::SESSION_USE, &values).map(|_| ())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn end_session(
        &mut self,
        authority: AuthorityId,
        token_hash: &TokenHash,
    ) -> Result<(), StoreError> {
        let values = [authority.raw().into(), token_hash.as_slice().into()];
        self.operate(&sql::SESSION_END, &values).map(|_| ())
    }

    /// Ends every session of a member.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn end_sessions(
        &mut self,
        authority: AuthorityId,
        staff: StaffId,
    ) -> Result<(), StoreError> {
        self.end_of(&sql::SESSIONS_END, authority, staff)
    }

    /// Keeps a one-time link, in place of any earlier one for the same purpose.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn keep_invitation(
        &mut self,
        authority: AuthorityId,
        staff: Option<StaffId>,
        token_hash: &TokenHash,
        expires_at: Instant,
    ) -> Result<(), StoreError> {
        self.end_invitations(authority, staff)?;
        let values = [
            authority.raw().into(),
            token_hash.as_slice().into(),
            staff.map(StaffId::raw).into(),
            self.now.micros().into(),
            expires_at.micros().into(),
        ];
        self.operate(&sql::INVITATION_ADD, &values).map(|_| ())
    }

    /// Ends a member's one-time links; of nobody, those that set the installation up.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn end_invitations(
        &mut self,
        authority: AuthorityId,
        staff: Option<StaffId>,
    ) -> Result<(), StoreError> {
        match staff {
            Some(staff) => self.end_of(&sql::INVITATIONS_END, authority, staff),
            None => self
                .operate(&sql::SET_UPS_END, &[authority.raw().into()])
                .map(|_| ()),
        }
    }

    /// Keeps a bearer token's hash.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn keep_api_token(
        &mut self,
        owner: (AuthorityId, StaffId),
        token_hash: &TokenHash,
        name: &str,
        expires_at: Instant,
    ) -> Result<(), StoreError> {
        let values = [
            owner.0.raw().into(),
            token_hash.as_slice().into(),
            owner.1.raw().into(),
            name.into(),
            self.now.micros().into(),
            expires_at.micros().into(),
        ];
        self.operate(&sql::API_TOKEN_ADD, &values).map(|_| ())
    }

    /// Ends a bearer token.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn end_api_token(
        &mut self,
        authority: AuthorityId,
        token_hash: &[u8],
    ) -> Result<(), StoreError> {
        let values = [authority.raw().into(), token_hash.into()];
        self.operate(&sql::API_TOKEN_END, &values).map(|_| ())
    }

    /// Ends every bearer token of a member.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn end_api_tokens(
        &mut self,
        authority: AuthorityId,
        staff: StaffId,
    ) -> Result<(), StoreError> {
        self.end_of(&sql::API_TOKENS_END, authority, staff)
    }

    /// Keeps the address of somebody's duty calendar, as a hash; the one before has to be ended.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn keep_calendar_feed(
        &mut self,
        owner: (AuthorityId, StaffId),
        token_hash: &TokenHash,
    ) -> Result<(), StoreError> {
        let values = [
            owner.0.raw().into(),
            owner.1.raw().into(),
            token_hash.as_slice().into(),
            self.now.micros().into(),
        ];
        self.operate(&sql::CALENDAR_FEED_ADD, &values).map(|_| ())
    }

    /// Ends the address of somebody's duty calendar.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn end_calendar_feed(
        &mut self,
        authority: AuthorityId,
        staff: StaffId,
    ) -> Result<(), StoreError> {
        self.end_of(&sql::CALENDAR_FEED_END, authority, staff)
    }

    fn end_of(
        &mut self,
        statement: &Statement,
        authority: AuthorityId,
        staff: StaffId,
    ) -> Result<(), StoreError> {
        let values = [authority.raw().into(), staff.raw().into()];
        self.operate(statement, &values).map(|_| ())
    }
}
