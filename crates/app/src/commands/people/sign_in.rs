//! Sign-in: the same answer after the same work for an unknown login and a wrong password, and a
//! delay that grows with failures but never locks anybody out for good.

use super::PeopleRefusal;
use super::session::{SESSION_MICROS_MAX, SignedIn, idle_before};
use super::staff::login_of;
use crate::authorise::Principal;
use crate::error::AppError;
use crate::huiyin::{Command, Huiyin, Shared};
use crate::password::{self, Turn};
use crate::secret::{Password, Token, TokenUse};
use huiyin_domain::ids::{AuthorityId, INSTALLATION, StaffId};
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use huiyin_store::rows::{FailuresRow, TokenHash};
use huiyin_store::transaction::Transaction;
use std::sync::Arc;

/// Failures in a row that cost no waiting.
const FREE_FAILURES: u32 = 5;
/// The wait after the first failure beyond them; it doubles with each further one.
const FIRST_WAIT_SECONDS: u32 = 2;
/// The longest wait.
const WAIT_SECONDS_MAX: u32 = 300;
/// After so long without a failure the count begins again: one hour.
const FORGOTTEN_MICROS: i64 = 3_600 * 1_000_000;

impl Huiyin {
    /// Signs somebody in.
    ///
    /// # Errors
    /// [`PeopleRefusal::WrongLoginOrPassword`], [`PeopleRefusal::TooManyAttempts`], or when the
    /// store fails.
    pub async fn sign_in(&self, login: &str, typed: &Password) -> Result<SignedIn, AppError> {
        let login = login_of(login);
        let turn = self.shared().turns.next().await?;
        let (owner, hash) = self.verified(&login, typed, &turn).await?;
        let token = Token::fresh(owner.0, &*self.shared().chance)?;
        let command = SignIn {
            owner,
            checked_hash: hash,
            session: token.hash(&self.shared().key, TokenUse::Session),
            login_hash: self.login_hash(&login),
        };
        let principal = self.command(command).await?;
        Ok(SignedIn { token, principal })
    }

    /// Whose login and password these are, with the hash that was checked; counts failures.
    pub(super) async fn verified(
        &self,
        login: &str,
        typed: &Password,
        turn: &Turn,
    ) -> Result<((AuthorityId, StaffId), String), AppError> {
        let login_hash = self.login_hash(login);
        let (login, now) = (login.to_owned(), self.now());
        let read = move |reader: &mut Reader<'_>| {
            let failures = reader.sign_in_failures(&login_hash)?;
            let owner = reader.login(&login)?;
            let hash = match owner {
                Some((authority, staff)) => reader.credential(authority, staff)?,
                None => None,
            };
            Ok::<_, AppError>((failures, owner, hash))
        };
        let (failures, owner, hash) = self.store().read(read).await?;
        if let Some(retry_after_seconds) = wait(failures, now) {
            let refusal = PeopleRefusal::TooManyAttempts {
                retry_after_seconds,
            };
            return Err(refusal.into());
        }
        let shared = Arc::clone(self.shared());
        let right = password::is_the_one(&shared, turn, typed, hash.clone()).await?;
        match (right, owner, hash) {
            (true, Some(owner), Some(hash)) => Ok((owner, hash)),
            _ => {
                self.command(NoteFailure { login_hash }).await?;
                Err(PeopleRefusal::WrongLoginOrPassword.into())
            }
        }
    }

    pub(super) fn login_hash(&self, login: &str) -> TokenHash {
        self.keyed_hash("login", login.as_bytes())
    }
}

/// Seconds until the next attempt is listened to.
fn wait(failures: FailuresRow, now: Instant) -> Option<u32> {
    let beyond = failures.failures.checked_sub(FREE_FAILURES)?;
    let doubled = FIRST_WAIT_SECONDS.checked_shl(beyond.min(16));
    let seconds = doubled.map_or(WAIT_SECONDS_MAX, |seconds| seconds.min(WAIT_SECONDS_MAX));
    let waited = now.micros() - failures.failed_at?.micros();
    if waited >= FORGOTTEN_MICROS {
        return None;
    }
    let left = i64::from(seconds) * 1_000_000 - waited;
    let left = u32::try_from(left.max(0).unsigned_abs().div_ceil(1_000_000)).ok()?;
    (left > 0).then_some(left)
}

struct NoteFailure {
    login_hash: TokenHash,
}

impl Command for NoteFailure {
    type Outcome = ();

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![INSTALLATION]
    }

    fn decide(&mut self, transaction: &mut Transaction<'_>, _: &Shared) -> Result<(), AppError> {
        let forget_before = transaction.now().plus_micros(-FORGOTTEN_MICROS);
        Ok(transaction.note_sign_in_failure(&self.login_hash, forget_before)?)
    }
}

struct SignIn {
    owner: (AuthorityId, StaffId),
    /// The hash that the password was checked against; another one by now means another password.
    checked_hash: String,
    session: TokenHash,
    login_hash: TokenHash,
}

impl Command for SignIn {
    type Outcome = Principal;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![INSTALLATION, self.owner.0]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Principal, AppError> {
        let (authority, staff) = self.owner;
        let wrong = PeopleRefusal::WrongLoginOrPassword;
        let hash = transaction.reader()?.credential(authority, staff)?;
        if hash.as_ref() != Some(&self.checked_hash) {
            return Err(wrong.into());
        }
        let organisation = shared.organisation_in(transaction, authority)?;
        let principal = Principal::of(&organisation, authority, staff).ok_or(wrong)?;
        let now = transaction.now();
        transaction.end_sign_in_failures(&self.login_hash)?;
        let expires_at = now.plus_micros(SESSION_MICROS_MAX);
        transaction.begin_session(self.owner, &self.session, idle_before(now), expires_at)?;
        Ok(principal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_begins_after_five_failures_doubles_and_ends() {
        let at = |seconds: i64| Instant::from_micros(seconds * 1_000_000);
        let after = |failures, now| {
            let failed_at = Some(at(0));
            wait(
                FailuresRow {
                    failures,
                    failed_at,
                },
                at(now),
            )
        };
        assert_eq!(after(4, 0), None);
        assert_eq!([5, 6, 7].map(|count| after(count, 0)), [2, 4, 8].map(Some));
        assert_eq!(after(5, 2), None);
        assert_eq!(after(u32::MAX, 0), Some(WAIT_SECONDS_MAX));
        assert_eq!(after(u32::MAX, 299), Some(1));
        assert_eq!(after(u32::MAX, 300), None);
    }
}
