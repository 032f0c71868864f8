//! Sessions: a random token that the browser keeps, of which the store knows a keyed hash. They end
//! 12 hours after their last use, and 7 days after they began at the latest.

use crate::authorise::Principal;
use crate::error::AppError;
use crate::huiyin::{Command, Huiyin, Shared};
use crate::secret::{Token, TokenUse};
use data_encoding::BASE64URL_NOPAD;
use huiyin_domain::ids::{AuthorityId, StaffId};
use huiyin_domain::time::{DAY_MICROS, Instant};
use huiyin_store::reader::Reader;
use huiyin_store::rows::TokenHash;
use huiyin_store::transaction::Transaction;
use std::sync::Arc;

/// How long a session lives unused: 12 hours.
const IDLE_MICROS_MAX: i64 = DAY_MICROS / 2;
/// How long a session lives: 7 days.
pub(crate) const SESSION_MICROS_MAX: i64 = 7 * DAY_MICROS;
/// A use is noted when the last note is older than this, so that reading pages writes little.
const NOTED_MICROS: i64 = 5 * 60 * 1_000_000;

/// Since when a session has to have been used.
pub(crate) const fn idle_before(now: Instant) -> Instant {
    now.plus_micros(-IDLE_MICROS_MAX)
}

/// Somebody who just signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// What the browser keeps.
    pub token: Token,
    /// Who it is.
    pub principal: Principal,
}

/// A session that is alive.
#[derive(Clone, Debug)]
pub struct Session {
    /// Who it is.
    pub principal: Principal,
    /// What each form of this session sends back: a page elsewhere cannot know it.
    pub form_token: String,
    /// The session's own token.
    pub token: Token,
}

impl Huiyin {
    /// The session behind a token; `None` when there is none any more.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn session(&self, token: &Token) -> Result<Option<Session>, AppError> {
        let (shared, now) = (Arc::clone(self.shared()), self.now());
        let (authority, hash) = (
            token.authority(),
            token.hash(&shared.key, TokenUse::Session),
        );
        let read = move |reader: &mut Reader<'_>| {
            let found = reader.session(authority, &hash)?;
            let alive = found.filter(|one| now < one.expires_at && idle_before(now) <= one.used_at);
            let Some(alive) = alive else {
                return Ok::<_, AppError>(None);
            };
            let organisation = shared.organisation_read(reader, authority)?;
            let principal = Principal::of(&organisation, authority, alive.staff);
            Ok(principal.map(|principal| (principal, alive.used_at)))
        };
        let Some((principal, used_at)) = self.store().read_short(read).await? else {
            return Ok(None);
        };
        if used_at.plus_micros(NOTED_MICROS) < now {
            self.command(Use { authority, hash }).await?;
        }
        Ok(Some(Session {
            principal,
            form_token: self.form_token(&hash),
            token: token.clone(),
        }))
    }

    fn form_token(&self, session: &TokenHash) -> String {
        BASE64URL_NOPAD.encode(&self.keyed_hash("form token", session))
    }

    /// Whose bearer token it is; `None` when it is nobody's any more.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn bearer(&self, token: &Token) -> Result<Option<Principal>, AppError> {
        let (shared, now) = (Arc::clone(self.shared()), self.now());
        let (authority, hash) = (token.authority(), token.hash(&shared.key, TokenUse::Api));
        let read = move |reader: &mut Reader<'_>| {
            let found = reader.api_token(authority, &hash)?;
            let Some((staff, _)) = found.filter(|(_, expires_at)| now < *expires_at) else {
                return Ok::<_, AppError>(None);
            };
            let organisation = shared.organisation_read(reader, authority)?;
            Ok(Principal::of(&organisation, authority, staff))
        };
        self.store().read_short(read).await
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sign_out(&self, session: &Session) -> Result<(), AppError> {
        let hash = session.token.hash(&self.shared().key, TokenUse::Session);
        let of = (session.principal.authority, session.principal.staff);
        self.command(End {
            of,
            only: Some(hash),
        })
        .await
    }

    /// Ends whatever lets in as somebody: every session on every device, every bearer token of a program, and
    /// the address of their calendar. Whoever has lost a device cannot say what was on it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sign_out_everywhere(&self, principal: &Principal) -> Result<(), AppError> {
        let of = (principal.authority, principal.staff);
        self.command(End { of, only: None }).await
    }
}

struct Use {
    authority: AuthorityId,
    hash: TokenHash,
}

impl Command for Use {
    type Outcome = ();

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn decide(&mut self, transaction: &mut Transaction<'_>, _: &Shared) -> Result<(), AppError> {
        Ok(transaction.use_session(self.authority, &self.hash)?)
    }
}

struct End {
    of: (AuthorityId, StaffId),
    /// Which session; without it every one, and what programs hold.
    only: Option<TokenHash>,
}

impl Command for End {
    type Outcome = ();

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.of.0]
    }

    fn decide(&mut self, transaction: &mut Transaction<'_>, _: &Shared) -> Result<(), AppError> {
        let (authority, staff) = self.of;
        match &self.only {
            Some(hash) => transaction.end_session(authority, hash)?,
            None => {
                transaction.end_sessions(authority, staff)?;
                transaction.end_api_tokens(authority, staff)?;
                transaction.end_calendar_feed(authority, staff)?;
            }
        }
        Ok(())
    }
}
