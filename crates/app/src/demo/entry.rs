//! Signing in as somebody of the sample by one click. Only a program that was started for trying the
//! sample lets anybody in this way ([`crate::HuiyinConfig::sample`]).

use super::PEOPLE;
use crate::authorise::Principal;
use crate::commands::people::session::{SESSION_MICROS_MAX, SignedIn, idle_before};
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Huiyin, Shared};
use crate::secret::{Token, TokenUse};
use huiyin_domain::ids::{AuthorityId, INSTALLATION, StaffId};
use huiyin_store::rows::TokenHash;
use huiyin_store::transaction::Transaction;

impl Huiyin {
    /// Whether this program was started for trying the sample.
    pub fn is_sample(&self) -> bool {
        self.shared().is_sample()
    }

    /// Signs in as somebody of the sample.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`] outside the sample or for anybody else.
    pub async fn sign_in_as_sample(&self, login: &str) -> Result<SignedIn, AppError> {
        let known = PEOPLE.iter().any(|person| person.login == login);
        if !self.is_sample() || !known {
            return Err(Refusal::NotAllowed.into());
        }
        let login = login.to_owned();
        let owner = self
            .store()
            .read(move |reader| reader.login(&login))
            .await?;
        let owner = owner.ok_or(Refusal::NotAllowed)?;
        let token = Token::fresh(owner.0, &*self.shared().chance)?;
        let session = token.hash(&self.shared().key, TokenUse::Session);
        let principal = self.command(EnterSample { owner, session }).await?;
        Ok(SignedIn { token, principal })
    }
}

struct EnterSample {
    owner: (AuthorityId, StaffId),
    session: TokenHash,
}

impl Command for EnterSample {
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
        let organisation = shared.organisation_in(transaction, authority)?;
        let principal =
            Principal::of(&organisation, authority, staff).ok_or(Refusal::NotAllowed)?;
        let now = transaction.now();
        let expires_at = now.plus_micros(SESSION_MICROS_MAX);
        transaction.begin_session(self.owner, &self.session, idle_before(now), expires_at)?;
        Ok(principal)
    }
}
